"""Names for the pages: ``define_env`` hands every word of ``vocabulary.MACROS`` to the site generator, nothing else."""

from __future__ import annotations

import posixpath
from functools import wraps
from pathlib import Path
from typing import Any

from macros.build import site_lately
from macros.write.calls import Writer
from macros.write.vocabulary import MACROS


def _base(page: Any) -> str | None:
    """Where links in HTML start from: MkDocs leaves them as they are, Zensical takes them from the page's file."""
    if not hasattr(page, "path"):
        return None
    folder = posixpath.dirname(page.path)
    return f"{folder}/" if folder else ""


def define_env(env: Any) -> None:
    """Registers the macros; raises ``DataError`` if data or pages are wrong."""
    site = site_lately(Path(env.project_dir))
    writers: dict[str, Writer] = {}

    def here() -> Writer:
        url = env.page.url if env.page.url != "./" else ""
        if url not in writers:
            writers[url] = Writer(site, url, _base(env.page))
        return writers[url]

    def bind(name: str) -> Any:
        @wraps(MACROS[name])
        def call(*args: Any, **kwargs: Any) -> str:
            return here().call(name, args, kwargs)
        return call

    for name in MACROS:
        env.macro(bind(name), name)
