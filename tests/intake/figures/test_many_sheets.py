"""Sheets of one workbook under the same header: read together, each row told of once."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import TOGETHER, Corrections, FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

HEAD = ["STT", "Tên đơn vị", "Tổng số CNVCLĐ", "Trong đó nữ", "Tổng số đoàn viên", "ĐV nữ"]
UNITS = tuple(Known(f"u{n}", f"CĐCS Trường Tiểu học Số {n}", "CDCS") for n in range(1, 13))


def row(number: int, unit: int, workers: int = 50) -> list[Any]:
    return [number, f"CĐCS Trường Tiểu học Số {unit}", workers, 20, 40, 15]


def book(path: Path, sheets: dict[str, list[list[Any]]], head: list[str] = HEAD) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for line in (["BÁO CÁO THÁNG 10/2026"], head, *rows):
            sheet.append(line)
    made.save(path)
    return path


def groups() -> dict[str, list[list[Any]]]:
    """Three groups of four units, each with its total."""
    made = {}
    for group in range(3):
        rows = [row(n + 1, group * 4 + n + 1, 50 + n) for n in range(4)]
        made[f"Cụm {group + 1}"] = [*rows, ["", "Tổng cộng", 206, 80, 160, 60]]
    return made


def read(path: Path, told: Corrections | None = None) -> FiguresReading:
    packs = load_packs()
    asked = Asked("F1", parse_period("2026-10", packs.schemes), packs, UNITS, {}, {})
    return read_figures(path, asked, told or Corrections(sheet=TOGETHER))


def test_sheets_of_other_units_under_one_header_are_read_together(tmp_path: Path) -> None:
    path = book(tmp_path / "cụm.xlsx", groups())
    alone = read(path, Corrections(sheet="Cụm 2"))
    assert set(alone.alike) == {"Cụm 1", "Cụm 2", "Cụm 3"}
    assert (len(alone.rows), alone.remarks) == (4, ())
    assert [one.name for one in alone.unread] == ["Cụm 1", "Cụm 3"]
    reading = read(path, Corrections())
    assert reading == read(path)
    assert [one.place for one in reading.rows][:5] == [
        "Cụm 1: 3", "Cụm 1: 4", "Cụm 1: 5", "Cụm 1: 6", "Cụm 2: 3",
    ]  # fmt: skip
    assert len(reading.of("accepted")) == 12
    assert reading.remarks == ()
    assert len(reading.control_totals) == 12
    assert all(one.match for one in reading.control_totals)
    told = reading.json()["rows"][4]
    assert (told["sheet"], told["source_row"]) == ("Cụm 2", 3)
    assert "sheet" not in alone.json()["rows"][0]


def test_every_row_of_every_sheet_is_accounted_for(tmp_path: Path) -> None:
    sheets = groups()
    reading = read(book(tmp_path / "cụm.xlsx", sheets))
    told = [(one.sheet, one.source_row) for one in (*reading.rows, *reading.ignored_rows)]
    assert sorted(told) == sorted(
        (name, number) for name, rows in sheets.items() for number in range(1, len(rows) + 3)
    )


def test_a_unit_in_two_sheets_is_taken_once_or_not_at_all(tmp_path: Path) -> None:
    sheets = groups()
    sheets["Cụm 3"][-1:] = [row(5, 1, 50), row(6, 2, 99)]
    reading = read(book(tmp_path / "cụm.xlsx", sheets))
    by = {one.key: one for one in reading.rows}
    assert by["Cụm 1", 3].status == "warned"
    assert by["Cụm 3", 7].reasons == ("Dòng lặp lại của trang “Cụm 1” dòng 3.",)
    assert [by[key].status for key in (("Cụm 1", 4), ("Cụm 3", 8))] == ["refused", "refused"]
    assert "số khác ở trang “Cụm 3” dòng 8" in by["Cụm 1", 4].reasons[0]
    left = read(tmp_path / "cụm.xlsx", Corrections(sheet=TOGETHER, skip=frozenset({("Cụm 3", 8)})))
    assert {one.key: one for one in left.rows}["Cụm 1", 4].status == "accepted"


def test_rows_named_as_a_sheet_are_compared_with_its_rows(tmp_path: Path) -> None:
    sheets = groups()
    sheets["Tổng hợp"] = [
        [1, "Cụm 1", 206, 80, 160, 60], [2, "Cụm 2", 211, 80, 160, 60],
        [3, "Cụm 3", 206, 80, 160, 60], ["", "Tổng cộng", 623, 240, 480, 180],
    ]  # fmt: skip
    reading = read(book(tmp_path / "cụm.xlsx", sheets))
    assert len(reading.rows) == len(reading.of("accepted")) == 12
    odd = [one for one in reading.control_totals if not one.match]
    assert [(one.place, one.indicator, one.declared, one.computed) for one in odd] == [
        ("Tổng hợp: 4", "A01", 211, 206)
    ]
    why = {one.place: one.why for one in reading.ignored_rows}
    assert why["Tổng hợp: 3"] == "dòng cộng của trang “Cụm 1”"


def test_a_sheet_of_another_month_or_of_moved_columns_is_not_read_along(tmp_path: Path) -> None:
    sheets = groups()
    sheets["Tháng 9"] = sheets.pop("Cụm 3")
    reading = read(book(tmp_path / "cụm.xlsx", sheets))
    assert set(reading.alike) == {"Cụm 1", "Cụm 2"}
    only = {"Cụm 1": groups()["Cụm 1"]}
    assert read(book(tmp_path / "một.xlsx", only)).alike == ()


def test_a_group_is_shown_by_its_number_and_name(tmp_path: Path) -> None:
    rows = [["I", "Khối giáo dục", "", "", "", ""], row(1, 1), row(2, 2),
            ["II", "Khối y tế", 100, 40, 80, 30], row(1, 3), row(2, 4)]  # fmt: skip
    reading = read(book(tmp_path / "khối.xlsx", {"Bảng": rows}))
    said = {one.source_row: one.text for one in reading.ignored_rows}
    assert (said[3], said[6]) == ("I Khối giáo dục", "II Khối y tế")


def _turned_order(path: Path, head: list[str], first: int) -> Path:
    made = Workbook()
    for line in (["BÁO CÁO THÁNG 10/2026"], HEAD, *(row(n, n) for n in (1, 2, 3))):
        made.active.append(line)
    other = made.create_sheet("Khối khác")
    for line in (["BÁO CÁO THÁNG 10/2026"], head):
        other.append(line)
    for n in (first, first + 1):
        other.append([f"CĐCS Trường Tiểu học Số {n}", "0912 000 111", 40, 15, 50, 20])
    made.save(path)
    return path


OTHER_HEAD = ["Tên đơn vị", "Điện thoại", "Đoàn viên", "Tr.đó: nữ", "Tổng số CNVCLĐ", "Tr.đó: nữ"]


def test_sheets_of_other_units_with_columns_in_another_order_are_read_along(tmp_path: Path) -> None:
    reading = read(_turned_order(tmp_path / "khối.xlsx", OTHER_HEAD, 5), Corrections())
    assert [one.unit_id for one in reading.rows] == ["u1", "u2", "u3", "u5", "u6"]
    assert all(one.values == {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15} for one in reading.rows)


def test_such_sheets_of_the_same_units_are_not_and_of_fewer_figures_are(tmp_path: Path) -> None:
    same = read(_turned_order(tmp_path / "a.xlsx", OTHER_HEAD, 3), Corrections())
    assert [one.name for one in same.unread] == ["Khối khác"]
    fewer = [*OTHER_HEAD[:3], "Chi bộ", *OTHER_HEAD[4:]]
    less = read(_turned_order(tmp_path / "b.xlsx", fewer, 5), Corrections())
    assert less.unread == ()
    assert [one.values for one in less.rows[3:]] == [{"A01": 50, "A01N": 20, "A03": 40}] * 2


def test_lists_of_other_units_under_heads_of_their_own_are_read_along(tmp_path: Path) -> None:
    made = Workbook()
    made.remove(made.active)
    told = {
        "Khối 1": (["Tên trường", "CBGVNV", "Nữ", "Đoàn viên", "ĐV nữ"], [1, 2, 3]),
        "Khối 2": (["TT", "Trạm", "Số VC", "Nữ", "Số ĐV", "Nữ"], [4, 5]),
        "Khối 3": (["Đơn vị", "Đoàn viên", "Lao động"], [6, 7]),
        "Khối 4": (["Đơn vị", "Tiền lương", "Đoàn phí"], [8, 9]),
    }  # fmt: skip
    for name, (head, units) in told.items():
        sheet = made.create_sheet(name)
        sheet.append(["THÁNG 10/2026"])
        sheet.append(head)
        for at, unit in enumerate(units):
            own = [f"CĐCS Trường Tiểu học Số {unit}", *([50, 20, 40, 15][: len(head) - 1])]
            sheet.append([at + 1, *own] if head[0] == "TT" else own)
    made.save(tmp_path / "khối.xlsx")
    found = read(tmp_path / "khối.xlsx", Corrections())
    assert [row.unit_id for row in found.rows] == [f"u{n}" for n in range(1, 8)]
    assert {row.values["A03"] for row in found.rows[:5]} == {40}
    assert [one.name for one in found.unread] == ["Khối 4"]


def test_a_sheet_left_for_a_column_nobody_understands_says_which(tmp_path: Path) -> None:
    made = Workbook()
    made.remove(made.active)
    other = ["STT", "Tên đơn vị", "Sĩ số ĐV lớp", "ĐV"]
    for name, head, units in (("Một", HEAD, (1, 2)), ("Hai", other, (3, 4))):
        sheet = made.create_sheet(name)
        sheet.append(["BÁO CÁO THÁNG 10/2026"])
        sheet.append(head)
        for at, unit in enumerate(units):
            sheet.append(row(at + 1, unit)[: len(head)])
    made.save(tmp_path / "hai.xlsx")
    found = read(tmp_path / "hai.xlsx", Corrections())
    assert [("Sĩ số ĐV lớp" in one.why) for one in found.unread] == [True]


def test_a_slip_goes_before_a_table_of_departments(tmp_path: Path) -> None:
    made = Workbook()
    made.remove(made.active)
    for name, rows in {
        "Tổ": [["Đơn vị", "Tổng LĐ", "LĐ nữ", "ĐV", "ĐV nữ"], ["Văn phòng", 31, 19, 30, 18],
               ["Đội 1", 70, 20, 55, 15]],
        "Báo cáo": [["CĐCS Trường Tiểu học Số 3"], ["SỐ LIỆU ĐẾN 31/10/2026"],
                    ["Chỉ tiêu", "Số lượng"], ["Tổng số CNLĐ", 101], ["Tổng số đoàn viên", 85]],
    }.items():  # fmt: skip
        sheet = made.create_sheet(name)
        for line in rows:
            sheet.append(line)
    made.save(tmp_path / "sổ.xlsx")
    reading = read(tmp_path / "sổ.xlsx", Corrections())
    assert [(one.unit_id, one.values) for one in reading.rows] == [
        ("u3", {"A01": 101}), ("u3", {"A03": 85}),
    ]  # fmt: skip
    assert [one.name for one in reading.unread] == ["Tổ"]
    tables = read(tmp_path / "sổ.xlsx", Corrections(sheet="Tổ"))
    assert {one.status for one in tables.rows} == {"refused"}
