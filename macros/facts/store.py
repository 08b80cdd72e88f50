"""Everything in ``data/`` once it has been read: every record by kind and id, and on which line each value stands."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from macros.facts.days import last_day
from macros.facts.problems import Problem
from macros.facts.records import (
    KIND_OF,
    KINDS,
    REGISTERS,
    Count,
    Edition,
    Evidence,
    Figure,
    Filing,
    Identified,
    Instrument,
    Kinds,
    Moved,
    Point,
    Queries,
    Record,
    Registration,
    Row,
    Word,
)

Path_ = tuple[str | int, ...]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Data(Kinds):
    """Everything in ``data/``: the records of each kind, the words, the rows, and where each value stands."""

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

    def records(self) -> Iterator[Identified]:
        """Every record, kind by kind."""
        for records in self.kinds.values():
            yield from records.values()

    def evidence(self) -> Iterator[tuple[Identified, Path_, Evidence]]:
        """Every piece of evidence: the record it is of, the fields that lead to it, itself."""
        for record in self.records():
            for path, evidence in evidence_of(record):
                yield record, path, evidence

    def word(self, vocabulary: str, key: str | None) -> Word | None:
        """A word of a vocabulary, or None if it is not there: ``data.word("units", "firms")``."""
        return self.vocab.get(vocabulary, {}).get(key or "")

    def counts(self) -> Iterator[Count]:
        """Every figure and every series."""
        yield from self.figures.values()
        yield from self.series.values()

    def values(self) -> Iterator[tuple[Count, Path_, Figure | Point]]:
        """Every figure and every point: its record, the fields that lead to it, itself."""
        for figure in self.figures.values():
            yield figure, (), figure
        for series in self.series.values():
            for i, point in enumerate(series.points):
                yield series, ("points", i), point

    def taken_over(self, item: Instrument) -> bool:
        """Whether an instrument is of a rank whose texts are never repealed: a later one takes their content over."""
        word = self.word("ranks", item.rank)
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
        return grouped(self.filings, lambda row: row.list)

    @cached_property
    def registrations_of(self) -> dict[str, list[Registration]]:
        """List → the applications announced with it, in the order of the file."""
        return grouped(self.registrations, lambda row: row.list)

    def registered_by(self, date: str) -> int:
        """How many registered applications are dated up to the end of a date."""
        return sum(row.registered_on <= last_day(date) for row in self.registrations)

    @cached_property
    def rows(self) -> dict[str, dict[str, Row]]:
        """Register → its rows by list and number: ``data.rows["filing"]["cac-2024-04#1"]``."""
        return {register: {row_id(r): r for r in getattr(self, table)} for register, table in REGISTERS.items()}

    def line(self, kind: str, *path: str | int) -> int:
        """The line of a value, or of the nearest thing that holds it."""
        return line_of(self.lines.get(kind, {}), path)

    def problem(self, record: Identified, message: str, *path: str | int) -> Problem:
        """A problem with a record of ``data/``, at the line of the field ``path``."""
        kind, prefix = KIND_OF[type(record)], f"{dotted(path)}: " if path else ""
        return Problem(f"data/{kind}.yml", self.line(kind, record.id, *path), record.id, prefix + message)


def grouped(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    """Key → the items that have it, both in the order of the items."""
    out: dict[str, list[Item]] = {}
    for item in items:
        out.setdefault(key(item), []).append(item)
    return out


def line_of(lines: Mapping[Path_, int], path: Path_) -> int:
    """The line of a value of a file, or of the nearest thing that holds it; 0 if there is neither."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def row_id(row: Row) -> str:
    """What a row of a register is called in the data: its list and its number, ``cac-2024-04#1``."""
    return f"{row.list}#{row.number}"


def dotted(path: Path_) -> str:
    """``('evidence', 0, 'quote')`` as ``evidence[0].quote``."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out


def parts_of(record: Record, path: Path_ = ()) -> Iterator[tuple[Path_, Record]]:
    """A record and the records within it, each with the fields that lead to it."""
    yield path, record
    for name, value in () if isinstance(record, Evidence) else vars(record).items():
        for i, item in enumerate(value) if isinstance(value, tuple) else ():
            if isinstance(item, Record):
                yield from parts_of(item, (*path, name, i))


def evidence_of(record: Record, path: Path_ = ()) -> Iterator[tuple[Path_, Evidence]]:
    """Every piece of evidence within a record, with the fields that lead to it."""
    return ((place, part) for place, part in parts_of(record, path) if isinstance(part, Evidence))


def sources_of(record: Record) -> set[str]:
    """The ids of the sources on which a record rests."""
    return {evidence.source for _, evidence in evidence_of(record)}


def values_at(record: Record, field: str, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """What stands in a field, of a list each item; a dot goes into the records within it: ``"points.as_of"``."""
    name, _, rest = field.partition(".")
    value = getattr(record, "register_" if name == "register" else name)
    many = isinstance(value, tuple)
    for i, item in enumerate(value if many else () if value is None else (value,)):
        place = (*path, name, i) if many else (*path, name)
        if rest:
            yield from values_at(item, rest, place)
        else:
            yield place, item
