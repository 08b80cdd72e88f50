"""The theme's style sheets without the rules that no page of this site can ever need, and pages without empty lines.

The theme styles far more than the site uses. ``trimmed`` keeps a rule unless one of its classes occurs neither in a
page nor in a script, so nothing a page or a script can show changes; it only gets lighter to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_STRING = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.M | re.S)
_MARKS = re.compile(rf"{_STRING}|\\.|[{{}}();,]")
_CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
_COLOUR = re.compile(r"\[data-md-color-[a-z]+=[\"']?([\w-]+)")
# Parts of the theme that are not switched on. Its script names their classes all the same; if a page ever names one,
# its rules stay.
_OFF = re.compile(r"(?:md-(?:annotation|author|banner|clipboard|code|consent|feedback|giscus|post|progress|select|"
                  r"source|status|tabs?|tag|tooltip2?|version)|highlight|lazy|linenodiv|mermaid|tabbed)(?:[-_]|$)")
_NESTED = ("@media", "@supports", "@layer", "@container")


def without_comments(source: str) -> str:
    """A style sheet or script without the lines that are comments, indents and empty lines."""
    return re.sub(r"^[ \t]+|^\n", "", _COMMENT.sub("", source), flags=re.M)


def words_of_pages(pages: Iterable[str]) -> set[str]:
    """Every class, and every scheme and colour, that the pages name."""
    # Two patterns that begin with plain text: looking for that is many times faster than trying each place.
    named = re.compile(r" class=\"([^\"]*)\""), re.compile(r" data-md-color-[a-z]+=\"([^\"]*)\"")
    found = {values for page in pages for pattern in named for values in pattern.findall(page)}
    return {word for values in found for word in values.split()}


def words_of_scripts(scripts: Iterable[str]) -> set[str]:
    """Everything in scripts that may be the name of a class, but those of parts that are not switched on."""
    found = {word for script in scripts for word in re.findall(r"[A-Za-z][\w-]*", script)}
    return {word for word in found if not _OFF.match(word)}


def _split(css: str, mark: str) -> list[str]:
    """The parts of a list, strings and brackets left whole: ``_split("a,b(c,d)", ",") == ["a", "b(c,d)"]``."""
    parts, start, depth = [], 0, 0
    for found in _MARKS.finditer(css):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == mark and depth == 0:
            parts.append(css[start:found.start()])
            start = found.end()
    return [*parts, css[start:]]


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as what stands before its braces and what is inside; a statement without braces has None."""
    start, depth, inside, brackets = 0, 0, 0, 0
    for found in _MARKS.finditer(css):
        mark = found[0]
        brackets += {"(": 1, ")": -1}.get(mark, 0)
        if brackets:
            continue
        if mark == "{":
            depth += 1
            if depth == 1:
                inside = found.end()
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield css[start:inside - 1].strip(), css[inside:found.start()]
                start = found.end()
        elif mark == ";" and depth == 0:
            yield css[start:found.start()].strip(), None
            start = found.end()


def _may_match(selector: str, words: set[str]) -> bool:
    """Whether a selector can match anything: all its classes and colours are named, and it is not for right to left."""
    if "[dir=rtl]" in selector:
        return False
    plain = selector
    while (inner := re.sub(r":(?:not|is|where|has)\([^()]*\)", "", plain)) != plain:
        plain = inner
    classes = (name.replace("\\", "") for name in _CLASS.findall(re.sub(_STRING, "", plain)))
    return all(name in words for name in (*classes, *_COLOUR.findall(plain)))


def _kept(css: str, words: set[str]) -> str:
    out = ""
    for head, body in _rules(css):
        if body is None:
            out += f"{head};"
        elif head.startswith(_NESTED):
            if inner := _kept(body, words):
                out += f"{head}{{{inner}}}"
        elif head.startswith("@"):
            out += f"{head}{{{body}}}"
        elif selectors := [s for s in _split(head, ",") if _may_match(s, words)]:
            out += f"{','.join(selectors)}{{{body}}}"
    return out


def _without_unread(css: str, read: set[str]) -> str:
    """The rules without custom properties that nothing reads."""
    out = ""
    for head, body in _rules(css):
        if body is None:
            out += f"{head};"
        elif head.startswith(_NESTED):
            if inner := _without_unread(body, read):
                out += f"{head}{{{inner}}}"
        elif head.startswith("@"):
            out += f"{head}{{{body}}}"
        else:
            lines = [d for d in _split(body, ";") if not d.startswith("--") or d.split(":")[0].strip() in read]
            if any(lines):
                out += f"{head}{{{';'.join(lines)}}}"
    return out


def trimmed(sheets: dict[str, str], words: set[str], others: str = "") -> dict[str, str]:
    """The same sheets by name, each with only what ``words`` can need.

    ``others`` is text, such as the site's own sheet and scripts, that may read the sheets' custom properties.
    """
    bare = {name: re.sub(r"/\*.*?\*/", "", sheet, flags=re.S) for name, sheet in sheets.items()}
    kept = {name: _kept(sheet, words) for name, sheet in bare.items()}
    while True:
        read = set(re.findall(r"--[\w-]+(?=[\s,)\"'])", " ".join([*kept.values(), others])))
        less = {name: _without_unread(sheet, read) for name, sheet in kept.items()}
        if less == kept:
            return kept
        kept = less


# What follows an entry or a cell ends it, says HTML. Written at once, as the search and Markdown want to see them.
_IMPLIED = ("</td>", "</th>", "</tr>", "</li>", "</dt>", "</dd>")
_GENERATOR = re.compile(r"<meta name=\"?generator\"?[^>]*>")  # which releases made the page is in requirements.lock


def without_gaps(page: str) -> str:
    """A page without the gaps around its article, the line of its generator, and end tags that are implied."""
    before, article, rest = page.partition("<article")
    inside, end, after = rest.partition("</article>")
    narrow = _narrow(_GENERATOR.sub("", before)).lstrip() + article + inside + end + _narrow(after)
    for implied in _IMPLIED:
        narrow = narrow.replace(implied, "")
    return narrow


def _narrow(text: str) -> str:
    """The text without white space around its line breaks, and without those beside a tag.

    ``_narrow(" a \\n\\n b ") == " a\\nb "``, ``_narrow("<a>\\n b\\n</a>") == "<a>b</a>"``
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    first, last = text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]
    inside = "\n".join(lines).replace(">\n", ">").replace("\n<", "<")
    return ("\n" if "\n" in first else first) + inside + ("\n" if "\n" in last else last)
