"""Reads ``data/`` and ``seeds/`` into frozen records, and remembers on which line each value stands.

``load(root)`` returns a ``Data`` or raises ``DataError`` with every problem of every file at once.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from yaml.composer import ComposerError

from macros.facts.problems import DataError, Problem, nearest
from macros.facts.records import (
    EDITION_VERSION,
    ID_PATTERN,
    KINDS,
    OFFICIAL_NUMBER,
    ROW_PATTERN,
    Edition,
    Filing,
    Identified,
    Moved,
    Queries,
    Record,
    Registration,
    Source,
    Word,
)
from macros.facts.store import Data, Path_, dotted
from macros.facts.text import control, fold, shown
from macros.facts.yaml_hints import hint, lost

R = TypeVar("R", bound=Record)
RowOf = TypeVar("RowOf", Filing, Registration)


def _mark(event: yaml.Event) -> yaml.Mark | None:
    """Where an event begins, as the errors of PyYAML take it: its parser in C has marks of its own."""
    mark = event.start_mark
    return yaml.Mark(mark.name, mark.index, mark.line, mark.column, None, 0) if mark else None


def _line(event: yaml.Event) -> int:
    """The line an event begins in, counted from one."""
    return event.start_mark.line + 1 if event.start_mark else 0


class _Reader:
    """Turns YAML into plain data, notes each value's line and every repeated key.

    It reads the parser's events: PyYAML's nodes hold the same, but making them takes most of the time of a load.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []
        self._next: Callable[[], yaml.Event]
        self._anchors: dict[str, Any] = {}

    def read(self, text: str) -> Any:
        """The one document of a file; an empty mapping if there is none."""
        self._next = iter(yaml.CSafeLoader(text).get_event, None).__next__
        self._next()  # the start of the stream
        document = self._next()
        if isinstance(document, yaml.StreamEndEvent):
            self.lines[()] = 1
            return {}
        first = self._next()
        self.lines[()] = _line(first)
        out = self._value(first, ())
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise ComposerError("expected a single document in the stream", _mark(document),
                                "but found another document", _mark(after))
        return out

    def _value(self, event: yaml.Event, path: Path_) -> Any:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                problem = f"found undefined alias {event.anchor!r}"
                raise ComposerError(None, None, problem, _mark(event))
            if self._anchors[event.anchor] is self:
                raise RecursionError
            return self._anchors[event.anchor]
        anchor = event.anchor if isinstance(event, yaml.NodeEvent) else None
        if anchor:
            self._anchors[anchor] = self  # not complete yet
        if isinstance(event, yaml.ScalarEvent):
            out = _scalar(event)
        else:
            out = (self._mapping if isinstance(event, yaml.MappingStartEvent) else self._sequence)(path)
        if anchor:
            self._anchors[anchor] = out
        return out

    def _sequence(self, path: Path_) -> list[Any]:
        out: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            here = (*path, len(out))
            self.lines[here] = _line(event)
            out.append(self._value(event, here))
        return out

    def _mapping(self, path: Path_) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = _line(event)
            key = event.value if isinstance(event, yaml.ScalarEvent) else str(self._value(event, path))
            here = (*path, key)
            if key in out:
                self.problems.append(Problem(self.file, line, str(path[0]) if path else key,
                                             f"'{key}' stands twice (first in line {self.lines[here]}); keep one"))
                self._skip()
                continue
            self.lines[here] = line
            out[key] = self._value(self._next(), here)
        return out

    def _skip(self) -> None:
        """Passes over a value; the lines of what stands first are kept."""
        kept = dict(self.lines), list(self.problems)
        self._value(self._next(), ())
        self.lines, self.problems = kept


_PLAIN = yaml.CSafeLoader.yaml_implicit_resolvers


def _scalar(event: yaml.ScalarEvent) -> Any:
    """A scalar as YAML 1.1 types it, but dates and words like 'no' stay text, and decimals stay exact."""
    text, tag = event.value, event.tag
    if tag is None:
        if not event.implicit[0]:
            return text
        tag = next((found for found, pattern in _PLAIN.get(text[:1], ()) if pattern.match(text)), "")
    kind = tag.rpartition(":")[2]
    try:
        if kind == "int":
            return int(text.replace("_", ""), 0)
        if kind == "float":
            return Decimal(text.replace("_", ""))
    except (ValueError, ArithmeticError):
        return text
    return None if kind == "null" else text


