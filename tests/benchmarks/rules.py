"""Judging a whole form: 1,000 units of 60 cells, with what was read and from memory."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.entry.entry import EntrySheet
from desktop.models.figures.cells import period_cells
from desktop.models.figures.checks.rules import judge
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.returns.quality import quality_card
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import cell_key
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from tests.benchmarks.measuring import Measured, Sample

UNITS, MONTHS = 1000, ("2026-07", "2026-08", "2026-09", "2026-10")
PERIOD, TODAY = "2026-10", date(2026, 11, 2)
AIM_MS = 800


def make_office(folder: Path) -> Store:
    """Return a commune's office of many base unions with four months of 60 cells each."""
    store = create_office(folder, clock=SteppingClock(datetime(2026, 11, 2, 8, tzinfo=VIETNAM)))
    since = date(2025, 7, 1)
    with store.step("Đơn vị"):
        found_unit(store, name="Công đoàn phường Lớn", kind="CDP", parent=None, since=since,
                   unit=store.own_unit, code="P")  # fmt: skip
        units = [
            found_unit(store, name=f"CĐCS số {n}", kind="CDCS", parent=store.own_unit,
                       since=since, code=f"P-{n:04}", ownership="NQD")
            for n in range(UNITS)
        ]  # fmt: skip
    for month, period in enumerate(MONTHS):
        with store.step("Kỳ") as step:
            for number, unit in enumerate(units):
                for code, value in month_of(store, number, month).items():
                    step.put("cell", cell_key(unit, period), code, value)
    return store


def month_of(store: Store, number: int, month: int) -> dict[str, int]:
    """Return a month's 60 cells; from month to month two more members."""
    codes = [
        i.code for i in store.packs.indicators.values()
        if i.home == "F3" and i.type == "F" and not i.computed and not i.from_register
    ]  # fmt: skip
    members = 60 + number % 900 + 2 * month
    stocks = {"A01": members + 20, "A01N": members // 2, "A03": members, "A03N": members // 3}
    flows = dict.fromkeys(codes, 1)
    women = {code: 0 for code in codes if code.endswith("N")}
    others = dict.fromkeys(
        (
            i.code
            for i in store.packs.indicators.values()
            if i.home == "F2" and not i.computed and not i.part_of
        ),
        1,
    )
    more = dict.fromkeys(
        (
            i.code
            for i in store.packs.indicators.values()
            if i.home == "F4" and i.type == "F" and not i.computed
        ),
        0,
    )
    baseline = {"C00": members - 2, "C00N": members // 3} if month == 0 else {}
    return dict(list((stocks | baseline | flows | women | others | more).items())[:60])


def measure(_sample: Sample) -> list[Measured]:
    """Judge the month as locking does, as the card does, and one row as typing does."""
    with tempfile.TemporaryDirectory() as folder:
        store = make_office(Path(folder) / "so")
        try:
            return _measured(store)
        finally:
            store.close()


def cpu_ms(run: Callable[[], object], times: int) -> float:
    """Return the median processor time of a call: what others do on the machine is not ours."""
    run()
    taken = []
    for _round in range(times):
        begun = time.process_time()
        run()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def _measured(store: Store) -> list[Measured]:
    found = []
    period = parse_period(PERIOD, store.packs.schemes)
    tree = tree_on(store, period.data_to)
    for form_id in ("F1", "F3"):
        form = store.packs.forms[form_id]
        units = owing_units(store, tree, form)
        values = period_cells(store, PERIOD)
        cells = sum(len(held) for held in values.values())

        def run(form=form, units=units, values=values) -> object:
            return judge(store, tree, form, period, units, values)

        took = cpu_ms(run, 5)
        what = f"all rules of {form_id} on {len(units):,} units, {cells:,} cells"
        found.append(Measured(what, took, "ms", aim=f"≤ {AIM_MS} ms", met=took <= AIM_MS))
    took = cpu_ms(lambda: quality_card(store, "F3", PERIOD, today=TODAY), 3)
    found.append(Measured("quality card of F3, 1,000 units, hints included", took, "ms"))
    sheet = EntrySheet.load(store, "F3", PERIOD)
    row = sheet.rows[len(sheet.rows) // 2]
    row.work_out()
    took = cpu_ms(row.work_out, 200)
    found.append(
        Measured("one row judged again after a cell", took, "ms", aim="≤ 1 ms", met=took <= 1)
    )
    return found
