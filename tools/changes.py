"""List the values that a change alters: `make changes BASE=main`.

Every field of every record that differs from another state of the project, with both values and the pages that show
the record today. For whoever looks over a change: the rules find what cannot be, a person sees what should not.
"""

import csv
import io
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from macros.derive.addresses import AddressError, address
from macros.derive.index import Site
from tools import ROOT
from tools.verify import verified

Fields = dict[str, str]
State = dict[tuple[str, str], Fields]  # (kind, id) → field → value
Change = tuple[str, str, str, str, str]  # kind, id, field, and both values, empty where there is none


def flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every value in a record by its path; ``dict(flat({"a": [{"b": 1}]})) == {"a[0].b": "1"}``."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from flat(inner, f"{name}[{i}]")
    else:
        yield name or "value", " ".join(str(value).split())


def state(files: dict[str, str]) -> State:
    """Every record of some files of data (name → text), numbers and dates as they are written."""
    out: State = {}
    for name, text in files.items():
        kind = name.rpartition("/")[2].rpartition(".")[0]
        if name.endswith(".csv"):
            for row in csv.DictReader(io.StringIO(text)):
                out[kind, row.get("filing_number") or row.get("number") or ""] = dict(flat(row))
        else:
            for key, record in (yaml.load(text, yaml.CBaseLoader) or {}).items():
                out[kind, key] = dict(flat(record))
    return out


def compare(old: State, new: State) -> list[Change]:
    """What differs, record by record in the order of today's files; records that went come last."""
    out: list[Change] = []
    for key in dict.fromkeys([*new, *old]):
        before, now = old.get(key, {}), new.get(key, {})
        out += [(*key, field, before.get(field, ""), now.get(field, ""))
                for field in dict.fromkeys([*before, *now]) if before.get(field) != now.get(field)]
    return out


def shown_on(site: Site, kind: str, record: str) -> list[str]:
    """The pages that show a record: its own, and those that name it."""
    found = []
    with suppress(AddressError):
        found += [address(site, kind, record)[0]] if kind in site.data.kinds else []
    found += [url for url, calls in site.tried.items() if any(record in (*c.args, *c.kwargs.values()) for c in calls)]
    found += [url for url, _ in site.used_on.get(record, ())]
    return [url or "./" for url in dict.fromkeys(found)]


def report(found: list[Change], site: Site) -> str:
    """The changes as text, a value a line under the record it belongs to."""
    lines, last = [], ("", "")
    for kind, record, field, old, new in found:
        if (kind, record) != last:
            last = kind, record
            pages = ", ".join(shown_on(site, kind, record)) or "no page of its own"
            lines.append(f"{kind}/{record} ({pages})")
        lines.append(f"  {field}: {old or '(nothing)'} -> {new or '(nothing)'}")
    count = len({c[:2] for c in found})
    lines.append(f"{len(found)} values of {count} records differ." if found else "No value differs.")
    return "\n".join(lines)


def at(commit: str, root: Path) -> dict[str, str]:
    """The files of data of a commit."""
    done = subprocess.run(["git", "archive", commit, "data"], cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{commit}: {done.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        return {name: tar.extractfile(name).read().decode() for name in tar.getnames() if name.endswith((".yml", ".csv"))}


def main(base: str = "HEAD") -> None:
    """Prints what differs from a commit."""
    today = {f"data/{path.name}": path.read_text("utf-8") for path in sorted((ROOT / "data").iterdir())
             if path.suffix in (".yml", ".csv")}
    print(report(compare(state(at(base, ROOT)), state(today)), verified(ROOT)))


if __name__ == "__main__":
    main(*sys.argv[1:2])
