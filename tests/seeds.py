"""The archived texts, as tests read them."""

from __future__ import annotations

from macros.facts.text import fold
from tools import ROOT


def language(seed: str) -> str:
    """The language of an archived text."""
    return "vi" if seed == "001" else "en"


def archived(seed: str) -> str:
    """An archived text, folded."""
    (path,) = (ROOT / "seeds").glob(f"{seed}_*.txt")
    return fold(path.read_text(encoding="utf-8"))
