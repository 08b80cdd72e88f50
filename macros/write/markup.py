"""Markup: the only module that escapes text and writes tags.

Text from ``data/`` is harmless for HTML, Markdown and Jinja alike because every character that means something to one
of them leaves here as a numeric character reference. Browsers show the character; no parser on the way acts on it.

What may stand in a page as it is has a type of its own, ``Markup``; whatever is a plain ``str`` is text. The one is made
of the other by ``text`` and its like, which escape it, and of words written in the code by ``raw`` and ``filled``.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import LiteralString, Self
from urllib.parse import quote, urlsplit

import markupsafe

from macros.derive import words
from macros.facts.text import HAN

# In an address fewer characters mean anything, and it is read more often by people.
_ADDRESS = re.compile(r"[&<>\"'`*{}\[\]\\]")
_SPECIAL = re.compile(r"[&<>\"`*_{}\[\]#!|\\~^$]")
_ATTRIBUTE = re.compile(r"[&<>\"`*{}\[\]!|\\~^$]")  # a tag is out of Markdown's reach before it looks for _ and #
# What Markdown acts on at the start of a line: marks of lists, definitions, rules and underlined headings.
_START = re.compile(r"\A(?:\d+(?=[.)])|(?=[-+:=]))(.)(?=[\s=-]|\Z)")
_BREAKS = re.compile(r"[ \t]*[\n\r\t\f\v\x85\u2028\u2029]\s*")


class Markup(markupsafe.Markup):
    """A piece of HTML. Plain text that is added to it, joined with it or filled into it is escaped as by ``text``.

    ``raw("<b>") + "<i>" == "<b>&#60;i&#62;"`` and ``raw(", ").join(["&", raw("<br>")]) == "&#38;, <br>"``
    """

    __slots__ = ()

    @classmethod
    def escape(cls, s: object, /) -> Self:
        """The same if it is markup, else as text; all that takes text into markup goes by this."""
        if isinstance(s, cls):
            return s
        return cls(s) if hasattr(s, "__html__") else _made(cls, _escaped(s))


_made = str.__new__  # makes markup of what is known to be markup, without a look at it
EMPTY = Markup()


def raw(literal: LiteralString) -> Markup:
    """Markup that is written in the code.

    Only a constant may be given: mypy takes a ``LiteralString`` for any text, so tests/write/test_markup.py looks.
    """
    return _made(Markup, literal)


def filled(literal: LiteralString, *parts: str | int) -> Markup:
    """Markup written in the code, as for ``raw``, with parts in the places of its braces; text among them is escaped.

    ``filled("<b>{}</b>, {}", "a & b", raw("<br>")) == "<b>a &#38; b</b>, <br>"``
    """
    return _made(Markup, literal.format(*map(text, parts)))


def given(literal: LiteralString, part: str | None) -> Markup:
    """Markup written in the code around one part, as by ``filled``; empty if there is none: a record may lack a field.

    ``given(" ({})", "a & b") == " (a &#38; b)"`` and ``given(" ({})", "") == ""``
    """
    return filled(literal, part) if part else EMPTY


def trusted(html: str) -> Markup:
    """HTML that another storey or a library made and escaped, as citations are; it is taken as it is."""
    return _made(Markup, html)


def plain(content: Markup) -> str:
    """Markup as the text a reader sees: ``plain(raw("<b>a &#38; b</b>")) == "a & b"``."""
    return html.unescape(re.sub(r"<[^>]+>", "", content))


def _escaped(value: object) -> str:
    flat = _SPECIAL.sub(_entity, _BREAKS.sub(" ", str(value)))
    return _START.sub(lambda m: f"{m[0][:-1]}&#{ord(m[1])};", flat)


def text(value: object) -> Markup:
    """Text for the inside of an element, on one line: ``text("<b>") == "&#60;b&#62;"``. Markup stays as it is."""
    return Markup.escape(value)


def front(value: object) -> str:
    """Text for a page's front matter; templates print it as it is, in elements and attributes, once through Jinja."""
    return re.sub(r"[&<>\"'{}]", _entity, " ".join(str(value).split()))


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def attribute(value: object) -> str:
    """Text for the inside of a quoted attribute."""
    return _ATTRIBUTE.sub(_entity, " ".join(str(value).split()))


