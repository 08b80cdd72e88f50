"""Where a reader can say what is wrong: links to the forms of the project's repository and to the file of a page."""

from urllib.parse import urlencode

from macros.derive.addresses import address
from macros.derive.index import Site
from macros.derive.tongues import ENGLISH
from macros.write import markup
from macros.write.markup import EMPTY, Markup, block, filled, raw, tag, text
from macros.write.page import Page, Shown

FORMS = {"wrong-fact": "Wrong fact", "missing-topic": "Missing topic"}
# Kinds whose records have a page of their own.
OWN_PAGE = ("figures", "series", "sources", "disputes", "lists", "groups", "instruments", "organisations")


def _owned(site: Site) -> dict[str, tuple[str, str]]:
    """Address → the kind and id of the record that the page is about."""
    found = ((address(site, kind, name), kind, name) for kind in OWN_PAGE for name in site.data.kinds[kind])
    return {page: (kind, name) for (page, fragment), kind, name in found if not fragment}


def form(site: Site, name: str, **filled: str) -> str:
    """The address of a form, its fields filled in; elsewhere than on GitHub that of the repository."""
    if not site.repository.startswith("https://github.com/"):
        return site.repository
    return f"{site.repository}/issues/new?{urlencode({'template': f'{name}.yml', **filled})}"


def _edited(site: Site, url: str) -> str:
    """The file to edit for a page: its own, or that of the record it is made from; empty for any other page."""
    kind, _ = site.once(_owned).get(url, ("", ""))
    return site.written.get(url, f"data/{kind}.yml" if kind else "")


def report_line(site: Site, url: str) -> Markup:
    """The line at the end of a page: report a mistake, with the record's id filled in, and edit the page."""
    if not site.repository or (url not in site.pages):
        return EMPTY
    _, name = site.once(_owned).get(url, ("", ""))
    filled = {"title": f"Wrong fact: {name}", "record": name} if name else {"record": site.home + url}
    links = [markup.link(text("Report a mistake here"), form(site, "wrong-fact", **filled), data_report=not name)]
    if (file := _edited(site, url)) and site.repository.startswith("https://github.com/"):
        links.append(markup.link(text("Edit this page"), f"{site.repository}/edit/main/{file}"))
    return tag("p", raw(" · ").join(links), class_="cite__files", lang=None if site.tongue(url) is ENGLISH else ENGLISH.tag)


def report_ways(page: Page) -> Markup:
    """The forms and the repository as a list; a site that names no repository says so."""
    site = page.site
    if not site.repository:
        return block(tag("p", text("This copy of the site names no repository.")))
    ways = [markup.link(text(label), form(site, name)) for name, label in FORMS.items()]
    home = markup.link(text(site.repository.removeprefix("https://")), site.repository)
    return block(markup.items([*(filled("The form {}", way) for way in ways), filled("The repository: {}", home)]))


SHOWS: dict[str, Shown] = {"report": report_ways}
