"""The lists of both registers: a page a list, or a part of a long one, and the tables of all lists."""

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.index import Reconciled, Site, reconciled
from macros.facts.records import FilingList
from macros.write import markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.page_source import Made, asks
from macros.write.register_rows import SHOWN, part_url, parts, rows_of, rows_table, shown
from macros.write.registers import fact_list
from macros.write.tables import cells


def list_pages(site: Site) -> Made:
    """The page of every list in either register, and those of the further parts of a long one."""
    out = {}
    for register, words_of in SHOWN.items():
        kind, page_of = (("generative-AI services", "lists") if register == "filing" else ("applications", "registered"))
        for item in site.data.lists.values():
            for i, rows in enumerate(parts(site, item, register), start=1):
                more = "" if i == 1 else f", part {i}"
                out[part_url(item, i, register).rstrip("/") + ".md"] = (
                    f"{words_of.title}: {item.title}{more}",
                    f"The {len(rows)} {kind} numbered {rows[0].number} to {rows[-1].number} in the list of those "
                    f"{words_of.done} that the Cyberspace Administration of China announced on "
                    f"{words.date(item.announced)}{more}.",
                    asks("one", page_of, item.id, i))
    return out


def list_page(page: Page, name: str, part: int = 1) -> Markup:
    """One list of filed services, or a part of a long one: where it was announced, what it adds up to, its rows."""
    item = record(page.site, FilingList, name)
    return _page(page, "filing", item, part, _lead(page, item), adds_up(page, item))


def registered_page(page: Page, name: str, part: int = 1) -> Markup:
    """One list of registered applications, or a part of a long one: what it adds up to, its rows."""
    item = record(page.site, FilingList, name)
    return _page(page, "registration", item, part, _registered_lead(page, item), registered_adds_up(page, item))


def _page(page: Page, register: str, item: FilingList, part: int, lead: Markup, adds: Markup) -> Markup:
    found = parts(page.site, item, register)
    if not 1 <= part <= len(found):
        raise MacroError(f"list '{item.id}' has {len(found)} part{'s' if len(found) != 1 else ''}, no part {part}")
    title = mixed(item.title) + (EMPTY if part == 1 else f", part {part}")
    out = tag("p", text(f"List of {shown(register).title.lower()}"), class_="kicker") + tag("h1", title, id="top")
    if part == 1:
        out += tag("p", lead, class_="lead") + _facts(page, register, item)
        out += tag("h2", text("What the rows add up to"), id="total") + tag("p", adds)
    caption = f"Numbers {found[part - 1][0].number} to {found[part - 1][-1].number} of the list, as the CAC lists them"
    many = shown(register).many
    out += tag("h2", text(f"The {many}"), id=many) + _turn(page, register, item, part, len(found))
    out += rows_table(page, "rows", caption, found[part - 1], home=True)
    return block(out + _turn(page, register, item, part, len(found)))


def _announced(item: FilingList) -> Markup:
    return text(f"The CAC announced it {'on' if len(item.announced) == 10 else 'in'} {words.date(item.announced)}.")


def _lead(page: Page, item: FilingList) -> Markup:
    rows = len(rows_of(page.site, "filing", item))
    kind = "on-device services, numbered apart," if item.numbering == "on-device" else "services"
    dates = (f"on {words.date(item.period_from)}" if item.period_from == item.period_to
             else f"from {words.date(item.period_from)} to {words.date(item.period_to)}")
    out = filled("The list has {} {} filed {}. {}", words.number(rows), kind, dates, _announced(item))
    if item.registered_last:
        other = markup.link(text("registered applications"), page.to(part_url(item, 1, "registration")))
        out += filled(" With it came a list of {}.", other)
    return out


def _registered_lead(page: Page, item: FilingList) -> Markup:
    rows = page.site.data.registrations_of.get(item.id, [])
    late = sum(r.late_entry == "yes" for r in rows)
    days = sorted(r.day for r in rows if not r.late_entry)
    out = (f"The list has {words.plural(len(rows), 'application', 'applications')}, "
           f"registered from {words.date(days[0])} to {words.date(days[-1])}")
    if late:
        out += f", save {words.plural(late, 'late entry', 'late entries')} of earlier days"
    other = markup.link(text("filed services"), page.to(part_url(item, 1)))
    return filled("{}. {} With it came a list of {}.", out, _announced(item), other)


def _facts(page: Page, register: str, item: FilingList) -> Markup:
    first, last, as_of, evidence = (
        (item.first, item.last, item.as_of, item.evidence) if register == "filing" else
        (item.registered_first, item.registered_last, item.registered_as_of or "", item.registered_evidence))
    return fact_list([
        ("Numbers on the list", text(f"{first} to {last}")), ("Counts up to", text(words.date(as_of))),
        ("Date of announcement", page.told(item.announced_note)),
        ("Note", page.told(item.note if register == "filing" else "")), ("Sources", receipts.evidence_list(page, evidence))])


def adds_up(page: Page, item: FilingList) -> Markup:
    """Whether the rows so far are the official total, in words."""
    found = next(r for r in reconciled(page.site.data) if r.item.id == item.id)
    before = found.running - found.rows
    rows = words.plural(found.rows, "row", "rows")
    before_it = f" and the {words.number(before)} of the lists before it" if before else ""
    so_far = text(f"The {rows} of this list{before_it} make {words.number(found.running)}.")
    if item.total is None:
        return so_far + " No running total was announced with this list; the total announced with the next list includes it."
    return filled("{} {}", so_far, _agreed(item.total, item.as_of))


