"""The search's form, and what does its work without a script: every name of the site, by its first letter."""

from collections.abc import Iterator
from dataclasses import dataclass

from macros.derive.chinese import pinyin
from macros.derive.findable import NAMED, WHOLE, records
from macros.derive.index import Site
from macros.facts.records import REGISTERS
from macros.write import markup
from macros.write.markup import EMPTY, Markup, block, filled, mixed, raw, tag, text
from macros.write.page import Page, Shown
from macros.write.page_source import Made, asks
from macros.write.register_rows import SHOWN, row_url

LETTERS = "abcdefghijklmnopqrstuvwxyz0"  # 0 holds what begins with a digit or another sign
# What is no name: its title is a sentence of ours.
_UNNAMED = ("figure", "dispute", "event", "article", "list")


@dataclass(frozen=True)
class Entry:
    """A name with the thing it names."""

    name: str
    at: str
    about: str
    by: str  # how it is sorted: in Latin letters, without blanks

    @property
    def letter(self) -> str:
        """The letter it stands under."""
        return self.by[0] if self.by[:1].isalpha() else "0"


def _entries(site: Site) -> Iterator[Entry]:
    for doc in records(site):
        for name in () if doc.kind in _UNNAMED else (doc.title, *(n.removeprefix(WHOLE) for n in doc.names)):
            about = NAMED[doc.kind] if name == doc.title else f"{NAMED[doc.kind]}: {doc.title}"
            yield Entry(name, doc.at, about, pinyin(name))
    for register in REGISTERS:
        for row in getattr(site.data, REGISTERS[register]):
            page, fragment = row_url(site, row)
            yield Entry(row.name_zh, f"{page}#{fragment}", f"{SHOWN[register].done} {SHOWN[register].one} of "
                        f"{row.provider_zh}", pinyin(row.name_zh))


def by_letter(site: Site) -> dict[str, list[Entry]]:
    """Letter → the names under it, in order, each name of a thing once."""
    out: dict[str, list[Entry]] = {letter: [] for letter in LETTERS}
    for entry in sorted(dict.fromkeys(_entries(site)), key=lambda e: (e.by, e.name, e.at)):
        out[entry.letter].append(entry)
    return out


def names_pages() -> Made:
    """The page of the letters, and that of each."""
    head = {"search/names.md": ("All names", "Every name on this site, from A to Z; Chinese ones by their pinyin.",
                                asks("show", "names"))}
    return head | {f"search/names/{letter}.md": (
        f"Names: {title(letter)}", f"The names on this site that begin with {title(letter)}; Chinese ones by pinyin.",
        asks("one", "names", letter)) for letter in LETTERS}


def title(letter: str) -> str:
    """What readers see of a letter."""
    return letter.upper() if letter.isalpha() else "digits and signs"


def names_overview(page: Page) -> Markup:
    """The letters, with how many names each has."""
    found = page.site.once(by_letter)
    rows = [(f"letter-{letter}", (markup.link(text(title(letter)), page.to(f"search/names/{letter}/")),
                                  text(str(len(entries))))) for letter, entries in found.items()]
    return block(tag("h1", text("All names"), id="top")
                 + tag("p", text("Organisations, products, rules, terms, people, and every row of both registers, by the "
                            "first letter of the name; Chinese names by their pinyin."), class_="lead")
                 + markup.table("letters", "Names by their first letter", ("Begins with", "Names"), rows, numeric=(1,)))


def names_page(page: Page, letter: str) -> Markup:
    """The names under a letter, each a link to what it names."""
    found = page.site.once(by_letter)
    letters = (markup.link(text(title(other)), page.to(f"search/names/{other}/")) for other in LETTERS)
    turn = tag("p", raw(" · ").join(letters), class_="list-turn")
    entries = [tag("li", filled("{} {}", markup.link(markup.zh(e.name), page.to(*e.at.partition("#")[::2])),
                                tag("small", mixed(e.about)))) for e in found[letter]]
    names = tag("ul", EMPTY.join(entries), class_="names") if entries else tag("p", text("No name begins so."))
    return block(turn + tag("h1", text(f"Names: {title(letter)}"), id="top") + names)


_FIND = "Search: a name, a number, a question"


def site_search(page: Page) -> Markup:
    """The form of the page of results, and where they come."""
    field = tag("input", type="search", name_="q", aria_label=_FIND, autocapitalize="off", spellcheck="false",
                enterkeyhint="search")
    form = tag("form", field, class_="find find--wide", role="search", action=page.to("search/"),
               aria_label="Search everything", data_results="results")
    names = markup.link(text("All names"), page.to("search/names/"))
    plain = tag("noscript", tag("p", filled("The search needs JavaScript. {} are listed without it.", names)))
    return block(form + plain + tag("div", EMPTY, id="results", class_="results"))


def search_box(page: Page) -> Markup:
    """The form for a page that leads into the site; its results come below it."""
    field = tag("input", type="search", name_="q", placeholder="A company, a rule, a question", aria_label=_FIND,
                autocomplete="off", autocapitalize="off", spellcheck="false", enterkeyhint="search")
    return block(tag("form", field, class_="find find--wide", role="search", action=page.to("search/"),
                     aria_label="Search for anything"))


SHOWS: dict[str, Shown] = {"site-search": site_search, "search-box": search_box, "names": names_overview}
RECORDS: dict[str, Shown] = {"names": names_page}
