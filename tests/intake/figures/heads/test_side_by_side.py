"""Tables beside each other on one sheet are read each under its own head, and told apart."""

from pathlib import Path

import pytest

from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import Corrections, FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS

PACKS = load_packs()
ASKED = Asked("F1", parse_period("2026-10", PACKS.schemes), PACKS, UNITS, {}, {})
SAME = """BÁO CÁO THÁNG 10/2026
TT;Tên CĐCS;CNVCLĐ;ĐV;;TT;Tên CĐCS;CNVCLĐ;ĐV
1;CĐCS Trường THCS Số 1;42;40;;3;{name};50;49
2;CĐCS Trường THCS Số 2;36;35;;4;CĐCS Trường Tiểu học Hải Quế;30;29
;Cộng;78;75;;;Cộng;80;78
"""
OTHER = """TT;Tên CĐCS;CNVCLĐ;Nữ;TT;Tên CĐCS;ĐV;Nữ
1;CĐCS Trường THCS Số 1;42;30;1;CĐCS Trường THCS Số 1;40;29
"""
BELOW = """TT;Tên CĐCS;CNVCLĐ;Nữ
1;CĐCS Trường THCS Số 1;42;30

TT;Tên CĐCS;ĐV;Nữ;Ghi chú
1;CĐCS Trường THCS Số 1;40;29;
2;CĐCS Trường THCS Số 2;36;20;
"""


def read(folder: Path, text: str, corrections: Corrections | None = None) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text(text, encoding="utf-8")
    return read_figures(path, ASKED, corrections or Corrections())


def test_units_go_on_in_a_table_beside(tmp_path: Path) -> None:
    reading = read(tmp_path, SAME.format(name="CĐCS Trường Tiểu học Số 2"))
    assert [(row.source_row, row.status, row.values["A01"], row.values["A03"])
            for row in reading.rows] == [
        (3, "warned", 42, 40), (4, "warned", 36, 35),
        (3, "warned", 50, 49), (4, "warned", 30, 29),
    ]  # fmt: skip
    assert [one.match for one in reading.control_totals] == [True] * 4
    assert reading.remarks == ()
    columns = reading.json()["columns"]
    assert (columns["C"], columns["D"], columns["H"], columns["I"]) == ("A01", "A03") * 2


def test_an_unknown_name_beside_never_gives_its_figures_to_another(tmp_path: Path) -> None:
    text = SAME.format(name="CĐCS Trường Xa Lạ").replace("CĐCS Trường Tiểu học Hải Quế", "Lạ Xa")
    reading = read(tmp_path, text)
    assert [row.status for row in reading.rows] == ["warned"] * 2 + ["refused"] * 2
    assert [row.values["A01"] for row in reading.of("warned")] == [42, 36]


def test_other_figures_of_the_same_unit_beside_are_taken_with_a_remark(tmp_path: Path) -> None:
    reading = read(tmp_path, OTHER)
    assert [(row.status, row.values) for row in reading.rows] == [
        ("warned", {"A01": 42, "A01N": 30}), ("warned", {"A03": 40, "A03N": 29}),
    ]  # fmt: skip


def test_one_of_the_tables_can_be_chosen_and_corrected(tmp_path: Path) -> None:
    together = read(tmp_path, OTHER)
    assert together.sheet not in together.sheets
    alone = read(tmp_path, OTHER, Corrections(sheet=together.rows[1].sheet))
    assert [row.values for row in alone.rows] == [{"A03": 40, "A03N": 29}]
    left = read(tmp_path, OTHER, Corrections(skip=frozenset({together.rows[1].key})))
    assert [row.values for row in left.rows] == [{"A01": 42, "A01N": 30}]


def test_a_column_given_a_meaning_is_of_its_own_table(tmp_path: Path) -> None:
    text = OTHER.replace("TT;Tên CĐCS;ĐV;Nữ", "TT;Tên CĐCS;Số thứ hai;Nữ")
    alone = read(tmp_path, text)
    assert (len(alone.rows), len(alone.remarks)) == (1, 1)
    told = read(tmp_path, OTHER, Corrections(columns={"C": "A03"}))
    assert [row.values.get("A03") for row in told.rows] == [42, 40]
    assert {column.letter for column in told.columns} == set("ABCDEFGH")


@pytest.mark.parametrize(("text", "tables"), [(OTHER, 2), (BELOW, 2), (SAME, 2)])
def test_the_columns_of_every_table_are_told(tmp_path: Path, text: str, tables: int) -> None:
    told = read(tmp_path, text).json()
    assert len(told["tables"]) == tables
    codes = {role for table in told["tables"] for role in table["columns"].values()}
    assert {row for one in told["rows"] for row in one["values"]} <= codes


def test_one_table_alone_is_told_as_ever(tmp_path: Path) -> None:
    assert "tables" not in read(tmp_path, OTHER.replace(";1;CĐCS Trường THCS Số 1;40;29", "")
                                .replace(";TT;Tên CĐCS;ĐV;Nữ", "")).json()  # fmt: skip


def test_a_heading_of_unions_over_their_number_begins_no_table_beside(tmp_path: Path) -> None:
    text = """TT;Đơn vị;I. ĐOÀN VIÊN;;;II. CÔNG ĐOÀN CƠ SỞ;;
;;Số đầu kỳ;Kết nạp mới;Số cuối kỳ;Số đầu kỳ;Thành lập mới;Số cuối kỳ
1;CĐCS Trường THCS Số 1;40;2;42;1;0;1
2;CĐCS Trường THCS Số 2;30;1;31;1;0;1
"""
    path = tmp_path / "bảng.csv"
    path.write_text(text, encoding="utf-8")
    asked = Asked("F3", parse_period("2026-10", PACKS.schemes), PACKS, UNITS, {}, {})
    reading = read_figures(path, asked)
    assert [(row.source_row, row.values["C11"], row.values["B01"]) for row in reading.rows] == [
        (3, 2, 0), (4, 1, 0)]  # fmt: skip
    assert not any("bảng cạnh nhau" in one for row in reading.rows for one in row.reasons)
