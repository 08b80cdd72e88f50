"""Numbers, dates and lists as readers see them, of British English where no other language is asked for."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from macros.derive.tongues import ENGLISH, Tongue

LOCALE = ENGLISH.locale
_FRACTIONS = {Fraction(1, 2): "half", Fraction(1, 3): "one third", Fraction(1, 4): "a quarter",
              Fraction(2, 3): "two thirds", Fraction(3, 4): "three quarters", Fraction(1, 5): "one fifth"}


@lru_cache(maxsize=4096)
def number(value: Decimal | int, tongue: Tongue = ENGLISH) -> str:
    """A number with separators; a large one with the word of its scale, if that loses nothing.

    ``number(1048) == "1,048"``, ``number(1750000000000) == "1.75 trillion"``
    """
    value = Decimal(value)
    for scale, word in tongue.scales:
        short = value / scale
        if abs(short) >= 1 and short == round(short, tongue.places):
            return _decimal(short.normalize() + 0, tongue) + tongue.gap + word
    return _decimal(value, tongue)


def _decimal(value: Decimal, tongue: Tongue) -> str:
    return format_decimal(value, locale=tongue.locale, decimal_quantization=False)


def fraction(value: Decimal) -> str:
    """A share as the fraction that it is, or as it is written: ``fraction(Decimal("0.95")) == "0.95"``.

    A fraction with endless decimals is written with four: ``fraction(Decimal("0.3333")) == "one third"``.
    """
    near = Fraction(value).limit_denominator(10)
    four = Decimal(near.numerator) / Decimal(near.denominator)
    endless = near.denominator not in (1, 2, 4, 5, 8, 10)
    if near != Fraction(value) and not (endless and value == round(four, 4)):
        return number(value)
    return _FRACTIONS.get(near, f"{near.numerator}/{near.denominator}")


def value(record: Any, unit: str, tongue: Tongue = ENGLISH) -> str:
    """A value as text, with what its unit demands: ``1,048`` · ``29%`` · ``one third`` · ``60 million``."""
    if unit == "fraction" and tongue is ENGLISH:
        return fraction(record.value)
    high = getattr(record, "high", None)
    out = number(record.value, tongue)
    if high is not None:
        out += tongue.span + number(high, tongue)
    return out + ("%" if unit == "percent" else "")


@lru_cache(maxsize=4096)
def date(value: str, tongue: Tongue = ENGLISH) -> str:
    """A partial date: ``date("2022-10") == "October 2022"``, ``date("2023-05-19") == "19 May 2023"``."""
    day = dt.date.fromisoformat(value + "-01-01"[len(value) - 4:])
    pattern = {4: tongue.year, 7: tongue.month, 10: tongue.day}[len(value)]
    return format_date(day, pattern, locale=tongue.locale)


@lru_cache(maxsize=4096)
def short_date(value: str) -> str:
    """A partial date in little space: ``short_date("2023-05-19") == "19 May 2023"``, ``"Oct 2022"``."""
    if len(value) == 4:
        return value
    day = dt.date.fromisoformat(value if len(value) == 10 else value + "-01")
    return format_date(day, "d MMM y" if len(value) == 10 else "MMM y", locale=LOCALE)


def series(words: list[str]) -> str:
    """A list in a sentence: ``series(["a", "b", "c"]) == "a, b and c"``."""
    return format_list(words, locale=LOCALE)


def plural(count: int, one: str, many: str) -> str:
    """``plural(1, "row", "rows") == "1 row"``."""
    return f"{number(count)} {one if count == 1 else many}"
