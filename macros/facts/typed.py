"""Numbers written into a text, in whatever way: what prose may not hold without saying where it comes from.

``typed("over 1,048 firms")`` finds "1,048". Digits of every script count, signs such as ⑦, ⅞ and Ⅶ, Chinese numerals,
number words with their ordinals and multiples, Roman numerals, and the number words of Vietnamese. "One", "both" and
"single" are words of every other sentence: they count only before a thing that gets counted ("one firm", "both
services"). "First" and "once" tell an order, and "none" may say that nothing was found: they never count.

On a page in Chinese or Vietnamese the words of that language with a numeral inside are words (``ORDINARY``): 统一 and
"một số" say no number there.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from macros.facts.languages import EN_ONES, EN_PLACES, EN_TEENS, EN_TENS


@dataclass(frozen=True)
class Typed:
    """A number as it stands in a text, and where."""

    text: str
    start: int
    end: int


_ONES, _TEENS, _TENS = ("|".join(words) for words in (EN_ONES, EN_TEENS, EN_TENS))
_SCALES = "hundred|thousand|million|billion|trillion|dozen"
_FIRST = "|".join(EN_PLACES[:9])
_ORDINALS = (f"{_FIRST.removeprefix('first|')}|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|"
             "(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|(?:hundred|thousand|[mbtr]+illion)th")
_WORDS = (f"(?:{_TENS})[- ]?(?:{_FIRST}|{_ONES})|{_ONES.removeprefix('one|')}|{_TEENS}|{_TENS}|{_SCALES}|{_ORDINALS}|"
          "zero|nought|nil")
_MULTIPLES = (f"half|halves|halv(?:ed|ing)|quarter|twice|thrice|(?:{_ONES}|{_TEENS}|{_TENS}|{_SCALES})-?fold|"
              "(?:doubl|trebl|tripl|quadrupl|quintupl)(?:es?|ed|ing)|a couple|(?:couple|scores?|pairs?) of|"
              "duo|trio|quartet|decade|centur(?:y|ies)|fortnight|(?:twen|thir|for|fif|six|seven|eigh|nine)ties")
_VIETNAMESE = "một|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|lăm|rưỡi|nửa|chục|tá|trăm|nghìn|ngàn|triệu|tỷ|tỉ"

# What gets counted here: before these, "one" and its like are numbers.
_THING = ("firm|service|application|model|algorithm|institution|team|partner|member|person|user|account|yuan|dollar|"
          "platform|project|question|risk|day|week|month|year|hour|minute|scenario|data set|product|filing|"
          "registration|instrument|province|district|university")
_THINGS = ("(?:firm|service|application|model|algorithm|institution|team|partner|member|user|account|platform|project|"
           "question|risk|day|week|month|year|hour|scenario|data set|product|filing|registration|instrument|province|"
           "district)s|people|batches|categories|agencies|cities|companies|universities")
_LINK = "of|for|or|and|that|which|who|in|by|on|at|to|with|from|per|is|was|has|had|each|whose|than|as"
_ONE = (rf"(?:one|single)(?= (?:(?!(?:{_LINK})\b)[\w-]+ )?(?:{_THING})\b)|(?:only|just|exactly|at least) one"
        rf"|both(?= (?:{_THINGS})\b)|none(?= of (?:the|its|their|these|those) (?:[\w-]+ )?(?:{_THINGS})\b)")
_WORD = re.compile(rf"\b(?:(?:{_MULTIPLES}|{_WORDS})s?|{_VIETNAMESE}|{_ONE})\b", re.I)
_HAI_BA = re.compile(r"\b(?:hai|ba)(?= [a-zà-ỹ]*[à-ỹ])")
# A numeral of I, V and X, or one that is too long for an abbreviation: not CC, CLI, ML or MIX.
_ROMAN = re.compile(r"\b(?=[IVX]{2}|[IVXLCDM]{4})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b"
                    r"|\b(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})\b")
_PART = re.compile(r"\b(?i:part|chapter|volume|book|phase|annex|title|section|appendix|class|type|level|version|stage|"
                   r"step) ([IVX])\b")
# "A third country" and "third-party" speak of another, not of a number; seconds are a measure of time.
_OTHER = re.compile(r"third(?= countr(?:y|ies)\b|[ -]part(?:y|ies)\b)|second(?=[ -]hand\b|s\b)", re.I)
_DIGITS = re.compile(r"\d[\d.,]*|[^\x00-\x7f]+")
_CHINESE = "两兩俩仨"


# Words of a language that have a numeral inside and say no number. The name of the site's subject is not among them,
# nor any count: 一款, 一项, "một dịch vụ" and "một công ty" say how many.
ORDINARY: dict[str, tuple[str, ...]] = {
    "zh": ("统一", "一般", "一些", "一起", "一同", "一旦", "一直", "一样", "一致", "一定", "一律", "一并", "一经",
           "一度", "一边", "一方面", "另一方面", "另一", "进一步", "下一步", "逐一", "之一", "唯一", "同一", "第一",
           "什么", "大陆", "大陸", "陆续", "陸續", "第三方", "两院院士", "长三角", "新一代", "百度", "千问", "百川",
           "零售", "万一"),
    "vi": ("một số", "một khi", "một cách", "một phần", "một mình", "một loạt", "một chút", "một lần nữa", "cùng một",
           "duy nhất một", "hằng năm", "hàng năm", "mỗi năm", "năm nay", "năm ngoái", "năm sau", "năm trước",
           "cuối năm", "đầu năm", "giữa năm", "nhiều năm", "năm ấy", "năm đó", "năm kế tiếp", "phần trăm", "tỷ lệ",
           "tỉ lệ", "chín muồi", "ba lô", "vi phạm", "hành vi", "phạm vi"),
}


@lru_cache(maxsize=8192)
def typed(text: str, language: str = "en") -> tuple[Typed, ...]:
    """Every number written in the text, in order of its place."""
    text = _ordinary(language).sub(lambda m: " " * len(m[0]), text)
    found = [m for m in _WORD.finditer(text) if not _OTHER.match(text, m.start())]
    found += [m for pattern in (_HAI_BA, _ROMAN) for m in pattern.finditer(text) if m[0]]
    numbers = [Typed(m[0], *m.span()) for m in found] + [Typed(m[1], *m.span(1)) for m in _PART.finditer(text)]
    return tuple(sorted((*numbers, *_signs(text)), key=lambda n: n.start))


@lru_cache
def _ordinary(language: str) -> re.Pattern[str]:
    """A pattern of the words of a language that say no number."""
    words = "|".join(map(re.escape, sorted(ORDINARY.get(language, ()), key=len, reverse=True))) or r"(?!)"
    return re.compile(words if language == "zh" else rf"\b(?:{words})\b", re.I)


def _signs(text: str) -> Iterator[Typed]:
    """Digits of every script, and other signs that stand for a number."""
    for match in _DIGITS.finditer(text):
        if match[0][0].isascii():
            yield Typed(match[0].rstrip(".,"), match.start(), match.start() + len(match[0].rstrip(".,")))
            continue
        for run in re.finditer(r"\S+", "".join(c if _is_number(c) else " " for c in match[0])):
            yield Typed(run[0], match.start() + run.start(), match.start() + run.end())


def _is_number(sign: str) -> bool:
    """Whether one character stands for a number: ٣, ⑦, ½, 七."""
    return unicodedata.numeric(sign, None) is not None or sign in _CHINESE
