"""The kinds of record the site is made of, as frozen, typed models.

Each file in ``data/`` holds one kind: a mapping from a permanent id to the record's fields. ``Kinds`` says
which file holds which model, ``PARTS`` what else is described. Models stand by subject in the modules whose names end in
``_records``, what their fields are made of in ``fields.py``; whoever wants one asks for it here. Models check one record
on its own; what holds across records is in ``macros/facts/rules.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, get_args

from pydantic import Field

from macros.facts.fact_records import (
    Count,
    Dispute,
    Drawing,
    Drawn,
    Event,
    Figure,
    Point,
    Reading,
    Rejected,
    Search,
    Series,
    Source,
    Statement,
    Target,
    Term,
)
from macros.facts.fields import (
    EDITION_VERSION,
    GRADES,
    ID_PATTERN,
    OFFICIAL_NUMBER,
    ROW_PATTERN,
    Day,
    Evidence,
    Grade,
    Id,
    Identified,
    Prose,
    Record,
    Ref,
    Text,
    maybe,
    some,
)
from macros.facts.party_records import Group, Membership, Organisation, Person, Product
from macros.facts.register_records import (
    Filing,
    FilingList,
    Lookalike,
    OwnedRow,
    Owner,
    Registration,
    Row,
    RowException,
    Sector,
)
from macros.facts.rule_records import Case, Change, Instrument, Provision, Step, TrackAnswer

__all__ = [
    "EDITION_VERSION", "GRADES", "ID_PATTERN", "KINDS", "KIND_OF", "OFFICIAL_NUMBER", "PARTS", "REGISTERS",
    "ROW_PATTERN", "Case", "Change", "Count", "Day", "Dispute", "Drawing", "Drawn", "Edition", "Event", "Evidence",
    "Figure", "Filing", "FilingList", "Grade", "Group", "Id", "Identified", "Instrument", "Kinds", "Lookalike",
    "Membership", "Moved", "Organisation", "OwnedRow", "Owner", "Person", "Point", "Product", "Prose", "Provision",
    "Queries", "Reading", "Record", "Ref", "Registration", "Rejected", "Row", "RowException", "Search", "Sector",
    "Series", "Source", "Statement", "Step", "Target", "Term", "Text", "TrackAnswer", "Word",
]


class Moved(Record):
    """Where a retired address went."""

    to: Text | None = maybe("where it went: an id, or an address below the home page")
    on: Day = Field(description="the day it moved")
    why: Text = Field(description="why")


class Edition(Record):
    """The data set as a whole: the day its facts were looked up, its version (year.month), and how much is proven."""

    as_of: Day = Field(description="the day the facts were looked over")
    version: Annotated[str, Field(pattern=EDITION_VERSION)] = Field(description="version of the data: year and month")
    proven: int = Field(ge=0, le=100, description="per cent of the numbers on topic pages, at least, checked or read")


class Queries(Record):
    """What readers type into the search that no page says: words that carry nothing, words that mean the same."""

    stop: tuple[Text, ...] = Field(description="words that carry nothing")
    weak: tuple[Text, ...] = Field(description="words that every page of this site is about: dropped beside others")
    same: tuple[tuple[Text, ...], ...] = Field(description="words that mean the same here, each group on its own")
    says: dict[Text, Text] = Field(description="words of other languages, and ours for them")
    asks: dict[Text, tuple[Text, ...]] = Field(
        description="address of a page or a part of one, and the questions it answers in readers' words")


class Word(Record):
    """One entry of a controlled vocabulary."""

    label: Text = Field(description="what readers see")
    means: Text | None = maybe("one line of meaning")
    zh: Text | None = maybe("in Chinese")
    plural: Text | None = maybe("what readers see after other numbers than one")
    one: Text | None = maybe("of a unit: what readers see after one")
    symbol: Text | None = maybe("sign drawn for it")
    registers: tuple[Id, ...] = some("of a unit: the registers its counts come from")
    needs_register: bool = Field(
        default=False, description="of a unit: each of its counts names a register, or says why there is none")
    levels: tuple[Id, ...] = some("of a register: the levels on which it is kept")
    named_by: tuple[Text, ...] = some("of a register or a unit: what a label or a sentence of ours calls its counts")
    every: Annotated[int, Field(ge=1)] | None = maybe("of a register: months from one list to the next")
    latin: Text | None = maybe("of a place: what official numbers call it in Latin letters")
    totals: Annotated[Id, Ref("series")] | None = maybe("of a register: the series of its official totals")
    per_year: Annotated[Id, Ref("series")] | None = maybe(
        "of a register: the series of the entries of each year, as officially counted")
    per_list: Annotated[Id, Ref("series")] | None = maybe("of a register: the series of the entries that each list brought")
    taken_over: bool = Field(
        default=False, description="of a rank: its texts have no force to lose; a later text takes their content over")
    series: tuple[Annotated[Id, Ref("series")], ...] = some("of a chart: the series it draws, in this order")
    figures: tuple[Annotated[Id, Ref("figures")], ...] = some(
        "of a chart: the figures it draws, each with those it took the place of")


@dataclass(frozen=True)
class Kinds:
    """Every kind of record: the name of its file in ``data/``, and a read-only mapping from id to record."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    series: Mapping[str, Series]
    statements: Mapping[str, Statement]
    organisations: Mapping[str, Organisation]
    people: Mapping[str, Person]
    groups: Mapping[str, Group]
    memberships: Mapping[str, Membership]
    instruments: Mapping[str, Instrument]
    provisions: Mapping[str, Provision]
    changes: Mapping[str, Change]
    procedure: Mapping[str, Step]
    events: Mapping[str, Event]
    cases: Mapping[str, Case]
    searches: Mapping[str, Search]
    disputes: Mapping[str, Dispute]
    terms: Mapping[str, Term]
    lists: Mapping[str, FilingList]
    targets: Mapping[str, Target]
    exceptions: Mapping[str, RowException]
    owners: Mapping[str, Owner]
    sectors: Mapping[str, Sector]
    drawings: Mapping[str, Drawing]


KINDS: dict[str, type[Identified]] = {kind: get_args(held)[1] for kind, held in Kinds.__annotations__.items()}
KIND_OF: dict[type[Identified], str] = {model: kind for kind, model in KINDS.items()}
# Records that are part of others, or rows of a register.
PARTS: dict[str, type[Record]] = {
    "evidence": Evidence, "points": Point, "products": Product, "readings": Reading, "rejected": Rejected,
    "filings": Filing, "registrations": Registration, "owned": OwnedRow, "lookalikes": Lookalike,
    "drawn": Drawn, "answers": TrackAnswer,
}
# The official registers kept row by row: the word of data/vocab.yml, and the table of its rows.
REGISTERS: dict[str, str] = {"filing": "filings", "registration": "registrations"}
