"""The feeds of changes: one of all facts, and one for each topic, register and group that has any."""

from dataclasses import dataclass

from macros.derive import history
from macros.derive.history import Change
from macros.derive.index import Site
from macros.facts.records import REGISTERS


@dataclass(frozen=True)
class Channel:
    """A feed: the end of its address, what it is about (empty: everything), and the facts it tells of."""

    stem: str
    about: str = ""
    facts: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        """Where it is: ``feeds/topic-rules.atom``."""
        return f"feeds/{self.stem}.atom"

    def holds(self, change: Change) -> bool:
        """Whether it tells of a change; the first release is in every feed."""
        return not self.about or not change.fact or change.fact in self.facts


def channels(site: Site) -> list[Channel]:
    """Every feed, that of all changes first."""
    facts: dict[str, set[str]] = {}
    for fact in history.facts(site.data):
        for stem in _stems(site, fact):
            facts.setdefault(stem, set()).add(fact)
    titles = {f"{kind}-{name}": word.label for kind in ("topic", "register")
              for name, word in site.data.vocab[f"{kind}s"].items()}
    titles |= {f"group-{name}": group.name for name, group in site.data.groups.items()}
    return [Channel("changes"), *(Channel(stem, label, frozenset(facts[stem])) for stem, label in titles.items()
                                  if stem in facts)]


def _stems(site: Site, fact: str) -> set[str]:
    """The feeds a fact belongs to: ``{"topic-filings", "register-filing"}``."""
    kind, _, name = fact.partition("/")
    record = site.data.kinds[kind].get(name.partition("/")[0])
    topics = {getattr(record, "topic", None), *getattr(record, "topics", ())}
    registers = {getattr(record, "register_", None)} | (set(REGISTERS) if kind == "lists" else set())
    found = {"topic": topics, "register": registers, "group": {getattr(record, "group", None)}}
    return {f"{of}-{value}" for of, values in found.items() for value in values if value}
