"""Charts and drawings to be taken away: each with its sheet, its numbers, and the place on the site where it stands.

``taken(site)`` gives every one that stands on a page. Its address is ``charts/filed/`` or ``drawings/label/``, whatever
page it stands on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from macros.derive import addresses, words
from macros.derive.files import CHARTS, DRAWINGS
from macros.derive.index import Site
from macros.facts.drawing_rules import kind_of
from macros.facts.records import Drawing
from macros.write import charts, drawings, markup, tables
from macros.write.alone import ROOM, Part, Sheet, plain
from macros.write.figure_pages import DRAWN
from macros.write.markup import Markup, Row, raw, some, tag
from macros.write.page import Page
from macros.write.plot_drawing import FONT, SMALL, WIDE, svg
from macros.write.plots import Chart, Kind, describe
from macros.write.sheet import FONT as SHEET_FONT

MOST = 4  # so many who stated a value are named


@dataclass(frozen=True)
class Taken:
    """A chart or a drawing: where it stands, what is drawn alone, and what the page for frames shows of it.

    ``figure`` and ``note`` are of the page at ``path``; ``numbers`` are heads, rows and columns of numbers.
    """

    path: str
    stands: tuple[str, str]  # page and fragment
    sheet: Sheet
    css: str
    figure: Markup
    note: Markup
    numbers: tuple[tuple[str, ...], list[Row], tuple[int, ...]] | None = None

    @property
    def title(self) -> str:
        """What it shows, in a sentence or a name."""
        return self.sheet.title

    def forms(self, png: bool = False) -> tuple[str, ...]:
        """The endings of its files: ``("svg", "csv")``."""
        return ("svg", *(("png",) if png else ()), *(("csv",) if self.numbers else ()))


def taken(site: Site) -> tuple[Taken, ...]:
    """Every chart and every drawing of the site, in the order of their addresses."""
    found = [_chart(site, names, pages) for names, pages in _charts(site).items()]
    found += [_drawing(site, item) for item in site.data.drawings.values()]
    return tuple(sorted(found, key=lambda item: item.path))


def _charts(site: Site) -> dict[tuple[str, ...], list[str]]:
    """The names each chart is made of, with the pages it stands on."""
    out: dict[tuple[str, ...], list[str]] = {}
    for url, calls in site.tried.items():
        for call in calls:
            if call.name == "chart":
                out.setdefault(call.args, []).append(url)
    for series in site.data.series.values():
        if len(series.points) >= DRAWN:
            out.setdefault((series.id,), []).insert(0, f"figures/{series.id}/")
    return out


def home_of(site: Site, pages: Iterable[str]) -> str:
    """The page on which a chart is at home: that of its series, else an essay, else the first; none about the site."""
    def order(url: str) -> tuple[bool, bool, bool, str]:
        return url.startswith("about/"), not url.startswith("figures/"), site.kind_of.get(url) != "essay", url
    return min(pages, key=order)


# ---- charts ------------------------------------------------------------------------------------------------------

def _chart(site: Site, names: tuple[str, ...], pages: list[str]) -> Taken:
    key = "-".join(names)
    path = f"{CHARTS}{key}"
    page = Page(site, f"{path}/")
    made = charts.named(page, *names)
    foot = (_sources(site, made), *_foot(site))
    told = " ".join(describe(plot) for plot in made.plots)
    sheet = Sheet(made.title, told, _key(made), tuple(_parts(page, made)), (*filter(None, [markup.plain(made.key)]), *foot),
                  f"{site.home}{path}/")
    return Taken(path, (home_of(site, pages), f"chart-{key}"), sheet, charts.look(made),
                 charts.pieces(page, f"chart-{key}", made), made.note, charts.numbers(page, made))


def _key(made: Chart) -> tuple[tuple[Kind, int, str], ...]:
    """The signs of a chart that has more than one kind of mark; what only joins marks is none."""
    every = [layer for plot in made.plots[:1] for layer in plot.layers if layer.marks]
    shown = [layer for layer in every if layer.kind != "line"]
    return tuple((layer.kind, layer.color, layer.name) for layer in shown) if len(shown) > 1 else ()


def _parts(page: Page, made: Chart) -> Iterator[Part]:
    """The drawings of a chart: a plot as wide as the sheet, or panels."""
    panels = len(made.plots) > 1
    for plot in made.plots:
        drawn = svg(plot, SMALL if panels else (ROOM, WIDE[1]), "alone")
        above = markup.plain(charts.panel_title(page, plot)) if panels else ""
        yield Part(plain(drawn, page.site.home), _view(drawn)[1], FONT, above)


def _view(drawn: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the view of a drawing begins, and its width and height."""
    x, y, wide, high = map(float, drawn.partition('viewBox="')[2].partition('"')[0].split())
    return (x, y), (wide, high)


