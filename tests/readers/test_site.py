"""The built site as files: complete, consistent, self-contained, in the right languages, and true to its data."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from built import Doc, language, words

from macros.derive import addresses, findable
from macros.derive import words as wording
from macros.derive.index import Site
from macros.facts.records import KIND_OF, Series
from macros.facts.store import evidence_of
from macros.write import pages, receipts
from macros.write.page import Page
from tools import ROOT
from tools.browser import base_path

CHINESE = re.compile(r"[\u3400-\u9fff]")
LEFT_OVER = re.compile(r"[{}]|%\}|#\}|\]\(|Traceback|Error:|Macro|Undefined|Decimal\(|<built-in|&#?\w+;|</?[a-z]|"
                       r"^\s*None\s*$")
# A name of a day has its own preposition, and so has a month.
MONTHS = "|".join(calendar.month_name[1:])
MISPLACED = re.compile(rf"\b[Ii]n (?:the )?\d{{1,2}} (?:{MONTHS})\b|\b[Oo]n (?:{MONTHS}) \d{{4}}|"
                       r"\b[Oo]n \d{4}\b(?! [a-z])")


def none(found: Iterable[object]) -> None:
    """Fails with what was found, if anything was."""
    listed = sorted({str(item) for item in found})
    assert not listed, "\n".join([f"{len(listed)} found:", *listed[:30]])


def known(doc: Doc) -> bool:
    """Whether a page has one address: the page for unknown addresses is served at any."""
    return doc.url != "404.html"


# ---- complete ------------------------------------------------------------------------------------------------------

def nav_paths(entry: object) -> list[str]:
    """The pages named in the site's map."""
    if isinstance(entry, str):
        return [entry]
    values = entry.values() if isinstance(entry, dict) else entry
    return [path for value in values for path in nav_paths(value)]  # type: ignore[union-attr]


def address_of(path: str) -> str:
    """A page's address from its file below docs/."""
    return pages.PageSource(path, "").url


def test_every_page_of_the_map_is_there(docs: dict[str, Doc]) -> None:
    text = re.sub(r"!!python\S*", "", (ROOT / "mkdocs.yml").read_text("utf-8"))
    wanted = [address_of(path) for path in nav_paths(yaml.safe_load(text)["nav"])]
    assert len(wanted) > 30
    none([path for path in wanted if path not in docs])


@pytest.mark.parametrize("kind", ["figures", "series", "sources", "disputes", "lists"])
def test_every_record_with_a_page_of_its_own_has_it(docs: dict[str, Doc], data: Site, kind: str) -> None:
    wanted = [addresses.address(data, kind, name)[0] for name in data.data.kinds[kind]]
    assert wanted
    none([url for url in wanted if url not in docs])


@pytest.mark.parametrize("kind", ["organisations", "people", "terms", "changes", "procedure", "targets", "groups",
                                  "memberships", "instruments", "provisions", "events", "statements", "figures",
                                  "series", "sources", "disputes", "lists"])
def test_every_record_is_at_its_address(docs: dict[str, Doc], data: Site, kind: str) -> None:
    missing = []
    for name in data.data.kinds[kind]:
        page, fragment = addresses.address(data, kind, name)
        if page not in docs or (fragment and fragment not in docs[page].ids):
            missing.append(f"{kind}/{name}: {page}#{fragment}")
    none(missing)


def test_nothing_of_the_machinery_shows(docs: dict[str, Doc]) -> None:
    found = [f"{doc.url}: {piece.strip()[:90]!r}" for doc in docs.values() for element, piece in doc.texts()
             if element.tag not in ("pre", "code") and LEFT_OVER.search(piece)]
    found += [f"{doc.url}: {said[:90]!r}" for doc in docs.values()
              for said in doc.tree.xpath("//meta[@name or @property]/@content | //@title | //@aria-label")
              if re.search(r"[{}]", said)]
    none(found)


