"""Rules that hold across records. Each takes the data and yields the problems it finds.

``check(data)`` runs them all and raises one ``DataError`` with everything found. What passes is shown by the words of
``macros/write/vocabulary.py``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from macros.facts import (
    agreement,
    count_rules,
    counted,
    dated,
    drawing_rules,
    grounds,
    number_rules,
    owner_rules,
    prose,
    receipts,
    register_rules,
    twins,
    untold,
)
from macros.facts.days import earlier, first_day, last_day
from macros.facts.problems import DataError, Problem, known_or_add
from macros.facts.records import Evidence, Figure, Record
from macros.facts.schema import references as references_of
from macros.facts.schema import vocabularies, word_references
from macros.facts.store import Data, evidence_of, sources_of, values_at
from macros.facts.watched import watched

Rule = Callable[[Data], Iterator[Problem]]

# Fields in which a record names an older, larger or superior one of its own kind: following them has to end.
UPWARD = (("figures", "supersedes"), ("instruments", "supersedes"), ("organisations", "parent"), ("cases", "appeal_of"))

# Dates that cannot lie after the day of data/edition.yml. A dot goes into nested records.
PAST: dict[str, tuple[str, ...]] = {
    "sources": ("published", "checked"), "figures": ("checked",), "statements": ("on", "checked"),
    "series": ("checked", "points.as_of", "points.published"), "groups": ("founded",),
    "instruments": ("issued", "published"),
    "events": ("date",), "lists": ("announced", "as_of", "registered_as_of"), "cases": ("decided", "checked"),
    "searches": ("looked_on",),
}


def references(data: Data) -> Iterator[Problem]:
    """Ids that name no record."""
    for kind, records in data.kinds.items():
        for field, targets in references_of(kind).items():
            for record in records.values():
                for path, name in values_at(record, field):
                    if not any(name in data.kinds[t] for t in targets):
                        yield data.problem(record, _unknown(data, name, targets), *path)
    for vocabulary, key, word in ((v, k, word) for v, found in data.vocab.items() for k, word in found.items()):
        for field, targets in word_references().items():
            for path, name in values_at(word, field):
                if not any(name in data.kinds[t] for t in targets):
                    yield Problem("data/vocab.yml", data.line("vocab", vocabulary, key, *path), f"{vocabulary}.{key}",
                                  f"{field}: {_unknown(data, name, targets)}")


def _unknown(data: Data, name: str, targets: tuple[str, ...]) -> str:
    known = [i for t in targets for i in data.kinds[t]]
    files = " or ".join(f"data/{t}.yml" for t in targets)
    return f"'{name}' is not in {files}{known_or_add(name, known)}"


def words(data: Data) -> Iterator[Problem]:
    """Words that are not in the controlled vocabulary."""
    for kind, records in data.kinds.items():
        for field, vocabulary in vocabularies(kind).items():
            known = data.vocab.get(vocabulary, {})
            for record in records.values():
                for path, word in values_at(record, field):
                    if word not in known:
                        yield data.problem(record, f"'{word}' is not among the {vocabulary} of data/vocab.yml; use "
                                           f"{', '.join(known) or 'words that you add there'}", *path)


def addresses(data: Data) -> Iterator[Problem]:
    """Sources with neither an address nor a reason why, or with both; archived texts not marked as read."""
    for source in data.sources.values():
        if (source.url is None) == (source.unlinked is None):
            yield data.problem(source, "has "
                               + ("both url and unlinked; keep one" if source.url else
                                  "neither url nor unlinked; give the address, or say why there is none"))
        if (source.text is None) != (source.sha256 is None):
            yield data.problem(source, "text and sha256 go together; give both or neither")
        if source.text and source.reading != "text":
            yield data.problem(source, f"'{source.reading}' cannot be: the text is archived; write text", "reading")


def relays(data: Data) -> Iterator[Problem]:
    """Sources known through others that do not say through whom, and words of a page without where they were seen."""
    for source in data.sources.values():
        if (source.reading == "relayed") != bool(source.relayed_by):
            yield data.problem(source, "goes with reading: relayed and nothing else; name the document through which alone "
                               "the source is known, or correct the reading", "relayed_by")
    for record, path, evidence in data.evidence():
        for name, message in _seen(data, evidence):
            yield data.problem(record, message, *path, name)


def _seen(data: Data, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What is wrong with where the words of a piece of evidence were seen, by field."""
    if evidence.copied_at and not evidence.words:
        yield "copied_at", "says where words were read, but there are none; add words: or leave it out"
    if evidence.copied_at and evidence.through:
        yield "through", "the words were seen in a copy or in another report, not in both; keep one"
    source = data.sources.get(evidence.source)
    elsewhere = evidence.copied_at or evidence.through
    if source and source.reading in ("relayed", "address") and evidence.words and not elsewhere:
        yield "words", (f"'{source.id}' was not read itself (reading: {source.reading}); say in copied_at: or through: "
                        "where the words were seen, or correct its reading")


