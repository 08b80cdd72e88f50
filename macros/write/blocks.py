"""Macros that stand on a line of their own: tables, key figures, timelines, dispute boxes, references."""

from collections.abc import Callable, Iterable

from macros.derive import words
from macros.derive.addresses import Of, record
from macros.derive.tongues import ENGLISH
from macros.facts.days import in_time
from macros.facts.records import KIND_OF, Dispute, Event, Figure, Group, Membership, Point, Reading, Series, Statement
from macros.write import markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, tag, text
from macros.write.page import MacroError, Page, Shown, fits
from macros.write.page_kinds import evidence_line, evidence_of
from macros.write.receipts import citation_line


def chosen(page: Page, model: type[Of], ids: tuple[str, ...], where: dict[str, str]) -> list[Of]:
    """The records with these ids, or those whose fields fit; raises ``MacroError`` if there are none."""
    if ids:
        return [record(page.site, model, i) for i in ids]
    kind = KIND_OF[model]
    found = [r for r in page.site.data.kinds[kind].values()
             if isinstance(r, model) and all(fits(r, k, v) for k, v in where.items())]
    if not found:
        asked = ", ".join(f"{k}={v!r}" for k, v in where.items()) or "everything"
        raise MacroError(f"empty selection: no record of data/{kind}.yml fits {asked}; check the words or give ids")
    return found


MOST = 3  # key figures of an essay


def key_figures(page: Page, *ids: str) -> Markup:
    """The numbers a page turns on, as cards: value, unit, as of, who said it, receipt.

    ``{{ key_figures("cnnic-genai-users") }}``
    """
    if not ids:
        raise MacroError("needs the ids of figures or series")
    if page.kind == "essay" and len(ids) > MOST:
        raise MacroError(f"shows {len(ids)} numbers; an essay turns on {MOST} at most")
    return block(tag("dl", EMPTY.join(_key_figure(page, i) for i in ids), class_="keyfigures"))


def _key_figure(page: Page, name: str) -> Markup:
    data = page.site.data
    item: Figure | Series
    holder: Figure | Point
    if name in data.series:
        item, holder = series, point = data.series[name], page.site.point(name)
        note = page.note(f"series/{name}/{point.as_of}", receipts.point_note(page, series, point))
        href, unnamed = page.point_href(name, point.as_of), receipts.unnamed(page, point)
    else:
        item = holder = figure = page.figure(name)
        note = page.note(f"figures/{name}", receipts.figure_note(page, figure))
        href, unnamed = page.href("figures", name), receipts.unnamed(page, figure, figure.said_by)
    by = page.site.stated_by(holder, item.said_by)
    bound = receipts.bound(page, holder.bound)
    before = tag("span", bound[:1].upper() + bound[1:], class_="keyfigure__bound") + " " if bound else EMPTY
    earlier = receipts.trend(page, item, holder)
    detail = (tag("span", earlier, class_="keyfigure__trend") + " " if earlier else EMPTY) + tag(
        "span", filled("{} · {}", words.date(holder.as_of), receipts.short_name(page, by)), class_="keyfigure__asof")
    unit = receipts.unit_label(page, item.unit)
    body = (before + markup.link(text(words.value(holder, item.unit)), href, class_="keyfigure__value") + note
            + (raw(" ") + tag("span", unit, class_="keyfigure__unit") if unit else EMPTY)
            + receipts.exception(page.site, holder) + " " + detail + receipts.due(item))
    return tag("div", tag("dt", mixed(item.label)) + tag("dd", body), class_="keyfigure",
               data_remark=receipts.remark(page.site, name), data_by=unnamed)


def figures_table(page: Page, name: str, caption: str, *ids: str, **where: str) -> Markup:
    """Figures as a table: what, value, unit, as of, who said it, marks if any. Rows are chosen by id or by field."""
    figures = chosen(page, Figure, ids, where)
    rows = [_figure_row(page, f) for f in figures]
    heads: tuple[str, ...] = ("What", "Value", "As of", "Said by", "Marks")
    if not any(cells[-1] for _, cells, _ in rows):
        heads, rows = heads[:-1], [(key, cells[:-1], more) for key, cells, more in rows]
    return block(tables.table(page, ("figures",), name, caption, heads, rows, numeric=(1,), sort=len(rows) > 5,
                              wide=True, classes="figures"))


def _figure_row(page: Page, f: Figure) -> tuple[str, tuple[Markup, ...], dict[str, object]]:
    value = raw(" ").join(p for p in (receipts.bound(page, f.bound), words.value(f, f.unit)) if p)
    newer = page.site.newest(f.id)
    later = EMPTY if newer == f.id else raw(" ") + tag("span", text("superseded"), class_="mark")
    by = page.site.stated_by(f, f.said_by)
    cells = (mixed(f.label), receipts.with_unit(page, page.link("figures", f.id, value), f.unit) + later,
             text(words.short_date(f.as_of)), receipts.short_name(page, by),
             raw(" ").join(filter(None, (receipts.exceptions(page.site, f), receipts.due(f, short=True)))))
    return f"row-{f.id}", cells, {"data_remark": receipts.remark(page.site, f.id)}


