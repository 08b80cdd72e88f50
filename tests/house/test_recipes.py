"""The recipes of CONTRIBUTING.md, performed on a copy of the project: every rule holds afterwards, and the site builds.

All of them are done to one copy, one after the other, as in the life of the project: the next two lists, then single
records, then a release. What a recipe is about is looked for on the built site.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from project import copy, replace

from macros.build import site_for
from macros.derive import history
from macros.derive import words as written
from macros.derive.index import Site
from macros.facts.official_numbers import parts
from macros.facts.reader import load
from macros.facts.records import REGISTERS, FilingList
from macros.facts.store import Data
from tools import ROOT, add_list, release

HEADS = {"filing": ["序号", "属地", "模型名称", "备案单位", "备案编号", "备案时间"],
         "registration": ["序号", "属地", "应用/功能名称", "登记单位", "上线编号", "登记时间"]}
IN_THEIR_OWN_ORDER = ("instruments.yml", "lists.yml", "moved.yml", "provisions.yml")
WITHOUT_PICTURES = """
import sys
from mkdocs.__main__ import cli
from macros.publish import files, pictures
files.EXPORTS = tuple(made for made in files.EXPORTS if made is not pictures.export)
cli(["build", "--strict", "--quiet", "--site-dir", sys.argv[1]])
"""


def append(root: Path, file: str, text: str) -> None:
    """Adds a record to a file of data, before the first whose id comes later; to its end where order says something."""
    path = root / "data" / file
    before, new = path.read_text("utf-8").rstrip("\n") + "\n", text.strip("\n") + "\n"
    later_ids = [m.start() for m in re.finditer(r"(?m)^([a-z0-9-]+):", before) if m[1] > new.partition(":")[0]]
    at = later_ids[0] if file not in IN_THEIR_OWN_ORDER and later_ids else len(before)
    path.write_text(before[:at] + new + ("\n" if before[at:] else "") + before[at:], "utf-8")


def edition(root: Path, day: str, version: str) -> None:
    """Moves the day and the version of the data."""
    path = root / "data" / "edition.yml"
    text = re.sub(r"(?m)^as_of: .*$", f"as_of: {day}", path.read_text("utf-8"))
    path.write_text(re.sub(r"(?m)^version: .*$", f'version: "{version}"', text), "utf-8")


# --- the recipes ------------------------------------------------------------------------------------------------------

def months_later(day: str, months: int) -> str:
    """The last day of the month so many months after that of a day."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    return f"{year}-{month + 1:02d}-{calendar.monthrange(year, month + 1)[1]}"


def later(day: str, days: int) -> str:
    """So many days after a day."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()


def next_list(root: Path) -> str:
    """The list of the two months after the last one, with both tables; its id."""
    data = load(root)
    last = list(data.lists.values())[-1]
    as_of = months_later(last.as_of, 2)
    announced = later(as_of, 14)
    name = f"cac-{as_of[:7]}"
    append(root, "sources.yml", f"""
cac-{announced}-filing:
  title: 关于发布{as_of[:4]}年{int(as_of[5:7])}月生成式人工智能服务已备案信息的公告
  publisher: CAC
  kind: official
  language: zh
  published: {announced}
  url: https://www.cac.gov.cn/{announced[:7]}/{announced.replace('-', '')}/c_1.htm
  reading: opening
  checked: {max(announced, data.edition.as_of)}
""")
    edition(root, max(announced, data.edition.as_of), data.edition.version)
    files = [_attachment(root, data, register, as_of) for register in REGISTERS]
    total = len(data.filings) + 2
    assert add_list.main([
        *map(str, files), "--root", str(root), "--id", name, "--title", f"The two months to {as_of[5:7]}",
        "--announced", announced, "--as-of", as_of, "--total", str(total), "--words", f"累计{total}款",
        "--source", f"cac-{announced}-filing",
        "--registered-total", str(int(last_number(data, "registration")) + 2)]) == 0
    looked_at(root, data, last, announced)
    return name


def looked_at(root: Path, data: Data, last: FilingList, announced: str) -> None:
    """What ``add_list`` says is to be looked at: statements that tell of the last number and of the day of the last list."""
    path = root / "data" / "statements.yml"
    number, day = last_number(data, "filing"), written.date(last.announced)
    records = re.split(r"(?m)^(?=[a-z0-9-]+:$)", path.read_text("utf-8"))
    for i, record in enumerate(records):
        if written.number(number) in record:
            records[i] = record.replace(written.number(number), written.number(number + 2)).replace(
                f"- '{number}'", f"- '{number + 2}'")
        elif day in record:
            records[i] = record.replace(day, written.date(announced)).replace(last.announced, announced)
    path.write_text("".join(records), "utf-8")


def last_number(data: Data, register: str) -> int:
    """The highest number of a register's main list."""
    return max(row.number for row in getattr(data, REGISTERS[register]) if "on-device" not in row.list)


