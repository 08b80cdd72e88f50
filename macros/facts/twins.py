"""Two records that say the same, and records that contradict what their own kind means.

A name, an address or a row that stands twice is nearly always a slip: the wrong name on the right record. None of these
rules has an exception in the data.
"""

from collections.abc import Iterator

from macros.facts.days import first_day
from macros.facts.problems import Problem
from macros.facts.receipts import plain
from macros.facts.register_rules import at_row
from macros.facts.store import Data, sources_of, values_at
from macros.facts.text import fold

# Kind → the fields in which no two records of it may have the same words. A dot goes into nested records.
UNIQUE: dict[str, tuple[str, ...]] = {
    "organisations": ("name", "name_zh", "also", "products.name", "products.name_zh"),
    "people": ("name", "name_zh"), "groups": ("name", "name_zh"), "instruments": ("name", "short", "name_zh", "url"),
    "terms": ("en", "zh"), "lists": ("title",), "events": ("title",), "cases": ("title",), "changes": ("title",),
    "procedure": ("title",), "disputes": ("question",), "sources": ("url",),
}
# Kinds in which one competent document about a known official text is enough to call a record corroborated.
ABOUT_TEXTS = ("instruments", "provisions", "changes", "procedure", "cases")


def names(data: Data) -> Iterator[Problem]:
    """Names and addresses that two records of a kind share."""
    for kind, names_ in UNIQUE.items():
        seen: dict[str, str] = {}
        for record in data.kinds[kind].values():
            for path, name in (found for field in names_ for found in values_at(record, field)):
                key = fold(name).casefold()
                if seen.setdefault(key, record.id) != record.id:
                    yield data.problem(record, f"'{name}' is of '{seen[key]}' already; correct one of the two", *path)


def rows(data: Data) -> Iterator[Problem]:
    """A service of a provider that is filed twice, under whatever numbers."""
    seen: dict[tuple[str, str], int] = {}
    for row in data.filings:
        key = fold(row.name_zh).casefold(), fold(row.provider_zh)
        if key in seen:
            yield at_row(row, "name_zh", f"{row.name_zh} of {row.provider_zh} stands in line {seen[key]} already; "
                         "correct one of the two")
        seen[key] = row.line


def values(data: Data) -> Iterator[Problem]:
    """Two figures with the same value at the same date, out of the same words of the same source."""
    seen: dict[tuple[object, ...], str] = {}
    for figure in data.figures.values():
        for i, evidence in enumerate(figure.evidence):
            said = evidence.quote or " ".join(evidence.words)
            key = figure.value, figure.unit, figure.as_of, evidence.source, said
            if said and seen.setdefault(key, figure.id) != figure.id:
                yield data.problem(figure, f"{said!r} states the value of '{seen[key]}' already; delete one of the two "
                                   "figures, or quote what tells them apart", "evidence", i)


def chains(data: Data) -> Iterator[Problem]:
    """Running totals that fall from one figure to the one that supersedes it."""
    for figure in data.figures.values():
        old = data.figures.get(figure.supersedes or "")
        if old and old.measure == figure.measure == "cumulative" and figure.value < old.value:
            yield data.problem(figure, f"{plain(figure.value)} is less than the {plain(old.value)} of '{old.id}', which it "
                               "supersedes, but both are cumulative; correct one of the two", "value")


def drafts(data: Data) -> Iterator[Problem]:
    """Drafts that are in force by their own date."""
    for item in data.instruments.values():
        if item.status == "draft" and item.effective and first_day(item.effective) <= data.edition.as_of:
            yield data.problem(item, f"'draft' cannot be since {item.effective}, the day it took effect; correct one of the "
                               "two", "status")


def confidences(data: Data) -> Iterator[Problem]:
    """Records called corroborated that rest on one document, and no official text is known by it."""
    for kind, records in data.kinds.items():
        for record in records.values() if kind not in ABOUT_TEXTS else ():
            sources = sources_of(record)
            if getattr(record, "confidence", None) == "corroborated" and len(sources) < 2:
                yield data.problem(record, f"'corroborated' rests on one document, {', '.join(sources)}; name another, or "
                                   "write single", "confidence")


RULES = (names, rows, values, chains, drafts, confidences)
