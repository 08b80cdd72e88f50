"""Macros of the front page, the pages on users and people, and the pages about the site itself."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.checked import Checked, checked
from macros.derive.happenings import Happening, happenings
from macros.facts.days import in_time
from macros.facts.records import GRADES, Event, FilingList, Instrument, Statement
from macros.write import blocks, markup, receipts, registers, tables
from macros.write.filter_form import choices, filter_form
from macros.write.markup import EMPTY, Markup, block, mixed, raw, some, tag, text
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


def checked_table(counts: Callable[[Checked], Mapping[str, int]], heads: tuple[str, str], page: Page, name: str,
                  caption: str) -> Markup:
    """Some of what the last build checked, with how often."""
    rows = [(None, cells(mixed(what), count)) for what, count in counts(page.site.once(checked)).items()]
    return block(tables.table(page, (), name, caption, heads, rows, numeric=(1,)))


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


VIEWS: dict[str, Shown] = {"words": words_table, "moved": moved_table}
TALLIES: dict[str, Shown] = {
    "grades": how_checked,
    "rules-tried": partial(checked_table, lambda c: c.rules, ("What would stop the build", "Records tried")),
    "compared": partial(checked_table, lambda c: c.counts, ("Compared", "Number")),
    "evidence-grades": partial(checked_table, lambda c: c.grades, ("Evidence", "Number")),
}
