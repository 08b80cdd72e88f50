"""Who files: groups of providers, what counts in their totals, sectors, and the tables of them."""

from __future__ import annotations

import re

import pytest
from project import real
from small import SMALL

from macros.derive import owners
from macros.derive.index import Site
from macros.derive.parties import Party
from macros.derive.parties import parties as all_parties
from macros.derive.told import told
from macros.facts.owner_rules import counted
from macros.facts.reader import load
from macros.facts.store import row_id
from macros.write import owners as tables
from macros.write import parties
from macros.write.page import MacroError, Page
from tools import ROOT

SITE = Site(told(load(ROOT)))
DATA = SITE.data
TEA = load(SMALL)


@pytest.fixture
def page() -> Page:
    return Page(SITE, "filings/who-files/")


def cells(table: str) -> list[list[str]]:
    """The body of a table as text."""
    body = table.split("<tbody>")[1].split("</tbody>")[0]
    return [[re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body)]


def test_doubtful_rows_enter_no_total() -> None:
    house = TEA.owners["tea-house"]
    assert counted(house, "registration") == []
    assert [row_id(r) for r in owners.rows_of(TEA, house, "filing")] == ["list-one#1", "list-two#4"]
    doubtful = {(h.register_, h.row) for o in DATA.owners.values() for h in o.rows if h.basis == "doubtful"}
    assert doubtful
    for register in DATA.rows:
        for row, held in owners.owners_of(DATA, register).items():
            assert all((h.register_, h.row) != (register, row) or h.basis != "doubtful" for o in held for h in o.rows)


def test_a_joint_row_counts_once_in_a_sum_over_groups(page: Page) -> None:
    held = owners.owners_of(TEA, "filing")
    assert {row: [o.id for o in found] for row, found in held.items()} == {
        "list-one#1": ["tea-house"], "list-two#4": ["tea-house", "small-house"]}
    rows = {row[0]: row for row in cells(tables.coverage(page, "x", "X"))}
    assert rows["Filed services"][2] == str(len(owners.owners_of(DATA, "filing")))


def test_a_row_is_in_the_first_sector_that_fits() -> None:
    found = owners.sectors(TEA)
    assert {name: ([row_id(r) for r in s.rows], s.by) for name, s in found.items()} == {
        "hot": (["list-one#1", "list-one#2", "list-one#3", "list-two#4"], {"hand": 1, "keyword": 2, "group": 1}),
        "other": (["list-two#5"], {"none": 1})}


def test_every_filed_service_is_in_one_sector_and_no_exact_count_is_shown(page: Page) -> None:
    rows = [row_id(r) for s in owners.sectors(DATA).values() for r in s.rows]
    assert sorted(rows) == sorted(DATA.rows["filing"])
    assert {re.sub(r"\d+$", "N", row[2]) for row in cells(tables.sectors(page, "x", "X"))} == {"about 1 in N"}


@pytest.mark.parametrize(("part", "whole", "says"), [
    (139, 1112, "about 1 in 8"), (260, 1112, "about 1 in 4"), (18, 1112, "about 1 in 60"), (1, 1, "about 1 in 1")])
def test_a_rough_share(part: int, whole: int, says: str) -> None:
    assert tables.about(part, whole) == says


def test_what_the_list_marks_as_state_owned_counts_without_a_group() -> None:
    marked = {row_id(r) for r in DATA.filings if owners.marked(r)}
    found = owners.state_owned(DATA, "filing")
    assert marked <= {row for row, (level, _) in found.items() if level == "central"}
    assert owners.state_owned(TEA, "filing").keys() == {"list-one#1", "list-two#4"}
    assert owners.state_owned(TEA, "registration") == {}


def test_foreign_brands_are_told_with_their_home_and_register(page: Page) -> None:
    rows = cells(tables.foreign_rows(page, "x", "X"))
    assert len(rows) == len(owners.foreign(DATA))
    assert any(row[4].startswith("registered ") for row in rows)
    assert all(row[3] for row in rows)


def test_every_group_stands_on_the_page_of_its_address(page: Page) -> None:
    firms, classes, without = (tables.owners_table(page, "x", "X", kind) for kind in ("firms", "classes", "without"))
    for name, owner in DATA.owners.items():
        assert (f'<tr id="{name}">' in firms) == bool(owner.rows and owner.kind != "collective")
        assert (f'<tr id="{name}">' in classes) == bool(owner.rows and owner.kind == "collective")
        assert (f'<tr id="{name}">' in without) == (not owner.rows)


