"""The kinds of record the site is made of, as frozen, typed models.

Each file in ``data/`` holds one kind: a mapping from a permanent id to the record's fields. ``KINDS`` says
which file holds which model. Models check one record on its own; what holds across records is in ``check.py``.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _date(value: object) -> str:
    """A date as written, 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD', if such a day, month or year exists."""
    text = str(value)
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
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
    """Text with something in it and no control characters."""
    if not value.strip():
        raise ValueError("is empty; write the text or leave the field out")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", value):
        raise ValueError("holds a control character; delete it")
    return value.strip()


def _url(value: str) -> str:
    """An http(s) address without blanks or characters that end an HTML attribute."""
    if not re.fullmatch(r"https?://[^\s\"'<>`{}|\\^]+", value):
        raise ValueError(f"{value!r} is not a web address; write http://… or https://… without blanks")
    return value


Id = Annotated[str, Field(pattern=ID_PATTERN)]
Text = Annotated[str, AfterValidator(_text)]
PartialDate = Annotated[str, BeforeValidator(_date)]
Day = Annotated[str, BeforeValidator(_day)]
Url = Annotated[str, AfterValidator(_url)]
def _number(value: object) -> object:
    """A number as YAML reads it; text that looks like a number is a mistake."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"{value!r} is not a number; write digits without quotes or separators")
    return Decimal(str(value))


def _cells(value: object) -> object:
    """Words written as one text are one cell."""
    return (value,) if isinstance(value, str) else value


Number = Annotated[Decimal, BeforeValidator(_number), Field(allow_inf_nan=False)]
Confidence = Literal["primary", "corroborated", "single"]


class Record(BaseModel):
    """What every record shares: it cannot change, and a key the model does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Identified(Record):
    """A record with a permanent id: lower case, digits and hyphens; it is part of the record's address."""

    id: Id


class Evidence(Record):
    """Where a claim stands: a source, and for an archived source the words (W3C text-quote selector, in small).

    A source without an archived text has no ``quote``: ``words`` are there what the page itself writes (the value with
    its unit and what it counts, a few words, or the cells of a table), and ``locator`` says where in it to look.
    """

    source: Id
    quote: Text | None = None
    before: Text | None = None
    after: Text | None = None
    words: Annotated[tuple[Text, ...], BeforeValidator(_cells)] = ()  # a literal run of the page, or cells of a table
    copied_at: Text | None = None  # where the same text was read, if not at the source's own address
    through: Text | None = None  # the other report in which the words were seen, if not in the source itself
    locator: Text | None = None


EvidenceList = Annotated[tuple[Evidence, ...], Field(min_length=1)]


class Source(Identified):
    """A document the site rests on."""

    title: Text
    publisher: Text
    kind: Id  # vocab: source-kinds
    language: Id  # vocab: languages
    published: PartialDate | None = None
    url: Url | None = None
    unlinked: Text | None = None  # why there is no url
    text: Text | None = None  # file name in seeds/
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None  # of that file
    reading: Literal["text", "opening", "relayed", "address", "unrecorded"]
    relayed_by: Text | None = None  # the document through which alone it is known, where the reading is relayed
    checked: Day
    note: Text | None = None


class Figure(Identified):
    """One quantity somebody stated, with what it counts and when it held."""

    label: Text  # short noun phrase, no number in it
    statement: Text  # one sentence in our words; the value stands in it
    topic: Id  # vocab: topics
    value: Number
    high: Number | None = None  # the upper end, where a range was stated
    unit: Id  # vocab: units
    bound: Id  # vocab: bounds
    as_of: PartialDate
    counts: Text | None = None  # what exactly is counted
    measure: Id  # vocab: measures (level, cumulative, new, share, target, limit)
    register_: Id | None = Field(default=None, alias="register")  # vocab: registers
    said_by: Text | None = None  # who stated it, as a reader would name them
    evidence: EvidenceList
    supersedes: Id | None = None  # the older figure of the same quantity
    confidence: Confidence
    checked: Day
    recheck: PartialDate | None = None
    note: Text | None = None


