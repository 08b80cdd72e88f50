"""What is due: `make due`, or for another day `make due ARGS=2027-01-31`.

Overdue re-checks of figures, series and searches; lists of the CAC that should be out; drafts whose time for comments
is over, and rules whose day in force has come; pages on law to be reviewed. The day is today's unless one is named: no
rule and no page of the site reads a clock.
"""

import datetime as dt
import sys
from collections.abc import Iterator

from macros.derive.index import Site
from macros.facts.days import first_day, last_day, months_later
from tools.verify import verified


def due(site: Site, day: str) -> Iterator[str]:
    """Everything that is due on a day, a line each."""
    data = site.data
    last = list(data.lists.values())[-1]
    pace = [register.every for register in data.vocab["registers"].values() if register.every]
    since = months_later(last.announced, min(pace)) if pace else "9999"
    if first_day(since) <= day:
        yield (f"data/lists.yml: the list after {last.id}, announced on {last.announced}, is due since {since}; look at "
               "the CAC's page")
    for item in data.instruments.values():
        if item.status == "draft" and item.comments_until and last_day(item.comments_until) < day:
            yield f"data/instruments.yml: {item.id}: comments closed on {item.comments_until}; look for a final text"
        if item.status == "issued-not-in-force" and item.effective and last_day(item.effective) <= day:
            yield f"data/instruments.yml: {item.id}: takes effect on {item.effective}; write in-force"
    for kind in ("figures", "series", "searches"):
        for record in data.kinds[kind].values():
            if record.recheck and first_day(record.recheck) <= day:
                yield f"data/{kind}.yml: {record.id}: to be looked at again since {record.recheck}"
    for url, (_, by) in site.reviewed.items():
        if by and by <= day:
            yield f"{site.written[url]}: to be reviewed by {by}"


def main(day: str = "") -> None:
    """Prints what is due on a day, or today."""
    try:
        day = str(dt.date.fromisoformat(day) if day else dt.date.today())
    except ValueError:
        raise SystemExit(f"{day}: is not a day; write YYYY-MM-DD") from None
    found = list(due(verified(), day))
    print("\n".join([*found, f"{len(found)} due on {day}." if found else f"Nothing is due on {day}."]))


if __name__ == "__main__":
    main(*sys.argv[1:2])
