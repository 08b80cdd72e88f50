"""Charts: what may share an axis, what is drawn, and that a drawing has no colours, styles or names of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from macros.derive import words
from macros.derive.index import Site, cumulative
from macros.facts.reader import load
from macros.write import chart_marks, plot_drawing
from macros.write.charts import CHARTS, chart
from macros.write.page import MacroError, Page
from macros.write.plot_drawing import SMALL, svg, ticks
from macros.write.plots import Layer, Mark, Plot, describe, one_axis
from tools import ROOT

SITE = Site(load(ROOT))


@pytest.fixture
def page() -> Page:
    return Page(SITE, "filings/")


def layer(name: str, register: str | None, unit: str) -> Layer:
    return Layer(name, "line", 1, register, unit, (Mark("2024-01", 1), Mark("2025-01", 2)))


def drawings(markup: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(m) for m in re.findall(r"<svg.*?</svg>", markup)]


def labels(drawing: ElementTree.Element) -> list[str]:
    return [t.text or "" for t in drawing.iter("text") if t.get("class") == "label"]


# --- what may share an axis -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("filing", "services"), ("filing", "services")),
        (("filing", "services"), ("press-tally", "models")),
        (("filing", "models"), ("filing", "services")),
        ((None, "partners"), (None, "partners")),
    ],
)
def test_counts_of_one_thing_share_an_axis(page: Page, a: tuple, b: tuple) -> None:
    assert one_axis(page, (layer("a", *a), layer("b", *b))) is None


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        (
            ("filing", "services"),
            ("registration", "applications"),
            "'a' counts services (register: filing of services), 'b' counts applications (register: "
            "registration of applications); "
            "they cannot share an axis, draw a chart for each",
        ),
        (
            ("filing", "services"),
            ("press-tally", "firms"),
            "'a' counts services (register: filing of services), 'b' counts firms (register: press tally); they cannot "
            "share an axis, draw a chart for each",
        ),
        (
            ("filing", "services"),
            (None, "models"),
            "'a' counts services (register: filing of services), 'b' counts models (register: none); they cannot "
            "share an axis, draw "
            "a chart for each",
        ),
        (
            ("survey", "people"),
            ("accounts", "accounts"),
            "'a' counts people (register: survey), 'b' counts registered accounts (register: account totals); they "
            "cannot share an "
            "axis, draw a chart for each",
        ),
        (
            ("registration", "services"),
            ("filing", "services"),
            "'a' counts services (register: registration of applications), 'b' counts services (register: filing of "
            "services); they "
            "cannot share an axis, draw a chart for each",
        ),
    ],
)
def test_counts_of_different_things_are_refused(page: Page, a: tuple, b: tuple, says: str) -> None:
    with pytest.raises(MacroError) as error:
        one_axis(page, (layer("a", *a), layer("b", *b)))
    assert str(error.value) == says


def test_a_page_cannot_put_filed_and_registered_on_one_axis(page: Page) -> None:
    with pytest.raises(MacroError, match="they cannot share an axis"):
        chart(page, "genai-services-filed-cumulative", "genai-apps-registered-cumulative")


def test_a_plot_of_every_chart_counts_one_thing(page: Page) -> None:
    plots = [plot for make in CHARTS.values() for plot in make(page).plots]
    assert [one_axis(page, plot.layers) for plot in plots] == [None] * len(plots)
    assert len(plots) == len(CHARTS) + 3  # users has four


def test_an_unknown_chart_is_an_error_with_the_nearest_names(page: Page) -> None:
    with pytest.raises(MacroError) as error:
        chart(page, "filed-per-yaer")
    assert str(error.value) == (
        "there is no chart or series 'filed-per-yaer'; did you mean filed-per-year or filed-per-month or genai-"
        "services-filed-"
        f"per-year?; the charts are {', '.join(sorted(CHARTS))}"
    )


# --- what is drawn ----------------------------------------------------------------------------------------------------


def test_the_filings_chart_ends_at_the_newest_total(page: Page) -> None:
    made = CHARTS["filed"](page).plots[0]
    rows, totals, press, said = made.layers
    newest = SITE.point("genai-services-filed-cumulative")
    assert rows.marks[-1].y == len(SITE.data.filings) == newest.value
    assert [(m.x, m.y) for m in totals.marks] == [(i.as_of, i.total) for i in SITE.data.lists.values() if i.total]
    assert [(m.x, m.label) for m in press.marks] == [("2024-01-28", "Press: 40+")]
    assert [m.label for m in said.marks] == ["190+", "200+", "433", "490+"]


def test_the_filings_chart_labels_its_data(page: Page) -> None:
    wide, narrow = drawings(chart(page, "filed"))
    newest = words.number(SITE.point("genai-services-filed-cumulative").value)
    assert {"117", "302", "748", newest, "Press: 40+", "433"} <= set(labels(wide))
    assert {"302", "748", newest, "Press: 40+"} <= set(labels(narrow))


def test_the_first_approvals_chart_has_the_list_beside_the_press(page: Page) -> None:
    wide, narrow = drawings(chart(page, "first-approvals"))
    assert set(labels(wide)) == set(labels(narrow)) == {"8", "79", "117", "Press: 40+"}


def test_users_get_a_plot_and_a_scale_for_each_way_of_counting(page: Page) -> None:
    made = CHARTS["users"](page)
    assert [(p.layers[0].register, p.layers[0].unit) for p in made.plots] == [
        ("survey", "people"),
        ("accounts", "accounts"),
        ("tracker", "users"),
        ("company-claim", "users"),
    ]
    out = chart(page, "users")
    assert out.count("<svg") == 4
    assert "Each plot counts something else and has a scale of its own." in out


@pytest.mark.parametrize(("bound", "label"), [
    ("exact", "230 million"), ("about", "≈230 million"), ("more-than", "230 million+"), ("at-least", "230 million+"),
    ("less-than", "<230 million"), ("up-to", "≤230 million")])
def test_a_label_keeps_the_bound_of_its_value(bound: str, label: str) -> None:
    point = next(p for s in SITE.data.series.values() for p in s.points)
    assert chart_marks.short(point.model_copy(update={"value": 230_000_000, "bound": bound})) == label


def test_a_title_begins_with_the_bound_of_its_value(page: Page) -> None:
    point = next(p for s in SITE.data.series.values() for p in s.points).model_copy(update={"value": 230_000_000})
    said = [chart_marks.opening(page, point.model_copy(update={"bound": b}), "people") for b in ("more-than", "exact")]
    assert said == ["More than 230 million", "230 million"]


def test_partners_are_points_with_nothing_between(page: Page) -> None:
    made = CHARTS["beijing-partners"](page).plots[0]
    assert [(m.x, m.label) for m in made.layers[0].marks] == [
        ("2023-05-19", "39"),
        ("2023-07-11", "103"),
        ("2025-03", "300+"),
    ]
    (drawing,) = drawings(chart(page, "beijing-partners"))
    assert len([c for c in drawing.iter("circle")]) == 3
    assert [p.get("d", "")[:1] for p in drawing.iter("path") if p.get("class") == "c-1"] == ["M"] * 3


def test_beijing_filed_is_the_rows_of_beijing(page: Page) -> None:
    made = CHARTS["beijing-filed"](page).plots[0]
    steps = cumulative(SITE.rows(province="beijing"))
    assert [(m.x, m.y) for m in made.layers[0].marks][: len(steps)] == [(d, n) for d, n in steps]
    assert [int(m.y) for m in made.layers[1].marks] == [82, 105, 132, 183, 209, 215, 225]


def test_the_first_places_are_bars_the_others_one_and_the_channel_is_apart(page: Page) -> None:
    places, others, channel = CHARTS["filed-by-province"](page).plots[0].layers
    assert [m.x for m in channel.marks] == ["Central SOEs (SASAC)"]
    assert [m.x for m in others.marks] == [f"{len(SITE.by_province) - 1 - len(places.marks)} other places"]
    assert sum(m.y for m in (*places.marks, *others.marks, *channel.marks)) == len(SITE.data.filings)
    out = chart(page, "filed-by-province")
    for drawing in drawings(out):
        assert len(list(drawing.iter("rect"))) == len(places.marks) + 2 == len(labels(drawing))
    assert out.count("<tr>") - 1 == len(SITE.by_province)


def test_every_month_is_a_bar(page: Page) -> None:
    wide, narrow = drawings(chart(page, "filed-per-month"))
    assert len(list(wide.iter("rect"))) == len(list(narrow.iter("rect"))) == len(SITE.by_month)
    heights = [float(r.get("height", 0)) for r in wide.iter("rect")]
    tallest = list(SITE.by_month.values())[heights.index(max(heights))]
    assert tallest == max(SITE.by_month.values())


def test_a_chart_of_any_series(page: Page) -> None:
    (drawing,) = drawings(chart(page, "cnnic-genai-users-share"))
    assert labels(drawing)[0] in ("16.4", "50+")
    assert len(list(drawing.iter("circle"))) == 5


def test_the_numbers_stand_in_a_table_too(page: Page) -> None:
    out = chart(page, "filed-per-year")
    newest = {p.as_of[:4]: p.value for p in SITE.data.series["genai-services-filed-per-year"].points}
    assert re.findall(r'data-label="Value"[^>]*>([^<]*)<', out) == [words.number(n) for n in newest.values()]
    assert "<table" not in chart(page, "filed-per-year", table=False)


def test_a_year_has_one_column_its_newest() -> None:
    series = SITE.data.series["genai-services-filed-per-year"]
    year = str(int(series.points[-1].as_of[:4]) + 1)
    half, whole = (series.points[-1].model_copy(update={"as_of": f"{year}-{day}"}) for day in ("06-30", "12-31"))
    told = series.model_copy(update={"points": (*series.points, half, whole)})
    site = replace(SITE, data=replace(SITE.data, series={**SITE.data.series, series.id: told}))
    marks = [m.x for layer in CHARTS["filed-per-year"](Page(site, "filings/")).plots[0].layers for m in layer.marks]
    assert [mark for mark in marks if mark.startswith(year)] == [year]


# --- how it is drawn --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_is_named_and_has_nothing_of_its_own(page: Page, name: str) -> None:
    out = chart(page, name)
    for drawing in drawings(out):
        ids = [e.get("id") for e in drawing.iter() if e.get("id")]
        assert drawing.get("role") == "img"
        assert drawing.get("aria-labelledby", "").split() == ids == [drawing[0].get("id"), drawing[1].get("id")]
        assert (drawing[0].tag, drawing[1].tag) == ("title", "desc")
        assert drawing[1].text
        used = {key for e in drawing.iter() for key in e.attrib}
        assert used <= {
            "class",
            "viewBox",
            "role",
            "aria-labelledby",
            "font-size",
            "id",
            "transform",
            "d",
            "x",
            "y",
            "width",
            "height",
            "cx",
            "cy",
            "r",
            "text-anchor",
        }
        classes = {c for e in drawing.iter() for c in (e.get("class") or "").split()}
        assert classes <= {"wide", "narrow", "grid", "axis", "label", "c-1", "c-2", "c-3", "dot", "ring", "diamond",
                           "name", "aside", "wait", "run", "tick", "cross"}
    assert re.findall(r'\sid="([^"]+)"', out) == list(dict.fromkeys(re.findall(r'\sid="([^"]+)"', out)))
    assert not re.search(r"style=|#[0-9a-f]{6}|rgb", out)


@pytest.mark.parametrize("name", CHARTS)
def test_labels_stay_within_the_drawing_and_apart(page: Page, name: str) -> None:
    for drawing in drawings(chart(page, name)):
        width, height = map(float, drawing.get("viewBox", "").split()[2:])
        left, top = map(float, re.findall(r"[\d.]+", drawing.find("g").get("transform", "")))  # type: ignore[union-attr]
        boxes = []
        for t in drawing.iter("text"):
            wide = len(t.text or "") * 6.2
            x = left + float(t.get("x", 0)) - {"end": wide, "middle": wide / 2}.get(t.get("text-anchor", ""), 0)
            y = top + float(t.get("y", 0))
            assert -4 < x < width + 8 - wide, t.text
            assert 0 < y < height, t.text
            if t.get("class") in ("label", "name", "aside"):
                boxes.append((x, x + wide, y - 9, y))
        clash = [
            (a, b)
            for i, a in enumerate(boxes)
            for b in boxes[:i]
            if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
        ]
        assert clash == []
        dots = [(left + float(c.get("cx", 0)), top + float(c.get("cy", 0))) for c in drawing.iter("circle")]
        assert [(x, y) for x, y in dots for a, b, c, d in boxes if a < x < b and c < y < d] == []


def test_a_chart_is_the_same_bytes_each_time() -> None:
    first = {name: chart(Page(SITE, "filings/"), name) for name in CHARTS}
    plot_drawing.vega.cache_clear()
    assert {name: chart(Page(SITE, "filings/"), name) for name in CHARTS} == first


def test_a_chart_is_frugal(page: Page) -> None:
    drawn = {name: chart(page, name, table=False).rpartition("<p ")[0] for name in CHARTS}  # without the line below it
    lanes = 2 * len(SITE.data.instruments)  # a lane a rule, with a name and its dates
    assert {name: n for name, made in drawn.items() if (n := made.count("</")) > 50 + lanes} == {}


def test_text_of_a_plot_is_escaped() -> None:
    plot = Plot(
        "A <b> & {{ c }}",
        (Layer("<i>", "dot", 1, "filing", "services", (Mark("2024-01-01", 3, "<3"),)),),
        start="2023-07",
        end="2024-12",
    )
    out = svg(plot, SMALL, "x")
    assert "<b>" not in out
    assert "{{" not in out
    assert "<i>" not in out
    assert labels(ElementTree.fromstring(out)) == ["<3"]


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (1112, [0, 250, 500, 750, 1000, 1250]),
        (117, [0, 50, 100, 150]),
        (8, [0, 2, 4, 6, 8]),
        (3, [0, 1, 2, 3]),
        (0, [0, 1]),
        (3_100_000_000, [0, 1_000_000_000, 2_000_000_000, 3_000_000_000, 4_000_000_000]),
    ],
)
def test_ticks_are_round_and_reach_the_top(top: int, expected: list[int]) -> None:
    assert ticks(top) == expected


def test_a_plot_in_words(page: Page) -> None:
    made = CHARTS["beijing-partners"](page).plots[0]
    assert describe(made) == "Partners of the programme: from 39, 19 May 2023, to more than 300, March 2025."


def test_a_line_between_values_is_not_told_twice(page: Page) -> None:
    newest = SITE.point("genai-apps-registered-cumulative")
    assert describe(CHARTS["registered"](page).plots[0]) == (
        f"Total known: from 26, 29 July 2024, to {words.number(newest.value)}, {words.date(newest.as_of)}.")
