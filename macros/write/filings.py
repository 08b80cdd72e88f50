"""The filed services: their lists, a page a list, counts by year, month, place and provider, and the search.

Every count here is made from the rows of ``data/filings.csv``; beside it stands what the CAC, officials or the press
said. Each row has an address that does not change: the page of its list and ``#no-<number>``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.index import Reconciled, Site, by_provider, by_year, reconciled
from macros.facts.days import first_day, last_day
from macros.facts.problems import nearest
from macros.facts.records import Figure, Filing, FilingList, Point, Series
from macros.write import markup, receipts, tables
from macros.write.markup import block, mixed, tag, text
from macros.write.page import MacroError, Page

FILED = "genai-services-filed-cumulative"
PER_YEAR = "genai-services-filed-per-year"
PART = 140  # rows a page: more would make the page heavy
NO_LATIN = re.compile(r"[\u3400-\u9fff]")


# ---- addresses and cells -----------------------------------------------------------------------------------------


def parts(site: Site, item: FilingList) -> list[list[Filing]]:
    """The rows of a list in pages of at most ``PART``."""
    rows = site.rows(list=item.id)
    return [rows[i : i + PART] for i in range(0, len(rows), PART)]


def part_url(item: FilingList, part: int) -> str:
    """The page of a part of a list, from 1: ``filings/cac-2024-04/``, ``filings/cac-2024-04/part-2/``."""
    return f"filings/{item.id}/" if part == 1 else f"filings/{item.id}/part-{part}/"


def row_url(site: Site, row: Filing) -> tuple[str, str]:
    """The page and fragment of a row."""
    item = site.data.lists[row.list]
    return part_url(item, (row.number - item.first) // PART + 1), f"no-{row.number}"


def list_pages(site: Site) -> dict[str, tuple[str, str, str]]:
    """Path → (title, description, macro call) of every page of a list."""
    out = {}
    for item in site.data.lists.values():
        for i, rows in enumerate(parts(site, item), start=1):
            more = "" if i == 1 else f", part {i}"
            out[part_url(item, i).rstrip("/") + ".md"] = (
                f"Filed services: {item.title}{more}",
                f"The {len(rows)} generative-AI services numbered {rows[0].number} to {rows[-1].number} on the list "
                f"the "
                f"Cyberspace Administration of China announced on {words.date(item.announced)}{more}.",
                f'{{{{ one("lists", "{item.id}", {i}) }}}}',
            )
    return out


def search_href(page: Page, **where: str | None) -> str:
    """The address of the search with a filter set: ``search/?province=beijing&from=2024-01-17``."""
    query = "&".join(f"{k}={v}" for k, v in where.items() if v)
    return page.to("filings/search/") + (f"?{query}" if query else "")


def _name(row: Filing) -> str:
    """The name of a service, with the Latin name if the list's own is Chinese."""
    own = text(row.name_zh)
    if row.name_en and row.name_en != row.name_zh:
        return f"{own} {tag('span', text(row.name_en), lang='en')}"
    return own


def _code(value: str) -> str | None:
    return "zh-Hans" if NO_LATIN.search(value) else None


def _cells(page: Page, row: Filing, heads: Sequence[str], link: bool) -> str:
    """One row as markup, frugal with elements: the language stands on the cells."""
    number = text(row.number)
    if link:
        number = markup.link(number, page.to(*row_url(page.site, row)))
    place = page.site.data.vocab["provinces"][row.province].label
    rest = (
        (_code(row.provider_zh), text(row.provider_zh)),
        (None, text(place)),
        (None, text(row.filing_number)),
        (None, words.short_date(row.filed_on)),
    )
    out = tag("td", number, data_label=heads[0], class_="num") + tag(
        "th", _name(row), scope="row", lang=_code(row.name_zh)
    )
    return out + "".join(
        tag("td", content, lang=code, data_label=head) for (code, content), head in zip(rest, heads[2:], strict=True)
    )


