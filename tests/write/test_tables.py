"""Every table on every page leads to its data: to itself as CSV, cell by cell, and to every record it is made of."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from urllib.parse import urljoin

import pytest
from built import Doc, words
from lxml.html import HtmlElement
from small import copy

from macros.build import site_for
from macros.derive import words as written
from macros.publish import page_tables as shown
from macros.publish.csv_tables import lines
from macros.write.markup import EMPTY, text, trusted
from macros.write.tables import ALL, Table

# Tables that are no data, and why.
NO_DATA = {"data/#data-tables": "is itself the list of the files", "search/names/#letters": "is a list of pages"}


def tables(docs: dict[str, Doc]) -> dict[str, tuple[Doc, HtmlElement]]:
    """Address → page and element of every table of an article."""
    return {f"{url}#{table.get('id')}": (doc, table) for url, doc in docs.items() for table in doc.main.iter("table")}


def line(table: HtmlElement) -> HtmlElement | None:
    """The line that leads to a table's data, right after it."""
    after = table.getparent().getnext()
    return after if after is not None and after.get("class") == "table-tools" else None


def target(doc: Doc, link: HtmlElement) -> str:
    """The file a link leads to, below the home page."""
    return urljoin(f"/{doc.url}", link.get("href")).removeprefix("/")


def says(value: str, cell: HtmlElement, marks: str) -> bool:
    """Whether a value of the file is what a cell of the page shows."""
    text = words(cell, skip="note-ref")
    for address in re.findall(r" <(https?://[^>]*)>", value):  # the file has the address where the page has a link
        if address in {a.get("href") for a in cell.iter("a")}:
            value = value.replace(f" <{address}>", "", 1)
    for mark in filter(None, marks.split(", ")):
        text = text.replace(mark, "")
    alike = [value] if value else ["", "–", "—"]  # a dash stands where there is nothing
    with suppress(ArithmeticError):
        alike += [written.number(Decimal(value))]
    with suppress(ValueError):
        alike += [written.date(value), written.short_date(value)]

    def folded(words_of: str) -> str:
        return "".join(c for c in words_of if c not in " ;,'")
    return any(folded(text) == folded(one) for one in alike)


def test_each_table_has_its_own_file_with_its_columns_and_its_cells(site: Path, docs: dict[str, Doc]) -> None:
    found = tables(docs)
    wrong = []
    for address, (doc, table) in found.items():
        if address in NO_DATA or not table.get("id"):  # one without an address is written in the page
            continue
        after = line(table)
        link = None if after is None else after[0]
        if link is None or target(doc, link) != f"{doc.url}{table.get('id')}.csv":
            wrong.append(f"{address}: no line to its file")
            continue
        head, *rows = csv.reader(io.StringIO((site / target(doc, link)).read_text("utf-8")), strict=True)
        heads = [words(cell) for cell in table.xpath("./thead/tr/*")]
        body = table.xpath("./tbody/tr")
        if head[:len(heads)] != heads or not set(head[len(heads):]) <= {shown.MARK, shown.ADDRESS}:
            wrong.append(f"{address}: columns {head}")
        elif len(rows) != len(body):
            wrong.append(f"{address}: {len(rows)} rows")
        for values, row in zip(rows, body, strict=False):
            more = dict(zip(head[len(heads):], values[len(heads):], strict=True))
            if row.get("id") and not more[shown.ADDRESS].endswith(f"/{doc.url}#{row.get('id')}"):
                wrong.append(f"{address}: {row.get('id')}: {more}")
            marks = more.get(shown.MARK, "")
            wrong += [f"{address}: {row.get('id')}: {value!r} for {words(cell)!r}"
                      for value, cell in zip(values, row, strict=False) if not says(value, cell, marks)]
    assert wrong == [], "\n".join(wrong)
    assert len(found) > 150


def test_no_table_is_excused_that_is_gone_or_has_its_data(docs: dict[str, Doc]) -> None:
    found = tables(docs)
    assert [a for a in NO_DATA if a not in found or line(found[a][1]) is not None] == []
    assert all(NO_DATA.values())


