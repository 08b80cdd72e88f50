"""Reads a YAML file into plain data, remembers on which line each value stands, and says what to do where it cannot."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import ComposerError

from macros.facts.problems import Problem
from macros.facts.store import Path_
from macros.facts.text import control


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
    problems += _lost(name, text)
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
        return Problem(name, 0, "", f"is not YAML: cannot be read; {_hint('')}")
    mark, began = error.problem_mark, error.context_mark
    line = mark.line + 1 if mark else 0
    what = error.problem or "cannot be read"
    if began and began.line + 1 != line:
        what += f" ({error.context}, begun in line {began.line + 1})"
    return Problem(name, line, "", f"is not YAML: {what}; {_hint(error.problem or '')}")


# What YAML says of a text that it cannot read, and what to do about it.
_HINTS = {
    "mapping values are not allowed in this context": "put a value with a colon and a blank in it into quotation marks",
    "found character that cannot start any token": "begin lines with blanks, not with tabs, and put a value that "
                                                   "begins with @, ` or % into quotation marks",
    "did not find expected key": "the line before is a value that goes on, or this one is set in too far or not far "
                                 "enough: the fields of a record begin with two blanks",
    "could not find expected ':'": "write 'field: value', and set in the lines of a long value",
    "found unexpected end of stream": "close the quotation mark",
}
_LOST = re.compile(r"^\s*(?:- (?:[\w-]+: )?+|[\w-]+: )(?![\"'|>\[{&*!#\s]).*?(\s#\S.*)$")


def _hint(problem: str) -> str:
    """What to do about what the YAML reader says: ``hint("found unexpected end of stream")``."""
    return _HINTS.get(problem, "mend that line")


def _lost(name: str, text: str) -> Iterator[Problem]:
    """Lines of which YAML takes a part for a comment that is hardly meant as one: ``label: Core #AI firms``."""
    for line, content in enumerate(text.split("\n"), start=1):
        if found := _LOST.match(content):
            yield Problem(name, line, "", f"{found[1].strip()!r} is lost: a number sign after a blank begins a "
                          "comment; put the value into quotation marks")