HEADS = ("No.", "Service", "Provider", "Place", "Filing number", "Filed on")


def _rows_table(page: Page, name: str, caption: str, rows: Sequence[Filing], home: bool) -> str:
    head = tag("tr", "".join(tag("th", h, scope="col", class_="num" if h == "No." else None) for h in HEADS))
    body = "".join(
        tag("tr", _cells(page, r, HEADS, link=not home), id=f"no-{r.number}" if home else None) for r in rows
    )
    inner = tag("caption", mixed(caption), id=f"{name}-c") + tag("thead", head) + tag("tbody", body)
    return tag(
        "div",
        tag("table", inner, id=name, class_="data data--wide filings"),
        class_="table",
        role="region",
        tabindex="0",
        aria_labelledby=f"{name}-c",
    ) + tables.line(page, ("filings",), name, caption)


# ---- a page a list -----------------------------------------------------------------------------------------------


def list_page(page: Page, name: str, part: int = 1) -> str:
    """One list, or a part of a long one: where it was announced, what it adds up to, its rows."""
    item: FilingList = record(page.site, "lists", name)
    found = parts(page.site, item)
    if not 1 <= part <= len(found):
        raise MacroError(f"list '{name}' has {len(found)} part{'s' if len(found) != 1 else ''}, no part {part}")
    kicker, title = "List of filed services", mixed(item.title) + ("" if part == 1 else f", part {part}")
    lead = tag("p", _lead(page, item), class_="lead") if part == 1 else ""
    out = tag("p", kicker, class_="kicker") + tag("h1", title, id="top") + lead
    if part == 1:
        out += (
            _list_facts(page, item) + tag("h2", "What the rows add up to", id="total") + tag("p", adds_up(page, item))
        )
    caption = f"Numbers {found[part - 1][0].number} to {found[part - 1][-1].number} of the list, as the CAC lists them"
    out += tag("h2", "The services", id="services") + _turn(page, item, part, len(found))
    out += _rows_table(page, "rows", caption, found[part - 1], home=True)
    return block(out + _turn(page, item, part, len(found)))


def _lead(page: Page, item: FilingList) -> str:
    rows = len(page.site.rows(list=item.id))
    kind = "on-device services, numbered apart," if item.numbering == "on-device" else "services"
    dates = (
        f"on {words.date(item.period_from)}"
        if item.period_from == item.period_to
        else f"from {words.date(item.period_from)} to {words.date(item.period_to)}"
    )
    return (
        f"The list has {words.number(rows)} {kind} filed {dates}. The CAC announced it "
        f"{'on' if len(item.announced) == 10 else 'in'} {words.date(item.announced)}."
    )


def _list_facts(page: Page, item: FilingList) -> str:
    pairs = [
        ("Numbers on the list", f"{item.first} to {item.last}"),
        ("Counts up to", words.date(item.as_of)),
        ("Date of announcement", page.told(item.announced_note or "")),
        ("Note", page.told(item.note or "")),
        ("Sources", receipts.evidence_list(page, item.evidence)),
    ]
    return tag("dl", "".join(tag("dt", k) + tag("dd", v) for k, v in pairs if v), class_="facts")


def adds_up(page: Page, item: FilingList) -> str:
    """Whether the rows so far are the official total, in words."""
    found = next(r for r in reconciled(page.site.data) if r.item.id == item.id)
    before = found.running - found.rows
    rows = words.plural(found.rows, "row", "rows")
    so_far = (
        f"The {rows} of this list"
        + (f" and the {words.number(before)} of the lists before it" if before else "")
        + f" make {words.number(found.running)}."
    )
    if item.total is None:
        return (
            so_far
            + " No running total was announced with this list; the total announced with the next list includes it."
        )
    return (
        f"{so_far} The CAC announced a total of {tag('b', words.number(item.total))} up to {words.date(item.as_of)}. "
        "The two agree: this site is not built if they differ."
    )


