"""Damages to the data: each kind does what it says, and a sample of them is noticed by the rules alone."""

from __future__ import annotations

import pytest
from project import real
from small import SMALL

from tools import ROOT, mutate


@pytest.mark.parametrize(("change", "old", "new"), [
    (mutate.digit, "1250", "1260"), (mutate.digit, "1250.5", "1250.6"), (mutate.digit, "900", "100"),
    (mutate.later, "2024-12-31", "2025-01-01"), (mutate.later, "2024-12", "2025-01"), (mutate.later, "2024", "2025"),
    (mutate.without_a_word, "one two three", "one three"), (mutate.without_a_word, "1400", "140"),
    (mutate.gone, "x", ""),
])
def test_a_damage_is_what_it_says(change: mutate.Change, old: str, new: str) -> None:
    assert change(old, None) == new  # type: ignore[arg-type]


def test_every_group_has_mutants_and_each_changes_one_line() -> None:
    found = list(mutate.mutants(ROOT, real().data))
    assert {mutant.group for mutant in found} == set(mutate.OPERATORS)
    assert all(mutant.old != mutant.new for mutant in found)


def test_a_sample_of_the_small_data_set_is_caught_by_the_rules_alone() -> None:
    said: list[str] = []
    rates = mutate.run(SMALL, 3, said.append)
    assert rates["value"] == (3, 3), said
    assert rates["quotation"][0] == rates["quotation"][1] > 0, said
    assert any(line.startswith("value: 3 of 3 caught") for line in said)
