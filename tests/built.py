"""The built site as tests read it: every page parsed once, with its address, its text and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

# What a reader does not see, or sees only as part of the frame around every page.
UNREAD = ("script", "style", "template", "noscript")
# Elements and the attribute that makes a browser load something at once.
LOADS = {"script": "src", "img": "src", "source": "src", "iframe": "src", "embed": "src", "object": "data",
         "video": "src", "audio": "src", "track": "src", "input": "src", "use": "href", "image": "href"}
LINKS_THAT_LOAD = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect",
                   "dns-prefetch", "apple-touch-icon", "shortcut"}


@dataclass(frozen=True)
class Doc:
    """One page: its file below the site's folder and what stands in it."""

    file: str
    source: str

    @property
    def url(self) -> str:
        """The address below the home page: ``figures/x/``, empty for the home page, ``404.html``."""
        return self.file.removesuffix("index.html")

    @cached_property
    def tree(self) -> HtmlElement:
        """The document."""
        return html.document_fromstring(self.source)

    @property
    def is_stub(self) -> bool:
        """Whether it only leads from an old address to a new one."""
        return "<!-- forwards -->" in self.source

    @cached_property
    def main(self) -> HtmlElement:
        """The article itself, or the whole body where there is none."""
        found = self.tree.xpath("//article") or self.tree.xpath("//main") or self.tree.xpath("//body")
        return found[0]

    @cached_property
    def title(self) -> str:
        """The page's title without the site's."""
        return (self.tree.findtext(".//title") or "").strip()

    @property
    def description(self) -> str:
        """The page's description."""
        return "".join(self.tree.xpath("//meta[@name='description']/@content")).strip()

    @cached_property
    def ids(self) -> list[str]:
        """Every address on the page, in order."""
        return self.tree.xpath("//@id")

    @cached_property
    def text(self) -> str:
        """The words of the article, blanks folded."""
        return words(self.main)

    def texts(self) -> Iterator[tuple[HtmlElement, str]]:
        """Each piece of text a reader may meet on the page, with the element it stands in."""
        for element in self.tree.iter():
            if not isinstance(element.tag, str) or element.tag in UNREAD:
                continue
            if element.text:
                yield element, element.text
            for child in element:
                if child.tail:
                    yield element, child.tail

    def links(self) -> Iterator[tuple[str, str]]:
        """Each link within the site as (page, fragment), addresses below the home page; ``..`` if it leaves it."""
        for href in self.tree.xpath("//a/@href"):
            if re.match(r"[a-z][a-z0-9+.-]*:|//", href, re.I):
                continue
            joined = urlsplit(urljoin(f"http://x/base/{self.url}", href))
            path = unquote(joined.path)
            yield path.removeprefix("/base/") if path.startswith("/base/") else "..", unquote(joined.fragment)

    def loads(self) -> Iterator[str]:
        """Each address the page loads something from."""
        for element in self.tree.iter(*LOADS):
            address = element.get(LOADS[element.tag])
            if address:
                yield address
            yield from (part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip())
        for link in self.tree.iter("link"):
            if set((link.get("rel") or "").lower().split()) & LINKS_THAT_LOAD:
                yield link.get("href") or ""
        for style in self.tree.xpath("//style/text() | //@style"):
            yield from re.findall(r"url\(['\"]?([^'\")]+)", style)

    def table(self, name: str) -> list[list[str]]:
        """The cells of the table with this address, row by row, notes left out."""
        found = self.tree.xpath(f"//table[@id='{name}']")
        assert found, f"{self.file} has no table #{name}"
        rows = found[0].xpath("./tbody/tr")
        return [[words(cell, skip="note-ref") for cell in row.xpath("./th|./td")] for row in rows]


def words(element: HtmlElement, skip: str = "") -> str:
    """The words inside an element, blanks folded; elements of the class ``skip`` left out."""
    def pieces(node: HtmlElement) -> Iterator[str]:
        if not isinstance(node.tag, str) or node.tag in UNREAD or (skip and skip in (node.get("class") or "").split()):
            return
        yield node.text or ""
        for child in node:
            yield from pieces(child)
            yield child.tail or ""
    return " ".join("".join(pieces(element)).split())


def language(element: HtmlElement) -> str:
    """The language an element is in: its own or the nearest one around it."""
    found = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
    return found[0] if found else ""


def read(folder: Path) -> dict[str, Doc]:
    """Every page of a built site, by its address below the home page; none that only leads to another."""
    files = sorted(folder.rglob("*.html"))
    docs = [Doc(path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in files]
    return {doc.url: doc for doc in docs if not doc.is_stub}
