"""The macros of the front page, of users and people, and of the pages about the site; what those pages must hold."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pytest
from project import real

from macros.derive import words
from macros.derive.happenings import happenings
from macros.derive.index import Site
from macros.facts.days import first_day, in_time
from macros.facts.records import KINDS, Moved
from macros.write import about_site, blocks, cite, registers, timelines, value_tables
from macros.write.page import MacroError, Page
from macros.write.page_source import read_pages
from macros.write.vocabulary import run
from tools import ROOT


@cache
def site() -> Site:
    return real()


def page(url: str = "") -> Page:
    return Page(site(), url)


def plain(markup: str) -> str:
    """The words a reader sees, without notes."""
    text = re.sub(r"<sup.*?</sup>", "", markup)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def cells(markup: str, row: str) -> list[str]:
    """The cells of one row of a table."""
    found = re.search(rf'<tr id="{re.escape(row)}">(.*?)</tr>', markup)
    assert found, f"no row {row}"
    return [plain(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", found[1])]


def message(function, *args: object) -> str:
    """The words of the error that the call raises."""
    with pytest.raises(MacroError) as error:
        function(page(), *args)
    return str(error.value)


# ---- what changed last -------------------------------------------------------------------------------------------

def test_latest_is_newest_first_and_as_many_as_asked_for():
    out = timelines.latest(page(), 10)
    dates = re.findall(r'<time datetime="([^"]+)"', out)
    assert len(dates) == 10
    assert dates == sorted(dates, key=first_day, reverse=True)
    data = site().data
    happened = [e.date for e in data.events.values()] + [i.announced for i in data.lists.values() if i.total]
    assert dates[0] == max([*happened, *(i.effective for i in data.instruments.values()
                                         if i.effective and i.status.startswith("in-force"))], key=first_day)


def test_latest_tells_the_newest_list_with_its_official_total():
    newest = max((i for i in site().data.lists.values() if i.total), key=lambda i: i.announced)
    expected = (f"List of filed services: {newest.title}, {words.number(newest.last - newest.first + 1)} entries, "
                f"{words.number(newest.total)} in all")
    assert expected in plain(timelines.latest(page(), 6))


def test_latest_holds_nothing_planned_drafted_or_still_to_come():
    out = timelines.latest(page(), 500)
    told = {(e.date, name) for e in site().data.events.values() for name in e.tells}
    for name, item in site().data.instruments.items():
        shown = f'href="{page().href("instruments", name)}"' in out
        due = item.effective and first_day(item.effective) <= site().data.edition.as_of
        own = (item.effective, name) not in told  # an event tells the day in its place
        assert shown == bool(due and own and item.status.startswith("in-force")), name


def test_every_entry_of_latest_has_a_receipt():
    here = page()
    out = timelines.latest(here, 6)
    assert out.count('class="note-ref"') == 6 == len(here.notes)


@pytest.mark.parametrize(("dates", "expected"), [
    (["2023-02", "2023-02-13", "2023-02-28"], ["2023-02-13", "2023-02-28", "2023-02"]),
    (["2023", "2023-12-31", "2023-12"], ["2023-12-31", "2023-12", "2023"]),
    (["2024-01-01", "2023"], ["2023", "2024-01-01"])])
def test_a_month_stands_after_its_days_and_a_year_after_its_months(dates: list[str], expected: list[str]):
    assert sorted(dates, key=in_time) == expected


def test_the_timeline_has_days_before_the_month_they_are_in():
    out = timelines.timeline_browse(page("timeline/"))
    for year in out.split('<details class="year"')[1:]:
        shown = re.findall(r'<time datetime="([\d-]+)"', year)
        assert shown == sorted(shown, key=in_time)
    shown = re.findall(r'<time datetime="([\d-]+)"', out)
    assert {len(d) for d in shown} >= {7, 10}


def test_timeline_browse_offers_every_topic_and_year_and_holds_every_event():
    out = timelines.timeline_browse(page("timeline/"))
    found = happenings(site())
    assert set(re.findall(r'<option value="([^"]+)">', out)) == {t for h in found for t in h.topics}
    assert re.findall(r'<li><a href="#y(\d{4})">', out) == sorted({h.date[:4] for h in found}, reverse=True)
    assert sorted(re.findall(r'<li id="([^"]+)"', out)) == sorted(h.anchor for h in found)
    assert out.count("<details class=\"year\" open>") == 1
    assert {e for e in site().data.events} <= {h.id for h in found}
    assert '<form class="filter" data-for="events" hidden>' in out
    assert "</input>" not in out


# ---- numbers beside each other -----------------------------------------------------------------------------------

def test_counted_table_says_what_is_counted_and_takes_points_of_a_series():
    out = value_tables.counted_table(page(), "t", "Caption", "genai-registered-accounts@2024-08-12,2025-07-30", "istic-79")
    series, figure = site().data.series["genai-registered-accounts"], site().data.figures["istic-79"]
    assert cells(out, "row-genai-registered-accounts") == [
        series.label, f"{series.definition} Said by {series.said_by}.",
        "more than 600 million 12 Aug 2024 more than 3.1 billion 30 Jul 2025"]
    assert cells(out, "row-istic-79") == [figure.label, f"{figure.counts} Said by {figure.said_by}.", "79 28 May 2023"]


def test_counted_table_falls_back_on_the_register_then_the_unit():
    data = site().data
    with_register = data.figures["questmobile-2026q1"]
    assert (with_register.counts, with_register.register_) == (None, "tracker")
    out = value_tables.counted_table(page(), "t", "c", "questmobile-2026q1", "china-ai-firms-2023")
    assert cells(out, "row-questmobile-2026q1")[1] == data.vocab["registers"]["tracker"].means + " Said by QuestMobile."
    assert (data.figures["china-ai-firms-2023"].counts, data.figures["china-ai-firms-2023"].register_) == (None, None)
    means = data.vocab["units"]["firms"].means
    assert cells(out, "row-china-ai-firms-2023")[1].startswith(f"{means} Said by Wang Zhigang")


def test_values_table_has_a_row_for_each_date_newest_first_and_units_as_heads():
    out = value_tables.values_table(page(), "v", "Caption", "cnnic-genai-users", "cnnic-genai-users-share")
    series = site().data.series["cnnic-genai-users"]
    rows = re.findall(r'<tr id="(v-[^"]+)"', out)
    assert rows == [f"v-{p.as_of}" for p in reversed(series.points)]
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', out) == ["As of", "People", "Per cent", "Note"]
    assert cells(out, "v-2024-12-31")[:3] == ["31 December 2024", "about 249 million", "17.7%"]
    assert cells(out, "v-2024-12-31")[3] == site().point("cnnic-genai-users", "2024-12-31").note


def test_values_table_names_series_of_one_unit_and_leaves_gaps_open():
    out = value_tables.values_table(page(), "v", "Caption", "ernie-bot-users", "doubao-monthly-active-users")
    assert "<th scope=\"col\" class=\"num\">Ernie Bot users, as reported from Baidu</th>" in out
    assert cells(out, "v-2023-12-28")[1:3] == ["more than 100 million", "—"]


@pytest.mark.parametrize(("function", "expected"), [
    (value_tables.counted_table, "needs the ids of figures or series"),
    (value_tables.values_table, "needs the ids of series")])
def test_tables_without_ids(function, expected: str):
    assert message(function, "t", "Caption") == expected


# ---- who said what -----------------------------------------------------------------------------------------------

def test_sayings_name_speaker_and_day_once_and_give_each_line_a_receipt():
    here = page("people-and-politics/")
    out = blocks.sayings(here, "zhuang-risks", "zhuang-sectors")
    texts = [site().data.statements[i].text for i in ("zhuang-risks", "zhuang-sectors")]
    assert plain(out) == " ".join(["Zhuang Rongwen, as reported by KhabarAsia, 12 August 2024", *texts])
    assert list(here.notes) == ["statements/zhuang-risks", "statements/zhuang-sectors"]


def test_sayings_of_two_speakers_or_of_none():
    assert message(blocks.sayings, "zhuang-risks", "ni-office") \
        == "needs statements of one speaker and one day; these have 2"
    assert message(blocks.sayings) == "needs statements of one speaker and one day; these have 0"


# ---- about the site ----------------------------------------------------------------------------------------------

def test_words_table_prints_each_word_with_its_meaning():
    out = about_site.words_table(page(), "w", "Caption", "confidences")
    for key, word in site().data.vocab["confidences"].items():
        assert cells(out, f"w-{key}") == [word.label, word.means]
    assert message(about_site.words_table, "w", "c", "confidence").startswith(
        "data/vocab.yml has no 'confidence'; it has topics, units,")


def test_data_version_is_that_of_the_data():
    assert run(page(), '{{ edition("version") }}') == site().data.edition.version


def test_moved_table_says_so_if_nothing_moved_and_lists_what_did():
    none = Page(Site(replace(site().data, moved=MappingProxyType({}))), "")
    assert plain(about_site.moved_table(none, "m", "Moved")) == "No address has moved or gone so far."
    moved = MappingProxyType({"old/": Moved(to="new/", on="2026-12-01", why="a better name"),
                              "gone/": Moved(on="2026-12-02", why="a publisher's wish")})
    some = plain(about_site.moved_table(Page(Site(replace(site().data, moved=moved)), ""), "m", "Moved"))
    assert some == ("Moved Old address Moved on New address Why gone/ 2 December 2026 withdrawn a publisher's wish "
                    "old/ 1 December 2026 new/ a better name This table: CSV .")


def test_superseded_table_has_every_succession():
    out = value_tables.superseded_table(page(), "s", "Caption")
    figures = site().data.figures.values()
    assert re.findall(r'<tr id="row-([^"]+)"', out) == [
        f.id for f in sorted((f for f in figures if f.supersedes), key=lambda f: first_day(f.as_of), reverse=True)]
    assert cells(out, "row-caict-3755")[1:] == ["1,328 models , 2 Jul 2024", "3,755 models , 28 Jul 2025"]


def test_how_checked_counts_every_record_once():
    out = about_site.how_checked(page(), "h", "Caption")
    rows = [cells(out, f"h-{slug}")[1:] for slug in ("checked", "read", "relayed", "unread")]
    data = site().data
    points = sum(len(s.points) for s in data.series.values())
    for column, many in enumerate((len(data.figures) + points, len(data.statements), len(data.events))):
        assert sum(int(row[column].replace(",", "")) for row in rows) == many


# ---- the pages ---------------------------------------------------------------------------------------------------

WRITTEN = "".join(p.text for p in read_pages(ROOT / "docs"))
TOPICS = ("overview", "users", "politics", "companies")


def of_topic(kind: str, *topics: str) -> list[str]:
    return [i for i, r in site().data.kinds[kind].items() if r.topic in topics]


def test_every_event_on_users_politics_and_companies_has_its_place():
    events = site().data.events.items()
    assert [i for i, e in events if {*TOPICS} & set(e.topics) and f'"{i}"' not in WRITTEN] == []


def test_every_topic_of_dispute_has_its_heading_and_its_table():
    text = next(p.text for p in read_pages(ROOT / "docs") if p.path == "disputes/index.md")
    for topic in {d.topic for d in site().data.disputes.values()}:
        assert f'{{ #topic-{topic} }}\n\n{{{{ table("disputes", "disputes-{topic}"' in text
    assert of_topic("disputes", "overview") == []


def test_every_kind_of_organisation_has_its_heading():
    shown = run(page("organisations/"), '{{ show("organisations") }}')
    assert set(re.findall(r'<h2 id="kind-([^"]+)"', shown)) == {o.kind for o in site().data.organisations.values()}


@pytest.mark.parametrize("name", ["index.md", "start.md"])
def test_the_story_is_told_in_ten_dates_and_each_is_a_milestone(name: str):
    made = next(p for p in read_pages(ROOT / "docs") if p.path == name)
    found = [str(call.args[0]) for call in made.calls if call.name == "date" and call.kwargs.get("note") is False]
    events = site().data.events
    assert len(found) == 10
    assert found == sorted(found, key=lambda i: in_time(events[i].date))
    assert [i for i in found if not events[i].milestone] == []


def test_the_field_guide_for_editors_lists_every_file():
    text = (ROOT / "data" / "README.md").read_text("utf-8")
    files = {p.name for p in (ROOT / "data").iterdir() if p.suffix in (".yml", ".csv")}
    assert files - set(re.findall(r"`([a-z]+\.(?:yml|csv))`", text)) == set()
    assert files >= {f"{kind}.yml" for kind in KINDS}


# ---- sources of a kind ---------------------------------------------------------------------------------------------

def test_a_kind_with_many_sources_leads_to_a_page_for_each_language():
    data = site().data
    made = registers.source_pages(data)
    many = [k for k, n in Counter(s.kind for s in data.sources.values()).items() if n > registers.MANY]
    assert many == ["news"]
    languages = {s.language for s in data.sources.values() if s.kind == "news"}
    assert {language for kind, language in made if kind == "news"} == {"", *languages}
    assert {language for kind, language in made if kind != "news"} == {""}
    index = registers.sources_index(page("sources/by-kind/news/"), "news")
    assert set(re.findall(r'href="([a-z]+)/"', index)) == languages


def test_the_page_of_a_language_has_its_sources_alone_and_does_not_name_it():
    out = registers.sources_index(page("sources/by-kind/news/vi/"), "news", "vi")
    wanted = [s.id for s in site().data.sources.values() if (s.kind, s.language) == ("news", "vi")]
    assert sorted(re.findall(r'<tr id="([^"]+)"', out)) == sorted(wanted)
    assert "Language" not in plain(out)
    assert '<caption id="sources-news-c">Sources: news, Vietnamese</caption>' in out


def test_a_kind_without_sources_in_a_language():
    assert message(registers.sources_index, "standard", "ru") == "no source is of the kind 'standard' and in 'ru'"


def test_a_kind_of_record_nobody_has_heard_of_has_no_fields():
    assert message(cite.field_guide, "figure") == "there is no kind 'figure'; did you mean figures?"
