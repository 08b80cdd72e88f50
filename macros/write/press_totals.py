"""Totals that officials and the press gave, beside the rows of the lists."""

import re

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.days import first_day, last_day
from macros.facts.records import Figure, Point, Series
from macros.write import markup, receipts, tables
from macros.write.markup import Markup, block, mixed, raw, text
from macros.write.page import MacroError, Page, Shown


def claims_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """Totals that officials and the press gave, each beside the rows of the lists dated up to then.

    Of a series of totals only those are taken that nobody counted or announced exactly.
    """
    if not ids:
        raise MacroError("needs the ids of figures or series")
    rows = sorted((row for i in ids for row in _claims(page, i)), key=lambda row: row[0])
    heads = ("As of", "Given", "Counts", "By", "Rows of the lists then")
    claims = [(f"claim-{key}", cells) for _, key, cells in rows]
    kinds = ("figures", "points", "filings")
    return block(tables.table(page, kinds, name, caption, heads, claims, numeric=(1, 4)))


def _claims(page: Page, name: str) -> list[tuple[str, str, tuple[Markup, ...]]]:
    data = page.site.data
    if name in data.series:
        series = data.series[name]
        points = [p for p in series.points if series.register_ != "filing" or p.bound != "exact"]
        return [
            (
                last_day(p.as_of),
                f"{name}-{p.as_of}",
                _claim(page, p, series, page.point_href(name, p.as_of), _speaker(page, p)),
            )
            for p in points
        ]
    figure = record(page.site, Figure, name)
    return [
        (
            last_day(figure.as_of),
            name,
            _claim(page, figure, figure, page.href("figures", name), page.site.stated_by(figure, figure.said_by)),
        )
    ]


def _speaker(page: Page, point: Point) -> str:
    """Who gave a point: its note says so, or its first source does."""
    said = re.match(r"Said by ([^,.]+)", point.note or "")
    return said[1] if said else page.site.stated_by(point)


def _claim(page: Page, item: Point | Figure, holder: Series | Figure, href: str, by: str) -> tuple[Markup, ...]:
    vocab = page.site.data.vocab
    given = raw(" ").join(p for p in (receipts.bound(page, item.bound), words.value(item, holder.unit)) if p)
    register = vocab["registers"][holder.register_].label if holder.register_ else "not said which register"
    low, high = page.site.data.filed_by(first_day(item.as_of)), page.site.data.filed_by(item.as_of)
    then = words.number(high) if low == high else f"{words.number(low)} to {words.number(high)}"
    return (
        text(words.date(item.as_of)),
        markup.link(given, href),
        text(f"{vocab['units'][holder.unit].label}; {register}"),
        mixed(by),
        text(then),
    )


VIEWS: dict[str, Shown] = {"claims": claims_table}
