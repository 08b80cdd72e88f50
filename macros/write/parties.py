"""The page of a firm, an institute or a state body, and the register of all of them."""

from collections.abc import Iterator

from macros.derive import words
from macros.derive.index import Site
from macros.derive.names import name_of
from macros.derive.parties import Party, naming, parties, rows_of
from macros.facts.days import in_time
from macros.facts.records import REGISTERS, Event, Organisation, Row
from macros.facts.store import Data
from macros.write import markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, given, mixed, raw, some, tag, text
from macros.write.owners import GROUPED
from macros.write.page import Page, Shown
from macros.write.page_source import Made, asks
from macros.write.register_rows import SHOWN, key_of, language, name_cell, number_of, row_url
from macros.write.registers import fact_list, heading, section
from macros.write.tables import cells

MOST = 25  # records of a kind that a page lists; the search has the rest


def party_pages(site: Site) -> Made:
    """The page of every organisation."""
    taken = {g.name for g in site.data.groups.values()} | {i.name for i in site.data.instruments.values()}
    taken |= {s.title for s in site.data.sources.values()}
    return {f"organisations/{p.id}.md": (f"{p.name} (organisation)" if p.name in taken else p.name,
                                         _described(p, _about(site, p)), asks("one", "organisations", p.id))
            for p in site.once(parties).values()}


def _described(party: Party, about: str) -> str:
    """The description of a page, which is to be like no other: ``Biren: a company in the alliance.``"""
    own = party.organisation and party.organisation.summary
    return about if own else f"{party.name}: {about[0].lower()}{about[1:]}"


def _about(site: Site, party: Party) -> str:
    """What an organisation is, in a sentence: its own, or one made of its kind, products, ties and rows.

    ``An internet group, known for Hunyuan, with 5 filed services and 2 registered applications.``
    """
    o = party.organisation
    if o and o.summary:
        return str(o.summary)
    rows = _counts(site, party)
    known = f", known for {words.series([p.name for p in o.products[:2]])}" if o and o.products else ""
    tie = _tie(site, o) if o and not rows else ""
    home = party.owner.home if party.owner else None
    at_home = f" whose brand is at home in {'the ' if home.startswith('United') else ''}{home}" if home else ""
    return f"{_described_as(site, party)}{at_home}{known}{tie}{f', with {rows}' if rows else ''}."


def _described_as(site: Site, party: Party) -> str:
    """What it is in a few words, or its kind: ``A maker of phones``."""
    kind = _kind(site, party).lower()
    said = party.description or f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"
    return f"{said[0].upper()}{said[1:]}"


# How a tie is told within a sentence; what stands below an organisation is not.
WITHIN = {"Part of": ", part of ", "Runs": ", which runs ", "Member of": ", a member of "}


def _tie(site: Site, o: Organisation) -> str:
    """What an organisation belongs to, stands behind or is in, the first of these that is known."""
    found = ((WITHIN[said], site.data.kinds[kind][names[0]]) for said, kind, names in _ties(site, o) if said in WITHIN)
    return next((said + name_of(item) for said, item in found), "")


def _ties(site: Site, o: Organisation) -> list[tuple[str, str, list[str]]]:
    """What an organisation belongs to, what belongs to it, what it runs and is in, as words, kind and ids.

    ``[("Part of", "organisations", ["alibaba"]), ("Member of", "groups", ["jiuyuan-consortium"])]``
    """
    data = site.data
    parts = [other.id for other in data.organisations.values() if other.parent == o.id]
    runs = [g.id for g in data.groups.values() if o.id in g.convenors]
    belongs = dict.fromkeys(m.group for m in data.memberships.values() if m.organisation == o.id and m.group not in runs)
    ties = [("Part of", "organisations", [o.parent] if o.parent else []), ("Parent of", "organisations", parts),
            ("Runs", "groups", runs), ("Member of", "groups", [*belongs])]
    return [tie for tie in ties if tie[2]]


