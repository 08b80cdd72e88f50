"""Marks and layers from the data: values of series, figures, rows of the lists, with what is written beside them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from macros.derive import told, words
from macros.derive.index import cumulative
from macros.facts.days import last_day
from macros.facts.records import Figure, Point, Series
from macros.write import receipts
from macros.write.markup import Markup, plain, text
from macros.write.page import Page
from macros.write.plots import Kind, Layer, Mark, Side


def series_marks(page: Page, series: Series, keep: Callable[[Point], bool] = lambda p: True, side: Side = "left",
                 label: Callable[[Point], bool] = lambda p: True) -> tuple[Mark, ...]:
    """The points of a series, or those to ``keep``; those to ``label`` have their value beside them."""
    return tuple(Mark(p.as_of, float(p.value), short(p) if label(p) else "", side, full(page, p, series.unit),
                      by=page.site.stated_by(p, series.said_by)) for p in series.points if keep(p))


def short(item: Figure | Point) -> str:
    """A value in little room: ``1,112`` · ``190+`` · ``≈230 million``."""
    shown = words.number(item.value)
    return {"exact": shown, "more-than": f"{shown}+", "at-least": f"{shown}+", "less-than": f"<{shown}",
            "up-to": f"≤{shown}"}.get(item.bound, f"≈{shown}")


def full(page: Page, item: Figure | Point, unit: str) -> str:
    """A value with its bound: ``more than 230 million``."""
    return told.bounded(page.site.data, item, unit)


def opening(page: Page, item: Figure | Point, unit: str) -> str:
    """A value with its bound, as a title begins: ``More than 230 million``."""
    shown = full(page, item, unit)
    return shown[:1].upper() + shown[1:]


def counted(page: Page, figure: Figure) -> str:
    """A figure with its bound and unit: ``more than 450 billion yuan``."""
    return plain(receipts.amount(page, figure, figure.unit))


def stated(page: Page, figure: Figure, side: Side = "right") -> Mark:
    """A figure as a mark."""
    return Mark(figure.as_of, float(figure.value), short(figure), side, full(page, figure, figure.unit),
                by=page.site.stated_by(figure, figure.said_by))


def layer(of: Series | Figure, name: str, kind: Kind, color: int, marks: Iterable[Mark], listed: bool = True) -> Layer:
    """Marks that count what a series or a figure counts."""
    return Layer(name, kind, color, of.register_, of.unit, tuple(marks), listed)


def rows_layer(page: Page, name: str, until: str, **where: str) -> Layer:
    """The rows of the lists up to a day, added up by their dates."""
    steps = cumulative(page.site.rows(to=until, **where))
    marks = [Mark(day, float(n)) for day, n in steps]
    if marks[-1].x < last_day(until):
        marks.append(replace(marks[-1], x=last_day(until)))
    return Layer(name, "step", 1, "filing", "services", tuple(marks), listed=False)


def dotted(series: Series, name: str, color: int, marks: tuple[Mark, ...]) -> tuple[Layer, Layer]:
    """The values of a series, and below them the line between them; the labels belong to the values."""
    line = layer(series, series.label, "line", color, (replace(m, label="") for m in marks), listed=False)
    return line, layer(series, name, "dot", color, marks)


def series_link(page: Page, series: Series, label: str = "") -> Markup:
    """A link to a series, by its label if none is given."""
    return page.link("series", series.id, text(label or series.label))
