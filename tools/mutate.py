"""Damage the data on purpose, one place at a time, and count what the checks notice: `make mutate`.

A mutant is the real data with one change: a field deleted, of another type, swapped with the same field of another
record, a digit or a date shifted, a letter changed, a reference broken, an id used twice, a file cut off in the middle
of a record or saved in another encoding, a row of the filings moved. The data is loaded and checked as in a build.

    caught    the build would stop; `told` says how many of these messages name the record and the field
    harmless  the change makes no difference to the record
    survived  the build would go on: a second witness for that field is missing
"""

from __future__ import annotations

import argparse
import copy
import csv
import datetime as dt
import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from macros.check import RULES  # noqa: E402
from macros.load import Data, Problem, _filings, _records, load, read_yaml  # noqa: E402
from macros.pages import read_pages  # noqa: E402
from macros.records import KINDS, Id, Number, PartialDate, Record  # noqa: E402

Path_ = tuple[str | int, ...]
GONE = object()

# What must never change unnoticed: kind (or any), field, operators.
PROTECTED = (
    ("figures", "value", "digit type delete"), ("figures", "high", "digit type"), ("figures", "as_of", "type delete"),
    ("events", "date", "digit type delete"), ("", "quote", "letter type delete"), ("", "source", "dangle type delete"),
    ("", "", "dangle duplicate encoding"), ("filings", "row", "delete repeat swap"), ("filings", "number", "digit"),
    ("filings", "list", "letter"), ("filings", "province", "letter"))


@dataclass(frozen=True)
class Mutant:
    """One change: which records get which fields, or which file gets which bytes."""

    operator: str
    kind: str
    record: str
    field: str  # without list places: evidence.quote
    path: Path_ = ()
    records: Callable[[], list[tuple[str, Any]]] | None = None  # (id, fields), for changes of single records
    content: Callable[[], bytes] | None = None  # the whole file, for other changes
    note: str = ""

    def __str__(self) -> str:
        return f"{self.operator} {self.kind}/{self.record} {self.field} {self.note}".rstrip()


@dataclass(frozen=True)
class Verdict:
    """What came of a mutant."""

    outcome: str  # caught, harmless or survived
    problems: tuple[Problem, ...] = ()
    told: bool = False  # a message names file, line, the record and the field


# ---- judging ---------------------------------------------------------------------------------------------------------

class Judge:
    """Loads the real data once and says of each mutant whether the checks would notice it."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root, self.data = root, load(root)
        self.bytes = {p.name: p.read_bytes() for p in (root / "data").iterdir() if p.is_file()}
        self.on_pages: dict[str, Problem] = {}
        for page in read_pages(root / "docs"):
            for call in page.calls:
                for word in (*call.args, *call.kwargs.values()):
                    if isinstance(word, str) and word not in self.on_pages:
                        self.on_pages[word] = Problem(page.file, call.line, str(call), f"there is no '{word}'")

    def judge(self, mutant: Mutant) -> Verdict:
        """Whether the mutant is caught, harmless or survives."""
        if mutant.content is not None:
            problems, data = self._file(mutant)
        else:
            problems, data = self._fields(mutant)
        if not problems and data is None:
            return Verdict("harmless")
        problems += [p for rule in RULES for p in rule(data)] if data and not problems else []
        if not problems and mutant.operator == "delete" and mutant.field == "record" and mutant.record in self.on_pages:
            problems = [self.on_pages[mutant.record]]
        if not problems:
            return Verdict("survived")
        return Verdict("caught", tuple(problems), any(self._tells(mutant, p) for p in problems))

    def _tells(self, mutant: Mutant, problem: Problem) -> bool:
        """Whether a message names file, line, record and field."""
        name = mutant.field.split(".")[-1]
        shown = {"record": "", "row": "", "file": "", "id": "stands twice"}.get(name, name)
        if mutant.operator in ("truncate", "encoding"):
            return bool(problem.line) and problem.file == f"data/{mutant.kind}.yml"
        named = mutant.record in str(problem) or problem.file == "data/filings.csv"
        return problem.line > 0 and named and shown in problem.message

    def _fields(self, mutant: Mutant) -> tuple[list[Problem], Data | None]:
        """The problems of the changed records by themselves, and the data with them if there are none."""
        problems: list[Problem] = []
        kind = mutant.kind
        new = mutant.records() if mutant.records else []
        rows = {name: fields for name, fields in new if fields is not GONE}
        gone = {name for name, fields in new if fields is GONE}
        made = _records(kind, rows, self.data.lines[kind], problems) if rows else {}
        before = self.data.kinds[kind]
        if problems or (not gone and all(made[name] == before[name] for name in made)):
            return problems, None
        records = {name: made.get(name, record) for name, record in before.items() if name not in gone}
        return [], self._with(kind, records)

    def _with(self, kind: str, records: dict[str, Any]) -> Data:
        kinds = MappingProxyType({**self.data.kinds, kind: MappingProxyType(records)})
        return replace(self.data, kinds=kinds)

    def _file(self, mutant: Mutant) -> tuple[list[Problem], Data | None]:
        """The problems of a whole changed file, and the data with it if there are none."""
        problems: list[Problem] = []
        path = _Content(mutant.content() if mutant.content else b"")
        if mutant.kind == "filings":
            rows = _filings(path, problems)  # type: ignore[arg-type]
            same = [r.model_copy(update={"line": 0}) for r in rows] == [r.model_copy(update={"line": 0})
                                                                        for r in self.data.filings]
            return problems, None if same else replace(self.data, filings=rows)
        raw, lines = read_yaml(path, f"data/{mutant.kind}.yml", problems)  # type: ignore[arg-type]
        records = _records(mutant.kind, raw, lines, problems)
        if problems or records == dict(self.data.kinds[mutant.kind]):
            return problems, None
        return [], self._with(mutant.kind, records)


class _Content:
    """Bytes that are read like a file."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read_bytes(self) -> bytes:
        return self.content