def test_a_page_is_cited_by_the_title_it_shows(docs: dict[str, Doc], data: Site) -> None:
    wrong = []
    for doc in docs.values():
        boxes = doc.tree.xpath("//details[contains(@class, 'cite')]//pre")
        if boxes and known(doc):
            title = " ".join(data.pages[doc.url][0].split()).casefold()
            said = [words(box).replace("{{!}}", "|") for box in boxes]
            wrong += [f"{doc.url}: {line[:90]}" for line in said if title not in line.casefold()]
    assert sum(bool(doc.tree.xpath("//details[contains(@class, 'cite')]")) for doc in docs.values()) > len(docs) / 2
    none(wrong)


def test_days_and_months_stand_in_english(docs: dict[str, Doc]) -> None:
    assert all(map(MISPLACED.search, ("in 28 July 2025", "on May 2023", "In the 3 May", "on 2023.")))
    assert not MISPLACED.search("on 28 July 2025, in May 2023, in 2023, on 2023 rules")
    none(f"{doc.url}: {words(element)[:120]!r}" for doc in docs.values() for element in doc.main.iter("p", "li", "td", "dd")
         if MISPLACED.search(words(element)) and language(element) in ("", "en", "en-GB"))


def test_titles_and_descriptions_are_there_and_each_is_its_own(docs: dict[str, Doc]) -> None:
    for texts in ([doc.title for doc in docs.values()], [doc.description for doc in docs.values() if known(doc)]):
        assert all(texts)
        none(text for text, count in Counter(texts).items() if count > 1)
    none([doc.url for doc in docs.values() if len(doc.description) > 400])


