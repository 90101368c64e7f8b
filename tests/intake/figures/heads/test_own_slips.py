"""Slips whose labels say how one kind of union names those it counts."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

UNION = "Nghiệp đoàn Xe ôm chợ Hải Lăng"
SCHOOL = "CĐCS Trường THCS Số 1"
SLIP = ("Tổng số người lao động trong nghiệp đoàn:|80", "Trong đó nữ:|28",
        "Số đoàn viên nghiệp đoàn:|65", "Trong đó nữ:|24")  # fmt: skip


def read(folder: Path, *rows: str, form: str = "F1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


def told(reading: FiguresReading) -> dict[str, int | None]:
    return {cell.code: cell.value for row in reading.rows for cell in row.cells if cell.taken}


def test_all_members_of_an_occupational_union_are_its_own(tmp_path: Path) -> None:
    reading = read(tmp_path, UNION, *SLIP)
    assert told(reading) == {"A01": 80, "A01N": 28, "A03": 65, "A03N": 24}
    assert {row.unit_id for row in reading.rows} == {"u11"}


def test_beside_other_unions_they_are_some_of_them(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Số đoàn viên nghiệp đoàn"):
        read(tmp_path, SCHOOL, *SLIP)


def test_members_of_a_cooperative_and_its_workers_are_all_who_work(tmp_path: Path) -> None:
    reading = read(tmp_path, SCHOOL, "Xã viên, lao động làm việc thường xuyên|70",
                   "Trong đó nữ|36", "Đoàn viên|57")  # fmt: skip
    assert told(reading) == {"A01": 70, "A01N": 36, "A03": 57}
    assert any("Xã viên, lao động" in one for one in reading.rows[0].reasons)


def test_a_column_of_members_in_occupational_unions_in_short(tmp_path: Path) -> None:
    reading = read(tmp_path, "TT|Đơn vị|Lao động|Đoàn viên|||", "|||Tổng|Nam|Nữ|Trong NĐ",
                   "1|CĐCS Trường THCS Số 1|34|30|15|15|", f"2|{UNION}|40|31|20|11|31",
                   form="F2")  # fmt: skip
    assert [row.values.get("A06M") for row in reading.rows] == [None, 31]


def test_a_slip_nobody_understands_is_refused_with_its_labels(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="“Bàn ghế”; “Máy tính”"):
        read(tmp_path, SCHOOL, "Bàn ghế:|80", "Máy tính:|28")


def moved(closing: int) -> tuple[str, ...]:
    return (SCHOOL, "Số đoàn viên có đến 30/9|16", "Tăng trong tháng|4", "- kết nạp mới|3",
            "- nơi khác (tỉnh ngoài) chuyển về|1", "Giảm trong tháng|2",
            "- xin thôi làm ở trường|1", "- về hưu|1",
            f"Số đoàn viên có đến 31/10|{closing}")  # fmt: skip


def test_stocks_of_days_are_compared_with_the_movements(tmp_path: Path) -> None:
    right, wrong = (read(tmp_path, *moved(n), form="F3") for n in (18, 19))
    assert told(right) == told(wrong) == {"C11": 3, "C14": 1, "C24": 1, "C23": 1}
    said = "Đầu kỳ + tăng − giảm là 18, cuối kỳ ghi 19."
    assert not any(said in row.reasons for row in right.rows)
    assert all(said in row.reasons for row in wrong.rows)
