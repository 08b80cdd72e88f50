"""Charts of lanes: what is drawn is what the data say, day by day, and the names fit at either width."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from xml.etree import ElementTree

import pytest

from macros.derive import words
from macros.derive.index import Site, lives
from macros.facts.days import last_day
from macros.facts.reader import load
from macros.facts.records import Group, Instrument
from macros.write import groups, lane_charts, lanes, plot_drawing
from macros.write.charts import CHARTS, chart
from macros.write.lanes import Lane, Spot
from macros.write.page import Page
from macros.write.plots import Chart
from tools import ROOT

SITE = Site(load(ROOT))
NAMES = ("alliances", "rule-dates", "target-results")


@cache
def made(name: str) -> Chart:
    """A chart before it is drawn."""
    return CHARTS[name](Page(SITE, "rules/"))


def marks(name: str, kind: str) -> dict[str, str]:
    """The marks of a kind: what the lane is called and where the mark stands."""
    plot = made(name).plots[0]
    return {plot.lanes[int(m.y)].name: m.x for layer in plot.layers if layer.kind == kind for m in layer.marks}


def drawings(name: str) -> list[ElementTree.Element]:
    """The drawings of a chart, wide before narrow."""
    out = chart(Page(SITE, "rules/"), name)
    return [ElementTree.fromstring(m) for m in re.findall(r"<svg.*?</svg>", out)]


# --- rules from draft to force ----------------------------------------------------------------------------------------


def test_every_rule_with_a_date_has_a_lane_in_the_order_of_its_first() -> None:
    found = [life.item.short for life in lives(SITE)]
    shown = [lane.name.partition(", since ")[0] for lane in made("rule-dates").plots[0].lanes]
    assert shown == found
    dated = {i.id for i in SITE.data.instruments.values() if i.issued or i.effective or i.draft}
    assert {life.item.id for life in lives(SITE)} == dated
    first = [min(map(last_day, life.dates)) for life in lives(SITE)]
    assert first == sorted(first)


def is_draft(item: Instrument) -> bool:
    return item.status == "draft" or item.rank.startswith("draft-")


def test_the_marks_of_a_rule_are_its_dates() -> None:
    items = {i.short: i for i in SITE.data.instruments.values()}
    in_force = {n: i.effective for n, i in items.items()
                if lane_charts.RULES_FROM < (i.effective or "") <= SITE.data.edition.as_of}
    assert marks("rule-dates", "dot") == in_force
    assert marks("rule-dates", "tick") == {
        n: i.issued for n, i in items.items()
        if i.issued and len(i.issued) > 4 and i.issued > lane_charts.RULES_FROM and not is_draft(i)}
    drafts = {i.short: SITE.data.events[i.draft].date if i.draft else i.issued for i in items.values()
              if i.draft or is_draft(i)}
    assert marks("rule-dates", "ring") == {n: day for n, day in drafts.items() if day and day > lane_charts.RULES_FROM}
    assert marks("rule-dates", "cross") == {
        SITE.data.instruments[i.supersedes].short: day for i in items.values()
        if i.supersedes and (day := i.effective or i.issued) and day <= SITE.data.edition.as_of}


def test_a_line_is_solid_while_a_rule_is_in_force() -> None:
    plot = made("rule-dates").plots[0]
    run = next(layer for layer in plot.layers if layer.kind == "run")
    ends = {plot.lanes[int(m.y)].name: m.to for m in run.marks}
    ends = {name.partition(", since ")[0]: day for name, day in ends.items()}
    items = SITE.data.instruments.values()
    gone = {SITE.data.instruments[i.supersedes].short: i.effective or i.issued for i in items if i.supersedes}
    today = SITE.data.edition.as_of
    assert ends == {i.short: gone.get(i.short, today) for i in items
                    if i.effective and (i.status.startswith("in-force") or i.short in gone)}


def test_what_is_not_drawn_is_named() -> None:
    note = re.sub("<[^>]+>", "", made("rule-dates").note)
    items = SITE.data.instruments.values()
    undated = [i.short for i in items if not (i.issued or i.effective or i.draft)]
    year = [i.short for i in items if i.issued and len(i.issued) == 4]
    assert note.endswith(f"Not drawn, for want of a date: {words.series(undated)}. Only the year of issue is known of "
                         f"{words.series(year)}.")


def test_the_chart_of_rules_in_words() -> None:
    found = list(lives(SITE))
    says = made("rule-dates").plots[0].says
    assert says.startswith(f"{len(found)} texts in the order of their first date, from {found[0].item.short}, ")
    force = sum(life.item.status.startswith("in-force") for life in found)
    assert says.partition(". ")[2].startswith(f"{force} of them are in force, ")


# --- alliances --------------------------------------------------------------------------------------------------------


def test_every_dated_alliance_has_a_lane_and_a_mark_for_its_place() -> None:
    dated = [g for g in SITE.data.groups.values() if g.kind == "alliance" and g.founded]
    assert len(made("alliances").plots[0].lanes) == len(dated)
    by_kind = {kind: set(marks("alliances", kind).values()) for kind in ("dot", "diamond", "ring", "wait")}
    assert by_kind == {
        "dot": {g.founded for g in dated if (g.place or "").startswith("Beijing") and len(g.founded or "") > 4},
        "diamond": {g.founded for g in dated if (g.place or "").startswith("Shanghai") and len(g.founded or "") > 4},
        "ring": {g.founded for g in dated if not (g.place or "").startswith(("Beijing", "Shanghai"))
                 and len(g.founded or "") > 4},
        "wait": {f"{g.founded}-01-01" for g in dated if len(g.founded or "") == 4}}


def test_a_last_sign_of_life_stands_where_one_was_found_after_the_founding() -> None:
    later = {g.name: groups.last_seen(g) for g in SITE.data.groups.values() if g.kind == "alliance" and g.founded
             and (groups.last_seen(g) or "") > g.founded[:7]}
    shown = {name.partition(", ")[0]: month for name, month in marks("alliances", "tick").items()}
    assert later
    assert shown == later


@pytest.mark.parametrize(("active", "month"), [
    ("July 2025: its secretariat took part.", "2025-07"), ("Early 2026: a meeting.", None), (None, None)])
def test_the_month_of_a_sign_of_life(active: str | None, month: str | None) -> None:
    group = Group(id="a", name="A", kind="alliance", aim="x", evidence=[{"source": "s"}], confidence="single",
                  active=active)
    assert groups.last_seen(group) == month


def test_alliances_without_a_date_are_named() -> None:
    note = re.sub("<[^>]+>", "", made("alliances").note)
    undated = [g.name for g in SITE.data.groups.values() if g.kind == "alliance" and not g.founded]
    assert [n for n in undated if n not in note] == []
    assert undated


def test_every_stated_size_of_an_alliance_is_on_its_lane() -> None:
    sizes = {f.id for f in SITE.data.figures.values()
             if f.topic == "alliances" and f.unit == "members" and f.measure == "level"}
    # Universities and others are the two parts of the members of the AI Open Alliance.
    parts = {"ai-open-alliance-universities", "ai-open-alliance-others"}
    assert {*(g.founding_members for g in SITE.data.groups.values() if g.founded and g.founding_members), *parts} <= sizes
    names = [lane.name for lane in made("alliances").plots[0].lanes]
    assert [n for n in names if "members" in n] == [
        "Zhongguancun Digital-Intelligence AI Industry Alliance, more than 30 members", "AI Open Alliance, 25 members"]


def test_the_chart_of_alliances_in_words() -> None:
    dated = [g for g in SITE.data.groups.values() if g.kind == "alliance" and g.founded]
    seen = len(marks("alliances", "tick"))
    assert made("alliances").plots[0].says.startswith(f"{len(dated)} alliances with a known founding date, from ")
    assert made("alliances").plots[0].says.endswith(
        f"For {seen} of them a sign of life after the founding was found.")


# --- targets ----------------------------------------------------------------------------------------------------------


def test_every_target_with_a_result_has_a_lane_and_no_other() -> None:
    found = {SITE.data.figures[t.target].label for t in SITE.data.targets.values() if t.result}
    assert {lane.name for lane in made("target-results").plots[0].lanes} == found


def test_a_share_is_that_of_the_two_figures() -> None:
    pairs = {SITE.data.figures[t.target].label: (SITE.data.figures[t.target], SITE.data.figures[t.result])
             for t in SITE.data.targets.values() if t.result}
    shown = {**marks("target-results", "dot"), **marks("target-results", "ring")}
    assert {n: Decimal(x) for n, x in shown.items()} == {n: r.value / a.value for n, (a, r) in pairs.items()}
    assert {a.unit == r.unit for a, r in pairs.values()} == {True}
    exact = {a.label: a.bound == r.bound == "exact" for a, r in pairs.values()}
    assert {lane.name: not lane.right.startswith("about ") for lane in made("target-results").plots[0].lanes} == exact


def test_a_figure_older_than_the_due_date_is_a_ring() -> None:
    found = [t for t in SITE.data.targets.values() if t.result]
    late = {t.target for t in found if last_day(SITE.data.figures[t.result].as_of) >= last_day(t.due or "9999")}
    assert set(marks("target-results", "dot")) == {SITE.data.figures[i].label for i in late}
    assert set(marks("target-results", "ring")) == {SITE.data.figures[t.target].label for t in found} - {
        SITE.data.figures[i].label for i in late}


def test_a_forecast_is_not_called_a_target() -> None:
    figures = SITE.data.figures
    aims = {figures[t.target].label: figures[t.target].measure for t in SITE.data.targets.values() if t.result}
    first = {lane.name: lane.under[0].partition(":")[0].lower() for lane in made("target-results").plots[0].lanes}
    assert first == aims
    assert "forecast" in aims.values()


def test_both_figures_stand_under_a_lane_and_in_the_table() -> None:
    name = SITE.data.figures["beijing-compute-2025-target"].label
    lane = next(lane for lane in made("target-results").plots[0].lanes if lane.name == name)
    assert lane.under == ("Forecast: more than 45,000 petaflops, due 2025",
                          "Stated: more than 33,000 petaflops, 31 Mar 2025")
    heads, rows = made("target-results").table or ((), ())
    assert heads == ("Target", "Due", "Promised", "Stated", "As of", "Share of the target", "What came of it")
    shown = [[re.sub("<[^>]+>", "", c) for c in row] for row in rows]
    assert next(row[1:6] for row in shown if row[0] == name) == [
        "2025", "more than 45,000 petaflops", "more than 33,000 petaflops", "31 Mar 2025", "about 73%"]
    out = chart(Page(SITE, "beijing/targets/"), "target-results")
    assert 'href="../../figures/beijing-compute-2025-q1/"' in out
    assert 'id="chart-target-results-data"' in out


def test_the_chart_of_targets_in_words() -> None:
    found = [t for t in SITE.data.targets.values() if t.result]
    assert made("target-results").plots[0].says.startswith(
        f"{len(found)} of {len(SITE.data.targets)} targets and forecasts have a figure to set beside them, ")


# --- how lanes are drawn ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_of_lanes_costs_one_drawing_of_vega(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    asked = set()
    draw = plot_drawing.vega
    monkeypatch.setattr(plot_drawing, "vega", lambda source: asked.add(source) or draw(source))
    assert len(drawings(name)) == (1 if made(name).small else 2)
    assert len(asked) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_is_drawn_and_every_name_is_whole(name: str) -> None:
    plot = made(name).plots[0]
    for drawing in drawings(name):
        for kind, start in (("tick", "v13"), ("cross", "l8 8"), ("wait", "H"), ("run", "H"), ("diamond", "l5.5"),
                            ("dot", "a4 4 0 1 0 8 0"), ("ring", "a4 4 0 1 0 8 0")):
            paths = "".join(p.get("d", "") for p in drawing.iter("path") if f" {kind}" in (p.get("class") or ""))
            assert paths.count(start) == sum(len(la.marks) for la in plot.layers if la.kind == kind), kind
        shown = "".join(t.text or "" for t in drawing.iter("text") if t.get("class") == "name")
        assert shown.replace(" ", "") == "".join(lane.name for lane in plot.lanes).replace(" ", "")
        assert drawing[1].text == plot.says


def test_marks_stand_where_their_days_are() -> None:
    """Along the line from the first of January to the next, a day in July is halfway."""
    wide = drawings("rule-dates")[0]
    years = {t.text: float(t.get("x", 0)) for t in wide.iter("text") if t.get("class") == "axis"}
    labels = [lane.name for lane in made("rule-dates").plots[0].lanes]
    way = next(p.get("d", "") for p in wide.iter("path") if "dot" in (p.get("class") or ""))
    dots = [float(x) + 4 for x in re.findall(r"M([\d.]+) ", way)]
    order = [n for n in labels if n in marks("rule-dates", "dot")]
    # 15 August 2023 is day 226 of 365.
    expected = years["2023"] + (years["2024"] - years["2023"]) * 226 / 365
    assert dots[order.index("Interim Measures")] == pytest.approx(expected, abs=0.5)


def test_a_name_without_room_beside_its_mark_is_broken_evenly() -> None:
    lane = Lane("National Alliance of Cities and Provinces for Kettles and Teapots")
    layout = lanes.layout((lane,), [Spot("dot", 1, 0, 0.0, 0.0)], 660, beside=True)
    assert [w.content for w in layout.words] == ["National Alliance of Cities and", "Provinces for Kettles and Teapots"]
    assert {w.anchor for w in layout.words} == {"end"}


@pytest.mark.parametrize(("at", "anchor"), [(0.0, "start"), (0.3, "start"), (0.9, "end")])
def test_a_name_above_its_line_ends_at_the_margin_where_it_would_pass_it(at: float, anchor: str) -> None:
    layout = lanes.layout((Lane("Kettle Alliance"),), [Spot("dot", 1, 0, at, at)], 340, beside=False)
    (words,) = layout.words
    assert words.anchor == anchor
    assert words.y < layout.lines[0]


@pytest.mark.parametrize(("apart", "shown"), [(60, ["2024", "2025", "2026"]), (20, ["2024", "2026"]), (10, ["2026"])])
def test_years_of_an_axis_do_not_run_into_each_other(apart: float, shown: list[str]) -> None:
    made = lanes.layout((Lane("A"),), [Spot("dot", 1, 0, 0, 0)], 2 * apart + 28, beside=False)
    out = lanes.draw([lanes.Tick(i / 2, str(2024 + i)) for i in range(3)], [Spot("dot", 1, 0, 0, 0)], made)
    assert re.findall(r'class="axis"[^>]*>(\d{4})<', out) == shown


def test_small_text_under_a_lane_is_set_in_lines() -> None:
    made = lanes.layout((Lane("A", under=("many words " * 9,)),), [Spot("dot", 1, 0, 0, 0)], 200, beside=False)
    small = [w.content for w in made.words if w.css == "aside"]
    assert len(small) > 1
    assert max(map(len, small)) * lanes.CHAR <= 200
