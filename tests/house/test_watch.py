"""The weekly look outside, against a stand-in on this machine: what is gone, moved, changed, new."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from small import change, copy

from macros.facts.reader import load
from macros.facts.records import Source
from macros.facts.rules import check
from macros.write.registers import copy_of
from tools import watch

PAGES: dict[str, str] = {}
WAIT, LATE = "come back later", "in a second"


class StandIn(BaseHTTPRequestHandler):
    """Answers with the pages of ``PAGES``; one that begins with a slash is where it moved to."""

    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        time.sleep(page == LATE)
        self.send_response(404 if page is None else 429 if page == WAIT else 301 if page.startswith("/") else 200)
        if page and page.startswith("/"):
            self.send_header("Location", page)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        with suppress(BrokenPipeError):  # who asked may be gone
            self.wfile.write((page or "").encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of the stand-in."""
    found = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


@pytest.fixture
def root(tmp_path: Path, server: str) -> Path:
    """The small data set, every source of which is at the stand-in, with what was kept of it."""
    folder = copy(tmp_path)
    path = folder / "data" / "sources.yml"
    path.write_text(path.read_text("utf-8").replace("https://example.org", server), "utf-8")
    data = load(folder)
    PAGES.clear()
    kept = watch.kept(data)
    for name, source in data.sources.items():
        if source.url:
            PAGES[source.url.removeprefix(server)] = f"<p>{'</p> <p>'.join(kept.get(name, ['a page']))}</p>"
    return folder


def look(root: Path, *what: str) -> int:
    return watch.main([*what, "--root", str(root), "--pause", "0"])


def test_where_all_is_as_it_was_nothing_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert look(root) == 0
    assert capsys.readouterr().out == "All is as it was.\n"


def test_what_is_gone_moved_or_changed_is_said(root: Path, server: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = watch.kept(load(root))["plain-page"][0]
    PAGES["/elsewhere"] = PAGES.pop("/vi")
    PAGES["/vi"] = "/elsewhere"
    PAGES["/plain"] = PAGES["/plain"].replace(said, "other words")
    del PAGES["/en"]
    assert look(root, "sources") == 1
    *found, last = capsys.readouterr().out.splitlines()
    assert f"en-text: gone (404): {server}/en" in found
    assert f"vi-text: moved: {server}/vi leads to {server}/elsewhere" in found
    assert f"plain-page: words gone: {said!r} is not on {server}/plain" in found
    assert last == f"{len(found)} to look at."


def test_an_address_that_does_not_answer_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, "data/sources.yml", f"url: {load(root).sources['en-text'].url}\n", "url: http://127.0.0.1:9/en\n")
    assert look(root, "sources") == 1
    assert "en-text: gone (no answer): http://127.0.0.1:9/en" in capsys.readouterr().out


@pytest.mark.parametrize(("title", "new"), [
    ("附件：2025年1月至2月已备案信息", True), ("附件：2024年1月至6月已备案信息", False), ("About us", False)])
def test_an_attachment_for_months_after_the_last_list_is_said(
        root: Path, capsys: pytest.CaptureFixture[str], title: str, new: bool) -> None:
    last = list(load(root).lists.values())[-1]
    assert last.as_of[:7] < "2025-02"
    for path in list(PAGES):
        PAGES[path] += f'<a href="/att/x.docx"><b>{title}</b></a>'
    assert look(root, "list") == new
    out = capsys.readouterr().out
    assert (f"a new attachment, {title.casefold().replace('：', ':')}; the last list is {last.id}" in out) == new


def archive(root: Path, server: str, *more: str) -> int:
    return look(root, "archive", "--service", f"{server}/save/", *more)


def copies(root: Path) -> list[Source]:
    """The sources without a copy; from now on the stand-in makes one of each, and leads to it."""
    asked = [source for source in load(root).sources.values() if source.url and not source.archived]
    for source in asked:
        PAGES[f"/save/{source.url}"] = f"/web/20261130050000/{source.url}"
        PAGES[f"/web/20261130050000/{source.url}"] = "a copy"
    return asked


def test_copies_are_asked_for_and_their_addresses_kept(root: Path, server: str,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    asked = copies(root)
    lost = asked[-1]
    del PAGES[f"/save/{lost.url}"]
    assert archive(root, server, "--write") == 1
    assert capsys.readouterr().out == f"{lost.id}: no copy (404): {lost.url}\n1 to look at.\n"
    after = check(load(root)).sources
    assert [s.archived for s in after.values() if s.id in {a.id for a in asked[:-1]}] == [
        f"{server}/web/20261130050000/{a.url}" for a in asked[:-1]]
    assert after[lost.id].archived is None


def test_the_lines_to_add_are_printed_and_nothing_is_written(root: Path, server: str,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    first, *_ = copies(root)
    before = (root / "data" / "sources.yml").read_bytes()
    assert archive(root, server, "--most", "1") == 1
    assert capsys.readouterr().out == (f"{first.id}: a copy; add to its record in data/sources.yml:  archived: {server}"
                                       f"/web/20261130050000/{first.url}\n1 to look at.\n")
    assert (root / "data" / "sources.yml").read_bytes() == before


def test_an_archive_that_asks_to_wait_is_not_asked_again(root: Path, server: str,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    asked = copies(root)
    assert len(asked) > 1
    for source in asked:
        PAGES[f"/save/{source.url}"] = WAIT
    assert archive(root, server) == 1
    assert capsys.readouterr().out == (f"{asked[0].id}: the archive asks to come back later; the rest was not asked for\n"
                                       "1 to look at.\n")


def test_an_archive_that_answers_too_late_made_no_copy(root: Path, server: str,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    first, *_ = copies(root)
    PAGES[f"/save/{first.url}"] = LATE
    assert archive(root, server, "--most", "1", "--patience", "0.2") == 1
    assert capsys.readouterr().out == f"{first.id}: no copy (no answer): {first.url}\n1 to look at.\n"


def test_a_copy_is_shown_with_its_day_where_its_address_has_it() -> None:
    assert copy_of("https://web.archive.org/web/20261130050000/https://example.org/") == "archived copy of 30 November 2026"
    assert copy_of("https://archive.example/2026/notice") == "archived copy"
