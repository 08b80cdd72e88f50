"""What numbers look like to a reader: a value is printed as itself or not at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.derive.words import fraction

NAMES = {"half": Fraction(1, 2), "one third": Fraction(1, 3), "a quarter": Fraction(1, 4),
         "two thirds": Fraction(2, 3), "three quarters": Fraction(3, 4), "one fifth": Fraction(1, 5)}


@pytest.mark.parametrize(("value", "printed"), [
    ("0.5", "half"), ("0.3333", "one third"), ("0.6667", "two thirds"), ("0.25", "a quarter"), ("0.1", "1/10"),
    ("0.95", "0.95"), ("0.37", "0.37"), ("0.123", "0.123"), ("0.333", "0.333"), ("0.3334", "0.3334"),
    ("0.33333", "0.33333"), ("0.5001", "0.5001"), ("0.1429", "1/7"), ("0.9999", "0.9999"), ("0.2001", "0.2001"),
])
def test_a_share_is_printed_as_the_fraction_it_is_or_as_it_is_written(value: str, printed: str) -> None:
    assert fraction(Decimal(value)) == printed


@given(st.decimals("0.0001", "0.9999", places=4))
def test_no_share_is_printed_as_another(value: Decimal) -> None:
    printed = fraction(value)
    worth = NAMES.get(printed) or Fraction(printed)
    assert worth == Fraction(value) or (round(worth, 4) == Fraction(value) and len(str(worth.denominator)) <= 2)
