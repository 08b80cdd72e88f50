"""Firms, institutes and state bodies that have a page: organisations of this site, and groups of providers with rows.

A group and the organisation it is about share one page. An organisation without rows has a page if the site knows more
than one thing of it; of one with less its line in the register says all.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from macros.derive.index import Site
from macros.facts.records import REGISTERS, Organisation, OwnedRow, Owner, Row
from macros.facts.schema import references
from macros.facts.store import Data, values_at

FEWEST = 2  # things known of an organisation that has a page
# What may name a party, and the fields that do.
NAMING = {"figures": ("label", "statement"), "series": ("label", "definition"), "statements": ("text",),
          "disputes": ("question", "why")}
_WORD = re.compile(r"[A-Za-z0-9][\w+-]*(?:\.\w+)*")
_LONGEST = 5  # words of a name
SLIP = 0.8  # from here on two names are one, spelled in two ways


@dataclass(frozen=True)
class Party:
    """One page of an organisation: the record of this site, the group of providers, or both."""

    id: str
    organisation: Organisation | None
    owner: Owner | None
    held: tuple[OwnedRow, ...] = ()  # its rows, doubtful ones too

    @property
    def name(self) -> str:
        """What readers see."""
        return next((r.name for r in (self.organisation, self.owner) if r), self.id)

    @property
    def kind(self) -> str:
        """The kind of the organisation or, without one, of the group."""
        return next((r.kind for r in (self.organisation, self.owner) if r), "")

    @property
    def name_zh(self) -> str | None:
        """Its Chinese name, if one is known."""
        return next((r.name_zh for r in (self.organisation, self.owner) if r and r.name_zh), None)

    @property
    def description(self) -> str | None:
        """What it is in a few words, as generally known: ``a maker of phones``."""
        return next((r.description for r in (self.organisation, self.owner) if r and r.description), None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every other name, each once."""
        found = [self.name_zh or ""]
        if self.organisation:
            found += [self.organisation.short or "", *self.organisation.also]
            found += [n or "" for p in self.organisation.products for n in (p.name, p.name_zh)]
        if self.owner:
            found += [self.owner.name, self.owner.name_zh, *self.owner.names]
        return tuple(n for n in dict.fromkeys(found) if n and n != self.name)

    @property
    def told_names(self) -> tuple[str, ...]:
        """Its other names without those that readers only type: blanks, doubled names and slips, as in "Tecent"."""
        told: list[str] = []
        for name in self.names:
            if not any(_slip(name, other) for other in (self.name, *told)):
                told.append(name)
        return tuple(told)

    @property
    def whole(self) -> frozenset[str]:
        """Those of its names that have to be typed whole: short, common, or shared."""
        return frozenset(self.owner.whole_word_only if self.owner else ())

    def rows(self, register: str) -> list[str]:
        """Its rows in a register that count."""
        return [h.row for h in self.held if h.register_ == register and h.basis != "doubtful"]

    @property
    def has_rows(self) -> bool:
        """Whether any of its rows counts."""
        return any(self.rows(register) for register in REGISTERS)


def _slip(name: str, other: str) -> bool:
    """Whether a name is another way to type one: ``_slip("Hua wei", "Huawei") and _slip("Hauwei", "Huawei")``."""
    a, b = (re.sub(r"[\W_]", "", each).casefold() for each in (name, other))
    alike = min(len(a), len(b)) > 4 and (a + b).isascii() and not re.search(r"\d", a + b)
    return a == b or (alike and SequenceMatcher(None, a, b).ratio() > SLIP)


def rows_of(data: Data, party: Party, register: str) -> list[Row]:
    """The rows of a party that count, the oldest first."""
    return sorted((data.rows[register][name] for name in party.rows(register)), key=lambda r: (r.day, r.number))


def _candidates(data: Data) -> Iterator[Party]:
    about = {o.organisation: o for o in data.owners.values() if o.organisation}
    apart: dict[str, list[OwnedRow]] = defaultdict(list)
    for owner in data.owners.values():
        for held in owner.rows:
            if held.organisation:
                apart[held.organisation].append(held)
        party = Party(owner.id, None, owner, owner.rows)
        if owner.kind != "collective" and not owner.organisation and party.has_rows:
            yield party
    for organisation in data.organisations.values():
        found = about.get(organisation.id)
        rows = (*(found.rows if found else ()), *apart[organisation.id])
        yield Party(organisation.id, organisation, found, tuple(dict.fromkeys(rows)))


def known(data: Data) -> Counter[str]:
    """Organisation → how many things the site knows of it by its id: its products, and the records that name it."""
    out = Counter({o.id: len(o.products) for o in data.organisations.values()})
    for kind in ("organisations", "memberships", "events", "instruments", "groups", "people"):
        for field in (field for field, kinds in references(kind).items() if "organisations" in kinds):
            out.update(name for record in data.kinds[kind].values() for _, name in values_at(record, field))
    return out


# ---- what names them ---------------------------------------------------------------------------------------------

def _latin(text: str) -> list[str]:
    return [re.sub(r"['’]s$", "", word) for word in _WORD.findall(text)]


def _spelt(party: Party) -> Iterator[str]:
    """The names by which a text may mean a party: not those that mean other things too."""
    for name in (party.name, *party.names):
        if name not in party.whole and (len(name) > 3 or name == party.name or (not name.isascii() and len(name) > 1)):
            yield name


def naming(site: Site) -> dict[str, dict[str, list[str]]]:
    """Party → kind → the records that name it: figures, series, statements, disputes."""
    latin: dict[tuple[str, ...], set[str]] = defaultdict(set)
    chinese: dict[str, set[str]] = defaultdict(set)
    for party in _candidates(site.data):
        for name in _spelt(party):
            if name.isascii():
                latin[tuple(_latin(name))].add(party.id)
            else:
                chinese[name].add(party.id)
    out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, fields in NAMING.items():
        for record in site.data.kinds[kind].values():
            text = " ".join(str(getattr(record, field)) for field in fields)
            found = {p for name, ids in chinese.items() if name in text for p in ids}
            said = _latin(text)
            for size in range(1, _LONGEST + 1):
                for at in range(len(said) - size + 1):
                    found |= latin.get(tuple(said[at:at + size]), set())
            for party_id in sorted(found):
                out[party_id][kind].append(record.id)
    return {party: dict(kinds) for party, kinds in out.items()}


# ---- pages -------------------------------------------------------------------------------------------------------

def parties(site: Site) -> dict[str, Party]:
    """Id → everything that has a page, in the order of its name."""
    counts, named = known(site.data), site.once(naming)
    found = [p for p in _candidates(site.data) if p.has_rows
             or counts[p.id] + sum(map(len, named.get(p.id, {}).values())) >= FEWEST]
    return {p.id: p for p in sorted(found, key=lambda p: p.name.casefold())}


def _pages(site: Site) -> dict[tuple[str, str], str]:
    out = {}
    for party in site.once(parties).values():
        for kind, record in (("organisations", party.organisation), ("owners", party.owner)):
            if record:
                out[kind, record.id] = party.id
    return out


def page_of(site: Site, kind: str, name: str) -> str | None:
    """The id of the page that is about a record of the kind ``organisations`` or ``owners``, if there is one."""
    return site.once(_pages).get((kind, name))
