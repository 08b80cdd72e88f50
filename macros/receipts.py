"""The receipt check: does the quotation stand in the archived text, and the value in the quotation?

A source with an archived text is quoted, and the quotation occurs in it
exactly once (after Unicode NFC and white-space folding, nothing looser); a source without one is never quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .load import Data, Problem
from .quantities import occurrences, states, states_date
from .records import Evidence, Figure, Identified, Point, Record


def evidence_of(record: Record, path: tuple = ()) -> Iterator[tuple[tuple, Evidence]]:
    """Every piece of evidence within a record, with the path of fields that leads to it."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        items = enumerate(value) if isinstance(value, tuple) else ()
        for i, item in items:
            if isinstance(item, Evidence):
                yield (*path, name, i), item
            elif isinstance(item, Record):
                yield from evidence_of(item, (*path, name, i))


def quotations(data: Data) -> Iterator[Problem]:
    """Quotations that are not in the archived text, or are in it more than once, or should not be there."""
    for kind, records in data.kinds.items():
        for record in records.values():
            for path, evidence in evidence_of(record):
                message = quotation_problem(data, evidence)
                if message:
                    yield data.problem(kind, record.id, message, *path, "quote")


def quotation_problem(data: Data, evidence: Evidence) -> str | None:
    """What is wrong with one quotation, or None."""
    text = data.texts.get(evidence.source)
    if text is None:
        if evidence.quote is None or evidence.source not in data.sources:
            return None
        return f"'{evidence.source}' has no archived text, so no quotation is kept; use locator instead"
    if evidence.quote is None:
        return f"is missing: '{evidence.source}' has an archived text; quote the words that say so"
    count = occurrences(evidence.quote, text, evidence.before, evidence.after)
    if count == 0:
        return (f"{evidence.quote!r} is not in seeds/{data.sources[evidence.source].text}; "
                "copy the words exactly as they stand there")
    if count > 1:
        return (f"{evidence.quote!r} occurs {count} times in seeds/{data.sources[evidence.source].text}; "
                "add before: or after: with the neighbouring words")
    return None


def _language(data: Data, evidence: Evidence) -> str:
    source = data.sources.get(evidence.source)
    return source.language if source else "en"


def values(data: Data) -> Iterator[Problem]:
    """Figures and points whose value does not occur in a quotation that is to prove it, or in our own sentence."""
    for figure in data.figures.values():
        yield from _quoted_values(data, "figures", figure, figure, (), figure.unit)
        for name in ("value", "high"):
            value = getattr(figure, name)
            if value is not None and not states(value, figure.statement, "en", figure.unit):
                yield data.problem("figures", figure.id, f"{plain(value)} does not occur in the statement "
                                   f"{figure.statement!r}; make the two agree", name)
    for series in data.series.values():
        for i, point in enumerate(series.points):
            yield from _quoted_values(data, "series", series, point, ("points", i), series.unit)


def _quoted_values(data: Data, kind: str, record: Identified, holder: Figure | Point, path: tuple,
                   unit: str) -> Iterator[Problem]:
    for where, evidence in evidence_of(holder, path):
        for name in ("value", "high"):
            value: Decimal | None = getattr(holder, name, None)
            if evidence.quote and value is not None and not states(value, evidence.quote, _language(data, evidence), unit):
                yield data.problem(kind, record.id, f"the value {plain(value)} does not occur in {evidence.quote!r}; "
                                   f"correct {name}: or quote the words that state it", *where, "quote")


def plain(value: Decimal) -> str:
    """A number without exponent or trailing zeros: ``1750000000000``, ``8.6``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def event_dates(data: Data) -> Iterator[Problem]:
    """Events whose date stands neither in a quotation nor in ``date_basis``."""
    for event in data.events.values():
        if event.date_basis is not None:
            if not states_date(event.date, event.date_basis, "en"):
                yield data.problem("events", event.id, f"{event.date} does not occur in {event.date_basis!r}; "
                                   "name the date and say on what it rests", "date_basis")
            continue
        quotes = [e for e in event.evidence if e.quote]
        if not quotes:
            yield data.problem("events", event.id, "no quotation gives the date; add date_basis: the date in words and "
                               "on what it rests", "date")
        elif not any(states_date(event.date, e.quote or "", _language(data, e), data.sources[e.source].published)
                     for e in quotes if e.source in data.sources):
            yield data.problem("events", event.id, f"{event.date} does not occur in {quotes[0].quote!r}; correct the "
                               "date, quote the words that give it, or add date_basis:", "date")

