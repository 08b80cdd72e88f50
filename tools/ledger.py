"""Write the two ledgers: `make ledger`.

`records` writes data/records.lock anew, which vouches for what every record says, from data that every rule has passed;
it prints what it vouches for anew. `addresses FOLDER` adds the addresses of a built site to data/addresses.lock, and
only adds. Two people who both changed a ledger merge it by keeping both sides and running `make ledger` again.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from macros import export, ledger, witness  # noqa: E402
from macros.load import DataError, Problem  # noqa: E402
from macros.site import site_for  # noqa: E402


def records(root: Path) -> str:
    """Writes the ledger of records; what it vouches for anew. Stops if a check refuses the data."""
    try:
        data = site_for(root).data
    except DataError as error:
        raise SystemExit(f"{error}\n{witness.FILE} was not written.") from None
    path, damaged = root / witness.FILE, list[Problem]()
    known = path.read_text("utf-8", errors="replace") if path.exists() else ""
    added, changed, gone = witness.renewed(witness.parse(known, damaged), data)
    content = witness.text(data)
    path.write_text(content, "utf-8", newline="\n")
    lines = [f"{witness.FILE}: {len(added)} records added, {len(changed)} changed, {len(gone)} gone, "
             f"{content.count(chr(10)) - 1} in all"]
    for word, names in (("added", added), ("changed", changed), ("gone", gone)):
        lines += [f"  {word:<7}  {name}" for name in names]
    return "\n".join(lines)


def addresses(root: Path, site: Path) -> str:
    """Writes the union of the ledger of addresses and a built site; what was added."""
    path = root / ledger.FILE
    known = set(ledger.read(path))
    found = export.addresses(site, export.exports(site_for(root)))
    path.write_text(ledger.text(known | found), "utf-8")
    return f"{ledger.FILE}: {len(found - known)} addresses added, {len(known | found)} in all"


def main(arguments: list[str]) -> None:
    """Writes the ledger that is asked for and says what is new in it."""
    what, *site = arguments
    print(records(ROOT) if what == "records" else addresses(ROOT, Path(*site)))


if __name__ == "__main__":
    main(sys.argv[1:])
