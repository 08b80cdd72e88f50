"""Preview pictures for links that people share: one a section, drawn when the site is built."""

from __future__ import annotations

from functools import cache
from html import escape
from textwrap import wrap

import vl_convert

from ..cite import NAME
from ..derive import Site

SIZE = (1200, 630)
_FONT = "'Palatino Linotype', Georgia, 'Noto Serif', 'Liberation Serif', 'DejaVu Serif', serif"
_MARK = ('<g transform="translate(80 70) scale(2.6)"><path fill="#8c2f1b" d="M5 2h22v26l-3.7 2.6L19.7 28 '
         '16 30.6 12.3 28l-3.6 2.6L5 28z"/>'
         '<path fill="none" stroke="#fff" stroke-width="3" d="m10.5 14.5 4 4.5 7.5-9.5"/></g>')


def sections(site: Site) -> dict[str, str]:
    """The sections that have a picture, ``""`` for the home page, and the words on it."""
    own = {url.split("/")[0]: title for url, (title, _) in site.pages.items() if url.count("/") == 1}
    return {"": NAME} | dict(sorted(own.items()))


def path_of(site: Site, url: str) -> str:
    """The picture of a page: that of its section."""
    section = url.split("/")[0]
    return f"preview/{section if section in site.once(sections) and section else 'home'}.png"


def describes(site: Site, url: str) -> str:
    """What the picture of a page shows, in words."""
    return site.once(sections).get(url.split("/")[0], NAME)


@cache
def draw(title: str) -> bytes:
    """A picture with the name of the site and a title."""
    lines = "".join(f'<tspan x="80" dy="92">{escape(line)}</tspan>' for line in wrap(title, 26)[:3])
    name = "" if title == NAME else f'<text x="190" y="128" font-size="36" fill="#5b5348">{escape(NAME)}</text>'
    return vl_convert.svg_to_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE[0]}" height="{SIZE[1]}" font-family="{_FONT}">'
        '<rect width="100%" height="100%" fill="#fbf8f2"/><rect y="618" width="100%" height="12" fill="#8c2f1b"/>'
        f"{_MARK}{name}"
        f'<text y="210" font-size="80" fill="#231f1a">{lines}</text>'
        '<text x="80" y="570" font-size="32" fill="#5b5348">Every number with its source</text></svg>')


def export(site: Site) -> dict[str, bytes]:
    """Every picture."""
    return {path_of(site, section + "/" if section else ""): draw(title)
            for section, title in site.once(sections).items()}
