"""A file's rows are judged with the months before, as typed figures are."""

from pathlib import Path

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from desktop.tasks.figures.figures_import import preview
from tests.cli.running import PERIOD
from tests.intake.figures.spread import sheet, write_xlsx
from tests.tasks.figures.test_figures_import import made, made_office, store, units

__all__ = ["made_office", "store", "units"]  # fixtures


def test_a_row_far_from_the_month_before_is_warned(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    set_cells(store, "2026-09", {(first, "A03"): Entry(100), (second, "A03"): Entry(100)})
    path = made(tmp_path, f"1|{name}|150|140|", f"2|{other}|150|104|")
    rows = preview(store, path, "F1", PERIOD).rows
    assert [row.status for row in rows] == ["warned", "accepted"]
    assert any(told.startswith("V10: Biến động quá 20%") for told in rows[0].reasons)


def test_what_a_row_replaces_is_told_and_what_it_repeats_is_not(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    set_cells(store, PERIOD, {(first, "A03"): Entry(1_040), (second, "A03"): Entry(104)})
    path = made(tmp_path, f"1|{name}|115|104|", f"2|{other}|150|104|")
    rows = preview(store, path, "F1", PERIOD).rows
    assert "A03: đang có 1.040, nhận thì thành 104." in rows[0].reasons
    assert not any("đang có" in one for one in rows[1].reasons)


def test_a_dash_where_a_figure_is_known_is_told(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    set_cells(store, PERIOD, {(first, "A03"): Entry(1_040), (second, "A03"): Entry(0)})
    path = made(tmp_path, f"1|{name}|1115|-|", f"2|{other}|150|-|")
    rows = preview(store, path, "F1", PERIOD).rows
    assert rows[0].status == "warned"
    told = "A03: dấu “-” đọc là ô trống, vẫn giữ số đang có 1.040; là số 0 thì ghi 0."
    assert told in rows[0].reasons
    assert not any("dấu “-”" in one for one in rows[1].reasons)


def test_rows_that_slipped_beside_their_names_are_told(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    codes = ("A01", "A01N", "A03", "A03N")
    held = {first: (150, 80, 140, 75), second: (95, 61, 90, 58)}
    set_cells(store, "2026-09", {
        (unit, code): Entry(value) for unit, values in held.items()
        for code, value in zip(codes, values, strict=True)
    })  # fmt: skip
    path = tmp_path / "lệch.xlsx"
    write_xlsx(path, [sheet("TT|Tên CĐCS|Tổng CNVCLĐ|Nữ CNVCLĐ|Tổng số đoàn viên|Đoàn viên nữ\n"
                            f"1|{name}|95|61|91|58\n2|{other}|150|80|140|75")])  # fmt: skip
    rows = preview(store, path, "F1", PERIOD).rows
    assert all(any("lệch một dòng" in one for one in row.reasons) for row in rows)


def test_an_opening_stock_unlike_the_closing_before_is_told(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    set_cells(store, "2026-09", {(first, "A03"): Entry(100), (second, "A03"): Entry(100)})
    path = tmp_path / "biến động.xlsx"
    write_xlsx(path, [sheet(
        "TT|Đơn vị|Đầu kỳ||Kết nạp mới|Nghỉ hưu|Cuối kỳ|\n | |TS|Nữ| | |TS|Nữ\n"
        f"1|{name}|90|50|2|1|91|51\n2|{other}|100|50|2|1|101|51")])  # fmt: skip
    rows = preview(store, path, "F3", PERIOD).rows
    assert [row.status for row in rows] == ["warned", "accepted"]
    assert rows[0].reasons == ("V05: Đầu kỳ trong tệp ghi 90, cuối kỳ trước là 100.",)


def test_a_single_row_that_does_not_balance_is_told(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (_unit, name), *_rest = units
    path = tmp_path / "một dòng.xlsx"
    write_xlsx(path, [sheet("TT|Đơn vị|Đầu kỳ|Kết nạp mới|Nghỉ hưu|Cuối kỳ\n"
                            f"1|{name}|100|2|1|999")])  # fmt: skip
    (row,) = preview(store, path, "F3", PERIOD).rows
    assert row.reasons == ("Đầu kỳ + tăng − giảm là 101, cuối kỳ ghi 999.",)


def test_a_row_is_judged_beside_the_stocks_carried_over(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    before = {(u, c): Entry(n) for u in (first, second) for c, n in (("A03", 92), ("A03N", 42))}
    set_cells(store, "2026-09", before)
    workers = tmp_path / "lao động.xlsx"
    write_xlsx(
        workers, [sheet(f"Tên CĐCS|Tổng số lao động|Lao động nữ\n{name}|0|0\n{other}|99|50")]
    )
    rows = preview(store, workers, "F1", PERIOD).rows
    assert [row.status for row in rows] == ["warned", "accepted"]
    assert any(told.startswith("V08: ") for told in rows[0].reasons)
    women = tmp_path / "nữ.xlsx"
    write_xlsx(women, [sheet(f"Tên CĐCS|Đoàn viên nữ\n{name}|42\n{other}|93")])
    rows = preview(store, women, "F1", PERIOD).rows
    assert [row.status for row in rows] == ["accepted", "warned"]
    assert any(told.startswith("V02: ") for told in rows[1].reasons)


def test_members_unlike_their_opening_are_told_once_until_movements_are(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    set_cells(store, "2026-09", {(first, "A03"): Entry(100), (second, "A03"): Entry(100)})
    path = made(tmp_path, f"1|{name}|150|98|", f"2|{other}|150|100|")
    reading = preview(store, path, "F1", PERIOD)
    assert [row.status for row in reading.rows] == ["accepted", "accepted"]
    assert reading.notes == (
        "1 đơn vị có số đoàn viên khác đầu kỳ mà tháng 10/2026 chưa nhập biến động (V04): nhập "
        "Biểu F3 trước khi chốt.",
    )
    set_cells(store, PERIOD, {(second, "C11"): Entry(0), (second, "A03"): Entry(100)})
    reading = preview(store, path, "F1", PERIOD)
    assert reading.notes == ()
    assert any(told.startswith("V04: ") for told in reading.rows[0].reasons)
