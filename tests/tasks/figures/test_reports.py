"""Reports as files, and the sheets that travel with bundles."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from desktop.models.errors import Refusal
from desktop.models.store.store import Store
from desktop.models.units.units import set_attribute
from desktop.sync.layout import is_entry_name
from desktop.tasks.figures.reports import (
    figures_export,
    human_sheets,
    make_consolidated,
    make_report,
    report_document,
)
from desktop.tasks.papers.layout_settings import set_layout
from tests.reports.building import OCTOBER, SINCE, by_code, province


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    with province(tmp_path) as store:
        yield store


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf", ".docx", ".txt"])
def test_a_report_becomes_the_file_its_name_asks_for(
    office: Store, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"Biểu F1 tháng 10{suffix}"
    assert make_report(office, "F1", OCTOBER, out) == out
    start = {".xlsx": b"PK", ".docx": b"PK", ".pdf": b"%PDF", ".txt": "LIÊN".encode()}
    assert out.read_bytes().startswith(start[suffix])


@pytest.mark.parametrize("both_sides", [False, True])
def test_a_report_is_printed_with_the_numbers_of_the_office(
    office: Store, tmp_path: Path, both_sides: bool
) -> None:
    set_layout(
        office, {"page.landscape_margin_mm.left": "33", "page.landscape_margin_mm.top": "23"}
    )
    out = make_report(office, "F1", OCTOBER, tmp_path / "F1.docx", both_sides=both_sides)
    section = docx.Document(str(out)).sections[0]
    assert section.left_margin is not None
    assert round(section.left_margin.mm) == 33


def test_an_unknown_kind_of_file_is_refused_and_nothing_is_left(
    office: Store, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="odt"):
        make_report(office, "F1", OCTOBER, tmp_path / "F1.odt")
    for make in (figures_export, lambda r, _form, p, out: make_consolidated(r, p, out)):
        with pytest.raises(Refusal) as told:
            make(office, "F1", OCTOBER, tmp_path / "F1.pdf")
        assert told.value.code == "E_SUFFIX"
    assert [path.name for path in tmp_path.iterdir()] == ["so"]


def test_exported_figures_carry_their_codes(office: Store, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(figures_export(office, "F1", OCTOBER, tmp_path / "F1.xlsx"))
    assert book.sheetnames == ["F1", "_meta"]
    assert any("A03" in [cell.value for cell in row] for row in book["F1"].iter_rows())


def test_the_consolidated_workbook_is_written_with_its_missing_units(
    office: Store, tmp_path: Path
) -> None:
    done = make_consolidated(office, OCTOBER, tmp_path / "tong hop.xlsx")
    assert openpyxl.load_workbook(done.path)["_meta"]["B5"].value == "F1+F2+F3+F4+F5+F6"
    assert "P-B-01" in done.missing


def test_the_consolidated_workbook_tells_each_step_and_can_be_stopped_between_two(
    office: Store, tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    out = tmp_path / "tong hop.xlsx"
    make_consolidated(office, OCTOBER, out, told=lambda *step: steps.append(step))
    done = [number for number, _of in steps]
    assert done == sorted(set(done))
    assert len(done) > 8
    assert done[-1] <= steps[0][1] == steps[-1][1]

    class Stopped(Exception):
        pass

    def stop(number: int, _of: int) -> None:
        if number == done[-1]:
            raise Stopped

    other = tmp_path / "dở.xlsx"
    with pytest.raises(Stopped):
        make_consolidated(office, OCTOBER, other, told=stop)
    assert not other.exists()


def test_sheets_for_people_hold_every_form_and_no_names(office: Store) -> None:
    unit = by_code(office, "P-A-01")
    set_attribute(office, unit, "chair_name", "Nguyễn Thị Hạnh", SINCE)
    with office.step("Người ký") as step:
        step.put("setting", "plan", "signer_name", "Trần Văn Bình")
    (sheet,) = human_sheets(office, OCTOBER)
    assert is_entry_name(f"human/{sheet.name}")
    book = openpyxl.load_workbook(BytesIO(sheet.data))
    assert [name.partition(" ")[0] for name in book.sheetnames] == ["F1", "F3", "F3", "F3", "F4",
                                                                    "_meta"]  # fmt: skip
    said = {str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row}
    assert not any("Hạnh" in text or "Bình" in text for text in said)
    assert "Trần Văn Bình" in repr(report_document(office, "F1", OCTOBER))


def test_a_period_that_owes_no_form_has_no_sheets(office: Store) -> None:
    assert human_sheets(office, "2026-X-ctrinh") == []


def test_the_collective_that_signs_a_report_follows_the_size_of_the_committee(
    office: Store, tmp_path: Path
) -> None:
    for members, signs in (("15", "TM. BAN THƯỜNG VỤ"), ("7", "TM. BAN CHẤP HÀNH")):
        with office.step("x") as step:
            step.put("setting", "plan", "committee_size", members)
        out = make_report(office, "F1", OCTOBER, tmp_path / f"{members}.txt")
        assert signs in out.read_text(encoding="utf-8")
