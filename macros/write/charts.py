"""Charts, drawn when the site is built: figures with title, a drawing for wide and narrow screens, note and table.

A chart is a ``Plot`` or several side by side. ``chart(page, "filed")`` gives the figure and, unless the page has one, a
table of the same numbers.
"""

from collections.abc import Callable

from macros.derive import words
from macros.derive.files import CHARTS as CHARTS_AT
from macros.facts.problems import nearest
from macros.write import lane_charts, receipts, tables, value_charts
from macros.write.chart_marks import dotted, series_link, series_marks
from macros.write.markup import EMPTY, Markup, Row, block, filled, mixed, plain, raw, series_of, some, tag, text
from macros.write.page import MacroError, Page
from macros.write.plot_drawing import NARROW, SMALL, WIDE, svg
from macros.write.plots import Chart, Layer, Plot, key_of, one_axis, said, when

CHARTS: dict[str, Callable[[Page], Chart]] = {**value_charts.CHARTS, **lane_charts.CHARTS}


def _of_series(page: Page, names: tuple[str, ...]) -> Chart:
    """Any series, or several that count one thing, on one pair of axes."""
    chosen = [page.site.data.series[n] for n in names]
    layers = tuple(made for i, s in enumerate(chosen, start=1) for made in dotted(s, s.label, i, series_marks(page, s)))
    title = words.series([s.label for s in chosen])
    dates = [p.as_of for s in chosen for p in s.points]
    plot = Plot(title, layers, start=f"{min(dates)[:4]}-01", end=max(dates))
    links = series_of([series_link(page, s) for s in chosen])
    if len(chosen) == 1:
        newest = chosen[0].points[-1]
        amount = plain(receipts.amount(page, newest, chosen[0].unit))
        title += f": {amount}, {words.date(newest.as_of)}"
    return Chart(title, (plot,), filled("Values with their sources: {}.", links), small=True)


# ---- the macro ---------------------------------------------------------------------------------------------------

def chart(page: Page, name: str, /, *others: str, table: bool = True) -> Markup:
    """A chart by its name, or of one or several series by their ids.

    ``table=False`` leaves out the table of its numbers, for a page that has one beside it.

    ``{{ chart("cnnic-genai-users") }}``
    """
    made = named(page, name, *others)
    key = "-".join((name, *others))
    drawn = pieces(page, f"chart-{key}", made)
    note = tag("p", made.note, class_="chart__note") + (_data(page, f"chart-{key}", made) if table else EMPTY)
    take = tables.take(page, CHARTS_AT, key, made.title)
    return block(tag("figure", tag("figcaption", mixed(made.title)) + drawn + note + take, class_=look(made),
                     id=f"chart-{key}"))


def named(page: Page, name: str, *others: str) -> Chart:
    """What a chart is made of; raises ``MacroError`` if there is none of that name, or an axis counts two things."""
    series = page.site.data.series
    if name in CHARTS and not others:
        made = CHARTS[name](page)
    elif unknown := [n for n in (name, *others) if n not in series]:
        raise MacroError(f"there is no chart or series '{unknown[0]}'{nearest(unknown[0], [*CHARTS, *series])}; "
                         f"the charts are {', '.join(sorted(CHARTS))}")
    else:
        made = _of_series(page, (name, *others))
    for plot in made.plots:
        one_axis(page, plot.layers)
    return made


def look(made: Chart) -> str:
    """The class of a chart: ``chart``, and whether it has panels or is small."""
    return "chart" + (" chart--panels" if len(made.plots) > 1 else " chart--small" if made.small else "")


def pieces(page: Page, name: str, made: Chart) -> Markup:
    """What stands between the title of a chart and its note: the key, and the drawing for either width."""
    first = made.plots[0]
    if len(made.plots) > 1:
        panels = (tag("div", tag("p", panel_title(page, plot), class_="panel__title") + svg(plot, SMALL, f"{name}-{i}"))
                  for i, plot in enumerate(made.plots, start=1))
        body = tag("div", EMPTY.join(panels), class_="panels")
    elif made.small:
        body = svg(first, SMALL, name)
    else:
        body = svg(first, WIDE, f"{name}-wide", "wide") + svg(first, NARROW, f"{name}-narrow", "narrow")
    key = raw(" ").join(filter(None, [key_of(first), made.key]))
    return some("p", key, class_="chart__note chart__key") + body


def panel_title(page: Page, plot: Plot) -> Markup:
    """What stands above a panel: what it shows, and in which unit."""
    return filled("{}, {}", mixed(plot.title), _unit(page, plot.layers[0]))


def _unit(page: Page, layer: Layer) -> Markup:
    return receipts.unit_label(page, layer.unit) or text("per cent")


def _data(page: Page, name: str, made: Chart) -> Markup:
    """The numbers of a chart as a table to unfold."""
    heads, rows, numeric = numbers(page, made)
    inner = tables.table(page, made.drawn_from, f"{name}-data", made.title, heads, rows, numeric=numeric)
    return tag("details", tag("summary", text("The numbers of this chart")) + inner, class_="chart__data")


def numbers(page: Page, made: Chart) -> tuple[tuple[str, ...], list[Row], tuple[int, ...]]:
    """The numbers of a chart as heads, rows and the columns of numbers. A line of many rows is left to the lists."""
    if made.table:
        heads, own = made.table
        return heads, [(None, r) for r in own], ()
    rows: list[Row] = [
        (None, (mixed(when(m, words.short_date)), mixed(layer.name), mixed(said(m)), _unit(page, layer)))
        for plot in made.plots for layer in plot.layers if layer.listed for m in layer.marks]
    return (made.first, "What", "Value", "Unit"), rows, (2,)
