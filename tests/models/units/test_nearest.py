"""A mistyped unit: which one may be meant."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.models.errors import Refusal
from desktop.models.units.nearest import meant, way_out
from desktop.models.units.units import tree_on
from tests.models.offices import commune


@dataclass(frozen=True, slots=True)
class Known:
    """As much of a unit as is looked at."""

    code: str
    name: str


UNITS: list[Any] = [
    Known("P-SongThanh", "Công đoàn phường Sông Thanh"),
    Known("P-SongThanh-02", "CĐCS Công ty May Ngọc Hồi"),
    Known("P-SongThanh-24", "CĐCS Trường Tiểu học Tân Tiến"),
    Known("X-HoaBinh-07", "Nghiệp đoàn Xe ôm Đông Sơn"),
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("P-SongThan-02", "P-SongThanh-02"),
        ("p songthanh 24", "P-SongThanh-24"),
        ("truong tieu hoc tan tien", "P-SongThanh-24"),
        ("Nghiệp đoàn xe om Dong Son", "X-HoaBinh-07"),
        ("X-HoaBihn-07", "X-HoaBinh-07"),
    ],
)
def test_the_nearest_comes_first(typed: str, first: str) -> None:
    assert meant(typed, UNITS)[0].code == first
    assert f"Có phải là {first} (" in way_out(typed, UNITS)


@pytest.mark.parametrize("typed", ["", " ", "XX", "zzzz", "A03"])
def test_what_is_near_nothing_suggests_nothing(typed: str) -> None:
    assert meant(typed, UNITS) == []
    assert "Có phải" not in way_out(typed, UNITS)


def test_at_most_two_are_named() -> None:
    assert len(meant("P-SongThanh-0", UNITS)) == 2


def test_the_refusal_of_a_tree_names_it(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        tree = tree_on(store, date(2026, 10, 31))
        code = tree.units[unit].code
        with pytest.raises(Refusal) as told:
            tree.by_code(f"{code[:-1]}O{code[-1]}")
        assert code in told.value.next_step
