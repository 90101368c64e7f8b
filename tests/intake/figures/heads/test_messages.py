"""Messages pasted into cells are read where every number in them is understood, else asked."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "Trường THCS Số 1", "CĐCS Trường Tiểu học Số 2"
ALL = {"A01": 34, "A01N": 17, "A03": 30, "A03N": 15}
OTHER = "THCS Số 2: LĐ 21 (nữ 20), ĐV 20 (nữ 19)"


def read(folder: Path, *rows: str, form: str = "F1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


@pytest.mark.parametrize("message", [
    f"{ONE}: LĐ 34 (nữ 17), ĐV 30 (nữ 15)", f"{ONE}: 34 lao động (17 nữ), 30 đoàn viên (15 nữ) ạ",
    f"{ONE} - Tổng LĐ: 34, trong đó nữ 17; ĐV: 30, nữ 15", f"1. {ONE}: 34/17 LĐ, 30/15 ĐV",
    f"[08:12 31/10/2026] Cô Lan: {ONE} - LĐ 34 (17 nữ), ĐV 30 (15 nữ)",
    f"{ONE} LĐ 34 nữ 17 ĐV 30 nữ 15", f"{ONE}|LĐ 34 (nữ 17), ĐV 30 (nữ 15)",
    f"{ONE}: tháng 10/2026, LĐ 34 người (trong đó có 17 nữ), ĐV 30 người (nữ 15)",
    f"{ONE}|Lao động|34|LĐ nữ|17|Đoàn viên|30|ĐV nữ|15",
])  # fmt: skip
def test_a_message_in_a_cell_is_a_row_to_look_at(tmp_path: Path, message: str) -> None:
    reading = read(tmp_path, "Nhắn Zalo tháng 10/2026", message, OTHER)
    own = reading.rows[0]
    assert (own.source_row, own.status, own.unit_id, own.values) == (
        2, "warned", UNITS[0].id, ALL)  # fmt: skip
    assert all(cell.place in ("A2", "B2") for cell in own.cells)
    assert [row.source_row for row in reading.rows] == [2, 3]
    assert 0 not in {one.source_row for one in reading.ignored_rows}


@pytest.mark.parametrize("message", [
    f"{ONE}|Dạ em gửi: lao động 34, nữ 17, đoàn viên 30, nữ 15 ạ",
    f"{ONE}|Chào chị, em báo cáo số liệu ạ: LĐ 34 (nữ 17), ĐV 30 (nữ 15)",
    f"Dạ em gửi {ONE}: LĐ 34 (nữ 17), ĐV 30 (nữ 15)",
    f"Kính gửi anh chị, {ONE}: LĐ 34 (nữ 17), ĐV 30 (nữ 15)",
])  # fmt: skip
def test_courtesies_before_the_figures_are_passed_over(tmp_path: Path, message: str) -> None:
    own = read(tmp_path, "Nhắn Zalo tháng 10/2026", message, OTHER).rows[0]
    assert (own.status, own.unit_id, own.values) == ("warned", UNITS[0].id, ALL)


@pytest.mark.parametrize("message", ["Dạ em gửi: lao động 34, đoàn viên 30",
                                     "Chào chị, LĐ 34, ĐV 30"])  # fmt: skip
def test_courtesies_are_no_name(tmp_path: Path, message: str) -> None:
    rows = read(tmp_path, "Nhắn Zalo tháng 10/2026", message, OTHER, OTHER).rows
    assert all(row.unit_id != UNITS[0].id for row in rows)
    assert "Dạ" not in {row.unit for row in rows if row.status != "refused"}


def test_what_a_message_does_not_tell_stays_empty(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{ONE}: LĐ 34 (nữ 17), ĐV 30, kết nạp 2", OTHER)
    assert reading.rows[0].values == {**ALL, "A03N": None}


def test_movements_in_words(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{ONE}: kết nạp 2, nghỉ hưu 1", f"{TWO}: không kết nạp, nghỉ hưu 3",
                   form="F3")  # fmt: skip
    assert [row.values for row in reading.rows] == [{"C11": 2, "C23": 1}, {"C11": 0, "C23": 3}]


@pytest.mark.parametrize("message", [
    "THCS Số 2: LĐ khoảng 34, ĐV 30-31", "THCS Số 2: như tháng trước 21",
    "THCS Số 2: LĐ 34 (nghỉ 2), ĐV 30", "THCS Số 2: ĐV 30, ĐV 28",
])  # fmt: skip
def test_a_message_not_understood_among_others_is_refused(tmp_path: Path, message: str) -> None:
    more = f"{TWO}: LĐ 21 (nữ 20), ĐV 20 (nữ 19)"
    reading = read(tmp_path, f"{ONE}: LĐ 34 (nữ 17), ĐV 30 (nữ 15)", message, more)
    assert [row.status for row in reading.rows] == ["warned", "refused", "warned"]


def test_an_unknown_name_is_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, "Trường Hoa Mai: LĐ 34, ĐV 30", OTHER)
    assert [row.status for row in reading.rows] == ["refused", "warned"]


def test_notes_beside_a_table_change_nothing(tmp_path: Path) -> None:
    reading = read(tmp_path, "TT|Tên CĐCS|LĐ|ĐV|Ghi chú", f"1|{ONE}|34|30|LĐ 33, ĐV 29",
                   "2|THCS Số 2|21|20|ĐV 19")  # fmt: skip
    assert [(row.status, row.values) for row in reading.rows] == [
        ("accepted", {"A01": 34, "A03": 30}), ("accepted", {"A01": 21, "A03": 20})]  # fmt: skip


def test_one_unions_letter_in_lines(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        f"Chào chị, em gửi số liệu tháng 10 của {ONE}:",
        "- Tổng số CBGVNV: 34, trong đó nữ 17",
        "- Đoàn viên: 30, trong đó nữ 15",
    )
    assert {k: v for row in reading.rows for k, v in row.values.items()} == ALL
    assert {row.unit_id for row in reading.rows} == {UNITS[0].id}


def test_words_without_a_known_figure_are_no_messages(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read(tmp_path, f"{ONE}: họp lúc 14 giờ, phòng 203", "THCS Số 2: 2 bản, gửi trước 5 giờ")


@pytest.mark.parametrize("at", [0, 2])
def test_a_message_not_understood_before_or_behind_the_others_is_refused(
    tmp_path: Path, at: int
) -> None:
    others = [OTHER, f"{TWO}: LĐ 21 (nữ 20), ĐV 20 (nữ 19)"]
    reading = read(tmp_path, *others[:at], f"{ONE}: ĐV 30 (tăng 2)", *others[at:])
    assert [row.status for row in reading.rows][at] == "refused"
    assert len(reading.rows) == 3


@pytest.mark.parametrize(
    "said", ["báo cáo", "xin gửi số liệu", "gửi chị", "báo cáo số liệu tháng 10"]
)
def test_who_reports_is_named_before_the_words_that_say_so(tmp_path: Path, said: str) -> None:
    message = f"{ONE} {said}: tổng LĐ 34 người, nữ 17, đoàn viên 30 người, trong đó nữ 15"
    own = read(tmp_path, "Nhắn Zalo tháng 10/2026", message, OTHER).rows[0]
    assert (own.status, own.unit_id, own.values) == ("warned", UNITS[0].id, ALL)


def test_a_report_of_a_union_nobody_knows_is_refused(tmp_path: Path) -> None:
    rows = read(
        tmp_path, "Nhắn Zalo tháng 10/2026", "MN Không Ai Biết báo cáo: LĐ 6, ĐV 5", OTHER
    ).rows
    assert (rows[0].status, rows[0].unit_id) == ("refused", "")
