"""The page that says what the last build checked."""

from macros.derive import words
from macros.derive.checked import checked
from macros.write import tables
from macros.write.markup import Markup, block, mixed, text
from macros.write.page import Page, Shown


def _table(page: Page, name: str, caption: str, head: str, rows: dict[str, int], what: str) -> Markup:
    body = [(None, (mixed(said), text(words.number(count)))) for said, count in rows.items()]
    return block(tables.table(page, (), name, caption, (head, what), body, numeric=(1,)))


def rules(page: Page, name: str, caption: str) -> Markup:
    """Every rule of the data, with the records it went through in this build."""
    return _table(page, name, caption, "What would stop the build", page.site.once(checked).rules, "Records tried")


def compared(page: Page, name: str, caption: str) -> Markup:
    """What was compared besides: quotations, words, totals, exceptions, pages."""
    return _table(page, name, caption, "Compared", page.site.once(checked).counts, "Number")


def evidence(page: Page, name: str, caption: str) -> Markup:
    """The pieces of evidence by how well they are known; what was not read could not be checked."""
    return _table(page, name, caption, "Evidence", page.site.once(checked).grades, "Number")


TALLIES: dict[str, Shown] = {"rules-tried": rules, "compared": compared, "evidence-grades": evidence}
