from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.ui.dialogs.crash import CrashDialog
from desktop.ui.machine_state import MachineState
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action
from desktop.ui.shell import Shell
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column
from tests.support.keyboard import press, type_text
from tests.ui.support import FakePage, SecondPage, write

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
Open = Callable[..., Shell]


class Busy(FakePage):
    """Has a panel, actions and a picker."""

    title = "Bận"

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.done: list[str] = []
        self.may_lock = False

    def actions(self) -> list[Action]:
        return [
            Action("lock", "Khóa số liệu", self.lock, "Ctrl+L", "lock",
                   enabled=lambda: self.may_lock, why_not=lambda: "Còn 3 đơn vị chưa nhập."),
            Action("add", "Thêm đơn vị", lambda: self.done.append("add"), primary=True),
            Action("odd", "Việc hiếm", lambda: self.done.append("odd"), header=False),
        ]  # fmt: skip

    def details(self) -> QWidget:
        return PlainLabel("Chi tiết")

    def lock(self) -> None:
        self.done.append("lock")
        raise Refusal("Chưa khóa được.", next_step="Nhập nốt ba đơn vị.")


def front(shell: Shell) -> Any:
    """The page in front."""
    hosted = shell._host.front
    assert hosted is not None
    return hosted.page


def settled(shell: Shell) -> None:
    shell.settle()


def test_a_committed_field_is_stored_and_shown_saved(open_shell: Open, reading: Reader) -> None:
    shell = open_shell([FakePage])
    field = front(shell).field
    type_text(field, "Đoàn viên")
    press(field, KEY.Key_Return)
    shell.settle()
    assert reading.get("setting", "test", "text") == "Đoàn viên"
    assert shell.status.saved.text().startswith("Đã lưu ")


def test_a_change_refreshes_the_front_page_now_and_others_when_opened(open_shell: Open) -> None:
    shell = open_shell([FakePage, SecondPage])
    shell.go("hai")
    shell.go("một")
    first, second = (hosted.page for hosted in shell._host.made())
    before = second.refreshed
    shell.desk.do(lambda store: write(store, "mới"))
    shell.settle()
    assert first.field.text() == "mới"
    assert second.refreshed == before
    shell.go("hai")
    assert second.field.text() == "mới"


def test_a_change_elsewhere_does_not_refresh(open_shell: Open) -> None:
    shell = open_shell([FakePage])
    before = front(shell).refreshed

    def other(store: Any) -> None:
        with store.step("Khác") as step:
            step.put("setting", "khác", "text", "x")

    shell.desk.do(other)
    shell.settle()
    assert front(shell).refreshed == before


def test_undo_and_redo_through_the_window(open_shell: Open) -> None:
    shell = open_shell([FakePage])
    shell.desk.do(lambda store: write(store, "mới"))
    shell.settle()
    shell.undo()
    shell.settle()
    assert front(shell).field.text() == ""
    assert shell.status.saved.text() == "Hoàn tác: Ghi thử"
    shell.redo()
    shell.settle()
    assert front(shell).field.text() == "mới"
    shell.undo()
    shell.undo()
    shell.settle()
    assert shell.status.saved.text() == "Chưa có việc nào để hoàn tác."
    assert shell.messages.strips() == []


class TwoFields(FakePage):
    """A page with a second field to be in."""

    def build(self) -> QWidget:
        surface = QWidget()
        self.second = QLineEdit()
        surface.setLayout(column(super().build(), self.second))
        return surface


def test_asking_for_the_page_in_front_leaves_the_keyboard_where_it_is(open_shell: Open) -> None:
    shell = open_shell([TwoFields, SecondPage])
    shell.activateWindow()
    shell.settle()
    page = shell._host.front.page
    assert page.field.hasFocus()
    page.second.setFocus()
    shell.desk.go("một")
    assert page.second.hasFocus()
    shell.desk.go("hai")
    shell.desk.go("một")
    assert page.field.hasFocus()


class MadeInParts(FakePage):
    """A page that makes two parts before it goes to what was asked for."""

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.made: list[Any] = []

    def ready(self, argument: Any) -> bool:
        if argument is None or len(self.made) == 2:
            return True
        self.made.append(argument)
        return False


