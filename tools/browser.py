"""What all stands on that looks at built pages: a Chromium, a local server, and which pages to look at.

``python -m tools.browser`` gets a Chromium if there is none.
"""

import argparse
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, sync_playwright

from macros.derive.settings import site_url
from tools import ROOT

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# No sandbox: containers and CI run as root. The rest keeps Chromium from calling home.
ARGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)
HELP = """\
No Chromium or Chrome was found, and none could be installed.
Install one that is on your PATH, for example:
  Debian:  sudo apt-get install chromium fonts-noto-cjk
  macOS:   brew install --cask chromium
  others:  .venv/bin/python -m playwright install --with-deps chromium"""


# --- a Chromium -------------------------------------------------------------------------------------------------------

def _runs(path: str) -> bool:
    """Whether the program at `path` starts at all: one with missing libraries does not."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome that runs, installed ones first, then the one Playwright brings; or None."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return next(filter(_runs, [*filter(None, map(shutil.which, NAMES)), own]), None)


def _install_commands() -> Iterator[list[list[str]]]:
    """The ways to get a Chromium, best first: each a list of commands to run one after the other."""
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
        yield [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]]


def ensure_chromium() -> str:
    """The path of a Chromium that runs, installed first if need be; stops with advice if there is no way."""
    if found := find_chromium():
        return found
    for commands in _install_commands():
        print(f"No Chromium found; trying: {' '.join(commands[-1])}", file=sys.stderr, flush=True)
        try:
            for command in commands:
                subprocess.run(command, check=True, timeout=900, stdout=sys.stderr)
        except (OSError, subprocess.SubprocessError) as error:
            print(error, file=sys.stderr)
        if found := find_chromium():
            return found
    raise SystemExit(HELP)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = ensure_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        yield running
        running.close()


# --- a server ---------------------------------------------------------------------------------------------------------

@cache
def base_path() -> str:
    """The path the site lives under, from site_url in mkdocs.yml: '/china-genai/'."""
    return urlsplit(site_url(ROOT)).path


class Handler(SimpleHTTPRequestHandler):
    """Serves a built site as GitHub Pages does: under its path, with its own 404 page."""

    protocol_version = "HTTP/1.1"
    # Written down, since what the system's list says differs from machine to machine.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8", ".json": "application/json; charset=utf-8",
        ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml",
        ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
    }

    def __init__(self, *args: object, prefix: str, **kwargs: object) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file for an address; one outside the site's path has none."""
        inside = unquote(urlsplit(path).path)
        if not inside.startswith(self.prefix):
            return str(Path(self.directory) / "outside-the-site" / "none")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def list_directory(self, path: object) -> None:
        """A folder without an index is not found, rather than listed."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not found."""
        page = Path(self.directory) / "404.html"
        if code == HTTPStatus.NOT_FOUND and page.exists():
            self.error_message_format = page.read_text("utf-8").replace("%", "%%")
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests report what they find."""


@contextmanager
def serve(folder: Path, prefix: str | None = None, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a built site on a free port; the address of its home page, such as 'http://127.0.0.1:4711/china-genai/'."""
    prefix = prefix or base_path()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder), prefix=prefix)) as server:
        server.handle_error = lambda *_: None  # a browser that closes a page early drops its connections
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()


# --- the pages --------------------------------------------------------------------------------------------------------

def url_of(page: str) -> str:
    """The address below the home page of a page as people name it: that of 'index' is ''."""
    return "" if page == "index" else page


def listed_pages() -> list[str]:
    """The addresses of the pages of tests/pages.txt."""
    lines = (ROOT / "tests" / "pages.txt").read_text("utf-8").splitlines()
    return [url_of(line.strip()) for line in lines if line.strip() and not line.startswith("#")]


def options(about: str, pages: Sequence[str] = ()) -> argparse.ArgumentParser:
    """What every command that looks at pages takes: the pages, those that are given here or all listed ones if none,
    and the built site they are of."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("pages", nargs="*", type=url_of, default=pages or listed_pages(),
                        help="addresses below the site's root, index for the home page")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site")
    return parser


if __name__ == "__main__":
    ensure_chromium()
