"""Tables of one union's months: the row or the column of the period is read, the others are not."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet

NAME = UNITS[0].name
FIGURES = [(251, 60, 208, 52), (255, 62, 210, 54), (259, 66, 216, 57)]
RIGHT = {"A01": 259, "A01N": 66, "A03": 216, "A03N": 57}
HEAD = "|Tổng lao động|Lao động nữ|Đoàn viên|Đoàn viên nữ"


def read(folder: Path, text: str) -> FiguresReading:
    case = Case("tháng", [sheet(text)])
    return read_case(case, case.write(folder))


def down(head: str, *times: str) -> str:
    told = ("|".join(map(str, (time, *row))) for time, row in zip(times, FIGURES, strict=True))
    return "\n".join([f"CĐCS {NAME}", "Theo dõi năm 2026", head + HEAD, *told])


@pytest.mark.parametrize(
    "times", [("Tháng 8", "Tháng 9", "Tháng 10"), ("08/2026", "09/2026", "10/2026"),
              ("T8", "T9", "T10")]
)  # fmt: skip
@pytest.mark.parametrize("head", ["Tháng", "Tháng/năm", "Kỳ", ""])
def test_the_rows_of_a_unions_months_are_its_own(
    tmp_path: Path, head: str, times: tuple[str, ...]
) -> None:
    found = read(tmp_path, down(head, *times))
    assert [(row.unit_id, row.values) for row in found.rows] == [(UNITS[0].id, RIGHT)]
    assert [one.why for one in found.ignored_rows[-2:]] == ["dòng của kỳ khác"] * 2


def test_the_sum_of_all_months_is_no_sum_of_the_one_that_is_read(tmp_path: Path) -> None:
    months = down("Tháng", "Tháng 8", "Tháng 9", "Tháng 10")
    found = read(tmp_path, months + "\nCộng|765|188|634|163")
    assert [(row.values, row.status) for row in found.rows] == [(RIGHT, "accepted")]
    assert found.control_totals == ()
    assert found.ignored_rows[-1].why == "dòng cộng của nhiều kỳ"


def test_running_numbers_are_no_months(tmp_path: Path) -> None:
    found = read(tmp_path, down("TT", "8", "9", "10"))
    assert {row.status for row in found.rows} == {"refused"}


def test_without_the_month_of_the_period_nothing_is_taken(tmp_path: Path) -> None:
    found = read(tmp_path, down("Tháng", "Tháng 7", "Tháng 8", "Tháng 9"))
    assert {row.status for row in found.rows} == {"refused"}


@pytest.mark.parametrize("corner", ["Chỉ số", "", "Diễn giải", "Chỉ tiêu"])
def test_columns_of_months_need_no_word_above_the_indicators(tmp_path: Path, corner: str) -> None:
    names = ("Tổng CBCNV", "Nữ", "Đoàn viên CĐ", "ĐV nữ")
    told = ("|".join([name, *(str(month[at]) for month in FIGURES)])
            for at, name in enumerate(names))  # fmt: skip
    found = read(tmp_path, "\n".join([NAME, "Theo dõi 2026", f"{corner}|T8|T9|T10", *told]))
    values = {code: value for row in found.rows for code, value in row.values.items()}
    assert values == RIGHT
    assert {row.unit_id for row in found.rows} == {UNITS[0].id}


def test_a_name_above_several_of_its_months_is_of_all_of_them(tmp_path: Path) -> None:
    one, two = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
    reading = read(
        tmp_path,
        f"TT|Tên CĐCS|Tháng|LĐ|ĐV\n1|{one}|9|31|30\n^|^|10|32|31\n2|{two}|9|21|20\n||10|22|21",
    )
    assert [(row.source_row, row.status, row.values) for row in reading.rows] == [
        (3, "accepted", {"A01": 32, "A03": 31}), (5, "accepted", {"A01": 22, "A03": 21}),
    ]  # fmt: skip


ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
MONTHS = f"1|{ONE}|9|31|30\n2|{ONE}|10|32|31\n3|{TWO}|9|21|20\n4|{TWO}|10|22|21"


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("106|102", []),  # of both months
        ("54|52", []),  # of October alone
        ("106|103", ["A03: dòng cộng ghi 103, cộng các dòng 2–5 được 102."]),
        ("54|57", ["A03: dòng cộng ghi 57, cộng các dòng 3–5 được 52."]),
    ],
)
def test_a_total_of_all_months_of_units_is_compared_with_all_their_rows(
    tmp_path: Path, total: str, told: list[str]
) -> None:
    text = f"TT|Tên CĐCS|Tháng|LĐ|ĐV\n{MONTHS}\n|Tổng cộng||{total}"
    reading = read(tmp_path, text)
    assert [one.told for one in reading.control_totals if not one.match] == told
    assert len(reading.control_totals) == 2
    assert {row.status for row in reading.rows} == {"accepted"}
    (month,) = (one for one in reading.columns if one.heading == "Tháng")
    assert not month.unclear


@pytest.mark.parametrize("total", ["84|81", "32|31"])
def test_a_union_without_a_row_of_the_month_counts_among_all_of_them(
    tmp_path: Path, total: str
) -> None:
    text = f"TT|Tên CĐCS|Tháng|LĐ|ĐV\n{MONTHS.rpartition(chr(10))[0]}\n|Tổng cộng||{total}"
    reading = read(tmp_path, text)
    assert [one.match for one in reading.control_totals] == [True, True]
    assert [row.status for row in reading.rows] == ["accepted", "refused"]


@pytest.mark.parametrize(("head", "first", "taken"), [
    ("Ngày", "06/09/2026", 1), ("Ngày phát sinh", "6/9", 1), ("Ngày", "20/10", 2),
    ("Ngày nộp", "06/09/2026", 2),
])  # fmt: skip
def test_rows_of_movements_of_other_days_are_left_out(
    tmp_path: Path, head: str, first: str, taken: int
) -> None:
    text = (f"SỔ BIẾN ĐỘNG\n{head}|Đơn vị|Kết nạp mới|Nghỉ hưu\n{first}|{NAME}|3|1\n"
            f"20/10/2026|{UNITS[1].name}|2|1")  # fmt: skip
    case = Case("ngày", [sheet(text)], form="F3")
    found = read_case(case, case.write(tmp_path))
    assert len(found.of("accepted", "warned")) == taken
    left = [one.why for one in found.ignored_rows if one.source_row == 3]
    assert left == ([] if taken == 2 else ["ngày ghi ở dòng không thuộc kỳ"])


def test_movements_all_of_other_days_are_not_taken(tmp_path: Path) -> None:
    text = (f"SỔ BIẾN ĐỘNG\nNgày|Đơn vị|Kết nạp mới|Nghỉ hưu\n6/9/2026|{NAME}|3|1\n"
            f"7/9/2026|{UNITS[1].name}|2|1")  # fmt: skip
    case = Case("ngày", [sheet(text)], form="F3")
    rows = read_case(case, case.write(tmp_path)).rows
    assert [row.status for row in rows] == ["refused", "refused"]
    assert {value for row in rows for value in row.values.values()} == {None}
