"""The articles of the rules in our words, and the draft against the final text."""

import re
from collections.abc import Iterable
from itertools import groupby

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.index import Site
from macros.derive.tongues import han
from macros.facts.records import Change, Instrument, Provision, Step, Term
from macros.write import markup, receipts, tables
from macros.write.filter_form import choices, filter_form
from macros.write.markup import EMPTY, Markup, block, filled, given, mixed, raw, some, tag, text
from macros.write.page import MacroError, Page, Shown

# ---- articles ----------------------------------------------------------------------------------------------------

def articles(page: Page, instrument: str, filter: bool = False) -> Markup:
    """The articles of an instrument in our words, by chapter, each with its address, what changed and its evidence.

    ``filter`` puts a form above them that narrows them by topic and by who is bound.
    """
    record(page.site, Instrument, instrument)
    found = [p for p in page.site.data.provisions.values() if p.instrument == instrument]
    found.sort(key=lambda p: p.number)
    if not found:
        raise MacroError(f"no article of '{instrument}' is in data/provisions.yml")
    chapters = enumerate(groupby(found, key=lambda p: p.chapter or ""), start=1)
    out = EMPTY.join(_chapter(page, i, title, group) for i, (title, group) in chapters)
    name = f"{instrument}-articles"
    form = filter_form(name, (
        ("topic", "Topic", choices(page, "provision-topics", (p.topic for p in found))),
        ("binds", "Binds", choices(page, "bound-parties", (b for p in found for b in p.binds))))) if filter else EMPTY
    jump = _jump(page, found) if len(found) > 12 else EMPTY
    return block(jump) + block(form) + block(
        tag("div", out, id=name, class_="provisions") + tables.line(page, ("provisions",)))


def _jump(page: Page, found: list[Provision]) -> Markup:
    entries = (markup.link(filled("{} {}", p.number, mixed(called(page.site, p))), f"#art-{p.number}") for p in found)
    return tag("nav", markup.items(entries), class_="contents jump", aria_label="Articles")


def _chapter(page: Page, number: int, title: str, group: Iterable[Provision]) -> Markup:
    inner = EMPTY.join(_article(page, p, "h4" if title else "h3") for p in group)
    return tag("section", some("h3", mixed(title), id=f"chapter-{number}") + inner, class_="chapter")


def _article(page: Page, item: Provision, heading: str) -> Markup:
    vocab = page.site.data.vocab
    key = f"art-{item.number}"
    head = tag(heading, filled("{} {}", own_link(key, text(f"Article {item.number}")), mixed(called(page.site, item))))
    bound = "Binds " + words.series([vocab["bound-parties"][b].label for b in item.binds])
    meta = tag("p", raw(". ").join(filter(None, (bound, _wording(page, item)))), class_="provision__meta")
    body = (head + meta + tag("p", page.told(item.summary))
            + some("p", given("<b>In practice:</b> {}", page.told(item.practice)))
            + some("p", page.told(item.note), class_="note")
            + _see_also(page, item) + folded_evidence(page, item))
    return tag("article", tag("div", body) + _changed(page, item), class_="provision", id=key, data_topic=item.topic,
               data_binds=" ".join(item.binds))


def called(site: Site, item: Provision) -> str:
    """What an article is called: its own label, or what it is about."""
    return item.label or site.data.vocab["provision-topics"][item.topic].label


def _wording(page: Page, item: Provision) -> Markup:
    """Links to the very article in the official text and in a translation: a text fragment finds its heading."""
    rule, number = record(page.site, Instrument, item.instrument), item.number
    texts = (("Official text", rule.url, f"第{han(number)}条"),
             ("Translation", rule.translation_url, f"Article {number}"))
    links = [markup.link(text(label), markup.at_words(url, head), rel="external",
                         aria_label=f"{label}, Article {number}") for label, url, head in texts if url]
    return given("Wording: {}", raw(", ").join(links))


def own_link(key: str, content: Markup) -> Markup:
    """A title that is a link to its own place, so that it can be copied."""
    return markup.link(content, f"#{key}", class_="self")


