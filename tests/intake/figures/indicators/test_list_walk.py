"""Lists of indicators from the first row to the last: none with a number is left unseen."""

from pathlib import Path

from tests.intake.figures.indicators.test_indicator_rows import read

HEAD = """
CĐCS TRƯỜNG THCS SỐ 1
BÁO CÁO HOẠT ĐỘNG CÔNG ĐOÀN THÁNG 10/2026
STT|Nội dung|ĐVT|KH năm 2026|Tháng 10/2026|Lũy kế
6|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|120|14|103
 |- Kinh phí công đoàn|đồng|60.000.000|7.200.000|51.400.000
"""
CARDS = " |Cấp, đổi thẻ đoàn viên|thẻ||35|210\n"


def values(tmp_path: Path, text: str) -> dict[str, int | None]:
    return {code: value for row in read(tmp_path, text).rows for code, value in row.values.items()}


def test_a_source_with_a_number_is_no_line_of_sources(tmp_path: Path) -> None:
    told = values(tmp_path, HEAD + " |- Nguồn xã hội hóa|đồng||2.000.000|9.500.000\n" + CARDS)
    assert told == {"E07": 14, "E07D": 7_200_000, "E07X": 2_000_000, "C43": 35}


def test_rows_below_a_source_without_a_number_this_month_are_read(tmp_path: Path) -> None:
    for row in (" |- Nguồn khác|đồng||||\n", " |- Nguồn ủng hộ||||9\n"):
        assert values(tmp_path, HEAD + row + CARDS)["C43"] == 35


def test_numbers_below_the_signatures_are_said(tmp_path: Path) -> None:
    below = "Người lập biểu| |||Chủ tịch\n |Nguyễn Văn A|||0905123456\n"
    assert read(tmp_path, HEAD + below).notes == ()
    reading = read(tmp_path, HEAD + below + CARDS)
    assert reading.notes == (reading.outside,) == ("1 số ở dòng 8 nằm ngoài bảng, không đọc.",)


def test_money_of_a_source_belongs_to_the_row_above(tmp_path: Path) -> None:
    told = HEAD.replace("- Kinh phí công đoàn", "+ Số tiền từ nguồn công đoàn")
    assert values(tmp_path, told) == {"E07": 14, "E07D": 7_200_000}


def test_money_below_a_row_that_has_none_is_nobody_elses(tmp_path: Path) -> None:
    told = HEAD.replace("- Kinh phí công đoàn", "+ Số tiền từ nguồn công đoàn").replace(
        "Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt",
        "Đoàn viên được khám sức khỏe|người",
    )
    assert values(tmp_path, told) == {"E13": 14}
