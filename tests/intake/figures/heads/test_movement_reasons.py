"""Reasons in words beside how many came or left: taken where they tell all, asked about else."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading, ReadRow
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

HEAD = "Tăng giảm đoàn viên tháng 10/2026\nĐơn vị|Tăng|Lý do tăng|Giảm|Lý do giảm\n"
ROWS = """\
Trường THCS Số 1|0||3|1 nghỉ hưu, 2 thôi việc
Trường THCS Số 2|2|kết nạp mới|0|
Trường Tiểu học Số 1|4|kết nạp 3, chuyển đến 1|4|chưa rõ
Trường Tiểu học Số 2|||3|nghỉ việc
"""


def read(folder: Path, text: str, form: str = "F3") -> FiguresReading:
    path = folder / "tăng giảm.xlsx"
    write_xlsx(path, [sheet(text)])
    return read_case(Case("tăng giảm", [], form=form), path)


def counted(row: ReadRow) -> dict[str, int | None]:
    return {code: value for code, value in row.values.items() if value}


def test_one_reason_has_all_and_several_are_told_apart(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD + ROWS)
    assert {row.unit_id: counted(row) for row in reading.rows} == {
        "u01": {"C23": 1, "C24": 2}, "u02": {"C11": 2}, "u03": {"C11": 3}, "u04": {"C24": 3},
    }  # fmt: skip
    assert all(row.status == "warned" for row in reading.rows)
    assert "ghi bằng lời" in reading.rows[1].reasons[-1]
    assert [cell.place for cell in reading.rows[0].cells if cell.value] == ["E3", "E3"]


def test_what_no_words_tell_is_asked_about_where_it_stands(tmp_path: Path) -> None:
    row = read(tmp_path, HEAD + ROWS).rows[2]
    assert [one.partition(":")[0] for one in row.reasons if "chưa rõ" in one] == ["B5", "D5"]
    assert "C24" not in counted(row)


@pytest.mark.parametrize("head", [
    "Đơn vị|Số ĐV tăng|Lý do|Số ĐV giảm|Nguyên nhân\n",
    "Đơn vị|Tăng|Diễn giải|Giảm|Diễn giải\n",
    "Đơn vị|Đoàn viên tăng|Ghi chú|Đoàn viên giảm|Ghi chú\n",
    "BIẾN ĐỘNG THÁNG 10/2026\nĐơn vị|Tăng|~|Giảm|~\n^|Số lượng|Lý do|Số lượng|Lý do\n",
])  # fmt: skip
def test_other_words_over_the_reasons(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, head + ROWS)
    assert [counted(row) for row in reading.rows][:2] == [{"C23": 1, "C24": 2}, {"C11": 2}]


@pytest.mark.parametrize(("reason", "told"), [
    ("nghỉ hưu (1), thôi việc (2)", {"C23": 1, "C24": 2}),
    ("01 đ/c nghỉ hưu + 02 chuyển ra ngoài tỉnh", {"C23": 1, "C22": 2}),
    ("Nghỉ hưu: 1; từ trần: 2", {"C23": 1, "C26": 2}),
    ("nghỉ hưu 1, thôi việc 1", {}),  # two of three
    ("nghỉ hưu, thôi việc", {}),
    ("chuyển công tác", {}),
    ("2 nữ nghỉ hưu, 1 nam nghỉ hưu", {}),
])  # fmt: skip
def test_numbers_in_words_must_come_to_the_number_beside_them(
    tmp_path: Path, reason: str, told: dict[str, int]
) -> None:
    row = read(tmp_path, f"{HEAD}Trường THCS Số 1|0||3|{reason}\n{ROWS}").rows[0]
    assert counted(row) == told
    assert row.reasons


def test_no_number_of_the_next_column_is_taken_for_a_reason(tmp_path: Path) -> None:
    text = "Đơn vị|Lý do|Đoàn viên cuối tháng|Ghi rõ\nTrường THCS Số 1|kết nạp|5|\n" \
           "Trường THCS Số 2|kết nạp mới|4|"  # fmt: skip
    for told in (text, text.partition("\nTrường THCS Số 2")[0]):
        try:
            rows = read(tmp_path, told).rows
        except Refusal:
            continue
        assert not any(counted(row) for row in rows)
