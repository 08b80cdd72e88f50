"""What a build needs around its pages: ``python -m macros.publish.finish FOLDER`` after a generator without hooks.

MkDocs asks for each of these steps where its hooks are (mkdocs_hooks.py). Another generator leaves marks in its pages,
``<!--head-tags-->`` and ``<!--cite-box-->``; ``complete`` puts what belongs there and does all the rest.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from macros.build import site_for
from macros.derive import words
from macros.derive.index import Site
from macros.facts.problems import DataError
from macros.publish import files as export
from macros.publish import head
from macros.publish.assets import minified, small, trimmed, without_comments, words_of_pages, words_of_scripts
from macros.publish.policy import with_policy
from macros.write import cite
from macros.write.page_kinds import page_head
from macros.write.sentences import at_sentence_ends
from macros.write.tongue_links import hinted
from macros.write.written_tables import with_heads

# What the templates ask for by name, made of the site and the address of a page.
ASKED = {"head_tags": head.head, "cite_box": cite.context, "page_head": page_head}


def extra(site: Site) -> dict[str, str]:
    """What the theme's templates show of the data; both generators know it as `config.extra`."""
    edition = site.data.edition
    return {"data_date": words.date(edition.as_of), "data_edition": edition.version, "source": site.repository}


def day_of(site: Site) -> str:
    """The date of the site map and of its compressed copy, in seconds: the data's own, so that builds are alike."""
    return str(int(datetime.fromisoformat(site.data.edition.as_of).replace(tzinfo=UTC).timestamp()))


def lighten(folder: Path) -> None:
    """Takes away the theme's scripts, and of its style sheets what no page or script can need; our files' comments."""
    assets = folder / "assets"
    shutil.rmtree(assets / "javascripts", ignore_errors=True)
    for path in sorted(assets.glob("*.js")):
        path.write_text(without_comments(path.read_text("utf-8")), "utf-8")
    (assets / "site.css").write_text(small((assets / "site.css").read_text("utf-8")), "utf-8")
    own = [path.read_text("utf-8") for pattern in ("*.js", "site.css") for path in sorted(assets.glob(pattern))]
    pages = (path.read_text("utf-8") for path in folder.rglob("*.html"))
    sheets = {str(path): path.read_text("utf-8") for path in (assets / "stylesheets").rglob("*.css")}
    for name, sheet in trimmed(sheets, words_of_pages(pages) | words_of_scripts(own), "".join(own)).items():
        Path(name).write_text(sheet, "utf-8")


def dressed(html: str) -> str:
    """HTML of a page as it was written, with its marks at the ends of sentences and its tables with heads."""
    return with_heads(at_sentence_ends(html))


def completed(site: Site, url: str, page: str) -> str:
    """A page with what belongs at its marks, and with its policies."""
    for name, made in ASKED.items():
        mark = f"<!--{name.replace('_', '-')}-->"
        if mark in page:
            page = page.replace(mark, made(site, url))
    return with_policy(minified(hinted(site, url, dressed(page))))


def complete_pages(site: Site, folder: Path) -> None:
    """Completes every page of a built site."""
    for path in sorted(folder.rglob("*.html")):
        url = path.relative_to(folder).as_posix().removesuffix("index.html")
        path.write_text(completed(site, url, path.read_text("utf-8")), "utf-8")


def main(arguments: list[str]) -> None:
    """Completes the site that was built in a folder: pages, data, feeds, forwarding pages, style sheets."""
    root, folder = Path(__file__).resolve().parents[2], Path(arguments[0]).resolve()
    try:
        site = site_for(root)
        complete_pages(site, folder)
        export.finish(site, root, folder)
    except DataError as error:
        raise SystemExit(str(error)) from None
    lighten(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
