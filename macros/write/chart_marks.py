"""Marks and layers from the data: values of series, figures, rows of the lists, with what is written beside them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from macros.derive import words
from macros.derive.index import cumulative
from macros.facts.days import last_day
from macros.facts.records import Figure, Series
from macros.write import receipts
from macros.write.markup import Markup, plain, text
from macros.write.page import Page
from macros.write.plots import Layer, Mark, Side


def series_marks(
    page: Page,
    series: Series,
    keep: Callable[[Any], bool] = lambda p: True,
    side: Side = "left",
    label: Callable[[Any], bool] = lambda p: True,
) -> tuple[Mark, ...]:
    return tuple(
        Mark(p.as_of, float(p.value), short(p) if label(p) else "", side, full(page, p, series.unit),
             by=page.site.stated_by(p, series.said_by))
        for p in series.points
        if keep(p)
    )


def short(item: Any) -> str:
    """A value in little room: ``1,112`` · ``190+`` · ``≈230 million``."""
    shown = words.number(item.value)
    return {"exact": shown, "more-than": f"{shown}+", "at-least": f"{shown}+", "less-than": f"<{shown}",
            "up-to": f"≤{shown}"}.get(item.bound, f"≈{shown}")


def full(page: Page, item: Any, unit: str) -> str:
    return " ".join(p for p in (plain(receipts.bound(page, item.bound)), words.value(item, unit)) if p)


def counted(page: Page, figure: Figure) -> str:
    """A figure with its bound and unit: ``more than 450 billion yuan``."""
    return f"{full(page, figure, figure.unit)} {plain(receipts.unit_label(page, figure.unit))}"


def stated(page: Page, figure: Figure, side: Side = "right") -> Mark:
    return Mark(figure.as_of, float(figure.value), short(figure), side, full(page, figure, figure.unit),
                by=page.site.stated_by(figure, figure.said_by))


def rows_layer(page: Page, name: str, until: str, **where: str) -> Layer:
    steps = cumulative(page.site.rows(to=until, **where))
    marks = [Mark(day, float(n)) for day, n in steps]
    if marks[-1].x < last_day(until):
        marks.append(replace(marks[-1], x=last_day(until)))
    return Layer(name, "step", 1, "filing", "services", tuple(marks), listed=False)


def joined(series: Series, color: int, marks: tuple[Mark, ...]) -> Layer:
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


def series_link(page: Page, series: str, label: str) -> Markup:
    return page.link("series", series, text(label))
