"""Reading a long table tells how far it is, and stops where it is asked to."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

ROWS = 350


class Enough(Exception):
    """Somebody stopped it."""


def long_table(folder: Path) -> tuple[Path, Asked]:
    """A table of so many units, and what it is read for."""
    packs = load_packs()
    units = tuple(
        Known(f"u{n}", f"CĐCS Trường Tiểu học số {n}", "CDCS") for n in range(1, ROWS + 1)
    )
    lines = ["STT,Tên CĐCS,Tổng CNVCLĐ,Trong đó nữ,Tổng số đoàn viên,Đoàn viên nữ"]
    lines += [f"{n},{one.name},102,41,80,30" for n, one in enumerate(units, 1)]
    path = folder / "bảng.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path, Asked("F1", parse_period("2026-10", packs.schemes), packs, units, {}, {})


def test_it_tells_how_many_rows_are_read_of_how_many(tmp_path: Path) -> None:
    path, asked = long_table(tmp_path)
    told: list[tuple[int, int]] = []
    read_figures(path, _with(asked, lambda done, total: told.append((done, total))))
    assert [one for one in told if one[1]] == [(0, ROWS), (100, ROWS), (200, ROWS), (300, ROWS)]


@pytest.mark.parametrize("word", range(3))
def test_it_stops_at_any_word(tmp_path: Path, word: int) -> None:
    path, asked = long_table(tmp_path)
    heard = iter(range(word, -1, -1))

    def told(_done: int, _total: int) -> None:
        if not next(heard):
            raise Enough

    with pytest.raises(Enough):
        read_figures(path, _with(asked, told))


def _with(asked: Asked, told: object) -> Asked:
    from dataclasses import replace

    return replace(asked, told=told)  # type: ignore[arg-type]
