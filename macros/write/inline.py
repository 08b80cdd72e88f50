"""Macros within a sentence: a number, a date, a name, a term, a count, a source."""

from macros.derive import words
from macros.derive.addresses import any_record, record
from macros.derive.tongues import CHINESE
from macros.facts.problems import nearest
from macros.facts.records import REGISTERS, Event, Figure, Instrument, Organisation, Person, Point, Source, Statement, Term
from macros.write import markup, receipts
from macros.write.markup import EMPTY, Markup, filled, given, raw, tag, text
from macros.write.page import MacroError, Page, fits


def fig(page: Page, name: str, at: str | None = None, unit: bool = False, bound: bool = False) -> Markup:
    """A figure's value, linked to its page, with its receipt as a note.

    ``at`` picks a date of a series (without it, the newest); ``unit`` and ``bound`` add the words the record has.

    ``{{ fig("beijing-core-ai-firms-2022") }}``
    """
    item, holder = page.stated(name, at)
    shown, marks = _shown(page, holder, item.unit, unit, bound), EMPTY
    superseded = name in page.site.superseded_by
    contested = isinstance(item, Figure) and page.site.contested(name)
    if superseded:
        when = words.short_date(holder.as_of) if page.english else words.date(holder.as_of, page.tongue)
        marks += raw(" ") + tag("span", text(page.tongue.superseded.format(when)), class_="mark")
    if contested:
        marks += raw(" ") + tag("span", text(page.tongue.disputed), class_="mark")
    marks += receipts.exception(page.site, holder, page.tongue)
    # For the pointer; nothing on a door, where it would be English.
    title = f"{item.label}, as of {words.date(holder.as_of)}" if page.english else None
    link = markup.link(shown, page.value_href(item, holder), title=title)
    note = receipts.value_note(page, item, holder)
    return tag("span", link + note + marks,
               class_=f"fig fig--{receipts.SLUGS[page.site.grade(holder)]}",
               data_contested=contested, data_superseded=superseded, data_remark=receipts.remark(page.site, name, holder),
               data_note=page.number(receipts.value_key(item, holder)), data_by=receipts.unnamed(page, holder))


def _shown(page: Page, item: Figure | Point, kind: str, unit: bool, bound: bool) -> Markup:
    if unit and not page.english:
        raise MacroError(f"has no unit in {page.tongue.name}; leave out unit=True and write it in the page's words")
    before = page.tongue.bounds.get(item.bound) or receipts.bound(page, item.bound)
    parts = [before if bound else EMPTY, words.value(item, kind, page.tongue),
             receipts.unit_label(page, kind, item) if unit else EMPTY]
    return text(page.tongue.gap).join(p for p in parts if p)


def date(page: Page, name: str, note: bool = True) -> Markup:
    """The date of an event, with its receipt as a note, which leads to its place in the timeline."""
    event = record(page.site, Event, name)
    day = markup.day(event.date, words.date(event.date, page.tongue))
    if not note:
        return day
    title = page.link("events", name, markup.mixed(event.title))
    return day + page.note(f"events/{name}", receipts.event_note(page, event, title))


def as_of(page: Page, name: str, at: str | None = None) -> Markup:
    """The day a figure, or a value of a series, is of.

    ``{{ as_of("beijing-core-ai-firms-2022") }}``
    """
    return text(words.date(page.stated(name, at)[1].as_of, page.tongue))


def said(page: Page, name: str) -> Markup:
    """A statement in our words, with its receipt as a note.

    ``{{ said("cmca-only-national-body") }}``
    """
    statement = record(page.site, Statement, name)
    return page.told(statement.text) + cite_statement(page, name)


def stated_on(page: Page, name: str, note: bool = True) -> Markup:
    """The day a statement is of, with its receipt as a note."""
    on = record(page.site, Statement, name).on
    if not on:
        raise MacroError(f"'{name}' has no day in data/statements.yml; give it one, or say it without")
    return markup.day(on, words.date(on, page.tongue)) + (cite_statement(page, name) if note else EMPTY)


def cite_statement(page: Page, name: str) -> Markup:
    """Only the receipt of a statement, for a sentence the page words itself.

    ``{{ cite("cmca-only-national-body") }}``
    """
    statement = record(page.site, Statement, name)
    who = given("{}. ", markup.mixed(statement.said_by))
    content = filled("{} {}{}", page.told(statement.text), who, receipts.statement_note(page, statement))
    return page.note(f"statements/{name}", content) + receipts.exception(page.site, statement, page.tongue)


def org(page: Page, name: str) -> Markup:
    """An organisation's name, linked to its entry."""
    return page.link("organisations", name, markup.mixed(record(page.site, Organisation, name).name))


