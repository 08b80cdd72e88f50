"""A site is built aside and takes the place of the last one in one step, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.publish.swap import Aside, sweep


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A good site from before."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("old")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_site_takes_the_place_of_the_old_one(site: Path) -> None:
    (site / "gone.html").write_text("gone")
    aside = Aside(site)
    (aside.folder / "index.html").write_text("new")
    assert (site / "index.html").read_text() == "old"
    assert names(site.parent) == [f".site-{os.getpid()}", "site"]
    aside.take_place()
    assert (site / "index.html").read_text() == "new"
    assert (names(site), names(site.parent)) == (["index.html"], ["site"])


def test_a_site_that_is_a_link_stays_one_and_what_it_leads_to_is_renewed(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "public"
    link.parent.mkdir()
    link.symlink_to(site)
    aside = Aside(link)
    (aside.folder / "index.html").write_text("new")
    aside.take_place()
    assert link.is_symlink()
    assert (link / "index.html").read_text() == (site / "index.html").read_text() == "new"
    assert (names(link.parent), names(site.parent)) == (["public"], ["elsewhere", "site"])


def test_the_first_site_needs_no_folder(tmp_path: Path) -> None:
    aside = Aside(tmp_path / "some" / "where")
    (aside.folder / "index.html").write_text("new")
    aside.take_place()
    assert (tmp_path / "some" / "where" / "index.html").read_text() == "new"


def test_what_is_dropped_leaves_the_old_site(site: Path) -> None:
    aside = Aside(site)
    (aside.folder / "index.html").write_text("half")
    aside.drop()
    assert ((site / "index.html").read_text(), names(site.parent)) == ("old", ["site"])


def test_only_a_build_that_passed_takes_the_place(site: Path, tmp_path: Path) -> None:
    aside = Aside(site)
    (aside.folder / "index.html").write_text("new")
    assert aside.end() == "The build failed; site/ is the last good one."
    assert ((site / "index.html").read_text(), names(site.parent)) == ("old", ["site"])
    assert Aside(tmp_path / "other").end() == "The build failed."
    aside = Aside(site)
    (aside.folder / "index.html").write_text("new")
    aside.passed = True
    assert aside.end() == ""
    assert (site / "index.html").read_text() == "new"


def test_a_swap_that_fails_puts_the_old_site_back(site: Path) -> None:
    aside = Aside(site)
    aside.drop()
    with pytest.raises(FileNotFoundError, match=rf"\.site-{os.getpid()}"):
        aside.take_place()
    assert ((site / "index.html").read_text(), names(site.parent)) == ("old", ["site"])


def test_what_killed_builds_left_is_swept_and_their_old_site_restored(site: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    running, other = f".site-{os.getpid()}", ".site-map"
    for name in (f".site-{dead.pid}", running, other):
        (site.parent / name).mkdir()
    site.rename(site.with_name(f".site-{dead.pid}.old"))
    sweep(site)
    assert (site / "index.html").read_text() == "old"
    assert names(site.parent) == [running, other, "site"]
