"""What changed in the facts: releases as snapshots, and the differences between them and today's data.

A release is a committed file ``data/releases/<version>.json``: every fact in short, as it stood that day. Nobody types
the history of a fact; it follows from comparing. ``data/releases.yml`` adds what cannot be computed: why a fact was
corrected, as ``version → reasons → fact → words``.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from macros.derive import addresses, words
from macros.derive.index import Site
from macros.derive.names import name_of
from macros.facts.problems import Problem, nearest
from macros.facts.records import Figure
from macros.facts.schema import references, vocabularies
from macros.facts.store import Data
from macros.facts.yaml_file import read_yaml

# Kind → (fields that say the fact, fields that say what it means). A change in the first is a correction, in the
# second a redefinition.
TRACKED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "figures": (("value", "high", "bound", "as_of"), ("unit", "measure", "register_", "counts")),
    "statements": (("text", "on"), ()),
    "events": (("date", "title"), ()),
    "instruments": (("status", "issued", "effective"), ()),
    "disputes": (("verdict", "better"), ("question",)),
    "memberships": (("group", "organisation", "role", "category", "batch"), ()),
    "lists": (("total", "as_of"), ("period_from", "period_to")),
    "terms": (("en", "zh"), ("meaning",)),
}
POINT = (("value", "bound"), ("unit", "definition"))
Facts = dict[str, dict[str, Any]]

NEXT = "next"  # the key of data/releases.yml for what is not released yet
CHANGE_KINDS = {"added": "Added", "corrected": "Corrected", "superseded": "Superseded", "redefined": "Redefined",
         "removed": "Removed", "released": "Released"}


@dataclass(frozen=True)
class Release:
    """One published state of the data: ``facts`` by ``kind/id`` (``series/id/date`` for the points of a series)."""

    version: str
    on: str
    facts: Facts


@dataclass(frozen=True)
class History:
    """The releases, oldest first, and the reasons given for changes by version and fact."""

    releases: tuple[Release, ...] = ()
    reasons: MappingProxyType[str, dict[str, str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Change:
    """One fact that is new, corrected, superseded, redefined or gone; ``version`` is empty for what is not released."""

    kind: str
    fact: str
    label: str
    old: str
    new: str
    reason: str
    source: str
    version: str
    on: str

    @property
    def key(self) -> str:
        """A permanent name for the change."""
        return f"{self.version}-{self.kind}-{self.fact.replace('/', '-')}"


def _plain(value: Any) -> Any:
    """A field's value as JSON keeps it; numbers as exact text."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def facts(data: Data) -> Facts:
    """Every fact of the data in short."""
    out: Facts = {}
    for kind, (says, means) in TRACKED.items():
        for record in data.kinds[kind].values():
            found = {name.rstrip("_"): _plain(getattr(record, name)) for name in (*says, *means)}
            found["label"] = name_of(record) if kind not in ("memberships", "figures") else getattr(record, "label", "")
            if isinstance(record, Figure) and record.supersedes:
                found["supersedes"] = record.supersedes
            out[f"{kind}/{record.id}"] = {k: v for k, v in found.items() if v is not None}
    for series in data.series.values():
        for point in series.points:
            out[f"series/{series.id}/{point.as_of}"] = {
                "value": _plain(point.value), "bound": point.bound, "as_of": point.as_of, "unit": series.unit,
                "definition": series.definition, "label": series.label}
    return out


def snapshot(data: Data) -> str:
    """The file of a release: one fact a line, sorted, so that two releases can be read side by side."""
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, sort_keys=True)}"
                       for k, v in sorted(facts(data).items()))
    head = json.dumps({"version": data.edition.version, "on": data.edition.as_of})
    return f'{head[:-1]}, "facts": {{\n{lines}\n}}}}\n'


def order(version: str) -> tuple[int, ...]:
    """A version as numbers, to compare: ``order("2026.11") < order("2026.11.1")``."""
    return tuple(map(int, version.split(".")))


# ---- reading -----------------------------------------------------------------------------------------------------

def read_history(root: Path, data: Data) -> tuple[History, list[Problem]]:
    """The history under ``root``, and what is wrong with it."""
    problems: list[Problem] = []
    releases = sorted((r for p in sorted((root / "data" / "releases").glob("*")) if (r := _release(p, problems))),
                      key=lambda r: order(r.version))
    for a, b in pairwise(releases):
        if b.on < a.on:
            problems.append(Problem(f"data/releases/{b.version}.json", 1, "", f"is of {b.on}, but {a.version} before "
                                    f"it is of {a.on}; a version does not go back"))
    edition = data.edition
    if releases and order(edition.version) < order(releases[-1].version):
        problems.append(Problem("data/edition.yml", data.line("edition", "version"), "", f"version: {edition.version} "
                                f"is before {releases[-1].version}, which is released; a version does not go back"))
    if releases and edition.as_of < releases[-1].on:
        problems.append(Problem("data/edition.yml", data.line("edition", "as_of"), "", f"as_of: {edition.as_of} is before "
                                f"{releases[-1].on}, the day of release {releases[-1].version}; a date does not go back"))
    known = {r.version for r in releases} | {edition.version}
    reasons = _reasons(root / "data" / "releases.yml", known, problems)
    return History(tuple(releases), MappingProxyType(reasons)), problems


