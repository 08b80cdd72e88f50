"""Look at the world outside: `make watch`, or one part of it, `make watch ARGS=sources`.

    sources   every source's address: gone, moved, or without the words that were kept of it
    list      the running page of the official lists: an attachment for months after those of the last list
    archive   ask an archive for a copy of each source that has none (--most 20 of them), and print the line to add to
              its record, or add it (--write)

One request at a time, with a pause after each. Nothing of this is part of a build. Ends with 1 if there is something to
do, so that a workflow can say so.
"""

import argparse
import re
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from macros.facts.reader import load
from macros.facts.store import Data
from macros.facts.text import loosely
from tools import ROOT

ARCHIVE = "https://web.archive.org/save/"
ATTACHMENT = re.compile(r"<a\b[^>]*href=[\"']?[^\"'>]+\.(?:docx?|xlsx?|pdf)\b[^>]*>(.*?)</a>", re.S | re.I)
MOST = 4_000_000  # bytes of a page that are read


class Answer(NamedTuple):
    """What came of asking for an address: its status (0: nobody answered), where it led, and the text."""

    status: int
    url: str
    text: str


def ask(url: str, pause: float, patience: float = 30) -> Answer:
    """What an address answers within so many seconds, after which it waits a while."""
    spelt = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
    request = urllib.request.Request(spelt, headers={"User-Agent": "Mozilla/5.0 (compatible; weekly look at sources)"})
    try:
        with urllib.request.urlopen(request, timeout=patience) as found:
            charset = found.headers.get_content_charset() or "utf-8"
            return Answer(found.status, found.url, found.read(MOST).decode(charset, "replace"))
    except urllib.error.HTTPError as error:
        return Answer(error.code, url, "")
    except (OSError, ValueError, LookupError):
        return Answer(0, url, "")
    finally:
        time.sleep(pause)


def words(page: str) -> str:
    """The words of a page, as they are compared: no tags, no blanks, one form of each character, small letters."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", "", page, flags=re.S | re.I)
    return loosely(unescape(bare)).replace(" ", "")


def kept(data: Data) -> dict[str, list[str]]:
    """Source → the words kept of its own page; not those that were read elsewhere."""
    out: dict[str, list[str]] = {}
    for *_, evidence in data.evidence():
        if not (evidence.through or evidence.copied_at):
            out.setdefault(evidence.source, []).extend(evidence.words)
    return out


def sources(data: Data, o: argparse.Namespace) -> Iterator[str]:
    """Sources that are gone, that moved, or whose words are no longer on the page."""
    known = kept(data)
    for name, source in data.sources.items():
        if source.url is None or (source.reading in ("relayed", "address") and not known.get(name)):
            continue
        found = ask(source.url, o.pause)
        if found.status != 200:
            yield f"{name}: gone ({found.status or 'no answer'}): {source.url}"
            continue
        old, new = urlsplit(source.url), urlsplit(found.url)
        if (old.netloc, old.path.rstrip("/")) != (new.netloc, new.path.rstrip("/")):
            yield f"{name}: moved: {source.url} leads to {found.url}"
        page = words(found.text)
        yield from (f"{name}: words gone: {said!r} is not on {source.url}"
                    for said in dict.fromkeys(known.get(name, ())) if words(said) not in page)


def lists(data: Data, o: argparse.Namespace) -> Iterator[str]:
    """Attachments, on the page that most lists rest on, of months after the last list."""
    cited = Counter(e.source for item in data.lists.values() for e in item.evidence if data.sources[e.source].url)
    running, last = data.sources[cited.most_common(1)[0][0]], list(data.lists.values())[-1]
    found = ask(str(running.url), o.pause)
    if found.status != 200:
        yield f"{running.id}: gone ({found.status or 'no answer'}): {running.url}"
    for title in (words(text) for text in ATTACHMENT.findall(found.text)):
        year, months = re.search(r"20\d\d(?=年)", title), re.findall(r"(\d{1,2})月", title)
        if year and months and f"{year[0]}-{int(months[-1]):02d}" > last.as_of[:7]:
            yield f"{running.id}: a new attachment, {title}; the last list is {last.id}: see python -m tools.add_list --help"


def archive(data: Data, o: argparse.Namespace) -> Iterator[str]:
    """For each source without a copy, the line that names the one the archive made, or that it made none."""
    wanted = [source for source in data.sources.values() if source.url and not source.archived]
    for source in wanted[:o.most]:
        found = ask(o.service + str(source.url), o.pause, o.patience)
        if found.status == 429:
            yield f"{source.id}: the archive asks to come back later; the rest was not asked for"
            return
        if found.status != 200 or found.url == o.service + str(source.url):
            yield f"{source.id}: no copy ({found.status or 'no answer'}): {source.url}"
        elif o.write:
            keep(o.root / "data" / "sources.yml", source.id, found.url)
        else:
            yield f"{source.id}: a copy; add to its record in data/sources.yml:  archived: {found.url}"


def keep(path: Path, name: str, url: str) -> None:
    """Writes the address of a copy into the record of a source, below the source's own."""
    text = path.read_text("utf-8")
    line = re.compile(rf"(?ms)^{re.escape(name)}:\n.*?^  url: [^\n]*\n").search(text)
    assert line, name
    path.write_text(f"{text[:line.end()]}  archived: {url}\n{text[line.end():]}", "utf-8")


LOOKS = {"sources": sources, "list": lists, "archive": archive}


def main(given: list[str] | None = None) -> int:
    """Looks, and says what there is to do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=[*LOOKS, []], help="a part; sources and list")
    parser.add_argument("--pause", type=float, default=2, help="seconds after each request")
    parser.add_argument("--write", action="store_true", help="keep the addresses of copies in data/sources.yml")
    parser.add_argument("--most", type=int, help="ask for so many copies, not for all")
    parser.add_argument("--service", default=ARCHIVE, help="where copies are asked for; the source's address follows")
    parser.add_argument("--patience", type=float, default=120, help="seconds that the archive may take for a copy")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    o = parser.parse_args(given)
    data = load(o.root)
    found = [line for what in o.what or ["sources", "list"] for line in LOOKS[what](data, o)]
    print("\n".join([*found, f"{len(found)} to look at." if found else "All is as it was."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
