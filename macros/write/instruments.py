"""The rules: the table of instruments, how many there are of each rank and status, and the page of one of them."""

import re
from collections.abc import Mapping
from functools import partial

from macros.derive import words
from macros.derive.addresses import Of, record
from macros.derive.index import Site
from macros.facts.days import first_day, in_time
from macros.facts.records import Event, Instrument, Organisation, Record, Word
from macros.facts.store import sources_of
from macros.write import blocks, inline, markup, receipts, tables
from macros.write.filter_form import choices, filter_form
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.provisions import articles
from macros.write.registers import fact_list, heading, section

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
    dates = tag("time", text(words.short_date(item.effective)), datetime=item.effective) if item.effective else text("—")
    if item.issued:
        dates += f", issued {words.short_date(item.issued)}"
    if item.draft:
        dates += filled(", draft {}", _draft(page, item))
    return (title + (filled(" {}", tag("small", text(item.name_zh), lang="zh-Hans")) if item.name_zh else EMPTY),
            standing + _succession(page, item), filled("{} {}", mixed(_first(item.scope)), _texts(item)),
            _with_others(raw(", ").join(_issuer(page, i) for i in item.issuers), item), dates)


def _with_others(named: Markup, item: Instrument) -> Markup:
    """The issuers that are named, and the others in words: ``MIIT with nine other departments``."""
    return filled("{} {}", named, mixed(item.co_issuers or "")).strip() or text("not confirmed")


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


def _words_table(page: Page, name: str, caption: str, vocabulary: str, field: str) -> Markup:
    """Every word with how many instruments have it; one that none has keeps its row, whose address is permanent."""
    found = [getattr(i, field) for i in page.site.data.instruments.values()]
    rows = [(f"{field}-{key}", (text(word.label), mixed(word.means or ""), text(words.number(found.count(key)))))
            for key, word in page.site.data.vocab[vocabulary].items()]
    return block(tables.table(page, ("instruments",), name, caption,
                              (field.capitalize(), "What it means", "On this site"), rows, numeric=(2,)))


def ranks_table(page: Page, name: str, caption: str) -> Markup:
    """The ranks an instrument can have, what each means, and how many of the instruments have it."""
    return _words_table(page, name, caption, "ranks", "rank")


def statuses_table(page: Page, name: str, caption: str) -> Markup:
    """The statuses an instrument can have, what each means, and how many of the instruments have it."""
    return _words_table(page, name, caption, "statuses", "status")


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
    data = page.site.data
    events = sorted(_about(page.site, item, data.events), key=lambda e: in_time(e.date))
    return block(top) + summarised + block(
        section("events", "What happened", markup.items(
            page.link("events", e.id, filled(
                "{}: {}", tag("time", text(words.date(e.date)), datetime=e.date), mixed(e.title)))
            for e in events))
        + section("figures", "Figures about it", markup.items(
            page.link("figures", f.id, mixed(f.statement)) for f in _about(page.site, item, data.figures)))
        + section("statements", "Statements about it", markup.items(
            page.link("statements", s.id, mixed(s.text)) for s in _about(page.site, item, data.statements)))
        + section("disagree", "Where sources disagree", markup.items(
            filled("{} {}", page.link("disputes", d.id, mixed(d.question)), blocks.verdict_mark(page, d))
            for d in _about(page.site, item, data.disputes)))
        + section("evidence", "Evidence", receipts.evidence_list(page, item.evidence)))


def instrument_facts(page: Page, name: str) -> Markup:
    """The facts of an instrument as a definition list."""
    return block(fact_list(_instrument_facts(page, record(page.site, Instrument, name))))


def issued(page: Page, name: str) -> Markup:
    """The day an instrument was issued, with its receipt as a note: ``10 July 2023``."""
    return _dated(page, name, "issued", "has no date of issue")


def published(page: Page, name: str) -> Markup:
    """The day an instrument was published, with its receipt as a note: ``13 July 2023``."""
    return _dated(page, name, "published", "has no date of publication")


def effective(page: Page, name: str) -> Markup:
    """The day an instrument came into force, with its receipt as a note: ``15 August 2023``."""
    return _dated(page, name, "effective", "has no date of entry into force")