def test_each_page_has_one_main_heading_and_skips_no_level(docs: dict[str, Doc]) -> None:
    wrong = []
    for doc in docs.values():
        levels = [int(element.tag[1]) for element in doc.main.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        steps = [b - a for a, b in pairwise(levels)]
        if levels.count(1) != 1 or levels[0] != 1 or any(step > 1 for step in steps):
            wrong.append(f"{doc.url}: {levels}")
    none(wrong)


def test_headings_have_words(docs: dict[str, Doc]) -> None:
    empty = [doc.url for doc in docs.values() for head in doc.main.iter("h1", "h2", "h3", "h4")
             if not words(head, skip="headerlink")]
    none(empty)


def test_images_say_what_they_show(docs: dict[str, Doc]) -> None:
    none([doc.url for doc in docs.values() if doc.tree.xpath("//img[not(@alt)]")])
    none(doc.url for doc in docs.values()
         if doc.main.xpath(".//svg[@role='img'][not(@aria-label) and not(@aria-labelledby) and not(title)]"))


def test_tables_have_a_caption_and_row_and_column_heads(docs: dict[str, Doc]) -> None:
    wrong = []
    for doc in docs.values():
        for table in doc.main.iter("table"):
            rows, caption = table.xpath("./tbody/tr"), table.find("caption")
            if not table.get("id"):  # one that is written in a page: the heading above it is its name
                caption = next(iter(doc.tree.xpath("//*[@id=$id]", id=table.get("aria-labelledby", ""))), None)
            if not (caption is not None and words(caption) and table.xpath("./thead//th[@scope='col']") and rows
                    and all(row.xpath("./th[@scope='row']") for row in rows)):
                wrong.append(f"{doc.url}#{table.get('id')}")
    none(wrong)


# ---- addresses -----------------------------------------------------------------------------------------------------

def test_addresses_on_a_page_are_unique_and_plain(docs: dict[str, Doc]) -> None:
    twice = {doc.url: [name for name, count in Counter(doc.ids).items() if count > 1] for doc in docs.values()}
    none(f"{url}: {names}" for url, names in twice.items() if names)
    none(f"{doc.url}#{name}" for doc in docs.values() for name in doc.ids if not re.fullmatch(r"[\w.:-]+", name, re.A))


@pytest.mark.parametrize(("url", "trail"), [
    ("data/fields/figures/", ["Home", "Data"]),
    ("figures/beijing-core-ai-firms-2022/", ["Home", "Figures"]),
    ("figures/by-topic/beijing/", ["Home", "Figures"]),
    ("beijing/targets/", ["Home", "Beijing"]),
    ("timeline/", ["Home", "Reference"]),
    ("", []),
])
def test_the_trail_names_the_sections_a_page_is_in(docs: dict[str, Doc], url: str, trail: list[str]) -> None:
    assert [item.text_content().strip() for item in docs[url].tree.xpath("//*[@class='trail']//li")] == trail


def test_every_link_leads_to_a_page_and_a_place_on_it(docs: dict[str, Doc], site: Path) -> None:
    places = {url: set(doc.ids) for url, doc in docs.items()}
    dead = set()
    for doc in docs.values():
        for page, fragment in doc.links() if known(doc) else ():
            if page in places:
                if fragment and fragment not in places[page]:
                    dead.add(f"{doc.url} -> {page}#{fragment}")
            elif page == ".." or page.endswith("/") or page == "" or not (site / page).is_file():
                dead.add(f"{doc.url} -> {page}")
    none(dead)


def test_links_are_relative_but_on_the_page_for_unknown_addresses(docs: dict[str, Doc]) -> None:
    rooted = {f"{doc.url}: {href}" for doc in docs.values() if known(doc) for href in doc.tree.xpath("//@href | //@src")
              if href.startswith("/")}
    none(rooted)
    lost = {href for href in docs["404.html"].tree.xpath("//@href | //@src")
            if not href.startswith((base_path(), "#", "http://", "https://"))}
    none(lost)
    targets = {href.removeprefix(base_path()).split("#")[0].removeprefix(".")
               for href in docs["404.html"].tree.xpath("//a/@href") if href.startswith(base_path())}
    assert len(targets) > 5
    none([page for page in targets if page not in docs])


def test_parts_named_by_others_are_there(docs: dict[str, Doc]) -> None:
    broken = []
    for doc in docs.values():
        ids = set(doc.ids)
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for value in doc.tree.xpath(f"//@{attribute}"):
                # The theme labels a switch it leaves out on the first page of a section.
                broken += [f"{doc.url}: {attribute}={name}" for name in value.split() if name not in {*ids, "__toc"}]
    none(broken)


def test_pages_load_only_files_of_the_site_that_are_there(docs: dict[str, Doc], site: Path) -> None:
    wrong = set()
    for doc in docs.values():
        here = (site / doc.file).parent
        for address in doc.loads():
            path = address.split("?")[0]
            if path.startswith("data:"):
                continue
            file = site / path.removeprefix(base_path()) if path.startswith("/") else here / path
            if re.match(r"[a-z]+:|//", path, re.I) or not file.resolve().is_file():
                wrong.add(f"{doc.url} loads {address}")
    none(wrong)


def test_style_sheets_and_scripts_name_no_other_host(site: Path) -> None:
    loads = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//|(?:src|href)\s*=\s*['\"]https?://")
    files = [*site.glob("assets/**/*.css"), *site.glob("assets/*.js")]
    assert len(files) >= 4
    none([str(path) for path in files if loads.search(path.read_text("utf-8"))])


def test_every_page_says_what_the_browser_is_to_refuse_and_has_nothing_it_would_refuse(docs: dict[str, Doc]) -> None:
    for doc in docs.values():
        head = doc.tree.find("head")
        names = [element.get("http-equiv") or element.get("charset") for element in head.iter("meta")]
        assert names[:2] == ["utf-8", "Content-Security-Policy"], doc.url
        assert doc.tree.xpath("//@style | //style | //@*[starts-with(name(), 'on')]") == [], doc.url
        assert doc.tree.xpath("//iframe | //object | //embed | //base") == [], doc.url


# ---- languages -----------------------------------------------------------------------------------------------------

def test_every_piece_of_chinese_is_marked_as_chinese(docs: dict[str, Doc]) -> None:
    wrong = {f"{doc.url}: {piece.strip()[:60]}" for doc in docs.values() for element, piece in doc.texts()
             if CHINESE.search(piece) and language(element) not in ("zh-Hans", "ja")
             and element.tag not in ("title", "desc", "option")}  # none of them can hold elements
    none(wrong)


def test_chinese_has_no_english_sentences_in_it(docs: dict[str, Doc]) -> None:
    wrong = {f"{doc.url}: {piece.strip()[:80]}" for doc in docs.values() for element, piece in doc.texts()
             if element.get("lang") == "zh-Hans" and not CHINESE.search(words(element))}
    none(wrong)


def test_every_quotation_is_in_the_language_of_its_source(docs: dict[str, Doc], data: Site) -> None:
    languages = {}
    for records in data.data.kinds.values():
        for record in records.values():
            for _, evidence in evidence_of(record):
                if evidence.quote:
                    code = data.data.sources[evidence.source].language
                    languages[" ".join(evidence.quote.split())] = {"zh": "zh-Hans"}.get(code, code)
    assert set(languages.values()) == {"en", "vi"}
    seen: Counter[str] = Counter()
    for doc in docs.values():
        for quotation in doc.tree.iter("q"):
            wanted = languages.get(words(quotation))
            if wanted:
                seen[wanted] += 1
                assert language(quotation) == wanted, f"{doc.url}: {words(quotation)}"
    assert min(seen["vi"], seen["en"]) > 100


def test_every_page_is_in_english_but_for_what_is_marked(docs: dict[str, Doc], data: Site) -> None:
    none([doc.url for doc in docs.values() if doc.tree.get("lang") != "en"])
    used = {value for doc in docs.values() for value in doc.tree.xpath("//@lang")}
    none(used - {"zh-Hans", "zh-Latn-pinyin"} - set(data.data.vocab["languages"]))


# ---- true to the data ----------------------------------------------------------------------------------------------

def newest(data: Site, series: str) -> str:
    """The last value of a series as the site prints it."""
    item = data.data.series[series]
    return receipts.value(item.points[-1], item.unit)


@pytest.mark.parametrize(("url", "series"), [
    ("", "genai-services-filed-cumulative"), ("", "genai-apps-registered-cumulative"), ("", "cnnic-genai-users"),
    ("filings/", "genai-services-filed-cumulative"), ("filings/", "genai-apps-registered-cumulative"),
    ("users-and-models/", "genai-registered-accounts"), ("users-and-models/", "large-models-china-count"),
])
def test_a_page_prints_the_newest_value_with_its_receipt(
        docs: dict[str, Doc], data: Site, url: str, series: str) -> None:
    printed = [words(link) for link in docs[url].main.xpath(f".//a[contains(@href, 'figures/{series}/')]")]
    assert any(newest(data, series) in text for text in printed), printed
    notes = [words(note) for note in docs[url].tree.xpath("//li[starts-with(@id, 'n')]")]
    assert any(newest(data, series) in note for note in notes)


def test_the_total_of_filings_is_the_number_of_rows(docs: dict[str, Doc], data: Site) -> None:
    rows = len(data.data.filings)
    point = data.point("genai-services-filed-cumulative")
    assert point.value == rows == data.data.filed_by(point.as_of)
    assert wording.number(rows) in docs[""].text
    assert wording.number(rows) in docs["filings/"].text


def test_each_list_prints_all_its_rows(docs: dict[str, Doc], data: Site) -> None:
    for name, item in data.data.lists.items():
        rows = data.rows(list=name)
        text = docs[f"filings/{name}/"].text
        assert len(rows) == item.last - item.first + 1
        missing = [row.filing_number for row in rows if row.filing_number not in text]
        assert missing == [], name


def test_the_partners_are_told_as_they_were_counted(docs: dict[str, Doc], data: Site) -> None:
    """How the programme grew, each number as its record has it, in the order of the records."""
    chain = [receipts.value(figure, figure.unit) for figure in data.chain("partner-batch1")]
    assert len(chain) > 2
    table = docs["beijing/partner-programme/evidence/"].table("growth-table")
    text = " ".join(" ".join(row) for row in table)
    assert all(value in text for value in chain)
    named = [member.organisation for member in data.members("beijing-agi-partner-programme", role="partner")]
    names = [row[0] for row in docs["beijing/partner-programme/evidence/"].table("named-partners")]
    assert all(any(data.data.organisations[name].name in cell for cell in names) for name in named)


def test_every_figure_page_has_value_receipt_state_and_uses(docs: dict[str, Doc], data: Site) -> None:
    page = Page(data, "figures/x/")
    for figure in data.data.figures.values():
        doc = docs[f"figures/{figure.id}/"]
        assert " ".join(receipts.amount(page, figure, figure.unit).split()) in doc.text, figure.id
        assert figure.id in doc.text
        for evidence in figure.evidence:
            assert data.data.sources[evidence.source].publisher in doc.text, figure.id
            if evidence.quote:
                quotes = [words(q) for q in doc.main.iter("q")]
                assert " ".join(evidence.quote.split()) in quotes, figure.id


def test_every_source_page_lists_what_rests_on_it(docs: dict[str, Doc], data: Site) -> None:
    for source in data.data.sources.values():
        doc = docs[f"sources/{source.id}/"]
        used = {(use.kind, use.record.id) for use in data.uses.get(source.id, ())}
        listed = set(doc.links())
        wanted = {addresses.address(data, *use) for use in used if use[0] not in ("filings",)}
        assert {place for place in wanted if place not in listed} == set(), source.id
        if source.url:
            assert source.url in doc.tree.xpath("//a/@href"), source.id


def test_notes_and_the_places_that_refer_to_them_lead_to_each_other(docs: dict[str, Doc]) -> None:
    for doc in docs.values():
        refs = [href for href in doc.main.xpath(".//*[contains(@class, 'note-ref')]//a/@href")]
        notes = {f"#{name}" for name in doc.main.xpath(".//li/@id") if re.fullmatch(r"n\d+", name)}
        assert set(refs) == notes, doc.url


def test_superseded_figures_say_so_where_they_stand(docs: dict[str, Doc], data: Site) -> None:
    found = 0
    for doc in docs.values():
        for span in doc.main.xpath(".//span[@data-superseded]"):
            found += 1
            marks = span.xpath("following-sibling::span[@class='mark']")
            assert any("since superseded" in words(each) for each in (span, *marks)), doc.url
    assert found > 0 or not data.superseded_by


def test_no_abbreviation_stands_in_brackets_behind_itself(docs: dict[str, Doc]) -> None:
    """Long names are shortened where there is little room; one that is written with its short one says it once."""
    none(f"{doc.url}: {found[0]}" for doc in docs.values() if (found := re.search(r"\b([A-Z]{3,}) \(\1\)", doc.text)))


def test_a_value_keeps_its_bound_in_tables_and_in_what_is_found(docs: dict[str, Doc], data: Site) -> None:
    found = {doc.at: doc.text for doc in findable.records(data) if doc.kind == "figure"}
    lost = []
    for record in data.data.counts():
        holder = record.points[-1] if isinstance(record, Series) else record
        bound = "" if holder.bound == "exact" else data.data.vocab["bounds"][holder.bound].label
        row = docs[f"figures/by-topic/{record.topic}/"].main.get_element_by_id(f"row-{record.id}")
        told = found[addresses.at(data, KIND_OF[type(record)], record.id)]
        lost += [record.id for text in (words(row.xpath("td")[0]), told) if not text.startswith(bound)]
    assert lost == []
