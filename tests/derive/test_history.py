"""The history of the facts: releases, the changes between them, and the feeds that tell of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import feedparser
import pytest
import small
from project import real

from macros.build import site_for
from macros.derive import addresses, history
from macros.derive.index import Site
from macros.publish import dates, feeds
from macros.publish import files as export
from macros.write import cite, markup
from macros.write.cite import fact_changes
from macros.write.page import Page
from tools import release


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small data set with a home, not released yet."""
    folder = small.copy(tmp_path)
    (folder / "mkdocs.yml").write_text("site_name: Tea, Explained\nsite_url: https://x.example/s/\n", "utf-8")
    return folder


def version(root: Path, number: str, day: str) -> None:
    """Sets the edition of a copy."""
    (root / "data" / "edition.yml").write_text(f'as_of: {day}\nversion: "{number}"\nproven: 0\n', "utf-8")


@pytest.fixture
def released(root: Path) -> Path:
    """The small data set with a release of last month, looked over a month later and about to be released again."""
    version(root, "2026.11", "2026-11-22")
    release.release(root)
    version(root, "2026.12", "2026-12-20")
    return root


def told(site: Site) -> list[tuple[str, ...]]:
    return [(c.kind, c.fact, c.old, c.new) for c in history.changes(site)]


# --- changes ---------------------------------------------------------------------------------------------------------

NEW = """
kettles-2026:
  label: Kettles, counted once more
  statement: In June 2026 a paper counted 1,500 kettles.
  topic: tea
  value: 1500
  unit: pieces
  bound: exact
  as_of: 2026-06
  measure: level
  said_by: Example Paper
  evidence:
  - source: plain-page
  confidence: single
  checked: 2026-11-20
"""


def test_data_that_is_as_released_has_no_changes(released: Path) -> None:
    assert told(site_for(released)) == []


def test_a_figure_that_supersedes_another_is_one_change_with_both_values(released: Path) -> None:
    small.change(released, "data/figures.yml", "", NEW + "  supersedes: kettles-2025\n")
    (change,) = history.changes(site_for(released))
    assert (change.kind, change.fact, change.old, change.new) == (
        "superseded", "figures/kettles-2026", "1,400 pieces, as of January 2025", "1,500 pieces, as of June 2026")
    assert (change.reason, change.source) == ("a later figure of the same quantity, Example Paper", "plain-page")


def test_a_new_figure_is_added(released: Path) -> None:
    small.change(released, "data/figures.yml", "", NEW)
    assert told(site_for(released)) == [("added", "figures/kettles-2026", "", "1,500 pieces, as of June 2026")]


def test_a_value_mended_is_a_correction_with_the_reason_given(released: Path) -> None:
    small.change(released, "data/figures.yml", "In January 2025 a paper counted 1,400 kettles", "In January 2025 a "
                 "paper counted 1,390 kettles")
    small.change(released, "data/figures.yml", "value: 1400", "value: 1390")
    small.change(released, "data/figures.yml", "1400个水壶", "1390个水壶")
    (released / "data" / "releases.yml").write_text(
        "2026.12:\n  reasons:\n    figures/kettles-2025: The paper printed a correction.\n", "utf-8")
    (change,) = history.changes(site_for(released))
    assert (change.kind, change.old, change.new, change.reason) == (
        "corrected", "1,400 pieces, as of January 2025", "1,390 pieces, as of January 2025",
        "The paper printed a correction")


def test_other_words_for_what_is_counted_redefine(released: Path) -> None:
    small.change(released, "data/figures.yml", "counts: Kettles with a lid.", "counts: Kettles with or without a lid.")
    (change,) = history.changes(site_for(released))
    assert (change.kind, change.fact) == ("redefined", "figures/kettles")
    assert "counts: Kettles with a lid." in change.old
    assert "counts: Kettles with or without a lid." in change.new


def test_other_words_for_a_series_are_one_change_however_many_points_it_has(released: Path) -> None:
    site = site_for(released)
    points = [key for key in history.facts(site.data) if key.startswith("series/visitors/")]
    assert len(points) > 1
    new = {k: {**v, "definition": "People at the door."} if k in points else v for k, v in history.facts(site.data).items()}
    found = list(history.compare(site, history.facts(site.data), history.Release("", "2026-12-20", new)))
    assert [(change.kind, change.fact) for change in found] == [("redefined", max(points))]


def test_what_is_corrected_in_the_published_data_has_its_reason(data: Site) -> None:
    assert history.missing_reasons(data) == []  # write it into data/releases.yml: next: reasons: figures/its-id: why


