"""Hostile text in every text field: what a reader sees is what the record says, and nothing of it is acted on."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from hostile import HOSTILE, STARTS, Planter, flat, plant, through, visible
from mkdocs.commands.build import build
from mkdocs.config import load_config
from small import any_words, copy

from macros.build import site_for
from macros.publish import page_tables as shown
from macros.write import markup
from macros.write.vocabulary import MACROS
from tools import ROOT

# Fields that no page prints: they help to check, to sort or to find.
NOT_SHOWN = {("targets", "verdict"), ("organisations", "note"), ("organisations", "also"), ("people", "note"),
             ("owners", "also"), ("owners", "provider"), ("owners", "name_en")}

# Fields of which a table may show the opening words only.
SHORTENED = {("groups", "convenor"), ("instruments", "scope")}

PAGE = """---
title: Everything
description: Every macro that prints text of a record.
---

# Everything

{{ said("kettles-whistle") }} {{ cite("tea-is-hot") }}

{{ ref("office", zh=True) }} {{ ref("keeper", role=True) }} {{ ref("kettle-alliance") }} {{ term("kettle") }}

{{ ref("kettle-rules") }} {{ art("kettle-rules", one) }} {{ ref("en-text") }} {{ date("museum-opens") }}

{{ fig("kettles", unit=True, bound=True) }} {{ fig("visitors") }} {{ date("kettles-meet") }}

{{ listing("glossary") }}

{{ organisations_all() }}

{{ table("people", "people", "People") }}

{{ timeline_full() }}

{{ timeline("museum-opens", "kettles-meet") }}


{{ table("disputes", "disputes", "Disputes") }}

{{ statements("kettles-whistle", "tea-is-hot") }}

{{ key_figures("kettles", "visitors") }}

{{ table("figures", "figures", "Figures", topic="tea") }}


{{ one("groups", "kettle-alliance") }}

{{ table("groups", "groups", "Groups") }}

{{ table("members", "members", "Members", "kettle-alliance") }}

{{ table("targets", "targets", "Targets") }}

{{ table("instruments", "rules", "Rules") }}

{{ facts("kettle-rules") }}

{{ parts("articles", "kettle-rules") }}

{{ parts("changes", "kettle-rules") }}

{{ listing("procedure") }}

{{ parts("steps", "all") }}

{{ parts("steps", "filing") }}

{{ table("moved", "moved", "Moved") }}

{{ table("cases", "cases", "Cases") }}

{{ listing("searches") }}

{{ timeline(last=6) }}

{{ timeline() }}

{{ drawing("kettle-number") }}

{{ drawing("kettle-ranks") }}

{{ tally("sectors", "sectors", "Sectors") }}

{{ references() }}
""".replace("one)", "1)")


HOOK = """
from pathlib import Path
from mkdocs.structure.files import File
from macros.build import site_for
from macros.write.pages import generated

def on_files(files, config):
    for path, content in generated(site_for(Path(config.config_file_path).parent)).items():
        files.append(File.generated(config, path, content=content))
    return files
