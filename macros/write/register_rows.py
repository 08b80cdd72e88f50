"""The rows of both registers: where each lives, and how it looks in a table.

Each row has an address that does not change: the page of its list in its register and ``#no-<number>``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from macros.derive import words
from macros.derive.index import Site
from macros.facts.records import REGISTERS, FilingList, Row
from macros.facts.text import HAN
from macros.write import markup, tables
from macros.write.markup import EMPTY, Markup, filled, mixed, tag, text
from macros.write.page import MacroError, Page

PART = 140  # rows a page: more would make the page heavy


@dataclass(frozen=True)
class Register:
    """How readers meet a register: its folder and its words."""

    folder: str
    one: str
    many: str
    heads: tuple[str, ...]  # of a table of its rows
    done: str  # what happened to a row
    title: str


SHOWN = {
    "filing": Register("filings", "service", "services",
                       ("No.", "Service", "Provider", "Place", "Filing number", "Filed on"), "filed", "Filed services"),
    "registration": Register("registrations", "application", "applications",
                             ("No.", "Application", "Provider", "Place", "Launch number", "Registered on"),
                             "registered", "Registered applications"),
}


def shown(register: str) -> Register:
    """How readers meet a register; raises ``MacroError`` if there is none of that name."""
    if register not in SHOWN:
        raise MacroError(f"there is no register '{register}'; registers kept row by row are {', '.join(SHOWN)}")
    return SHOWN[register]


def rows_of(site: Site, register: str, item: FilingList) -> Sequence[Row]:
    """The rows of a list in a register."""
    found = site.data.filings_of if register == "filing" else site.data.registrations_of
    return found.get(item.id, [])


def first_of(register: str, item: FilingList) -> int:
    """The first number of a list in a register."""
    return item.first if register == "filing" else item.registered_first or 1


def parts(site: Site, item: FilingList, register: str = "filing") -> list[Sequence[Row]]:
    """The rows of a list in pages of at most ``PART`` numbers."""
    rows, first = rows_of(site, register, item), first_of(register, item)
    last = rows[-1].number if rows else first - 1
    return [[r for r in rows if start <= r.number < start + PART] for start in range(first, last + 1, PART)]


def part_url(item: FilingList, part: int, register: str = "filing") -> str:
    """The page of a part of a list, from 1: ``filings/cac-2024-04/``, ``filings/cac-2024-04/part-2/``."""
    folder = f"{shown(register).folder}/{item.id}/"
    return folder if part == 1 else f"{folder}part-{part}/"


def row_url(site: Site, row: Row) -> tuple[str, str]:
    """The page and fragment of a row."""
    item = site.data.lists[row.list]
    return part_url(item, (row.number - first_of(row.register, item)) // PART + 1, row.register), f"no-{row.number}"


def search_href(page: Page, register: str = "filing", **where: str | None) -> str:
    """The address of the search with a filter set: ``search/?register=filing&province=beijing&from=2024-01-17``."""
    query = "&".join(f"{k}={v}" for k, v in ({"register": register} | where).items() if v)
    return page.to("filings/search/") + f"?{query}"


def place(page: Page, row: Row) -> Markup:
    """The place of a row, as readers see it."""
    return text(page.site.data.vocab["provinces"][row.province].label)


def name_cell(row: Row) -> Markup:
    """The name in a row, with the Latin name if the list's own is Chinese."""
    own = text(row.name_zh)
    if row.name_en and row.name_en != row.name_zh:
        return filled("{} {}", own, tag("span", text(row.name_en), lang="en"))
    return own


def number_of(row: Row) -> str:
    """The number of a row; those of the on-device list, which has its own run, say so."""
    return ("on-device " if "on-device" in row.list else "") + str(row.number)


def key_of(prefix: str, row: Row) -> str:
    """The address of a row in a table away from its list: ``foreign-filing-2024-04-12``."""
    return f"{prefix}-{row.list.removeprefix('cac-')}-{row.number}"


def language(value: str) -> str | None:
    """The language mark of a name on a list."""
    return "zh-Hans" if HAN.search(value) else None


def _shown(page: Page, row: Row, home: bool) -> markup.Row:
    """One row: its address at home, and its cells, each number linked elsewhere to its place there."""
    number = text(row.number) if home else markup.link(text(row.number), page.to(*row_url(page.site, row)))
    late = " (late entry)" if getattr(row, "late_entry", None) else ""
    return (f"no-{row.number}" if home else None, (
        number, name_cell(row), text(row.provider_zh), place(page, row), text(row.reference),
        text(words.short_date(row.day) + late)))


def _row(row: Row, shown: markup.Row, heads: Sequence[str]) -> Markup:
    """One row as markup, frugal with elements: the language stands on the cells."""
    key, (number, name, *rest) = shown[:2]
    out = tag("td", number, data_label=heads[0], class_="num") + tag("th", name, scope="row", lang=language(row.name_zh))
    out += EMPTY.join(tag("td", cell, lang=language(row.provider_zh) if i == 0 else None, data_label=head)
                      for i, (cell, head) in enumerate(zip(rest, heads[2:], strict=True)))
    return tag("tr", out, id=key)


def rows_table(page: Page, name: str, caption: str, rows: Sequence[Row], home: bool) -> Markup:
    """Rows of one register as a table; at ``home``, on the page of their list, each has its address there."""
    register = rows[0].register
    heads = shown(register).heads
    kept = tables.keep(page, name, tables.Table(heads, [_shown(page, r, home) for r in rows], (0,), names=1))
    head = tag("tr", EMPTY.join(tag("th", text(h), scope="col", class_="num" if h == "No." else None) for h in heads))
    body = EMPTY.join(_row(row, made, heads) for row, made in zip(rows, kept.rows, strict=True))
    inner = tag("caption", mixed(caption), id=f"{name}-c") + tag("thead", head) + tag("tbody", body)
    return tag("div", tag("table", inner, id=name, class_="data data--wide filings"), class_="table", role="region",
               tabindex="0", aria_labelledby=f"{name}-c") + tables.line(page, (REGISTERS[register],), name, caption)
