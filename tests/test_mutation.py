"""Damage the real data on purpose: no value, quotation, date, reference or id can change unnoticed.

`make mutate` tries every change of every field; here is every change of what the promise rests on, and a sample with
every operator on every field.
"""

from __future__ import annotations

import itertools
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from browser import ROOT
from mkdocs.exceptions import Abort

sys.path.insert(0, str(ROOT / "tools"))
import mutate
from mutate import Judge, Mutant, Verdict, other_letter, shifted_dates, shifted_numbers
from small import change, configure, copy

from macros import receipts, witness
from macros.check import RULES, check, ranges
from macros.load import FILING_COLUMNS, Data, DataError, Problem, load
from macros.records import Figure

MOST = 2000  # mutants of the sample, most of them judged in a millisecond or two


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The real data and what the checks make of a change to it."""
    return Judge()


@pytest.fixture(scope="module")
def alone(judge: Judge) -> Callable[..., Data]:
    """Makes the data with one record only, and the sources."""
    empty = {kind: MappingProxyType({}) for kind in judge.data.kinds}

    def make(kind: str, record: Any) -> Data:
        kinds = {**empty, "sources": judge.data.sources, kind: MappingProxyType({record.id: record})}
        return replace(judge.data, kinds=MappingProxyType(kinds))
    return make


def told(problems: Iterable[Problem], file: str, record: str) -> bool:
    """Whether a problem names the file, a line and the record."""
    return any(p.file == file and p.line > 0 and p.record == record for p in problems)


# --- what the promise rests on: every change --------------------------------------------------------------------------

def test_no_value_of_a_figure_can_change_unnoticed(judge: Judge, alone: Callable[..., Data]) -> None:
    tried, missed = 0, []
    for figure in judge.data.figures.values():
        for name in ("value", "high"):
            value = getattr(figure, name)
            for other in shifted_numbers(value) if value is not None else ():
                tried += 1
                data = alone("figures", figure.model_copy(update={name: other}))
                if not told([*receipts.values(data), *ranges(data)], "data/figures.yml", figure.id):
                    missed.append(f"{figure.id}: {name}: {value} → {other}")
    assert missed == []
    assert tried > 4 * len(judge.data.figures)


def test_no_values_of_two_figures_can_be_swapped_unnoticed(judge: Judge, alone: Callable[..., Data]) -> None:
    missed = []
    for one, two in itertools.pairwise(judge.data.figures.values()):
        if one.value != two.value:
            found = [p for figure, value in ((one, two.value), (two, one.value))
                     for data in [alone("figures", figure.model_copy(update={"value": value}))]
                     for p in (*receipts.values(data), *ranges(data))]
            if not (told(found, "data/figures.yml", one.id) or told(found, "data/figures.yml", two.id)):
                missed.append(f"{one.id} ↔ {two.id}")
    assert missed == []


def quoted(data: Data) -> Iterator[tuple[str, Any, tuple, Any]]:
    """Every piece of evidence with a quotation: kind, record, path, evidence."""
    for kind, records in data.kinds.items():
        for record in records.values():
            for path, evidence in receipts.evidence_of(record):
                if evidence.quote:
                    yield kind, record, path, evidence


def test_no_letter_of_a_quotation_can_change_unnoticed(judge: Judge) -> None:
    tried, missed = 0, []
    for kind, record, path, evidence in quoted(judge.data):
        places = range(len(evidence.quote)) if kind in ("figures", "events") else (0, len(evidence.quote) - 1)
        changes = [evidence.quote[:i] + ("x" if evidence.quote[i] != "x" else "y") + evidence.quote[i + 1:]
                   for i in places]
        for quote in (*changes, other_letter(evidence.quote), evidence.quote + "x", evidence.quote.swapcase()):
            tried += 1
            if quote != evidence.quote and not receipts.quotation_problem(
                    judge.data, evidence.model_copy(update={"quote": quote})):
                missed.append(f"{kind}/{record.id} {path}: {quote}")
        if not receipts.quotation_problem(judge.data, evidence.model_copy(update={"quote": None})):
            missed.append(f"{kind}/{record.id} {path}: no quotation")
    assert missed == []
    assert tried > 2000


def test_a_quotation_problem_names_file_line_and_record(judge: Judge) -> None:
    for kind, record, path, _ in quoted(judge.data):
        assert judge.data.line(kind, record.id, *path, "quote") > judge.data.line(kind, record.id) > 0


def test_no_date_of_an_event_can_change_unnoticed(judge: Judge, alone: Callable[..., Data]) -> None:
    tried, missed = 0, []
    for event in judge.data.events.values():
        for date in shifted_dates(event.date):
            tried += 1
            data = alone("events", event.model_copy(update={"date": date}))
            if not told(receipts.event_dates(data), "data/events.yml", event.id):
                missed.append(f"{event.id}: {event.date} → {date}")
    assert missed == []
    assert tried > 2 * len(judge.data.events)


def test_no_value_can_change_together_with_its_quotation(judge: Judge, alone: Callable[..., Data]) -> None:
    """Whoever changes the value and our sentence still has the quotation against them, where there is one."""
    found = [f for f in judge.data.figures.values() if any(e.quote for e in f.evidence)]
    assert len(found) > 20
    for figure in found:
        data = alone("figures", _reworded(figure))
        assert told(receipts.values(data), "data/figures.yml", figure.id), figure.id


def _reworded(figure: Figure) -> Figure:
    value = figure.value + 1
    return figure.model_copy(update={"value": value, "statement": f"There are {receipts.plain(value)}."})


# --- a sample of the rest, and the whole way --------------------------------------------------------------------------

@pytest.fixture(scope="module")
def sample(judge: Judge) -> list[Mutant]:
    """At least one mutant of each operator on each field of each kind, the same ones every time."""
    found: dict[tuple[str, str, str], list[Mutant]] = {}
    for mutant in mutate.mutants(judge, list(mutate.ALL)):
        found.setdefault((mutant.kind, mutant.operator, mutant.field), []).append(mutant)
    turns = list(itertools.zip_longest(*(spread(group) for group in found.values())))
    return [m for turn in turns[:1] for m in turn] + [m for turn in turns[1:] for m in turn if m][:MOST - len(found)]


def spread(group: list[Mutant]) -> list[Mutant]:
    """The middle one, and others far apart."""
    step = max(1, len(group) // 7)
    return [group[len(group) // 2], *group[::step]]


def test_every_mutant_of_the_sample_is_caught_and_told_or_harmless(judge: Judge, sample: list[Mutant]) -> None:
    verdicts = [(mutant, judge.judge(mutant)) for mutant in sample]
    assert [str(m) for m, v in verdicts if v.outcome == "survived"] == []
    assert [f"{m}: {v.problems[0]}" for m, v in verdicts if v.problems and not v.told] == []
    assert [str(m) for m, v in verdicts if mutate.protected(m) and v.outcome == "ledger"] == []
    count = Counter(v.outcome for _, v in verdicts)
    assert count["rule"] > len(verdicts) / 3
    assert count["ledger"] > len(verdicts) / 10
    assert {m.kind for m, _ in verdicts} == {*mutate.ALL} - ({"moved"} if not judge.data.moved else set())
    assert {m.operator for m, _ in verdicts} == {*OPERATORS}


OPERATORS = ("delete", "type", "swap", "digit", "date", "letter", "dangle", "other", "duplicate", "truncate",
             "encoding", "repeat")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real data and archives."""
    root = tmp_path_factory.mktemp("real")
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


