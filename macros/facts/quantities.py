"""What a quotation states: the numbers, the dates and the weekdays in it, read by the rules of its language.

The receipt check asks three things here. Does the quotation stand in the archived text (`occurrences`)? Does it state
this value (`states`)? Does it state this date (`states_date`)? Each errs to "no": a false "no" is put right by choosing
a better quotation, a false "yes" would print a receipt for something nobody said.

Separators, month names, weekday names, date order and most scale words ("triệu", "billion") come from Babel's locale
data. The tables below hold only what that data lacks: number words, and how a language sets them apart from words that
look the same.

What is read, and what is not:
- Positions are positions in ``fold(text)``.
- Digits count only as the locale writes them: "1.048" is 1048 in Vietnamese and 1.048 in English; "19.5" and "10.2022"
  are no Vietnamese numbers at all, and "1,04" is no English one.
- The digits of a date (day, month, and a year after "in", "since", "năm", or before 年) are no quantities. A year with
  no such word is read both ways.
- Digits of names are no quantities: glued to a letter ("6B", "GPT-4", "01.AI", "A.2", "21st"), in a standard's number
  ("GB/T 45654-2025"), a version after a name ("WuDao 2.0"), a labelled place ("Article 17"). A bare number that opens
  a name ("360 Security Technology") cannot be told apart and is read.
- Ordinals, "dozens", "hundreds of" and the like are no quantities. "năm" is 5 only inside a larger number ("năm trăm"),
  since alone it nearly always means year. A Chinese numeral alone counts only before a measure word.
- In a range the scale and the percent sign of the second number hold for the first: "5–10 million" is 5 and 10 million.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberFormatError, parse_decimal

# --- text -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in Unicode NFC, each run of white space made one blank, none at the ends. Nothing looser."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def occurrences(quote: str, text: str, before: str | None = None, after: str | None = None) -> int:
    """How often the quote stands in the text, both folded, with `before` and `after` next to it where given.

    Overlapping places count one by one; a single blank may stand between the quote and its neighbour.
    """
    needle, hay, left, right = fold(quote), fold(text), fold(before or ""), fold(after or "")
    if not needle:
        return 0
    count, at = 0, hay.find(needle)
    while at >= 0:
        count += _ends_with(hay, left, at) and _goes_on_with(hay, right, at + len(needle))
        at = hay.find(needle, at + 1)
    return count


def _ends_with(hay: str, part: str, end: int) -> bool:
    """Whether `part` ends at `end`, or one blank earlier."""
    return hay.endswith(part, 0, end) or (hay[end - 1 : end] == " " and hay.endswith(part, 0, end - 1))


def _goes_on_with(hay: str, part: str, start: int) -> bool:
    """Whether `part` begins at `start`, or one blank later."""
    return hay.startswith(part, start) or (hay[start : start + 1] == " " and hay.startswith(part, start + 1))


# --- languages --------------------------------------------------------------------------------------------------------

LETTER = r"[A-Za-zÀ-ɏḀ-ỿ_]"  # Latin only: Chinese sets no blank between a number and a word
ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ZH = "一二两三四五六七八九"
_MEASURE = "个個家款项項名人种種批次部条條所类類倍位套件期年月日天周岁届场座间"


@dataclass(frozen=True)
class Words:
    """How one language writes numbers in words; each pattern names what it matches by the group of the same name."""

    numbers: dict[str, int]
    scales: dict[str, int]
    word: str = r"(?!)"  # a number word; {scales} stands for the scale words
    share: str = r"(?!)"  # a fraction in words: groups n over d or d2; with neither, a half
    parts: dict[str, int] | None = None  # denominators, where they are not plain number words
    half: str = r"(?!)"  # "and a half" after a number
    join: str = r"[ -]?"  # what may stand between two words of one number
    spaced: bool = True  # whether words have boundaries, and digits never follow words in a number
    labels: str = r"(?!)"  # a word that makes the number after it a name or an ordinal
    year_intro: str = r"(?!)"  # what stands before a year and nothing else


_EN_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EN_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
             "nineteen")
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_NUMBERS = {w: n for n, w in enumerate(("zero", *_EN_ONES, *_EN_TEENS))}
_EN_NUMBERS |= {w: 10 * n for n, w in enumerate(_EN_TENS, 2)}
_EN_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
             "eighth": 8, "ninth": 9, "tenth": 10}
# after a blank "a third" may be an ordinal ("a third batch"); it is a fraction before these only
_EN_AFTER = r"(?=\s*$|\s*[^\w\s-]|\s(?:of|in|to|by|and|or|as|more|less|fewer|were|are|was|is|have|has|had|from|came)\b)"
_NOT_PERIOD = "".join(rf"(?<!\b{w}[ -])" for w in ("first", "second", "last", "latter", "past", "next"))

_VI_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_VI_NUMBERS = {w: n for n, w in enumerate(_VI_ONES, 1)} | {"bẩy": 7, "mốt": 1, "tư": 4, "lăm": 5}
_VI_PLAIN = "một(?! số)|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười"
_VI_FIVE = r"năm(?= (?:mươi|trăm|nghìn|ngàn|triệu|tỉ|tỷ)\b)|(?<=linh )năm|(?<=lẻ )năm"

WORDS = {
    "en": Words(
        numbers=_EN_NUMBERS | {"a": 1, "an": 1},
        scales={"hundred": 100, "dozen": 12, "mn": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12},
        word=r"an?(?= (?:{scales})\b)|(?<!\bno )(?<!\bany )one(?! another| by one)|"
        + "|".join(sorted(_EN_NUMBERS.keys() - {"one"})),
        share=_NOT_PERIOD + r"(?:(?P<n>an?|" + "|".join(_EN_ONES) + r")(?:-(?P<d>{parts})s?| (?P<d2>{parts})(?:s|\b"
        + _EN_AFTER + r"))|(?:(?:a|one)[ -])?half(?! of (?:the|this|last) year|-)"
        + r"(?: an?(?= (?:{scales})\b))?)",
        parts=_EN_PARTS,
        half=r"and a half",
        join=r"[ -]?|(?<=hundred) and |(?<=thousand) and |(?<=[mbr]illion) and ",
        labels=r"[Aa]rticles?|[Nn]o\.|[Cc]hapter|[Ss]ection|[Pp]age|[Cc]lause|[Vv]ersion",
        year_intro=r"in|since|năm|year",
    ),
    "vi": Words(
        numbers=_VI_NUMBERS,
        scales={"mươi": 10, "chục": 10, "trăm": 100, "ngàn": 1000, "tỉ": 10**9},
        word=rf"(?<!\bthứ )(?<!\btháng )(?:{_VI_PLAIN})|{_VI_FIVE}|(?<=mươi )(?:mốt|tư|lăm)|(?<=mười )lăm",
        share=r"(?P<n>" + "|".join(_VI_NUMBERS) + r") phần (?P<d>" + "|".join(_VI_NUMBERS) + r")(?P<d2>)"
        r"|(?:một )?nửa(?! đầu| cuối| năm| sau| tháng)",
        half=r"rưỡi",
        join=r" ?| linh | lẻ ",
        labels=r"[Tt]hứ|[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Cc]hương|[Tt]rang|[Pp]hiên bản|[Ss]ố hiệu",
        year_intro=r"năm",
    ),
    "zh": Words(
        numbers=ZH_DIGITS,
        scales={"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8},
        word=rf"(?:(?<=[十百千万萬亿億零〇])|(?<=分之))[{_ZH}]"
        rf"|(?<![第周期拜初之统唯进每{_ZH}])[{_ZH}](?=[十百千万萬亿億{_MEASURE}])",
        share=rf"(?P<d>\d+|[{_ZH}十])分之(?P<n>\d+|[{_ZH}])(?P<d2>)|一半",
        half=r"[年个個月天]半",
        join=r"[零〇 ]?",
        spaced=False,
        labels=r"第",
    ),
    "ja": Words(
        numbers={},
        scales={"百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12},
        join=r" ?",
        spaced=False,
        labels=r"第",
    ),
    "ru": Words(numbers={}, scales={"тыс": 1000, "млн": 10**6, "млрд": 10**9, "трлн": 10**12}),
}
_NONE = Words(numbers={}, scales={})


@lru_cache
def _locale(language: str) -> Locale:
    """Babel's locale for a language tag; English where Babel knows none."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def _scales(locale: Locale, words: Words) -> dict[str, int]:
    """Scale words and what they multiply by: "nghìn" 1000, from the locale's long compact forms and our table."""
    found = dict(words.scales)
    for forms in (locale.compact_decimal_formats.get("long") or {}).values():
        for size, pattern in forms.items():
            zeros, _, word = pattern.pattern.replace("'", "").partition(" ")
            if word and " " not in word and set(zeros) == {"0"}:
                found[word.casefold()] = int(size) // 10 ** (len(zeros) - 1)
    return found


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) or r"(?!)"


