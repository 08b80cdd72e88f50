"""What MkDocs needs beyond macros: pages that follow from the data, and a data error as a plain message."""

from __future__ import annotations

import html
import logging
import os
import re
import sys
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import get_toc

from macros import expanded
from macros.build import site_for
from macros.derive.index import Site
from macros.facts.problems import DataError
from macros.publish import files as export
from macros.publish.assets import without_gaps
from macros.publish.finish import extra, lighten
from macros.publish.head import head
from macros.publish.policy import with_policy
from macros.publish.swap import Aside
from macros.write.cite import context as cite_box
from macros.write.pages import generated

# Pages the preview makes first: None is all of them. They are addresses below the home page.
state: dict[str, Any] = {"preview": False, "error": "", "only": None, "pause": lambda: None,
                         "written": {}, "blocks": {},
                         "swap": False, "aside": None, "passed": False}


def on_startup(command: str, dirty: bool) -> None:
    """Notes whether this is the preview: its pages get a script of MkDocs that no policy could name beforehand."""
    state["preview"], state["swap"] = command == "serve", command == "build" and not dirty


# Before the macros plugin, which would show the same error as a traceback.
@event_priority(100)
def on_config(config: Any) -> Any:
    """Checks everything before anything is built, and turns the build aside."""
    root = Path(config.config_file_path).parent
    if state["swap"]:
        state["aside"] = Aside(Path(config.site_dir))
        config.site_dir = str(state["aside"].folder)
    try:
        site = site_for(root)
    except DataError as error:
        raise Abort(str(error)) from None
    state["site"] = site  # one state of the data for the whole build, even if a file changes meanwhile
    # The date of the site map and of its compressed copy: the data's own, not the clock's, so that builds are alike.
    day = datetime.fromisoformat(site.data.edition.as_of).replace(tzinfo=UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(day.timestamp()))
    return config


def on_pre_build(config: Any) -> None:
    """Tells the theme's templates which data they show. Not earlier, or pages would take it for macros."""
    config.extra.update(extra(state["site"]))


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages that follow from the data."""
    site = site_for(Path(config.config_file_path).parent)
    for path, content in site.once(generated).items():
        files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
    if state["preview"]:
        for file in files.documentation_pages():
            # MkDocs asks this where it is told to leave out what has not changed; it only knows the page's own file.
            file.is_modified = wanted(file)  # type: ignore[method-assign]
    return files


def around(site: Site, url: str) -> dict[str, str]:
    """What the template puts around a page: what it tells machines, and the box that says how to cite it."""
    return {"head_tags": head(site, url), "cite_box": cite_box(site, url)}


def wanted(file: File) -> Callable[[], bool]:
    """Whether this pass of the preview makes a page."""
    return lambda: state["only"] is None or address(file.url) in state["only"]


def address(url: str) -> str:
    """MkDocs' address of a page, below the home page: ``""`` for ``"./"``."""
    return "" if url == "./" else url


def on_env(env: Any, config: Any, files: Files) -> Any:
    """Gives pages that are left out the titles by which others name them; keeps templates from being compiled again."""
    state["blocks"] = {}
    if state["preview"]:
        env.bytecode_cache = state["templates"]
    for file in files.documentation_pages():
        if state["only"] is not None and file.page.markdown is None:
            file.page.title = file.page.title or state["site"].pages.get(address(file.url), ("",))[0]
    return env


_BLOCK = re.compile(r"(?m)(?<=\n\n)<(?:article|aside|details|div|dl|figure|form|h[1-6]|nav|ol|p|section|table|ul)\b"
                    r"[^\n]*>(?=\n\n|\Z)")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_SET_ASIDE = re.compile(r"<!--block-(\d+)-->\n?")


def _apart(block: str) -> str:
    """The elements of a block on lines of their own, as Markdown would put them."""
    out, at = [], 0
    while found := _TAG.match(block, at):
        depth, end = 0, len(block)
        for tag in re.compile(rf"<(/?){found[1]}\b[^>]*>").finditer(block, at):
            depth += -1 if tag[1] else 1
            if not depth:
                end = tag.end()
                break
        out.append(block[at:end])
        at = end + (block[end:end + 1] == " ")
    return "\n".join([*out, block[at:]])


