"""Charts of lanes: rules from draft to force, alliances by their founding, targets beside what came of them."""

from collections import Counter
from decimal import Decimal

from macros.derive import words
from macros.derive.index import Life, lives
from macros.facts.days import first_day, last_day
from macros.facts.records import Figure, Group, Target
from macros.write.chart_marks import counted
from macros.write.groups import last_seen, oldest_first, share
from macros.write.lanes import Lane
from macros.write.markup import Markup, filled, given, mixed, series_of, text
from macros.write.page import Page
from macros.write.plots import Chart, Kind, Layer, Mark, Plot

SPANS: tuple[Kind, ...] = ("wait", "run")  # drawn along a lane; the table of the chart has the days alone


def _layers(marks: dict[Kind, list[Mark]], unit: str, *shown: tuple[Kind, int, str]) -> tuple[Layer, ...]:
    """The marks of a plot of lanes by kind, colour and name; nothing is counted along the rows."""
    return tuple(Layer(name, kind, color, None, unit, tuple(marks[kind]), kind not in SPANS)
                 for kind, color, name in shown)


def _dates_of(layers: tuple[Layer, ...]) -> tuple[tuple[str, ...], tuple[tuple[Markup, ...], ...]]:
    """The marks of a plot of lanes as a table: name, what happened, date."""
    marks = sorted(((m, la.name) for la in layers if la.listed for m in la.marks),
                   key=lambda found: (found[0].y, last_day(found[0].x), found[1]))
    return ("Name", "What", "Date"), tuple((mixed(m.said), mixed(what), text(words.short_date(m.x))) for m, what in marks)


# ---- rules -----------------------------------------------------------------------------------------------------------


RULES_FROM = "2021-10-01"  # the one rule that is older begins at the edge; its name says since when


def rule_dates(page: Page) -> Chart:
    """Each rule from its draft over its issue to the day it took effect, and the day it was replaced."""
    found, today = lives(page.site), page.site.data.edition.as_of
    spans: dict[Kind, list[Mark]] = {"wait": [], "run": []}
    points: dict[Kind, list[Mark]] = {"ring": [], "tick": [], "dot": [], "cross": []}
    for i, life in enumerate(found):
        status = life.item.status
        going = status in ("draft", "issued-not-in-force") or status.startswith("in-force")
        end = life.replaced or (today if going else None)
        # A year alone is no place on the line.
        start = next((d for d in (life.draft, life.issued) if d and len(d) > 4), None)
        days = [day if day and last_day(day) <= today else None
                for day in (life.draft, life.issued, life.effective, life.replaced)]
        spells: tuple[tuple[Kind, str | None, str | None], ...] = (
            ("wait", start, days[2] or end), ("run", days[2], end))
        for kind, a, b in spells:
            if a and b and last_day(a) < last_day(b) > RULES_FROM:
                spans[kind].append(Mark(max(a, RULES_FROM), i, to=b))
        for kind, day in zip(points, days, strict=True):
            if day and len(day) > 4 and day >= RULES_FROM:
                points[kind].append(Mark(day, i, said=life.item.short))
    layers = _layers(spans | points, "texts", ("wait", 2, "Not yet in force"), ("run", 1, "In force"),
                     ("tick", 1, "Issued"), ("ring", 2, "Draft published"), ("dot", 1, "In force from"),
                     ("cross", 1, "Replaced"))
    title = "Rules from draft to force"
    force = sum(f.item.status.startswith("in-force") for f in found)
    return Chart(
        f"{force} of the {len(found)} texts drawn are in force",
        (Plot(title, layers, start=RULES_FROM[:7], end=today[:7], lanes=tuple(map(_rule_lane, found)),
              says=_rules_in_words(found)),),
        _rules_undrawn(page, found),
        key=text(f"The lines end on {words.date(today)}."),
        table=_dates_of(layers),
        drawn_from=("instruments", "events"),
    )


def _rule_lane(life: Life) -> Lane:
    older = life.effective if life.effective and life.effective < RULES_FROM else ""
    return Lane(life.item.short + (f", since {older[:4]}" if older else ""))


