import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

import desktop.ui
from desktop.models import resources
from desktop.ui import icons
from desktop.ui.theme import Theme, ThemeChoice
from desktop.ui.widgets.buttons import icon_button

SOURCES = sorted(Path(desktop.ui.__file__).parent.rglob("*.py"))


def test_switching_changes_palette_stylesheet_and_icons_at_once(
    app: QApplication, theme: Theme
) -> None:
    button = icon_button("search", "Tìm", lambda: None)
    light = button.icon().pixmap(20).toImage()
    theme.choose(ThemeChoice.DARK)
    assert app.palette().color(QPalette.ColorRole.Window).name().upper() == "#17191D"
    assert "#17191D" in app.styleSheet()
    assert button.icon().pixmap(20).toImage() != light


def test_a_widget_that_is_gone_no_longer_follows_the_theme(theme: Theme) -> None:
    button = icon_button("search", "Tìm", lambda: None)
    button.deleteLater()
    QApplication.sendPostedEvents()
    theme.choose(ThemeChoice.DARK)
    assert theme.tokens.dark


def test_the_shipped_font_is_used(theme: Theme) -> None:
    assert QFontInfo(theme.font()).family() == "Noto Sans"
    assert theme.font("title").pixelSize() == 18


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_colour_is_written_in_code(path: Path) -> None:
    assert not re.search(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*\d", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", sorted(place.stem for place in resources.path("icons").glob("*.svg"))
)
def test_every_icon_is_a_line_drawing_of_the_family(name: str) -> None:
    text = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke="currentColor"' in text
    assert 'stroke-width="1.75"' in text
    drawn = icons.pixmap(name, "#000000", 24).toImage()
    inked = sum(drawn.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
    edge = [drawn.pixelColor(i, j).alpha() for i in range(24) for j in (0, 23)]
    assert inked > 8
    assert not any(edge), "drawn over the edge of its grid"
