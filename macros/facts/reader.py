"""Reads ``data/`` and ``seeds/`` into frozen records.

``load(root)`` returns a ``Data`` or raises ``DataError`` with every problem of every file at once.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

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
from macros.facts.store import Data, Path_, dotted, line_of
from macros.facts.text import fold, shown
from macros.facts.yaml_file import decode, read_yaml

R = TypeVar("R", bound=Record)
RowOf = TypeVar("RowOf", Filing, Registration)

_WHOLE, _MAPPING = "{input} is not a whole number", "{input} is not a mapping; write 'key: value' lines"
# What pydantic finds, and what we say of it.
_MESSAGES = {
    "missing": "is missing; add it",
    "string_type": "{input} is not text; put it in quotes",
    "int_type": _WHOLE, "int_parsing": _WHOLE, "int_from_float": _WHOLE,
    "tuple_type": "{input} is not a list; write '- …' lines",
    "dict_type": _MAPPING, "model_type": _MAPPING, "model_attributes_type": _MAPPING,
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
    context = error.get("ctx", {})
    form = _FORMS.get(context.get("pattern", ""), context.get("pattern"))
    template = _MESSAGES.get(error["type"])
    return template.format(input=shown(error["input"]), form=form, **context) if template else error["msg"]


@dataclass(frozen=True)
class _File:
    """A file while records are made of it: its name, the line of each value, and where its problems go."""

    name: str
    lines: dict[Path_, int]
    problems: list[Problem]

    def tell(self, record: str, message: str, *path: str | int) -> None:
        """Adds a problem at the line of a value, or of what holds it."""
        self.problems.append(Problem(self.name, line_of(self.lines, path), record, message))

    def made(self, model: type[R], fields: Any, record: str, path: Path_) -> R | None:
        """The fields as a record of the model; or None, and all that does not fit is told."""
        try:
            return model.model_validate(fields)
        except ValidationError as error:
            errors = error.errors()
        for e in errors:
            loc = e["loc"]
            if e["type"] == "too_short" and any(o["loc"][:len(loc)] == loc and o is not e for o in errors):
                continue  # the list is not empty: what it holds is wrong, and told below
            self.tell(record, (f"{dotted(loc)}: " if loc else "") + _explain(e, _model_at(model, loc)),
                      *path, *(loc if loc != ("id",) else ()))
        return None


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


def _records(kind: str, rows: dict[str, Any], file: _File) -> dict[str, Identified]:
    """Every record of a file as its model."""
    out = {}
    for key, fields in rows.items():
        if not isinstance(fields, dict):
            file.tell(key, "is not a record; write its fields below it", key)
            continue
        if "id" in fields:
            file.tell(key, "id: the word above the fields is the id; delete this line", key, "id")
        if record := file.made(KINDS[kind], {**fields, "id": key}, key, (key,)):
            out[key] = record
    if not rows and not any(p.file == file.name for p in file.problems):
        file.problems.append(Problem(file.name, 0, "", "holds no record; restore it"))
    return out


def columns(model: type[Filing | Registration]) -> tuple[str, ...]:
    """The columns of a register's table."""
    return tuple(name for name in model.model_fields if name != "line")


def read_rows(path: Path, model: type[RowOf], problems: list[Problem]) -> tuple[RowOf, ...]:
    """The rows of a register's table in file order, as ``model``."""
    name = f"data/{path.name}"
    text = decode(path, name, problems)
    if text is None:
        return ()
    reader = csv.DictReader(io.StringIO(text), strict=True)
    out = []
    try:
        if tuple(reader.fieldnames or ()) != columns(model):
            problems.append(Problem(name, 1, "", f"the columns must be {','.join(columns(model))}"))
            return ()
        for row in reader:
            if found := _row(row, model, name, reader.line_num, problems):
                out.append(found)
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num + 1, "", f"is not CSV from here on: {error}; look for a "
                                "quotation mark without its other"))
    return tuple(out)


