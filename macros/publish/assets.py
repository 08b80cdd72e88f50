"""The theme's style sheets without the rules that no page of this site can ever need, and pages without gaps.

The theme styles far more than the site uses. ``trimmed`` keeps a rule unless one of its classes occurs neither in a
page nor in a script, so nothing a page or a script can show changes; it only gets lighter to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import minify_html
import rcssmin
import tinycss2

_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.M | re.S)
# Parts of the theme that are not switched on. Its script names their classes all the same; if a page ever names one,
# its rules stay.
_OFF = re.compile(r"(?:md-(?:annotation|author|banner|clipboard|code|consent|feedback|giscus|post|progress|select|"
                  r"source|status|tabs?|tag|tooltip2?|version)|highlight|lazy|linenodiv|mermaid|tabbed)(?:[-_]|$)")
_NESTED = ("media", "supports", "layer", "container")
_COLOUR = re.compile(r"data-md-color-[a-z]+=[\"']?([\w-]+)[\"']?")


def without_comments(source: str) -> str:
    """A script without the lines that are comments, indents and empty lines."""
    return re.sub(r"^[ \t]+|^\n", "", _COMMENT.sub("", source), flags=re.M)


def small(sheet: str) -> str:
    """A style sheet without comments and blanks: ``small("a { color: red; }") == "a{color:red}"``."""
    return str(rcssmin.cssmin(sheet))


def words_of_pages(pages: Iterable[str]) -> set[str]:
    """Every class, and every scheme and colour, that the pages name."""
    # Two patterns that begin with plain text: looking for that is many times faster than trying each place.
    named = re.compile(r" class=(?:\"([^\"]*)\"|([^\s>]+))"), re.compile(r" data-md-color-[a-z]+=\"?([^\"\s>]*)")
    found = {value for page in pages for pattern in named for values in pattern.findall(page)
             for value in ([values] if isinstance(values, str) else values)}
    return {word for values in found for word in values.split()}


def words_of_scripts(scripts: Iterable[str]) -> set[str]:
    """Everything in scripts that may be the name of a class, but those of parts that are not switched on."""
    found = {word for script in scripts for word in re.findall(r"[A-Za-z][\w-]*", script)}
    return {word for word in found if not _OFF.match(word)}


# ---- style sheets ------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Rule:
    """A rule: its selectors, each with the classes and colours it names, and its declarations; or an at-rule.

    Of an at-rule ``head`` is the text before its braces; it has ``rules`` inside, or declarations, or is a statement.
    """

    head: str = ""
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()
    declarations: tuple[str, ...] = ()
    rules: tuple[Rule, ...] | None = None
    statement: bool = False

    def __str__(self) -> str:
        if self.statement:
            return f"{self.head};"
        head = self.head or ",".join(text for text, _ in self.selectors)
        return f"{head}{{{';'.join(self.declarations) if self.rules is None else ''.join(map(str, self.rules))}}}"


def parsed(css: str | list[Any]) -> tuple[Rule, ...]:
    """The rules of a style sheet, or of the inside of an at-rule."""
    return tuple(map(_rule, tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True)))


def _rule(node: Any) -> Rule:
    if node.type == "error":
        raise ValueError(f"a style sheet cannot be read in line {node.source_line}: {node.message}")
    inside = tuple(filter(None, map(_text, _split(node.content or (), ";"))))
    if node.type == "qualified-rule":
        return Rule(selectors=tuple((_text(s), _named(s)) for s in _split(node.prelude, ",")), declarations=inside)
    head = f"@{node.at_keyword}{tinycss2.serialize(node.prelude).rstrip()}"
    if node.content is None or node.lower_at_keyword not in _NESTED:
        return Rule(head, declarations=inside, statement=node.content is None)
    return Rule(head, rules=parsed(node.content))


def _text(tokens: Sequence[Any]) -> str:
    said: str = tinycss2.serialize(token for token in tokens if token.type != "comment")
    return said.strip()


def _split(tokens: Iterable[Any], mark: str) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == mark:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _named(selector: Sequence[Any]) -> frozenset[str]:
    """The classes and colours without which a selector matches nothing; what ``:not()`` and its like hold is none."""
    found = set()
    for before, token in zip([None, *selector], selector, strict=False):
        if before == "." and token.type == "ident":
            found.add(token.value)
        elif token.type == "[] block" and (said := _COLOUR.fullmatch(tinycss2.serialize(token.content))):
            found.add(said[1])
    return frozenset(found)


def _wanted(rule: Rule, words: set[str]) -> Rule | None:
    """What is left of a rule if only ``words`` are named, and nothing is written from right to left."""
    if rule.rules is not None:
        inside = tuple(kept for r in rule.rules if (kept := _wanted(r, words)))
        return replace(rule, rules=inside) if inside else None
    if rule.head:
        return rule
    selectors = tuple(s for s in rule.selectors if s[1] <= words and "[dir=rtl]" not in s[0])
    return replace(rule, selectors=selectors) if selectors else None


def _without_unread(rule: Rule, read: set[str]) -> Rule | None:
    """A rule without custom properties that nothing reads."""
    if rule.rules is not None:
        inside = tuple(kept for r in rule.rules if (kept := _without_unread(r, read)))
        return replace(rule, rules=inside) if inside else None
    if rule.head:
        return rule
    left = tuple(d for d in rule.declarations if not d.startswith("--") or d.partition(":")[0].strip() in read)
    return replace(rule, declarations=left) if left else None


def trimmed(sheets: dict[str, str], words: set[str], others: str = "") -> dict[str, str]:
    """The same sheets by name, each with only what ``words`` can need.

    ``others`` is text, such as the site's own sheet and scripts, that may read the sheets' custom properties.
    """
    kept = {name: [r for rule in parsed(sheet) if (r := _wanted(rule, words))] for name, sheet in sheets.items()}
    while True:
        texts = {name: "".join(map(str, rules)) for name, rules in kept.items()}
        read = set(re.findall(r"--[\w-]+(?=[\s,)\"'])", " ".join([*texts.values(), others])))
        less = {name: [r for rule in rules if (r := _without_unread(rule, read))] for name, rules in kept.items()}
        if less == kept:
            return texts
        kept = less


# ---- pages -------------------------------------------------------------------------------------------------------

_GENERATOR = re.compile(r"<meta name=\"?generator\"?[^>]*>")  # which releases made the page is in requirements.lock
_SEARCH = re.compile(r"<input\b[^>]*\bid=\"?__search\b[^>]*>")  # a box of the theme's search, which this site replaces
# The theme gives its boxes to tick what HTML allows fields of text only.
_TOGGLE = re.compile(r"(<input\b[^>]*\btype=\"checkbox\"[^>]*?) autocomplete=\"off\"")


def minified(page: str) -> str:
    """A page without the line of its generator, a box without a use, comments, blanks and quotation marks.

    End tags stay: some of the site's own tools look for them.
    """
    page = _TOGGLE.sub(r"\1", _SEARCH.sub("", _GENERATOR.sub("", page)))
    return minify_html.minify(page, keep_closing_tags=True, keep_html_and_head_opening_tags=True)
