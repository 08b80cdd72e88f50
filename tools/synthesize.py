"""A project of any size out of the real records, to see how the build grows (tools/bench.py).

Fewer pages than the real site has: a sample of the records with all they rest on. More: copies of the records that
have pages, under ids of their own. The result passes every check of the data and is built like the real site; it is
never published.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from macros.build import site_for  # noqa: E402
from macros.facts.problems import DataError  # noqa: E402
from macros.facts.reader import load  # noqa: E402
from macros.facts.schema import references  # noqa: E402
from macros.write.pages import generated  # noqa: E402

Kinds = dict[str, dict[str, Any]]

# Records with a page each, which a larger site has more of.
COPIED = ("sources", "figures", "disputes")
# What a smaller site has as much of: pages of rules name steps, lists add up, sources follow from what cites them.
WHOLE = ("lists", "procedure", "sources", "vocab", "moved", "edition")
INDEX = """---
title: Synthetic
description: A page to start from.
---

# Synthetic

This site is made to be measured.
{ .lead }
"""


def _cited(node: Any) -> Iterator[str]:
    """Every source a record names as evidence."""
    if isinstance(node, dict):
        if isinstance(node.get("source"), str):
            yield node["source"]
        for value in node.values():
            yield from _cited(value)
    elif isinstance(node, list):
        for value in node:
            yield from _cited(value)


def _named(fields: Any, dotted: str) -> Iterator[str]:
    """Every id at a field of a record; a dot goes into what the field holds."""
    name, _, rest = dotted.partition(".")
    value = fields.get(name)
    for item in value if isinstance(value, list) else [value]:
        if rest and isinstance(item, dict):
            yield from _named(item, rest)
        elif isinstance(item, str):
            yield item


def _with_named(kept: Kinds, kinds: Kinds) -> Kinds:
    """The records and whatever they refer to, and so on."""
    found = True
    while found:
        found = False
        for kind, dotted, targets in ((k, d, t) for k in kept for d, t in references(k).items()):
            for fields in list(kept[kind].values()):
                for target, name in ((t, n) for n in _named(fields, dotted) for t in targets):
                    if name in kinds[target] and name not in kept[target]:
                        kept[target][name], found = kinds[target][name], True
    return kept


def sample(kinds: Kinds, share: float) -> Kinds:
    """About this share of the records, evenly from the whole of each kind, with the sources they cite."""
    out = {}
    for kind, records in kinds.items():
        wanted = 1 if kind in WHOLE else share
        out[kind] = {name: fields for i, (name, fields) in enumerate(records.items())
                     if i == 0 or int((i + 1) * wanted) > int(i * wanted)}
    out = _with_named(out, kinds)
    named = {s for kind, records in out.items() if kind != "sources" for s in _cited(list(records.values()))}
    named |= {s for d in out["disputes"].values() for s in d.get("seeds", ())}
    out["sources"] = {name: fields for name, fields in kinds["sources"].items() if name in named or fields.get("text")}
    return out


def _copy(kind: str, name: str, fields: dict[str, Any], number: int, sources: set[str]) -> tuple[str, dict[str, Any]]:
    made = copy.deepcopy(fields)
    for key in ("title", "label", "question"):
        if key in made:
            made[key] = f"{made[key]} (copy {number})"
    made.pop("supersedes", None)

    def move(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("source") in sources and not node.get("quote"):
                node["source"] += f"-x{number}"
            for value in node.values():
                move(value)
        elif isinstance(node, list):
            for value in node:
                move(value)

    if kind != "sources":
        move(made)
    elif made.get("url"):
        made["url"] += f"{'&' if '?' in made['url'] else '?'}copy={number}"
    return f"{name}-x{number}", made


def copies(kinds: Kinds, pages: int) -> Kinds:
    """The records and as many copies of those with pages as make up ``pages`` more pages."""
    out = {kind: dict(records) for kind, records in kinds.items()}
    loose = {name for name, fields in kinds["sources"].items() if not fields.get("text")}
    number, made = 0, 0
    while made < pages:
        number += 1
        for kind in COPIED:
            for name, fields in kinds[kind].items():
                if kind == "sources" and name not in loose:
                    continue
                key, record = _copy(kind, name, fields, number, loose)
                out[kind][key] = record
                made += 1
    surplus = made - pages
    for kind in reversed(COPIED):  # sources last: the others rest on them
        last = [name for name in out[kind] if name.endswith(f"-x{number}")]
        for name in last[len(last) - min(surplus, len(last)):]:
            del out[kind][name]
            surplus -= 1
    return out


# ---- writing -----------------------------------------------------------------------------------------------------

def _json(value: Any) -> str:
    """JSON, which YAML reads too, with exact decimals as numbers."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _yaml(records: dict[str, Any]) -> str:
    """A file as people write them: a line a field."""
    out = []
    for name, fields in records.items():
        if not isinstance(fields, dict):
            out.append(f"{name}: {_json(fields)}")
            continue
        out += [f"{name}:", *(f"  {key}: {_json(value)}" for key, value in fields.items())]
    return "\n".join(out) + "\n" if out else "{}\n"


