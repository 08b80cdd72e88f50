"""Alliances, programmes and plans: side by side, one page each, and what came of their targets."""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.days import first_day
from macros.facts.records import Figure, Group, Membership, Target
from macros.write import inline, markup, receipts, tables
from macros.write.blocks import chosen, references
from macros.write.markup import EMPTY, Markup, block, day, filled, given, mixed, raw, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.registers import fact_list, heading, section
from macros.write.related import related

NOT_KNOWN = "not known"


def groups_table(page: Page, name: str, caption: str, *ids: str, **where: str) -> Markup:
    """Alliances or programmes as a table: who runs them, since when, how many members are named, last sign of life.

    Rows are chosen by id or by field, oldest first, and are called ``row-<group id>``. Alliances have a column for
    place and one for members, programmes and plans one for their kind.
    """
    found = oldest_first(chosen(page, Group, ids, where))
    joined = all(g.kind == "alliance" for g in found)
    heads = (("Name", "Founded", "Place", "Convened by", "Named", "Last heard of") if joined else
             ("Name", "Kind", "Date", "Run by", "Last heard of"))
    rows = [(f"row-{g.id}", _group_cells(page, g, joined)) for g in found]
    return block(tables.table(page, ("groups", "memberships"), name, caption, heads, rows,
                              numeric=(4,) if joined else (), sort=len(rows) > 5, wide=True))


def oldest_first(groups: Iterable[Group]) -> list[Group]:
    """By the day they were founded; those without a date come last."""
    return sorted(groups, key=lambda g: (g.founded is None, first_day(g.founded) if g.founded else "", g.name))


def _group_cells(page: Page, g: Group, joined: bool) -> tuple[Markup, ...]:
    title = page.link("groups", g.id, mixed(g.name))
    convenor = _convenors(page, g) if g.convenors else mixed(_opening(g.convenor or NOT_KNOWN))
    if g.convenors and g.convenor:
        convenor += " …"  # the entry says more
    if not joined:
        return title, text(g.kind), _founded(g), convenor, last_sign(g)
    place = (g.place or NOT_KNOWN).partition(" (")[0]
    return title, _founded(g), mixed(place), convenor, text(words.number(named(page, g.id))), last_sign(g)


def _opening(value: str) -> str:
    """The words up to the first comma or semicolon, with an ellipsis if there are more; the entry has them all."""
    first = re.split("[,;]", value, maxsplit=1)[0]
    return first if first == value else f"{first} …"


def _founded(g: Group, written: Callable[[str], str] = words.short_date) -> Markup:
    return day(g.founded, written(g.founded)) if g.founded else text(NOT_KNOWN)


def last_sign(g: Group) -> Markup:
    """The date at the head of the last sign of life: ``July 2025: its secretariat …`` gives ``July 2025``."""
    date, colon, _ = (g.active or "").partition(":")
    return text(date) if colon else text("none found")


def last_seen(g: Group) -> str | None:
    """The month of the last sign of life: ``July 2025: …`` gives ``2025-07``; nothing where no month is named."""
    month, _, year = last_sign(g).partition(" ")
    return f"{year}-{_MONTHS.index(month) + 1:02d}" if month in _MONTHS else None


_MONTHS = [words.date(f"2024-{month:02d}").split()[0] for month in range(1, 13)]


def _convenors(page: Page, g: Group) -> Markup:
    """The organisations that convened it, linked; the words of the record where no organisation is given."""
    if g.convenors:
        return markup.series_of([inline.org(page, o) for o in g.convenors])
    return mixed(g.convenor or NOT_KNOWN)


def named(page: Page, group: str) -> int:
    """How many organisations are on record in a group, whatever their role."""
    return len({m.organisation for m in page.site.members(group)})


def group_page(page: Page, name: str) -> Markup:
    """Everything about one alliance, programme or plan: facts, targets, members, related records, receipts."""
    g = record(page.site, Group, name)
    note = page.note(f"groups/{name}", filled("{}: {}", mixed(g.name), receipts.record_note(page, without_note(g))))
    members = _members(page, g)
    body = (heading(mixed(g.name), g.kind.capitalize()) + tag("p", _lead(g) + note, class_="lead")
            + _list(page, g, {"Date", "Place"} if g.founded else {"Place"}, bool(members))
            + section("targets", "Targets and terms", markup.items(map(page.told, g.targets)))
            + section("members", "Organisations on record", members)
            + related(page, g, "Related figures", "Related statements")
            + section("compare", "Compare", tag("p", _index(page, g))))
    return block(body) + references(page)


def _lead(g: Group) -> Markup:
    """What, when and where in a sentence: ``An alliance, founded on 16 December 2025. Place: Guangzhou.``"""
    made = "founded" if g.kind == "alliance" else "issued" if g.kind == "plan" else "started"
    what = f"{'An' if g.kind[0] == 'a' else 'A'} {g.kind}"
    when = (f", {made} {'on' if len(g.founded) == 10 else 'in'} {words.date(g.founded)}" if g.founded else
            f"; when it was {made} is not known")
    return mixed(f"{what}{when}. Place: {g.place or NOT_KNOWN}.")


