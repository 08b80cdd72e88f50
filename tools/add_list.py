"""Add what the CAC announces every other month: the list of filed services and that of registered applications.

    .venv/bin/python -m tools.add_list ATTACHMENT.docx --id cac-2026-10 --title "September to October 2026" \\
        --announced 2026-11-16 --as-of 2026-10-31 --total 1200 --words 累计1200款 --registered-total 800 \\
        --source cac-2026-11-16-filing --source cac-2024-04-02-filing-notice:attachments

It takes the attachment with both tables as published, docx, xlsx, PDF or CSV, or a file for each table. The heads of
the columns tell the registers apart: 备案编号 is that of filed services, 上线编号 that of registered applications. A
date marked 补登 is a late entry. Rows go to the ends of data/filings.csv and data/registrations.csv, the list to the
end of data/lists.yml, the totals into data/series.yml, the day into data/edition.yml. Said at the end: what was read,
what is new, what differs from rows already there, what looks like a service under a new name, and what is left to do.

Nothing is written if anything is wrong: every rule of the data is tried on a copy first. ``--dry-run`` only reports.
"""

import argparse
import datetime as dt
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from macros.facts import fields, register_records
from macros.facts.problems import DataError, nearest
from macros.facts.reader import load
from macros.facts.records import ID_PATTERN, REGISTERS, Filing, Registration, Row
from macros.facts.rules import check
from macros.facts.store import Data
from macros.facts.text import HAN
from tools import ROOT
from tools.attachment import Line, Refused, Table, tables
from tools.next_list import Rows, by_hand, edition_text, list_text, rows_text, said, with_points

# A name that ends so is a provider: no service or application on any list does.
PROVIDER = re.compile(r"(?:公司|集团|研究院|大学|实验室|研究所)$")
MODELS = {"filing": Filing, "registration": Registration}
LATE = "补登"


@dataclass
class Found:
    """What a table of the attachment has: rows that are new, that are there already, and what differs."""

    new: list[Row] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)  # where each of the new rows stands in the attachment


# ---- rows --------------------------------------------------------------------------------------------------------

def _day(value: str) -> str:
    """A date as YYYY-MM-DD: ``_day("2026年9月3日") == _day("2026/9/3") == "2026-09-03"``; raises ``ValueError``."""
    found = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", value)
    if not found:
        raise ValueError(value)
    return dt.date(*map(int, found.groups())).isoformat()


def _places(data: Data) -> dict[str, str]:
    """What a place may be called → the place."""
    words = data.vocab["provinces"]
    return ({w.zh: p for p, w in words.items() if w.zh} | {w.label: p for p, w in words.items()}
            | {p: p for p in words})


def _place(value: str, places: dict[str, str]) -> str | None:
    """The place meant; one written without its 省, 市 or 自治区 is, if only one fits."""
    if value in places:
        return places[value]
    found = {p for k, p in places.items() if len(value) > 1 and HAN.search(k) and k.startswith(value)}
    return found.pop() if len(found) == 1 else None


def read(table: Table, data: Data, name: str) -> list[tuple[Line, Row]]:
    """The rows of a table as those of a list, each with its place in the attachment; raises ``Refused`` with everything
    wrong in them."""
    places, rows, problems = _places(data), [], []
    for line in table.lines:
        cells = {column: line.cells[i] for column, i in table.columns.items()}
        try:
            rows.append((line, _row(table.register, cells, places, name)))
        except Refused as refused:
            problems += [f"{line.where}: {wrong}" for wrong in refused.args]
    if problems:
        raise Refused(*problems)
    return rows


def _row(register: str, cells: dict[str, str], places: dict[str, str], name: str) -> Row:
    number, date = register_records.NUMBER_FIELD[register], register_records.DAY_FIELD[register]
    cells = cells | {number: re.sub(r"\s", "", cells[number])}  # it may go over two lines
    late = LATE in cells[date] or LATE in cells.get("late_entry", "") or cells.get("late_entry") == "yes"
    empty = [field for field in ("number", "name_zh", "provider_zh", "province", number, date) if not cells[field]]
    if empty:
        raise Refused(*(f"the {field} is empty; fill it in, or delete the row" for field in empty))
    wrong = []
    if not re.fullmatch(r"[1-9]\d*", cells["number"]):
        wrong.append(f"'{cells['number']}' is not a number of the list; look whether columns are swapped")
    place = _place(cells["province"], places)
    if place is None:
        known = [k for k in places if HAN.search(k)]
        wrong.append(f"'{cells['province']}' is no place of data/vocab.yml{nearest(cells['province'], known)}; the "
                     f"places are {', '.join(known)}")
    if PROVIDER.search(cells["name_zh"]):
        wrong.append(f"'{cells['name_zh']}' stands as the name and '{cells['provider_zh']}' as the provider; swap "
                     "them, here or in the whole column")
    try:
        on = _day(re.sub(rf"[（(]?{LATE}[)）]?", "", cells[date]).strip())
    except ValueError:
        wrong.append(f"'{cells[date]}' is not a date; write it as 2026-09-03, 2026/9/3 or 2026年9月3日")
    if wrong:
        raise Refused(*wrong)
    latin = None if HAN.search(cells["name_zh"]) else cells["name_zh"]
    more = {"late_entry": "yes" if late else None} if register == "registration" else {}
    try:
        return MODELS[register](**{
            "list": name, "number": int(cells["number"]), "name_zh": cells["name_zh"],
            "name_en": cells.get("name_en") or latin, "provider_zh": cells["provider_zh"], "province": place,
            number: cells[number], date: on} | more)
    except ValueError:
        raise Refused(f"'{cells[number]}' is not an official number such as Beijing-WenXinYiYan-20230821; look whether "
                      "columns are swapped") from None


