"""The rules: the table of instruments, and the page of one of them."""

import re
from functools import partial

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.days import first_day
from macros.facts.records import Event, Instrument, Organisation, Word
from macros.write import blocks, inline, markup, receipts, tables
from macros.write.filter_form import choices, filter_form
from macros.write.markup import EMPTY, Markup, block, day, filled, given, mixed, raw, some, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.provisions import articles
from macros.write.registers import fact_list, heading, section
from macros.write.related import related

# ---- the stack ---------------------------------------------------------------------------------------------------

def _place(page: Page, item: Instrument) -> tuple[int, int, str]:
    """The place of an instrument in the stack, for sorting: by status, then by rank, in the order of the words."""
    vocab = page.site.data.vocab
    return [*vocab["statuses"]].index(item.status), [*vocab["ranks"]].index(item.rank), first_day(item.issued or "9999")


def instruments_table(page: Page, name: str, caption: str, *ids: str, filter: bool = False, **where: str) -> Markup:
    """Instruments as a table: name, standing, what each covers and whom it binds, issuers, dates, texts.

    Rows are chosen by id, by field or not at all; ``filter`` puts a form above it that narrows them by status and rank.
    """
    found = blocks.chosen(page, Instrument, ids, where)
    found = found if ids else sorted(found, key=partial(_place, page))
    rows = [(f"row-{i.id}", _instrument_cells(page, i), {"data_status": i.status, "data_rank": i.rank}) for i in found]
    heads = ("Instrument", "Standing", "What it covers", "Issued by", "In force from")
    table = tables.table(page, ("instruments",), name, caption, heads, rows, sort=len(rows) > 5, wide=True,
                         classes="instruments")
    form = filter_form(name, (("status", "Status", choices(page, "statuses", (i.status for i in found))),
                          ("rank", "Rank", choices(page, "ranks", (i.rank for i in found))))) if filter else EMPTY
    return block(form) + block(table)


def _instrument_cells(page: Page, item: Instrument) -> tuple[Markup, ...]:
    vocab = page.site.data.vocab
    status, rank = vocab["statuses"][item.status], vocab["ranks"][item.rank]
    title = page.link("instruments", item.id, mixed(item.short))
    standing = tag("b", text(status.label), title=status.means) + " " + tag("small", text(rank.label), title=rank.means)
    dates = day(item.effective, words.short_date(item.effective)) if item.effective else text("—")
    if item.issued:
        dates += f", issued {words.short_date(item.issued)}"
    if item.draft:
        dates += filled(", draft {}", _draft(page, item))
    return (title + given(" {}", some("small", text(item.name_zh or ""), lang="zh-Hans")),
            standing + _succession(page, item), filled("{} {}", mixed(_first(item.scope)), _texts(item)),
            _with_others(raw(", ").join(_issuer(page, i) for i in item.issuers), item), dates)


def _with_others(named: Markup, item: Instrument) -> Markup:
    """The issuers that are named, and the others in words: ``MIIT with nine other departments``."""
    return filled("{} {}", named, mixed(item.co_issuers)).strip() or text("not confirmed")


def _first(scope: str) -> str:
    """The first statement of a scope: ``"Use of faces: no sole reliance on …"`` gives ``"Use of faces."``."""
    return re.split(r"(?<=[^.]{12}[.:;]) ", scope)[0].rstrip(".:;") + "."


def _succession(page: Page, item: Instrument) -> Markup:
    """What an instrument replaced and what replaced it."""
    old = item.supersedes
    out = filled(" {}", tag("small", raw("replaces ") + inline.rule_link(page, old))) if old else EMPTY
    word = inline.succeeded(page, item).lower()
    return out + EMPTY.join(filled(" {}", tag("small", filled("{} {}", word, inline.rule_link(page, later.id))))
                         for later in page.site.successors(item.id))


def _issuer(page: Page, name: str) -> Markup:
    """An issuer by its abbreviation, if it has one."""
    item = record(page.site, Organisation, name)
    short = next((a for a in item.also if a.isascii() and (a.isupper() or a[-1:].isdigit())), item.name)
    return page.link("organisations", name, mixed(short), title=item.name)


