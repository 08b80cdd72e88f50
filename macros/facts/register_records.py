"""Records of the registers: lists, their rows, the groups of providers the rows belong to, rows out of order."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from macros.facts.fields import (
    OFFICIAL_NUMBER,
    ROW_PATTERN,
    Day,
    Evidence,
    EvidenceList,
    Id,
    Identified,
    PartialDate,
    Prose,
    Record,
    Ref,
    Text,
    Vocab,
)


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
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None, description="checksum of its rows as announced")
    registered_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None, description="checksum of the rows of registered applications as announced")
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
    description: Prose | None = Field(
        default=None, description="what it is in a few words, as generally known: a maker of phones")
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


# What the official number and the day of a row are called in the table of its register.
NUMBER_FIELD = {"filing": "filing_number", "registration": "launch_number"}
DAY_FIELD = {"filing": "filed_on", "registration": "registered_on"}


class _Row(Record):
    """What rows of both registers share; ``register`` is the one it stands in."""

    register: ClassVar[str]

    @property
    def reference(self) -> str:
        """The official number."""
        return str(getattr(self, NUMBER_FIELD[self.register]))

    @property
    def day(self) -> str:
        """The date of filing or of registration."""
        return str(getattr(self, DAY_FIELD[self.register]))


class Filing(_Row):
    """One filed service, as listed."""

    register = "filing"
    list: Annotated[Id, Ref("lists")] = Field(description="the list it stands on")
    number: Annotated[int, Field(ge=1)] = Field(description="its number there")
    name_zh: Text = Field(description="service or model, in Chinese")
    name_en: Text | None = Field(default=None, description="service or model, in English")
    provider_zh: Text = Field(description="who filed it, in Chinese")
    province: Annotated[Id, Vocab("provinces")] = Field(description="place of filing")
    filing_number: Annotated[str, Field(pattern=OFFICIAL_NUMBER)] = Field(description="filing number")
    filed_on: Day = Field(description="date of filing")
    line: int = Field(default=0, description="line in data/filings.csv")


class Registration(_Row):
    """One registered application or function, as listed."""

    register = "registration"
    list: Annotated[Id, Ref("lists")] = Field(description="the announcement it came with")
    number: Annotated[int, Field(ge=1)] = Field(description="its number in the register")
    name_zh: Text = Field(description="application or function, in Chinese")
    name_en: Text | None = Field(default=None, description="application or function, in English")
    provider_zh: Text = Field(description="who registered it, in Chinese")
    province: Annotated[Id, Vocab("provinces")] = Field(description="place of registration")
    launch_number: Annotated[str, Field(pattern=OFFICIAL_NUMBER)] = Field(description="launch number (上线编号)")
    registered_on: Day = Field(description="date of registration")
    late_entry: Literal["yes"] | None = Field(default=None, description="yes, if the list marks it as entered later (补登)")
    line: int = Field(default=0, description="line in data/registrations.csv")


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
    statement: Annotated[Id, Ref("statements")] | None = Field(default=None, description="the statement that tells more")
    evidence: EvidenceList = Field(description="where it stands: sources, best first")
