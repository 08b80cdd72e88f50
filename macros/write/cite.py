"""How to cite a page, the data's files and its fields, how a program asks for them, and what changed."""

import re
from collections.abc import Iterable
from html import escape

from macros.derive import citations as cite
from macros.derive import history, words
from macros.derive.channels import channels
from macros.derive.files import ATOM, CALENDAR, JSON, V1, of_page
from macros.derive.index import Site
from macros.derive.names import KIND_TITLES
from macros.derive.plain import tables
from macros.derive.tongues import ENGLISH
from macros.facts import schema as fields
from macros.facts.problems import nearest
from macros.facts.records import KINDS, PARTS, REGISTERS
from macros.write import markup
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, some, tag, text, trusted
from macros.write.page import MacroError, Page, Shown
from macros.write.page_source import Made, asks
from macros.write.report import report_line
from macros.write.tables import cells, table


def cite_box(page: Page) -> Markup:
    """The box at the end of a page: the citation in three styles and as a plain line, and as files."""
    item = cite.page_item(page.site, page.url)
    styles = [(label, trusted(cite.formatted(item, style))) for label, style in cite.STYLES.items()]
    styles.append(("Plain text", trusted(escape(cite.plain(item), quote=False))))
    styles.append(("Wikipedia", trusted(escape(cite.wikitext(item), quote=False))))
    body = EMPTY.join(tag("dt", text(label)) + tag("dd", tag("pre", markup.marked(content))) for label, content in styles)
    label = "The source itself, for reference managers" if re.fullmatch(r"sources/[^/]+/", page.url) else (
        "For reference managers")
    inner = tag("summary", text("Cite this page")) + tag("dl", body) + _files(page, of_page(page.url), label)
    return tag("details", inner, class_="cite", lang=None if page.english else ENGLISH.tag) + tag(
                   "span", class_="Z3988", title=cite.coins(_described(page)))


def _described(page: Page) -> cite.Item:
    """What a reference manager is to take from a page: the source it is about, or else the page itself."""
    found = re.fullmatch(r"sources/([^/]+)/", page.url)
    source = page.site.data.sources.get(found[1]) if found else None
    return cite.source_item(source) if source else cite.page_item(page.site, page.url)


def _files(page: Page, stem: str, label: str) -> Markup:
    links = raw(" · ").join(markup.link(text(name), page.to(f"{stem}.{ending}"), download=True)
                       for ending, (name, _) in cite.FORMATS.items())
    return tag("p", filled("{}: {}", label, links), class_="cite__files")


def bibliography_files(page: Page) -> Markup:
    """Links to the whole bibliography in each format."""
    return block(_files(page, f"{V1}bibliography", "Every source"))


def data_files(page: Page, name: str, caption: str) -> Markup:
    """Every table of the data with its number of records, as JSON and CSV, and its schema."""
    rows = []
    for kind, (_, records) in page.site.once(tables).items():
        single = kind in KINDS or kind in REGISTERS.values()
        json = markup.link(text("JSON"), page.to(f"{V1}{kind}.json")) if single else text("—")
        schema = markup.link(text("schema"), page.to(f"{V1}schema/{kind}.json")) if single else text("—")
        title = markup.link(text(_title(kind)), page.to(f"data/fields/{kind}/")) if single else text(_title(kind))
        csv = markup.link(text("CSV"), page.to(f"{V1}csv/{kind}.csv"))
        rows.append((f"file-{kind}", cells(title, len(records), json, csv, schema)))
    return block(markup.table(name, caption, ("Table", "Records", "JSON", "CSV", "Schema"), rows, numeric=(1,)))


def data_packages(page: Page) -> Markup:
    """The files that hold or describe all tables, each with what it is."""
    listed = {"all.json": "everything as one file", "china-genai.zip": "all files of this page in one archive",
              "datapackage.json": "the tables as a Frictionless data package",
              "manifest.json": "size and SHA-256 checksum of every file", "vocab.json": "the controlled words"}
    return block(markup.items(filled("{}: {}", markup.link(tag("code", text(name)), page.to(V1 + name)), what)
                              for name, what in listed.items()))


