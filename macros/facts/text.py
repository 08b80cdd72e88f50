"""Text as it is compared: folded, and without characters that nobody sees."""

import re
import reprlib
import unicodedata
from decimal import Decimal
from functools import lru_cache

LETTER = r"[A-Za-zÀ-ɏḀ-ỿ_]"  # Latin only: Chinese sets no blank between a number and a word
HAN = re.compile(r"[\u3400-\u9fff]")  # a Chinese character

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]")
_FOREIGN = r"[\u0400-\u04ffΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνυ]"  # Cyrillic, and the Greek letters that look Latin
_WIDE = r"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_MIXED = re.compile(rf"[A-Za-z0-9]({_FOREIGN})|({_FOREIGN})[A-Za-z0-9]|[A-Za-z]([\uff0d{_WIDE}])|([{_WIDE}])[A-Za-z]")
_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother, _SHORT.maxlist, _SHORT.maxdict = 2, 200, 200, 4, 4


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in Unicode NFC, each run of white space made one blank, none at the ends. Nothing looser.

    ``fold(" core\\n firms ") == "core firms"``
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def loosely(text: str) -> str:
    """The text as words are compared that may be spelt in more than one way: NFKC, small letters, single blanks.

    ``loosely(" Ｄeep\\nSeek ") == "deep seek"``
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def unseen(text: str) -> str | None:
    """The first character in a text that a reader cannot see, by name; None if there is none.

    ``unseen("fi\\u00adlings") == "U+00AD (SOFT HYPHEN)"``
    """
    found = _UNSEEN.search(text)
    return _named(found[0]) if found else None


def look_alike(text: str) -> str | None:
    """The first letter of another script within a Latin word or number, by name; None if there is none.

    ``look_alike("B\\u0435ijing") == "U+0435 (CYRILLIC SMALL LETTER IE)"``
    """
    found = _MIXED.search(text)
    return _named(next(filter(None, found.groups()))) if found else None


def control(text: str) -> tuple[int, str] | None:
    """The line and the name of the first control character in a file; None if there is none.

    ``control("a\\nb\\x07") == (2, "U+0007")``
    """
    found = _CONTROL.search(text)
    return (text.count("\n", 0, found.start()) + 1, _named(found[0])) if found else None


def whole(name: str) -> str:
    """A pattern for a name that is not a part of a longer word; Chinese has no such edges.

    ``re.search(whole("Ni"), "Niu") is None``
    """
    before, after = (r"(?<!\w)" if name[0].isascii() else ""), (r"(?!\w)" if name[-1].isascii() else "")
    return before + re.escape(name) + after


def shown(value: object) -> str:
    """A value as a message prints it, however large or deep it is: ``shown([[[1]]]) == "[[[...]]]"``."""
    return str(value) if isinstance(value, Decimal) else _SHORT.repr(value)


def _named(character: str) -> str:
    """A character by its number, and its name where it has one."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
