"""What pages weigh: bytes on the wire with gzip, requests and elements, each against a written budget.

Weights are computed from the files a cold Chromium asks for, compressed as a server would: they do not depend on the
machine. A page of text has the first budget below; the registers with another say why.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from built import Doc
from playwright.sync_api import Page
from shots import listed_pages

PAGES = ["" if page == "index" else page for page in listed_pages()]


@dataclass(frozen=True)
class Budget:
    """The most a page may take: everything over the wire and its HTML in bytes with gzip, requests, elements."""

    wire: int = 45_000
    html: int = 14_000
    requests: int = 8
    elements: int = 1_400


TEXT = Budget()
# Registers that are heavier on purpose, and what their weight buys. Any other page is text.
HEAVIER: dict[str, tuple[Budget, str]] = {
    "glossary/": (Budget(wire=48_500, html=20_800), "every term with its meaning, searched as a whole"),
    "rules/": (Budget(wire=47_500, html=19_300), "every rule with what it does, searched and filtered as a whole"),
    "timeline/": (Budget(wire=45_500, html=17_300), "every event with its sources, filtered as a whole"),
    "rules/interim-measures/": (Budget(wire=45_000, html=15_300), "every article, searched as a whole"),
    "organisations/": (Budget(wire=45_000, html=14_800), "every organisation, searched as a whole"),
}
HEAVIEST = 150_000
SLACK = 1_000  # what an exception may leave unused before it has to be lowered
# What every page shares; one that grows makes every page heavier.
SHARED = {"assets/site.css": 12_000, "assets/site.js": 7_000, "assets/stylesheets/main.*.css": 9_500,
          "assets/stylesheets/palette.*.css": 1_000, "assets/mark.svg": 500}
# The search, fetched at its first use.
INDEX_PER_PAGE = 2_000


def packed(path: Path) -> int:
    """The bytes of a file on the wire."""
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


def budget(url: str) -> Budget:
    """The budget of a page."""
    return HEAVIER[url][0] if url in HEAVIER else TEXT


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_cold_within_its_budget(new_page: Callable[..., Page], site: Path, server: str, path: str) -> None:
    page = new_page(None, viewport={"width": 412, "height": 823})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    files = []
    for url in dict.fromkeys(asked):
        inside = unquote(urlsplit(url).path).removeprefix(urlsplit(server).path)
        files.append(site / (inside + "index.html" if inside.endswith("/") or not inside else inside))
    weights = {file.relative_to(site).as_posix(): packed(file) for file in files}
    allowed = budget(path)
    assert sum(weights.values()) <= allowed.wire, weights
    assert len(asked) <= allowed.requests, asked
    assert not any("bundle" in name or "search" in name.removeprefix(path) for name in weights), weights


def test_every_page_is_within_its_budget_of_html_and_elements(docs: dict[str, Doc]) -> None:
    over = []
    for url, doc in docs.items():
        allowed = budget(url)
        size = len(gzip.compress(doc.source.encode(), 6, mtime=0))
        elements = sum(1 for element in doc.tree.iter() if isinstance(element.tag, str))
        if size > allowed.html or elements > allowed.elements:
            over.append((size, elements, url))
    assert not over, "\n".join(f"{url or 'home'}: {size} bytes, {elements} elements" for size, elements, url in
                               sorted(over, reverse=True))


@pytest.mark.parametrize(("pattern", "most"), SHARED.items())
def test_what_every_page_shares_is_within_its_budget(site: Path, pattern: str, most: int) -> None:
    found = list(site.glob(pattern))
    assert len(found) == 1
    assert packed(found[0]) <= most


def test_the_search_index_is_within_its_budget(site: Path, docs: dict[str, Doc]) -> None:
    assert packed(site / "search" / "search_index.json") <= INDEX_PER_PAGE * len(docs)


def stale(heavier: dict[str, tuple[Budget, str]], sizes: dict[str, int]) -> list[str]:
    """What is wrong with the list of heavier pages, given the bytes of every page's HTML."""
    out = []
    for url, (allowed, why) in heavier.items():
        size = sizes.get(url)
        if size is None:
            out.append(f"{url}: there is no such page; take it from HEAVIER")
        elif size <= TEXT.html:
            out.append(f"{url}: {size} bytes fit the budget of a text page, {TEXT.html}; take it from HEAVIER")
        elif allowed.html - size > SLACK:
            out.append(f"{url}: {size} bytes leave more than {SLACK} of its {allowed.html}; lower its budget")
        if not why:
            out.append(f"{url}: say what its weight buys")
        if allowed.wire > HEAVIEST:
            out.append(f"{url}: {allowed.wire} bytes on the wire are more than {HEAVIEST}")
    return out


def test_no_exception_is_stale_loose_without_its_reason_or_beyond_the_heaviest(docs: dict[str, Doc]) -> None:
    assert stale(HEAVIER, {url: len(gzip.compress(doc.source.encode(), 6, mtime=0)) for url, doc in docs.items()}) == []


def test_exceptions_that_are_wrong_are_named() -> None:
    allowed = Budget(html=16_000)
    assert stale({"a/": (allowed, "x"), "b/": (allowed, "x"), "c/": (allowed, "x"), "d/": (allowed, ""),
                  "e/": (Budget(wire=150_001, html=16_000), "x")},
                 {"a/": 14_000, "c/": 14_999, "d/": 14_001 + SLACK, "e/": 16_000}) == [
        "a/: 14000 bytes fit the budget of a text page, 14000; take it from HEAVIER",
        "b/: there is no such page; take it from HEAVIER",
        "c/: 14999 bytes leave more than 1000 of its 16000; lower its budget",
        "d/: say what its weight buys",
        "e/: 150001 bytes on the wire are more than 150000"]
