"""Drawings that explain: what stands in them is written in data/drawings.yml, how they are drawn here.

A drawing is made twice, for wide and for narrow screens, as SVG whose words are text and links. Each shape is a
function that takes what stands in the drawing and the room, and gives markup and height. ``describe`` tells
the same in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from macros.derive import addresses, words
from macros.derive.addresses import any_record, record
from macros.derive.files import DRAWINGS
from macros.facts.days import first_day, last_day
from macros.facts.drawing_rules import groups, kind_of
from macros.facts.official_numbers import parts
from macros.facts.records import Drawing, Drawn, Event, Instrument, Provision, Target
from macros.write import tables
from macros.write.lanes import number
from macros.write.markup import EMPTY, Markup, block, filled, mixed, plain, raw, series_of, some, tag, text
from macros.write.page import Page, Shown
from macros.write.receipts import amount
from macros.write.sheet import LINE, Box, Look, Words, arrow, chain, line, lines, row, width

# A narrow sheet is a little wider than the smallest screen, and its words stay above 12 pixels there.
WIDE, NARROW = Look(660, pad=9, gap=10, step=22), Look(326, pad=6, gap=5, step=8)
Drawn_ = tuple[Markup, float]  # markup, and how high it is


@dataclass(frozen=True)
class Thing:
    """A part of a drawing as it is drawn and told: title, address, what is said, and a remark such as a date."""

    title: str
    href: str
    said: str = ""
    aside: str = ""
    piece: str = ""

    def box(self, look: Look, css: str = "box") -> Box:
        """The part as a box; on a narrow sheet the remark follows what is said."""
        below = [Words(self.piece, "mono"), Words(self.said), Words(self.aside, "aside")]
        if self.said and self.aside and not look.wide:
            below[1:] = [Words(f"{self.said.rstrip('.')}; {self.aside[0].lower()}{self.aside[1:]}")]
        return Box(self.title, self.href, tuple(w for w in below if w.content), css)

    def __str__(self) -> str:
        told = ", ".join(filter(None, (self.title, self.piece, self.aside)))
        return f"{told}: {self.said}" if self.said else told


Groups = Sequence[tuple[str, Sequence[Thing]]]


# ---- what stands in a drawing ------------------------------------------------------------------------------------

def _thing(page: Page, drawing: Drawing, part: Drawn) -> Thing:
    """A part with the name, the address and the remark of its record."""
    kind = kind_of(page.site.data, part.of)
    item = any_record(page.site, kind, part.of)
    title = part.label or (f"Article {item.number}" if isinstance(item, Provision) else _named(item))
    return Thing(str(title), page.href(kind, part.of), str(part.says or ""), _aside(page, item),
                 dict(_pieces(page, drawing))[part.piece] if part.piece else "")


def _named(item: object) -> str:
    """What a record is called where there is little room."""
    found = (getattr(item, field, None) for field in ("milestone", "short", "name", "title", "en", "id"))
    return str(next(name for name in found if name))


def _aside(page: Page, item: object) -> str:
    """The remark on a record: the date of an event, the standing of a rule."""
    if isinstance(item, Event):
        return words.date(item.date)
    if isinstance(item, Instrument):
        status = page.site.data.vocab["statuses"][item.status].label
        in_force = item.effective and item.status.startswith("in-force")
        return f"{status}, since {words.short_date(item.effective)}" if in_force else status
    return ""


def _pieces(page: Page, drawing: Drawing) -> list[tuple[str, str]]:
    """The pieces of the number that is drawn, in order, as they stand there."""
    number_ = parts(page.site.data.rows["filing"][str(drawing.row)].reference)
    if number_ is None:
        return []
    found = {"place": number_.place, "name": number_.name, "date": number_.date.replace("-", ""),
             "running": number_.running}
    return [(name, value) for name, value in found.items() if value]


# ---- the shapes --------------------------------------------------------------------------------------------------

def _ranks(found: Groups, look: Look) -> Drawn_:
    """Ranks of boxes, each under its heading, with a line from one to the next."""
    out, y, room = EMPTY, 0.0, look.room
    for i, (heading, things) in enumerate(found):
        if i:
            out += line((room / 2, y), (room / 2, y + look.step - 4))
            y += look.step
        head, y = lines(Words(heading, "heading"), room / 2, y, room, "middle")
        boxes, y = _row(things, y + 4, look)
        out += head + boxes
    return out, y


def _row(things: Sequence[Thing], y: float, look: Look, css: str = "box") -> Drawn_:
    """Boxes as wide as the sheet: beside each other, on a narrow one as takes least room."""
    boxes, count = [t.box(look, css) for t in things], len(things)
    columns = (1, min(2, count)) if not look.wide else (count if count < 3 else 2 if count == 4 else 3,)
    return min((row(boxes, 0.5, y, look.room - 1, n, look) for n in columns), key=lambda drawn: drawn[1])


def _fork(found: Groups, look: Look) -> Drawn_:
    """A way that parts: the start, the branches with their steps, and below them what runs beside all of them."""
    (start, trunk), *branches, (beside, others) = found
    room, inset = look.room, look.room / 5 if look.wide else 0.5
    out, y = lines(Words(start, "heading"), room / 2, 0, room, "middle")
    drawn, y = chain([t.box(look) for t in trunk], inset, y + 4, room - 2 * inset, look)
    ways, end = (_beside if look.wide else _below)(branches, y, look)
    head, y = lines(Words(beside, "heading"), room / 2, end + look.step, room, "middle")
    boxes, y = _row(others, y + 4, look, "box dashed")
    return out + drawn + ways + head + boxes, y


def _beside(branches: Groups, y: float, look: Look) -> Drawn_:
    """Branches beside each other, each reached from where the way parts."""
    room, step = look.room, look.step
    each, out, ends = (room - 14 * (len(branches) - 1)) / len(branches), EMPTY, []
    tops = [lines(Words(heading, "heading"), 0, 0, each)[1] for heading, _ in branches]
    for i, (heading, things) in enumerate(branches):
        x = i * (each + 14)
        middle = x + each / 2
        out += line((room / 2, y), (room / 2, y + 12), (middle, y + 12), (middle, y + step))
        head, at = lines(Words(heading, "heading"), middle, y + step + max(tops) - tops[i], each, "middle")
        out += head + arrow((middle, at + 3), (middle, at + step))
        boxes, end = chain([t.box(look) for t in things], x + 0.5, at + step + 1, each - 1, look)
        out += boxes
        ends.append(end)
    return out, max(ends)


def _below(branches: Groups, y: float, look: Look) -> Drawn_:
    """Branches below each other, each reached from a line that comes down on the left."""
    out, start, at = EMPTY, y, y
    for heading, things in branches:
        head, top = lines(Words(heading, "heading"), 26, y + look.step, look.room - 26)
        at = y + look.step + LINE / 2
        out += arrow((8, at), (22, at)) + head
        boxes, y = chain([t.box(look) for t in things], 26, top + 4, look.room - 26.5, look)
        out += boxes
    return line((8, start), (8, at)) + out, y


def _dates(found: Groups, look: Look, days: Sequence[str]) -> Drawn_:
    """A line of time to scale, and at each date a line that leads to what happened."""
    things, left, room, out, y = found[0][1], 104, look.room, EMPTY, 4.0
    tops = []
    for thing in things:
        tops.append(y)
        day, _ = lines(Words(thing.aside, "aside"), left, y, room - left)
        title, at = lines(Words(thing.title, "title"), left, y + LINE - 2, room - left)
        said, at = lines(Words(thing.said), left, at, room - left)
        ground = tag("rect", class_="ground", x=left - 4, y=number(y), width=number(room - left), height=number(at - y))
        out += tag("a", ground + title, href=thing.href) + day + said
        y = at + look.gap
    first = _days(first_day(days[0]))
    scale = (y - 40) / max(1, _days(last_day(days[-1])) - first)
    places = [12 + (_days(first_day(d)) - first) * scale for d in days]
    turns = [(year, 12 + (_days(f"{year}-01-01") - first) * scale)
             for year in range(int(days[0][:4]) + 1, int(days[-1][:4]) + 1)]
    axis = line((44, 12), (44, y - 12), css="axis")
    for year, at in turns:
        axis += line((38, at), (44, at), css="axis")
        axis += tag("text", text(str(year)), class_="aside", x=34, y=number(at + 5), text_anchor="end")
    for place, top in zip(places, tops, strict=True):
        axis += line((44, place), (58, place), (left - 18, top + LINE / 2), (left - 8, top + LINE / 2), css="lead")
        axis += tag("circle", class_="c-1", cx=44, cy=number(place), r=4.5)
    return axis + out, y


def _days(date: str) -> int:
    """A day as a number."""
    year, month, day = map(int, date.split("-"))
    return round(365.25 * year + 30.44 * month + day)


def _number(found: Groups, look: Look, whole: str) -> Drawn_:
    """An official number with its pieces set apart, and a box on each."""
    things, room = found[0][1], look.room
    size, x, at = min(26.0, (room - 8) / len(whole) / 0.6), 4.0, 0
    letter, out, middles = size * 0.6, EMPTY, []
    for i, thing in enumerate(things):
        start = whole.index(thing.piece, at)
        out += _mono(whole[at:start], x, size, "rest")
        x += (start - at) * letter
        long = len(thing.piece) * letter
        out += _mono(thing.piece, x, size, f"c-{i + 1}")
        out += line((x + 2, size + 8), (x + long - 2, size + 8), css=f"c-{i + 1}")
        middles.append(x + long / 2)
        x, at = x + long, start + len(thing.piece)
    top, columns = size + 40, len(things)
    if not look.wide:
        boxes, y = _row(things, size + 18, look)
        return out + boxes, y
    boxes, y = row([t.box(look) for t in things], 0.5, top, room - 1, columns, look)
    each = (room - 1 + look.gap) / columns
    for i, middle in enumerate(middles):
        target = each * i + (each - look.gap) / 2
        out += line((middle, size + 10), (middle, size + 16), (target, size + 30), (target, top), css=f"c-{i + 1}")
    return out + boxes, y


def _mono(content: str, x: float, size: float, css: str) -> Markup:
    """Letters of one width, as wide as they have to be in any font."""
    return tag("text", text(content), class_=f"{css} mono", x=number(x), y=number(size), font_size=number(size),
               textLength=number(len(content) * size * 0.6), lengthAdjust="spacingAndGlyphs") if content else EMPTY


def _label(found: Groups, look: Look) -> Drawn_:
    """A picture with its visible label and a file with its embedded one, and below each what it has to be."""
    each = (look.room - 20) / 2 if look.wide else look.room
    out, ends, top = EMPTY, [], 0.0
    for i, (heading, things) in enumerate(found):
        x = i * (each + 20) if look.wide else 0
        head, y = lines(Words(heading, "heading"), x, top, each)
        shown = (_picture if i == 0 else _file)(things, x + 0.5, y + 6, each - 1)
        boxes, y = row([t.box(look) for t in things], x + 0.5, y + 6 + 124 + look.gap, each - 1, 1, look)
        out += head + shown + boxes
        ends.append(y)
        top = 0.0 if look.wide else y + look.step
    return out, max(ends)


def _picture(things: Sequence[Thing], x: float, y: float, wide: float) -> Markup:
    """A picture of hills with a label in its corner."""
    frame = tag("rect", class_="box", x=number(x), y=number(y), width=number(wide), height=124, rx=3)
    slopes = f"l70-64 46 40 62-74 {number(wide - 180)} 98Z"
    hills = tag("path", class_="hills", d=f"M{number(x + 1)} {number(y + 123)}{slopes}")
    sun = tag("circle", class_="aim", cx=number(x + 52), cy=number(y + 34), r=15)
    long = width(things[0].title, "title") + 20
    corner = tag("rect", x=number(x + wide - long - 8), y=number(y + 92), width=number(long), height=24)
    words_, _ = lines(Words(things[0].title, "on"), x + wide - long / 2 - 8, y + 95, long, "middle")
    return frame + hills + sun + corner + words_


def _file(things: Sequence[Thing], x: float, y: float, wide: float) -> Markup:
    """A sheet of paper with its corner folded, and the names of what is written into the file."""
    sheet = f"M{number(x)} {number(y)}h{number(wide - 26)}l26 26v98h-{number(wide)}Z"
    fold = f"M{number(x + wide - 26)} {number(y)}v26h26"
    out = tag("path", class_="box", d=sheet) + tag("path", class_="axis", d=fold)
    for i, thing in enumerate(things):
        out += lines(Words(f"{thing.title}: …", "mono"), x + 10, y + 20 + i * 26, wide)[0]
    return out


# ---- promises and results ----------------------------------------------------------------------------------------

def _pairs(page: Page, drawing: Drawing, look: Look) -> Drawn_:
    """What was promised as a frame, and what came of it as the part of the frame that is filled."""
    out, y = EMPTY, 0.0
    for part in drawing.parts:
        target = page.site.data.targets[part.of]
        drawn, y = _pair(page, target, str(part.label or ""), y, look.room)
        out += drawn
        y += look.gap + 4
    return out, y


def _pair(page: Page, target: Target, label: str, y: float, room: float) -> Drawn_:
    promise, result, share = _promise(page, target)
    ground = tag("rect", class_="ground", x=0, y=number(y), width=number(room), height=LINE + 6)
    title, at = lines(Words(label or page.stated(target.target)[0].label, "title"), 0, y, room)
    out = tag("a", ground + title, href=page.href("targets", target.id))
    out += tag("rect", class_="aim", x=0.5, y=number(at + 5), width=number(room - 1), height=14)
    if share is not None:
        out += tag("rect", class_="c-2", x=0.5, y=number(at + 5), width=number(float(share) * (room - 1)), height=14)
    promised, at = lines(Words(promise), 0, at + 22, room)
    came, at = lines(Words(result), 0, at, room)
    return out + promised + came, at


def _promise(page: Page, target: Target) -> tuple[str, str, Decimal | None]:
    """What was promised, what came of it in words, and as a part of it, if there is a figure that answers it."""
    aim, aimed = page.stated(target.target)
    word = "Expected" if aim.measure == "forecast" else "Promised"
    due = f", due {words.short_date(target.due)}" if target.due else ""
    promise = f"{word}: {plain(amount(page, aimed, aim.unit))}{due}"
    if not target.result:
        waiting = target.due and last_day(target.due) >= page.site.data.edition.as_of
        return promise, "Came: not due yet" if waiting else "Came: no figure found", None
    item, holder = page.stated(target.result)
    came = f"Came: {plain(amount(page, holder, item.unit))}, {words.short_date(holder.as_of)}"
    return promise, came, min(holder.value / aimed.value, Decimal(1))


# ---- the word ----------------------------------------------------------------------------------------------------

def _drawn(page: Page, drawing: Drawing, found: Groups, look: Look) -> Drawn_:
    """What stands in a drawing, drawn by its shape."""
    if drawing.shape == "dates":
        return _dates(found, look, [page.site.data.events[p.of].date for p in drawing.parts])
    if drawing.shape == "number":
        return _number(found, look, page.site.data.rows["filing"][str(drawing.row)].reference)
    if drawing.shape == "pairs":
        return _pairs(page, drawing, look)
    shapes: dict[str, Callable[[Groups, Look], Drawn_]] = {"ranks": _ranks, "fork": _fork, "label": _label}
    return shapes[drawing.shape](found, look)


def describe(page: Page, drawing: Drawing, found: Groups) -> str:
    """A drawing in words: each heading with what stands under it, in the order in which it is read."""
    if drawing.shape == "pairs":
        promises = [_promise(page, page.site.data.targets[part.of])[:2] for part in drawing.parts]
        return " ".join(f"{'. '.join((thing.title, *said))}." for thing, said in zip(found[0][1], promises, strict=True))
    return " ".join((f"{heading}: " if heading else "") + "; ".join(str(t).rstrip(".") for t in things) + "."
                    for heading, things in found)


def drawing(page: Page, name: str) -> Markup:
    """A drawing that explains, by its name in data/drawings.yml.

    ``{{ drawing("life-of-a-service") }}``
    """
    item = record(page.site, Drawing, name)
    key = name if page.url == addresses.address(page.site, "drawings", name)[0] else f"drawing-{name}"
    told = remarks(page, item)
    note = some("p", raw(" ").join(told), class_="chart__note")
    take = tables.take(page, DRAWINGS, name, item.title)
    return block(tag("figure", tag("figcaption", mixed(item.title)) + EMPTY.join(sheets(page, key, item)) + note + take,
                     class_="chart drawing", id=key))


def sheets(page: Page, key: str, item: Drawing) -> list[Markup]:
    """A drawing for wide and for narrow screens, each as SVG; ``key`` begins the names of its parts."""
    found = _groups(page, item)
    told = describe(page, item, found)
    return [_svg(f"{key}-{css}", css, look.room, item, told, _drawn(page, item, found, look))
            for css, look in (("wide", WIDE), ("narrow", NARROW))]


def _groups(page: Page, item: Drawing) -> Groups:
    """What stands in a drawing, under its headings."""
    return [(str(heading), [_thing(page, item, p) for p in under]) for heading, under in groups(item)]


def _svg(key: str, css: str, room: int, item: Drawing, told: str, drawn: Drawn_) -> Markup:
    head = tag("title", text(item.title), id=f"{key}-t") + tag("desc", text(told), id=f"{key}-d")
    return tag("svg", head + drawn[0], class_=css, viewBox=f"-1 -1 {room + 2} {number(drawn[1] + 4)}", role="group",
               aria_labelledby=f"{key}-t", aria_describedby=f"{key}-d")


def remarks(page: Page, item: Drawing) -> list[Markup]:
    """The remark on a drawing, and the statements that prove what is said in it; empty if there is neither."""
    things = [t for _, under in _groups(page, item) for t in under]
    links = [page.link("statements", p.rests_on, text(t.title)) for t, p in zip(things, item.parts, strict=True)
             if p.rests_on]
    told = [page.told(item.note)] if item.note else []
    told += [filled("Receipts: {}.", series_of(links))] if links else []
    return told


def gallery(page: Page) -> Markup:
    """Every drawing, each at its address."""
    return EMPTY.join(drawing(page, name) for name in page.site.data.drawings)


LISTINGS: dict[str, Shown] = {"drawings": gallery}
