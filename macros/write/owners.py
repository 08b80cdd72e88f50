"""Who files: tables of groups of providers, sectors, foreign and state-owned ones, and of growth."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from macros.derive import owners, words
from macros.derive.addresses import record
from macros.facts.records import REGISTERS, Owner, Row
from macros.facts.store import Data
from macros.write import markup, tables
from macros.write.markup import EMPTY, Markup, block, filled, given, mixed, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.register_rows import SHOWN, key_of, language, name_cell, number_of, row_url
from macros.write.tables import cells

GROUPED = "Rows are grouped here by the owner as generally known; no company register was opened."


def _ours(page: Page) -> Markup:
    """That the grouping is ours, once a page."""
    if GROUPED in page.said_once:
        return EMPTY
    page.said_once.add(GROUPED)
    return tag("p", text(GROUPED), class_="note")


def _name(owner: Owner) -> Markup:
    return filled("{} {}", mixed(owner.name), markup.zh(owner.name_zh)) if language(owner.name_zh) else mixed(owner.name)


def _numbers(rows: list[Row]) -> Markup:
    return text(", ".join(map(number_of, rows)) or "–")


def _link(page: Page, row: Row) -> Markup:
    """The number of a row, with a link to it and its register if it is not the usual one."""
    shown = f"registered {row.number}" if row.register == "registration" else number_of(row)
    return markup.link(text(shown), page.to(*row_url(page.site, row)))


def _known_as(row: Row, owner: Owner) -> Markup:
    """The name of a row, with the English name its group gives it, if that is certain."""
    key = (row.register, f"{row.list}#{row.number}")
    english = next((h.name_en for h in owner.rows if (h.register_, h.row) == key and h.basis != "doubtful"), None)
    known = None if row.name_en or english == row.name_zh else english
    return markup.lang(name_cell(row), language(row.name_zh)) + given(" ({})", known)


def _shown(page: Page, kinds: Sequence[str], name: str, caption: str, heads: Sequence[str], rows: Iterable[markup.Row],
           **look: Any) -> Markup:
    """A table of groups, and that the grouping is ours."""
    return block(tables.table(page, kinds, name, caption, heads, rows, **look) + _ours(page))


def _most_first(data: Data, kept: Callable[[Owner, list[Row]], bool]) -> list[tuple[Owner, list[Row], list[Row]]]:
    """The groups that are kept, with the rows filed and registered, those with the most rows first."""
    every = [(o, owners.rows_of(data, o, "filing"), owners.rows_of(data, o, "registration")) for o in data.owners.values()]
    return sorted((f for f in every if kept(*f[:2])), key=lambda f: (-len(f[1]), -len(f[2])))


def owners_table(page: Page, name: str, caption: str, kind: str = "firms") -> Markup:
    """Every group by its rows: ``firms`` and institutes, or ``classes`` of firms; or those ``without`` a row."""
    wanted: dict[str, Callable[[Owner, list[Row]], bool]] = {
        "firms": lambda o, _: bool(o.rows) and o.kind != "collective", "without": lambda o, _: not o.rows,
        "classes": lambda o, _: bool(o.rows) and o.kind == "collective"}
    if kind not in wanted:
        raise MacroError(f"there are no '{kind}' among the groups; there are {', '.join(wanted)}")
    found = _most_first(page.site.data, wanted[kind])
    if kind == "without":
        missing = [(o.id, (_name(o), mixed(o.note or "No row was found under this name."))) for o, _, _ in found]
        return block(tables.table(page, ("owners",), name, caption, ("Name", "What was found"), missing))
    rows = [(o.id, cells(_name(o), len(filed), len(registered), _numbers(filed), _numbers(registered)))
            for o, filed, registered in found]
    heads = ("Group", "Filed", "Registered", "Numbers of filed services", "Numbers of registered applications")
    return _shown(page, ("owners",), name, caption, heads, rows, numeric=(1, 2), sort=True)


def top_owners(page: Page, name: str, caption: str, most: int = 15) -> Markup:
    """The firms and institutes with the most filed services, their registered applications beside them."""
    found = _most_first(page.site.data, lambda o, filed: bool(filed) and o.kind != "collective")
    found.sort(key=lambda f: (-len(f[1]), -len(f[2]), f[0].id))
    rows = [(f"top-{owner.id}", cells(page.link("owners", owner.id, _name(owner)), len(filed), len(registered),
                                      _link(page, filed[0]), words.short_date(filed[0].day)))
            for owner, filed, registered in found[:most]]
    heads = ("Group", "Filed services", "Registered applications", "No. of the first filing", "First filing")
    return _shown(page, ("owners",), name, caption, heads, rows, numeric=(1, 2))


def first_filings(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """The first filing of each group named: service, number, date, and what is known of later versions."""
    if not ids:
        raise MacroError("needs the ids of groups in data/owners.yml")
    rows = []
    for owner in (record(page.site, Owner, i) for i in ids):
        filed = owners.rows_of(page.site.data, owner, "filing")
        if not filed:
            raise MacroError(f"'{owner.id}' has no filed service that counts")
        first = filed[0]
        rows.append((f"{name}-{owner.id}", cells(page.link("owners", owner.id, mixed(owner.name)), _known_as(first, owner),
                                                 _link(page, first), words.short_date(first.day), page.told(owner.note))))
    heads = ("Group", "First filed service", "No.", "Filed on", "What to know")
    return _shown(page, ("owners", "filings"), name, caption, heads, rows, numeric=(2,))


def foreign_rows(page: Page, name: str, caption: str) -> Markup:
    """The rows of brands whose home is not mainland China, the oldest first, with the register each stands in."""
    rows = [(key_of(f"foreign-{row.register}", row), cells(
        page.link("owners", owner.id, mixed(owner.name)), _known_as(row, owner), mixed(row.provider_zh),
        owner.home or "", _link(page, row), words.short_date(row.day)))
        for row, owner in owners.foreign(page.site.data)]
    heads = ("Brand", "Service", "Provider", "Home of the brand", "No.", "Date")
    return _shown(page, ("owners", "filings", "registrations"), name, caption, heads, rows)


def state_rows(page: Page, name: str, caption: str, level: str, register: str = "filing") -> Markup:
    """The rows of providers that the central state or a local one owns, and on what that rests."""
    data = page.site.data
    found = {row: held for row, held in owners.state_owned(data, register).items() if held[0] == level}
    if not found:
        raise MacroError(f"there are no rows of the level '{level}'; levels are "
                         f"{', '.join(data.vocab['state-owners'])}")
    rows, marks = [], any(owners.marked(data.rows[register][key]) for key in found)
    for key, (_, owner) in sorted(found.items(), key=lambda f: (data.rows[register][f[0]].day, f[0])):
        row = data.rows[register][key]
        basis = ("marked so by the list" if owners.marked(row) else "as generally known",) if marks else ()
        rows.append((None, cells(markup.zh(row.name_zh), _link(page, row), mixed(row.provider_zh),
                                 owner.name if owner else "", *basis)))
    heads = (SHOWN[register].one.capitalize(), "No.", "Provider", "Group", *(("State-owned",) if marks else ()))
    return _shown(page, ("owners", REGISTERS[register]), name, caption, heads, rows)


# ---- counts ------------------------------------------------------------------------------------------------------


def coverage(page: Page, name: str, caption: str) -> Markup:
    """How many rows of each register belong to a group, and how many assignments are too doubtful to count."""
    data = page.site.data
    rows = []
    for register, seen in SHOWN.items():
        held = owners.owners_of(data, register)
        firms = sum(any(o.kind != "collective" for o in found) for found in held.values())
        doubtful = {h.row for o in data.owners.values() for h in o.rows
                    if h.register_ == register and h.basis == "doubtful"} - held.keys()
        rows.append((f"covered-{register}",
                     cells(seen.title, len(data.rows[register]), len(held), firms, len(doubtful))))
    heads = ("Register", "Rows", "In a group", "Of a firm or institute", "Doubtful, not counted")
    return _shown(page, ("owners",), name, caption, heads, rows, numeric=(1, 2, 3, 4))


def state_owned(page: Page, name: str, caption: str) -> Markup:
    """How many rows of each register the central state or a local one owns, and how many the list itself marks."""
    data = page.site.data
    rows = []
    for level, word in data.vocab["state-owners"].items():
        counts = [sum(found == level for found, _ in owners.state_owned(data, register).values())
                  for register in REGISTERS]
        marked = sum(owners.marked(r) for r in data.filings) if level == "central" else 0
        rows.append((f"state-{level}", cells(word.label.capitalize(), *counts, marked)))
    heads = ("Owned by the state", "Filed services", "Registered applications", "Marked so by the list")
    return _shown(page, ("owners",), name, caption, heads, rows, numeric=(1, 2, 3))


def sectors(page: Page, name: str, caption: str) -> Markup:
    """Roughly how many filed services are of each sector, by the rule of data/sectors.yml; the largest first."""
    data = page.site.data
    found = owners.sectors(data)
    rows = []
    for key, sector in sorted(found.items(), key=lambda f: (f[0] == "other", -len(f[1].rows))):
        known = data.sectors.get(key)
        rows.append((f"sector-{key}", cells(known.label if known else "Other",
                                            mixed(known.holds if known else "the name tells nothing"),
                                            about(len(sector.rows), len(data.filings)))))
    note = tag("p", text("The sectors are ours and rough: nobody official makes such a list."), class_="note")
    heads = ("Sector", "What is in it", "Share of filed services")
    return block(tables.table(page, ("sectors",), name, caption, heads, rows) + note)


def about(part: int, whole: int) -> str:
    """A rough share in words: ``about(139, 1112) == "about 1 in 8"``."""
    times = Fraction(whole, part)
    return f"about 1 in {round(times) if times < 20 else round(times / 5) * 5}"


def growth(page: Page, name: str, caption: str) -> Markup:
    """The lists with their rows in each register, and how these compare with the list before; newest first."""
    data = page.site.data
    columns = {register: dict(owners.newest_lists(data, register, len(data.lists))) for register in REGISTERS}
    lists = [i for i in data.lists.values() if i.registered_last or i.id in columns["registration"]]
    rows = []
    for i in range(len(lists) - 1, 0, -1):
        shown: list[str | int] = [page.link("lists", lists[i].id, mixed(lists[i].title))]
        for counts in columns.values():
            now, before = counts[lists[i].id], counts[lists[i - 1].id]
            shown += [now, f"{'+' if now >= before else '−'}{words.number(abs(now - before))}"]
        rows.append((f"growth-{lists[i].id}", cells(*shown)))
    heads = ("List", "Filed services", "Change", "Registered applications", "Change")
    return block(tables.table(page, ("filings", "registrations"), name, caption, heads, rows, numeric=(1, 2, 3, 4)))


VIEWS: dict[str, Shown] = {"owners": owners_table, "top-owners": top_owners, "first-filings": first_filings,
                           "foreign-rows": foreign_rows, "state-rows": state_rows}
TALLIES: dict[str, Shown] = {"coverage": coverage, "state-owned": state_owned, "sectors": sectors, "growth": growth}
