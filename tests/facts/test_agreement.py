"""Records that agree with what they rest on: who spoke, which article, which rows, days and ranges that were computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from small import cases, found_in

from macros.facts import counted
from macros.facts.reader import load
from tools import ROOT

DATA = load(ROOT)


@cases("agreement")
def test_a_record_that_does_not_agree_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


def test_a_median_of_days_is_computed_again() -> None:
    found = [f for f in DATA.figures.values() if str(f.derived or "").startswith("Median of the days")]
    assert found
    wrong = {f.id: f.model_copy(update={"value": f.value + 1}) for f in found}
    problems = list(counted.days(replace(DATA, figures=MappingProxyType(dict(DATA.figures) | wrong))))
    assert [p.message for p in problems] == [
        f"value: {f.value + 1} is not {f.value}, the days between the dates it was computed of; correct one of them"
        for f in found]


def test_every_list_keeps_the_checksum_of_its_rows() -> None:
    assert [i.id for i in DATA.lists.values() if DATA.filings_of.get(i.id) and not i.sha256] == []
    assert [i.id for i in DATA.lists.values() if DATA.registrations_of.get(i.id) and not i.registered_sha256] == []
