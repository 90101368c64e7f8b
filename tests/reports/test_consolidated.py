"""The upper level's workbook."""

from desktop.models.figures.verdicts import send_back
from desktop.models.store.store import Store
from desktop.reports.consolidated import consolidate
from tests.reports.building import OCTOBER, by_code, locked
from tests.reports.looking import cells, tables, total_row

EVERYONE = ("P-A-01", "P-A-02", "P-A-03", "P-A-04", "T-01")


def test_it_names_who_is_missing_and_the_commune_that_sent_nothing(office: Store) -> None:
    locked(office, OCTOBER, *EVERYONE)
    locked(office, OCTOBER, *EVERYONE, form="F3")
    assert consolidate(office, OCTOBER).missing == ("P-B", "P-B-01")


def test_a_return_sent_back_is_missing_again(office: Store) -> None:
    locked(office, OCTOBER, *EVERYONE)
    locked(office, OCTOBER, *EVERYONE, form="F3")
    send_back(office, "F3", OCTOBER, by_code(office, "P-A-04"), "thiếu quyết định")
    assert consolidate(office, OCTOBER).missing == ("P-A-04", "P-B", "P-B-01")


def test_the_first_sheet_adds_up_by_managing_unit(office: Store) -> None:
    table = tables(consolidate(office, OCTOBER).document)[0]
    rows = [cells(table, row) for row in table.rows]
    assert [row["A03"] for row in rows] == [14, 33, 267, 314]
    assert [row["C41"] for row in rows] == [-1, -32, 39, 6]
    total = total_row(table)
    assert sum(row["A01"] for row in rows[:-1]) == total["A01"]
    assert total["C10"] == 21  # what moved between communes is no increase of the province


def test_its_sheets_have_their_own_titles_and_one_signature(office: Store) -> None:
    from tests.reports.looking import workbook

    book = workbook(consolidate(office, OCTOBER).document)
    assert book.sheetnames == [
        "Tổng hợp", "Chưa nộp", "F1", "F3 Đoàn viên", "F3 Trong đó nữ", "F3 Công đoàn cơ sở",
        "Bản báo cáo",
    ]  # fmt: skip
    signed = [
        sheet.title
        for sheet in book.worksheets
        if any(cell.value == "NGƯỜI LẬP BIỂU" for row in sheet.iter_rows() for cell in row)
    ]
    assert signed == ["Tổng hợp"]


def test_every_revision_used_is_listed_with_its_operation(office: Store) -> None:
    locked(office, OCTOBER, "P-A-01")
    table = tables(consolidate(office, OCTOBER).document)[-1]
    ((code, _name, form, rev, state, op),) = [row.cells for row in table.rows]
    assert (code, form, rev, state) == ("P-A-01", "F1", 1, "đã chốt")
    assert office.rows("SELECT count(*) FROM op WHERE id LIKE ? || '%'", (op,)) == [(1,)]
