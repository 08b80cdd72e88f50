"""Records of law: instruments, their articles and drafts, the steps of the procedure, court cases."""

from typing import Annotated

from pydantic import Field

from macros.facts.fields import (
    Confidence,
    Day,
    EvidenceList,
    Id,
    Identified,
    PartialDate,
    Prose,
    Record,
    Ref,
    Text,
    Url,
    Vocab,
)


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
    told_on: tuple[Annotated[str, Field(pattern=r"^([a-z0-9-]+/)+$")], ...] = Field(
        default=(), description="pages that tell more: their addresses below the home page")
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


class TrackAnswer(Record):
    """What a step answers about a track, where the tracks are compared."""

    track: Annotated[Id, Vocab("tracks")] = Field(description="the track")
    questions: Annotated[tuple[Annotated[Id, Vocab("track-questions")], ...], Field(min_length=1)] = Field(
        description="the questions it answers")


class Step(Identified):
    """One step of filing, registration or algorithm filing."""

    order: Annotated[int, Field(ge=1)] = Field(description="place in the track")
    track: Annotated[Id, Vocab("tracks")] = Field(description="which procedure")
    title: Prose = Field(description="what the step is")
    who: Prose = Field(description="who acts")
    what: Prose = Field(description="what happens")
    documents: tuple[Prose, ...] = Field(default=(), description="papers needed")
    answers: tuple[TrackAnswer, ...] = Field(default=(), description="what it answers where the tracks are compared")
    takes_up: tuple[Annotated[Id, Ref("provisions")], ...] = Field(
        default=(), description="the articles that it puts into practice")
    timing: Prose | None = Field(default=None, description="how long it takes")
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
