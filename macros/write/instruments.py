"""The rules: instruments and their status, articles, draft against final text, the steps of filing and registration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import groupby

from macros.derive import words
from macros.derive.addresses import Of, record
from macros.derive.index import Site
from macros.derive.tongues import han
from macros.facts.days import first_day, in_time
from macros.facts.receipts import evidence_of
from macros.facts.records import Change, Event, Instrument, Organisation, Provision, Record, Step, Term, Word
from macros.write import blocks, markup, receipts, tables
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.registers import fact_list, heading, section

# Where the procedure takes up what an article says: instrument → topic of the article → steps.
STEPS_ON: dict[str, dict[str, tuple[str, ...]]] = {
    "genai-interim-measures": {"scope": ("step-decide-whether-caught",), "labelling": ("step-output-labels",),
                               "filing": ("step-pick-the-track", "step-security-assessment", "step-algorithm-filing")},
    "security-assessment-provisions-2018": {"scope": ("step-decide-whether-caught",),
                                            "security-assessment": ("step-security-assessment",)},
    "algorithm-recommendation-provisions": {"filing": ("step-algorithm-filing",),
                                            "display": ("step-display-algorithm-number",),
                                            "security-assessment": ("step-security-assessment",)},
    "deep-synthesis-provisions": {"filing": ("step-algorithm-filing",), "labelling": ("step-output-labels",)},
    "anthropomorphic-measures": {"security-assessment": ("step-companions",), "filing": ("step-companions",)},
}

# The pages on which what an article says is told at length: instrument → number of the article → name and address.
PAGES_ON: dict[str, dict[int, tuple[tuple[str, str], ...]]] = {
    "genai-interim-measures": {
        2: (("Exemptions and limits", "rules/exemptions/"),), 4: (("What the safety test asks", "safety-test/"),),
        12: (("What must I label?", "labels/"),), 16: (("Filing and registration", "rules/filing-and-registration/"),),
        17: (("Do I have to file?", "must-i-file/"), ("The lists", "filings/")),
        21: (("What happens if you do not file", "rules/enforcement/"), ("What courts say", "rules/courts/")),
        22: (("Registered applications", "filings/registered/"),)},
}

# The rows of the table of tracks: label, field, and the step of each track that answers it.
TRACKS = ("algorithm-filing", "filing", "registration")
TRACK_ROWS = (
    ("Who", "who", ("step-algorithm-filing", "step-prepare-filing", "step-registration")),
    ("What they do", "what", ("step-algorithm-filing", "step-prepare-filing", "step-registration")),
    ("Documents", "documents", ("step-algorithm-filing", "step-prepare-filing", "step-registration")),
    ("How long", "timing", ("step-algorithm-filing", "step-provincial-review", "step-registration")),
    ("What is shown", "documents", ("step-display-algorithm-number", "step-display", "step-display")),
)


# ---- the stack ---------------------------------------------------------------------------------------------------

def _place(page: Page, item: Instrument) -> tuple[int, int, str]:
    """The place of an instrument in the stack, for sorting: by status, then by rank, in the order of the words."""
    vocab = page.site.data.vocab
    return [*vocab["statuses"]].index(item.status), [*vocab["ranks"]].index(item.rank), first_day(item.issued or "9999")


def instruments_table(page: Page, name: str, caption: str, *ids: str, filter: bool = False, **where: str) -> Markup:
    """Instruments as a table: name, standing, what each covers and whom it binds, issuers, dates, texts.

    Rows are chosen by id, by field or not at all; ``filter`` puts a form above it that narrows them by status and rank.
    """
    found = blocks.chosen(page, Instrument, ids, where)
    found = found if ids else sorted(found, key=partial(_place, page))
    rows = [(f"row-{i.id}", _instrument_cells(page, i), {"data_status": i.status, "data_rank": i.rank}) for i in found]
    heads = ("Instrument", "Standing", "What it covers", "Issued by", "In force from")
    table = tables.table(page, ("instruments",), name, caption, heads, rows, sort=len(rows) > 5, wide=True,
                         classes="instruments")
    form = _filter(name, (("status", "Status", _choices(page, "statuses", (i.status for i in found))),
                          ("rank", "Rank", _choices(page, "ranks", (i.rank for i in found))))) if filter else EMPTY
    return block(form) + block(table)


def _instrument_cells(page: Page, item: Instrument) -> tuple[Markup, ...]:
    vocab = page.site.data.vocab
    status, rank = vocab["statuses"][item.status], vocab["ranks"][item.rank]
    title = page.link("instruments", item.id, mixed(item.short))
    standing = tag("b", text(status.label), title=status.means) + " " + tag("small", text(rank.label), title=rank.means)
    dates = tag("time", text(words.short_date(item.effective)), datetime=item.effective) if item.effective else text("—")
    if item.issued:
        dates += f", issued {words.short_date(item.issued)}"
    if item.draft:
        dates += filled(", draft {}", _draft(page, item))
    return (title + (filled(" {}", tag("small", text(item.name_zh), lang="zh-Hans")) if item.name_zh else EMPTY),
            standing + _succession(page, item), filled("{} {}", mixed(_first(item.scope)), _texts(item)),
            _with_others(raw(", ").join(_issuer(page, i) for i in item.issuers), item), dates)


def _with_others(named: Markup, item: Instrument) -> Markup:
    """The issuers that are named, and the others in words: ``MIIT with nine other departments``."""
    return filled("{} {}", named, mixed(item.co_issuers or "")).strip() or text("not confirmed")


def _first(scope: str) -> str:
    """The first statement of a scope: ``"Use of faces: no sole reliance on …"`` gives ``"Use of faces."``."""
    return re.split(r"(?<=[^.]{12}[.:;]) ", scope)[0].rstrip(".:;") + "."


def _succession(page: Page, item: Instrument) -> Markup:
    """What an instrument replaced and what replaced it."""
    out = filled(" {}", tag("small", raw("replaces ") + _rule(page, item.supersedes))) if item.supersedes else EMPTY
    word = _succeeded(item).lower()
    return out + EMPTY.join(filled(" {}", tag("small", filled("{} {}", word, _rule(page, later))))
                         for later in _successors(page.site, item.id))


def _succeeded(item: Instrument) -> str:
    """How a later text followed: a technical document is never repealed, its content is taken over."""
    return "Taken over by" if item.rank == "technical-document" else "Replaced by"


def _successors(site: Site, name: str) -> list[str]:
    return [i.id for i in site.data.instruments.values() if i.supersedes == name]


def _rule(page: Page, name: str) -> Markup:
    return page.link("instruments", name, mixed(record(page.site, Instrument, name).short))


def _issuer(page: Page, name: str) -> Markup:
    """An issuer by its abbreviation, if it has one."""
    item = record(page.site, Organisation, name)
    short = next((a for a in item.also if a.isascii() and (a.isupper() or a[-1:].isdigit())), item.name)
    return page.link("organisations", name, mixed(short), title=item.name)


def _texts(item: Instrument) -> Markup:
    """Links to the official text and to a translation; says so if neither is linked."""
    links = [markup.link(text(label), url, rel="external", aria_label=f"{label}: {item.short}")
             for label, url in (("Official page", item.url), ("Translation", item.translation_url)) if url]
    return raw(", ").join(links) or text("No address found")


def _choices(page: Page, vocabulary: str, used: Iterable[str]) -> list[tuple[str, str]]:
    """The words of a vocabulary that occur, with their labels, in the order of the vocabulary."""
    seen = set(used)
    return [(key, word.label) for key, word in page.site.data.vocab[vocabulary].items() if key in seen]


def _filter(target: str, selects: Iterable[tuple[str, str, list[tuple[str, str]]]]) -> Markup:
    """A form that narrows the rows or articles of ``target``; hidden until the script makes it work."""
    fields = EMPTY.join(tag("label", text(label) + tag("select", tag("option", text("Any"), value="") + EMPTY.join(
        tag("option", text(shown), value=value) for value, shown in choices), name_=name))
        for name, label, choices in selects)
    return tag("form", fields + tag("button", text("Show all"), type="reset") + tag("output"), class_="filter",
               data_for=target, hidden=True)


def _words_table(page: Page, name: str, caption: str, vocabulary: str, field: str) -> Markup:
    """Every word with how many instruments have it; one that none has keeps its row, whose address is permanent."""
    found = [getattr(i, field) for i in page.site.data.instruments.values()]
    rows = [(f"{field}-{key}", (text(word.label), mixed(word.means or ""), text(words.number(found.count(key)))))
            for key, word in page.site.data.vocab[vocabulary].items()]
    return block(tables.table(page, ("instruments",), name, caption,
                              (field.capitalize(), "What it means", "On this site"), rows, numeric=(2,)))


def ranks_table(page: Page, name: str, caption: str) -> Markup:
    """The ranks an instrument can have, what each means, and how many of the instruments have it."""
    return _words_table(page, name, caption, "ranks", "rank")


def statuses_table(page: Page, name: str, caption: str) -> Markup:
    """The statuses an instrument can have, what each means, and how many of the instruments have it."""
    return _words_table(page, name, caption, "statuses", "status")


# ---- one instrument ----------------------------------------------------------------------------------------------

def instrument_page(page: Page, name: str) -> Markup:
    """Everything about one instrument: facts, articles summarised, what happened, figures and disputes, evidence."""
    item = record(page.site, Instrument, name)
    vocab = page.site.data.vocab
    top = (heading(mixed(item.name), vocab["ranks"][item.rank].label) + tag("p", page.told(item.scope), class_="lead")
           + fact_list(_instrument_facts(page, item)))
    summarised = EMPTY
    if any(p.instrument == name for p in page.site.data.provisions.values()):
        summarised = block(tag("h2", text("Articles summarised"), id="articles")) + articles(page, name)
    data = page.site.data
    events = sorted(_about(page.site, item, data.events), key=lambda e: in_time(e.date))
    return block(top) + summarised + block(
        section("events", "What happened", markup.items(
            page.link("events", e.id, filled(
                "{}: {}", tag("time", text(words.date(e.date)), datetime=e.date), mixed(e.title)))
            for e in events))
        + section("figures", "Figures about it", markup.items(
            page.link("figures", f.id, mixed(f.statement)) for f in _about(page.site, item, data.figures)))
        + section("statements", "Statements about it", markup.items(
            page.link("statements", s.id, mixed(s.text)) for s in _about(page.site, item, data.statements)))
        + section("disagree", "Where sources disagree", markup.items(
            filled("{} {}", page.link("disputes", d.id, mixed(d.question)), blocks.verdict_mark(page, d))
            for d in _about(page.site, item, data.disputes)))
        + section("evidence", "Evidence", receipts.evidence_list(page, item.evidence)))


def instrument_facts(page: Page, name: str) -> Markup:
    """The facts of an instrument as a definition list."""
    return block(fact_list(_instrument_facts(page, record(page.site, Instrument, name))))


def issued(page: Page, name: str) -> Markup:
    """The day an instrument was issued, with its receipt as a note: ``10 July 2023``."""
    return _dated(page, name, "issued", "has no date of issue")


def published(page: Page, name: str) -> Markup:
    """The day an instrument was published, with its receipt as a note: ``13 July 2023``."""
    return _dated(page, name, "published", "has no date of publication")


def effective(page: Page, name: str) -> Markup:
    """The day an instrument came into force, with its receipt as a note: ``15 August 2023``."""
    return _dated(page, name, "effective", "has no date of entry into force")


def _dated(page: Page, name: str, field: str, missing: str) -> Markup:
    item = record(page.site, Instrument, name)
    value = getattr(item, field)
    if value is None:
        raise MacroError(f"'{name}' {missing} in data/instruments.yml; word the sentence without it")
    dates = (("issued", item.issued), ("published", item.published), ("in force from", item.effective))
    days = [f"{label} {words.date(day)}" for label, day in dates if day]
    note = filled("{}: {}. {}", tag("b", mixed(item.short), class_="note-value"), ", ".join(days),
                  receipts.record_note(page, item))
    return (page.link("instruments", name, tag("time", text(words.date(value)), datetime=value))
            + page.note(f"instruments/{name}", note))


def _instrument_facts(page: Page, item: Instrument) -> list[tuple[str, Markup]]:
    vocab = page.site.data.vocab
    return [
        ("Chinese name", markup.zh(item.name_zh)),
        ("Status", _explained(vocab["statuses"][item.status], item.status_note)),
        ("Rank", _explained(vocab["ranks"][item.rank], item.rank_note)),
        ("Issued by", _with_others(markup.series_of([_full_issuer(page, i) for i in item.issuers]), item)),
        ("Draft", _draft(page, item)), ("Issued", _long_day(item.issued)),
        ("Published", _long_day(item.published)), ("In force from", _long_day(item.effective)),
        ("Replaces", _rule(page, item.supersedes) if item.supersedes else EMPTY),
        (_succeeded(item), raw(", ").join(_rule(page, i) for i in _successors(page.site, item.id))),
        ("Compared", _comparison(page, item)), ("Text", _texts(item)),
        ("Evidence", receipts.states(page.site, item)), ("Confidence", text(vocab["confidences"][item.confidence].label)),
        ("Note", page.told(item.note or ""))]


def _explained(word: Word, note: str | None) -> Markup:
    return tag("b", text(word.label)) + filled(". {}", mixed(note or word.means or ""))


def _full_issuer(page: Page, name: str) -> Markup:
    return page.link("organisations", name, mixed(record(page.site, Organisation, name).name))


def _draft(page: Page, item: Instrument) -> Markup:
    """The day a draft came out, as a link to the event."""
    if not item.draft:
        return EMPTY
    day = record(page.site, Event, item.draft).date
    return page.link("events", item.draft, tag("time", text(words.short_date(day)), datetime=day))


def _long_day(value: str | None) -> Markup:
    return tag("time", text(words.date(value)), datetime=value) if value else EMPTY


def _comparison(page: Page, item: Instrument) -> Markup:
    """A link to the comparison of draft and final text, if the instrument is one of the two."""
    compared = {c.instrument for c in page.site.data.changes.values()}
    if not compared & {item.id, *_successors(page.site, item.id)}:
        return EMPTY
    return markup.link(text("The draft and the final text side by side"), page.to("rules/draft-to-final/evidence/"))


def _about(site: Site, item: Instrument, records: Mapping[str, Of]) -> list[Of]:
    """The records that name the instrument, or rest on a source that is about no other instrument."""
    elsewhere = {e.source for i in site.data.instruments.values() if i.id != item.id for e in i.evidence}
    own = {e.source for e in item.evidence} - elsewhere
    name = re.compile(rf"(?<![\w/-]){re.escape(re.sub(r'-[0-9]{4}$', '', item.short))}(?!\w)")
    return [r for r in records.values() if _on_rules(r)
            and (name.search(text_of(r)) or own & {e.source for _, e in evidence_of(r)})]


def _on_rules(item: Record) -> bool:
    return "rules" in getattr(item, "topics", (getattr(item, "topic", ""),))


def text_of(item: Record) -> str:
    """The words a reader sees first: label, statement, question, title and the like."""
    fields = ("label", "statement", "text", "question", "title", "summary", "better")
    found = vars(item)
    return " ".join(str(found[f]) for f in fields if found.get(f))


# ---- articles ----------------------------------------------------------------------------------------------------

def articles(page: Page, instrument: str, level: int = 3, filter: bool = False) -> Markup:
    """The articles of an instrument in our words, by chapter, each with its address, what changed and its evidence.

    ``filter`` puts a form above them that narrows them by topic and by who is bound.
    """
    record(page.site, Instrument, instrument)
    found = [p for p in page.site.data.provisions.values() if p.instrument == instrument]
    found.sort(key=lambda p: p.number)
    if not found:
        raise MacroError(f"no article of '{instrument}' is in data/provisions.yml")
    chapters = [(c or "", list(group)) for c, group in groupby(found, key=lambda p: p.chapter)]
    out = EMPTY.join(_chapter(page, i, title, group, level) for i, (title, group) in enumerate(chapters, start=1))
    name = f"{instrument}-articles"
    form = _filter(name, (
        ("topic", "Topic", _choices(page, "provision-topics", (p.topic for p in found))),
        ("binds", "Binds", _choices(page, "bound-parties", (b for p in found for b in p.binds))))) if filter else EMPTY
    jump = _jump(page, found) if len(found) > 12 else EMPTY
    return block(jump) + block(form) + block(
        tag("div", out, id=name, class_="provisions") + tables.line(page, ("provisions",)))


def _jump(page: Page, found: list[Provision]) -> Markup:
    entries = (markup.link(filled("{} {}", p.number, mixed(called(page.site, p))), f"#art-{p.number}") for p in found)
    return tag("nav", markup.items(entries), class_="contents jump", aria_label="Articles")


def _chapter(page: Page, number: int, title: str, group: list[Provision], level: int) -> Markup:
    head = tag(f"h{level}", mixed(title), id=f"chapter-{number}") if title else EMPTY
    inner = EMPTY.join(_article(page, p, level + 1 if title else level) for p in group)
    return tag("section", head + inner, class_="chapter")


def _article(page: Page, item: Provision, level: int) -> Markup:
    vocab = page.site.data.vocab
    key = f"art-{item.number}"
    head = tag(f"h{level}", filled("{} {}", _self(key, text(f"Article {item.number}")), mixed(called(page.site, item))))
    bound = "Binds " + words.series([vocab["bound-parties"][b].label for b in item.binds])
    meta = tag("p", raw(". ").join(filter(None, (bound, _wording(page, item)))), class_="provision__meta")
    body = (head + meta + tag("p", page.told(item.summary))
            + (tag("p", filled("<b>In practice:</b> {}", page.told(item.practice))) if item.practice else EMPTY)
            + (tag("p", page.told(item.note), class_="note") if item.note else EMPTY)
            + _see_also(page, item) + _evidence(page, item))
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
    return raw("Wording: ") + raw(", ").join(links) if links else EMPTY


def _self(key: str, content: Markup) -> Markup:
    """A title that is a link to its own place, so that it can be copied."""
    return markup.link(content, f"#{key}", class_="self")


def _evidence(page: Page, item: Provision | Step | Change) -> Markup:
    """The evidence of a record, folded away; its state stands in the line that opens it."""
    label = page.site.data.vocab["confidences"][item.confidence].label
    many = words.plural(len(item.evidence), "source", "sources")
    summary = tag("summary", filled("Evidence: {}, {} {}", many, label, receipts.state(page.site.grade(item))))
    differ = len({page.site.evidence_grade(e) for e in item.evidence}) > 1
    return tag("details", summary + receipts.evidence_list(page, item.evidence, marked=differ))


def _changed(page: Page, item: Provision) -> Markup:
    """What the article says differently from the draft."""
    found = [c for c in page.site.data.changes.values()
             if c.instrument == item.instrument and item.number in c.articles]
    if not found:
        return EMPTY
    entries = (filled("{}: {}", page.link("changes", c.id, mixed(c.title)), page.told(c.effect)) for c in found)
    title = tag("p", text("Changed since the draft"), class_="kicker")
    return tag("div", title + markup.items(entries), class_="provision__changes")


def _see_also(page: Page, item: Provision) -> Markup:
    """Links to the steps of the procedure that take the article up, and to the terms its summary uses."""
    steps = [page.link("procedure", s, mixed(record(page.site, Step, s).title))
             for s in STEPS_ON.get(item.instrument, {}).get(item.topic, ())]
    terms = [page.link("terms", t.id, text(t.en)) for t in terms_in(page.site, item.summary)]
    told = [markup.link(text(name), page.to(url)) for name, url in PAGES_ON.get(item.instrument, {}).get(item.number, ())]
    parts = [filled("{}: {}.", label, raw(", ").join(found)) for label, found in
             (("Procedure", steps), ("Terms", terms), ("More", told)) if found]
    return tag("p", raw(" ").join(parts), class_="provision__meta") if parts else EMPTY


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
    where = tag("p", filled("Now in {}", markup.series_of(links)), class_="provision__meta") if links else EMPTY
    sides = EMPTY.join(tag("section", tag("h4", text(head)) + tag("p", page.told(said)))
                    for head, said in (("Draft", item.draft), ("Final text", item.final)))
    note = tag("p", page.told(item.note), class_="note") if item.note else EMPTY
    return heading + block(where) + block(tag("div", sides, class_="versus")) + block(
        tag("p", filled("<b>Effect:</b> {}", page.told(item.effect)))) + block(note) + block(_evidence(page, item))


# ---- filing and registration -------------------------------------------------------------------------------------

def _steps(page: Page, track: str | None = None) -> list[Step]:
    found = sorted(page.site.data.procedure.values(), key=lambda s: s.order)
    return found if track is None else [s for s in found if s.track == track]


def flow(page: Page) -> Markup:
    """The whole procedure in order, as a list that can be read without a drawing: track, then its steps."""
    tracks = page.site.data.vocab["tracks"]
    entries = []
    for track, group in groupby(_steps(page), key=lambda s: s.track):
        name = tracks[track].label + (filled(" {}", markup.zh(tracks[track].zh)) if tracks[track].zh else EMPTY)
        entries.append(tag("b", text(name)) + raw("; ").join(page.link("procedure", s.id, mixed(s.title)) for s in group))
    return block(markup.items(entries, ordered=True, class_="flow"))


def steps(page: Page, track: str) -> Markup:
    """The steps of one track, each with its address: who, what, documents, when, note, evidence."""
    if track not in page.site.data.vocab["tracks"]:
        raise MacroError(f"there is no track '{track}'; the tracks are {', '.join(page.site.data.vocab['tracks'])}")
    found = _steps(page, track)
    if not found:
        raise MacroError(f"no step of data/procedure.yml is on the track '{track}'")
    return block(tag("ol", EMPTY.join(_step(page, s) for s in found), class_="steps")
                 + tables.line(page, ("procedure",)))


def _step(page: Page, item: Step) -> Markup:
    facts = fact_list([("Who", page.told(item.who)), ("Needed", markup.items(map(page.told, item.documents))),
                    ("When", page.told(item.timing or "")), ("Note", page.told(item.note or ""))])
    return tag("li", tag("h3", _self(item.id, mixed(item.title))) + tag("p", page.told(item.what)) + facts
               + _evidence(page, item), id=item.id)


def tracks_table(page: Page, name: str, caption: str) -> Markup:
    """Algorithm filing, filing and registration side by side: who, what, documents, how long, what is shown."""
    vocab = page.site.data.vocab["tracks"]
    heads = ("Question", *(filled("{} {}", text(vocab[t].label), markup.zh(vocab[t].zh)) for t in TRACKS))
    rows = [(f"row-{re.sub('[^a-z]+', '-', label.lower())}", (text(label), *(_track_cell(page, s, field) for s in ids)))
            for label, field, ids in TRACK_ROWS]
    return block(tables.table(page, ("procedure",), name, caption, heads, rows, wide=True))


def _track_cell(page: Page, step: str, field: str) -> Markup:
    value = getattr(record(page.site, Step, step), field)
    return markup.items(mixed(v) for v in value) if isinstance(value, tuple) else mixed(value or "no time limit found")


VIEWS: dict[str, Shown] = {"instruments": instruments_table, "tracks": tracks_table}
TALLIES: dict[str, Shown] = {"ranks": ranks_table, "statuses": statuses_table}
PARTS: dict[str, Shown] = {"articles": articles, "changes": changes, "steps": steps}
RECORDS: dict[str, Shown] = {"instruments": instrument_page}
LISTINGS: dict[str, Shown] = {"procedure": flow}
