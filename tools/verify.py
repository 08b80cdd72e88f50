"""Run every rule on the data and the pages, offline, and say what was checked: `make verify`."""

from pathlib import Path

from macros.build import site_for
from macros.derive.checked import report
from macros.derive.index import Site
from macros.facts.problems import DataError
from tools import ROOT


def verified(root: Path = ROOT) -> Site:
    """The site under ``root``, which every rule holds for; stops with every problem if one does not."""
    try:
        return site_for(root)
    except DataError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    print(report(verified()))