def folded_evidence(page: Page, item: Provision | Step | Change) -> Markup:
    """The evidence of a record, folded away; its state stands in the line that opens it."""
    label = page.site.data.vocab["confidences"][item.confidence].label
    many = words.plural(len(item.evidence), "source", "sources")
    summary = tag("summary", filled("Evidence: {}, {} {}", many, label, receipts.state(page.site.grade(item))))
    differ = len({page.site.evidence_grade(e) for e in item.evidence}) > 1
    return tag("details", summary + receipts.evidence_list(page, item.evidence, marked=differ))


def _changed(page: Page, item: Provision) -> Markup:
    """What the article says differently from the draft."""
    entries = markup.items(filled("{}: {}", page.link("changes", c.id, mixed(c.title)), page.told(c.effect))
                           for c in page.site.data.changes.values()
                           if c.instrument == item.instrument and item.number in c.articles)
    return some("div", given('<p class="kicker">Changed since the draft</p>{}', entries), class_="provision__changes")


def _see_also(page: Page, item: Provision) -> Markup:
    """Links to the steps of the procedure that take the article up, and to the terms its summary uses."""
    steps = [page.link("procedure", s.id, mixed(s.title))
             for s in sorted(page.site.data.procedure.values(), key=lambda s: s.order) if item.id in s.takes_up]
    terms = [page.link("terms", t.id, text(t.en)) for t in terms_in(page.site, item.summary)]
    told = [markup.link(mixed(page.site.pages.get(now, (now,))[0]), page.to(now))
            for now in map(page.site.now_at, item.told_on)]
    parts = [filled("{}: {}", label, raw("; ").join(found)) for label, found in
             (("Procedure", steps), ("Terms", terms), ("More", told)) if found]
    return some("p", raw(" · ").join(parts), class_="provision__meta")


def terms_in(site: Site, words_of: str) -> list[Term]:
    """The terms of more than one word that a text uses, longest first; a term within a longer one does not count.

    ``"complete algorithm filing"`` holds *algorithm filing*; *filing* is one word and would be found everywhere.
    """
    found, rest = [], words_of
    terms = [t for t in site.data.terms.values() if t.topic in ("rules", "filings") and re.search(r"[ -]", t.en)]
    for term in sorted(terms, key=lambda t: -len(t.en)):
        rest, times = re.subn(rf"(?<![\w-]){re.escape(term.en)}(?![\w-])", "\0", rest, flags=re.I)
        if times:
            found.append(term)
    return found


# ---- draft and final ---------------------------------------------------------------------------------------------

def changes(page: Page, instrument: str) -> Markup:
    """What the draft said beside what the final text says, change by change, with the effect and the evidence."""
    record(page.site, Instrument, instrument)
    found = [c for c in page.site.data.changes.values() if c.instrument == instrument]
    if not found:
        raise MacroError(f"no change of '{instrument}' is in data/changes.yml")
    return EMPTY.join(_change(page, c) for c in found) + block(tables.line(page, ("changes",)))


def _change(page: Page, item: Change) -> Markup:
    # The heading is Markdown, so that the table of contents has it.
    heading = filled("\n\n### {} {{ #{} }}\n\n", mixed(item.title), item.id)
    numbers = {p.number: p.id for p in page.site.data.provisions.values() if p.instrument == item.instrument}
    links = [page.link("provisions", numbers[n], text(f"Article {n}")) if n in numbers else text(f"Article {n}")
             for n in item.articles]
    where = some("p", given("Now in {}", markup.series_of(links)), class_="provision__meta")
    sides = EMPTY.join(tag("section", tag("h4", text(head)) + tag("p", page.told(said)))
                    for head, said in (("Draft", item.draft), ("Final text", item.final)))
    note = some("p", page.told(item.note), class_="note")
    return heading + block(where) + block(tag("div", sides, class_="versus")) + block(
        tag("p", filled("<b>Effect:</b> {}", page.told(item.effect)))) + block(note) + block(folded_evidence(page, item))


PARTS: dict[str, Shown] = {"articles": articles, "changes": changes}
