"""The page a macro writes on: its address, the notes it has gathered, links to records."""

from collections.abc import Callable
from dataclasses import dataclass, field

from macros.derive import addresses
from macros.derive.index import Site
from macros.derive.told import Told
from macros.derive.tongues import ENGLISH, Tongue
from macros.facts.problems import nearest
from macros.facts.records import Figure, Point, Record, Series
from macros.write import markup
from macros.write.markup import Markup

Shown = Callable[..., Markup]  # a word of vocabulary.py, or what one of them shows under a name


class MacroError(Exception):
    """A macro was asked for something that is not there; the message says what is."""


def fits(item: Record, field: str, wanted: object) -> bool:
    """Whether a record's field is the word wanted, or holds it."""
    known = [f.alias or name for name, f in type(item).model_fields.items()]
    if field not in known:
        raise MacroError(f"records of this kind have no field '{field}'{nearest(field, known)}; they have "
                         f"{', '.join(known)}")
    found = getattr(item, "register_" if field == "register" else field)
    return wanted in found if isinstance(found, tuple) else found == wanted


@dataclass
class Note:
    """One receipt at the end of a page: a record, and the places on the page that refer to it."""

    key: str
    content: Markup
    refs: int = 0


@dataclass
class Page:
    """What macros need to know about the page they write on. One object a page and build."""

    site: Site
    url: str = ""
    notes: dict[str, Note] = field(default_factory=dict)
    linked: dict[tuple[str, str], None] = field(default_factory=dict)  # (kind, id) of every record linked to, in order
    offered: set[str] = field(default_factory=set)  # the kinds whose data the page has led to
    said_once: set[str] = field(default_factory=set)  # what a page says once: that another took the place of a rule
    base: str | None = None  # where links start from, if the generator goes by the page's file and not its address

    @property
    def kind(self) -> str:
        """What the page is for: essay, evidence, register, record, page."""
        return self.site.kind_of.get(self.url, "page")

    @property
    def tongue(self) -> Tongue:
        """The language the page is in."""
        return self.site.tongue(self.url)

    @property
    def english(self) -> bool:
        """Whether the page is in English, as all are but the doors."""
        return self.tongue is ENGLISH

    def href(self, kind: str, name: str) -> str:
        """The relative address of a record."""
        page, fragment = addresses.address(self.site, kind, name)
        self.linked[kind, name] = None
        return self.to(page, fragment)

    def value_href(self, item: Figure | Series, holder: Figure | Point) -> str:
        """The relative address of a value, as ``stated`` gives it."""
        return self.point_href(item.id, holder.as_of) if isinstance(item, Series) else self.href("figures", item.id)

    def point_href(self, series: str, as_of: str) -> str:
        """The relative address of one value of a series."""
        self.linked["series", series] = None
        return self.to(f"figures/{series}/", f"d-{as_of}")

    def to(self, page: str, fragment: str = "") -> str:
        """The relative address of a page given by its path from the site's root; of one that moved, where it is now."""
        page = self.site.now_at(page)
        if self.base is None or self.base == self.url or (page == self.url and fragment):
            return addresses.relative(page, self.url, fragment)
        return addresses.relative(page, self.base) + (f"#{fragment}" if fragment else "")

    def link(self, kind: str, name: str, content: Markup, **attributes: object) -> Markup:
        """A link to a record."""
        return markup.link(content, self.href(kind, name), **attributes)

    def told(self, text: str | None) -> Markup:
        """Our own words as markup: runs of Chinese marked, references to records as links; empty if there are none."""
        text, out, end = text or "", markup.EMPTY, 0
        for place in text.places if isinstance(text, Told) else ():
            href = (self.to("filings/") if place.kind == "filings" else self.point_href(place.id, place.at) if place.at
                    else self.href(place.kind, place.id))
            out += markup.mixed(text[end:place.start]) + markup.link(markup.mixed(text[place.start:place.end]), href)
            end = place.end
        return out + markup.mixed(text[end:])

    def figure(self, name: str) -> Figure:
        """The figure; raises ``MacroError`` naming the nearest figures and series if there is none."""
        data = self.site.data
        if name not in data.figures:
            raise MacroError(f"there is no '{name}' in data/figures.yml or data/series.yml"
                             f"{nearest(name, [*data.figures, *data.series])}")
        return data.figures[name]

    def point_at(self, name: str, at: str | None = None) -> Point:
        """The point of a series at a date, or its newest; raises ``MacroError`` naming the dates there are."""
        try:
            return self.site.point(name, at)
        except KeyError:
            dates = ", ".join(p.as_of for p in self.site.data.series[name].points)
            raise MacroError(f"series '{name}' has no value at '{at}'; it has {dates}") from None

    def stated(self, name: str, at: str | None = None) -> tuple[Figure | Series, Figure | Point]:
        """What counts, and the value that holds: a figure with itself, or a series with its point at a date or its newest.

        Raises ``MacroError`` if there is neither, or no value at that date.
        """
        if name in self.site.data.series:
            return self.site.data.series[name], self.point_at(name, at)
        figure = self.figure(name)
        if at is not None:
            raise MacroError(f"'{name}' is a figure, not a series; leave out at=")
        return figure, figure

    def note(self, key: str, content: Markup) -> Markup:
        """Adds a receipt to the page's notes, once per key, and returns the raised mark that leads to it."""
        note = self.notes.setdefault(key, Note(key, content))
        note.refs += 1
        number = self.number(key)
        back = f"r{number}" if note.refs == 1 else f"r{number}-{note.refs}"
        ref = markup.tag("a", markup.filled("[{}]", number), id=back, href=f"#n{number}",
                         aria_label=f"{self.tongue.note} {number}")
        return markup.tag("sup", ref, class_="note-ref")

    def number(self, key: str) -> int:
        """The number of a note, by its key."""
        return list(self.notes).index(key) + 1

    def take_notes(self) -> list[Note]:
        """The notes gathered so far; the page starts afresh."""
        notes = list(self.notes.values())
        self.notes.clear()
        return notes
