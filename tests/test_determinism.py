"""What a build does: the same bytes anywhere, only what follows from a change, a stop at a mistake, a live preview."""

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
from browser import base_path

from macros.derive.index import Site
from macros.publish.swap import Aside

BUILD = (sys.executable, "-m", "mkdocs", "build", "--strict")
PARTNER = """
beijing-agi-partner-programme-sensetime:
  group: beijing-agi-partner-programme
  organisation: sensetime
  role: partner
  category: models
  batch: first
  evidence:
  - source: xinwenbo-2023-05-scmp-beijing-partners
"""


def sums(folder: Path) -> dict[str, str]:
    """The files of a built site, each with its checksum."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two copies of the project, in folders of different names and depths."""
    folder = tmp_path_factory.mktemp("copies")
    return project.copy(folder / "one"), project.copy(folder / "another" / "place ü")


@pytest.fixture(scope="module")
def first(copies: tuple[Path, Path]) -> Path:
    """The first copy, built as a German in Berlin might."""
    return project.build(copies[0], copies[0] / "site", TZ="Europe/Berlin", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")


def test_two_builds_give_the_same_bytes(copies: tuple[Path, Path], first: Path) -> None:
    """Other folder, time zone, locale, hash seed; files written in another order."""
    root = copies[1]
    for path in sorted(root.rglob("*"), reverse=True):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    second = project.build(root, root.parent / "out", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="4242")
    one, two = sums(first), sums(second)
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert len(one) > 500


def test_the_date_in_the_site_map_is_the_datas(first: Path, data: Site) -> None:
    text = (first / "sitemap.xml").read_text("utf-8")
    assert "<lastmod>" not in text
    packed = (first / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == text
    stamp = int.from_bytes(packed[4:8], "little")
    assert time.strftime("%Y-%m-%d", time.gmtime(stamp)) == data.data.edition.as_of


def test_a_partner_more_changes_what_counts_partners_and_nothing_else(
        copies: tuple[Path, Path], first: Path, data: Site) -> None:
    root = copies[0]
    path = root / "data" / "memberships.yml"
    before = path.read_text("utf-8")
    path.write_text(before + PARTNER, "utf-8")
    try:
        second = project.build(root, root.parent / "with-partner")
    finally:
        path.write_text(before, "utf-8")
    old, new = built.read(first), built.read(second)
    assert sorted(old) == sorted(new)

    source = "xinwenbo-2023-05-scmp-beijing-partners"
    registers = [url for url in old if url.startswith("sources/by-kind/") and source in old[url].ids]
    assert len(registers) == 1
    changed = {url for url in old if text(old[url]) != text(new[url])}
    # The programme, the firm, the source, its row in the register of sources, the number of records as data, and the
    # list of what has changed since the last release.
    assert changed == {"beijing/partner-programme/evidence/", "organisations/", f"sources/{source}/", *registers, "data/",
                       "about/changes/", "about/checked/", "organisations/sensetime/"} - {"organisations/"}

    page = "beijing/partner-programme/evidence/"
    named = len(data.members("beijing-agi-partner-programme", role="partner", batch="first"))
    assert f"the texts found name {named} of them" in old[page].text
    assert f"the texts found name {named + 1} of them" in new[page].text
    rows = [row[0] for row in old[page].table("named-partners")]
    more = [row[0] for row in new[page].table("named-partners")]
    assert [row for row in more if row not in rows] == [row for row in more if "SenseTime" in row]
    assert len(more) == len(rows) + 1
    added = [word for url in (page,) for word in differences(old[url], new[url])]
    assert added
    assert not any(value in " ".join(added) for value in ("39", "103", "300"))


def text(doc: built.Doc) -> str:
    """The words of a page's article without the numbers of notes, which move up when a note comes in between."""
    return built.words(doc.main, skip="note-ref")


def differences(old: built.Doc, new: built.Doc) -> list[str]:
    """The words that came or went between two versions of a page."""
    a, b = text(old).split(), text(new).split()
    return [line[2:] for line in difflib.ndiff(a, b) if line[0] in "+-"]


# ---- mistakes ------------------------------------------------------------------------------------------------------

MISTAKES = [
    ("data/figures.yml", "  value: 39\n", "  value: 93\n", "partner-batch1"),
    ("data/figures.yml", "  value: 39\n", "  valeu: 39\n", "partner-batch1"),
    ("data/memberships.yml", "  organisation: baidu\n", "  organisation: baydu\n", "-baidu: organisation:"),
    ("docs/beijing/index.md", "{{ references() }}", "{{ fig(\"no-figure\") }}\n\n{{ references() }}", "no-figure"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), MISTAKES)
def test_a_mistake_stops_the_build_with_file_line_and_id_and_keeps_the_last_good_site(
        copies: tuple[Path, Path], first: Path, file: str, old: str, new: str, says: str) -> None:
    root = copies[0]
    good = (root / file).read_text("utf-8")
    place = good.index("partner-batch1:\n") if "figures" in file else 0
    changed = good[:place] + good[place:].replace(old, new, 1)
    assert changed != good
    kept = sums(first)
    (root / file).write_text(changed, "utf-8")
    try:
        done = subprocess.run([*BUILD], cwd=root, env={**os.environ, **project.QUIET},
                              capture_output=True, text=True, check=False)
    finally:
        (root / file).write_text(good, "utf-8")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    line = changed[:place + changed[place:].index(new.strip().split("\n")[0])].count("\n") + 1
    if file.endswith("figures.yml"):
        assert re.search(rf"^{file}:\d+: partner-batch1: ", said, re.M), said
    else:
        assert f"{file}:{line}: " in said, said
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
        copies: tuple[Path, Path], first: Path, how: signal.Signals) -> None:
    root = copies[0]
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


def test_two_builds_at_a_time_give_one_whole_site(copies: tuple[Path, Path], first: Path) -> None:
    root = copies[0]
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


def test_the_preview_follows_the_data_shows_a_mistake_and_recovers(copies: tuple[Path, Path], tmp_path: Path) -> None:
    root, port = copies[1], free_port()
    address = f"http://127.0.0.1:{port}{base_path()}figures/partner-batch1/"
    path = root / "data" / "figures.yml"
    good = path.read_text("utf-8")
    label = re.search(r"^partner-batch1:\n  label: (.*)\n", good, re.M)[1]  # type: ignore[index]
    log = (tmp_path / "log").open("w")
    serving = subprocess.Popen([sys.executable, "-m", "mkdocs", "serve", "--strict", "--dev-addr", f"127.0.0.1:{port}"],
                               cwd=root, env={**os.environ, **project.QUIET}, stdout=log, stderr=log)
    try:
        _, page = until(address, lambda status, page: status == 200 and "</html>" in page)
        assert label in page
        path.write_text(good.replace(f"label: {label}", "label: Partners told by the preview", 1), "utf-8")
        until(address, lambda status, page: status == 200 and "Partners told by the preview" in page)
        path.write_text(good.replace(f"  label: {label}", f"  labl: {label}", 1), "utf-8")
        _, page = until(address, lambda status, page: status == 500)
        assert "data/figures.yml:" in page
        assert "partner-batch1: labl: unknown field" in page
        path.write_text(good, "utf-8")
        until(address, lambda status, page: status == 200 and label in page)
    finally:
        path.write_text(good, "utf-8")
        serving.send_signal(signal.SIGINT)
        try:
            serving.wait(20)
        except subprocess.TimeoutExpired:
            serving.kill()
        log.close()