def test_many_changes_are_folded_by_kind_and_say_nothing_twice(released: Path) -> None:
    site = site_for(released)
    old = history.facts(site.data)
    kept = {k: v for k, v in old.items() if not k.startswith("statements/")}
    gone = list(history.compare(site, kept, history.Release("", "2026-12-20", old)))
    assert [c.kind for c in gone] == ["added"] * len(gone)
    page = cite.changes_by_kind(Page(site, "about/changes/"), gone)
    assert f"<summary>Statements: {len(gone)}</summary>" in page
    for change in gone:
        assert page.count(str(markup.mixed(change.label))) == 1
    assert "Reason" not in page


def test_wording_that_is_no_fact_changes_nothing(released: Path) -> None:
    small.change(released, "data/figures.yml", "note: Cups are not counted.", "note: Cups are left out.")
    assert told(site_for(released)) == []


def test_a_point_of_a_series_is_added_with_the_value_before(released: Path) -> None:
    site = site_for(released)
    series = site.data.series["visitors"]
    assert history.facts(site.data)[f"series/visitors/{series.points[-1].as_of}"]["unit"] == series.unit
    old = {k: v for k, v in history.facts(site.data).items() if k != f"series/visitors/{series.points[-1].as_of}"}
    (change,) = history.compare(site, old, history.Release("", "2026-12-20", history.facts(site.data)))
    assert (change.kind, change.fact) == ("added", f"series/visitors/{series.points[-1].as_of}")
    assert change.old.endswith(f"as of {history.words.date(series.points[-2].as_of)}")


def test_a_statement_that_is_gone_is_removed(released: Path) -> None:
    site = site_for(released)
    name = next(iter(site.data.statements))
    old = history.facts(site.data)
    new = {k: v for k, v in old.items() if k != f"statements/{name}"}
    (change,) = history.compare(site, old, history.Release("", "2026-12-20", new))
    assert (change.kind, change.old, change.new, change.reason) == (
        "removed", "The kettles in the hall whistle, 20 June 2024", "", "no reason was given")


# --- releases --------------------------------------------------------------------------------------------------------

def test_a_release_is_a_snapshot_with_a_fact_a_line(released: Path) -> None:
    text = (released / "data" / "releases" / "2026.11.json").read_text("utf-8")
    content = json.loads(text)
    assert (content["version"], content["on"]) == ("2026.11", "2026-11-22")
    assert content["facts"]["figures/kettles"] == {
        "value": "1250", "bound": "exact", "as_of": "2024-05-03", "unit": "pieces", "measure": "level",
        "register": "survey", "counts": "Kettles with a lid.", "label": "Kettles"}
    assert len(text.splitlines()) == len(content["facts"]) + 2


def refused(root: Path) -> str:
    with pytest.raises(SystemExit) as caught:
        release.release(root)
    return str(caught.value)


def test_a_version_is_released_once(released: Path) -> None:
    version(released, "2026.11", "2026-11-22")
    assert refused(released) == ("2026.11 is released already; raise version: in data/edition.yml (a second release "
                                 "in a month is 2026.11.1)")


def test_nothing_new_is_not_released(released: Path) -> None:
    assert refused(released) == "no fact has changed since 2026.11; there is nothing to release"


def test_a_correction_is_not_released_without_a_reason(released: Path) -> None:
    small.change(released, "data/figures.yml", "counts: Kettles with a lid.", "counts: Kettles.")
    assert refused(released) == ("say in data/releases.yml why these facts changed:\nnext:\n  reasons:\n"
                                 "    figures/kettles: …\n")


@pytest.mark.parametrize(("number", "day", "expected"), [
    ("2026.10", "2026-12-20", ["data/edition.yml:2: version: 2026.10 is before 2026.11, which is released; a version "
                               "does not go back"]),
    ("2026.12", "2026-11-21", ["data/edition.yml:1: as_of: 2026-11-21 is before 2026-11-22, the day of release "
                               "2026.11; a date does not go back"]),
    ("2026.11.1", "2026-11-22", []),
])
def test_neither_version_nor_date_goes_back(released: Path, number: str, day: str, expected: list[str]) -> None:
    version(released, number, day)
    assert small.problems(released) == expected


@pytest.mark.parametrize(("file", "text", "expected"), [
    ("releases/2026.12.json", "{", "data/releases/2026.12.json: cannot be read (Expecting property name enclosed in "
     "double quotes: line 1 column 2 (char 1)); restore it, releases are never edited"),
    ("releases/notes.json", "{}", "data/releases/notes.json: is not named after a version such as 2026.11; rename or "
     "delete it"),
    ("releases/2026.12.json", '{"version": "2026.13", "on": "2026-12-01", "facts": {}}',
     "data/releases/2026.12.json:1: says it is version 2026.13; releases are never edited, restore it"),
    ("releases.yml", "2026.10:\n  reasons:\n    a/b: x\n", "data/releases.yml:1: 2026.10: is neither a release nor "
     "the version of data/edition.yml, nor next; did you mean 2026.12 or 2026.11?"),
    ("releases.yml", "2026.12: because\n", "data/releases.yml:1: 2026.12: does not have the form 'reasons:' with "
     "'kind/id: why' lines below it"),
])
def test_releases_that_cannot_be_are_said(released: Path, file: str, text: str, expected: str) -> None:
    (released / "data" / file).write_text(text, "utf-8")
    assert expected in small.problems(released)


