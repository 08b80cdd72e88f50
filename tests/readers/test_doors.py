"""The pages in other languages: numbers and dates as the language writes them, links that say where they lead."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from built import Doc
from hypothesis import given
from hypothesis import strategies as st
from project import real
from small import change, copy, problems

from macros.derive import words
from macros.derive.index import Site
from macros.derive.tongues import CHINESE, ENGLISH, TONGUES, VIETNAMESE, Tongue, han
from macros.facts.numerals import numerals
from macros.facts.typed import ORDINARY, typed
from macros.publish.head import head, thing
from macros.write.page import MacroError, Page
from macros.write.receipts import EXCEPTIONS
from macros.write.tongue_links import hinted
from macros.write.vocabulary import run
from tools import ROOT

DOORS = {"zh/": CHINESE, "vi/": VIETNAMESE}
HERE = "See [the figures](figures/index.md)."


@pytest.fixture(scope="module")
def facts() -> Site:
    return real()


# ---- numbers and dates -------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("value", "english", "chinese", "vietnamese"), [
    ("1112", "1,112", "1,112", "1.112"),
    ("0.95", "0.95", "0.95", "0,95"),
    ("10500", "10,500", "1.05万", "10.500"),
    ("12345", "12,345", "12,345", "12.345"),
    ("602000000", "602 million", "6.02亿", "602 triệu"),
    ("589000000000", "589 billion", "5,890亿", "589 tỷ"),
    ("1750000000000", "1.75 trillion", "1.75万亿", "1,75 nghìn tỷ"),
    ("1051000", "1.051 million", "105.1万", "1.051.000"),  # 1,051 triệu may be taken for more than a thousand
    ("1234567", "1,234,567", "1,234,567", "1.234.567"),
])
def test_a_number_is_written_as_its_language_does(value: str, english: str, chinese: str, vietnamese: str) -> None:
    tongues = (ENGLISH, CHINESE, VIETNAMESE)
    assert [words.number(Decimal(value), t) for t in tongues] == [english, chinese, vietnamese]


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=list(TONGUES))
@given(whole=st.integers(1, 10**13), zeros=st.integers(0, 6))
def test_a_number_reads_back_as_itself(tongue: Tongue, whole: int, zeros: int) -> None:
    value = whole // 10**zeros * 10**zeros or 1
    [read] = numerals(words.number(value, tongue), tongue.reads, [])
    assert read.exact == value


@pytest.mark.parametrize(("day", "english", "chinese", "vietnamese"), [
    ("2026-08-31", "31 August 2026", "2026年8月31日", "31/8/2026"),
    ("2026-01", "January 2026", "2026年1月", "1/2026"),
    ("2026", "2026", "2026年", "2026"),
])
def test_a_date_is_written_as_its_language_does(day: str, english: str, chinese: str, vietnamese: str) -> None:
    assert [words.date(day, t) for t in (ENGLISH, CHINESE, VIETNAMESE)] == [english, chinese, vietnamese]


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (24, "二十四")])
def test_articles_are_counted_in_chinese_numerals(number: int, written: str) -> None:
    assert han(number) == written
    [read] = numerals(f"{written}个", "zh", [])
    assert read.exact == number


def test_each_language_has_a_word_for_every_bound_and_mark(facts: Site) -> None:
    for tongue in DOORS.values():
        assert set(tongue.bounds) == set(facts.data.vocab["bounds"]) - {"exact"}
        assert set(tongue.grades) == set(EXCEPTIONS)


@pytest.mark.parametrize(("url", "call", "made"), [
    ("zh/", '{{ fig("cnnic-genai-users", at="2024-06-30") }}', "2.3亿"),
    ("vi/", '{{ fig("cnnic-genai-users", at="2024-06-30") }}', "230 triệu"),
    ("zh/", '{{ ref("genai-interim-measures", article=17) }}', "第十七条"),
    ("vi/", '{{ ref("genai-interim-measures", article=17) }}', "Điều 17"),
    ("zh/", '{{ ref("cac") }}', "国家互联网信息办公室"),
    ("zh/", '{{ term("filing") }}', "备案"),
    ("vi/", '{{ term("filing", en="lưu hồ sơ") }}', "lưu hồ sơ (备案)"),
    ("zh/", '{{ date("first-full-list", note=False) }}', "2024年4月2日"),
    ("vi/", '{{ count("filings", to="2024-01-17") }}', "79"),
])
def test_a_word_speaks_the_language_of_its_page(facts: Site, url: str, call: str, made: str) -> None:
    shown = re.sub(r"<sup.*?</sup>|<[^>]+>", "", run(Page(facts, url), call))
    assert shown == made


@pytest.mark.parametrize(("url", "call", "message"), [
    ("zh/", '{{ fig("interim-issuers", unit=True) }}',
     "has no unit in 中文; leave out unit=True and write it in the page's words"),
    ("vi/", '{{ term("filing") }}', "'filing' has no word in Tiếng Việt; give it with en=\"…\""),
    ("vi/", '{{ ref("cac") }}', "'cac' has no name in Tiếng Việt; give it as the label"),
])
def test_what_a_word_cannot_say_is_said(facts: Site, url: str, call: str, message: str) -> None:
    with pytest.raises(MacroError) as caught:
        run(Page(facts, url), call)
    assert str(caught.value) == message


# ---- numbers that are typed --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("language", "text"), [
    ("zh", "各地统一办理，一般先由省级受理，一旦通过便进一步公示；这是唯一的名单，也是依据之一，另一方面仍在同一处。"),
    ("zh", "中国大陆的百度和通义千问陆续开放，大陸的陸續，什么都一样，一直如此，第一次也是。"),
    ("vi", "Một số dịch vụ được mở một cách dè dặt, một phần vì luật, cùng một lúc với một loạt nhãn."),
    ("vi", "Hằng năm, mỗi năm, cuối năm và năm ngoái, tỷ lệ tính theo phần trăm đều đổi; phạm vi và hành vi vi phạm."),
])
def test_ordinary_words_with_a_numeral_inside_are_no_numbers(language: str, text: str) -> None:
    assert typed(text, language) == ()
    assert typed(text) != ()  # elsewhere they are not let through


@pytest.mark.parametrize(("language", "text", "found"), [
    ("zh", "一款服务", ["一"]), ("zh", "十个省", ["十"]), ("zh", "统一的三家公司", ["三"]), ("zh", "两百家", ["两百"]),
    ("zh", "六亿人", ["六亿"]), ("zh", "第二批", ["二"]), ("zh", "2024年", ["2024"]), ("zh", "一千问题", ["一"]),
    ("vi", "một dịch vụ", ["một"]), ("vi", "năm tỉnh", ["năm"]), ("vi", "hai đợt", ["hai"]),
    ("vi", "một số và ba tỉnh", ["ba"]), ("vi", "trong năm tỉnh", ["năm"]), ("vi", "sáu trăm triệu người",
                                                                    ["sáu", "trăm", "triệu"]),
])
def test_numbers_are_found_beside_ordinary_words(language: str, text: str, found: list[str]) -> None:
    assert [n.text for n in typed(text, language)] == found


def test_every_ordinary_word_has_a_numeral_inside() -> None:
    assert [w for found in ORDINARY.values() for w in found if not typed(w)] == []
    assert all(len(set(found)) == len(found) for found in ORDINARY.values())


DOOR = "title: Tea\nkind: door\nlang: {}"
TYPED = ("the number '{}' is typed into the page; give it a record in data/ and call a macro, or, if it is part of a "
         "name, add the name to data/prose.yml")


@pytest.mark.parametrize(("lang", "text", "message"), [
    ("zh-Hans", "统一有一款。", TYPED.format("一")),
    ("zh-Hans", "一些。", None),
    ("vi", "Một số có một dịch vụ.", TYPED.format("một")),
    ("vi", "Một số.", None),
    ("vi", '{{ said("kettles-whistle") }}', "said(): speaks English only; in Tiếng Việt there are fig, as_of, date, "
     "ref, term, cite, count, share, edition, references"),
])
def test_the_rules_of_pages_know_the_language(lang: str, text: str, message: str | None, tmp_path: Path) -> None:
    root = copy(tmp_path)
    change(root, "docs/index.md", "title: Tea", DOOR.format(lang))
    change(root, "docs/index.md", '{{ said("kettles-whistle") }} ' + HERE, text)
    assert problems(root) == ([f"docs/index.md:15: {message}"] if message else [])


# ---- the pages ---------------------------------------------------------------------------------------------------

def test_the_doors_are_those_that_the_templates_name(facts: Site) -> None:
    class Loose(yaml.SafeLoader):
        pass
    Loose.add_multi_constructor("", lambda *_: None)
    settings = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loose)
    assert facts.lang_of == {url: tongue.tag for url, tongue in DOORS.items()} == settings["extra"]["doors"]


def test_home_and_doors_name_each_other_and_no_other_page_does(facts: Site) -> None:
    wanted = {("en", facts.home), ("x-default", facts.home),
              *((tongue.tag, facts.home + url) for url, tongue in DOORS.items())}
    for url in ("", *DOORS, "rules/", "figures/cnnic-genai-users/"):
        found = {(m[2], m[1]) for m in re.finditer(r'<link rel="alternate" href="([^"]+)" hreflang="([^"]+)">',
                                                   head(facts, url))}
        assert found == (wanted if url in ("", *DOORS) else set()), url


@pytest.mark.parametrize(("url", "locale", "language"), [
    ("", "en_GB", "en-GB"), ("zh/", "zh_CN", "zh-Hans"), ("vi/", "vi_VN", "vi")])
def test_machines_are_told_the_language(facts: Site, url: str, locale: str, language: str) -> None:
    made = head(facts, url)
    assert f'<meta property="og:locale" content="{locale}">' in made
    assert f'<meta name="DC.language" content="{language}">' in made
    assert thing(facts, url)["inLanguage"] == language


def test_links_of_a_door_say_the_language_they_lead_to(facts: Site) -> None:
    page = ('<nav><a href="../">Home</a></nav><article><a href=../rules/#gate class=x>a</a><a href="../vi/">b</a>'
            '<a href="#n1">c</a><a href="../x.bib">d</a><a href="https://x.org/">e</a><a hreflang="de" href="../">f</a>'
            "</article>")
    other = page.replace('<a href="../vi/">', '<a hreflang="vi" lang="vi" href="../vi/">')
    assert hinted(facts, "rules/", page) == other
    assert hinted(facts, "rules/", "<article><a href=../zh/x/>x</a></article>") == (
        "<article><a href=../zh/x/>x</a></article>")
    assert hinted(facts, "zh/", page) == (
        '<nav><a href="../">Home</a></nav><article><a hreflang="en" href=../rules/#gate class=x>a</a>'
        '<a hreflang="vi" lang="vi" href="../vi/">b</a><a href="#n1">c</a><a href="../x.bib">d</a>'
        '<a href="https://x.org/">e</a><a hreflang="de" href="../">f</a></article>')


@pytest.mark.parametrize("url", DOORS)
def test_a_built_door_is_marked_in_its_language(docs: dict[str, Doc], url: str) -> None:
    [article] = docs[url].tree.xpath("//article")
    assert article.get("lang") == DOORS[url].tag
    led = [a for a in article.xpath(".//a[@href]") if a.get("href").partition("#")[0].endswith("/")
           and not a.get("href").startswith("http")]
    assert len(led) > 20
    assert [a.get("href") for a in led if not a.get("hreflang")] == []
    english = article.xpath("./*[@lang='en']")
    assert {"trail", "cite"} <= {e.get("class") for e in english}
    assert article.xpath(".//section[@class='notes']/ol/@lang") == ["en"]


LENGTHS = {"zh/": (800, 1000), "vi/": (600, 750)}


def story(doc: Doc) -> str:
    """The first sentences of a door and its story, as read: without the marks of notes."""
    [head_] = doc.tree.xpath("//h2[@id='story']")
    parts = doc.tree.xpath("//p[contains(@class, 'lead')]")
    for element in head_.itersiblings():
        if element.tag == "h2":
            break
        parts.append(element)
    for mark in doc.tree.xpath("//sup"):
        mark.drop_tree()
    return "\n".join(p.text_content() for p in parts)


def length(text: str, language: str) -> int:
    """How long a text is: Chinese characters, or words with blanks between them."""
    return len(re.findall(r"[\u3400-\u9fff]", text)) if language == "zh" else len(text.split())


@pytest.mark.parametrize("url", DOORS)
def test_the_story_is_read_in_ten_minutes(docs: dict[str, Doc], url: str) -> None:
    least, most = LENGTHS[url]
    assert least <= length(story(Doc(docs[url].file, docs[url].source)), DOORS[url].reads) <= most


def test_a_length_is_counted_as_the_language_does() -> None:
    assert length("备案1,112款。", "zh") == 3
    assert length("lưu hồ sơ ngày 31/8/2026", "vi") == 5


@pytest.mark.parametrize("url", DOORS)
def test_every_page_leads_to_the_doors(docs: dict[str, Doc], url: str) -> None:
    for page in ("", "rules/"):
        found = [a for a in docs[page].tree.xpath("//footer//a") if a.text_content() == DOORS[url].name]
        assert [(a.get("lang"), a.get("hreflang")) for a in found] == [(DOORS[url].tag, DOORS[url].tag)]