def _turn(page: Page, item: FilingList, part: int, last: int) -> str:
    """Links to the list or part before and after, and to all lists."""
    lists = list(page.site.data.lists.values())
    at = next(i for i, other in enumerate(lists) if other.id == item.id)
    links = []
    if part > 1:
        links.append(markup.link(f"Part {part - 1} of this list", page.to(part_url(item, part - 1))))
    elif at:
        links.append("Previous list: " + page.link("lists", lists[at - 1].id, text(lists[at - 1].title)))
    if part < last:
        links.append(markup.link(f"Part {part + 1} of this list", page.to(part_url(item, part + 1))))
    elif at + 1 < len(lists):
        links.append("Next list: " + page.link("lists", lists[at + 1].id, text(lists[at + 1].title)))
    links += [
        markup.link("All lists", page.to("filings/", "lists")),
        markup.link("Search all rows", page.to("filings/search/")),
    ]
    return tag("p", " · ".join(links), class_="list-turn")


# ---- tables and counts -------------------------------------------------------------------------------------------


def filed(
    page: Page, to: str | None = None, since: str | None = None, list: str | None = None, province: str | None = None
) -> str:
    """How many rows fit, counted, with a link to those very rows: ``{{ filed(to="2024-01-17") }}`` prints ``79``."""
    if list is not None:
        record(page.site, "lists", list)
    if province is not None and province not in page.site.data.vocab["provinces"]:
        raise MacroError(f"there is no place '{province}'{nearest(province, page.site.data.vocab['provinces'])}")
    rows = page.site.rows(to=to, since=since, list=list, province=province)
    if not rows:
        raise MacroError(f"no row fits to={to!r}, since={since!r}, list={list!r}, province={province!r}")
    if list and not (to or since or province):
        return page.link("lists", list, words.number(len(rows)))
    where = {
        "province": province,
        "list": list,
        "from": first_day(since) if since else None,
        "to": last_day(to) if to else None,
    }
    return markup.link(words.number(len(rows)), search_href(page, **where), title="Counted from the rows of the lists")


def filed_total(page: Page) -> str:
    """How many rows the lists have together, with a link to the lists: ``{{ filed_total() }}``."""
    return markup.link(
        words.number(len(page.site.data.filings)),
        page.to("filings/", "lists"),
        title="Counted from the rows of the lists",
    )


def lists_table(page: Page, name: str, caption: str) -> str:
    """Every list, newest first: numbers, rows, rows so far, the official total, whether they agree."""
    heads = ("List", "Announced", "Counts up to", "Numbers", "Rows", "Rows so far", "Official total", "Check")
    rows = [(f"list-{r.item.id}", _list_cells(page, r)) for r in reversed(reconciled(page.site.data))]
    return block(tables.table(page, ("lists", "filings"), name, caption, heads, rows, numeric=(4, 5, 6), wide=True))


def _list_cells(page: Page, r: Reconciled) -> tuple[str, ...]:
    item = r.item
    total = words.number(item.total) if item.total else "none announced"
    check = {True: "agrees", None: "in the next total", False: "differs"}[r.agrees]
    return (
        page.link("lists", item.id, mixed(item.title)),
        words.short_date(item.announced),
        words.short_date(item.as_of),
        f"{item.first}–{item.last}",
        words.number(r.rows),
        words.number(r.running),
        total,
        check,
    )


