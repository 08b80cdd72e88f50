"""What the official numbers show: the days to filing, the running number each place has reached, the ones left out.

The regulator does not say what the date in a number means, so nothing here is a waiting time for certain.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from macros.facts.number_rules import Numbered, chains
from macros.facts.official_numbers import parts
from macros.facts.records import REGISTERS, Row
from macros.facts.store import Data, row_id


@dataclass(frozen=True)
class Wait:
    """A filed service, the date in its number and the days from then to its filing."""

    row: Row
    date: str
    days: int


def numbered(data: Data, register: str) -> list[Numbered]:
    """The rows of a register whose number can be read, with its parts."""
    return [(row, number) for row in getattr(data, REGISTERS[register]) if (number := parts(row.reference))]


def waits(data: Data) -> list[Wait]:
    """Every filed service with a running number, but for those whose date is a slip.

    A date out of step with its running number counts as a slip unless two rows have that running number: then the
    running number may as well be the slip.
    """
    slips, twice = ({row for e in data.exceptions.values() if (e.rule, e.register_) == (rule, "filing")
                     for row in e.rows} for rule in ("order", "twice"))
    return [Wait(row, number.date, _days(number.date, row.day)) for row, number in numbered(data, "filing")
            if number.running and row_id(row) not in slips - twice]


def _days(start: str, end: str) -> int:
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days


def by_year(found: Iterable[Wait]) -> dict[str, list[Wait]]:
    """Year of filing → the waits of its services, the shortest first."""
    out: dict[str, list[Wait]] = defaultdict(list)
    for wait in sorted(found, key=lambda w: w.days):
        out[wait.row.day[:4]].append(wait)
    return dict(sorted(out.items()))


def middle(found: Iterable[Wait]) -> Fraction:
    """The median of some waits in days, exactly: half of them are longer, half shorter."""
    return Fraction(median(wait.days for wait in found))


@dataclass(frozen=True)
class Reached:
    """What a place has given out: rows, the highest running number, and the numbers that no row has."""

    place: str
    rows: int
    numbered: int
    highest: int
    without: int
    again: bool  # whether its running numbers begin again


def reached(data: Data, register: str) -> list[Reached]:
    """Every place with running numbers, the one with the highest first."""
    found = numbered(data, register)
    rows: dict[str, int] = defaultdict(int)
    for row in getattr(data, REGISTERS[register]):
        rows[row.province] += 1
    out = []
    for place, runs in chains(found).items():
        given = [{int(number.running) for _, number in run} for run in runs]
        out.append(Reached(place, rows[place], sum(map(len, runs)), max(given[-1]),
                           sum(max(run) - len(run) for run in given), len(runs) > 1))
    return sorted(out, key=lambda r: (-r.highest, r.place))


def launch_dates(data: Data) -> dict[str, int]:
    """How many launch numbers carry the date of registration, an earlier one, a later one, or none that is whole."""
    out = {"same": 0, "earlier": 0, "later": 0, "none": 0}
    for row in data.registrations:
        number = parts(row.reference)
        if number is None:
            out["none"] += 1
        else:
            out["same" if number.date == row.day else "earlier" if number.date < row.day else "later"] += 1
    return out
