"""Figures of a part of the period, or of more than it, are never taken as the period's."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS, Case, read_case

PACKS = load_packs()
WORDS = vocabulary(PACKS)


def read(folder: Path, form: str, period: str, text: str) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text(text, encoding="utf-8")
    return read_figures(
        path, Asked(form, parse_period(period, PACKS.schemes), PACKS, UNITS, {}, {})
    )


@pytest.mark.parametrize(
    ("text", "period", "role"),
    [
        ("Kết nạp mới T11", "2026-Q4", "time:C11"), ("Kết nạp mới tháng 11", "2026", "time:C11"),
        ("Kết nạp mới Tháng Mười Một", "2026-Q4", "time:C11"),
        ("Kết nạp mới Quý IV", "2026", "time:C11"), ("Kết nạp mới Q4", "2026", "time:C11"),
        ("Kết nạp mới quí 4/2026", "2026-11", "time:C11"), ("Kết nạp mới quý tư", "2026-11",
                                                            "time:C11"),
        ("Nghỉ hưu 6 tháng đầu năm", "2026", "time:C23"), ("Nghỉ hưu 6T", "2026", "time:C23"),
        ("Nghỉ hưu 6 tháng đầu năm", "2026-H1", "code:C23"),
        ("Nghỉ hưu 6 tháng cuối năm 2026", "2026-H2", "code:C23"),
        ("Nghỉ hưu 9 tháng", "2026-M9", "code:C23"), ("Nghỉ hưu 3 tháng cuối năm", "2026-Q4",
                                                      "code:C23"),
        ("Nghỉ hưu trong tháng", "2026-Q4", "time:C23"), ("Nghỉ hưu trong tháng", "2026-11",
                                                          "code:C23"),
        ("Nghỉ hưu trong quý", "2026-11", "time:C23"), ("Nghỉ hưu cả năm", "2026-11", "time:C23"),
        ("Nghỉ hưu lũy kế", "2026-11", "time:C23"), ("Nghỉ hưu lũy kế", "2026", "code:C23"),
        ("Nghỉ hưu cộng dồn từ đầu năm", "2026-Q4", "time:C23"),
        ("Lũy kế đến tháng 10 > Nghỉ hưu", "2026-10", "time:C23"),
        ("Nghỉ hưu lũy kế từ đầu năm", "2026-Q1", "code:C23"),
        ("Nghỉ hưu tháng 10-12", "2026-Q4", "code:C23"), ("Nghỉ hưu T10, T11", "2026-Q4",
                                                          "time:C23"),
        ("Nghỉ hưu từ 01/10 đến 31/10/2026", "2026-Q4", "time:C23"),
        ("Nghỉ hưu từ 01/10 đến 31/10/2026", "2026-10", "code:C23"),
        ("Nghỉ hưu (26/9-25/10/2026)", "2026-10", "code:C23"),
        ("Nghỉ hưu quý III", "2026-Q4", "other"), ("C23 > Tháng 11", "2026-Q4", "time:C23"),
        ("ĐV tháng 11", "2026-Q4", "time:A03"), ("ĐV tháng 12", "2026-Q4", "code:A03"),
        ("ĐV quý IV", "2026-10", "time:A03"), ("ĐV quý IV", "2026-12", "code:A03"),
        ("ĐV đến 30/11/2026", "2026-Q4", "time:A03"), ("ĐV 31/10/25", "2026-10", "other"),
        ("ĐV T9/25", "2026-09", "other"), ("ĐV cuối quý", "2026-10", "time:A03"),
    ],
)  # fmt: skip
def test_roles_by_time(text: str, period: str, role: str) -> None:
    reader = HeadingReader(WORDS, parse_period(period, PACKS.schemes))
    path = text.split(" > ")
    sense = reader.sense(" ".join(path[1:]))
    found = reader.timed("code:C23", sense) if path[0] == "C23" else reader.role(path)[0]
    assert found == role


def test_months_that_make_up_a_quarter_are_added_and_said(tmp_path: Path) -> None:
    reading = read(tmp_path, "F3", "2026-Q4", (
        "TT;Tên CĐCS;Kết nạp mới T10;Kết nạp mới T11;Kết nạp mới T12;Nghỉ hưu\n"
        "1;CĐCS Trường THCS Số 1;2;-;1;3\n2;CĐCS Trường THCS Số 2;2;;1;0\n;Tổng cộng;4;0;2;3\n"
    ))  # fmt: skip
    whole, open_ = reading.rows
    assert (whole.values, whole.status) == ({"C11": 3, "C23": 3}, "warned")
    assert (open_.values, open_.status) == ({"C11": None, "C23": 0}, "warned")
    assert "D3" in open_.reasons[0]


def test_one_month_alone_is_told_and_nothing_of_it_taken(tmp_path: Path) -> None:
    reading = read(tmp_path, "F3", "2026-Q4", (
        "TT;Tên CĐCS;Kết nạp mới T11;Nghỉ hưu\n1;CĐCS Trường THCS Số 1;2;3\n"
    ))  # fmt: skip
    assert reading.rows[0].values == {"C23": 3}
    assert reading.rows[0].status == "warned"
    assert [column.letter for column in reading.columns if column.unclear] == ["C"]
    alone = read(tmp_path, "F3", "2026-Q4", (
        "TT;Tên CĐCS;Kết nạp mới T11\n1;CĐCS Trường THCS Số 1;2\n"
    ))  # fmt: skip
    assert alone.rows[0].status == "refused"


def test_a_sum_of_other_months_is_no_figure_of_the_quarter(tmp_path: Path) -> None:
    text = "TT;Tên CĐCS;Kết nạp mới;;;\n;;Tháng {};Tháng {};Tháng {};Cộng\n"
    row = "1;CĐCS Trường THCS Số 1;2;0;1;3\n"
    whole = read(tmp_path, "F3", "2026-Q4", text.format(10, 11, 12) + row)
    assert whole.rows[0].values == {"C11": 3}
    other = read(tmp_path, "F3", "2026-Q4", text.format(9, 10, 11) + row)
    assert other.rows[0].status == "refused"


def test_the_last_of_several_days_stands_for_a_stock(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", "2026-Q4", (
        "TT;Tên CĐCS;ĐV tháng 10;ĐV tháng 11;ĐV tháng 12\n1;CĐCS Trường THCS Số 1;40;41;42\n"
    ))  # fmt: skip
    assert reading.rows[0].values == {"A03": 42}


def test_a_dated_head_below_the_codes_is_part_of_the_head(tmp_path: Path) -> None:
    reading = read(tmp_path, "F3", "2026-Q4", (
        "TT;Tên CĐCS;C11;C23\n;;Tháng 10;Tháng 10\n1;CĐCS Trường THCS Số 1;2;1\n"
    ))  # fmt: skip
    assert [(row.source_row, row.status) for row in reading.rows] == [(3, "refused")]


@pytest.mark.parametrize(
    ("title", "period", "told"),
    [("THÁNG 11 NĂM 2026", "2026-Q4", True), ("QUÝ IV/2026", "2026-11", True),
     ("NĂM 2026", "2026-11", True), ("6 THÁNG ĐẦU NĂM 2026", "2026-H1", False),
     ("QUÝ IV NĂM 2026", "2026-Q4", False), ("THÁNG 11/2026", "2026-11", False)],
)  # fmt: skip
@pytest.mark.parametrize("form", ["F3", "F4"])
def test_a_title_of_another_length_is_remarked(
    tmp_path: Path, form: str, title: str, period: str, told: bool
) -> None:
    table = {
        "F3": "TT;Tên CĐCS;Kết nạp mới\n1;CĐCS Trường THCS Số 1;2\n",
        "F4": "TT;Chỉ tiêu;Thực hiện\n1;Đối thoại định kỳ tại nơi làm việc;2\n",
    }[form]
    reading = read(tmp_path, form, period, f"CĐCS Trường THCS Số 1\nBIẾN ĐỘNG {title}\n{table}")
    assert bool(reading.remarks) == told
    assert [row.status for row in reading.rows] == ["warned" if told else "accepted"]


@pytest.mark.parametrize(
    ("heading", "status"),
    [("Tháng 11", "refused"), ("Quý IV", "accepted"), ("Thực hiện trong tháng", "refused"),
     ("Thực hiện đến 31/12/2026", "warned"), ("Năm 2026", "refused"),
     ("Tháng 10;Quý IV", "accepted")],
)  # fmt: skip
def test_a_column_of_indicators_is_of_the_period(tmp_path: Path, heading: str, status: str) -> None:
    reading = read(tmp_path, "F4", "2026-Q4", (
        f"CĐCS Trường THCS Số 1\nTT;Chỉ tiêu;{heading}\n"
        "1;Đối thoại định kỳ tại nơi làm việc;1;2\n"
    ))  # fmt: skip
    assert [row.status for row in reading.rows] == [status]


def test_a_head_over_other_months_never_gives_the_first_of_them(tmp_path: Path) -> None:
    head = "TT;Tên CĐCS;Kết nạp mới;;;{}\n;;Tháng 7;Tháng 8;Tháng 9;\n"
    row = "1;CĐCS Trường THCS Số 1;2;0;1;3\n"
    reading = read(tmp_path, "F3", "2026-10", head.format("Nghỉ hưu") + row)
    assert [one.values for one in reading.rows] == [{"C23": 3}]
    with pytest.raises(Refusal, match="kỳ khác"):
        read(tmp_path, "F3", "2026-10", head.format("Ghi chú") + row)
    first = "TT;Tên CĐCS;Nghỉ hưu\n1;CĐCS Trường THCS Số 2;4\n\n"
    below = read(tmp_path, "F3", "2026-10", first + head.format("Nghỉ hưu") + row)
    assert [one.values for one in below.rows] == [{"C23": 4}, {"C23": 3}]


def test_tables_of_single_months_below_each_other_are_no_quarter(tmp_path: Path) -> None:
    table = "THÁNG {}/2026\n\nTT;Tên CĐCS;Kết nạp mới\n1;CĐCS Trường THCS Số {};{}\n\n"
    text = "".join(table.format(month, month - 9, month) for month in (10, 11, 12))
    reading = read(tmp_path, "F3", "2026-Q4", text)
    assert not reading.of("accepted")
    assert len(reading.rows) + sum("phần kỳ" in one.why for one in reading.ignored_rows) == 3
    month = read(tmp_path, "F3", "2026-11", text)
    assert [(row.source_row, row.values) for row in month.rows] == [(9, {"C11": 11})]


def test_a_table_of_another_month_over_pages_is_remarked_as_a_whole(tmp_path: Path) -> None:
    head = "TT;Tên CĐCS;Kết nạp mới\n"
    reading = read(tmp_path, "F3", "2026-11", (
        f"THÁNG 10/2026\n\n{head}1;CĐCS Trường THCS Số 1;2\n{head}2;CĐCS Trường THCS Số 2;1\n"
    ))  # fmt: skip
    assert [row.status for row in reading.rows] == ["warned", "warned"]
    assert reading.remarks


def test_months_of_indicators_are_added_and_the_last_stock_stands(tmp_path: Path) -> None:
    reading = read(tmp_path, "F4", "2026-Q4", (
        "CĐCS Trường THCS Số 1\nTT;Chỉ tiêu;Tháng 10;Tháng 11;Tháng 12\n"
        "1;Tin bài tuyên truyền;2;-;4\n2;Người hiến máu tình nguyện;1;;3\n"
        "3;Thỏa ước lao động tập thể còn hiệu lực;1;1;2\n"
    ))  # fmt: skip
    assert [(row.status, row.values) for row in reading.rows] == [
        ("warned", {"F05": 6}), ("warned", {"E14M": None}), ("accepted", {"D02": 2}),
    ]  # fmt: skip


def test_a_title_of_another_time_is_told_whatever_the_sheet_is_called(tmp_path: Path) -> None:
    for sheet, title, told in (
        ("T11", "SỐ LIỆU THÁNG 11 NĂM 2025", True), ("T11", "SỐ LIỆU THÁNG 10 NĂM 2026", True),
        ("Tháng 11", "TỔNG HỢP ĐOÀN VIÊN ĐẾN 30/11/2025", True),
        ("T11", "TỔNG HỢP ĐOÀN VIÊN ĐẾN 30/11/2026", False), ("T11", "TỔNG HỢP ĐOÀN VIÊN", False),
    ):  # fmt: skip
        book = openpyxl.Workbook()
        book.active.title = sheet
        for line in ([title], ["TT", "Tên CĐCS", "Tổng số đoàn viên"],
                     [1, "CĐCS Trường THCS Số 1", 30]):  # fmt: skip
            book.active.append(line)
        path = tmp_path / "bảng.xlsx"
        book.save(path)
        period = parse_period("2026-11", PACKS.schemes)
        reading = read_figures(path, Asked("F1", period, PACKS, UNITS, {}, {}))
        assert bool(reading.elsewhen) is told, (sheet, title)
        assert (f"“{title}”" in reading.elsewhen) is told
        assert [row.status for row in reading.rows] == ["warned" if told else "accepted"]


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)),
        (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)),
    ],
)
def test_headings_a_spreadsheet_took_for_dates_are_times(
    tmp_path: Path, days: tuple[date, ...]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["TT", "Tên CĐCS", "Đoàn viên"])
    book.active.append([None, None, *days])
    book.active.append([1, "CĐCS Trường THCS Số 1", 43, 44, 45])
    book.active.append([2, "CĐCS Trường THCS Số 2", 40, 41, date(2026, 11, 3)])
    book.active.merge_cells("C1:E1")
    book.save(tmp_path / "sổ.xlsx")
    first, second = read_case(Case("", []), tmp_path / "sổ.xlsx").rows
    assert (first.status, dict(first.values)) == ("accepted", {"A03": 45})
    assert (second.status, dict(second.values)) == ("refused", {"A03": None})


@pytest.mark.parametrize(("last", "status"), [(31, "accepted"), (15, "warned")])
def test_days_a_title_stretches_between_date_no_column(
    tmp_path: Path, last: int, status: str
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Từ ngày:", date(2026, 10, 1), "đến ngày:", date(2026, 10, last)])
    book.active.append(["TT", "Tên CĐCS", "Kết nạp mới tại CĐCS đã có", "Nghỉ hưu"])
    book.active.append([1, "CĐCS Trường THCS Số 1", 3, 1])
    book.save(tmp_path / "sổ.xlsx")
    (row,) = read_case(Case("", [], form="F3"), tmp_path / "sổ.xlsx").rows
    assert (row.status, dict(row.values)) == (status, {"C11": 3, "C23": 1})


@pytest.mark.parametrize(
    ("name", "measure", "code"),
    [
        ("Hoạt động nữ công 20/10", "cuộc", "L02"), ("Hoạt động nữ công dịp 20/10", "HĐ", "L02"),
        ("Hoạt động nữ công (20/10)", "buổi", "L02"), ("Hoạt động 20/10", "cuộc", "L02"),
        ("Tuyên truyền 20/10", "buổi", None),
    ],
)  # fmt: skip
def test_a_feast_in_the_name_of_an_activity_is_no_time(
    tmp_path: Path, name: str, measure: str, code: str | None
) -> None:
    reading = read(tmp_path, "F4", "2026-10", (
        f"CĐCS Trường THCS Số 1\nTT;Nội dung;ĐVT;Số lượng\n1;{name};{measure};2\n"
        "2;Đối thoại tại nơi làm việc;cuộc;1\n3;Thăm hỏi đoàn viên;lượt người;3\n"))  # fmt: skip
    assert reading.rows[0].values == ({code: 2} if code else {})
    columns = read(tmp_path, "F4", "2026-10", (
        f"TT;Tên CĐCS;{name} (cuộc);Thăm hỏi đoàn viên (lượt)\n"
        "1;CĐCS Trường THCS Số 1;2;3\n2;CĐCS Trường THCS Số 2;1;4\n"))  # fmt: skip
    assert [row.values.get("L02") for row in columns.rows] == ([2, 1] if code else [None, None])
