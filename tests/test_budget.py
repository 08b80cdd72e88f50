"""What pages weigh: bytes on the wire with gzip, requests and elements, each against a written budget.

Weights are computed from the files a cold Chromium asks for, compressed as a server would: they do not depend on the
machine. A page of text has the first budget below; the few with another say why.
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
LONG = Budget(wire=47_000, html=19_500)
# Pages that are heavier on purpose, and what their weight buys.
HEAVIER: dict[str, tuple[Budget, str]] = {
    **dict.fromkeys(("glossary/", "rules/"), (Budget(wire=50_000, html=22_500), "a register, searched as a whole")),
    **dict.fromkeys(("timeline/", "organisations/", "rules/interim-measures/"),
                    (LONG, "a register, searched and filtered as a whole")),
    "alliances/": (LONG, "a register, and a chart with a line for each of its rows, drawn wide and narrow"),
    **dict.fromkeys((
        "filings/", "filings/first-approvals/", "beijing/", "beijing/white-paper/", "beijing/compute-and-money/",
        "beijing/partner-programme/", "people-and-politics/", "users-and-models/models/", "rules/new-rules/",
        "rules/standards-and-labelling/", "rules/filing-and-registration/"),
        (LONG, "thirty to ninety receipts, each on the page of its number so that they work without scripts")),
}
HEAVIEST = 150_000
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


def test_no_budget_is_without_its_reason_and_none_beyond_the_heaviest(docs: dict[str, Doc]) -> None:
    for url, (allowed, why) in HEAVIER.items():
        assert url in docs
        assert why
        assert TEXT.html <= allowed.html
        assert allowed.wire <= HEAVIEST
