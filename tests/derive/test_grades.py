"""How well the numbers are known: the grades, the counts, and the least that has to be proven."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from project import ROOT, real
from small import SMALL, change, copy

from macros.build import site_for
from macros.derive import grades
from macros.derive.index import Site
from macros.facts.records import GRADES, Evidence
from macros.write import receipts
from macros.write.page import Page


@pytest.fixture(scope="module")
def small() -> Site:
    return site_for(SMALL)


@pytest.fixture(scope="module")
def site() -> Site:
    return real()


@pytest.mark.parametrize(("evidence", "grade"), [
    ({"source": "en-text", "quote": "the kettles whistle"}, "quotation checked"),
    ({"source": "plain-page", "words": "900人次"}, "read"),
    ({"source": "plain-page", "words": "900人次", "copied_at": "copy.example"}, "read"),
    ({"source": "plain-page", "words": "900人次", "through": "Another Paper"}, "seen only through others"),
    ({"source": "old-book"}, "seen only through others"),
    ({"source": "plain-page"}, "not read"),  # read once, but no words of it are kept
])
def test_the_grade_is_that_of_what_is_kept(evidence: dict[str, str], grade: str, small: Site) -> None:
    assert small.evidence_grade(Evidence(**evidence)) == grade


def test_a_record_is_as_good_as_its_best_evidence_and_a_series_as_its_newest_value(small: Site) -> None:
    visitors = small.data.series["visitors"]
    assert [small.grade(p) for p in visitors.points] == ["seen only through others", "not read"]
    assert small.grade(visitors) == "not read"
    assert small.grade(small.data.figures["kettles"]) == "quotation checked"


@pytest.mark.parametrize(("evidence", "mark"), [
    ({"source": "plain-page", "words": "900人次"}, '<span class="state state--read">read</span>'),
    ({"source": "plain-page", "words": "900人次", "copied_at": "copy.example"},
     '<span class="state state--read">read, a copy: copy.example</span>'),
    ({"source": "plain-page", "words": "900人次", "through": "A & B"},
     '<span class="state state--relayed">seen only through others: A &#38; B</span>'),
    ({"source": "old-book"}, '<span class="state state--relayed">seen only through others: Example Paper</span>'),
    ({"source": "plain-page"}, '<span class="state state--unread">not read</span>'),
])
def test_a_receipt_says_the_grade_and_where_the_words_were_seen(evidence: dict[str, str], mark: str,
                                                                small: Site) -> None:
    assert receipts.known(small, Evidence(**evidence)) == mark
    assert receipts.cited(Page(small, "tea/"), Evidence(**evidence)).endswith(mark)


def test_words_in_another_language_than_the_source_say_so(small: Site) -> None:
    page = Page(small, "tea/")
    for words, tags in (("900人次", ['lang="zh-Hans"']), ("900 visitors", [""]), (["900", "人次"], ["", 'lang="zh-Hans"'])):
        out = receipts.cited(page, Evidence(source="plain-page", words=words))
        assert [m.strip() for m in re.findall(r"<q([^>]*)>", out)] == tags


def test_between_cells_of_a_table_stands_that_something_is_left_out(small: Site) -> None:
    out = receipts.cited(Page(small, "tea/"), Evidence(source="plain-page", words=["1", "13"]))
    assert out.startswith("<q>1</q> … <q>13</q> <a ")


def test_every_figure_and_every_value_is_counted_once(small: Site) -> None:
    found = grades.numbers(small)
    assert len(found) == len(small.data.figures) + sum(len(s.points) for s in small.data.series.values())
    assert sum(grades.counts(small, found).values()) == len(found)
    assert list(grades.counts(small, found)) == list(GRADES)


def _shown(root: Path, line: str) -> list[str]:
    change(root, "docs/index.md", '{{ said("kettles-whistle") }}', f'{{{{ said("kettles-whistle") }}}} {line}')
    return list(grades.shown(site_for(root)))


@pytest.mark.parametrize(("line", "more"), [
    ("", []), ('{{ fig("kettles-target") }}', ["kettles-target"]), ('{{ fig("visitors") }}', ["visitors 2024-12-31"]),
    ('{{ fig("visitors", at="2024-06-30") }}', ["visitors 2024-06-30"]),
])
def test_what_a_page_shows_is_what_it_links_to(line: str, more: list[str], tmp_path: Path) -> None:
    assert _shown(copy(tmp_path), line) == ["kettles", *more]


def test_a_page_that_only_lists_is_no_topics_page(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "docs" / "figures").mkdir()
    (root / "docs" / "index.md").rename(root / "docs" / "figures" / "index.md")
    assert grades.shown(site_for(root)) == {}


# --- this site -------------------------------------------------------------------------------------------------------

def test_enough_of_what_topic_pages_show_is_proven(site: Site) -> None:
    share = grades.proven(site, grades.shown(site))
    assert share >= site.data.edition.proven, (
        f"{share:.1f} per cent of the numbers on topic pages are checked or read, {site.data.edition.proven} have to "
        "be (proven: in data/edition.yml); see make grades ARGS=--list")


def unread(site: Site, found: grades.Numbers) -> list[str]:
    """The numbers of which nothing was read."""
    return [key for key, record in found.items() if site.grade(record) == "not read"]


def test_no_key_figure_of_a_topic_page_rests_on_what_nobody_read(site: Site) -> None:
    assert unread(site, grades.shown(site, ("key_figures",))) == []


def _overview(site: Site) -> Iterator[str]:
    calls = {"": site.tried[""]}
    yield from unread(site, grades.shown(Site(site.data, tried=calls)))


def test_no_number_of_the_overview_rests_on_what_nobody_read(site: Site) -> None:
    assert list(_overview(site)) == []


def test_a_key_figure_that_nobody_read_would_be_told(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "docs/index.md", "{{ references() }}", '{{ key_figures("kettles-target") }}\n\n{{ references() }}')
    made = site_for(root)
    assert unread(made, grades.shown(made, ("key_figures",))) == ["kettles-target"]


def test_the_command_prints_the_counts_with_what_they_are_counts_of(site: Site) -> None:
    out = subprocess.run([sys.executable, "-m", "tools.grades", "--list"], cwd=ROOT, check=True,
                         capture_output=True, text=True, encoding="utf-8").stdout
    every, shown = grades.numbers(site), grades.shown(site)
    for grade in GRADES:
        line = next(x for x in out.splitlines() if x.startswith(f"{grade}  "))
        assert line.split()[-3:] == [str(grades.counts(site, shown)[grade]), "of", str(len(shown))]
        assert f"{grades.counts(site, every)[grade]} of {len(every)}" in line
    assert f"{site.data.edition.proven} %" in out
    listed = [x for x in out.splitlines() if x.startswith(("not read: ", "seen only through others: "))]
    assert len(listed) == sum(grades.counts(site, shown)[g] for g in GRADES if g not in grades.PROVEN)
