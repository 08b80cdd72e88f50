"""A hand-written page as it is read: its front matter, its text and the macro calls in it."""

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import jinja2
import yaml
from jinja2 import nodes

from macros.facts.problems import Problem
from macros.facts.yaml_file import decode


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
        """The front matter; empty if there is none or it cannot be read."""
        try:
            return self._front()
        except yaml.YAMLError:
            return {}

    def _front(self) -> dict[str, Any]:
        match = re.match(r"---\n(.*?)\n---\n", self.text, re.S)
        loaded = yaml.load(match[1], yaml.CSafeLoader) if match else {}
        return loaded if isinstance(loaded, dict) else {}

    @property
    def front_error(self) -> str | None:
        """Why the front matter cannot be read, or None."""
        try:
            self._front()
        except yaml.YAMLError as error:
            return getattr(error, "problem", None) or "is no YAML"
        return None

    @property
    def kind(self) -> str:
        """The kind the page names; ``page`` if it names none."""
        return str(self.meta.get("kind") or "page")

    @property
    def lang(self) -> str:
        """The language the page names; empty if it names none, as pages in English do."""
        return str(self.meta.get("lang") or "")

    @property
    def tells_of(self) -> tuple[str, str]:
        """The kind and id of the record whose own page this is; empty if it names none."""
        kind, _, name = str(self.meta.get("tells_of") or "").partition("/")
        return kind, name

    @property
    def reviewed(self) -> tuple[str, str]:
        """The day the page was reviewed and the day it is to be again; empty where it names none."""
        return str(self.meta.get("reviewed") or ""), str(self.meta.get("due") or "")

    @cached_property
    def body(self) -> str:
        """The text with the front matter blanked, so that lines keep their numbers."""
        return re.sub(r"\A---\n.*?\n---\n", lambda m: "\n" * m[0].count("\n"), self.text, flags=re.S)

    @property
    def heading(self) -> str:
        """The heading of the whole page; empty if it has none."""
        found = re.search(r"^# +(.+?)\s*(\{.*\})?$", self.body, re.M)
        return unescape(found[1]) if found else ""

    @property
    def title(self) -> str:
        return unescape(str(self.meta.get("title") or self.heading or self.path))

    @property
    def description(self) -> str:
        return unescape(str(self.meta.get("description", "")))

    @cached_property
    def tree(self) -> nodes.Template:
        """The page as the template engine reads it; raises ``jinja2.TemplateSyntaxError`` if it cannot."""
        return _tree(self.body)

    @cached_property
    def calls(self) -> list[Call]:
        """The macro calls in order; raises ``jinja2.TemplateSyntaxError`` if the page cannot be parsed."""
        return [_call(node, node.node.name) for node in self.tree.find_all(nodes.Call)
                if isinstance(node.node, nodes.Name)]


@lru_cache(maxsize=256)
def _tree(body: str) -> nodes.Template:
    return jinja2.Environment().parse(body)  # parsed, never rendered


def _call(node: nodes.Call, name: str) -> Call:
    try:
        if node.dyn_args or node.dyn_kwargs:
            raise nodes.Impossible
        args = tuple(a.as_const() for a in node.args)
        kwargs = {k.key: k.value.as_const() for k in node.kwargs}
    except nodes.Impossible:
        args, kwargs = (NotImplemented,), {}
    return Call(name, args, kwargs, node.lineno)


def asks(word: str, *args: str | int) -> str:
    """A call as it is written in a page: ``asks("one", "lists", "x", 2) == '{{ one("lists", "x", 2) }}'``."""
    return f"{{{{ {word}({', '.join(map(json.dumps, args))}) }}}}"


# Pages that follow from the data: path → title, description, and the calls in it.
Made = dict[str, tuple[str, str, str]]


def read_pages(docs: Path, problems: list[Problem] | None = None) -> list[PageSource]:
    """Every Markdown page under ``docs``, by path; one that is no UTF-8 is left out and goes to ``problems``."""
    pages = []
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix()
        text = decode(path, f"docs/{name}", [] if problems is None else problems)
        if text is not None:
            pages.append(PageSource(name, text.replace("\r\n", "\n")))
    return pages
