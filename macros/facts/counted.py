"""What a value counts, as our own sentence says it, and whether a sum is what it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from statistics import median

from macros.facts.dates import dates
from macros.facts.days import last_day
from macros.facts.numbers import quantities
from macros.facts.official_numbers import parts
from macros.facts.problems import Problem
from macros.facts.receipts import evidence_of, plain, texts_of
from macros.facts.store import Data, row_id


def units(data: Data) -> Iterator[Problem]:
    """Figures whose statement does not name what they count: their unit, or what else it is called."""
    for figure in data.figures.values():
        unit = data.vocab["units"].get(figure.unit)
        names = [*filter(None, (unit.label, unit.plural, unit.symbol)), *unit.named_by] if unit else []
        if unit and not any(_named(name, figure.statement) for name in names):
            yield data.problem("figures", figure.id, f"'{figure.unit}' is not named in the statement {figure.statement!r}; "
                               "name what is counted, choose the unit that is, or add the word to named_by: of the unit "
                               "in data/vocab.yml", "unit")


def _named(name: str, statement: str) -> bool:
    """Whether a sentence names a unit, in the singular too: ``_named("persons", "One person came.")``."""
    word = re.escape(re.sub(r"(ies|s|y)$", "", name.lower()))
    return bool(re.search(rf"(?<![a-z]){word}(?:ies|es|s|y)?(?![a-z])", statement.lower()))


_SUM = re.compile(r"\d[\d,]*(?: [+−] \d[\d,]*)+")


def sums(data: Data) -> Iterator[Problem]:
    """Values that were computed as a sum or counted, and are another or have a bound."""
    for kind, name, path, holder in data.values():
        said = _SUM.findall(holder.derived or "")
        for terms in said:
            found = sum(int(re.sub(r"\D", "", term)) * (-1 if "−" in term else 1)
                        for term in re.findall(r"[+−]? ?\d[\d,]*", terms))
            if found != holder.value:
                yield data.problem(kind, name, f"{terms} is {found}, not {holder.value}; correct one of the two", *path,
                                   "derived")
        if (said or (holder.derived or "").startswith("Counted")) and holder.bound != "exact":
            yield data.problem(kind, name, f"'{holder.bound}' cannot be: the value was computed; write exact, or say in "
                               "derived: what it was made of is no exact number", *path, "bound")


_SINCE_NUMBER = re.compile(r"Days from the date in the number (\S+), to (.+?)\.?$")


def days(data: Data) -> Iterator[Problem]:
    """Days and medians of days that are not those between the dates they were computed of."""
    excused = {row for e in data.exceptions.values() if e.rule in ("order", "date-first") for row in e.rows}
    for figure in data.figures.values():
        derived = str(figure.derived or "")
        one = _SINCE_NUMBER.match(derived)
        found: float | None = None
        if one and (number := parts(one[1])) and (to := next(iter(dates(one[2], "en")), None)) and to.year and to.day:
            found = (dt.date(to.year, to.month or 1, to.day) - _date(number.date)).days
        elif derived.startswith("Median of the days from the date in the filing number"):
            waits = [(dt.date.fromisoformat(row.filed_on) - _date(number.date)).days for row in data.filings
                     if figure.as_of[:4] <= row.filed_on <= last_day(figure.as_of) and row_id(row) not in excused
                     and (number := parts(row.filing_number)) and number.running]
            found = median(waits) if waits else None
        if found is not None and found != figure.value:
            yield data.problem("figures", figure.id, f"{plain(figure.value)} is not {found:g}, the days between the "
                               "dates it was computed of; correct one of them", "value")


def _date(written: str) -> dt.date:
    """A date of eight digits, with or without hyphens."""
    return dt.datetime.strptime(written.replace("-", ""), "%Y%m%d").date()


def spans(data: Data) -> Iterator[Problem]:
    """Ranges made of estimates that do not reach from the lowest to the highest of them."""
    for figure in data.figures.values():
        said = [q.exact for _, e in evidence_of(figure) for words, language in texts_of(data, e)[0]
                for q in quantities(words, language)]
        if str(figure.derived or "").startswith("From the lowest to the highest") and said:
            for name, value in (("value", min(said)), ("high", max(said))):
                if getattr(figure, name) != value:
                    yield data.problem("figures", figure.id, f"{getattr(figure, name)} is not {value}, the "
                                       f"{'lowest' if name == 'value' else 'highest'} of the estimates in its evidence; "
                                       "correct one of them", name)


RULES = (units, sums, days, spans)