def _kind(site: Site, party: Party) -> str:
    return site.data.vocab["organisation-kinds" if party.organisation else "owner-kinds"][party.kind].label


def _counts(site: Site, party: Party) -> str:
    """How many rows it has in the registers in which it has any: ``2 filed services and 1 registered application``."""
    return " and ".join(words.plural(len(rows), f"{shown.done} {shown.one}", f"{shown.done} {shown.many}")
                        for register, shown in SHOWN.items() if (rows := party.rows(register)))


def party_page(page: Page, name: str) -> Markup:
    """Everything about one organisation: what it is, its names, its rows, and what else the site knows of it."""
    party = page.site.once(parties)[name]
    title = mixed(party.name) + given(" {}", markup.zh(party.name_zh))
    lead = tag("p", mixed(_about(page.site, party)), class_="lead")
    made = heading(title, _kind(page.site, party)) + lead + _facts(page, party) + _rows(page, party)
    if party.organisation:
        made += _known(page, party.organisation)
    made += _named(page, party)
    if party.organisation:
        made += section("evidence", "Evidence", receipts.evidence_list(page, party.organisation.evidence))
    return block(made)


def _facts(page: Page, party: Party) -> Markup:
    organisation, owner, data = party.organisation, party.owner, page.site.data
    parent = organisation.parent if organisation else None
    above = owner.parent if owner and not parent else None
    state = data.vocab["state-owners"][owner.state].label if owner and owner.state else ""
    notes = [page.told(r.note) for r in (organisation, owner) if r and r.note]
    return fact_list([
        ("Rows in the registers", text(_counts(page.site, party) if organisation and organisation.summary else "")),
        ("Belongs to", page.link("organisations", parent, mixed(data.organisations[parent].name)) if parent
         else page.link("owners", above, mixed(data.owners[above].name)) if above else EMPTY),
        ("Home of the brand", mixed(owner.home if owner else "")),
        ("Owned by the state", given("{}, as generally known", state)),
        (_called(party), mixed(", ".join(party.told_names))), ("Note", raw(" ").join(notes))])


def _called(party: Party) -> str:
    """What its further names are: those of a group are what readers look for, products and founders among them."""
    return "Also searched as" if party.owner else "Also called"


# ---- rows --------------------------------------------------------------------------------------------------------

def _rows(page: Page, party: Party) -> Markup:
    if not party.held:
        return tag("p", text("No row of either register stands under this name.")) if party.owner else EMPTY
    out = EMPTY
    for register, shown in SHOWN.items():
        if found := rows_of(page.site.data, party, register):
            caption = f"{shown.title} of {party.name}, oldest first"
            name = f"{shown.done}-rows"
            heads = ("No.", shown.one.capitalize(), "Provider", shown.heads[-1])
            rows = [(key_of(register, r), _cells(page, party, r)) for r in found]
            out += section(shown.done, shown.title, tables.table(page, ("owners", REGISTERS[register]), name, caption,
                                                                 heads, rows))
    return out + tag("p", text(GROUPED), class_="note") + _unsure(page, party)


def _cells(page: Page, party: Party, row: Row) -> tuple[Markup, ...]:
    key = (row.register, f"{row.list}#{row.number}")
    held = next(h for h in party.held if (h.register_, h.row) == key)
    english = held.name_en if not row.name_en and held.name_en != row.name_zh else None
    name = markup.lang(name_cell(row), language(row.name_zh)) + given(" ({})", mixed(english))
    note = given(" {}", some("small", page.told(held.note)))
    return cells(markup.link(text(number_of(row)), page.to(*row_url(page.site, row))), name + note,
                 markup.zh(row.provider_zh), words.short_date(row.day))


