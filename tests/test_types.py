"""The types of the code hold under mypy, as strict as it gets and with nothing ignored."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import ROOT

CODE = [*sorted((ROOT / "macros").rglob("*.py")), ROOT / "mkdocs_hooks.py"]
WRONG = """from macros.derive.addresses import record
from macros.derive.index import Site
from macros.facts.records import Figure


def first(site: Site) -> int:
    return record(site, Figure, "kettles").label
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


def test_no_line_of_the_code_is_kept_from_it() -> None:
    kept = [f"{path.relative_to(ROOT)}:{number}" for path in CODE
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
            if re.search(r"#\s*(?:type:\s*ignore|mypy:)|\bno_type_check\b", line)]
    assert kept == []
