"""Reviewing headless: rows and doubts told, corrections from a file, then taken."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Pair
from tests.cli.running import ask, refused
from tests.intake.review.papers import PAPER


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch tỉnh.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def fixes(place: Path, edits: object) -> Path:
    path = place / "sửa.json"
    path.write_text(json.dumps(edits), encoding="utf-8")
    return path


def test_rows_doubts_and_what_is_left_out_are_told(pair: Pair, paper: Path) -> None:
    told = ask(pair.commune, "review", paper)
    assert [one["reasons"] for one in told["doubts"]] == [
        ["Con số 2 đợt: chưa chắc là chỉ tiêu."], ["Trước nhãn “1.4.” thiếu một mục."],
    ]  # fmt: skip
    assert told["missing"] == []
    assert "- 3 -" in {one["text"] for one in told["left_out"]}


def test_corrections_from_a_file_are_in_what_is_taken(
    pair: Pair, paper: Path, tmp_path: Path
) -> None:
    rows = {one["text"]: one["id"] for one in ask(pair.commune, "review", paper)["rows"]}
    row = rows["Bám sát thực tế từng đơn vị."]
    fix = fixes(tmp_path, [
        {"do": "text", "rows": [row], "text": "Bám sát từng đơn vị."},
        {"do": "field", "name": "number", "text": "43/KH-LĐLĐ"},
    ])  # fmt: skip
    told = ask(pair.commune, "review", paper, "--fix", fix)
    assert {"at": row, "text": "thực tế", "why": "Chữ đã thay khi sửa"} in told["left_out"]
    plan = ask(pair.commune, "plan", "take", paper, "--fix", fix)["plan"]
    shown = ask(pair.commune, "plan", "show", plan)
    assert "Bám sát từng đơn vị." in {one["text"] for one in shown["items"]}


@pytest.mark.parametrize("edits", [{"do": "x"}, [{"do": "x"}], [{"rows": 3}], "[["])
def test_a_file_of_corrections_that_makes_no_sense_is_refused(
    pair: Pair, paper: Path, tmp_path: Path, edits: object
) -> None:
    fix = fixes(tmp_path, edits)
    assert "sửa" in refused("--store", pair.commune, "plan", "take", paper, "--fix", fix)
    assert ask(pair.commune, "plan", "list")["parents"] == []
