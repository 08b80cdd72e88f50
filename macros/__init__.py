"""Names for the pages: ``define_env`` hands every macro of ``render.MACROS`` to the site generator, nothing else."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import Any

from .render import MACROS
from .render.page import Page
from .site import site_for


def define_env(env: Any) -> None:
    """Registers the macros; raises ``DataError`` if data or pages are wrong."""
    site = site_for(Path(env.project_dir))
    pages: dict[str, Page] = {}

    def here() -> Page:
        url = env.page.url if env.page.url != "./" else ""
        return pages.setdefault(url, Page(site, url))

    def bind(function: Any) -> Any:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> str:
            return function(here(), *args, **kwargs)
        return call

    for name, function in MACROS.items():
        env.macro(bind(function), name)