def decode(path: Path, name: str, problems: list[Problem]) -> str | None:
    """The file as text, or None and a problem."""
    try:
        raw = path.read_bytes()
    except OSError:
        problems.append(Problem(name, 0, "", "is missing; restore it"))
        return None
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(Problem(name, line, "", f"byte {error.start} is not UTF-8; save the file as UTF-8"))
        return None


def read_yaml(path: Path, name: str, problems: list[Problem]) -> tuple[dict[str, Any], dict[Path_, int]]:
    """A YAML mapping and the line of each value in it; what is wrong goes to ``problems``."""
    text = decode(path, name, problems)
    if text is None:
        return {}, {}
    if found := control(text):
        problems.append(Problem(name, found[0], "", f"holds the control character {found[1]}; delete it"))
        return {}, {}
    problems += lost(name, text)
    reader = _Reader(name)
    try:
        data = reader.read(text)
    except yaml.YAMLError as error:
        problems.append(_unreadable(name, error))
        return {}, {}
    except RecursionError:
        problems.append(Problem(name, 0, "", "is nested too deeply, or refers to itself by an alias; write it out"))
        return {}, {}
    problems += reader.problems
    if not isinstance(data, dict):
        problems.append(Problem(name, 1, "", "is not a mapping from ids to records; write 'id:' and the fields below"))
        return {}, {}
    return data, reader.lines


