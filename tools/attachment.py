"""Reads the attachment of an announcement: the tables of filed services and of registered applications.

``tables(paths)`` takes the files as the CAC publishes them: docx, xlsx, PDF with tables, or CSV. Each row knows where it
stands, so that a message can say so. What the tables hold is looked at in ``add_list.py``.
"""

import csv
import importlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Field → what the column is called. The first heads are those of the attachments.
HEADS = {
    "filing": {
        "number": ("序号", "编号序号", "number", "no", "no."),
        "name_zh": ("模型名称", "服务名称", "大模型名称", "产品名称", "name", "name_zh"),
        "name_en": ("英文名称", "name_en"),
        "provider_zh": ("备案单位", "公司名称", "provider", "provider_zh"),
        "province": ("属地", "province", "place"),
        "filing_number": ("备案编号", "备案号", "filing_number", "filing number"),
        "filed_on": ("备案时间", "备案日期", "filed_on", "date"),
    },
    "registration": {
        "number": ("序号", "编号序号", "number", "no", "no."),
        "name_zh": ("应用/功能名称", "应用名称", "功能名称", "应用或功能名称", "name", "name_zh"),
        "name_en": ("英文名称", "name_en"),
        "provider_zh": ("登记单位", "公司名称", "provider", "provider_zh"),
        "province": ("属地", "province", "place"),
        "launch_number": ("上线编号", "登记编号", "launch_number", "launch number"),
        "registered_on": ("登记时间", "登记日期", "registered_on", "date"),
        "late_entry": ("备注", "late_entry", "remark"),
    },
}
OPTIONAL = ("name_en", "late_entry")
# What only one register has: by it a table is told.
TELLS = {"filing": "filing_number", "registration": "launch_number"}


class Refused(Exception):
    """What is wrong with the input, one problem a line."""

    def __str__(self) -> str:
        return "\n".join(self.args)


@dataclass(frozen=True)
class Line:
    """One row of a table: where it stands and its cells."""

    where: str
    cells: list[str]


@dataclass
class Table:
    """A table of one register: its fields by column, its rows, and what was read over."""

    register: str
    where: str
    columns: dict[str, int]
    lines: list[Line] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def clean(value: str | None) -> str:
    """A cell without stray blanks and line breaks; between Chinese characters no blank is kept.

    Radicals, which some PDFs have for the characters that look the same, become those characters.
    """
    plain = re.sub(r"[\u2e80-\u2fd5]", lambda m: unicodedata.normalize("NFKC", m[0]), value or "")
    text = " ".join(unicodedata.normalize("NFC", plain).split())
    return re.sub(r"(?<=[\u3400-\u9fff（）]) (?=[\u3400-\u9fff（）])", "", text)


def tables(paths: Iterable[Path]) -> dict[str, Table]:
    """Register → its table in some files; raises ``Refused`` naming everything it does not understand."""
    out: dict[str, Table] = {}
    for path in paths:
        found = [table for lines in _read(path) if (table := _table(lines))]
        if not found:
            called = " or ".join(HEADS[register][name][0] for register, name in TELLS.items())
            raise Refused(f"{path.name}: has no table with a column {called}; give the attachment with its head rows")
        for table in found:
            if table.register in out:
                raise Refused(f"{table.where}: is the same kind of table as {out[table.register].where}; give one of each")
            out[table.register] = table
    return out


# ---- one table ---------------------------------------------------------------------------------------------------

def _table(lines: list[Line]) -> Table | None:
    """The table that some rows make; None if none of them is the head row of one."""
    lines = [line for line in lines if any(line.cells)]
    at, register = next(((i, r) for i, line in enumerate(lines) if (r := _register(line.cells))), (0, ""))
    if not register:
        return None
    head = lines[at]
    table = Table(register, head.where, _columns(head, register))
    table.skipped = [f"{line.where}: {' '.join(filter(None, line.cells))}" for line in lines[:at]]
    problems = []
    for line in lines[at + 1:]:
        if _register(line.cells) or line.cells == head.cells:
            problems.append(f"{line.where}: is the head row again; it stands in {head.where.rpartition(', ')[2]} "
                            "already: delete it")
        elif len(line.cells) != len(head.cells):
            problems.append(f"{line.where}: does not have {len(head.cells)} columns; mind commas outside quotes and "
                            "merged cells")
        else:
            table.lines.append(line)
    if not table.lines and not problems:
        problems.append(f"{head.where}: has no rows below it; give the whole table")
    if problems:
        raise Refused(*problems)
    return table


def _register(cells: list[str]) -> str:
    """The register of which these cells are the head row, or nothing."""
    given = {cell.casefold() for cell in cells}
    for register, heads in HEADS.items():
        found = [name for name, known in heads.items() if given & set(known)]
        if TELLS[register] in found and len(found) >= 3:
            return register
    return ""


