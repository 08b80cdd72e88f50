"""What each field of each kind holds: read from the models, with its meaning, its vocabulary and what it refers to.

``of(kind)`` describes a kind once for the JSON Schemas, the table schemas and the field guide alike.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, MinLen
from pydantic.fields import FieldInfo

from macros.facts import records
from macros.facts.records import KINDS, Record
from macros.facts.rules import REFERENCES, WORDS

# Kinds that are no file of records in data/, or parts of one.
PARTS: dict[str, type[Record]] = {
    "evidence": records.Evidence, "points": records.Point, "products": records.Product, "readings": records.Reading,
    "rejected": records.Rejected, "filings": records.Filing,
}

COMMON = {
    "id": "permanent name of the record; part of its address",
    "evidence": "where it stands: sources, best first",
    "confidence": "how well it is attested",
    "checked": "the day somebody looked",
    "recheck": "when it is to be looked at again",
    "note": "what a reader should know besides",
    "topic": "the subject it is filed under",
    "name": "name in English",
    "name_zh": "name in Chinese",
    "unit": "what the value counts",
    "bound": "whether the value is exact, a lower bound or the like",
    "measure": "kind of number: a level, a running total, a share, a target",
    "register": "the official register it counts",
    "as_of": "when it held",
    "said_by": "who stated it, as a reader would name them",
    "instrument": "the rule it belongs to",
    "organisation": "the organisation",
    "summary": "what it is or says, in our words",
    "address": "where this site tells about it",
}

MEANINGS: dict[str, dict[str, str]] = {
    "sources": {
        "title": "title as published", "publisher": "who published it", "kind": "kind of document",
        "language": "language of the text", "published": "date of publication", "url": "address of the document",
        "unlinked": "why no address is given", "text": "file name of the archived text",
        "sha256": "checksum of the archived text", "reading": "how far it was read",
        "relayed_by": "the document through which alone it is known"},
    "figures": {
        "label": "short name, without the number", "statement": "the claim as one sentence in our words",
        "value": "the number", "high": "upper end, where a range was stated", "counts": "what exactly is counted",
        "supersedes": "the older figure of the same quantity"},
    "series": {"label": "short name", "definition": "what every value of the series counts", "points": "the dated "
                                                                                                       "values"},
    "statements": {"text": "what was said, done or written, in our words", "on": "when"},
    "organisations": {"kind": "kind of organisation", "parent": "organisation it belongs to", "also": "other names in "
                                                                                                      "use",
                      "products": "models and services"},
    "people": {"role": "office held at the time"},
    "groups": {"kind": "alliance, programme or plan", "founded": "date of foundation", "place": "where it works",
               "convenors": "organisations that run it", "convenor": "who runs it, in words", "aim": "what it is for",
               "targets": "what it promised", "active": "last sign of life, with its date"},
    "memberships": {"group": "the group", "role": "what the organisation is in it", "category": "kind of partner",
                    "batch": "batch it was admitted with"},
    "instruments": {
        "short": "name in running text", "issuers": "who issued it",
        "draft": "the event in which its draft was put out for comment", "issued": "date of issue", "effective": "in "
                                                                                                             "force "
                                                                                                             "since",
        "status": "whether it is in force", "status_note": "more on the status", "rank": "rank in the legal order",
        "rank_note": "more on the rank", "scope": "what it covers", "url": "official text",
        "translation_url": "a translation", "supersedes": "the rule it replaced"},
    "provisions": {"number": "number of the article", "chapter": "chapter", "topic": "what the article is about",
                   "binds": "whom it binds"},
    "changes": {"title": "what changed", "articles": "articles of the final text", "draft": "what the draft said",
                "final": "what the final text says", "effect": "what the difference does"},
    "procedure": {"order": "place in the track", "track": "which procedure", "title": "what the step is",
                  "who": "who acts", "what": "what happens", "documents": "papers needed", "timing": "how long it "
                                                                                                     "takes"},
    "events": {"date": "when it happened", "date_basis": "on what the date rests, if no quotation gives it",
               "title": "what happened, in short", "place": "where", "actors": "who took part",
               "topics": "the subjects it is filed under"},
    "disputes": {"question": "what the sources differ on", "readings": "the answers; the first is the claim under test",
                 "verdict": "our verdict", "better": "what we say instead", "why": "the reasons",
                 "figures": "figures it touches", "seeds": "archived sources whose claim is tested"},
    "terms": {"en": "English this site uses", "zh": "Chinese", "pinyin": "pronunciation", "vi": "Vietnamese",
              "meaning": "what it means", "rejected": "renderings this site does not use"},
    "lists": {"title": "title of the list", "announced": "date of the announcement",
              "announced_note": "more on that date", "period_from": "first day of filing covered",
              "period_to": "last day of filing covered", "as_of": "day up to which the announcement counts",
              "first": "first number on the list", "last": "last number on the list", "numbering": "which run of "
                                                                                                   "numbers",
              "total": "official total announced with it"},
    "targets": {"target": "the figure that was promised", "result": "the figure that answers it",
                "due": "by when; empty if it has no end or none was found", "verdict": "what came of it"},
    "filings": {"list": "the list it stands on", "number": "its number there", "name_zh": "service or model, in "
                                                                                          "Chinese",
                "name_en": "service or model, in English", "provider_zh": "who filed it, in Chinese",
                "province": "place of filing", "filing_number": "filing number", "filed_on": "date of filing"},
    "evidence": {"source": "the source", "quote": "its words, if its text is archived", "before": "words before them",
                 "after": "words after them", "words": "the value as the page writes it, a few words or cells of "
                 "a table, if its text is not archived", "copied_at": "where the same text was read, if elsewhere",
                 "through": "the other report in which the words were seen", "locator": "where in the source to look"},
    "points": {"value": "the number", "published": "when it was published", "derived": "how it was computed, if nobody "
               "stated it"},
    "products": {"launched": "date of launch"},
    "readings": {"text": "the answer", "by": "who gives it", "figure": "the figure it rests on"},
    "rejected": {"rendering": "the rendering", "why": "why not"},
}


@dataclass(frozen=True)
class Field:
    """One field: its name as published, its type, and what it may hold."""

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


def model(kind: str) -> type[Record]:
    """The model of a kind or part."""
    return KINDS[kind] if kind in KINDS else PARTS[kind]


@cache
def of(kind: str) -> tuple[Field, ...]:
    """Every field of a kind as it is published, in order."""
    found = [_field(kind, name, info) for name, info in model(kind).model_fields.items()
             if (kind, name) != ("filings", "line")]
    if kind in KINDS:
        found.append(Field("address", "url", True, COMMON["address"]))
    return tuple(found)


def _field(kind: str, name: str, info: FieldInfo) -> Field:
    shown = info.alias or name
    types_ = set(_types(info.annotation))
    base, metadata = _base(info.annotation, list(info.metadata))
    meaning = MEANINGS.get(kind, {}).get(shown) or COMMON[shown]
    owner = next((k for k, m in KINDS.items() if m is model(kind)), kind)
    return Field(shown, _type(types_, metadata), info.is_required(), meaning,
                 WORDS.get((owner, name)) or _part_words(kind, name),
                 REFERENCES.get((owner, name)) or _part_refers(kind, name),
                 tuple(map(str, get_args(base))) if get_origin(base) is Literal else (),
                 next((m.pattern for m in metadata if getattr(m, "pattern", None)), None),
                 next((int(m.ge) for m in metadata if isinstance(m, Ge)), None), "integer" if base is int else "string")


def _part_words(kind: str, name: str) -> str | None:
    found = next((w for (_, dotted), w in WORDS.items() if dotted == f"{kind}.{name}"), None)
    return "provinces" if (kind, name) == ("filings", "province") else found


def _part_refers(kind: str, name: str) -> tuple[str, ...]:
    if (kind, name) == ("evidence", "source"):
        return ("sources",)
    if (kind, name) == ("filings", "list"):
        return ("lists",)
    return next((t for (_, dotted), t in REFERENCES.items() if dotted == f"{kind}.{name}"), ())


def _base(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    """The annotation without Optional, list and Annotated, and the metadata met on the way."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            for m in more:
                metadata.extend(m.metadata if isinstance(m, FieldInfo) else [m])
        elif origin in (Union, types.UnionType, tuple):
            annotation = next(a for a in get_args(annotation) if a not in (type(None), ...))
        else:
            return annotation, metadata


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    yield get_origin(annotation)
    for arg in get_args(annotation):
        if isinstance(arg, type) or get_origin(arg) is not None:
            yield from _types(arg)


def _type(found: set[Any], metadata: list[Any]) -> str:
    part = next((k for k, m in PARTS.items() if m in found), None)
    if part:
        return part
    if tuple in found:
        return "list"
    functions = {getattr(m, "func", None) for m in metadata}
    for function, name in ((records._day, "date"), (records._date, "partial-date"), (records._url, "url")):
        if function in functions:
            return name
    return "number" if Decimal in found else "integer" if int in found else "string"


def at_least_one(kind: str, name: str) -> bool:
    """Whether a list may not be empty."""
    info = next(f for n, f in model(kind).model_fields.items() if (f.alias or n) == name)
    _, metadata = _base(info.annotation, list(info.metadata))
    return any(isinstance(m, MinLen) for m in metadata)


def first_line(kind: str) -> str:
    """What a record of a kind is, in one sentence."""
    return (model(kind).__doc__ or "").strip().split("\n")[0]
