"""How to ask for the data from a program: examples that name this site's own addresses."""

from macros.derive.files import V1
from macros.write import markup
from macros.write.markup import EMPTY, Markup, block, filled, raw, tag, text
from macros.write.page import Page, Shown

EXAMPLES = {
    "curl": """# the newest value of a series, and every filed service as a table
curl {home}figures/{series}.json
curl -O {home}csv/filings.csv""",
    "Python": """import json, urllib.request

with urllib.request.urlopen("{home}figures/{series}.json") as answer:
    series = json.load(answer)["record"]
newest = series["points"][-1]
print(newest["as_of"], newest["value"], newest["bound"])""",
    "R": """filings <- read.csv("{home}csv/filings.csv", fileEncoding = "UTF-8")
table(substr(filings$filed_on, 1, 4), filings$province)""",
}


def examples(page: Page) -> Markup:
    """The same question in each language, under a heading of its own."""
    series = next(iter(page.site.data.series))
    out = EMPTY.join(tag("h2", text(name), id=name.lower()) + tag("pre", tag("code", _lines(
        code.replace("{home}", page.site.home + V1).replace("{series}", series)))) for name, code in EXAMPLES.items())
    return block(out)


def _lines(code: str) -> Markup:
    """Code as markup, line by line."""
    return raw("&#10;").join(text(line).replace(" ", raw("&#32;")) for line in code.split("\n"))


def description(page: Page) -> Markup:
    """The link to the description for programs."""
    link = markup.link(tag("code", text("openapi.json")), page.to(f"{V1}openapi.json"))
    return block(tag("p", filled("{} describes every address for programs (OpenAPI).", link), class_="cite__files"))


SHOWS: dict[str, Shown] = {"api-examples": examples, "openapi": description}
