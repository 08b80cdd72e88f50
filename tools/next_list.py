"""The texts that a new list becomes: its record, its rows, its points of the series, and what is said about it.

``new`` is what the command line says of the list: the options of ``tools/add_list.py``.
"""

import csv
import difflib
import io
import re
import textwrap
from argparse import Namespace
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from macros.derive import words
from macros.facts.days import last_day, months_later
from macros.facts.reader import columns
from macros.facts.records import REGISTERS, Row
from macros.facts.register_rules import checksum
from macros.facts.register_rules import totals as official
from macros.facts.store import Data
from macros.facts.text import loosely
from tools.attachment import Table

ALIKE = 0.6  # from here on two names of one provider look like one service
CALLED = {"filing": "filed services", "registration": "registered applications"}
Rows = Mapping[str, Sequence[Row]]  # register → the new rows


# ---- the record and the rows -------------------------------------------------------------------------------------

def _evidence(sources: Sequence[str], words: Sequence[str]) -> list[dict[str, Any]]:
    """The sources as evidence, the first with the words of the page or the cells of the attachment that were read."""
    out: list[dict[str, Any]] = [dict(zip(("source", "locator"), s.split(":", 1), strict=False)) for s in sources]
    if words:
        out[0]["words"] = list(words)
    return out


def _cells(rows: Sequence[Row]) -> list[str]:
    """The first and the last number of some rows, below the head of their column."""
    return ["序号", *dict.fromkeys(str(row.number) for row in (rows[0], rows[-1]))]


def _fields(new: Namespace, rows: Rows) -> dict[str, Any]:
    """The fields of the list in the order in which data/lists.yml has them."""
    filed, registered = rows["filing"], rows["registration"]
    days = sorted(row.day for row in filed)
    fields = {
        "title": new.title, "announced": new.announced, "announced_note": new.announced_note,
        "period_from": days[0], "period_to": days[-1], "as_of": new.as_of, "first": filed[0].number,
        "last": filed[-1].number, "numbering": "on-device" if new.on_device else "main", "total": new.total}
    if registered:
        fields |= {"registered_first": registered[0].number, "registered_last": registered[-1].number,
                   "registered_total": new.registered_total, "registered_as_of": new.as_of}
    fields |= {"sha256": checksum(filed), "registered_sha256": checksum(registered) if registered else None,
               "evidence": _evidence(new.sources, _cells(filed)),
               "registered_evidence": _evidence(new.sources, _cells(registered)) if registered else None}
    return {name: value for name, value in fields.items() if value is not None}


def _yaml(content: object) -> str:
    """Records as YAML, their days without quotes."""
    return re.sub(r"(?m): '(\d{4}-\d\d-\d\d)'$", r": \1",
                  yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110))


def list_text(new: Namespace, rows: Rows) -> str:
    """The record of the list as it goes to the end of data/lists.yml."""
    return _yaml({new.id: _fields(new, rows)}) + "\n"


