"""The links of a door: each says in which language the page is that it leads to, English but for the other doors."""

from __future__ import annotations

import re
from functools import partial
from posixpath import join, normpath

from macros.derive.index import Site
from macros.derive.tongues import ENGLISH

_ARTICLE = re.compile(r"<article\b.*?</article>", re.S)
_LINK = re.compile(r"<a (?![^>]*\bhreflang=)"
                   r"(?P<rest>[^>]*?\bhref=(?P<quote>[\"']?)(?P<href>[^\"'> ]+)(?P=quote)[^>]*>)")


def hinted(site: Site, url: str, page: str) -> str:
    """A built page; if it is a door, the links of its article say which language they lead to."""
    if url not in site.lang_of:
        return page
    return _ARTICLE.sub(lambda article: _LINK.sub(partial(_hint, site, url), article[0]), page)


def _hint(site: Site, url: str, link: re.Match[str]) -> str:
    """The opening tag of a link with its language; links to a part of the page or to a file say none."""
    path = link["href"].partition("#")[0]
    if not path.endswith("/") or re.match(r"[a-z]+:", path):
        return link[0]
    tag = site.lang_of.get(f"{normpath(join(url, path))}/", ENGLISH.tag)
    own = f' lang="{tag}"' if tag != ENGLISH.tag else ""
    return f'<a hreflang="{tag}"{own} {link["rest"]}'
