"""What an import tells of returns that wait for a word: as many as wait, to whoever judges."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.figures.returns.closing import close
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.sync.conflicts import disagreements
from desktop.sync.importer import import_bundle
from desktop.sync.peers import make_peer_bundle
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    FOUNDED,
    World,
    enrol,
    lock,
    office,
    send,
    take,
    world,
)

PERIOD, SEPTEMBER, AUGUST = "2026-10", "2026-09", "2026-08"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A province whose commune sent three revisions of a return, the last one accepted."""
    made = world(tmp_path)
    for revision, members in enumerate((120, 125, 130), 1):
        lock(made.commune, BASE_2, PERIOD, revision=revision, A03=members)
    take(made.province, send(made.commune, made.out))
    with made.province.step("Duyệt") as step:
        step.put("review", return_key(BASE_2, "F1", PERIOD), "3", {"state": "accepted"})
    yield made
    made.close()


def test_what_came_before_the_accepted_one_waits_for_nothing(w: World) -> None:
    result = take(w.province, send(w.commune, w.out, full=True))
    assert (result.pending, result.warnings) == (0, ())


def test_a_return_waits_once_however_many_revisions_came(w: World) -> None:
    lock(w.commune, BASE_2, PERIOD, revision=4, A03=131)
    lock(w.commune, BASE_2, PERIOD, revision=5, A03=132)
    assert take(w.province, send(w.commune, w.out, full=True)).pending == 1


def test_a_further_pc_of_the_office_is_told_of_nothing_to_judge(w: World, tmp_path: Path) -> None:
    lock(w.commune, BASE_2, PERIOD, revision=4, A03=131)
    second = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, second, "P-A", tmp_path)
    take(w.commune, send(w.province, w.out, "P-A"))
    shared = take(second, make_peer_bundle(w.commune, w.out).path)
    assert (shared.status, shared.pending) == ("imported", 0)
    second.close()


def test_a_correction_of_what_was_accepted_is_not_told_of_a_closed_month(w: World) -> None:
    lock(w.commune, BASE_2, PERIOD, revision=4, A03=131)
    result = take(w.province, send(w.commune, w.out))
    assert (result.pending, result.pending_first) == (1, 0)
    (told,) = result.warnings
    assert told.startswith("1 báo cáo sửa số đã được duyệt: chờ duyệt, số tổng giữ số đã duyệt.")
    assert "khóa" not in told


def returned(store: Store) -> bool:
    said = store.get("review", return_key(BASE, "F1", PERIOD), "1")
    return bool(said["state"] == "returned")


def test_a_higher_word_over_an_acceptance_below_is_no_question(w: World) -> None:
    """The province sends back what the commune had accepted: nobody is to choose between them."""
    with w.province.step("Danh sách") as step:
        for unit, kind in ((COMMUNE, "CDX"), (BASE, "CDCS")):
            step.put_fields("unit", unit, {f"alive@{FOUNDED}": True, f"kind@{FOUNDED}": kind})
    take(w.commune, send(w.province, w.out, "P-A"))
    lock(w.base, BASE, PERIOD, A03=50)
    take(w.commune, send(w.base, w.out))
    accept(w.commune, "F1", PERIOD, "P-A-01")
    take(w.province, send(w.commune, w.out))
    send_back(w.province, "F1", PERIOD, "P-A-01", "Xem lại")
    down = take(w.commune, send(w.province, w.out, "P-A"))
    assert (down.conflicts, disagreements(w.commune)) == (0, [])
    assert returned(w.commune)  # though its own clock is ahead of the province's
    down = take(w.base, send(w.commune, w.out, "P-A-01"))
    assert (down.conflicts, disagreements(w.base)) == (0, [])
    assert returned(w.base)


def test_a_first_return_after_the_closing_is_told_from_a_correction_of_it(w: World) -> None:
    with w.province.step("Danh sách") as step:
        for unit, kind in ((COMMUNE, "CDX"), (BASE_2, "CDCS")):
            step.put_fields("unit", unit, {f"alive@{FOUNDED}": True, f"kind@{FOUNDED}": kind})
    lock(w.commune, BASE_2, SEPTEMBER, A03=120)
    take(w.province, send(w.commune, w.out))
    for month in (AUGUST, SEPTEMBER):
        close(w.province, month)
    lock(w.commune, BASE_2, AUGUST, A03=119)
    lock(w.commune, BASE_2, SEPTEMBER, revision=2, A03=121)
    path = send(w.commune, w.out)
    for result in (import_bundle(w.province, path, dry_run=True), take(w.province, path)):
        assert (result.pending, result.pending_first) == (2, 1)
        assert [told.partition(":")[0] for told in result.warnings[:2]] == [
            "1 báo cáo sửa số của kỳ đã khóa sổ", "1 báo cáo nộp lần đầu sau khi khóa sổ",
        ]  # fmt: skip