def _unreadable(name: str, error: yaml.YAMLError) -> Problem:
    """What the YAML reader says, at its line; and where what it was reading began, if that is elsewhere."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(name, 0, "", f"is not YAML: cannot be read; {hint('')}")
    mark, began = error.problem_mark, error.context_mark
    line = mark.line + 1 if mark else 0
    what = error.problem or "cannot be read"
    if began and began.line + 1 != line:
        what += f" ({error.context}, begun in line {began.line + 1})"
    return Problem(name, line, "", f"is not YAML: {what}; {hint(error.problem or '')}")


_MESSAGES = {
    "missing": "is missing; add it",
    "string_type": "{input} is not text; put it in quotes",
    "int_type": "{input} is not a whole number",
    "int_parsing": "{input} is not a whole number",
    "int_from_float": "{input} is not a whole number",
    "tuple_type": "{input} is not a list; write '- …' lines",
    "dict_type": "{input} is not a mapping; write 'key: value' lines",
    "model_type": "{input} is not a mapping; write 'key: value' lines",
    "model_attributes_type": "{input} is not a mapping; write 'key: value' lines",
    "too_short": "is empty; add at least one entry",
    "string_pattern_mismatch": "{input} does not have the right form; write {form}",
    "literal_error": "{input} is not allowed; use {expected}",
    "greater_than_equal": "{input} is too small; the least is {ge}",
}


_FORMS = {ID_PATTERN: "lower-case letters, digits and single hyphens", "^[0-9a-f]{64}$": "the file's sha256sum",
          EDITION_VERSION: "year.month, as in 2026.11",
          OFFICIAL_NUMBER: "it in plain letters, digits and hyphens, as in Beijing-Name-202601020001",
          ROW_PATTERN: "the list and the number on it, as in cac-2024-04#1"}


def _explain(error: ErrorDetails, model: type[Record]) -> str:
    """A pydantic error in our words."""
    if error["type"] == "extra_forbidden":
        known = sorted(f.alias or name for name, f in model.model_fields.items())
        return f"unknown field{nearest(error['loc'][-1], known)} (known: {', '.join(known)})"
    if error["input"] is None and error["type"] != "missing":
        return "is empty; write it, or leave the field out if it may be missing"
    if error["type"] == "value_error":
        return str(error.get("ctx", {})["error"])
    template = _MESSAGES.get(error["type"])
    given = shown(error["input"])
    context = error.get("ctx", {})
    pattern = context.get("pattern", "")
    form = _FORMS.get(pattern, pattern)
    return template.format(input=given, form=form, **context) if template else error["msg"]


def _problems(name: str, record: str, error: ValidationError, model: type[Record], lines: dict[Path_, int],
              key: Path_) -> Iterator[Problem]:
    """What a record that does not fit its model has wrong, each at the line of its field or of what holds it."""
    errors = error.errors()
    for e in errors:
        loc = e["loc"]
        if e["type"] == "too_short" and any(o["loc"][:len(loc)] == loc and o is not e for o in errors):
            continue  # the list is not empty: what it holds is wrong, and told below
        path = key if loc == ("id",) else (*key, *loc)
        while path not in lines and len(path) > 1:
            path = path[:-1]
        yield Problem(name, lines.get(path, lines.get((), 0)), record,
                      (f"{dotted(loc)}: " if loc else "") + _explain(e, _model_at(model, loc)))


def _model_at(model: type[Record], loc: Path_) -> type[Record]:
    """The model that holds the field ``loc`` (nested records have fields of their own)."""
    for part in loc[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            for arg in _inner(model.model_fields[part].annotation):
                model = arg
    return model


def _inner(annotation: Any) -> Iterator[type[Record]]:
    """The record types within an annotation such as ``tuple[Evidence, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for arg in getattr(annotation, "__args__", ()):
        yield from _inner(arg)


def _records(kind: str, rows: dict[str, Any], lines: dict[Path_, int],
             problems: list[Problem]) -> dict[str, Identified]:
    """Every record of one file as its model; what does not fit goes to ``problems``."""
    name, model, out = f"data/{kind}.yml", KINDS[kind], {}
    for key, fields in rows.items():
        if not isinstance(fields, dict):
            problems.append(Problem(name, lines.get((key,), 0), key, "is not a record; write its fields below it"))
            continue
        if "id" in fields:
            problems.append(Problem(name, lines.get((key, "id"), 0), key, "id: the word above the fields is the id; "
                                    "delete this line"))
        try:
            out[key] = model.model_validate({**fields, "id": key})
        except ValidationError as error:
            problems += _problems(name, key, error, model, lines, (key,))
    if not rows and not any(p.file == name for p in problems):
        problems.append(Problem(name, 0, "", "holds no record; restore it"))
    return out


FILING_COLUMNS = tuple(f for f in Filing.model_fields if f != "line")
REGISTRATION_COLUMNS = tuple(f for f in Registration.model_fields if f != "line")


def read_rows(path: Path, model: type[RowOf], problems: list[Problem]) -> tuple[RowOf, ...]:
    """The rows of a register's table in file order, as ``model``."""
    name = f"data/{path.name}"
    text = decode(path, name, problems)
    if text is None:
        return ()
    columns = tuple(f for f in model.model_fields if f != "line")
    reader = csv.DictReader(io.StringIO(text), strict=True)
    out = []
    try:
        if tuple(reader.fieldnames or ()) != columns:
            problems.append(Problem(name, 1, "", f"the columns must be {','.join(columns)}"))
            return ()
        for row in reader:
            found = _row(row, model, name, reader.line_num, problems)
            if found:
                out.append(found)
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num + 1, "", f"is not CSV from here on: {error}; look for a "
                                "quotation mark without its other"))
    return tuple(out)


def _row(row: dict[str, Any], model: type[RowOf], name: str, line: int, problems: list[Problem]) -> RowOf | None:
    record = f"{row.get('list')}#{row.get('number')}"
    if None in row or None in row.values():
        problems.append(Problem(name, line, record, f"does not have {len(model.model_fields) - 1} columns; "
                                "mind commas outside quotes"))
        return None
    try:
        return model.model_validate({k: v for k, v in row.items() if v != ""} | {"line": line})
    except ValidationError as error:
        problems += _problems(name, record, error, model, {("",): line}, ("",))
        return None


def _single(model: type[R], rows: Any, name: str, lines: dict[Path_, int], key: Path_,
            problems: list[Problem]) -> R | None:
    """A record that is no entry of a kind's file: a word, a moved address, the edition."""
    try:
        return model.model_validate(rows)
    except ValidationError as error:
        problems += _problems(name, ".".join(map(str, key)), error, model, lines, key)
        return None


_MARKUP = re.compile(r"[&<>\"`*_{}\[\]#|\\~^$]")


