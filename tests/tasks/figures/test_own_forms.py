"""A province's own form is filled in place: mapped once, remembered, nothing of it lost."""

import io
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from desktop.models.errors import Refusal
from desktop.models.outline.targets import Target
from desktop.models.plans.unit_targets import set_unit_targets
from desktop.models.store.history import undo
from desktop.models.store.store import Store
from desktop.reports.own_form import FormMapping, UnitRows, read_mapping
from desktop.tasks.figures import own_forms
from tests.reports.building import OCTOBER, province
from tests.sync.offices import send, take, world


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The province's form: totals, a ratio, formulas, a chart, and a list of units."""
    path = tmp_path / "Phụ lục số liệu.xlsx"
    book = xlsxwriter.Workbook(str(path))
    totals, units = book.add_worksheet("Biểu 01"), book.add_worksheet("Biểu 02")
    percent = book.add_format({"num_format": "0.00%"})
    totals.merge_range("A1:E1", "")
    for row, name in enumerate(("Đoàn viên", "Trong đó nữ", "Lao động", "Tỷ lệ"), start=4):
        totals.write(row, 0, name)
    totals.write_blank("B8", None, percent)
    totals.write_formula("C5", "=B5-B6", None, 0)
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "='Biểu 01'!$B$5:$B$6"})
    totals.insert_chart("G3", chart)
    names = ("CĐCS Trường THCS Nguyễn Huệ", "CĐCS Cơ quan LĐLĐ tỉnh", "CĐCS không có thật")
    for row, name in enumerate(names, start=3):
        units.write(row, 1, name)
    book.close()
    return path


TOTALS = {"A1": "{unit} – {period}", "B5": "A03", "B6": "a03n", "B7": "A01 kỳ này", "B8": "A04",
          "D5": "A03 @P-A", "E5": "C11 lũy kế"}  # fmt: skip


def filled(path: Path, sheet: str = "Biểu 01") -> dict[str, Any]:
    book = openpyxl.load_workbook(path)
    return {
        c.coordinate: c.value for row in book[sheet].iter_rows() for c in row if c.value is not None
    }


def fill(store: Store, template: Path, mapping: FormMapping) -> own_forms.FilledForm:
    return own_forms.fill_form(store, template, mapping, OCTOBER, template.with_name("điền.xlsx"))


def test_cells_take_the_totals_named(office: Store, template: Path) -> None:
    found = filled(fill(office, template, FormMapping(cells=TOTALS)).path)
    assert found["A1"] == "Liên đoàn Lao động tỉnh Quảng Trị – Tháng 10/2026"
    assert (found["B5"], found["D5"]) == (314, 267)
    assert found["B8"] == pytest.approx(found["B5"] / found["B7"])
    assert found["E5"] == 9
    assert found["C5"] == "=B5-B6"


def test_charts_and_everything_else_stay(office: Store, template: Path) -> None:
    done = fill(office, template, FormMapping(cells=TOTALS)).path
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(done) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml"}


def test_units_are_found_by_their_names(office: Store, template: Path) -> None:
    rows = UnitRows(first=4, last=8, name="B", columns={"C": "A03", "D": "A04", "E": "ownership"},
                    sheet="biểu 02")  # fmt: skip
    done = fill(office, template, FormMapping(units=(rows,)))
    found = filled(done.path, "Biểu 02")
    assert (found["C4"], found["E4"], found["C5"]) == (50, "SN", 14)
    assert found["D4"] == 96.15
    assert done.filled.unmatched == ["Biểu 02, dòng 6: CĐCS không có thật"]
    assert set(done.filled.left_out) == {
        "CĐCS Công ty TNHH May Hòa Thọ", "CĐCS Trạm Y tế phường", "CĐCS Trường Mầm non Hoa Sen",
        "CĐCS Phòng khám Đa khoa"}  # fmt: skip


def test_an_empty_list_gets_the_units_written_in(office: Store, template: Path) -> None:
    rows = UnitRows(first=20, last=25, name="B", columns={"A": "number", "C": "A01N"},
                    sheet="Biểu 02")  # fmt: skip
    found = filled(fill(office, template, FormMapping(units=(rows,))).path, "Biểu 02")
    assert [found[f"A{row}"] for row in range(20, 26)] == [1, 2, 3, 4, 5, 6]
    by_name = {found[f"B{row}"]: found.get(f"C{row}") for row in range(20, 26)}
    assert by_name["CĐCS Trường THCS Nguyễn Huệ"] == 31
    assert by_name["CĐCS Công ty TNHH May Hòa Thọ"] == "x"


