"""The receipt check: does the quotation stand in the archived text, and the value in the quotation?

A source with an archived text is quoted, and the quotation occurs in it
exactly once (after Unicode NFC and white-space folding, nothing looser); a source without one is never quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from macros.facts.problems import Problem
from macros.facts.quantities import FoundDate, dates, fold, occurrences, quantities, states, states_date
from macros.facts.records import Evidence, Figure, Identified, Point, Record
from macros.facts.store import Data


def evidence_of(record: Record, path: tuple = ()) -> Iterator[tuple[tuple, Evidence]]:
    """Every piece of evidence within a record, with the path of fields that leads to it."""
    for name, value in vars(record).items():  # its fields, in order; a third of the time getattr takes
        if not isinstance(value, tuple):
            continue
        for i, item in enumerate(value):
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
    if evidence.quote is None and (evidence.before or evidence.after):
        return "is missing: before: and after: only say which place of a quotation is meant; quote it or drop them"
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
            if value is None or not evidence.quote:
                continue
            if not states(value, evidence.quote, _language(data, evidence), unit):
                yield data.problem(kind, record.id, f"the value {plain(value)} does not occur in {evidence.quote!r}; "
                                   f"correct {name}: or quote the words that state it", *where, "quote")


# What stands right before a number in our own sentence, and the bounds that go with it, the longest first.
_BOUND_WORDS: tuple[tuple[str, str], ...] = (
    ("no more than", "up-to"), ("at most", "up-to"), ("up to", "up-to"),
    ("no fewer than", "at-least"), ("no less than", "at-least"), ("at least", "at-least"),
    ("more than", "more-than"), ("over", "more-than"), ("above", "more-than"),
    ("less than", "less-than"), ("fewer than", "less-than"), ("below", "less-than"), ("under", "less-than"),
    ("about", "about"), ("nearly", "nearly"), ("almost", "nearly"), ("around", "about"), ("roughly", "about"),
    ("approximately", "about"))


def sentences(data: Data) -> Iterator[Problem]:
    """Figures whose own sentence gives another date, or another bound, than the record."""
    for figure in data.figures.values():
        forward = figure.measure in ("target", "forecast", "limit")  # the sentence may name the day the target is due
        named = [] if forward else dates(figure.statement, "en")
        if named and not any(_fits(d, figure.as_of) for d in named):
            yield data.problem("figures", figure.id, f"{figure.as_of} is none of the dates in the statement "
                               f"{figure.statement!r}; make the two agree", "as_of")
        said = stated_bound(figure)
        if said and figure.bound != said[1] and figure.measure != "limit":
            yield data.problem("figures", figure.id, f"'{figure.bound}' does not go with {said[0]!r} in the statement "
                               f"{figure.statement!r}; write {said[1]}, or change the statement", "bound")


def _fits(found: FoundDate, date: str) -> bool:
    """Whether a date in a text and a partial date can be one, in what both say."""
    parts = (int(p) for p in date.split("-"))
    return found.year is not None and all(f in (None, p) for f, p in zip((found.year, found.month, found.day), parts,
                                                                         strict=False))


def stated_bound(figure: Figure) -> tuple[str, str] | None:
    """The words of a bound right before the value in the figure's sentence, and the bound they mean."""
    text = fold(figure.statement)
    for found in quantities(text, "en"):
        if found.exact == Fraction(figure.value):
            before = text[:found.start].rstrip(" €$¥").casefold()
            for words, bound in _BOUND_WORDS:
                if before.endswith(words) and not before.removesuffix(words)[-1:].isalpha():
                    return words, bound
    return None


def plain(value: Decimal) -> str:
    """A number without exponent or trailing zeros: ``1750000000000``, ``8.6``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def event_dates(data: Data) -> Iterator[Problem]:
    """Events whose date stands neither in a quotation nor, as the first date, in ``date_basis``."""
    for event in data.events.values():
        if event.date_basis is not None:
            text = fold(event.date_basis)
            first = next((text[:d.end] for d in dates(text, "en")), "")
            if not states_date(event.date, first, "en"):
                yield data.problem("events", event.id, f"{event.date} is not the first date in {event.date_basis!r}; "
                                   "begin with the date and say on what it rests", "date_basis")
            continue
        quotes = [e for e in event.evidence if e.quote]
        if not quotes:
            yield data.problem("events", event.id, "no quotation gives the date; add date_basis: the date in words and "
                               "on what it rests", "date")
        elif not any(states_date(event.date, e.quote or "", _language(data, e), data.sources[e.source].published)
                     for e in quotes if e.source in data.sources):
            yield data.problem("events", event.id, f"{event.date} does not occur in {quotes[0].quote!r}; correct the "
                               "date, quote the words that give it, or add date_basis:", "date")

