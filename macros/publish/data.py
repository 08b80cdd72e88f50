"""The data as JSON under ``data/v1/``: one file for everything, one a kind, one a figure and a source, and schemas."""

from __future__ import annotations

import hashlib
import io
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from macros.derive import words
from macros.derive.files import V1
from macros.derive.index import Site
from macros.derive.parties import Party, naming, parties, rows_of
from macros.derive.plain import LICENCE, dump, home_of, plain_record, tables
from macros.facts import schema as fields
from macros.facts.days import first_day
from macros.facts.records import KINDS, REGISTERS

ARCHIVE = f"{V1}china-genai.zip"
MANIFEST = f"{V1}manifest.json"
_TABLES = (*KINDS, *REGISTERS.values())
_LICENCE_TEXT = Path(__file__).resolve().parents[2] / "LICENSES" / "CC-BY-4.0.txt"


def _file(site: Site, kind: str, **content: Any) -> bytes:
    edition = site.data.edition
    return dump({"$schema": f"{site.home}{V1}schema/{kind}.json", "kind": kind, "version": edition.version,
                 "as_of": edition.as_of, "licence": LICENCE, "home": site.home} | content)


def export(site: Site) -> dict[str, bytes]:
    """All data as JSON, and a JSON Schema for each file of a kind."""
    found = {name: rows for name, (_, rows) in site.once(tables).items()}
    kinds = {kind: dict(zip(site.data.kinds[kind], found[kind], strict=True)) for kind in KINDS}
    rows = {table: found[table] for table in REGISTERS.values()}
    vocab = {name: {k: w.model_dump(exclude_defaults=True) for k, w in words.items()}
             for name, words in site.data.vocab.items()}
    out = {f"{V1}{kind}.json": _file(site, kind, records=records) for kind, records in kinds.items()}
    out |= {f"{V1}{table}.json": _file(site, table, records=found) for table, found in rows.items()}
    out[f"{V1}vocab.json"] = _file(site, "vocab", records=vocab)
    out[f"{V1}all.json"] = _file(site, "all", kinds=kinds | rows, vocab=vocab)
    for kind in ("figures", "series"):
        out |= {f"{V1}figures/{name}.json": _figure(site, kind, name, found) for name, found in kinds[kind].items()}
    out |= {f"{V1}sources/{name}.json": _file(site, "sources", record=found, supports=_supports(site, name))
            for name, found in kinds["sources"].items()}
    out |= {f"{V1}organisations/{party.id}.json": _party(site, party) for party in site.once(parties).values()}
    return out | {f"{V1}schema/{kind}.json": dump(schema(site, kind)) for kind in (*_TABLES, "vocab", "all")}


def _figure(site: Site, kind: str, name: str, found: dict[str, Any]) -> bytes:
    """One figure or series with what a reader of its page sees besides the record."""
    more: dict[str, Any] = {"contested": site.contested(name), "superseded": name in site.superseded_by}
    record = site.data.figures[name] if kind == "figures" else site.data.series[name]
    if recheck := record.recheck:
        more["recheck_due"] = first_day(recheck)
    if kind == "figures" and site.newest(name) != name:
        more["superseded_by"] = home_of(site, "figures", site.newest(name))
    more["disputes"] = [home_of(site, "disputes", d.id) for d in site.disputes_of.get(name, ())]
    return _file(site, kind, record=found, **more)


def _party(site: Site, party: Party) -> bytes:
    """One organisation with its rows, as a reader of its page sees them."""
    kind, record = ("organisations", party.organisation) if party.organisation else ("owners", party.owner)
    assert record
    more = {"group": plain_record(site, "owners", party.owner)} if party.organisation and party.owner else {}
    rows = {table: [plain_record(site, table, row) for row in rows_of(site.data, party, register)]
            for register, table in REGISTERS.items()} if party.held else {}
    named = {name: [home_of(site, name, i) for i in ids] for name, ids in site.once(naming).get(party.id, {}).items()}
    return _file(site, kind, record=plain_record(site, kind, record), **more, **rows, named_in=named)


def _supports(site: Site, name: str) -> list[str]:
    """The addresses of the records that rest on a source."""
    return list(dict.fromkeys(home_of(site, u.kind, u.record.id) for u in site.uses.get(name, ())))