def _row(row: dict[str, Any], model: type[RowOf], name: str, line: int, problems: list[Problem]) -> RowOf | None:
    record, file = f"{row.get('list')}#{row.get('number')}", _File(name, {(): line}, problems)
    if None in row or None in row.values():
        file.tell(record, f"does not have {len(model.model_fields) - 1} columns; mind commas outside quotes")
        return None
    return file.made(model, {k: v for k, v in row.items() if v != ""} | {"line": line}, record, ())


_MARKUP = re.compile(r"[&<>\"`*_{}\[\]#|\\~^$]")


def _vocab(rows: dict[str, Any], file: _File) -> dict[str, MappingProxyType[str, Word]]:
    """The controlled words by vocabulary."""
    out = {}
    for name, words in rows.items():
        if not isinstance(words, dict):
            file.tell(name, "is not a vocabulary; write 'word:' lines below it, and a label below each", name)
            continue
        read = {k: file.made(Word, w, f"{name}.{k}", (name, k)) for k, w in words.items()}
        out[name] = MappingProxyType({k: word for k, word in read.items() if word})
        for k, w in words.items():
            for key, value in w.items() if isinstance(w, dict) else ():
                if bad := _MARKUP.search(" ".join(map(str, value)) if isinstance(value, list) else str(value)):
                    file.tell(f"{name}.{k}", f"{key}: '{bad[0]}' means something to a browser or to Markdown; say it "
                              "without", name, k, key)
    return out


def _texts(root: Path, sources: Iterable[Source], file: _File) -> dict[str, str]:
    """The archived texts, folded; a missing or changed one is a problem."""
    out = {}
    for source in sources:
        if not source.text:
            continue
        path, name = root / "seeds" / source.text, f"seeds/{source.text}"
        if "/" in source.text or not path.is_file():
            file.tell(source.id, f"text: {name} is missing; restore it", source.id, "text")
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if source.sha256 and digest != source.sha256:
            file.tell(source.id, f"text: {name} has changed: its sha256 is {digest}, not {source.sha256}; restore the file",
                      source.id, "text")
            continue
        text = decode(path, name, file.problems)
        if text is not None:
            out[source.id] = fold(text)
    return out


def load(root: Path) -> Data:
    """All records under ``root``; raises ``DataError`` if a file or a record on its own is wrong."""
    problems: list[Problem] = []
    folder = root / "data"
    raw: dict[str, dict[str, Any]] = {}
    files: dict[str, _File] = {}
    for kind in (*KINDS, "vocab", "moved", "edition", "prose", "queries"):
        raw[kind], lines = read_yaml(folder / f"{kind}.yml", f"data/{kind}.yml", problems)
        files[kind] = _File(f"data/{kind}.yml", lines, problems)
    kinds: dict[str, Any] = {k: MappingProxyType(_records(k, raw[k], files[k])) for k in KINDS}
    vocab = _vocab(raw["vocab"], files["vocab"])
    moved = {k: m for k, v in raw["moved"].items() if (m := files["moved"].made(Moved, v, k, (k,)))}
    # A file that could not be read is told once, not field by field.
    edition = files["edition"].made(Edition, raw["edition"], "", ()) if files["edition"].lines else None
    queries = files["queries"].made(Queries, raw["queries"], "", ()) if files["queries"].lines else None
    filings = read_rows(folder / "filings.csv", Filing, problems)
    registrations = read_rows(folder / "registrations.csv", Registration, problems)
    texts = _texts(root, kinds["sources"].values(), files["sources"])
    known = {f"{k}.yml" for k in raw} | {"filings.csv", "registrations.csv", "README.md", "prose.yml", "addresses.lock",
                                          "releases.yml", "releases"}
    problems += [Problem(f"data/{p.name}", 0, "", "is a file no record kind uses; rename or delete it" +
                         nearest(p.name, known)) for p in sorted(folder.glob("*")) if p.name not in known]
    if problems or edition is None or queries is None:
        raise DataError(problems)
    return Data(**kinds, vocab=MappingProxyType(vocab), filings=filings, registrations=registrations,
                moved=MappingProxyType(moved), edition=edition, queries=queries, texts=MappingProxyType(texts),
                lines={kind: file.lines for kind, file in files.items()}, raw=raw)
