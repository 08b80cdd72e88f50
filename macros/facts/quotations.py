"""Where a quotation stands in its text, and whether it is cut so that it says something else."""

import re
from collections.abc import Iterator

from macros.facts.languages import LANGUAGES, language_of
from macros.facts.numbers import quantities
from macros.facts.text import fold


def occurrences(quote: str, text: str, before: str | None = None, after: str | None = None) -> int:
    """How often the quote stands in the text, both folded, with `before` and `after` next to it where given.

    Overlapping places count one by one; a single blank may stand between the quote and its neighbour:
    ``occurrences("40", "over 40, up to 40", before="over") == 1``
    """
    return len(list(_places(fold(quote), fold(text), fold(before or ""), fold(after or ""))))


def _places(needle: str, hay: str, left: str, right: str) -> Iterator[int]:
    """Where the quote begins, each place; all are folded."""
    at = hay.find(needle) if needle else -1
    while at >= 0:
        if _ends_with(hay, left, at) and _goes_on_with(hay, right, at + len(needle)):
            yield at
        at = hay.find(needle, at + 1)


def _ends_with(hay: str, part: str, end: int) -> bool:
    """Whether `part` ends at `end`, or one blank earlier."""
    return hay.endswith(part, 0, end) or (hay[end - 1 : end] == " " and hay.endswith(part, 0, end - 1))


def _goes_on_with(hay: str, part: str, start: int) -> bool:
    """Whether `part` begins at `start`, or one blank later."""
    return hay.startswith(part, start) or (hay[start : start + 1] == " " and hay.startswith(part, start + 1))


AROUND = 40  # how far from an edge of a quotation a number is looked for
_CLAUSE = re.compile(  # all up to where the clause begins
    r".*(?:[.,;:!?()—“”\"。，；：！？、（）]| [-–] |\b(?:and|but|which|that|who|và|nhưng|rằng|mà)\b)", re.S)


def cut(quote: str, text: str, language: str, before: str | None = None, after: str | None = None) -> str | None:
    """What a quotation leaves out that turns its sense; None if nothing is.

    ``cut("4 models", "the 14 models", "en") == "14"``; ``cut("late", "they were not late", "en") == "not"``
    """
    needle, hay = fold(quote), fold(text)
    at = next(_places(needle, hay, fold(before or ""), fold(after or "")))
    return _number_cut(at, at + len(needle), hay, language) or _turned(at, hay, language)


def _number_cut(start: int, end: int, text: str, language: str) -> str | None:
    """The number within which a quotation begins or ends, with its scale, its measure and the words that bound it."""
    for edge in (start, end):
        first = max(0, edge - AROUND)
        first += text[first:first + 1] == " "
        window, at = text[first:edge + AROUND], edge - first
        for found in quantities(window, language):
            begin = min(found.lead, found.begin) if edge == start else found.begin
            if begin < at < found.stop:
                return window[begin:found.stop]
        if re.search(r"[\d][.,]?$|[.,]$", window[:at]) and re.match(r"[.,]?\d|[%％‰]", window[at:]):
            return "".join(re.findall(r"[\d.,%％‰]*$|^[\d.,%％‰]*", window[:at])[-1:]
                           + re.findall(r"^[\d.,%％‰]*", window[at:]))
    return None


def _turned(start: int, text: str, language: str) -> str | None:
    """The negation in the clause before a quotation that begins in the middle of it."""
    words = LANGUAGES.get(language_of(language))
    clause = _CLAUSE.sub("", text[max(0, start - 80):start])
    found = list(re.finditer(words.negations, clause, re.I)) if words else []
    return found[-1][0] if found else None
