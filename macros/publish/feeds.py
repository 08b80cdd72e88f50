"""Feeds of the changes in the facts, of all and of each topic, register and group, and ``llms.txt``."""

from __future__ import annotations

import uuid
from xml.sax.saxutils import escape, quoteattr

from macros.derive import history
from macros.derive.channels import Channel, channels
from macros.derive.files import JSON, V1
from macros.derive.history import CHANGE_KINDS, Change
from macros.derive.index import Site
from macros.derive.plain import dump

# Readers tell feeds and entries apart by their names. They follow from the site's name, so that they stay as they are
# where the site moves, and a copy under another name has its own.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:feeds-of-a-site-of-facts")


def _name(site: Site, of: str) -> str:
    """The permanent name of a feed or an entry of the site."""
    return uuid.uuid5(_SPACE, f"{site.name}:{of}").urn


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


def _id(site: Site, change: Change) -> str:
    """The name of an entry; the address it links to may change."""
    return _name(site, f"{change.on}:{change.key or 'release'}")


def atom(site: Site, channel: Channel) -> bytes:
    """The changes of a channel as an Atom feed."""
    found = [change for change in entries(site) if channel.holds(change)]
    heading = ", ".join(filter(None, (f"{site.name}: changes of facts", channel.about)))
    updated = found[0].on if found else site.data.edition.as_of
    out = ['<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
           f"<title>{escape(heading)}</title>", f"<id>{_name(site, channel.stem)}</id>",
           f'<link rel="self" type="application/atom+xml" href={quoteattr(site.home + channel.path)}/>',
           f'<link rel="alternate" type="text/html" href={quoteattr(site.home + "about/changes/")}/>',
           f"<updated>{updated}T00:00:00Z</updated>", f"<author><name>{escape(site.name)}</name></author>"]
    return ("\n".join([*out, *(_entry(site, change) for change in found), "</feed>"]) + "\n").encode()


def _entry(site: Site, change: Change) -> str:
    return (f"<entry><id>{_id(site, change)}</id><title>{escape(title(change))}</title>"
            f"<updated>{change.on}T00:00:00Z</updated>"
            f'<link rel="alternate" type="text/html" href={quoteattr(_address(site, change))}/>'
            f"<category term={quoteattr(change.kind)}/>"
            f"<content type=\"text\">{escape(says(site, change))}</content></entry>")


def json_feed(site: Site) -> bytes:
    """The changes as a JSON Feed; ``_change`` holds the parts of each."""
    items = [{"id": _id(site, c), "url": _address(site, c), "title": title(c), "content_text": says(site, c),
              "date_published": f"{c.on}T00:00:00Z", "tags": [c.kind],
              "_change": {"kind": c.kind, "fact": c.fact, "old": c.old or None, "new": c.new or None,
                          "reason": c.reason, "source": c.source or None, "version": c.version}} for c in entries(site)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"{site.name}: changes of facts",
            "language": "en-GB", "home_page_url": f"{site.home}about/changes/", "feed_url": site.home + JSON,
            "authors": [{"name": site.name}],
            "items": items}
    return dump(feed)


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
    """Every feed and ``llms.txt``."""
    return {c.path: atom(site, c) for c in site.once(channels)} | {JSON: json_feed(site),
                                                                             "llms.txt": llms(site)}