# --- numbers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A number a text states, and where.

    `exact` is its value unrounded, `scale` what its last words multiply by ("million"), and `share` tells a fraction
    such as "1/3" or "a third" from other numbers.
    """

    value: Decimal
    start: int
    end: int
    text: str
    exact: Fraction = Fraction(0)
    scale: Fraction = Fraction(1)
    percent: bool = False
    share: bool = False


@dataclass(frozen=True)
class Token:
    """One word or digit string of a number."""

    kind: str  # digits, word, scale, half, ratio or share
    value: Fraction
    start: int
    end: int


@dataclass(frozen=True)
class Grammar:
    """The compiled reading rules of one language."""

    language: str
    words: Words
    numbers: dict[str, int]
    scales: dict[str, int]
    group: str
    token: re.Pattern[str]
    join: re.Pattern[str]
    names: re.Pattern[str]
    year_intro: re.Pattern[str]


PERCENT = re.compile(r" ?(?:[%％٪]|per ?cent\b|pct\b|phần trăm\b|Prozent\b|pour cent\b|por ciento\b)", re.I)
RANGE = re.compile(r" ?(?:[-–—~～]|\bto\b|\bđến\b|\btới\b|至|到) ?", re.I)
_NAMES = (
    r"\b[A-Z]+(?:/[A-Z]+)+ ?\d[\d.]*(?:[-–—:]\d{4}\b)?"  # GB/T 45654-2025
    r"|\b(?:GB|ISO|IEC|TC|RFC|YD|DB|IEEE) ?\d[\d.]*(?:[-–—:]\d+)*"  # TC260-003
    r"|\b(?!USD|RMB|CNY|EUR|HKD|VND)[A-Z]\w*[A-Z]\w* \d+\.\d+\b(?! ?(?:{scales})\b| ?%| per ?cent)"  # GPT 3.5
    r"|\b[A-Z]\w+ \d+\.0\b(?! ?(?:{scales})\b| ?%| per ?cent)"  # Wenxin 4.0
    r"|(?<!\d)\d{1,2}:\d{2}\b"  # 10:30
)


@lru_cache
def _grammar(language: str) -> Grammar:
    """The reading rules of a language, made once."""
    locale = _locale(language)
    words = WORDS.get(locale.language, _NONE)
    scales = _scales(locale, words)
    edge, any_scale = (r"\b" if words.spaced else ""), _any(scales) + ("s?" if words.spaced else "")
    fill = {"{scales}": any_scale, "{parts}": _any(words.parts or {})}
    word, share, names = (_fill(p, fill) for p in (words.word, words.share, _NAMES))
    symbols = locale.number_symbols["latn"]
    token = (
        rf"(?P<share>{edge}(?:{share}){edge})|(?P<half>{edge}(?:{words.half}){edge})"
        rf"|(?P<digits>{_digits(symbols['group'], symbols['decimal'], any_scale)})"
        rf"|(?P<word>{edge}(?:{word}){edge})|(?P<scale>(?:{edge}|(?<=\d))(?:{any_scale}){edge})"
    )
    return Grammar(
        language, words, words.numbers, scales, symbols["group"],
        re.compile(token, re.I),
        re.compile(words.join),
        re.compile(rf"{names}|(?<!{LETTER})(?:{words.labels}) ?\d+(?![\d.,]\d)"),
        re.compile(rf"\b(?:{words.year_intro}) $", re.I),
    )


def _fill(pattern: str, parts: dict[str, str]) -> str:
    """The pattern with its {names} replaced."""
    for name, part in parts.items():
        pattern = pattern.replace(name, part)
    return pattern


def _digits(group: str, decimal: str, any_scale: str) -> str:
    """A pattern for a whole digit string, or n/m; neither part of a name nor cut out of a longer string."""
    marks = re.escape("".join(sorted(m for m in {group, decimal, ".", ","} if not m.isspace())))
    blank = r"| \d{3}(?!\d)" if group.isspace() else ""
    alone = rf"(?<!{LETTER})(?<!{LETTER}[-.])(?<!\d)(?<!\d[{marks}])(?<!/)"
    not_glued = rf"(?:(?={any_scale}(?!{LETTER}))|(?!{LETTER}|\.{LETTER}))(?!/\d)"
    return rf"{alone}(?>(?:(?<![^\s(\[“‘«（\x22'])[-−])?\d+(?:/\d+(?!\d|[/.,]\d)|(?:[{marks}]\d+{blank})*)){not_glued}"


def quantities(text: str, language: str) -> list[Found]:
    """Every number the text states, in order; positions are those in the folded text."""
    return list(_quantities(fold(text), language))


@lru_cache(maxsize=4096)
def _quantities(text: str, language: str) -> tuple[Found, ...]:
    """The numbers of a folded text."""
    grammar = _grammar(language)
    found = [_read(run, text) for run in _runs(text, grammar)]
    for i in range(len(found) - 2, -1, -1):
        found[i] = _carry(found[i], found[i + 1], text)
    return tuple(found)


def _runs(text: str, grammar: Grammar) -> Iterator[list[Token]]:
    """The tokens of each number, together."""
    run: list[Token] = []
    for token in _tokens(text, grammar):
        if run and not _goes_on(run, token, text, grammar):
            yield run
            run = []
        if run or token.kind in ("digits", "ratio", "share", "word") or _is_ten(token, text, grammar):
            run.append(token)
    if run:
        yield run


def _is_ten(token: Token, text: str, grammar: Grammar) -> bool:
    """Whether the token is the Chinese ten, the one scale word that is a number alone: 十家, not 几十家."""
    if grammar.words.spaced or token.kind != "scale" or token.value != 10:
        return False
    return not re.search("[几数第双多]$", text[: token.start]) and not re.match("[分足字]", text[token.end :])


def _tokens(text: str, grammar: Grammar) -> Iterator[Token]:
    """Digit strings, number words and scale words outside dates and names."""
    closed = _closed(text, grammar)
    for match in grammar.token.finditer(text):
        start, end = match.span()
        if any(a < end and start < b for a, b in closed):
            continue
        kind, value = _value(match, grammar)
        if value is not None:
            yield Token(kind, value, start, end)


def _closed(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """The places whose digits are no quantities: names, and dates that cannot be anything else."""
    spans = [m.span() for m in grammar.names.finditer(text)]
    for date in _dates(text, grammar.language):
        if date.month or date.relative or not date.text.isdecimal() or grammar.year_intro.search(text[: date.start]):
            spans.append((date.start, date.end))
    return spans


def _value(match: re.Match[str], grammar: Grammar) -> tuple[str, Fraction | None]:
    """The kind of a token and what it is worth; None where it is no number in this language."""
    text = match[0].casefold()
    if match["share"] is not None:
        return "share", _share(match, grammar)
    if match["half"] is not None:
        return "half", Fraction(1, 2)
    if match["digits"] is not None:
        return ("ratio", _ratio(text)) if "/" in text else ("digits", _number(text, grammar))
    if match["word"] is not None:
        return "word", Fraction(grammar.numbers[text])
    return "scale", Fraction(grammar.scales.get(text) or grammar.scales[text.removesuffix("s")])


def _share(match: re.Match[str], grammar: Grammar) -> Fraction | None:
    """The worth of a fraction in words."""
    if not match["n"]:
        return Fraction(1, 2)
    names = grammar.numbers | (grammar.words.parts or {}) | {"十": 10}
    top, bottom = (names.get(t.casefold()) or int(t) for t in (match["n"], match["d"] or match["d2"]))
    return Fraction(top, bottom) if 0 < top < bottom else None


def _ratio(text: str) -> Fraction | None:
    """A proper fraction in digits: "1/3", not "24/7"."""
    top, bottom = map(int, text.split("/"))
    return Fraction(top, bottom) if 0 < top < bottom else None


def _number(text: str, grammar: Grammar) -> Fraction | None:
    """A digit string as the locale reads it; None where the locale would not write it so."""
    sign, digits = (-1, text[1:]) if text[0] in "-−" else (1, text)
    if re.match(r"0\d", digits):
        return None
    try:
        digits = digits.replace(" ", grammar.group)
        return sign * Fraction(parse_decimal(digits, locale=_locale(grammar.language), strict=True))
    except NumberFormatError:
        return None


def _goes_on(run: list[Token], token: Token, text: str, grammar: Grammar) -> bool:
    """Whether the token belongs to the number that the run has begun."""
    last, spaced = run[-1], grammar.words.spaced
    if not grammar.join.fullmatch(text, last.end, token.start) or last.kind == "ratio":
        return False
    if token.kind == "scale":
        return True
    if token.kind == "half":
        return last.kind != "share"
    after_scale = last.kind == "scale" and token.value < last.value
    if token.kind == "word":
        after_ten = last.kind == "word" and last.value >= 10 and last.value % 10 == 0 and token.value < 10
        return (after_scale or after_ten) and not (spaced and run[0].kind == "digits")
    return token.kind == "digits" and after_scale and not spaced and last.end == token.start


def _read(run: list[Token], text: str) -> Found:
    """The number a run of tokens spells."""
    start, end = run[0].start, run[-1].end
    exact, stem = _total(run, text), list(run)
    while len(stem) > 1 and stem[-1].kind == "scale":
        stem.pop()
    base = _total(stem, text)
    scale = exact / base if base else Fraction(1)
    percent = bool(PERCENT.match(text, end)) or text.endswith("百分之", 0, start)
    share = run[0].kind in ("ratio", "share")
    return Found(_decimal(exact), start, end, text[start:end], exact, scale, percent, share)


def _decimal(exact: Fraction) -> Decimal:
    """The number as a Decimal, a third and its like to 28 digits."""
    if exact.denominator == 1:
        return Decimal(exact.numerator)
    return Context(prec=28).divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _total(run: list[Token], text: str) -> Fraction:
    """What the tokens add up to: a scale multiplies what stands right before it and every smaller part."""
    parts: list[Fraction] = []
    last, scale = "", Fraction(1)
    for token in run:
        if token.kind == "scale":
            scale = token.value
            part = parts.pop() if parts else Fraction(0)
            if last == "scale" or part < scale:
                while parts and parts[-1] < scale:
                    part += parts.pop()
            parts.append((part or 1) * scale)
        else:
            parts.append(token.value * (scale if token.kind == "half" else _tail(run, token, text)))
        last = token.kind
    return sum(parts, Fraction(0))


def _tail(run: list[Token], token: Token, text: str) -> Fraction:
    """What a last Chinese digit right after a scale counts in: tenths of the scale, since 一万五 is 15,000."""
    if token is not run[-1] or len(run) < 2 or text[token.start] not in _ZH or token.end != token.start + 1:
        return Fraction(1)
    before = run[-2]
    return before.value / 10 if before.value >= 100 and before.end == token.start else Fraction(1)


def _carry(first: Found, second: Found, text: str) -> Found:
    """The first number of a range with the scale and the percent sign of the second: "5 to 10 million"."""
    if first.share or second.share or not RANGE.fullmatch(text, first.end, second.start):
        return first
    carried = first.scale == 1 and first.exact * second.scale < second.exact
    exact = first.exact * (second.scale if carried else 1)
    percent = first.percent or second.percent
    return replace(first, value=_decimal(exact), exact=exact, percent=percent)


def states(value: Decimal | int | Fraction, text: str, language: str, unit: str | None = None) -> bool:
    """Whether the text states exactly this value.

    With a unit, the number must have a percent sign or word if the unit is 'percent', and must have none otherwise.
    A fraction with endless decimals ("one-third") is stated by its value to four significant digits.
    """
    wanted = Fraction(value)
    found = quantities(text, language)
    return any(_agrees(wanted, f) for f in found if unit is None or f.percent == (unit == "percent"))


def _agrees(wanted: Fraction, found: Found) -> bool:
    """Whether the number found is the one wanted."""
    if wanted == found.exact or not found.share:
        return wanted == found.exact
    rounded = _four(found.exact)
    return Fraction(rounded) != found.exact and _four(wanted) == rounded


def _four(number: Fraction) -> Decimal:
    """The number to four significant digits."""
    return Context(prec=4).divide(Decimal(number.numerator), Decimal(number.denominator))


# --- dates ------------------------------------------------------------------------------------------------------------

Partial = tuple[int | None, int | None, int | None]
LEAP = 2000  # a year that has every day, for dates without one
YEAR = r"(?:199\d|20\d\d|2100)"


@dataclass(frozen=True)
class FoundDate:
    """A date a text states, as far as it states it, and where.

    `relative` counts from the day of the source: ("year", -1) is last year, ("latest", -1) the "last" of "last August".
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str
    relative: tuple[str, int] | None = None


