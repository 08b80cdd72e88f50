"""What two checkers of others say about the built pages: the W3C's Nu checker and HTML_CodeSniffer."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from installed import module, program
from playwright.sync_api import Page

from tools.browser import listed_pages

# What the Nu checker calls an error and is none, and why.
MISTAKEN = {
    ("css", "Property “paint-order” doesn't exist."): "SVG 2 has it: https://www.w3.org/TR/SVG2/painting.html#PaintOrder",
}
# The same of HTML_CodeSniffer: the end of its code, the elements, and why.
TOO_STRICT = {
    ("H32.2", "form"): "a form works as one types or chooses, or is sent by Enter; a button is one way, not the rule",
    ("G18.Fail", "[aria-hidden=true]"): "a mark beside its word is a drawing, for which 3 to 1 is enough (WCAG 1.4.11)",
}
SNIFF = """(forgiven) => new Promise((done) => HTMLCS.process("WCAG2AA", document, () => done(HTMLCS.getMessages()
    .filter((said) => said.type === HTMLCS.ERROR)
    .filter((said) => !forgiven.some(([end, of]) => said.code.endsWith(end) && said.element.matches?.(of)))
    .map((said) => `${said.code}: ${said.msg} ${said.element.outerHTML?.slice(0, 120)}`))))"""


def sniffed(page: Page) -> list[str]:
    """The errors that HTML_CodeSniffer finds in a page, those that ask too much left out."""
    page.evaluate(module("html_codesniffer/build/HTMLCS.js").read_text("utf-8"))
    return page.evaluate(SNIFF, [*map(list, TOO_STRICT)])


def nu(kind: str, *paths: Path) -> list[dict[str, Any]]:
    """The errors of the Nu checker in all files of a kind, those that are mistaken left out."""
    command = [program("default-jre-headless", "java"), "-Xss8m", "-jar", str(module("vnu-jar/build/dist/vnu.jar")),
               "--skip-non-" + kind, "--errors-only", "--format", "json", "--exit-zero-always", *map(str, paths)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return [message for message in json.loads(said)["messages"] if message["type"] == "error"
            and not any(kind == of and message["message"].endswith(text) for of, text in MISTAKEN)]


def told(errors: list[dict[str, Any]]) -> str:
    """Errors of the Nu checker, a line each, the first twenty."""
    return "\n".join(f"{e.get('url')}:{e.get('lastLine')}: {e['message']} {e.get('extract', '')}" for e in errors[:20])


@pytest.mark.parametrize("kind", ["html", "css", "svg"])
def test_the_nu_checker_finds_no_error(site: Path, kind: str) -> None:
    assert any(site.rglob(f"*.{kind}"))
    errors = nu(kind, site)
    assert errors == [], told(errors)


@pytest.mark.parametrize(("kind", "text", "said"), [
    ("html", "<!doctype html><html lang=en><title>A</title><p><div id=a></div><div id=a></div>", "Duplicate ID “a”."),
    ("css", "a { colour: red; }", "Property “colour” doesn't exist."),
    ("svg", "<svg xmlns='http://www.w3.org/2000/svg'><rect colour='red'/></svg>", "Attribute “colour” not allowed"),
])
def test_the_nu_checker_is_heard(tmp_path: Path, kind: str, text: str, said: str) -> None:
    (tmp_path / f"a.{kind}").write_text(text, "utf-8")
    assert said in told(nu(kind, tmp_path))


@pytest.mark.parametrize("path", listed_pages())
def test_the_code_sniffer_finds_no_barrier(new_page: Callable[..., Page], path: str) -> None:
    assert sniffed(new_page(path, allow=("status of 404",), viewport={"width": 1280, "height": 900})) == []


def test_the_code_sniffer_is_heard(new_page: Callable[..., Page]) -> None:
    page = new_page("about/")
    page.evaluate("document.querySelector('article').append(document.createElement('img'))")
    assert [said.partition(":")[0].split(".")[-1] for said in sniffed(page)] == ["H37"]
