"""Print how many numbers have which grade of evidence: `make grades`; ``--list`` names those that were not read."""

import sys

from macros.derive import grades
from macros.derive.index import Site
from tools.verify import verified


def report(site: Site) -> str:
    """The counts by grade as a table of text, with what they are counts of."""
    every, shown = grades.numbers(site), grades.shown(site)
    columns = [(grades.counts(site, found), len(found)) for found in (every, shown)]
    rows = [("", "all figures and values of series", "those that topic pages show"),
            *((grade, *(f"{count[grade]} of {n}" for count, n in columns)) for grade in columns[0][0]),
            ("checked or read", *(f"{grades.proven(site, found):.1f} %" for found in (every, shown))),
            ("at least", "", f"{site.data.edition.proven} %")]
    return "\n".join(f"{a:26}  {b:34}  {c}".rstrip() for a, b, c in rows)


def unproven(site: Site) -> str:
    """The numbers on topic pages that are neither checked nor read, with their grade."""
    found = {key: site.grade(record) for key, record in grades.shown(site).items()}
    return "\n".join(f"{grade}: {key}" for key, grade in found.items() if grade not in grades.PROVEN)


if __name__ == "__main__":
    made = verified()
    print(report(made))
    if "--list" in sys.argv[1:]:
        print(f"\n{unproven(made)}")
