"""Records of the registers: lists, their rows, the groups of providers the rows belong to, rows out of order."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from macros.facts import fields as f


class FilingList(f.Identified):
    """One list published by the CAC: which rows it holds and the official totals it must add up to."""

    title: f.Text = Field(description="title of the list")
    announced: f.PartialDate = Field(description="date of the announcement")
    announced_note: f.Prose | None = f.maybe("more on that date")
    period_from: f.Day = Field(description="first day of filing covered")
    period_to: f.Day = Field(description="last day of filing covered")
    as_of: f.Day = Field(description="day up to which the announcement counts")
    first: f.Natural = Field(description="first number on the list")
    last: f.Natural = Field(description="last number on the list")
    numbering: Literal["main", "on-device"] = Field(description="which run of numbers")
    total: f.Natural | None = f.maybe("official total announced with it")
    registered_first: f.Natural | None = f.maybe("first number of the registered applications announced with it")
    registered_last: f.Natural | None = f.maybe("last number of the registered applications announced with it")
    registered_total: f.Natural | None = f.maybe("total of registered applications announced with it")
    registered_as_of: f.Day | None = f.maybe("day up to which the announcement counts registered applications")
    sha256: f.Checksum | None = f.maybe("checksum of its rows as announced")
    registered_sha256: f.Checksum | None = f.maybe("checksum of the rows of registered applications as announced")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
    registered_evidence: tuple[f.Evidence, ...] = f.some(
        "where that of the registered applications stands: sources, best first")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class OwnedRow(f.Record):
    """A row of a register that belongs to a group of providers, and on what that rests."""

    register_: Annotated[f.Id, f.Vocab("registers")] = Field(alias="register", description="the register it stands in")
    row: f.RowName = Field(description="the row, as list#number")
    basis: Annotated[f.Id, f.Vocab("owner-bases")] = Field(description="how sure it is that the row is the group's")
    name_en: f.Text | None = f.maybe("a name in use, or pinyin, with a gloss in lower case")
    provider: f.Text | None = f.maybe("what its provider is called in English")
    also: tuple[f.Text, ...] = f.some("other names of its provider or service")
    state: Annotated[f.Id, f.Vocab("state-owners")] | None = f.maybe("whether a state body owns it")
    organisation: Annotated[f.Id, f.Ref("organisations")] | None = f.maybe("its provider")
    joint_with: Annotated[f.Id, f.Ref("owners")] | None = f.maybe("the other group that has it")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Lookalike(f.Record):
    """A row with a name like those of a group, that is not the group's."""

    register_: Annotated[f.Id, f.Vocab("registers")] = Field(alias="register", description="the register it stands in")
    row: f.RowName = Field(description="the row, as list#number")
    why: f.Prose = Field(description="why it is another's")


class Owner(f.Identified):
    """A group of providers: a firm with its companies, an institute, or a class of firms; the grouping is ours."""

    name: f.Text = Field(description="name in English, as generally known")
    name_zh: f.Text = Field(description="name in Chinese")
    kind: Annotated[f.Id, f.Vocab("owner-kinds")] = Field(description="a firm, an institute, or a class of firms")
    organisation: Annotated[f.Id, f.Ref("organisations")] | None = f.maybe("the organisation this site tells about")
    description: f.Prose | None = f.maybe("what it is in a few words, as generally known: a maker of phones")
    parent: Annotated[f.Id, f.Ref("owners")] | None = f.maybe("the group it belongs to")
    home: f.Text | None = f.maybe("home of the brand, if it is not mainland China")
    state: Annotated[f.Id, f.Vocab("state-owners")] | None = f.maybe(
        "whether a state body owns all of it, as generally known")
    names: Annotated[tuple[f.Text, ...], Field(min_length=1)] = Field(description="names by which readers look for it")
    whole_word_only: tuple[f.Text, ...] = f.some("those of its names that must be typed whole")
    rows: tuple[OwnedRow, ...] = f.some("its rows in the registers")
    lookalikes: tuple[Lookalike, ...] = f.some("rows that look like its own and are not")
    note: f.Prose | None = f.maybe("what a reader should know besides")


class Sector(f.Identified):
    """A field of business, and the rule by which filed services are counted in it; the rule is ours, and rough."""

    label: f.Text = Field(description="what readers see")
    holds: f.Prose = Field(description="what is in it")
    rows: tuple[f.RowName, ...] = f.some("rows put here by hand, before all else")
    owners: tuple[Annotated[f.Id, f.Ref("owners")], ...] = f.some("groups all of whose other services are of this sector")
    keywords: tuple[f.Text, ...] = f.some("patterns looked for in the name and the provider, sector by sector in this order")
    makers: tuple[Annotated[f.Id, f.Ref("owners")], ...] = f.some(
        "groups whose services are of this sector if nothing else decides")


# What the official number and the day of a row are called in the table of its register.
NUMBER_FIELD = {"filing": "filing_number", "registration": "launch_number"}
DAY_FIELD = {"filing": "filed_on", "registration": "registered_on"}


class _Row(f.Record):
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
    list: Annotated[f.Id, f.Ref("lists")] = Field(description="the list it stands on")
    number: f.Natural = Field(description="its number there")
    name_zh: f.Text = Field(description="service or model, in Chinese")
    name_en: f.Text | None = f.maybe("service or model, in English")
    provider_zh: f.Text = Field(description="who filed it, in Chinese")
    province: Annotated[f.Id, f.Vocab("provinces")] = Field(description="place of filing")
    filing_number: Annotated[str, Field(pattern=f.OFFICIAL_NUMBER)] = Field(description="filing number")
    filed_on: f.Day = Field(description="date of filing")
    line: int = Field(default=0, description="line in data/filings.csv")


class Registration(_Row):
    """One registered application or function, as listed."""

    register = "registration"
    list: Annotated[f.Id, f.Ref("lists")] = Field(description="the announcement it came with")
    number: f.Natural = Field(description="its number in the register")
    name_zh: f.Text = Field(description="application or function, in Chinese")
    name_en: f.Text | None = f.maybe("application or function, in English")
    provider_zh: f.Text = Field(description="who registered it, in Chinese")
    province: Annotated[f.Id, f.Vocab("provinces")] = Field(description="place of registration")
    launch_number: Annotated[str, Field(pattern=f.OFFICIAL_NUMBER)] = Field(description="launch number (上线编号)")
    registered_on: f.Day = Field(description="date of registration")
    late_entry: Literal["yes"] | None = f.maybe("yes, if the list marks it as entered later (补登)")
    line: int = Field(default=0, description="line in data/registrations.csv")


Row = Filing | Registration


class RowException(f.Identified):
    """Rows of a register that break one of its rules, as listed: that rule lets them be, and no other row."""

    rule: Annotated[f.Id, f.Vocab("row-rules")] = Field(description="the rule they break")
    register_: Annotated[f.Id, f.Vocab("registers")] = Field(alias="register", description="the register they stand in")
    rows: tuple[f.RowName, ...] = f.some("the rows, as list#number")
    province: Annotated[f.Id, f.Vocab("provinces")] | None = f.maybe("the place whose running numbers are meant")
    running: tuple[f.Natural, ...] = f.some("running numbers of the place that no row has")
    what: f.Prose = Field(description="what is odd, in our words")
    statement: Annotated[f.Id, f.Ref("statements")] | None = f.maybe("the statement that tells more")
    evidence: f.EvidenceList = Field(description="where it stands: sources, best first")
