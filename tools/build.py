"""Build site/ strictly, aside: `make build`.

The pages are written to .build/<process>/ and take the place of site/ only when the whole build has passed. A build
that fails, is interrupted or runs beside another one therefore leaves the last good site/ where it was.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go of even if the process is killed."""
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def swap(built: Path, site: Path) -> None:
    """Put the folder `built` in the place of `site`; if that fails, put the old one back."""
    old = built.with_name(f"{built.name}.old")
    if site.exists():
        site.rename(old)
    try:
        built.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def is_running(process: str) -> bool:
    """Whether a process of this number exists."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        pass
    return True


def sweep(work: Path, site: Path) -> None:
    """Delete what killed builds left; if one was killed in the middle of its swap, put its old site back."""
    for left in work.iterdir():
        if not left.is_dir() or is_running(left.name.removesuffix(".old")):
            continue
        if left.suffix == ".old" and not site.exists():
            left.rename(site)
        else:
            shutil.rmtree(left, ignore_errors=True)


def build(root: Path, options: list[str]) -> int:
    """Build the site of the project in `root`; the exit code of the build."""
    work, site = root / ".build", root / "site"
    work.mkdir(exist_ok=True)
    with locked(work):
        sweep(work, site)
    built = work / str(os.getpid())
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(built), *options]
    try:
        code = subprocess.run(command, cwd=root, check=False).returncode
        if code == 0:
            with locked(work):
                swap(built, site)
        else:
            kept = "; site/ is the last good one" if site.exists() else ""
            print(f"The build failed{kept}.", file=sys.stderr)
        return code
    finally:
        shutil.rmtree(built, ignore_errors=True)


def main(options: list[str]) -> int:
    """Build this project; SIGTERM ends it as Ctrl-C does, with its leftovers swept."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return build(ROOT, options)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
