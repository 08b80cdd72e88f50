"""Tables of figures and of the values of series: beside each other, over time, beside the rows of the lists."""

import re

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.days import first_day, last_day
from macros.facts.records import Figure, Point, Series
from macros.write import inline, markup, receipts, tables
from macros.write.blocks import chosen
from macros.write.groups import share
from macros.write.markup import EMPTY, Markup, block, day, filled, given, mixed, raw, some, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.receipts import citation_line
from macros.write.tables import cells


def figures_table(page: Page, name: str, caption: str, *ids: str, **where: str) -> Markup:
    """Figures as a table: what, value, unit, as of, who said it, marks if any. Rows are chosen by id or by field."""
    rows = [_figure_row(page, f) for f in chosen(page, Figure, ids, where)]
    heads: tuple[str, ...] = ("What", "Value", "As of", "Said by", "Marks")
    if not any(shown[-1] for _, shown, _ in rows):
        heads, rows = heads[:-1], [(key, shown[:-1], more) for key, shown, more in rows]
    return block(tables.table(page, ("figures",), name, caption, heads, rows, numeric=(1,), sort=len(rows) > 5,
                              wide=True, classes="figures"))


def _figure_row(page: Page, f: Figure) -> tuple[str, tuple[Markup, ...], dict[str, object]]:
    value = page.link("figures", f.id, receipts.bounded(page, f, f.unit))
    by = page.site.stated_by(f, f.said_by)
    shown = cells(mixed(f.label), receipts.with_unit(page, value, f.unit, f) + receipts.superseded(page.site, f.id),
                  words.short_date(f.as_of), receipts.short_name(page, by), receipts.remarks(page.site, f))
    return f"row-{f.id}", shown, {"data_remark": receipts.remark(page.site, f.id, f)}


def series_table(page: Page, name: str) -> Markup:
    """Every point of a series as a table, each row with an address of its own."""
    series = record(page.site, Series, name)
    unit = receipts.unit_label(page, series.unit) or "per cent"
    top = series.points[-1] if page.url == f"figures/{name}/" else None  # its address is the top of that page
    rows = [(None if p is top else f"d-{p.as_of}", _point_cells(page, series, p),
             {"data_cite": citation_line(page.site, name, p.as_of)}) for p in reversed(series.points)]
    return block(tables.table(page, ("points",), f"{name}-points", f"{series.label}, newest first",
                              ("As of", unit.capitalize(), "How known", "Source"), rows, numeric=(1,)))


def _point_cells(page: Page, series: Series, point: Point) -> tuple[Markup, ...]:
    how = raw("computed: ") + mixed(point.derived.rstrip(".")) if point.derived else text("stated")
    how += given(". {}", page.told(point.note))
    return day(point.as_of), receipts.bounded(page, point, series.unit), how, receipts.every(page, point.evidence)


def superseded_table(page: Page, name: str, caption: str) -> Markup:
    """Figures that a later figure of the same quantity replaced, newest first."""
    site = page.site
    newer = [(f, site.data.figures[f.supersedes]) for f in site.data.figures.values() if f.supersedes]
    newer.sort(key=lambda pair: first_day(pair[0].as_of), reverse=True)
    rows = [(f"row-{f.id}", (mixed(f.label), _held(page, old), _held(page, f))) for f, old in newer]
    return block(tables.table(page, ("figures",), name, caption, ("Figure", "Older value", "Newer value"), rows))


def _held(page: Page, f: Figure) -> Markup:
    return page.link("figures", f.id, receipts.amount(page, f, f.unit)) + f", {words.short_date(f.as_of)}"


# ---- beside each other -------------------------------------------------------------------------------------------

def counted_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """Numbers that look alike and what each counts, with receipts; ``id@date,date`` picks points of a series."""
    if not ids:
        raise MacroError("needs the ids of figures or series")
    heads = ("Number", "What is counted", "Value, as of")
    return block(tables.table(page, ("figures", "points"), name, caption, heads, [_counted_row(page, i) for i in ids],
                              numeric=(2,), wide=True))


