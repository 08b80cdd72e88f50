"""Citations: of this site's pages, figures and sources, in styles for people and formats for reference managers.

A citation is a CSL-JSON item, a plain dict. The site is a corporate author whose name has a comma in it. Formats that
take a comma to part family and given names (RIS, the ``citation_author`` of web pages) therefore name it as the
publisher only.
"""

import html
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from babel.dates import get_month_names

from macros.derive import words
from macros.derive.index import Site
from macros.facts.records import Source

STYLES = {"APA": "apa", "Chicago": "chicago-author-date", "MLA": "modern-language-association"}
Item = dict[str, Any]

# A source is a web page unless its kind says otherwise; the types of CSL and what BibTeX and RIS call them.
_BIBTEX = {"article-newspaper": "article", "report": "techreport"}
_RIS = {"article-newspaper": "NEWS", "report": "RPRT", "standard": "STAND"}
_COINS = {"article-newspaper": "newspaperArticle", "report": "report", "standard": "standard"}
_CSL = {"state-media": "article-newspaper", "news": "article-newspaper", "think-tank": "report", "standard": "standard"}


# ---- items -------------------------------------------------------------------------------------------------------

def _key(*parts: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")


def page_item(site: Site, url: str, title: str = "") -> Item:
    """A page of this site as a CSL-JSON item; the data's version and date are the page's."""
    edition = site.data.edition
    title = title or site.pages.get(url, (site.name, ""))[0]
    if re.fullmatch(r"sources/[^/]+/", url):
        title = f"Source: {title}"  # the page about it, not the source itself
    return {"id": _key(site.slug, url or "home"), "type": "webpage", "title": one_line(title),
            "author": [{"literal": site.name}], "container-title": site.name, "version": edition.version,
            "issued": _issued(edition.as_of), "URL": site.home + url, "language": language_of(site, url)}


def language_of(site: Site, url: str) -> str:
    """The language of a page, as machines are told it: British English but for the doors."""
    return site.lang_of.get(url, "en-GB")


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
_LONG, _ABBREVIATED = (get_month_names(width, locale="en") for width in ("wide", "abbreviated"))


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
             ({"article": "journal", "techreport": "institution"}.get(kind, "howpublished"), tex(holder)),
             ("year", date[:4]), ("date", date), ("version", item.get("version", "")), ("url", item.get("URL", "")),
             ("urldate", date_of(item, "accessed")),
             ("note", tex(f"Data version {item['version']}, {words.date(date)}") if "version" in item else "")]
    inner = [f"  {name} = {{{value}}}," for name, value in lines if value]
    if len(date) > 4:
        inner.append(f"  month = {_ABBREVIATED[int(date[5:7])].lower()},")
    return "\n".join([f"@{kind}{{{item['id']},", *inner, "}", ""])


def ris(items: Iterable[Item]) -> str:
    """Items as RIS records."""
    return "".join(map(_ris, items))


def _ris(item: Item) -> str:
    date = date_of(item).split("-")
    holder = item.get("container-title")
    lines = [("TY", _RIS.get(item["type"], "ELEC")), ("ID", item["id"]), ("TI", item["title"]), ("T2", holder),
             ("PB", item.get("publisher") or (item["author"][0]["literal"] if "author" in item else None)),
             ("PY", date[0]),
             ("DA", "/".join([*date, "", ""][:3]) + "/" if date[0] else None), ("ET", item.get("version")),
             ("UR", item.get("URL")), ("Y2", date_of(item, "accessed").replace("-", "/") or None),
             ("LA", item.get("language")), ("M3", _kind(item))]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n\r\n"


def _kind(item: Item) -> str | None:
    """The edition as the kind of web page it is: reference managers keep no edition of a web page, but its kind."""
    return f"Data version {item['version']}" if "version" in item else None


def coins(item: Item) -> str:
    """An item as a ContextObject (COinS), in which the name of a body with a comma in it stays whole."""
    kind = _COINS.get(item["type"], "webpage")
    fields = {"ctx_ver": "Z39.88-2004", "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc", "rft.type": kind,
              "rft.title": item["title"], "rft.source": item.get("container-title"),
              "rft.publisher": item.get("publisher"), "rft.date": date_of(item), "rft.identifier": item.get("URL"),
              "rft.language": item.get("language"), "rft.description": _kind(item),
              "rft.aucorp": item["author"][0]["literal"] if "author" in item else None}
    return urlencode({name: value for name, value in fields.items() if value}, quote_via=quote)


def csl(items: Iterable[Item]) -> str:
    """Items as CSL-JSON."""
    items = [item | {"genre": _kind(item)} if "version" in item else item for item in items]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


FORMATS = {"bib": ("BibTeX", bibtex), "ris": ("RIS", ris), "json": ("CSL-JSON", csl)}


# ---- styles ------------------------------------------------------------------------------------------------------

def plain(item: Item) -> str:
    """One line without any style: who, what, version, date, where."""
    return (f"{item['container-title']}. “{item['title']}”. Data version {item['version']}, "
            f"{words.date(date_of(item))}. {item['URL']}")


def wikitext(item: Item) -> str:
    """A page of this site as Wikipedia's template ``cite web`` has it."""
    fields = {"title": item["title"], "website": item["container-title"], "url": item["URL"],
              "date": words.date(date_of(item)), "id": f"Data version {item['version']}"}
    inside = " ".join(f"|{name}={value.replace('|', '{{!}}')}" for name, value in fields.items())
    return f"{{{{cite web {inside}}}}}"


# Words that headline style writes small; those of the processor the tests compare with.
_SMALL = {"a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of", "on", "onto",
          "or", "over", "so", "the", "till", "to", "up", "via", "with", "yet"}
_SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


VIETNAMESE = re.compile("[đơưĐƠƯ\u1ea0-\u1ef9]")


def headline(title: str) -> str:
    """A title with capitals, as headline style has it: ``headline("Kettles of the day") == "Kettles of the Day"``.

    A Vietnamese one keeps its own: ``headline("Source: Nước sôi") == "Source: Nước sôi"``.
    """
    if VIETNAMESE.search(title):
        return title
    out, before = [], ":"
    for word in title.split():
        small = word in _SMALL and before not in ".:"
        out.append(word if small or not word.islower() else word[0].upper() + word[1:])
        before = word[-1]
    return " ".join(out)


def formatted(item: Item, style: str) -> str:
    """A page of this site in a style as HTML: ``formatted(page_item(site, ""), "apa")``.

    Every page is cited in one shape, so three lines do what a citation processor would; the tests hold both together.
    """
    year, month, day = map(int, date_of(item).split("-"))
    name = html.escape(item["author"][0]["literal"], quote=False)
    title = html.escape(item["title"], quote=False)
    version, url = f"Version {item['version']}", html.escape(item["URL"], quote=False)
    if style == "apa":
        return f"{name}. ({year}, {_LONG[month]} {day}). <i>{title}</i> [Data {version.lower()}]. {url}"
    title = html.escape(headline(item["title"]), quote=False)
    title = f"“{title}”" if title[-1] in ".?!" else f"“{title}.”"
    if style == "chicago-author-date":
        return f"{name}. {year}. {title} {version}. {_LONG[month]} {day}. {url}."
    return f"{name}. {title} <i>{name}</i>, {version}, {day} {_SHORT[month - 1]} {year}, {url}."
