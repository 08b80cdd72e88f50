"""Preview pictures: the words of a page, in signs the font has, the same to the byte."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
import small
from built import Doc
from PIL import Image

from macros.build import site_for
from macros.derive.files import preview_of
from macros.derive.index import Site
from macros.publish import pictures
from macros.publish.pictures import Words, describes, draw, missing, words_of


@pytest.fixture
def tea(tmp_path: Path) -> Site:
    root = small.copy(tmp_path)
    (root / "mkdocs.yml").write_text("site_name: Tea, Explained\n", "utf-8")
    return site_for(root)


def seen(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


# --- words -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("url", "words"), [
    ("", Words("", "Tea, Explained")),
    ("figures/kettles/", Words("Superseded figure", "Kettles", "As of 3 May 2024, according to Example Office",
                               "", "1,250", "pieces")),
    ("figures/blue-share/", Words("Figure, contested", "Blue kettles", "As of May 2024, according to Example Office",
                                  "more than", "40%", "")),
    ("figures/leaks/", Words("Figure", "Kettles that leaked", "As of 2024, according to Example Office", "",
                             "20 to 30", "pieces")),
])
def test_what_stands_on_a_picture(tea: Site, url: str, words: Words) -> None:
    assert words_of(tea, url) == words


def test_a_title_the_font_cannot_write_gives_way(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    small.change(root, "data/figures.yml", "said_by: Example Paper", "said_by: Example Paper (水壶报)")
    site = site_for(root)
    assert words_of(site, "figures/kettles-2025/").foot == "As of January 2025, according to Example Paper"


def test_pages_about_sources_share_a_picture(tea: Site) -> None:
    assert words_of(tea, "sources/en-text/") == words_of(tea, "sources/by-kind/news/") == words_of(tea, "sources/")
    assert preview_of("sources/en-text/") == preview_of("sources/") == "preview/sources.png"
    assert {p for p in pictures.export(tea) if p.startswith("preview/sources")} <= {"preview/sources.png"}


def test_the_words_of_a_picture_are_told_in_a_line() -> None:
    assert str(Words("Figure", "Kettles", "As of 2024", "about", "40", "pieces")) == (
        "Figure. about 40 pieces. Kettles. As of 2024.")
    assert str(Words("Where sources disagree", "How many?")) == (
        "Where sources disagree. How many? Every number with its source.")


def test_the_font_is_asked_for_each_sign() -> None:
    assert missing("1,048 firms · “Đã đếm” – café €") == set()
    assert missing("AI 产业 \u200b☃") == set("产业\u200b☃")


def test_no_picture_lacks_a_sign_and_each_says_what_its_page_is(data: Site) -> None:
    on = {url: words_of(data, url) for url in data.pages}
    assert {url: found for url, words in on.items() if (found := missing("".join(words)))} == {}
    assert [url for url, words in on.items() if not words.title] == []
    figures = {f"figures/{name}/" for kind in ("figures", "series") for name in data.data.kinds[kind]}
    assert {url for url, words in on.items() if words.value} == figures


# --- drawing ---------------------------------------------------------------------------------------------------------

def test_a_picture_is_an_image_of_the_size_that_is_said() -> None:
    image = Image.open(io.BytesIO(draw(Words("Rules", "Interim Measures"))))
    image.load()
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630)) == ("PNG", "P", pictures.SIZE)


def test_pictures_are_the_same_everywhere() -> None:
    # Pixels, not bytes: machines may pack them otherwise. A new release of the library may draw otherwise; look at a
    # picture then, and write down its sum.
    about = Words("Figure", "Kettles", "As of 2024", "about", "1,250", "pieces")
    image = seen(draw(about, "China's Generative AI, Explained"))
    assert hashlib.sha256(image.tobytes()).hexdigest() == (
        "90a8c345c9be376dbf6092220d3341a9856180b601ae23a2c5ab2b2bf342b23b")
    first = draw(Words("Rules", "Twice"))
    for cached in (draw, pictures._frame, pictures._glyph, pictures._font):
        cached.cache_clear()
    assert draw(Words("Rules", "Twice")) == first


@pytest.mark.parametrize("words", [
    Words("", "Short"), Words("Kicker", "long words of a title " * 30, "foot " * 80),
    Words("Kicker", "W" * 300, "f" * 400),
    Words("Figure", "label " * 60, "foot " * 60, "more than", "9" * 60, "u " * 60),
], ids=["short", "long", "no blanks", "value"])
def test_nothing_leaves_its_place(words: Words) -> None:
    image = seen(draw(words))
    paper = (251, 248, 242)
    strips = {"left": (0, 0, 60, 618), "top": (0, 0, 1200, 30), "above the line": (0, 596, 1200, 618)}
    for name, box in strips.items():
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)], name


# --- pages -----------------------------------------------------------------------------------------------------------

def test_every_page_names_its_picture(docs: dict[str, Doc], site: Path, data: Site) -> None:
    for url in data.pages:
        said = {m.get("property") or m.get("name"): m.get("content") for m in docs[url].tree.xpath("//meta[@content]")}
        assert said["og:image"] == said["twitter:image"] == data.home + preview_of(url), url
        assert said["og:image:alt"] == said["twitter:image:alt"] == describes(data, url), url
        assert (said["og:image:width"], said["og:image:height"], said["og:image:type"]) == ("1200", "630", "image/png")
        with Image.open(site / preview_of(url)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630)), url
    alone = [preview_of(url) for url in data.pages if not url.startswith("sources/")]
    assert len(set(alone)) == len(alone)
    assert sorted(path.relative_to(site).as_posix() for path in (site / "preview").rglob("*.png")) == sorted(
        set(map(preview_of, data.pages)))


def test_pictures_are_no_part_of_the_data(site: Path) -> None:
    manifest = json.loads((site / "data/v1/manifest.json").read_text("utf-8"))
    assert [name for name in manifest["files"] if "preview" in name or name.endswith(".png")] == []