RELATIVE: dict[str, dict[str, tuple[str, int]]] = {
    "en": {
        "last year": ("year", -1), "this year": ("year", 0), "next year": ("year", 1),
        "last month": ("month", -1), "this month": ("month", 0), "next month": ("month", 1),
        "yesterday": ("day", -1), "today": ("day", 0), "tomorrow": ("day", 1),
    },
    "vi": {
        "năm ngoái": ("year", -1), "năm nay": ("year", 0),
        "tháng trước": ("month", -1), "tháng này": ("month", 0), "tháng tới": ("month", 1),
        "hôm qua": ("day", -1), "hôm nay": ("day", 0), "ngày mai": ("day", 1),
    },
    "zh": {
        "去年": ("year", -1), "今年": ("year", 0), "明年": ("year", 1),
        "上个月": ("month", -1), "上月": ("month", -1), "本月": ("month", 0), "这个月": ("month", 0),
        "下个月": ("month", 1),
        "昨天": ("day", -1), "昨日": ("day", -1), "今天": ("day", 0), "今日": ("day", 0), "明天": ("day", 1),
    },
}
# "hai tháng trước" is two months ago, not last month
_COUNTED = (*_VI_ONES, "vài", "nhiều", "mấy", "những", "các")
_NOT_COUNTED = "".join(rf"(?<!\b{w} )" for w in _COUNTED) + r"(?<!\d )"
_MONTH_FIRST = {"last": ("latest", -1), "this": ("year", 0)}
_VI_MONTHS = ("giêng", "hai", "ba", "tư", *_VI_ONES[4:], "mười một", "mười hai")
_MORE_MONTHS: dict[str, dict[str, int]] = {
    "en": {"Sept": 9},
    "vi": {f"tháng {w}": n for n, w in enumerate(_VI_MONTHS, 1)} | {"tháng một": 1, "tháng chạp": 12},
}
# the press of these languages writes day.month; the words that may stand before such a date
_DOTTED = {
    "vi": r"ngày|hôm|sáng|trưa|chiều|tối|đêm|từ|đến|tới|và|vào",
    "de": r"am|vom|bis|zum|ab|den|und",
}
_BEFORE_MONTH = r"\b(?:in|of|since|by|until|from|to|and|during|through|before|after|early|late|mid|as of)[ -]$"
_NO_UNIT = r"(?!\d|[.,/]\d| ?%| per ?cent| ?(?:{scales})\b)"
_NO_DIGIT = r"(?!\d|[.,/-]\d)"
_ZH_YEAR = r"(?P<y>\d{4}|[〇零一二三四五六七八九]{4})年"
_ZH_MONTH = r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])月"
_ZH_DAY = r"(?:(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号號])"
# these characters mean the same date in every language
_CHINESE = (
    re.compile(rf"(?<!\d)(?:{_ZH_YEAR}|(?P<rel>去年|今年|明年))?(?<!\d){_ZH_MONTH}{_ZH_DAY}?"),
    re.compile(rf"(?<!\d){_ZH_YEAR}"),
)


