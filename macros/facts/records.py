"""The kinds of record the site is made of, as frozen, typed models.

Each file in ``data/`` holds one kind: a mapping from a permanent id to the record's fields. ``KINDS`` says
which file holds which model, ``PARTS`` what else is described. A field is described here, once: its type, the
vocabulary of its words (``Vocab``), what it refers to (``Ref``) and its meaning. Models check one record on its own;
what holds across records is in ``macros/facts/rules.py``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from macros.facts.text import look_alike, shown, unseen

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ROW_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*#[1-9][0-9]*$"
EDITION_VERSION = r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$"
OFFICIAL_NUMBER = r"^[A-Za-z]+-[A-Za-z0-9.’·-]*$"


def _date(value: object) -> str:
    """A date as written, 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD', if such a day, month or year exists."""
    text = str(value) if isinstance(value, (str, int, Decimal)) else shown(value)
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        try:
            dt.date.fromisoformat(text + {4: "-01-01", 7: "-01", 10: ""}[len(text)])
            return text
        except ValueError:
            pass
    raise ValueError(f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")


def _day(value: object) -> str:
    """A date to the day."""
    text = _date(value)
    if len(text) != 10:
        raise ValueError(f"{text!r} is not a day; write YYYY-MM-DD")
    return text


def _text(value: str) -> str:
    """Text with something in it and no character that nobody sees or that looks like another."""
    if not value.strip():
        raise ValueError("is empty; write the text or leave the field out")
    if found := unseen(value):
        raise ValueError(f"holds {found}, which nobody sees; delete it")
    if found := look_alike(value):
        raise ValueError(f"holds {found} among Latin letters or digits; type the Latin one")
    return value.strip()


def _url(value: str) -> str:
    """An http(s) address of a host, without blanks, characters that end an HTML attribute, or a sentence's stop."""
    if not re.fullmatch(r"https?://[^\s\"'<>`{}|\\^]+", value):
        raise ValueError(f"{value!r} is not a web address; write http://… or https://… without blanks")
    host = re.split("[/?#]", value.partition("://")[2], maxsplit=1)[0]
    if not re.fullmatch(r"(?:(?:[A-Za-z0-9_-]+\.)+[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+){3})(?::[0-9]+)?", host):
        raise ValueError(f"{value!r} names no host: {host!r} is none; write it as in https://example.org/page")
    if found := unseen(value) or look_alike(value):
        raise ValueError(f"{value!r} holds {found}; copy the address from the browser")
    if re.search(r"[.,;:!?。，、；：！？）】」』”’…]$", value) or re.search(r"[。，；：！？（）【】「」]", value):
        raise ValueError(f"{value!r} holds the punctuation of a sentence; take it off the address")
    return value


@dataclass(frozen=True)
class Vocab:
    """Marks a field whose words come from a vocabulary of data/vocab.yml: ``Annotated[Id, Vocab("topics")]``."""

    name: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"x-vocabulary": self.name}


class Ref:
    """Marks a field that holds the id of a record of one of some kinds: ``Annotated[Id, Ref("figures", "series")]``."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"x-refers": list(self.kinds)}


Id = Annotated[str, Field(pattern=ID_PATTERN)]
Text = Annotated[str, AfterValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
Prose = Annotated[Text, "prose"]  # our own words: a number in them says where it comes from (prose.py)
PartialDate = Annotated[str, BeforeValidator(_date), WithJsonSchema(
    {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})]
Day = Annotated[str, BeforeValidator(_day), WithJsonSchema(
    {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"})]
def _number(value: object) -> object:
    """A number as YAML reads it; text that looks like a number is a mistake."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"{shown(value)} is not a number; write digits without quotes or separators")
    number = Decimal(str(value))
    if number.is_finite() and Decimal(repr(float(number))) != number:
        raise ValueError(f"{value} has more digits than readers of the data keep; write at most fifteen")
    return number


def _cells(value: object) -> object:
    """Words written as one text are one cell."""
    return (value,) if isinstance(value, str) else value


