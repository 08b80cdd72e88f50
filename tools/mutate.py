"""Damage the data on purpose, one value at a time, and count what the rules notice: `make mutate`.

A mutant is the real data with one line of one file changed: another digit, the day after, another word of the
vocabulary, a word of a quotation less, another record's id. Data and pages are then checked as in a build. The rate of
what is caught is printed by field, and every mutant that is not caught: each is a rule that is missing, or means the
same and stands in SAME with its reason.
"""

import argparse
import datetime as dt
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from macros.build import site_for
from macros.facts.problems import DataError
from macros.facts.store import Data
from tools import ROOT

# Mutants that change no meaning, by file and new line, each with its reason.
SAME: dict[tuple[str, str], str] = {}
_LINE = re.compile(r"(?P<before>\s*(?:- )?)(?P<field>\w+): (?P<value>\S.*)")
_ID = re.compile(r"(?P<value>[a-z0-9]+(?:-[a-z0-9]+)*):")
_NO_RECORDS = ("vocab.yml", "prose.yml", "moved.yml", "releases.yml", "edition.yml")


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
    found = re.search(r"\d{4}(-\d{2}){0,2}", value)
    if not found:
        return value
    if len(found[0]) == 10:
        new = (dt.date.fromisoformat(found[0]) + dt.timedelta(days=1)).isoformat()
    elif len(found[0]) == 7:
        year, month = map(int, found[0].split("-"))
        new = f"{year + month // 12}-{month % 12 + 1:02d}"
    else:
        new = str(int(found[0]) + 1)
    return value.replace(found[0], new, 1)


def without_a_word(value: str, _: Data) -> str:
    """A text without its middle word; one or two words lose their last letter but one."""
    words = value.split(" ")
    if len(words) < 3:
        return f"{value[:-2]}{value[-1]}"
    return " ".join(words[:len(words) // 2] + words[len(words) // 2 + 1:])


def another(choices: Callable[[Data], list[str]]) -> Callable[[str, Data], str]:
    """The next of some words or ids."""
    def change(value: str, data: Data) -> str:
        known = choices(data)
        return known[(known.index(value) + 1) % len(known)] if value in known else value
    return change


def gone(value: str, _: Data) -> str:
    """Nothing: the whole line goes."""
    return ""


def _of(kind: str) -> Callable[[str, Data], str]:
    return another(lambda data: list(data.kinds[kind]))


def _word(name: str) -> Callable[[str, Data], str]:
    return another(lambda data: list(data.vocab[name]))


Change = Callable[[str, Data], str]
# Group → fields → what is done to them.
OPERATORS: dict[str, tuple[tuple[str, Change], ...]] = {
    "value": (("value", digit), ("high", digit), ("total", digit)),
    "bound": (("bound", _word("bounds")),),
    "unit": (("unit", _word("units")),),
    "as of": (("as_of", later),),
    "date": tuple((name, later) for name in ("date", "on", "issued", "effective", "published", "announced", "due",
                                             "decided", "founded", "launched")),
    "quotation": (("quote", without_a_word), ("quote", digit)),
    "words": (("words", without_a_word), ("words", digit)),
    "reference": (("source", _of("sources")), ("organisation", _of("organisations")), ("figure", _of("figures")),
                  ("supersedes", _of("figures")), ("instrument", _of("instruments")), ("group", _of("groups")),
                  ("target", _of("figures")), ("result", _of("figures"))),
    "register": (("register", _word("registers")), ("register", gone), ("register_level", _word("register-levels")),
                 ("register_level", gone)),
    "id": (("", lambda value, _: f"{value}-x"),),
}


def mutants(root: Path, data: Data) -> Iterator[Mutant]:
    """Every mutant of every file of records, in the order of groups, files and lines."""
    files = {path.name: path.read_text("utf-8").splitlines() for path in sorted((root / "data").glob("*.yml"))
             if path.name not in _NO_RECORDS}
    for group, operators in OPERATORS.items():
        for file, lines in files.items():
            for number, line in enumerate(lines, start=1):
                found = (_ID if group == "id" else _LINE).fullmatch(line)
                for field, change in operators if found else ():
                    if field != (found.groupdict().get("field") or ""):  # type: ignore[union-attr]
                        continue
                    value = found["value"]  # type: ignore[index]
                    new = change(value, data)
                    if "".join(new.split()) != "".join(value.split()):  # a blank less says the same
                        yield Mutant(group, file, number, line, line[:found.start("value")] + new  # type: ignore[union-attr]
                                     + line[found.end("value"):] if new else "")  # type: ignore[union-attr]


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
    data, out = site_for(root).data, {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(root / "data", copy / "data")
        for name in ("docs", "seeds", "mkdocs.yml"):
            if (root / name).exists():
                (copy / name).symlink_to(root / name)
        every = list(mutants(root, data))
        for group in OPERATORS:
            found = [m for m in every if m.group == group and (m.file, m.new.strip()) not in SAME]
            tried = found[::max(1, len(found) // each)][:each]
            left = [m for m in tried if not caught(copy, m)]
            out[group] = len(tried) - len(left), len(tried)
            say(f"{group}: {out[group][0]} of {len(tried)} caught (of {len(found)} there are)")
            for mutant in left:
                say(f"  {mutant}")
    return out


def main(arguments: list[str]) -> None:
    """Prints the rates and what was not caught."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, default=40, help="how many mutants of each group")
    run(ROOT, parser.parse_args(arguments).each)


if __name__ == "__main__":
    main(sys.argv[1:])
