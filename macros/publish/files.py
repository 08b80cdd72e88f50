"""What the site publishes besides its pages: data, citations, feeds, pictures, forwarding pages.

``exports(site)`` gives every file as path → content; an area adds its own by a function in ``EXPORTS``. ``finish(site,
folder)`` writes them into a built site, checks the addresses against the ledger and makes what forwards. The hook of
MkDocs calls it, and finish.py after another generator.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from macros.derive.index import Site
from macros.facts.problems import DataError, Problem
from macros.publish import api, charts, citations, data, dates, feeds, ledger, pictures, search
from macros.publish import csv_tables as tables
from macros.publish import page_tables as shown
from macros.write import register_search

Files = dict[str, bytes]

# Each gives files of its own; the last one packs what the others gave.
EXPORTS: tuple[Callable[[Site], Files], ...] = (data.export, tables.export, citations.export, feeds.export, dates.export,
                                                api.export,
                                                pictures.export, charts.export, register_search.exports)
# Files whose names are as permanent as pages; those of single records follow their pages.
_PERMANENT = re.compile(r"data/v1/[^/]+|data/v1/schema/[^/]+|feeds/[^/]+|llms\.txt|(charts|drawings)/[^/]+")
_NAME = re.compile(r"([a-z0-9._-]+/)*[a-z0-9_-]+\.[a-z0-9.]+")


def exports(site: Site) -> Files:
    """Every exported file; raises ``DataError`` if two have one name, or one the name of a page."""
    out: Files = {}
    problems = []
    pages = {f"{url}index.html" for url in site.pages}
    for function in EXPORTS:
        for path, content in function(site).items():
            if path in out or path in pages:
                problems.append(Problem(path, 0, "", f"{function.__module__} makes a file of a name that is taken by "
                                        f"{'a page' if path in pages else 'another export'}; give it another name"))
            elif not _NAME.fullmatch(path):
                problems.append(Problem(path, 0, "", f"{function.__module__} makes a file that cannot be an address; "
                                        "write names in lower case, with digits, hyphens and full stops"))
            out[path] = content
    if problems:
        raise DataError(problems)
    return data.pack(site, out)


def read_pages(folder: Path) -> dict[str, str]:
    """The built pages: path → HTML. Archived releases are left out."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.html"))}
    return {name: path.read_text("utf-8") for name, path in paths.items() if not name.startswith("v/")}


def addresses(folder: Path, files: Files) -> set[str]:
    """Every address of a built site."""
    return _live(read_pages(folder), files)


def _live(pages: dict[str, str], files: Files) -> set[str]:
    """Every address of some pages, and of the pages and files that are made besides."""
    return ledger.live(pages | charts.pages_in(files), filter(_PERMANENT.fullmatch, files))


def _write(folder: Path, files: Files) -> None:
    for parent in {(folder / path).parent for path in files}:
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)


def finish(site: Site, root: Path, folder: Path) -> None:
    """Writes everything that is published besides the pages; raises ``DataError`` if an address was lost."""
    files = exports(site)
    pages = read_pages(folder)
    found = _live(pages, files)
    known = ledger.read(root / ledger.FILE)
    moved = ledger.spread(site.data.moved, known, found)
    if problems := ledger.problems(known, found, site.data.moved, moved, site.data.lines.get("moved", {})):
        raise DataError(problems)
    _write(folder, files | shown.files(site) | search.files(site, pages)
           | ledger.forwarding(site, pages, files, moved))

