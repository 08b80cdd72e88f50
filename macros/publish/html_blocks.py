"""The HTML that macros made, set aside while Markdown reads a page, and put back after.

Markdown would only hand such blocks through, but it parses each of them on the way, and most of the site is tables and
lists that macros made: a whole build takes three and a half seconds longer without this (eighteen instead of fourteen,
of processor time). A block stands on one line of its own, with empty lines around it, as ``markup.block`` writes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BLOCK = re.compile(r"(?m)(?<=\n\n)<(?:article|aside|details|div|dl|figure|form|h[1-6]|nav|ol|p|section|table|ul)\b"
                    r"[^\n]*>(?=\n\n|\Z)")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_MARK = re.compile(r"<!--block-(\d+)-->\n?")


def set_aside(markdown: str) -> tuple[str, list[str]]:
    """A page with a mark in the place of each block, and the blocks.

    ``set_aside("A\\n\\n<p>b</p>") == ("\\n\\nA\\n\\n<!--block-0-->", ["<p>b</p>"])``
    """
    blocks: list[str] = []

    def aside(found: re.Match[str]) -> str:
        blocks.append(_apart(found[0]))
        return f"<!--block-{len(blocks) - 1}-->"

    return _BLOCK.sub(aside, f"\n\n{markdown}"), blocks


def _apart(block: str) -> str:
    """The elements of a block on lines of their own, as Markdown would put them."""
    out, at = [], 0
    while found := _TAG.match(block, at):
        depth, end = 0, len(block)
        for tag in re.compile(rf"<(/?){found[1]}\b[^>]*>").finditer(block, at):
            depth += -1 if tag[1] else 1
            if not depth:
                end = tag.end()
                break
        out.append(block[at:end])
        at = end + (block[end:end + 1] == " ")
    return "\n".join([*out, block[at:]])


def nothing_else(markdown: str) -> bool:
    """Whether a page from which blocks were set aside holds nothing else."""
    return not _MARK.sub("", markdown).strip()


def put_back(html: str, blocks: list[str]) -> str:
    """A page as Markdown gave it back, with its blocks in their places."""
    return _MARK.sub(lambda found: blocks[int(found[1])], html)


def ids(blocks: Iterable[str]) -> set[str]:
    """Every address in some blocks."""
    return {name for block in blocks for name in re.findall(r'\sid="([^"]+)"', block)}


def twice(file: str, html: str) -> str:
    """What is wrong with a page on which two elements have one address; empty if none have.

    ``twice("docs/a.md", '<p id="b"></p>') == ""``
    """
    found = Counter(re.findall(r'<[a-z][^<>]*?\sid="([^"]+)"', html))
    names = [name for name, times in found.items() if times > 1]
    if not names:
        return ""
    return f"{file}: the address #{names[0]} is on the page twice; give the heading, table or drawing another"
