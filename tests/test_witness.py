"""The ledger of records: what it vouches for, what it sees, what stops a build, and that the real one is fresh."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import ROOT
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.exceptions import Abort
from small import change, configure, copy

sys.path.insert(0, str(ROOT / "tools"))
import ledger as tool
import zensical_build

import mkdocs_hooks
from macros import witness
from macros.load import Data, DataError, Problem, load
from macros.records import KINDS

MEANT = ", or, if that is meant, run: make ledger"
KEEP = f"data/records.lock vouches for; put back what stood there{MEANT}"
NEW = f"is new to data/records.lock; delete it{MEANT}"
GONE = f"is gone, but data/records.lock vouches for it; put it back{MEANT}"
REPAIR = "restore the file, or, after a merge, run: make ledger"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small data set with its ledger."""
    folder = copy(tmp_path)
    (folder / "mkdocs.yml").write_text("site_url: https://x.example/s/\ndocs_dir: docs\nextra:\n", "utf-8")
    (folder / witness.FILE).write_text(witness.text(load(folder)), "utf-8")
    return folder


def told(root: Path) -> list[str]:
    """What the ledger has against the data."""
    return sorted(map(str, witness.problems(root, load(root))))


# --- what it sees -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("file", "old", "new", "problems"), [
    ("figures.yml", "value: 1250\n", "value: 1251\n", [f"data/figures.yml:5: kettles: value: 1251 is not what {KEEP}"]),
    ("figures.yml", "counts: Kettles with a lid.\n", "counts: Kettles with two lids, and with handles of any kind.\n", [
        "data/figures.yml:9: kettles: counts: 'Kettles with two lids, and with handles…' is not what " + KEEP]),
    ("figures.yml", "  note: Cups are not counted.\n", "", [f"data/figures.yml:1: kettles: note: {GONE}"]),
    ("figures.yml", "    quote: đã đếm 1.250 ấm nước\n", "    quote: đã đếm\n    locator: page 1\n", [
        f"data/figures.yml:17: kettles: evidence[1].quote: 'đã đếm' is not what {KEEP}",
        f"data/figures.yml:18: kettles: evidence[1].locator: 'page 1' {NEW}"]),
    ("figures.yml", "kettles:\n  label: Kettles\n", "pots:\n  label: Kettles\n", [
        f"data/figures.yml:1: kettles: {GONE}", f"data/figures.yml:1: pots: {NEW}"]),
    ("series.yml", "    value: 4000\n", "    value: 4001\n", [
        f"data/series.yml:19: visitors: points[1].value: 4001 is not what {KEEP}"]),
    ("series.yml", "    derived: Tickets of both halves added up.\n", "", [
        f"data/series.yml:18: visitors: points[1].derived: {GONE}"]),
    ("filings.csv", "Black Tea", "Red Tea", [
        f"data/filings.csv:2: list-one#1: name_en: 'Red Tea' is not what {KEEP}"]),
    ("filings.csv", "Black Tea", "", [f"data/filings.csv:2: list-one#1: name_en: {GONE}"]),
    ("vocab.yml", "means: Everything hot.", "means: Everything warm.", [
        f"data/vocab.yml:4: topics.tea: means: 'Everything warm.' is not what {KEEP}"]),
    ("vocab.yml", "topics:\n  tea:", "topics:\n  cups:\n    label: Cups\n  tea:", [
        f"data/vocab.yml:2: topics.cups: {NEW}"]),
    ("edition.yml", "as_of: 2026-11-22", "as_of: 2026-11-23", [
        f"data/edition.yml:1: as_of: 2026-11-23 is not what {KEEP}"]),
    ("moved.yml", "on: 2026-11-21", "on: 2026-11-20", [
        f"data/moved.yml:3: tea/old/: on: 2026-11-20 is not what {KEEP}"]),
])
def test_a_change_is_told(root: Path, file: str, old: str, new: str, problems: list[str]) -> None:
    assert told(root) == []
    change(root, f"data/{file}", old, new)
    assert told(root) == problems


