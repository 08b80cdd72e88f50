"""What follows from the records: counts, histories, states. Nothing here is typed by hand anywhere else."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from macros.derive.tongues import ENGLISH, TONGUES, Tongue
from macros.facts.days import first_day, last_day, months_later
from macros.facts.records import (
    GRADES,
    KIND_OF,
    REGISTERS,
    Dispute,
    Evidence,
    Figure,
    FilingList,
    Grade,
    Identified,
    Instrument,
    Membership,
    Point,
    Record,
    Row,
    Series,
)
from macros.facts.store import Data, evidence_of, grouped

Made = TypeVar("Made")


@dataclass(frozen=True)
class Use:
    """One record that rests on a source, and the evidence in question."""

    kind: str
    record: Identified
    evidence: Evidence


@dataclass(frozen=True)
class Tried:
    """A macro call that the check of the pages made, and what came out."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    output: str


@dataclass(frozen=True)
class Site:
    """The checked data with its indexes; everything a page can ask for."""

    data: Data
    used_on: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # figure id → (address, title) of pages
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)  # address → (title, description) of every page
    kind_of: dict[str, str] = field(default_factory=dict)  # address → kind of every page: essay, evidence, record …
    lang_of: dict[str, str] = field(default_factory=dict)  # address → language of every door
    reviewed: dict[str, tuple[str, str]] = field(default_factory=dict)  # address → days a page was, is to be reviewed
    tells_of: dict[tuple[str, str], str] = field(default_factory=dict)  # kind and id of a record → the hand-written page
    # that is its own
    linked: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # address → records it links to
    home: str = ""  # where the site lives, with its closing slash
    name: str = ""  # what the site is called
    repository: str = ""  # where its sources are, without a closing slash; empty if nobody says
    written: dict[str, str] = field(default_factory=dict)  # address → file of every hand-written page
    history: Any = None  # history.History: the releases and the reasons given for changes
    tried: dict[str, list[Tried]] = field(default_factory=dict, repr=False, compare=False)  # address → its macro calls
    tables: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)  # address → name → what
    # each table of a page that was made shows, a tables.Table
    made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, function: Callable[["Site"], Made]) -> Made:
        """What ``function`` makes of the site, made once."""
        if function not in self.made:
            self.made[function] = function(self)
        made: Made = self.made[function]
        return made

    @property
    def slug(self) -> str:
        """A short name for files and keys, from where the site lives: ``china-genai``."""
        return re.sub(r"[^a-z0-9]+", "-", self.home.rstrip("/").rpartition("/")[2].lower()).strip("-") or "site"

    def now_at(self, url: str) -> str:
        """The address of a page, after all its moves."""
        moved = self.data.moved.get(url)
        return self.now_at(moved.to.partition("#")[0]) if moved and moved.to and url not in self.pages else url

    def tongue(self, url: str) -> Tongue:
        """The language of a page."""
        return TONGUES.get(self.lang_of.get(url, ENGLISH.tag), ENGLISH)

    @cached_property
    def superseded_by(self) -> dict[str, str]:
        """Figure id → id of the figure that supersedes it."""
        return {f.supersedes: f.id for f in self.data.figures.values() if f.supersedes}

    def successors(self, instrument: str) -> list[Instrument]:
        """The instruments that took the place of one."""
        return [i for i in self.data.instruments.values() if i.supersedes == instrument]

    def newest(self, figure: str) -> str:
        """The last figure in the chain of those that supersede ``figure``; itself if none does."""
        seen = {figure}
        while figure in self.superseded_by and self.superseded_by[figure] not in seen:
            figure = self.superseded_by[figure]
            seen.add(figure)
        return figure

    def chain(self, figure: str) -> list[Figure]:
        """Every figure of the same quantity, oldest first."""
        chain = [self.data.figures[self.newest(figure)]]
        while chain[0].supersedes:
            chain.insert(0, self.data.figures[chain[0].supersedes])
        return chain

    @cached_property
    def disputes_of(self) -> dict[str, list[Dispute]]:
        """Figure or series id → the disputes that touch it."""
        out: dict[str, list[Dispute]] = defaultdict(list)
        for dispute in self.data.disputes.values():
            ids = [*dispute.figures, *(r.figure for r in dispute.readings if r.figure)]
            for name in dict.fromkeys(ids):
                out[name].append(dispute)
        return dict(out)

    def contested(self, figure: str) -> bool:
        """Whether a dispute names the figure as one whose value is in doubt."""
        return any(figure in d.figures for d in self.disputes_of.get(figure, ()))

    @cached_property
    def uses(self) -> dict[str, list[Use]]:
        """Source id → the records that rest on it, in the order of the kinds."""
        out: dict[str, list[Use]] = defaultdict(list)
        for record, _, evidence in self.data.evidence():
            out[evidence.source].append(Use(KIND_OF[type(record)], record, evidence))
        return dict(out)

    def resting_on(self, sources: Iterable[str]) -> set[tuple[type, str]]:
        """Kind and id of the records that rest on one of these sources."""
        return {(type(use.record), use.record.id) for source in sources for use in self.uses.get(source, ())}

    def grade(self, record: Record) -> Grade:
        """How well a record's evidence is known: its best piece counts, of a series that of the newest point."""
        holder = record.points[-1] if isinstance(record, Series) else record
        found = {self.evidence_grade(e) for _, e in evidence_of(holder)}
        return next((g for g in GRADES if g in found), GRADES[-1])

    def evidence_grade(self, evidence: Evidence) -> Grade:
        """By what is kept of evidence: a quotation, the words of the page, those of another report, or nothing."""
        if evidence.quote:
            return "quotation checked"
        if evidence.words and not evidence.through:
            return "read"
        relayed = evidence.through or self.data.sources[evidence.source].reading == "relayed"
        return "seen only through others" if relayed else "not read"

    def stated_by(self, holder: Figure | Point, said_by: str | None = None) -> str:
        """Who stated a value: as recorded, or else the publisher of the most authoritative source."""
        sources, kinds = [self.data.sources[e.source] for e in holder.evidence], [*self.data.vocab["source-kinds"]]
        return said_by or min(sources, key=lambda s: kinds.index(s.kind)).publisher

    def point(self, series: str, at: str | None = None) -> Point:
        """The point of a series at a date, or its newest; raises ``KeyError`` if there is none at that date."""
        points = self.data.series[series].points
        if at is None:
            return points[-1]
        return {p.as_of: p for p in points}[at]

    def members(self, group: str, **wanted: str) -> list[Membership]:
        """The memberships of a group, filtered by role, category or batch."""
        return [m for m in self.data.memberships.values()
                if m.group == group and all(getattr(m, k) == v for k, v in wanted.items())]

    def rows(self, *, to: str | None = None, since: str | None = None, list: str | None = None,
             province: str | None = None, register: str = "filing") -> list[Row]:
        """The rows of a register that fit: dated up to ``to``, from ``since``, on a list, in a province."""
        start, end = first_day(since) if since else "", last_day(to) if to else "9999"
        return [r for r in getattr(self.data, REGISTERS[register]) if start <= r.day <= end
                and province in (None, r.province) and list in (None, r.list)]

    @cached_property
    def by_province(self) -> Counter[str]:
        """Province id → services filed, most first."""
        return Counter({place: len(rows) for place, rows in by_place(self.data.filings).items()})

    @cached_property
    def by_month(self) -> dict[str, int]:
        """Month → services filed in it, from the first month to the last, months without any included."""
        return by_month(self.data.filings)


