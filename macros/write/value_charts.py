"""Charts of values along time or beside names: services filed and registered, users, partners."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from macros.derive import words
from macros.derive.index import cumulative
from macros.facts.days import last_day
from macros.facts.records import Figure, Point, Series
from macros.write.chart_marks import dotted, full, layer, opening, rows_layer, series_link, series_marks, short, stated
from macros.write.markup import filled, mixed, series_of, text
from macros.write.page import Page
from macros.write.plots import Chart, Layer, Mark, Plot, one_axis, sign


def _series(page: Page, chart: str) -> list[Series]:
    """The series that a chart draws, as data/vocab.yml names them."""
    return [page.site.data.series[name] for name in page.site.data.vocab["charts"][chart].series]


def _figures(page: Page, chart: str) -> list[Figure]:
    """The figures that a chart draws, each after those it took the place of."""
    return [figure for name in page.site.data.vocab["charts"][chart].figures for figure in page.site.chain(name)]


def _announced(series: Series) -> list[Point]:
    """The points of a series that were announced as they are."""
    return [p for p in series.points if p.bound == "exact" and not p.derived]


def _year_ends(series: Series, first: Point) -> Callable[[Point], bool]:
    """Which points get a label: the ``first``, the last of each year, the newest."""
    return lambda p: p is first or p is series.points[-1] or p.as_of.endswith("12-31")


def _press(page: Page, tally: Series) -> Layer:
    """What the press counted."""
    marks = (replace(m, label=f"Press: {m.label}") for m in series_marks(page, tally, side="level"))
    return layer(tally, "Press tally of approved models", "diamond", 3, marks)


def filed(page: Page) -> Chart:
    """Services filed: rows by date, the CAC's totals, what officials said, the press tally."""
    series, tally = _series(page, "filed")
    said = sorted((*series_marks(page, series, lambda p: p.bound != "exact", "right"),
                   *(stated(page, f) for f in _figures(page, "filed"))), key=lambda m: last_day(m.x))
    listed = {(item.as_of, Decimal(item.total)) for item in page.site.data.lists.values() if item.total}
    totals = series_marks(page, series, lambda p: (p.as_of, p.value) in listed,
                          label=_year_ends(series, _announced(series)[0]))
    newest = series.points[-1]
    layers = (rows_layer(page, "Services on the lists, by filing date", newest.as_of),
              layer(series, "Total of a list of the CAC", "dot", 1, totals), _press(page, tally),
              layer(series, "Total named by an official", "ring", 2, said))
    note = filled("{} Rows of the lists by filing date. {} {}. {} Totals officials named in speech. {} {} of what it "
                  "called approved models, made before the lists were public.", sign("step", 1), sign("dot", 1),
                  series_link(page, series, "Totals of the lists of the CAC"), sign("ring", 2), sign("diamond", 3),
                  series_link(page, tally, "A count by the press"))
    return Chart(f"{opening(page, newest, series.unit)} services filed by {words.date(newest.as_of)}",
                 (Plot("Services filed, running total", layers, start="2023-07", end=newest.as_of),), note,
                 drawn_from=("points", "figures", "filings"))


def first_approvals(page: Page) -> Chart:
    """The first months of filing: rows by date, the first official total, the press tally."""
    series, tally = _series(page, "first-approvals")
    official = _announced(series)[0]
    # Marked: the first day, and the last day with filings before the press counted.
    steps = cumulative(page.site.rows(to=official.as_of))
    shown = (steps[0], [s for s in steps if s[0] <= tally.points[-1].as_of][-1])
    total = Mark(official.as_of, float(official.value), short(official), by=page.site.stated_by(official))
    press = _press(page, tally)
    layers = (rows_layer(page, "Services on the first list, by filing date", official.as_of),
              layer(series, "Total on the first list", "dot", 1, [total]), press,
              layer(series, "Rows of the list dated up to this day", "ring", 1,
                    (Mark(day, float(n), words.number(n)) for day, n in shown)))
    note = filled("{} {} Rows of the list the CAC published later, by filing date. {} {}. {} {} of the time, in models.",
                  sign("step", 1), sign("ring", 1), sign("dot", 1), series_link(page, series, "Its total"),
                  sign("diamond", 3), series_link(page, tally, "The press tally"))
    title = "Services filed by date up to the first list, and the press tally"
    return Chart(f"{words.number(shown[1][1])} services were filed when the press had counted {press.marks[-1].said}",
                 (Plot(title, layers, start="2023-08", end=official.as_of[:7]),), note, drawn_from=("points", "filings"))