@event_priority(100)
def _make(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Makes the macro calls of a page that follows from the data, and tells the macros plugin so."""
    state["pause"]()
    if page.file.generated_by is None:
        return markdown
    page.meta["render_macros"] = False
    return expanded(state["site"], address(page.url), markdown)


@event_priority(-100)
def _set_aside(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Sets aside the blocks of HTML that macros made: Markdown would only hand them through, and takes its time."""
    blocks: list[str] = []

    def aside(found: re.Match[str]) -> str:
        blocks.append(_apart(found[0]))
        return f"<!--block-{len(blocks) - 1}-->"

    page.blocks, markdown = blocks, _BLOCK.sub(aside, f"\n\n{markdown}")
    if not _SET_ASIDE.sub("", markdown).strip():
        page.render = partial(_render_nothing, page)
    return markdown


def _render_nothing(page: Any, *_: Any) -> None:
    """What MkDocs' rendering comes to where all of a page is set aside."""
    page.content, page.toc = "\n\n".join(page.markdown.split()), get_toc([])
    page.present_anchor_ids, page.links_to_anchors = set(), {}


on_page_markdown = CombinedEvent(_make, _set_aside)


_CLOSED = re.compile(r"</(?:caption|d[dt]|h[1-6]|li|p|t[dh])>(?=<)")
# What makes no difference to the index of the search, and most of the time that reading a page for it would take.
_UNREAD = re.compile(r"<a class=\"headerlink\".*?</a>|</?(?:a|abbr|b|caption|cite|d[dlt]|del|em|figcaption|figure|i|ins"
                     r"|q|small|span|strong|summary|t[dhr]|table|tbody|thead|time)\b[^>]*>")


def for_search(html: str) -> str:
    """A page as the search reads it: a blank between neighbours, whose words its index would run together."""
    return re.sub(r"\s+", " ", _UNREAD.sub("", _CLOSED.sub(r"\g<0> ", html)))


def on_page_content(html: str, page: Any, config: Any, files: Files) -> str:
    """Puts the blocks back, tells MkDocs which addresses they hold, and gives the search the page to read."""
    page.present_anchor_ids.update(name for block in page.blocks for name in re.findall(r'\sid="([^"]+)"', block))
    page.whole = _SET_ASIDE.sub(lambda found: page.blocks[int(found[1])], html)
    return for_search(page.whole)


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Gives the template the page and what stands around it."""
    state["pause"]()
    page.content = page.whole
    context.update(around(state["site"], address(page.url)), kept=kept)
    # The theme prints both into its head as they are; those of generated pages are escaped already.
    page.meta |= {k: html.escape(html.unescape(str(page.meta[k]))) for k in ("title", "description") if k in page.meta}
    return context


def kept(page: Any, block: str, make: Callable[[], str]) -> str:
    """A block of the template; for pages outside the navigation it is made once a folder, in which it is alike."""
    if page.file.generated_by is None or page.toc.items:
        return make()
    key = block, page.url.rstrip("/").rpartition("/")[0]
    if key not in state["blocks"]:
        state["blocks"][key] = make()
    return state["blocks"][key]


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Adds what the browser is to refuse."""
    return output if state["preview"] else with_policy(without_gaps(output))


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Adds the same to pages that are not made from Markdown."""
    own = template_name.endswith(".html") and not state["preview"]
    return with_policy(without_gaps(output_content)) if own else output_content


def on_post_build(config: Any) -> None:
    """Adds data, feeds and forwarding pages; takes from the theme's style sheets what no page or script can need."""
    if state["only"] is not None:
        return
    root, folder = Path(config.config_file_path).parent, Path(config.site_dir)
    try:
        export.finish(state["site"], root, folder, before=state["written"] if state["preview"] else None)
    except DataError as error:
        raise Abort(str(error)) from None
    if not state["preview"]:
        lighten(folder)
        state["passed"] = True


def on_build_error(error: Exception) -> None:
    """Notes that what was built is not to take the place of the last good site."""
    state["passed"] = False


def on_shutdown() -> None:
    """Puts the new site in the place of the old one, which stays where it is if anything went wrong."""
    aside = state["aside"]
    if aside and state["passed"]:
        aside.take_place()
    elif aside:
        aside.drop()
        kept = f"; {aside.site.name}/ is the last good one" if aside.site.exists() else ""
        print(f"The build failed{kept}.", file=sys.stderr)


class Templates(jinja2.BytecodeCache):
    """Compiled templates in memory; one whose text has changed is not taken from it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Any) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Any) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


state["templates"] = Templates()


def error_page(message: str) -> str:
    """A page that says what is wrong and looks every second whether it still is."""
    return ('<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">'
            f"<title>The build stopped</title><h1>The build stopped</h1><pre>{html.escape(message)}</pre>"
            "<p>This page becomes the site again when the mistake is mended. The terminal may say more.</p></html>")


class Interrupted(BaseException):
    """A file has changed while the rest of the preview was made; no `except Exception` is to take it for a mistake."""


class Preview:
    """Makes the page that is looked at first, then the rest; a change meanwhile starts with the first again.

    A whole build takes longer than an editor likes to wait, and most of it is pages nobody has open.
    """

    def __init__(self, server: Any, config: Any) -> None:
        self.server, self.config, self.respond = server, config, server.get_app()
        self.seen: deque[str] = deque(maxlen=3)  # pages that were asked for last
        self.stale = False  # whether a page was given out that has yet to be made anew

    def build(self, *_: Any) -> None:
        """What MkDocs calls after a change."""
        state["error"], self.stale = "", False
        try:
            if self.seen:
                self.make(set(self.seen))
                self.show()
            shown = set(self.seen)
            self.make(None)
            self.stale = not set(self.seen) <= shown
        except Interrupted:
            return
        except MkDocsException as error:
            state["error"], self.stale = str(error), True
            print(error, file=sys.stderr)
        finally:
            state["only"] = None
        if self.stale:
            self.server._wanted_epoch += 1  # reloads what was shown meanwhile

    def make(self, only: set[str] | None) -> None:
        """Makes some pages, or all, over what is there."""
        state["only"], state["pause"] = only, self.pause if only is None else lambda: None
        config = load_config(config_file=self.config.config_file_path, site_dir=self.config.site_dir,
                             strict=self.config.strict)
        config.site_url = self.config.site_url
        if only is not None:
            config.plugins["material/search"].config["enabled"] = False  # or its index would hold these pages only
        build(config, serve_url=config.site_url, dirty=True)

    def show(self) -> None:
        """Reloads the browsers, as MkDocs does at the end of a build."""
        with self.server._epoch_cond:
            self.server._visible_epoch = self.server._wanted_epoch
            self.server._epoch_cond.notify_all()

    def pause(self) -> None:
        """Leaves the rest if a file has changed."""
        if self.server._want_rebuild:
            raise Interrupted

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """A page, or the mistake that keeps it from being made."""
        path = environ["PATH_INFO"]
        if not path.endswith(("/", ".html")):
            return self.respond(environ, start)
        url = path.removeprefix(self.server.mount_path).removesuffix("index.html")
        if url in state["site"].pages and (not self.seen or self.seen[-1] != url):
            self.seen.append(url)
        if not state["error"]:
            return self.respond(environ, start)
        kind = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        start("500 Internal Server Error", kind)
        return [error_page(state["error"]).encode()]


def on_serve(server: Any, config: Any, builder: Callable[..., None]) -> Any:
    """Shows a mistake in the preview itself until it is mended, where MkDocs would let the browser wait for ever."""
    preview = Preview(server, config)
    # MkDocs warns of what it leaves out; here the rest follows.
    logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty' build" not in str(record.msg))
    server.builder = preview.build
    server.set_app(preview.answer)
    return server
