"""Records of organisations: what they are and make, their people, the groups they join."""

from typing import Annotated, Literal

from pydantic import Field

from macros.facts import fields as f


class Product(f.Record):
    """A model, service or product of an organisation."""

    name: f.Text = Field(description="name in English")
    name_zh: f.Text | None = f.maybe("name in Chinese")
    launched: f.PartialDate | None = f.maybe("date of launch")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Organisation(f.Identified):
    """A company, agency, institute or association."""

    name: f.Text = Field(description="name in English")
    name_zh: f.Text | None = f.maybe("name in Chinese")
    kind: Annotated[f.Id, f.Vocab("organisation-kinds")] = Field(description="kind of organisation")
    parent: Annotated[f.Id, f.Ref("organisations")] | None = f.maybe("organisation it belongs to")
    short: f.Text | None = f.maybe("what tables call it")
    also: tuple[f.Text, ...] = f.some("other names in use")
    products: tuple[Product, ...] = f.some("models and services")
    description: f.Prose | None = f.maybe("what it is in a few words, as generally known: a maker of phones")
    summary: f.Prose | None = f.maybe("what it is or says, in our words")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Person(f.Identified):
    """A person named in the sources, with the office held at the time."""

    name: f.Text = Field(description="name in English")
    name_zh: f.Text | None = f.maybe("name in Chinese")
    role: f.Prose = Field(description="office held at the time")
    organisation: Annotated[f.Id, f.Ref("organisations")] | None = f.maybe("the organisation")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Group(f.Identified):
    """An alliance, programme or plan that organisations join or that a city runs."""

    name: f.Text = Field(description="name in English")
    name_zh: f.Text | None = f.maybe("name in Chinese")
    kind: Literal["alliance", "programme", "plan"] = Field(description="alliance, programme or plan")
    founded: f.PartialDate | None = f.maybe("date of foundation")
    place: f.Text | None = f.maybe("where it works")
    convenors: tuple[Annotated[f.Id, f.Ref("organisations")], ...] = f.some("organisations that run it")
    convenor: f.Prose | None = f.maybe("who runs it, in words")
    aim: f.Prose = Field(description="what it is for")
    targets: tuple[f.Prose, ...] = f.some("what it promised")
    stands_with: Literal["alliances"] | None = f.maybe("alliances, if it is a programme that no Beijing body runs")
    founding_members: Annotated[f.Id, f.Ref("figures")] | None = f.maybe("how many members it had when it was founded")
    active: f.Prose | None = f.maybe("last sign of life, with its date")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    confidence: f.Confidence = Field(description="how well it is attested")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Membership(f.Identified):
    """One organisation in one group."""

    group: Annotated[f.Id, f.Ref("groups")] = Field(description="the group")
    organisation: Annotated[f.Id, f.Ref("organisations")] = Field(description="the organisation")
    role: Annotated[f.Id, f.Vocab("roles")] = Field(description="what the organisation is in it")
    category: Annotated[f.Id, f.Vocab("partner-categories")] | None = f.maybe("kind of partner")
    batch: Annotated[f.Id, f.Vocab("batches")] | None = f.maybe("batch it was admitted with")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    note: f.Prose | None = f.maybe("what a reader should know besides")
