"""Each report as people see it, kept as reviewed text."""

import re

import pytest

from desktop.formats.registry import render
from desktop.formats.text import document_text
from desktop.models.store.store import Store
from desktop.reports.consolidated import consolidate
from desktop.reports.registry import all_reports
from tests.reports.building import OCTOBER, locked
from tests.reports.golden import assert_golden
from tests.reports.looking import sheet_text, workbook

REPORTS = sorted(all_reports())


@pytest.mark.parametrize("form", REPORTS)
def test_a_report_says_the_same_as_before(office: Store, form: str) -> None:
    document = all_reports()[form].build(office, OCTOBER)
    assert_golden(f"{form}.txt", document_text(document))


@pytest.mark.parametrize("form", REPORTS)
def test_a_workbook_holds_the_same_cells_as_before(office: Store, form: str) -> None:
    document = all_reports()[form].build(office, OCTOBER)
    assert_golden(f"{form}.xlsx.txt", sheet_text(workbook(document)))


@pytest.mark.parametrize("form", REPORTS)
def test_a_pdf_says_the_same_as_before(office: Store, form: str) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(render(all_reports()[form].build(office, OCTOBER), ".pdf"))
    pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf]
    pdf.close()
    assert_golden(f"{form}.pdf.txt", "\n----\n".join(pages) + "\n")


def test_a_locked_office_prints_without_a_word_of_doubt(office: Store) -> None:
    locked(office, OCTOBER, "P-A-01", "P-A-02", "P-A-03", "P-A-04", "T-01")
    document = all_reports()["F1"].build(office, OCTOBER, "P-A")
    assert_golden("F1-commune.txt", document_text(document))


def test_the_consolidated_workbook_says_the_same_as_before(office: Store) -> None:
    locked(office, OCTOBER, "P-A-01", "P-A-02", "P-A-03", "P-A-04", "T-01")
    document = consolidate(office, OCTOBER).document
    # the identity of an operation depends on every word of it, not on the figures alone
    assert_golden(
        "consolidated.txt", re.sub(r"\t[0-9a-f]{12}\n", "\t(op)\n", document_text(document))
    )
