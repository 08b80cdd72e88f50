"""What MkDocs needs beyond macros: pages that follow from the data, and a data error as a plain message."""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from macros import expanded, export
from macros.after import extra, lighten
from macros.csp import with_policy
from macros.load import DataError
from macros.pages import generated
from macros.render.cite import context as cite_box
from macros.render.head import head
from macros.site import site_for
from macros.trim import without_gaps

state: dict[str, Any] = {"preview": False, "error": ""}


def on_startup(command: str, dirty: bool) -> None:
    """Notes whether this is the preview: its pages get a script of MkDocs that no policy could name beforehand."""
    state["preview"] = command == "serve"


# Before the macros plugin, which would show the same error as a traceback.
@event_priority(100)
def on_config(config: Any) -> Any:
    """Checks everything before anything is built."""
    try:
        site = site_for(Path(config.config_file_path).parent)
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
    return files


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
    if page.file.generated_by is None:
        return markdown
    page.meta["render_macros"] = False
    return expanded(state["site"], page.url, markdown)


@event_priority(-100)
def _set_aside(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Sets aside the blocks of HTML that macros made: Markdown would only hand them through, and takes its time."""
    blocks: list[str] = []

    def aside(found: re.Match[str]) -> str:
        blocks.append(_apart(found[0]))
        return f"<!--block-{len(blocks) - 1}-->"

    page.blocks, markdown = blocks, _BLOCK.sub(aside, f"\n\n{markdown}")
    return markdown


on_page_markdown = CombinedEvent(_make, _set_aside)


def on_page_content(html: str, page: Any, config: Any, files: Files) -> str:
    """Puts the blocks back, and tells MkDocs which addresses they hold."""
    page.present_anchor_ids.update(name for block in page.blocks for name in re.findall(r'\sid="([^"]+)"', block))
    return _SET_ASIDE.sub(lambda found: page.blocks[int(found[1])], html)


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Gives the template what a page tells machines, and the box that says how to cite it."""
    site = state["site"]
    url = "" if page.url == "./" else page.url
    context["head_tags"], context["cite_box"] = head(site, url), cite_box(site, url)
    # The theme prints both into its head as they are; those of generated pages are escaped already.
    page.meta |= {k: html.escape(html.unescape(str(page.meta[k]))) for k in ("title", "description") if k in page.meta}
    return context


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Adds what the browser is to refuse."""
    return output if state["preview"] else with_policy(without_gaps(output))


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Adds the same to pages that are not made from Markdown."""
    own = template_name.endswith(".html") and not state["preview"]
    return with_policy(without_gaps(output_content)) if own else output_content


def on_post_build(config: Any) -> None:
    """Adds data, feeds and forwarding pages; takes from the theme's style sheets what no page or script can need."""
    root, folder = Path(config.config_file_path).parent, Path(config.site_dir)
    try:
        export.finish(state["site"], root, folder)
    except DataError as error:
        raise Abort(str(error)) from None
    if not state["preview"]:
        lighten(folder)


def error_page(message: str) -> str:
    """A page that says what is wrong and looks every second whether it still is."""
    return ('<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">'
            f"<title>The build stopped</title><h1>The build stopped</h1><pre>{html.escape(message)}</pre>"
            "<p>This page becomes the site again when the mistake is mended. The terminal may say more.</p></html>")


def on_serve(server: Any, config: Any, builder: Callable[..., None]) -> Any:
    """Shows a mistake in the preview itself until it is mended, where MkDocs would let the browser wait for ever."""
    build, respond = server.builder, server.get_app()

    def attempt(*args: Any) -> None:
        state["error"] = ""
        try:
            build(*args)
        except MkDocsException as error:
            state["error"] = str(error)
            print(error, file=sys.stderr)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if not state["error"] or not environ["PATH_INFO"].endswith(("/", ".html")):
            return respond(environ, start)
        kind = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        start("500 Internal Server Error", kind)
        return [error_page(state["error"]).encode()]

    server.builder = attempt
    server.set_app(answer)
    return server
