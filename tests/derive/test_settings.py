"""Where the site lives is said in one place, and all who ask read what the generator reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from mkdocs.config import load_config
from project import real
from small import copy

from macros.build import site_for
from macros.derive.index import Site
from macros.derive.settings import Settings, repository_of, settings, site_url
from macros.publish.files import exports
from macros.publish.head import head
from macros.write.cite import context
from macros.write.page import Page
from macros.write.report import FORMS, report_line, report_ways
from tools import ROOT

HOME = "https://x.example/s/"


@pytest.mark.parametrize("line", [
    "site_url: https://x.example/s/", 'site_url: "https://x.example/s/"', "site_url: 'https://x.example/s'",
    "site_url:   https://x.example/s/   # here", "site_url: !ENV [NO_SUCH_NAME, 'https://x.example/s/']",
    "site_url: !ENV HOME_OF_THE_SITE", "extra: {home: &home https://x.example/s/}\nsite_url: *home",
    "site_url: >-\n  https://x.example/s/", "{site_name: x, site_url: https://x.example/s/}",
    "site_url: https://x.example/s\nmarkdown_extensions:\n- toc:\n    slugify: "
    "!!python/name:markdown.extensions.toc.slugify",
    "INHERIT: base.yml", "INHERIT: base.yml\nsite_url: https://x.example/s/", "\ufeffsite_url: https://x.example/s/",
], ids=lambda line: line[:30])
def test_every_way_to_write_the_address_is_read_as_the_generator_reads_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("HOME_OF_THE_SITE", HOME)
    (tmp_path / "docs").mkdir()
    (tmp_path / "base.yml").write_text(f"site_url: {HOME if line == 'INHERIT: base.yml' else 'https://no.example/'}\n")
    name = "" if "site_name" in line else "\nsite_name: x"
    (tmp_path / "mkdocs.yml").write_text(line + name + "\n", "utf-8")
    assert site_url(tmp_path) == load_config(str(tmp_path / "mkdocs.yml")).site_url == HOME


def test_a_site_without_an_address_has_none(tmp_path: Path) -> None:
    assert site_url(tmp_path) == ""
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    assert site_url(tmp_path) == ""


def test_the_citation_file_is_of_the_last_release() -> None:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert found["version"] == real().history.releases[-1].version, "make release writes it"


@pytest.mark.parametrize(("home", "repository"), [
    ("https://tea.github.io/pot/", "https://github.com/tea/pot"),
    ("https://tea.github.io/", "https://github.com/tea/tea.github.io"),
    ("https://tea.example/pot/", ""), ("", ""), ("https://tea.github.io/pot/more/", "")])
def test_the_repository_follows_from_an_address_of_github_pages(home: str, repository: str) -> None:
    assert repository_of(home) == repository


def test_the_repository_is_what_is_set(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Tea\nsite_url: https://tea.github.io/pot/\nextra: {repository: https://code.example/tea/}\n", "utf-8")
    assert settings(tmp_path) == Settings("Tea", "https://tea.github.io/pot/", "https://code.example/tea")


@pytest.fixture
def fork(tmp_path: Path) -> Site:
    """The small data set under another name and path."""
    root = copy(tmp_path)
    (root / "mkdocs.yml").write_text("site_name: Tea, told\nsite_url: https://leaf.github.io/some/\n", "utf-8")
    return site_for(root)


def test_a_copy_names_itself_and_nobody_else(fork: Site) -> None:
    files = {path: content for path, content in exports(fork).items() if not path.startswith("preview/")}
    text = b"\n".join([*files.values(), *(f"{head(fork, url)}{context(fork, url)}".encode() for url in fork.pages)])
    old = settings(ROOT)
    assert fork.name.encode() in text
    assert b"https://leaf.github.io/some/" in text
    for said in (old.name, old.home, old.home.split("/")[2], old.repository):
        assert said.encode() not in text, said


@pytest.mark.parametrize(("url", "record", "file"), [
    ("figures/kettles/", "record=kettles", "data/figures.yml"), ("sources/plain-page/", "record=plain-page",
                                                                  "data/sources.yml"),
    ("", "record=https%3A%2F%2Fleaf.github.io%2Fsome%2F", "docs/index.md")])
def test_every_page_says_where_to_report_and_to_edit_it(fork: Site, url: str, record: str, file: str) -> None:
    line = report_line(fork, url)
    assert "https://github.com/leaf/some/issues/new?template=wrong-fact.yml" in line
    assert record in line
    assert f'href="https://github.com/leaf/some/edit/main/{file}"' in line


def test_the_forms_that_are_linked_are_there_with_the_fields_that_are_filled_in() -> None:
    for name in FORMS:
        form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text("utf-8"))
        assert "record" in [field["id"] for field in form["body"]]


def test_a_site_without_a_repository_leads_nowhere(fork: Site) -> None:
    none = replace(fork, repository="")
    assert report_line(none, "figures/kettles/") == ""
    assert "names no repository" in report_ways(Page(none, "about/corrections/"))


def test_nothing_else_names_the_address_in_a_pattern_of_its_own() -> None:
    files = [*ROOT.glob("macros/**/*.py"), *ROOT.glob("tools/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "Makefile"]
    found = [path.name for path in files if "site_url:" in path.read_text("utf-8") and path != Path(__file__)
             and not path.name.startswith("test_")]
    assert found == []