# ---- making mutants --------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Spot:
    """A value within a record: where it is, what it is, and what the model says it is."""

    path: Path_
    value: Any
    role: str  # id, date, number, quote, text or other

    @property
    def field(self) -> str:
        return ".".join(p for p in self.path if isinstance(p, str))


def spots(model: type[Record], fields: dict[str, Any], path: Path_ = ()) -> Iterator[Spot]:
    """Every value of a record, however deep."""
    hints = get_type_hints(model, include_extras=True)
    aliases = {f.alias: name for name, f in model.model_fields.items() if f.alias}
    for name, value in fields.items():
        hint = hints[aliases.get(name, name)]
        types = {hint, *get_args(hint)}
        yield Spot((*path, name), value, _role(name, types, value))
        if isinstance(value, list):
            inner = next((a for a in _types(hint) if isinstance(a, type) and issubclass(a, Record)), None)
            for i, item in enumerate(value):
                if inner and isinstance(item, dict):
                    yield from spots(inner, item, (*path, name, i))
                elif isinstance(item, str):
                    yield Spot((*path, name, i), item, "id" if any(a == Id for a in _types(hint)) else "text")


def _role(name: str, types: set[Any], value: Any) -> str:
    """What kind of value a field holds."""
    if name in ("quote", "before", "after"):
        return "quote"
    if Id in types:
        return "id"
    if Number in types or int in {t for h in types for t in (h, *get_args(h))}:
        return "number"
    if any(t in types for t in (PartialDate, *_DAYS)):
        return "date"
    return "text" if isinstance(value, str) else "other"


_DAYS = (get_type_hints(KINDS["figures"], include_extras=True)["checked"],)


def _types(hint: Any) -> Iterator[Any]:
    yield hint
    for arg in get_args(hint):
        yield from _types(arg)


def changed(fields: dict[str, Any], path: Path_, value: Any) -> dict[str, Any]:
    """A copy of a record with one value replaced, or gone."""
    out = copy.deepcopy(fields)
    holder = out
    for part in path[:-1]:
        holder = holder[part]  # type: ignore[index]
    if value is GONE:
        del holder[path[-1]]  # type: ignore[arg-type]
    else:
        holder[path[-1]] = value  # type: ignore[index]
    return out


def at(fields: Any, path: Path_) -> Any:
    """The value at a path, or GONE."""
    for part in path:
        try:
            fields = fields[part]
        except (KeyError, IndexError, TypeError):
            return GONE
    return fields


def other_type(value: Any) -> Any:
    """A value of another type."""
    if isinstance(value, list):
        return "text"
    return "many" if isinstance(value, int | Decimal) else [value]


def shifted_numbers(value: int | Decimal) -> list[int | Decimal]:
    """The number one more, ten times as much, and with each of its digits shifted by one."""
    text = f"{value}"
    out: list[Any] = [value + 1, value * 10]
    for i, c in enumerate(text):
        if c.isdigit():
            digit = text[:i] + str((int(c) + 1) % 10) + text[i + 1:]
            out.append(Decimal(digit) if "." in digit else int(digit))
    return list(dict.fromkeys(n for n in out if n != value))


