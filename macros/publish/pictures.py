"""Preview pictures for links that people share, drawn when the site is built.

A picture is words in a font that is installed with the site's other packages, so it looks the same on every machine.
``words_of(site, url)`` says what stands on it; a name the font has no signs for gives way to one it has. Pages about
sources share a picture: they are rarely linked to, and make up half of the site.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from font_source_serif_pro import font_directory
from PIL import Image, ImageDraw, ImageFont

from macros.derive import words
from macros.derive.files import preview_of
from macros.derive.index import Site
from macros.facts.records import Figure, Point
from macros.write import receipts
from macros.write.markup import plain
from macros.write.page import Page
from macros.write.pages import standing

SIZE = (1200, 630)
SOURCED = "Every number with its source"
_LEFT, _WIDTH = 80, 1040
# Sixteen colours: the paper, then the steps from it to each colour of the words.
_PAPER, _STEPS = (251, 248, 242), 5
_COLOURS = {"ink": (35, 31, 26), "grey": (91, 83, 72), "red": (156, 58, 36)}


class Words(NamedTuple):
    """What stands on a picture, from the top: what kind of page, then a value or a title, then who said so."""

    kicker: str
    title: str
    foot: str = SOURCED
    bound: str = ""
    value: str = ""
    unit: str = ""

    def __str__(self) -> str:
        value = " ".join(filter(None, (self.bound, self.value, self.unit)))
        told = filter(None, (self.kicker, value, self.title, self.foot))
        return " ".join(text if text[-1] in ".?!" else f"{text}." for text in told)


# ---- what stands on them -----------------------------------------------------------------------------------------

def describes(site: Site, url: str) -> str:
    """What the picture of a page shows, in words."""
    return str(words_of(site, url))


def words_of(site: Site, url: str) -> Words:
    """The words on the picture of a page; ``Words("Rules", "Interim Measures")``."""
    if url.startswith("sources/"):
        url = "sources/"
    title = site.pages.get(url, ("", ""))[0] if url else site.name
    section, _, name = url.strip("/").partition("/")
    above = site.pages.get(f"{section}/", ("", ""))[0] if name else ""
    title = title.removesuffix(standing(site, name))  # the kicker says so
    if section == "figures" and name in site.data.figures:
        figure = site.data.figures[name]
        return _figure(site, name, title, figure, figure.unit, figure.said_by)
    if section == "figures" and name in site.data.series:
        return _figure(site, name, title, site.point(name), site.data.series[name].unit, None)
    return Words(_first(above), _first(title, above, site.name))


def _figure(site: Site, name: str, title: str, holder: Figure | Point, unit: str, said_by: str | None) -> Words:
    page = Page(site)
    standing = "Superseded figure" if site.newest(name) != name else "Figure"
    who = _first(site.stated_by(holder, said_by))
    return Words(standing + (", contested" if site.contested(name) else ""), _first(title, "Figures"),
                 f"As of {words.date(holder.as_of)}" + (f", according to {who}" if who else ""),
                 plain(receipts.bound(page, holder.bound)), words.value(holder, unit),
                 plain(receipts.unit_label(page, unit, holder)))


def _first(*texts: str) -> str:
    """The first text the font has every sign for, if need be without what is in brackets; empty if there is none."""
    tried = (found for text in texts for found in (text, re.sub(r"\s*\([^()]*\)", "", text)))
    return next((" ".join(text.split()) for text in tried if text and not missing(text)), "")


def missing(text: str) -> set[str]:
    """The signs of a text that the font has not."""
    return {sign for sign in set(text) - set(" \n") if _drawn(sign, 40) == _drawn("\uffff", 40)}


# ---- drawing -----------------------------------------------------------------------------------------------------

@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    # The other way of setting text takes a library of the system, where there is one.
    return ImageFont.truetype(f"{font_directory}/SourceSerifPro-Regular.otf", size,
                              layout_engine=ImageFont.Layout.BASIC)


@cache
def _drawn(sign: str, size: int) -> bytes:
    return bytes(_font(size).getmask(sign))


@cache
def _advance(sign: str, size: int) -> float:
    """How far on the next sign stands."""
    return _font(size).getlength(sign)


class _Glyph(NamedTuple):
    """A sign as it is pasted, where it goes from the base line, and how far on the next one stands."""

    image: Image.Image
    mask: Image.Image
    left: int
    top: int
    advance: float


@cache
def _glyph(sign: str, size: int, colour: str) -> _Glyph:
    """A sign, drawn once."""
    font = _font(size)
    left, top, right, bottom = map(int, font.getbbox(sign, anchor="ls"))
    grey = Image.new("L", (max(right - left, 1), max(bottom - top, 1)), 0)
    ImageDraw.Draw(grey).text((-left, -top), sign, fill=255, font=font, anchor="ls")
    image = _stepped(grey, colour)
    return _Glyph(image, image.point([0] + [255] * 255, "1"), left, top, _advance(sign, size))


@cache
def _table(colour: str) -> list[int]:
    """For each shade of grey the number of a colour."""
    first = 1 + _STEPS * list(_COLOURS).index(colour)
    return [first + step - 1 if (step := round(v * _STEPS / 255)) else 0 for v in range(256)]


def _stepped(grey: Image.Image, colour: str) -> Image.Image:
    """A drawing in shades of grey in the steps of a colour."""
    return Image.frombytes("P", grey.size, grey.point(_table(colour)).tobytes())


@cache
def _width(word: str, size: int) -> float:
    return sum(_advance(sign, size) for sign in word)


def _length(text: str, size: int) -> float:
    words = text.split(" ")
    return sum(_width(word, size) for word in words) + _width(" ", size) * (len(words) - 1)


def _lines(text: str, size: int) -> list[str]:
    """The text in lines that fit."""
    lines: list[str] = []
    room, blank = 0.0, _width(" ", size)
    for word in text.split():
        wide = _width(word, size)
        if lines and blank + wide <= room:
            lines[-1] += f" {word}"
            room -= blank + wide
        else:
            lines.append(word)
            room = _WIDTH - wide
    return lines


def _fitted(text: str, sizes: Iterable[tuple[int, int]]) -> tuple[int, list[str]]:
    """The first of (size, most lines) the text fits into; cut in the last one."""
    *larger, last = [(size, most, _lines(text, size)) for size, most in sizes]
    size, most, lines = next((s for s in larger if len(s[2]) <= s[1] and all(_length(x, s[0]) <= _WIDTH for x in s[2])),
                             last)
    if len(lines) > most:
        lines = [*lines[:most - 1], lines[most - 1].rstrip(",.;:") + " …"]
    return size, lines


class _Line(NamedTuple):
    """A line of words: where its base line is and where it begins."""

    text: str
    y: int
    size: int
    colour: str = "ink"
    x: float = _LEFT


def _write(image: Image.Image, line: _Line) -> None:
    x = line.x
    for sign in line.text:
        glyph = _glyph(sign, line.size, line.colour)
        image.paste(glyph.image, (round(x) + glyph.left, line.y + glyph.top), glyph.mask)
        x += glyph.advance


# Sizes to try, each with the most lines it may take.
_SIZES = {"unit": ((48, 1), (40, 2)), "label": ((42, 2), (36, 2)), "foot": ((32, 1), (28, 2)),
          "title": ((100, 2), (84, 3), (70, 4), (56, 5), (44, 6))}


def _rows(about: Words) -> Iterator[_Line]:
    """Each line under the site's name."""
    yield _Line(about.kicker, 170, 34, "red")
    y, row = 180, _value_row(about)
    if about.value:
        y += 145
        x = float(_LEFT)
        for text, size in row:
            yield _Line(text, y, size, x=x)
            x += _length(text, size) + 22
    beside = about.value and row[-1][0] == about.unit
    for text, kind, leading in (("" if beside else about.unit, "unit", 1.3),
                                (about.title, "label" if about.value else "title", 1.18)):
        size, lines = _fitted(text, _SIZES[kind])
        y += 24 * (kind == "label")
        for line in lines:
            y += round(size * leading)
            yield _Line(line, y, size)
    size, lines = _fitted(about.foot, _SIZES["foot"])
    for at, line in enumerate(lines):
        yield _Line(line, 580 - 36 * (len(lines) - 1 - at), size, "grey")


