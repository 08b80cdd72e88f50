"""The tables of the pages as CSV, as a reader sees them: ``beijing/#shares`` is ``beijing/shares.csv``.

Made of the rows that the page shows. Dates are written as 2024-09-30, numbers without separators. Marks that stand
beside a value, such as *superseded*, have a column of their own, and so has the address of the row. Numbers of notes are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lxml import etree

from macros.derive import words
from macros.derive.index import Site
from macros.derive.plain import text_of
from macros.publish.csv_tables import guarded, lines
from macros.write.calls import expanded
from macros.write.markup import text
from macros.write.page_source import PageSource
from macros.write.pages import generated
from macros.write.tables import Table

_NUMBER = re.compile(r"(-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?)(?: (million|billion|trillion))?")
_SCALES = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
_DATE = re.compile(r"(?:(\d{1,2}) )?([A-Z][a-z]+) (\d{4})")
_MONTHS = {written(f"2000-{m:02d}").split()[0]: m for m in range(1, 13) for written in (words.date, words.short_date)}
# What comes after pieces that stand on lines of their own.
_APART = {"li": "; ", "div": "; ", "br": " "}
# Columns of dates.
_DATED = ("Date", "As of")
# What a file has besides the columns of its table.
MARK, ADDRESS = "Mark", "Address"
_MARKS = etree.XPath(".//*[@class='mark']")


def files(site: Site) -> dict[str, bytes]:
    """Path → CSV of every table of the pages."""
    return {f"{url}{name}.csv": lines(rows(table, site.home + url))
            for url, found in site.once(made).items() for name, table in found.items()}


def made(site: Site) -> Mapping[str, Mapping[str, Table]]:
    """Address → name → table of every page; what was not made in this process, as by another generator, is made now."""
    for path, content in site.once(generated).items():
        url = PageSource(path, content).url
        if url not in site.tables:
            expanded(site, url, content)
    return site.tables


def rows(table: Table, page: str) -> list[list[str]]:
    """The head and the rows of a table on the page with this address."""
    heads = [_text(head) for head in _cells(table.heads)]
    body = [(row[0], _cells(row[1])) for row in table.rows]
    marks = [", ".join(_text(mark) for mark in _MARKS(cells)) for _, cells in body]
    addresses = [f"{page}#{key}" if key else "" for key, _ in body]
    more = [(name, values) for name, values in ((MARK, marks), (ADDRESS, addresses)) if any(values)]
    out = [[guarded(head) for head in (*heads, *(name for name, _ in more))]]
    for i, (_, cells) in enumerate(body):
        out.append([*(_cell(cell, heads[n], n == table.names, n in table.numeric) for n, cell in enumerate(cells)),
                    *(guarded(values[i]) for _, values in more)])
    return out


def _cells(cells: Sequence[str]) -> etree._Element:
    """A row whose elements are the cells."""
    return etree.HTML(f"<table><tr>{''.join(f'<td>{text(cell)}</td>' for cell in cells)}</tr></table>").find(".//tr")


def _cell(cell: etree._Element, head: str, name: bool, numeric: bool) -> str:
    """What a cell says, as data: ``30 Sept 2024`` is ``2024-09-30``, in a column of numbers ``1,112`` is ``1112``.

    The head of a row is a name and stays as it is, whatever it looks like, unless its column is one of dates.
    """
    days = [time for time in cell.iter("time") if time.get("datetime")]  # six times as fast as to ask for a path
    shown = _text(cell, marks=False)
    if shown in ("–", "—"):
        return ""
    if len(days) == 1 and _text(days[0]) == shown:
        return str(days[0].get("datetime"))
    if (not name or head in _DATED) and (date := _DATE.fullmatch(shown)) and (month := _MONTHS.get(date[2])):
        return f"{date[3]}-{month:02d}" + (f"-{int(date[1]):02d}" if date[1] else "")
    if numeric and (found := _NUMBER.fullmatch(shown)):
        plain = found[1].replace(",", "")
        return text_of(Decimal(plain) * _SCALES[found[2]]) if found[2] else plain
    return guarded(shown)


def _text(element: etree._Element, marks: bool = True) -> str:
    """The words of an element, blanks folded; without the numbers of notes, and without marks if so wished."""
    return " ".join("".join(_pieces(element, {"note-ref"} if marks else {"note-ref", "mark"})).split()).strip("; ")


def _pieces(element: etree._Element, skip: set[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if skip.isdisjoint(_classes(child)):
            yield from _pieces(child, skip)
            if child.get("rel") == "external" and not (child.text or "").startswith("http"):
                yield f" <{child.get('href')}>"  # a link out of the site says where it leads
            yield _APART.get(child.tag, "")
        if "state" in _classes(child) and child.getnext() is not None and "state" in _classes(child.getnext()):
            yield ","
        yield child.tail or ""


def _classes(element: etree._Element) -> list[str]:
    return str(element.get("class", "")).split()
