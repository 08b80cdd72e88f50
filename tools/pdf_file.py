"""A PDF as Chromium prints it, made into the file that is published: outline, searchable text, title and day, size."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

import pikepdf
from lxml import html as markup
from pikepdf import Dictionary, Name, OutlineItem
from pypdf import PdfReader

HEADING = "*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
# Signs for the parts of characters, and the characters that look the same. Unicode itself names those of U+2F00 on.
RADICALS = str.maketrans("⺁⺊⺠⺴⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
                         "厂卜民网虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙")
# The headings before the first chapter: the title page and the contents.
FRONT = 2
# Chromium's name of a table's head cell in the file: a number that goes on counting from one print to the next.
NODE = re.compile(rb"\(node\d{8}\)")


@dataclass(frozen=True)
class Chapter:
    """A page of the file's contents: a page of the site, or a heading made for the pages that follow it."""

    url: str
    title: str
    part: str
    entries: tuple[str, ...] = ()
    made: bool = False
    opens: bool = False  # it is its part's own page

    @property
    def heading(self) -> str:
        """What stands at the head of its pages."""
        return self.title if self.opens else f"{self.part}: {self.title}"


def places(pdf: PdfReader) -> dict[str, int]:
    """The page, counted from 1, of every place in the file that something links to."""
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages, start=1)}  # type: ignore[union-attr]
    return {unquote(name.removeprefix("/")): pages[place.page.idnum] for name, place in pdf.named_destinations.items()}


def outline(pdf: pikepdf.Pdf, chapters: Sequence[Chapter], source: str) -> None:
    """Arranges Chromium's outline by parts, chapters and sections, in the words of the document's own headings.

    Chromium's has the right places, but no parts, and in a long document it may say each title twice.
    """
    said = [" ".join(heading.text_content().split()) for heading in
            markup.document_fromstring(source).xpath(f"//main//{HEADING}")]
    with pdf.open_outline() as out:
        found = [*headings(out.root)]
        if len(found) != len(said):
            raise SystemExit(f"the outline has {len(found)} entries for {len(said)} headings; is one empty or hidden?")
        for item, title in zip(found, said, strict=True):
            item.title, item.is_closed = title, True
        front, items, part = out.root[:FRONT], out.root[FRONT:], ""
        if len(items) != len(chapters):
            raise SystemExit("the outline lacks a chapter; does each page have one heading of the first rank?")
        for item, chapter in zip(items, chapters, strict=True):
            for section in item.children:
                section.children.clear()
            if not chapter.opens and chapter.part != part:
                front.append(OutlineItem(chapter.part, item.destination))
                front[-1].is_closed = True
            part = chapter.part
            (front if chapter.opens else front[-1].children).append(item)
        out.root[:] = front


def headings(items: Iterable[OutlineItem]) -> Iterator[OutlineItem]:
    """Every entry of an outline, in order."""
    for item in items:
        yield item
        yield from headings(item.children)


def plain(letters: str) -> str:
    """Text without signs for parts of characters and for letters run together: ``plain("⼈⼯ ﬁ") == "人工 fi"``."""
    return re.sub(r"[\u2e80-\u2fdf\ufb00-\ufb06]",
                  lambda m: unicodedata.normalize("NFKC", m[0].translate(RADICALS)), letters)


def spelled(table: bytes) -> bytes:
    """A font's table from shapes to letters, put right.

    Where one shape serves a character and a sign for a part of characters, or stands for letters run together, Chromium
    names the sign: text copied from the file, or searched in it, would not be what a reader types.
    """
    def letters(code: bytes) -> str:
        return bytes.fromhex(code.decode()).decode("utf-16-be")

    found: dict[bytes, str] = {}
    for kind, block in re.findall(rb"beginbf(char|range)(.*?)endbf", table, re.S):
        codes = re.findall(rb"<([0-9A-Fa-f]+)>", block)
        if kind == b"char":
            found |= {code: letters(to) for code, to in zip(codes[::2], codes[1::2], strict=True)}
            continue
        for first, last, to in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            start, word = int(first, 16), letters(to)
            for n in range(int(last, 16) - start + 1):
                found[b"%0*X" % (len(first), start + n)] = word[:-1] + chr(ord(word[-1]) + n)
    if all(plain(word) == word for word in found.values()):
        return table
    lines = [b"<%s> <%s>\n" % (code, plain(word).encode("utf-16-be").hex().upper().encode())
             for code, word in found.items()]
    blocks = b"".join(b"%d beginbfchar\n%s" % (len(part), b"".join(part)) + b"endbfchar\n"
                      for part in (lines[n:n + 100] for n in range(0, len(lines), 100)))
    head, _, rest = re.split(rb"\d+ beginbf(char|range)", table, maxsplit=1)
    return head + blocks + rest[rest.rindex(b"endcmap"):]


def finished(raw: bytes, chapters: Sequence[Chapter], source: str, told: Mapping[str, str]) -> bytes:
    """The file with its outline and what is told of it, the day of the data in place of the time of printing.

    Its small objects are pressed together, which makes it less than half the size. What identifies a file is made from
    what is in it, so that the same site gives the same file.
    """
    names = sorted(set(NODE.findall(raw)))
    ranks = {name: b"(node%08d)" % n for n, name in enumerate(names)}  # as long as the names: no place in the file moves
    out = BytesIO()
    with pikepdf.open(BytesIO(NODE.sub(lambda m: ranks[m[0]], raw))) as pdf:
        outline(pdf, chapters, source)
        for item in pdf.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/ToUnicode" in item:
                item.ToUnicode.write(spelled(item.ToUnicode.read_bytes()))
        pdf.trailer.Info = pdf.make_indirect(Dictionary(told))
        pdf.Root.PageMode = Name.UseOutlines
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()
