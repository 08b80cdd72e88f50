"""A form that narrows the rows of a table, or what else stands on a page, by words of a vocabulary."""

from collections.abc import Iterable

from macros.write.markup import EMPTY, Markup, tag, text
from macros.write.page import Page


def choices(page: Page, vocabulary: str, used: Iterable[str]) -> list[tuple[str, str]]:
    """The words of a vocabulary that occur, with their labels, in the order of the vocabulary."""
    seen = set(used)
    return [(key, word.label) for key, word in page.site.data.vocab[vocabulary].items() if key in seen]


def select(name: str, label: str, choices: Iterable[tuple[str, str]], every: str = "Any") -> Markup:
    """A field in which one of some choices, value and label, is taken, or every one."""
    options = EMPTY.join(tag("option", text(shown), value=value) for value, shown in (("", every), *choices))
    return tag("label", text(label) + tag("select", options, name_=name))


def filter_form(target: str, selects: Iterable[tuple[str, str, list[tuple[str, str]]]], more: Markup = EMPTY) -> Markup:
    """A form that narrows the rows or articles of ``target``, by ``more`` too; hidden until the script makes it work."""
    fields = EMPTY.join(select(*one) for one in selects)
    return tag("form", fields + more + tag("button", text("Show all"), type="reset") + tag("output"), class_="filter",
               data_for=target, hidden=True)
