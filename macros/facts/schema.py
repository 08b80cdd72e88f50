"""What each field of each kind holds, as pydantic reads it from the models: for schemas, tables and the field guide."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from macros.facts.records import GRADES, KINDS, PARTS, REGISTERS, Record, Word

ADDRESS = "where this site tells about it"
GRADE = "how well the best of its evidence is known"
_PART_OF = {model.__name__: part for part, model in PARTS.items()}


def model(kind: str) -> type[Record]:
    """The model of a kind or part."""
    return KINDS[kind] if kind in KINDS else PARTS[kind]


@cache
def record_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one record; ``x-vocabulary`` and ``x-refers`` say what words and ids a field holds.

    ``record_schema("figures")["properties"]["unit"]["x-vocabulary"] == "units"``
    """
    made = model(kind).model_json_schema(by_alias=True)
    properties = {name: _plain(found) for name, found in made["properties"].items()
                  if name != "line" or kind not in REGISTERS.values()}
    graded = kind == "evidence" or "evidence" in properties
    if graded:
        properties["grade"] = {"type": "string", "enum": list(GRADES), "description": GRADE}
    if kind in KINDS:
        properties["address"] = {"type": "string", "format": "uri", "pattern": "^https?://", "description": ADDRESS}
    sure = ("grade",) if kind == "evidence" or "evidence" in made.get("required", ()) else ()
    required = [*made.get("required", ()), *sure, *(("address",) if kind in KINDS else ())]
    return {"type": "object", "description": first_line(kind), "additionalProperties": False,
            "required": required, "properties": properties}


@cache
def word_schema() -> dict[str, Any]:
    """The JSON Schema of one word of a vocabulary: ``"label" in word_schema()["required"]``."""
    made = Word.model_json_schema()
    return {"type": "object", "required": made["required"], "additionalProperties": False,
            "properties": {name: _plain(found) for name, found in made["properties"].items()}}


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    """One property: what may be left out is not published as null, and parts go by their names."""
    one = next((dict(a) for a in found.get("anyOf", ()) if a.get("type") != "null"), {})
    out = one | {k: v for k, v in found.items() if k not in ("anyOf", "default", "title")}
    for holder in (out, out.get("items", {})):
        if "$ref" in holder:
            holder["$ref"] = "#/$defs/" + _PART_OF[holder["$ref"].rpartition("/")[2]]
    return out


@dataclass(frozen=True)
class Field:
    """One field as the column of a table: its name as published, its type, and what it may hold."""

    name: str
    type: str  # string, date, partial-date, url, number, integer, list, or the name of a part for a list of records
    required: bool
    meaning: str
    words: str | None = None  # the vocabulary its words come from
    refers: tuple[str, ...] = ()  # the kinds whose ids it holds
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: int | None = None
    items: str = "string"  # of a list

    @property
    def nested(self) -> bool:
        """Whether it holds a list of records of another kind."""
        return self.type in PARTS


@cache
def of(kind: str) -> tuple[Field, ...]:
    """Every field of a kind as it is published, in order."""
    schema = record_schema(kind)
    return tuple(_field(name, found, name in schema["required"]) for name, found in schema["properties"].items())


def _field(name: str, found: dict[str, Any], required: bool) -> Field:
    many = found.get("type") == "array"
    one = found["items"] if many else found
    kind = one["$ref"].rpartition("/")[2] if "$ref" in one else "list" if many else _type(one)
    choices = one.get("enum", [one["const"]] if "const" in one else [])
    pattern = one.get("pattern") if kind in ("string", "list") else None
    return Field(name, kind, required, found["description"], one.get("x-vocabulary"), tuple(one.get("x-refers", ())),
                 tuple(map(str, choices)), pattern, one.get("minimum"),
                 "integer" if one.get("type") == "integer" else "string")


def _type(found: dict[str, Any]) -> str:
    """The type of a value: ``{"type": "string", "format": "uri"}`` is a ``url``."""
    if found.get("format") in ("date", "uri"):
        return {"date": "date", "uri": "url"}[found["format"]]
    return "partial-date" if found.get("pattern", "").startswith(r"^\d{4}(") else str(found["type"])


def first_line(kind: str) -> str:
    """What a record of a kind is, in one sentence."""
    return (model(kind).__doc__ or "").strip().split("\n")[0]


def _marked(schema: dict[str, Any], mark: str, path: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a schema that carry a mark, those of its parts after a dot, and what the mark says."""
    for name, found in schema["properties"].items():
        one = found.get("items", found)
        if mark in one:
            yield path + name, one[mark]
        if "$ref" in one:
            yield from _marked(record_schema(one["$ref"].rpartition("/")[2]), mark, f"{path}{name}.")


@cache
def vocabularies(kind: str) -> dict[str, str]:
    """Field → vocabulary of its words: ``vocabularies("series")["points.bound"] == "bounds"``."""
    return dict(_marked(record_schema(kind), "x-vocabulary"))


@cache
def references(kind: str) -> dict[str, tuple[str, ...]]:
    """Field → kinds whose ids it holds: ``references("disputes")["readings.figure"] == ("figures", "series")``."""
    return {name: tuple(kinds) for name, kinds in _marked(record_schema(kind), "x-refers")}


@cache
def word_references() -> dict[str, tuple[str, ...]]:
    """The same of a word of a vocabulary: ``word_references()["totals"] == ("series",)``."""
    return {name: tuple(kinds) for name, kinds in _marked(word_schema(), "x-refers")}
