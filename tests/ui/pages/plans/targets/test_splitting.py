"""One target dealt out in the window: levels, odd numbers, an odd factor, keys."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.outline.targets import Target
from desktop.models.packs.packs import load_packs
from desktop.models.plans.unit_targets import Base, Part, dealt_alike, set_unit_targets
from desktop.models.units.units import Unit
from desktop.tasks.figures.targets import target_of_text
from desktop.ui.pages.plans.targets.board import TargetsBoard
from desktop.ui.pages.plans.targets.year_dialog import SplitDialog
from tests.support.keyboard import type_text
from tests.ui.pages.plans.targets.test_targets_board import board
from tests.ui.test_store_thread import until

PACKS = load_packs()


def unit(name: str) -> Unit:
    return Unit(name, f"P-{name}", f"CĐCS {name}", "CDCS", "FDI", "us", date(2025, 7, 1), None, {})


UNITS = [
    (unit("A"), Base(30, 1, 10)), (unit("B"), Base(10, 1, None)), (unit("C"), Base(10, 1, 20)),
]  # fmt: skip


def split_of(code: str, text: str) -> tuple[SplitDialog, list[dict[str, Part]]]:
    given: list[dict[str, Part]] = []
    indicator = PACKS.indicators[code]
    target = target_of_text(text, indicator)
    alike = dealt_alike(target, indicator)
    return SplitDialog(
        None, "Phân bổ", target, UNITS, lambda parts, _weights: given.append(parts), alike=alike
    ), given


@pytest.mark.parametrize(
    ("code", "text", "level"), [("A04", "76,5%", "76.5"), ("M03", "1,5", "1.5"), ("N03", "2", "2")]
)
def test_a_share_an_average_and_a_grade_are_the_same_for_every_unit(
    app: Any, code: str, text: str, level: str
) -> None:
    split, given = split_of(code, text)
    assert [field.text() for field in split.fields.values()] == [level.replace(".", ",")] * 3
    split.perform()
    assert given == [dict.fromkeys("ABC", Decimal(level))]


def test_a_number_below_zero_is_refused_where_it_was_typed(app: Any) -> None:
    split, given = split_of("C40", "50")
    type_over(split, "A", "-5")
    assert "số âm" in split.left.text()
    split.perform()
    split.perform()
    assert "số âm" in split.error.text()
    assert not given


def test_what_is_no_number_takes_away_the_word_that_all_is_dealt_out(app: Any) -> None:
    split, _given = split_of("C40", "50")
    assert split.left.text() == "Đã phân bổ đủ 50."
    type_over(split, "A", "nhiều")
    assert split.left.text() == "“nhiều” không phải là số."
    type_over(split, "A", "30")
    assert split.left.text() == "Đã phân bổ đủ 50."


def test_an_odd_factor_gives_nothing_and_enter_behind_one_only_reckons(app: Any) -> None:
    split, given = split_of("C40", "50")
    split.show()
    split.way.show_value("formula:per_unit")
    split.way.chosen.emit("formula:per_unit")
    for text in ("mười", "5"):
        split.factor.setFocus()
        split.factor.selectAll()
        type_text(split.factor, text)
        QTest.keyClick(split.factor, Qt.Key.Key_Return)
        split.perform()
        assert not given
    assert list(split.parts().values()) == [5, 5, 5]
    assert "Còn 35" in split.error.text()
    split.reject()


def test_units_last_year_says_nothing_of_are_named_and_left_to_be_typed(app: Any) -> None:
    split, _given = split_of("C40", "50")
    assert split.unknown.isHidden()
    split.way.show_value("last_year")
    split.way.chosen.emit("last_year")
    assert split.parts() == {"A": 17, "B": None, "C": 33}
    assert "CĐCS B" in split.unknown.text()
    assert not split.unknown.isHidden()


def test_what_was_dealt_out_is_told_in_the_board_and_taken_back_by_its_keys(desk: Any) -> None:
    made = board(desk)
    made.open()
    made.deal.click()
    until(lambda: made.findChild(SplitDialog) is not None)
    split = made.findChild(SplitDialog)
    assert split is not None
    split.perform()
    until(lambda: len(made.lines) == 4)
    assert "Ctrl+Z" in made.said.text()
    QTest.keyClick(made.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: len(made.lines) == 1)
    QTest.keyClick(made.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: made.said.text() == "Chưa làm gì ở đây để hoàn tác.")
    desk.settle()
    assert len(made.lines) == 1  # what was written before the window was opened stays
    QTest.keyClick(made.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    until(lambda: len(made.lines) == 4)
    made.reject()


def type_over(split: SplitDialog, unit_id: str, text: str) -> None:
    field = split.fields[unit_id]
    field.selectAll()
    type_text(field, text)
    field.commit()


def test_an_office_without_units_below_is_told_in_the_board(desk: Any) -> None:
    made = TargetsBoard(desk.page.desk)
    goal = Target(">=", Decimal(10), unit="đoàn viên")
    year, own = made.year.value(), desk.reader.own_unit
    desk.page.desk.do(lambda store: set_unit_targets(store, year, {own: {"C40": goal}}))
    until(lambda: bool(made.lines))
    made.deal.click()
    until(lambda: made.said.text() == "Chưa có đơn vị trực thuộc nào để phân bổ.")
    made.reject()
