"""What each page tells the browser to refuse: a Content-Security-Policy and a referrer policy as meta elements.

Scripts run only from the site itself or if they stand in the page with exactly the text they were built with; nothing
loads from elsewhere, nothing is evaluated, and other sites are not told which page a reader came from.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.S | re.I)
_CHARSET = re.compile(r"<meta charset=\"?utf-8\"?\s*/?>", re.I)
# Types a browser runs; a script of another type only holds data.
_RUN = ("", "text/javascript", "module")


def inline_scripts(page: str) -> list[str]:
    """The texts of the scripts a browser runs that stand in the page itself, each once, in order."""
    texts = []
    for found in _SCRIPT.finditer(page):
        attributes = found["attributes"]
        kind = re.search(r"\btype=\"?([^\s\">]*)", attributes)
        if not re.search(r"\bsrc=", attributes.replace("data-src=", "")) and (kind[1] if kind else "") in _RUN:
            texts.append(found["text"])
    return list(dict.fromkeys(texts))


@cache
def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(page: str) -> str:
    """The Content-Security-Policy of a page, with the hash of each of its own scripts."""
    return "; ".join((
        "default-src 'none'", " ".join(["script-src 'self'", *map(_hash, inline_scripts(page))]),
        "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'"))


def with_policy(page: str) -> str:
    """The page with both policies right after its charset, before anything they govern."""
    meta = (f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
            '<meta name="referrer" content="same-origin">')
    return _CHARSET.sub(lambda found: found[0] + meta, page, count=1)
