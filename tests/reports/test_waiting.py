"""A locked correction of an accepted month counts only once it is accepted: every paper says so."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from desktop.formats.document import Document
from desktop.formats.table import Role
from desktop.models.clock import SteppingClock
from desktop.models.entry.entry import EntrySheet
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.opening import openings
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.rollup import roll_up, totals
from desktop.models.figures.sums.total import as_json
from desktop.models.figures.sums.trace import trace
from desktop.models.figures.sums.trace_words import lines_of, waits_words
from desktop.models.packs.periods import parse_period
from desktop.models.store.store import Store
from desktop.reports import consolidated, f1, f2, f3, f4, f5
from desktop.reports.registry import find_report
from tests.models.months import CLEAN, enter, lock_month, make_commune
from tests.reports.looking import tables, total_row, unit_row

MONTH = "2026-10"
COUNTED, CORRECTED = CLEAN["A01"], CLEAN["A01"] + 3


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Store, dict[str, str]]]:
    """The topmost commune of two unions, both accepted; then F1 of the first was corrected."""
    store, ids = make_commune(tmp_path)
    units = [ids["X-01"], ids["X-02"]]
    enter(store, units, MONTH)
    lock_month(store, units, MONTH)
    for form in ("F1", "F3"):
        for unit in ("X-01", "X-02"):
            accept(store, form, MONTH, unit)
    cast("SteppingClock", store.clock).jump_to(date(2026, 11, 9))
    _correct(store, ids["X-01"])
    yield store, ids
    store.close()


def _correct(store: Store, unit: str, form: str = "F1", **values: int) -> None:
    typed = values or {"A01": CORRECTED}
    held = {(unit, code): Entry(number) for code, number in typed.items()}
    set_cells(store, MONTH, held, reason="đếm sót")
    assert lock(store, form, MONTH, [unit], reason="đếm sót").blocked == ()


def _below(document: Document) -> list[str]:
    return [str(row.cells[0]) for table in tables(document)
            for row in table.rows if row.role is Role.NOTE]  # fmt: skip


def _said(document: Document) -> str:
    return next((line for line in _below(document) if "chưa duyệt" in line), "")


def test_the_row_and_the_line_below_the_table_say_what_waits(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    paper = f1.build(store, MONTH)
    (table,) = tables(paper)
    assert unit_row(table, "X-01")["A01"] == COUNTED
    assert unit_row(table, "X-01")["note"] == "chờ duyệt bổ sung lần 1"
    assert not unit_row(table, "X-02")["note"]
    assert total_row(table)["A01"] == 2 * COUNTED
    assert _said(paper) == (
        "Báo cáo bổ sung chưa duyệt: 1 đơn vị (CĐCS X-01); số liệu ở đây là số đã duyệt."
        " Xem và duyệt ở trang Gửi – nhận, mục Chờ duyệt."
    )
    for other in (f2, f4):
        assert "CĐCS X-01" in _said(other.build(store, MONTH))
    assert not _said(f3.build(store, MONTH))  # it shows nothing of workers
    assert _said(consolidated.consolidate(store, MONTH).document)
    accept(store, "F1", MONTH, "X-01")
    for other in (f1, f2, f3, f4):
        assert not _said(other.build(store, MONTH))
    assert total_row(tables(f1.build(store, MONTH))[0])["A01"] == COUNTED + CORRECTED


def test_a_paper_is_silent_of_figures_it_does_not_show(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    accept(store, "F1", MONTH, "X-01")
    _correct(store, ids["X-02"], "F3", C11=3, C24=1)
    assert not _said(f1.build(store, MONTH))
    assert unit_row(tables(f3.build(store, MONTH))[0], "X-02")["note"] == "chờ duyệt bổ sung lần 1"


def test_the_tracking_sheet_says_which_revision_counts(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    states = [str(cell) for row in tables(f5.build(store, MONTH))[0].rows for cell in row.cells]
    assert [one for one in states if "chờ duyệt; đang tính báo cáo lần đầu" in one]


def test_totals_name_what_waits_for_their_own_figures(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    found = totals(store, MONTH)
    (one,) = as_json(found["A01"])["waiting"]
    assert (one["unit"], one["form"], one["period"], one["rev"]) == ("X-01", "F1", MONTH, 2)
    assert one["codes"] == {"A01": {"counted": COUNTED, "corrected": CORRECTED}}
    assert as_json(found["A04"])["waiting"] == [one]  # a share of A01
    assert "waiting" not in as_json(found["A03"])
    assert "waiting" not in as_json(found["C11"])


def test_the_trace_tells_the_value_that_waits_and_from_which_revision(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    found = trace(store, MONTH, "", "A01")
    line = next(one for one in lines_of(found) if one.startswith("X-01"))
    assert "F1, báo cáo lần đầu" in line
    assert f"báo cáo bổ sung lần 1 chưa duyệt: {CORRECTED}" in line
    assert "chưa tính bổ sung đang chờ duyệt của 1 đơn vị" in lines_of(found)[0]
    assert "chưa duyệt" not in next(one for one in lines_of(found) if one.startswith("X-02"))


def test_what_was_known_on_a_day_waited_on_that_day(office: tuple[Store, dict[str, str]]) -> None:
    store, _ids = office
    cast("SteppingClock", store.clock).jump_to(date(2026, 11, 12))
    accept(store, "F1", MONTH, "X-01")
    for day, waits in ((date(2026, 11, 5), False), (date(2026, 11, 10), True), (None, False)):
        assert bool(totals(store, MONTH, known_on=day)["A01"].waiting) is waits
        paper = find_report("F1").build(store, MONTH, known_on=day)
        assert bool(_said(paper)) is waits


def test_of_a_quarter_the_stock_of_its_last_month_waits_alone(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    assert totals(store, "2026-Q4")["A01"].waiting  # October is the last month told
    assert totals(store, "2026-11")["A01"].waiting  # and counts on while November is not
    units = [ids["X-01"], ids["X-02"]]
    set_cells(store, "2026-11", {
        (unit, code): Entry(number)
        for unit in units for code, number in CLEAN.items() if code not in ("C00", "C00N")
    })  # fmt: skip
    lock(store, "F1", "2026-11", units, reason="đã kiểm tra")
    assert not totals(store, "2026-Q4")["A01"].waiting
    _correct(store, units[1], "F3", C11=4, C24=2)
    (one,) = totals(store, "2026-Q4")["C11"].waiting
    assert (one.period, one.changes["C11"].corrected) == (MONTH, 4)


def test_a_correction_sent_back_waits_no_more(office: tuple[Store, dict[str, str]]) -> None:
    store, _ids = office
    send_back(store, "F1", MONTH, "X-01", "Xem lại")
    assert not roll_up(store, MONTH).waiting
    assert totals(store, MONTH)["A01"].value == 2 * COUNTED
    states = [str(cell) for row in tables(f5.build(store, MONTH))[0].rows for cell in row.cells]
    assert [
        one
        for one in states
        if one.startswith("trả lại") and one.endswith("đang tính báo cáo lần đầu")
    ]


def test_the_next_month_opens_on_paper_with_what_counts_of_the_one_before(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    cast("SteppingClock", store.clock).jump_to(date(2026, 12, 3))
    accepted, later = CLEAN["A03"], "2026-11"

    def opened() -> list[object]:
        parts = trace(store, later, "", "opening:A03").parts
        row = unit_row(tables(f3.build(store, later))[0], "X-01")["opening_A03"]
        return [row, *((part.value, part.rev) for part in parts if part.unit == "X-01")]

    def waits() -> list[str]:
        parts = trace(store, later, "", "opening:A03").parts
        return [waits_words(part.waits) for part in parts if part.waits]

    def typed() -> int | None:
        month = parse_period(later, store.packs.schemes)
        return openings(store, month, [ids["X-01"]], {})[ids["X-01"]]["members"].value

    _correct(store, ids["X-01"], A03=accepted + 5, C11=7)
    assert opened() == [accepted, (accepted, 1)]  # the paper of the month closes with it
    assert waits() == [f"báo cáo bổ sung lần 2 chưa duyệt: {accepted + 5}"]
    assert typed() == accepted + 5  # who types goes on from what they locked themselves
    send_back(store, "F1", MONTH, "X-01", "Xem lại")
    assert opened() == [accepted, (accepted, 1)]
    assert waits() == []
    assert typed() == accepted
    _correct(store, ids["X-01"], A03=accepted + 6, C11=8)
    newest = max(one.rev for one in revisions(store, MONTH)[ids["X-01"], "F1"])
    accept(store, "F1", MONTH, "X-01")
    assert opened() == [accepted + 6, (accepted + 6, newest)]


def test_the_total_of_the_sheet_is_marked_until_it_is_accepted(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    sheet = EntrySheet.load(store, "F1", MONTH)
    place = sheet.places["A01"]
    assert sheet.total(place) == str(COUNTED + CORRECTED)  # as the rows show it
    assert sheet.total_waits(place) == (
        f"Báo cáo còn tính số đã duyệt, bổ sung đang chờ duyệt: CĐCS X-01: {COUNTED} → {CORRECTED}."
    )
    assert sheet.total_waits(sheet.places["A03"]) == ""
    assert sheet.total_name == "Tổng cộng (có số chờ duyệt)"
    assert sheet.apply(store, accept(store, "F1", MONTH, "X-01"))
    assert sheet.total_waits(place) == ""
    assert sheet.total_name == "Tổng cộng"


def test_a_difference_that_a_waiting_correction_mends_is_not_to_be_mended_again(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    _correct(store, ids["X-01"], A03=CLEAN["A03"] + 1, C11=CLEAN["C11"] + 1)
    _correct(store, ids["X-01"], "F3")
    accept(store, "F3", MONTH, "X-01")
    told = [line for line in _below(f3.build(store, MONTH)) if "Chênh lệch" in line]
    assert ["Báo cáo bổ sung đang chờ duyệt" in line for line in told] == [True]
    accept(store, "F1", MONTH, "X-01")
    assert not any("Chênh lệch" in line for line in _below(f3.build(store, MONTH)))


def test_the_total_of_a_month_carried_from_a_correction_is_marked(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    later = "2026-11"
    sheet = EntrySheet.load(store, "F1", later)
    place = sheet.places["A01"]
    assert sheet.total(place) == str(COUNTED + CORRECTED)  # it goes on from what was locked last
    assert totals(store, later)["A01"].value == 2 * COUNTED
    assert sheet.total_waits(place) == (
        "Báo cáo còn tính số đã duyệt, bổ sung đang chờ duyệt: CĐCS X-01, tháng 10/2026:"
        f" {COUNTED} → {CORRECTED}."
    )
    assert sheet.total_waits(sheet.places["A03"]) == ""
    assert sheet.total_name == "Tổng cộng (có số chờ duyệt)"
    assert not EntrySheet.load(store, "F4", later).waiting
    # once the month is told itself, nothing of the one before is carried
    change = set_cells(store, later, {(ids["X-01"], "A01"): Entry(50)})
    sheet.apply(store, change)
    assert sheet.total_waits(place) == ""
    assert sheet.total_name == "Tổng cộng"
    assert EntrySheet.load(store, "F1", later).total_waits(place) == ""


def test_the_mark_of_a_carried_total_goes_with_the_acceptance(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    sheet = EntrySheet.load(store, "F1", "2026-11")
    place = sheet.places["A03"]
    _correct(store, ids["X-01"], A03=CLEAN["A03"] + 5, C11=7)
    set_cells(store, "2026-11", {(ids["X-01"], "C11"): Entry(2)})
    sheet.reload(store)
    told = sheet.total_waits(place)  # who came in the month is in both
    assert f"{CLEAN['A03'] + 2} → {CLEAN['A03'] + 7}" in told
    assert sheet.apply(store, accept(store, "F1", MONTH, "X-01"))
    assert sheet.total_waits(place) == ""


def test_a_correction_of_women_alone_is_told_at_the_table_of_women(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    accept(store, "F1", MONTH, "X-01")

    def remarks() -> list[tuple[object, bool]]:
        found = []
        for table in tables(f3.build(store, MONTH))[:2]:
            said = any("chưa duyệt" in str(r.cells[0]) for r in table.rows if r.role is Role.NOTE)
            found.append((unit_row(table, "X-02").get("note"), said))
        return found

    assert remarks() == [(None, False), (None, False)]
    _correct(store, ids["X-02"], "F3", C11N=2, C00N=13)
    assert remarks() == [(None, False), ("chờ duyệt bổ sung lần 1", True)]
    _correct(store, ids["X-02"], "F3", C11=3, C24=1)
    assert [said for _note, said in remarks()] == [True, True]
    accept(store, "F3", MONTH, "X-02")
    assert remarks() == [(None, False), (None, False)]


def test_a_summary_of_a_year_says_which_months_its_members_are_not_firm_of(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    notes = {code: unit_row(tables(f2.build(store, "2026"))[0], code)["note"] for code in ids
             if code != "X"}  # fmt: skip
    assert notes == {
        "X-01": "chưa có biểu F2; số kỳ trước; chờ duyệt bổ sung lần 1 (tháng 10/2026)",
        "X-02": "chưa có biểu F2; số kỳ trước",
    }
    cast("SteppingClock", store.clock).jump_to(date(2026, 12, 3))
    send_back(store, "F1", MONTH, "X-02", "Xem lại")
    row = unit_row(tables(f2.build(store, "2026"))[0], "X-02")
    assert row["note"] == "chưa có biểu F2; biểu F1, tháng 10/2026: đã bị trả lại, chờ nộp lại"
    set_cells(store, "2026", {(ids["X-02"], "A10"): Entry(3)})
    lock(store, "F2", "2026", [ids["X-02"]], reason="đã kiểm tra")
    row = unit_row(tables(f2.build(store, "2026"))[0], "X-02")
    assert row["note"] == "biểu F1, tháng 10/2026: đã bị trả lại, chờ nộp lại"
