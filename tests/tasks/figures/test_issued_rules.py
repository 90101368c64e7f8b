"""An issued form is judged as a file of others is, before anything of it lands."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from desktop.tasks.figures.figures_import import preview
from desktop.tasks.figures.issued_home import take_form
from tests.reports.building import by_code, province
from tests.tasks.figures.filled_form import NOVEMBER, given, home

Rows = Mapping[str, Mapping[str, int]]
NAMES = {
    "P-A-01": "CĐCS Trường THCS Nguyễn Huệ", "P-A-02": "CĐCS Công ty TNHH May Hòa Thọ",
    "P-A-03": "CĐCS Trạm Y tế phường", "P-A-04": "CĐCS Trường Mầm non Hoa Sen",
}  # fmt: skip
HEADS = {"A01": "Tổng số CNVCLĐ", "A01N": "CNVCLĐ nữ", "A03": "Tổng số đoàn viên",
         "A03N": "Đoàn viên nữ"}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


def table(folder: Path, rows: Rows) -> Path:
    """The same figures as somebody's own table."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tên công đoàn cơ sở", *HEADS.values()])
    for code, values in rows.items():
        sheet.append([NAMES[code], *(values.get(one) for one in HEADS)])
    path = folder / "bảng.xlsx"
    book.save(path)
    return path


def entered(store: Store, code: str, **values: int) -> None:
    unit = by_code(store, code)
    set_cells(store, NOVEMBER, {(unit, name): Entry(value) for name, value in values.items()})


def fell(store: Store) -> Rows:
    """Figures of every kind of trouble: falls, parts above wholes, movements that do not fit."""
    entered(store, "P-A-02", C11=0, C24=0, C11N=0, C24N=0)
    return {
        "P-A-01": {"A01": 60, "A01N": 30, "A03": 30, "A03N": 29},
        "P-A-02": {"A01": 205, "A01N": 100, "A03": 170, "A03N": 140},
        "P-A-03": {"A01": 20, "A01N": 12, "A03": 21, "A03N": 13},
        "P-A-04": {"A01": 14, "A01N": 14, "A03": 12, "A03N": 13},
    }


def test_the_same_figures_break_the_same_rules(office: Store, tmp_path: Path) -> None:
    rows = fell(office)
    form = given(office, tmp_path)
    for code, values in rows.items():
        form.put(code, **values)
    taken = {
        row.unit: {why for why in row.reasons if why.startswith("V")}
        for row in home(office, form).reading.rows
    }
    read = {
        row.unit: {why for why in row.reasons if why.startswith("V")}
        for row in preview(office, table(tmp_path, rows), "F1", NOVEMBER).rows
    }
    assert taken == read
    assert {why[:3] for said in taken.values() for why in said} >= {"V02", "V04", "V08", "V10"}


def test_errors_after_landing_were_told_before(office: Store, tmp_path: Path) -> None:
    entered(office, "P-A-01", C11=0, C11N=0, C24=0, C24N=0)
    form = given(office, tmp_path, "F1", "P-A-01").put("A01", value=52).put("A01N", value=31)
    found = home(office, form.put("A03", value=45).put("A03N", value=27))
    (row,) = found.reading.rows
    assert row.status == "warned"
    told = [why for why in row.reasons if why.startswith("V04")]
    assert len(told) == 2
    take_form(office, found)
    sheet = EntrySheet.load(office, "F1", NOVEMBER)
    unit = by_code(office, "P-A-01")
    (after,) = [one for one in sheet.typed_rows if one.unit.id == unit]
    assert [f"{one.rule}: {one.message}" for one in after.findings] == list(row.reasons)


def test_not_applicable_is_judged_as_such(office: Store, tmp_path: Path) -> None:
    entered(office, "P-A-01", A03N=40)
    form = given(office, tmp_path, "F1", "P-A-01").put("A01", value=60).put("A03", value=50)
    assert home(office, form).reading.rows[0].status == "accepted"
    form.put("A03", value=39)
    assert home(office, form).reading.rows[0].reasons[0].startswith("V02")
    form.put("A03N", value="x")
    said = home(office, form).reading.rows[0].reasons
    assert not [why for why in said if why.startswith("V02")]
