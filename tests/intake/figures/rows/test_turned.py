"""Sheets with the units side by side: read turned, each column a row, never without a look."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import FiguresReading, at_place
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, text_of, write_ods, write_xlsx

MEMBERS = """
CÔNG ĐOÀN XÃ HẢI LĂNG
SỐ LIỆU CÔNG ĐOÀN CƠ SỞ THÁNG 10/2026
STT|Chỉ tiêu|CĐCS Trường THCS Số 1|CĐCS Trường THCS Số 2|Cộng
1|Tổng số CNVCLĐ|50|40|=C4+D4
|Trong đó nữ|30|20|50
2|Tổng số đoàn viên|45|'38|83
|Trong đó nữ|28|khoảng 19|47
 | |||Hải Lăng, ngày 05 tháng 11 năm 2026
 |Người lập|||Chủ tịch
"""
FLOWS = """
Nội dung|CĐCS Trường THCS Số 1|CĐCS Trường THCS Số 2
Kết nạp mới tại CĐCS đã có|3|0
Nghỉ hưu|1|2
"""
WORK = """
TT|Chỉ tiêu|ĐVT|CĐCS Trường THCS Số 1|CĐCS Trường THCS Số 2
1|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|3|1
2|Lượt người được tuyên truyền|lượt|40|35
3|Sáng kiến được công nhận|sáng kiến|1|0
"""
ACTIVITIES = """
BIỂU SỐ LIỆU HOẠT ĐỘNG THÁNG 10/2026
TT|Chỉ tiêu|ĐVT|Kế hoạch năm|Kỳ này|Lũy kế từ đầu năm
I|CHĂM LO| | | |
1|Thăm hỏi ốm đau, hiếu hỉ (lượt)|lượt|100|12|80
2|Hội nghị, buổi tuyên truyền|buổi|20|3|15
3|Số lượt người được tuyên truyền|lượt||1.250|4.300
4|Bữa cơm công đoàn|CĐCS|1|2|3
"""
SAID = "đã đọc xoay"


def read(tmp_path: Path, text: str, form: str = "F1") -> FiguresReading:
    path = tmp_path / "số liệu.xlsx"
    write_xlsx(path, [sheet(text)])
    return read_case(Case("turned", [], form=form), path)


def test_each_column_of_a_unit_is_a_row_with_its_own_cells(tmp_path: Path) -> None:
    reading = read(tmp_path, MEMBERS)
    first, second = reading.rows
    assert (first.source_row, first.unit_id, first.values) == (
        3, "u01", {"A01": 50, "A01N": 30, "A03": 45, "A03N": 28},
    )  # fmt: skip
    assert second.values == {"A01": 40, "A01N": 20, "A03": 38, "A03N": None}
    assert [cell.place for cell in second.cells] == ["D4", "D5", "D6", "D7"]
    assert any(reason.startswith("D7: ") for reason in second.reasons)
    total = reading.control_totals[0]
    assert (total.indicator, total.declared, total.computed) == ("A01", 90, 90)


def test_every_column_ends_somewhere_and_none_is_taken_unseen(tmp_path: Path) -> None:
    reading = read(tmp_path, MEMBERS)
    told = [row.source_row for row in (*reading.rows, *reading.ignored_rows)]
    assert sorted(told) == [1, 2, 3, 4, 5]
    assert {row.status for row in reading.rows} == {"warned"}
    assert all(any(SAID in reason for reason in row.reasons) for row in reading.rows)
    assert any(SAID in remark for remark in reading.remarks)


@pytest.mark.parametrize("suffix", ["ods", "csv"])
def test_other_kinds_of_files_are_turned_too(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"số liệu.{suffix}"
    if suffix == "ods":
        write_ods(path, [sheet(MEMBERS)])
    else:
        path.write_text(text_of(sheet(MEMBERS)), encoding="utf-8")
    reading = read_case(Case("turned", [], form="F1"), path)
    assert reading.rows[0].values == {"A01": 50, "A01N": 30, "A03": 45, "A03N": 28}


@pytest.mark.parametrize(
    ("form", "text", "values"),
    [
        ("F3", FLOWS, [{"C11": 3, "C23": 1}, {"C11": 0, "C23": 2}]),
        ("F4", WORK, [{"E07": 3, "F01L": 40, "G02": 1}, {"E07": 1, "F01L": 35, "G02": 0}]),
    ],
)
def test_other_forms_are_turned_too(
    tmp_path: Path, form: str, text: str, values: list[dict[str, int]]
) -> None:
    assert [row.values for row in read(tmp_path, text, form).rows if row.unit_id] == values


MONEY = """
HOẠT ĐỘNG THÁNG 10/2026
TT|Chỉ tiêu|ĐVT|CĐCS Trường THCS Số 1|CĐCS Trường THCS Số 2
1|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|3|1
2|Kinh phí thăm hỏi|triệu đồng|3,6|12
3|Lượt người được tuyên truyền|lượt|40|35
"""


@pytest.mark.parametrize(("measure", "thousand"), [
    ("triệu đồng", 1_000), ("Triệu", 1_000), ("tr.đ", 1_000), ("nghìn đồng", 1), ("1.000 đ", 1),
])  # fmt: skip
def test_each_row_of_money_is_told_in_its_own_measure(
    tmp_path: Path, measure: str, thousand: int
) -> None:
    text = MONEY.replace("triệu đồng", measure)
    text = text if thousand > 1 else text.replace("3,6", "3600").replace("|12", "|12000")
    found = [row for row in read(tmp_path, text, "F4").rows if row.unit_id]
    assert [row.values for row in found] == [
        {"E07": 3, "E07D": 3_600_000, "F01L": 40}, {"E07": 1, "E07D": 12_000_000, "F01L": 35},
    ]  # fmt: skip
    assert all(any("nhân" in reason for reason in row.reasons) for row in found)


def test_a_sum_of_money_or_people_is_no_measure(tmp_path: Path) -> None:
    text = MONEY.replace("|ĐVT", "").replace("|lượt|3|1", "|10 lượt|1 lượt").replace("|lượt", "")
    text = text.replace("|triệu đồng|3,6|12", "|1.000.000đ|1.000đ").replace("|40|", "|10 người|")
    found = [row.values for row in read(tmp_path, text, "F4").rows if row.unit_id]
    assert found == [
        {"E07": 10, "E07D": 1_000_000, "F01L": 10}, {"E07": 1, "E07D": 1_000, "F01L": 35},
    ]  # fmt: skip


def test_what_stands_over_the_table_scales_its_money_alone(tmp_path: Path) -> None:
    text = MONEY.replace("|triệu đồng", "|").replace("10/2026", "10/2026\nĐVT: triệu đồng")
    found = [row.values for row in read(tmp_path, text, "F4").rows if row.unit_id]
    assert found[0] == {"E07": 3, "E07D": 3_600_000, "F01L": 40}
    ones = MONEY.replace("triệu đồng", "đồng").replace("3,6", "3.600.000")
    assert read(tmp_path, ones, "F4").rows[0].values["E07D"] == 3_600_000


def test_a_table_of_another_month_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, MEMBERS.replace("THÁNG 10/2026", "THÁNG 9/2026"))
    assert any("THÁNG 9/2026" in remark for remark in reading.remarks)
    assert reading.elsewhen in reading.remarks


@pytest.mark.parametrize(
    "text",
    [
        MEMBERS.replace("CĐCS Trường THCS", "Cơ sở lạ"),
        "a|b|c\n1|2|3\n4|5|6",
        "Họ tên|Điện thoại\nNguyễn Văn A|'0912345678\nTrần Thị B|'0987654321",
    ],
)
def test_what_holds_no_known_unit_is_refused_as_before(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, text)
    assert refused.value.code == "E_COLUMNS"


def test_units_beside_each_other_in_a_text_file_are_turned_too(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "TT;Chỉ tiêu;ĐVT;CĐCS Trường THCS Số 1;CĐCS Trường THCS Số 2\n"
        "1;Tin bài tuyên truyền;tin;3;4\n2;Đối thoại định kỳ tại nơi làm việc;cuộc;1;0\n",
        encoding="utf-8",
    )
    rows = read_case(Case("", [], form="F4"), path).rows
    assert [(row.unit_id, row.values) for row in rows if row.unit_id] == [
        ("u01", {"F05": 3, "D12": 1}), ("u02", {"F05": 4, "D12": 0}),
    ]  # fmt: skip


def test_the_numbers_of_the_rows_of_a_list_name_no_units(tmp_path: Path) -> None:
    path = tmp_path / "số liệu.xlsx"
    write_xlsx(path, [sheet(ACTIVITIES)])
    units = (Known("t2", "CĐCS Trường THCS Số 2 Thị trấn"),
             Known("h1", "CĐCS Trường Mầm non Hoa Sen"))  # fmt: skip
    reading = read_case(Case("", [], form="F4"), path, units=units)
    assert (reading.layout, {row.unit_id for row in reading.rows}) == ("rows", {""})


@pytest.mark.parametrize("month", ["T{}", "Tháng {}", "Th{}"])
def test_months_side_by_side_are_no_units(tmp_path: Path, month: str) -> None:
    heads = "|".join(month.format(at) for at in range(8, 13))
    reading = read(
        tmp_path, f"TRƯỜNG THCS SỐ 1\nTHEO DÕI CÔNG ĐOÀN NĂM 2026\nChỉ tiêu|{heads}\n"
        "Tổng số CNVCLĐ|48|49|50||\nTổng số đoàn viên|43|44|45||",
    )  # fmt: skip
    assert [(row.unit_id, dict(row.values)) for row in reading.rows] == [
        ("u01", {"A01": 50}), ("u01", {"A03": 45}),
    ]  # fmt: skip


def test_the_rest_of_a_group_is_that_of_the_group(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "Nội dung|CĐCS Trường THCS Số 1|CĐCS Trường THCS Số 2\nTăng:||\n"
        " + Kết nạp mới|3|0\n + Khác|0|1\nGiảm:||\n + Nghỉ hưu|1|2\n + Khác|4|0", form="F3",
    )  # fmt: skip
    assert [dict(row.values) for row in reading.rows] == [
        {"C11": 3, "C16": 0, "C23": 1, "C30": 4}, {"C11": 0, "C16": 1, "C23": 2, "C30": 0},
    ]  # fmt: skip


def test_a_row_is_told_by_the_cell_of_its_units_name(tmp_path: Path) -> None:
    reading = read(tmp_path, MEMBERS)
    assert [row.place for row in reading.rows] == ["cột C", "cột D"]
    rows = [(row["source_row"], row["source_column"]) for row in reading.json()["rows"]]
    assert rows == [(3, "C"), (3, "D")]
    left = [(one["source_row"], one["source_column"]) for one in reading.json()["ignored_rows"]]
    assert (3, "E") in left


def test_everything_stands_where_the_file_has_it(tmp_path: Path) -> None:
    reading = read(tmp_path, MEMBERS.replace("'38|83", "'38|99"))
    assert [row.place for row in reading.rows] == ["cột C", "cột D"]
    assert {column.heading: column.place for column in reading.columns}["Tổng số đoàn viên"] == (
        "dòng 6"
    )
    wrong = next(one for one in reading.control_totals if one.indicator == "A03")
    assert f"{at_place(wrong)}: {wrong.told}" == (
        "Cột E: A03: cột cộng ghi 99, cộng các cột C–D được 83."
    )


def test_a_unit_told_twice_is_told_with_its_columns(tmp_path: Path) -> None:
    one = "CĐCS Trường THCS Số 1"
    reading = read(tmp_path, f"Chỉ tiêu|{one}|{one}\nTổng số CNVCLĐ|50|40\nTổng số đoàn viên|45|38")
    assert "Đơn vị này còn có cột khác số: C." in reading.rows[0].reasons
