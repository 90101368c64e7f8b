"""What a person decides on a file is remembered for who sent it, and told when it is used."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.intake.figures.result import Corrections, FiguresReading, ReadRow
from desktop.intake.figures.sheets.grid import Pasted
from desktop.models.figures.cells import cells
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.history import redo, steps, undo
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from desktop.tasks.figures.figures_import import apply, preview
from tests.intake.figures.spread import sheet, write_xlsx
from tests.models.entering import commune

OCTOBER, NOVEMBER = "2026-10", "2026-11"
SCHOOLS, HARBOURS = "CỤM TRƯỜNG HỌC", "CỤM CẢNG BIỂN"
WATER = "CĐCS Cấp nước"
HEAD = "TT|Tên CĐCS|Sĩ số|Tổng số đoàn viên"
ASIDE = Corrections(columns={"C": "A01"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened, units = commune(tmp_path / "sổ", 4)
    with opened:
        for code, name in zip(units, ("Công ty Cấp nước Hòa Bình", "Công ty Cấp nước Đông Hà"),
                              strict=False):  # fmt: skip
            carry_out(opened, Order("rename", date(2026, 9, 1), (code,), name=f"CĐCS {name}"))
        yield opened


def named(store: Store, words: str) -> str:
    tree = tree_on(store, date(2026, 10, 31))
    return next(unit.id for unit in tree.units.values() if words in unit.name)


def made(
    folder: Path, *rows: str, sender: str = "", head: str = HEAD, name: str = "bảng.xlsx",
    within: str = "",
) -> Path:  # fmt: skip
    """A sheet with the letterhead of its sender, where it has one."""
    above = (f"CÔNG ĐOÀN XÃ HƯỚNG PHÙNG|\n{sender}|\nBÁO CÁO SỐ LIỆU|",) if sender else ()
    path = folder / within / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_xlsx(path, [sheet("\n".join((*above, head, *rows)))])
    return path


def take(store: Store, path: Path | Pasted, told: Corrections, sender: str | None = None) -> None:
    apply(store, preview(store, path, "F1", OCTOBER, corrections=told, sender=sender),
          corrections=told, consent=True)  # fmt: skip


def chosen(store: Store, path: Path | Pasted, unit: str) -> Corrections:
    """Choose the unit of the one row that has none."""
    plain = preview(store, path, "F1", OCTOBER)
    (row,) = [one for one in plain.rows if not one.unit_id]
    return Corrections(units={row.key: unit})


def water(reading: FiguresReading) -> ReadRow:
    return next(row for row in reading.rows if row.unit == WATER)


def test_columns_of_a_sender_are_known_wherever_they_stand(store: Store, tmp_path: Path) -> None:
    take(store, made(tmp_path, "1|CĐCS Trường 3|42|40", sender=SCHOOLS), ASIDE)
    exchanged = made(tmp_path, "1|CĐCS Trường 3|40|42", sender=SCHOOLS, name="11.xlsx",
                     head="TT|Tên CĐCS|Tổng số đoàn viên|Sĩ số")  # fmt: skip
    reading = preview(store, exchanged, "F1", NOVEMBER)
    assert reading.rows[0].values == {"A03": 40, "A01": 42}
    assert reading.recalled == ("D",)
    assert next(c.note for c in reading.columns if c.letter == "D") == "Theo lần trước."
    wider = made(tmp_path, "1|CĐCS Trường 3|Ba Đình|42|40", sender=SCHOOLS, name="12.xlsx",
                 head="TT|Tên CĐCS|Địa chỉ|Sĩ số|Tổng số đoàn viên")  # fmt: skip
    assert preview(store, wider, "F1", NOVEMBER).rows[0].values == {"A01": 42, "A03": 40}


def test_another_sender_is_asked_for_an_ambiguous_name(store: Store, tmp_path: Path) -> None:
    rows = ("1|CĐCS Trường 3|42|40", f"2|{WATER}|36|35")
    ours = made(tmp_path, *rows, sender=SCHOOLS)
    unit = named(store, "Hòa Bình")
    take(store, ours, chosen(store, ours, unit))
    theirs = made(tmp_path, *rows, sender=HARBOURS, name="cảng.xlsx")
    asked = water(preview(store, theirs, "F1", NOVEMBER))
    assert (asked.status, asked.unit_id) == ("refused", "")
    other = named(store, "Đông Hà")
    take(store, theirs, chosen(store, theirs, other))
    for path, meant in ((ours, unit), (theirs, other)):
        row = water(preview(store, path, "F1", NOVEMBER))
        assert (row.status, row.unit_id) == ("warned", meant)
        assert row.reasons[0].startswith(
            "Tên này hợp với nhiều đơn vị; theo lần trước: CĐCS Công ty"
        )


def test_a_name_of_nobody_is_told_and_taken(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path, "1|CĐCS Trường 3|42|40", "2|Đơn vị của anh Ba|36|35", sender=SCHOOLS)
    take(store, path, chosen(store, path, named(store, "Trường 4")))
    row = preview(store, path, "F1", NOVEMBER).rows[1]
    assert row.status == "accepted"
    assert row.reasons == ("Theo lần trước, đọc là CĐCS Trường 4.",)


def test_what_an_earlier_version_kept_goes_on_working(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path, "1|CĐCS Trường 3|42|40", f"2|{WATER}|36|35")
    unit = named(store, "Hòa Bình")
    take(store, path, replace(chosen(store, path, unit), columns={"C": "A01"}))
    fields = store.fields("setting", "figures_import")
    (own,) = [field for field in fields if "|sender|" in field]
    (shared,) = [field for field in fields if "|headings|" in field]
    with store.step("sổ cũ") as step:
        step.put("setting", "figures_import", shared, fields[own])
        step.put("setting", "figures_import", own, None)
    row = water(preview(store, path, "F1", NOVEMBER))
    assert (row.status, row.unit_id, row.values) == ("warned", unit, {"A01": 36, "A03": 35})
    assert row.reasons[0].startswith("Theo lần trước, ở tệp cùng đầu cột: CĐCS Công ty Cấp nước")


def test_a_choice_of_the_sender_goes_before_one_of_the_same_headings(
    store: Store, tmp_path: Path
) -> None:
    ours = made(tmp_path, "1|CĐCS Trường 3|42|40", sender=SCHOOLS)
    theirs = made(tmp_path, "1|CĐCS Trường 3|42|40", sender=HARBOURS, name="cảng.xlsx")
    take(store, ours, ASIDE)
    assert preview(store, theirs, "F1", NOVEMBER).rows[0].values == {"A01": 42, "A03": 40}
    take(store, theirs, Corrections(columns={"C": None}))
    take(store, ours, ASIDE)
    assert preview(store, theirs, "F1", NOVEMBER).rows[0].values == {"A03": 40}


def test_one_name_of_two_rows_is_remembered_for_neither(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path, f"1|{WATER}|42|40", f"2|{WATER}|36|35", sender=SCHOOLS)
    plain = preview(store, path, "F1", OCTOBER)
    first, second = (row.key for row in plain.rows)
    take(store, path, Corrections(units={
        first: named(store, "Hòa Bình"), second: named(store, "Đông Hà"),
    }))  # fmt: skip
    again = preview(store, path, "F1", NOVEMBER)
    assert [row.unit_id for row in again.rows] == ["", ""]


def test_figures_and_what_was_said_of_the_file_are_one_step(store: Store, tmp_path: Path) -> None:
    path, unit = made(tmp_path, "1|CĐCS Trường 3|42|40", sender=SCHOOLS), named(store, "Trường 3")
    before = len(steps(store))
    take(store, path, ASIDE)
    assert len(steps(store)) == before + 1
    undo(store)
    assert cells(store, unit, OCTOBER) == {}
    assert preview(store, path, "F1", OCTOBER).rows[0].values == {"A03": 40}
    redo(store)
    assert preview(store, path, "F1", OCTOBER).rows[0].values == {"A01": 42, "A03": 40}


def test_what_is_said_of_a_file_whose_figures_are_there_already_is_kept(
    store: Store, tmp_path: Path
) -> None:
    path = made(tmp_path, "1|CĐCS Trường 3|42|40", sender=SCHOOLS)
    take(store, path, ASIDE)
    take(store, path, Corrections(columns={"C": None}))
    assert preview(store, path, "F1", OCTOBER).rows[0].values == {"A03": 40}


def test_a_table_that_was_copied_is_known_by_its_headings(store: Store, tmp_path: Path) -> None:
    text = f"Tên CĐCS\tSĩ số\tTổng số đoàn viên\nCĐCS Trường 3\t42\t40\n{WATER}\t36\t35\n"
    pasted = Pasted(text, "Bảng đã sao chép")
    take(store, pasted, chosen(store, pasted, named(store, "Hòa Bình")))
    row = water(preview(store, pasted, "F1", NOVEMBER))
    assert (row.status, row.unit_id) == ("warned", named(store, "Hòa Bình"))
    path = made(tmp_path, "CĐCS Trường 3|42|40", f"{WATER}|36|35", within="Cảng",
                head="Tên CĐCS|Sĩ số|Tổng số đoàn viên")  # fmt: skip
    assert not water(preview(store, path, "F1", NOVEMBER)).unit_id


@pytest.mark.parametrize(("name", "within", "told"), [
    ("Cụm 2 tháng 10-2026.xlsx", "", "Cụm 2"),
    ("BC số 12 CĐCS Hoa Mai T10.2026 (1).xlsx", "", "CĐCS Hoa Mai"),
    ("Số liệu THCS số 2 quý 3.xlsx", "", "THCS số 2"),
    ("bảng tháng 10.xlsx", "Công ty Cảng", "Công ty Cảng"),
    ("Đoàn viên các đơn vị T10.xlsx", "Công ty Cảng/Năm 2026", "Công ty Cảng"),
    ("bảng tháng 10.xlsx", "Downloads", ""),
    ("10-2026.xlsx", "Zalo Received Files", ""),
])  # fmt: skip
def test_a_bare_table_is_of_whom_its_place_tells(
    store: Store, tmp_path: Path, name: str, within: str, told: str
) -> None:
    path = made(tmp_path, "1|CĐCS Trường 3|42|40", name=name, within=within)
    assert preview(store, path, "F1", OCTOBER).sender == told


@pytest.mark.parametrize(("line", "told"), [
    ("CĐCS CÔNG TY CẤP NƯỚC", "CĐCS CÔNG TY CẤP NƯỚC"),
    ("Đơn vị báo cáo: Trường Tiểu học Kim Đồng …", "Trường Tiểu học Kim Đồng"),
    ("CÔNG ĐOÀN XÃ HƯỚNG PHÙNG", "Cảng"),  # the office's own form
    ("Đơn vị nhận báo cáo: Công đoàn phường", "Cảng"),
    ("Đơn vị tính: người", "Cảng"),
    ("TỔNG HỢP ĐOÀN VIÊN THÁNG 10", "Cảng"),
    ("CỤM THI ĐUA SỐ 3 – SỐ LIỆU THÁNG 10 NĂM 2026", "CỤM THI ĐUA SỐ 3"),
    ("Công đoàn cơ sở Trạm Y tế Cẩm Lệ báo cáo biến động tháng 10/2026",
     "Công đoàn cơ sở Trạm Y tế Cẩm Lệ"),
    ("CĐCS Trường THCS Chiến Thắng 2 (tháng 10/2026)", "CĐCS Trường THCS Chiến Thắng 2"),
])  # fmt: skip
def test_the_letterhead_names_who_reports(
    store: Store, tmp_path: Path, line: str, told: str
) -> None:
    path = tmp_path / "Cảng.xlsx"
    write_xlsx(path, [sheet(f"{line}|\nBÁO CÁO|\n{HEAD}\n1|CĐCS Trường 3|42|40")])
    assert preview(store, path, "F1", OCTOBER).sender == told
