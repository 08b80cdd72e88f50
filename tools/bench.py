"""Measure the build: `make bench` prints tables and writes .bench/bench.json.

- What the data costs: the whole build against plain Material on the same pages with every macro written out, both as
  whole processes, one after the other several times.
- Where the time goes: load, check, derive, render, export, and the rest, which is MkDocs and its theme.
- How it grows: from 300 to 3,000 pages and from 1,000 to 100,000 filings, on projects made by tools/synthesize.py.
- How long an edit of the data takes to show in the preview.

Seconds of other machines and busy hours cannot be compared; ratios and exponents can. No test looks at a time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import math
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parents[1]
WORK = Path(os.environ.get("BENCH_WORK", ROOT / ".bench"))  # set for the processes this one starts
ENV = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
PARTS = ("compare", "shares", "growth", "preview")
TARGETS = {"ratio": 1.3, "exponent": 1.05, "load": 0.02, "preview": 2.0}


@dataclass(frozen=True)
class Run:
    """What one process took: seconds by the clock and by the processor, and the most memory it held."""

    wall: float
    cpu: float
    megabytes: float


def run(command: list[str], folder: Path) -> Run:
    """Runs a process to its end; stops with what it said if it fails."""
    started = time.perf_counter()
    log = WORK / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, env=ENV, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{log.read_text('utf-8')[-3000:]}")
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(time.perf_counter() - started, used.ru_utime + used.ru_stime, kilobytes / 1024)


_numbers = itertools.count()


def new_folder() -> Path:
    """A folder nothing was built into before, kept to the end: a name is slow to take right after one was deleted."""
    return WORK / f"out-{next(_numbers)}"


def build(project: Path, out: Path) -> Run:
    """One clean build of a project as a whole process."""
    return run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict", "--site-dir", str(out)], project)


def pages_of(folder: Path) -> int:
    """How many pages a built site has."""
    return sum(1 for _ in folder.rglob("*.html"))


def middle(runs: list[Run]) -> Run:
    """The median of each measure."""
    return Run(*(statistics.median(getattr(r, name) for r in runs) for name in ("wall", "cpu", "megabytes")))


# ---- against plain Material --------------------------------------------------------------------------------------

def expand(project: Path, target: Path) -> None:
    """Writes the project's pages with every macro written out, and settings without anything of our own."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    os.chdir(project)
    sys.path.insert(0, str(project))
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(target / "site"), strict=False)
    docs = target / "docs"

    def write(markdown: str, page: Any, **_: Any) -> str:
        path = docs / page.file.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{json.dumps(page.meta, ensure_ascii=False)}\n---\n\n{markdown}", "utf-8")
        return markdown

    events = config.plugins.events["page_markdown"]
    assert events[-1].__name__ == "_set_aside", "mkdocs_hooks.py: what sets blocks of HTML aside no longer comes last"
    events.insert(-1, write)  # after the macros, before blocks of HTML are set aside
    mkdocs_build(config)
    shutil.rmtree(target / "site")
    shutil.copytree(project / "docs" / "assets", docs / "assets", dirs_exist_ok=True)
    (target / "mkdocs.yml").write_text(plain((project / "mkdocs.yml").read_text("utf-8")), "utf-8")


def plain(text: str) -> str:
    """mkdocs.yml for the theme as it comes: no macros, no hooks, no templates of our own."""
    settings = yaml.safe_load(text)
    for name in ("hooks", "watch", "strict", "validation"):
        settings.pop(name, None)
    settings["plugins"] = [p for p in settings["plugins"] if p != "macros" and "macros" not in p]
    settings["theme"].pop("custom_dir", None)
    settings["docs_dir"] = "docs"
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)


