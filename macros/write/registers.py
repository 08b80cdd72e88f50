"""The site's registers: the pages of sources and disputes, and the tables of everything on record."""

import re
from collections import Counter
from collections.abc import Sequence

from macros.derive import words
from macros.derive.addresses import record
from macros.derive.index import Use
from macros.derive.names import KIND_TITLES, name_of
from macros.facts.days import first_day
from macros.facts.records import Dispute, Membership, Person, Provision, Source, Term
from macros.facts.store import Data
from macros.write import blocks, markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, given, mixed, raw, some, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.receipts import citation_line
from macros.write.tables import cells


def fact_list(pairs: Sequence[tuple[str, Markup]], css: str = "facts") -> Markup:
    """Label and value pairs as a definition list; empty values are left out."""
    return tag("dl", EMPTY.join(tag("dt", text(k)) + tag("dd", v) for k, v in pairs if v), class_=css)


def heading(content: Markup, kicker: Markup | str = "") -> Markup:
    return some("p", text(kicker), class_="kicker") + tag("h1", content, id="top")


def section(name: str, title: str, content: Markup) -> Markup:
    return tag("h2", text(title), id=name) + content if content else EMPTY


def folded(title: str, facts: Sequence[tuple[str, Markup]]) -> Markup:
    """What few readers ask for, to unfold."""
    return tag("details", tag("summary", text(title)) + fact_list(facts), class_="about")


def copy_of(address: str) -> str:
    """What a link to an archive's copy says: with its day, where the address has it, as those of the Wayback Machine."""
    day = re.search(r"/(\d{4})(\d\d)(\d\d)\d{6}[a-z_]*/", address)
    return f"archived copy of {words.date('-'.join(day.groups()))}" if day else "archived copy"


def source_page(page: Page, name: str) -> Markup:
    """Everything about one source, and every record that rests on it."""
    s = record(page.site, Source, name)
    vocab = page.site.data.vocab
    reading = vocab["readings"][s.reading]
    where = (markup.link(text(s.url), s.url, rel="external") if s.url
             else filled("Not linked. {}", page.told(s.unlinked or "")))
    if s.archived:
        where += filled(" ({})", markup.link(text(copy_of(s.archived)), s.archived, rel="external"))
    facts = fact_list([("Publisher", mixed(s.publisher)),
                    ("Published", text(words.date(s.published) if s.published else "no date found")),
                    ("Kind", text(vocab["source-kinds"][s.kind].label)),
                    ("Language", text(vocab["languages"][s.language].label)), ("Address", where),
                    ("How far it was read", text(f"{reading.label}: {reading.means}")),
                    ("Known through", mixed(s.relayed_by)),
                    ("Last checked", text(words.date(s.checked))), ("Note", page.told(s.note))])
    kept = folded("About this record", [
        ("Archived text", filled("seeds/{}, sha256 {}", text(s.text), s.sha256 or "") if s.text else text("none kept")),
        ("Id", tag("code", text(name)))])
    return block(heading(markup.titled(s.title, s.language), "Source") + facts
                 + section("rests", "What rests on it", _uses(page, page.site.uses[name])) + kept)


def _uses(page: Page, uses: list[Use]) -> Markup:
    out = EMPTY
    for kind, title in KIND_TITLES.items():
        entries: dict[str, list[Use]] = {}
        for use in uses:
            if use.kind == kind:
                entries.setdefault(use.record.id, []).append(use)
        if entries:
            out += tag("h3", text(title), id=f"k-{kind}")
            out += markup.items(_use(page, kind, found) for found in entries.values())
    return out


def _use(page: Page, kind: str, found: list[Use]) -> Markup:
    item = found[0].record
    quotes = raw(" ").join(receipts.quotation(page, u.evidence) for u in found if u.evidence.quote)
    label = name_of(item)
    if isinstance(item, Membership):
        data = page.site.data
        label = f"{data.organisations[item.organisation].name} in {data.groups[item.group].name}"
    if isinstance(item, Provision):
        label = f"Article {item.number}: {item.summary}"
    return page.link(kind, item.id, mixed(label)) + given(" {}", quotes)


def dispute_page(page: Page, name: str) -> Markup:
    """Everything about one dispute."""
    d = record(page.site, Dispute, name)
    word = page.site.data.vocab["verdicts"][d.verdict]
    kinds = [("series" if f in page.site.data.series else "figures", f) for f in d.figures]
    touched = markup.items(page.link(kind, f, mixed(name_of(page.site.data.kinds[kind][f]))) for kind, f in kinds)
    better = some("p", given("<b>What holds:</b> {}", page.told(d.better)), class_=None if d.answer else "lead")
    better = some("p", page.told(d.answer), class_="lead") + better
    note = some("p", page.told(d.note))
    return block(heading(mixed(d.question), f"Dispute · {page.site.data.vocab['topics'][d.topic].label}")
                 + tag("p", filled("{} {}", blocks.verdict_mark(page, d), mixed(word.means))) + better
                 + section("readings", "Who says what", blocks.readings(page, d))
                 + section("why", "Why", tag("p", page.told(d.why)) + note)
                 + section("figures", "Figures it touches", touched))


