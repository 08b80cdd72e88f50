"""The list of values that a change alters, and the pages that show them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import small

from macros.build import site_for
from tools import changes


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small data set as a project with one commit."""
    root = small.copy(tmp_path)
    who = ("-c", "user.name=x", "-c", "user.email=x@x.example")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "x")):
        subprocess.run(["git", *words], cwd=root, check=True)
    monkeypatch.setattr(changes, "ROOT", root)
    return root


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    changes.main("HEAD")
    return capsys.readouterr().out.splitlines()


def test_without_a_change_nothing_is_listed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == ["No value differs."]


def test_a_value_is_listed_with_both_states_and_the_pages_that_show_it(
        root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.change(root, "data/figures.yml", "kettles:\n  label: Kettles\n", "kettles:\n  label: Pots\n")
    head, line, count = said(capsys)
    assert head.startswith("figures/kettles (figures/kettles/, ./")
    assert (line, count) == ("  label: Kettles -> Pots", "1 values of 1 records differ.")


def test_rows_and_evidence_are_listed_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    csv = root / "data" / "filings.csv"
    rows = csv.read_text("utf-8").splitlines(keepends=True)
    row = next(row for row in rows if row.startswith("list-one"))  # it has no checksum
    number = row.split(",")[-2]
    csv.write_text("".join(rows).replace(row, row.replace(row.split(",")[2], "Tee")), "utf-8")
    assert any(line.startswith(f"filings/{number} (") for line in said(capsys))


def test_records_that_come_and_go_are_listed_field_by_field() -> None:
    old = changes.state({"data/terms.yml": "tea:\n  en: tea\n  rejected:\n  - why: no\n"})
    new = changes.state({"data/terms.yml": "pot:\n  en: 1.10\n"})
    assert changes.compare(old, new) == [("terms", "pot", "en", "", "1.10"), ("terms", "tea", "en", "tea", ""),
                                         ("terms", "tea", "rejected[0].why", "no", "")]


def test_a_state_that_is_not_there_is_told(root: Path) -> None:
    with pytest.raises(SystemExit, match=r"^no-such-commit: .*no-such-commit"):
        changes.main("no-such-commit")


def test_a_record_is_shown_where_it_lives_and_where_it_is_named(root: Path) -> None:
    site = site_for(root)
    assert changes.shown_on(site, "figures", "kettles")[0] == "figures/kettles/"
    assert changes.shown_on(site, "vocab", "units") == []
