"""The words of the pages: few, each listed with an example that works, none beside the list."""

from __future__ import annotations

import inspect
import re
from html import unescape

import pytest
from project import real

from macros.derive.index import Site
from macros.write.page import MacroError, Page
from macros.write.page_source import read_pages
from macros.write.vocabulary import MACROS, WORDS, example, meaning, run, words_list
from tools import ROOT


@pytest.fixture(scope="module")
def site() -> Site:
    return real()


def test_there_are_about_24_words() -> None:
    assert 21 <= len(WORDS) <= 27
    assert set(MACROS) - set(WORDS) == {"one"}  # that of generated pages


def test_pages_use_no_other_word_and_every_word_is_used(site: Site) -> None:
    used = {call.name for page in read_pages(ROOT / "docs") for call in page.calls}
    assert used == set(WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_the_example_of_a_word_works(site: Site, word: str) -> None:
    page = Page(site, "tea/")
    if word == "references":
        run(page, example("fig"))
    assert run(page, example(word)).strip()
    assert meaning(word).endswith(".")


def test_the_page_about_the_words_has_each_with_its_example(site: Site) -> None:
    shown = unescape(words_list(Page(site, "about/writing/")))
    assert re.findall(r'<h2 id="word-[a-z-]+"><code>(\w+)</code>', shown) == list(WORDS)
    assert shown.count("<pre><code>") == len(WORDS)


@pytest.mark.parametrize(("call", "message"), [
    ('{{ table("figuers", "x", "X") }}', "there is no view 'figuers'; did you mean figures?"),
    ('{{ show("serch") }}', "there is no thing to show 'serch'; did you mean search or search-box or site-search?"),
    ('{{ ref("no-such-record-at-all-zzz") }}', "there is no 'no-such-record-at-all-zzz'"),
    ('{{ edition("day") }}', "there is no part of the edition 'day'"),
    ('{{ share("lists") }}', 'takes "filings" and province="…"; no other share is derived'),
])
def test_what_is_not_there_is_said(site: Site, call: str, message: str) -> None:
    with pytest.raises(MacroError) as caught:
        run(Page(site, "tea/"), call)
    assert str(caught.value).startswith(message)


def test_a_name_of_two_kinds_has_to_say_which(site: Site) -> None:
    kinds = site.data.kinds
    twice = next(i for i in kinds["disputes"] if any(i in kinds[k] for k in kinds if k != "disputes"))
    with pytest.raises(MacroError) as caught:
        run(Page(site, "tea/"), f'{{{{ ref("{twice}") }}}}')
    assert f"disputes/{twice}" in str(caught.value)
    assert run(Page(site, "tea/"), f'{{{{ ref("disputes/{twice}", "this one") }}}}').endswith(">this one</a>")


def test_a_word_takes_what_its_list_says() -> None:
    for word, function in WORDS.items():
        assert next(iter(inspect.signature(function).parameters)) == "page", word