def first_disputes(page: Page) -> Markup:
    """The disputes a reader meets first, in order, each with its answer in a few words."""
    found = sorted((d for d in page.site.data.disputes.values() if d.first and d.answer), key=lambda d: d.first or 0)
    return block(markup.items((tag("p", page.link("disputes", d.id, mixed(d.question))) + tag("p", page.told(d.answer))
                               for d in found), True, class_="answers"))


def figures_index(page: Page, topic: str) -> Markup:
    """Every figure and series of a topic as one table, newest first."""
    data = page.site.data
    found = sorted((f for f in data.figures.values() if f.topic == topic), key=lambda f: (f.label, first_day(f.as_of)))
    series = [s for s in data.series.values() if s.topic == topic]
    if not found and not series:
        raise MacroError(f"no figure has the topic '{topic}'")
    rows = []
    for s in series:
        newest, due = s.points[-1], receipts.due(page.site, s, short=True)
        state = filled("series of {} {}", len(s.points), due).strip()
        value = receipts.with_unit(page, receipts.bounded(page, newest, s.unit), s.unit, newest)
        rows.append((s.id, cells(page.link("series", s.id, mixed(s.label)), value, words.short_date(newest.as_of), state)))
    for f in found:
        value = receipts.with_unit(page, receipts.bounded(page, f, f.unit), f.unit, f) + receipts.superseded(page.site, f.id)
        rows.append((f.id, cells(page.link("figures", f.id, mixed(f.label)), value, words.short_date(f.as_of),
                                 receipts.remarks(page.site, f))))
    label = data.vocab["topics"][topic].label
    return block(tables.table(page, ("figures", "points"), f"figures-{topic}", f"Figures: {label}",
                              ("What", "Value", "As of", "State"),
                              [(f"row-{key}", shown, {"data_cite": citation_line(page.site, key)}) for key, shown in rows],
                              numeric=(1,), sort=True))


MANY = 100  # sources of one kind; from there on each language has a page of its own


def source_pages(data: Data) -> dict[tuple[str, str], tuple[str, str]]:
    """(kind, language) of every page of sources → its name and description; the language is empty for all of them."""
    out = {}
    for kind, number in Counter(s.kind for s in data.sources.values()).items():
        label = data.vocab["source-kinds"][kind].label
        out[kind, ""] = label, f"Every source of the kind: {label}."
        if number > MANY:
            for language in _languages(data, kind):
                name = f"{label}, {data.vocab['languages'][language].label}"
                out[kind, language] = name, f"Every source of the kind and language: {name}."
    return out


def _languages(data: Data, kind: str) -> dict[str, int]:
    """Language → how many sources of a kind are in it, the most first."""
    return dict(Counter(s.language for s in data.sources.values() if s.kind == kind).most_common())


def sources_index(page: Page, kind: str, language: str = "") -> Markup:
    """Every source of a kind as one table: title, publisher, date, language, how far it was read, records.

    With too many for one page, the kind's page leads to one for each language.
    """
    data = page.site.data
    found = sorted((s for s in data.sources.values() if s.kind == kind and language in ("", s.language)),
                   key=lambda s: (s.publisher, s.published or ""))
    if not found:
        raise MacroError(f"no source is of the kind '{kind}'" + (f" and in '{language}'" if language else ""))
    rows: list[tuple[str, tuple[Markup, ...]]]
    if not language and len(found) > MANY:
        rows = [(f"language-{code}", cells(markup.link(text(data.vocab["languages"][code].label),
                                                       page.to(f"sources/by-kind/{kind}/{code}/")), n))
                for code, n in _languages(data, kind).items()]
        return block(tables.table(page, ("sources",), f"sources-{kind}", "Sources by language", ("Language", "Sources"),
                                  rows, numeric=(1,)))
    heads = ["Title", "Publisher", "Published", "Language", "Read", "Records"]
    rows = [(s.id, _source_cells(page, s)) for s in found]
    if language:
        heads.remove("Language")
        rows = [(name, cells[:3] + cells[4:]) for name, cells in rows]
    label = source_pages(data)[kind, language][0]
    return block(tables.table(page, ("sources",), f"sources-{kind}", f"Sources: {label}", heads, rows,
                              numeric=(len(heads) - 1,), sort=True, wide=True))


