"""What the preview makes, and in which order; that it shows a mistake and recovers is tested with the server itself."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from browser import ROOT
from mkdocs.exceptions import Abort

import mkdocs_hooks
from macros.build import site_for


class Watched(mkdocs_hooks.Preview):
    """A preview that notes what it is told to make instead of making it."""

    def __init__(self, happens: dict[str, Any] | None = None) -> None:
        server = SimpleNamespace(_epoch_cond=threading.Condition(), _visible_epoch=0, _wanted_epoch=1,
                                 _want_rebuild=False, mount_path="/base/", get_app=lambda: self.page)
        super().__init__(server, None)
        self.made: list[Any] = []
        self.happens = happens or {}

    def page(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        return [b"a page"]

    def make(self, only: set[str] | None) -> None:
        self.made.append((only, self.server._visible_epoch))
        happens = self.happens.get("first" if only else "rest")
        if happens:
            happens(self)

    def get(self, path: str) -> bytes:
        return self.answer({"PATH_INFO": path}, lambda *_: None)[0]


@pytest.fixture(autouse=True)
def _state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mkdocs_hooks, "state", {**mkdocs_hooks.state, "site": site_for(ROOT)})


def fail(_: Watched) -> None:
    raise Abort("data/x.yml:1: a mistake")


def test_without_a_page_open_all_are_made() -> None:
    preview = Watched()
    preview.build()
    assert preview.made == [(None, 0)]


def test_the_page_looked_at_comes_first_and_is_shown_before_the_rest() -> None:
    preview = Watched()
    assert preview.get("/base/glossary/") == preview.get("/base/") == b"a page"
    preview.get("/base/assets/site.css")
    preview.get("/base/no-such-page/")
    preview.build()
    assert preview.made == [({"glossary/", ""}, 0), (None, 1)]
    assert preview.server._wanted_epoch == 1


def test_a_page_given_out_before_it_was_made_anew_is_reloaded() -> None:
    preview = Watched({"rest": lambda p: p.get("/base/timeline/")})
    preview.get("/base/glossary/")
    preview.build()
    assert preview.server._wanted_epoch == 2


def test_a_change_interrupts_the_rest() -> None:
    def change(preview: Watched) -> None:
        preview.server._want_rebuild = True
        preview.pause()
    preview = Watched({"rest": change})
    preview.get("/base/glossary/")
    preview.build()
    assert preview.made == [({"glossary/"}, 0), (None, 1)]
    assert mkdocs_hooks.state["error"] == ""


@pytest.mark.parametrize("when", ["first", "rest"])
def test_a_mistake_is_shown_until_it_is_mended(when: str, capsys: pytest.CaptureFixture[str]) -> None:
    preview = Watched({when: fail})
    preview.get("/base/glossary/")
    preview.build()
    assert "data/x.yml:1: a mistake" in preview.get("/base/glossary/").decode()
    assert "data/x.yml:1: a mistake" in capsys.readouterr().err
    assert preview.server._wanted_epoch == 2
    preview.happens = {}
    preview.build()
    assert preview.get("/base/glossary/") == b"a page"


def test_only_the_pages_wanted_are_made() -> None:
    pages = {url: mkdocs_hooks.wanted(SimpleNamespace(url=url)) for url in ("./", "glossary/", "timeline/")}

    def made(only: set[str] | None) -> list[str]:
        mkdocs_hooks.state["only"] = only
        return [url for url, asked in pages.items() if asked()]
    assert made(None) == ["./", "glossary/", "timeline/"]
    assert made({"", "glossary/"}) == ["./", "glossary/"]