Number = Annotated[Decimal, BeforeValidator(_number), Field(allow_inf_nan=False), WithJsonSchema({"type": "number"})]
Confidence = Annotated[Id, Vocab("confidences")]

# How well the evidence for a value is known, the best first; these words and no others stand wherever it is said.
Grade = Literal["quotation checked", "read", "seen only through others", "not read"]
GRADES: tuple[Grade, ...] = get_args(Grade)


class Record(BaseModel):
    """What every record shares: it cannot change, and a key the model does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Identified(Record):
    """A record with a permanent id: lower case, digits and hyphens; it is part of the record's address."""

    id: Id = Field(description="permanent name of the record; part of its address")


class Evidence(Record):
    """Where a claim stands: a source, and for an archived source the words (W3C text-quote selector, in small).

    A source without an archived text has no ``quote``: ``words`` are there what the page itself writes (the value with
    its unit and what it counts, a few words, or the cells of a table), and ``locator`` says where in it to look.
    """

    source: Annotated[Id, Ref("sources")] = Field(description="the source")
    quote: Text | None = Field(default=None, description="its words, if its text is archived")
    before: Text | None = Field(default=None, description="words before them")
    after: Text | None = Field(default=None, description="words after them")
    words: Annotated[tuple[Text, ...], BeforeValidator(_cells)] = Field(
        default=(), description="the value as the page writes it: a literal run of it, or cells of a table")
    copied_at: Text | None = Field(default=None, description="where the same text was read, if elsewhere")
    through: Text | None = Field(default=None, description="the other report in which the words were seen")
    locator: Text | None = Field(default=None, description="where in the source to look")


EvidenceList = Annotated[tuple[Evidence, ...], Field(min_length=1)]


class Source(Identified):
    """A document the site rests on."""

    title: Text = Field(description="title as published")
    publisher: Text = Field(description="who published it")
    kind: Annotated[Id, Vocab("source-kinds")] = Field(description="kind of document")
    language: Annotated[Id, Vocab("languages")] = Field(description="language of the text")
    published: PartialDate | None = Field(default=None, description="date of publication")
    url: Url | None = Field(default=None, description="address of the document")
    archived: Url | None = Field(default=None, description="address of a copy that an archive keeps")
    unlinked: Prose | None = Field(default=None, description="why no address is given")
    text: Text | None = Field(default=None, description="file name of the archived text")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None, description="checksum of the archived text")
    reading: Annotated[Id, Vocab("readings")] = Field(description="how far it was read")
    relayed_by: Text | None = Field(default=None, description="the document through which alone it is known")
    checked: Day = Field(description="the day somebody looked")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Figure(Identified):
    """One quantity somebody stated, with what it counts and when it held."""

    label: Prose = Field(description="short name, without the number")
    statement: Prose = Field(description="the claim as one sentence in our words")
    topic: Annotated[Id, Vocab("topics")] = Field(description="the subject it is filed under")
    value: Number = Field(description="the number")
    high: Number | None = Field(default=None, description="upper end, where a range was stated")
    unit: Annotated[Id, Vocab("units")] = Field(description="what the value counts")
    bound: Annotated[Id, Vocab("bounds")] = Field(description="whether the value is exact, a lower bound or the like")
    as_of: PartialDate = Field(description="when it held")
    as_of_basis: Prose | None = Field(
        default=None, description="on what that date rests, if neither the statement nor the evidence gives it")
    counts: Prose | None = Field(default=None, description="what exactly is counted")
    measure: Annotated[Id, Vocab("measures")] = Field(
        description="kind of number: a level, a running total, a share, a target")
    register_: Annotated[Id, Vocab("registers")] | None = Field(
        default=None, alias="register", description="the register its entries stand in")
    register_level: Annotated[Id, Vocab("register-levels")] | None = Field(
        default=None, description="who keeps that register, or whose part of it is counted")
    no_register: Prose | None = Field(default=None, description="why it comes from no register")
    said_by: Text | None = Field(default=None, description="who stated it, as a reader would name them")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    derived: Prose | None = Field(default=None, description="how it was computed, if nobody stated it")
    supersedes: Annotated[Id, Ref("figures")] | None = Field(
        default=None, description="the older figure of the same quantity")
    confidence: Confidence = Field(description="how well it is attested")
    checked: Day = Field(description="the day somebody looked")
    recheck: PartialDate | None = Field(default=None, description="when it is to be looked at again")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Point(Record):
    """One dated value of a series."""

    as_of: PartialDate = Field(description="when it held")
    value: Number = Field(description="the number")
    bound: Annotated[Id, Vocab("bounds")] = Field(description="whether the value is exact, a lower bound or the like")
    published: PartialDate | None = Field(default=None, description="when it was published")
    derived: Prose | None = Field(default=None, description="how it was computed, if nobody stated it")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Series(Identified):
    """A dated run of values of one definition; the newest point is the current figure."""

    label: Prose = Field(description="short name")
    topic: Annotated[Id, Vocab("topics")] = Field(description="the subject it is filed under")
    unit: Annotated[Id, Vocab("units")] = Field(description="what the value counts")
    definition: Prose = Field(description="what every value of the series counts")
    measure: Annotated[Id, Vocab("measures")] = Field(
        description="kind of number: a level, a running total, a share, a target")
    register_: Annotated[Id, Vocab("registers")] | None = Field(
        default=None, alias="register", description="the register its entries stand in")
    register_level: Annotated[Id, Vocab("register-levels")] | None = Field(
        default=None, description="who keeps that register, or whose part of it is counted")
    said_by: Text | None = Field(default=None, description="who stated it, as a reader would name them")
    confidence: Confidence = Field(description="how well it is attested")
    checked: Day = Field(description="the day somebody looked")
    recheck: PartialDate | None = Field(default=None, description="when it is to be looked at again")
    points: Annotated[tuple[Point, ...], Field(min_length=1)] = Field(description="the dated values")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


