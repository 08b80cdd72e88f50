"""Text as it is compared: folded, and without characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LETTER = r"[A-Za-zÀ-ɏḀ-ỿ_]"  # Latin only: Chinese sets no blank between a number and a word

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_UNSEEN = (r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
           r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\ue000-\uf8ff")
_NOT_SEEN = re.compile(f"[{_CONTROL}{_UNSEEN}]")
_FOREIGN = r"[\u0400-\u04ffΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνυ]"  # Cyrillic, and the Greek letters that look Latin
_MIXED = re.compile(rf"[A-Za-z]\w*?({_FOREIGN})|({_FOREIGN})\w*?[A-Za-z]")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in Unicode NFC, each run of white space made one blank, none at the ends. Nothing looser.

    ``fold(" core\\n firms ") == "core firms"``
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def unseen(text: str) -> str | None:
    """What in a text a reader cannot see, or takes for another letter; None if there is nothing.

    ``unseen("fi\\u00adlings") == "U+00AD (SOFT HYPHEN)"``
    """
    found = _NOT_SEEN.search(text)
    mixed = None if found else _MIXED.search(text)
    if mixed:
        return _named(mixed[1] or mixed[2])
    return _named(found[0]) if found else None


def _named(character: str) -> str:
    """A character by its number, and its name where it has one."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
