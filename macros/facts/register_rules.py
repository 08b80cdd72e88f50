"""Rules for the registers kept row by row: their lists, their numbers on them, and the official totals.

The totals agree by list in both registers. By date they agree for filings alone: registered applications are entered
late (补登), so rows dated up to a day may come with a list announced long after it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from macros.facts import receipts
from macros.facts.days import earlier
from macros.facts.problems import Problem, known_or_add
from macros.facts.records import REGISTERS, Row, Series
from macros.facts.register_records import NUMBER_FIELD
from macros.facts.store import Data, row_id


def totals(data: Data, register: str) -> Series | None:
    """The series of official totals that the rows of a register have to meet, if data/vocab.yml names one."""
    word = data.word("registers", register)
    return data.series.get(word.totals or "") if word else None


def at_row(row: Row, field: str, message: str) -> Problem:
    """A problem with a field of a row, at its line."""
    return Problem(f"data/{REGISTERS[row.register]}.csv", row.line, row_id(row), f"{field}: {message}")


def row_words(data: Data) -> Iterator[Problem]:
    """Rows of lists and places that nobody knows, and official numbers that two rows have."""
    provinces = data.vocab.get("provinces", {})
    for table in REGISTERS.values():
        numbers: dict[str, int] = {}
        for row in getattr(data, table):
            if row.list not in data.lists:
                yield at_row(row, "list", f"'{row.list}' is not in data/lists.yml{known_or_add(row.list, data.lists)}")
            if row.province not in provinces:
                yield at_row(row, "province", f"'{row.province}' is not among the provinces of data/vocab.yml"
                             f"{known_or_add(row.province, provinces)}")
            key = row.reference.casefold()
            if key in numbers:
                yield at_row(row, NUMBER_FIELD[row.register], f"{row.reference} stands in line {numbers[key]} already; "
                             "correct one")
            numbers[key] = row.line


def row_order(data: Data) -> Iterator[Problem]:
    """Rows out of order or repeated on their list, and lists whose rows do not stand together."""
    for table in REGISTERS.values():
        rows = getattr(data, table)
        follows: dict[str, int] = {}
        seen: set[tuple[str, int]] = set()
        for row in rows:
            item = data.lists.get(row.list)
            if item is None:
                continue
            first = item.first if table == "filings" else item.registered_first
            expected = follows.get(row.list, first or 0)
            # A registered application may leave numbers out: those without a row are told by `number_rules.py`.
            wrong = row.number != expected if table == "filings" else row.number < expected
            if wrong or (row.list, row.number) in seen:
                yield at_row(row, "number", f"{row.number} stands where {expected} is expected; rows stand in list "
                             "order, none missing, none twice")
            seen.add((row.list, row.number))
            follows[row.list] = row.number + 1
        blocks = [b.list for a, b in zip([None, *rows], rows, strict=False) if a is None or a.list != b.list]
        for name, count in Counter(blocks).items():
            if count > 1:
                yield at_row(next(r for r in rows if r.list == name), "list", f"the rows of '{name}' do not stand "
                             "together; sort the file by list")


def filing_lists(data: Data) -> Iterator[Problem]:
    """Lists of filed services that do not follow the one before, or whose rows have other numbers or days."""
    ends: dict[str, int] = {}
    for key, item in data.lists.items():
        before, ends[item.numbering] = ends.get(item.numbering, 0), item.last
        if item.first != before + 1 and not (item.numbering == "on-device" and item.first == 1):
            yield data.problem(item, f"{item.first} does not follow {before}, the last number before it; write "
                               f"{before + 1}, or find the rows between", "first")
        rows = data.filings_of.get(key, [])
        last = rows[-1].number if rows else item.first - 1
        if last != item.last:
            yield data.problem(item, f"the rows in data/filings.csv end at number {last}, not {item.last}; add the missing "
                               "rows or correct last", "last")
        if earlier(item.announced, item.as_of):
            yield data.problem(item, f"{item.announced} is before {item.as_of}, the day up to which the list counts; "
                               "correct one of them", "announced")
        for row in rows:
            if not item.period_from <= row.filed_on <= item.period_to:
                yield at_row(row, "filed_on", f"{row.filed_on} is outside {item.period_from} to {item.period_to}, the "
                             f"range of list '{item.id}'; correct one of them")
        days = sorted(row.filed_on for row in rows)
        for name, day in (("period_from", days[0]), ("period_to", days[-1])) if days else ():
            if getattr(item, name) != day:
                yield data.problem(item, f"{getattr(item, name)} is not {day}, the "
                                   f"{'first' if name == 'period_from' else 'last'} day of its rows; correct it or the rows",
                                   name)


def checksum(rows: Iterable[Row]) -> str:
    """The SHA-256 of what a list says of its rows, a row a line: all its columns but the English name, which is ours."""
    lines = ["\t".join((str(r.number), r.name_zh, r.provider_zh, r.province, r.reference, r.day,
                        getattr(r, "late_entry", None) or "")) for r in rows]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sealed(data: Data) -> Iterator[Problem]:
    """Lists whose rows are not those that were announced."""
    for item in data.lists.values():
        for name, rows in (("sha256", data.filings_of), ("registered_sha256", data.registrations_of)):
            seal, found = getattr(item, name), checksum(rows.get(item.id, ()))
            if seal and seal != found:
                yield data.problem(item, f"the rows in data/{'filings' if name == 'sha256' else 'registrations'}.csv are "
                                   "not those that were announced; restore them, or, if the announcement says what they say "
                                   f"now, write {found}", name)


_REGISTERED = ("registered_first", "registered_last", "registered_as_of", "registered_evidence")


def registered_lists(data: Data) -> Iterator[Problem]:
    """What lists say of registered applications: all of it or nothing, in order, and as their rows have it."""
    before = 0
    for key, item in data.lists.items():
        rows = data.registrations_of.get(key, [])
        missing = [name for name in _REGISTERED if not getattr(item, name)]
        if missing and (len(missing) < len(_REGISTERED) or rows):
            yield data.problem(item, f"{', '.join(missing)} missing; say all that the announcement says of registered "
                               "applications, or nothing if it lists none")
        last, as_of = item.registered_last, item.registered_as_of
        if missing or last is None or as_of is None:
            continue
        if item.registered_first != before + 1:
            yield data.problem(item, f"{item.registered_first} does not follow {before}, the last number before it; write "
                               f"{before + 1}", "registered_first")
        if rows and rows[-1].number > last:
            yield data.problem(item, f"the rows in data/registrations.csv end at number {rows[-1].number}, not {last}; "
                               "correct one of them", "registered_last")
        for row in rows:
            if row.registered_on > as_of:
                yield at_row(row, "registered_on", f"{row.registered_on} is after {as_of}, the day up to "
                             f"which list '{key}' counts; correct one of them")
        before = last


def filing_totals(data: Data) -> Iterator[Problem]:
    """Official totals of filed services that the rows do not add up to, by list and by date."""
    running = 0
    for key, item in data.lists.items():
        running += len(data.filings_of.get(key, ()))
        if item.total is not None and running != item.total:
            yield data.problem(item, f"the rows up to this list add up to {running}, the announcement says {item.total}; "
                               "find the missing or surplus rows", "total")
        by_date = data.filed_by(item.as_of)
        if item.total is not None and by_date != item.total:
            yield data.problem(item, f"{by_date} rows are dated up to {item.as_of}, the announcement says {item.total}; "
                               "correct the date or the rows", "as_of")
    series = totals(data, "filing")
    if series is None:
        return
    for i, point in enumerate(series.points):
        rows = data.filed_by(point.as_of)
        if point.bound == "exact" and not point.note and rows != point.value:
            yield data.problem(series, f"{receipts.plain(point.value)} is not the {rows} rows of data/filings.csv dated up "
                               f"to {point.as_of}; correct one of them", "points", i, "value")
        if point.bound == "more-than" and rows <= point.value - 1:
            yield data.problem(series, f"more than {receipts.plain(point.value)} cannot be: data/filings.csv has {rows} "
                               f"rows dated up to {point.as_of}; correct one of them", "points", i, "value")


def registration_totals(data: Data) -> Iterator[Problem]:
    """Lists whose last number is not the rows so far, nor the official total of registered applications.

    A number without a row has to be in data/exceptions.yml; it counts here, since the CAC counts it.
    """
    series, running = totals(data, "registration"), 0
    points = {p.as_of: (i, p) for i, p in enumerate(series.points if series else ())}
    without = [row for e in data.exceptions.values() if e.rule == "no-row" for row in e.rows]
    for key, item in data.lists.items():
        if not item.registered_last:
            continue
        running += len(data.registrations_of.get(key, ())) + sum(r.startswith(f"{key}#") for r in without)
        if item.registered_last != running:
            yield data.problem(item, f"the rows up to this list, and the numbers known to have none, add up to {running}, "
                               f"not {item.registered_last}; find the missing or surplus rows", "registered_last")
        if item.registered_total not in (None, item.registered_last):
            yield data.problem(item, f"{item.registered_total} is not {item.registered_last}, the highest number so far; "
                               "correct one of them", "registered_total")
        if item.registered_as_of is None or series is None:
            continue
        i, point = points.get(item.registered_as_of, (0, None))
        if point is None:
            yield data.problem(series, f"has no value for {item.registered_as_of}, the day of list '{key}'; add it",
                               "points")
        elif point.value != item.registered_last:
            yield data.problem(series, f"{receipts.plain(point.value)} is not {item.registered_last}, the last number of "
                               f"list '{key}'; correct one of them", "points", i, "value")


RULES = (row_words, row_order, sealed, filing_lists, registered_lists, filing_totals, registration_totals)