# How a program asks for the data; the addresses are those of this site.
EXAMPLES = {
    "curl": """# the newest value of a series, and every filed service as a table
curl {home}figures/{series}.json
curl -O {home}csv/filings.csv""",
    "Python": """import json, urllib.request

with urllib.request.urlopen("{home}figures/{series}.json") as answer:
    series = json.load(answer)["record"]
newest = series["points"][-1]
print(newest["as_of"], newest["value"], newest["bound"])""",
    "R": """filings <- read.csv("{home}csv/filings.csv", fileEncoding = "UTF-8")
table(substr(filings$filed_on, 1, 4), filings$province)""",
}


def api_examples(page: Page) -> Markup:
    """The same question in each language, under a heading of its own."""
    home, series = page.site.home + V1, next(iter(page.site.data.series))
    return block(EMPTY.join(
        tag("h2", text(name), id=name.lower())
        + tag("pre", tag("code", _lines(code.replace("{home}", home).replace("{series}", series))))
        for name, code in EXAMPLES.items()))


def _lines(code: str) -> Markup:
    """Code as markup, line by line."""
    return raw("&#10;").join(text(line).replace(" ", raw("&#32;")) for line in code.split("\n"))


def api_description(page: Page) -> Markup:
    """The link to the description for programs."""
    link = markup.link(tag("code", text("openapi.json")), page.to(f"{V1}openapi.json"))
    return block(tag("p", filled("{} describes every address for programs (OpenAPI).", link), class_="cite__files"))


def _title(kind: str) -> str:
    own = {"filings": "Filed services", "registrations": "Registered applications", "owned": "Rows of a group",
           "lookalikes": "Rows that look alike", "drawn": "Things in a drawing", "answers": "Answers of a step",
           "points": "Points of series", "evidence": "Evidence", "sources": "Sources",
           "targets": "Targets", "products": "Products", "readings": "Readings of a dispute",
           "rejected": "Renderings rejected"}
    return own.get(kind) or KIND_TITLES[kind]


def field_guide(page: Page, kind: str) -> Markup:
    """Every field of a kind of record, or of a part of one: name, type, whether it must be there, what it means."""
    if kind not in GUIDED:
        raise MacroError(f"there is no kind '{kind}'{nearest(kind, GUIDED)}")
    rows = [(f"{kind}-{f.name.replace('_', '-')}", (tag("code", text(f.name)), _type(page, f),
                                                    text("yes" if f.required else "no"), mixed(f.meaning)))
            for f in fields.of(kind)]
    made = table(page, (), f"guide-{kind}", f"Fields: {_title(kind)}", ("Field", "Type", "Required", "Meaning"), rows)
    return block(tag("p", mixed(fields.first_line(kind)), class_="lead")) + block(made)


def field_pages() -> Made:
    """The page about the fields of each kind."""
    return {f"data/fields/{kind}.md": (f"Fields: {_title(kind)}", fields.first_line(kind),
                                       f"# Fields: {_title(kind)} {{ #top }}\n\n{asks('one', 'fields', kind)}")
            for kind in GUIDED}


GUIDED = (*KINDS, *PARTS)
_TYPES = {"string": "text", "date": "day", "partial-date": "day, month or year", "url": "web address",
          "number": "number", "integer": "whole number", "list": "list"}


def _type(page: Page, field: fields.Field) -> Markup:
    if field.nested:
        return raw("list of ") + markup.link(text(_title(field.type).lower()), page.to(f"data/fields/{field.type}/"))
    if field.words:
        shown = raw("word from ") + markup.link(tag("code", text(field.words)), page.to(f"{V1}vocab.json"))
    elif field.refers:
        shown = raw("id of ") + raw(" or ").join(markup.link(text(_title(k).lower()), page.to(f"data/fields/{k}/"))
                                       for k in field.refers)
    elif field.choices:
        shown = raw("one of ") + raw(", ").join(tag("code", text(c)) for c in field.choices)
    else:
        shown = text(_TYPES[field.items if field.type == "list" else field.type])
    return filled("list: {}", shown) if field.type == "list" else shown


def fact_changes(page: Page) -> Markup:
    """What changed in the facts, release by release, newest first; each change with its values, reason and source."""
    past = page.site.history
    if not past or not past.releases:
        return block(tag("p", text("The data has not been released yet. Changes are listed from the first release on.")))
    found = history.changes(page.site)
    out = EMPTY
    for version in dict.fromkeys(["", *(r.version for r in reversed(past.releases))]):
        batch = [c for c in found if c.version == version]
        if version or batch:
            out += _release(page, version, batch)
    return block(out) + _feeds(page)


