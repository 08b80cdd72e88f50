"""The same sources under Zensical: each page says the same. `make zensical` compares all pages; here it is a sample."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from small import SMALL

from macros.build import site_for
from macros.derive.addresses import relative
from macros.derive.index import Site
from macros.publish import finish as after
from macros.publish import ledger
from macros.write.page import Page
from macros.write.pages import generated
from tools import ROOT, zensical_build
from tools.browser import serve

EVERY = 25  # of the pages that follow from the data, one in so many


@pytest.fixture(scope="session")
def theirs(data: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site as Zensical makes it: every hand-written page and a sample of the others, completed."""
    sample = set(list(data.once(generated))[::EVERY])
    project = zensical_build.prepare(ROOT, tmp_path_factory.mktemp("zensical") / "project", sample.__contains__)
    # Links to pages outside the sample are no mistake here.
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("strict: true", "strict: false"), "utf-8")
    built = zensical_build.build(project)
    after.complete_pages(data, built)
    pages = {path.relative_to(built).as_posix(): path.read_text("utf-8") for path in built.rglob("*.html")}
    moved = ledger.spread(data.data.moved, ledger.read(ROOT / ledger.FILE), ledger.live(pages))
    for path, content in ledger.forwarding(data, pages, {}, moved).items():
        if path in pages:  # anchors of parts that moved
            (built / path).write_bytes(content)
    return built


def test_every_page_says_the_same(site: Path, theirs: Path, data: Site) -> None:
    pages = [path.relative_to(theirs).as_posix() for path in theirs.rglob("index.html")]
    assert len(pages) > len(list((ROOT / "docs").rglob("*.md"))) + len(generated(data)) // EVERY - 1
    found = zensical_build.differences(site, theirs, pages)
    assert found == [], "\n".join(found)


def test_pages_are_completed(theirs: Path) -> None:
    page = (theirs / "glossary" / "index.html").read_text("utf-8")
    assert not any(f"<!--{name.replace('_', '-')}-->" in page for name in after.ASKED)
    assert 'http-equiv="Content-Security-Policy"' in page
    assert "Cite this page" in page
    assert "application/ld+json" in page


def test_its_search_finds_the_same(site: Path, theirs: Path, browser: Browser, tmp_path: Path) -> None:
    """The script is the same file, and what it reads is written beside the pages whoever made them."""
    folder = shutil.copytree(theirs, tmp_path / "site")
    for path in site.glob("search/*.json"):
        shutil.copy2(path, folder / "search" / path.name)
    shutil.copytree(site / "search" / "names", folder / "search" / "names", dirs_exist_ok=True)
    found = []
    for root in (site, folder):
        with serve(root) as home, browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            page = context.new_page()
            page.goto(f"{home}rules/")
            page.keyboard.press("/")
            page.keyboard.type("qwen")
            links = page.locator("header .found li a")
            expect(links.first).to_be_visible()
            found.append([str(link.get_attribute("href")).removeprefix(home) for link in links.all()][:5])
    assert found[0] == found[1]
    assert found[0][0] == "organisations/alibaba/"


def test_differences_are_found(tmp_path: Path) -> None:
    page = ('<!doctype html><title>A</title><article><h1 id="a">A</h1><p>Some words</p>'
            '<table><tr><td>1</td></tr></table><ol><li id="n1">A note</li></ol><a href="../b/">b</a></article>')
    for name, text in (("ours", page), ("theirs", page)):
        (tmp_path / name / "a").mkdir(parents=True)
        (tmp_path / name / "a" / "index.html").write_text(text, "utf-8")
    other = tmp_path / "theirs" / "a" / "index.html"

    def found(old: str, new: str) -> list[str]:
        other.write_text(page.replace(old, new), "utf-8")
        return zensical_build.differences(tmp_path / "ours", tmp_path / "theirs")

    assert found("", "") == []
    assert found("Some words", "Other words") == ["a/index.html: text: 'Some' became 'Other'"]
    assert found('id="a"', 'id="b"') == ["a/index.html: addresses: 'a' became 'b'"]
    assert found("<title>A", "<title>B") == ["a/index.html: title: 'A' became 'B'"]
    assert found("../b/", "../c/") == ["a/index.html: links: 'https://site/b/' became 'https://site/c/'"]
    assert found("<td>1", "<td>2") == ["a/index.html: text: '1' became '2'", "a/index.html: tables: '1' became '2'"]
    assert found("A note", "No note") == ["a/index.html: text: 'A' became 'No'",
                                         "a/index.html: notes: 'A note' became 'No note'"]
    other.unlink()
    assert zensical_build.differences(tmp_path / "ours", tmp_path / "theirs") == [
        "a/index.html: only MkDocs makes this page"]


@pytest.mark.parametrize(("page", "fragment"), [("", ""), ("rules/", ""), ("rules/", "stack"), ("figures/x/", "d-2024"),
                                                ("rules/new-rules/", ""), ("rules/new-rules/", "ai-law")])
def test_links_that_start_from_the_file_lead_to_the_same_place(page: str, fragment: str) -> None:
    """Zensical takes `rules/new-rules.md` as the start of links in HTML, and puts `../` before them for the address."""
    url, base = "rules/new-rules/", "rules/"
    link = Page(site_for(SMALL), url, base=base).to(page, fragment)
    wanted = relative(page, url, fragment)
    if page == url and fragment:
        assert link == wanted == f"#{fragment}"
    else:
        assert Path("/", url, "..", link.partition("#")[0]).resolve() == Path("/", page).resolve()
        assert link.partition("#")[2] == fragment
