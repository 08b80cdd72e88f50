"""The data as CSV under ``data/v1/csv/``, with the columns of the JSON, and the data package that describes it.

Lists stand in their cells as JSON, as the table schema's type ``array`` means it. A cell of text that a spreadsheet
would take for a formula begins with an apostrophe; so does one that begins with an apostrophe already, so that taking
away one apostrophe before ``= + - @ '`` gives the text back.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from typing import Any

from macros.derive.files import V1
from macros.derive.index import Site
from macros.derive.plain import LICENCE, dump, tables, text_of
from macros.facts.records import KINDS
from macros.facts.schema import Field

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_TYPES = {"string": "string", "date": "date", "partial-date": "string", "url": "string", "number": "number",
          "integer": "integer", "list": "array"}
_PARTIAL = r"\d{4}(-\d{2}(-\d{2})?)?"
GUARD = ("Text that a spreadsheet would take for a formula (a cell that begins with = + - @, a tab or an apostrophe) "
         "has one apostrophe before it. Lists are JSON.")


def guarded(value: str) -> str:
    """Text that no spreadsheet runs: ``guarded("=1+1") == "'=1+1"``."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def to_csv(columns: Iterable[Field], rows: Iterable[dict[str, Any]]) -> bytes:
    """A table as CSV (RFC 4180, UTF-8); numbers are left alone, text is guarded."""
    names = [c.name for c in columns]
    out = [names]
    for row in rows:
        cells = ((row.get(n), text_of(row.get(n))) for n in names)
        out.append([guarded(text) if isinstance(value, str) else text for value, text in cells])
    return lines(out)


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of text as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _constraints(site: Site, field: Field) -> dict[str, Any]:
    out: dict[str, Any] = {"required": True} if field.required else {}
    if field.type == "list" or field.nested:
        return out
    if field.words or field.choices:
        out["enum"] = list(site.data.vocab[field.words]) if field.words else list(field.choices)
    if field.pattern or field.type == "partial-date":
        out["pattern"] = field.pattern.strip("^$") if field.pattern else _PARTIAL
    if field.minimum is not None:
        out["minimum"] = field.minimum
    return out


def table_schema(site: Site, name: str, columns: tuple[Field, ...]) -> dict[str, Any]:
    """The Table Schema of one table."""
    listed = []
    for field in columns:
        entry: dict[str, Any] = {"name": field.name, "type": _TYPES.get(field.type, "array"),
                                 "description": field.meaning}
        if field.type == "url":
            entry["format"] = "uri"
        if constraints := _constraints(site, field):
            entry["constraints"] = constraints
        listed.append(entry)
    out: dict[str, Any] = {"fields": listed, "missingValues": [""]}
    if name in KINDS:
        out["primaryKey"] = "id"
    keys = [{"fields": f.name, "reference": {"resource": "" if f.refers[0] == name else f.refers[0], "fields": "id"}}
            for f in columns if len(f.refers) == 1 and f.type == "string"]
    return out | ({"foreignKeys": keys} if keys else {})


def export(site: Site) -> dict[str, bytes]:
    """Every table as CSV, and ``datapackage.json``."""
    found = site.once(tables)
    files = {name: to_csv(columns, rows) for name, (columns, rows) in found.items()}
    edition = site.data.edition
    resources = [{
        "name": name, "path": f"csv/{name}.csv", "profile": "tabular-data-resource", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(files[name]),
        "hash": "sha256:" + hashlib.sha256(files[name]).hexdigest(),
        "schema": table_schema(site, name, columns)} for name, (columns, _) in found.items()]
    package = {
        "profile": "tabular-data-package", "name": site.slug, "id": site.home, "title": site.name,
        "description": f"How China organises, regulates and counts generative AI. {GUARD}", "homepage": site.home,
        "version": edition.version, "created": f"{edition.as_of}T00:00:00Z",
        "licenses": [{"name": LICENCE, "path": "https://creativecommons.org/licenses/by/4.0/",
                      "title": "Creative Commons Attribution 4.0"}],
        "contributors": [{"title": site.name, "role": "publisher"}], "resources": resources}
    out = {f"{V1}csv/{name}.csv": content for name, content in files.items()}
    return out | {f"{V1}datapackage.json": dump(package)}
