"""Records of organisations: what they are and make, their people, the groups they join."""

from typing import Annotated, Literal

from pydantic import Field

from macros.facts.fields import Confidence, EvidenceList, Id, Identified, PartialDate, Prose, Record, Ref, Text, Vocab


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
    description: Prose | None = Field(
        default=None, description="what it is in a few words, as generally known: a maker of phones")
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
    convenors: tuple[Annotated[Id, Ref("organisations")], ...] = Field(default=(), description="organisations that run it")
    convenor: Prose | None = Field(default=None, description="who runs it, in words")
    aim: Prose = Field(description="what it is for")
    targets: tuple[Prose, ...] = Field(default=(), description="what it promised")
    stands_with: Literal["alliances"] | None = Field(
        default=None, description="alliances, if it is a programme that no Beijing body runs")
    founding_members: Annotated[Id, Ref("figures")] | None = Field(
        default=None, description="how many members it had when it was founded")
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
