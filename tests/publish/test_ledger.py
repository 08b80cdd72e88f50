"""The ledger of addresses: what is one, what may not go, and what stands where something was."""

from __future__ import annotations

import dataclasses
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import pytest
from built import Doc
from patience import expect_target_in_view
from playwright.sync_api import Browser, Page, expect
from project import real

from macros.derive.history import History, Release
from macros.derive.index import Site
from macros.facts.records import Moved
from macros.publish import files as export
from macros.publish import ledger
from tools import ROOT
from tools.browser import serve


def moved(**entries: str | None) -> dict[str, Moved]:
    """Entries of moved.yml by short names: ``a`` is the page ``a/``, ``a_x`` its part ``#x``."""
    def address(name: str) -> str:
        page, _, part = name.partition("_")
        return f"{page}/" + (f"#{part}" if part else "")
    return {address(old): Moved(to=to, on="2026-12-01", why="The page was split.") for old, to in entries.items()}


LIVE = {"./", "a/", "a/#x", "a/#y", "b/", "data/v1/all.json"}


def said(known: set[str], found: set[str], entries: dict[str, Moved]) -> list[str]:
    """The problems as the build prints them."""
    lines = {key: n for n, key in enumerate(sorted(known), start=2)}
    whole = ledger.spread(entries, known, found)
    return [str(p) for p in ledger.problems(lines, found, entries, whole, {(key,): 7 for key in entries})]


# --- what is an address ----------------------------------------------------------------------------------------------

def test_the_ids_of_an_article_are_addresses_but_not_those_that_follow_from_others() -> None:
    page = ("<head id=h></head><article><h1 id=title>T</h1><h2 id='x'>X</h2><table id=\"t\">"
            "<caption id=\"t-c\"></caption><tr id=row-a></tr></table><sup class=note-ref><a id=r1></a></sup>"
            "<sup class=note-ref><a id=\"r1-2\"></a></sup><section class=notes><ol><li id=n1></li></ol></section>"
            "<svg><path id=clip></path></svg><h3 id=k-figures>F</h3><p id=__theme></p>"
            "<h2 id=unreleased></h2><a data-id=no></a></article><footer id=f></footer>")
    assert ledger.ids(page) == ["x", "t", "row-a"]


def test_an_id_is_an_address_whatever_it_stands_in_and_whatever_stands_before_it() -> None:
    page = ("<article><article id=one><p id=in-one></p></article><section><article id=two><ul><li id=deep></li></ul>"
            "</article></section><details><p id='unclosed'><p id=next></details><!-- <p id=comment> --><h2 id=end>E"
            "</h2></article><p id=after></p>")
    assert ledger.ids(page) == ["one", "in-one", "two", "deep", "unclosed", "next", "end"]


def test_a_written_address_that_looks_like_a_fleeting_one_is_kept() -> None:
    head = "<a class=headerlink href=#x>¶</a>"
    page = ("<article><dt id=vitamin-c></dt><li id=n1></li><tr id=r2></tr><p id=k-means></p><p id=top></p>"
            f"<h2 id=unreleased>U{head}</h2><h3 id=k-words>K{head}</h3><a id=r1></a></article>")
    assert ledger.ids(page) == ["vitamin-c", "n1", "r2", "k-means", "top", "unreleased", "k-words", "r1"]


def test_pages_their_parts_and_data_files_are_addresses_and_stubs_archives_and_error_pages_are_not() -> None:
    pages = {"index.html": "<article><p id=now></p></article>", "a/index.html": "<article><p id=x></p></article>",
             "404.html": "<p id=no></p>", "v/2026.11/index.html": "<p id=no></p>", "old/index.html": "<!-- forwards "
                                                                                                     "-->"}
    assert ledger.live(pages, ["data/v1/all.json"]) == {"./", "./#now", "a/", "a/#x", "data/v1/all.json"}


def test_the_ledger_is_sorted_without_doubles_and_read_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "addresses.lock"
    path.write_text(ledger.text(["b/", "a/#x", "a/", "./#now", "b/", "a/#w", "llms.txt"]), "utf-8")
    assert path.read_text("utf-8") == ledger.HEADER + "./ #now\na/ #w #x\nb/\nllms.txt\n"
    assert ledger.read(path) == {"./": 3, "./#now": 3, "a/": 4, "a/#w": 4, "a/#x": 4, "b/": 5, "llms.txt": 6}
    assert ledger.read(tmp_path / "none") == {}


