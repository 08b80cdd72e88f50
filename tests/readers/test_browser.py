"""The site in a real Chromium, served under its path with the policy each page carries: a request to another host, a
refusal by the policy, an error in a script or in the console fails the test that met it (see `new_page`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from built import Doc
from patience import at_last, expect_copied, expect_target_in_view
from playwright.sync_api import Browser, Page, expect
from scripts import AXE

from macros.derive.index import Site
from macros.write.receipts import citation_line
from tools.browser import listed_pages

PAGES = listed_pages()
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# The answer 404 is what the page for unknown addresses comes with.
LOST = ("status of 404",)

Open = Callable[..., Page]


# Rules that take most of the time. Between them these pages have every look of a text that any listed page has: its colour,
# its ground, whether it is large, what a link stands in (see LOOKS; a page with another look fails and is added here). The
# style guide shows every component besides.
COLOURS = ("color-contrast", "link-in-text-block")
COLOURED = ("filings/first-approvals/", "beijing/targets/", "figures/beijing-core-ai-firms-2022/", "reference/drawings/",
            "alliances/gpt-industry-alliance/", "alliances/ai-open-alliance/", "about/style/")
SCHEMES = ("light", "dark")

# The looks of a page's visible texts: all that the rules about colours go by.
LOOKS = """() => {
    const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const el = node.parentElement, style = getComputedStyle(el), grounds = [];
        if (!node.data.trim() || !el.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
        let opacity = 1;
        for (let around = el; around; around = around.parentElement) {
            const ground = getComputedStyle(around);
            opacity *= ground.opacity;
            if (ground.backgroundImage !== "none") grounds.push(ground.backgroundImage);
            if (ground.backgroundColor !== "rgba(0, 0, 0, 0)") { grounds.push(ground.backgroundColor); break; }
        }
        const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        const link = el.closest("a"), line = link && getComputedStyle(link);
        found.add([el.closest("svg") ? style.fill : style.color, grounds.join(" on "), opacity, large ? "large" : "small",
            link ? `link in ${getComputedStyle(link.parentElement).color}, ${line.textDecorationLine}, `
                + line.borderBottomStyle : ""].join("; "));
    }
    return [...found];
}"""


def looks(page: Page) -> set[str]:
    """Every look of a text of the page, in either scheme; the page is left in the light one."""
    found = set()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found |= {f"{scheme}: {look}" for look in page.evaluate(LOOKS)}
    return found


def violations(page: Page, *rules: str, but: Sequence[str] = (), within: str = "html") -> list[str]:
    """What axe finds wrong: rule, element and reason; only the rules given, if any, and none of those in ``but``."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False, "elementRef": False,
                               "rules": {rule: {"enabled": False} for rule in but}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("([part, options]) => axe.run(part, options).then(r => r.violations)", [within, options])
    return [f"{rule['id']}: {' '.join(node['target'][-1:])}: {node['failureSummary'].splitlines()[-1].strip()}"
            for rule in found for node in rule["nodes"][:3]]


def wide(page: Page) -> list[str]:
    """The outermost elements that make the page wider than its window; empty if it scrolls only down."""
    return page.evaluate("""() => {
        const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return [];
        return [...document.querySelectorAll("body *")].filter(el => {
            const box = el.getBoundingClientRect();
            return box.width && box.right > room + 1 && getComputedStyle(el).position !== "fixed";
        }).slice(0, 5).map(el => el.tagName + "." + el.className + " " + el.textContent.trim().slice(0, 40));
    }""") if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth") else []


SPILT = """() => {
    const found = [], range = document.createRange();
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
        const el = node.parentElement, box = el.closest("dt, dd, th, td, li, p, h1, h2, h3, summary, figcaption");
        if (!box || !node.data.trim() || !el.checkVisibility() || el.closest("svg, .row-tools")) continue;
        const room = box.getBoundingClientRect();
        if (room.width < 2) continue;  // for those who listen
        range.selectNodeContents(node);
        if ([...range.getClientRects()].some(line => line.right > room.right + 2)) found.push(node.data.trim().slice(0, 60));
    }
    return found;
}"""


