"""Essays as readers meet them: short enough to finish, mostly prose, proven beside the words; measured in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
from built import Doc
from built import words as read
from patience import at_last
from playwright.sync_api import Page, expect
from project import real

Open = Callable[..., Page]

PHONE, DESK, WIDE = ({"width": w, "height": h} for w, h in ((360, 740), (1280, 900), (1920, 1080)))
ESSAYS = sorted(url for url, kind in real().kind_of.items() if kind == "essay")
AT_LEAST = 22  # how many there are; raised as they are written, never lowered
SCREENS, LINKS, NOTES, SHARE, WORDS, SENTENCE = 6, 60, 15, 0.6, (450, 900), (15, 21)

# Its own words are its paragraphs and lists; the notes, the folded list of what moved and the frame are not. A drawing
# is there for two widths, and counts as it is seen.
MEASURE = """() => {
    const main = document.querySelector("main"), own = main.querySelector("article");
    const apart = ".notes, .moved-parts, .note-ref, .trail, .toc, .cite, .colophon, .to-evidence, .headerlink, "
        + ".table-tools, figure, table, .keyfigures, .receipt, .copy";
    const said = (el, but) => {
        if (el.nodeType === Node.TEXT_NODE) return el.data;
        if (el.nodeType !== Node.ELEMENT_NODE || el.matches(but) || getComputedStyle(el).display === "none") return "";
        const inner = [...el.childNodes].map((node) => said(node, but)).join("");
        return getComputedStyle(el).display.startsWith("inline") ? inner : ` ${inner} `;
    };
    const blocks = [...own.querySelectorAll("p, li")].filter((el) => !el.closest(apart) && !el.querySelector("p, li"));
    const notes = own.querySelector(".notes");
    const links = [...own.querySelectorAll("a[href]")].filter((a) => !a.closest(
        ".notes, .moved-parts, .note-ref, .trail, .toc, .cite, .headerlink")
        && getComputedStyle(a.closest("svg") || a).display !== "none");
    return {
        text: blocks.map((el) => said(el, apart).trim()),
        all: said(main, ".notes, .moved-parts, script, style, svg > title, svg > desc"),
        screens: ((notes || own).getBoundingClientRect()[notes ? "top" : "bottom"] + scrollY) / innerHeight,
        links: links.length,
        notes: own.querySelectorAll(".notes > ol > li").length,
    };
}"""


def words(text: str) -> int:
    """How many words stand in a text; each Chinese character counts as a half."""
    return len(re.findall(r"[^\W_](?:[\w’'.,-]*\w)?", re.sub(r"[\u3400-\u9fff]+", " ", text))) \
        + len(re.findall(r"[\u3400-\u9fff]", text)) // 2


def sentences(block: str) -> list[str]:
    """The sentences of a paragraph; what ends in a colon or nothing is none."""
    return [s for s in re.split(r"(?<=[.!?])[”’)]*\s+(?=[^a-z])", block) if re.search(r"[.!?][”’)]*$", s)]


def too_much(found: dict[str, Any]) -> list[str]:
    """What an essay has too much of, or too little."""
    own = sum(map(words, found["text"]))
    said = [words(s) for block in found["text"] for s in sentences(block)]
    mean = sum(said) / max(1, len(said))
    share = own / max(1, words(found["all"]))
    rules = [(found["screens"] > SCREENS, f"{found['screens']:.1f} phone screens before the notes, {SCREENS} at most"),
             (found["links"] > LINKS, f"{found['links']} links, {LINKS} at most"),
             (found["notes"] > NOTES, f"{found['notes']} notes, {NOTES} at most"),
             (share < SHARE, f"{share:.0%} of the words in main are its own, {SHARE:.0%} at least"),
             (not WORDS[0] <= own <= WORDS[1], f"{own} words of its own, {WORDS[0]} to {WORDS[1]}"),
             (not SENTENCE[0] <= mean <= SENTENCE[1], f"{mean:.1f} words a sentence, {SENTENCE[0]} to {SENTENCE[1]}")]
    return [said for wrong, said in rules if wrong]


def test_there_are_as_many_essays_as_there_were() -> None:
    assert len(ESSAYS) >= AT_LEAST


# The heads of tables that a phone shows only in part.
CUT = """() => [...document.querySelectorAll("article table")].filter((t) => t.scrollWidth > t.clientWidth)
    .map((t) => t.rows[0].innerText)"""


@pytest.mark.parametrize("url", ESSAYS)
def test_an_essay_is_short_and_mostly_prose(look: Open, url: str) -> None:
    page = look(url, viewport=PHONE, has_touch=True, is_mobile=True)
    assert too_much(page.evaluate(MEASURE)) == []
    expect(page.locator(".to-evidence > a:visible")).to_have_count(2)
    assert page.evaluate(CUT) == []


def test_what_an_essay_has_too_much_of_is_named() -> None:
    sentence = "This is a sentence that has as many words as a good one may well have, and no more. "
    long = {"text": [sentence * 60], "all": sentence * 120, "screens": 6.04, "links": 61, "notes": 16}
    assert too_much(long) == [
        "6.0 phone screens before the notes, 6 at most", "61 links, 60 at most", "16 notes, 15 at most",
        "50% of the words in main are its own, 60% at least", "1140 words of its own, 450 to 900"]
    short = {"text": ["Too short. It is."] * 9, "all": "Too short. It is. " * 9, "screens": 1, "links": 0, "notes": 0}
    assert too_much(short) == ["36 words of its own, 450 to 900", "2.0 words a sentence, 15 to 21"]
    good = {"text": [sentence * 30], "all": sentence * 31, "screens": 6, "links": 60, "notes": 15}
    assert too_much(good) == []


# --- notes ------------------------------------------------------------------------------------------------------------

OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(".notes > ol > li")].map((li) => li.getBoundingClientRect());
    const text = [...document.querySelectorAll("article > :is(p, ul, ol, h2, figure, .table, dl)")]
        .map((el) => el.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.filter((box, i) => box.right > innerWidth || text.some((el) => meet(box, el))
        || boxes.some((other, j) => i < j && meet(box, other))).length;
}"""


