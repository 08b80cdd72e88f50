"""The tool that adds the next announcement: the attachment in each form, what it says, and what it refuses."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from small import SMALL, copy

from macros.facts.reader import load
from macros.facts.rules import check
from tools import ROOT, add_list, attachment, next_list

Cells = list[list[str]]
FILED = ["序号", "属地", "模型名称", "备案单位", "备案编号", "备案时间"]
REGISTERED = ["序号", "属地", "应用/功能名称", "登记单位", "上线编号", "登记时间"]


def filed() -> Cells:
    """The table of filed services of an announcement after those of the small data set."""
    return [["6", "North", "新茶", "范例茶馆", "North-XinCha-20240710", "2024/8/1"],
            ["7", "South", "Old Tea", "老茶馆有限公司", "South-OldTea-20240712", "2024年8月5日"],
            ["8", "South", "凉 茶", "小茶馆", "South-LiangCha-20240801", "2024-08-30"]]


def registered() -> Cells:
    """The table of registered applications that comes with it."""
    return [["6", "North", "茶香", "小茶馆", "North-ChaXiang-20240701S0003", "2024/7/1"],
            ["7", "South", "茶色", "范例茶馆", "South-ChaSe-20240715S0004", "2024-07-20"],
            ["8", "North", "茶壶", "小茶馆", "North-ChaHu-20240625S0004", "2024/6/25（补登）"]]


def _in_order(rows: Cells) -> Cells:
    """The same with the late entry's number before that of the first row, as its date asks."""
    rows[2][4], rows[0][4] = "North-ChaHu-20240625S0003", "North-ChaXiang-20240701S0004"
    return rows


def write_csv(path: Path, head: list[str], rows: Cells) -> Path:
    """A table as a CSV, with the mark at its start that spreadsheets write."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy(tmp_path)


@pytest.fixture
def one(tmp_path: Path) -> Callable[..., list[Path]]:
    """Writes both tables as CSV files; either may be changed."""
    def both(services: Cells | None = None, applications: Cells | None = None, heads: tuple = (FILED, REGISTERED),
             ) -> list[Path]:
        return [write_csv(tmp_path / "filed.csv", heads[0], services or filed()),
                write_csv(tmp_path / "registered.csv", heads[1], applications or _in_order(registered()))]
    return both


OPTIONS = {"id": "list-three", "title": "Third list of recipes", "announced": "2024-09",
           "announced-note": "It was told.", "as-of": "2024-08-31", "total": "8", "registered-total": "8",
           "source": "plain-page:attachment"}


def add(root: Path, paths: list[Path], *more: str, **changed: str | None) -> int:
    """Runs the tool on a copy of the small data set."""
    options = OPTIONS | {k.replace("_", "-"): v for k, v in changed.items()}
    given = [word for k, v in options.items() if v is not None for word in (f"--{k}", v)]
    return add_list.main([*map(str, paths), "--root", str(root), *given, *more])


def files(root: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (root / "data").iterdir() if p.is_file()}


def refused(root: Path, paths: list[Path], capsys: pytest.CaptureFixture[str], **changed: str | None) -> list[str]:
    """What the tool says when it refuses; nothing may have been written."""
    before = files(root)
    assert add(root, paths, **changed) == 1
    assert files(root) == before
    *problems, last = capsys.readouterr().err.strip().split("\n")
    assert last == "Nothing was written."
    return problems


# --- what it adds -----------------------------------------------------------------------------------------------------

def test_a_total_has_the_words_that_were_given_and_a_list_the_cells_it_was_read_from(
        root: Path, one: Callable[..., list[Path]]) -> None:
    assert add(root, one(), words="累计8款") == 0
    after = load(root)
    item = list(after.lists.values())[-1]
    point = after.series["genai-services-filed-cumulative"].points[-1]
    assert (point.value, point.evidence[0].words) == (8, ("累计8款",))
    assert item.evidence[0].words == ("序号", str(item.first), str(item.last))
    assert item.registered_evidence[0].words == ("序号", str(item.registered_first), str(item.registered_last))


def added(root: Path) -> None:
    """Looks at what the tool wrote: the rows, the list, and that the whole data passes its checks."""
    data = check(load(root))
    assert [(r.number, r.name_zh, r.name_en, r.province, r.filed_on) for r in data.filings_of["list-three"]] == [
        (6, "新茶", None, "north", "2024-08-01"), (7, "Old Tea", "Old Tea", "south", "2024-08-05"),
        (8, "凉茶", None, "south", "2024-08-30")]
    applications = data.registrations_of["list-three"]
    assert [(r.number, r.launch_number, r.registered_on, r.late_entry) for r in applications] == [
        (6, "North-ChaXiang-20240701S0004", "2024-07-01", None), (7, "South-ChaSe-20240715S0004", "2024-07-20", None),
        (8, "North-ChaHu-20240625S0003", "2024-06-25", "yes")]
    item = data.lists["list-three"]
    assert (item.first, item.last, item.total, item.period_from, item.period_to) == (
        6, 8, 8, "2024-08-01", "2024-08-30")
    assert (item.registered_first, item.registered_last, item.registered_total) == (6, 8, 8)
    assert [e.locator for e in item.evidence] == ["attachment"]
    point = data.series["genai-services-filed-cumulative"].points[-1]
    assert (point.as_of, point.value, point.published) == ("2024-08-31", 8, "2024-09")


def test_both_tables_are_added_and_the_data_is_whole(
        root: Path, one: Callable[..., list[Path]], capsys: pytest.CaptureFixture[str]) -> None:
    assert add(root, one()) == 0
    added(root)
    out = capsys.readouterr().out
    assert out.startswith(
        "Read 3 rows of filed services from filed.csv:1, columns number, province, name_zh, provider_zh, "
        "filing_number, filed_on\n3 new rows of filed services, numbers 6 to 8\n")
    assert "3 new rows of registered applications, numbers 6 to 8\n  1 of them late entries\n" in out
    assert "tea-house: - {register: filing, row: list-three#6, basis: known}  # 新茶, 范例茶馆\n" in out


def docx_file(path: Path, tables: list[tuple[str, list[str], Cells]]) -> Path:
    """A Word file with a line of text and a table each, as the CAC publishes it."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for title, head, rows in tables:
        document.add_paragraph(title)
        made = document.add_table(rows=0, cols=len(head))
        for row in (head, *rows):
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def xlsx_file(path: Path, tables: list[tuple[str, list[str], Cells]]) -> Path:
    """A workbook with a sheet each: a title row, the head, numbers as numbers and dates as dates."""
    openpyxl = pytest.importorskip("openpyxl")
    import datetime as dt

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, head, rows in tables:
        sheet = book.create_sheet(title[:20])
        sheet.append([title])
        sheet.append(head)
        for row in rows:
            day = re.fullmatch(r"(\d+)-(\d+)-(\d+)", row[-1])
            sheet.append([int(row[0]), *row[1:-1], dt.datetime(*map(int, day.groups())) if day else row[-1]])
    book.save(path)
    return path


