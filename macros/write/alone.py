"""Drawings that stand alone: a chart as a file of its own, which any program that reads SVG shows as the site does.

On a page the style sheet colours a drawing; here every element says itself how it looks, in the colours of the light
scheme. ``plain`` writes that into a drawing of the site, ``sheet`` puts title, signs, drawings and what must go with them
on one ground. ``tests/publish/test_take_away.py`` compares the looks with those of the style sheet in a browser.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from urllib.parse import urljoin

from lxml import etree

from macros.write import style
from macros.write.lanes import even, number
from macros.write.markup import EMPTY, Markup, tag, text, trusted
from macros.write.plots import Kind

SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
SERIF = "'Palatino Linotype', Georgia, 'Noto Serif', 'Liberation Serif', serif"
MONO = "Menlo, Consolas, 'Liberation Mono', monospace"

# What an element of a class looks like: (element or any, class, attributes). Later ones win, None takes away, and a
# colour is named as in the style sheet; ``current`` is that of the element's series.
Looks = Sequence[tuple[str, str, Mapping[str, str | None]]]
_CHART: Looks = (
    ("", "grid", {"fill": "none", "stroke": "rule"}),
    ("path", "axis", {"fill": "none", "stroke": "edge"}),
    *(("", f"c-{n}", {"fill": "current"}) for n in range(1, 5)),
    *(("path", f"c-{n}", {"fill": "none", "stroke": "current", "stroke-width": "2", "stroke-linejoin": "round"})
      for n in range(1, 5)),
    ("path", "c-2", {"stroke-dasharray": "6 3"}),
    ("path", "c-3", {"stroke-dasharray": "2 3"}),
    ("", "ring", {"fill": "paper", "stroke": "current", "stroke-width": "2"}),
    *(("path", css, {"fill": "current", "stroke": None, "stroke-width": None}) for css in ("dot", "diamond")),
    *(("path", css, {"stroke-dasharray": None}) for css in ("dot", "diamond", "ring")),
    *(("text", css, {"fill": "soft"}) for css in ("axis", "aside")),
    ("text", "label", {"font-weight": "600"}),
)
_DRAWING: Looks = (
    *(("text", css, {"font-weight": "600"}) for css in ("title", "heading", "on")),
    ("text", "heading", {"fill": "soft"}),
    ("text", "title", {"fill": "accent", "text-decoration": "underline"}),
    ("text", "mono", {"font-family": MONO}),
    ("", "box", {"fill": "card", "stroke": "edge"}),
    ("", "dashed", {"stroke-dasharray": "5 4"}),
    *(("path", css, {"fill": "none", "stroke": "soft", "stroke-width": "1.5"}) for css in ("arrow", "axis", "lead")),
    ("", "lead", {"stroke": "rule"}),
    ("", "ground", {"fill-opacity": "0"}),
    ("", "aim", {"fill": "wash", "stroke": "edge"}),
    ("", "hills", {"fill": "rule"}),
    ("", "on", {"fill": "paper"}),
)
_HALO = ("label", "name", "aside")  # letters of a chart that stand clear of the lines they cross


@cache
def colours() -> dict[str, str]:
    """Each colour of the light scheme by its name in the style sheet: ``{"ink": "#231f1a", …}``."""
    return {name: light for name, (light, _) in style.colours(style.SHEET.read_text("utf-8")).items()}


def looks(element: str, classes: Iterable[str], drawing: bool = False) -> dict[str, str]:
    """The attributes that make an element of some classes look as on the site.

    ``looks("path", ["axis"])`` is ``{"fill": "none", "stroke": "#8c8273"}``.
    """
    known = set(classes)
    found: dict[str, str | None] = {}
    current = next((f"c{css[2:]}" for css in known if css.startswith("c-")), "ink")
    for of, css, attributes in (*_CHART, *(_DRAWING if drawing else ())):
        if css in known and of in ("", element):
            found.update(attributes)
    named = {key: current if value == "current" else value for key, value in found.items() if value is not None}
    return {key: colours().get(value, value) for key, value in named.items()}


def plain(svg: Markup, home: str, drawing: bool = False) -> Markup:
    """The inside of a drawing of the site with its looks written out, its links whole; ``home`` is where it stands."""
    root = etree.fromstring(svg.encode())
    for node in list(root.iter()):
        classes = (node.attrib.pop("class", "") or "").split()
        for key, value in looks(node.tag, classes, drawing).items():
            node.set(key, value)
        for key in ("id", "lang"):
            node.attrib.pop(key, None)
        if node.tag == "tspan" and node.get("x"):
            _ended(node)
        if node.tag == "a":
            node.set("href", urljoin(home, node.get("href")))
        if node.tag == "text" and not drawing and not set(_HALO).isdisjoint(classes):
            node.addprevious(_halo(node))
    return trusted("".join(etree.tostring(child, encoding="unicode") for child in root
                           if child.tag not in ("title", "desc")))


def _ended(line: etree._Element) -> None:
    """Takes away the blank at the end of a line, which would be underlined and put the middle of the line aside."""
    last = line[-1] if len(line) else line
    place = "tail" if len(line) and last.tail else "text"
    setattr(last, place, (getattr(last, place) or "").rstrip())


def _halo(node: etree._Element) -> etree._Element:
    """What stands behind the letters of a text; not every program paints the stroke of letters below their filling."""
    behind = deepcopy(node)
    behind.tail = None
    behind.attrib.update({"aria-hidden": "true", "fill": colours()["paper"], "stroke": colours()["paper"],
                          "stroke-width": "3", "stroke-linejoin": "round"})
    return behind


# ---- a sheet -----------------------------------------------------------------------------------------------------

ROOM, MARGIN = 660, 30
WIDTH = ROOM + 2 * MARGIN


@dataclass(frozen=True)
class Part:
    """A drawing on a sheet: its inside, its width and height, the size of its letters, and what stands above it."""

    inside: Markup
    size: tuple[float, float]
    font: float
    above: str = ""
    corner: tuple[float, float] = (0, 0)  # where its view begins


@dataclass(frozen=True)
class Sheet:
    """What stands on a sheet: title, the same in more words, signs with their names, drawings, and lines below them."""

    title: str
    told: str
    key: tuple[tuple[Kind, int, str], ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...]
    address: str


def drawn(made: Sheet) -> str:
    """A sheet as a file of SVG."""
    out, y = _lines(even(made.title, 58), 46, 27, font_size=20, font_weight=600, font_family=SERIF)
    key, y = _key(made.key, y + 2)
    parts, y = _parts(made.parts, y + 12)
    rule = tag("path", d=f"M{MARGIN} {number(y + 18)}h{ROOM}", fill="none", stroke=colours()["rule"])
    foot, y = _lines([line for told in made.foot for line in wrap(told, 96)], y + 40, 18, font_size=12,
                     fill=colours()["soft"])
    address = tag("a", tag("text", text(made.address), x=MARGIN, y=number(y), font_size=12, fill=colours()["accent"]),
                  href=made.address)
    high = number(y + 20)
    ground = tag("rect", width=WIDTH, height=high, fill=colours()["paper"])
    head = tag("title", text(made.title), id="title") + tag("desc", text(made.told), id="told")
    body = head + ground + out + key + parts + rule + foot + address
    whole = tag(
        "svg", body, xmlns="http://www.w3.org/2000/svg", width=WIDTH, height=high, viewBox=f"0 0 {WIDTH} {high}",
        role="img", aria_labelledby="title", aria_describedby="told", font_family=SANS, font_size=13,
        fill=colours()["ink"])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'


def _lines(lines: Iterable[str], y: float, step: float, **attributes: object) -> tuple[Markup, float]:
    """Lines of text from ``y`` down, and where the next one would stand."""
    out = EMPTY
    for line in lines:
        out += tag("text", text(line), x=MARGIN, y=number(y), **attributes)
        y += step
    return out, y


def _key(signs: Iterable[tuple[Kind, int, str]], y: float) -> tuple[Markup, float]:
    """The signs of the marks with their names, in rows, and how far down they reach."""
    out, x = EMPTY, 0.0
    for kind, color, name in signs:
        wide = 26 + len(name) * 7.3 + 18
        if x and x + wide > ROOM + 18:
            x, y = 0.0, y + 20
        out += _sign(kind, color, MARGIN + x, y) + tag("text", text(name), x=number(MARGIN + x + 26), y=number(y + 4.5))
        x += wide
    return out, y + (20 if out else -14)


def _sign(kind: Kind, color: int, x: float, y: float) -> Markup:
    """A mark as it stands in the drawing, before its name."""
    middle = number(x + 9)
    shape = {"dot": "dot", "stem": "dot", "ring": "ring"}.get(kind)
    if shape:
        return tag("circle", EMPTY, cx=middle, cy=number(y), r=4.4, **_written("circle", f"c-{color} {shape}"))
    if kind == "bar":
        return tag("rect", EMPTY, x=number(x + 3), y=number(y - 6), width=12, height=12,
                   **_written("rect", f"c-{color}"))
    way = {"diamond": f"M{middle} {number(y - 6)}l6 6l-6 6l-6-6Z", "tick": f"M{middle} {number(y - 6.5)}v13",
           "cross": f"M{number(x + 5)} {number(y - 4)}l8 8m0-8-8 8"}.get(kind, f"M{number(x)} {number(y)}h20")
    return tag("path", EMPTY, d=way, **_written("path", f"c-{color} {kind}"))


def _written(element: str, classes: str) -> dict[str, str]:
    """The looks of an element as ``tag`` takes them."""
    return {key.replace("-", "_"): value for key, value in looks(element, classes.split()).items()}


def _parts(parts: Sequence[Part], y: float) -> tuple[Markup, float]:
    """The drawings below ``y``: one alone, or several in two columns; and how far down they reach."""
    out, columns = EMPTY, 1 if len(parts) == 1 else 2
    for start in range(0, len(parts), columns):
        found = parts[start:start + columns]
        heads = [wrap(part.above, 42) for part in found]
        above = max(16 * len(head) + 8 * bool(head) for head in heads)
        for i, part in enumerate(found):
            x = MARGIN + i * (ROOM / columns + 9)
            out += EMPTY.join(tag("text", text(line), x=number(x), y=number(y + 13 + 16 * n), font_size=12,
                                  font_weight=600, fill=colours()["soft"]) for n, line in enumerate(heads[i]))
            at = f"translate({number(x - part.corner[0])} {number(y + above - part.corner[1])})"
            out += tag("g", part.inside, transform=at, font_size=number(part.font))
        y += above + max(part.size[1] for part in found) + (14 if columns == 2 else 0)
    return out, y
