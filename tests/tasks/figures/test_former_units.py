"""A file that names a unit under which nobody stands now says what became of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.intake.figures.result import Corrections
from desktop.models.figures.cells import cells
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.former import former_units
from desktop.models.units.units import tree_on
from desktop.tasks.figures.figures_import import apply, preview
from tests.intake.figures.spread import sheet, write_xlsx
from tests.models.entering import commune

OCTOBER = "2026-10"
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 15)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened, units = commune(tmp_path, 8)
    first, second, third, fourth, fifth, _sixth, seventh, _eighth = units
    with opened:
        for order in (
            Order("merge", JULY, (first,), into=second),
            Order("merge", AUGUST, (second,), into=third),
            Order("dissolve", SEPTEMBER, (fourth,)),
            Order("end", SEPTEMBER, (seventh,)),
            Order("rename", SEPTEMBER, (fifth,), name="CĐCS Trường Nguyễn Trãi"),
            Order("found", date(2026, 11, 1), ("HP-100",), to_parent=opened.own_unit,
                  name="CĐCS Bệnh viện"),
        ):  # fmt: skip
            carry_out(opened, order, sure=True)
        yield opened


def unit(store: Store, code: str) -> str:
    return tree_on(store, date(2026, 10, 31), ended_too=True).by_code(code).id


def read(store: Store, folder: Path, *rows: str, **told: object) -> list[tuple[str, str, str]]:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(("TT|Tên CĐCS|Tổng số đoàn viên", *rows)))])
    reading = preview(store, path, "F1", OCTOBER, corrections=Corrections(**told))  # type: ignore[arg-type]
    return [(row.status, row.unit_id, " ".join(row.reasons)) for row in reading.rows]


def test_a_merged_unit_names_who_took_it_over(store: Store, tmp_path: Path) -> None:
    (((status, found, why)),) = read(store, tmp_path, "1|CĐCS Trường 1|40")
    assert (status, found) == ("refused", "")
    assert "CĐCS Trường 1 đã sáp nhập vào CĐCS Trường 2 từ 01/7/2026." in why
    assert "CĐCS Trường 2 đã sáp nhập vào CĐCS Trường 3 từ 01/8/2026." in why
    assert "chọn đơn vị đó" in why


def test_the_successor_is_offered_and_may_be_chosen(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet("TT|Tên CĐCS|Tổng số đoàn viên\n1|CĐCS Trường 2|40")])
    (row,) = preview(store, path, "F1", OCTOBER).rows
    (heir,) = row.candidates
    assert (heir.id, row.candidates[0].name) == (unit(store, "HP-003"), "CĐCS Trường 3")
    told = Corrections(units={2: heir.id})
    apply(store, preview(store, path, "F1", OCTOBER, corrections=told), corrections=told)
    assert cells(store, heir.id, OCTOBER)["A03"].value == 40
    (again,) = preview(store, path, "F1", "2026-11").rows
    assert again.unit_id == heir.id  # remembered for files of these headings


def test_a_unit_that_ended_says_when(store: Store, tmp_path: Path) -> None:
    said = read(store, tmp_path, "1|CĐCS Trường 4|40", "2|CĐCS Trường 7|30")
    assert [one[0] for one in said] == ["refused", "refused"]
    assert "CĐCS Trường 4 đã giải thể từ 15/9/2026." in said[0][2]
    assert "CĐCS Trường 7 đã kết thúc hoạt động từ 15/9/2026." in said[1][2]


def test_an_old_name_is_read_as_the_unit_that_bore_it(store: Store, tmp_path: Path) -> None:
    (((status, found, why)),) = read(store, tmp_path, "1|CĐCS Trường 5|40")
    assert (status, found) == ("warned", unit(store, "HP-005"))
    assert "tên cũ; từ 15/9/2026 là CĐCS Trường Nguyễn Trãi" in why


def test_a_unit_of_later_is_told_as_such(store: Store, tmp_path: Path) -> None:
    (((status, _found, why)),) = read(store, tmp_path, "1|CĐCS Bệnh viện|40")
    assert status == "refused"
    assert "thành lập từ 01/11/2026" in why


def test_codes_of_units_that_ended_are_known_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mã.xlsx"
    head = "Mã đơn vị|Tên CĐCS|Tổng số đoàn viên"
    write_xlsx(path, [sheet(f"{head}\nHP-001|Trường cũ|40\nHP-006|CĐCS Trường 6|20")])
    reading = preview(store, path, "F1", OCTOBER)
    assert [row.status for row in reading.rows] == ["refused", "accepted"]
    assert "đã sáp nhập vào" in " ".join(reading.rows[0].reasons)


def test_before_the_event_the_unit_is_itself(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet("TT|Tên CĐCS|Tổng số đoàn viên\n1|CĐCS Trường 1|40")])
    (row,) = preview(store, path, "F1", "2026-06").rows
    assert (row.status, row.unit_id) == ("accepted", unit(store, "HP-001"))
    assert {one.name for one in former_units(store, tree_on(store, date(2026, 6, 30)))} == {
        "CĐCS Trường Nguyễn Trãi", "CĐCS Bệnh viện",
    }  # fmt: skip


def test_json_carries_the_successor(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet("TT|Tên CĐCS|Tổng số đoàn viên\n1|CĐCS Trường 1|40")])
    (row,) = preview(store, path, "F1", OCTOBER).json()["rows"]
    assert [one["code"] for one in row["candidates"]] == ["HP-003"]


@pytest.mark.parametrize(
    ("named", "said"),
    [("CĐCS Trường 1", "đã sáp nhập vào"), ("CĐCS Công ty Chưa Quen", "không có trong danh sách")],
)
def test_a_sheet_of_one_unit_is_not_taken_for_the_offices_own(
    store: Store, tmp_path: Path, named: str, said: str
) -> None:
    path = tmp_path / "một.xlsx"
    write_xlsx(path, [sheet("\n".join((
        "CÔNG ĐOÀN XÃ HƯỚNG PHÙNG", named, "TT|Chỉ tiêu|Mã|Kỳ này", "1|Số vụ|D25|3",
    )))])  # fmt: skip
    reading = preview(store, path, "F4", "2026-H2")
    assert [row.status for row in reading.rows] == ["refused"]
    assert said in " ".join(reading.rows[0].reasons)
