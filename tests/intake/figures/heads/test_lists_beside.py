"""What came and what went side by side in one table is read as two lists, each of its own."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

TITLE = "CĐCS Trường THCS Số 1 - tháng 10/2026"
MOVED = {"C11": 3, "C14": 1, "C23": 1, "C24": 2}
WOMEN = {"C11N": 2, "C14N": 0, "C23N": 1, "C24N": 1}


def read(folder: Path, *rows: str, form: str = "F3") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join((TITLE, *rows)))])
    return read_case(Case("", [], form=form), path)


def told(reading: FiguresReading) -> dict[str, int | None]:
    assert {row.unit_id for row in reading.rows} == {UNITS[0].id}
    lines = [row.source_row for row in reading.rows]
    lines += [one.source_row for one in reading.ignored_rows]
    assert len(set(lines)) == len(lines)
    return {cell.code: cell.value for row in reading.rows for cell in row.cells}


@pytest.mark.parametrize(("rows", "figures"), [
    (("Lý do tăng|Số người|Lý do giảm|Số người",
      "Kết nạp mới|3|Nghỉ hưu|1", "Chuyển đến từ tỉnh khác|1|Thôi việc|2"), MOVED),
    (("TT|Tăng|SL|TT|Giảm|SL|Ghi chú", "1|Kết nạp mới|3|1|Nghỉ hưu|1|",
      "2|Từ tỉnh khác chuyển đến|1|2|Thôi việc|2|từ 15/10", "|Cộng|4||Cộng|3|"), MOVED),
    (("Đoàn viên tăng|||Đoàn viên giảm||", "Lý do|Số người|Nữ|Lý do|Số người|Nữ",
      "Kết nạp mới|3|2|Nghỉ hưu|1|1", "Chuyển đến ngoài tỉnh|1|0|Thôi việc|2|1"), MOVED | WOMEN),
    (("Tăng|Nam|Nữ|Giảm|Nam|Nữ", "Kết nạp mới|1|2|Nghỉ hưu|0|1",
      "Chuyển đến ngoài tỉnh|1|0|Thôi việc|1|1"), MOVED | WOMEN),
    (("Đầu kỳ|Tăng|Số|Giảm|Số|Cuối kỳ", "56|Kết nạp mới|3|Nghỉ hưu|1|57",
      "|Chuyển đến ngoài tỉnh|1|Thôi việc|2|"), MOVED),
], ids=["plain", "numbered, summed", "grouped, women", "men and women", "stocks"])  # fmt: skip
def test_what_came_and_what_went(
    tmp_path: Path, rows: tuple[str, ...], figures: dict[str, int]
) -> None:
    assert told(read(tmp_path, *rows)) == figures


def test_each_figure_is_told_by_its_own_cell(tmp_path: Path) -> None:
    reading = read(tmp_path, "Tăng|Số|Nữ|Giảm|Số|Nữ", "Kết nạp mới|3|2|Nghỉ hưu|1|1")
    places = {cell.code: cell.place for row in reading.rows for cell in row.cells}
    assert places == {"C11": "B3", "C11N": "C3", "C23": "E3", "C23N": "F3"}


def test_places_and_the_rest_are_of_the_side_they_stand_on(tmp_path: Path) -> None:
    reading = read(tmp_path, "Tăng|Số người|Giảm|Số người", "Kết nạp|3|Hưu trí|1",
                   "Chuyển||Chuyển|", "- Trong tỉnh|1|- Trong tỉnh|2", "Khác|0|Khác|0")  # fmt: skip
    assert told(reading) == {"C11": 3, "C23": 1, "C13": 1, "C21": 2, "C16": 0, "C30": 0}


def test_what_does_not_come_to_its_sum_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "Tăng|Số|Giảm|Số", "Kết nạp mới|3|Nghỉ hưu|1",
                   "Chuyển đến ngoài tỉnh|1|Thôi việc|2", "Tổng|5|Tổng|3")  # fmt: skip
    assert all("Tổng tăng ghi 5, cộng các dòng được 4." in row.reasons for row in reading.rows)


def test_what_nobody_knows_and_no_sure_number_is_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, "Tăng|Số|Giảm|Số", "Kết nạp mới|3|Nghỉ hưu|khoảng 3",
                   "Nơi khác về|1|Thôi việc|2", "||Nghỉ ngơi|1")  # fmt: skip
    assert told(reading) == {"C11": 3, "C23": None, "C24": 2}
    said = [" ".join(row.reasons) for row in reading.rows]
    assert ["khoảng 3" in said[0], "Nơi khác về" in said[1], "Nghỉ ngơi" in said[2]] == [True] * 3


def test_labels_before_figures_of_two_kinds(tmp_path: Path) -> None:
    reading = read(tmp_path, "Lao động|Số lượng|Đoàn viên|Số lượng", "Tổng số|34|Tổng số|30",
                   "Nữ|17|Nữ|15", form="F1")  # fmt: skip
    assert told(reading) == {"A01": 34, "A01N": 17, "A03": 30, "A03N": 15}


@pytest.mark.parametrize("rows", [
    ("I. LAO ĐỘNG||||II. ĐOÀN VIÊN|", "Tổng số|34|||Tổng số|30", "Nam|17|||Nam|15",
     "Nữ|17|||Nữ|15"),
    ("I. Tình hình lao động||||II. Tình hình đoàn viên|", "Tổng số:|34|||Tổng số:|30",
     "Trong đó nữ:|17|||Trong đó nữ:|15"),
    ("I. LAO ĐỘNG||||II. ĐOÀN VIÊN||", "Tổng số|34|người||Tổng số|30|người",
     "Nữ|17|người||Nữ|15|người"),
], ids=["plain", "in words", "with measures"])  # fmt: skip
def test_lists_under_what_they_count(tmp_path: Path, rows: tuple[str, ...]) -> None:
    reading = read(tmp_path, *rows, form="F1")
    assert told(reading) == {"A01": 34, "A01N": 17, "A03": 30, "A03N": 15}


def test_a_list_of_something_else_beside_them_is_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, "LAO ĐỘNG|||ĐOÀN VIÊN|||CƠ SỞ VẬT CHẤT|",
                   "Tổng số|34||Tổng số|30||Máy tính|3", "Nữ|17||Nữ|15||Nữ|2",
                   form="F1")  # fmt: skip
    assert told(reading) == {"A01": 34, "A01N": 17, "A03": 30, "A03N": 15}
    said = " ".join(one for row in reading.rows for one in row.reasons)
    assert "“CƠ SỞ VẬT CHẤT: Máy tính”" in said
    assert "“CƠ SỞ VẬT CHẤT: Nữ”" in said


@pytest.mark.parametrize("rows", [
    ("Tăng|Số|Giảm|Số", "Hàng mới|3|Hàng cũ|1", "Hàng tốt|1|Hàng lỗi|2"),
    ("Tăng|Tháng 9|Giảm|Tháng 9", "Kết nạp mới|3|Nghỉ hưu|1", "Kết nạp lại|1|Thôi việc|2"),
])  # fmt: skip
def test_other_tables_are_no_such_lists(tmp_path: Path, rows: tuple[str, ...]) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, *rows)
