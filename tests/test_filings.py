"""The filed services: counts, lists, rows and their addresses, the search, and the tool that adds the next list."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from browser import ROOT
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from macros.derive.index import Site, by_provider, by_year, cumulative, reconciled
from macros.facts.reader import load
from macros.facts.records import Filing
from macros.write import filings
from macros.write.page import MacroError, Page
from macros.write.pages import generated

sys.path.insert(0, str(ROOT / "tools"))
import add_list

SITE = Site(load(ROOT))
ROWS = SITE.data.filings


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
    assert (
        [r.running for r in found if r.item.total]
        == [r.item.total for r in found if r.item.total]
        == [117, 188, 252, 302, 346, 439, 538, 611, 748, 796, 868, 988, 1112]
    )
    assert [r.item.id for r in found if r.agrees is None] == ["cac-2026-08-on-device"]
    assert found[-1].running == len(ROWS)


def test_rows_stand_in_the_order_of_the_lists() -> None:
    assert list(dict.fromkeys(r.list for r in ROWS)) == list(SITE.data.lists)


def test_every_official_total_of_a_list_is_in_the_series() -> None:
    points = {p.as_of: p.value for p in SITE.data.series["genai-services-filed-cumulative"].points}
    assert {i.as_of: i.total for i in SITE.data.lists.values() if i.total}.items() <= points.items()


def test_years_and_dates() -> None:
    assert by_year(ROWS) == {"2023": 61, "2024": 241, "2025": 446, "2026": 364}
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
        ({"to": "2024-01-17"}, "79", "search/?to=2024-01-17"),
        ({"to": "2024-01"}, "86", "search/?to=2024-01-31"),
        ({"since": "2024-01-17", "to": "2024-01-17"}, "14", "search/?from=2024-01-17&to=2024-01-17"),
        ({"province": "sasac"}, "16", "search/?province=sasac"),
        ({"list": "cac-2026-08-on-device"}, "7", "cac-2026-08-on-device/"),
    ],
)
def test_a_count_leads_to_the_rows_it_counts(page: Page, where: dict, count: str, href: str) -> None:
    out = filings.filed(page, **where)
    assert re.sub(r"<[^>]+>", "", out) == count
    assert f'href="{href}"'.replace("&", "&#38;") in out


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ({"to": "2020"}, "no row fits to='2020', since=None, list=None, province=None"),
        ({"province": "bejing"}, "there is no place 'bejing'; did you mean beijing"),
    ],
)
def test_a_count_of_nothing_is_an_error(page: Page, where: dict, says: str) -> None:
    with pytest.raises(MacroError) as error:
        filings.filed(page, **where)
    assert str(error.value).startswith(says)


# --- tables -----------------------------------------------------------------------------------------------------------


def test_the_table_of_lists_says_what_was_checked(page: Page) -> None:
    rows = cells(filings.lists_table(page, "lists", "Lists"))
    assert len(rows) == len(SITE.data.lists)
    assert rows[0] == [
        "July to August 2026",
        "14 Sept 2026",
        "31 Aug 2026",
        "989–1105",
        "117",
        "1,112",
        "1,112",
        "agrees",
    ]
    assert rows[1][-2:] == ["none announced", "in the next total"]
    assert rows[-1][3:] == ["1–117", "117", "117", "117", "agrees"]


def test_a_list_that_does_not_agree_would_say_so(page: Page) -> None:
    last = list(SITE.data.lists)[-1]
    wrong = SITE.data.lists[last].model_copy(update={"total": 1111})
    found = reconciled(replace(SITE.data, lists={**SITE.data.lists, last: wrong}))[-1]
    assert found.agrees is False


def test_years_beside_what_the_cac_counts(page: Page) -> None:
    rows = cells(filings.filings_by_year(page, "years", "Years"))
    assert [r[:3] for r in rows] == [
        ["2023", "61", "64"],
        ["2024", "241", "238"],
        ["2025", "446", "446"],
        ["2026 (to 31 August 2026)", "364", "364"],
    ]
    assert "three rows of 2 January 2024" in rows[1][3]


def test_months_have_every_row_once(page: Page) -> None:
    rows = cells(filings.filings_by_month(page, "months", "Months"))
    assert [r[0] for r in rows][::11] == ["January", "December"]
    assert sum(int(c) for r in rows for c in r[1:] if c != "–") == len(ROWS)
    assert rows[0][1] == "–"
    assert rows[9][1] == "0"
    assert rows[11][4] == "–"


def test_places_have_every_row_once_and_the_channel_last(page: Page) -> None:
    rows = cells(filings.filings_by_province(page, "places", "Places"))
    assert sum(int(r[1]) for r in rows) == len(ROWS)
    assert rows[0] == ["Beijing 北京市", "296", "26.6", "31 Aug 2023"]
    assert rows[-1][0] == "Central SOEs (SASAC) 国资委"


def test_providers_with_the_most_services(page: Page) -> None:
    rows = cells(filings.filings_providers(page, "providers", "Providers", least=5))
    assert [r[:2] for r in rows] == [
        ["小米科技有限责任公司", "7"],
        ["北京面壁智能科技有限责任公司", "5"],
        ["煤炭科学研究总院有限公司", "5"],
    ]


def test_the_fourteen_of_january_by_name(page: Page) -> None:
    out = filings.filings_rows(page, "january", "January", since="2024-01-17", to="2024-01-17")
    rows = cells(out)
    assert [r[0] for r in rows] == [str(n) for n in range(66, 80)]
    assert {r[3] for r in rows} == {"Beijing"}
    assert {r[5] for r in rows} == {"17 Jan 2024"}
    assert {"小爱同学大模型", "式说大模型"} & {r[1] for r in rows} or any("小爱" in r[1] for r in rows)
    assert 'href="cac-2024-04/#no-66"' in out.replace("&#35;", "#")


def test_too_many_rows_for_a_page_are_refused(page: Page) -> None:
    with pytest.raises(MacroError) as error:
        filings.filings_rows(page, "all", "All")
    assert (
        str(error.value)
        == f"{len(ROWS)} rows fit, more than the 140 a page takes; narrow the dates or link to the search"
    )


def test_dates_with_running_totals(page: Page) -> None:
    rows = cells(filings.filings_by_date(page, "dates", "Dates", to="2024-01-31"))
    assert rows[0] == ["31 August 2023", "8", "8", "5 Beijing and 3 Shanghai"]
    assert rows[-2:] == [["17 January 2024", "14", "79", "14 Beijing"], ["31 January 2024", "7", "86", "7 Shanghai"]]


def test_claims_stand_beside_the_rows_of_their_day(page: Page) -> None:
    out = filings.claims_table(
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
    assert "search: {exclude: true}" in made["filings/cac-2024-04.md"]
    seen = [filings.row_url(SITE, r) for r in ROWS]
    assert len(set(seen)) == len(ROWS)
    assert seen[0] == ("filings/cac-2024-04/", "no-1")
    assert all(re.fullmatch(r"filings/[a-z0-9-]+/(part-\d+/)?", u) and re.fullmatch(r"no-\d+", f) for u, f in seen)


@pytest.mark.parametrize("name", SITE.data.lists)
def test_a_list_page_has_its_rows_and_says_what_they_add_up_to(name: str) -> None:
    out = filings.list_page(Page(SITE, f"filings/{name}/"), name)
    rows = SITE.rows(list=name)
    assert re.findall(r'<tr id="no-(\d+)"', out) == [str(r.number) for r in rows]
    assert cells(out)[-1][4] == rows[-1].filing_number.replace("_", "&#95;")
    assert ("The two agree" in out) == (SITE.data.lists[name].total is not None)
    assert out.count("</") < 8 * len(rows) + 110


def test_what_a_list_adds_up_to_in_words(page: Page) -> None:
    item = SITE.data.lists["cac-2025-01"]
    assert re.sub("<[^>]+>", "", filings.adds_up(page, item)) == (
        "The 50 rows of this list and the 252 of the lists before it make 302. The CAC announced a total of 302 up to "
        "31 December 2024. The two agree: this site is not built if they differ."
    )


def test_a_long_list_goes_over_several_pages() -> None:
    first, name = ROWS[0], "cac-2024-04"
    rows = tuple(replace_row(first, number=n, filing_number=f"X-{n}") for n in range(1, 301))
    item = SITE.data.lists[name].model_copy(update={"last": 300})
    site = Site(replace(SITE.data, filings=rows, lists={name: item}))
    assert list(filings.list_pages(site)) == [
        f"filings/{name}.md",
        f"filings/{name}/part-2.md",
        f"filings/{name}/part-3.md",
    ]
    assert filings.row_url(site, rows[140]) == (f"filings/{name}/part-2/", "no-141")
    out = filings.list_page(Page(site, f"filings/{name}/part-2/"), name, 2)
    assert re.findall(r'<tr id="no-(\d+)"', out)[::139] == ["141", "280"]
    assert "Part 1 of this list" in out
    assert "Part 3 of this list" in out
    with pytest.raises(MacroError) as error:
        filings.list_page(Page(site, ""), name, 4)
    assert str(error.value) == f"list '{name}' has 3 parts, no part 4"


def test_names_of_a_row_are_marked_as_chinese(page: Page) -> None:
    out = filings.list_page(page, "cac-2024-04")
    assert '<th scope="row" lang="zh-Hans">文心一言 <span lang="en">ERNIE Bot</span></th>' in out


# --- the search -------------------------------------------------------------------------------------------------------


def test_the_rows_of_the_search_are_all_rows() -> None:
    found = json.loads(filings.exports(SITE)["filings/rows.json"])
    assert found["columns"] == [
        "list",
        "number",
        "name_zh",
        "name_en",
        "provider_zh",
        "province",
        "filing_number",
        "filed_on",
    ]
    rows = [(found["lists"][r[0]][0], r[1], r[2], r[4], found["provinces"][r[5]][0], r[6], r[7]) for r in found["rows"]]
    assert rows == [(r.list, r.number, r.name_zh, r.provider_zh, r.province, r.filing_number, r.filed_on) for r in ROWS]
    assert found["rows"][0][3] == "ERNIE Bot"
    assert found["part"] == filings.PART


def test_without_scripts_the_search_leads_to_the_lists(page: Page) -> None:
    out = filings.filings_search(page)
    assert "<noscript><p>Search needs JavaScript. The lists are all here" in out
    assert (ROOT / "docs" / "filings" / "search.md").read_text("utf-8").count("{{ lists_table(") == 1
    assert "innerHTML" not in (ROOT / "docs" / "assets" / "filings.js").read_text("utf-8")


@pytest.fixture
def search(new_page: Callable[..., Tab]) -> Callable[[str], Tab]:
    return lambda query="": new_page(f"filings/search/{query}")


def numbers(tab: Tab) -> list[str]:
    """The numbers of the services found."""
    return tab.locator("#filings-found tbody td:first-child").all_inner_texts()


def wanted(fits: Callable[[Filing], bool]) -> list[str]:
    """The numbers of the rows that fit, as the search orders them."""
    rows = sorted((r for r in ROWS if fits(r)), key=lambda r: (r.filed_on, r.number), reverse=True)
    return [str(r.number) for r in rows]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("?find=百度", lambda r: "百度" in r.name_zh + r.provider_zh),
        ("?find=ｄｅｅｐｓｅｅｋ", lambda r: "deepseek" in (r.name_zh + r.provider_zh + r.filing_number).lower()),
        ("?find=ernie", lambda r: r.name_en == "ERNIE Bot"),
        ("?province=hunan", lambda r: r.province == "hunan"),
        ("?from=2024-01-17&to=2024-01-17", lambda r: r.filed_on == "2024-01-17"),
        (
            "?list=cac-2026-08-on-device&find=beijing",
            lambda r: r.list == "cac-2026-08-on-device" and r.province == "beijing",
        ),
        ("?find=17+january+2024+智", lambda r: r.filed_on == "2024-01-17" and "智" in r.name_zh + r.provider_zh),
    ],
)
def test_a_search_in_the_address_finds_the_rows(
    search: Callable[[str], Tab], query: str, fits: Callable[[Filing], bool]
) -> None:
    tab = search(query)
    rows = wanted(fits)
    expect(tab.locator("#filings-search output")).to_have_text(f"{len(rows)} of {len(ROWS):,} services found")
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
    expect(tab.locator("#filings-search output")).to_contain_text(f"None of {len(ROWS):,} services fits.")
    tab.fill("[name=find]", "2")
    expect(tab.locator("#filings-found button")).to_contain_text("Show more (")
    assert len(numbers(tab)) == 100
    tab.click("#filings-found button")
    assert len(numbers(tab)) == 200
    tab.click("#filings-search [type=reset]")
    expect(tab.locator("#filings-found tr")).to_have_count(0)
    assert tab.url.endswith("filings/search/")


# --- the next list ----------------------------------------------------------------------------------------------------

LAST = list(SITE.data.lists)[-1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the data in which the last list has not come out yet, and ``NEW.csv`` with its rows."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    lists = root / "data" / "lists.yml"
    text = lists.read_text("utf-8")
    lists.write_text(text[: text.index(f"\n{LAST}:\n") + 1], "utf-8")
    rows = root / "data" / "filings.csv"
    kept = [line for line in rows.read_text("utf-8").splitlines(keepends=True) if not line.startswith(f"{LAST},")]
    rows.write_text("".join(kept), "utf-8")
    zh = {p: w.zh for p, w in SITE.data.vocab["provinces"].items()}
    attachment(
        tmp_path,
        [
            [
                r.number,
                zh[r.province],
                r.name_zh,
                r.provider_zh,
                r.filing_number,
                r.filed_on.replace("-", "/"),
                r.name_en or "",
            ]
            for r in SITE.rows(list=LAST)
        ],
    )
    return root


HEAD = ["序号", "属地", "模型名称", "备案单位", "备案编号", "备案时间", "name_en"]


def attachment(folder: Path, rows: list[list[object]], head: list[str] = HEAD) -> Path:
    """The rows as a CSV, with the mark at its start that spreadsheets write."""
    path = folder / "NEW.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def add(root: Path, **changed: object) -> int:
    """Runs the tool on ``NEW.csv`` with what the last list says of itself, but for what is changed."""
    item = SITE.data.lists[LAST]
    options: dict[str, object] = {
        "id": item.id,
        "title": item.title,
        "announced": item.announced,
        "as-of": item.as_of,
        "total": item.total,
        "note": item.note,
    } | {k.replace("_", "-"): v for k, v in changed.items()}
    given = [str(root.parent / "NEW.csv"), "--root", str(root)]
    given += [
        w for k, v in options.items() if v is not None for w in ((f"--{k}", str(v)) if v is not True else (f"--{k}",))
    ]
    for e in item.evidence:
        given += ["--source", e.source + (f":{e.locator}" if e.locator else "")]
    return add_list.main(given)


def files(root: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (root / "data").iterdir() if p.is_file()}


def new_rows(root: Path) -> list[list[object]]:
    """The rows of ``NEW.csv``, to change some."""
    with (root.parent / "NEW.csv").open(encoding="utf-8-sig", newline="") as file:
        return [list(row) for row in csv.reader(file)][1:]


def test_a_list_taken_away_and_added_again_gives_the_same_bytes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert files(project) != files(ROOT)
    assert add(project) == 0
    assert files(project) == files(ROOT)
    out = capsys.readouterr().out
    assert out.startswith("117 new rows, numbers 989 to 1105\n")
    assert "995 rows before, 1112 now: the announced 1112\n" in out
    assert "  - as_of: 2026-08-31\n    value: 1112\n    bound: exact\n    published: 2026-09-14\n" in out


def test_a_dry_run_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(project)
    assert add(project, dry_run=True) == 0
    assert files(project) == before
    assert capsys.readouterr().out.endswith("Nothing was written.\n")


def refused(root: Path, capsys: pytest.CaptureFixture[str], **changed: object) -> list[str]:
    """What the tool says when it refuses; nothing may have been written."""
    before = files(root)
    assert add(root, **changed) == 1
    assert files(root) == before
    *problems, last = capsys.readouterr().err.strip().split("\n")
    assert last == "Nothing was written."
    return problems


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        (0, "99O", "NEW.csv:3: '99O' is not a number of the list"),
        (
            0,
            "991",
            "NEW.csv:3: number 991 stands where 990 is expected; rows stand in list order, none missing, none twice",
        ),
        (2, " ", "NEW.csv:3: the name_zh is empty"),
        (4, "", "NEW.csv:3: the filing_number is empty"),
        (5, "2026/2/30", "NEW.csv:3: '2026/2/30' is not a date; write it as 2026-09-03, 2026/9/3 or 2026年9月3日"),
        (
            5,
            "2026年9月1日",
            "NEW.csv:3: filed on 2026-09-01, after 2026-08-31, the day up to which the announcement counts",
        ),
    ],
)
def test_a_bad_cell_is_refused_with_its_line(
    project: Path, capsys: pytest.CaptureFixture[str], column: int, value: str, says: str
) -> None:
    rows = new_rows(project)
    rows[1][column] = value
    attachment(project.parent, rows)
    assert says in refused(project, capsys)


def test_an_unknown_place_is_refused_with_the_known_ones(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = new_rows(project)
    rows[1][1] = "京市"
    attachment(project.parent, rows)
    (problem,) = refused(project, capsys)
    assert problem.startswith(
        "NEW.csv:3: '京市' is no place of data/vocab.yml; did you mean 北京市?; the places are 安徽省, 北京市"
    )


def test_a_place_may_be_shortened_and_a_date_written_the_chinese_way(project: Path) -> None:
    rows = new_rows(project)
    for row in rows:
        row[1] = str(row[1]).removesuffix("省").removesuffix("市")
        row[5] = "{}年{}月{}日".format(*(part.lstrip("0") for part in str(row[5]).split("/")))
    attachment(project.parent, rows)
    assert add(project) == 0
    assert files(project) == files(ROOT)


def test_missing_and_double_columns_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    attachment(
        project.parent, new_rows(project), ["序号", "属地", "模型名称", "服务名称", "备案编号", "备案时间", "name_en"]
    )
    assert refused(project, capsys) == [
        "NEW.csv:1: the columns 模型名称 and 服务名称 are both the name_zh; keep one",
        "NEW.csv:1: no column for the provider_zh; call it 备案单位 or 公司名称 or provider. The columns "
        "here are 序号, 属地, "
        "模型名称, 服务名称, 备案编号, 备案时间, name_en",
    ]


def test_a_file_that_is_not_utf8_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project.parent / "NEW.csv").write_bytes("序号,属地".encode("gb18030"))
    assert refused(project, capsys) == ["NEW.csv: is not UTF-8; save it as CSV UTF-8"]


@pytest.mark.parametrize(("option", "value", "says"), [
    ("as_of", "2026/10", "--as-of 2026/10: is not a date; write YYYY-MM-DD"),
    ("as_of", "2026-10", "--as-of 2026-10: is not a date; write YYYY-MM-DD"),
    ("as_of", "2026-02-30", "--as-of 2026-02-30: is not a date; write YYYY-MM-DD"),
    ("as_of", "", "--as-of : is not a date; write YYYY-MM-DD"),
    ("announced", "October", "--announced October: is not a date; write YYYY-MM-DD or YYYY-MM"),
    ("announced", "2026-13", "--announced 2026-13: is not a date; write YYYY-MM-DD or YYYY-MM"),
])
def test_a_date_that_is_none_is_refused(
        project: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, says: str) -> None:
    attachment(project.parent, new_rows(project))
    assert add(project, **{option: value}) == 1
    assert capsys.readouterr().err == f"{says}\nNothing was written.\n"


@pytest.mark.parametrize(("text", "says"), [
    ('"序号,属地\n1,2\n', "NEW.csv:1: is not CSV: unexpected end of data"),
])
def test_a_quotation_mark_left_open_in_the_head_is_refused(
        project: Path, capsys: pytest.CaptureFixture[str], text: str, says: str) -> None:
    (project.parent / "NEW.csv").write_text(text, "utf-8")
    assert refused(project, capsys) == [says]


def test_rows_that_miss_the_total_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    attachment(project.parent, new_rows(project)[:-1])
    assert refused(project, capsys) == [
        "--total 1112: the 995 rows that are there and the 116 new ones make 1111; find the missing or surplus rows"
    ]


def test_an_unknown_source_and_a_known_list_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problems = refused(project, capsys, id="cac-2026-06", source="cac-2026-09-14-filling")
    assert "--id cac-2026-06: this list is in data/lists.yml already" in problems
    assert any(
        p.startswith("--source cac-2026-09-14-filling: is not in data/sources.yml; did you mean cac-2026-09-14-filing")
        for p in problems
    )


def test_a_filing_number_twice_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = new_rows(project)
    rows[1][4] = str(rows[0][4]).upper()
    attachment(project.parent, rows)
    assert f"NEW.csv:3: filing number {rows[1][4]} stands in line 2 already" in refused(project, capsys)


def test_what_the_checks_of_the_data_refuse_is_taken_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problems = refused(project, capsys, announced="2026-13")
    assert problems[0] == "1 problem in the data; nothing was built."
    assert problems[1].endswith(f"{LAST}: announced: '2026-13' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")


def test_rows_that_are_there_changed_ones_and_new_names_are_told_apart(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = [r for r in SITE.data.filings if r.list == "cac-2024-04"]
    zh = {p: w.zh for p, w in SITE.data.vocab["provinces"].items()}

    def line(r: Filing, name: str, province: str) -> list[object]:
        return [r.number, province, name, r.provider_zh, r.filing_number, r.filed_on, ""]

    rows = [line(old[0], old[0].name_zh, "北京市"), line(old[1], "智谱清言", "上海市"), *new_rows(project)]
    rows[2][2:4] = ["云雀大模型二代", old[2].provider_zh]
    attachment(project.parent, rows)
    assert add(project, dry_run=True) == 0
    out = capsys.readouterr().out
    assert zh[old[0].province] == "北京市"
    assert out.startswith(
        "117 new rows, numbers 989 to 1105\n1 already there, left out:\n  cac-2024-04 no. 1, 文心一言\n"
    )
    assert (
        "1 differ from rows already there; nothing was changed, decide by hand:\n  "
        "cac-2024-04 no. 2, 智谱清言（ChatGLM） "
        "(line 3): name_zh was '智谱清言（ChatGLM）', is '智谱清言'; province was 'beijing', is 'shanghai'\n"
    ) in out
    assert "cac-2024-04 no. 2, 智谱清言（ChatGLM） has the filing number of 智谱清言 (line 3)\n" in out
    assert (
        f"  云雀大模型二代 (line 4) and cac-2024-04 no. 3, 云雀大模型 have one provider, "
        f"{old[2].provider_zh}, and names "
        "alike\n"
    ) in out


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(" 文心\n一言 ", "文心一言"), ("Kimi  智能 助手", "Kimi 智能助手"), ("盖乐世 AI", "盖乐世 AI"), (None, "")],
)
def test_stray_blanks_in_cells_go(cell: str | None, expected: str) -> None:
    assert add_list.clean(cell) == expected


def test_the_record_of_a_list_is_written_as_the_others_are() -> None:
    item = SITE.data.lists[LAST]
    new = add_list.New(
        item.id,
        item.title,
        item.announced,
        item.as_of,
        item.total,
        tuple(e.source + (f":{e.locator}" if e.locator else "") for e in item.evidence),
        note=item.note,
    )
    assert (
        (ROOT / "data" / "lists.yml")
        .read_text("utf-8")
        .endswith("\n\n" + add_list.list_text(new, SITE.rows(list=LAST)))
    )
