"""The exported data, read with the ecosystem's own tools and compared with the files in data/ as written there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import small
import yaml
from frictionless import Package, validate
from project import real

from macros.build import site_for
from macros.derive import plain
from macros.derive.index import Site
from macros.derive.told import written_out
from macros.facts import schema as fields
from macros.facts.problems import DataError
from macros.facts.reader import load
from macros.facts.records import KINDS, REGISTERS
from macros.facts.store import Data
from macros.publish import csv_tables as tables
from macros.publish import files as export
from tools import ROOT

V1 = "data/v1/"


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """Every exported file of this project."""
    return export.exports(real())


@pytest.fixture(scope="session")
def written() -> dict[str, dict[str, Any]]:
    """The records as they are written in data/, read without our own code; values as text."""
    found = {kind: yaml.load((ROOT / "data" / f"{kind}.yml").read_text("utf-8"), yaml.BaseLoader) for kind in KINDS}
    return listed({kind: spelled(load(ROOT), records) for kind, records in found.items()})


def spelled(data: Data, value: Any) -> Any:
    """The same with references to other records written out."""
    if isinstance(value, list):
        return [spelled(data, v) for v in value]
    if isinstance(value, dict):
        return {k: spelled(data, v) for k, v in value.items()}
    return written_out(data, value) if isinstance(value, str) else value


def listed(value: Any) -> Any:
    """The same with words that are written as one text as the list of one that they are."""
    if isinstance(value, list):
        return [listed(v) for v in value]
    if isinstance(value, dict):
        return {k: [v] if k == "words" and isinstance(v, str) else listed(v) for k, v in value.items()}
    return value


def small_site(folder: Path) -> Site:
    """The small data set with a home."""
    root = small.copy(folder)
    (root / "mkdocs.yml").write_text("site_url: https://x.example/s/\n", "utf-8")
    return site_for(root)


def as_text(value: Any) -> Any:
    """A value read from JSON as YAML's base loader would give it; lists and mappings through and through."""
    if isinstance(value, list):
        return [as_text(v) for v in value]
    if isinstance(value, dict):
        return {k: as_text(v) for k, v in value.items()}
    return value if isinstance(value, str) else format(Decimal(str(value)).normalize(), "f")


def tidy(value: Any) -> Any:
    """A value as written, numbers in plain form, text as the records keep it, empty lists left out."""
    if isinstance(value, list):
        return [tidy(v) for v in value]
    if isinstance(value, dict):
        return {k: tidy(v) for k, v in value.items()}
    try:
        return format(Decimal(value).normalize(), "f")
    except ArithmeticError:
        return value.strip()


def filled(record: dict[str, Any]) -> dict[str, Any]:
    """A record without empty lists, nested ones too; words written as one text are a list of one."""
    return {k: [filled(v) if isinstance(v, dict) else v for v in value] if isinstance(value, list)
            else [value] if k == "words" else value for k, value in record.items() if value != []}


def ungraded(value: Any) -> Any:
    """The published data as it was written: without what the build says of the evidence."""
    if isinstance(value, list):
        return [ungraded(v) for v in value]
    return {k: ungraded(v) for k, v in value.items() if k != "grade"} if isinstance(value, dict) else value


def parsed(files: dict[str, bytes], name: str) -> Any:
    return json.loads(files[V1 + name])


# --- JSON ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("kind", KINDS)
def test_the_json_of_a_kind_holds_every_record_as_written(
        files: dict[str, bytes], written: dict[str, Any], kind: str) -> None:
    content = parsed(files, f"{kind}.json")
    assert list(content["records"]) == list(written[kind])
    for name, record in content["records"].items():
        assert record.pop("id") == name
        assert record.pop("address").startswith(content["home"])
        assert tidy(as_text(filled(ungraded(record)))) == tidy(filled(written[kind][name])), name


