"""Tables of work as offices make them: other orders, merged titles, sums, ticks, units."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.intake.sources.workbook import SheetCells, text_of
from desktop.intake.work.work_table import (
    ReadTable,
    read_work_file,
    read_work_sheet,
    read_work_text,
)
from desktop.models.errors import Refusal


def sheet(folder: Path, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    for place in merged:
        page.merge_cells(place)
    path = folder / "bang.xlsx"
    book.save(path)
    return path


def told(table: ReadTable) -> list[tuple[Any, ...]]:
    return [(r.task, r.month, r.due, r.lead, r.partner, r.cost, r.note) for r in table.rows]


def test_columns_are_found_by_their_titles_whatever_their_order(tmp_path: Path) -> None:
    path = sheet(tmp_path, [
        ["CÔNG ĐOÀN XÃ A"], ["LỊCH CÔNG TÁC NĂM 2027"], [],
        ["TT", "Dự kiến kinh phí (triệu đồng)", "Người phụ trách", "Tên nhiệm vụ",
         "Thời hạn hoàn thành", "Đơn vị phối hợp", "Sản phẩm", "Ghi chú"],
        ["Tháng 01"],
        [1, 12.5, "BTV", "Tặng quà Tết", "trước 20/01/2027", "CĐCS", "Kế hoạch", "đợt 1"],
        [2, None, "UBKT", "Kiểm tra quỹ", None, None, None, None],
        ["Cộng tháng 01", 12.5],
        ["Công việc thường xuyên"],
        [3, "theo dự toán", "BTV", "Giao ban", "Hằng tháng", None, None, None],
        ["Tổng cộng", 13],
        [None, None, None, None, "TM. BAN THƯỜNG VỤ"],
    ])  # fmt: skip
    table = read_work_file(path, 2027)
    assert told(table) == [
        ("Tặng quà Tết", 1, "trước 20/01/2027", "BTV", "CĐCS", 12_500_000,
         "đợt 1; Sản phẩm: Kế hoạch"),
        ("Kiểm tra quỹ", 1, "", "UBKT", "", None, ""),
        ("Giao ban", None, "Hằng tháng", "BTV", "", None, "Kinh phí: theo dự toán"),
    ]  # fmt: skip
    verdicts = [line.verdict for line in table.lines]
    assert verdicts == [
        "passed", "accepted", "accepted", "passed", "passed", "doubtful", "doubtful", "passed",
    ]  # fmt: skip
    assert table.lines[6].why.startswith("Dòng cộng ghi 13.000.000 đồng")
    assert table.others == ("Sản phẩm",)


def test_a_month_merged_over_its_rows_counts_for_all_of_them(tmp_path: Path) -> None:
    path = sheet(tmp_path, [
        ["Tháng", "Nội dung", "Thực hiện", "Kinh phí"],
        ["Tháng 3", "Tọa đàm 8/3", "Nữ công", "5.000.000đ"],
        [None, "Hội nghị người lao động", "BTV", "2tr"],
        ["Quý II", "Kiểm tra", "UBKT", None],
        ["cả năm", "Tuyên truyền", "BTV", None],
    ], ("A2:A3",))  # fmt: skip
    rows = read_work_file(path).rows
    assert [(r.month, r.quarter, r.cost) for r in rows] == [
        (3, None, 5_000_000), (3, None, 2_000_000), (None, 2, None), (None, None, None),
    ]  # fmt: skip


def test_a_column_per_month_with_ticks_gives_the_month(tmp_path: Path) -> None:
    months = [f"T{n}" for n in range(1, 13)]

    def ticks(*marked: int) -> list[str | None]:
        return ["x" if n in marked else None for n in range(1, 13)]

    path = sheet(tmp_path, [
        ["STT", "Hoạt động", "Thời gian thực hiện", *[None] * 11, "Chủ trì"],
        [None, None, *months, None],
        [1, "Hội thao", *ticks(7), "BTV"],
        [2, "Kiểm tra quý", *ticks(4, 5, 6), "UBKT"],
        [3, "Giao ban", *ticks(*range(1, 13)), "BTV"],
        [4, "Tập huấn", *ticks(3, 9), "BTV"],
    ], ("A1:A2", "B1:B2", "C1:N1", "O1:O2"))  # fmt: skip
    rows = read_work_file(path).rows
    assert [(r.task, r.month, r.quarter, r.due, r.lead) for r in rows] == [
        ("Hội thao", 7, None, "", "BTV"), ("Kiểm tra quý", None, 2, "", "UBKT"),
        ("Giao ban", None, None, "", "BTV"), ("Tập huấn", 3, None, "Tháng 3, 9", "BTV"),
    ]  # fmt: skip


def test_roman_lines_are_task_groups_and_due_dates_tell_the_month(tmp_path: Path) -> None:
    from datetime import date

    path = sheet(tmp_path, [
        ["Số TT", "Nội dung công việc", "Thời gian", "Bộ phận thực hiện"],
        ["I", "CÔNG TÁC TUYÊN TRUYỀN", None, None],
        [1, "Nói chuyện chuyên đề", date(2027, 5, 19), "BTV"],
        [2, "Viết tin bài", "Thường xuyên", "Tổ tin"],
        ["II", "Chăm lo đời sống", None, None],
        [3, "Thăm hỏi", "từ 01/7 đến 28/7/2026", "BTV"],
    ])  # fmt: skip
    table = read_work_file(path, 2027)
    rows = table.rows
    assert [(r.group, r.month, r.due) for r in rows] == [
        ("Công tác tuyên truyền", 5, "19/5/2027"),
        ("Công tác tuyên truyền", None, "Thường xuyên"),
        ("Chăm lo đời sống", 7, "từ 01/7 đến 28/7/2026"),
    ]
    assert table.lines[-1].why == "Thời gian ghi năm 2026."


def test_lines_without_a_task_are_refused_and_none_is_lost(tmp_path: Path) -> None:
    path = sheet(tmp_path, [
        ["Nội dung", "Thời gian", "Chủ trì"],
        ["Sơ kết", "Tháng 6", "BTV"],
        [None, "Tháng 7", "BTV"],
    ])  # fmt: skip
    table = read_work_file(path)
    assert [line.verdict for line in table.lines] == ["accepted", "refused"]
    assert table.lines[1].line == 3


def test_a_workbook_without_a_column_of_tasks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_work_file(sheet(tmp_path, [["A", "B"], [1, 2]]))
    assert caught.value.code == "E_NO_TABLE"


@pytest.mark.parametrize("data", [b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"text"])
def test_damaged_files_are_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(data)
    with pytest.raises(Refusal):
        read_work_file(path)


def test_a_block_from_the_clipboard_is_read_by_its_titles() -> None:
    table = read_work_text("Chủ trì\tNội dung\tTháng\nBTV\tSơ kết\t6\n")
    assert table is not None
    assert [(r.task, r.lead, r.month) for r in table.rows] == [("Sơ kết", "BTV", 6)]
    assert read_work_text("Sơ kết\nTổng kết") is None


def test_a_sheet_per_month_is_one_table_and_other_sheets_are_named(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name, task in (("Tháng 1", "Tết"), ("Tháng 2", "Hội nghị"), ("Ghi nhớ", "Khác")):
        page = book.create_sheet(name)
        page.append(["Nội dung", "Chủ trì"])
        page.append([task, "BTV"])
    del book["Sheet"]
    book.save(tmp_path / "thang.xlsx")
    assert [(r.task, r.month) for r in read_work_file(tmp_path / "thang.xlsx").rows] == [
        ("Tết", 1), ("Hội nghị", 2),
    ]  # fmt: skip
    del book["Tháng 1"]
    book.save(tmp_path / "mot.xlsx")
    table = read_work_file(tmp_path / "mot.xlsx")
    assert [(r.task, r.month) for r in table.rows] == [("Hội nghị", 2)]
    assert [(line.text, line.verdict) for line in table.lines][-1] == ("Ghi nhớ", "passed")


TITLES = {
    "task": ("Nội dung công việc", "NHIỆM VỤ", "Tên công việc", "Nội dung hoạt động"),
    "due": ("Thời gian", "Thời hạn hoàn thành", "Tiến độ", "Thời gian thực hiện"),
    "lead": ("Chủ trì", "Người phụ trách", "Đơn vị thực hiện", "Bộ phận thực hiện"),
    "partner": ("Phối hợp", "Đơn vị phối hợp"),
    "cost": ("Kinh phí (đồng)", "Dự kiến kinh phí", "Dự toán"),
    "note": ("Ghi chú", "GHI CHÚ"),
    "month": ("Tháng", "Tháng thực hiện"),
}
CELLS = {
    "task": "Thăm hỏi đoàn viên", "due": "trước 20/5/2027", "lead": "Ban Thường vụ",
    "partner": "Các CĐCS", "cost": "5.000.000", "note": "đợt 2", "month": "5",
}  # fmt: skip


@given(data=st.data(), order=st.permutations(sorted(CELLS)))
def test_any_order_and_wording_of_titles_gives_the_same_row(
    data: st.DataObject, order: list[str]
) -> None:
    titles = [data.draw(st.sampled_from(TITLES[name])) for name in order]
    numbered = data.draw(st.booleans())
    lines = [["STT"] * numbered + titles, ["1"] * numbered + [CELLS[name] for name in order]]
    table = read_work_text("\n".join("\t".join(line) for line in lines), 2027)
    assert table is not None
    (row,) = table.rows
    assert (row.task, row.month, row.due, row.lead, row.partner, row.cost, row.note) == (
        CELLS["task"], 5, CELLS["due"], CELLS["lead"], CELLS["partner"], 5_000_000, "đợt 2",
    )  # fmt: skip


@given(
    st.lists(
        st.lists(st.text(max_size=12) | st.sampled_from(["Tháng 2", "I", "Cộng", "", "12.000"]),
                 min_size=4, max_size=4),
        max_size=8,
    )
)  # fmt: skip
@example(rows=[[""] * 4] * 5 + [["0", "¹", "", ""]])
def test_whatever_stands_in_a_table_every_line_is_answered_for(rows: list[list[str]]) -> None:
    sheet_rows = (("Nội dung", "Thời gian", "Chủ trì", "Kinh phí"), *map(tuple, rows))
    table = read_work_sheet(SheetCells("", sheet_rows), 2027)
    assert table is not None
    told = {line.line for line in table.lines}
    for number, row in enumerate(rows, start=2):
        assert (number in told) == any(text_of(cell) for cell in row)
    assert all(line.why for line in table.lines if line.verdict in ("refused", "passed"))


def test_one_word_in_the_last_cell_of_a_sheet_is_refused_before_it_is_laid_out(
    tmp_path: Path,
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["XFD1048576"] = "Nội dung công việc", "x"
    path = tmp_path / "bang.xlsx"
    book.save(path)
    with pytest.raises(Refusal) as refused:
        read_work_file(path)
    assert refused.value.code == "E_TOO_LARGE"


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 16_384), (1_000_000, 5)])
def test_a_cell_repeated_over_a_whole_sheet_is_refused(
    tmp_path: Path, rows: int, columns: int
) -> None:
    path = tmp_path / "bang.ods"
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell.format(columns)}'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<table:table table:name="a">{row}'
                         "</table:table-cell></table:table-row></table:table>")  # fmt: skip
    with pytest.raises(Refusal) as refused:
        read_work_file(path)
    assert refused.value.code == "E_TOO_LARGE"


def test_a_workbook_is_read_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    import xlsxwriter

    from desktop.intake.sources.workbook import read_workbook

    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Việc").write_row(0, 0, ["Thăm hỏi", 5])
    sheets = read_workbook(path.rename(tmp_path / "bang.ods"))
    assert sheets[0].rows[0][0] == "Thăm hỏi"


def test_a_line_added_at_the_foot_keeps_its_own_time(tmp_path: Path) -> None:
    path = sheet(tmp_path, [
        ["STT", "Nội dung công việc", "Thời gian", "Chủ trì"],
        ["Tháng 03"],
        [1, "Hội thi", "Quý I", "BTV"],
        [2, "Tọa đàm", "Tháng 3", "BTV"],
        ["Công việc thường xuyên"],
        [3, "Giao ban", "Hằng tháng", "BTV"],
        [4, "Hội thao", "tháng 9", "BTV"],
        [5, "Khám sức khỏe", "Quý II", "UBKT"],
    ])  # fmt: skip
    table = read_work_file(path, 2027)
    assert [(row.task, row.month, row.quarter, row.due) for row in table.rows] == [
        ("Hội thi", 3, None, "Quý I"),
        ("Tọa đàm", 3, None, ""),
        ("Giao ban", None, None, "Hằng tháng"),
        ("Hội thao", 9, None, ""),
        ("Khám sức khỏe", None, 2, ""),
    ]
