"""What to do about text that is not YAML, or that YAML takes for something else than it is meant to be."""

import re
from collections.abc import Iterator

from macros.facts.problems import Problem

HINTS = {
    "mapping values are not allowed in this context": "put a value with a colon and a blank in it into quotation marks",
    "found character that cannot start any token": "begin lines with blanks, not with tabs, and put a value that "
                                                   "begins with @, ` or % into quotation marks",
    "did not find expected key": "the line before is a value that goes on, or this one is set in too far or not far "
                                 "enough: the fields of a record begin with two blanks",
    "could not find expected ':'": "write 'field: value', and set in the lines of a long value",
    "found unexpected end of stream": "close the quotation mark",
}
_LOST = re.compile(r"^\s*(?:- (?:[\w-]+: )?+|[\w-]+: )(?![\"'|>\[{&*!#\s]).*?(\s#\S.*)$")


def hint(problem: str) -> str:
    """What to do about what the YAML reader says: ``hint("found unexpected end of stream")``."""
    return HINTS.get(problem, "mend that line")


def lost(name: str, text: str) -> Iterator[Problem]:
    """Lines of which YAML takes a part for a comment that is hardly meant as one: ``label: Core #AI firms``."""
    for line, content in enumerate(text.split("\n"), start=1):
        if found := _LOST.match(content):
            yield Problem(name, line, "", f"{found[1].strip()!r} is lost: a number sign after a blank begins a "
                          "comment; put the value into quotation marks")
