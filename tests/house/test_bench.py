"""The benchmark runs and prints what it promises. How long anything takes is never tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from macros.build import site_for
from macros.write.pages import generated
from tools import ROOT, bench


@pytest.mark.parametrize("wanted", [200, 600])
def test_a_larger_project_passes_every_check(tmp_path: Path, wanted: int) -> None:
    count = bench.synthesize(tmp_path / "made", wanted)
    assert wanted * 0.9 <= count <= wanted * 1.1
    assert count == len(generated(site_for(tmp_path / "made")))


def test_the_same_size_gives_the_same_project(tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):
        bench.synthesize(tmp_path / name, 150)
        files.append({p.name: p.read_bytes() for p in (tmp_path / name / "data").iterdir()})
    assert files[0] == files[1]


def test_the_tool_prints_ratios_and_an_exponent(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bench.synthesize(tmp_path / "project", 60)
    page = tmp_path / "project" / "docs" / "index.md"  # days in front matter are days, and not text
    page.write_text(page.read_text("utf-8").replace("---\n", "---\nreviewed: 2026-11-01\ndue: 2027-01-01\n", 1), "utf-8")
    monkeypatch.setattr(bench, "WORK", tmp_path / "work")
    bench.main(["--times", "1"], tmp_path / "project", (60, 150))
    said = capsys.readouterr().out
    number = r"\d+\.\d+"
    assert re.fullmatch(rf"Whole build {number} s, its pages {number} s, plain Material {number} s of the processor's "
                        rf"time: {number} and {number} times plain Material.\n\d+ pages: {number} s\n"
                        rf"\d+ pages: {number} s\nGrowth: exponent -?{number}\n", said), said


def test_plain_settings_have_nothing_of_our_own() -> None:
    settings = yaml.safe_load(bench.plain((ROOT / "mkdocs.yml").read_text("utf-8")))
    assert [next(iter(p)) if isinstance(p, dict) else p for p in settings["plugins"]] == ["search"]
    assert not {"hooks", "watch", "validation"} & set(settings)
    assert "custom_dir" not in settings["theme"]
    assert settings["nav"]
