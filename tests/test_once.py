"""Nothing is read, checked or made twice in a build, and what is used again is what would be made anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from browser import ROOT
from markdown import markdown
from material.plugins.search.plugin import Parser
from small import change, copy

import mkdocs_hooks
from macros import Writer, define_env, expanded
from macros import build as site
from macros.build import site_for, site_lately
from macros.derive.index import Site
from macros.write import MACROS
from macros.write.page import Page
from macros.write.pages import generated


class Environment:
    """What a site generator hands to ``define_env``."""

    def __init__(self, root: Path, url: str = "") -> None:
        self.project_dir, self.page, self.macros = str(root), SimpleNamespace(url=url), {}  # type: ignore[var-annotated]

    def macro(self, function: Callable[..., Any], name: str) -> None:
        self.macros[name] = function


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read."""
    read: list[Path] = []
    load = site.load
    monkeypatch.setattr(site, "load", lambda root: read.append(root) or load(root))
    return read


def test_an_environment_a_page_reads_the_data_once(tmp_path: Path, loads: list[Path]) -> None:
    root = copy(tmp_path)
    for number in range(50):
        define_env(Environment(root, f"page-{number}/"))
    assert loads == [root.resolve()]


def test_a_build_reads_the_data_once(tmp_path: Path, loads: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy(tmp_path)
    signatures: list[Path] = []
    signature = site._signature
    monkeypatch.setattr(site, "_signature", lambda root: signatures.append(root) or signature(root))
    first = site_for(root)
    assert all(site_lately(root) is first for _ in range(50))
    assert (len(loads), len(signatures)) == (1, 1)


def test_a_change_is_seen_at_once(tmp_path: Path) -> None:
    root = copy(tmp_path)
    before = site_for(root)
    change(root, "data/figures.yml", "kettles:\n  label: Kettles\n", "kettles:\n  label: Kettles and pots\n")
    assert [s.data.figures["kettles"].label for s in (before, site_for(root), site_lately(root))] == [
        "Kettles", "Kettles and pots", "Kettles and pots"]


def test_a_call_made_by_the_check_is_what_the_page_would_make(data: Site) -> None:
    assert sum(map(len, data.tried.values())) > 500
    for url, calls in data.tried.items():
        page = Page(data, url)
        for call in calls:
            assert MACROS[call.name](page, *call.args, **call.kwargs) == call.output, (url, call.name, call.args)


def test_calls_in_another_order_are_made_anew(data: Site) -> None:
    url = next(url for url, calls in data.tried.items() if [c.name for c in calls].count("fig") > 3)
    calls = data.tried[url]
    at = next(i for i, call in enumerate(calls) if call.name == "fig" and "note-ref" in call.output)
    figures = [c for c in calls if c.name == "fig"][-1:]
    page, writer = Page(data, url), Writer(data, url)
    order = [*calls[:at + 1], *figures, *calls[at + 1:]]
    assert [writer.call(c.name, c.args, c.kwargs) for c in order] == [
        MACROS[c.name](page, *c.args, **c.kwargs) for c in order]


def test_macros_of_the_project_are_those_of_the_pages() -> None:
    environment = Environment(ROOT)
    define_env(environment)
    assert set(environment.macros) == set(MACROS)
    assert environment.macros["fig"].__name__ == "fig"


@pytest.mark.parametrize("url", ["", "glossary/", "filings/where-and-when/", "rules/interim-measures/", "data/"])
def test_blocks_that_pass_by_markdown_come_out_as_markdown_would_leave_them(data: Site, url: str) -> None:
    text = "# Title { #top }\n\n" + "\n\nSome *words* between.\n\n".join(c.output for c in data.tried[url])
    extensions = ["attr_list", "def_list", "tables", "toc"]
    page = SimpleNamespace(present_anchor_ids=set())
    short = mkdocs_hooks._set_aside(text, page, None, None)
    assert len(short) < len(text) / 2
    long = markdown(text, extensions=extensions)
    mkdocs_hooks.on_page_content(markdown(short, extensions=extensions), page, None, None)
    assert page.whole.strip() == long.strip()
    assert page.present_anchor_ids <= set(re.findall(r'\sid="([^"]+)"', long))
    assert page.present_anchor_ids


def test_the_search_finds_in_what_it_is_given_what_it_would_find_in_the_page(data: Site) -> None:
    """The same parts, titles and words; white space aside, of which the index has more between neighbours."""
    def parts(content: str) -> list[tuple[str, ...]]:
        parser = Parser()
        parser.feed(content)
        parser.close()
        return [(str(part.id), str(part.is_excluded()), *("".join("".join(words).split()) for words in
                 (part.title, part.text))) for part in parser.data]

    pages = {path: expanded(data, path.removesuffix("index.md"), text.split("\n---\n", 1)[1])
             for path, text in data.once(generated).items()}
    pages |= {url: "".join(call.output for call in calls) for url, calls in data.tried.items()}
    assert len(pages) > 800
    for name, page in pages.items():
        whole = markdown(page, extensions=["attr_list", "def_list", "tables", "toc"])
        assert parts(mkdocs_hooks.for_search(whole)) == parts(whole), name
    assert mkdocs_hooks.for_search("<ul><li>tea</li><li><b>pots</b></li></ul>") == (
        "<ul><li>tea</li> <li>pots</li> </ul>")