def test_an_older_day_under_a_newer_version_is_said(released: Path) -> None:
    path = released / "data" / "releases" / "2026.12.json"
    path.write_text('{"version": "2026.12", "on": "2026-11-01", "facts": {}}')
    assert ("data/releases/2026.12.json:1: is of 2026-11-01, but 2026.11 before it is of 2026-11-22; a version does "
            "not go back") in small.problems(released)


@pytest.mark.parametrize(("fact", "address"), [
    ("figures/kettles", "figures/kettles/"), ("events/tea-day", "timeline/#tea-day"), ("terms/pot", "glossary/#pot"),
    ("statements/said", "statements/tea/#said"), ("instruments/law", "rules/law/"), ("lists/one", "filings/one/"),
    ("memberships/a-in-b", "alliances/b/#a-in-b"), ("disputes/how", "disputes/how/"),
    ("series/pots/2024-05", "figures/pots/#d-2024-05"), ("series/pots/2024-05", "figures/pots/")])
def test_the_reason_for_a_fact_that_went_is_that_of_its_address(fact: str, address: str) -> None:
    why = SimpleNamespace(why="It was no fact.")
    gone = SimpleNamespace(data=SimpleNamespace(moved={"other/": SimpleNamespace(why="no"), address: why}))
    assert history._reason(gone, "removed", fact, "") == "It was no fact"  # whoever shows it ends the sentence
    gone.data.moved = {f"other/{address}x": why, "figures/kettles-2025/": why, "timeline/#a-tea-day": why}
    assert history._reason(gone, "removed", fact, "") == "no reason was given"


def test_every_kind_of_fact_has_a_place_that_its_reason_is_looked_up_by(data: Site) -> None:
    for key in history.facts(data.data):
        kind, name = key.split("/")[:2]
        page, part = addresses.address(data, kind, name)
        if part or page.endswith(f"/{name}/"):  # others are told about on a page that is called otherwise
            assert history._was(key, f"{page}#{part}" if part else page), key


# --- pages and feeds -------------------------------------------------------------------------------------------------

@pytest.fixture
def twice(released: Path) -> Site:
    """The small data set after a second release with a superseded figure and a correction, and one change more."""
    small.change(released, "data/figures.yml", "", NEW + "  supersedes: kettles-2025\n")
    small.change(released, "data/figures.yml", "Kettles with a lid.", "Kettles <with> a \"lid\" & more.")
    (released / "data" / "releases.yml").write_text(
        "2026.12:\n  reasons:\n    figures/kettles: Said </b> better.\n", "utf-8")
    release.release(released)
    small.change(released, "data/terms.yml", "", """
samovar:
  en: samovar
  meaning: A kettle that stays.
  topic: tea
""")
    return site_for(released)


def test_the_page_of_changes_lists_releases_and_what_is_not_released(twice: Site) -> None:
    page = fact_changes(Page(twice, "about/changes/"))
    for part in ('<h2 id="unreleased">Since the last release</h2>', '<h3 id="unreleased-added">Added</h3>',
                 '<h2 id="release-2026-12">Release 2026.12</h2>', '<h3 id="2026-12-superseded">Superseded</h3>',
                 "<del>1,400 pieces, as of January 2025</del> → <ins>1,500 pieces, as of June 2026</ins>. Reason: a "
                 "later figure",
                 "Reason: Said &#60;/b&#62; better.",
                 '<h2 id="release-2026-11">Release 2026.11</h2><p>The first release, of 22 '
                 'November 2026, with', 'href="../../feeds/changes.atom"'):
        assert part in page, part


def test_before_the_first_release_the_page_says_so(root: Path) -> None:
    assert "The data has not been released yet." in fact_changes(Page(site_for(root), "about/changes/"))


