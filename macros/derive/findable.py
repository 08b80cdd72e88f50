"""What can be found on this site: every record as a document with its address, its names and what it says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.derive import words
from macros.derive.addresses import at
from macros.derive.chinese import by_character, folded, pinyin
from macros.derive.index import Site
from macros.derive.parties import page_of, parties
from macros.derive.told import bounded
from macros.facts.owner_rules import counted
from macros.facts.receipts import plain
from macros.facts.records import REGISTERS
from macros.facts.text import HAN

# Letters of the sentence that is shown with a result, and with one that is a name.
LONGEST, NAMES = 126, 90
# What a document is, in the order in which results of the same worth are shown.
KINDS = ("answer", "organisation", "rule", "article", "term", "group", "person", "list", "figure", "dispute", "event",
         "case")
# What readers call one.
NAMED = {"answer": "page", "organisation": "organisation", "rule": "rule", "article": "article", "term": "term",
         "group": "alliance or programme", "person": "person", "list": "list", "figure": "figure",
         "dispute": "dispute", "event": "event", "case": "court case"}
# What is fetched first; the others follow.
CORE = ("answer", "organisation", "rule", "term", "group", "person", "list")
# Stands before a name that has to be typed whole; no text of data/ may have such a character.
WHOLE = "\x01"


@dataclass(frozen=True)
class Doc:
    """One thing that can be found: what it is, where it is, how it is called and what it says."""

    kind: str
    at: str  # address below the home page, with its fragment
    title: str
    names: tuple[str, ...] = ()  # other names, as readers type them; one that begins with = is typed whole
    text: str = ""
    number: str = ""  # a figure's value, as digits
    rows: tuple[tuple[int, ...], tuple[int, ...]] | None = None  # filed and registered, by their places in the files

    def packed(self) -> list[object]:
        """The document as a list without what is empty at its end."""
        out: list[object] = [KINDS.index(self.kind), self.at, self.title, "|".join(self.names), self.text, self.number,
                             [list(r) for r in self.rows] if self.rows else 0]
        while not out[-1]:
            out.pop()
        return out


def _named(*names: str | None) -> tuple[str, ...]:
    """Names that a reader may type, each once, however spelt; with how those are read that the script gets wrong."""
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault((WHOLE if name[0] == WHOLE else "") + folded(name), name)
    read = {by_character(name) for name in found.values() if HAN.search(name)}
    kept = [name for form, name in found.items() if HAN.search(name) or form not in read]
    spoken = [pinyin(n) for n in kept if HAN.search(n) and pinyin(n) != by_character(n)]
    return tuple(dict.fromkeys([*kept, *spoken]))


def short(text: str, most: int = LONGEST) -> str:
    """The first sentence of a text, or as many of its words as are shown with a result."""
    found = re.match(r".{20,}?[.!?。](?=\s|$)", text, re.S)
    text = found[0] if found else text
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


# ---- records -----------------------------------------------------------------------------------------------------

def _organisations(site: Site) -> Iterator[Doc]:
    data, pages = site.data, site.once(parties)
    places = {register: {name: i for i, name in enumerate(data.rows[register])} for register in REGISTERS}
    for o in data.organisations.values():
        if o.id not in pages:
            kind = data.vocab["organisation-kinds"][o.kind].label
            names = (o.name_zh, *o.also, *(n for p in o.products for n in (p.name, p.name_zh)))
            yield Doc("organisation", at(site, "organisations", o.id), o.name, _named(*names),
                      short(o.summary or kind, NAMES))
    for party in pages.values():
        rows = [tuple(places[register][name] for name in party.rows(register)) for register in REGISTERS]
        names = _named(*(WHOLE + n if n in party.whole else n for n in party.names))
        said = party.organisation.summary if party.organisation else party.owner.note if party.owner else ""
        yield Doc("organisation", f"organisations/{party.id}/", party.name, names, short(said or "", NAMES),
                  rows=(rows[0], rows[1]) if party.held else None)
    yield from _groups(site, places)


def _groups(site: Site, places: Mapping[str, Mapping[str, int]]) -> Iterator[Doc]:
    """Classes of firms, and names without a row: a name leads to its class, or to the word that it has no row."""
    for owner in site.data.owners.values():
        if page_of(site, "owners", owner.id):
            continue
        rows = [tuple(places[register][name] for name in counted(owner, register)) for register in REGISTERS]
        whole = set(owner.whole_word_only)
        names = _named(owner.name_zh, *(WHOLE + n if n in whole else n for n in owner.names))
        said = short(owner.note or ("" if owner.rows else "No row under this name."), NAMES)
        yield Doc("organisation", at(site, "owners", owner.id), owner.name, names, said, rows=(rows[0], rows[1]))


def _rules(site: Site) -> Iterator[Doc]:
    for i in site.data.instruments.values():
        short_name = i.short if i.short != i.name else None
        yield Doc("rule", at(site, "instruments", i.id), i.name, _named(short_name, i.name_zh), short(i.scope, NAMES))
    for p in sorted(site.data.provisions.values(), key=lambda p: ("instruments", p.instrument) not in site.tells_of):
        rule = site.data.instruments[p.instrument]
        topic = p.label or site.data.vocab["provision-topics"][p.topic].label
        yield Doc("article", at(site, "provisions", p.id), f"{rule.short}, Article {p.number}: {topic}",
                  (f"Article {p.number}", f"第{p.number}条"), short(p.summary))


def _terms(site: Site) -> Iterator[Doc]:
    for t in site.data.terms.values():
        names = _named(t.zh, t.vi, *(r.rendering for r in t.rejected))
        yield Doc("term", at(site, "terms", t.id), t.en, names, short(t.meaning, NAMES))


def _others(site: Site) -> Iterator[Doc]:
    data = site.data
    for g in data.groups.values():
        yield Doc("group", at(site, "groups", g.id), g.name, _named(g.name_zh), short(g.aim, NAMES))
    for p in data.people.values():
        yield Doc("person", at(site, "people", p.id), p.name, _named(p.name_zh), short(p.role, NAMES))
    for i in data.lists.values():
        yield Doc("list", at(site, "lists", i.id), f"List of filed services: {i.title}",
                  text=f"Numbers {i.first} to {i.last}, announced {words.date(i.announced)}.")


def _facts(site: Site) -> Iterator[Doc]:
    data = site.data
    for f in data.figures.values():
        yield Doc("figure", at(site, "figures", f.id), f.label,
                  text=f"{bounded(data, f, f.unit)}, as of {words.date(f.as_of)}. {short(f.statement)}",
                  number=plain(f.value))
    for s in data.series.values():
        last = s.points[-1]
        yield Doc("figure", at(site, "series", s.id), s.label,
                  text=f"{bounded(data, last, s.unit)}, as of {words.date(last.as_of)}. {short(s.definition)}",
                  number=plain(last.value))
    for d in data.disputes.values():
        verdict = data.vocab["verdicts"][d.verdict].label
        yield Doc("dispute", at(site, "disputes", d.id), d.question, text=f"{verdict}. {short(d.better or d.why)}")
    for e in data.events.values():
        yield Doc("event", at(site, "events", e.id), e.title, text=f"{words.date(e.date)}. {short(e.summary)}")
    for c in data.cases.values():
        yield Doc("case", at(site, "cases", c.id), c.title, _named(c.name_zh, c.number), short(c.holding))


def records(site: Site) -> Iterator[Doc]:
    """Every record that can be found."""
    for make in (_organisations, _rules, _terms, _others, _facts):
        yield from make(site)