def _rules_in_words(found: list[Life]) -> str:
    """The chart of rules in two sentences."""
    first, last = (min(f.dates, key=last_day) for f in (found[0], found[-1]))
    force = sum(f.item.status.startswith("in-force") for f in found)
    return (f"{len(found)} texts in the order of their first date, from {found[0].item.short}, {words.date(first)}, to "
            f"{found[-1].item.short}, {words.date(last)}. {force} of them are in force, "
            f"{sum(f.replaced is not None for f in found)} were replaced, and of "
            f"{sum(f.draft is not None for f in found)} the day of the draft is known.")


def _rules_undrawn(page: Page, found: list[Life]) -> Markup:
    """The texts without a date, those of which only the year of issue is known, and what has no day of force."""
    drawn = {f.item.id for f in found}
    undated = [i for i in page.site.data.instruments.values() if i.id not in drawn]
    year = [f.item for f in found if f.issued and len(f.issued) == 4]
    named = [series_of([page.link("instruments", i.id, mixed(i.short)) for i in group]) for group in (undated, year)]
    return (text("Frameworks, guidelines and opinions have no day of entry into force. A cross stands where the text that "
                 "replaces another came into force or, without such a day, was issued.")
            + given(" Not drawn, for want of a date: {}.", named[0])
            + given(" Only the year of issue is known of {}.", named[1]))


# ---- alliances -------------------------------------------------------------------------------------------------------


# City → how an alliance founded there is marked; elsewhere it is a ring.
PLACES: dict[str, Kind] = {"Beijing": "dot", "Shanghai": "diamond"}


def alliances(page: Page) -> Chart:
    """When each alliance was founded, where, and the last sign of life found after that."""
    site = page.site
    every = oldest_first(g for g in site.data.groups.values() if g.kind == "alliance")
    dated = [(g, g.founded) for g in every if g.founded]
    found = [g for g, _ in dated]
    marks: dict[Kind, list[Mark]] = {kind: [] for kind in ("wait", "run", "tick", "dot", "diamond", "ring")}
    for i, (g, founded) in enumerate(dated):
        if len(founded) == 4:
            marks["wait"].append(Mark(first_day(founded), i, to=last_day(founded)))
        else:
            marks[PLACES.get((g.place or "").split(" ")[0], "ring")].append(Mark(founded, i, said=g.name))
        seen = last_seen(g)
        if seen and seen > founded[:7]:
            marks["run"].append(Mark(last_day(founded), i, to=seen))
            marks["tick"].append(Mark(seen, i, said=g.name))
    layers = _layers(marks, "alliances", ("wait", 2, "Founded in this year"), ("run", 1, "Known to be alive"),
                     ("tick", 1, "Last heard of"), ("dot", 1, "Founded in Beijing"),
                     ("diamond", 2, "Founded in Shanghai"), ("ring", 3, "Founded elsewhere"))
    title = "Alliances by the date they were founded"
    undated = series_of([page.link("groups", g.id, mixed(g.name)) for g in every if not g.founded])
    sizes = series_of([page.link("figures", g.founding_members, mixed(g.name)) for g in found if g.founding_members])
    most, times = _most(found)
    return Chart(
        f"{times} of {len(found)} alliances were founded in {most}",
        (Plot(title, layers, start=dated[0][1], end=site.data.edition.as_of[:7],
              lanes=tuple(Lane(g.name + _size(page, g)) for g in found), says=_alliances_in_words(found, marks)),),
        filled("No founding date was found for {}. The number of members at the founding is known of {} only; no alliance "
               "has two dated counts.", undated, sizes),
        table=_dates_of(layers),
        drawn_from=("groups", "figures"),
    )


def _size(page: Page, g: Group) -> str:
    """The members an alliance began with: ``, 25 members``."""
    return f", {counted(page, page.figure(g.founding_members))}" if g.founding_members else ""


def _most(found: list[Group]) -> tuple[str, int]:
    """The year in which most alliances were founded, and how many."""
    return max(Counter(str(g.founded)[:4] for g in found).items(), key=lambda y: (y[1], y[0]))


