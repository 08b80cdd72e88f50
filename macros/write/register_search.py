"""The search over the rows of both registers: what its script fetches, and its form."""

from macros.derive.index import Site, by_place
from macros.derive.parties import parties
from macros.derive.plain import tight
from macros.facts.records import REGISTERS, Row
from macros.write.filter_form import select
from macros.write.markup import EMPTY, Markup, block, raw, tag, text
from macros.write.page import Page, Shown
from macros.write.register_rows import PART, SHOWN, first_of

COLUMNS = ("list", "number", "name_zh", "name_en", "provider_zh", "province", "reference", "day", "late_entry")


def rows_json(site: Site, register: str) -> str:
    """Every row of a register as compact JSON: lists, places and the columns of the rows are said once."""
    data = site.data
    lists, places = list(data.lists), list(data.vocab["provinces"])
    rows = [[lists.index(r.list), r.number, r.name_zh, r.name_en if r.name_en != r.name_zh else None, r.provider_zh,
             places.index(r.province), r.reference, r.day, *([1] if getattr(r, "late_entry", None) else [])]
            for r in getattr(data, REGISTERS[register])]
    out = {"part": PART, "columns": COLUMNS, "register": register,
           "lists": [[i, data.lists[i].title, first_of(register, data.lists[i])] for i in lists],
           "provinces": [[p, w.label, w.zh] for p, w in data.vocab["provinces"].items()], "rows": rows,
           "groups": _groups(site, register)}
    return tight(out) + "\n"


def _groups(site: Site, register: str) -> list[list[object]]:
    """The groups of providers with a page: name, names to search by, address, the places of their rows that count, and
    of the doubtful ones, which only help the search."""
    place = {name: i for i, name in enumerate(site.data.rows[register])}
    out: list[list[object]] = []
    for party in site.once(parties).values():
        sure = party.rows(register)
        held = [h.row for h in party.held if h.register_ == register]
        if party.has_rows:
            names = "|".join(n for n in (party.name, *party.names) if n not in party.whole)
            out.append([party.name, names, f"organisations/{party.id}/", [place[r] for r in sure],
                        [place[r] for r in held if r not in sure]])
    return out


def exports(site: Site) -> dict[str, bytes]:
    """Path under the built site → content of what the search of the registers fetches."""
    return {f"{shown.folder}/rows.json": rows_json(site, register).encode() for register, shown in SHOWN.items()}


def filings_search(page: Page) -> Markup:
    """The search form; its script fetches the rows once a reader asks or comes with a filter in the address."""
    data = page.site.data
    rows: tuple[Row, ...] = (*data.filings, *data.registrations)
    used, days = by_place(rows), [r.day for r in rows]
    places = [(p, f"{w.label} {w.zh or ''}") for p, w in data.vocab["provinces"].items() if p in used]
    kinds = [(register, shown.title.lower()) for register, shown in SHOWN.items()]
    fields = (
        # Not autocomplete="off": where that stands, WebKit empties the field on the way back.
        tag("label", raw("Name, provider, place or number") + tag("input", type="search", name_="find", spellcheck="false"))
        + select("register", "Register", kinds, "both") + select("province", "Place", places, "all")
        + select("list", "List", [(i.id, i.title) for i in data.lists.values()], "all")
        + tag("label", raw("Dated from") + tag("input", type="date", name_="from", min=min(days), max=max(days)))
        + tag("label", raw("to") + tag("input", type="date", name_="to", min=min(days), max=max(days)))
        + tag("button", text("Search"), type="submit") + tag("button", text("Clear"), type="reset")
        + tag("output", EMPTY, name_="found", role="status"))
    sources = {f"data_{register}": page.to(f"{shown.folder}/") for register, shown in SHOWN.items()}
    sources["data_home"] = page.to("")
    form = tag("form", fields, class_="filter", role="search", id="filings-search",
               aria_label="Search both registers", **sources)
    plain = tag("noscript", tag("p", text("Search needs JavaScript. The lists are all here, and the browser searches "
                                     "within each.")))
    script = tag("script", EMPTY, src=page.to("assets/filings.js"), defer=True)
    return block(plain + tag("div", form, class_="needs-js") + tag("div", EMPTY, id="filings-found", class_="wide")
                 + script)


SHOWS: dict[str, Shown] = {"search": filings_search}
