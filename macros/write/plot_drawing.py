"""How a plot is drawn: set by Vega-Lite, thinned to SVG the style sheet colours.

Nothing in the drawing has a colour of its own, a style or a size of the screen's: classes say what a mark is.
"""

import datetime as dt
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from lxml import etree

from macros.derive import words
from macros.facts.days import first_day, last_day
from macros.write import lanes
from macros.write.lanes import number, shift
from macros.write.markup import EMPTY, Markup, tag, text
from macros.write.plots import Layer, Mark, Plot, describe

# On the smallest screen a narrow drawing shrinks by a twelfth, and its letters stay above 12 pixels.
WIDE, NARROW, SMALL = (660, 340), (312, 290), (312, 210)
FONT = 13

# Vega measures every text, which takes most of its time; nothing here asks how wide one is. Texts of no size are not
# measured, and `_texts` lowers them as Vega would.
UNMEASURED = 0

ROW = 20  # height of a row of a plot of names


# ---- axes ------------------------------------------------------------------------------------------------------------


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
    days = _months(first_day(plot.start), last_day(plot.end), every)
    label = f"utcFormat(datum.value, '{'%Y' if every == 12 else '%b %Y'}')"
    return {
        "field": "x",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_ms(plot.start, end=False), _ms(plot.end)], "nice": False},
        "axis": {"values": [_ms(d) for d in days], "labelExpr": label, "labelBound": False, "labelFlush": False,
                 "labelOverlap": False},
    }


def _value_axis(values: list[int]) -> dict[str, Any]:
    labels = json.dumps({str(v): words.number(v) for v in values})
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, values[-1]], "nice": False},
        "axis": {"values": values, "labelExpr": f"({labels})[datum.value]", "grid": True, "ticks": False, "domain": False,
                 "labelOverlap": False},
    }


def _name_axis(plot: Plot, names: list[str]) -> dict[str, Any]:
    axis: dict[str, Any] = {"grid": False, "ticks": False, "labelAngle": 0, "labelOverlap": False, "labelLimit": 0}
    if plot.named:
        axis |= {"values": list(plot.named), "labelExpr": "slice(datum.value, 0, 4)"}
    scale = {"domain": names, "paddingInner": 0.2, "paddingOuter": 0.1}
    return {"field": "x", "type": "nominal", "scale": scale, "axis": axis, "sort": None}


@dataclass(frozen=True)
class _Frame:
    """The room of a drawing: its size, and the margins around the axes."""

    width: int
    height: int
    left: int
    right: int = 22
    top: int = 22
    bottom: int = 24

    @property
    def inner(self) -> tuple[int, int]:
        return self.width - self.left - self.right, self.height - self.top - self.bottom


@dataclass(frozen=True)
class _Axes:
    """The axes of a plot in their frame: the values along one of them, the names or dates of all marks along the other."""

    plot: Plot
    frame: _Frame
    values: list[int]
    names: list[str]

    def x(self, mark: Mark) -> int | str:
        """The date or the name of a mark as Vega takes it."""
        return _ms(mark.x) if self.plot.axis == "time" else mark.x

    def place(self, mark: Mark) -> tuple[float, float]:
        """Where a mark falls between the axes."""
        width, height = self.frame.inner
        if self.plot.axis == "time":
            start, end = _ms(self.plot.start, end=False), _ms(self.plot.end)
            x = (_ms(mark.x) - start) / (end - start) * width
        else:
            x = (self.names.index(mark.x) + 0.5) / len(self.names) * width
        return x, height * (1 - mark.y / self.values[-1])


def _axes(plot: Plot, size: tuple[int, int]) -> _Axes:
    marks = [m for layer in plot.layers for m in layer.marks]
    values, names, (width, height) = ticks(max(m.y for m in marks)), list(dict.fromkeys(m.x for m in marks)), size
    if plot.axis == "rows":
        left = round(max(map(len, names)) * 7.2) + 10
        return _Axes(plot, _Frame(width, len(marks) * ROW + 8, left, right=40, top=4, bottom=4), values, names)
    return _Axes(plot, _Frame(width, height, round(max(len(words.number(v)) for v in values) * 7.3) + 12), values, names)