def _columns(head: Line, register: str) -> dict[str, int]:
    """Field → its column; raises ``Refused`` if one is missing, stands twice or is not known."""
    out, problems = {}, []
    for name, known in HEADS[register].items():
        found = [i for i, cell in enumerate(head.cells) if cell.casefold() in known]
        if len(found) > 1:
            problems.append(f"{head.where}: the columns {' and '.join(head.cells[i] for i in found)} are both the "
                            f"{name}; keep one")
        elif found:
            out[name] = found[0]
        elif name not in OPTIONAL:
            problems.append(f"{head.where}: no column for the {name}; call it {' or '.join(known[:3])}. The columns "
                            f"here are {', '.join(filter(None, head.cells)) or 'none'}")
    if problems:
        raise Refused(*problems)
    names = ", ".join(known[0] for known in HEADS[register].values())
    unknown = [cell for i, cell in enumerate(head.cells) if cell and i not in out.values()]
    if unknown:
        raise Refused(*(f"{head.where}: the column {cell} is none that is known; delete it, or call it by what it is: "
                        f"{names}" for cell in unknown))
    return out


# ---- one file ----------------------------------------------------------------------------------------------------

def _read(path: Path) -> list[list[Line]]:
    """The rows of every table of a file."""
    readers: dict[str, Callable[[Path], list[list[Line]]]] = {".csv": _csv, ".docx": _docx, ".xlsx": _xlsx, ".pdf": _pdf}
    if path.suffix.lower() not in readers:
        raise Refused(f"{path.name}: is none of {', '.join(readers)}; save it as one of them")
    try:
        return readers[path.suffix.lower()](path)
    except OSError as error:
        raise Refused(f"{path.name}: cannot be read: {error.strerror or error}") from None


def _lines(where: str, rows: Iterable[Iterable[str | None]]) -> list[Line]:
    return [Line(f"{where}, row {i}", [clean(cell) for cell in row]) for i, row in enumerate(rows, start=1)]


def _csv(path: Path) -> list[list[Line]]:
    try:
        reader = csv.reader(io.StringIO(path.read_text("utf-8-sig")), strict=True)
        return [[Line(f"{path.name}:{reader.line_num}", [clean(cell) for cell in row]) for row in reader]]
    except UnicodeDecodeError:
        raise Refused(f"{path.name}: is not UTF-8; save it as CSV UTF-8") from None
    except csv.Error as error:
        raise Refused(f"{path.name}:{reader.line_num}: is not CSV: {error}") from None


def _docx(path: Path) -> list[list[Line]]:
    docx = _library("docx", "python-docx")
    try:
        found = docx.Document(str(path)).tables
    except (ValueError, KeyError, docx.opc.exceptions.PackageNotFoundError):
        raise Refused(f"{path.name}: is no Word file; open it and save it as .docx") from None
    return [_lines(f"{path.name}: table {n}", ([cell.text for cell in row.cells] for row in table.rows))
            for n, table in enumerate(found, start=1)]


def _xlsx(path: Path) -> list[list[Line]]:
    openpyxl = _library("openpyxl", "openpyxl")
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except Exception as error:  # a file that is no workbook fails in many ways
        raise Refused(f"{path.name}: is no workbook ({error}); open it and save it as .xlsx") from None
    return [_lines(f"{path.name}: sheet {sheet.title}", (map(_cell, row) for row in sheet.values))
            for sheet in book.worksheets]


def _cell(value: Any) -> str:
    """A cell of a workbook as text: a date without its time, a whole number without a decimal point."""
    if hasattr(value, "date"):
        return str(value.date())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _pdf(path: Path) -> list[list[Line]]:
    """The tables of a PDF; one that goes over several pages is one, and its head on each page is read once."""
    pdfplumber = _library("pdfplumber", "pdfplumber")
    try:
        document = pdfplumber.open(path)
    except Exception as error:  # a file that is no PDF fails in many ways
        raise Refused(f"{path.name}: is no PDF ({error}); get the attachment again") from None
    out: list[list[Line]] = []
    with document:
        for n, page in enumerate(document.pages, start=1):
            for t, rows in enumerate(page.extract_tables(), start=1):
                _continue(out, _lines(f"{path.name}: page {n}, table {t}", rows))
    return out


def _continue(found: list[list[Line]], lines: list[Line]) -> None:
    """Adds the rows at the top of a page to the table before them, if it goes on there."""
    register = _register(lines[0].cells) if lines else ""
    head = next((line for line in found[-1] if _register(line.cells)), None) if found else None
    if head and lines and len(lines[0].cells) == len(head.cells) and (not register or lines[0].cells == head.cells):
        found[-1] += lines[1:] if register else lines
    else:
        found.append(lines)


def _library(module: str, package: str) -> Any:
    """A library that only one kind of file needs; raises ``Refused`` saying how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise Refused(f"this kind of file needs {package}; install it with: pip install '.[lists]' or pip install "
                      f"{package}, or save the table as CSV") from None
