"""The benchmark runs and writes what it promises. How long anything takes is never tested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from browser import ROOT
from small import SMALL

from macros.build import site_for
from tools import bench
from tools.synthesize import synthesize


def test_a_larger_project_passes_every_check(tmp_path: Path) -> None:
    count = synthesize(tmp_path / "large", pages=1000, rows=2500)
    site = site_for(tmp_path / "large")
    assert count == len(site.pages)
    assert 1000 <= count <= 1100  # lists of copied filings have pages besides
    assert 2500 <= len(site.data.filings) < 2700
    assert len({row.filing_number for row in site.data.filings}) == len(site.data.filings)


def test_a_smaller_project_passes_every_check(tmp_path: Path) -> None:
    count = synthesize(tmp_path / "small", pages=200)
    site = site_for(tmp_path / "small")
    assert count == len(site.pages)
    assert 150 <= count <= 250
    assert all(site.data.kinds[kind] for kind in ("figures", "statements", "disputes"))


def test_the_same_size_gives_the_same_project(tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):
        synthesize(tmp_path / name, root=SMALL, pages=80, rows=20)
        files.append({p.name: p.read_bytes() for p in (tmp_path / name / "data").iterdir()})
    assert files[0] == files[1]


def test_the_tool_runs_and_its_json_has_every_field(tmp_path: Path) -> None:
    synthesize(tmp_path / "project", root=SMALL)
    out = tmp_path / "bench.json"
    command = [sys.executable, str(ROOT / "tools" / "bench.py"), "--times", "1", "--pages", "60,90",
               "--filings", "6,12", "--project", str(tmp_path / "project"), "--data", str(SMALL),
               "--work", str(tmp_path / "work"), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text("utf-8"))
    assert set(found) == {"python", "cpus", "targets", "compare", "shares", "growth_pages", "growth_filings", "preview"}
    measures = {"wall", "cpu", "megabytes"}
    compared = found["compare"]
    assert compared["count"] > 5
    for name in ("ours", "pages", "plain", "ratio", "ratio_pages"):
        assert set(compared[name]) == measures
        assert all(value > 0 for value in compared[name].values())
    assert set(found["shares"]) == {"start", "load", "check", "derive", "render", "export", "theme"}
    assert sum(found["shares"].values()) == pytest.approx(1, abs=0.01)
    for name, by in (("growth_pages", "pages"), ("growth_filings", "filings")):
        first, last = found[name]["points"]
        assert set(first) == {"pages", "filings", "search_bytes", *measures}
        assert first[by] < last[by]
        assert set(found[name]["exponent"]) == measures
    assert found["preview"]["edits"][0]["shown"] <= found["preview"]["edits"][0]["all"]
    headings = ("Whole build", "Where the processor's time goes", "Growth by pages", "Growth by filings", "Preview")
    assert all(heading in done.stdout for heading in headings)


def test_plain_settings_have_nothing_of_our_own() -> None:
    settings = yaml.safe_load(bench.plain((ROOT / "mkdocs.yml").read_text("utf-8")))
    assert [next(iter(p)) if isinstance(p, dict) else p for p in settings["plugins"]] == ["search"]
    assert not {"hooks", "watch", "validation"} & set(settings)
    assert "custom_dir" not in settings["theme"]
    assert settings["nav"]


def test_the_clock_counts_inner_functions_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0, 1, 4, 10])  # outer begins, inner begins, inner ends, outer ends
    monkeypatch.setattr(bench, "time", SimpleNamespace(process_time=lambda: next(times)))
    clock = bench.Clock()
    inner = clock.timed("inner", lambda: None)
    clock.timed("outer", inner)()
    assert clock.spent == {"inner": 3, "outer": 7}
