"""Marks of notes at the end of the sentence; right after a number, where a macro makes them, they would break it."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"<sup class=\"?note-ref\"?>.*?</sup>|<span class=\"?mark\"?>[^<]*</span>|<[^>]+>|[^<]+", re.S)
_MARK = re.compile(r"<sup class=\"?note-ref|<span class=\"?mark\b")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_ID = re.compile(r" id=\"?([\w-]+)")
_BACK = re.compile(r" ?<a href=\"?#(r[\d-]+)\"?[^>]*\bclass=\"?note-back\b[^>]*>.*?</a>")
_NOTE = re.compile(r"href=\"?#(n\d+)")
# What may stand within a sentence; any other element ends it.
_INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "dfn", "em", "i", "kbd", "q", "s", "small", "span", "strong",
           "sub", "sup", "time", "u", "wbr"}
_VOID = {"br", "wbr"}
# A full stop with what closes with it, before a blank; but none of an abbreviation or an initial.
_END = re.compile(r"(?:(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bNo)(?<!\bArt)(?<!\bMr)(?<!\bDr)(?<!\b[A-Z])[.]|[!?])"
                  r"[”’\"')\]]*(?=\s|$)|[。！？][”’」』）]*")
_ENDED = re.compile(rf"(?:{_END.pattern})\Z")


def at_sentence_ends(html: str) -> str:
    """HTML in which each mark of a note, and each word on how a value holds, ends its sentence in a paragraph or list.

    ``<p>A 1<sup class="note-ref">…</sup> b. C.</p>`` becomes ``<p>A 1 b.<sup class="note-ref">…</sup> C.</p>``.
    """
    if "note-ref" not in html:
        return html
    out: list[str] = []
    waiting: list[str] = []
    gone: set[str] = set()  # places of marks that were said twice in a sentence, to which notes need not lead back
    around: list[str] = []  # the elements that are not inline, innermost last
    inside = 0  # inline elements that are open
    last = ""  # the text before

    def put() -> None:
        seen: set[str] = set()
        for mark in waiting:
            note = _NOTE.search(mark)
            what = note[1] if note else mark
            if what in seen:
                gone.update(_ID.findall(mark))
            else:
                out.append(mark if note else f" {mark}")
                seen.add(what)
        waiting.clear()

    owed = False  # a sentence has ended within an inline element; its marks follow that
    for token in _TOKEN.findall(html):
        if _MARK.match(token):
            if around and around[-1] in ("p", "li") and not _ENDED.search(last):
                waiting.append(token)
                if out and not token.startswith("<sup"):
                    out[-1] = out[-1].rstrip(" ")  # the blank before words that go to the end
            else:
                out.append(token)
        elif not token.startswith("<"):
            last = token
            end = _END.search(token) if waiting else None
            if end and not inside:
                out.append(token[:end.end()])
                put()
                out.append(token[end.end():])
            else:
                owed = owed or bool(end)
                out.append(token)
        else:
            name = _NAME.match(token)
            kind = name[1] if name else ""
            if kind not in _INLINE:
                put()
                inside, owed, last = 0, False, ""
                _step(around, kind, token)
                out.append(token)
                continue
            out.append(token)
            if kind not in _VOID:
                inside = max(0, inside + (-1 if token.startswith("</") else 1))
            if owed and not inside:
                put()
                owed = False
    put()
    return _BACK.sub(lambda back: "" if back[1] in gone else back[0], "".join(out))


def _step(around: list[str], kind: str, token: str) -> None:
    """Notes that an element that is not inline opens or closes."""
    if token.startswith("</"):
        while around and around.pop() != kind:
            pass
    elif kind and not token.endswith("/>") and kind not in ("hr", "img", "input", "meta", "link", "source"):
        around.append(kind)
