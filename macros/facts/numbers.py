"""The numbers a text states, each as the kind of quantity it is, with the bound that the words give it.

``stated`` asks whether a text states a value. It errs to "no": a false "no" is put right by choosing better words, a
false "yes" would print a receipt for something nobody said. A form that is not read states nothing.

- Positions are positions in ``fold(text)``.
- Digits count only as the language writes them: "1.048" is 1048 in Vietnamese and 1.048 in English.
- A number is what it measures: per cent, percentage points, a length, a span of time, money. What counts things
  measures nothing. A rank ("No 3", 第三), a version ("Ernie 4"), a place ("Article 17"), a name ("GPT-4") and the
  digits of a date are no quantities at all; nor are two numbers side by side, or the terms of a sum.
- In a range the scale and the measure of the second number hold for the first: "5–10 million" is 5 and 10 million.
  Each is stated as an end of that range only.
- Chinese sets a counter behind what it counts (1112款): without one, a bare number counts only where it stands alone.
"""

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from macros.facts import dates
from macros.facts.languages import (
    EXACT,
    LANGUAGES,
    LEAST,
    LESS,
    MEASURED,
    MORE,
    MOST,
    TIMES,
    ZH_NUMERALS,
    Bound,
    Language,
    language_of,
)
from macros.facts.numerals import Numeral, numerals
from macros.facts.text import LETTER, fold

ROUNDED: Bound = EXACT | {"about", "nearly"}  # what a number with a scale word can mean: its form rounds it


@dataclass(frozen=True)
class Found:
    """A number a text states, where it stands, and what it is.

    ``exact`` is its value unrounded, ``scale`` what its last words multiply by ("million"); ``share`` tells a fraction
    such as "1/3" from other numbers. ``stop`` is where the word ends that says what it measures.
    """

    value: Decimal
    start: int
    end: int
    text: str
    exact: Fraction
    scale: Fraction = Fraction(1)
    share: bool = False
    begin: int = 0  # where a currency or a sign before it begins
    lead: int = 0  # where the words before it begin that bound it
    stop: int = 0
    measure: str | None = None  # what it measures; "" for a counter, None where nothing is said
    place: str = "alone"  # or low or high, of a range
    bounds: Bound = EXACT  # the bounds its words can mean
    said: str = ""  # those words
    ends: bool = False  # whether the clause ends with it

    @property
    def percent(self) -> bool:
        """Whether it is a number of hundredths."""
        return self.measure == "percent"


@dataclass(frozen=True)
class Grammar:
    """The compiled reading rules of one language."""

    name: str
    words: Language
    names: re.Pattern[str]
    labels: re.Pattern[str]
    money: re.Pattern[str]
    measures: re.Pattern[str]
    before: tuple[tuple[re.Pattern[str], Bound], ...]
    after: tuple[tuple[re.Pattern[str], Bound], ...]


RANGE = re.compile(r" ?(?:[-–—~～]|\bto\b|\bđến\b|\btới\b|至|到) ?", re.I)
_BETWEEN = re.compile(r"(?:\bbetween|\bgiữa|介于|介於|在)[ ]?$", re.I)
_AND = re.compile(r" (?:and|và) |[和与與及]")
# what joins numbers to a sum, a choice, a rate or a formula
_JOINED = re.compile(r" ?(?:[+＋±×÷*^]|\bplus\b|\bcộng(?: với)?\b|加上?|或者?) ?| (?:or|hoặc|in|in every) ")
_LISTED = re.compile(r",? (?:and|or|to|và|đến) |, | ?[-–&~、和及至] ?")
_MINUS = re.compile(r"(?:\bminus |\bnegative |\bâm |\btrừ |负|負|零下)$", re.I)
_NAMES = (
    r"\b[A-Z]+(?:/[A-Z]+)+ ?\d[\d.]*(?:[-–—:]\d{4}\b)?"  # GB/T 45654-2025
    r"|\b(?:GB|ISO|IEC|TC|RFC|YD|DB|IEEE) ?\d[\d.]*(?:[-–—:]\d+)*"  # TC260-003
    r"|\b(?!USD|RMB|CNY|EUR|HKD|VND)[A-Z]\w*[A-Z]\w* \d+\.\d+\b(?! ?(?:{scales})\b| ?%| per ?cent)"  # GPT 3.5
    r"|\b[A-Z]\w+ \d+\.0\b(?! ?(?:{scales})\b| ?%| per ?cent)"  # Wenxin 4.0
    r"|(?<!\d)\d{1,2}:\d{2}\b"  # 10:30
)
_WORD = re.compile(r"(?<![\w’'-])(?P<word>[^\W\d_][\w.]*(?:-\w+)*) $")
_TENTHS = re.compile(rf"成(?P<more>[{ZH_NUMERALS}])?(?![立为為员員本果功长長就都绩績熟品效份交像型])")
_PREFIXED = {"百分之": "percent", "千分之": "per-mille", "万分之": "size"}


