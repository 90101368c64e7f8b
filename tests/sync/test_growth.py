"""The work of an import follows what the bundle brings, not what the office holds already."""

from pathlib import Path

from desktop.models.store.store import Store
from desktop.sync.importer import import_bundle
from tests.benchmarks.province import Province, Sent, Shape

EVERY = 10
"""SQLite instructions between two counts."""


def _instructions(store: Store, path: Path) -> int:
    """Import a bundle and return how many SQLite instructions, in tens, that took."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    store._db.set_progress_handler(count, EVERY)
    try:
        assert import_bundle(store, path, backup=None).status == "imported"
    finally:
        store._db.set_progress_handler(None, 0)
    return counted


def _sent(province: Province, folder: Path, month: int) -> list[Sent]:
    return [one for one in province.sent(folder, month) if one.sound and not one.again]


def test_the_thirtieth_month_costs_what_the_third_did(tmp_path: Path) -> None:
    province = Province(Shape(communes=3, unions=4, indicators=8, months=32, corrected=0))
    steps: list[float] = []
    with province.office(tmp_path / "office") as store:
        for month in range(province.shape.months):
            sent = _sent(province, tmp_path / "sent", month)
            spent = sum(_instructions(store, one.path) for one in sent)
            steps.append(spent / sum(one.ops for one in sent))
    early, late = sum(steps[2:6]) / 4, sum(steps[26:30]) / 4
    assert late < 1.15 * early, [round(step, 1) for step in steps]


def test_unit_events_cost_the_same_in_a_large_register(tmp_path: Path) -> None:
    """A union founded, another ended: only they are read, not the other units of the province."""
    spent = []
    for communes in (2, 40):
        province = Province(Shape(communes, unions=6, indicators=4, months=7, corrected=0))
        one, folder = province.communes[0], tmp_path / str(communes)
        folder.mkdir()
        with province.office(folder / "office") as store:
            for month in range(province.shape.months):
                last = _instructions(store, one.send(folder, month, one.month(month)))
        spent.append(last)
    small, large = spent
    assert large < 1.15 * small, spent


def test_unit_events_cost_the_same_after_three_years(tmp_path: Path) -> None:
    """Of the figures taken before, only those of the units that were given away are read."""
    shape = Shape(communes=2, unions=8, indicators=6, months=31, corrected=0)
    province, spent = Province(shape), []
    one = province.communes[0]
    with province.office(tmp_path / "office") as store:
        for month in range(shape.months):
            ops = one.month(month)
            cost = _instructions(store, one.send(tmp_path, month, ops))
            spent.append(cost if any(op.kind == "event" for op in ops) else 0)
    early, *_between, late = [cost for cost in spent if cost]
    assert late < 1.4 * early, (early, late)


def test_every_kind_of_file_of_a_province_ends_as_it_should(tmp_path: Path) -> None:
    shape = Shape(communes=2, unions=3, indicators=6, months=8, doubled=0.5, damaged=0.5)
    province, ends = Province(shape), set()
    with province.office(tmp_path / "office") as store:
        for month in range(shape.months):
            for one in province.sent(tmp_path / "sent", month):
                ends.add((one.sound, one.again, _status(store, one.path)))
        values = store.records("cell")
        assert not store.rows("SELECT 1 FROM rejected")
        assert not store.conflicts()
    assert ends == {
        (True, False, "imported"), (True, True, "already"),
        (False, False, "E_TRUNCATED"), (False, False, "E_SIGNATURE"),
    }  # fmt: skip
    assert sum(map(len, values.values())) == shape.cells


def _status(store: Store, path: Path) -> str:
    from desktop.models.errors import Refusal

    try:
        return import_bundle(store, path, backup=None).status
    except Refusal as refusal:
        return str(refusal.code)
