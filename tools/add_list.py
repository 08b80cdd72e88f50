"""Add the next list of filed services to the data, from a CSV with the columns of the CAC's attachment.

    .venv/bin/python tools/add_list.py NEW.csv --id cac-2026-10 --title "September to October 2026" \\
        --announced 2026-11-16 --as-of 2026-10-31 --total 1200 \\
        --source cac-2026-11-16-filing --source cac-2024-04-02-filing-notice:attachments

The columns, in any order, are 序号 (number), 模型名称 (name), 备案单位 (provider), 属地 (place), 备案编号 (filing
number) and 备案时间 (filing date); English heads (number, name, provider, province, filing_number, filed_on) do as
well, and name_en may be added. The rows go to the end of data/filings.csv, the list to the end of data/lists.yml.
Said at the end: what was new, what differs from rows already there, what looks like a service under a new name, and
what is left to do.

Nothing is written if anything is wrong. ``--dry-run`` only reports.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import difflib
import io
import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from macros.facts.problems import DataError, nearest  # noqa: E402
from macros.facts.reader import FILING_COLUMNS, load  # noqa: E402
from macros.facts.records import ID_PATTERN, Filing  # noqa: E402
from macros.facts.rules import check  # noqa: E402
from macros.facts.store import Data  # noqa: E402

HEADS = {
    "number": ("序号", "编号序号", "number", "no", "no."),
    "name_zh": ("模型名称", "服务名称", "大模型名称", "产品名称", "name", "name_zh"),
    "name_en": ("英文名称", "name_en"),
    "provider_zh": ("备案单位", "公司名称", "provider", "provider_zh"),
    "province": ("属地", "province", "place"),
    "filing_number": ("备案编号", "备案号", "filing_number", "filing number"),
    "filed_on": ("备案时间", "备案日期", "filed_on", "date"),
}
NEEDED = tuple(k for k in HEADS if k != "name_en")
CHINESE = re.compile(r"[\u3400-\u9fff]")
ALIKE = 0.6  # from here on two names of one provider look like one service


@dataclass(frozen=True)
class New:
    """What the command line says of the list."""

    id: str
    title: str
    announced: str
    as_of: str
    total: int | None
    sources: tuple[str, ...]
    numbering: str = "main"
    announced_note: str | None = None
    note: str | None = None


@dataclass
class Report:
    """What was found in the file."""

    new: list[Filing] = field(default_factory=list)
    same: list[Filing] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)


class Refused(Exception):
    """What is wrong with the input, one problem a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


# ---- reading -----------------------------------------------------------------------------------------------------


def clean(value: str | None) -> str:
    """A cell without stray blanks and line breaks; between Chinese characters no blank is kept."""
    text = " ".join(unicodedata.normalize("NFC", value or "").split())
    return re.sub(r"(?<=[\u3400-\u9fff（）]) (?=[\u3400-\u9fff（）])", "", text)


def day(value: str) -> str:
    """A date as YYYY-MM-DD: ``day("2026年9月3日") == day("2026/9/3") == "2026-09-03"``; raises ``ValueError``."""

    found = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", value)
    if not found:
        raise ValueError(value)
    return dt.date(*map(int, found.groups())).isoformat()


def _columns(heads: Iterable[str], name: str) -> dict[str, str]:
    """Field → head of the file; raises ``Refused`` if one is missing or stands twice."""
    given = [h or "" for h in heads]
    out, problems = {}, []
    for field_, known in HEADS.items():
        found = [h for h in given if clean(h).lower() in known]
        if len(found) > 1:
            problems.append(f"{name}:1: the columns {' and '.join(found)} are both the {field_}; keep one")
        elif found:
            out[field_] = found[0]
        elif field_ in NEEDED:
            problems.append(
                f"{name}:1: no column for the {field_}; call it {' or '.join(known[:3])}. The columns here are "
                f"{', '.join(given) or 'none'}"
            )
    if problems:
        raise Refused(problems)
    return out


