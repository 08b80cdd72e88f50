"""What a value counts, as our own sentence says it, and whether a sum is what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.facts.problems import Problem
from macros.facts.store import Data


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


RULES = (units, sums)
