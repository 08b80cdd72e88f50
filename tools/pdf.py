"""The whole work as one PDF, and the charts as pictures: `make pdf`.

    python -m tools.pdf site      site/china-generative-ai-explained.pdf with a link to it on the page about the data, and
                                  site/charts/filed.png and the others

The articles of the built pages are put one after the other into one document, which Chromium prints twice: once to
learn on which page each chapter begins, once with these numbers in the contents. Links between the parts work inside
the file; all others lead to the site.
"""

import copy
import html
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml
from jinja2 import Template
from lxml import html as markup
from lxml.html import HtmlElement
from markupsafe import Markup
from playwright.sync_api import Browser
from pypdf import PdfReader

from macros.derive.settings import site_url
from macros.derive.words import date
from tools import ROOT, pictures
from tools.archive import edition_of
from tools.browser import chromium, serve
from tools.pdf_file import Chapter, finished, places
from tools.verify import verified

NAME = "china-generative-ai-explained.pdf"
# Pages of the navigation that are of no use away from the site.
LEFT_OUT = frozenset({"filings/search/", "figures/", "data/", "about/accessibility/", "about/privacy/"})
# Pages whose own small pages follow them at once.
FOLLOWED = frozenset({"statements/", "disputes/"})
# Folder → the chapter at the end that holds its pages which are not in the navigation.
APPENDIX = {"rules/": "The texts one by one", "filings/": "The lists of filed services"}
UNPRINTED = {"trail", "toc", "cite", "cite__files", "colophon", "headerlink", "note-back", "filter", "list-turn", "jump",
             "moved-parts", "needs-js", "narrow"}
SCREEN_ONLY = ("title", "tabindex", "hidden", "data-cite", "data-label", "data-value", "download")
REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
SAID_OF_SOURCES = ("Publisher", "Published", "Kind", "Language", "How far it was read")
TRIES = 4


# ---- what is in it ---------------------------------------------------------------------------------------------------