class Point(Record):
    """One dated value of a series."""

    as_of: PartialDate
    value: Number
    bound: Id
    published: PartialDate | None = None
    derived: Text | None = None  # how it was computed, if nobody stated it
    evidence: EvidenceList
    note: Text | None = None


class Series(Identified):
    """A dated run of values of one definition; the newest point is the current figure."""

    label: Text
    topic: Id
    unit: Id
    definition: Text
    measure: Id
    register_: Id | None = Field(default=None, alias="register")
    said_by: Text | None = None
    confidence: Confidence
    checked: Day
    recheck: PartialDate | None = None
    points: Annotated[tuple[Point, ...], Field(min_length=1)]
    note: Text | None = None


class Statement(Identified):
    """Something somebody said, did or wrote down that is not a quantity; in our words, with its evidence."""

    topic: Id
    text: Text  # one or two sentences in our words
    said_by: Text | None = None
    on: PartialDate | None = None
    evidence: EvidenceList
    confidence: Confidence
    checked: Day
    note: Text | None = None


class Product(Record):
    """A model, service or product of an organisation."""

    name: Text
    name_zh: Text | None = None
    launched: PartialDate | None = None
    note: Text | None = None


class Organisation(Identified):
    """A company, agency, institute or association."""

    name: Text
    name_zh: Text | None = None
    kind: Id  # vocab: organisation-kinds
    parent: Id | None = None
    also: tuple[Text, ...] = ()  # other names in use
    products: tuple[Product, ...] = ()
    summary: Text | None = None
    evidence: EvidenceList
    note: Text | None = None


class Person(Identified):
    """A person named in the sources, with the office held at the time."""

    name: Text
    name_zh: Text | None = None
    role: Text
    organisation: Id | None = None
    evidence: EvidenceList
    note: Text | None = None


class Group(Identified):
    """An alliance, programme or plan that organisations join or that a city runs."""

    name: Text
    name_zh: Text | None = None
    kind: Literal["alliance", "programme", "plan"]
    founded: PartialDate | None = None
    place: Text | None = None
    convenors: tuple[Id, ...] = ()  # organisations
    convenor: Text | None = None  # in words, where a list of ids does not say it
    aim: Text
    targets: tuple[Text, ...] = ()
    active: Text | None = None  # last sign of life, with its date
    evidence: EvidenceList
    confidence: Confidence
    note: Text | None = None


class Membership(Identified):
    """One organisation in one group."""

    group: Id
    organisation: Id
    role: Id  # vocab: roles
    category: Id | None = None  # vocab: partner-categories
    batch: Id | None = None  # vocab: batches
    evidence: EvidenceList
    note: Text | None = None


class Instrument(Identified):
    """A law, departmental rule, standard, framework or policy."""

    name: Text
    short: Text  # what running text calls it
    name_zh: Text | None = None
    issuers: tuple[Id, ...] = ()  # organisations
    draft: Id | None = None  # the event in which its draft was put out for comment
    issued: PartialDate | None = None
    effective: PartialDate | None = None
    status: Id  # vocab: statuses
    status_note: Text | None = None
    rank: Id  # vocab: ranks
    rank_note: Text | None = None
    scope: Text
    url: Url | None = None
    translation_url: Url | None = None
    supersedes: Id | None = None
    evidence: EvidenceList
    confidence: Confidence
    note: Text | None = None


class Provision(Identified):
    """An article of an instrument, in our words."""

    instrument: Id
    number: Annotated[int, Field(ge=1)]
    chapter: Text | None = None
    topic: Id  # vocab: provision-topics
    summary: Text
    binds: Annotated[tuple[Id, ...], Field(min_length=1)]  # vocab: bound-parties
    evidence: EvidenceList
    confidence: Confidence
    note: Text | None = None


