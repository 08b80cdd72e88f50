"""The pages: reading the hand-written ones, checking them, and making the ones that follow from the data.

A hand-written page holds prose and macro calls. ``check_pages`` tries every call with the checked data, so that an
unknown id, a wrong argument or an empty selection stops the build with page and line; and it keeps the prose honest:
no number of its own, no markup of its own, an address written down for every heading.
"""

import json
import posixpath
import re
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from inspect import signature
from pathlib import Path

import jinja2
from jinja2 import nodes

from macros.derive import words
from macros.derive.addresses import AddressError, address
from macros.derive.index import Site, Tried
from macros.facts.problems import Problem, nearest
from macros.facts.prose import every
from macros.facts.store import Data, Path_
from macros.facts.typed import typed
from macros.write import markup, registers
from macros.write.cite import field_pages
from macros.write.claims import claims
from macros.write.names_index import names_pages
from macros.write.page import MacroError, Page
from macros.write.page_kinds import days, evidence_first, kinds, languages, subjects, without_days
from macros.write.page_source import Made, PageSource, asks
from macros.write.parties import party_pages
from macros.write.register_lists import list_pages
from macros.write.seen import CALL, arguments, blank, seen
from macros.write.vocabulary import MACROS, SPOKEN

# ---- rules -------------------------------------------------------------------------------------------------------

@dataclass
class Prose:
    """The few words with digits that prose may use, each with its reason, and which of them it did use."""

    allowed: dict[str, str]
    lines: dict[Path_, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def strip(self, text: str) -> str:
        """The text without the allowed words."""
        for word in sorted(self.allowed, key=len, reverse=True):
            if word in text:
                self.used.add(word)
                text = text.replace(word, " " * len(word))
        return text


def prose_of(data: Data) -> Prose:
    """The allow-list of ``data/prose.yml``, and which of its words the records use."""
    allowed = {word: str(reason) for word, reason in data.raw["prose"].items()}
    texts = [text for *_, text in every(data)]
    return Prose(allowed, data.lines["prose"], {word for word in allowed if any(word in text for text in texts)})


def typed_numbers(page: PageSource, prose: Prose, site: Site) -> Iterator[Problem]:
    """Numbers typed into prose, an argument or the front matter, as digits, signs or words."""
    reads = site.tongue(page.url).reads
    for line, content in enumerate(prose.strip(seen(without_days(page.text))).split("\n"), start=1):
        for number in typed(content, reads):
            yield Problem(page.file, line, "", f"the number '{number.text}' is typed into the page; give it a "
                          "record in data/ and call a macro, or, if it is part of a name, add the name to "
                          "data/prose.yml")
    for call in page.calls:
        for value in arguments(call, site):
            for number in typed(prose.strip(value), reads)[:1]:
                yield Problem(page.file, call.line, f"{call.name}()", f"the number '{number.text}' is typed into "
                              f"{value!r}; say it without the number")


def disguises(page: PageSource) -> Iterator[Problem]:
    """Characters that nobody sees, and words with letters of two alphabets: both look like another word."""
    for line, content in enumerate(page.text.split("\n"), start=1):
        for sign in dict.fromkeys(c for c in content if unicodedata.category(c) == "Cf"):
            yield Problem(page.file, line, "", f"an invisible character (U+{ord(sign):04X}) stands in the page; delete "
                          "it")
        for word in re.findall(r"[^\W\d_]+", content):
            if len({unicodedata.name(c, "").split()[0] for c in word} & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
                yield Problem(page.file, line, "", f"{word!r} mixes letters of two alphabets; type it again")


def allowances(prose: Prose) -> Iterator[Problem]:
    """Entries of the allow-list that no page needs any more, or that give no reason."""
    for word, reason in sorted(prose.allowed.items()):
        line = prose.lines.get((word,), 0)
        if word not in prose.used:
            yield Problem("data/prose.yml", line, word, "is used nowhere any more; delete it")
        if reason in ("", "None"):
            yield Problem("data/prose.yml", line, word, "gives no reason; write what it is the name of")


def headings(page: PageSource) -> Iterator[Problem]:
    """Headings without a written address, or with one that is used twice on the page."""
    seen: dict[str, int] = {}
    before = ""
    for line, content in enumerate(page.body.split("\n"), start=1):
        if re.fullmatch(r"(=+|-+) *", content) and before.strip() and not before.startswith(("#", "|", "{")):
            yield Problem(page.file, line, "", f"the heading {before!r} is underlined; write it as ## … {{ #some-id }}")
        before = content
        match = re.match(r"(#{1,6})(?!#)\s*(.*)", content)
        if not match or (len(match[1]) == 1):
            continue
        found = re.search(r"\{\s*#([a-z0-9]+(?:-[a-z0-9]+)*)\s*[^}]*\}\s*$", match[2])
        if not found:
            yield Problem(page.file, line, "", f"the heading {match[2]!r} has no written address; end it with "
                          "{ #some-id }")
        elif found[1] in seen:
            yield Problem(page.file, line, "", f"the address #{found[1]} stands in line {seen[found[1]]} already; "
                          "choose another")
        else:
            seen[found[1]] = line


def raw_markup(page: PageSource) -> Iterator[Problem]:
    """HTML, template statements, outside links and expressions other than a macro call; those are for macros."""
    text = CALL.sub(blank, page.body)
    for line, content in enumerate(text.split("\n"), start=1):
        for pattern, what in ((r"<[a-zA-Z/!?]", "HTML"), (r"\{%", "a template statement"),
                              (r"\]\(\s*(?:[a-z][a-z0-9+.-]*:|//)|^\s*\[[^\]]+\]:", "a link that leaves the site")):
            if re.search(pattern, content, re.I):
                yield Problem(page.file, line, "", f"{what} stands in the page; use a macro"
                              + (" (src, more)" if "link" in what else ""))
    for output in page.tree.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData) and not (
                    isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)):
                yield Problem(page.file, node.lineno, "", "double braces hold something other than one macro call; "
                              "write {{ name(…) }}")
    for key in ("title", "description"):
        if bad := re.search(r"[&<>\"{}]", str(page.meta.get(key, ""))):
            yield Problem(page.file, 1, key, f"'{bad[0]}' means something in a page's head; say it without")


