"""Damage the data on purpose, one place at a time, and count what the checks notice: `make mutate`.

A mutant is the real data with one change: a field or a record deleted, a value of another type, swapped with the same
field of another record, a digit or a date shifted, a date broken, a letter changed, a reference broken or turned to
another record, an id used twice, a file cut off in the middle of a record or saved in another encoding, a row of the
filings moved. The data is loaded and checked as in a build: by the rules first, then by the ledger of records.

    rule      a rule stops the build: something else in the data contradicts the change
    ledger    no rule sees it, but data/records.lock does not vouch for it
    harmless  the record that is read is the same
    survived  the build would go on

`told` says how many messages of each name file, line, record and field. All mutants must be caught and told; those of
PROTECTED by a rule.
"""

from __future__ import annotations

import argparse
import copy
import csv
import datetime as dt
import io
import multiprocessing
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from macros import check, receipts, witness  # noqa: E402
from macros.check import RULES, Rule  # noqa: E402
from macros.load import (  # noqa: E402
    FILING_COLUMNS,
    Data,
    Path_,
    Problem,
    _filing,
    _filings,
    _records,
    _single,
    _vocab,
    load,
    read_yaml,
)
from macros.pages import read_pages  # noqa: E402
from macros.records import KINDS, Edition, Id, Moved, Number, PartialDate, Record, Word  # noqa: E402

GONE = object()
SINGLE: dict[str, type[Record]] = {"vocab": Word, "moved": Moved, "edition": Edition}
ALL = (*KINDS, *SINGLE, "filings")

# What a rule must see, so that it is noticed while somebody writes: kind (or any), field (or any), operators.
PROTECTED = (
    ("figures", "value", "digit type delete"), ("figures", "high", "digit type"), ("figures", "as_of", "type delete"),
    ("events", "date", "digit type delete"), ("", "quote", "letter type delete"), ("", "source", "dangle type delete"),
    ("", "", "dangle duplicate encoding date type repeat"), ("filings", "row", "delete repeat swap"),
    ("filings", "number", "digit"), ("filings", "list", "letter"), ("filings", "province", "letter"))


@dataclass(frozen=True)
class Mutant:
    """One change: which records get which fields, which rows become which, or which file gets which bytes."""

    operator: str
    kind: str
    record: str
    field: str  # without list places: evidence.quote
    path: Path_ = ()
    records: Callable[[], list[tuple[str, Any]]] | None = None  # (id, fields), for changes of single records
    rows: Callable[[], tuple[int, int, list[list[str]]]] | None = None  # from here, so many rows become these
    content: Callable[[], bytes] | None = None  # the whole file, for other changes
    note: str = ""
    neighbour: str = ""  # the other record, where two are changed

    def __str__(self) -> str:
        return f"{self.operator} {self.kind}/{self.record} {self.field} {self.note}".rstrip()


@dataclass(frozen=True)
class Verdict:
    """What came of a mutant."""

    outcome: str  # rule, ledger, harmless or survived
    problems: tuple[Problem, ...] = ()
    told: bool = False  # a message names file, line, the record and the field


@dataclass(frozen=True)
class Changed:
    """The data with a mutant in it."""

    data: Data
    same: bool  # whether what is read is what was read before
    said: tuple[witness.Said, ...] | None  # the changed records; None: any of them may be
    gone: tuple[str, ...] = ()  # what the ledger calls the records that are no longer there
    near: Data | None = None  # for rules that judge each record by itself: they go through the changed ones only

    def data_for(self, rule: Rule, kind: str) -> Data:
        """What the rule has to look at to find all it would find."""
        return self.near if self.near and kind not in BY_ITSELF.get(rule, (kind,)) else self.data


# Rules that judge each record by itself, and the kinds of record they look into meanwhile. Elsewhere they only ask
# whether an id is there. What they find in a record cannot change unless it changes, or one of those kinds, or an id.
BY_ITSELF: dict[Rule, tuple[str, ...]] = {
    check.references: (), check.words: ("vocab",), check.calendar: ("edition",), check.ranges: (),
    check.source_dates: (), check.rechecks: (), check.publication: ("sources",), receipts.quotations: ("sources",),
    receipts.values: ("sources",), receipts.sentences: (), receipts.event_dates: ("sources",)}