def test_a_page_makes_what_it_lacks_a_part_a_turn(open_shell: Open) -> None:
    shell = open_shell([SecondPage, MadeInParts])
    shell.desk.go("một", "plan-7")
    page = front(shell)
    assert (page.made, page.arguments) == (["plan-7"], [])
    shell.settle()
    assert (page.made, page.arguments) == (["plan-7"] * 2, ["plan-7"])
    shell.desk.go("một", "plan-8")
    assert page.arguments == ["plan-7", "plan-8"]


def test_a_page_left_before_it_is_ready_is_not_filled(open_shell: Open) -> None:
    shell = open_shell([SecondPage, MadeInParts])
    shell.desk.go("một", "plan-7")
    page = front(shell)
    shell.desk.go("hai")
    shell.settle()
    assert page.arguments == []
    shell.desk.go("một", "plan-8")
    shell.settle()
    assert page.arguments == ["plan-8"]


def test_go_hands_the_argument_over(open_shell: Open) -> None:
    shell = open_shell([FakePage, SecondPage])
    shell.desk.go("hai", "unit-7")
    assert front(shell).arguments == ["unit-7"]
    shell.desk.go("hai", "unit-8")
    assert front(shell).arguments == ["unit-7", "unit-8"]


def test_a_page_that_is_not_ready_to_be_left_stays(open_shell: Open) -> None:
    class Stubborn(FakePage):
        def leaving(self) -> bool:
            return False

    shell = open_shell([Stubborn, SecondPage])
    shell.go("hai")
    assert isinstance(front(shell), Stubborn)
    Stubborn.leaving = lambda _self: True  # type: ignore[method-assign]


def test_alt_and_a_digit_open_the_pages(open_shell: Open) -> None:
    shell = open_shell([FakePage, SecondPage])
    shell.activateWindow()
    QApplication.processEvents()
    press(shell, KEY.Key_2, ALT)
    assert front(shell).title == "Hai"
    press(shell, KEY.Key_1, ALT)
    assert front(shell).title == "Một"


def test_a_refusal_of_an_action_is_a_sentence_with_the_next_step(open_shell: Open) -> None:
    shell = open_shell([Busy])
    front(shell).may_lock = True
    shell.actions_changed()
    shell.activateWindow()
    QApplication.processEvents()
    press(shell, KEY.Key_L, CONTROL)
    (strip,) = shell.messages.strips()
    assert strip.message.text == "Chưa khóa được. Nhập nốt ba đơn vị."
    assert strip.message.kind is MessageKind.BLOCKED


def test_a_disabled_action_says_why(open_shell: Open) -> None:
    shell = open_shell([Busy])
    buttons = {b.text(): b for b in shell.header.findChildren(QPushButton) if b.isVisible()}
    assert list(buttons) == ["Thêm đơn vị", "Khóa số liệu", "Việc khác"]
    lock = buttons["Khóa số liệu"]
    assert not lock.isEnabled()
    assert lock.toolTip() == "Còn 3 đơn vị chưa nhập."
    front(shell).may_lock = True
    shell.desk.actions_changed()
    assert lock.isEnabled()
    assert lock.toolTip() == "Khóa số liệu (Ctrl+L)"


def test_actions_of_a_page_behind_do_nothing(open_shell: Open) -> None:
    shell = open_shell([Busy, SecondPage])
    busy = front(shell)
    busy.may_lock = True
    shell.go("hai")
    shell.activateWindow()
    QApplication.processEvents()
    press(shell, KEY.Key_L, CONTROL)
    assert busy.done == []


def test_search_finds_without_tone_marks_and_runs(open_shell: Open) -> None:
    shell = open_shell([FakePage, Busy])
    shell.activateWindow()
    QApplication.processEvents()
    shell.palette_list.open()
    type_text(shell.header.search, "viec hiem")
    assert [c.text for c in shell.palette_list.found()] == ["Việc hiếm"]
    press(shell.header.search, KEY.Key_Return)
    assert front(shell).done == ["odd"]
    assert not shell.palette_list.isVisible()


