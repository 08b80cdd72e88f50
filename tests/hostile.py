"""Hostile text: planted into every text field of a copy of the small data set, and read back from what is made of it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

import html5lib
import jinja2
import markdown
import yaml

from macros.facts.reader import columns, read_yaml
from macros.facts.records import KINDS, Filing, Prose, Record, Text

HOSTILE = (
    "<script>alert(1)</script> | {{ 7*7 }} {% raw %} {# c #} [x](javascript:alert(1)) ![i](x.png) [r]: "
    "https://e.example\n\n    # head\n- item\n<!-- `code` ``c`` **b** __b__ *i* _i_ ~~s~~ ^u^ $m$ ==h== ++k++ </title>"
    "</textarea> \"q\" 'q' &amp; &lt; &#60; \\* \\ <img src=x onerror=alert(2)> \" onmouseover=\"alert(3)\" x=' --> ]]>"
    " </p></td></table></li> 水壶《水》 https://e.example <https://e.example> a@b.example *[HTML]: x "
    "{: .c #id onclick=alert(4) } {.d} :smile: (c) -- ... 1. 2) [^1] !!! note\n| a | b |\n|---|---|\n=== ")
STARTS = ("", "@", "- ", "* ", "+ ", "1. ", "2) ", "# ", "> ", ": ", "--- ", "=== ", "| ", "``` ", "~~~ ", "[a]: ",
          "!!! ", "<b>", "&", "\\", "'", '"', "{", "[", "{{ ", "{% ", "{# ", "=")

# Words that are looked for in other texts or stand for one; what they would be compared with is planted elsewhere.
COMPARED = ("quote", "before", "after", "whole_word_only", "keywords")


class Planter:
    """Puts a marked hostile text into every text field and remembers what stands where."""

    def __init__(self) -> None:
        self.fields: dict[int, tuple[str, str]] = {}
        self.starts: dict[int, str] = {}
        self.numbers = itertools.count(1)

    def text(self, kind: str, name: str, before: str = "") -> str:
        """A new hostile text for a field: a start, a mark, the text, a mark."""
        number = next(self.numbers)
        start = STARTS[number % len(STARTS)]
        self.fields[number], self.starts[number] = (kind, name), start
        return f"{before} {start}Q{number}Q {HOSTILE} Z{number}Z".lstrip()

    def record(self, kind: str, model: type[Record], fields: dict[str, Any]) -> None:
        """Hostile text in every text field of a record, however deep."""
        for name, hint in get_type_hints(model, include_extras=True).items():
            given = fields.get(name)
            if given is None or (kind, name) == ("sources", "text") or name in COMPARED:
                continue
            kept = given if name in ("label", "statement", "date_basis", "active") else ""
            if hint in (Text, Prose) or (isinstance(given, str) and {Text, Prose} & set(get_args(hint))):
                fields[name] = self.text(kind, name, kept)
            elif {Text, Prose} & set(get_args(hint)):
                fields[name] = [self.text(kind, name) for _ in given]
            elif isinstance(given, list) and isinstance(given[0], dict):
                inner = next(a for a in _all_args(hint) if isinstance(a, type) and issubclass(a, Record))
                for item in given:
                    self.record(kind, inner, item)


def _all_args(hint: Any) -> Iterator[Any]:
    """Every type within a type."""
    yield hint
    for arg in get_args(hint):
        yield from _all_args(arg)


class Plain(yaml.SafeDumper):
    """Writes what ``read_yaml`` reads."""


Plain.add_representer(Decimal, lambda dumper, value: dumper.represent_float(float(value)))


def plant(root: Path) -> Planter:
    """Fills the copy of the small data set with hostile text; gives what was put where."""
    planter = Planter()
    organisations: dict[str, Any] = {}
    for kind, model in KINDS.items():
        path = root / "data" / f"{kind}.yml"
        records, _ = read_yaml(path, path.name, [])
        for fields in records.values():
            planter.record(kind, model, fields)
            for seal in ("sha256", "registered_sha256") if kind == "lists" else ():
                fields.pop(seal, None)  # of rows that are planted too
            if kind == "owners" and fields.get("organisation"):  # it has to know its Chinese name
                fields["names"] = [*fields["names"], organisations[fields["organisation"]]["name_zh"]]
            if kind == "organisations":
                organisations = records
            if fields.get("whole_word_only"):
                fields["whole_word_only"] = fields["names"][-1:]
        if kind == "statements":
            records["kettles-whistle"]["evidence"].append({"source": "en-text", "quote": planter.text(kind, "quote")})
            quote = records["kettles-whistle"]["evidence"][-1]["quote"]
            archive = root / "seeds" / "en.txt"
            archive.write_text(archive.read_text("utf-8") + quote + "\n", "utf-8")
            sources = (root / "data" / "sources.yml").read_text("utf-8")
            old = yaml.safe_load(sources)["en-text"]["sha256"]
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            (root / "data" / "sources.yml").write_text(sources.replace(old, digest), "utf-8")
        path.write_text(yaml.dump(records, Dumper=Plain, allow_unicode=True, sort_keys=False), "utf-8")
    path = root / "data" / "moved.yml"
    path.write_text(yaml.safe_dump({"tea/old/": {"to": "tea/", "on": dt.date(2026, 11, 21),
                                                 "why": planter.text("moved", "why")}}, allow_unicode=True), "utf-8")
    path = root / "data" / "filings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for name in ("name_zh", "name_en", "provider_zh"):
            row[name] = planter.text("filings", name)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns(Filing))
        writer.writeheader()
        writer.writerows(rows)
    return planter


def flat(text: str) -> str:
    """The text with each run of white space as one blank."""
    return " ".join(text.split())


def visible(made: str) -> str:
    """The text a browser shows of a piece of HTML."""
    return "".join(html5lib.parseFragment(made, namespaceHTMLElements=False).itertext())


def through(made: str) -> str:
    """What template engine and Markdown, as the site sets them up, make of a piece of markup."""
    extensions = ["attr_list", "def_list", "tables", "toc"]
    return markdown.markdown(jinja2.Environment().from_string("{{ x }}").render(x=made), extensions=extensions)


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if re.match(r"'[=+\-@\t\r']", cell) else cell
