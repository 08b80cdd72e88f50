"""What the official numbers show: the days to filing by year, the running number each place has reached, the ones left out.

The regulator does not say what the date in a number means, so nothing here is a waiting time for certain.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from macros.facts.number_rules import chains
from macros.facts.official_numbers import Wait, numbered, parts
from macros.facts.records import REGISTERS
from macros.facts.store import Data, grouped


def by_year(found: Iterable[Wait]) -> dict[str, list[Wait]]:
    """Year of filing → the waits of its services, the shortest first."""
    return dict(sorted(grouped(sorted(found, key=lambda w: w.days), lambda w: w.row.day[:4]).items()))


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
    rows = Counter(row.province for row in getattr(data, REGISTERS[register]))
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