def _unsure(page: Page, party: Party) -> Markup:
    """Rows that are likely its own and enter no total, and rows with a name like its own that are another's."""
    data, alike = page.site.data, party.owner.lookalikes if party.owner else ()
    likely = [h for h in party.held if h.basis == "doubtful"]

    def item(register: str, name: str, why: Markup) -> Markup:
        row = data.rows[register][name]
        link = markup.link(text(f"{SHOWN[register].done} no. {row.number}"), page.to(*row_url(page.site, row)))
        return filled("{}, {}{}", markup.zh(row.name_zh), link, why)
    out = section("likely", "Likely its own, not counted", markup.items(
        item(h.register_, h.row, given(": {}", page.told(h.note))) for h in likely))
    return out + section("not-its-own", "Not its own, though the name is alike", markup.items(
        item(h.register_, h.row, filled(": {}", page.told(h.why))) for h in alike))


# ---- what else is known ------------------------------------------------------------------------------------------

def _known(page: Page, o: Organisation) -> Markup:
    data = page.site.data
    products = markup.items(mixed(p.name) + given(" {}", markup.zh(p.name_zh))
                            + given(", {}", words.short_date(p.launched) if p.launched else None)
                            + given(": {}", page.told(p.note)) for p in o.products)
    groups = [(m.group, data.vocab["roles"][m.role].label) for m in data.memberships.values() if m.organisation == o.id]
    named = {group for group, _ in groups}
    groups += [(g.id, "runs it") for g in data.groups.values() if o.id in g.convenors and g.id not in named]
    members = markup.items(filled("{}: {}", page.link("groups", g, mixed(data.groups[g].name)), text(role))
                           for g, role in dict.fromkeys(groups))
    people = markup.items(filled("{}, {}", page.link("people", p.id, mixed(p.name)), mixed(p.role))
                          for p in data.people.values() if p.organisation == o.id)
    rules = [i for i in data.instruments.values() if o.id in i.issuers]
    parts = [(i.id, mixed(i.name)) for i in data.organisations.values() if i.parent == o.id]
    return EMPTY.join((
        section("products", "Products", products), section("memberships", "Alliances and programmes", members),
        section("people", "People", people),
        section("parts", "Subsidiaries and bodies", markup.items(page.link("organisations", i, name) for i, name in parts)),
        section("rules", "Rules it issued", _some(page, o.name, [page.link("instruments", i.id, mixed(i.short))
                                                                 for i in rules])),
        section("events", "Events", _some(page, o.name, [
            filled("{}: {}", words.date(e.date), page.link("events", e.id, mixed(e.title))) for e in _events(data, o)]))))


def _events(data: Data, o: Organisation) -> list[Event]:
    """The events an organisation had a part in, the newest first."""
    return sorted((e for e in data.events.values() if o.id in e.actors), key=lambda e: in_time(e.date), reverse=True)


def _some(page: Page, name: str, entries: list[Markup]) -> Markup:
    """The first entries of a list, and the way to the rest."""
    rest = len(entries) - MOST
    more = tag("p", markup.link(filled("{} more: search for {}", words.number(rest), text(name)),
                                page.to("search/") + f"?q={name.replace(' ', '+')}")) if rest > 0 else EMPTY
    return markup.items(entries[:MOST]) + more


def _named(page: Page, party: Party) -> Markup:
    found, data = page.site.once(naming).get(party.id, {}), page.site.data
    figures = [filled("{}: {}, {}", page.link(kind, i, mixed(item.label)), receipts.amount(page, holder, item.unit),
                      words.date(holder.as_of))
               for kind in ("figures", "series") for i in found.get(kind, ()) for item, holder in (page.stated(i),)]
    said = [filled("{} {}", page.told(s.text), page.link("statements", i, text("Receipt"), aria_label=f"Receipt: {s.text}"))
            for i in found.get("statements", ()) for s in (data.statements[i],)]
    disputes = [page.link("disputes", i, mixed(data.disputes[i].question)) for i in found.get("disputes", ())]
    return EMPTY.join(section(key, title, _some(page, party.name, entries)) for key, title, entries in (
        ("figures", "Figures that name it", figures), ("statements", "Statements that name it", said),
        ("disputes", "Where sources disagree", disputes)))