def shifted_dates(value: str) -> list[str]:
    """The date a day, a month and a year later, as far as it has these parts."""
    parts = [int(p) for p in value.split("-")]
    out = [f"{parts[0] + 1}{value[4:]}"]
    if len(parts) > 1:
        out.append(f"{parts[0]:04d}-{parts[1] % 12 + 1:02d}{value[7:]}")
    if len(parts) > 2:
        out.append((dt.date(*parts) + dt.timedelta(days=1)).isoformat())
    return [d for d in out if _is_date(d)]


def _is_date(value: str) -> bool:
    try:
        dt.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def other_letter(text: str) -> str:
    """The text with its middle letter changed."""
    places = [i for i, c in enumerate(text) if c.isalpha()] or [0]
    i = places[len(places) // 2]
    return text[:i] + ("x" if text[i] != "x" else "y") + text[i + 1:]


def field_mutants(judge: Judge, kind: str) -> Iterator[Mutant]:
    """Every change of one value of one record of a kind, and swaps between neighbours."""
    rows = judge.data.raw[kind]
    names = list(rows)
    for n, (name, fields) in enumerate(rows.items()):
        yield Mutant("delete", kind, name, "record", (), partial(list, [(name, GONE)]))
        following = rows[names[(n + 1) % len(names)]]
        for spot in spots(KINDS[kind], fields):
            def made(operator: str, value: Any, note: str = "", spot: Spot = spot, name: str = name,
                     fields: dict[str, Any] = fields) -> Mutant:
                return Mutant(operator, kind, name, spot.field, spot.path,
                              lambda: [(name, changed(fields, spot.path, value))], note=note)
            yield made("delete", GONE)
            yield made("type", other_type(spot.value))
            if spot.role == "number" and not isinstance(spot.value, list):
                for value in shifted_numbers(spot.value):
                    yield made("digit", value, f"{spot.value} → {value}")
            elif spot.role == "date":
                for value in shifted_dates(str(spot.value)):
                    yield made("digit", value, f"{spot.value} → {value}")
            elif spot.role == "id" and isinstance(spot.value, str):
                yield made("dangle", spot.value + "-x")
            elif spot.role in ("quote", "text") and isinstance(spot.value, str):
                yield made("letter", other_letter(spot.value))
            theirs = at(following, spot.path)
            if theirs is not GONE and theirs != spot.value and not isinstance(theirs, list | dict):
                neighbour = names[(n + 1) % len(names)]
                yield Mutant("swap", kind, name, spot.field, spot.path,
                             partial(_swapped, name, fields, neighbour, following, spot.path), note=f"with {neighbour}")


def _swapped(one: str, fields: dict[str, Any], two: str, following: dict[str, Any],
             path: Path_) -> list[tuple[str, Any]]:
    """Two records with their values at a path swapped."""
    return [(one, changed(fields, path, at(following, path))), (two, changed(following, path, at(fields, path)))]


def file_mutants(judge: Judge, kind: str) -> Iterator[Mutant]:
    """A file with an id used twice, cut off within a record, or with a byte of another encoding."""
    lines = judge.bytes[f"{kind}.yml"].splitlines(keepends=True)
    starts = [(name, judge.data.line(kind, name) - 1) for name in judge.data.raw[kind]]
    ends = [start for _, start in starts[1:]] + [len(lines)]
    for (name, start), end in zip(starts, ends, strict=True):
        yield Mutant("duplicate", kind, name, "id", content=partial(_joined, lines, [b"\n"], lines[start:end]))
        middle = (start + end) // 2
        half = lines[middle][:len(lines[middle]) // 2]
        yield Mutant("truncate", kind, name, "file", content=partial(_joined, lines[:middle], [half]))
        yield Mutant("encoding", kind, "", "file", note=f"in {name}",
                     content=partial(_joined, lines[:middle], [b"  # \xe9\n"], lines[middle:]))


def _joined(*parts: list[bytes]) -> bytes:
    return b"".join(line for part in parts for line in part)


def row_mutants(judge: Judge) -> Iterator[Mutant]:
    """The filings with a row gone, twice or moved, or one cell of it changed."""
    rows = list(csv.reader(io.StringIO(judge.bytes["filings.csv"].decode("utf-8"))))
    head, body = rows[0], rows[1:]

    def made(operator: str, field: str, i: int, instead: list[list[str]], note: str = "", many: int = 1) -> Mutant:
        """The rows from i on, as many as given, replaced."""
        def content() -> bytes:
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows([head, *body[:i], *instead, *body[i + many:]])
            return out.getvalue().encode()
        return Mutant(operator, "filings", f"{body[i][0]}#{body[i][1]}", field, content=content, note=note)

    for i, row in enumerate(body):
        yield made("delete", "row", i, [])
        yield made("repeat", "row", i, [row, row])
        if i + 1 < len(body):
            yield made("swap", "row", i, [body[i + 1], row], many=2)
        for j, name in enumerate(head):
            value = row[j]
            if not value:
                continue
            if name == "number":
                new = [str(int(value) + 1)]
            elif name == "filed_on":
                new = shifted_dates(value)
            elif name == "filing_number":
                new = [re.sub(r"\d(?=\D*$)", lambda m: str((int(m[0]) + 1) % 10), value)]
            else:
                new = [other_letter(value)]
            for cell in new:
                operator = "letter" if name not in ("number", "filed_on", "filing_number") else "digit"
                yield made(operator, name, i, [[*row[:j], cell, *row[j + 1:]]], f"{value} → {cell}")


def mutants(judge: Judge, kinds: list[str]) -> Iterator[Mutant]:
    """Every mutant of the kinds of record."""
    for kind in kinds:
        if kind == "filings":
            yield from row_mutants(judge)
        else:
            yield from field_mutants(judge, kind)
            yield from file_mutants(judge, kind)


def protected(mutant: Mutant) -> bool:
    """Whether the mutant must be caught."""
    name = mutant.field.split(".")[-1]
    return any(kind in ("", mutant.kind) and field in ("", name) and mutant.operator in operators.split()
               for kind, field, operators in PROTECTED)


# ---- report ----------------------------------------------------------------------------------------------------------

def table(title: str, counts: dict[str, Counter[str]]) -> str:
    """Caught, harmless and survived by a key, with the share caught of those that make a difference."""
    width = max(len(k) for k in counts)
    lines = [f"{title:<{width}}  {'caught':>7} {'told':>7} {'harmless':>8} {'survived':>8}  killed"]
    for key in sorted(counts, key=lambda k: (_rate(counts[k]), k)):
        c = counts[key]
        lines.append(f"{key:<{width}}  {c['caught']:>7} {c['told']:>7} {c['harmless']:>8} {c['survived']:>8} "
                     f"{_rate(c):>6.1%}")
    return "\n".join(lines)


def _rate(count: Counter[str]) -> float:
    weighed = count["caught"] + count["survived"]
    return count["caught"] / weighed if weighed else 1.0


def run(judge: Judge, kinds: list[str], every: int, operators: list[str], show: int) -> int:
    """Judges the mutants and prints what came of them; 1 if one survived that must not."""
    by_operator: dict[str, Counter[str]] = defaultdict(Counter)
    by_field: dict[str, Counter[str]] = defaultdict(Counter)
    kept: list[Mutant] = []
    shown: Counter[str] = Counter()
    for i, mutant in enumerate(mutants(judge, kinds)):
        if i % every or (operators and mutant.operator not in operators):
            continue
        verdict = judge.judge(mutant)
        for count in (by_operator[mutant.operator], by_field[f"{mutant.kind} {mutant.field}"]):
            count[verdict.outcome] += 1
            count["told"] += verdict.told
        if verdict.outcome == "survived":
            kept += [mutant] if protected(mutant) else []
            key = f"{mutant.operator} {mutant.kind} {mutant.field}"
            shown[key] += 1
            if shown[key] <= show:
                print("survived:", mutant)
    print(table("by operator", by_operator), table("by field", by_field), sep="\n\n")
    if kept:
        print(f"\n{len(kept)} survived that must be caught:", *kept, sep="\n  ")
    return int(bool(kept))


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kinds", nargs="+", default=[*KINDS, "filings"], help="files of data/ without .yml or .csv")
    parser.add_argument("--operators", nargs="+", default=[], help="only these, such as digit or swap")
    parser.add_argument("--every", type=int, default=1, help="only each n-th mutant")
    parser.add_argument("--show", type=int, default=0, help="print so many survivors of each operator and field")
    given = parser.parse_args(arguments)
    return run(Judge(), given.kinds, given.every, given.operators, given.show)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