def test_the_atom_feed_has_an_entry_a_fact(twice: Site) -> None:
    feed = feedparser.parse(export.exports(twice)["feeds/changes.atom"])
    assert not feed.bozo
    assert [e.title for e in feed.entries] == ["Redefined: Kettles", "Superseded: Kettles, counted once more",
                                               f"Released: First release, with {count(twice)} facts"]
    entry = feed.entries[1]
    assert entry.link == "https://x.example/s/figures/kettles-2026/"
    assert entry.content[0].value == (
        "1,400 pieces, as of January 2025 → 1,500 pieces, as of June 2026. Reason: a later figure of the same "
        "quantity, Example Paper. Source: A page without an archived text, Example Paper.")
    assert datetime(*entry.updated_parsed[:3]) == datetime(2026, 12, 20)
    assert len({e.id for e in feed.entries}) == len(feed.entries)


def test_feeds_keep_their_names_where_the_site_moves_and_not_where_it_is_another(twice: Site) -> None:
    def names(site: Site) -> list[str]:
        feed = feedparser.parse(feeds.export(site)["feeds/changes.atom"])
        return [feed.feed.id, *(e.id for e in feed.entries)]

    assert all(name.startswith("urn:uuid:") for name in names(twice))
    assert names(replace(twice, home="https://y.example/")) == names(twice)
    assert set(names(replace(twice, name="Tea, copied"))).isdisjoint(names(twice))


def test_each_topic_register_and_group_has_a_feed_of_its_own_changes(twice: Site) -> None:
    files = feeds.export(twice)
    first = f"Released: First release, with {count(twice)} facts"
    told = {path: [e.title for e in feedparser.parse(content).entries] for path, content in files.items()
            if path.endswith(".atom")}
    assert told["feeds/topic-tea.atom"] == told["feeds/changes.atom"]
    assert {path for path, titles in told.items() if titles == [first]} >= {"feeds/group-kettle-alliance.atom"}
    page = fact_changes(Page(twice, "about/changes/"))
    assert [path for path in files if path.endswith(".atom") and f'href="../../{path}"' not in page] == []


def test_the_calendar_has_the_days_in_force_and_the_last_days_for_comments(root: Path) -> None:
    small.change(root, "data/instruments.yml", "effective: 2025-02\n", "effective: 2025-02-01\n")
    small.change(root, "data/instruments.yml", "since February 2025", "since 1 February 2025")
    text = dates.calendar(site_for(root)).decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    events = [dict(line.split(":", 1) for line in event.replace("\r\n ", "").split("\r\n") if ":" in line)
              for event in text.split("BEGIN:VEVENT\r\n")[1:]]
    assert [(e["DTSTART;VALUE=DATE"], e["SUMMARY"]) for e in events] == [
        ("20240201", "In force: Rules on Kettles"), ("20241220", "Last day for comments: Second Rules on Kettles"),
        ("20250201", "In force: Second Rules on Kettles")]
    assert [e["DTEND;VALUE=DATE"] for e in events] == ["20240202", "20241221", "20250202"]
    assert {e["DTSTAMP"] for e in events} == {"20261122T000000Z"}
    assert len({e["UID"] for e in events}) == len(events)


def count(site: Site) -> int:
    return len(site.history.releases[0].facts)


def test_the_json_feed_says_the_same(twice: Site) -> None:
    files = export.exports(twice)
    feed = json.loads(files["feeds/changes.json"])
    atom = feedparser.parse(files["feeds/changes.atom"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [(i["id"], i["url"], i["title"], i["content_text"]) for i in feed["items"]] == [
        (e.id, e.link, e.title, e.content[0].value) for e in atom.entries]
    change = next(i["_change"] for i in feed["items"] if i["tags"] == ["superseded"])
    assert change == {"kind": "superseded", "fact": "figures/kettles-2026", "old": "1,400 pieces, as of January 2025",
                      "new": "1,500 pieces, as of June 2026", "reason": "a later figure of the same quantity, Example "
                                                                        "Paper",
                      "source": "plain-page", "version": "2026.12"}


def test_hostile_text_does_not_break_the_feeds(twice: Site) -> None:
    entry = next(e for e in feedparser.parse(export.exports(twice)["feeds/changes.atom"]).entries
                 if e.title.startswith("Redefined"))
    assert 'counts: Kettles <with> a "lid" & more.' in entry.content[0].value
    assert "Reason: Said </b> better." in entry.content[0].value


def test_the_projects_own_feeds_can_be_read() -> None:
    files = export.exports(real())
    assert not feedparser.parse(files["feeds/changes.atom"]).bozo
    assert json.loads(files["feeds/changes.json"])["feed_url"].endswith("feeds/changes.json")


def test_programs_are_told_where_things_are() -> None:
    site = real()
    files = export.exports(site)
    text = files["llms.txt"].decode()
    linked = [line.partition("](")[2].partition(")")[0].removeprefix(site.home)
              for line in text.splitlines() if "](" in line]
    assert [path for path in linked if path not in files and path not in site.pages] == []
    assert {"rules/", "filings/", "data/v1/all.json"} <= set(linked)
