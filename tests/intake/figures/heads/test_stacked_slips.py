"""Slips of several unions below each other on one sheet, each under a head of its own."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

UNITS = (
    Known("u1", "CĐCS Trường Mầm non Kim Đồng", "CDCS"),
    Known("u2", "CĐCS Trường THCS Lê Lợi", "CDCS"),
    Known("u3", "CĐCS Trường Tiểu học Sao Mai", "CDCS"),
)
FIRST = "Đơn vị: Trường Mầm non Kim Đồng;;\nChỉ tiêu;ĐVT;Tháng 10/2026\n"
SECOND = "CĐCS Trường THCS Lê Lợi;;\nSTT;Nội dung;Kết quả\n"
THIRD = "BÁO CÁO CỦA Trường Tiểu học Sao Mai;;\nNội dung;Đơn vị tính;Số lượng\n"
VISITS = "Thăm hỏi ốm đau, hiếu hỉ;lượt;{}\n"
MEETINGS = "Buổi tuyên truyền pháp luật;buổi;{}\n"
NUMBERED = "1;Thăm ốm, hiếu, hỉ (lượt);{}\n2;Tuyên truyền pháp luật (buổi);{}\n"


def _read(text: str, folder: Path) -> FiguresReading:
    packs = load_packs()
    asked = Asked("F4", parse_period("2026-10", packs.schemes), packs, UNITS, {}, {})
    path = folder / "ghép.csv"
    path.write_text(text, encoding="utf-8")
    return read_figures(path, asked)


def _taken(reading: FiguresReading) -> dict[str, dict[str, int | None]]:
    found: dict[str, dict[str, int | None]] = {}
    for row in reading.rows:
        if row.status != "refused":
            found.setdefault(row.unit_id, {}).update(row.values)
    return found


def _stack(above: str = "", third: str = THIRD) -> str:
    return (
        above + FIRST + VISITS.format(5) + MEETINGS.format(1) + "\n"
        + SECOND + NUMBERED.format(3, 2) + "\n"
        + third + VISITS.format(4) + MEETINGS.format(6)
    )  # fmt: skip


def test_each_slip_is_read_under_its_own_head_as_its_own_unions(tmp_path: Path) -> None:
    reading = _read(_stack(), tmp_path)
    assert _taken(reading) == {
        "u1": {"E07": 5, "F01": 1}, "u2": {"E07": 3, "F01": 2}, "u3": {"E07": 4, "F01": 6},
    }  # fmt: skip
    assert {row.status for row in reading.rows} == {"accepted"}
    told = sorted(one.source_row for one in (*reading.rows, *reading.ignored_rows))
    assert told == list(range(1, 15))


def test_a_month_above_all_the_slips_is_that_of_each(tmp_path: Path) -> None:
    text = _stack("SỐ LIỆU THÁNG 9/2026;;\n").replace("Tháng 10/2026", "Số lượng")
    reading = _read(text, tmp_path)
    assert {row.unit_id for row in reading.rows} == {"u1", "u2", "u3"}
    assert all("THÁNG 9/2026" in " ".join(row.reasons) for row in reading.rows)


@pytest.mark.parametrize("third", [
    THIRD.replace("Sao Mai", "Trăng Khuyết"),  # stands in no register
    THIRD.partition("\n")[2],
    THIRD.replace("Trường Tiểu học Sao Mai", "Trường THCS Lê Lợi"),
])  # fmt: skip
def test_where_a_slip_is_not_surely_of_another_union_nothing_is_taken(
    third: str, tmp_path: Path
) -> None:
    reading = _read(_stack(third=third), tmp_path)
    assert not any(4 in row.values.values() or 6 in row.values.values()
                   for row in reading.rows if row.status != "refused")  # fmt: skip
