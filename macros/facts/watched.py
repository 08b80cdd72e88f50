"""The data, watched while a rule goes through it: which kinds of record it went through."""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from dataclasses import replace
from typing import Any

from macros.facts.records import KINDS, REGISTERS
from macros.facts.store import Data


class _Records(Mapping[str, Any]):
    """The records of a kind; whoever goes through them is noted, whoever asks for one is not."""

    def __init__(self, kind: str, records: Mapping[str, Any], seen: set[str]) -> None:
        self._kind, self._records, self._seen = kind, records, seen

    def __getitem__(self, name: str) -> Any:
        return self._records[name]

    def __contains__(self, name: object) -> bool:
        return name in self._records

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[str]:
        self._seen.add(self._kind)
        return iter(self._records)

    def values(self) -> ValuesView[Any]:
        self._seen.add(self._kind)
        return self._records.values()

    def items(self) -> ItemsView[str, Any]:
        self._seen.add(self._kind)
        return self._records.items()


class _Rows(tuple[Any, ...]):
    """The rows of a register, likewise."""

    kind: str
    seen: set[str]

    def __iter__(self) -> Iterator[Any]:
        self.seen.add(self.kind)
        return super().__iter__()


def watched(data: Data) -> tuple[Data, set[str]]:
    """The data, and the kinds somebody has gone through, which grow as somebody does."""
    seen: set[str] = set()
    kinds: dict[str, Any] = {kind: _Records(kind, getattr(data, kind), seen) for kind in KINDS}
    for table in REGISTERS.values():
        rows = _Rows(getattr(data, table))
        rows.kind, rows.seen = table, seen
        kinds[table] = rows
    return replace(data, **kinds), seen