Count = Figure | Series


class Statement(Identified):
    """Something somebody said, did or wrote down that is not a quantity; in our words, with its evidence."""

    topic: Annotated[Id, Vocab("topics")] = Field(description="the subject it is filed under")
    text: Prose = Field(description="what was said, done or written, in our words")
    said_by: Text | None = Field(default=None, description="who stated it, as a reader would name them")
    on: PartialDate | None = Field(default=None, description="when")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    checked: Day = Field(description="the day somebody looked")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Product(Record):
    """A model, service or product of an organisation."""

    name: Text = Field(description="name in English")
    name_zh: Text | None = Field(default=None, description="name in Chinese")
    launched: PartialDate | None = Field(default=None, description="date of launch")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Organisation(Identified):
    """A company, agency, institute or association."""

    name: Text = Field(description="name in English")
    name_zh: Text | None = Field(default=None, description="name in Chinese")
    kind: Annotated[Id, Vocab("organisation-kinds")] = Field(description="kind of organisation")
    parent: Annotated[Id, Ref("organisations")] | None = Field(default=None, description="organisation it belongs to")
    short: Text | None = Field(default=None, description="what tables call it")
    also: tuple[Text, ...] = Field(default=(), description="other names in use")
    products: tuple[Product, ...] = Field(default=(), description="models and services")
    summary: Prose | None = Field(default=None, description="what it is or says, in our words")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Person(Identified):
    """A person named in the sources, with the office held at the time."""

    name: Text = Field(description="name in English")
    name_zh: Text | None = Field(default=None, description="name in Chinese")
    role: Prose = Field(description="office held at the time")
    organisation: Annotated[Id, Ref("organisations")] | None = Field(default=None, description="the organisation")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Group(Identified):
    """An alliance, programme or plan that organisations join or that a city runs."""

    name: Text = Field(description="name in English")
    name_zh: Text | None = Field(default=None, description="name in Chinese")
    kind: Literal["alliance", "programme", "plan"] = Field(description="alliance, programme or plan")
    founded: PartialDate | None = Field(default=None, description="date of foundation")
    place: Text | None = Field(default=None, description="where it works")
    convenors: tuple[Annotated[Id, Ref("organisations")], ...] = Field(
        default=(), description="organisations that run it")
    convenor: Prose | None = Field(default=None, description="who runs it, in words")
    aim: Prose = Field(description="what it is for")
    targets: tuple[Prose, ...] = Field(default=(), description="what it promised")
    active: Prose | None = Field(default=None, description="last sign of life, with its date")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Membership(Identified):
    """One organisation in one group."""

    group: Annotated[Id, Ref("groups")] = Field(description="the group")
    organisation: Annotated[Id, Ref("organisations")] = Field(description="the organisation")
    role: Annotated[Id, Vocab("roles")] = Field(description="what the organisation is in it")
    category: Annotated[Id, Vocab("partner-categories")] | None = Field(default=None, description="kind of partner")
    batch: Annotated[Id, Vocab("batches")] | None = Field(default=None, description="batch it was admitted with")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Instrument(Identified):
    """A law, departmental rule, standard, framework or policy."""

    name: Text = Field(description="name in English")
    short: Text = Field(description="name in running text")
    name_zh: Text | None = Field(default=None, description="name in Chinese")
    issuers: tuple[Annotated[Id, Ref("organisations")], ...] = Field(default=(), description="who issued it")
    co_issuers: Text | None = Field(default=None, description="further issuers, in words")
    draft: Annotated[Id, Ref("events")] | None = Field(
        default=None, description="the event in which its draft was put out for comment")
    issued: PartialDate | None = Field(default=None, description="date of issue: of the order, the decision, the document")
    published: PartialDate | None = Field(default=None, description="date of publication")
    effective: PartialDate | None = Field(default=None, description="in force since")
    comments_until: PartialDate | None = Field(default=None, description="last day for comments on a draft")
    status: Annotated[Id, Vocab("statuses")] = Field(description="whether it is in force")
    status_note: Prose | None = Field(default=None, description="more on the status")
    rank: Annotated[Id, Vocab("ranks")] = Field(description="rank in the legal order")
    rank_note: Prose | None = Field(default=None, description="more on the rank")
    scope: Prose = Field(description="what it covers")
    url: Url | None = Field(default=None, description="official text")
    translation_url: Url | None = Field(default=None, description="a translation")
    supersedes: Annotated[Id, Ref("instruments")] | None = Field(default=None, description="the rule it replaced")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Provision(Identified):
    """An article of an instrument, in our words."""

    instrument: Annotated[Id, Ref("instruments")] = Field(description="the rule it belongs to")
    number: Annotated[int, Field(ge=1)] = Field(description="number of the article")
    chapter: Text | None = Field(default=None, description="chapter")
    topic: Annotated[Id, Vocab("provision-topics")] = Field(description="what the article is about")
    label: Prose | None = Field(default=None, description="what it is called here, where its topic says too little")
    summary: Prose = Field(description="what it is or says, in our words")
    binds: Annotated[tuple[Annotated[Id, Vocab("bound-parties")], ...], Field(min_length=1)] = Field(
        description="whom it binds")
    practice: Prose | None = Field(default=None, description="what it comes to in practice")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Change(Identified):
    """What the draft said, what the final text says, and what the difference does."""

    instrument: Annotated[Id, Ref("instruments")] = Field(description="the rule it belongs to")
    title: Prose = Field(description="what changed")
    articles: tuple[int, ...] = Field(default=(), description="articles of the final text")
    draft: Prose = Field(description="what the draft said")
    final: Prose = Field(description="what the final text says")
    effect: Prose = Field(description="what the difference does")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Step(Identified):
    """One step of filing, registration or algorithm filing."""

    order: Annotated[int, Field(ge=1)] = Field(description="place in the track")
    track: Annotated[Id, Vocab("tracks")] = Field(description="which procedure")
    title: Prose = Field(description="what the step is")
    who: Prose = Field(description="who acts")
    what: Prose = Field(description="what happens")
    documents: tuple[Prose, ...] = Field(default=(), description="papers needed")
    timing: Prose | None = Field(default=None, description="how long it takes")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Event(Identified):
    """Something that happened on a date. The date stands in a quotation, or ``date_basis`` says on what it rests."""

    date: PartialDate = Field(description="when it happened")
    date_basis: Prose | None = Field(default=None, description="on what the date rests, if no quotation gives it")
    title: Prose = Field(description="what happened, in short")
    place: Text | None = Field(default=None, description="where")
    summary: Prose = Field(description="what it is or says, in our words")
    actors: tuple[Annotated[Id, Ref("organisations", "people")], ...] = Field(default=(), description="who took part")
    topics: Annotated[tuple[Annotated[Id, Vocab("topics")], ...], Field(min_length=1)] = Field(
        description="the subjects it is filed under")
    milestone: Prose | None = Field(
        default=None, description="what it is called among the few that head the timeline, if it is one of them")
    tells: tuple[Annotated[Id, Ref("instruments", "lists")], ...] = Field(
        default=(), description="instruments and lists of which it tells a day, so that the day is not told twice")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Case(Identified):
    """A ruling on generative AI, or an award, in our words."""

    title: Prose = Field(description="parties or subject, in short")
    name_zh: Text | None = Field(default=None, description="name in Chinese")
    question: Annotated[Id, Vocab("case-questions")] = Field(description="the question it answers")
    court: Text = Field(description="the court, or the body that decided")
    place: Text | None = Field(default=None, description="where")
    number: Text | None = Field(default=None, description="number of the case, as the court gives it")
    decided: PartialDate | None = Field(default=None, description="when it was decided")
    date_note: Prose | None = Field(default=None, description="on what the date rests, or when the case was made public")
    stage: Annotated[Id, Vocab("case-stages")] = Field(description="how far the case has gone")
    appeal_of: Annotated[Id, Ref("cases")] | None = Field(default=None, description="the case it decides on appeal")
    holding: Prose = Field(description="what was held, in our words")
    outcome: Prose | None = Field(default=None, description="what the parties got")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    confidence: Confidence = Field(description="how well it is attested")
    checked: Day = Field(description="the day somebody looked")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Search(Identified):
    """Something that was looked for: where, when, and what came of it."""

    what: Prose = Field(description="what was looked for")
    where: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="the places that were searched")
    looked_on: Day = Field(description="the day of the search")
    topic: Annotated[Id, Vocab("topics")] = Field(description="the subject it is filed under")
    found: Annotated[Id, Vocab("search-outcomes")] = Field(description="whether it was found")
    outcome: Prose = Field(description="what was found instead, or what its absence shows")
    recheck: PartialDate | None = Field(default=None, description="when it is to be looked for again")
    evidence: tuple[Evidence, ...] = Field(default=(), description="what was found, best first")


