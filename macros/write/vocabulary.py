"""The words with which a page asks for facts: ``WORDS`` is all of them, listed with their examples on about/writing/.

A word of a sentence gives a number, a date, a name; a word on a line of its own gives a table, a list, a chart. What a
word shows is made in the other modules of this storey, ``fig`` in ``macros/write/inline.py``; each offers it under a name
in a mapping, such as ``VIEWS``. The frame around the words of a page is ``overrides/main.html``.
"""

import ast
from collections.abc import Mapping
from typing import Any, TypeVar

from macros.derive import words
from macros.derive.names import name_of
from macros.facts.problems import nearest
from macros.facts.records import REGISTERS
from macros.write import (
    about_site,
    blocks,
    cases,
    charts,
    cite,
    drawings,
    figure_pages,
    groups,
    inline,
    instruments,
    names_index,
    number_tables,
    owners,
    parties,
    procedure,
    provisions,
    register_counts,
    register_lists,
    register_search,
    registers,
    report,
    row_exceptions,
    style,
    tallies,
    timelines,
    value_tables,
)
from macros.write.markup import EMPTY, Markup, block, mixed, tag, text
from macros.write.page import MacroError, Page, Shown

VIEWS: dict[str, Shown] = {**blocks.VIEWS, **registers.VIEWS, **about_site.VIEWS, **groups.VIEWS, **instruments.VIEWS,
                           **register_lists.VIEWS, **register_counts.VIEWS, **value_tables.VIEWS, **cases.VIEWS,
                           **row_exceptions.VIEWS, **number_tables.VIEWS, **owners.VIEWS, **procedure.VIEWS}
TALLIES: dict[str, Shown] = {**tallies.TALLIES, **about_site.TALLIES, **register_counts.TALLIES, **number_tables.TALLIES,
                             **owners.TALLIES}
LISTINGS: dict[str, Shown] = {**registers.LISTINGS, **procedure.LISTINGS, **cases.LISTINGS, **drawings.LISTINGS}
PARTS: dict[str, Shown] = {**provisions.PARTS, **procedure.PARTS}
SHOWS: dict[str, Shown] = {**registers.SHOWS, **register_search.SHOWS, **cite.SHOWS, **style.SHOWS,
                           **names_index.SHOWS, **parties.SHOWS, **report.SHOWS}
RECORDS: dict[str, Shown] = {**registers.RECORDS, **figure_pages.RECORDS, **groups.RECORDS, **instruments.RECORDS,
                             **register_lists.RECORDS, **cite.RECORDS, **names_index.RECORDS, **parties.RECORDS}
Of = TypeVar("Of")
FACTS: dict[str, Shown] = {"instruments": instruments.instrument_facts, "groups": groups.group_facts}


def _chosen(what: str, name: str, known: Mapping[str, Of]) -> Of:
    """What has that name; raises ``MacroError`` naming those there are."""
    if name not in known:
        raise MacroError(f"there is no {what} '{name}'{nearest(name, known)}; there are {', '.join(sorted(known))}")
    return known[name]


def _kind(page: Page, name: str) -> tuple[str, str]:
    """Kind and id of what is named ``id`` or, where two kinds have it, ``kind/id``."""
    kinds = page.site.data.kinds
    asked, _, bare = name.rpartition("/")
    if asked and asked not in kinds:
        raise MacroError(f"there is no kind '{asked}'{nearest(asked, kinds)}; kinds are {', '.join(kinds)}")
    found = [kind for kind, records in kinds.items() if bare in records and asked in ("", kind)]
    if not found:
        known = kinds[asked] if asked else dict.fromkeys(i for records in kinds.values() for i in records)
        where = f" in data/{asked}.yml" if asked else ""
        raise MacroError(f"there is no '{bare}'{where}{nearest(bare, known)}")
    if not asked and len(found) > 1 and "owners" in found:
        found.remove("owners")  # a group of providers goes by the id of its organisation
    if len(found) > 1:
        raise MacroError(f"'{name}' is in {' and '.join(found)}; write {' or '.join(f'{k}/{bare}' for k in found)}")
    return found[0], bare


# ---- within a sentence -------------------------------------------------------------------------------------------