def filings_by_year(page: Page, name: str, caption: str) -> str:
    """Services by year: rows by filing date, what the CAC counts, the difference explained by the series' own note."""
    series: Series = record(page.site, "series", PER_YEAR)
    official = {p.as_of[:4]: p for p in series.points}
    rows = []
    for year, count in by_year(page.site.data.filings).items():
        point = official.get(year)
        value = (
            markup.link(receipts.value(point, series.unit), page.point_href(PER_YEAR, point.as_of))
            if point
            else "none"
        )
        part = f" (to {words.date(point.as_of)})" if point and not point.as_of.endswith("12-31") else ""
        note = " ".join(x for x in (point.derived or "", point.note or "") if x) if point else ""
        rows.append(
            (
                f"year-{year}",
                (
                    year + part,
                    markup.link(
                        words.number(count), search_href(page, **{"from": f"{year}-01-01", "to": f"{year}-12-31"})
                    ),
                    value,
                    mixed(note),
                ),
            )
        )
    return block(
        tables.table(
            page,
            ("filings", "points"),
            name,
            caption,
            ("Year", "Rows by filing date", "CAC’s count", "How, and why they differ"),
            rows,
            numeric=(1, 2),
        )
    )


def filings_by_month(page: Page, name: str, caption: str) -> str:
    """Services by month and year: a row a month, a column a year."""
    months = page.site.by_month
    years = list(dict.fromkeys(m[:4] for m in months))
    rows = [
        (f"month-{m:02d}", (words.date(f"2000-{m:02d}").split()[0], *(_month(page, f"{y}-{m:02d}") for y in years)))
        for m in range(1, 13)
    ]
    columns = range(1, len(years) + 1)
    return block(tables.table(page, ("filings",), name, caption, ("Month", *years), rows, numeric=columns))


def _month(page: Page, month: str) -> str:
    """A month's count with a link to its rows; a dash before the first and after the last filing."""
    if not (count := page.site.by_month.get(month)):
        return "–" if month not in page.site.by_month else "0"
    return markup.link(words.number(count), search_href(page, **{"from": first_day(month), "to": last_day(month)}))


def filings_by_province(page: Page, name: str, caption: str) -> str:
    """Services by the place column of the lists, most first; the channel of central state-owned enterprises last."""
    site = page.site
    places, total = site.data.vocab["provinces"], len(site.data.filings)
    rows = []
    for key in sorted(site.by_province, key=lambda p: p == "sasac"):
        found = site.rows(province=key)
        label = f"{mixed(places[key].label)} {markup.zh(places[key].zh)}"
        rows.append(
            (
                f"place-{key}",
                (
                    label,
                    markup.link(words.number(len(found)), search_href(page, province=key)),
                    f"{100 * len(found) / total:.1f}",
                    words.short_date(min(r.filed_on for r in found)),
                ),
            )
        )
    heads = ("Place", "Services", "Per cent of all", "First filing")
    return block(tables.table(page, ("filings",), name, caption, heads, rows, numeric=(1, 2), sort=True))


def top_places(page: Page, most: int = 3) -> str:
    """The places with the most services and how many each: ``Beijing (296), Guangdong (194) and Shanghai (188)``."""
    places = page.site.data.vocab["provinces"]
    found = [p for p in page.site.by_province if p != "sasac"][:most]
    return words.series([f"{text(places[p].label)} ({filed(page, province=p)})" for p in found])


def filings_providers(page: Page, name: str, caption: str, least: int = 3) -> str:
    """Providers with at least ``least`` services. Names count as one if only the width of their characters differs."""
    found = {p: rows for p, rows in by_provider(page.site.data.filings).items() if len(rows) >= least}
    if not found:
        raise MacroError(f"no provider has {least} services")
    rows = [
        (f"provider-{rows[0].list.removeprefix('cac-')}-{rows[0].number}", _provider(page, rows))
        for rows in found.values()
    ]
    heads = ("Provider", "Services", "Place", "First filing", "Latest filing")
    return block(tables.table(page, ("filings",), name, caption, heads, rows, numeric=(1,)))


def _provider(page: Page, rows: list[Filing]) -> tuple[str, ...]:
    places = page.site.data.vocab["provinces"]
    dates = sorted(r.filed_on for r in rows)
    link = markup.link(words.number(len(rows)), search_href(page, find=rows[0].provider_zh))
    return (
        markup.zh(rows[0].provider_zh),
        link,
        words.series([places[p].label for p in dict.fromkeys(r.province for r in rows)]),
        words.short_date(dates[0]),
        words.short_date(dates[-1]),
    )