@pytest.mark.parametrize("change", ["value", "quote", "date", "reference", "duplicate", "encoding"])
def test_a_change_in_the_file_stops_the_build(change: str, real: Path, judge: Judge) -> None:
    figure, place = next((f, i) for f in judge.data.figures.values() for i, e in enumerate(f.evidence) if e.quote)
    file, record = "data/figures.yml", figure.id
    lines = (real / file).read_text("utf-8").split("\n")
    if change == "date":
        file, record = "data/events.yml", next(e.id for e in judge.data.events.values() if not e.date_basis)
        lines = (real / file).read_text("utf-8").split("\n")
        i = judge.data.line("events", record, "date") - 1
        lines[i] = f"  date: {shifted_dates(judge.data.events[record].date)[-1]}"
    elif change == "value":
        i = judge.data.line("figures", record, "value") - 1
        lines[i] = f"  value: {figure.value + 1}"
    elif change == "quote":
        i = judge.data.line("figures", record, "evidence", place, "quote") - 1
        lines[i] = other_letter(lines[i].replace("quote:", "@@")).replace("@@", "quote:")
    elif change == "reference":
        i = judge.data.line("figures", record, "evidence", 0, "source") - 1
        lines[i] += "-x"
    elif change == "duplicate":
        i = len(lines)
        lines += [f"{record}:", "  label: Again"]
    else:
        i = judge.data.line("figures", record, "label") - 1
        lines[i] += " \udce9"
    before = (real / file).read_bytes()
    (real / file).write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    try:
        with pytest.raises(DataError) as caught:
            check(load(real))
    finally:
        (real / file).write_bytes(before)
    where = f"{file}:{i + 1}: "
    assert any(str(p).startswith(where if change == "encoding" else f"{where}{record}: ")
               for p in caught.value.problems), str(caught.value)