class Reading(Record):
    """One answer to a disputed question."""

    text: Prose = Field(description="the answer")
    by: Prose = Field(description="who gives it")
    figure: Annotated[Id, Ref("figures", "series")] | None = Field(default=None, description="the figure it rests on")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")


class Dispute(Identified):
    """A question on which the sources differ, the readings, and our verdict."""

    topic: Annotated[Id, Vocab("topics")] = Field(description="the subject it is filed under")
    question: Prose = Field(description="what the sources differ on")
    readings: Annotated[tuple[Reading, ...], Field(min_length=1)] = Field(
        description="the answers; the first is the claim under test")
    verdict: Annotated[Id, Vocab("verdicts")] = Field(description="our verdict")
    better: Prose | None = Field(default=None, description="what we say instead")
    answer: Prose | None = Field(default=None, description="the answer in a few words, yes or no if it can be")
    first: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="its place among the few that head the list")
    why: Prose = Field(description="the reasons")
    figures: tuple[Annotated[Id, Ref("figures", "series")], ...] = Field(default=(), description="figures it touches")
    seeds: tuple[Annotated[Id, Ref("sources")], ...] = Field(
        default=(), description="archived sources whose claim is tested")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Rejected(Record):
    """A rendering of a term this site does not use."""

    rendering: Text = Field(description="the rendering")
    why: Prose = Field(description="why not")


