"""What MkDocs needs beyond macros: pages that follow from the data, what is published besides, and the preview."""

from __future__ import annotations

import html
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import get_toc

from macros.build import hold
from macros.derive.index import Site
from macros.facts.problems import DataError
from macros.publish import files as export
from macros.publish import html_blocks
from macros.publish.assets import minified
from macros.publish.finish import ASKED, day_of, dressed, extra, lighten
from macros.publish.policy import with_policy
from macros.publish.preview import Preview
from macros.publish.swap import Aside
from macros.write.calls import expanded
from macros.write.pages import generated
from macros.write.tongue_links import hinted


@dataclass
class State:
    """What the hooks of one build tell each other."""

    preview: bool = False
    swap: bool = False  # whether the site is built aside
    aside: Aside | None = None
    site: Site = field(init=False)  # one state of the data for the whole build
    only: set[str] | None = None  # the addresses of the pages that this pass of the preview makes; None: all


state = State()


def on_startup(command: str, dirty: bool) -> None:
    """Notes whether this is the preview, whose pages get a script of MkDocs that no policy could name beforehand."""
    state.preview, state.swap = command == "serve", command == "build" and not dirty


@event_priority(100)  # before the macros plugin, which would show the same error as a traceback
def on_config(config: Any) -> Any:
    """Checks everything before anything is built, and turns the build aside."""
    if state.swap:
        state.aside = Aside(Path(config.site_dir))
        config.site_dir = str(state.aside.folder)
    try:
        state.site = hold(Path(config.config_file_path).parent)
    except DataError as error:
        raise Abort(str(error)) from None
    os.environ["SOURCE_DATE_EPOCH"] = day_of(state.site)
    return config


def on_pre_build(config: Any) -> None:
    """Tells the theme's templates which data they show. Not earlier, or pages would take it for macros."""
    config.extra.update(extra(state.site))


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages that follow from the data."""
    for path, text in state.site.once(generated).items():
        files.append(File.generated(config, path, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
    for file in files.documentation_pages() if state.preview else ():
        # MkDocs asks this where it is told to leave out what has not changed; it only knows the page's own file.
        vars(file)["is_modified"] = partial(_wanted, file)
    return files


def _address(page: Any) -> str:
    """The address of a page or its file below the home page, for which MkDocs writes ``./``."""
    return "" if page.url == "./" else page.url


def _wanted(file: File) -> bool:
    """Whether this pass of the preview makes a page."""
    return state.only is None or _address(file) in state.only


def on_env(env: Any, config: Any, files: Files) -> None:
    """Gives pages that are left out the titles by which others name them."""
    for file in files.documentation_pages():
        if file.page and not _wanted(file) and not file.page.title:
            file.page.title = state.site.pages.get(_address(file), ("",))[0]


@event_priority(100)
def _make(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Makes the macro calls of a page that follows from the data, and tells the macros plugin so."""
    if page.file.generated_by is None:
        return markdown
    page.meta["render_macros"] = False
    return expanded(state.site, _address(page), markdown)


@event_priority(-100)
def _set_aside(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Sets the HTML that macros made aside from Markdown; where that is the whole page, Markdown is not asked."""
    markdown, page.blocks = html_blocks.set_aside(markdown)
    if html_blocks.nothing_else(markdown):
        page.render = partial(_render_nothing, page)
    return markdown


def _render_nothing(page: Any, *_: Any) -> None:
    """What MkDocs' rendering comes to where all of a page is set aside."""
    page.content, page.toc = "\n\n".join(page.markdown.split()), get_toc([])
    page.present_anchor_ids, page.links_to_anchors = set(), {}


on_page_markdown = CombinedEvent(_make, _set_aside)


def on_page_content(html: str, page: Any, config: Any, files: Files) -> str:
    """Puts the blocks back, and tells MkDocs which addresses they hold."""
    page.present_anchor_ids |= html_blocks.ids(page.blocks)
    whole = page.whole = dressed(html_blocks.put_back(html, page.blocks))
    if wrong := html_blocks.twice(f"docs/{page.file.src_uri}", whole):
        raise Abort(wrong)
    return whole


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Gives the template the page, what it tells machines, and the box that says how to cite it."""
    page.content, url = page.whole, _address(page)
    context.update({name: made(state.site, url) for name, made in ASKED.items()})
    # The theme prints both into its head as they are; those of generated pages are escaped already.
    page.meta |= {k: html.escape(html.unescape(str(page.meta[k]))) for k in ("title", "description") if k in page.meta}
    return context


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Adds what the browser is to refuse, and takes away what no reader needs."""
    output = hinted(state.site, _address(page), output) if page else output
    return output if state.preview else with_policy(minified(output))


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Does the same to pages that are not made from Markdown."""
    return on_post_page(output_content, None, config) if template_name.endswith(".html") else output_content


@event_priority(-100)  # last: what fails before leaves the last good site in its place
def on_post_build(config: Any) -> None:
    """Adds data, feeds and forwarding pages; takes from the theme's style sheets what no page or script can need."""
    if state.only is not None:
        return
    try:
        export.finish(state.site, Path(config.config_file_path).parent, Path(config.site_dir))
    except DataError as error:
        raise Abort(str(error)) from None
    if not state.preview:
        lighten(Path(config.site_dir))
    if state.aside:
        state.aside.passed = True


def on_shutdown() -> None:
    """Puts the new site in the place of the old one, which stays where it is if anything went wrong."""
    if state.aside and (said := state.aside.end()):
        print(said, file=sys.stderr)


def make_pages(config: Any, only: set[str]) -> str:
    """Makes some pages of the preview over what is there; the mistake that keeps them from being made, or nothing."""
    state.only, before = only, config
    config = load_config(config_file=before.config_file_path, site_dir=before.site_dir, strict=before.strict)
    config.site_url = before.site_url
    try:
        build(config, serve_url=config.site_url, dirty=True)
    except MkDocsException as error:
        print(error, file=sys.stderr)
        return str(error)
    return ""


def on_serve(server: Any, config: Any, builder: Callable[..., None]) -> Any:
    """Makes after a change what is looked at, and shows a mistake where MkDocs would let the browser wait for ever."""
    preview = Preview(server.get_app(), partial(make_pages, config), lambda: state.site.pages, server.mount_path)
    logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty' build" not in str(record.msg))
    server.builder = preview.changed
    server.set_app(preview.answer)
    return server
