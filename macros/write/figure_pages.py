"""The page of a figure or a series: sentence, chart, table, evidence, who disagrees; what is known besides, folded."""

from macros.derive import words
from macros.derive.addresses import record
from macros.facts.records import Figure, Series
from macros.write import blocks, charts, markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, given, mixed, raw, tag, text
from macros.write.page import Page, Shown
from macros.write.receipts import citation_line
from macros.write.registers import folded, heading, section
from macros.write.value_tables import series_table


def figure_page(page: Page, name: str) -> Markup:
    """Everything about one figure or series: its sentence, evidence, history, then what is known besides, folded."""
    if name in page.site.data.series:
        return _series_page(page, name)
    f = record(page.site, Figure, name)
    vocab = page.site.data.vocab
    lead = tag("p", page.told(f.statement) + _state_of(page, f), class_="lead",
               data_cite=citation_line(page.site, name))
    facts = [
        ("Value", tag("b", receipts.amount(page, f, f.unit))), ("As of", text(words.date(f.as_of))),
        ("On what that rests", page.told(f.as_of_basis)), ("Said by", mixed(f.said_by)),
        ("What is counted", page.told(f.counts)), ("Kind of number", text(vocab["measures"][f.measure].label)),
        ("Register", receipts.register(page, f)),
        ("Topic", text(vocab["topics"][f.topic].label)),
        ("Evidence", receipts.states(page.site, f)), ("How well attested", text(vocab["confidences"][f.confidence].label)),
        ("Last checked", text(words.date(f.checked))), ("To be looked at again", receipts.due(page.site, f)),
        ("Id", tag("code", text(name)))]
    note = EMPTY.join(tag("p", page.told(t)) for t in (f.derived and f"Computed: {f.derived}", f.note) if t)
    return block(heading(mixed(f.label), _kicker(page, "Figure", name)) + lead + note
                 + section("evidence", "Evidence", receipts.evidence_list(page, f.evidence))
                 + section("history", "Does it still hold?", _history(page, f))
                 + section("disagree", "Who disagrees", _disagree(page, name))
                 + section("used", "Where it is used", used_on(page, name)) + folded("About this number", facts))


_DISPUTED = filled(" {}: {}.", tag("b", text("Disputed")), markup.link(text("who disagrees"), "#disagree"))


def _kicker(page: Page, kind: str, name: str) -> Markup:
    """The line above the title: what it is, and whether it is superseded or disputed."""
    marks = {"superseded": name in page.site.superseded_by, "disputed": page.site.contested(name)}
    return raw(" · ").join([text(kind), *(tag("b", text(word)) for word, holds in marks.items() if holds)])


def _state_of(page: Page, f: Figure) -> Markup:
    """What follows the sentence of a figure that no longer holds or is in doubt."""
    out = EMPTY
    if f.id in page.site.superseded_by:
        new = page.site.data.figures[page.site.newest(f.id)]
        link = page.link("figures", new.id, receipts.amount(page, new, new.unit))
        out += filled(" {}: {}, {}.", tag("b", text("Superseded")), link, words.date(new.as_of))
    if page.site.contested(f.id):
        out += _DISPUTED
    return out


def _history(page: Page, f: Figure) -> Markup:
    chain = page.site.chain(f.id)
    if len(chain) == 1:
        again = given(" {}.", receipts.due(page.site, f))
        return tag("p", filled("No later figure of the same quantity is on this site.{}", again))
    rows = [(f"h-{c.id}", (text(words.date(c.as_of)), page.link("figures", c.id, receipts.amount(page, c, c.unit))
                           if c.id != f.id else tag("b", receipts.amount(page, c, c.unit)),
                           receipts.exceptions(page.site, c))) for c in reversed(chain)]
    return tables.table(page, ("figures",), "history-table", "The same quantity over time, newest first",
                        ("As of", "Value", "State"), rows)


def _disagree(page: Page, name: str) -> Markup:
    found = blocks.disputes_list(page, page.site.disputes_of.get(name, []))
    return found or tag("p", text("No source on this site disagrees."))


def _series_page(page: Page, name: str) -> Markup:
    s: Series = page.site.data.series[name]
    vocab = page.site.data.vocab
    newest = s.points[-1]
    disputed = _DISPUTED if page.site.contested(name) else EMPTY
    amount = receipts.amount(page, newest, s.unit) + given(", {}", receipts.trend(page, s, newest))
    # The address of the newest value is the top of the page, so that whoever follows a number meets it there.
    lead = tag("p", filled("As of {}: {}.{}", words.date(newest.as_of), tag("b", amount), disputed), id=f"d-{newest.as_of}",
               class_="lead", data_cite=citation_line(page.site, name))
    facts = [("Said by", mixed(s.said_by)), ("Kind of number", text(vocab["measures"][s.measure].label)),
             ("Register", receipts.register(page, s)),
             ("How well attested", text(vocab["confidences"][s.confidence].label)),
             ("Last checked", text(words.date(s.checked))),
             ("To be looked at again", receipts.due(page.site, s)), ("Id", tag("code", text(name)))]
    told = EMPTY.join(tag("p", page.told(t)) for t in (s.definition, s.note) if t)
    drawn = charts.chart(page, name, table=False) if len(s.points) >= DRAWN else EMPTY
    return (block(heading(mixed(s.label), _kicker(page, "Series", name)) + lead + told) + drawn
            + series_table(page, name) + block(
        section("disagree", "Who disagrees", _disagree(page, name))
        + section("used", "Where it is used", used_on(page, name)) + folded("About this series", facts)))


DRAWN = 3  # a series of so many values has a chart


def used_on(page: Page, name: str) -> Markup:
    """The pages that print a figure, as a list; says so if there are none."""
    pages = (markup.link(mixed(title), page.to(url)) for url, title in page.site.used_on.get(name, [])
             if not url.startswith("about/"))
    return markup.items(pages) or tag("p", text("Only here and in the table of figures."))


RECORDS: dict[str, Shown] = {"figures": figure_page}
