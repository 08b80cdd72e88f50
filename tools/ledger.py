"""Add the addresses of a built site to data/addresses.lock: `make ledger`.

It only adds. Two people who both added pages merge their ledgers by keeping both sides, or by running it again.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from macros import export, ledger  # noqa: E402
from macros.site import site_for  # noqa: E402


def main(arguments: list[str]) -> None:
    """Writes the union of the ledger and the site in a folder, and says what was added."""
    path = ROOT / ledger.FILE
    known = set(ledger.read(path))
    found = export.addresses(Path(arguments[0]), export.exports(site_for(ROOT)))
    path.write_text(ledger.text(known | found), "utf-8")
    print(f"{ledger.FILE}: {len(found - known)} addresses added, {len(known | found)} in all")


if __name__ == "__main__":
    main(sys.argv[1:])
