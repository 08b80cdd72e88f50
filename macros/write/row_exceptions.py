"""The rows that break a rule of their register, as data/exceptions.yml lists them with their evidence."""

from macros.derive import words
from macros.facts.records import RowException
from macros.facts.store import Data
from macros.write import markup, tables
from macros.write.markup import Markup, block, mixed, raw, text
from macros.write.page import MacroError, Page, Shown


def exceptions_table(page: Page, name: str, caption: str, register: str | None = None) -> Markup:
    """Every known exception of the registers, or of one of them: the rule, the rows, what is odd, where it stands."""
    data = page.site.data
    found = [e for e in data.exceptions.values() if register in (None, e.register_)]
    if not found:
        raise MacroError(f"there is no exception of the register '{register}'; registers are "
                         f"{', '.join(data.rows)}")
    heads = ("Rule", "Register", "Rows", "What is odd", "Sources")
    rows = [(None if register else item.id, _cells(page, item)) for item in found]  # at home where all stand
    return block(tables.table(page, ("exceptions",), name, caption, heads, rows))


def _cells(page: Page, item: RowException) -> tuple[Markup, ...]:
    data = page.site.data
    odd = page.told(item.what)
    if item.statement:
        odd += raw(" ") + page.link("statements", item.statement, text("More"))
    return (text(data.vocab["row-rules"][item.rule].label), text(data.vocab["registers"][item.register_].label),
            where(data, item), odd, markup.items(page.link("sources", e.source, mixed(data.sources[e.source].publisher))
                                                 for e in item.evidence))


def where(data: Data, item: RowException) -> Markup:
    """The rows of an exception by their numbers, or the place and the running numbers: ``785 to 795``."""
    numbers = item.running or tuple(int(row.rpartition("#")[2]) for row in item.rows)
    what = "no." if len(numbers) == 1 else "nos"
    if item.running and item.province:
        what = f"{data.vocab['provinces'][item.province].label}, running number" + "s" * (len(numbers) > 1)
    return text(f"{what} {runs(numbers)}")


def runs(numbers: tuple[int, ...]) -> str:
    """Numbers with what follows without a gap drawn together: ``runs((3, 4, 5, 9)) == "3 to 5 and 9"``."""
    out: list[list[int]] = []
    for number in sorted(numbers):
        if out and number == out[-1][-1] + 1:
            out[-1].append(number)
        else:
            out.append([number])
    parts = [[str(n) for n in run] if len(run) < 3 else [f"{run[0]} to {run[-1]}"] for run in out]
    return words.series([one for part in parts for one in part])


VIEWS: dict[str, Shown] = {"exceptions": exceptions_table}