def rows_text(rows: Sequence[Row]) -> str:
    """The rows as they go to the end of the table of their register."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([getattr(row, name) for name in columns(type(row))] for row in rows)
    return out.getvalue()


# ---- the series --------------------------------------------------------------------------------------------------

def points(data: Data, new: Namespace, rows: Rows) -> dict[str, tuple[str, int, str]]:
    """Series → the register and the value of the point that the list gives it, and how that was counted, if it was.

    The totals come first, then what follows for series of new rows: those of the list, and those of the year so far.
    """
    last = rows["registration"][-1].number if rows["registration"] else None
    totals = {"filing": new.total, "registration": last}
    out = {series.id: (register, total, "") for register, total in totals.items()
           if total is not None and (series := official(data, register))}
    for register, table in REGISTERS.items():
        word, year = data.vocab["registers"][register], new.as_of[:4]
        count = sum(r.day[:4] == year for r in (*getattr(data, table), *rows[register]))
        for name, value, counted in ((word.per_list, len(rows[register]), "the rows of the list"),
                                     (word.per_year, count, "the rows of the year so far")):
            if rows[register] and name and value and data.series[name].points[-1].published:
                out[name] = (register, value, f"Counted: {counted}.")
    return out


def with_points(text: str, data: Data, new: Namespace, rows: Rows) -> str:
    """data/series.yml with the points of the list at the ends of their series, to be looked at again in time."""
    found = points(data, new, rows)
    records = re.split(r"(?m)^(?=\S)", text)
    for i, record in enumerate(records):
        if (name := record.partition(":")[0]) in found:
            register, value, derived = found[name]
            added = point_text(new, register, value, derived, rows[register])
            record = re.sub(r"(?m)^  points:\n(?:  [- ].*\n)+", lambda m, added=added: m[0] + added, record, count=1)
            word = data.vocab["registers"].get(data.series[name].register_ or "")
            if word and word.every:
                due = max(months_later(new.announced, word.every), data.series[name].checked[:7])
                record = re.sub(r"(?m)^  recheck: .*$", f"  recheck: {due}", record, count=1)
            records[i] = record
    return "".join(records)


def point_text(new: Namespace, register: str, value: int, derived: str, rows: Sequence[Row]) -> str:
    """A point as data/series.yml has it; a total that is no number of a row needs the words that state it."""
    cells = _cells(rows) if derived or str(value) in _cells(rows) else []
    words = [new.words] if new.words and not derived and register == "filing" else cells
    point = {"as_of": new.as_of, "value": value, "bound": "exact", "published": new.announced,
             **({"derived": derived} if derived else {}), "evidence": _evidence(new.sources, words)}
    return textwrap.indent(_yaml([point]), "  ")


def edition_text(text: str, new: Namespace) -> str:
    """data/edition.yml, looked over no earlier than the day of the announcement."""
    day = last_day(new.announced)
    return re.sub(r"(?m)^as_of: (\S+)", lambda m: f"as_of: {max(m[1], day)}", text, count=1)


# ---- what is said ------------------------------------------------------------------------------------------------

def said(data: Data, given: Mapping[str, Table], found: Mapping[str, Any]) -> str:
    """The report, for a person to read."""
    out = []
    for register, table in given.items():
        f = found[register]
        out.append(f"Read {len(table.lines)} rows of {CALLED[register]} from {table.where}, columns "
                   f"{', '.join(sorted(table.columns, key=table.columns.__getitem__))}")
        out += [f"  passed over, above the head: {line}" for line in table.skipped]
        numbers = f", numbers {f.new[0].number} to {f.new[-1].number}" if f.new else ""
        out.append(f"{len(f.new)} new rows of {CALLED[register]}{numbers}")
        late = sum(getattr(r, "late_entry", None) == "yes" for r in f.new)
        out += [f"  {late} of them late entries"] if late else []
        for title, lines in (
                ("already there, left out", [f"{r.list} no. {r.number}, {r.name_zh}" for r in f.same]),
                ("differ from rows already there; nothing was changed, decide by hand", f.differs),
                ("may be a service under a new name; look at them", renamed(data, register, f.new))):
            out += [f"{len(lines)} {title}:", *(f"  {line}" for line in lines)] if lines else []
    out += [f"No table of {CALLED[register]} was given" for register in REGISTERS if register not in given]
    return "\n".join(out)


def renamed(data: Data, register: str, rows: Sequence[Row]) -> list[str]:
    """New rows that have the provider of an old one and a name like it."""
    by_provider: dict[str, list[Row]] = defaultdict(list)
    for row in data.rows[register].values():
        by_provider[_fold(row.provider_zh)].append(row)
    return [f"{row.name_zh} (no. {row.number}) and {old.list} no. {old.number}, {old.name_zh}, have one provider, "
            f"{row.provider_zh}, and names alike" for row in rows for old in by_provider[_fold(row.provider_zh)]
            if difflib.SequenceMatcher(None, _fold(old.name_zh), _fold(row.name_zh)).ratio() >= ALIKE]


def _fold(value: str) -> str:
    return loosely(value).replace(" ", "")


def by_hand(data: Data, new: Namespace, rows: Rows) -> str:
    """What the tool leaves to the maintainer, with the text to paste and the records to look at."""
    made = ", ".join(f"{name} {value}" for name, (_, value, _) in points(data, new, rows).items())
    out = [f"Written: the rows, the list, the day in data/edition.yml, and in data/series.yml {made}. Left to do:"]
    out += [f"- look at {where}: it says {text!r}" for where, text in contradicted(data)]
    if groups := known_groups(data, rows):
        out += ["- rows of groups in data/owners.yml, if they are theirs:", *(f"    {line}" for line in groups)]
    return "\n".join([*out, "- then run make ledger and make test"])


def contradicted(data: Data) -> list[tuple[str, str]]:
    """Records whose own words give what the last list said and the next one changes: its totals, its numbers, its day."""
    last = list(data.lists.values())[-1]
    old = {words.number(n) for n in (last.total, last.registered_total, last.last, last.registered_last) if n}
    old.add(words.date(last.announced))
    pattern = re.compile(rf"(?<!\d)(?:{'|'.join(map(re.escape, sorted(old)))})(?!\d)")
    return [(f"data/{kind}.yml {record.id}, {name}", hit[0]) for kind in ("statements", "figures", "disputes", "lists")
            for record in data.kinds[kind].values() if record is not last
            for name, value in record if isinstance(value, str) and (hit := pattern.search(value))]


def known_groups(data: Data, rows: Rows) -> list[str]:
    """Lines for data/owners.yml: new rows whose provider has a row in one group already."""
    groups: dict[str, set[str]] = defaultdict(set)
    for owner in data.owners.values():
        for held in owner.rows:
            groups[_fold(data.rows[held.register_][held.row].provider_zh)].add(owner.id)
    return [f"{owner}: - {{register: {row.register}, row: {row.list}#{row.number}, basis: known}}  # "
            f"{row.name_zh}, {row.provider_zh}"
            for new in rows.values() for row in new for owner in sorted(groups[_fold(row.provider_zh)])]