def _attachment(root: Path, data: Data, register: str, as_of: str) -> Path:
    """A table of two rows, as the CAC would publish it: of Beijing, with numbers that follow on."""
    number, mark = last_number(data, register), "S" if register == "registration" else ""
    running = max((n.date, int(n.running)) for row in getattr(data, REGISTERS[register])
                  if row.province == "beijing" and (n := parts(row.reference)) and n.running)[1]
    rows = [[number + i, "北京市", f"{'茶酒'[i - 1]}{as_of[2:7]}{mark}问", "北京新问科技有限公司",
             f"Beijing-XinWen{i}-{as_of[:7].replace('-', '')}1{i}{mark}{running + i:04d}", f"{as_of[:7]}-2{i}"]
            for i in (1, 2)]
    path = root / f"{register}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADS[register], *rows])
    return path


def figure(root: Path) -> None:
    """A figure with a quotation, used in a sentence and a table."""
    append(root, "figures.yml", """
recipe-figure:
  label: Core AI firms in Beijing, told again
  statement: Beijing had 1,048 core AI firms in October 2022, as the recipe tells it.
  topic: beijing
  value: 1048
  unit: firms
  bound: exact
  as_of: 2022-10
  measure: level
  no_register: A count of firms, told in a report.
  evidence:
  - source: recipe-source
    words: 1,048 core AI firms
  confidence: single
  checked: 2026-11-22
""")
    path = root / "docs" / "beijing" / "white-paper.md"
    path.write_text(path.read_text("utf-8").replace("{{ references() }}", """## A recipe { #recipe }

The recipe counts {{ fig("recipe-figure") }} firms.

{{ table("figures", "recipe-table", "What the recipe counts", "recipe-figure") }}

{{ references() }}""", 1), "utf-8")


def source(root: Path) -> None:
    """A source without an archived text."""
    append(root, "sources.yml", """
recipe-source:
  title: A report found later
  publisher: Example Daily
  kind: news
  language: en
  published: 2022-11-03
  url: https://example.org/a-report
  reading: opening
  checked: 2026-11-22
""")


def alliance(root: Path) -> None:
    """An alliance with an event and two members."""
    append(root, "groups.yml", """
recipe-alliance:
  name: Alliance of the Recipe
  kind: alliance
  founded: 2022-11-03
  place: Beijing
  aim: Bring firms of one kind together.
  evidence:
  - source: recipe-source
    words: founded on 3 November 2022
  confidence: single
""")
    append(root, "memberships.yml", """
recipe-alliance-baidu:
  group: recipe-alliance
  organisation: baidu
  role: member
  evidence:
  - source: recipe-source
recipe-alliance-xiaomi:
  group: recipe-alliance
  organisation: xiaomi
  role: member
  evidence:
  - source: recipe-source
""")


def rule(root: Path) -> None:
    """A rule that is issued and not yet in force, with an article; it replaces a draft."""
    data = load(root)
    draft = next(i for i in data.instruments.values() if i.status == "draft" and i.rank == "draft-departmental-rule")
    issued, effective = data.edition.as_of, later(data.edition.as_of, 90)
    path = root / "data" / "instruments.yml"
    text = path.read_text("utf-8")
    at = text.index(f"\n{draft.id}:\n")
    path.write_text(text[:at] + text[at:].replace("  status: draft\n", "  status: superseded\n", 1), "utf-8")
    append(root, "instruments.yml", f"""
recipe-rule:
  name: Measures of the Recipe
  short: Recipe Measures
  issuers:
  - cac
  issued: {issued}
  effective: {effective}
  status: issued-not-in-force
  rank: departmental-rule
  scope: What the draft was about.
  supersedes: {draft.id}
  evidence:
  - source: recipe-source
  confidence: single
  note: Issued on {written.date(issued)}, in force from {written.date(effective)}.
""")
    append(root, "provisions.yml", """
recipe-rule-art-1:
  instrument: recipe-rule
  number: 1
  topic: scope
  summary: The measures apply to what the draft was about.
  binds:
  - providers
  evidence:
  - source: recipe-source
    locator: Article 1
  confidence: single
""")


