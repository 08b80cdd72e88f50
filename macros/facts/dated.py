"""On what the dates of records rest: the day of a value, a statement, an event, a rule, a list, a case, a group.

Our own words or the evidence give a date; or it is that of what the record tells of, an instrument, an event, a list, a
case or a group that it names or that rests on a source of its own; or the day on which the first of its sources came
out. A date that rests on nothing is nearly always a slip: a typing error passes every other check.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from macros.facts.dates import dates, states_date
from macros.facts.days import last_day
from macros.facts.problems import Problem
from macros.facts.prose import DAY
from macros.facts.receipts import basis_problem, fits, texts_of
from macros.facts.records import REGISTERS, Figure, Identified, Instrument, Point, Record, Series
from macros.facts.store import Data, evidence_of, sources_of
from macros.facts.text import fold

Texts = list[tuple[str, str]]  # text and its language

# What ends with which day: "in the first half of 2024" is as of its last day.
_PERIOD = re.compile(r"\b(first|second|third) (half|quarter) of (\d{4})", re.I)
_ENDS = {("first", "half"): "06", ("second", "half"): "12", ("first", "quarter"): "03", ("second", "quarter"): "06",
         ("third", "quarter"): "09"}
# Kind → the dates of its records, and the field in which one may be explained.
DATED = {"statements": (("on",), "note"), "events": (("date",), "date_basis"), "cases": (("decided",), "date_note"),
         "instruments": (("issued", "published", "effective", "comments_until"), "note"),
         "groups": (("founded",), "note")}
_AIMS = ("target", "forecast", "limit")  # their sentences name the day by which something is to be
_TELLS_OF = 31  # days within which a report is of what happened, and not of its own day


class Things:
    """The records that others tell of, and the days they stand for."""

    def __init__(self, data: Data) -> None:
        self.named: list[tuple[str, tuple[str, ...], set[str]]] = []
        self.of_source: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
        for kind in ("instruments", "events", "groups", "cases", "lists"):
            for record in data.kinds[kind].values():
                days = set(filter(None, _days_of(data, record)))
                names = (getattr(record, "short", None), getattr(record, "name", None),
                         getattr(record, "title", None) if kind == "events" else None, f"{{{record.id}")
                self.named.append((record.id, tuple(filter(None, names)), days))
                self._take(record, days)
        for statement in data.statements.values():
            self._take(statement, set(filter(None, (statement.on,))))

    def _take(self, record: Identified, days: set[str]) -> None:
        for source in sources_of(record):
            self.of_source[source].append((record.id, days))

    def named_by(self, record: Identified, holder: Record) -> set[str]:
        """The days of what the words of a record, or of the value in it, name."""
        text = " ".join((*_strings(record), *_strings(holder)))
        return {day for id_, names, days in self.named
                if id_ != record.id and any(name in text for name in names) for day in days}

    def resting_on(self, record: Identified, holder: Record, source: str | None = None) -> set[str]:
        """The days of what else rests on the sources of the evidence, or on one of them."""
        sources = {source} if source else sources_of(holder)
        return {day for one in sources for name, days in self.of_source.get(one, ()) if name != record.id for day in days}


def _days_of(data: Data, record: Record) -> Iterator[str | None]:
    """The days for which a record stands; of a text of a rank without force that of its issue alone."""
    if isinstance(record, Instrument) and data.taken_over(record):
        yield record.issued
        return
    for name in ("issued", "published", "effective", "date", "founded", "decided", "as_of", "registered_as_of", "announced"):
        yield getattr(record, name, None)


def _strings(record: Record) -> list[str]:
    """What a record says in words, dates left out."""
    return [value for name, value in record if isinstance(value, str) and not DAY.fullmatch(value)]


def _evidence(data: Data, holder: Record, titles: bool = False) -> Texts:
    """What the evidence says, and if so wished the titles of the sources."""
    found = [e for _, e in evidence_of(holder) if e.source in data.sources]
    sources = [data.sources[e.source] for e in found]
    return [pair for e in found for pair in texts_of(data, e)] + (
        [(fold(s.title), s.language) for s in sources] if titles else [])


def _told(day: str, texts: Texts) -> bool:
    """Whether some text gives the day, or the month, half-year or quarter that it ends."""
    wanted = [day] + ([day[:7]] if len(day) == 10 and last_day(day[:7]) == day else [])
    ends = {f"{m[3]}-{_ENDS[m[1].lower(), m[2].lower()]}" for text, _ in texts for m in _PERIOD.finditer(text)
            if (m[1].lower(), m[2].lower()) in _ENDS}
    return any(states_date(w, text, language) for w in wanted for text, language in texts) or bool(ends & {*wanted})


def _bare(day: str, texts: Texts) -> bool:
    """Whether some words give a day without its year, as in "issued on 7 March and published on 14 March 2025"."""
    return any(not d.year and f"{d.month or 0:02d}-{d.day or 0:02d}" == day[5:]
               for text, language in texts for d in dates(text, language))


def _against(day: str, texts: Texts) -> bool:
    """Whether the texts give dates, and each is another one."""
    found = [d for text, language in texts for d in dates(text, language) if d.year]
    return bool(found) and not any(fits(d, day) for d in found)


def _came_out(data: Data, things: Things, record: Identified, holder: Record, day: str, named: set[str]) -> bool:
    """Whether the best or the first source came out that day, and is no report of what happened some days before."""
    found = [s for _, e in evidence_of(holder) if (s := data.sources.get(e.source)) and s.published]
    for source in (found[:1] + sorted(found, key=lambda s: last_day(s.published or ""))[:1]):
        told = named | things.resting_on(record, holder, source.id)
        out = source.published or ""
        before = (other for other in told if 0 < _apart(out, other) <= _TELLS_OF)
        if day in (out, out[:7], out[:4]) and all(other.startswith(day) for other in before):
            return True
    return False


def _apart(day: str, before: str) -> int:
    """How many days a day is after another; 0 if either is known only in part."""
    if len(day) < 10 or len(before) < 10:
        return 0
    return (dt.date.fromisoformat(day) - dt.date.fromisoformat(before)).days


# ---- values ------------------------------------------------------------------------------------------------------

_DO = {Figure: "say it, or add as_of_basis: the date in words and on what it rests",
       Series: "say it in the note of the point"}


def values(data: Data) -> Iterator[Problem]:
    """Values as of a day that rests on nothing, and no as_of_basis explains."""
    things, beside = Things(data), _beside(data)
    lists_to = {day for item in data.lists.values() for day in (item.as_of, item.registered_as_of)}
    for record, path, holder in data.values():
        basis = holder.as_of_basis if isinstance(holder, Figure) else None
        if basis is not None:
            if message := basis_problem(holder.as_of, basis):
                yield data.problem(record, message, *path, "as_of_basis")
            continue
        aim = isinstance(holder, Figure) and holder.measure in _AIMS
        said = fold(_sentence(holder))
        texts = [(said if aim else _of_the_thing(said), "en"), *_evidence(data, holder)]
        named = things.named_by(record, holder)
        known = named | things.resting_on(record, holder)
        if not (_told(holder.as_of, texts) or (record.register_ in REGISTERS and holder.as_of in lists_to) or (
                (aim or not _against(holder.as_of, texts))
                and (holder.as_of in known or _came_out(data, things, record, holder, holder.as_of, named)
                     or (isinstance(holder, Point) and holder.as_of == holder.published)
                     or any(_beside_it(holder.as_of, beside[e.source], known) for e in holder.evidence)))):
            yield data.problem(record, f"{holder.as_of} rests on nothing: neither our sentence nor the evidence gives it, "
                               "nothing that it tells of is of that day, and its source came out on another; correct the "
                               f"date, or {_DO[type(record)]}", *path, "as_of")


def _sentence(holder: Figure | Point) -> str:
    """Our own sentence on a value."""
    return holder.statement if isinstance(holder, Figure) else holder.note or ""


_REPORT = re.compile(r"\b(?:announcement|briefing|bulletin|count|edition|estimate|notice|paper|plan|release|report|"
                     r"speech|statement|survey) of (?:early |mid-|late |the end of )?$")


def _of_the_thing(said: str) -> str:
    """A sentence without the day of the report it names, if it gives another day too.

    ``"The report of July put users at 5 million in June."`` tells of June.
    """
    found = list(dates(said, "en"))
    reports = [d for d in found if _REPORT.search(said[:d.start])]
    for d in reversed(reports if len(reports) < len(found) else []):
        said = said[:d.start] + said[d.end:]
    return said


def _beside(data: Data) -> dict[str, set[str]]:
    """Source → the days of the other values that rest on it and whose sentence or evidence gives the day."""
    out: dict[str, set[str]] = defaultdict(set)
    for *_, holder in data.values():
        if _told(holder.as_of, [(fold(_sentence(holder)), "en"), *_evidence(data, holder)]):
            for e in holder.evidence:
                out[e.source].add(holder.as_of)
    return out


def _beside_it(day: str, others: set[str], known: set[str]) -> bool:
    """Whether the other values of a source are of that day, or the only one is; not where the record tells of a thing."""
    return any(other.startswith(day) for other in others) and (not known or len(others) == 1)


# ---- records -----------------------------------------------------------------------------------------------------

def records(data: Data) -> Iterator[Problem]:
    """Dates of statements, events, rules, lists, cases and groups that rest on nothing."""
    things = Things(data)
    for kind, (names, where) in DATED.items():
        for record in data.kinds[kind].values():
            texts = [(fold(text), "en") for text in _strings(record)] + _evidence(data, record, titles=True)
            named = things.named_by(record, record)
            known = named | things.resting_on(record, record)
            for name in names:
                day = getattr(record, name)
                if day and not (_told(day, texts) or _bare(day, texts) or day in known
                                or _came_out(data, things, record, record, day, named)):
                    yield data.problem(record, f"{day} rests on nothing: neither the record nor its evidence says it in "
                                       "words, and the first source came out on another day; correct the date, or say in "
                                       f"{where}: what happened on that day", name)


def lists(data: Data) -> Iterator[Problem]:
    """Lists that count up to a day that is neither that of their last row nor a later end of a month."""
    for item in data.lists.values():
        for name, rows in (("as_of", data.filings), ("registered_as_of", data.registrations)):
            day, last = getattr(item, name), max((r.day for r in rows if r.list == item.id), default=None)
            fine = (last, item.as_of) if name == "registered_as_of" else (last,)
            if day and last and day not in fine and not (day > last and day == last_day(day[:7])):
                yield data.problem(item, f"{day} is neither {last}, the day of the last row, nor the end of that month or a "
                                   "later one; correct one of the two", name)


RULES = (values, records, lists)