def test_too_few_rows_are_told_before_anything_is_written(office: Store, template: Path) -> None:
    rows = UnitRows(first=20, last=22, name="B", columns={"C": "A03"}, sheet="Biểu 02")
    with pytest.raises(Refusal) as told:
        fill(office, template, FormMapping(units=(rows,)))
    assert told.value.code == "E_ROWS"
    assert not template.with_name("điền.xlsx").exists()


def test_a_figure_nobody_reported_leaves_its_cell_empty_and_is_named(
    office: Store, template: Path
) -> None:
    done = fill(office, template, FormMapping(cells={"B5": "A03", "B6": "D02"}))
    assert done.filled.empty == ["Biểu 01!B6"]
    assert "B6" not in filled(done.path)


@pytest.mark.parametrize("source", ["A99", "A03 ngày mai", "", "=1+1", "{không}", "A03 @KHÔNG-CÓ"])
def test_what_names_no_figure_is_refused(office: Store, template: Path, source: str) -> None:
    with pytest.raises(Refusal):
        fill(office, template, FormMapping(cells={"B5": source}))


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'{"cells": 3}', b'{"cellz": {}}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_mapping_that_is_none_is_refused(text: bytes) -> None:
    with pytest.raises(Refusal) as told:
        read_mapping(text)
    assert told.value.code == "E_MAPPING"


def test_a_mapping_is_remembered_for_the_form_and_for_its_next_copy(
    office: Store, template: Path, tmp_path: Path
) -> None:
    mapping = FormMapping(cells=TOTALS)
    with pytest.raises(Refusal):
        own_forms.mapping_for(office, template)
    own_forms.remember_mapping(office, template, mapping)
    assert own_forms.mapping_for(office, template) == mapping
    assert not own_forms.remember_mapping(office, template, mapping).changes
    (tmp_path / "sau").mkdir()
    later = tmp_path / "sau" / template.name
    book = openpyxl.load_workbook(template)
    book["Biểu 01"]["A3"] = "tháng 11"
    book.save(later)
    assert own_forms.mapping_for(office, later) == mapping
    undo(office)
    assert own_forms.remembered_mapping(office, template) is None


def test_how_an_office_below_fills_a_form_is_no_way_of_ours(tmp_path: Path, template: Path) -> None:
    w = world(tmp_path / "w")
    theirs, ours = FormMapping(cells={"B5": "A01"}), FormMapping(cells={"B5": "A03"})
    own_forms.remember_mapping(w.base, template, theirs)
    assert take(w.commune, send(w.base, w.out)).new
    assert own_forms.remembered_mapping(w.commune, template) is None
    assert take(w.province, send(w.commune, w.out)).new  # kept all the same, and passed on
    assert len(w.province.records(own_forms.OWN_FORM)) == 2
    own_forms.remember_mapping(w.commune, template, ours)
    assert own_forms.mapping_for(w.commune, template) == ours
    assert own_forms.mapping_for(w.base, template) == theirs
    own_forms.remember_mapping(w.commune, template, theirs)
    assert own_forms.mapping_for(w.commune, template) == theirs
    w.close()


def test_what_stands_of_an_office_below_alone_is_written_as_ours(
    tmp_path: Path, template: Path
) -> None:
    w = world(tmp_path / "w")
    mapping = FormMapping(cells={"B5": "A01"})
    own_forms.remember_mapping(w.base, template, mapping)
    take(w.commune, send(w.base, w.out))
    own_forms.remember_mapping(w.commune, template, mapping)
    assert own_forms.mapping_for(w.commune, template) == mapping
    w.close()


def test_the_form_itself_is_never_written_over(office: Store, template: Path) -> None:
    before = template.read_bytes()
    with pytest.raises(Refusal) as told:
        own_forms.fill_form(office, template, FormMapping(cells=TOTALS), OCTOBER, template)
    assert told.value.code == "E_SAME_FILE"
    with pytest.raises(Refusal):
        own_forms.fill_form(
            office, template, FormMapping(cells=TOTALS), OCTOBER, template.with_suffix(".pdf")
        )
    assert template.read_bytes() == before


