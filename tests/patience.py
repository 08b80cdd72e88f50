"""What tests in a browser have besides it: patience, and an ear for what pages do wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page


def at_last(get: Callable[[], Any], wanted: Any, seconds: float = 60) -> Any:
    """What ``get`` gives: as soon as it is what is wanted, or else when the time is over.

    ``assert at_last(page.title, "Beijing") == "Beijing"``: quick where it fits, patient on a busy machine.
    """
    end = time.monotonic() + seconds
    while (got := get()) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    return got


def expect_copied(page: Page, wanted: str) -> None:
    """Fails unless the clipboard holds the text in the end."""
    got = at_last(lambda: page.evaluate("navigator.clipboard.readText()"), wanted)
    assert got == wanted, f"{got!r} was copied, not {wanted!r}"


TARGET_IN_VIEW = """() => {
    const header = document.querySelector(".md-header");
    const top = document.querySelector(":target").getBoundingClientRect().top;
    const covered = getComputedStyle(header).position == "sticky" ? header.getBoundingClientRect().bottom : 0;
    return covered - 1 <= top && top < innerHeight;
}"""


def expect_target_in_view(page: Page) -> None:
    """Fails unless what the address names begins below the header and within the window in the end."""
    assert at_last(lambda: page.evaluate(TARGET_IN_VIEW), True), f"{page.url} shows another place"


@dataclass
class Watch:
    """Notes what pages do wrong: requests that leave the site's origin, errors in the console, uncaught errors."""

    home: str
    allow: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str) -> None:
        """Keep a problem, unless it holds one of the allowed texts."""
        if not any(text in problem for text in self.allow):
            self.problems.append(problem)

    def context(self, context: BrowserContext) -> None:
        """Listen to every page of the context, and let no request leave the origin."""
        parts = urlsplit(self.home)
        origin = f"{parts.scheme}://{parts.netloc}/"

        def check(route: object) -> None:
            url = route.request.url  # type: ignore[attr-defined]
            if url.startswith((origin, "data:", "blob:")):
                route.continue_()  # type: ignore[attr-defined]
            else:
                self.note(f"request to another origin: {url}")
                route.abort()  # type: ignore[attr-defined]

        context.route("**/*", check)
        context.on("page", self.page)

    def page(self, page: Page) -> None:
        """Listen to one page."""
        page.on("console", lambda said: said.type == "error" and self.note(f"console: {said.text} ({page.url})"))
        page.on("pageerror", lambda error: self.note(f"uncaught: {error} ({page.url})"))
