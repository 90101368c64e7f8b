"""The upper level's workbook."""

from desktop.formats.document import FormHead
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.reports.consolidated import consolidate
from desktop.reports.registry import find_report
from tests.reports.building import OCTOBER, by_code, locked
from tests.reports.looking import cells, tables, total_row

EVERYONE = ("P-A-01", "P-A-02", "P-A-03", "P-A-04", "T-01")


def test_it_names_who_is_missing_and_the_commune_that_sent_nothing(office: Store) -> None:
    locked(office, OCTOBER, *EVERYONE)
    locked(office, OCTOBER, *EVERYONE, form="F3")
    assert consolidate(office, OCTOBER).missing == ("P-B", "P-B-01", "P-B-02")


def test_a_return_sent_back_is_missing_again(office: Store) -> None:
    locked(office, OCTOBER, *EVERYONE)
    locked(office, OCTOBER, *EVERYONE, form="F3")
    send_back(office, "F3", OCTOBER, by_code(office, "P-A-04"), "thiếu quyết định")
    assert consolidate(office, OCTOBER).missing == ("P-A-04", "P-B", "P-B-01", "P-B-02")


def test_a_later_one_sent_back_is_not_missing_while_the_accepted_one_counts(office: Store) -> None:
    locked(office, OCTOBER, *EVERYONE)
    locked(office, OCTOBER, *EVERYONE, form="F3")
    unit = by_code(office, "P-A-04")
    accept(office, "F3", OCTOBER, unit)
    key = return_key(unit, "F3", OCTOBER)
    with office.step("Bổ sung") as step:
        step.put("submit", key, "2", office.get("submit", key, "1"))
    send_back(office, "F3", OCTOBER, unit, "thiếu quyết định")
    found = consolidate(office, OCTOBER)
    assert found.missing == ("P-B", "P-B-01", "P-B-02")
    assert "P-A-04" not in {code for code, _name, _forms in found.lacking}
    (row,) = [row.cells for row in tables(found.document)[1].rows if row.code == "P-A-04"]
    assert row[-1] == "F3: đang sửa, số đã nhận vẫn tính"


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
        "Tổng hợp", "Chưa nộp", "F1", "F2", "F3 Đoàn viên", "F3 Trong đó nữ",
        "F3 Công đoàn cơ sở", "F4", "F5", "F6", "Bản báo cáo",
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
    (row,) = [row.cells for row in table.rows]
    assert row[:5] == ("P-A-01", "CĐCS Trường THCS Nguyễn Huệ", "F1", "lần đầu", "đã chốt"), row
    assert row[7:10] == (None, None, None)
    assert office.rows("SELECT count(*) FROM op WHERE id LIKE ? || '%'", (row[-1],)) == [(1,)]


def test_a_newer_revision_that_waits_is_told_beside_the_accepted_one(office: Store) -> None:
    locked(office, OCTOBER, "P-A-01")
    unit = by_code(office, "P-A-01")
    accept(office, "F1", OCTOBER, unit)
    (before,) = [row.cells for row in tables(consolidate(office, OCTOBER).document)[-1].rows]
    with office.step("Chốt lại") as step:
        step.put("submit", return_key(unit, "F1", OCTOBER), "2", {"values": {"A03": 999}})
    (after,) = [row.cells for row in tables(consolidate(office, OCTOBER).document)[-1].rows]
    assert (before[4], after[3:5]) == ("đã duyệt", ("lần đầu", "đã duyệt; bổ sung lần 1 đã chốt"))


def test_an_unsigned_return_is_marked_on_every_sheet_that_shows_it(office: Store) -> None:
    locked(office, OCTOBER, "P-A-01", "P-A-02")
    unsign(office, "P-A-01")
    book = tables(consolidate(office, OCTOBER).document)
    assert {row.code: row.cells[9] for row in book[-1].rows} == {
        "P-A-01": "chưa xác thực", "P-A-02": None,
    }  # fmt: skip
    told = "ố của 1 đơn vị chưa xác thực được người gửi"
    for report in ("F1", "F2", "F3", "F4", "F6"):
        document = find_report(report).build(office, OCTOBER)
        head = next(block for block in document.blocks if isinstance(block, FormHead))
        assert told in "; ".join(head.subtitle), report
    states = [row.cells for row in tables(find_report("F5").build(office, OCTOBER))[0].rows]
    assert [cells[1] for cells in states if "chưa xác thực" in str(cells)] == [
        "CĐCS Trường THCS Nguyễn Huệ"
    ]
    rows = {row.code: row for row in tables(find_report("F1").build(office, OCTOBER))[0].rows}
    assert "chưa xác thực" in str(rows["P-A-01"].cells)
    assert "chưa xác thực" not in str(rows["P-A-02"].cells)
    heads = [b for b in consolidate(office, OCTOBER).document.blocks if isinstance(b, FormHead)]
    assert sum(told in "; ".join(head.subtitle) for head in heads) == len(heads) - 1  # F5: rows


def unsign(store: Store, code: str) -> None:
    """Lock a unit's return once more as it is entered from a bundle without a signature."""
    key = return_key(by_code(store, code), "F1", OCTOBER)
    values = store.get("submit", key, "1")["values"]
    with store.step("Gói chưa ký") as step:
        mark = {"bundle": "f" * 64, "name": "Ai đó", "key": "ed25519:00"}
        step.put("submit", key, "2", {"values": values, "unverified": mark})
