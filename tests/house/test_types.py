"""The types of the code hold under mypy, as strict as it gets and with nothing ignored."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import ROOT

CODE = [*sorted((ROOT / "macros").rglob("*.py")), ROOT / "mkdocs_hooks.py"]
WRONG = """from macros.derive.addresses import record
from macros.derive.index import Site
from macros.facts.records import Figure


def first(site: Site) -> int:
    return record(site, Figure, "kettles").label
"""
UNESCAPED = """from macros.facts.records import Figure
from macros.write.markup import Markup, link, raw, tag, text


def plain(figure: Figure) -> Markup:
    return tag("p", figure.label)


def written_out(figure: Figure) -> Markup:
    return tag("p", f"<b>{figure.label}</b>")


def mixed_in(figure: Figure) -> Markup:
    return tag("p", f"{text(figure.label)}, {figure.statement}")


def drawn_together(figures: list[Figure]) -> Markup:
    return link(", ".join(text(f.label) for f in figures), "figures/")


def right(figures: list[Figure]) -> Markup:
    return tag("p", raw("<br>").join(f.label for f in figures) + figures[0].statement)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy remembers from one run to the next; nothing of it is written into the checkout."""
    return tmp_path_factory.mktemp("mypy")


def errors(cache: Path, *files: Path) -> list[str]:
    """What mypy says, by the settings in pyproject.toml: of the files, or of all those the settings name."""
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--cache-dir", str(cache),
               "--no-error-summary", "--no-pretty", *map(str, files)]
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MYPY", "FORCE_COLOR"))}
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == bool(done.stdout)
    return done.stdout.splitlines()


def test_every_type_holds(cache: Path) -> None:
    assert errors(cache) == []


def test_a_wrong_type_is_told(cache: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG, "utf-8")
    assert [re.sub(r"^\S*/", "", error) for error in errors(cache, wrong)] == [
        'wrong.py:7: error: Incompatible return value type (got "str", expected "int")  [return-value]']


def test_text_that_is_not_escaped_is_no_markup(cache: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "unescaped.py"
    wrong.write_text(UNESCAPED, "utf-8")
    told = 'error: Argument {} to "{}" has incompatible type "str"; expected "Markup"  [arg-type]'
    assert [re.sub(r"^\S*/", "", error) for error in errors(cache, wrong)] == [
        f"unescaped.py:{line}: {told.format(at, function)}"
        for line, at, function in ((6, 2, "tag"), (10, 2, "tag"), (14, 2, "tag"), (18, 1, "link"))]


def test_no_line_of_the_code_is_kept_from_it() -> None:
    kept = [f"{path.relative_to(ROOT)}:{number}" for path in CODE
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
            if re.search(r"#\s*(?:type:\s*ignore|mypy:)|\bno_type_check\b", line)]
    assert kept == []
