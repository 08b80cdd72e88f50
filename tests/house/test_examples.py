"""The examples in the docstrings of what reads texts, and of what makes markup of them, are true."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

import pytest

MODULES = ("facts.text", "facts.languages", "facts.numerals", "facts.numbers", "facts.dates", "facts.quotations",
           "facts.receipts", "write.markup")


def examples() -> list[Any]:
    """Each comparison written ``like this == that`` or ``is True`` in a docstring, with the module it is of."""
    out = []
    for name in MODULES:
        module = importlib.import_module(f"macros.{name}")
        held = [one for _, one in inspect.getmembers(module) if getattr(one, "__module__", "") == module.__name__
                and hasattr(one, "__dict__")]
        docs = [inspect.getdoc(found) or "" for one in held for found in (one, *vars(one).values())]
        out += [pytest.param(module, code, id=code) for doc in docs for code in re.findall("``([^`]+?)``", doc)
                if re.search(r" (?:==|in|not in|is) ", code)]
    return out


@pytest.mark.parametrize(("module", "code"), examples())
def test_an_example_is_true(module: Any, code: str) -> None:
    assert eval(code, vars(module) | {"re": re}) is True


@pytest.mark.parametrize("name", MODULES)
def test_what_others_call_says_what_it_gives(name: str) -> None:
    module = importlib.import_module(f"macros.{name}")
    public = [f for n, f in inspect.getmembers(module, inspect.isfunction)
              if not n.startswith("_") and f.__module__ == module.__name__]
    assert public or name == "facts.languages"
    assert [f.__name__ for f in public if not f.__doc__] == []
