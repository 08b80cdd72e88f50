"""What a quotation is held to state: each number and date of the archived texts, their neighbours, random numbers."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from babel.dates import format_date
from babel.numbers import format_decimal
from browser import ROOT
from hypothesis import given
from hypothesis import strategies as st

from macros.facts.quantities import dates, fold, occurrences, quantities, states, states_date, weekdays

THIRD = Fraction(1, 3)
MILLION = 10**6

# seed, a quotation from it, and every number it states: (value, whether it is a percentage)
SEED_NUMBERS = [
    ("000", "AI zone, which has a 300-square meter exhibition area and seven application scenarios", [300, 7]),
    ("000", "the fifth China International Import Expo (CIIE) on November 6, 2022. It is the first time", []),
    ("000", "On April 11, China's cyberspace authority issued a regulation draft", []),
    ("000", "open for public comment until May 10", []),
    ("001", "Văn phòng Kinh tế và Công nghệ Thông tin Bắc Kinh cùng hai tổ chức khác đã công bố", [2]),
    ("001", 'Chương trình đối tác đổi mới ngành công nghiệp generative AI" vào ngày 19.5', []),
    ("001", "39 đối tác của chương trình đã được công bố trong đợt đầu tiên", [39]),
    ("001", "(một trong hai đối tác về sức mạnh tính toán)", [1, 2]),
    ("001", "công ty an ninh mạng 360 Security Technology", [360]),
    ("001", "triển khai hơn 10 ứng dụng thương mại của mô hình ngôn ngữ lớn", [10]),
    ("001", "trên đất nước vào ngày 5.5.", []),
    ("001", "Đó là lần thứ hai trong vòng chưa đầy hai tuần gần đây", [2]),
    ("001", "vào ngày 28.4 tổng kết cuộc họp hàng quý", []),
    ("001", "thiết lập một số khu vực nổi bật về AI trên toàn quốc vào ngày 18.5", []),
    ("001", "trong vòng 5 đến 10 năm tới", [5, 10]),
    ("001", "Một số nhà nghiên cứu Trung Quốc tin rằng chiplet là một lựa chọn", [1]),
    ("001", "với tổng số tiền là 60 triệu nhân dân tệ (8,6 triệu USD)", [60 * MILLION, 8_600_000]),
    ("001", "được dành cho tối đa 12 dự án trong hai năm", [12, 2]),
    ("001", "có 1.048 công ty AI trung tâm tính đến tháng 10.2022", [1048]),
    ("001", "chiếm hơn 1/3 tổng số công ty như vậy trên toàn quốc", [THIRD]),
    ("001", "đã thu hút hơn 40.000 tài năng AI đến Bắc Kinh, chiếm hơn 60% tổng số tài năng", [40_000, "60%"]),
    ("001", "(10 trong số 24 cái có trụ sở tại Bắc Kinh)", [10, 24]),
    ("001", "WuDao 2.0 được phát triển bởi", []),
    ("001", "lớn nhất trên thế giới với 1,75 nghìn tỉ tham số", [1_750_000 * MILLION]),  # codespell:ignore tham
    ("002", "As of October last year, Beijing was home to 1,048 “core AI companies,”", [1048]),
    ("002", "making up more than one-third of the total number of AI firms in China", [THIRD]),
    ("002", "attracted more than 40,000 AI talents, which is more than 60% of the country’s total", [40_000, "60%"]),
    ("002", "For context, 10 out of 24 platforms are within Beijing itself", [10, 24]),
    ("002", "Beijing also has 30 of the top 100 institutions in the world", [30, 100]),
    ("002", "WuDao 2.0, developed by the Beijing Academy", []),
    ("002", "is recognized with 1.75 trillion parameters to simulate", [1_750_000 * MILLION]),
    ("002", "Nevertheless, over the past two weeks, Chinese technology giants", [2]),
    ("002", "over the last two years, there has been intense scrutiny", [2]),
    ("002", "Over the last decade, China has grown", []),
    ("003", "approval for the first batch of large language models (LLMs) this year", []),
    ("003", "With 14 LLMs and enterprise applications receiving the green light", [14]),
    ("003", "Beijing Fourth Paradigm Technology Co, and 01.AI are among the beneficiaries", []),
    ("003", "LLMs and AI applications available in the country to 40.", [40]),
    ("003", "OpenAI’s ChatGPT in 2022. At that time, China possessed 130 LLMs", [130]),
    ("003", "constituting 40 per cent of the global total", ["40%"]),
    ("003", "the United States with a 50 per cent share", ["50%"]),
    ("003", "reported over 100 million users in December", [100 * MILLION]),
    ("003", "Approves 14 LLMs for public release, over 40 in last 6 months", [14, 40, 6]),
    ("004", "China_s_Generative_AI_Boom__190__Models_and_600_Million_Users", []),
    ("004", "Boom: 190+ Models and 600 Million Users", [190, 600 * MILLION]),
    ("004", "with more than 190 service models now registered", [190]),
    ("004", "have amassed over 600 million registered users", [600 * MILLION]),
    ("004", "Reflecting on progress since 2012, Zhuang highlighted", []),
    ("004", "enactment of more than 150 pieces of legislation", [150]),
    ("004", "In July 2023, China made global headlines", []),
]
# seed, a quotation from it, when its source came out, a date it states, and dates near it that it does not state
SEED_DATES = [
    ("000", "on November 6, 2022", None, "2022-11-06", ["2022-11-05", "2022-06-11", "2021-11-06", "2022-11-16"]),
    ("000", "On April 11,", "2023-05-23", "2023-04-11", ["2023-04-10", "2022-04-11", "2023-11-04", "2023-04-01"]),
    ("000", "until May 10", "2023-05-23", "2023-05-10", ["2023-05-11", "2022-05-10", "2024-05-10", "2023-10-05"]),
    ("000", "in Beijing on Tuesday", "2023-05-23", "2023-05-23", ["2023-05-22", "2023-05-24", "2023-05-09", "2023-05"]),
    ("001", "vào ngày 19.5", "2023-05-28", "2023-05-19", ["2023-05-20", "2023-05-18", "2022-05-19", "2023-05-09"]),
    ("001", "vào ngày 5.5", "2023-05-28", "2023-05-05", ["2023-05-15", "2023-04-05", "2022-05-05"]),
    ("001", "vào ngày 28.4", "2023-05-28", "2023-04-28", ["2023-04-27", "2023-05-28", "2022-04-28", "2023-04-08"]),
    ("001", "vào ngày 18.5", "2023-05-28", "2023-05-18", ["2023-05-19", "2023-05-08", "2022-05-18"]),
    ("001", "tính đến tháng 10.2022", None, "2022-10", ["2022-11", "2022-09", "2023-10", "2022-10-01", "2022-01"]),
    ("002", "As of October last year", "2023-02-22", "2022-10", ["2023-10", "2021-10", "2022-09", "2022-10-01"]),
    ("002", "in March this year", "2023-02-22", "2023-03", ["2022-03", "2024-03", "2023-04"]),
    ("003", "first batch of large language models (LLMs) this year", "2024-01-29", "2024", ["2023", "2025", "2024-01"]),
    ("003", "implemented in August last year", "2024-01-29", "2023-08", ["2024-08", "2022-08", "2023-07"]),
    ("003", "applications approved this month", "2024-01-29", "2024-01", ["2023-12", "2024-02", "2024-01-29"]),
    ("003", "to the public last August", "2024-01-29", "2023-08", ["2024-08", "2022-08", "2023-09"]),
    ("003", "ChatGPT in 2022", None, "2022", ["2023", "2021", "2022-11"]),
    ("003", "users in December", "2024-01-29", "2023-12", ["2022-12", "2023-11", "2023-02"]),
    ("004", "announced on Monday", "2024-08-13", "2024-08-12", ["2024-08-11", "2024-08-13", "2024-08-05"]),
    ("004", "In July 2023", None, "2023-07", ["2023-06", "2022-07", "2023-07-13"]),
    ("004", "In July 2023", None, "2023", ["2022", "2024"]),
    ("004", "since 2012", None, "2012", ["2011", "2013", "2021"]),
]


def language(seed: str) -> str:
    """The language of an archived text."""
    return "vi" if seed == "001" else "en"


def archived(seed: str) -> str:
    """An archived text, folded."""
    (path,) = (ROOT / "seeds").glob(f"{seed}_*.txt")
    return fold(path.read_text(encoding="utf-8"))


def read(text: str, tag: str) -> list[Fraction | str]:
    """The numbers in a text, percentages as "60%"."""
    return [f"{f.value:f}%" if f.percent else f.exact for f in quantities(text, tag)]


def near(value: Fraction) -> list[Fraction]:
    """Values next to this one: one more, one less, ten and a thousand times, a tenth, a digit dropped at either end."""
    digits = str(value.numerator)
    shifted = [Fraction(d) for d in (digits[1:], digits[:-1]) if d]
    return [value + 1, value - 1, value * 10, value / 10, value / 1000, value * 1000, *shifted]


# --- text -------------------------------------------------------------------------------------------------------------


def test_fold_makes_white_space_one_blank_and_composes_letters() -> None:
    assert fold("  a\u00a0\n\tb\u2028 c \u3000") == "a b c"
    assert fold("tỷ") == fold("ty\u0309") == "tỷ"


def test_fold_leaves_case_and_quotation_marks_alone() -> None:
    assert fold("“Core” 'AI' – ＡＩ") == "“Core” 'AI' – ＡＩ"


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("quote", "text", "before", "after", "count"), [
    ("40", "40 40 40", None, None, 3),
    ("aa", "aaaa", None, None, 3),
    ("40", "more than 40, over 40", "over", None, 1),
    ("40", "more than 40, over 40", "more  than ", ",", 1),
    ("40", "more than 40, over 40", "over", ",", 0),
    ("40", "over  \n 40", "over", None, 1),
    ("40", "over, 40", "over", None, 0),
    ("40", "x40y 40", "x", "y", 1),
    ("core\u00a0firms", "the core\n firms", None, None, 1),
    ("Core", "core", None, None, 0),
    ("“core”", '"core"', None, None, 0),
    (" ", "a b", None, None, 0),
    ("", "", None, None, 0),
])
def test_occurrences(quote: str, text: str, before: str | None, after: str | None, count: int) -> None:
    assert occurrences(quote, text, before, after) == count


BLANKS = st.sampled_from([" ", "\n", "  ", " \t", "\u00a0", "\u3000"])


@given(st.lists(st.text("aé备ổ“’1.,", min_size=1, max_size=4), min_size=1, max_size=8), st.data())
def test_words_are_found_however_spaced_and_composed_and_not_if_a_letter_differs(
        found: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(found) - 1))
    words = found[start:data.draw(st.integers(start + 1, len(found)))]
    quote = words[0] + "".join(data.draw(BLANKS) + word for word in words[1:])
    text = " ".join(found)
    places = occurrences(" ".join(words), text)
    assert places >= 1
    assert occurrences(unicodedata.normalize("NFD", quote), text) == places
    at = data.draw(st.integers(0, len(words[0]) - 1))
    assert occurrences(words[0][:at] + "x" + words[0][at + 1:] + quote[len(words[0]):], text) == 0


@given(st.text("ab ", max_size=12), st.text("ab ", max_size=3))
def test_occurrences_counts_every_place(text: str, quote: str) -> None:
    hay, needle = fold(text), fold(quote)
    places = [i for i in range(len(hay)) if needle and hay[i:].startswith(needle)]
    assert occurrences(quote, text) == len(places)


# --- numbers of the archived texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "quote", "values"), SEED_NUMBERS)
def test_seed_quotation_states_these_numbers_and_no_other(seed: str, quote: str, values: list) -> None:
    assert occurrences(quote, archived(seed)) >= 1
    assert read(quote, language(seed)) == values


@pytest.mark.parametrize(("seed", "quote", "value"), [(s, q, v) for s, q, vs in SEED_NUMBERS for v in vs])
def test_seed_quotation_states_no_number_near_by(seed: str, quote: str, value: int | Fraction | str) -> None:
    unit = "percent" if isinstance(value, str) else "firms"
    exact = Fraction(value.rstrip("%")) if isinstance(value, str) else Fraction(value)
    assert states(exact, quote, language(seed), unit)
    assert not states(exact, quote, language(seed), "firms" if unit == "percent" else "percent")
    stated = {f.exact for f in quantities(quote, language(seed))}
    assert [n for n in near(exact) if n not in stated and states(n, quote, language(seed))] == []


def test_every_number_of_the_seeds_is_in_the_table() -> None:
    for seed in ("000", "001", "002", "003", "004"):
        listed = {v for s, _, values in SEED_NUMBERS if s == seed for v in values}
        assert set(read(archived(seed), language(seed))) == listed


def test_positions_are_those_of_the_folded_text() -> None:
    text = fold("about  1.75\u00a0trillion parameters")
    (found,) = quantities(text, "en")
    assert text[found.start : found.end] == found.text == "1.75 trillion"
    assert found.value == 1_750_000 * MILLION


# --- numbers, more ways to write them ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("tag", "text", "values"), [
    ("en", "1,048", [1048]),
    ("en", "1.048", [Fraction("1.048")]),
    ("en", "1,04", []),
    ("en", "1,00,000", []),
    ("en", "2010,2011", []),
    ("en", "seats: 1,048; 40.", [1048, 40]),
    ("en", "$5bn and US$8.6 million", [5000 * MILLION, 8_600_000]),
    ("en", "twenty-five; two hundred and fifty thousand", [25, 250_000]),
    ("en", "one million two hundred thousand", [1_200_000]),
    ("en", "one and a half million; half a million", [1_500_000, 500_000]),
    ("en", "A hundred, a dozen, a thousand", [100, 12, 1000]),
    ("en", "two, three four", [2, 3, 4]),
    ("en", "In 2022 two firms", [2]),
    ("en", "dozens, hundreds of firms, a batch, no one, any one", []),
    ("en", "a third of it; two-thirds; three quarters", [THIRD, Fraction(2, 3), Fraction(3, 4)]),
    ("en", "a half; half of them", [Fraction(1, 2)] * 2),
    ("en", "a third batch; the third quarter; the first half", []),
    ("en", "nearly 1/3, 3/4.", [THIRD, Fraction(3, 4)]),
    ("en", "24/7, 1/2/3, 2023/24", []),
    ("en", "29 percent, 40%, forty per cent, 3 percentage points", ["29%", "40%", "40%", 3]),
    ("en", "40-50 per cent; 40 to 50%", ["40%", "50%", "40%", "50%"]),
    ("en", "5-10 million; from 5 to 10 million", [5 * MILLION, 10 * MILLION] * 2),
    ("en", "from 130 million to 190 million", [130 * MILLION, 190 * MILLION]),
    ("en", "between 5 and 10 million", [5, 10 * MILLION]),
    ("en", "fell by -5, not pages - 6", [-5, 6]),
    ("en", "GB/T 45654-2025, TC260-003, ISO/IEC 42001:2023", []),
    ("en", "ChatGLM-6B, GPT-4, A100, 6B, 21st, 5G, GPT 3.5, Wenxin 4.0, qwen-2.5, A.2", []),
    ("en", "Article 17, No. 5, 10:30", []),
    ("en", "AI 2.5 million", [2_500_000]),
    ("en", "on 11 April 2023, 2023-05-19, 19/5/2023, July 2023", []),
    ("en", "2000 firms by 2030", [2000, 2030]),
    ("vi", "1.048; 40,000; 1,75", [1048, 40, Fraction("1.75")]),
    ("vi", "19.5 và 10.2022", []),
    ("vi", "1,5 tỉ; 1,5 tỷ; 25 nghìn tỷ; 3 ngàn; 5 trăm", [1500 * MILLION] * 2 + [25_000_000 * MILLION, 3000, 500]),
    ("vi", "hai mươi lăm; mười lăm; hai nghìn ba trăm; hai trăm linh năm", [25, 15, 2300, 205]),
    ("vi", "Năm trăm công ty; năm 2022; 5 năm; hàng năm; ba năm", [500, 5, 3]),
    ("vi", "một phần ba; một nửa; hai triệu rưỡi; nửa đầu năm", [THIRD, Fraction(1, 2), 2_500_000]),
    ("vi", "60 phần trăm; 40–50%; 3 điểm phần trăm", ["60%", "40%", "50%", 3]),
    ("vi", "thứ ba, tháng tư, Điều 17, hàng trăm, một số", []),
    ("zh", "190多款；6亿用户；1.75万亿；3万5千人", [190, 600 * MILLION, 1_750_000 * MILLION, 35_000]),
    ("zh", "二十五家；十二个；十家；两千五百；一亿二千万", [25, 12, 10, 2500, 120 * MILLION]),
    ("zh", "一万五；一万零五；一万五千", [15_000, 10_005, 15_000]),
    ("zh", "百分之六十；60％；百分之29；三分之一；一半", ["60%", "60%", "29%", THIRD, Fraction(1, 2)]),
    ("zh", "第三批；第17条；百度；千问；十分；几十家；统一；唯一；万科；三四个", []),
    ("zh", "5至10万；两年半；1,048家", [50_000, 100_000, Fraction(5, 2), 1048]),
    ("zh", "2023年5月19日；5月；2022年；５０家", [50]),
    ("de", "1.048 Firmen, 1,75 Billionen, 60 %", [1048, 1_750_000 * MILLION, "60%"]),
    ("fr", "1\u202f048 sociétés, 1,5 %", [1048, "1.5%"]),
    ("zh-Hans", "6亿", [600 * MILLION]),
    ("de-CH", "1’048", [1048]),
    ("xx", "1,048", [1048]),
])
def test_quantities(tag: str, text: str, values: list) -> None:
    assert read(text, tag) == values


@pytest.mark.parametrize(("value", "text", "unit", "stated"), [
    (Decimal("0.3333"), "more than one-third", None, True),
    (Decimal("0.33333"), "over 1/3 of", "fraction", True),
    (Fraction(1, 3), "a third", None, True),
    (Decimal("0.333"), "one-third", None, False),
    (Decimal("0.3334"), "one-third", None, False),
    (Decimal("0.3333"), "0.33333", None, False),
    (Decimal("0.5"), "half of them", None, True),
    (Decimal("0.50001"), "half of them", None, False),
    (Decimal("48"), "1,048", None, False),
    (1, "1,048", None, False),
    (Decimal("1.048"), "1,048", None, False),
    (40, "40,000", None, False),
    (Decimal("40.0"), "40", None, True),
    (40, "40 per cent", "percent", True),
    (40, "40 per cent", None, True),
    (40, "40 per cent", "models", False),
    (40, "40 models", "percent", False),
    (190, "190%", "services", False),
])
def test_states(value: Decimal | int | Fraction, text: str, unit: str | None, stated: bool) -> None:
    assert states(value, text, "en", unit) is stated


LANGUAGES = st.sampled_from(list(yaml.safe_load((ROOT / "data" / "vocab.yml").read_text("utf-8"))["languages"]))
FRAMES = st.sampled_from(["{}", "({})", "ca. {}.", "{}+", "“{}”", "{} km", "x {}, y"])


@given(st.integers(-(10**15), 10**15), LANGUAGES, FRAMES)
def test_a_whole_number_is_stated_and_its_neighbour_is_not(number: int, tag: str, frame: str) -> None:
    text = frame.format(format_decimal(number, locale=tag))
    assert states(number, text, tag)
    assert not states(number + 1, text, tag)


@given(st.decimals(0, 10**9, places=4).map(lambda d: d + Decimal("0.0001")), LANGUAGES)
def test_a_decimal_is_stated_and_its_neighbours_are_not(number: Decimal, tag: str) -> None:
    text = f"({format_decimal(number, locale=tag, decimal_quantization=False)})"
    assert states(number, text, tag)
    assert [n for n in (number + 1, number * 10, number + Decimal("0.0001")) if states(n, text, tag)] == []


@given(st.integers(2, 999), st.sampled_from([
    ("en", "million", 10**6), ("en", "Billion", 10**9), ("vi", "triệu", 10**6), ("vi", "nghìn tỉ", 10**12),
    ("vi", "tỷ", 10**9), ("zh", "万", 10**4), ("zh", "亿", 10**8), ("de", "Milliarden", 10**9),
    ("fr", "millions", 10**6), ("ja", "万", 10**4), ("ja", "億", 10**8), ("ru", "миллионов", 10**6),
    ("ru", "млрд", 10**9)]))
def test_a_scale_word_multiplies(number: int, scale: tuple[str, str, int]) -> None:
    tag, word, size = scale
    text = f"{number}{'' if tag in ('zh', 'ja') else ' '}{word}"
    assert [f.value for f in quantities(text, tag)] == [number * size]
    assert not states(number, text, tag)


def test_japanese_scales_follow_each_other() -> None:
    assert [f.value for f in quantities("1億2000万人、3千社、5兆円", "ja")] == [120_000_000, 3000, 5 * 10**12]
    assert [f.value for f in quantities("2023年8月15日に約3.5億人", "ja")] == [350_000_000]


@given(st.text("0123456789.,/-% aTvVgG年月万百十一third", max_size=24), LANGUAGES)
def test_any_text_can_be_read(text: str, tag: str) -> None:
    folded = fold(text)
    assert [f.text for f in quantities(text, tag)] == [folded[f.start : f.end] for f in quantities(text, tag)]
    assert [d.text for d in dates(text, tag)] == [folded[d.start : d.end] for d in dates(text, tag)]


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "quote", "published", "date", "others"), SEED_DATES)
def test_seed_quotation_states_this_date_and_none_near_by(
    seed: str, quote: str, published: str | None, date: str, others: list[str]
) -> None:
    assert occurrences(quote, archived(seed)) >= 1
    assert states_date(date, quote, language(seed), published)
    assert [d for d in others if states_date(d, quote, language(seed), published)] == []


def test_every_date_of_the_seeds_is_in_the_table() -> None:
    for seed in ("000", "001", "002", "003", "004"):
        quotes = [q for s, q, *_ in SEED_DATES if s == seed]
        missing = [d.text for d in dates(archived(seed), language(seed)) if not any(d.text in q for q in quotes)]
        assert missing == []


@pytest.mark.parametrize(("tag", "text", "found"), [
    ("en", "April 11; 11 April 2023; the 3rd of May", [(None, 4, 11), (2023, 4, 11), (None, 5, 3)]),
    ("en", "on November 6, 2022", [(2022, 11, 6)]),
    ("en", "July 2023, Jan 2024, Sept. 2023", [(2023, 7, None), (2024, 1, None), (2023, 9, None)]),
    ("en", "2023-05-19, 2023/5/19, 2023-05", [(2023, 5, 19), (2023, 5, 19), (2023, 5, None)]),
    ("en", "5/6/2023 and 19/5/2023", [(2023, 5, 6), (2023, 5, 19)]),
    ("en-GB", "5/6/2023", [(2023, 6, 5)]),
    ("en", "since 2012, mid-2022.", [(2012, None, None), (2022, None, None)]),
    ("en", "2023-2025; end-2024", [(2023, None, None), (2025, None, None), (2024, None, None)]),
    ("en", "May be; march on; Mar alone; next March; until May", [(None, 5, None)]),
    ("en", "April 31; 2023-13-01; 31/2/2023", [(None, 4, None)]),
    ("en", "1989; 2101; 45654-2025; 2,022; 20220; 2000 million; 2025%", []),
    ("en", "In May 10 million users", [(None, 5, None)]),
    ("vi", "19.5; ngày 5.5, 28.4 và 18.5", [(None, 5, 19), (None, 5, 5), (None, 4, 28), (None, 5, 18)]),
    ("vi", "tháng 10.2022; 10/2022; tháng Mười năm 2022", [(2022, 10, None)] * 3),
    ("vi", "19/5/2023; ngày 19 tháng 5 năm 2023; ngày 2/9", [(2023, 5, 19), (2023, 5, 19), (None, 9, 2)]),
    ("vi", "tháng 10 năm ngoái; năm nay; tháng trước; hôm qua",
     [(None, 10, None), (None, None, None), (None, None, None), (None, None, None)]),
    ("vi", "hai tháng trước; 5 năm nay; hơn 1/3; WuDao 2.0; GPT 3.5; 8,6 triệu; 13.13", []),
    ("zh", "2023年5月19日；去年10月；5月19号", [(2023, 5, 19), (None, 10, None), (None, 5, 19)]),
    ("zh", "二〇二三年五月二十三日；十一月十日；2022年；本月",
     [(2023, 5, 23), (None, 11, 10), (2022, None, None), (None, None, None)]),
    ("zh", "5个月；12家", []),
    ("de", "am 19.5.2023, am 3. Mai", [(2023, 5, 19), (None, 5, 3)]),
])
def test_dates(tag: str, text: str, found: list[tuple[int | None, int | None, int | None]]) -> None:
    assert [(d.year, d.month, d.day) for d in dates(text, tag)] == found


@pytest.mark.parametrize(("date", "text", "tag", "published", "stated"), [
    ("2023-05-19", "19.5", "vi", "2023-05-28", True),
    ("2023-05-20", "19.5", "vi", "2023-05-28", False),
    ("2023-05-19", "19.5", "vi", "2023", True),
    ("2023-05-19", "19.5", "vi", None, False),
    ("2022-12-19", "19.12", "vi", "2023-01", True),
    ("2021-12-19", "19.12", "vi", "2023-01", False),
    ("2023", "April 11", "en", "2023-05-01", True),
    ("2022-10", "tháng 10 năm ngoái", "vi", "2023-05", True),
    ("2022-10", "去年10月", "zh", "2023-05", True),
    ("2023-12", "tháng trước", "vi", "2024-01-29", True),
    ("2023-12", "last month", "en", "2024-01-29", True),
    ("2024-01", "Last month", "en", "2024-01-29", False),
    ("2024-01", "tháng này", "vi", "2024-01", True),
    ("2024-01", "this month", "en", "2024", False),
    ("2024-08", "last August", "en", "2024-10-01", True),
    ("2023", "last year", "en", "2024", True),
    ("2024-02-29", "yesterday", "en", "2024-03-01", True),
    ("2024-08-12", "on Monday", "en", "2024-08-13", True),
    ("2024-08-12", "on Monday", "en", "2024-08-19", True),
    ("2024-08-12", "on Monday", "en", "2024-08-20", False),
    ("2024-08-12", "on Monday", "en", "2024-08-11", False),
    ("2024-08-12", "on Monday", "en", "2024-08", False),
    ("2024-08-12", "next Monday", "en", "2024-08-13", False),
    ("2024-08-12", "Monday, August 5, 2024", "en", "2024-08-13", False),
    ("2024-08-12", "hôm thứ hai", "vi", "2024-08-13", True),
    ("2024-08-12", "lần thứ hai", "vi", "2024-08-13", False),
    ("2024-08-12", "周一", "zh", "2024-08-13", True),
])
def test_states_date(date: str, text: str, tag: str, published: str | None, stated: bool) -> None:
    assert states_date(date, text, tag, published) is stated


@pytest.mark.parametrize("date", ["2023-13", "2023-02-30", "May 2023", "23-05-01", ""])
def test_states_date_refuses_what_is_no_date(date: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|month must be|day is out of range|day must be"):
        states_date(date, "2023", "en")


DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2099, 12, 30))


@given(DAYS, LANGUAGES, st.sampled_from(["medium", "long", "full"]))
def test_a_day_is_stated_as_each_language_writes_it_and_its_neighbours_are_not(
        day: dt.date, tag: str, form: str) -> None:
    text = format_date(day, form, locale=tag)
    assert states_date(day.isoformat(), text, tag)
    others = (day + dt.timedelta(days=1), day.replace(year=day.year + 1, day=1), day.replace(month=day.month % 12 + 1,
                                                                                            day=1))
    assert [other for other in others if states_date(other.isoformat(), text, tag)] == []


@given(DAYS)
def test_a_day_is_stated_however_written(day: dt.date) -> None:
    other = (day + dt.timedelta(days=1)).isoformat()
    for tag, text in [
        ("en", day.isoformat()), ("en", f"{day:%B} {day.day}, {day.year}"), ("en", f"{day.day} {day:%b} {day.year}"),
        ("vi", f"ngày {day.day}/{day.month}/{day.year}"), ("vi", f"ngày {day.day} tháng {day.month} năm {day.year}"),
        ("zh", f"{day.year}年{day.month}月{day.day}日"), ("de", f"am {day.day}.{day.month}.{day.year}"),
    ]:
        assert states_date(day.isoformat(), text, tag), text
        assert not states_date(other, text, tag), text
        assert quantities(text, tag) == [], text


@pytest.mark.parametrize(("tag", "text", "found"), [
    ("en", "on Monday, Tuesday", {0, 1}),
    ("en", "Mondays, monday, Sun", set()),
    ("vi", "Thứ Ba; hôm thứ tư; chủ nhật; sáng thứ 6", {1, 2, 6, 4}),
    ("vi", "lần thứ hai; Thứ hai, ta nói; Lần Thứ Hai", set()),
    ("zh", "周一、星期二、礼拜天", {0, 1, 6}),
    ("zh", "每周一次；下周一", set()),
])
def test_weekdays(tag: str, text: str, found: set[int]) -> None:
    assert weekdays(text, tag) == found
