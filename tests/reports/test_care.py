"""F6 and F7: care told in quantities, persons and money; a list of members by name."""

from pathlib import Path

import pytest

from desktop.formats.table import HAND_PT, Role
from desktop.models.figures.returns.returns import lock
from desktop.models.store.store import Store
from desktop.reports import f1, f3, f4, f5, f6, f7
from desktop.tasks.figures.reports import make_report
from tests.formats.reading import opened_docx, opened_xlsx, pdf_bytes, pdf_pages, text_boxes
from tests.models.months import make_commune
from tests.reports.building import by_code, locked, type_in
from tests.reports.looking import plain, subtitle, tables, unit_row

TET, YEAR = "2026-X-tet", "2026"


def row(store: Store, code: str, period: str = TET, unit: str = "") -> dict[str, object]:
    return unit_row(tables(f6.build(store, period, unit))[0], code)


def money(store: Store, period: str = TET) -> dict[str, object]:
    table = tables(f6.build(store, period))[0]
    total = next(one for one in table.rows if one.role is Role.TOTAL)
    return dict(zip((c.code for c in table.columns), map(plain, total.cells), strict=True))


@pytest.fixture
def tet(office: Store) -> Store:
    type_in(office, by_code(office, "P-A-01"), TET, E01=1, E01P=120, E01D=24_000_000,
            E01X=6_000_000, E02=10, E02D=5_000_000, E14=3_000_000, E14M=7)  # fmt: skip
    type_in(office, by_code(office, "P-B-01"), TET, E01=2, E01P=80, E01X=4_000_000, E03=12, E03C=1)
    return office


def test_a_line_tells_quantity_persons_and_both_kinds_of_money(tet: Store) -> None:
    found = row(tet, "E01")
    assert found["name"] == "Tết Sum vầy"
    assert (found["current"], found["persons"]) == (3, 200)
    assert (found["union_money"], found["social_money"], found["total_money"]) == (
        24_000_000, 10_000_000, 34_000_000)  # fmt: skip


def test_money_nobody_reported_stays_blank(tet: Store) -> None:
    found = row(tet, "E02")
    assert (found["union_money"], found["social_money"]) == (5_000_000, None)
    assert found["total_money"] == 5_000_000
    assert row(tet, "E03")["total_money"] is None


def test_what_is_counted_beside_a_line_has_a_row_of_its_own(tet: Store) -> None:
    assert row(tet, "E03C")["current"] == 1
    assert row(tet, "E03")["current"] == 12


def test_money_collected_is_told_and_not_added_to_money_spent(tet: Store) -> None:
    found = row(tet, "E14")
    assert (found["current"], found["total_money"]) == (None, 3_000_000)
    assert row(tet, "E14M")["persons"] == 7
    foot = money(tet)
    assert (foot["union_money"], foot["social_money"], foot["total_money"]) == (
        29_000_000, 10_000_000, 39_000_000)  # fmt: skip


def test_persons_are_never_added_over_lines(tet: Store) -> None:
    assert money(tet)["persons"] is None


def test_a_tet_report_asks_for_tet_lines_and_shows_what_else_came(tet: Store) -> None:
    codes = [one.code for one in tables(f6.build(tet, TET))[0].rows if one.code]
    assert codes == ["E01", "E02", "E03", "E03C", "E04", "E04L", "E14", "E14M"]


def test_a_fast_report_counts_who_gave_it_and_asks_for_no_month(tet: Store) -> None:
    def told() -> str:
        return subtitle(f6.build(tet, TET))

    assert "Tạm tính: 0/6 CĐCS đã báo cáo; 02 CĐCS lấy số đang nhập" in told()
    assert "thiếu số liệu" not in told()
    locked(tet, TET, "P-A-01", "P-B-01", form="F4")
    assert "Tạm tính: 2/6 CĐCS đã báo cáo; 04 CĐCS chưa có số liệu" in told()


def test_a_fast_report_typed_above_says_nothing_of_base_unions(office: Store) -> None:
    commune = by_code(office, "P-A")
    type_in(office, commune, TET, E01=4)
    told = subtitle(f6.build(office, TET))
    assert "CĐCS" not in told
    assert "Tạm tính: 1/2 đơn vị trực thuộc đã có số liệu; số hoạt động đang nhập" in told
    assert "01 đơn vị lấy số đang nhập, chưa chốt" in subtitle(f6.build(office, TET, commune))


def test_an_office_reads_of_its_own_fast_report_whether_it_is_locked(tmp_path: Path) -> None:
    store, ids = make_commune(tmp_path)
    with store:
        for report in (f4, f6):
            assert "Tạm tính: 0/1 đơn vị đã báo cáo; 01 đơn vị chưa có số liệu" in subtitle(
                report.build(store, TET)
            )
        type_in(store, ids["X"], TET, E01=1, E01P=120)
        assert "01 đơn vị lấy số đang nhập, chưa chốt" in subtitle(f6.build(store, TET))
        assert lock(store, "F4", TET, [ids["X"]], reason="Đã đối chiếu").blocked == ()
        for report in (f4, f6):
            assert "1/1 đơn vị đã báo cáo" in subtitle(report.build(store, TET))


def test_a_period_to_come_is_told_on_its_paper(tmp_path: Path) -> None:
    store, _ids = make_commune(tmp_path)
    with store:
        for report, period in ((f1, "2026-12"), (f3, "2026-12"), (f4, "2026-12"), (f6, "2027-H1")):
            assert "Kỳ chưa bắt đầu: từ ngày 01/12/2026" in subtitle(report.build(store, period))
        assert "Kỳ chưa bắt đầu" not in subtitle(f1.build(store, "2026-11"))


