"""Pin what pyproject.toml asks for: `make lock` writes requirements.lock and requirements-test.lock.

Both hold exact versions with the hashes of every file that may be installed, for Python 3.11 and newer on Linux
and macOS, and name no package index and no folder, so that they install from whatever index the reader's pip uses.
"""

import argparse
import re
import subprocess
import sys

from tools import ROOT

HEADER = "# Made by `make lock` from pyproject.toml; do not edit.\n"
FOREIGN = re.compile(r"://|^-|^\s*--(?!hash=sha256:)|(^|\s)/", re.M)


def foreign_lines(text: str) -> list[str]:
    """The lines of a lock file that name an index, an address, a folder or an option other than a hash."""
    return [line for line in text.splitlines() if FOREIGN.search(line)]


def without(text: str, pinned: str) -> str:
    """A lock without the packages that another pins: both are installed together."""
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.M)
    return "".join(entry for entry in entries if not entry[:1].isalnum() or entry.split(" \\\n")[0] not in pinned)


def compile_lock(name: str, *options: str, pinned: str = "") -> None:
    """Write one lock file; stop if anything of this machine got into it."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--output-file", name,
               "--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:",
               "--no-config", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet",
               "--no-emit-build-options", *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    path = ROOT / name
    text = HEADER + without(path.read_text("utf-8"), pinned)
    if foreign := foreign_lines(text):
        raise SystemExit(f"{name}: names an index or a folder: {foreign[0].strip()}")
    path.write_text(text, "utf-8")


def main(arguments: list[str]) -> None:
    """Pin the site's list first, then what the tests need besides, to go with the same versions."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases")
    options = ("--upgrade",) if parser.parse_args(arguments).upgrade else ()
    compile_lock("requirements.lock", *options)
    compile_lock("requirements-test.lock", "--extra", "test", "--constraint", "requirements.lock", *options,
                 pinned=(ROOT / "requirements.lock").read_text("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
