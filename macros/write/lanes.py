"""Charts of lanes: one row a thing, its marks along time or a share, its name beside the first mark or above the row.

Vega-Lite says where the values fall, once a chart. Rows and names are placed here for either width: names differ in
length and want the room that their own row leaves, which no axis of names gives.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from textwrap import wrap
from typing import Any, NamedTuple

from macros.write.markup import EMPTY, Markup, tag, text

BOX = 1000  # the width Vega draws in; every place is a part of it
CHAR, BOLD, LINE = 7.3, 8.4, 16  # the width of a letter in a wide system font, bold too; the height of a line
LEADING = 12  # between a name and the mark it belongs to


@dataclass(frozen=True)
class Lane:
    """A row: its name, what stands at its right end, and the lines of small text under it."""

    name: str
    right: str = ""
    under: tuple[str, ...] = ()


class Spot(NamedTuple):
    """Where a mark is: its kind and colour, its lane, its place from nought to one and, of a stretch, where it ends."""

    kind: str
    color: int
    lane: int
    at: float
    to: float


class Tick(NamedTuple):
    """A value on the axis and its label."""

    at: float
    label: str


class Words(NamedTuple):
    """A line of text: where it starts or ends, its class and what it says."""

    x: float
    y: float
    anchor: str
    css: str
    content: str


def spec(axis: dict[str, Any], layers: Sequence[tuple[str, list[dict[str, Any]]]], lanes: int) -> dict[str, Any]:
    """The marks as Vega-Lite takes them: each layer a kind and its values ``{"x", "x2", "lane"}``."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": BOX,
        "height": lanes,
        "autosize": {"type": "none"},
        "padding": 0,
        # Labels of no size are not measured: see UNMEASURED in plot_drawing.py.
        "config": {"view": {"stroke": None}, "axis": {"title": None, "translate": 0, "labelFontSize": 0}},
        "encoding": {
            "x": axis,
            "y": {"field": "lane", "type": "quantitative", "axis": None,
                  "scale": {"domain": [0, lanes], "reverse": True, "nice": False}},
        },
        "layer": [
            {"data": {"values": values}, "name": f"l{i}_{kind}",
             **({"mark": {"type": "rule"}, "encoding": {"x2": {"field": "x2"}}} if kind in ("wait", "run") else
                {"mark": {"type": "point"}})}
            for i, (kind, values) in enumerate(layers)
        ],
    }


def read(root: Any, colors: Sequence[int]) -> tuple[list[Tick], list[Spot]]:
    """Where Vega has put the ticks and the marks; ``colors`` are those of the layers."""
    ticks, spots = [], []
    for group in root.iter("{*}g"):
        css = group.get("class", "")
        if "role-axis-label" in css:
            ticks += [Tick(shift(node)[0] / BOX, node.text) for node in group.iter("{*}text") if node.text]
        elif found := re.search(r"\bl(\d+)_([a-z]+)_marks", css):
            for node in group.iter("{*}path", "{*}line"):
                x, lane = shift(node)
                ends = sorted((x, x + float(node.get("x2") or 0)))
                spots.append(Spot(found[2], colors[int(found[1])], round(lane), ends[0] / BOX, ends[1] / BOX))
    return ticks, spots


def shift(node: Any) -> tuple[float, float]:
    """Where an element stands: the sum of the translations around it."""
    x = y = 0.0
    while node is not None:
        for a, b in re.findall(r"translate\(([-\d.e]+)(?:,([-\d.e]+))?\)", node.get("transform", "")):
            x, y = x + float(a), y + float(b or 0)
        node = node.getparent()
    return x, y


@dataclass(frozen=True)
class Layout:
    """The room of a drawing: left margin, width between the margins, height, the line of each lane, and its words."""

    left: float
    width: float
    height: float
    lines: tuple[float, ...]
    words: tuple[Words, ...]


TOP = 22  # for the labels of the axis
BESIDE = 34  # letters of a name for which there is always room beside its mark