def read(path: Path, data: Data, new: New) -> list[Filing]:
    """The rows of the CSV as filings of the new list; raises ``Refused`` naming file and line of everything wrong."""
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused([f"{name}: is not UTF-8; save it as CSV UTF-8"]) from None
    except OSError as error:
        raise Refused([f"{name}: cannot be read: {error.strerror}"]) from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        columns = _columns(reader.fieldnames or (), name)
    except csv.Error as error:
        raise Refused([f"{name}:1: is not CSV: {error}"]) from None
    places = {w.zh: p for p, w in data.vocab["provinces"].items()} | {
        w.label: p for p, w in data.vocab["provinces"].items()
    }
    places |= {p: p for p in data.vocab["provinces"]}
    rows, problems = [], []
    try:
        for raw in reader:
            line = f"{name}:{reader.line_num}"
            if None in raw or None in raw.values():
                problems.append(
                    f"{line}: does not have {len(reader.fieldnames or ())} columns; mind commas outside quotes"
                )
                continue
            cells = {f: clean(raw[h]) for f, h in columns.items()}
            if not any(cells.values()):
                continue
            row, wrong = _row(cells, places, new, reader.line_num)
            problems += [f"{line}: {w}" for w in wrong]
            rows += [row] if row else []
    except csv.Error as error:
        problems.append(f"{name}:{reader.line_num}: is not CSV: {error}")
    if not rows and not problems:
        problems.append(f"{name}: has no rows")
    if problems:
        raise Refused(problems)
    return rows


def _row(cells: dict[str, str], places: dict[str | None, str], new: New, line: int) -> tuple[Filing | None, list[str]]:
    wrong = [f"the {f} is empty" for f in NEEDED if not cells[f]]
    if wrong:
        return None, wrong
    if not re.fullmatch(r"[1-9]\d*", cells["number"]):
        wrong.append(f"'{cells['number']}' is not a number of the list")
    place = places.get(cells["province"]) or _shortened(cells["province"], places)
    if place is None:
        known = [k for k in places if k and CHINESE.search(k)]
        wrong.append(
            f"'{cells['province']}' is no place of data/vocab.yml{nearest(cells['province'], known)}; the places are "
            f"{', '.join(known)}"
        )
    try:
        filed = day(cells["filed_on"])
    except ValueError:
        wrong.append(f"'{cells['filed_on']}' is not a date; write it as 2026-09-03, 2026/9/3 or 2026年9月3日")
        filed = ""
    if filed > new.as_of:
        wrong.append(f"filed on {filed}, after {new.as_of}, the day up to which the announcement counts")
    if wrong:
        return None, wrong
    latin = None if CHINESE.search(cells["name_zh"]) else cells["name_zh"]
    return Filing(
        list=new.id,
        number=int(cells["number"]),
        name_zh=cells["name_zh"],
        name_en=cells.get("name_en") or latin,
        provider_zh=cells["provider_zh"],
        province=place,
        filing_number=cells["filing_number"],
        filed_on=filed,
        line=line,
    ), []


def _shortened(value: str, places: dict[str | None, str]) -> str | None:
    """A place written without its 省, 市 or 自治区, if only one fits."""
    found = {p for k, p in places.items() if k and len(value) > 1 and CHINESE.search(k) and k.startswith(value)}
    return found.pop() if len(found) == 1 else None


# ---- comparing ---------------------------------------------------------------------------------------------------


def compare(rows: list[Filing], data: Data) -> Report:
    """New rows, rows that are there already, and what differs or looks like a service under a new name."""
    by_number = {r.filing_number.casefold(): r for r in data.filings}
    by_provider: dict[str, list[Filing]] = {}
    for r in data.filings:
        by_provider.setdefault(_fold(r.provider_zh), []).append(r)
    report = Report()
    for row in rows:
        old = by_number.get(row.filing_number.casefold())
        if old:
            changes = _changes(old, row)
            (report.differs if changes else report.same).append(  # type: ignore[arg-type]
                f"{_named(old)} (line {row.line}): {'; '.join(changes)}" if changes else old
            )
            if _fold(old.name_zh) != _fold(row.name_zh):
                report.renamed.append(f"{_named(old)} has the filing number of {row.name_zh} (line {row.line})")
            continue
        report.new.append(row)
        for other in by_provider.get(_fold(row.provider_zh), ()):
            if difflib.SequenceMatcher(None, _fold(other.name_zh), _fold(row.name_zh)).ratio() >= ALIKE:
                report.renamed.append(
                    f"{row.name_zh} (line {row.line}) and {_named(other)} have one provider, "
                    f"{row.provider_zh}, and names alike"
                )
    return report


def _fold(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).casefold().split())


def _named(row: Filing) -> str:
    return f"{row.list} no. {row.number}, {row.name_zh}"


