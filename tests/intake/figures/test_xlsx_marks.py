"""Struck digits and raised marks of footnotes in workbooks."""

import zipfile
from io import BytesIO

import pytest

from desktop.intake.figures.grid import Cell, Marked
from desktop.intake.figures.numbers import CountReader
from desktop.intake.figures.vocabulary import vocabulary
from desktop.intake.figures.xlsx_extras import special_cells
from desktop.intake.figures.xlsx_marks import marks_of
from desktop.models.packs.packs import load_packs

STYLES = (
    '<styleSheet><fonts><font><strike val="0"/></font><font><strike/></font></fonts>'
    '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
)
RAISED = '<r><t>28</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
STRUCK = "<r><rPr><strike/></rPr><t>3</t></r><r><t>5</t></r>"


def cell_of(xml: str, text: str = "<t>50</t>") -> Cell | None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/styles.xml", STYLES)
        archive.writestr("xl/sharedStrings.xml", f"<sst><si>{text}</si></sst>")
    with zipfile.ZipFile(made) as archive:
        return special_cells(xml.encode(), frozenset(), marks_of(archive)).get((2, 1))


@pytest.mark.parametrize(
    ("xml", "text", "cell"),
    [
        ('<c r="B3" t="s"><v>0</v></c>', RAISED, Marked("281", "28")),
        (f'<c r="B3" t="inlineStr"><is>{RAISED}</is></c>', "", Marked("281", "28")),
        ('<c r="B3" t="s"><v>0</v></c>', STRUCK, Marked("35", "", struck=True)),
        ('<c r="B3" s="1"><v>41</v></c>', "", Marked("41", "", struck=True)),
        ('<c r="B3" s="1" t="s"><v>0</v></c>', "<t>50</t>", Marked("50", "", struck=True)),
        ('<c r="B3" s="0"><v>41</v></c>', "", None),
        ('<c r="B3" t="s"><v>0</v></c>', RAISED.replace("28", "Nữ"), "Nữ"),
        ('<c r="B3" s="1" t="s"><v>0</v></c>', "<t>Trường Sao Mai</t>", None),
    ],
)  # fmt: skip
def test_marks_are_found(xml: str, text: str, cell: Cell | None) -> None:
    assert cell_of(xml, text) == cell


def test_a_raised_mark_is_no_digit_and_a_struck_count_is_none() -> None:
    reader = CountReader(vocabulary(load_packs()))
    raised, struck = reader.read(Marked("281", "28")), reader.read(Marked("35", "", struck=True))
    assert (raised.value, raised.sureness) == (28, "doubtful")
    assert (struck.value, struck.sureness) == (None, "flagged")
