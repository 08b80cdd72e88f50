"""What a build does: the same bytes anywhere, only what follows from a change, a stop at a mistake, a live preview.

The whole site is built once more, to compare the bytes. All else is seen on the small data set, which builds in seconds.
"""

from __future__ import annotations

import difflib
import gzip
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import built
import project
import pytest

from macros.derive.index import Site
from macros.publish.swap import Aside
from tools.bench import synthesize
from tools.browser import base_path

BUILD = (sys.executable, "-m", "mkdocs", "build", "--strict")
MEMBERS = """---
title: Members
description: Who is in the alliance.
---

# Members

{{ table("members", "all", "Members of the alliance", "kettle-alliance") }}
"""
MEMBER = """
kettle-alliance-paper:
  group: kettle-alliance
  organisation: paper
  role: member
  evidence:
  - source: plain-page
"""
ORGANISATION = """
paper:
  name: Example Paper Mill
  kind: company
  evidence:
  - source: plain-page
"""


def sums(folder: Path) -> dict[str, str]:
    """The files of a built site, each with its checksum."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed; files written in another order."""
    root = project.copy(tmp_path / "another" / "place ü")
    for path in sorted(root.rglob("*"), reverse=True):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    second = project.build(root, root.parent / "out", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="4242")
    one, two = sums(site), sums(second)
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert len(one) > 500


def test_the_date_in_the_site_map_is_the_datas(site: Path, data: Site) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    assert "<lastmod>" not in text
    packed = (site / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == text
    stamp = int.from_bytes(packed[4:8], "little")
    assert time.strftime("%Y-%m-%d", time.gmtime(stamp)) == data.data.edition.as_of


# ---- what follows from a change ------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the small data set, with a page of members."""
    root = tmp_path_factory.mktemp("small") / "project"
    synthesize(root, 60)
    (root / "docs" / "members.md").write_text(MEMBERS, "utf-8")
    project.replace(root, "mkdocs.yml", "  - Overview: index.md\n", "  - Overview: index.md\n  - Members: members.md\n")
    with (root / "data" / "organisations.yml").open("a", encoding="utf-8") as file:
        file.write(ORGANISATION)
    return root


@pytest.fixture(scope="module")
def first(small: Path) -> Path:
    """The small project, built."""
    return project.build(small, small / "site")


def test_a_member_more_changes_what_counts_members_and_nothing_else(small: Path, first: Path) -> None:
    path = small / "data" / "memberships.yml"
    before = path.read_text("utf-8")
    path.write_text(before + MEMBER, "utf-8")
    try:
        second = project.build(small, small.parent / "with-member")
    finally:
        path.write_text(before, "utf-8")
    old, new = built.read(first), built.read(second)
    assert sorted(old) == sorted(new)
    changed = {url for url in old if text(old[url]) != text(new[url])}
    # The page that lists members, the alliance's own, the source and the register that it stands in.
    assert changed == {"members/", "alliances/kettle-alliance/", "sources/plain-page/", "sources/by-kind/news/"}
    rows, more = ([row[0] for row in docs["members/"].table("all")] for docs in (old, new))
    assert [row for row in more if row not in rows] == ["Example Paper Mill"]
    assert len(more) == len(rows) + 1
    assert "Mill" in " ".join(differences(old["members/"], new["members/"]))


def text(doc: built.Doc) -> str:
    """The words of a page's article without the numbers of notes, which move up when a note comes in between."""
    return built.words(doc.main, skip="note-ref")


def differences(old: built.Doc, new: built.Doc) -> list[str]:
    """The words that came or went between two versions of a page."""
    a, b = text(old).split(), text(new).split()
    return [line[2:] for line in difflib.ndiff(a, b) if line[0] in "+-"]


# ---- mistakes ------------------------------------------------------------------------------------------------------

MISTAKES = [
    ("data/figures.yml", "  value: 1250\n", "  value: 1520\n", "kettles: "),
    ("data/figures.yml", "  value: 1250\n", "  valeu: 1250\n", "kettles: valeu: "),
    ("data/memberships.yml", "  organisation: museum\n", "  organisation: musuem\n", "-museum: organisation:"),
    ("docs/members.md", "{{ table(", "{{ fig(\"no-figure\") }}\n\n{{ table(", "no-figure"),
    ("docs/members.md", "{{ table(", "## All of them { #all }\n\n{{ table(",
     "docs/members.md: the address #all is on the page twice; give the heading, table or drawing another"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), MISTAKES)
def test_a_mistake_stops_the_build_with_file_line_and_id_and_keeps_the_last_good_site(
        small: Path, first: Path, file: str, old: str, new: str, says: str) -> None:
    good = (small / file).read_text("utf-8")
    changed = good.replace(old, new, 1)
    assert changed != good
    kept = sums(first)
    (small / file).write_text(changed, "utf-8")
    try:
        done = subprocess.run([*BUILD], cwd=small, env={**os.environ, **project.QUIET},
                              capture_output=True, text=True, check=False)
    finally:
        (small / file).write_text(good, "utf-8")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    line = changed[:changed.index(new.strip().split("\n")[0])].count("\n") + 1
    assert re.search(rf"^{file}(:{line if 'value: 1' not in new else '[0-9]+'})?: ", said, re.M), said
    assert says in said
    assert "Traceback" not in said
    assert "site/ is the last good one" in said
    assert sums(first) == kept


# ---- builds that end early or overlap ------------------------------------------------------------------------------

def begun(root: Path, building: subprocess.Popen[bytes]) -> Path:
    """The folder a running build writes its pages into, once there are some."""
    folder, end = root / f".site-{building.pid}", time.monotonic() + 240
    while not (folder / "index.html").exists():
        assert building.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    return folder


def left(root: Path) -> list[str]:
    """What builds have left beside the site."""
    return sorted(path.name for path in root.glob(".site*"))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["Ctrl-C", "ended", "killed"])