def tag(name: str, content: Markup = EMPTY, **attributes: object) -> Markup:
    """An element; attributes that are None or False are left out, ``class_`` becomes ``class``.

    ``tag("td", text(3), class_="num") == '<td class="num">3</td>'``
    """
    end = "" if name in _VOID else f"</{name}>"
    return _made(Markup, f"<{name}{_attributes(attributes)}>{Markup.escape(content)}{end}")


_VOID = ("img", "input")  # elements without an end


def some(name: str, content: Markup, **attributes: object) -> Markup:
    """An element; empty if nothing would stand in it: ``some("p", EMPTY, class_="note") == ""``."""
    return tag(name, content, **attributes) if content else EMPTY


def day(date: str, shown: str = "", **attributes: object) -> Markup:
    """A day, in its long form unless ``shown`` otherwise, that programs can read too.

    ``day("2026-11-22") == '<time datetime="2026-11-22">22 November 2026</time>'``
    """
    return tag("time", text(shown or words.date(date)), datetime=date, **attributes)


def _attributes(attributes: dict[str, object]) -> Markup:
    out = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        if value is True:
            out += f" {key}"
        else:
            escaped = _ADDRESS.sub(_entity, str(value)) if key == "href" else attribute(value)
            out += f' {key}="{escaped}"'
    return _made(Markup, out)


def link(content: Markup, href: str, **attributes: object) -> Markup:
    """A link to an address within the site or an http(s) address."""
    if re.match(r"[a-z][a-z0-9+.-]*:", href, re.I) and not re.match(r"https?://", href):
        raise ValueError(f"{href!r} is not a web address")
    return tag("a", content, href=href, **attributes)


# A text fragment names so many words at the start of a long passage, and as many at its end; Chinese by characters.
_ENDS, _HAN_ENDS = 3, 8


def at_words(href: str, words: str, before: str | None = None, after: str | None = None) -> str:
    """An address that makes a browser jump to some words of the page; a PDF, or what is no web page, stays as it is.

    ``before`` and ``after`` are the neighbouring words, where the words alone stand on the page more than once.

    ``at_words("https://a.org/x", "one-off, & more") == "https://a.org/x#:~:text=one%2Doff%2C%20%26%20more"``
    """
    parts = urlsplit(href)
    if parts.scheme not in ("http", "https") or parts.path.lower().endswith(".pdf") or not words.split():
        return href
    around = (f"{_encoded(before)}-," if before else "", f",-{_encoded(after)}" if after else "")
    return f"{href}{'' if parts.fragment else '#'}:~:text={around[0]}{','.join(map(_encoded, _ends(words)))}{around[1]}"


def _ends(words: str) -> list[str]:
    """Words as a text fragment names them: all of them, or of a long passage the first and the last."""
    spaced = words.split()
    if len(spaced) > 2 * _ENDS:
        return [" ".join(spaced[:_ENDS]), " ".join(spaced[-_ENDS:])]
    whole = " ".join(spaced)
    long = HAN.search(whole) and len(spaced) == 1 and len(whole) > 2 * _HAN_ENDS
    return [whole[:_HAN_ENDS], whole[-_HAN_ENDS:]] if long else [whole]


def _encoded(words: str) -> str:
    """Words for a text fragment, in which dash, comma and ampersand mean something."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")


def lang(content: Markup, language: str | None) -> Markup:
    """Marks a piece of another language: Chinese as ``zh-Hans``; English is left as it is."""
    if language in (None, "en"):
        return content
    return tag("span", content, lang={"zh": "zh-Hans"}.get(str(language), language))


def zh(value: str | None) -> Markup:
    """Text in Chinese, escaped and marked, if any of it is in Chinese characters; empty if there is none."""
    if value and not HAN.search(value):
        return text(value)
    return some("span", text(value or ""), lang="zh-Hans")


_CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f《》“”·]*"
                  r"[\u3400-\u9fff][\u3400-\u9fff\uff00-\uffef\u3000-\u303f·]*")


def mixed(value: str | None) -> Markup:
    """Text in which runs of Chinese are marked as such; empty if there is none."""
    value, out, end = value or "", "", 0
    for run in _CJK.finditer(value):
        out += _escaped(value[end:run.start()]) + str(zh(run[0]))
        end = run.end()
    return _made(Markup, out + _escaped(value[end:]))


def marked(content: Markup) -> Markup:
    """Markup in which runs of Chinese are marked as such."""
    def runs(outside: re.Match[str]) -> str:
        return _CJK.sub(r'<span lang="zh-Hans">\g<0></span>', outside[0])
    return _made(Markup, re.sub(r"(?:\A|>)[^<]*", runs, content))


def series_of(parts: Iterable[Markup]) -> Markup:
    """A list in a sentence, as ``words.series`` makes it of plain words."""
    return _made(Markup, words.series([text(part) for part in parts]))


def titled(title: str, language: str) -> Markup:
    """A source's title in its language; where it is our own English description of the source, as English."""
    foreign = any(c.isalpha() and not c.isascii() for c in title)
    return lang(text(title), language) if foreign and language not in ("en", "zh") else mixed(title)


