"""The view of one unit alone is the one it has among all; carrying reads no whole months for it."""

import random
from pathlib import Path

import pytest

from desktop.models.figures import views
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.rollup import roll_up
from desktop.models.figures.vetted import VETTED, vetted_field
from desktop.models.figures.views import any_counts, form_view, period_views
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from tests.models.months import came, make_province

PERIODS, FORMS = ("2026-09", "2026-10"), ("F1", "F2", "F3")


def test_one_view_alone_is_the_one_among_all(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    rng = random.Random(5)
    kinds = set()
    with store:
        for _step in range(90):
            unit, period = rng.choice([*ids.values()]), rng.choice(PERIODS)
            key, rev = return_key(unit, rng.choice(FORMS), period), str(rng.randint(1, 3))
            said = rng.choice(({"state": "accepted"}, {"state": "returned"},
                               {"state": "returned", "stands": 1}))  # fmt: skip
            with store.step("Việc") as step:
                match rng.randrange(5):
                    case 0 | 1:
                        values = {"A03": rng.randint(1, 99)}
                        op = step.put("submit", key, rev, {"values": values})
                        if op is not None and rng.random() < 0.3:
                            step.put("review", key, rev, {"state": "accepted", "op": op})
                    case 2:
                        step.put("review", key, rev, said)
                    case 3:
                        step.put(VETTED, key, vetted_field(rev, ids["X-A"]), said)
                    case _:
                        cell = f"{period}|{unit}"
                        step.put("cell", cell, rng.choice(("A03", "C11")), rng.randint(1, 9))
        for period in PERIODS:
            whole = period_views(store, period)
            for unit in ids.values():
                for form in FORMS:
                    among = whole.get(unit, {}).get(form)
                    assert form_view(store, period, unit, form) == among, (period, unit, form)
                    kinds.add(among.state if among is not None else "")
            _narrow_readings_tell_the_same(store, rng, period, [*ids.values()])
    assert kinds == {"accepted", "submitted", "live", ""}


def _narrow_readings_tell_the_same(
    store: Store, rng: random.Random, period: str, units: list[str]
) -> None:
    whole, listed = period_views(store, period), revisions(store, period)
    for size in range(len(units) + 1):
        some = set(rng.sample(units, size))
        assert any_counts(store, period, some) == bool(some & whole.keys()), (period, some)
        mine = {key: found for key, found in listed.items() if key[0] in some}
        assert revisions(store, period, units=some) == mine


def test_a_union_that_has_not_reported_makes_no_whole_months_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ids = make_province(tmp_path)
    with store:
        came(store, ids["X-A-01"], "2026-10")
        came(store, ids["X-B-01"], "2026-10")
        came(store, ids["X-A-02"], "2026-07")  # last heard of three months before
        set_cells(store, "2026-09", {(ids["T"], "A03"): Entry(3)})
        monkeypatch.setattr(views, "_FEW", 0)
        whole = roll_up(store, "2026-10")
        monkeypatch.undo()
        monkeypatch.setattr(views, "period_views", lambda *_a: pytest.fail("a month was read"))
        few = roll_up(store, "2026-10")
    assert few.parts == whole.parts
    (carried,) = [one for one in few.parts["A03"] if one.unit == ids["X-A-02"]]
    assert (carried.state, carried.period, carried.value) == ("carried", "2026-07", 40)