# ---- marks -----------------------------------------------------------------------------------------------------------


def spec(axes: _Axes) -> dict[str, Any]:
    """A plot on its axes as Vega-Lite takes it, labels placed."""
    plot, frame = axes.plot, axes.frame
    across = _time_axis(plot, frame.width) if plot.axis == "time" else _name_axis(plot, axes.names)
    up = _value_axis(axes.values)
    if plot.axis == "rows":
        most = max(m.y for layer in plot.layers for m in layer.marks)
        encoding = {"y": across, "x": up | {"axis": None, "scale": {"domain": [0, most]}}}
    else:
        encoding = {"x": across, "y": up}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": frame.inner[0],
        "height": frame.inner[1],
        "autosize": {"type": "none"},
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        "config": {"view": {"stroke": None}, "background": None,
                   "axis": {"title": None, "labelFontSize": UNMEASURED, "labelPadding": 6}},
        "encoding": encoding,
        "layer": [*(part for i, layer in enumerate(plot.layers) for part in _layer(axes, i, layer)), *_labels(axes)],
    }


_POINT = {"type": "point", "filled": True, "size": 60}
_VEGA: dict[str, Any] = {"step": {"type": "line", "interpolate": "step-after"}, "line": {"type": "line"},
                         "bar": {"type": "bar"}, "dot": _POINT, "ring": _POINT, "diamond": _POINT,
                         "stem": {"type": "rule"}}


def _layer(axes: _Axes, index: int, layer: Layer) -> Iterator[dict[str, Any]]:
    rows = [{"x": axes.x(m), "y": m.y} for m in layer.marks]
    made = {"data": {"values": rows}, "name": f"l{index}_{layer.kind}", "mark": _VEGA[layer.kind]}
    if layer.kind == "stem":
        # A rule from nought to the value, and a dot on it.
        yield made | {"encoding": {"y": {"field": "y", "type": "quantitative"}, "y2": {"datum": 0}}}
        yield made | {"name": f"l{index}_dot", "mark": _VEGA["dot"]}
    else:
        yield made


# ---- labels ----------------------------------------------------------------------------------------------------------


def _labels(axes: _Axes) -> list[dict[str, Any]]:
    """The labels that have room, one layer a side; earlier layers and later marks go first."""
    taken: list[Box] = []
    spots = _spots(axes) if axes.plot.axis != "rows" else []
    by_side: dict[str, list[dict[str, Any]]] = {}
    for layer in axes.plot.layers:
        for mark in reversed(layer.marks):
            if mark.label and (side := _side(axes, mark, taken, spots)):
                by_side.setdefault(side, []).append({"x": axes.x(mark), "y": mark.y, "t": mark.label})
    return [{"name": f"label_{side}", "data": {"values": rows},
             "mark": {"type": "text", "fontSize": UNMEASURED} | _SIDES[side],
             "encoding": {"text": {"field": "t", "type": "nominal"}}} for side, rows in sorted(by_side.items())]


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


def _spots(axes: _Axes) -> list[Box]:
    """The room that dots, rings and diamonds take, which a label had better leave free."""
    places = [axes.place(m) for layer in axes.plot.layers if layer.kind in ("dot", "ring", "diamond") for m in layer.marks]
    return [(x - 5, x + 5, y - 8, y + 8) for x, y in places]


def _side(axes: _Axes, mark: Mark, taken: list[Box], spots: list[Box]) -> str:
    """The side on which the label goes, or nothing if there is no room; the room it takes is noted in ``taken``.

    A side that covers no mark is better than the side wished for.
    """
    if axes.plot.axis == "rows":
        return "beside"
    (x, y), (width, height), wide = axes.place(mark), axes.frame.inner, len(mark.label) * 7.5 + 4
    free: list[tuple[str, Box]] = []
    for side in dict.fromkeys((mark.side, "left", "right", "above", "over")):
        dx, dy = _SIDES[side].get("dx", 0), _SIDES[side]["dy"]
        left = x + dx - {"right": 0, "level": 0, "left": wide, "above": wide / 2, "over": wide / 2}[side]
        box = (left, left + wide, y + dy - 6, y + dy + 6)
        inside = box[0] >= -5 and box[1] <= width + axes.frame.right - 2 and box[3] <= height + 1
        if inside and _clear(box, taken):
            free.append((side, box))
    if not free:
        return ""
    side, box = next((f for f in free if _clear(f[1], spots)), free[0])
    taken.append(box)
    return side