def registered(page: Page) -> Chart:
    """Registered applications, a register of its own."""
    (series,) = _series(page, "registered")
    newest = series.points[-1]
    marks = series_marks(page, series, label=_year_ends(series, series.points[0]))
    note = filled("{}. Registered applications are another register than filed services and are not added to them.",
                  series_link(page, series, "The series with its sources"))
    return Chart(f"{opening(page, newest, series.unit)} applications registered by {words.date(newest.as_of)}",
                 (Plot(series.label, dotted(series, "Total known", 1, marks), start="2024-01", end=newest.as_of),), note)


def per_year(page: Page) -> Chart:
    """Services filed in each year, as the CAC counts years."""
    (series,) = _series(page, "filed-per-year")
    whole = [p for p in series.points if p.as_of.endswith("12-31")]
    years = {p.as_of[:4] for p in whole}
    part = [p for p in series.points if p.as_of[:4] not in years][-1:]

    def column(x: str, p: Point) -> Mark:
        return Mark(x, float(p.value), short(p), "above", full(page, p, series.unit), by=page.site.stated_by(p))

    layers = [layer(series, "Whole year", "bar", 1, (column(p.as_of[:4], p) for p in whole))]
    if part:
        layers.append(layer(series, "Part of a year", "bar", 2, (column(f"{p.as_of[:4]}, part", p) for p in part)))
    until = f" The last column ends on {words.date(part[0].as_of)}." if part else ""
    note = filled("Years {}.{}", series_link(page, series, "as the CAC counts them"), until)
    return Chart(_growth(whole), (Plot("Services filed in each year", tuple(layers), axis="columns"),), note,
                 first="Year", small=True)


def _growth(whole: list[Point]) -> str:
    """The last whole year beside the one before: ``446 services filed in 2025, after 238 in 2024``."""
    before, last = whole[-2:]
    return (f"{words.number(last.value)} services filed in {last.as_of[:4]}, after {words.number(before.value)} in "
            f"{before.as_of[:4]}")


def per_month(page: Page) -> Chart:
    """Rows of the lists by the month of their filing date."""
    months = page.site.by_month
    most = max(months, key=lambda m: (months[m], m))
    marks = tuple(Mark(m, float(n), f"{n} in {words.date(m)}" if m == most else "", "left") for m, n in months.items())
    named = tuple(m for m in months if m.endswith("-01"))
    bars = Layer("Services filed in the month", "bar", 1, "filing", "services", marks)
    return Chart(
        f"{words.date(most)} brought {months[most]} filings, "
        + ("the most of any month" if list(months.values()).count(months[most]) == 1 else "and no month brought more"),
        (Plot("Services filed in each month", (bars,), axis="columns", named=named),),
        text("Counted from the rows of the lists, by filing date. A year stands below its January."),
        first="Month", drawn_from=("filings",))


SHOWN = 8  # places with a bar of their own


