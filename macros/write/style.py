"""The visual language, read from the style sheet: its colours with their contrast, its other tokens, the mark.

``docs/assets/site.css`` is the one place that says what a colour is; what it is for stands here. The page that shows it
(``docs/about/style.md``) is made of these and of the macros every page uses.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from macros.write import tables
from macros.write.markup import EMPTY, Markup, block, raw, tag, text
from macros.write.page import Page, Shown

SHEET = Path(__file__).resolve().parents[2] / "docs" / "assets" / "site.css"
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for what has to be seen to be used or understood
BACKGROUNDS = {"paper": "Page", "wash": "Box", "tint": "Highlight"}


@dataclass(frozen=True)
class Use:
    """What a colour is for: the least contrast it needs, none if it is behind or only decorates, and on what."""

    what: str
    least: float | None = None
    on: tuple[str, ...] = ("paper",)


COLOURS: dict[str, Use] = {
    "paper": Use("the page"),
    "wash": Use("boxes, code and fields"),
    "card": Use("the card of a record, and boxes in a drawing"),
    "tint": Use("a place that was linked to, and highlighted words"),
    "ink": Use("text", TEXT, ("paper", "wash", "tint")),
    "soft": Use("what stands back: dates, labels, captions", TEXT, ("paper", "wash", "tint")),
    "accent": Use("links, the mark of a dispute, focus", TEXT, ("paper", "wash", "tint")),
    "edge": Use("borders of controls and states", GRAPHIC, ("paper", "wash")),
    "rule": Use("hairlines that only divide"),
    "c1": Use("first series of a chart", GRAPHIC),
    "c2": Use("second series, dashed", GRAPHIC),
    "c3": Use("third series, dotted", GRAPHIC),
    "c4": Use("fourth series", GRAPHIC),
}
OTHERS = {
    "serif": "text and headings; text figures in prose", "sans": "tables, labels and controls; lining figures",
    "mono": "ids and file names", "song": "Chinese within text", "hei": "Chinese within tables",
    "measure": "width of a column of text", "head": "height of the bar at the top",
    "frame": "width of the page",
}


def colours(sheet: str) -> dict[str, tuple[str, str]]:
    """Token → its colour in the light and in the dark scheme: ``{"paper": ("#fbf8f2", "#191714"), …}``."""
    return {name: (light, dark) for name, light, dark in
            re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", sheet)}


def others(sheet: str) -> dict[str, str]:
    """Token → value of what is no colour: families of type and lengths."""
    root = re.search(r":root \{\n(.*?)\}", sheet, re.S)
    return dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", root[1] if root else ""))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG: ``contrast("#000000", "#ffffff") == 21``."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def style_colours(page: Page, name: str, caption: str) -> Markup:
    """Each colour in both schemes, what it is for, and its contrast on what it stands on: light, then dark."""
    found = colours(SHEET.read_text("utf-8"))
    rows = [(f"{name}-{token}", _colour(token, use, found)) for token, use in COLOURS.items()]
    heads = ("Colour", "What it is for", "Light, dark", *(f"On: {b.lower()}" for b in BACKGROUNDS.values()), "Least")
    return block(tables.table(page, (), name, caption, heads, rows, numeric=(3, 4, 5, 6), wide=True))


def _colour(token: str, use: Use, found: dict[str, tuple[str, str]]) -> tuple[Markup, ...]:
    pairs = [text(" / ".join(f"{contrast(a, b):.1f}" for a, b in zip(found[token], found[behind], strict=True))
                  if use.least and behind in use.on else "–") for behind in BACKGROUNDS]
    values = raw(", ").join(tag("code", text(value)) for value in found[token])
    return (_swatch(*found[token]) + " " + tag("code", text(token)), text(use.what), values, *pairs,
            text(f"{use.least:.1f}" if use.least else "–"))


def _swatch(*values: str) -> Markup:
    """Squares of colour beside each other."""
    squares = EMPTY.join(tag("rect", x=16 * i + 1, y=1, width=14, height=14, fill=value, stroke="currentcolor",
                          stroke_opacity=".4") for i, value in enumerate(values))
    return tag("svg", squares, width=16 * len(values), height=16, aria_hidden="true")


def style_tokens(page: Page, name: str, caption: str) -> Markup:
    """The families of type and the lengths that have a name, with what each is for."""
    found = others(SHEET.read_text("utf-8"))
    rows = [(f"{name}-{token}", (tag("code", text(token)), text(what), text(found[token].replace('"', ""))))
            for token, what in OTHERS.items()]
    return block(tables.table(page, (), name, caption, ("Token", "What it is for", "Value"), rows))


def style_mark(page: Page) -> Markup:
    """The site's mark, from large to as small as it may become."""
    return block(tag("p", raw(" ").join(
        tag("img", src=page.to("assets/mark.svg"), alt="", width=size, height=size)
        for size in (64, 32, 16))))


SHOWS: dict[str, Shown] = {"colours": style_colours, "lengths": style_tokens, "mark": style_mark}
