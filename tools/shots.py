"""Take pictures of pages to look at: `make shots`, or `make shots ARGS="index figures/"` for some of them.

For each page listed in tests/pages.txt: four widths in both colour schemes, one without JavaScript, and a PDF as it
prints. They land in .shots/.
"""

from playwright.sync_api import Browser

from tools import ROOT
from tools.browser import chromium, options, serve

WIDTHS = {360: 740, 768: 1024, 1280: 900, 1920: 1080}
TALLEST = 12_000
OUT = ROOT / ".shots"


def shoot(browser: Browser, address: str, name: str, **options: object) -> None:
    """One picture of a whole page, cut where it gets too tall to look at."""
    tab = browser.new_page(**options)  # type: ignore[arg-type]
    tab.goto(address)
    width = tab.viewport_size["width"]  # type: ignore[index]
    height = min(TALLEST, tab.evaluate("document.documentElement.scrollHeight"))
    tab.screenshot(path=OUT / f"{name}.png", full_page=True, animations="disabled",
                   clip={"x": 0, "y": 0, "width": width, "height": height})
    tab.close()


def shoot_page(browser: Browser, address: str, name: str) -> None:
    """Every picture of one page, and its PDF."""
    for width, height in WIDTHS.items():
        for scheme in ("light", "dark"):
            shoot(browser, address, f"{name}-{width}-{scheme}", viewport={"width": width, "height": height},
                  color_scheme=scheme)
    shoot(browser, address, f"{name}-noscript", java_script_enabled=False)
    tab = browser.new_page()
    tab.goto(address)
    tab.pdf(path=OUT / f"{name}.pdf", format="A4", print_background=False)
    tab.close()


def main() -> None:
    """Takes the pictures and says where they are."""
    given = options(__doc__).parse_args()
    OUT.mkdir(exist_ok=True)
    with serve(given.site) as home, chromium() as browser:
        for url in given.pages:
            name = url.strip("/").replace("/", "-").replace("#", "--") or "index"
            shoot_page(browser, home + url, name)
            print(f".shots/{name}-*.png and .pdf")


if __name__ == "__main__":
    main()
