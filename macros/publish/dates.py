"""A calendar of the days on which rules take effect and on which comments on drafts are due (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from macros.derive.files import CALENDAR
from macros.derive.index import Site
from macros.derive.plain import home_of


def days(site: Site) -> Iterator[tuple[str, str, str, str]]:
    """Each day that is known to the day: name of the entry, day, title, id of the rule."""
    for item in site.data.instruments.values():
        for name, day, title in (("in-force", item.effective, f"In force: {item.name}"),
                                 ("comments", item.comments_until, f"Last day for comments: {item.name}")):
            if day and len(day) == 10:
                yield f"{item.id}-{name}", day, title, item.id


def calendar(site: Site) -> bytes:
    """The calendar; every entry is a whole day and has the address of its rule."""
    stamp = site.data.edition.as_of.replace("-", "")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{site.slug}//dates//EN", f"NAME:{_text(site.name)}",
             f"X-WR-CALNAME:{_text(site.name)}"]
    for name, day, title, item in sorted(days(site), key=lambda found: (found[1], found[0])):
        after = dt.date.fromisoformat(day) + dt.timedelta(days=1)
        lines += ["BEGIN:VEVENT", f"UID:{name}@{site.slug}", f"DTSTAMP:{stamp}T000000Z",
                  f"DTSTART;VALUE=DATE:{day.replace('-', '')}", f"DTEND;VALUE=DATE:{after:%Y%m%d}",
                  f"SUMMARY:{_text(title)}", f"URL:{home_of(site, 'instruments', item)}", "TRANSP:TRANSPARENT",
                  "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _text(value: str) -> str:
    """Text as a calendar has it: ``_text("a, b") == "a\\\\, b"``."""
    for char in "\\;,":
        value = value.replace(char, f"\\{char}")
    return " ".join(value.split())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each but the first after a blank."""
    out, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > 75:
            out, size = f"{out}\r\n ", 1
        out, size = out + char, size + octets
    return out


def export(site: Site) -> dict[str, bytes]:
    """The calendar."""
    return {CALENDAR: calendar(site)}
