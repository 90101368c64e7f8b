"""A sheet that says of which kind all its units are settles names that several units bear."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

KINDS = {"mn": "Trường Mầm non", "th": "Trường Tiểu học", "htx": "Hợp tác xã Nông nghiệp",
         "cty": "Công ty Cổ phần Xây dựng"}  # fmt: skip
PLACES = ("Nam Hải", "Sao Mai", "Thanh Bình", "Trường Sơn")
UNITS = tuple(Known(f"{code}{at}", f"CĐCS {kind} {place}") for code, kind in KINDS.items()
              for at, place in enumerate(PLACES))  # fmt: skip


def read(folder: Path, *rows: str, name: str = "Sheet1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows), name)])
    return read_case(Case("", [], form="F1"), path, UNITS)


def rows(*names: str) -> list[str]:
    return [f"{at}|{name}|50|45" for at, name in enumerate(names, 1)]


@pytest.mark.parametrize(("title", "head", "name", "code"), [
    ("BÁO CÁO CÁC TRƯỜNG MẦM NON THÁNG 10/2026", "Đơn vị", "Sheet1", "mn"),
    ("Số liệu các HTX", "Đơn vị", "Sheet1", "htx"), ("Tháng 10/2026", "Đơn vị", "Mầm non", "mn"),
    ("Tháng 10/2026", "Công ty xây dựng", "Sheet1", "cty"),
])  # fmt: skip
def test_a_title_a_sheet_or_a_heading_names_the_kind(
    tmp_path: Path, title: str, head: str, name: str, code: str
) -> None:
    reading = read(tmp_path, title, f"TT|{head}|LĐ|ĐV", *rows(*PLACES), name=name)
    assert [row.unit_id for row in reading.rows] == [f"{code}{at}" for at in range(4)]
    assert {row.status for row in reading.rows} == {"warned"}


def test_the_kind_of_all_others_is_that_of_a_bare_name(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "TT|Đơn vị|LĐ|ĐV",
        *rows("MN Nam Hải", "MN Sao Mai", "MN Thanh Bình", "Trường Sơn"),
    )
    assert [row.unit_id for row in reading.rows] == ["mn0", "mn1", "mn2", "mn3"]
    assert [row.status for row in reading.rows] == ["accepted"] * 3 + ["warned"]


@pytest.mark.parametrize("names", [
    PLACES, ("MN Nam Hải", "HTX NN Sao Mai", "TH Thanh Bình", "Trường Sơn"),
])  # fmt: skip
def test_without_one_kind_a_bare_name_is_asked_about(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    reading = read(tmp_path, "TT|Đơn vị|LĐ|ĐV", *rows(*names))
    assert reading.rows[-1].status == "refused"


def test_a_unit_of_another_kind_settles_nothing(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "Các trường mầm non",
        "TT|Đơn vị|LĐ|ĐV",
        *rows("Nam Hải", "Sao Mai", "Công ty Cổ phần Xây dựng Thanh Bình"),
    )
    assert [row.status for row in reading.rows] == ["refused", "refused", "accepted"]


def test_a_proper_name_that_begins_like_a_school_is_not_the_schools_alone(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "TT|Đơn vị|LĐ|ĐV", *rows("Trường Sơn")).rows
    assert (row.status, len(row.candidates)) == ("refused", 4)
