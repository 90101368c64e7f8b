"""Every number of the layout can be shown, typed and read again."""

import pytest

from desktop.documents.layout import with_body_size, with_settings
from desktop.documents.layout_places import places, read_value
from desktop.formats.layout import shipped_layout
from desktop.models.errors import Refusal

LAYOUT = shipped_layout()


def test_each_setting_reads_back_as_it_is_shown() -> None:
    shown = places(LAYOUT)
    for one in shown:
        if one.value:
            changed = with_settings(LAYOUT, {one.place: read_value(LAYOUT, one.place, one.value)})
            assert changed == LAYOUT, one.place
    assert len({one.place for one in shown}) == len(shown)
    parts = {one.part for one in shown}
    assert {"Lề trang", "Cỡ chữ và kiểu chữ", "Phần hai cột", "Dấu chỉ mức độ"} <= parts


@pytest.mark.parametrize(
    ("place", "text", "value"),
    [
        ("body.line", "1,5", 1.5),
        ("pairs.header_mm", "70; 95", [70, 95]),
        ("styles.body.bold", "có", True),
        ("stamps.sizes_mm.KHẨN", "25; 9", [25, 9]),
        ("styles.urgency.colour", "C00000", "C00000"),
        ("styles.body.before_pt", "3", 3),
    ],
)
def test_values_are_read_as_they_are_typed(place: str, text: str, value: object) -> None:
    assert read_value(LAYOUT, place, text) == value
    with_settings(LAYOUT, {place: value})


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("body.nothing", "1"),
        ("body", "1"),
        ("body.line", "rộng"),
        ("body.line", "1e999"),
        ("body.line", "-1"),
        ("pairs.header_mm", "70"),
        ("styles.body.bold", "hơi"),
    ],
)
def test_what_a_place_cannot_hold_is_refused(place: str, text: str) -> None:
    with pytest.raises(Refusal):
        read_value(LAYOUT, place, text)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("styles.body.size_pt", 0),
        ("styles.urgency.colour", "red"),
        ("body.line", 9),
        ("presets.default.margin_mm.left", 190),
    ],
)
def test_values_no_page_can_be_set_with_are_refused(place: str, value: object) -> None:
    with pytest.raises(Refusal):
        with_settings(LAYOUT, {place: value})


def test_thirteen_points_take_the_letterhead_along() -> None:
    layout = with_body_size(LAYOUT, 13)
    sizes = {name: layout.style(name).size_pt for name in ("body", "roman", "motto", "signer")}
    assert set(sizes.values()) == {13}
    assert layout.style("national_name").size_pt == 12
    assert layout.style("appendix").size_pt == 14
    assert with_body_size(layout, 13) is layout
