"""Records as plain data: as JSON, as text in a cell, and as the tables of the data with their columns."""

import json
from decimal import Decimal
from typing import Any

from macros.derive import addresses
from macros.derive.index import Site
from macros.facts import schema as fields
from macros.facts.receipts import plain
from macros.facts.records import KINDS, REGISTERS, Evidence, Identified, Record
from macros.facts.schema import Field

LICENCE = "CC-BY-4.0"


def number(value: Decimal) -> int | float:
    """A number as JSON writes it, nothing lost; raises ``ValueError`` if something would be."""
    if value == value.to_integral_value():
        return int(value)
    if Decimal(repr(float(value))) != value:
        raise ValueError(f"{value} has more digits than a reader of JSON keeps")
    return float(value)


def dump(content: Any) -> bytes:
    """JSON as a file: UTF-8, one field a line, order kept."""
    return (json.dumps(content, ensure_ascii=False, indent=1, default=number) + "\n").encode()


def tight(content: Any) -> str:
    """JSON without a blank."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def home_of(site: Site, kind: str, name: str) -> str:
    """The full address of a record."""
    return site.home + addresses.at(site, kind, name)


def plain_record(site: Site, kind: str, record: Record) -> dict[str, Any]:
    """A record as plain data: the fields of ``fields.of``, those without a value left out."""
    out = record.model_dump(by_alias=True, exclude_none=True, exclude={"line"} if kind in REGISTERS.values() else None)
    out = graded(site, record, out)
    if isinstance(record, Identified):
        out["address"] = home_of(site, kind, record.id)
    return out


def graded(site: Site, record: Record, out: dict[str, Any]) -> dict[str, Any]:
    """The plain data of a record with the grade of whatever in it has evidence, and of each piece of evidence."""
    for name, value in vars(record).items():
        for part, plain_part in zip(value, out[name], strict=True) if isinstance(value, tuple) else ():
            if isinstance(part, Record):
                graded(site, part, plain_part)
    if isinstance(record, Evidence):
        out["grade"] = site.evidence_grade(record)
    elif getattr(record, "evidence", ()):
        out["grade"] = site.grade(record)
    return out


def text_of(value: Any) -> str:
    """A value as the cell of a table: numbers without exponent, lists as JSON."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=number)


def tables(site: Site) -> dict[str, tuple[tuple[Field, ...], list[dict[str, Any]]]]:
    """Name → columns and rows of every table: one a kind, and the points and the evidence of all kinds."""
    data = site.data
    out = {kind: (fields.of(kind), [plain_record(site, kind, r) for r in data.kinds[kind].values()]) for kind in KINDS}
    for table in REGISTERS.values():
        out[table] = fields.of(table), [plain_record(site, table, r) for r in getattr(data, table)]
    series = Field("series", "string", True, "the series", refers=("series",))
    address = Field("address", "url", True, fields.ADDRESS)
    out["points"] = (series, *fields.of("points"), address), [
        {"series": s.id} | graded(site, p, p.model_dump(exclude_none=True))
        | {"address": f"{home_of(site, 'series', s.id)}#d-{p.as_of}"}
        for s in data.series.values() for p in s.points]
    holder = (Field("kind", "string", True, "kind of the record that rests on it"),
              Field("record", "string", True, "id of that record"))
    out["evidence"] = (*holder, *fields.of("evidence")), [
        {"kind": use.kind, "record": use.record.id}
        | graded(site, use.evidence, use.evidence.model_dump(exclude_none=True))
        for uses in site.uses.values() for use in uses]
    return out
