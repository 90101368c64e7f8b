"""Journals of one union: rows of other days are left out, times of one movement added."""

from pathlib import Path

import pytest

from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import Corrections, FiguresReading, ReadRow
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS
from tests.intake.figures.spread import sheet, write_xlsx

PACKS = load_packs()
ONE = "CĐCS TRƯỜNG THCS SỐ 1"


def read(folder: Path, *rows: str, title: str = "Biến động tháng 10/2026",
         told: Corrections | None = None) -> FiguresReading:  # fmt: skip
    path = folder / "sổ.xlsx"
    write_xlsx(path, [sheet("\n".join((ONE, title, *rows)))])
    asked = Asked("F3", parse_period("2026-10", PACKS.schemes), PACKS, UNITS, {}, {})
    return read_figures(path, asked, told or Corrections())


def taken(reading: FiguresReading) -> dict[str, int | None]:
    return {code: value for row in reading.rows if row.status != "refused"
            for code, value in row.values.items()}  # fmt: skip


def left(reading: FiguresReading) -> dict[int, str]:
    return {row.source_row: row.why for row in reading.ignored_rows if row.source_row > 3}


DAYS = "TT|Ngày|Nội dung|Số người|Nữ"
TWICE = ("1|02/10/2026|Kết nạp mới|2|1", "2|d:2026-10-15|Kết nạp mới|2|2", "3|20/10|Nghỉ hưu|1|0")


def test_times_of_a_movement_on_days_of_their_own_are_added(tmp_path: Path) -> None:
    reading = read(tmp_path, DAYS, *TWICE)
    assert taken(reading) == {"C11": 4, "C11N": 3, "C23": 1, "C23N": 0}
    first = reading.rows[0]
    assert (first.status, first.reasons) == ("warned", ("Cộng các dòng 4, 5: 2 + 2.",))
    assert [cell.place for cell in first.cells] == ["D4+D5", "E4+E5"]
    assert left(reading) == {5: "đã cộng vào dòng 4"}


def test_a_movement_may_be_called_otherwise_on_another_day(tmp_path: Path) -> None:
    reading = read(tmp_path, DAYS, "1|02/10|Kết nạp mới|2|", "2|15/10|Kết nạp đoàn viên|1|",
                   "3|20/10|Nghỉ hưu|1|")  # fmt: skip
    assert taken(reading) == {"C11": 3, "C23": 1}


def test_rows_of_people_by_name_are_added(tmp_path: Path) -> None:
    reading = read(tmp_path, "TT|Nội dung|Số người|Họ và tên", "1|Kết nạp mới|1|Trần Thị B",
                   "2|Kết nạp mới|1|Lê Văn C", "3|Nghỉ hưu|1|Nguyễn Văn A")  # fmt: skip
    assert taken(reading) == {"C11": 2, "C23": 1}


def test_who_is_only_in_charge_tells_no_rows_apart(tmp_path: Path) -> None:
    reading = read(tmp_path, "TT|Nội dung|Số người|Người phụ trách", "1|Kết nạp mới|3|Trần Thị B",
                   "2|Kết nạp mới|3|Lê Văn C", "3|Nghỉ hưu|1|Lê Văn C")  # fmt: skip
    assert taken(reading) == {"C23": 1}


@pytest.mark.parametrize("rows", [
    ("1|02/10/2026|Kết nạp mới|2|", "2|02/10/2026|Kết nạp mới|3|"),  # the same day
    ("1||Kết nạp mới|2|", "2||Kết nạp mới|3|", "3|05/10|Nghỉ hưu|1|"),
    ("1|02/10|Kết nạp mới|2|", "2|15/10|Kết nạp mới|3|", "3|31/10|Kết nạp mới|5|"),  # their sum
    ("1|02/10|Kết nạp mới|2|", "2|15/10|Tổng số kết nạp mới|3|"),
])  # fmt: skip
def test_rows_that_may_be_the_same_are_asked_about(tmp_path: Path, rows: tuple[str, ...]) -> None:
    reading = read(tmp_path, DAYS, *rows, "9|20/10/2026|Thôi việc|1|")
    assert "C11" not in taken(reading)
    assert {row.status for row in reading.rows if "C11" in row.values} == {"refused"}


