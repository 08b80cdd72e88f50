"""The rules across records: each finds what it is for, with file, line, record and field, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from small import SMALL, cases, change, copy, found_in, problems

from macros.derive.index import Site
from macros.facts.problems import DataError
from macros.facts.reader import load
from macros.facts.rules import RULES, check
from tools import ROOT


@cases("check")
def test_a_rule_tells_what_is_wrong(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


@pytest.mark.parametrize("root", [SMALL, ROOT], ids=["small", "real"])
def test_the_rules_find_nothing_in_good_data(root: Path) -> None:
    data = load(root)
    assert {rule.__name__: found for rule in RULES if (found := list(rule(data)))} == {}


def test_every_rule_is_tried_by_a_case(tmp_path: Path) -> None:
    tried = set()
    for name in ("check", "registers", "receipts", "twins", "dated", "agreement", "untold"):
        for i, case in enumerate(yaml.safe_load((ROOT / "tests/fixtures/cases" / f"{name}.yml").read_text()).values()):
            root = copy(tmp_path / f"{name}{i}")
            change(root, case["file"], case["old"], case["new"])
            try:
                data = load(root)
            except DataError:
                continue
            tried |= {rule.__name__ for rule in RULES if rule.__name__ not in tried and any(True for _ in rule(data))}
    assert {rule.__name__ for rule in RULES} - tried == set()


def test_good_data_is_handed_on() -> None:
    data = load(SMALL)
    assert replace(check(data), tried={}) == data


def test_mistakes_of_several_rules_are_told_together(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/targets.yml", "result: kettles-2025", "result: kettle")
    change(root, "data/events.yml", "- tea", "- coffee")
    change(root, "data/filings.csv", ",2024-02-01\n", ",2024-01-31\n")
    with pytest.raises(DataError) as caught:
        check(load(root))
    assert str(caught.value) == """3 problems in the data; nothing was built.
data/events.yml:25: kettles-meet: topics[0]: 'coffee' is not among the topics of data/vocab.yml; use tea, museum
data/filings.csv:3: list-one#2: filed_on: 2024-01-31 is before 2024-02-01, the day in the number South-LvCha-20240201; \
correct one of them, or list the row in data/exceptions.yml
data/targets.yml:3: more-kettles: result: 'kettle' is not in data/figures.yml or data/series.yml; did you mean kettles \
or kettles-2025 or kettles-target? Or add it there"""


def test_following_what_supersedes_ends_even_in_a_circle(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/figures.yml", "said_by: Example Office\n",
           "said_by: Example Office\n  supersedes: kettles-2025\n")
    assert Site(load(root)).newest("kettles") == "kettles-2025"


def test_a_chain_runs_from_the_oldest_to_the_newest() -> None:
    site = Site(load(SMALL))
    assert [f.id for f in site.chain("kettles")] == ["kettles", "kettles-2025"]
    assert [f.id for f in site.chain("kettles-2025")] == ["kettles", "kettles-2025"]
    assert site.newest("kettles") == site.newest("kettles-2025") == "kettles-2025"


@pytest.mark.parametrize("name", ["bounds", "provinces", "ranks", "registers", "units"])
def test_a_vocabulary_that_is_gone_is_told_with_each_word_of_it(name: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/vocab.yml", f"\n{name}:\n", "\nothers:\n")
    assert [p for p in problems(root) if f"is not among the {name} of data/vocab.yml; use words that you add there" in p]
