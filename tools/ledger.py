"""Write the ledger of addresses, `make ledger`: adds those of a built site to data/addresses.lock, and only adds."""

import sys
from pathlib import Path

from macros.publish import files, ledger
from tools import ROOT
from tools.verify import verified


def main(site: Path) -> None:
    """Writes the union of the ledger and a built site, and says what was added."""
    path = ROOT / ledger.FILE
    known = set(ledger.read(path))
    found = files.addresses(site, files.exports(verified()))
    path.write_text(ledger.text(known | found), "utf-8")
    print(f"{ledger.FILE}: {len(found - known)} addresses added, {len(known | found)} in all")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
