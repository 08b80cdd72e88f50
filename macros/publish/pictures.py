"""Preview pictures for links that people share: one a page, drawn when the site is built.

A picture is words in a font that is installed with the site's other packages, so it looks the same on every machine;
its bytes are the same wherever Python's zlib is. ``words_of(site, url)`` says what stands on it; a name the font has no
signs for gives way to one it has.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import unescape
from typing import Any, NamedTuple

from font_source_serif_pro import font_directory
from PIL import Image, ImageDraw, ImageFont

from macros.derive import words
from macros.derive.citations import NAME
from macros.derive.files import preview_of
from macros.derive.index import Site
from macros.facts.records import Figure, Point, Source
from macros.write import receipts
from macros.write.page import Page

SIZE = (1200, 630)
SOURCED = "Every number with its source"
_LEFT, _WIDTH = 80, 1040
# Before each row of a PNG stands the number of its filter. Two points of paper before each row are just that: nought.
_EDGE = 2
_ROW = (_EDGE + SIZE[0]) // 2  # bytes
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
    title = site.pages.get(url, ("", ""))[0] if url else NAME
    section, _, name = url.strip("/").partition("/")
    above = site.pages.get(f"{section}/", ("", ""))[0] if name else ""
    if section == "figures" and name in site.data.figures:
        figure = site.data.figures[name]
        return _figure(site, name, title, figure, figure.unit, figure.said_by)
    if section == "figures" and name in site.data.series:
        return _figure(site, name, title, site.point(name), site.data.series[name].unit, None)
    if section == "sources" and name in site.data.sources:
        return _source(site, site.data.sources[name])
    return Words(_first(above), _first(title, above, NAME))


def _figure(site: Site, name: str, title: str, holder: Figure | Point, unit: str, said_by: str | None) -> Words:
    page = Page(site)
    standing = "Superseded figure" if site.newest(name) != name else "Figure"
    who = _first(site.stated_by(holder, said_by))
    return Words(standing + (", contested" if site.contested(name) else ""), _first(title, "Figures"),
                 f"As of {words.date(holder.as_of)}" + (f", according to {who}" if who else ""),
                 unescape(receipts.bound(page, holder.bound)), receipts.value(holder, unit),
                 unescape(receipts.unit_label(page, unit)))


def _source(site: Site, source: Source) -> Words:
    day = words.date(source.published) if source.published else ""
    language = f"In {site.data.vocab['languages'][source.language].label}"
    title, publisher = _first(source.title), _first(source.publisher)
    told = (publisher, day) if title and publisher else ("" if source.language == "en" else language, day)
    return Words("Source", title or publisher or "Sources", ", ".join(filter(None, told)) or SOURCED)


def _first(*texts: str) -> str:
    """The first text the font has every sign for, if need be without what is in brackets; empty if there is none."""
    tried = (found for text in texts for found in (text, re.sub(r"\s*\([^()]*\)", "", text)))
    return next((" ".join(text.split()) for text in tried if not missing(text)), "")


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

    image: Any
    mask: Any
    width: int
    height: int
    left: int
    top: int
    advance: float


# A picture is put together from signs drawn once: the library would draw each of them twice for every word. They are
# pasted below the library's own `paste`, which looks at its arguments for longer than it pastes, and are in range here.
@cache
def _glyph(sign: str, size: int, colour: str) -> _Glyph:
    font = _font(size)
    left, top, right, bottom = map(int, font.getbbox(sign, anchor="ls"))
    grey = Image.new("L", (max(right - left, 1), max(bottom - top, 1)), 0)
    ImageDraw.Draw(grey).text((-left, -top), sign, fill=255, font=font, anchor="ls")
    image = _stepped(grey, colour)
    mask = image.point([0] + [255] * 255, "1")
    return _Glyph(image.im, mask.im, *image.size, left, top, _advance(sign, size))


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
    for size, most in sizes:
        lines = _lines(text, size)
        if len(lines) <= most and all(_length(line, size) <= _WIDTH for line in lines):
            break
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
    paste, x = image.im.paste, line.x
    for sign in line.text:
        glyph = _glyph(sign, line.size, line.colour)
        left, top = _EDGE + round(x) + glyph.left, line.y + glyph.top
        paste(glyph.image, (left, top, left + glyph.width, top + glyph.height), glyph.mask)
        x += glyph.advance


@cache
def _span(text: str, size: int) -> tuple[int, int]:
    """How far the signs of a line go above and below its base line: the first row, and the one after the last."""
    spans = [(g.top, g.top + g.height) for g in (_glyph(sign, size, "ink") for sign in set(text))]
    return min(top for top, _ in spans), max(bottom for _, bottom in spans)


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
def draw(about: Words) -> bytes:
    """A picture as PNG."""
    return _png([_head("" if about.title == NAME else NAME), *_strips(_rows(about)), _foot()])


# ---- packing -----------------------------------------------------------------------------------------------------

class _Strip(NamedTuple):
    """Some rows of a picture, packed: the first, the one after the last, and their checksum."""

    top: int
    bottom: int
    packed: bytes
    sum: int


# Most of a picture is paper, and what is not stands on many. Strips of rows are therefore drawn and packed by
# themselves, once each: after a full flush nothing refers to what was packed before, so they go together as they are.
_PACKER = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zlib.Z_RLE)  # only equal neighbours are folded: fast


def _packed(top: int, rows: bytes) -> _Strip:
    return _Strip(top, top + len(rows) // _ROW, _PACKER.compress(rows) + _PACKER.flush(zlib.Z_FULL_FLUSH),
                  zlib.adler32(rows))


@cache
def _paper(rows: int) -> _Strip:
    """Rows on which there is nothing."""
    return _packed(0, bytes(_ROW * rows))


def _canvas(rows: int) -> Image.Image:
    return Image.new("P", (_EDGE + SIZE[0], rows), 0)


def _drawn_strip(top: int, image: Image.Image) -> _Strip:
    return _packed(top, image.tobytes("raw", "P;4"))


@cache
def _head(name: str) -> _Strip:
    """What pictures share at the top: the mark and the name of the site."""
    mark = Image.new("L", (64 * 8, 64 * 8), 0)
    pen = ImageDraw.Draw(mark)
    outline = (5, 2, 27, 2, 27, 28, 23.3, 30.6, 19.7, 28, 16, 30.6, 12.3, 28, 8.7, 30.6, 5, 28)
    pen.polygon([16 * at for at in outline], fill=255)
    pen.line([16 * at for at in (10.5, 14.5, 14.5, 19, 22, 9.5)], fill=0, width=48, joint="curve")
    image = _canvas(124)
    image.paste(_stepped(mark.reduce(8), "red"), (_EDGE + _LEFT - 10, 48))
    _write(image, _Line(name, 92, 34, "grey", 146))
    return _drawn_strip(0, image)


@cache
def _foot() -> _Strip:
    """What they share at the bottom: a line."""
    image = _canvas(SIZE[1] - 618)
    image.paste(_STEPS * 3, (_EDGE, 0, *image.size))
    return _drawn_strip(618, image)


@lru_cache(maxsize=1024)
def _strip(lines: tuple[_Line, ...]) -> _Strip:
    """Lines that share rows."""
    spans = [(line.y + a, line.y + b) for line in lines for a, b in [_span(line.text, line.size)]]
    top, bottom = min(a for a, _ in spans), max(b for _, b in spans)
    image = _canvas(bottom - top)
    for line in lines:
        _write(image, line._replace(y=line.y - top))
    return _drawn_strip(top, image)


def _strips(lines: Iterable[_Line]) -> Iterator[_Strip]:
    """Lines from the top as strips that share no row."""
    together: list[_Line] = []
    end = 0
    for line in lines:
        if line.text:
            above, below = _span(line.text, line.size)
            if together and line.y + above >= end:
                yield _strip(tuple(together))
                together = []
            together.append(line)
            end = max(end, line.y + below)
    yield _strip(tuple(together))


def _joined(sum: int, other: int, length: int) -> int:
    """The checksum of bytes with others after them, from those of both and the length of the others.

    The method is ``adler32_combine`` of zlib: https://github.com/madler/zlib/blob/v1.3.1/adler32.c
    """
    base = 65521
    low, high = sum & 0xffff, sum >> 16
    return (((high + (other >> 16) + length * (low - 1)) % base) << 16) | ((low + (other & 0xffff) - 1) % base)


def _png(strips: Iterable[_Strip]) -> bytes:
    """Strips of sixteen colours as PNG, with paper between them."""
    out, at, total = [b"\x78\x01"], 0, 1
    for strip in strips:
        for part in (_paper(strip.top - at), strip) if strip.top > at else (strip,):
            out.append(part.packed)
            total = _joined(total, part.sum, _ROW * (part.bottom - part.top))
        at = strip.bottom
    rows = b"".join([*out, b"\x03\x00", struct.pack(">I", total)])
    header = struct.pack(">IIBBBBB", *SIZE, 4, 3, 0, 0, 0)
    steps = [step / _STEPS for step in range(1, _STEPS + 1)]
    palette = bytes(_PAPER) + bytes(round(paper + (full - paper) * step) for colour in _COLOURS.values()
                                    for step in steps for paper, full in zip(_PAPER, colour, strict=True))
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks)


def export(site: Site) -> dict[str, bytes]:
    """Every picture."""
    return {preview_of(url): draw(words_of(site, url)) for url in site.pages}
