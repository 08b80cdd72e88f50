"""The texts that a new list becomes: its record, its rows, its points of the series, and what is said about it."""

import csv
import difflib
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from macros.derive import words
from macros.facts.days import last_day, months_later
from macros.facts.reader import FILING_COLUMNS, REGISTRATION_COLUMNS
from macros.facts.records import REGISTERS, FilingList, Row
from macros.facts.register_rules import checksum
from macros.facts.register_rules import totals as official
from macros.facts.store import Data
from macros.facts.text import loosely
from tools.attachment import Table

ALIKE = 0.6  # from here on two names of one provider look like one service
COLUMNS = {"filing": FILING_COLUMNS, "registration": REGISTRATION_COLUMNS}
CALLED = {"filing": "filed services", "registration": "registered applications"}


@dataclass(frozen=True)
class New:
    """What the command line says of the list."""

    id: str
    title: str
    announced: str
    as_of: str
    total: int | None
    sources: tuple[str, ...]
    numbering: str = "main"
    announced_note: str | None = None
    note: str | None = None
    registered_total: int | None = None
    registered_as_of: str = ""
    registered_sources: tuple[str, ...] = ()
    words: str | None = None


# ---- the record and the rows -------------------------------------------------------------------------------------


def _evidence(sources: Sequence[str], words: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The sources as evidence, the first with the words of the page or the cells of the attachment that were read."""
    out: list[dict[str, Any]] = [dict(zip(("source", "locator"), s.split(":", 1), strict=False)) for s in sources]
    if words:
        out[0]["words"] = list(words)
    return out


def _cells(rows: Sequence[Row]) -> list[str]:
    """The first and the last number of some rows, below the head of their column."""
    return ["序号", *dict.fromkeys(str(row.number) for row in (rows[0], rows[-1]))] if rows else []


def _fields(new: New, filed: Sequence[Row], registered: Sequence[Row]) -> dict[str, Any]:
    """The fields of the list in the order in which data/lists.yml has them."""
    days = sorted(r.day for r in filed) or [new.as_of]
    numbers = [r.number for r in filed] or [1]
    out: dict[str, Any] = {
        "title": new.title, "announced": new.announced, "announced_note": new.announced_note,
        "period_from": days[0], "period_to": days[-1], "as_of": new.as_of, "first": numbers[0], "last": numbers[-1],
        "numbering": new.numbering, "total": new.total}
    if registered:
        out |= {"registered_first": registered[0].number, "registered_last": registered[-1].number,
                "registered_total": new.registered_total, "registered_as_of": new.registered_as_of}
    out |= {"sha256": checksum(filed) if filed else None, "registered_sha256": checksum(registered) if registered else None}
    out["evidence"] = _evidence(new.sources, _cells(filed))
    if registered:
        out["registered_evidence"] = _evidence(new.registered_sources, _cells(registered))
    return {k: v for k, v in (out | {"note": new.note}).items() if v is not None}


def list_record(new: New, filed: Sequence[Row], registered: Sequence[Row]) -> FilingList:
    """The list as the rules take it."""
    return FilingList.model_validate(_fields(new, filed, registered) | {"id": new.id})


class _Indented(yaml.SafeDumper):
    """YAML as data/ has it."""


class _Date(str):
    """A date, written without quotes."""


_Indented.add_representer(_Date, lambda dumper, value: dumper.represent_scalar(
    "tag:yaml.org,2002:timestamp" if len(value) == 10 else "tag:yaml.org,2002:str", str(value)))


def list_text(new: New, filed: Sequence[Row], registered: Sequence[Row]) -> str:
    """The record of the list as it goes to the end of data/lists.yml."""
    record = _fields(new, filed, registered)
    for name in ("announced", "period_from", "period_to", "as_of", "registered_as_of"):
        if name in record:
            record[name] = _Date(record[name])
    return yaml.dump({new.id: record}, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=110) + "\n"


def rows_text(rows: Sequence[Row]) -> str:
    """The rows as they go to the end of the table of their register."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = COLUMNS[rows[0].register]
    writer.writerows([getattr(r, c) if getattr(r, c) is not None else "" for c in columns] for r in rows)
    return out.getvalue()


# ---- the series --------------------------------------------------------------------------------------------------


def totals(data: Data, new: New, found: Mapping[str, Any]) -> dict[str, tuple[str, int, str]]:
    """Series → the day and the value of the point that the list gives it, and how that was counted, if it was."""
    out = {}
    if new.total is not None and (series := official(data, "filing")):
        out[series.id] = (new.as_of, new.total, "")
    if "registration" in found and found["registration"].new and (series := official(data, "registration")):
        out[series.id] = (new.registered_as_of, found["registration"].new[-1].number, "")
    return out | _counted(data, new, found)


def _counted(data: Data, new: New, found: Mapping[str, Any]) -> dict[str, tuple[str, int, str]]:
    """The points that follow for series of new rows: those of the list, and those of the year so far."""
    out = {}
    for register, table in REGISTERS.items():
        rows = found[register].new if register in found else []
        if not rows:
            continue
        word = data.vocab["registers"][register]
        day = new.as_of if register == "filing" else new.registered_as_of
        year = sum(r.day[:4] == day[:4] for r in (*getattr(data, table), *rows))
        for name, count, counted in ((word.per_list, len(rows), "the rows of the list"),
                                     (word.per_year, year, "the rows of the year so far")):
            if name and count and data.series[name].points[-1].published:
                out[name] = (day, count, f"Counted: {counted}.")
    return out


def point_text(new: New, day: str, value: int, derived: str, sources: Sequence[str], rows: Sequence[Row]) -> str:
    """A point as data/series.yml has it; a total that is no number of a row needs the words that state it."""
    cells = _cells(rows) if derived or str(value) in _cells(rows) else []
    words = [new.words] if new.words and not derived and value == new.total else cells
    point = {"as_of": _Date(day), "value": value, "bound": "exact", "published": _Date(new.announced),
             **({"derived": derived} if derived else {}), "evidence": _evidence(sources, words)}
    text = yaml.dump([point], Dumper=_Indented, allow_unicode=True, sort_keys=False, width=110)
    return "".join(f"  {line}\n" for line in text.splitlines())


def with_points(text: str, data: Data, new: New, found: Mapping[str, Any]) -> str:
    """data/series.yml with the points of the list at the ends of their series, to be looked at again in time."""
    for name, (day, value, derived) in totals(data, new, found).items():
        if name not in data.series:
            continue
        start = text.index(f"\n{name}:\n") + 1
        below = text.index("\n", start) + 1
        ends = re.search(r"^(?=\S)", text[below:], re.M)
        end = below + ends.start() if ends else len(text)
        record = text[start:end]
        points = re.search(r"(?m)^  points:\n(?:  (?:-| ).*\n)+", record)
        if not points:
            continue
        register = data.series[name].register_
        rows = found[register].new if register in found else []
        sources = new.registered_sources if register == "registration" else new.sources
        added = point_text(new, day, value, derived, sources, rows)
        made = record[:points.end()] + added + record[points.end():]
        word = data.vocab["registers"].get(register or "")
        if word and word.every:
            due = max(months_later(new.announced, word.every), data.series[name].checked[:7])
            made = re.sub(r"(?m)^  recheck: .*$", f"  recheck: {due}", made, count=1)
        text = text[:start] + made + text[end:]
    return text


def edition_text(text: str, new: New) -> str:
    """data/edition.yml, looked over no earlier than the day of the announcement."""
    day = last_day(new.announced)
    return re.sub(r"(?m)^as_of: (\S+)", lambda m: f"as_of: {max(m[1], day)}", text, count=1)


# ---- what is said ------------------------------------------------------------------------------------------------


def said(data: Data, new: New, given: Mapping[str, Table], found: Mapping[str, Any]) -> str:
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
    for register in REGISTERS:
        if register not in given:
            out.append(f"No table of {CALLED[register]} was given")
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


def by_hand(data: Data, new: New, found: Mapping[str, Any]) -> str:
    """What the tool leaves to the maintainer, with the text to paste and the records to look at."""
    points = ", ".join(f"{name} {value}" for name, (_, value, _) in totals(data, new, found).items())
    out = [f"Written: the rows, the list, the day in data/edition.yml, and in data/series.yml {points}. Left to do:"]
    out += [f"- look at {where}: it says {text!r}" for where, text in contradicted(data, new)]
    groups = known_groups(data, found)
    out += ["- rows of groups in data/owners.yml, if they are theirs:", *(f"    {line}" for line in groups)] if groups \
        else []
    return "\n".join([*out, "- then run make ledger and make test"])


def contradicted(data: Data, new: New) -> list[tuple[str, str]]:
    """Records whose own words give what the last list said and this one changes: its totals, its numbers, its day."""
    last = list(data.lists.values())[-1]
    old = {words.number(n) for n in (last.total, last.registered_total, last.last, last.registered_last) if n}
    old.add(words.date(last.announced))
    out = []
    for kind in ("statements", "figures", "disputes", "lists"):
        for record in data.kinds[kind].values():
            for name, value in record:
                if kind == "lists" and record.id == last.id:
                    continue
                hits = [o for o in sorted(old) if isinstance(value, str)
                        and re.search(rf"(?<!\d){re.escape(o)}(?!\d)", value)]
                out += [(f"data/{kind}.yml {record.id}, {name}", hits[0])] if hits else []
    return out


def known_groups(data: Data, found: Mapping[str, Any]) -> list[str]:
    """Lines for data/owners.yml: new rows whose provider has a row in one group already."""
    groups: dict[str, set[str]] = defaultdict(set)
    for owner in data.owners.values():
        for held in owner.rows:
            groups[_fold(data.rows[held.register_][held.row].provider_zh)].add(owner.id)
    out = []
    for register, f in found.items():
        for row in f.new:
            for owner in sorted(groups.get(_fold(row.provider_zh), ())):
                out.append(f"{owner}: - {{register: {register}, row: {row.list}#{row.number}, basis: known}}  # "
                           f"{row.name_zh}, {row.provider_zh}")
    return out
