"""What is told of a sender's clock: when it is wrong, and no longer once it is right."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.store.keys import cell_key
from tests.sync.offices import BASE_2, COMMUNE, World, put_cells, send, take, world

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


def test_a_clock_set_right_again_is_not_complained_of(w: World) -> None:
    """A value over one of the future is numbered after it; the clock it came from is right."""
    w.commune.clock.jump_to(date(2028, 11, 2))  # type: ignore[attr-defined]
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    assert any("Đồng hồ" in told for told in take(w.province, send(w.commune, w.out)).warnings)
    w.commune.clock.jump_to(date(2026, 11, 2), hour=9)  # type: ignore[attr-defined]
    put_cells(w.commune, BASE_2, PERIOD, A03=2)
    result = take(w.province, send(w.commune, w.out))
    assert w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == 2
    assert not any("Đồng hồ" in told for told in result.warnings)


def test_a_clock_set_back_here_is_not_called_the_senders_fault(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    sent = send(w.commune, w.out)
    w.province.clock.jump_to(date(2025, 11, 2))  # type: ignore[attr-defined]
    (told,) = [one for one in take(w.province, sent).warnings if "đồng hồ" in one.lower()]
    assert "đồng hồ máy này đang là 02/11/2025" in told
    assert told.endswith("Chỉnh ngày giờ của máy này.")
    w.province.clock.jump_to(date(2026, 11, 5))  # type: ignore[attr-defined]
    w.commune.clock.jump_to(date(2031, 1, 1))  # type: ignore[attr-defined]
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    (told,) = [
        one for one in take(w.province, send(w.commune, w.out)).warnings if "đồng hồ" in one.lower()
    ]
    assert told.startswith("Đồng hồ máy gửi sai")
