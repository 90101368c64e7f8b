"""A title says what columns of months alone count; nothing is concluded from any other title."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
HEAD = "TT|Tên CĐCS|Tháng 8|Tháng 9|Tháng 10|Tháng 11"
ROWS = (f"1|{ONE}|30|31|32|", f"2|{TWO}|20|21|22|")


def read(folder: Path, *rows: str, form: str = "F1", name: str = "Sheet1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows), name)])
    return read_case(Case("", [], form=form), path)


def figures(reading: FiguresReading) -> list[tuple[str, dict[str, int | float | None]]]:
    return [(row.status, dict(row.values)) for row in reading.rows]


@pytest.mark.parametrize(("title", "form", "code"), [
    ("THEO DÕI SỐ LƯỢNG ĐOÀN VIÊN NĂM 2026", "F1", "A03"),
    ("Tổng hợp số lao động các CĐCS năm 2026", "F1", "A01"),
    ("Bảng theo dõi đoàn viên nữ các tháng trong năm 2026", "F1", "A03N"),
    ("Số lượng đoàn viên công đoàn các CĐCS thuộc xã Hải Lăng năm 2026", "F1", "A03"),
    ("KẾT NẠP ĐOÀN VIÊN MỚI THEO THÁNG NĂM 2026", "F3", "C11"),
])  # fmt: skip
def test_the_month_asked_for_counts_what_the_title_says(
    tmp_path: Path, title: str, form: str, code: str
) -> None:
    reading = read(tmp_path, "CÔNG ĐOÀN XÃ HẢI LĂNG", title, HEAD, *ROWS, form=form)
    assert figures(reading) == [("accepted", {code: 32}), ("accepted", {code: 22})]


@pytest.mark.parametrize("head", [
    "TT|Tên CĐCS|d:2026-08-01|d:2026-09-01|d:2026-10-01|", "TT|Tên CĐCS|T8|T9|T10|Ghi chú",
    "TT|Tên CĐCS|Tháng|~|~|\n^|^|8|9|10|", "TT|Tên CĐCS|08/2026|09/2026|10/2026|Tăng/giảm",
])  # fmt: skip
def test_months_are_written_in_many_ways(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, "Theo dõi số đoàn viên", head, *ROWS)
    assert figures(reading) == [("accepted", {"A03": 32}), ("accepted", {"A03": 22})]


def test_twelve_numbers_are_months_where_the_title_tells_of_months(tmp_path: Path) -> None:
    numbers = "|".join(map(str, range(1, 13)))
    rows = [f"{at}|{name}|" + "|".join(str(at * 100 + n) for n in range(1, 11))
            for at, name in enumerate((ONE, TWO), 1)]  # fmt: skip
    reading = read(tmp_path, "Số đoàn viên các tháng năm 2026", f"TT|Tên CĐCS|{numbers}", *rows)
    assert figures(reading) == [("accepted", {"A03": 110}), ("accepted", {"A03": 210})]


def test_a_whole_and_its_women_stand_under_each_month(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "THEO DÕI SỐ LƯỢNG ĐOÀN VIÊN NĂM 2026", "TT|Tên CĐCS|Tháng 9|~|Tháng 10|~",
        "^|^|TS|Nữ|TS|Nữ", f"1|{ONE}|30|20|31|21", f"2|{TWO}|20|20|21|20",
    )  # fmt: skip
    assert [row.values for row in reading.rows] == [
        {"A03": 31, "A03N": 21}, {"A03": 21, "A03N": 20}]  # fmt: skip


def test_the_sheets_own_name_may_say_it(tmp_path: Path) -> None:
    assert figures(read(tmp_path, HEAD, *ROWS, name="Đoàn viên")) == [
        ("accepted", {"A03": 32}), ("accepted", {"A03": 22})]  # fmt: skip


@pytest.mark.parametrize("title", [
    "THEO DÕI NĂM 2026", "THEO DÕI ĐOÀN VIÊN, LAO ĐỘNG NĂM 2026", "TĂNG GIẢM ĐOÀN VIÊN NĂM 2026",
    "THEO DÕI ĐOÀN VIÊN ĐÓNG ĐOÀN PHÍ NĂM 2026", "Theo dõi đoàn viên ưu tú năm 2026",
])  # fmt: skip
def test_a_title_that_tells_two_things_or_another_says_nothing(tmp_path: Path, title: str) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, title, HEAD, *ROWS)


def test_two_titles_that_count_two_things_say_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, "Theo dõi đoàn viên", "Theo dõi số lao động", HEAD, *ROWS)


@pytest.mark.parametrize("title", ["THEO DÕI LAO ĐỘNG, ĐOÀN VIÊN NĂM 2026", "SỐ LIỆU NĂM 2026"])
@pytest.mark.parametrize("mark", ["", "I|"])
def test_rows_of_their_own_say_what_the_unions_below_them_count(
    tmp_path: Path, title: str, mark: str
) -> None:
    first, second = ("Lao động", "Đoàn viên") if mark else ("|Tổng số lao động", "|Số đoàn viên")
    workers = (f"1|{ONE}|40|41|42|", f"2|{TWO}|30|30|31|")
    rows = (f"{mark}{first}", *workers, f"{mark}{second}", *ROWS)
    reading = read(tmp_path, title, HEAD, *rows)
    found: dict[str, dict[str, int | None]] = {}
    for row in reading.rows:
        found.setdefault(row.unit_id, {}).update(row.values)
    assert list(found.values()) == [{"A01": 42, "A03": 32}, {"A01": 31, "A03": 22}]


def test_women_below_a_block_are_of_what_it_counts(tmp_path: Path) -> None:
    women = (f"1|{ONE}|10|11|12|", f"2|{TWO}|7|8|9|")
    reading = read(tmp_path, "THEO DÕI ĐOÀN VIÊN, LAO ĐỘNG", HEAD, "|Đoàn viên", *ROWS,
                   "|Trong đó nữ", *women)  # fmt: skip
    assert [row.values for row in reading.rows] == [
        {"A03": 32}, {"A03": 22}, {"A03N": 12}, {"A03N": 9}]  # fmt: skip


def test_one_thing_told_twice_below_the_months_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read(
            tmp_path, "THEO DÕI LAO ĐỘNG, ĐOÀN VIÊN", HEAD, "|Đoàn viên", *ROWS, "|Đoàn viên", *ROWS
        )
