"""What happened, in order: the events that are told, and the days that stand with instruments and lists.

A day of an instrument or of a list is written once, in its record. It becomes an entry of the timeline here, unless an
event of the same day says in ``tells`` that it is about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from macros.derive.index import Site, lives
from macros.facts.days import first_day, in_time
from macros.facts.records import Event

# What the day of a record is: published as a draft, issued, published, in force; announced.
STAGES = ("draft", "issued", "published", "in-force", "announced")


@dataclass(frozen=True)
class Happening:
    """An event, or a day of an instrument or a list: ``stage`` is empty of an event."""

    date: str
    kind: str
    id: str
    topics: tuple[str, ...]
    stage: str = ""

    @property
    def anchor(self) -> str:
        """Its address on the timeline: ``"kettle-rules-2-in-force"``; of an event its id."""
        return f"{self.id}-{self.stage}" if self.stage else self.id


def happenings(site: Site) -> list[Happening]:
    """Everything that happened, oldest first; what is known by month or year only stands at the end of it."""
    events = [Happening(e.date, "events", e.id, e.topics) for e in site.data.events.values()]
    told = {(e.date, name) for e in site.data.events.values() for name in e.tells}
    derived = [h for h in site.once(_derived) if (h.date, h.id) not in told]
    past = [h for h in derived if first_day(h.date) <= site.data.edition.as_of]
    return sorted([*events, *past], key=lambda h: (in_time(h.date), h.anchor))


def _derived(site: Site) -> list[Happening]:
    lists = [Happening(i.announced, "lists", i.id, ("filings",), "announced") for i in site.data.lists.values()]
    return [*_instruments(site), *lists]


def told_by(site: Site, event: Event) -> list[str]:
    """The addresses of the days an event tells in their place; they were on the timeline before it was written."""
    return [h.anchor for h in site.once(_derived) if h.date == event.date and h.id in event.tells]


def _instruments(site: Site) -> Iterator[Happening]:
    """The days of every instrument; the day of a draft that is an event is that event's."""
    for life in lives(site):
        own = None if life.item.draft else life.draft
        item = life.item
        later = item.published if item.published not in (item.issued, item.effective) else None
        for date, stage in ((own, "draft"), (life.issued, "issued"), (later, "published"), (life.effective, "in-force")):
            if date:
                yield Happening(date, "instruments", life.item.id, ("rules",), stage)