def block(markup: Markup) -> Markup:
    """A block of HTML as Markdown takes it: one line, blank lines around it."""
    return _made(Markup, "\n\n" + re.sub(r"\s*\n\s*", " ", Markup.escape(markup)).strip() + "\n\n")


def items(entries: Iterable[Markup], ordered: bool = False, **attributes: object) -> Markup:
    """A list; empty if there are no entries."""
    return some("ol" if ordered else "ul", EMPTY.join(tag("li", e) for e in entries), **attributes)


# A row of a table: its id, its cells and, if wanted, more attributes.
Row = tuple[str | None, Sequence[Markup]] | tuple[str | None, Sequence[Markup], Mapping[str, object]]


def table(name: str, caption: str, heads: Sequence[str], rows: Iterable[Row],
          numeric: Iterable[int] = (), sort: bool = False, wide: bool = False, classes: str = "") -> Markup:
    """A table with caption and row headers; each row is (id or None, cells), the first cell is its header.

    A row may have a third part, attributes a filter looks at: ``("row-x", cells, {"data_status": "draft"})``.
    ``name`` is the table's own address, ``caption`` is text, and so is a head that is not markup.
    """
    num, made = set(numeric), [text(h) for h in heads]
    head = EMPTY.join(tag("th", h, scope="col", class_="num" if i in num else None) for i, h in enumerate(made))
    labels = [_made(Markup, re.sub(r"<[^>]+>", "", h)) for h in made]
    rows = list(rows)
    slim = "data--slim" if _slim(labels, [row[1] for row in rows], bool(num)) else ""
    css = " ".join(filter(None, ["data", "data--wide" if wide else "", slim, classes]))
    body = EMPTY.join(_row(key, cells, labels, num, *attributes) for key, cells, *attributes in rows)
    inner = (tag("caption", mixed(caption), id=f"{name}-c") + tag("thead", tag("tr", head)) + tag("tbody", body))
    return tag("div", tag("table", inner, id=name, class_=css, data_sort=sort), class_="table", role="region",
               tabindex="0", aria_labelledby=f"{name}-c")


_NARROW = 40  # letters in a line of a table on a phone


def _slim(heads: Sequence[str], rows: Sequence[Sequence[Markup]], numeric: bool) -> bool:
    """Whether a table of numbers has so few and so short columns that it stays a table on a phone."""
    if not numeric or len(heads) > 5 or not rows:
        return False
    widths = []
    for column, head in enumerate(heads):
        longest = max(len(_seen(row[column])) for row in rows if column < len(row))
        word = max(map(len, head.split()), default=0)
        widths.append(max(word, min(longest, 16) if column == 0 else longest))
    return sum(widths) + 2 * len(widths) <= _NARROW


def _seen(cell: Markup) -> str:
    """What is read in a cell: no tags, no marks of notes, a character reference as one letter."""
    return re.sub(r"&#?\w+;", "x", re.sub(r"<sup.*?</sup>|<[^>]+>", "", cell))


def _row(key: str | None, cells: Sequence[Markup], labels: Sequence[Markup], num: set[int],
         attributes: Mapping[str, object] | None = None) -> Markup:
    out = EMPTY
    for i, cell in enumerate(cells):
        css = "num" if i in num else None
        if i == 0:
            out += tag("th", cell, scope="row", class_=css)
        else:
            out += filled('<td{} data-label="{}">{}</td>', _attributes({"class": css}), labels[i], cell)
    return tag("tr", out, id=key, **(attributes or {}))
