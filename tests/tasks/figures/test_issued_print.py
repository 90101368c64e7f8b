"""An issued form on paper and while it is filled in: nothing cut, nothing parted."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.store.store import Store
from tests.formats.reading import opened_pdf, pdf_pages
from tests.reports.building import province
from tests.support.office import Office
from tests.tasks.figures.filled_form import given


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


def test_a_row_grows_with_the_note_typed_in_it(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F3", "P-A-01")
    rows, _columns = form.places()
    with zipfile.ZipFile(form.path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    tags = {int(n): rest for n, rest in re.findall(r'<row r="(\d+)"([^>]*)>', sheet)}
    assert "ht=" in tags[rows["C11"]]
    assert "customHeight" not in tags[rows["C11"]]


def test_its_pages_are_its_own_and_the_guide_is_a_page_apart(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F3", "P-A-01")
    assert form.sheet.oddHeader.center.text == "&P"
    assert form.sheet.HeaderFooter.differentFirst
    assert not form.sheet.firstHeader.center.text
    assert form.sheet.page_setup.useFirstPageNumber
    assert form.sheet.print_area.startswith("'F3'!$A$1:$G$")
    guide = form.book["Hướng dẫn"]
    assert guide.oddFooter.right.text == "Tờ hướng dẫn: không ký, không nộp kèm biểu"
    assert (str(guide.page_setup.paperSize), guide.page_setup.fitToHeight) == ("9", 0)


def test_its_signatures_are_on_one_page_below_rows_of_figures(
    office: Store, tmp_path: Path, office_tools: Office
) -> None:
    form = given(office, tmp_path, "F3", "P-A-01")
    pages = pdf_pages(office_tools.convert(form.path, "pdf", tmp_path / "in").read_bytes())
    assert len(pages) == 3
    assert "NGƯỜI LẬP BIỂU" in pages[1]
    assert "CHỦ TỊCH" in pages[1]
    assert "Cuối kỳ – nữ" in pages[1]
    assert "Cách ghi" in pages[2]


def test_a_figure_that_turns_red_has_its_reason_beside_it(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F3", "P-A-01")
    reasons = {
        row[1].value: str(row[5].value) for row in form.sheet.iter_rows() if row[1].value
    }  # fmt: skip
    assert "Giảm nhiều hơn số có." in reasons["Cuối kỳ"]
    red = [rule for one in form.sheet.conditional_formatting for rule in one.rules]
    assert len([reason for reason in reasons.values() if reason.startswith("=IF")]) <= len(red)


def test_the_men_among_the_members_are_no_total(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01")
    bold = {row[1].value: row[1].font.bold for row in form.sheet.iter_rows() if row[1].value}
    assert not bold["Trong đó nam"]


def test_a_wide_form_is_printed_over_several_pages_beside_its_units(
    office: Store, tmp_path: Path, office_tools: Office
) -> None:
    form = given(office, tmp_path, "F3", "P-A")
    printed = office_tools.convert(form.path, "pdf", tmp_path / "in").read_bytes()
    pages = pdf_pages(printed)[:-1]
    # Members, then women beside them, each again with the last rows, which stay with the signature.
    assert len(pages) == 4
    assert ["Trong đó nữ" in page for page in pages] == [False, False, True, True]
    assert ["TRONG KỲ (tiếp theo)" in page for page in pages] == [False, False, True, False]
    assert all("Tên công đoàn cơ sở" in page for page in pages)
    assert all(("Nguyễn Huệ" in pages[n]) or ("Nguyễn Huệ" in pages[n + 1]) for n in (0, 2))
    assert "CHỦ TỊCH" in pages[-1]
    assert "Ghi chú" in pages[-1]
    assert not any("Kiểm tra" in page for page in pages)  # it is for the screen
    assert letters(printed) >= 8.9


def letters(printed: bytes) -> float:
    """Return how small the letters of a printed form get, the guide left out."""
    with opened_pdf(printed) as pdf:
        pages = [pdf[number] for number in range(len(pdf) - 1)]
        objects = [one for page in pages for one in page.get_objects() if one.type == 1]
        return min(one.get_font_size() * abs(one.get_matrix().d or one.get_matrix().b)
                   for one in objects)  # fmt: skip


def test_a_form_that_is_read_on_one_page_stays_on_one(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A")
    assert form.sheet.page_setup.scale is None
    assert form.sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not form.sheet.col_breaks.brk


def test_what_is_said_of_women_says_so(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F3", "P-A")
    told = [
        str(cell.value) for row in form.sheet.iter_rows() for cell in row
        if str(cell.value).startswith("=IF")
    ]  # fmt: skip
    assert any("Giảm nhiều hơn số có." in one and "Nữ: giảm nhiều hơn" in one for one in told)
