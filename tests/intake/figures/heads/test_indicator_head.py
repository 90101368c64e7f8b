"""The head of a list of indicators: any word may stand over them, where figures are headed so."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

NAME = UNITS[0].name


@pytest.mark.parametrize(
    ("head", "flows"),
    [("Loại biến động|Số người|Trong đó nữ", True), ("Diễn giải|Số lượng|Nữ", True),
     ("Phân loại|Tổng số|Trong đó nữ", False), ("Khoản mục|Tổng|Nữ", False),
     ("Đối tượng|Kết quả|Nữ", False)],
)  # fmt: skip
def test_a_list_is_known_by_what_it_lists(tmp_path: Path, head: str, *, flows: bool) -> None:
    rows = ("Kết nạp mới|4|2", "Nghỉ hưu|1|0") if flows else ("Lao động|50|20", "Đoàn viên|40|15")
    case = Case("một đơn vị", [sheet("\n".join((NAME, "", head, *rows)))],
                form="F3" if flows else "F1")  # fmt: skip
    found = read_case(case, case.write(tmp_path))
    expected = ({"C11": 4, "C11N": 2, "C23": 1, "C23N": 0} if flows
                else {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15})  # fmt: skip
    assert {code: n for row in found.rows for code, n in row.values.items()} == expected
    assert {row.unit_id for row in found.rows} == {"u01"}


def test_two_rows_for_each_union_are_its_own(tmp_path: Path) -> None:
    rows = (f"1|{UNITS[0].name}|Lao động|50|20", "||Đoàn viên|40|15",
            f"2|{UNITS[1].name}|Lao động|30|10", "||Đoàn viên|20|5")  # fmt: skip
    for head in ("Nữ", "Trong đó nữ", "Tr. đó: nữ"):
        table = "\n".join((f"TT|Đơn vị|Phân loại|Tổng số|{head}", *rows))
        case = Case("hai dòng", [sheet(table)])
        told: dict[str, dict[str, int | None]] = {}
        for row in read_case(case, case.write(tmp_path)).rows:
            told.setdefault(row.unit_id, {}).update(row.values)
        assert told == {"u01": {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15},
                        "u02": {"A01": 30, "A01N": 10, "A03": 20, "A03N": 5}}, head  # fmt: skip


def test_the_parts_of_a_union_are_not_one_of_them(tmp_path: Path) -> None:
    rows = ("Xưởng 1|Lao động|50", "|Đoàn viên|40", "Xưởng 2|Lao động|30", "|Đoàn viên|20")
    case = Case("bộ phận", [sheet("\n".join((NAME, "", "Bộ phận|Phân loại|Tổng số", *rows)))])
    assert {row.status for row in read_case(case, case.write(tmp_path)).rows} == {"refused"}


def test_a_column_of_other_words_is_no_list(tmp_path: Path) -> None:
    rows = ("Máy tính|3", "Lao động|50", "Bàn ghế|40", "Quạt|5")
    case = Case("kiểm kê", [sheet("\n".join((NAME, "", "Phân loại|Số lượng", *rows)))])
    with pytest.raises(Refusal):
        read_case(case, case.write(tmp_path))


def test_a_person_of_a_list_above_is_no_head(tmp_path: Path) -> None:
    rows = ("1|Vũ Thị Na|Nữ|20/10/2026|Thôi việc", "", "|Nội dung|Tổng|Nữ", "|Kết nạp mới|3|2",
            "|Nghỉ hưu|1|1")  # fmt: skip
    case = Case("hai phần", [sheet("\n".join((NAME, "", *rows)))], form="F3")
    found = read_case(case, case.write(tmp_path))
    assert {code: n for row in found.rows for code, n in row.values.items()} == {
        "C11": 3, "C11N": 2, "C23": 1, "C23N": 1,
    }  # fmt: skip


def test_a_column_of_unions_and_indicators_is_no_measure(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet(
        "THEO DÕI LAO ĐỘNG, ĐOÀN VIÊN NĂM 2026\nTT|Đơn vị|T8|T9|T10\n1|CĐCS Trường THCS Số 1|||\n"
        "|Lao động|39|40|41\n|Đoàn viên|30|30|31\n2|CĐCS Trường THCS Số 2|||\n"
        "|Lao động|50|50|51\n|Đoàn viên|45|45|46"
    )])  # fmt: skip
    rows = read_case(Case("", []), path).rows
    assert [row.values for row in rows] == [{"A01": 41}, {"A03": 31}, {"A01": 51}, {"A03": 46}]
    assert {row.status for row in rows} == {"accepted"}