@pytest.mark.parametrize(("file", "old", "new"), [
    ("figures.yml", "kettles:\n", "# Hot.\n\nkettles:\n"),
    ("figures.yml", "value: 1250\n", "value: 1_250  # with lids\n"),
    ("figures.yml", "  label: Kettles\n  statement:", "  label: 'Kettles'\n  statement:"),
    ("figures.yml", "  value: 1250\n  unit: pieces\n", "  unit: pieces\n  value: 1250\n"),
    ("series.yml", "  recheck: 2027\n", "  recheck: '2027'\n"),
    ("series.yml", "Everybody who bought a ticket.", ">-\n    Everybody who\n    bought a ticket."),
    ("filings.csv", "Black Tea", '"Black Tea"'),
    ("vocab.yml", "label: Tea\n    means: Everything hot.", "means: Everything hot.\n    label: Tea"),
])
def test_comments_quotation_marks_and_layout_do_not_matter(root: Path, file: str, old: str, new: str) -> None:
    before = witness.text(load(root))
    change(root, f"data/{file}", old, new)
    assert told(root) == []
    assert witness.text(load(root)) == before


def test_a_line_is_the_same_everywhere(root: Path) -> None:
    """Whatever Python, hash seed or machine wrote it."""
    lines = witness.text(load(root)).split("\n")
    assert lines[0] == witness.HEADER.strip()
    assert "edition\taa18d887\tas_of=df8e3128 version=7ea8b559" in lines
    assert [line for line in lines if line.startswith("vocab/topics.tea\t")] == [
        "vocab/topics.tea\td194f25c\tlabel=017979e8 means=82c35a94"]
    assert lines[1:-1] == sorted(lines[1:-1])


values = st.text("ab1é备 =.[]\n", min_size=1, max_size=6) | st.integers(0, 99).map(str)
fields = st.dictionaries(st.sampled_from(["label", "note", "value"]), values | st.lists(
    values | st.dictionaries(st.sampled_from(["source", "quote"]), values, min_size=1), min_size=1, max_size=3))


@given(fields, fields)
def test_two_records_are_one_to_the_ledger_only_if_they_say_the_same(one: dict[str, Any], two: dict[str, Any]) -> None:
    seen = [witness._BETWEEN.join(witness._values(record, "", [])) for record in (one, two)]
    assert (seen[0] == seen[1]) == (one == two)
    turned = witness._values(dict(reversed(one.items())), "", [])
    assert turned == witness._values(one, "", [])


# --- the file itself --------------------------------------------------------------------------------------------------

def test_a_project_without_the_file_is_not_checked(root: Path) -> None:
    (root / witness.FILE).unlink()
    change(root, "data/figures.yml", "value: 1250", "value: 1251")
    assert told(root) == []


def spoilt(content: str) -> dict[str, tuple[str, str]]:
    """A ledger damaged in several ways, each with what is told first."""
    lines = content.split("\n")
    merge = "\n".join([*lines[:3], "<<<<<<< HEAD", lines[3], "=======", lines[3], ">>>>>>> theirs", *lines[4:]])
    name = lines[3].split("\t")[0]
    return {
        "empty": ("", f"data/records.lock:1: holds no record; {REPAIR}"),
        "header only": (witness.HEADER, f"data/records.lock:1: holds no record; {REPAIR}"),
        "merge": (merge, f"data/records.lock:4: '<<<<<<< HEAD' vouches for no record; {REPAIR}"),
        "twice": ("\n".join([*lines[:4], *lines[3:]]), f"data/records.lock:5: vouches for '{name}' twice; {REPAIR}"),
        "cut off": (content[:-1], f"data/records.lock:{len(lines) - 1}: is cut off; {REPAIR}"),
        "cut within a hash": (content[:-4], f"data/records.lock:{len(lines) - 1}: is cut off; {REPAIR}"),
        "cut within a name": ("\n".join([*lines[:3], lines[3][:5]]),
                              f"data/records.lock:4: '{lines[3][:5]}' vouches for no record; {REPAIR}"),
    }


