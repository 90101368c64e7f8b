"""F1 and F2: base unions with their figures at the period's end."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.document import FormHead
from desktop.formats.table import Figure, Role
from desktop.formats.text import document_text
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.verdicts import accept
from desktop.models.figures.sums.trace import Narrow, trace
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import set_attribute
from desktop.reports import f1, f2, f3
from desktop.reports.unit_rows import BAND, UNDER
from desktop.tasks.figures.figures_import import preview
from desktop.tasks.figures.reports import make_report
from tests.reports import building
from tests.reports.building import OCTOBER, SEPTEMBER, SINCE, by_code, commune, locked, type_in
from tests.reports.looking import cells, column_sum, plain, subtitle, tables, total_row, unit_row


def test_an_empty_cell_a_zero_and_not_applicable_are_told_apart(office: Store) -> None:
    (table,) = tables(f1.build(office, OCTOBER))
    firm, founded = unit_row(table, "P-A-02"), unit_row(table, "P-A-04")
    assert firm["A01N"] == "x"
    assert firm["men_A01"] == firm["A01"]  # no women: all are men
    assert founded["men_A03"] == 0


def test_the_tree_is_that_of_the_last_day(office: Store) -> None:
    (table,) = tables(f1.build(office, OCTOBER))
    codes = [row.code for row in table.rows if row.role is Role.BODY]
    assert "P-B-02" not in codes  # ended on the 20th
    (table,) = tables(f1.build(office, OCTOBER, "P-A"))
    assert unit_row(table, "P-A-03")["A03"] == 21  # taken over on the 12th
    (table,) = tables(f1.build(office, SEPTEMBER, "P-B"))
    assert unit_row(table, "P-A-03")["A03"] == 20


def test_totals_and_subtotals_are_the_sums_of_the_rows(office: Store) -> None:
    (table,) = tables(f1.build(office, OCTOBER))
    total = total_row(table)
    for code in ("A01", "A03", "A03N", "men_A01", "men_A03"):
        assert total[code] == column_sum(table, code), code
    subtotals = [row for row in table.rows if row.asks.startswith(UNDER)]
    at = [column.code for column in table.columns].index("A03")
    assert sum(plain(row.cells[at]) for row in subtotals) == total["A03"] == 314


def test_a_missing_unit_shows_its_last_stock_as_an_estimate(office: Store) -> None:
    document = f1.build(office, OCTOBER)
    (table,) = tables(document)
    (row,) = [row for row in table.rows if row.code == "P-B-01"]
    carried = [cell for cell in row.cells if isinstance(cell, Figure)]
    assert [cell.value for cell in carried if cell.italic] == [35, 15, 20, 33, 14, 19]
    assert "01 CĐCS lấy số kỳ trước" in subtitle(document)


def test_a_commune_prints_without_groups(office: Store) -> None:
    (table,) = tables(f1.build(office, OCTOBER, "P-A"))
    assert {row.role for row in table.rows if not row.asks.startswith(BAND)} == {
        Role.BODY, Role.TOTAL, Role.NOTE
    }  # fmt: skip


def test_the_sectors_stand_below_the_total_and_are_traced(office: Store) -> None:
    (table,) = tables(f1.build(office, OCTOBER))
    bands = {row.asks.removeprefix(BAND): row for row in table.rows if row.asks.startswith(BAND)}
    assert [row.cells[0] for row in bands.values()] == [
        "Trong đó: khu vực nhà nước", "Trong đó: khu vực ngoài nhà nước"
    ]  # fmt: skip
    kinds = {"state": {"SN", "DNNN", "HC100"}, "non_state": {"NQD", "FDI", "SNNCL", "HTX"}}
    for band, row in bands.items():
        mine = [cells(table, one) for one in table.rows if one.role is Role.BODY and one.code]
        mine = [one for one in mine if one["ownership"] in kinds[band]]
        for code, asked in (("A03", "A03"), ("A01N", "A01N"), ("men_A03", "men:A03")):
            shown = cells(table, row)[code]
            assert shown == sum(one[code] or 0 for one in mine if one[code] != "x"), (band, code)
            found = trace(office, OCTOBER, "", asked, narrow=Narrow(band=band))
            assert found.total.value == shown == sum(part.value for part in found.parts)
    with pytest.raises(Refusal, match="không tra theo khu vực, loại hình được"):
        trace(office, OCTOBER, "", "closing:A05", narrow=Narrow(band="state"))


def _notes(store: Store) -> list[str]:
    (table,) = tables(f1.build(store, OCTOBER))
    return [str(row.cells[0]) for row in table.rows if row.role is Role.NOTE]


def test_who_is_in_neither_sector_is_told_below_them(tmp_path: Path) -> None:
    store = building.office(tmp_path)
    with store:
        parent = building.commune(store, "P-A", "Công đoàn phường A")
        kinds = (("SN", "CDCS"), ("NQD", "CDCS"), ("ND", "NDCS"))
        for number, (owner, kind) in enumerate(kinds):
            name = f"CĐCS {number}"
            unit = building.union(store, f"U-{number}", name, parent, ownership=owner, kind=kind)
            type_in(store, unit, OCTOBER, C00=20, A01=30 + number, A03=20 + number, A03N=9)
        told = "Ngoài hai khu vực trên: nghiệp đoàn 32 CNVCLĐ, 22 đoàn viên."
        assert told in _notes(store)
        type_in(store, store.own_unit, OCTOBER, C00=5, C00N=2, A01=9, A01N=4, A03=5, A03N=2)
        assert told.removesuffix(".") + (
            "; đơn vị chưa ghi loại hình, phần trực tiếp quản lý 9 CNVCLĐ, 5 đoàn viên."
        ) in _notes(store)


def test_sectors_that_add_up_need_no_word(office: Store) -> None:
    (table,) = tables(f1.build(office, OCTOBER))
    bands = [cells(table, row)["A03"] for row in table.rows if row.asks.startswith(BAND)]
    assert sum(bands) == total_row(table)["A03"]
    assert not [note for note in _notes(office) if "Ngoài hai khu vực" in note]


def test_results_of_an_office_give_it_no_row_among_unions(tmp_path: Path) -> None:
    store = building.office(tmp_path, kind="CDX", name="Công đoàn xã A")
    with store:
        unit = building.union(store, "U-0", "CĐCS 0", store.own_unit)
        type_in(store, unit, OCTOBER, C00=20, A01=30, A03=20, A03N=9)
        type_in(store, store.own_unit, OCTOBER, F01=3, D04=1, A14=1)
        for report in (f1, f3):
            document = report.build(store, OCTOBER)
            assert "trực tiếp quản lý" not in document_text(document)
            assert "QT" not in [row.code for row in tables(document)[0].rows]


def test_a_lump_is_shared_between_the_sectors_of_its_types(tmp_path: Path) -> None:
    store = building.office(tmp_path)
    with store:
        parent = building.commune(store, "P-A", "Công đoàn phường A")
        for number, kind in enumerate(("SN", "NQD")):
            unit = building.union(store, f"U-{number}", f"CĐCS {number}", parent, ownership=kind)
            type_in(store, unit, OCTOBER, C00=20, A01=30, A03=20, A03N=9)
        type_in(store, unit, OCTOBER, **{"A03;LH=SN": 5, "A03;LH=NQD": 15,
                                         "A03N;LH=SN": 2, "A03N;LH=NQD": 7})  # fmt: skip
        (table,) = tables(f1.build(store, OCTOBER))
    found = {row.asks: cells(table, row) for row in table.rows if row.asks.startswith(BAND)}
    assert [(one["A03"], one["A03N"], one["men_A03"]) for one in found.values()] == [
        (25, 11, 14), (15, 7, 8)
    ]  # fmt: skip


def test_a_unit_of_its_own_members_has_a_row_that_is_not_counted(office: Store) -> None:
    type_in(office, by_code(office, "P-A"), OCTOBER, A01=3, A03=3)
    (table,) = tables(f1.build(office, OCTOBER, "P-A"))
    assert unit_row(table, "P-A")["stt"] is None
    assert total_row(table)["A03"] == 270 == column_sum(table, "A03")


def test_locked_figures_count_until_a_later_revision_is_accepted(office: Store) -> None:
    locked(office, OCTOBER, "P-A-01")
    unit = by_code(office, "P-A-01")
    accept(office, "F1", OCTOBER, unit)
    set_cells(office, OCTOBER, {(unit, "A01"): Entry(54)}, reason="rà soát lại")
    (table,) = tables(f1.build(office, OCTOBER, "P-A"))
    assert unit_row(table, "P-A-01")["A01"] == 52
    locked(office, OCTOBER, "P-A-01")  # a second revision, not accepted yet
    (table,) = tables(f1.build(office, OCTOBER, "P-A"))
    assert unit_row(table, "P-A-01")["A01"] == 52
    accept(office, "F1", OCTOBER, unit)
    (table,) = tables(f1.build(office, OCTOBER, "P-A"))
    assert unit_row(table, "P-A-01")["A01"] == 54


def test_names_and_phones_are_left_out_unless_asked_for(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    set_attribute(office, unit, "chair_name", "Nguyễn Thị Hạnh", SINCE)
    set_attribute(office, unit, "chair_phone", "0912000111", SINCE)
    for build in (f1.build, f2.build):
        document = build(office, OCTOBER)
        assert "Hạnh" not in repr(document)
        assert "0912" not in repr(document)
        full = build(office, OCTOBER, personal=True)
        assert unit_row(tables(full)[0], "P-A-01")["chair_name"] == "Nguyễn Thị Hạnh"
        head = full.blocks[0]
        assert isinstance(head, FormHead)
        assert "Có thông tin cá nhân, chỉ dùng nội bộ" in head.notes


def test_figures_are_restated_as_they_were_known(office: Store) -> None:
    office.clock.jump_to(date(2026, 11, 9))
    type_in(office, by_code(office, "P-A-01"), OCTOBER, A03=60)
    (now,) = tables(f1.build(office, OCTOBER))
    (then,) = tables(f1.build(office, OCTOBER, known_on=date(2026, 11, 5)))
    assert unit_row(now, "P-A-01")["A03"] == 60
    assert unit_row(then, "P-A-01")["A03"] == 50


def test_an_office_without_base_unions_prints_an_empty_form(office: Store) -> None:
    commune(office, "P-C", "Công đoàn phường Quảng Trị")
    (table,) = tables(f1.build(office, OCTOBER, "P-C"))
    assert [row.role for row in table.rows] == [Role.TOTAL]


def test_the_yearly_summary_has_the_columns_of_the_year(office: Store) -> None:
    monthly = {column.code for column in tables(f2.build(office, OCTOBER))[0].columns}
    yearly = {column.code for column in tables(f2.build(office, "2026"))[0].columns}
    assert {"A10", "A11", "A13"} <= yearly - monthly


def test_a_form_not_sent_yet_is_named_beside_the_figures_it_shows_from_another(
    office: Store,
) -> None:
    document = f2.build(office, "2026")
    (table,) = tables(document)
    for row in table.rows:
        cells = dict(zip([c.code for c in table.columns], row.cells, strict=False))
        if row.role is Role.BODY and cells["A03"] is not None:
            assert "chưa có số liệu" not in str(cells["note"])
            assert "chưa có biểu F2" in str(cells["note"])
    assert "Số của biểu F2 – tạm tính: 0/" in subtitle(document)
    assert "Số lấy từ biểu F1 – " in subtitle(document)


def test_a_printed_list_that_is_read_again_takes_the_sectors_for_no_sums(
    office: Store, tmp_path: Path
) -> None:
    path = make_report(office, "F1", OCTOBER, tmp_path / "F1.xlsx", "P-A")
    reading = preview(office, path, "F1", OCTOBER)
    assert reading.control_totals
    assert all(total.declared == total.computed for total in reading.control_totals)
    reasons = " ".join(reason for row in reading.rows for reason in row.reasons)
    assert "dòng cộng" not in reasons
    assert len(reading.rows) == 4


@pytest.mark.parametrize("form", [f1, f2])
def test_a_union_that_paused_says_so_in_its_notes(office: Store, form: Any) -> None:
    carry_out(office, Order("suspend", date(2026, 10, 15), ("P-A-02",), decision="QĐ 7"))
    (table,) = tables(form.build(office, OCTOBER))
    assert "tạm dừng hoạt động từ 15/10/2026" in str(unit_row(table, "P-A-02")["note"])
    assert "tạm dừng" not in str(unit_row(table, "P-A-04")["note"])
    (table,) = tables(form.build(office, SEPTEMBER))
    assert "tạm dừng" not in str(unit_row(table, "P-A-02")["note"])