# ---- every kind of page --------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def tried(browser: Browser, server: str) -> set[str]:
    """The looks of the pages whose colours are tried."""
    page = browser.new_page(base_url=server, viewport=DESK, reduced_motion="reduce")  # type: ignore[arg-type]
    found = set()
    for path in COLOURED:
        page.goto(path)
        found |= looks(page)
    page.close()
    return found


STOPS = 10  # before the first link of the text, menus closed and contents not counted


def stops_before_text(page: Page) -> list[str]:
    """What the Tab key stops at between the head of a page and the first link of its text."""
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate("""() => {
            const el = document.activeElement;
            return el.closest(".toc") ? "contents" : el.closest("article") && !el.closest(".trail, .to-evidence") ? "text"
                : el === document.body ? "end" : el.outerHTML.slice(0, 60);
        }""")
        if where in ("text", "end"):
            break
        stops += [where] if where != "contents" else []
    return stops


@pytest.mark.parametrize("path", [*PAGES, "zh/"])
def test_a_page_has_no_barrier_few_stops_before_its_text_and_no_look_that_is_not_tried(
        look: Open, tried: set[str], path: str) -> None:
    """axe finds nothing at 1280 nor at 320 pixels, where the page is also no wider than the window and fingers hit."""
    page = look(path, viewport=DESK, reduced_motion="reduce")
    assert sorted(looks(page) - tried) == []
    assert violations(page, but=COLOURS) == []
    assert page.evaluate(SPILT) == []
    page.set_viewport_size(PHONE)
    assert wide(page) == []
    assert page.evaluate(SPILT) == []
    assert violations(page, but=COLOURS) == []
    assert violations(page, "target-size") == []
    page.set_viewport_size(DESK)
    stops = stops_before_text(page)
    assert len(stops) <= STOPS, stops


@pytest.mark.parametrize("path", COLOURED)
def test_every_colour_is_told_from_its_ground_in_either_scheme(look: Open, path: str) -> None:
    page, grounds = look(path, viewport=DESK, reduced_motion="reduce"), set()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        grounds.add(background(page))
        assert violations(page, *COLOURS) == []
    assert len(grounds) == 2


