"""Records of facts: sources, figures, statements, events, searches, disputes, terms, targets, drawings."""

from typing import Annotated, Literal

from pydantic import Field

from macros.facts import fields as f


class Source(f.Identified):
    """A document the site rests on."""

    title: f.Text = Field(description="title as published")
    publisher: f.Text = Field(description="who published it")
    kind: Annotated[f.Id, f.Vocab("source-kinds")] = Field(description="kind of document")
    language: Annotated[f.Id, f.Vocab("languages")] = Field(description="language of the text")
    also_in: tuple[Annotated[f.Id, f.Vocab("languages")], ...] = f.some(
        "languages it is written in besides, where it has both side by side")
    published: f.PartialDate | None = f.maybe("date of publication")
    url: f.Url | None = f.maybe("address of the document")
    archived: f.Url | None = f.maybe("address of a copy that an archive keeps")
    unlinked: f.Prose | None = f.maybe("why no address is given")
    text: f.Text | None = f.maybe("file name of the archived text")
    sha256: f.Checksum | None = f.maybe("checksum of the archived text")
    reading: Annotated[f.Id, f.Vocab("readings")] = Field(description="how far it was read")
    relayed_by: f.Text | None = f.maybe("the document through which alone it is known")
    checked: f.Day = Field(description="the day somebody looked")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Figure(f.Identified):
    """One quantity somebody stated, with what it counts and when it held."""

    label: f.Prose = Field(description="short name, without the number")
    statement: f.Prose = Field(description="the claim as one sentence in our words")
    topic: Annotated[f.Id, f.Vocab("topics")] = Field(description="the subject it is filed under")
    value: f.Number = Field(description="the number")
    high: f.Number | None = f.maybe("upper end, where a range was stated")
    unit: Annotated[f.Id, f.Vocab("units")] = Field(description="what the value counts")
    bound: Annotated[f.Id, f.Vocab("bounds")] = Field(description="whether the value is exact, a lower bound or the like")
    as_of: f.PartialDate = Field(description="when it held")
    as_of_basis: f.Prose | None = f.maybe("on what that date rests, if neither the statement nor the evidence gives it")
    counts: f.Prose | None = f.maybe("what exactly is counted")
    measure: Annotated[f.Id, f.Vocab("measures")] = Field(
        description="kind of number: a level, a running total, a share, a target")
    register_: Annotated[f.Id, f.Vocab("registers")] | None = f.maybe("the register its entries stand in", alias="register")
    register_level: Annotated[f.Id, f.Vocab("register-levels")] | None = f.maybe(
        "who keeps that register, or whose part of it is counted")
    no_register: f.Prose | None = f.maybe("why it comes from no register")
    said_by: f.Text | None = f.maybe("who stated it, as a reader would name them")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    derived: f.Prose | None = f.maybe("how it was computed, if nobody stated it")
    supersedes: Annotated[f.Id, f.Ref("figures")] | None = f.maybe("the older figure of the same quantity")
    confidence: f.Confidence = Field(description="how well it is attested")
    checked: f.Day = Field(description="the day somebody looked")
    recheck: f.PartialDate | None = f.maybe("when it is to be looked at again")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Point(f.Record):
    """One dated value of a series."""

    as_of: f.PartialDate = Field(description="when it held")
    value: f.Number = Field(description="the number")
    bound: Annotated[f.Id, f.Vocab("bounds")] = Field(description="whether the value is exact, a lower bound or the like")
    published: f.PartialDate | None = f.maybe("when it was published")
    derived: f.Prose | None = f.maybe("how it was computed, if nobody stated it")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Series(f.Identified):
    """A dated run of values of one definition; the newest point is the current figure."""

    label: f.Prose = Field(description="short name")
    topic: Annotated[f.Id, f.Vocab("topics")] = Field(description="the subject it is filed under")
    unit: Annotated[f.Id, f.Vocab("units")] = Field(description="what the value counts")
    definition: f.Prose = Field(description="what every value of the series counts")
    measure: Annotated[f.Id, f.Vocab("measures")] = Field(
        description="kind of number: a level, a running total, a share, a target")
    register_: Annotated[f.Id, f.Vocab("registers")] | None = f.maybe("the register its entries stand in", alias="register")
    register_level: Annotated[f.Id, f.Vocab("register-levels")] | None = f.maybe(
        "who keeps that register, or whose part of it is counted")
    said_by: f.Text | None = f.maybe("who stated it, as a reader would name them")
    confidence: f.Confidence = Field(description="how well it is attested")
    checked: f.Day = Field(description="the day somebody looked")
    recheck: f.PartialDate | None = f.maybe("when it is to be looked at again")
    points: Annotated[tuple[Point, ...], Field(min_length=1)] = Field(description="the dated values")
    note: f.Prose | None = f.maybe("what a reader should know besides")


Count = Figure | Series


