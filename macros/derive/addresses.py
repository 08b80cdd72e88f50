"""Where every record lives on the site. Addresses are made from ids, never from titles.

``address(site, kind, id)`` gives the path from the site's root, a page's folder with a slash at its end and the
fragment if the record is a part of a page: ``("figures/partner-batch1/", "")``, ``("glossary/", "filing")``.
"""

import posixpath
from typing import TypeVar

from macros.derive.index import Site
from macros.derive.parties import page_of
from macros.facts.problems import nearest
from macros.facts.records import KIND_OF, Event, Group, Identified, Instrument, Membership, Owner, Provision, Statement

Of = TypeVar("Of", bound=Identified)

# Records with a page of their own, and where that is.
PAGE_OF = {
    "figures": "figures/{}/",
    "series": "figures/{}/",
    "sources": "sources/{}/",
    "disputes": "disputes/{}/",
    "lists": "filings/{}/",
}

# Records that are a part of a page: (page, fragment).
PART_OF = {
    "organisations": ("organisations/", "{}"),
    "people": ("people-and-politics/evidence/", "{}"),
    "terms": ("glossary/", "{}"),
    "changes": ("rules/draft-to-final/evidence/", "{}"),
    "procedure": ("rules/filing-and-registration/evidence/", "{}"),
    "targets": ("beijing/targets/", "{}"),
    "cases": ("rules/courts/evidence/", "{}"),
    "searches": ("about/looked-for/", "{}"),
    "exceptions": ("filings/provenance/", "{}"),
    "sectors": ("filings/who-files/", "sector-{}"),
    "drawings": ("reference/drawings/", "{}"),
}

# Groups of providers: firms that have rows, and all others.
OWNER_PAGES = {True: "filings/provider-groups/", False: "filings/provider-classes/"}

GROUP_PAGES = {"alliance": "alliances/{}/", "programme": "beijing/{}/", "plan": "beijing/{}/"}


class AddressError(LookupError):
    """There is no such record, so it has no address."""


def any_record(site: Site, kind: str, name: str) -> Identified:
    """The record of a kind; raises ``AddressError`` naming the nearest ids if there is none."""
    records = site.data.kinds[kind]
    if name not in records:
        raise AddressError(f"there is no '{name}' in data/{kind}.yml{nearest(name, records)}")
    return records[name]


def record(site: Site, model: type[Of], name: str) -> Of:
    """The record of the kind that has this model; raises ``AddressError`` as ``any_record`` does."""
    item = any_record(site, KIND_OF[model], name)
    assert isinstance(item, model)
    return item


def address(site: Site, kind: str, name: str) -> tuple[str, str]:
    """The page and fragment of a record, also where the page moved; raises ``AddressError`` if there is no such record."""
    page, fragment = _written_at(site, kind, name)
    return site.now_at(page), fragment


def at(site: Site, kind: str, name: str) -> str:
    """The address of a record below the home page: ``"figures/partner-batch1/"``, ``"glossary/#filing"``."""
    page, fragment = address(site, kind, name)
    return page + (f"#{fragment}" if fragment else "")


def _written_at(site: Site, kind: str, name: str) -> tuple[str, str]:
    """The page and fragment of a record, before any page moved."""
    item = any_record(site, kind, name)
    if (kind, name) in site.tells_of:
        return site.tells_of[kind, name], ""
    if party := page_of(site, kind, name):
        return f"organisations/{party}/", ""
    if kind in PAGE_OF:
        return PAGE_OF[kind].format(name), ""
    if kind in PART_OF:
        page, fragment = PART_OF[kind]
        return page, fragment.format(name)
    if isinstance(item, Owner):
        return OWNER_PAGES[bool(item.rows) and item.kind != "collective"], name
    if isinstance(item, Group):
        return GROUP_PAGES["alliance" if item.stands_with else item.kind].format(name), ""
    if isinstance(item, Membership):
        page, _ = _written_at(site, "groups", item.group)
        return f"{page}evidence/" if site.kind_of.get(page) == "essay" else page, name
    if isinstance(item, Instrument):
        return f"rules/{name}/", ""
    if isinstance(item, Provision):
        page, _ = _written_at(site, "instruments", item.instrument)
        return page, f"art-{item.number}"
    if isinstance(item, Event):
        return "timeline/", name
    if isinstance(item, Statement):
        return f"statements/{item.topic}/", name
    raise AddressError(f"records of the kind '{kind}' have no address")


def relative(page: str, here: str, fragment: str = "") -> str:
    """The link from the page at ``here`` to ``page``: ``relative("figures/x/", "rules/") == "../figures/x/"``."""
    if page == here:
        return f"#{fragment}" if fragment else "./"
    path = posixpath.relpath("/" + page, "/" + here)
    if page == "" or page.endswith("/"):
        path += "/"
    return path + (f"#{fragment}" if fragment else "")
