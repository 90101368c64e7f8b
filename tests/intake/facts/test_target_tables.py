"""Targets in tables and lists of quotas: whose they are, of which stage, by which column."""

import pytest

from tests.intake.facts.planned import targets, told


def test_a_list_of_quotas_names_each_unit() -> None:
    found = targets(
        "a) Công đoàn phường An Khánh: 1.250 đoàn viên, 06 CĐCS;",
        "b) Công đoàn đặc khu Hòn Sẻ: không dưới 70 đoàn viên.",
        heading="II. CHỈ TIÊU GIAO CHO CÁC ĐƠN VỊ",
    )
    assert [(t.for_unit, t.comparator, t.value, t.unit) for t in found] == [
        ("Công đoàn phường An Khánh", "=", "1250", "đoàn viên"),
        ("Công đoàn phường An Khánh", "=", "6", "CĐCS"),
        ("Công đoàn đặc khu Hòn Sẻ", ">=", "70", "đoàn viên"),
    ]


@pytest.mark.parametrize("gap", ["\t", "   ", " | "])
def test_a_table_of_quotas_gives_each_unit_its_own(gap: str) -> None:
    rows = [
        (
            "TT",
            "Đơn vị",
            "Đoàn viên có đến 31/12/2026",
            "Kết nạp mới (đoàn viên)",
            "Lập mới (CĐCS)",
        ),
        ("1", "Cụm cơ quan", "611", "15", "0"),
        ("2", "Cụm doanh nghiệp", "1.036", "180", "4"),
        ("", "Tổng cộng", "1.647", "195", "4"),
    ]
    lines = (
        [gap.join(row) for row in rows] if gap != " | " else [f"| {gap.join(r)} |" for r in rows]
    )
    if gap == "   ":
        lines[-1] = lines[-1].strip()
    found = targets(*lines, heading="II. GIAO CHỈ TIÊU NHƯ SAU")
    assert [(t.for_unit, t.value, t.unit) for t in found] == [
        ("Cụm cơ quan", "15", "đoàn viên"),
        ("Cụm doanh nghiệp", "180", "đoàn viên"),
        ("Cụm doanh nghiệp", "4", "CĐCS"),
    ]


def test_a_table_may_have_several_stages() -> None:
    found = targets(
        "| TT | Chỉ tiêu | ĐVT | Thực hiện 2026 | Năm 2027 | Đến năm 2030 |",
        "| 1 | Kết nạp đoàn viên | đoàn viên | 90 | 100 | ≥ 500 |",
        "| 2 | Doanh nghiệp ký thỏa ước | % | 60 | 70 | 85 trở lên |",
    )
    assert [(t.value, t.comparator, t.unit, t.stage) for t in found] == [
        ("100", "=", "đoàn viên", "năm 2027"), ("500", ">=", "đoàn viên", "đến năm 2030"),
        ("70", "=", "%", "năm 2027"), ("85", ">=", "%", "đến năm 2030"),
    ]  # fmt: skip


def test_a_table_flattened_into_lines_is_still_one() -> None:
    found = targets(
        "TT Chỉ tiêu Đơn vị tính Thực hiện năm 2026 Chỉ tiêu năm 2027",
        "1 Kết nạp mới đoàn viên 16.742 18.000",
        "2 Hội nghị người lao động % 92 95",
        heading="II. CHỈ TIÊU\nCác đơn vị xây dựng chỉ tiêu không thấp hơn mức dưới đây:",
    )
    assert [(t.value, t.comparator, t.unit, t.stage) for t in found] == [
        ("18000", ">=", "đoàn viên", "năm 2027"), ("95", ">=", "%", "năm 2027"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("TT | Chỉ tiêu | ĐVT | Thực hiện 2026 | Kế hoạch 2027", ["2"]),
        ("TT | Chỉ tiêu | ĐVT | Năm 2026 | Năm 2027", ["2"]),
        ("TT | Chỉ tiêu | ĐVT | KH 2026 | TH 2026", []),
        ("TT | Chỉ tiêu | ĐVT | Kế hoạch 2027 | Tỷ lệ đạt", ["1"]),
        ("TT | Chỉ tiêu | ĐVT | Năm 2027 | Năm 2028", ["1", "2"]),
    ],
)
def test_only_the_columns_of_the_plan_are_read(heading: str, expected: list[str]) -> None:
    rows = [f"| {heading} |", "|---|---|---|---|---|", "| 1 | Kết nạp mới | người | 1 | 2 |"]
    assert [one.value for one in targets(*rows)] == expected


@pytest.mark.parametrize(
    "title", ["Kết nạp đoàn viên KH 2028", "Kết nạp đoàn viên chỉ tiêu năm 2028"]
)
def test_a_year_in_a_columns_heading_is_the_stage(title: str) -> None:
    rows = [f"| TT | Đơn vị | {title} |", "|---|---|---|", "| 1 | Công đoàn phường Bến Cát | 20 |"]
    (found,) = targets("1. Giao các đơn vị", "", *rows, "")
    assert (found.value, found.unit, found.stage) == ("20", "đoàn viên", "năm 2028")
    assert found.for_unit == "Công đoàn phường Bến Cát"


def test_a_part_heading_inside_a_table_keeps_its_columns() -> None:
    rows = [
        "| TT | Chỉ tiêu | ĐVT | Chỉ tiêu |", "|---|---|---|---|",
        "| 1 | Kết nạp mới | đoàn viên | 500 |", "| | II. Chăm | lo | |",
        "| 2 | Mái ấm | nhà | 12 |",
    ]  # fmt: skip
    assert told(targets("1. Bảng sau", "", *rows, "")) == [
        ("=", "500", "đoàn viên"), ("=", "12", "nhà"),
    ]  # fmt: skip


def test_a_table_pasted_cell_below_cell_is_read_by_its_heading() -> None:
    cells = ["TT", "Đơn vị", "Kết nạp mới (đoàn viên)", "Thành lập mới (CĐCS)"]
    cells += ["1", "Công đoàn phường Bến Cát", "640", "05", "2", "Công đoàn xã Tân Lập", "75", "0"]
    cells += ["Tổng", "715", "5"]
    found = targets("1. Chỉ tiêu giao các đơn vị:", *cells)
    assert [(one.for_unit, one.value, one.unit) for one in found] == [
        ("Công đoàn phường Bến Cát", "640", "đoàn viên"),
        ("Công đoàn phường Bến Cát", "5", "CĐCS"),
        ("Công đoàn xã Tân Lập", "75", "đoàn viên"),
    ]
