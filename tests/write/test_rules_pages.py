"""The rules pages: the stack of instruments, articles, draft against final text, the steps, a page an instrument."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import pytest
from project import real as site

from macros.derive.addresses import AddressError
from macros.derive.tongues import han
from macros.publish.head import legislation
from macros.write import instruments as rules
from macros.write import procedure, provisions
from macros.write.page import MacroError, Page
from macros.write.pages import generated
from macros.write.related import about
from macros.write.tallies import TALLIES
from tools import ROOT

INTERIM = "genai-interim-measures"


def page(url: str = "rules/") -> Page:
    """A page at an address below the site's root."""
    return Page(site(), url)


def shown(markup: str) -> str:
    """What a reader sees: the markup without tags."""
    return re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), re.sub(r"<[^>]+>", "", markup))


# ---- the stack ---------------------------------------------------------------------------------------------------

def test_every_instrument_has_a_row_and_a_filter_can_find_it() -> None:
    table = rules.instruments_table(page(), "instruments", "All", filter=True)
    rows = re.findall(r'<tr data-status="([^"]+)" data-rank="([^"]+)" id="row-([^"]+)"|'
                      r'<tr id="row-([^"]+)" data-status="([^"]+)" data-rank="([^"]+)"', table)
    found = {(r[2] or r[3]): (r[0] or r[4], r[1] or r[5]) for r in rows}
    assert found == {i.id: (i.status, i.rank) for i in site().data.instruments.values()}
    choices = set(re.findall(r'<option value="([^"]+)"', table))
    assert choices == {i.status for i in site().data.instruments.values()} | {
        i.rank for i in site().data.instruments.values()}
    assert '<form class="filter" data-for="instruments" hidden>' in table


def test_what_is_in_force_stands_before_what_is_gone() -> None:
    table = rules.instruments_table(page(), "instruments", "All")
    order = re.findall(r'id="row-([^"]+)"', table)
    statuses = list(site().data.vocab["statuses"])
    standing = [statuses.index(site().data.instruments[i].status) for i in order]
    assert standing == sorted(standing)
    assert order[0] == "csl-amendment-2025"
    assert site().data.instruments[order[-1]].status == "superseded"


def test_rows_given_by_id_keep_their_order() -> None:
    table = rules.instruments_table(page(), "t", "Chosen", "tc260-003", "csl-amendment-2025")
    assert re.findall(r'id="row-([^"]+)"', table) == ["tc260-003", "csl-amendment-2025"]
    assert "<form" not in table


def test_a_row_says_what_replaced_it_and_where_its_text_is() -> None:
    item = site().data.instruments["tc260-003"]
    table = rules.instruments_table(page(), "t", "One", "tc260-003")
    assert "taken over by GB/T 45654-2025" in shown(table)
    assert f'href="{item.url}" rel="external"' in table
    assert "No address found" in shown(rules.instruments_table(page(), "t", "One", "ai-law-plan"))


def test_a_row_links_the_day_of_the_draft_to_its_event() -> None:
    table = rules.instruments_table(page(), "t", "Two", "anthropomorphic-measures", "labelling-measures")
    cells = re.findall(r'data-label="In force from">(.*?)</td>', table)
    assert [shown(c) for c in cells] == ["15 Jul 2026, issued 10 Apr 2026, draft 27 Dec 2025",
                                         "1 Sept 2025, issued 7 Mar 2025"]
    assert 'href="../timeline/#anthropomorphic-draft"' in cells[0]


@pytest.mark.parametrize(("scope", "first"), [
    ("Use of faces in public: no sole reliance on them.", "Use of faces in public."),
    ("Services for the public. Research is left out.", "Services for the public."),
    ("General requirements (parts 1.0 and 2.0) of models", "General requirements (parts 1.0 and 2.0) of models."),
])
def test_a_row_shows_the_first_statement_of_a_scope(scope: str, first: str) -> None:
    assert rules._first(scope) == first


def test_ranks_and_statuses_are_counted() -> None:
    for table, field in ((TALLIES["ranks"](page(), "r", "Ranks"), "rank"),
                         (TALLIES["statuses"](page(), "s", "Statuses"), "status")):
        counts = [int(n) for n in re.findall(r'data-label="On this site">(\d+)<', table)]
        assert sum(counts) == len(site().data.instruments)
        assert len(counts) == len(site().data.vocab[{"rank": "ranks", "status": "statuses"}[field]])


def test_dates_of_instruments_lead_to_their_receipt() -> None:
    here = page()
    assert shown(rules.dated(here, INTERIM, "effective")) == "15 August 2023[1]"
    assert shown(rules.dated(here, INTERIM, "issued")) == "10 July 2023[1]"
    assert shown(rules.dated(here, INTERIM, "published")) == "13 July 2023[1]"
    (note,) = here.take_notes()
    assert shown(note.content).startswith("Interim Measures: issued 10 July 2023, published 13 July 2023, in force "
                                          "from 15 August 2023. ")


