"""Every address ever published, and what becomes of the ones that go.

The built pages are the truth: an address is a page, an id in its article, or a file of data. ``data/addresses.lock``
holds all that were ever published, a page a line with its ids; ``make ledger`` adds what is new. An address that is in
it and no longer on the site must stand in ``data/moved.yml``, or the build stops. From that file, and only from it,
come the pages that forward, the tombstones, and the anchors that catch moved parts of pages that are still there.

An entry ``rules/#*`` speaks of every part of ``rules/`` that was published and is no longer there: it is the part of
the same name on the page the entry names. An essay lists the parts of it that moved at its foot; other pages say it to
those who asked for the part.

Addresses are written from the site's root: ``figures/x/``, ``figures/x/#evidence``, ``data/v1/all.json``; the home page
is ``./``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from macros.derive import words
from macros.derive.addresses import relative
from macros.derive.history import shown
from macros.derive.index import Site
from macros.derive.plain import dump
from macros.facts.problems import Problem, nearest
from macros.facts.records import Moved
from macros.facts.store import Path_

FILE = "data/addresses.lock"
HEADER = ("# Every address ever published, a page a line with its ids; made by `make ledger`, which only adds. "
          "Gone ones\n# stand in data/moved.yml. A page may have several lines (of two branches, say): they add up.\n")
_ADDRESS = re.compile(r"(?:\./|(?:[a-z0-9.-]+/)+|(?:[a-z0-9.-]+/)*[a-z0-9-]+\.[a-z0-9.]+)"
                      r"(?:#[a-z0-9]+(?:-[a-z0-9]+)*)?")
_ALL = "#*"  # ends an entry for all parts of a page
_ARTICLE = re.compile(r"<article\b.*</article>", re.S)
# Places that follow from others or from their order on the page: notes and what leads back to them, captions, groups of
# what rests on a source, the changes not released yet. Each is told by its element too: a record or a heading may be
# called `vitamin-c` or `n1`.
_FLEETING = {"a": re.compile(r"r\d+(-\d+)?"), "li": re.compile(r"n\d+"), "caption": re.compile(r".+-c"),
             "h2": re.compile(r"unreleased"), "h3": re.compile(r"k-[a-z]+|unreleased-.+")}
_STUB = "<!-- forwards -->"


# ---- what is there -----------------------------------------------------------------------------------------------

def ids(page: str) -> list[str]:
    """The ids in a page's article that others may link to, in order, however deep; a page's title is the page itself.

    ``ids('<article><h1 id="a">A</h1><article><p id="b"></p></article><p id="c"></p></article>') == ["b", "c"]``
    """
    article = _ARTICLE.search(page)  # from the first to the end of the last
    tree = etree.HTML(article[0] if article else page)
    found = tree.xpath("//*[@id][not(self::h1 or ancestor-or-self::svg)]")
    return [element.get("id") for element in found if not _fleeting(element)]


def _fleeting(element: etree._Element) -> bool:
    """Whether the place of an id is not to last."""
    name, pattern = str(element.get("id")), _FLEETING.get(element.tag)
    if not pattern or not pattern.fullmatch(name):
        return name.startswith("__")  # the theme's own
    if element.tag in ("a", "li"):
        return bool(element.xpath("ancestor::*[contains(@class, 'note-ref') or contains(@class, 'notes')]"))
    return not element.xpath("./a[contains(@class, 'headerlink')]")


def address_of(path: str) -> str:
    """The address of a built page: ``figures/x/index.html`` → ``figures/x/``; of a file: itself."""
    if path == "index.html":
        return "./"
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def live(pages: Mapping[str, str], files: Iterable[str] = ()) -> set[str]:
    """Every address of the built ``pages`` (path → HTML) and of the ``files`` of data whose names stay."""
    out = set(files)
    for path, content in pages.items():
        page = address_of(path)
        if page.endswith(".html") or page.startswith("v/") or _STUB in content:
            continue
        out.add(page)
        out.update(f"{page}#{i}" for i in ids(content))
    return out


def read(path: Path) -> dict[str, int]:
    """The addresses of the ledger, each with its line; none if there is no ledger yet."""
    out: dict[str, int] = {}
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    for n, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("# "):
            page, *parts = line.split()
            out |= {address: n for address in (page, *(page + part for part in parts)) if address not in out}
    return out


def text(addresses: Iterable[str]) -> str:
    """The ledger as a file, sorted: ``text(["a/", "a/#x", "a/#y"])`` ends with the line ``a/ #x #y``."""
    pages: dict[str, list[str]] = {}
    for address in sorted(set(addresses)):
        page, _, part = address.partition("#")
        pages.setdefault(page, []).extend([f"#{part}"] if part else [])
    return HEADER + "".join(" ".join([page, *parts]) + "\n" for page, parts in sorted(pages.items()))


