"""Measure the build by the processor's time: `make bench`.

Our build, and that of its pages alone, against plain Material on the same pages with every macro written out; then how
it grows from 300 to 3,000 pages, on projects made for it. Seconds of other machines and busy hours cannot be compared;
ratios and exponents can.
"""

import argparse
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Template

from macros.build import site_for
from macros.write.calls import Writer
from macros.write.page_source import PageSource
from macros.write.pages import generated
from macros.write.vocabulary import MACROS
from tools import ROOT

WORK = ROOT / ".bench"
INDEX = "---\ntitle: Made\ndescription: It is made to be measured.\n---\n\n# Made\n\nIt is made to be measured.\n{ .lead }\n"
ENV = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}


def seconds(project: Path, *command: str) -> float:
    """The processor's time of one Python in the folder of a project; stops with what it said if it fails."""
    before = os.times()
    done = subprocess.run([sys.executable, *command], cwd=project, env=ENV, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-3000:]}")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def build(project: Path) -> float:
    """The time of a whole build."""
    return seconds(project, "-m", "mkdocs", "build", "--quiet", "--no-strict", "--site-dir", str(WORK / "out"))


def pages(project: Path) -> float:
    """The time of a build of nothing but the pages."""
    config = f"load_config(site_dir={str(WORK / 'out')!r}, strict=False)"
    return seconds(project, "-c", "from mkdocs.commands.build import build; from mkdocs.config import load_config; "
                   f"config = {config}; config.plugins.events['post_build'].clear(); build(config)")


def expand(project: Path, target: Path) -> None:
    """Writes a project of the same pages with every macro written out, for plain Material."""
    site = site_for(project)
    written = {path.relative_to(project / "docs").as_posix(): path.read_text("utf-8")
               for path in (project / "docs").rglob("*.md")}
    shutil.copytree(project / "docs" / "assets", target / "docs" / "assets")
    for name, text in {**written, **site.once(generated)}.items():
        writer = Writer(site, PageSource(name, text).url)
        macros = {macro: partial(_call, writer, macro) for macro in MACROS}
        path = target / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(text).render(macros), "utf-8")
    (target / "mkdocs.yml").write_text(plain((project / "mkdocs.yml").read_text("utf-8")), "utf-8")


def _call(writer: Writer, macro: str, *args: Any, **kwargs: Any) -> str:
    return writer.call(macro, args, kwargs)


def plain(text: str) -> str:
    """mkdocs.yml for the theme as it comes: no macros, no hooks, no templates of our own."""
    settings = yaml.safe_load(text) | {"plugins": ["search"]}
    for name in ("hooks", "watch", "strict", "validation"):
        settings.pop(name, None)
    settings["theme"].pop("custom_dir", None)
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)


def synthesize(target: Path, pages: int) -> int:
    """Makes a project of about so many pages in a new folder; their number.

    It is the small data set of the tests, and one source with one figure more for every two pages. It passes every check
    and is built like the real site.
    """
    shutil.copytree(ROOT / "tests" / "fixtures" / "small", target)
    for name in ("docs/assets", "macros", "overrides", "mkdocs_hooks.py"):
        (target / name).symlink_to(ROOT / name)
    # One page in its navigation, and lenient: links to pages left out are no mistake.
    head = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[0]
    settings = re.sub(r"(?m)^strict: true$", "strict: false", head) + "\nnav:\n  - Overview: index.md\n"
    (target / "mkdocs.yml").write_text(settings, "utf-8")
    (target / "docs" / "index.md").write_text(INDEX, "utf-8")
    for name in ("prose", "moved"):  # both are about the pages of the base
        (target / "data" / f"{name}.yml").write_text("{}\n", "utf-8")
    source, figure = (yaml.safe_load((target / "data" / f"{kind}.yml").read_text("utf-8"))[name]
                      for kind, name in (("sources", "plain-page"), ("figures", "kettles-2025")))
    del figure["supersedes"]
    more: dict[str, dict[str, Any]] = {"sources": {}, "figures": {}}
    for number in range(1, max(0, pages - len(generated(site_for(target)))) // 2 + 1):
        name, value = f"more-{number}", 10_000 + number
        more["sources"][name] = source | {"title": "A page more", "url": f"{source['url']}?page={number}"}
        more["figures"][name] = figure | {
            "label": "Kettles, counted once more", "statement": f"A paper counted {value:,} kettles.", "value": value,
            "evidence": [{"source": name, "words": f"{value}个水壶"}]}
    for kind, records in more.items():
        with (target / "data" / f"{kind}.yml").open("a", encoding="utf-8") as file:
            file.write(yaml.safe_dump(records, allow_unicode=True, sort_keys=False) if records else "")
    return len(generated(site_for(target)))


def main(arguments: list[str] | None = None, project: Path = ROOT, sizes: Sequence[int] = (300, 3000)) -> None:
    """Measures and prints the project, and how the build grows from one size to the other."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=5, help="how often each build is measured; the median counts")
    options = parser.parse_args(arguments)
    shutil.rmtree(WORK, ignore_errors=True)
    expand(project, WORK / "plain")
    times = [(build(project), pages(project), build(WORK / "plain")) for _ in range(options.times)]
    ours, alone, theirs = map(statistics.median, zip(*times, strict=True))
    print(f"Whole build {ours:.1f} s, its pages {alone:.1f} s, plain Material {theirs:.1f} s of the processor's time: "
          f"{ours / theirs:.2f} and {alone / theirs:.2f} times plain Material.")
    measured = []
    for wanted in sizes:
        synthesize(WORK / str(wanted), wanted)
        taken = statistics.median(build(WORK / str(wanted)) for _ in range(options.times))
        measured.append((sum(1 for _ in (WORK / "out").rglob("*.html")), taken))
        print(f"{measured[-1][0]} pages: {taken:.1f} s")
    (a, first), *_, (b, last) = measured
    print(f"Growth: exponent {math.log(last / first) / math.log(b / a):.3f}")


if __name__ == "__main__":
    main()