# ---- comparing ---------------------------------------------------------------------------------------------------

def compare(rows: list[tuple[Line, Row]], data: Data, register: str) -> Found:
    """New rows, rows that are there already, and what differs from them."""
    by_number = {r.reference.casefold(): r for r in data.rows[register].values()}
    found = Found()
    for line, row in rows:
        old = by_number.get(row.reference.casefold())
        if old is None:
            found.new.append(row)
            found.where.append(line.where)
        elif changes := _changes(old, row):
            found.differs.append(f"{line.where}: {old.list} no. {old.number}, {old.name_zh}: {'; '.join(changes)}")
        else:
            found.same.append(old)
    return found


def _changes(old: Row, row: Row) -> list[str]:
    """The fields in which a row differs from the one that is there; its number on another list is not one."""
    names = ["number"] * (row.list == old.list) + ["name_zh", "provider_zh", "province", "reference", "day"]
    return [f"{n} was '{getattr(old, n)}', is '{getattr(row, n)}'" for n in names if getattr(old, n) != getattr(row, n)]


# ---- checking and writing -----------------------------------------------------------------------------------------

def texts(root: Path, data: Data, new: argparse.Namespace, rows: Rows) -> dict[str, str]:
    """File of data → its text with the rows, the list, its points and its day."""
    def before(name: str) -> str:
        return (root / "data" / name).read_text("utf-8").rstrip("\n") + "\n"

    tables = {f"{REGISTERS[register]}.csv": added for register, added in rows.items() if added}
    return {**{name: before(name) + rows_text(added) for name, added in tables.items()},
            "lists.yml": f"{before('lists.yml')}\n{list_text(new, rows)}",
            "series.yml": with_points(before("series.yml"), data, new, rows),
            "edition.yml": edition_text(before("edition.yml"), new)}


def write(root: Path, made: dict[str, str]) -> None:
    """Writes files of data."""
    for name, text in made.items():
        (root / "data" / name).write_text(text, "utf-8", newline="\n")


def try_out(root: Path, data: Data, new: argparse.Namespace, found: dict[str, Found], made: dict[str, str]) -> None:
    """Nothing if every rule holds for a copy of the data with these files; else raises ``Refused``, each problem of a new
    row at its place in the attachment."""
    where = {(f"data/{REGISTERS[register]}.csv", len(getattr(data, REGISTERS[register])) + 2 + i): at
             for register, f in found.items() for i, at in enumerate(f.where)}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(root / "data", copy / "data")
        (copy / "seeds").symlink_to(root.resolve() / "seeds")
        write(copy, made)
        try:
            check(load(copy))
        except DataError as error:
            at = ((where.get((p.file, p.line)) or (new.id if p.record == new.id else ""), p) for p in error.problems)
            raise Refused(*dict.fromkeys(f"{place}: {p.message}" if place else str(p) for place, p in at)) from None


# ---- the command -------------------------------------------------------------------------------------------------

def list_id(value: str) -> str:
    """The id of a list; raises ``ValueError`` if it is none."""
    if not re.fullmatch(ID_PATTERN, value):
        raise ValueError(value)
    return value


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """The options: what they say of the list, where the data is, and whether it is written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="the attachment, or a file for each of its tables")
    parser.add_argument("--id", required=True, type=list_id, help="id of the list, such as cac-2026-10")
    parser.add_argument("--title", required=True, help='the months it covers, such as "September to October 2026"')
    parser.add_argument("--announced", required=True, type=fields.date,
                        help="day of the announcement, YYYY-MM-DD or YYYY-MM")
    parser.add_argument("--announced-note", help="on what that date rests, if not on the notice")
    parser.add_argument("--as-of", required=True, type=fields.day,
                        help="day up to which the announcement counts, YYYY-MM-DD")
    parser.add_argument("--total", type=int, help="official total of filed services; leave out if none was announced")
    parser.add_argument("--words", help="the few words of the announcement that state that total")
    parser.add_argument("--registered-total", type=int, help="official total of registered applications, likewise")
    parser.add_argument("--source", action="append", required=True, dest="sources",
                        help="id in data/sources.yml, with :locator if needed; may be given several times")
    parser.add_argument("--on-device", action="store_true", help="the list has numbers of its own")
    parser.add_argument("--dry-run", action="store_true", help="only report")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """Reads, compares, adds, reports; 1 if something is wrong."""
    new = arguments(given)
    try:
        data, read_tables = load(new.root), tables(new.files)
        found = {register: compare(read(read_tables[register], data, new.id), data, register)
                 if register in read_tables else Found() for register in REGISTERS}
        if not found["filing"].new:
            raise Refused("no row of filed services is new; give the attachment with the table that has a column 备案编号")
        rows = {register: f.new for register, f in found.items()}
        made = texts(new.root, data, new, rows)
        try_out(new.root, data, new, found, made)
    except (Refused, DataError) as error:
        print(f"{error}\nNothing was written.", file=sys.stderr)
        return 1
    if not new.dry_run:
        write(new.root, made)
    print(said(data, read_tables, found))
    print("Nothing was written." if new.dry_run else by_hand(data, new, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