def test_the_first_filing_of_a_group_is_its_oldest_row(page: Page) -> None:
    rows = cells(tables.first_filings(page, "x", "X", "bytedance", "deepseek"))
    assert [row[2:4] for row in rows] == [["3", "31 Aug 2023"], ["152", "13 May 2024"]]
    with pytest.raises(MacroError) as error:
        tables.first_filings(page, "x", "X", "byd")
    assert str(error.value) == "'byd' has no filed service that counts"


@pytest.mark.parametrize(("names", "shown"), [
    (["Huawei", "Hua wei", "Hauwei", "Pangu", "盘古"], ["华为", "Pangu", "盘古"]),
    (["Bai du", "Wenxin", "Ernie 4", "Ernie 5"], ["华为", "Bai du", "Wenxin", "Ernie 4", "Ernie 5"]),
])
def test_names_that_readers_only_type_are_not_shown(names: list[str], shown: list[str]) -> None:
    owner = DATA.owners["huawei"].model_copy(update={"name": "Huawei", "name_zh": "华为", "names": tuple(names)})
    assert list(Party("huawei", None, owner).told_names) == shown


def test_who_is_who_says_of_everyone_what_it_is() -> None:
    site = real()
    shown = str(parties.register(Page(site, "organisations/")))
    said = {name: re.sub(r"<small>.*?</small>|<[^>]+>", "", cell).strip() for name, cell in re.findall(
        r'<tr id="([a-z0-9-]+)".*?data-label="What it is">(.*?)</td>', shown, re.S)}
    assert set(DATA.organisations) <= set(said)
    assert [name for name, what in said.items() if not what.endswith(".")] == []
    parents = {o.parent for o in DATA.organisations.values() if o.parent and not DATA.organisations[o.parent].summary}
    assert all("Parent of " in said[name] for name in parents)


def test_every_page_of_an_organisation_says_what_it_is() -> None:
    found = real().once(all_parties).values()
    assert [p.id for p in found if not (p.description or (p.organisation and p.organisation.summary))] == []
    kinds = {word.label.lower() for name in ("organisation-kinds", "owner-kinds") for word in DATA.vocab[name].values()}
    assert [p.id for p in found if p.description in {f"a {kind}" for kind in kinds}] == []


def test_a_page_without_a_sentence_of_its_own_says_what_the_records_do() -> None:
    office = DATA.organisations["tencent"].model_copy(update={
        "summary": None, "description": None, "kind": "institute", "parent": "alibaba"})
    made = Party("tencent", office, None)
    product = office.products[0].name
    assert parties._about(SITE, made) == f"A research institute, known for {product}, part of Alibaba Group."
    described = office.model_copy(update={"description": "a laboratory for tea"})
    assert parties._about(SITE, Party("tencent", described, None)) == (
        f"A laboratory for tea, known for {product}, part of Alibaba Group.")
    firm = DATA.owners["huawei"].model_copy(update={"home": "United States", "description": None})
    assert parties._about(SITE, Party("x", None, firm)) == "A firm whose brand is at home in the United States."
    rows = Party("x", None, firm, firm.rows)
    counts = [(len(rows.rows(register)), name) for register, name in
              (("filing", "filed service"), ("registration", "registered application"))]
    said = " and ".join(f"{n} {name}{'s' * (n != 1)}" for n, name in counts if n)
    assert parties._about(SITE, rows) == f"A firm whose brand is at home in the United States, with {said}."


def test_growth_sets_each_list_beside_the_one_before(page: Page) -> None:
    rows = cells(tables.growth(page, "x", "X"))
    lists = [i for i in DATA.lists.values() if i.registered_last]
    assert [row[0] for row in rows] == [item.title for item in lists[:0:-1]]
    filed = [len(DATA.filings_of[i.id]) for i in lists[-3:]]
    assert [int(row[1]) for row in rows[:2]] == [filed[2], filed[1]]
    assert [int(row[2].replace("−", "-")) for row in rows[:2]] == [filed[2] - filed[1], filed[1] - filed[0]]


@pytest.mark.parametrize(("made", "says"), [
    (lambda p: tables.owners_table(p, "x", "X", "forms"), "there are no 'forms' among the groups; there are firms, "
     "without, classes"),
    (lambda p: tables.state_rows(p, "x", "X", "federal"), "there are no rows of the level 'federal'; levels are "
     "central, local"),
    (lambda p: tables.first_filings(p, "x", "X"), "needs the ids of groups in data/owners.yml"),
])
def test_a_table_of_nothing_is_an_error(page: Page, made: object, says: str) -> None:
    with pytest.raises(MacroError) as error:
        made(page)  # type: ignore[operator]
    assert str(error.value) == says