class Near(dict[str, Any]):
    """The records of a kind, which can all be looked up, and of which rules go through a few."""

    def __init__(self, records: Any, few: dict[str, Any]) -> None:
        super().__init__(records)
        self.values, self.items = few.values, few.items  # type: ignore[method-assign,assignment]


# ---- judging ---------------------------------------------------------------------------------------------------------

class Watched(Data):
    """Data that notes which kinds of record are looked at."""

    def __getattribute__(self, name: str) -> Any:
        if name in WATCHED:
            object.__getattribute__(self, "__dict__").setdefault("seen", set()).add(name)
        return object.__getattribute__(self, name)


class WatchedKinds(dict[str, Any]):
    """The kinds of watched data."""

    def __init__(self, kinds: Any, seen: set[str]) -> None:
        super().__init__(kinds)
        self.seen = seen

    def __getitem__(self, kind: str) -> Any:
        self.seen.add(kind)
        return super().__getitem__(kind)

    def items(self) -> Any:
        self.seen.update(self)
        return super().items()

    values = get = None  # type: ignore[assignment]  # no rule uses them; one that does is told


WATCHED = {"vocab", "moved", "edition", "filings"}


class Judge:
    """Loads the real data once and says of each mutant whether the checks would notice it."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root, self.data = root, load(root)
        self.ledger = witness.parse(witness.text(self.data), [])
        self.bytes = {name: (root / name).read_bytes() for name in map(witness.file_of, ALL) if (root / name).exists()}
        self.on_pages: dict[str, Problem] = {}
        for page in read_pages(root / "docs"):
            for call in page.calls:
                for word in (*call.args, *call.kwargs.values()):
                    if isinstance(word, str) and word not in self.on_pages:
                        self.on_pages[word] = Problem(page.file, call.line, str(call), f"there is no '{word}'")

    @cached_property
    def rules(self) -> dict[str, list[Rule]]:
        """Kind → the rules that look at it. What a rule does not look at cannot change what it finds."""
        out: dict[str, list[Rule]] = {kind: [] for kind in ALL}
        for rule in RULES:
            watched = Watched(**{f.name: getattr(self.data, f.name) for f in fields(Data)})
            seen = watched.__dict__["seen"] = set()
            watched.__dict__["kinds"] = WatchedKinds(self.data.kinds, seen)
            list(rule(watched))
            for kind in seen:
                out[kind].append(rule)
        return out

    def judge(self, mutant: Mutant) -> Verdict:
        """By what the mutant is caught, or whether it is harmless or survives."""
        problems: list[Problem] = []
        changed = self.changed(mutant, problems)
        if problems or changed is None:
            return self._caught("rule", mutant, problems)
        if not changed.same:
            for rule in self.rules[mutant.kind]:
                problems += rule(changed.data_for(rule, mutant.kind))
                if problems and self._told(mutant, problems):
                    break  # the rest can only say more
            if mutant.operator == "delete" and mutant.field == "record" and mutant.record in self.on_pages:
                problems.append(self.on_pages[mutant.record])
            if problems and not self._told(mutant, problems):
                problems = witness.with_causes(problems, self._unvouched(changed))
            if problems:
                return self._caught("rule", mutant, problems)
        problems = self._unvouched(changed)
        if problems:
            return self._caught("ledger", mutant, problems)
        return Verdict("harmless" if changed.same else "survived")

    def _unvouched(self, changed: Changed) -> list[Problem]:
        """What the ledger has against the changed records."""
        if changed.said is None:
            return witness.differences(changed.data, self.ledger, witness.records(changed.data))
        ledger = {name: self.ledger[name] for name in (*(s.name for s in changed.said), *changed.gone)
                  if name in self.ledger}
        return witness.differences(changed.data, ledger, iter(changed.said))

    def _caught(self, by: str, mutant: Mutant, problems: list[Problem]) -> Verdict:
        return Verdict(by, tuple(problems), self._told(mutant, problems))

    def _told(self, mutant: Mutant, problems: list[Problem]) -> bool:
        return any(self._tells(mutant, p) for p in problems)

    def _tells(self, mutant: Mutant, problem: Problem) -> bool:
        """Whether a message names file, line, record and field."""
        name = mutant.field.split(".")[-1]
        shown = {"record": "", "row": "", "file": "", "id": "stands twice"}.get(name, name)
        file = witness.file_of(mutant.kind)
        if mutant.operator in ("truncate", "encoding"):
            return problem.line > 0 and file in str(problem)
        records = [record for record in (mutant.record, mutant.neighbour) if record]
        if mutant.kind == "vocab":
            records += [record.partition(".")[2] for record in records]
        named = mutant.kind == "edition" or any(record in str(problem) for record in records)
        if mutant.rows is not None and problem.file == file:  # a row is known by its line: its name may be what changed
            named = named or problem.line == self.data.filings[mutant.rows()[0]].line
        return problem.line > 0 and named and bool(re.search(rf"\b{shown}\b" if shown else "", problem.message))

    def changed(self, mutant: Mutant, problems: list[Problem]) -> Changed | None:
        """The data with the mutant in it; None, or a problem, if it cannot be read."""
        if mutant.content is not None:
            return self._file(mutant, mutant.content(), problems)
        if mutant.rows is not None:
            return self._rows(*mutant.rows(), problems)
        return self._fields(mutant.kind, mutant.records() if mutant.records else [], problems)

    def _fields(self, kind: str, new: list[tuple[str, Any]], problems: list[Problem]) -> Changed | None:
        """The data with single records changed or gone."""
        given = {name: given for name, given in new if given is not GONE}
        gone = {name for name, given in new if given is GONE}
        lines = self.data.lines[kind]
        keys = {name: key_of(kind, name) for name, _ in new}
        if kind in KINDS:
            made: dict[str, Any] = _records(kind, given, lines, problems) if given else {}
            before: Any = self.data.kinds[kind]
        elif kind == "vocab":
            made, before = flat(_vocab(nested(given), lines, problems)), flat(self.data.vocab)
        else:
            name = f"data/{kind}.yml"
            made = {key: _single(SINGLE[kind], item, name, lines, keys[key], problems) for key, item in given.items()}
            before = self.data.moved if kind == "moved" else {"edition": self.data.edition}
        if problems:
            return None
        same = not gone and all(made[name] == before[name] for name in made)
        records = {name: made.get(name, record) for name, record in before.items() if name not in gone}
        said = tuple(witness.Said(f"{kind}/{name}" if keys[name] else kind, keys[name], item)
                     for name, item in given.items())
        near = self._near(kind, records, made) if kind in KINDS and not gone else None
        return Changed(self._with(kind, records), same, said, tuple(f"{kind}/{name}" for name in gone), near)

    def _near(self, kind: str, records: dict[str, Any], made: dict[str, Any]) -> Data:
        """The data of which only the records that were made are gone through."""
        return replace(self.data, filings=(), kinds=MappingProxyType({**self._nothing, kind: Near(records, made)}))

    @cached_property
    def _nothing(self) -> dict[str, Any]:
        """All records, none of which is gone through."""
        return {kind: Near(records, {}) for kind, records in self.data.kinds.items()}

    def _with(self, kind: str, records: dict[str, Any]) -> Data:
        """The data with other records of a kind."""
        if kind in KINDS:
            return replace(self.data, kinds=MappingProxyType({**self.data.kinds, kind: MappingProxyType(records)}))
        if kind == "vocab":
            return replace(self.data, vocab=MappingProxyType(nested(records)))
        return replace(self.data, **{kind: records.get(kind) if kind == "edition" else MappingProxyType(records)})

    def _rows(self, start: int, many: int, instead: list[list[str]], problems: list[Problem]) -> Changed | None:
        """The data with some rows of the filings replaced by others."""
        rows, end = self.data.filings, start + many
        made = []
        for i, row in enumerate(instead):
            made.append(_filing(dict(zip(FILING_COLUMNS, row, strict=True)), rows[start].line + i, problems))
        if problems:
            return None
        after, moved = rows[end:], len(instead) - many
        if moved:
            after = tuple(row.model_copy(update={"line": row.line + moved}) for row in after)
        said = tuple(witness.of_row(row) for row in made)
        names = {s.name for s in said}
        gone = tuple(s.name for s in map(witness.of_row, rows[start:end]) if s.name not in names)
        data = replace(self.data, filings=(*rows[:start], *made, *after))
        return Changed(data, tuple(made) == rows[start:end], said, gone)

    def _file(self, mutant: Mutant, content: bytes, problems: list[Problem]) -> Changed | None:
        """The data with a whole file changed."""
        path: Any = _Content(content)
        if mutant.kind == "filings":
            rows = _filings(path, problems)
            return None if problems else Changed(replace(self.data, filings=rows), rows == self.data.filings, None)
        kind, name = mutant.kind, f"data/{mutant.kind}.yml"
        raw, lines = read_yaml(path, name, problems)
        made: Any
        if problems:
            return None
        if kind in KINDS:
            made, before = _records(kind, raw, lines, problems), dict(self.data.kinds[kind])
        elif kind == "vocab":
            made, before = _vocab(raw, lines, problems), dict(self.data.vocab)
        elif kind == "moved":
            made = {key: _single(Moved, item, name, lines, (key,), problems) for key, item in raw.items()}
            before = dict(self.data.moved)
        else:
            made, before = _single(Edition, raw, name, lines, (), problems), self.data.edition
        if problems:
            return None
        data = replace(self.data, vocab=MappingProxyType(made)) if kind == "vocab" else self._with(
            kind, {"edition": made} if kind == "edition" else made)
        return Changed(replace(data, raw={**self.data.raw, kind: raw}, lines={**self.data.lines, kind: lines}),
                       made == before, None)


def key_of(kind: str, name: str) -> tuple[str, ...]:
    """What leads within its file to the record of a name."""
    return () if kind == "edition" else tuple(name.split(".", 1)) if kind == "vocab" else (name,)


def flat(words: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Words by vocabulary as words by ``vocabulary.word``."""
    return {f"{vocabulary}.{word}": item for vocabulary, items in words.items() for word, item in items.items()}


