"""Pages and workbooks made to take a program's time or memory: told, or read, in a moment."""

import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from desktop.intake.documents import read_document
from desktop.intake.sources import workbook_extent
from desktop.intake.sources.clip_html import clip_lines
from desktop.intake.sources.html_page import without_loose_ends
from desktop.intake.sources.workbook import read_workbook
from desktop.models.errors import Refusal
from tests.intake.bad_files import drawn, pdf, word

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
_LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_CELL = "<c><v>1</v></c>"
_MERGED = "".join(f'<mergeCell ref="A1:H{5 + n % 2}"/>' for n in range(2_000))


def book(rows: str, after: str = "", *, sheets: int = 1, part: str = "worksheets/s.xml") -> bytes:
    """A workbook of six rows of eight numbers and the given rows; every sheet is that one."""
    made = BytesIO()
    first = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}"><v>1</v></c>' for column in "ABCDEFGH")
        + "</row>"
        for row in range(1, 7)
    )  # fmt: skip
    named = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, sheets + 1))
    parts = {
        "[Content_Types].xml": f'<Types {_TYPES}><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships {_LINKS}><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{named}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships {_LINKS}><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="{part}"/></Relationships>',
        f"xl/{part}": f"<worksheet {_MAIN}><sheetData>{first}{rows}</sheetData>{after}</worksheet>",
    }
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


ENDLESS: dict[str, Callable[[], bytes]] = {
    "ô không địa chỉ": lambda: book(f'<row r="1048576">{_CELL * 500}</row>'),
    "nháy đơn": lambda: book("<row r='9'><c r='XFD1048570'><v>1</v></c></row>"),
    "có khoảng trống": lambda: book('<row r="9"><c r = "XFD1048570"><v>1</v></c></row>'),
    "chữ thường": lambda: book('<row r="9"><c r="xfd1048570"><v>1</v></c></row>'),
    "khoảng trắng": lambda: book(" " * 90_000_000),
    "gộp ô": lambda: book("", f"<mergeCells>{_MERGED}</mergeCells>"),
    "nơi khác": lambda: book("", part="trang.dat"),
    "nhiều trang": lambda: book(
        '<row r="3000"><c r="ABC3000"><v>1</v></c></row>', sheets=12
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDLESS)
def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bảng.xlsx"
    path.write_bytes(ENDLESS[name]())
    begun = time.process_time()
    with pytest.raises(Refusal) as told:
        read_workbook(path)
    assert told.value.code == ("E_WORKBOOK" if name == "gộp ô" else "E_TOO_LARGE")
    assert time.process_time() - begun < 3


def test_many_empty_rows_and_one_merge_over_all_are_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    rows = "".join(f'<row r="{row}"/>' for row in range(7, 60_000))
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path.write_bytes(book(rows, merged))
    (sheet,) = read_workbook(path)
    assert sheet.rows == ((1.0,) * 8,) * 6


def test_a_row_without_its_number_follows_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = f"<row>{_CELL}</row>" * 4
    with zipfile.ZipFile(BytesIO(book(rows))) as archive:
        monkeypatch.setattr(workbook_extent, "MOST_CELLS", 80)
        assert not workbook_extent.is_too_wide(archive)
        monkeypatch.setattr(workbook_extent, "MOST_CELLS", 79)
        assert workbook_extent.is_too_wide(archive)


@pytest.mark.parametrize(
    "endless",
    [
        *(mark * 60_000 for mark in ("<!--", "<!", "<![CDATA[", "<![CDATA[>", "<?", "</", "<a ")),
        '<a href="' * 60_000,
        "<b>" * 60_000,
        "<ul><li>mục " * 60_000,
        "<table><tr><td>" * 60_000,
        "<b>" * 1_900 + "<i></i>" * 60_000,
        "<p " + "a=b " * 60_000 + ">",
        "<" * 300_000 + ">",
    ],
    ids=lambda text: text[:12],
)
def test_a_page_without_end_is_read_or_refused_in_time(tmp_path: Path, endless: str) -> None:
    path = tmp_path / "trang.html"
    path.write_text(f"<html><body><p>Công đoàn cơ sở {endless}", encoding="utf-8")
    begun = time.process_time()
    with suppress(Refusal):
        read_document(path)
    assert time.process_time() - begun < 4


@pytest.mark.parametrize("mark", ["<!--", "<a ", "</", "<![CDATA["])
def test_what_is_pasted_ends_in_time(mark: str) -> None:
    begun = time.process_time()
    lines = clip_lines("<p>Công đoàn cơ sở " + mark * 20_000)
    assert str(lines[0]).count("Công đoàn cơ sở") == 1
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a < b</p>", "<p>a < b</p>"),
        ("<p>a</p> 1 < 2", "<p>a</p> 1 &lt; 2"),
        ("<!-- a --><p>b <!-- c</p>", "<!-- a --><p>b &lt;!-- c</p>"),
        ("<![if x]>a<![endif]><![CDATA[b<p>", "<![if x]>a<![endif]>&lt;![CDATA[b<p>"),
    ],
)
def test_only_marks_that_never_end_become_text(page: str, text: str) -> None:
    assert without_loose_ends(page) == text


def test_a_word_file_of_countless_pieces_is_refused_before_it_is_taken_apart(
    tmp_path: Path,
) -> None:
    path = tmp_path / "vụn.docx"
    path.write_bytes(word("<w:p>" + "<w:r/>" * 1_600_000 + "</w:p>"))
    with pytest.raises(Refusal) as told:
        read_document(path)
    assert told.value.code == "E_TOO_LARGE"


def test_a_page_of_millions_of_letters_is_refused_before_it_is_taken_apart(
    tmp_path: Path,
) -> None:
    line = b"1 0 0 1 20 20 Tm (" + b"Cong doan " * 50 + b") Tj\n"
    path = tmp_path / "dày đặc.pdf"
    path.write_bytes(pdf(b"BT " + line * 2_000 + b"ET"))
    begun = time.process_time()
    with pytest.raises(Refusal) as told:
        read_document(path)
    assert told.value.code == "E_TOO_LARGE"
    assert time.process_time() - begun < 3


def test_a_list_whose_every_number_is_unheard_of_is_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "danh sách.html"
    items = "<li>Công đoàn cơ sở tổ chức hội nghị cho đoàn viên." * 3_000
    path.write_text(f"<html><body><ol start='99999999999999999999' type=i>{items}")
    begun = time.process_time()
    reading = read_document(path)
    assert time.process_time() - begun < 5
    assert len(reading.body) == 3_000


def test_a_line_of_endless_bars_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "gạch đứng.md"
    path.write_text(("|" * 100_000 + "Công đoàn tổ chức hội nghị cho đoàn viên.\n") * 4)
    begun = time.process_time()
    reading = read_document(path)
    assert time.process_time() - begun < 3
    assert not [one for one in reading.body if one.kind == "row"]


def test_forms_that_draw_forms_are_read_while_they_are_few(tmp_path: Path) -> None:
    path = tmp_path / "hình.pdf"
    path.write_bytes(drawn(zlib.compress(b"/F0 Do"), b"/F1 Do /F1 Do", b"q Q"))
    with pytest.raises(Refusal) as told:
        read_document(path)
    assert told.value.code == "E_SCAN"
