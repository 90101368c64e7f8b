"""What does not count above lights up at the office that wrote it, and goes out again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.agenda.agenda import read_agenda
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.store.keys import cell_key
from desktop.sync.refused import not_counted
from desktop.sync.revocation import revoke
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    OTHER,
    World,
    enrol,
    forged,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"
NEW = "018e0000-0000-7000-8000-00000000000a"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


def test_the_sender_is_told_what_was_not_its_to_write(w: World) -> None:
    put_cells(w.commune, OTHER, PERIOD, A03=999)
    take(w.province, send(w.commune, w.out))
    (above,) = not_counted(w.province)
    assert (above.by, above.writer, above.ours) == ("", "Công đoàn P-A", False)
    assert not_counted(w.commune) == []
    take(w.commune, send(w.province, w.out, "P-A"))
    (told,) = not_counted(w.commune)
    assert (told.kind, told.key, told.field, told.value) == (
        "cell", cell_key(OTHER, PERIOD), "A03", 999,
    )  # fmt: skip
    assert (told.by, told.ours) == ("Công đoàn T", True)
    assert "thuộc quyền của đơn vị khác" in told.reason


def test_the_same_typed_again_is_written_once_it_is_known_not_to_count(w: World) -> None:
    def written() -> int:
        return int(w.commune.rows("SELECT count(*) FROM op WHERE kind = 'cell'")[0][0])

    put_cells(w.commune, OTHER, PERIOD, A03=999)
    put_cells(w.commune, OTHER, PERIOD, A03=999)
    assert written() == 1
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    put_cells(w.commune, OTHER, PERIOD, A03=999)
    assert written() == 2
    assert not_counted(w.commune) == []
    put_cells(w.commune, OTHER, PERIOD, A03=999)
    assert written() == 2


def test_it_is_told_by_the_names_it_brings(w: World) -> None:
    with w.commune.step("Thành lập") as step:
        step.put_fields("unit", NEW, {"parent@2026-10-01": OTHER, "name@2026-10-01": "CĐCS Lạ"})
        step.put("activity", "a1", "title", "Thăm ốm")
    put_cells(w.commune, NEW, PERIOD, A03=5)
    revoke(w.province, "P-A")
    enrol(w.province, w.base, "P-A-01", w.folder)
    path = forged(w.base, [raw for (raw,) in w.commune.rows(
        "SELECT raw FROM op WHERE stream = 'office'")], w.province.own_unit, w.out)  # fmt: skip
    take(w.province, path)
    found = not_counted(w.province)
    words = ChangeWords.of(w.province).naming(one.row for one in found)
    told = {words.subject(one.kind, one.key, one.field) for one in found}
    assert "Tổng số đoàn viên · CĐCS Lạ · tháng 10/2026" in told
    assert "Hoạt động · Thăm ốm · tên" in told
    assert not [one for one in told if NEW in one]


def lit(w: World) -> list[str]:
    """Return what the commune's first page says of it."""
    tasks = read_agenda(w.commune, date(2026, 11, 3)).tasks
    return [task.title for task in tasks if task.kind == "refused"]


def test_the_senders_first_page_tells_of_it_until_it_is_put_right(w: World) -> None:
    put_cells(w.commune, OTHER, PERIOD, A03=999, A04=1)
    assert lit(w) == []
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert lit(w) == ["Xem 2 nội dung cấp khác không tính"]
    put_cells(w.commune, OTHER, PERIOD, A03=None, A04=None)
    assert lit(w) == []


def test_it_goes_out_when_it_is_put_right_or_counts_after_all(w: World) -> None:
    put_cells(w.commune, OTHER, PERIOD, A03=999)
    put_cells(w.commune, NEW, PERIOD, A03=9)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert len(not_counted(w.commune)) == 2
    put_cells(w.commune, OTHER, PERIOD, A03=None)  # taken back by who wrote it
    assert [one.value for one in not_counted(w.commune)] == [9]
    with w.commune.step("Thành lập") as step:
        step.put_fields("unit", NEW, {"name@2026-10-01": "CĐCS mới", "parent@2026-10-01": COMMUNE})
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert not_counted(w.commune) == []


def test_a_base_union_hears_of_it_through_the_commune(w: World) -> None:
    put_cells(w.base, BASE, PERIOD, A03=1)
    put_cells(w.base, BASE_2, PERIOD, A03=2)
    take(w.commune, send(w.base, w.out))
    take(w.base, send(w.commune, w.out, "P-A-01"))
    assert [(one.value, one.by) for one in not_counted(w.base)] == [(2, "Công đoàn P-A")]


def test_a_receipt_from_the_future_does_not_silence_later_ones(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    take(w.province, send(w.commune, w.out))
    now = w.province.clock.now()
    w.province.clock.jump_to(now.date().replace(year=2046))  # type: ignore[attr-defined]
    take(w.commune, send(w.province, w.out, "P-A"))
    w.province.clock.jump_to(now.date(), hour=12)  # type: ignore[attr-defined]
    put_cells(w.commune, OTHER, PERIOD, A03=2)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert [one.value for one in not_counted(w.commune)] == [2]
