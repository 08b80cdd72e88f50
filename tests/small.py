"""The small data set of ``tests/fixtures/small``: a copy of it, one change to the copy, and the problems found then."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
import yaml

import mkdocs_hooks
from macros.build import site_for
from macros.facts import dated, grounds, prose, rules, untold
from macros.facts.problems import DataError
from tools import ROOT

SMALL = ROOT / "tests" / "fixtures" / "small"
SEAL = "are not those that were announced"  # said of every row that changes: only the cases of checksums look at it


def cases(name: str, with_title: bool = False) -> Any:
    """Marks a test with the cases of ``tests/fixtures/cases/<name>.yml``, and their titles if wanted."""
    found = yaml.safe_load((ROOT / "tests" / "fixtures" / "cases" / f"{name}.yml").read_text("utf-8"))
    if with_title:
        return pytest.mark.parametrize(("case", "title"), [pytest.param(c, t, id=t) for t, c in found.items()])
    return pytest.mark.parametrize("case", [pytest.param(case, id=title) for title, case in found.items()])


def found_in(case: dict[str, Any], folder: Path) -> list[str]:
    """The problems of a copy to which the change of a case was made, and what it says to add ``also``."""
    root = copy(folder)
    change(root, case["file"], case["old"], case["new"])
    for file, text in case.get("also", {}).items():
        change(root, file, "", text)
    found = problems(root)
    if any(SEAL in problem for problem in case["problems"]):
        return found
    return [problem for problem in found if SEAL not in problem]


def copy(folder: Path) -> Path:
    """A copy of the small data set in ``folder``."""
    return Path(shutil.copytree(SMALL, folder / "small"))


def change(root: Path, file: str, old: str, new: str) -> None:
    """Replaces the one place where ``old`` stands in a file; an empty ``old`` is the end of the file."""
    path = root / file
    text = path.read_text("utf-8") if path.exists() else ""
    if old:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        text = text.replace(old, new)
    else:
        text += new
    path.write_text(text, "utf-8")


@contextmanager
def any_words() -> Iterator[None]:
    """Lets our own words in records hold anything: hostile text has braces, numbers that rest on nothing, no days."""
    of_words = (prose.references, grounds.numbers, *dated.RULES, *untold.RULES)
    kept = tuple(rule for rule in rules.RULES if rule not in of_words)
    with patch.object(rules, "RULES", kept):
        yield


def configure(root: Path) -> Any:
    """What MkDocs calls before it builds the copy."""
    config = SimpleNamespace(config_file_path=str(root / "mkdocs.yml"), site_dir=str(root / "site"), extra={},
                             plugins=SimpleNamespace(_current_plugin="hooks"), use_directory_urls=True)
    return mkdocs_hooks.on_config(config)


def problems(root: Path) -> list[str]:
    """Every problem of the copy, as the build prints them; none if it is fine."""
    try:
        site_for(root)
    except DataError as error:
        head, *lines = str(error).split("\n")
        count = len(lines)
        assert head == f"{count} problem{'s' if count != 1 else ''} in the data; nothing was built."
        return lines
    return []
