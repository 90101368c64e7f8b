"""What a row begins and ends with tells of columns that were taken for something else."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from tests.intake.figures.gathering import Case, read_case

UNITS = ("CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2", "CĐCS Trường Tiểu học Số 1",
         "CĐCS Trường Tiểu học Số 2")  # fmt: skip
MOVES = ((50, 2, 1, 51), (40, 3, 0, 43), (30, 0, 1, 29), (20, 1, 0, 21))


def _reasons(folder: Path, heading: str, moves: tuple[tuple[int, ...], ...]) -> list[list[str]]:
    path = folder / "bảng.csv"
    rows = [f"{at},{unit},{','.join(map(str, told))}"
            for at, (unit, told) in enumerate(zip(UNITS, moves, strict=True), 1)]  # fmt: skip
    head = f"TT,Đơn vị,ĐV đầu tháng,{heading},Nghỉ hưu,ĐV cuối tháng"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    reading = read_case(Case("", [], form="F3", period="2026-10"), path)
    return [list(row.reasons) for row in reading.rows]


@pytest.mark.parametrize("heading", ["Kết nạp tháng 9", "Kết nạp năm 2025"])
def test_a_column_the_rows_balance_with_is_not_left_out_in_silence(
    tmp_path: Path, heading: str
) -> None:
    told = _reasons(tmp_path, heading, MOVES)
    place = f"chưa hiểu cột “{heading}”, số ở đó không được nhận."
    assert [any(place in one for one in row) for row in told] == [True] * 4


def test_a_column_of_another_time_the_rows_balance_without_is_left_out(tmp_path: Path) -> None:
    moves = tuple((before, new, gone, before - gone) for before, new, gone, _end in MOVES)
    assert _reasons(tmp_path, "Kết nạp tháng 9", moves) == [[]] * 4


def test_under_the_movements_of_the_month_one_from_elsewhere_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "TT,Đơn vị,BIẾN ĐỘNG TRONG THÁNG,,,\n,,Tăng,,Giảm,\n,,Kết nạp,Nơi khác đến,Nghỉ hưu,"
        f"Chuyển đi nơi khác\n1,{UNITS[0]},1,2,0,0\n2,{UNITS[1]},0,1,1,3\n", encoding="utf-8",
    )  # fmt: skip
    reading = read_case(Case("", [], form="F3", period="2026-10"), path)
    assert [(row.status, len(row.reasons)) for row in reading.rows] == [("warned", 2)] * 2


def test_a_row_that_slipped_to_the_left_lacks_its_closing_stock(tmp_path: Path) -> None:
    units = [f"CĐCS Trường THCS Số {at}" for at in range(1, 11)]
    rows = [f"{at},{unit},{20 + at},1,1,{20 + at}" for at, unit in enumerate(units, 1)]
    rows[4] = f"5,{units[4]},1,1,25,"
    path = tmp_path / "bảng.csv"
    head = "TT,Đơn vị,ĐV đầu tháng,Kết nạp mới,Nghỉ hưu,ĐV cuối tháng"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    known = tuple(Known(f"u{at}", unit) for at, unit in enumerate(units))
    told = read_case(Case("", [], form="F3", period="2026-10"), path, known).rows
    assert [row.source_row for row in told if row.status != "accepted"] == [6]
    assert told[4].reasons == (
        "Ô cuối kỳ để trống; đầu kỳ + tăng − giảm là −23: xem các số có bị lệch sang cột bên "
        "không.",
    )


@pytest.mark.parametrize(("ways", "code"), [((-1, -3), "C21"), ((1, 3), "C13")])
def test_a_transfer_without_its_way_is_the_one_the_rows_balance_with(
    tmp_path: Path, ways: tuple[int, int], code: str
) -> None:
    rows = [f"{at},{unit},50,2,1,{abs(way)},{51 + way}"
            for at, (unit, way) in enumerate(zip(UNITS, ways, strict=False), 1)]  # fmt: skip
    path = tmp_path / "bảng.csv"
    head = "TT,Đơn vị,ĐV đầu kỳ,Kết nạp,Nghỉ hưu,Chuyển công tác trong tỉnh,ĐV cuối kỳ"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    told = read_case(Case("", [], form="F3", period="2026-10"), path).rows
    assert [row.values[code] for row in told] == [1, 3]
    assert {row.status for row in told} == {"warned"}
    assert all("khớp với cuối kỳ" in row.reasons[0] for row in told)
    path.write_text("\n".join((head, *(row[:-2] + "99" for row in rows))), encoding="utf-8")
    told = read_case(Case("", [], form="F3", period="2026-10"), path).rows
    assert all(row.values.get(code) is None for row in told)


def test_a_sum_of_more_than_the_columns_understood_is_told_where_the_rest_is_blank(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "TT,Đơn vị,Kết nạp mới,Chuyển đến,Cộng tăng,Nghỉ hưu\n"
        f"1,{UNITS[0]},2,,7,1\n2,{UNITS[1]},1,,1,0\n3,{UNITS[2]},3,,3,0\n", encoding="utf-8",
    )  # fmt: skip
    reading = read_case(Case("", [], form="F3", period="2026-10"), path)
    told = [[one for one in row.reasons if "Cộng đoàn viên tăng" in one] for row in reading.rows]
    assert told == [["Cộng đoàn viên tăng: bảng ghi 7, cộng các cột được 2."], [], []]
