"""Hostile text in every text field of every kind of record: what is published besides pages keeps it as text.

The pages themselves are tested in test_markup.py, with the same data.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import html5lib
import pytest
from hostile import HOSTILE, Planter, flat, plant, unguarded
from small import any_words, copy

from macros.build import site_for
from macros.derive.channels import channels
from macros.derive.history import Change
from macros.derive.index import Site
from macros.publish import feeds, head
from macros.publish import files as export

MARK = re.compile(r"Q(\d+)Q (.*?) Z\1Z", re.S)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Planter, dict[str, bytes]]:
    """The site of the hostile data, what was put where, and every exported file."""
    root = copy(tmp_path_factory.mktemp("hostile"))
    planter = plant(root)
    (root / "mkdocs.yml").write_text("site_url: https://x.example/s/\n", "utf-8")
    with any_words():
        site = site_for(root)
    return site, planter, export.exports(site)


Hostile = tuple[Site, Planter, dict[str, bytes]]


def strings(value: Any) -> Iterator[str]:
    """Every text within what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def planted(planter: Planter, text: str, *, whole: bool = True) -> set[tuple[str, str]]:
    """The fields whose hostile text stands in a text, each as it was put there: with its start, if it is whole."""
    out = set()
    for found in MARK.finditer(text):
        number = int(found[1])
        assert flat(found[2]) == flat(HOSTILE)
        assert not whole or text[:found.start()].endswith(planter.starts[number])
        out.add(planter.fields[number])
    return out


def test_json_gives_back_every_text(hostile: Hostile) -> None:
    _, planter, files = hostile
    seen: set[tuple[str, str]] = set()
    for path, content in files.items():
        if path.endswith(".json") and "/cite/" not in path:
            for text in strings(json.loads(content)):
                seen |= planted(planter, text)
    assert set(planter.fields.values()) - seen == {("moved", "why")}
    assert len(seen) > 60


def test_tables_give_back_every_text_and_no_cell_is_a_formula(hostile: Hostile) -> None:
    _, planter, files = hostile
    seen: set[tuple[str, str]] = set()
    formulas = []
    for path, content in files.items():
        if not path.endswith(".csv"):
            continue
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1, path
        for cell in (cell for row in rows for cell in row):
            formulas += [f"{path}: {cell[:40]}"] if re.match(r"[=+\-@\t\r]", cell) else []
            for text in strings(json.loads(cell)) if cell.startswith(("[{", '["')) else [unguarded(cell)]:
                seen |= planted(planter, text)
    assert formulas == []
    assert set(planter.fields.values()) - seen == {("moved", "why")}


def test_every_head_is_closed_to_every_text(hostile: Hostile) -> None:
    """JSON-LD, card and citation tags: no text ends a script or an attribute, or adds an element."""
    site, planter, _ = hostile
    seen: set[tuple[str, str]] = set()
    for url in site.pages:
        tree = html5lib.parse(f"<!doctype html><head>{head.head(site, url)}</head><body></body>",
                              namespaceHTMLElements=False)
        assert list(tree.find("body")) == [], url
        elements = list(tree.find("head"))
        assert {element.tag for element in elements} <= {"link", "meta", "script"}, url
        assert not [name for element in elements for name in element.attrib if name.startswith("on")], url
        assert not [v for e in elements for v in e.attrib.values() if re.match(r"\s*javascript:", v, re.I)], url
        scripts = [element for element in elements if element.tag == "script"]
        assert [script.get("type") for script in scripts] == ["application/ld+json"], url
        for text in strings(json.loads("".join(scripts[0].itertext()))):
            seen |= planted(planter, text, whole=False)
        for text in (value for element in elements for value in element.attrib.values()):
            seen |= planted(planter, text, whole=False) if HOSTILE in text else set()
    assert {("figures", "label"), ("sources", "title"), ("instruments", "name")} <= seen


def test_no_citation_gains_a_field(hostile: Hostile) -> None:
    _, _, files = hostile
    paths = [path for path in files if "/cite/" in path or "bibliography" in path]
    assert {path.rpartition(".")[2] for path in paths} == {"bib", "ris", "json"}
    for path in paths:
        content = files[path].decode()
        if path.endswith(".ris"):
            assert [line for line in content.splitlines() if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
            assert content.count("TY  - ") == content.count("ER  - ") == len(re.findall("^TY", content, re.M)), path
        elif path.endswith(".bib"):
            bare = re.sub(r"\\.", "", content)
            assert bare.count("{") == bare.count("}"), path
            assert len(re.findall(r"^@", content, re.M)) == len(re.findall(r"^\}$", content, re.M)), path
        else:
            json.loads(content)


def test_no_feed_gains_an_element(hostile: Hostile) -> None:
    """Every part of a change, its source among them."""
    site, _, _ = hostile
    change = Change("corrected", "", HOSTILE, HOSTILE, HOSTILE, HOSTILE, "plain-page", "2026.12", "2026-12-01")
    with patch.object(feeds, "entries", lambda _: [change]):
        atom, feed = ElementTree.fromstring(feeds.atom(site, site.once(channels)[0])), json.loads(feeds.json_feed(site))
    [entry] = atom.findall("{*}entry")
    assert [element.tag.partition("}")[2] for element in entry] == ["id", "title", "updated", "link", "category",
                                                                   "content"]
    assert [len(element) for element in entry] == [0] * 6
    assert flat(entry.findtext("{*}content") or "") == flat(feeds.says(site, change))
    assert flat(HOSTILE) in flat(feeds.says(site, change))
    assert site.data.sources["plain-page"].title in feeds.says(site, change)
    assert [item["content_text"] for item in feed["items"]] == [feeds.says(site, change)]
