"""Results that an .xls took from another workbook are told apart from its own."""

from pathlib import Path

import pytest

from desktop.intake.figures.sheets.books import read_grids
from desktop.intake.figures.sheets.grid import Linked
from desktop.intake.figures.sheets.xls_links import EXTERNSHEET, SUPBOOK, LinkReader
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xls

SHEET = """
STT|Tên CĐCS|Tổng số CNVCLĐ|Tổng số đoàn viên
1|CĐCS Trường THCS Số 1|50|=[khác.xls]T9!A1@35
2|CĐCS Trường THCS Số 2|50|=T8!A1@40
"""
OWN = bytes.fromhex("02000104")
OTHER = bytes.fromhex("01000800006b6861632e786c7303000054395f")
SHEETS = bytes.fromhex("02000100ffffffff000001000100")
HEAD = bytes(20)


def test_a_number_from_another_workbook_is_doubted_one_from_another_sheet_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "số liệu.xls"
    write_xls(path, [sheet(SHEET)])
    (grid,) = read_grids(path)
    assert [row[3] for row in grid.rows[1:]] == [Linked(35.0), 40]
    first, second = read_case(Case("link", [], form="F1"), path).rows
    assert (first.status, first.values["A03"], second.values["A03"]) == ("warned", 35, 40)
    assert any("sổ khác" in reason for reason in first.reasons)
    assert not any("sổ khác" in reason for reason in second.reasons)


@pytest.mark.parametrize(
    ("tokens", "away"),
    [
        ("5a0000000000c0", True),
        ("5a0100000000c0", False),
        ("3b00000000010000c000c019100000", True),
        # IF(D1>1,"a",other!A2): the jumps of IF and a text stand before the reference
        ("440000 03c0 1e0100 0d 19020800 17010061 19080e00 3a0000010000c0 1908030042030100", True),
        ("440000 03c0 1e0100 0d 1e0200 05 5a0100000000c0 03", False),
        ("19040100 0200 0400 1e0100 5a0000000000c0", True),
        ("18", False),
        ("5a0000", True),
        ("17ff01", False),
    ],
)
def test_a_formula_leads_away_where_one_of_its_references_does(tokens: str, away: bool) -> None:
    links = LinkReader()
    links.note(SUPBOOK, OWN)
    links.note(SUPBOOK, OTHER)
    links.note(EXTERNSHEET, SHEETS)
    body = bytes.fromhex(tokens)
    assert links.leads_away(HEAD + len(body).to_bytes(2, "little") + body) is away


def test_damaged_records_lead_nowhere() -> None:
    links = LinkReader()
    links.note(SUPBOOK, b"\x01")
    links.note(SUPBOOK, OTHER)
    links.note(EXTERNSHEET, b"\x09\x00\x00\x00")
    assert not links.leads_away(HEAD + b"\x07\x00" + bytes.fromhex("5a0000000000c0"))
    assert not links.leads_away(b"")
