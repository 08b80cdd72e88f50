"""The macros of prose: what each gives for a record of the small data set, note by note, and how each refuses."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import html5lib
import pytest
from small import SMALL, cases

from macros.build import site_for
from macros.derive import words
from macros.derive.addresses import AddressError
from macros.derive.index import Site
from macros.write import inline
from macros.write.page import MacroError, Page
from macros.write.page_source import PageSource
from macros.write.vocabulary import MACROS


@pytest.fixture(scope="module")
def small() -> Site:
    """The small data set, checked."""
    return site_for(SMALL)


@pytest.fixture
def page(small: Site) -> Page:
    """A page of the small site."""
    return Page(small, "tea/")


def call(page: Page, text: str) -> str:
    """What a macro call gives on a page."""
    [found] = PageSource("x.md", f"{{{{ {text} }}}}").calls
    return MACROS[found.name](page, *found.args, **found.kwargs)


@cases("macros", with_title=True)
def test_a_call_gives_what_is_written_down(case: dict[str, Any], title: str, page: Page) -> None:
    if "error" in case:
        with pytest.raises((MacroError, AddressError)) as caught:
            call(page, title)
        assert str(caught.value) == case["error"]
    else:
        assert call(page, title).strip("\n") == case["html"]
        assert [note.content for note in page.notes.values()] == case.get("notes", [])


@cases("macros", with_title=True)
def test_what_a_call_gives_is_well_formed(case: dict[str, Any], title: str) -> None:
    for html in (case.get("html", ""), *case.get("notes", [])):
        parser = html5lib.HTMLParser()
        parser.parseFragment(html)
        assert parser.errors == [], title


# --- notes ------------------------------------------------------------------------------------------------------------

def test_notes_are_numbered_as_they_come_and_lead_back_to_every_place(page: Page) -> None:
    prose = call(page, 'fig("lids")') + call(page, 'said("tea-is-hot")') + call(page, 'fig("lids")')
    prose += call(page, 'date("museum-opens")') + call(page, 'cite("tea-is-hot")') + call(page, 'fig("lids")')
    assert re.findall(r'id="(r[\d-]+)" href="#(n\d+)"[^>]*>\[(\d+)\]<', prose) == [
        ("r1", "n1", "1"), ("r2", "n2", "2"), ("r1-2", "n1", "1"), ("r3", "n3", "3"), ("r2-2", "n2", "2"),
        ("r1-3", "n1", "1")]
    listed = call(page, "references()")
    assert re.findall(r'<li id="(n\d+)"', listed) == ["n1", "n2", "n3"]
    assert re.findall(r'href="#(r[\d-]+)"', listed) == ["r1", "r1-2", "r1-3", "r2", "r2-2", "r3"]
    assert re.findall(r'aria-label="(Back[^"]+)"', listed) == [
        "Back to the text, place 1", "Back to the text, place 2", "Back to the text, place 3",
        "Back to the text, place 1", "Back to the text, place 2", "Back to the text"]


def test_two_points_of_a_series_are_two_notes(page: Page) -> None:
    call(page, 'fig("visitors")')
    call(page, 'fig("visitors", at="2024-06-30")')
    call(page, 'fig("visitors", at="2024-12-31")')
    assert [(n.key, n.refs) for n in page.notes.values()] == [("series/visitors/2024-12-31", 2),
                                                              ("series/visitors/2024-06-30", 1)]


def test_after_the_references_notes_begin_anew(page: Page) -> None:
    call(page, 'fig("lids")')
    call(page, "references()")
    assert page.notes == {}
    with pytest.raises(MacroError, match="has nothing to list"):
        call(page, "references()")


def test_a_page_has_its_own_notes(small: Site) -> None:
    one, two = Page(small, "a/"), Page(small, "b/")
    call(one, 'fig("lids")')
    assert two.notes == {}


# --- marks ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "marks"), [
    ("kettles", ["as of 3 May 2024, since superseded"]), ("kettles-2025", []), ("blue-share", ["disputed"]),
    ("lids", []), ("visitors", ["not read"]), ("kettles-target", ["not read"]),
])
def test_a_number_carries_its_marks(name: str, marks: list[str], page: Page) -> None:
    assert re.findall(r'class="mark">([^<]+)<', call(page, f'fig("{name}")')) == marks


@pytest.mark.parametrize(("name", "grade"), [("kettles", "checked"), ("kettles-2025", "read"), ("lids", "checked"),
                                             ("kettles-target", "unread")])
def test_a_number_carries_the_grade_of_its_best_evidence(name: str, grade: str, page: Page) -> None:
    assert f'class="fig fig--{grade}"' in call(page, f'fig("{name}")')


def test_a_number_seen_only_through_others_says_so_and_its_receipt_through_whom(page: Page) -> None:
    assert re.findall(r'class="mark">([^<]+)<', call(page, 'fig("visitors", at="2024-06-30")')) == [
        "seen only through others"]
    assert "<q lang=\"zh-Hans\">900人次</q>" in page.notes["series/visitors/2024-06-30"].content
    assert ">seen only through others: Another Paper<" in page.notes["series/visitors/2024-06-30"].content


@pytest.mark.parametrize(("url", "start"), [("", "figures/lids/"), ("tea/", "../figures/lids/"),
                                            ("tea/cups/", "../../figures/lids/"), ("figures/", "lids/"),
                                            ("figures/lids/", "./")])
def test_links_are_relative_to_the_page(url: str, start: str, small: Site) -> None:
    assert f'<a href="{start}" title=' in call(Page(small, url), 'fig("lids")')


# --- numbers and dates ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("value", "text"), [
    ("0", "0"), ("39", "39"), ("1048", "1,048"), ("999999", "999,999"), ("1000000", "1 million"),
    ("600000000", "600 million"), ("1750000000000", "1.75 trillion"), ("8600000", "8.6 million"),
    ("1234567", "1,234,567"), ("167910000", "167.91 million"), ("215220000000", "215.22 billion"), ("8.60", "8.6"),
    ("0.5", "0.5"), ("-3", "-3"), ("999999999", "999,999,999"), ("1001000", "1.001 million"),
])
def test_a_number_in_words(value: str, text: str) -> None:
    assert words.number(Decimal(value)) == text


@pytest.mark.parametrize(("value", "text"), [("0.5", "half"), ("0.3333", "one third"), ("0.25", "a quarter"),
                                             ("0.6667", "two thirds"), ("0.75", "three quarters"), ("0.2", "one fifth"),
                                             ("0.4", "2/5")])
def test_a_fraction_in_words(value: str, text: str) -> None:
    assert words.fraction(Decimal(value)) == text


@pytest.mark.parametrize(("date", "long", "short"), [
    ("2023", "2023", "2023"), ("2022-10", "October 2022", "Oct 2022"), ("2023-05-09", "9 May 2023", "9 May 2023"),
    ("2024-09-30", "30 September 2024", "30 Sept 2024"), ("2024-02-29", "29 February 2024", "29 Feb 2024"),
])
def test_a_date_in_words(date: str, long: str, short: str) -> None:
    assert (words.date(date), words.short_date(date)) == (long, short)


def test_lists_and_plurals() -> None:
    assert words.series(["a", "b", "c"]) == "a, b and c"
    assert words.series(["a"]) == "a"
    assert [words.plural(n, "row", "rows") for n in (0, 1, 1000)] == ["0 rows", "1 row", "1,000 rows"]


# --- who stated a number ----------------------------------------------------------------------------------------------

def test_without_a_speaker_the_most_authoritative_source_stands_for_it(small: Site) -> None:
    kettles = small.data.figures["kettles"]
    order = [small.data.sources[e.source].kind for e in reversed(kettles.evidence)]
    assert order == ["news", "official"]
    turned = kettles.model_copy(update={"evidence": kettles.evidence[::-1]})
    assert small.stated_by(turned) == "Example Office"
    assert small.stated_by(turned, "Kim Keeper") == "Kim Keeper"


def test_a_rule_that_was_replaced_says_so_once_a_page(small: Site) -> None:
    page = Page(small, "tea/")
    first, again = (inline.rule(page, "kettle-rules") for _ in range(2))
    assert str(first) == f"{again} (since replaced by Second Kettle Rules)"
    assert "since" not in inline.rule(page, "kettle-rules-2")
