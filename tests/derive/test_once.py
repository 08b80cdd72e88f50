"""Nothing is read, checked or made twice in a build, and what is used again is what would be made anew."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markdown import markdown
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files
from small import change, configure, copy

import mkdocs_hooks
from macros import build as site
from macros import define_env
from macros.build import site_for, site_lately
from macros.derive.index import Site
from macros.publish import html_blocks
from macros.write.calls import Writer
from macros.write.page import Page
from macros.write.vocabulary import MACROS
from tools import ROOT


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


@pytest.mark.parametrize("file", ["data/figures.yml", "data/filings.csv", "seeds/en.txt", "docs/assets/site.css"])
def test_a_change_of_any_file_that_is_read_makes_the_site_anew(tmp_path: Path, file: str) -> None:
    root = copy(tmp_path)
    (root / "docs" / "assets").mkdir(parents=True, exist_ok=True)
    (root / "docs" / "assets" / "site.css").touch()
    before = site._signature(root)
    assert site._signature(root) == before
    path = root / file
    os.utime(path, ns=(0, 0))
    assert site._signature(root) != before


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
    short, blocks = html_blocks.set_aside(text)
    assert len(short) < len(text) / 2
    long = markdown(text, extensions=extensions)
    assert html_blocks.put_back(markdown(short, extensions=extensions), blocks).strip() == long.strip()
    assert html_blocks.ids(blocks) <= set(re.findall(r'\sid="([^"]+)"', long))
    assert html_blocks.ids(blocks)


def test_a_build_shows_one_state_of_the_data_even_if_a_file_changes_meanwhile(tmp_path: Path) -> None:
    root = copy(tmp_path)
    shutil.copy(ROOT / "mkdocs.yml", root)
    config = configure(root)
    change(root, "data/figures.yml", "kettles:\n  label: Kettles\n", "kettles:\n  labl: Kettles\n")
    environment = Environment(root, "figures/kettles/")
    define_env(environment)
    assert "1,250" in environment.macros["fig"]("kettles")
    files = Files([])
    mkdocs_hooks.on_files(files, config)
    assert "counted 1,250 kettles" in files.get_file_from_path("figures/kettles.md").content_string
    with pytest.raises(Abort, match="kettles: labl: unknown field"):
        configure(root)
