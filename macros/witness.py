"""The second witness: ``data/records.lock`` holds a short hash of everything each record says.

A rule sees a wrong value where another value contradicts it. Where nothing does, a slipped digit, a lost note or a lost
record would go unnoticed; here it differs from what was vouched for. ``make ledger`` writes the file, one line a record
(its name, a hash of the whole, a hash of each value), from data that every rule has passed. What is published is held
against it; the preview is not, and a project without the file is not.

Comments, quotation marks, the order of fields and of records are no part of it. (The order of the filings is: their
numbers have to run through.)
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from .load import FILING_COLUMNS, Data, DataError, Path_, Problem, decode, load
from .records import KINDS, Filing

FILE = "data/records.lock"
HEADER = ("# What every record says, as short hashes; made by `make ledger`. "
          "What is published is held against it: nothing changes unnoticed.\n")
MEANT = "or, if that is meant, run: make ledger"
_LINE = re.compile(r"([^\t]+)\t([0-9a-f]{8})\t([^\t]+)")
_BETWEEN = "\x1e"  # no text of a record can hold it


class Said(NamedTuple):
    """A record as it stands in the data."""

    name: str  # what the ledger calls it: its kind, a slash, and what messages call it
    key: Path_  # what leads to it within its file
    fields: Mapping[str, Any]
    line: int = 0  # of a row; those of other records are known to the data


class Vouched(NamedTuple):
    """A record as it stands in the ledger."""

    whole: str
    values: str  # path=hash, with blanks between


Ledger = dict[str, Vouched]


# ---- what is there -----------------------------------------------------------------------------------------------

_cells = attrgetter(*FILING_COLUMNS)


def records(data: Data) -> Iterator[Said]:
    """Every record of every kind, the words, the moved addresses, the edition and the filings among them."""
    for kind in (*KINDS, "moved"):
        for name, fields in data.raw[kind].items():
            yield Said(f"{kind}/{name}", (name,), fields)
    for name, words in data.raw["vocab"].items():
        for word, fields in words.items():
            yield Said(f"vocab/{name}.{word}", (name, word), fields)
    yield Said("edition", (), data.raw["edition"])
    for row in data.filings:
        yield of_row(row)


def of_row(row: Filing) -> Said:
    """A row of the filings as the ledger sees it."""
    return Said(f"filings/{row.list}#{row.number}", (), dict(zip(FILING_COLUMNS, _cells(row), strict=True)), row.line)


def _values(fields: Mapping[str, Any], path: str, out: list[str]) -> list[str]:
    """``path=value`` of every value within a record; a number and the same digits as text are one."""
    for name in sorted(fields):
        value = fields[name]
        if type(value) is str:  # most are: looked for first
            out.append(f"{path}{name}={value}")
        elif isinstance(value, dict):
            _values(value, f"{path}{name}.", out)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if type(item) is dict:
                    _values(item, f"{path}{name}[{i}].", out)
                else:
                    out.append(f"{path}{name}[{i}]={item}")
        elif value is not None:
            out.append(f"{path}{name}={value}")
    return out


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def _whole(values: list[str]) -> str:
    return _digest(_BETWEEN.join(values))


def _each(values: list[str]) -> dict[str, str]:
    """Path → hash of each value."""
    return {path: _digest(value) for path, _, value in (v.partition("=") for v in values)}


def text(data: Data) -> str:
    """The ledger of this data as a file: sorted, one record a line."""
    lines = []
    for said in records(data):
        values = _values(said.fields, "", [])
        each = " ".join(f"{path}={digest}" for path, digest in _each(values).items())
        lines.append(f"{said.name}\t{_whole(values)}\t{each}\n")
    return HEADER + "".join(sorted(lines))


def parse(content: str, problems: list[Problem]) -> Ledger:
    """The records of a ledger; what is damaged goes to ``problems``."""
    out: Ledger = {}
    lines = content.split("\n")
    for n, line in enumerate(lines, start=1):
        found = _LINE.fullmatch(line)
        if found and found[1] not in out and n < len(lines):
            out[found[1]] = Vouched(found[2], found[3])
        elif found:
            what = "is cut off" if n == len(lines) else f"vouches for '{found[1]}' twice"
            problems.append(Problem(FILE, n, "", f"{what}; {_REPAIR}"))
        elif line and not line.startswith("#"):
            problems.append(Problem(FILE, n, "", f"{_short(line)} vouches for no record; {_REPAIR}"))
    if not out:
        problems.append(Problem(FILE, 1, "", f"holds no record; {_REPAIR}"))
    return out


_REPAIR = "restore the file, or, after a merge, run: make ledger"


# ---- what is wrong -----------------------------------------------------------------------------------------------

def problems(root: Path, data: Data) -> list[Problem]:
    """Where the data under ``root`` differs from its ledger, or why that cannot be told; nothing if it has none."""
    path, found = root / FILE, list[Problem]()
    if not path.exists():
        return []
    content = decode(path, FILE, found)
    ledger = parse(content, found) if content is not None else {}
    return found or differences(data, ledger, records(data))


def check(root: Path, data: Data) -> None:
    """Raises a ``DataError`` with everything the ledger does not vouch for."""
    if found := problems(root, data):
        raise DataError(found)


def explained(root: Path, error: DataError) -> DataError:
    """The problems the rules found, and what has changed of the data that they do not name.

    A total that is not reached says nothing of the one date that slipped; the ledger knows it.
    """
    try:
        return DataError(with_causes(error.problems, problems(root, load(root))))
    except DataError:
        return error  # what cannot be read cannot be compared


def with_causes(found: list[Problem], changed: list[Problem]) -> list[Problem]:
    """The problems found, and those of the ledger whose record and field none of them names."""
    told: dict[tuple[str, str], list[str]] = {}
    for problem in found:
        told.setdefault((problem.file, problem.record), []).append(problem.message)
    return found + [p for p in changed
                    if not any(_field(p) in message for message in told.get((p.file, p.record), ()))]


def _field(problem: Problem) -> str:
    """The path of the value a message of the ledger begins with; none if it is about a whole record."""
    first = problem.message.partition(" ")[0]
    return first[:-1] if first.endswith(":") else ""


def notice(root: Path, data: Data, said: str) -> str:
    """What the preview says of such differences; printed unless it was said last."""
    found = sorted(problems(root, data))
    more = f" (and {len(found) - 1} more)" if found[1:] else ""
    told = f"The preview shows it; a build would stop: {found[0]}{more}" if found else ""
    if told and told != said:
        print(told, file=sys.stderr)
    return told


def differences(data: Data, ledger: Ledger, said: Iterator[Said]) -> list[Problem]:
    """Where records differ from the ledger, and which are gone from it."""
    out: list[Problem] = []
    there = set()
    for record in said:
        there.add(record.name)
        vouched = ledger.get(record.name)
        if vouched is None or vouched.whole != _whole(_values(record.fields, "", [])):
            out += changes(data, vouched, record)
    return out + [gone(name) for name in ledger.keys() - there]


def changes(data: Data, vouched: Vouched | None, said: Said) -> Iterator[Problem]:
    """Where one record differs from what the ledger has of it."""
    if vouched is None:
        yield _problem(data, said, "", f"is new to {FILE}; delete it, {MEANT}")
        return
    values = _values(said.fields, "", [])
    before = dict(pair.split("=") for pair in vouched.values.split(" "))
    after = _each(values)
    shown = dict(v.split("=", 1) for v in values)
    for path in after:
        if path not in before:
            yield _problem(data, said, path, f"{_short(shown[path])} is new to {FILE}; delete it, {MEANT}")
        elif after[path] != before[path]:
            yield _problem(data, said, path, f"{_short(shown[path])} is not what {FILE} vouches for; put back what "
                           f"stood there, {MEANT}")
    for path in before.keys() - after.keys():
        yield _problem(data, said, path, f"is gone, but {FILE} vouches for it; put it back, {MEANT}")


def gone(name: str) -> Problem:
    """What is to be said of a record of the ledger that is not in the data."""
    kind, _, record = name.partition("/")
    return Problem(file_of(kind), 1, record, f"is gone, but {FILE} vouches for it; put it back, {MEANT}")


def file_of(kind: str) -> str:
    """The file that holds the records of a kind, the filings among them: ``file_of("terms") == "data/terms.yml"``."""
    return f"data/{kind}.{'csv' if kind == 'filings' else 'yml'}"


def _problem(data: Data, said: Said, path: str, message: str) -> Problem:
    parts = (int(p[1:-1]) if p[0] == "[" else p for p in re.findall(r"\[\d+\]|[^.\[\]]+", path))
    kind, _, record = said.name.partition("/")
    line = said.line or data.line(kind, *said.key, *parts)
    return Problem(file_of(kind), line, record, f"{path}: {message}" if path else message)


def _short(value: str) -> str:
    """A value as a message shows it: quoted unless it is a number, and not all of it if it is long."""
    if re.fullmatch(r"[\d.-]+", value) and len(value) < 40:
        return value
    return repr(value if len(value) <= 40 else f"{value[:39]}…")


# ---- what changes in it ------------------------------------------------------------------------------------------

def renewed(ledger: Ledger, data: Data) -> tuple[list[str], list[str], list[str]]:
    """The names of the records that a new ledger of the data adds, changes (with the fields) and drops."""
    added, changed, there = [], [], set()
    for said in records(data):
        there.add(said.name)
        if said.name not in ledger:
            added.append(said.name)
        elif fields := {p.message.partition(":")[0]: None for p in changes(data, ledger[said.name], said)}:
            changed.append(f"{said.name}: {', '.join(fields)}")
    return sorted(added), sorted(changed), sorted(ledger.keys() - there)
