"""Columns and rows whose meaning only what stands beside them tells: taken, and said."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, text: str, *merged: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(text)])
    if merged:
        from openpyxl import load_workbook

        book = load_workbook(path)
        for place in merged:
            book.active.merge_cells(place)
        book.save(path)
    return read_case(Case("", []), path)


def test_two_columns_of_women_behind_both_wholes_are_theirs_in_order(tmp_path: Path) -> None:
    reading = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|Đoàn viên|Nữ|Nữ\n1|{ONE}|56|34|25|10")
    (row,) = reading.rows
    assert row.values == {"A01": 56, "A03": 34, "A01N": 25, "A03N": 10}
    assert (row.status, len(row.reasons)) == ("warned", 2)


def test_a_third_column_of_women_leaves_all_open(tmp_path: Path) -> None:
    reading = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|Đoàn viên|Nữ|Nữ|Nữ\n1|{ONE}|56|34|25|10|8")
    (row,) = reading.rows
    assert row.status == "warned"
    assert not {"A01N", "A03N"} & {code for code, value in row.values.items() if value is not None}


def test_members_admitted_so_far_are_the_members_where_none_else_are_told(tmp_path: Path) -> None:
    said = "Số đoàn viên CĐ đã kết nạp (tính đến 31/10/2026)"
    (row,) = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|{said}\n1|{ONE}|56|34").rows
    assert (row.values, row.status) == ({"A01": 56, "A03": 34}, "warned")
    (row,) = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|ĐV đã kết nạp trong tháng\n1|{ONE}|56|34").rows
    assert row.values == {"A01": 56}
    (row,) = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|Đoàn viên|{said}\n1|{ONE}|56|34|34").rows
    assert row.values == {"A01": 56, "A03": 34}


def test_workers_who_are_no_members_are_understood_and_not_asked(tmp_path: Path) -> None:
    text = f"TT|Tên CĐCS|CNVCLĐ|Đoàn viên|Số CNLĐ chưa là đoàn viên\n1|{ONE}|56|34|22"
    (row,) = read(tmp_path, text).rows
    assert (row.values, row.status) == ({"A01": 56, "A03": 34}, "accepted")


@pytest.mark.parametrize(("second", "value"), [("24", 41), ("48", None)])
def test_the_first_column_under_a_merged_heading_is_the_whole(
    tmp_path: Path, second: str, value: int | None
) -> None:
    text = f"TT|Tên CĐCS|CNVCLĐ| |Đoàn viên\n1|{ONE}|56|25|34\n2|{TWO}|41|{second}|30"
    rows = read(tmp_path, text, "C1:D1").rows
    assert [row.values.get("A01") for row in rows] == [56 if value else None, value]
    assert {row.status for row in rows} == {"warned"}


@pytest.mark.parametrize("months", [("09/2026", "10/2026"), ("9", "10"), ("Tháng 9", "Tháng 10")])
def test_rows_of_another_month_are_left_out(tmp_path: Path, months: tuple[str, str]) -> None:
    first, second = months
    text = f"TT|Tên CĐCS|Tháng|CNVCLĐ\n1|{ONE}|{first}|51\n |{ONE}|{second}|56\n2|{TWO}|{first}|41"
    reading = read(tmp_path, text)
    told = [(row.source_row, row.status, row.values) for row in reading.rows]
    assert told == [(3, "accepted", {"A01": 56}), (4, "refused", {"A01": None})]
    assert (2, "dòng của kỳ khác") in {(row.source_row, row.why) for row in reading.ignored_rows}


def test_figures_two_rows_of_a_union_agree_in_are_taken(tmp_path: Path) -> None:
    head = "TT|Tên CĐCS|CNVCLĐ|Nữ|Đoàn viên|Nữ"
    rows = read(tmp_path, f"{head}\n1|{ONE}|41|24|34|21\n2|Trường THCS Số 1|41|24|30|21").rows
    assert [(row.status, row.values) for row in rows] == [
        ("warned", {"A01": 41, "A01N": 24, "A03": None, "A03N": 21}),
        ("refused", {"A01": 41, "A01N": 24, "A03": 30, "A03N": 21}),
    ]
    rows = read(tmp_path, f"{head}\n1|{ONE}|41|24|34|21\n2|Trường THCS Số 1|40|23|34|21").rows
    assert {row.status for row in rows} == {"refused"}


def test_names_below_the_kind_of_their_group(tmp_path: Path) -> None:
    text = (
        "TT|Tên CĐCS|CNVCLĐ\n |Khối THCS|\n1|Số 1|40\n2|Số 2|30\n"
        " |Khối tiểu học|\n3|Số 1|20\n4|Số 2|10"
    )
    told = [(row.unit, row.unit_id, row.status) for row in read(tmp_path, text).rows]
    assert told == [
        ("Số 1", "u01", "accepted"), ("Số 2", "u02", "accepted"),
        ("Số 1", "u03", "accepted"), ("Số 2", "u04", "accepted"),
    ]  # fmt: skip


def test_a_row_that_shows_how_to_fill_in_is_none(tmp_path: Path) -> None:
    text = f"TT|Tên CĐCS|CNVCLĐ\nVD|CĐCS Trường Ví dụ|30\n1|{ONE}|40\n |Tổng cộng|40"
    reading = read(tmp_path, text)
    assert [row.source_row for row in reading.rows] == [3]
    assert [total.match for total in reading.control_totals] == [True]
    assert {row.why for row in reading.ignored_rows if row.source_row == 2} == {"dòng mẫu"}


def test_a_number_beside_a_full_row_slips_nothing(tmp_path: Path) -> None:
    head = "TT|Tên CĐCS|CNVCLĐ|Đoàn viên|Ghi chú\n"
    text = f"{head}1|{ONE}|40|30| |12\n2|{TWO}|50|35|\n3|{TWO} B|50|35|"
    assert read(tmp_path, text).rows[0].values == {"A01": 40, "A03": 30}


def test_a_company_with_initials_is_no_group(tmp_path: Path) -> None:
    text = f"TT|Tên CĐCS|CNVCLĐ\n |V.S Industry|30\n1|{ONE}|40\n2|{TWO}|50"
    assert [row.source_row for row in read(tmp_path, text).rows] == [2, 3, 4]


def test_feasts_in_a_heading_are_no_time(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(f"TT;Đơn vị;Hoạt động nữ công 8/3\n1;{ONE};2\n", encoding="utf-8")
    (row,) = read_case(Case("", [], form="F4"), path).rows
    assert (row.status, row.values) == ("accepted", {"L02": 2})


def test_headings_in_english(tmp_path: Path) -> None:
    head = "No|Company|Total employees|Female employees|Union members|Female members"
    text = f"{head}\n1|{ONE}|40|30|35|25"
    (row,) = read(tmp_path, text).rows
    assert row.values == {"A01": 40, "A01N": 30, "A03": 35, "A03N": 25}


def test_unions_between_movements_of_members_are_their_members(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        f"TT;Đơn vị;Giảm;;\n;;Nghỉ hưu;Thôi việc;CĐCS giải thể\n1;{ONE};1;2;9\n", encoding="utf-8"
    )
    (row,) = read_case(Case("", [], form="F3"), path).rows
    assert (row.status, row.values) == ("warned", {"C23": 1, "C24": 2, "C28": 9})


def test_a_column_that_may_be_what_the_sheet_lacks_is_told_in_its_rows(tmp_path: Path) -> None:
    head = "TT|Tên CĐCS|CNVCLĐ|Đoàn viên"
    (row,) = read(tmp_path, f"{head}|Nữ thanh niên\n1|{ONE}|40|30|12").rows
    assert (row.status, row.reasons) == (
        "warned", ("E2: chưa hiểu cột “Nữ thanh niên”, số ở đó không được nhận.",)
    )  # fmt: skip
    (row,) = read(tmp_path, f"{head}|Trình độ\n1|{ONE}|40|30|12").rows
    assert row.status == "accepted"


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Tăng > Từ đơn vị khác trong tỉnh", "C13"), ("Tăng > Tiếp nhận", None),
        ("Tăng > Khác", "C16"), ("Tăng > Từ đơn vị khác", None),
    ],
)  # fmt: skip
def test_other_increases_are_those_called_so(
    tmp_path: Path, heading: str, code: str | None
) -> None:
    group, leaf = heading.split(" > ")
    path = tmp_path / "bảng.csv"
    path.write_text(f"TT;Đơn vị;{group}\n;;{leaf}\n1;{ONE};3\n", encoding="utf-8")
    try:
        (row,) = read_case(Case("", [], form="F3"), path).rows
    except Refusal:
        assert code is None
    else:
        assert row.values == {code: 3}


def test_money_where_others_have_counts_is_a_slipped_row(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    head = "Đơn vị|Thăm hỏi (lượt)|Kinh phí thăm hỏi của CĐ (đồng)|Buổi tuyên truyền"
    rows = f"{ONE}|3|600000|2\n{TWO}| |4|800000\nCĐCS Trường Tiểu học Số 1|1|300000|1"
    write_xlsx(path, [sheet(f"{head}\n{rows}")])
    told = [row.status for row in read_case(Case("", [], form="F4"), path).rows]
    assert told == ["accepted", "refused", "accepted"]


def test_the_column_of_most_names_is_the_units(tmp_path: Path) -> None:
    rows = "1|Trường THCS|Số 1|40\n2|Trường THCS|Số 2|30\n3|Trường Tiểu học|Số 1|20"
    told = read(tmp_path, f"TT|Loại hình đơn vị|Tên đơn vị|CNVCLĐ\n{rows}").rows
    assert [row.unit_id for row in told] == ["u01", "u02", "u03"]


def test_a_heading_over_several_groups_is_their_sum(tmp_path: Path) -> None:
    rows = (
        f"A|Khu vực nhà nước|110\nI|Khối trường|90\n1|{ONE}|40\n2|{TWO}|50\n"
        "II|Khối tiểu học|20\n1|CĐCS Trường Tiểu học Số 1|20\n |Tổng|110"
    )
    reading = read(tmp_path, f"TT|Đơn vị|CNVCLĐ\n{rows}")
    assert [(row.source_row, row.status) for row in reading.rows] == [
        (4, "accepted"), (5, "accepted"), (7, "accepted"),
    ]  # fmt: skip
    assert [total.match for total in reading.control_totals] == [True]


def test_staff_on_the_payroll_are_not_all_workers(tmp_path: Path) -> None:
    head = "STT|Tên CĐCS|Biên chế|Hợp đồng|Tổng LĐ|Đoàn viên"
    (row,) = read(tmp_path, f"{head}\n1|{ONE}|30|10|40|30").rows
    assert row.values == {"A01": 40, "A03": 30}


@pytest.mark.parametrize(
    ("heading", "workers"),
    [("Biên chế + HĐ", 40), ("Tổng biên chế và hợp đồng", 40), ("HĐLĐ + biên chế", 40),
     ("Biên chế + HĐ 68", None), ("HĐ 68 + HĐ 111", None), ("Biên chế", None)],
)  # fmt: skip
def test_one_column_of_both_kinds_of_workers_is_all_of_them(
    tmp_path: Path, heading: str, workers: int | None
) -> None:
    text = f"STT|Tên CĐCS|{heading}|Trong đó nữ|Đoàn viên|Nữ\n1|{ONE}|40|20|30|15"
    (row,) = read(tmp_path, text).rows
    told = {"A01": 40, "A01N": 20} if workers else {}
    assert (row.values, row.status) == ({**told, "A03": 30, "A03N": 15}, "warned")
    assert any("hiểu là tất cả CNVCLĐ" in why for why in row.reasons) is bool(workers)


@pytest.mark.parametrize(("told", "workers"), [("41", 41), ("42", None)])
def test_the_column_that_adds_up_those_before_it_is_the_whole(
    tmp_path: Path, told: str, workers: int | None
) -> None:
    text = (f"TT|Tên CĐCS|CBQL|Giáo viên|Nhân viên|Cộng CBGVNV|Nữ|Đoàn viên\n"
            f"1|{ONE}|2|19|3|24|14|20\n2|{TWO}|2|36|3|{told}|9|30")  # fmt: skip
    one, two = read(tmp_path, text).rows
    assert (one.values.get("A01"), two.values.get("A01")) == ((24, 41) if workers else (None, None))
    assert one.status == ("accepted" if workers else "warned")


def test_women_before_each_whole_are_its_own(tmp_path: Path) -> None:
    text = f"TT|Tên CĐCS|Nữ|CNVCLĐ|Nữ|Đoàn viên\n1|{ONE}|20|40|15|30"
    (row,) = read(tmp_path, text).rows
    assert row.values == {"A01N": 20, "A01": 40, "A03N": 15, "A03": 30}
    assert row.status == "warned"
    (row,) = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|Nữ|Đoàn viên|Nữ\n1|{ONE}|40|20|30|15").rows
    assert (row.status, row.values) == ("accepted", {"A01": 40, "A01N": 20, "A03": 30, "A03N": 15})


@pytest.mark.parametrize(
    ("heads", "figures", "merged"),
    [
        ("Biên chế|Hợp đồng|Tổng cộng|Nữ|Đoàn viên", "50|6|56|25|34", ()),
        ("Biên chế| |Hợp đồng| |Tổng số| |Đoàn viên", "50|23|6|2|56|25|34",
         ("C1:D1", "E1:F1", "G1:H1")),
    ],
)  # fmt: skip
def test_the_sum_of_all_kinds_of_workers_is_all_of_them(
    tmp_path: Path, heads: str, figures: str, merged: tuple[str, ...]
) -> None:
    below = "||TS|Nữ|TS|Nữ|TS|Nữ|\n" if merged else ""
    (row,) = read(tmp_path, f"TT|Tên CĐCS|{heads}\n{below}1|{ONE}|{figures}", *merged).rows
    assert (dict(row.values), row.status) == ({"A01": 56, "A01N": 25, "A03": 34}, "warned")


def test_the_sum_behind_kinds_of_members_is_not_of_workers(tmp_path: Path) -> None:
    heads = "Đoàn viên|Biên chế|Hợp đồng|Tổng cộng"
    (row,) = read(tmp_path, f"TT|Tên CĐCS|{heads}\n1|{ONE}|56|50|6|56").rows
    assert dict(row.values) == {"A03": 56}


@pytest.mark.parametrize(
    "heads", ["TongSoLD|SoLDNu|TongSoDV|SoDVNu", "TSLD|LDNu|TSDV|DVNu", "SoCNVCLD|CNVCLDNu|DV|DVNu"]
)
def test_names_of_fields_are_words(tmp_path: Path, heads: str) -> None:
    (row,) = read(tmp_path, f"ID|TenDonVi|{heads}|NgayCapNhat\n7|{ONE}|56|25|34|20|").rows
    assert (dict(row.values), row.status) == (
        {"A01": 56, "A01N": 25, "A03": 34, "A03N": 20}, "accepted",
    )  # fmt: skip


@pytest.mark.parametrize("women", ["Trong đó nữ cuối tháng", "Nữ"])
def test_women_of_the_stock_that_movements_end_with_are_only_compared(
    tmp_path: Path, women: str
) -> None:
    path = tmp_path / "biến động.csv"
    path.write_text(
        f"Tên CĐCS;Đầu tháng;Kết nạp mới;Nghỉ hưu;Chuyển đi trong tỉnh;Còn cuối tháng;{women}\n"
        "CĐCS Trường THCS Số 1;30;3;1;0;32;20\n", encoding="utf-8")  # fmt: skip
    reading = read_case(Case("", [], form="F3"), path)
    (row,) = reading.rows
    assert (row.status, row.reasons) == ("accepted", ())
    assert reading.columns[-1].note == "Không nhập ở biểu này; chỉ dùng để đối chiếu."
