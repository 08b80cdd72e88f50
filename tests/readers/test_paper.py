"""On paper: single pages as they print, and the whole work as one PDF (tools/pdf.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from macros.derive import words
from macros.derive.index import Site
from tools import ROOT, pdf, pdf_file
from tools.browser import listed_pages

Open = Callable[..., Page]
PAGES = listed_pages()
# Few, so that the test stays short: the overview, notes and articles, Chinese, pages that follow another.
CHAPTERS = frozenset({"", "rules/interim-measures/", "disputes/", "disputes/how-many-users/", "about/",
                      "appendix/filings/", "filings/cac-2025-03/"})


# ---- a page as it prints -------------------------------------------------------------------------------------------

def on_paper(new_page: Open, path: str, **options: object) -> Page:
    page = new_page(path, viewport={"width": 680, "height": 960}, **options)
    page.emulate_media(media="print", color_scheme=options.get("color_scheme"))
    return page


def shown(page: Page, selector: str) -> list[bool]:
    look = "all => all.map(el => el.checkVisibility({contentVisibilityAuto: true}))"
    return page.locator(selector).evaluate_all(look)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_what_is_closed_on_the_screen_is_open_on_paper(new_page: Open, scripts: bool) -> None:
    page = on_paper(new_page, "rules/interim-measures/", java_script_enabled=scripts)
    evidence = shown(page, "details:not(.cite) .evidence li")
    assert len(evidence) > 24
    assert all(evidence)
    notes = shown(page, "section.notes li")
    assert notes
    assert all(notes)
    assert not any(shown(page, ".cite, .md-header, .sitenav, .toc, .md-footer nav, .trail, .filter"))
    assert not any(shown(page, ".headerlink, .note-back"))


def test_nothing_is_printed_that_only_a_screen_can_use(new_page: Open) -> None:
    page, wrong = on_paper(new_page, ""), {}
    for url in PAGES:
        page.goto(url)
        useless = "input, select, button, form, .table-tools, .chart__take, .row-tools"
        if found := [text for text, on in zip(page.locator(useless).all_text_contents(), shown(page, useless), strict=True)
                     if on]:
            wrong[url] = found
    assert wrong == {}


def test_what_a_filter_hides_is_printed(new_page: Open) -> None:
    page = on_paper(new_page, "rules/interim-measures/")
    items = page.locator(".provision")
    items.evaluate_all("all => all.slice(1).forEach(el => { el.hidden = true; })")
    assert items.count() == 24
    assert all(shown(page, ".provision"))
    page.goto("timeline/")
    page.locator(".timeline > li").evaluate_all("all => all.forEach(el => { el.hidden = true; })")
    assert all(shown(page, ".timeline > li"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_black_on_white_whatever_the_reader_chose(new_page: Open, scheme: str) -> None:
    page = new_page("beijing/", color_scheme=scheme)
    page.evaluate("""scheme => {
        document.body.setAttribute("data-md-color-media", `(prefers-color-scheme: ${scheme})`);
        document.body.setAttribute("data-md-color-scheme", scheme === "dark" ? "slate" : "default");
    }""", scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.locator("article p").first.evaluate("el => getComputedStyle(el).color") == "rgb(0, 0, 0)"
    # The colours of charts are those of the light scheme.
    assert page.evaluate("(() => { const el = document.body.appendChild(document.createElement('i')); "
                         "el.style.color = 'var(--c2)'; return getComputedStyle(el).color; })()") == "rgb(63, 103, 133)"


def test_links_that_leave_the_site_print_their_address_once(new_page: Open, data: Site) -> None:
    after = "el => getComputedStyle(el, '::after').content"
    page = on_paper(new_page, "rules/labelling-measures/")
    link = page.locator("article a[href^=http]").first
    assert link.evaluate(after) == f'" <{link.get_attribute("href")}>"'
    assert page.locator("article a:not([href^=http])").first.evaluate(after) in ("none", "normal")
    source = next(s for s in data.data.sources.values() if s.url)
    page.goto(f"sources/{source.id}/")
    assert page.locator("article .facts a[href^=http]").first.evaluate(after) == "none"


def test_rows_do_not_break_and_heads_repeat(new_page: Open) -> None:
    page = on_paper(new_page, "rules/evidence/")
    style = "(el, name) => getComputedStyle(el)[name]"
    assert page.locator("table.data tbody tr").first.evaluate(style, "breakInside") == "avoid"
    assert page.locator("table.data thead").first.evaluate(style, "display") == "table-header-group"
    book = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    heads = [p.extract_text() for p in book.pages]
    assert sum("Instrument" in text and "In force from" in text for text in heads) > 1
    assert f"1 / {len(book.pages)}" in heads[0]


# ---- the whole work --------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def book(site: Path) -> pdf.Book:
    return pdf.Book(site, CHAPTERS)


@pytest.fixture(scope="module")
def printed(book: pdf.Book, browser: Browser) -> PdfReader:
    return PdfReader(BytesIO(pdf.make(book, browser)))


@pytest.fixture(scope="module")
def texts(printed: PdfReader) -> list[str]:
    return [page.extract_text() for page in printed.pages]


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_chapters_are_the_navigation_less_what_is_for_the_screen(site: Path) -> None:
    book = pdf.Book(site)
    urls = [c.url for c in book.chapters]
    assert urls[0] == ""
    assert {"rules/", "filings/", "beijing/", "alliances/", "timeline/", "glossary/", "disputes/"} <= set(urls)
    assert not pdf.LEFT_OUT & set(urls)
    assert urls[-2:] == ["appendix/rules/", "appendix/filings/"]
    assert len(urls) == len(set(urls))


def test_the_appendix_and_the_lists_hold_every_record(site: Path, data: Site) -> None:
    book = pdf.Book(site)
    entries = {c.url: c.entries for c in book.chapters}
    assert set(entries["appendix/filings/"]) == {f"filings/{name}/" for name in data.data.lists}
    assert set(entries["disputes/"]) == {f"disputes/{name}/" for name in data.data.disputes}
    assert set(book.sources) == {f"sources/{name}/" for name in data.data.sources}
    assert len(entries["appendix/rules/"]) >= 20


def test_the_title_page_says_what_it_is_and_of_when(book: pdf.Book, texts: list[str], data: Site) -> None:
    version, day = pdf.edition_of(book.site)
    assert version == data.data.edition.version
    for said in (data.name, words.date(day), version, "CC BY 4.0", data.home):
        assert flat(said) in flat(texts[0]).replace("’", "'")


def test_the_contents_name_the_pages_on_which_chapters_begin(book: pdf.Book, printed: PdfReader,
                                                             texts: list[str]) -> None:
    found = pdf_file.places(printed)
    for chapter in book.chapters:
        page = found[pdf.slug(chapter.url)]
        title = chapter.part if chapter.opens else chapter.title
        assert re.search(re.escape(flat(title)) + rf"{page}(?!\d)", flat(texts[1])), chapter.title
        assert flat(chapter.title) in flat(texts[page - 1])
        assert f"{page} / {len(texts)}" in texts[page - 1]


def headings(items: list[object], depth: int = 0) -> Iterator[tuple[int, object]]:
    """Every entry of an outline with its depth, in order."""
    for item in items:
        if isinstance(item, list):
            yield from headings(item, depth + 1)
        else:
            yield depth, item


def test_the_outline_holds_every_chapter_under_its_part(book: pdf.Book, printed: PdfReader, data: Site) -> None:
    found = pdf_file.places(printed)
    entries = [(depth, item.title, printed.get_destination_page_number(item) + 1)
               for depth, item in headings(printed.outline)]
    assert [title for depth, title, _ in entries if depth == 0][:2] == [data.name, "Contents"]
    for chapter in book.chapters:
        assert (0 if chapter.opens else 1, chapter.title, found[pdf.slug(chapter.url)]) in entries
        if not chapter.opens:
            assert (0, chapter.part) in {entry[:2] for entry in entries}
    for url in ("disputes/how-many-users/", "filings/cac-2025-03/"):
        assert (2, book.title(url), found[pdf.slug(url)]) in entries


def links(printed: PdfReader) -> Iterator[dict[str, object]]:
    for page in printed.pages:
        for note in page.get("/Annots", ()):
            if note.get_object().get("/Subtype") == "/Link":
                yield note.get_object()


def test_links_lead_to_a_place_in_the_file_or_to_a_whole_address(book: pdf.Book, printed: PdfReader) -> None:
    names = set(printed.named_destinations)
    inside = [str(link["/Dest"]) for link in links(printed) if "/Dest" in link]
    outside = [str(link["/A"]["/URI"]) for link in links(printed) if "/A" in link]
    assert len(inside) >= sum(len(part.xpath(".//a[starts-with(@href, '#')]")) for part in pdf.parts(book)) > 50
    assert {"/overview--n1", "/rules-interim-measures--art-17", "/disputes-how-many-users"} <= names
    assert set(inside) <= names
    assert len(inside) + len(outside) == sum(1 for _ in links(printed))
    assert all(re.match(r"https?://", uri) for uri in outside)
    kept = {book.home + url for url in book.included}
    assert [uri for uri in outside if uri.split("#")[0] in kept and uri != book.home] == []
    assert any(uri.startswith(book.home + "figures/") for uri in outside)


def test_a_number_stands_in_the_file_with_its_receipt(texts: list[str], printed: PdfReader, data: Site) -> None:
    point = data.point("genai-services-filed-cumulative")
    value = words.number(point.value)
    start = pdf_file.places(printed)["overview"] - 1
    overview = " ".join(" ".join(texts[start:start + 6]).split())
    assert value in overview
    receipt = rf"1\.\s*{value} services: Services filed, running total, as of {words.date(point.as_of)}"
    assert re.search(receipt, overview)


def test_chinese_can_be_searched_and_copied(texts: list[str], data: Site) -> None:
    whole = flat("".join(texts))
    for word in ("备案", "登记", "生成式人工智能服务管理暂行办法"):
        assert word in whole
    service = next(f for f in data.data.filings if f.list == "cac-2025-03")
    assert flat(service.name_zh) in whole
    assert re.findall(r"[\u2e80-\u2fdf]", whole) == []


def test_shapes_are_spelled_as_a_reader_types_them() -> None:
    assert pdf_file.plain("⼈⼯ ﬁled ﬂow oﬃce") == "人工 filed flow office"
    table = (b"begincmap\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
             b"2 beginbfchar\n<01> <2F08>\n<02> <4E2D>\nendbfchar\n"
             b"1 beginbfrange\n<03> <04> <2EC5>\nendbfrange\nendcmap\nend\n")
    assert pdf_file.spelled(table) == (
        b"begincmap\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n4 beginbfchar\n<01> <4EBA>\n<02> <4E2D>\n"
        b"<03> <89C1>\n<04> <89D2>\nendbfchar\nendcmap\nend\n")
    fine = b"1 beginbfchar\n<01> <4E2D>\nendbfchar\nendcmap\n"
    assert pdf_file.spelled(fine) == fine


def test_the_file_is_tagged_and_dated_by_its_data(book: pdf.Book, printed: PdfReader) -> None:
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    day = pdf.edition_of(book.site)[1].replace("-", "")
    assert printed.metadata["/CreationDate"] == printed.metadata["/ModDate"] == f"D:{day}000000Z"
    assert "Chrome" not in str(printed.metadata)


def test_the_same_site_gives_the_same_file(site: Path, browser: Browser) -> None:
    book = pdf.Book(site, frozenset({"about/"}))
    assert pdf.make(book, browser) == pdf.make(pdf.Book(site, book.only), browser)


def test_a_site_gets_one_link_to_the_file(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "data" / "index.html"
    page.parent.mkdir()
    page.write_text((site / "data" / "index.html").read_text("utf-8"), "utf-8")
    pdf.offer(tmp_path, 10, 2_000_000)
    pdf.offer(tmp_path, 11, 3_000_000)
    assert page.read_text("utf-8").count(f'href="../{pdf.NAME}"') == 1
    assert "11 pages, 3 MB" in page.read_text("utf-8")
    page.write_text("<h2>Elsewhere</h2>", "utf-8")
    with pytest.raises(SystemExit, match="has no heading #packages"):
        pdf.offer(tmp_path, 1, 1)


def test_make_pdf_is_a_command_the_readme_and_the_deployment_name() -> None:
    for file in ("Makefile", "README.md", ".github/workflows/deploy.yml"):
        text = (ROOT / file).read_text("utf-8")
        assert ("\npdf: " if file == "Makefile" else "make pdf") in text