def test_what_two_branches_give_a_page_adds_up_when_git_merges_them(tmp_path: Path) -> None:
    for name, ids in (("base", "#x"), ("ours", "#x #y"), ("theirs", "#x #z")):
        (tmp_path / name).write_text(f"{ledger.HEADER}./\na/ {ids}\nb/\n", "utf-8")
    subprocess.run(["git", "merge-file", "--union", "ours", "base", "theirs"], cwd=tmp_path, check=True)
    merged = ledger.read(tmp_path / "ours")
    assert merged == {"./": 3, "a/": 4, "a/#x": 4, "a/#y": 4, "a/#z": 5, "b/": 6}
    assert ledger.text(merged) == ledger.HEADER + "./\na/ #x #y #z\nb/\n"
    assert "data/addresses.lock merge=union\n" in (ROOT / ".gitattributes").read_text("utf-8")


# --- what may not be --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("known", "entries", "expected"), [
    (LIVE, {}, []),
    (LIVE | {"a/#z"}, {}, ["data/addresses.lock:6: a/#z: was published and is gone; bring it back, or say in "
                           "data/moved.yml where it went; did you mean a/#y or a/#x?"]),
    (LIVE | {"c/", "c/#x", "c/#y"}, {}, ["data/addresses.lock:7: c/: was published and is gone; bring it back, or say "
                                         "in data/moved.yml where it went"]),
    (LIVE | {"c/", "c/#x"}, moved(c="b/"), []),
    (LIVE | {"c/", "c/#x"}, moved(c=None), []),
    (LIVE | {"c/", "d/"}, moved(c="d/", d="b/"), []),
    (LIVE | {"a/#z"}, moved(a_z="b/"), []),
    (LIVE, moved(a_x="b/"), ["data/moved.yml:7: a/#x: is a live page or part of one; an address that moved is never "
                             "used again: rename the new one, or delete this entry if nothing moved"]),
    (LIVE, moved(b="a/"), ["data/moved.yml:7: b/: is a live page or part of one; an address that moved is never used "
                           "again: rename the new one, or delete this entry if nothing moved"]),
    (LIVE | {"c/"}, moved(c="bb/"), ["data/moved.yml:7: c/: to: 'bb/' is not on the site; name where it is now; did "
                                     "you mean b/?"]),
    (LIVE | {"c/"}, moved(c="a/#q"), ["data/moved.yml:7: c/: to: 'a/#q' is not on the site; name where it is now; "
                                      "did you mean a/#y or a/#x?"]),
    (LIVE | {"c/", "d/"}, moved(c="d/", d="c/"), [
        "data/moved.yml:7: c/: to: leads in a circle (c/ → d/ → c/); name where it is now",
        "data/moved.yml:7: d/: to: leads in a circle (d/ → c/ → d/); name where it is now"]),
    (LIVE, moved(c="b/"), ["data/moved.yml:7: c/: was never published; correct the address or delete this "
                           "entry"]),
    (LIVE | {"a/#z"}, {"a/#*": Moved(to="b/", on="2026-12-01", why="x")}, [
        "data/addresses.lock:6: a/#z: was published and is gone, and b/ has no such part either; bring it back, or say "
        "in data/moved.yml where it went; did you mean a/#y or a/#x?"]),
    (LIVE | {"b/#x", "b/#q"}, {"b/#*": Moved(to="a/", on="2026-12-01", why="x"), **moved(b_q="a/#y")}, []),
    (LIVE, {"a/#*": Moved(to="b/", on="2026-12-01", why="x")}, [
        "data/moved.yml:7: a/#*: no part of that page is gone; delete this entry"]),
    (LIVE | {"a/#z"}, {"a/#*": Moved(to="bb/", on="2026-12-01", why="x"), **moved(a_z="b/")}, [
        "data/moved.yml:7: a/#*: to: 'bb/' is no page of the site; name the page that has the parts now; did you mean "
        "b/?"]),
    (LIVE | {"c/"}, {"c/#*": Moved(to="b/", on="2026-12-01", why="x"), **moved(c="b/")}, [
        "data/moved.yml:7: c/#*: speaks of parts of c/, which is not on the site; write an entry for the page itself"]),
    (LIVE, {"A b": Moved(to="b/", on="2026-12-01", why="x")}, [
        "data/moved.yml:7: A b: is not an address; write it from the site's root, such as figures/some-id/ or "
        "glossary/#some-id"]),
    (LIVE | {"c/"}, moved(c="data/v1/all.json"), ["data/moved.yml:7: c/: to: a page moves to a page, a file to a "
                                                  "file"]),
])
def test_what_may_not_happen_to_addresses_is_said(
        known: set[str], entries: dict[str, Moved], expected: list[str]) -> None:
    assert said(known, LIVE, entries) == expected