def test_the_list_comes_with_the_first_letter_in_the_search_box(open_shell: Open) -> None:
    shell = open_shell([FakePage, Busy])
    shell.activateWindow()
    QApplication.processEvents()
    shell.header.search.setFocus()
    type_text(shell.header.search, "v")
    assert shell.palette_list.isVisible()
    assert "Việc hiếm" in [c.text for c in shell.palette_list.found()]


def test_search_explains_an_action_that_cannot_be_done(open_shell: Open) -> None:
    shell = open_shell([FakePage, Busy])
    next(c for c in shell.commands() if c.text == "Khóa số liệu").run()
    assert shell.messages.strips()[0].message.text == "Còn 3 đơn vị chưa nhập."


def test_the_panel_is_remembered_for_its_page(open_shell: Open) -> None:
    state = MachineState(None)
    shell = open_shell([Busy, FakePage], state)
    panel = shell._panel
    assert not panel.isVisible()
    press(shell, KEY.Key_F4)
    shell.desk.show_details(True)
    assert panel.isVisible()
    shell.go("một")
    assert not panel.isVisible()
    shell.go("bận")
    assert panel.isVisible()
    assert state.get("panel:bận") is True


def test_a_tall_panel_scrolls_instead_of_growing_the_window(open_shell: Open) -> None:
    class Tall(FakePage):
        title = "Cao"

        def details(self) -> QWidget:
            part = PlainLabel("Chi tiết")
            part.setMinimumHeight(3000)
            return part

    shell = open_shell([Tall])
    shell.setWindowState(Qt.WindowState.WindowNoState)
    shell.desk.show_details(True)
    shell.resize(1092, 614)
    QApplication.processEvents()
    assert shell.height() == 614


def test_the_open_page_and_the_narrow_navigation_are_remembered(open_shell: Open) -> None:
    state = MachineState(None)
    shell = open_shell([FakePage, SecondPage], state)
    shell.go("hai")
    shell.navigation._toggle()
    shell.close()
    again = open_shell([FakePage, SecondPage], state)
    assert front(again).title == "Hai"
    assert again.navigation._narrow


def test_closing_commits_everything_queued(open_shell: Open, reading: Reader) -> None:
    shell = open_shell([FakePage])
    for number in range(20):
        shell.desk.do(lambda store, n=number: write(store, str(n)))
    shell.close()
    assert reading.get("setting", "test", "text") == "19"


def test_messages_stay_until_read_and_act(open_shell: Open) -> None:
    shell = open_shell([FakePage])
    acted: list[str] = []
    shell.desk.message("Một", action_text="Mở", action=lambda: acted.append("mở"))
    shell.desk.message("Hai")
    shell.desk.message("Hai")
    assert [s.message.text for s in shell.messages.strips()] == ["Hai", "Một"]
    link = next(b for b in shell.messages.strips()[1].findChildren(QPushButton) if b.text() == "Mở")
    link.click()
    assert acted == ["mở"]
    assert [s.message.text for s in shell.messages.strips()] == ["Hai"]


def test_a_defect_opens_a_dialog_and_the_program_goes_on(open_shell: Open) -> None:
    shell = open_shell([FakePage])

    def broken(_store: Any) -> None:
        raise ZeroDivisionError("lỗi thử")

    shell.desk.do(broken)
    shell.settle()
    (dialog,) = shell.findChildren(CrashDialog)
    assert dialog.windowTitle() == "Có lỗi trong chương trình"
    dialog.perform()
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: lỗi thử" in copied
    assert "in broken" in copied
    shell.desk.do(lambda store: write(store, "tiếp"))
    shell.settle()
    assert front(shell).field.text() == "tiếp"


