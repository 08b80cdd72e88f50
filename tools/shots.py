"""Take pictures of pages to look at: `make shots`, or `make shots ARGS="index figures/"` for some of them.

For each page listed in tests/pages.txt: four widths in both colour schemes, one without JavaScript, and a PDF as it
prints. They land in .shots/. `--site FOLDER` takes a built site instead of building one.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools import ROOT
from tools.browser import ARGS, ensure_chromium, serve

WIDTHS = {360: 740, 768: 1024, 1280: 900, 1920: 1080}
SCHEMES = ("light", "dark")
TALLEST = 12_000
OUT = ROOT / ".shots"


def listed_pages() -> list[str]:
    """The pages of tests/pages.txt."""
    lines = (ROOT / "tests" / "pages.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def url_of(page: str) -> str:
    """A listed page's address below the home page: that of 'index' is ''."""
    return "" if page == "index" else page


def file_name(page: str) -> str:
    """A page's address as a file's name: 'filings/search/' is 'filings-search'."""
    return page.strip("/").replace("/", "-").replace("#", "--")


def shoot(browser: Browser, home: str, page: str, name: str, **options: object) -> None:
    """One picture of a whole page, cut where it gets too tall to look at."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto(home + url_of(page))
    width = tab.viewport_size["width"]  # type: ignore[index]
    height = min(TALLEST, tab.evaluate("document.documentElement.scrollHeight"))
    tab.screenshot(path=OUT / f"{name}.png", full_page=True, animations="disabled",
                   clip={"x": 0, "y": 0, "width": width, "height": height})
    context.close()


def shoot_page(browser: Browser, home: str, page: str) -> None:
    """Every picture of one page, and its PDF."""
    name = file_name(page)
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            shoot(browser, home, page, f"{name}-{width}-{scheme}",
                  viewport={"width": width, "height": height}, color_scheme=scheme)
    shoot(browser, home, page, f"{name}-noscript", viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    tab = browser.new_page()
    tab.goto(home + url_of(page))
    tab.pdf(path=OUT / f"{name}.pdf", format="A4", print_background=False)
    tab.close()


def build(folder: Path) -> Path:
    """Build the site into a folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def main() -> None:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="addresses below the site's root; all of tests/pages.txt if none")
    parser.add_argument("--site", type=Path, help="take pictures of this built site")
    options = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    chromium = ensure_chromium()
    with tempfile.TemporaryDirectory() as scratch:
        site = options.site or build(Path(scratch) / "site")
        with serve(site) as home, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
            for page in options.pages or listed_pages():
                shoot_page(browser, home, page)
                print(f".shots/{file_name(page)}-*.png and .pdf")
            browser.close()


if __name__ == "__main__":
    main()
