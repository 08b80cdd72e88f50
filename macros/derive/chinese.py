"""Chinese for the search: how names are pronounced, and which traditional characters are which simplified ones.

Both come from libraries that only the build needs; they take a while to load and are loaded at the first name.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from macros.facts.text import HAN


@cache
def pinyin(name: str) -> str:
    """How a Chinese name is pronounced in one word: ``pinyin("豆包AI") == "doubaoai"``."""
    from pypinyin import lazy_pinyin
    return joined("".join(lazy_pinyin(name)))


def by_character(name: str) -> str:
    """How a name is pronounced if no character minds its neighbours: what the script finds by itself."""
    return joined("".join(pinyin(_simple().get(c, c)) if HAN.match(c) else c for c in name))


def sounds(texts: Iterable[str]) -> str:
    """Every syllable with the characters that are read so: ``"bao包宝 dou豆"``."""
    found: dict[str, str] = {}
    for c in sorted({_simple().get(c, c) for text in texts for c in text if HAN.match(c)}):
        found[pinyin(c)] = found.get(pinyin(c), "") + c
    return " ".join(syllable + found[syllable] for syllable in sorted(found))


def joined(text: str) -> str:
    """Latin letters and digits of a text in one word."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


@cache
def _simple() -> Mapping[str, str]:
    """Traditional character → simplified one, for every character of which there are both."""
    from opencc import OpenCC
    every = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    made = OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {old: new for old, new in zip(every, made, strict=True) if old != new and len(new) == 1}


def folded(name: str) -> str:
    """A name in one word without marks, case and traditional characters: ``folded("Bǎi Dù 騰訊") == "baidu腾讯"``."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if unicodedata.category(c)[0] in "LN")
    return "".join(_simple().get(c, c) for c in bare.replace("đ", "d"))


def traditional(texts: Iterable[str]) -> str:
    """The traditional forms of the characters in some texts, each before its simplified one: ``"備备騰腾"``."""
    used = {c for text in texts for c in text if HAN.match(c)}
    return "".join(old + new for old, new in _simple().items() if new in used or old in used)
