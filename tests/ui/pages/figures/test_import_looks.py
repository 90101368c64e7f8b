"""What of an import asks for a look: said once, quiet for a name, and a filter by key."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.intake.figures.result import (
    TOTALS_DIFFER,
    CellReading,
    FiguresReading,
    IgnoredRow,
    ReadColumn,
    ReadRow,
    Status,
)
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.figures.import_looks import Looks
from desktop.ui.pages.figures.import_parts import summary
from desktop.ui.shell import Shell
from desktop.ui.widgets.layout import space
from tests.ui.pages.figures.driving import figures
from tests.ui.pages.figures.test_import import TABLE, opened, written
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


def wanted(found: ImportFigures) -> int:
    """How tall the dialog asks to be before it is scrolled, in pixels."""
    box = found.layout()
    assert box is not None
    box.activate()
    return box.totalHeightForWidth(found.width())


def test_nothing_lies_below_the_edge_of_a_small_screen(open_commune: Open, tmp_path: Path) -> None:
    shell, _reader, _units = open_commune()
    found = opened(shell, figures(shell, form="F1"), None)
    assert wanted(found) < 450  # only what the drop area needs
    found.open_file(written(tmp_path, TABLE.replace("240", "999")))
    shell.settle()
    assert wanted(found) < 680  # 768 less the bar below and the dialog's title
    found.tabs.setCurrentIndex(1)
    shell.settle()
    assert found.role.mapTo(found, QPoint()).y() < found.columns.mapTo(found, QPoint()).y()


def test_a_wrong_total_is_told_once_with_the_rows_it_sums(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, _reader, _units = open_commune()
    text = TABLE.replace("Trường THCS Xa Lạ", "CĐCS Trường 2").replace("240,90", "999,90")
    found = opened(shell, figures(shell, form="F1"), written(tmp_path, text))
    wrong = "A03: dòng cộng ghi 999, cộng các dòng 4–6 được 240."
    assert found.remarks.text() == f"Dòng 7: {wrong}"
    assert [(end, why) for _place, end, why in told(found)] == [("nhận", "")] * 3


def test_for_whom_a_choice_is_remembered_is_said(open_commune: Open, tmp_path: Path) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    text = TABLE.replace("BẢNG", "CỤM TRƯỜNG HỌC\nBẢNG").replace("Trong đó nữ", "Sĩ số")
    found = opened(shell, page, written(tmp_path, text))
    assert found.sender.choice.currentText() == "CỤM TRƯỜNG HỌC"
    found.columns.go_to("D")
    found._set_role("A01N")
    shell.settle()
    found.perform()
    shell.settle()
    page.import_file(written(tmp_path, text))
    shell.settle()
    (again,) = [w for w in QApplication.topLevelWidgets()
                if isinstance(w, ImportFigures) and w is not found]  # fmt: skip
    assert again.understood.text() == (
        "Theo lần trước: “Sĩ số” là Công nhân, viên chức, lao động – Nữ (A01N)."
    )


def test_the_sender_is_corrected_and_the_memory_follows(open_commune: Open, tmp_path: Path) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    text = TABLE.replace("BẢNG", "CỤM TRƯỜNG HỌC\nBẢNG").replace("Trong đó nữ", "Sĩ số")
    found = opened(shell, page, written(tmp_path, text))
    found.sender.choice.chosen.emit("CĐCS Trường 3")
    shell.settle()
    assert found.sender.choice.currentText() == "CĐCS Trường 3"
    found.columns.go_to("D")
    found._set_role("A01N")
    shell.settle()
    found.perform()
    shell.settle()
    text = text.replace("Tổng số đoàn viên", "Đoàn viên")  # other headings: the sender alone tells
    page.import_file(written(tmp_path, text))
    shell.settle()
    (again,) = [w for w in QApplication.topLevelWidgets()
                if isinstance(w, ImportFigures) and w is not found]  # fmt: skip
    assert "Theo lần trước" not in again.understood.text()
    again.sender.choice.chosen.emit("CĐCS Trường 3")
    shell.settle()
    assert "“Sĩ số” là" in again.understood.text()
    again.open_file(written(tmp_path, text))  # another file tells its own sender
    shell.settle()
    assert again.sender.choice.currentText() == "CỤM TRƯỜNG HỌC"


def test_what_is_said_of_a_row_pushes_nothing_over_another(
    open_commune: Open, tmp_path: Path
) -> None:
    found = shown(open_commune, tmp_path)
    found.rows.go_to(8)
    found.why.setText("Tên hợp với nhiều đơn vị: CĐCS Trường 1; CĐCS Trường 2; CĐCS Trường 3. " * 8)
    for height in (590, 660, 768):
        found.resize(found.width(), height)
        QApplication.processEvents()
        parts = (found.rows, found._said, found.units, found.cells)
        tops = [part.mapTo(found, QPoint(0, 0)).y() for part in parts]
        ends = [part.mapTo(found, QPoint(0, part.height())).y() for part in parts]
        for end, top in zip(ends, tops[1:], strict=False):
            assert top >= end - space("xs"), height  # no row is hidden
        line = found.rows.verticalHeader().defaultSectionSize()
        assert found.rows.viewport().height() >= 4 * line, height


def test_several_wrong_totals_are_told_above_the_rows_alone(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, _reader, _units = open_commune()
    text = TABLE.replace("Trường THCS Xa Lạ", "CĐCS Trường 2").replace("240,90", "999,91")
    found = opened(shell, figures(shell, form="F1"), written(tmp_path, text))
    assert found.remarks.text().endswith(f"cộng các dòng 4–6 được 90. {TOTALS_DIFFER}")
    assert [(end, why) for _place, end, why in told(found)] == [("nhận", "")] * 3


def test_columns_read_as_rows_stand_at_their_columns_and_show_their_units(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, _reader, units = open_commune()
    text = """KẾT QUẢ HOẠT ĐỘNG THÁNG 10 NĂM 2026