def front_matter(page: PageSource) -> Iterator[Problem]:
    """Pages without a title and a description that can be read."""
    if page.front_error:
        yield Problem(page.file, 1, "", f"the front matter cannot be read: {page.front_error}; put a text with a colon "
                      "or quotation marks into quotation marks")
        return
    wanted = ("title", "description") if page.url else ("description",)  # the home page's title is the site's name
    missing = [key for key in wanted if not str(page.meta.get(key) or "").strip()]
    if missing:
        yield Problem(page.file, 1, "", f"the front matter gives no {' and no '.join(missing)}; begin the page with "
                      "---, title:, description: and ---")
    elif page.url and page.heading and "{{" not in page.heading and page.title != page.heading:
        yield Problem(page.file, 1, "title", f"'{page.title}' is not the heading, '{page.heading}'; a page has one name, "
                      "and a shorter one for the menu goes into nav in mkdocs.yml")


def calls(page: PageSource, site: Site) -> Iterator[Problem]:
    """Macro calls that fail with this data: unknown macro, id or argument, empty selection, notes never listed."""
    context = Page(site, page.url)
    site.tables.setdefault(page.url, {})
    for call in page.calls:
        function = MACROS.get(call.name)
        if function is None:
            hint = nearest(call.name, MACROS) or f"; the macros are {', '.join(sorted(MACROS))}"
            yield Problem(page.file, call.line, f"{call.name}()", f"is no macro{hint}")
        elif call.name not in SPOKEN and not context.english:
            yield Problem(page.file, call.line, f"{call.name}()", f"speaks English only; in {context.tongue.name} there "
                          f"are {', '.join(SPOKEN)}")
        elif NotImplemented in call.args:
            yield Problem(page.file, call.line, f"{call.name}()", "has an argument that is not written out; give ids "
                          "and words as they are")
        else:
            shape = signature(function)
            try:
                shape.bind(context, *call.args, **call.kwargs)
            except TypeError as error:
                takes = ", ".join(str(p.replace(annotation=p.empty)) for p in list(shape.parameters.values())[1:])
                yield Problem(page.file, call.line, str(call), f"{error}; it takes ({takes})")
                continue
            try:
                output = function(context, *call.args, **call.kwargs)
                site.tried.setdefault(page.url, []).append(Tried(call.name, call.args, call.kwargs, output))
            except (MacroError, AddressError) as error:
                yield Problem(page.file, call.line, str(call), str(error))
            except Exception as error:  # whatever a macro trips over, the page and line help most
                yield Problem(page.file, call.line, str(call), f"cannot take that ({type(error).__name__}: {error}, in "
                              f"{_place(error)}); if that is a mistake in the macro, mend it there")
    site.linked[page.url] = tuple(context.linked)
    for kind, name in context.linked:
        if kind in ("figures", "series"):
            site.used_on.setdefault(name, []).append((page.url, site.pages[page.url][0]))
    if context.notes:
        last = page.body.count("\n") + 1
        yield Problem(page.file, last, "", "figures, dates or statements come after the last {{ references() }}, or "
                      "there is none; end the page with it")