def providers(page: Page) -> str:
    """How many providers the rows name, by the same rule."""
    return words.number(len(by_provider(page.site.data.filings)))


def single_providers(page: Page) -> str:
    """How many providers have one service only."""
    return words.number(sum(len(rows) == 1 for rows in by_provider(page.site.data.filings).values()))


def filings_rows(
    page: Page,
    name: str,
    caption: str,
    to: str | None = None,
    since: str | None = None,
    list: str | None = None,
    province: str | None = None,
) -> str:
    """The rows that fit as a table, each number linked to its place on its list."""
    rows = page.site.rows(to=to, since=since, list=list, province=province)
    if not rows:
        raise MacroError(f"no row fits to={to!r}, since={since!r}, list={list!r}, province={province!r}")
    if len(rows) > PART:
        raise MacroError(
            f"{len(rows)} rows fit, more than the {PART} a page takes; narrow the dates or link to the search"
        )
    return block(_rows_table(page, name, caption, rows, home=False))


def filings_by_date(page: Page, name: str, caption: str, to: str, since: str | None = None) -> str:
    """Filing dates one by one: how many services, from where, the running total, their numbers on the list."""
    rows = page.site.rows(to=to, since=since)
    if not rows:
        raise MacroError(f"no row fits to={to!r}, since={since!r}")
    places = page.site.data.vocab["provinces"]
    out = []
    for day in sorted({r.filed_on for r in rows}):
        that = [r for r in rows if r.filed_on == day]
        where = dict.fromkeys(r.province for r in that)
        here = words.series([f"{sum(r.province == p for r in that)} {places[p].label}" for p in where])
        out.append(
            (
                f"filed-{day}",
                (
                    tag("time", words.date(day), datetime=day),
                    markup.link(words.number(len(that)), search_href(page, **{"from": day, "to": day})),
                    words.number(page.site.data.filed_by(day)),
                    here,
                ),
            )
        )
    heads = ("Filed on", "Services", "Running total", "Through")
    return block(tables.table(page, ("filings",), name, caption, heads, out, numeric=(1, 2)))


def claims_table(page: Page, name: str, caption: str, *ids: str) -> str:
    """Totals that officials and the press gave, each beside the rows of the lists dated up to then.

    Of a series of totals only those are taken that nobody counted or announced exactly.
    """
    if not ids:
        raise MacroError("needs the ids of figures or series")
    rows = sorted((row for i in ids for row in _claims(page, i)), key=lambda row: row[0])
    heads = ("As of", "Given", "Counts", "By", "Rows of the lists then")
    claims = [(f"claim-{key}", cells) for _, key, cells in rows]
    kinds = ("figures", "points", "filings")
    return block(tables.table(page, kinds, name, caption, heads, claims, numeric=(1, 4)))


