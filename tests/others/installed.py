"""Programs that apt, Java or npm bring. One that is missing fails the test and names what to install."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

MODULES = Path(__file__).parent / "node_modules"


def program(package: str, *names: str) -> str:
    """The path of a program, the first that is there."""
    folders = [os.environ.get("PATH", os.defpath), *map(str, Path("/usr/lib").glob("*/webkit2gtk-4*"))]
    found = next(filter(None, (shutil.which(name, path=os.pathsep.join(folders)) for name in names)), None)
    return found or pytest.fail(f"{names[0]} is missing: apt-get install {package}", pytrace=False)


def module(path: str) -> Path:
    """A file of a package that tests/others/package-lock.json pins."""
    found = MODULES / path
    return found if found.exists() else pytest.fail(
        f"{path.split('/')[0]} is missing: npm ci --prefix tests/others --ignore-scripts", pytrace=False)