def _place(error: Exception) -> str:
    """Where in this project an error arose: the innermost line of ours."""
    root = Path(__file__).resolve().parents[2]
    frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    name, line = [(n, at) for n, at in frames if Path(n).is_relative_to(root / "macros")][-1]
    return f"{Path(name).relative_to(root).as_posix()}:{line}"


_LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\(([^)\s#]+)[^)\s]*\)")


def link_titles(pages: list[PageSource]) -> Iterator[Problem]:
    """Links whose words are the title of another page than the one they lead to, its evidence aside."""
    titled = {page.title.casefold().rstrip("?"): page.path for page in pages}
    for page in pages:
        for found in _LINK.finditer(page.body):
            named = titled.get(found[1].casefold().rstrip("?"), "")
            to = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), found[2]))
            proof = f"{named.removesuffix('.md').removesuffix('/index')}/evidence.md"
            if ":" in found[2] or not named or to in (named, proof):
                continue
            line = page.body.count("\n", 0, found.start()) + 1
            yield Problem(page.file, line, found[1], f"is the title of docs/{named}, but the link leads to docs/{to}; "
                          "correct one of the two")


def told_on(site: Site) -> Iterator[Problem]:
    """Pages that an article is said to be told on, and that are not there."""
    for item in site.data.provisions.values():
        for i, url in enumerate(item.told_on):
            if site.now_at(url) not in site.pages:
                yield site.data.problem(item, f"there is no page '{url}'{nearest(url, site.pages)}; "
                                        "write the address of a page below the home page", "told_on", i)


def check_pages(site: Site, pages: list[PageSource], prose: Prose) -> list[Problem]:
    """Every problem of every page."""
    problems: list[Problem] = []
    for page in evidence_first(pages):
        try:
            _ = page.calls
        except jinja2.TemplateSyntaxError as error:
            problems.append(Problem(page.file, error.lineno, "", f"cannot be read: {error.message}; mend the braces"))
            prose.strip(page.text)
            continue
        problems += [*front_matter(page), *typed_numbers(page, prose, site), *disguises(page),
                     *headings(page), *raw_markup(page),
                     *calls(page, site), *claims(page, site)]
    return [*problems, *kinds(site, pages), *languages(pages), *days(pages), *subjects(site, pages), *link_titles(pages),
            *told_on(site), *allowances(prose)]


# ---- pages that follow from the data -----------------------------------------------------------------------------

def standing(site: Site, name: str) -> str:
    """What the title of a figure's page says of it, if it no longer holds or is in doubt."""
    found = [word for word, holds in (("superseded", name in site.superseded_by), ("disputed", site.contested(name)))
             if holds]
    return f" ({', '.join(found)})" if found else ""