def test_every_line_leads_to_files_and_names_each_apart_and_each_kind_once(site: Path, docs: dict[str, Doc]) -> None:
    kinds = {}
    for url, doc in docs.items():
        links = doc.main.xpath(".//p[@class='table-tools']//a")
        assert [target(doc, a) for a in links if not (site / target(doc, a)).is_file()] == []
        names = Counter(a.get("aria-label") for a in links)
        assert [name for name, times in names.items() if times > 1] == [], url
        # The name a reader hears holds the word that is seen.
        assert all(a.get("aria-label").startswith(f"{a.text}, ") for a in links)
        kinds[url] = {name for name in names if ", all " in name}
    assert kinds["figures/by-topic/beijing/"] == {"CSV, all figures", "JSON, all figures", "CSV, all values of series",
                                                  "JSON, all values of series"}
    # What is shown as something else than a table leads to its records too.
    for url, kind in (("timeline/", "events"), ("glossary/", "terms"), ("rules/draft-to-final/evidence/", ALL["changes"]),
                      ("rules/interim-measures/", "articles"), ("rules/filing-and-registration/evidence/", "steps"),
                      ("statements/beijing/", "statements"), ("alliances/ai-open-alliance/", "memberships")):
        assert {f"CSV, all {kind}", f"JSON, all {kind}"} <= kinds[url], url


def test_the_files_of_a_kind_hold_what_the_line_says(site: Path) -> None:
    v1 = site / "data" / "v1"
    series = json.loads((v1 / "series.json").read_text("utf-8"))["records"]
    points = list(csv.DictReader((v1 / "csv" / "points.csv").open(encoding="utf-8")))
    assert len(points) == sum(len(s["points"]) for s in series.values())
    assert set(ALL) == {path.stem for path in (v1 / "csv").glob("*.csv")} | {"vocab"}


def filed(services: str, when: str, name: str = "=1+1") -> str:
    """The file of a small table, cells given as markup."""
    heads = ("Place", trusted("Services"), "When")
    table = Table(heads, [("row-a", (text(name), trusted(services), trusted(when))), (None, (text("B"), EMPTY, text("x")))],
                  numeric={1})
    return lines(shown.rows(table, "https://x.example/s/a/b/")).decode()


@pytest.mark.parametrize(("services", "when", "expected"), [
    ("1,112", "30 Sept 2024", "1112,2024-09-30"),
    ("1.75 trillion", "May 2024", "1750000000000,2024-05"),
    ("-3.50", "2024", "-3.50,2024"),
    ("more than 190", "September 2023", "more than 190,2023-09"),
    ('<a href="x">8</a><sup class="note-ref"><a>3</a></sup>', '<time datetime="2024-03">a month</time>', "8,2024-03"),
    ("<ul><li>a</li><li>b</li></ul>", "c<br>d", "a; b,c d"),
    ("<div>1</div><div>2</div>", '<time datetime="2024">in 2024</time>, issued', "1; 2,\"in 2024, issued\""),
    ('<span class="state state--read">read</span> <span class="state">disputed</span>', "–", "\"read, disputed\","),
    ("5", '<a href="https://example.org/x" rel="external">Official page</a>', "5,Official page <https://example.org/x>"),
    ("–", "2,000", ',"2,000"'),
    ("-1 each", "Sept 24", "'-1 each,Sept 24"),
    ("12 May 2024 or so", "2 Summer 2024", "12 May 2024 or so,2 Summer 2024"),
])
def test_a_table_as_a_file(services: str, when: str, expected: str) -> None:
    assert filed(services, when) == (
        f"Place,Services,When,Address\r\n'=1+1,{expected},https://x.example/s/a/b/#row-a\r\nB,,x,\r\n")


@pytest.mark.parametrize("name", ["October 2026", "2,000", "30 Sept 2024", "600 million", "a <b> & c"])
def test_a_name_that_looks_like_a_number_or_a_date_stays_a_name(name: str) -> None:
    [_, row, *_] = csv.reader(io.StringIO(filed("8", f"<span>{name.replace('October', 'Tea')}</span>", name)))
    assert row[0] == name


def test_a_mark_beside_a_value_has_a_column_of_its_own() -> None:
    assert filed('9 <span class="mark">superseded</span>', "") == (
        "Place,Services,When,Mark,Address\r\n'=1+1,9,,superseded,https://x.example/s/a/b/#row-a\r\nB,,x,,\r\n")


def test_tables_of_pages_that_another_generator_made_have_their_files(tmp_path: Path) -> None:
    site = site_for(copy(tmp_path))
    here = {path: content for path, content in shown.files(site).items() if path.startswith("filings/list-one/")}
    assert [*here] == ["filings/list-one/rows.csv"]
    assert here["filings/list-one/rows.csv"].decode().startswith("No.,Service,Provider,")
