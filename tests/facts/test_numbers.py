"""What a text is held to state: each number of the archived texts, their neighbours, each kind of quantity."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from macros.facts.dates import dates
from macros.facts.numbers import quantities, stated
from macros.facts.quotations import occurrences
from macros.facts.text import fold
from seeds import archived, language

THIRD = Fraction(1, 3)
MILLION = 10**6

# seed, a quotation from it, and every number it states: (value, whether it is a percentage)
SEED_NUMBERS = [
    ("000", "AI zone, which has a 300-square meter exhibition area and seven application scenarios",
     ["300 square-metres", 7]),
    ("000", "the fifth China International Import Expo (CIIE) on November 6, 2022. It is the first time", []),
    ("000", "On April 11, China's cyberspace authority issued a regulation draft", []),
    ("000", "open for public comment until May 10", []),
    ("001", "Văn phòng Kinh tế và Công nghệ Thông tin Bắc Kinh cùng hai tổ chức khác đã công bố", [2]),
    ("001", 'Chương trình đối tác đổi mới ngành công nghiệp generative AI" vào ngày 19.5', []),
    ("001", "39 đối tác của chương trình đã được công bố trong đợt đầu tiên", [39]),
    ("001", "(một trong hai đối tác về sức mạnh tính toán)", [1, 2]),
    ("001", "công ty an ninh mạng 360 Security Technology", []),
    ("001", "triển khai hơn 10 ứng dụng thương mại của mô hình ngôn ngữ lớn", [10]),
    ("001", "trên đất nước vào ngày 5.5.", []),
    ("001", "Đó là lần thứ hai trong vòng chưa đầy hai tuần gần đây", ["2 weeks"]),
    ("001", "vào ngày 28.4 tổng kết cuộc họp hàng quý", []),
    ("001", "thiết lập một số khu vực nổi bật về AI trên toàn quốc vào ngày 18.5", []),
    ("001", "trong vòng 5 đến 10 năm tới", ["5 years", "10 years"]),
    ("001", "Một số nhà nghiên cứu Trung Quốc tin rằng chiplet là một lựa chọn", [1]),
    ("001", "với tổng số tiền là 60 triệu nhân dân tệ (8,6 triệu USD)", ["60000000 yuan", "8600000 usd"]),
    ("001", "được dành cho tối đa 12 dự án trong hai năm", [12, "2 years"]),
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
    ("002", "Nevertheless, over the past two weeks, Chinese technology giants", ["2 weeks"]),
    ("002", "over the last two years, there has been intense scrutiny", ["2 years"]),
    ("002", "Over the last decade, China has grown", []),
    ("003", "approval for the first batch of large language models (LLMs) this year", []),
    ("003", "With 14 LLMs and enterprise applications receiving the green light", [14]),
    ("003", "Beijing Fourth Paradigm Technology Co, and 01.AI are among the beneficiaries", []),
    ("003", "LLMs and AI applications available in the country to 40.", [40]),
    ("003", "OpenAI’s ChatGPT in 2022. At that time, China possessed 130 LLMs", [130]),
    ("003", "constituting 40 per cent of the global total", ["40%"]),
    ("003", "the United States with a 50 per cent share", ["50%"]),
    ("003", "reported over 100 million users in December", [100 * MILLION]),
    ("003", "Approves 14 LLMs for public release, over 40 in last 6 months", [14, 40, "6 months"]),
    ("003", "over 40 in last 6 monthsRead More", [40, 6]),
    ("004", "China_s_Generative_AI_Boom__190__Models_and_600_Million_Users", []),
    ("004", "Boom: 190+ Models and 600 Million Users", [190, 600 * MILLION]),
    ("004", "with more than 190 service models now registered", [190]),
    ("004", "have amassed over 600 million registered users", [600 * MILLION]),
    ("004", "Reflecting on progress since 2012, Zhuang highlighted", []),
    ("004", "enactment of more than 150 pieces of legislation", [150]),
    ("004", "In July 2023, China made global headlines", []),
]


def read(text: str, tag: str) -> list[Fraction | str]:
    """The numbers in a text; with what they measure if they count no things: "60%", "2 weeks"."""
    return [f"{f.value:f}%" if f.percent else f"{f.value:f} {f.measure}" if f.measure else f.exact
            for f in quantities(text, tag)]


def near(value: Fraction) -> list[Fraction]:
    """Values next to this one: one more, one less, ten and a thousand times, a tenth, a digit dropped at either end."""
    digits = str(value.numerator)
    shifted = [Fraction(d) for d in (digits[1:], digits[:-1]) if d]
    return [value + 1, value - 1, value * 10, value / 10, value / 1000, value * 1000, *shifted]


# --- numbers of the archived texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "quote", "values"), SEED_NUMBERS)
def test_seed_quotation_states_these_numbers_and_no_other(seed: str, quote: str, values: list) -> None:
    assert occurrences(quote, archived(seed)) >= 1
    assert read(quote, language(seed)) == values


@pytest.mark.parametrize(("seed", "quote", "value"), [(s, q, v) for s, q, vs in SEED_NUMBERS for v in vs])
def test_seed_quotation_states_no_number_near_by(seed: str, quote: str, value: int | Fraction | str) -> None:
    number, _, unit = str(value).replace("%", " percent").partition(" ")
    unit = unit or ("firms" if Fraction(number).denominator == 1 else "fraction")
    exact, other = Fraction(number), "firms" if unit != "firms" else "percent"
    tag = language(seed)
    assert any(stated(exact, quote, tag, unit, place) for place in ("alone", "low", "high"))
    assert not stated(exact, quote, tag, other)
    found = {f.exact for f in quantities(quote, tag)}
    assert [n for n in near(exact) if n not in found and stated(n, quote, tag)] == []


def test_every_number_of_the_seeds_is_in_the_table() -> None:
    for seed in ("000", "001", "002", "003", "004"):
        listed = {v for s, _, values in SEED_NUMBERS if s == seed for v in values} - {"6 months"}  # runs on there
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
    ("en", "$5bn and US$8.6 million", ["5000000000 usd", "8600000 usd"]),
    ("en", "twenty-five; two hundred and fifty thousand", [25, 250_000]),
    ("en", "one million two hundred thousand", [1_200_000]),
    ("en", "one and a half million; half a million", [1_500_000, 500_000]),
    ("en", "A hundred, a dozen, a thousand", [100, 12, 1000]),
    ("en", "two, three four", [2]),
    ("en", "In 2022 two firms", [2]),
    ("en", "dozens, hundreds of firms, a batch, no one, any one", []),
    ("en", "a third of it; two-thirds; three quarters", [THIRD, Fraction(2, 3), Fraction(3, 4)]),
    ("en", "a half; half of them", [Fraction(1, 2)] * 2),
    ("en", "a third batch; the third quarter; the first half", []),
    ("en", "nearly 1/3, 3/4.", [THIRD, Fraction(3, 4)]),
    ("en", "24/7, 1/2/3, 2023/24", []),
    ("en", "29 percent, 40%, forty per cent, 3 percentage points", ["29%", "40%", "40%", "3 points"]),
    ("en", "40-50 per cent; 40 to 50%", ["40%", "50%", "40%", "50%"]),
    ("en", "5-10 million; from 5 to 10 million", [5 * MILLION, 10 * MILLION] * 2),
    ("en", "from 130 million to 190 million", [130 * MILLION, 190 * MILLION]),
    ("en", "between 5 and 10 million", [5 * MILLION, 10 * MILLION]),
    ("en", "fell by -5, not pages - 6", [-5, 6]),
    ("en", "GB/T 45654-2025, TC260-003, ISO/IEC 42001:2023", []),
    ("en", "ChatGLM-6B, GPT-4, A100, 6B, 21st, 5G, GPT 3.5, Wenxin 4.0, qwen-2.5, A.2", []),
    ("en", "Article 17, No. 5, 10:30", []),
    ("en", "AI 2.5 million", [2_500_000]),
    ("en", "on 11 April 2023, 2023-05-19, 19/5/2023, July 2023", []),
    ("en", "2000 firms by 2030", [2000, 2030]),
    ("vi", "1.048; 40,000; 1,75", [1048, Fraction("1.75")]),
    ("vi", "19.5 và 10.2022", []),
    ("vi", "1,5 tỉ; 1,5 tỷ; 25 nghìn tỷ; 3 ngàn; 5 trăm", [1500 * MILLION] * 2 + [25_000_000 * MILLION, 3000, 500]),
    ("vi", "hai mươi lăm; mười lăm; hai nghìn ba trăm; hai trăm linh năm", [25, 15, 2300, 205]),
    ("vi", "Năm trăm công ty; năm 2022; 5 năm; hàng năm; ba năm", [500, "5 years", "3 years"]),
    ("vi", "một phần ba; một nửa; hai triệu rưỡi; nửa đầu năm", [THIRD, Fraction(1, 2), 2_500_000]),
    ("vi", "60 phần trăm; 40–50%; 3 điểm phần trăm", ["60%", "40%", "50%", "3 points"]),
    ("vi", "thứ ba, tháng tư, Điều 17, hàng trăm, một số", []),
    ("zh", "190多款；6亿用户；1.75万亿；3万5千人", [190, 600 * MILLION, 1_750_000 * MILLION, 35_000]),
    ("zh", "二十五家；十二个；十家；两千五百；一亿二千万", [25, 12, 10, 2500, 120 * MILLION]),
    ("zh", "一万五；一万零五；一万五千", [15_000, 10_005, 15_000]),
    ("zh", "百分之六十；60％；百分之29；三分之一；一半", ["60%", "60%", "29%", THIRD, Fraction(1, 2)]),
    ("zh", "第三批；第17条；百度；千问；十分；几十家；统一；唯一；万科；三四个", []),
    ("zh", "5至10万；两年半；1,048家", [50_000, 100_000, Fraction(5, 2), 1048]),
    ("zh", "2023年5月19日；5月；2022年；５０家", [50]),
    ("zh-Hans", "6亿", [600 * MILLION]),
    ("xx", "1,048; 8 firms", []),
])
def test_quantities(tag: str, text: str, values: list) -> None:
    assert read(text, tag) == values


@pytest.mark.parametrize(("value", "text", "unit", "expected"), [
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
def test_stated(value: Decimal | int | Fraction, text: str, unit: str | None, expected: bool) -> None:
    assert bool(stated(value, text, "en", unit)) is expected


LANGUAGES = st.sampled_from(["en", "vi", "zh"])
FRAMES = st.sampled_from(["{}", "({})", "ca. {}.", "{}+", "“{}”", "{} km", "x, {}, y"])


@given(st.integers(-(10**15), 10**15), LANGUAGES, FRAMES)
def test_a_whole_number_is_stated_and_its_neighbour_is_not(number: int, tag: str, frame: str) -> None:
    text = frame.format(format_decimal(number, locale=tag))
    assert stated(number, text, tag)
    assert not stated(number + 1, text, tag)


@given(st.decimals(0, 10**9, places=4).map(lambda d: d + Decimal("0.0001")), LANGUAGES)
def test_a_decimal_is_stated_and_its_neighbours_are_not(number: Decimal, tag: str) -> None:
    text = f"({format_decimal(number, locale=tag, decimal_quantization=False)})"
    assert stated(number, text, tag) or (tag == "vi" and re.search(r",\d{3}\)", text))  # "1,048" may be English
    assert [n for n in (number + 1, number * 10, number + Decimal("0.0001")) if stated(n, text, tag)] == []


@given(st.integers(2, 999), st.sampled_from([
    ("en", "million", 10**6), ("en", "Billion", 10**9), ("vi", "triệu", 10**6), ("vi", "nghìn tỉ", 10**12),
    ("vi", "tỷ", 10**9), ("zh", "万", 10**4), ("zh", "亿", 10**8), ("zh", "万亿", 10**12)]))
def test_a_scale_word_multiplies(number: int, scale: tuple[str, str, int]) -> None:
    tag, word, size = scale
    text = f"{number}{'' if tag == 'zh' else ' '}{word}"
    assert [f.value for f in quantities(text, tag)] == [number * size]
    assert not stated(number, text, tag)


def test_relays_in_japanese_are_read_as_chinese_is() -> None:
    assert read("1億2000万人、3千社、5兆円、92件", "ja") == [120_000_000, 3000, 5 * 10**12, 92]


@given(st.text("0123456789.,/-% aTvVgG年月万百十一third", max_size=24), LANGUAGES)
def test_any_text_can_be_read(text: str, tag: str) -> None:
    folded = fold(text)
    assert [f.text for f in quantities(text, tag)] == [folded[f.start : f.end] for f in quantities(text, tag)]
    assert [d.text for d in dates(text, tag)] == [folded[d.start : d.end] for d in dates(text, tag)]


# --- as the kind of quantity it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tag", "text", "value"), [
    ("en", "rose by 39 percentage points", 39),
    ("en", "up 39 %-points", 39),
    ("en", "39 pp higher", 39),
    ("en", "20 basis points", 20),
    ("en", "the world's No 3 maker", 3),
    ("en", "No. 3, number 3, #3, ranked 3, Nos. 3 to 5", 3),
    ("en", "Ernie 4 has them", 4),
    ("en", "Qwen 2.5 won", Fraction("2.5")),
    ("en", "a 5 nm chip, 5nm", 5),
    ("en", "a ten-year plan, ten years", 10),
    ("en", "19 m of it, 19m, 19 km, 19 GB", 19),
    ("en", "19 ‰, 19 per mille", 19),
    ("en", "minus 19, -19, negative 19", 19),
    ("en", "Articles 17 and 19, articles 15, 17, and 19", 19),
    ("en", "Articles 17 and 19", 17),
    ("en", "Phase two, Chapter Two", 2),
    ("en", ".19 of them", 19),
    ("en", "between 5 and 10 million", 5),
    ("en", "5 to 10", 10),
    ("en", "5-10", 5),
    ("en", "5 + 10 firms, 5 plus 10", 10),
    ("en", "360 Security Technology", 360),
    ("en", "the Two Sessions", 2),
    ("en", "1 219 scenarios", 219),
    ("en", "1\u00a0219, 1\u2009219, 1’219, 1，219", 219),
    ("en", "1 219 scenarios", 1),
    ("en", "3 1/2 of them", 3),
    ("en", "three times as many, 3x", 3),
    ("en", "$5, €5, HK$5", 5),
    ("en", "5-3, 24/7", 5),
    ("en", "up by 39 points, 39 bp", 39),
    ("en", "aged 19, 19 sq km, 19 o'clock, 19°", 19),
    ("en", "1 in 5 firms, one in five", 5),
    ("en", "5 or 10 firms, 5 ± 2, 5 × 10, 2^5", 5),
    ("vi", "3 điểm phần trăm, 3 điểm cơ bản", 3),
    ("vi", "5 hoặc 10 công ty, gấp 5 lần", 5),
    ("zh", "十三五", 13),
    ("zh", "十几家，数十家，几十家", 10),
    ("zh", "5、6家", 6),
    ("vi", "lần thứ 3, số 3, Điều 3, hạng 3", 3),
    ("vi", "1 triệu 200 nghìn", 200_000),
    ("vi", "kế hoạch 10 năm", 10),
    ("vi", "giảm âm 3", 3),
    ("zh", "第3批，第三家，3号文，3.0版", 3),
    ("zh", "提高3个百分点，3个基点", 3),
    ("zh", "5纳米，5nm，5倍", 5),
    ("zh", "文心4发布", 4),
    ("zh", "十年规划", 10),
    ("zh", "千分之五，5‰", 5),
    ("zh", "第17、19条", 19),
    ("zh", "3-5个", 3),
    ("zh", "三四个", 3),
    ("zh", "三四个", 4),
])
def test_what_counts_no_things_proves_no_count(tag: str, text: str, value: int | Fraction) -> None:
    assert [f for f in stated(value, text, tag, "firms")] == []


@pytest.mark.parametrize(("tag", "text", "unit", "value"), [
    ("en", "1 219 scenarios", "scenarios", 1219),
    ("en", "1\u00a0219 firms", "firms", 1219),
    ("en", "1’219 firms", "firms", 1219),
    ("en", ".19 of it", None, Fraction("0.19")),
    ("en", "minus 19 firms", "firms", -19),
    ("en", "19 mln accounts, 19 bn", "accounts", 19 * MILLION),
    ("en", "39 percentage points", "points", 39),
    ("en", "20 working days", "working-days", 20),
    ("en", "a ten-year plan", "years", 10),
    ("en", "RMB 5 million, 6 million yuan", "yuan", 5 * MILLION),
    ("en", "US$8.6 million", "usd", 8_600_000),
    ("en", "500 petaflops, 33,000P", "petaflops", 33_000),
    ("vi", "1 triệu 200 nghìn tài khoản", "accounts", 1_200_000),
    ("vi", "60 triệu", "accounts", 60 * MILLION),
    ("vi", "1,75 nghìn tỉ tham số", "parameters", 1_750_000 * MILLION),  # codespell:ignore tham
    ("vi", "60 triệu nhân dân tệ", "yuan", 60 * MILLION),
    ("zh", "累计1112款", "services", 1112),
    ("zh", "1112 款备案", "services", 1112),
    ("zh", "三点五亿用户", "users", 350 * MILLION),
    ("zh", "3.5亿人", "people", 350 * MILLION),
    ("zh", "百分之五点二，5.2%", "percent", Fraction("5.2")),
    ("zh", "13万2", None, 132_000),
    ("zh", "13万2千家", "firms", 132_000),
    ("zh", "１１１２款", "services", 1112),
    ("zh", "1，112款", "services", 1112),
    ("zh", "1.75万亿参数", "parameters", 1_750_000 * MILLION),
    ("zh", "2152.2亿元", "yuan", 215_220 * MILLION),
    ("zh", "近三成", "percent", 30),
    ("zh", "三成五", "percent", 35),
    ("zh", "百余家企业", "firms", 100),
    ("zh", "近百家企业", "firms", 100),
    ("zh", "100多亿元", "yuan", 10_000 * MILLION),
    ("zh", "500P算力，20万P", "petaflops", 200_000),
    ("zh", "二十个工作日", "working-days", 20),
    ("zh", "5000人次", "people", 5000),
    ("ru", "более 100 миллионов пользователей", "users", 100 * MILLION),
    ("zh", "五项，12家，七部门", "agencies", 7),
])
def test_a_number_is_stated_as_what_it_is(tag: str, text: str, unit: str | None, value: int | Fraction) -> None:
    assert stated(value, text, tag, unit)


@pytest.mark.parametrize(("tag", "text", "value", "bounds"), [
    ("en", "1,048 firms", 1048, "exact"),
    ("en", "fewer than 1,048 firms", 1048, "less-than"),
    ("en", "no fewer than 1,048 firms", 1048, "at-least"),
    ("en", "more than 1,048, over 1,048", 1048, "more-than"),
    ("en", "no more than 12", 12, "up-to"),
    ("en", "up to a total of 12", 12, "up-to"),
    ("en", "nearly 100 firms", 100, "nearly"),
    ("en", "almost 40%", 40, "nearly"),
    ("en", "about 40%", 40, "about"),
    ("en", "surpassed 600 million, exceeding 600 million", 600 * MILLION, "more-than"),
    ("en", "not over 5", 5, "up-to"),
    ("en", "190+ models", 190, "at-least more-than"),
    ("en", "100 firms or more", 100, "at-least"),
    ("en", "over two years", 2, "exact more-than"),
    ("en", "within 20 working days", 20, "exact up-to"),
    ("en", "600 million", 600 * MILLION, "about exact nearly"),
    ("en", "≥90%", 90, "at-least"),
    ("en", "40-odd firms", 40, "about more-than"),
    ("en", "hardly 40 firms, not even 40", 40, ""),
    ("en", "did not exceed 40, never more than 40", 40, "up-to"),
    ("vi", "không nhiều hơn 40", 40, "up-to"),
    ("zh", "附近40家，最近40家，签约40家", 40, "exact"),
    ("zh", "没有超过40家", 40, "up-to"),
    ("vi", "hơn 40.000", 40_000, "more-than"),
    ("vi", "gần 40.000", 40_000, "nearly"),
    ("vi", "khoảng 40.000", 40_000, "about"),
    ("vi", "ít nhất 12", 12, "at-least"),
    ("vi", "tối đa 12 dự án", 12, "up-to"),
    ("vi", "chưa đầy hai tuần", 2, "less-than"),
    ("vi", "không quá 12, không dưới 11", 12, "up-to"),
    ("zh", "超2500家，超过2500家，突破2500家", 2500, "more-than"),
    ("zh", "不超过200万元", 2_000_000, "up-to"),
    ("zh", "300余家", 300, "more-than"),
    ("zh", "190多款", 190, "more-than"),
    ("zh", "近百家", 100, "nearly"),
    ("zh", "接近200个", 200, "nearly"),
    ("zh", "10个以上", 10, "at-least more-than"),
    ("zh", "20万P左右", 200_000, "about"),
    ("zh", "约40家", 40, "about"),
    ("zh", "不到40家", 40, "less-than"),
    ("zh", "逾40家", 40, "more-than"),
    ("zh", "不应低于90%", 90, "at-least"),
    ("zh", "不少于6000P", 6000, "at-least"),
])
def test_a_number_is_bounded_by_its_words(tag: str, text: str, value: int, bounds: str) -> None:
    found = [f for f in quantities(text, tag) if f.exact == value]
    assert found
    assert {" ".join(sorted(f.bounds)) for f in found} == {bounds}


@pytest.mark.parametrize(("value", "high", "text", "tag"), [
    (5 * MILLION, 10 * MILLION, "between 5 and 10 million", "en"),
    (3, 5, "3-5个", "zh"),
    (10_000, 100_000, "处一万元以上十万元以下罚款", "zh"),
    (5, 10, "trong vòng 5 đến 10 năm tới", "vi"),
    (2, 4, "2 to 4 months", "en"),
])
def test_a_range_states_its_two_ends_and_no_value_alone(value: int, high: int, text: str, tag: str) -> None:
    assert [bool(stated(v, text, tag, None, p)) for v, p in ((value, "low"), (high, "high"), (value, "high"))] == [
        True, True, False]
    assert not stated(value, text, tag)
    assert not stated(high, text, tag)
