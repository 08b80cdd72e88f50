"""Charts, drawn when the site is built: plots of the data, set by Vega-Lite, thinned to SVG the style sheet colours.

A chart is a ``Plot`` or several side by side. ``chart(page, "filed")`` gives the figure: title, drawing for wide and
for narrow screens, note and, unless the page has one, a table of the same numbers. Nothing in the drawing has a colour
of its own, a style or a size of the screen's: classes say what a mark is.

Series that count different things never share an axis: ``one_axis`` refuses.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from lxml import etree

from macros.derive import words
from macros.derive.index import Life, cumulative, lives
from macros.facts.days import first_day, last_day
from macros.facts.problems import nearest
from macros.facts.records import Figure, Group, Series, Target
from macros.write import lanes, receipts, tables
from macros.write.groups import last_seen, oldest_first, share
from macros.write.lanes import Lane, number, shift
from macros.write.markup import block, mixed, tag, text
from macros.write.page import MacroError, Page

Kind = Literal["step", "line", "dot", "ring", "diamond", "stem", "bar", "wait", "run", "tick", "cross"]
Side = Literal["left", "right", "level", "above"]
WIDE, NARROW, SMALL = (660, 340), (340, 290), (340, 210)
FONT = 12
# Vega measures every text, which takes most of its time; nothing here asks how wide one is. Texts of no size are not
# measured, and `_texts` lowers them as Vega would.
UNMEASURED = 0
ROW = 19  # height of a row of a plot of names


@dataclass(frozen=True)
class Mark:
    """One value: a date (bars: a name), how much, and what stands beside it.

    In a plot of lanes ``y`` is the lane, and a stretch ends at ``to``.
    """

    x: str
    y: float
    label: str = ""
    side: Side = "left"
    said: str = ""  # for the table: the value with its bound, where that is more than the number
    to: str = ""


@dataclass(frozen=True)
class Layer:
    """Marks of one kind that count one thing; ``name`` says what they are."""

    name: str
    kind: Kind
    color: int
    register: str | None
    unit: str
    marks: tuple[Mark, ...]
    listed: bool = True  # whether the table of the chart has these values


@dataclass(frozen=True)
class Plot:
    """What one pair of axes shows. Names stand beside lying bars (``rows``) or below standing ones (``columns``).

    A plot of ``lanes`` has a row for each of them instead of a scale of values, along dates or ``share``.
    """

    title: str
    layers: tuple[Layer, ...]
    axis: Literal["time", "columns", "rows", "share"] = "time"
    start: str = ""
    end: str = ""
    named: tuple[str, ...] = ()  # of columns: the names that are written out
    lanes: tuple[Lane, ...] = ()
    says: str = ""  # the plot in words, where the words of its layers do not tell it


@dataclass(frozen=True)
class Chart:
    """A figure: its title, its plots, a note in markup, and the head of the first column of its table.

    ``key`` says before the drawing what its marks are; ``table`` are the heads and rows of a table of its own.
    """

    title: str
    plots: tuple[Plot, ...]
    note: str
    first: str = "Date"
    small: bool = field(default=False)
    key: str = ""
    table: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None = None
    drawn_from: tuple[str, ...] = ("points", "figures")  # the kinds whose records its values are


# ---- what may share an axis --------------------------------------------------------------------------------------

# The press and officials call the entries of the CAC's lists models, the lists call them services; both count entries.
_SAME_COUNT = {("filing", "services"), ("filing", "models"), ("press-tally", "models"), ("press-tally", "services")}


def one_axis(page: Page, layers: tuple[Layer, ...]) -> None:
    """Nothing, if the layers count one thing; else raises ``MacroError`` naming two that do not."""
    first, *rest = layers
    for layer in rest:
        a, b = (first.register, first.unit), (layer.register, layer.unit)
        if a != b and not {a, b} <= _SAME_COUNT:
            raise MacroError(
                f"'{first.name}' counts {_counts(page, first)}, '{layer.name}' counts {_counts(page, layer)}; "
                "they cannot share an axis, draw a chart for each"
            )


def _counts(page: Page, layer: Layer) -> str:
    vocab = page.site.data.vocab
    register = vocab["registers"][layer.register].label if layer.register else "none"
    return f"{vocab['units'][layer.unit].label} (register: {register})"


# ---- drawing -----------------------------------------------------------------------------------------------------


def _ms(date: str, end: bool = True) -> int:
    """A date as Vega counts time; of a month or year its last day, or its first."""
    day = last_day(date) if end else first_day(date)
    return int(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC).timestamp() * 1000)


def ticks(top: float) -> list[int]:
    """Round values from nought to just above ``top``: ``ticks(1112) == [0, 250, 500, 750, 1000, 1250]``."""
    if top <= 0:
        return [0, 1]
    raw = top / 4.5
    power = 10 ** math.floor(math.log10(raw))
    step = max(1, int(next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw)))
    return list(range(0, math.ceil(top / step) * step + 1, step))


def _months(start: str, end: str, every: int) -> Iterator[str]:
    year, month = int(start[:4]), int(start[5:7])
    while (day := f"{year}-{month:02d}-01") <= end:
        if (month - 1) % every == 0 and day >= start:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _time_axis(plot: Plot, width: int) -> dict[str, Any]:
    years = int(plot.end[:4]) - int(plot.start[:4])
    every = 12 if years >= 2 else 3 if width < 500 else 2
    days = list(_months(first_day(plot.start), last_day(plot.end), every))
    return {
        "field": "x",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_ms(plot.start, end=False), _ms(plot.end)], "nice": False},
        "axis": {
            "values": [_ms(d) for d in days],
            "labelExpr": f"utcFormat(datum.value, '{'%Y' if every == 12 else '%b %Y'}')",
            "labelBound": False,
            "labelFlush": False,
            "labelOverlap": False,
        },
    }


def _value_axis(values: list[int]) -> dict[str, Any]:
    labels = json.dumps({str(v): words.number(v) for v in values})
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, values[-1]], "nice": False},
        "axis": {
            "values": values,
            "labelExpr": f"({labels})[datum.value]",
            "grid": True,
            "ticks": False,
            "domain": False,
            "labelOverlap": False,
        },
    }


def _name_axis(plot: Plot, names: list[str]) -> dict[str, Any]:
    axis: dict[str, Any] = {"grid": False, "ticks": False, "labelAngle": 0, "labelOverlap": False, "labelLimit": 0}
    if plot.named:
        axis |= {"values": list(plot.named), "labelExpr": "slice(datum.value, 0, 4)"}
    return {
        "field": "x",
        "type": "nominal",
        "scale": {"domain": names, "paddingInner": 0.2, "paddingOuter": 0.1},
        "axis": axis,
        "sort": None,
    }


@dataclass(frozen=True)
class _Frame:
    """The room of a drawing: its size, the margins around the axes, and where a mark falls between them."""

    width: int
    height: int
    left: int
    right: int = 22
    top: int = 22
    bottom: int = 24

    @property
    def inner(self) -> tuple[int, int]:
        return self.width - self.left - self.right, self.height - self.top - self.bottom


def _frame(plot: Plot, size: tuple[int, int], values: list[int]) -> _Frame:
    width, height = size
    if plot.axis == "rows":
        longest = max(len(m.x) for layer in plot.layers for m in layer.marks)
        rows = sum(len(layer.marks) for layer in plot.layers)
        return _Frame(width, rows * ROW + 8, left=round(longest * 6.7) + 10, right=36, top=4, bottom=4)
    return _Frame(width, height, left=round(max(len(words.number(v)) for v in values) * 6.8) + 12)


def spec(plot: Plot, size: tuple[int, int]) -> dict[str, Any]:
    """The plot as Vega-Lite takes it, labels placed."""
    values = ticks(max(m.y for layer in plot.layers for m in layer.marks))
    frame = _frame(plot, size, values)
    names = list(dict.fromkeys(m.x for layer in plot.layers for m in layer.marks))
    across = _time_axis(plot, frame.width) if plot.axis == "time" else _name_axis(plot, names)
    if plot.axis == "rows":
        value = _value_axis(values) | {"axis": None}
        encoding = {
            "y": across,
            "x": value | {"scale": {"domain": [0, max(m.y for la in plot.layers for m in la.marks)]}},
        }
    else:
        encoding = {"x": across, "y": _value_axis(values)}
    layers = [part for i, layer in enumerate(plot.layers) for part in _layer(plot, i, layer)]
    inner = frame.inner
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": inner[0],
        "height": inner[1],
        "autosize": {"type": "none"},
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        "config": {
            "view": {"stroke": None},
            "background": None,
            "axis": {"title": None, "labelFontSize": UNMEASURED, "labelPadding": 6},
        },
        "encoding": encoding,
        "layer": [*layers, *_labels(plot, frame, values, names)],
    }


_VEGA: dict[str, Any] = {
    "step": {"type": "line", "interpolate": "step-after"},
    "line": {"type": "line"},
    "bar": {"type": "bar"},
    "dot": {"type": "point", "filled": True, "size": 60},
    "ring": {"type": "point", "filled": True, "size": 60},
    "diamond": {"type": "point", "filled": True, "size": 60},
    "stem": {"type": "rule"},
}


def _layer(plot: Plot, index: int, layer: Layer) -> Iterator[dict[str, Any]]:
    rows = [{"x": _ms(m.x) if plot.axis == "time" else m.x, "y": m.y} for m in layer.marks]
    named = {"data": {"values": rows}, "name": f"l{index}_{layer.kind}"}
    if layer.kind == "stem":
        # A rule from nought to the value, and a dot on it.
        yield named | {
            "mark": _VEGA["stem"],
            "encoding": {"y": {"field": "y", "type": "quantitative"}, "y2": {"datum": 0}},
        }
        yield named | {"name": f"l{index}_dot", "mark": _VEGA["dot"]}
    else:
        yield named | {"mark": _VEGA[layer.kind]}


def _labels(plot: Plot, frame: _Frame, values: list[int], names: list[str]) -> list[dict[str, Any]]:
    """The labels that have room, one layer a side; earlier layers and later marks go first."""
    taken: list[Box] = []
    spots = _spots(plot, frame, values, names) if plot.axis != "rows" else []
    by_side: dict[str, list[dict[str, Any]]] = {}
    for layer in plot.layers:
        for mark in reversed(layer.marks):
            if not mark.label:
                continue
            at = _where(plot, frame, values, names, mark)
            side = _place(plot, frame, at, mark, taken, spots)
            if side:
                x = _ms(mark.x) if plot.axis == "time" else mark.x
                by_side.setdefault(side, []).append({"x": x, "y": mark.y, "t": mark.label})
    return [
        {
            "name": f"label_{side}",
            "data": {"values": rows},
            "mark": {"type": "text", "fontSize": UNMEASURED} | _SIDES[side],
            "encoding": {"text": {"field": "t", "type": "nominal"}},
        }
        for side, rows in sorted(by_side.items())
    ]


_SIDES: dict[str, dict[str, Any]] = {
    "left": {"align": "right", "dx": -8, "dy": -8},
    "right": {"align": "left", "dx": 8, "dy": 9},
    "level": {"align": "left", "dx": 10, "dy": 1},
    "above": {"align": "center", "dy": -10},
    "over": {"align": "center", "dy": -19},
    "beside": {"align": "left", "dx": 5},
}


Box = tuple[float, float, float, float]  # left, right, top, bottom


def _clear(box: Box, others: list[Box]) -> bool:
    return not any(box[0] < b[1] and b[0] < box[1] and box[2] < b[3] and b[2] < box[3] for b in others)


def _where(plot: Plot, frame: _Frame, values: list[int], names: list[str], mark: Mark) -> tuple[float, float]:
    """Where a mark falls between the axes."""
    width, height = frame.inner
    if plot.axis == "time":
        start, end = _ms(plot.start, end=False), _ms(plot.end)
        x = (_ms(mark.x) - start) / (end - start) * width
    else:
        x = (names.index(mark.x) + 0.5) / len(names) * width
    return x, height * (1 - mark.y / values[-1])


def _spots(plot: Plot, frame: _Frame, values: list[int], names: list[str]) -> list[Box]:
    """The room that dots, rings and diamonds take, which a label had better leave free."""
    places = [_where(plot, frame, values, names, m) for layer in plot.layers
              if layer.kind in ("dot", "ring", "diamond") for m in layer.marks]
    return [(x - 5, x + 5, y - 8, y + 8) for x, y in places]


def _place(plot: Plot, frame: _Frame, at: tuple[float, float], mark: Mark, taken: list[Box], spots: list[Box]) -> str:
    """The side on which the label goes, or nothing if there is no room; the room it takes is noted in ``taken``.

    A side that covers no mark is better than the side wished for.
    """
    if plot.axis == "rows":
        return "beside"
    (x, y), (width, height), wide = at, frame.inner, len(mark.label) * 7 + 4
    free: list[tuple[str, Box]] = []
    for side in dict.fromkeys((mark.side, "left", "right", "above", "over")):
        dx, dy = _SIDES[side].get("dx", 0), _SIDES[side]["dy"]
        left = x + dx - {"right": 0, "level": 0, "left": wide, "above": wide / 2, "over": wide / 2}[side]
        box = (left, left + wide, y + dy - 6, y + dy + 6)
        inside = box[0] >= -5 and box[1] <= width + frame.right - 2 and box[3] <= height + 1
        if inside and _clear(box, taken):
            free.append((side, box))
    if not free:
        return ""
    side, box = next((f for f in free if _clear(f[1], spots)), free[0])
    taken.append(box)
    return side


@lru_cache(maxsize=256)
def _vega(source: str) -> str:
    """What Vega-Lite draws of a specification, as SVG. The first drawing takes a third of a second more."""
    import vl_convert  # Only a build that draws needs it.

    return vl_convert.vegalite_to_svg(source)


def _drawn(made: dict[str, Any]) -> Any:
    """What Vega draws of a specification, as a tree."""
    return etree.fromstring(_vega(json.dumps(made, sort_keys=True)).encode())


def svg(plot: Plot, size: tuple[int, int], name: str, css: str = "") -> str:
    """The plot as an SVG element: classes instead of colours, title and description, no identifier but its own two."""
    if plot.lanes:
        frame, body = _in_lanes(plot, size[0])
    else:
        frame = _frame(plot, size, ticks(max(m.y for layer in plot.layers for m in layer.marks)))
        body = _thin(_drawn(spec(plot, size)), plot)
    head = tag("title", text(plot.title), id=f"{name}-t") + tag("desc", text(describe(plot)), id=f"{name}-d")
    return tag(
        "svg",
        head + tag("g", body, transform=f"translate({frame.left} {frame.top})"),
        class_=css or None,
        viewBox=f"0 0 {frame.width} {frame.height}",
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
        font_size=FONT,
    )


def _in_lanes(plot: Plot, width: int) -> tuple[_Frame, str]:
    """The room and the marks of a plot of lanes; wide and narrow are one drawing of Vega's."""
    time = plot.axis == "time"
    axis = _time_axis(plot, lanes.BOX) if time else _SHARES
    values = [(layer.kind, [_on_lane(m, time) for m in layer.marks]) for layer in plot.layers]
    root = _drawn(lanes.spec(axis, values, len(plot.lanes)))
    ticks, spots = lanes.read(root, [layer.color for layer in plot.layers])
    made = lanes.layout(plot.lanes, spots, width, beside=width > 500)
    return _Frame(width, math.ceil(made.height), math.ceil(made.left), 0, 0, 0), lanes.draw(ticks, spots, made)


