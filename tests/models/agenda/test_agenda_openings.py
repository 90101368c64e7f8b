"""A month corrected under a locked later one: the first page leads there until it adds up."""

from datetime import date
from pathlib import Path

from desktop.models.agenda.agenda import Task, read_agenda
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.store import Store
from tests.models.months import enter, lock_month, make_commune

BEFORE, MONTH = "2026-09", "2026-10"


def asked(store: Store) -> list[Task]:
    return [one for one in read_agenda(store, date(2026, 11, 3)).tasks if one.kind == "opening"]


def test_a_month_whose_opening_was_corrected_is_asked_for_until_it_adds_up(tmp_path: Path) -> None:
    store, ids = make_commune(tmp_path)
    units = [ids["X-01"], ids["X-02"]]
    one = units[0]
    enter(store, units, BEFORE)
    lock_month(store, units, BEFORE)
    kept = {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15, "C11": 0}
    set_cells(store, MONTH, {(u, c): Entry(n) for u in units for c, n in kept.items()})
    lock_month(store, units, MONTH)
    assert asked(store) == []
    set_cells(store, BEFORE, {(one, "A03"): Entry(41), (one, "C11"): Entry(3)}, reason="Sót một")
    lock_month(store, [one], BEFORE)
    (task,) = asked(store)
    assert task.title == "Xem lại tháng 10/2026 đã chốt"
    assert task.detail.startswith("1 đơn vị có đầu kỳ đã đổi vì tháng trước sửa sau khi chốt")
    assert task.subject == {"period": MONTH, "form": "F1", "unit": one}
    set_cells(store, MONTH, {(one, "A03"): Entry(41)}, reason="Theo tháng 9")
    lock(store, "F1", MONTH, [one], reason="Theo tháng 9")
    assert asked(store) == []
    store.close()


def test_an_older_month_is_asked_for_too_and_only_the_one_that_opens_with_the_correction(
    tmp_path: Path,
) -> None:
    store, ids = make_commune(tmp_path)
    units = [ids["X-01"], ids["X-02"]]
    one = units[0]
    enter(store, units, "2026-03")
    lock_month(store, units, "2026-03")
    kept = {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15, "C11": 0}
    for month in ("2026-04", "2026-05"):
        set_cells(store, month, {(u, c): Entry(n) for u in units for c, n in kept.items()})
        lock_month(store, units, month)
    set_cells(store, "2026-03", {(one, "A01"): Entry(51)}, reason="Sót một lao động")
    lock_month(store, [one], "2026-03")
    assert asked(store) == []  # the closing is what it was
    correction = {(one, "A03"): Entry(41), (one, "C11"): Entry(3)}
    set_cells(store, "2026-03", correction, reason="Sót một")
    lock_month(store, [one], "2026-03")
    (task,) = asked(store)
    assert task.title == "Xem lại tháng 4/2026 đã chốt"
    assert task.subject == {"period": "2026-04", "form": "F1", "unit": one}
    set_cells(store, "2026-04", {(one, "A03"): Entry(41)}, reason="Theo tháng 3")
    lock(store, "F1", "2026-04", [one], reason="Theo tháng 3")
    (task,) = asked(store)
    assert task.subject["period"] == "2026-05"
    set_cells(store, "2026-05", {(one, "A03"): Entry(41)}, reason="Theo tháng 3")
    lock(store, "F1", "2026-05", [one], reason="Theo tháng 3")
    assert asked(store) == []
    store.close()
