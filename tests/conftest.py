"""What tests share: the built site, a server for it, a browser, and pages that fail the test when they misbehave."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import built
import pytest
from hypothesis import settings
from patience import Watch
from playwright.sync_api import Browser, Page, expect
from project import real

from macros.derive.index import Site
from tools import ROOT
from tools.browser import chromium, serve

# Busy machines are slow; what is there at once is still seen at once.
expect.set_options(timeout=20_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--site FOLDER` tests a site that is built already, to save the build while writing tests."""
    parser.addoption("--site", type=Path, help="test this built site instead of building one")


# Same examples everywhere, and no clock: how long an example takes is the machine's affair.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site: built once, strictly, by MkDocs alone, for all processes that test it."""
    if given := request.config.getoption("--site"):
        return given.resolve()
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "built-site"
    with (shared / "built-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first process builds, the others wait for it
        if not folder.exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.fail(f"mkdocs build --strict failed:\n{done.stdout}{done.stderr}", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def docs(site: Path) -> dict[str, built.Doc]:
    """Every page of the built site, by its address below the home page."""
    return built.read(site)


@pytest.fixture(scope="session")
def data() -> Site:
    """The checked data the site is built from."""
    return real()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the built site's home page on this machine, with its closing slash."""
    with serve(site) as home:
        yield home


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium() as running:
        yield running


def window(browser: Browser, server: str, allow: tuple[str, ...] = (), **options: object) -> tuple[Page, Watch]:
    """An empty page in a context of its own, and the ear that hears what goes wrong in it."""
    watch = Watch(server, allow)
    context = browser.new_context(base_url=server, **options)  # type: ignore[arg-type]
    watch.context(context)
    return context.new_page(), watch


def heard(watches: Iterable[Watch]) -> list[str]:
    """What went wrong in some windows."""
    return [problem for watch in watches for problem in watch.problems]


@pytest.fixture
def new_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens pages: `new_page("figures/", allow=("404",), viewport={"width": 360, "height": 740})`.

    The first word is the address below the home page; `allow` lists texts of console errors that are meant; the rest
    are options of a Playwright context. At the end of the test a request to another origin or a console error that
    was not allowed fails it.
    """
    opened: list[tuple[Page, Watch]] = []

    def open_page(path: str | None = "", *, allow: tuple[str, ...] = (), **options: object) -> Page:
        page, watch = window(browser, server, allow, **options)
        opened.append((page, watch))
        if path is not None:
            page.goto(path)
        return page

    yield open_page
    for page, _ in opened:
        page.context.close()
    assert heard(watch for _, watch in opened) == []


@pytest.fixture(scope="module")
def windows(browser: Browser, server: str) -> Iterator[dict[str, tuple[Page, Watch]]]:
    """The windows that `look` has opened for the tests of a module, by their options."""
    opened: dict[str, tuple[Page, Watch]] = {}
    yield opened
    for page, _ in opened.values():
        page.context.close()


@pytest.fixture
def look(browser: Browser, server: str, windows: dict[str, tuple[Page, Watch]]) -> Iterator[Callable[..., Page]]:
    """Opens pages as `new_page` does, in one window for all tests of a module that ask for the same options.

    A new window takes longer than a page. It is for tests that only look: what a page keeps in the browser is there for
    the next test. The page is loaded anew each time, nothing of it comes from the browser's cache, and the size of the
    window is that which is asked for.
    """
    watches: list[Watch] = []

    def open_page(path: str, *, viewport: dict[str, int], allow: tuple[str, ...] = (), **options: object) -> Page:
        name = repr(sorted(options.items()))
        if name not in windows:
            windows[name] = window(browser, server, viewport=viewport, **options)
        page, watch = windows[name]
        watch.allow = allow
        watch.problems.clear()
        watches.append(watch)
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.goto("about:blank")
        page.goto(path)
        return page

    yield open_page
    assert heard(watches) == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """An empty page, at home on the site: `page.goto("figures/")`."""
    return new_page(None)