@dataclass(frozen=True)
class Calendar:
    """The compiled date patterns of one language, most telling first, and what its names stand for."""

    patterns: tuple[re.Pattern[str], ...]
    months: dict[str, int]
    bare: frozenset[str]
    relative: dict[str, tuple[str, int]]
    weekdays: dict[str, int]
    weekday: re.Pattern[str]


@lru_cache
def _calendar(language: str) -> Calendar:
    """The date patterns of a language, made once."""
    locale = _locale(language)
    wide = {n.casefold() for n in locale.months["format"]["wide"].values()}
    more = {n.casefold() for n in _MORE_MONTHS.get(locale.language, {})}
    months = {n.strip("."): m for kind in ("abbreviated", "wide") for m, n in locale.months["format"][kind].items()}
    months |= _MORE_MONTHS.get(locale.language, {})
    relative = RELATIVE.get(locale.language, {})
    patterns = _numeric(locale)
    if not any(n[0].isdecimal() for n in months):
        patterns += _named(months, relative, locale)
    patterns += _dotted(locale)
    edge = "" if locale.language == "zh" else r"\b"
    if locale.language == "vi":
        edge += r"(?=[hnt])" + _NOT_COUNTED  # the first letter first, for speed
    patterns += [_bare_year(), rf"{edge}(?P<rel>(?i:{_any(relative)}))(?!{LETTER})"]
    scales = _any(_scales(locale, WORDS.get(locale.language, _NONE)))
    flags = 0 if all(n[0].isupper() for n in months) else re.I
    compiled = tuple(re.compile(p.replace("{scales}", scales), flags) for p in patterns)
    numbers = {n.casefold(): m for n, m in months.items()}
    return Calendar(compiled, numbers, frozenset(wide | more), relative, *_weekday_rules(locale))


