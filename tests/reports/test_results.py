"""F4: results by indicator, this period, since the year began, and against the plan."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.formats.table import CellKind, Figure, Role
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.sums.rollup import cumulate, totals
from desktop.models.outline.targets import Target
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.plans import save_draft
from desktop.models.store.store import Store
from desktop.reports import f4
from tests.reports.building import OCTOBER, SEPTEMBER, by_code, type_in
from tests.reports.looking import plain, tables, unit_row


def _row(store: Store, code: str, period: str = OCTOBER, unit: str = "") -> dict[str, object]:
    return unit_row(tables(f4.build(store, period, unit))[0], code)


def _notes(store: Store, period: str, unit: str = "") -> list[str]:
    table = tables(f4.build(store, period, unit))[0]
    return [str(row.cells[0]) for row in table.rows if row.role is Role.NOTE]


def _plan(store: Store, *targets: Target) -> None:
    items = tuple(replace(draft_item("Phấn đấu", "roman"), targets=(target,)) for target in targets)
    save_draft(store, PlanDraft(PlanHead(title="Chương trình năm 2026", year=2026), items))


def test_flows_add_up_since_january_and_stocks_stay_at_the_end(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    for period, meetings in (("2026-02", 4), ("2026-05", 1), (OCTOBER, 2), ("2026-11", 8)):
        type_in(office, unit, period, F01=meetings)
    row = _row(office, "F01")
    assert (row["current"], row["cumulative"]) == (2, 7)
    assert _row(office, "A03")["cumulative"] == 314
    assert _row(office, "F01", SEPTEMBER)["current"] is None


def test_a_year_begins_where_its_scheme_says(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    for period, meetings in (("2025-11", 1), ("2025-12", 2), ("2026-06", 4), ("2026-11", 8),
                             ("2026-12", 16)):  # fmt: skip
        type_in(office, unit, period, F01=meetings)
    assert _row(office, "F01", "2026")["cumulative"] == 2 + 4 + 8
    second_half = _row(office, "F01", "2026-H2")
    assert (second_half["current"], second_half["cumulative"]) == (4 + 8, 2 + 4 + 8)
    assert _row(office, "F01", "2026-12")["cumulative"] == 4 + 8 + 16


def test_a_quarter_adds_its_months_to_what_was_reported_for_it(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    type_in(office, unit, "2026-08", F01=3, D12=1)
    type_in(office, unit, "2026-Q3", D12=5)
    type_in(office, unit, "2026-Q1", D12=2)
    assert _row(office, "F01", "2026-Q3")["current"] == 3
    row = _row(office, "D12", "2026-Q3")
    assert (row["current"], row["cumulative"]) == (5, 7)


def test_a_stock_of_the_quarter_comes_from_its_last_month_that_reported(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    type_in(office, unit, "2026-07", A01=40, A03=39)
    type_in(office, unit, "2026-08", A01=41, A03=40)
    assert totals(office, "2026-Q3", "P-A-01")["A03"].value == 48  # September was reported
    type_in(office, unit, SEPTEMBER.replace("09", "11"), A01=55, A03=51)
    found = totals(office, "2026-Q4", "P-A-01")["A03"]
    assert (found.value, found.state) == (51, "carried")


def test_the_plan_is_what_a_plan_of_the_year_sets_out(office: Store) -> None:
    _plan(
        office,
        Target(value=Decimal(42), indicator="C40"),
        Target(value=Decimal(90), unit="%", indicator="A04"),
        Target("range", Decimal(2), Decimal(5), indicator="D23"),
        Target(value=Decimal(0), indicator="F01"),
    )
    type_in(office, by_code(office, "P-A-01"), OCTOBER, F01=1)
    row = _row(office, "C40")
    assert (row["plan"], row["cumulative"], row["plan_percent"]) == (42, 21, Fraction(1, 2))
    ratio = _row(office, "A04")
    assert ratio["plan"] == Fraction(9, 10)
    assert ratio["plan_percent"] == Fraction(314, 341) / Fraction(9, 10)
    assert _row(office, "D23")["plan"] == "2–5"
    assert _row(office, "F01")["plan_percent"] == "–"
    assert _row(office, "C40", unit="P-A")["plan"] is None  # another unit's plan is not ours


def test_a_target_from_above_goes_before_our_own_plan(office: Store) -> None:
    _plan(office, Target(value=Decimal(42), indicator="C40"))
    with office.step("Giao chỉ tiêu") as step:
        step.put("target", f"2026|{office.own_unit}", "C40", {"comparator": ">=", "value": 84})
    assert _row(office, "C40")["plan_percent"] == Fraction(1, 4)


def test_a_ratio_is_recomputed_and_has_no_value_without_a_whole(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    type_in(office, unit, "2026-Q4", D02=13, D01=16)
    other = by_code(office, "P-A-02")
    type_in(office, other, "2026-Q4", D02=1, D01=4)
    assert _row(office, "D03", "2026-Q4")["current"] == Fraction(14, 20)
    type_in(office, unit, "2026-Q4", D02=0, D01=0)
    type_in(office, other, "2026-Q4", D02=0, D01=0)
    assert _row(office, "D03", "2026-Q4")["current"] == "–"


def test_the_same_period_last_year_is_compared_in_points_and_counts(office: Store) -> None:
    type_in(office, by_code(office, "P-A-01"), "2025-10", A01=100, A03=80, C11=4)
    row = _row(office, "A03")
    assert (row["last_year"], row["change"]) == (80, 314 - 80)
    ratio = _row(office, "A04")
    assert ratio["last_year"] == Fraction(4, 5)
    assert ratio["change"] == (Fraction(314, 341) - Fraction(4, 5)) * 100
    assert _row(office, "A03", "2025-12")["last_year"] is None  # nobody was there in 2024


def test_unions_gone_since_are_left_out_of_the_comparison_of_the_same_scope(office: Store) -> None:
    for code, members in (("P-B-01", 30), ("P-B-02", 10)):
        type_in(office, by_code(office, code, date(2025, 11, 30)), "2025-11", A03=members)
    type_in(office, by_code(office, "P-B-01"), "2026-11", A03=35)
    commune = by_code(office, "P-B")
    row = _row(office, "A03", "2026-11", commune)
    assert (row["last_year"], row["change"]) == (40, -5)
    (note,) = _notes(office, "2026-11", commune)
    assert "(1 CĐCS có ở cả hai kỳ; kỳ này / cùng kỳ, tăng giảm)" in note
    assert "Tổng số đoàn viên: 35 / 30 (+5)" in note


def test_money_is_written_as_money(office: Store) -> None:
    type_in(office, by_code(office, "P-A-01"), OCTOBER, E07=3, E07D=1_500_000)
    (table,) = tables(f4.build(office, OCTOBER))
    (row,) = [row for row in table.rows if row.code == "E07D"]
    figures = [cell for cell in row.cells if isinstance(cell, Figure)]
    assert {cell.kind for cell in figures} == {CellKind.MONEY}
    assert [plain(cell) for cell in figures] == [1_500_000, 1_500_000]


def test_a_grade_is_never_summed(office: Store) -> None:
    a, b = by_code(office, "P-A"), by_code(office, "P-B")
    set_cells(office, "2026", {(a, "N03"): Entry(1), (b, "N03"): Entry(2)})
    assert _row(office, "N03", "2026")["current"] is None
    assert _row(office, "N03", "2026", "P-A")["current"] == 1


def test_groups_stand_in_the_order_of_the_form(office: Store) -> None:
    (table,) = tables(f4.build(office, "2026"))
    letters = [str(row.cells[0])[0] for row in table.rows if row.role is Role.GROUP]
    assert letters == list("ABCDEFGHKLMN")
    asked = {row.code for row in table.rows}
    assert "C00" not in asked
    assert "C11N" not in asked


def test_a_base_union_is_not_asked_for_what_offices_count(office: Store) -> None:
    (table,) = tables(f4.build(office, "2026", "P-A-01"))
    codes = {row.code for row in table.rows}
    assert codes.isdisjoint({"A02", "A05", "B01", "N04"})
    assert "D10" in codes


def test_the_cumulation_counts_unions_over_the_whole_year(office: Store) -> None:
    found = cumulate(office, OCTOBER).totals(office.packs)
    assert (found["B01"].value, found["B03"].value, found["A05"].value) == (1, 1, 6)


def test_a_percentage_of_a_count_is_measured_by_its_whole(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    type_in(office, unit, OCTOBER, A03D=50)
    _plan(office, Target(">=", Decimal(25), unit="%", indicator="A03D"))
    row = _row(office, "A03D", unit="P-A-01")
    assert row["plan"] is None  # the plan is the office's, not this unit's
    row = _row(office, "A03D")
    whole = _row(office, "A03")["cumulative"]
    assert row["plan_percent"] == Fraction(row["cumulative"], whole) * 4  # type: ignore[arg-type]
    assert row["plan"] == Fraction(1, 4)


def test_a_range_is_written_as_the_office_writes_numbers(office: Store) -> None:
    _plan(office, Target("range", Decimal(1500), Decimal(2000), indicator="C40"))
    assert _row(office, "C40")["plan"] == "1.500–2.000"


def test_a_target_not_reached_yet_is_noted_with_what_the_year_comes_to(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    type_in(office, unit, OCTOBER, F01=5)
    _plan(office, Target(">=", Decimal(9), indicator="F01"))
    assert _row(office, "F01")["note"] == "ước cả năm 8"
    type_in(office, unit, OCTOBER, F01=9)
    assert _row(office, "F01")["note"] is None


def test_a_month_says_from_when_its_percentages_count(office: Store) -> None:
    type_in(office, by_code(office, "P-A-01"), OCTOBER, C11=5)
    assert not [note for note in _notes(office, OCTOBER) if note.startswith("Lũy kế và %")]
    _plan(office, Target(">=", Decimal(50), indicator="C40"))
    assert _notes(office, OCTOBER)[0] == (
        "Lũy kế và % kế hoạch ở biểu này cộng từ 01/01/2026; chỉ tiêu năm, số ước cả năm và báo"
        " cáo năm 2026 cộng từ 01/12/2025 đến 30/11/2026, nên hai số có thể khác nhau."
    )
    assert not [note for note in _notes(office, "2026") if note.startswith("Lũy kế và %")]


def test_december_says_that_it_counts_for_the_next_years_target(office: Store) -> None:
    type_in(office, by_code(office, "P-A-01"), "2026-12", C11=5)
    _plan(office, Target(">=", Decimal(50), indicator="C40"))
    (told,) = [note for note in _notes(office, "2026-12") if note.startswith("Lũy kế và %")]
    assert told.endswith("Từ 01/12/2026, kết quả tính vào chỉ tiêu năm 2027.")


def test_a_grade_is_planned_by_its_name_and_has_no_share(office: Store) -> None:
    _plan(office, Target("<=", Decimal(2), indicator="N03", unit="mức"))
    row = _row(office, "N03")
    assert (row["plan"], row["plan_percent"]) == ("2 (HTT)", None)
