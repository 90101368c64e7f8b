"""Admissions of an upper office that may hold those of the unions it founded."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading, ReadRow
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

PACKS = load_packs()
UNITS = (
    Known("own", "Công đoàn xã Ven Biển", "CDX"),
    Known("other", "Công đoàn xã Đồi Cát", "CDX"),
    Known("third", "Công đoàn xã Bãi Dài", "CDX"),
    Known("a", "CĐCS Trường Mầm non Tân Tiến"),
)
FOUNDED = "CĐCS thành lập mới;1\nSố đoàn viên khi thành lập;18"
ASKS = "có gồm {} đoàn viên của CĐCS mới thành lập không"


def read(folder: Path, text: str) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text(text, encoding="utf-8")
    period = parse_period("2026-10", PACKS.schemes)
    return read_figures(path, Asked("F3", period, PACKS, UNITS, {}, {}, own="own"))


def admissions(folder: Path, *rows: str, of: str = "CÔNG ĐOÀN XÃ VEN BIỂN") -> ReadRow:
    reading = read(folder, "\n".join((of, "Nội dung;Số lượng", *rows)))
    return next(row for row in reading.rows if "C11" in row.values)


def said(row: ReadRow) -> str:
    return " ".join(row.reasons)


def test_all_admissions_beside_new_unions_are_asked_about(tmp_path: Path) -> None:
    row = admissions(tmp_path, "Kết nạp mới đoàn viên;37", FOUNDED, "Nghỉ hưu;2")
    assert (row.status, row.values) == ("warned", {"C11": 37})
    assert ASKS.format(18) in said(row)


@pytest.mark.parametrize(
    "rows",
    [
        ("Kết nạp mới đoàn viên;37", "Nghỉ hưu;2"),  # no new unions
        ("Kết nạp mới đoàn viên;37", "CĐCS thành lập mới;0", "Nghỉ hưu;2"),
        ("Kết nạp mới đoàn viên;12", FOUNDED, "Nghỉ hưu;2"),  # too few to hold them
        ("Kết nạp mới tại CĐCS đã có;37", FOUNDED, "Nghỉ hưu;2"),
        ("Tổng số đoàn viên tăng;55", "Kết nạp mới;37", "Kết nạp tại CĐCS mới thành lập;18"),
    ],
)
def test_admissions_that_hold_no_others_are_not_asked_about(
    tmp_path: Path, rows: tuple[str, ...]
) -> None:
    row = admissions(tmp_path, *rows)
    assert row.values["C11"] in (37, 12)
    assert "mới thành lập không" not in said(row)


def test_a_base_union_admits_into_itself(tmp_path: Path) -> None:
    row = admissions(tmp_path, "Kết nạp mới đoàn viên;37", "Kết nạp tại CĐCS mới thành lập;18",
                     of="CĐCS Trường Mầm non Tân Tiến")  # fmt: skip
    assert (row.unit_id, "mới thành lập không" in said(row)) == ("a", False)


def test_a_part_told_below_them_leaves_the_whole_untaken(tmp_path: Path) -> None:
    row = admissions(tmp_path, "Kết nạp mới đoàn viên;37",
                     "Trong đó: kết nạp tại CĐCS mới thành lập;18", "Nghỉ hưu;2")  # fmt: skip
    assert row.status == "refused"
    assert "gồm cả 18 đoàn viên của CĐCS mới thành lập" in said(row)


def test_offices_below_each_other_are_asked_each_for_its_own(tmp_path: Path) -> None:
    reading = read(tmp_path, (
        "TT;Đơn vị;Kết nạp mới;Kết nạp tại CĐCS mới thành lập;Nghỉ hưu\n"
        "1;Công đoàn xã Đồi Cát;37;18;2\n2;Công đoàn xã Bãi Dài;20;0;1\n"
        "3;CĐCS Trường Mầm non Tân Tiến;4;2;0\n"
    ))  # fmt: skip
    asked = [ASKS.format(18) in said(row) for row in reading.rows]
    assert [row.values["C11"] for row in reading.rows] == [37, 20, 4]
    assert asked == [True, False, False]


def test_a_founding_counted_in_unions_is_one(tmp_path: Path) -> None:
    reading = read(tmp_path, "CÔNG ĐOÀN XÃ VEN BIỂN\nNội dung;ĐVT;Số lượng\n"
                   "Kết nạp mới;người;37\nThành lập mới CĐCS;CĐCS;1\nNghỉ hưu;người;2")  # fmt: skip
    assert [row.values for row in reading.rows] == [{"C11": 37}, {"B01": 1}, {"C23": 2}]
    assert "có gồm đoàn viên của CĐCS mới thành lập không" in said(reading.rows[0])


@pytest.mark.parametrize(("row", "values", "asks"), [
    ("Thành lập CĐCS mới;1", {"B01": 1}, "Hiểu “Thành lập CĐCS mới” là chỉ tiêu B01"),
    ("Thành lập CĐCS mới;18", {"C12": 18}, "xem có phải số CĐCS không"),
    ("Kết nạp khi thành lập CĐCS;3", {"C12": 3}, "V44"),
])  # fmt: skip
def test_few_at_new_unions_are_the_unions(
    tmp_path: Path, row: str, values: dict[str, int], asks: str
) -> None:
    reading = read(tmp_path, "\n".join((
        "CÔNG ĐOÀN XÃ VEN BIỂN", "Nội dung;Số lượng", "Chuyển đến từ tỉnh khác;2", row,
        "Nghỉ hưu;2")))  # fmt: skip
    told = reading.rows[1]
    assert told.values == values
    assert asks in said(told)
    assert told.status == "warned"
