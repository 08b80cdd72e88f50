"""Keep releases readable for ever.

    python -m tools.archive pack site OUT         site-<version>.tar.gz of a built site, to attach to a release
    python -m tools.archive assemble site FOLDER  every site-<version>.tar.gz in FOLDER under site/v/<version>/

Archived pages say that they are, link to the same page today, and name today's address as the canonical one. They are
in no site map. Where the site grows over what GitHub Pages takes, the oldest editions are only linked, as the files of
their releases. Every page of today then leads to the archived editions, and the box that says how to cite it names the
copy that is kept of it. Two editions are compared under site/v/<older>-<newer>/: each fact that differs, then and now.
"""

import gzip
import html
import io
import json
import re
import shutil
import sys
import tarfile
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from jinja2 import Template

from macros.derive.addresses import relative
from macros.derive.history import CHANGE_KINDS, compare, order
from macros.derive.index import Site
from macros.publish import ledger
from tools import ROOT
from tools.verify import verified

MOST = 900_000_000  # bytes of a site with its editions; GitHub Pages takes a gigabyte
NAME = re.compile(r"site-(\d{4}\.\d{2}(?:\.\d+)?)\.tar\.gz")
# Not in archives; pages name preview pictures by their address on the site of today.
LEFT_OUT = ("sitemap.xml", "sitemap.xml.gz", "404.html", "v/", "preview/")
# Where the pages of today say their edition, and how to cite them; the build leaves out quotation marks.
_EDITION = re.compile(r"(<div class=\"?terms\"?>.*?Edition [0-9.]+)", re.S)
_CITE = re.compile(r"(<details class=\"?cite\"?>\s*<summary>[^<]*</summary>)")
_CANONICAL = re.compile(r"<link [^>]*\brel=[\"']?canonical\b[^>]*>")


def edition_of(site: Path) -> tuple[str, str]:
    """Version and day of a built site, from its own manifest."""
    manifest = json.loads((site / "data" / "v1" / "manifest.json").read_text("utf-8"))
    return manifest["version"], manifest["as_of"]


def pack(site: Path, out: Path) -> Path:
    """The built site as an archive that is the same, to the byte, whenever it is made."""
    version, _ = edition_of(site)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path in sorted(p for p in site.rglob("*") if p.is_file()):
            name = path.relative_to(site).as_posix()
            if not name.startswith(LEFT_OUT):
                info = tarfile.TarInfo(name)
                info.size, info.mode = path.stat().st_size, 0o644
                tar.addfile(info, io.BytesIO(path.read_bytes()))
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"site-{version}.tar.gz"
    target.write_bytes(gzip.compress(buffer.getvalue(), mtime=0))
    return target


def assemble(site: Path, folder: Path, root: Path = ROOT) -> list[str]:
    """Puts every archive in a folder under ``v/`` of the built site; the versions, newest first.

    The facts of the editions are those of the project under ``root``.
    """
    current, _ = edition_of(site)
    shutil.rmtree(site / "v", ignore_errors=True)
    pages = {path.relative_to(site).as_posix() for path in site.rglob("index.html")}
    found = {}
    for archive in sorted(folder.glob("*.tar.gz")):
        match = NAME.fullmatch(archive.name)
        if not match:
            raise SystemExit(f"{archive.name}: is not named site-<version>.tar.gz; rename it or take it away")
        if order(match[1]) > order(current):
            raise SystemExit(f"{archive.name}: is newer than the site, which is {current}; a version does not go back")
        found[match[1]] = archive
    versions = sorted(found, key=order, reverse=True)
    size, stay = _size(site), []
    for version in versions:
        _unpack(found[version], site, version, pages)
        if (size := size + _size(site / "v" / version)) > MOST:
            shutil.rmtree(site / "v" / version)
        else:
            stay.append(version)
    if versions:
        _pages_about(versions, stay, site, verified(root))
        for name in sorted(pages):
            path = site / name
            path.write_text(kept(path.read_text("utf-8"), current, name, site / "v" / current / name), "utf-8")
    return versions


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def kept(page: str, version: str, name: str, copy: Path) -> str:
    """A page of today that leads to the archived editions and, where this edition is archived, names its own copy."""
    if 'class="editions"' in page:
        return page
    here = ledger.address_of(name).removeprefix("./")
    to = html.escape(relative("v/", here))
    line = f' · <a class="editions" href="{to}">Archived editions</a>'
    page = _EDITION.sub(lambda terms: terms[1] + line, page, count=1)
    canonical = re.search(r"href=\"?(https?://[^\s\">]+)", found[0]) if (found := _CANONICAL.search(page)) else None
    if copy.is_file() and canonical:
        lasting = html.escape(f"{canonical[1].removesuffix(here)}v/{version}/{here}")
        said = f'<p>This page as it stood in edition {version} is kept at <a href="{lasting}">{lasting}</a>.</p>'
        page = _CITE.sub(lambda box: box[1] + said, page, count=1)
    return page


