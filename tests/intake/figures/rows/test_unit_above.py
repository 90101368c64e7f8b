"""Whose a sheet of one unit is, told above its table; whom it is sent to says nothing of that."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet

OWN, OTHER = UNITS[0], UNITS[1]
TABLE = "STT|Nội dung|ĐVT|Số lượng\n1|Tổng số CNVCLĐ|người|190\n2|Tổng số đoàn viên|người|160"


@pytest.mark.parametrize(
    "letter",
    [
        f"Kính gửi: {OTHER.name}", f"Kính gửi:|{OTHER.name}", f"KÍNH GỞI {OTHER.name}",
        f"Kính gửi:\n- {OTHER.name}\n- {UNITS[2].name}", f"Gửi: {OTHER.name}",
        f"- Nơi nhận: {OTHER.name}",
    ],
)  # fmt: skip
def test_whom_a_letter_is_for_is_not_who_tells(tmp_path: Path, letter: str) -> None:
    case = Case("thư", [sheet(f"{OWN.name}\nBÁO CÁO THÁNG 10/2026\n{letter}\n\n{TABLE}")])
    found = read_case(case, case.write(tmp_path))
    assert {row.unit_id for row in found.rows} == {OWN.id}
    assert {code: n for row in found.rows for code, n in row.values.items()} == {
        "A01": 190, "A03": 160,
    }  # fmt: skip


def test_months_under_a_title_are_not_told_to_be_of_another_time(tmp_path: Path) -> None:
    head = "STT|Tên CĐCS|Tháng 8|Tháng 9|Tháng 10"
    rows = "\n".join(f"{n}|{unit.name}|30|31|32" for n, unit in enumerate(UNITS[:3], 1))
    case = Case("tháng", [sheet(f"THEO DÕI LAO ĐỘNG, ĐOÀN VIÊN NĂM 2026\n\n{head}\n{rows}")])
    with pytest.raises(Refusal, match="Chưa hiểu được cột số liệu nào"):
        read_case(case, case.write(tmp_path))


@pytest.mark.parametrize(
    "title",
    [
        f"{OWN.name} - báo cáo tháng 10/2026", f"{OWN.name} – SỔ THEO DÕI NĂM 2026",
        f"{OWN.name}. Số liệu tháng 10/2026", f"Báo cáo tháng 10/2026 của {OWN.name}",
        f"SECONDARY SCHOOL No. 1 / {OWN.name.upper()}", f"Số liệu T10 - {OWN.name}",
        f"BÁO CÁO SỐ LIỆU {OWN.name} THÁNG 10", f"{OWN.name} gửi {OTHER.name} số liệu",
        f"Đơn vị: {OWN.name}     Tháng: 10/2026",
    ],
)  # fmt: skip
def test_a_title_names_its_union_among_other_words(tmp_path: Path, title: str) -> None:
    case = Case("tựa", [sheet(f"{title}\n\n{TABLE}")])
    found = read_case(case, case.write(tmp_path))
    assert {row.unit_id for row in found.rows} == {OWN.id}


def test_a_title_of_two_unions_is_neithers(tmp_path: Path) -> None:
    case = Case("tựa", [sheet(f"{OWN.name} – {OTHER.name} – số liệu\n\n{TABLE}")])
    found = read_case(case, case.write(tmp_path))
    assert {(row.unit_id, row.status) for row in found.rows} == {("", "refused")}
    assert "nhiều đơn vị" in found.rows[0].reasons[0]


def test_a_strange_union_in_a_title_is_nobody_else(tmp_path: Path) -> None:
    case = Case("tựa", [sheet(f"CĐCS Công ty Xa Lạ – cạnh {OWN.name}\n\n{TABLE}")])
    found = read_case(case, case.write(tmp_path))
    assert {(row.unit_id, row.status) for row in found.rows} == {("", "refused")}


@pytest.mark.parametrize("title", [
    f"{OWN.name} - Tháng 10/2026", f"{OWN.name} (số liệu tháng 10 năm 2026)",
    f"BÁO CÁO HOẠT ĐỘNG THÁNG 10/2026 {OWN.name.upper()}",
    "Em gửi số liệu tháng 10 của Trường THCS Số 1:",
])  # fmt: skip
def test_a_union_is_named_beside_a_time_or_in_a_sentence(tmp_path: Path, title: str) -> None:
    case = Case("tên", [sheet(f"{title}\n\n{TABLE}")])
    assert {row.unit_id for row in read_case(case, case.write(tmp_path)).rows} == {OWN.id}


@pytest.mark.parametrize("line", [
    f"Thực hiện công văn số 12/CV-CĐ của {OTHER.name}", f"Theo đề nghị của {OTHER.name}:",
])  # fmt: skip
def test_who_asked_for_figures_is_not_who_tells_them(tmp_path: Path, line: str) -> None:
    case = Case("công văn", [sheet(f"{OWN.name}\nBÁO CÁO THÁNG 10/2026\n{line}\n\n{TABLE}")])
    assert {row.unit_id for row in read_case(case, case.write(tmp_path)).rows} == {OWN.id}


PARTS = ("Tổ|Số CBGVNV|Nữ|Số đoàn viên|ĐV nữ\nTổ Tự nhiên|18|11|13|6\nTổ Xã hội|15|8|13|6\n"
         "Cộng toàn trường|33|19|26|12")  # fmt: skip


@pytest.mark.parametrize("line", [
    f"{OWN.name} xin báo cáo số liệu tháng 10/2026 như sau:", f"{OWN.name} báo cáo số liệu T10",
    f"{OWN.name} kính gửi số liệu đoàn viên tháng 10/2026 ạ",
])  # fmt: skip
def test_who_reports_in_a_sentence_owns_the_sum_of_its_parts(tmp_path: Path, line: str) -> None:
    case = Case("tổ", [sheet(f"Kính gửi: {OTHER.name}\n{line}\n\n{PARTS}")])
    (row,) = read_case(case, case.write(tmp_path)).rows
    assert (row.unit_id, row.status) == (OWN.id, "warned")
    assert row.values == {"A01": 33, "A01N": 19, "A03": 26, "A03N": 12}


def test_who_is_asked_to_report_does_not_own_the_sum(tmp_path: Path) -> None:
    line = f"Công đoàn phường đề nghị {OWN.name} báo cáo số liệu"
    case = Case("tổ", [sheet(f"{line}\n\n{PARTS}")])
    found = read_case(case, case.write(tmp_path))
    assert all(row.status == "refused" for row in found.rows)