@pytest.mark.parametrize("title", ["Sổ biến động đoàn viên năm 2026", "Sổ biến động đoàn viên"])
def test_rows_of_other_months_are_left_out(tmp_path: Path, title: str) -> None:
    reading = read(tmp_path, DAYS, "1|d:2026-09-02|Kết nạp mới|7|", "2|15/10/2026|Kết nạp mới|1|",
                   "3|20/09/2026|Thôi việc|1|", "4|03/11/2026|Nghỉ hưu|2|",
                   title=title)  # fmt: skip
    assert taken(reading) == {"C11": 1}
    assert reading.rows[0].status == "accepted"
    why = "ngày ghi ở dòng không thuộc kỳ"
    assert left(reading) == {4: why, 6: why, 7: why}


def test_a_journal_of_another_month_is_refused_row_by_row(tmp_path: Path) -> None:
    rows = read(tmp_path, DAYS, "1|02/09/2026|Kết nạp mới|7|", "2|20/09/2026|Thôi việc|1|",
                title="Sổ biến động đoàn viên").rows  # fmt: skip
    assert [(row.status, row.reasons[0]) for row in rows] == [
        ("refused", "Ngày ghi ở dòng không thuộc kỳ.")] * 2  # fmt: skip


def test_days_of_sending_say_nothing_of_the_figures(tmp_path: Path) -> None:
    reading = read(tmp_path, "TT|Nội dung|Số người|Ngày nộp", "1|Kết nạp mới|2|05/11/2026",
                   "2|Nghỉ hưu|1|05/11/2026")  # fmt: skip
    assert taken(reading) == {"C11": 2, "C23": 1}
    assert {row.status for row in reading.rows} == {"accepted"}


def test_a_sum_that_a_person_mended_stays_so(tmp_path: Path) -> None:
    reading = read(tmp_path, DAYS, *TWICE, told=Corrections(values={(4, "C11"): 5}))
    assert taken(reading)["C11"] == 5


def test_a_blank_among_the_women_leaves_them_out(tmp_path: Path) -> None:
    row: ReadRow = read(tmp_path, DAYS, "1|02/10|Kết nạp mới|2|1", "2|15/10|Kết nạp mới|2|",
                        "3|20/10|Nghỉ hưu|1|0").rows[0]  # fmt: skip
    assert row.values == {"C11": 4, "C11N": None}
    assert "chưa cộng được" in " ".join(row.reasons)


def test_a_row_without_a_day_is_of_the_day_above_it(tmp_path: Path) -> None:
    reading = read(tmp_path, DAYS, "1|02/10|Kết nạp mới|2|", "||Nghỉ hưu|1|",
                   "3|05/09|Thôi việc|1|", "||Kết nạp mới|4|")  # fmt: skip
    assert taken(reading) == {"C11": 2, "C23": 1}
    assert reading.rows[1].reasons == ("Dòng không ghi ngày; hiểu là cùng ngày với dòng trên.",)
    assert set(left(reading)) == {6, 7}


def test_a_month_over_several_rows_is_theirs(tmp_path: Path) -> None:
    reading = read(tmp_path, "Tháng|Nội dung|Số người", "9|Kết nạp mới|7", "^|Nghỉ hưu|2",
                   "10|Kết nạp mới|1", "^|Nghỉ hưu|0", title="Sổ biến động")  # fmt: skip
    assert taken(reading) == {"C11": 1, "C23": 0}
    assert {row.status for row in reading.rows} == {"accepted"}


def test_a_sum_that_names_nothing_is_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, DAYS, *TWICE, "|Cộng||5|3")
    assert taken(reading) == {"C11": 4, "C11N": 3, "C23": 1, "C23N": 0}
    assert left(reading)[7] == "dòng cộng"
