"""The preview: what is made anew after a change, and a mistake as a page.

A whole build takes longer than an editor likes to wait, and most of it is pages nobody has open. After a change the
pages that were looked at last are made at once, any other when it is asked for. What is not made anew until the preview
is started again: the index of the search, the files of data and the feeds; and a link that a change broke on a page
nobody looks at is found by `make build` only.
"""

from __future__ import annotations

import html
import threading
from collections import deque
from collections.abc import Callable, Collection
from typing import Any

Answer = Callable[[dict[str, Any], Callable[..., Any]], Any]


class Preview:
    """Stands before a server: ``respond`` gives what there is, ``make`` makes some pages and says what went wrong.

    ``pages`` gives the addresses there are; ``mount`` is the path they begin with.
    """

    def __init__(self, respond: Answer, make: Callable[[set[str]], str], pages: Callable[[], Collection[str]],
                 mount: str) -> None:
        self._respond, self._make, self._pages, self._mount = respond, make, pages, mount
        self._seen: deque[str] = deque(maxlen=3)  # pages that were asked for last
        self._fresh: set[str] | None = None  # pages made since the last change; None: there was none yet
        self._error = ""
        self._turn = threading.Lock()  # one page at a time is made

    def changed(self) -> None:
        """Makes the pages that were looked at last."""
        with self._turn:
            self._fresh = set()
            self._renew(set(self._seen))

    def _renew(self, pages: set[str]) -> None:
        self._error = self._make(pages)
        if not self._error:
            self._fresh = (self._fresh or set()) | pages

    def _looked_at(self, url: str) -> None:
        with self._turn:
            if url not in self._seen:
                self._seen.append(url)
            if self._fresh is not None and url not in self._fresh and not self._error:
                self._renew({url})

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """A page, made anew if need be, or the mistake that keeps it from being made."""
        path = environ["PATH_INFO"]
        url = path.removeprefix(self._mount).removesuffix("index.html")
        if url in self._pages():
            self._looked_at(url)
        if not self._error or not path.endswith(("/", ".html")):
            return self._respond(environ, start)
        kind = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        start("500 Internal Server Error", kind)
        return [error_page(self._error).encode()]


def error_page(message: str) -> str:
    """A page that says what is wrong and looks every second whether it still is."""
    return ('<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">'
            f"<title>The build stopped</title><h1>The build stopped</h1><pre>{html.escape(message)}</pre>"
            "<p>This page becomes the site again when the mistake is mended. The terminal may say more.</p></html>")
