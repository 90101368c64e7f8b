"""Heads over pasted figures are read as those of a file, and set beside the columns they go to."""

from collections.abc import Iterator

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_paste import read_paste
from desktop.models.entry.paste_cells import PasteReading
from desktop.tasks.figures.pasted_heads import PastedHeads
from tests.models.entering import column, commune

SEPTEMBER, OCTOBER = "2026-09", "2026-10"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, EntrySheet]]:
    """F1 and F3 of six unions, which no test changes."""
    store, _units = commune(tmp_path_factory.mktemp("đầu"), 6, before=SEPTEMBER)
    with store:
        yield {form: EntrySheet.load(store, form, OCTOBER) for form in ("F1", "F3")}


def pasted(sheet: EntrySheet, heads: list[list[str]], codes: list[str], text: str) -> PasteReading:
    lines = [[row.unit.name, *[text] * len(codes)] for row in sheet.rows]
    targets = [column(sheet, code) for code in codes]
    return read_paste(sheet, 0, [*heads, *lines], targets, judge=PastedHeads(sheet))


@pytest.mark.parametrize(
    ("form", "head", "code", "text"),
    [
        ("F1", "Trong đó nữ", "A01N", "40"), ("F1", "Nữ", "A03N", "30"), ("F1", "TS", "A03", "80"),
        ("F1", "Tổng số", "A01", "100"), ("F1", "LĐ", "A01", "100"), ("F1", "LĐ nữ", "A01N", "40"),
        ("F1", "Số lao động", "A01", "100"), ("F1", "ĐV nữ", "A03N", "30"),
        ("F3", "Kết nạp mới", "C11", "2"), ("F3", "KN mới", "C11", "2"),
        ("F3", "Nghỉ việc", "C24", "2"), ("F3", "Chết", "C26", "2"),
        ("F3", "Chuyển đến ngoài tỉnh, ngành", "C14", "2"), ("F3", "c14", "C14", "2"),
        ("F3", "Kết nạp tại CĐCS mới", "C12", "2"), ("F3", "Nữ kết nạp mới", "C11N", "2"),
    ],
)  # fmt: skip
def test_a_head_that_says_the_column_is_not_asked_about(
    sheets: dict[str, EntrySheet], form: str, head: str, code: str, text: str
) -> None:
    read = pasted(sheets[form], [["Đơn vị", head]], [code], text)
    assert [one.note for one in read.of("doubtful", "refused")] == []
    assert not read.a_table


@pytest.mark.parametrize(
    ("form", "head", "code", "sure"),
    [
        ("F3", "Kết nạp mới", "C12", True), ("F3", "Kết nạp", "C11N", True),
        ("F3", "Tăng trong kỳ", "C11", False), ("F3", "Đoàn viên", "C11", False),
        ("F3", "Đến", "C14", False), ("F3", "Chuyển đến", "C13", False),
        ("F3", "Giảm", "C21", False), ("F1", "Tổng số", "A01N", False),
        ("F1", "Trong đó nữ", "A03", False), ("F1", "Đoàn viên", "A01", True),
        ("F1", "Đảng viên", "A03", False), ("F1", "Số vào", "A03", False),
    ],
)  # fmt: skip
def test_a_head_that_says_another_column_or_none_is_looked_at(
    sheets: dict[str, EntrySheet], form: str, head: str, code: str, sure: bool
) -> None:
    read = pasted(sheets[form], [["Đơn vị", head]], [code], "2")
    assert len(read.of("doubtful")) == 6
    told = f"Khối dán ghi cột “{head}”, đang vào cột"
    assert all(told in one.note for one in read.of("doubtful"))
    assert read.a_table == sure


@pytest.mark.parametrize("form", ["F1", "F3"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_heads_of_our_own_sheets_are_those_of_their_columns(
    sheets: dict[str, EntrySheet], form: str, rows: int
) -> None:
    sheet = sheets[form]
    columns = [one for one in sheet.columns if one.kind != "attribute"]
    over = [("", *one.group, one.title) for one in columns]
    paths = [(*path[:1], *[""] * (3 - len(path)), *path[1:])[-3:] for path in over]
    heads = [["Đơn vị", *level] for level in zip(*paths, strict=True)][-rows:]
    if rows == 1 and form == "F3":
        heads = [["Đơn vị", *(one.code for one in columns)]]
    lines = [[row.unit.name, *["" for _one in columns]] for row in sheet.rows]
    targets = [sheet.columns.index(one) for one in columns]
    heard = PastedHeads(sheet)([*heads, *lines], len(heads), 1, targets)
    assert heard == {}