def _alliances_in_words(found: list[Group], marks: dict[Kind, list[Mark]]) -> str:
    """The chart of alliances in two sentences."""
    most, times = _most(found)
    ends = [f"{g.name}, {words.date(str(g.founded))}" for g in (found[0], found[-1])]
    return (f"{len(found)} alliances with a known founding date, from {', to '.join(ends)}; {times} were founded in "
            f"{most}. For {len(marks['tick'])} of them a sign of life after the founding was found.")


# ---- targets ---------------------------------------------------------------------------------------------------------


def target_results(page: Page) -> Chart:
    """Each target with a figure for the same thing: how much of the target that is, and when it was stated."""
    targets = page.site.data.targets
    found = sorted((t for t in targets.values() if t.result), key=lambda t: (last_day(t.due or "9999"), t.id))
    pairs = [(t, page.figure(t.target), page.figure(t.result)) for t in found if t.result]
    marks = [Mark(str(min(result.value / aim.value, Decimal(1))), i) for i, (_, aim, result) in enumerate(pairs)]
    in_time = [last_day(result.as_of) >= last_day(t.due or "9999") for t, _, result in pairs]
    shown: dict[Kind, list[Mark]] = {
        "wait": [Mark(m.x, m.y, to="1") for m in marks if m.x != "1"],
        "run": [Mark("0", m.y, to=m.x) for m in marks],
        "tick": [Mark("1", m.y) for m in marks],
        "dot": [m for m in marks if in_time[int(m.y)]],
        "ring": [m for m in marks if not in_time[int(m.y)]],
    }
    layers = _layers(shown, "percent", ("wait", 2, "Left to it"), ("run", 1, "Share of that number"),
                     ("tick", 1, "Target or forecast"), ("dot", 1, "Stated for the due date"), ("ring", 1, "Stated before"))
    title = "Targets and forecasts with a figure to set beside them"
    return Chart(
        f"{len(found)} of {len(targets)} targets and forecasts have a figure to set beside them",
        (Plot(title, layers, axis="share", lanes=tuple(_target_lane(page, *p) for p in pairs),
              says=_targets_in_words(len(targets), pairs, sum(in_time))),),
        text(f"Shares are computed from the two figures. For the other {len(targets) - len(found)} no figure of the "
             "same thing was found."),
        small=True,
        table=(("Target", "Due", "Promised", "Stated", "As of", "Share of the target", "What came of it"),
               tuple(_target_cells(page, *p) for p in pairs)),
        drawn_from=("targets", "figures"),
    )


def _target_cells(page: Page, target: Target, aim: Figure, result: Figure) -> tuple[Markup, ...]:
    linked = [page.link("figures", f.id, mixed(counted(page, f))) for f in (aim, result)]
    return (mixed(aim.label), text(words.short_date(target.due)) if target.due else text("not found"), *linked,
            text(words.short_date(result.as_of)), text(_reached(aim, result)), page.told(target.verdict))


def _reached(aim: Figure, result: Figure) -> str:
    """The share of a target that a result is: ``about 73%``; exact only where both are."""
    return ("" if aim.bound == result.bound == "exact" else "about ") + share(result.value, aim.value)


def _target_lane(page: Page, target: Target, aim: Figure, result: Figure) -> Lane:
    due = f", due {words.short_date(target.due)}" if target.due else ", no due date found"
    return Lane(aim.label, _reached(aim, result),
                (f"{'Forecast' if aim.measure == 'forecast' else 'Target'}: {counted(page, aim)}{due}",
                 f"Stated: {counted(page, result)}, {words.short_date(result.as_of)}"))


def _targets_in_words(targets: int, pairs: list[tuple[Target, Figure, Figure]], in_time: int) -> str:
    """The chart of targets in two sentences."""
    each = words.series([f"{_reached(aim, result)} ({aim.label})" for _, aim, result in pairs])
    return (f"{len(pairs)} of {targets} targets and forecasts have a figure to set beside them, {in_time} of them "
            f"stated for the due date. As a share of what was promised or expected: {each}.")


CHARTS = {"alliances": alliances, "target-results": target_results, "rule-dates": rule_dates}
