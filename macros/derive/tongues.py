"""The languages of the doors: what the macros say in each besides the page's own words, and how it writes numbers.

A door is a page in another language than English; its front matter names it (``lang: vi``). ``TONGUES`` has every
language by its tag. Receipts, and all pages a door leads to, stay English and say so.
"""

from collections.abc import Callable
from dataclasses import dataclass

Scale = tuple[int, str]


def han(number: int) -> str:
    """A number below a hundred in Chinese numerals, as articles are counted: ``han(17) == "十七"``."""
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return ((digits[tens] if tens > 1 else "") + "十" if tens else "") + (digits[ones] if ones else "")


@dataclass(frozen=True, eq=False)
class Tongue:
    """How one language writes numbers and dates, and its few words beside them."""

    tag: str
    name: str  # the language in itself
    locale: str  # of Babel and, for those who share a page, of Open Graph
    reads: str  # the language of facts/languages.py that reads its numbers
    scales: tuple[Scale, ...]  # what large numbers are counted in, the largest first
    places: int  # of decimals that such a number may have
    gap: str  # between a number and what it is counted in
    day: str  # patterns of Babel
    month: str
    year: str
    span: str  # between the ends of a span
    note: str  # a mark of a note, as it is read out
    references: str  # the heading of the notes
    article: Callable[[int], str]  # an article of a rule
    superseded: str  # a value that a later one replaced
    disputed: str
    grades: dict[str, str]  # what a text marks besides, in words
    bounds: dict[str, str]


ENGLISH = Tongue(
    tag="en", name="English", locale="en_GB", reads="en",
    scales=((10**12, "trillion"), (10**9, "billion"), (10**6, "million")), places=3, gap=" ",
    day="d MMMM y", month="MMMM y", year="y", span=" to ",
    note="note", references="References", article="Article {}".format,
    superseded="as of {}, since superseded", disputed="disputed", grades={}, bounds={})

CHINESE = Tongue(
    tag="zh-Hans", name="中文", locale="zh_Hans_CN", reads="zh",
    scales=((10**12, "万亿"), (10**8, "亿"), (10**4, "万")), places=3, gap="",
    day="y年M月d日", month="y年M月", year="y年", span="至",
    note="注", references="出处（英文）", article=lambda n: f"第{han(n)}条",
    superseded="截至{}，后有更新", disputed="有争议",
    grades={"seen only through others": "仅见于转述", "not read": "原文未读"},
    bounds={"about": "约", "nearly": "近", "at-least": "至少", "more-than": "超过", "up-to": "至多",
            "less-than": "不到"})

VIETNAMESE = Tongue(
    tag="vi", name="Tiếng Việt", locale="vi_VN", reads="vi",
    scales=((10**12, "nghìn tỷ"), (10**9, "tỷ"), (10**6, "triệu")), places=2, gap=" ",
    day="d/M/y", month="M/y", year="y", span=" đến ", note="chú thích", references="Nguồn (tiếng Anh)",
    article="Điều {}".format, superseded="tính đến {}, sau đó có số mới", disputed="còn tranh cãi",
    grades={"seen only through others": "chỉ biết qua nguồn khác", "not read": "chưa đọc bản gốc"},
    bounds={"about": "khoảng", "nearly": "gần", "at-least": "ít nhất", "more-than": "hơn", "up-to": "tối đa",
            "less-than": "chưa đến"})

TONGUES = {t.tag: t for t in (ENGLISH, CHINESE, VIETNAMESE)}
