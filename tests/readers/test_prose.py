"""The prose of pages and records: each rule finds what it is for, and finds nothing in what is published."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import prose
import pytest
from project import real
from prose import Piece

from macros.write.page_source import PageSource, read_pages
from tools import ROOT

PAGE_SENTENCE, RECORD_SENTENCE = 35, 40  # words
EASE = 50  # Flesch: "fairly difficult" ends here; most pages stand at 70


@cache
def pieces() -> tuple[list[Piece], list[Piece]]:
    """The texts of the pages and those of the records."""
    english = (source for source in read_pages(ROOT / "docs") if source.url not in real().lang_of)
    pages = [p for source in english for p in prose.of_page(source)]
    return pages, list(prose.of_records(real()))


def of(text: str) -> list[Piece]:
    return list(prose.of_page(PageSource("x.md", text)))


# ---- each rule finds what it is for --------------------------------------------------------------------------------

def test_a_page_in_pieces_keeps_its_lines_and_stands_in_for_macros() -> None:
    found = of('---\ntitle: T\n---\n\n# T { #t }\n\nBy {{ as_of("a") }} there were {{ fig("a") }} services, so '
               '[see](x.md) {{ ref("b", "the dispute") }}.{{ cite("c") }}\n{ .lead }\n\n'
               '{{ key_figures("a") }}\n\n- First entry\n- Second entry {{ said("c") }}\n')
    assert found == [Piece("docs/x.md:7", "By May there were X services, so see the dispute."),
                     Piece("docs/x.md:12", "First entry"), Piece("docs/x.md:13", "Second entry Said.")]


def test_each_cell_of_a_table_is_a_piece() -> None:
    assert of("---\ntitle: T\n---\n\n| Text | Where |\n|---|---|\n| words | {{ fig('a') }} |\n") == [
        Piece("docs/x.md:5", said) for said in ("Text", "Where", "words")]


@pytest.mark.parametrize(("text", "found"), [
    ("It is very large.", ["x: 'very': leave it out"]),
    ("They delved into it.", ["x: 'delved': look into, read"]),
    ("The programs leverage the landscape.", ["x: 'programs': programmes", "x: 'leverage': use",
                                              "x: 'landscape': name what is meant"]),
    ("Labeling is due, and the Center for Labor is not meant.", ["x: 'Labeling': labelling"]),
    ("Mini-programs and every “very large” model", []),
])
def test_words_to_do_without(text: str, found: list[str]) -> None:
    assert sorted(prose.fillers([Piece("x", text)], prose.vocabulary())) == sorted(found)


def test_the_vocabulary_gives_advice_for_each_word() -> None:
    words = prose.vocabulary()
    assert all(words.values())
    assert {"leverage", "it is important to note", "in today's world", "landscape", "delve*"} <= set(words)


def test_long_sentences() -> None:
    long = "One " + "more word " * 6 + "and the end of it."
    text = f"{long} Short, by Law No. 12 of 2024. Half of it is here; the other half of it comes after."
    assert list(prose.long_sentences([Piece("x", text)], 10)) == [f"x: 18 words: {long[:70]}…"]


def test_doubled_words() -> None:
    assert list(prose.doubled([Piece("x", "It is the the one. He had had it.")])) == ["x: 'the the' stands twice"]


def test_pages_that_are_hard_to_read() -> None:
    plain = "The list is long. Each row has a name and a day. You can sort it."
    hard = "Institutional modernisation notwithstanding, interoperability necessitates organisational alignment."
    assert list(prose.hard_pages([("a", plain), ("b", hard)], EASE)) == [
        f"b: reading ease {prose.ease(hard):.0f}; shorter sentences and plainer words, please"]


@pytest.mark.parametrize(("word", "number"), [
    ("list", 1), ("table", 2), ("file", 1), ("generative", 4), ("the", 1), ("registration", 4), ("AI", 1)])
def test_syllables(word: str, number: int) -> None:
    assert prose.syllables(word) == number


# ---- and nothing in what is published ------------------------------------------------------------------------------

def test_pages_and_records_do_without_filler_and_american_spelling() -> None:
    words = prose.vocabulary()
    assert [line for texts in pieces() for line in prose.fillers(texts, words)] == []


def test_sentences_are_short() -> None:
    pages, records = pieces()
    assert list(prose.long_sentences(pages, PAGE_SENTENCE)) == []
    assert list(prose.long_sentences(records, RECORD_SENTENCE)) == []


def test_no_word_stands_twice() -> None:
    assert [line for texts in pieces() for line in prose.doubled(texts)] == []


def test_pages_are_easy_to_read() -> None:
    texts: dict[str, list[str]] = {}
    for piece in pieces()[0]:
        text = piece.text if piece.text[-1:] in ".!?" else f"{piece.text}."
        texts.setdefault(piece.where.partition(":")[0], []).append(text)
    assert list(prose.hard_pages(((name, " ".join(found)) for name, found in texts.items()), EASE)) == []


def spelling(*paths: str) -> list[str]:
    """What codespell, as pyproject.toml sets it up, finds in files."""
    command = [sys.executable, "-m", "codespell_lib", "--toml", str(ROOT / "pyproject.toml"), *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_misspelling_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("It is definately wrong.\n", "utf-8")
    assert [line.partition(": ")[2] for line in spelling(str(tmp_path / "x.md"))] == ["definately ==> definitely"]


def test_nothing_is_misspelt() -> None:
    written = ("docs", "macros", "tools", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md",
               *(f"data/{p.name}" for p in sorted((ROOT / "data").glob("*.yml"))))
    assert spelling(*written) == []


# ---- tables have heads -----------------------------------------------------------------------------------------------

def empty_heads(text: str) -> list[str]:
    """The heads of Markdown tables in which a cell is empty: ``empty_heads("| |a|\\n|-|-|") == ["| |a|"]``."""
    lines = text.split("\n")
    return [head for head, rule in itertools.pairwise(lines)
            if re.fullmatch(r"\|(?:\s*:?-+:?\s*\|)+", rule.strip()) and not all(
                cell.strip() for cell in head.strip().strip("|").split("|"))]


def test_no_table_of_a_page_has_an_empty_head() -> None:
    assert empty_heads("| | b |\n|---|---|\n| a | b |") == ["| | b |"]
    assert empty_heads("| a | b |\n|---|:--:|\n| | b |") == []
    pages = {source.url: empty_heads(source.text) for source in read_pages(ROOT / "docs")}
    assert {url: heads for url, heads in pages.items() if heads} == {}


# ---- numbers keep their bounds ---------------------------------------------------------------------------------------

BEFORE_A_NUMBER = re.compile(
    r"(?:more than|less than|at least|up to|no more than|within|nearly|about|cap of|pass(?:ed)?|above) $", re.I)


def bare_bounds(text: str, bound_of: Callable[[str, str | None], str]) -> list[str]:
    """The figures of a page whose bound is neither asked for nor written before them."""
    found = []
    for call in re.finditer(r'\{\{ fig\("([^"]+)"([^}]*)\) \}\}', text):
        at = re.search(r'at="([^"]+)"', call[2])
        if (bound_of(call[1], at[1] if at else None) != "exact" and "bound=True" not in call[2]
                and not BEFORE_A_NUMBER.search(text[:call.start()])):
            found.append(call[1])
    return found


@pytest.mark.parametrize(("text", "found"), [
    ('There were {{ fig("a") }} kettles.', ["a"]), ('There were {{ fig("a", bound=True) }} kettles.', []),
    ('There were more than {{ fig("a", unit=True) }}.', []), ('In May {{ fig("a", at="2024-05") }}.', ["a"])])
def test_a_number_without_its_bound_is_found(text: str, found: list[str]) -> None:
    assert bare_bounds(text, lambda name, at: "more-than") == found
    assert bare_bounds(text, lambda name, at: "exact") == []


def test_no_page_drops_the_bound_of_a_number() -> None:
    site = real()

    def bound_of(name: str, at: str | None) -> str:
        found = site.data.figures.get(name) or site.point(name, at)
        return "exact" if getattr(found, "high", None) else found.bound  # a span has its bounds in it

    pages = {source.url: bare_bounds(source.text, bound_of) for source in read_pages(ROOT / "docs")
             if not source.url.startswith("about/")}
    assert {url: names for url, names in pages.items() if names} == {}