@pytest.mark.parametrize("how", ["empty", "header only", "merge", "twice", "cut off", "cut within a hash",
                                 "cut within a name"])
def test_a_damaged_ledger_is_told(root: Path, how: str) -> None:
    path = root / witness.FILE
    content, expected = spoilt(path.read_text("utf-8"))[how]
    path.write_text(content, "utf-8")
    assert expected in told(root)
    assert all(problem.startswith("data/records.lock:") for problem in told(root))


def test_a_ledger_that_is_no_utf8_is_told(root: Path) -> None:
    path = root / witness.FILE
    path.write_bytes(path.read_bytes()[:20] + b"\xe9" + path.read_bytes()[20:])
    assert told(root) == ["data/records.lock:1: byte 20 is not UTF-8; save the file as UTF-8"]


def test_the_real_ledger_is_complete_and_fresh() -> None:
    data = load(ROOT)
    content = (ROOT / witness.FILE).read_text("utf-8")
    assert content == witness.text(data), "run make ledger and commit data/records.lock"
    names = {line.split("\t")[0] for line in content.split("\n")[1:-1]}
    assert {name.partition("/")[0] for name in names} == {*KINDS, "vocab", "edition", "filings"} | (
        {"moved"} if data.moved else set())
    assert len(names) == (sum(map(len, data.kinds.values())) + sum(map(len, data.vocab.values())) + len(data.filings)
                          + len(data.moved) + 1)


# --- where it stops ---------------------------------------------------------------------------------------------------

