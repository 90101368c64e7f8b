"""Undoing a bundle: the books as if it had never come, the log as if it had."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.store.as_known import as_known
from desktop.models.store.doctor import examine
from desktop.models.store.history import undo
from desktop.models.store.keys import cell_key, return_key
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.sync.layout import KIND_UP
from desktop.sync.messages import BundleRefusal
from desktop.sync.outbox import state_of
from desktop.sync.receipts import owed
from desktop.sync.records import made, undone
from desktop.sync.undo import undo_bundle
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    World,
    digest,
    lock,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"
CELL = ("cell", cell_key(BASE_2, PERIOD), "A03")


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


def states(w: World) -> list[str]:
    """Return how far what the commune reported has come, as it knows, the oldest first."""
    up = [one for one in made(w.commune) if one.kind == KIND_UP]
    return [state_of(w.commune, one)[0] for one in up]


def log(w: World) -> set[str]:
    """Return every operation the province's log holds."""
    rows = w.province.rows("SELECT id FROM op UNION SELECT id FROM rejected")
    return {row[0] for row in rows + w.province.rows("SELECT id FROM withdrawn")}


def test_undoing_gives_the_books_back_and_keeps_the_log(w: World) -> None:
    put_cells(w.commune, BASE_2, "2026-09", A03=1)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    put_cells(w.commune, BASE_2, PERIOD, A03=120, A04=3)
    lock(w.commune, BASE_2, PERIOD, A03=120)
    path = send(w.commune, w.out)
    before = digest(w.province)
    result = take(w.province, path)
    known = log(w)
    done = undo_bundle(w.province, str(result.id)[:8])
    assert digest(w.province) == before
    assert log(w) >= known
    assert (done.recomputed, done.withdrawn) == (3, 3)
    assert done.returns == ((return_key(BASE_2, "F1", PERIOD), "1"),)
    assert w.province.get(*CELL) is None
    assert examine(w.province) == []
    assert [gone.id for gone in undone(w.province)] == [result.id]
    assert owed(w.province) == {}
    again = take(w.province, path)
    assert (again.status, again.new) == ("imported", 3)
    assert w.province.get(*CELL) == 120
    assert undone(w.province) == []


