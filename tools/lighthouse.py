"""Ask Lighthouse about every kind of page: `make lighthouse` prints a table and writes .bench/lighthouse.json.

Each page of tests/pages.txt is loaded as a phone would (Lighthouse's own simulation), cold, from a server that packs
what it sends, under the path the site lives at. Of several runs the median counts: the time a page blocks moves most.
Lighthouse comes from npm, pinned in tools/lighthouse/package-lock.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import browser  # noqa: E402
from shots import listed_pages, url_of  # noqa: E402

TOOL = ROOT / "tools" / "lighthouse"
OUT = ROOT / ".bench" / "lighthouse.json"
SCORES = {"performance": "speed", "accessibility": "access", "best-practices": "practice", "seo": "search"}
# Milliseconds, but for the last: the share of the screen that moves.
TIMES = {"largest-contentful-paint": "paint ms", "total-blocking-time": "blocked ms",
         "cumulative-layout-shift": "shift"}
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", "/")


class _Packing(browser.Handler):
    """Serves text packed, as GitHub Pages does."""

    def send_head(self) -> BytesIO | BinaryIO | None:
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


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a built site with its text packed; the address of its home page."""
    with browser.serve(folder, handler=_Packing) as home:
        yield home


def ask(address: str, chromium: str) -> dict[str, Any]:
    """What Lighthouse says of a page; raises ``SystemExit`` with its words if it fails."""
    command = ["node", str(TOOL / "node_modules" / "lighthouse" / "cli" / "index.js"), address, "--quiet",
               "--output=json", f"--only-categories={','.join(SCORES)}",
               f"--chrome-flags=--headless=new {' '.join(browser.ARGS)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(2):  # on a busy machine Chromium is not always there in time
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode == 0:
            break
    else:
        raise SystemExit(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    failed = sorted(audit["id"] for category in found["categories"].values() if category["id"] != "performance"
                    for ref in category["auditRefs"] if ref["weight"]
                    for audit in [found["audits"][ref["id"]]] if audit["score"] not in (None, 1))
    return {**{name: round(100 * found["categories"][name]["score"]) for name in SCORES},
            **{name: found["audits"][name]["numericValue"] for name in TIMES}, "failed": failed}


def median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The middle of each measure, and every audit that failed in any run."""
    return {**{name: statistics.median(run[name] for run in runs) for name in (*SCORES, *TIMES)},
            "failed": sorted({name for run in runs for name in run["failed"]})}


def row(page: str, found: dict[str, Any]) -> str:
    """A page's line of the table."""
    scores = "".join(f"{found[name]:>10.0f}" for name in SCORES)
    times = "".join(f"{found[name]:>12.{2 if name.endswith('shift') else 0}f}" for name in TIMES)
    return f"{page:<52}{scores}{times}  {' '.join(found['failed'])}".rstrip()


def main() -> None:
    """Measures, prints and writes; ends with an error if a median is below 100."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="addresses below the site's root; all of tests/pages.txt if none")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site")
    parser.add_argument("--times", type=int, default=5, help="runs a page")
    options = parser.parse_args()
    chromium, found = browser.ensure_chromium(), {}
    print(f"{'page':<52}" + "".join(f"{name:>10}" for name in SCORES.values())
          + "".join(f"{name:>12}" for name in TIMES.values()))
    with serve(options.site.resolve()) as home:
        for page in options.pages or listed_pages():
            found[page] = median([ask(home + url_of(page), chromium) for _ in range(options.times)])
            print(row(page, found[page]), flush=True)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"times": options.times, "pages": found}, indent=1) + "\n", "utf-8")
    below = [page for page, scores in found.items() if any(scores[name] < 100 for name in SCORES)]
    if below:
        raise SystemExit(f"below 100: {', '.join(below)}")


if __name__ == "__main__":
    main()