def _dated(page: Page, name: str, field: str, missing: str) -> Markup:
    item = record(page.site, Instrument, name)
    value = getattr(item, field)
    if value is None:
        raise MacroError(f"'{name}' {missing} in data/instruments.yml; word the sentence without it")
    dates = (("issued", item.issued), ("published", item.published), ("in force from", item.effective))
    days = [f"{label} {words.date(day)}" for label, day in dates if day]
    note = filled("{}: {}. {}", tag("b", mixed(item.short), class_="note-value"), ", ".join(days),
                  receipts.record_note(page, item))
    return (page.link("instruments", name, tag("time", text(words.date(value)), datetime=value))
            + page.note(f"instruments/{name}", note))


def _instrument_facts(page: Page, item: Instrument) -> list[tuple[str, Markup]]:
    vocab = page.site.data.vocab
    return [
        ("Chinese name", markup.zh(item.name_zh)),
        ("Status", _explained(vocab["statuses"][item.status], item.status_note)),
        ("Rank", _explained(vocab["ranks"][item.rank], item.rank_note)),
        ("Issued by", _with_others(markup.series_of([inline.org(page, i) for i in item.issuers]), item)),
        ("Draft", _draft(page, item)), ("Issued", _long_day(item.issued)),
        ("Published", _long_day(item.published)), ("In force from", _long_day(item.effective)),
        ("Replaces", inline.rule_link(page, item.supersedes) if item.supersedes else EMPTY),
        (inline.succeeded(page, item), raw(", ").join(inline.rule_link(page, i.id) for i in page.site.successors(item.id))),
        ("Compared", _comparison(page, item)), ("Text", _texts(item)),
        ("Evidence", receipts.states(page.site, item)), ("Confidence", text(vocab["confidences"][item.confidence].label)),
        ("Note", page.told(item.note or ""))]


def _explained(word: Word, note: str | None) -> Markup:
    return tag("b", text(word.label)) + filled(". {}", mixed(note or word.means or ""))


def _draft(page: Page, item: Instrument) -> Markup:
    """The day a draft came out, as a link to the event."""
    if not item.draft:
        return EMPTY
    day = record(page.site, Event, item.draft).date
    return page.link("events", item.draft, tag("time", text(words.short_date(day)), datetime=day))


def _long_day(value: str | None) -> Markup:
    return tag("time", text(words.date(value)), datetime=value) if value else EMPTY


def _comparison(page: Page, item: Instrument) -> Markup:
    """A link to the comparison of draft and final text, if the instrument is one of the two."""
    compared = {c.instrument for c in page.site.data.changes.values()}
    if not compared & {item.id, *(i.id for i in page.site.successors(item.id))}:
        return EMPTY
    return markup.link(text("The draft and the final text side by side"), page.to("rules/draft-to-final/evidence/"))


def _about(site: Site, item: Instrument, records: Mapping[str, Of]) -> list[Of]:
    """The records that name the instrument, or rest on a source that is about no other instrument."""
    elsewhere = {e.source for i in site.data.instruments.values() if i.id != item.id for e in i.evidence}
    own = {e.source for e in item.evidence} - elsewhere
    name = re.compile(rf"(?<![\w/-]){re.escape(re.sub(r'-[0-9]{4}$', '', item.short))}(?!\w)")
    return [r for r in records.values() if _on_rules(r)
            and (name.search(text_of(r)) or own & sources_of(r))]


def _on_rules(item: Record) -> bool:
    return "rules" in getattr(item, "topics", (getattr(item, "topic", ""),))


def text_of(item: Record) -> str:
    """The words a reader sees first: label, statement, question, title and the like."""
    fields = ("label", "statement", "text", "question", "title", "summary", "better")
    found = vars(item)
    return " ".join(str(found[f]) for f in fields if found.get(f))


VIEWS: dict[str, Shown] = {"instruments": instruments_table}
TALLIES: dict[str, Shown] = {"ranks": ranks_table, "statuses": statuses_table}
RECORDS: dict[str, Shown] = {"instruments": instrument_page}
