"""Damage the data on purpose, one value at a time, and count what the rules notice: `make mutate`.

A mutant is the real data with one line of one file changed: another digit, the day after, another word of the
vocabulary, a word of a quotation less, another record's id. Data and pages are then checked as in a build. The rate of
what is caught is printed by field, and every mutant that is not caught: each is a rule that is missing, or means the
same.
"""

import argparse
import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from macros.build import site_for
from macros.facts.days import months_later
from macros.facts.problems import DataError
from macros.facts.store import Data
from tools import ROOT

_LINE = re.compile(r"(?P<before>\s*(?:- )?)(?P<field>\w+): (?P<value>\S.*)")
_ID = re.compile(r"(?P<before>)(?P<value>[a-z0-9]+(?:-[a-z0-9]+)*):(?P<field>)")
_NO_RECORDS = ("vocab.yml", "prose.yml", "moved.yml", "releases.yml", "edition.yml")
Change = Callable[[str, Data], str]


class Mutant(NamedTuple):
    """One line of a file, and what it becomes; an empty line goes."""

    group: str
    file: str
    line: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"data/{self.file}:{self.line}: {self.old.strip()} -> {self.new.strip() or '(gone)'}"


def digit(value: str, _: Data) -> str:
    """Another last digit that is not nought: ``1250`` becomes ``1260``."""
    return re.sub(r"[1-9](?=\D*0*\D*$)", lambda found: str(int(found[0]) % 9 + 1), value, count=1)


def later(value: str, _: Data) -> str:
    """The next day, month or year of a partial date."""
    def following(found: re.Match[str]) -> str:
        date = found[0]
        if len(date) == 10:
            return str(dt.date.fromisoformat(date) + dt.timedelta(days=1))
        return months_later(date, 1) if len(date) == 7 else str(int(date) + 1)
    return re.sub(r"\d{4}(-\d{2}){0,2}", following, value, count=1)


def without_a_word(value: str, _: Data) -> str:
    """A text without its middle word; one or two words lose their last letter but one."""
    words = value.split(" ")
    if len(words) < 3:
        return f"{value[:-2]}{value[-1]}"
    return " ".join(words[:len(words) // 2] + words[len(words) // 2 + 1:])


def gone(value: str, _: Data) -> str:
    """Nothing: the whole line goes."""
    return ""


def another(kind: str) -> Change:
    """The next of the ids of a kind of record, or of the words of a vocabulary."""
    def change(value: str, data: Data) -> str:
        known = list(data.kinds[kind] if kind in data.kinds else data.vocab[kind])
        return known[(known.index(value) + 1) % len(known)] if value in known else value
    return change


# Group → field → what is done to it.
OPERATORS: dict[str, dict[str, tuple[Change, ...]]] = {
    "value": dict.fromkeys(("value", "high", "total"), (digit,)),
    "bound": {"bound": (another("bounds"),)},
    "unit": {"unit": (another("units"),)},
    "as of": {"as_of": (later,)},
    "date": dict.fromkeys(("date", "on", "issued", "effective", "published", "announced", "due", "decided", "founded",
                           "launched"), (later,)),
    "quotation": {"quote": (without_a_word, digit)},
    "words": {"words": (without_a_word, digit)},
    "reference": {"source": (another("sources"),), "organisation": (another("organisations"),),
                  "instrument": (another("instruments"),), "group": (another("groups"),),
                  **dict.fromkeys(("figure", "supersedes", "target", "result"), (another("figures"),))},
    "register": {"register": (another("registers"), gone), "register_level": (another("register-levels"), gone)},
    "id": {"": (lambda value, _: f"{value}-x",)},
}


def mutants(root: Path, data: Data) -> Iterator[Mutant]:
    """Every mutant of every file of records, in the order of groups, files and lines."""
    files = {path.name: path.read_text("utf-8").splitlines() for path in sorted((root / "data").glob("*.yml"))
             if path.name not in _NO_RECORDS}
    for group, changes in OPERATORS.items():
        form = _ID if group == "id" else _LINE
        for file, lines in files.items():
            for number, line in enumerate(lines, start=1):
                if not (found := form.fullmatch(line)):
                    continue
                value = found["value"]
                for change in changes.get(found["field"], ()):
                    new = change(value, data)
                    if "".join(new.split()) != "".join(value.split()):  # a blank less says the same
                        start, end = found.span("value")
                        yield Mutant(group, file, number, line, line[:start] + new + line[end:] if new else "")


def caught(copy: Path, mutant: Mutant) -> bool:
    """Whether a copy of the project with the mutant in it is refused."""
    path = copy / "data" / mutant.file
    good = path.read_text("utf-8")
    lines = good.splitlines()
    lines[mutant.line - 1:mutant.line] = [mutant.new] if mutant.new else []
    path.write_text("\n".join(lines) + "\n", "utf-8")
    try:
        site_for(copy)
    except DataError:
        return True
    finally:
        path.write_text(good, "utf-8")
    return False


def run(root: Path, each: int, say: Callable[[str], object] = print) -> dict[str, tuple[int, int]]:
    """Group → how many mutants were caught and tried; of a group about ``each``, spread evenly."""
    every, out = list(mutants(root, site_for(root).data)), {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(root / "data", copy / "data")
        for name in ("docs", "seeds", "mkdocs.yml"):
            if (root / name).exists():
                (copy / name).symlink_to(root / name)
        for group in OPERATORS:
            found = [mutant for mutant in every if mutant.group == group]
            tried = found[::max(1, len(found) // each)][:each]
            left = [mutant for mutant in tried if not caught(copy, mutant)]
            out[group] = len(tried) - len(left), len(tried)
            say(f"{group}: {out[group][0]} of {len(tried)} caught (of {len(found)} there are)")
            for mutant in left:
                say(f"  {mutant}")
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, default=40, help="how many mutants of each group")
    run(ROOT, parser.parse_args().each)
