"""Rules on where counts come from: each names its register and who keeps it, or says why it comes from none.

Which units ask for that, which registers they go with, and the words by which a register is known stand in
``data/vocab.yml``.
"""

import re
from collections.abc import Iterator

from macros.facts.days import last_day, months_later
from macros.facts.problems import Problem
from macros.facts.records import Count, Figure, Word
from macros.facts.store import Data
from macros.facts.text import whole

# A vocabulary, the field of its words that points to another, and that one.
_POINTS_TO = (("units", "registers", "registers"), ("registers", "levels", "register-levels"))


def _says(told: str, word: Word | None) -> bool:
    """Whether a text holds one of the words by which a register is known, as words of their own."""
    return word is not None and any(re.search(whole(name), told, re.I) for name in word.named_by)


def _told(record: Count) -> str:
    """What a record says of itself: its label and, of a figure, its sentence."""
    return f"{record.label}. {getattr(record, 'statement', '')}"


def _place(data: Data, record: Count) -> str | None:
    """The province that a label names."""
    provinces = (w.label.split(" (")[0] for w in data.vocab.get("provinces", {}).values())
    return next((p for p in provinces if re.search(whole(p), record.label)), None)


def vocabulary(data: Data) -> Iterator[Problem]:
    """Registers of a unit and levels of a register that are no words of the vocabulary."""
    for name, field, target in _POINTS_TO:
        known = data.vocab.get(target, {})
        for key, word in data.vocab.get(name, {}).items():
            for wanted in (w for w in getattr(word, field) if w not in known):
                yield Problem("data/vocab.yml", data.line("vocab", name, key, field), f"{name}.{key}", f"{field}: "
                              f"'{wanted}' is not among the {target} below; use {', '.join(known) or 'words you add there'}")


def named(data: Data) -> Iterator[Problem]:
    """Counts without a register or a reason, with both, or with a register their unit does not go with."""
    for record in data.counts():
        unit = data.word("units", record.unit)
        fit = unit.registers if unit else ()
        reason = getattr(record, "no_register", None)  # a series is a run of one register, or it is none
        if record.register_ and reason:
            yield data.problem(record, "has both register and no_register; keep one", "no_register")
        elif data.word("registers", record.register_) and fit and record.register_ not in fit:
            yield data.problem(record, f"'{record.register_}' does not go with the unit {record.unit}; use "
                               f"{' or '.join(fit)}, or correct the unit", "register")
        elif not record.register_ and not reason and (why := _demand(data, record)):
            other = ", or say in no_register: why it comes from none" if isinstance(record, Figure) else ""
            yield data.problem(record, f"has no register, but {why}; name the register{other}")


def _demand(data: Data, record: Count) -> str:
    """Why a record has to name a register; empty if it need not."""
    unit = data.word("units", record.unit)
    if unit and unit.needs_register:
        return f"it counts {record.unit}"
    fit = unit.registers if unit else ()
    if unit and (fit or record.measure == "share"):
        for name, word in data.vocab.get("registers", {}).items():
            if (not fit or name in fit) and _says(record.label, word):
                return f"its label speaks of the register {name}"
    return ""


def told(data: Data) -> Iterator[Problem]:
    """Counts whose label and sentence hold none of the words by which their register is known."""
    for record in data.counts():
        word = data.word("registers", record.register_)
        if word and word.named_by and not _says(_told(record), word):
            yield data.problem(record, f"'{record.register_}', but neither label nor statement says "
                               f"{' or '.join(repr(w) for w in word.named_by)}; correct the register, or say it", "register")


def levels(data: Data) -> Iterator[Problem]:
    """Registers whose level is missing, is none of theirs, or does not fit a label that names a province."""
    for record in data.counts():
        word = data.word("registers", record.register_)
        known = word.levels if word else ()
        if record.register_level is None:
            if known:
                yield data.problem(record, f"'{record.register_}' without its level; write register_level: "
                                   f"{' or '.join(known)}", "register")
        elif record.register_level not in data.vocab.get("register-levels", {}):
            continue  # an unknown word is told already
        elif record.register_level not in known:
            where = f"is kept on the level: {', '.join(known)}" if known else "has no levels"
            yield data.problem(record, f"'{record.register_level}', but {record.register_ or 'a count of no register'} "
                               f"{where}; correct it or leave it out", "register_level")
        elif len(known) > 1:
            place = _place(data, record)
            if (record.register_level == "provincial") != bool(place):
                says = f"the label names {place}" if place else "the label names no province"
                yield data.problem(record, f"'{record.register_level}', but {says}; correct one of the two",
                                   "register_level")


def rhythm(data: Data) -> Iterator[Problem]:
    """Series of a register whose lists come regularly that are to be looked at later than the next list is due.

    Those of one province, which follow its own notices, have no such day. One that was due and looked for in vain is
    due again in the month of that look.
    """
    for series in data.series.values():
        word = data.word("registers", series.register_)
        if word is None or word.every is None or _place(data, series):
            continue
        newest = series.points[-1]
        came = newest.published or newest.as_of
        due = max(months_later(came, word.every), series.checked[:7])
        if series.recheck is None or last_day(series.recheck) > last_day(due):
            wrong = f"{series.recheck} is later than {due}" if series.recheck else f"has no recheck by {due}"
            yield data.problem(series, f"{wrong}: the newest value came on {came}, and a list comes every {word.every} "
                               f"months; write {due}", *(["recheck"] if series.recheck else []))


def ones(data: Data) -> Iterator[Problem]:
    """Values of one whose unit would be shown as of many."""
    for record, path, holder in data.values():
        name = record.unit
        word = data.word("units", name)
        if word and name != "percent" and holder.value == 1 and getattr(holder, "high", None) is None and not word.one:
            yield data.problem(record, f"is shown as 1 {word.label}; give the unit '{name}' what readers see after one, "
                               "as one: in data/vocab.yml", *path, "value")


RULES = (vocabulary, named, told, levels, rhythm, ones)
