"""What the numbers in our own words rest on.

A number in a prose field of a record is written as a reference to a record (prose.py), or it stands in the evidence of
the record, in a typed field of it, or is the number of an article that exists; a date may also be that of a record or a
source it names. Everything else stops the build.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from macros.facts.dates import FoundDate, dates, states_date
from macros.facts.languages import EN_PLACES
from macros.facts.numbers import Found, quantities
from macros.facts.problems import Problem
from macros.facts.prose import BRACES, DAY, fields, texts
from macros.facts.records import KIND_OF, Evidence, Identified, Record, Source
from macros.facts.schema import references
from macros.facts.store import Data, evidence_of, parts_of, values_at
from macros.facts.text import fold, whole
from macros.facts.typed import Typed, typed

_NAMES = ("name", "name_zh", "short", "also", "title", "publisher", "zh", "vi", "rendering")
_OTHER_NUMBERS = ("order", "number", "articles")  # places in a row, and articles: no count rests on them
_LOOKED = ("checked", "recheck")


@dataclass
class Grounds:
    """What the numbers in the words of one record may rest on."""

    numbers: set[tuple[Fraction, bool | None]] = field(default_factory=set)  # value; whether per cent, None if either
    days: set[str] = field(default_factory=set)  # dates of the record and of those it names
    said: list[tuple[str, str, str | None]] = field(default_factory=list)  # evidence, its language, when it came out
    sources: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)  # instruments it names
    articles: set[int] = field(default_factory=set)


def numbers(data: Data) -> Iterator[Problem]:
    """Numbers in our own words that rest on nothing."""
    names = names_with_numbers(data)
    for record in data.records():
        on = None
        for path, text in texts(record):
            bare = fold(BRACES.sub(_blanks, text))
            if not typed(bare):
                continue
            on = on or grounds(data, record)
            for number in groundless(data, without_names(bare, names), on):
                yield data.problem(record, f"the number '{number}' rests on nothing in this record; write it as a reference "
                                   "({id}), add the words that say so to its evidence, or do without it", *path)


def _blanks(match: re.Match[str]) -> str:
    return "\ufffc" * len(match[0])  # neither a blank nor a letter: no number reaches across it


# ---- what a record gives -----------------------------------------------------------------------------------------

def grounds(data: Data, record: Identified) -> Grounds:
    """The evidence and the typed fields of a record, and the dates of the records it names."""
    out = Grounds()
    take_fields(data, record, getattr(record, "unit", None), out)
    out.days |= {t.due for t in data.targets.values() if t.due and record.id in (t.target, t.result)}
    out.rules |= {name for name in (record.id, *_named(record)) if name in data.instruments}
    for _, evidence in evidence_of(record):
        if source := data.sources.get(evidence.source):
            out.sources.add(source.id)
            out.days |= set(_days(source))
            out.said += [(fold(said), source.language, source.published)
                         for said in (evidence.quote, *evidence.words, source.title) if said]
    if isinstance(record, Source) and record.id in data.texts:
        out.said.append((data.texts[record.id], record.language, record.published))
    return out


_DATE_IN_ID = re.compile(r"(?<![\da-z])(20\d\d(?:-[01]\d(?:-[0-3]\d)?)?)(?![\da-z])")


def take_fields(data: Data, record: Identified, unit: str | None, out: Grounds) -> None:
    """Adds the numbers and dates of the fields of a record and of its parts, and the dates of the records it names."""
    out.days |= set(_DATE_IN_ID.findall(record.id))
    for _, part in parts_of(record):
        if not isinstance(part, Evidence):
            _take(part, unit, out)
    names = _named(record)
    for found in (records[name] for records in data.kinds.values() for name in names if name in records):
        out.days |= set(_days(found))


def _take(holder: Record, unit: str | None, out: Grounds) -> None:
    """Adds the numbers and dates of the typed fields of a record."""
    for name, value in vars(holder).items():
        for item in () if name in _LOOKED else value if isinstance(value, tuple) else (value,):
            if isinstance(item, (int, Decimal)) and name in _OTHER_NUMBERS:
                out.articles.add(int(item))
            elif isinstance(item, (int, Decimal)):
                out.numbers.add((Fraction(item), None if unit is None else unit == "percent"))
            elif isinstance(item, str) and DAY.fullmatch(item):
                out.days.add(item)


def _days(record: Record) -> Iterator[str]:
    """The dates of a record, but for those on which somebody looked."""
    for name, value in vars(record).items():
        if isinstance(value, str) and DAY.fullmatch(value) and name not in _LOOKED:
            yield value


def _named(record: Identified) -> set[str]:
    """The ids that a record names."""
    return {name for field in references(KIND_OF[type(record)]) for _, name in values_at(record, field)}


def names_with_numbers(data: Data) -> list[str]:
    """The names in which a number stands, the longest first: those of records and those of ``data/prose.yml``."""
    found: set[str] = set(data.raw["prose"])
    for holder in (part for record in data.records() for _, part in parts_of(record)):
        for name in set(_NAMES) & set(type(holder).model_fields) - set(fields(type(holder))):
            found |= {fold(value) for _, value in values_at(holder, name)}
    found |= {m[0] for name in found for m in _STANDARD.finditer(name)}
    return sorted((name for name in found if typed(name)), key=lambda n: (-len(n), n))


_HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|gov|vn|ai|cc|hk)\b")  # the name of a web site
_STANDARD = re.compile(r"GB(?:/[TZ])? \d+")  # a standard without its year, as people call it


def without_names(text: str, names: list[str]) -> str:
    """The text with the names in it blanked."""
    text = _HOST.sub(_blanks, text)
    for name in names:
        if name in text:
            text = re.sub(whole(name), _blanks, text)
    return text


# ---- whether a number rests on it --------------------------------------------------------------------------------

def groundless(data: Data, text: str, on: Grounds) -> list[str]:
    """The numbers of a text that rest on nothing; a date is one number."""
    whole = [d for d in dates(text, "en") if d.month or d.text.isdecimal()]
    fine = [(d.start, d.end) for d in whole if _dated(d, on)]
    counted = quantities(text, "en")
    fine += [(q.start, q.end) for q in counted if is_stated(q, on)]
    fine += [m.span() for m in _ARTICLES.finditer(text) if _articles(data, m[0], text, on)]
    fine += [m.span() for m in _ROWS.finditer(text) if _rows(data, m[0])]
    fine += [m.span() for m in _OFFICIAL.finditer(text) if any(m[0] == row.filing_number for row in data.filings)]
    fine += [m.span() for m in _PERIOD.finditer(text) if _period(m, on)]
    fine += [m.span(1) for m in _OUTLETS.finditer(text) if _outlets(m[1], on)]
    fine += [m.span() for m in _DOCUMENT.finditer(text) if any(m[0] in said for said, _, _ in on.said)]
    found: list[FoundDate | Found] = [*whole, *counted]
    fine += [(n.start, n.end) for n in typed(text) if _term(n, text, on)
             or (is_literal(n, text, on) and not any(f.start <= n.start < f.end for f in found))]
    left = [n for n in typed(text) if not any(a <= n.start and n.end <= b for a, b in fine)]
    # Each as the date or the longer number it is part of, or itself.
    return list(dict.fromkeys(next((f.text for f in found if f.start <= n.start < f.end), n.text) for n in left))


def _dated(found: FoundDate, on: Grounds) -> bool:
    parts = (found.year, found.month, found.day)
    if any(agree(parts, [int(p) for p in day.split("-")]) for day in on.days):
        return True
    if not found.year:
        return any((d.month, d.day) == parts[1:] for said, language, _ in on.said for d in dates(said, language))
    day = "-".join(f"{p:02d}" for p in parts if p)
    return any(states_date(day, said, language, came) for said, language, came in on.said)


def agree(parts: tuple[int | None, ...], day: list[int]) -> bool:
    """Whether a date in a text says no more than a date, and nothing else."""
    return all(p is None or p == d for p, d in zip(parts, (*day, None, None), strict=False))


def is_stated(found: Found, on: Grounds) -> bool:
    if any(value == found.exact and percent in (None, found.percent) for value, percent in on.numbers):
        return True
    return any(q.exact == found.exact and q.percent == found.percent
               for said, language, _ in on.said for q in quantities(said, language))


_DOCUMENT = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号")  # the number of a document, as 京政发〔2023〕14号
_SUM = re.compile(r" ?[+−-] ?")


def _term(number: Typed, text: str, on: Grounds) -> bool:
    """Whether it is a term of a sum, and a typed number of the record: "1,432 + 487"."""
    beside = _SUM.match(text, number.end) or re.search(r"[+−-] ?$", text[:number.start])
    whole = number.text.replace(",", "")
    return bool(beside) and whole.isdecimal() and any(value == int(whole) for value, _ in on.numbers)


_ARTICLES = re.compile(r"\bArt(?:icle)?s?\.? \d+(?:\(\d+\))?(?:(?:, and |, | and | or | to )\d+(?:\(\d+\))?)*")
_PARAGRAPH = re.compile(r"\(\d+\)")


def _articles(data: Data, written: str, text: str, on: Grounds) -> bool:
    """Whether every article named is one of the record, or of an instrument that the record or the text names."""
    rules = on.rules | {i.id for i in data.instruments.values() if i.short in text or i.name in text}
    known = on.articles | {p.number for p in data.provisions.values() if p.instrument in rules}
    return all(int(number) in known for number in re.findall(r"\d+", _PARAGRAPH.sub("", written)))


_OFFICIAL = re.compile(r"\b[A-Za-z]+-\w+-\d{8,}\b")  # the official number of a filed service
_ROWS = re.compile(r"\b[Nn]umbers? \d[\d,]*(?:(?:, and |, | and | to )\d[\d,]*)*")


def _rows(data: Data, written: str) -> bool:
    """Whether every number named is that of a row of the lists of filed services."""
    known = {row.number for row in data.filings}
    return all(int(number.replace(",", "")) in known for number in re.findall(r"\d[\d,]*\d|\d", written))


_PERIOD = re.compile(r"\b(first|second|third|fourth) (half|quarter)\b", re.I)
PLACES = {word: n for n, word in enumerate(EN_PLACES, 1)}


def _period(found: re.Match[str], on: Grounds) -> bool:
    """Whether a date of the record lies in that half or quarter of a year."""
    length = 6 if found[2].casefold() == "half" else 3
    place = PLACES[found[1].casefold()]
    return any((int(day[5:7]) - 1) // length + 1 == place for day in on.days if len(day) > 4)


_OUTLETS = re.compile(r"\b(\w+) (?:outlets|reports|sources|texts|papers|relays|readings)\b", re.I)


def _outlets(number: str, on: Grounds) -> bool:
    """Whether a count of reports is that of the sources in the evidence."""
    return any(q.exact == len(on.sources) for q in quantities(number, "en"))


_WORD_BEFORE, _WORD_AFTER = re.compile(r"[A-Za-z0-9]+-?$"), re.compile(r"[A-Za-z0-9]+")
_ZH = "零一二三四五六七八九十"
_VI = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def is_literal(number: Typed, text: str, on: Grounds) -> bool:
    """Whether the evidence has the same word ("H200") or, of an ordinal, the same place."""
    before, after = _WORD_BEFORE.search(text[:number.start]), _WORD_AFTER.match(text[number.end:])
    whole = f"{before[0] if before else ''}{number.text}{after[0] if after else ''}"
    word = re.compile(rf"(?<![A-Za-z0-9.,]){re.escape(whole)}(?![A-Za-z0-9]|[.,]\d)", re.I)
    if any(word.search(said) for said, _, _ in on.said):
        return True
    place = PLACES.get(number.text.casefold())
    there = re.compile(rf"第(?:{place}(?!\d)|{_ZH[place]})|[Tt]hứ {_VI[place]}\b" if place else r"(?!)")
    return any(there.search(said) for said, _, _ in on.said)
