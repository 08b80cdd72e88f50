"""Words of a page have no number that the record they prove does not tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from small import cases, found_in


@cases("untold")
def test_a_number_that_the_record_does_not_tell_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]
