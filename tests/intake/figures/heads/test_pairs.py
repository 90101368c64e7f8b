"""Cells that tell a whole and its women at once."""

from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, read_case

HEAD = "TT;Tên CĐCS;{heading};Đoàn viên\n"
ROWS = "1;CĐCS Trường THCS Số 1;{first};40\n2;CĐCS Trường THCS Số 2;{second};30\n"
Told = list[tuple[int | None, int | None]]


def read(folder: Path, heading: str, first: str, second: str) -> Told:
    path = folder / "bảng.csv"
    path.write_text(
        HEAD.format(heading=heading) + ROWS.format(first=first, second=second), encoding="utf-8"
    )
    rows = read_case(Case("", []), path).rows
    asked = ["accepted" if "nữ" in cell else "warned" for cell in (first, second)]
    assert [row.status for row in rows] == asked  # what says so itself asks for no look
    return [(row.values.get("A01"), row.values.get("A01N")) for row in rows]


@pytest.mark.parametrize(
    ("heading", "first", "second", "told"),
    [
        ("CNVCLĐ (tổng/nữ)", "56/25", "41/24", [(56, 25), (41, 24)]),
        ("CNVCLĐ (tổng/nữ)", "56 (25)", "41 người (24 nữ)", [(56, 25), (41, 24)]),
        ("Tổng số CNVCLĐ, trong đó nữ", "1.056 - 25", "41 (nữ: 24)", [(1056, 25), (41, 24)]),
        ("Số CNVCLĐ (nữ)", "56 (25)", "41", [(56, 25), (41, None)]),
        ("Tổng số CNVCLĐ (trong đó nữ)", "56", "41", [(56, None), (41, None)]),
        ("Số CNVCLĐ (nữ)", "56", "41", [(None, None), (None, None)]),
        ("CNVCLĐ (tổng/nữ)", "25/56", "41/24", [(None, None), (41, 24)]),
        ("CNVCLĐ (tổng/nữ)", "khoảng 56", "41/24", [(None, None), (41, 24)]),
        ("CNVCLĐ", "56/25", "41/24", [(None, None), (None, None)]),
    ],
)
def test_a_pair_is_read_where_the_heading_names_both(
    tmp_path: Path, heading: str, first: str, second: str, told: Told
) -> None:
    assert read(tmp_path, heading, first, second) == told


def test_men_and_women_without_their_whole_make_it_up(tmp_path: Path) -> None:
    path = tmp_path / "nam nữ.csv"
    path.write_text(
        "Đơn vị;Lao động;;Đoàn viên;\n;Nam;Nữ;Nam;Nữ\nCĐCS Trường THCS Số 1;6;4;5;3\n"
        "CĐCS Trường THCS Số 2;16;14;;13\n", encoding="utf-8")  # fmt: skip
    first, second = read_case(Case("", []), path).rows
    assert dict(first.values) == {"A01": 10, "A01N": 4, "A03": 8, "A03N": 3}
    assert dict(second.values) == {"A01": 30, "A01N": 14, "A03N": 13}


def test_women_alone_are_not_more_than_a_whole_nobody_told(tmp_path: Path) -> None:
    path = tmp_path / "nữ.csv"
    path.write_text("Đơn vị;Đoàn viên nữ\nCĐCS Trường THCS Số 1;4\n", encoding="utf-8")
    (row,) = read_case(Case("", []), path).rows
    assert (row.status, row.reasons) == ("accepted", ())


def test_two_indicators_in_a_cell_are_told_not_left_out_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "hai số.csv"
    path.write_text("TT;Tên CĐCS;ĐV/LĐ;ĐV nữ\n1;CĐCS Trường THCS Số 1;40/56;20\n"
                    "2;CĐCS Trường THCS Số 2;30/41;24\n", encoding="utf-8")  # fmt: skip
    reading = read_case(Case("", []), path)
    assert [column.letter for column in reading.columns if column.unclear] == ["C"]
    path.write_text("TT;Tên CĐCS;Tỷ lệ ĐV/LĐ (%);ĐV nữ\n1;CĐCS Trường THCS Số 1;71,4;20\n",
                    encoding="utf-8")  # fmt: skip
    assert not any(column.unclear for column in read_case(Case("", []), path).columns)


