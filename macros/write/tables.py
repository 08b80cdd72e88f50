"""Tables with their data in reach: each is followed by a quiet line that leads to the table itself and to its records.

Every macro that shows a table makes it here, so none is without its data. A table's own file is made of the same rows:
``beijing/#shares`` is ``beijing/shares.csv``, and ``publish/page_tables.py`` writes it. The files of a kind hold every
record of the kind, and the line says so; it names each kind once a page.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from macros.derive import words
from macros.derive.files import CHARTS, V1
from macros.write import markup
from macros.write.markup import Markup, filled, raw, some, tag, text
from macros.write.page import Page

# Kind → what the line calls all its records.
ALL = {"sources": "sources", "figures": "figures", "series": "series", "points": "values of series",
       "statements": "statements", "organisations": "organisations", "people": "people",
       "groups": "alliances and programmes", "memberships": "memberships", "instruments": "rules",
       "provisions": "articles", "changes": "changes from draft to final text", "procedure": "steps",
       "events": "events", "cases": "court cases", "searches": "searches", "disputes": "disputes", "terms": "terms",
       "lists": "lists of filings", "targets": "targets", "filings": "filed services",
       "registrations": "registered applications", "exceptions": "exceptions",
       "owners": "groups of providers", "sectors": "sectors", "drawings": "drawings",
       "evidence": "evidence",
       "vocab": "controlled words"}
# Kinds whose records are not in one file of each format under the kind's own name.
_FILES = {"points": {"CSV": "csv/points.csv", "JSON": "series.json"}, "evidence": {"CSV": "csv/evidence.csv"},
          "vocab": {"JSON": "vocab.json"}}


@dataclass(frozen=True)
class Table:
    """What a table shows, on the page and in its file: heads, rows, the columns of numbers, the one of names."""

    heads: Sequence[str]
    rows: Sequence[markup.Row]
    numeric: Collection[int] = ()
    names: int = 0


def table(page: Page, kinds: Sequence[str], name: str, caption: str, heads: Sequence[str], rows: Iterable[markup.Row],
          numeric: Iterable[int] = (), **look: Any) -> Markup:
    """A table and the line that leads to its data; ``kinds`` are those its cells come from, the rest as in markup."""
    shown = keep(page, name, Table(heads, tuple(rows), frozenset(numeric)))
    return markup.table(name, caption, heads, shown.rows, numeric=shown.numeric, **look) + line(page, kinds, name, caption)


def cells(*values: str | int) -> tuple[Markup, ...]:
    """The cells of a row: numbers with separators, text escaped, markup as it is.

    ``cells("a & b", 1048) == ("a &#38; b", "1,048")``
    """
    return tuple(text(words.number(value)) if isinstance(value, int) else text(value) for value in values)


def keep(page: Page, name: str, shown: Table) -> Table:
    """The same; the file of the table is made of it."""
    page.site.tables.setdefault(page.url, {})[name] = shown
    return shown


def line(page: Page, kinds: Iterable[str], name: str = "", caption: str = "") -> Markup:
    """Links to a table of this page and to every record of some kinds; empty if the page has offered them already.

    ``This table: CSV. All figures: CSV, JSON.``
    """
    own = page.to(f"{page.url}{name}.csv")
    parts = [filled("This table: {}.", markup.link(text("CSV"), own, aria_label=f"CSV, {caption}"))] if name else []
    for kind in kinds:
        if kind not in page.offered:
            page.offered.add(kind)
            files = _FILES.get(kind) or {"CSV": f"csv/{kind}.csv", "JSON": f"{kind}.json"}
            links = raw(", ").join(markup.link(text(form), page.to(V1 + file), aria_label=f"{form}, all {ALL[kind]}")
                              for form, file in files.items())
            parts.append(filled("All {}: {}.", ALL[kind], links))
    return some("p", raw(" ").join(parts), class_="table-tools", data_search_exclude=True)


def take(page: Page, folder: str, name: str, title: str) -> Markup:
    """The line under a chart or a drawing that leads to the page from which it is taken away.

    ``Download: picture, numbers, embed``
    """
    forms = "picture, numbers, embed" if folder == CHARTS else "picture, embed"
    link = markup.link(text(forms), page.to(f"{folder}{name}/"), aria_label=f"{forms}: {title}")
    return tag("p", raw("Download: ") + link, class_="chart__note chart__take", data_search_exclude=True)
