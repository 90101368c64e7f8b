"""A name with a measure beside it that the indicator is not counted in is not that indicator."""

from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, read_case

ONE = "CĐCS Trường THCS Số 1"
CASES = [
    ("Tết Sum vầy (người)", {"", "E01P"}),
    ("Tết Sum vầy (tr.đ)", {"", "E01D"}),
    ("Tết Sum vầy - số người", {"", "E01P"}),
    ("Quà Tết (tr.đ)", {"", "E02D"}),
    ("Quà Tết (suất)", {"E02"}),
    ("Quà Tết: số DN", {""}),
    ("Vay vốn - số tiền", {"E11D"}),
    ("Sáng kiến (người)", {""}),
    ("Sáng kiến - số người", {""}),
    ("Hội thao - số người", {"", "E15P"}),
    ("Hội nghị NLĐ - số người", {""}),
    ("Hội nghị NLĐ: số DN", {"D11"}),
    ("Nợ BHXH (đơn vị)", {"D26"}),
    ("Nợ KPCĐ - số tiền", {"D26KD"}),
    ("Đơn thư - số tiền", {""}),
    ("Đối thoại định kỳ (cuộc)", {"D12"}),
    ("Tai nạn lao động - số người", {"D25P"}),
]


@pytest.mark.parametrize(("name", "codes"), CASES, ids=[name for name, _codes in CASES])
def test_over_a_column_and_in_a_row(tmp_path: Path, name: str, codes: set[str]) -> None:
    upright, slip = tmp_path / "bảng.csv", tmp_path / "phiếu.csv"
    known = "Số cuộc giám sát chuyên đề"
    upright.write_text(f"Đơn vị;{name};{known}\n{ONE};7;3\n", encoding="utf-8")
    slip.write_text(f"{ONE};\nChỉ tiêu;Số liệu\n{known};3\n{name};7\n", encoding="utf-8")
    case = Case("", [], form="F4", period="2026-Q3")
    (row,) = read_case(case, upright).rows
    assert {*row.values} - {"H03"} <= codes - {""}
    assert {*row.values} != {"H03"} or "" in codes
    told = [one for one in read_case(case, slip).rows if one.source_row == 4]
    read = {code for one in told if one.status != "refused" for code in one.values}
    assert read <= codes - {""}
    assert read or "" in codes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Số kiến nghị của đoàn viên, NLĐ", "D15"),
        ("Số vụ việc tham gia bảo vệ tại tòa án", "D17"),
        ("Quà Tết từ nguồn XHH", "E02X"),
        ("Chuyến xe Công đoàn", "E03C"),
        ("Số ĐV tham dự Bữa cơm CĐ", "E06P"),
        ("Tiền thăm hỏi ốm đau, hiếu hỉ", "E07D"),
        ("Tổng số tiền cho vay", "E11D"),
        ("Quà cho con ĐV vượt khó học giỏi", "E12"),
        ("Kinh phí tổ chức 1/6", "E12D"),
        ("Ủng hộ quỹ Vì người nghèo", "E14"),
        ("NLĐ được đào tạo nâng cao tay nghề", "F06"),
        ("Danh hiệu LĐ giỏi", "G06"),
        ("Nữ CNVCLĐ đạt danh hiệu hai giỏi", "G06V"),
        ("Số nữ tham gia hoạt động 8/3", "L02L"),
        ("Số CĐCS cập nhật PMQLĐV", "N04"),
        ("CĐCS HTXSNV", "N01"),
    ],
)
def test_everyday_names_of_activities_in_a_row(tmp_path: Path, name: str, code: str) -> None:
    slip = tmp_path / "phiếu.csv"
    slip.write_text(f"{ONE};\nChỉ tiêu;Số liệu\n{name};7\nCuộc giám sát;3\n", encoding="utf-8")
    rows = read_case(Case("", [], form="F4", period="2026-Q3"), slip).rows
    assert [{**row.values} for row in rows if row.source_row == 3] == [{code: 7}]


def test_headings_of_other_software_written_as_one_word(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(f"TenDonVi;TongCNVCLD;CNVCLD_Nu;TongSoDV;SoNuDV\n{ONE};40;30;38;29\n")
    reading = read_case(Case("", []), path)
    assert [column.role for column in reading.columns] == ["unit", "A01", "A01N", "A03", "A03N"]


def test_rows_of_a_group_are_of_what_the_group_names(tmp_path: Path) -> None:
    slip = tmp_path / "phiếu.csv"
    slip.write_text(
        f"{ONE};;\nTT;Chỉ tiêu;Số liệu\n1;Xây dựng Đảng;\n;- Giới thiệu;5\n;- Kết nạp;3\n"
        "2;Hội nghị;\n;- CBCCVC;1\n3;Bữa cơm Công đoàn;\n;- Số CĐCS;1\n;- Số người dự;40\n",
        encoding="utf-8",
    )
    rows = read_case(Case("", [], form="F4", period="2026-Q3"), slip).rows
    told = {code: value for row in rows for code, value in row.values.items()}
    assert told == {"M01": 5, "M02": 3, "D10": 1, "E06": 1, "E06P": 40}


@pytest.mark.parametrize(
    ("head", "below", "code"),
    [("CĐCS giải thể", "Số ĐV", "C28"), ("Kết nạp mới", "Nữ", "C11N")],
)
def test_a_single_word_below_a_head_is_part_of_it(
    tmp_path: Path, head: str, below: str, code: str
) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        f"TT;Đơn vị;{head};Nghỉ hưu\n;;{below};\n1;{ONE};7;30\n2;CĐCS Trường THCS Số 2;0;1\n",
        encoding="utf-8",
    )
    reading = read_case(Case("", [], form="F3"), path)
    assert [dict(row.values) for row in reading.rows] == [
        {code: 7, "C23": 30}, {code: 0, "C23": 1}]  # fmt: skip