def test_what_another_bundle_carries_too_stays(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    first = take(w.province, send(w.commune, w.out))
    put_cells(w.commune, BASE_2, PERIOD, A04=3)
    second = take(w.province, send(w.commune, w.out))  # no receipt yet: carries both
    done = undo_bundle(w.province, str(first.id))
    assert (done.withdrawn, done.recomputed) == (0, 0)
    assert done.kept > 0
    assert done.later == (second.id,)
    assert w.province.get(*CELL) == 120
    undo_bundle(w.province, str(second.id))
    assert w.province.get(*CELL) is None


def test_the_next_bundle_heals_what_was_undone_after_a_receipt(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    result = take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    undo_bundle(w.province, str(result.id))
    put_cells(w.commune, BASE_2, PERIOD, A04=3)
    told = take(w.province, send(w.commune, w.out))
    assert any("Thiếu gói" in warning for warning in told.warnings)
    take(w.commune, send(w.province, w.out, "P-A"))  # claims less than the one before
    take(w.province, send(w.commune, w.out))
    assert w.province.get(*CELL) == 120


def test_what_was_made_upon_it_is_told_and_stays(w: World) -> None:
    lock(w.commune, BASE_2, PERIOD, A03=120)
    result = take(w.province, send(w.commune, w.out))
    key = return_key(BASE_2, "F1", PERIOD)
    with w.province.step("Duyệt") as step:
        step.put("review", key, "1", {"state": "accepted"}, stream=f"down:{COMMUNE}")
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    seen = undo_bundle(w.province, str(result.id), dry_run=True)
    assert [(one.kind, one.key) for one in seen.built] == [("review", key)]
    assert w.province.get("submit", key, "1") is not None  # only a preview
    assert undo_bundle(w.province, str(result.id)).built == seen.built
    assert w.province.get("review", key, "1") == {"state": "accepted"}
    assert w.province.get("submit", key, "1") is None


def test_a_value_typed_over_it_stays_the_winner(w: World) -> None:
    with w.commune.step("x") as step:
        step.put("activity", "a1", "title", "Hội thao")
    result = take(w.province, send(w.commune, w.out))
    with w.province.step("y") as step:
        mine = step.put("activity", "a1", "title", "Hội thao tỉnh")
    done = undo_bundle(w.province, str(result.id))
    assert [one.op for one in done.built] == [mine]
    assert w.province.get("activity", "a1", "title") == "Hội thao tỉnh"
    take(w.province, send(w.commune, w.out))
    assert w.province.get("activity", "a1", "title") == "Hội thao tỉnh"
    assert w.province.conflicts() == []


def test_what_went_up_from_here_is_not_undone(w: World) -> None:
    put_cells(w.base, BASE, PERIOD, A03=42)
    result = take(w.commune, send(w.base, w.out))
    made = make_bundle(w.commune, w.out)
    before = digest(w.commune)
    with pytest.raises(BundleRefusal) as info:
        undo_bundle(w.commune, str(result.id))
    assert info.value.code == "E_SENT_ON"
    assert digest(w.commune) == before
    assert made.counts["ops"] > 0


@pytest.mark.parametrize(
    ("name", "code"), [("", "E_NO_BUNDLE"), ("zz" * 32, "E_NO_BUNDLE"), ("grant", "E_NOT_UNDONE")]
)
def test_what_cannot_be_undone_says_why(w: World, name: str, code: str) -> None:
    if name == "grant":
        name = w.commune.rows("SELECT key FROM leaf WHERE kind = 'bundle' AND field = 'taken'")[0][
            0
        ]
    with pytest.raises(BundleRefusal) as info:
        undo_bundle(w.commune, name)
    assert info.value.code == code


def test_undoing_twice_is_refused(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    result = take(w.province, send(w.commune, w.out))
    undo_bundle(w.province, str(result.id))
    with pytest.raises(BundleRefusal) as info:
        undo_bundle(w.province, str(result.id))
    assert info.value.code == "E_UNDONE"


def test_our_own_work_returned_after_a_loss_is_not_undone(w: World, tmp_path: Path) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    w.commune.close()
    import shutil

    shutil.copytree(w.commune.folder, tmp_path / "old")
    w.commune = type(w.commune).open(w.commune.folder)
    put_cells(w.commune, BASE_2, PERIOD, A04=7)
    take(w.province, send(w.commune, w.out))
    with type(w.commune).open(tmp_path / "old") as old:
        result = take(old, send(w.province, w.out, "P-A", full=True))
        assert old.get("cell", cell_key(BASE_2, PERIOD), "A04") == 7
        with pytest.raises(BundleRefusal) as info:
            undo_bundle(old, str(result.id))
        assert info.value.code == "E_NOT_UNDONE"


def test_undo_of_the_register_takes_out_what_it_alone_allowed(w: World) -> None:
    new = "018e0000-0000-7000-8000-00000000000a"
    put_cells(w.commune, new, PERIOD, A03=9)
    take(w.province, send(w.commune, w.out))
    before = digest(w.province)
    with w.commune.step("Thành lập") as step:
        step.put_fields("unit", new, {"name@2026-10-01": "CĐCS mới", "parent@2026-10-01": COMMUNE})
    result = take(w.province, send(w.commune, w.out))
    assert w.province.get("cell", cell_key(new, PERIOD), "A03") == 9
    undo_bundle(w.province, str(result.id))
    assert digest(w.province) == before
    assert examine(w.province) == []
    assert w.province.rows("SELECT count(*) FROM rejected") == [(1,)]
    take(w.province, send(w.commune, w.out))
    assert w.province.get("cell", cell_key(new, PERIOD), "A03") == 9


def test_the_books_as_known_before_the_undo_still_hold_it(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    result = take(w.province, send(w.commune, w.out))
    w.province.clock.jump_to(date(2026, 11, 10))
    undo_bundle(w.province, str(result.id))
    w.province.clock.jump_to(date(2026, 11, 20))
    with as_known(w.province, date(2026, 11, 5)) as then:
        assert then.get(*CELL) == 120
        assert then.rows("SELECT count(*) FROM op WHERE kind = 'cell'") == [(1,)]
    with as_known(w.province, date(2026, 11, 12)) as then:
        assert then.get(*CELL) is None
    with as_known(w.province, date(2026, 11, 1)) as then:
        assert then.get(*CELL) is None


def test_a_step_before_an_undone_bundle_is_behind_a_barrier(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    result = take(w.province, send(w.commune, w.out))
    told = []
    for _each in range(2):
        with pytest.raises(Refusal) as info:
            undo(w.province)
        told.append(info.value.next_step)
        if not undone(w.province):
            undo_bundle(w.province, str(result.id))
    assert "hoàn tác gói" in told[0]
    assert "nhập lại" in told[1]


def test_a_preview_of_an_undone_bundle_tells_what_would_come_back(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    path = send(w.commune, w.out)
    result = take(w.province, path)
    undo_bundle(w.province, str(result.id))
    assert import_bundle(w.province, path, dry_run=True).new == result.new
    seen = import_bundle(w.province, path, dry_run=True)
    assert (seen.status, seen.new > 0) == ("imported", True)


def test_the_sender_is_told_that_a_bundle_was_undone(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    lock(w.commune, BASE_2, PERIOD, A03=120)
    path = send(w.commune, w.out)
    result = take(w.province, path)
    take(w.commune, send(w.province, w.out, "P-A"))
    older = send(w.province, w.out, "P-A")
    assert states(w) == ["received"]
    undo_bundle(w.province, str(result.id))
    told = take(w.commune, send(w.province, w.out, "P-A"))
    assert any("đã rút gói số 2 ra khỏi sổ" in warning for warning in told.warnings)
    assert (told.message, states(w)) == ("", ["made"]), "shown as received, or as on its way"
    assert take(w.commune, older).received == ()
    assert states(w) == ["made"]
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert states(w)[-1] == "received"


def test_a_bundle_undone_whose_content_came_again_stays_received(w: World) -> None:
    lock(w.commune, BASE_2, PERIOD, A03=120)
    first = take(w.province, send(w.commune, w.out))
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    undo_bundle(w.province, str(first.id))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert set(states(w)) == {"received"}


def test_what_left_is_told_in_one_order(w: World) -> None:
    """Or the same undoing would tell its changes in another order each time."""
    take(w.province, send(w.commune, w.out))
    put_cells(w.commune, BASE_2, PERIOD, **{f"A{n:02d}": n for n in range(30)})
    result = take(w.province, send(w.commune, w.out))
    changes = undo_bundle(w.province, str(result.id)).change.changes
    told = [change.register for change in changes if change.kind == "cell"]
    assert len(told) == 30
    assert told == sorted(told)