def test_an_interrupted_build_leaves_the_last_good_site_and_the_next_sweeps_up(
        small: Path, first: Path, how: signal.Signals) -> None:
    root = small
    kept = sums(first)
    building = subprocess.Popen(BUILD, cwd=root, env={**os.environ, **project.QUIET}, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)
    folder = begun(root, building)
    building.send_signal(how)
    _, said = building.communicate(timeout=240)
    ordered = how is signal.SIGINT
    assert building.returncode != 0
    assert ("The build failed; site/ is the last good one.\n" in said.decode()) is ordered
    assert left(root) == ([] if ordered else [folder.name])
    assert sums(first) == kept
    Aside(root / "site").drop()
    assert left(root) == []


def test_two_builds_at_a_time_give_one_whole_site(small: Path, first: Path) -> None:
    root = small
    kept = sums(first)
    builds = [subprocess.Popen(BUILD, cwd=root, env={**os.environ, **project.QUIET}, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [building.wait(300) for building in builds] == [0, 0]
    assert sums(first) == kept
    assert left(root) == []


# ---- preview -------------------------------------------------------------------------------------------------------

def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(address: str, fits: Callable[[int, str], bool], seconds: float = 120) -> tuple[int, str]:
    """Asks for a page until what comes fits; fails after a while."""
    end, status, page = time.monotonic() + seconds, 0, ""
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=seconds) as answer:
                status, page = answer.status, answer.read().decode()
        except HTTPError as error:
            status, page = error.code, error.read().decode()
        except (URLError, OSError):
            status, page = 0, ""
        if fits(status, page):
            return status, page
        time.sleep(0.3)
    pytest.fail(f"{address} never fitted; last: {status} {page[:500]}")


def test_the_preview_follows_the_data_shows_a_mistake_and_recovers(small: Path, tmp_path: Path) -> None:
    root, port, label = small, free_port(), "Kettles"
    address = f"http://127.0.0.1:{port}{base_path()}figures/kettles/"
    path = root / "data" / "figures.yml"
    good = path.read_text("utf-8")
    log = (tmp_path / "log").open("w")
    serving = subprocess.Popen([sys.executable, "-m", "mkdocs", "serve", "--strict", "--dev-addr", f"127.0.0.1:{port}"],
                               cwd=root, env={**os.environ, **project.QUIET}, stdout=log, stderr=log)
    try:
        _, page = until(address, lambda status, page: status == 200 and "</html>" in page)
        assert label in page
        path.write_text(good.replace(f"label: {label}\n", "label: Pots told by the preview\n", 1), "utf-8")
        until(address, lambda status, page: status == 200 and "Pots told by the preview" in page)
        path.write_text(good.replace(f"  label: {label}\n", f"  labl: {label}\n", 1), "utf-8")
        _, page = until(address, lambda status, page: status == 500)
        assert "data/figures.yml:" in page
        assert "kettles: labl: unknown field" in page
        path.write_text(good, "utf-8")
        until(address, lambda status, page: status == 200 and f"{label}:" in page)
    finally:
        path.write_text(good, "utf-8")
        serving.send_signal(signal.SIGINT)
        try:
            serving.wait(20)
        except subprocess.TimeoutExpired:
            serving.kill()
        log.close()
