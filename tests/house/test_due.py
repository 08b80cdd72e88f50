"""What is due on a day, by the small data set."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import change, copy

from macros.build import site_for
from macros.derive.index import Site
from tools import due


def everything(site: Site, day: str) -> list[str]:
    return list(due.due(site, day))


def test_everything_that_is_due_is_said_with_its_file(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/instruments.yml", "  effective: 2025-02\n  status: in-force\n", "  status: draft\n")
    change(root, "data/instruments.yml", ", in force since February 2025", "")
    page = root / "docs" / "index.md"
    head = "---\nreviewed: 2026-06-01\ndue: 2026-11-30\n"
    page.write_text(page.read_text("utf-8").replace("---\n", head, 1), "utf-8")
    assert everything(site_for(root), "2026-11-30") == [
        "data/lists.yml: the list after list-two, announced on 2025-01, is due since 2025-03; look at the CAC's page",
        "data/instruments.yml: kettle-rules-2: comments closed on 2024-12-20; look for a final text",
        "data/figures.yml: kettles: to be looked at again since 2026-11",
        "data/series.yml: genai-services-filed-cumulative: to be looked at again since 2026-11",
        "docs/index.md: to be reviewed by 2026-11-30"]


def test_nothing_is_due_before_its_day(tmp_path: Path) -> None:
    site = site_for(copy(tmp_path))
    assert everything(site, "2025-02-28") == []
    assert everything(site, "2025-03-01") != []
    assert not any("searches" in line for line in everything(site, "2026-11-30"))
    assert any("searches" in line for line in everything(site, "2026-12-01"))


def test_a_rule_is_due_when_it_takes_effect(tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "data/instruments.yml", "  effective: 2025-02\n  status: in-force\n",
           "  effective: 2027-02-01\n  status: issued-not-in-force\n")
    change(root, "data/instruments.yml", "in force since February 2025", "in force from 1 February 2027")
    said = "data/instruments.yml: kettle-rules-2: takes effect on 2027-02-01; write in-force"
    assert said not in everything(site_for(root), "2027-01-31")
    assert said in everything(site_for(root), "2027-02-01")


@pytest.mark.parametrize("day", ["2027", "2027-01", "tomorrow", "2027-13-01"])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(SystemExit, match=f"{day}: is not a day; write YYYY-MM-DD"):
        due.main(day)