def _release(path: Path, problems: list[Problem]) -> Release | None:
    name = f"data/releases/{path.name}"
    if not re.fullmatch(r"\d{4}\.\d{2}(\.\d+)?\.json", path.name):
        problems.append(Problem(name, 0, "", "is not named after a version such as 2026.11; rename or delete it"))
        return None
    try:
        read = json.loads(path.read_text("utf-8"))
        release = Release(read["version"], read["on"], read["facts"])
    except (ValueError, KeyError, TypeError) as error:
        problems.append(Problem(name, 0, "", f"cannot be read ({error}); restore it, releases are never edited"))
        return None
    if f"{release.version}.json" != path.name:
        problems.append(Problem(name, 1, "", f"says it is version {release.version}; releases are never edited, restore it"))
    return release


def _reasons(path: Path, known: set[str], problems: list[Problem]) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    read, lines = read_yaml(path, "data/releases.yml", problems)
    out = {}
    for version, content in read.items():
        reasons = content.get("reasons") if isinstance(content, dict) and set(content) == {"reasons"} else None
        if not isinstance(reasons, dict) or not all(isinstance(v, str) and v.strip() for v in reasons.values()):
            problems.append(Problem("data/releases.yml", lines.get((version,), 0), version,
                                    "does not have the form 'reasons:' with 'kind/id: why' lines below it"))
        elif version not in {*known, NEXT}:
            problems.append(Problem("data/releases.yml", lines.get((version,), 0), version, "is neither a release nor "
                                    f"the version of data/edition.yml, nor {NEXT}{nearest(version, sorted(known))}"))
        else:
            out[version] = {fact: why.strip().rstrip(".") for fact, why in reasons.items()}
    return out


def _given(site: Site, release: Release) -> dict[str, str]:
    """The reasons given for the changes of a release; for what is not released, those of the next one too."""
    reasons = site.history.reasons
    given = reasons.get(release.version or site.data.edition.version, {})
    return given if release.version else {**given, **reasons.get(NEXT, {})}


# ---- comparing ---------------------------------------------------------------------------------------------------

def changes(site: Site) -> list[Change]:
    """Every change of a fact since the first release, newest first."""
    return list(site.once(_changes)) if site.history and site.history.releases else []


def _changes(site: Site) -> tuple[Change, ...]:
    releases = list(site.history.releases)
    today = facts(site.data)
    if today != releases[-1].facts:
        releases.append(Release("", site.data.edition.as_of, today))
    found = [list(compare(site, a.facts, b)) for a, b in pairwise(releases)]
    return tuple(c for batch in reversed(found) for c in batch)


def compare(site: Site, old: Facts, release: Release) -> Iterator[Change]:
    """What a release changed against the facts before it, in the order of the facts."""
    new = release.facts
    succeeded = {state["supersedes"] for key, state in new.items() if "supersedes" in state and key not in old}
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield _change(site, "removed", key, old[key], None, release)
        elif key not in old:
            before = f"figures/{new[key].get('supersedes')}"
            if before in old:
                yield _change(site, "superseded", before, old[before], new[key], release, heir=key)
            else:
                yield _change(site, "added", key, _point_before(key, old), new[key], release)
        elif (kind := _differs(key, old[key], new[key])) and key.partition("/")[2] not in succeeded:
            points = _alike(key, old.keys() & new.keys()) if kind == "redefined" else []
            if key in points[-1:] or not points:  # the words of a series are those of all its points, and told once
                yield _change(site, kind, key, old[key], new[key], release)


