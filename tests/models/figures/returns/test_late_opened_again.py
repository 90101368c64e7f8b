"""What was turned back in a closed month counts provisionally once it comes into the opened one."""

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.frozen import Closings
from desktop.models.figures.returns.closing import close, open_month
from desktop.models.figures.returns.late import late_returns
from desktop.models.figures.returns.reviewing import send_back_late
from desktop.models.figures.returns.verdicts import send_back
from desktop.models.figures.views import period_views
from desktop.models.packs.periods import parse_period
from tests.models.figures.returns import test_late
from tests.models.figures.returns.test_late import (
    PERIOD,
    counted,
    told,
    totals_of,
    waiting,
)
from tests.sync.offices import BASE, BASE_2, World, lock, send, take

w = test_late.w


def test_a_late_first_return_sent_back_counts_once_it_comes_into_the_opened_month(
    w: World,
) -> None:
    close(w.province, PERIOD)
    told(w, 1, 100)  # the first to come, after the closing
    send_back_late(w.province, late_returns(w.province), "Nhầm số")
    take(w.commune, send(w.province, w.out, "P-A"))
    told(w, 2, 90)
    assert waiting(w.province) == [("P-A-02", PERIOD, 2, "closed", 0)], "the month is closed still"
    assert BASE_2 not in period_views(w.province, PERIOD)
    send_back_late(w.province, late_returns(w.province), "Vẫn nhầm")
    open_month(w.province, PERIOD, "Cho nộp lại")
    take(w.commune, send(w.province, w.out, "P-A"))
    for store in (w.province, w.commune):
        assert BASE_2 not in period_views(store, PERIOD), "what was turned back counts nothing"
    told(w, 3, 80)
    for store in (w.province, w.commune):
        assert counted(store) == ("submitted", 80), "as in a month that was never closed"
        assert totals_of(store) == totals_of(w.commune)
    assert waiting(w.province) == []
    send_back(w.province, "F1", PERIOD, "P-A-02", "Sai nữa")
    take(w.commune, send(w.province, w.out, "P-A"))
    assert totals_of(w.province) == totals_of(w.commune)
    told(w, 4, 70)
    close(w.province, PERIOD)
    told(w, 5, 60)
    take(w.commune, send(w.province, w.out, "P-A"))
    for store in (w.province, w.commune):
        assert counted(store) == ("submitted", 70), "what had come by then stands"


def test_a_closing_of_the_commune_is_lifted_alike_for_both(w: World) -> None:
    close(w.commune, PERIOD)
    lock(w.base, BASE, PERIOD, 1, A03=5)
    take(w.commune, send(w.base, w.out))
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Sai")
    open_month(w.commune, PERIOD, "Cho nộp lại")
    take(w.base, send(w.commune, w.out, "P-A-01"))
    lock(w.base, BASE, PERIOD, 2, A03=6)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    for store in (w.base, w.commune, w.province):
        view = period_views(store, PERIOD)[BASE]["F1"]
        assert (view.state, view.rev, view.values["A03"]) == ("submitted", 2, 6)
    assert late_returns(w.commune) == []
    assert totals_of(w.province) == totals_of(w.commune)


def test_a_month_is_opened_again_for_one_unit_alone(w: World) -> None:
    close(w.province, PERIOD)
    own, month = w.province.own_unit, parse_period(PERIOD, w.province.packs.schemes)
    shut = {unit for unit, _form in Closings.of(w.province, month).closed_by(own)}
    with pytest.raises(Refusal, match="không khóa sổ cho đơn vị này"):
        open_month(w.province, PERIOD, "Sửa", unit="P-A-02")
    open_month(w.province, PERIOD, "Sửa", unit="P-A")
    left = {unit for unit, _form in Closings.of(w.province, month).closed_by(own)}
    assert len(shut - left) == 1
