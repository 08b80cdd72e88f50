"""What pages weigh: bytes on the wire with gzip, requests and elements, each against a written budget.

Weights are computed from the files a cold Chromium asks for, compressed as a server would: they do not depend on the
machine. A page of text has the first budget below, evidence and registers the second; those with another say why.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Request

from macros.build import site_for
from tools import ROOT


@dataclass(frozen=True)
class Budget:
    """The most a page may take: everything over the wire and its HTML in bytes with gzip, requests, elements."""

    wire: int = 45_000
    html: int = 14_000
    requests: int = 8
    elements: int = 1_400


TEXT = Budget()
# Evidence and registers: a receipt a row.
LISTS = Budget(wire=50_000, html=18_900, elements=2_000)
# Pages that are heavier on purpose, and what their weight buys.
HEAVIER: dict[str, tuple[Budget, str]] = {
    "glossary/": (Budget(wire=52_500, html=21_800, elements=1_900), "every term with its meaning, searched as a whole"),
    "timeline/": (Budget(wire=56_500, html=26_300, elements=2_200),
                  "every event and every day of a rule or list, filtered as a whole"),
    "rules/interim-measures/": (Budget(wire=48_000, html=16_500), "every article with its practice, searched as a whole"),
    "about/changes/": (Budget(wire=75_000, html=43_200, elements=2_900), "every change of a value, old and new"),
    "about/writing/": (Budget(wire=47_500, html=16_500), "every word for authors with what it makes"),
    "rules/evidence/": (Budget(wire=59_000, html=28_000, elements=2_000),
                        "every rule with what it does, searched and filtered as a whole"),
    "questions/": (Budget(html=15_500), "every question people ask, each answered with its receipts"),
    "sources/congnghe-2023-05-28-beijing-partners/": (
        Budget(html=16_800), "the source most is quoted from: each quotation leads to its words there"),
}
HEAVIEST = 150_000

PHONE = {"width": 412, "height": 823}


def packed(path: Path) -> int:
    """The bytes of a file on the wire."""
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


def budget(url: str) -> Budget:
    """The budget of a page."""
    if url in HEAVIER:
        return HEAVIER[url][0]
    return LISTS if kinds().get(url) in ("evidence", "register") else TEXT


@cache
def kinds() -> dict[str, str]:
    """The kind of each page, read once: whether the data changed is not asked anew for every page."""
    return site_for(ROOT).kind_of


@dataclass(frozen=True)
class Weight:
    """What a page takes at its first visit: the files, each with its bytes on the wire, requests and elements."""

    files: dict[str, int]
    html: int
    requests: int
    elements: int

    @property
    def wire(self) -> int:
        """All bytes on the wire."""
        return sum(self.files.values())


def cold(page: Page, home: str, site: Path, path: str) -> Weight:
    """The weight of a page of the site, built in a folder and served at ``home``, that a new browser opens."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(home + path)
    page.wait_for_load_state("networkidle")
    page.remove_listener("request", note)
    files = {}
    for url in dict.fromkeys(asked):
        inside = unquote(urlsplit(url).path).removeprefix(urlsplit(home).path)
        name = inside + "index.html" if inside.endswith("/") or not inside else inside
        files[name] = packed(site / name)
    return Weight(files, next(iter(files.values())), len(asked), page.evaluate("document.all.length"))


def too_much(path: str, weight: Weight) -> list[str]:
    """What a page takes more of than it may, and what it fetches before it is used."""
    out = [f"{name}: {getattr(weight, name)} of {most}" for name, most in vars(budget(path)).items()
           if getattr(weight, name) > most]
    return out + [f"{name} is fetched before it is used" for name in weight.files
                  if "bundle" in name or "search" in name.removeprefix(path)]
