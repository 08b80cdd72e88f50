"""What the official numbers show, as tables; beside every count of days stands that nobody says what the date means."""

from fractions import Fraction

from macros.derive import number_counts as numbers
from macros.derive import words
from macros.facts.official_numbers import Wait, middle, waits
from macros.facts.records import REGISTERS
from macros.write import markup, tables
from macros.write.markup import Markup, block, mixed, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.register_rows import key_of, language, name_cell, place, row_url, shown
from macros.write.tables import cells

CAVEAT = tag("p", text("The CAC does not say what the date in a number means."), class_="note")


def waits_table(page: Page, name: str, caption: str) -> Markup:
    """Days between the date in a filing number and the filing, by year of filing: median, shortest, longest."""
    rows = [(f"waits-{year}", cells(year, len(found), _median(middle(found)), found[0].days, found[-1].days))
            for year, found in numbers.by_year(waits(page.site.data)).items()]
    heads = ("Filed in", "Services counted", "Median, days", "Shortest", "Longest")
    made = tables.table(page, ("filings",), name, caption, heads, rows, numeric=(1, 2, 3, 4))
    return block(made + CAVEAT)


def _median(value: Fraction) -> str:
    """A median in days: whole, or with its half."""
    return words.number(value.numerator) if value.denominator == 1 else f"{float(value):.1f}"


def longest_waits(page: Page, name: str, caption: str, most: int = 15, list: str | None = None) -> Markup:
    """The services with the most days between the date in their number and the filing, or all of one list."""
    found = [w for w in waits(page.site.data) if list in (None, w.row.list)]
    if not found:
        raise MacroError(f"no service of the list '{list}' has a running number")
    found.sort(key=lambda w: (-w.days, w.row.day, w.row.number))
    rows = [(key_of(name, w.row), _wait(page, w)) for w in found[:most]]
    heads = ("Service", "No.", "Provider", "Place", "Date in the number", "Filed on", "Days")
    made = tables.table(page, ("filings",), name, caption, heads, rows, numeric=(1, 6))
    return block(made + CAVEAT)


def _wait(page: Page, wait: Wait) -> tuple[Markup, ...]:
    row = wait.row
    return cells(markup.lang(name_cell(row), language(row.name_zh)),
                 markup.link(text(row.number), page.to(*row_url(page.site, row))), mixed(row.provider_zh),
                 place(page, row), words.short_date(wait.date), words.short_date(row.day), wait.days)


def running_numbers(page: Page, name: str, caption: str, register: str = "filing") -> Markup:
    """Each place with the running number it has reached, and how many numbers below it have no row."""
    places = page.site.data.vocab["provinces"]
    rows = [(f"{name}-{r.place}", cells(mixed(places[r.place].label), r.rows, r.numbered, words.number(r.highest)
                                        + (" (begun again)" if r.again else ""), r.without))
            for r in numbers.reached(page.site.data, register)]
    heads = ("Place", shown(register).many.capitalize(), "With a running number", "Highest running number",
             "Numbers without a row")
    return block(tables.table(page, (REGISTERS[register],), name, caption, heads, rows, numeric=(1, 2, 3, 4), sort=True))


def launch_dates(page: Page, name: str, caption: str) -> Markup:
    """How many launch numbers carry the date of registration, an earlier or a later one."""
    found = numbers.launch_dates(page.site.data)
    labels = {"same": "The date of registration", "earlier": "An earlier date", "later": "A later date",
              "none": "None: the number is cut off"}
    total = sum(found.values())
    rows = [(f"launch-{key}", cells(label, found[key], f"{100 * found[key] / total:.1f}"))
            for key, label in labels.items() if found[key]]
    made = tables.table(page, ("registrations",), name, caption,
                        ("Date in the launch number", "Applications", "Per cent of all"), rows, numeric=(1, 2))
    return block(made + CAVEAT)


VIEWS: dict[str, Shown] = {"longest-waits": longest_waits}
TALLIES: dict[str, Shown] = {"waits": waits_table, "running-numbers": running_numbers, "launch-dates": launch_dates}