# ---- schemas -----------------------------------------------------------------------------------------------------

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
def record_schema(site: Site, kind: str) -> dict[str, Any]:
    """The JSON Schema of one record or part, with today's words and what its ids refer to."""
    found = deepcopy(fields.record_schema(kind))
    for one in found["properties"].values():
        holder = one.get("items", one)
        for mark in (one, holder):
            if refers := mark.pop("x-refers", None):
                one["description"] += f" (id in {' or '.join(refers)})"
            if words := mark.pop("x-vocabulary", None):
                holder["enum"] = list(site.data.vocab[words])
                holder.pop("pattern", None)
    return found


def _parts(kind: str, found: dict[str, None] | None = None) -> dict[str, None]:
    """The parts a kind uses, those of parts included."""
    found = {} if found is None else found
    for field in fields.of(kind):
        if field.nested and field.type not in found:
            found[field.type] = None
            _parts(field.type, found)
    return found


def schema(site: Site, kind: str) -> dict[str, Any]:
    """The JSON Schema of the files of a kind: of all its records (``records``) or of one (``record``)."""
    words = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": fields.word_schema()}}
    defs: dict[str, Any] = {}
    for name in _TABLES if kind == "all" else () if kind == "vocab" else (kind,):
        defs |= {name: record_schema(site, name)} | {p: record_schema(site, p) for p in _parts(name)}
    properties: dict[str, Any] = {
        "kind": {"const": kind}, "version": {"type": "string", "description": "version of the data, year and month"},
        "as_of": {"type": "string", "format": "date", "description": "the day the data was last looked over"},
        "licence": {"const": LICENCE},
        "home": {"type": "string", "format": "uri", "description": "where the site lives"}}
    if kind == "all":
        properties["kinds"] = {"type": "object", "additionalProperties": False, "required": list(_TABLES),
                               "properties": {name: _all_of(name) for name in _TABLES}}
        properties["vocab"] = words
    elif kind == "vocab":
        properties["records"] = words
    else:
        properties |= {"records": _all_of(kind), "record": {"$ref": f"#/$defs/{kind}"}}
    return {"$schema": _DIALECT, "$id": f"{site.home}{V1}schema/{kind}.json", "title": f"{kind}.json", "type": "object",
            "required": ["kind", "version", "as_of", "licence"], "properties": properties,
            "$defs": dict(sorted(defs.items()))}


def _all_of(kind: str) -> dict[str, Any]:
    one = {"$ref": f"#/$defs/{kind}"}
    return {"type": "array", "items": one} if kind in REGISTERS.values() else {
        "type": "object", "propertyNames": {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}, "additionalProperties": one}


# ---- all in one --------------------------------------------------------------------------------------------------

def pack(site: Site, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with an archive of all tables and kinds, and a manifest with size and checksum of each file of data."""
    inside = {path: content for path, content in sorted(files.items()) if _packed(path)}
    papers = {"LICENSE.txt": _LICENCE_TEXT.read_bytes(), "README.md": read_me(site).encode()}
    archive = _zip(papers | inside, site.slug, site.data.edition.as_of)
    entries = {path.removeprefix(V1): {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
               for path, content in (inside | {ARCHIVE: archive}).items()}
    manifest = dump({"version": site.data.edition.version, "as_of": site.data.edition.as_of, "licence": LICENCE,
                     "home": site.home, "files": entries})
    return files | {ARCHIVE: archive, MANIFEST: manifest}


def read_me(site: Site) -> str:
    """What somebody reads who opens the archive years later: whose data it is, of when, which files, on what terms."""
    edition = site.data.edition
    return f"""# {site.name}: the data

Version {edition.version}, as of {words.date(edition.as_of)}. Newer versions, and what each field means: {site.home}data/

- `all.json` holds every record; `figures.json` and the like those of one kind, `csv/` the same as tables (UTF-8).
- `datapackage.json` describes the tables as a Frictionless data package, `schema/` the JSON.
- `bibliography.*` are the sources, for reference managers.

Text and data are under {LICENCE} (LICENSE.txt). Name {site.name}, the version and the address {site.home}. Quotations
and the documents they are from stay their publishers'. The rows of the registers are facts of official lists.
"""


def _packed(path: str) -> bool:
    """Whether a file belongs in the archive: those of single records only repeat what the others hold."""
    return path.startswith(V1) and (path.count("/") == 2 or path.startswith((f"{V1}csv/", f"{V1}schema/")))


def _zip(files: dict[str, bytes], folder: str, day: str) -> bytes:
    """A zip archive in which nothing depends on when or where it was made."""
    buffer = io.BytesIO()
    year, month, date = map(int, day.split("-"))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in files.items():
            info = zipfile.ZipInfo(f"{folder}/{path.removeprefix(V1)}", (year, month, date, 0, 0, 0))
            info.external_attr, info.create_system = 0o644 << 16, 3
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