def _source_cells(page: Page, s: Source) -> tuple[Markup, ...]:
    vocab = page.site.data.vocab
    return cells(page.link("sources", s.id, markup.titled(s.title, s.language)), mixed(s.publisher),
                 words.short_date(s.published) if s.published else "—", vocab["languages"][s.language].label,
                 vocab["readings"][s.reading].label + (", archived" if s.text else ""),
                 len({u.record.id for u in page.site.uses.get(s.id, ())}))


def glossary(page: Page) -> Markup:
    """Every term, in English alphabetical order, each with an address."""
    terms = sorted(page.site.data.terms.values(), key=lambda t: t.en.casefold())
    first = {t.en[0].upper(): t.id for t in reversed(terms)}
    jump = tag("nav", markup.items(markup.link(text(letter), f"#{first[letter]}") for letter in sorted(first)),
               class_="jump", aria_label="Letters")
    return block(jump) + block(tag("dl", EMPTY.join(_term(page, t) for t in terms), class_="glossary")
                 + tables.line(page, ("terms",)))


def _term(page: Page, t: Term) -> Markup:
    title = (tag("dfn", text(t.en)) + given(" {}", markup.zh(t.zh))
             + given(" {}", some("i", text(t.pinyin or ""), lang="zh-Latn-pinyin"))
             + given(" · Vietnamese: {}", some("span", text(t.vi or ""), lang="vi")))
    rejected = raw(" ").join(filled("Not {}: {}", tag("q", text(r.rendering)), mixed(_closed(r.why))) for r in t.rejected)
    more = len({e.source for e in t.evidence}) - 2
    cited = receipts.publishers(page, t.evidence, 2) + (f"; and {more} more" if more > 0 else EMPTY)
    evidence = tag("p", filled("{} {}", cited, receipts.state(page.site.grade(t))), class_="evidence") if cited else EMPTY
    return tag("dt", title, id=t.id) + tag("dd", mixed(_closed(t.meaning)) + some("p", rejected, class_="rejected")
                                           + some("p", page.told(t.note)) + evidence + _told_on(page, t.id))


def _told_on(page: Page, name: str) -> Markup:
    """The pages that speak of a term, as links: ``On: Filings; Rules``."""
    pages = [url for url, linked in page.site.linked.items() if ("terms", name) in linked and url != page.url]
    links = raw("; ").join(markup.link(mixed(page.site.pages[url][0]), page.to(url)) for url in sorted(pages)[:3])
    return some("p", given("On: {}", links), class_="evidence")


def _closed(sentence: str) -> str:
    """A sentence with its full stop."""
    return sentence if sentence[-1:] in ".!?”" else f"{sentence}."


def people_table(page: Page, name: str, caption: str, *ids: str) -> Markup:
    """People with the office held, as a table; each row is the person's address."""
    rows = [(p.id, (text(p.name) + given(" {}", markup.zh(p.name_zh)), mixed(p.role) + given(". {}", page.told(p.note)),
                    receipts.every(page, p.evidence)))
            for p in blocks.chosen(page, Person, ids, {})]
    return block(tables.table(page, ("people",), name, caption, ("Name", "Office at the time", "Receipt"), rows))


def states_legend(page: Page) -> Markup:
    """The four grades, and the mark of a disputed value, with what each means."""
    meaning = {"quotation checked": "The words were compared with an archived copy of the source, and the value with "
                                    "the words.",
               "read": "The page was read, itself or in a copy, which is then named. A few of its words, which give "
                       "the value, are kept here.",
               "seen only through others": "The source itself was not seen. Another report, which is named, gives "
                                           "what it says.",
               "not read": "No words of the source are kept here: its address or its content is known, not more.",
               "contested": "Another source gives a different value. A dispute says which and why."}
    return block(fact_list([(receipts.state(grade), text(means)) for grade, means in meaning.items()]))


def archived_table(page: Page, name: str, caption: str) -> Markup:
    """The sources whose text is archived, with the records that quote them."""
    data = page.site.data
    rows = [(f"archived-{s.id}", cells(page.link("sources", s.id, markup.titled(s.title, s.language)), mixed(s.publisher),
                                       words.date(s.published) if s.published else "no date found",
                                       data.vocab["languages"][s.language].label,
                                       sum(bool(u.evidence.quote) for u in page.site.uses.get(s.id, ()))))
            for s in data.sources.values() if s.text]
    return block(tables.table(page, ("sources", "evidence"), name, caption,
                              ("Title", "Publisher", "Published", "Language", "Quotations"), rows, numeric=(4,)))


VIEWS: dict[str, Shown] = {"people": people_table, "archived": archived_table}
LISTINGS: dict[str, Shown] = {"glossary": glossary, "sources": sources_index, "figures": figures_index}
SHOWS: dict[str, Shown] = {"states": states_legend, "first-disputes": first_disputes}
RECORDS: dict[str, Shown] = {"sources": source_page, "disputes": dispute_page}
