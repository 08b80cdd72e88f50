"""The site in WebKit, the engine of Safari, by way of WebKitGTK's MiniBrowser: every kind of page on a phone, the
search, and what this engine alone once got wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from built import Doc
from drive import WebKit, webkit

from tools.browser import listed_pages

PAGES = listed_pages()
# The numbers of notes whose line does not hold the end of the words before them.
ALONE = """[...document.querySelectorAll("article .note-ref")].filter(ref => {
    let before = ref.previousSibling;
    while (before && before.nodeType === 1 && !before.matches(".note-ref")) before = before.lastChild;
    if (!before || before.nodeType !== 3 || !before.data.trim() || !ref.getClientRects().length) return false;
    const range = document.createRange();
    range.setStart(before, before.data.trimEnd().length - 1);
    range.setEnd(before, before.data.trimEnd().length);
    const word = [...range.getClientRects()].pop(), number = ref.firstElementChild.getClientRects()[0];
    return word && number.left < word.left && (number.top + number.bottom) / 2 > word.bottom;
}).map(ref => ref.textContent)"""


@pytest.fixture(scope="module")
def window(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKit]:
    """The window of a MiniBrowser."""
    with webkit(tmp_path_factory.mktemp("webkit"), server) as found:
        yield found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_on_a_phone(window: WebKit, docs: dict[str, Doc], path: str) -> None:
    """Title, heading in view, styles, no wider than the window, no number of a note alone on a line."""
    window.size(360, 740)
    window.goto(path)
    assert window.get("document.title") == docs[path].tree.findtext(".//title")
    assert window.get("(box => box.height > 0 && box.top >= 0 && box.bottom <= innerHeight)"
                      "(document.querySelector('h1').getBoundingClientRect())")
    assert min(window.get("[...document.styleSheets].map(sheet => sheet.cssRules.length)")) > 0
    assert window.get("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    assert window.get("document.documentElement.scrollWidth") == 360
    assert window.get(ALONE) == []


def test_numbers_of_notes_stay_with_their_words_at_any_width(window: WebKit) -> None:
    window.goto("rules/")
    alone = {}
    for width in range(320, 420, 7):
        window.size(width, 740)
        alone[width] = window.get(ALONE)
    assert {width: found for width, found in alone.items() if found} == {}


def test_the_search_finds(window: WebKit) -> None:
    window.size(1280, 900)
    window.goto("beijing/evidence/#timeline")
    window.press("/")
    window.shows("document.activeElement.name", "q")
    window.press("qwen")
    window.shows("(document.querySelector('header .found li a') || {}).href || ''",
                 f"{window.home}organisations/alibaba/")


@pytest.mark.parametrize(("page", "field", "word", "link"), [
    ("filings/search/", "#filings-search [name=find]", "百度", "#filings-found tbody a"),
    ("organisations/", "form.filter [name=q]", "baidu", "article a[href*='baidu']"),
    ("search/", "article .find [name=q]", "qwen", "#results li a"),
])
def test_going_back_finds_the_words_of_a_search_as_they_were(
        window: WebKit, page: str, field: str, word: str, link: str) -> None:
    window.size(1280, 900)
    window.goto(page)
    window.click(field)
    window.press(word)
    window.shows(f"location.search.includes({word!r}) || decodeURIComponent(location.search).includes({word!r})")
    window.click(link)
    window.shows(f"location.pathname.endsWith('/{page}')", False)
    window.back()
    window.shows(f"location.pathname.endsWith('/{page}') && document.readyState", "complete")
    window.shows(f"document.querySelector({field!r}).value", word)
    window.get("new Promise(done => setTimeout(done, 300)) && 0")
    assert window.get(f"document.querySelector({field!r}).value") == word