# ---- what is wrong -----------------------------------------------------------------------------------------------

def problems(ledger: Mapping[str, int], found: set[str], moved: Mapping[str, Moved], whole: Mapping[str, Moved],
             lines: Mapping[Path_, int]) -> list[Problem]:
    """Addresses that went without a word, unfit ones, and entries of ``moved.yml`` that lead nowhere.

    ``whole`` is what ``spread`` makes of the entries.
    """
    return [*_unfit(found), *_gone(ledger, found, whole, moved), *_moves(ledger, found, moved, whole, lines)]


def spread(moved: Mapping[str, Moved], ledger: Iterable[str], found: set[str]) -> dict[str, Moved]:
    """The entries with an entry for each part in the place of one for all parts of a page.

    ``spread({"a/#*": to b/}, ["a/#x"], {"b/#x"})`` has an entry for ``a/#x`` that leads to ``b/#x``.
    """
    out = {old: entry for old, entry in moved.items() if not old.endswith(_ALL)}
    for old in sorted(set(ledger) - found - set(out)):
        page, hash_, part = old.partition("#")
        entry = moved.get(page + _ALL) if hash_ else None
        if entry and (to := f"{entry.to}#{part}") in {*found, *out}:
            out[old] = entry.model_copy(update={"to": to})
    return out


def _unfit(found: set[str]) -> Iterator[Problem]:
    for address in sorted(found):
        if not _ADDRESS.fullmatch(address):
            yield Problem(address.partition("#")[0], 0, "", f"'{address}' cannot be an address: write ids in lower "
                          "case, with digits and hyphens")


def _gone(ledger: Mapping[str, int], found: set[str], moved: Mapping[str, Moved],
          written: Mapping[str, Moved]) -> Iterator[Problem]:
    for address, line in ledger.items():
        page, hash_, _ = address.partition("#")
        if address in found or address in moved or page in moved or (hash_ and page in ledger and page not in found):
            continue
        to = written[page + _ALL].to if hash_ and page + _ALL in written else None
        yield Problem(FILE, line, address, "was published and is gone"
                      + (f", and {to} has no such part either" if to else "")
                      + "; bring it back, or say in data/moved.yml where it went"
                      + nearest(address, _near(page, found)))


def _near(page: str, found: set[str]) -> list[str]:
    on_page = sorted(a for a in found if a.startswith(f"{page}#"))
    return on_page or sorted(a for a in found if "#" not in a)


def _moves(ledger: Mapping[str, int], found: set[str], written: Mapping[str, Moved], moved: Mapping[str, Moved],
           lines: Mapping[Path_, int]) -> Iterator[Problem]:
    for old, entry in written.items():
        line = lines.get((old,), 0)
        if old.endswith(_ALL):
            yield from _all_parts(old, entry, ledger, found, lines)
        elif not _ADDRESS.fullmatch(old):
            yield Problem("data/moved.yml", line, old, "is not an address; write it from the site's root, such as "
                          "figures/some-id/ or glossary/#some-id")
        elif old in found:
            yield Problem("data/moved.yml", line, old, "is a live page or part of one; an address that moved is never "
                          "used again: rename the new one, or delete this entry if nothing moved")
        elif ledger and old not in ledger:
            yield Problem("data/moved.yml", line, old, "was never published; correct the address or delete this entry"
                          + nearest(old, sorted(ledger)))
        elif message := _bad_target(old, found, moved):
            yield Problem("data/moved.yml", lines.get((old, "to"), line), old, message)
        elif entry.to is not None and _page(old).endswith("/") != _page(final(old, moved) or "").endswith("/"):
            yield Problem("data/moved.yml", lines.get((old, "to"), line), old, "to: a page moves to a page, a file to "
                                                                               "a file")


