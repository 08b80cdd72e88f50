"""Marks of notes and of standing: what a reader copies, hears and is told of a number that no longer holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from built import Doc
from playwright.sync_api import Page, expect

from macros.derive.index import Site
from macros.facts.days import first_day
from macros.write.receipts import citation_line

Open = Callable[..., Page]

# What is copied of each paragraph, list entry and cell with marks, and what stands there without them.
COPY = """async () => {
    const found = [];
    for (const el of document.querySelectorAll("article :is(p, li, td):has(.note-ref)")) {
        const range = document.createRange(), selection = getSelection();
        range.selectNodeContents(el);
        selection.removeAllRanges();
        selection.addRange(range);
        document.execCommand("copy");
        const bare = el.cloneNode(true);
        bare.querySelectorAll(".note-ref").forEach(mark => mark.remove());
        const flat = text => text.replace(/\\s+/g, " ").trim();
        found.push([flat(await navigator.clipboard.readText()), flat(bare.innerText || bare.textContent)]);
    }
    return found;
}"""


@pytest.mark.parametrize("path", ["beijing/", "rules/", "people-and-politics/", "users-and-models/"])
def test_what_is_copied_has_no_mark_of_a_note_in_it(new_page: Open, path: str) -> None:
    page = new_page(path, viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    copied = page.evaluate(COPY)
    assert len(copied) > 3
    assert [(got, text) for got, text in copied if got.replace(" ", "") != text.replace(" ", "")] == []


NOTE = {"zh/": "注", "vi/": "chú thích"}  # as the doors call a note


def test_a_mark_is_bracketed_read_out_as_a_note_and_keeps_to_its_word(docs: dict[str, Doc], new_page: Open) -> None:
    wrong = [(url, mark.text_content()) for url, doc in docs.items() for mark in doc.tree.xpath("//sup/a[@href]")
             if (mark.get("aria-label"), mark.text_content()) != (f"{NOTE.get(url, 'note')} {(n := mark.get('href')[2:])}",
                                                                  f"[{n}]")]
    assert wrong == []
    page = new_page("rules/", viewport={"width": 360, "height": 740})
    alone = page.evaluate("""() => [...document.querySelectorAll("article .note-ref")].filter(mark => {
        let before = mark.previousSibling ?? mark.parentNode.previousSibling;
        if (!before || !before.textContent.trim()) return false;
        const range = document.createRange();
        const end = n => n.nodeType === 3 ? n : end(n.lastChild);
        const text = end(before);
        range.setStart(text, text.length - 1);
        range.setEnd(text, text.length);
        const [a, b] = [range.getBoundingClientRect(), mark.getBoundingClientRect()];
        return b.top > a.bottom;
    }).length""")
    assert alone == 0


def test_a_figure_that_no_longer_holds_or_is_disputed_says_so_first(
        docs: dict[str, Doc], site: Path, data: Site) -> None:
    told = {"superseded": set(data.superseded_by), "disputed": {f for f in data.data.figures if data.contested(f)}}
    for word, names in told.items():
        assert names
        for name in data.data.figures:
            doc = docs[f"figures/{name}/"]
            [title], [lead] = doc.tree.xpath("//title"), doc.tree.xpath("//p[contains(@class, 'lead')]")
            [kicker] = doc.tree.xpath("//p[@class='kicker']")
            bold = [" ".join(b.text_content() for b in part.xpath("./b")) for part in (lead, kicker)]
            line = citation_line(data, name).partition("Source:")[0]
            said = [word in text.lower() for text in (
                *bold, title.text_content().rpartition("(")[2], line.rpartition("(")[2])]
            assert said == [name in names] * 4, (word, name)
            made = json.loads((site / f"data/v1/figures/{name}.json").read_text())
            assert made["superseded" if word == "superseded" else "contested"] == (name in names)


def test_a_label_that_speaks_of_a_date_is_copied_whole(new_page: Open, site: Path) -> None:
    """And one whose receipt does not begin as all do copies nothing and stops nothing."""
    html = (site / "beijing/evidence/index.html").read_text()
    label = ": Core AI companies in Beijing, as of"
    assert label in html
    for new, copied in ((": Firms, as of the census of 2020, as of", "Firms, as of the census of 2020: "),
                        (". Firms, on", None)):
        page = new_page(None, viewport={"width": 1280, "height": 900},
                        permissions=["clipboard-read", "clipboard-write"])
        body = html.replace(label, new)
        page.route("**/beijing/evidence/", lambda route, _, body=body: route.fulfill(body=body, content_type="text/html"))
        page.goto("beijing/evidence/")
        page.locator("article .keyfigure").first.hover()
        if copied:
            page.locator("article .keyfigure").first.get_by_role("button", name="Cite").click()
            expect(page.locator(".sr-only[role=status]")).to_have_text("Copied with its source")
            assert page.evaluate("navigator.clipboard.readText()").startswith(copied)
        page.keyboard.press("/")
        expect(page.locator("header .find input")).to_be_focused()


def test_what_is_due_is_dated_and_says_so_from_its_day_on(new_page: Open, site: Path, data: Site) -> None:
    facts = data.data
    figure = next(f for f in facts.figures.values() if f.recheck)
    listed = next(facts.series[word.totals] for word in facts.vocab["registers"].values() if word.totals and word.every)
    for record, before, after in ((figure, "Re-check due ", "Due for a re-check since "),
                                  (listed, "Next list expected ", "A newer list is expected since ")):
        day = first_day(str(record.recheck))
        assert json.loads((site / f"data/v1/figures/{record.id}.json").read_text())["recheck_due"] == day
        for now, said in ((day, after), ("2020-01-01", before)):
            page = new_page(None)
            page.clock.set_fixed_time(f"{now}T12:00:00")
            page.goto(f"figures/{record.id}/")
            expect(page.locator(".facts .due")).to_contain_text(said)
        plain = new_page(f"figures/{record.id}/", java_script_enabled=False)
        expect(plain.locator(".facts .due")).to_contain_text(before)
