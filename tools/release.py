"""Write a release of the data: `make release`.

The release is data/releases/<version>.json, a snapshot of every fact, with the version and the day of data/edition.yml.
The page of changes and the feeds follow from it. It refuses a version that exists or goes back, one in which nothing
changed, and changes nobody gave a reason for.
"""

import json
import re
from pathlib import Path

from macros.derive import history
from tools import ROOT
from tools.verify import verified


def release(root: Path) -> Path:
    """The file of the new release; stops with a message if there can be none."""
    site = verified(root)
    edition = site.data.edition
    path = root / "data" / "releases" / f"{edition.version}.json"
    if path.exists():
        raise SystemExit(f"{edition.version} is released already; raise version: in data/edition.yml "
                         f"(a second release in a month is {edition.version}.1)")
    past = site.history.releases
    if past and not history.changes(site)[:1]:
        raise SystemExit(f"no fact has changed since {past[-1].version}; there is nothing to release")
    if missing := history.missing_reasons(site):
        lines = "".join(f"    {fact}: …\n" for fact in missing)
        raise SystemExit(f"say in data/releases.yml why these facts changed:\n{history.NEXT}:\n  reasons:\n{lines}")
    path.parent.mkdir(exist_ok=True)
    path.write_text(history.snapshot(site.data), "utf-8")
    _named(root / "data" / "releases.yml", rf"^{history.NEXT}:$", f"{edition.version}:")
    for field, value in (("version", json.dumps(edition.version)), ("date-released", edition.as_of),
                         ("title", json.dumps(site.name, ensure_ascii=False)), ("url", site.home)):
        _named(root / "CITATION.cff", rf"^{field}: .*$", f"{field}: {value}")
    return path


def _named(path: Path, line: str, new: str) -> None:
    """Writes a line of a file anew, if there is one like it."""
    if path.exists():
        path.write_text(re.sub(line, lambda _: new, path.read_text("utf-8"), flags=re.M), "utf-8")


if __name__ == "__main__":
    print(f"wrote {release(ROOT).relative_to(ROOT)}, and the version and day in CITATION.cff; run make ledger, then "
          "commit all")