def _agreed(total: int, as_of: str) -> Markup:
    return filled("The CAC announced a total of {} up to {}. The two agree: this site is not built if they differ.",
                  tag("b", text(words.number(total))), words.date(as_of))


def registered_adds_up(page: Page, item: FilingList) -> Markup:
    """Whether the rows of registered applications so far are the official total, in words."""
    data = page.site.data
    upto = [i for i in data.lists.values() if i.registered_last and i.registered_last <= (item.registered_last or 0)]
    rows = sum(len(data.registrations_of.get(i.id, ())) for i in upto)
    without = [e for e in data.exceptions.values() if e.rule == "no-row" and e.register_ == "registration"
               and any(row.rpartition("#")[0] in {i.id for i in upto} for row in e.rows)]
    out = text(f"The rows up to this list make {words.number(rows)}, and its last number is {item.registered_last}. ")
    if without:
        numbers = words.series([row.rpartition("#")[2] for e in without for row in e.rows])
        link = page.link("exceptions", without[0].id, text(f"Number {numbers} has no row"))
        out += filled("{}, and the CAC counts it. ", link)
    if item.registered_total:
        out += _agreed(item.registered_total, item.registered_as_of or "")
    else:
        out += "No total was found in words; the last number stands for it."
    by_date = data.registered_by(item.registered_as_of or "")
    if by_date != item.registered_last:
        out += filled(" By date it is otherwise: {} rows of all lists known today are dated up to then, since some were "
                      "entered late ({}).", words.number(by_date), markup.zh("补登"))
    return out


def _turn(page: Page, register: str, item: FilingList, part: int, last: int) -> Markup:
    """Links to the list or part before and after, and to all lists."""
    lists = [i for i in page.site.data.lists.values() if register == "filing" or i.registered_last]
    at = next(i for i, other in enumerate(lists) if other.id == item.id)

    def other(to: FilingList) -> Markup:
        return markup.link(text(to.title), page.to(part_url(to, 1, register)))

    links = []
    if part > 1:
        links.append(markup.link(text(f"Part {part - 1} of this list"), page.to(part_url(item, part - 1, register))))
    elif at:
        links.append(raw("Previous list: ") + other(lists[at - 1]))
    if part < last:
        links.append(markup.link(text(f"Part {part + 1} of this list"), page.to(part_url(item, part + 1, register))))
    elif at + 1 < len(lists):
        links.append(raw("Next list: ") + other(lists[at + 1]))
    home = "filings/" if register == "filing" else "filings/registered/"
    links += [markup.link(text("All lists"), page.to(home, "lists")),
              markup.link(text("Search all rows"), page.to("filings/search/"))]
    return tag("p", raw(" · ").join(links), class_="list-turn")


def lists_table(page: Page, name: str, caption: str) -> Markup:
    """Every list, newest first: numbers, rows, rows so far, the official total, whether they agree."""
    heads = ("List", "Announced", "Counts up to", "Numbers", "Rows", "Rows so far", "Official total", "Check")
    rows = [(f"list-{r.item.id}", _list_cells(page, r)) for r in reversed(reconciled(page.site.data))]
    return block(tables.table(page, ("lists", "filings"), name, caption, heads, rows, numeric=(4, 5, 6), wide=True))


def _list_cells(page: Page, r: Reconciled) -> tuple[Markup, ...]:
    item = r.item
    check = {True: "agrees", None: "in the next total", False: "differs"}[r.agrees]
    return cells(page.link("lists", item.id, mixed(item.title)), words.short_date(item.announced),
                 words.short_date(item.as_of), f"{item.first}–{item.last}", r.rows, r.running,
                 item.total or "none announced", check)


def registered_lists_table(page: Page, name: str, caption: str) -> Markup:
    """Every list of registered applications, newest first: numbers, rows, late entries, total, rows by date."""
    heads = ("List", "Announced", "Counts up to", "Numbers", "Rows", "Late entries", "Official total", "Dated up to then")
    lists = [i for i in page.site.data.lists.values() if i.registered_last]
    rows = [(f"registered-{i.id}", _registered_cells(page, i)) for i in reversed(lists)]
    return block(tables.table(page, ("lists", "registrations"), name, caption, heads, rows, numeric=(4, 5, 6, 7),
                              wide=True))


def _registered_cells(page: Page, item: FilingList) -> tuple[Markup, ...]:
    rows = page.site.data.registrations_of.get(item.id, [])
    as_of = item.registered_as_of or ""
    return cells(markup.link(mixed(item.title), page.to(part_url(item, 1, "registration"))),
                 words.short_date(item.announced), words.short_date(as_of),
                 f"{item.registered_first}–{item.registered_last}", len(rows), sum(r.late_entry == "yes" for r in rows),
                 item.registered_total or "none found", page.site.data.registered_by(as_of))


VIEWS: dict[str, Shown] = {"lists": lists_table, "registered-lists": registered_lists_table}
RECORDS: dict[str, Shown] = {"lists": list_page, "registered": registered_page}
