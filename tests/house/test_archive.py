"""Archived releases: two small sites, packed and put together under the one of today."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from small import change, copy

from macros.build import site_for
from macros.derive import history
from tools import archive
from tools.browser import serve

HOME = "https://x.example/s/"


def built(folder: Path, version: str, *pages: str) -> Path:
    """A built site of a version, with these pages and one figure in words on each."""
    for url in ("", *pages):
        path = folder / url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'<!doctype html><html lang="en"><head><title>{url or "home"}</title><link rel="canonical" '
                        f'href="{HOME}{url}"></head><body><header></header><main><article><p id="v">{version}</p>'
                        "<details class=cite><summary>Cite this page</summary></details></article></main>"
                        f"<div class=terms><p>Edition {version}</p></div></body></html>", "utf-8")
    (folder / "404.html").write_text(
        "<html><head><title>x</title></head><body><article>404</article></body></html>", "utf-8")
    (folder / "sitemap.xml").write_text(f"<urlset>{''.join(f'<loc>{HOME}{u}</loc>' for u in pages)}</urlset>", "utf-8")
    (folder / "preview").mkdir()
    (folder / "preview" / "home.png").write_bytes(b"picture")
    (folder / "data" / "v1").mkdir(parents=True)
    manifest = json.dumps({"version": version, "as_of": "2026-11-22"})
    (folder / "data" / "v1" / "manifest.json").write_text(manifest, "utf-8")
    return folder


@pytest.fixture
def today(tmp_path: Path) -> Path:
    """Today's site with two releases in their places: one page has gone since, one is new. A kettle was counted anew."""
    archives, root = tmp_path / "archives", copy(tmp_path / "data")
    now = history.snapshot(site_for(root).data)
    change(root, "data/edition.yml", site_for(root).data.edition.version, "2027.01")
    (root / "data" / "releases").mkdir()
    before = now.replace('"value": "1250"', '"value": "1200"')
    for version, text in (("2026.11", before), ("2026.12", now), ("2027.01", now)):
        (root / "data" / "releases" / f"{version}.json").write_text(
            re.sub(r'"version": "[^"]*"', f'"version": "{version}"', text, count=1), "utf-8")
    for version, pages in (("2026.11", ("a/", "gone/")), ("2026.12", ("a/", "b/"))):
        archive.pack(built(tmp_path / version, version, *pages), archives)
    site = built(tmp_path / "site", "2027.01", "a/", "b/", "c/")
    assert archive.assemble(site, archives, root) == ["2026.12", "2026.11"]
    return site


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


def test_each_release_is_under_its_own_path_with_its_own_content(today: Path) -> None:
    assert '<p id="v">2026.11</p>' in page(today, "v/2026.11/a")
    assert '<p id="v">2026.12</p>' in page(today, "v/2026.12/a")
    assert '<p id="v">2027.01</p>' in page(today, "a")
    assert json.loads((today / "v/2026.11/data/v1/manifest.json").read_text())["version"] == "2026.11"


def test_an_archived_page_says_so_and_links_to_the_same_page_today(today: Path) -> None:
    assert ('<header></header><aside class="archived" aria-label="Archived version"><p>This is the archived version '
            '2026.11. It '
            'is not kept up to date. <a href="../../../a/">The same page today</a>.</p></aside><main>') in page(
                today, "v/2026.11/a")
    assert '<a href="../../">The same page today</a>' in page(today, "v/2026.11")
    assert "archived version" not in page(today, "a")


def test_the_canonical_address_is_that_of_today(today: Path) -> None:
    assert f'<link rel="canonical" href="{HOME}a/">' in page(today, "v/2026.12/a")


def test_a_page_that_is_gone_leads_home_and_stays_out_of_indexes(today: Path) -> None:
    gone = page(today, "v/2026.11/gone")
    assert 'This page is no longer there. <a href="../../../">The site today</a>' in gone
    assert '<meta name="robots" content="noindex">' in gone
    assert "canonical" not in gone


def test_archives_are_in_no_site_map_and_listed_newest_first(today: Path) -> None:
    assert "/v/" not in (today / "sitemap.xml").read_text("utf-8")
    assert not (today / "v/2026.11/sitemap.xml").exists()
    assert not (today / "v/2026.11/preview").exists()
    assert (today / "preview/home.png").exists()
    assert not (today / "v/2026.11/404.html").exists()
    assert re.findall(r'<li>(.*?), <a href="[^"]*/releases/download/v(.*?)/site-(.*?).tar.gz">as one file</a></li>',
                      page(today, "v")) == [('<a href="2026.12/">Version 2026.12</a>', "2026.12", "2026.12"),
                                            ('<a href="2026.11/">Version 2026.11</a>', "2026.11", "2026.11")]


