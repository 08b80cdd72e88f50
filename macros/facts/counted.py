"""What a value counts, as our own sentence says it, and whether a sum is what it says."""

import re
from collections.abc import Iterator
from fractions import Fraction

from macros.facts.dates import dates
from macros.facts.days import last_day
from macros.facts.numbers import quantities
from macros.facts.official_numbers import Wait, days_between, middle, parts, waits
from macros.facts.problems import Problem
from macros.facts.receipts import plain, texts_of
from macros.facts.records import Figure
from macros.facts.store import Data, evidence_of


def units(data: Data) -> Iterator[Problem]:
    """Figures whose statement does not name what they count: their unit, or what else it is called."""
    for figure in data.figures.values():
        unit = data.word("units", figure.unit)
        names = [*filter(None, (unit.label, unit.plural, unit.symbol)), *unit.named_by] if unit else []
        if unit and not any(_named(name, figure.statement) for name in names):
            yield data.problem(figure, f"'{figure.unit}' is not named in the statement {figure.statement!r}; name what is "
                               "counted, choose the unit that is, or add the word to named_by: of the unit in "
                               "data/vocab.yml", "unit")


def _named(name: str, statement: str) -> bool:
    """Whether a sentence names a unit, in the singular too: ``_named("persons", "One person came.")``."""
    word = re.escape(re.sub(r"(ies|s|y)$", "", name.lower()))
    return bool(re.search(rf"(?<![a-z]){word}(?:ies|es|s|y)?(?![a-z])", statement.lower()))


_SUM = re.compile(r"\d[\d,]*(?: [+−] \d[\d,]*)+")


def sums(data: Data) -> Iterator[Problem]:
    """Values that were computed as a sum or counted, and are another or have a bound."""
    for record, path, holder in data.values():
        said = _SUM.findall(holder.derived or "")
        for terms in said:
            found = sum(int(re.sub(r"\D", "", term)) * (-1 if "−" in term else 1)
                        for term in re.findall(r"[+−]? ?\d[\d,]*", terms))
            if found != holder.value:
                yield data.problem(record, f"{terms} is {found}, not {holder.value}; correct one of the two", *path,
                                   "derived")
        if (said or (holder.derived or "").startswith("Counted")) and holder.bound != "exact":
            yield data.problem(record, f"'{holder.bound}' cannot be: the value was computed; write exact, or say in "
                               "derived: what it was made of is no exact number", *path, "bound")


_SINCE_NUMBER = re.compile(r"Days from the date in the number (\S+), to (.+?)\.?$")


def days(data: Data) -> Iterator[Problem]:
    """Days and medians of days that are not those between the dates they were computed of."""
    filed = waits(data)
    for figure in data.figures.values():
        found = _computed(filed, figure, str(figure.derived or ""))
        if found is not None and found != figure.value:
            yield data.problem(figure, f"{plain(figure.value)} is not {float(found):g}, the days between the dates it was "
                               "computed of; correct one of them", "value")


def _computed(filed: list[Wait], figure: Figure, derived: str) -> Fraction | None:
    """The days that a figure says it was computed of, or None if it says no such thing."""
    one = _SINCE_NUMBER.match(derived)
    if one and (number := parts(one[1])):
        to = next((d for d in dates(one[2], "en") if d.year and d.month and d.day), None)
        return Fraction(days_between(number.date, f"{to.year}-{to.month:02d}-{to.day:02d}")) if to else None
    if derived.startswith("Median of the days from the date in the filing number"):
        found = [w for w in filed if figure.as_of[:4] <= w.row.day <= last_day(figure.as_of)]
        return middle(found) if found else None
    return None


def spans(data: Data) -> Iterator[Problem]:
    """Ranges made of estimates that do not reach from the lowest to the highest of them."""
    for figure in data.figures.values():
        if not str(figure.derived or "").startswith("From the lowest to the highest"):
            continue
        said = [q.exact for _, e in evidence_of(figure) for words, language in texts_of(data, e)
                for q in quantities(words, language)]
        for name, end, value in (("value", "lowest", min(said, default=None)), ("high", "highest", max(said, default=None))):
            if value is not None and getattr(figure, name) != value:
                yield data.problem(figure, f"{getattr(figure, name)} is not {value}, the {end} of the estimates in its "
                                   "evidence; correct one of them", name)


RULES = (units, sums, days, spans)
