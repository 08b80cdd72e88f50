"""What a number in our own words may rest on: evidence, typed fields, dates of what is named, articles, rows, names."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints

import pytest
from small import cases, change, copy, found_in

from macros.facts.grounds import numbers
from macros.facts.prose import fields, holds
from macros.facts.reader import load
from macros.facts.records import KINDS, PARTS, Text


@cases("prose")
def test_a_number_that_rests_on_nothing_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


OLD = "It is not said how loudly."


def left(folder: Path, note: str, more: tuple[str, str] | None = None) -> list[str]:
    """The problems with the numbers in a note of a statement that says the kettles whistle, on 20 June 2024."""
    root = copy(folder)
    change(root, "data/statements.yml", OLD, note)
    if more:
        change(root, "data/statements.yml", *more)
    return [problem.message.split("'")[1] for problem in numbers(load(root))]


@pytest.mark.parametrize("note", [
    "Said on 20 June 2024, in June, in 2024.",  # its own date
    "Two sources and one paper.", "By one report.", "First of all.",  # order and normal English
    "There were {kettles} by {kettles as_of}, and {filed 2024} rows.",  # references
    "Articles 1 and 2 of the Kettle Rules, and Art. 2(3), say so.",  # of an instrument the text names
    "Numbers 1 to 3 and number 4 are meant.",  # rows of the lists
    "It was in the first half of 2024, in the second quarter.",  # where its date lies
    "Route 66 leads there, and kettles24.example.com tells of it.",  # names
])
def test_a_number_that_rests_on_something(note: str, tmp_path: Path) -> None:
    assert left(tmp_path, note.replace("Two sources", "A source")) == []


WORDS = ("    before: In the hall\n", "    before: In the hall\n  - source: {}\n    words: {}\n")


@pytest.mark.parametrize(("words", "note", "found"), [
    ("累计1112款", "There are 1,112.", []), ("累计1112款", "There are 1,113.", ["1,113"]),
    ("more than 2,500 firms", "Over 2,500 firms.", []), ("29% of the total", "It is 29 per cent.", []),
    ("29 of the total", "It is 29 per cent.", ["29"]), ("29% of the total", "There were 29.", ["29"]),
    ("the H200 chips", "The H200.", []), ("the H200 chips", "There were 200.", ["200"]),
    ("第二批", "The second batch.", []), ("第二批", "The third batch.", ["third"]),
    ("on 3 March 2021", "On 3 March 2021.", []), ("on 3 March 2021", "On 4 March 2021.", ["4 March 2021"]),
    ("on 3 March 2021", "In March 2021.", []), ("twice as many", "Twice as many.", []),
])
def test_a_number_rests_on_the_words_of_the_evidence(words: str, note: str, found: list[str], tmp_path: Path) -> None:
    more = WORDS[0], WORDS[1].format("old-book" if words.isascii() else "plain-page", words)
    assert left(tmp_path, note, more) == found


# Fields of text whose words are names, or of others; all others are our own and prove their numbers.
NAMES = {
    "title", "publisher", "text", "relayed_by", "said_by", "name", "name_zh", "name_en", "short", "also", "place",
    "co_issuers", "chapter", "court", "number", "where", "en", "zh", "pinyin", "vi", "home", "names",
    "whole_word_only", "label", "keywords", "quote", "before", "after", "words", "copied_at", "through", "locator",
    "rendering", "provider", "provider_zh", "filing_number", "official_number"}


def test_every_field_of_text_is_a_name_or_our_own_words() -> None:
    found = {name for model in (*KINDS.values(), *PARTS.values())
             for name, hint in get_type_hints(model, include_extras=True).items()
             if holds(hint, Text) and name not in fields(model)}
    assert found - NAMES == set()
    assert {"note", "summary", "statement", "why", "label", "verdict", "title"} <= {
        name for model in KINDS.values() for name in fields(model)}


def test_a_sum_rests_on_its_terms(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/series.yml", "Tickets of both seasons added up.", "900 + 3,100.")
    assert [problem.message.split("'")[1] for problem in numbers(load(root))] == ["3,100"]
