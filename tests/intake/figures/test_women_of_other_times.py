"""“Nữ” behind a flow takes its subject from it, its time from its own words."""

from pathlib import Path

from tests.intake.figures.gathering import Case, read_case


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