def test_pages_enlarged_four_times_or_in_forced_colours_keep_their_words(new_page: Open) -> None:
    """400 % on a window of 1280 by 1024 leaves 320 by 256 pixels; colours may be the system's own; nothing moves."""
    page = new_page(None, allow=LOST, viewport={"width": 320, "height": 256}, device_scale_factor=4,
                    forced_colors="active", reduced_motion="reduce", contrast="more")
    wrong: dict[str, object] = {}
    for path in PAGES:
        page.goto(path)
        heading = page.locator("h1")
        moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(el => {
            const style = getComputedStyle(el);
            return parseFloat(style.animationDuration) > 0.01 && style.animationName !== "none"
                || style.scrollBehavior === "smooth";
        }).length""")
        tall = page.locator("header").first.bounding_box()["height"]  # type: ignore[index]
        if not heading.is_visible() or moving or tall > 100 or (broad := wide(page)):
            wrong[path] = (heading.is_visible(), moving, tall, broad)
    assert wrong == {}


def test_pages_are_complete_without_scripts(new_page: Open) -> None:
    """Nothing a reader reads is hidden, every note is on show, and every number leads to its note."""
    page = new_page(None, allow=LOST, viewport=DESK, java_script_enabled=False)
    wrong: dict[str, object] = {}
    for path in PAGES:
        page.goto(path)
        # Tools that only work with scripts may be hidden.
        hidden = [text for text in page.locator("article [hidden]:not(form)").all_inner_texts() if text.strip()]
        unseen = page.locator("section.notes > ol > li").filter(visible=False).count()
        if hidden or unseen or not page.locator("h1").is_visible():
            wrong[path] = (hidden, unseen)
        refs = page.locator("article .note-ref a")
        if refs.count():
            refs.first.click()
            expect(page.locator(":target")).to_be_in_viewport()
            assert page.locator(":target").get_attribute("id") == (refs.first.get_attribute("href") or "")[1:]
    assert wrong == {}


def test_printed_pages_have_their_notes_and_no_machinery(new_page: Open, data: Site) -> None:
    page = new_page("beijing/evidence/", viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    for part in ("header.md-header", ".sitenav", ".toc", ".site-footer nav", ".copy",
                 ".headerlink", ".table-tools"):
        assert [part for found in page.locator(part).all() if found.is_visible()] == []
    notes = page.locator("section.notes li")
    assert notes.count() > 10
    assert all(note.is_visible() for note in notes.all())
    expect(page.locator(".colophon")).to_contain_text(f"{data.home}beijing/evidence/")
    page.goto("sources/congnghe-2023-05-28-beijing-partners/")
    printed = page.locator("article a[href^=http]").first.evaluate(
        "el => el.textContent + getComputedStyle(el, '::after').content")
    assert "http" in printed


# ---- the main reader's walk ----------------------------------------------------------------------------------------

def test_on_a_phone_no_row_has_a_label_without_a_text(look: Open) -> None:
    page = look("figures/by-topic/users/", viewport=PHONE)
    cells = page.locator("table.data td[data-label=State]")
    shown = cells.evaluate_all("(all) => all.filter((c) => c.checkVisibility()).map((c) => c.textContent.trim())")
    assert 0 < len(shown) < cells.count()
    assert all(shown)


def test_from_the_overview_to_a_number_its_receipt_its_source_and_back(new_page: Open) -> None:
    page = new_page("", viewport={"width": 1000, "height": 900})
    page.locator("article a[href='beijing/']").first.click()
    page.wait_for_url("**/beijing/")
    number = page.locator("article", has_text="1,048").locator("a", has_text=re.compile(r"^1,048$")).first
    mark = number.locator("xpath=ancestor::span[@data-note]").get_attribute("data-note")
    ref = page.locator(f"article .note-ref a[href='#n{mark}']").first
    note = page.locator(ref.get_attribute("href") or "#none")

    ref.hover()
    receipt = page.locator(".receipt")
    expect(receipt).to_be_visible()
    expect(receipt).to_contain_text("1,048")
    expect(receipt).to_contain_text("October 2022")
    page.keyboard.press("Escape")
    expect(receipt).to_have_count(0)

    ref.click()
    receipt.get_by_role("link", name="Go to the note").click()
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("1,048")
    note.locator("a", has_text="↩").first.click()
    expect(ref).to_be_in_viewport()

    number.click()
    page.wait_for_url("**/figures/beijing-core-ai-firms-2022/")
    expect(page.locator("h1")).to_have_text(re.compile("Core AI companies in Beijing"))
    for heading in ("Evidence", "Does it still hold?", "Who disagrees", "Where it is used"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    quotation = page.locator("article q").first
    expect(quotation).to_contain_text(re.compile(r"1[.,]048"))
    page.locator("article .evidence a", has_text="congnghe.vn").first.click()
    page.wait_for_url("**/sources/congnghe-*/")
    expect(page.locator("article a[href$='figures/beijing-core-ai-firms-2022/']")).to_be_visible()
    for end in ("/figures/beijing-core-ai-firms-2022/", "/beijing/"):
        while not page.url.split("#")[0].endswith(end):
            page.go_back()
    expect(page.locator("h1")).to_have_text(re.compile("Beijing"))


def test_a_receipt_opens_by_enter_never_by_focus_alone_and_closes_with_escape(new_page: Open) -> None:
    page = new_page("beijing/evidence/", viewport=DESK)
    ref = page.locator("article .note-ref a").first
    ref.focus()
    receipt = page.locator(".receipt")
    page.wait_for_timeout(400)
    expect(receipt).to_have_count(0)
    page.keyboard.press("Enter")
    expect(receipt).to_be_visible()
    assert ref.get_attribute("aria-describedby") == "receipt-text"
    page.keyboard.press("Tab")
    expect(page.locator(".receipt :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(receipt).to_have_count(0)
    expect(ref).to_be_focused()
    assert ref.get_attribute("aria-describedby") is None


def test_a_receipt_stays_while_the_pointer_is_on_it_and_goes_when_it_leaves(new_page: Open) -> None:
    page = new_page("beijing/evidence/", viewport=DESK)
    page.locator("article .note-ref a").first.hover()
    receipt = page.locator(".receipt")
    expect(receipt).to_be_visible()
    box = receipt.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)  # type: ignore[index]
    page.wait_for_timeout(500)
    expect(receipt).to_be_visible()
    page.mouse.move(5, 890)
    expect(receipt).to_have_count(0)


def test_on_a_touch_screen_the_first_tap_shows_a_receipt_and_the_second_goes_to_the_note(new_page: Open) -> None:
    page = new_page("beijing/evidence/", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    ref = page.locator("article .note-ref a").first
    ref.scroll_into_view_if_needed()
    ref.tap()
    receipt = page.locator(".receipt")
    expect(receipt).to_be_visible()
    box = receipt.bounding_box()
    assert box["x"] >= 0  # type: ignore[index]
    assert box["x"] + box["width"] <= 360  # type: ignore[index]
    ref.tap()
    expect(page.locator(ref.get_attribute("href") or "#none")).to_be_in_viewport()


def test_the_meaning_of_a_term_is_reached_by_mouse_keyboard_and_touch(new_page: Open) -> None:
    for options in ({"viewport": DESK}, {"viewport": {"width": 360, "height": 740}, "has_touch": True}):
        page = new_page("filings/", **options)
        term = page.locator("article .term > a").first
        meaning = term.get_attribute("title") or "no meaning"
        if "has_touch" in options:
            term.scroll_into_view_if_needed()
            term.tap()
        else:
            term.focus()
            expect(page.locator(".receipt")).to_have_count(0)
            page.keyboard.press("Enter")
        shown = page.locator(".receipt")
        expect(shown).to_contain_text(meaning)
        expect(shown.get_by_role("link", name="In the glossary")).to_be_visible()
        assert term.get_attribute("aria-describedby") == "receipt-text"
        page.keyboard.press("Escape")
        expect(shown).to_have_count(0)
        term.hover()
        expect(shown).to_contain_text(meaning)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["wide", "narrow"])
def test_the_open_menu_and_an_open_receipt_have_no_barrier(look: Open, viewport: dict[str, int]) -> None:
    """In either scheme; of the colours only those of the receipt and of the header with its menu are tried again."""
    page = look("beijing/evidence/", viewport=viewport, reduced_motion="reduce")
    page.locator("article .note-ref a").first.press("Enter")
    expect(page.locator(".receipt")).to_be_visible()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page, but=COLOURS) == []
        assert violations(page, *COLOURS, within=".receipt") == []
    if viewport == PHONE:
        page.locator("header").get_by_role("button", name="Menu").click()
        expect(page.locator(".sitenav")).to_be_in_viewport()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page, but=COLOURS) == []
            assert violations(page, *COLOURS, within=".md-header") == []
            assert violations(page, *COLOURS, within=".sitenav") == []
        page.keyboard.press("Escape")
    assert wide(page) == []


# ---- keyboard ------------------------------------------------------------------------------------------------------

FOCUSED = """() => {
    const el = document.activeElement, box = el.getBoundingClientRect(), style = getComputedStyle(el);
    const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
    const inHeader = !!el.closest(".md-header, .md-skip");
    const marked = [el, el.nextElementSibling, el.parentElement].filter(Boolean).some(part => {
        const look = getComputedStyle(part);
        return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== "none";
    });
    return { what: el.tagName + "." + el.className + "#" + el.id + " " + el.textContent.trim().slice(0, 30),
             seen: el.matches(".md-option") || style.visibility !== "hidden"
                   && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
             clear: inHeader || el.closest(".receipt") || box.bottom > header, marked };
}"""


@pytest.mark.parametrize("path", ["", "beijing/", "rules/interim-measures/", "timeline/", "404.html"])
def test_by_keyboard_every_stop_is_seen_and_marked(look: Open, path: str) -> None:
    page = look(path, viewport=DESK, reduced_motion="reduce")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    assert "md-skip" in first
    expect(page.locator(".md-skip")).to_be_in_viewport()
    wrong, stops = [], []
    for _ in range(45):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["what"].startswith("BODY"):
            break
        stops.append(stop["what"])
        if not (stop["seen"] and stop["clear"] and stop["marked"]):
            wrong.append(stop)
    assert wrong == [], "\n".join(map(str, wrong))
    assert len(set(stops)) > 15


def test_the_skip_link_leads_past_the_header(new_page: Open) -> None:
    page = new_page("beijing/evidence/", viewport=DESK)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("article :focus")).to_have_count(1)


def test_the_menu_of_a_phone_opens_closes_and_gives_the_focus_back(new_page: Open) -> None:
    page = new_page("beijing/evidence/", viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    menu = page.locator("header").get_by_role("button", name="Menu")
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".sitenav")).to_be_in_viewport()
    expect(page.locator(".sitenav :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


# ---- colours -------------------------------------------------------------------------------------------------------

def background(page: Page) -> str:
    """The colour behind the page."""
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_system_chooses_the_colours_until_the_reader_does_and_the_choice_is_kept(new_page: Open) -> None:
    page = new_page("", viewport=DESK, color_scheme="dark")
    dark = background(page)
    page.emulate_media(color_scheme="light")
    light = background(page)
    assert dark != light
    page.emulate_media(color_scheme="dark")
    switch = page.locator("[data-md-component=palette] label:visible")
    switch.click()
    assert at_last(lambda: background(page), light) == light
    page.goto("figures/")
    assert background(page) == light
    page.locator("[data-md-component=palette] label:visible").click()
    assert at_last(lambda: background(page), dark) == dark
    page.emulate_media(color_scheme="light")
    assert background(page) == dark
    page.reload()
    assert background(page) == dark
    kept = page.evaluate("Object.keys(localStorage)")
    assert [key for key in kept if not key.endswith(".__palette")] == []
    assert page.context.cookies() == []


# ---- tools ---------------------------------------------------------------------------------------------------------

CLIPBOARD = ("clipboard-read", "clipboard-write")


def test_copying_gives_an_address_or_a_number_with_its_source(new_page: Open, server: str, data: Site) -> None:
    page = new_page("beijing/evidence/", viewport=DESK, permissions=CLIPBOARD)
    head = page.locator("article h2[id]").first
    head.hover()
    head.locator(".headerlink").click()
    expect_copied(page, f"{server}beijing/evidence/#{head.get_attribute('id')}")
    expect(page.locator(".sr-only[role=status]")).to_have_text("Link copied")

    box = page.locator("article .keyfigure").first
    box.hover()
    box.get_by_role("button", name=re.compile("^(Cite|Copy with source)")).click()
    expect_copied(page, citation_line(data, "beijing-core-ai-firms-2022"))

    row = page.locator("article table.data tbody tr[id]").first
    row.hover()
    row.get_by_role("button", name=re.compile("^(Copy l|L)ink")).click()
    expect_copied(page, f"{server}beijing/evidence/#{row.get_attribute('id')}")

    page.locator("details.cite summary").click()
    page.locator("details.cite").get_by_role("button", name="Copy").first.click()
    citation = page.locator("details.cite pre").first.text_content() or ""
    assert data.name in citation
    expect_copied(page, citation.strip())


def stops(page: Page, inside: str, most: int = 400) -> list[str]:
    """What the Tab key meets from the first stop inside an element to the first outside, as tag and name."""
    page.evaluate("""inside => {
        document.querySelector(inside).setAttribute("tabindex", "-1");
        document.querySelector(inside).focus();
    }""", inside)
    met = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate("""inside => {
            const el = document.activeElement;
            return el.closest(inside) && el.tagName + " " + (el.ariaLabel || el.textContent.trim());
        }""", inside)
        if stop is None:
            break
        met.append(stop)
    return met


def test_every_row_of_a_long_table_is_copied_by_keyboard_with_one_stop_more(new_page: Open, server: str) -> None:
    """A list of filings has no link in its rows: one stop, and arrow keys reach each row."""
    page = new_page("filings/cac-2024-04/", viewport=DESK, permissions=CLIPBOARD)
    assert stops(page, "table#rows") == ["BUTTON Link: 文心一言 Ernie Bot"]
    page.keyboard.press("Shift+Tab")
    tools = page.get_by_role("toolbar", name=re.compile("^Copy from a row.*; arrow keys go to other rows$"))
    expect(tools).to_have_css("opacity", "1")
    count = page.locator("table#rows tbody tr").count()
    down, up = "ArrowDown", "ArrowUp"
    for keys, row in (((down, down), 3), ((up,), 2), (("Home", up), 1), (("End", down), count)):
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        expect(page.locator(".sr-only[role=status]")).to_have_text("Link copied")
        expect_copied(page, f"{server}filings/cac-2024-04/#no-{row}")
        seen = page.evaluate(FOCUSED)
        assert (seen["seen"], seen["clear"], seen["marked"]) == (True, True, True), seen
    page.keyboard.press("Tab")
    expect(page.locator("table :focus")).to_have_count(0)


def test_each_row_and_card_with_a_number_is_copied_with_its_source_by_keyboard(
        new_page: Open, server: str, data: Site) -> None:
    page = new_page("beijing/evidence/", viewport=DESK, permissions=CLIPBOARD)
    table = "table#industry-table"
    links = page.locator(f"{table} tbody a").count()
    found = stops(page, f"{table} tbody")
    assert len(found) == links + 1
    assert [stop for stop in found if stop.startswith("BUTTON")] == [f"BUTTON Link: {head(page, table, 1)}"]
    # From a link within a row one step back is the toolbar of that row.
    page.locator(f"{table} tbody tr").nth(4).locator("a").first.focus()
    page.keyboard.press("Shift+Tab")
    for key, copied in (("ArrowRight", "line"), ("ArrowDown", "line"), ("ArrowLeft", "address"), ("End", "address")):
        page.keyboard.press(key)
        page.keyboard.press("Space")
        expect(page.locator(".sr-only[role=status]")).to_have_text(
            "Link copied" if copied == "address" else "Copied with its source")
        row = page.locator("tr:has(:focus)")
        name = row.get_attribute("id") or ""
        expect_copied(page, f"{server}beijing/evidence/#{name}" if copied == "address" else
                      citation_line(data, name.removeprefix("row-")))
        number = {"ArrowRight": 5, "End": page.locator(f"{table} tbody tr").count()}.get(key, 6)
        assert page.evaluate("[...document.activeElement.closest('tbody').rows]"
                             ".indexOf(document.activeElement.closest('tr')) + 1") == number
        # What is read out with the cells of the row is its header without the buttons.
        assert row.locator("th").get_attribute("aria-label") == head(page, table, number)
        assert page.locator(f"{table} th[aria-label]").count() == 1
    cards = stops(page, ".keyfigures")
    assert len([stop for stop in cards if stop.startswith("BUTTON Cite: ")]) == 1
    page.locator(".keyfigures button:not([hidden])").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    href = page.locator(".keyfigure:has(:focus) a.keyfigure__value").get_attribute("href") or ""
    expect_copied(page, citation_line(data, href.split("/")[-2]))


# Every number of a page copied with its source, as (address of its record, what was copied).
COPY_ALL = """() => {
    const copied = [], made = [];
    Object.defineProperty(navigator.clipboard, "writeText", {value: async text => { copied.push(text); }});
    document.querySelectorAll("details").forEach(el => { el.open = true; });
    const press = (button, link) => { button.click(); made.push([link.href, copied.pop()]); };
    for (const fig of document.querySelectorAll("article .fig")) {
        const marks = [...document.querySelectorAll(`.note-ref a[href="#n${fig.dataset.note}"]`)];
        document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
        marks.find(mark => fig.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING).click();
        press(document.querySelector(".receipt .copy"), fig.querySelector("a"));
    }
    for (const row of document.querySelectorAll("article :is(.keyfigure, .figures tbody tr, tr[data-cite])")) {
        row.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
        const button = [...row.querySelectorAll(".row-tools .copy")].find(each => each.textContent === "Cite");
        // A row on the page of a series is a value of that series, though its note may lead to other figures.
        const own = row.dataset.cite && /figures\\/[^/]+\\/$/.test(location.pathname);
        const link = !own && [...row.querySelectorAll("a")].find(each => /figures\\/[^/]+\\/(#d-.*)?$/.test(each.href));
        press(button, link || {href: location.href.split("#")[0] + (row.id && "#" + row.id)});
    }
    for (const lead of document.querySelectorAll("article p[data-cite]"))
        press(lead.querySelector(".copy"), {href: location.href.split("#")[0]});
    return made;
}"""


def test_what_is_copied_with_its_source_is_the_line_of_the_record(
        new_page: Open, docs: dict[str, Doc], server: str, data: Site) -> None:
    """The script reads it off the page; it is word for word what the data says."""
    copied: list[tuple[str, str]] = []
    numbers = "//article//*[contains(@class, 'fig ') or @class='keyfigure' or contains(@class, 'figures')]"
    pages = [url for url, doc in docs.items() if doc.tree.xpath(numbers) and not url.startswith(("figures/", "about/"))]
    assert len(pages) > 20
    page = new_page(None, viewport={"width": 1000, "height": 900}, permissions=CLIPBOARD)
    for url in [*pages, "figures/by-topic/beijing/", "figures/genai-services-filed-cumulative/",
                "figures/beijing-core-ai-firms-2022/"]:
        page.goto(url)
        copied += page.evaluate(COPY_ALL)
    wrong = []
    for href, line in copied:
        name, _, date = href.removeprefix(f"{server}figures/").partition("/#d-")
        expected = citation_line(data, name.rstrip("/"), date or None)
        wrong += [] if line == expected else [(line, expected)]
    assert wrong == [], "\n".join(map(str, wrong))
    kinds = {(name in data.data.series, "#d-" in href) for href, _ in copied
             for name in [href.removeprefix(f"{server}figures/").split("/")[0]]}
    assert kinds == {(False, False), (True, False), (True, True)}
    assert len(copied) > 400


def head(page: Page, table: str, row: int) -> str:
    """The words of a row's header without the toolbar."""
    return page.locator(f"{table} tbody tr").nth(row - 1).locator("th").evaluate(
        "el => [...el.childNodes].filter(n => n.className !== 'row-tools').map(n => n.textContent).join('').trim()")


def test_headings_are_copied_by_keyboard(new_page: Open, server: str) -> None:
    page = new_page("beijing/evidence/", viewport=DESK, permissions=CLIPBOARD)
    heads = page.locator("article :is(h2, h3, h4)[id]")
    assert heads.count() > 4
    for heading in heads.all():
        heading.locator(".headerlink").focus()
        page.keyboard.press("Enter")
        expect_copied(page, f"{server}beijing/evidence/#{heading.get_attribute('id')}")


def test_rows_hidden_by_a_filter_are_passed_over_by_the_keyboard(new_page: Open) -> None:
    page = new_page("rules/evidence/?status=draft", viewport=DESK)
    shown = page.locator("table#instruments tbody tr:not([hidden])")
    first = page.locator("table#instruments tr:has(.row-tools)")
    expect(first).to_be_visible()
    assert first.get_attribute("id") == shown.first.get_attribute("id")
    first.get_by_role("button").first.focus()
    page.keyboard.press("End")
    assert page.locator("tr:has(:focus)").get_attribute("id") == shown.last.get_attribute("id")


def test_a_tap_on_a_row_shows_its_copy_buttons(new_page: Open, server: str) -> None:
    page = new_page("filings/cac-2024-04/", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True,
                    permissions=CLIPBOARD)
    row = page.locator("#no-5")
    row.scroll_into_view_if_needed()
    row.locator("td").nth(2).tap()
    button = row.get_by_role("button", name=re.compile("^Link: "))
    expect(row.locator(".row-tools")).to_have_css("opacity", "1")
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    expect_copied(page, f"{server}filings/cac-2024-04/#no-5")


def test_without_scripts_there_are_no_copy_buttons(new_page: Open) -> None:
    page = new_page("beijing/evidence/", viewport=DESK, java_script_enabled=False)
    assert page.locator(".copy, .row-tools").count() == 0


def column(page: Page, number: int) -> list[str]:
    """The texts of one column of the first sortable table."""
    return page.locator(f"table[data-sort] tbody tr > :nth-child({number})").all_inner_texts()


def test_a_table_sorts_and_the_address_remembers(new_page: Open) -> None:
    page = new_page("figures/by-topic/users/", viewport=DESK)
    before = column(page, 1)
    page.get_by_role("button", name="What").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    up = column(page, 1)
    assert sorted(up) == sorted(before)
    page.get_by_role("button", name="What").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    down = column(page, 1)
    assert down == up[::-1]
    expect(page).to_have_url(re.compile("sort="))
    page.reload()
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    assert column(page, 1) == down


def test_the_timeline_filters_and_the_address_remembers(new_page: Open) -> None:
    page = new_page("timeline/", viewport=DESK)
    form = page.locator("form.filter")
    entries = page.locator(".timeline > li[id]")
    whole = entries.count()
    form.get_by_label("Topic").select_option("alliances")
    expect(form.locator("output")).to_contain_text(re.compile(rf"^\d+ of {whole} shown$"))
    shown = [entry for entry in entries.all() if entry.is_visible()]
    assert 0 < len(shown) < whole
    assert all("alliances" in (entry.get_attribute("data-topics") or "") for entry in shown)
    expect(page).to_have_url(re.compile("topics=alliances"))
    page.reload()
    expect(form.locator("output")).to_contain_text(f"{len(shown)} of {whole}")
    form.get_by_role("button", name="Show all").click()
    expect(form.locator("output")).not_to_contain_text("of")
    expect(page).not_to_have_url(re.compile("topics"))


def test_a_filed_service_is_found_by_part_of_its_name(new_page: Open) -> None:
    page = new_page("filings/search/", viewport=DESK)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    form = page.locator("#filings-search")
    form.get_by_label("Name, provider, place or number").fill("问答")
    rows = page.locator("#filings-found tbody tr")
    expect(rows.first).to_contain_text("问答")
    assert len([url for url in asked if url.endswith("rows.json")]) == 2  # one a register, once
    assert all("问答" in text for text in rows.all_inner_texts())
    expect(page).to_have_url(re.compile("find="))
    page.reload()
    expect(rows.first).to_be_visible()
    href = rows.first.locator("a").first.get_attribute("href") or ""
    name = rows.first.locator("th").inner_text().split("\n")[0].strip()
    rows.first.locator("a").first.click()
    page.wait_for_url(f"**/{href.lstrip('./')}")
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(":target")).to_contain_text(name[:4])


def test_what_is_found_is_laid_out_as_the_lists_are(new_page: Open) -> None:
    """The columns of what is found are one more than those of a list, and on a phone each stands apart from the next."""
    page = new_page("filings/search/?find=beijing", viewport=PHONE)
    rows = page.locator("#filings-found tbody tr")
    expect(rows.first).to_be_visible()
    apart = """(row) => [...row.cells].map((cell) => [cell.dataset.label, getComputedStyle(cell, "::before").content,
        getComputedStyle(cell, "::after").content, getComputedStyle(cell).display])"""
    parts = {label: (before, after, display) for label, before, after, display in rows.first.evaluate(apart) if label}
    assert parts["Register"][0] == parts["Place"][1] == parts["Filing or launch number"][1] == '" · "'
    assert parts["Provider"][2] == "block"
    page.set_viewport_size(DESK)
    lines = "(cell) => { const all = new Range(); all.selectNodeContents(cell); return all.getClientRects().length; }"
    assert rows.first.locator("td[data-label=Place]").evaluate(lines) == 1


def test_filings_that_cannot_be_fetched_are_said_to_be_listed_below(new_page: Open) -> None:
    page = new_page(None, allow=("ERR_FAILED", "Failed to load"), viewport=DESK)
    page.route("**/rows.json", lambda route: route.abort())
    page.goto("filings/search/?find=x")
    expect(page.locator("#filings-search output")).to_contain_text("could not be fetched")


ADDRESSES = ["glossary/#filing", "rules/interim-measures/#art-17", "organisations/#baidu", "beijing/#not-known",
             "beijing/partner-programme/#n2", "people-and-politics/evidence/#zhuang-rongwen",
             "timeline/#partner-programme-launch"]


@pytest.mark.parametrize("width", [360, 1280])
def test_an_address_with_a_fragment_shows_its_place_below_the_header(new_page: Open, width: int) -> None:
    page = new_page(None, viewport={"width": width, "height": 740})
    for address in ADDRESSES:
        page.goto("about:blank")
        page.goto(address)
        expect_target_in_view(page)


def test_an_unknown_address_gets_a_page_that_helps(new_page: Open, server: str) -> None:
    page = new_page(None, allow=LOST, viewport=DESK)
    answer = page.goto("no/such/page/at/all/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_be_visible()
    assert background(page) != "rgba(0, 0, 0, 0)"
    page.locator("main a", has_text="Beijing").first.click()
    expect(page).to_have_url(f"{server}beijing/")


# ---- the policy ----------------------------------------------------------------------------------------------------

def test_a_script_put_into_a_page_does_not_run(new_page: Open) -> None:
    page = new_page("", allow=("Content Security Policy",), viewport=DESK)
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.ran = true");
        image.src = "data:,";
        document.body.append(image);
        return new Promise(done => setTimeout(done, 200));
    }""")
    assert page.evaluate("window.ran === undefined")
