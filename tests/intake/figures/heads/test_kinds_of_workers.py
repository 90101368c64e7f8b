"""Several kinds of workers in one heading are all of them; one kind alone is only some."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
ALL = {"A01": 50, "A01N": 30, "A03": 45, "A03N": 28}


def read(folder: Path, head: str, workers: str = "50|30") -> FiguresReading:
    path = folder / "bảng.xlsx"
    rows = (head, f"1|{ONE}|{workers}|45|28", f"2|{TWO}|{workers}|45|28")
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form="F1"), path)


@pytest.mark.parametrize("name", [
    "Xã viên, lao động", "Thành viên + NLĐ", "CB,VC,HĐLĐ", "Tổng VC + HĐLĐ", "CC, VC, HĐ",
    "Biên chế và HĐ", "TSCB", "Tổng số CB",
])  # fmt: skip
def test_all_kinds_together_are_all_workers_and_say_so(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, f"TT|Đơn vị|{name}|Nữ|TSĐV|Nữ")
    assert [(row.status, row.values) for row in reading.rows] == [("warned", ALL)] * 2
    assert all(sum(name in reason for reason in row.reasons) == 1 for row in reading.rows)


@pytest.mark.parametrize("name", ["HĐLĐ", "Xã viên", "HĐ 68", "Biên chế"])
def test_one_kind_alone_is_asked_about(tmp_path: Path, name: str) -> None:
    for row in read(tmp_path, f"TT|Đơn vị|{name}|Nữ|TSĐV|Nữ").rows:
        assert (row.status, row.values) == ("warned", {"A03": 45, "A03N": 28})


def test_fewer_cadres_than_members_are_no_workers(tmp_path: Path) -> None:
    for row in read(tmp_path, "TT|Đơn vị|TSCB|Nữ|TSĐV|Nữ", "3|2").rows:
        assert (row.status, row.values) == ("warned", {"A03": 45, "A03N": 28})


def test_cadres_beside_all_workers_are_left_out(tmp_path: Path) -> None:
    for row in read(tmp_path, "TT|Đơn vị|TSLĐ|TSCB|TSĐV|Nữ", "50|48").rows:
        assert row.values == {"A01": 50, "A03": 45, "A03N": 28}


@pytest.mark.parametrize("name", ["Số VC", "Viên chức"])
def test_staff_of_one_kind_never_fewer_than_members_are_all_and_say_so(
    tmp_path: Path, name: str
) -> None:
    head = f"TT|Đơn vị|{name}|Nữ|TSĐV|Nữ"
    assert [(row.status, row.values) for row in read(tmp_path, head).rows] == [("warned", ALL)] * 2
    for row in read(tmp_path, head, "44|30").rows:
        assert row.values == {"A03": 45, "A03N": 28}
