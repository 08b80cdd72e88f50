"""Sentences of a page in which every reference is valid and the claim is not true all the same.

Each rule looks at one sentence and the macro calls in it. Two figures that are swapped are found where the words behind
them name a unit that is not theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from macros.derive.index import Site
from macros.facts.days import first_day, last_day
from macros.facts.numbers import quantities
from macros.facts.problems import Problem
from macros.facts.records import Figure, Point
from macros.write.page_source import Call, PageSource
from macros.write.seen import CALL, blank

_END = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=- )")
_TODAY = re.compile(r"\b(?:today|now|currently|at present|at the moment|this year|these days)\b", re.I)
_ENDING = re.compile(r"(?:ations?|ions?|ing|ed|e?s)$")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page: its line, its words without calls, and each call with the words before and behind it."""

    line: int
    words: str
    calls: tuple[tuple[Call, str, str], ...]


def sentences(page: PageSource) -> Iterator[Sentence]:
    """The sentences of a page that hold a macro call."""
    start = 0
    for end in (*(m.start() for m in _END.finditer(page.body)), len(page.body)):
        text, line = page.body[start:end], page.body.count("\n", 0, start) + 1
        found = tuple((call, text[:m.start()], text[m.end():]) for m in CALL.finditer(text)
                      for call in PageSource("", m[0]).calls[:1])
        if found:
            yield Sentence(line + len(text) - len(text.lstrip("\n")), CALL.sub(blank, text), found)
        start = end


def claims(page: PageSource, site: Site) -> Iterator[Problem]:
    """What valid references say wrongly."""
    for sentence in sentences(page):
        for rule in (_renderings, _superseded, _dates, _stages, _units, _bounds, _windows):
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
    for call, _, _ in sentence.calls:
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
    dated = {_name(call) for call, _, _ in sentence.calls if call.name == "as_of"}
    for call, _, _ in sentence.calls:
        name = _name(call)
        said = _TODAY.search(sentence.words)
        if call.name == "fig" and name in site.superseded_by and said and name not in dated:
            yield call, (f"was superseded by '{site.newest(name)}', and the sentence says '{said[0]}'; show that one, "
                         f"or give the date with as_of(\"{name}\")")


def _dates(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Dates of one event or instrument in a sentence that names another and not this one."""
    for kind in ("events", "instruments"):
        records = site.data.kinds[kind]
        refs = {_name(call) for call, _, _ in sentence.calls if call.name == "ref"}
        named = refs & set(records)
        for call, _, _ in sentence.calls:
            name = _name(call)
            if call.name == "date" and name in records and named and name not in named:
                yield call, (f"is the date of '{name}', but the sentence names {' and '.join(sorted(named))}; correct "
                             "one of the two")


_HOLDS = re.compile(r"\b(?:since|in force|effect(?:ive)?|from)\b[^,;:]*$", re.I)
_SIGNED = re.compile(r"\b(?:issued|published|dated|signed)\b[^,;:]*$", re.I)


def _stages(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Days on which a rule was issued, told as those since which it holds, and the other way round."""
    for call, before, _ in sentence.calls:
        stage = str(call.args[1]) if call.name == "date" and len(call.args) > 1 else ""
        near = CALL.sub(blank, before)[-40:]
        if stage in ("issued", "published") and (said := _HOLDS.search(near)):
            yield call, (f"is the day it was {stage}, after '{said[0].strip()}'; ask for \"effective\", or correct the "
                         "words")
        if stage == "effective" and (said := _SIGNED.search(near)):
            yield call, f"is the day it took effect, after '{said[0].strip()}'; ask for \"issued\", or correct the words"


_BOUNDED = re.compile(
    r"\b(?:more than|over|at least|at most|up to|nearly|almost|about|around|less than|fewer than)\s+$", re.I)
_LASTING = ("years", "months", "weeks", "days", "working-days", "hours", "minutes", "seconds")


def _bounds(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Words that bound a number otherwise than its record, typed right before it; a count of records is exact."""
    for call, before, _ in sentence.calls:
        said = _BOUNDED.search(before)
        if call.name not in ("fig", "count") or not said:
            continue
        name = _name(call)
        item = site.data.figures.get(name) or site.data.series.get(name)
        if item and item.unit in _LASTING and said[0].lower().startswith("over"):
            continue  # "over three years" is a span
        bound = _held(site, name, str(call.kwargs.get("at") or "")).bound if item else "exact"
        if bound not in next(iter(quantities(f"{said[0]} 500 firms", "en"))).bounds:
            label = site.data.vocab["bounds"][bound].label
            yield call, f"is {label} that number, not '{said[0].strip()}'; leave the words out"


def _held(site: Site, name: str, at: str) -> Figure | Point:
    """The figure or the point that a call shows."""
    if name in site.data.figures:
        return site.data.figures[name]
    points = site.data.series[name].points
    return next((p for p in points if p.as_of == at), points[-1])


def _windows(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Counts of one table in one sentence whose times overlap, though each has a beginning: "in the next" counts twice."""
    counts = [call for call, _, _ in sentence.calls if call.name == "count" and "since" in call.kwargs]
    for one, two in combinations(counts, 2):
        rest = [{k: v for k, v in c.kwargs.items() if k not in ("since", "to")} for c in (one, two)]
        (a, b), (c, d) = [(first_day(c.kwargs["since"]), last_day(c.kwargs.get("to", "9999"))) for c in (one, two)]
        if one.args == two.args and rest[0] == rest[1] and (a, b) != (c, d) and a <= d and c <= b:
            yield two, f"counts days that {one} counts too; give each its own time with since= and to="


def _units(sentence: Sentence, site: Site) -> Iterator[tuple[Call, str]]:
    """Figures before the name of a unit that is not theirs."""
    known = site.once(_unit_names)
    data = site.data
    for call, _, behind in sentence.calls:
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