def test_an_exception_in_a_slot_is_shown_too(
    open_shell: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    from desktop.ui.hook import install_hook

    shell = open_shell([FakePage])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    install_hook(shell)
    error = ValueError("trong nút")
    sys.excepthook(ValueError, error, None)
    sys.excepthook(ValueError, error, None)
    assert len(shell.findChildren(CrashDialog)) == 1
    assert "trong nút" in capsys.readouterr().err


def test_a_job_shows_its_progress_and_can_be_stopped(open_shell: Open) -> None:
    import time

    from tests.ui.test_store_thread import until

    shell = open_shell([FakePage])
    stopped: list[bool] = []

    def work(_store: Any, progress: Any, _cancelled: Any) -> Any:
        for number in range(2000):
            time.sleep(0.002)
            yield number, 2000, "Đang đọc"

    shell.desk.job("Đọc văn bản", work, on_cancelled=lambda: stopped.append(True))
    assert shell.status.jobs() == []
    until(lambda: shell.status.jobs())
    (strip,) = shell.status.jobs()
    until(lambda: strip._bar.value() > 0)
    assert strip._text.text() == "Đang đọc"
    strip._cross.click()
    until(lambda: stopped)
    assert shell.status.jobs() == []


class Folded(FakePage):
    """Its first part is folded away."""

    def build(self) -> QWidget:
        whole = QWidget()
        box = QVBoxLayout(whole)
        self.folded = QPushButton("Thôi")
        box.addWidget(self.folded)
        box.addWidget(super().build())
        self.folded.hide()
        return whole


def test_the_keyboard_starts_in_the_first_part_in_sight(open_shell: Open) -> None:
    shell = open_shell([Folded])
    assert QApplication.focusWidget() is front(shell).field


class Named(Folded):
    """Names where the keyboard starts."""

    def build(self) -> QWidget:
        whole = super().build()
        self.folded.show()
        whole.setFocusProxy(self.field)
        return whole


def test_the_keyboard_starts_where_the_page_says(open_shell: Open) -> None:
    shell = open_shell([Named])
    assert QApplication.focusWidget() is front(shell).field


def test_files_are_asked_for_in_the_folder_used_last(
    open_shell: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_shell([FakePage]).desk
    asked: list[str] = []
    answers = [str(tmp_path / "Báo cáo.xlsx"), ""]

    def answer(_parent: Any, _title: str, place: str, _filters: str) -> tuple[str, str]:
        asked.append(place)
        return answers[len(asked) - 1], ""

    monkeypatch.setattr("desktop.ui.file_chooser.QFileDialog.getSaveFileName", answer)
    assert desk.choose_target("Lưu", "F1.xlsx", "") == tmp_path / "Báo cáo.xlsx"
    assert desk.choose_target("Lưu", "F3.xlsx", "") is None
    assert Path(asked[0]).is_absolute()
    assert Path(asked[0]).parent != Path.cwd()
    assert asked[1] == str(tmp_path / "F3.xlsx")


def test_a_result_takes_the_place_of_the_one_before(open_shell: Open) -> None:
    shell = open_shell([FakePage])
    shell.desk.message("Đã chốt F1", kind=MessageKind.DONE)
    shell.desk.message("Tệp không đọc được", kind=MessageKind.BLOCKED)
    shell.desk.message("Đã chốt F3", kind=MessageKind.DONE)
    shown = [strip.message.text for strip in shell.messages.strips()]
    assert shown == ["Đã chốt F3", "Tệp không đọc được"]


def test_what_is_said_in_passing_never_piles_up_over_the_page(open_shell: Open) -> None:
    shell = open_shell([FakePage])
    shell.desk.message("Đã sửa 57 → 73")
    shell.desk.message("Đã sửa 730 → 73")
    assert [strip.message.text for strip in shell.messages.strips()] == ["Đã sửa 730 → 73"]
    shell.desk.message("Đã chốt F1", kind=MessageKind.DONE)
    assert [strip.message.text for strip in shell.messages.strips()] == ["Đã chốt F1"]


class LatePage(FakePage):
    """A page that is shown before it is read."""

    title = "Ba"
    reads_late = True


def test_a_page_that_reads_long_is_shown_a_turn_before_it_is_read(
    open_shell: Callable[..., Shell],
) -> None:
    shell = open_shell([FakePage, LatePage])
    shell.go("ba", "nơi xa")
    page = shell._host.front.page  # type: ignore[union-attr]
    assert isinstance(page, LatePage)
    assert page.field.isVisible()
    assert (page.arguments, page.refreshed) == ([], 0)
    shell.go("ba")
    QApplication.processEvents()
    assert (page.arguments, page.refreshed) == (["nơi xa"], 1)
    assert page.field.hasFocus() or shell.focusWidget() is page.field
    shell.go("ba", "nơi khác")
    assert page.arguments == ["nơi xa", "nơi khác"]
