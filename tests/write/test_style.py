"""The colours of the style sheet: each has enough contrast on what it stands on, in both schemes and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from built import Doc

from macros.write import style
from tools import ROOT

SHEET = (ROOT / "docs" / "assets" / "site.css").read_text("utf-8")


def too_weak(sheet: str) -> Iterator[str]:
    """Each colour that has too little contrast on something it stands on."""
    found = style.colours(sheet)
    for name, use in style.COLOURS.items():
        for behind in use.on if use.least else ():
            for scheme, one, other in zip(("light", "dark"), found[name], found[behind], strict=True):
                if (reached := style.contrast(one, other)) < (use.least or 0):
                    yield f"{name} on {behind}, {scheme}: {reached:.2f}, less than {use.least}"


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("#000000", "#ffffff", 21.0), ("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48),
    ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0), ("#123456", "#123456", 1.0)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert round(style.contrast(one, other), 2) == expected


def test_every_colour_has_the_contrast_it_needs() -> None:
    assert list(too_weak(SHEET)) == []


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("--soft: light-dark(#5b5348,", "--soft: light-dark(#8b8378,", [
        "soft on paper, light: 3.53, less than 4.5", "soft on wash, light: 3.24, less than 4.5",
        "soft on tint, light: 3.05, less than 4.5"]),
    ("--c3: light-dark(#94701c, #d8b765)", "--c3: light-dark(#94701c, #58401c)",
     ["c3 on paper, dark: 1.84, less than 3.0"]),
])
def test_a_colour_that_is_too_weak_is_named(old: str, new: str, expected: list[str]) -> None:
    assert old in SHEET
    assert list(too_weak(SHEET.replace(old, new))) == expected


def test_text_is_tried_on_every_background_and_each_token_has_its_use() -> None:
    found = style.colours(SHEET)
    assert set(style.COLOURS) == set(found)
    assert {name for name, use in style.COLOURS.items() if use.least == style.TEXT} == {"ink", "soft", "accent"}
    assert all(set(style.COLOURS[name].on) == set(style.BACKGROUNDS) for name in ("ink", "soft", "accent"))
    assert {name for name, use in style.COLOURS.items() if use.least == style.GRAPHIC} == {
        "edge", *(name for name in found if re.fullmatch(r"c\d", name))}
    assert set(style.others(SHEET)) == set(style.OTHERS)


def test_old_browsers_get_the_light_colours_and_no_rule_has_a_colour_of_its_own() -> None:
    plain = dict(re.findall(r"^  --([a-z0-9]+): (#[0-9a-f]{6});", SHEET, re.M))
    assert plain == {name: light for name, (light, _) in style.colours(SHEET).items()}
    # Shadows, paper and what browsers name themselves apart, colours have names.
    rules = re.sub(r"/\*.*?\*/|@media print \{.*", "", SHEET, flags=re.S)
    strays = [line.strip() for line in rules.splitlines() if re.search(r"#[0-9a-f]{3,8}\b|\brgba?\(", line)
              and not re.match(r"\s*--|\s*@supports", line)]
    assert strays == []


def test_on_paper_text_is_dark_on_white() -> None:
    paper = dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]+)", SHEET.partition("@media print")[2]))
    full = {name: "#" + value[1:] * (2 if len(value) == 4 else 1) for name, value in paper.items()}
    assert {full[behind] for behind in style.BACKGROUNDS} == {"#ffffff"}
    assert [name for name in ("ink", "soft", "accent") if style.contrast(full[name], "#ffffff") < style.TEXT] == []
    assert style.contrast(full["edge"], "#ffffff") >= style.GRAPHIC


def test_the_page_shows_every_colour_with_its_contrast(docs: dict[str, Doc]) -> None:
    doc, found = docs["about/style/"], style.colours(SHEET)
    rows = {row[0]: row for row in doc.table("colours-table")}
    assert list(rows) == list(style.COLOURS)
    light, dark = (style.contrast(found["ink"][i], found["paper"][i]) for i in (0, 1))
    assert rows["ink"][2:] == [", ".join(found["ink"]), f"{light:.1f} / {dark:.1f}", *rows["ink"][4:6], "4.5"]
    assert rows["paper"][3:] == ["–", "–", "–", "–"]
    assert {rect.get("fill") for rect in doc.main.iter("rect") if not rect.get("class")} == {
        colour for pair in found.values() for colour in pair}
    # The components are the real ones.
    for css in ("keyfigure", "fig fig--checked", "fig fig--read", "fig fig--relayed", "dispute", "timeline", "chart",
                "table-tools", "notes"):
        assert doc.main.xpath(f"//*[contains(concat(' ', @class, ' '), ' {css} ')]"), css
    assert {mark.text for mark in doc.main.xpath("//span[@class='mark']")} >= {
        "disputed", "seen only through others"}