@pytest.fixture
def preview(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Sets whether this is the preview."""
    monkeypatch.setattr(mkdocs_hooks, "state", {**mkdocs_hooks.state})
    return lambda on: mkdocs_hooks.state.update(preview=on)


NOTE = f"data/figures.yml:21: kettles: note: 'Cups are counted.' is not what {KEEP}"


def test_a_build_stops_where_a_record_says_something_else(root: Path, preview: Callable[[bool], None]) -> None:
    preview(False)
    configure(root)
    change(root, "data/figures.yml", "note: Cups are not counted.", "note: Cups are counted.")
    change(root, "data/filings.csv", "Black Tea", "Red Tea")
    with pytest.raises(Abort) as caught:
        configure(root)
    assert str(caught.value) == (
        "2 problems in the data; nothing was built.\n"
        f"data/figures.yml:21: kettles: note: 'Cups are counted.' is not what {KEEP}\n"
        f"data/filings.csv:2: list-one#1: name_en: 'Red Tea' is not what {KEEP}")


def test_the_preview_shows_the_edit_and_says_once_that_a_build_would_stop(
        root: Path, preview: Callable[[bool], None], capsys: pytest.CaptureFixture[str]) -> None:
    preview(True)
    configure(root)
    assert capsys.readouterr().err == ""
    change(root, "data/figures.yml", "note: Cups are not counted.", "note: Cups are counted.")
    configure(root)
    assert capsys.readouterr().err == f"The preview shows it; a build would stop: {NOTE}\n"
    configure(root)
    assert capsys.readouterr().err == ""
    change(root, "data/filings.csv", "Black Tea", "Red Tea")
    configure(root)
    assert capsys.readouterr().err == f"The preview shows it; a build would stop: {NOTE} (and 1 more)\n"


def test_the_other_generator_stops_as_well(root: Path, tmp_path: Path) -> None:
    change(root, "data/figures.yml", "note: Cups are not counted.", "note: Cups are counted.")
    with pytest.raises(DataError) as caught:
        zensical_build.prepare(root, tmp_path / "project")
    assert [str(p) for p in caught.value.problems] == [NOTE]


def test_where_a_total_is_missed_the_ledger_names_what_slipped(root: Path, preview: Callable[[bool], None]) -> None:
    """The rule knows the total only; a value it names itself is not told twice."""
    preview(False)
    change(root, "data/filings.csv", "2024-01-15\n", "2024-01-16\n")
    change(root, "data/figures.yml", "value: 1250\n", "value: 1251\n")
    with pytest.raises(Abort) as caught:
        configure(root)
    lines = str(caught.value).split("\n")[1:]
    assert f"data/filings.csv:2: list-one#1: filed_on: 2024-01-16 is not what {KEEP}" in lines
    assert any(line.startswith("data/lists.yml:") for line in lines)
    assert [line for line in lines if " value: 1251 is not" in line] == []
    assert any(line.startswith("data/figures.yml:5: kettles: value: 1251 does not occur in") for line in lines)


def test_a_problem_that_names_record_and_field_is_not_told_again() -> None:
    rule = Problem("data/x.yml", 3, "a", "value: 2 is not 3")
    ledger = [Problem("data/x.yml", 3, "a", "value: 2 is not what was"), Problem("data/x.yml", 4, "a", "note: is gone"),
              Problem("data/x.yml", 1, "a", "is gone"), Problem("data/x.yml", 1, "b", "is gone")]
    assert witness.with_causes([rule], ledger) == [rule, ledger[1], ledger[3]]


# --- make ledger ------------------------------------------------------------------------------------------------------

def test_the_command_vouches_anew_and_says_for_what(root: Path) -> None:
    change(root, "data/figures.yml", "note: Cups are not counted.", "note: Cups are counted.\n  recheck: 2027")
    change(root, "data/figures.yml", "  recheck: 2026-11\n", "")
    change(root, "data/vocab.yml", "topics:\n  tea:", "topics:\n  cups:\n    label: Cups\n  tea:")
    change(root, "data/moved.yml", "tea/old/:", "tea/older/:")
    count = witness.text(load(root)).count("\n") - 1
    assert tool.records(root) == (
        f"data/records.lock: 2 records added, 1 changed, 1 gone, {count} in all\n"
        "  added    moved/tea/older/\n  added    vocab/topics.cups\n  changed  figures/kettles: note, recheck\n"
        "  gone     moved/tea/old/")
    assert told(root) == []
    assert tool.records(root) == f"data/records.lock: 0 records added, 0 changed, 0 gone, {count} in all"


def test_the_command_makes_the_first_ledger_and_mends_a_damaged_one(root: Path) -> None:
    good = (root / witness.FILE).read_text("utf-8")
    for content in (None, "", spoilt(good)["merge"][0]):
        (root / witness.FILE).unlink()
        if content is not None:
            (root / witness.FILE).write_text(content, "utf-8")
        tool.records(root)
        assert (root / witness.FILE).read_text("utf-8") == good


def test_the_command_vouches_for_nothing_a_rule_refuses(root: Path) -> None:
    before = (root / witness.FILE).read_text("utf-8")
    change(root, "data/figures.yml", "value: 1250\n", "value: 1251\n")
    with pytest.raises(SystemExit) as caught:
        tool.records(root)
    lines = str(caught.value).split("\n")
    assert lines[0].endswith("in the data; nothing was built.")
    assert lines[1].startswith("data/figures.yml:5: kettles: value: 1251 does not occur in the statement ")
    assert lines[-1] == "data/records.lock was not written."
    assert (root / witness.FILE).read_text("utf-8") == before


def test_the_cost_grows_with_the_records_alone(root: Path) -> None:
    """Each record is looked at once, and a value only where its record differs."""
    data, asked = load(root), []

    class Counting(dict[str, witness.Vouched]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.append(name)
            return super().get(name, default)
    ledger = Counting(witness.parse(witness.text(data), []))
    assert witness.differences(data, ledger, witness.records(data)) == []
    assert sorted(asked) == sorted(ledger)


def test_every_record_has_a_name_of_its_own() -> None:
    data: Data = load(ROOT)
    names = [said.name for said in witness.records(data)]
    assert len(names) == len(set(names))
