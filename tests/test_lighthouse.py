"""What `make lighthouse` stands on: its server, its medians and its pinned packages. Scores are never tested here."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from browser import ROOT, base_path

from tools import lighthouse

LOCK = json.loads((ROOT / "tools" / "lighthouse" / "package-lock.json").read_text("utf-8"))


def get(address: str) -> tuple[Any, bytes]:
    """The headers and the body of an answer."""
    with urllib.request.urlopen(address) as answer:
        return answer.headers, answer.read()


def test_pages_are_sent_packed_and_under_the_path_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "index.html").write_text("<p>备案</p>", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "404.html").write_text("none", "utf-8")
    with lighthouse.serve(tmp_path) as home:
        assert home.endswith(base_path())
        headers, body = get(home + "rules/")
        assert (headers["Content-Encoding"], headers["Content-Type"]) == ("gzip", "text/html; charset=utf-8")
        assert gzip.decompress(body).decode() == "<p>备案</p>"
        headers, body = get(home + "picture.png")
        assert (headers["Content-Encoding"], body) == (None, b"\x89PNG")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(home + "figures/")


def run(speed: int, paint: float, *failed: str) -> dict[str, Any]:
    """One run as `ask` gives it."""
    return {"performance": speed, "accessibility": 100, "best-practices": 100, "seo": 100,
            "largest-contentful-paint": paint, "total-blocking-time": 0, "cumulative-layout-shift": 0,
            "failed": list(failed)}


def test_the_median_counts_and_no_failed_audit_is_lost() -> None:
    found = lighthouse.median([run(100, 1050), run(92, 1800, "color-contrast"), run(100, 1060)])
    assert (found["performance"], found["largest-contentful-paint"]) == (100, 1060)
    assert found["failed"] == ["color-contrast"]
    line = lighthouse.row("rules/", found)
    assert line.split() == ["rules/", "100", "100", "100", "100", "1060", "0", "0.00", "color-contrast"]


def test_the_lock_names_packages_and_no_registry() -> None:
    packages = {path: package for path, package in LOCK["packages"].items() if path}
    assert len(packages) > 100
    assert not [path for path, package in packages.items() if "resolved" in package]
    assert not [path for path, package in packages.items() if not package.get("integrity")]
    assert packages["node_modules/lighthouse"]["version"] == LOCK["packages"][""]["dependencies"]["lighthouse"]
