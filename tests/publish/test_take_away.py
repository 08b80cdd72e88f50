"""Charts and drawings taken away: files that stand alone, pages for frames, pictures; and links to words of a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from built import Doc, words
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser, Frame
from playwright.sync_api import Page as Tab
from project import real
from scripts import AXE
from small import SMALL, any_words, change, copy

from macros.build import site_for
from macros.derive.index import Site
from macros.derive.words import date
from macros.publish import charts, ledger
from macros.write import alone, plot_drawing, take_away
from macros.write.markup import at_words
from macros.write.take_away import Taken, taken
from tools import ROOT, pictures
from tools.browser import serve

SITE = real()
TAKEN = SITE.once(taken)


# ---- a file that stands alone ----------------------------------------------------------------------------------------

def flaws(svg: str, item: Taken, site: Site) -> list[str]:
    """What keeps a file of SVG from standing alone."""
    root = etree.fromstring(svg.encode())
    out = [f"holds {bad}" for bad in ("var(", "url(", "currentcolor", "<style", "<script", "<image", "xlink") if bad in svg]
    out += [f"{node.tag.rpartition('}')[2]} has the class {node.get('class')}" for node in root.iter() if node.get("class")]
    out += [f"{node.tag.rpartition('}')[2]} looks for {value}" for node in root.iter() for name, value in node.attrib.items()
            if name in ("href", "src") and not value.startswith(site.home)]
    said = " ".join("".join(node.itertext()) for node in root.iter("{*}text"))
    wanted = {"title": item.title, "source": "Source: ", "date": f"Data as of {date_of(site)}",
              "address": f"{site.home}{item.path}/"}
    out += [f"its {what} is not written in it" for what, text in wanted.items() if text not in " ".join(said.split())]
    named = [root.findtext(f"{{*}}{name}") for name in ("title", "desc")]
    return out + (["has no title and description"] if not all(named) or named[0] != item.title else [])


def date_of(site: Site) -> str:
    """The day of the data as it is written."""
    return date(site.data.edition.as_of)


@pytest.mark.parametrize("item", TAKEN, ids=lambda item: item.path)
def test_a_file_stands_alone(item: Taken) -> None:
    assert flaws(alone.drawn(item.sheet), item, SITE) == []


@pytest.mark.parametrize(("old", "new", "said"), [
    ("<path ", '<path class="c-1" ', "path has the class c-1"),
    ('fill="#231f1a"', 'fill="var(--ink)"', "holds var("),
    ("Source: ", "From: ", "its source is not written in it"),
    ("Data as of ", "Of ", "its date is not written in it"),
    ("https://", "http://", "its address is not written in it"),
    ("</desc>", '</desc><a href="../x/"></a>', "a looks for ../x/"),
    ("<title", "<desc", "has no title and description"),
])
def test_a_file_that_does_not_stand_alone_is_told(old: str, new: str, said: str) -> None:
    svg = alone.drawn(TAKEN[0].sheet)
    assert old in svg
    bad = svg.replace(old, new, 1) if old.startswith("<path") else svg.replace(old, new)
    bad = bad.replace("</title>", "</desc>") if old == "<title" else bad
    assert said in flaws(bad, TAKEN[0], SITE)


def test_words_of_a_drawing_lead_to_whole_addresses() -> None:
    found = 0
    for item in (item for item in TAKEN if item.path.startswith("drawings/")):
        links = [a.get("href") for a in etree.fromstring(alone.drawn(item.sheet).encode()).iter("{*}a")]
        assert all(href.startswith(SITE.home) and ".." not in href for href in links)
        found += len(links)
    assert found > len(SITE.data.drawings)


def test_every_text_stays_on_the_sheet() -> None:
    for item in TAKEN:
        root = etree.fromstring(alone.drawn(item.sheet).encode())
        wide, high = float(root.get("width")), float(root.get("height"))
        assert (wide, f"0 0 {root.get('width')} {root.get('height')}") == (alone.WIDTH, root.get("viewBox"))
        for node in (node for node in root if node.tag.endswith("}text")):
            assert 0 <= float(node.get("x")) + len(node.text or "") * 6.6 * float(node.get("font-size") or 13) / 13 \
                <= wide, node.text
            assert 0 < float(node.get("y")) < high


def test_each_chart_is_at_home_on_a_page_that_has_it(docs: dict[str, Doc]) -> None:
    assert [item.path for item in TAKEN if item.stands[1] not in docs[item.stands[0]].ids] == []
    assert [item.path for item in TAKEN if item.stands[0].startswith("about/")] == []


LOOK = """(svgs) => svgs.map((svg) => [...svg.querySelectorAll("path, circle, rect, text")]
    .filter((el) => !el.closest("[aria-hidden]")).map((el) => {
        const look = getComputedStyle(el), drawn = look.stroke !== "none" && el.tagName !== "text";
        return [el.tagName, look.fillOpacity === "0" ? "" : look.fill, el.tagName === "text" ? look.fontWeight : "",
                ...(drawn ? [look.stroke, look.strokeWidth, look.strokeDasharray] : [])].join(" ");
    }))"""


def looks_apart(page: Tab, item: Taken) -> list[tuple[str, str]]:
    """Each element of a chart that looks on the site as it does not in its file, with both looks."""
    page.goto(f"{item.path}/")
    on_site = page.eval_on_selector_all("svg", LOOK)
    drawing = item.path.startswith("drawings/")
    svgs = re.findall(r"<svg.*?</svg>", item.figure)
    inside = "".join(f'<svg fill="{alone.colours()["ink"]}">{alone.plain(svg, SITE.home, drawing)}</svg>' for svg in svgs)
    page.evaluate("html => { document.body.innerHTML = html; document.querySelectorAll('link').forEach(l => l.remove()) }",
                  inside)
    alone_ = page.eval_on_selector_all("svg", LOOK)
    assert [len(found) for found in on_site] == [len(found) for found in alone_] != []
    return [(a, b) for one, other in zip(on_site, alone_, strict=True) for a, b in zip(one, other, strict=True) if a != b]


@pytest.mark.parametrize("item", TAKEN, ids=lambda item: item.path)
def test_a_file_looks_as_the_chart_does_on_the_site(new_page: Callable[..., Tab], item: Taken) -> None:
    page = new_page(None, color_scheme="light", viewport={"width": 1280, "height": 900})
    assert looks_apart(page, item) == []


def test_a_look_that_differs_is_found(new_page: Callable[..., Tab], monkeypatch: pytest.MonkeyPatch) -> None:
    item = next(item for item in TAKEN if item.path.startswith("charts/") and "grid" in item.figure)
    monkeypatch.setattr(alone, "_CHART", alone._CHART[1:])
    apart = looks_apart(new_page(None, color_scheme="light"), item)
    assert {tuple(look.split()[0] for look in pair) for pair in apart} == {("path", "path")}


# ---- pictures --------------------------------------------------------------------------------------------------------

def test_no_word_of_a_picture_lacks_a_sign_and_what_would_is_left_out(tmp_path: Path) -> None:
    for item in TAKEN:
        for name in ("charts", "drawings"):
            (tmp_path / name / item.path.partition("/")[2]).mkdir(parents=True, exist_ok=True)
    few = [TAKEN[0], *(item for item in TAKEN if pictures.without_signs(alone.drawn(item.sheet)))]
    made = Site(SITE.data, home=SITE.home, name=SITE.name)
    made.made[taken] = tuple(few)
    left_out = pictures.add(made, tmp_path)
    for item in few:
        unknown = pictures.without_signs(alone.drawn(item.sheet))
        assert (tmp_path / f"{item.path}.png").exists() == (not unknown) == (item.path not in left_out)
        assert all(sign in left_out[item.path] for sign in unknown)
    page = (tmp_path / TAKEN[0].path / "index.html").read_text("utf-8")
    assert f'href=../{TAKEN[0].path.partition("/")[2]}.png' in page
    with Image.open(tmp_path / f"{TAKEN[0].path}.png") as picture:
        assert picture.width == pictures.SCALE * alone.WIDTH
        assert picture.getpixel((1, 1))[:3] == tuple(bytes.fromhex(alone.colours()["paper"][1:]))


def test_a_sign_that_no_font_has_is_found() -> None:
    svg = alone.drawn(TAKEN[0].sheet).replace("Source: ", "来源: ")
    assert pictures.without_signs(svg) >= set("来源")


def test_a_picture_is_drawn_in_the_font_that_is_named_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    svg = alone.drawn(TAKEN[0].sheet)
    blank = re.sub(r"<text\b.*?</text>", "", svg)
    drawn = pictures.png(svg)
    assert drawn == pictures.png(svg)
    assert drawn != pictures.png(blank)
    monkeypatch.setattr(pictures, "FONTS", ())
    assert pictures.png(svg) == pictures.png(blank)


# ---- the same each time ----------------------------------------------------------------------------------------------

def test_two_exports_are_alike_to_the_byte() -> None:
    first = charts.export(SITE)
    plot_drawing.vega.cache_clear()
    again = Site(SITE.data, home=SITE.home, name=SITE.name, kind_of=SITE.kind_of, tells_of=SITE.tells_of, tried=SITE.tried)
    assert charts.export(again) == first


def test_the_site_has_them_as_exported(site: Path) -> None:
    made = charts.export(SITE)
    assert len(made) >= 3 * len(TAKEN) - len(SITE.data.drawings)
    plain = {path: content for path, content in made.items() if not path.endswith(".html")}
    assert [path for path, content in plain.items() if (site / path).read_bytes() != content] == []
    known = ledger.read(ROOT / ledger.FILE)
    assert [path for path in made if ledger.address_of(path) not in known] == []


# ---- on the small data set -------------------------------------------------------------------------------------------

@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><b>', "{{ 7 }} {% raw %}", "</title><a href=//x>"])
def test_words_of_a_drawing_stay_words(hostile: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    quoted = "'" + hostile.replace("'", "''") + "'"
    change(root, "data/drawings.yml", "title: The museum came first", f"title: {quoted}")
    with any_words():
        made = charts.export(site_for(root))
    svg = etree.fromstring(made["drawings/kettle-dates.svg"])
    assert svg.findtext("{*}title") == hostile
    assert svg.findall(".//{*}script") == svg.findall(".//{*}b") == []
    page = Doc("drawings/kettle-dates/index.html", made["drawings/kettle-dates/index.html"].decode())
    assert page.tree.xpath("//script | //b | //a[starts-with(@href, '//')]") == []
    assert words(page.tree.find(".//h1")) == hostile


def test_a_series_with_few_values_has_no_chart_and_one_with_more_has(tmp_path: Path) -> None:
    assert [item.path for item in site_for(SMALL).once(taken) if item.path.startswith("charts/")] == []
    root = copy(tmp_path)
    change(root, "data/series.yml", "  - as_of: 2024-12-31\n    value: 4000\n", "  - as_of: 2024-09-30\n    value: 950\n"
           "    bound: exact\n    published: 2025-01\n    evidence:\n    - source: plain-page\n      words: 950人次\n"
           "      through: Another Paper\n    note: Up to 30 September 2024.\n  - as_of: 2024-12-31\n    value: 4000\n")
    item = next(item for item in site_for(root).once(taken) if item.path.startswith("charts/"))
    assert (item.path, item.stands) == ("charts/visitors", ("figures/visitors/", "chart-visitors"))
    assert item.sheet.foot[0].startswith("Source: ")
    numbers = charts.export(site_for(root))["charts/visitors.csv"].decode().splitlines()
    assert [line.split(",")[0] for line in numbers] == ["Date", "2024-06-30", "2024-09-30", "2024-12-31"]


def test_a_chart_is_at_home_with_its_series_else_in_an_essay() -> None:
    site = Site(SITE.data, kind_of={"b/": "essay"})
    assert take_away.home_of(site, ["a/", "b/", "figures/x/", "about/style/"]) == "figures/x/"
    assert take_away.home_of(site, ["a/", "b/", "about/style/"]) == "b/"
    assert take_away.home_of(site, ["c/", "about/style/", "a/"]) == "a/"


# ---- on the site -----------------------------------------------------------------------------------------------------

def not_to_take(docs: dict[str, Doc], site: Path) -> Iterator[str]:
    """Each chart or drawing on a page without the line that leads to its files, or without one of them."""
    for doc in docs.values():
        if doc.url.startswith(("charts/", "drawings/")):
            continue
        for figure in doc.tree.xpath("//figure[contains(concat(' ', @class, ' '), ' chart ')]"):
            links = figure.xpath("./p[contains(@class, 'chart__take')]/a/@href")
            path = next(iter(links), "").removeprefix("../" * doc.url.count("/")).strip("/")
            forms = ("svg", "csv") if path.startswith("charts/") else ("svg",)
            if len(links) != 1 or figure.get("id").removeprefix("chart-").removeprefix("drawing-") != path.partition("/")[2]:
                yield f"{doc.url}#{figure.get('id')}: no line that leads to it alone"
            elif not all((site / f"{path}.{form}").is_file() for form in forms) or f"{path}/" not in docs:
                yield f"{doc.url}#{figure.get('id')}: not all of its files are there"


def test_every_chart_and_drawing_can_be_taken_away(docs: dict[str, Doc], site: Path) -> None:
    assert list(not_to_take(docs, site)) == []
    assert {item.path for item in TAKEN} == {url.strip("/") for url in docs if url.startswith(("charts/", "drawings/"))}


def test_a_chart_that_cannot_be_taken_away_is_told(tmp_path: Path) -> None:
    figure = '<figure class="chart" id="chart-a">{}</figure>'
    line = '<p class="chart__note chart__take"><a href="../charts/a/">x</a></p>'
    docs = {"t/": Doc("t/index.html", f"<body>{figure.format('')}</body>"),
            "u/": Doc("u/index.html", f"<body>{figure.format(line)}</body>")}
    assert list(not_to_take(docs, tmp_path)) == ["t/#chart-a: no line that leads to it alone",
                                                 "u/#chart-a: not all of its files are there"]


def test_a_page_for_frames_is_light_and_says_where_it_belongs(docs: dict[str, Doc]) -> None:
    for item in TAKEN:
        doc = docs[f"{item.path}/"]
        assert len(doc.source.encode()) < 45_000, item.path
        assert doc.tree.xpath("//link[@rel='canonical']/@href") == [SITE.home + item.stands[0]]
        assert doc.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert doc.tree.xpath("//script | //iframe | //form") == []
        assert doc.tree.xpath("//a[not(@target='_top')]") == []
        assert f'<iframe src="{SITE.home}{item.path}/"' in doc.tree.xpath("string(//details//code)")
        assert "Source: " in words(doc.tree)
        assert "Data as of" in words(doc.tree)


# ---- in a frame ------------------------------------------------------------------------------------------------------

WIDTHS = [320, 660]


@pytest.fixture
def frame(browser: Browser, server: str, tmp_path: Path) -> Iterator[Callable[..., tuple[Frame, list[str]]]]:
    """Opens a page of the site in a frame of a page on another origin: ``frame("charts/filed/", 320, "dark")``."""
    contexts = []
    with serve(tmp_path, prefix="/") as host:
        def put(path: str, wide: int, scheme: Any) -> tuple[Frame, list[str]]:
            inner = f'<iframe src="{server}{path}" width="{wide}" height="700" style="border:0"></iframe>'
            (tmp_path / "index.html").write_text(
                f'<!doctype html><title>x</title><link rel="icon" href="data:,">{inner}', "utf-8")
            context = browser.new_context(color_scheme=scheme, viewport={"width": 900, "height": 900})
            contexts.append(context)
            page, said = context.new_page(), []
            page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
            page.on("request", lambda request: said.append(request.url)
                    if not request.url.startswith((host, server, "data:")) else None)
            page.goto(host)
            page.wait_for_load_state("networkidle")
            return page.frames[1], said
        yield put
        for context in contexts:
            context.close()


OUT = """() => [document.documentElement.scrollWidth > document.documentElement.clientWidth,
    [...document.querySelectorAll("svg")].filter((svg) => svg.checkVisibility() && svg.getBoundingClientRect().width > 200)
        .length]"""


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("path", ["charts/filed/", "charts/users/", "charts/rule-dates/", "drawings/filing-number/"])
def test_a_chart_is_shown_in_a_frame_on_another_origin(
        frame: Callable[..., tuple[Frame, list[str]]], path: str, wide: int) -> None:
    inside, said = frame(path, wide, "light")
    assert said == []
    scrolls, shown = inside.evaluate(OUT)
    assert (scrolls, shown > 0) == (False, True)


def test_what_is_too_wide_for_a_frame_is_found(frame: Callable[..., tuple[Frame, list[str]]]) -> None:
    inside, _ = frame(f"{TAKEN[0].path}/", 320, "light")
    inside.evaluate("document.querySelector('h1').style.width = '400px'")
    assert inside.evaluate(OUT)[0] is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [TAKEN[0].path, TAKEN[-1].path])
def test_axe_finds_nothing_in_a_frame(frame: Callable[..., tuple[Frame, list[str]]], path: str, scheme: str) -> None:
    inside, _ = frame(f"{path}/", 320, scheme)
    inside.evaluate("document.querySelector('details').open = true")
    inside.evaluate(AXE)
    found = inside.evaluate("axe.run(document).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert found == []
    paper = inside.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", paper))) < 300) == (scheme == "dark")


# ---- words of a source -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("href", "said", "before", "after", "wanted"), [
    ("https://a.org/x", "more than 40", None, None, "https://a.org/x#:~:text=more%20than%2040"),
    ("https://a.org/x", "one-off, & more", None, None, "https://a.org/x#:~:text=one%2Doff%2C%20%26%20more"),
    ("https://a.org/x", "a b c d e f", None, None, "https://a.org/x#:~:text=a%20b%20c%20d%20e%20f"),
    ("https://a.org/x", "a b c, d e-f g h", None, None, "https://a.org/x#:~:text=a%20b%20c%2C,e%2Df%20g%20h"),
    ("https://a.org/x", "a b c d e f g h i", None, None, "https://a.org/x#:~:text=a%20b%20c,g%20h%20i"),
    ("https://a.org/x", "b", "a-", "c", "https://a.org/x#:~:text=a%2D-,b,-c"),
    ("https://a.org/x#part", " b \n c ", None, None, "https://a.org/x#part:~:text=b%20c"),
    ("https://a.org/x", "第三条", None, None, "https://a.org/x#:~:text=%E7%AC%AC%E4%B8%89%E6%9D%A1"),
    ("https://a.org/x", "一二三四五六七八九十一二三四五六七", None, None,
     "https://a.org/x#:~:text=%E4%B8%80%E4%BA%8C%E4%B8%89%E5%9B%9B%E4%BA%94%E5%85%AD%E4%B8%83%E5%85%AB,"
     "%E5%8D%81%E4%B8%80%E4%BA%8C%E4%B8%89%E5%9B%9B%E4%BA%94%E5%85%AD%E4%B8%83"),
    ("https://a.org/x.PDF", "b", None, None, "https://a.org/x.PDF"),
    ("ftp://a.org/x", "b", None, None, "ftp://a.org/x"),
    ("https://a.org/x", " ", None, None, "https://a.org/x"),
])
def test_an_address_leads_to_words(href: str, said: str, before: str | None, after: str | None, wanted: str) -> None:
    assert at_words(href, said, before, after) == wanted


def unled(doc: Doc, site: Site) -> list[str]:
    """The quotations on a page that links to the source of each, that do not lead to their words there."""
    public = {source.url for name, source in site.data.sources.items() if name in site.data.texts and source.url}
    direct = {href.partition("#")[0] for href in doc.main.xpath(".//a[@rel='external']/@href")} & public
    return [words(quote) for quote in doc.main.iter("q") if direct
            and not any(":~:text=" in href and href.partition("#")[0] in direct for href in quote.xpath("./a/@href"))]


def test_every_quotation_on_the_page_of_its_source_leads_to_its_words(docs: dict[str, Doc]) -> None:
    pages = [docs[f"sources/{name}/"] for name in SITE.data.texts]
    assert [unled(doc, SITE) for doc in pages] == [[]] * len(pages)
    assert all(doc.main.xpath(".//q/a[contains(@href, ':~:text=')]") for doc in pages)


def test_a_quotation_on_the_page_of_a_record_leads_to_its_words(docs: dict[str, Doc]) -> None:
    found = 0
    for figure in SITE.data.figures.values():
        quoted = [e for e in figure.evidence if e.quote and e.source in SITE.data.texts]
        hrefs = docs[f"figures/{figure.id}/"].main.xpath(".//q/a/@href")
        for evidence in quoted:
            url = SITE.data.sources[evidence.source].url
            assert at_words(url, evidence.quote, evidence.before, evidence.after) in hrefs, figure.id  # type: ignore[arg-type]
            found += 1
    assert found > len(SITE.data.texts)


def test_a_quotation_that_leads_nowhere_is_found() -> None:
    url = next(SITE.data.sources[name].url for name in SITE.data.texts)
    page = f'<article><a rel="external" href="{url}">x</a><q>no link</q><q><a href="{url}#:~:text=a">a</a></q></article>'
    assert unled(Doc("sources/x/index.html", page), SITE) == ["no link"]