def series_table(page: Page, name: str) -> Markup:
    """Every point of a series as a table, each row with an address of its own."""
    series = record(page.site, Series, name)
    unit = receipts.unit_label(page, series.unit) or "per cent"
    top = series.points[-1] if page.url == f"figures/{name}/" else None  # its address is the top of that page
    rows = [(None if p is top else f"d-{p.as_of}", _point_cells(page, series, p), 
             {"data_cite": citation_line(page.site, name, p.as_of)})
            for p in reversed(series.points)]
    return block(tables.table(page, ("points",), f"{name}-points", f"{series.label}, newest first",
                              ("As of", unit.capitalize(), "How known", "Source"), rows, numeric=(1,)))


def _point_cells(page: Page, series: Series, point: Point) -> tuple[Markup, ...]:
    value = raw(" ").join(p for p in (receipts.bound(page, point.bound), words.value(point, series.unit)) if p)
    how = raw("computed: ") + mixed(point.derived.rstrip(".")) if point.derived else text("stated")
    if point.note:
        how += raw(". ") + page.told(point.note)
    return (tag("time", text(words.date(point.as_of)), datetime=point.as_of), value, how,
            raw("; ").join(receipts.cited(page, e) for e in point.evidence))


def timeline(page: Page, *ids: str, topic: str | None = None, level: int = 3) -> Markup:
    """Events in order, oldest first, by year; chosen by id or by topic."""
    where = {"topics": topic} if topic else {}
    events = sorted(chosen(page, Event, ids, where), key=lambda e: in_time(e.date))
    out, year = EMPTY, ""
    for event in events:
        if event.date[:4] != year and not ids:
            out += (raw("</ol>") if year else EMPTY) + tag(f"h{level}", text(event.date[:4]), id=f"y{event.date[:4]}")
            out += raw('<ol class="timeline">')
        elif not year:
            out += raw('<ol class="timeline">')
        year = event.date[:4]
        out += timeline_entry(page, event)
    return block(out + raw("</ol>") + tables.line(page, ("events",)))


def timeline_entry(page: Page, event: Event) -> Markup:
    """One event: date, title, what happened, its receipt."""
    title = page.link("events", event.id, mixed(event.title))
    place = filled(" {}", tag("span", mixed(event.place), class_="place")) if event.place else EMPTY
    summary = page.told(event.summary) + page.note(f"events/{event.id}", event_note(page, event))
    return tag("li", tag("time", text(words.date(event.date)), datetime=event.date)
               + tag("div", tag("p", title + place, class_="timeline__title") + tag("p", summary)))


def event_note(page: Page, event: Event) -> Markup:
    """The receipt of an event as the content of a note."""
    basis = filled(" {}", page.told(event.date_basis)) if event.date_basis else EMPTY
    return filled("{}: {}.{} ", tag("b", text(words.date(event.date)), class_="note-value"), mixed(event.title), basis) \
        + receipts.record_note(page, event)


def dispute(page: Page, name: str) -> Markup:
    """One dispute as a box: the question, who says what, our verdict and why.

    ``{{ dispute("partner-programme-size") }}``
    """
    item = record(page.site, Dispute, name)
    verdict = verdict_mark(page, item)
    kicker = tag("p", raw("Where sources disagree ") + verdict, class_="dispute__kicker")
    title = tag("h3", page.link("disputes", name, mixed(item.question)), id=f"dispute-{name}")
    better = filled("<b>What holds:</b> {}", page.told(item.better)) if item.better else EMPTY
    better = tag("p", better, class_="dispute__verdict") if better else EMPTY
    body = kicker + title + readings(page, item) + better + tag("p", page.told(item.why), class_="dispute__why")
    return block(tag("aside", body, class_="dispute", aria_labelledby=f"dispute-{name}"))


def verdict_mark(page: Page, item: Dispute) -> Markup:
    """The verdict as a mark with its meaning in reach."""
    word = page.site.data.vocab["verdicts"][item.verdict]
    return tag("span", text(word.label), class_=f"verdict verdict--{item.verdict}", title=word.means)


def readings(page: Page, item: Dispute) -> Markup:
    """The readings of a dispute as a list: who, what, evidence."""
    return tag("dl", EMPTY.join(_reading(page, r) for r in item.readings), class_="dispute__readings")


def _reading(page: Page, item: Reading) -> Markup:
    figure = EMPTY
    if item.figure:
        kind = "series" if item.figure in page.site.data.series else "figures"
        figure = raw(" ") + page.link(kind, item.figure, text("The figure")) + "."
    return tag("dt", mixed(item.by)) + tag("dd", tag("p", page.told(item.text) + figure)
                                           + receipts.evidence_list(page, item.evidence))


def disputes_table(page: Page, name: str, caption: str, **where: str) -> Markup:
    """Disputes as a table: question, claim tested, better value, verdict."""
    rows = [(f"row-{d.id}", (page.link("disputes", d.id, mixed(d.question)), mixed(d.readings[0].text),
                             mixed(d.better or "not known"), verdict_mark(page, d)))
            for d in chosen(page, Dispute, (), where)]
    return block(tables.table(page, ("disputes",), name, caption, ("Question", "Claim", "What holds", "Verdict"), rows,
                              wide=True, sort=True))


