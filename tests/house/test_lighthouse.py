"""What `make lighthouse` stands on: its server, how it reads an answer, when it fails. Scores are never tested here."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tools import lighthouse
from tools.browser import base_path, serve


def answer(speed: float = 1, seo: float | None = 1, paint: int = 1050, **audits: float) -> str:
    """What Lighthouse says of a page, in small."""
    scores: dict[str, Any] = {"performance": speed, "accessibility": 1, "best-practices": 1, "seo": seo}
    refs = [{"id": name, "weight": 1} for name in audits] + [{"id": "by-hand", "weight": 0}]
    return json.dumps({
        "categories": {name: {"score": score, "auditRefs": refs if name == "seo" else []} for name, score in scores.items()},
        "audits": {"largest-contentful-paint": {"score": 1, "numericValue": paint}, "by-hand": {"score": 0}}
        | {name: {"score": score} for name, score in audits.items()}})


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Lighthouse says next, the last one first."""
    answers: list[str] = []
    monkeypatch.setattr(lighthouse, "ask", lambda *_: answers.pop())
    monkeypatch.setattr(lighthouse.browser, "ensure_chromium", lambda: "chromium")
    return answers


def run(tmp_path: Path, *given: str) -> int:
    return lighthouse.main(["--site", str(tmp_path), *given])


def test_pages_that_are_well_are_printed_with_their_medians(
        said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said += [answer(0.99, paint=1060), answer(0.7, paint=4000), answer(0.95, paint=1050)] * 10
    assert run(tmp_path) == 0
    heads, *rows, last = capsys.readouterr().out.splitlines()
    assert heads.split() == ["page", "performance", "accessibility", "best-practices", "seo", "largest", "paint"]
    assert [line.split()[1:] for line in rows] == [["95", "100", "100", "100", "1060", "ms"]] * 10
    assert last == "None is below."


@pytest.mark.parametrize(("one", "wrong"), [
    (answer(0.89), "rules/: performance 89, below 90"),
    (answer(1, 0.92, **{"meta-description": 0, "title": 1}), "rules/: seo 92, below 100 (meta-description)"),
    (answer(0.5, None), "rules/: performance 50, below 90; seo 0, below 100"),
])
def test_a_page_below_its_floor_is_named_with_its_scores(
        said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], one: str, wrong: str) -> None:
    said += [answer(), one]
    assert run(tmp_path, "--times", "1", "rules/", "index") == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [wrong, "1 below."]


def test_pages_are_sent_packed_and_under_the_path_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>备案</p>", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with serve(tmp_path, handler=lighthouse.Packing) as home:
        page, picture = urlopen(home), urlopen(f"{home}picture.png")
        assert home.endswith(base_path())
        assert (page.headers["Content-Encoding"], page.headers["Content-Type"]) == ("gzip", "text/html; charset=utf-8")
        assert gzip.decompress(page.read()).decode() == "<p>备案</p>"
        assert (picture.headers["Content-Encoding"], picture.read()) == (None, b"\x89PNG")


def test_the_ten_pages_are_there(site: Path) -> None:
    assert len(lighthouse.PAGES) == 10
    assert [page for page in lighthouse.PAGES if not (site / page / "index.html").exists()] == []
