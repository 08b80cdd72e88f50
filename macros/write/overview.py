"""Macros of the front page, the pages on users and people, and the pages about the site itself."""

from collections import Counter
from collections.abc import Mapping

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.checked import checked
from macros.derive.happenings import Happening, happenings
from macros.facts.days import first_day, in_time
from macros.facts.records import GRADES, Event, Figure, FilingList, Instrument, Series, Statement
from macros.write import blocks, inline, markup, receipts, registers, tables
from macros.write.filter_form import choices, filter_form
from macros.write.markup import EMPTY, Markup, block, day, filled, given, mixed, raw, some, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.tables import cells


def latest(page: Page, most: int = 6) -> Markup:
    """The last things that happened: events, announcements of lists, texts that took effect; newest first."""
    found = [h for h in happenings(page.site) if _is_news(page, h)]
    newest = sorted(found, key=lambda h: (in_time(h.date), h.kind, h.id), reverse=True)[:most]
    return block(tag("ol", EMPTY.join(_happening(page, h) for h in newest), class_="timeline"))


def _is_news(page: Page, h: Happening) -> bool:
    """Whether something that happened is news: drafts and issues are not, nor what does not bind."""
    if h.stage == "announced":
        return bool(record(page.site, FilingList, h.id).total)
    if h.stage:
        return h.stage == "in-force" and record(page.site, Instrument, h.id).status.startswith("in-force")
    return True


def _happening(page: Page, h: Happening) -> Markup:
    if h.kind == "events":
        event = record(page.site, Event, h.id)
        title, note = mixed(event.title), receipts.event_note(page, event)
    else:
        item = registers.dated(page, h)
        title, note = registers.stage_title(item, h.stage), receipts.record_note(page, item)
    return tag("li", blocks.happened(h.date, page.link(h.kind, h.id, title) + page.note(f"{h.kind}/{h.id}", note)))


def timeline_browse(page: Page) -> Markup:
    """Everything that happened by year, with links to the years and a form that narrows it by topic and by words."""
    found = happenings(page.site)
    years = sorted({h.date[:4] for h in found}, reverse=True)
    jump = tag("nav", markup.items(markup.link(text(y), f"#y{y}") for y in years), class_="jump", aria_label="Years")
    topics = choices(page, "topics", (t for h in found for t in h.topics))
    words_ = tag("label", raw("With the words") + tag("input", type="search", name_="q"))
    inner = registers.timeline_full(page).strip()
    return (registers.milestones(page) + block(tag("h2", text("Everything, by year"), id="all")) + block(jump)
            + block(filter_form("events", [("topics", "Topic", topics)], words_)) + block(tag("div", inner, id="events")))


# ---- numbers beside each other -----------------------------------------------------------------------------------

def counted_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """Numbers that look alike and what each counts, with receipts; ``id@date,date`` picks points of a series."""
    if not ids:
        raise MacroError("needs the ids of figures or series")
    heads = ("Number", "What is counted", "Value, as of")
    return block(tables.table(page, ("figures", "points"), name, caption, heads, [_counted_row(page, i) for i in ids],
                              numeric=(2,), wide=True))


def _counted_row(page: Page, wanted: str) -> tuple[str, tuple[Markup, ...]]:
    name, _, dates = wanted.partition("@")
    item: Figure | Series = page.site.data.series.get(name) or record(page.site, Figure, name)
    points = dates.split(",") if dates else [None]
    values = EMPTY.join(tag("div", filled("{}<br>{}", inline.fig(page, name, at=at, bound=True), _day(page, name, at)))
                        for at in points)
    by = given(" {}", some("span", given("Said by {}.", mixed(item.said_by)), class_="by"))
    return f"row-{name}", (mixed(item.label), mixed(_what(page, item)) + by, values)


def _day(page: Page, name: str, at: str | None) -> Markup:
    _, holder = page.stated(name, at)
    return day(holder.as_of, words.short_date(holder.as_of), class_="by")


def _what(page: Page, item: Figure | Series) -> str:
    """What a number counts: as recorded, or else as its register or its unit has it."""
    if isinstance(item, Series):
        return item.definition
    vocab = page.site.data.vocab
    register = vocab["registers"][item.register_].means if item.register_ else None
    return item.counts or register or vocab["units"][item.unit].means or ""


def values_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """The values of one or several series by date, newest first, each with its receipt."""
    if not ids:
        raise MacroError("needs the ids of series")
    found = [record(page.site, Series, i) for i in ids]
    dates = sorted({p.as_of for s in found for p in s.points}, reverse=True)
    units = [receipts.unit_label(page, s.unit) or "per cent" for s in found]
    named = units if len(set(units)) == len(units) else [mixed(s.label) for s in found]
    heads = ("As of", *(n[:1].upper() + n[1:] for n in named), "Note")
    rows = [(f"{name}-{d}", _values_row(page, found, d)) for d in dates]
    return block(tables.table(page, ("points",), name, caption, heads, rows, numeric=range(1, len(found) + 1),
                              wide=True))