# ---- as SVG ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def vega(source: str) -> str:
    """What Vega-Lite draws of a specification, as SVG. The first drawing takes a third of a second more."""
    import vl_convert  # Only a build that draws needs it.

    return vl_convert.vegalite_to_svg(source)


def _drawn(made: dict[str, Any]) -> Any:
    """What Vega draws of a specification, as a tree."""
    return etree.fromstring(vega(json.dumps(made, sort_keys=True)).encode())


def svg(plot: Plot, size: tuple[int, int], name: str, css: str = "") -> Markup:
    """The plot as an SVG element: classes instead of colours, title and description, no identifier but its own two."""
    if plot.lanes:
        frame, body = _in_lanes(plot, size[0])
    else:
        axes = _axes(plot, size)
        frame, body = axes.frame, _thin(_drawn(spec(axes)), plot)
    head = tag("title", text(plot.title), id=f"{name}-t") + tag("desc", text(describe(plot)), id=f"{name}-d")
    return tag("svg", head + tag("g", body, transform=f"translate({frame.left} {frame.top})"), class_=css or None,
               viewBox=f"0 0 {frame.width} {frame.height}", role="img", aria_labelledby=f"{name}-t {name}-d", font_size=FONT)


def _in_lanes(plot: Plot, width: int) -> tuple[_Frame, Markup]:
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


def _thin(root: Any, plot: Plot) -> Markup:
    """The marks, grid, axes and labels of Vega's drawing as a few plain elements."""
    margin = shift(root[0])
    grid, axis, out, labels = "", "", EMPTY, EMPTY
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
    lines = EMPTY.join(tag("path", class_=c, d=d) for c, d in (("grid", grid), ("axis", axis)) if d)
    return lines + out + labels


def _rules(group: Any, margin: tuple[float, float]) -> str:
    out = ""
    for line in group.iter("{*}line"):
        x, y = shift(line)
        dx, dy = float(line.get("x2") or 0), float(line.get("y2") or 0)
        out += f"M{number(x - margin[0])} {number(y - margin[1])}" + (f"h{number(dx)}" if not dy else f"v{number(dy)}")
    return out


def _texts(group: Any, margin: tuple[float, float], css: str) -> Markup:
    out = EMPTY
    for node in group.iter("{*}text"):
        x, y = shift(node)
        if node.get("opacity") != "0" and node.text:
            anchor = node.get("text-anchor")
            y += round((0.79 if css == "axis" and anchor == "middle" else 0.3) * FONT)
            out += tag("text", text(node.text), class_=css, x=round(x - margin[0]), y=round(y - margin[1]),
                       text_anchor=None if anchor == "start" else anchor)
    return out


def _marks(group: Any, margin: tuple[float, float], kind: str, css: str) -> Markup:
    out = EMPTY
    for node in group.iter("{*}path", "{*}line"):
        x, y = shift(node)
        x, y, drawn = x - margin[0], y - margin[1], node.get("d", "")
        if kind in ("dot", "ring"):
            out += tag("circle", class_=f"{css} {kind}", cx=round(x), cy=round(y), r="4.4")
        elif kind == "diamond":
            out += tag("path", class_=f"{css} diamond", d=f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6-6Z")
        elif kind == "stem":
            out += tag("path", class_=css, d=f"M{number(x)} {number(y)}v{number(float(node.get('y2') or 0))}")
        elif kind == "bar" and (bar := re.match(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)", drawn)):
            left, top, wide, high = map(float, bar.groups())
            at: dict[str, Any] = {"x": number(x + left), "y": number(y + top), "width": number(wide), "height": number(high)}
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
