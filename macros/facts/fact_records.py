"""Records of facts: sources, figures, statements, events, searches, disputes, terms, targets, drawings."""

from typing import Annotated, Literal

from pydantic import Field

from macros.facts.fields import (
    ROW_PATTERN,
    Confidence,
    Day,
    Evidence,
    EvidenceList,
    Id,
    Identified,
    Number,
    PartialDate,
    Prose,
    Record,
    Ref,
    Text,
    Url,
    Vocab,
)


class Source(Identified):
    """A document the site rests on."""

    title: Text = Field(description="title as published")
    publisher: Text = Field(description="who published it")
    kind: Annotated[Id, Vocab("source-kinds")] = Field(description="kind of document")
    language: Annotated[Id, Vocab("languages")] = Field(description="language of the text")
    also_in: tuple[Annotated[Id, Vocab("languages")], ...] = Field(
        default=(), description="languages it is written in besides, where it has both side by side")
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
    first: Annotated[int, Field(ge=1)] | None = Field(default=None, description="its place among the few that head the list")
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


class Target(Identified):
    """A promise with a number, and what came of it."""

    target: Annotated[Id, Ref("figures", "series")] = Field(description="the figure that was promised")
    result: Annotated[Id, Ref("figures", "series")] | None = Field(default=None, description="the figure that answers it")
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