_DATED = re.compile(r"-(20\d\d(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)?)(?=-|$)")
_DATED_ADDRESS = re.compile(r"(?<!\d)(20[12]\d)[-/]?(0[1-9]|1[0-2])[-/]?([0-2]\d|3[01])(?!\d)")


def source_dates(data: Data) -> Iterator[Problem]:
    """Sources published on another date than the one in their id or address, with no note that says what that one is."""
    for source in data.sources.values():
        in_id, in_address = _DATED.search(source.id), _DATED_ADDRESS.search(source.url or "")
        for where, day in (("in the id", in_id and in_id[1]),
                           ("in the address", in_address and "-".join(in_address.groups()))):
            if day and source.published and f"date {where}" not in (source.note or ""):
                both = min(len(day), len(source.published))
                if day[:both] != source.published[:both]:
                    yield data.problem(source, f"{source.published} is not {day}, the date {where}; correct it, or say in "
                                       f"note: what the date {where} is", "published")


def calendar(data: Data) -> Iterator[Problem]:
    """Dates after the day the data was looked over."""
    today = data.edition.as_of
    for kind, names in PAST.items():
        for record in data.kinds[kind].values():
            for path, value in (found for name in names for found in values_at(record, name)):
                if first_day(value) > first_day(today):
                    yield data.problem(record, f"{value} is after {today}, the day of data/edition.yml; correct it or move "
                                       "that day", *path)
    for figure in data.figures.values():
        if figure.measure not in ("target", "forecast", "limit") and first_day(figure.as_of) > first_day(today):
            yield data.problem(figure, f"{figure.as_of} is after {today}, the day of data/edition.yml; correct it, or make "
                               "the measure a target", "as_of")


def ranges(data: Data) -> Iterator[Problem]:
    """Figures whose upper end is not above the value, and shares above the whole."""
    for figure in data.figures.values():
        if figure.high is not None and figure.high <= figure.value:
            yield data.problem(figure, f"{receipts.plain(figure.high)} is not above the value "
                               f"{receipts.plain(figure.value)}; swap them or drop high", "high")
        if figure.measure == "share" and figure.unit == "percent" and not 0 <= figure.value <= 100:
            yield data.problem(figure, f"{receipts.plain(figure.value)} is no share in per cent; write a number from 0 to "
                               "100", "value")


def succession(data: Data) -> Iterator[Problem]:
    """Superseding figures that are older, count something else, or supersede what is superseded already."""
    taken: dict[str, str] = {}
    for figure in data.figures.values():
        old = data.figures.get(figure.supersedes or "")
        if old is None:
            continue
        if old.id in taken:
            yield data.problem(figure, f"'{old.id}' is superseded by '{taken[old.id]}' already; supersede that one",
                               "supersedes")
        taken[old.id] = figure.id
        if old.unit != figure.unit:
            yield data.problem(figure, f"'{old.id}' counts {old.unit}, this figure {figure.unit}; only figures of one unit "
                               "supersede each other", "supersedes")
        if earlier(figure.as_of, old.as_of):
            yield data.problem(figure, f"'{old.id}' is of {old.as_of}, later than {figure.as_of}; swap the two",
                               "supersedes")