def _claims(page: Page, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    data = page.site.data
    if name in data.series:
        series = data.series[name]
        points = [p for p in series.points if series.register_ != "filing" or p.bound != "exact"]
        return [
            (
                last_day(p.as_of),
                f"{name}-{p.as_of}",
                _claim(page, p, series, page.point_href(name, p.as_of), _speaker(page, p)),
            )
            for p in points
        ]
    figure: Figure = record(page.site, "figures", name)
    return [
        (
            last_day(figure.as_of),
            name,
            _claim(page, figure, figure, page.href("figures", name), page.site.stated_by(figure, figure.said_by)),
        )
    ]


def _speaker(page: Page, point: Point) -> str:
    """Who gave a point: its note says so, or its first source does."""
    said = re.match(r"Said by ([^,.]+)", point.note or "")
    return said[1] if said else page.site.stated_by(point)


def _claim(page: Page, item: Point | Figure, holder: Series | Figure, href: str, by: str) -> tuple[str, ...]:
    vocab = page.site.data.vocab
    given = " ".join(p for p in (receipts.bound(page, item.bound), receipts.value(item, holder.unit)) if p)
    register = vocab["registers"][holder.register_].label if holder.register_ else "not said which register"
    low, high = page.site.data.filed_by(first_day(item.as_of)), page.site.data.filed_by(item.as_of)
    then = words.number(high) if low == high else f"{words.number(low)} to {words.number(high)}"
    return (
        words.date(item.as_of),
        markup.link(given, href),
        f"{vocab['units'][holder.unit].label}; {register}",
        mixed(by),
        then,
    )


# ---- the search --------------------------------------------------------------------------------------------------

COLUMNS = ("list", "number", "name_zh", "name_en", "provider_zh", "province", "filing_number", "filed_on")


def filings_json(site: Site) -> str:
    """Every row as compact JSON for the search: lists, places and the columns of the rows are said once."""
    data = site.data
    lists, places = list(data.lists), list(data.vocab["provinces"])
    rows = [
        [
            lists.index(r.list),
            r.number,
            r.name_zh,
            r.name_en if r.name_en != r.name_zh else None,
            r.provider_zh,
            places.index(r.province),
            r.filing_number,
            r.filed_on,
        ]
        for r in data.filings
    ]
    out = {
        "part": PART,
        "columns": COLUMNS,
        "lists": [[i, data.lists[i].title, data.lists[i].first] for i in lists],
        "provinces": [[p, w.label, w.zh] for p, w in data.vocab["provinces"].items()],
        "rows": rows,
    }
    return json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n"


def exports(site: Site) -> dict[str, bytes]:
    """Path under the built site → content of what the pages of the filings fetch."""
    return {"filings/rows.json": filings_json(site).encode()}


def normal(value: str) -> str:
    """Text as the search compares it: NFKC, lower case, blanks folded. The script does the same."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def filings_search(page: Page) -> str:
    """The search form; its script fetches the rows once a reader asks or comes with a filter in the address."""
    site = page.site
    places = "".join(
        tag("option", f"{text(w.label)} {text(w.zh or '')}", value=p)
        for p, w in site.data.vocab["provinces"].items()
        if p in site.by_province
    )
    lists = "".join(tag("option", text(i.title), value=i.id) for i in site.data.lists.values())
    days = [r.filed_on for r in site.data.filings]
    fields = (
        tag(
            "label",
            "Name, provider, place or number"
            + tag("input", type="search", name_="find", autocomplete="off", spellcheck="false"),
        )
        + tag("label", "Place" + tag("select", tag("option", "all", value="") + places, name_="province"))
        + tag("label", "List" + tag("select", tag("option", "all", value="") + lists, name_="list"))
        + tag("label", "Filed from" + tag("input", type="date", name_="from", min=min(days), max=max(days)))
        + tag("label", "to" + tag("input", type="date", name_="to", min=min(days), max=max(days)))
        + tag("button", "Search", type="submit")
        + tag("button", "Clear", type="reset")
        + tag("output", "", name_="found", role="status")
    )
    form = tag(
        "form",
        fields.replace("></input>", ">"),
        class_="filter",
        role="search",
        id="filings-search",
        aria_label="Search the filed services",
        data_rows=page.to("filings/rows.json"),
        data_lists=page.to("filings/"),
    )
    plain = tag(
        "noscript", tag("p", "Search needs JavaScript. The lists are all here, and the browser searches within each.")
    )
    script = tag("script", "", src=page.to("assets/filings.js"), defer=True)
    return block(
        plain + tag("div", form, class_="needs-js") + tag("div", "", id="filings-found", class_="wide") + script
    )


VIEWS = {"lists": lists_table, "filings": filings_rows, "claims": claims_table}
TALLIES = {"years": filings_by_year, "months": filings_by_month, "places": filings_by_province,
           "dates": filings_by_date, "providers": filings_providers}
SHOWS = {"search": filings_search}
RECORDS = {"lists": list_page}
