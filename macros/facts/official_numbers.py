"""What a filing number or a launch number says, and the days from the date in it to the filing.

``Beijing-DeepseekChat-202404280016`` and ``Beijing-SuperAI-20240428S0002`` each have a place, a name, a date and a
running number of the place, which follows an ``S`` in a launch number. The first filing numbers have no running
number. Nobody official says what the date stands for: none of those days is a waiting time for certain.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from macros.facts.records import REGISTERS, Row
from macros.facts.store import Data, row_id

_FORM = re.compile(r"([A-Za-z]+)-(.+)-(20\d\d)(\d\d)(\d\d)(S?)(\d*)")


@dataclass(frozen=True)
class OfficialNumber:
    """The parts of an official number."""

    place: str  # as spelt in it
    name: str
    date: str  # YYYY-MM-DD
    register: str  # the one whose numbers have this form
    running: str  # the digits of the running number; empty if it has none


def parts(value: str) -> OfficialNumber | None:
    """The parts of an official number, or None if it does not have the form of one.

    ``parts("Beijing-SuperAI-20240428S0002").running == "0002"``
    """
    found = _FORM.fullmatch(value)
    if not found:
        return None
    place, name, year, month, day, launch, running = found.groups()
    return OfficialNumber(place, name, f"{year}-{month}-{day}", "registration" if launch else "filing", running)


Numbered = tuple[Row, OfficialNumber]


def numbered(data: Data, register: str) -> list[Numbered]:
    """The rows of a register whose number can be read, with its parts."""
    return [(row, number) for row in getattr(data, REGISTERS[register]) if (number := parts(row.reference))]


@dataclass(frozen=True)
class Wait:
    """A filed service, the date in its number and the days from then to its filing."""

    row: Row
    date: str
    days: int


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
