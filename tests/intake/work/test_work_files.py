"""Tables of work from Word and from CSV, and columns a person tells."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.sources.workbook import SheetCells
from desktop.intake.work.work_columns import CHOICES, NOTE_TOO
from desktop.intake.work.work_files import read_sheets
from desktop.intake.work.work_table import (
    ReadTable,
    read_work_file,
    read_work_sheet,
    read_work_sheets,
)
from desktop.models.errors import Refusal

TITLES = ("TT", "Nội dung công việc", "Thời gian", "Chủ trì", "Kinh phí (đồng)")


def word(path: Path, *blocks: str | list[tuple[str, ...]]) -> Path:
    """Write paragraphs and tables; equal cells side by side in a row are merged."""
    import docx

    paper = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            paper.add_paragraph(block)
            continue
        table = paper.add_table(len(block), len(block[0]))
        for at, cells in enumerate(block):
            if len(set(cells)) == 1:
                table.cell(at, 0).merge(table.cell(at, len(cells) - 1)).text = cells[0]
                continue
            for across, text in enumerate(cells):
                table.cell(at, across).text = text
    paper.save(str(path))
    return path


def told(table: ReadTable) -> list[tuple[Any, ...]]:
    return [(r.task, r.month, r.due, r.lead, r.cost, r.group) for r in table.rows]


def test_a_word_table_is_read_with_its_headings(tmp_path: Path) -> None:
    path = word(tmp_path / "bang.docx", "CHƯƠNG TRÌNH CÔNG TÁC", [
        TITLES,
        ("Tháng 5",) * 5,
        ("1", "Phát động Tháng Công nhân", "01/5/2027", "Ban Thường vụ", "5.000.000"),
        ("2", "Tặng quà công nhân khó khăn", "", "Các CĐCS", "12.000.000"),
        ("Quý III",) * 5,
        ("3", "Tập huấn cán bộ", "20/8/2027", "UBKT", ""),
    ])  # fmt: skip
    assert told(read_work_file(path, 2027)) == [
        ("Phát động Tháng Công nhân", 5, "01/5/2027", "Ban Thường vụ", 5_000_000, ""),
        ("Tặng quà công nhân khó khăn", 5, "", "Các CĐCS", 12_000_000, ""),
        ("Tập huấn cán bộ", 8, "20/8/2027", "UBKT", None, ""),
    ]


def test_tables_of_a_word_file_that_are_alike_are_one_programme(tmp_path: Path) -> None:
    path = word(
        tmp_path / "bang.docx",
        "I. Công tác tuyên truyền",
        [TITLES, ("1", "Mở chuyên mục", "3/2027", "BTV", "")],
        "II. Chăm lo đời sống",
        [TITLES, ("1", "Thăm hỏi đoàn viên", "6/2027", "BTV", "")],
        "Danh sách dự họp",
        [("Họ tên", "Chức vụ"), ("Lê An", "Ủy viên")],
    )
    assert told(read_work_file(path)) == [
        ("Mở chuyên mục", 3, "", "BTV", None, "Công tác tuyên truyền"),
        ("Thăm hỏi đoàn viên", 6, "", "BTV", None, "Chăm lo đời sống"),
    ]


def test_word_tables_that_each_hold_a_month_tell_it(tmp_path: Path) -> None:
    path = word(
        tmp_path / "bang.docx",
        "Tháng 4", [TITLES[1:4], ("Hội thao", "", "BTV")],
        "Tháng 7", [TITLES[1:4], ("Gặp mặt 28/7", "", "BTV")],
    )  # fmt: skip
    assert [(r.task, r.month) for r in read_work_file(path).rows] == [
        ("Hội thao", 4), ("Gặp mặt 28/7", 7),
    ]  # fmt: skip


def test_a_cell_over_several_rows_stands_in_each(tmp_path: Path) -> None:
    import docx

    paper = docx.Document()
    table = paper.add_table(3, 3)
    for at, cells in enumerate((("Tháng", "Nội dung", "Chủ trì"),
                                ("2", "Tết Sum vầy", "BTV"), ("", "Hội nghị", "BCH"))):  # fmt: skip
        for across, text in enumerate(cells):
            table.cell(at, across).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    paper.save(str(tmp_path / "bang.docx"))
    assert [(r.task, r.month) for r in read_work_file(tmp_path / "bang.docx").rows] == [
        ("Tết Sum vầy", 2), ("Hội nghị", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separated_text_is_read_in_any_usual_form(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    rows = (
        ("Tháng", "Nội dung công việc", "Chủ trì", "Kinh phí"),
        ("3", '"Ngày Quốc tế Phụ nữ 8/3; gặp mặt, tặng quà"', "Ban Nữ công", "5.000.000"),
        ("7", "Kỷ niệm ngày thành lập Công đoàn Việt Nam", "Ban Thường vụ", ""),
    )
    from unicodedata import normalize

    text = "\r\n".join(separator.join(row) for row in rows)
    if encoding == "cp1258":  # it has letters with hats, tones apart
        text = _in_1258(normalize("NFC", text))
    (tmp_path / "bang.csv").write_bytes(text.encode(encoding))
    assert told(read_work_file(tmp_path / "bang.csv")) == [
        ("Ngày Quốc tế Phụ nữ 8/3; gặp mặt, tặng quà", 3, "", "Ban Nữ công", 5_000_000, ""),
        ("Kỷ niệm ngày thành lập Công đoàn Việt Nam", 7, "", "Ban Thường vụ", None, ""),
    ]


def _in_1258(text: str) -> str:
    """Return a text with its tones as marks of their own, as windows-1258 writes them."""
    from unicodedata import normalize

    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = ""
    for letter in text:
        parts = normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        found += normalize("NFC", "".join(m for m in parts if m not in tones)) + tone
    return found


def test_excels_own_first_line_tells_the_separator(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=|\nTháng|Nội dung\n5|Hội thao, hội diễn\n", "utf-8")
    assert [(r.task, r.month) for r in read_work_file(tmp_path / "a.csv").rows] == [
        ("Hội thao, hội diễn", 5)
    ]


@pytest.mark.parametrize("text", ["Một đoạn văn không có bảng nào cả.\nDòng thứ hai.\n", "x"])
def test_a_text_without_columns_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(Refusal) as caught:
        read_work_file(tmp_path / "a.csv")
    assert caught.value.code == "E_NO_TABLE"


def test_a_word_file_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_sheets(word(tmp_path / "a.docx", "Chỉ có chữ."))
    assert caught.value.code == "E_NO_TABLE"


# columns a person tells

FOREIGN = SheetCells("", (
    ("Ref", "What we do", "Who", "When", "Money"),
    ("1", "Tập huấn cán bộ công đoàn cơ sở", "BTV", "20/8/2027", "5.000.000"),
    ("2", "Kiểm tra việc chấp hành Điều lệ", "UBKT", "tháng 9", "0"),
))  # fmt: skip


def test_titles_that_say_nothing_are_refused_unless_columns_are_told() -> None:
    with pytest.raises(Refusal) as caught:
        read_work_sheets([FOREIGN], 2027)
    assert "2 – What we do" in str(caught.value)
    chosen = {1: "task", 2: "lead", 3: "due", 4: "cost", 0: "skip"}
    table = read_work_sheets([FOREIGN], 2027, chosen)
    assert told(table) == [
        ("Tập huấn cán bộ công đoàn cơ sở", 8, "20/8/2027", "BTV", 5_000_000, ""),
        ("Kiểm tra việc chấp hành Điều lệ", 9, "", "UBKT", None, ""),
    ]
    assert [row.note for row in table.rows] == ["", ""]


def test_a_guess_takes_the_longest_column_and_keeps_the_others_in_the_note() -> None:
    table = read_work_sheets([FOREIGN], 2027, guess=True)
    assert not table.known
    assert table.rows[0].task == "Tập huấn cán bộ công đoàn cơ sở"
    assert table.rows[0].note == "Ref: 1; Who: BTV; When: 20/8/2027; Money: 5.000.000"
    assert [(head.title, head.holds) for head in table.heads][:2] == [
        ("Ref", NOTE_TOO), ("What we do", "task"),
    ]  # fmt: skip


def test_a_table_without_any_titles_keeps_its_first_row() -> None:
    sheet = SheetCells("", FOREIGN.rows[1:])
    table = read_work_sheets([sheet], 2027, guess=True)
    assert len(table.rows) == 2
    assert table.heads[1].title == "Cột B"


def test_a_column_told_goes_before_its_title() -> None:
    sheet = SheetCells("", (
        ("Nội dung", "Chủ trì", "Ghi chú"), ("Mục lớn", "Rà soát tổ chức cơ sở", "BTV"),
    ))  # fmt: skip
    table = read_work_sheets([sheet], 2027, {0: "group", 1: "task", 2: "lead"})
    (row,) = table.rows
    assert (row.task, row.lead, row.group, row.note) == (
        "Rà soát tổ chức cơ sở", "BTV", "Mục lớn", "",
    )  # fmt: skip


@given(
    rows=st.lists(
        st.lists(st.text("aK1/; ", max_size=6), min_size=1, max_size=5), min_size=1, max_size=6
    ),
    chosen=st.dictionaries(st.integers(0, 6), st.sampled_from(CHOICES), max_size=4),
)
def test_any_choice_of_columns_reads_or_finds_no_task(
    rows: list[list[str]], chosen: dict[int, str]
) -> None:
    sheet = SheetCells("", tuple(map(tuple, rows)))
    table = read_work_sheet(sheet, 2027, chosen)
    if table is not None:
        assert len(table.lines) <= len(rows)
        assert all(head.holds == chosen.get(head.place, head.holds) for head in table.heads) or (
            len(set(chosen.values())) < len(chosen)
        )
