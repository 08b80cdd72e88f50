"""What a page is for: its kind (``kind:`` in its front matter), what the kind demands, and the line to the evidence.

An essay explains, and what proves it stands beneath: the evidence of ``rules/index.md`` is ``rules/evidence.md``, that
of ``start.md`` is ``start/evidence.md``. Both addresses follow from the essay's: ``rules/`` and ``rules/evidence/``.
"""

import re
from collections.abc import Iterable, Iterator

from macros.derive import words
from macros.derive.addresses import relative
from macros.derive.index import Site
from macros.derive.tongues import ENGLISH, TONGUES
from macros.facts.days import months_later
from macros.facts.problems import Problem, nearest
from macros.write.markup import EMPTY, Markup, given, tag, text
from macros.write.page_source import PageSource


def evidence_of(url: str) -> str:
    """The address of an essay's evidence: ``evidence_of("rules/") == "rules/evidence/"``."""
    return f"{url}evidence/"


def kinds(site: Site, pages: Iterable[PageSource]) -> Iterator[Problem]:
    """Kinds that are no words of the vocabulary, essays without their evidence, evidence of nothing."""
    known = site.data.vocab.get("page-kinds", {})
    for page in pages:
        if page.kind not in known:
            yield Problem(page.file, 1, "kind", f"'{page.kind}' is not among the page-kinds of data/vocab.yml"
                          f"{nearest(page.kind, known)}; use {', '.join(known)}")
        elif page.kind == "essay" and site.kind_of.get(evidence_of(page.url)) != "evidence":
            yield Problem(page.file, 1, "kind", "an essay stands on its evidence, and there is none; write "
                          f"docs/{evidence_of(page.url).rstrip('/')}.md with kind: evidence")
        elif page.kind == "evidence" and not _proves(site, page.url):
            yield Problem(page.file, 1, "kind", "a page of evidence is called evidence.md and stands beneath an essay; "
                          "give the page above it kind: essay, or this one another kind")


SUBJECTS = ("groups", "instruments")  # kinds whose records have a page made for them, unless one is written


def subjects(site: Site, pages: Iterable[PageSource]) -> Iterator[Problem]:
    """Pages that are to be the page of a record that is not there, of a kind without such pages, or that has one."""
    for page in pages:
        kind, name = page.tells_of
        if not (kind or name):
            continue
        if kind not in SUBJECTS:
            yield Problem(page.file, 1, "tells_of", f"'{kind}/{name}' is neither a group nor an instrument, and only "
                          "those have such pages; write groups/some-id or instruments/some-id")
        elif name not in site.data.kinds[kind]:
            yield Problem(page.file, 1, "tells_of", f"there is no '{name}' in data/{kind}.yml"
                          f"{nearest(name, site.data.kinds[kind])}")
        elif (first := site.tells_of[kind, name]) != page.url:
            yield Problem(page.file, 1, "tells_of", f"'{kind}/{name}' has its page at {first} already; keep one")


def languages(pages: Iterable[PageSource]) -> Iterator[Problem]:
    """Doors without a language that is known, and pages in a language that are no doors."""
    known = [tag for tag in TONGUES if tag != ENGLISH.tag]
    for page in pages:
        if page.lang and page.lang not in known:
            yield Problem(page.file, 1, "lang", f"'{page.lang}' is no language that the macros speak"
                          f"{nearest(page.lang, known)}; use {', '.join(known)}, or leave it out for English")
        elif (page.kind == "door") != bool(page.lang):
            yield Problem(page.file, 1, "lang", "a page in another language is a door, and a door names its language; "
                          f"give kind: door and lang: {' or '.join(known)}")


def _proves(site: Site, url: str) -> bool:
    above = url.removesuffix("evidence/")
    return above != url and site.kind_of.get(above) == "essay"


_DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")


def days(pages: Iterable[PageSource]) -> Iterator[Problem]:
    """Days of review that are no days, alone, in the wrong order, or more than half a year apart."""
    for page in pages:
        reviewed, due = page.reviewed
        for name, value in (("reviewed", reviewed), ("due", due)):
            if value and not _DAY.fullmatch(value):
                yield Problem(page.file, 1, name, f"'{value}' is not a date; write YYYY-MM-DD")
        if bool(reviewed) != bool(due) or due < reviewed:
            yield Problem(page.file, 1, "due", "a page on law says when it was reviewed and when it is due again; give "
                          "reviewed: and a later due:")
        elif _DAY.fullmatch(reviewed) and due[:7] > months_later(reviewed, 6):
            yield Problem(page.file, 1, "due", f"'{due}' is more than half a year after {reviewed}, the day of the review; "
                          "name an earlier day")


def without_days(text: str) -> str:
    """The text of a page without the days, the language and the record of its front matter, which are typed there."""
    return re.sub(r"(?m)^(?:(?:reviewed|due): *\d{4}-\d\d-\d\d|lang: *[A-Za-z-]+|tells_of: *[a-z]+/[a-z0-9-]+) *$", "",
                  text)


def page_head(site: Site, url: str) -> Markup:
    """What stands under the title of a page: the way to its evidence, and as of when its law was looked over.

    ``Law as of 29 November 2026; to be reviewed again by 28 February 2027.``
    """
    reviewed, due = site.reviewed.get(url, ("", ""))
    if not (reviewed and due):
        return evidence_line(site, url)
    said = text(f"Law as of {words.date(reviewed)}; to be reviewed again by {words.date(due)}.")
    return evidence_line(site, url) + tag("p", said, class_="reviewed")


def evidence_first(pages: Iterable[PageSource]) -> list[PageSource]:
    """The pages, evidence before all others, for an essay says what its evidence links to, and the glossary last: it
    says which pages speak of a term."""
    return sorted(pages, key=lambda page: 2 if page.url == "glossary/" else 0 if page.kind == "evidence" else 1)


def evidence_line(site: Site, url: str, href: str = "") -> Markup:
    """The line that leads from an essay to its evidence, by ``href`` if given; empty for other pages.

    ``The evidence: 14 figures, 3 disputes``
    """
    if site.kind_of.get(url) != "essay":
        return EMPTY
    linked = site.linked.get(evidence_of(url), ())
    counts = (sum(kind in ("figures", "series") for kind, _ in linked), sum(kind == "disputes" for kind, _ in linked))
    said = ", ".join(words.plural(n, name, f"{name}s") for n, name in zip(counts, ("figure", "dispute"), strict=True) if n)
    link = tag("a", text("The evidence"), href=href or relative(evidence_of(url), url))
    return tag("p", link + given(": {}", said), class_="to-evidence")