def _changes(old: Filing, row: Filing) -> list[str]:
    """The fields in which a row differs from the one that is there; its number on another list is not one."""
    fields = ["name_zh", "provider_zh", "province", "filing_number", "filed_on"]
    if row.list == old.list:
        fields.insert(0, "number")
    return [
        f"{f} was '{getattr(old, f)}', is '{getattr(row, f)}'" for f in fields if getattr(old, f) != getattr(row, f)
    ]


def refuse(report: Report, data: Data, new: New, name: str) -> None:
    """Nothing if the new rows can be added; else raises ``Refused``."""
    problems = []
    if not re.fullmatch(ID_PATTERN, new.id):
        problems.append(f"--id {new.id}: write lower-case letters, digits and hyphens, such as cac-2026-10")
    if new.id in data.lists:
        problems.append(f"--id {new.id}: this list is in data/lists.yml already")
    for source in new.sources:
        key = source.partition(":")[0]
        if key not in data.sources:
            problems.append(
                f"--source {key}: is not in data/sources.yml{nearest(key, data.sources)}; add the announcement "
                "there first"
            )
    problems += _sequence(report.new, data, new, name)
    if not report.new:
        problems.append(f"{name}: no row is new; {len(report.same)} are there already, {len(report.differs)} differ")
    made = len(data.filings) + len(report.new)
    if new.total is not None and made != new.total:
        problems.append(
            f"--total {new.total}: the {len(data.filings)} rows that are there and the {len(report.new)} new ones "
            f"make {made}; find the missing or surplus rows"
        )
    dated = data.filed_by(new.as_of) + len(report.new)
    if new.total is not None and made == new.total and dated != new.total:
        problems.append(f"--as-of {new.as_of}: {dated} rows are dated up to then, the announcement says {new.total}")
    if problems:
        raise Refused(problems)


def _sequence(rows: list[Filing], data: Data, new: New, name: str) -> list[str]:
    last = max((i.last for i in data.lists.values() if i.numbering == new.numbering), default=0)
    if new.numbering == "on-device" and rows and rows[0].number == 1:
        last = 0  # The first on-device list began anew; a later one may too.
    problems, seen = [], {}
    for expected, row in enumerate(rows, start=last + 1):
        if row.number != expected:
            problems.append(
                f"{name}:{row.line}: number {row.number} stands where {expected} is expected; rows stand in list "
                "order, none missing, none twice"
            )
            break
    for row in rows:
        key = row.filing_number.casefold()
        if key in seen:
            problems.append(f"{name}:{row.line}: filing number {row.filing_number} stands in line {seen[key]} already")
        seen.setdefault(key, row.line)
    return problems


# ---- writing -----------------------------------------------------------------------------------------------------


class _Indented(yaml.SafeDumper):
    """YAML as data/ has it."""


def list_text(new: New, rows: list[Filing]) -> str:
    """The record of the list as it goes to the end of data/lists.yml."""
    evidence = [dict(zip(("source", "locator"), s.split(":", 1), strict=False)) for s in new.sources]
    record: dict[str, Any] = {
        "title": new.title,
        "announced": new.announced,
        "announced_note": new.announced_note,
        "period_from": min(r.filed_on for r in rows),
        "period_to": max(r.filed_on for r in rows),
        "as_of": new.as_of,
        "first": rows[0].number,
        "last": rows[-1].number,
        "numbering": new.numbering,
        "total": new.total,
        "evidence": evidence,
        "note": new.note,
    }
    for name in ("announced", "period_from", "period_to", "as_of"):
        record[name] = _Date(record[name])
    kept = {k: v for k, v in record.items() if v is not None}
    return yaml.dump({new.id: kept}, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=110) + "\n"


class _Date(str):
    """A date, written without quotes."""


_Indented.add_representer(
    _Date,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:timestamp" if len(value) == 10 else "tag:yaml.org,2002:str", str(value)
    ),
)


