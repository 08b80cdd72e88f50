"""Feeds of the changes in the facts, Atom and JSON Feed, and ``llms.txt``."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape, quoteattr

from macros.derive import history
from macros.derive.files import ATOM, JSON, V1
from macros.derive.history import CHANGE_KINDS, Change
from macros.derive.index import Site

# Names of the feed and its entries, which readers tell them apart by: they stay as they are if the site moves.
_NAMES = "china-genai.github.io"
FEED_ID = f"https://{_NAMES}/china-genai/{ATOM}"


def entries(site: Site) -> list[Change]:
    """The released changes, newest first, and the first release as one entry; what is not released can still go."""
    found = [c for c in history.changes(site) if c.version]
    for first in site.history.releases[:1]:
        found.append(Change("released", "", f"First release, with {len(first.facts)} facts", "", "",
                            "from here on, every change of a fact is listed", "", first.version, first.on))
    return found


def title(change: Change) -> str:
    """A change as a line: ``Corrected: Core AI companies in Beijing``."""
    return f"{CHANGE_KINDS[change.kind]}: {change.label}"


def says(site: Site, change: Change) -> str:
    """A change as text: old value, new value, reason, source."""
    value = f"{change.old} → {change.new}" if change.old and change.new else change.old or change.new
    parts = [f"{value}." if value else "", f"Reason: {change.reason}."]
    if change.source in site.data.sources:
        source = site.data.sources[change.source]
        parts.append(f"Source: {source.title}, {source.publisher}.")
    return " ".join(p for p in parts if p)


def _address(site: Site, change: Change) -> str:
    return history.address(site, change.fact) if change.fact else f"{site.home}about/changes/"


def _id(change: Change) -> str:
    """The name of an entry; the address it links to may change."""
    return f"tag:{_NAMES},{change.on}:{change.key or 'release'}"


def atom(site: Site) -> bytes:
    """The changes as an Atom feed."""
    home, found = site.home, entries(site)
    updated = found[0].on if found else site.data.edition.as_of
    out = ['<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
           f"<title>{escape(site.name)}: changes of facts</title>", f"<id>{FEED_ID}</id>",
           f'<link rel="self" type="application/atom+xml" href={quoteattr(home + ATOM)}/>',
           f'<link rel="alternate" type="text/html" href={quoteattr(home + "about/changes/")}/>',
           f"<updated>{updated}T00:00:00Z</updated>", f"<author><name>{escape(site.name)}</name></author>"]
    for change in found:
        out.append(f"<entry><id>{escape(_id(change))}</id><title>{escape(title(change))}</title>"
                   f"<updated>{change.on}T00:00:00Z</updated>"
                   f'<link rel="alternate" type="text/html" href={quoteattr(_address(site, change))}/>'
                   f"<category term={quoteattr(change.kind)}/>"
                   f"<content type=\"text\">{escape(says(site, change))}</content></entry>")
    return ("\n".join([*out, "</feed>"]) + "\n").encode()


def json_feed(site: Site) -> bytes:
    """The changes as a JSON Feed; ``_change`` holds the parts of each."""
    items = [{"id": _id(c), "url": _address(site, c), "title": title(c), "content_text": says(site, c),
              "date_published": f"{c.on}T00:00:00Z", "tags": [c.kind],
              "_change": {"kind": c.kind, "fact": c.fact, "old": c.old or None, "new": c.new or None,
                          "reason": c.reason, "source": c.source or None, "version": c.version}} for c in entries(site)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"{site.name}: changes of facts", "language": "en-GB",
            "home_page_url": f"{site.home}about/changes/", "feed_url": site.home + JSON, "authors": [{"name": site.name}],
            "items": items}
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def llms(site: Site) -> bytes:
    """What a program that reads the site should know: what it is, how to cite it, where the data and the pages are."""
    pages = [(url, found) for url, found in sorted(site.pages.items()) if url.count("/") <= 1 and found[1]]
    lines = [f"# {site.name}", "", f"> {site.pages.get('', ('', ''))[1]}", "",
             f"Data version {site.data.edition.version}, as of {site.data.edition.as_of}. Text and data CC BY 4.0. "
             "Cite the page of the figure you use.", "", "## Data", "",
             f"- [Everything as JSON]({site.home}{V1}all.json)", f"- [Tables as CSV]({site.home}{V1}datapackage.json)",
             f"- [Bibliography]({site.home}{V1}bibliography.json)", f"- [Changes]({site.home}{JSON})",
             "", "## Pages", ""]
    lines += [f"- [{_bare(title_)}]({site.home}{url}): {_bare(about)}" for url, (title_, about) in pages]
    return ("\n".join(lines) + "\n").encode()


def _bare(value: str) -> str:
    return " ".join(value.replace("[", "(").replace("]", ")").split())


def export(site: Site) -> dict[str, bytes]:
    """Both feeds and ``llms.txt``."""
    return {ATOM: atom(site), JSON: json_feed(site), "llms.txt": llms(site)}