def verdict_counts(page: Page, name: str, caption: str) -> Markup:
    """How many disputes there are of each verdict."""
    found = page.site.data.disputes.values()
    rows = [(f"verdict-{key}", (text(word.label), mixed(word.means or ""), text(words.number(n))))
            for key, word in page.site.data.vocab["verdicts"].items()
            if (n := sum(d.verdict == key for d in found))]
    return block(tables.table(page, ("disputes",), name, caption, ("Verdict", "Meaning", "Disputes"), rows,
                              numeric=(2,)))


def statements(page: Page, *ids: str, topic: str | None = None) -> Markup:
    """Statements as a list: what, who said it, when, receipt; each carries its address on its own page."""
    found = chosen(page, Statement, ids, {"topic": topic} if topic else {})
    home = page.url.startswith("statements/")
    return block(markup_list((s.id if home else None, _statement(page, s, home)) for s in found)
                 + (tables.line(page, ("statements",)) if home else EMPTY))


def _statement(page: Page, s: Statement, home: bool) -> Markup:
    who = raw(", ").join(p for p in (mixed(s.said_by) if s.said_by else EMPTY, words.date(s.on) if s.on else "") if p)
    by = tag("span", who, class_="by") if who else EMPTY
    if home:
        extra = tag("p", page.told(s.note), class_="note") if s.note else EMPTY
        return tag("p", filled("{} {}", page.told(s.text), by)) + receipts.evidence_list(page, s.evidence) + extra
    return filled("{}{} {}", page.told(s.text), cite(page, s), by)


def cite(page: Page, s: Statement) -> Markup:
    """The receipt of a statement as a note."""
    its_record = page.link("statements", s.id, text("Its record"))
    return page.note(f"statements/{s.id}", filled("{} {}.", receipts.record_note(page, s), its_record))


def markup_list(entries: Iterable[tuple[str | None, Markup]]) -> Markup:
    """A plain list whose entries may have ids."""
    return tag("ul", EMPTY.join(tag("li", content, id=key) for key, content in entries), class_="statements")


def members_table(page: Page, name: str, caption: str, group: str, **where: str) -> Markup:
    """The members of a group that are known, as a table: organisation, role, category, batch, receipt."""
    record(page.site, Group, group)
    found = [m for m in page.site.members(group) if all(fits(m, k, v) for k, v in where.items())]
    if not found:
        asked = ", ".join(f"{k}={v!r}" for k, v in where.items()) or "everything"
        raise MacroError(f"empty selection: no membership of '{group}' fits {asked}; see data/memberships.yml")
    vocab = page.site.data.vocab
    columns: list[tuple[str, Callable[[Membership], str]]] = [("Role", lambda m: vocab["roles"][m.role].label)]
    if any(m.category for m in found):
        partners = vocab["partner-categories"]
        columns.append(("Kind of partner", lambda m: partners[m.category].label if m.category else ""))
    if any(m.batch for m in found):
        columns.append(("Batch", lambda m: vocab["batches"][m.batch].label if m.batch else ""))
    rows = [(m.id, (_organisation(page, m.organisation), *(text(c(m)) for _, c in columns),
                    raw("; ").join(receipts.cited(page, e) for e in m.evidence))) for m in found]
    return block(tables.table(page, ("memberships",), name, caption,
                              ("Organisation", *(h for h, _ in columns), "Receipt"), rows))


def _organisation(page: Page, name: str) -> Markup:
    item = page.site.data.organisations[name]
    chinese = filled(" {}", markup.zh(item.name_zh)) if item.name_zh else EMPTY
    return page.link("organisations", name, mixed(item.name)) + chinese


def references(page: Page) -> Markup:
    """The receipts of the page, numbered; it ends the page.

    ``{{ references() }}``
    """
    notes = page.take_notes()
    if not notes:
        raise MacroError("has nothing to list; call it after the figures, or leave it out")
    entries = EMPTY.join(_note(i, n.content, n.refs) for i, n in enumerate(notes, start=1))
    heading = tag("h2", text(page.tongue.references), id="references")
    listed = tag("ol", entries, lang=None if page.english else ENGLISH.tag)
    return block(evidence_line(page.site, page.url, page.to(evidence_of(page.url)))) + block(
        tag("section", heading + listed, class_="notes", aria_labelledby="references"))


def _note(number: int, content: Markup, refs: int) -> Markup:
    backs = [f"r{number}"] + [f"r{number}-{i}" for i in range(2, refs + 1)]
    links = raw(" ").join(tag("a", text("↩"), href=f"#{b}", class_="note-back",
                         aria_label="Back to the text" + (f", place {i}" if refs > 1 else ""))
                     for i, b in enumerate(backs, start=1))
    return tag("li", filled("{} {}", content, links), id=f"n{number}")


VIEWS: dict[str, Shown] = {"figures": figures_table, "disputes": disputes_table, "members": members_table}
TALLIES: dict[str, Shown] = {"verdicts": verdict_counts}