def _index(page: Page, g: Group) -> Markup:
    """Where the group stands beside the others."""
    if not page.url.startswith("alliances/"):
        listed = page.site.linked.get(page.site.now_at("beijing/elsewhere/"), ())
        home = "beijing/elsewhere/" if ("groups", g.id) in listed else "beijing/programmes/"
        return markup.link(text("Programmes and plans side by side"), page.to(home, f"row-{g.id}"))
    place = f"row-{g.id}" if g.kind == "alliance" else "commitments"
    return markup.link(text("Alliances side by side"), page.to("alliances/evidence/", place))


def group_facts(page: Page, name: str) -> Markup:
    """Name, date, place, convenor, aim and last sign of life of one group, for a page that tells the rest."""
    g = record(page.site, Group, name)
    note = page.note(f"groups/{g.id}", filled("{}: {}", mixed(g.name), receipts.record_note(page, without_note(g))))
    return block(_list(page, g, {"Note"}, note=note))


def _list(page: Page, g: Group, leave_out: set[str], members: bool = False, note: Markup = EMPTY) -> Markup:
    """The facts of a group as a definition list, without those that stand elsewhere on the page."""
    # Without words of its own the convenor stands in the list of members, if there is one.
    run_by = page.told(g.convenor) if g.convenor else EMPTY if members else _convenors(page, g)
    pairs = [("Chinese name", markup.zh(g.name_zh)), ("Date", _founded(g, words.date)),
             ("Place", mixed(g.place or NOT_KNOWN)), ("Run by", run_by), ("Aim", page.told(g.aim) + note),
             ("Last heard of", page.told(g.active)), ("Note", page.told(g.note))]
    return fact_list([pair for pair in pairs if pair[0] not in leave_out], "facts facts--group")


def without_note(g: Group) -> Group:
    """The group for its receipt; the entry prints the note itself."""
    return g.model_copy(update={"note": None})


def _members(page: Page, g: Group) -> Markup:
    """The organisations on record by role; each carries the address of its membership."""
    out = EMPTY
    for role, word in page.site.data.vocab["roles"].items():
        found = page.site.members(g.id, role=role)
        if not found:
            continue
        label = word.label if len(found) == 1 else word.plural or f"{word.label}s"
        once = len({_sources(m) for m in found}) == 1
        entries = EMPTY.join(tag("li", _member(page, m, not once), id=m.id) for m in found)
        out += tag("p", text(label) + (_receipt(page, found[0]) if once else EMPTY), class_="members-role")
        out += tag("ul", entries, class_="members")
    return out + (tables.line(page, ("memberships",)) if out else EMPTY)


def _sources(m: Membership) -> str:
    return "+".join(sorted({e.source for e in m.evidence}))


def _receipt(page: Page, m: Membership) -> Markup:
    """The receipt of a membership as a note; memberships of one group that rest on the same sources share it."""
    content = raw("On record by ") + raw("; ").join(receipts.cited(page, e, worded=False) for e in m.evidence) + "."
    return page.note(f"members/{m.group}/{_sources(m)}", content)


def _member(page: Page, m: Membership, receipt: bool) -> Markup:
    return (inline.org(page, m.organisation) + (_receipt(page, m) if receipt else EMPTY)
            + given(" ({})", mixed((m.note or "").rstrip("."))))


def targets_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """Targets and forecasts against results: what was promised or expected, by whom, the answer, what came of it.

    ``ids`` are those of ``data/targets.yml``; without any, all of them. A row's address is its target's id.
    """
    rows = [(t.id, _target_cells(page, t)) for t in chosen(page, Target, ids, {})]
    heads = ("What was promised or expected", "Value", "Stated by", "Result", "What came of it")
    return block(tables.table(page, ("targets", "figures"), name, caption, heads, rows, wide=True, classes="targets"))


def _target_cells(page: Page, t: Target) -> tuple[Markup, ...]:
    aim = _figure(page, t.target)
    result = text("none found")
    if t.result:
        found = _figure(page, t.result)
        result = filled("{}, {}", _linked(page, found), words.short_date(found.as_of))
    by = page.site.stated_by(aim, aim.said_by)
    value = _linked(page, aim) + (" (a forecast)" if aim.measure == "forecast" else "")
    return mixed(aim.label), value, filled("{}, {}", mixed(by), words.short_date(aim.as_of)), result, page.told(t.verdict)


def _figure(page: Page, name: str) -> Figure:
    if name in page.site.data.series:
        raise MacroError(f"'{name}' is a series; a target and its result are figures with a date of their own")
    return record(page.site, Figure, name)


def _linked(page: Page, f: Figure) -> Markup:
    return page.link("figures", f.id, receipts.amount(page, f, f.unit))


def share(part: Decimal | int, whole: Decimal | int) -> str:
    """A share in whole per cent: ``share(296, 1112) == "27%"``."""
    if not whole:
        return "none"
    return f"{(Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP)}%"


def province_share(page: Page, province: str, since: str | None = None, to: str | None = None) -> Markup:
    """The share of a place, or of several with commas between them, in the services filed in a time: ``27%``."""
    places = [p.strip() for p in province.split(",")]
    if unknown := [p for p in places if p not in page.site.by_province]:
        raise MacroError(f"no service in data/filings.csv is filed in '{unknown[0]}'")
    rows = page.site.rows(since=since, to=to)
    if not rows:
        raise MacroError(f"no row fits since={since!r}, to={to!r}")
    return text(share(sum(r.province in places for r in rows), len(rows)))


VIEWS: dict[str, Shown] = {"groups": groups_table, "targets": targets_table}
RECORDS: dict[str, Shown] = {"groups": group_page}
