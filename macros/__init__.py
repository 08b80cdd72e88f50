"""Names for the pages: ``define_env`` hands every macro of ``render.MACROS`` to the site generator, nothing else."""

from __future__ import annotations

import ast
import posixpath
import re
from functools import wraps
from pathlib import Path
from typing import Any

from macros.build import site_lately
from macros.derive.index import Site
from macros.write.page import Page
from macros.write.vocabulary import MACROS


class Writer:
    """Makes one page's macro calls, in order.

    The check of the pages has made those of the hand-written ones already. What came out is used again as long as the
    calls are the same; from the first one that is not, all are made anew.
    """

    def __init__(self, site: Site, url: str, base: str | None = None) -> None:
        self._page, self._at = Page(site, url, base=base), 0
        self._tried = site.tried.get(url, []) if base in (None, url) else []

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """What the macro makes on this page."""
        before = self._tried[self._at] if self._at < len(self._tried) else None
        if before and (before.name, before.args, before.kwargs) == (name, args, kwargs):
            self._at += 1
            return before.output
        for made in self._tried[:self._at]:  # the page's notes have to be what they were
            MACROS[made.name](self._page, *made.args, **made.kwargs)
        self._tried = []
        return MACROS[name](self._page, *args, **kwargs)


def expanded(site: Site, url: str, text: str) -> str:
    """A page that follows from the data, its macro calls made.

    A generator may make them itself; its template engine takes longer to read such a page than the macros to fill it.
    """
    writer = Writer(site, url)

    def call(found: re.Match[str]) -> str:
        made = ast.parse(found[1], mode="eval").body
        assert isinstance(made, ast.Call), found[0]
        assert isinstance(made.func, ast.Name), found[0]
        return writer.call(made.func.id, tuple(map(ast.literal_eval, made.args)),
                           {str(k.arg): ast.literal_eval(k.value) for k in made.keywords})
    return re.sub(r"\{\{ (.+?) \}\}", call, text)


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