def _values_row(page: Page, found: list[Series], date: str) -> tuple[Markup, ...]:
    points = [next((p for p in s.points if p.as_of == date), None) for s in found]
    cells = [inline.fig(page, s.id, at=date, bound=True) if p else text("—") for s, p in zip(found, points, strict=True)]
    notes = dict.fromkeys(p.note for p in points if p and p.note)
    return day(date), *cells, raw(" ").join(mixed(n) for n in notes) or text("—")


# ---- who said what -----------------------------------------------------------------------------------------------

def sayings(page: Page, *ids: str) -> Markup:
    """Statements of one speaker on one day as a list, with the speaker and the day named once."""
    found = blocks.chosen(page, Statement, ids, {}) if ids else []
    speakers = {(s.said_by, s.on) for s in found}
    if len(speakers) != 1:
        raise MacroError(f"needs statements of one speaker and one day; these have {len(speakers)}")
    who, on = speakers.pop()
    by = ", ".join(filter(None, (who, words.date(on) if on else "")))
    entries = blocks.markup_list((None, page.told(s.text) + blocks.cite(page, s)) for s in found)
    return block(some("p", text(by), class_="by") + entries)


# ---- about the site ----------------------------------------------------------------------------------------------

def words_table(page: Page, name: str, caption: str, vocabulary: str) -> Markup:
    """A controlled vocabulary as a table: word and meaning; words without a meaning are left out."""
    vocab = page.site.data.vocab
    if vocabulary not in vocab:
        raise MacroError(f"data/vocab.yml has no '{vocabulary}'; it has {', '.join(vocab)}")
    rows = [(f"{name}-{key}", (text(word.label), mixed(word.means)))
            for key, word in vocab[vocabulary].items() if word.means]
    return block(tables.table(page, ("vocab",), name, caption, ("Word", "Meaning"), rows))


def moved_table(page: Page, name: str, caption: str) -> Markup:
    """Addresses that have moved or gone, newest first; a sentence if there are none."""
    moved = page.site.data.moved
    if not moved:
        return block(tag("p", text("No address has moved or gone so far.")))
    rows = [(None, (tag("code", text(old)), text(words.date(m.on)), tag("code", text(m.to)) if m.to else text("withdrawn"),
                    mixed(m.why)))
            for old, m in sorted(moved.items(), key=lambda pair: pair[1].on, reverse=True)]
    return block(tables.table(page, (), name, caption, ("Old address", "Moved on", "New address", "Why"), rows))


def superseded_table(page: Page, name: str, caption: str) -> Markup:
    """Figures that a later figure of the same quantity replaced, newest first."""
    site = page.site
    newer = [(f, site.data.figures[f.supersedes]) for f in site.data.figures.values() if f.supersedes]
    newer.sort(key=lambda pair: first_day(pair[0].as_of), reverse=True)
    if not newer:
        return block(tag("p", text("No figure has been superseded so far.")))
    rows = [(f"row-{f.id}", (mixed(f.label), _held(page, old), _held(page, f))) for f, old in newer]
    return block(tables.table(page, ("figures",), name, caption, ("Figure", "Older value", "Newer value"), rows))


def _held(page: Page, f: Figure) -> Markup:
    return page.link("figures", f.id, receipts.amount(page, f, f.unit)) + f", {words.short_date(f.as_of)}"


def _counts(page: Page, name: str, caption: str, heads: tuple[str, str], counts: Mapping[str, int]) -> Markup:
    rows = [(None, cells(mixed(what), count)) for what, count in counts.items()]
    return block(tables.table(page, (), name, caption, heads, rows, numeric=(1,)))


def rules_tried(page: Page, name: str, caption: str) -> Markup:
    """Every rule of the data, with the records it went through in this build."""
    heads = ("What would stop the build", "Records tried")
    return _counts(page, name, caption, heads, page.site.once(checked).rules)


def compared(page: Page, name: str, caption: str) -> Markup:
    """What was compared besides: quotations, words, totals, exceptions, pages."""
    return _counts(page, name, caption, ("Compared", "Number"), page.site.once(checked).counts)


def evidence_grades(page: Page, name: str, caption: str) -> Markup:
    """The pieces of evidence by how well they are known; what was not read could not be checked."""
    return _counts(page, name, caption, ("Evidence", "Number"), page.site.once(checked).grades)


def how_checked(page: Page, name: str, caption: str) -> Markup:
    """How many figures and values of series, statements and events rest on evidence of each grade."""
    site = page.site
    points = [p for s in site.data.series.values() for p in s.points]
    counts = [Counter(map(site.grade, records)) for records in
              ([*site.data.figures.values(), *points], site.data.statements.values(), site.data.events.values())]
    rows = [(f"{name}-{receipts.SLUGS[grade]}", cells(receipts.state(grade), *(c[grade] for c in counts)))
            for grade in GRADES]
    return block(tables.table(page, ("evidence",), name, caption,
                              ("Grade of the best evidence", "Figures and values of series", "Statements", "Events"),
                              rows, numeric=(1, 2, 3)))


VIEWS: dict[str, Shown] = {"counted": counted_table, "values": values_table, "words": words_table, "moved": moved_table,
                           "superseded": superseded_table}
TALLIES: dict[str, Shown] = {"grades": how_checked, "rules-tried": rules_tried, "compared": compared,
                             "evidence-grades": evidence_grades}