def _bare_year() -> str:
    """A pattern for a year by itself, not cut out of a longer number and not a count of thousands or millions."""
    before = rf"(?:(?<![\w\-/.,$€])|(?<={YEAR}[-–—])|(?<=mid-)|(?<=end-)|(?<=late-)|(?<=early-))"
    after = rf"(?![\d_]|[.,/:]\d|-(?!{YEAR})\d|-?{LETTER}| ?%| ?(?:{{scales}})\b)"
    return rf"{before}(?P<y>{YEAR}){after}"


def _numeric(locale: Locale) -> list[str]:
    """Patterns for dates in digits; where the locale's own order of day and month makes no date, the other is tried."""
    short = locale.date_formats["short"].pattern
    order = ("d", "m") if short.index("d") < short.index("M") else ("m", "d")
    return [
        rf"(?<![\d\-/.])(?P<y>{YEAR})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_NO_DIGIT}",
        rf"(?<![\w\-/.])(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])(?![\d-])",
        *(rf"(?<![\d.,/\-])(?P<{a}>\d{{1,2}})(?P<sep>[-/.])(?P<{b}>\d{{1,2}})(?P=sep)(?P<y>{YEAR}){_NO_DIGIT}"
          for a, b in (order, order[::-1])),
        rf"(?<![\w.,/\-])(?P<m>\d{{1,2}})/(?P<y>{YEAR}){_NO_DIGIT}",
    ]


