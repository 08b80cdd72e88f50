"""Receipts: who said it, in which words, as of when, whether it still holds, who disagrees."""

import re
from typing import Protocol

from macros.derive import told, words
from macros.derive.citations import one_line
from macros.derive.index import Site
from macros.derive.tongues import ENGLISH, Tongue
from macros.derive.words import value
from macros.facts.days import first_day
from macros.facts.records import GRADES, Event, Evidence, Figure, Point, Record, Series, Statement
from macros.facts.text import HAN
from macros.write import markup
from macros.write.markup import EMPTY, Markup, filled, given, raw, some, tag, text
from macros.write.page import Page

# How the style sheet calls the grades and the mark of a disputed value.
SLUGS = {"quotation checked": "checked", "read": "read", "seen only through others": "relayed",
         "not read": "unread", "contested": "contested"}
EXCEPTIONS = ("seen only through others", "not read")  # all that is marked in a text and a table


def state(name: str, more: Markup = EMPTY) -> Markup:
    """The mark of a grade, or of a disputed value, and what is said besides."""
    return tag("span", text(name) + more, class_=f"state state--{SLUGS[name]}")


def states(site: Site, record: Record) -> Markup:
    """The marks a record carries where its receipt stands: its grade, and whether it is contested."""
    marks = state(site.grade(record))
    return marks + (raw(" ") + state("contested") if site.contested(getattr(record, "id", "")) else EMPTY)


def exceptions(site: Site, record: Record) -> Markup:
    """The marks a record carries in a table: its grade if that is an exception, and whether it is contested."""
    marks: list[str] = [g for g in (site.grade(record),) if g in EXCEPTIONS]
    marks += ["contested"] if site.contested(getattr(record, "id", "")) else []
    return raw(" ").join(map(state, marks))


def remarks(site: Site, figure: Figure) -> Markup:
    """What the row of a figure says besides its value: exceptions to its grade, and when it is looked at again."""
    return raw(" ").join(filter(None, (exceptions(site, figure), due(site, figure, short=True))))


def exception(site: Site, record: Record, tongue: Tongue = ENGLISH) -> Markup:
    """The grade after a value in running text; empty unless it is an exception."""
    grade = site.grade(record)
    return raw(" ") + tag("span", text(tongue.grades.get(grade, grade)), class_="mark") if grade in EXCEPTIONS else EMPTY


def known(site: Site, evidence: Evidence) -> Markup:
    """The mark of a piece of evidence: its grade, with the copy or the other report it was seen in."""
    grade = site.evidence_grade(evidence)
    where = evidence.through or site.data.sources[evidence.source].relayed_by
    if grade == "seen only through others" and where:
        return state(grade, filled(": {}", markup.mixed(where)))
    return state(grade, given(", a copy: {}", markup.mixed(evidence.copied_at)))


def unit_label(page: Page, unit: str, holder: Figure | Point | None = None) -> Markup:
    """The unit as a reader sees it after a number, that of ``holder``; empty where the number carries it (per cent)."""
    return text(told.unit(page.site.data, unit, holder))


def with_unit(page: Page, value: Markup, unit: str, holder: Figure | Point) -> Markup:
    """A value in a cell with its unit: ``1,048 firms``."""
    return value + given(" {}", some("span", unit_label(page, unit, holder), class_="unit"))


def short_name(page: Page, by: str) -> Markup:
    """Who said it, in a table: a body that has a short name by that, its full name in reach."""
    for item in page.site.data.organisations.values():
        if item.short and item.name in by:
            return tag("span", markup.mixed(re.sub(rf"([Tt]he )?{re.escape(item.name)}", item.short, by)), title=by)
    return markup.mixed(by)


