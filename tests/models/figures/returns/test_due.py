"""What is due is told once: board, reminder, first page, F5 and closing ask the same."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.formats.text import document_text
from desktop.models.agenda.agenda_returns import OwnReturns
from desktop.models.figures.returns.board import last_months, read_board, returns_of
from desktop.models.figures.returns.closing import outlook
from desktop.models.figures.returns.due import due
from desktop.models.figures.returns.reviewing import reminder
from desktop.models.packs.periods import parse_period
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from desktop.reports import f5
from tests.models.months import came, make_commune, make_province

Province = tuple[Store, dict[str, str]]
LATE = date(2026, 11, 6)


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """A province with two communes that have an office each, and three base unions."""
    store, ids = make_province(tmp_path)
    yield store, ids
    store.close()


def owing(store: Store, period: str) -> dict[str, set[str]]:
    """Return form → codes of the units that owe it."""
    when = parse_period(period, store.packs.schemes)
    tree = tree_on(store, when.data_to)
    return {form: {tree.units[unit].code for unit in units}
            for form, units in due(store, tree, when).items()}  # fmt: skip


UNIONS = {"X-A-01", "X-A-02", "X-B-01"}


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ("2026-10", {"F1": UNIONS, "F3": UNIONS, "F4": set()}),
        ("2026-Q3", {"F4": set()}),
        ("2026-H1", {"F2": UNIONS, "F4": {"X-A", "X-B"}}),
        ("2026-M9", {"F4": {"X-A", "X-B"}}),
        ("2026", {"F2": UNIONS, "F4": {"X-A", "X-B"}}),
        ("2026-X-tet", {"F4": {"X-A", "X-B"}}),
    ],
)
def test_unions_owe_members_each_month_and_offices_their_work_from_half_years_on(
    province: Province, period: str, wanted: dict[str, set[str]]
) -> None:
    store, _ids = province
    assert owing(store, period) == wanted


def test_an_office_that_gives_its_work_monthly_owes_it_from_then_on(province: Province) -> None:
    store, ids = province
    came(store, ids["X-A"], "2026-09", ("F4",))
    assert [owing(store, month)["F4"] for month in ("2026-08", "2026-09", "2026-10")] == [
        set(), {"X-A"}, {"X-A"},
    ]  # fmt: skip
    assert owing(store, "2026-Q3")["F4"] == set()


def test_a_union_without_an_office_owes_only_what_it_gave(province: Province) -> None:
    store, ids = province
    came(store, ids["X-A-01"], "2026-09", ("F4",))
    assert [owing(store, month)["F4"] for month in ("2026-09", "2026-10")] == [{"X-A-01"}, set()]


def test_every_reader_asks_for_the_same(province: Province) -> None:
    store, ids = province
    came(store, ids["X-A"], "2026-09", ("F4",))
    for unit in UNIONS:
        came(store, ids[unit], "2026-10")
    month = parse_period("2026-10", store.packs.schemes)
    board = read_board(store, last_months(store, "2026-10", 2), LATE)
    cells = {row.unit.code: row.cells[1] for row in board.rows}
    assert board.forms == ("F1", "F3", "F4")
    assert (cells["X-A"].reported, cells["X-A"].owed, cells["X-B"].complete) == (4, 5, True)
    assert board.reported("2026-10") == (1, 2)
    told = reminder(board, month, "LĐLĐ tỉnh Thử", LATE)
    assert "F4 của Công đoàn xã X-A" in told or "F4 của X-A" in told
    assert "X-B" not in told
    missing = [one for one in returns_of(store, "2026-10", ids["X-A"]) if one.state == "missing"]
    assert [(one.unit, one.form) for one in missing] == [(ids["X-A"], "F4")]
    text = document_text(f5.build(store, "2026-10"))
    assert "6/7 báo cáo đã nộp" in text
    assert text.count("\tF4\t") == 1
    seen = outlook(store, "2026-10")
    assert (seen.complete, seen.owing) == (1, 2)


def test_the_form_of_work_is_not_overdue_in_a_month_nobody_asks_it_for(tmp_path: Path) -> None:
    store, _ids = make_commune(tmp_path)
    with store:
        text = document_text(f5.build(store, "2026-10"))
        assert "F4" not in text
        own = OwnReturns.of(store, parse_period("2026-10", store.packs.schemes))
        assert [form.id for form in own.forms] == ["F1", "F3"]
        half = OwnReturns.of(store, parse_period("2026-H1", store.packs.schemes))
        assert [form.id for form in half.forms] == ["F2", "F4"]
        assert "F4" in document_text(f5.build(store, "2026-H1"))
