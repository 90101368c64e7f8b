"""A unit told by a row of men and a row of women: the whole is both, said and checked."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.rows.test_joined_rows import FIRST, HEAD, SECOND, THIRD, read

Rows = list[list[object]]
BOTH = {"A01": 48, "A01N": 28, "A03": 45, "A03N": 27}


def flows(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "tăng giảm.csv"
    path.write_text("\n".join(("Đơn vị;Giới;Kết nạp mới;Nghỉ hưu", *rows)), encoding="utf-8")
    return read_case(Case("flows", [], form="F3"), path)


def test_men_and_women_below_them_are_the_whole_and_say_so(tmp_path: Path) -> None:
    rows: Rows = [HEAD, [FIRST, "Nam", 20, 18], [None, "Nữ", 28, 27],
                  [SECOND, "Nữ", 33, 30], [None, "Nam", 12, 11]]  # fmt: skip
    first, second = read(tmp_path, rows).rows
    assert (first.values, first.status) == (BOTH, "warned")
    assert second.values == {"A01": 45, "A01N": 33, "A03": 41, "A03N": 30}
    assert first.reasons[-2:] == (
        "C2+C3: cộng dòng Nam và dòng Nữ: 20 + 28.", "D2+D3: cộng dòng Nam và dòng Nữ: 18 + 27."
    )  # fmt: skip
    assert {c.source for c in second.cells if c.code == "A01"} == {"33 + 12"}


def test_the_name_may_stand_over_both_rows_or_on_each(tmp_path: Path) -> None:
    merged: Rows = [HEAD, [FIRST, "Nam", 20, 18], [None, "Nữ", 28, 27],
                    [SECOND, "", 45, 41]]  # fmt: skip
    repeated: Rows = [HEAD, [FIRST, "Nam", 20, 18], [FIRST, "Nữ", 28, 27], [SECOND, "", 45, 41]]
    above: Rows = [HEAD, [FIRST], ["- Nam", "", 20, 18], ["- Nữ", "", 28, 27],
                   [SECOND, "", 45, 41]]  # fmt: skip
    for reading in (
        read(tmp_path, merged, "A2:A3"),
        read(tmp_path, repeated),
        read(tmp_path, above),
    ):
        first, second = reading.rows
        assert first.values == BOTH
        assert second.values == {"A01": 45, "A03": 41}


def test_a_whole_of_its_own_is_compared_with_both(tmp_path: Path) -> None:
    rows: Rows = [HEAD, [FIRST, "Tổng", 48, 45], [None, "Nam", 20, 18], [None, "Nữ", 28, 27],
                  [SECOND, "Tổng", 45, 42], [None, "Nam", 12, 11],
                  [None, "Nữ", 33, 30]]  # fmt: skip
    first, second = read(tmp_path, rows).rows
    assert first.values == BOTH
    assert second.values == {"A01": 45, "A01N": 33, "A03": None, "A03N": 30}
    said = "D5: dòng của đơn vị ghi 42, dòng Nam và dòng Nữ cộng được 41."
    assert said in second.reasons


def test_a_whole_below_both_is_their_sum_and_no_unit(tmp_path: Path) -> None:
    rows: Rows = [HEAD, [FIRST, "Nam", 20, 18], [None, "Nữ", 28, 27], [None, "Cộng", 48, 45],
                  [SECOND, "Nam", 12, 11], [None, "Nữ", 33, 30], [None, "Cộng", 45, 41],
                  ["Tổng cộng", "Nam", 32, 29], [None, "Nữ", 61, 57]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert [row.values["A01"] for row in reading.rows] == [48, 45]
    assert {(one.indicator, one.declared, one.computed) for one in reading.control_totals} == {
        ("A01", 93, 93), ("A03", 86, 86)}  # fmt: skip


def test_a_whole_below_both_that_differs_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [HEAD, [FIRST, "Nam", 20, 18], [None, "Nữ", 28, 27],
                  [SECOND, "Nam", 12, 11], [None, "Nữ", 33, 30], [None, "Cộng", 45, 42],
                  [THIRD, "Nam", 9, 9], [None, "Nữ", 3, 3], ["Tổng cộng", "", 105, 98]]  # fmt: skip
    reading = read(tmp_path, rows)
    first, second, third = reading.rows
    assert (first.values, third.values["A03"]) == (BOTH, 12)
    assert (second.values["A01"], second.values["A03"]) == (45, None)
    said = "D4+D5: dòng của đơn vị ghi 42, dòng Nam và dòng Nữ cộng được 41."
    assert said in second.reasons
    assert [one.source_row for one in reading.control_totals] == [9, 9]


def test_the_total_of_a_table_is_not_the_whole_of_its_last_unit(tmp_path: Path) -> None:
    rows = (f"{FIRST};Nam;0;3", ";Nữ;0;0", f"{SECOND};Nam;1;0", ";Nữ;1;0", "Tổng cộng;;2;3")
    reading = flows(tmp_path, *rows)
    assert [row.values["C11"] for row in reading.rows] == [0, 2]
    assert {(one.indicator, one.match) for one in reading.control_totals} == {
        ("C11", True), ("C23", True)}  # fmt: skip


def test_one_sex_alone_among_such_rows_asks(tmp_path: Path) -> None:
    rows: Rows = [HEAD, [FIRST, "Nam", 20, 18], [None, "Nữ", 28, 27], [SECOND, "Nam", 12, 11],
                  [THIRD, "Nam", 9, 9], [None, "Nữ", 3, 3]]  # fmt: skip
    first, second, third = read(tmp_path, rows).rows
    assert (first.values, third.values["A01"]) == (BOTH, 12)
    assert second.status == "refused"
    assert second.reasons[0].startswith("Dòng này chỉ ghi số của nam hoặc của nữ")


def test_rows_of_sexes_beside_columns_of_women_ask(tmp_path: Path) -> None:
    rows: Rows = [[*HEAD, "Trong đó nữ"], [FIRST, "Nam", 20, 18, None],
                  [None, "Nữ", 28, 27, 27], [SECOND, "Nam", 12, 11, None],
                  [None, "Nữ", 33, 30, 30]]  # fmt: skip
    assert [row.status for row in read(tmp_path, rows).rows] == ["refused"] * 4


def test_a_figure_one_row_leaves_blank_is_asked_for_and_a_dash_is_none(tmp_path: Path) -> None:
    rows: Rows = [HEAD, [FIRST, "Nam", 20, None], [None, "Nữ", 28, 27],
                  [SECOND, "Nam", "-", "-"], [None, "Nữ", 33, 30],
                  [THIRD, "Nam", 12, 11], [None, "Nữ", "-", "-"]]  # fmt: skip
    first, second, third = read(tmp_path, rows).rows
    assert first.values == {"A01": 48, "A01N": 28, "A03": None, "A03N": 27}
    assert second.values == {"A01": 33, "A01N": 33, "A03": 30, "A03N": 30}
    assert (third.values["A01"], third.values["A03"]) == (12, 11)


def test_flows_are_added_as_stocks_are(tmp_path: Path) -> None:
    rows = flows(tmp_path, f"{FIRST};Nam;3;0", ";Nữ;2;1", f"{SECOND};Nam;1;1", ";Nữ;0;0").rows
    assert [row.values for row in rows] == [
        {"C11": 5, "C11N": 2, "C23": 1, "C23N": 1}, {"C11": 1, "C11N": 0, "C23": 1, "C23N": 0}
    ]  # fmt: skip


def one_union(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "một đơn vị.csv"
    path.write_text("\n".join((f"{FIRST};", ";", *rows)), encoding="utf-8")
    return read_case(Case("một đơn vị", [], form="F1"), path)


def test_sexes_across_a_sheet_of_one_union_tell_its_women(tmp_path: Path) -> None:
    for head, workers, members in (
        (";Nam;Nữ;Tổng", "20;28;48", "18;27;45"), ("Nội dung;Tổng;Nam;Nữ", "48;20;28", "45;18;27"),
        ("Nội dung;Nữ;Tổng số", "28;48", "27;45"), ("Đối tượng;Nam;Nữ", "20;28", "18;27"),
        ("Nội dung;Nữ;Nam", "28;20", "27;18"),
    ):  # fmt: skip
        found = one_union(tmp_path, head, f"Lao động;{workers}", f"Đoàn viên;{members}")
        assert {code: n for row in found.rows for code, n in row.values.items()} == BOTH, head
        assert {row.unit_id for row in found.rows} == {"u01"}


def test_sexes_down_a_sheet_of_one_union_tell_its_women(tmp_path: Path) -> None:
    head, men, women = "Giới tính;Lao động;Đoàn viên", "Nam;20;18", "Nữ;28;27"
    for rows in ((men, women, "Tổng;48;45"), (women, men)):
        found = one_union(tmp_path, head, *rows)
        assert [(row.unit_id, row.values) for row in found.rows] == [("u01", BOTH)]
    whole = "Tổng số;48;45"
    for rows in (("Nam;28;27", "Nữ;20;18", "Cộng;48;45"), (whole, "Nam;28;27", "Nữ;20;18"),
                 (whole, "Nữ;20;18", "Nam;28;27")):  # fmt: skip
        found = one_union(tmp_path, head, *rows)
        told = {"A01": 48, "A01N": 20, "A03": 45, "A03N": 18}
        assert [(row.unit_id, row.values) for row in found.rows] == [("u01", told)]
    row = one_union(tmp_path, head, men, women, "Tổng;49;45").rows[0]
    assert (row.values["A01"], row.values["A01N"]) == (None, 28)


def test_women_of_a_row_that_adds_up_those_above_it_are_taken(tmp_path: Path) -> None:
    found = one_union(
        tmp_path, "Đối tượng;Nam;Nữ;Cộng", "Cán bộ quản lý;1;2;3", "Giáo viên;11;16;27",
        "Nhân viên;8;10;18", "Tổng cộng CB-GV-NV;20;28;48", "Đoàn viên công đoàn;18;27;45",
    )  # fmt: skip
    assert [(row.unit_id, row.values) for row in found.rows] == [("u01", BOTH)]


def test_women_of_units_in_one_of_two_columns_alike_are_taken(tmp_path: Path) -> None:
    rows = [[1, FIRST, "", 48, 48], ["", "", "Nam", 20, 20], ["", "", "Nữ", 28, 28],
            [2, SECOND, "", 31, 31], ["", "", "Nam", 11, 11], ["", "", "Nữ", 20, 20]]  # fmt: skip
    head = ["STT", "Đơn vị", "Giới", "Tổng số lao động", "Số lao động"]
    path = tmp_path / "hai cột.csv"
    text = "\n".join(";".join(map(str, row)) for row in [head, *rows])
    path.write_text(text, encoding="utf-8")
    found = read_case(Case("hai cột", [], form="F1"), path)
    assert [row.values for row in found.rows] == [
        {"A01": 48, "A01N": 28}, {"A01": 31, "A01N": 20},
    ]  # fmt: skip


def test_a_whole_beside_its_men_and_women_is_checked(tmp_path: Path) -> None:
    found = one_union(
        tmp_path, "Nội dung;Tổng;Nam;Nữ", "Lao động;49;20;28", "Đoàn viên;45;18;khoảng 27"
    )
    assert "nam và nữ cộng được 48" in " ".join(found.rows[0].reasons)
    assert found.rows[1].values["A03N"] is None


def test_sexes_beside_another_column_are_left_open(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        one_union(tmp_path, "Nội dung;Nam;Nữ;Dân tộc", "Lao động;20;28;3", "Đoàn viên;18;27;1")


def test_sexes_twice_without_a_word_of_time_are_asked_about(tmp_path: Path) -> None:
    for head, *rows in (
        ("Nội dung;Nam;Nữ;Tổng;Nam;Nữ;Tổng", "Lao động;16;22;38;17;23;40",
         "Đoàn viên;9;22;31;9;21;30"),
        ("Nội dung;Tổng;Nữ;Tổng;Nữ", "Lao động;38;22;40;23", "Đoàn viên;31;22;30;21"),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            one_union(tmp_path, head, *rows)
    found = one_union(tmp_path, ";Tháng 9;;Tháng 10;", "Nội dung;Tổng;Nữ;Tổng;Nữ",
                      "Lao động;38;22;40;23", "Đoàn viên;31;22;30;21")  # fmt: skip
    assert {code: n for row in found.of("warned") for code, n in row.values.items()} == {
        "A01": 40, "A01N": 23, "A03": 30, "A03N": 21,
    }  # fmt: skip
