"""A sheet of F2 brings its workers and members to F1, where they are entered, in the same step."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.intake.figures.result import Corrections, FiguresReading
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry, period_cells
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.packs.home_periods import home_period
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from desktop.models.store.history import steps, undo
from desktop.models.store.store import Store
from desktop.tasks.figures.figures_import import apply, preview, source_of
from desktop.tasks.figures.home_forms import homes_of
from tests.intake.figures.spread import sheet, write_xlsx
from tests.models.entering import commune

HALF, MONTH = "2026-H2", "2026-11"
HEAD = "TT|Tên CĐCS|Tổng số CNVCLĐ|Tổng số ĐV|Trong đó nữ|UV BCH"
ROWS = ("1|CĐCS Trường 1|102|81|30|5", "2|CĐCS Trường 2|100|80|30|7")
MEMBERS = {"A01": 102, "A03": 81, "A03N": 30}
PLAIN, OWN = Corrections(), Corrections(own=True)
PACKS = load_packs()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with three unions, F1 of October locked."""
    store, _units = commune(tmp_path_factory.mktemp("sổ"), before="2026-10")
    store.close()
    return store.folder


@pytest.fixture
def store(office: Path, tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "sổ"
    shutil.copytree(office, folder)
    with Store.open(folder) as opened:
        yield opened


def made(folder: Path, *rows: str, head: str = HEAD, title: str = "") -> Path:
    path = folder / "tổng hợp.xlsx"
    write_xlsx(path, [sheet("\n".join((*((f"{title}|",) if title else ()), head, *rows)))])
    return path


def read(
    store: Store, path: Path, told: Corrections = PLAIN, period: str = HALF,
    reason: str = "",
) -> FiguresReading:  # fmt: skip
    return preview(store, path, "F2", period, corrections=told, reason=reason)


def held(store: Store, period: str, union: int = 1) -> dict[str, object]:
    cells = period_cells(store, period)
    return dict(cells.get(store.unit(_code(store, union)), {}))


def _code(store: Store, union: int) -> str:
    rows = store.rows("SELECT DISTINCT key FROM leaf WHERE kind = 'unit' AND value = ?",
                      (f'"CĐCS Trường {union}"',))  # fmt: skip
    return str(rows[0][0])


def state(store: Store) -> set[tuple[object, ...]]:
    """Everything the office knows, as folded."""
    known = "SELECT kind, key, field, value FROM leaf WHERE winner = 1 AND value <> 'null'"
    return {tuple(row) for row in store.rows(known)}


def figures(store: Store) -> set[tuple[object, ...]]:
    return {row for row in state(store) if row[0] == "cell"}


def test_what_the_form_shows_lands_in_its_home_form_with_one_undo(
    store: Store, tmp_path: Path
) -> None:
    path, before = made(tmp_path, *ROWS), state(store)
    reading = read(store, path)
    assert reading.told_landings() == "6 ô vào biểu F1 tháng 11/2026, 2 ô vào biểu F2"
    assert not any("không nhận ở biểu F2" in note for note in reading.notes)
    assert {one.letter: one.note for one in reading.columns}["D"] == "Vào biểu F1 tháng 11/2026."
    (told, _other) = reading.json()["rows"]
    assert told["other_forms"] == dict.fromkeys(MEMBERS, "F1")
    assert told["entered_in"]["A03"] == {"form": "F1", "period": MONTH}
    assert reading.json()["landings"][0] == {"form": "F1", "period": MONTH, "cells": 6}
    done = apply(store, reading)
    assert (held(store, HALF), held(store, MONTH)) == ({"A10": 5}, MEMBERS)
    assert steps(store)[0].label == (
        "Nhận số liệu từ tệp tổng hợp.xlsx: biểu F2 6 tháng cuối năm 2026, biểu F1 tháng 11/2026"
    )
    assert (source_of(store, done.step) or {})["name"] == "tổng hợp.xlsx"
    undo(store)
    assert state(store) == before


def test_a_list_of_members_under_f2_goes_into_f1_alone(store: Store, tmp_path: Path) -> None:
    head = HEAD.removesuffix("|UV BCH")
    path = made(tmp_path, "1|CĐCS Trường 1|102|81|30", head=head)
    reading = read(store, path)
    assert (reading.rows[0].status, reading.rows[0].lands) == ("accepted", True)
    assert reading.told_landings() == ("3 ô vào biểu F1 tháng 11/2026, không có ô nào vào biểu F2")
    assert len(reading.landing()) == 1
    apply(store, reading)
    assert (held(store, HALF), held(store, MONTH)) == ({}, MEMBERS)
    assert steps(store)[0].label == ("Nhận số liệu từ tệp tổng hợp.xlsx: biểu F1 tháng 11/2026")


def test_women_of_what_the_form_shows_go_with_it(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path, "1|CĐCS Trường 1|102|41|81|30|5",
                head="TT|Tên CĐCS|Tổng số CNVCLĐ|Nữ CNVCLĐ|Tổng số ĐV|ĐV nữ|UV BCH")  # fmt: skip
    apply(store, read(store, path))
    assert held(store, MONTH) == {**MEMBERS, "A01N": 41}


def test_the_form_chosen_may_take_its_own_alone_and_that_is_remembered(
    store: Store, tmp_path: Path
) -> None:
    path = made(tmp_path, *ROWS, title="CỤM TRƯỜNG HỌC")
    reading = read(store, path, OWN)
    assert reading.told_landings() == "6 ô của biểu F1 tháng 11/2026 không nhận, 2 ô vào biểu F2"
    assert any("Cột của biểu khác, không nhận ở biểu F2" in note for note in reading.notes)
    assert "entered_in" not in reading.json()["rows"][0]
    assert reading.json()["own_form_only"] is True
    apply(store, reading, corrections=OWN)
    assert (held(store, HALF), held(store, MONTH)) == ({"A10": 5}, {})
    again = read(store, path)
    assert again.own
    assert "Theo lần trước, chỉ nhận số của biểu F2." in again.notes
    both = Corrections(own=False)
    apply(store, read(store, path, both), corrections=both)
    assert held(store, MONTH) == MEMBERS
    assert not read(store, path).own


def test_a_locked_home_form_never_keeps_back_the_form_chosen(store: Store, tmp_path: Path) -> None:
    path, october = made(tmp_path, *ROWS), "2026-10"
    reading = read(store, path, period=october)
    first, second = reading.rows
    assert first.reasons[0] == (
        "Báo cáo F1 tháng 10/2026 của đơn vị đã chốt, số của biểu đó chưa nhận; ghi lý do thì "
        "nhận được."
    )
    assert (first.status, first.lands) == ("warned", True)
    assert not second.reasons  # the very figures F1 holds: nothing would change
    assert reading.told_landings() == "3 ô biểu F1 tháng 10/2026 đã có, 2 ô vào biểu F2"
    apply(store, reading)
    assert held(store, october) == {"A01": 100, "A01N": 40, "A03": 80, "A03N": 30, "A10": 5}


def test_with_a_reason_the_locked_home_form_takes_the_correction(
    store: Store, tmp_path: Path
) -> None:
    path, october, why = made(tmp_path, *ROWS), "2026-10", "Đơn vị gửi lại"
    reading = read(store, path, period=october, reason=why)
    assert "A03: đang có 80, nhận thì thành 81." in reading.rows[0].reasons
    apply(store, reading, reason=why)
    assert held(store, october)["A03"] == 81
    told = store.fields("reason", f"{october}|{_code(store, 1)}")
    assert told["A03"] == why


def test_a_reason_for_the_form_chosen_is_not_given_to_an_open_home_form(
    store: Store, tmp_path: Path
) -> None:
    unit, why = _code(store, 1), "Đơn vị gửi lại"
    with store.step("Chốt F2"):
        stocks = ("A03D", "A06M", "A07", "A07B", "A07T", "A13")
        set_cells(store, HALF, {(unit, code): Entry(0) for code in stocks})
        set_cells(
            store,
            MONTH,
            {
                (unit, code): Entry(n)
                for code, n in {"A01": 100, "A01N": 40, "A03": 80, "A03N": 30}.items()
            },
        )
        assert lock(store, "F2", HALF, [unit]).locked  # fmt: skip
    path = made(tmp_path, ROWS[0])
    with pytest.raises(Refusal):
        apply(store, read(store, path))
    apply(store, read(store, path, reason=why), reason=why)
    assert "A10" in store.fields("reason", f"{HALF}|{unit}")
    assert not store.fields("reason", f"{MONTH}|{unit}")
    assert held(store, MONTH)["A03"] == 81


def test_a_locked_form_chosen_is_no_matter_of_rows_without_its_figures(
    store: Store, tmp_path: Path
) -> None:
    unit = _code(store, 1)
    with store.step("Chốt F2"):
        stocks = ("A03D", "A06M", "A07", "A07B", "A07T", "A13")
        set_cells(store, HALF, {(unit, code): Entry(0) for code in stocks})
        set_cells(
            store,
            MONTH,
            {
                (unit, code): Entry(n)
                for code, n in {"A01": 100, "A01N": 40, "A03": 80, "A03N": 30}.items()
            },
        )
        assert lock(store, "F2", HALF, [unit]).locked  # fmt: skip
    head = HEAD.removesuffix("|UV BCH")
    apply(store, read(store, made(tmp_path, "1|CĐCS Trường 1|102|81|30", head=head)))
    assert held(store, MONTH)["A03"] == 81


def test_a_sheet_of_another_month_goes_into_no_month(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path, *ROWS, title="SỐ LIỆU ĐẾN NGÀY 31/10/2026")
    reading = read(store, path)
    assert not reading.landings
    assert any(note.endswith("Bảng ghi thời gian khác nên số của biểu F1 không vào tháng 11/2026.")
               for note in reading.notes)  # fmt: skip
    apply(store, reading, consent=True)
    assert (held(store, HALF), held(store, MONTH)) == ({"A10": 5}, {})
    dated = made(tmp_path, *ROWS, title="SỐ LIỆU ĐẾN NGÀY 30/11/2026")
    assert read(store, dated).landings[0].cells == 6


def test_rules_of_the_home_form_judge_what_lands_there(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path, "1|CĐCS Trường 1|30|20|9|5")
    (row,) = read(store, path).rows
    told = " ".join(row.reasons)
    assert "V10: Biến động quá 20% (80 → 20)" in told  # beside October's F1
    assert "V39: “CNVCLĐ nữ”: số kỳ trước 40 lớn hơn tổng số 30" in told
    assert row.status == "warned"
    assert "V10" not in " ".join(read(store, path, OWN).rows[0].reasons)


def test_a_remark_of_a_row_stays_with_the_form_chosen(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path, f"{ROWS[0]}|mới bầu lại", head=f"{HEAD}|Ghi chú")
    apply(store, read(store, path))
    assert store.fields("note", f"{HALF}|{_code(store, 1)}") == {"A10": "mới bầu lại"}


def test_only_a_month_that_ends_with_the_period_and_has_begun_takes_them() -> None:
    def home(period: str) -> str:
        found = home_period(PACKS.forms["F1"], parse_period(period, PACKS.schemes), PACKS.schemes)
        return found.id if found else ""

    periods = ("2026-10", "2026-Q3", "2026-H1", HALF, "2026-M9", "2026")
    assert [home(one) for one in periods] == [
        "2026-10", "2026-09", "2026-05", MONTH, "2026-09", MONTH,
    ]  # fmt: skip
    next_year = parse_period("2027", PACKS.schemes)
    assert "F1" not in homes_of(PACKS, "F2", next_year, date(2026, 12, 5))
    assert homes_of(PACKS, "F2", next_year, date(2027, 11, 1))["F1"].id == "2027-11"


@pytest.mark.parametrize(("form", "head"), [
    ("F4", "TT|Tên CĐCS|Tổng số CNVCLĐ|Tổng số ĐV|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai"),
    ("F3", "TT|Tên CĐCS|Kết nạp tại CĐCS đã có|Thôi việc|Đoàn viên cuối kỳ"),
])  # fmt: skip
def test_what_another_form_does_not_show_or_checks_is_only_compared(
    store: Store, tmp_path: Path, form: str, head: str
) -> None:
    path = made(tmp_path, "1|CĐCS Trường 1|2|1|81", head=head)
    reading = preview(store, path, form, MONTH)
    assert not reading.landings
    apply(store, reading)
    assert not held(store, MONTH).keys() & {"A01", "A03"}


_workers, _some = st.integers(5, 300), st.none() | st.integers(1, 15)
_rows = st.lists(st.tuples(_workers, _workers, _workers, _some), min_size=1, max_size=3)
"""Workers, members, women, executives. Of a table with gaps a reader of F1 alone, which has no
word for the executives, may not see that no cell slipped."""


@settings(max_examples=12, deadline=None)
@given(rows=_rows)
def test_one_table_as_f2_is_the_same_as_f1_and_f2_and_undo_takes_all_back(
    office: Path, rows: list[tuple[int | None, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        told = [f"{n}|CĐCS Trường {n}|" + "|".join("" if one is None else str(one) for one in row)
                for n, row in enumerate(rows, 1)]  # fmt: skip
        path = made(folder, *told)
        at_once, apart = folder / "một lần", folder / "hai lần"
        shutil.copytree(office, at_once)
        shutil.copytree(office, apart)
        with Store.open(at_once) as store:
            before = state(store)
            both = _taken(store, path, {"F2": HALF})
            if both:
                undo(store)
            assert state(store) == before
        with Store.open(apart) as store:
            assert _taken(store, path, {"F1": MONTH, "F2": HALF}, OWN) == both


def _taken(
    store: Store, path: Path, forms: Mapping[str, str], told: Corrections = PLAIN
) -> set[tuple[object, ...]]:
    """Return the figures that came of a file, empty where nothing could be taken."""
    before = figures(store)
    for form, period in forms.items():
        try:
            reading = preview(store, path, form, period, corrections=told)
            apply(store, reading, corrections=told)
        except Refusal:
            continue
    return figures(store) - before
