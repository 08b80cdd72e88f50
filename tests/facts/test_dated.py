"""What a value counts and when it held stands in our sentence, in the evidence, or rests on what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from small import cases, found_in


@cases("dated")
def test_what_is_said_nowhere_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(case, tmp_path) == case["problems"]
