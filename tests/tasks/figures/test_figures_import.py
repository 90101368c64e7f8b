"""Import for the window: corrections, what is remembered of a sender, the file of a step."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.intake.figures.result import Corrections
from desktop.models.figures.cells import Entry, cells
from desktop.models.figures.figures import set_cells
from desktop.models.packs.periods import parse_period
from desktop.models.store.history import undo
from desktop.models.store.store import NO_CHANGE, Store
from desktop.models.units.units import tree_on
from desktop.tasks.figures.figures_import import apply, preview, preview_alone, source_of
from tests.cli.running import PERIOD, make_pair
from tests.intake.figures.spread import sheet, write_xlsx

HEAD = "STT|Tên CĐCS|Sĩ số|Tổng số đoàn viên|Ghi chú"


@pytest.fixture(scope="module")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pair(tmp_path_factory.mktemp("hai sổ")).commune


@pytest.fixture
def store(made_office: Path, tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "sổ"
    shutil.copytree(made_office, folder)
    with Store.open(folder) as opened:
        yield opened


@pytest.fixture
def units(store: Store) -> list[tuple[str, str]]:
    tree = tree_on(store, parse_period(PERIOD, store.packs.schemes).data_to)
    return [(unit.id, unit.name) for unit in tree.base_unions(store.own_unit)]


def made(folder: Path, *rows: str, name: str = "bảng.xlsx") -> Path:
    path = folder / name
    write_xlsx(path, [sheet("\n".join((HEAD, *rows)))])
    return path


def test_corrections_change_columns_units_values_and_rows(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    path = made(tmp_path, f"1|{name}|42|khoảng 40|", "2|Đơn vị của anh Ba|35|34|",
                f"3|{other} cũ|1|1|")  # fmt: skip
    told = Corrections(
        columns={"C": "A01"}, units={3: second}, values={(2, "A03"): 40}, skip=frozenset({4})
    )
    plain = preview(store, path, "F1", PERIOD)
    assert [row.status for row in plain.rows][:2] == ["refused", "refused"]
    reading = preview(store, path, "F1", PERIOD, corrections=told)
    assert [(row.unit_id, row.values) for row in reading.rows] == [
        (first, {"A01": 42, "A03": 40}), (second, {"A01": 35, "A03": 34}),
    ]  # fmt: skip
    assert [row.why for row in reading.ignored_rows if row.source_row == 4]
    apply(store, reading, corrections=told)
    assert cells(store, second, PERIOD)["A01"].value == 35


def test_a_number_typed_in_the_preview_is_in_the_sum_that_is_compared(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (_first, name), (_second, other), *_rest = units
    path = made(tmp_path, f"1|{name}|42|khoảng 30|", f"2|{other}|35|34|", "|Tổng cộng|77|64|")
    told = Corrections(columns={"C": "A01"}, values={(2, "A03"): 30})
    reading = preview(store, path, "F1", PERIOD, corrections=told)
    assert {one.indicator: one.computed for one in reading.control_totals}["A03"] == 64
    assert not [row for row in reading.rows if "dòng cộng" in " ".join(row.reasons)]


def test_what_was_corrected_is_remembered_for_the_same_headings(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (_first, name), (second, _other), *_rest = units
    told = Corrections(columns={"C": "A01"}, units={3: second})
    rows = (f"1|{name}|42|40|", "2|Đơn vị của anh Ba|35|34|")
    apply(store, preview(store, made(tmp_path, *rows), "F1", PERIOD, corrections=told),
          corrections=told)  # fmt: skip
    again = preview(store, made(tmp_path, *rows, name="tháng sau.xlsx"), "F1", "2026-11")
    assert [row.values for row in again.rows] == [{"A01": 42, "A03": 40}, {"A01": 35, "A03": 34}]
    assert again.rows[1].unit_id == second
    other = tmp_path / "khác.xlsx"
    write_xlsx(other, [sheet(f"Đơn vị|Sĩ số|Đoàn viên\n{name}|42|40")])
    assert preview(store, other, "F1", "2026-11").rows[0].values == {"A03": 40}


def test_what_was_corrected_is_remembered_for_a_sender(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (_first, name), *_rest = units
    told = Corrections(columns={"C": "A01"})
    path = made(tmp_path, f"1|{name}|42|40|")
    apply(store, preview(store, path, "F1", PERIOD, corrections=told, sender="u"),
          corrections=told)  # fmt: skip
    other = tmp_path / "khác.xlsx"
    write_xlsx(other, [sheet(f"Đơn vị|Đoàn viên|Sĩ số\n{name}|40|42")])
    assert preview(store, other, "F1", "2026-11", sender="u").rows[0].values == {
        "A01": 42, "A03": 40,
    }  # fmt: skip
    assert preview(store, other, "F1", "2026-11", sender="v").rows[0].values == {"A03": 40}


def test_step_keeps_the_name_and_hash_of_its_file(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = made(tmp_path, f"1|{units[0][1]}|42|40|")
    reading = preview(store, path, "F1", PERIOD)
    step = apply(store, reading).step
    source = source_of(store, step)
    assert source is not None
    assert (source["name"], source["sha256"]) == (path.name, reading.sha256)
    assert apply(store, reading) == NO_CHANGE
    undo(store)
    assert "A03" not in cells(store, units[0][0], PERIOD)


def test_preview_writes_nothing(store: Store, units: list[tuple[str, str]], tmp_path: Path) -> None:
    before = store.rows("SELECT COUNT(*) FROM op")
    preview(store, made(tmp_path, f"1|{units[0][1]}|42|40|"), "F1", PERIOD)
    assert store.rows("SELECT COUNT(*) FROM op") == before


def test_a_register_in_a_file_tells_whose_office_it_is(tmp_path: Path) -> None:
    units = tmp_path / "units.json"
    units.write_text(json.dumps([
        {"id": "p", "name": "Liên đoàn Lao động tỉnh Hải Vân", "kind": "LDT", "area": None},
        {"id": "c", "name": "Công đoàn phường Sông Thanh", "kind": "CDP", "area": "Sông Thanh"},
        {"id": 7, "name": "CĐCS Trường THCS Số 2", "kind": "loại lạ", "area": "Sông Thanh"},
    ]), encoding="utf-8")  # fmt: skip
    path = tmp_path / "bảng.csv"
    path.write_text("Nội dung;Kỳ này\nTin bài tuyên truyền;7\n", encoding="utf-8")
    (row,) = preview_alone(path, "F4", PERIOD, units).rows
    assert (row.unit_id, row.status, row.values) == ("c", "warned", {"F05": 7})
    table = "TT;Tên CĐCS;Đoàn viên\n1;CĐCS Trường THCS Số 2;30\n"
    path.write_text("Công đoàn phường Hòa Khánh\n" + table, encoding="utf-8")
    (row,) = preview_alone(path, "F1", PERIOD, units).rows
    assert (row.unit_id, row.status) == ("7", "warned")


def test_members_of_whole_unions_that_moved_are_told_and_left_out(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    path = tmp_path / "biến động.xlsx"
    head = "STT|Tên CĐCS|Kết nạp mới|Tiếp nhận nguyên CĐCS"
    write_xlsx(path, [sheet("\n".join((head, f"1|{name}|4|12", f"2|{other}|3|0")))])
    reading = preview(store, path, "F3", PERIOD)
    assert [row.values.get("C15") for row in reading.rows] == [12, 0]
    assert reading.rows[0].status == "warned"
    assert any("ghi việc chuyển, sáp nhập" in why for why in reading.rows[0].reasons)
    apply(store, reading)
    for unit in (first, second):
        assert {code for code in cells(store, unit, PERIOD) if code[:3] in ("C11", "C15")} == {
            "C11"
        }


def test_women_the_file_leaves_as_they_are_are_told_where_they_are_too_many(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), *_rest = units
    set_cells(store, PERIOD, {(first, "A03"): Entry(40), (first, "A03N"): Entry(30)})
    (row,) = preview(store, made(tmp_path, f"1|{name}||20|"), "F1", PERIOD).rows
    assert (
        "A03N: tệp không ghi, vẫn giữ số đang có 30, lớn hơn tổng số 20 trong tệp." in row.reasons
    )