def rows_text(rows: list[Filing]) -> str:
    """The rows as they go to the end of data/filings.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([getattr(r, c) if getattr(r, c) is not None else "" for c in FILING_COLUMNS] for r in rows)
    return out.getvalue()


def write(root: Path, new: New, rows: list[Filing]) -> None:
    """Adds the rows and the list; if the data does not pass its checks then, both files are as before."""
    paths = {root / "data" / "filings.csv": rows_text(rows), root / "data" / "lists.yml": list_text(new, rows)}
    before = {path: path.read_bytes() for path in paths}
    for path, added in paths.items():
        text = before[path].decode().rstrip("\n") + ("\n\n" if path.suffix == ".yml" else "\n")
        path.write_text(text + added, "utf-8", newline="\n")
    try:
        check(load(root))
    except DataError:
        for path, content in before.items():
            path.write_bytes(content)
        raise


# ---- saying ------------------------------------------------------------------------------------------------------


def said(report: Report, data: Data, new: New) -> str:
    """The report, for a person to read."""
    out = [
        f"{len(report.new)} new rows"
        + (f", numbers {report.new[0].number} to {report.new[-1].number}" if report.new else "")
    ]
    for title, found in (
        ("already there, left out", [_named(r) for r in report.same]),
        ("differ from rows already there; nothing was changed, decide by hand", report.differs),
        ("may be services under a new name; look at them", report.renamed),
    ):
        if found:
            out += [f"{len(found)} {title}:", *(f"  {line}" for line in found)]
    if new.total is not None and report.new:
        out.append(
            f"{len(data.filings)} rows before, {len(data.filings) + len(report.new)} now: the announced {new.total}"
        )
    return "\n".join(out)


def by_hand(new: New) -> str:
    """What the tool leaves to the maintainer, with the text to paste."""
    total = new.total if new.total is not None else "…"
    evidence = "".join(f"    - source: {s.partition(':')[0]}\n" for s in new.sources)
    return (
        "Left to do: put the total into data/series.yml, at the end of the points of genai-services-filed-cumulative:\n"
        f"  - as_of: {new.as_of}\n    value: {total}\n    bound: exact\n    published: {new.announced}\n"
        f"    evidence:\n{evidence}"
        "Add what the announcement says to genai-services-filed-per-announcement, genai-services-filed-per-year and\n"
        "genai-apps-registered-cumulative, set as_of in data/edition.yml, then run make ledger and make test."
    )


def arguments(given: list[str] | None = None) -> tuple[argparse.Namespace, New]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="the CSV with the columns of the attachment")
    parser.add_argument("--id", required=True, help="id of the list, such as cac-2026-10")
    parser.add_argument("--title", required=True, help='the months it covers, such as "September to October 2026"')
    parser.add_argument("--announced", required=True, help="day of the announcement, YYYY-MM-DD or YYYY-MM")
    parser.add_argument("--announced-note", help="on what that date rests, if not on the notice")
    parser.add_argument("--as-of", required=True, help="day up to which the announcement counts, YYYY-MM-DD")
    parser.add_argument("--total", type=int, help="official total announced with the list; leave out if none was")
    parser.add_argument(
        "--source",
        action="append",
        required=True,
        dest="sources",
        help="id in data/sources.yml, with :locator if needed; may be given several times",
    )
    parser.add_argument("--on-device", action="store_true", help="the list has numbers of its own")
    parser.add_argument("--note", help="a sentence about the list")
    parser.add_argument("--dry-run", action="store_true", help="only report")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    o = parser.parse_args(given)
    return o, New(
        o.id,
        o.title,
        o.announced,
        o.as_of,
        o.total,
        tuple(o.sources),
        "on-device" if o.on_device else "main",
        o.announced_note,
        o.note,
    )


def _dated(new: New) -> None:
    """Nothing if the dates given are dates; else raises ``Refused``."""
    problems = []
    for name, value, form in (("announced", new.announced, r"\d{4}-\d{2}(-\d{2})?"),
                              ("as-of", new.as_of, r"\d{4}-\d{2}-\d{2}")):
        try:
            dt.date.fromisoformat(value if len(value) > 7 else f"{value}-01")
            fits = re.fullmatch(form, value)
        except ValueError:
            fits = None
        if not fits:
            problems.append(f"--{name} {value}: is not a date; write YYYY-MM-DD"
                            + (" or YYYY-MM" if name == "announced" else ""))
    if problems:
        raise Refused(problems)


def main(given: list[str] | None = None) -> int:
    """Reads, compares, adds, reports; 1 if something is wrong."""
    options, new = arguments(given)
    try:
        _dated(new)
        data = check(load(options.root))
        report = compare(read(options.file, data, new), data)
        refuse(report, data, new, options.file.name)
        if not options.dry_run:
            write(options.root, new, report.new)
    except (Refused, DataError) as error:
        print(f"{error}\nNothing was written.", file=sys.stderr)
        return 1
    print(said(report, data, new))
    print("Nothing was written." if options.dry_run else by_hand(new))
    return 0


if __name__ == "__main__":
    sys.exit(main())