def test_women_in_brackets_behind_most_wholes_are_counted(tmp_path: Path) -> None:
    assert read(tmp_path, "CNVCLĐ", "56 (nữ 25)", "41 người (24 nữ)") == [(56, 25), (41, 24)]


def test_nobody_at_all_has_no_women_to_ask_for(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text("Tên CĐCS;CNVCLĐ (tổng/nữ)\nCĐCS Trường THCS Số 1;3 (nữ 0)\n"
                    "CĐCS Trường THCS Số 2;0\n", encoding="utf-8")  # fmt: skip
    found = read_case(Case("", []), path)
    assert [(row.status, row.reasons) for row in found.rows] == [("accepted", ())] * 2
    assert [(row.values["A01"], row.values["A01N"]) for row in found.rows] == [(3, 0), (0, 0)]
    assert found.columns[1].note == "Mỗi ô ghi cả tổng số và nữ."


def test_women_in_brackets_of_a_heading_and_of_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    rows = (
        "1;CĐCS Trường THCS Số 1;31;29 (19)",
        "2;CĐCS Trường THCS Số 2;24;18 (8)",
        "3;CĐCS Trường Tiểu học Số 1;20;9 (12)",
        "4;CĐCS Trường Tiểu học Số 2;15;11",
    )
    path.write_text("\n".join(("TT;Tên CĐCS;CNVCLĐ;Đoàn viên (nữ)", *rows)), encoding="utf-8")
    found = read_case(Case("", []), path).rows
    assert [(row.values.get("A03"), row.values.get("A03N")) for row in found] == [
        (29, 19), (18, 8), (None, None), (11, None),
    ]  # fmt: skip
    assert {row.status for row in found} == {"warned"}


def test_a_lone_number_beside_pairs_under_women_in_brackets_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "bch.csv"
    path.write_text(
        "Đơn vị;Tổ công đoàn;UV BCH (nữ)\nCĐCS Trường THCS Số 1;2;5/2\n"
        "CĐCS Trường THCS Số 2;2;3\nCĐCS Trường Tiểu học Số 1;1;5 (2 nữ)\n"
        "CĐCS Trường Tiểu học Số 2;1;0\n", encoding="utf-8")  # fmt: skip
    rows = read_case(Case("", [], form="F2"), path).rows
    assert [row.values.get("A10N") for row in rows] == [None, None, 2, 0]
    assert any("không rõ là tổng số hay số nữ" in reason for reason in rows[1].reasons)


def test_women_in_brackets_without_any_pair_are_women(tmp_path: Path) -> None:
    path = tmp_path / "bch.csv"
    path.write_text("Đơn vị;Tổ công đoàn;UV BCH (nữ)\nCĐCS Trường THCS Số 1;2;2\n"
                    "CĐCS Trường THCS Số 2;2;3\n", encoding="utf-8")  # fmt: skip
    rows = read_case(Case("", [], form="F2"), path).rows
    assert [row.values.get("A10N") for row in rows] == [2, 3]


def moved(
    folder: Path, *cells: str, heading: str = "+ Kết nạp"
) -> list[tuple[str, dict[str, int | None]]]:
    path = folder / "biến động.csv"
    lines = [f"CĐCS Trường THCS Số {at};{cell};1" for at, cell in enumerate(cells, 1)]
    path.write_text("\n".join([f"CĐCS;{heading};- Nghỉ hưu", *lines]), encoding="utf-8")
    rows = read_case(Case("f3", [], form="F3"), path).rows
    return [(row.status, {c: v for c, v in row.values.items() if c != "C23"}) for row in rows]


def test_women_of_a_movement_are_taken_where_one_cell_alone_tells_them(tmp_path: Path) -> None:
    told = moved(tmp_path, "3 (2 nữ)", "0")
    assert told == [("accepted", {"C11": 3, "C11N": 2}), ("accepted", {"C11": 0, "C11N": None})]
    assert moved(tmp_path, "1", "3 (2 nữ)")[0] == ("accepted", {"C11": 1, "C11N": None})


def test_more_women_than_came_are_asked_about(tmp_path: Path) -> None:
    assert moved(tmp_path, "2 (3 nữ)", "0")[0][1] == {"C11": None, "C11N": None}


def test_a_number_alone_is_looked_at_where_the_heading_names_women(tmp_path: Path) -> None:
    told = moved(tmp_path, "1", "3 (2 nữ)", heading="Kết nạp (có nữ)")
    assert told[0][0] == "warned"