def date(page: Page, name: str, which: str = "", note: bool = True) -> Markup:
    """The date of an event or of a case, or the day a rule was ``issued``, ``published`` or became ``effective``.

    The day a statement is of is asked for with its kind: ``statements/…``.

    ``{{ date("genai-interim-measures", "effective") }}``
    """
    kind, bare = _kind(page, name if which or "/" in name else f"events/{name}")
    if kind == "events":
        return inline.date(page, bare, note)
    if kind == "statements":
        return inline.stated_on(page, bare, note)
    if kind == "cases":
        return cases.decided(page, bare)
    _chosen("date of a rule", which, instruments.DAYS)
    return instruments.dated(page, bare, which)


def ref(page: Page, name: str, label: str = "", article: int | None = None, zh: bool = False,
        role: bool = False) -> Markup:
    """A name with a link: of an organisation, person, group, rule, article, source, dispute or any other record.

    ``label`` says it in the page's own words; ``article`` names one of a rule; ``zh`` adds the Chinese name, ``role``
    a person's office.

    ``{{ ref("genai-interim-measures", article=17) }}``
    """
    kind, bare = _kind(page, name)
    if article is not None:
        return inline.art(page, bare, article)
    if label:
        return page.link(kind, bare, text(label))
    if not page.english:
        return inline.native(page, kind, bare)
    if kind == "people":
        return inline.person(page, bare, role)
    named = {"instruments": inline.rule, "sources": inline.src}
    link = (named[kind](page, bare) if kind in named
            else page.link(kind, bare, mixed(name_of(page.site.data.kinds[kind][bare]))))
    return link + (inline.chinese(page, kind, bare) if zh else EMPTY)


def count(page: Page, kind: str, /, **where: Any) -> Markup:
    """How many records fit, counted when the site is built.

    ``kind`` is a file of data/, or ``filings`` or ``registrations`` with ``to``, ``since``, ``list`` or ``province``,
    or ``providers`` of a ``register``, with ``single=True`` those of one row only, ``shared=True`` those in both.

    ``{{ count("filings", to="2024-01-17") }}``
    """
    if kind in REGISTERS.values() and where.keys() <= {"to", "since", "list", "province"}:
        register = next(r for r, table in REGISTERS.items() if table == kind)
        return register_counts.count(page, register, **where)
    if kind == "providers":
        return register_counts.providers(page, **where)
    return inline.count(page, kind, **where)


def share(page: Page, kind: str, /, **where: str) -> Markup:
    """The share of a place, or of several, in the filed services: all of them, or those ``since`` and ``to`` a date.

    ``{{ share("filings", province="beijing, shanghai", since="2026") }}``
    """
    if kind != "filings" or "province" not in where:
        raise MacroError('takes "filings" and province="…"; no other share is derived')
    return groups.province_share(page, **where)


def top(page: Page, kind: str, most: int = 3, register: str = "filing") -> Markup:
    """Those with the most, each with its number: the ``places`` with the most rows of a register.

    ``{{ top("places", 3) }}``
    """
    return _chosen("ranking", kind, {"places": register_counts.top_places})(page, most, register)


def edition(page: Page, part: str = "as_of") -> Markup:
    """The day the data was last looked over; ``version`` gives its version, ``name`` what the site is called.

    ``{{ edition() }}``
    """
    now = page.site.data.edition
    parts = {"as_of": words.date(now.as_of, page.tongue), "version": now.version, "name": page.site.name}
    return text(_chosen("part of the edition", part, parts))


# ---- on a line of its own ----------------------------------------------------------------------------------------

def table(page: Page, view: str, name: str, caption: str, *ids: str, **where: Any) -> Markup:
    """A table of records, chosen by id or by the words of their fields, in the order of the view.

    ``name`` is its address on the page.

    ``{{ table("figures", "aims", "What the AI+ Opinions aim for", "ai-plus-2027", "ai-plus-2030") }}``
    """
    return _chosen("view", view, VIEWS)(page, name, caption, *ids, **where)


def tally(page: Page, what: str, name: str, caption: str, **where: Any) -> Markup:
    """A table of how many there are of each: filings by year, disputes by verdict, rules by status.

    ``{{ tally("years", "by-year", "Services filed in each year") }}``
    """
    return _chosen("tally", what, TALLIES)(page, name, caption, **where)


def timeline(page: Page, *ids: str, topic: str = "", last: int = 0, level: int = 3) -> Markup:
    """Events in order: those named, those of a topic, the ``last`` few, or all of them with a filter.

    ``{{ timeline("ernie-bot-launch", "tongyi-launch") }}``
    """
    if last:
        return timelines.latest(page, last)
    if ids or topic:
        return timelines.timeline(page, *ids, topic=topic or None, level=level)
    return timelines.timeline_browse(page)