def _vocab(rows: dict[str, Any], lines: dict[Path_, int], problems: list[Problem]) -> dict[str, MappingProxyType[str, Word]]:
    """The controlled words by vocabulary."""
    out = {}
    for name, words in rows.items():
        if not isinstance(words, dict):
            problems.append(Problem("data/vocab.yml", lines.get((name,), 0), name, "is not a vocabulary; write 'word:' "
                                    "lines below it, and a label below each"))
            continue
        read = {k: _single(Word, w, "data/vocab.yml", lines, (name, k), problems) for k, w in words.items()}
        out[name] = MappingProxyType({k: word for k, word in read.items() if word})
        for k, w in words.items():
            for key, value in w.items() if isinstance(w, dict) else ():
                if bad := _MARKUP.search(" ".join(map(str, value)) if isinstance(value, list) else str(value)):
                    problems.append(Problem("data/vocab.yml", lines[name, k, key], f"{name}.{k}", f"{key}: '{bad[0]}' "
                                            "means something to a browser or to Markdown; say it without"))
    return out


def _texts(root: Path, sources: dict[str, Source], lines: dict[Path_, int], problems: list[Problem]) -> dict[str, str]:
    """The archived texts, folded; a missing or changed one is a problem."""
    out = {}
    for source in sources.values():
        if not source.text:
            continue
        path, name = root / "seeds" / source.text, f"seeds/{source.text}"
        line = lines.get((source.id, "text"), 0)
        if "/" in source.text or not path.is_file():
            problems.append(Problem("data/sources.yml", line, source.id, f"text: {name} is missing; restore it"))
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if source.sha256 and digest != source.sha256:
            problems.append(Problem("data/sources.yml", line, source.id, f"text: {name} has changed: its sha256 is "
                                    f"{digest}, not {source.sha256}; restore the file"))
            continue
        text = decode(path, name, problems)
        if text is not None:
            out[source.id] = fold(text)
    return out


def load(root: Path) -> Data:
    """All records under ``root``; raises ``DataError`` if a file or a record on its own is wrong."""
    problems: list[Problem] = []
    folder = root / "data"
    lines: dict[str, dict[Path_, int]] = {}
    raw: dict[str, dict[str, Any]] = {}
    kinds: dict[str, MappingProxyType[str, Any]] = {}
    for kind in (*KINDS, "vocab", "moved", "edition", "prose", "queries"):
        raw[kind], lines[kind] = read_yaml(folder / f"{kind}.yml", f"data/{kind}.yml", problems)
    for kind in KINDS:
        kinds[kind] = MappingProxyType(_records(kind, raw[kind], lines[kind], problems))
    vocab = _vocab(raw["vocab"], lines["vocab"], problems)
    moved = {k: _single(Moved, v, "data/moved.yml", lines["moved"], (k,), problems) for k, v in raw["moved"].items()}
    # A file that could not be read is told once, not field by field.
    told = {p.file for p in problems if not lines.get(Path(p.file).stem)}
    edition = None if "data/edition.yml" in told else _single(Edition, raw["edition"], "data/edition.yml",
                                                              lines["edition"], (), problems)
    queries = None if "data/queries.yml" in told else _single(Queries, raw["queries"], "data/queries.yml",
                                                              lines["queries"], (), problems)
    filings = read_rows(folder / "filings.csv", Filing, problems)
    registrations = read_rows(folder / "registrations.csv", Registration, problems)
    texts = _texts(root, dict(kinds["sources"]), lines["sources"], problems)
    known = {f"{k}.yml" for k in raw} | {"filings.csv", "registrations.csv", "README.md", "prose.yml", "addresses.lock",
                                              "releases.yml", "releases"}
    problems += [Problem(f"data/{p.name}", 0, "", "is a file no record kind uses; rename or delete it" +
                         nearest(p.name, known)) for p in sorted(folder.glob("*")) if p.name not in known]
    if problems or edition is None or queries is None:
        raise DataError(problems)
    return Data(**kinds, vocab=MappingProxyType(vocab), filings=filings, registrations=registrations,
                moved=MappingProxyType({k: m for k, m in moved.items() if m}), edition=edition, queries=queries,
                texts=MappingProxyType(texts), lines=lines, raw=raw)
