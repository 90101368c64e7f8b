"""Several tables below each other on one sheet: every one is read, or said not to be."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading, ReadRow
from tests.intake.figures.gathering import Case, cases, read_case

CASE = next(case for case in cases() if case.name == "counts in many hands")
WORKERS = (
    "1. Lao động;;;\nTT;Tên CĐCS;Tổng CNVCLĐ;Nữ\n"
    "1;CĐCS Trường THCS Số 1;50;30\n2;CĐCS Trường THCS Số 2;40;20\n"
)
MEMBERS = (
    "2. Đoàn viên;;;;\nTT;Tên CĐCS;Tổng ĐV;ĐV nữ;Kết nạp mới từ đầu năm\n"
    "1;CĐCS Trường THCS Số 1;45;28;3\n2;CĐCS Trường THCS Số 2;38;19;2\n"
)


def read(text: str, folder: Path) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text(text, encoding="utf-8")
    return read_case(CASE, path)


def taken(rows: tuple[ReadRow, ...]) -> list[tuple[int, str, dict[str, int]]]:
    return [
        (row.source_row, row.status, {k: v for k, v in row.values.items() if v is not None})
        for row in rows
    ]


@pytest.mark.parametrize("below", [False, True], ids=["fuller table below", "fuller table above"])
def test_other_figures_of_the_same_units_are_taken_from_both(tmp_path: Path, below: bool) -> None:
    parts = (MEMBERS, WORKERS) if below else (WORKERS, MEMBERS)
    reading = read(f"{parts[0]}\n{parts[1]}", tmp_path)
    workers = [{"A01": 50, "A01N": 30}, {"A01": 40, "A01N": 20}]
    members = [{"A03": 45, "A03N": 28}, {"A03": 38, "A03N": 19}]
    values = members + workers if below else workers + members
    assert taken(reading.rows) == [
        (number, "accepted", one) for number, one in zip((3, 4, 8, 9), values, strict=True)
    ]


def test_the_same_figures_told_differently_are_still_refused(tmp_path: Path) -> None:
    again = MEMBERS.replace(";45;", ";44;").replace(";38;", ";37;")
    reading = read(f"{WORKERS}\n{MEMBERS}\n{again}", tmp_path)
    assert [row.status for row in reading.rows] == ["accepted"] * 2 + ["refused"] * 4


def test_an_upper_table_of_other_units_is_read(tmp_path: Path) -> None:
    upper = WORKERS.replace("Trường THCS Số 1", "Công ty TNHH May Quảng Trị").replace(
        "Trường THCS Số 2", "Công ty TNHH Gỗ Trường Sơn"
    )
    reading = read(f"{upper}\n{MEMBERS}", tmp_path)
    assert taken(reading.rows)[:2] == [
        (3, "accepted", {"A01": 50, "A01N": 30}), (4, "accepted", {"A01": 40, "A01N": 20}),
    ]  # fmt: skip


def test_words_above_a_table_stay_its_title(tmp_path: Path) -> None:
    reading = read(f"Đơn vị;Số đoàn viên;;\nCông đoàn xã;(xem bảng dưới);;\n\n{MEMBERS}", tmp_path)
    assert [row.source_row for row in reading.rows] == [6, 7]
    assert {row.status for row in reading.rows} == {"accepted"}


@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_a_table_titled_with_another_month_is_left_out_and_said(
    tmp_path: Path, above: bool
) -> None:
    older = WORKERS.replace("1. Lao động", "I. Tháng 9/2026")
    newer = MEMBERS.replace("2. Đoàn viên", "II. Tháng 10/2026")
    parts = (older, newer) if above else (newer, older)
    reading = read("\n".join(parts), tmp_path)
    left, kept = ((3, 4), [8, 9]) if above else ((8, 9), [3, 4])
    assert [row.source_row for row in reading.rows if row.status == "accepted"] == kept
    why = {row.source_row: row.why for row in reading.ignored_rows}
    assert [why.get(number) for number in left] == ["bảng của kỳ khác"] * 2


@pytest.mark.parametrize(
    "title", ["Số liệu tháng 9/2026 (kèm theo để đối chiếu)", "Tháng 9/2026 (theo công văn cũ)"]
)
def test_the_month_before_a_bracket_that_cites_is_the_table_s(tmp_path: Path, title: str) -> None:
    older = WORKERS.replace("1. Lao động", title).replace("50", "51")
    reading = read(f"{WORKERS.replace('1. Lao động', 'Tháng 10/2026')}\n\n{older}", tmp_path)
    assert [(row.source_row, row.status) for row in reading.rows] == [
        (3, "accepted"), (4, "accepted"),
    ]  # fmt: skip
    why = {row.source_row: row.why for row in reading.ignored_rows}
    assert [why.get(number) for number in (9, 10)] == ["bảng của kỳ khác"] * 2


def test_a_paper_cited_above_a_table_tells_no_time_of_it(tmp_path: Path) -> None:
    cited = WORKERS.replace("1. Lao động", "Kèm theo Công văn số 12/CV tháng 9/2026")
    assert [row.status for row in read(cited, tmp_path).rows] == ["accepted", "accepted"]


def test_groups_with_a_number_before_their_name_are_no_units(tmp_path: Path) -> None:
    text = (
        "TT;Tên CĐCS;Tổng CNVCLĐ;Nữ\n;1. Trung học cơ sở;;\n1;CĐCS Trường THCS Số 1;50;30\n"
        "2;CĐCS Trường THCS Số 2;40;20\n;2. Doanh nghiệp, nghiệp đoàn;;\n"
        "3;CĐCS Công ty TNHH May Quảng Trị;9;1\n;Tổng số CĐCS;3;\n"
    )
    reading = read(text, tmp_path)
    assert [row.source_row for row in reading.rows] == [3, 4, 6]
    assert {row.status for row in reading.rows} == {"accepted"}
    why = {row.source_row: row.why for row in reading.ignored_rows}
    assert why[5] == "dòng tên nhóm"
    assert why[7] == "số đơn vị trong bảng"
    assert reading.control_totals == ()


def test_units_numbered_before_their_names_are_no_groups(tmp_path: Path) -> None:
    text = "Tên CĐCS;Tổng CNVCLĐ;Nữ\n1. CĐCS Trường Lạ;;\n2. CĐCS Trường THCS Số 2;40;20\n"
    assert [row.status for row in read(text, tmp_path).rows] == ["refused", "accepted"]


def test_the_head_of_every_page_has_as_many_rows_as_the_first(tmp_path: Path) -> None:
    head = "TT;Đơn vị;Thỏa ước ký mới (bản);Đối thoại;;Thăm hỏi;\n;;;Định kỳ;Đột xuất;{};{}\n"
    head = head.format("Số lượt", "Số tiền (đồng)")
    names = ("CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2", "CĐCS Trường Tiểu học Số 1")
    pages = [f"{head}{n};{name};1;2;3;4;500000\n" for n, name in enumerate(names, 1)]
    path = tmp_path / "trang.csv"
    path.write_text("(Mẫu số 02);;;;;;\n" + "Người lập;;;CHỦ TỊCH;;;\n".join(pages), "utf-8")
    reading = read_case(Case("pages", [], form="F4"), path)
    told = {"D04": 1, "D12": 2, "D13": 3, "E07": 4, "E07D": 500000}
    assert [(row.status, row.values) for row in reading.rows] == [("accepted", told)] * 3


def test_a_head_again_is_known_by_its_words_wherever_they_stand(tmp_path: Path) -> None:
    head = ";;Tuyên truyền, phổ biến;;Thỏa ước lao động tập thể;\n"
    head += "TT;CĐCS;Số buổi;Số lượt người;Ký mới;Sửa đổi, bổ sung\n"
    names = ("CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2", "CĐCS Trường Tiểu học Số 1")
    path = tmp_path / "trang.csv"
    pages = (f"{head}{n};{name};1;20;2;3\n" for n, name in enumerate(names, 1))
    path.write_text("".join(pages), "utf-8")
    reading = read_case(Case("pages", [], form="F4"), path)
    told = {"F01": 1, "F01L": 20, "D04": 2, "D05": 3}
    assert [(row.status, row.values) for row in reading.rows] == [("accepted", told)] * 3


def test_words_of_heads_and_titles_are_no_words_among_counts(tmp_path: Path) -> None:
    head = "TT;Đơn vị;Tăng trong kỳ;Giảm trong kỳ\n;;Kết nạp mới;Nghỉ hưu\n"
    kinds = ("THCS", "Tiểu học")
    names = [f"CĐCS Trường {kind} Số {number}" for kind in kinds for number in (1, 2)]
    rows = [f"{n};{name};{'không' if n > 1 else n};{n}\n" for n, name in enumerate(names, 1)]
    path = tmp_path / "trang.csv"
    path.write_text(head + "".join(rows[:2]) + head + "".join(rows[2:]), "utf-8")
    reading = read_case(Case("pages", [], form="F3"), path)
    assert [row.values["C23"] for row in reading.rows if row.status != "refused"] == [1, 2, 3, 4]


def test_the_sum_that_ends_a_table_is_its_own_control_total(tmp_path: Path) -> None:
    first = MEMBERS + "; Cộng khối trường;83;47;5\n"
    units = ("Trường THCS Số 1", "Công ty TNHH May Quảng Trị"), (
        "Trường THCS Số 2", "Công ty TNHH Gỗ Trường Sơn")  # fmt: skip
    second = MEMBERS.replace("2. Đoàn viên", "3. Doanh nghiệp")
    for school, firm in units:
        second = second.replace(school, firm)
    second += ";Cộng khối doanh nghiệp;84;47;5\n"
    totals = read(f"{first}\n{second}", tmp_path).control_totals
    assert sorted((one.indicator, one.declared, one.computed) for one in totals) == [
        ("A03", 83, 83), ("A03", 84, 83), ("A03N", 47, 47), ("A03N", 47, 47),
    ]  # fmt: skip
