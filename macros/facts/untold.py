"""Numbers in the words of evidence that the record does not tell.

Words of a page are kept because they state what a record says. A number in them that the record says nowhere, neither
in a typed field nor in our own words, proves nothing of ours, and a slip in it would pass unseen. The cells of a
register's table are held against its rows.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property

from macros.facts.dates import YEAR, FoundDate, dates
from macros.facts.grounds import (
    PLACES,
    Grounds,
    agree,
    is_literal,
    is_stated,
    names_with_numbers,
    take_fields,
    without_names,
)
from macros.facts.languages import LANGUAGES
from macros.facts.numbers import quantities
from macros.facts.numerals import numerals
from macros.facts.problems import Problem
from macros.facts.prose import BRACES, DAY, ReferenceProblem, reference
from macros.facts.receipts import words_language
from macros.facts.records import Evidence, Figure, Identified, Record, Source
from macros.facts.store import Data, evidence_of, grouped, parts_of
from macros.facts.text import fold
from macros.facts.typed import typed


@dataclass
class Told(Grounds):
    """What a record tells: its fields and our own words, the ranges of its figures, the numbers of rows it names."""

    ranges: list[tuple[Fraction, Fraction]] = field(default_factory=list)

    @cached_property
    def values(self) -> set[Fraction]:
        """The values of the fields, and those of the numbers in the texts, whatever they count."""
        return {value for value, _ in self.numbers} | {
            value for said, _, _ in self.said for n in typed(said) for value in _values(n.text, "en")}

    @cached_property
    def dates(self) -> list[FoundDate]:
        """The dates in the texts."""
        return [d for said, _, _ in self.said for d in dates(said, "en")]


def told_words(data: Data) -> Iterator[Problem]:
    """Numbers in the words of a page that neither the fields nor the texts of their record tell."""
    names, beside, rows = names_with_numbers(data), _beside(data), _Rows(data)
    for record in data.records():
        own: Told | None = None
        for path, evidence in evidence_of(record):
            source = data.sources.get(evidence.source)
            if source is None or not any(typed(cell) for cell in evidence.words):
                continue
            own = own or told(data, record)
            known = rows.known(evidence.words, own)
            for cell in evidence.words:
                bare = "" if cell in known else without_names(fold(cell), names)
                language = words_language(cell, source.language)
                for number in untold(bare, language, own, source, beside[source.id]):
                    yield data.problem(record, f"the number '{number}' in {cell!r} is told by nothing in this record; "
                                       "correct one of the two, say it in our own words, or keep words without it", *path,
                                       "words")


_BROKEN = re.compile(rf"(?<![\w/.-])\d{{1,2}},? {YEAR}\b|[〔\[]{YEAR}[〕\]]号")
_ON = re.compile(r"\bon $", re.I)


def whole_words(data: Data) -> Iterator[Problem]:
    """Words of a page that leave out the month or the day of a date, or the number of a document."""
    for record, path, evidence in data.evidence():
        for cell in evidence.words:
            for part in broken(fold(cell)):
                yield data.problem(record, f"{part!r} in {cell!r} leaves something out; keep the whole date or number as "
                                   "the page writes it", *path, "words")


def broken(text: str) -> list[str]:
    """The dates and numbers of documents in a text that are not whole: ``broken("on 20 2024") == ["20 2024"]``."""
    found = [d for d in dates(text, "en") if d.month]
    out = [m[0] for m in _BROKEN.finditer(text) if not any(d.day and d.start <= m.start() < d.end for d in found)]
    return out + [on[0] + d.text for d in found if not d.day and (on := _ON.search(text[:d.start]))]


# ---- what a record tells -----------------------------------------------------------------------------------------

def told(data: Data, record: Identified) -> Told:
    """The numbers and dates of the fields and texts of a record, and of the records that it names."""
    out = Told()
    take_fields(data, record, None, out)
    for holder in (part for _, part in parts_of(record) if not isinstance(part, Evidence)):
        for text in _strings(holder):
            _take_references(data, text, out)
            out.said.append((fold(BRACES.sub("\ufffc", text)), "en", None))
        for row in getattr(holder, "rows", ()):  # and the rows next to it, where it is missing
            out.numbers |= {(Fraction(int(row.partition("#")[2]) + step), None) for step in (-1, 0, 1)}
        if isinstance(holder, Figure) and holder.high is not None:
            out.ranges.append((Fraction(holder.value), Fraction(holder.high)))
    out.said += [(fold(e.locator), "en", None) for _, e in evidence_of(record) if e.locator]
    out.numbers |= {(Fraction(number), None) for number in out.articles}
    return out


def _strings(record: Record) -> Iterator[str]:
    for value in vars(record).values():
        yield from (v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, str))


def _take_references(data: Data, text: str, out: Told) -> None:
    """Adds what the references in a text show."""
    for braces in BRACES.finditer(text):
        try:
            value = reference(data, braces[1]).value
        except ReferenceProblem:
            continue  # prose.references says so
        if isinstance(value, (int, Decimal)):
            out.numbers.add((Fraction(value), None))
        elif DAY.fullmatch(str(value)):
            out.days.add(str(value))


def _beside(data: Data) -> dict[str, set[Fraction]]:
    """Source → the values that rest on it: words that state one of them are kept with other records too."""
    out: dict[str, set[Fraction]] = defaultdict(set)
    for _, _, holder in data.values():
        for evidence in holder.evidence:
            out[evidence.source].add(Fraction(holder.value))
    return out


# ---- rows of a register ------------------------------------------------------------------------------------------

_PART = re.compile(r"[A-Za-z0-9.-]*\d{4,}S?\d*")  # of an official number
_CELL_DAY = re.compile(r"(20\d\d)[/-](\d{1,2})[/-](\d{1,2})")


class _Rows:
    """The rows of the registers, to hold the cells of their tables against."""

    def __init__(self, data: Data) -> None:
        rows = [row for found in data.rows.values() for row in found.values()]
        self.references = "\n".join(row.reference for row in rows)
        self.days = {row.day for row in rows}
        self.numbered = grouped(rows, lambda row: str(row.number))
        self.ends = {str(end) for item in data.lists.values()
                     for end in (item.first, item.last, item.registered_first, item.registered_last)}
        self.ends |= {str(found[-1].number) for found in data.filings_of.values()}
        self.ends |= {str(found[-1].number) for found in data.registrations_of.values()}

    def known(self, cells: tuple[str, ...], own: Told) -> set[str]:
        """The cells that are as the rows have them: official numbers, days, places with which a list begins or ends.

        Any other place has its official number or its day beside it, or is of the days of the record.
        """
        ends = [cell for cell in cells if cell.isdecimal()]  # of a table: together they say how many rows it has
        table = set(ends if len(ends) == 2 and int(ends[1]) - int(ends[0]) + 1 in own.values else ())
        parts = {cell for cell in cells if _PART.fullmatch(cell) and cell in self.references}
        days = {cell: day for cell in cells if (day := _day(cell))}
        months = tuple(day for day in own.days if len(day) > 4)
        places = {cell for cell in cells if cell in self.ends or any(
            row.reference in cells or row.day in days.values() or row.day.startswith(months)
            for row in self.numbered.get(cell, ()))}
        return table | parts | places | {cell for cell, day in days.items() if day in self.days}


def _day(cell: str) -> str | None:
    """The day that a cell holds and nothing else: ``_day("2024/1/9") == "2024-01-09"``."""
    found = _CELL_DAY.fullmatch(cell)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else None


# ---- whether a number is told ------------------------------------------------------------------------------------

def untold(text: str, language: str, own: Told, source: Source, beside: set[Fraction]) -> list[str]:
    """The numbers of some words that are told by nothing."""
    fine = [(q.start, q.end) for q in quantities(text, language) if q.exact in beside or is_stated(q, own)
            or any(low <= q.exact <= high for low, high in own.ranges)]
    whole = [d for d in dates(text, language)
             if d.month or (d.year and not any(a <= d.start and d.end <= b for a, b in fine))]
    fine += [(d.start, d.end) for d in whole]
    left = [n for n in typed(text, language) if not any(a <= n.start and n.end <= b for a, b in fine)
            and (language != "vi" or re.search(r"\d", n.text))]
    return [d.text for d in whole if not _dated(d, own, source)] + [
        n.text for n in left if not _values(n.text, language) & (own.values | beside) and not is_literal(n, text, own)]


@cache
def _values(number: str, language: str) -> set[Fraction]:
    """The value of a number by itself, without what it counts: ``_values("二十", "zh") == {20}``."""
    sign = PLACES.get(number.casefold()) or (unicodedata.numeric(number, None) if len(number) == 1 else None)
    read = "zh" if not number.isascii() else language if language in LANGUAGES else "en"
    return {Fraction(sign)} if sign is not None else {n.exact for n in numerals(number, read, [])}


def _dated(found: FoundDate, own: Told, source: Source) -> bool:
    """Whether a date in some words is one that the record gives, or the day on which the page came out.

    07/09 may be either of two days.
    """
    parts = (found.year, found.month, found.day)
    either = [parts, (found.year, found.day, found.month)] if "/" in found.text and found.day else [parts]
    if any(agree(one, [int(p) for p in day.split("-")]) for one in either
           for day in (*own.days, *filter(None, (source.published,)))):
        return True
    years = {None, *(int(day[:4]) for day in own.days), *(d.year for d in own.dates)}
    return any((d.month, d.day) == parts[1:] and (d.year == found.year or (None in (d.year, found.year)
                                                                           and found.year in years)) for d in own.dates)


RULES = (told_words, whole_words)
