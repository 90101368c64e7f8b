"""Pictures of the pages, drawn without a screen in the asked size and theme."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from desktop.ui import shots
from tests.models.offices import commune


@pytest.mark.parametrize(
    ("sitting", "size"), [("1366x768-dark", (1366, 768)), ("1366x768-light-125", (1366, 768))]
)
def test_each_page_is_drawn_in_its_size_and_theme(
    tmp_path: Path, sitting: str, size: tuple[int, int]
) -> None:
    store, _units = commune(tmp_path / shots.MAIN, 2)
    store.close()
    arguments = ["--out", str(tmp_path / "ảnh"), "--office", str(tmp_path), "--sitting", sitting]
    assert shots.main([*arguments, "--pages", "activities,settings-history"]) == 0
    drawn = {file.name for file in (tmp_path / "ảnh").iterdir()}
    assert drawn == {
        f"{sitting}-{name}.png"
        for name in (
            "activities", "activities-calendar", "activities-details", "settings-history",
        )
    }  # fmt: skip
    picture = QImage(str(tmp_path / "ảnh" / f"{sitting}-activities.png"))
    assert (picture.width(), picture.height()) == size
    corner = QColor(picture.pixel(size[0] - 5, 60))
    assert (corner.lightness() < 80) is ("dark" in sitting)


def test_every_page_and_the_province_have_their_views() -> None:
    from desktop.ui.page import entries

    present = {entry.id for entry in entries()}
    assert {view.page for view in shots.MORE} <= present | {"units"}
    assert {view.office for view in shots.MORE} == {shots.MAIN, shots.ABOVE}


def test_an_unknown_sitting_draws_nothing(tmp_path: Path) -> None:
    assert shots.main(["--out", str(tmp_path), "--office", str(tmp_path), "--sitting", "x"]) == 2