def _fields(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return POINT if key.startswith("series/") else TRACKED[key.partition("/")[0]]


def _differs(key: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    for names, kind in zip(_fields(key), ("corrected", "redefined"), strict=True):
        if any(old.get(n.rstrip("_")) != new.get(n.rstrip("_")) for n in names):
            return kind
    return ""


def _alike(key: str, keys: Iterable[str]) -> list[str]:
    """The points of the same series among some facts, oldest first; none for other facts."""
    stem = key.rpartition("/")[0] + "/"
    return sorted(k for k in keys if k.startswith(stem)) if key.startswith("series/") else []


def _point_before(key: str, old: Facts) -> dict[str, Any] | None:
    """The newest earlier point of the same series, for a point that is new."""
    earlier = [k for k in _alike(key, old) if k < key]
    return old[earlier[-1]] if earlier else None


def _change(site: Site, kind: str, key: str, old: dict[str, Any] | None, new: dict[str, Any] | None,
            release: Release, heir: str = "") -> Change:
    given = _given(site, release).get(key)
    return Change(kind, heir or key, label(site, heir or key, new or old or {}),
                  shown(site, key, old, kind) if old else "", shown(site, heir or key, new, kind) if new else "",
                  given or _reason(site, kind, key, heir), source(site, heir or key), release.version, release.on)


def _reason(site: Site, kind: str, key: str, heir: str) -> str:
    """Why, where it follows from the data: a successor says so, a removal stands in moved.yml."""
    if kind == "superseded":
        figure = site.data.figures.get(heir.partition("/")[2])
        by = f", {figure.said_by}" if figure and figure.said_by else ""
        return f"a later figure of the same quantity{by}"
    if kind == "removed":
        return next((m.why.rstrip(".") for old, m in site.data.moved.items() if _was(key, old)), "no reason was given")
    if kind == "added":
        return "first stated on this site" if not key.startswith("series/") else "a further value of the series"
    return "no reason was given"


# Where facts of a kind had their address: a page of their own below it, or a part of it.
_PLACES = {"figures": "figures/", "series": "figures/", "disputes": "disputes/", "lists": "filings/",
           "instruments": "rules/", "events": "timeline/", "terms": "glossary/", "statements": "statements/",
           "memberships": ""}


def _was(key: str, address: str) -> bool:
    """Whether a fact that is gone had an address: ``_was("events/tea-day", "timeline/#tea-day")``."""
    kind, name, *date = key.split("/")
    ends = (f"/{name}/#d-{date[0]}", f"/{name}/") if date else (f"/{name}/", f"#{name}")
    return address.startswith(_PLACES[kind]) and f"/{address}".endswith(ends)


def record_of(site: Site, key: str) -> Any:
    """Today's record of a fact, or None if it is gone."""
    kind, name = key.split("/")[:2]
    return site.data.kinds[kind].get(name)


def source(site: Site, key: str) -> str:
    """The id of the source a fact rests on first; empty if the record is gone."""
    item = record_of(site, key)
    if item is not None and key.startswith("series/"):
        item = next((p for p in item.points if p.as_of == key.split("/")[2]), None)
    evidence = getattr(item, "evidence", ()) or next((r.evidence for r in getattr(item, "readings", ())), ())
    return evidence[0].source if evidence else ""


def address(site: Site, key: str) -> str:
    """The full address of a fact; of the page of changes if it is gone."""
    kind, name = key.split("/")[:2]
    if record_of(site, key) is None:
        return f"{site.home}about/changes/"
    return site.home + addresses.at(site, kind, name) + (f"#d-{key.split('/')[2]}" if kind == "series" else "")


def label(site: Site, key: str, state: dict[str, Any]) -> str:
    """What a reader calls a fact, short."""
    if key.startswith("memberships/"):
        names = [getattr(site.data.kinds[k].get(state.get(f, "")), "name", state.get(f, ""))
                 for k, f in (("organisations", "organisation"), ("groups", "group"))]
        return " in ".join(names)
    text = str(state.get("label") or key)
    return text if len(text) <= 90 else text[:text.rfind(" ", 0, 88)] + " …"


def shown(site: Site, key: str, state: dict[str, Any], kind: str = "") -> str:
    """A fact as one line of text: ``more than 600 million accounts, as of 31 August 2026``."""
    vocab = site.data.vocab
    if "value" in state:
        bound = "" if state["bound"] == "exact" else vocab["bounds"][state["bound"]].label
        value = " to ".join(words.number(Decimal(state[n])) for n in ("value", "high") if n in state)
        unit = state["unit"]
        word = vocab["units"].get(unit)  # one that is gone since then is told by its name
        one = word.one if word and "high" not in state and Decimal(state["value"]) == 1 else None
        label_ = "%" if unit == "percent" else f" {one or (word.label if word else unit)}"
        amount = f"{bound} {value}{label_ if unit != 'fraction' else ''}".strip()
        text = f"{amount}, as of {words.date(state['as_of'])}"
        if kind == "redefined":
            text += "".join(f"; {n}: {state[n]}" for n in ("measure", "register", "counts", "definition") if n in state)
        return text
    kind = key.partition("/")[0]
    parts = [_said(site, kind, n, str(state[n])) for names in _fields(key) for n in names if n in state]
    return ", ".join(dict.fromkeys(parts))


def _said(site: Site, kind: str, name: str, value: str) -> str:
    """One field of a fact as a reader sees it: a date in words, a controlled word by its label, an id by its name."""
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        return words.date(value)
    if (vocabulary := vocabularies(kind).get(name)) and value in site.data.vocab[vocabulary]:
        return site.data.vocab[vocabulary][value].label
    for other in references(kind).get(name, ()):
        if value in site.data.kinds[other]:
            return name_of(site.data.kinds[other][value])
    return value.rstrip(".")


def missing_reasons(site: Site) -> list[str]:
    """The corrections, redefinitions and removals nobody has explained since the last release."""
    return [c.fact for c in changes(site) if not c.version and c.reason == "no reason was given"]