def test_an_id_that_is_no_address_is_said() -> None:
    assert said(set(), {"a/", "a/#Über uns"}, {}) == [
        "a/: 'a/#Über uns' cannot be an address: write ids in lower case, with digits and hyphens"]


# --- what stands there instead ---------------------------------------------------------------------------------------

RELEASE = Release("2026.11", "2026-11-22", {"figures/gone": {
    "value": "1400", "bound": "about", "unit": "pieces", "as_of": "2025-01", "label": "Kettles <old>"}})


def small_site(entries: dict[str, Moved]) -> Site:
    """A site of three pages with these entries in moved.yml."""
    unit = SimpleNamespace(label="pieces")
    data = SimpleNamespace(moved=MappingProxyType(entries), vocab={"units": {"pieces": unit},
                           "bounds": {"about": SimpleNamespace(label="about")}})
    pages = {"": ("Home", ""), "a/": ("Page A", ""), "b/": ("Page B & more", "")}
    return Site(data, pages=pages, home="https://x.example/s/", history=History((RELEASE,)))  # type: ignore[arg-type]


SHELL = "<html><head><title>No</title></head><body><nav>menu</nav><article>404</article></body></html>"
PAGES = {"404.html": SHELL, "b/index.html": "<article></article>",
         "a/index.html": '<article><h2 id="x">X</h2><table id="t"><tbody><tr id="row"><th scope="row">R</th></tr>'
                         "</tbody></table></article>"}


def made(entries: dict[str, Moved], files: dict[str, bytes] | None = None) -> dict[str, str]:
    found = ledger.forwarding(small_site(entries), PAGES, files or {}, entries)
    return {path: content.decode() for path, content in found.items()}


def test_a_moved_page_forwards_says_where_and_is_kept_out_of_indexes() -> None:
    page = made(moved(c="b/", c_x="a/#x"))["c/index.html"]
    assert page == (
        "<html><head><title>Moved</title><!-- forwards --><link rel=\"canonical\" href=\"https://x.example/s/b/\">"
        '<meta name="robots" content="noindex"><script src="../assets/moved.js" data-to="../b/" '
        'data-parts="{&quot;x&quot;: &quot;../a/#x&quot;}"></script><noscript><meta http-equiv="refresh" content="0; '
        'url=../b/"></noscript></head><body><nav>menu</nav><article class="md-content__inner md-typeset"><h1>This '
        'page has moved</h1><p class="lead">It is now <a href="../b/">Page B &amp; more</a>.</p><p>Since 1 December '
        "2026: The page was split.</p></article></body></html>")


def test_where_there_is_no_shell_the_page_is_bare() -> None:
    site = small_site(moved(c="b/"))
    page = ledger.forwarding(site, {}, {}, site.data.moved)["c/index.html"]
    assert page.startswith(b'<!doctype html><html lang="en"><head>')


def test_a_chain_of_moves_leads_to_its_end_at_once() -> None:
    pages = made(moved(c="d/", d="b/#z"))
    assert 'data-to="../b/#z"' in pages["c/index.html"]
    assert 'data-to="../b/#z"' in pages["d/index.html"]


def test_a_retired_figure_keeps_a_tombstone_with_its_last_value() -> None:
    gone = {"figures/gone/": Moved(on="2026-12-01", why="It was no count of <kettles>.")}
    assert ('<h1>This page was withdrawn</h1><p class="lead">Kettles &lt;old&gt;: about 1,400 pieces, as of January '
            "2025. So it stood here in release 2026.11.</p><p>Since 1 December 2026: It was no count of "
            "&lt;kettles&gt;.</p>") in made(gone)["figures/gone/index.html"]


def test_a_part_that_moved_within_its_page_is_caught_where_it_is_now() -> None:
    heading, row, table = (made(moved(a_old=f"a/#{to}"))["a/index.html"] for to in ("x", "row", "t"))
    assert '<h2 id="x"><span id="old"></span>X</h2>' in heading
    assert '<tr id="row"><th scope="row"><span id="old"></span>R</th>' in row
    assert '<span id="old"></span><table id="t">' in table