def _named(months: dict[str, int], relative: dict[str, tuple[str, int]], locale: Locale) -> list[str]:
    """Patterns for dates with the name of a month."""
    name = rf"\b(?P<mon>{_any(months)})\b"
    rel = rf"(?P<rel>(?i:{_any(r for r, (unit, _) in relative.items() if unit == 'year')}))"
    tail = rf"(?:[ ,./-]{{1,3}}(?:năm |of )?(?P<y>{YEAR})(?!\d|[.,]\d)|,? {rel})?"
    long = locale.date_formats["long"].pattern
    day_last = locale.language == "en" or long.index("M") < long.index("d")
    patterns = [rf"(?<![\d.,/])(?P<d>\d{{1,2}})(?:st|[nr]d|th|\.)? (?:of )?{name}{tail}"]
    if day_last:
        year = rf"(?:,? (?P<y>{YEAR})(?!\d|[.,]\d)|,? {rel})?"
        patterns.append(rf"{name}\.? (?P<d>\d{{1,2}})(?:st|[nr]d|th)?\b{_NO_UNIT}{year}")
    return [*patterns, rf"(?<!next )(?:(?P<first>(?i:last|this)) )?{name}{tail}"]


def _dotted(locale: Locale) -> list[str]:
    """Patterns for day.month and month.year, in the languages whose press writes them so."""
    if locale.language not in _DOTTED:
        return []
    before = rf"(?:^|(?<=[(\[–-])|(?<=[(\[–-] )|(?<=\d, )|\b(?i:{_DOTTED[locale.language]}) )"
    return [
        rf"(?<![\w.,/\-])(?P<m>\d{{1,2}})\.(?P<y>{YEAR}){_NO_DIGIT}",
        rf"{before}(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}}){_NO_UNIT}",
        rf"\b(?i:ngày|hôm|sáng|trưa|chiều|tối|đêm) (?P<d>\d{{1,2}})/(?P<m>\d{{1,2}}){_NO_UNIT}",
    ]