def layout(lanes: Sequence[Lane], spots: Iterable[Spot], width: float, beside: bool) -> Layout:
    """Rows and words for a drawing of a width; names stand ``beside`` their first mark, or else above the line."""
    first = {s.lane: s.at for s in sorted(spots, key=lambda s: -s.at)}
    right = max(len(lane.right) for lane in lanes) * BOLD + 12
    left = BESIDE * CHAR + LEADING if beside else 16
    inner = width - left - right
    y, lines, words = float(TOP), [], []
    for i, lane in enumerate(lanes):
        at = first[i] * inner
        name = _beside(lane.name, at, left) if beside else _above(lane.name, at, inner + right - 2)
        line = y + (max(10.0, len(name) * LINE / 2 + 3) if beside else len(name) * LINE + 7)
        top = line - len(name) * LINE / 2 + 11.5 if beside else y + 12
        words += [Words(w.x, top + n * LINE, w.anchor, w.css, w.content) for n, w in enumerate(name)]
        if lane.right:
            words.append(Words(inner + 10, line + 4, "start", "label", lane.right))
        y = line + (line - y if beside else 10)
        small = [line for under in lane.under for line in wrap(under, int((width - left) / CHAR))]
        words += [Words(0, y + n * LINE - 2, "start", "aside", under) for n, under in enumerate(small, start=1)]
        y += len(small) * LINE + (10 if small else 0)
        lines.append(line)
    return Layout(left, inner, y + 4, tuple(lines), tuple(words))


def _beside(name: str, at: float, left: float) -> list[Words]:
    """A name that ends where its first mark begins."""
    lines = even(name, int((left + at - LEADING) / CHAR))
    return [Words(at - LEADING, 0, "end", "name", line) for line in lines]


def _above(name: str, at: float, room: float) -> list[Words]:
    """A name that begins above its first mark or, where that leaves too little room, ends at the margin."""
    lines = even(name, int(room / CHAR))
    if at - 4 + max(map(len, lines)) * CHAR <= room:
        return [Words(max(at - 4, 0), 0, "start", "name", line) for line in lines]
    return [Words(room, 0, "end", "name", line) for line in lines]


def even(name: str, most: int) -> list[str]:
    """A name in as few lines of at most so many letters as there have to be, none much shorter than the others.

    ``even("one two three four", 14) == ["one two", "three four"]``
    """
    fewest = len(wrap(name, most))
    return wrap(name, next(n for n in range(len(name) // fewest, most + 1) if len(wrap(name, n)) == fewest))


def draw(ticks: Iterable[Tick], spots: Sequence[Spot], made: Layout) -> Markup:
    """Grid, marks and words as a few plain elements."""
    places = [(t.at * made.width, t.label) for t in ticks]
    grid = "".join(f"M{number(x)} {TOP - 6}V{number(made.height)}" for x, _ in places)
    labels = EMPTY.join(_text(Words(x, 11, "middle", "axis", label)) for x, label in _with_room(places))
    groups = dict.fromkeys((s.kind, s.color) for s in spots)
    marks = EMPTY.join(_marks(kind, color, [(s.at * made.width, s.to * made.width, made.lines[s.lane]) for s in spots
                                         if (s.kind, s.color) == (kind, color)]) for kind, color in groups)
    return tag("path", class_="grid", d=grid) + marks + labels + EMPTY.join(map(_text, made.words))


def _with_room(places: Sequence[tuple[float, str]]) -> Sequence[tuple[float, str]]:
    """The labels of an axis that do not run into each other: all, or every second or third, counted from the last."""
    apart = min((b[0] - a[0] for a, b in pairwise(places)), default=0)
    widest = max((len(label) for _, label in places), default=0) * CHAR + 4
    every = ceil(widest / apart) if apart > 0 else 1
    return places[::-1][::every][::-1]


def _text(w: Words) -> Markup:
    return tag("text", text(w.content), class_=w.css, x=number(w.x), y=number(w.y),
               text_anchor=None if w.anchor == "start" else w.anchor)


def _marks(kind: str, color: int, places: Iterable[tuple[float, float, float]]) -> Markup:
    """Marks of one kind and colour, as one path: a chart of many rows has to stay light."""
    right, down, shape = _SHAPES.get(kind, (0, 0, ""))
    way = "".join(f"M{number(x + right)} {number(y + down)}{shape or f'H{number(to)}'}" for x, to, y in places)
    return tag("path", class_=f"c-{color} {kind}", d=way)


# How far right and down of its place a mark begins, and the way from there. What is not here is a line to its end.
_CIRCLE = "a4 4 0 1 0 8 0a4 4 0 1 0-8 0"
_SHAPES = {"dot": (-4, 0, _CIRCLE), "ring": (-4, 0, _CIRCLE), "tick": (0, -6.5, "v13"),
           "diamond": (0, -5.5, "l5.5 5.5-5.5 5.5-5.5-5.5Z"), "cross": (-4, -4, "l8 8m0-8-8 8")}


def number(value: float) -> str:
    """A coordinate, to a tenth: ``number(3.04) == "3"``."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")
