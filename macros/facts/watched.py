"""The data, watched while a rule goes through it: which kinds of record it went through."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from macros.facts.records import KINDS, REGISTERS
from macros.facts.store import Data


class _Records(dict[str, Any]):
    """The records of a kind; whoever goes through them is noted, whoever asks for one is not."""

    kind: str
    seen: set[str]

    def __iter__(self) -> Iterator[str]:
        self.seen.add(self.kind)
        return super().__iter__()

    def values(self) -> Any:
        self.seen.add(self.kind)
        return super().values()

    def items(self) -> Any:
        self.seen.add(self.kind)
        return super().items()


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
    made: dict[str, Any] = {kind: _Records(getattr(data, kind)) for kind in KINDS}
    made |= {table: _Rows(getattr(data, table)) for table in REGISTERS.values()}
    for kind, records in made.items():
        records.kind, records.seen = kind, seen
    return replace(data, **made), seen
