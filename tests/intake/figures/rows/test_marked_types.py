"""Ownership types marked with X are compared with the register's, and nothing of them is lost."""

from datetime import date
from pathlib import Path

import pytest

from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from desktop.models.units.units import Unit
from tests.intake.figures.gathering import UNITS
from tests.intake.figures.spread import sheet, write_xlsx

HEAD = ("TT|Tên CĐCS|Tổng CNVCLĐ|Tổng ĐV|Loại hình|||Ghi chú",
        "||||Nhà nước|Trong nước|Ngoài nước|")  # fmt: skip
NAMES = [one.name for one in UNITS[:3]]


def read(folder: Path, marks: tuple[str, ...], types: tuple[str, ...]) -> FiguresReading:
    path = folder / "bảng.xlsx"
    rows = [f"{n}|{name}|34|30|{mark}|" for n, (name, mark)
            in enumerate(zip(NAMES, marks, strict=True), 1)]  # fmt: skip
    write_xlsx(path, [sheet("\n".join((*HEAD, *rows)))])
    packs = load_packs()
    tree = {one.id: Unit(one.id, one.id, one.name, one.kind, kept, None, date(2023, 1, 1), None, {})
            for one, kept in zip(UNITS, types, strict=False)}  # fmt: skip
    period = parse_period("2026-10", packs.schemes)
    return read_figures(path, Asked("F1", period, packs, UNITS, tree, {}))


def said(reading: FiguresReading) -> list[str]:
    return [" ".join(one for one in row.reasons if "loại hình" in one) for row in reading.rows]


def test_marks_are_told_of_once_and_differences_at_their_rows(tmp_path: Path) -> None:
    reading = read(tmp_path, ("X||", "|x|", "||X"), ("SN", "DNNN", "NQD"))
    assert [note for note in reading.notes if "E, F, G" in note] == list(reading.notes)
    assert said(reading) == [
        "",
        "Bảng đánh dấu loại hình “Trong nước”, sổ đơn vị ghi “DN nhà nước”; bảng đúng thì sửa ở "
        "trang Đơn vị.",
        "Bảng đánh dấu loại hình “Ngoài nước”, sổ đơn vị ghi “DN ngoài nhà nước”; bảng đúng thì "
        "sửa ở trang Đơn vị.",
    ]
    assert [row.values["A03"] for row in reading.rows] == [30, 30, 30]


def test_two_marks_of_one_union_are_told(tmp_path: Path) -> None:
    reading = read(tmp_path, ("X|X|", "|x|", "||"), ("SN", "HTX", "ND"))
    assert said(reading) == ["Đánh dấu 2 loại hình: “Nhà nước”, “Trong nước”.", "", ""]


@pytest.mark.parametrize("types", [("", "", ""), ("ND", "ND", "ND")])
def test_what_the_register_does_not_tell_is_not_compared(
    tmp_path: Path, types: tuple[str, ...]
) -> None:
    assert said(read(tmp_path, ("X||", "|x|", "||X"), types)) == ["", "", ""]


def test_columns_of_figures_under_types_are_no_marks(tmp_path: Path) -> None:
    reading = read(tmp_path, ("3||", "|4|", "||5"), ("NQD", "FDI", "SN"))
    assert not any("đánh dấu" in one for one in (*reading.notes, *said(reading)))