def correction(root: Path) -> None:
    """A statement that was wrong from the start, with the reason that readers are told."""
    data = load(root)
    name = next(iter(data.terms))
    path = root / "data" / "terms.yml"
    text = path.read_text("utf-8")
    at = text.index(f"{name}:\n") if text.startswith(f"{name}:") else text.index(f"\n{name}:\n") + 1
    line = re.compile(r"(?m)^  en: (.*)$").search(text, at)
    assert line
    path.write_text(text[:line.start()] + f"  en: {line[1]} again" + text[line.end():], "utf-8")
    (root / "data" / "releases.yml").write_text(
        f"next:\n  reasons:\n    terms/{name}: The recipe renders it better\n", "utf-8")


def chart(root: Path) -> None:
    """A chart of a series, on a page."""
    path = root / "docs" / "users-and-models" / "users.md"
    path.write_text(path.read_text("utf-8").replace("{{ references() }}", """## A drawing { #recipe-drawing }

{{ chart("ernie-bot-users") }}

{{ references() }}""", 1), "utf-8")


def rename(root: Path) -> None:
    """A page under another address."""
    (root / "docs" / "beijing" / "elsewhere.md").rename(root / "docs" / "beijing" / "other-places.md")
    for path in [*(root / "docs").rglob("*.md"), root / "mkdocs.yml"]:
        text = path.read_text("utf-8")
        made = re.sub(r"\belsewhere\.md", "other-places.md", text)
        if made != text:
            path.write_text(made, "utf-8")
    append(root, "moved.yml", "beijing/elsewhere/:\n  to: beijing/other-places/\n  on: 2026-11-29\n"
           "  why: The page has a plainer name.")


def page(root: Path) -> None:
    """A page on a new topic."""
    (root / "docs" / "beijing" / "recipe.md").write_text("""---
title: A page of the recipe
description: What the recipe counts, and where it was told.
---

# A page of the recipe

The recipe counts {{ fig("recipe-figure") }} firms.
{ .lead }

## Who counts them { #who }

The {{ ref("recipe-source", "report") }} says so.

{{ references() }}
""", "utf-8")
    replace(root, "mkdocs.yml", "      - White paper: beijing/white-paper.md\n",
            "      - White paper: beijing/white-paper.md\n      - A page of the recipe: beijing/recipe.md\n")


def text(root: Path) -> None:
    """A further archived text, with a statement that quotes it."""
    content = b"The recipe has three steps. Nobody has counted a fourth.\n"
    (root / "seeds" / "recipe.txt").write_bytes(content)
    sums = hashlib.sha256(content).hexdigest()
    table = root / "seeds" / "README.md"
    rows = [*re.finditer(r"(?m)^\| `\S+\.txt` .*\n", table.read_text("utf-8"))]
    said = table.read_text("utf-8")
    at = rows[-1].end()
    table.write_text(f"{said[:at]}| `recipe.txt` | {len(content)} | `{sums}` |\n{said[at:]}", "utf-8")
    append(root, "sources.yml", f"""
recipe-text:
  title: How the recipe goes
  publisher: Example Daily
  kind: news
  language: en
  published: 2022-11-04
  url: https://example.org/how-it-goes
  text: recipe.txt
  sha256: {sums}
  reading: text
  checked: 2026-11-22
""")
    append(root, "statements.yml", """
recipe-steps:
  topic: beijing
  text: Nobody was seen to count a further step.
  evidence:
  - source: recipe-text
    quote: Nobody has counted a fourth.
  confidence: single
  checked: 2026-11-22
""")
    replace(root, "docs/beijing/recipe.md", "The {{ ref(\"recipe-source\", \"report\") }} says so.",
            "The {{ ref(\"recipe-source\", \"report\") }} says so. {{ said(\"recipe-steps\") }}")