def pages_only(project: Path, out: Path) -> None:
    """Builds the project's pages without what plain Material has no part in: data, citations, feeds, pictures."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    os.chdir(project)
    sys.path.insert(0, str(project))
    import macros.publish.files
    macros.export.exports = lambda *_: {}
    macros.export.finish = lambda *_, **__: None
    mkdocs_build(load_config(str(project / "mkdocs.yml"), site_dir=str(out), strict=False))


def build_pages(project: Path, out: Path) -> Run:
    """The same as a whole process."""
    return run([sys.executable, __file__, "--pages-only", str(project), str(out)], project)


def compare(project: Path, times: int) -> dict[str, Any]:
    """Builds the project, its pages only, and its expanded pages in turn."""
    target = WORK / "plain"
    shutil.rmtree(target, ignore_errors=True)
    run([sys.executable, __file__, "--expand", str(project), str(target)], project)
    kinds: list[tuple[str, Path, Callable[[Path, Path], Run]]] = [
        ("plain", target, build), ("pages", project, build_pages), ("ours", project, build)]
    runs: dict[str, list[Run]] = {name: [] for name, *_ in kinds}
    count = 0
    for number in range(times):
        for name, folder, once in kinds[::1 if number % 2 else -1]:
            out = new_folder()
            runs[name].append(once(folder, out))
            count = pages_of(out) if name == "ours" else count
    shutil.rmtree(target)
    return {"count": count, "times": times, **{name: asdict(middle(found)) for name, found in runs.items()},
            "ratio": _ratio(runs["ours"], runs["plain"]), "ratio_pages": _ratio(runs["pages"], runs["plain"])}


def _ratio(ours: list[Run], plain: list[Run]) -> dict[str, float]:
    """The median of the ratios, run by run."""
    return {name: statistics.median(getattr(a, name) / getattr(b, name) for a, b in zip(ours, plain, strict=True))
            for name in ("wall", "cpu", "megabytes")}


# ---- where the time goes -----------------------------------------------------------------------------------------

class Clock:
    """Adds up the processor's time under names; inner functions are not counted in outer ones."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[float] = []

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its own time kept."""
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            self._open.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                taken = time.process_time() - started
                self.spent[name] += taken - self._open.pop()
                if self._open:
                    self._open[-1] += taken
        return call


def shares(project: Path, out: Path) -> None:
    """Builds the project in this process and writes what each part of it took."""
    os.chdir(project)
    sys.path.insert(0, str(project))
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    import macros.build
    import macros.publish.beside
    import macros.publish.files
    import macros.publish.finish
    import macros.publish.head
    import macros.write.cite
    from macros.write import MACROS

    clock = Clock()
    parts = {"load": [(macros.site, "load"), (macros.site, "read_pages"), (macros.site, "read_yaml"),
                      (macros.site, "_signature")],
             "check": [(macros.site, "check"), (macros.site, "check_pages")],
             "derive": [(macros.site, "generated"), (macros.site, "_site")],
             "render": [(macros.render.head, "head"), (macros.render.cite, "context")],
             "export": [(macros.export, "write_exports"), (macros.export, "finish"), (macros.after, "lighten")]}
    macros.beside.Beside._start = lambda *_: None  # or the work of the other process is not counted
    for part, functions in parts.items():
        for module, name in functions:
            setattr(module, name, clock.timed(part, getattr(module, name)))
    for name, function in MACROS.items():
        MACROS[name] = clock.timed("render", function)
    before = time.process_time()
    mkdocs_build(load_config(str(project / "mkdocs.yml"), site_dir=str(out.with_suffix("")), strict=False))
    spent = dict(clock.spent)
    spent["theme"] = time.process_time() - before - sum(spent.values())
    whole = time.process_time()
    spent["start"] = whole - sum(spent.values())
    out.write_text(json.dumps({name: value / whole for name, value in spent.items()}), "utf-8")


def measure_shares(project: Path, times: int) -> dict[str, float]:
    """The median share of each part of the build."""
    found = []
    for _ in range(times):
        out = new_folder().with_suffix(".json")
        run([sys.executable, __file__, "--shares", str(project), str(out)], project)
        found.append(json.loads(out.read_text("utf-8")))
    return {name: statistics.median(f.get(name, 0.0) for f in found)
            for name in ("start", "load", "check", "derive", "render", "export", "theme")}


# ---- growth ------------------------------------------------------------------------------------------------------

def grow(sizes: list[dict[str, int]], by: str, root: Path, times: int) -> dict[str, Any]:
    """Builds projects of several sizes, and the exponent of the growth between the first and the last."""
    points = []
    for number, size in enumerate(sizes):
        target = WORK / f"size-{number}"
        options = json.dumps({"root": str(root), **size})
        run([sys.executable, __file__, "--make", str(target), options], ROOT)
        outs = [new_folder() for _ in range(times)]
        runs = [build(target, out) for out in outs]
        rows = (target / "data" / "filings.csv").read_text("utf-8").count("\n") - 1
        index = outs[0] / "search" / "search_index.json"
        points.append({"pages": pages_of(outs[0]), "filings": rows, "search_bytes": index.stat().st_size,
                       **asdict(middle(runs))})
        shutil.rmtree(target)
    first, last = points[0], points[-1]
    factor = math.log(last[by] / first[by])
    return {"by": by, "times": times, "points": points,
            "exponent": {name: math.log(last[name] / first[name]) / factor for name in ("wall", "cpu", "megabytes")}}


# ---- the preview -------------------------------------------------------------------------------------------------

def preview(project: Path, times: int) -> dict[str, Any]:
    """How long after an edit of a figure its page shows it, and the whole site does, while the server runs."""
    copy = WORK / "preview"
    copy.mkdir()
    for name in ("data", "docs"):
        shutil.copytree(project / name, copy / name)
    for name in ("macros", "overrides", "seeds", "mkdocs.yml", "mkdocs_hooks.py"):
        (copy / name).symlink_to((project / name).resolve())
    path = copy / "data" / "figures.yml"
    good = path.read_text("utf-8")
    figure = re.search(r"^([a-z0-9-]+):\n  label: (.*)\n", good, re.M)
    assert figure, "data/figures.yml begins otherwise"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lives = re.search(r"^site_url: *(.*)$", (copy / "mkdocs.yml").read_text("utf-8"), re.M)
    home = f"http://127.0.0.1:{port}{urlsplit(lives[1] if lives else '/').path}"
    with (WORK / "log").open("w") as log:
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, cwd=copy, env=ENV, stdout=log, stderr=log)
        try:
            page, index = f"{home}figures/{figure[1]}/", f"{home}search/search_index.json"
            _until(page, "</html>")
            edits = []
            for number in range(times):
                label = f"Edit {'abcdefghij'[number % 10]} of the preview"
                path.write_text(good.replace(figure[0], f"{figure[1]}:\n  label: {label}\n", 1), "utf-8")
                started = time.perf_counter()
                _until(page, label)
                shown = time.perf_counter() - started
                _until(index, label)
                edits.append({"shown": shown, "all": time.perf_counter() - started})
                time.sleep(3)  # what is written after the search index
        finally:
            server.terminate()
            server.wait(30)
    shutil.rmtree(copy)
    return {"edits": edits, "shown": statistics.median(e["shown"] for e in edits)}


def _until(address: str, text: str) -> None:
    """Waits until what is at the address holds the text."""
    ends = time.monotonic() + 300
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                if text in answer.read().decode():
                    return
        except (OSError, HTTPException):  # not there yet, or just being written
            pass
        time.sleep(0.1)
    raise SystemExit(f"{address} never showed {text!r}:\n{(WORK / 'log').read_text('utf-8')[-3000:]}")


# ---- the report --------------------------------------------------------------------------------------------------

def _row(*cells: object) -> str:
    shown = [f"{c:.2f}" if isinstance(c, float) else f"{c:,}" if isinstance(c, int) else str(c) for c in cells]
    return "  ".join(text.ljust(26) if i == 0 else text.rjust(12) for i, text in enumerate(shown))


def report(found: dict[str, Any]) -> str:
    """The measures as tables."""
    out = [f"Python {found['python']}, {found['cpus']} processors. Targets: ratio {TARGETS['ratio']}, exponent "
           f"{TARGETS['exponent']}, load {TARGETS['load']:.0%}, edit shown in {TARGETS['preview']:.0f} s."]
    if ours := found.get("compare"):
        out += ["", f"Whole build, {ours['count']:,} pages, median of {ours['times']}",
                _row("", "wall s", "cpu s", "MB")]
        labels = {"ours": "this site", "pages": "its pages only", "plain": "plain Material",
                  "ratio": "ratio, this site", "ratio_pages": "ratio, its pages only"}
        out += [_row(label, *ours[name].values()) for name, label in labels.items()]
    if parts := found.get("shares"):
        out += ["", "Where the processor's time goes"]
        out += [_row(name, f"{share:.1%}") for name, share in parts.items()]
    for name in ("pages", "filings"):
        if growth := found.get(f"growth_{name}"):
            out += ["", f"Growth by {name}, median of {growth['times']}",
                    _row("", "pages", "filings", "wall s", "cpu s", "MB", "index KB")]
            out += [_row("", p["pages"], p["filings"], p["wall"], p["cpu"], p["megabytes"], p["search_bytes"] // 1024)
                    for p in growth["points"]]
            out.append(_row("exponent", "", "", *growth["exponent"].values()))
    if shown := found.get("preview"):
        out += ["", "Preview: seconds from saving a data file to the changed page", _row("", "shown", "all pages")]
        out += [_row(f"edit {i}", e["shown"], e["all"]) for i, e in enumerate(shown["edits"], start=1)]
    return "\n".join(out)


def numbers(text: str) -> list[int]:
    """``"300,3000"`` as numbers."""
    return [int(part) for part in text.split(",") if part]


def options(arguments: list[str]) -> argparse.Namespace:
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one run of each, and small sizes")
    parser.add_argument("--times", type=int, default=5, help="runs of each build that is compared")
    parser.add_argument("--pages", type=numbers, default="300,3000", help="sizes of the site, first and last compared")
    parser.add_argument("--filings", type=numbers, default="1000,10000,100000", help="numbers of filings, likewise")
    parser.add_argument("--only", nargs="*", choices=PARTS, help="only these parts")
    parser.add_argument("--project", type=Path, default=ROOT, help="build this project")
    parser.add_argument("--data", type=Path, default=ROOT, help="grow the records of this project")
    parser.add_argument("--work", type=Path, default=WORK, help="where to build")
    parser.add_argument("--out", type=Path, help="where the measures go, if not into bench.json there")
    found = parser.parse_args(arguments)
    if found.quick:
        found.times, found.pages, found.filings = 1, [150, 600], [1000, 5000]
    return found


def main(arguments: list[str]) -> None:
    """Measures, prints and writes."""
    inner: dict[str, Callable[..., None]] = {"--expand": expand, "--shares": shares, "--pages-only": pages_only}
    if arguments and arguments[0] in inner:
        logging.basicConfig(level=logging.WARNING)
        inner[arguments[0]](Path(arguments[1]).resolve(), Path(arguments[2]).resolve())
        return
    if arguments and arguments[0] == "--make":
        from synthesize import synthesize
        wanted = json.loads(arguments[2])
        synthesize(Path(arguments[1]), root=Path(wanted.pop("root")), **wanted)
        return
    global WORK
    chosen = options(arguments)
    WORK = chosen.work.resolve()
    ENV["BENCH_WORK"] = str(WORK)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir()
    project, only = chosen.project.resolve(), chosen.only or PARTS
    found: dict[str, Any] = {"python": platform.python_version(), "cpus": os.cpu_count(), "targets": TARGETS}
    if "compare" in only:
        found["compare"] = compare(project, chosen.times)
    if "shares" in only:
        found["shares"] = measure_shares(project, min(chosen.times, 3))
    if "growth" in only:
        data, some = chosen.data.resolve(), min(chosen.times, 3)
        found["growth_pages"] = grow([{"pages": n} for n in chosen.pages], "pages", data, some)
        found["growth_filings"] = grow([{"pages": chosen.pages[0], "rows": n} for n in chosen.filings], "filings", data,
                                       some)
    if "preview" in only:
        found["preview"] = preview(project, min(chosen.times, 3))
    for folder in WORK.glob("out-*/"):
        shutil.rmtree(folder)
    (chosen.out or WORK / "bench.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(report(found))


if __name__ == "__main__":
    main(sys.argv[1:])
