"""The receipt check: quotations stand in the archive once; values and dates stand in them, or in our sentence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from small import SMALL, cases, change, copy, found_in, problems

from macros.facts.reader import load
from macros.facts.receipts import plain, quotation_problem, sentences
from macros.facts.records import Evidence
from macros.facts.store import Data, evidence_of
from tools import ROOT


@pytest.fixture(scope="module")
def small() -> Data:
    """The small data set as it is."""
    return load(SMALL)


@cases("receipts")
def test_a_receipt_that_does_not_hold_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


@pytest.mark.parametrize(("quote", "more"), [
    ("the kettles whistle", {"before": "In the hall"}),
    ("the kettles whistle", {"before": "Here"}),
    ("the kettles whistle", {"after": "."}),
    ("kettles were blue", {}),  # across the end of a line
    ("kettles  were\n blue", {}),
])
def test_a_quotation_holds(quote: str, more: dict[str, str], small: Data) -> None:
    found = quotation_problem(small, Evidence(source="en-text", quote=quote, **more))
    assert (found is None) == (more != {"after": "."})


def test_letters_are_compared_after_normalisation_only(small: Data) -> None:
    assert quotation_problem(small, Evidence(source="vi-text", quote="Đây là một văn ba\u0309n thử")) is None
    assert quotation_problem(small, Evidence(source="vi-text", quote="Day la mot van ban thu")) is not None
    assert quotation_problem(small, Evidence(source="en-text", quote="kettles were Blue")) is not None


@pytest.mark.parametrize(("old", "new"), [
    ("value: 2500000", "value: 2500000.0"),  # the same number
    ("value: 40\n", "value: 40.0\n"),
    ("value: 1250", "value: 1_250"),
    ("as_of: 2024-06-10", "as_of: 2024-06"),  # no date in the sentence
    ("as_of: 2024-05-03", "as_of: 2024-05"),  # coarser than the sentence
    ("as_of: 2025-01\n", "as_of: 2025-01-31\n"),  # finer than the sentence
])
def test_what_says_the_same_passes(old: str, new: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/figures.yml", old, new)
    assert problems(root) == []


@pytest.mark.parametrize(("statement", "fits"), [
    ("More than 40 per cent of the kettles were blue.", "more-than"),
    ("No more than 40 per cent of the kettles were blue.", "up-to"),
    ("Not more than 40 per cent of the kettles were blue.", "up-to"),
    ("Nearly 40 per cent of the kettles were blue.", "nearly"),
    ("Fewer than 40 per cent of the kettles were blue.", "less-than"),
    ("No fewer than 40 per cent of the kettles were blue.", "at-least"),
    ("Of more than 90 kettles 40 per cent were blue.", "exact"),
    ("All over 40 per cent were blue.", "more-than"),
    ("It was moreover 40 per cent.", "exact"),
])
def test_the_sentence_bounds_the_value_as_the_record_does(statement: str, fits: str, small: Data) -> None:
    for bound in small.vocab["bounds"]:
        figure = small.figures["blue-share"].model_copy(update={"statement": statement, "bound": bound})
        told = list(sentences(replace(small, figures={figure.id: figure})))
        assert (told == []) == (bound == fits), bound


def test_evidence_is_found_at_every_depth(small: Data) -> None:
    dispute = small.disputes["how-many-kettles"]
    assert [(path, e.source) for path, e in evidence_of(dispute)] == [
        (("readings", 0, "evidence", 0), "en-text"), (("readings", 1, "evidence", 0), "plain-page")]


@pytest.mark.parametrize(("value", "text"), [("1750000000000", "1750000000000"), ("8.60", "8.6"), ("40.0", "40"),
                                             ("0.3333", "0.3333"), ("1E+6", "1000000")])
def test_numbers_are_printed_plainly(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_every_archived_text_is_quoted_and_no_other() -> None:
    data = load(ROOT)
    found = [e for records in data.kinds.values() for record in records.values() for _, e in evidence_of(record)]
    quoted = {e.source for e in found if e.quote}
    assert quoted == set(data.texts)
