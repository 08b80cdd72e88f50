"""Charts and drawings as files: SVG that says whose it is, their numbers as CSV, and a page for frames.

The pictures in PNG take longer to draw than all this; ``tools/pictures.py`` adds them beside the PDF.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from macros.derive import words
from macros.derive.addresses import relative
from macros.derive.index import Site
from macros.publish.assets import minified
from macros.publish.csv_tables import lines
from macros.publish.page_tables import rows
from macros.publish.policy import with_policy
from macros.write import alone, markup
from macros.write.markup import Markup, link, mixed, raw, tag, text
from macros.write.tables import Table
from macros.write.take_away import Taken, framed, taken


def export(site: Site) -> dict[str, bytes]:
    """Every file of every chart and drawing, and the page on which it stands for frames."""
    out: dict[str, bytes] = {}
    for item in site.once(taken):
        out[f"{item.path}.svg"] = alone.drawn(item.sheet).encode()
        if item.numbers:
            out[f"{item.path}.csv"] = _numbers(site, item, *item.numbers)
        out[f"{item.path}/index.html"] = page(site, item).encode()
    return out


def pages_in(files: Mapping[str, bytes]) -> dict[str, str]:
    """The pages among some files: path → HTML."""
    return {path: content.decode() for path, content in files.items() if path.endswith("/index.html")}


def _numbers(site: Site, item: Taken, heads: Sequence[str], found: list[markup.Row], numeric: Sequence[int]) -> bytes:
    """The numbers of a chart as CSV, as its table on a page has them."""
    return lines(rows(Table(heads, found, numeric), f"{site.home}{item.path}/"))


# ---- pages for frames --------------------------------------------------------------------------------------------

def page(site: Site, item: Taken, png: bool = False) -> str:
    """The page of a chart for frames: what is drawn, who said so, as of when, and how to take it away."""
    forms = item.forms(png)
    here = f"{item.path}/"
    place, fragment = item.stands
    about = f"{item.title}: to embed, or to take away as {words.series([form.upper() for form in forms])}."
    head = (f"<title>{escape(item.title)} · {escape(site.name)}</title>"
            f'<meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<meta name="description" content="{escape(about)}"><meta name="robots" content="noindex">'
            f'<meta property="og:type" content="website"><meta property="og:site_name" content="{escape(site.name)}">'
            f'<link rel="canonical" href="{escape(site.home + place)}">'
            f'<link rel="icon" href="{relative("assets/mark.svg", here)}">'
            + "".join(f'<link rel="stylesheet" href="{relative(f"assets/{sheet}.css", here)}">'
                      for sheet in ("site", "frame")))
    source = tag("p", text(" ".join(item.sheet.foot)), class_="chart__note")
    kind = "chart" if item.numbers else "drawing"
    where = link(text(f"The {kind} in its place"), relative(place, here, fragment), target="_top")
    body = (tag("h1", mixed(item.title)) + framed(item) + source
            + tag("p", raw(" · ").join((where, *(_file(item, form) for form in forms))), class_="chart__note")
            + _code(item))
    return with_policy(minified(f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head>'
                                f'<body class="framed md-typeset"><main>{body}</main></body></html>'))


def _file(item: Taken, form: str) -> Markup:
    name = item.path.rpartition("/")[2]
    return link(text(form.upper()), f"../{name}.{form}", target="_top", aria_label=f"{form.upper()}, {item.title}")


def _code(item: Taken) -> Markup:
    """The lines that put the page into another one, to unfold and copy."""
    code = (f'<iframe src="{item.sheet.address}" title="{escape(item.title)}" width="100%" height="{_height(item)}" '
            'loading="lazy" style="border:0"></iframe>')
    return tag("details", tag("summary", text("Embed")) + tag("p", tag("code", text(code))), class_="chart__note")


def _height(item: Taken) -> int:
    """How high a frame is to be, so that most of the page is seen at the width of a text."""
    parts = item.sheet.parts
    rows_ = -(-len(parts) // 2) if len(parts) > 1 else 1
    return round(sum(part.size[1] for part in parts[:rows_])) + 260
