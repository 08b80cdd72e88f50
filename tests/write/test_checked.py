"""What the last build checked: counted by the rules themselves, and said on a page and in the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import SMALL, change, copy

from macros.build import site_for
from macros.derive.checked import checked
from macros.facts import rules
from macros.facts.reader import load
from macros.facts.watched import watched
from macros.write.page import Page
from macros.write.vocabulary import TALLIES
from tools.verify import report, verified


def test_each_rule_is_counted_with_the_records_it_goes_through() -> None:
    data = rules.check(load(SMALL))
    assert len(data.tried) == len(rules.RULES)
    tried = {rule.__name__: data.tried[(rule.__doc__ or "").partition("\n")[0]] for rule in rules.RULES}
    assert tried["succession"] == len(data.figures)
    assert tried["searches"] == len(data.searches)
    assert tried["register"] == len(data.filings) + len(data.registrations)
    assert all(tried.values())


def test_a_look_at_one_record_is_no_trial() -> None:
    view, seen = watched(load(SMALL))
    assert view.figures["kettles"].id == "kettles"
    assert len(view.sources) == len(load(SMALL).sources)
    assert seen == set()
    assert list(view.kinds["figures"].values())
    assert list(view.filings)
    assert seen == {"figures", "filings"}


def test_what_is_compared_is_counted(tmp_path: Path) -> None:
    root = copy(tmp_path)
    before = checked(site_for(root))
    text = (root / "data" / "lists.yml").read_text("utf-8")
    assert before.counts["Official totals that the rows add up to"] == sum(
        line.lstrip().startswith(("total:", "registered_total:")) for line in text.splitlines())
    change(root, "data/statements.yml", "", """
kettle-whistles:
  topic: tea
  text: It was not heard.
  evidence:
  - source: plain-page
  confidence: single
  checked: 2026-11-22
""")
    after = checked(site_for(root))
    assert after.grades["not read"] == before.grades["not read"] + 1
    assert after.rules["Ids that name no record."] == before.rules["Ids that name no record."] + 1


def test_the_page_and_the_terminal_say_the_same() -> None:
    site = site_for(SMALL)
    said = f"{report(verified(SMALL))}\n"
    assert said.startswith(f"{len(rules.RULES)} rules of the data hold.")
    page = TALLIES["rules-tried"](Page(site, "about/checked/"), "t", "T")
    for rule, count in site.data.tried.items():
        assert f"{count:7,}  {rule}\n" in said
        assert f">{count:,}</td>" in page


def test_what_does_not_hold_is_said_and_fails(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/figures.yml", "value: 1250", "value: 1251")
    with pytest.raises(SystemExit, match=r"data/figures\.yml:5: kettles: value: 1251 does not occur"):
        verified(root)
