"""Alliances, programmes and targets: tables, entries, addresses, and what they say when asked for something unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import pytest
from project import real

from macros.derive.addresses import AddressError, address
from macros.derive.index import Site
from macros.facts.records import Group
from macros.write import groups, value_tables
from macros.write.page import MacroError, Page
from macros.write.page_source import PageSource, read_pages
from macros.write.pages import generated
from macros.write.related import about
from tools import ROOT

TOPICS = ("beijing", "computing", "alliances")
# Which pages a reader of these topics turns to.
AREA = ("alliances/", "beijing/", "people-and-politics/companies-and-abroad/")


@pytest.fixture(scope="module")
def facts() -> Site:
    return real()


@pytest.fixture
def page(facts: Site) -> Page:
    return Page(facts, "alliances/")


def bare(html: str) -> str:
    """The text of a piece of markup."""
    return re.sub(r"<[^>]+>", "", html)


def row(html: str, name: str) -> list[str]:
    """The cells of a table's row as text."""
    found = re.search(rf'<tr id="{name}">(.*?)</tr>', html)
    assert found, f"no row {name}"
    return [bare(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", found[1])]


def group(**fields: object) -> Group:
    """A group with nothing but what the test needs."""
    given = {"id": "a", "name": "A", "kind": "alliance", "aim": "x", "evidence": [{"source": "s"}],
             "confidence": "single"}
    return Group(**{**given, **fields})  # type: ignore[arg-type]


# --- the table --------------------------------------------------------------------------------------------------------

def test_the_table_of_alliances_has_a_row_for_each_of_them(facts: Site, page: Page) -> None:
    html = groups.groups_table(page, "t", "Alliances", kind="alliance")
    rows = re.findall(r'<tr id="row-([^"]+)">', html)
    assert sorted(rows) == sorted(g.id for g in facts.data.groups.values() if g.kind == "alliance")


def test_the_row_of_an_alliance(page: Page) -> None:
    html = groups.groups_table(page, "t", "Alliances", kind="alliance")
    assert row(html, "row-gpt-industry-alliance") == [
        "GPT Industry Alliance", "18 Apr 2023", "Beijing", "China Mobile Communications Association …", "5",
        "April 2023"]


def test_a_table_of_plans_tells_their_kind_and_not_their_members(page: Page) -> None:
    html = groups.groups_table(page, "t", "Plans", "beijing-ai-plus-plan", "beijing-ai-vouchers")
    assert row(html, "row-beijing-ai-vouchers")[:4] == [
        "AI Computing Voucher Implementation Plan (2023-2025)", "programme", "Oct 2023",
        "Beijing Municipal Bureau of Economy and Information Technology"]
    assert "Named" not in bare(html)


def test_groups_stand_oldest_first_and_undated_ones_last() -> None:
    found = groups.oldest_first([group(id="c"), group(id="b", founded="2024-05"), group(id="a", founded="2023")])
    assert [g.id for g in found] == ["a", "b", "c"]


@pytest.mark.parametrize(("active", "shown"), [
    ("July 2025: its secretariat took part.", "July 2025"), (None, "none found"), ("no date here", "none found")])
def test_the_last_sign_of_life_is_the_date_at_its_head(active: str | None, shown: str) -> None:
    assert groups.last_sign(group(active=active)) == shown


def test_every_last_sign_of_life_begins_with_its_date(facts: Site) -> None:
    month = "January|February|March|April|May|June|July|August|September|October|November|December|Early"
    wrong = [g.id for g in facts.data.groups.values() if g.active and not re.match(rf"({month}) 20\d\d: ", g.active)]
    assert wrong == []


@pytest.mark.parametrize(("value", "shown"), [
    ("Member firms, guided by a committee", "Member firms …"), ("Leads; others follow", "Leads …"),
    ("Several bodies", "Several bodies")])
def test_a_long_convenor_is_cut_at_the_first_comma(value: str, shown: str) -> None:
    assert groups._opening(value) == shown


# --- one page a group -------------------------------------------------------------------------------------------------

def made(facts: Site, name: str) -> tuple[Page, str]:
    """The page of a group as the build makes it."""
    page = Page(facts, address(facts, "groups", name)[0])
    return page, groups.group_page(page, name)


def test_a_group_page_tells_the_members_on_record_by_role(facts: Site) -> None:
    _, html = made(facts, "aiia-safety-commitments")
    assert '<h1 id="top">AIIA Artificial Intelligence Safety Commitments</h1>' in html
    assert re.findall(r'<p class="members-role">([A-Za-z]+)', html) == ["Convenor", "Signatories"]
    names = re.findall(r'<li id="(aiia-safety-commitments-[^"]+)">', html)
    assert sorted(names) == sorted(m.id for m in facts.members("aiia-safety-commitments"))
    assert '<span lang="zh-Hans">人工智能安全承诺</span>' in html


def test_members_on_the_same_sources_share_one_receipt(facts: Site) -> None:
    _, html = made(facts, "aiia-safety-commitments")
    assert html.count("On record by ") == 1


def test_members_on_different_sources_have_their_own(facts: Site) -> None:
    _, html = made(facts, "ai-open-alliance")
    founders = re.search(r'Co-founders</p><ul class="members">(.*?)</ul>', html)
    assert founders
    assert founders[1].count('class="note-ref"') == founders[1].count("<li ")


def test_a_group_page_gives_its_targets_and_what_is_about_it(facts: Site) -> None:
    page, html = made(facts, "beijing-ai-highland-plan")
    for target in facts.data.groups["beijing-ai-highland-plan"].targets:
        assert f"<li>{page.told(target)}</li>" in html
    assert 'href="../../timeline/#ai-highland-2026"' in html
    assert 'href="../../figures/beijing-ai-core-target/"' in html
    assert 'href="../programmes/#row-beijing-ai-highland-plan"' in html


@pytest.mark.parametrize(("name", "kind", "found"), [
    ("aiia-safety-commitments", "events", ["aiia-commitments-2024"]),
    ("cnaisda", "statements", ["cnaisda-name"]),
    ("model-chip-alliance", "disputes", ["waic-alliances-names"]),
    ("jiangsu-compute-alliance", "figures", []),
])
def test_what_names_a_group_or_rests_on_its_sources_alone_is_about_it(facts: Site, name: str, kind: str,
                                                                      found: list[str]) -> None:
    assert [r.id for r in about(facts, facts.data.groups[name], facts.data.kinds[kind])] == found


def test_the_facts_of_a_page_of_its_own_leave_out_members_and_notes(facts: Site) -> None:
    page = Page(facts, "alliances/gpt-industry-alliance/")
    html = groups.group_facts(page, "gpt-industry-alliance")
    assert re.findall(r"<dt>(.*?)</dt>", html) == [
        "Chinese name", "Date", "Place", "Run by", "Aim", "Last heard of"]
    assert list(page.notes) == ["groups/gpt-industry-alliance"]


def test_a_group_nobody_has_heard_of(page: Page) -> None:
    with pytest.raises(AddressError) as error:
        groups.group_page(page, "gpt-industry-allience")
    assert str(error.value).startswith("there is no 'gpt-industry-allience' in data/groups.yml; did you mean "
                                       "gpt-industry-alliance")


# --- targets ----------------------------------------------------------------------------------------------------------

def test_a_target_with_a_result(page: Page) -> None:
    html = groups.targets_table(page, "t", "Targets", "target-shangzhuang-capacity-target")
    assert row(html, "target-shangzhuang-capacity-target") == [
        "Capacity the Shangzhuang platform was to reach", "1,500 petaflops",
        "Beijing Energy Holding, as slashinsider.com and IT Voice report it, 2023", "500 petaflops, 2023",
        page.site.data.targets["target-shangzhuang-capacity-target"].verdict]


def test_a_forecast_says_that_it_is_one(page: Page) -> None:
    html = groups.targets_table(page, "t", "Targets", "target-beijing-compute-2025-target")
    assert row(html, "target-beijing-compute-2025-target")[1] == "more than 45,000 petaflops (a forecast)"


def test_a_target_without_a_result(page: Page) -> None:
    html = groups.targets_table(page, "t", "Targets", "target-beijing-compute-2026-added")
    assert row(html, "target-beijing-compute-2026-added")[1:4] == [
        "more than 70,000 petaflops", "Beijing municipal press conference of 28 February 2026, 28 Feb 2026",
        "none found"]


def test_a_promise_a_forecast_and_a_limit_name_who_set_them(facts: Site) -> None:
    publishers = {s.publisher for s in facts.data.sources.values() if s.kind in ("news", "reference")}
    wrong = [f.id for f in facts.data.figures.values() if f.measure in ("target", "forecast", "limit")
             and (not f.said_by or f.said_by in publishers)]
    assert wrong == []


def test_a_target_must_be_a_figure(facts: Site, page: Page) -> None:
    with pytest.raises(MacroError) as error:
        groups._figure(page, "genai-services-filed-cumulative")
    assert str(error.value) == ("'genai-services-filed-cumulative' is a series; a target and its result are figures "
                                "with a date of their own")


# --- filings in a place -----------------------------------------------------------------------------------------------

def test_stated_figures_stand_beside_the_rows_of_the_lists(facts: Site, page: Page) -> None:
    html = value_tables.stated_and_listed(page, "t", "Filed", "beijing", "beijing-filed-models-2024-07")
    listed, total = len(facts.rows(province="beijing", to="2024-07")), len(facts.rows(to="2024-07"))
    assert row(html, "at-2024-07") == [
        "July 2024", "82", "reports of the AI Plus plan", str(listed), f"{100 * listed / total:.0f}%"]
    assert (listed, total) == (82, 188)


def test_every_stated_number_of_filed_models_equals_the_lists(facts: Site) -> None:
    names = [f for f in facts.data.figures if re.fullmatch(r"beijing-filed-models-\d{4}-\d{2}", f)]
    figures = [facts.data.figures[n] for n in names]
    assert len(figures) > 5
    listed = {f.id: len(facts.rows(province="beijing", to=f.as_of)) for f in figures}
    assert {f.id: int(f.value) for f in figures} == listed


def test_beijing_holds_more_services_than_any_other_place(facts: Site) -> None:
    assert next(iter(facts.by_province)) == "beijing"


def test_shares_are_rounded_to_whole_per_cent() -> None:
    parts = ((296, 1112), (1, 8), (1, 3), (0, 5), (0, 0))
    assert [groups.share(*p) for p in parts] == ["27%", "13%", "33%", "0%", "none"]


@pytest.mark.parametrize("call", [lambda p: value_tables.stated_and_listed(p, "t", "c", "bejing"),
                                  lambda p: groups.province_share(p, "bejing")])
def test_a_province_without_filings(page: Page, call: Callable[[Page], str]) -> None:
    with pytest.raises(MacroError) as error:
        call(page)
    assert str(error.value).startswith("no service in data/filings.csv is filed in 'bejing'")


# --- the pages --------------------------------------------------------------------------------------------------------

def told(facts: Site, topics_of: str) -> set[str]:
    """The ids of a kind of records that the written pages of these topics link to."""
    return {name for url, linked in facts.linked.items() if url.startswith(AREA)
            for kind, name in linked if kind == topics_of}


def test_every_group_has_its_page_where_its_address_says(facts: Site) -> None:
    missing = [g for g in facts.data.groups if address(facts, "groups", g)[0] not in facts.pages]
    assert missing == []


def test_a_group_with_a_written_page_has_its_facts_there(facts: Site) -> None:
    made_pages = {PageSource(path, "").url for path in generated(facts)}
    written = [g for g in facts.data.groups.values() if address(facts, "groups", g.id)[0] not in made_pages]
    assert written
    for g in written:
        url = address(facts, "groups", g.id)[0]
        shown = [t.output for page in (url, f"{url}evidence/") for t in facts.tried.get(page, ()) if t.name == "facts"]
        assert any(escape(g.name_zh or g.name) in html for html in shown), g.id


def test_no_made_page_takes_the_place_of_a_written_one(facts: Site) -> None:
    assert {p.path for p in read_pages(ROOT / "docs")} & set(generated(facts)) == set()


def test_the_evidence_leads_to_every_alliance(facts: Site) -> None:
    wanted = {("groups", g) for g in facts.data.groups if address(facts, "groups", g)[0].startswith("alliances/")}
    assert wanted - set(facts.linked["alliances/evidence/"]) == set()


def test_every_target_has_its_row(facts: Site) -> None:
    html = "".join(t.output for t in facts.tried["beijing/targets/"])
    assert [t for t in facts.data.targets if f'<tr id="{t}">' not in html] == []


@pytest.mark.parametrize("kind", ["statements", "disputes", "figures"])
def test_everything_on_these_topics_has_its_place(facts: Site, kind: str) -> None:
    records = [r for r in facts.data.kinds[kind].values() if r.topic in TOPICS]  # type: ignore[attr-defined]
    found = told(facts, kind)
    assert [r.id for r in records if r.id not in found] == []


def test_every_event_on_these_topics_has_its_place(facts: Site) -> None:
    found = told(facts, "events")
    assert [e.id for e in facts.data.events.values() if set(TOPICS) & set(e.topics) and e.id not in found] == []


def test_no_table_takes_the_address_of_a_heading(facts: Site) -> None:
    clashes = []
    for page in (p for p in read_pages(ROOT / "docs") if p.url.startswith(AREA)):
        headed = set(re.findall(r"(?m)^#+ .*\{ #([a-z0-9-]+) \}", page.body))
        for tried in facts.tried.get(page.url, ()):
            clashes += [(page.url, i) for i in re.findall(r'\bid="([^"]+)"', tried.output) if i in headed]
    assert clashes == []
