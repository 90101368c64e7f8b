"""The rows of a work programme."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.plans import plans, work_rows
from desktop.models.plans.work_row import WorkRow
from desktop.models.store import history
from tests.models.planning import office, sample_draft

ROWS = (
    WorkRow("Giao ban", note="hằng tháng"),
    WorkRow("Thăm hỏi", 5, "15/5/2027", "Ban Thường vụ", "Các CĐCS", 6_000_000, "CL"),
    WorkRow("Tết Sum vầy", 1),
)


def test_rows_are_kept_by_month_and_the_whole_year_comes_last(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        work_rows.add_rows(store, plan, ROWS)
        work_rows.add_rows(store, plan, [WorkRow("Ngày 01/5", 5)])
        tasks = [row.task for row in work_rows.read_rows(store, plan)]
        assert tasks == ["Tết Sum vầy", "Thăm hỏi", "Ngày 01/5", "Giao ban"]
        kept = work_rows.read_rows(store, plan)[1]
        assert (kept.cost, kept.partner, kept.category) == (6_000_000, "Các CĐCS", "CL")
        assert store.rows("SELECT DISTINCT stream FROM op") == [("local",)]


def test_rows_change_field_by_field_and_go_away(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        first, second, third = work_rows.add_rows(store, plan, ROWS)
        work_rows.set_row_field(store, second, "cost", 0)
        work_rows.set_row_field(store, third, "month", 2)
        work_rows.set_row_field(store, first, "note", "")
        work_rows.delete_rows(store, [first])
        left = {row.id: row for row in work_rows.read_rows(store, plan)}
        assert set(left) == {second, third}
        assert (left[second].cost, left[third].month) == (0, 2)
        history.undo(store)
        assert len(work_rows.read_rows(store, plan)) == 3


@pytest.mark.parametrize(("field", "value"), [("month", 13), ("cost", -1), ("task", "")])
def test_a_wrong_value_is_refused(tmp_path: Path, field: str, value: object) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        (row,) = work_rows.add_rows(store, plan, ROWS[:1])
        with pytest.raises(Refusal):
            work_rows.set_row_field(store, row, field, value)
