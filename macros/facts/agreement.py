"""Whether records agree with what they rest on: who is said to have spoken, whose words are quoted, which article."""

import re
from collections import defaultdict
from collections.abc import Iterator

from macros.facts.numbers import quantities
from macros.facts.problems import Problem
from macros.facts.records import Evidence, Organisation, Person, Record
from macros.facts.store import Data, evidence_of, sources_of
from macros.facts.text import HAN, whole

_SPOKEN = ("figures", "series", "statements")  # kinds with said_by


def _names(text: str, names: tuple[str | None, ...]) -> bool:
    """Whether a text holds one of some names as a whole word: ``_names("Ni said", ("Ni",))``."""
    return any(re.search(whole(name), text, re.I) for name in names if name)


def _called(one: Person | Organisation) -> tuple[str | None, ...]:
    """What a person or an organisation is called; a person by the family name too, which stands first."""
    if isinstance(one, Person):
        return one.name, one.name.split()[0], one.name_zh
    return one.name, one.short, one.name_zh, *one.also


def _around(data: Data, record: Record) -> str:
    """What the evidence of a record says, and who published it where."""
    out: list[str] = []
    for _, evidence in evidence_of(record):
        out += [evidence.quote or "", *evidence.words, evidence.through or "", evidence.copied_at or ""]
        source = data.sources.get(evidence.source)
        out += [source.title, source.publisher] if source else []
    return " ".join(out)


def speakers(data: Data) -> Iterator[Problem]:
    """Persons who are said to have said what no evidence says they did, nor anything else out of the same source."""
    told: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # person and source → what ties the two
    said = [(p, r) for kind in _SPOKEN for r in data.kinds[kind].values() for p in data.people.values()
            if _names(getattr(r, "said_by", None) or "", (p.name,))]
    for person, record in [*said, *((p, p) for p in data.people.values())]:
        for source in sources_of(record):
            told[person.id, source].add(record.id)
    for person, record in said:
        tied = any(told[person.id, source] - {record.id} for source in sources_of(record))
        if not tied and not _names(_around(data, record), _called(person)):
            yield data.problem(record, f"'{person.name}' is named by none of its evidence, and said nothing else that rests "
                               "on its sources; correct one of the two, or add the words that name the speaker", "said_by")


def readings(data: Data) -> Iterator[Problem]:
    """Readings of a dispute that are put into the mouth of whoever published another reading."""
    def publishers(evidence: tuple[Evidence, ...]) -> set[str]:
        found = {data.sources[e.source].publisher for e in evidence if e.source in data.sources}
        return found | {n for o in data.organisations.values() if o.name in found for n in _called(o) if n}
    for dispute in data.disputes.values():
        by = [publishers(reading.evidence) for reading in dispute.readings]
        for i, reading in enumerate(dispute.readings):
            others = {name for j, names in enumerate(by) if j != i for name in names} - by[i]
            if _names(reading.by, tuple(others)) and not _names(reading.by, tuple(by[i])):
                yield data.problem(dispute, f"'{reading.by}' published another reading and none of the sources of this one; "
                                   "correct one of the two", "readings", i, "by")


_ARTICLE = re.compile(r"(?:Arts?\.|Articles?) ")


def locators(data: Data) -> Iterator[Problem]:
    """Articles of which the evidence leads to another article."""
    for item in data.provisions.values():
        for path, evidence in evidence_of(item):
            numbers = [int(n) for n in re.findall(r"\d+", evidence.locator or "")]
            if _ARTICLE.match(evidence.locator or "") and not min(numbers) <= item.number <= max(numbers):
                yield data.problem(item, f"'{evidence.locator}' is not Article {item.number}; correct one of the two", *path,
                                   "locator")


def members(data: Data) -> Iterator[Problem]:
    """Members whose evidence names other organisations and not them, and persons whose office is elsewhere."""
    for m in data.memberships.values():
        said = " ".join(w for _, e in evidence_of(m) for w in (e.quote or "", *e.words))
        own = data.organisations.get(m.organisation)
        others = [o.name for o in data.organisations.values() if o is not own
                  and _names(said, tuple(n for n in _called(o) if n and n.isascii() and len(n) > 2))]
        if own and others and not any((n or "\0").casefold() in said.casefold() for n in _called(own)):
            yield data.problem(m, f"its evidence names {', '.join(others)} and not '{m.organisation}'; correct one of the "
                               "two", "organisation")
    for p in data.people.values():
        named = [o.id for o in data.organisations.values() if _names(str(p.role), (o.name, o.short, *o.also))]
        if named and p.organisation not in named:
            yield data.problem(p, f"'{p.organisation}' is not {' or '.join(named)}, which the role names; correct one of "
                               "the two", "organisation")


def chinese_names(data: Data) -> Iterator[Problem]:
    """Organisations and words of a vocabulary whose Chinese name is not that of their group of rows, or of their term."""
    for owner in data.owners.values():
        own = data.organisations.get(owner.organisation or "")
        known = [n for n in (*owner.names, owner.name_zh) if HAN.search(n)]
        if own and own.name_zh and not any(n in own.name_zh or own.name_zh in n for n in known):
            yield data.problem(own, f"'{own.name_zh}' is none of the names of '{owner.id}' in data/owners.yml, "
                               f"{', '.join(known)}; correct one of the two", "name_zh")
    for name, words in data.vocab.items():
        for key, word in words.items():
            term = data.terms.get(key)
            if term and term.zh and word.zh and term.zh != word.zh:
                yield data.problem(term, f"'{term.zh}' is not '{word.zh}', the Chinese of {name} in data/vocab.yml; correct "
                                   "one of the two", "zh")


def bounds(data: Data) -> Iterator[Problem]:
    """Words for a bound that say another bound."""
    for key, word in data.vocab.get("bounds", {}).items():
        found = next(iter(quantities(f"It is {word.label} 5 firms.", "en")), None)
        if key != "exact" and (found is None or key not in found.bounds):
            yield Problem("data/vocab.yml", data.line("vocab", "bounds", key, "label"), f"bounds.{key}",
                          f"label: '{word.label}' does not read as {key}; correct one of the two")


RULES = (speakers, readings, locators, members, chinese_names, bounds)