def test_a_year_holds_every_line_of_care_and_no_ratio(office: Store) -> None:
    codes = [one.code for one in tables(f6.build(office, YEAR))[0].rows if one.code]
    assert [code for code in codes if len(code) == 3] == [f"E{n:02d}" for n in range(1, 16)]
    assert not any(code.endswith("R") for code in codes)


def test_a_half_year_and_a_year_take_tet_from_its_fast_report(tet: Store) -> None:
    for period in ("2026-H1", YEAR):
        found = row(tet, "E01", period)
        assert (found["current"], found["persons"], found["total_money"]) == (3, 200, 34_000_000)
        assert row(tet, "E14", period)["total_money"] is None  # gifts are given all year round
    assert row(tet, "E01", "2026-H2")["current"] is None
    type_in(tet, by_code(tet, "P-B-01"), "2026-H1", E01=5)
    assert row(tet, "E01", YEAR)["current"] == 6  # given for the half-year: no longer the report's


def test_one_union_alone_has_its_own_care(tet: Store) -> None:
    assert row(tet, "E01", unit="P-B-01")["persons"] == 80


def test_without_names_the_list_of_members_is_a_blank_form(office: Store) -> None:
    (table,) = tables(f7.build(office, "2026-10"))
    assert len(table.rows) == f7.BLANK_ROWS
    assert all(cell is None for one in table.rows for cell in one.cells[1:])


def test_rows_to_be_filled_in_by_hand_are_high_enough_to_write_in(office: Store) -> None:
    blank = f7.build(office, "2026-10", "P-A-01")
    data = pdf_bytes(blank)
    assert len(pdf_pages(data)) == 2, "with its signatures"
    (_left, first, *_rest), (_l, second, *_r) = (text_boxes(data, 0, n)[0] for n in ("12", "13"))
    assert abs(first - second) == pytest.approx(HAND_PT, abs=0.5)
    heights = [row.height for table in opened_docx(blank).tables for row in table.rows]
    assert [round(one.pt, 1) for one in heights if one] == [HAND_PT] * f7.BLANK_ROWS
    sheet = opened_xlsx(blank).worksheets[0]
    (at,) = (cell.row for cell in sheet["A"] if str(cell.value) == "12")
    assert sheet.row_dimensions[at].height == pytest.approx(HAND_PT, abs=0.5)


def test_members_stand_under_their_groups(office: Store) -> None:
    members = (
        {"full_name": "Nguyễn Thị A", "group": "Tổ Toán", "dues": 25_000},
        {"full_name": "Trần Văn B", "group": "Tổ Toán"},
        {"full_name": "Lê Thị C", "group": "Tổ Văn"},
    )
    (table,) = tables(f7.member_list(office, "2026-10", "P-A-01", members))
    groups = [one.cells[0] for one in table.rows if one.role is Role.GROUP]
    assert groups == ["Tổ Toán", "Tổ Văn"]
    assert [one.cells[1] for one in table.rows if one.role is Role.BODY] == [
        "Nguyễn Thị A", "Trần Văn B", "Lê Thị C"]  # fmt: skip


@pytest.mark.parametrize("form", ["F5", "F6", "F7"])
@pytest.mark.parametrize("suffix", [".xlsx", ".pdf", ".docx"])
def test_each_goes_out_as_every_kind_of_file(
    tet: Store, tmp_path: Path, form: str, suffix: str
) -> None:
    path = make_report(tet, form, "2026-10", tmp_path / f"biểu{suffix}")
    assert path.stat().st_size > 3000


def test_over_a_year_the_months_stand_side_by_side(office: Store) -> None:
    locked(office, "2026-10", "P-A-01")
    listed, months = tables(f5.build(office, YEAR))
    assert listed.name == "F5"
    heads = [column.title for column in months.columns]
    assert heads[2:5] == ["12/2025", "01/2026", "02/2026"]
    assert heads[-1] == "11/2026"
    rows = {str(one.cells[1]): one.cells for one in months.rows if one.role is Role.BODY}
    october, september = heads.index("10/2026"), heads.index("09/2026")
    school = rows["CĐCS Trường THCS Nguyễn Huệ"]
    assert school[september] == "đã chốt 02/11 nộp muộn"
    assert rows["CĐCS Phòng khám Đa khoa"][october] == "chưa nộp"
    founded = rows["CĐCS Trường Mầm non Hoa Sen"]
    assert founded[september] is None
    assert founded[october] is not None


def test_a_month_alone_has_no_matrix(office: Store) -> None:
    assert len(tables(f5.build(office, "2026-10"))) == 1


def test_care_tells_who_gave_the_form_it_comes_from(office: Store) -> None:
    for code in ("P-A-01", "P-B-01"):
        type_in(office, by_code(office, code), "2026-10", A01=20, A03=10)
    assert "Tạm tính: 0/2 đơn vị đã báo cáo" in subtitle(f6.build(office, "2026-10"))
    commune = by_code(office, "P-A")
    type_in(office, commune, "2026-10", E07=3)
    told = subtitle(f6.build(office, "2026-10"))
    assert "01 đơn vị lấy số đang nhập, chưa chốt; 01 đơn vị chưa có số liệu" in told
    assert "CĐCS" not in told
    assert "số hoạt động – tạm tính: 0/2 đơn vị" in subtitle(f4.build(office, "2026-10"))
