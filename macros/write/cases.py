"""Court cases by question, and what was looked for: the records of both, as a table and as a list."""

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.records import Case, Search
from macros.write import blocks, markup, receipts, tables
from macros.write.blocks import chosen
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, tag, text
from macros.write.page import MacroError, Page, Shown

# The pages on which a record stands with its address.
HOMES = {"cases": "rules/courts/evidence/", "searches": "about/looked-for/"}


def cases_table(page: Page, name: str, caption: str, *ids: str, **where: str) -> Markup:
    """Court cases as a table, oldest first: case and court, when decided, what was held, what the parties got.

    Rows are chosen by id or by field: ``cases_table("voice", "Cases on voices", question="voice")``.
    """
    found = sorted(chosen(page, Case, ids, where), key=lambda c: (c.decided or "9999", c.id))
    home = page.url == HOMES["cases"]
    rows = [(c.id if home else f"row-{c.id}", _case_cells(page, c)) for c in found]
    heads = ("Case", "Decided", "What was held", "Outcome")
    return block(tables.table(page, ("cases",), name, caption, heads, rows, wide=True))


def _case_cells(page: Page, case: Case) -> tuple[Markup, ...]:
    zh = filled(" {}", markup.zh(case.name_zh)) if case.name_zh else EMPTY
    where = mixed(", ".join(p for p in (case.court, case.place, case.number) if p))
    stage = page.site.data.vocab["case-stages"][case.stage]
    appeal = filled(" On appeal from {}.", _case(page, case.appeal_of)) if case.appeal_of else EMPTY
    day = tag("time", text(words.short_date(case.decided)), datetime=case.decided) if case.decided else text("not found")
    basis = filled(" {}", tag("small", page.told(case.date_note))) if case.date_note else EMPTY
    note = filled(" {}", tag("small", page.told(case.note))) if case.note else EMPTY
    got = page.told(case.outcome) if case.outcome else text("Not found.")
    return (filled("{}{} {}", page.told(case.title), zh, tag("small", where)), day + basis,
            page.told(case.holding) + _receipt(page, case),
            filled("{} {}{}{}", got, tag("small", text(stage.label), title=stage.means), appeal, note))


def _case(page: Page, name: str) -> Markup:
    return page.link("cases", name, mixed(page.site.data.cases[name].court))


def _receipt(page: Page, case: Case) -> Markup:
    return page.note(f"cases/{case.id}", receipts.record_note(page, case))


def decided(page: Page, name: str) -> Markup:
    """The day a case was decided, as precisely as it is known, with its receipt as a note: ``27 November 2023``."""
    case = record(page.site, Case, name)
    if case.decided is None:
        raise MacroError(f"'{name}' has no day of decision in data/cases.yml; word the sentence without it")
    what = filled("{}, {}.", tag("b", page.link("cases", name, mixed(case.title))), text(case.court))
    basis = filled(" {}", page.told(case.date_note)) if case.date_note else EMPTY
    day = tag("time", text(words.date(case.decided)), datetime=case.decided)
    return day + page.note(f"cases/{name}", filled("{}{} {}", what, basis, receipts.record_note(page, case)))


def searches(page: Page, *ids: str, **where: str) -> Markup:
    """What was looked for, as a list: what, when, where, whether it was found, and what that shows."""
    found = chosen(page, Search, ids, where)
    home = page.url == HOMES["searches"]
    return block(blocks.markup_list((s.id if home else None, _search(page, s)) for s in found)
                 + (tables.line(page, ("searches",)) if home else EMPTY))


def _search(page: Page, search: Search) -> Markup:
    """One search: ``"Notice X: looked for on 29 November 2026 in A and B; not found. Its absence shows nothing."``"""
    outcome = page.site.data.vocab["search-outcomes"][search.found]
    where = markup.series_of([mixed(w) for w in search.where])
    again = f" To be looked for again in {words.date(search.recheck)}." if search.recheck else ""
    cited = raw("; ").join(receipts.cited(page, e) for e in search.evidence)
    when = words.date(search.looked_on)
    return filled("{}: looked for on {} in {}; {}. {}{}{}", page.told(search.what), when, where, text(outcome.label),
                  page.told(search.outcome), filled(" {}.", cited) if cited else EMPTY, again)


VIEWS: dict[str, Shown] = {"cases": cases_table}
LISTINGS: dict[str, Shown] = {"searches": searches}
