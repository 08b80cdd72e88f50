"""Loading: what is wrong with a file or with one record on its own, each with file, line, record and field."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from small import SMALL, cases, change, copy, found_in, problems

from macros.facts.problems import DataError, Problem, nearest
from macros.facts.reader import load, read_yaml
from macros.facts.records import KINDS, PARTS
from macros.facts.store import Data
from tools import ROOT


@pytest.fixture(scope="module")
def small() -> Data:
    """The small data set as it is."""
    return load(SMALL)


def test_the_small_data_set_is_fine() -> None:
    assert problems(SMALL) == []


def test_the_small_data_set_has_every_kind_of_record_and_every_field(small: Data) -> None:
    for kind, model in KINDS.items():
        used = {name for fields in small.raw[kind].values() for name in fields}
        known = {field.alias or name for name, field in model.model_fields.items()} - {"id"}
        assert known - used == set(), kind


@pytest.mark.parametrize("part", ["evidence", "points", "products", "readings", "rejected"])
def test_the_small_data_set_has_every_field_of_what_records_hold(part: str, small: Data) -> None:
    used = {name for kind in KINDS for record in small.raw[kind].values() for held in parts(record, part)
            for name in held}
    assert {field.alias or name for name, field in PARTS[part].model_fields.items()} - used == set()


def parts(value: Any, name: str) -> list[dict[str, Any]]:
    """Every mapping of a list of this name, at any depth."""
    if isinstance(value, list):
        return [found for item in value for found in parts(item, name)]
    if not isinstance(value, dict):
        return []
    here = value.get(name)
    return [*(here if isinstance(here, list) else ()), *(f for held in value.values() for f in parts(held, name))]


@cases("load")
def test_a_mistake_is_told_with_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


# --- whole files ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["figures.yml", "filings.csv", "vocab.yml", "moved.yml", "edition.yml", "prose.yml",
                                  "queries.yml", "registrations.csv"])
def test_a_missing_file_is_told(name: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "data" / name).unlink()
    assert f"data/{name}: is missing; restore it" in problems(root)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    names = {*(f"{kind}.yml" for kind in KINDS), "vocab.yml", "moved.yml", "edition.yml", "prose.yml", "queries.yml",
             "filings.csv", "registrations.csv"}
    assert sorted(problems(tmp_path)) == sorted(f"data/{name}: is missing; restore it" for name in names)


def test_a_missing_archive_is_told(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "seeds" / "vi.txt").unlink()
    assert problems(root) == ["data/sources.yml:22: vi-text: text: seeds/vi.txt is missing; restore it"]


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "data" / "targets.yml").write_text("# nothing left\n")
    assert problems(root) == ["data/targets.yml: holds no record; restore it"]


def test_a_list_in_place_of_records_is_told(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "data" / "targets.yml").write_text("- more-kettles\n")
    assert problems(root) == [
        "data/targets.yml:1: is not a mapping from ids to records; write 'id:' and the fields below"]


@pytest.mark.parametrize("name", ["data/people.yml", "data/filings.csv", "docs/index.md"])
def test_a_file_in_another_encoding_is_told(name: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    before = (root / name).read_bytes()
    (root / name).write_bytes(before + "na\u00efve\n".encode("latin-1"))
    line, byte = before.count(b"\n") + 1, len(before) + 2
    assert f"{name}:{line}: byte {byte} is not UTF-8; save the file as UTF-8" in problems(root)


def test_a_mark_of_byte_order_is_no_mistake(tmp_path: Path) -> None:
    root = copy(tmp_path)
    for name in ("people.yml", "filings.csv"):
        path = root / "data" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert problems(root) == []


@pytest.mark.parametrize(("name", "hint"), [("figure.yml", "; did you mean figures.yml"), ("~lock", "")])
def test_a_file_that_no_kind_uses_is_told(name: str, hint: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "data" / name).write_text("")
    [found] = problems(root)
    assert found.startswith(f"data/{name}: is a file no record kind uses; rename or delete it{hint}")


# --- everything at once -----------------------------------------------------------------------------------------------

def test_every_mistake_of_every_file_is_told_at_once_in_order_and_once(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/people.yml", "role: keeper of the kettles", "role: 7")
    change(root, "data/figures.yml", "value: 1250", "value: many")
    change(root, "data/figures.yml", "value: 40", "value: few")
    change(root, "data/events.yml", "date: 2024-06-10", "date: 2024-06-31")
    change(root, "data/filings.csv", "list-one,2", "list-one,two")
    (root / "seeds" / "en.txt").unlink()
    assert problems(root) == [
        "data/events.yml:2: museum-opens: date: '2024-06-31' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
        "data/figures.yml:5: kettles: value: 'many' is not a number; write digits without quotes or separators",
        "data/figures.yml:45: blue-share: value: 'few' is not a number; write digits without quotes or separators",
        "data/filings.csv:3: list-one#two: number: 'two' is not a whole number",
        "data/people.yml:4: keeper: role: 7 is not text; put it in quotes",
        "data/sources.yml:9: en-text: text: seeds/en.txt is missing; restore it",
    ]


def test_an_error_counts_sorts_and_repeats_nothing() -> None:
    one, two = Problem("data/b.yml", 2, "x", "is wrong"), Problem("data/a.yml", 0, "", "is missing")
    assert str(DataError([one, two, one])) == (
        "2 problems in the data; nothing was built.\ndata/a.yml: is missing\ndata/b.yml:2: x: is wrong")
    assert str(DataError([one])) == "1 problem in the data; nothing was built.\ndata/b.yml:2: x: is wrong"


# --- what loading gives -----------------------------------------------------------------------------------------------

def test_values_come_out_as_they_are_written(small: Data) -> None:
    assert small.figures["lids"].value == Decimal("0.3333")
    assert small.figures["kettles"].as_of == "2024-05-03"
    assert small.figures["kettles-target"].as_of == "2030"
    assert small.edition.version == "2026.11"
    assert small.filings[4].name_en == "Milk, Tea"
    assert small.filings[1].name_en is None
    assert [row.line for row in small.filings] == [2, 3, 4, 5, 6]
    assert small.texts["en-text"].startswith("This is a test text. The Example Office counted")


def test_words_that_yaml_reads_as_truth_stay_words(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/people.yml", "name: Kim Keeper", "name: No")
    assert load(root).people["keeper"].name == "No"


def test_lines_lead_to_values(small: Data) -> None:
    assert small.line("figures", "kettles") == 1
    assert small.line("figures", "kettles", "evidence", 1, "quote") == 17
    assert small.line("figures", "kettles", "evidence", 1, "before") == 16
    assert small.line("figures", "nowhere") == 1
    assert small.line("nothing") == 0


def test_records_cannot_be_changed(small: Data) -> None:
    with pytest.raises(ValueError, match="frozen"):
        small.figures["kettles"].value = Decimal(1)
    with pytest.raises(TypeError):
        small.figures["kettles"] = None
    with pytest.raises(AttributeError, match="kettles"):
        _ = small.kettles


@pytest.mark.parametrize(("word", "hint"), [("figure", "; did you mean figures?"), ("zzz", ""), (5, "")])
def test_the_nearest_words_are_offered(word: object, hint: str) -> None:
    assert nearest(word, ["figures", "events", "people"]) == hint


@pytest.mark.parametrize(("file", "old"), [
    ("data/people.yml", "role: keeper of the kettles"), ("data/figures.yml", "value: 1250"),
    ("data/figures.yml", "as_of: 2024-05-03"), ("data/figures.yml", "topic: tea\n  value: 1250")])
def test_what_is_large_is_shortened_before_it_is_told(file: str, old: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    field, bomb = old.split(":")[0], "[x]"
    levels = [f"&a0 {bomb}", *(f"&a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 8))]
    change(root, file, old, f"{field}:\n" + "".join(f"  - {level}\n" for level in levels) + "".join(
        f"  {line.strip()}\n" for line in old.split("\n")[1:]))
    found = problems(root)
    assert found
    assert max(map(len, found)) < 400


# ---- order ---------------------------------------------------------------------------------------------------------

# Kinds whose order is shown: steps, articles, lists in time, groups by what they belong to.
IN_THEIR_OWN_ORDER = {"changes", "drawings", "exceptions", "instruments", "lists", "owners", "procedure", "provisions",
                      "sectors"}


def test_records_stand_in_order_of_id_so_that_two_additions_do_not_collide() -> None:
    assert set(KINDS) > IN_THEIR_OWN_ORDER
    for kind in sorted(set(KINDS) - IN_THEIR_OWN_ORDER):
        ids, _ = read_yaml(ROOT / "data" / f"{kind}.yml", f"data/{kind}.yml", [])
        for before, after in pairwise(map(str, ids)):
            assert before < after, f"data/{kind}.yml: put {after} before {before}"