"""


def known_macros(text: str) -> str:
    """The page without the paragraphs of macros that are gone; what they showed has to be seen elsewhere."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(p for p in paragraphs if set(re.findall(r"\{\{ (\w+)", p)) <= set(MACROS))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planter]:
    """The site that MkDocs makes of the hostile data, and what was put where."""
    root = copy(tmp_path_factory.mktemp("hostile"))
    planter = plant(root)
    (root / "docs" / "everything.md").write_text(known_macros(PAGE), "utf-8")
    (root / "hook.py").write_text(HOOK)
    real = yaml.safe_load(re.sub(r"!!python\S*|!ENV", "", (ROOT / "mkdocs.yml").read_text("utf-8")))
    options = next(p["macros"] for p in real["plugins"] if "macros" in p) | {"modules": ["macros"]}
    plugins = [{"macros": {k: v for k, v in options.items() if k != "module_name"}}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump({
        "site_name": "Test", "site_url": "https://example.org/", "theme": {"name": "material", "font": False},
        "plugins": plugins, "hooks": ["hook.py"], "markdown_extensions": real["markdown_extensions"]}))
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.run_event("startup", command="build", dirty=False)
    with any_words():
        build(config)
    return root / "site", planter


def documents(folder: Path) -> Iterator[tuple[str, Any]]:
    """Every page as the browser reads it."""
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)


def test_hostile_text_is_seen_as_it_is_and_nothing_of_it_acts(hostile: tuple[Path, Planter]) -> None:
    folder, planter = hostile
    seen: set[tuple[str, str]] = set()
    wrong: list[str] = []
    for name, tree in documents(folder):
        texts = ["".join(tree.itertext())]
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            pairs = [value.partition(":~:text=") for value in element.attrib.values()]
            texts += [value for value, _, _ in pairs]
            # What leads to words of another page names their first and last, with every sign that acts encoded.
            wrong += [f"{name}: {said}" for _, _, said in pairs if not re.fullmatch(r"[\w.~%,-]*", said, re.A)]
            wrong += [f"{name}: <{element.tag} {a}>" for a in element.attrib if str(a).startswith("on")]
            wrong += [f"{name}: <{element.tag} {v[:60]}>" for a, v in element.attrib.items()
                      if a in ("href", "src") and re.match(r"\s*javascript:|x(\.png)?$", v, re.I)]
            if element.tag == "script" and "alert(" in "".join(element.itertext()):
                wrong.append(f"{name}: <script>")
        for text in texts:
            for match in re.finditer(r"(.{0,8})Q(\d+)Q(.*?)(?:Z\2Z|(?=[^Z]{0,8}Q\d+Q)|$)", text, re.S):
                number = int(match[2])
                seen.add(planter.fields[number])
                if planter.fields[number] in SHORTENED and not match[0].endswith(f"Z{number}Z"):
                    assert flat(HOSTILE).startswith(flat(match[3])[:60])
                elif flat(match[3]) != flat(HOSTILE):
                    wrong.append(f"{name}: {planter.fields[number]}: {flat(match[3])[:400]!r}")
                elif not flat(match[1] + "Q").endswith(flat(planter.starts[number] + "Q")):
                    wrong.append(f"{name}: {planter.fields[number]}: {match[1]!r} is not {planter.starts[number]!r}")
    assert wrong == [], "\n".join(wrong)
    left = sorted(set(planter.fields.values()) - seen - NOT_SHOWN)
    assert left == [], "\n".join(map(str, left))


def test_no_cell_of_a_table_that_pages_give_as_csv_is_a_formula(hostile: tuple[Path, Planter]) -> None:
    folder, planter = hostile
    with any_words():
        tables = shown.files(site_for(folder.parent))
    cells = [cell for content in tables.values() for row in csv.reader(io.StringIO(content.decode(), newline=""))
             for cell in row]
    assert [cell[:40] for cell in cells if re.match(r"[=+\-@\t\r]", cell)] == []
    seen = {planter.fields[int(number)] for cell in cells for number in re.findall(r"Q(\d+)Q", cell)}
    assert {("filings", "name_zh"), ("sources", "title"), ("disputes", "question")} <= seen


# --- the escaping by itself ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("start", STARTS)
def test_text_at_the_start_of_a_line_stays_a_paragraph(start: str) -> None:
    made = through(f"A paragraph.\n\n{markup.text(start + 'word')}\n{markup.text(start + 'word')}")
    assert re.findall(r"<(\w+)", made) == ["p", "p"]
    assert flat(visible(made)) == f"A paragraph. {start}word {start}word"


@pytest.mark.parametrize("function", [markup.text, markup.mixed, lambda t: markup.tag("span", markup.text(t)),
                                      lambda t: markup.tag("p", "x", title=t), markup.zh, markup.front])
def test_escaped_text_means_nothing_to_template_engine_or_markdown(function: Any) -> None:
    made = function(HOSTILE)
    assert "{{" not in made
    assert "{%" not in made
    assert "\n" not in made
    if function is not markup.front:
        done = through(made)
        assert flat(visible(done)) in (flat(HOSTILE), "x")
        assert set(re.findall(r"<(\w+)", done)) <= {"p", "span"}


def test_front_matter_is_read_back_in_elements_and_attributes() -> None:
    made = markup.front(HOSTILE)
    tree = html5lib.parse(f'<title>{made}</title><meta content="{made}"><h1>{made}</h1>', namespaceHTMLElements=False)
    assert tree.find(".//title").text == flat(HOSTILE)
    assert tree.find(".//meta").get("content") == flat(HOSTILE)
    assert tree.find(".//h1").text == flat(HOSTILE)


@pytest.mark.parametrize(("text", "made"), [
    ("1.75 trillion", "1.75 trillion"), ("3-5", "3-5"), ("39", "39"), ("- a", "&#45; a"), ("1. a", "1&#46; a"),
    ("a - b", "a - b"), ("<b>", "&#60;b&#62;"), ("a\n\n b", "a b"), ("a\u00a0b", "a\u00a0b"), ("it's", "it's"),
])
def test_only_what_means_something_is_escaped(text: str, made: str) -> None:
    assert markup.text(text) == made


@pytest.mark.parametrize(("joined", "made"), [
    (lambda: markup.raw("<b>") + "<i> & _", "<b>&#60;i&#62; &#38; &#95;"),
    (lambda: "<i>" + markup.raw("<b>"), "&#60;i&#62;<b>"),
    (lambda: markup.EMPTY.join(["{{ x }}", markup.raw("<br>"), "*"]), "&#123;&#123; x &#125;&#125;<br>&#42;"),
    (lambda: markup.raw("<br>").join("<>"), "&#60;<br>&#62;"),
    (lambda: markup.raw("<b>{}</b>{}").format("<i>", markup.raw("<br>")), "<b>&#60;i&#62;</b><br>"),
    (lambda: markup.raw("<b>{x}</b>").format(x="`"), "<b>&#96;</b>"),
    (lambda: markup.raw("<b>%s</b>%s") % ("<i>", markup.raw("<br>")), "<b>&#60;i&#62;</b><br>"),
    (lambda: markup.filled("{} of {}", 3, "[x]"), "3 of &#91;x&#93;"),
    (lambda: markup.given(" ({})", "[x]"), " (&#91;x&#93;)"),
    (lambda: markup.given(" ({})", None), ""),
    (lambda: markup.some("p", "<i>", class_="note"), '<p class="note">&#60;i&#62;</p>'),
    (lambda: markup.some("p", markup.EMPTY, class_="note"), ""),
    (lambda: markup.tag("input", name_="q"), '<input name="q">'),
    (lambda: markup.series_of(["<", markup.raw("<br>"), "c"]), "&#60;, <br> and c"),
    (lambda: markup.raw("a b").replace(" ", "<br>"), "a&#60;br&#62;b"),
    (lambda: markup.tag("p", "<i>"), "<p>&#60;i&#62;</p>"),
])
def test_plain_text_among_markup_is_escaped(joined: Callable[[], markup.Markup], made: str) -> None:
    assert joined() == made
    assert type(joined()) is markup.Markup


@pytest.mark.parametrize("again", [
    markup.text, markup.Markup.escape, lambda m: markup.EMPTY + m, lambda m: m + markup.EMPTY, lambda m: m.strip(),
    lambda m: markup.EMPTY.join([m]), lambda m: markup.filled("{}", m), lambda m: markup.raw("%s") % m,
    lambda m: markup.series_of([m]),
])
def test_markup_is_not_escaped_again(again: Callable[[markup.Markup], markup.Markup]) -> None:
    made = markup.tag("b", markup.text(HOSTILE))
    assert again(made) == made
    assert type(again(made)) is markup.Markup


def test_plain_text_is_read_back_from_markup() -> None:
    assert markup.plain(markup.tag("b", markup.text(HOSTILE))) == flat(HOSTILE) + " "


def calls_of(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the code of a function of markup.py by its name, with the file it stands in."""
    for path in sorted((ROOT / "macros").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) in names:
                yield path.relative_to(ROOT / "macros").as_posix(), node


def test_only_constants_are_taken_for_markup_as_they_are() -> None:
    found = [(file, call) for file, call in calls_of("raw", "filled", "given") if file != "write/markup.py"]
    assert len(found) > 100
    assert [f"{file}:{call.lineno}" for file, call in found
            if not call.args or not isinstance(call.args[0], ast.Constant) or call.keywords] == []


def test_nothing_else_makes_markup_of_text_without_escaping_it() -> None:
    assert {file for file, _ in calls_of("Markup", "_made")} == {"write/markup.py"}
    assert [(file, ast.unparse(call.args[0]).partition("(")[0]) for file, call in calls_of("trusted")] == [
        ("write/alone.py", "''.join"), ("write/cite.py", "cite.formatted"), ("write/cite.py", "escape"),
        ("write/cite.py", "escape")]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x",
                                     "file:///etc/passwd", "mailto:a@b.example"])
def test_a_link_leads_to_the_web_or_within_the_site(address: str) -> None:
    with pytest.raises(ValueError, match="is not a web address"):
        markup.link("x", address)


def test_a_link_keeps_its_address() -> None:
    assert markup.link("x", "../figures/a_b/#d-2024") == '<a href="../figures/a_b/#d-2024">x</a>'
    assert markup.link("x", 'https://e.example/?a=1&b="') == '<a href="https://e.example/?a=1&#38;b=&#34;">x</a>'


@pytest.mark.parametrize(("arguments", "made"), [
    ({"class_": "a", "id": None, "hidden": False}, '<td class="a">x</td>'),
    ({"data_sort": True, "aria_label": "a  \n b"}, '<td data-sort aria-label="a b">x</td>'),
    ({"title": '"><b>'}, '<td title="&#34;&#62;&#60;b&#62;">x</td>'),
])
def test_a_tag_writes_its_attributes(arguments: dict[str, Any], made: str) -> None:
    assert markup.tag("td", "x", **arguments) == made


@pytest.mark.parametrize(("text", "made"), [
    ("filing (备案), not 登记.", 'filing (<span lang="zh-Hans">备案</span>), not <span lang="zh-Hans">登记</span>.'),
    ("《办法》 of 2023", '<span lang="zh-Hans">《办法》</span> of 2023'),
    ("no Chinese", "no Chinese"),
])
def test_chinese_is_marked(text: str, made: str) -> None:
    assert markup.mixed(text) == made


def test_a_table_has_caption_heads_and_row_addresses() -> None:
    made = markup.table("t", "A <caption>", ("What", "How many"), [("row-a", ("a", "1")), (None, ("b", "2"))],
                        numeric=(1,))
    assert made == (
        '<div class="table" role="region" tabindex="0" aria-labelledby="t-c"><table id="t" class="data data--slim">'
        '<caption id="t-c">A &#60;caption&#62;</caption><thead><tr><th scope="col">What</th>'
        '<th scope="col" class="num">How many</th></tr></thead><tbody>'
        '<tr id="row-a"><th scope="row">a</th><td class="num" data-label="How many">1</td></tr>'
        '<tr><th scope="row">b</th><td class="num" data-label="How many">2</td></tr></tbody></table></div>')


def test_a_block_is_one_line_between_blank_lines() -> None:
    assert markup.block(markup.raw("<p>a\n  b</p>\n")) == "\n\n<p>a b</p>\n\n"
