"""Drawings: words of the data that lead to its records, on a wide and a narrow sheet, told in words and harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page as Tab
from project import real
from small import SMALL, any_words, change, copy

from macros.build import site_for
from macros.derive.index import Site
from macros.facts.drawing_rules import HEADINGS, TAKES
from macros.facts.reader import load
from macros.write.drawings import NARROW, WIDE, drawing
from macros.write.page import MacroError, Page
from macros.write.page_source import read_pages
from macros.write.sheet import LETTER, width, wrapped
from tools import ROOT

SITE = real()
DRAWINGS = sorted(SITE.data.drawings)
HOME = "reference/drawings/"


def sheets(name: str, site: Site = SITE, url: str = "tea/") -> list[ElementTree.Element]:
    """The drawing on a page, wide and narrow."""
    return [ElementTree.fromstring(m) for m in re.findall(r"<svg.*?</svg>", drawing(Page(site, url), name))]


def said(element: ElementTree.Element) -> str:
    """All words of an element, as a reader sees them."""
    return " ".join(" ".join("".join(t.itertext()) for t in found.iter("tspan")) if found.find("tspan") is not None
                    else found.text or "" for found in element.iter("text"))


# --- what is drawn ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", DRAWINGS)
def test_every_record_in_a_drawing_is_a_link_to_it_on_both_sheets(name: str) -> None:
    item, page = SITE.data.drawings[name], Page(SITE, "tea/")
    wanted = [page.href(kind, p.of) for p in item.parts for kind in TAKES[item.shape] if p.of in SITE.data.kinds[kind]]
    wide, narrow = sheets(name)
    assert [a.get("href") for a in wide.iter("a")] == [a.get("href") for a in narrow.iter("a")] == wanted
    assert all(said(a).strip() for a in (*wide.iter("a"), *narrow.iter("a")))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_named_told_in_words_and_has_no_colours_of_its_own(name: str) -> None:
    item = SITE.data.drawings[name]
    for sheet, look in zip(sheets(name), (WIDE, NARROW), strict=True):
        title, told = sheet[0], sheet[1]
        assert (title.tag, told.tag, sheet.get("role")) == ("title", "desc", "group")
        assert (sheet.get("aria-labelledby"), sheet.get("aria-describedby")) == (title.get("id"), told.get("id"))
        assert title.text == item.title
        for part in item.parts:
            for words in filter(None, (part.under, part.label, part.says)):
                assert words.rstrip(".") in (told.text or "")
        assert sheet.get("viewBox", "").split()[2] == str(look.room + 2)
    assert not re.search(r"style=|#[0-9a-f]{6}|rgb", drawing(Page(SITE, "tea/"), name))


@pytest.mark.parametrize("name", DRAWINGS)
def test_words_of_a_drawing_stay_on_the_sheet(name: str) -> None:
    for sheet, look in zip(sheets(name), (WIDE, NARROW), strict=True):
        high = float(sheet.get("viewBox", "").split()[3])
        for text in sheet.iter("text"):
            for line in text.findall("tspan") or [text]:
                wide = width("".join(line.itertext())) * (0.86 if text.get("textLength") is None else 0)
                before = {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0)
                start = float(line.get("x") or text.get("x") or 0) - before
                assert start > -2, said(text)
                assert start + wide < look.room + 4, said(text)
                assert 0 < float(line.get("y") or text.get("y") or 0) < high


def test_an_address_in_a_drawing_is_its_own_on_its_page_and_marked_elsewhere() -> None:
    name = DRAWINGS[0]
    assert f'id="{name}"' in drawing(Page(SITE, HOME), name)
    assert f'id="drawing-{name}"' in drawing(Page(SITE, "tea/"), name)


def test_every_drawing_stands_on_a_page_that_explains() -> None:
    used = {call.args[0] for page in read_pages(ROOT / "docs") for call in page.calls if call.name == "drawing"}
    assert set(DRAWINGS) - used == set()


def test_an_unknown_drawing_is_named_with_the_nearest() -> None:
    with pytest.raises((MacroError, LookupError)) as caught:
        drawing(Page(SITE, "tea/"), "who-decide")
    assert str(caught.value).startswith("there is no 'who-decide' in data/drawings.yml; did you mean who-decides")


def test_every_shape_says_what_it_takes() -> None:
    shapes = {d.shape for d in SITE.data.drawings.values()}
    assert shapes == set(TAKES)
    assert set(HEADINGS) < shapes


# --- the small data set -----------------------------------------------------------------------------------------------

def test_the_pieces_of_a_number_are_those_of_its_row() -> None:
    wide, narrow = sheets("kettle-number", site_for(SMALL))
    for sheet in (wide, narrow):
        assert [t.text for t in sheet.iter("text") if t.get("textLength")] == [
            "North", "-", "HongCha", "-", "20240110"]


def test_a_promise_is_told_with_what_came(tmp_path: Path) -> None:
    told = sheets("kettle-promise", site_for(SMALL))[0][1].text or ""
    target = site_for(SMALL).data.targets["more-kettles"]
    assert ", due 2031. Came: " in told
    root = copy(tmp_path)
    change(root, "data/targets.yml", f"  result: {target.result}\n", "")
    assert "Came: not due yet." in (sheets("kettle-promise", site_for(root))[0][1].text or "")
    change(root, "data/targets.yml", "  due: '2031'\n", "")
    assert "Came: no figure found." in (sheets("kettle-promise", site_for(root))[0][1].text or "")


def test_a_rule_that_no_longer_holds_does_not_say_since_when_it_does() -> None:
    told = sheets("kettle-ranks", site_for(SMALL))[0][1].text or ""
    assert "Kettle Rules, Superseded" in told
    assert "since" not in told


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><b>', "{{ 7 }} {% raw %}", "**a** [x](y) `c`"])
def test_words_of_a_drawing_are_harmless(hostile: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    quoted = "'" + hostile.replace("'", "''") + "'"
    change(root, "data/drawings.yml", "says: where the tea is drunk", f"says: {quoted}")
    change(root, "data/drawings.yml", "title: The museum came first", f"title: {quoted}")
    with any_words():
        data = load(root)
        for name in ("kettle-number", "kettle-dates"):
            made = drawing(Page(Site(data), "tea/"), name)
            assert not re.search(r"<script|<b>|\{\{|\{%|\*\*|\]\(|`", made)
            assert len(re.findall(r"<svg.*?</svg>", made)) == 2
            for sheet in re.findall(r"<svg.*?</svg>", made):
                ElementTree.fromstring(sheet)


# --- setting words ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "room", "lines"), [
    ("one two three", 8 * LETTER, ["one two ", "three"]), ("one", 1, ["one"]), ("", 100, []),
    ("备案编号", 30, ["备案", "编号"]), ("AI生成 label", 60, ["AI生成 ", "label"])])
def test_words_are_set_in_lines(text: str, room: float, lines: list[str]) -> None:
    assert wrapped(text, room) == lines


# --- on a page --------------------------------------------------------------------------------------------------------

SIZES = """() => [...document.querySelectorAll(".drawing svg")].filter((svg) => svg.checkVisibility()).map((svg) => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const letters = [...svg.querySelectorAll("text")].map((t) => parseFloat(getComputedStyle(t).fontSize) * scale);
    const own = svg.getBoundingClientRect();
    const out = [...svg.querySelectorAll("text, rect")].filter((el) => {
        const box = el.getBoundingClientRect();
        return box.left < own.left - 2 || box.right > own.right + 2;
    });
    return [Math.min(...letters), out.map((el) => el.textContent)];
})"""


@pytest.mark.parametrize("wide", [320, 360, 768, 1280])
def test_letters_are_large_enough_and_nothing_stands_out(new_page: Callable[..., Tab], wide: int) -> None:
    page = new_page(HOME, viewport={"width": wide, "height": 800})
    found = page.evaluate(SIZES)
    assert len(found) == len(DRAWINGS)
    assert [(least, out) for least, out in found if least < 12 or out] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide


def test_a_box_leads_where_its_title_leads(new_page: Callable[..., Tab]) -> None:
    page = new_page(HOME, viewport={"width": 1280, "height": 800})
    link = page.locator(".drawing svg.wide a").first
    href = link.get_attribute("href")
    link.locator("rect").click()
    assert page.url.split("#")[0].endswith(str(href).lstrip("./").split("#")[0])
