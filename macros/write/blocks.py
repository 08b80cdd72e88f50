"""Macros that stand on a line of their own: key figures, disputes, statements, members, references."""

from collections.abc import Callable, Iterable

from macros.derive import words
from macros.derive.addresses import Of, record
from macros.derive.tongues import ENGLISH
from macros.facts.records import KIND_OF, Dispute, Group, Membership, Reading, Statement
from macros.write import markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, given, mixed, raw, some, tag, text
from macros.write.page import MacroError, Page, Shown, fits
from macros.write.page_kinds import evidence_line, evidence_of


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
    item, holder = page.stated(name)
    note = receipts.value_note(page, item, holder)
    by = page.site.stated_by(holder, item.said_by)
    bound = receipts.bound(page, holder.bound)
    value = markup.link(text(words.value(holder, item.unit)), page.value_href(item, holder), class_="keyfigure__value")
    as_of = filled("{} · {}", words.date(holder.as_of), receipts.short_name(page, by))
    body = (given("{} ", some("span", bound[:1].upper() + bound[1:], class_="keyfigure__bound")) + value + note
            + given(" {}", some("span", receipts.unit_label(page, item.unit, holder), class_="keyfigure__unit"))
            + receipts.exception(page.site, holder) + " "
            + given("{} ", some("span", receipts.trend(page, item, holder), class_="keyfigure__trend"))
            + tag("span", as_of, class_="keyfigure__asof") + receipts.due(page.site, item))
    return tag("div", tag("dt", mixed(item.label)) + tag("dd", body), class_="keyfigure",
               data_remark=receipts.remark(page.site, name, holder), data_by=receipts.unnamed(page, holder))


def dispute(page: Page, name: str) -> Markup:
    """One dispute as a box: the question, who says what, our verdict and why.

    ``{{ dispute("partner-programme-size") }}``
    """
    item = record(page.site, Dispute, name)
    verdict = verdict_mark(page, item)
    kicker = tag("p", raw("Where sources disagree ") + verdict, class_="dispute__kicker")
    title = tag("h3", page.link("disputes", name, mixed(item.question)), id=f"dispute-{name}")
    better = some("p", given("<b>What holds:</b> {}", page.told(item.better)), class_="dispute__verdict")
    body = kicker + title + readings(page, item) + better + tag("p", page.told(item.why), class_="dispute__why")
    return block(tag("aside", body, class_="dispute", aria_labelledby=f"dispute-{name}"))


def verdict_mark(page: Page, item: Dispute) -> Markup:
    """The verdict as a mark with its meaning in reach."""
    word = page.site.data.vocab["verdicts"][item.verdict]
    return tag("span", text(word.label), class_=f"verdict verdict--{item.verdict}", title=word.means)


def disputes_list(page: Page, found: Iterable[Dispute]) -> Markup:
    """Disputes as a list: the question and the verdict; empty if there are none."""
    return markup.items(filled("{} {}", page.link("disputes", d.id, mixed(d.question)), verdict_mark(page, d))
                        for d in found)


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


def statements(page: Page, *ids: str, topic: str | None = None) -> Markup:
    """Statements as a list: what, who said it, when, receipt; each carries its address on its own page."""
    found = chosen(page, Statement, ids, {"topic": topic} if topic else {})
    home = page.url.startswith("statements/")
    return block(markup_list((s.id if home else None, _statement(page, s, home)) for s in found)
                 + (tables.line(page, ("statements",)) if home else EMPTY))


def _statement(page: Page, s: Statement, home: bool) -> Markup:
    who = raw(", ").join(filter(None, (mixed(s.said_by), words.date(s.on) if s.on else "")))
    by = some("span", who, class_="by")
    if home:
        extra = some("p", page.told(s.note), class_="note")
        return tag("p", filled("{} {}", page.told(s.text), by)) + receipts.evidence_list(page, s.evidence) + extra
    return filled("{}{} {}", page.told(s.text), cite(page, s), by)


def cite(page: Page, s: Statement) -> Markup:
    """The receipt of a statement as a note."""
    return page.note(f"statements/{s.id}", receipts.statement_note(page, s))


def sayings(page: Page, *ids: str) -> Markup:
    """Statements of one speaker on one day as a list, with the speaker and the day named once."""
    found = chosen(page, Statement, ids, {}) if ids else []
    speakers = {(s.said_by, s.on) for s in found}
    if len(speakers) != 1:
        raise MacroError(f"needs statements of one speaker and one day; these have {len(speakers)}")
    who, on = speakers.pop()
    by = ", ".join(filter(None, (who, words.date(on) if on else "")))
    entries = markup_list((None, page.told(s.text) + cite(page, s)) for s in found)
    return block(some("p", text(by), class_="by") + entries)


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
                    receipts.every(page, m.evidence))) for m in found]
    return block(tables.table(page, ("memberships",), name, caption,
                              ("Organisation", *(h for h, _ in columns), "Receipt"), rows))


def _organisation(page: Page, name: str) -> Markup:
    item = page.site.data.organisations[name]
    return page.link("organisations", name, mixed(item.name)) + given(" {}", markup.zh(item.name_zh))


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


VIEWS: dict[str, Shown] = {"disputes": disputes_table, "members": members_table}