def test_where_there_is_no_room_the_oldest_editions_are_files_of_their_releases(
        tmp_path: Path, today: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = built(tmp_path / "fresh", "2027.01", "a/")
    now, newest = archive._size(fresh), archive._size(today / "v" / "2026.12")
    monkeypatch.setattr(archive, "MOST", now + newest + 300)  # a page that is gone today says so
    archive.assemble(fresh, tmp_path / "archives", tmp_path / "data" / "small")
    assert (fresh / "v" / "2026.12").exists()
    assert not (fresh / "v" / "2026.11").exists()
    assert "<li>Version 2026.11, <a href=" in page(fresh, "v")


def test_every_page_of_today_leads_to_the_archived_editions(today: Path) -> None:
    assert '<p>Edition 2027.01 · <a class="editions" href="v/">Archived editions</a></p>' in page(today, "")
    assert '<p>Edition 2027.01 · <a class="editions" href="../v/">Archived editions</a></p>' in page(today, "c")
    assert "is kept at" not in page(today, "a")  # no copy of this edition is


def test_a_citation_names_the_copy_that_is_kept_of_its_edition(today: Path, tmp_path: Path) -> None:
    archive.pack(built(tmp_path / "now", "2027.01", "a/", "b/"), tmp_path / "archives")
    fresh = built(tmp_path / "fresh", "2027.01", "a/", "b/", "c/")
    archive.assemble(fresh, tmp_path / "archives", tmp_path / "data" / "small")
    assert ('<summary>Cite this page</summary><p>This page as it stood in edition 2027.01 is kept at '
            f'<a href="{HOME}v/2027.01/a/">{HOME}v/2027.01/a/</a>.</p>') in page(fresh, "a")
    assert f'{HOME}v/2027.01/"' in page(fresh, "")
    assert "is kept at" not in page(fresh, "c")


def test_two_editions_are_compared_fact_by_fact(today: Path) -> None:
    compared = page(today, "v/2026.11-2026.12")
    assert "<h1>Edition 2026.11 and edition 2026.12</h1>" in compared
    assert re.findall(r"<tr><th scope=row>.*?</tr>", compared) == [
        "<tr><th scope=row>Kettles</th><td>Corrected</td><td>1,200 pieces, as of 3 May 2024</td>"
        "<td>1,250 pieces, as of 3 May 2024</td></tr>"]
    assert "<td colspan=4>Nothing differs.</td>" in page(today, "v/2026.12-2027.01")
    assert ('<h2>Compared</h2><ul><li><a href="2026.12-2027.01/">2026.12 and 2027.01</a></li>'
            '<li><a href="2026.11-2027.01/">2026.11 and 2027.01</a></li>'
            '<li><a href="2026.11-2026.12/">2026.11 and 2026.12</a></li></ul>') in page(today, "v")


def test_assembling_twice_changes_nothing(today: Path, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in today.rglob("*") if p.is_file()}
    archive.assemble(today, tmp_path / "archives", tmp_path / "data" / "small")
    assert {p: p.read_bytes() for p in today.rglob("*") if p.is_file()} == before


def test_two_archives_of_a_site_are_alike_to_the_byte_and_hold_no_older_archive(today: Path, tmp_path: Path) -> None:
    first = archive.pack(today, tmp_path / "one").read_bytes()
    (today / "a" / "index.html").touch()
    path = archive.pack(today, tmp_path / "two")
    assert path.read_bytes() == first
    assert path.name == "site-2027.01.tar.gz"
    with tarfile.open(path) as tar:
        assert [n for n in tar.getnames() if n.startswith("v/")] == []


def test_the_pdf_is_packed_and_comes_out_again_and_is_missed_where_it_is_not(
        today: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, archives = built(tmp_path / "old", "2026.10", "a/"), tmp_path / "archives"
    archive.main(["pack", str(old), str(archives)])
    packed = archives / "site-2026.10.tar.gz"
    assert capsys.readouterr().out == f"{packed}, without the PDF: make pdf archive puts it in\n"
    (old / "work.pdf").write_bytes(b"%PDF-1.7")
    archive.main(["pack", str(old), str(archives)])
    assert capsys.readouterr().out == f"{packed}\n"
    archive.assemble(today, archives)
    assert (today / "v/2026.10/work.pdf").read_bytes() == b"%PDF-1.7"


def test_in_a_browser_the_banner_leads_from_then_to_now(today: Path, browser: Browser) -> None:
    with serve(today) as home, browser.new_context() as context:
        opened = context.new_page()
        opened.goto(home + "v/2026.11/a/")
        opened.get_by_role("link", name="The same page today").click()
        opened.wait_for_url(home + "a/")
        assert opened.locator("#v").inner_text() == "2027.01"


@pytest.mark.parametrize(("name", "version", "expected"), [
    ("site-2027.02.tar.gz", "2027.02", "site-2027.02.tar.gz: is newer than the site, which is 2027.01; a version does "
     "not go back"),
    ("site-latest.tar.gz", "2026.10", "site-latest.tar.gz: is not named site-<version>.tar.gz; rename it or take it "
                                      "away"),
    ("site-2026.09.tar.gz", "2026.10", "site-2026.09.tar.gz: holds version 2026.10; name it after that"),
])
def test_archives_that_cannot_be_are_refused(
        today: Path, tmp_path: Path, name: str, version: str, expected: str) -> None:
    packed = archive.pack(built(tmp_path / "other", version, "a/"), tmp_path / "out")
    packed.rename(tmp_path / "archives" / name)
    with pytest.raises(SystemExit) as caught:
        archive.assemble(today, tmp_path / "archives")
    assert str(caught.value) == expected


def test_an_archive_cannot_write_outside_its_folder(today: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "archives" / "site-2026.10.tar.gz", "w:gz") as tar:
        tar.add(today / "404.html", "../../../evil.html")
    with pytest.raises(SystemExit) as error:
        archive.assemble(today, tmp_path / "archives")
    assert str(error.value) == ("site-2026.10.tar.gz: ../../../evil.html is no file of a site; take the archive away")
    assert not (tmp_path / "evil.html").exists()