# ---- filings -----------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Reconciled:
    """One list: its rows, the rows of all lists so far, and the official total, if one was announced with it."""

    item: FilingList
    rows: int
    running: int

    @property
    def agrees(self) -> bool | None:
        """Whether the rows so far are the official total; None if there is none."""
        return None if self.item.total is None else self.item.total == self.running


def reconciled(data: Data) -> list[Reconciled]:
    """Every list in the order of publication, with what the rows add up to."""
    running, out = 0, []
    for item in data.lists.values():
        rows = len(data.filings_of.get(item.id, ()))
        running += rows
        out.append(Reconciled(item, rows, running))
    return out


@dataclass(frozen=True)
class Life:
    """The dates of an instrument: when its draft came out, when it was issued, in force and replaced."""

    item: Instrument
    draft: str | None
    issued: str | None
    effective: str | None
    replaced: str | None  # when what took its place came into force or, without such a day, was issued

    @property
    def dates(self) -> list[str]:
        """What is known of them, in the order of a life."""
        return [d for d in (self.draft, self.issued, self.effective, self.replaced) if d]


def lives(site: Site) -> list[Life]:
    """Every instrument of which a date is known, by the first of them; of a draft the day of issue is that of a draft.

    ``[life.item.id for life in lives(site)][0] == "security-assessment-provisions-2018"``
    """
    heirs = {i.supersedes: i for i in site.data.instruments.values() if i.supersedes}
    found = []
    for item in site.data.instruments.values():
        drafted = site.data.events[item.draft].date if item.draft else None
        is_draft = item.status == "draft" or item.rank.startswith("draft-")
        heir = heirs.get(item.id)
        found.append(Life(item, item.issued if is_draft else drafted, None if is_draft else item.issued, item.effective,
                          (heir.effective or heir.issued) if heir else None))
    return sorted((f for f in found if f.dates), key=lambda f: (min(map(last_day, f.dates)), f.item.id))


def cumulative(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """Date → how many rows are dated up to it, oldest first: ``[("2023-08-31", 8), ("2023-09-04", 9), …]``."""
    count, running, out = Counter(row.day for row in rows), 0, []
    for date in sorted(count):
        running += count[date]
        out.append((date, running))
    return out


def by_year(rows: Iterable[Row]) -> dict[str, int]:
    """Year → rows dated in it, oldest first."""
    return dict(sorted(Counter(row.day[:4] for row in rows).items()))


def by_month(rows: Iterable[Row]) -> dict[str, int]:
    """Month → rows dated in it, from the first month to the last, months without any included."""
    count = Counter(row.day[:7] for row in rows)
    months, month = {}, min(count)
    while month <= max(count):
        months[month] = count[month]
        month = months_later(month, 1)
    return months


def by_place(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Province id → its rows, the place with the most first."""
    return dict(sorted(grouped(rows, lambda row: row.province).items(), key=lambda item: -len(item[1])))


def by_provider(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Provider → its rows, most rows first. Names that differ in the width of characters only are alike."""
    found = grouped(rows, lambda row: unicodedata.normalize("NFKC", row.provider_zh))
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0].day, item[0])))
