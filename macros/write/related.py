"""What else the site says of a rule or a group, for the page of it: events, figures, statements, disputes."""

import re
from collections.abc import Mapping

from macros.derive.addresses import Of
from macros.derive.index import Site
from macros.facts.days import in_time
from macros.facts.records import Group, Instrument, Record
from macros.write import markup
from macros.write.blocks import disputes_list
from macros.write.markup import EMPTY, Markup, day, filled, mixed
from macros.write.page import Page
from macros.write.registers import section

RULES, GROUPS = {"rules"}, {"alliances", "beijing", "computing"}  # topics in which the one and the other is spoken of


def related(page: Page, item: Instrument | Group, figures: str, statements: str) -> Markup:
    """Four sections of a page, of which two have the titles given; those without an entry are left out."""
    data = page.site.data
    events = sorted(about(page.site, item, data.events), key=lambda e: in_time(e.date))
    return EMPTY.join((
        section("events", "What happened", markup.items(
            page.link("events", e.id, filled("{}: {}", day(e.date), mixed(e.title))) for e in events)),
        section("figures", figures, markup.items(
            page.link("figures", f.id, mixed(f.statement)) for f in about(page.site, item, data.figures))),
        section("statements", statements, markup.items(
            page.link("statements", s.id, mixed(s.text)) for s in about(page.site, item, data.statements))),
        section("disagree", "Where sources disagree", disputes_list(page, about(page.site, item, data.disputes)))))


def about(site: Site, item: Instrument | Group, records: Mapping[str, Of]) -> list[Of]:
    """The records that name a rule or a group, or rest on a source that is about no other."""
    alike = (site.data.instruments if isinstance(item, Instrument) else site.data.groups).values()
    elsewhere = {e.source for other in alike if other.id != item.id for e in other.evidence}
    own = site.resting_on({e.source for e in item.evidence} - elsewhere)
    topics = RULES if isinstance(item, Instrument) else GROUPS
    name = re.compile("|".join(rf"(?<![\w/-]){re.escape(n)}(?!\w)" for n in _names(item)))
    return [r for r in records.values() if topics & set(getattr(r, "topics", (getattr(r, "topic", ""),)))
            and ((type(r), r.id) in own or name.search(_text_of(r)))]


def _names(item: Instrument | Group) -> list[str]:
    """What a text calls a rule, whatever its year, or a group, by its name or its letters."""
    if isinstance(item, Instrument):
        return [re.sub(r"-[0-9]{4}$", "", item.short)]
    return [re.sub(r"\s*\([^)]*\)$", "", item.name), *re.findall(r"\(([A-Z]{3,})\)", item.name)]


def _text_of(item: Record) -> str:
    """The words a reader sees first: label, statement, question, title and the like."""
    fields = ("label", "statement", "text", "question", "title", "summary", "better")
    found = vars(item)
    return " ".join(str(found[f]) for f in fields if found.get(f))
