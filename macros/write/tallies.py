"""Tables of how many records there are of each word of a vocabulary: disputes by verdict, rules by rank."""

from collections import Counter
from dataclasses import dataclass

from macros.write import markup
from macros.write.markup import Markup, block, mixed, text
from macros.write.page import Page, Shown
from macros.write.tables import cells, table


@dataclass(frozen=True)
class Tally:
    """A table by one field: its vocabulary, the kinds of the records that are counted, a column each, and its heads.

    Words that no record has are left out, unless they ``stay``: the addresses of their rows are permanent. In a
    ``folder`` each word has a page of its own.
    """

    field: str
    vocabulary: str
    counted: tuple[str, ...]
    heads: tuple[str, ...]
    folder: str = ""
    stay: bool = False

    def __call__(self, page: Page, name: str, caption: str) -> Markup:
        """The table: each word, what it means, how many there are."""
        data = page.site.data
        found = [Counter(getattr(r, self.field) for r in data.kinds[kind].values()) for kind in self.counted]
        rows = []
        for key, word in data.vocab[self.vocabulary].items():
            numbers = [counts[key] for counts in found]
            if self.stay or any(numbers):
                label = text(word.label)
                label = markup.link(label, page.to(f"{self.folder}{key}/")) if self.folder else label
                rows.append((f"{self.field}-{key}", cells(label, mixed(word.means), *numbers)))
        files = [{"series": "points"}.get(kind, kind) for kind in self.counted]
        return block(table(page, files, name, caption, self.heads, rows, numeric=range(2, len(self.heads))))


TALLIES: dict[str, Shown] = {
    "verdicts": Tally("verdict", "verdicts", ("disputes",), ("Verdict", "Meaning", "Disputes")),
    "figures": Tally("topic", "topics", ("figures", "series"), ("Topic", "What it covers", "Figures", "Series"),
                     folder="figures/by-topic/"),
    "statements": Tally("topic", "topics", ("statements",), ("Topic", "What it covers", "Statements"), folder="statements/"),
    "source-kinds": Tally("kind", "source-kinds", ("sources",), ("Kind", "Meaning", "Sources"), folder="sources/by-kind/"),
    "readings": Tally("reading", "readings", ("sources",), ("Read", "Meaning", "Sources"), stay=True),
    "ranks": Tally("rank", "ranks", ("instruments",), ("Rank", "What it means", "On this site"), stay=True),
    "statuses": Tally("status", "statuses", ("instruments",), ("Status", "What it means", "On this site"), stay=True),
}
