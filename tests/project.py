"""A copy of the project that a test may change and build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from macros.build import site_for
from macros.derive.index import Site
from tools import ROOT

PARTS = ("data", "docs", "macros", "overrides", "seeds", "tools", "LICENSES", "mkdocs.yml", "mkdocs_hooks.py",
         "CHANGELOG.md", "CITATION.cff")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@cache
def real() -> Site:
    """The project's own data, checked: kept for all tests of a process, while `site_for` keeps the last two folders only."""
    return site_for(ROOT)


def copy(folder: Path) -> Path:
    """What the site is made of, copied into ``folder``."""
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    return folder


def build(root: Path, site: Path, **environment: str) -> Path:
    """Builds the copy strictly; stops with what the build said if it fails."""
    _run(root, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site), **environment)
    return site


def _run(root: Path, *arguments: str, **environment: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=root, env={**os.environ, **QUIET, **environment},
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def replace(root: Path, file: str, old: str, new: str) -> None:
    """Replaces the first place where ``old`` stands in a file of the copy."""
    path = root / file
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} does not stand in {file}"
    path.write_text(text.replace(old, new, 1), "utf-8")