def _counted_row(page: Page, wanted: str) -> tuple[str, tuple[Markup, ...]]:
    name, _, dates = wanted.partition("@")
    item: Figure | Series = page.site.data.series.get(name) or record(page.site, Figure, name)
    points = dates.split(",") if dates else [None]
    values = EMPTY.join(tag("div", filled(
        "{}<br>{}", inline.fig(page, name, at=at, bound=True), day(on, words.short_date(on), class_="by")))
        for at in points for on in (page.stated(name, at)[1].as_of,))
    by = given(" {}", some("span", given("Said by {}.", mixed(item.said_by)), class_="by"))
    return f"row-{name}", (mixed(item.label), mixed(_what(page, item)) + by, values)


def _what(page: Page, item: Figure | Series) -> str:
    """What a number counts: as recorded, or else as its register or its unit has it."""
    if isinstance(item, Series):
        return item.definition
    vocab = page.site.data.vocab
    register = vocab["registers"][item.register_].means if item.register_ else None
    return item.counts or register or vocab["units"][item.unit].means or ""


def values_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """The values of one or several series by date, newest first, each with its receipt."""
    if not ids:
        raise MacroError("needs the ids of series")
    found = [record(page.site, Series, i) for i in ids]
    dates = sorted({p.as_of for s in found for p in s.points}, reverse=True)
    units = [receipts.unit_label(page, s.unit) or "per cent" for s in found]
    named = units if len(set(units)) == len(units) else [mixed(s.label) for s in found]
    heads = ("As of", *(n[:1].upper() + n[1:] for n in named), "Note")
    rows = [(f"{name}-{d}", _values_row(page, found, d)) for d in dates]
    return block(tables.table(page, ("points",), name, caption, heads, rows, numeric=range(1, len(found) + 1),
                              wide=True))


def _values_row(page: Page, found: list[Series], date: str) -> tuple[Markup, ...]:
    points = [next((p for p in s.points if p.as_of == date), None) for s in found]
    values = [inline.fig(page, s.id, at=date, bound=True) if p else text("—") for s, p in zip(found, points, strict=True)]
    notes = dict.fromkeys(p.note for p in points if p and p.note)
    return day(date), *values, raw(" ").join(mixed(n) for n in notes) or text("—")


# ---- beside the rows of the lists --------------------------------------------------------------------------------

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
    return cells(words.date(holder.as_of),
                 markup.link(receipts.bounded(page, holder, item.unit), page.value_href(item, holder)),
                 f"{vocab['units'][item.unit].label}; {register}", mixed(by), then)


def stated_and_listed(page: Page, name: str, caption: str, province: str, *ids: str) -> Markup:
    """Figures for the services filed in a province beside the rows of the official lists up to the same date.

    Each row: date, stated figure, who stated it, rows of the province, its share of all rows. Addresses ``at-<date>``.
    """
    if province not in page.site.by_province:
        raise MacroError(f"no service in data/filings.csv is filed in '{province}'; provinces are "
                         f"{', '.join(page.site.by_province)}")
    figures = sorted(chosen(page, Figure, ids, {"topic": "filings"}), key=lambda f: last_day(f.as_of))
    rows = [(f"at-{f.as_of}", _filed_cells(page, f, province)) for f in figures]
    heads = ("As of", "Stated", "Stated by", "In the lists", "Share of the lists")
    return block(tables.table(page, ("figures", "filings"), name, caption, heads, rows, numeric=(1, 3, 4)))


def _filed_cells(page: Page, f: Figure, province: str) -> tuple[Markup, ...]:
    listed, total = page.site.rows(to=f.as_of, province=province), page.site.rows(to=f.as_of)
    by = page.site.stated_by(f, f.said_by)
    return cells(day(f.as_of), page.link("figures", f.id, receipts.bounded(page, f, f.unit)), mixed(by), len(listed),
                 share(len(listed), len(total)))


VIEWS: dict[str, Shown] = {"figures": figures_table, "superseded": superseded_table, "counted": counted_table,
                           "values": values_table, "claims": claims_table, "stated-and-listed": stated_and_listed}
