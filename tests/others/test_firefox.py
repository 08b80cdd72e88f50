"""The journeys that matter, in Firefox: an error in the console, a refusal by the policy or a request to another host
fails the test that met it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drive import ENTER, ESCAPE, TAB, Firefox, FirefoxTab, firefox
from patience import TARGET_IN_VIEW, at_last
from scripts import CLOSED

from tools.browser import listed_pages

PAGES = listed_pages()
FOUND = "document.querySelectorAll('header .found li').length > 0"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of Firefox's settings, where its downloads land too."""
    return tmp_path_factory.mktemp("firefox")


@pytest.fixture(scope="module")
def running(profile: Path) -> Iterator[Firefox]:
    """A Firefox without a window."""
    with firefox(profile) as found:
        yield found


@pytest.fixture
def tab(running: Firefox, server: str) -> Iterator[FirefoxTab]:
    """An empty tab as wide as a desk's screen; what goes wrong in it fails the test."""
    found = FirefoxTab(running, server)
    found.size(1280, 900)
    yield found
    errors = running.errors(server)
    found.close()
    assert errors == []


def target_in_view(tab: FirefoxTab) -> None:
    """Fails unless what the address names is in view in the end."""
    tab.shows(f"({TARGET_IN_VIEW})()")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_without_an_error_and_is_no_wider_than_a_narrow_phone(tab: FirefoxTab, path: str) -> None:
    tab.size(320, 640)
    tab.goto(path)
    tab.shows("document.documentElement.className", "js")
    assert tab.get("document.querySelector('h1').getClientRects().length > 0")
    assert tab.get("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("path", ["beijing/", "beijing/evidence/#timeline"])
def test_the_search_opens_by_its_key_and_enter_leads_to_the_group(tab: FirefoxTab, path: str) -> None:
    """Also where the page was opened at an anchor."""
    tab.goto(path)
    tab.press("/")
    tab.shows("document.activeElement.name", "q")
    tab.press("qwen")
    tab.shows(FOUND)
    tab.press("\ue015")  # arrow down
    tab.shows("document.activeElement.closest('.found') !== null")
    tab.press(ENTER)
    tab.shows("location.pathname.split('/').slice(-3).join('/')", "organisations/alibaba/")


def test_a_note_opens_by_click_and_enter_and_not_by_focus_alone(tab: FirefoxTab) -> None:
    tab.goto("beijing/evidence/")
    tab.get("document.querySelector('article .note-ref a').focus()")
    assert at_last(lambda: tab.get("document.querySelectorAll('.receipt').length"), 1, 1) == 0
    tab.press(ENTER)
    tab.shows("document.querySelectorAll('.receipt').length", 1)
    tab.press(ESCAPE)
    tab.shows("document.querySelectorAll('.receipt').length", 0)
    tab.shows("document.activeElement.matches('.note-ref a')")
    tab.click("article .note-ref a")
    tab.shows("document.querySelectorAll('.receipt').length", 1)
    tab.press(TAB)
    tab.shows("document.activeElement.closest('.receipt') !== null")


def test_the_register_search_finds_rows_and_gives_them_as_csv(tab: FirefoxTab, profile: Path) -> None:
    tab.goto("filings/search/")
    tab.click("#filings-search input[name=find]")
    tab.press("文心一言")
    tab.shows("[...document.querySelectorAll('#filings-found tr')].some(row => row.textContent.includes('文心一言'))")
    tab.get("[...document.querySelectorAll('#filings-found button')].find(el => el.textContent.endsWith('as CSV')).focus()")
    tab.press(ENTER)
    saved = profile / "rows.csv"
    assert at_last(lambda: saved.exists() and "文心一言" in saved.read_text("utf-8"), True, 30)
    assert saved.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_questions_on_filing_lead_to_their_answers(tab: FirefoxTab) -> None:
    tab.goto("must-i-file/")
    tab.click("article li a[href='#internal']")
    tab.shows("location.hash", "#internal")
    target_in_view(tab)


def test_a_target_that_a_filter_hides_is_shown(tab: FirefoxTab) -> None:
    tab.goto("rules/interim-measures/?topic=purpose#art-17")
    target_in_view(tab)
    assert tab.get("[16, 17].map(n => document.getElementById(`art-${n}`).hidden)") == [True, False]
    assert tab.get("document.querySelector('form.filter [name=topic]').value") == "purpose"


def test_the_colours_change_and_are_kept(tab: FirefoxTab) -> None:
    tab.goto("")
    seen = []
    for _ in range(3):
        tab.click("[data-md-component=palette] label")
        seen.append(at_last(lambda: tab.get(BACKGROUND), None, 0.5))
    assert len(set(seen)) == 2, seen
    while tab.get(BACKGROUND) == seen[0]:
        tab.click("[data-md-component=palette] label")
    kept = tab.get(BACKGROUND)
    tab.goto("figures/")
    assert tab.get(BACKGROUND) == kept


def test_the_menu_of_a_phone_opens_and_closes(tab: FirefoxTab) -> None:
    tab.size(360, 740)
    tab.goto("beijing/evidence/")
    menu = "document.querySelector('header button[aria-expanded]')"
    assert tab.get(f"{menu}.ariaExpanded") == "false"
    tab.click("header button[aria-expanded]")
    tab.shows(f"{menu}.ariaExpanded", "true")
    tab.shows("(box => box.right > 0 && box.left < innerWidth)(document.querySelector('.sitenav').getBoundingClientRect())")
    tab.press(ESCAPE)
    tab.shows(f"{menu}.ariaExpanded", "false")
    tab.shows("document.activeElement.ariaExpanded", "false")


def works(tab: FirefoxTab) -> None:
    """Fails unless the script of the page ran to its end: the search finds, and there is a button for the colours."""
    tab.shows("document.querySelectorAll('[data-md-component=palette] label:not([hidden])').length", 1)
    tab.press("/")
    tab.press("Beijing")
    tab.shows(FOUND)


@pytest.mark.parametrize("fragment", ["100%", "%", "%E0%A4%A"])
def test_a_malformed_fragment_stops_nothing(tab: FirefoxTab, fragment: str) -> None:
    tab.goto(f"beijing/#{fragment}")
    works(tab)


def test_where_nothing_can_be_kept_everything_else_works(tab: FirefoxTab) -> None:
    tab.first(CLOSED)
    tab.goto("beijing/")
    works(tab)
