"""Prints how many numbers have which grade of evidence; ``--list`` names those that were not read, by page use."""

import sys

from macros.build import site_for
from macros.derive import grades
from macros.derive.index import Site
from tools import ROOT


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
