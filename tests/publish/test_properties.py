"""What holds for any text at all: escaping, addresses, tables and feeds give back what they were given.

Numbers, dates and quotations have theirs in test_numbers.py, test_dates.py, test_quotations.py.
"""

from __future__ import annotations

import csv
import io
import json
import re
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urljoin

import feedparser
import html5lib
import jinja2
from hostile import flat, through, unguarded, visible
from hypothesis import given
from hypothesis import strategies as st
from project import real

from macros.derive.addresses import relative
from macros.derive.channels import channels
from macros.derive.history import Change
from macros.facts.problems import Problem
from macros.facts.reader import columns, read_rows
from macros.facts.records import Filing
from macros.facts.schema import Field
from macros.facts.text import look_alike, unseen
from macros.publish import csv_tables as tables
from macros.publish import feeds, ledger
from macros.write import markup, pages
from macros.write.page_source import PageSource

# Characters that mean something to a parser on the way, among letters of the languages here.
texts = st.text(st.sampled_from("ab1 备案ổ“”’.,;:-+=@#!?*_~`^|\\/&<>\"'{}[]()%$\n\t") | st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufeff\u2028\u2029"), max_size=40)
ids = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)
folders = st.lists(ids, max_size=3).map(lambda parts: "".join(f"{part}/" for part in parts))


@given(texts)
def test_text_is_seen_as_it_is_and_makes_no_element(value: str) -> None:
    made = through(f"x {markup.text(value)} x")
    assert re.findall(r"<([a-z0-9]+)", made) == ["p"]
    assert flat(visible(made)) == flat(f"x {value} x")


@given(texts)
def test_an_attribute_is_read_back_as_it_is(value: str) -> None:
    made = jinja2.Environment().from_string(markup.tag("i", "x", title=value)).render()
    [element] = html5lib.parse(made, namespaceHTMLElements=False).iter("i")
    assert element.attrib == {"title": " ".join(value.split())}
    assert element.text == "x"


@given(texts)
def test_marking_chinese_changes_no_word(value: str) -> None:
    made = html5lib.parse(markup.mixed(value), namespaceHTMLElements=False)
    assert flat("".join(made.itertext())) == flat(value)
    assert {element.get("lang") for element in made.iter("span")} <= {"zh-Hans"}


@given(page=folders, here=folders, fragment=st.just("") | ids)
def test_a_link_leads_from_any_page_to_any_place(page: str, here: str, fragment: str) -> None:
    base = "https://example.org/site/"
    found = urljoin(base + here, relative(page, here, fragment))
    assert found == base + page + (f"#{fragment}" if fragment else "")


@given(st.lists(st.tuples(texts, texts), max_size=4))
def test_a_table_is_read_back_as_it_was_and_no_cell_is_a_formula(rows: list[tuple[str, str]]) -> None:
    columns = (Field("name", "string", True, "x"), Field("note", "string", True, "x"))
    content = tables.to_csv(columns, [{"name": a, "note": b} for a, b in rows]).decode()
    found = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert [tuple(map(unguarded, row)) for row in found] == [("name", "note"), *rows]
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.lists(st.tuples(texts, texts, texts, texts), min_size=1, max_size=3))
def test_both_feeds_give_back_every_change(parts: list[tuple[str, str, str, str]]) -> None:
    site = real()
    changes = [Change("corrected", "", label, old, new, reason, "", "2026.12", "2026-12-01")
               for label, old, new, reason in parts]
    with patch.object(feeds, "entries", lambda _: changes):
        atom, feed = feedparser.parse(feeds.atom(site, site.once(channels)[0])), json.loads(feeds.json_feed(site))
    expected: list[Any] = [(feeds.title(change), feeds.says(site, change)) for change in changes]
    assert [(item["title"], item["content_text"]) for item in feed["items"]] == expected
    assert not atom.bozo
    assert [(flat(e.title), flat(e.content[0].value)) for e in atom.entries] == [
        (flat(title), flat(says)) for title, says in expected]


filled = texts.filter(lambda text: text.strip() and not re.search("[\u202a-\u202e\u2066-\u2069]", text))

plain = filled.filter(lambda text: not unseen(text) and not look_alike(text))


@given(filled, filled)
def test_the_head_of_a_generated_page_is_read_back(title: str, description: str) -> None:
    page = PageSource("x.md", pages._page(title, description, "{{ references() }}"))
    assert page.front_error is None
    assert (flat(page.title), flat(page.description)) == (flat(title), flat(description))
    assert len(page.calls) == 1


@given(st.lists(st.tuples(plain, plain), min_size=1, max_size=4))
def test_rows_of_filings_are_read_as_they_were_written(names: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([columns(Filing), *(
        ["list", n, zh, "", maker, "beijing", "Beijing-X-20240101", "2024-01-02"]
        for n, (zh, maker) in enumerate(names, 1))])
    problems: list[Problem] = []
    rows = read_rows(SimpleNamespace(name="filings.csv", read_bytes=lambda: out.getvalue().encode()), Filing, problems)  # type: ignore[arg-type]
    assert problems == []
    assert [(row.number, row.name_zh, row.provider_zh) for row in rows] == [
        (n, zh.strip(), maker.strip()) for n, (zh, maker) in enumerate(names, 1)]


@given(st.lists(st.tuples(folders, st.just("") | ids), max_size=5))
def test_addresses_are_read_back_from_their_ledger(parts: list[tuple[str, str]]) -> None:
    found = {(folder or "./") + (f"#{part}" if part else "") for folder, part in parts}
    assert [address for address in found if not ledger._ADDRESS.fullmatch(address)] == []
    lines = [(n, line) for n, line in enumerate(ledger.text(found).splitlines(), 1) if not line.startswith("# ")]
    assert [line for _, line in lines] == sorted(line for _, line in lines)
    read = {page + part: n for n, line in lines for page, *parts in [line.split()] for part in ("", *parts)}
    assert set(read) == found | {address.partition("#")[0] for address in found}
    path = SimpleNamespace(exists=lambda: True, read_text=lambda _: ledger.text(found))
    assert ledger.read(path) == read  # type: ignore[arg-type]