def test_a_part_that_moved_elsewhere_leaves_a_line_before_its_page() -> None:
    page = made({**moved(a_old="b/"), **moved(a_gone=None)})["a/index.html"]
    assert page.startswith('<p class="md-typeset moved" id="old">#old is now <a href="../b/">Page B &amp; more</a>. '
                           'Since 1 December 2026: The page was split.</p><p class="md-typeset moved" id="gone">#gone '
                           "was withdrawn. Since 1 December 2026: The page was split.</p><article>")


def test_the_parts_of_an_essay_that_moved_are_listed_at_its_foot() -> None:
    entries = {"a/#*": Moved(to="b/", on="2026-12-01", why="Split."), **moved(a_old="b/#new", a_here="a/#x")}
    site = small_site(entries)
    site.kind_of["a/"] = "essay"
    spread = ledger.spread(entries, ["a/#one", "a/#x", "a/#old"], {"a/#x", "b/#one", "b/#new"})
    page = ledger.forwarding(site, PAGES, {}, spread)["a/index.html"].decode()
    assert page.endswith('<details class="moved-parts" data-search-exclude><summary>Moved to the evidence</summary><ul>'
                         '<li id="old"><a href="../b/#new">old</a></li><li id="one"><a href="../b/#one">one</a></li>'
                         "</ul></details></article>")
    assert '<span id="here"></span>' in page
    assert "class=\"md-typeset moved\"" not in page


def test_a_part_that_moved_twice_leads_to_its_end() -> None:
    entries = {"a/#*": Moved(to="b/", on="2026-12-01", why="Split."), **moved(c_y="a/#one")}
    spread = ledger.spread(entries, ["a/#one", "c/#y"], {"b/#one"})
    assert ledger.final("c/#y", spread) == "b/#one"


def test_the_line_of_a_part_that_moved_stands_in_no_part_of_the_page() -> None:
    nested = {"a/index.html": "<main><article><article id='one'></article><p id='two'></p></article></main>"}
    entries = moved(a_old="b/")
    page = ledger.forwarding(small_site(entries), nested, {}, entries)["a/index.html"].decode()
    assert page.index('id="old"') < page.index("<article>") < page.index("id='one'")
    assert "old" not in ledger.ids(page)


def test_the_files_of_a_moved_page_go_with_it() -> None:
    entries = {"figures/old/": Moved(to="b/", on="2026-12-01", why="Renamed."),
               "data/v1/old.csv": Moved(to="data/v1/all.json", on="2026-12-01", why="Renamed.")}
    found = made(entries, {"data/v1/cite/b.bib": b"@misc{b}", "data/v1/all.json": b"{}"})
    assert found["data/v1/cite/figures/old.bib"] == "@misc{b}"
    assert found["data/v1/old.csv"] == "{}"
    assert '"to": "https://x.example/s/b/"' in found["data/v1/figures/old.json"]


def test_nothing_is_written_over_a_live_page(tmp_path: Path) -> None:
    entries = moved(c="b/", a_old="b/")
    assert set(made(entries)) == {"c/index.html", "a/index.html"}
    assert '<h2 id="x">X</h2>' in made(entries)["a/index.html"]


# --- the built site --------------------------------------------------------------------------------------------------

@pytest.fixture(scope="session")
def found(site: Path) -> set[str]:
    """Every address of the built site."""
    return export.addresses(site, export.exports(real()))


def test_the_ledger_holds_every_address_of_the_site(found: set[str]) -> None:
    path = ROOT / ledger.FILE
    known = set(ledger.read(path))
    assert sorted(found - known)[:20] == [], "run make ledger and commit data/addresses.lock"
    assert path.read_text("utf-8") == ledger.text(known)


def test_every_kind_of_thing_has_an_address(found: set[str]) -> None:
    data = real().data
    assert {f"glossary/#{t}" for t in data.terms} <= found
    assert {f"timeline/#{e}" for e in data.events} <= found
    assert {f"organisations/#{o}" for o in data.organisations} <= found
    assert {f"figures/{f}/" for f in (*data.figures, *data.series)} <= found
    assert {f"figures/{s.id}/#d-{p.as_of}" for s in data.series.values() for p in s.points} <= found
    assert {"data/v1/all.json", "data/v1/figures.json", "feeds/changes.atom"} <= found


ASK = """async (addresses) => {
  const missing = [];
  for (const [page, ids] of addresses) {
    const answer = await fetch(page);
    const text = await answer.text(), tree = new DOMParser().parseFromString(text, "text/html");
    if (!answer.ok) missing.push(page);
    else if (text.includes("<!-- forwards -->")) continue;  // where it leads is asked below
    else missing.push(...ids.filter((id) => !tree.getElementById(id)).map((id) => page + "#" + id));
  }
  return missing;
}"""


