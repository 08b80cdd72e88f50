"""The receipt check: does the quotation stand in the archived text, and the value with its bound in the quotation?

A source with an archived text is quoted, and the quotation occurs in it exactly once (after Unicode NFC and white-space
folding, nothing looser); a source without one is never quoted: ``words`` keep what its page says of the value.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from macros.facts.dates import FoundDate, dates, states_date
from macros.facts.languages import MEASURED
from macros.facts.numbers import Found, stated
from macros.facts.problems import Problem
from macros.facts.quotations import cut, occurrences
from macros.facts.records import Count, Evidence, Figure, Point, Source
from macros.facts.store import Data, Path_, evidence_of
from macros.facts.text import fold


def unused_sources(data: Data) -> Iterator[Problem]:
    """Sources on which nothing rests."""
    named = {evidence.source for *_, evidence in data.evidence()}
    for source in data.sources.values():
        if source.id not in named:
            yield data.problem(source, "nothing rests on this source; name it as the evidence of a record, or take it out")


def _in_each(data: Data, problem: Callable[[Data, Evidence], str | None], field: str) -> Iterator[Problem]:
    """What is wrong with a field of the evidence, for every piece of every record."""
    for record, path, evidence in data.evidence():
        if message := problem(data, evidence):
            yield data.problem(record, message, *path, field)


def quotations(data: Data) -> Iterator[Problem]:
    """Quotations that are not in the archived text, or are in it more than once, or should not be there."""
    yield from _in_each(data, quotation_problem, "quote")


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
    return _cut_problem(evidence, text, _language(data, evidence))


def _cut_problem(evidence: Evidence, text: str, language: str) -> str | None:
    """The message about a quotation that begins or ends so that it says something else, or None."""
    found = cut(evidence.quote or "", text, language, evidence.before, evidence.after)
    if not found:
        return None
    turned = not re.search(r"\d", found) and fold(found) not in fold(evidence.quote or "")
    return (f"{evidence.quote!r} leaves out {found!r}, which turns its sense; begin before it" if turned else
            f"{evidence.quote!r} is cut within {found!r}; take in the whole number and what bounds it")


def _language(data: Data, evidence: Evidence) -> str:
    source = data.sources.get(evidence.source)
    return source.language if source else "en"


MOST_WORDS, MOST_CHARACTERS = 6, 16
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE = re.compile(r"[^\W\d]{3}[.!?](?:\s+[A-ZÀ-Ỹ]|$)|[。！？；;…]")


def kept_words(data: Data) -> Iterator[Problem]:
    """Words of a page that are too many, a sentence, or beside an archived text."""
    yield from _in_each(data, words_problem, "words")


def words_problem(data: Data, evidence: Evidence) -> str | None:
    """What is wrong with the form of the words kept of a page, or None."""
    if not evidence.words:
        return None
    if evidence.source in data.texts:
        return f"'{evidence.source}' has an archived text; quote it in quote: instead"
    if found := next((cell for cell in evidence.words if _SENTENCE.search(cell)), None):
        return f"{found!r} is a sentence; keep the value, what bounds it and what it counts, without a full stop"
    text = " ".join(evidence.words)
    for count, most, what in ((len(_HAN.findall(text)), MOST_CHARACTERS, "Chinese characters"),
                              (len(re.findall(r"[A-Za-zÀ-ỹ][^\s\u3040-\u9fff]*", text)), MOST_WORDS, "words")):
        if count > most:
            return f"{count} {what} in {text!r}; keep at most {most}: the value, what bounds it and what it counts"
    source = data.sources.get(evidence.source)
    return _foreign(source, evidence, text) if source else None


_LATIN_WORD = re.compile(r"(?<![\w\"'.-])[a-z]{3,}(?![\w\"-])")  # no name, key of a file or part of a number


def _foreign(source: Source, evidence: Evidence, text: str) -> str | None:
    """The message about words that are in no language of their page: a translation of ours, or words of another page."""
    if evidence.through or evidence.copied_at:
        return None
    languages, chinese = {source.language, *source.also_in}, _HAN.search(text)
    if chinese if not languages & {"zh", "ja"} else languages <= {"zh", "ja"} and not chinese and _LATIN_WORD.search(text):
        return (f"{text!r} is not in the language of '{source.id}' ({', '.join(sorted(languages))}); keep what the page "
                "itself writes, say in copied_at: or through: where it was read, or give the source also_in:")
    return None


def words_language(words: str, language: str) -> str:
    """The language of words: of the source, or English where a report without Chinese relays a Chinese source.

    ``words_language("538 services", "zh") == "en"``
    """
    plain_number = re.fullmatch(r"[0-9]+", words)
    relayed = language in ("zh", "ja") and re.search("[A-Za-z]", words) and not _HAN.search(words)
    return "en" if plain_number or relayed else language


def values(data: Data) -> Iterator[Problem]:
    """Figures and points whose value or bound is not in the words that are to prove it, or in our own sentence."""
    for record, path, holder in data.values():
        yield from _proved(data, record, holder, path)
    for figure in data.figures.values():
        for name, place in _ends(figure):
            value = getattr(figure, name)
            if not stated(value, figure.statement, "en", figure.unit, place):
                yield data.problem(figure, f"{plain(value)} does not occur in the statement {figure.statement!r}; make the "
                                   "two agree", name)


def _ends(holder: Figure | Point) -> tuple[tuple[str, str], ...]:
    """The fields that hold a value, each with its place in a range."""
    return (("value", "low"), ("high", "high")) if getattr(holder, "high", None) is not None else (("value", "alone"),)


def _proved(data: Data, record: Count, holder: Figure | Point, path: Path_) -> Iterator[Problem]:
    """What the quotations and words of a figure or point do not prove."""
    said: list[str] = []
    for where, evidence in evidence_of(holder, path):
        texts, field = texts_of(data, evidence), "quote" if evidence.quote else "words"
        if not texts or (field == "words" and holder.derived):
            continue  # words of a derived value state what it was derived from
        shown = evidence.quote or " | ".join(evidence.words)
        for name, place in _ends(holder):
            value: Decimal = getattr(holder, name)
            found = [f for text, language in texts for f in stated(value, text, language, record.unit, place)]
            if holder.bound == "exact" and record.unit not in MEASURED and value == _rows(evidence.words):
                continue
            message = _other_bound(holder.bound, {holder.bound}, found, repr(shown), _DO_WITH_WORDS) if found else (
                f"the value {plain(value)} does not occur in {shown!r}; correct {name}: or "
                f"{'quote' if field == 'quote' else 'keep'} the words that state it")
            said += [f.said for f in found if holder.bound in f.bounds]
            if message:
                yield data.problem(record, message, *where, field)
    if holder.bound == "nearly" and said and not any(said):
        yield data.problem(record, "'nearly' is said by none of its quotations and words; write about or exact, or add the "
                           "words that say so", *path, "bound")


def _rows(words: tuple[str, ...]) -> int | None:
    """How many rows a table has from the first to the last whose numbers are the only ones in its cells."""
    numbers = [int(cell) for cell in words if re.fullmatch("[0-9]+", cell)]
    return numbers[1] - numbers[0] + 1 if len(numbers) == 2 and numbers[0] < numbers[1] else None


def texts_of(data: Data, evidence: Evidence) -> list[tuple[str, str]]:
    """What is to prove a value, the quotation or the words of a page, each with its language.

    A cell without a number may say what bounds the number in the next.
    """
    language = _language(data, evidence)
    if evidence.quote:
        return [(evidence.quote, language)] if evidence.source in data.texts else []
    pairs = [f"{one} {two}" for one, two in pairwise(evidence.words) if not re.search(r"\d", one)]
    return [(cell, words_language(cell, language)) for cell in (*evidence.words, *pairs)]


_DO_WITH_WORDS = "write exact, or take in the words that say so", "correct the words"
_DO_WITH_SENTENCE = "make the two agree", "change the statement"


def _other_bound(bound: str, fine: set[str], found: list[Found], where: str, do: tuple[str, str]) -> str | None:
    """The message about words that bound the value in another way than the record, and what to do: if they say no bound,
    if they say another."""
    if not found or any(fine & f.bounds for f in found):
        return None
    if not found[0].said:
        return f"'{bound}' is not said in {where}; {do[0]}"
    fitting = " or ".join(sorted(found[0].bounds)) or "what they say"
    return f"'{bound}' does not go with {found[0].said!r} in {where}; write {fitting}, or {do[1]}"


def sentences(data: Data) -> Iterator[Problem]:
    """Figures whose own sentence gives another date, or another bound, than the record."""
    for figure in data.figures.values():
        forward = figure.measure in ("target", "forecast", "limit")  # the sentence may name the day the target is due
        named = [] if forward else dates(figure.statement, "en")
        if named and not any(fits(d, figure.as_of) for d in named):
            yield data.problem(figure, f"{figure.as_of} is none of the dates in the statement {figure.statement!r}; make "
                               "the two agree", "as_of")
        if message := _unlike(figure):
            yield data.problem(figure, message, "bound")


# How a limit is told from its other side: what may be up to 5 per cent is out with more than 5.
_OTHER_SIDE = {"up-to": "more-than", "more-than": "up-to", "less-than": "at-least", "at-least": "less-than"}


def _unlike(figure: Figure) -> str | None:
    """The message about a sentence of ours that bounds the value in another way than the record."""
    found = [f for name, place in _ends(figure)
             for f in stated(getattr(figure, name), figure.statement, "en", figure.unit, place)]
    fine = {figure.bound} | ({_OTHER_SIDE.get(figure.bound, "")} if figure.measure == "limit" else set())
    return _other_bound(figure.bound, fine, found, f"the statement {figure.statement!r}", _DO_WITH_SENTENCE)


def fits(found: FoundDate, date: str) -> bool:
    """Whether a date in a text and a partial date can be one, in what both say."""
    parts = (int(p) for p in date.split("-"))
    return found.year is not None and all(f in (None, p) for f, p in zip((found.year, found.month, found.day), parts,
                                                                         strict=False))


def plain(value: Decimal) -> str:
    """A number without exponent or trailing zeros: ``1750000000000``, ``8.6``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def basis_problem(date: str, basis: str) -> str | None:
    """The message about words that are to say on what a date rests and do not begin with it, or None."""
    text = fold(basis)
    first = next((text[:d.end] for d in dates(text, "en")), "")
    return None if states_date(date, first, "en") else (
        f"{date} is not the first date in {basis!r}; begin with the date and say on what it rests")


def event_dates(data: Data) -> Iterator[Problem]:
    """Events whose date stands neither in a quotation nor, as the first date, in ``date_basis``."""
    for event in data.events.values():
        if event.date_basis is not None:
            if message := basis_problem(event.date, event.date_basis):
                yield data.problem(event, message, "date_basis")
            continue
        quotes = [e for e in event.evidence if e.quote]
        if not quotes:
            yield data.problem(event, "no quotation gives the date; add date_basis: the date in words and on what it rests",
                               "date")
        elif not any(states_date(event.date, e.quote or "", _language(data, e), data.sources[e.source].published)
                     for e in quotes if e.source in data.sources):
            yield data.problem(event, f"{event.date} does not occur in {quotes[0].quote!r}; correct the date, quote the "
                               "words that give it, or add date_basis:", "date")