@dataclass
class Book:
    """A built site, and what of it goes into the file. ``only`` keeps these pages, by address."""

    site: Path
    only: frozenset[str] | None = None
    config: dict[str, Any] = field(default_factory=lambda: yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8")))
    home: str = field(default_factory=lambda: site_url(ROOT))
    _trees: dict[str, HtmlElement] = field(default_factory=dict)

    @cached_property
    def pages(self) -> list[str]:
        """The address of every page of the site but those that only forward."""
        files = (p for p in self.site.glob("**/index.html") if 'http-equiv="refresh"' not in p.read_text("utf-8"))
        return sorted(f"{p.parent.relative_to(self.site).as_posix()}/".removeprefix("./") for p in files)

    def article(self, url: str) -> HtmlElement:
        """The article of a page, as it was built."""
        if url not in self._trees:
            tree = markup.document_fromstring((self.site / url / "index.html").read_text("utf-8"))
            self._trees[url] = tree.xpath("//article")[0]
        return self._trees[url]

    def title(self, url: str) -> str:
        """The heading of a page."""
        words = self.article(url).xpath("(.//h1)[1]//text()[not(ancestor::*[contains(@class, 'headerlink')])]")
        return " ".join("".join(words).split())

    def below(self, folder: str) -> tuple[str, ...]:
        """The pages in a folder that the navigation leaves out, in the order of the links on the folder's page."""
        listed = {url for url, *_ in _listed(self.config["nav"])}
        inside = [url for url in self.pages if url.startswith(folder) and url.count("/") == 2 and url not in listed]
        order = [urljoin("/" + folder, href)[1:] for href in self.article(folder).xpath(".//a/@href")]
        return tuple(sorted(inside, key=lambda url: (order.index(url) if url in order else len(order), url)))

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The chapters in order."""
        found = [Chapter(url, self.title(url), part or self.title(url), self.below(url) if url in FOLLOWED else (),
                         opens=opens)
                 for url, part, opens in _listed(self.config["nav"]) if url not in LEFT_OUT]
        found += [Chapter(f"appendix/{folder}", title, "Appendix", self.below(folder), made=True)
                  for folder, title in APPENDIX.items()]
        if self.only is None:
            return found
        return [replace(c, entries=tuple(e for e in c.entries if e in self.only)) for c in found if c.url in self.only]

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The pages of sources, which the chapter on sources lists."""
        has = any(c.url == "sources/" for c in self.chapters)
        return tuple(u for u in self.pages if u.startswith("sources/") and u.count("/") == 2) if has else ()

    @cached_property
    def included(self) -> frozenset[str]:
        """Every address of the site that is a place in the file."""
        return frozenset(self.sources).union(*({c.url, *c.entries} for c in self.chapters))


def _listed(nav: Iterable[object], part: str = "") -> Iterator[tuple[str, str, bool]]:
    """Address, part and whether it opens the part, of each page of the navigation."""
    for item in nav:
        title, value = next(iter(item.items())) if isinstance(item, dict) else ("", item)
        if isinstance(value, list):
            yield from _listed(value, title)
        else:
            url = str(value).removesuffix(".md").removesuffix("index")
            yield (url if not url or url.endswith("/") else url + "/"), part or title, not part or not title


def slug(url: str) -> str:
    """The name of a page's place in the file: ``rules/interim-measures/`` is ``rules-interim-measures``."""
    return url.strip("/").replace("/", "-") or "overview"


# ---- one document ----------------------------------------------------------------------------------------------------

def cleared(article: HtmlElement) -> HtmlElement:
    """A copy of an article without what only a screen has a use for, its boxes open."""
    out = copy.deepcopy(article)
    out.tail = None
    unprinted = [element for element in out.xpath(".//*[@class]") if UNPRINTED & set(element.get("class").split())]
    for element in [*unprinted, *out.xpath(".//script | .//comment()")]:
        element.drop_tree()
    for element in out.iter():
        for name in SCREEN_ONLY:
            element.attrib.pop(name, None)
        if element.tag == "details":
            element.set("open", "")
    return out


def renamed(article: HtmlElement, prefix: str) -> None:
    """Puts a prefix before every address in the article and before all that refers to one within it."""
    for element in article.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set("id", f"{prefix}--{value}")
            elif name in REFERRING:
                element.set(name, " ".join(f"{prefix}--{v}" for v in value.split()))
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{prefix}--"))
            elif value.startswith("#") and element.tag == "use":
                element.set(name, f"#{prefix}--{value[1:]}")


def linked(article: HtmlElement, book: Book, places: frozenset[str]) -> None:
    """Turns links to what is in the file into links within it; links to other pages of the site are marked."""
    for link in article.xpath(".//a[starts-with(@href, $home)]", home=book.home):
        there = urlsplit(link.get("href").removeprefix(book.home))
        path = unquote(there.path)
        if path in book.included:
            place = f"{slug(path)}--{unquote(there.fragment)}"
            link.set("href", f"#{place if place in places else slug(path)}")
        else:
            link.set("class", f"{link.get('class', '')} on-site".strip())


def piece(book: Book, url: str, entry: bool) -> HtmlElement:
    """The article of one page with addresses of its own."""
    out = cleared(book.article(url))
    for link in out.xpath(".//a[@href]"):
        link.set("href", urljoin(book.home + url, link.get("href")))
    renamed(out, slug(url))
    out.set("id", slug(url))
    if entry:  # it follows another page within a chapter
        for heading in out.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5"):
            heading.tag = f"h{int(heading.tag[1]) + 1}"
        out.tag = "section"
        out.set("class", "entry")
    return out


def source_line(book: Book, url: str) -> HtmlElement:
    """One source in the list of sources: title, publisher, day, kind, language, how far it was read, address."""
    facts = book.article(url).xpath(".//dl[contains(@class, 'facts')]")[0]
    said = {dt.text_content(): dt.getnext() for dt in facts.xpath("./dt")}
    words = [said[name].text_content().split(":")[0] for name in SAID_OF_SOURCES if name in said]
    line = markup.fragment_fromstring(f'<li id="{slug(url)}"><b>{html.escape(book.title(url))}</b>. '
                                      f'{html.escape(", ".join(words))}. </li>')
    if "Address" in said:
        address = copy.deepcopy(said["Address"])
        address.tag, address.tail = "span", None
        line.append(address)
    return line


def chapter_article(book: Book, chapter: Chapter) -> HtmlElement:
    """A chapter with everything that follows in it."""
    if chapter.made:
        out = markup.fragment_fromstring(f'<article class="md-content__inner md-typeset" id="{slug(chapter.url)}">'
                                         f"<h1>{html.escape(chapter.title)}</h1></article>")
    else:
        out = piece(book, chapter.url, entry=False)
    if not chapter.opens:
        out.insert(0, markup.fragment_fromstring(f'<p class="part">{html.escape(chapter.part)}</p>'))
    for url in chapter.entries:
        out.append(piece(book, url, entry=True))
    if chapter.url == "sources/" and book.sources:
        out.append(markup.fragment_fromstring('<h2 id="sources-all">Every source</h2>'))
        out.append(markup.fragment_fromstring('<ul class="sources"></ul>'))
        out[-1].extend(source_line(book, url) for url in book.sources)
    return out


def parts(book: Book) -> list[HtmlElement]:
    """Every chapter, its links resolved."""
    articles = [chapter_article(book, chapter) for chapter in book.chapters]
    ids = [i for article in articles for i in article.xpath("descendant-or-self::*/@id")]
    if twice := sorted({i for i in ids if ids.count(i) > 1} if len(ids) != len(set(ids)) else ()):
        raise SystemExit(f"two places in the file have the address {', '.join(twice)}")
    for article in articles:
        linked(article, book, frozenset(ids))
    return articles


def document(book: Book, home: str, articles: str, numbers: Mapping[str, int]) -> str:
    """The whole document, with the pages on which chapters begin; without numbers yet, with empty places for them.

    ``home`` is where a browser finds the style sheets of the built site.
    """
    front = markup.document_fromstring((book.site / "index.html").read_text("utf-8"))
    version, day = edition_of(book.site)
    template = Template((ROOT / "tools" / "pdf.html").read_text("utf-8"), autoescape=True, trim_blocks=True)
    return template.render(
        book=book, edition=version, day=date(day), numbers=numbers, articles=Markup(articles), slug=slug, quoted=quoted,
        sheets=[urljoin(home, href) for href in front.xpath("//link[@rel='stylesheet']/@href")], body=front.body.attrib,
        style=Markup((ROOT / "tools" / "pdf.css").read_text("utf-8")),
        parts=[(part, [*chapters]) for part, chapters in groupby(book.chapters, key=attrgetter("part"))])


def quoted(words: str) -> Markup:
    """Words as a style sheet within HTML quotes them: ``quoted('"Hm"') == '"\\22 Hm\\22 "'``."""
    return Markup('"' + re.sub(r'["\\<]', lambda m: f"\\{ord(m[0]):x} ", words) + '"')


# ---- the file --------------------------------------------------------------------------------------------------------

def printed(browser: Browser, home: str, source: str) -> bytes:
    """The document as Chromium prints it."""
    with browser.new_page(java_script_enabled=False, color_scheme="light") as page:
        page.route(home + NAME, lambda route: route.fulfill(body=source, content_type="text/html; charset=utf-8"))
        page.goto(home + NAME)
        return page.pdf(prefer_css_page_size=True, print_background=False, outline=True, tagged=True)


def make(book: Book, browser: Browser) -> bytes:
    """The whole file. Printed until the numbers in the contents are those of the pages, which is twice as a rule."""
    with serve(book.site) as home:
        articles, numbers = "".join(markup.tostring(article, encoding="unicode") for article in parts(book)), {}
        for _ in range(TRIES):
            source = document(book, home, articles, numbers)
            raw = printed(browser, home, source)
            found = places(PdfReader(BytesIO(raw)))
            if found == numbers:
                break
            numbers = found
        else:
            raise SystemExit(f"the page numbers in the contents did not settle in {TRIES} attempts")
    pages = PdfReader(BytesIO(raw)).pages
    if not any(re.search(r"[\u4e00-\u9fff]", page.extract_text()) for page in pages):
        raise SystemExit("no Chinese came out; install a font that has it, such as fonts-noto-cjk")
    version, day = edition_of(book.site)
    moment = f"D:{day.replace('-', '')}000000Z"
    name = book.config["site_name"]
    told = {"/Title": name, "/Author": name, "/CreationDate": moment, "/ModDate": moment,
            "/Subject": f"Edition {version}, data as of {date(day)}. {book.home}"}
    return finished(raw, book.chapters, source, told)


def offer(site: Path, pages: int, size: int) -> None:
    """Puts a link to the file on the built page about the data."""
    path = site / "data" / "index.html"
    line = (f'<p id="paper"><a href="../{NAME}">The whole work as a PDF</a>: {pages} pages, {size / 1e6:.0f} MB, with '
            "contents and links, to print or to read without a connection.</p>")
    page = re.sub(r'<p id="paper">.*?</p>', "", path.read_text("utf-8"))
    page, found = re.subn(r'(<h2 id="?packages"?>.*?</h2>)', lambda m: m[1] + line, page, count=1, flags=re.S)
    if not found:
        raise SystemExit(f"{path}: has no heading #packages to put the link to the PDF under")
    path.write_text(page, "utf-8")


def main(site: Path) -> None:
    """Makes the pictures and the file of a built site, and says where it is and which pictures are left out."""
    for path, why in pictures.add(verified(), site).items():
        print(f"{path}: no PNG; {why}")
    with chromium() as browser:
        content = make(Book(site), browser)
    (site / NAME).write_bytes(content)
    pages = len(PdfReader(BytesIO(content)).pages)
    offer(site, pages, len(content))
    print(f"{site}/{NAME}: {pages} pages, {len(content) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