def _all_parts(old: str, entry: Moved, ledger: Mapping[str, int], found: set[str],
               lines: Mapping[Path_, int]) -> Iterator[Problem]:
    """What is wrong with an entry for all parts of a page."""
    page, line = _page(old), lines.get((old,), 0)
    if page not in found:
        yield Problem("data/moved.yml", line, old, f"speaks of parts of {page}, which is not on the site; write an "
                      "entry for the page itself")
    elif entry.to not in found or "#" in (entry.to or ""):
        yield Problem("data/moved.yml", lines.get((old, "to"), line), old, f"to: '{entry.to}' is no page of the site; "
                      f"name the page that has the parts now{nearest(str(entry.to), _near('', found))}")
    elif ledger and not any(a.startswith(f"{page}#") and a not in found for a in ledger):
        yield Problem("data/moved.yml", line, old, "no part of that page is gone; delete this entry")


def _page(address: str) -> str:
    return address.partition("#")[0]


def _bad_target(old: str, found: set[str], moved: Mapping[str, Moved]) -> str:
    seen, here = [old], moved[old].to
    while here is not None and here not in found:
        if here in seen:
            return f"to: leads in a circle ({' → '.join([*seen, here])}); name where it is now"
        if here not in moved:
            return f"to: '{here}' is not on the site; name where it is now{nearest(here, _near(_page(here), found))}"
        seen.append(here)
        here = moved[here].to
    return ""


def final(old: str, moved: Mapping[str, Moved]) -> str | None:
    """Where a moved address leads in the end; None if it was retired."""
    here: str | None = old
    while here is not None and here in moved:
        here = moved[here].to
    return here


# ---- what is made of it ------------------------------------------------------------------------------------------

def forwarding(site: Site, pages: Mapping[str, str], files: Mapping[str, bytes],
               moved: Mapping[str, Moved]) -> dict[str, bytes]:
    """Path → content of every forwarding page, tombstone, changed page and copied file; ``moved`` is ``spread``."""
    out: dict[str, bytes] = {}
    caught: dict[str, str] = {}
    listed: dict[str, list[str]] = {}
    shell = pages.get("404.html", "")
    for old, entry in moved.items():
        page, _, fragment = old.partition("#")
        to = final(old, moved)
        if fragment:
            path = _path(page)
            if to and _page(to) != page and site.kind_of.get(page) == "essay":
                listed.setdefault(path, []).append(_item(page, fragment, to))
            elif path in pages:
                caught[path] = _catch(site, caught.get(path, pages[path]), page, fragment, to, entry)
        elif page.endswith("/") or page == "./":
            out[_path(page)] = _leaf(site, shell, page, to, entry, moved).encode()
            out.update(_files(site, page, to, entry, files))
        elif to is not None and to in files:
            out[page] = files[to]
    caught |= {path: _with_list(caught.get(path, pages[path]), items) for path, items in listed.items()
               if path in pages}
    return out | {path: content.encode() for path, content in caught.items()}


def _item(page: str, fragment: str, to: str) -> str:
    """The entry of a part in the list at the foot of the essay it was a part of."""
    return f'<li id="{fragment}"><a href="{html.escape(_link(to, page))}">{fragment}</a></li>'


def _with_list(content: str, items: list[str]) -> str:
    """An essay with the folded list of its parts that stand in the evidence now, at its foot."""
    listed = (f'<details class="moved-parts" data-search-exclude><summary>Moved to the evidence</summary>'
              f"<ul>{''.join(items)}</ul></details>")
    before, end, after = content.rpartition("</article>")
    return f"{before}{listed}{end}{after}"


def _path(page: str) -> str:
    return "index.html" if page == "./" else f"{page}index.html"


def _link(address: str, here: str) -> str:
    page, _, fragment = address.partition("#")
    return relative("" if page == "./" else page, "" if here == "./" else here, fragment)


def _title(site: Site, address: str) -> str:
    page, _, fragment = address.partition("#")
    title = site.pages.get("" if page == "./" else page, (page, ""))[0]
    return title + (f", #{fragment}" if fragment else "")


