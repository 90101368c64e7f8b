"""Struck digits and raised marks of footnotes in workbooks."""

import struct
import zipfile
from io import BytesIO

import pytest

from desktop.intake.figures.sheets import ods_extras, xls_extras
from desktop.intake.figures.sheets.grid import Cell, Marked
from desktop.intake.figures.sheets.xlsx_extras import special_cells
from desktop.intake.figures.sheets.xlsx_marks import marks_of
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import vocabulary
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


ODS = (
    '<style:style style:name="ta"/>'
    '<style:style style:name="T1"><style:text-properties style:text-position="super 58%%"/>'
    '</style:style><style:style style:name="T2"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="ce"><style:text-properties style:text-line-through-type="single"/>'
    '</style:style><table:table table:name="T10"><table:table-row>'
    "<table:table-cell%s><text:p>%s</text:p></table:table-cell></table:table-row></table:table>"
)


@pytest.mark.parametrize(
    ("style", "text", "cell"),
    [
        ("", '28<text:span text:style-name="T1">1</text:span>', Marked("281", "28")),
        ("", '<text:span text:style-name="T2">3</text:span>5', Marked("35", "", struck=True)),
        (' table:style-name="ce"', "41", Marked("41", "", struck=True)),
        (' table:style-name="ce"', "Trường Sao Mai", None),
        ("", 'Nữ<text:span text:style-name="T1">1</text:span>', "Nữ"), ("", "41", None),
    ],
)  # fmt: skip
def test_marks_of_an_ods_are_found(style: str, text: str, cell: Cell | None) -> None:
    found = ods_extras.special_cells((ODS % (style, text)).encode())
    assert found["T10"].get((0, 0)) == cell


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def font(*, struck: bool = False, raised: bool = False) -> bytes:
    return record(0x31, struct.pack("<HHHHHBBBB", 200, 8 * struck, 0, 400, raised, 0, 0, 0, 0))


def test_marks_of_an_xls_are_found() -> None:
    rich = "281".encode("utf-16-le")
    texts = struct.pack("<IIHBH", 2, 2, 3, 9, 1) + rich + struct.pack("<HH", 2, 2)
    texts += struct.pack("<HB", 2, 0) + b"50"
    stream = font() + font(struck=True) + font(raised=True)
    stream += b"".join(record(0xE0, struct.pack("<HH16x", one, 0)) for one in (0, 1))
    stream += record(0xFC, texts)
    stream += record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0))
    stream += record(0xFD, struct.pack("<HHHI", 0, 1, 1, 1))
    stream += record(0xFD, struct.pack("<HHHI", 0, 2, 0, 1))
    stream += record(0x203, struct.pack("<HHHd", 0, 3, 1, 41))
    stream += record(0xBD, struct.pack("<HHHIHIH", 0, 4, 1, 30 << 2 | 2, 0, 30 << 2 | 2, 5))
    bound = record(0x85, struct.pack("<IHBB", 12, 0, 1, 0) + b"T")
    start = struct.pack("<I", len(bound))
    stream = bound[:4] + start + bound[8:] + record(0x809, b"") + stream
    assert xls_extras.walk(stream).special == {"T": {
        (0, 0): Marked("281", "28"), (0, 1): Marked("50", "", struck=True),
        (0, 3): Marked("41", "", struck=True), (0, 4): Marked("30", "", struck=True),
    }}  # fmt: skip


def test_a_raised_mark_is_no_digit_and_a_struck_count_is_none() -> None:
    reader = CountReader(vocabulary(load_packs()))
    raised, struck = reader.read(Marked("281", "28")), reader.read(Marked("35", "", struck=True))
    assert (raised.value, raised.sureness) == (28, "doubtful")
    assert (struck.value, struck.sureness) == (None, "flagged")
