"""What a chart is made of: marks in layers, layers in plots; and what may share an axis.

Series that count different things never share an axis: ``one_axis`` refuses.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from macros.derive import words
from macros.write.lanes import Lane
from macros.write.markup import EMPTY, Markup, filled, raw, tag, text
from macros.write.page import MacroError, Page

Kind = Literal["step", "line", "dot", "ring", "diamond", "stem", "bar", "wait", "run", "tick", "cross"]

Side = Literal["left", "right", "level", "above"]


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
    by: str = ""  # who stated the value


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

    ``key`` is said before the drawing, behind the signs of its marks; ``table`` are the heads and rows of a table of its
    own.
    """

    title: str
    plots: tuple[Plot, ...]
    note: Markup
    first: str = "Date"
    small: bool = False
    key: Markup = EMPTY
    table: tuple[tuple[str, ...], tuple[tuple[Markup, ...], ...]] | None = None
    drawn_from: tuple[str, ...] = ("points", "figures")  # the kinds whose records its values are


# What stands for a mark beside its name.
SIGNS: dict[Kind, str] = {"step": "━", "line": "━", "dot": "●", "ring": "○", "diamond": "◆", "stem": "●",
                          "bar": "■", "wait": "┅", "run": "━", "tick": "│", "cross": "✕"}


def sign(kind: Kind, color: int) -> Markup:
    """The sign of a mark, in its colour."""
    return tag("b", text(SIGNS[kind]), class_=f"c-{color}", aria_hidden="true")


def key_of(plot: Plot) -> Markup:
    """The signs of a plot of lanes, each with what it stands for."""
    used = [layer for layer in plot.layers if layer.marks] if plot.lanes else []
    return raw(" ").join(tag("span", filled("{} {}", sign(la.kind, la.color), text(la.name)), class_="unit") for la in used)


# ---- what may share an axis ------------------------------------------------------------------------------------------


# The press and officials call the entries of the CAC's lists models, the lists call them services; both count entries.
_SAME_COUNT = {("filing", "services"), ("filing", "models"), ("press-tally", "models"), ("press-tally", "services")}


def one_axis(page: Page, layers: tuple[Layer, ...]) -> None:
    """Nothing, if the layers count one thing; else raises ``MacroError`` naming two that do not."""
    first, *rest = layers
    for layer in rest:
        a, b = (first.register, first.unit), (layer.register, layer.unit)
        if a != b and not {a, b} <= _SAME_COUNT:
            raise MacroError(f"'{first.name}' counts {_counts(page, first)}, '{layer.name}' counts "
                             f"{_counts(page, layer)}; they cannot share an axis, draw a chart for each")


def _counts(page: Page, layer: Layer) -> str:
    vocab = page.site.data.vocab
    register = vocab["registers"][layer.register].label if layer.register else "none"
    return f"{vocab['units'][layer.unit].label} (register: {register})"


# ---- in words --------------------------------------------------------------------------------------------------------


def describe(plot: Plot) -> str:
    """The plot in words: each layer's name, its first, last and, of names, its largest value."""
    # A line only joins the values of another layer.
    told = [layer for layer in plot.layers if layer.kind != "line"] or plot.layers
    return plot.says or " ".join(_sentence(plot, layer) for layer in told)


def _sentence(plot: Plot, layer: Layer) -> str:
    first, last = layer.marks[0], layer.marks[-1]
    if len(layer.marks) == 1:
        return f"{layer.name}: {said(first)}, {when(first)}."
    if plot.axis == "rows":
        return f"{layer.name}: from {said(first)} ({first.x}) to {said(last)} ({last.x})."
    return f"{layer.name}: from {said(first)}, {when(first)}, to {said(last)}, {when(last)}."


def said(mark: Mark) -> str:
    """The value of a mark in words."""
    return mark.said or words.number(int(mark.y) if mark.y == int(mark.y) else mark.y)


def when(mark: Mark, written: Callable[[str], str] = words.date) -> str:
    """The date of a mark, as ``written``, or its name."""
    return written(mark.x) if re.fullmatch(r"\d{4}(-\d\d){0,2}", mark.x) else mark.x
