"""Counts of both registers: by year, month, place, provider and day, each with a link to the rows it counts.

Every count is made from the rows. One register is counted at a time; the two are never added up.
"""

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.index import by_month, by_place, by_provider, by_year
from macros.facts.days import first_day, last_day
from macros.facts.problems import nearest
from macros.facts.records import REGISTERS, FilingList, Row, Series
from macros.write import markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, text
from macros.write.page import MacroError, Page, Shown
from macros.write.register_rows import PART, key_of, part_url, place, rows_table, search_href, shown
from macros.write.tables import cells

COUNTED = "Counted from the rows of the lists"


def _chosen(page: Page, register: str, **where: str | None) -> list[Row]:
    """The rows of a register that fit; raises ``MacroError`` if none does."""
    shown(register)
    if where.get("list") is not None:
        record(page.site, FilingList, str(where["list"]))
    provinces = page.site.data.vocab["provinces"]
    if (name := where.get("province")) is not None and name not in provinces:
        raise MacroError(f"there is no place '{name}'{nearest(name, provinces)}")
    rows = page.site.rows(register=register, **where)
    if not rows:
        raise MacroError("no row fits " + ", ".join(f"{k}={v!r}" for k, v in where.items()))
    return rows


def count(page: Page, register: str, **where: str | None) -> Markup:
    """How many rows fit, with a link to those very rows, or to all lists if all are meant."""
    number = text(words.number(len(_chosen(page, register, **where)), page.tongue))
    asked = {key: value for key, value in where.items() if value}
    if asked.keys() == {"list"}:
        item = page.site.data.lists[str(asked["list"])]
        return markup.link(number, page.to(part_url(item, 1, register)))
    if asked:
        since, to = asked.get("since"), asked.get("to")
        href = search_href(page, register, province=asked.get("province"), list=asked.get("list"),
                           **{"from": first_day(since) if since else None, "to": last_day(to) if to else None})
    else:
        href = page.to("filings/evidence/" if register == "filing" else "filings/registered/", "lists")
    # How it was counted, for the pointer; nothing on a door, where it would be English.
    return markup.link(number, href, title=COUNTED if page.english else None)


def _of(page: Page, register: str) -> tuple[Row, ...]:
    shown(register)
    found: tuple[Row, ...] = getattr(page.site.data, REGISTERS[register])
    return found


def filings_by_year(page: Page, name: str, caption: str, register: str = "filing") -> Markup:
    """Rows by year: by their dates, what the CAC counts, and why the two differ, by the series' own notes."""
    series = record(page.site, Series, page.site.data.vocab["registers"][register].per_year or "")
    official = {p.as_of[:4]: p for p in series.points}
    rows = []
    for year, count in by_year(_of(page, register)).items():
        point = official.get(year)
        value = (markup.link(receipts.bounded(page, point, series.unit), page.point_href(series.id, point.as_of))
                 if point else text("none"))
        part = f" (to {words.date(point.as_of)})" if point and not point.as_of.endswith("12-31") else ""
        note = raw(" ").join(page.told(x) for x in (point.derived, point.note) if x) if point else EMPTY
        href = search_href(page, register, **{"from": f"{year}-01-01", "to": f"{year}-12-31"})
        rows.append((f"year-{year}", cells(year + part, markup.link(text(words.number(count)), href), value, note)))
    heads = ("Year", f"Rows by {'filing' if register == 'filing' else 'registration'} date", "CAC’s count",
             "How, and why they differ")
    return block(tables.table(page, (REGISTERS[register], "points"), name, caption, heads, rows, numeric=(1, 2)))


def filings_by_month(page: Page, name: str, caption: str, register: str = "filing") -> Markup:
    """Rows by month and year: a row a month, a column a year."""
    months = by_month(_of(page, register))
    years = list(dict.fromkeys(m[:4] for m in months))
    rows = [(f"{'month' if register == 'filing' else 'registered'}-{m:02d}",
             (text(words.date(f"2000-{m:02d}").split()[0]),
              *(_month(page, register, months, f"{y}-{m:02d}") for y in years))) for m in range(1, 13)]
    columns = range(1, len(years) + 1)
    return block(tables.table(page, (REGISTERS[register],), name, caption, ("Month", *years), rows, numeric=columns))


def _month(page: Page, register: str, months: dict[str, int], month: str) -> Markup:
    """A month's count with a link to its rows; a dash before the first and after the last month with rows."""
    if not (count := months.get(month)):
        return text("–" if month not in months else "0")
    href = search_href(page, register, **{"from": first_day(month), "to": last_day(month)})
    return markup.link(text(words.number(count)), href)


