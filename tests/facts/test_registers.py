"""Both registers row by row: their rules, their official numbers, and that they meet every official total."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from small import cases, found_in

from macros.derive.index import Site
from macros.derive.number_counts import Reached, by_year, launch_dates, reached
from macros.facts.number_rules import findings, rising
from macros.facts.official_numbers import middle, parts, waits
from macros.facts.reader import load
from macros.facts.store import row_id
from macros.write import number_tables
from macros.write.page import Page
from tools import ROOT

DATA = load(ROOT)
LISTS = list(DATA.lists.values())


@cases("registers")
def test_a_rule_of_the_registers_tells_what_is_wrong(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


# --- official totals --------------------------------------------------------------------------------------------------


def test_filed_services_meet_every_official_total() -> None:
    rows = dict(zip(DATA.lists, accumulate(len(DATA.filings_of.get(i.id, ())) for i in LISTS), strict=True))
    totals = {i.id: i.total for i in LISTS if i.total}
    assert {key: rows[key] for key in totals} == totals
    assert len(totals) > 12


def test_registered_applications_meet_every_official_total() -> None:
    without = [row for e in DATA.exceptions.values() if e.rule == "no-row" for row in e.rows]
    lists = [i for i in LISTS if i.registered_last]
    rows = accumulate(len(DATA.registrations_of[i.id]) + sum(w.startswith(f"{i.id}#") for w in without) for i in lists)
    highest = [i.registered_last for i in lists]
    assert list(rows) == highest
    assert [i.registered_total for i in lists if i.registered_total] == [
        i.registered_last for i in lists if i.registered_total]
    points = {p.as_of: p.value for p in DATA.series["genai-apps-registered-cumulative"].points}
    assert [points[i.registered_as_of] for i in lists] == highest
    assert len(lists) > 11


def test_totals_by_date_differ_because_of_late_entries() -> None:
    late = [row for row in DATA.registrations if row.late_entry]
    assert late
    for item in (i for i in LISTS if i.registered_last):
        entered = [row for row in DATA.registrations if row.number <= item.registered_last]
        assert all(row.registered_on <= item.registered_as_of for row in entered)
    assert any(DATA.registered_by(i.registered_as_of) != i.registered_last for i in LISTS if i.registered_last)


def test_no_official_number_stands_in_both_registers() -> None:
    filed, registered = ({row.reference for row in rows} for rows in (DATA.filings, DATA.registrations))
    assert not filed & registered
    assert len(filed) == len(DATA.filings)
    assert len(registered) == len(DATA.registrations)


# --- official numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "found"), [
    ("Beijing-WenXinYiYan-20230821", ("Beijing", "WenXinYiYan", "2023-08-21", "filing", "")),
    ("Beijing-DeepseekChat-202404280016", ("Beijing", "DeepseekChat", "2024-04-28", "filing", "0016")),
    ("Sichuan-MT-WorkGpt-20240424", ("Sichuan", "MT-WorkGpt", "2024-04-24", "filing", "")),
    ("Beijing-SuperAI-20240428S0002", ("Beijing", "SuperAI", "2024-04-28", "registration", "0002")),
    ("Jiangsu-SiWeiXiangLiangZhiSuanYun-", None),
    ("", None),
])
def test_an_official_number_has_its_parts(value: str, found: tuple | None) -> None:
    number = parts(value)
    assert (tuple(vars(number).values()) if number else None) == found


@pytest.mark.parametrize(("values", "longest"), [
    ("", []), ("a", [0]), ("aab", [0, 1, 2]), ("acbb", [0, 2, 3]), ("abzzc", [0, 1, 2, 3]), ("zab", [1, 2])])
def test_the_longest_run_that_never_falls(values: str, longest: list[int]) -> None:
    assert rising(list(values)) == longest


def test_every_exception_is_one_and_every_other_row_keeps_the_rules() -> None:
    excused = {(e.rule, e.register_, what) for e in DATA.exceptions.values()
               for what in (*e.rows, *(f"{e.province} {n}" for n in e.running))}
    assert {(f.rule, f.register, f.what) for f in findings(DATA)} == excused


def test_rows_are_found_by_list_and_number() -> None:
    assert all(DATA.rows[row.register][row_id(row)] is row for row in (*DATA.filings, *DATA.registrations))


# --- what the numbers show --------------------------------------------------------------------------------------------


def small_rows(*rows: tuple[str, str, str]) -> Any:
    """The real data with other filings: place, filing number and day of each."""
    made = tuple(DATA.filings[0].model_copy(update={"number": n, "province": p, "filing_number": f, "filed_on": d})
                 for n, (p, f, d) in enumerate(rows, 1))
    return replace(DATA, filings=made, exceptions={})


def test_days_count_from_the_date_in_a_number_with_a_running_number() -> None:
    data = small_rows(("hunan", "Hunan-A-20240101", "2024-03-01"), ("hunan", "Hunan-B-202405010001", "2024-05-11"),
                      ("hunan", "Hunan-C-202406010002", "2025-06-01"), ("hubei", "Hubei-D-202505010001", "2025-05-03"))
    found = by_year(waits(data))
    assert {year: [(w.row.number, w.days) for w in ws] for year, ws in found.items()} == {
        "2024": [(2, 10)], "2025": [(4, 2), (3, 365)]}
    assert middle(found["2025"]) == Fraction(367, 2)


def test_rows_whose_date_is_a_slip_have_no_days() -> None:
    counted = {row_id(w.row) for w in waits(DATA)}
    slips = DATA.exceptions["filing-dates-shanghai"].rows
    assert not counted & set(slips)
    assert set(DATA.exceptions["filing-twice-sichuan"].rows) <= counted
    assert all(w.days >= 0 for w in waits(DATA))


def test_a_place_has_given_out_as_many_numbers_as_it_has_rows_and_gaps() -> None:
    data = small_rows(("hunan", "Hunan-A-202405010001", "2024-05-11"), ("hunan", "Hunan-B-202405010003", "2024-05-11"),
                      ("hunan", "Hunan-C-202505010001", "2025-05-11"), ("hunan", "Hunan-D-20240101", "2024-02-11"))
    assert reached(data, "filing") == [Reached("hunan", 4, 3, 1, 1, True)]


def test_every_launch_number_is_told_by_its_date() -> None:
    found = launch_dates(DATA)
    assert sum(found.values()) == len(DATA.registrations)
    named = [row for e in DATA.exceptions.values() if e.rule == "date-first" for row in e.rows]
    assert found["later"] == len(named)


def test_beside_days_stands_that_nobody_says_what_the_date_means() -> None:
    page = Page(Site(DATA), "filings/what-numbers-show/")
    for made in (number_tables.waits_table(page, "x", "X"), number_tables.longest_waits(page, "x", "X"),
                 number_tables.launch_dates(page, "x", "X")):
        assert made.strip().endswith('<p class="note">The CAC does not say what the date in a number means.</p>')


def test_the_figures_of_the_medians_are_those_of_the_table() -> None:
    stated = {name.rpartition("-")[2]: f.value for name, f in DATA.figures.items()
              if name.startswith("filing-gap-median-")}
    found = by_year(waits(DATA))
    assert stated
    assert stated == {year: middle(found[year]) for year in stated}
