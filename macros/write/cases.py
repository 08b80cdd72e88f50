"""Court cases by question, and what was looked for: the records of both, as a table and as a list."""

from macros.derive import words
from macros.derive.addresses import PART_OF, record
from macros.facts.records import Case, Search
from macros.write import blocks, markup, receipts, tables
from macros.write.blocks import chosen
from macros.write.markup import EMPTY, Markup, block, day, filled, given, mixed, some, tag, text
from macros.write.page import MacroError, Page, Shown


def cases_table(page: Page, name: str, caption: str, *ids: str, **where: str) -> Markup:
    """Court cases as a table, oldest first: case and court, when decided, what was held, what the parties got.

    Rows are chosen by id or by field: ``cases_table("voice", "Cases on voices", question="voice")``.
    """
    found = sorted(chosen(page, Case, ids, where), key=lambda c: (c.decided or "9999", c.id))
    home = page.url == PART_OF["cases"][0]
    rows = [(c.id if home else f"row-{c.id}", _case_cells(page, c)) for c in found]
    heads = ("Case", "Decided", "What was held", "Outcome")
    return block(tables.table(page, ("cases",), name, caption, heads, rows, wide=True))


def _case_cells(page: Page, case: Case) -> tuple[Markup, ...]:
    zh = given(" {}", markup.zh(case.name_zh))
    where = mixed(", ".join(p for p in (case.court, case.place, case.number) if p))
    stage = page.site.data.vocab["case-stages"][case.stage]
    before = page.site.data.cases[case.appeal_of] if case.appeal_of else None
    appeal = filled(" On appeal from {}.", page.link("cases", before.id, mixed(before.court))) if before else EMPTY
    when = day(case.decided, words.short_date(case.decided)) if case.decided else text("not found")
    receipt = page.note(f"cases/{case.id}", receipts.record_note(page, case))
    return (filled("{}{} {}", page.told(case.title), zh, tag("small", where)),
            when + given(" {}", some("small", page.told(case.date_note))), page.told(case.holding) + receipt,
            filled("{} {}{}{}", page.told(case.outcome) or text("Not found."),
                   tag("small", text(stage.label), title=stage.means), appeal,
                   given(" {}", some("small", page.told(case.note)))))


def decided(page: Page, name: str) -> Markup:
    """The day a case was decided, as precisely as it is known, with its receipt as a note: ``27 November 2023``."""
    case = record(page.site, Case, name)
    if case.decided is None:
        raise MacroError(f"'{name}' has no day of decision in data/cases.yml; word the sentence without it")
    what = filled("{}, {}.", tag("b", page.link("cases", name, mixed(case.title))), text(case.court))
    basis = given(" {}", page.told(case.date_note))
    return day(case.decided) + page.note(f"cases/{name}", filled("{}{} {}", what, basis, receipts.record_note(page, case)))


def searches(page: Page, *ids: str, **where: str) -> Markup:
    """What was looked for, as a list: what, when, where, whether it was found, and what that shows."""
    found = chosen(page, Search, ids, where)
    home = page.url == PART_OF["searches"][0]
    return block(blocks.markup_list((s.id if home else None, _search(page, s)) for s in found)
                 + (tables.line(page, ("searches",)) if home else EMPTY))


def _search(page: Page, search: Search) -> Markup:
    """One search: ``"Notice X: looked for on 29 November 2026 in A and B; not found. Its absence shows nothing."``"""
    outcome = page.site.data.vocab["search-outcomes"][search.found]
    where = markup.series_of([mixed(w) for w in search.where])
    again = f" To be looked for again in {words.date(search.recheck)}." if search.recheck else ""
    when = words.date(search.looked_on)
    return filled("{}: looked for on {} in {}; {}. {}{}{}", page.told(search.what), when, where, text(outcome.label),
                  page.told(search.outcome), given(" {}.", receipts.every(page, search.evidence)), again)


VIEWS: dict[str, Shown] = {"cases": cases_table}
LISTINGS: dict[str, Shown] = {"searches": searches}