def chinese(page: Page, kind: str, name: str) -> Markup:
    """The Chinese name of a record in brackets, to follow its name; empty if it has none."""
    return given(" ({})", markup.zh(getattr(any_record(page.site, kind, name), "name_zh", None)))


def person(page: Page, name: str, role: bool = False) -> Markup:
    """A person's name, linked to the entry; ``role`` adds the office held."""
    item = record(page.site, Person, name)
    return page.link("people", name, text(item.name)) + given(", {},", markup.mixed(item.role if role else ""))


def term(page: Page, name: str, en: str | None = None, zh: bool = True) -> Markup:
    """A term: English (or ``en``), linked to the glossary, and the Chinese with its pinyin in reach.

    ``{{ term("filing") }}``
    """
    item = record(page.site, Term, name)
    if not page.english:
        return _foreign_term(page, item, en)
    link = page.link("terms", name, text(en or item.en), title=item.meaning)
    if not (zh and item.zh):
        return tag("span", link, class_="term")
    chinese = tag("span", text(item.zh), lang="zh-Hans", title=item.pinyin)
    return tag("span", filled("{} ({})", link, chinese), class_="term")


def _foreign_term(page: Page, item: Term, label: str | None) -> Markup:
    """A term on a door: in Chinese as it is, elsewhere in the page's words with the Chinese behind."""
    if page.tongue is CHINESE and item.zh:
        return tag("span", page.link("terms", item.id, text(item.zh)), class_="term")
    if not label:
        raise MacroError(f"'{item.id}' has no word in {page.tongue.name}; give it with en=\"…\"")
    return tag("span", page.link("terms", item.id, text(label)) + given(" ({})", markup.zh(item.zh)), class_="term")


def native(page: Page, kind: str, name: str) -> Markup:
    """The name of a record on a door, linked: the Chinese one in Chinese; others have to be given as a label."""
    zh = getattr(any_record(page.site, kind, name), "name_zh", None)
    if page.tongue is not CHINESE or not zh:
        raise MacroError(f"'{name}' has no name in {page.tongue.name}; give it as the label")
    return page.link(kind, name, text(zh))


def rule(page: Page, name: str) -> Markup:
    """The short name of a law, rule or standard, linked to its page; once a page with the text that took its place."""
    item, later, link = record(page.site, Instrument, name), page.site.successors(name), rule_link(page, name)
    if not later or "draft" in item.short or name in page.said_once or not page.english:
        return link
    page.said_once.add(name)
    return link + text(f" (since {succeeded(page, item).lower()} {later[0].short})")


def rule_link(page: Page, name: str) -> Markup:
    """The short name of a law, rule or standard, linked to its page, and nothing more."""
    return page.link("instruments", name, markup.mixed(record(page.site, Instrument, name).short))


def succeeded(page: Page, item: Instrument) -> str:
    """How a later text followed: of some ranks a text is never repealed, its content is taken over."""
    return "Taken over by" if page.site.data.taken_over(item) else "Replaced by"


def art(page: Page, instrument: str, number: int) -> Markup:
    """An article, linked to its summary: ``{{ art("genai-interim-measures", 17) }}`` prints ``Article 17``."""
    item = next((p for p in page.site.data.provisions.values()
                 if p.instrument == instrument and p.number == number), None)
    if item is None:
        record(page.site, Instrument, instrument)
        known = sorted(p.number for p in page.site.data.provisions.values() if p.instrument == instrument)
        raise MacroError(f"'{instrument}' has no article {number} in data/provisions.yml; it has {known}")
    return page.link("provisions", item.id, text(page.tongue.article(number)))


def src(page: Page, name: str) -> Markup:
    """A source's publisher, linked to the source's page."""
    return page.link("sources", name, markup.mixed(record(page.site, Source, name).publisher))


def count(page: Page, kind: str, /, **where: str) -> Markup:
    """How many records fit, counted from the records: ``{{ count("memberships", group="aiia") }}``.

    ``kind`` is a data file, ``filings`` or ``registrations``; a field given as a list in the record fits if it holds
    the word.
    """
    data, tables = page.site.data, REGISTERS.values()
    records = getattr(data, kind) if kind in tables else data.kinds.get(kind, {}).values()
    if not records:
        raise MacroError(f"there is no kind '{kind}'{nearest(kind, data.kinds)}; kinds are "
                         f"{', '.join((*tables, *data.kinds))}")
    found = sum(all(fits(r, k, v) for k, v in where.items()) for r in records)
    if not found:
        asked = ", ".join(f"{k}={v!r}" for k, v in where.items())
        raise MacroError(f"empty selection: no record of {kind} fits {asked}; the build stops, check the words")
    return text(words.number(found, page.tongue))