class Term(Identified):
    """A term of the field: Chinese, pinyin, the English this site uses."""

    en: Text = Field(description="English this site uses")
    zh: Text | None = Field(default=None, description="Chinese")
    pinyin: Text | None = Field(default=None, description="pronunciation")
    vi: Text | None = Field(default=None, description="Vietnamese")
    meaning: Prose = Field(description="what it means")
    rejected: tuple[Rejected, ...] = Field(default=(), description="renderings this site does not use")
    topic: Annotated[Id, Vocab("topics")] = Field(description="the subject it is filed under")
    evidence: tuple[Evidence, ...] = Field(default=(), description="where it stands: sources, best first")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class FilingList(Identified):
    """One list published by the CAC: which rows it holds and the official totals it must add up to."""

    title: Text = Field(description="title of the list")
    announced: PartialDate = Field(description="date of the announcement")
    announced_note: Prose | None = Field(default=None, description="more on that date")
    period_from: Day = Field(description="first day of filing covered")
    period_to: Day = Field(description="last day of filing covered")
    as_of: Day = Field(description="day up to which the announcement counts")
    first: Annotated[int, Field(ge=1)] = Field(description="first number on the list")
    last: Annotated[int, Field(ge=1)] = Field(description="last number on the list")
    numbering: Literal["main", "on-device"] = Field(description="which run of numbers")
    total: Annotated[int, Field(ge=1)] | None = Field(default=None, description="official total announced with it")
    registered_first: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="first number of the registered applications announced with it")
    registered_last: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="last number of the registered applications announced with it")
    registered_total: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="total of registered applications announced with it")
    registered_as_of: Day | None = Field(
        default=None, description="day up to which the announcement counts registered applications")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
    registered_evidence: tuple[Evidence, ...] = Field(
        default=(), description="where that of the registered applications stands: sources, best first")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class OwnedRow(Record):
    """A row of a register that belongs to a group of providers, and on what that rests."""

    register_: Annotated[Id, Vocab("registers")] = Field(alias="register", description="the register it stands in")
    row: Annotated[str, Field(pattern=ROW_PATTERN)] = Field(description="the row, as list#number")
    basis: Annotated[Id, Vocab("owner-bases")] = Field(description="how sure it is that the row is the group's")
    name_en: Text | None = Field(default=None, description="a name in use, or pinyin, with a gloss in lower case")
    provider: Text | None = Field(default=None, description="what its provider is called in English")
    also: tuple[Text, ...] = Field(default=(), description="other names of its provider or service")
    state: Annotated[Id, Vocab("state-owners")] | None = Field(default=None, description="whether a state body owns it")
    organisation: Annotated[Id, Ref("organisations")] | None = Field(default=None, description="its provider")
    joint_with: Annotated[Id, Ref("owners")] | None = Field(default=None, description="the other group that has it")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Lookalike(Record):
    """A row with a name like those of a group, that is not the group's."""

    register_: Annotated[Id, Vocab("registers")] = Field(alias="register", description="the register it stands in")
    row: Annotated[str, Field(pattern=ROW_PATTERN)] = Field(description="the row, as list#number")
    why: Prose = Field(description="why it is another's")


