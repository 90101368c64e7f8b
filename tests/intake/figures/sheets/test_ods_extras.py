"""Cells of .ods the plain reading would get wrong."""

from desktop.intake.figures.sheets.grid import Linked
from desktop.intake.figures.sheets.ods_extras import special_cells

ROW = (
    '<table:table table:name="T10"><table:table-row>'
    '<table:table-cell table:formula="of:=[.A1]+1" office:value-type="float" office:value="41"/>'
    '<table:table-cell table:formula="of:=[&apos;file:///D:/so.xlsx&apos;#$T10.C6]"'
    ' office:value-type="float" office:value="35"/>'
    "</table:table-row></table:table>"
)


def test_the_result_of_a_link_into_another_book_is_told_as_such() -> None:
    assert special_cells(ROW.encode()) == {"T10": {(0, 1): Linked(35.0)}}
