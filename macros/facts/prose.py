"""Our own words in records (``Prose`` in fields.py), and the references in them.

A reference names a record and, if wanted, a part of it:

    {partner-batch1}                  its value: 39
    {partner-batch1 bound unit}       with the words of its bound and its unit: more than 39 partners
    {partner-batch1 as_of}            another field: 19 May 2023; with month behind it, only May 2023
    {labelling-measures issuers}      how many a list holds: 4
    {genai-users 2024-06-30}          the value of a series at a date; without one, the newest
    {ciie-zone}                       the date of an event
    {genai-interim-measures-art-17}   an article: Article 17
    {figures/aiia}                    the kind in front, if an id stands in two kinds
    {filed 2023-12-31 beijing}        the services filed up to a day, of a place if one is named, counted from the rows
    {filed 2023-11-10 2023-11-30}     those filed from one day to another
    {filed 2023-12-31 beijing share}  their share of all filed up to that day, in per cent
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

from macros.facts.days import first_day, last_day
from macros.facts.problems import Problem, nearest
from macros.facts.records import Identified, Prose, Record, Series
from macros.facts.store import Data, Path_, parts_of, values_at

# What a reference to a record shows if it names no part.
MAIN = {"figures": "value", "series": "value", "events": "date", "provisions": "number", "instruments": "short",
        "organisations": "name", "people": "name", "groups": "name", "lists": "title", "terms": "en",
        "sources": "publisher"}
_ROWS = re.compile(r"filed (?:(\d{4}(?:-\d\d){0,2}) )??(\d{4}(?:-\d\d){0,2})(?: ([a-z-]+?))??( share)?")
_PERCENT = re.compile(r" ?(?:%|per cent\b)")
BRACES = re.compile(r"(?<!\{)\{(\s*\w[^{}]*)\}(?!\})")
_WRITTEN = re.compile(r"(?:(?P<kind>[a-z]+)/)?(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)"
                      r"(?P<rest>(?: [a-z_]+| \d{4}(?:-\d\d){0,2})*)")
DAY = re.compile(r"\d{4}(-\d\d){0,2}")


class ReferenceProblem(Exception):
    """What is wrong with a reference, and what to do."""


@dataclass(frozen=True)
class Reference:
    """A part of a record that a text refers to."""

    kind: str
    id: str
    part: str
    value: Any
    holder: Record | None = None  # the record, or the point of a series
    at: str = ""  # the date of that point
    bound: bool = False
    unit: bool = False


@cache
def fields(model: type[Record]) -> tuple[str, ...]:
    """The fields of a model that hold our own words: ``fields(Target) == ("verdict",)``."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(name for name, hint in hints.items() if holds(hint, Prose))


def holds(hint: Any, wanted: Any) -> bool:
    return hint == wanted or any(holds(a, wanted) for a in get_args(hint) if a is not Ellipsis)


def texts(record: Record) -> Iterator[tuple[Path_, str]]:
    """Every text of our own in a record, those of its parts too, with the path of each."""
    for path, part in parts_of(record):
        for name in fields(type(part)):
            yield from values_at(part, name, path)


# ---- references --------------------------------------------------------------------------------------------------

def reference(data: Data, inside: str) -> Reference:
    """What the words between braces refer to; raises ``ReferenceProblem`` if it is nothing."""
    rows = _ROWS.fullmatch(inside)
    if rows:
        return _filed(data, *rows.groups())
    written = _WRITTEN.fullmatch(inside)
    if not written:
        raise ReferenceProblem("is no reference; write {id}, {id part} or {kind/id}, or leave the braces out")
    kind = _kind_of(data, written["kind"], written["id"])
    holder: Record = data.kinds[kind][written["id"]]
    rest = written["rest"].split()
    at = next((word for word in rest if DAY.fullmatch(word)), "")
    if isinstance(holder, Series):
        point = next((p for p in reversed(holder.points) if at in ("", p.as_of)), None)
        if point is None:
            raise ReferenceProblem(f"has no value at {at}; it has {', '.join(p.as_of for p in holder.points)}")
        holder, at = point, point.as_of
    elif at:
        raise ReferenceProblem(f"'{written['id']}' is no series; leave out {at}")
    parts = [word for word in rest if word not in ("bound", "unit", "month", at)]
    part = parts[0] if parts else MAIN.get(kind, "")
    value = _part(holder, part, len(parts))
    if "month" in rest and DAY.fullmatch(str(value)):
        value = value[:7]
    return Reference(kind, written["id"], part, value, holder, at, "bound" in rest, "unit" in rest)


def _filed(data: Data, since: str | None, day: str, place: str | None, share: str | None) -> Reference:
    """The rows of data/filings.csv up to a day, from another day and of a place if they are named, or their share."""
    if place and place not in data.vocab["provinces"]:
        raise ReferenceProblem(f"'{place}' is none of the provinces of data/vocab.yml"
                               f"{nearest(place, data.vocab['provinces'])}")
    rows = [row for row in data.filings if first_day(since or "0001") <= row.filed_on <= last_day(day)]
    found = sum(place in (None, row.province) for row in rows)
    if not found:
        raise ReferenceProblem("counts no row of data/filings.csv; write another day or place")
    value = round(Decimal(100 * found) / len(rows)) if share else found
    return Reference("filings", "", "share" if share else "count", value)


def _kind_of(data: Data, kind: str | None, name: str) -> str:
    """The one kind that has a record of this id."""
    found = [k for k in MAIN if name in data.kinds[k] and kind in (None, k)]
    if len(found) > 1:
        raise ReferenceProblem(f"stands in {' and '.join(found)}; write {{{found[0]}/{name}}} or the other")
    if not found:
        known = [i for k in MAIN if kind in (None, k) for i in data.kinds[k]]
        raise ReferenceProblem(f"names no record{nearest(name, known)}")
    return found[0]


def _part(holder: Record, part: str, number: int) -> Any:
    """The value of a field that can stand in a sentence; of a list, how many it holds."""
    simple = {n: len(v) if isinstance(v, tuple) else v for n, v in vars(holder).items()
              if isinstance(v, (str, int, Decimal, tuple)) and n not in (*fields(type(holder)), "id")}
    if number > 1 or part not in simple:
        raise ReferenceProblem(f"has no '{part}' to show; it has {', '.join(simple)}" if number < 2 else
                               "names more than one part; write a reference for each")
    return simple[part]


def references(data: Data) -> Iterator[Problem]:
    """Braces in our own words that refer to nothing, and words behind a reference that it says already."""
    for record, path, text in every(data):
        for found in BRACES.finditer(text):
            try:
                meant = reference(data, found[1])
            except ReferenceProblem as problem:
                yield data.problem(record, f"{found[0]} {problem}", *path)
                continue
            unit = getattr(data.kinds.get(meant.kind, {}).get(meant.id), "unit", meant.part)
            if unit in ("percent", "share") and (said := _PERCENT.match(text, found.end())):
                yield data.problem(record, f"{found[0]} ends with % itself; delete '{said[0].strip()}' behind it", *path)


def every(data: Data) -> Iterator[tuple[Identified, Path_, str]]:
    """Record, path and text of all our own words."""
    for record in data.records():
        for path, text in texts(record):
            yield record, path, text