Nội dung,Đơn vị tính,CĐCS Trường 1,CĐCS Trường 2,CĐCS Trường 3
Thăm hỏi ốm đau,lượt,4,3,2
Kinh phí thăm hỏi,đồng,2000000,1500000,1000000
Số vụ tai nạn lao động,vụ,0,1,0
"""
    found = opened(shell, figures(shell, form="F4"), written(tmp_path, text))
    assert found.reading is not None
    assert found.reading.layout == "turned"
    places = [one.place for one in found.rows.rows()]
    assert places == ["cột C", "cột D", "cột E"]
    assert found.rows.model().index(0, 0).data() == "cột C"
    for one, unit in zip(found.rows.rows(), units, strict=True):
        found.rows.go_to(one.key)
        assert found.units.value() == unit


def test_what_a_list_was_taken_to_count_is_said_once(open_commune: Open, tmp_path: Path) -> None:
    shell, _reader, _units = open_commune()
    text = """Ngày,Đơn vị,Nội dung biến động,Số đoàn viên,Trong đó nữ
05/10/2026,CĐCS Trường 1,Kết nạp mới,3,1
12/10/2026,CĐCS Trường 2,Kết nạp mới,2,1
20/10/2026,CĐCS Trường 3,Nghỉ hưu,1,0
"""
    found = opened(shell, figures(shell), written(tmp_path, text))
    taken = "Hiểu cột “Số đoàn viên” là số người của từng nội dung, không phải tổng số đoàn viên."
    assert found.remarks.text().count(taken) == 1
    assert not any(taken in why for _place, _end, why in told(found))


def shown_as(open_commune: Open, folder: Path, text: str, form: str = "F1") -> ImportFigures:
    """The preview of a file with this text."""
    shell, _reader, _units = open_commune()
    return opened(shell, figures(shell, form=form), written(folder, text))


def test_rows_of_other_communes_are_counted_apart(open_commune: Open, tmp_path: Path) -> None:
    rows = tuple(IgnoredRow(n, "của “Xã Tân Lập”", theirs=n > 4) for n in range(1, 8))
    reading = FiguresReading("F1", "2026-10", "cụm.xlsx", "", "A", ("A",), (), (), rows, ())
    assert summary(reading, Looks()).endswith(
        "0 dòng không nhận, 3 dòng của xã, phường khác, 4 dòng không phải số liệu."
    )


def test_parts_are_called_what_they_are_in_the_file(open_commune: Open, tmp_path: Path) -> None:
    across = """Chỉ tiêu tháng 10/2026,CĐCS Trường 1,CĐCS Trường 2,Cộng
