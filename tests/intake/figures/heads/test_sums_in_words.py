"""Sums in words below a list of persons: they are the union's, to be looked at."""

from pathlib import Path

from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet

LIST = f"""{UNITS[11].name}
DANH SÁCH LAO ĐỘNG – ĐOÀN VIÊN ĐẾN 31/10/2026
STT|Họ và tên|Ngày sinh|Nam/Nữ|Bộ phận|Đoàn viên CĐ|Lương
1|Nguyễn Thị An|03/01/1975|Nữ|Đội 1|x|5200000
2|Lê Văn Tài|04/02/1976|Nam|Đội 1|x|5210000
3|Trần Thị Sen|05/03/1977|Nữ|Đội 2||5220000
"""
SUMS = "|Tổng số lao động: 3 người, trong đó nữ: 2\n|Tổng số đoàn viên: 2 người, trong đó nữ: 1"


def test_sums_in_words_are_the_unions(tmp_path: Path) -> None:
    case = Case("danh sách", [sheet(f"{LIST}\n{SUMS}")])
    reading = read_case(case, case.write(tmp_path))
    assert {code: n for row in reading.rows for code, n in row.values.items()} == {
        "A01": 3, "A01N": 2, "A03": 2, "A03N": 1,
    }  # fmt: skip
    assert {(row.unit_id, row.status) for row in reading.rows} == {("u12", "warned")}
    assert any("danh sách người" in one for one in reading.rows[0].reasons)
    told = [row.source_row for row in (*reading.rows, *reading.ignored_rows)]
    assert sorted(set(told)) == sorted(told)


def test_persons_alone_tell_nothing(tmp_path: Path) -> None:
    case = Case("danh sách", [sheet(LIST)])
    assert read_case(case, case.write(tmp_path)).rows == ()


def test_sums_beside_a_table_of_unions_stay_theirs(tmp_path: Path) -> None:
    table = f"STT|Đơn vị|Lao động|Đoàn viên\n1|{UNITS[0].name}|50|40\n2|{UNITS[1].name}|30|20\n"
    case = Case("bảng", [sheet(f"{UNITS[11].name}\n{table}\n{SUMS}")])
    reading = read_case(case, case.write(tmp_path))
    assert [row.unit_id for row in reading.rows if row.unit_id] == ["u01", "u02"]
