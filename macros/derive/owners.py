"""Who files: groups of providers with their rows, sectors, and how fast the registers grow. The grouping is ours."""

import re
from collections import defaultdict
from dataclasses import dataclass

from macros.facts.owner_rules import counted
from macros.facts.records import Owner, Row
from macros.facts.store import Data


def rows_of(data: Data, owner: Owner, register: str) -> list[Row]:
    """The rows of a group that count, the oldest first; doubtful ones are left out."""
    found = [data.rows[register][name] for name in counted(owner, register)]
    return sorted(found, key=lambda r: (r.day, r.number))


def owners_of(data: Data, register: str) -> dict[str, list[Owner]]:
    """Row → the groups that count it; a joint row has two."""
    out: dict[str, list[Owner]] = defaultdict(list)
    for owner in data.owners.values():
        for name in counted(owner, register):
            out[name].append(owner)
    return dict(out)


def foreign(data: Data) -> list[tuple[Row, Owner]]:
    """The rows of brands whose home is not mainland China, the oldest first."""
    found = [(row, owner) for owner in data.owners.values() if owner.home
             for register in data.rows for row in rows_of(data, owner, register)]
    return sorted(found, key=lambda pair: (pair[0].day, pair[0].number))


def state_owned(data: Data, register: str) -> dict[str, tuple[str, Owner | None]]:
    """Row → whether the central state or a local one owns its provider, and its group; the list's own mark counts."""
    out: dict[str, tuple[str, Owner | None]] = {}
    for owner in data.owners.values():
        for held in owner.rows:
            level = held.state or owner.state
            if held.register_ == register and level and held.basis != "doubtful":
                out.setdefault(held.row, (level, owner))
    for name, row in data.rows[register].items():
        if marked(row):
            out.setdefault(name, ("central", None))
    return out


def marked(row: Row) -> bool:
    """Whether the list itself says that a central state-owned enterprise filed it."""
    return row.province == "sasac"


@dataclass(frozen=True)
class Sorted:
    """The filed services of a sector, and how each came into it: by hand, group, keyword or maker."""

    rows: list[Row]
    by: dict[str, int]


def sectors(data: Data) -> dict[str, Sorted]:
    """Sector → its filed services by the rule of data/sectors.yml; ``other`` has those of which nothing tells."""
    held = owners_of(data, "filing")
    rows: dict[str, list[Row]] = defaultdict(list)
    by: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, row in data.rows["filing"].items():
        sector, how = _sector(data, name, row, {o.id for o in held.get(name, ())})
        rows[sector].append(row)
        by[sector][how] += 1
    return {name: Sorted(rows[name], dict(by[name])) for name in (*data.sectors, "other") if name in rows}


_FORM = re.compile(r"股份|有限责任公司|有限公司|公司|集团|科技|信息|（[^）]*）|\([^)]*\)")


def _sector(data: Data, name: str, row: Row, owners: set[str]) -> tuple[str, str]:
    """The first sector that fits a row, and by which part of the rule."""
    known = data.sectors.values()
    places = "|".join(re.escape(w.zh.rstrip("省市")) for w in data.vocab["provinces"].values() if w.zh)
    text = f"{row.name_zh} {re.sub(places, '', _FORM.sub('', row.provider_zh))}"
    tests = (("hand", lambda s: name in s.rows), ("group", lambda s: owners & set(s.owners)),
             ("keyword", lambda s: any(re.search(k, text) for k in s.keywords)),
             ("maker", lambda s: owners & set(s.makers)))
    for how, fits in tests:
        for sector in known:
            if fits(sector):
                return sector.id, how
    return "other", "none"


def newest_lists(data: Data, register: str, most: int = 6) -> list[tuple[str, int]]:
    """The last lists with rows in a register and how many rows each has, the oldest first."""
    found = data.filings_of if register == "filing" else data.registrations_of
    return [(name, len(found[name])) for name in data.lists if name in found][-most:]
