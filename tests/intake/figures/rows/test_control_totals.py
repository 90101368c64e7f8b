"""A total the sheet states that its rows do not add up to."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import TOTALS_DIFFER, FiguresReading
from tests.intake.figures.gathering import Case, cases, read_case

CASE = next(case for case in cases() if case.name == "counts in many hands")
ROWS = "STT;Đơn vị;CNVCLĐ;ĐV\n1;CĐCS Trường THCS Số 1;50;40\n2;CĐCS Trường THCS Số 2;60;{}\n"


def read(folder: Path, second: str, totals: str) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text(ROWS.format(second) + f";Tổng cộng;{totals}\n", encoding="utf-8")
    return read_case(CASE, path)


def test_a_total_that_differs_is_told_once_with_the_rows_it_sums(tmp_path: Path) -> None:
    reading = read(tmp_path, "50", "110;80")
    assert [row.status for row in reading.rows] == ["accepted", "accepted"]
    (wrong,) = [one for one in reading.control_totals if not one.match]
    assert wrong.source_row == 4
    assert wrong.told == "A03: dòng cộng ghi 80, cộng các dòng 2–3 được 90."


def test_rows_of_totals_none_of_which_agrees_are_to_be_looked_at(tmp_path: Path) -> None:
    reading = read(tmp_path, "50", "191;80")
    assert [row.status for row in reading.rows] == ["warned", "warned"]
    assert {row.reasons for row in reading.rows} == {(TOTALS_DIFFER,)}
    assert [one.told for one in reading.control_totals] == [
        "A01: dòng cộng ghi 191, cộng các dòng 2–3 được 110.",
        "A03: dòng cộng ghi 80, cộng các dòng 2–3 được 90.",
    ]


def test_a_cell_not_read_explains_what_a_total_has_more(tmp_path: Path) -> None:
    rows = read(tmp_path, "45/50", "110;90").rows
    assert [row.status for row in rows] == ["accepted", "warned"]
    assert "dòng cộng" not in " ".join(rows[1].reasons)


def test_a_total_told_with_what_it_counts_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "#\tĐơn vị\tĐoàn viên đầu tháng\tKết nạp mới tại CĐCS đã có\tNghỉ hưu\n"
        "1\tCĐCS Trường THCS Số 1\t64 ĐV\t2 ĐV\t0 ĐV\n"
        "2\tCĐCS Trường THCS Số 2\t40 ĐV\t3 ĐV\t0 ĐV\n\tTổng\t104 ĐV\t5 ĐV\t0 ĐV\n",
        encoding="utf-8",
    )
    reading = read_case(Case("", [], form="F3"), path)
    assert [(one.indicator, one.declared, one.computed) for one in reading.control_totals] == [
        ("C11", 5, 5), ("C23", 0, 0),
    ]  # fmt: skip


def test_a_total_of_its_own_table_is_no_total_of_all(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    head, *first = ROWS.format("50").splitlines()
    second = "1;CĐCS Trường PTDTBT Tiểu học và THCS Ba Nang;30;20"
    lines = [head, *first, ";Cộng;110;90", ";;;", head, second, ";Cộng;30;20"]
    path.write_text("\n".join(lines), encoding="utf-8")
    reading = read_case(CASE, path)
    assert {row.status for row in reading.rows} == {"accepted"}
    assert all(one.match for one in reading.control_totals)


def test_one_total_among_many_that_agree_leaves_the_rows_alone(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    head = "STT;Đơn vị;CNVCLĐ;Nữ;ĐV;Nữ\n1;CĐCS Trường THCS Số 1;50;20;40;10\n"
    for total in ("68", "99"):
        path.write_text(
            f"{head}2;CĐCS Trường THCS Số 2;60;30;46;12\n;Tổng cộng;110;50;{total};22\n",
            encoding="utf-8",
        )
        reading = read_case(CASE, path)
        assert {row.status for row in reading.rows} == {"accepted"}
        assert [one.indicator for one in reading.control_totals if not one.match] == ["A03"]


@pytest.mark.parametrize("name", ["TOÀN KCN", "Toàn thị trấn", "TOÀN CÔNG TY", "Toàn trường"])
def test_all_of_a_zone_or_a_firm_is_a_total(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(ROWS.format(50) + f";{name};110;90\n", encoding="utf-8")
    reading = read_case(CASE, path)
    assert [(one.declared, one.match) for one in reading.control_totals] == [
        (110, True), (90, True),
    ]  # fmt: skip
    assert len(reading.rows) == 2


@pytest.mark.parametrize(
    "name", ["TỔNG CỘNG (2 đơn vị)", "Tổng các đơn vị", "Toàn công đoàn", "Tổng hợp chung"]
)
def test_a_total_is_known_by_its_words_where_its_figures_differ(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bảng.csv"
    rows = ROWS.format(50).replace("1;CĐCS", "I;Khối trường học;110;90\n1;CĐCS", 1)
    path.write_text(rows + f";{name};110;91\n", encoding="utf-8")
    reading = read_case(CASE, path)
    assert [(one.declared, one.match) for one in reading.control_totals] == [
        (110, True), (91, False),
    ]  # fmt: skip
    assert len(reading.rows) == 2


def test_a_total_named_behind_its_figures_is_one(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "STT;CNVCLĐ;ĐV;Đơn vị\n1;50 người;40;CĐCS Trường THCS Số 1\n"
        "2;60 người;50;CĐCS Trường THCS Số 2\n;110 người;91;Tổng cộng\n", encoding="utf-8",
    )  # fmt: skip
    reading = read_case(CASE, path)
    assert [one.declared for one in reading.control_totals] == [110, 91]
    assert len(reading.rows) == 2


@pytest.mark.parametrize("head", ["STT", ""])
def test_numbers_of_rows_need_no_heading(tmp_path: Path, head: str) -> None:
    path = tmp_path / "bảng.csv"
    third = "3;CĐCS Trường Tiểu học Số 1;30;20\n"
    text = ROWS.format(50).replace("STT", head, 1) + third
    group = "A;Trường học trên địa bàn;141;110\n"  # one more than the rows below it
    text = text.replace("1;CĐCS", group + "1;CĐCS", 1) + ";Tổng cộng;140;110\n"
    path.write_text(text, encoding="utf-8")
    reading = read_case(CASE, path)
    assert [(one.declared, one.match) for one in reading.control_totals] == [
        (140, True), (110, True),
    ]  # fmt: skip
    assert [row.status for row in reading.rows] == ["accepted"] * 3