def dates(text: str, language: str) -> list[FoundDate]:
    """Every date the text states, whole or in part, in order; positions are those in the folded text."""
    return list(_dates(fold(text), language))


@lru_cache(maxsize=4096)
def _dates(text: str, language: str) -> tuple[FoundDate, ...]:
    """The dates of a folded text; where two readings overlap, the more telling one."""
    calendar = _calendar(language)
    found: list[FoundDate] = []
    chinese = _CHINESE if "年" in text or "月" in text else ()
    for pattern in (*chinese, *calendar.patterns):
        for match in pattern.finditer(text):
            if not any(f.start < match.end() and match.start() < f.end for f in found):
                found += _date(match, calendar)
    return tuple(sorted(found, key=lambda f: f.start))


def _date(match: re.Match[str], calendar: Calendar) -> list[FoundDate]:
    """The date a match states; none if there is no such day or the month's name is another word."""
    parts = match.groupdict()
    name = (parts.get("mon") or "").casefold()
    year, day = _int(parts.get("y")), _int(parts.get("d"))
    month = calendar.months[name] if name else _int(parts.get("m"))
    rel, first = ((parts.get(k) or "").casefold() for k in ("rel", "first"))
    relative = calendar.relative.get(rel) or RELATIVE["zh"].get(rel) or _MONTH_FIRST.get(first)
    if name and not (year or day or relative) and not _is_month(match, name, calendar):
        return []
    try:
        dt.date(year or LEAP, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return []
    return [FoundDate(year, month, day, *match.span(), match[0], relative)]


def _is_month(match: re.Match[str], name: str, calendar: Calendar) -> bool:
    """Whether a month's name alone means the month: not "Mar" alone, nor "May" unless a word like "in" comes before."""
    if name == "may":
        return bool(re.search(_BEFORE_MONTH, match.string[: match.start()], re.I))
    return name in calendar.bare


def _int(text: str | None) -> int | None:
    """The number that digits or Chinese numerals stand for: "19", 十九, 二〇二三."""
    if text is None or text.isdecimal():
        return int(text) if text else None
    if "十" in text:
        tens, ones = text.split("十")
        return 10 * ZH_DIGITS.get(tens, 1) + ZH_DIGITS.get(ones, 0)
    return int("".join(str(ZH_DIGITS[c]) for c in text))


# --- weekdays ---------------------------------------------------------------------------------------------------------


def _weekday_rules(locale: Locale) -> tuple[dict[str, int], re.Pattern[str]]:
    """What the names of weekdays stand for (Monday 0), and the pattern that finds them in group w or w2."""
    days = dict(locale.days["format"]["wide"].items())
    names = {n.casefold(): d for d, n in days.items()}
    if locale.language == "zh":
        ends = {c: d for d, c in enumerate("一二三四五六日")} | {"天": 6}
        names |= {p + c: d for p in ("星期", "周", "礼拜") for c, d in ends.items()}
        return names, re.compile(rf"(?<!下)(?P<w>{_any(names)})(?![次个篇])(?P<w2>)")
    if locale.language != "vi":
        flags = 0 if days[0][0].isupper() else re.I
        return names, re.compile(rf"(?<!next )\b(?P<w>{_any(days.values())})\b(?P<w2>)", flags)
    names |= {f"thứ {d + 2}": d for d in range(6)}
    # "thứ hai" is also "second": a weekday if written "thứ Hai", or after a word for a time of day
    capital = "|".join(f"(?i:{n.split()[0]}) {n.split()[1]}" for n in days.values())
    after = r"\b(?i:hôm|vào|ngày|sáng|trưa|chiều|tối|đêm) "
    return names, re.compile(rf"(?<!ần )\b(?P<w>{capital}|(?i:chủ nhật))\b|{after}(?P<w2>(?i:{_any(names)}))\b")


def weekdays(text: str, language: str) -> set[int]:
    """The weekdays the text names, Monday as 0."""
    return {day for day, _, _ in _weekday_places(fold(text), language)}


def _weekday_places(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Each weekday named in a folded text, and where."""
    calendar = _calendar(language)
    for match in calendar.weekday.finditer(text):
        group = "w" if match["w"] else "w2"
        yield calendar.weekdays[match[group].casefold()], *match.span(group)


# --- is this date stated? ---------------------------------------------------------------------------------------------


def states_date(date: str, text: str, language: str, year_from: str | None = None) -> bool:
    """Whether the text states the date (YYYY, YYYY-MM or YYYY-MM-DD) in every part that the date has.

    `year_from`, the day, month or year in which the source came out, supplies the year where the text leaves it out,
    and the sense of "last year", "this month" and "on Monday".
    """
    wanted, source = _parts(date), _parts(year_from) if year_from else None
    for found in dates(text, language):
        for reading in _readings(found, source):
            if all(w is None or w == r for w, r in zip(wanted, reading, strict=True)):
                return True
    return _on_weekday(wanted, source, fold(text), language)


def _parts(date: str) -> Partial:
    """Year, month and day of a date, None for what it leaves out; ValueError if there is no such date."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", date)
    if not match:
        raise ValueError(f"{date!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(p) if p else None for p in match.groups())
    dt.date(int(match[1]), month or 1, day or 1)
    return year, month, day


def _readings(found: FoundDate, source: Partial | None) -> Iterator[Partial]:
    """What a date in the text can mean in a source that came out then."""
    unit, offset = found.relative or ("", 0)
    if found.year:
        yield found.year, found.month, found.day
    elif not source or source[0] is None:
        return
    elif unit == "day" and source[1] and source[2]:
        day = dt.date(source[0], source[1], source[2]) + dt.timedelta(days=offset)
        yield day.year, day.month, day.day
    elif unit == "month" and source[1]:
        months = source[0] * 12 + source[1] - 1 + offset
        yield months // 12, months % 12 + 1, None
    elif unit not in ("day", "month"):
        for year in _years(found, source[0], source[1]):
            yield year, found.month, found.day


def _years(found: FoundDate, year: int, month: int | None) -> set[int]:
    """The years that a date without a year can mean in a source of this year and month.

    A plain month is of the source's year, or of the year before if it comes later than the source's month. "Last
    August" is of the year before, or of the source's year if August was already over.
    """
    unit, offset = found.relative or ("", 0)
    if unit == "year":
        return {year + offset}
    if unit == "latest":
        return {year - 1} | ({year} if month and found.month and found.month < month else set())
    return {year} | ({year - 1} if month and found.month and found.month > month else set())


def _on_weekday(wanted: Partial, source: Partial | None, text: str, language: str) -> bool:
    """Whether the text names only the weekday of this day, and the source came out that day or up to a week later."""
    if not source or None in wanted or None in source:
        return False
    day, published = dt.date(*wanted), dt.date(*source)
    if not 0 <= (published - day).days <= 7:
        return False
    whole = [d for d in _dates(text, language) if d.day]
    return any(
        weekday == day.weekday() and not any(_touch(d, start, end, text) for d in whole)
        for weekday, start, end in _weekday_places(text, language)
    )


def _touch(date: FoundDate, start: int, end: int, text: str) -> bool:
    """Whether a weekday stands right by a date of its own, as in "Tuesday, May 16"."""
    gap = text[end : date.start] if end <= date.start else text[date.end : start]
    return bool(re.fullmatch(r"[ ,(（)）]*(?:the |ngày )?", gap))