def trend(page: Page, item: Figure | Series, holder: Figure | Point) -> Markup:
    """What the value was before: ``124 more than on 30 June 2026``; the earlier one, if one of both is not exact."""
    before = _before(page, item, holder)
    if before is None:
        return EMPTY
    new = item.measure == "new"  # what came in a period is not more or less than in another that may be longer
    when = f"{'up to' if new else 'on' if len(before.as_of) == 10 else 'in'} {words.date(before.as_of)}"
    if new or item.unit == "percent" or {holder.bound, before.bound} != {"exact"} or getattr(holder, "high", None):
        return filled("before: {} {}", bounded(page, before, item.unit), when)
    change = holder.value - before.value
    if not change:
        return text(f"as many as {when}")
    by = value(holder.model_copy(update={"value": abs(change)}), item.unit)
    return text(f"{by} {'more' if change > 0 else 'fewer'} than {when}")


def _before(page: Page, item: Figure | Series, holder: Figure | Point) -> Figure | Point | None:
    """The value before this one: of the series, or of the figure that was superseded, if it counts alike."""
    chain: list[Figure | Point] = [*(item.points if isinstance(item, Series) else page.site.chain(item.id))]
    at = chain.index(holder)
    before = chain[at - 1] if at else None
    return None if before is None or getattr(before, "unit", item.unit) != item.unit else before


def bound(page: Page, name: str) -> Markup:
    """``more than`` and the like before a number; empty for exact values."""
    return EMPTY if name == "exact" else text(page.site.data.vocab["bounds"][name].label)


def bounded(page: Page, record: Figure | Point, unit: str) -> Markup:
    """Bound and value: ``more than 600 million``."""
    return text(told.bounded(page.site.data, record, unit))


def amount(page: Page, record: Figure | Point, unit: str) -> Markup:
    """Bound, value and unit in one line of text: ``more than 600 million registered accounts``."""
    return bounded(page, record, unit) + given(" {}", unit_label(page, unit, record))


def register(page: Page, record: Figure | Series) -> Markup:
    """The register a count comes from and its level, or why it comes from none; empty if it need not say."""
    words_ = page.site.data.vocab
    if record.register_ is None:
        reason = getattr(record, "no_register", None) or ""
        return given("none: {}", markup.mixed(reason[:1].lower() + reason[1:]))
    label, level = words_["registers"][record.register_].label, record.register_level
    return text(label) + given(", {}", words_["register-levels"][level].label if level else None)


def cited(page: Page, evidence: Evidence, marked: bool = True, worded: bool = True) -> Markup:
    """One piece of evidence: quotation, words if ``worded``, source, locator, and, if ``marked``, its grade."""
    source = page.site.data.sources[evidence.source]
    said = evidence.words if worded else ()
    parts = [quotation(page, evidence)] if evidence.quote else [
        tag("q", text(w), lang=language_of(w, source.language)) for w in said]
    out = raw(" … ").join(parts) + (raw(" ") if parts else EMPTY)
    # On paper the notes of an essay give the addresses, which the links on a screen lead to by way of the record.
    printed = source.url.removeprefix("https://") if page.kind in ("essay", "door") and source.url else None
    out += page.link("sources", source.id, markup.mixed(source.publisher), data_url=printed)
    if source.published:
        out += f", {words.date(source.published)}"
    out += given(", {}", markup.mixed(evidence.locator))
    apart = evidence.copied_at or evidence.through
    return out + (raw(" ") + known(page.site, evidence) if marked or apart else EMPTY)


def every(page: Page, evidence: tuple[Evidence, ...]) -> Markup:
    """All evidence of a record in a cell or a sentence."""
    return raw("; ").join(cited(page, e) for e in evidence)


def publishers(page: Page, evidence: tuple[Evidence, ...], most: int | None = None) -> Markup:
    """The publishers of the sources of a record, of at most so many, each linked to its source."""
    found = list(dict.fromkeys(e.source for e in evidence))[:most]
    return raw("; ").join(page.link("sources", s, markup.mixed(page.site.data.sources[s].publisher)) for s in found)