# ---- drawings ----------------------------------------------------------------------------------------------------

def _drawing(site: Site, item: Drawing) -> Taken:
    path = f"{DRAWINGS}{item.id}"
    page = Page(site, f"{path}/")
    wide, narrow = drawings.sheets(page, f"drawing-{item.id}", item)
    corner, size = _view(wide)
    part = Part(plain(wide, site.home + page.url, drawing=True), size, SHEET_FONT, corner=corner)
    told = markup.plain(wide.partition("<desc")[2].partition(">")[2].partition("</desc>")[0])
    kinds = [kind for p in item.parts if (kind := kind_of(site.data, p.of))]
    sheet = Sheet(item.title, told, (), (part,), (_records(kinds), *_foot(site)), f"{site.home}{path}/")
    return Taken(path, addresses.address(site, "drawings", item.id), sheet, "chart drawing", wide + narrow,
                 raw(" ").join(drawings.remarks(page, item)))


# ---- whose it is -------------------------------------------------------------------------------------------------

def _sources(site: Site, made: Chart) -> str:
    """Who stated what a chart shows: ``Source: CNNIC.``; where that is more than values, the records it shows."""
    marks = [mark for plot in made.plots for layer in plot.layers for mark in layer.marks]
    whole = site.once(_in_full)
    names = list(dict.fromkeys(whole.get(mark.by, mark.by) for mark in marks if mark.by))
    if "filings" in made.drawn_from:
        publishers = [site.data.sources[item.evidence[0].source].publisher for item in site.data.lists.values()]
        lists = dict.fromkeys(whole.get(name, name) for name in publishers)
        names = [*(f"{name}, {tables.ALL['lists']}" for name in lists), *(name for name in names if name not in lists)]
    if not names:
        return _records(made.drawn_from)
    more = len(names) - MOST
    told = "; ".join(names[:MOST]) + (f"; and {words.number(more)} more" if more > 0 else "")
    return f"Source: {told}."


def _in_full(site: Site) -> dict[str, str]:
    """What else an organisation is called, alone or behind its name, with its name."""
    pairs = [(other, org.name) for org in site.data.organisations.values() for other in (org.short, *org.also) if other]
    return {called: name for other, name in pairs for called in (other, f"{name} ({other})")}


def _records(kinds: Iterable[str]) -> str:
    """The kinds of records that something shows: ``Source: records of rules and events, each with its own sources.``"""
    named = words.series([tables.ALL[kind] for kind in dict.fromkeys(kinds)])
    return f"Source: records of {named}, each with its own sources."


def _foot(site: Site) -> tuple[str, ...]:
    """What else goes with a picture: whose it is, as of when, and under which licence."""
    return (f"{site.name}. Data as of {words.date(site.data.edition.as_of)}. Licence: CC BY 4.0.",)


def framed(item: Taken) -> Markup:
    """The figure as it stands on the page for frames: every link leads out of the frame."""
    inner = item.figure + some("p", item.note, class_="chart__note")
    return tag("figure", inner, class_=item.css).replace("<a ", raw('<a target="_top" '))
