"""Run every rule on the data and the pages, offline, and say what was checked: `make verify`."""

import sys
from pathlib import Path

from macros.build import site_for
from macros.derive.checked import report
from macros.facts.problems import DataError
from tools import ROOT


def main(root: Path = ROOT) -> int:
    """Prints the report; 1, with every problem, if a rule does not hold."""
    try:
        print(report(site_for(root)))
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
