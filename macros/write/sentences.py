"""Marks of notes at the end of the sentence; right after a number, where a macro makes them, they would break it."""

import re
from collections import Counter
from dataclasses import dataclass, field

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


@dataclass
class _Sentences:
    """HTML that is read piece by piece, and written with the marks of a sentence at its end."""

    out: list[str] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)  # marks, and the words each stands behind
    gone: set[str] = field(default_factory=set)  # places of marks said twice in a sentence; notes need not lead there
    around: list[str] = field(default_factory=list)  # the elements that are not inline, innermost last
    inside: int = 0  # inline elements that are open
    owed: bool = False  # a sentence has ended within an inline element; its marks follow that
    last: str = ""  # the text before
    said: str = ""  # the words before

    def put(self) -> None:
        """Writes the marks that wait, each once; words that hold for some of several numbers say for which."""
        seen: set[str] = set()
        notes = {note[1] for mark, _ in self.waiting if (note := _NOTE.search(mark))}
        alike = Counter(mark for mark, _ in self.waiting)
        for mark, of in self.waiting:
            note = _NOTE.search(mark)
            if not note and of and alike[mark] < len(notes):
                mark = mark.replace(">", f">{of}: ", 1)
            what = note[1] if note else mark
            if what in seen:
                self.gone.update(_ID.findall(mark))
            else:
                self.out.append(mark if note else f" {mark}")
                seen.add(what)
        self.waiting.clear()

    def mark(self, token: str) -> None:
        """A mark waits for the end of its sentence, unless that is here or it stands in no sentence."""
        if self.around and self.around[-1] in ("p", "li") and not _ENDED.search(self.last):
            self.waiting.append((token, self.said))
            if self.out and not token.startswith("<sup"):
                self.out[-1] = self.out[-1].rstrip(" ")  # the blank before words that go to the end
        else:
            self.out.append(token)

    def text(self, token: str) -> None:
        """Text, in which the sentence may end."""
        self.last = token
        self.said = token.strip() or self.said
        end = _END.search(token) if self.waiting else None
        if end and not self.inside:
            self.out.append(token[:end.end()])
            self.put()
            self.out.append(token[end.end():])
        else:
            self.owed = self.owed or bool(end)
            self.out.append(token)

    def tag(self, token: str) -> None:
        """A tag: one that is not inline ends the sentence."""
        name = _NAME.match(token)
        kind = name[1] if name else ""
        if kind not in _INLINE:
            self.put()
            self.inside, self.owed, self.last, self.said = 0, False, "", ""
            _step(self.around, kind, token)
            self.out.append(token)
            return
        self.out.append(token)
        if kind not in _VOID:
            self.inside = max(0, self.inside + (-1 if token.startswith("</") else 1))
        if self.owed and not self.inside:
            self.put()
            self.owed = False


def at_sentence_ends(html: str) -> str:
    """HTML in which each mark of a note, and each word on how a value holds, ends its sentence in a paragraph or list.

    ``<p>A 1<sup class="note-ref">…</sup> b. C.</p>`` becomes ``<p>A 1 b.<sup class="note-ref">…</sup> C.</p>``.
    """
    if "note-ref" not in html:
        return html
    made = _Sentences()
    for token in _TOKEN.findall(html):
        if _MARK.match(token):
            made.mark(token)
        elif not token.startswith("<"):
            made.text(token)
        else:
            made.tag(token)
    made.put()
    return _BACK.sub(lambda back: "" if back[1] in made.gone else back[0], "".join(made.out))


def _step(around: list[str], kind: str, token: str) -> None:
    """Notes that an element that is not inline opens or closes."""
    if token.startswith("</"):
        while around and around.pop() != kind:
            pass
    elif kind and not token.endswith("/>") and kind not in ("hr", "img", "input", "meta", "link", "source"):
        around.append(kind)