def test_one_file_holds_everything(files: dict[str, bytes]) -> None:
    everything = parsed(files, "all.json")
    for kind in (*KINDS, *REGISTERS.values()):
        assert everything["kinds"][kind] == parsed(files, f"{kind}.json")["records"], kind
    assert everything["vocab"] == parsed(files, "vocab.json")["records"]
    edition = yaml.load((ROOT / "data" / "edition.yml").read_text("utf-8"), yaml.BaseLoader)
    assert (everything["version"], everything["as_of"]) == (edition["version"], edition["as_of"])


def test_every_figure_and_source_has_a_file_of_its_own(files: dict[str, bytes]) -> None:
    for folder, kinds in (("figures", ("figures", "series")), ("sources", ("sources",))):
        expected = {name: record for kind in kinds for name, record in parsed(files, f"{kind}.json")["records"].items()}
        found = {path.removeprefix(f"{V1}{folder}/").removesuffix(".json"): json.loads(content)["record"]
                 for path, content in files.items() if path.startswith(f"{V1}{folder}/")}
        assert found == expected


def test_a_figures_file_says_what_became_of_it(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    old = json.loads(export.exports(site)[f"{V1}figures/kettles.json"])
    assert (old["record"]["value"], old["record"]["grade"], old["superseded_by"]) == (
        1250, "quotation checked", "https://x.example/s/figures/kettles-2025/")
    assert old["disputes"] == [f"https://x.example/s/disputes/{d.id}/" for d in site.disputes_of["kettles"]]


@pytest.mark.parametrize(("value", "expected"), [("8.6", 8.6), ("1750000000000", 1750000000000), ("0.3333", 0.3333),
                                                 ("40.0", 40)])
def test_numbers_keep_their_value(value: str, expected: float) -> None:
    assert plain.number(Decimal(value)) == expected
    assert Decimal(str(plain.number(Decimal(value)))) == Decimal(value)


def test_a_number_too_long_for_json_stops_the_build() -> None:
    with pytest.raises(ValueError, match=r"^0\.12345678901234567891 has more digits than a reader of JSON keeps$"):
        plain.number(Decimal("0.12345678901234567891"))


# --- schemas ---------------------------------------------------------------------------------------------------------

def schema_of(files: dict[str, bytes], kind: str) -> Any:
    schema = parsed(files, f"schema/{kind}.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("kind", [*KINDS, *REGISTERS.values(), "vocab", "all"])
def test_each_file_fits_its_schema(files: dict[str, bytes], kind: str) -> None:
    validator = schema_of(files, kind)
    assert [e.message for e in validator.iter_errors(parsed(files, f"{kind}.json"))] == []


def test_the_files_of_single_records_fit_their_schemas(files: dict[str, bytes]) -> None:
    validators = {kind: schema_of(files, kind) for kind in ("figures", "series", "sources")}
    single = [json.loads(c) for p, c in files.items() if p.startswith((f"{V1}figures/", f"{V1}sources/"))]
    assert len(single) == sum(len(parsed(files, f"{k}.json")["records"]) for k in validators)
    assert [e.message for one in single for e in validators[one["kind"]].iter_errors(one)] == []


@pytest.mark.parametrize(("spoil", "message"), [
    (lambda r: r.update(value="1250"), "'1250' is not of type 'number'"),
    (lambda r: r.pop("evidence"), "'evidence' is a required property"),
    (lambda r: r.update(evidence=[]), "[] should be non-empty"),
    (lambda r: r.update(unit="spoons"), "'spoons' is not one of"),
    (lambda r: r.update(as_of="May 2024"), "'May 2024' does not match"),
    (lambda r: r.update(id="Kettles"), "'Kettles' does not match"),
    (lambda r: r.update(colour="blue"), "Additional properties are not allowed ('colour' was unexpected)"),
    (lambda r: r["evidence"][0].pop("source"), "'source' is a required property"),
])
def test_a_schema_refuses_what_the_build_would(tmp_path: Path, spoil: Callable[[dict], object], message: str) -> None:
    found = export.exports(small_site(tmp_path))
    content = parsed(found, "figures.json")
    spoil(content["records"]["kettles"])
    errors = [e.message for e in schema_of(found, "figures").iter_errors(content)]
    assert len(errors) == 1
    assert errors[0].startswith(message)


def test_every_field_has_a_meaning() -> None:
    assert [f"{kind}.{f.name}" for kind in (*KINDS, *fields.PARTS) for f in fields.of(kind) if not f.meaning] == []


def test_what_the_guide_says_of_a_field_follows_from_the_model() -> None:
    found = {f.name: f for f in fields.of("figures")}
    assert (found["value"].type, found["value"].required) == ("number", True)
    assert (found["as_of"].type, found["checked"].type, found["note"].required) == ("partial-date", "date", False)
    assert (found["topic"].words, found["supersedes"].refers) == ("topics", ("figures",))
    assert (found["confidence"].words, found["register"].words) == ("confidences", "registers")
    assert (found["evidence"].nested, {f.name: f.items for f in fields.of("changes")}["articles"]) == (True, "integer")


# --- tables ----------------------------------------------------------------------------------------------------------

def rows(content: bytes) -> list[dict[str, str]]:
    """A table as a reader of CSV gets it, the apostrophes before formulas taken away."""
    found = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    return [{k: v[1:] if re.match(r"'[=+\-@\t\r']", v) else v for k, v in row.items()} for row in found]


@pytest.mark.parametrize("kind", [*KINDS, *REGISTERS.values()])
def test_a_table_has_the_columns_and_values_of_the_json(files: dict[str, bytes], kind: str) -> None:
    found = rows(files[f"{V1}csv/{kind}.csv"])
    records = parsed(files, f"{kind}.json")["records"]
    expected = list(records.values()) if isinstance(records, dict) else records
    assert list(found[0]) == [f.name for f in fields.of(kind)]
    assert len(found) == len(expected)
    for row, record in zip(found, expected, strict=True):
        full = {k: json.loads(v) if v[:1] == "[" else v for k, v in row.items() if v != ""}
        assert as_text(full) == as_text(record)


@pytest.mark.parametrize("table", REGISTERS.values())
def test_the_rows_of_a_register_are_those_of_the_project(files: dict[str, bytes], table: str) -> None:
    written = list(csv.DictReader((ROOT / "data" / f"{table}.csv").open(encoding="utf-8")))
    assert rows(files[f"{V1}csv/{table}.csv"]) == written


def test_points_and_evidence_are_tables_too(files: dict[str, bytes], written: dict[str, Any]) -> None:
    points = rows(files[f"{V1}csv/points.csv"])
    assert [(p["series"], p["as_of"], p["value"]) for p in points] == [
        (name, p["as_of"], tidy(p["value"])) for name, s in written["series"].items() for p in s["points"]]
    evidence = rows(files[f"{V1}csv/evidence.csv"])
    assert sum(e["kind"] == "events" for e in evidence) == sum(len(e["evidence"]) for e in written["events"].values())


@pytest.mark.parametrize(("text", "guarded"), [
    ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
    ("\tx", "'\tx"),    ("'quoted'", "''quoted'"), ("1 = 1", "1 = 1"), ("", "")])
def test_text_that_a_spreadsheet_would_run_is_guarded(text: str, guarded: str) -> None:
    assert tables.guarded(text) == guarded


def test_numbers_are_not_guarded() -> None:
    column = (fields.Field("value", "number", True, "x"), fields.Field("note", "string", False, "x"))
    assert tables.to_csv(column, [{"value": Decimal("-5.50"), "note": "-5"}]) == b"value,note\r\n-5.5,'-5\r\n"


@pytest.fixture(scope="session")
def package(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data package, written out as it is published."""
    folder = tmp_path_factory.mktemp("package")
    for path, content in files.items():
        if path.startswith((f"{V1}csv/", f"{V1}datapackage")):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return folder / V1 / "datapackage.json"


def test_the_data_package_is_valid_with_its_rows(package: Path) -> None:
    report = validate(str(package))
    assert [(t.name, e.message) for t in report.tasks for e in t.errors] + [e.message for e in report.errors] == []
    assert report.stats["tasks"] == len(KINDS) + len(REGISTERS) + 2


def test_the_data_package_notices_a_wrong_row(package: Path, tmp_path: Path) -> None:
    described = Package(str(package))
    resource = described.get_resource("figures").to_descriptor()
    text = (package.parent / resource["path"]).read_text("utf-8").replace(",models,", ",moddels,", 1)
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "figures.csv").write_text(text, "utf-8")
    resource.pop("hash"), resource.pop("bytes")
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "x", "resources": [resource]}), "utf-8")
    report = validate(str(tmp_path / "datapackage.json"))
    assert [e.type for t in report.tasks for e in t.errors] == ["constraint-error"]


# --- all in one ------------------------------------------------------------------------------------------------------

def test_the_archive_holds_every_table_and_kind(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files[f"{V1}china-genai.zip"])) as archive:
        assert archive.testzip() is None
        inside = {f"{V1}{name.removeprefix('china-genai/')}": archive.read(name) for name in archive.namelist()}
    papers = [inside.pop(f"{V1}{name}").decode() for name in ("README.md", "LICENSE.txt")]
    assert f"Version {parsed(files, 'all.json')['version']}, as of " in papers[0]
    assert "data/" in papers[0]
    assert papers[1] == (ROOT / "LICENSES" / "CC-BY-4.0.txt").read_text("utf-8")
    assert {f"{V1}{kind}.json" for kind in (*KINDS, *REGISTERS.values(), "vocab", "all")} <= set(inside)
    assert {f"{V1}csv/{kind}.csv" for kind in (*KINDS, *REGISTERS.values(), "points", "evidence")} <= set(inside)
    assert {f"{V1}bibliography.{e}" for e in ("bib", "ris", "json")} | {f"{V1}datapackage.json"} <= set(inside)
    assert all(files[path] == content for path, content in inside.items())


def test_the_manifest_names_each_file_with_its_checksum(files: dict[str, bytes]) -> None:
    manifest = parsed(files, "manifest.json")
    assert manifest["as_of"] == parsed(files, "all.json")["as_of"]
    assert "china-genai.zip" in manifest["files"]
    for name, entry in manifest["files"].items():
        content = files[V1 + name]
        assert entry == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}, name


def test_two_exports_are_alike_to_the_byte(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = (export.exports(small_site(tmp_path / name)) for name in "ab")
    assert first == second
    assert any(path.endswith(".png") for path in first)


def test_the_built_site_has_the_files_as_exported(files: dict[str, bytes], site: Path) -> None:
    assert [path for path, content in files.items() if (site / path).read_bytes() != content] == []


# --- bad input -------------------------------------------------------------------------------------------------------

def test_two_files_of_one_name_stop_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def again(_site: object) -> dict[str, bytes]:
        return {f"{V1}all.json": b"", "statements/tea/index.html": b"", "Data.csv": b""}

    monkeypatch.setattr(export, "EXPORTS", (*export.EXPORTS, again))
    with pytest.raises(DataError) as caught:
        export.exports(small_site(tmp_path))
    assert str(caught.value).split("\n")[1:] == [
        "Data.csv: test_export makes a file that cannot be an address; write names in lower case, with digits, "
        "hyphens and full stops",
        "data/v1/all.json: test_export makes a file of a name that is taken by another export; give it another name",
        "statements/tea/index.html: test_export makes a file of a name that is taken by a page; give it another name"]


HOSTILE = '=1+1 </script><b>"x"</b> & \\} %{{7*7}} \'quote\', comma; {brace}'


def test_hostile_text_stays_text_in_every_table_and_file(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    small.change(root, "data/figures.yml", "note: Cups are not counted.", f"note: {json.dumps(HOSTILE)}")
    with small.any_words():
        found = export.exports(site_for(root))
    assert parsed(found, "figures.json")["records"]["kettles"]["note"] == HOSTILE
    assert rows(found[f"{V1}csv/figures.csv"])[0]["note"] == HOSTILE
    raw = next(csv.DictReader(io.StringIO(found[f"{V1}csv/figures.csv"].decode())))
    assert raw["note"] == "'" + HOSTILE
