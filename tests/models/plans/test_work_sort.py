"""The order of a work programme's rows: a row that moves takes no other row with it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.models import fractional
from desktop.models.plans.work_row import WorkRow, in_order
from desktop.models.plans.work_sort import moved, placed
from desktop.models.plans.work_views import grouped


def made(*told: tuple[str, int | None, str]) -> list[WorkRow]:
    """Return rows in the order they were put down: what, month, task group."""
    keys = fractional.spread(len(told))
    return [
        WorkRow(task, month, group=group, id=task, index=key)
        for (task, month, group), key in zip(told, keys, strict=True)
    ]


def groups(rows: list[WorkRow]) -> list[str]:
    return [group.title for group in grouped(rows, "group")]


ROWS = made(
    ("tháng 12 đầu tiên", 12, "Chăm lo"),
    ("tháng 5", 5, "Chăm lo"),
    ("đầu năm", 1, "Tuyên truyền"),
    ("giữa năm", 5, "Tuyên truyền"),
    ("cuối năm", 12, "Tuyên truyền"),
    ("kiểm tra", 5, "Kiểm tra"),
)


def changed(rows: list[WorkRow], changes: dict[str, dict[str, object]]) -> list[WorkRow]:
    return [replace(row, **changes.get(row.id, {})) for row in rows]  # type: ignore[arg-type]


def test_a_row_moved_within_its_month_leaves_the_other_rows_and_the_groups_alone() -> None:
    changes = moved(ROWS, {"kiểm tra"}, -1, "month")
    assert set(changes) <= {"kiểm tra", "giữa năm"}
    assert len(changes) == 1
    after = changed(ROWS, changes)
    assert [r.task for r in in_order(after) if r.month == 5] == ["tháng 5", "kiểm tra", "giữa năm"]
    assert groups(after) == groups(ROWS) == ["Chăm lo", "Tuyên truyền", "Kiểm tra"]


def test_a_row_that_stands_where_its_time_puts_it_does_not_move() -> None:
    assert moved(ROWS, {"giữa năm"}, -1, "group") == {}
    quarter = made(("tháng 1", 1, ""), ("tháng 2", 2, ""))
    assert moved(quarter, {"tháng 2"}, -1, "quarter") == {}


def test_rows_in_the_wanted_order_keep_their_keys() -> None:
    assert placed(in_order(ROWS), ROWS) == {}


def test_a_new_row_is_put_beside_the_row_above_it() -> None:
    new = WorkRow("mới", 5, group="Kiểm tra", id="mới")
    first, *others = [row for row in ROWS if row.month == 5]
    changes = placed([first, new, *others], [*ROWS, new])
    assert set(changes) == {"mới"}
    assert ROWS[1].index < changes["mới"] < ROWS[2].index


@given(
    st.permutations(range(8)),
    st.lists(st.sampled_from([1, 1, 2, None]), min_size=8, max_size=8),
    st.sets(st.integers(0, 7)),
)
def test_the_rows_stand_in_the_wanted_order_within_their_time(
    order: list[int], months: list[int | None], without: set[int]
) -> None:
    rows = made(*((str(n), months[n], "") for n in range(8)))
    rows = [replace(r, index="") if n in without else r for n, r in enumerate(rows)]
    wanted = [rows[n] for n in order]
    changes = placed(wanted, rows)
    after = [replace(row, index=changes.get(row.id, row.index)) for row in rows]
    for month in (1, 2, None):
        assert [r.id for r in in_order(after) if r.month == month] == [
            r.id for r in wanted if r.month == month
        ]
    assert placed([next(r for r in after if r.id == w.id) for w in wanted], after) == {}