def statements(page: Page, *ids: str, topic: str = "", together: bool = False) -> Markup:
    """What was said, as a list; ``together`` names speaker and day once, for the words of one speaker on one day.

    ``{{ statements("zhuang-orderly-development", "zhuang-infrastructure", together=True) }}``
    """
    return blocks.sayings(page, *ids) if together else blocks.statements(page, *ids, topic=topic or None)


def facts(page: Page, name: str) -> Markup:
    """The facts of a rule or a group as a list.

    ``{{ facts("gpt-industry-alliance") }}``
    """
    kind, bare = _kind(page, name)
    return _chosen("list of facts about", kind, FACTS)(page, bare)


def parts(page: Page, what: str, name: str, **where: Any) -> Markup:
    """The parts of a whole: the ``articles`` or ``changes`` of a rule, the ``steps`` of a track or of ``all``.

    ``{{ parts("steps", "filing") }}``
    """
    return _chosen("part", what, PARTS)(page, name, **where)


def listing(page: Page, kind: str, /, *of: str, **where: Any) -> Markup:
    """A whole register as a list: ``glossary``, ``sources`` of a kind.

    ``{{ listing("sources", "standard") }}``
    """
    return _chosen("listing", kind, LISTINGS)(page, *of, **where)


def show(page: Page, what: str, *more: str) -> Markup:
    """Something about this site: the search of the registers, its data files, its words, its colours.

    ``{{ show("words") }}``
    """
    return _chosen("thing to show", what, SHOWS | {"words": words_list})(page, *more)


def one(page: Page, kind: str, *more: Any) -> Markup:
    """All about one record, for the page that is made for it; hand-written pages do not need it."""
    return _chosen("page of a", kind, RECORDS)(page, *more)


# ---- the words themselves ----------------------------------------------------------------------------------------

WORDS: dict[str, Shown] = {
    "fig": inline.fig, "as_of": inline.as_of, "date": date, "ref": ref, "term": inline.term, "said": inline.said,
    "cite": inline.cite_statement, "count": count, "share": share, "top": top, "edition": edition,
    "key_figures": blocks.key_figures, "table": table, "tally": tally, "chart": charts.chart,
    "drawing": drawings.drawing, "timeline": timeline,
    "statements": statements, "dispute": blocks.dispute, "facts": facts, "parts": parts, "listing": listing,
    "show": show, "references": blocks.references,
}
MACROS: dict[str, Shown] = WORDS | {"one": one}
# The words that speak the language of a door; all others speak English.
SPOKEN = ("fig", "as_of", "date", "ref", "term", "cite", "count", "share", "edition", "references")


def example(word: str) -> str:
    """The example of a word, as its docstring ends with it: ``example("edition") == "{{ edition() }}"``."""
    lines = [line.strip().strip("`") for line in (WORDS[word].__doc__ or "").splitlines()]
    return next(line for line in reversed(lines) if line.startswith("{{"))


def meaning(word: str) -> str:
    """What a word gives, without its example, as text."""
    said = (WORDS[word].__doc__ or "").partition("``{{")[0]
    return " ".join(said.replace("``", "").split())


def read(call: str) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    """The parts of a call that is written as on a page: ``read('{{ fig("x", bound=True) }}')[2] == {"bound": True}``."""
    made = ast.parse(call.strip("{} "), mode="eval").body
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Name):
        raise MacroError(f"{call} is not one call")
    return (made.func.id, tuple(map(ast.literal_eval, made.args)),
            {str(k.arg): ast.literal_eval(k.value) for k in made.keywords})


def run(page: Page, call: str) -> Markup:
    """What a call makes on a page, written as on a page: ``run(page, '{{ edition() }}')``."""
    name, args, kwargs = read(call)
    return MACROS[name](page, *args, **kwargs)


def words_list(page: Page) -> Markup:
    """Every word with what it gives, how it is written and what it makes."""
    entries = []
    for word in WORDS:
        call = example(word)
        made = run(page, call) if word not in ("show", "references") else EMPTY  # this list; what ends the page
        entries.append(tag("h2", tag("code", text(word)), id=f"word-{word.replace('_', '-')}")
                       + tag("p", text(meaning(word)))
                       + tag("pre", tag("code", text(call))) + tag("div", made, class_="example"))
    return block(EMPTY.join(entries))