def cycles(data: Data) -> Iterator[Problem]:
    """Records that supersede or belong to themselves, by whatever detour."""
    for kind, name in UPWARD:
        records = data.kinds[kind]
        for record in records.values():
            way: list[str] = [record.id]
            while (above := getattr(records.get(way[-1]), name, None)) and above not in way:
                way.append(above)
            if above == record.id:
                yield data.problem(record, f"leads in a circle: {' → '.join([*way, record.id])}; delete one link", name)


def instruments(data: Data) -> Iterator[Problem]:
    """Instruments whose dates or status contradict each other, or whose articles have two summaries."""
    heirs = {i.supersedes: i.id for i in data.instruments.values() if i.supersedes}
    today = data.edition.as_of
    for item in data.instruments.values():
        if earlier(item.effective, item.issued):
            yield data.problem(item, f"{item.effective} is before {item.issued}, the day of issue; correct one of the two",
                               "effective")
        if earlier(item.published, item.issued):
            yield data.problem(item, f"{item.published} is before {item.issued}, the day of issue; correct one of the two",
                               "published")
        early = earlier(item.effective, item.published)
        if early and (item.issued is None or first_day(item.issued) < first_day(str(item.effective))):
            yield data.problem(item, f"{item.effective} is before {item.published}, the day of publication, and not the day "
                               "of issue; correct one of the three", "effective")
        draft = data.events.get(item.draft or "")
        if draft and earlier(item.issued, draft.date):
            yield data.problem(item, f"'{draft.id}' is of {draft.date}, after {item.issued}, the day of issue; name the "
                               "event of the draft", "draft")
        if item.status.startswith("in-force") and item.effective and first_day(item.effective) > today:
            yield data.problem(item, f"'{item.status}' cannot be before {item.effective}, the day it takes effect; "
                               f"data/edition.yml is of {today}; write issued-not-in-force", "status")
        if item.status == "issued-not-in-force" and (item.effective is None or last_day(item.effective) <= today):
            yield data.problem(item, f"'issued-not-in-force' needs a day after {today} on which it takes effect; write "
                               "in-force, or correct effective", "status")
        if item.status == "superseded" and item.id not in heirs:
            yield data.problem(item, "'superseded', but no instrument names it in supersedes:; add that, or correct the "
                               "status", "status")
        if item.id in heirs and item.status != "superseded":
            yield data.problem(item, f"'{item.status}', but '{heirs[item.id]}' supersedes it; write superseded, or correct "
                               "the other", "status")
    yield from _articles(data)


def _articles(data: Data) -> Iterator[Problem]:
    """Articles twice or under the name of another, and changes in articles that are not there."""
    seen: dict[tuple[str, int], str] = {}
    for article in data.provisions.values():
        key = (article.instrument, article.number)
        if key in seen:
            yield data.problem(article, f"article {article.number} of '{article.instrument}' is '{seen[key]}' already; "
                               "delete one", "number")
        elif not article.id.endswith(f"-{article.number}"):
            yield data.problem(article, f"{article.number} is not the number its id ends with; correct one of the two",
                               "number")
        elif not article.id.startswith(f"{article.instrument}-"):
            yield data.problem(article, f"'{article.instrument}' is not the rule its id begins with; correct one of the two",
                               "instrument")
        seen[key] = article.id
    for change in data.changes.values():
        for i, number in enumerate(change.articles):
            if (change.instrument, number) not in seen:
                yield data.problem(change, f"'{change.instrument}' has no article {number} in data/provisions.yml; correct "
                                   "the number or the rule, or add the article", "articles", i)


def days_told(data: Data) -> Iterator[Problem]:
    """Events that tell a day a record does not have, or a day it has without saying so."""
    for event in data.events.values():
        for i, name in enumerate(event.tells):
            days = _days_of(data, name)
            if days and event.date not in days:
                yield data.problem(event, f"{event.date} is none of the days of '{name}' ({', '.join(days)}); correct the "
                                   "date, or take it out", "tells", i)
        for kind in ("instruments", "lists"):
            for record in data.kinds[kind].values():
                there = event.date in _days_of(data, record.id) and sources_of(event) & sources_of(record)
                if there and record.id not in event.tells:
                    yield data.problem(event, f"does not name '{record.id}', which has the same day and source; name it, so "
                                       "that the timeline tells the day once", "tells")


