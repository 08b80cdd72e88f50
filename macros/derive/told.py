"""References in our own words, written out: ``{partner-batch1} partners`` becomes ``39 partners`` everywhere at once.

Pages, feeds, tables and JSON all read the same text. It remembers where each reference stands, so that a page can make
it a link.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from macros.derive import words
from macros.facts.prose import BRACES, DAY, Reference, ReferenceProblem, fields, reference
from macros.facts.records import Figure, Point, Record
from macros.facts.store import Data


@dataclass(frozen=True)
class Place:
    """Where in a text a reference stands, and what it refers to."""

    start: int
    end: int
    kind: str
    id: str
    at: str = ""  # the date, if it is one value of a series


class Told(str):
    """A text with its references written out, and their places."""

    places: tuple[Place, ...] = ()


def bounded(data: Data, holder: Figure | Point, unit: str) -> str:
    """Bound and value of a figure or a point: ``more than 600 million``."""
    bound = "" if holder.bound == "exact" else f"{data.vocab['bounds'][holder.bound].label} "
    return bound + words.value(holder, unit)


def unit(data: Data, name: str, holder: Figure | Point | None = None) -> str:
    """What readers see of a unit, ``weeks``, and after a value of one ``week``; empty where the number carries it."""
    word = data.vocab["units"][name]
    one = holder and holder.value == 1 and getattr(holder, "high", None) is None
    return "" if name == "percent" else (word.one if one else None) or word.label


def shown(data: Data, found: Reference) -> str:
    """What a reader sees of a reference: ``more than 39 partners``, ``19 May 2023``, ``Article 17``."""
    if found.part == "value":
        counted, holder = getattr(data.kinds[found.kind][found.id], "unit", ""), found.holder
        value, label = words.value(holder, counted), ""
        if isinstance(holder, Figure | Point):
            value = bounded(data, holder, counted) if found.bound else value
            label = unit(data, counted, holder) if found.unit else ""
        return f"{value} {label}".rstrip()
    if found.part == "share":
        return f"{found.value}%"
    if found.kind == "provisions" and found.part == "number":
        return f"Article {found.value}"
    if isinstance(found.value, str):
        return words.date(found.value) if DAY.fullmatch(found.value) else found.value
    return words.number(found.value)


def written_out(data: Data, text: str) -> str:
    """A text with every reference written out."""
    out, places, end = "", [], 0
    for match in BRACES.finditer(text):
        try:
            found = reference(data, match[1])
        except ReferenceProblem:
            continue  # told by the rules; what is no reference stays as it is
        out += text[end:match.start()]
        start, end = len(out), match.end()
        out += shown(data, found)
        places.append(Place(start, len(out), found.kind, found.id, found.at))
    told = Told(out + text[end:])
    told.places = tuple(places)
    return told if places else text


def told(data: Data) -> Data:
    """The data with the references of every record written out."""
    kinds: dict[str, Any] = {kind: MappingProxyType({i: _record(data, r) for i, r in records.items()})
                             for kind, records in data.kinds.items()}
    return replace(data, **kinds)


def _record(data: Data, record: Record) -> Any:
    own, changed = fields(type(record)), {}
    for name, value in vars(record).items():
        made = (tuple(_item(data, v, name in own) for v in value) if isinstance(value, tuple) else
                _item(data, value, name in own))
        if made != value or (isinstance(made, Told)):
            changed[name] = made
    return record.model_copy(update=changed) if changed else record


def _item(data: Data, value: Any, own: bool) -> Any:
    if isinstance(value, Record):
        return _record(data, value)
    return written_out(data, value) if own and isinstance(value, str) and "{" in value else value
