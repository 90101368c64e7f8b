"""Short heads that a sheet explains: read as if the columns were headed by the explanation."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.sheets.refusals import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

UNIT = "CĐCS Trường THCS Số 1"
FIGURES = {"A01": 50, "A01N": 30, "A03": 45, "A03N": 28}
SAID = ("Tổng số CNVCLĐ", "Nữ CNVCLĐ", "Tổng số đoàn viên", "Đoàn viên nữ")


def read(folder: Path, *rows: str, form: str = "F1") -> FiguresReading:
    path = folder / "chú thích.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


@pytest.mark.parametrize(
    ("head", "legend"),
    [
        ("L|Ln|Đ|Đn", "Chú thích: L - tổng số CNVCLĐ; Ln - CNVCLĐ nữ; Đ - tổng số đoàn viên; "
         "Đn - đoàn viên nữ."),
        ("(1)|(2)|(3)|(4)", "Ghi chú: (1) {}, (2) {}, (3) {}, (4) {}".format(*SAID)),
        ("a|b|c|d", "\n".join(f"|{key}|{said}" for key, said in zip("abcd", SAID, strict=True))),
        ("Cột 3|Cột 4|Cột 5|Cột 6", "Cột 3: {}; cột 4: {}; cột 5: {}; cột 6: {}".format(*SAID)),
        ("TN|NN|ĐN|ĐNN", "\n".join(f"{key} = {said}" for key, said in zip(
            ("TN", "NN", "ĐN", "ĐNN"), SAID, strict=True))),
    ],
    ids=["dashes", "numbers", "cells of their own", "columns", "lines"],
)  # fmt: skip
@pytest.mark.parametrize("above", [False, True], ids=["below", "above"])
def test_heads_are_read_as_the_legend_explains_them(
    tmp_path: Path, head: str, legend: str, above: bool
) -> None:
    table = [f"TT|Đơn vị|{head}", f"1|{UNIT}|50|30|45|28"]
    (row,) = read(tmp_path, *([legend, *table] if above else [*table, legend])).rows
    assert (row.status, row.values) == ("accepted", FIGURES)


def test_heads_of_a_group_are_explained_within_it(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "TT|Đơn vị|Tăng||Giảm|", "||(a)|(b)|(c)|(d)", f"1|{UNIT}|3|1|2|0",
                  "|(a): Kết nạp mới; (b): Từ ngoài tỉnh đến; (c): Thôi việc; (d): Tự nguyện ra",
                  form="F3").rows  # fmt: skip
    assert row.values == {"C11": 3, "C14": 1, "C24": 2, "C25": 0}


def test_a_note_on_a_column_that_says_enough_changes_nothing(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "TT|Đơn vị|Tổng số CNVCLĐ|Nữ|Tổng số đoàn viên|Nữ",
                  "(1)|(2)|(3)|(4)|(5)|(6)", f"1|{UNIT}|50|30|45|28",
                  "(3): Đoàn viên nữ", "(5): Tổng số CNVCLĐ").rows  # fmt: skip
    assert row.values == FIGURES


def test_a_head_explained_in_two_ways_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, "TT|Đơn vị|a|b", f"1|{UNIT}|50|30", "a: Tổng số CNVCLĐ",
             "b: Tổng số đoàn viên", "a: Tổng số đoàn viên")  # fmt: skip
