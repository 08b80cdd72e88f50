"""Totals that officials and the press gave, beside the rows of the lists."""

import re

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.days import first_day, last_day
from macros.facts.records import Figure, Point, Series
from macros.write import markup, receipts, tables
from macros.write.markup import Markup, block, mixed, text
from macros.write.page import MacroError, Page, Shown


def claims_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """Totals that officials and the press gave, each beside the rows of the lists dated up to then.

    Of a series of totals only those are taken that nobody counted or announced exactly.
    """
    if not ids:
        raise MacroError("needs the ids of figures or series")
    claims = sorted((claim for i in ids for claim in _claims(page, i)), key=lambda claim: last_day(claim[1].as_of))
    rows = [(f"claim-{item.id}" if item is holder else f"claim-{item.id}-{holder.as_of}", _claim(page, item, holder))
            for item, holder in claims]
    heads = ("As of", "Given", "Counts", "By", "Rows of the lists then")
    kinds = ("figures", "points", "filings")
    return block(tables.table(page, kinds, name, caption, heads, rows, numeric=(1, 4)))


def _claims(page: Page, name: str) -> list[tuple[Figure | Series, Figure | Point]]:
    """What was given, each total with what it counts."""
    series = page.site.data.series.get(name)
    if series is None:
        figure = record(page.site, Figure, name)
        return [(figure, figure)]
    return [(series, p) for p in series.points if series.register_ != "filing" or p.bound != "exact"]


def _speaker(page: Page, point: Point) -> str:
    """Who gave a point: its note says so, or its first source does."""
    said = re.match(r"Said by ([^,.]+)", point.note or "")
    return said[1] if said else page.site.stated_by(point)


def _claim(page: Page, item: Figure | Series, holder: Figure | Point) -> tuple[Markup, ...]:
    vocab = page.site.data.vocab
    register = vocab["registers"][item.register_].label if item.register_ else "not said which register"
    by = page.site.stated_by(holder, holder.said_by) if isinstance(holder, Figure) else _speaker(page, holder)
    low, high = page.site.data.filed_by(first_day(holder.as_of)), page.site.data.filed_by(holder.as_of)
    then = words.number(low) if low == high else f"{words.number(low)} to {words.number(high)}"
    return (text(words.date(holder.as_of)),
            markup.link(receipts.bounded(page, holder, item.unit), page.value_href(item, holder)),
            text(f"{vocab['units'][item.unit].label}; {register}"), mixed(by), text(then))


VIEWS: dict[str, Shown] = {"claims": claims_table}
