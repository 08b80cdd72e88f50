"""The pages: reading the hand-written ones, checking them, and making the ones that follow from the data.

A hand-written page holds prose and macro calls. ``check_pages`` tries every call with the checked data, so that an
unknown id, a wrong argument or an empty selection stops the build with page and line; and it keeps the prose honest:
no number of its own, no markup of its own, an address written down for every heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
import yaml
from jinja2 import nodes

from .addresses import WRITTEN, AddressError
from .derive import Site
from .load import Problem, nearest
from .render import MACROS
from .render.page import MacroError, Page

NOTE_MAKERS = {"fig", "date", "said", "per", "key_figures", "timeline", "statements"}


@dataclass(frozen=True)
class Call:
    """One macro call on a page."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    line: int

    def __str__(self) -> str:
        inner = [repr(a) for a in self.args] + [f"{k}={v!r}" for k, v in self.kwargs.items()]
        return f"{self.name}({', '.join(inner)})"


@dataclass(frozen=True)
class PageSource:
    """A page as written: its path under ``docs/`` and its text."""

    path: str
    text: str

    @property
    def file(self) -> str:
        return f"docs/{self.path}"

    @property
    def url(self) -> str:
        """The page's address from the site's root: ``beijing/index.md`` → ``beijing/``."""
        stem = self.path.removesuffix(".md")
        folder = "" if stem == "index" else stem.removesuffix("/index")
        return f"{folder}/" if folder else ""

    @cached_property
    def meta(self) -> dict[str, Any]:
        match = re.match(r"---\n(.*?)\n---\n", self.text, re.S)
        loaded = yaml.load(match[1], yaml.CSafeLoader) if match else {}
        return loaded if isinstance(loaded, dict) else {}

    @cached_property
    def body(self) -> str:
        """The text with the front matter blanked, so that lines keep their numbers."""
        return re.sub(r"\A---\n.*?\n---\n", lambda m: "\n" * m[0].count("\n"), self.text, flags=re.S)

    @property
    def title(self) -> str:
        heading = re.search(r"^# +(.+?)\s*(\{.*\})?$", self.body, re.M)
        return str(self.meta.get("title") or (heading[1] if heading else self.path))

    @cached_property
    def calls(self) -> list[Call]:
        """The macro calls in order; raises ``jinja2.TemplateSyntaxError`` if the page cannot be parsed."""
        tree = jinja2.Environment().parse(self.body)  # noqa: S701 - parsed, never rendered
        return [_call(node) for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Name)]


def _call(node: nodes.Call) -> Call:
    try:
        args = tuple(a.as_const() for a in node.args)
        kwargs = {k.key: k.value.as_const() for k in node.kwargs}
    except nodes.Impossible:
        args, kwargs = (NotImplemented,), {}
    return Call(node.node.name, args, kwargs, node.lineno)  # type: ignore[attr-defined]


def read_pages(docs: Path) -> list[PageSource]:
    """Every Markdown page under ``docs``, by path."""
    return [PageSource(p.relative_to(docs).as_posix(), p.read_text("utf-8")) for p in sorted(docs.rglob("*.md"))]


# ---- rules -------------------------------------------------------------------------------------------------------

_NUMBER_WORDS = ("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
                 "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds "
                 "thousand thousands million millions billion billions trillion dozen dozens half twice double triple "
                 "third thirds quarter quarters").split()
_NUMBER = re.compile(rf"\d[\d.,]*|\b(?:{'|'.join(_NUMBER_WORDS)})\b(?!\s+country|\s+countries|\s+part|-part)", re.I)
_STRIP = (re.compile(r"\{\{.*?\}\}", re.S), re.compile(r"\{#.*?#\}", re.S), re.compile(r"(?<=\])\([^)\s]*\)"),
          re.compile(r"\{:?\s*[#.][^}\n]*\}"))


@dataclass
class Prose:
    """The few words with digits that prose may use, each with its reason, and which of them it did use."""

    allowed: dict[str, str]
    used: set[str] = field(default_factory=set)

    def strip(self, text: str) -> str:
        """The text without the allowed words."""
        for word in sorted(self.allowed, key=len, reverse=True):
            if word in text:
                self.used.add(word)
                text = text.replace(word, " " * len(word))
        return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def typed_numbers(page: PageSource, prose: Prose) -> Iterator[Problem]:
    """Numbers typed into prose, a caption or the front matter, as digits or as words."""
    text = page.text
    for pattern in _STRIP:
        text = pattern.sub(_blank, text)
    for line, content in enumerate(prose.strip(text).split("\n"), start=1):
        for match in _NUMBER.finditer(content):
            typed = match[0].rstrip(".,")
            yield Problem(page.file, line, "", f"the number '{typed}' is typed into the page; give it a "
                          "record in data/ and call a macro, or, if it is part of a name, add the name to data/prose.yml")
    for call in page.calls:
        for value in (*call.args, *call.kwargs.values()):
            if isinstance(value, str) and " " in value and (m := _NUMBER.search(prose.strip(value))):
                yield Problem(page.file, call.line, call.name, f"the number '{m[0]}' is typed into {value!r}; say it "
                              "without the number")


def unused_allowances(prose: Prose) -> Iterator[Problem]:
    """Entries of the allow-list that no page needs any more."""
    for word in sorted(set(prose.allowed) - prose.used):
        yield Problem("data/prose.yml", 0, word, "is used on no page any more; delete it")


