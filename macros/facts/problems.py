"""What is wrong with the data, as a person reads it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it stands and what to do. ``str()`` gives the line a person reads."""

    file: str
    line: int
    record: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.record}: {self.message}" if self.record else f"{where}: {self.message}"


class DataError(Exception):
    """Every problem found, one a line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the data; nothing was built."
        super().__init__("\n".join([head, *map(str, self.problems)]))


def nearest(word: object, known: Iterable[object]) -> str:
    """A hint with the nearest known words: ``'; did you mean a or b?'``, or nothing."""
    close = difflib.get_close_matches(str(word), [str(k) for k in known], n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def known_or_add(name: str, known: Iterable[object]) -> str:
    """What to do about a name that is not in a file: the nearest one there, or to add it."""
    hint = nearest(name, known)
    return f"{hint} Or add it there" if hint else "; add it there or correct the id"
