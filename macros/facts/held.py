"""What a value counts and when it held, as our own sentence or the evidence says it.

A unit or a date that is stated nowhere is nearly always a slip: a typing error passes every other check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macros.facts.dates import dates, states_date
from macros.facts.days import last_day
from macros.facts.problems import Problem
from macros.facts.receipts import evidence_of, fits, texts_of
from macros.facts.records import REGISTERS, Evidence, Figure, Identified, Point
from macros.facts.store import Data, Path_
from macros.facts.text import fold

# What ends with which day: "in the first half of 2024" is as of its last day.
_PERIOD = re.compile(r"\b(first|second|third) (half|quarter) of (\d{4})", re.I)
_ENDS = {("first", "half"): "06", ("second", "half"): "12", ("first", "quarter"): "03", ("second", "quarter"): "06",
         ("third", "quarter"): "09"}


_DO = {"figures": "say it, or add as_of_basis: the date in words and on what it rests",
       "series": "say it in the note, or add the day of publication"}


def units(data: Data) -> Iterator[Problem]:
    """Figures whose statement does not name what they count: their unit, or what else it is called."""
    for figure in data.figures.values():
        unit = data.vocab["units"].get(figure.unit)
        names = [*filter(None, (unit.label, unit.plural, unit.symbol)), *unit.named_by] if unit else []
        if unit and not any(_named(name, figure.statement) for name in names):
            yield data.problem("figures", figure.id, f"'{figure.unit}' is not named in the statement {figure.statement!r}; "
                               "name what is counted, choose the unit that is, or add the word to named_by: of the unit "
                               "in data/vocab.yml", "unit")


def _named(name: str, statement: str) -> bool:
    """Whether a sentence names a unit, in the singular too: ``_named("persons", "One person came.")``."""
    word = re.escape(re.sub(r"(ies|s|y)$", "", name.lower()))
    return bool(re.search(rf"(?<![a-z]){word}(?:ies|es|s|y)?(?![a-z])", statement.lower()))


def days(data: Data) -> Iterator[Problem]:
    """Values as of a day that neither sentence, evidence nor what they are about gives, and no as_of_basis explains."""
    about = set(_days(data))
    sources = _days_of_sources(data)
    for kind, name, path, holder, sentence, register in _holders(data):
        published = holder.published if isinstance(holder, Point) else None
        basis = holder.as_of_basis if isinstance(holder, Figure) else None
        if basis is not None:
            first = next((fold(basis)[:d.end] for d in dates(basis, "en")), "")
            if not states_date(holder.as_of, first, "en"):
                yield data.problem(kind, name, f"{holder.as_of} is not the first date in {basis!r}; begin with "
                                   "the date and say on what it rests", *path, "as_of_basis")
        elif not (_said(data, holder.as_of, sentence, holder.evidence) or holder.as_of in about or holder.as_of == published
                  or any(holder.as_of in sources.get(e.source, ()) for e in holder.evidence)
                  or (register in REGISTERS and holder.as_of in _rows(data, register))):
            yield data.problem(kind, name, f"{holder.as_of} stands neither in our sentence nor in the evidence; correct the "
                               f"date, or {_DO[kind]}", *path, "as_of")


def _holders(data: Data) -> Iterator[tuple[str, str, Path_, Figure | Point, str, str | None]]:
    """Every figure and every point: kind, id, path, itself, our sentence on it, its register."""
    for figure in data.figures.values():
        yield "figures", figure.id, (), figure, figure.statement, figure.register_
    for series in data.series.values():
        for i, point in enumerate(series.points):
            yield "series", series.id, ("points", i), point, point.note or "", series.register_


def _said(data: Data, as_of: str, sentence: str, evidence: Iterable[Evidence]) -> bool:
    """Whether a sentence of ours or a piece of evidence gives the day, or the month, half-year or quarter it ends."""
    texts = [(sentence, "en"), *(pair for e in evidence if e.source in data.sources for pair in texts_of(data, e)[0])]
    wanted = [as_of] + ([as_of[:7]] if len(as_of) == 10 and last_day(as_of[:7]) == as_of else [])
    ends = {f"{m[3]}-{_ENDS[m[1].lower(), m[2].lower()]}" for text, _ in texts for m in _PERIOD.finditer(text)
            if (m[1].lower(), m[2].lower()) in _ENDS}
    return any(states_date(day, text, language) for day in wanted for text, language in texts) or bool(ends & {*wanted})


def _days(data: Data) -> Iterator[str]:
    """The days of what figures tell of: instruments, events, lists."""
    for instrument in data.instruments.values():
        yield from filter(None, (instrument.issued, instrument.published, instrument.effective))
    yield from (event.date for event in data.events.values())
    for item in data.lists.values():
        yield from filter(None, (item.as_of, item.announced))


def _days_of_sources(data: Data) -> dict[str, set[str]]:
    """Source → the day it came out, its month and year, and the days and months that values which rest on it state."""
    out: dict[str, set[str]] = {}
    for source in data.sources.values():
        day = source.published or ""
        out[source.id] = {day, day[:7], day[:4]} - {""}
    for _, _, _, holder, sentence, _ in _holders(data):
        if _said(data, holder.as_of, sentence, holder.evidence):
            for e in holder.evidence:
                out.setdefault(e.source, set()).update((holder.as_of, holder.as_of[:7]))
    return out


def _rows(data: Data, register: str) -> set[str]:
    """The days of a register's rows."""
    return {row.day for row in getattr(data, REGISTERS[register])}


def dated_words(data: Data) -> Iterator[Problem]:
    """Words of an event or an instrument with a date that is none of the record's, and that its texts do not tell."""
    for kind in ("events", "instruments"):
        for record in data.kinds[kind].values():
            days, told = _own(data, record), {(d.month, d.day) for text in _strings(record) for d in dates(text, "en")}
            for path, evidence in evidence_of(record):
                if evidence.words and evidence.source in data.sources:
                    for text, language in texts_of(data, evidence)[0]:
                        if not _known(text, language, days, told):
                            yield data.problem(kind, record.id, f"{text!r} gives a date that is none of this record's; "
                                               "correct one of the two, or say in a note what happened on that day", *path,
                                               "words")


def _strings(record: Identified) -> list[str]:
    return [value for _, value in record if isinstance(value, str)]


def _own(data: Data, record: Identified) -> list[str]:
    """The dates of a record, and of the records that its texts refer to."""
    named = {name for text in _strings(record) for name in re.findall(r"\{([a-z0-9-]+)", text)}
    others = [records[name] for records in data.kinds.values() for name in named if name in records]
    return [value for one in (record, *others) for value in _strings(one) if re.fullmatch(r"\d{4}(-\d\d){0,2}", value)]


def _known(text: str, language: str, days: list[str], told: set[tuple[int | None, int | None]]) -> bool:
    """Whether some words give no full date, or one of these days; 07/09 may be either of two."""
    found = [d for d in dates(text, language) if d.year and d.month]
    return not found or any(
        states_date(day, text, language) or fits(d, day) or (d.month, d.day) in told
        or ("/" in text and day == f"{d.year}-{d.day or 0:02d}-{d.month:02d}") for d in found for day in days)


RULES = (units, days, dated_words)
