"""The days from the date in an official number to the filing.

The regulator does not say what that date means, so none of them is a waiting time for certain.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from macros.facts.number_rules import Numbered
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
    return [Wait(row, number.date, days_between(number.date, row.day)) for row, number in numbered(data, "filing")
            if number.running and row_id(row) not in slips - twice]


def days_between(start: str, end: str) -> int:
    """The days from one day to another: ``days_between("2024-02-28", "2024-03-01") == 2``."""
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days


def middle(found: Iterable[Wait]) -> Fraction:
    """The median of some waits in days, exactly: half of them are longer, half shorter."""
    return Fraction(median(wait.days for wait in found))
