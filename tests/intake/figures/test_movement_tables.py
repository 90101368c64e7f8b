"""Tables of movements as offices lay them out: women behind each, sums beside parts, no groups."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE = "CĐCS Trường THCS Số 1"


def roles(folder: Path, headings: Sequence[str], form: str = "F3") -> list[str | None]:
    """Return what the columns behind the unit are taken for; "A > B" is a heading below another."""
    from openpyxl import load_workbook

    path = folder / "bảng.xlsx"
    paths = [heading.split(" > ") for heading in headings]
    deep = max(map(len, paths))
    rows = ["|".join(["TT", "Đơn vị"] if not level else ["", ""])
            + "".join(f"|{one[level] if level < len(one) else ''}" for one in paths)
            for level in range(deep)]  # fmt: skip
    numbers = "|".join(str(at + 11) for at in range(len(paths)))
    write_xlsx(path, [sheet("\n".join([*rows, f"1|{ONE}|{numbers}"]))])
    if deep > 1:
        book = load_workbook(path)
        table = book.active
        for at in (1, 2):
            table.merge_cells(start_row=1, end_row=deep, start_column=at, end_column=at)
        at = 0
        while at < len(paths):
            alike = at
            while alike + 1 < len(paths) and paths[alike + 1][0] == paths[at][0] and (
                len(paths[at]) > 1
            ):  # fmt: skip
                alike += 1
            if len(paths[at]) == 1:
                table.merge_cells(start_row=1, end_row=deep, start_column=at + 3, end_column=at + 3)
            elif alike > at:
                table.merge_cells(start_row=1, end_row=1, start_column=at + 3, end_column=alike + 3)
            at = alike + 1
        book.save(path)
    reading = read_case(Case("", [], form=form), path)
    found = {column.letter: column.role for column in reading.columns}
    return [found.get(chr(ord("C") + at)) for at in range(len(paths))]


def test_women_behind_a_movement_are_its_own_however_they_are_called(tmp_path: Path) -> None:
    told = roles(tmp_path, [
        "ĐVCĐ đầu tháng", "ĐVCĐ kết nạp mới", "Trong đó nữ ĐVCĐ", "ĐVCĐ nghỉ hưu",
        "Trong đó nữ ĐVCĐ", "ĐVCĐ chấm dứt HĐLĐ", "ĐVCĐ cuối tháng",
    ])  # fmt: skip
    assert told[1:6] == ["C11", "C11N", "C23", "C23N", "C24"]


def test_unions_with_women_behind_them_are_their_members(tmp_path: Path) -> None:
    told = roles(tmp_path, [
        "Giảm > Nghỉ hưu", "Giảm > Trong đó nữ", "Giảm > Bàn giao CĐCS", "Giảm > Trong đó nữ",
        "Giảm > CĐCS giải thể", "Giảm > Trong đó nữ",
    ])  # fmt: skip
    assert told == ["C23", "C23N", "C27", "C27N", "C28", "C28N"]


@pytest.mark.parametrize(
    ("dissolved", "end", "code"),
    [
        ("CĐCS giải thể", "Giảm khác", "C28"),
        ("CĐCS giải thể", "Đoàn viên cuối kỳ", "C28"),
        ("CĐCS giải thể (số CĐCS)", "Giảm khác", "B03"),
        ("CĐCS giải thể", "Ghi chú", "B03"),
    ],
)
def test_a_dissolved_union_among_flat_movements_is_its_members(
    tmp_path: Path, dissolved: str, end: str, code: str
) -> None:
    told = roles(tmp_path, ["Đoàn viên đầu kỳ", "Kết nạp mới", "Nghỉ hưu", dissolved, end])
    assert told[1:4] == ["C11", "C23", code]


def test_a_sum_beside_its_parts_is_none_of_them(tmp_path: Path) -> None:
    told = roles(tmp_path, [
        "Kết nạp mới > CĐCS đã có", "Kết nạp mới > CĐCS TL mới", "Kết nạp mới > Cộng", "Nghỉ hưu",
    ])  # fmt: skip
    assert told == ["C11", "C12", None, "C23"]


def test_old_unions_are_not_the_new_ones(tmp_path: Path) -> None:
    told = roles(tmp_path, [
        "Phát triển đoàn viên > Tại CĐCS đã thành lập",
        "Phát triển đoàn viên > Tại CĐCS mới thành lập", "Nghỉ hưu",
    ])  # fmt: skip
    assert told == ["C11", "C12", "C23"]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Thôi việc theo NĐ 178/2024", "C24"),
        ("Nghỉ theo NĐ 178", None),
        ("Giảm khác (c7)", "C30"),
        ("Nghỉ hưu / hết tuổi lao động", "C23"),
        ("Chuyển đi (trong ngành, trong tỉnh)", "C21"),
    ],
)
def test_decrees_marks_and_asides_of_headings(
    tmp_path: Path, heading: str, code: str | None
) -> None:
    told = roles(tmp_path, ["Kết nạp mới", "Từ trần", heading, "Xin ra khỏi CĐ"])
    assert told == ["C11", "C26", code, "C25"]


@pytest.mark.parametrize(
    ("group", "heading", "code"),
    [
        ("Công nhân ra khỏi danh sách", "Chuyển về tỉnh khác sinh hoạt", "C22"),
        ("ĐV giảm tháng 10", "Cán bộ luân chuyển đến cơ quan trong tỉnh", "C21"),
        ("Nhân sự", "Cán bộ luân chuyển đến cơ quan trong tỉnh", None),
        ("Đoàn viên", "Sáp nhập CĐCS", None),
    ],
)
def test_the_group_over_a_movement_tells_its_direction_and_whose_it_is(
    tmp_path: Path, group: str, heading: str, code: str | None
) -> None:
    told = roles(
        tmp_path, ["Kết nạp mới", "Từ trần", f"{group} > {heading}", f"{group} > Nghỉ hưu"]
    )
    assert told[:3] == ["C11", "C26", code]


def test_what_was_forgotten_among_joiners_came_otherwise(tmp_path: Path) -> None:
    told = roles(tmp_path, [
        "Công nhân vào CĐ > Vào CĐ ở công ty đã có CĐCS",
        "Công nhân vào CĐ > Ghi sót nay bổ sung", "Nghỉ hưu", "Từ trần",
    ])  # fmt: skip
    assert told == ["C11", "C16", "C23", "C26"]


def test_a_group_of_workers_and_members_tells_nothing_of_one(tmp_path: Path) -> None:
    told = roles(tmp_path, [
        "Lao động, đoàn viên > CNVCLĐ", "Lao động, đoàn viên > Đoàn viên",
        "Tổng hợp chung > Nữ đoàn viên", "Ghi chú",
    ], form="F1")  # fmt: skip
    assert told == ["A01", "A03", "A03N", "note"]


@pytest.mark.parametrize(
    ("form", "told"),
    [("F1", [None, "A01", "A03", "A03N"]), ("F4", ["A02", "A01", "A03", "D12"])],
)
def test_workers_of_the_area_are_not_those_of_unions(
    tmp_path: Path, form: str, told: list[str | None]
) -> None:
    last = {"F1": "Trong đó nữ", "F4": "Đối thoại định kỳ"}[form]
    headings = ["Tổng số LĐ trên địa bàn", "Tổng số LĐ nơi có tổ chức CĐ", "Số đoàn viên", last]
    assert roles(tmp_path, headings, form=form) == told


def test_the_end_of_this_period_is_the_period_s(tmp_path: Path) -> None:
    told = roles(tmp_path, ["Số CNVCLĐ cuối kỳ này", "Số đoàn viên cuối kỳ này"], form="F1")
    assert told == ["A01", "A03"]


def test_the_beginning_of_the_period_is_the_opening_wherever_it_stands(tmp_path: Path) -> None:
    from desktop.intake.figures.result import ReadColumn

    path = tmp_path / "bảng.xlsx"
    head = "TT|Đơn vị|Kết nạp mới|Nghỉ hưu|ĐV cuối tháng 10|{opening}\n"
    two, three = "CĐCS Trường THCS Số 2", "CĐCS Công ty TNHH May Phú Gia"
    row = f"1|{ONE}|3|1|30|20\n2|{two}|0|1|11|12\n3|{three}|0|1|4|5"

    def read(opening: str) -> tuple[ReadColumn, list[str]]:
        write_xlsx(path, [sheet(head.format(opening=opening) + row)])
        reading = read_case(Case("", [], form="F3"), path)
        return reading.columns[-1], [*reading.rows[0].reasons]

    column, reasons = read("ĐV đầu tháng 10")
    assert not column.unclear
    assert reasons == ["Đầu kỳ + tăng − giảm là 22, cuối kỳ ghi 30."]
    column, reasons = read("ĐV đầu tháng 9")
    assert not any("Đầu kỳ" in why for why in reasons)


def test_movements_under_whose_they_are_need_no_look(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "bảng.xlsx"
    text = (
        "TT|Đơn vị|Công đoàn cơ sở||Đoàn viên|||\n"
        "||Thành lập mới|Giải thể|Kết nạp ở CĐCS đã có|Kết nạp qua thành lập CĐCS|Nghỉ hưu|"
        f"CĐCS giải thể\n1|{ONE}|1|0|2|3|4|5"
    )
    write_xlsx(path, [sheet(text)])
    book = load_workbook(path)
    book.active.merge_cells("C1:D1")
    book.active.merge_cells("E1:H1")
    book.save(path)
    (row,) = read_case(Case("", [], form="F3"), path).rows
    assert row.values == {"B01": 1, "B03": 0, "C11": 2, "C12": 3, "C23": 4, "C28": 5}
    assert not any("Hiểu cột" in why for why in row.reasons)


def test_those_recommended_to_the_party_are_not_those_it_admits(tmp_path: Path) -> None:
    told = roles(tmp_path, ["GT ĐV ưu tú cho Đảng", "Tin bài tuyên truyền"], form="F4")
    assert told == ["M01", "F05"]


def test_a_measure_in_brackets_goes_before_whose_it_is(tmp_path: Path) -> None:
    told = roles(tmp_path, ["CĐCS tổ chức VHVN-TDTT (cuộc)", "Tin bài tuyên truyền"], form="F4")
    assert told == ["F07", "F05"]


@pytest.mark.parametrize(
    ("group", "warned"), [("Tuyên truyền, học tập NQ", False), ("Sinh hoạt, tuyên truyền PL", True)]
)
def test_those_who_came_to_what_a_group_names_need_no_look(
    tmp_path: Path, group: str, warned: bool
) -> None:
    path = tmp_path / "bảng.xlsx"
    head = f"TT|Đơn vị|{group}||Tin bài tuyên truyền\n||Số buổi|Lượt người dự|\n"
    write_xlsx(path, [sheet(f"{head}1|{ONE}|2|40|1")])
    (row,) = read_case(Case("", [], form="F4"), path).rows
    assert row.values == {"F01": 2, "F01L": 40, "F05": 1}
    assert any("F01L" in why for why in row.reasons) is warned


@pytest.mark.parametrize("numbers", ["", "A|B|1|2|3|4|5\n", "[1]|[2]|[3]|[4]|[5]|[6]|[7]\n"])
def test_numbers_of_columns_spread_no_heading_over_them(tmp_path: Path, numbers: str) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "bảng.xlsx"
    head = "TT|Đơn vị|Tăng|||Giảm|\n||Kết nạp ĐV mới||Tiếp nhận CĐCS|Nghỉ hưu|Thôi việc\n"
    text = f"{head}||Năm 2025|Năm 2026|||\n{numbers}1|{ONE}|7|8|2|4|9"
    write_xlsx(path, [sheet(text)])
    book = load_workbook(path)
    for span in ("A1:A3", "B1:B3", "C1:E1", "F1:G1", "C2:D2", "E2:E3", "F2:F3", "G2:G3"):
        book.active.merge_cells(span)
    book.save(path)
    (row,) = read_case(Case("", [], form="F3"), path).rows
    assert {code: row.values.get(code) for code in ("C15", "C23", "C24")} == {
        "C15": 2, "C23": 4, "C24": 9,
    }  # fmt: skip


def test_a_movement_may_bear_the_sign_of_its_side(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "Đơn vị;Kết nạp mới;Nghỉ hưu;Giảm do thôi việc\n"
        f"{ONE};+3;-2;0\nCĐCS Trường THCS Số 2;-4;+1;−0\n", encoding="utf-8")  # fmt: skip
    first, second = read_case(Case("", [], form="F3"), path).rows
    assert (first.status, dict(first.values)) == ("warned", {"C11": 3, "C23": 2, "C24": 0})
    assert first.reasons == ("C2: dấu trừ dưới cột giảm: lấy 2.",)
    assert second.values.get("C11") is second.values.get("C23") is None
    assert second.reasons[-2:] == ("B3: “-4” không phải số đếm.", "C3: “+1” không phải số đếm.")


def test_headings_over_the_first_of_their_two_parts_stay_there(tmp_path: Path) -> None:
    over = ("Đầu kỳ", "Kết nạp mới", "Chuyển đến trong tỉnh", "Chuyển đi trong tỉnh", "Nghỉ hưu",
            "Thôi việc", "Cuối kỳ")  # fmt: skip
    path = tmp_path / "bảng.csv"
    path.write_text("\n".join((
        "TT;Trường;" + ";;".join(over) + ";", ";;" + ";".join(("Tổng;Nữ",) * len(over)),
        f"1;{ONE};29;19;3;2;4;1;1;0;2;1;0;0;33;21",
    )), encoding="utf-8")  # fmt: skip
    reading = read_case(Case("", [], form="F3"), path)
    assert reading.rows[0].values == {
        "C11": 3, "C11N": 2, "C13": 4, "C13N": 1, "C21": 1, "C21N": 0, "C23": 2, "C23N": 1,
        "C24": 0, "C24N": 0,
    }  # fmt: skip


@pytest.mark.parametrize("heading", [
    "Giảm (các lý do)", "Giảm do các nguyên nhân", "ĐV giảm (mọi lý do)", "Tổng giảm",
])  # fmt: skip
@pytest.mark.parametrize("level", ["", " > T10"])
def test_a_sum_of_movements_without_a_reason_is_told_of(
    tmp_path: Path, heading: str, level: str
) -> None:
    path = tmp_path / "bảng.xlsx"
    head = [["Đơn vị", "Kết nạp mới" + level, heading + level]]
    rows = [[cell.split(" > ")[0] for cell in head[0]]]
    if level:
        rows.append(["", "T10", "T10"])
    rows.append([ONE, "4", "2"])
    write_xlsx(path, [sheet("\n".join("|".join(row) for row in rows))])
    reading = read_case(Case("", [], form="F3"), path)
    assert reading.rows[0].values == {"C11": 4}
    assert "không rõ lý do" in reading.rows[0].reasons[0]
    assert [column.letter for column in reading.columns if column.unclear] == ["C"]


def test_a_sum_beside_its_reasons_is_compared_and_no_more(tmp_path: Path) -> None:
    told = roles(
        tmp_path, ["Kết nạp mới", "Giảm (các lý do) > Nghỉ hưu", "Giảm (các lý do) > Cộng"]
    )
    assert told == ["C11", "C23", None]


def test_numbers_under_words_of_reasons_are_no_notes(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    text = f"Đơn vị|Kết nạp mới|Số giảm (ghi chung)\n{ONE}|4|2\n"
    write_xlsx(path, [sheet(text)])
    reading = read_case(Case("", [], form="F3"), path)
    assert any("C2" in reason for reason in reading.rows[0].reasons)
    assert all(column.role != "note" for column in reading.columns)


def test_words_under_a_heading_of_reasons_stay_a_note(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet(f"Đơn vị|Kết nạp mới|Ghi chú\n{ONE}|4|đủ hồ sơ\n")])
    reading = read_case(Case("", [], form="F3"), path)
    assert [column.role for column in reading.columns] == ["unit", "C11", "note"]
