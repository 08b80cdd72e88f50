"""What a page's head tells machines: how to cite it, what it is, where its data and its other versions are.

Everything said here stands on the page too. ``head(site, url)`` gives the tags.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from macros.derive import addresses
from macros.derive import citations as cite
from macros.derive.files import ATOM, JSON, V1, of_page, preview_of
from macros.derive.index import Site
from macros.derive.parties import parties
from macros.derive.plain import home_of, tables, tight
from macros.derive.tongues import ENGLISH, Tongue
from macros.publish import pictures
from macros.publish.data import ARCHIVE

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
Thing = dict[str, Any]


def _owners(site: Site) -> dict[str, tuple[str, str]]:
    """Page → the record it is about."""
    found = {addresses.address(site, kind, name)[0]: (kind, name)
             for kind in ("figures", "series", "sources", "instruments") for name in site.data.kinds[kind]}
    return found | {f"organisations/{name}/": ("organisations", name) for name in site.once(parties)}


def owner(site: Site, url: str) -> tuple[str, str] | None:
    """The kind and id of the record a page is about; None if it is about more than one."""
    return site.once(_owners).get(url)


def head(site: Site, url: str) -> str:
    """The tags of one page as HTML."""
    return "\n".join([*_links(site, url), *_names(site, url), structured(site, url)])


def _link(rel: str, href: str, **more: str) -> str:
    extra = "".join(f' {k}="{escape(v)}"' for k, v in more.items())
    return f'<link rel="{rel}" href="{escape(href)}"{extra}>'


def _links(site: Site, url: str) -> list[str]:
    home = site.home
    out = [_link("cite-as", home + url),
           _link("license", LICENCE_URL),
           _link("alternate", home + ATOM, type="application/atom+xml", title="Changes of facts"),
           _link("alternate", home + JSON, type="application/feed+json", title="Changes of facts")]
    types = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems",
             "json": "application/vnd.citationstyles.csl+json"}
    out += [_link("describedby", f"{home}{of_page(url)}.{ending}", type=types[ending])
            for ending in cite.FORMATS]
    out += _doors(site, url)
    kind, name = owner(site, url) or ("", "")
    if kind in ("figures", "series", "sources", "organisations"):
        out.append(_link("alternate", f"{home}{V1}{'figures' if kind == 'series' else kind}/{name}.json",
                         type="application/json", title="This record as data"))
    if kind == "figures":
        out += _versions(site, name)
    return out


def _doors(site: Site, url: str) -> list[str]:
    """The home page and its doors in other languages, on each of them."""
    if url and url not in site.lang_of:
        return []
    pages = {ENGLISH.tag: "", **{lang: door for door, lang in sorted(site.lang_of.items())}, "x-default": ""}
    return [_link("alternate", site.home + page, hreflang=lang) for lang, page in pages.items()] if site.lang_of else []


def _locale(tongue: Tongue) -> str:
    """A language as Open Graph names it, without its script: ``zh_CN``."""
    parts = tongue.locale.split("_")
    return f"{parts[0]}_{parts[-1]}"


def _versions(site: Site, name: str) -> list[str]:
    """Where a superseding chain of figures leads from here (RFC 5829)."""
    def at(figure: str) -> str:
        return home_of(site, "figures", figure)
    found = [("predecessor-version", site.data.figures[name].supersedes),
             ("successor-version", site.superseded_by.get(name)),
             ("latest-version", site.newest(name) if site.newest(name) != name else None)]
    return [_link(rel, at(figure)) for rel, figure in found if figure]


def _names(site: Site, url: str) -> list[str]:
    item = cite.page_item(site, url)
    day, title = cite.date_of(item), item["title"]
    about = cite.one_line(site.pages.get(url, ("", ""))[1])
    picture, shown = site.home + preview_of(url), pictures.describes(site, url)
    # No author: reference managers would part the site's name at its comma. It is named as publisher and site.
    names = {"citation_title": title, "citation_publisher": site.name,
             "citation_publication_date": day.replace("-", "/"), "citation_public_url": item["URL"],
             "citation_language": site.tongue(url).tag, "DC.title": title,
             "DC.publisher": site.name, "DC.date": day, "DC.identifier": item["URL"],
             "DC.language": item["language"], "DC.rights": LICENCE_URL,
             "DC.type": "Text", "DC.hasVersion": item["version"], "DC.description": about,
             "twitter:card": "summary_large_image", "twitter:image": picture, "twitter:image:alt": shown}
    properties = {"og:type": "website", "og:site_name": site.name, "og:title": title,
                  "og:description": about, "og:url": item["URL"], "og:locale": _locale(site.tongue(url)),
                  "og:image": picture,
                  "og:image:type": "image/png", "og:image:width": str(pictures.SIZE[0]),
                  "og:image:height": str(pictures.SIZE[1]), "og:image:alt": shown}
    return [f'<meta {attribute}="{key}" content="{escape(value)}">'
            for attribute, found in (("name", names), ("property", properties))
            for key, value in found.items() if value]


# ---- schema.org --------------------------------------------------------------------------------------------------

def structured(site: Site, url: str) -> str:
    """The page as JSON-LD; nothing in it can end the script it stands in."""
    text = tight(thing(site, url))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def thing(site: Site, url: str) -> Thing:
    """The page as a thing of schema.org."""
    title, about = site.pages.get(url, (site.name, ""))
    edition = site.data.edition
    kind, name = owner(site, url) or ("", "")
    article = url.count("/") == 2 and kind not in ("figures", "series", "sources")
    out: Thing = {"@context": "https://schema.org", "@type": "Article" if article else "WebPage",
                  "@id": site.home + url, "url": site.home + url, "name": title, "description": about,
                  "inLanguage": cite.language_of(site, url), "license": LICENCE_URL, "version": edition.version,
                  "dateModified": edition.as_of, "isPartOf": {"@type": "WebSite", "name": site.name, "url": site.home},
                  "publisher": {"@type": "Organization", "name": site.name}}
    if article:
        out["headline"] = title
    special: dict[str, Callable[[Site], Thing]] = {"data/": dataset, "glossary/": glossary}
    if kind == "instruments":
        out["mainEntity"] = legislation(site, name)
    elif url in special:
        out["mainEntity"] = special[url](site)
    return out


def dataset(site: Site) -> Thing:
    """The data set with its downloads."""
    edition = site.data.edition
    files = [(f"{V1}all.json", "application/json"), (ARCHIVE, "application/zip"),
             (f"{V1}datapackage.json", "application/json"),
             *((f"{V1}csv/{name}.csv", "text/csv") for name in site.once(tables))]
    return {"@type": "Dataset", "@id": f"{site.home}data/#dataset", "name": f"{site.name}: data",
            "url": f"{site.home}data/",
            "description": f"{site.pages.get('data/', ('', ''))[1]} Version {edition.version}, as of {edition.as_of}.",
            "version": edition.version, "dateModified": edition.as_of, "license": LICENCE_URL,
            "isAccessibleForFree": True, "creator": {"@type": "Organization", "name": site.name},
            "distribution": [{"@type": "DataDownload", "name": path.rpartition("/")[2], "contentUrl": site.home + path,
                              "encodingFormat": kind} for path, kind in files]}


def glossary(site: Site) -> Thing:
    """The glossary as a set of defined terms; their meanings stand on the page and in the data, not here again."""
    home = f"{site.home}glossary/"
    terms = sorted(site.data.terms.values(), key=lambda t: t.en.casefold())
    return {"@type": "DefinedTermSet", "@id": f"{home}#terms", "name": site.pages.get("glossary/", ("Glossary", ""))[0],
            "url": home, "hasDefinedTerm": [
                {"@type": "DefinedTerm", "@id": f"{home}#{t.id}", "name": t.en,
                 **({"alternateName": t.zh} if t.zh else {})} for t in terms]}


def legislation(site: Site, name: str) -> Thing:
    """A rule as legislation: its names, who issued it, when, and where its text is."""
    item = site.data.instruments[name]
    out: Thing = {"@type": "Legislation", "name": item.name, "inLanguage": "zh", "legislationJurisdiction": "CN"}
    in_force = item.status.startswith("in-force")
    fields = {"alternateName": item.name_zh, "legislationDate": item.issued, "datePublished": item.published,
              "sameAs": item.url, "temporalCoverage": f"{item.effective}/.." if item.effective and in_force else None}
    out |= {k: v for k, v in fields.items() if v}
    if item.issuers:
        out["legislationPassedBy"] = [{"@type": "GovernmentOrganization", "name": site.data.organisations[o].name}
                                      for o in item.issuers]
    if in_force:
        out["legislationLegalForce"] = "https://schema.org/InForce"
    elif item.status in ("superseded", "draft", "planned", "issued-not-in-force"):
        out["legislationLegalForce"] = "https://schema.org/NotInForce"
    return out
