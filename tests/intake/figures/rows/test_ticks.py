"""Columns of ticks: a tick is one where a union has a thing once, and is asked elsewhere."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case

NAMES = ("CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2", "CĐCS Trường Tiểu học Số 1")


def read(folder: Path, heading: str, *cells: str, total: str = "") -> FiguresReading:
    path = folder / "bảng.csv"
    rows = [f"{at},{name},45,{cell}" for at, (name, cell) in enumerate(
        zip(NAMES, cells, strict=True), 1)]  # fmt: skip
    last = f"\n,Tổng cộng,135,{total}" if total else ""
    path.write_text(
        f"STT,Tên CĐCS,Lượt người được tuyên truyền,{heading}\n" + "\n".join(rows) + last,
        encoding="utf-8",
    )  # fmt: skip
    return read_case(Case("", [], form="F4"), path)


@pytest.mark.parametrize("mark", ["x", "X", "✓", "v", "có"])
@pytest.mark.parametrize("total", ["", "2"])
def test_a_tick_is_one_where_each_has_it_once(tmp_path: Path, mark: str, total: str) -> None:
    rows = read(tmp_path, "Ban thanh tra nhân dân hoạt động", mark, "", mark, total=total).rows
    assert [(row.status, row.values["D22"]) for row in rows] == [
        ("warned", 1), ("accepted", None), ("warned", 1),
    ]  # fmt: skip
    assert any("đọc là có (1)" in reason for reason in rows[0].reasons)


@pytest.mark.parametrize(
    ("heading", "cells", "total"),
    [
        ("Ban thanh tra nhân dân hoạt động", ("x", "x", "x"), ""),
        ("Ban thanh tra nhân dân hoạt động", ("x", "", "1"), ""),
        ("Ban thanh tra nhân dân hoạt động", ("x", "", ""), "2"),
        ("Lao động giỏi", ("x", "", "x"), ""),
    ],
)  # fmt: skip
def test_a_tick_is_asked_where_it_may_be_none(
    tmp_path: Path, heading: str, cells: tuple[str, ...], total: str
) -> None:
    first = read(tmp_path, heading, *cells, total=total).rows[0]
    assert first.status == "warned"
    assert [value for code, value in first.values.items() if code != "F01L"] == [None]
