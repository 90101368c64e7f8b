"""Roll-ups equal a naive calculation, over the tree and over time."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept_all
from desktop.models.figures.sums.rollup import roll_up, totals
from desktop.models.figures.sums.total import ratio
from desktop.models.figures.sums.trace import trace
from desktop.models.register.events import end_unit, merge_units, reparent_units
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from tests.models.brute_force import History, Return, first_day
from tests.models.offices import FOUNDED, commune, enter

MONTHS = ["2026-01", "2026-02", "2026-03"]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (161636, 181469, "89.07"), (162976, 182858, "89.13"), (13, 16, "81.25"),
        (229, 299, "76.59"), (440, 549, "80.15"), (10177, 8450, "120.44"), (621, 1648, "37.68"),
        (1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"),
    ],
)  # fmt: skip
def test_shares_are_computed_from_raw_numbers(part: int, whole: int, shown: str) -> None:
    assert ratio(part, whole) == Decimal(shown)


def test_a_share_of_nothing_is_no_number() -> None:
    assert ratio(0, 0) is None


@settings(max_examples=25)
@given(st.data())
def test_totals_equal_a_naive_calculation(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    store, ids = commune(tmp_path_factory.mktemp("rollup"), unions=3)
    with store:
        story = History(MONTHS, dict.fromkeys(ids, ("2025-07", None)))
        late = found_unit(store, name="CĐCS mới", kind="CDCS", parent=store.own_unit,
                          since=first_day("2026-02"), code="CS-9")  # fmt: skip
        story.alive[late] = ("2026-02", None)
        if data.draw(st.booleans(), label="one ends in March"):
            end_unit(store, ids[2], first_day("2026-03"))
            story.alive[ids[2]] = ("2025-07", "2026-03")
        stocks = {unit: data.draw(st.integers(0, 50)) for unit in story.alive}
        for month in MONTHS:
            _month(store, story, stocks, month, data)
        for month in MONTHS:
            _compare(store, story, month)
        _compare_quarter(store, story)


def _month(
    store: Store, story: History, stocks: dict[str, int], month: str, data: st.DataObject
) -> None:
    for unit in story.living(month):
        if not data.draw(st.sampled_from([True, True, False]), label=f"{month} reports"):
            continue
        first = not any(known == unit for known, _m in story.returns)
        came, left = data.draw(st.integers(0, 5)), data.draw(st.integers(0, 3))
        left = min(left, stocks[unit])
        opened = {"C00": stocks[unit]} if first else {}
        stocks[unit] += came - left
        values = {"A03": stocks[unit], "A01": stocks[unit] + 2}
        if came:
            values["C11"] = came
        if left:
            values["C24"] = left
        enter(store, month, unit, **opened, **values)
        for form in ("F1", "F3"):
            assert lock(store, form, month, [unit], reason="ít người").blocked == ()
        story.returns[unit, month] = Return(values)
        if data.draw(st.booleans(), label="accepted"):
            accept_all(store, month, [(unit, "F1"), (unit, "F3")])
            story.returns[unit, month].accepted = True


def _compare(store: Store, story: History, month: str) -> None:
    found = totals(store, month)
    for code in ("A01", "A03"):
        expected = story.stock(month, code)
        assert (found[code].value if code in found else None) == expected, (month, code)
        if expected is not None:
            assert found[code].of == len(story.living(month))
            assert found[code].reported == story.reported(month)
    for code in ("C11", "C24"):
        assert (found[code].value if code in found else None) == story.flow([month], code)
    assert found["A05"].value == len(story.living(month))
    reports = [story.returns.get((unit, month)) for unit in story.living(month)]
    if reports and all(report and report.accepted for report in reports):
        assert found["A03"].state == "accepted"
    if not all(reports) and any(reports):
        assert found["A03"].state in ("carried", "missing")


def _compare_quarter(store: Store, story: History) -> None:
    found = totals(store, "2026-Q1")
    for code in ("C11", "C24"):
        assert (found[code].value if code in found else None) == story.flow(MONTHS, code)
    last = story.living("2026-03")
    if all((unit, "2026-03") in story.returns for unit in last):
        assert (found["A03"].value if "A03" in found else None) == story.stock("2026-03", "A03")


def test_typed_but_unlocked_figures_count_as_live_in_the_office_itself(tmp_path: Path) -> None:
    store, ids = commune(tmp_path)
    with store:
        enter(store, "2026-10", ids[0], A03=10, A01=12)
        total = totals(store, "2026-10")["A03"]
        assert (total.value, total.state, total.reported, total.of) == (10, "missing", 0, 3)


def test_an_accepted_revision_stands_against_a_later_one(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-10", unit, C00=10, A03=10, A01=12)
        lock(store, "F1", "2026-10")
        accept_all(store, "2026-10", [(unit, "F1")])
        enter(store, "2026-10", unit, A01=15, reason="Đếm lại")
        lock(store, "F1", "2026-10", reason="Đếm lại")
        assert totals(store, "2026-10")["A01"].value == 12


def test_as_known_on_a_day_restates_the_past(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-10", unit, C00=10, A03=10, A01=12)
        lock(store, "F1", "2026-10")
        known = store.clock.now().date()
        store.clock.jump_to(date(2026, 11, 20))  # type: ignore[attr-defined]
        enter(store, "2026-10", unit, A01=15, reason="Đếm lại")
        lock(store, "F1", "2026-10", reason="Đếm lại")
        assert totals(store, "2026-10")["A01"].value == 15
        assert totals(store, "2026-10", known_on=known)["A01"].value == 12
        assert totals(store, "2026-10", known_on=date.max) == totals(store, "2026-10")
        assert "A01" not in totals(store, "2026-10", known_on=date(2026, 10, 1))
        with pytest.raises(Refusal, match="Đến hết ngày 01/01/2001 sổ này chưa ghi gì về đơn vị"):
            roll_up(store, "2026-10", known_on=date(2001, 1, 1))


def test_a_unit_the_office_had_not_heard_of_by_a_day_is_refused_so(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path, unions=1)
    with store:
        known = store.clock.now().date()
        store.clock.jump_to(date(2026, 11, 20))  # type: ignore[attr-defined]
        new = found_unit(store, name="CĐCS Dệt Tân Lập", kind="CDCS", parent=store.own_unit,
                         since=date(2026, 10, 1), code="CS-9", ownership="NQD")  # fmt: skip
        enter(store, "2026-10", new, A03=10)
        said = "chưa biết có đơn vị CĐCS Dệt Tân Lập. Chọn từ ngày 20/11/2026 trở đi"
        for named in ("cs-9", "CS-9", new):
            with pytest.raises(Refusal, match=said):
                totals(store, "2026-10", named, known_on=known)
            with pytest.raises(Refusal, match=said):
                trace(store, "2026-10", named, "A03", known_on=known)
        assert totals(store, "2026-10", "CS-9", known_on=date(2026, 11, 20))["A03"].value == 10
        for period, named in (("2026-09", "CS-9"), ("2026-10", "CS-8")):
            with pytest.raises(Refusal, match="Không có đơn vị mã"):
                totals(store, period, named, known_on=known)
        end_unit(store, unit, date(2026, 10, 5))
        with pytest.raises(Refusal, match="đã thôi hoạt động từ ngày 05/10/2026"):
            totals(store, "2026-12", unit, known_on=date(2026, 11, 20))


def test_a_union_taken_over_counts_as_c15_and_b07_for_its_new_parent(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        other = found_unit(store, name="Công đoàn xã Kề Bên", kind="CDX", parent=store.own_unit,
                           since=FOUNDED, code="KB")  # fmt: skip
        for month in ("2026-01", "2026-02"):
            for unit in ids:
                opened = {"C00": 10} if month == "2026-01" else {}
                enter(store, month, unit, A03=10, A01=12, **opened)
            lock(store, "F1", month)
        reparent_units(store, [ids[0]], "KB", first_day("2026-02"))
        found = totals(store, "2026-02", "KB")
        assert (found["C15"].value, found["B07"].value, found["A05"].value) == (10, 1, 1)
        assert found["C10"].value == 10
        whole = totals(store, "2026-02")
        assert "C15" not in whole
        assert whole["A03"].value == 20
        assert other in tree_on(store, first_day("2026-02")).units


def test_a_merged_union_leaves_b05(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=3)
    with store:
        merge_units(store, [ids[0]], ids[1], first_day("2026-02"))
        found = totals(store, "2026-02")
        assert (found["A05"].value, found["B05"].value, found["B03"].value) == (2, 1, 0)


def test_what_the_register_counts_is_no_sum_of_what_somebody_typed(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=3)
    with store:
        enter(store, "2026-10", ids[0], A05=9, B01=4)
        found = totals(store, "2026-10")
        assert (found["A05"].value, found["A05"].state, found["A05"].reported) == (3, "accepted", 3)
        assert (found["B01"].value, found["B01"].state) == (0, "accepted")
        assert not {"A05", "B01"} & totals(store, "2026-10", "CS-1").keys()


def test_a_form_of_the_offices_own_work_is_owed_by_offices(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 3)
    with store:
        enter(store, "2026-11", store.own_unit, E07D=2_000_000)
        assert totals(store, "2026-11")["E07D"].state == "live"
        lock(store, "F4", "2026-11", [store.own_unit])
        for period in ("2026-11", "2026"):
            found = totals(store, period)["E07D"]
            assert (found.value, found.state, found.reported, found.of) == (
                2_000_000, "submitted", 1, 1)  # fmt: skip
        enter(store, "2026-11", ids[0], E07D=1_000_000)  # told of a union: it is waited for
        found = totals(store, "2026-11")["E07D"]
        assert (found.value, found.state, found.coverage) == (3_000_000, "live", "1/2 đơn vị")


def test_who_left_out_a_month_is_not_counted_among_those_who_reported_the_quarter(
    tmp_path: Path,
) -> None:
    store, ids = commune(tmp_path, unions=3)
    with store:
        for month in MONTHS:
            for number, unit in enumerate(ids):
                if (number, month) == (0, "2026-02"):
                    continue  # the first tells nothing of February
                enter(store, month, unit, C00=10, A03=10, A01=20, C11=0)
                if (number, month) != (1, "2026-02"):  # the second types it and does not lock it
                    for form in ("F1", "F3"):
                        assert not lock(
                            store, form, month, [f"CS-{number + 1}"], reason="x"
                        ).blocked
        quarter = totals(store, "2026-Q1")
        counted = {code: (quarter[code].state, quarter[code].reported) for code in ("A03", "C11")}
        assert counted == {"A03": ("submitted", 3), "C11": ("missing", 1)}
        assert quarter["C11"].missing_months == ("2026-02",)
        alone = totals(store, "2026-Q1", ids[1])["C11"]
        assert (alone.state, alone.reported, alone.of) == ("live", 0, 1)
        whole = totals(store, "2026-Q1", ids[2])["C11"]
        assert (whole.state, whole.reported, whole.of) == ("submitted", 1, 1)


def test_members_of_occupational_unions_are_owed_by_those_unions_alone(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", unions=2)
    with store:
        trades = [
            found_unit(store, name=f"Nghiệp đoàn {n}", kind="NDCS", parent=store.own_unit,
                       since=FOUNDED, code=f"ND-{n}")
            for n in (1, 2)
        ]  # fmt: skip
        for unit in (ids[0], trades[0]):
            enter(store, "2026-01", unit, C00=30, A01=30, A01N=0, A03=30, A03N=0)
        lock(store, "F1", "2026-01", trades[:1], reason="đúng")
        told = totals(store, "2026-01")["A06M"]
        assert (told.value, told.reported, told.of, told.state) == (30, 1, 2, "missing")
        quarter = totals(store, "2026-Q1")["A06M"]  # as far as it is told, like the stock it is of
        assert (quarter.reported, quarter.so_far, quarter.until) == (0, (1, 2), "tháng 01/2026")


def test_what_an_event_alone_moved_is_no_month_that_was_told(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", unions=2)
    with store:
        for unit in ids[:2]:
            enter(store, "2026-01", unit, C00=30, A01=30, A01N=0, A03=30, A03N=0)
        lock(store, "F1", "2026-01", ids[:2], reason="đúng")
        carry_out(store, Order("dissolve", date(2026, 2, 10), ("CS-1",), decision="QĐ 1"))
        left = totals(store, "2026-02")["C20"]
        assert (left.value, left.state, left.reported, left.of) == (30, "missing", 0, 1)