def test_machines_are_told_the_day_of_publication_and_not_that_of_issue() -> None:
    made = {name: legislation(site(), name) for name in site().data.instruments}
    dates = {name: (m.get("legislationDate"), m.get("datePublished")) for name, m in made.items()}
    assert dates[INTERIM] == ("2023-07-10", "2023-07-13")
    assert dates == {name: (i.issued, i.published) for name, i in site().data.instruments.items()}


# ---- articles ----------------------------------------------------------------------------------------------------

def test_every_article_is_there_once_with_topic_and_bound_parties() -> None:
    out = provisions.articles(page("rules/interim-measures/"), INTERIM, filter=True)
    found = re.findall(r'<article class="provision" id="art-(\d+)" data-topic="([^"]+)" data-binds="([^"]+)">', out)
    wanted = sorted((p.number, p.topic, " ".join(p.binds)) for p in site().data.provisions.values()
                    if p.instrument == INTERIM)
    assert [(int(n), t, b) for n, t, b in found] == wanted
    assert len(wanted) == site().data.figures["interim-articles"].value
    assert len(re.findall(r'<h3 id="chapter-\d">', out)) == 5


def test_each_article_shows_every_change_that_touches_it() -> None:
    out = provisions.articles(page("rules/interim-measures/"), INTERIM)
    parts = {int(a.split('"')[0]): a for a in out.split('<article class="provision" id="art-')[1:]}
    for change in site().data.changes.values():
        for number in change.articles:
            assert f'href="../draft-to-final/evidence/#{change.id}"' in parts[number]
    untouched = {n for n in parts if not any(n in c.articles for c in site().data.changes.values())}
    assert untouched
    assert all("Changed since the draft" not in parts[n] for n in untouched)


def test_article_17_leads_to_the_procedure_to_its_terms_and_to_the_pages_that_tell_more() -> None:
    out = provisions.articles(page("rules/interim-measures/"), INTERIM)
    article = out.split('id="art-17"')[1].split("</article>")[0]
    steps = [s.id for s in site().data.procedure.values() if f"{INTERIM}-art-17" in s.takes_up]
    assert steps
    assert re.findall(r'href="../filing-and-registration/evidence/#(step-[a-z-]+)"', article) == steps
    (told,) = (p.told_on for p in site().data.provisions.values() if p.id == f"{INTERIM}-art-17")
    for url in told:
        assert f'<a href="../../{url}">{site().pages[url][0]}</a>' in article
    for term in ("opinion-or-mobilisation", "security-assessment", "algorithm-filing"):
        assert f'href="../../glossary/#{term}"' in article


def test_articles_of_one_rule_are_told_apart_by_what_they_are_called() -> None:
    called = Counter((p.instrument, provisions.called(site(), p)) for p in site().data.provisions.values())
    assert [name for name, times in called.items() if times > 1] == []


def test_each_article_leads_to_its_own_wording_and_says_what_it_comes_to() -> None:
    out = provisions.articles(page("rules/interim-measures/"), INTERIM)
    parts = {int(a.split('"')[0]): a for a in out.split('<article class="provision" id="art-')[1:]}
    item = site().data.instruments[INTERIM]
    for number, part in parts.items():
        assert f'href="{item.url}#:~:text={quote(f"第{han(number)}条")}"' in part
        assert f'href="{item.translation_url}#:~:text=Article%20{number}"' in part
        assert "In practice:" in part
    without = provisions.articles(page("rules/kettle/"), "security-assessment-provisions-2018")
    assert "In practice:" not in without


@pytest.mark.parametrize(("words", "terms"), [
    ("must complete Algorithm Filing.", ["algorithm-filing"]),
    ("filing and labels", []),
    ("the national normative-documents", []),
])
def test_terms_of_more_than_one_word_are_found(words: str, terms: list[str]) -> None:
    assert [t.id for t in provisions.terms_in(site(), words)] == terms


# ---- draft and final, procedure ----------------------------------------------------------------------------------

def test_every_change_has_its_heading_both_sides_and_effect() -> None:
    out = provisions.changes(page("rules/draft-to-final/evidence/"), INTERIM)
    assert re.findall(r"\{ #([a-z-]+) \}", out) == list(site().data.changes)
    text = shown(out)
    for change in site().data.changes.values():
        assert change.draft in text
        assert change.final in text
        assert f"Effect: {change.effect}" in text


def test_each_step_stands_on_its_track_alone() -> None:
    seen = []
    for track in site().data.vocab["tracks"]:
        out = procedure.steps(page("rules/filing-and-registration/evidence/"), track)
        seen += re.findall(r'<li id="([^"]+)"', out)
    assert sorted(seen) == sorted(site().data.procedure)


def test_the_flow_names_every_step_in_order() -> None:
    out = procedure.flow(page("rules/filing-and-registration/evidence/"))
    wanted = [s.id for s in sorted(site().data.procedure.values(), key=lambda s: s.order)]
    assert re.findall(r'href="#([^"]+)"', out) == wanted
    tracks = [shown(b) for b in re.findall(r"<b>(.*?)</b>", out)]
    assert tracks == ["Every service", "Algorithm filing 算法备案", "Filing of a service 备案",
                      "Registration of an application 登记", "Every service"]