def _days_of(data: Data, name: str) -> list[str]:
    """The days that stand with an instrument or a list."""
    item, listed = data.instruments.get(name), data.lists.get(name)
    days = (item.issued, item.published, item.effective) if item else ()
    return [d for d in (*days, listed and listed.announced) if d]


def rulings(data: Data) -> Iterator[Problem]:
    """Appeals decided before the case they are about, and such as do not say that they are appeals."""
    for case in data.cases.values():
        below = data.cases.get(case.appeal_of or "")
        if below and earlier(case.decided, below.decided):
            yield data.problem(case, f"{case.decided} is before {below.decided}, when '{below.id}' was decided; correct one "
                               "of the two, or swap them", "decided")
        if below and case.stage != "appeal":
            yield data.problem(case, f"'{case.stage}', but it decides on '{below.id}'; write appeal, or leave out appeal_of",
                               "stage")


def searches(data: Data) -> Iterator[Problem]:
    """Searches that found something and do not say where, and such as are due again before they were made."""
    for search in data.searches.values():
        if search.found != "not-found" and not search.evidence:
            yield data.problem(search, f"'{search.found}' without a source; add evidence:, or write not-found", "found")
        if earlier(search.recheck, search.looked_on):
            yield data.problem(search, f"{search.recheck} is before {search.looked_on}, the day of the search; name a later "
                               "day, or leave it out", "recheck")


def memberships(data: Data) -> Iterator[Problem]:
    """One organisation twice in one group, and ids that do not name the two."""
    seen: dict[tuple[str | None, ...], str] = {}
    for m in data.memberships.values():
        key = (m.group, m.organisation, m.role, m.category, m.batch)
        if key in seen:
            yield data.problem(m, f"says the same as '{seen[key]}'; delete one")
        seen[key] = m.id
        names = f"{m.group}-{m.organisation}"
        if m.id not in (names, *(f"{names}-{word}" for word in (m.role, m.category, m.batch))):
            yield data.problem(m, f"the id names another group or organisation than '{m.group}' and '{m.organisation}'; "
                               "correct one of them")


def series_points(data: Data) -> Iterator[Problem]:
    """Points out of order or twice on a date, and cumulative series that go down."""
    for series in data.series.values():
        for i, (a, b) in enumerate(pairwise(series.points), start=1):
            if last_day(b.as_of) <= last_day(a.as_of):
                what = "twice; keep one" if b.as_of == a.as_of else f"not after {a.as_of}; put the points in order"
                yield data.problem(series, f"{b.as_of} is {what}", "points", i, "as_of")
            if series.measure == "cumulative" and b.value < a.value:
                yield data.problem(series, f"{receipts.plain(b.value)} is less than {receipts.plain(a.value)} before it, "
                                   "but the series is cumulative; correct one of the two", "points", i, "value")


def publication(data: Data) -> Iterator[Problem]:
    """Points published before they held or later than their sources, or on another day than a source of theirs or a
    list; lists announced when no source of theirs came."""
    announced = [item.announced for item in data.lists.values()]
    for series in data.series.values():
        for i, point in enumerate(series.points):
            if earlier(point.published, point.as_of):
                yield data.problem(series, f"{point.published} is before {point.as_of}, when the value held; correct one of "
                                   "the two", "points", i, "published")
            days = _published(data, point)
            if point.published and days and not any(
                    day.startswith(point.published) or point.published.startswith(day) for day in (*days, *announced)):
                yield data.problem(series, f"{point.published} is not {' or '.join(days)}, when its sources were published, "
                                   "nor the day of a list; correct it", "points", i, "published")
            if days and all(earlier(day, point.as_of) for day in days):
                yield data.problem(series, f"{point.as_of} is after {max(days)}, when the last of its sources was "
                                   "published; correct it or name a later source", "points", i, "as_of")
    for item in data.lists.values():
        days = _published(data, item)
        if days and not item.announced_note and item.announced not in days:
            yield data.problem(item, f"{item.announced} is not {' or '.join(days)}, when its sources were published; "
                               "correct it, or say in announced_note: on what it rests", "announced")


