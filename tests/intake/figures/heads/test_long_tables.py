"""Lists with a row for each thing counted of a unit come to one row for the unit."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
BY_SUBJECT = (
    "TT|Đơn vị|Đối tượng|Tổng số|Nam|Nữ", f"1|{ONE}|Lao động|42|12|30", "||Đoàn viên|40|11|29",
    f"2|{TWO}|Lao động|35|15|20", "||Đoàn viên|33|14|19",
)  # fmt: skip
JOURNAL = ("Ngày|Đơn vị|Nội dung biến động|Số đoàn viên|Trong đó nữ",
           f"06/10/2026|{ONE}|Kết nạp mới|3|1", f"24/10/2026|{TWO}|Kết nạp mới|2|0",
           f"25/10/2026|{TWO}|Kết nạp mới|4|2", f"20/10/2026|{TWO}|Nghỉ hưu|2|1")  # fmt: skip


def read(folder: Path, form: str, *rows: str) -> FiguresReading:
    path = folder / "danh sách.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


def told(reading: FiguresReading) -> list[tuple[str, dict[str, int | None]]]:
    return [(row.unit, {code: value for code, value in row.values.items() if value is not None})
            for row in reading.rows if row.status != "refused"]  # fmt: skip


def test_a_row_of_workers_and_one_of_members_are_of_one_unit(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", *BY_SUBJECT, "|Tổng cộng|Lao động|77|27|50",
                   "||Đoàn viên|73|25|48")  # fmt: skip
    found: dict[str, dict[str, int | None]] = {}
    for unit, values in told(reading):
        found.setdefault(unit, {}).update(values)
    assert found == {ONE: {"A01": 42, "A01N": 30, "A03": 40, "A03N": 29},
                     TWO: {"A01": 35, "A01N": 20, "A03": 33, "A03N": 19}}  # fmt: skip


def test_movements_of_several_days_are_added_and_say_so(tmp_path: Path) -> None:
    reading = read(tmp_path, "F3", *JOURNAL)
    assert told(reading) == [(ONE, {"C11": 3, "C11N": 1}),
                             (TWO, {"C11": 6, "C11N": 2, "C23": 2, "C23N": 1})]  # fmt: skip
    assert {row.status for row in reading.rows} == {"warned"}
    assert "Gộp các dòng 3, 4, 5." in reading.rows[1].reasons
    assert reading.rows[1].cells[0].place == "D3+D4"


def test_days_of_another_month_are_left_out_and_named(tmp_path: Path) -> None:
    reading = read(tmp_path, "F3", *JOURNAL, f"28/09/2026|{ONE}|Nghỉ hưu|1|0",
                   f"|{ONE}|Thôi việc|1|0")  # fmt: skip
    assert told(reading)[0] == (ONE, {"C11": 3, "C11N": 1})
    left = {one.source_row: one.why for one in reading.ignored_rows}
    assert "không thuộc kỳ" in left[6]
    assert "không thuộc kỳ" in left[7]


@pytest.mark.parametrize("day", ["20/10", "20-10", "Ngày 20/10", "20.10.26"])
def test_a_day_of_a_feast_is_a_day(tmp_path: Path, day: str) -> None:
    reading = read(tmp_path, "F3", *JOURNAL, f"{day}|{ONE}|Nghỉ hưu|1|0")
    assert told(reading)[0] == (ONE, {"C11": 3, "C11N": 1, "C23": 1, "C23N": 0})


def test_the_same_figure_of_a_movement_again_is_added_on_another_day_alone(tmp_path: Path) -> None:
    rows = read(tmp_path, "F3", *JOURNAL[:2], f"07/10/2026|{ONE}|Kết nạp mới|3|0").rows
    assert (rows[0].values["C11"], rows[0].status) == (6, "warned")
    day = JOURNAL[1].partition("|")[0]
    rows = read(tmp_path, "F3", *JOURNAL[:2], f"{day}|{ONE}|Kết nạp mới|3|0").rows
    assert rows[0].values["C11"] is None
    assert rows[0].status != "accepted"


def test_the_women_of_a_head_of_two_rows_are_read(tmp_path: Path) -> None:
    head = ("Ngày|Đơn vị|Nội dung biến động|Số đoàn viên|~", "^|^|^|Tổng|Trong đó nữ")
    reading = read(tmp_path, "F3", *head, *JOURNAL[1:], f"28/09/2026|{ONE}|Nghỉ hưu|1|0")
    assert told(reading) == [(ONE, {"C11": 3, "C11N": 1}),
                             (TWO, {"C11": 6, "C11N": 2, "C23": 2, "C23N": 1})]  # fmt: skip
    assert {one.source_row: one.why for one in reading.ignored_rows if one.source_row < 3} == {
        1: "đầu bảng", 2: "đầu bảng"}  # fmt: skip
    assert any("không phải tổng số đoàn viên" in why for why in reading.rows[0].reasons)


def test_what_nobody_knows_is_told_with_its_row(tmp_path: Path) -> None:
    rows = read(tmp_path, "F3", *JOURNAL, f"26/10/2026|{ONE}|Tạm vắng dài ngày|1|0").rows
    assert rows[0].status == "warned"
    assert any("dòng 6" in why for why in rows[0].reasons)


@pytest.mark.parametrize("heading", ["Hiện có", "Tổng số ĐV", "ĐV cuối tháng"])
@pytest.mark.parametrize("words", ["Kết nạp mới", "Tăng 3 (kết nạp mới)"])
def test_members_beside_movements_are_no_movements(
    tmp_path: Path, heading: str, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, "F3", f"STT|CĐCS|Biến động|{heading}", f"1|{ONE}|{words}|353",
             f"2|{TWO}|{words}|248")  # fmt: skip
    assert heading in str(refused.value.next_step)


def test_movements_are_no_members_of_another_form(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, "F1", *JOURNAL)


def test_remarks_beside_figures_are_none(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", "TT|Đơn vị|Lao động|Đoàn viên|Ghi chú",
                   f"1|{ONE}|42|40|Kết nạp mới", f"2|{TWO}|35|33|Nghỉ hưu")  # fmt: skip
    assert told(reading) == [(ONE, {"A01": 42, "A03": 40}), (TWO, {"A01": 35, "A03": 33})]


def test_columns_are_those_of_the_file(tmp_path: Path) -> None:
    reading = read(tmp_path, "F3", *JOURNAL)
    assert [(column.place, column.role) for column in reading.columns] == [
        ("B", "unit"), ("D", "C11"), ("E", "C11N"), ("D", "C23"), ("E", "C23N"),
    ]  # fmt: skip


def test_columns_of_a_list_of_indicators_say_what_they_are_read_for(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", *BY_SUBJECT)
    assert {column.heading: column.meaning for column in reading.columns} == {
        "TT": "", "Đơn vị": "Tên đơn vị", "Đối tượng": "Tên chỉ tiêu",
        "Tổng số": "Số liệu của kỳ", "Nam": "Nam, để đối chiếu", "Nữ": "Nữ",
    }  # fmt: skip


def by_period(*periods: str) -> list[str]:
    """A list with a row for each unit, thing counted and period; the figures grow from row to
    row."""
    things = ((unit, what) for unit in (ONE, TWO) for what in ("Tổng số lao động", "Lao động nữ"))
    rows = [(unit, what, period) for unit, what in things for period in periods]
    return ["don_vi|chi_tieu|ky|gia_tri",
            *("|".join((*row, str(90 - 10 * at))) for at, row in enumerate(rows))]  # fmt: skip


@pytest.mark.parametrize(("before", "now"), [
    ("2026-09", "2026-10"), ("T9/2026", "T10/2026"), ("Tháng 9", "Tháng 10"),
])  # fmt: skip
def test_rows_of_the_period_alone_are_taken(tmp_path: Path, before: str, now: str) -> None:
    reading = read(tmp_path, "F1", *by_period(before, now))
    assert told(reading) == [(ONE, {"A01": 80, "A01N": 60}), (TWO, {"A01": 40, "A01N": 20})]
    left = {one.source_row for one in reading.ignored_rows if "không thuộc kỳ" in one.why}
    assert left == {2, 4, 6, 8}


def test_rows_of_another_period_alone_are_not_taken_without_a_word(tmp_path: Path) -> None:
    try:
        reading = read(tmp_path, "F1", *by_period("2026-09"))
    except Refusal:
        return
    assert all(row.status != "accepted" for row in reading.rows)
