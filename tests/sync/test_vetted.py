"""What a commune says of a return is known to the province, and both count the same revision."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.returns.board import read_board, returns_of
from desktop.models.figures.returns.board_words import cell_words
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.figures.vetted import VETTED, vetted, vetted_field
from desktop.models.figures.views import View, period_views
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import OFFICE, down, return_key
from desktop.models.store.store import Store
from tests.sync.offices import BASE, COMMUNE, OTHER, World, lock, put_cells, send, take, told_world

PERIOD = "2026-10"
KEY = return_key(BASE, "F1", PERIOD)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = told_world(tmp_path)
    yield made
    made.close()


def told(w: World, revision: int, number: int) -> None:
    """The base union locks a revision, and the commune receives it."""
    put_cells(w.base, BASE, PERIOD, A03=number)
    lock(w.base, BASE, PERIOD, revision, A03=number)
    take(w.commune, send(w.base, w.out))


def up(w: World) -> None:
    take(w.province, send(w.commune, w.out))


def view(store: Store) -> View:
    return period_views(store, PERIOD)[BASE]["F1"]


def a03(store: Store) -> tuple[str, int, int]:
    found = view(store)
    return found.state, found.rev, found.values["A03"]


def test_the_province_counts_what_the_commune_accepted_and_says_so(w: World) -> None:
    told(w, 1, 100)
    accept(w.commune, "F1", PERIOD, "P-A-01")
    told(w, 2, 999)  # comes late, and waits at the commune
    up(w)
    assert a03(w.commune) == ("accepted", 1, 100)
    assert a03(w.province) == ("submitted", 1, 100)
    (one,) = [r for r in returns_of(w.province, PERIOD, COMMUNE) if r.rev and r.unit == BASE]
    assert (one.state, one.rev, one.vetted, one.vetted_rev) == (
        "received", 2, "Công đoàn P-A", 1,
    )  # fmt: skip
    accept(w.commune, "F1", PERIOD, "P-A-01")
    up(w)
    assert a03(w.province) == ("submitted", 2, 999)
    month = parse_period(PERIOD, w.province.packs.schemes)
    board = read_board(w.province, [month], date(2026, 11, 10))
    cell = next(row for row in board.rows if row.unit.id == COMMUNE).cells[0]
    assert (cell.accepted, cell.vetted) == (0, 1)
    assert "1 cấp dưới đã duyệt" in cell_words(cell)


def test_what_the_commune_sent_back_counts_no_firmer_at_the_province(w: World) -> None:
    told(w, 1, 100)
    told(w, 2, 101)
    up(w)
    assert a03(w.province) == ("submitted", 2, 101)
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại")
    up(w)
    assert a03(w.province) == a03(w.commune) == ("live", 2, 101)
    assert view(w.province).returned
    assert not vetted(w.province, PERIOD)[BASE, "F1"].accepted


def test_the_provinces_own_word_goes_before_the_communes(w: World) -> None:
    told(w, 1, 100)
    up(w)
    accept(w.province, "F1", PERIOD, "P-A-01")
    told(w, 2, 999)
    accept(w.commune, "F1", PERIOD, "P-A-01")
    up(w)
    assert a03(w.province) == ("accepted", 1, 100), "locked: no bundle from below changes it"
    send_back(w.province, "F1", PERIOD, "P-A-01", "Xem lại")
    assert a03(w.province) == ("accepted", 1, 100), "what is turned back does not count"


def test_the_province_counts_what_the_commune_leaves_standing(w: World) -> None:
    told(w, 1, 100)
    accept(w.commune, "F1", PERIOD, "P-A-01")
    told(w, 2, 999)
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại")
    up(w)
    assert a03(w.commune) == ("accepted", 1, 100)
    assert a03(w.province) == ("submitted", 1, 100)


def test_the_values_that_were_accepted_count_whoever_writes_over_them(w: World) -> None:
    told(w, 1, 100)
    accept(w.commune, "F1", PERIOD, "P-A-01")
    lock(w.base, BASE, PERIOD, 1, A03=5)  # the same revision once more
    take(w.commune, send(w.base, w.out))
    up(w)
    assert a03(w.commune) == ("accepted", 1, 100)
    assert a03(w.province) == ("submitted", 1, 100)


def test_the_order_of_bundles_does_not_matter(w: World) -> None:
    told(w, 1, 100)
    first = send(w.commune, w.out)
    accept(w.commune, "F1", PERIOD, "P-A-01")
    told(w, 2, 999)
    second = send(w.commune, w.out)
    take(w.province, second)
    take(w.province, first)
    assert a03(w.province) == ("submitted", 1, 100)


@pytest.mark.parametrize(
    ("writer", "field_of"), [("base", "commune"), ("base", "base"), ("other", "other")]
)
def test_nobody_speaks_for_another_or_of_what_is_not_below(
    w: World, writer: str, field_of: str
) -> None:
    told(w, 1, 100)
    told(w, 2, 999)
    office: Store = getattr(w, writer)
    said = getattr(w, field_of).own_unit
    with office.step("Giả lời của cấp trên") as step:
        step.put(VETTED, KEY, vetted_field("1", said), {"state": "accepted"}, stream=OFFICE)
    path = send(office, w.out)
    receiver = w.commune if writer == "base" else w.province
    assert take(receiver, path).skipped == 1
    up(w)
    assert a03(w.province) == ("submitted", 2, 999)


def test_the_topmost_office_has_nobody_to_tell(w: World) -> None:
    told(w, 1, 100)
    up(w)
    accept(w.province, "F1", PERIOD, "P-A-01")
    assert w.province.records(VETTED) == {}
    assert OTHER not in {unit for unit, _form in vetted(w.province, PERIOD)}


def test_what_an_older_program_accepted_is_told_above_with_the_next_bundle(w: World) -> None:
    told(w, 1, 10)
    with w.commune.step("Duyệt bằng bản cũ") as step:  # down to the union, and to nobody above
        step.put("review", KEY, "1", {"state": "accepted"}, stream=down(BASE))
    told(w, 2, 12)
    assert view(w.commune).rev == 1
    up(w)
    assert (view(w.province).rev, view(w.province).values) == (1, {"A03": 10})
    assert vetted(w.province, PERIOD)[BASE, "F1"].accepted
    before = w.commune.rows("SELECT count(*) FROM op WHERE kind = ?", (VETTED,))
    up(w)
    assert w.commune.rows("SELECT count(*) FROM op WHERE kind = ?", (VETTED,)) == before
    accept(w.commune, "F1", PERIOD, "P-A-01")
    up(w)
    assert view(w.province).rev == 2
