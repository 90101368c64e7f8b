"""Sheets that count by tens or thousands: multiplied and said, or asked, never taken by ones."""

from pathlib import Path

import pytest

from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS

PACKS = load_packs()
TABLE = "TT;Tên CĐCS;{heading};Nữ\n1;CĐCS Trường THCS Số 1;42;0\n"
ACTIVITIES = "CĐCS Trường THCS Số 1\n{title}\nTT;Chỉ tiêu;ĐVT;Thực hiện\n1;{row};{unit};25\n"


def read(folder: Path, form: str, text: str) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text(text, encoding="utf-8")
    period = parse_period("2026-10", PACKS.schemes)
    return read_figures(path, Asked(form, period, PACKS, UNITS, {}, {}))


@pytest.mark.parametrize(
    ("title", "heading", "factor"),
    [
        ("Đơn vị tính: chục người", "Đoàn viên", 10), ("ĐVT: trăm người", "Đoàn viên", 100),
        ("(ĐVT: nghìn người)", "Đoàn viên", 1000), ("Đvt: x10 người", "Đoàn viên", 10),
        ("Đơn vị tính: 1.000 người", "Đoàn viên", 1000), ("", "Đoàn viên (trăm người)", 100),
        ("", "Đoàn viên (ĐVT: chục người)", 10),
        ("Đơn vị tính: người", "Đoàn viên", 1), ("Đơn vị tính: nghìn đồng", "Đoàn viên", 1),
        ("Hơn 2 nghìn người lao động", "Đoàn viên", 1),
    ],
)  # fmt: skip
def test_persons_by_tens_are_multiplied_and_said(
    tmp_path: Path, title: str, heading: str, factor: int
) -> None:
    reading = read(tmp_path, "F1", f"{title}\n{TABLE.format(heading=heading)}")
    assert reading.rows[0].values["A03"] == 42 * factor
    told = any("nhân" in reason for reason in reading.rows[0].reasons)
    assert (told, bool(reading.remarks)) == (factor > 1, factor > 1)


def test_a_count_with_its_measure_above_a_head_that_comes_again_is_no_scale(tmp_path: Path) -> None:
    head = "TT;Tên CĐCS;Đoàn viên;Nữ;Ghi chú\n"
    reading = read(tmp_path, "F1", f"{head}1;CĐCS Trường THCS Số 1;10 người;5;\n"
                   f"{head}2;CĐCS Trường THCS Số 2;46 người;20;\n")  # fmt: skip
    assert [(row.values["A03"], row.values["A03N"]) for row in reading.rows] == [(10, 5), (46, 20)]
    assert not reading.remarks


@pytest.mark.parametrize(
    ("title", "row", "unit", "cell", "value"),
    [
        ("ĐVT: triệu đồng", "Số tiền nợ bảo hiểm xã hội", "", "25", 25_000_000),
        ("ĐVT: triệu đồng", "Đối thoại định kỳ tại nơi làm việc", "", "25", 25),
        ("", "Lượt người được tư vấn pháp luật", "trăm lượt", "25", 2_500),
        ("ĐVT: chục người", "Đoàn viên được khám sức khỏe", "người", "25", 25),
        ("", "Thăm hỏi: kinh phí công đoàn", "triệu đồng", '"4,5"', 4_500_000),
        ("", "Thăm hỏi: kinh phí công đoàn", "trđ", "12.5", 12_500_000),
        ("", "Thăm hỏi: kinh phí công đoàn", "nghìn đồng", "131.250", 131_250_000),
        ("", "Thăm hỏi: kinh phí công đoàn", "triệu đồng", "1.250", None),
        ("", "Thăm hỏi: kinh phí công đoàn", "đồng", '"4,5 triệu"', 4_500_000),
        ("", "Thăm hỏi: kinh phí công đoàn (1.000đ)", "", "500", 500_000),
        ("", "Đối thoại định kỳ tại nơi làm việc", "nghìn đồng", "25", 25),
    ],
)
def test_rows_of_indicators_by_thousands_are_multiplied_and_said(
    tmp_path: Path, title: str, row: str, unit: str, cell: str, value: int | None
) -> None:
    text = ACTIVITIES.format(title=title, row=row, unit=unit).replace(";25\n", f";{cell}\n")
    (made,) = read(tmp_path, "F4", text).rows
    assert list(made.values.values()) == [value]
    assert made.status == ("refused" if "nghìn" in unit and value == 25 else
                           "accepted" if value == 25 else "warned")  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("295 (trong đó 3 tạm hoãn HĐ)", 295), ("42 người (gồm 2 thử việc)", 42),
        ("295 (trđ 500 nữ)", None), ("295 (chưa kể 3 thử việc)", None), ("42 (nữ 12)", 42),
    ],
)  # fmt: skip
def test_a_part_told_in_brackets_leaves_the_whole(
    tmp_path: Path, cell: str, value: int | None
) -> None:
    reading = read(tmp_path, "F1", f"TT;Tên CĐCS;ĐV;Nữ\n1;CĐCS Trường THCS Số 1;{cell};10\n")
    assert reading.rows[0].values["A03"] == value
    assert reading.rows[0].status == "warned"


@pytest.mark.parametrize(
    "women", ["Trđ nữ", "Tr.đ: Nữ", "T.đó nữ", "Trg đó nữ", "Trong đó nữ", "Phái nữ"]
)
def test_short_words_for_of_which_women(tmp_path: Path, women: str) -> None:
    reading = read(tmp_path, "F1", f"TT;Tên CĐCS;ĐV;{women}\n1;CĐCS Trường THCS Số 1;40;30\n")
    assert reading.rows[0].values == {"A03": 40, "A03N": 30}


@pytest.mark.parametrize(
    ("heading", "code"),
    [("KNM", "C11"), ("K.nạp mới", "C11"), ("KN ĐV", "C11"), ("Chấm dứt HĐ", "C24"),
     ("Chuyển đi tỉnh khác", "C22"), ("Xin ra khỏi CĐ", "C25")],
)  # fmt: skip
def test_short_words_for_movements(tmp_path: Path, heading: str, code: str) -> None:
    reading = read(tmp_path, "F3", f"TT;Tên CĐCS;{heading}\n1;CĐCS Trường THCS Số 1;4\n")
    assert reading.rows[0].values == {code: 4}


@pytest.mark.parametrize(
    ("short", "value"),
    [("(tr.đ)", 12_000_000), ("(trđ)", 12_000_000), ("(tr.đồng)", 12_000_000), ("(đồng)", 12)],
)
def test_millions_told_short_in_brackets_are_multiplied(
    tmp_path: Path, short: str, value: int
) -> None:
    text = f"TT;Tên CĐCS;Lượt thăm hỏi;Kinh phí công đoàn thăm hỏi {short}\n"
    reading = read(tmp_path, "F4", text + "1;CĐCS Trường THCS Số 1;4;12\n")
    assert reading.rows[0].values == {"E07": 4, "E07D": value}
    assert any("nhân" in reason for reason in reading.rows[0].reasons) == (value > 12)


def test_a_column_of_money_says_in_brackets_that_it_counts_by_thousands(tmp_path: Path) -> None:
    text = "TT;Tên CĐCS;Thăm hỏi (lượt);Tiền thăm hỏi (1.000đ);Quà (50.000đ)\n"
    reading = read(tmp_path, "F4", f"{text}1;CĐCS Trường THCS Số 1;2;600;3\n")
    assert {code: reading.rows[0].values[code] for code in ("E07", "E07D")} == {
        "E07": 2, "E07D": 600_000,
    }  # fmt: skip
    assert any("nhân" in reason for reason in reading.rows[0].reasons)