class Owner(Identified):
    """A group of providers: a firm with its companies, an institute, or a class of firms; the grouping is ours."""

    name: Text = Field(description="name in English, as generally known")
    name_zh: Text = Field(description="name in Chinese")
    kind: Annotated[Id, Vocab("owner-kinds")] = Field(description="a firm, an institute, or a class of firms")
    organisation: Annotated[Id, Ref("organisations")] | None = Field(
        default=None, description="the organisation this site tells about")
    parent: Annotated[Id, Ref("owners")] | None = Field(default=None, description="the group it belongs to")
    home: Text | None = Field(default=None, description="home of the brand, if it is not mainland China")
    state: Annotated[Id, Vocab("state-owners")] | None = Field(
        default=None, description="whether a state body owns all of it, as generally known")
    names: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="names by which readers look for it")
    whole_word_only: tuple[Text, ...] = Field(default=(), description="those of its names that must be typed whole")
    rows: tuple[OwnedRow, ...] = Field(default=(), description="its rows in the registers")
    lookalikes: tuple[Lookalike, ...] = Field(default=(), description="rows that look like its own and are not")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Sector(Identified):
    """A field of business, and the rule by which filed services are counted in it; the rule is ours, and rough."""

    label: Text = Field(description="what readers see")
    holds: Prose = Field(description="what is in it")
    rows: tuple[Annotated[str, Field(pattern=ROW_PATTERN)], ...] = Field(
        default=(), description="rows put here by hand, before all else")
    owners: tuple[Annotated[Id, Ref("owners")], ...] = Field(
        default=(), description="groups all of whose other services are of this sector")
    keywords: tuple[Text, ...] = Field(
        default=(), description="patterns looked for in the name and the provider, sector by sector in this order")
    makers: tuple[Annotated[Id, Ref("owners")], ...] = Field(
        default=(), description="groups whose services are of this sector if nothing else decides")


