"""Every fact has its place: a page that explains or proves something leads to it, not only a register."""

from __future__ import annotations

import pytest

from macros.derive.grades import REFERENCE
from macros.derive.index import Site


@pytest.mark.parametrize("kind", ["figures", "series", "statements", "disputes"])
def test_every_fact_is_told_on_a_page_of_its_topic(data: Site, kind: str) -> None:
    told = {name for url, linked in data.linked.items() if not url.startswith(REFERENCE)
            for of, name in linked if of == kind}
    assert sorted(set(data.data.kinds[kind]) - told) == []
