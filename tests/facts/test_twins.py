"""Records that say the same twice, and running totals that fall."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from small import cases, change, copy, found_in

from macros.facts import twins
from macros.facts.reader import load


@cases("twins")
def test_a_twin_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


def test_one_value_is_not_told_twice_out_of_the_same_words(tmp_path: Path) -> None:
    root = copy(tmp_path)
    figure = (root / "data" / "figures.yml").read_text("utf-8").split("\n\n")[1]
    change(root, "data/figures.yml", "", "\n\n" + figure.replace("kettles-2025:", "kettles-new:").rstrip() + "\n")
    [problem] = twins.values(load(root))
    assert problem.message == (
        "evidence[0]: '1400个水壶' states the value of 'kettles-2025' already; delete one of the two figures, or quote "
        "what tells them apart")
