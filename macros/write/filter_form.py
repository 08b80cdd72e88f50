"""A form that narrows the rows of a table, or what else stands on a page, by words of a vocabulary."""

from collections.abc import Iterable

from macros.write.markup import EMPTY, Markup, tag, text
from macros.write.page import Page


def choices(page: Page, vocabulary: str, used: Iterable[str]) -> list[tuple[str, str]]:
    """The words of a vocabulary that occur, with their labels, in the order of the vocabulary."""
    seen = set(used)
    return [(key, word.label) for key, word in page.site.data.vocab[vocabulary].items() if key in seen]


def filter_form(target: str, selects: Iterable[tuple[str, str, list[tuple[str, str]]]], more: Markup = EMPTY) -> Markup:
    """A form that narrows the rows or articles of ``target``, by ``more`` too; hidden until the script makes it work."""
    fields = EMPTY.join(tag("label", text(label) + tag("select", tag("option", text("Any"), value="") + EMPTY.join(
        tag("option", text(shown), value=value) for value, shown in choices), name_=name))
        for name, label, choices in selects)
    return tag("form", fields + more + tag("button", text("Show all"), type="reset") + tag("output"), class_="filter",
               data_for=target, hidden=True)
