"""From records to strings. ``MACROS`` is the vocabulary of the pages: name → function of a ``Page`` and arguments."""

from __future__ import annotations

from macros.write import (
    blocks,
    cases,
    charts,
    cite,
    filings,
    groups,
    inline,
    overview,
    registers,
    row_exceptions,
    style,
    tables,
)
from macros.write import (
    instruments as rules,
)

MACROS = {**inline.MACROS, **blocks.MACROS, **registers.MACROS, **overview.MACROS, **groups.MACROS, **rules.MACROS,
          **charts.MACROS, **filings.MACROS, **row_exceptions.MACROS, **cite.MACROS,
          **tables.MACROS, **style.MACROS, **cases.MACROS}
