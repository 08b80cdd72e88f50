"""Write the ledger of addresses: `make ledger`.

Adds the addresses of a built site to data/addresses.lock, and only adds.
"""

import sys
from pathlib import Path

from macros.build import site_for
from macros.publish import files as export
from macros.publish import ledger
from tools import ROOT


def addresses(root: Path, site: Path) -> str:
    """Writes the union of the ledger of addresses and a built site; what was added."""
    path = root / ledger.FILE
    known = set(ledger.read(path))
    found = export.addresses(site, export.exports(site_for(root)))
    path.write_text(ledger.text(known | found), "utf-8")
    return f"{ledger.FILE}: {len(found - known)} addresses added, {len(known | found)} in all"


def main(arguments: list[str]) -> None:
    """Adds the addresses of the built site that is named."""
    print(addresses(ROOT, Path(*arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
