"""What the preview makes, and when; that it shows a mistake and recovers is tested with the server itself too."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import mkdocs_hooks
from macros.publish.preview import Preview


class Watched:
    """A preview that notes what it is told to make, and in which some pages cannot be made."""

    def __init__(self) -> None:
        self.made: list[set[str]] = []
        self.mistake = ""
        self.preview = Preview(self.page, self.make, lambda: ("", "glossary/", "timeline/", "a/", "b/"), "/base/")

    def page(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        return [b"a page"]

    def make(self, pages: set[str]) -> str:
        self.made.append(pages)
        return self.mistake

    def get(self, path: str) -> bytes:
        return self.preview.answer({"PATH_INFO": path}, lambda *_: None)[0]


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_before_a_change_nothing_is_made_anew(watched: Watched) -> None:
    assert watched.get("/base/glossary/") == watched.get("/base/") == b"a page"
    assert watched.made == []


def test_after_a_change_the_pages_looked_at_are_made_and_others_when_they_are_asked_for(watched: Watched) -> None:
    for path in ("glossary/", "index.html", "assets/site.css", "no-such-page/"):
        watched.get(f"/base/{path}")
    watched.preview.changed()
    assert watched.made == [{"glossary/", ""}]
    for path in ("glossary/", "timeline/", "timeline/", "assets/site.css"):
        watched.get(f"/base/{path}")
    assert watched.made == [{"glossary/", ""}, {"timeline/"}]
    watched.preview.changed()
    assert watched.made[2:] == [{"glossary/", "", "timeline/"}]


def test_only_the_last_few_pages_are_kept_in_mind(watched: Watched) -> None:
    for path in ("glossary/", "timeline/", "a/", "b/"):
        watched.get(f"/base/{path}")
    watched.preview.changed()
    assert watched.made == [{"timeline/", "a/", "b/"}]


def test_a_mistake_is_shown_on_every_page_until_it_is_mended(watched: Watched) -> None:
    watched.get("/base/glossary/")
    watched.mistake = "data/x.yml:1: a <mistake>"
    watched.preview.changed()
    assert "data/x.yml:1: a &lt;mistake&gt;" in watched.get("/base/glossary/").decode()
    assert "data/x.yml:1: a &lt;mistake&gt;" in watched.get("/base/timeline/").decode()
    assert watched.get("/base/assets/site.css") == b"a page"
    watched.mistake = ""
    watched.preview.changed()
    assert watched.get("/base/glossary/") == b"a page"


def test_only_the_pages_wanted_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(only: set[str] | None) -> list[str]:
        monkeypatch.setattr(mkdocs_hooks.state, "only", only)
        return [url for url in ("./", "glossary/", "timeline/") if mkdocs_hooks._wanted(SimpleNamespace(url=url))]
    assert made(None) == ["./", "glossary/", "timeline/"]
    assert made({"", "glossary/"}) == ["./", "glossary/"]