def quotation(page: Page, evidence: Evidence) -> Markup:
    """A quotation; on the page of a record it leads to its very words on the source's own page on the web."""
    source, quote = page.site.data.sources[evidence.source], evidence.quote or ""
    inner = text(quote)
    if page.kind == "record" and source.url:
        href = markup.at_words(source.url, quote, evidence.before, evidence.after)
        inner = markup.link(inner, href, rel="external") if href != source.url else inner
    return tag("q", inner, lang=language_of(quote, source.language))


def language_of(words: str, language: str) -> str | None:
    """The language of words for HTML; those seen elsewhere may be in another language than the source."""
    chinese = HAN.search(words)
    if chinese or language in ("zh", "ja"):
        return None if not chinese else "ja" if language == "ja" else "zh-Hans"
    return None if language == "en" else language


def evidence_list(page: Page, evidence: tuple[Evidence, ...], marked: bool = True) -> Markup:
    """All evidence of a record as a list, archived quotations first."""
    return markup.items((cited(page, e, marked) for e in furthest(page, evidence)), class_="evidence")


def furthest(page: Page, evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """The evidence, checked furthest first."""
    return sorted(evidence, key=lambda e: GRADES.index(page.site.evidence_grade(e)))


def best(page: Page, evidence: tuple[Evidence, ...], most: int = 2) -> Markup:
    """The evidence known best with its words, at most so many pieces; the rest as a number."""
    ranked = furthest(page, evidence)
    shown = raw("; ").join(cited(page, e, worded=i == 0) for i, e in enumerate(ranked[:most]))
    rest = len(ranked) - most
    return shown + (f"; and {rest} more" if rest > 0 else EMPTY)


def unnamed(page: Page, record: Figure | Point) -> str | None:
    """Who stated a value, for who copies it with its source; None where its receipt says so before all else."""
    by = page.site.stated_by(record)
    first = page.site.data.sources[furthest(page, record.evidence)[0].source].publisher
    return None if getattr(record, "said_by", None) or by == first else by


def standing(page: Page, figure: Figure) -> Markup:
    """What became of the figure: superseded by which, disputed where, due for a re-check. Empty if nothing."""
    out = []
    newer = page.site.newest(figure.id)
    if newer != figure.id:
        new = page.site.data.figures[newer]
        out.append(filled("Since superseded: {}, {}.", page.link("figures", newer, amount(page, new, new.unit)),
                          words.date(new.as_of)))
    for dispute in page.site.disputes_of.get(figure.id, ())[:2]:
        if figure.id in dispute.figures:
            out.append(raw("Disputed: ") + page.link("disputes", dispute.id, markup.mixed(dispute.question)))
    if figure.recheck:
        out.append(due(page.site, figure) + ".")
    return raw(" ").join(out)


def due(site: Site, record: Figure | Series, short: bool = False) -> Markup:
    """When a record is to be looked at again; the script says so once that day has come where the reader is.

    Of a series that grows by official lists it is the month of the next list. Without a script it is the date alone.
    Empty if no day is set.
    """
    if record.recheck is None:
        return EMPTY
    shown = words.short_date(record.recheck) if short else words.date(record.recheck)
    register = site.data.word("registers", record.register_)
    listed = register and register.every and record.id in (register.totals, register.per_year, register.per_list)
    what = "Next list expected" if listed else "Re-check due"
    return tag("span", text(f"{what} {shown}"), class_="due", data_due=first_day(record.recheck))


def superseded(site: Site, name: str) -> Markup:
    """The mark behind the value of a figure that no longer holds; empty for any other."""
    return EMPTY if site.newest(name) == name else raw(" ") + tag("span", text("superseded"), class_="mark")


def remark(site: Site, name: str, holder: Figure | Point) -> str | None:
    """What a value is to be copied with besides its date: that it is superseded or disputed, or known through others."""
    out = []
    if name in site.superseded_by:
        new = site.data.figures[site.newest(name)]
        out.append(f"superseded by {markup.plain(amount(Page(site), new, new.unit))}, {words.date(new.as_of)}")
    if site.contested(name):
        out.append("disputed")
    out += [grade for grade in (site.grade(holder),) if grade in EXCEPTIONS]
    return f"({'; '.join(out)})" if out else None


def figure_note(page: Page, figure: Figure) -> Markup:
    """The receipt of a figure as the content of a note."""
    head = tag("b", amount(page, figure, figure.unit), class_="note-value")
    said = given(" {}.", markup.mixed(figure.said_by))
    more = page.link("figures", figure.id, text("All about this figure"))
    kept = filled("Register: {}.", register(page, figure)) if figure.register_ else EMPTY
    parts = [filled("{}: {}, as of {}.{}", head, markup.mixed(figure.label), words.date(figure.as_of), said),
             best(page, figure.evidence) + "." + _derived(page, figure), kept, standing(page, figure), more + "."]
    return raw(" ").join(p for p in parts if p)


def point_note(page: Page, series: Series, point: Figure | Point) -> Markup:
    """The receipt of one value of a series as the content of a note."""
    head = tag("b", amount(page, point, series.unit), class_="note-value")
    newest = series.points[-1]
    later = EMPTY if newest is point else filled(" Since then: {}, {}.", amount(page, newest, series.unit),
                                                 words.date(newest.as_of))
    again = given(" {}.", due(page.site, series) if newest is point else EMPTY)
    return filled("{}: {}, as of {}. {}.{}{}{} {}.", head, markup.mixed(series.label), words.date(point.as_of),
                  best(page, point.evidence), _derived(page, point), later, again,
                  page.link("series", series.id, text("The whole series")))


def _derived(page: Page, holder: Figure | Point) -> Markup:
    """How a number was computed, if nobody stated it. It follows the evidence: what a script copies ends before that."""
    return given(" {}", page.told(holder.derived))


def value_key(item: Figure | Series, holder: Figure | Point) -> str:
    """How the note of a value is called: ``series/users/2024-06``."""
    return f"series/{item.id}/{holder.as_of}" if isinstance(item, Series) else f"figures/{item.id}"


def value_note(page: Page, item: Figure | Series, holder: Figure | Point) -> Markup:
    """The mark of the note that is the receipt of a value, as ``Page.stated`` gives it."""
    content = figure_note(page, item) if isinstance(item, Figure) else point_note(page, item, holder)
    return page.note(value_key(item, holder), content)


def statement_note(page: Page, statement: Statement) -> Markup:
    """The receipt of a statement, with the way to its record."""
    return filled("{} {}.", record_note(page, statement), page.link("statements", statement.id, text("Its record")))


class Proven(Protocol):
    """A record that rests on evidence."""

    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


def record_note(page: Page, record: Proven) -> Markup:
    """The receipt of any other record: its evidence and its note."""
    return best(page, record.evidence) + "." + given(" {}", markup.mixed(getattr(record, "note", None)))


def event_note(page: Page, event: Event, title: Markup = EMPTY) -> Markup:
    """The receipt of an event: its day, its title, on what the day rests, and the evidence."""
    head = tag("b", text(words.date(event.date)), class_="note-value")
    basis = given(" {}", page.told(event.date_basis))
    return filled("{}: {}.{} {}", head, title or markup.mixed(event.title), basis, record_note(page, event))


def citation_line(site: Site, name: str, at: str | None = None) -> str:
    """A figure, or a point of a series, to paste elsewhere: value, as of, who said it, address."""
    page = Page(site)
    item, holder = page.stated(name, at)
    shown = markup.plain(amount(page, holder, item.unit))
    who = site.stated_by(holder, getattr(holder, "said_by", None))
    held = " ".join(filter(None, (f"as of {words.date(holder.as_of)}", remark(site, name, holder))))
    return one_line(f"{item.label}: {shown}, {held}. Source: {who}. {site.name}, "
                    f"{site.home}{page.value_href(item, holder)}")