def _on_lane(mark: Mark, time: bool) -> dict[str, Any]:
    ends = [_ms(d) if time else float(d) for d in (mark.x, mark.to) if d]
    return {"x": ends[0], "x2": ends[-1], "lane": mark.y}


_SHARES: dict[str, Any] = {
    "field": "x",
    "type": "quantitative",
    "scale": {"domain": [0, 1], "nice": False},
    "axis": {"values": [0, 0.5, 1], "labelExpr": "datum.value == 1 ? 'target' : datum.value == 0 ? '0' : 'half'"},
}


def _thin(root: Any, plot: Plot) -> str:
    """The marks, grid, axes and labels of Vega's drawing as a few plain elements."""
    margin = shift(root[0])
    grid, axis, out, labels = "", "", "", ""
    for group in root.iter("{*}g"):
        css = group.get("class", "")
        if "role-axis-grid" in css:
            grid += _rules(group, margin)
        elif "role-axis-tick" in css or "role-axis-domain" in css:
            axis += _rules(group, margin)
        elif "role-axis-label" in css:
            labels += _texts(group, margin, "axis")
        elif found := re.search(r"\bl(\d+)_([a-z]+)_marks", css):
            out += _marks(group, margin, found[2], f"c-{plot.layers[int(found[1])].color}")
        elif "label_" in css:
            labels += _texts(group, margin, "label")
    lines = "".join(tag("path", class_=c, d=d) for c, d in (("grid", grid), ("axis", axis)) if d)
    return lines + out + labels


