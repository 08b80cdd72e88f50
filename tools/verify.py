"""Run every rule on the data and the pages, offline, and say what was checked: `make verify`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from macros.build import site_for  # noqa: E402
from macros.derive.checked import report  # noqa: E402
from macros.facts.problems import DataError  # noqa: E402


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
