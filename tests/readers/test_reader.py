"""What a reader may meet: malformed or filtered fragments, stores that are closed, keys, other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from built import Doc
from playwright.sync_api import Page, expect
from scripts import CLOSED

Open = Callable[..., Page]
DESK = {"width": 1280, "height": 900}
# A browser that keeps nothing for this site.


def works(page: Page) -> None:
    """The search opens at its key and the menu of colours has its button: the script ran to its end."""
    expect(page.locator("[data-md-component=palette] label:not([hidden])")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.locator("header .find input")).to_be_focused()


def test_a_malformed_fragment_names_nothing_and_stops_nothing(new_page: Open) -> None:
    for fragment in ("100%", "%", "%E0%A4%A", "a%zz"):
        works(new_page(f"beijing/#{fragment}", viewport=DESK))


def test_where_nothing_can_be_kept_everything_else_works(new_page: Open) -> None:
    page = new_page(None, viewport=DESK)
    page.add_init_script(CLOSED)
    page.goto("beijing/")
    works(page)
    page.keyboard.type("Beijing")
    expect(page.locator("header .found li").first).to_be_visible()


def test_a_target_that_a_filter_hides_is_shown(new_page: Open) -> None:
    page = new_page("rules/interim-measures/?topic=purpose#art-17", viewport=DESK)
    expect(page.locator("#art-17")).to_be_in_viewport()
    expect(page.locator("#art-16")).to_be_hidden()


def test_no_label_is_a_stop_without_effect_and_nothing_is_fetched_ahead(docs: dict[str, Doc]) -> None:
    assert [url for url, doc in docs.items() if doc.tree.xpath("//label[@tabindex]")] == []
    assert [url for url, doc in docs.items() if doc.tree.xpath("//link[@rel='next']")] == []


def test_toolbars_of_a_page_have_names_of_their_own_and_the_colours_are_a_group(new_page: Open) -> None:
    page = new_page("beijing/evidence/", viewport=DESK)
    names = page.locator("table [role=toolbar]").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert len(names) > 1
    assert len(set(names)) == len(names)
    expect(page.get_by_role("form", name="Colours")).to_have_count(1)


def test_the_map_of_the_site_claims_no_day_of_change(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    assert text.count("<loc>") > 800
    assert "<lastmod>" not in text
