"""A site built aside: it takes the place of the last one only when the whole build has passed.

The pages are written into ``.<name>-<process>`` beside the folder of the site. A build that fails, is interrupted or
runs beside another one therefore leaves the last good site where it was.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Aside:
    """A folder to build into, and the folder ``site`` whose place it takes.

    ``aside = Aside(Path("site"))``, build into ``aside.folder``, then ``aside.take_place()`` or ``aside.drop()``.
    """

    def __init__(self, site: Path) -> None:
        site = site.resolve()  # a link stays one: what it leads to is renewed
        self.site, self.folder = site, _named(site, os.getpid())
        self.passed = False  # whether the whole build did
        site.parent.mkdir(parents=True, exist_ok=True)
        with _locked(site.parent):
            sweep(site)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()

    def take_place(self) -> None:
        """Puts what was built in the place of the site; if that fails, the old one is put back."""
        with _locked(self.site.parent):
            old = self.folder.with_name(f"{self.folder.name}.old")
            if self.site.exists():
                self.site.rename(old)
            try:
                self.folder.rename(self.site)
            except OSError:
                if old.exists():
                    old.rename(self.site)
                raise
        shutil.rmtree(old, ignore_errors=True)

    def drop(self) -> None:
        """Deletes what was built."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self) -> str:
        """Takes the place of the site if the build has passed; else gives it up, and says so."""
        if self.passed:
            self.take_place()
            return ""
        self.drop()
        return f"The build failed{f'; {self.site.name}/ is the last good one' if self.site.exists() else ''}."


def _named(site: Path, process: int) -> Path:
    return site.with_name(f".{site.name}-{process}")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which the system lets go of even if the process is killed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sweep(site: Path) -> None:
    """Deletes what killed builds left; if one was killed in the middle of its swap, its old site is put back."""
    for left in sorted(site.parent.glob(f".{site.name}-*")):
        found = re.fullmatch(r"(\d+)(\.old)?", left.name.removeprefix(f".{site.name}-"))
        if not found or _runs(int(found[1])):
            continue
        if found[2] and not site.exists():
            left.rename(site)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    """Whether a process of this number exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
