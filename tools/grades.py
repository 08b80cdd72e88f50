"""Prints how many numbers have which grade of evidence; ``--list`` names those that were not read, by page use."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from macros.build import site_for  # noqa: E402
from macros.derive import grades  # noqa: E402
from macros.derive.index import Site  # noqa: E402


def report(site: Site) -> str:
    """The counts by grade as a table of text, with what they are counts of."""
    every, shown = grades.numbers(site), grades.shown(site)
    columns = [(grades.counts(site, found), len(found)) for found in (every, shown)]
    rows = [(grade, *(f"{count[grade]} of {n}" for count, n in columns)) for grade in columns[0][0]]
    rows.append(("checked or read", *(f"{grades.proven(site, found):.1f} %" for found in (every, shown))))
    rows.append(("at least", "", f"{site.data.edition.proven} %"))
    heads = ("", "all figures and values of series", "those that topic pages show")
    return "\n".join("  ".join((f"{a:26}", f"{b:34}", c)).rstrip() for a, b, c in (heads, *rows))


def unproven(site: Site) -> str:
    """The numbers on topic pages that are neither checked nor read, with their grade."""
    found = {key: site.grade(record) for key, record in grades.shown(site).items()}
    return "\n".join(f"{grade}: {key}" for key, grade in found.items() if grade not in grades.PROVEN)


if __name__ == "__main__":
    made = site_for(ROOT)
    print(report(made))
    if "--list" in sys.argv[1:]:
        print(f"\n{unproven(made)}")