def headings(page: PageSource) -> Iterator[Problem]:
    """Headings without a written address, or with one that is used twice on the page."""
    seen: dict[str, int] = {}
    for line, content in enumerate(page.body.split("\n"), start=1):
        match = re.match(r"(#{1,6})\s+(.*)", content)
        if not match or (len(match[1]) == 1):
            continue
        found = re.search(r"\{\s*#([a-z0-9]+(?:-[a-z0-9]+)*)\s*[^}]*\}\s*$", match[2])
        if not found:
            yield Problem(page.file, line, "", f"the heading {match[2]!r} has no written address; end it with {{ #some-id }}")
        elif found[1] in seen:
            yield Problem(page.file, line, "", f"the address #{found[1]} stands in line {seen[found[1]]} already; "
                          "choose another")
        else:
            seen[found[1]] = line


def raw_markup(page: PageSource) -> Iterator[Problem]:
    """HTML, template statements and outside links in a page; those are for macros."""
    text = _STRIP[0].sub(_blank, page.body)
    for line, content in enumerate(text.split("\n"), start=1):
        for pattern, what in ((r"<[a-zA-Z/!]", "HTML"), (r"\{%", "a template statement"),
                              (r"\]\(\s*(?:https?:)?//", "a link that leaves the site")):
            if re.search(pattern, content):
                yield Problem(page.file, line, "", f"{what} stands in the page; use a macro"
                              + (" (src, more)" if "link" in what else ""))


def calls(page: PageSource, site: Site) -> Iterator[Problem]:
    """Macro calls that fail with this data: unknown macro, id or argument, empty selection, notes never listed."""
    context = Page(site, page.url)
    for call in page.calls:
        function = MACROS.get(call.name)
        if function is None:
            yield Problem(page.file, call.line, f"{call.name}()", f"is no macro{nearest(call.name, MACROS)}; the macros "
                          f"are {', '.join(sorted(MACROS))}")
        elif NotImplemented in call.args:
            yield Problem(page.file, call.line, f"{call.name}()", "has an argument that is not written out; give ids "
                          "and words as they are")
        else:
            try:
                function(context, *call.args, **call.kwargs)
            except (MacroError, AddressError, TypeError) as error:
                yield Problem(page.file, call.line, str(call), str(error).replace("(page", "("))
    if context.notes:
        last = page.body.count("\n") + 1
        yield Problem(page.file, last, "", "figures, dates or statements come after the last {{ references() }}, or there "
                      "is none; end the page with it")


def check_pages(site: Site, pages: list[PageSource], prose: Prose) -> list[Problem]:
    """Every problem of every page."""
    problems: list[Problem] = []
    for page in pages:
        try:
            _ = page.calls
        except jinja2.TemplateSyntaxError as error:
            problems.append(Problem(page.file, error.lineno, "", f"cannot be read: {error.message}; mend the braces"))
            continue
        problems += [*typed_numbers(page, prose), *headings(page), *raw_markup(page), *calls(page, site)]
    return problems + list(unused_allowances(prose))


def uses_of_figures(pages: list[PageSource]) -> dict[str, list[tuple[str, str]]]:
    """Figure or series id → (address, title) of the pages that print it."""
    out: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        names = {a for c in page.calls if c.name in ("fig", "key_figures", "figures_table", "as_of", "chart")
                 for a in c.args if isinstance(a, str)}
        for name in names:
            out.setdefault(name, []).append((page.url, page.title))
    return out


# ---- pages that follow from the data -----------------------------------------------------------------------------

def _page(title: str, description: str, call: str, search: bool = True) -> str:
    front: dict[str, Any] = {"title": title, "description": description}
    if not search:
        front["search"] = {"exclude": True}
    # The title and description go through the template engine of the theme, so braces in them are written apart.
    header = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10**6).replace("{", "(").replace("}", ")")
    return f"---\n{header}---\n\n{call}\n"


def generated(site: Site) -> dict[str, str]:
    """Path → Markdown of every page that follows from the data. The Markdown only calls macros."""
    data, out = site.data, {}
    for f in data.figures.values():
        out[f"figures/{f.id}.md"] = _page(f.label, f.statement, f'{{{{ figure_page("{f.id}") }}}}')
    for s in data.series.values():
        out[f"figures/{s.id}.md"] = _page(s.label, s.definition, f'{{{{ figure_page("{s.id}") }}}}')
    for s in data.sources.values():
        out[f"sources/{s.id}.md"] = _page(s.title, f"{s.title}, {s.publisher}: what rests on this source.",
                                          f'{{{{ source_page("{s.id}") }}}}', search=False)
    for d in data.disputes.values():
        out[f"disputes/{d.id}.md"] = _page(d.question, d.why, f'{{{{ dispute_page("{d.id}") }}}}')
    for topic in dict.fromkeys(r.topic for k in ("figures", "series") for r in data.kinds[k].values()):
        label = data.vocab["topics"][topic].label
        out[f"figures/by-topic/{topic}.md"] = _page(f"Figures: {label}", f"Every figure on this site about: {label}.",
                                                    f'# Figures: {label}\n\n{{{{ figures_index("{topic}") }}}}')
    for kind in dict.fromkeys(s.kind for s in data.sources.values()):
        label = data.vocab["source-kinds"][kind].label
        out[f"sources/by-kind/{kind}.md"] = _page(f"Sources: {label}", f"Every source of the kind: {label}.",
                                                  f'# Sources: {label}\n\n{{{{ sources_index("{kind}") }}}}', search=False)
    for i in data.instruments.values():
        if ("instruments", i.id) not in WRITTEN:
            out[f"rules/{i.id}.md"] = _page(i.name, i.scope, f'{{{{ instrument_page("{i.id}") }}}}')
    topics = dict.fromkeys(s.topic for s in data.statements.values())
    for topic in topics:
        label = data.vocab["topics"][topic].label
        out[f"statements/{topic}.md"] = _page(f"Statements: {label}", f"What was said, promised or claimed: {label}.",
                                              f'# Statements: {label}\n\n{{{{ statements(topic="{topic}") }}}}')
    return out