def by_province(page: Page) -> Chart:
    """Services by the place column of the lists: the first places, all others together, the channel that is none."""
    count, provinces = page.site.by_province, page.site.data.vocab["provinces"]
    places = [Mark(provinces[p].label, float(n), words.number(n)) for p, n in count.items() if p != "sasac"]
    rest = sum(int(m.y) for m in places[SHOWN:])
    others = Mark(f"{len(places) - SHOWN} other places", float(rest), words.number(rest))
    channel = Mark(provinces["sasac"].label, float(count["sasac"]), words.number(count["sasac"]))
    layers = (Layer("Places", "bar", 1, "filing", "services", tuple(places[:SHOWN])),
              Layer("All other places", "bar", 3, "filing", "services", (others,)),
              Layer("A channel, not a place", "bar", 2, "filing", "services", (channel,)))
    return Chart(
        f"{places[0].x} has {places[0].label} of {words.number(sum(count.values()))} filed services",
        (Plot("Services filed, by place", layers, axis="rows"),),
        text("Counted from the rows of the lists. The last bar is the channel of central state-owned enterprises."),
        table=(("Place", "Services"), tuple((text(provinces[p].label), text(words.number(n))) for p, n in count.items())),
        drawn_from=("filings",))


def users(page: Page) -> Chart:
    """Users by definition: a plot and a scale of its own for each way of counting."""
    found = _series(page, "users")
    end = max(p.as_of for s in found for p in s.points)
    plots = tuple(Plot(s.label, dotted(s, s.label, 1, series_marks(page, s)), start="2023-07", end=end) for s in found)
    note = filled("Each plot counts something else and has a scale of its own. Numbers: {}.",
                  series_of([series_link(page, s) for s in found]))
    people, accounts = (full(page, s.points[-1], s.unit) for s in found[:2])
    title = f"{people} people by survey, {accounts} accounts added up"
    return Chart(title[:1].upper() + title[1:], plots, note, small=True)


def beijing_partners(page: Page) -> Chart:
    """Partners of Beijing's programme, at each date a count was given."""
    chain = _figures(page, "beijing-partners")
    marks = (replace(stated(page, f, "left"), x=f.as_of) for f in chain)
    stems = layer(chain[0], "Partners of the programme", "stem", 1, marks)
    one_axis(page, (stems, *(layer(f, f.label, "dot", 1, ()) for f in chain)))
    links = series_of([page.link("figures", f.id, mixed(full(page, f, f.unit))) for f in chain])
    first, last = (full(page, f, f.unit) for f in (chain[0], chain[-1]))
    return Chart(
        f"From {first} partners to {last}: Beijing’s programme, where a count was given",
        (Plot("Partners of Beijing’s programme", (stems,), start="2023-01", end=f"{int(chain[-1].as_of[:4])}-12"),),
        filled("Counts: {}. Nothing is known of the months between.", links), small=True)


def beijing_filed(page: Page) -> Chart:
    """Services filed through Beijing: rows by date, and what officials and reports gave."""
    chain = _figures(page, "beijing-filed")
    given = sorted((stated(page, f) for f in chain), key=lambda m: last_day(m.x))
    end = max(i.as_of for i in page.site.data.lists.values())
    rows = _newest_label(rows_layer(page, "Services filed through Beijing, by filing date", end, province="beijing"))
    totals = Layer("Total stated in reports", "ring", 2, "filing", chain[0].unit, tuple(given))
    one_axis(page, (rows, totals, *(layer(f, f.label, "ring", 2, ()) for f in chain)))
    links = series_of(page.link("figures", f.id, mixed(full(page, f, f.unit)))
                      for f in sorted(chain, key=lambda f: f.value))
    return Chart(
        f"{rows.marks[-1].label} services filed through Beijing by {words.date(end)}",
        (Plot("Services filed through Beijing, running total", (rows, totals), start="2023-07", end=end),),
        filled("{} Rows of the CAC’s lists by filing date. {} Totals given by the city or in reports, {}. The reports call "
               "them models.", sign("step", 1), sign("ring", 2), links),
        drawn_from=("figures", "filings"))


def _newest_label(rows: Layer) -> Layer:
    """The same with the number of rows written at its end."""
    last = rows.marks[-1]
    return replace(rows, marks=(*rows.marks[:-1], replace(last, label=words.number(int(last.y)))))


CHARTS = {"filed": filed, "first-approvals": first_approvals, "registered": registered, "filed-per-year": per_year,
          "filed-per-month": per_month, "filed-by-province": by_province, "users": users,
          "beijing-partners": beijing_partners, "beijing-filed": beijing_filed}
