"""The shipped layout holds the format rules' numbers, and every number is a setting."""

import pytest

from desktop.documents.layout import heading_set, presets, with_preset, with_settings
from desktop.formats.layout import shipped_layout
from desktop.models.errors import Refusal

LAYOUT = shipped_layout()


def test_the_shipped_numbers_are_those_of_the_rules() -> None:
    margin = LAYOUT.page.margin_mm
    assert (margin.top, margin.bottom, margin.left, margin.right) == (20, 20, 30, 15)
    assert (LAYOUT.body.indent_mm, LAYOUT.body.before_pt, LAYOUT.body.line) == (12.7, 6, 1.15)
    assert LAYOUT.pairs.header_mm == (68, 97)
    sizes = {name: LAYOUT.style(name).size_pt for name in ("body", "recipients", "motto")}
    assert sizes == {"body": 14, "recipients": 11, "motto": 14}


def test_every_style_is_within_its_range_and_every_named_style_exists() -> None:
    for style in LAYOUT.styles.values():
        assert style.range_pt[0] <= style.size_pt <= style.range_pt[1]
        assert style.title
    named = {level.style for s in LAYOUT.heading_sets.values() for level in s.levels}
    named |= {level.text_style for s in LAYOUT.heading_sets.values() for level in s.levels}
    named |= {"body", "basis", "section", "decimal_deep", "table_caption", "page_number"}
    assert named <= set(LAYOUT.styles)


def test_presets_change_the_margins() -> None:
    assert list(presets()) == ["default", "decree30"]
    assert with_preset(LAYOUT, "decree30").text_width_mm() == 155
    with pytest.raises(Refusal):
        with_preset(LAYOUT, "khác")


def test_an_unknown_heading_set_takes_the_plans() -> None:
    assert heading_set(LAYOUT, "B").levels[1].label == "Điều 1."
    assert heading_set(LAYOUT, "?") == heading_set(LAYOUT, "A")


def test_single_settings_replace_single_numbers() -> None:
    changed = with_settings(LAYOUT, {"page.margin_mm.left": 35, "styles.body.size_pt": 13})
    assert changed.page.margin_mm.left == 35
    assert changed.style("body").size_pt == 13
    assert changed.style("dash") == LAYOUT.style("dash")


@pytest.mark.parametrize(
    "settings",
    [
        {"page.margin.left": 3},
        {"styles.body.size_pt": "lớn"},
        {"x": 1},
        {"page.margin_mm.left": 190},
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        with_settings(LAYOUT, settings)
