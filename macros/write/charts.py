"""Charts, drawn when the site is built: figures with title, a drawing for wide and narrow screens, note and table.

A chart is a ``Plot`` or several side by side. ``chart(page, "filed")`` gives the figure and, unless the page has one, a
table of the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from macros.derive import words
from macros.facts.problems import nearest
from macros.write import lane_charts, receipts, tables, value_charts
from macros.write.chart_marks import joined, series_link, series_marks
from macros.write.markup import block, mixed, tag
from macros.write.page import MacroError, Page
from macros.write.plot_drawing import NARROW, SMALL, WIDE, svg
from macros.write.plots import Chart, Layer, Mark, Plot, key_of, one_axis, said

CHARTS: dict[str, Callable[[Page], Chart]] = {**value_charts.CHARTS, **lane_charts.CHARTS}


def _of_series(page: Page, names: tuple[str, ...]) -> Chart:
    """Any series, or several that count one thing, on one pair of axes."""
    chosen = [page.site.data.series[n] for n in names]
    layers = tuple(
        layer
        for i, s in enumerate(chosen, start=1)
        for layer in (
            joined(s, i, series_marks(page, s)),
            Layer(s.label, "dot", i, s.register_, s.unit, series_marks(page, s)),
        )
    )
    title = words.series([s.label for s in chosen])
    dates = [p.as_of for s in chosen for p in s.points]
    plot = Plot(title, layers, start=f"{min(dates)[:4]}-01", end=max(dates))
    links = words.series([series_link(page, s.id, s.label) for s in chosen])
    if len(chosen) == 1:
        newest = chosen[0].points[-1]
        amount = unescape(receipts.amount(page, newest, chosen[0].unit))
        title += f": {amount}, {words.date(newest.as_of)}"
    return Chart(title, (plot,), f"Values with their sources: {links}.", small=True)


# ---- the macro -------------------------------------------------------------------------------------------------------


def chart(page: Page, name: str, *others: str, table: bool = True) -> str:
    """A chart by its name, or of one or several series by their ids.

    ``table=False`` leaves out the table of its numbers, for a page that has one beside it.

    ``{{ chart("cnnic-genai-users") }}``
    """
    series = page.site.data.series
    if name in CHARTS and not others:
        made = CHARTS[name](page)
    elif unknown := [n for n in (name, *others) if n not in series]:
        known = [*CHARTS, *series]
        raise MacroError(
            f"there is no chart or series '{unknown[0]}'{nearest(unknown[0], known)}; the charts are "
            f"{', '.join(sorted(CHARTS))}"
        )
    else:
        made = _of_series(page, (name, *others))
    for plot in made.plots:
        one_axis(page, plot.layers)
    return block(_figure(page, f"chart-{'-'.join((name, *others))}", made, table))


def _figure(page: Page, name: str, made: Chart, table: bool) -> str:
    caption = tag("figcaption", mixed(made.title))
    if len(made.plots) > 1:
        body = tag(
            "div", "".join(_panel(page, f"{name}-{i}", p) for i, p in enumerate(made.plots, start=1)), class_="panels"
        )
    elif made.small:
        body = svg(made.plots[0], SMALL, name)
    else:
        body = svg(made.plots[0], WIDE, f"{name}-wide", "wide") + svg(made.plots[0], NARROW, f"{name}-narrow", "narrow")
    note = tag("p", made.note, class_="chart__note")
    key = " ".join(filter(None, [key_of(made.plots[0]), made.key]))
    body = (tag("p", key, class_="chart__note chart__key") if key else "") + body
    css = "chart" + (" chart--panels" if len(made.plots) > 1 else " chart--small" if made.small else "")
    return tag("figure", caption + body + note + (_data(page, name, made) if table else ""), class_=css, id=name)


def _panel(page: Page, name: str, plot: Plot) -> str:
    unit = receipts.unit_label(page, plot.layers[0].unit) or "per cent"
    return tag("div", tag("p", f"{mixed(plot.title)}, {unit}", class_="panel__title") + svg(plot, SMALL, name))


def _data(page: Page, name: str, made: Chart) -> str:
    """The numbers of a chart as a table to unfold. A line of many rows is left to the lists."""
    if made.table:
        heads, own = made.table
        inner = tables.table(page, made.drawn_from, f"{name}-data", made.title, heads, [(None, r) for r in own])
        return tag("details", tag("summary", "The numbers of this chart") + inner, class_="chart__data")
    rows = []
    for plot in made.plots:
        for layer in (la for la in plot.layers if la.listed):
            rows += [
                (
                    None,
                    (
                        _when_short(m),
                        mixed(layer.name),
                        mixed(said(m)),
                        receipts.unit_label(page, layer.unit) or "per cent",
                    ),
                )
                for m in layer.marks
            ]
    heads = (made.first, "What", "Value", "Unit")
    inner = tables.table(page, made.drawn_from, f"{name}-data", made.title, heads, rows, numeric=(2,))
    return tag("details", tag("summary", "The numbers of this chart") + inner, class_="chart__data")


def _when_short(mark: Mark) -> str:
    return words.short_date(mark.x) if re.fullmatch(r"\d{4}(-\d\d){0,2}", mark.x) else mixed(mark.x)
