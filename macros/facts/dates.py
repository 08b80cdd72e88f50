"""The dates a text states, whole or in part, read by the rules of its language.

Names of months and the order of day and month come from Babel's locale data. Chinese characters mean the
same date in every language; in a language that is not read, nothing but they and ISO dates do.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from macros.facts.languages import LANGUAGES, VI_ONES, ZH_DIGITS, any_of, language_of
from macros.facts.text import LETTER, fold

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
    },
    "vi": {
        "năm ngoái": ("year", -1), "năm nay": ("year", 0),
        "tháng trước": ("month", -1), "tháng này": ("month", 0), "tháng tới": ("month", 1),
    },
    "zh": {
        "去年": ("year", -1), "今年": ("year", 0), "明年": ("year", 1),
        "上个月": ("month", -1), "上月": ("month", -1), "本月": ("month", 0), "这个月": ("month", 0),
        "下个月": ("month", 1),
    },
}
# "hai tháng trước" is two months ago, not last month
_COUNTED = (*VI_ONES, "vài", "nhiều", "mấy", "những", "các")
_NOT_COUNTED = "".join(rf"(?<!\b{w} )" for w in _COUNTED) + r"(?<!\d )"
_MONTH_FIRST = {"last": ("latest", -1), "this": ("year", 0)}
_VI_MONTHS = ("giêng", "hai", "ba", "tư", *VI_ONES[4:], "mười một", "mười hai")
_MORE_MONTHS: dict[str, dict[str, int]] = {
    "en": {"Sept": 9},
    "vi": {f"tháng {w}": n for n, w in enumerate(_VI_MONTHS, 1)} | {"tháng một": 1, "tháng chạp": 12},
}
# the press of these languages writes day.month; the words that may stand before such a date
_DOTTED = {"vi": r"ngày|hôm|sáng|trưa|chiều|tối|đêm|từ|đến|tới|và|vào"}
_BEFORE_MONTH = r"\b(?:in|of|since|by|until|from|to|and|during|through|before|after|early|late|mid|as of)[ -]$"
_NO_UNIT = r"(?!\d|[.,/]\d| ?%| per ?cent| ?(?:{scales})\b)"
_NO_DIGIT = r"(?!\d|[.,/-]\d)"
# a year by itself, not cut out of a longer number and not a count of thousands or millions
_BARE_YEAR = (rf"(?:(?<![\w\-/.,$€])|(?<={YEAR}[-–—])|(?<=mid-)|(?<=end-)|(?<=late-)|(?<=early-))(?P<y>{YEAR})"
              rf"(?![\d_]|[.,/:]\d|-(?!{YEAR})\d|-?{LETTER}| ?%| ?(?:{{scales}})\b)")
_ISO = rf"(?<![\d\-/.])(?P<y>{YEAR})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_NO_DIGIT}"
_ZH_YEAR = r"(?P<y>\d{4}|[〇零一二三四五六七八九]{4}) ?年 ?"
_ZH_MONTH = r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九]) ?月 ?"
_ZH_DAY = r"(?:(?P<d>\d{1,2}|(?:[二三]?十|廿)[一二三四五六七八九]?|[一二三四五六七八九]) ?[日号號])"
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


@lru_cache
def _calendar(language: str) -> Calendar:
    """The date patterns of a language, made once."""
    if language not in RELATIVE:
        return Calendar((re.compile(_ISO),), {}, frozenset(), {})
    locale = Locale.parse(language)
    wide = {n.casefold() for n in locale.months["format"]["wide"].values()}
    more = {n.casefold() for n in _MORE_MONTHS.get(language, {})}
    months = {n.strip("."): m for kind in ("abbreviated", "wide") for m, n in locale.months["format"][kind].items()}
    months |= _MORE_MONTHS.get(language, {})
    relative = RELATIVE[language]
    patterns = _numeric(locale)
    if not any(n[0].isdecimal() for n in months):
        patterns += _named(months, relative, locale)
    patterns += _dotted(language)
    edge = "" if language == "zh" else r"\b"
    if language == "vi":
        edge += r"(?=[nt])" + _NOT_COUNTED  # the first letter first, for speed
    patterns += [_BARE_YEAR, rf"{edge}(?P<rel>(?i:{any_of(relative)}))(?!{LETTER})"]
    scales = any_of(LANGUAGES[language].scales)
    flags = 0 if all(n[0].isupper() for n in months) else re.I
    compiled = tuple(re.compile(p.replace("{scales}", scales), flags) for p in patterns)
    numbers = {n.casefold(): m for n, m in months.items()}
    return Calendar(compiled, numbers, frozenset(wide | more), relative)


def _numeric(locale: Locale) -> list[str]:
    """Patterns for dates in digits; where the locale's own order of day and month makes no date, the other is tried."""
    short = locale.date_formats["short"].pattern
    order = ("d", "m") if short.index("d") < short.index("M") else ("m", "d")
    return [
        _ISO,
        rf"(?<![\w\-/.])(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])(?![\d-])",
        *(rf"(?<![\d.,/\-])(?P<{a}>\d{{1,2}})(?P<sep>[-/.])(?P<{b}>\d{{1,2}})(?P=sep)(?P<y>{YEAR}){_NO_DIGIT}"
          for a, b in (order, order[::-1])),
        rf"(?<![\w.,/\-])(?P<m>\d{{1,2}})/(?P<y>{YEAR}){_NO_DIGIT}",
    ]


