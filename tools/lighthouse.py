"""Ask Lighthouse about ten kinds of pages: `make lighthouse`, or some of them, `make lighthouse ARGS="--times 1 index"`.

Each page is loaded as a phone would (Lighthouse's own simulation), cold, from a server that packs what it sends, under
the path the site lives at. Of several runs the median counts. Ends with 1 if accessibility, best practices or SEO are
below 100, or performance below what a shared machine holds. tests/others/package-lock.json pins Lighthouse.
"""

import gzip
import json
import os
import statistics
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from tools import ROOT, browser

TOOL = ROOT / "tests" / "others" / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = ("", "start/", "rules/interim-measures/", "must-i-file/", "filings/search/", "filings/cac-2026-08/",
         "beijing/evidence/", "figures/genai-services-filed-cumulative/", "timeline/", "glossary/")
FLOORS = {"performance": 90, "accessibility": 100, "best-practices": 100, "seo": 100}
PAINT = "largest-contentful-paint"
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", "/")


class Packing(browser.Handler):
    """Serves text packed, as GitHub Pages does."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """The body of an answer, once its head is sent."""
        path = self.path.partition("?")[0]
        file = Path(self.translate_path(path))
        if path.endswith("/"):
            file /= "index.html"
        if not path.endswith(PACKED) or not file.is_file():
            return super().send_head()
        body = gzip.compress(file.read_bytes(), 6, mtime=0)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(file))), ("Content-Encoding", "gzip"),
                            ("Content-Length", str(len(body))), ("Cache-Control", "max-age=600")):
            self.send_header(name, value)
        self.end_headers()
        return BytesIO(body)


def ask(address: str, chromium: str) -> str:
    """What Lighthouse says of a page, as JSON; raises ``SystemExit`` with its words if it fails."""
    command = ["node", str(TOOL), address, "--quiet", "--output=json", f"--only-categories={','.join(FLOORS)}",
               f"--chrome-flags=--headless=new {' '.join(browser.ARGS)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(2):  # on a busy machine Chromium is not always there in time
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode == 0:
            return done.stdout
    raise SystemExit(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")


def read(answer: str) -> dict[str, Any]:
    """The four scores of an answer, the largest paint in milliseconds, and the audits that failed."""
    found = json.loads(answer)
    categories, audits = found["categories"], found["audits"]
    failed = {ref["id"] for name, category in categories.items() if name != "performance"
              for ref in category["auditRefs"] if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)}
    # A category that could not be scored is none that is well.
    return {**{name: round(100 * (categories[name]["score"] or 0)) for name in FLOORS},
            PAINT: audits[PAINT].get("numericValue", 0), "failed": sorted(failed)}


def median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The middle of each measure, and every audit that failed in any run."""
    return {**{name: statistics.median(run[name] for run in runs) for name in (*FLOORS, PAINT)},
            "failed": sorted({name for run in runs for name in run["failed"]})}


def row(page: str, found: dict[str, Any]) -> str:
    """A page's line of the table."""
    return f"{page or 'index':<44}" + "".join(f"{found[name]:>15.0f}" for name in FLOORS) + f"{found[PAINT]:>10.0f} ms"


def below(page: str, found: dict[str, Any]) -> list[str]:
    """What is wrong with a page: ``["rules/: seo 92, below 100 (meta-description)"]``."""
    low = [f"{name} {found[name]:.0f}, below {floor}" for name, floor in FLOORS.items() if found[name] < floor]
    why = f" ({' '.join(found['failed'])})" if found["failed"] else ""
    return [f"{page or 'index'}: {'; '.join(low)}{why}"] if low else []


def main(given: list[str] | None = None) -> int:
    """Measures and prints; what is below its floor is said last."""
    parser = browser.options(__doc__, PAGES)
    parser.add_argument("--times", type=int, default=3, help="runs a page")
    options = parser.parse_args(given)
    chromium, wrong = browser.ensure_chromium(), []
    print(f"{'page':<44}" + "".join(f"{name:>15}" for name in FLOORS) + f"{'largest paint':>15}", flush=True)
    with browser.serve(options.site.resolve(), handler=Packing) as home:
        for page in options.pages:
            found = median([read(ask(home + page, chromium)) for _ in range(options.times)])
            print(row(page, found), flush=True)
            wrong += below(page, found)
    print("\n".join([*wrong, f"{len(wrong)} below." if wrong else "None is below."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
