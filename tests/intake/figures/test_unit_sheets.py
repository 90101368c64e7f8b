"""Workbooks with a sheet for each unit: read together where they differ, and no sheet dropped."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import Corrections, FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet, write_ods, write_xls, write_xlsx

PACKS = load_packs()
NAME = {unit.id: unit.name for unit in UNITS}
ONE, TWO, THREE, FOUR = (NAME[key] for key in ("u01", "u02", "u03", "u07"))
HEAD = "TT|Tên đơn vị|Tổng số CNVCLĐ|Trong đó nữ|Tổng số đoàn viên|ĐV nữ"
GUIDE = "HƯỚNG DẪN\nMỗi CĐCS điền một trang, không đổi tên trang.\nHạn gửi: 05/11/2026"


def upright(name: str, workers: int = 50, month: int = 10) -> str:
    return (f"BÁO CÁO THÁNG {month}/2026\n\n{HEAD}\n1|{name}|{workers}|20|40|15\n\n"
            " | | |Người lập")  # fmt: skip


def rows(name: str, more: int = 0, title: str = "SỐ LIỆU THÁNG 10/2026") -> str:
    return (
        f"CÔNG ĐOÀN XÃ HẢI LĂNG\nĐơn vị báo cáo:|{name}\n{title}\nTT|Nội dung|ĐVT|Số lượng\n"
        f"1|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|{3 + more}\n"
        f"2|Sáng kiến được công nhận|sáng kiến|{1 + more}\n"
        f"3|Lượt người được tuyên truyền|lượt|{40 + more}\n | | |CHỦ TỊCH"
    )


def slip(name: str, workers: int = 50) -> str:
    return (f"PHIẾU THÔNG TIN\nTháng 10 năm 2026\n1|Tên CĐCS|{name}\n2|Tổng số lao động|{workers}\n"
            " |Trong đó: nữ|20\n3|Tổng số đoàn viên|40\n |Trong đó: nữ|15")  # fmt: skip


def listed(*names: str, month: int = 10) -> str:
    lines = "\n".join(f"{at}|{name}|50|20|40|15" for at, name in enumerate(names, 1))
    sums = "|".join(str(one * len(names)) for one in (50, 20, 40, 15))
    return f"TỔNG HỢP THÁNG {month}/2026\n\n{HEAD}\n{lines}\n |Tổng cộng|{sums}"


def summed(*figures: int) -> str:
    return (
        "CÔNG ĐOÀN XÃ HẢI LĂNG\nTỔNG HỢP THÁNG 10/2026\nTT|Nội dung|ĐVT|Số lượng\n"
        f"1|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|{figures[0]}\n"
        f"2|Sáng kiến được công nhận|sáng kiến|{figures[1]}\n"
        f"3|Lượt người được tuyên truyền|lượt|{figures[2]}"
    )


def read(
    folder: Path, form: str, sheets: dict[str, str], told: Corrections | None = None,
    *, hidden: str = "", write: Any = write_xlsx,
) -> FiguresReading:  # fmt: skip
    """Write a workbook and read it; every filled row of every sheet must be told of once."""
    path = folder / "các đơn vị.xlsx"
    made = [sheet(text, name, hidden=name == hidden) for name, text in sheets.items()]
    write(path, made)
    asked = Asked(form, parse_period("2026-10", PACKS.schemes), PACKS, UNITS, {}, {})
    reading = read_figures(path, asked, told or Corrections())
    filled = Counter((one.name, at) for one in made for at, row in enumerate(one.rows, 1)
                     if any(row))  # fmt: skip
    if reading.layout != "turned":  # a row is a column there
        found = Counter((one.sheet or reading.sheet, one.source_row)
                        for one in (*reading.rows, *reading.ignored_rows))  # fmt: skip
        assert {key: found[key] for key in filled} == filled
        assert max(found.values()) == 1
    return reading


def taken(reading: FiguresReading) -> dict[str, set[str]]:
    """Return sheet → the units whose figures land from it."""
    found: dict[str, set[str]] = {}
    for row in reading.of("accepted", "warned"):
        found.setdefault(row.sheet, set()).add(row.unit_id)
    return found


def unread(reading: FiguresReading) -> dict[str, str]:
    return {one.name: one.why for one in reading.unread}


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
def test_lists_of_indicators_of_each_unit_are_read_together(tmp_path: Path, write: Any) -> None:
    sheets = {"A": rows(ONE), "B": rows(TWO, 1), "C": rows(THREE, 2), "D": rows(FOUR, 3)}
    reading = read(tmp_path, "F4", sheets, write=write)
    assert taken(reading) == {"A": {"u01"}, "B": {"u02"}, "C": {"u03"}, "D": {"u07"}}
    assert [row.values["E07"] for row in reading.rows if "E07" in row.values] == [3, 4, 5, 6]
    assert {row.status for row in reading.rows} == {"accepted"}  # the units are certain
    assert (reading.remarks, reading.unread) == ((), ())
    assert reading.rows[3].place == "B: 5"
    assert reading.json()["rows"][3]["sheet"] == "B"


def test_sheets_with_one_row_each_are_read_together(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", {n: upright(u) for n, u in (("A", ONE), ("B", TWO))})
    assert taken(reading) == {"A": {"u01"}, "B": {"u02"}}
    assert len(reading.of("accepted")) == 2


def test_slips_lying_sideways_are_read_together_and_the_guide_is_told(tmp_path: Path) -> None:
    sheets = {"HƯỚNG DẪN": GUIDE, "A": slip(ONE), "B": slip(TWO, 60), "C": slip(FOUR, 70)}
    reading = read(tmp_path, "F1", sheets)
    assert taken(reading) == {"A": {"u01"}, "B": {"u02"}, "C": {"u07"}}
    assert [row.values["A01"] for row in reading.rows] == [50, 60, 70]
    assert unread(reading) == {"HƯỚNG DẪN": "không có bảng số liệu của biểu F1"}
    told = [row.source_row for row in reading.ignored_rows if row.sheet == "HƯỚNG DẪN"]
    assert told == [1, 2, 3]
    assert reading.json()["unread_sheets"][0]["sheet"] == "HƯỚNG DẪN"


def test_the_unit_above_a_table_of_one_row_without_names_is_its_unit(tmp_path: Path) -> None:
    text = "Đơn vị: {}\nTHÁNG 10/2026\n\nTổng số CNVCLĐ|Trong đó nữ|Tổng số đoàn viên\n50|20|40"
    reading = read(tmp_path, "F1", {"A": text.format(ONE), "B": text.format(TWO)})
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        ("u01", "accepted"), ("u02", "accepted"),
    ]  # fmt: skip


@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_of_sums_is_compared_with_the_units_sheets(tmp_path: Path, first: bool) -> None:
    sheets = {"A": rows(ONE), "B": rows(TWO, 1), "C": rows(THREE, 2)}
    sums = {"Tổng hợp": summed(12, 7, 123)}
    reading = read(tmp_path, "F4", sums | sheets if first else sheets | sums)
    assert set(taken(reading)) == {"A", "B", "C"}
    assert [(one.sheet, one.indicator, one.declared, one.computed)
            for one in reading.control_totals] == [
        ("Tổng hợp", "E07", 12, 12), ("Tổng hợp", "G02", 7, 6), ("Tổng hợp", "F01L", 123, 123),
    ]  # fmt: skip
    why = {row.place: row.why for row in reading.ignored_rows}
    assert why["Tổng hợp: 5"] == "dòng cộng của 3 trang"


def test_a_list_stands_before_the_sheets_of_its_units_and_is_compared(tmp_path: Path) -> None:
    sheets = {"Tổng hợp": listed(ONE, TWO, THREE), "A": slip(ONE), "B": slip(TWO, 60)}
    reading = read(tmp_path, "F1", sheets)
    assert (reading.sheet, reading.remarks) == ("Tổng hợp", ())
    assert [row.status for row in reading.rows] == ["accepted", "warned", "accepted"]
    assert reading.rows[1].reasons == ("Trang “B” của đơn vị ghi khác: A01 60.",)
    assert set(unread(reading).values()) == {"ghi đơn vị đã có ở trang đang đọc"}
    assert reading.sheets == ("Tổng hợp", "A", "B")


def test_months_of_one_unit_are_told_apart_by_name_or_title(tmp_path: Path) -> None:
    named = {"T8": rows(ONE, title="SỐ LIỆU"), "T9": rows(ONE, 1, "SỐ LIỆU"),
             "T10": rows(ONE, 2, "SỐ LIỆU")}  # fmt: skip
    titled = {name: rows(ONE, at, f"SỐ LIỆU THÁNG {8 + at}/2026")
              for at, name in enumerate(("một", "hai", "ba"))}  # fmt: skip
    for sheets in (named, titled):
        reading = read(tmp_path, "F4", sheets)
        assert (reading.sheet, reading.rows[0].values) == (list(sheets)[2], {"E07": 5})
        assert unread(reading) == dict.fromkeys(list(sheets)[:2], "ghi kỳ khác")
        assert {row.status for row in reading.rows} == {"accepted"}
    reading = read(tmp_path, "F1", {"T9": listed(ONE, TWO, month=9), "T10": listed(ONE, TWO)})
    assert (reading.sheet, unread(reading)) == ("T10", {"T9": "ghi kỳ khác"})


def test_a_hidden_sheet_of_another_unit_is_not_read_but_named(tmp_path: Path) -> None:
    sheets = {"A": rows(ONE), "B": rows(TWO), "Cất": rows(THREE)}
    reading = read(tmp_path, "F4", sheets, hidden="Cất")
    assert (set(taken(reading)), unread(reading)) == ({"A", "B"}, {"Cất": "trang ẩn"})
    assert "“Cất”" in reading.remarks[0]
    alone = read(tmp_path, "F4", sheets, Corrections(sheet="Cất"), hidden="Cất")
    assert {row.unit_id for row in alone.of("accepted")} == {"u03"}
    assert alone.sheets == ("A", "B", "Cất")


@pytest.mark.parametrize(("form", "codes"), [("F1", {"A01", "A01N", "A03", "A03N"}),
                                             ("F3", {"C11", "C23"})])  # fmt: skip
def test_of_two_forms_of_each_unit_those_of_the_form_are_read(
    tmp_path: Path, form: str, codes: set[str]
) -> None:
    moves = "BIẾN ĐỘNG THÁNG 10/2026\n\nTT|Tên đơn vị|Kết nạp mới tại CĐCS đã có|Nghỉ hưu\n1|{}|2|1"
    sheets: dict[str, str] = {}
    for at, name in enumerate((ONE, TWO, THREE)):
        sheets |= {f"{at} F1": upright(name), f"{at} F3": moves.format(name)}
    reading = read(tmp_path, form, sheets)
    assert set(taken(reading)) == {f"{at} {form}" for at in range(3)}
    assert all(set(row.values) == codes for row in reading.rows)
    assert len(reading.unread) == 3


def test_a_second_sheet_of_the_units_with_other_figures_is_named(tmp_path: Path) -> None:
    money = "{}\nTHÁNG 10/2026\nTT|Nội dung|ĐVT|Số lượng\n1|Đối thoại định kỳ|cuộc|1\n" \
            "2|Lượt người được tư vấn pháp luật|lượt người|4"  # fmt: skip
    sheets = {"A": rows(ONE), "A2": money.format(ONE), "B": rows(TWO), "B2": money.format(TWO)}
    reading = read(tmp_path, "F4", sheets)
    assert set(taken(reading)) == {"A", "B"}
    assert "“A2”, “B2”" in reading.remarks[0]


def test_a_form_whose_name_was_forgotten_is_not_taken(tmp_path: Path) -> None:
    reading = read(tmp_path, "F4", {"một": rows(ONE), TWO: rows(ONE, 5), "ba": rows(THREE)})
    assert taken(reading) == {"ba": {"u03"}}
    refused = reading.of("refused")
    assert len(refused) == 6
    assert "còn có số khác ở trang" in refused[0].reasons[0]
    assert any("Tên trang" in one for one in refused[3].reasons)
    put_right = Corrections(units={(TWO, 5): "u02"})
    reading = read(tmp_path, "F4", {"một": rows(ONE), TWO: rows(ONE, 5), "ba": rows(THREE)},
                   put_right)  # fmt: skip
    assert taken(reading) == {"một": {"u01"}, TWO: {"u02"}, "ba": {"u03"}}
    assert {row.status for row in reading.rows} == {"accepted"}


def test_drafts_are_left_and_copies_taken_once(tmp_path: Path) -> None:
    sheets = {"A": upright(ONE), "A nháp": upright(ONE, 44), "B": upright(TWO),
              "B (2)": upright(TWO)}  # fmt: skip
    reading = read(tmp_path, "F1", sheets)
    assert taken(reading) == {"A": {"u01"}, "B": {"u02"}}
    assert "Dòng lặp lại" in reading.of("refused")[0].reasons[0]
    assert list(unread(reading)) == ["A nháp"]


def test_unknown_units_stay_and_the_sheets_name_may_tell(tmp_path: Path) -> None:
    blank = rows("………").replace("|3\n", "|\n").replace("|1\n", "|\n").replace("|40\n", "|\n")
    sheets = {"Mẫu": blank, "A": rows(ONE), "X": rows("CĐCS Công ty Xa Lạ"), TWO: rows("………", 2)}
    reading = read(tmp_path, "F4", sheets)
    assert taken(reading) == {"A": {"u01"}, TWO: {"u02"}}
    assert {row.unit for row in reading.of("refused")} == {"CĐCS Công ty Xa Lạ"}
    assert "lấy theo tên trang" in reading.of("warned")[0].reasons[0]
    assert unread(reading) == {"Mẫu": "chưa ghi số liệu"}


def test_rows_of_an_uncertain_unit_say_their_sheet(tmp_path: Path) -> None:
    short = "May Quảng Trị"
    reading = read(tmp_path, "F1", {"A": upright(ONE), "B": upright(short), "C": upright(FOUR)})
    told = {row.sheet: row.reasons for row in reading.rows}
    assert told["A"] == told["C"] == ()
    assert told["B"][0] == "Đọc cùng 3 trang; dòng này ở trang “B”."


def test_lists_with_a_unit_in_common_are_not_joined_unasked(tmp_path: Path) -> None:
    sheets = {"Cụm 1": listed(ONE, TWO), "Cụm 2": listed(TWO, THREE, FOUR)}
    reading = read(tmp_path, "F1", sheets)
    assert (reading.sheet, reading.alike) == ("Cụm 2", ("Cụm 1", "Cụm 2"))
    assert "“Cụm 1”" in reading.remarks[0]


def test_a_correction_of_a_row_does_not_change_which_sheets_are_read(tmp_path: Path) -> None:
    sheets = {"Cụm 1": listed(ONE, TWO), "Cụm 2": listed(TWO, THREE, FOUR)}
    told = Corrections(units={4: "u13"})
    reading = read(tmp_path, "F1", sheets, told)
    assert (reading.sheet, reading.rows[0].unit_id) == ("Cụm 2", "u13")


def test_the_name_of_a_unit_is_told_as_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "F4", {"A": rows(ONE.upper()), "B": rows("CĐCS THCS Số 2")})
    assert [row["unit"] for row in reading.json()["rows"]][::3] == [ONE.upper(), "CĐCS THCS Số 2"]


def test_the_words_of_its_kind_above_the_name_of_a_union_are_no_indicator(tmp_path: Path) -> None:
    path = tmp_path / "phiếu.xlsx"
    write_xlsx(path, [sheet(
        "CÔNG ĐOÀN CƠ SỞ\nTRƯỜNG THCS SỐ 1\n\nPHIẾU BÁO SỐ LIỆU THÁNG 10/2026\n\n"
        "1. Tổng số CNVCLĐ:||50 người\n   Trong đó nữ:||30 người\n2. Tổng số đoàn viên:||45 người"
    )])  # fmt: skip
    reading = read_case(Case("phiếu", []), path)
    assert [(row.unit_id, dict(row.values)) for row in reading.rows] == [
        ("u01", {"A01": 50}), ("u01", {"A01N": 30}), ("u01", {"A03": 45}),
    ]  # fmt: skip
