"""Numbers, dates and lists as readers of British English see them, by Babel's locale data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

LOCALE = "en_GB"
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_FRACTIONS = {Fraction(1, 2): "half", Fraction(1, 3): "one third", Fraction(1, 4): "a quarter",
              Fraction(2, 3): "two thirds", Fraction(3, 4): "three quarters", Fraction(1, 5): "one fifth"}


@lru_cache(maxsize=4096)
def number(value: Decimal | int) -> str:
    """A number with separators; from a million on in words, if that loses nothing.

    ``number(1048) == "1,048"``, ``number(1750000000000) == "1.75 trillion"``
    """
    value = Decimal(value)
    for scale, word in _SCALES:
        short = value / scale
        if abs(short) >= 1 and short == round(short, 3):
            return f"{format_decimal(short.normalize() + 0, locale=LOCALE, decimal_quantization=False)} {word}"
    return format_decimal(value, locale=LOCALE, decimal_quantization=False)


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


def value(record: Any, unit: str) -> str:
    """A value as text, with what its unit demands: ``1,048`` · ``29%`` · ``one third`` · ``60 million``."""
    if unit == "fraction":
        return fraction(record.value)
    high = getattr(record, "high", None)
    out = number(record.value)
    if high is not None:
        out += f" to {number(high)}"
    return out + ("%" if unit == "percent" else "")


@lru_cache(maxsize=4096)
def date(value: str) -> str:
    """A partial date: ``date("2022-10") == "October 2022"``, ``date("2023-05-19") == "19 May 2023"``."""
    if len(value) == 4:
        return value
    day = dt.date.fromisoformat(value if len(value) == 10 else value + "-01")
    return format_date(day, "d MMMM y" if len(value) == 10 else "MMMM y", locale=LOCALE)


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
