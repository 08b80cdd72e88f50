"""The data for programs: what the description and the examples name is there."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from small import copy

from macros.build import site_for
from macros.derive import citations
from macros.derive.files import V1
from macros.derive.index import Site
from macros.publish.api import OPENAPI
from macros.publish.files import exports
from macros.write.cite import EXAMPLES, api_examples
from macros.write.page import Page


@pytest.fixture
def tea(tmp_path: Path) -> Site:
    """The small data set, living at https://x.example/s/."""
    root = copy(tmp_path)
    (root / "mkdocs.yml").write_text("site_name: Tea, told\nsite_url: https://x.example/s/\n", "utf-8")
    return site_for(root)


def refs(value: Any) -> Iterator[str]:
    """Every reference in a description."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from [inner] if key == "$ref" else refs(inner)


def test_every_path_of_the_description_is_a_file(tea: Site) -> None:
    files = exports(tea)
    found = json.loads(files[OPENAPI])
    assert found["openapi"].startswith("3.1")
    assert found["servers"] == [{"url": "https://x.example/s/data/v1"}]
    for path, item in found["paths"].items():
        given = {p["name"]: p["example"] for p in item["get"].get("parameters", ())}
        assert V1 + path.format(**given).lstrip("/") in files, path
    assert {ref.removeprefix("https://x.example/s/") for ref in refs(found)} <= files.keys()


def test_every_table_and_kind_is_described(tea: Site) -> None:
    files = exports(tea)
    paths = {f"{V1}{path.lstrip('/')}" for path in json.loads(files[OPENAPI])["paths"]}
    about = {f"{V1}{name}" for name in ("manifest.json", "datapackage.json", "openapi.json", "china-genai.zip")}
    tables = {path for path in files if re.fullmatch(rf"{V1}(?:csv/)?[a-z]+\.(?:json|csv)", path)} - about
    assert {path for path in tables if "bibliography" not in path} <= paths


def test_the_example_in_python_does_what_it_says(tea: Site, capsys: pytest.CaptureFixture[str]) -> None:
    files = exports(tea)
    series = next(iter(tea.data.series.values()))

    def answer(url: str) -> io.BytesIO:
        return io.BytesIO(files[url.removeprefix(tea.home)])

    code = EXAMPLES["Python"].replace("{home}", tea.home + V1).replace("{series}", series.id)
    with patch("urllib.request.urlopen", answer):
        exec(code, {})
    newest = series.points[-1]
    assert capsys.readouterr().out == f"{newest.as_of} {newest.value} {newest.bound}\n"


def test_the_examples_name_columns_and_files_that_are_there(tea: Site) -> None:
    files = exports(tea)
    page = api_examples(Page(tea, "data/api/"))
    named = set(re.findall(r"https://x\.example/s/([\w/.-]+)", page))
    assert len(named) == 2
    assert named <= files.keys()
    head = files[f"{V1}csv/filings.csv"].decode("utf-8-sig").splitlines()[0].split(",")
    assert set(re.findall(r"filings\$(\w+)", EXAMPLES["R"])) <= set(head)


def test_a_page_is_cited_as_wikipedia_does(tea: Site) -> None:
    item = citations.page_item(tea, "figures/kettles-2025/", "Kettles | all")
    assert citations.wikitext(item) == (
        "{{cite web |title=Kettles {{!}} all |website=Tea, told |url=https://x.example/s/figures/kettles-2025/ "
        "|date=22 November 2026 |id=Data version 2026.11}}")
