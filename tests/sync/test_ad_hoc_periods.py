"""Ad-hoc periods with days of their own travel down, and figures of them up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.agenda.agenda_returns import owed_periods
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.errors import Refusal
from desktop.models.figures.ad_hoc import ad_hoc_periods, remove_ad_hoc, set_ad_hoc
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.rollup import totals
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.history import undo
from desktop.models.store.store import Store
from desktop.sync.importer import import_bundle
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    FOUNDED,
    OTHER,
    PROVINCE,
    World,
    put_cells,
    send,
    take,
    world,
)

STORM = "2026-X-bao-so-10"
MONTH = (date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 2))
DAYS = (date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 9))


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled and alive."""
    made = world(tmp_path)
    kinds = {PROVINCE: "LDT", COMMUNE: "CDX", OTHER: "CDX", BASE: "CDCS", BASE_2: "CDCS"}
    with made.province.step("Ghi loại đơn vị") as step:
        for unit, kind in kinds.items():
            step.put_fields("unit", unit, {f"alive@{FOUNDED}": True, f"kind@{FOUNDED}": kind})
    take(made.commune, send(made.province, made.out, "P-A"))
    take(made.base, send(made.commune, made.out, "P-A-01"))
    yield made
    made.close()


def known(store: Store, period: str = STORM) -> Period:
    return parse_period(period, store.packs.schemes)


def days(period: Period) -> tuple[date, date, date]:
    return period.data_from, period.data_to, period.due


def test_what_the_province_sets_reaches_the_base_union(w: World) -> None:
    set_ad_hoc(w.province, STORM, *DAYS, "Báo cáo nhanh bão số 10")
    result = take(w.commune, send(w.province, w.out, "P-A"))
    assert not result.warnings
    take(w.base, send(w.commune, w.out, "P-A-01"))
    for store in (w.province, w.commune, w.base):
        assert days(known(store)) == DAYS
        assert known(store).title == "Báo cáo nhanh bão số 10"
    assert [one.ours for one in ad_hoc_periods(w.base)] == [False]
    set_ad_hoc(w.province, STORM, *DAYS[:2], date(2026, 10, 12), "Bão số 10")
    take(w.commune, send(w.province, w.out, "P-A"))
    assert (known(w.commune).due, known(w.commune).title) == (date(2026, 10, 12), "Bão số 10")


def test_a_level_below_neither_changes_nor_sends_it(w: World) -> None:
    set_ad_hoc(w.province, STORM, *DAYS, "Bão số 10")
    take(w.commune, send(w.province, w.out, "P-A"))
    with pytest.raises(Refusal, match="cấp trên đặt"):
        set_ad_hoc(w.commune, STORM, *DAYS, "Khác")
    with pytest.raises(Refusal, match="cấp trên đặt"):
        remove_ad_hoc(w.commune, STORM)
    set_ad_hoc(w.commune, "2026-X-lu-quet", *DAYS, "Lũ quét")
    take(w.province, send(w.commune, w.out))
    assert [one.period.id for one in ad_hoc_periods(w.province)] == [STORM]


def test_figures_of_it_come_up_and_are_added(w: World) -> None:
    set_ad_hoc(w.province, STORM, *DAYS, "Bão số 10")
    take(w.commune, send(w.province, w.out, "P-A"))
    take(w.base, send(w.commune, w.out, "P-A-01"))
    put_cells(w.base, BASE, STORM, E07=4)
    put_cells(w.commune, COMMUNE, STORM, E07=10)
    assert not lock(w.base, "F4", STORM).blocked
    assert not lock(w.commune, "F4", STORM).blocked
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    assert totals(w.province, STORM)["E07"].value == 14
    assert totals(w.province, STORM, "P-A-01")["E07"].value == 4


def test_days_that_cut_a_month_take_nothing_from_it(w: World) -> None:
    put_cells(w.commune, COMMUNE, "2026-10", E07=100)
    set_ad_hoc(w.commune, STORM, date(2026, 10, 1), date(2026, 11, 7), date(2026, 11, 9), "Bão")
    assert "E07" not in totals(w.commune, STORM)
    put_cells(w.commune, COMMUNE, STORM, E07=3)
    assert totals(w.commune, STORM)["E07"].value == 3
    assert totals(w.commune, "2026-Q4")["E07"].value == 100
    set_ad_hoc(w.commune, "2026-X-thang-10", *MONTH, "Cả tháng 10")
    assert totals(w.commune, "2026-X-thang-10")["E07"].value == 100


def test_it_is_owed_until_its_own_last_day(w: World) -> None:
    put_cells(w.commune, COMMUNE, "2026-09", E07=1)
    set_ad_hoc(w.commune, STORM, *DAYS, "Bão số 10")
    owed = [one.id for one in owed_periods(w.commune, date(2026, 10, 8))]
    assert STORM in owed
    assert STORM not in [one.id for one in owed_periods(w.commune, date(2026, 9, 15))]
    undo(w.commune)
    assert STORM not in [one.id for one in owed_periods(w.commune, date(2026, 10, 8))]


def test_the_preview_names_the_period_and_its_days(w: World) -> None:
    set_ad_hoc(w.province, STORM, *DAYS, "Bão số 10")
    path = send(w.province, w.out, "P-A")
    told = import_bundle(w.commune, path, dry_run=True)
    assert ad_hoc_periods(w.commune) == []
    assert told.new >= 1
    words = ChangeWords.of(w.commune)
    value = {"name": "Bão số 10", "from": "2026-10-01", "to": "2026-10-07", "due": "2026-10-09"}
    said = words.value("period", value, "window")
    assert said == "Bão số 10: từ 01/10/2026 đến 07/10/2026, hạn nộp 09/10/2026"