def _named(months: dict[str, int], relative: dict[str, tuple[str, int]], locale: Locale) -> list[str]:
    """Patterns for dates with the name of a month."""
    name = rf"\b(?P<mon>{any_of(months)})\b"
    rel = rf"(?P<rel>(?i:{any_of(r for r, (unit, _) in relative.items() if unit == 'year')}))"
    tail = rf"(?:[ ,./-]{{1,3}}(?:năm |of )?(?P<y>{YEAR})(?!\d|[.,]\d)|,? {rel})?"
    long = locale.date_formats["long"].pattern
    day_last = locale.language == "en" or long.index("M") < long.index("d")
    patterns = [rf"(?<![\d.,/])(?P<d>\d{{1,2}})(?:st|[nr]d|th|\.)? (?:of )?{name}{tail}"]
    if day_last:
        year = rf"(?:,? (?P<y>{YEAR})(?!\d|[.,]\d)|,? {rel})?"
        patterns.append(rf"{name}\.? (?P<d>\d{{1,2}})(?:st|[nr]d|th)?\b{_NO_UNIT}{year}")
    return [*patterns, rf"(?<!next )(?:(?P<first>(?i:last|this)) )?{name}{tail}"]


def _dotted(language: str) -> list[str]:
    """Patterns for day.month and month.year, in the languages whose press writes them so."""
    if language not in _DOTTED:
        return []
    before = rf"(?:^|(?<=[(\[–-])|(?<=[(\[–-] )|(?<=\d, )|\b(?i:{_DOTTED[language]}) )"
    return [
        rf"(?<![\w.,/\-])(?P<m>\d{{1,2}})\.(?P<y>{YEAR}){_NO_DIGIT}",
        rf"{before}(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}}){_NO_UNIT}",
        rf"\b(?i:ngày|hôm|sáng|trưa|chiều|tối|đêm) (?P<d>\d{{1,2}})/(?P<m>\d{{1,2}}){_NO_UNIT}",
    ]


def dates(text: str, language: str) -> list[FoundDate]:
    """Every date the text states, whole or in part, in order; positions are those in the folded text.

    ``[(d.year, d.month, d.day) for d in dates("on 3 May 2024", "en")] == [(2024, 5, 3)]``
    """
    return list(dates_of_folded(fold(text), language_of(language)))


def after_year_word(text: str, start: int) -> bool:
    """Whether a number that begins there comes after a word that stands before a year and nothing else.

    ``after_year_word("in 2022", 3) is True``
    """
    return bool(re.search(r"\b(?:in|since|năm|year) $", text[:start], re.I))


@lru_cache(maxsize=4096)
def dates_of_folded(text: str, language: str) -> tuple[FoundDate, ...]:
    """The dates of a text folded already; where two readings overlap, the more telling one.

    ``[d.text for d in dates_of_folded("in May 2024", "en")] == ["May 2024"]``
    """
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
    if "十" in text or "廿" in text:
        tens, ones = text.replace("廿", "二十").split("十")
        return 10 * ZH_DIGITS.get(tens, 1) + ZH_DIGITS.get(ones, 0)
    return int("".join(str(ZH_DIGITS[c]) for c in text))


# --- is this date stated? ---------------------------------------------------------------------------------------------


def states_date(date: str, text: str, language: str, year_from: str | None = None) -> bool:
    """Whether the text states the date (YYYY, YYYY-MM or YYYY-MM-DD) in every part that the date has.

    `year_from`, the day, month or year in which the source came out, supplies the year where the text leaves it out,
    and the sense of "last year" and "this month".

    ``states_date("2024-05-03", "on 3 May", "en", "2024-06") is True``
    """
    wanted, source = _parts(date), _parts(year_from) if year_from else None
    return any(all(w in (None, r) for w, r in zip(wanted, reading, strict=True))
               for found in dates(text, language) for reading in _readings(found, source))


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
    elif unit == "month" and source[1]:
        months = source[0] * 12 + source[1] - 1 + offset
        yield months // 12, months % 12 + 1, None
    elif unit != "month":
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