class Change(Identified):
    """What the draft said, what the final text says, and what the difference does."""

    instrument: Id
    title: Text
    articles: tuple[int, ...] = ()  # of the final text, where known
    draft: Text
    final: Text
    effect: Text
    evidence: EvidenceList
    confidence: Confidence
    note: Text | None = None


class Step(Identified):
    """One step of filing, registration or algorithm filing."""

    order: Annotated[int, Field(ge=1)]
    track: Id  # vocab: tracks
    title: Text
    who: Text
    what: Text
    documents: tuple[Text, ...] = ()
    timing: Text | None = None
    evidence: EvidenceList
    confidence: Confidence
    note: Text | None = None


class Event(Identified):
    """Something that happened on a date. The date stands in a quotation, or ``date_basis`` says on what it rests."""

    date: PartialDate
    date_basis: Text | None = None
    title: Text
    place: Text | None = None
    summary: Text
    actors: tuple[Id, ...] = ()  # organisations or people
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    evidence: EvidenceList
    confidence: Confidence
    note: Text | None = None


class Reading(Record):
    """One answer to a disputed question."""

    text: Text
    by: Text  # who says so
    figure: Id | None = None
    evidence: EvidenceList


class Dispute(Identified):
    """A question on which the sources differ, the readings, and our verdict."""

    topic: Id
    question: Text
    readings: Annotated[tuple[Reading, ...], Field(min_length=1)]  # the first is the claim under test
    verdict: Id  # vocab: verdicts
    better: Text | None = None
    why: Text
    figures: tuple[Id, ...] = ()  # figures this dispute touches: they carry the mark "contested"
    seeds: tuple[Id, ...] = ()  # archived sources whose claim is tested
    note: Text | None = None


class Rejected(Record):
    """A rendering of a term this site does not use."""

    rendering: Text
    why: Text


class Term(Identified):
    """A term of the field: Chinese, pinyin, the English this site uses."""

    en: Text
    zh: Text | None = None
    pinyin: Text | None = None
    vi: Text | None = None
    meaning: Text
    rejected: tuple[Rejected, ...] = ()
    topic: Id
    evidence: tuple[Evidence, ...] = ()
    note: Text | None = None


class FilingList(Identified):
    """One list published by the CAC: which rows it holds and the official totals it must add up to."""

    title: Text
    announced: PartialDate
    announced_note: Text | None = None
    period_from: Day
    period_to: Day
    as_of: Day  # the day up to which the announcement counts
    first: Annotated[int, Field(ge=1)]
    last: Annotated[int, Field(ge=1)]
    numbering: Literal["main", "on-device"]
    total: Annotated[int, Field(ge=1)] | None = None  # official cumulative total announced with this list
    evidence: EvidenceList
    note: Text | None = None


class Target(Identified):
    """A promise with a number, and what came of it."""

    target: Id  # a figure
    result: Id | None = None  # the figure that answers it
    due: PartialDate | None = None  # by when; none if it has no end, or none was found
    verdict: Text  # one sentence: reached, missed, not known


class Filing(Record):
    """One filed service, as listed."""

    list: Id
    number: Annotated[int, Field(ge=1)]
    name_zh: Text
    name_en: Text | None = None
    provider_zh: Text
    province: Id  # vocab: provinces
    filing_number: Text
    filed_on: Day
    line: int = 0


class Moved(Record):
    """Where a retired address went."""

    to: Text | None = None
    on: Day
    why: Text


class Edition(Record):
    """The data set as a whole: the day its facts were looked up, and its version (year.month)."""

    as_of: Day
    version: Annotated[str, Field(pattern=r"^\d{4}\.\d{2}(\.\d+)?$")]


class Word(Record):
    """One entry of a controlled vocabulary."""

    label: Text
    means: Text | None = None
    zh: Text | None = None
    plural: Text | None = None
    symbol: Text | None = None


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
    "disputes": Dispute,
    "terms": Term,
    "lists": FilingList,
    "targets": Target,
}