def _release(page: Page, version: str, batch: list[history.Change]) -> Markup:
    past = page.site.history.releases
    if not version:
        return tag("h2", text("Since the last release"), id="unreleased") + _batch(page, batch)
    release = next(r for r in past if r.version == version)
    head = tag("h2", text(f"Release {version}"), id=f"release-{version.replace('.', '-')}")
    if release is past[0]:
        return head + tag("p", text(f"The first release, of {words.date(release.on)}, with "
                                    f"{words.number(len(release.facts))} facts."))
    changed = _batch(page, batch) or tag("p", text("No fact changed."))
    return head + tag("p", text(f"Of {words.date(release.on)}.")) + changed


_MANY = 20  # changes of a kind, beyond which they are folded, by what they are changes of


def _batch(page: Page, batch: list[history.Change]) -> Markup:
    out = EMPTY
    for kind, title in history.CHANGE_KINDS.items():
        if found := [c for c in batch if c.kind == kind]:
            name = f"{batch[0].version.replace('.', '-') or 'unreleased'}-{kind}"
            out += tag("h3", text(title), id=name) + (changes_by_kind if len(found) > _MANY else _listed)(page, found)
    return out


def _listed(page: Page, found: Iterable[history.Change]) -> Markup:
    return markup.items((_change(page, c) for c in found), class_="changes")


def changes_by_kind(page: Page, found: list[history.Change]) -> Markup:
    """Changes by the kind of their facts, with how many there are, to unfold."""
    kinds: dict[str, list[history.Change]] = {}
    for change in found:
        kinds.setdefault(change.fact.partition("/")[0], []).append(change)
    return EMPTY.join(tag("details", tag("summary", filled("{}: {}", _title(kind), words.number(len(some))))
                          + _listed(page, some)) for kind, some in kinds.items())


def _change(page: Page, change: history.Change) -> Markup:
    """One change: what it is about, old and new, why, by whom. What is new needs no reason."""
    address = history.address(page.site, change.fact).removeprefix(page.site.home)
    url, _, fragment = address.partition("#")

    def named(words_: str) -> Markup:
        return mixed(words_) if url == page.url else markup.link(mixed(words_), page.to(url, fragment))

    new = change.new.removesuffix(change.label).removeprefix(change.label).strip(", ")
    told = new != change.new  # what is said of it holds its name already
    if change.old:
        pair = (tag("del", mixed(change.old)), tag("ins", named(change.new) if told else mixed(change.new)))
        value = raw(" → ").join(pair if change.new else pair[:1])
    else:
        value = some("ins", mixed(new))
    name = EMPTY if told and change.old else named(change.label)
    source = EMPTY
    if change.source in page.site.data.sources:
        source = filled(" {}.", page.link("sources", change.source, mixed(page.site.data.sources[change.source].publisher)))
    why = EMPTY if change.kind == "added" else filled(" Reason: {}.", mixed(change.reason))
    return filled("{}.{}{}", raw(": ").join(filter(None, (name, value))), why, source)


def _feeds(page: Page) -> Markup:
    links = filled("{} · {}", markup.link(text("Atom"), page.to(ATOM)), markup.link(text("JSON Feed"), page.to(JSON)))
    parts = [markup.link(mixed(c.about), page.to(c.path)) for c in page.site.once(channels) if c.about]
    dates = markup.link(text("Days in force and last days for comments"), page.to(CALENDAR))
    return block(tag("p", filled("Changes as a feed: {}", links), class_="cite__files")
                 + tag("details", tag("summary", text("Feeds of one topic, register or group")) + markup.items(parts))
                 + tag("p", filled("{}, as a calendar to subscribe to (iCalendar).", dates), class_="cite__files"))


SHOWS: dict[str, Shown] = {"bibliography": bibliography_files, "data-files": data_files, "data-packages": data_packages,
                           "api-examples": api_examples, "openapi": api_description, "changes": fact_changes}
RECORDS: dict[str, Shown] = {"fields": field_guide}


def context(site: Site, url: str) -> Markup:
    """The box of a page for the template, and the line that says where to report a mistake."""
    return cite_box(Page(site, url)) + report_line(site, url)
