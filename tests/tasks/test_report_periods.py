"""Which period the reports open on."""

from datetime import date
from pathlib import Path

from desktop.models.store.store import Store
from desktop.tasks.figures.report_notes import report_periods, usual_period
from tests.models.entering import commune


def opened_on(store: Store, today: date) -> str:
    """The id of the month the reports open on."""
    return usual_period(store, report_periods(store, "THANG", today), today).id


def test_the_month_that_ended_is_usual_until_the_next_one_is_due(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, before="2026-10")
    assert opened_on(store, date(2026, 11, 12)) == "2026-10"
    assert opened_on(store, date(2026, 11, 24)) == "2026-10"
    assert opened_on(store, date(2026, 11, 25)) == "2026-11"
    store.close()


def test_a_month_locked_before_it_ends_is_usual_at_once(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, before="2026-11")
    assert opened_on(store, date(2026, 11, 12)) == "2026-11"
    store.close()