def test_the_copy_is_as_good_as_the_original(real: Path) -> None:
    check(load(real))


def test_the_site_generator_stops_with_the_message(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/events.yml", "date: 2024-06-10", "date: 2024-06-12")
    with pytest.raises(Abort) as caught:
        configure(root)
    assert str(caught.value) == (
        "1 problem in the data; nothing was built.\n"
        "data/events.yml:2: museum-opens: date: 2024-06-12 does not occur in 'On 10 June 2024 the office opened a "
        "museum'; correct the date, quote the words that give it, or add date_basis:")


# --- the tool itself --------------------------------------------------------------------------------------------------

def small_judge(folder: Path) -> Judge:
    """A judge of the small data set."""
    return Judge(copy(folder))


def found(judge: Judge, operator: str, kind: str, record: str, field: str) -> Verdict:
    """What comes of the first such mutant."""
    return judge.judge(next(m for m in mutate.mutants(judge, [kind]) if (
        m.operator, m.record, m.field) == (operator, record, field)))


@pytest.mark.parametrize(("operator", "kind", "record", "field", "outcome", "says"), [
    ("digit", "figures", "kettles", "value", "rule", "data/figures.yml:5: kettles: value: 1251 does not occur in"),
    ("date", "events", "museum-opens", "date", "rule", "date: '2023-13' is not a date; write YYYY, YYYY-MM"),
    ("letter", "figures", "kettles", "note", "ledger", "data/figures.yml:21: kettles: note: 'Cups are "),
    ("delete", "terms", "kettle", "record", "ledger", "data/terms.yml:1: kettle: is gone"),
    ("other", "statements", "kettles-whistle", "evidence.source", "rule", "evidence[0].quote: "),
    ("swap", "filings", "list-one#1", "name_zh", "ledger", "data/filings.csv:2: list-one#1: name_zh: '绿茶' is not"),
    ("repeat", "filings", "list-one#1", "row", "rule", "number: 1 stands where 2 is expected"),
    ("truncate", "filings", "list-one#2", "file", "rule", "data/filings.csv:3: "),
    ("letter", "vocab", "topics.tea", "means", "ledger", "data/vocab.yml:4: topics.tea: means: 'Everyt"),
    ("encoding", "vocab", "topics.tea", "file", "rule", "is not UTF-8"),
    ("duplicate", "vocab", "topics.tea", "id", "rule", "'tea' stands twice"),
    ("digit", "edition", "edition", "as_of", "ledger", "data/edition.yml:1: as_of: 2027-11-22 is not what"),
    ("delete", "moved", "tea/old/", "record", "ledger", "data/moved.yml:1: tea/old/: is gone"),
])
def test_a_mutant_is_judged_by_the_rules_first_then_by_the_ledger(
        operator: str, kind: str, record: str, field: str, outcome: str, says: str, tmp_path: Path) -> None:
    verdict = found(small_judge(tmp_path), operator, kind, record, field)
    assert (verdict.outcome, verdict.told) == (outcome, True)
    assert any(says in str(problem) for problem in verdict.problems), verdict.problems


def test_what_makes_no_difference_is_harmless_and_what_nobody_sees_survives(tmp_path: Path) -> None:
    judge = small_judge(tmp_path)
    fields = judge.data.raw["people"]["keeper"]
    same = Mutant("none", "people", "keeper", "note", records=lambda: [("keeper", dict(reversed(fields.items())))])
    note = Mutant("none", "people", "keeper", "note", records=lambda: [("keeper", {**fields, "note": "New."})])
    assert judge.judge(same).outcome == "harmless"
    assert judge.judge(note).outcome == "ledger"
    judge.ledger["people/keeper"] = witness.Vouched(witness._whole(witness._values({**fields, "note": "New."}, "", [])),
                                                    "")
    assert judge.judge(note).outcome == "survived"


def test_only_rules_that_never_look_at_a_kind_are_left_out(judge: Judge) -> None:
    names = {kind: {rule.__name__ for rule in rules} for kind, rules in judge.rules.items()}
    assert names["filings"] == {"words", "filing_rows", "filing_totals"}
    assert {"references", "words", "calendar", "quotations", "values", "sentences", "ranges"} <= names["figures"]
    assert {"quotations", "values", "event_dates", "publication"} <= names["sources"]
    assert "calendar" in names["edition"]
    assert set().union(*names.values()) == {rule.__name__ for rule in RULES}


def test_looking_at_what_changed_finds_what_looking_at_everything_finds(judge: Judge, sample: list[Mutant]) -> None:
    tried = 0
    for mutant in sample[::30]:
        problems: list[Problem] = []
        changed = judge.changed(mutant, problems)
        if changed and not problems:
            near = {p for rule in judge.rules[mutant.kind] for p in rule(changed.data_for(rule, mutant.kind))}
            assert near == {p for rule in RULES for p in rule(changed.data)}, str(mutant)
            tried += 1
    assert tried > 15


def test_changed_rows_are_read_as_from_the_file(judge: Judge) -> None:
    head = ",".join(FILING_COLUMNS)
    chosen = [m for m in mutate.row_mutants(judge) if not (m.operator == "delete" and m.field != "row")][::1400]
    assert len(chosen) > 9
    for mutant in chosen:
        start, many, instead = mutant.rows()  # type: ignore[misc]
        lines = judge.bytes["data/filings.csv"].decode().splitlines()
        new = ["".join(f'"{cell}",' for cell in row)[:-1] for row in instead]
        content = "\n".join([head, *lines[1:][:start], *new, *lines[1:][start + many:]]) + "\n"
        told_: list[list[Problem]] = [[], []]
        fast = judge.changed(mutant, told_[0])
        whole = judge.changed(replace(mutant, rows=None, content=content.encode), told_[1])
        assert told_[0] == told_[1]
        assert (fast and fast.data.filings) == (whole and whole.data.filings), str(mutant)


def test_the_tool_counts_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge = small_judge(tmp_path)
    assert mutate.run(judge, ["targets", "edition"], 3, [], 1, workers=2) == 0
    two = capsys.readouterr().out
    assert mutate.run(judge, ["targets", "edition"], 3, [], 1, workers=1) == 0
    assert capsys.readouterr().out == two
    assert re.search(r"^by operator +rule +ledger +told +harmless +survived +killed$", two, re.M)
    assert re.search(r"^targets target +\d+ +\d+ +\d+ +0 +0 100\.00%$", two, re.M)
    assert re.search(r"^all +\d+ +\d+ +\d+ +0 +0 100\.00%$", two, re.M)


@pytest.mark.parametrize(("verdict", "says"), [
    (Verdict("survived"), "1 survived:\n  delete edition/edition as_of"),
    (Verdict("rule", (Problem("data/x.yml", 1, "", "no"),)),
     "1 caught, but not told:\n  delete edition/edition as_of: data/x.yml:1: no"),
])
def test_the_tool_fails_if_one_survives_or_is_not_told(
        verdict: Verdict, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge = small_judge(tmp_path)
    judge.judge = lambda mutant: verdict  # type: ignore[method-assign]
    assert mutate.run(judge, ["edition"], 100, [], 5) == 1
    assert says in capsys.readouterr().out


def test_the_tool_fails_if_only_the_ledger_sees_what_a_rule_must_see(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge = small_judge(tmp_path)
    judge.judge = lambda mutant: Verdict("ledger", (Problem("x", 1, "", "x"),), True)  # type: ignore[method-assign]
    assert mutate.run(judge, ["edition"], 1, ["encoding"], 5) == 1
    assert "1 not caught by a rule, but must be:\n  encoding edition/edition file" in capsys.readouterr().out


@pytest.mark.parametrize(("value", "others"), [(39, [40, 390, 49, 30]), (7, [8, 70])])
def test_numbers_are_shifted(value: int, others: list[int]) -> None:
    assert shifted_numbers(value) == others


@pytest.mark.parametrize(("date", "others"), [("2023", ["2024"]), ("2023-12", ["2024-12", "2023-01"]),
                                              ("2024-02-29", ["2024-03-29", "2024-03-01"])])
def test_dates_are_shifted(date: str, others: list[str]) -> None:
    assert shifted_dates(date) == others
