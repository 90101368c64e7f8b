"""Ctrl+;: today's date where a date is typed, and only there."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from desktop.models.packs.packs import load_packs
from desktop.tasks.members.person import FIELDS
from desktop.ui.pages.activities.entry import QuickEntry
from desktop.ui.pages.settings.members_dialogs import MemberDialog
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import NumberField
from tests.support.keyboard import press, type_text

TODAY = date(2026, 11, 21)
CONTROL = Qt.KeyboardModifier.ControlModifier


def press_today(line: Any) -> None:
    press(line, Qt.Key.Key_Semicolon, CONTROL)


def test_today_is_typed_over_a_date_and_ctrl_z_takes_it_back(app: Any) -> None:
    field = DateField(date(2026, 1, 5), today=lambda: TODAY)
    told = QSignalSpy(field.committed)
    press_today(field.line)
    assert field.value() == TODAY
    assert told.count() == 0
    press(field.line, Qt.Key.Key_Return)
    assert [told.at(0)[0]] == [TODAY]
    press_today(field.line)
    field.line.undo()
    assert field.line.text() == "21/11/2026"


def test_a_quick_line_takes_today_where_the_cursor_is(app: Any) -> None:
    entry = QuickEntry(
        SimpleNamespace(today=lambda: TODAY, read=SimpleNamespace(packs=load_packs()))
    )  # type: ignore[arg-type]
    type_text(entry.line, "Họp giao ban ")
    press_today(entry.line)
    type_text(entry.line, " 5 người")
    assert entry.line.text() == "Họp giao ban 21/11/2026 5 người"
    assert entry._read().start == TODAY


def test_only_the_days_of_a_member_take_it(app: Any) -> None:
    dialog = MemberDialog(None, None, FIELDS, lambda _texts: None, TODAY)
    for field in dialog.fields.values():
        press_today(field)
    filled = {name for name, field in dialog.fields.items() if field.text()}
    assert filled == {"born", "joined", "came", "left"}
    assert dialog.fields["joined"].text() == "21/11/2026"


def test_a_number_field_does_not(app: Any) -> None:
    field = NumberField(5)
    press_today(field)
    assert field.text() == "5"