def _records(site: Site) -> Made:
    """The pages of figures, series, sources and disputes."""
    data = site.data
    out: Made = {}
    alike = Counter(r.label for r in data.counts())
    for f in data.figures.values():
        title = f.label if alike[f.label] == 1 else f"{f.label}, {words.date(f.as_of)}"
        out[f"figures/{f.id}.md"] = title + standing(site, f.id), f.statement, asks("one", "figures", f.id)
    for s in data.series.values():
        out[f"figures/{s.id}.md"] = s.label + standing(site, s.id), s.definition, asks("one", "figures", s.id)
    shared = Counter([*(s.title for s in data.sources.values()), *(i.name for i in data.instruments.values())])
    for source in data.sources.values():
        day = words.date(source.published) if source.published else ""
        full = ", ".join(filter(None, (source.title, source.publisher, day)))
        title = source.title if shared[source.title] == 1 else full
        out[f"sources/{source.id}.md"] = title, f"{full}: what rests on this source.", asks("one", "sources", source.id)
    for d in data.disputes.values():
        out[f"disputes/{d.id}.md"] = d.question, d.why, asks("one", "disputes", d.id)
    return out


def _listed(site: Site) -> Made:
    """The pages that list the figures of a topic, and the sources of a kind."""
    data = site.data
    out: Made = {}
    for topic in dict.fromkeys(r.topic for r in data.counts()):
        label = data.vocab["topics"][topic].label
        out[f"figures/by-topic/{topic}.md"] = _list(f"Figures: {label}", f"Every figure on this site about: {label}.",
                                                    asks("listing", "figures", topic))
    for (kind, language), (label, about) in registers.source_pages(data).items():
        place = [part for part in (kind, language) if part]
        out[f"sources/by-kind/{'/'.join(place)}.md"] = _list(f"Sources: {label}", about, asks("listing", "sources", *place))
    return out


def _list(title: str, description: str, call: str) -> tuple[str, str, str]:
    """A page whose heading is its title."""
    return title, description, f"# {title} {{ #top }}\n\n{call}"


def _rules_and_groups(site: Site) -> Made:
    """The pages of instruments and groups that are not written by hand."""
    data = site.data
    out: Made = {}
    for i in data.instruments.values():
        if ("instruments", i.id) not in site.tells_of:
            out[f"rules/{i.id}.md"] = i.name, i.scope, asks("one", "instruments", i.id)
    for g in data.groups.values():
        if ("groups", g.id) not in site.tells_of:
            url, _ = address(site, "groups", g.id)
            out[f"{url.rstrip('/')}.md"] = g.name, g.aim, asks("one", "groups", g.id)
    return out


def _statements(site: Site) -> Made:
    """The pages of what was said on a topic."""
    labels = {s.topic: site.data.vocab["topics"][s.topic].label for s in site.data.statements.values()}
    return {f"statements/{topic}.md": _list(f"Statements: {label}", f"What was said, promised or claimed: {label}.",
                                            f'{{{{ statements(topic="{topic}") }}}}') for topic, label in labels.items()}


def generated(site: Site) -> dict[str, str]:
    """Path → Markdown of every page that follows from the data. The Markdown only calls macros."""
    made: tuple[tuple[str, Made], ...] = (
        ("record", _records(site)), ("register", _listed(site)), ("record", _rules_and_groups(site)),
        ("register", list_pages(site) | field_pages() | names_pages()), ("record", party_pages(site)),
        ("register", _statements(site)))
    return {path: _page(*page, kind) for kind, found in made for path, page in found.items()}


def _page(title: str, description: str, calls: str, kind: str = "record") -> str:
    # Text in JSON is text in YAML too, and takes a fiftieth of the time to write.
    front = [f"{key}: {json.dumps(markup.front(value), ensure_ascii=False)}"
             for key, value in (("title", title), ("description", description))]
    return "\n".join(["---", *front, f"kind: {kind}", "---", "", calls, ""])