class Target(Identified):
    """A promise with a number, and what came of it."""

    target: Annotated[Id, Ref("figures", "series")] = Field(description="the figure that was promised")
    result: Annotated[Id, Ref("figures", "series")] | None = Field(
        default=None, description="the figure that answers it")
    due: PartialDate | None = Field(default=None, description="by when; empty if it has no end or none was found")
    verdict: Prose = Field(description="what came of it")


class Drawn(Record):
    """One thing in a drawing: the record it stands for and leads to, and what is said of it there."""

    under: Prose | None = Field(default=None, description="the heading it stands under, with those that follow")
    of: Annotated[Id, Ref("organisations", "instruments", "provisions", "procedure", "events", "terms", "targets",
                          "statements")] = Field(description="the record it stands for")
    label: Prose | None = Field(default=None, description="what it is called, if not by the name of the record")
    says: Prose | None = Field(default=None, description="what is said of it")
    rests_on: Annotated[Id, Ref("statements")] | None = Field(
        default=None, description="the statement that proves what is said, if the record itself does not")
    piece: Literal["place", "name", "date", "running"] | None = Field(
        default=None, description="of an official number: the piece of it that is explained")


class Drawing(Identified):
    """A drawing that explains: what it shows, and the things in it in the order in which they are read."""

    title: Prose = Field(description="what it shows, as its caption")
    shape: Literal["ranks", "fork", "dates", "number", "label", "pairs"] = Field(description="how it is drawn")
    row: Annotated[str, Field(pattern=ROW_PATTERN)] | None = Field(
        default=None, description="of an official number: the filed service that has it, as list#number")
    parts: Annotated[tuple[Drawn, ...], Field(min_length=1)] = Field(description="the things in it")
    note: Prose | None = Field(default=None, description="what a reader should know besides")


class Filing(Record):
    """One filed service, as listed."""

    list: Annotated[Id, Ref("lists")] = Field(description="the list it stands on")
    number: Annotated[int, Field(ge=1)] = Field(description="its number there")
    name_zh: Text = Field(description="service or model, in Chinese")
    name_en: Text | None = Field(default=None, description="service or model, in English")
    provider_zh: Text = Field(description="who filed it, in Chinese")
    province: Annotated[Id, Vocab("provinces")] = Field(description="place of filing")
    filing_number: Annotated[str, Field(pattern=OFFICIAL_NUMBER)] = Field(description="filing number")
    filed_on: Day = Field(description="date of filing")
    line: int = Field(default=0, description="line in data/filings.csv")

    @property
    def reference(self) -> str:
        """The official number."""
        return self.filing_number

    @property
    def day(self) -> str:
        """The date of filing."""
        return self.filed_on

    @property
    def register(self) -> str:
        """The register it stands in."""
        return "filing"