def _rules(group: Any, margin: tuple[float, float]) -> str:
    out = ""
    for line in group.iter("{*}line"):
        x, y = shift(line)
        dx, dy = float(line.get("x2") or 0), float(line.get("y2") or 0)
        out += f"M{number(x - margin[0])} {number(y - margin[1])}" + (f"h{number(dx)}" if not dy else f"v{number(dy)}")
    return out


def _texts(group: Any, margin: tuple[float, float], css: str) -> str:
    out = ""
    for node in group.iter("{*}text"):
        x, y = shift(node)
        if node.get("opacity") != "0" and node.text:
            anchor = node.get("text-anchor")
            y += round((0.79 if css == "axis" and anchor == "middle" else 0.3) * FONT)
            out += tag(
                "text",
                text(node.text),
                class_=css,
                x=round(x - margin[0]),
                y=round(y - margin[1]),
                text_anchor=None if anchor == "start" else anchor,
            )
    return out


def _marks(group: Any, margin: tuple[float, float], kind: str, css: str) -> str:
    out = ""
    for node in group.iter("{*}path", "{*}line"):
        x, y = shift(node)
        x, y, drawn = x - margin[0], y - margin[1], node.get("d", "")
        if kind in ("dot", "ring"):
            out += tag("circle", class_=f"{css} {kind}", cx=round(x), cy=round(y), r="4.4")
        elif kind == "diamond":
            out += tag("path", class_=f"{css} diamond", d=f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6-6Z")
        elif kind == "stem":
            out += tag("path", class_=css, d=f"M{number(x)} {number(y)}v{number(float(node.get('y2') or 0))}")
        elif kind == "bar":
            left, top, wide, high = map(float, re.match(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)", drawn).groups())  # type: ignore[union-attr]
            at = {"x": number(x + left), "y": number(y + top), "width": number(wide), "height": number(high)}
            out += tag("rect", class_=css, **at)
        else:
            out += tag("path", class_=css, d=_way(drawn))
    return out


def _way(drawn: str) -> str:
    """A line through points in whole units, each told from the one before: ``M31 292h2v-3``."""
    points = [(round(float(x)), round(float(y))) for x, y in re.findall(r"[ML]([^,]+),([^,A-Z]+)", drawn)]
    moves = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (x, y) != (a, b)]
    out = f"M{points[0][0]} {points[0][1]}"
    for dx, dy in moves:
        out += f"v{dy}" if not dx else f"h{dx}" if not dy else f"l{dx} {dy}"
    return out


def describe(plot: Plot) -> str:
    """The plot in words: each layer's name, its first, last and, of names, its largest value."""
    # A line only joins the values of another layer.
    told = [layer for layer in plot.layers if layer.kind != "line"] or plot.layers
    return plot.says or " ".join(_sentence(plot, layer) for layer in told)


def _sentence(plot: Plot, layer: Layer) -> str:
    first, last = layer.marks[0], layer.marks[-1]
    if len(layer.marks) == 1:
        return f"{layer.name}: {_said(first)}, {_when(plot, first)}."
    if plot.axis == "rows":
        return f"{layer.name}: from {_said(first)} ({first.x}) to {_said(last)} ({last.x})."
    return f"{layer.name}: from {_said(first)}, {_when(plot, first)}, to {_said(last)}, {_when(plot, last)}."


def _said(mark: Mark) -> str:
    return mark.said or words.number(int(mark.y) if mark.y == int(mark.y) else mark.y)  # type: ignore[arg-type]


def _when(plot: Plot, mark: Mark) -> str:
    return words.date(mark.x) if re.fullmatch(r"\d{4}(-\d\d){0,2}", mark.x) else mark.x


# ---- the charts --------------------------------------------------------------------------------------------------

FILED, REGISTERED, TALLIES = (
    "genai-services-filed-cumulative",
    "genai-apps-registered-cumulative",
    "genai-approved-press-tallies-2023-2024",
)


def _series_marks(
    page: Page,
    series: Series,
    keep: Callable[[Any], bool] = lambda p: True,
    side: Side = "left",
    label: Callable[[Any], bool] = lambda p: True,
) -> tuple[Mark, ...]:
    return tuple(
        Mark(p.as_of, float(p.value), _short(p) if label(p) else "", side, _full(page, p, series.unit))
        for p in series.points
        if keep(p)
    )


def _short(item: Any) -> str:
    """A value in little room: ``1,112`` · ``190+`` · ``≈230 million``."""
    shown = words.number(item.value)
    return {"exact": shown, "more-than": f"{shown}+", "at-least": f"{shown}+", "less-than": f"<{shown}",
            "up-to": f"≤{shown}"}.get(item.bound, f"≈{shown}")


def _full(page: Page, item: Any, unit: str) -> str:
    return " ".join(p for p in (receipts.bound(page, item.bound), receipts.value(item, unit)) if p)


def _counted(page: Page, figure: Figure) -> str:
    """A figure with its bound and unit: ``more than 450 billion yuan``."""
    return f"{_full(page, figure, figure.unit)} {receipts.unit_label(page, figure.unit)}"


def _stated(page: Page, figure: Figure, side: Side = "right") -> Mark:
    return Mark(figure.as_of, float(figure.value), _short(figure), side, _full(page, figure, figure.unit))


def _rows_layer(page: Page, name: str, until: str, **where: str) -> Layer:
    steps = cumulative(page.site.rows(to=until, **where))
    marks = [Mark(day, float(n)) for day, n in steps]
    if marks[-1].x < last_day(until):
        marks.append(replace(marks[-1], x=last_day(until)))
    return Layer(name, "step", 1, "filing", "services", tuple(marks), listed=False)


def _year_ends(series: Series) -> Callable[[Any], bool]:
    """Which points get a label: the first announced, the last of each year, the newest."""
    announced = [p for p in series.points if p.bound == "exact" and not p.derived]
    return lambda p: p is announced[0] or p is series.points[-1] or p.as_of.endswith("12-31")


def filed(page: Page) -> Chart:
    """Services filed: rows by date, the CAC's totals, what officials said, the press tally."""
    data = page.site.data
    series, tally = data.series[FILED], data.series[TALLIES]
    wang = data.figures["filed-2025-06-wang-jingtao"]
    said = sorted(
        (*_series_marks(page, series, lambda p: p.bound != "exact", "right"), _stated(page, wang)),
        key=lambda m: last_day(m.x),
    )
    listed = {(item.as_of, item.total) for item in data.lists.values()}
    totals = _series_marks(page, series, lambda p: (p.as_of, p.value) in listed, "left", _year_ends(series))
    press = tuple(replace(m, label=f"Press: {m.label}") for m in _series_marks(page, tally, side="level"))
    end = series.points[-1].as_of
    layers = (
        _rows_layer(page, "Services on the lists, by filing date", end),
        Layer("Total of a list of the CAC", "dot", 1, series.register_, series.unit, totals),
        Layer("Press tally of approved models", "diamond", 3, tally.register_, tally.unit, press),
        Layer("Total named by an official", "ring", 2, series.register_, series.unit, tuple(said)),
    )
    links = (
        f"Line: rows of the lists by filing date. Dots: {_link(page, FILED, 'totals of the lists of the CAC')}. "
        f"Rings: totals officials named in speech. Diamond: {_link(page, TALLIES, 'a count by the press')} of what it "
        "called approved models, made before the lists were public."
    )
    return Chart(
        "Services filed, running total",
        (Plot("Services filed, running total", layers, start="2023-07", end=end),),
        links,
        drawn_from=("points", "figures", "filings"),
    )


def _link(page: Page, series: str, label: str) -> str:
    return page.link("series", series, text(label))


def first_approvals(page: Page) -> Chart:
    """The first months of filing: rows by date, the first official total, the press tally."""
    series, tally = page.site.data.series[FILED], page.site.data.series[TALLIES]
    official = next(p for p in series.points if p.bound == "exact" and not p.derived)
    rows = _rows_layer(page, "Services on the first list, by filing date", official.as_of)
    # Marked: the first day, and the last day with filings before the press counted.
    steps = cumulative(page.site.rows(to=official.as_of))
    shown = (steps[0], [s for s in steps if s[0] <= tally.points[-1].as_of][-1])
    counted = tuple(Mark(day, float(n), words.number(n)) for day, n in shown)
    press = tuple(replace(m, label=f"Press: {m.label}") for m in _series_marks(page, tally, side="level"))
    layers = (
        rows,
        Layer(
            "Total on the first list",
            "dot",
            1,
            series.register_,
            series.unit,
            (Mark(official.as_of, float(official.value), _short(official)),),
        ),
        Layer("Press tally of approved models", "diamond", 3, tally.register_, tally.unit, press),
        Layer("Rows of the list dated up to this day", "ring", 1, series.register_, series.unit, counted),
    )
    note = (
        f"Line and rings: rows of the list the CAC published later, by filing date. "
        f"Dot: {_link(page, FILED, 'its total')}. "
        f"Diamond: {_link(page, TALLIES, 'the press tally')} of the time, in models."
    )
    return Chart(
        "Filed by date, and what the press counted",
        (
            Plot(
                "Services filed by date up to the first list, and the press tally",
                layers,
                start="2023-08",
                end=official.as_of[:7],
            ),
        ),
        note,
        drawn_from=("points", "filings"),
    )


def registered(page: Page) -> Chart:
    """Registered applications, a register of its own."""
    series = page.site.data.series[REGISTERED]
    marks = _series_marks(
        page, series, label=lambda p: p is series.points[-1] or p.as_of.endswith("12-31") or p is series.points[0]
    )
    layers = (_line(series, 1, marks), Layer("Total known", "dot", 1, series.register_, series.unit, marks))
    note = (
        f"{_link(page, REGISTERED, 'The series with its sources')}. Registered applications are "
        "another register than filed "
        "services and are not added to them."
    )
    return Chart(series.label, (Plot(series.label, layers, start="2024-01", end=series.points[-1].as_of),), note)


def per_year(page: Page) -> Chart:
    """Services filed in each year, as the CAC counts years."""
    series = page.site.data.series["genai-services-filed-per-year"]
    full = [p for p in series.points if p.as_of.endswith("12-31")]
    part = [p for p in series.points if not p.as_of.endswith("12-31")][-1:]
    layers = [_columns("Whole year", 1, series, [(p.as_of[:4], p) for p in full], page)]
    if part:
        layers.append(_columns("Part of a year", 2, series, [(f"{p.as_of[:4]}, part", p) for p in part], page))
    until = f" The last column ends on {words.date(part[0].as_of)}." if part else ""
    note = f"Years {_link(page, series.id, 'as the CAC counts them')}.{until}"
    return Chart(
        "Services filed in each year",
        (Plot("Services filed in each year", tuple(layers), axis="columns"),),
        note,
        first="Year",
        small=True,
    )


def _columns(name: str, color: int, series: Series, points: list[tuple[str, Any]], page: Page) -> Layer:
    return Layer(
        name,
        "bar",
        color,
        series.register_,
        series.unit,
        tuple(Mark(x, float(p.value), _short(p), "above", _full(page, p, series.unit)) for x, p in points),
    )


def per_month(page: Page) -> Chart:
    """Rows of the lists by the month of their filing date."""
    months = page.site.by_month
    most = max(months, key=lambda m: (months[m], m))
    marks = tuple(Mark(m, float(n), f"{n} in {words.date(m)}" if m == most else "", "left") for m, n in months.items())
    named = tuple(m for m in months if m.endswith("-01"))
    layer = Layer("Services filed in the month", "bar", 1, "filing", "services", marks)
    title = "Services filed in each month"
    return Chart(
        title,
        (Plot(title, (layer,), axis="columns", named=named),),
        "Counted from the rows of the lists, by filing date. A year stands below its January.",
        first="Month",
        drawn_from=("filings",),
    )


def by_province(page: Page) -> Chart:
    """Services by the place column of the lists; the central state-owned enterprises apart in colour."""
    count, provinces = page.site.by_province, page.site.data.vocab["provinces"]
    marks = tuple(Mark(provinces[p].label, float(n), words.number(n)) for p, n in count.items())
    places = tuple(m for m, p in zip(marks, count, strict=True) if p != "sasac")
    layers = [Layer("Places", "bar", 1, "filing", "services", places)]
    if "sasac" in count:
        layers.append(
            Layer("A channel, not a place", "bar", 2, "filing", "services", (marks[list(count).index("sasac")],))
        )
    title = "Services filed, by place"
    return Chart(
        title,
        (Plot(title, tuple(layers), axis="rows"),),
        "Counted from the rows of the lists. The last bar is the channel of central state-owned enterprises.",
        first="Place",
        small=True,
        drawn_from=("filings",),
    )


def users(page: Page) -> Chart:
    """Users by definition: a plot and a scale of its own for each way of counting."""
    data = page.site.data
    names = ("cnnic-genai-users", "genai-registered-accounts", "doubao-monthly-active-users", "ernie-bot-users")
    end = max(p.as_of for n in names for p in data.series[n].points)
    plots = tuple(_series_plot(page, data.series[n], "2023-07", end) for n in names)
    note = (
        "Each plot counts something else and has a scale of its own. Numbers: "
        + words.series([_link(page, n, data.series[n].label) for n in names])
        + "."
    )
    return Chart("Users, by what is counted", plots, note, small=True)


def _series_plot(page: Page, series: Series, start: str, end: str) -> Plot:
    marks = _series_marks(page, series)
    return Plot(
        series.label,
        (_line(series, 1, marks), Layer(series.label, "dot", 1, series.register_, series.unit, marks)),
        start=start,
        end=end,
    )


def _line(series: Series, color: int, marks: tuple[Mark, ...]) -> Layer:
    """The line between the values of a series; its labels belong to the values."""
    return Layer(
        series.label,
        "line",
        color,
        series.register_,
        series.unit,
        tuple(replace(m, label="") for m in marks),
        listed=False,
    )


def beijing_partners(page: Page) -> Chart:
    """Partners of Beijing's programme, at each date a count was given."""
    chain = page.site.chain("partner-batch1")
    marks = tuple(replace(_stated(page, f, "left"), x=f.as_of) for f in chain)
    layer = Layer("Partners of the programme", "stem", 1, chain[0].register_, chain[0].unit, marks)
    layers = (layer, *(Layer(f.label, "dot", 1, f.register_, f.unit, (), listed=False) for f in chain))
    one_axis(page, layers)
    links = words.series([page.link("figures", f.id, mixed(_full(page, f, f.unit))) for f in chain])
    return Chart(
        "Partners of Beijing’s programme, where a count was given",
        (Plot("Partners of Beijing’s programme", (layer,), start="2023-01", end=f"{int(chain[-1].as_of[:4])}-12"),),
        f"Counts: {links}. Nothing is known of the months between.",
        small=True,
    )


def beijing_filed(page: Page) -> Chart:
    """Services filed through Beijing: rows by date, and what officials and reports gave."""
    data = page.site.data
    chain = [*page.site.chain("beijing-filed-models-2024-07"), data.figures["beijing-215"]]
    stated = sorted((_stated(page, f) for f in chain), key=lambda m: last_day(m.x))
    end = max(i.as_of for i in data.lists.values())
    layers = (
        _newest_label(_rows_layer(page, "Services filed through Beijing, by filing date", end, province="beijing")),
        Layer("Total stated in reports", "ring", 2, "filing", chain[0].unit, tuple(stated)),
        *(Layer(f.label, "ring", 2, f.register_, f.unit, (), listed=False) for f in chain),
    )
    one_axis(page, layers)
    links = words.series(
        [page.link("figures", f.id, receipts.value(f, f.unit)) for f in sorted(chain, key=lambda f: f.value)]
    )
    return Chart(
        "Services filed through Beijing, running total",
        (Plot("Services filed through Beijing, running total", layers[:2], start="2023-07", end=end),),
        f"Line: rows of the CAC’s lists by filing date. Rings: totals given by the city or in reports, {links}. The "
        "reports call them models.",
        drawn_from=("figures", "filings"),
    )


def _row(kind: Kind, color: int, name: str, marks: list[Mark], unit: str, listed: bool = True) -> Layer:
    """Marks of one kind in a plot of lanes, where nothing is counted along the rows."""
    return Layer(name, kind, color, None, unit, tuple(marks), listed)


def _dates_of(layers: tuple[Layer, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The marks of a plot of lanes as a table: name, what happened, date."""
    marks = sorted(((m, la.name) for la in layers if la.listed for m in la.marks),
                   key=lambda found: (found[0].y, last_day(found[0].x), found[1]))
    return ("Name", "What", "Date"), tuple((mixed(m.said), mixed(what), words.short_date(m.x)) for m, what in marks)


RULES_FROM = "2021-10-01"  # the one rule that is older begins at the edge; its name says since when


def rule_dates(page: Page) -> Chart:
    """Each rule from its draft over its issue to the day it took effect, and the day it was replaced."""
    found, today = lives(page.site), page.site.data.edition.as_of
    spans: dict[str, list[Mark]] = {"wait": [], "run": []}
    points: dict[str, list[Mark]] = {"ring": [], "tick": [], "dot": [], "cross": []}
    for i, life in enumerate(found):
        status = life.item.status
        going = status in ("draft", "issued-not-in-force") or status.startswith("in-force")
        end = life.replaced or (today if going else None)
        # A year alone is no place on the line.
        start = next((d for d in (life.draft, life.issued) if d and len(d) > 4), None)
        days = [day if day and last_day(day) <= today else None
                for day in (life.draft, life.issued, life.effective, life.replaced)]
        for kind, a, b in (("wait", start, days[2] or end), ("run", days[2], end)):
            if a and b and last_day(a) < last_day(b) > RULES_FROM:
                spans[kind].append(Mark(max(a, RULES_FROM), i, to=b))
        for kind, day in zip(points, days, strict=True):
            if day and len(day) > 4 and day >= RULES_FROM:
                points[kind].append(Mark(day, i, said=life.item.short))
    layers = (_row("wait", 2, "Not yet in force", spans["wait"], "texts", listed=False),
              _row("run", 1, "In force", spans["run"], "texts", listed=False),
              _row("tick", 1, "Issued", points["tick"], "texts"),
              _row("ring", 2, "Draft published", points["ring"], "texts"),
              _row("dot", 1, "In force from", points["dot"], "texts"),
              _row("cross", 1, "Replaced", points["cross"], "texts"))
    title = "Rules from draft to force"
    return Chart(
        title,
        (Plot(title, layers, start=RULES_FROM[:7], end=today[:7], lanes=tuple(map(_rule_lane, found)),
              says=_rules_in_words(found)),),
        _rules_undrawn(page, found),
        key="Ring: draft published. Upright stroke: issued. Dot and solid line: in force. Cross: replaced. Dashed: "
            f"published, but not in force. The lines end on {words.date(today)}.",
        table=_dates_of(layers),
        drawn_from=("instruments", "events"),
    )


def _rule_lane(life: Life) -> Lane:
    older = life.effective and life.effective < RULES_FROM
    return Lane(life.item.short + (f", since {life.effective[:4]}" if older else ""))  # type: ignore[index]


def _rules_in_words(found: list[Life]) -> str:
    """The chart of rules in two sentences."""
    first, last = (min(f.dates, key=last_day) for f in (found[0], found[-1]))
    force = sum(f.item.status.startswith("in-force") for f in found)
    return (f"{len(found)} texts in the order of their first date, from {found[0].item.short}, {words.date(first)}, to "
            f"{found[-1].item.short}, {words.date(last)}. {force} of them are in force, "
            f"{sum(f.replaced is not None for f in found)} were replaced, and of "
            f"{sum(f.draft is not None for f in found)} the day of the draft is known.")


def _rules_undrawn(page: Page, found: list[Life]) -> str:
    """The texts without a date, those of which only the year of issue is known, and what has no day of force."""
    drawn = {f.item.id for f in found}
    undated = [i for i in page.site.data.instruments.values() if i.id not in drawn]
    year = [f.item for f in found if f.issued and len(f.issued) == 4]
    named = [words.series([page.link("instruments", i.id, mixed(i.short)) for i in group]) for group in (undated, year)]
    return ("Frameworks, guidelines and opinions have no day of entry into force. A cross stands where the text that "
            "replaces another came into force or, without such a day, was issued."
            + (f" Not drawn, for want of a date: {named[0]}." if undated else "")
            + (f" Only the year of issue is known of {named[1]}." if year else ""))


# Alliance → the figure that says how many members it had when it was founded.
SIZES = {"ai-open-alliance": "ai-open-alliance-members",
         "zgc-digital-intelligence-ai-alliance": "zgc-alliance-first-members"}


def alliances(page: Page) -> Chart:
    """When each alliance was founded, where, and the last sign of life found after that."""
    site = page.site
    every = oldest_first(g for g in site.data.groups.values() if g.kind == "alliance")
    found = [g for g in every if g.founded]
    marks: dict[str, list[Mark]] = {kind: [] for kind in ("wait", "run", "tick", "dot", "diamond", "ring")}
    for i, g in enumerate(found):
        if len(g.founded) == 4:
            marks["wait"].append(Mark(first_day(g.founded), i, to=last_day(g.founded)))
        else:
            kind = {"Beijing": "dot", "Shanghai": "diamond"}.get((g.place or "").split(" ")[0], "ring")
            marks[kind].append(Mark(g.founded, i, said=g.name))
        seen = last_seen(g)
        if seen and seen > g.founded[:7]:
            marks["run"].append(Mark(last_day(g.founded), i, to=seen))
            marks["tick"].append(Mark(seen, i, said=g.name))
    layers = (_row("wait", 2, "Founded in this year", marks["wait"], "alliances", listed=False),
              _row("run", 1, "Known to be alive", marks["run"], "alliances", listed=False),
              _row("tick", 1, "Last sign of life", marks["tick"], "alliances"),
              _row("dot", 1, "Founded in Beijing", marks["dot"], "alliances"),
              _row("diamond", 2, "Founded in Shanghai", marks["diamond"], "alliances"),
              _row("ring", 3, "Founded elsewhere", marks["ring"], "alliances"))
    title = "Alliances by the date they were founded"
    undated = words.series([page.link("groups", g.id, mixed(g.name)) for g in every if not g.founded])
    sizes = words.series([page.link("figures", SIZES[g.id], mixed(g.name)) for g in found if g.id in SIZES])
    return Chart(
        title,
        (Plot(title, layers, start=found[0].founded, end=site.data.edition.as_of[:7],
              lanes=tuple(Lane(g.name + _size(page, g)) for g in found), says=_alliances_in_words(found, marks)),),
        f"No founding date was found for {undated}. The number of members at the founding is known of {sizes} only; no "
        "alliance has two dated counts.",
        key="Dot: founded in Beijing. Diamond: in Shanghai. Ring: elsewhere. Dashed: only the year is known. A line "
            "leads to an upright stroke, the last sign of life that was found after the founding.",
        table=_dates_of(layers),
        drawn_from=("groups", "figures"),
    )


def _size(page: Page, g: Group) -> str:
    """The members an alliance began with: ``, 25 members``."""
    if g.id not in SIZES:
        return ""
    return f", {_counted(page, page.figure(SIZES[g.id]))}"


def _alliances_in_words(found: list[Group], marks: dict[str, list[Mark]]) -> str:
    """The chart of alliances in two sentences."""
    years = Counter(g.founded[:4] for g in found)  # type: ignore[index]
    most, times = max(years.items(), key=lambda y: (y[1], y[0]))
    ends = [f"{g.name}, {words.date(g.founded)}" for g in (found[0], found[-1])]  # type: ignore[arg-type]
    return (f"{len(found)} alliances with a known founding date, from {', to '.join(ends)}; {times} were founded in "
            f"{most}. For {len(marks['tick'])} of them a sign of life after the founding was found.")


def target_results(page: Page) -> Chart:
    """Each target with a figure for the same thing: how much of the target that is, and when it was stated."""
    targets = page.site.data.targets
    found = sorted((t for t in targets.values() if t.result), key=lambda t: (last_day(t.due or "9999"), t.id))
    pairs = [(t, page.figure(t.target), page.figure(t.result)) for t in found]  # type: ignore[arg-type]
    marks = [Mark(str(min(result.value / aim.value, Decimal(1))), i) for i, (_, aim, result) in enumerate(pairs)]
    in_time = [last_day(result.as_of) >= last_day(t.due or "9999") for t, _, result in pairs]
    left = [Mark(m.x, m.y, to="1") for m in marks if m.x != "1"]
    layers = (_row("wait", 2, "Left to it", left, "percent"),
              _row("run", 1, "Share of that number", [Mark("0", m.y, to=m.x) for m in marks], "percent"),
              _row("tick", 1, "Target or forecast", [Mark("1", m.y) for m in marks], "percent"),
              _row("dot", 1, "Stated for the due date", [m for m in marks if in_time[int(m.y)]], "percent"),
              _row("ring", 1, "Stated before", [m for m in marks if not in_time[int(m.y)]], "percent"))
    title = "Targets and forecasts with a figure to set beside them"
    return Chart(
        title,
        (Plot(title, layers, axis="share", lanes=tuple(_target_lane(page, *p) for p in pairs),
              says=_targets_in_words(len(targets), pairs, sum(in_time))),),
        f"Shares are computed from the two figures. For the other {len(targets) - len(found)} no figure of the "
        "same thing was found.",
        small=True,
        key="Dot: stated for the due date. Ring: stated before the target was due, or with the target itself.",
        table=(("Target", "Due", "Promised", "Stated", "As of", "Share of the target", "What came of it"),
               tuple(_target_cells(page, *p) for p in pairs)),
        drawn_from=("targets", "figures"),
    )


def _target_cells(page: Page, target: Target, aim: Figure, result: Figure) -> tuple[str, ...]:
    linked = [page.link("figures", f.id, mixed(_counted(page, f))) for f in (aim, result)]
    return (mixed(aim.label), words.short_date(target.due) if target.due else "not found", *linked,
            words.short_date(result.as_of), _reached(aim, result), page.told(target.verdict))


def _reached(aim: Figure, result: Figure) -> str:
    """The share of a target that a result is: ``about 73%``; exact only where both are."""
    return ("" if aim.bound == result.bound == "exact" else "about ") + share(result.value, aim.value)


def _target_lane(page: Page, target: Target, aim: Figure, result: Figure) -> Lane:
    due = f", due {words.short_date(target.due)}" if target.due else ", no due date found"
    return Lane(aim.label, _reached(aim, result),
                (f"{'Forecast' if aim.measure == 'forecast' else 'Target'}: {_counted(page, aim)}{due}",
                 f"Stated: {_counted(page, result)}, {words.short_date(result.as_of)}"))


def _targets_in_words(targets: int, pairs: list[tuple[Target, Figure, Figure]], in_time: int) -> str:
    """The chart of targets in two sentences."""
    each = words.series([f"{_reached(aim, result)} ({aim.label})" for _, aim, result in pairs])
    return (f"{len(pairs)} of {targets} targets and forecasts have a figure to set beside them, {in_time} of them "
            f"stated for the due date. As a share of what was promised or expected: {each}.")


def _newest_label(layer: Layer) -> Layer:
    last = layer.marks[-1]
    return replace(layer, marks=(*layer.marks[:-1], replace(last, label=words.number(int(last.y)))))


CHARTS: dict[str, Callable[[Page], Chart]] = {
    "filed": filed,
    "first-approvals": first_approvals,
    "registered": registered,
    "filed-per-year": per_year,
    "filed-per-month": per_month,
    "filed-by-province": by_province,
    "users": users,
    "beijing-partners": beijing_partners,
    "beijing-filed": beijing_filed,
    "alliances": alliances,
    "target-results": target_results,
    "rule-dates": rule_dates,
}


def _of_series(page: Page, names: tuple[str, ...]) -> Chart:
    """Any series, or several that count one thing, on one pair of axes."""
    chosen = [page.site.data.series[n] for n in names]
    layers = tuple(
        layer
        for i, s in enumerate(chosen, start=1)
        for layer in (
            _line(s, i, _series_marks(page, s)),
            Layer(s.label, "dot", i, s.register_, s.unit, _series_marks(page, s)),
        )
    )
    title = words.series([s.label for s in chosen])
    dates = [p.as_of for s in chosen for p in s.points]
    plot = Plot(title, layers, start=f"{min(dates)[:4]}-01", end=max(dates))
    links = words.series([_link(page, s.id, s.label) for s in chosen])
    return Chart(title, (plot,), f"Values with their sources: {links}.", small=True)


# ---- the macro ---------------------------------------------------------------------------------------------------


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
    body = (tag("p", made.key, class_="chart__note chart__key") if made.key else "") + body
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
                        mixed(_said(m)),
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
