"""Macros within a sentence: a number, a date, a name, a term, a count, a source."""

from __future__ import annotations

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.problems import nearest
from macros.facts.records import REGISTERS
from macros.write import markup, receipts
from macros.write.markup import tag, text
from macros.write.page import MacroError, Page, fits


def fig(page: Page, name: str, at: str | None = None, unit: bool = False, bound: bool = False) -> str:
    """A figure's value, linked to its page, with its receipt as a note.

    ``at`` picks a date of a series (without it, the newest); ``unit`` and ``bound`` add the words the record has.

    ``{{ fig("beijing-core-ai-firms-2022") }}``
    """
    data = page.site.data
    if name in data.series:
        return _series_value(page, name, at, unit, bound)
    figure = page.figure(name)
    if at is not None:
        raise MacroError(f"'{name}' is a figure, not a series; leave out at=")
    shown = _shown(page, figure, figure.unit, unit, bound)
    marks = ""
    superseded = name in page.site.superseded_by
    contested = page.site.contested(name)
    if superseded:
        marks += " " + tag("span", f"as of {words.short_date(figure.as_of)}, since superseded", class_="mark")
    if contested:
        marks += " " + tag("span", "disputed", class_="mark")
    marks += receipts.exception(page.site, figure)
    link = page.link("figures", name, shown, title=f"{figure.label}, as of {words.date(figure.as_of)}")
    note = page.note(f"figures/{name}", receipts.figure_note(page, figure))
    return tag("span", link + note + marks,
               class_=f"fig fig--{receipts.SLUGS[page.site.grade(figure)]}",
               data_contested=contested, data_superseded=superseded, data_remark=receipts.remark(page.site, name),
               data_note=page.number(f"figures/{name}"), data_by=receipts.unnamed(page, figure, figure.said_by))


def _shown(page: Page, item, kind: str, unit: bool, bound: bool) -> str:
    parts = [receipts.bound(page, item.bound) if bound else "", receipts.value(item, kind),
             receipts.unit_label(page, kind) if unit else ""]
    return " ".join(p for p in parts if p)


def _series_value(page: Page, name: str, at: str | None, unit: bool, bound: bool) -> str:
    series = page.site.data.series[name]
    point = page.point_at(name, at)
    link = markup.link(_shown(page, point, series.unit, unit, bound),
                       page.point_href(name, point.as_of),
                       title=f"{series.label}, as of {words.date(point.as_of)}")
    key = f"series/{name}/{point.as_of}"
    note = page.note(key, receipts.point_note(page, series, point))
    return tag("span", link + note + receipts.exception(page.site, point),
               class_=f"fig fig--{receipts.SLUGS[page.site.grade(point)]}",
               data_remark=receipts.remark(page.site, name), data_note=page.number(key),
               data_by=receipts.unnamed(page, point))


def date(page: Page, name: str, note: bool = True) -> str:
    """The date of an event, with its receipt as a note, which leads to its place in the timeline."""
    event = record(page.site, "events", name)
    day = tag("time", words.date(event.date), datetime=event.date)
    return day + (page.note(f"events/{name}", _event_note(page, event)) if note else "")


def _event_note(page: Page, event) -> str:
    basis = f" {page.told(event.date_basis)}" if event.date_basis else ""
    return f"{tag('b', words.date(event.date), class_='note-value')}: " \
        f"{page.link('events', event.id, markup.mixed(event.title))}.{basis} " + \
        receipts.record_note(page, event)


def as_of(page: Page, name: str, at: str | None = None) -> str:
    """The day a figure, or a value of a series, is of.

    ``{{ as_of("beijing-core-ai-firms-2022") }}``
    """
    data = page.site.data
    if name in data.series:
        return words.date(page.point_at(name, at).as_of)
    return words.date(page.figure(name).as_of)


def said(page: Page, name: str) -> str:
    """A statement in our words, with its receipt as a note.

    ``{{ said("cmca-only-national-body") }}``
    """
    statement = record(page.site, "statements", name)
    return page.told(statement.text) + cite_statement(page, name)