class Registration(Record):
    """One registered application or function, as listed."""

    list: Annotated[Id, Ref("lists")] = Field(description="the announcement it came with")
    number: Annotated[int, Field(ge=1)] = Field(description="its number in the register")
    name_zh: Text = Field(description="application or function, in Chinese")
    name_en: Text | None = Field(default=None, description="application or function, in English")
    provider_zh: Text = Field(description="who registered it, in Chinese")
    province: Annotated[Id, Vocab("provinces")] = Field(description="place of registration")
    launch_number: Annotated[str, Field(pattern=OFFICIAL_NUMBER)] = Field(description="launch number (上线编号)")
    registered_on: Day = Field(description="date of registration")
    late_entry: Literal["yes"] | None = Field(
        default=None, description="yes, if the list marks it as entered later (补登)")
    line: int = Field(default=0, description="line in data/registrations.csv")

    @property
    def reference(self) -> str:
        """The official number."""
        return self.launch_number

    @property
    def day(self) -> str:
        """The date of registration."""
        return self.registered_on

    @property
    def register(self) -> str:
        """The register it stands in."""
        return "registration"


Row = Filing | Registration


class RowException(Identified):
    """Rows of a register that break one of its rules, as listed: that rule lets them be, and no other row."""

    rule: Annotated[Id, Vocab("row-rules")] = Field(description="the rule they break")
    register_: Annotated[Id, Vocab("registers")] = Field(alias="register", description="the register they stand in")
    rows: tuple[Annotated[str, Field(pattern=ROW_PATTERN)], ...] = Field(
        default=(), description="the rows, as list#number")
    province: Annotated[Id, Vocab("provinces")] | None = Field(
        default=None, description="the place whose running numbers are meant")
    running: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(), description="running numbers of the place that no row has")
    what: Prose = Field(description="what is odd, in our words")
    statement: Annotated[Id, Ref("statements")] | None = Field(
        default=None, description="the statement that tells more")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")


class Moved(Record):
    """Where a retired address went."""

    to: Text | None = Field(default=None, description="where it went: an id, or an address below the home page")
    on: Day = Field(description="the day it moved")
    why: Text = Field(description="why")


class Edition(Record):
    """The data set as a whole: the day its facts were looked up, its version (year.month), and how much is proven."""

    as_of: Day = Field(description="the day the facts were looked over")
    version: Annotated[str, Field(pattern=EDITION_VERSION)] = Field(
        description="version of the data: year and month")
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
    means: Text | None = Field(default=None, description="one line of meaning")
    zh: Text | None = Field(default=None, description="in Chinese")
    plural: Text | None = Field(default=None, description="what readers see after other numbers than one")
    symbol: Text | None = Field(default=None, description="sign drawn for it")
    registers: tuple[Id, ...] = Field(default=(), description="of a unit: the registers its counts come from")
    needs_register: bool = Field(
        default=False, description="of a unit: each of its counts names a register, or says why there is none")
    levels: tuple[Id, ...] = Field(default=(), description="of a register: the levels on which it is kept")
    named_by: tuple[Text, ...] = Field(
        default=(), description="of a register or a unit: what a label or a sentence of ours calls its counts")
    every: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="of a register: months from one list to the next")
    latin: Text | None = Field(default=None, description="of a place: what official numbers call it in Latin letters")


KINDS: dict[str, type[Identified]] = {
    "sources": Source,
    "figures": Figure,
    "series": Series,
    "statements": Statement,
    "organisations": Organisation,
    "people": Person,
    "groups": Group,
    "memberships": Membership,
    "instruments": Instrument,
    "provisions": Provision,
    "changes": Change,
    "procedure": Step,
    "events": Event,
    "cases": Case,
    "searches": Search,
    "disputes": Dispute,
    "terms": Term,
    "lists": FilingList,
    "targets": Target,
    "exceptions": RowException,
    "owners": Owner,
    "sectors": Sector,
    "drawings": Drawing,
}

# Records that are part of others, or rows of a register.
PARTS: dict[str, type[Record]] = {
    "evidence": Evidence, "points": Point, "products": Product, "readings": Reading, "rejected": Rejected,
    "filings": Filing, "registrations": Registration, "owned": OwnedRow, "lookalikes": Lookalike,
    "drawn": Drawn,
}

# The official registers kept row by row: the word of data/vocab.yml, and the table of its rows.
REGISTERS: dict[str, str] = {"filing": "filings", "registration": "registrations"}
