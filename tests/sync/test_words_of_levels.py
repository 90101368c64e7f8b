"""What the province and the commune say of one return is one truth in the offices of all levels."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.returns.board import BoardCell, read_board, returns_of
from desktop.models.figures.returns.late import late_returns
from desktop.models.figures.returns.returns import ReturnStatus, statuses
from desktop.models.figures.returns.verdicts import accept, accept_all, send_back
from desktop.models.figures.views import View, period_views
from desktop.models.packs.periods import parse_period
from desktop.models.store.store import Store
from desktop.models.units.open_conflicts import open_conflicts
from desktop.reports import f5
from desktop.reports.consolidated import consolidate
from tests.reports.looking import subtitle
from tests.sync.offices import BASE, COMMUNE, World, lock, put_cells, send, take, told_world

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = told_world(tmp_path)
    yield made
    made.close()


def tell(w: World, revision: int) -> None:
    """The base union locks a revision, and the commune receives it."""
    put_cells(w.base, BASE, PERIOD, A03=100 + revision)
    lock(w.base, BASE, PERIOD, revision, A03=100 + revision)
    take(w.commune, send(w.base, w.out))


def up(w: World) -> None:
    take(w.province, send(w.commune, w.out))


def down(w: World) -> None:
    take(w.commune, send(w.province, w.out, "P-A"))


def all_told(w: World) -> None:
    """Let everybody hear of everything."""
    up(w)
    down(w)
    up(w)
    take(w.base, send(w.commune, w.out, "P-A-01"))


def view(store: Store) -> tuple[int, bool, int, object]:
    """What counts: revision, whether firmly, the one that waits, its number."""
    one: View = period_views(store, PERIOD)[BASE]["F1"]
    return one.rev, one.state in ("accepted", "submitted"), one.waits, one.values["A03"]


def status(store: Store) -> ReturnStatus:
    (one,) = [one for one in statuses(store, PERIOD, ["F1"], COMMUNE) if one.unit.id == BASE]
    return one


def where(store: Store) -> tuple[bool, int, int]:
    one = status(store)
    return one.state == "returned", one.rev, one.stands


def cell(w: World) -> BoardCell:
    month = parse_period(PERIOD, w.province.packs.schemes)
    board = read_board(w.province, [month], date(2026, 11, 20))
    return next(row for row in board.rows if row.unit.id == COMMUNE).cells[0]


def test_a_return_accepted_by_the_province_counts_on_when_the_commune_sends_it_back(
    w: World,
) -> None:
    tell(w, 1)
    up(w)
    accept(w.province, "F1", PERIOD, "P-A-01")
    down(w)
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại số nữ")
    all_told(w)
    for store in (w.province, w.commune, w.base):
        assert view(store) == (1, True, 0, 101)
        assert where(store) == (True, 1, 1)
    found = cell(w)
    assert (found.state, found.returned, found.kept, found.below) == ("returned", 1, 1, 1)
    assert found.standing == 1, "nothing of it is owed: what was accepted counts"
    (one,) = [one for one in returns_of(w.province, PERIOD, COMMUNE) if one.rev]
    assert (one.back_at, one.reason, one.stands) == ("Công đoàn P-A", "Xem lại số nữ", 1)
    assert "1/" in subtitle(f5.build(w.province, PERIOD))
    assert "đã duyệt; trả lại" in repr(consolidate(w.province, PERIOD).document)

    tell(w, 2)
    all_told(w)
    for store in (w.province, w.commune, w.base):
        assert view(store) == (1, True, 2, 101), "until the province accepts the correction"
    assert [one.stands for one in late_returns(w.province)] == [1]
    assert [one.stands for one in late_returns(w.commune)] == [1]
    accept(w.commune, "F1", PERIOD, "P-A-01")
    assert not late_returns(w.commune), "it has said its word"
    all_told(w)
    assert view(w.commune) == view(w.province) == (1, True, 2, 101)
    accept(w.province, "F1", PERIOD, "P-A-01")
    all_told(w)
    assert view(w.commune) == view(w.province) == view(w.base) == (2, True, 0, 102)
    assert not late_returns(w.province)


SAID = {
    "pa": ("province", accept), "ca": ("commune", accept),
    "pr": ("province", send_back), "cr": ("commune", send_back),
}  # fmt: skip
STORIES = (
    "ca pr", "cr pa", "pa cr", "pr ca", "cr pr", "pa T cr", "T pa cr", "pa cr T", "ca T pr",
    "pr ca T", "pa D cr T ca", "pr D cr T ca", "ca U pr D T cr", "cr U pa D T ca", "pa D T cr U pa",
    "pa T ca U D cr", "cr pa D cr U pr", "pa D cr U pr T ca",
)  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_all_levels_count_alike_whoever_spoke_first(w: World, story: str) -> None:
    """T: another revision, U and D: a bundle up or down, else a word of either office."""
    tell(w, 1)
    up(w)
    revision = 1
    for what in story.split():
        if what == "T":
            revision += 1
            tell(w, revision)
        elif what in "UD":
            (up if what == "U" else down)(w)
        else:
            office, verb = SAID[what]
            reason = ("Xem lại",) if verb is send_back else ()
            with suppress(Refusal):  # the province has sent it back, as the commune knows
                verb(getattr(w, office), "F1", PERIOD, "P-A-01", *reason)  # type: ignore[operator]
    all_told(w)
    assert view(w.commune) == view(w.province) == view(w.base)
    assert where(w.commune) == where(w.province) == where(w.base)
    for store in (w.province, w.commune, w.base):
        assert not open_conflicts(store), "whose word goes before is no question to a person"


def test_a_commune_does_not_accept_what_the_province_sent_back(w: World) -> None:
    tell(w, 1)
    up(w)
    send_back(w.province, "F1", PERIOD, "P-A-01", "Xem lại")
    down(w)
    with pytest.raises(Refusal, match="đã trả lại F1") as refused:
        accept(w.commune, "F1", PERIOD, "P-A-01")
    assert refused.value.code == "E_RETURNED_ABOVE"
    with pytest.raises(Refusal, match="đã trả lại F1"):
        accept_all(w.commune, PERIOD, [(BASE, "F1")])
    tell(w, 2)
    accept(w.commune, "F1", PERIOD, "P-A-01")
    all_told(w)
    assert view(w.commune) == view(w.province) == (2, True, 0, 102)