@lru_cache
def _grammar(name: str) -> Grammar:
    """The reading rules of a language, compiled once."""
    words = LANGUAGES[name]
    left = r"(?<!\w)" if words.spaced else ""
    filler = r"(?: (?:an?|the|its|a total of|another))?" if words.spaced else (
        r"(?:[\u4e00-\u9fff]{1,10}的|总量|总数|包含|包括|拥有|有|含|达到?|達到?|为|為|占|佔|共)?")
    return Grammar(
        name, words, re.compile(words.fill(f"{_NAMES}|{words.names}")), re.compile(rf"{left}(?:{words.labels}) ?$"),
        _numbered(words.money), _numbered(words.measures),
        tuple((re.compile(rf"{left}(?P<said>{p}){filler} ?$", re.I), bound) for p, bound in words.before),
        tuple((re.compile(rf" ?(?:{p})(?!{LETTER})", re.I), bound) for p, bound in words.after),
    )


def _numbered(patterns: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """One pattern for all: the number of the one that matches is in the name of its group."""
    return re.compile("|".join(f"(?P<n{i}>{pattern})" for i, (_, pattern) in enumerate(patterns)))


def _which(match: re.Match[str], patterns: tuple[tuple[str, str], ...]) -> str:
    """What the pattern that matched stands for."""
    return patterns[int((match.lastgroup or "n0")[1:])][0]


# --- reading ----------------------------------------------------------------------------------------------------------


def quantities(text: str, language: str) -> list[Found]:
    """Every number the text states, in order; positions are those in the folded text.

    ``[f.exact for f in quantities("1,048 firms, two of them old", "en")] == [1048, 2]``
    """
    return list(_quantities(fold(text), language_of(language)))


@lru_cache(maxsize=4096)
def _quantities(text: str, language: str) -> tuple[Found, ...]:
    """The numbers of a folded text; none in a language that is not read."""
    if language not in LANGUAGES:
        return ()
    grammar = _grammar(language)
    spelt = numerals(text, language, _closed(text, grammar))
    found = [_measured(_found(numeral, text), text, grammar) for numeral in spelt]
    found = _ranges(_without_neighbours(_without_labels(found, text, grammar), text), text)
    return tuple(replace(_bounded(f, text, grammar), ends=not re.match(r" ?\w", text[f.stop:]))
                 for f in found if _counts(f, text, grammar))


def _closed(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """The places whose digits are no quantities: names, and dates that cannot be anything else."""
    spans = [m.span() for m in grammar.names.finditer(text)]
    for date in dates.dates_of_folded(text, grammar.name):
        if date.month or date.relative or not date.text.isdecimal() or dates.after_year_word(text, date.start):
            spans.append((date.start, date.end))
    return spans


def _found(spelt: Numeral, text: str) -> Found:
    """A number as it is spelt, before the words around it are read."""
    start, end = spelt.start, spelt.end
    return Found(_decimal(spelt.exact), start, end, text[start:end], spelt.exact, spelt.scale, spelt.share,
                 begin=start, lead=start, stop=end, bounds=ROUNDED if spelt.rounded else EXACT)


def _decimal(exact: Fraction) -> Decimal:
    """The number as a Decimal, a third and its like to 28 digits."""
    if exact.denominator == 1:
        return Decimal(exact.numerator)
    return Context(prec=28).divide(Decimal(exact.numerator), Decimal(exact.denominator))


# --- what it measures -------------------------------------------------------------------------------------------------


def _with(found: Found, exact: Fraction) -> Found:
    """The number with another value."""
    return replace(found, value=_decimal(exact), exact=exact)


def _measured(found: Found, text: str, grammar: Grammar) -> Found:
    """The number with its sign and what it measures, from the words around it."""
    if minus := _MINUS.search(text, max(0, found.start - 12), found.start):
        found = replace(_with(found, -found.exact), begin=minus.start())
    for prefix, measure in _PREFIXED.items():
        if text.endswith(prefix, 0, found.start):
            return replace(found, measure=measure, begin=found.start - 3)
    tenths = _TENTHS.match(text, found.end)
    if not grammar.words.spaced and tenths and 0 < found.exact < 10:
        more = grammar.words.numbers[tenths["more"]] if tenths["more"] else 0
        return replace(_with(found, found.exact * 10 + more), measure="percent", stop=tenths.end(), bounds=ROUNDED)
    for match in grammar.money.finditer(text, max(0, found.start - 6), found.start):
        if match.end() == found.start:
            return replace(found, measure=_which(match, grammar.words.money), begin=match.start())
    if after := grammar.measures.match(text, found.end):
        found = replace(found, measure=_which(after, grammar.words.measures), stop=after.end())
    return found


def _without_labels(found: list[Found], text: str, grammar: Grammar) -> list[Found]:
    """The numbers without places, ranks and versions: "Article 17", "No 3", "Ernie 4"; "Articles 17 and 19"."""
    kept: list[Found] = []
    label: Found | None = None
    for number in found:
        listed = label and _LISTED.fullmatch(text, label.stop, number.begin) and not number.measure
        if listed or grammar.labels.search(text[:number.begin]) or _is_version(number, text, grammar):
            label = number
        else:
            kept.append(number)
            label = None
    return kept


def _is_version(number: Found, text: str, grammar: Grammar) -> bool:
    """Whether a bare number right after a capitalised word belongs to a name."""
    if number.measure or number.share or number.scale != 1 or number.exact >= 20 or not number.text[0].isdecimal():
        return False
    before = _WORD.search(text[:number.begin])
    return bool(before and before["word"][0].isupper() and not re.fullmatch(grammar.words.openers, before["word"]))


def _without_neighbours(found: list[Found], text: str) -> list[Found]:
    """The numbers without the terms of a sum, a choice or a rate ("1 in 5"), and without two side by side."""
    bad = set()
    for i, (one, two) in enumerate(pairwise(found)):
        gap = text[one.stop:two.begin]
        if gap in ("", " ") or _JOINED.fullmatch(gap) or (gap == "、" and one.measure is None):
            bad |= {i, i + 1}
    return [number for i, number in enumerate(found) if i not in bad]


def _ranges(found: list[Found], text: str) -> list[Found]:
    """The numbers, the two of a range with their place in it; without those of a score ("3-2")."""
    out = list(found)
    scores = set()
    for i in range(len(out) - 2, -1, -1):
        low, high = out[i], out[i + 1]
        if low.share or high.share or not _is_range(low, high, text):
            continue
        carried = low.scale == 1 and low.exact * high.scale < high.exact
        exact = low.exact * (high.scale if carried else 1)
        if exact < high.exact:
            both = EXACT | {"about"}
            low = replace(_with(low, exact), measure=low.measure or high.measure, place="low", bounds=both,
                          scale=high.scale if carried else low.scale)
            out[i], out[i + 1] = low, replace(high, measure=high.measure or low.measure, place="high", bounds=both)
        elif re.search("[-–—~～]", text[low.stop:high.begin]):
            scores |= {i, i + 1}
    return [number for i, number in enumerate(out) if i not in scores]


def _is_range(low: Found, high: Found, text: str) -> bool:
    """Whether two numbers next to each other are written as the ends of a range."""
    if RANGE.fullmatch(text, low.stop, high.begin):
        return True
    if text[low.stop:high.begin] in ("以上", "以上至"):
        return text.startswith("以下", high.stop)
    return bool(_AND.fullmatch(text, low.stop, high.begin) and _BETWEEN.search(text[:low.begin]))


def _counts(found: Found, text: str, grammar: Grammar) -> bool:
    """Whether a number stands as its language sets one: in Chinese with a counter, a scale or a measure, or alone."""
    if re.match("[几幾]", text[found.end:]):
        return False
    if grammar.words.spaced or found.measure is not None or found.share or found.scale != 1:
        return True
    if any(c in "十百千万萬亿億" for c in found.text):
        return True
    before, after = text[:found.begin].rstrip(" ")[-1:], text[found.stop:].lstrip(" ")[:1]
    return not before.isalpha() and not after.isalpha()


# --- what bounds it ---------------------------------------------------------------------------------------------------


def _bounded(found: Found, text: str, grammar: Grammar) -> Found:
    """The number with the bounds that the words before and after it can mean."""
    before = text[max(0, found.begin - 40):found.begin]
    matches = [(m.start(), m["said"], bound) for pattern, bound in grammar.before if (m := pattern.search(before))]
    bounds, said = found.bounds, ""
    if (found.place == "low" and re.match("以上", text[found.stop:])) or found.place == "high":
        return found
    if matches:
        start, said, bounds = min(matches, key=lambda m: m[0])
        said = said.casefold()
        found = replace(found, lead=found.begin - len(before) + start)
        if re.search(f"(?:{grammar.words.negations}) ?$", before[:start], re.I):
            bounds, said = _turned(bounds), f"not {said}"
        if found.measure in TIMES and re.fullmatch(grammar.words.over_time, said.strip(), re.I):
            bounds |= EXACT
    if inner := re.search("[余餘多]", found.text):
        return replace(found, bounds=MORE, said=inner[0])
    places = {found.end, found.stop}
    for pattern, bound in grammar.after:
        if words := next((w for at in sorted(places) if (w := _after(pattern, text, at))), None):
            joint = bounds & bound if said else bound
            return replace(found, bounds=joint or bounds, said=f"{said.strip()} {words.strip()}".strip())
    return replace(found, bounds=bounds, said=said.strip())


def _after(pattern: re.Pattern[str], text: str, at: int) -> str | None:
    """The words of a bound after a number, or after up to two words of what it counts."""
    for between in re.finditer(r"(?: [^\W\d]+){0,2}", text[at:at + 40]):
        if between.start() != 0:
            break
        for end in {0, *(m.end() for m in re.finditer(r" [^\W\d]+", between[0]))}:
            match = pattern.match(text, at + end)
            if match and (end == 0 or match[0].strip()[:1].isalpha()):
                return match[0]
    return None


def _turned(bounds: Bound) -> Bound:
    """What a negation makes of a bound: "not over" is "up to"; what cannot be turned is none."""
    return MOST if bounds == MORE else LEAST if bounds == LESS else frozenset()


# --- is this value stated? --------------------------------------------------------------------------------------------


def stated(value: Decimal | int | Fraction, text: str, language: str, unit: str | None = None,
           place: str = "alone") -> list[Found]:
    """The numbers in the text that are exactly this value, as this kind of quantity, alone or as an end of a range.

    A fraction with endless decimals ("one-third") is stated by its value to four significant digits.

    ``len(stated(1048, "over 1,048 firms", "en", "firms")) == 1``; ``stated(39, "39 per cent", "en", "firms") == []``
    """
    wanted = Fraction(value)
    return [f for f in quantities(text, language) if f.place == place and _agrees(wanted, f) and _is_of(f, unit)]


def _is_of(found: Found, unit: str | None) -> bool:
    """Whether a number can be one of this unit."""
    if unit is None or unit == found.measure:
        return True
    if unit in MEASURED:  # a sum at the end of a clause may leave out that it is money
        return unit == "yuan" and found.measure is None and found.exact >= 10**6 and found.ends
    return not found.measure and found.share == (unit == "fraction")


def _agrees(wanted: Fraction, found: Found) -> bool:
    """Whether the number found is the one wanted."""
    if wanted == found.exact or not found.share:
        return wanted == found.exact
    rounded = _four(found.exact)
    return Fraction(rounded) != found.exact and _four(wanted) == rounded


def _four(number: Fraction) -> Decimal:
    """The number to four significant digits."""
    return Context(prec=4).divide(Decimal(number.numerator), Decimal(number.denominator))
