"""Every chart and drawing as PNG, with a link on its own page: a part of `make pdf`.

A picture is drawn from the same sheet as the SVG beside it, in a font that is installed with the site's other packages
and in no other, so it is the same on every machine. That font has no Chinese: what holds any has its SVG only, since a
picture without the words would say something else.
"""

from pathlib import Path

import resvg_py
from font_source_serif_pro import font_directory
from lxml import etree

from macros.derive.index import Site
from macros.publish import charts
from macros.publish.pictures import missing
from macros.write import alone
from macros.write.take_away import taken

FONT = "Source Serif Pro"
FONTS = tuple(f"{font_directory}/SourceSerifPro-{weight}.otf" for weight in ("Regular", "Semibold"))
SCALE = 2  # pixels of a picture for each unit of its sheet


def png(svg: str) -> bytes:
    """A sheet as PNG, its words in the one font there is."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=SCALE, skip_system_fonts=True, font_files=list(FONTS),
                                       font_family=FONT, serif_family=FONT, sans_serif_family=FONT))


def without_signs(svg: str) -> set[str]:
    """The signs of the words of a sheet that the font has not."""
    return missing("".join("".join(node.itertext()) for node in etree.fromstring(svg.encode()).iter("{*}text")))


def add(site: Site, folder: Path) -> dict[str, str]:
    """Writes the pictures into a built site, with a link to each; those that cannot be drawn, with the reason."""
    left_out = {}
    for item in site.once(taken):
        svg = alone.drawn(item.sheet)
        if unknown := without_signs(svg):
            left_out[item.path] = f"there are no signs for {''.join(sorted(unknown))} in {FONT}"
            continue
        (folder / f"{item.path}.png").write_bytes(png(svg))
        (folder / item.path / "index.html").write_text(charts.page(site, item, png=True), "utf-8")
    return left_out