def _pages_about(editions: list[str], here: list[str], site: Path, data: Site) -> None:
    """Writes the page that lists the archived editions, and one for every two, today's included, that can be compared."""
    text = Template((ROOT / "tools" / "archive.html").read_text("utf-8"), autoescape=True).module
    shell = (site / "404.html").read_text("utf-8")

    def write(name: str, title: str, body: str) -> None:
        path = site / "v" / name / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ledger.fill(shell, title, "", f"<h1>{title}</h1>{body}"), "utf-8")

    pairs = list(combinations((r for r in data.history.releases if r.version in (*editions, edition_of(site)[0])), 2))
    for old, new in pairs:
        write(f"{old.version}-{new.version}", f"Edition {old.version} and edition {new.version}",
              text.compared(old, new, compare(data, old.facts, new), CHANGE_KINDS))
    write("", "Archived versions", text.index(editions, here, pairs, data.repository))


def _unpack(archive: Path, site: Path, version: str, pages: set[str]) -> None:
    target = (site / "v" / version).resolve()
    with tarfile.open(archive) as tar:
        for member in tar:
            path = (target / member.name).resolve()
            # Python before 3.11.4 has no extraction filter, so what may come out is checked here.
            if not path.is_relative_to(target) or not member.isfile():
                raise SystemExit(f"{archive.name}: {member.name} is no file of a site; take the archive away")
            path.parent.mkdir(parents=True, exist_ok=True)
            content = tar.extractfile(member).read()
            if path.suffix == ".html":
                content = mark(content.decode(), version, member.name, pages).encode()
            path.write_bytes(content)
    found, _ = edition_of(target)
    if found != version:
        raise SystemExit(f"{archive.name}: holds version {found}; name it after that")


def mark(page: str, version: str, name: str, pages: Iterable[str]) -> str:
    """An archived page with a banner that links to the same page today, if there is one, else to the home page."""
    here = ledger.address_of(name).removeprefix("./")
    still = name in pages
    href = html.escape(relative(here if still else "", f"v/{version}/{here}"))
    today = (f'<a href="{href}">The same page today</a>' if still else
             f'This page is no longer there. <a href="{href}">The site today</a>')
    banner = (f'<aside class="archived" aria-label="Archived version"><p>This is the archived version {version}. It is '
              f"not kept up to date. {today}.</p></aside>")
    if not still:
        page = _CANONICAL.sub("", page).replace("</head>", '<meta name="robots" content="noindex"></head>', 1)
    place = re.search(r"<main\b", page) or re.search(r"</body>", page)
    return page if place is None else page[:place.start()] + banner + page[place.start():]


def main(arguments: list[str]) -> None:
    """Packs or assembles."""
    if len(arguments) != 3 or arguments[0] not in ("pack", "assemble"):
        raise SystemExit(__doc__)
    if arguments[0] == "pack":
        site = Path(arguments[1])
        without = "" if list(site.glob("*.pdf")) else ", without the PDF: make pdf archive puts it in"
        print(f"{pack(site, Path(arguments[2]))}{without}")
    else:
        print("archived versions:", ", ".join(assemble(Path(arguments[1]), Path(arguments[2]))) or "none")


if __name__ == "__main__":
    main(sys.argv[1:])
