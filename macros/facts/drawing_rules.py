"""Rules for drawings: each shape takes certain records, in a certain order, under as many headings as it has places."""

from collections.abc import Iterator
from itertools import pairwise

from macros.facts.days import in_time
from macros.facts.official_numbers import parts
from macros.facts.problems import Problem, nearest
from macros.facts.records import Drawing, Drawn
from macros.facts.schema import references
from macros.facts.store import Data

# Shape → the kinds of which it takes records.
TAKES = {
    "ranks": ("organisations", "instruments", "provisions", "statements"),
    "fork": ("procedure", "terms", "provisions", "instruments", "statements"),
    "dates": ("events",),
    "number": ("terms", "organisations", "statements"),
    "label": ("terms", "instruments", "procedure", "provisions", "statements"),
    "pairs": ("targets",),
}
# Shape → how many headings it has, at least and at most, and what for.
HEADINGS = {"ranks": (2, 6, "the ranks"), "fork": (4, 5, "the start, the branches, and what runs beside them"),
            "label": (2, 2, "what people see, and what machines read")}


def kind_of(data: Data, name: str) -> str:
    """The kind of the record that a part of a drawing stands for; empty if there is none or more than one."""
    found = _kinds(data, name)
    return found[0] if len(found) == 1 else ""


def _kinds(data: Data, name: str) -> list[str]:
    return [kind for kind in references("drawings")["parts.of"] if name in data.kinds[kind]]


def groups(drawing: Drawing) -> list[tuple[str, list[Drawn]]]:
    """The headings of a drawing, each with the parts that stand under it; one without a name if it has no heading."""
    out: list[tuple[str, list[Drawn]]] = []
    for part in drawing.parts:
        if part.under or not out:
            out.append((part.under or "", []))
        out[-1][1].append(part)
    return out


def taken(data: Data) -> Iterator[Problem]:
    """Parts that stand for a record their shape does not take, for one of two, or for one without a short name."""
    for drawing in data.drawings.values():
        for i, part in enumerate(drawing.parts):
            found, takes = _kinds(data, part.of), TAKES[drawing.shape]
            if len(found) > 1:
                yield data.problem(drawing, f"'{part.of}' stands in {' and '.join(found)}; name another record, for nobody "
                                   "can tell which is meant", "parts", i, "of")
            elif found and found[0] not in takes:
                yield data.problem(drawing, f"'{part.of}' is in data/{found[0]}.yml; a drawing of the shape {drawing.shape} "
                                   f"takes {', '.join(takes)}", "parts", i, "of")
            elif found == ["statements"] and not part.label:
                yield data.problem(drawing, "is missing: a statement has no name; write in a few words what the part is "
                                   "called", "parts", i, "label")


def headed(data: Data) -> Iterator[Problem]:
    """Drawings with more or fewer headings than their shape has places, or parts that stand under none."""
    for drawing in data.drawings.values():
        names = [part.under for part in drawing.parts if part.under]
        least, most, what = HEADINGS.get(drawing.shape, (0, 0, ""))
        if not least <= len(names) <= most:
            room = f"{least} to {most}" if most > least else str(most or "none")
            yield data.problem(drawing, f"has {len(names)} under:, each a heading; the shape {drawing.shape} "
                               f"takes {room}" + (f": {what}" if what else ""), "parts")
        elif most and not drawing.parts[0].under:
            yield data.problem(drawing, "is missing; the first part stands under a heading", "parts", 0, "under")


def ordered(data: Data) -> Iterator[Problem]:
    """Dates that are not in order."""
    for drawing in (d for d in data.drawings.values() if d.shape == "dates"):
        days = [(i, data.events[p.of].date) for i, p in enumerate(drawing.parts) if p.of in data.events]
        for (_, before), (i, day) in pairwise(days):
            if in_time(day) < in_time(before):
                yield data.problem(drawing, f"{day} comes before {before}; put the dates in order", "parts", i, "of")


def numbered(data: Data) -> Iterator[Problem]:
    """Official numbers without a row, rows that are none, and pieces that a number does not have or that come twice."""
    for drawing in data.drawings.values():
        pieces = [part.piece for part in drawing.parts]
        if drawing.shape != "number":
            if drawing.row or any(pieces):
                yield data.problem(drawing, "row and piece go with the shape number; leave them out, or correct the shape",
                                   "shape")
            continue
        row = data.rows["filing"].get(drawing.row or "")
        if row is None:
            yield data.problem(drawing, "is missing; name the filed service whose number is drawn" if
                               drawing.row is None else f"'{drawing.row}' is not in data/filings.csv"
                               f"{nearest(drawing.row, data.rows['filing']) or '; correct it'}", "row")
            continue
        number = parts(row.reference)
        has = [name for name in ("place", "name", "date", "running") if getattr(number, name, "")]
        if pieces != has:
            yield data.problem(drawing, f"explains {', '.join(p or 'no piece' for p in pieces)}; {row.reference} has "
                               f"{', '.join(has) or 'no piece that can be read'}, each to be explained once and in this "
                               "order", "parts")


RULES = (taken, headed, ordered, numbered)