Tổng số CNVCLĐ,102,99,999
Tổng số đoàn viên,80,70,150
"""
    found = shown_as(open_commune, tmp_path, across)
    tabs = [found.tabs.tabText(at) for at in range(2)]
    assert tabs == ["Các cột đơn vị", "Các dòng chỉ tiêu"]
    assert [one.place for one in found.columns.rows()][1:] == ["dòng 2", "dòng 3"]
    assert "Cột D: A01: cột cộng ghi 999, cộng các cột B–C được 201." in found.remarks.text()
    found.open_file(written(tmp_path))
    until(lambda: found.tabs.tabText(0) == "Các dòng")


def test_a_column_nobody_understands_is_told_once_with_where_to_answer(
    open_commune: Open, tmp_path: Path
) -> None:
    text = """BIẾN ĐỘNG ĐOÀN VIÊN THÁNG 10/2026
Tên CĐCS,Tăng > Kết nạp,Giảm > Nghỉ hưu,Giảm > Chuyển
CĐCS Trường 1,3,1,2
CĐCS Trường 2,2,1,3
CĐCS Trường 3,2,1,
"""
    found = shown_as(open_commune, tmp_path, text, "F3")
    assert found.remarks.text() == (
        "Cột có số mà chưa hiểu nghĩa, không được nhận: D “Giảm > Chuyển”."
        " Chọn nghĩa ở phần “Các cột”."
    )
    assert [(end, why) for _place, end, why in told(found)] == [("nhận", "")] * 3


def test_a_doubt_of_every_row_is_told_once(open_commune: Open, tmp_path: Path) -> None:
    doubt = "Đầu cột số liệu không ghi rõ; xem có phải số của kỳ này."
    text = """CĐCS Trường 1 tháng 10/2026
Tổng số CNVCLĐ,102
Trong đó nữ,41
Tổng số đoàn viên,80
"""
    found = shown_as(open_commune, tmp_path, text)
    assert found.remarks.text() == doubt
    assert [(end, why) for _place, end, why in told(found)] == [("nhận", "")] * 3
    assert not found.role.isEnabled()  # each row is an indicator: no column is


def test_a_number_typed_over_the_one_read_replaces_it(open_commune: Open, tmp_path: Path) -> None:
    found = shown_as(open_commune, tmp_path, TABLE)
    found.rows.go_to(4)
    found.cells.go_to(("A01", "C4"))
    found.cells.setFocus()
    QTest.keyClick(found.cells, Qt.Key.Key_Return)
    assert found.focusWidget() is found.number
    QTest.keyClicks(found.number, "77")
    QTest.keyClick(found.number, Qt.Key.Key_Return)
    until(lambda: found.reading is not None and found.reading.rows[0].values["A01"] == 77)


def test_esc_goes_back_first_and_asks_before_corrections_are_lost(
    open_commune: Open, tmp_path: Path
) -> None:
    found = shown_as(open_commune, tmp_path, TABLE)
    found.rows.setFocus()
    found.units.setFocus()
    QTest.keyClick(found.units, Qt.Key.Key_Escape)
    assert found.focusWidget() is found.rows
    found.rows.go_to(5)
    found._skip()
    until(lambda: found.reading is not None and len(found.reading.rows) == 2)
    QTest.keyClick(found.rows, Qt.Key.Key_Escape)
    assert found.isVisible()
    assert found.error.text() == ("Những chỗ vừa sửa ở đây chưa được nhận. Bấm Esc lần nữa để bỏ.")
    closed: list[int] = []
    found.finished.connect(closed.append)
    QTest.keyClick(found.rows, Qt.Key.Key_Escape)
    assert closed == [0]
