"""A sheet to draw on: words in lines, boxes that lead somewhere, arrows; all as plain elements the style sheet colours.

Nothing measures a text while the site is built, so its width is taken to be that of a wide system font. Every function
returns markup and, where it takes room, how far down that reaches.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from macros.write.lanes import number
from macros.write.markup import EMPTY, Markup, tag, text

FONT, LINE = 14, 18  # the size of a letter, and the height of a line
LETTER, BOLD, WIDE = 7.9, 8.5, 14.5  # the room of a letter, of a bold one, of a Chinese one


@dataclass(frozen=True)
class Look:
    """The room between things on a sheet: in a box, between boxes, and from a box to the one that follows it."""

    room: int
    pad: int
    gap: int
    step: int

    @property
    def wide(self) -> bool:
        """Whether boxes stand beside each other."""
        return self.room > 500


@dataclass(frozen=True)
class Words:
    """A text to be set in lines: what it says, and its class (title, said, aside, heading)."""

    content: str
    css: str = "said"


@dataclass(frozen=True)
class Box:
    """What stands in a box: a title, its address, and lines below."""

    title: str
    href: str
    below: tuple[Words, ...] = ()
    css: str = "box"


def width(content: str, css: str = "said") -> float:
    """The room a text takes: ``width("abc") == 3 * LETTER``."""
    letter = BOLD if css in ("title", "heading") else LETTER
    return sum(WIDE if unicodedata.east_asian_width(c) in "WF" else letter for c in content)


def wrapped(content: str, room: float, css: str = "said") -> list[str]:
    """A text in lines that fit the room, each with the blank it ends in, so that they are copied and read aloud as
    they were; a word that is longer stands alone, Chinese breaks anywhere."""
    lines, line = [], ""
    for word in re.findall(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]|[^\s\u3400-\u9fff\u3000-\u303f\uff00-\uffef]+"
                           r"|\s+", content):
        if line and word.strip() and width(line + word, css) > room:
            lines.append(line)
            line = ""
        line += word if line else word.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def lines(words: Words, x: float, y: float, room: float, anchor: str | None = None) -> tuple[Markup, float]:
    """A text set in lines below ``y``, and where the last of them ends."""
    found = wrapped(words.content, room, words.css)
    spans = EMPTY.join(tag("tspan", _marked(line), x=number(x), y=number(y + (i + 1) * LINE - 4))
                    for i, line in enumerate(found))
    return (tag("text", spans, class_=words.css, text_anchor=anchor) if found else EMPTY), y + len(found) * LINE


def _marked(line: str) -> Markup:
    """A line of text in which runs of Chinese are marked as such."""
    runs = re.split(r"([\u3400-\u9fff]+)", line)
    return EMPTY.join(tag("tspan", text(run), lang="zh-Hans") if i % 2 else text(run) for i, run in enumerate(runs))


def height(box: Box, wide: float, look: Look) -> float:
    """How high a box of a width has to be."""
    room = wide - 2 * look.pad
    return 2 * look.pad + LINE * (len(wrapped(box.title, room, "title"))
                             + sum(len(wrapped(w.content, room, w.css)) for w in box.below))


def boxed(box: Box, x: float, y: float, size: tuple[float, float], look: Look) -> Markup:
    """A box with its words; the whole of it leads to its address."""
    wide, high = size
    room = wide - 2 * look.pad
    frame = tag("rect", class_=box.css, x=number(x), y=number(y), width=number(wide), height=number(high), rx="3")
    title, at = lines(Words(box.title, "title"), x + look.pad, y + look.pad - 1, room)
    out = tag("a", frame + title, href=box.href)
    for words in box.below:
        drawn, at = lines(words, x + look.pad, at, room)
        out += drawn
    return out


def row(boxes: Sequence[Box], x: float, y: float, wide: float, columns: int, look: Look) -> tuple[Markup, float]:
    """Boxes in rows of so many columns, all of a row as high as its highest; and where the last row ends."""
    out, each = EMPTY, (wide - look.gap * (columns - 1)) / columns
    for start in range(0, len(boxes), columns):
        found = boxes[start:start + columns]
        each = each if len(found) == columns else (wide - look.gap * (len(found) - 1)) / len(found)
        high = max(height(box, each, look) for box in found)
        out += EMPTY.join(boxed(box, x + i * (each + look.gap), y, (each, high), look) for i, box in enumerate(found))
        y += high + look.gap
    return out, y - look.gap


def chain(boxes: Sequence[Box], x: float, y: float, wide: float, look: Look) -> tuple[Markup, float]:
    """Boxes below each other, with an arrow or a short line from each to the next, and where the last one ends."""
    out = EMPTY
    for i, box in enumerate(boxes):
        if i:
            ends = (x + wide / 2, y), (x + wide / 2, y + look.step)
            out += arrow(*ends) if look.wide else line(*ends)
            y += look.step
        high = height(box, wide, look)
        out += boxed(box, x, y, (wide, high), look)
        y += high
    return out, y


def arrow(*points: tuple[float, float]) -> Markup:
    """A line from point to point with a head at its end, which is reached from above or from the left."""
    before, x = points[-2][0], points[-1][0]
    head = "l-4-6m4 6l4-6" if before == x else "l-6-4m6 4l-6 4"
    return tag("path", class_="arrow", d=way(*points) + head)


def way(*points: tuple[float, float]) -> str:
    """A line through points: ``way((0, 0), (5, 0)) == "M0 0L5 0"``."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def line(*points: tuple[float, float], css: str = "arrow") -> Markup:
    """A line through points, without a head."""
    return tag("path", class_=css, d=way(*points))
