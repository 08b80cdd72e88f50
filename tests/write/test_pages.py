"""The page rules: no number of its own, no markup of its own, every call tried; and what the generated pages hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from small import SMALL, cases, change, copy, found_in, problems

from macros.build import site_for
from macros.write.page_source import PageSource, read_pages
from macros.write.pages import generated
from tools import ROOT

HERE = "See [the figures](figures/index.md)."


@cases("pages")
def test_a_page_that_breaks_a_rule_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]


def test_every_message_of_the_page_rules_has_a_case() -> None:
    """A message is known by its longest fixed part, as it stands in the code."""
    sources = [(ROOT / "macros" / "write" / f"{name}.py").read_text("utf-8") for name in ("pages", "page_kinds")]
    messages = [ast.unparse(node.args[3]) for source in sources for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem"]
    fixed = [max(re.split(r"\{+[^{}]*\}+|^f?['\"]|['\"]", message), key=len) for message in messages
             if message.startswith(("f'", 'f"', "'", '"'))]
    found = yaml.safe_load((ROOT / "tests" / "fixtures" / "cases" / "pages.yml").read_text("utf-8")).values()
    told = "\n".join(problem for case in found for problem in case["problems"])
    assert len(fixed) > 12
    mistake = "); if that is a mistake in the macro, mend it there"  # tried below
    assert [part for part in fixed if part not in told and part != mistake] == []


@pytest.mark.parametrize("text", [
    "A link to [a row](figures/index.md#row-24).",
    "A paragraph of a class.\n{ .lead-2 }",
    'A {{ fig("visitors", at="2024-06-30") }} at a date.',
    "A third-party office in a third country, and third-party goods at second hand.",
    "One of them came first, the other once; no one knows which one. All on one scale, one by one: none was found.",
    "Both sides are here, a newer one replaces it, for one reason. A single law is all; several firms, many users.",
    "The one for services that nobody sees is one whose services are few. I say X, MIT and CLI mix.",
    "The hai is a fish, and Ba is a name; a score counts, a pair too.",
    "Ruled off\n\n---\n\nbelow.",
    "| a | b |\n|---|---|\n| c | d |",
    "A < b and b > c; fish & chips.",
    "{# A note for authors: 12 kettles. #}",
])
def test_a_page_that_keeps_the_rules_passes(text: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "docs/index.md", HERE, text)
    assert problems(root) == []


def test_an_unknown_macro_that_is_like_no_other_gets_the_whole_list(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "docs/index.md", HERE, "{{ zzzz() }}")
    [found] = problems(root)
    assert found.startswith("docs/index.md:13: zzzz(): is no macro; the macros are ")
    assert "fig, " in found
    assert found.endswith("top")


def test_whatever_a_macro_trips_over_comes_with_page_and_line(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "docs/index.md", HERE, '{{ fig(["kettles"]) }}')
    [found] = problems(root)
    assert re.fullmatch(r"docs/index\.md:13: fig\(\['kettles'\]\): cannot take that \(TypeError: .+, in "
                        r"macros/write/\w+\.py:\d+\); if that is a mistake in the macro, mend it there", found)


def test_every_mistake_of_every_page_is_told(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "docs" / "tea.md").write_text(
        "---\ntitle: Tea\ndescription: Tea.\n---\n\n# Tea\n\n## Cups\n\nSix cups.\n")
    change(root, "docs/index.md", HERE, '<i>x</i> {{ fig("nothing") }}')
    change(root, "data/prose.yml", "Route 66", "Route 67: a road\nRoute 66")
    assert problems(root) == [
        "data/prose.yml:1: Route 67: is used nowhere any more; delete it",
        "docs/index.md:13: HTML stands in the page; use a macro",
        "docs/index.md:13: fig('nothing'): there is no 'nothing' in data/figures.yml or data/series.yml",
        "docs/tea.md:8: the heading 'Cups' has no written address; end it with { #some-id }",
        "docs/tea.md:10: the number 'Six' is typed into the page; give it a record in data/ and call a macro, or, if "
        "it is part of a name, add the name to data/prose.yml",
    ]


def test_lines_end_as_they_may(tmp_path: Path) -> None:
    root = copy(tmp_path)
    page = root / "docs" / "index.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert problems(root) == []
    assert read_pages(root / "docs")[0].title == "Tea"


@pytest.mark.parametrize(("path", "url"), [("index.md", ""), ("tea/index.md", "tea/"), ("tea/cups.md", "tea/cups/")])
def test_addresses_follow_from_paths(path: str, url: str) -> None:
    assert PageSource(path, "").url == url


def test_a_page_knows_its_title() -> None:
    assert PageSource("a.md", "---\ntitle: T\n---\n# H { #h }\n").title == "T"
    assert PageSource("a.md", "# H { #h }\n").title == "H"
    assert PageSource("a.md", "text\n").title == "a.md"


# --- generated pages --------------------------------------------------------------------------------------------------

def test_every_record_with_a_page_of_its_own_gets_one() -> None:
    pages = generated(site_for(SMALL))
    data = site_for(SMALL).data
    for kind, folder in (("figures", "figures"), ("series", "figures"), ("sources", "sources"),
                         ("disputes", "disputes"), ("instruments", "rules")):
        for name in data.kinds[kind]:
            assert f"{folder}/{name}.md" in pages
    assert {"figures/by-topic/tea.md", "figures/by-topic/museum.md", "sources/by-kind/official.md",
            "sources/by-kind/news.md", "statements/tea.md"} <= set(pages)


@pytest.mark.parametrize("root", [SMALL, ROOT], ids=["small", "real"])
def test_generated_pages_have_a_head_and_only_call_macros(root: Path) -> None:
    for path, text in generated(site_for(root)).items():
        page = PageSource(path, text)
        assert page.meta["title"], path
        assert page.meta["description"], path
        assert page.calls, path


def test_a_generated_page_in_full() -> None:
    assert generated(site_for(SMALL))["figures/kettles.md"] == (
        '---\ntitle: "Kettles (superseded)"\n'
        'description: "The Example Office counted 1,250 kettles on 3 May 2024."\nkind: record\n---\n\n'
        '{{ one("figures", "kettles") }}\n')


def test_titles_survive_templates_that_print_them_as_they_are(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/figures.yml", "label: Buttons of the museum", "label: '</title> \"a\" & {{ a*b }} <b>'")
    page = PageSource("x.md", generated(site_for(root))["figures/buttons.md"])
    assert page.meta["title"] == "&#60;/title&#62; &#34;a&#34; &#38; &#123;&#123; a*b &#125;&#125; &#60;b&#62;"


def test_the_real_pages_keep_the_rules() -> None:
    assert problems(ROOT) == []


def test_every_case_is_about_a_file_of_the_small_set() -> None:
    for name in ("load", "check", "receipts", "pages", "prose"):
        for title, case in yaml.safe_load((ROOT / "tests/fixtures/cases" / f"{name}.yml").read_text()).items():
            assert (SMALL / case["file"]).is_file(), title
