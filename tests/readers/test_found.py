"""Thirty rows of each register, drawn at random but always the same, are found on the built site."""

from __future__ import annotations

import json
import random
import re
from html import unescape
from pathlib import Path

import pytest

from macros.facts.reader import load
from macros.facts.records import REGISTERS, Row
from macros.facts.text import loosely
from macros.write.register_rows import SHOWN
from tools import ROOT

DATA = load(ROOT)
DRAWN = [row for table in REGISTERS.values()
         for row in random.Random(table).sample(getattr(DATA, table), 30)]  # a fixed seed: the name of the table


@pytest.fixture(scope="module")
def fetched(site: Path) -> dict[str, list[tuple[str, str]]]:
    """Register → the text that the search looks in and the address it leads to, as its script makes them."""
    out = {}
    for register, words in SHOWN.items():
        found = json.loads((site / words.folder / "rows.json").read_text("utf-8"))
        rows = []
        for name, number, zh, en, provider, place, reference, day, *_ in found["rows"]:
            key, _, first = found["lists"][name]
            part = (number - first) // found["part"] + 1
            text = loosely("\n".join(map(str, (zh, en or "", provider, *found["provinces"][place][1:], reference, day,
                                              number))))
            rows.append((text, f"{words.folder}/{key}/" + (f"part-{part}/" if part > 1 else "") + f"#no-{number}"))
        out[register] = rows
    return out


@pytest.mark.parametrize("row", DRAWN, ids=[f"{r.register} {r.number}" for r in DRAWN])
def test_a_row_is_found_by_name_provider_and_number(row: Row, site: Path,
                                                    fetched: dict[str, list[tuple[str, str]]]) -> None:
    for asked in (row.name_zh, row.provider_zh, row.reference):
        wanted = loosely(asked).split(" ")
        hits = [address for text, address in fetched[row.register] if all(word in text for word in wanted)]
        here = [address for address in hits if address.endswith(f"/#no-{row.number}") and f"/{row.list}/" in address]
        assert len(here) == 1, asked
        page, fragment = here[0].split("#")
        html = (site / page / "index.html").read_text("utf-8")
        start = re.search(rf'<tr id="?{fragment}"?>', html).start()  # type: ignore[union-attr]
        cells = unescape(re.split(r"<tr|</table", html[start + 3:])[0])
        assert row.name_zh in cells
        assert row.reference in cells
