"""Tables that are written in a page have heads of rows and a name, as those of macros have."""

from __future__ import annotations

from macros.write.written_tables import with_heads

TABLE = "<table><thead><tr><th>Kind</th><th>Number</th></tr></thead><tbody>{}</tbody></table>"
ROWS = '<tr>\n<td style="text-align: left;">Kettles</td><td>4</td></tr><tr><td>Cups</td><td>7</td></tr>'


def test_each_row_is_headed_by_its_first_cell() -> None:
    assert with_heads(TABLE.format(ROWS)) == (
        '<table><thead><tr><th scope="col">Kind</th><th scope="col">Number</th></tr></thead><tbody>'
        '<tr>\n<th scope="row" style="text-align: left;">Kettles</th><td>4</td></tr>'
        '<tr><th scope="row">Cups</th><td>7</td></tr></tbody></table>')


def test_a_table_is_named_by_the_heading_right_above_it() -> None:
    page = f'<h2 id="one">One</h2>{TABLE.format(ROWS)}<h3 id=two>Two</h3>{TABLE.format(ROWS)}'
    assert [part.partition(">")[0] for part in with_heads(page).split("<table")[1:]] == [
        ' aria-labelledby="one"', ' aria-labelledby="two"']


def test_a_table_of_a_macro_is_left_as_it_is() -> None:
    table = TABLE.format(ROWS).replace("<table>", '<table id="kettles">')
    assert with_heads(table) == table
