"""Timelines: the events of a topic, the last things that happened, and all of them by year with a form."""

from itertools import groupby

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.happenings import Happening, happenings, told_by
from macros.facts.days import in_time
from macros.facts.records import Event, FilingList, Instrument
from macros.write import markup, receipts, tables
from macros.write.blocks import chosen
from macros.write.filter_form import choices, filter_form
from macros.write.markup import EMPTY, Markup, block, day, filled, given, mixed, raw, some, tag, text
from macros.write.page import Page
from macros.write.registers import section


def timeline(page: Page, *ids: str, topic: str | None = None, level: int = 3) -> Markup:
    """Events in order, oldest first, by year; chosen by id or by topic."""
    where = {"topics": topic} if topic else {}
    events = sorted(chosen(page, Event, ids, where), key=lambda e: in_time(e.date))
    out = EMPTY
    for year, group in groupby(events, key=lambda e: "" if ids else e.date[:4]):
        head = tag(f"h{level}", text(year), id=f"y{year}") if year else EMPTY
        out += head + tag("ol", EMPTY.join(timeline_entry(page, event) for event in group), class_="timeline")
    return block(out + tables.line(page, ("events",)))


def timeline_entry(page: Page, event: Event) -> Markup:
    """One event: date, title, what happened, its receipt."""
    title = page.link("events", event.id, mixed(event.title))
    summary = page.told(event.summary) + page.note(f"events/{event.id}", receipts.event_note(page, event))
    return _entry(event.date, title + _place(event), tag("p", summary))


def _entry(date: str, title: Markup, more: Markup = EMPTY, **attributes: object) -> Markup:
    """An entry of a timeline: the day, what happened on it, and what is said of that."""
    return tag("li", day(date) + tag("div", tag("p", title, class_="timeline__title") + more), **attributes)


def _place(event: Event) -> Markup:
    """Where something happened, behind its title."""
    return given(" {}", some("span", mixed(event.place), class_="place"))


def latest(page: Page, most: int = 6) -> Markup:
    """The last things that happened: events, announcements of lists, texts that took effect; newest first."""
    found = [h for h in happenings(page.site) if _is_news(page, h)]
    newest = sorted(found, key=lambda h: (in_time(h.date), h.kind, h.id), reverse=True)[:most]
    return block(tag("ol", EMPTY.join(_news(page, h) for h in newest), class_="timeline"))


def _is_news(page: Page, h: Happening) -> bool:
    """Whether something that happened is news: drafts and issues are not, nor what does not bind."""
    if h.stage == "announced":
        return bool(record(page.site, FilingList, h.id).total)
    if h.stage:
        return h.stage == "in-force" and record(page.site, Instrument, h.id).status.startswith("in-force")
    return True


def _news(page: Page, h: Happening) -> Markup:
    if h.kind == "events":
        event = page.site.data.events[h.id]
        title, note = mixed(event.title), receipts.event_note(page, event)
    else:
        item = _dated(page, h)
        title, note = stage_title(item, h.stage), receipts.record_note(page, item)
    return _entry(h.date, page.link(h.kind, h.id, title) + page.note(f"{h.kind}/{h.id}", note))


STAGE_TITLES = {"draft": raw("{} out for comment"), "issued": raw("{} issued"), "published": raw("{} published"),
                "in-force": raw("{} in force"), "to-come": raw("{} to take effect")}


def _dated(page: Page, h: Happening) -> Instrument | FilingList:
    """The instrument or the list of which something that happened is a day."""
    return page.site.data.instruments[h.id] if h.kind == "instruments" else page.site.data.lists[h.id]


def stage_title(item: Instrument | FilingList, stage: str) -> Markup:
    """What happened on a day of an instrument or a list, as markup: ``"Interim Measures in force"``.

    A text that is called by its number is named in full.
    """
    if isinstance(item, Instrument):
        stage = "to-come" if (stage, item.status) == ("in-force", "issued-not-in-force") else stage
        return STAGE_TITLES[stage].format(mixed(item.name if item.short.isupper() else item.short))
    added = words.plural(item.last - item.first + 1, "entry", "entries")
    total = f", {words.number(item.total)} in all" if item.total else ""
    return filled("List of filed services: {}, {}{}", mixed(item.title), added, total)


def timeline_browse(page: Page) -> Markup:
    """Everything that happened, the last year first and open, with a form that narrows it by topic and by words.

    Events stand with their sources, rules and lists with their days. Above are the milestones and links to the years.
    """
    found = happenings(page.site)
    years = sorted({h.date[:4] for h in found}, reverse=True)
    jump = tag("nav", markup.items(markup.link(text(y), f"#y{y}") for y in years), class_="jump", aria_label="Years")
    topics = choices(page, "topics", (t for h in found for t in h.topics))
    form = filter_form("events", [("topics", "Topic", topics)],
                       tag("label", raw("With the words") + tag("input", type="search", name_="q")))
    out = EMPTY
    for year in years:
        entries = EMPTY.join(_happening(page, h) for h in found if h.date[:4] == year)
        head = tag("summary", tag("h2", text(year), id=f"y{year}"))
        out += tag("details", head + tag("ol", entries, class_="timeline"), class_="year", open=year == years[0])
    every = tag("div", out + tables.line(page, ("events", "instruments", "lists")), id="events")
    return (block(section("milestones", "Milestones", _milestones(page)))
            + block(tag("h2", text("Everything, by year"), id="all")) + block(jump) + block(form) + block(every))


def _milestones(page: Page) -> Markup:
    """The few events that changed the course of things, in order, each with the way to its place below."""
    found = sorted((e for e in page.site.data.events.values() if e.milestone), key=lambda e: in_time(e.date))
    return some("ol", EMPTY.join(_entry(e.date, markup.link(mixed(e.milestone), f"#{e.id}"), tag("p", page.told(e.summary)))
                                 for e in found), class_="timeline milestones")


def _happening(page: Page, h: Happening) -> Markup:
    """One entry of the whole timeline, with its address and topics."""
    topics = " ".join(h.topics)
    if h.kind != "events":
        title = page.link(h.kind, h.id, stage_title(_dated(page, h), h.stage))
        return _entry(h.date, title, id=h.anchor, data_topics=topics)
    event = page.site.data.events[h.id]
    older = EMPTY.join(tag("span", id=anchor) for anchor in told_by(page.site, event))
    known = filled("{}{} {}", receipts.state(page.site.grade(event)), given(" {}", page.told(event.date_basis)),
                   receipts.publishers(page, event.evidence))
    return _entry(event.date, older + mixed(event.title) + _place(event),
                  tag("p", page.told(event.summary)) + tag("p", known, class_="timeline__sources"),
                  id=event.id, data_topics=topics)
