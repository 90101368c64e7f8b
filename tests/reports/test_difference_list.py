"""The workbook of what differs between two consolidations can be read as it is printed."""

from decimal import Decimal

from desktop.models.figures.sums.differences import Differences, TotalChange
from desktop.models.figures.sums.total import Total
from desktop.models.store.store import Store
from desktop.reports.difference_list import difference_document
from tests.reports.building import OCTOBER
from tests.reports.looking import workbook


def listed(office: Store) -> Differences:
    was = Total(Decimal("80.15"), "accepted", 7, 7, 8015, 10000)
    now = Total(Decimal("81.48"), "accepted", 7, 7, 8148, 10000)
    ratio = TotalChange("A04", "Tỷ lệ đoàn viên trên CNVCLĐ", was, now)
    return Differences(office.own_unit, "Tỉnh", OCTOBER, None, None, (ratio,), ())


def test_a_ratio_keeps_its_decimals(office: Store) -> None:
    made = difference_document(office, listed(office), "hết ngày 05/11/2026", "hiện nay")
    (row,) = [r for r in workbook(made).worksheets[0].iter_rows() if r[0].value == "A04"]
    assert [float(cell.value) for cell in row[2:4]] == [80.15, 81.48]
    assert {cell.number_format for cell in row[2:4]} == {"#,##0.00"}


def test_letterhead_and_codes_of_units_have_room(office: Store) -> None:
    made = difference_document(office, listed(office), "hết ngày 05/11/2026", "hiện nay")
    totals, cells = workbook(made).worksheets[:2]
    merged = {str(area) for area in totals.merged_cells.ranges}
    assert "A1:B1" in merged, merged
    assert cells.column_dimensions["A"].width >= len("P-SongThanh-16")
