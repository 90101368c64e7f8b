"""The one-page guide opens beside the window and names only what exists."""

import re

from desktop.models import resources
from desktop.ui.dialogs.guide import Guide
from desktop.ui.theme import Theme
from desktop.ui.widgets.documents import SafeTextBrowser


def test_the_guide_shows_the_whole_page(theme: Theme) -> None:
    guide = Guide(None)
    guide.show()
    shown = guide.findChild(SafeTextBrowser).toPlainText()
    assert "Làm xong một tháng trong sáu bước" in shown
    assert "Gửi – nhận" in shown
    guide.close()


def test_the_guide_scrolls_by_one_bar_on_a_low_screen(theme: Theme) -> None:
    guide = Guide(None)
    guide.show()
    assert guide.minimumSizeHint().height() < 560  # 1366 × 768 at 125 %, less its bars
    guide.close()


def test_every_button_the_guide_names_is_a_button_of_the_program() -> None:
    text = resources.path("help/mot-trang.html").read_text(encoding="utf-8")
    named = {" ".join(name.split()) for name in re.findall(r"bấm\s+<i>(.*?)</i>", text, re.DOTALL)}
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (resources.path("..") / "desktop" / "ui").rglob("*.py")
    )
    assert named
    assert {name for name in named if f'_("{name}")' not in code} == set()
