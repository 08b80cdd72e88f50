"""The filed services: counts, lists, rows and their addresses, and the search."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from macros.derive import words
from macros.derive.index import Site, by_provider, by_year, cumulative, reconciled
from macros.derive.parties import parties
from macros.derive.told import told
from macros.facts.reader import load
from macros.facts.records import REGISTERS, Filing, Row
from macros.write import register_counts, register_lists, register_rows, register_search, value_tables
from macros.write.page import MacroError, Page
from macros.write.pages import generated
from tools import ROOT

SITE = Site(told(load(ROOT)))
ROWS = SITE.data.filings
APPLICATIONS = SITE.data.registrations


@pytest.fixture
def page() -> Page:
    return Page(SITE, "filings/")


def cells(table: str) -> list[list[str]]:
    """The body of a table as text."""
    body = table.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body)
    ]


# --- counts -----------------------------------------------------------------------------------------------------------


def test_rows_add_up_to_every_official_total() -> None:
    found = reconciled(SITE.data)
    assert [r.running for r in found if r.item.total] == [r.item.total for r in found if r.item.total]
    assert [r.running for r in found][:3] == [117, 188, 252]
    assert [r.item.id for r in found if r.agrees is None] == [i.id for i in SITE.data.lists.values() if not i.total]
    assert found[-1].running == len(ROWS)


def test_rows_stand_in_the_order_of_the_lists() -> None:
    assert list(dict.fromkeys(r.list for r in ROWS)) == list(SITE.data.lists)


def test_every_official_total_of_a_list_is_in_the_series() -> None:
    points = {p.as_of: p.value for p in SITE.data.series["genai-services-filed-cumulative"].points}
    assert {i.as_of: i.total for i in SITE.data.lists.values() if i.total}.items() <= points.items()


def test_years_and_dates() -> None:
    assert by_year(ROWS) == Counter(row.day[:4] for row in ROWS)
    steps = dict(cumulative(ROWS))
    assert (steps["2023-08-31"], steps["2024-01-17"], steps["2024-01-31"]) == (8, 79, 86)
    assert list(steps.values())[-1] == len(ROWS)


def test_providers_count_as_one_only_if_the_width_of_characters_differs() -> None:
    rows = [replace_row(ROWS[0], provider_zh=p) for p in ("甲(中国)公司", "甲（中国）公司", "甲中国公司")]
    assert [(p, len(r)) for p, r in by_provider(rows).items()] == [("甲(中国)公司", 2), ("甲中国公司", 1)]


def replace_row(row: Filing, **fields: object) -> Filing:
    return row.model_copy(update=fields)


@pytest.mark.parametrize(
    ("where", "count", "href"),
    [
        ({"to": "2024-01-17"}, "79", "search/?register=filing&to=2024-01-17"),
        ({"to": "2024-01"}, "86", "search/?register=filing&to=2024-01-31"),
        ({"since": "2024-01-17", "to": "2024-01-17"}, "14", "search/?register=filing&from=2024-01-17&to=2024-01-17"),
        ({"province": "sasac"}, "16", "search/?register=filing&province=sasac"),
        ({"list": "cac-2026-08-on-device"}, "7", "cac-2026-08-on-device/"),
    ],
)
def test_a_count_leads_to_the_rows_it_counts(page: Page, where: dict, count: str, href: str) -> None:
    out = register_counts.count(page, "filing", **where)
    assert re.sub(r"<[^>]+>", "", out) == count
    assert f'href="{href}"'.replace("&", "&#38;") in out


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ({"to": "2020"}, "no row fits to='2020'"),
        ({"province": "bejing"}, "there is no place 'bejing'; did you mean beijing"),
    ],
)
def test_a_count_of_nothing_is_an_error(page: Page, where: dict, says: str) -> None:
    with pytest.raises(MacroError) as error:
        register_counts.count(page, "filing", **where)
    assert str(error.value).startswith(says)


# --- tables -----------------------------------------------------------------------------------------------------------


def test_the_table_of_lists_says_what_was_checked(page: Page) -> None:
    rows = cells(register_lists.lists_table(page, "lists", "Lists"))
    assert len(rows) == len(SITE.data.lists)
    newest = list(SITE.data.lists.values())[-1]
    assert rows[0] == [
        newest.title,
        words.short_date(newest.announced),
        words.short_date(newest.as_of),
        f"{newest.first}–{newest.last}",
        str(newest.last - newest.first + 1),
        words.number(len(ROWS)),
        words.number(newest.total),
        "agrees",
    ]
    device = list(reversed(SITE.data.lists)).index("cac-2026-08-on-device")
    assert rows[device][-2:] == ["none announced", "in the next total"]
    assert rows[-1][3:] == ["1–117", "117", "117", "117", "agrees"]


def test_a_list_that_does_not_agree_would_say_so(page: Page) -> None:
    last = list(SITE.data.lists)[-1]
    wrong = SITE.data.lists[last].model_copy(update={"total": 1111})
    found = reconciled(replace(SITE.data, lists={**SITE.data.lists, last: wrong}))[-1]
    assert found.agrees is False


def test_years_beside_what_the_cac_counts(page: Page) -> None:
    rows = cells(register_counts.filings_by_year(page, "years", "Years"))
    said = {p.as_of[:4]: p for p in SITE.data.series["genai-services-filed-per-year"].points}
    assert [r[:3] for r in rows] == [
        [year if said[year].as_of.endswith("12-31") else f"{year} (to {words.date(said[year].as_of)})", str(n),
         str(said[year].value)] for year, n in by_year(ROWS).items()]
    assert "those of 2 January 2024 with 2023" in rows[1][3]


def test_months_have_every_row_once(page: Page) -> None:
    rows = cells(register_counts.filings_by_month(page, "months", "Months"))
    assert [r[0] for r in rows][::11] == ["January", "December"]
    assert sum(int(c) for r in rows for c in r[1:] if c != "–") == len(ROWS)
    assert rows[0][1] == "–"
    assert rows[9][1] == "0"
    last = max(row.day for row in ROWS)
    assert all(rows[month][-1] == "–" for month in range(int(last[5:7]), 12))


def test_places_have_every_row_once_and_the_channel_last(page: Page) -> None:
    rows = cells(register_counts.filings_by_province(page, "places", "Places"))
    assert sum(int(r[1]) for r in rows) == len(ROWS)
    (_, most), *_ = Counter(row.province for row in ROWS).most_common(1)
    assert rows[0] == ["Beijing 北京市", str(most), f"{100 * most / len(ROWS):.1f}", "31 Aug 2023"]
    assert rows[-1][0] == "Central SOEs (SASAC) 国资委"


def test_providers_with_the_most_services(page: Page) -> None:
    rows = cells(register_counts.filings_providers(page, "providers", "Providers", least=5))
    most = Counter(row.provider_zh for row in ROWS)
    assert {r[0]: int(r[1]) for r in rows} == {name: n for name, n in most.items() if n >= 5}
    assert [int(r[1]) for r in rows] == sorted((int(r[1]) for r in rows), reverse=True)


def test_the_fourteen_of_january_by_name(page: Page) -> None:
    out = register_counts.filings_rows(page, "january", "January", since="2024-01-17", to="2024-01-17")
    rows = cells(out)
    assert [r[0] for r in rows] == [str(n) for n in range(66, 80)]
    assert {r[3] for r in rows} == {"Beijing"}
    assert {r[5] for r in rows} == {"17 Jan 2024"}
    assert {"小爱同学大模型", "式说大模型"} & {r[1] for r in rows} or any("小爱" in r[1] for r in rows)
    assert 'href="cac-2024-04/#no-66"' in out.replace("&#35;", "#")


def test_too_many_rows_for_a_page_are_refused(page: Page) -> None:
    with pytest.raises(MacroError) as error:
        register_counts.filings_rows(page, "all", "All")
    assert (
        str(error.value)
        == f"{len(ROWS)} rows fit, more than the 140 a page takes; narrow the dates or link to the search"
    )


def test_dates_with_running_totals(page: Page) -> None:
    rows = cells(register_counts.filings_by_date(page, "dates", "Dates", to="2024-01-31"))
    assert rows[0] == ["31 August 2023", "8", "8", "5 Beijing and 3 Shanghai"]
    assert rows[-2:] == [["17 January 2024", "14", "79", "14 Beijing"], ["31 January 2024", "7", "86", "7 Shanghai"]]


def test_claims_stand_beside_the_rows_of_their_day(page: Page) -> None:
    out = value_tables.claims_table(
        page,
        "claims",
        "Claims",
        "genai-services-filed-cumulative",
        "genai-approved-firms-press-tallies-2023",
        "knowledgeouts-total-40",
    )
    assert cells(out) == [
        ["31 August 2023", "11", "firms; press tally", "Reuters via bdnews24", "8"],
        ["January 2024", "40", "models; press tally", "KnowledgeOuts", "61 to 86"],
        ["12 August 2024", "more than 190", "services; filing of services", "CAC head Zhuang Rongwen", "195"],
        ["12 October 2024", "more than 200", "services; filing of services", "Zhao Zhiguo", "217"],
        ["30 July 2025", "more than 490", "services; filing of services", "CAC official Zhang Guangyao", "490"],
    ]


# --- a page a list ----------------------------------------------------------------------------------------------------


def test_every_list_has_a_page_and_every_row_an_address() -> None:
    made = generated(SITE)
    assert {f"filings/{i}.md" for i in SITE.data.lists} <= made.keys()
    assert {f"registrations/{i.id}.md" for i in SITE.data.lists.values() if i.registered_last} <= made.keys()
    seen = [register_rows.row_url(SITE, r) for r in (*ROWS, *APPLICATIONS)]
    assert len(set(seen)) == len(ROWS) + len(APPLICATIONS)
    assert seen[0] == ("filings/cac-2024-04/", "no-1")
    assert seen[len(ROWS)] == ("registrations/cac-2024-08/", "no-1")
    assert all(re.fullmatch(r"(filings|registrations)/[a-z0-9-]+/(part-\d+/)?", u) and re.fullmatch(r"no-\d+", f)
               for u, f in seen)


@pytest.mark.parametrize("name", SITE.data.lists)
def test_a_list_page_has_its_rows_and_says_what_they_add_up_to(name: str) -> None:
    out = register_lists.list_page(Page(SITE, f"filings/{name}/"), name)
    rows = SITE.rows(list=name)
    assert re.findall(r'<tr id="no-(\d+)"', out) == [str(r.number) for r in rows]
    assert cells(out)[-1][4] == rows[-1].filing_number.replace("_", "&#95;")
    assert ("The two agree" in out) == (SITE.data.lists[name].total is not None)
    assert out.count("</") < 8 * len(rows) + 110


def test_what_a_list_adds_up_to_in_words(page: Page) -> None:
    item = SITE.data.lists["cac-2025-01"]
    assert re.sub("<[^>]+>", "", register_lists.adds_up(page, item)) == (
        "The 50 rows of this list and the 252 of the lists before it make 302. The CAC announced a total of 302 up to "
        "31 December 2024. The two agree: this site is not built if they differ."
    )


def test_a_long_list_goes_over_several_pages() -> None:
    first, name = ROWS[0], "cac-2024-04"
    rows = tuple(replace_row(first, number=n, filing_number=f"X-{n}") for n in range(1, 301))
    item = SITE.data.lists[name].model_copy(update={"last": 300})
    site = Site(replace(SITE.data, filings=rows, lists={name: item}))
    assert list(register_lists.list_pages(site)) == [
        f"filings/{name}.md",
        f"filings/{name}/part-2.md",
        f"filings/{name}/part-3.md",
    ]
    assert register_rows.row_url(site, rows[140]) == (f"filings/{name}/part-2/", "no-141")
    out = register_lists.list_page(Page(site, f"filings/{name}/part-2/"), name, 2)
    assert re.findall(r'<tr id="no-(\d+)"', out)[::139] == ["141", "280"]
    assert "Part 1 of this list" in out
    assert "Part 3 of this list" in out
    with pytest.raises(MacroError) as error:
        register_lists.list_page(Page(site, ""), name, 4)
    assert str(error.value) == f"list '{name}' has 3 parts, no part 4"


def test_names_of_a_row_are_marked_as_chinese(page: Page) -> None:
    out = register_lists.list_page(page, "cac-2024-04")
    assert '<th scope="row" lang="zh-Hans">文心一言 <span lang="en">Ernie Bot</span></th>' in out


# --- the search -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("register", "rows"), [("filing", ROWS), ("registration", APPLICATIONS)])
def test_the_rows_of_the_search_are_all_rows(register: str, rows: tuple[Row, ...]) -> None:
    found = json.loads(register_search.exports(SITE)[f"{register_rows.SHOWN[register].folder}/rows.json"])
    assert found["columns"] == [
        "list", "number", "name_zh", "name_en", "provider_zh", "province", "reference", "day", "late_entry"]
    read = [(found["lists"][r[0]][0], *r[1:3], r[4], found["provinces"][r[5]][0], *r[6:8]) for r in found["rows"]]
    assert read == [(r.list, r.number, r.name_zh, r.provider_zh, r.province, r.reference, r.day) for r in rows]
    assert [len(r) == 9 for r in found["rows"]] == [bool(getattr(r, "late_entry", None)) for r in rows]
    assert found["part"] == register_rows.PART
    for r, row in zip(found["rows"], rows, strict=True):  # what the script makes of it is the address of the row
        name, _, first = found["lists"][r[0]]
        part = (r[1] - first) // found["part"] + 1
        url = f"{register_rows.SHOWN[register].folder}/{name}/" + (f"part-{part}/" if part > 1 else "")
        assert (url, f"no-{r[1]}") == register_rows.row_url(SITE, row)


def test_a_group_is_found_by_its_names_with_its_rows_and_its_page(search: Callable[[str], Tab]) -> None:
    party = max(SITE.once(parties).values(), key=lambda p: len(p.rows("filing")))
    tab = search(f"?find={party.name}")
    filed, registered = (len(party.rows(register)) for register in REGISTERS)
    line = tab.locator("#filings-found .found-group").first
    expect(line).to_have_text(re.compile(
        rf"^{re.escape(party.name)}: {filed} filings?, {registered} registrations?$"))
    assert (line.locator("a").get_attribute("href") or "").endswith(f"organisations/{party.id}/")
    assert len(numbers(tab)) >= min(100, filed + registered)


def test_the_rows_found_are_given_as_csv(search: Callable[[str], Tab]) -> None:
    tab = search("?find=deepseek")
    with tab.expect_download() as got:
        tab.get_by_role("button", name="These rows as CSV").click()
    content = got.value.path().read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[0] == ["No.", "Name", "Register", "Provider", "Place", "Filing or launch number", "Date"]
    assert [row[0] for row in rows[1:]] == numbers(tab)


def test_without_scripts_the_search_leads_to_the_lists(page: Page) -> None:
    out = register_search.filings_search(page)
    assert "<noscript><p>Search needs JavaScript. The lists are all here" in out
    assert (ROOT / "docs" / "filings" / "search.md").read_text("utf-8").count('{{ table("lists"') == 1
    assert "innerHTML" not in (ROOT / "docs" / "assets" / "filings.js").read_text("utf-8")


@pytest.fixture
def search(new_page: Callable[..., Tab]) -> Callable[[str], Tab]:
    return lambda query="": new_page(f"filings/search/{query}")


def numbers(tab: Tab) -> list[str]:
    """The numbers of the rows found."""
    return tab.locator("#filings-found tbody td:first-child").all_inner_texts()


def wanted(fits: Callable[[Row], bool]) -> list[str]:
    """The numbers of the rows that fit, as the search orders them."""
    rows = sorted((r for r in (*ROWS, *APPLICATIONS) if fits(r)), key=lambda r: r.number, reverse=True)
    rows.sort(key=lambda r: r.register)
    return [str(r.number) for r in sorted(rows, key=lambda r: r.day, reverse=True)]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("?find=问答", lambda r: "问答" in r.name_zh + r.provider_zh),
        ("?find=ｄｅｅｐｓｅｅｋ", lambda r: "deepseek" in (r.name_zh + r.provider_zh + r.reference).lower()),
        ("?find=wenxinyiyan", lambda r: "wenxinyiyan" in r.reference.lower()),
        ("?province=hunan", lambda r: r.province == "hunan"),
        ("?register=filing&province=hunan", lambda r: r.register == "filing" and r.province == "hunan"),
        ("?register=registration&find=百度", lambda r: r.register == "registration" and "百度" in r.provider_zh),
        ("?from=2024-01-17&to=2024-01-17", lambda r: r.day == "2024-01-17"),
        (
            "?list=cac-2026-08-on-device&find=beijing",
            lambda r: r.list == "cac-2026-08-on-device" and r.province == "beijing",
        ),
        ("?find=17+january+2024+智", lambda r: r.day == "2024-01-17" and "智" in r.name_zh + r.provider_zh),
    ],
)
def test_a_search_in_the_address_finds_the_rows(
    search: Callable[[str], Tab], query: str, fits: Callable[[Row], bool]
) -> None:
    tab = search(query)
    rows = wanted(fits)
    filed, registered = (sum(fits(r) for r in all_) for all_ in (ROWS, APPLICATIONS))
    told = {"filing": f"{filed} filed service{'s' * (filed != 1)}",
            "registration": f"{registered} registered application{'s' * (registered != 1)}"}
    asked = [text for register, text in told.items() if f"register={register}" in query or "register=" not in query]
    expect(tab.locator("#filings-search output")).to_have_text(f"Found: {' and '.join(asked)}")
    assert numbers(tab) == rows
    assert rows


def test_a_search_goes_into_the_address_and_leads_to_the_row(search: Callable[[str], Tab]) -> None:
    tab = search("")
    assert numbers(tab) == []
    tab.fill("[name=find]", "DeepSeekChat")
    expect(tab.locator("#filings-found a")).to_have_text("152")
    assert tab.url.endswith("filings/search/?find=DeepSeekChat")
    tab.click("#filings-found a")
    assert tab.url.endswith("/filings/cac-2024-08/#no-152")
    expect(tab.locator("#no-152")).to_contain_text("DeepSeekChat")
    tab.go_back()
    expect(tab.locator("#filings-found a")).to_have_text("152")


def test_a_search_that_finds_nothing_or_much_says_so(search: Callable[[str], Tab]) -> None:
    tab = search("?find=<img src=x onerror=alert(1)>")
    expect(tab.locator("#filings-search output")).to_contain_text(
        f"None of {len(ROWS):,} filed services and {len(APPLICATIONS):,} registered applications fits.")
    tab.fill("[name=find]", "2")
    more = tab.get_by_role("button", name="Show more (")
    expect(more).to_be_visible()
    assert len(numbers(tab)) == 100
    more.click()
    assert len(numbers(tab)) == 200
    tab.click("#filings-search [type=reset]")
    expect(tab.locator("#filings-found tr")).to_have_count(0)
    assert tab.url.endswith("filings/search/")