@pytest.mark.parametrize("url", ESSAYS)
def test_the_notes_of_an_essay_stand_beside_it_on_wide_screens(look: Open, url: str) -> None:
    page = look(url, viewport=DESK)
    for size in (DESK, WIDE):
        page.set_viewport_size(size)
        expect(page.locator("article.notes-beside")).to_be_visible()
        assert at_last(lambda: page.evaluate(OVERLAPS), 0) == 0
    page.set_viewport_size(PHONE)
    expect(page.locator("article.notes-beside")).to_have_count(0)


@pytest.mark.parametrize("url", ESSAYS)
def test_an_essay_leads_to_its_evidence_at_its_head_and_at_its_foot(docs: dict[str, Doc], url: str) -> None:
    """Read from the page as it was built; that both lines are seen is measured above, with the length of the essay."""
    head, foot = docs[url].tree.xpath("//article//*[@class='to-evidence']")
    assert read(head) == read(foot)
    assert re.fullmatch(r"The evidence(: [\d,]+ figures?)?([:,] [\d,]+ disputes?)?", read(head))
    assert head.xpath("following::h2") != []
    assert foot.xpath("following::h2/@id") in ([], ["references"])
    for line in (head, foot):
        (href,) = line.xpath("./a/@href")
        evidence = docs[urljoin(url, href)].tree
        assert evidence.xpath("//*[contains(@class, 'kind-evidence')]//h1"), href


# --- the front page ---------------------------------------------------------------------------------------------------

HOME = {"screens": 4, "questions": 6, "numbers": 3}
FRONT = """() => {
    const own = document.querySelector("main article"), notes = own.querySelector(".notes");
    const after = (id) => own.querySelector(`#${id} ~ ul`);
    const low = (el) => el.getBoundingClientRect().bottom + scrollY;
    return {
        screens: (notes.getBoundingClientRect().top + scrollY) / innerHeight,
        parts: [...own.querySelectorAll("h2")].map((el) => el.id).filter((id) => id !== "references"),
        questions: [...after("questions").querySelectorAll("a")].map((a) => a.href),
        numbers: own.querySelectorAll(".keyfigure").length,
        trends: own.querySelectorAll(".keyfigure__trend").length,
        first: [...own.querySelectorAll("form.find, .keyfigure")].slice(0, 2).map(low),
    };
}"""


def wrong_with_front(found: dict[str, Any], height: int) -> list[str]:
    """What keeps the front page from leading into the site: its length, what it lacks, what comes too late."""
    out = [f"{found['screens']:.1f} phone screens before the notes, {HOME['screens']} at most"
           ] if found["screens"] > HOME["screens"] else []
    out += [f"{len(found['questions'])} questions, not {HOME['questions']}"
            ] if len(found["questions"]) != HOME["questions"] else []
    out += [f"{found['numbers']} numbers and {found['trends']} trends, not {HOME['numbers']} of each"
            ] if {found["numbers"], found["trends"]} != {HOME["numbers"]} else []
    return out + [f"the {what} ends {low:.0f} pixels down, below the first screen of {height}"
                  for what, low in zip(("search", "first number"), found["first"], strict=True) if low > height]


def test_the_front_page_is_four_screens_and_leads_to_answers(new_page: Open) -> None:
    page = new_page("", viewport=PHONE, has_touch=True, is_mobile=True)
    found = page.evaluate(FRONT)
    assert wrong_with_front(found, PHONE["height"]) == []
    assert found["parts"] == ["now", "questions", "story", "topics", "latest"]
    for question in found["questions"]:
        page.goto(question)
        box = page.locator(":target" if "#" in question else "h1").bounding_box()
        assert box is not None, question
        assert 0 <= box["y"] <= PHONE["height"] / 2, question


def test_what_is_wrong_with_the_front_page_is_named() -> None:
    bad = {"screens": 4.06, "questions": ["a"] * 5, "numbers": 3, "trends": 2, "first": [740, 741.2]}
    assert wrong_with_front(bad, 740) == [
        "4.1 phone screens before the notes, 4 at most", "5 questions, not 6",
        "3 numbers and 2 trends, not 3 of each", "the first number ends 741 pixels down, below the first screen of 740"]
    good = {"screens": 4, "questions": ["a"] * 6, "numbers": 3, "trends": 3, "first": [400, 740]}
    assert wrong_with_front(good, 740) == []
