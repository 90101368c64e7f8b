"""Lists of movements whose column of words is headed by no word for what is counted."""

from pathlib import Path

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

UNIT = Known("u1", "CĐCS Trường THCS Số 1", "CDCS")
TEXT = (
    "CĐCS Trường THCS Số 1;;;;\nTháng 10/2026;;;;\n"
    "Mục;Diễn giải;Tổng;Tr.đó nữ;Ghi chú\n"
    "I;Đoàn viên có đến cuối tháng trước;11;6;\n"
    "II;Đoàn viên tăng;1;0;\n"
    "1;Kết nạp tại CĐCS;1;0;\n"
    "2;Chuyển đến trong tỉnh;-;-;\n"
    "3;Chuyển đến ngoài tỉnh;-;-;\n"
    "III;Đoàn viên giảm;2;1;\n"
    "1;Chuyển đi;-;-;\n"
    "2;Nghỉ hưu;1;1;\n"
    "3;Xin nghỉ, chấm dứt HĐLĐ;1;0;\n"
    "4;Chết;-;-;\n"
    "IV;Đoàn viên có đến cuối tháng này;10;5;\n"
    ";Kế toán;;Chủ tịch;\n"
)


def test_stocks_and_sums_among_movements_do_not_hide_what_a_column_lists(tmp_path: Path) -> None:
    packs = load_packs()
    asked = Asked("F3", parse_period("2026-10", packs.schemes), packs, (UNIT,), {}, {})
    path = tmp_path / "biến động.csv"
    path.write_text(TEXT, encoding="utf-8")
    reading = read_figures(path, asked)
    taken = {code: value for row in reading.rows if row.status != "refused"
             for code, value in row.values.items() if value is not None}  # fmt: skip
    assert taken == {"C11": 1, "C11N": 0, "C23": 1, "C23N": 1, "C24": 1, "C24N": 0}
