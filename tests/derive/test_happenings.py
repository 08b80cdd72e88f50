"""What happened, in order: days of rules and lists become entries of the timeline, once each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from project import real
from small import SMALL, change, copy

from macros.build import site_for
from macros.derive.happenings import STAGES, happenings
from macros.write import timelines
from macros.write.page import Page


def told(root: Path) -> list[str]:
    """Date and anchor of everything that happened, as the timeline has it."""
    return [f"{h.date} {h.anchor}" for h in happenings(site_for(root))]


def test_days_of_rules_and_lists_stand_among_the_events_in_order() -> None:
    assert told(SMALL) == [
        "2024-01-10 kettle-rules-issued", "2024-02-01 kettle-rules-in-force", "2024-04 list-one-announced",
        "2024-06-10 museum-opens", "2025-01-10 kettle-rules-2-issued",
        "2025-01-20 kettle-rules-2-published", "2025-01 kettles-meet", "2025-02 kettle-rules-2-in-force"]


def test_a_day_that_an_event_tells_is_told_once(tmp_path: Path) -> None:
    assert not any("list-two" in line for line in told(SMALL))
    root = copy(tmp_path)
    change(root, "data/events.yml", "  tells:\n  - list-two\n", "")
    change(root, "data/events.yml", "date: 2025-01\n  date_basis: January 2025",
           "date: 2025-03\n  date_basis: March 2025")
    assert "2025-01 list-two-announced" in told(root)


def test_a_day_to_come_is_not_on_the_timeline(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/instruments.yml", "effective: 2025-02", "effective: 2026-12")
    change(root, "data/instruments.yml", "since February 2025", "since December 2026")
    change(root, "data/instruments.yml", "status: in-force\n", "status: draft\n")
    assert told(root)[-1] == "2025-01 kettles-meet"


def test_the_issue_of_a_draft_is_its_publication(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/instruments.yml", "  draft: museum-opens\n", "")
    change(root, "data/instruments.yml", "  effective: 2025-02\n  status: in-force\n", "  status: draft\n")
    change(root, "data/instruments.yml", ", in force since February 2025", "")
    assert "2025-01-10 kettle-rules-2-draft" in told(root)


@pytest.mark.parametrize(("stage", "title"), [
    ("draft", "Kettle Rules out for comment"), ("issued", "Kettle Rules issued"),
    ("published", "Kettle Rules published"), ("in-force", "Kettle Rules in force")])
def test_a_day_of_a_rule_has_a_title(stage: str, title: str) -> None:
    assert timelines.stage_title(site_for(SMALL).data.instruments["kettle-rules"], stage) == title


def test_a_list_is_told_with_its_total_if_it_has_one() -> None:
    lists = site_for(SMALL).data.lists
    assert [timelines.stage_title(lists[i], "announced") for i in ("list-one", "list-two")] == [
        "List of filed services: First list of recipes, 3 entries, 3 in all",
        "List of filed services: Second list of recipes, 2 entries"]


def test_every_day_of_a_rule_or_list_is_told_on_the_real_timeline() -> None:
    site = real()
    found = happenings(site)
    assert len({h.anchor for h in found}) == len(found)
    assert {h.stage for h in found} == {"", *STAGES}
    days = {(h.date, h.id) for h in found} | {(e.date, i) for e in site.data.events.values() for i in e.tells}
    lists = {(i.announced, i.id) for i in site.data.lists.values()}
    rules = {(d, i.id) for i in site.data.instruments.values() for d in (i.issued, i.effective) if d}
    assert {(d, i) for d, i in lists | rules if d <= site.data.edition.as_of} - days == set()
    out = timelines.timeline_browse(Page(site, "timeline/"))
    years = sorted({h.date[:4] for h in found}, reverse=True)  # the last year first, each from its beginning
    assert re.findall(r'<li id="([^"]+)"', out) == [h.anchor for year in years for h in found if h.date[:4] == year]
    told = {f"{i.id}-{stage}" for i in site.data.instruments.values() for stage in STAGES} - {h.anchor for h in found}
    assert told & set(re.findall(r' id="([^"]+)"', out)), "the days that events tell keep their addresses"
