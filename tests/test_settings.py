"""Where the site lives is said in one place, and all who ask read what the generator reads."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from browser import ROOT
from mkdocs.config import load_config

from macros.derive.settings import site_url

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


@pytest.mark.parametrize(("file", "read"), [
    ("CITATION.cff", lambda found: found["url"]),
    (".github/ISSUE_TEMPLATE/config.yml", lambda found: found["contact_links"][0]["url"])])
def test_what_github_shows_leads_to_where_the_site_lives(file: str, read: object) -> None:
    found = read(yaml.safe_load((ROOT / file).read_text("utf-8")))  # type: ignore[operator]
    assert found == site_url(ROOT), f"write {site_url(ROOT)} into {file}: site_url in mkdocs.yml says so"


def test_nothing_else_names_the_address_in_a_pattern_of_its_own() -> None:
    files = [*ROOT.glob("macros/**/*.py"), *ROOT.glob("tools/*.py"), *ROOT.glob("tests/*.py"), ROOT / "Makefile"]
    found = [path.name for path in files if "site_url:" in path.read_text("utf-8") and path != Path(__file__)
             and not path.name.startswith("test_")]
    assert found == []
