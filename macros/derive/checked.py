"""What the last build checked: each rule with the records it went through, and what stands beside the rules."""

from collections import Counter
from dataclasses import dataclass

from macros.derive.index import Site
from macros.facts.records import GRADES


@dataclass(frozen=True)
class Checked:
    """The numbers of a build: rule (what would stop the build) → records; counts of what was compared."""

    rules: dict[str, int]
    counts: dict[str, int]
    grades: dict[str, int]  # pieces of evidence by how well they are known


def checked(site: Site) -> Checked:
    """What the rules went through before this site could be built."""
    found = [evidence for *_, evidence in site.data.evidence()]
    lists = site.data.lists.values()
    grades = Counter(map(site.evidence_grade, found))
    counts = {
        "Quotations found in their archived text": sum(e.quote is not None for e in found),
        "Words kept of pages without an archived text, with the value read in them": sum(bool(e.words) for e in found),
        "Archived texts, each with its checksum": len(site.data.texts),
        "Official totals that the rows add up to": sum((i.total is not None) + (i.registered_total is not None)
                                                      for i in lists),
        "Rows and numbers that break a rule of their register, each listed with its evidence": len(
            site.data.exceptions),
        "Pages, each call of a word tried and no number typed": len(site.pages),
    }
    return Checked(dict(site.data.tried), counts, {grade: grades[grade] for grade in GRADES})


def report(site: Site) -> str:
    """The same as text, for a terminal."""
    found = checked(site)
    lines = [f"{len(found.rules)} rules of the data hold. Each with the records it went through:", ""]
    lines += [f"{count:7,}  {rule}" for rule, count in found.rules.items()]
    lines += ["", *(f"{count:7,}  {what}" for what, count in found.counts.items())]
    lines += ["", "Evidence by how well it is known:", *(f"{n:7,}  {grade}" for grade, n in found.grades.items())]
    return "\n".join(lines)
