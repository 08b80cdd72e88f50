"""Sentences of a page in which every reference is valid and the claim is not true all the same.

Each rule looks at one sentence and the macro calls in it. Two figures that are swapped are found where the words behind
them name a unit that is not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2

from macros.derive.index import Site
from macros.facts.problems import Problem
from macros.write.page_source import Call, PageSource
from macros.write.seen import CALL, blank

_END = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=- )")
_TODAY = re.compile(r"\b(?:today|now|currently|at present|at the moment|this year|these days)\b", re.I)
_ENDING = re.compile(r"(?:ations?|ions?|ing|ed|e?s)$")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page: its line, its words without calls, and each call with the words behind it."""

    line: int
    words: str
    calls: tuple[tuple[Call, str], ...]


def sentences(page: PageSource) -> Iterator[Sentence]:
    """The sentences of a page that hold a macro call."""
    start = 0
    for end in (*(m.start() for m in _END.finditer(page.body)), len(page.body)):
        text, line = page.body[start:end], page.body.count("\n", 0, start) + 1
        found = tuple((call, text[m.end():]) for m in CALL.finditer(text) for call in _calls(m[0]))
        if found:
            yield Sentence(line + len(text) - len(text.lstrip("\n")), CALL.sub(blank, text), found)
        start = end


def _calls(text: str) -> list[Call]:
    try:
        return PageSource("", text).calls[:1]
    except jinja2.TemplateSyntaxError:
        return []  # told elsewhere


def claims(page: PageSource, site: Site) -> Iterator[Problem]:
    """What valid references say wrongly."""
    for sentence in sentences(page):
        for rule in (_renderings, _superseded, _dates, _units):
            for call, message in rule(sentence, site):
                yield Problem(page.file, sentence.line, str(call), message)


def _name(call: Call) -> str:
    """The id a call asks for, without the kind that may stand before it."""
    return next((str(a) for a in call.args), "").rpartition("/")[2]


def _stem(text: str) -> tuple[str, ...]:
    """The words of a rendering without their endings: "registered" and "registration" are one."""
    return tuple(_ENDING.sub("", word) for word in re.findall(r"[a-z]+", text.lower()))


def _renderings(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Terms shown by a rendering that they reject, or that is the English of another term."""
    terms = site.data.terms
    for call, _ in sentence.calls:
        term, shown = terms.get(_name(call)), str(call.kwargs.get("en") or "".join(map(str, call.args[1:2])))
        if call.name != "term" or term is None or not shown:
            continue
        for rejected in term.rejected:
            if _stem(rejected.rendering) == _stem(shown):
                yield call, f"'{term.id}' rejects '{rejected.rendering}'; write {term.en}"
        for other in terms.values():
            if other.id != term.id and _stem(other.en) == _stem(shown):
                yield call, f"'{shown}' is the English of '{other.id}'; write {term.en}, or ask for that term"


def _superseded(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Figures that a newer one replaced, in a sentence on today that does not give their date."""
    dated = {_name(call) for call, _ in sentence.calls if call.name == "as_of"}
    for call, _ in sentence.calls:
        name = _name(call)
        said = _TODAY.search(sentence.words)
        if call.name == "fig" and name in site.superseded_by and said and name not in dated:
            yield call, (f"was superseded by '{site.newest(name)}', and the sentence says '{said[0]}'; show that one, "
                         f"or give the date with as_of(\"{name}\")")


def _dates(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Dates of one event or instrument in a sentence that names another and not this one."""
    for kind in ("events", "instruments"):
        records = site.data.kinds[kind]
        refs = {_name(call) for call, _ in sentence.calls if call.name == "ref"}
        named = refs & set(records)
        for call, _ in sentence.calls:
            name = _name(call)
            if call.name == "date" and name in records and named and name not in named:
                yield call, (f"is the date of '{name}', but the sentence names {' and '.join(sorted(named))}; correct "
                             "one of the two")


def _units(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Figures before the name of a unit that is not theirs."""
    known = site.once(_unit_names)
    data = site.data
    for call, behind in sentence.calls:
        item = data.figures.get(_name(call)) or data.series.get(_name(call))
        if call.name != "fig" or item is None or call.kwargs.get("unit"):
            continue
        word = next((w for w in known if re.match(rf"\s+{re.escape(w)}\b", behind)), None)
        if word and known[word] != item.unit:
            yield call, (f"counts {data.vocab['units'][item.unit].label}, not {word}; ask for another figure, or "
                         "correct the words")


def _unit_names(site: Site) -> dict[str, str]:
    """What readers see of each unit, the longest first."""
    units = site.data.vocab["units"].items()
    names = {name: unit for unit, word in units for name in (word.label, word.plural) if name}
    return dict(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))