def settings(text: str) -> str:
    """mkdocs.yml with one page in its navigation, and lenient: links to pages left out are no mistake."""
    head, _, _ = text.partition("\nnav:\n")
    return re.sub(r"(?m)^strict: true$", "strict: false", head) + "\nnav:\n  - Overview: index.md\n"


def write(target: Path, root: Path, kinds: Kinds) -> None:
    """The project in a new folder; filings, code and theme are links to the real ones."""
    (target / "data").mkdir(parents=True)
    for kind, records in kinds.items():
        (target / "data" / f"{kind}.yml").write_text(_yaml(records), "utf-8")
    (target / "data" / "prose.yml").write_text("{}\n", "utf-8")
    (target / "docs").mkdir()
    (target / "docs" / "index.md").write_text(INDEX, "utf-8")
    for name in ("data/filings.csv", "seeds"):
        (target / name).symlink_to(root / name)
    for name in ("docs/assets", "macros", "overrides", "mkdocs_hooks.py"):
        (target / name).symlink_to(ROOT / name)
    (target / "mkdocs.yml").write_text(settings((ROOT / "mkdocs.yml").read_text("utf-8")), "utf-8")


def _drop_broken(target: Path, root: Path, kinds: Kinds) -> int:
    """Writes the project without the records that no longer fit; the number of its pages."""
    for attempt in range(20):
        folder = target.with_name(f"{target.name}.{attempt}")
        write(folder, root, kinds)
        try:
            count = len(generated(site_for(folder))) + 1
        except DataError as error:
            _remove(folder)
            broken = {(p.file.removeprefix("data/").removesuffix(".yml"), p.record) for p in error.problems}
            if not any(kinds.get(kind, {}).pop(name, None) for kind, name in broken):
                raise
        else:
            folder.rename(target)
            return count
    raise SystemExit("The sample could not be made to fit.")


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_symlink() or path.is_file() else path.rmdir()
    folder.rmdir()


def synthesize(target: Path, *, root: Path = ROOT, pages: int) -> int:
    """Makes a project of about so many pages; their number."""
    data = load(root)
    kinds: Kinds = copy.deepcopy(data.raw) | {"moved": {}}  # some lead to hand-written pages, which are left out
    have = _count(root, kinds, target)
    low, high = 0.0, 1.0
    for _ in range(7 if pages < have else 0):
        share = (low + high) / 2
        low, high = (share, high) if _count(root, sample(kinds, share), target) < pages else (low, share)
    return _drop_broken(target, root, sample(kinds, high) if pages < have else copies(kinds, pages - have))


def _count(root: Path, kinds: Kinds, target: Path) -> int:
    """How many pages the project would have."""
    trial = target.with_name(f"{target.name}.trial")
    count = _drop_broken(trial, root, copy.deepcopy(kinds))
    _remove(trial)
    return count
