"""Figures that stand one row beside their names are taken for nobody's."""

from pathlib import Path

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import cases, read_case

CASE = next(case for case in cases() if case.name == "counts in many hands")
THIRD = "CĐCS Trường PTDTBT Tiểu học và THCS Ba Nang"


def read(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text("\n".join(("STT;Đơn vị;CNVCLĐ;ĐV", *rows)), encoding="utf-8")
    return read_case(CASE, path)


def test_a_block_one_row_below_its_names_is_refused(tmp_path: Path) -> None:
    reading = read(tmp_path, "1;CĐCS Trường THCS Số 1;;", "2;CĐCS Trường THCS Số 2;50;40",
                   f"3;{THIRD};40;35", ";;30;20", ";Cộng;120;95")  # fmt: skip
    assert {row.status for row in reading.rows[1:]} == {"refused"}
    assert not any(value for row in reading.rows[:3] for value in row.values.values())
    assert "dòng 2 để trống, dòng 5 có số" in " ".join(reading.rows[1].reasons)


def test_one_column_that_slipped_is_left_out_alone(tmp_path: Path) -> None:
    rows = read(tmp_path, "1;CĐCS Trường THCS Số 1;60;", "2;CĐCS Trường THCS Số 2;50;40",
                f"3;{THIRD};40;35", ";;;20").rows  # fmt: skip
    assert [row.values for row in rows[:3]] == [
        {"A01": 60, "A03": None}, {"A01": 50, "A03": None}, {"A01": 40, "A03": None}]  # fmt: skip
    assert [row.status for row in rows[1:3]] == ["warned", "warned"]


def test_rows_that_slipped_from_the_middle_on_are_refused(tmp_path: Path) -> None:
    rows = read(tmp_path, "1;CĐCS Trường THCS Số 1;60;50", "2;CĐCS Trường THCS Số 2;;",
                f"3;{THIRD};50;40", "4;CĐCS Trường THPT Trần Thị Tâm;40;35",
                ";;30;25").rows  # fmt: skip
    assert [row.status for row in rows[:4]] == ["accepted", "accepted", "refused", "refused"]
    assert "dòng 3 để trống, dòng 6 có số" in " ".join(rows[2].reasons)
