"""The macro calls of a page, made in order."""

import re
from typing import Any

from macros.derive.index import Site
from macros.write.page import Page
from macros.write.vocabulary import MACROS, read


class Writer:
    """Makes one page's macro calls, in order.

    The check of the pages has made those of the hand-written ones already. What came out is used again as long as the
    calls are the same; from the first one that is not, all are made anew.
    """

    def __init__(self, site: Site, url: str, base: str | None = None) -> None:
        site.tables.setdefault(url, {})
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
    return re.sub(r"\{\{ .+? \}\}", lambda call: writer.call(*read(call[0])), text)
