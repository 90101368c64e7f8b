"""What the topmost office locks of the members it manages itself: nobody is asked about it."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.agenda.agenda import read_agenda
from desktop.models.figures.returns.board import read_board
from desktop.models.figures.returns.closing import outlook
from desktop.models.figures.returns.late import late_returns
from desktop.models.figures.returns.returns import statuses
from desktop.models.figures.returns.reviewing import reminder
from desktop.models.figures.returns.verdicts import accept_all
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import trace
from desktop.models.figures.sums.trace_words import part_words
from desktop.models.figures.views import form_view
from desktop.models.packs.periods import parse_period
from desktop.models.store.store import Store
from desktop.ui.pages.figures.months import months
from tests.models.months import came, enter, lock_month, make_commune, make_province

PERIOD, TODAY = "2026-10", date(2026, 11, 20)
Province = tuple[Store, dict[str, str]]


@pytest.fixture
def province(tmp_path: Path) -> Province:
    """A province that locked its own members and accepted everybody else's."""
    store, ids = make_province(tmp_path)
    enter(store, [ids["T"]], PERIOD)
    lock_month(store, [ids["T"]], PERIOD)
    bases = [ids[code] for code in ("X-A-01", "X-A-02", "X-B-01")]
    for base in bases:
        came(store, base, PERIOD)
    accept_all(store, PERIOD, [(base, form) for base in bases for form in ("F1", "F3")])
    return store, ids


def test_locking_is_enough(province: Province) -> None:
    store, ids = province
    assert {total.state for total in totals(store, PERIOD).values()} == {"accepted"}
    view = form_view(store, PERIOD, ids["T"], "F1")
    assert view is not None
    assert view.state == "accepted"
    (own,) = [one for one in trace(store, PERIOD, "", "A03").parts if one.unit == "T"]
    assert ", đã chốt" in part_words(own).replace("; ", ", ")
    assert "duyệt" not in part_words(own)
    (month,) = [one for one in months(store, store.packs.forms["F1"], TODAY)
                if one.period.id == PERIOD]  # fmt: skip
    assert month.words == "đã duyệt"


def test_it_waits_in_no_list_and_is_asked_of_nobody(province: Province) -> None:
    store, ids = province
    month = parse_period(PERIOD, store.packs.schemes)
    board = read_board(store, [month], TODAY)
    assert ids["T"] not in {row.unit.id for row in board.rows}
    assert board.reported(PERIOD) == (2, 2)
    assert reminder(board, month, "Tỉnh", TODAY) == ""
    assert late_returns(store) == []
    found = outlook(store, PERIOD)
    assert (found.waiting, found.lacking, found.sent_back) == (0, (), ())
    asked = {task.kind for task in read_agenda(store, TODAY).tasks
             if task.subject.get("period") == PERIOD}  # fmt: skip
    assert asked == set()
    mine = {one.form: one.state for one in statuses(store, PERIOD) if one.unit.id == ids["T"]}
    assert (mine["F1"], mine["F3"]) == ("locked", "locked")


def test_a_commune_connected_to_nobody_yet_still_waits_for_its_level_above(tmp_path: Path) -> None:
    store, ids = make_commune(tmp_path)
    with store:
        enter(store, [ids["X"]], PERIOD)
        lock_month(store, [ids["X"]], PERIOD)
        view = form_view(store, PERIOD, ids["X"], "F1")
        assert view is not None
        assert view.state == "submitted"