# ---- the register ------------------------------------------------------------------------------------------------

def _lines(site: Site) -> dict[str, list[Party]]:
    """Kind → everything of it, with or without a page; a group without a record stands with the firms or institutes."""
    pages = site.once(parties)
    every = [pages.get(o.id, Party(o.id, o, None)) for o in site.data.organisations.values()]
    every += [p for p in pages.values() if not p.organisation]
    out: dict[str, list[Party]] = {kind: [] for kind in site.data.vocab["organisation-kinds"]}
    for party in sorted(every, key=lambda p: p.name.casefold()):
        out[party.kind if party.kind in out else "company"].append(party)
    return {kind: found for kind, found in out.items() if found}


def register(page: Page) -> Markup:
    """Who is who: every organisation by kind, a line each, with a form that narrows them."""
    kinds = page.site.data.vocab["organisation-kinds"]
    label = tag("label", raw('Name, product or number<input type="search" name="q" spellcheck="false">'))
    form = tag("form", label + tag("button", text("Show all"), type="reset") + tag("output"), class_="filter", hidden=True,
               data_for="everyone", role="search", aria_label="Narrow the list of organisations")
    out = EMPTY
    for kind, found in page.site.once(_lines).items():
        title = kinds[kind].plural or kinds[kind].label
        rows = [(p.id, _line(page, p)) for p in found]
        out += tag("section", tag("h2", text(title), id=f"kind-{kind}") + tables.table(
            page, ("organisations", "owners"), f"organisations-{kind}", title,
            ("Name", "What it is", "Filed", "Registered"), rows, numeric=(2, 3)), data_group=True)
    return block(form + tag("div", out, id="everyone"))


def _line(page: Page, party: Party) -> tuple[Markup, ...]:
    name = mixed(party.name)
    if party.id in page.site.once(parties):
        name = markup.link(name, page.to(f"organisations/{party.id}/"))
    name += given(" {}", markup.zh(party.name_zh))
    return cells(name, _what(page, party), *(len(party.rows(r)) if party.held else "–" for r in REGISTERS))


def _what(page: Page, party: Party) -> Markup:
    """What an organisation is; without a page of its own, or without a sentence, also its products or names and its ties.

    ``An internet group. Known for Hunyuan. Member of AIIA Artificial Intelligence Safety Commitments.``
    """
    o, paged = party.organisation, party.id in page.site.once(parties)
    if paged and o and o.summary:
        return mixed(o.summary)
    products = [p.name for p in o.products[:3]] if o else []
    told = [] if party.description or (paged and products) else party.told_names
    names = [n for n in told if n not in (party.name_zh, *products)][:3]
    summary = o.summary if o and o.summary else f"{_described_as(page.site, party)}." if party.description else ""
    said = [summary, f"Known for {', '.join(products)}." if products else "",
            f"{_called(party)} {', '.join(names)}." if names else ""]
    cited = receipts.publishers(page, o.evidence, 2) if o and not paged else EMPTY
    return raw(" ").join(filter(None, [mixed(" ".join(filter(None, said))), *(_tied(page, o) if o else ()),
                                       some("small", cited)]))


def _tied(page: Page, o: Organisation) -> Iterator[Markup]:
    """The ties of an organisation with links; of one without any the events it had a part in.

    ``Part of Alibaba Group.`` ``In AI Open Alliance.``
    """
    data = page.site.data
    events = [e.id for e in _events(data, o)[:2]]
    for said, kind, found in _ties(page.site, o) or [("In the timeline:", "events", events)] * bool(events):
        links = raw(", ").join(page.link(kind, name, mixed(name_of(data.kinds[kind][name]))) for name in found)
        yield filled("{} {}.", said, links)


SHOWS: dict[str, Shown] = {"organisations": register}
RECORDS: dict[str, Shown] = {"organisations": party_page}
