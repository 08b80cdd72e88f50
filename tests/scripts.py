"""Scripts that tests run in a page."""

from pathlib import Path

import axe_playwright_python

# Deque's rules for pages without barriers.
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# A browser in which nothing can be kept.
CLOSED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }})"
