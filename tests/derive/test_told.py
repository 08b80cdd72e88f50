"""References in our own words: written out in every form of the data, links where there is markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small import SMALL, change, copy

from macros.build import site_for
from macros.derive import history
from macros.derive.plain import plain_record
from macros.derive.told import Told, written_out
from macros.facts.reader import load
from macros.publish.data import export
from macros.write.page import Page
from macros.write.vocabulary import MACROS


@pytest.mark.parametrize(("written", "read"), [
    ("{kettles}", "1,250"), ("{kettles unit}", "1,250 pieces"), ("{blue-share bound}", "more than 40%"),
    ("{kettles bound unit}", "1,250 pieces"), ("{kettles as_of}", "3 May 2024"), ("{figures/kettles}", "1,250"),
    ("{kettles said_by}", "Example Office"), ("{visitors}", "4,000"), ("{visitors 2024-06-30}", "900"),
    ("{visitors 2024-06-30 as_of}", "30 June 2024"), ("{visitors 2024-06-30 bound unit}", "900 people"),
    ("{museum-opens}", "10 June 2024"), ("{museum-opens month}", "June 2024"), ("{kettle-rules}", "Kettle Rules"),
    ("{kettle-rules effective}", "1 February 2024"),
    ("{provisions/kettle-rules-2}", "Article 2"), ("{list-one total}", "3"), ("{office}", "Example Office"),
    ("{filed 2024-03-31}", "3"), ("{filed 2024 south}", "3"), ("{filed 2024-03-31 north share}", "33%"),
    ("{filed 2024}", "5"), ("{filed 2024-02 2024-03}", "2"),
    ("{museum-opens topics}", "1"), ("no { braces }} {{ x }}", "no { braces }} {{ x }}"),
])
def test_a_reference_is_written_out(written: str, read: str) -> None:
    assert written_out(load(SMALL), written) == read


def written(folder: Path) -> Path:
    """A copy of the small data set in which a note refers to other records."""
    root = copy(folder)
    change(root, "data/statements.yml", "It is not said how loudly.",
           "By {kettles as_of} there were {kettles unit} and {visitors 2024-06-30} visitors <b>.")
    return root


def test_every_form_of_the_data_reads_the_same(tmp_path: Path) -> None:
    site = site_for(written(tmp_path))
    read = "By 3 May 2024 there were 1,250 pieces and 900 visitors <b>."
    note = site.data.statements["kettles-whistle"].note
    assert note == read
    assert plain_record(site, "statements", site.data.statements["kettles-whistle"])["note"] == read
    assert json.loads(export(site)["data/v1/statements.json"])["records"]["kettles-whistle"]["note"] == read


def test_a_page_links_each_reference_and_escapes_the_rest(tmp_path: Path) -> None:
    site = site_for(written(tmp_path))
    note = site.data.statements["kettles-whistle"].note
    assert isinstance(note, Told)
    assert Page(site, "tea/").told(note) == (
        'By <a href="../figures/kettles/">3 May 2024</a> there were <a href="../figures/kettles/">1,250 pieces</a> and '
        '<a href="../figures/visitors/#d-2024-06-30">900</a> visitors &#60;b&#62;.')


def test_a_count_of_rows_leads_to_the_filings() -> None:
    site = site_for(SMALL)
    assert Page(site).told(written_out(site.data, "{filed 2024} in all")) == '<a href="filings/">5</a> in all'


def test_a_text_without_references_is_left_as_it_is() -> None:
    site = site_for(SMALL)
    assert Page(site).told("A *star* and 中文") == 'A &#42;star&#42; and <span lang="zh-Hans">中文</span>'


def test_after_one_stands_the_unit_of_one(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/vocab.yml", "    label: pieces\n", "    label: pieces\n    one: piece\n")
    change(root, "data/figures.yml", "2,000 kettles by 2030.\n  topic: tea\n  value: 2000\n",
           "1 of its kettles by 2030.\n  topic: tea\n  value: 1\n")
    site = site_for(root)
    assert written_out(site.data, "{kettles-target unit}") == "1 piece"
    assert MACROS["fig"](Page(site, "tea/"), "kettles-target", unit=True).count(">1 piece<") == 1
    key = "figures/kettles-target"
    assert "1 piece, as of" in history.shown(site, key, history.facts(site.data)[key])
