"""What the pages about the site itself show: its words, the addresses that moved, what was checked and how well."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from macros.derive import words
from macros.derive.checked import Checked, checked
from macros.facts.records import GRADES
from macros.write import receipts, tables
from macros.write.markup import Markup, block, mixed, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.tables import cells


def words_table(page: Page, name: str, caption: str, vocabulary: str) -> Markup:
    """A controlled vocabulary as a table: word and meaning; words without a meaning are left out."""
    vocab = page.site.data.vocab
    if vocabulary not in vocab:
        raise MacroError(f"data/vocab.yml has no '{vocabulary}'; it has {', '.join(vocab)}")
    rows = [(f"{name}-{key}", (text(word.label), mixed(word.means)))
            for key, word in vocab[vocabulary].items() if word.means]
    return block(tables.table(page, ("vocab",), name, caption, ("Word", "Meaning"), rows))


def moved_table(page: Page, name: str, caption: str) -> Markup:
    """Addresses that have moved or gone, newest first; a sentence if there are none."""
    moved = page.site.data.moved
    if not moved:
        return block(tag("p", text("No address has moved or gone so far.")))
    rows = [(None, (tag("code", text(old)), text(words.date(m.on)), tag("code", text(m.to)) if m.to else text("withdrawn"),
                    mixed(m.why)))
            for old, m in sorted(moved.items(), key=lambda pair: pair[1].on, reverse=True)]
    return block(tables.table(page, (), name, caption, ("Old address", "Moved on", "New address", "Why"), rows))


def checked_table(counts: Callable[[Checked], Mapping[str, int]], heads: tuple[str, str], page: Page, name: str,
                  caption: str) -> Markup:
    """Some of what the last build checked, with how often."""
    rows = [(None, cells(mixed(what), count)) for what, count in counts(page.site.once(checked)).items()]
    return block(tables.table(page, (), name, caption, heads, rows, numeric=(1,)))


def how_checked(page: Page, name: str, caption: str) -> Markup:
    """How many figures and values of series, statements and events rest on evidence of each grade."""
    site = page.site
    points = [p for s in site.data.series.values() for p in s.points]
    counts = [Counter(map(site.grade, records)) for records in
              ([*site.data.figures.values(), *points], site.data.statements.values(), site.data.events.values())]
    rows = [(f"{name}-{receipts.SLUGS[grade]}", cells(receipts.state(grade), *(c[grade] for c in counts)))
            for grade in GRADES]
    return block(tables.table(page, ("evidence",), name, caption,
                              ("Grade of the best evidence", "Figures and values of series", "Statements", "Events"),
                              rows, numeric=(1, 2, 3)))


VIEWS: dict[str, Shown] = {"words": words_table, "moved": moved_table}
TALLIES: dict[str, Shown] = {
    "grades": how_checked,
    "rules-tried": partial(checked_table, lambda c: c.rules, ("What would stop the build", "Records tried")),
    "compared": partial(checked_table, lambda c: c.counts, ("Compared", "Number")),
    "evidence-grades": partial(checked_table, lambda c: c.grades, ("Evidence", "Number")),
}
