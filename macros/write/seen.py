"""The words of a page as readers meet them: what Markdown and templates take away is gone, lines keep their places."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from inspect import signature
from typing import Any

from macros.derive.index import Site
from macros.write.page_source import Call
from macros.write.vocabulary import MACROS

CALL = re.compile(r"\{\{.*?\}\}", re.S)
_COMMENT = re.compile(r"\{#(?!\s*[a-z][\w-]*\s*\}).*?#\}", re.S)
_TARGET = re.compile(r"(?<=\])\([^)\s]*\)")
_ATTRIBUTES = re.compile(r"\{:?[^{}\n]*\}")
_NAME = re.compile(r"(?<![^\s{:])[#.][^\s{}]+")
_MARKS = re.compile(r"[*_`~^\\\[\]]|==|\+\+")


def blank(match: re.Match[str]) -> str:
    """Blanks in the place of what was found, line by line."""
    return re.sub(r"[^\n]", " ", match[0])


def seen(text: str) -> str:
    """The text of a page without calls, comments, marks, addresses and invisible characters.

    ``seen("s**ev**en [x](a7.md) &#55; { .a title='b' }") == "seven x 7 { title='b' }"``
    """
    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), CALL.sub(blank, text))
    text = _ATTRIBUTES.sub(_titles, _TARGET.sub("", text))
    return plainly(_MARKS.sub("", unescape(text)))


def _titles(match: re.Match[str]) -> str:
    """What an attribute list says besides ids and classes; nothing if it says no more."""
    rest = _NAME.sub("", match[0])
    return " ".join(rest.split()) if re.search(r"\w", rest) else ""


def plainly(text: str) -> str:
    """The text without invisible characters, letters of other shapes made plain ones: ``plainly("𝐭𝐰𝐨") == "two"``."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    return "".join(c if unicodedata.numeric(c, None) is not None else unicodedata.normalize("NFKC", c) for c in kept)


# ---- arguments of macros -----------------------------------------------------------------------------------------

_READ = {"caption", "label", "en"}  # arguments that a reader sees, whatever they hold
_CHOICES = {"view", "what", "kind", "which", "part", "of", "more"}  # arguments that pick what is shown
_DAYS = {"at", "to", "since"}  # arguments that hold a date
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def arguments(call: Call, site: Site) -> Iterator[str]:
    """The arguments of a call that are words for the reader: no id, no word of a vocabulary, no address, no date."""
    for name, value in _named(call):
        if isinstance(value, str) and (name in _READ or not _is_key(name, value, site)):
            yield plainly(_MARKS.sub("", unescape(value)))


def _named(call: Call) -> Iterator[tuple[str, Any]]:
    """Each argument of a call with the name of its parameter."""
    function = MACROS.get(call.name)
    known = list(signature(function).parameters.values())[1:] if function else []
    for i, value in enumerate(call.args):
        parameter = known[min(i, len(known) - 1)] if known else None
        yield parameter.name if parameter else "", value
    yield from call.kwargs.items()


def _is_key(name: str, value: str, site: Site) -> bool:
    """Whether an argument names something instead of saying it."""
    if name in _DAYS and _DAY.fullmatch(value):
        return True
    if name == "name" or name in _CHOICES:
        return re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)?", value) is not None
    key, _, days = value.partition("@")
    return key in site.once(_keys) and all(_DAY.fullmatch(day) for day in days.split(",") if days)


def _keys(site: Site) -> set[str]:
    """Every id, word of a vocabulary and address of a page."""
    ids = {i for records in site.data.kinds.values() for i in records}
    words = {w for found in site.data.vocab.values() for w in found}
    return ids | words | set(site.pages) | set(site.data.kinds)
