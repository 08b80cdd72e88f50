"""Measure the build by the processor's time: `make bench`.

Our build, and that of its pages alone, against plain Material on the same pages with every macro written out; then how
it grows from 300 to 3,000 pages, on projects made by tools/synthesize.py. Seconds of other machines and busy hours
cannot be compared; ratios and exponents can.
"""

import argparse
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tools import ROOT

WORK = ROOT / ".bench"
ENV = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}


def seconds(project: Path, *command: str) -> float:
    """The processor's time of one process in the folder of a project; stops with what it said if it fails."""
    def used() -> float:
        found = resource.getrusage(resource.RUSAGE_CHILDREN)
        return found.ru_utime + found.ru_stime
    before = used()
    done = subprocess.run([sys.executable, *command], cwd=project, env=ENV, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-3000:]}")
    return used() - before


def build(project: Path) -> float:
    """The time of a whole build."""
    return seconds(project, "-m", "mkdocs", "build", "--quiet", "--no-strict", "--site-dir", str(WORK / "out"))


def expand(project: Path, target: Path, whole: bool = True) -> None:
    """Writes the pages with every macro written out, for plain Material; or builds nothing but the pages."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    os.chdir(project)
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(target / "site"), strict=False)
    if not whole:
        config.plugins.events["post_build"].clear()
        return mkdocs_build(config)

    def write(markdown: str, page: Any, **_: Any) -> str:
        path = target / "docs" / page.file.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{json.dumps(page.meta, ensure_ascii=False, default=str)}\n---\n\n{markdown}", "utf-8")
        return markdown

    events = config.plugins.events["page_markdown"]
    assert events[-1].__name__ == "_set_aside", "mkdocs_hooks.py: what sets blocks of HTML aside no longer comes last"
    events.insert(-1, write)
    mkdocs_build(config)
    shutil.copytree(project / "docs" / "assets", target / "docs" / "assets", dirs_exist_ok=True)
    (target / "mkdocs.yml").write_text(plain((project / "mkdocs.yml").read_text("utf-8")), "utf-8")


def plain(text: str) -> str:
    """mkdocs.yml for the theme as it comes: no macros, no hooks, no templates of our own."""
    settings = yaml.safe_load(text)
    for name in ("hooks", "watch", "strict", "validation"):
        settings.pop(name, None)
    settings["plugins"] = ["search"]
    settings["theme"].pop("custom_dir", None)
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)


def main(arguments: list[str]) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=5, help="how often each build is measured; the median counts")
    parser.add_argument("--pages", default="300,3000", help="sizes between which growth is measured")
    parser.add_argument("--project", type=Path, default=ROOT, help="the project to measure")
    options = parser.parse_args(arguments)
    project = options.project.resolve()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    tool = f"from pathlib import Path; from tools import bench, synthesize; bench.WORK = Path({str(WORK)!r}); "
    seconds(ROOT, "-c", f"{tool}bench.expand(Path({str(project)!r}), Path({str(WORK / 'plain')!r}))")
    pages = f"{tool}bench.expand(Path({str(project)!r}), Path({str(WORK / 'pages')!r}), False)"
    times = [(build(project), seconds(ROOT, "-c", pages), build(WORK / "plain")) for _ in range(options.times)]
    ours, alone, theirs = map(statistics.median, zip(*times, strict=True))
    print(f"Whole build {ours:.1f} s, its pages {alone:.1f} s, plain Material {theirs:.1f} s of the processor's time: "
          f"{ours / theirs:.2f} and {alone / theirs:.2f} times plain Material.")
    sizes = []
    for wanted in map(int, options.pages.split(",")):
        made = f"synthesize.synthesize(Path({str(WORK / str(wanted))!r}), {wanted})"
        seconds(ROOT, "-c", tool + made)
        taken = statistics.median(build(WORK / str(wanted)) for _ in range(options.times))
        sizes.append((sum(1 for _ in (WORK / "out").rglob("*.html")), taken))
        print(f"{sizes[-1][0]} pages: {taken:.1f} s")
    (a, first), *_, (b, last) = sizes
    print(f"Growth: exponent {math.log(last / first) / math.log(b / a):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