def test_the_tracks_stand_side_by_side() -> None:
    out = procedure.tracks_table(page("rules/filing-and-registration/evidence/"), "tracks", "Tracks")
    assert re.findall(r'<tr id="row-([^"]+)"', out) == ["who", "what-they-do", "documents", "how-long", "what-is-shown"]
    assert shown(out).count(site().data.procedure["step-registration"].who) == 1
    assert "上线编号" in out


# ---- one page an instrument --------------------------------------------------------------------------------------

def test_every_instrument_but_the_interim_measures_gets_a_page() -> None:
    made = {p.removeprefix("rules/").removesuffix(".md") for p in generated(site()) if p.startswith("rules/")}
    assert made == set(site().data.instruments) - {INTERIM}


@pytest.mark.parametrize("name", sorted(site().data.instruments))
def test_an_instrument_page_gives_facts_articles_and_evidence(name: str) -> None:
    item = site().data.instruments[name]
    out = rules.instrument_page(page(f"rules/{name}/"), name)
    text = shown(out)
    vocab = site().data.vocab
    assert f'<h1 id="top">{rules.mixed(item.name)}</h1>' in out
    assert vocab["statuses"][item.status].label in text
    assert (item.rank_note or vocab["ranks"][item.rank].means or "") in text
    assert (item.note or "") in text
    numbers = sorted(p.number for p in site().data.provisions.values() if p.instrument == name)
    assert [int(n) for n in re.findall(r'id="art-(\d+)"', out)] == numbers
    assert {e.source for e in item.evidence} <= set(re.findall(r'href="[^"]*sources/([^/"]+)/"', out))


@pytest.mark.parametrize(("name", "kind", "found"), [
    ("csl-amendment-2025", "figures", "csl-max-fine"),
    ("facial-recognition-measures", "figures", "facial-100k"),
    ("gbt-45654-2025", "statements", "tc260-003-not-mandatory"),
    ("genai-draft-measures-2023", "events", "cac-draft-2023"),
    ("labelling-measures", "disputes", "labelling-rank"),
])
def test_what_is_about_an_instrument_stands_on_its_page(name: str, kind: str, found: str) -> None:
    assert found in [r.id for r in about(site(), site().data.instruments[name], site().data.kinds[kind])]
    assert f'{"#" if kind in ("events", "statements") else f"{kind}/"}{found}' in rules.instrument_page(page(), name)


def test_a_dispute_about_one_text_does_not_stand_on_another() -> None:
    assert [d.id for d in about(site(), site().data.instruments["gb-45438-2025"], site().data.disputes)] == []


# ---- what the messages say ---------------------------------------------------------------------------------------

@pytest.mark.parametrize(("call", "message"), [
    (lambda p: provisions.articles(p, "ai-law-plan"), "no article of 'ai-law-plan' is in data/provisions.yml"),
    (lambda p: provisions.changes(p, "tc260-003"), "no change of 'tc260-003' is in data/changes.yml"),
    (lambda p: procedure.steps(p, "licence"),
     "there is no track 'licence'; the tracks are all, algorithm-filing, filing, registration"),
    (lambda p: rules.dated(p, "ai-law-plan", "effective"),
     "'ai-law-plan' has no date of entry into force in data/instruments.yml; word the sentence without it"),
    (lambda p: rules.dated(p, "ai-law-plan", "issued"),
     "'ai-law-plan' has no date of issue in data/instruments.yml; word the sentence without it"),
    (lambda p: rules.instruments_table(p, "t", "None", status="lost"),
     "empty selection: no record of data/instruments.yml fits status='lost'; check the words or give ids"),
])
def test_a_wrong_call_says_what_is_wrong(call: Callable[[Page], str], message: str) -> None:
    with pytest.raises(MacroError) as raised:
        call(page())
    assert str(raised.value) == message


@pytest.mark.parametrize("macro", [rules.instrument_page, rules.instrument_facts, provisions.articles, provisions.changes,
                                   partial(rules.dated, which="effective")])
def test_an_unknown_instrument_is_named(macro: Callable[[Page, str], str]) -> None:
    with pytest.raises(AddressError) as raised:
        macro(page(), "tc260-033")
    assert str(raised.value).startswith("there is no 'tc260-033' in data/instruments.yml")


# ---- what the pages must hold ------------------------------------------------------------------------------------

def _pages() -> str:
    """The pages on the rules, on labels and on the test, and those on politics, where the regulator is heard."""
    docs = ROOT / "docs"
    found = sorted(p for part in ("rules", "labels", "safety-test", "people-and-politics")
                   for p in (docs / part).rglob("*.md"))
    return "".join(p.read_text("utf-8") for p in found)


def test_issuers_that_are_not_named_one_by_one_are_told_in_words() -> None:
    item = site().data.instruments["ai-ethics-review-measures-2026"]
    assert "MIIT with nine other departments" in shown(rules.instruments_table(page(), "t", "One", item.id))
    assert rules._with_others("", item.model_copy(update={"co_issuers": None})) == "not confirmed"
