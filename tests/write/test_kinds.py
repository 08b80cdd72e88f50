"""The kinds of pages: an essay leads to its evidence, and the marks of its notes stand at the ends of its sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from project import real
from small import SMALL, change, copy, problems

from macros.build import site_for
from macros.write import markup, receipts
from macros.write.page import Page
from macros.write.page_kinds import evidence_line
from macros.write.sentences import at_sentence_ends
from macros.write.vocabulary import run

EVIDENCE = """---
title: Evidence
description: What proves the page on tea.
kind: evidence
---

# Evidence

{{ table("figures", "t", "Kettles", topic="tea") }}

{{ dispute("how-many-kettles") }}
"""


def essay(folder: Path) -> Path:
    """A copy of the small data set whose page is an essay with its evidence."""
    root = copy(folder)
    change(root, "docs/index.md", "title: Tea", "title: Tea\nkind: essay")
    (root / "docs" / "evidence.md").write_text(EVIDENCE, "utf-8")
    return root


def test_an_essay_says_at_its_head_and_foot_what_its_evidence_holds(tmp_path: Path) -> None:
    root = essay(tmp_path)
    assert problems(root) == []
    site = site_for(root)
    line = evidence_line(site, "")
    figures = {n for k, n in site.linked["evidence/"] if k in ("figures", "series")}
    assert line == f'<p class="to-evidence"><a href="evidence/">The evidence</a>: {len(figures)} figures, 1 dispute</p>'
    assert evidence_line(site, "evidence/") == ""
    page = Page(site, "")
    run(page, '{{ fig("kettles") }}')
    assert run(page, "{{ references() }}").strip().startswith(f"{line}\n\n")


DISPUTED = '<span class="mark">disputed</span>'


def mark(note: int, place: str = "") -> str:
    return f'<sup class="note-ref"><a id="r{place or note}" href="#n{note}">[{note}]</a></sup>'


@pytest.mark.parametrize(("html", "wanted"), [
    (f"<p>1{mark(1)} cup. More.</p>", f"<p>1 cup.{mark(1)} More.</p>"),
    (f"<p><b>1{mark(1)}</b> of 2{mark(2)} cups! More.</p>", f"<p><b>1</b> of 2 cups!{mark(1)}{mark(2)} More.</p>"),
    (f"<p>The U.S. drank 1{mark(1)} or 1.5 cups, e.g. tea (or so). More.</p>",
     f"<p>The U.S. drank 1 or 1.5 cups, e.g. tea (or so).{mark(1)} More.</p>"),
    (f"<p>“So <a>1{mark(1)} a cup.</a> B c.” D</p>", f"<p>“So <a>1 a cup.</a>{mark(1)} B c.” D</p>"),
    (f"<p>有1{mark(1)}款。又</p>", f"<p>有1款。{mark(1)}又</p>"),
    (f"<ul><li>1{mark(1)} cup</li></ul>", f"<ul><li>1 cup{mark(1)}</li></ul>"),
    (f"<li>1{mark(1)} cup<ul><li>x. y</li></ul></li>", f"<li>1 cup{mark(1)}<ul><li>x. y</li></ul></li>"),
    (f"<td>1{mark(1)} cup. More</td>", f"<td>1{mark(1)} cup. More</td>"),
    (f'<p>1{mark(1)} and 1{mark(1, "1-2")}.</p><li id="n1">N <a href="#r1" class="note-back">↩</a> '
     f'<a href="#r1-2" class="note-back">↩</a></li>',
     f'<p>1 and 1.{mark(1)}</p><li id="n1">N <a href="#r1" class="note-back">↩</a></li>'),
    (f"<p><span>1{mark(1)} {DISPUTED}</span> and 2{mark(2)} {DISPUTED}.</p>",
     f"<p><span>1</span> and 2.{mark(1)} {DISPUTED}{mark(2)}</p>"),
    (f"<p>By <a>39</a>{mark(1)} {DISPUTED} of 300{mark(2)} cups.</p>",
     f'<p>By <a>39</a> of 300 cups.{mark(1)} <span class="mark">39: disputed</span>{mark(2)}</p>'),
    ("<p>Nothing. To do.</p>", "<p>Nothing. To do.</p>"),
])
def test_a_mark_stands_at_the_end_of_its_sentence_once(html: str, wanted: str) -> None:
    assert at_sentence_ends(html) == wanted
    assert at_sentence_ends(wanted) == wanted


def test_every_page_has_a_kind_and_every_record_the_same() -> None:
    site = real()
    assert set(site.kind_of) == set(site.pages)
    assert set(site.kind_of.values()) <= set(site.data.vocab["page-kinds"])
    assert {site.kind_of[f"figures/{f}/"] for f in site.data.figures} == {"record"}


# ---- looks that follow from the data ------------------------------------------------------------------------------------

def test_a_key_figure_says_what_it_was_before() -> None:
    site = site_for(SMALL)
    shown = run(Page(site, "tea/"), '{{ key_figures("kettles-2025", "visitors", "leaks") }}')
    assert re.findall(r'<span class="keyfigure__trend">(.*?)</span>', shown) == [
        "150 more than on 3 May 2024", "before: 900 on 30 June 2024"]


def test_what_came_in_a_period_is_not_more_or_less_than_in_another() -> None:
    site = site_for(SMALL)
    page = Page(site, "")
    level = site.data.figures["kettles-2025"]
    new = level.model_copy(update={"measure": "new"})
    assert [receipts.trend(page, item, level) for item in (level, new)] == [
        "150 more than on 3 May 2024", "before: 1,250 up to 3 May 2024"]


def test_an_essay_has_three_key_figures_at_most(tmp_path: Path) -> None:
    root = essay(tmp_path)
    change(root, "docs/index.md", "{{ references() }}",
           '{{ key_figures("kettles", "leaks", "lids", "buttons") }}\n\n{{ references() }}')
    [problem] = problems(root)
    assert problem.endswith("shows 4 numbers; an essay turns on 3 at most")


def test_a_table_of_few_short_columns_of_numbers_stays_one_on_a_phone() -> None:
    short = [(None, ("2024", "1,250", "12%"))]
    assert 'class="data data--slim"' in markup.table("t", "T", ("Year", "Cups", "Share"), short, numeric=(1, 2))
    for heads, rows, numeric in ((("Year", "Cups", "Share"), short, ()),
                                 (("Year", "Cups", "Share"), [(None, ("2024", "1", "word " * 9))], (1,)),
                                 (tuple("abcdef"), [(None, tuple("123456"))], (1,)), (("A", "B"), [], (1,))):
        assert "data--slim" not in markup.table("t", "T", heads, rows, numeric=numeric)


def test_few_events_are_milestones_and_few_disputes_come_first() -> None:
    data = real().data
    assert 6 <= sum(bool(e.milestone) for e in data.events.values()) <= 12
    first = sorted(d.first for d in data.disputes.values() if d.first)
    assert first == list(range(1, len(first) + 1))
    assert len(first) <= 6
    assert all(d.answer for d in data.disputes.values() if d.first)


def test_the_glossary_leads_to_its_letters_and_to_the_pages_that_speak_of_a_term() -> None:
    site = real()
    shown = run(Page(site, "glossary/"), '{{ listing("glossary") }}')
    letters = {t.en[0].upper() for t in site.data.terms.values()}
    assert re.findall(r'<li><a href="#[a-z0-9-]+">(.)</a>', shown) == sorted(letters)
    assert shown.count('class="evidence">On: ') > len(site.data.terms) / 4