def test_a_form_with_macros_keeps_them(office: Store, template: Path, tmp_path: Path) -> None:
    macros = tmp_path / "Phụ lục.xlsm"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(macros, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    out = tmp_path / "điền.xlsm"
    own_forms.fill_form(office, macros, FormMapping(cells=TOTALS), OCTOBER, out)
    with zipfile.ZipFile(out) as made:
        assert made.read("xl/vbaProject.bin") == b"\xd0\xcf\x11\xe0macro"


def test_old_and_foreign_files_are_refused(office: Store, tmp_path: Path) -> None:
    for name, data in (("a.xls", b"\xd0\xcf\x11\xe0" * 200), ("b.xlsx", b"PK\x03\x04"),
                       ("c.xlsx", io.BytesIO(b"x;y").getvalue())):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Refusal):
            own_forms.fill_form(office, path, FormMapping(cells=TOTALS), OCTOBER,
                                tmp_path / f"out{path.suffix}")  # fmt: skip


def test_a_mapping_reads_from_json() -> None:
    told = {"sheet": "Biểu 01", "cells": {"C7": "A03"},
            "units": [{"first": 8, "last": 9, "name": "B", "columns": {"C": "A01"}}]}  # fmt: skip
    found = read_mapping(json.dumps(told).encode())
    assert found.units[0].columns == {"C": "A01"}


def test_a_cell_may_take_the_period_before_and_the_plan(office: Store, template: Path) -> None:
    store = office
    cells = {"B5": "A03 kỳ trước", "B6": "A03 cùng kỳ", "B7": "C40 kế hoạch"}
    done = fill(store, template, FormMapping(cells=cells))
    assert filled(done.path)["B5"] == 48 + 180 + 20 + 33 + 12 + 15
    assert done.filled.empty == ["Biểu 01!B6", "Biểu 01!B7"]


def below_of(path: Path, sheet: str, row: int) -> list[str]:
    """The lines that stand alone from a row on."""
    found = filled(path, sheet)
    return [str(found[place]) for place in sorted(found, key=lambda p: int(p[1:]))
            if place[0] == "A" and int(place[1:]) >= row]  # fmt: skip


def test_figures_nobody_entered_this_month_say_so_in_the_file_and_out_of_it(
    office: Store, template: Path
) -> None:
    rows = UnitRows(first=4, last=8, name="B", columns={"C": "A03"}, sheet="Biểu 02")
    mapping = FormMapping(cells={"B5": "A03"}, units=(rows,))
    done = own_forms.fill_form(office, template, mapping, "2026-11", template.with_name("11.xlsx"))
    told = own_forms.told_of(done)
    assert told[0].startswith("Tạm tính: 0/6 CĐCS đã báo cáo; 06 CĐCS lấy số kỳ trước")
    assert "“Biểu 01”, “Biểu 02”" in told[1]
    assert " ".join(below_of(done.path, "Biểu 01", 9)).startswith("Tạm tính: 0/6 CĐCS")
    assert " ".join(below_of(done.path, "Biểu 02", 6)).endswith("dòng 4–5 lấy số kỳ trước")


def test_a_line_below_is_printed_and_stands_clear_of_tables_and_drawings(
    office: Store, template: Path
) -> None:
    book = openpyxl.load_workbook(template)
    book["Biểu 01"].print_area = "A1:E9"
    book.save(template)
    done = own_forms.fill_form(office, template, FormMapping(cells={"B5": "A03"}), "2026-11",
                               template.with_name("11.xlsx"))  # fmt: skip
    last = openpyxl.load_workbook(done.path)["Biểu 01"]
    assert last.print_area == f"'Biểu 01'!$A$1:$E${last.max_row}"
    assert last["A10"].value.startswith("Tạm tính")


def test_a_form_of_locked_figures_gets_no_line(office: Store, template: Path) -> None:
    done = own_forms.fill_form(office, template, FormMapping(cells={"B5": "A03"}), "2026-09",
                               template.with_name("9.xlsx"))  # fmt: skip
    assert own_forms.told_of(done) == []
    assert done.below == {}
    assert below_of(done.path, "Biểu 01", 9) == []


