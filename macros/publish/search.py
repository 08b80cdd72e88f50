"""What the search of the site reads: documents made of pages and records, and the rows of both registers, in shards.

``files(site, pages)`` gives them as path → content. They follow from the data and the built pages alone, so two builds
write the same bytes, whatever generator made the pages. The script ``assets/search.js`` looks them through; what it
cannot know by itself is said here: how names are pronounced, and which traditional characters are which others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from macros.derive.chinese import by_character, pinyin, sounds, traditional
from macros.derive.findable import CORE, KINDS, Doc, records, short
from macros.derive.index import Site
from macros.derive.plain import tight
from macros.facts.problems import DataError, Problem, nearest
from macros.facts.records import REGISTERS, OwnedRow, Row
from macros.write.pages import generated
from macros.write.register_rows import PART, SHOWN, first_of

FOLDER = "search/"
# Pages whose parts only divide a list: each entry of the list is a document of its own.
_LISTS = ("disputes/", "organisations/", "statements/", "figures/", "sources/", "timeline/", "glossary/",
          "about/writing/", "about/changes/")
# Parts that hold what another document says better.
_ASIDE = ("references", "not-known", "disagree")


# ---- pages -------------------------------------------------------------------------------------------------------

_NOISE = ["sup", ".headerlink", ".note-ref", ".mark", ".state", ".row-tools", "script", "style", "noscript"]


def _words(element: etree._Element) -> str:
    """The words of an element without notes, marks and tools."""
    def pieces(node: etree._Element) -> Iterator[str]:
        css = set((node.get("class") or "").split())
        if isinstance(node.tag, str) and node.tag not in _NOISE and not css & {n[1:] for n in _NOISE}:
            yield node.text or ""
            for child in node:
                yield from pieces(child)
                yield child.tail or ""
    return " ".join("".join(pieces(element)).split())


def sections(url: str, page: str) -> Iterator[Doc]:
    """A page and each of its parts that has a heading with an address, with the first sentence of each."""
    tree = etree.HTML(page)
    description = "".join(tree.xpath("//meta[@name='description']/@content"))
    heads = tree.xpath("(//article)[1]//h1 | (//article)[1]//h2[@id]")
    for i, head in enumerate(heads):
        title, place = _words(head), "" if head.tag == "h1" else f"#{head.get('id')}"
        if not title or place[1:] in _ASIDE or (place and url in _LISTS):
            continue
        after = heads[i + 1] if i + 1 < len(heads) else None
        said = short(_first(head, after)) if place else description
        yield Doc("answer", url + place, title, text=said)


def _first(head: etree._Element, end: etree._Element | None) -> str:
    """The words of the first paragraph or entry after a heading, before the next one."""
    for element in head.itersiblings():
        if element is end or element.tag in ("h1", "h2"):
            break
        inner = [element] if element.tag == "p" else element.xpath(".//p | .//dd | .//li")
        for piece in inner:
            if not {"kicker", "table-tools"} & set((piece.get("class") or "").split()) and (said := _words(piece)):
                return said
    return ""


def _pages(site: Site, pages: Mapping[str, str]) -> Iterator[Doc]:
    made = {f"{path.removesuffix('.md')}/index.html" for path in site.once(generated)}
    for path, page in sorted(pages.items()):
        url = path.removesuffix("index.html")
        if path not in made and url in site.pages and not url.startswith(FOLDER):
            yield from sections(url, page)


# ---- rows --------------------------------------------------------------------------------------------------------

_OFFICIAL = re.compile(r"([A-Za-z]+)-(.*)-(\d{8})(S?\d+)")


def _number(row: Row, latin: str | None) -> str:
    """An official number without place and day, which its row says: ``WenXinYiYan 0001``."""
    found = _OFFICIAL.fullmatch(row.reference)
    if found and found[1] == latin and found[3] == row.day.replace("-", ""):
        return f"{found[2]} {found[4]}"
    return f"={row.reference}"


def _spoken(names: Iterable[str]) -> dict[str, str]:
    """Place in the column → pronunciation, where a character minds its neighbours."""
    return {str(i): pinyin(name) for i, name in enumerate(names) if pinyin(name) != by_character(name)}


def _english(row: Row, held: OwnedRow | None) -> str:
    """The English name of a row: its own or, if that is certain, the one in use."""
    name = row.name_en or (held.name_en if held and held.basis != "doubtful" else None)
    return name if name and name != row.name_zh else ""


def rows(site: Site, register: str) -> dict[str, object]:
    """Every row of a register, a column a key; columns of text are one text with a line a row."""
    data, shown = site.data, SHOWN[register]
    found: tuple[Row, ...] = getattr(data, REGISTERS[register])
    places = list(data.vocab["provinces"])
    latin = [data.vocab["provinces"][r.province].latin for r in found]
    numbers = [_number(r, place) for r, place in zip(found, latin, strict=True)]
    used = dict.fromkeys(r.list for r in found)
    held = {h.row: h for o in data.owners.values() for h in o.rows if h.register_ == register}
    named = [held.get(f"{r.list}#{r.number}") for r in found]
    return {"folder": f"{shown.folder}/", "part": PART, "one": shown.one, "done": shown.done,
            "lists": [[i, data.lists[i].title, first_of(register, data.lists[i])] for i in used],
            "places": [[w.label, w.zh, w.latin] for w in data.vocab["provinces"].values()],
            "list": [list(used).index(r.list) for r in found], "no": [r.number for r in found],
            "place": [places.index(r.province) for r in found],
            "day": [int(r.day.replace("-", "")) for r in found],
            "zh": "\n".join(r.name_zh for r in found),
            "en": "\n".join(_english(r, h) for r, h in zip(found, named, strict=True)),
            "also": "\n".join("|".join(filter(None, (h.provider, *h.also))) if h else "" for h in named),
            "by": "\n".join(r.provider_zh for r in found),
            "number": "\n".join(numbers), "spoken": _spoken(r.name_zh for r in found),
            "spokenBy": _spoken(r.provider_zh for r in found)}


# ---- files -------------------------------------------------------------------------------------------------------

def docs(site: Site, pages: Mapping[str, str]) -> list[Doc]:
    """Every document, in the order of the kinds."""
    return sorted([*_pages(site, pages), *records(site)], key=lambda d: KINDS.index(d.kind))


def lost(asks: Mapping[str, object], pages: Mapping[str, str]) -> Iterator[Problem]:
    """Addresses in data/queries.yml that are nowhere on the built pages."""
    for place in asks:
        page, _, fragment = place.partition("#")
        found = pages.get(f"{page}index.html")
        if found is None or (fragment and not re.search(rf"\bid=\"?{re.escape(fragment)}[\" >]", found)):
            known = [path.removesuffix("index.html") for path in pages]
            yield Problem("data/queries.yml", 0, f"asks.{place}", "is no address of this site; write a page below the "
                          f"home page and, if it has one, #fragment{nearest(page, known)}")


def _at_once(site: Site, doc: Doc) -> bool:
    """Whether a document is fetched with the first query; what only proves follows."""
    return doc.kind in CORE and site.kind_of.get(doc.at.partition("#")[0]) != "evidence"


def files(site: Site, pages: Mapping[str, str]) -> dict[str, bytes]:
    """Path → content of every shard, of built pages (file → HTML)."""
    every = docs(site, pages)
    tables = {register: rows(site, register) for register in REGISTERS}
    texts = [t for d in every for t in (d.title, d.text, *d.names)]
    texts += [str(table[key]) for table in tables.values() for key in ("zh", "by")]
    queries = site.data.queries
    if problems := list(lost(queries.asks, pages)):
        raise DataError(problems)
    core = {"kinds": KINDS, "stop": queries.stop, "weak": queries.weak, "same": queries.same, "says": queries.says,
            "asks": [[place, *phrases] for place, phrases in queries.asks.items()],
            "simple": traditional(texts), "sounds": sounds(texts),
            "docs": [d.packed() for d in every if _at_once(site, d)]}
    out = {"core.json": core, "facts.json": {"docs": [d.packed() for d in every if not _at_once(site, d)]}}
    out |= {f"{SHOWN[register].folder}.json": table for register, table in tables.items()}
    return {FOLDER + name: f"{tight(content)}\n".encode() for name, content in out.items()}
