"""Build the same sources with Zensical and compare every page: `make zensical`.

Zensical runs the macros but no hooks. What MkDocs gets from hooks comes from the same functions before and after its
run: `prepare` writes the pages that follow from the data beside the hand-written ones, `finish.py` completes the
built pages. `differences` compares the text, addresses, tables and notes of each page with the build by MkDocs.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from urllib.parse import urljoin

from lxml import html

from macros.build import site_for
from macros.facts.problems import DataError
from macros.publish import files as export
from macros.publish import finish as after
from macros.write.pages import generated
from tools import ROOT

ENV = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def settings(text: str, extra: dict[str, str]) -> str:
    """mkdocs.yml for the prepared folder: another folder of pages, and what MkDocs gets from a hook."""
    text, pages = re.subn(r"(?m)^docs_dir: .*$", "docs_dir: pages", text)
    lines = "".join(f"\n  {key}: '{value}'" for key, value in extra.items())
    text, extras = re.subn(r"(?m)^extra:$", f"extra:{lines}", text)
    assert (pages, extras) == (1, 1), "mkdocs.yml has no docs_dir or no extra any more"
    return text


def prepare(root: Path, target: Path, keep: Callable[[str], bool] = lambda path: True) -> Path:
    """A folder that Zensical can build: all pages in `pages/`, of those that follow from the data the ones to keep."""
    site = site_for(root)
    target.mkdir(parents=True)
    for name in ("data", "docs", "macros", "overrides", "seeds"):
        (target / name).symlink_to(root / name)
    shutil.copytree(root / "docs", target / "pages")
    for path, text in site.once(generated).items():
        if keep(path):
            page = target / "pages" / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, "utf-8")
    made = settings((root / "mkdocs.yml").read_text("utf-8"), after.extra(site))
    (target / "mkdocs.yml").write_text(made, "utf-8")
    return target


def build(project: Path) -> Path:
    """The folder of the site that Zensical made of a prepared folder; stops with what it said if it fails."""
    done = subprocess.run([sys.executable, "-m", "zensical", "build", "--clean"], cwd=project, env=ENV,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Zensical failed:\n{done.stdout}")
    return project / "site"


# ---- comparing ---------------------------------------------------------------------------------------------------

def _words(element: html.HtmlElement) -> list[str]:
    return " ".join(element.itertext()).split()


def facts(path: str, page: str) -> dict[str, list[str]]:
    """What a page says: its head, words, addresses, tables, notes and links, each in order."""
    tree = html.document_fromstring(page)
    main = (tree.xpath("//article") or tree.xpath("//main") or [tree])[0]
    for element in main.xpath(".//script | .//style"):
        element.drop_tree()
    return {
        "title": [(tree.findtext(".//title") or "").strip(), *tree.xpath("//meta[@name='description']/@content")],
        "text": _words(main),
        # The first is the target of the theme's link past the head, which each generator puts where it likes.
        "addresses": [name for name in main.xpath(".//@id") if name != "__skip"],
        "tables": [" | ".join(" ".join(_words(cell)) for cell in row.xpath("./th|./td"))
                   for row in main.xpath(".//tr")],
        "notes": [" ".join(_words(note)) for note in main.xpath(".//li[starts-with(@id, 'n')]")],
        "links": [urljoin(f"https://site/{path}", link) for link in main.xpath(".//a/@href")],
    }


def _changes(ours: list[str], theirs: list[str]) -> Iterator[str]:
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"'{' '.join(ours[a:b])[:200]}' became '{' '.join(theirs[c:d])[:200]}'"


def differences(ours: Path, theirs: Path, pages: Collection[str] | None = None) -> list[str]:
    """Where two built sites differ, a line each; in the given pages, or in all."""
    def files(folder: Path) -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")} - {"404.html"}
    a, b = files(ours), files(theirs)
    wanted = a | b if pages is None else set(pages)
    out = [f"{page}: only {'MkDocs' if page in a else 'Zensical'} makes this page" for page in sorted(wanted & (a ^ b))]
    for page in sorted(wanted & a & b):
        left, right = (facts(page, (folder / page).read_text("utf-8")) for folder in (ours, theirs))
        for name, found in left.items():
            if found != right[name]:
                out += [f"{page}: {name}: {change}" for change in _changes(found, right[name])]
    return out


def main(arguments: list[str]) -> None:
    """Builds the site both ways and lists where they differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, help="a site MkDocs has built of the same sources already")
    parser.add_argument("--most", type=int, default=40, help="how many differences to print")
    options = parser.parse_args(arguments)
    folder = ROOT / ".build" / "zensical"
    shutil.rmtree(folder, ignore_errors=True)
    started = time.perf_counter()
    try:
        project = prepare(ROOT, folder / "project")
        theirs = build(project)
        site = site_for(ROOT)
        after.complete_pages(site, theirs)
        export.finish(site, ROOT, theirs)
        after.lighten(theirs)
    except DataError as error:
        raise SystemExit(str(error)) from None
    taken = time.perf_counter() - started
    ours = options.site or folder / "mkdocs"
    if not options.site:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(ours)]
        subprocess.run(command, cwd=ROOT, env=ENV, check=True)
    found = differences(ours, theirs)
    count = sum(1 for _ in theirs.rglob("*.html"))
    print("\n".join(found[:options.most]))
    print(f"Zensical made {count} pages in {taken:.0f} s, in {theirs.relative_to(ROOT)}/; {len(found)} differences "
          "from MkDocs in text, addresses, tables, notes and links.")
    if found:
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
