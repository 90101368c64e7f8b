"""Rows that name the office itself: its total, or its own members alone."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

UNITS = (
    Known("own", "Công đoàn phường Sông Thanh", "CDX"),
    Known("a", "CĐCS Trường Mầm non Tân Tiến"),
    Known("b", "CĐCS Trường Tiểu học Sao Mai"),
)


def read(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text("\n".join(("TT;Tên CĐCS;CNVCLĐ;Đoàn viên", *rows)), encoding="utf-8")
    return read_path(path)


def read_path(path: Path) -> FiguresReading:
    packs = load_packs()
    period = parse_period("2026-11", packs.schemes)
    return read_figures(path, Asked("F1", period, packs, UNITS, {}, {}, own="own"))


A, B = "1;CĐCS Trường Mầm non Tân Tiến;42;35", "2;CĐCS Trường Tiểu học Sao Mai;40;33"


@pytest.mark.parametrize("name", ["CÔNG ĐOÀN PHƯỜNG SÔNG THANH", "Phường Sông Thanh"])
@pytest.mark.parametrize("first", [True, False])
def test_the_sum_named_as_the_office_is_its_total(tmp_path: Path, name: str, first: bool) -> None:
    total = f";{name};82;68"
    reading = read(tmp_path, *((total, A, B) if first else (A, B, total)))
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        ("a", "accepted"), ("b", "accepted")]  # fmt: skip
    assert [(one.declared, one.match) for one in reading.control_totals] == [(82, True), (68, True)]


@pytest.mark.parametrize(("figures", "status"), [("90;70", "refused"), ("5;5", "warned")])
def test_other_figures_of_the_office_are_asked_about(
    tmp_path: Path, figures: str, status: str
) -> None:
    row = read(tmp_path, f";CĐ phường Sông Thanh;{figures}", A, B).rows[0]
    assert (row.unit_id, row.status) == ("own", status)
    assert "phần của chính Công đoàn phường Sông Thanh" in row.reasons[0]


@pytest.mark.parametrize(
    ("head", "asked"),
    [("CÔNG ĐOÀN PHƯỜNG HÒA KHÁNH", True), ("CĐ Phường Sông Thanh – tháng 11/2026", False),
     ("CĐCS Trường Mầm non Tân Tiến", False)],
)  # fmt: skip
def test_a_sheet_headed_by_another_ward_is_asked_about(
    tmp_path: Path, head: str, asked: bool
) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text("\n".join((head, "TT;Tên CĐCS;CNVCLĐ;Đoàn viên", A, B)), encoding="utf-8")
    reading = read_path(path)
    assert bool(reading.remarks) is asked
    assert {row.status for row in reading.rows} == {"warned" if asked else "accepted"}


def test_a_slip_of_an_office_says_once_that_its_own_part_counts(tmp_path: Path) -> None:
    path = tmp_path / "phiếu.csv"
    path.write_text(
        "CÔNG ĐOÀN PHƯỜNG SÔNG THANH;\nChỉ tiêu;Số lượng\n"
        "Tổng số CNVCLĐ;45\nTrong đó nữ;30\nTổng số đoàn viên;44\n", encoding="utf-8")  # fmt: skip
    told = [(row.status, dict(row.values), row.reasons) for row in read_path(path).rows]
    own = "Chỉ ghi phần của chính Công đoàn phường Sông Thanh, không ghi tổng của cấp dưới."
    assert told == [("warned", {"A01": 45}, (own,)), ("accepted", {"A01N": 30}, ()),
                    ("accepted", {"A03": 44}, ())]  # fmt: skip
