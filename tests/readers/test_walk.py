"""Twenty questions of readers: answered at most two taps from the home page of a phone, in the first screen reached."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from patience import at_last
from playwright.sync_api import Page

Open = Callable[..., Page]

WALKS = yaml.safe_load((Path(__file__).parent / "walk.yml").read_text("utf-8"))
PHONE = {"width": 360, "height": 740}
TAPS = 2
SEARCH = "search: "

# The words a reader sees without scrolling: of each piece of text those lines that are within the window.
SEEN = """() => {
    const out = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (!node.data.trim()) continue;
        if (!node.parentElement.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
        for (const word of node.data.matchAll(/\\S+\\s*/g)) {
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].trim().length);
            const at = range.getBoundingClientRect();
            if (at.bottom > 0 && at.top < innerHeight && at.width > 0) out.push(word[0]);
        }
        if (/\\s$/.test(node.data) || getComputedStyle(node.parentElement).display !== "inline") out.push(" ");
    }
    return out.join("").replace(/\\s+/g, " ");
}"""


def tap(page: Page, name: str) -> None:
    """Follows a link of the article by its words, or asks the search and follows the first result."""
    before, link = page.url, page.locator("main").get_by_role("link", name=name, exact=True)
    if name.startswith(SEARCH):
        page.locator("article .find input").fill(name.removeprefix(SEARCH))
        link = page.locator(".found li a")
    link.first.tap()
    page.wait_for_url(lambda address: address != before)


def missing(page: Page, patterns: list[str]) -> list[str]:
    """The patterns that nothing in the first screen matches."""
    seen = page.evaluate(SEEN)
    return [wanted for wanted in patterns if not re.search(wanted, seen)]


def test_there_are_twenty_questions_of_at_most_two_taps() -> None:
    assert len(WALKS) >= 20
    assert [walk["ask"] for walk in WALKS if len(walk["taps"]) > TAPS] == []


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["ask"])
def test_a_question_is_answered_in_the_first_screen(look: Open, walk: dict[str, Any]) -> None:
    page = look("", viewport=PHONE, has_touch=True, is_mobile=True)
    for name in walk["taps"]:
        tap(page, name)
    assert at_last(lambda: missing(page, walk["seen"]), [], 5) == []


def test_what_is_below_the_first_screen_does_not_count(new_page: Open) -> None:
    page = new_page("about/", viewport=PHONE)
    last = page.locator("article h2").last
    wanted = re.escape(last.inner_text().rstrip("¶"))
    assert missing(page, [wanted]) == [wanted]
    last.scroll_into_view_if_needed()
    assert missing(page, [wanted]) == []
