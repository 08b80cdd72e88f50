"""Links between languages: those of a door say in which language the page is that they lead to, those to a door too."""

import re
from functools import partial
from posixpath import join, normpath

from macros.derive.index import Site
from macros.derive.tongues import ENGLISH

_LINK = re.compile(r"<a (?![^>]*\bhreflang=)"
                   r"(?P<rest>[^>]*?\bhref=(?P<quote>[\"']?)(?P<href>[^\"'> ]+)(?P=quote)[^>]*>)")


def hinted(site: Site, url: str, page: str) -> str:
    """A built page; the links of its article that lead to another language say to which."""
    start, end = page.find("<article"), page.rfind("</article>")
    article = page[start:end]
    if start < 0 or (url not in site.lang_of and not any(door in article for door in site.lang_of)):
        return page
    return page[:start] + _LINK.sub(partial(_hint, site, url), article) + page[end:]


def _hint(site: Site, url: str, link: re.Match[str]) -> str:
    """The opening tag of a link with its language; links to a part of the page or to a file say none."""
    path = link["href"].partition("#")[0]
    if not path.endswith("/") or re.match(r"[a-z]+:", path):
        return link[0]
    tag = site.lang_of.get(f"{normpath(join(url, path))}/", ENGLISH.tag)
    if tag == site.tongue(url).tag:
        return link[0]
    own = f' lang="{tag}"' if tag != ENGLISH.tag else ""
    return f'<a hreflang="{tag}"{own} {link["rest"]}'
