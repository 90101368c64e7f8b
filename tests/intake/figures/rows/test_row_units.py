"""Lists of indicators of several units below each other: each figure is its own unit's."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.sheets.refusals import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
BESIDE = (
    "TT|Đơn vị|Chỉ tiêu|ĐVT|Số liệu", f"1|{ONE}|Số CNVCLĐ|người|50", "||Số đoàn viên|người|45",
    f"2|{TWO}|Số CNVCLĐ|người|40", "||Số đoàn viên|người|38",
    "|Tổng cộng|Số CNVCLĐ|người|90", "||Số đoàn viên|người|83",
)  # fmt: skip
ABOVE = (
    "TT|Nội dung|ĐVT|Số lượng", f"I|{ONE}||", "|Đoàn viên||", "1|Tổng số CNVCLĐ|người|50",
    "2|Tổng số đoàn viên|người|45", f"II|{TWO}||", "|Đoàn viên||", "1|Tổng số CNVCLĐ|người|40",
    "2|Tổng số đoàn viên|người|38", "|Tổng cộng||", "1|Tổng số CNVCLĐ|người|90",
)  # fmt: skip


def read(folder: Path, form: str, *rows: str) -> FiguresReading:
    path = folder / "danh sách.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


def told(reading: FiguresReading) -> list[tuple[str, str, dict[str, int | None]]]:
    return [(row.unit, row.status, dict(row.values)) for row in reading.rows if row.values]


@pytest.mark.parametrize("rows", [BESIDE, ABOVE], ids=["beside each other", "above their rows"])
def test_each_row_is_of_the_unit_named_last(tmp_path: Path, rows: tuple[str, ...]) -> None:
    reading = read(tmp_path, "F1", *rows)
    assert [one for one in told(reading) if any(one[2].values())] == [
        (ONE, "accepted", {"A01": 50}), (ONE, "accepted", {"A03": 45}),
        (TWO, "accepted", {"A01": 40}), (TWO, "accepted", {"A03": 38}),
    ]  # fmt: skip
    assert {row.why for row in reading.ignored_rows} >= {"dòng cộng"}


def test_rows_under_a_name_nobody_knows_are_not_those_of_the_unit_above(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", *ABOVE[:4], "II|Trường Lạ||", "1|Số đoàn viên|người|7",
                   f"III|{TWO}||", "1|Số đoàn viên|người|38")  # fmt: skip
    assert [(row.unit_id != "", row.status, row.reasons) for row in reading.rows
            if row.values == {"A03": 7}] == [
        (False, "refused", ("Không có đơn vị tên này trong danh sách.",))
    ]  # fmt: skip


def test_an_indicator_of_one_unit_told_twice_is_taken_from_neither(tmp_path: Path) -> None:
    reading = read(tmp_path, "F4", "STT|Tên đơn vị|Nội dung|Kết quả",
                   f"1|{ONE}|Số cuộc tuyên truyền|3", f"2|{TWO}|Số cuộc tuyên truyền|2",
                   f"3|{ONE}|Số cuộc tuyên truyền|5")  # fmt: skip
    assert [(row.unit, row.status) for row in reading.rows] == [
        (ONE, "refused"), (TWO, "accepted"), (ONE, "refused"),
    ]  # fmt: skip


def test_what_breaks_a_rule_is_said_of_its_own_unit(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", *BESIDE[:2], "||Số đoàn viên|người|60", *BESIDE[3:5])
    assert [(row.unit, row.status) for row in reading.rows] == [
        (ONE, "warned"), (ONE, "warned"), (TWO, "accepted"), (TWO, "accepted"),
    ]  # fmt: skip


def test_two_counts_in_one_cell_are_no_days_of_another_time(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Chưa hiểu được cột số liệu"):
        read(tmp_path, "F1", "TT|Đơn vị|ĐV/CNVCLĐ", f"1|{ONE}|28/30", f"2|{TWO}|12/12")


def test_a_column_headed_unit_may_tell_what_is_counted(tmp_path: Path) -> None:
    reading = read(tmp_path, "F4", f"Đơn vị báo cáo: {ONE}", "TT|Nội dung|Đơn vị|Kết quả",
                   "1|Số buổi tuyên truyền|buổi|3", "2|Tai nạn lao động|vụ|không")  # fmt: skip
    assert [dict(row.values) for row in reading.rows] == [{"F01": 3}, {"D25": 0}]
    assert [row.status for row in reading.rows] == ["accepted", "accepted"]


JOURNAL = (
    "Ngày|Công đoàn|Nội dung|Số người", f"03/10/2026|{ONE}|Nghỉ hưu|1",
    f"15/10/2026|{ONE}|Nghỉ hưu|1", f"20/10/2026|{TWO}|Nghỉ hưu|1", f"21/10/2026|{TWO}|Thôi việc|2",
)  # fmt: skip


def test_equal_figures_of_two_days_are_two_events_added_with_a_remark(tmp_path: Path) -> None:
    rows = read(tmp_path, "F3", *JOURNAL).rows
    assert [(row.status, row.values) for row in rows] == [
        ("warned", {"C23": 2}), ("accepted", {"C23": 1}), ("accepted", {"C24": 2}),
    ]  # fmt: skip
    assert rows[0].reasons == ("Cộng các dòng 2, 3: 1 + 1.",)


def test_equal_figures_in_other_words_may_be_two_events_and_are_asked(tmp_path: Path) -> None:
    head = JOURNAL[0].replace("Ngày", "Nơi làm việc")
    told = (row.replace("03/10/2026", "Tổ 1").replace("15/10/2026", "Tổ 2") for row in JOURNAL[1:])
    rows = read(tmp_path, "F3", head, *told).rows
    assert [row.status for row in rows] == ["refused", "refused", "accepted", "accepted"]
    assert "cộng lại" in rows[0].reasons[0]


def test_a_figure_told_again_in_the_same_words_is_one(tmp_path: Path) -> None:
    rows = read(tmp_path, "F3", *JOURNAL[:2], JOURNAL[1], *JOURNAL[3:]).rows
    assert {row.status for row in rows} == {"accepted"}


@pytest.mark.parametrize("named", ["Đơn vị:|{}", "Đơn vị: {}|", "{}|"])
def test_slips_of_several_unions_below_each_other_need_no_head(tmp_path: Path, named: str) -> None:
    reading = read(
        tmp_path, "F1", "PHIẾU BÁO SỐ LIỆU THÁNG 10/2026|", named.format(ONE), "Tổng số CNVCLĐ|50",
        "Trong đó: nữ|30", "Tổng số đoàn viên|45", "|", named.format(TWO), "Tổng số CNVCLĐ|40",
        "Trong đó: nữ|20", "Tổng số đoàn viên|38",
    )  # fmt: skip
    assert [(row.unit_id, row.status, dict(row.values)) for row in reading.rows] == [
        ("u01", "warned", {"A01": 50}), ("u01", "warned", {"A01N": 30}),
        ("u01", "warned", {"A03": 45}), ("u02", "warned", {"A01": 40}),
        ("u02", "warned", {"A01N": 20}), ("u02", "warned", {"A03": 38}),
    ]  # fmt: skip
