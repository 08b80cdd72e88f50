"""Rules for official numbers, and the rows that may break them: those of data/exceptions.yml, and no others.

Each rule finds the rows that break it. What is found and not excused is a problem; so is an excuse for what is not
found, so that no exception outlives its reason.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from macros.facts.official_numbers import Numbered, OfficialNumber, numbered, parts
from macros.facts.problems import Problem
from macros.facts.records import REGISTERS, Row, RowException
from macros.facts.register_records import DAY_FIELD, NUMBER_FIELD
from macros.facts.register_rules import at_row
from macros.facts.store import Data, row_id

DIGITS = 4  # of a running number


@dataclass(frozen=True)
class Finding:
    """A row, or a running number of a place, that breaks a rule of data/vocab.yml."""

    rule: str
    register: str
    what: str  # the row as list#number, or the place and the running number
    problem: Problem


def _found(rule: str, row: Row, message: str) -> Finding:
    field = DAY_FIELD[row.register] if rule in ("date-first", "late") else NUMBER_FIELD[row.register]
    return Finding(rule, row.register, row_id(row), at_row(row, field, f"{message}, or list the row in data/exceptions.yml"))


def register(data: Data) -> Iterator[Problem]:
    """Launch numbers among the filings, and filing numbers among the registered applications."""
    for register in REGISTERS:
        for row, number in numbered(data, register):
            if number.register != register:
                yield at_row(row, NUMBER_FIELD[register], f"{row.reference} is a number of the other register; move the row "
                             f"to data/{REGISTERS[number.register]}.csv")


def findings(data: Data) -> list[Finding]:
    """Everything that breaks a rule, excused or not."""
    out: list[Finding] = []
    for register, table in REGISTERS.items():
        own = [(row, number) for row, number in numbered(data, register) if number.register == register]
        out += _forms(register, getattr(data, table))
        for row, number in own:
            out += _one(data, row, number)
        for runs in chains(own).values():
            for run in runs:
                out += [*_twice(run), *_order(run), *(_gaps(run) if register == "registration" else ())]
            out += [_found("restart", run[0][0], f"{run[0][0].reference} has the running number one, as an earlier row "
                           "of the place; correct it") for run in runs[1:]]
    return [*out, *_late(data), *_without_row(data)]


def _forms(register: str, rows: tuple[Row, ...]) -> Iterator[Finding]:
    """Numbers that are cut off, or whose running number is missing or has another length than four digits."""
    since: dict[str, str] = {}  # place → the first date with a running number
    for row in rows:
        number = parts(row.reference)
        if number and number.running and number.register == register:
            since[row.province] = min(number.date, since.get(row.province, number.date))
    for row in rows:
        number = parts(row.reference)
        if number is None:
            yield _found("form", row, f"{row.reference} does not have the form Place-Name-YYYYMMDD"
                         f"{'S' if register == 'registration' else ''}0000; correct it")
        elif number.running and len(number.running) != DIGITS:
            yield _found("form", row, f"{row.reference} has a running number of {len(number.running)} digits, not of "
                         f"{DIGITS}; correct it")
        elif not number.running and (number.register == "registration" or number.date > since.get(row.province, "9")):
            yield _found("form", row, f"{row.reference} has no running number, but earlier ones of the place do; correct it")


def _one(data: Data, row: Row, number: OfficialNumber) -> Iterator[Finding]:
    """A number that names another place, or a day after the row's own."""
    word = data.word("provinces", row.province)
    names = {row.province.replace("-", ""), (word.latin or "").casefold() if word else ""}
    if word and number.place.casefold() not in names:
        yield _found("prefix", row, f"{row.reference} does not begin with {word.latin or word.label}, the place of the "
                     "row; correct one of them")
    if number.date > row.day:
        yield _found("date-first", row, f"{row.day} is before {number.date}, the day in the number {row.reference}; "
                     "correct one of them")


def chains(found: list[Numbered]) -> dict[str, list[list[Numbered]]]:
    """Place → the runs of its running numbers, each in order; where they begin again at 1, another run begins."""
    places: dict[str, list[list[Numbered]]] = defaultdict(list)
    for row, number in sorted(found, key=lambda r: (r[1].date, r[1].running)):
        if not number.running:
            continue
        runs = places[row.province]
        if not runs or (int(number.running) == 1 and number.date > runs[-1][0][1].date):
            runs.append([])
        runs[-1].append((row, number))
    for runs in places.values():
        for run in runs:  # of two with one running number the later comes first
            run.sort(key=lambda r: r[1].date, reverse=True)
            run.sort(key=lambda r: int(r[1].running))
    return dict(places)


