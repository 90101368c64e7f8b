from PySide6.QtCore import Qt

from desktop.models.errors import Refusal
from desktop.ui.first_start import FirstChoices, FirstStart
from tests.support.keyboard import press


def test_each_choice_is_reached_by_keyboard_and_runs() -> None:
    made: list[str] = []
    first = FirstStart(
        FirstChoices(
            create=lambda: made.append("create"),
            receive=lambda: made.append("receive"),
            sample=lambda: made.append("sample"),
        )
    )
    for choice in first.choices:
        assert choice.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert choice.accessibleName()
        press(choice, Qt.Key.Key_Return)
    assert made == ["create", "receive", "sample"]
    first.deleteLater()


def test_a_refused_choice_says_why_and_stays() -> None:
    def refuse() -> None:
        raise Refusal("Thư mục không ghi được.", next_step="Chọn thư mục khác.")

    first = FirstStart(FirstChoices(refuse, refuse, refuse))
    press(first.choices[0], Qt.Key.Key_Space)
    (strip,) = first.messages.strips()
    assert strip.message.text == "Thư mục không ghi được. Chọn thư mục khác."
    first.deleteLater()
