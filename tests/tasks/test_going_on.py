"""Long work on a plan tells its parts one after the other, and stops at any of them."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.plans import plans
from desktop.models.store import history
from desktop.models.store.store import Store
from desktop.tasks.papers.draft import draft
from desktop.tasks.papers.own_plan import own_plan_from
from desktop.tasks.papers.plan_update import read_version, update_plan
from tests.documents.papers import FACTS, PARENT
from tests.models.planning import office

TODAY = date(2026, 11, 21)
NEW = PARENT.replace("đoàn viên", "đoàn viên, người lao động")


class Stopped(Exception):
    """What is raised in place of going on."""


class Teller:
    """Hears the parts; stops at one of them."""

    def __init__(self, last: int) -> None:
        self.heard: list[tuple[int, int]] = []
        self._last = last

    def __call__(self, done: int, total: int) -> None:
        """Hear a part."""
        self.heard.append((done, total))
        if done == self._last:
            raise Stopped


def state(store: Store) -> list[object]:
    """What the office holds of its plans."""
    return [
        (head, [row.item for row in plans.read_outline(store, head.id)])
        for head in plans.list_plans(store, role=None)
    ]


def begun(store: Store, tmp_path: Path) -> tuple[str, str]:
    """Return (upper paper, own plan) of an office."""
    paper = tmp_path / "kế hoạch tỉnh.txt"
    paper.write_text(PARENT, encoding="utf-8")
    own = draft(str(paper), store.packs, FACTS, TODAY, store=store).plan
    assert own is not None
    return plans.read_plan(store, own).source_plan, own


@pytest.mark.parametrize("last", [1, 2, 3])
def test_a_draft_that_is_stopped_leaves_nothing(tmp_path: Path, last: int) -> None:
    with office(tmp_path) as store:
        parent, _own = begun(store, tmp_path)
        before, steps = state(store), len(history.steps(store))
        with pytest.raises(Stopped):
            own_plan_from(store, parent, TODAY, Teller(last))
        assert state(store) == before
        assert len(history.steps(store)) == steps
        whole = Teller(0)
        assert own_plan_from(store, parent, TODAY, whole)
        assert whole.heard == [(1, 4), (2, 4), (3, 4)]


@pytest.mark.parametrize("last", [1, 2, 3, 4, 5])
def test_an_update_that_is_stopped_leaves_nothing(tmp_path: Path, last: int) -> None:
    with office(tmp_path) as store:
        _parent, own = begun(store, tmp_path)
        path = tmp_path / "bản mới.txt"
        path.write_text(NEW, encoding="utf-8")
        new = read_version(store, str(path))
        assert new is not None
        before, steps = state(store), len(history.steps(store))
        with pytest.raises(Stopped):
            update_plan(store, own, new, FACTS, sure=True, told=Teller(last))
        assert state(store) == before
        assert len(history.steps(store)) == steps
        whole = Teller(0)
        update_plan(store, own, new, FACTS, sure=True, told=whole)
        assert [done for done, _total in whole.heard] == [1, 2, 3, 4, 5]
        assert state(store) != before
