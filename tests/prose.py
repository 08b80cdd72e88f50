"""Rules for the prose of pages and records: words to do without, long sentences, doubled words, ease of reading.

Each rule takes pieces of text with their place and gives a line for each find: ``docs/x.md:12: 'very': leave it out``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.derive.index import Site
from macros.write.page_source import PageSource

VOCABULARY = Path(__file__).with_name("vocabulary.txt")


@dataclass(frozen=True)
class Piece:
    """A paragraph, an entry of a list or a text of a record, and where it stands."""

    where: str
    text: str


# ---- texts -------------------------------------------------------------------------------------------------------

_CALL = re.compile(r"\{\{\s*(\w+)\((.*?)\)\s*\}\}", re.S)
_SILENT = {"cite", "references", "note"}
_BLOCKS = {"key_figures", "table", "tally", "chart", "timeline", "statements", "dispute", "facts", "parts", "listing",
           "show"}


def of_page(page: PageSource) -> Iterator[Piece]:
    """The paragraphs, list entries and cells of a page as a reader meets them, headings and blocks of macros left out."""
    line = 1
    for paragraph in re.split(r"\n[ \t]*\n", page.body):
        first = line + len(paragraph) - len(paragraph.lstrip("\n"))
        line += paragraph.count("\n") + 2
        bare = re.sub(r"^\{:? *\.\w+ *\}$", "", paragraph.strip(), flags=re.M)
        if not bare or bare.startswith("#"):
            continue
        table = bare.startswith("|")
        for i, entry in enumerate(re.split(r"[|\n]" if table else r"^- +", bare, flags=re.M)):
            shown = _shown(entry)
            if re.search(r"[a-z]{3}", shown):
                yield Piece(f"{page.file}:{first + (0 if table else max(0, i - 1))}", shown)


def _shown(text: str) -> str:
    """Prose with a stand-in for each macro call: words given to it are kept, a number or a name is one word."""
    text = _CALL.sub(_stand_in, text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"\*\*|`", "", text).split())


def _stand_in(match: re.Match[str]) -> str:
    name, inner = match[1], match[2]
    words = re.findall(r'"([^"]*)"', inner)
    if name in _SILENT or name in _BLOCKS:
        return ""
    if name == "said":
        return "Said."  # a sentence of its own, looked at where it is recorded
    if name == "ref":
        return words[1] if len(words) > 1 else "X"
    if name == "term":
        return words[1] if len(words) > 1 else words[0].replace("-", " ")
    if name in ("date", "as_of", "edition"):
        return "May"
    return "X"


_FIELDS = {"statement", "text", "summary", "why", "better", "question", "label", "aim", "meaning", "means", "effect",
           "draft", "final", "what", "definition", "scope", "note", "title", "active", "status_note", "rank_note"}


def of_records(site: Site) -> Iterator[Piece]:
    """Our own texts in the records; names, titles of sources and quotations are those of others."""
    for kind, records in site.data.kinds.items():
        for record in records.values():
            for name in type(record).model_fields:
                value = getattr(record, name)
                if name in _FIELDS and isinstance(value, str) and not (kind == "sources" and name == "title"):
                    yield Piece(f"data/{kind}.yml: {record.id}: {name}", value)


# ---- rules -------------------------------------------------------------------------------------------------------

def vocabulary(path: Path = VOCABULARY) -> dict[str, str]:
    """Words to do without → what to do instead."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return dict(re.split(r"\s{2,}", line, maxsplit=1) for line in lines)  # type: ignore[misc]


def fillers(pieces: Iterable[Piece], words: dict[str, str]) -> Iterator[str]:
    """Words of the vocabulary in a text, quotations left out."""
    patterns = [(re.compile(rf"(?<![\w-]){re.escape(w.rstrip('*'))}{'[a-z]*' if w.endswith('*') else ''}(?![\w-])",
                            re.I), advice) for w, advice in words.items()]
    for piece in pieces:
        own = re.sub(r"[\"“‘][^\"”’]*[\"”’]", "", piece.text)
        for pattern, advice in patterns:
            for match in pattern.finditer(own):
                if not _is_name(own, match):
                    yield f"{piece.where}: {match[0]!r}: {advice}"


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether the word is part of a name: a capital that no sentence begins with."""
    return match[0][0].isupper() and match.start() > 0 and not re.search(r"[.!?:]\W*$", text[:match.start()])


_ABBREVIATIONS = r"(?<!\b[A-Z]\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bNo\.)(?<!\bArt\.)(?<!\bvs\.)"


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [s for s in re.split(rf"{_ABBREVIATIONS}(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9\u3400-\u9fff])", text) if s]


def words_in(text: str) -> list[str]:
    """The words of a text, numbers included."""
    return re.findall(r"[^\W_]+(?:[-'’.,][^\W_]+)*", text)


def long_sentences(pieces: Iterable[Piece], most: int) -> Iterator[str]:
    """Sentences of more than ``most`` words; a semicolon ends one too."""
    for piece in pieces:
        for sentence in (part for whole in sentences(piece.text) for part in whole.split(";")):
            if (number := len(words_in(sentence))) > most:
                yield f"{piece.where}: {number} words: {sentence[:70]}…"


def doubled(pieces: Iterable[Piece]) -> Iterator[str]:
    """Words that stand twice in a row."""
    for piece in pieces:
        for match in re.finditer(r"\b([a-z]+) \1\b", piece.text, re.I):
            if match[1].lower() not in ("had", "that", "x", "may", "million"):
                yield f"{piece.where}: {match[0]!r} stands twice"


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    runs = re.findall(r"[aeiouy]+", word.lower())
    silent = len(runs) > 1 and bool(re.search(r"(?<!e)e$(?<![^aeiouy]le)", word.lower()))
    return max(1, len(runs) - silent)


def ease(text: str) -> float:
    """Flesch's reading ease: 100 is for everybody, 30 for graduates; names and Chinese left out."""
    plain = [w for w in words_in(text) if w.isascii() and not w[0].isdigit()]
    if not plain:
        return 100.0
    return 206.835 - 1.015 * len(plain) / len(sentences(text)) - 84.6 * sum(map(syllables, plain)) / len(plain)


def hard_pages(pages: Iterable[tuple[str, str]], least: float) -> Iterator[str]:
    """Pages whose prose is harder to read than ``least``."""
    for where, text in pages:
        if (found := ease(text)) < least:
            yield f"{where}: reading ease {found:.0f}; shorter sentences and plainer words, please"
