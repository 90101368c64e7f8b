"""Personal data in the settings: the list off, open, locked by itself; a person found."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.tasks.members.book import add
from desktop.tasks.members.person import BASIC
from desktop.tasks.members.vault import destroy, is_on
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import PageEntry
from desktop.ui.pages.settings import members as page_part
from desktop.ui.pages.settings import privacy as privacy_part
from desktop.ui.pages.settings.members_dialogs import (
    IntakeDialog,
    MemberDialog,
    PassphraseDialog,
    log_of,
)
from desktop.ui.pages.settings.members_paper import print_blank, print_list
from desktop.ui.pages.settings.page import SettingsPage
from desktop.ui.shell import Shell
from desktop.ui.widgets.table import ListTable
from tests.models.offices import commune
from tests.support.keyboard import press
from tests.ui.test_store_thread import until

ENTRY = PageEntry("settings", "Cài đặt", "settings", "desktop.ui.pages.settings")

KEY = "một câu đủ dài"


@pytest.fixture
def page(app: Any, tmp_path: Path) -> Iterator[SettingsPage]:
    """The settings of a small commune, at the member list."""
    store, _units = commune(tmp_path / "so", 2)
    store.close()
    shell = Shell(office_at(store.folder, "Thử"), (ENTRY,), MachineState(None))
    shell.show()
    shell.settle()
    shell.go("settings", "members")
    shell.settle()
    found = shell._host.front.page
    assert isinstance(found, SettingsPage)
    yield found
    shell.close()
    shell.deleteLater()


def dialog(page: SettingsPage, kind: type[QWidget]) -> Any:
    window = page.desk.window
    assert window is not None
    until(lambda: bool(window.findChildren(kind)))
    return window.findChildren(kind)[-1]


def switched_on(page: SettingsPage) -> page_part.Members:
    part = page.members
    part.switch_on()
    asked = dialog(page, PassphraseDialog)
    asked.key.setText(KEY)
    asked.again.setText(KEY)
    asked.perform()
    assert "thông báo" in asked.error.text()  # the notice must have been read
    asked.agreed.setChecked(True)
    asked.again.setText(KEY + "x")
    asked.perform()
    assert "khác nhau" in asked.error.text()
    asked.again.setText(KEY)
    asked.perform()
    until(lambda: part.vault is not None)
    return part


def test_the_list_is_switched_on_filled_from_a_paste_and_locks_itself(page: SettingsPage) -> None:
    part = page.members
    assert part.stack.currentIndex() == page_part.OFF
    switched_on(page)
    QGuiApplication.clipboard().setText("Họ và tên\tTổ\tNam, nữ\nBế Thị Lan\tTổ 1\tnữ\n\tTổ 2\tnam")
    part._paste()
    coming = dialog(page, IntakeDialog)
    assert [line.state for line in coming.table.rows()] == ["new", "refused"]
    coming.perform()
    until(lambda: len(part.table.rows()) == 1)
    assert "1 đoàn viên, 1 nữ" in part.proposal.text()
    part._last -= timedelta(minutes=9)
    part.lock_when_idle()
    assert part.stack.currentIndex() == page_part.OPEN
    part._last -= timedelta(minutes=2)
    part.lock_when_idle()
    assert part.stack.currentIndex() == page_part.LOCKED
    assert part.table.rows() == []
    assert part.proposal.text() == ""
    part.key.setText(KEY)
    part.unlock()
    assert part.key.text() == ""
    until(lambda: part.stack.currentIndex() == page_part.OPEN)
    assert len(part.table.rows()) == 1
    part.lock()


def test_a_member_is_added_corrected_and_found_among_personal_data(page: SettingsPage) -> None:
    part = switched_on(page)
    part._add()
    asked = dialog(page, MemberDialog)
    asked.perform()
    assert "họ và tên" in asked.error.text()
    asked.fields["full_name"].setText("Hà Thị Thử")
    asked.perform()
    until(lambda: len(part.table.rows()) == 1)
    privacy: Any = next(one for one in page.sections if one.id == "privacy")
    page.opened("privacy")
    privacy.name.setText("ha thi thu")
    privacy.find()
    until(lambda: bool(privacy.table.rows()))
    assert [one.kind for one in privacy.table.rows()] == ["member"]
    deeds = (privacy.correct, privacy.delete, privacy.hand)
    assert not any(one.isEnabled() for one in deeds)  # nobody is chosen yet
    assert "Chọn các dòng" in privacy.told.text()
    privacy.table.selectRow(0)
    assert all(one.isEnabled() for one in deeds)
    privacy._write("Hà Thị Thủ")
    until(lambda: part.vault.book.members[0].full_name == "Hà Thị Thủ")
    until(lambda: [one.value for one in privacy.table.rows()] == ["Hà Thị Thủ"])
    assert not any(one.isEnabled() for one in deeds)
    assert "3 lần" in privacy.log.text()
    part.lock()
    assert not privacy.table.rows()
    assert "vừa khóa" in privacy.told.text()


def test_of_namesakes_only_the_chosen_one_is_handed_over_and_deleted(
    page: SettingsPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    part = switched_on(page)
    assert part.vault is not None
    for name, group in (("Nguyễn Văn An", "Tổ 1"), ("Nguyễn Văn Ân", "Tổ 1"),
                        ("Nguyễn Văn An", "Tổ 2")):  # fmt: skip
        add(part.vault, {"full_name": name, "group": group}, page.desk.now())
    privacy: Any = next(one for one in page.sections if one.id == "privacy")
    page.opened("privacy")
    privacy.name.setText("Nguyễn Văn An")
    privacy.find()
    until(lambda: len(privacy.table.rows()) == 3)
    asked: list[str] = []
    monkeypatch.setattr(privacy_part, "confirm", lambda *said: bool(asked.append(said[2])) or True)
    assert not privacy.delete.isEnabled()
    privacy._delete()
    assert not asked
    second = next(one for one in privacy.table.rows() if "Tổ 2" in one.about)
    privacy.table.go_to((second.kind, second.key, second.field))
    monkeypatch.setattr(page.desk, "choose_target", lambda *_a, **_k: tmp_path / "an.txt")
    privacy._hand_over()
    out = tmp_path / "an - CO THONG TIN CA NHAN.txt"
    until(out.is_file)
    until(lambda: "1 lần" not in privacy.log.text())
    text = out.read_text(encoding="utf-8-sig")
    assert "Tổ 2" in text
    assert "Tổ 1" not in text
    privacy._delete()
    until(lambda: len(privacy.table.rows()) == 2)
    assert "Xóa ở 1 chỗ" in asked[0]
    assert "Tổ 2" in asked[0]
    assert [one.group for one in part.vault.book.members] == ["Tổ 1", "Tổ 1"]
    part.lock()


def test_the_list_and_a_blank_one_are_printed_without_a_file(
    page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(
        "desktop.ui.widgets.printing.ask_and_print",
        lambda _parent, pdf, _title, **_named: bool(printed.append(pdf)) or True,
    )
    print_blank(page.desk)
    until(lambda: len(printed) == 1)
    part = switched_on(page)
    assert part.vault is not None
    before = set(page.desk.read.folder.rglob("*.pdf"))
    print_list(page.desk, part.vault, part._do)
    until(lambda: len(printed) == 2)
    until(lambda: part.vault is not None and part.vault.book.log[-1].deed == "print")
    assert all(pdf.startswith(b"%PDF") for pdf in printed)
    assert set(page.desk.read.folder.rglob("*.pdf")) == before
    part.lock()


def test_who_is_deleted_is_named_before(
    page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = switched_on(page)
    asked: list[str] = []
    monkeypatch.setattr(page_part, "confirm", lambda *said: bool(asked.append(said[2])))
    names = ["Nguyễn Thị Lan", "Trần Văn Bình"]
    part._do("Thêm", lambda kept: [page_part.book.add(kept, {"full_name": one}, page.desk.now())
                                   for one in names])  # fmt: skip
    until(lambda: len(part.table.rows()) >= len(names))
    part.table.selectAll()
    part._delete()
    assert all(name in asked[0] for name in names)
    part.lock()


def test_destroying_asks_first(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    part = switched_on(page)
    folder = page.desk.read.folder
    monkeypatch.setattr(page_part, "confirm", lambda *_a, **_k: False)
    part.destroy()
    assert is_on(folder)
    monkeypatch.setattr(page_part, "confirm", lambda *_a, **_k: True)
    part.destroy()
    until(lambda: not is_on(folder))
    until(lambda: part.stack.currentIndex() == page_part.OFF)


def test_a_wrong_passphrase_is_told_below_its_field_until_the_right_one_opens(
    page: SettingsPage,
) -> None:
    part = switched_on(page)
    part.lock()
    part.key.setText("không phải câu ấy")
    part.unlock()
    until(lambda: "không mở được" in part.key.toolTip())
    assert not page.desk.window.messages.strips()  # type: ignore[union-attr]
    part.key.setText(f" {KEY.replace(' ', '  ')} ")  # as spaces slip in; one was kept
    press(part.key, Qt.Key.Key_Return)
    until(lambda: part.stack.currentIndex() == page_part.OPEN)
    assert not part.key.toolTip()
    assert part.vault is not None
    table = log_of(None, part.vault.book.log).findChild(ListTable)
    assert table is not None
    assert [row.split("\t")[1] for row in table.tsv(table.rows()).splitlines()[1:]] == [
        "mở danh sách", "bật danh sách",
    ]  # fmt: skip
    part.lock()


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"sex": "X"}, "Nam hay Nữ"), ({"joined": "01/03/2035"}, "chưa đến")],
)
def test_a_member_typed_with_what_cannot_be_is_refused(
    app: Any, typed: dict[str, str], said: str
) -> None:
    kept: list[dict[str, str]] = []
    asked = MemberDialog(None, None, BASIC, kept.append, date(2026, 11, 22))
    asked.fields["full_name"].setText("Hà Thị Thử")
    for name, text in typed.items():
        asked.fields[name].setText(text)
    asked.perform()
    assert said in asked.error.text()
    assert not kept
    for name, text in (("sex", "nu"), ("joined", "22/11/2026")):
        asked.fields[name].setText(text)
    asked.perform()
    assert len(kept) == 1


def test_a_copy_asks_again_for_a_passphrase_that_does_not_open_it(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = switched_on(page)
    copy = tmp_path / "danh sách.niem"
    assert part.vault is not None
    part.vault.backup(copy, page.desk.now())
    part.lock()
    destroy(page.desk.read.folder)
    part.refresh()
    monkeypatch.setattr(page.desk, "choose_file", lambda *_a, **_k: copy)
    part._restore()
    asked = dialog(page, PassphraseDialog)
    asked.key.setText("không phải câu ấy")
    asked.perform()
    until(lambda: dialog(page, PassphraseDialog) is not asked)
    again = dialog(page, PassphraseDialog)
    assert "không mở được" in again.error.text()
    again.key.setText(KEY)
    again.perform()
    until(lambda: part.stack.currentIndex() == page_part.OPEN)
    assert not page.desk.window.messages.strips()  # type: ignore[union-attr]
    part.lock()


def test_a_dialog_on_the_list_is_use_of_it_and_goes_when_it_locks_itself(
    page: SettingsPage,
) -> None:
    part = switched_on(page)
    part._add()
    asked = dialog(page, MemberDialog)
    part._last -= timedelta(minutes=9)
    press(asked.fields["full_name"], Qt.Key.Key_H, text="H")
    part._last -= timedelta(minutes=9)
    part.lock_when_idle()
    assert asked.isVisible()  # the letter was typed nine minutes ago
    part._last -= timedelta(minutes=2)
    part.lock_when_idle()
    assert part.stack.currentIndex() == page_part.LOCKED
    assert not asked.isVisible()
    (strip,) = page.desk.window.messages.strips()  # type: ignore[union-attr]
    assert "chưa được ghi" in strip.message.text
