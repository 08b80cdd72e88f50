"""What make says at once, before it installs or builds anything: in a folder of its own, with this Python."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The Makefile, where everything is installed already and a build would be seen."""
    shutil.copy2(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    (tmp_path / ".venv" / "bin" / "python").chmod(0o755)
    for name in ("requirements.lock", "requirements-test.lock", ".venv/.site-deps", ".venv/.test-deps"):
        (tmp_path / name).touch()
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    keep = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    return subprocess.run(["make", *words], cwd=folder, env=keep, capture_output=True, text=True, check=False)


def test_a_port_that_is_taken_is_said_before_anything_is_built(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = make(folder, "serve", f"ADDR={address}")
    assert done.returncode != 0
    assert done.stderr.startswith(f"{address} is taken or is no address. Stop what listens there, or choose another: "
                                  "make serve ADDR=127.0.0.1:8001\n")
    assert "The address follows" not in done.stdout


def test_another_python_than_that_of_the_environment_is_refused(folder: Path) -> None:
    other = folder / "python-other"
    other.write_text("#!/bin/sh\necho another\n", "utf-8")
    other.chmod(0o755)
    done = make(folder, "install", f"PYTHON={other}")
    assert done.returncode != 0
    assert f".venv was made with another Python than {other}. Run make clean, then this again." in done.stderr
    assert make(folder, "install", f"PYTHON={sys.executable}").returncode == 0


def test_every_command_of_the_documentation_is_there() -> None:
    known = set(re.findall(r"(?m)^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8")))
    text = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md", "UPGRADE.md"))
    named = set(re.findall(r"`make ([a-z-]+)", text))
    assert named - known == set()