def pdf_file(path: Path, browser: Browser, tables: list[tuple[str, list[str], Cells]]) -> Path:
    """A PDF with a ruled table each, on pages so low that a table goes over several, its head on each."""
    pytest.importorskip("pdfplumber")
    html = "".join(
        f"<h1>{title}</h1><table><thead><tr>{''.join(f'<th>{h}</th>' for h in head)}</tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</tbody></table>"
        for title, head, rows in tables)
    page = browser.new_page()
    page.set_content("<style>table{border-collapse:collapse}td,th{border:1px solid #000;height:40px;width:110px}"
                     f"h1{{font-size:12px}}</style>{html}")
    page.pdf(path=path, width="1000px", height="170px")
    page.close()
    return path


def both_tables() -> list[tuple[str, list[str], Cells]]:
    return [("附件1 已备案信息", FILED, filed()), ("附件2 已登记信息", REGISTERED, _in_order(registered()))]


def test_a_word_file_is_read_as_published(root: Path, tmp_path: Path) -> None:
    assert add(root, [docx_file(tmp_path / "a.docx", both_tables())]) == 0
    added(root)


def test_a_workbook_is_read_as_published(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(root, [xlsx_file(tmp_path / "a.xlsx", both_tables())]) == 0
    added(root)
    said = capsys.readouterr().out
    assert "  passed over, above the head: a.xlsx: sheet 附件1 已备案信息, row 1: 附件1 已备案信息\n" in said


def test_a_pdf_is_read_over_its_pages(root: Path, tmp_path: Path, browser: Browser) -> None:
    assert add(root, [pdf_file(tmp_path / "a.pdf", browser, both_tables())]) == 0
    added(root)


def test_a_dry_run_writes_nothing(root: Path, one: Callable[..., list[Path]],
                                  capsys: pytest.CaptureFixture[str]) -> None:
    before = files(root)
    assert add(root, one(), "--dry-run") == 0
    assert files(root) == before
    assert capsys.readouterr().out.endswith("Nothing was written.\n")


def test_rows_that_are_there_changed_ones_and_new_names_are_told_apart(
        root: Path, one: Callable[..., list[Path]], capsys: pytest.CaptureFixture[str]) -> None:
    old = [["1", "North", "红茶", "范例茶馆", "North-HongCha-20240110", "2024-01-15"],
           ["2", "South", "绿茶汤", "范例茶馆", "South-LvCha-20240201", "2024-02-01"]]
    rows = filed()
    rows[0][2] = "红茶二号"
    assert add(root, one([*old, *rows]), "--dry-run") == 0
    out = capsys.readouterr().out
    assert "1 already there, left out:\n  list-one no. 1, 红茶\n" in out
    assert ("1 differ from rows already there; nothing was changed, decide by hand:\n  filed.csv:3: list-one "
            "no. 2, 绿茶: name_zh was '绿茶', is '绿茶汤'\n") in out
    assert "  红茶二号 (no. 6) and list-one no. 1, 红茶, have one provider, 范例茶馆, and names alike\n" in out


# --- what it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "column", "value", "says"), [
    (1, 0, "7O", "filed.csv:3: '7O' is not a number of the list; look whether columns are swapped"),
    (1, 0, "6", "filed.csv:3: number: 6 stands where 7 is expected; rows stand in list order, none missing, none "
     "twice"),
    (1, 2, " ", "filed.csv:3: the name_zh is empty; fill it in, or delete the row"),
    (1, 1, "Nort", "filed.csv:3: 'Nort' is no place of data/vocab.yml; the places are "),
    (1, 2, "老茶馆有限公司", "filed.csv:3: '老茶馆有限公司' stands as the name and '老茶馆有限公司' as the "
     "provider; swap them, here or in the whole column"),
    (1, 4, "2024-07-12", "filed.csv:3: '2024-07-12' is not an official number such as "
     "Beijing-WenXinYiYan-20230821; look whether columns are swapped"),
    (1, 5, "2024/2/30", "filed.csv:3: '2024/2/30' is not a date; write it as 2026-09-03, 2026/9/3 or 2026年9月3日"),
    (1, 4, "South-OldTea-20240712S0005", "filed.csv:3: filing_number: South-OldTea-20240712S0005 is a number of "
     "the other register; move the row to data/registrations.csv"),
    (1, 5, "2024-07-11", "filed.csv:3: filed_on: 2024-07-11 is before 2024-07-12, the day in the number "
     "South-OldTea-20240712; correct one of them, or list the row in data/exceptions.yml"),
    (1, 4, "North-OldTea-20240712", "filed.csv:3: filing_number: North-OldTea-20240712 does not begin with South, the "
     "place of the row; correct one of them, or list the row in data/exceptions.yml"),
    (2, 4, "South-OldTea-20240712", "filed.csv:4: filing_number: South-OldTea-20240712 stands in line 8 already; "
     "correct one"),
])
def test_a_bad_cell_is_refused_with_its_line(root: Path, one: Callable[..., list[Path]], row: int, column: int,
                                             value: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = filed()
    rows[row][column] = value
    assert any(problem.startswith(says) for problem in refused(root, one(rows), capsys))


@pytest.mark.parametrize(("row", "column", "value", "says"), [
    (1, 4, "South-ChaSe-202407150004", "registered.csv:3: launch_number: South-ChaSe-202407150004 is a number of "
     "the other register; move the row to data/filings.csv"),
    (1, 4, "South-ChaSe-20240715S0005", "registered.csv:3: launch_number: no row of south before "
     "South-ChaSe-20240715S0005 has the running number 4; add it, or list the place and the number in "
     "data/exceptions.yml"),
    (1, 0, "8", "list-three: registered_last: number 7 has no row in data/registrations.csv; add it, or list it in "
     "data/exceptions.yml"),
    (2, 5, "2024/6/25", "registered.csv:4: registered_on: 2024-06-25 is not after 2024-06-30, up to which the list "
     "before counts, and the row is not marked as a late entry; correct one of them, or list the row in "
     "data/exceptions.yml"),
])
def test_a_bad_application_is_refused_with_its_line(root: Path, one: Callable[..., list[Path]], row: int, column: int,
                                                    value: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _in_order(registered())
    rows[row][column] = value
    assert says in refused(root, one(None, rows), capsys)


def test_an_exception_written_first_lets_a_row_be(root: Path, one: Callable[..., list[Path]]) -> None:
    rows = filed()
    rows[1][5] = "2024-07-11"
    with (root / "data" / "exceptions.yml").open("a", encoding="utf-8") as file:
        file.write("\ndate-of-old-tea:\n  rule: date-first\n  register: filing\n  rows: [list-three#7]\n"
                   "  what: It is dated later.\n  evidence:\n  - source: plain-page\n")
    assert add(root, one(rows)) == 0
    assert check(load(root)).filings[-2].filed_on == "2024-07-11"


def test_swapped_columns_are_refused(root: Path, one: Callable[..., list[Path]],
                                     capsys: pytest.CaptureFixture[str]) -> None:
    rows = [[r[0], r[1], r[2], r[3], r[5], r[4]] for r in filed()]
    problems = refused(root, one(rows), capsys)
    assert problems[0] == "filed.csv:2: 'North-XinCha-20240710' is not a date; write it as 2026-09-03, 2026/9/3 or " \
        "2026年9月3日"
    assert len(problems) == 3


def test_a_head_row_that_comes_again_is_refused(root: Path, one: Callable[..., list[Path]],
                                                capsys: pytest.CaptureFixture[str]) -> None:
    rows = filed()
    assert refused(root, one([rows[0], FILED, *rows[1:]]), capsys) == [
        "filed.csv:3: is the head row again; it stands in filed.csv:1 already: delete it"]


def test_a_head_row_that_comes_again_is_refused_in_a_word_file(
        root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = both_tables()
    tables[1][2].insert(1, REGISTERED)
    assert refused(root, [docx_file(tmp_path / "a.docx", tables)], capsys) == [
        "a.docx: table 2, row 3: is the head row again; it stands in row 1 already: delete it"]


def test_missing_unknown_and_double_columns_are_refused(root: Path, one: Callable[..., list[Path]],
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    heads = (["序号", "属地", "模型名称", "服务名称", "备案编号", "备案时间"], REGISTERED)
    assert refused(root, one(None, None, heads), capsys) == [
        "filed.csv:1: the columns 模型名称 and 服务名称 are both the name_zh; keep one",
        "filed.csv:1: no column for the provider_zh; call it 备案单位 or 公司名称 or provider. The columns here are "
        "序号, 属地, 模型名称, 服务名称, 备案编号, 备案时间"]
    rows = [[*r, "x"] for r in filed()]
    assert refused(root, one(rows, None, ([*FILED, "级别"], REGISTERED)), capsys) == [
        "filed.csv:1: the column 级别 is none that is known; delete it, or call it by what it is: 序号, 模型名称, "
        "英文名称, 备案单位, 属地, 备案编号, 备案时间"]


@pytest.mark.parametrize(("changed", "says"), [
    ({"total": "9"}, "list-three: total: the rows up to this list add up to 8, the announcement says 9; find the missing "
     "or surplus rows"),
    ({"registered_total": "9"}, "list-three: registered_total: 9 is not 8, the highest number so far; correct one of them"),
    ({"id": "list-two"}, "list-two: 'list-two' stands twice (first in line 21); keep one"),
    ({"source": "plain-pge"}, "list-three: evidence[0].source: 'plain-pge' is not in data/sources.yml; did you mean "
     "plain-page? Or add it there"),
])
def test_what_the_command_says_of_the_list_is_checked(
        root: Path, one: Callable[..., list[Path]], changed: dict[str, str], says: str,
        capsys: pytest.CaptureFixture[str]) -> None:
    assert says in refused(root, one(), capsys, **changed)


@pytest.mark.parametrize("changed", [{"id": "List 3"}, {"as_of": "2024-08"}, {"announced": "2024-13"}])
def test_an_option_that_cannot_be_is_refused_with_its_name(
        root: Path, one: Callable[..., list[Path]], changed: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        add(root, one(), **changed)
    (name, value), = changed.items()
    assert re.search(rf"argument --{name.replace('_', '-')}: invalid \w+ value: '{value}'\n$", capsys.readouterr().err)


def test_a_list_without_a_new_service_is_refused(root: Path, one: Callable[..., list[Path]],
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(root, one()[1:], capsys) == [
        "no row of filed services is new; give the attachment with the table that has a column 备案编号"]


def test_rows_that_are_missing_are_refused(root: Path, one: Callable[..., list[Path]],
                                           capsys: pytest.CaptureFixture[str]) -> None:
    problems = refused(root, one(filed()[1:]), capsys, total=None)
    assert "list-three: first: 7 does not follow 5, the last number before it; write 6, or find the rows between" \
        in problems


@pytest.mark.parametrize(("name", "content", "says"), [
    ("a.txt", b"x", "a.txt: is none of .csv, .docx, .xlsx, .pdf; save it as one of them"),
    ("a.csv", "序号,属地".encode("gb18030"), "a.csv: is not UTF-8; save it as CSV UTF-8"),
    ("a.csv", "一,二\n1,2\n".encode(), "a.csv: has no table with a column 备案编号 or 上线编号; give the attachment "
     "with its head rows"),
    ("a.csv", b'"1,2\n', "a.csv:1: is not CSV: unexpected end of data"),
    ("a.csv", ",".join(FILED).encode() + b"\n", "a.csv:1: has no rows below it; give the whole table"),
    ("a.csv", ",".join(FILED).encode() + b"\n1,2\n", "a.csv:2: does not have 6 columns; mind commas outside quotes and "
     "merged cells"),
])
def test_a_file_it_does_not_understand_is_refused(root: Path, tmp_path: Path, name: str, content: bytes, says: str,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(root, [tmp_path / name], capsys) == [says]


@pytest.mark.parametrize(("name", "module", "package"), [
    ("a.docx", "docx", "python-docx"), ("a.xlsx", "openpyxl", "openpyxl"), ("a.pdf", "pdfplumber", "pdfplumber")])
def test_a_library_that_is_missing_is_named(
        root: Path, tmp_path: Path, name: str, module: str, package: str, capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).write_bytes(b"x")
    monkeypatch.setitem(sys.modules, module, None)
    assert refused(root, [tmp_path / name], capsys) == [
        f"this kind of file needs {package}; install it with: pip install '.[lists]' or pip install {package}, or save "
        "the table as CSV"]


@pytest.mark.parametrize(("name", "module", "says"), [
    ("a.docx", "docx", "a.docx: is no Word file; open it and save it as .docx"),
    ("a.xlsx", "openpyxl", "a.xlsx: is no workbook (File is not a zip file); open it and save it as .xlsx"),
    ("a.pdf", "pdfplumber", "a.pdf: is no PDF (")])
def test_a_broken_file_is_refused(root: Path, tmp_path: Path, name: str, module: str, says: str,
                                  capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip(module)
    (tmp_path / name).write_bytes(b"x")
    assert refused(root, [tmp_path / name], capsys)[0].startswith(says)


def test_one_table_twice_is_refused(root: Path, one: Callable[..., list[Path]], tmp_path: Path,
                                    capsys: pytest.CaptureFixture[str]) -> None:
    again = write_csv(tmp_path / "again.csv", FILED, filed())
    assert refused(root, [*one(), again], capsys) == [
        "again.csv:1: is the same kind of table as filed.csv:1; give one of each"]


# --- today's data -----------------------------------------------------------------------------------------------------


def test_every_row_of_today_is_taken_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows that are there, given as an attachment, are all known; none looks like a mistake."""
    data = load(ROOT)
    zh = {p: w.zh for p, w in data.vocab["provinces"].items()}
    paths = [write_csv(tmp_path / f"{name}.csv", head, [
        [str(r.number), zh[r.province], r.name_zh, r.provider_zh, r.reference,
         r.day + ("（补登）" if getattr(r, "late_entry", None) else "")] for r in rows])
        for name, head, rows in (("f", FILED, data.filings), ("r", REGISTERED, data.registrations))]
    for register, table in add_list.tables(paths).items():
        found = add_list.compare(add_list.read(table, data, "next"), data, register)
        assert (found.new, found.differs) == ([], [])
        assert len(found.same) == len(data.rows[register])


def test_what_the_next_list_contradicts_is_named() -> None:
    data = load(ROOT)
    found = {where for where, _ in next_list.contradicted(data)}
    assert any(where.startswith("data/statements.yml filings-no-later-list") for where in found)


@pytest.mark.parametrize(("cell", "expected"), [
    (" 文心\n一言 ", "文心一言"), ("Kimi  智能 助手", "Kimi 智能助手"), ("盖乐世 AI", "盖乐世 AI"), (None, "")])
def test_stray_blanks_in_cells_go(cell: str | None, expected: str) -> None:
    assert attachment.clean(cell) == expected


def test_the_record_of_a_list_is_written_as_the_others_are() -> None:
    text = (ROOT / "data" / "lists.yml").read_text("utf-8")
    data = load(ROOT)
    item = list(data.lists.values())[-1]
    new = add_list.arguments([
        "x", "--id", item.id, "--title", item.title, "--announced", item.announced, "--as-of", item.as_of, "--source", "x",
        "--total", str(item.total), "--registered-total", str(item.registered_total)])
    made = next_list.list_text(new, {"filing": data.filings_of[item.id], "registration": data.registrations_of[item.id]})
    head = made[:made.index("  evidence:")]
    assert head in text


def test_the_small_data_set_is_left_alone() -> None:
    assert "list-three" not in (SMALL / "data" / "lists.yml").read_text("utf-8")
