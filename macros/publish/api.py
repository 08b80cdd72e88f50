"""The files of the data as an interface for programs: an OpenAPI description, ``data/v1/openapi.json``."""

from __future__ import annotations

from typing import Any

from macros.derive.files import V1
from macros.derive.index import Site
from macros.derive.parties import parties
from macros.derive.plain import dump, tables
from macros.facts.records import KINDS, REGISTERS

OPENAPI = f"{V1}openapi.json"
_CSV = {"schema": {"type": "string"}}


def _get(summary: str, media: str, content: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
    """What asking for a path gives."""
    answers = {"200": {"description": summary, "content": {media: content}},
               "404": {"description": "There is no such file."}}
    more = {"parameters": list(parameters)} if parameters else {}
    return {"get": {"summary": summary, **more, "responses": answers}}


def _one_of(name: str, values: list[str]) -> dict[str, Any]:
    """A part of a path, of which one value is an example."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "example": values[0]}


def description(site: Site) -> dict[str, Any]:
    """The description: every file of tables by name, and those of single records by id."""
    def schema(kind: str) -> dict[str, Any]:
        return {"schema": {"$ref": f"{site.home}{V1}schema/{kind}.json"}}

    paths = {f"/{kind}.json": _get(f"All records: {kind}", "application/json", schema(kind))
             for kind in (*KINDS, *REGISTERS.values(), "vocab", "all")}
    paths |= {f"/csv/{name}.csv": _get(f"All rows: {name}", "text/csv", _CSV) for name in site.once(tables)}
    single = {"figures": [*site.data.figures, *site.data.series], "sources": [*site.data.sources],
              "organisations": [*site.once(parties)]}
    for kind, ids in single.items():
        paths[f"/{kind}/{{id}}.json"] = _get("One record with what its page shows", "application/json",
                                             {"schema": {"type": "object"}}, _one_of("id", ids))
    return {"openapi": "3.1.0",
            "info": {"title": f"{site.name}: data", "version": site.data.edition.version,
                     "description": f"Files that anybody may fetch, as of {site.data.edition.as_of}. No key, no limit "
                                    "but courtesy; within v1 no field is dropped or given another meaning.",
                     "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}},
            "servers": [{"url": f"{site.home}{V1}".rstrip("/")}], "paths": paths}


def export(site: Site) -> dict[str, bytes]:
    """The description."""
    return {OPENAPI: dump(description(site))}
