"""Rules for groups of providers and sectors: every row exists, and belongs to one group, or to two that say so."""

import re
from collections import Counter
from collections.abc import Iterator

from macros.facts.problems import Problem, nearest
from macros.facts.records import REGISTERS, Owner
from macros.facts.store import Data


def _missing(data: Data, register: str, row: str) -> str | None:
    """What is wrong with a row that a group or a sector names, or None."""
    if register not in data.rows:
        return f"'{register}' is not kept row by row; use {' or '.join(data.rows)}"
    if row not in data.rows[register]:
        return f"'{row}' is not in data/{REGISTERS[register]}.csv{nearest(row, data.rows[register]) or '; correct it'}"
    return None


def owned_rows(data: Data) -> Iterator[Problem]:
    """Rows of groups that are in no register, or stand in two groups that do not name each other."""
    holders: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for owner in data.owners.values():
        for i, row in enumerate(owner.rows):
            if wrong := _missing(data, row.register_, row.row):
                yield data.problem(owner, wrong, "rows", i, "row")
            holders.setdefault((row.register_, row.row), []).append((owner.id, i))
        for i, other in enumerate(owner.lookalikes):
            if wrong := _missing(data, other.register_, other.row):
                yield data.problem(owner, wrong, "lookalikes", i, "row")
            elif (other.register_, other.row) in {(r.register_, r.row) for r in owner.rows}:
                yield data.problem(owner, f"'{other.row}' is among its rows too; keep one", "lookalikes", i)
    for (_, key), found in holders.items():
        names = {name for name, _ in found}
        for name, i in found:
            others = sorted(names - {name}) or [name] * (len(found) > 1)
            joint = data.owners[name].rows[i].joint_with
            if others and joint not in others:
                yield data.problem(data.owners[name], f"'{key}' is a row of '{others[0]}' too; delete one, or name the "
                                   "other in joint_with: in both", "rows", i)
            if joint and not others:
                yield data.problem(data.owners[name], f"'{key}' is no row of '{joint}'; add it there, or leave it out",
                                   "rows", i, "joint_with")


def owner_names(data: Data) -> Iterator[Problem]:
    """Names of a group that stand twice, and names that must be typed whole but are none of its names."""
    for owner in data.owners.values():
        for name, count in Counter(owner.names).items():
            if count > 1:
                yield data.problem(owner, f"'{name}' stands {count} times; keep one", "names")
        for i, name in enumerate(owner.whole_word_only):
            if name not in owner.names:
                yield data.problem(owner, f"'{name}' is not among its names{nearest(name, owner.names) or '; add it there'}",
                                   "whole_word_only", i)
        if owner.kind == "collective" and (owner.organisation or owner.parent):
            yield data.problem(owner, "a class of firms is no organisation and belongs to none; leave "
                               f"{'organisation' if owner.organisation else 'parent'} out, or correct the kind", "kind")


def sectors(data: Data) -> Iterator[Problem]:
    """Sectors with a pattern that is none, or with rows or groups that are unknown or in another sector too."""
    seen: dict[tuple[str, str], str] = {}
    for sector in data.sectors.values():
        for i, pattern in enumerate(sector.keywords):
            try:
                re.compile(pattern)
            except re.error as error:
                yield data.problem(sector, f"'{pattern}' is no pattern: {error}; correct it", "keywords", i)
        for i, row in enumerate(sector.rows):
            if wrong := _missing(data, "filing", row):
                yield data.problem(sector, wrong, "rows", i)
        for field in ("rows", "owners", "makers"):
            for i, name in enumerate(getattr(sector, field)):
                if (field, name) in seen:
                    yield data.problem(sector, f"'{name}' is in '{seen[field, name]}' already; keep one", field, i)
                seen[field, name] = sector.id


def counted(owner: Owner, register: str) -> list[str]:
    """The rows of a group that count in a total: those that are not doubtful."""
    return [row.row for row in owner.rows if row.register_ == register and row.basis != "doubtful"]


RULES = (owned_rows, owner_names, sectors)
