"""Sheets of one unit with a row for each indicator: activities, welfare, finance."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

SHEET = """
CÔNG ĐOÀN XÃ HẢI LĂNG
CĐCS TRƯỜNG THCS SỐ 1
BÁO CÁO HOẠT ĐỘNG CÔNG ĐOÀN THÁNG 10/2026
TT|Chỉ tiêu|Đơn vị tính|Kế hoạch năm|Kỳ này|Lũy kế|% KH|Cùng kỳ năm trước|Ghi chú
A|B|C|1|2|3|4|5|6
I|Chăm lo đoàn viên
1|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|20|3|12|60|2|
2|Thăm hỏi: kinh phí công đoàn|đồng||'1.500.000|||
3|Đoàn viên được khám sức khỏe|người||khoảng 30|||
 |– Trong đó nữ|người||18|||
II|Tuyên truyền
4|Lượt người được tuyên truyền|lượt||-|||
5|Số buổi nói chuyện ngoài trời|buổi||2|||
6|Giá trị làm lợi của sáng kiến|triệu đồng||12|||
7|Tỷ lệ đoàn viên được hưởng phúc lợi|%||95|||
 | |||Hải Lăng, ngày 05 tháng 11 năm 2026
 |Người lập|||Chủ tịch
"""


def read(tmp_path: Path, text: str = SHEET) -> FiguresReading:
    path = tmp_path / "hoạt động.xlsx"
    write_xlsx(path, [sheet(text)])
    return read_case(Case("f4", [], form="F4"), path)


def test_rows_are_indicators_of_the_unit_in_the_letterhead(tmp_path: Path) -> None:
    reading = read(tmp_path)
    told = {row.source_row: (row.unit_id, row.status, row.values) for row in reading.rows}
    assert told == {
        7: ("u01", "accepted", {"E07": 3}),
        8: ("u01", "accepted", {"E07D": 1_500_000}),
        9: ("u01", "warned", {"E13": None}),
        10: ("u01", "accepted", {"E13N": 18}),
        12: ("u01", "accepted", {"F01L": None}),
        13: ("u01", "refused", {}),
        14: ("u01", "refused", {"G02D": 12}),
    }


def test_every_row_ends_somewhere(tmp_path: Path) -> None:
    reading = read(tmp_path)
    rows = [row.source_row for row in (*reading.rows, *reading.ignored_rows)]
    assert sorted(rows) == list(range(1, 18))


def test_without_a_unit_nothing_is_taken(tmp_path: Path) -> None:
    reading = read(tmp_path, SHEET.replace("CĐCS TRƯỜNG THCS SỐ 1", "Đơn vị: …"))
    assert {row.status for row in reading.rows} == {"refused"}


def test_another_form_is_not_read_so(tmp_path: Path) -> None:
    path = tmp_path / "hoạt động.xlsx"
    write_xlsx(path, [sheet(SHEET)])
    with pytest.raises(Refusal):
        read_case(Case("f1", [], form="F1"), path)


def test_units_in_rows_and_indicators_in_columns_are_read_too(tmp_path: Path) -> None:
    text = (
        "STT|Đơn vị|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|Lượt người được tuyên truyền|"
        "Sáng kiến được công nhận\n1|CĐCS Trường THCS Số 1|3|40|1\n2|CĐCS Trường THCS Số 2|1|35|0"
    )
    assert [row.values for row in read(tmp_path, text).rows] == [
        {"E07": 3, "F01L": 40, "G02": 1}, {"E07": 1, "F01L": 35, "G02": 0},
    ]  # fmt: skip


def test_counts_named_by_what_they_are_counted_in(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "CĐCS Trường THCS Số 1\nSTT;Chỉ tiêu;Kết quả tháng 10\n"
        "1;Số cuộc đối thoại định kỳ tại nơi làm việc;1\n2;Số tin bài tuyên truyền;7 tin\n"
        "3;Số người đối thoại định kỳ tại nơi làm việc;40\n", encoding="utf-8",
    )  # fmt: skip
    rows = read_case(Case("", [], form="F4"), path).rows
    assert [(row.status, dict(row.values)) for row in rows] == [
        ("accepted", {"D12": 1}), ("accepted", {"F05": 7}), ("refused", {}),
    ]  # fmt: skip


def test_a_count_of_persons_is_no_count_of_events(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "CĐCS Trường THCS Số 1\nSTT;Chỉ tiêu;Đơn vị tính;Kỳ này\n"
        "1;Đối thoại định kỳ tại nơi làm việc;người;40\n2;Tin bài tuyên truyền (tin);tin, bài;7\n"
        "3;Đối thoại vụ việc, đột xuất;cuộc;2\n", encoding="utf-8",
    )  # fmt: skip
    rows = read_case(Case("", [], form="F4"), path).rows
    assert [row.status for row in rows] == ["refused", "accepted", "accepted"]


def test_everyday_words_and_rows_the_one_above_explains(tmp_path: Path) -> None:
    head, titles = "TT|Nội dung|ĐVT|Thực hiện tháng 10", SHEET.split("TT|")[0]
    rows = """
1|Đơn thư KNTC tiếp nhận|đơn|2
 |Đã giải quyết|đơn|1
2|Tư vấn pháp luật|lượt người|14
3|Vụ tai nạn lao động|vụ|1
 |Trong đó: số người chết|người|0
4|Việc chưa ai biết|việc|5
 |Đã giải quyết|đơn|4
"""
    reading = read(tmp_path, f"{titles}{head}{rows}")
    told = [row.values for row in reading.rows]
    assert told == [{"H04": 2}, {"H04G": 1}, {"D16": 14}, {"D25": 1}, {"D25C": 0}, {}, {}]


def test_a_stated_nought_under_an_unknown_name_is_no_heading(tmp_path: Path) -> None:
    told = "8|Số buổi dã ngoại|buổi||không|||\n | |||Hải Lăng"
    rows = {
        row.source_row: row for row in read(tmp_path, SHEET.replace(" | |||Hải Lăng", told)).rows
    }
    assert rows[16].status == "refused"
    assert "Không rõ chỉ tiêu" in rows[16].reasons[0]
