"""Where a quotation stands, however it is spaced; and when it is cut so that it says something else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.facts.quotations import cut, occurrences
from macros.facts.text import fold, look_alike, unseen


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


TEXT = ("The 14 LLMs grew by more than 40 per cent to 1,048 and 60 million users. It has not sparked a crisis, and the "
        "maker did not say that it would. Fewer than 90 firms, 5 to 10 years.")


@pytest.mark.parametrize(("quote", "left_out"), [
    ("4 LLMs grew", "14"),
    ("14 LLMs grew", None),
    ("The 14 LLMs", None),
    ("by more than 40", "40 per cent"),
    ("more than 40 per cent", None),
    ("40 per cent", "more than 40 per cent"),
    ("than 40 per cent", "more than 40 per cent"),
    ("048 and 60 million", "1,048"),
    ("to 1,04", "1,048"),
    ("and 60", "60 million"),
    ("60 million users", None),
    ("sparked a crisis", "not"),
    ("has not sparked a crisis", None),
    ("say that it would", "not"),
    ("it would", None),  # a clause of its own
    ("90 firms", "Fewer than 90"),
    ("the maker did not", None),
])
def test_a_quotation_is_not_cut_so_that_it_says_something_else(quote: str, left_out: str | None) -> None:
    assert occurrences(quote, TEXT) == 1
    assert cut(quote, TEXT, "en") == left_out


@pytest.mark.parametrize(("quote", "text", "tag", "left_out"), [
    ("2,5", "có 2,5 triệu nút", "vi", "2,5 triệu"),
    ("40.000 tài năng", "hơn 40.000 tài năng", "vi", "hơn 40.000"),
    ("tăng", "giá không tăng", "vi", "không"),
    ("tăng", "chẳng hạn tăng", "vi", None),
    ("500款", "不到500款", "zh", "不到500款"),
    ("5款", "15款", "zh", "15款"),
    ("通过备案", "未通过备案", "zh", "未"),
])
def test_what_a_cut_leaves_out_by_language(quote: str, text: str, tag: str, left_out: str | None) -> None:
    assert cut(quote, text, tag) == left_out


@pytest.mark.parametrize(("text", "found"), [
    ("fi\u00adlings", "U+00AD (SOFT HYPHEN)"),
    ("a\u200bb", "U+200B (ZERO WIDTH SPACE)"),
    ("\ufeffa", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
    ("a\u200e", "U+200E (LEFT-TO-RIGHT MARK)"),
    ("a\u2060b", "U+2060 (WORD JOINER)"),
    ("a\ufffdb", "U+FFFD (REPLACEMENT CHARACTER)"),
    ("a\u0007", "U+0007"),
    ("\u041c\u043e\u0441\u043a\u0432\u0430, Brain\u03bc, 备案，ấm, “x”", None),
])
def test_what_nobody_sees_is_named(text: str, found: str | None) -> None:
    assert unseen(text) == found


@pytest.mark.parametrize(("text", "found"), [
    ("B\u0435ijing", "U+0435 (CYRILLIC SMALL LETTER IE)"),
    ("\u0421lub", "U+0421 (CYRILLIC CAPITAL LETTER ES)"),
    ("GPT\uff0d4 A\uff22C", "U+FF0D (FULLWIDTH HYPHEN-MINUS)"),
    ("1\u043e48", "U+043E (CYRILLIC SMALL LETTER O)"),
    ("\u041c\u043e\u0441\u043a\u0432\u0430, Brain\u03bc, \uff11\uff11\uff12款, 备案\uff08ChatGLM\uff09", None),
])
def test_letters_that_look_like_others_are_named(text: str, found: str | None) -> None:
    assert look_alike(text) == found
