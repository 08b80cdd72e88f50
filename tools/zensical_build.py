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
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from urllib.parse import urljoin

from lxml import html

from macros.publish import finish
from macros.write.pages import generated
from tools import ROOT
from tools.verify import verified

MOST = 40  # differences that are printed
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
    site = verified(root)
    target.mkdir(parents=True)
    for name in ("data", "docs", "macros", "overrides", "seeds"):
        (target / name).symlink_to(root / name)
    shutil.copytree(root / "docs", target / "pages")
    for path, text in site.once(generated).items():
        if keep(path):
            page = target / "pages" / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, "utf-8")
    made = settings((root / "mkdocs.yml").read_text("utf-8"), finish.extra(site))
    (target / "mkdocs.yml").write_text(made, "utf-8")
    return target


def build(project: Path) -> Path:
    """The folder of the site that Zensical made of a prepared folder; stops with what it said if it fails."""
    done = subprocess.run([sys.executable, "-m", "zensical", "build", "--clean"], cwd=project, env=ENV,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Zensical failed:\n{done.stdout}")
    return project / "site"


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


def _pages(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")} - {"404.html"}


def differences(ours: Path, theirs: Path, pages: Collection[str] | None = None) -> list[str]:
    """Where two built sites differ, a line each; in the given pages, or in all."""
    a, b = _pages(ours), _pages(theirs)
    wanted = a | b if pages is None else set(pages)
    out = [f"{page}: only {'MkDocs' if page in a else 'Zensical'} makes this page" for page in sorted(wanted & (a ^ b))]
    for page in sorted(wanted & a & b):
        left, right = (facts(page, (folder / page).read_text("utf-8")) for folder in (ours, theirs))
        for name, found in left.items():
            if found != right[name]:
                out += [f"{page}: {name}: {change}" for change in _changes(found, right[name])]
    return out


def main() -> None:
    """Builds the site with Zensical too and lists where it differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the site MkDocs has built of the same sources")
    ours = parser.parse_args().site
    folder = ROOT / ".build" / "zensical"
    shutil.rmtree(folder, ignore_errors=True)
    theirs = build(prepare(ROOT, folder))
    finish.main([str(theirs)])
    found = differences(ours, theirs)
    print("\n".join(found[:MOST]))
    print(f"Zensical made {len(_pages(theirs))} pages, in {theirs.relative_to(ROOT)}/; {len(found)} differences from MkDocs "
          "in text, addresses, tables, notes and links.")
    if found:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
