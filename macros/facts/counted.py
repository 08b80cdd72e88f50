"""What a value counts, as our own sentence says it. A unit that is named nowhere is nearly always a slip."""

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
