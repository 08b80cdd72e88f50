"""Filing and registration: the steps of the procedure, and its tracks side by side."""

import re
from itertools import groupby

from macros.facts.records import Step
from macros.write import markup, tables
from macros.write.markup import EMPTY, Markup, block, filled, given, mixed, raw, tag, text
from macros.write.page import MacroError, Page, Shown
from macros.write.provisions import folded_evidence, own_link
from macros.write.registers import fact_list

# What is shown is among the papers of the step that shows it; any other question is named like the field it asks for.
FIELD_OF = {"shown": "documents"}


def _steps(page: Page, track: str | None = None) -> list[Step]:
    found = sorted(page.site.data.procedure.values(), key=lambda s: s.order)
    return found if track is None else [s for s in found if s.track == track]


def flow(page: Page) -> Markup:
    """The whole procedure in order, as a list that can be read without a drawing: track, then its steps."""
    tracks = page.site.data.vocab["tracks"]
    entries = []
    for track, group in groupby(_steps(page), key=lambda s: s.track):
        name = text(tracks[track].label) + given(" {}", markup.zh(tracks[track].zh))
        entries.append(tag("b", name) + raw("; ").join(page.link("procedure", s.id, mixed(s.title)) for s in group))
    return block(markup.items(entries, ordered=True, class_="flow"))


def steps(page: Page, track: str) -> Markup:
    """The steps of one track, each with its address: who, what, documents, when, note, evidence."""
    if track not in page.site.data.vocab["tracks"]:
        raise MacroError(f"there is no track '{track}'; the tracks are {', '.join(page.site.data.vocab['tracks'])}")
    found = _steps(page, track)
    if not found:
        raise MacroError(f"no step of data/procedure.yml is on the track '{track}'")
    return block(tag("ol", EMPTY.join(_step(page, s) for s in found), class_="steps")
                 + tables.line(page, ("procedure",)))


def _step(page: Page, item: Step) -> Markup:
    facts = fact_list([("Who", page.told(item.who)), ("Needed", markup.items(map(page.told, item.documents))),
                    ("When", page.told(item.timing)), ("Note", page.told(item.note))])
    return tag("li", tag("h3", own_link(item.id, mixed(item.title))) + tag("p", page.told(item.what)) + facts
               + folded_evidence(page, item), id=item.id)


def tracks_table(page: Page, name: str, caption: str) -> Markup:
    """Algorithm filing, filing and registration side by side: who, what, documents, how long, what is shown."""
    vocab = page.site.data.vocab
    said = {(answer.track, question): step for step in _steps(page) for answer in step.answers
            for question in answer.questions}
    tracks = [track for track in vocab["tracks"] if any(track == answered for answered, _ in said)]
    heads = ("Question", *(filled("{} {}", text(vocab["tracks"][t].label), markup.zh(vocab["tracks"][t].zh))
                           for t in tracks))
    rows = [(f"row-{re.sub('[^a-z]+', '-', word.label.lower())}",
             (text(word.label), *(_track_cell(said.get((t, question)), question) for t in tracks)))
            for question, word in vocab["track-questions"].items()]
    return block(tables.table(page, ("procedure",), name, caption, heads, rows, wide=True))


def _track_cell(step: Step | None, question: str) -> Markup:
    """What a step says to a question."""
    value = getattr(step, FIELD_OF.get(question, question), None)
    return markup.items(mixed(v) for v in value) if isinstance(value, tuple) else mixed(value or "no time limit found")


VIEWS: dict[str, Shown] = {"tracks": tracks_table}
PARTS: dict[str, Shown] = {"steps": steps}
LISTINGS: dict[str, Shown] = {"procedure": flow}