@pytest.fixture(scope="module")
def published(found: set[str]) -> dict[str, list[str]]:
    """Every page and file of the site and of the ledger, with its parts."""
    pages: dict[str, list[str]] = {}
    for address in sorted(found | set(ledger.read(ROOT / ledger.FILE))):
        name, _, part = address.partition("#")
        pages.setdefault(name, []).extend([part] if part else [])
    return pages


def test_every_address_of_the_ledger_is_there(published: dict[str, list[str]], docs: dict[str, Doc], site: Path) -> None:
    """As files: the page, the file of data, and in the page each part, be it that of something that went elsewhere.

    A page that moved is where it went.
    """
    missing, moved = [], real().data.moved
    for name, parts in published.items():
        here = name.removeprefix("./")
        doc = docs.get(moved[here].to if here in moved and (site / here / "index.html").is_file() else here)
        ids = set(doc.ids) if doc else set()
        missing += [] if doc or (site / name).is_file() else [name]
        missing += [f"{name}#{part}" for part in parts if part not in ids and f"{here}#{part}" not in moved]
    assert missing == []


def some(pages: Iterable[str]) -> list[str]:
    """Every tenth page or file of each kind, from the first on; a kind is a folder and an ending."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for page in sorted(pages):
        folder, _, rest = page.rpartition("/") if not page.endswith("/") else page.partition("/")
        kinds.setdefault((folder.partition("/")[0], rest.rpartition(".")[2] if "." in rest else ""), []).append(page)
    return sorted(page for kind in kinds.values() for page in kind[::10])


def test_every_tenth_address_of_each_kind_and_all_that_are_gone_answer_in_a_browser(
        published: dict[str, list[str]], found: set[str], page: Page) -> None:
    gone = {address.partition("#")[0] for address in set(ledger.read(ROOT / ledger.FILE)) - found}
    page.goto("")
    assert page.evaluate(ASK, [(name, published[name]) for name in sorted({*some(published), *gone})]) == []


def test_what_is_linked_to_comes_into_view_below_the_header(found: set[str], new_page: Callable[..., Page]) -> None:
    page = new_page(None, viewport={"width": 800, "height": 600})
    for address in random.Random(7).sample(sorted(a for a in found if "#" in a), 12):
        page.goto("about:blank")
        page.goto(address)
        expect_target_in_view(page)


@pytest.fixture(scope="session")
def moved_site(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built site as it is after three pages and a part moved, one of them twice."""
    folder = tmp_path_factory.mktemp("moved") / "site"
    shutil.copytree(site, folder, copy_function=os.link)
    own = real()
    entries = {"old/page/": Moved(to="timeline/", on="2026-12-01", why="Renamed."),
               "old/page/#was": Moved(to="glossary/#filing", on="2026-12-01", why="Renamed."),
               "old/part/": Moved(to="glossary/#filing", on="2026-12-01", why="Now a term."),
               "older/page/": Moved(to="old/page/", on="2026-11-30", why="Renamed before.")}
    data = dataclasses.replace(own.data, moved=MappingProxyType(entries))
    changed = dataclasses.replace(own, data=data)
    for path, content in ledger.forwarding(changed, export.read_pages(folder), {}, entries).items():
        target = folder / path
        assert not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with serve(folder) as home:
        yield home


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Page]:
    """A window for all visits to pages that moved."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(("asked", "reached"), [
    ("old/page/", "timeline/"),
    ("old/page/#y2023", "timeline/#y2023"),
    ("old/page/?find=cac&topic=rules#y2023", "timeline/?find=cac&topic=rules#y2023"),
    ("old/page/?a=b#was", "glossary/?a=b#filing"),
    ("old/page/#__proto__", "timeline/#__proto__"),
    ("old/page/#%zz", "timeline/#%zz"),
    ("old/part/#x", "glossary/#filing"),
    ("older/page/?a=b#y2023", "timeline/?a=b#y2023"),
])
def test_a_moved_page_carries_fragment_and_query_across(
        moved_site: str, visitor: Page, asked: str, reached: str) -> None:
    visitor.goto("about:blank")
    visitor.goto(moved_site + asked)
    expect(visitor).to_have_url(moved_site + reached)


def test_without_scripts_a_moved_page_forwards_and_says_where(moved_site: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(moved_site + "old/page/")
        page.wait_for_url(moved_site + "timeline/")
