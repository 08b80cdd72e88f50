"""Everything in ``data/`` once it has been read: every record by kind and id, and on which line each value stands."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from macros.facts.days import last_day
from macros.facts.problems import Problem
from macros.facts.records import (
    KINDS,
    REGISTERS,
    Case,
    Change,
    Count,
    Dispute,
    Drawing,
    Edition,
    Event,
    Figure,
    Filing,
    FilingList,
    Group,
    Identified,
    Instrument,
    Membership,
    Moved,
    Organisation,
    Owner,
    Person,
    Point,
    Provision,
    Queries,
    Registration,
    Row,
    RowException,
    Search,
    Sector,
    Series,
    Source,
    Statement,
    Step,
    Target,
    Term,
    Word,
)

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Data:
    """Everything in ``data/``: a read-only mapping id → record for each kind, and where each value stands."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    series: Mapping[str, Series]
    statements: Mapping[str, Statement]
    organisations: Mapping[str, Organisation]
    people: Mapping[str, Person]
    groups: Mapping[str, Group]
    memberships: Mapping[str, Membership]
    instruments: Mapping[str, Instrument]
    provisions: Mapping[str, Provision]
    changes: Mapping[str, Change]
    procedure: Mapping[str, Step]
    events: Mapping[str, Event]
    cases: Mapping[str, Case]
    searches: Mapping[str, Search]
    disputes: Mapping[str, Dispute]
    terms: Mapping[str, Term]
    lists: Mapping[str, FilingList]
    targets: Mapping[str, Target]
    exceptions: Mapping[str, RowException]
    owners: Mapping[str, Owner]
    sectors: Mapping[str, Sector]
    drawings: Mapping[str, Drawing]
    vocab: Mapping[str, Mapping[str, Word]]
    filings: tuple[Filing, ...]
    registrations: tuple[Registration, ...]
    moved: Mapping[str, Moved]
    edition: Edition
    queries: Queries
    texts: Mapping[str, str]  # folded archived text by source id
    lines: dict[str, dict[Path_, int]] = field(repr=False)
    raw: dict[str, dict[str, Any]] = field(repr=False)  # every record of the YAML files as plain data
    tried: Mapping[str, int] = field(default_factory=dict, repr=False)  # rule → how many records it went through

    @cached_property
    def kinds(self) -> Mapping[str, Mapping[str, Identified]]:
        """Kind → its records by id: ``data.kinds["figures"]`` is ``data.figures``."""
        return MappingProxyType({kind: getattr(self, kind) for kind in KINDS})

    def counts(self) -> Iterator[tuple[str, Count]]:
        """Every figure and series with its kind."""
        for figure in self.figures.values():
            yield "figures", figure
        for series in self.series.values():
            yield "series", series

    def values(self) -> Iterator[tuple[str, str, Path_, Figure | Point]]:
        """Every figure and every point: the kind and id of its record, the fields that lead to it, itself."""
        for figure in self.figures.values():
            yield "figures", figure.id, (), figure
        for series in self.series.values():
            for i, point in enumerate(series.points):
                yield "series", series.id, ("points", i), point

    def taken_over(self, item: Instrument) -> bool:
        """Whether an instrument is of a rank whose texts are never repealed: a later one takes their content over."""
        word = self.vocab.get("ranks", {}).get(item.rank)
        return word is not None and word.taken_over

    @cached_property
    def filing_days(self) -> list[str]:
        """The day of every filing, oldest first."""
        return sorted(row.filed_on for row in self.filings)

    def filed_by(self, date: str) -> int:
        """How many services were filed up to the end of a date."""
        return bisect_right(self.filing_days, last_day(date))

    @cached_property
    def filings_of(self) -> dict[str, list[Filing]]:
        """List → its rows, in the order of the file."""
        out: dict[str, list[Filing]] = {}
        for row in self.filings:
            out.setdefault(row.list, []).append(row)
        return out

    @cached_property
    def registrations_of(self) -> dict[str, list[Registration]]:
        """List → the applications announced with it, in the order of the file."""
        out: dict[str, list[Registration]] = {}
        for row in self.registrations:
            out.setdefault(row.list, []).append(row)
        return out

    def registered_by(self, date: str) -> int:
        """How many registered applications are dated up to the end of a date."""
        return sum(row.registered_on <= last_day(date) for row in self.registrations)

    @cached_property
    def rows(self) -> dict[str, dict[str, Row]]:
        """Register → its rows by list and number: ``data.rows["filing"]["cac-2024-04#1"]``."""
        return {register: {row_id(r): r for r in getattr(self, table)} for register, table in REGISTERS.items()}

    def line(self, kind: str, *path: str | int) -> int:
        """The line of a value, or of the nearest thing that holds it."""
        lines = self.lines.get(kind, {})
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 0)

    def problem(self, kind: str, record: str, message: str, *path: str | int) -> Problem:
        """A problem with a record of ``data/<kind>.yml``, at the line of the field ``path``."""
        prefix = f"{dotted(path)}: " if path else ""
        return Problem(f"data/{kind}.yml", self.line(kind, record, *path), record, prefix + message)


def row_id(row: Row) -> str:
    """What a row of a register is called in the data: its list and its number, ``cac-2024-04#1``."""
    return f"{row.list}#{row.number}"


def dotted(path: Path_) -> str:
    """``('evidence', 0, 'quote')`` as ``evidence[0].quote``."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out
