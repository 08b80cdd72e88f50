"""How well the numbers of the site are known: by grade, all of them and those that topic pages show."""

import re
from collections import Counter
from collections.abc import Iterable

from macros.derive.index import Site
from macros.facts.records import GRADES, Figure, Grade, Point

# Folders whose pages list what others explain, or tell about the site; every other page is a topic's.
REFERENCE = ("about/", "data/", "disputes/", "figures/", "glossary/", "organisations/", "reference/", "sources/",
             "statements/", "timeline/")
PROVEN: tuple[Grade, ...] = ("quotation checked", "read")
_LINK = re.compile(r'href="[^"]*?figures/([a-z0-9-]+)/(?:#d-([0-9-]+))?"')
Numbers = dict[str, Figure | Point]


def numbers(site: Site) -> Numbers:
    """Every figure by id, and every value of a series by ``id date``."""
    points = {f"{s.id} {p.as_of}": p for s in site.data.series.values() for p in s.points}
    return {**site.data.figures, **points}


def shown(site: Site, macros: tuple[str, ...] = ()) -> Numbers:
    """The numbers that topic pages link to, by all their macros or by some; known once the pages were checked."""
    calls = [call for url, made in site.tried.items() if not url.startswith(REFERENCE)
             for call in made if (call.name in macros if macros else call.name != "references")]  # notes name others
    keys = {key for call in calls for name, date in _LINK.findall(call.output)
            for key in _keys(site, name, date, whole=call.name == "chart")}
    return {key: record for key, record in numbers(site).items() if key in keys}


def _keys(site: Site, name: str, date: str, whole: bool) -> Iterable[str]:
    """The number a link leads to; of a series without a date the newest value, in a chart every one."""
    if date or name not in site.data.series:
        return [f"{name} {date}".strip()]
    points = site.data.series[name].points
    return [f"{name} {p.as_of}" for p in (points if whole else points[-1:])]


def counts(site: Site, found: Numbers) -> dict[Grade, int]:
    """Grade → how many of the numbers have it, the best first."""
    count = Counter(map(site.grade, found.values()))
    return {grade: count[grade] for grade in GRADES}


def proven(site: Site, found: Numbers) -> float:
    """The share of the numbers, in per cent, whose quotation was checked or whose source was read."""
    count = counts(site, found)
    return 100 * sum(count[g] for g in PROVEN) / max(1, len(found))