def _published(data: Data, record: Record) -> list[str]:
    """When the sources of a record were published; nothing unless that is known of all of them."""
    sources = [data.sources.get(evidence.source) for _, evidence in evidence_of(record)]
    known = all(s and s.published for s in sources)
    return list(dict.fromkeys(s.published for s in sources if s and s.published)) if known else []


def rechecks(data: Data) -> Iterator[Problem]:
    """Records that are to be looked at again before the day somebody looked."""
    for record in data.counts():
        if earlier(record.recheck, record.checked):
            yield data.problem(record, f"{record.recheck} is before {record.checked}, when it was checked; name a later "
                               "day, or leave it out", "recheck")


def disputes(data: Data) -> Iterator[Problem]:
    """Archived sources that a dispute names but none of its readings quotes."""
    for dispute in data.disputes.values():
        cited = sources_of(dispute)
        for i, source in enumerate(dispute.seeds):
            if source in data.sources and source not in cited:
                yield data.problem(dispute, f"'{source}' is named but no reading quotes it; quote it or leave it out",
                                   "seeds", i)


def steps(data: Data) -> Iterator[Problem]:
    """Steps of the procedure whose places leave a gap or are taken already."""
    for place, step in enumerate(sorted(data.procedure.values(), key=lambda s: s.order), start=1):
        if step.order != place:
            yield data.problem(step, f"{step.order} stands where {place} is expected; number the steps through, none "
                               "missing, none twice", "order")
            return


def targets(data: Data) -> Iterator[Problem]:
    """Targets that are no target or due before they were set, and results that count something else."""
    for item in data.targets.values():
        for name in ("target", "result"):
            figure = data.figures.get(getattr(item, name) or "")
            if figure and (figure.measure in ("target", "forecast")) != (name == "target"):
                yield data.problem(item, f"the measure of '{figure.id}' is {figure.measure}; name the "
                                   + ("promise here" if name == "target" else "outcome here"), name)
        promise, outcome = (data.figures.get(i or "") or data.series.get(i or "") for i in (item.target, item.result))
        if isinstance(promise, Figure) and earlier(item.due, promise.as_of):
            yield data.problem(item, f"{item.due} is before {promise.as_of}, when '{promise.id}' was set; correct one of "
                               "the two", "due")
        if promise and outcome and promise.unit != outcome.unit:
            yield data.problem(item, f"'{outcome.id}' counts {outcome.unit}, the target {promise.unit}; name a figure of "
                               "the same unit", "result")


RULES: tuple[Rule, ...] = (
    references, words, addresses, relays, receipts.unused_sources, source_dates, calendar, ranges, succession, cycles,
    instruments, days_told, rulings, searches, memberships, series_points, publication, rechecks, *count_rules.RULES,
    *register_rules.RULES, *number_rules.RULES, *owner_rules.RULES, disputes, steps, targets, *drawing_rules.RULES,
    receipts.quotations, receipts.kept_words, receipts.values, receipts.sentences, receipts.event_dates,
    prose.references, grounds.numbers, *twins.RULES, *counted.RULES, *dated.RULES, *agreement.RULES,
    *untold.RULES)


def check(data: Data) -> Data:
    """The data, with how many records each rule tried, if all hold; else a ``DataError`` with every problem."""
    problems: list[Problem] = []
    tried: dict[str, int] = {}
    for rule in RULES:
        view, seen = watched(data)
        problems += rule(view)
        records = sum(len(getattr(data, kind)) for kind in seen) or sum(map(len, data.vocab.values()))
        tried[(rule.__doc__ or rule.__name__).partition("\n")[0]] = records
    if problems:
        raise DataError(problems)
    return replace(data, tried=MappingProxyType(tried))
