"""What pages tell the browser to refuse, and style sheets without what no page can need."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest

from macros.publish import assets as trim
from macros.publish import policy as csp
from tools import ROOT

PAGE = ('<head><meta charset="utf-8"><title>x</title><script>let a=1</script><script src="x.js"></script>'
        '<script type="application/json" id=c>{"a": 1}</script><script type="text/plain" data-src="y.js"></script>'
        '<script data-src="z">let b\n=2</script><script>let a=1</script></head>')


def sha(text: str) -> str:
    """The hash of a script as a policy names it."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_only_scripts_that_run_and_stand_in_the_page_are_named() -> None:
    assert csp.inline_scripts(PAGE) == ["let a=1", "let b\n=2"]
    assert csp.policy(PAGE).split("; ")[1] == f"script-src 'self' {sha('let a=1')} {sha(chr(10).join(['let b', '=2']))}"


@pytest.mark.parametrize("unwanted", ["unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*", "blob:"])
def test_a_policy_allows_nothing_that_undoes_it(unwanted: str) -> None:
    assert unwanted not in csp.policy(PAGE)
    assert csp.policy(PAGE).startswith("default-src 'none'; ")


def test_both_policies_stand_before_all_they_govern() -> None:
    page = csp.with_policy(PAGE)
    assert page.index("Content-Security-Policy") < page.index('name="referrer"') < page.index("<title>")
    assert page.count("<meta ") == 3


def one(css: str, *words: str, others: str = "") -> str:
    """A sheet trimmed to the classes given."""
    return trim.trimmed({"a": css}, set(words), others)["a"]


@pytest.mark.parametrize(("css", "left"), [
    (".a{x:1}.b{x:2}", ".a{x:1}"),
    (".a,.b,p{x:1}", ".a,p{x:1}"),
    (".a .b{x:1}.a:not(.b){x:2}", ".a:not(.b){x:2}"),
    (":is(.a,.b) p{x:1}", ":is(.a,.b) p{x:1}"),
    ("@media print{.b{x:1}.a{x:2}}@media screen{.b{x:1}}", "@media print{.a{x:2}}"),
    ("[dir=rtl] .a{x:1}[dir=ltr] .a{x:2}", "[dir=ltr] .a{x:2}"),
    ("[data-md-color-primary=red]{x:1}[data-md-color-primary=a]{x:2}", "[data-md-color-primary=a]{x:2}"),
    ("@charset \"utf-8\";.b{x:1}@keyframes k{0%{x:1}}", "@charset \"utf-8\";@keyframes k{0%{x:1}}"),
    (".a{x:url(\"data:image/svg+xml;,<svg>{.b}</svg>\")}.b{x:1}", ".a{x:url(\"data:image/svg+xml;,<svg>{.b}</svg>\")}"),
    (".a\\:hover{x:1}", ""),
    ("/* .a */.b{x:1}", ""),
    (":root{--used:1;--not:2}.a{x:var(--used)}", ":root{--used:1}.a{x:var(--used)}"),
    (":root{--one:var(--two);--two:2}", ""),
])
def test_a_rule_stays_if_its_classes_are_named(css: str, left: str) -> None:
    assert one(css, "a") == left


def test_properties_read_elsewhere_stay() -> None:
    assert one(":root{--far:1}", others="p{color:var(--far)}") == ":root{--far:1}"


def test_classes_and_colours_are_found_in_pages_and_scripts() -> None:
    page = '<p class="a b--c"><b data-md-color-primary="indigo">x</b></p>'
    assert trim.words_of_pages([page]) == {"a", "b--c", "indigo"}
    assert trim.words_of_pages(["<p id=x class=a><b class=b data-md-color-scheme=slate>x</b></p>"]) == {
        "a", "b", "slate"}
    assert {"md-search", "js"} <= trim.words_of_scripts(["el.className='md-search js'"])


def test_parts_of_the_theme_that_are_off_count_only_if_a_page_names_them() -> None:
    script = "'md-tooltip2__inner md-top md-tooltip md-tooltips tabbed-labels md-annotation' lazyload"
    assert trim.words_of_scripts([script]) == {"md-top", "md-tooltips", "lazyload"}
    assert trim.words_of_pages(['<a class="md-annotation">']) == {"md-annotation"}


def test_gaps_go_but_no_blank_between_words_does() -> None:
    page = ("<!doctype html><html><head><title>x</title></head><body>\n\n<article><article>in</article>\n<p>The text\n"
            "says what\n<a href=x>the\nrules</a>\nsay, and\n<em>nothing</em>\n<b>else</b>.</p><pre>a\n\n  b</pre>"
            "</article>\n</body></html>")
    made = trim.minified(page)
    assert "<p>The text says what <a href=x>the rules</a> say, and <em>nothing</em> <b>else</b>.</p>" in made
    assert "<pre>a\n\n  b</pre>" in made
    assert len(made) < len(page)


@pytest.mark.parametrize("line", ['<meta name="generator" content="a-1, b-2">', "<meta name=generator content=x>"])
def test_the_line_of_the_generator_goes_whatever_releases_it_names(line: str) -> None:
    assert trim.minified(f"<head>{line}<title>x</title></head>") == "<head><title>x</title></head>"


def test_boxes_to_tick_lose_what_html_allows_fields_of_text_only() -> None:
    boxes = '<input class="t" type="checkbox" id="a" autocomplete="off"><input type="search" autocomplete="off">'
    assert trim.minified(boxes) == "<input class=t id=a type=checkbox><input autocomplete=off type=search>"


def test_the_box_of_the_themes_search_goes_which_has_no_label_and_no_use() -> None:
    boxes = '<input type="checkbox" id="__drawer"><input class="md-toggle" type="checkbox" id="__search"><b>x</b>'
    assert trim.minified(boxes) == "<input id=__drawer type=checkbox><b>x</b>"


def test_the_style_sheet_loses_its_blanks_and_comments_and_keeps_its_rules() -> None:
    sheet = '/* a */\n.b::after { content: "; /* x */" / ""; }\n@media (width > 2em) {\n  .c, .d { color: red }\n}\n'
    assert trim.small(sheet) == (
        '.b::after{content:"; /* x */" / ""}@media (width>2em){.c,.d{color:red}}')


def test_what_other_parts_of_the_project_look_for_stays() -> None:
    page = '<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><article>a</article></body></html>'
    assert trim.minified(page) == (
        "<!doctype html><html lang=en><head><meta charset=utf-8></head><body><article>a</article></body></html>")


def test_our_own_files_lose_their_comments_and_nothing_else() -> None:
    source = ('/* one\n   two */\na { b: "/* c */"; } /* stays: code stands before it */\n\n  /* x */\n  @media y {\n'
              '    d { e: f; }\n  }\n// g\n  // h\nconst i = "// j"; // stays\n/* k */ const l = 1; /* m */\n')
    assert trim.without_comments(source) == (
        'a { b: "/* c */"; } /* stays: code stands before it */\n@media y {\nd { e: f; }\n}\n'
        'const i = "// j"; // stays\n/* k */ const l = 1; /* m */\n')


@pytest.mark.parametrize("script", sorted((ROOT / "docs" / "assets").glob("*.js")), ids=lambda path: path.name)
def test_no_text_of_a_script_spans_lines_where_an_indent_would_matter(script: Path) -> None:
    lines = trim.without_comments(script.read_text("utf-8")).splitlines()
    assert [line for line in lines if line.count("`") % 2 or line.endswith("\\")] == []