def filings_by_province(page: Page, name: str, caption: str, register: str = "filing") -> Markup:
    """Rows by the place column of the lists, most first; the channel of central state-owned enterprises last."""
    places, total = page.site.data.vocab["provinces"], len(_of(page, register))
    found = by_place(_of(page, register))
    rows = []
    for key in sorted(found, key=lambda p: p == "sasac"):
        label = filled("{} {}", mixed(places[key].label), markup.zh(places[key].zh))
        count = markup.link(text(words.number(len(found[key]))), search_href(page, register, province=key))
        rows.append((f"{'place' if register == 'filing' else 'registered'}-{key}",
                     cells(label, count, f"{100 * len(found[key]) / total:.1f}",
                           words.short_date(min(r.day for r in found[key])))))
    heads = ("Place", shown(register).many.capitalize(), "Per cent of all", f"First {register}")
    return block(tables.table(page, (REGISTERS[register],), name, caption, heads, rows, numeric=(1, 2), sort=True))


def top_places(page: Page, most: int = 3, register: str = "filing") -> Markup:
    """The places with the most rows and how many each: ``Beijing (296), Guangdong (194) and Shanghai (188)``."""
    places = page.site.data.vocab["provinces"]
    found = [p for p in by_place(_of(page, register)) if p != "sasac"][:most]
    return markup.series_of([filled("{} ({})", text(places[p].label), count(page, register, province=p)) for p in found])


def filings_providers(page: Page, name: str, caption: str, least: int = 3, register: str = "filing") -> Markup:
    """Providers with at least ``least`` rows. Names count as one if only the width of their characters differs."""
    found = {p: rows for p, rows in by_provider(_of(page, register)).items() if len(rows) >= least}
    if not found:
        raise MacroError(f"no provider has {least} {shown(register).many}")
    prefix = "provider" if register == "filing" else "registered"
    rows = [(key_of(prefix, rows[0]), _provider(page, rows)) for rows in found.values()]
    heads = ("Provider", shown(register).many.capitalize(), "Place", f"First {register}", f"Latest {register}")
    return block(tables.table(page, (REGISTERS[register],), name, caption, heads, rows, numeric=(1,)))


def _provider(page: Page, rows: list[Row]) -> tuple[Markup, ...]:
    dates = sorted(r.day for r in rows)
    link = markup.link(text(words.number(len(rows))), search_href(page, rows[0].register, find=rows[0].provider_zh))
    return cells(markup.zh(rows[0].provider_zh), link, markup.series_of(dict.fromkeys(place(page, r) for r in rows)),
                 words.short_date(dates[0]), words.short_date(dates[-1]))


def providers(page: Page, register: str = "filing", single: bool = False, shared: bool = False) -> Markup:
    """How many providers the rows of a register name; those of one row only, or those in both registers."""
    found = by_provider(_of(page, register))
    if shared:
        other = by_provider(_of(page, next(r for r in REGISTERS if r != register)))
        return text(words.number(len(found.keys() & other.keys())))
    return text(words.number(sum(len(rows) == 1 for rows in found.values()) if single else len(found)))


def filings_rows(page: Page, name: str, caption: str, register: str = "filing", **where: str) -> Markup:
    """The rows that fit as a table, each number linked to its place on its list."""
    rows = _chosen(page, register, **where)
    if len(rows) > PART:
        raise MacroError(f"{len(rows)} rows fit, more than the {PART} a page takes; narrow the dates or link to the "
                         "search")
    return block(rows_table(page, name, caption, rows, home=False))


def filings_by_date(page: Page, name: str, caption: str, to: str) -> Markup:
    """Filing dates one by one: how many services, from where, the running total, their numbers on the list."""
    rows = _chosen(page, "filing", to=to)
    out = []
    for day in sorted({r.day for r in rows}):
        that = [r for r in rows if r.day == day]
        where = dict.fromkeys(place(page, r) for r in that)
        here = markup.series_of(filled("{} {}", sum(place(page, r) == p for r in that), p) for p in where)
        count = markup.link(text(words.number(len(that))), search_href(page, **{"from": day, "to": day}))
        out.append((f"filed-{day}", cells(markup.day(day), count, page.site.data.filed_by(day), here)))
    heads = ("Filed on", "Services", "Running total", "Through")
    return block(tables.table(page, ("filings",), name, caption, heads, out, numeric=(1, 2)))


VIEWS: dict[str, Shown] = {"filings": filings_rows}
TALLIES: dict[str, Shown] = {"years": filings_by_year, "months": filings_by_month, "places": filings_by_province,
                             "dates": filings_by_date, "providers": filings_providers}