def _value_row(about: Words) -> list[tuple[str, int]]:
    """The parts of the line of the value, each with its size: what bounds it, itself, and the unit if it fits in."""
    small = 48
    for size, unit in ((150, about.unit), (112, about.unit), (150, ""), (112, ""), (84, "")):
        row = [(text, at) for text, at in ((about.bound, small), (about.value, size), (unit, small)) if text]
        if sum(_length(text + " ", at) for text, at in row) <= _WIDTH:
            break
    return row


@cache
def _frame(name: str) -> Image.Image:
    """What pictures share: the mark and the name of the site at the top, a line at the bottom."""
    mark = Image.new("L", (64 * 8, 64 * 8), 0)
    pen = ImageDraw.Draw(mark)
    outline = (5, 2, 27, 2, 27, 28, 23.3, 30.6, 19.7, 28, 16, 30.6, 12.3, 28, 8.7, 30.6, 5, 28)
    pen.polygon([16 * at for at in outline], fill=255)
    pen.line([16 * at for at in (10.5, 14.5, 14.5, 19, 22, 9.5)], fill=0, width=48, joint="curve")
    image = Image.new("P", SIZE, 0)
    steps = [step / _STEPS for step in range(1, _STEPS + 1)]
    image.putpalette(bytes(_PAPER) + bytes(round(paper + (full - paper) * step) for colour in _COLOURS.values()
                                           for step in steps for paper, full in zip(_PAPER, colour, strict=True)))
    image.paste(_stepped(mark.reduce(8), "red"), (_LEFT - 10, 48))
    _write(image, _Line(name, 92, 34, "grey", 146))
    image.paste(_STEPS * 3, (0, 618, *SIZE))
    return image


@cache
def draw(about: Words, name: str = "") -> bytes:
    """A picture as PNG."""
    image = _frame("" if about.title == name else name).copy()
    for line in _rows(about):
        _write(image, line)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6, compress_type=zlib.Z_RLE)  # folds equal neighbours only: most is paper
    return out.getvalue()


def export(site: Site) -> dict[str, bytes]:
    """Every picture."""
    return {preview_of(url): draw(words_of(site, url), site.name) for url in site.pages}
