"""What a text is held to say about when: each date of the archived texts, their neighbours, random days."""

from __future__ import annotations

import datetime as dt

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from macros.facts.dates import dates, states_date
from macros.facts.numbers import quantities
from macros.facts.quotations import occurrences
from seeds import archived, language

LANGUAGES = st.sampled_from(["en", "vi", "zh"])
# seed, a quotation from it, when its source came out, a date it states, and dates near it that it does not state
SEED_DATES = [
    ("000", "on November 6, 2022", None, "2022-11-06", ["2022-11-05", "2022-06-11", "2021-11-06", "2022-11-16"]),
    ("000", "On April 11,", "2023-05-23", "2023-04-11", ["2023-04-10", "2022-04-11", "2023-11-04", "2023-04-01"]),
    ("000", "until May 10", "2023-05-23", "2023-05-10", ["2023-05-11", "2022-05-10", "2024-05-10", "2023-10-05"]),
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
    ("004", "In July 2023", None, "2023-07", ["2023-06", "2022-07", "2023-07-13"]),
    ("004", "In July 2023", None, "2023", ["2022", "2024"]),
    ("004", "since 2012", None, "2012", ["2011", "2013", "2021"]),
]


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
    ("en", "since 2012, mid-2022.", [(2012, None, None), (2022, None, None)]),
    ("en", "2023-2025; end-2024", [(2023, None, None), (2025, None, None), (2024, None, None)]),
    ("en", "May be; march on; Mar alone; next March; until May", [(None, 5, None)]),
    ("en", "April 31; 2023-13-01; 31/2/2023", [(None, 4, None)]),
    ("en", "1989; 2101; 45654-2025; 2,022; 20220; 2000 million; 2025%", []),
    ("en", "In May 10 million users", [(None, 5, None)]),
    ("vi", "19.5; ngày 5.5, 28.4 và 18.5", [(None, 5, 19), (None, 5, 5), (None, 4, 28), (None, 5, 18)]),
    ("vi", "tháng 10.2022; 10/2022; tháng Mười năm 2022", [(2022, 10, None)] * 3),
    ("vi", "19/5/2023; ngày 19 tháng 5 năm 2023; ngày 2/9", [(2023, 5, 19), (2023, 5, 19), (None, 9, 2)]),
    ("vi", "tháng 10 năm ngoái; năm nay; tháng trước", [(None, 10, None), (None, None, None), (None, None, None)]),
    ("vi", "hai tháng trước; 5 năm nay; hơn 1/3; WuDao 2.0; GPT 3.5; 8,6 triệu; 13.13", []),
    ("zh", "2023年5月19日；去年10月；5月19号", [(2023, 5, 19), (None, 10, None), (None, 5, 19)]),
    ("zh", "二〇二三年五月二十三日；十一月十日；2022年；本月",
     [(2023, 5, 23), (None, 11, 10), (2022, None, None), (None, None, None)]),
    ("zh", "5个月；12家", []),
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
    ("2024-02-29", "yesterday", "en", "2024-03-01", False),
    ("2024-08-12", "on Monday", "en", "2024-08-13", False),
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
        ("zh", f"{day.year}年{day.month}月{day.day}日"),
    ]:
        assert states_date(day.isoformat(), text, tag), text
        assert not states_date(other, text, tag), text
        assert quantities(text, tag) == [], text