def nested(words: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Words by ``vocabulary.word`` as words by vocabulary."""
    out: dict[str, dict[str, Any]] = {}
    for name, item in words.items():
        vocabulary, _, word = name.partition(".")
        out.setdefault(vocabulary, {})[word] = item
    return out


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
    role: str  # id, date, number, quote, text, item (a record within the record) or other

    @property
    def field(self) -> str:
        return ".".join(p for p in self.path if isinstance(p, str))


def spots(model: type[Record], record: dict[str, Any], path: Path_ = ()) -> Iterator[Spot]:
    """Every value of a record, however deep."""
    hints = get_type_hints(model, include_extras=True)
    aliases = {f.alias: name for name, f in model.model_fields.items() if f.alias}
    for name, value in record.items():
        hint = hints[aliases.get(name, name)]
        types = {hint, *get_args(hint)}
        yield Spot((*path, name), value, _role(name, types, value))
        if isinstance(value, list):
            inner = next((a for a in _types(hint) if isinstance(a, type) and issubclass(a, Record)), None)
            for i, item in enumerate(value):
                if inner and isinstance(item, dict):
                    yield Spot((*path, name, i), item, "item")
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


def changed(record: dict[str, Any], path: Path_, value: Any) -> dict[str, Any]:
    """A copy of a record with one value replaced, or gone."""
    out = copy.deepcopy(record)
    holder = out
    for part in path[:-1]:
        holder = holder[part]  # type: ignore[index]
    if value is GONE:
        del holder[path[-1]]  # type: ignore[arg-type]
    else:
        holder[path[-1]] = value  # type: ignore[index]
    return out


def at(record: Any, path: Path_) -> Any:
    """The value at a path, or GONE."""
    for part in path:
        try:
            record = record[part]
        except (KeyError, IndexError, TypeError):
            return GONE
    return record


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


NO_DATES = ("2023-13", "2023-02-30")


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


def record_of(judge: Judge, kind: str) -> dict[str, dict[str, Any]]:
    """The records of a kind as plain data, by the name the messages have for them."""
    raw = judge.data.raw[kind]
    if kind == "vocab":
        return flat(raw)
    return {"edition": raw} if kind == "edition" else raw


def field_mutants(judge: Judge, kind: str) -> Iterator[Mutant]:
    """Every change of one value of one record of a kind, and swaps between neighbours."""
    rows = record_of(judge, kind)
    model = KINDS[kind] if kind in KINDS else SINGLE[kind]
    known: dict[str, list[str]] = defaultdict(list)  # the ids a field uses
    for record in rows.values():
        for spot in spots(model, record):
            if spot.role == "id" and isinstance(spot.value, str) and spot.value not in known[spot.field]:
                known[spot.field].append(spot.value)
    for (name, record), (neighbour, following) in pairwise([*rows.items(), *list(rows.items())[:1]]):
        if kind != "edition":
            yield Mutant("delete", kind, name, "record", (), partial(list, [(name, GONE)]))
        for spot in spots(model, record):
            for operator, value, note in values_instead(spot, known[spot.field]):
                yield Mutant(operator, kind, name, spot.field, spot.path, partial(_one, name, record, spot.path, value),
                             note=note)
            theirs = at(following, spot.path)
            if theirs is not GONE and theirs != spot.value and not isinstance(theirs, list | dict):
                yield Mutant("swap", kind, name, spot.field, spot.path,
                             partial(_swapped, name, record, neighbour, following, spot.path),
                             note=f"with {neighbour}", neighbour=neighbour)


def values_instead(spot: Spot, known: list[str]) -> Iterator[tuple[str, Any, str]]:
    """Operator, new value and note of every change of one value."""
    yield "delete", GONE, ""
    yield "type", other_type(spot.value), ""
    if isinstance(spot.value, list) and len(spot.value) > 1:
        for i, (a, b) in enumerate(pairwise(spot.value)):
            if a != b:
                yield "swap", [*spot.value[:i], b, a, *spot.value[i + 2:]], f"{i} and {i + 1}"
    if spot.role == "number" and not isinstance(spot.value, list):
        for value in shifted_numbers(spot.value):
            yield "digit", value, f"{spot.value} → {value}"
    elif spot.role == "date":
        for date in shifted_dates(str(spot.value)):
            yield "digit", date, f"{spot.value} → {date}"
        for date in NO_DATES:
            yield "date", date, f"{spot.value} → {date}"
    elif spot.role == "id" and isinstance(spot.value, str):
        yield "dangle", spot.value + "-x", ""
        if len(known) > 1:
            other = known[(known.index(spot.value) + 1) % len(known)]
            yield "other", other, f"{spot.value} → {other}"
    elif spot.role in ("quote", "text") and isinstance(spot.value, str):
        yield "letter", other_letter(spot.value), ""


def _one(name: str, record: dict[str, Any], path: Path_, value: Any) -> list[tuple[str, Any]]:
    return [(name, changed(record, path, value))]


def _swapped(one: str, record: dict[str, Any], two: str, following: dict[str, Any],
             path: Path_) -> list[tuple[str, Any]]:
    """Two records with their values at a path swapped."""
    return [(one, changed(record, path, at(following, path))), (two, changed(following, path, at(record, path)))]


def file_mutants(judge: Judge, kind: str) -> Iterator[Mutant]:
    """A file with an id used twice, cut off within a record, or with a byte of another encoding."""
    lines = judge.bytes[witness.file_of(kind)].splitlines(keepends=True)
    starts = _starts(judge, kind)
    heads = {line - 1 for path, line in judge.data.lines.get(kind, {}).items() if len(path) == 1} | {len(lines)}
    for (record, start), (_, after) in pairwise([*starts, ("", len(lines))]):
        end = min({after, *(head for head in heads if head > start)})
        if kind not in ("filings", "edition"):
            again = partial(_joined, lines[:end], [b"\n"], lines[start:end], lines[end:])
            yield Mutant("duplicate", kind, record, "id", content=again)
        middle = (start + end) // 2
        half, rest = lines[middle][:len(lines[middle]) // 2], lines[middle][len(lines[middle]) // 2:]
        yield Mutant("truncate", kind, record, "file", content=partial(_joined, lines[:middle], [half]))
        yield Mutant("encoding", kind, record, "file",
                     content=partial(_joined, lines[:middle], [half, b"\xe9", rest], lines[middle + 1:]))


def _starts(judge: Judge, kind: str) -> list[tuple[str, int]]:
    """Every record of a file, and how many lines stand before it."""
    if kind == "filings":
        return [(f"{row.list}#{row.number}", row.line - 1) for row in judge.data.filings]
    if kind == "edition":
        return [("edition", 0)]
    return [(name, judge.data.line(kind, *key_of(kind, name)) - 1) for name in record_of(judge, kind)]


def _joined(*parts: list[bytes]) -> bytes:
    return b"".join(line for part in parts for line in part)


def row_mutants(judge: Judge) -> Iterator[Mutant]:
    """The filings with a row gone, twice or moved, or one cell of it changed."""
    rows = list(csv.reader(io.StringIO(judge.bytes[witness.file_of("filings")].decode("utf-8"))))
    head, body = rows[0], rows[1:]

    def made(operator: str, field: str, i: int, instead: list[list[str]], note: str = "", many: int = 1) -> Mutant:
        """The rows from i on, as many as given, replaced."""
        names = [f"{row[0]}#{row[1]}" for row in body[i:i + 2]]
        return Mutant(operator, "filings", names[0], field, rows=lambda: (i, many, instead), note=note,
                      neighbour=names[1] if many > 1 else "")

    for i, row in enumerate(body):
        yield made("delete", "row", i, [])
        yield made("repeat", "row", i, [row, row])
        following = body[i + 1] if i + 1 < len(body) else None
        if following:
            yield made("swap", "row", i, [following, row], many=2)
        for j, name in enumerate(head):
            for operator, cell in cells_instead(name, row[j], body[(i + 300) % len(body)][j]):
                yield made(operator, name, i, [[*row[:j], cell, *row[j + 1:]]], f"{row[j]} → {cell}")
            if following and row[j] != following[j]:
                swapped = [[*one[:j], two[j], *one[j + 1:]] for one, two in ((row, following), (following, row))]
                yield made("swap", name, i, swapped, f"with {following[j]}", many=2)


def cells_instead(name: str, value: str, other: str) -> Iterator[tuple[str, str]]:
    """Operator and new text of every change of one cell; ``other`` is what another row has there."""
    if value:
        yield "delete", ""
    if name == "number":
        yield from (("digit", str(int(value) + 1)), ("type", "many"))
    elif name == "filed_on":
        yield from (("digit", date) for date in shifted_dates(value))
        yield from (("date", date) for date in NO_DATES)
    elif name == "filing_number":
        yield "digit", re.sub(r"\d(?=\D*$)", lambda m: str((int(m[0]) + 1) % 10), value)
    elif value:
        yield "letter", other_letter(value)
    if name in ("list", "province"):
        yield "dangle", f"{value}-x"
        if other != value:
            yield "other", other


def mutants(judge: Judge, kinds: list[str]) -> Iterator[Mutant]:
    """Every mutant of the kinds of record."""
    for kind in kinds:
        yield from row_mutants(judge) if kind == "filings" else field_mutants(judge, kind)
        yield from file_mutants(judge, kind)


def protected(mutant: Mutant) -> bool:
    """Whether the mutant must be caught."""
    name = mutant.field.split(".")[-1]
    return any(kind in ("", mutant.kind) and field in ("", name) and mutant.operator in operators.split()
               for kind, field, operators in PROTECTED)


# ---- report ----------------------------------------------------------------------------------------------------------

OUTCOMES = ("rule", "ledger", "harmless", "survived")


def table(title: str, counts: dict[str, Counter[str]]) -> str:
    """What came of the mutants by a key, with the share caught of those that make a difference."""
    width = max(len(k) for k in (title, *counts))
    lines = [f"{title:<{width}}  {'rule':>7} {'ledger':>7} {'told':>7} {'harmless':>8} {'survived':>8}  killed"]
    for key in sorted(counts, key=lambda k: (_rate(counts[k]), k)):
        c = counts[key]
        lines.append(f"{key:<{width}}  {c['rule']:>7} {c['ledger']:>7} {c['told']:>7} {c['harmless']:>8} "
                     f"{c['survived']:>8} {_rate(c):>7.2%}")
    return "\n".join(lines)


def _rate(count: Counter[str]) -> float:
    caught = count["rule"] + count["ledger"]
    return caught / (caught + count["survived"]) if caught + count["survived"] else 1.0


def verdicts(judge: Judge, chosen: list[Mutant], workers: int) -> Iterator[tuple[Mutant, Verdict]]:
    """Each mutant with what came of it, in order, judged by as many processes as given."""
    def work(part: slice) -> list[Verdict]:
        return [judge.judge(mutant) for mutant in chosen[part]]

    parts = [slice(i, i + 200) for i in range(0, len(chosen), 200)]
    _ = judge.rules
    if workers > 1 and len(parts) > 1:
        _Work.do = staticmethod(work)
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            for part, found in zip(parts, pool.imap(_Work.run, parts), strict=True):
                yield from zip(chosen[part], found, strict=True)
    else:
        for part in parts:
            yield from zip(chosen[part], work(part), strict=True)


class _Work:
    """What the processes do: they inherit it, for mutants are functions and cannot be sent."""

    do: Callable[[slice], list[Verdict]]

    @staticmethod
    def run(part: slice) -> list[Verdict]:
        return _Work.do(part)


def run(judge: Judge, kinds: list[str], every: int, operators: list[str], show: int, workers: int = 1) -> int:
    """Judges the mutants and prints what came of them; 1 if one survived, or was caught without a full message."""
    chosen = [m for i, m in enumerate(mutants(judge, kinds)) if i % every == 0 and (
        not operators or m.operator in operators)]
    by_operator: dict[str, Counter[str]] = defaultdict(Counter)
    by_field: dict[str, Counter[str]] = defaultdict(Counter)
    whole: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {"survived": [], "caught, but not told": [], "not caught by a rule, but must be": []}
    for i, (mutant, verdict) in enumerate(verdicts(judge, chosen, workers), start=1):
        for count in (by_operator[mutant.operator], by_field[f"{mutant.kind} {mutant.field}"], whole):
            count[verdict.outcome] += 1
            count["told"] += verdict.told
        if verdict.outcome == "survived":
            wrong["survived"].append(str(mutant))
        elif verdict.problems and not verdict.told:
            wrong["caught, but not told"].append(f"{mutant}: {verdict.problems[0]}")
        if protected(mutant) and verdict.outcome in ("ledger", "survived"):
            wrong["not caught by a rule, but must be"].append(str(mutant))
        if i % (len(chosen) // 10 + 1) == 0:
            print(f"{i} of {len(chosen)} …", file=sys.stderr, flush=True)
    print(table("by operator", {**by_operator, "all": whole}), table("by field", by_field), sep="\n\n")
    for what, found in wrong.items():
        if found:
            print(f"\n{len(found)} {what}:", *found[:show], sep="\n  ")
    return int(any(wrong.values()))


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kinds", nargs="+", default=ALL, choices=ALL, help="files of data/ without .yml or .csv")
    parser.add_argument("--operators", nargs="+", default=[], help="only these, such as digit or swap")
    parser.add_argument("--every", type=int, default=1, help="only each n-th mutant")
    parser.add_argument("--show", type=int, default=40, help="print so many of what must not be")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that judge")
    given = parser.parse_args(arguments)
    return run(Judge(), list(given.kinds), given.every, given.operators, given.show, given.workers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