def stated_on(page: Page, name: str, note: bool = True) -> str:
    """The day a statement is of, with its receipt as a note."""
    on = record(page.site, "statements", name).on
    if not on:
        raise MacroError(f"'{name}' has no day in data/statements.yml; give it one, or say it without")
    return tag("time", words.date(on), datetime=on) + (cite_statement(page, name) if note else "")


def cite_statement(page: Page, name: str) -> str:
    """Only the receipt of a statement, for a sentence the page words itself.

    ``{{ cite("cmca-only-national-body") }}``
    """
    statement = record(page.site, "statements", name)
    who = f"{text(statement.said_by)}. " if statement.said_by else ""
    content = (f"{page.told(statement.text)} {who}{receipts.record_note(page, statement)} "
               f"{page.link('statements', name, 'Its record')}.")
    return page.note(f"statements/{name}", content)


def org(page: Page, name: str, zh: bool = False) -> str:
    """An organisation's name, linked to its entry; ``zh`` adds the Chinese name."""
    item = record(page.site, "organisations", name)
    out = page.link("organisations", name, markup.mixed(item.name))
    return out + (f" ({markup.zh(item.name_zh)})" if zh and item.name_zh else "")


def person(page: Page, name: str, role: bool = False) -> str:
    """A person's name, linked to the entry; ``role`` adds the office held."""
    item = record(page.site, "people", name)
    return page.link("people", name, text(item.name)) + (f", {markup.mixed(item.role)}," if role else "")


def group(page: Page, name: str) -> str:
    """The name of an alliance, programme or plan, linked to its entry."""
    return page.link("groups", name, markup.mixed(record(page.site, "groups", name).name))


def term(page: Page, name: str, en: str | None = None, zh: bool = True) -> str:
    """A term: English (or ``en``), linked to the glossary, and the Chinese with its pinyin in reach.

    ``{{ term("filing") }}``
    """
    item = record(page.site, "terms", name)
    link = page.link("terms", name, text(en or item.en), title=item.meaning)
    if not (zh and item.zh):
        return tag("span", link, class_="term")
    chinese = tag("span", text(item.zh), lang="zh-Hans", title=item.pinyin)
    return tag("span", f"{link} ({chinese})", class_="term")


def rule(page: Page, name: str) -> str:
    """The short name of a law, rule or standard, linked to its page."""
    return page.link("instruments", name, text(record(page.site, "instruments", name).short))


def art(page: Page, instrument: str, number: int) -> str:
    """An article, linked to its summary: ``{{ art("genai-interim-measures", 17) }}`` prints ``Article 17``."""
    item = next((p for p in page.site.data.provisions.values()
                 if p.instrument == instrument and p.number == number), None)
    if item is None:
        record(page.site, "instruments", instrument)
        known = sorted(p.number for p in page.site.data.provisions.values() if p.instrument == instrument)
        raise MacroError(f"'{instrument}' has no article {number} in data/provisions.yml; it has {known}")
    return page.link("provisions", item.id, f"Article {number}")


def src(page: Page, name: str) -> str:
    """A source's publisher, linked to the source's page."""
    return page.link("sources", name, markup.mixed(record(page.site, "sources", name).publisher))


def count(page: Page, kind: str, /, **where: str) -> str:
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
    return words.number(found)


def edition(page: Page) -> str:
    """The day the data was last looked over: ``22 November 2026``."""
    return words.date(page.site.data.edition.as_of)


def more(page: Page, kind: str, name: str, label: str) -> str:
    """A link to any record under words of the page's own: ``{{ more("disputes", "…", "the dispute") }}``."""
    if kind not in page.site.data.kinds:
        raise MacroError(f"there is no kind '{kind}'{nearest(kind, page.site.data.kinds)}; kinds are "
                         f"{', '.join(page.site.data.kinds)}")
    return page.link(kind, name, text(label))