def _leaf(site: Site, shell: str, page: str, to: str | None, entry: Moved, moved: Mapping[str, Moved]) -> str:
    """The page left at an address: it forwards, or says what stood there."""
    if to is None:
        return fill(shell, "Withdrawn", _STUB + '<meta name="robots" content="noindex">',
                     f"<h1>This page was withdrawn</h1>{_last_words(site, page)}{_when(entry)}")
    href = html.escape(_link(to, page))
    title = html.escape(_title(site, to))
    parts = {old.partition("#")[2]: _link(final(old, moved) or to, page) for old in moved
             if old.startswith(f"{page}#")}
    script = html.escape(relative("assets/moved.js", page))
    head = (f'{_STUB}<link rel="canonical" href="{html.escape(site.home + to.removeprefix("./"))}">'
            f'<meta name="robots" content="noindex"><script src="{script}" data-to="{href}" '
            f'data-parts="{html.escape(json.dumps(parts))}"></script>'
            f'<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>')
    return fill(shell, "Moved", head, f'<h1>This page has moved</h1><p class="lead">It is now <a href="{href}">{title}'
                 f"</a>.</p>{_when(entry)}")


def _when(entry: Moved) -> str:
    return f"<p>Since {words.date(entry.on)}: {html.escape(entry.why)}</p>"


def _last_words(site: Site, page: str) -> str:
    """What a retired figure last said, from the newest release that has it."""
    key = f"figures/{page.split('/')[1]}" if page.startswith("figures/") and page.count("/") == 2 else ""
    for release in reversed(site.history.releases if site.history else ()):
        if key in release.facts:
            state = release.facts[key]
            return (f'<p class="lead">{html.escape(state.get("label", ""))}: {html.escape(shown(site, key, state))}. '
                    f"So it stood here in release {release.version}.</p>")
    return '<p class="lead">What stood here is no longer part of the site.</p>'


def fill(shell: str, title: str, head: str, body: str) -> str:
    """The page in the shell of the site's own 404 page, whose links work at any depth; bare where there is none."""
    article = f'<article class="md-content__inner md-typeset">{body}</article>'
    if "</head>" not in shell or not _ARTICLE.search(shell):
        return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
                f"<body>{article}</body></html>")
    shell = re.sub(r"<title>.*?</title>", lambda _: f"<title>{title}</title>", shell, count=1, flags=re.S)
    shell = _ARTICLE.sub(lambda _: article, shell, count=1)
    return shell.replace("</head>", f"{head}</head>", 1)


def _catch(site: Site, content: str, page: str, fragment: str, to: str | None, entry: Moved) -> str:
    """The page with an anchor at its moved part, or, if that went to another page, a line before it that says so."""
    if to is not None and _page(to) == page and "#" in to:
        return _anchor(content, to.partition("#")[2], fragment)
    where = "was withdrawn"
    if to is not None:
        where = f'is now <a href="{html.escape(_link(to, page))}">{html.escape(_title(site, to))}</a>'
    since = f"Since {words.date(entry.on)}: {html.escape(entry.why)}"
    line = f'<p class="md-typeset moved" id="{fragment}">#{fragment} {where}. {since}</p>'
    return content.replace("<article", f"{line}<article", 1)


def _anchor(content: str, new: str, old: str) -> str:
    """The page with an empty anchor ``old`` where ``new`` is, in a place where HTML allows one."""
    found = re.search(rf"<([a-z][a-z0-9]*)\b[^>]*?\sid=[\"']?{re.escape(new)}[\"'\s>][^>]*>?", content)
    if not found:
        return content
    at = found.end()
    if found[1] == "tr" and (cell := re.compile(r"<t[hd]\b[^>]*>").search(content, at)):
        at = cell.end()
    elif found[1] in ("table", "ol", "ul", "dl"):
        at = found.start()
    return f'{content[:at]}<span id="{old}"></span>{content[at:]}'


def _files(site: Site, page: str, to: str | None, entry: Moved, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that go with a page: its citations are those of the page it moved to, its data says where it is."""
    out, target = {}, _page(to or "").strip("./")
    for kind in ("bib", "ris", "json"):
        if content := files.get(f"data/v1/cite/{target}.{kind}"):
            out[f"data/v1/cite/{page.strip('/')}.{kind}"] = content
    if re.fullmatch(r"(figures|sources)/[^/]+/", page):
        says = {"address": site.home + page, "moved": {"to": to and site.home + to, "on": entry.on, "why": entry.why}}
        out[f"data/v1/{page.strip('/')}.json"] = dump(says)
    return out