class Statement(f.Identified):
    """Something somebody said, did or wrote down that is not a quantity; in our words, with its evidence."""

    topic: Annotated[f.Id, f.Vocab("topics")] = Field(description="the subject it is filed under")
    text: f.Prose = Field(description="what was said, done or written, in our words")
    said_by: f.Text | None = f.maybe("who stated it, as a reader would name them")
    on: f.PartialDate | None = f.maybe("when")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    checked: f.Day = Field(description="the day somebody looked")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Event(f.Identified):
    """Something that happened on a date. The date stands in a quotation, or ``date_basis`` says on what it rests."""

    date: f.PartialDate = Field(description="when it happened")
    date_basis: f.Prose | None = f.maybe("on what the date rests, if no quotation gives it")
    title: f.Prose = Field(description="what happened, in short")
    place: f.Text | None = f.maybe("where")
    summary: f.Prose = Field(description="what it is or says, in our words")
    actors: tuple[Annotated[f.Id, f.Ref("organisations", "people")], ...] = f.some("who took part")
    topics: Annotated[tuple[Annotated[f.Id, f.Vocab("topics")], ...], Field(min_length=1)] = Field(
        description="the subjects it is filed under")
    milestone: f.Prose | None = f.maybe("what it is called among the few that head the timeline, if it is one of them")
    tells: tuple[Annotated[f.Id, f.Ref("instruments", "lists")], ...] = f.some(
        "instruments and lists of which it tells a day, so that the day is not told twice")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Search(f.Identified):
    """Something that was looked for: where, when, and what came of it."""

    what: f.Prose = Field(description="what was looked for")
    where: Annotated[tuple[f.Text, ...], Field(min_length=1)] = Field(description="the places that were searched")
    looked_on: f.Day = Field(description="the day of the search")
    topic: Annotated[f.Id, f.Vocab("topics")] = Field(description="the subject it is filed under")
    found: Annotated[f.Id, f.Vocab("search-outcomes")] = Field(description="whether it was found")
    outcome: f.Prose = Field(description="what was found instead, or what its absence shows")
    recheck: f.PartialDate | None = f.maybe("when it is to be looked for again")
    evidence: tuple[f.Evidence, ...] = f.some("what was found, best first")


class Reading(f.Record):
    """One answer to a disputed question."""

    text: f.Prose = Field(description="the answer")
    by: f.Prose = Field(description="who gives it")
    figure: Annotated[f.Id, f.Ref("figures", "series")] | None = f.maybe("the figure it rests on")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")


class Dispute(f.Identified):
    """A question on which the sources differ, the readings, and our verdict."""

    topic: Annotated[f.Id, f.Vocab("topics")] = Field(description="the subject it is filed under")
    question: f.Prose = Field(description="what the sources differ on")
    readings: Annotated[tuple[Reading, ...], Field(min_length=1)] = Field(
        description="the answers; the first is the claim under test")
    verdict: Annotated[f.Id, f.Vocab("verdicts")] = Field(description="our verdict")
    better: f.Prose | None = f.maybe("what we say instead")
    answer: f.Prose | None = f.maybe("the answer in a few words, yes or no if it can be")
    first: f.Natural | None = f.maybe("its place among the few that head the list")
    why: f.Prose = Field(description="the reasons")
    figures: tuple[Annotated[f.Id, f.Ref("figures", "series")], ...] = f.some("figures it touches")
    seeds: tuple[Annotated[f.Id, f.Ref("sources")], ...] = f.some("archived sources whose claim is tested")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Rejected(f.Record):
    """A rendering of a term this site does not use."""

    rendering: f.Text = Field(description="the rendering")
    why: f.Prose = Field(description="why not")


class Term(f.Identified):
    """A term of the field: Chinese, pinyin, the English this site uses."""

    en: f.Text = Field(description="English this site uses")
    zh: f.Text | None = f.maybe("Chinese")
    pinyin: f.Text | None = f.maybe("pronunciation")
    vi: f.Text | None = f.maybe("Vietnamese")
    meaning: f.Prose = Field(description="what it means")
    rejected: tuple[Rejected, ...] = f.some("renderings this site does not use")
    topic: Annotated[f.Id, f.Vocab("topics")] = Field(description="the subject it is filed under")
    evidence: tuple[f.Evidence, ...] = f.some("where it stands: sources, best first")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Target(f.Identified):
    """A promise with a number, and what came of it."""

    target: Annotated[f.Id, f.Ref("figures", "series")] = Field(description="the figure that was promised")
    result: Annotated[f.Id, f.Ref("figures", "series")] | None = f.maybe("the figure that answers it")
    due: f.PartialDate | None = f.maybe("by when; empty if it has no end or none was found")
    verdict: f.Prose = Field(description="what came of it")


class Drawn(f.Record):
    """One thing in a drawing: the record it stands for and leads to, and what is said of it there."""

    under: f.Prose | None = f.maybe("the heading it stands under, with those that follow")
    of: Annotated[f.Id, f.Ref("organisations", "instruments", "provisions", "procedure", "events", "terms", "targets",
                          "statements")] = Field(description="the record it stands for")
    label: f.Prose | None = f.maybe("what it is called, if not by the name of the record")
    says: f.Prose | None = f.maybe("what is said of it")
    rests_on: Annotated[f.Id, f.Ref("statements")] | None = f.maybe(
        "the statement that proves what is said, if the record itself does not")
    piece: Literal["place", "name", "date", "running"] | None = f.maybe(
        "of an official number: the piece of it that is explained")


class Drawing(f.Identified):
    """A drawing that explains: what it shows, and the things in it in the order in which they are read."""

    title: f.Prose = Field(description="what it shows, as its caption")
    shape: Literal["ranks", "fork", "dates", "number", "label", "pairs"] = Field(description="how it is drawn")
    row: f.RowName | None = f.maybe("of an official number: the filed service that has it, as list#number")
    parts: Annotated[tuple[Drawn, ...], Field(min_length=1)] = Field(description="the things in it")
    note: f.Prose | None = f.maybe("what a reader should know besides")