def released(root: Path) -> None:
    """The release of it all, a reason given for whatever changed since the last one."""
    now = load(root).edition
    year, month = map(int, now.version.split(".")[:2])
    edition(root, now.as_of, max(now.as_of[:7].replace("-", "."), f"{year + month // 12}.{month % 12 + 1:02d}"))
    path = root / "data" / "releases.yml"
    reasons = "".join(f"    {fact}: The sources say so.\n" for fact in history.missing_reasons(site_for(root)))
    path.write_text(path.read_text("utf-8") + reasons, "utf-8")
    release.release(root)


RECIPES: tuple[Callable[[Path], object], ...] = (next_list, next_list, source, figure, alliance, rule, correction,
                                                 chart, rename, page, text)


# --- what comes of them -----------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project to which every recipe was done, and that was released."""
    folder = copy(tmp_path_factory.mktemp("recipes"))
    for recipe in RECIPES:
        recipe(folder)
    released(folder)
    return folder


@pytest.fixture(scope="module")
def after(root: Path) -> Site:
    """The copy, every rule tried."""
    return site_for(root)


@pytest.fixture(scope="module")
def built(root: Path, after: Site) -> Path:
    """The copy as a site without pictures."""
    folder = root / "site"
    done = subprocess.run([sys.executable, "-c", WITHOUT_PICTURES, str(folder)], cwd=root, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def read(built: Path, url: str) -> str:
    """A page of the built copy."""
    return (built / url / "index.html").read_text("utf-8")


def test_the_lists_bring_all_that_follows_from_them(after: Site, built: Path) -> None:
    past, now = list(load(ROOT).lists.values())[-1], list(after.data.lists.values())[-2:]
    assert [item.as_of for item in now] == [months_later(past.as_of, 2), months_later(past.as_of, 4)]
    rows = len(after.data.filings)
    assert now[-1].total == rows == len(load(ROOT).filings) + 4
    for series in after.data.series.values():
        if series.register_ in REGISTERS and load(ROOT).series[series.id].points[-1].as_of == past.as_of:
            assert series.points[-1].as_of == now[-1].as_of, series.id
    assert f"{rows:,}" in read(built, "figures/genai-services-filed-cumulative/")
    assert f"growth-{now[-1].id}" in read(built, "filings/who-files/")
    assert "酒" in read(built, f"filings/{now[-1].id}/")


@pytest.mark.parametrize(("url", "says"), [
    ("figures/recipe-figure/", "1,048"), ("beijing/white-paper/", "row-recipe-figure"),
    ("sources/recipe-source/", "A report found later"), ("alliances/recipe-alliance/", "recipe-alliance-baidu"),
    ("alliances/evidence/", "recipe-alliance/"), ("rules/recipe-rule/", "Issued, not yet in force"),
    ("rules/recipe-rule/", "art-1"), ("timeline/", "Recipe Measures issued"),
    ("users-and-models/users/", "recipe-drawing"), ("beijing/other-places/", "<h1"),
    ("beijing/elsewhere/", "other-places/"), ("beijing/recipe/", "Report a mistake here"),
    ("sources/recipe-text/", "Nobody has counted a fourth."), ("about/changes/", "The recipe renders it better. "),
], ids=lambda value: value if value.endswith("/") else "")
def test_what_a_recipe_adds_is_on_its_page(built: Path, url: str, says: str) -> None:
    assert says in read(built, url)


def test_a_draft_that_was_replaced_says_so(built: Path, after: Site) -> None:
    draft = after.data.instruments["recipe-rule"].supersedes
    assert "Superseded" in read(built, f"rules/{draft}/")
    assert after.data.instruments["recipe-rule"].short in read(built, f"rules/{draft}/")


def test_what_is_not_in_force_is_not_counted_as_such(built: Path) -> None:
    (found,) = re.findall(r'<script type="?application/ld\+json"?>(.*?)</script>', read(built, "rules/recipe-rule/"))
    assert '"legislationLegalForce":"https://schema.org/NotInForce"' in found
    assert "In force: Measures of the Recipe" in (built / "feeds" / "dates.ics").read_text("utf-8")


def test_a_release_carries_its_version_to_all_who_name_it(root: Path, after: Site, built: Path) -> None:
    version = after.data.edition.version
    assert f'version: "{version}"' in (root / "CITATION.cff").read_text("utf-8")
    assert f"date-released: {after.data.edition.as_of}" in (root / "CITATION.cff").read_text("utf-8")
    assert (root / "data" / "releases.yml").read_text("utf-8").startswith(f"{version}:\n")
    assert f"release-{version.replace('.', '-')}" in read(built, "about/changes/")
