"""Tables that are written in a page: Markdown gives them no heads of rows and no name; the tables of macros have both."""

import re

_TABLE = re.compile(r"<table>.*?</table>", re.S)
_HEADING = re.compile(r'<h[1-6][^>]*\bid="?([a-z0-9-]+)')
_FIRST_CELL = re.compile(r"(<tr>\s*)<td([^>]*)>(.*?)</td>", re.S)


def with_heads(html: str) -> str:
    """HTML in which the first cell of each row of a written table heads the row; the heading above it is its name.

    ``<table>…<tr><td>a</td>…`` below ``<h2 id="x">`` becomes ``<table aria-labelledby="x">…<th scope="row">a</th>…``.
    """
    return _TABLE.sub(lambda table: _headed(table[0], _HEADING.findall(html, 0, table.start())), html)


def _headed(table: str, headings: list[str]) -> str:
    name = f' aria-labelledby="{headings[-1]}"' if headings else ""
    head, foot, body = table.partition("<tbody>")
    return (head.replace("<table>", f"<table{name}>").replace("<th>", '<th scope="col">') + foot
            + _FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', body))
