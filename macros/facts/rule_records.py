"""Records of law: instruments, their articles and drafts, the steps of the procedure, court cases."""

from typing import Annotated

from pydantic import Field

from macros.facts import fields as f


class Instrument(f.Identified):
    """A law, departmental rule, standard, framework or policy."""

    name: f.Text = Field(description="name in English")
    short: f.Text = Field(description="name in running text")
    name_zh: f.Text | None = f.maybe("name in Chinese")
    issuers: tuple[Annotated[f.Id, f.Ref("organisations")], ...] = f.some("who issued it")
    co_issuers: f.Text | None = f.maybe("further issuers, in words")
    draft: Annotated[f.Id, f.Ref("events")] | None = f.maybe("the event in which its draft was put out for comment")
    issued: f.PartialDate | None = f.maybe("date of issue: of the order, the decision, the document")
    published: f.PartialDate | None = f.maybe("date of publication")
    effective: f.PartialDate | None = f.maybe("in force since")
    comments_until: f.PartialDate | None = f.maybe("last day for comments on a draft")
    status: Annotated[f.Id, f.Vocab("statuses")] = Field(description="whether it is in force")
    status_note: f.Prose | None = f.maybe("more on the status")
    rank: Annotated[f.Id, f.Vocab("ranks")] = Field(description="rank in the legal order")
    rank_note: f.Prose | None = f.maybe("more on the rank")
    scope: f.Prose = Field(description="what it covers")
    url: f.Url | None = f.maybe("official text")
    translation_url: f.Url | None = f.maybe("a translation")
    supersedes: Annotated[f.Id, f.Ref("instruments")] | None = f.maybe("the rule it replaced")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Provision(f.Identified):
    """An article of an instrument, in our words."""

    instrument: Annotated[f.Id, f.Ref("instruments")] = Field(description="the rule it belongs to")
    number: f.Natural = Field(description="number of the article")
    chapter: f.Text | None = f.maybe("chapter")
    topic: Annotated[f.Id, f.Vocab("provision-topics")] = Field(description="what the article is about")
    label: f.Prose | None = f.maybe("what it is called here, where its topic says too little")
    summary: f.Prose = Field(description="what it is or says, in our words")
    binds: Annotated[tuple[Annotated[f.Id, f.Vocab("bound-parties")], ...], Field(min_length=1)] = Field(
        description="whom it binds")
    practice: f.Prose | None = f.maybe("what it comes to in practice")
    told_on: tuple[Annotated[str, Field(pattern=r"^([a-z0-9-]+/)+$")], ...] = f.some(
        "pages that tell more: their addresses below the home page")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Change(f.Identified):
    """What the draft said, what the final text says, and what the difference does."""

    instrument: Annotated[f.Id, f.Ref("instruments")] = Field(description="the rule it belongs to")
    title: f.Prose = Field(description="what changed")
    articles: tuple[int, ...] = f.some("articles of the final text")
    draft: f.Prose = Field(description="what the draft said")
    final: f.Prose = Field(description="what the final text says")
    effect: f.Prose = Field(description="what the difference does")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class TrackAnswer(f.Record):
    """What a step answers about a track, where the tracks are compared."""

    track: Annotated[f.Id, f.Vocab("tracks")] = Field(description="the track")
    questions: Annotated[tuple[Annotated[f.Id, f.Vocab("track-questions")], ...], Field(min_length=1)] = Field(
        description="the questions it answers")


class Step(f.Identified):
    """One step of filing, registration or algorithm filing."""

    order: f.Natural = Field(description="place in the track")
    track: Annotated[f.Id, f.Vocab("tracks")] = Field(description="which procedure")
    title: f.Prose = Field(description="what the step is")
    who: f.Prose = Field(description="who acts")
    what: f.Prose = Field(description="what happens")
    documents: tuple[f.Prose, ...] = f.some("papers needed")
    answers: tuple[TrackAnswer, ...] = f.some("what it answers where the tracks are compared")
    takes_up: tuple[Annotated[f.Id, f.Ref("provisions")], ...] = f.some("the articles that it puts into practice")
    timing: f.Prose | None = f.maybe("how long it takes")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Case(f.Identified):
    """A ruling on generative AI, or an award, in our words."""

    title: f.Prose = Field(description="parties or subject, in short")
    name_zh: f.Text | None = f.maybe("name in Chinese")
    question: Annotated[f.Id, f.Vocab("case-questions")] = Field(description="the question it answers")
    court: f.Text = Field(description="the court, or the body that decided")
    place: f.Text | None = f.maybe("where")
    number: f.Text | None = f.maybe("number of the case, as the court gives it")
    decided: f.PartialDate | None = f.maybe("when it was decided")
    date_note: f.Prose | None = f.maybe("on what the date rests, or when the case was made public")
    stage: Annotated[f.Id, f.Vocab("case-stages")] = Field(description="how far the case has gone")
    appeal_of: Annotated[f.Id, f.Ref("cases")] | None = f.maybe("the case it decides on appeal")
    holding: f.Prose = Field(description="what was held, in our words")
    outcome: f.Prose | None = f.maybe("what the parties got")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    checked: f.Day = Field(description="the day somebody looked")
    note: f.Prose | None = f.maybe("what a reader should know besides")
