"""From a folder to a checked site, once per state of its files."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from time import monotonic

from macros.derive import history
from macros.derive.index import Site
from macros.derive.settings import settings
from macros.derive.told import told
from macros.facts.problems import DataError, Problem
from macros.facts.reader import load
from macros.facts.rules import check
from macros.write.page_source import PageSource, read_pages
from macros.write.pages import check_pages, generated, prose_of

Signature = tuple[tuple[str, int, int], ...]


def _signature(root: Path) -> Signature:
    """What changes when a file changes that the data, the seeds, the pages or a macro are read from."""
    files = [p for folder in ("data", "seeds", "docs") for p in sorted((root / folder).rglob("*"))
             if p.is_file() and p.suffix in (".yml", ".csv", ".txt", ".md", ".json", ".css")] + [root / "mkdocs.yml"]
    return tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in files if p.exists())


@lru_cache(maxsize=2)
def _site(root: Path, _signature: Signature) -> Site:
    data = told(check(load(root)))
    past, found = history.read_history(root, data)
    set_up = settings(root)
    site = Site(data, home=set_up.home, name=set_up.name, repository=set_up.repository, history=past)
    problems: list[Problem] = found
    pages = read_pages(root / "docs", problems)
    site.tells_of.update({p.tells_of: p.url for p in pages if any(p.tells_of)})
    made = [PageSource(path, text) for path, text in site.once(generated).items()]
    # The heading of the home page is the site's name, which a setting gives.
    site.pages.update({p.url: (p.title if p.url else site.name, p.description) for p in (*made, *pages)})
    site.kind_of.update({p.url: p.kind for p in (*made, *pages)})
    site.written.update({p.url: p.file for p in pages})
    site.lang_of.update({p.url: p.lang for p in pages if p.lang})
    site.reviewed.update({p.url: p.reviewed for p in pages})
    problems += check_pages(site, pages, prose_of(data))
    if problems:
        raise DataError(problems)
    return site


def site_for(root: Path) -> Site:
    """The checked site under ``root``; raises ``DataError`` with every problem. Read again only after a change."""
    root = root.resolve()
    site = _site(root, _signature(root))
    _lately[root] = (monotonic(), site)
    return site


_lately: dict[Path, tuple[float, Site]] = {}


def hold(root: Path) -> Site:
    """The checked site as ``site_lately`` will give it from now on, until this is called again.

    For a generator that says when a build begins: it shows one state of the data, even if a file changes meanwhile.
    """
    site = site_for(root)
    _lately[root.resolve()] = (math.inf, site)
    return site


def site_lately(root: Path) -> Site:
    """The same, but that of the build if one holds it; else the files are looked at once a second at most.

    For ``define_env``: a generator that makes an environment for every page calls it hundreds of times a build.
    """
    when, site = _lately.get(root.resolve(), (-1.0, None))
    return site if site and monotonic() - when < 1 else site_for(root)
