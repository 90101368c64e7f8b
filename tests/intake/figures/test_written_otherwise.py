"""Headings and cells written otherwise without another meaning are read as before."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import cases, read_case
from tests.intake.figures.spread import Sheet
from tests.intake.figures.test_column_words import read, taken


@pytest.mark.parametrize("mark", [" - ", " > ", "/", ": ", ", "])
def test_levels_told_in_one_cell_are_taken_apart(tmp_path: Path, mark: str) -> None:
    titles = ("CNVCLĐ", "Đoàn viên CĐ")
    head = "|".join(f"{one}{mark}{two}" for one in titles for two in ("Tổng số", "Trong đó: Nữ"))
    text = f"STT|Đơn vị|{head}\n1|CĐCS Trường THCS Số 1|40|30|38|29"
    assert taken(read(tmp_path, "F1", text)) == {"A01": 40, "A01N": 30, "A03": 38, "A03N": 29}
    head = "|".join(f"Thăm hỏi ốm đau, hiếu hỉ{mark}{two}" for two in ("Số lượt", "Số tiền (đồng)"))
    text = f"STT|Đơn vị|{head}\n1|CĐCS Trường THCS Số 1|2|900000"
    assert taken(read(tmp_path, "F4", text)) == {"E07": 2, "E07D": 900_000}


@pytest.mark.parametrize("mark", [" ", ": ", " - "])
def test_a_group_said_again_in_a_heading_below_it_is_said_once(tmp_path: Path, mark: str) -> None:
    name = "Thăm hỏi ốm đau, hiếu hỉ"
    head = f"STT|Đơn vị|{name}|~\n^|^|{name}{mark}số lượt|{name}{mark}số tiền (đồng)"
    text = f"{head}\n1|CĐCS Trường THCS Số 1|2|900000"
    assert taken(read(tmp_path, "F4", text)) == {"E07": 2, "E07D": 900_000}


def test_numbers_of_columns_say_nothing(tmp_path: Path) -> None:
    head = "STT|Đơn vị|12. Tổng số LĐ|(3) Nữ|5 - Đoàn viên [4]|Nữ (c5)|Quà Tết|~"
    below = "^|^|^|^|^|^|8. Số suất|9/ Số tiền ( đ ) (7)"
    text = f"{head}\n{below}\n1|CĐCS Trường THCS Số 1|40|30|38|29|2|900000"
    assert taken(read(tmp_path, "F1", text)) == {"A01": 40, "A01N": 30, "A03": 38, "A03N": 29}
    told = taken(read(tmp_path, "F4", text))
    assert (told["E02"], told["E02D"]) == (2, 900_000)


def test_a_number_of_a_column_is_no_month(tmp_path: Path) -> None:
    head = "STT|Đơn vị|Kết nạp mới tại CĐCS đã có|~|Nghỉ hưu\n^|^|Trong tháng|~|^\n"
    text = f"{head}^|^|12. Tổng|13. Nữ|14. Tổng\n1|CĐCS Trường THCS Số 1|3|2|1"
    assert taken(read(tmp_path, "F3", text)) == {"C11": 3, "C11N": 2, "C23": 1}


def test_a_word_with_a_letter_wrong_is_the_only_one_it_can_be(tmp_path: Path) -> None:
    head = "STT|Đơn vị|Người lao đọng|Trnog đó nữ|Đoàn viên|Trrong đó nữ"
    text = f"{head}\n1|CĐCS Trường THCS Số 1|40|30|38|29"
    assert taken(read(tmp_path, "F1", text)) == {"A01": 40, "A01N": 30, "A03": 38, "A03N": 29}
    head = "STT|Đơn vị|Chuyểnn đến torng tỉnh|Chuểyn đi ngoài tỉnh|Thôi viêjc"
    reading = read(tmp_path, "F3", f"{head}\n1|CĐCS Trường THCS Số 1|4|3|2")
    assert taken(reading) == {"C13": 4, "C22": 3, "C24": 2}


@pytest.mark.parametrize("mark", [" - ", " > ", "/", ": "])
def test_a_group_told_in_one_cell_says_what_is_counted(tmp_path: Path, mark: str) -> None:
    head = "|".join(f"CÔNG ĐOÀN CƠ SỞ{mark}{one}" for one in ("Tiếp nhận", "Giải thể", "Bàn giao"))
    text = f"STT|Đơn vị|{head}|Nghỉ hưu\n1|CĐCS Trường THCS Số 1|4|3|2|1"
    assert taken(read(tmp_path, "F3", text)) == {"B07": 4, "B03": 3, "B08": 2, "C23": 1}


@pytest.mark.parametrize("period", ["", " kỳ này", " (trong kỳ)", " trong kỳ báo cáo"])
def test_the_period_told_behind_a_measure_says_nothing(tmp_path: Path, period: str) -> None:
    head = "STT|Đơn vị|Tuyên truyền, phổ biến pháp luật|~\n^|^|Số buổi|Số lượt người dự"
    text = f"{head}{period}\n1|CĐCS Trường THCS Số 1|4|300"
    reading = read(tmp_path, "F4", text)
    assert (taken(reading), reading.rows[0].status) == ({"F01": 4, "F01L": 300}, "accepted")


@pytest.mark.parametrize("union", ["CĐCS", "công đoàn cơ sở", "Công Đoàn Cơ Sở"])
def test_unions_are_named_in_full_or_short(tmp_path: Path, union: str) -> None:
    head = f"STT|Đơn vị|Kết nạp mới|Số ĐV từ {union} khác trong tỉnh chuyển về"
    text = f"{head}|Số ĐV chuyển sang {union} khác trong tỉnh\n1|CĐCS Trường THCS Số 1|4|3|2"
    reading = read(tmp_path, "F3", text)
    assert taken(reading) == {"C11": 4, "C13": 3, "C21": 2}
    assert reading.rows[0].status == "accepted"


def test_a_time_in_brackets_of_its_own_leaves_the_measure_in_others(tmp_path: Path) -> None:
    text = "STT|Đơn vị|Số buổi tuyên truyền|Giá trị làm lợi (đồng) (tháng 10)"
    told = taken(read(tmp_path, "F4", f"{text}\n1|CĐCS Trường THCS Số 1|4|3000000"))
    assert told["G02D"] == 3_000_000


def _numbered(text: str, at: int) -> str:
    return f"{'abcdeghiklm'[at % 11]}) {text}"


_CHANGES: dict[str, Callable[[str, int], str]] = {
    "capitals": lambda text, _at: text.upper(),
    "apart": lambda text, _at: unicodedata.normalize("NFD", text),
    "spaces": lambda text, _at: text.replace(" ", "\u00a0 "),
    "lettered": _numbered,
    "numbered": lambda text, at: f"({at + 1}) {text}",
    "numbered behind": lambda text, at: f"{text} (c{at + 1})",
    "brackets": lambda text, _at: text.replace("(", "( ").replace(")", " )"),
    "levels": lambda text, _at: text,
}


def _levels(rows: list[list[str]], last: int, mark: str) -> None:
    """Tell the groups merged over headings in the cells below them."""
    upper, lower = rows[last - 1], rows[last]
    group = ""
    for at, cell in enumerate(upper):
        begins = cell not in ("~", "^", "") and upper[at + 1 : at + 2] == ["~"]
        group = cell if begins else group if cell == "~" else ""
        if group and at < len(lower) and lower[at] not in ("", "~", "^"):
            upper[at], lower[at] = "", f"{group}{mark}{lower[at]}"


def _told(reading: FiguresReading) -> list[tuple[int, str, bool, dict[str, int | None]]]:
    return [(row.source_row, row.unit_id, row.status == "refused", row.values)
            for row in reading.rows]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_headings_written_otherwise_are_read_alike(tmp_path: Path, seed: int) -> None:
    pick = random.Random(seed)
    known = [case for case in cases() if "xlsx" in case.written and len(case.sheets) == 1]
    case = pick.choice(known)
    before = read_case(case, case.write(tmp_path))
    first = min((row.source_row for row in before.rows), default=1) - 1
    sheet = case.sheets[0]
    heads = [at for at in range(max(0, first - 3), first)
             if sum(any(map(str.isalpha, cell)) for cell in sheet.rows[at]) > 2
             and not any(cell.isdigit() or cell[:2] == "d:" or cell[:1] == "="
                         for cell in sheet.rows[at])]  # fmt: skip
    for name, change in _CHANGES.items():
        rows = [list(row) for row in sheet.rows]
        if name == "levels" and len(heads) > 1:
            _levels(rows, heads[-1], pick.choice([" - ", " > ", "/", ": "]))
        for at in heads:
            rows[at] = [change(cell, place) if sum(map(str.isalpha, cell)) > 1 else cell
                        for place, cell in enumerate(rows[at])]  # fmt: skip
        other = replace(case, sheets=[Sheet(sheet.name, rows, sheet.truth)])
        assert _told(read_case(other, other.write(tmp_path))) == _told(before), (case.name, name)
