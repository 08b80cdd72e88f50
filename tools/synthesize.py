"""A project of as many pages as wanted, to see how the build grows (tools/bench.py): the small data set of the tests,
and one source with one figure more for every two pages. It passes every check and is built like the real site; it is
never published.
"""

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from macros.build import site_for
from macros.write.pages import generated
from tools import ROOT

BASE = ROOT / "tests" / "fixtures" / "small"
INDEX = """---
title: Synthetic
description: A page to start from.
---

# Synthetic

This site is made to be measured.
{ .lead }
"""


def settings(text: str) -> str:
    """mkdocs.yml with one page in its navigation, and lenient: links to pages left out are no mistake."""
    head, _, _ = text.partition("\nnav:\n")
    return re.sub(r"(?m)^strict: true$", "strict: false", head) + "\nnav:\n  - Overview: index.md\n"


def _source(number: int, model: dict[str, Any]) -> dict[str, Any]:
    return model | {"title": "A page more", "url": f"{model['url']}?page={number}"}


def _figure(number: int, model: dict[str, Any]) -> dict[str, Any]:
    value = 10_000 + number
    evidence = [{"source": f"more-{number}", "words": f"{value}个水壶"}]
    return model | {"label": "Kettles, counted once more", "statement": f"A paper counted {value:,} kettles.",
                    "value": value, "evidence": evidence}


def synthesize(target: Path, pages: int) -> int:
    """Makes a project of about so many pages in a new folder; their number."""
    shutil.copytree(BASE, target)
    for name in ("docs/assets", "macros", "overrides", "mkdocs_hooks.py"):
        (target / name).symlink_to(ROOT / name)
    (target / "mkdocs.yml").write_text(settings((ROOT / "mkdocs.yml").read_text("utf-8")), "utf-8")
    (target / "docs" / "index.md").write_text(INDEX, "utf-8")
    for name in ("prose", "moved"):  # both are about the pages of the base
        (target / "data" / f"{name}.yml").write_text("{}\n", "utf-8")
    more = range(1, max(0, pages - len(generated(site_for(target)))) // 2 + 1)
    for kind, model, made in (("sources", "plain-page", _source), ("figures", "kettles-2025", _figure)):
        path = target / "data" / f"{kind}.yml"
        fields = yaml.safe_load(path.read_text("utf-8"))[model]
        fields.pop("supersedes", None)
        added = {f"more-{number}": made(number, fields) for number in more}
        with path.open("a", encoding="utf-8") as file:
            file.write(yaml.safe_dump(added, allow_unicode=True, sort_keys=False) if added else "")
    return len(generated(site_for(target)))
