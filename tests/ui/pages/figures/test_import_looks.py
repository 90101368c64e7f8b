"""What of an import asks for a look: said once, quiet for a name, and a filter by key."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.intake.figures.result import (
    CellReading,
    FiguresReading,
    ReadColumn,
    ReadRow,
    Status,
)
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import figures
from tests.ui.pages.figures.test_import import opened, written
from tests.ui.test_store_thread import until

Open = Callable[..., tuple[Shell, Reader, list[str]]]
GUESS = "Hiểu cột “Kết nạp ĐV” là chỉ tiêu C11."
WHOLE = "Bảng ghi kỳ khác, không phải Tháng 10/2026."
NAMED = "Tên viết gọn; đọc là CĐCS Trường 2 (Xã Thử)."
PART = "V02: Số “trong đó” lớn hơn tổng số."


def row(number: int, status: Status, *reasons: str, unit: str = "") -> ReadRow:
    cell = CellReading("C11", f"C{number}", "3", 3)
    return ReadRow(number, f"Trường {number}", status, (cell,), reasons, unit)


def shown(open_commune: Open, folder: Path) -> ImportFigures:
    """The preview of a file whose every row has the same two remarks, and few another."""
    shell, _reader, units = open_commune()
    found = opened(shell, figures(shell, form="F1"), written(folder))
    columns = (
        ReadColumn("B", "Tên", "unit"), ReadColumn("C", "Kết nạp ĐV", "C11", GUESS),
        ReadColumn("D", "Ghi", None, "Không phải chỉ tiêu của biểu."),
    )  # fmt: skip
    rows = (
        row(4, "warned", GUESS, WHOLE, unit=units[0]),
        row(5, "warned", NAMED, GUESS, WHOLE, unit=units[1]),
        row(6, "warned", NAMED, PART, GUESS, WHOLE, unit=units[1]),
        row(7, "accepted", unit=units[2]),
        row(8, "refused", "E_UNIT: Không có đơn vị tên này trong danh sách.", WHOLE),
    )
    found.show_reading(FiguresReading(
        "F1", "2026-10", "bảng.xlsx", "", "A", ("A",), columns, rows, (), (), remarks=(WHOLE,),
    ))  # fmt: skip
    shell.settle()
    return found


def told(found: ImportFigures) -> list[tuple[str, str, str]]:
    columns = {one.title: one for one in found.rows.rows_model.columns}
    names = ("Dòng", "Kết quả", "Vì sao")
    texts = [[columns[name].text(one) for name in names] for one in found.rows.rows()]
    return [(place, end, why) for place, end, why in texts]


def test_what_holds_for_a_column_or_the_file_is_said_once(
    open_commune: Open, tmp_path: Path
) -> None:
    found = shown(open_commune, tmp_path)
    assert (found.understood.text(), found.remarks.text()) == (GUESS, WHOLE)
    assert told(found) == [
        ("8", "không nhận", "Không có đơn vị tên này trong danh sách."),
        ("6", "nhận, cần xem", f"{PART} {NAMED}"),
        ("5", "nhận, tên đọc khác", NAMED),
        ("4", "nhận", ""),
        ("7", "nhận", ""),
    ]
    assert found.told.text() == (
        "bảng.xlsx: 2 dòng nhận được, 1 dòng nhận với tên đọc khác, 1 dòng cần xem,"
        " 1 dòng không nhận, 0 dòng không phải số liệu."
    )
    found.rows.go_to(5)
    assert (found.why.text(), found.why.property("tone")) == (NAMED, "muted")
    found.rows.go_to(6)
    assert found.why.property("tone") == "attention"


def test_only_the_rows_that_ask_for_a_look_are_shown_by_a_key(
    open_commune: Open, tmp_path: Path
) -> None:
    found = shown(open_commune, tmp_path)
    assert found.asking.isVisible()
    assert found.asking.text() == "&Chỉ xem dòng cần xem (3 trên 5)"
    found.rows.go_to(7)
    QTest.keyClick(found, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    until(found.asking.isChecked)  # the toolkit shows the press first
    assert [place for place, *_rest in told(found)] == ["8", "6", "5"]
    assert found.rows.current().source_row == 8
    assert found.deed_button.text() == "Nhận 4 dòng"  # hidden rows are taken all the same
    found.asking.setFocus()
    QTest.keyClick(found.asking, Qt.Key.Key_Space)
    assert len(told(found)) == 5
