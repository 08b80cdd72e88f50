"""Every count names its register: taking it away, or writing another one, is found on all of today's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from browser import ROOT

from macros.facts import registers
from macros.facts.reader import load
from macros.facts.records import Figure, Series
from macros.facts.store import Data

RULES = (registers.named, registers.told, registers.levels)


@pytest.fixture(scope="module")
def data() -> Data:
    return load(ROOT)


def counted(data: Data) -> list[Figure | Series]:
    """Every figure and series that names a register."""
    return [r for kind in ("figures", "series") for r in data.kinds[kind].values() if r.register_]  # type: ignore[attr-defined]


def passes(data: Data, record: Figure | Series, **changed: Any) -> bool:
    """Whether a record, so changed, passes the rules on registers."""
    kind = "series" if isinstance(record, Series) else "figures"
    alone = {"figures": {}, "series": {}} | {kind: {record.id: record.model_copy(update=changed)}}
    return not any(list(rule(replace(data, **alone))) for rule in RULES)


def others(data: Data, record: Figure | Series) -> Iterator[dict[str, Any]]:
    """Every other register on each of its levels, the record's own on every other level, and without one."""
    for name, word in data.vocab["registers"].items():
        levels = word.levels if name != record.register_ else data.vocab["register-levels"]
        for level in (*levels, None):
            yield {"register_": name, "register_level": level}


def test_a_register_taken_away_is_found(data: Data) -> None:
    found = counted(data)
    assert {passes(data, r) for r in found} == {True}
    assert [r.id for r in found if passes(data, r, register_=None, register_level=None)] == []


def test_another_register_or_level_is_found(data: Data) -> None:
    own = ("register_", "register_level")
    assert [(r.id, other) for r in counted(data) for other in others(data, r)
            if other != {name: getattr(r, name) for name in own} and passes(data, r, **other)] == []


def test_counts_of_entries_users_and_models_name_a_register_or_say_why_there_is_none(data: Data) -> None:
    asked = [r for kind in ("figures", "series") for r in data.kinds[kind].values()
             if data.vocab["units"][r.unit].needs_register]  # type: ignore[attr-defined]
    assert {"services", "applications", "models", "algorithms", "users", "accounts"} <= {r.unit for r in asked}  # type: ignore[attr-defined]
    assert [r.id for r in asked if not (r.register_ or getattr(r, "no_register", None))] == []  # type: ignore[attr-defined]