def _twice(run: list[Numbered]) -> Iterator[Finding]:
    """Rows of one place with one running number."""
    count = Counter(int(number.running) for _, number in run)
    for row, number in run:
        if count[int(number.running)] > 1:
            yield _found("twice", row, f"{row.reference} has a running number of the place that another row has; "
                         "correct one of them")


def _order(run: list[Numbered]) -> Iterator[Finding]:
    """Rows whose date does not rise with the running number: those outside the longest run that does."""
    for i in sorted(set(range(len(run))) - set(rising([number.date for _, number in run]))):
        row, number = run[i]
        yield _found("order", row, f"{row.reference} is dated {number.date}, out of step with the running numbers "
                     "beside it; correct it")


def rising(values: list[str]) -> list[int]:
    """The places of the longest run of values that never falls: ``rising(["a", "c", "b", "b"]) == [0, 2, 3]``."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for i, value in enumerate(values):
        at = bisect_right(tails, value)
        tails[at:at + 1], ends[at:at + 1] = [value], [i]
        before.append(ends[at - 1] if at else -1)
    out, i = [], ends[-1] if ends else -1
    while i >= 0:
        out.append(i)
        i = before[i]
    return out[::-1]


def _gaps(run: list[Numbered]) -> Iterator[Finding]:
    """Running numbers of registered applications that no row of the place has."""
    place = run[0][0].province
    there = {int(number.running) for _, number in run if len(number.running) <= DIGITS}  # longer ones are mistakes
    for missing in sorted(set(range(1, max(there, default=0) + 1)) - there):
        after = next(row for row, number in run if int(number.running) > missing)
        yield Finding("gap", "registration", f"{place} {missing}", at_row(
            after, "launch_number", f"no row of {place} before {after.reference} has the running number {missing}; add "
            "it, or list the place and the number in data/exceptions.yml"))


def _late(data: Data) -> Iterator[Finding]:
    """Applications dated within the time of an earlier list that are not marked as entered late, and the reverse."""
    before = ""
    for key, item in data.lists.items():
        for row in data.registrations_of.get(key, ()):
            if before and row.registered_on <= before and not row.late_entry:
                yield _found("late", row, f"{row.registered_on} is not after {before}, up to which the list before "
                             "counts, and the row is not marked as a late entry; correct one of them")
            if row.late_entry and row.registered_on > before:
                yield _found("late", row, f"the row is marked as a late entry, but {row.registered_on} is after "
                             f"{before or 'nothing'}, up to which the list before counts; correct one of them")
        before = item.registered_as_of or before


def _without_row(data: Data) -> Iterator[Finding]:
    """Numbers of registered applications that no row has."""
    for key, item in data.lists.items():
        if not (item.registered_first and item.registered_last):
            continue
        there = {row.number for row in data.registrations_of.get(key, ())}
        for number in range(item.registered_first, item.registered_last + 1):
            if number not in there:
                yield Finding("no-row", "registration", f"{key}#{number}", data.problem(
                    item, f"number {number} has no row in data/registrations.csv; add it, or list it in "
                    "data/exceptions.yml", "registered_last"))


def excused(item: RowException) -> list[str]:
    """What an exception lets be: rows, or the running numbers of a place."""
    return [*item.rows, *(f"{item.province} {n}" for n in item.running)]


def exceptions(data: Data) -> Iterator[Problem]:
    """What breaks a rule without being an exception, and exceptions that let nothing be."""
    found = {(f.rule, f.register, f.what): f.problem for f in findings(data)}
    let = {(item.rule, item.register_, what) for item in data.exceptions.values() for what in excused(item)}
    yield from (problem for key, problem in found.items() if key not in let)
    for item in data.exceptions.values():
        for what in excused(item):
            if (item.rule, item.register_, what) not in found:
                yield data.problem(item, f"'{what}' does not break the rule {item.rule} in that register; delete it here, "
                                   "or correct it")
        if not excused(item):
            yield data.problem(item, "names neither rows nor running numbers; say which it lets be")


RULES = (register, exceptions)