def test_the_mapping_may_say_where_it_stands_how_many_reported(
    office: Store, template: Path
) -> None:
    cells = {"A3": "{coverage}", "B5": "A03"}
    told = []
    for month in ("2026-09", "2026-11"):
        done = own_forms.fill_form(office, template, FormMapping(cells=cells), month,
                                   template.with_name(f"{month}.xlsx"))  # fmt: skip
        told.append(filled(done.path)["A3"])
        assert done.below == {}
    assert told == ["6/6 CĐCS đã báo cáo",
                    "Tạm tính: 0/6 CĐCS đã báo cáo; 06 CĐCS lấy số kỳ trước"]  # fmt: skip


def test_what_is_alike_of_several_figures_is_told_once(office: Store, template: Path) -> None:
    cells = {"A3": "{coverage}", "B5": "A03", "B6": "C40", "B7": "C11"}
    done = own_forms.fill_form(office, template, FormMapping(cells=cells), "2026-09",
                               template.with_name("9.xlsx"))  # fmt: skip
    assert filled(done.path)["A3"] == "6/6 CĐCS đã báo cáo"


def test_rows_of_units_above_base_unions_take_their_totals(office: Store, template: Path) -> None:
    book = openpyxl.load_workbook(template)
    names = ("CĐ phường Nam Đông Hà", "Trường THCS Nguyễn Huệ", "Cty TNHH May Hòa Thọ")
    for row, name in enumerate(names, start=30):
        book["Biểu 02"][f"B{row}"] = name
    book.save(template)
    rows = UnitRows(first=30, last=32, name="B", columns={"C": "A03", "D": "A04"}, sheet="Biểu 02")
    done = fill(office, template, FormMapping(units=(rows,)))
    found = filled(done.path, "Biểu 02")
    assert (found["C30"], found["C31"], found["C32"]) == (267, 50, 184)
    assert done.filled.unmatched == done.filled.doubtful == []
    assert done.filled.left_out == ["CĐCS Cơ quan LĐLĐ tỉnh", "Công đoàn phường Đông Hà"]


def test_a_name_that_may_be_a_units_is_told_with_it_and_left_alone(
    office: Store, template: Path
) -> None:
    book = openpyxl.load_workbook(template)
    for row, name in enumerate(("CĐCS Trường THCS Nguyễn Huệ", "P-A-01", "Tổng cộng"), start=30):
        book["Biểu 02"][f"B{row}"] = name
    book.save(template)
    rows = UnitRows(first=30, last=32, name="B", columns={"C": "A03"}, sheet="Biểu 02")
    done = fill(office, template, FormMapping(units=(rows,)))
    assert done.filled.doubtful == ["Biểu 02, dòng 31: P-A-01 (đơn vị này đã có ở dòng 30)"]
    assert done.filled.unmatched == ["Biểu 02, dòng 32: Tổng cộng"]


def test_a_unit_without_a_row_is_told_once_however_many_columns_there_are(
    office: Store, template: Path
) -> None:
    rows = [UnitRows(first=4, last=last, name="B", columns={column: "A03"}, sheet="Biểu 02")
            for last, column in ((5, "C"), (6, "D"))]  # fmt: skip
    done = fill(office, template, FormMapping(units=tuple(rows)))
    assert len(done.filled.left_out) == len(set(done.filled.left_out)) == 4
    assert done.filled.unmatched == ["Biểu 02, dòng 6: CĐCS không có thật"]


def test_a_cell_may_take_the_figure_of_one_ownership_type(office: Store, template: Path) -> None:
    cells = {"B5": "A03;LH=FDI", "B6": "A03;LH=state", "B7": "A03;LH=FDI kỳ trước"}
    found = filled(fill(office, template, FormMapping(cells=cells)).path)
    assert (found["B5"], found["B7"]) == (184, 180)
    assert found["B6"] == 314 - 184 - 12
    with pytest.raises(Refusal):
        fill(office, template, FormMapping(cells={"B5": "A03;LH=KHÔNG"}))


def test_the_plan_of_a_type_is_that_of_the_type_alone(office: Store, template: Path) -> None:
    own = office.own_unit
    goals = {"C40": Target("=", Decimal(90)), "C40;LH=state": Target("=", Decimal(30))}
    set_unit_targets(office, 2026, {own: goals})
    cells = {"B5": "C40 kế hoạch", "B6": "C40;LH=state kế hoạch", "B7": "C40;LH=FDI kế hoạch"}
    found = filled(fill(office, template, FormMapping(cells=cells)).path)
    assert (found["B5"], found["B6"], found.get("B7")) == (90, 30, None)