def _texts(item: Instrument) -> Markup:
    """Links to the official text and to a translation; says so if neither is linked."""
    links = [markup.link(text(label), url, rel="external", aria_label=f"{label}: {item.short}")
             for label, url in (("Official page", item.url), ("Translation", item.translation_url)) if url]
    return raw(", ").join(links) or text("No address found")


# ---- one instrument ----------------------------------------------------------------------------------------------

def instrument_page(page: Page, name: str) -> Markup:
    """Everything about one instrument: facts, articles summarised, what happened, figures and disputes, evidence."""
    item = record(page.site, Instrument, name)
    vocab = page.site.data.vocab
    top = (heading(mixed(item.name), vocab["ranks"][item.rank].label) + tag("p", page.told(item.scope), class_="lead")
           + fact_list(_instrument_facts(page, item)))
    summarised = EMPTY
    if any(p.instrument == name for p in page.site.data.provisions.values()):
        summarised = block(tag("h2", text("Articles summarised"), id="articles")) + articles(page, name)
    return block(top) + summarised + block(
        related(page, item, "Figures about it", "Statements about it")
        + section("evidence", "Evidence", receipts.evidence_list(page, item.evidence)))


def instrument_facts(page: Page, name: str) -> Markup:
    """The facts of an instrument as a definition list."""
    return block(fact_list(_instrument_facts(page, record(page.site, Instrument, name))))


# The days of a rule, and what each is a date of.
DAYS = {"issued": "issue", "published": "publication", "effective": "entry into force"}


def dated(page: Page, name: str, which: str) -> Markup:
    """The day an instrument was issued, published or became effective, with its receipt as a note: ``10 July 2023``."""
    item = record(page.site, Instrument, name)
    value = getattr(item, which)
    if value is None:
        raise MacroError(f"'{name}' has no date of {DAYS[which]} in data/instruments.yml; word the sentence without it")
    dates = (("issued", item.issued), ("published", item.published), ("in force from", item.effective))
    days = [f"{label} {words.date(day)}" for label, day in dates if day]
    note = filled("{}: {}. {}", tag("b", mixed(item.short), class_="note-value"), ", ".join(days),
                  receipts.record_note(page, item))
    return page.link("instruments", name, day(value)) + page.note(f"instruments/{name}", note)


def _instrument_facts(page: Page, item: Instrument) -> list[tuple[str, Markup]]:
    vocab = page.site.data.vocab
    return [
        ("Chinese name", markup.zh(item.name_zh)),
        ("Status", _explained(vocab["statuses"][item.status], item.status_note)),
        ("Rank", _explained(vocab["ranks"][item.rank], item.rank_note)),
        ("Issued by", _with_others(markup.series_of([inline.org(page, i) for i in item.issuers]), item)),
        ("Draft", _draft(page, item)),
        *((head, day(on) if on else EMPTY) for head, on in (
            ("Issued", item.issued), ("Published", item.published), ("In force from", item.effective))),
        ("Replaces", inline.rule_link(page, item.supersedes) if item.supersedes else EMPTY),
        (inline.succeeded(page, item), raw(", ").join(inline.rule_link(page, i.id) for i in page.site.successors(item.id))),
        ("Compared", _comparison(page, item)), ("Text", _texts(item)),
        ("Evidence", receipts.states(page.site, item)), ("Confidence", text(vocab["confidences"][item.confidence].label)),
        ("Note", page.told(item.note))]


def _explained(word: Word, note: str | None) -> Markup:
    return tag("b", text(word.label)) + filled(". {}", mixed(note or word.means or ""))


def _draft(page: Page, item: Instrument) -> Markup:
    """The day a draft came out, as a link to the event."""
    if not item.draft:
        return EMPTY
    on = record(page.site, Event, item.draft).date
    return page.link("events", item.draft, day(on, words.short_date(on)))


def _comparison(page: Page, item: Instrument) -> Markup:
    """A link to the comparison of draft and final text, if the instrument is one of the two."""
    compared = {c.instrument for c in page.site.data.changes.values()}
    if not compared & {item.id, *(i.id for i in page.site.successors(item.id))}:
        return EMPTY
    return markup.link(text("The draft and the final text side by side"), page.to("rules/draft-to-final/evidence/"))


VIEWS: dict[str, Shown] = {"instruments": instruments_table}
RECORDS: dict[str, Shown] = {"instruments": instrument_page}
