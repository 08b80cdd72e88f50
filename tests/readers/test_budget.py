"""Every page is within its budget of bytes, requests and elements; what is shared is within its."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from built import Doc
from playwright.sync_api import Page
from weights import HEAVIER, HEAVIEST, PHONE, TEXT, Budget, Weight, budget, cold, packed, too_much

from tools.browser import listed_pages

PAGES = listed_pages()
SLACK = 1_000  # what an exception may leave unused before it has to be lowered
# What every page shares; one that grows makes every page heavier.
SHARED = {"assets/site.css": 12_000, "assets/site.js": 7_300, "assets/stylesheets/main.*.css": 9_500,
          "assets/stylesheets/palette.*.css": 1_000, "assets/mark.svg": 500}


# How far what was there already moved as the rest of the page came, and what it was.
SHIFTS = """() => new Promise((done) => {
    const found = [];
    new PerformanceObserver((list) => found.push(...list.getEntries().map((entry) =>
        [entry.value, entry.sources.map((s) => s.node && s.node.nodeName + "." + s.node.className).join()])))
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(found), 20));
})"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_cold_within_its_budget_and_nothing_moves(
        look: Callable[..., Page], site: Path, server: str, path: str) -> None:
    """In one window for all pages, which keeps nothing: each page asks for what they share, as the second check has it."""
    page = look("about:blank", viewport=PHONE)
    weight = cold(page, server, site, path)
    assert too_much(path, weight) == [], weight.files
    assert set(weight.files) > {"assets/site.css", "assets/site.js"}
    assert [(far, what) for far, what in page.evaluate(SHIFTS) if far > 0.001] == []


def test_what_a_page_takes_too_much_of_is_named() -> None:
    weight = Weight({"x/index.html": 14_001, "assets/javascripts/bundle.js": 31_000}, 14_001, 9, 1_400)
    assert too_much("x/", weight) == ["wire: 45001 of 45000", "html: 14001 of 14000", "requests: 9 of 8",
                                      "assets/javascripts/bundle.js is fetched before it is used"]


@pytest.fixture(scope="module")
def sizes(docs: dict[str, Doc]) -> dict[str, int]:
    """The bytes of every page's HTML on the wire."""
    return {url: len(gzip.compress(doc.source.encode(), 6, mtime=0)) for url, doc in docs.items()}


def test_every_page_is_within_its_budget_of_html_and_elements(docs: dict[str, Doc], sizes: dict[str, int]) -> None:
    over = []
    for url, doc in docs.items():
        allowed, size = budget(url), sizes[url]
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


def test_no_exception_is_stale_loose_without_its_reason_or_beyond_the_heaviest(sizes: dict[str, int]) -> None:
    assert stale(HEAVIER, sizes) == []


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


# ---- what scripts ask for while a page loads ---------------------------------------------------------------------

LOCALES = """() => {
  window.asked = [];
  for (const name of ["Collator", "DateTimeFormat", "NumberFormat"]) Intl[name] = new Proxy(Intl[name], {
    construct: (kind, given) => { asked.push(name); return Reflect.construct(kind, given); },
  });
  for (const [of, name] of [[Date, "toLocaleDateString"], [Number, "toLocaleString"]]) {
    const was = of.prototype[name];
    of.prototype[name] = function (...given) { asked.push(name); return was.apply(this, given); };
  }
}"""


def test_no_locale_is_asked_for_while_a_page_loads(new_page: Callable[..., Page]) -> None:
    """The first locale that a script asks for keeps a browser busy for some 40 ms, four times that on a phone."""
    page = new_page(None, viewport={"width": 360, "height": 740})
    page.add_init_script(f"({LOCALES})()")
    for url in ("", "start/", "organisations/", "rules/evidence/", "figures/genai-services-filed-cumulative/"):
        page.goto(url, wait_until="load")
        assert page.evaluate("asked") == [], url
    page.evaluate("new Intl.Collator('en'), new Date().toLocaleDateString('sv'), (1).toLocaleString('en')")
    assert page.evaluate("asked") == ["Collator", "toLocaleDateString", "toLocaleString"]
