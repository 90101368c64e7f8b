"""“Nữ” behind a flow takes its subject from it, its time from its own words."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx


def test_women_since_new_year_are_not_the_women_of_the_month(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "STT;Đơn vị;Kết nạp mới;Nữ (lũy kế)\n1;CĐCS Trường THCS Số 1;5;3\n"
        "2;CĐCS Trường THCS Số 2;6;4\n", encoding="utf-8",
    )  # fmt: skip
    rows = read_case(Case("f3", [], form="F3"), path).rows
    assert [row.values for row in rows] == [{"C11": 5}, {"C11": 6}]
    assert {row.status for row in rows} == {"warned"}
    assert "Nữ (lũy kế)" in rows[0].reasons[0]


def of_years(folder: Path, groups: str, times: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(
        f"STT|Đơn vị|{groups}\n^|^|{times}\n1|CĐCS Trường THCS Số 1|61|65|54|50|14|16\n"
        "2|CĐCS Trường THCS Số 2|95|94|92|91|32|31"
    )])  # fmt: skip
    return read_case(Case("f1", []), path)


GROUPS = "Tổng số CNVCLĐ|~|Tổng số đoàn viên|~|Trong đó nữ|~"
YEARS = "Năm 2025|Năm 2026|Năm 2025|Năm 2026|Năm 2025|Năm 2026"


def test_women_over_years_are_of_the_group_right_before_them(tmp_path: Path) -> None:
    rows = of_years(tmp_path, GROUPS, YEARS).rows
    assert [(row.status, row.values) for row in rows] == [
        ("accepted", {"A01": 65, "A03": 50, "A03N": 16}),
        ("accepted", {"A01": 94, "A03": 91, "A03N": 31}),
    ]


@pytest.mark.parametrize("head", ["Cán bộ nữ", "Nữ cán bộ quản lý"])
def test_women_of_others_over_the_same_years_are_not_taken(tmp_path: Path, head: str) -> None:
    reading = of_years(tmp_path, GROUPS.replace("Trong đó nữ", head), YEARS)
    assert [row.values for row in reading.rows] == [{"A01": 65, "A03": 50}, {"A01": 94, "A03": 91}]
    assert any(column.unclear or column.note for column in reading.columns[6:])
