"""Do I have to file: every way through the questions ends, in the answers that are true, each on its articles."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Any

import pytest
import yaml
from project import real

from tools import ROOT

TABLE: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "readers" / "must_i_file.yml").read_text(encoding="utf-8"))
TOLD = ["What to do", "With whom", "Steps", "How long", "If you do not", "Whom to ask", "Legal basis"]


@cache
def sections() -> dict[str, str]:
    """The sections of the page by the address of each."""
    page = (ROOT / "docs" / "must-i-file.md").read_text(encoding="utf-8")
    found = re.findall(r"^### .*? \{ #([\w-]+) .*?\}\n(.*?)(?=^##|^\{\{|\Z)", page, re.M | re.S)
    return dict(found)


def links(answer: str, question: str) -> list[str]:
    """Where the line of a question leads that begins with Yes or No."""
    line = next(x for x in sections()[question].splitlines() if x.startswith(f"- **{answer}:**"))
    return re.findall(r"\]\(#([\w-]+)\)", line)


def way(answers: str) -> tuple[str, list[str]]:
    """The answers asked for, and what they lead to: ``("n", ["internal", …])``."""
    question, asked, reached = TABLE["questions"][0], "", []
    for answer in answers:
        asked += answer
        found = links("Yes" if answer == "y" else "No", question)
        reached += [to for to in found if to in TABLE["answers"]]
        onward = [to for to in found if to in TABLE["questions"]]
        if not onward:
            break
        question = onward[0]
    if "companion" not in reached:
        reached = [to for to in reached if to != "companion-for-minors"]
    return asked, reached


def test_there_are_six_questions_and_ten_answers_each_with_an_address() -> None:
    assert list(sections()) == TABLE["questions"] + list(TABLE["answers"])
    assert (len(TABLE["questions"]), len(TABLE["answers"])) == (6, 10)


def test_every_way_through_the_questions_is_in_the_table_and_ends_as_it_says() -> None:
    assert dict(way("".join(answers)) for answers in product("yn", repeat=6)) == TABLE["ways"]


def test_every_answer_is_reached() -> None:
    assert {to for reached in TABLE["ways"].values() for to in reached} == set(TABLE["answers"])


@pytest.mark.parametrize("answer", TABLE["answers"])
def test_an_answer_says_all_there_is_to_do(answer: str) -> None:
    assert re.findall(r"^- \*\*(.+?):\*\*", sections()[answer], re.M) == TOLD


@pytest.mark.parametrize("answer", TABLE["answers"])
def test_an_answer_names_the_articles_of_the_table_and_no_others(answer: str) -> None:
    rests = sections()[answer].partition("- **Legal basis:**")[2]
    named: dict[str, list[int | None]] = {}
    for rule, article in re.findall(r'ref\("([\w-]+)", article=(\d+)\)', rests):
        named.setdefault(rule, []).append(int(article))
    for rule in re.findall(r'ref\("([\w-]+)"\)', rests):
        named.setdefault(rule, [None])
    assert {rule: sorted(articles, key=str) for rule, articles in named.items()} == TABLE["answers"][answer]


def test_the_articles_of_the_table_are_those_of_texts_in_force() -> None:
    data = real().data
    held = {(p.instrument, p.number) for p in data.provisions.values()}
    for rules in TABLE["answers"].values():
        for rule, articles in rules.items():
            assert data.instruments[rule].status == "in-force", rule
            assert {(rule, a) for a in articles if a is not None} <= held


def test_that_it_is_no_advice_is_said_once() -> None:
    page = (ROOT / "docs" / "must-i-file.md").read_text(encoding="utf-8")
    assert page.count("General information, not legal advice.") == 1
