"""Trees of several days: each as if it alone had been read."""

from datetime import date, timedelta
from pathlib import Path

from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree, set_attribute, tree_on
from tests.models.offices import commune

FIRST = date(2026, 1, 1)


def _alone(folder: Path, day: date, *, ended_too: bool) -> Tree:
    with Reader.open_reader(folder) as reader:
        return tree_on(reader, day, ended_too=ended_too)


def test_a_unit_that_changed_stands_as_it_did_on_each_day_asked_for(tmp_path: Path) -> None:
    store, units = commune(tmp_path / "office")
    begun = tree_on(store, date(2026, 10, 31)).units[units[0]].valid_from
    day = max(begun, FIRST) + timedelta(40)
    set_attribute(store, units[0], "name", "Tên mới", day)
    store.close()
    days = [begun - timedelta(1), begun, day - timedelta(1), day, day + timedelta(400)]
    with Reader.open_reader(tmp_path / "office") as reader:
        for ended_too in (False, True):
            for one in (*days, *reversed(days)):
                tree = tree_on(reader, one, ended_too=ended_too)
                assert tree == _alone(tmp_path / "office", one, ended_too=ended_too)
        before, after = (tree_on(reader, one).units for one in (day - timedelta(1), day))
    assert before[units[0]].name != after[units[0]].name == "Tên mới"
    assert before[units[1]] is after[units[1]]
