"""Movements told by the words that give them away: taken with a warning, or asked."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading, ReadRow
from desktop.tasks.figures.figures_import import preview_alone
from tests.intake.figures.spread import sheet, write_xlsx

UNIT = "CĐCS Trường THCS Số 1"
IN, OUT = "Đoàn viên tăng", "Đoàn viên giảm"


def read(folder: Path, *columns: str) -> FiguresReading:
    """Read one row of counts 1, 2, 3 … under headings of the form “above > heading”."""
    path = folder / "bảng.xlsx"
    paths = [column.split(" > ") for column in columns]
    depth = max(map(len, paths))
    rows = ["|".join(one[at] if at < len(one) else " " for one in paths) for at in range(depth)]
    head = [f"TT|Đơn vị|{rows[0]}", *(f" | |{row}" for row in rows[1:])]
    counts = "|".join(str(at) for at in range(1, len(columns) + 1))
    write_xlsx(path, [sheet("\n".join([*head, f"1|{UNIT}|{counts}"]))])
    register = folder / "units.json"
    register.write_text(f'[{{"id": "u1", "name": "{UNIT}", "kind": "CDCS", "area": ""}}]')
    return preview_alone(path, "F3", "2026-10", register)


def row_of(folder: Path, heading: str) -> ReadRow:
    """Return the row of a heading that stands between two known movements."""
    above = heading.split(" > ")[0] if " > " in heading else ""
    known = [f"{above} > Kết nạp đoàn viên" if above == IN else "Kết nạp đoàn viên",
             f"{above} > Mất" if above == OUT else "Mất"]  # fmt: skip
    (row,) = read(folder, known[0], heading, known[1]).rows
    return row


def told(folder: Path, heading: str) -> tuple[str, str]:
    """Return the code a heading between two known movements is taken for, and the row's status."""
    row = row_of(folder, heading)
    codes = [code for code, value in row.values.items() if value == 2]
    return (codes[0] if codes else ""), row.status


@pytest.mark.parametrize(("heading", "code"), [
    (f"{OUT} > Nghỉ việc theo nguyện vọng", "C24"),
    (f"{OUT} > Hết hạn HĐLĐ không ký tiếp", "C24"),
    (f"{OUT} > Viết đơn xin ra khỏi tổ chức", "C25"),
    (f"{OUT} > Nghỉ hưởng lương hưu BHXH", "C23"),
    (f"{OUT} > Chuyển qua phường, xã khác trong tỉnh", "C21"),
    (f"{OUT} > Chuyển giao cả CĐCS cho địa phương khác", "C27"),
    (f"{OUT} > Dừng CĐ khối hưởng 100% lương NSNN", "C29"),
    (f"{OUT} > DN phá sản, chủ bỏ trốn, giải thể CĐCS", "C28"),
    (f"{OUT} > Giảm do lọc trùng phần mềm", "C30"),
    (f"{IN} > Tiếp nhận trọn CĐCS từ nơi khác giao", "C15"),
    (f"{IN} > Kết nạp ở công ty mới lập CĐ", "C12"),
    (f"{IN} > Công ty tỉnh ngoài chuyển sang", "C14"),
    (f"{IN} > Trở lại sinh hoạt CĐ", "C16"),
    (f"{OUT} > CĐCS cơ quan hành chính, sự nghiệp kết thúc hoạt động từ 01/6/2025", "C29"),
    (f"{OUT} > Giảm do kết thúc hoạt động từ 01/7/2025", "C29"),
    (f"{OUT} > CĐCS HCSN thôi hoạt động theo chủ trương sắp xếp 2025", "C29"),
    (f"{OUT} > CĐCS HCSN giải thể (KL 157)", "C29"),
    (f"{OUT} > Chuyển cả nghiệp đoàn sang nơi khác quản lý", "C27"),
    (f"{OUT} > Giảm vì các lý do còn lại", "C30"),
    (f"{OUT} > Giảm khác (nghỉ không lương, đi học…)", "C30"),
    (f"{IN} > Bổ sung do bỏ sót kỳ trước", "C16"),
    ("ĐV tiếp nhận từ CĐCS bàn giao về", "C15"),
    ("Số CĐCS giải thể trong kỳ", "B03"),
    ("Số CĐCS nhận về từ nơi khác", "B07"),
    ("Điều chuyển từ BV trung ương, tỉnh khác đến", "C14"),
])  # fmt: skip
def test_a_movement_is_told_by_its_signs_and_warned(
    tmp_path: Path, heading: str, code: str
) -> None:
    assert told(tmp_path, heading) == (code, "warned")


@pytest.mark.parametrize(("heading", "code"), [
    (f"{OUT} > Điều động đi tỉnh ngoài", "C22"),
    (f"{IN} > Điều động từ trong tỉnh về", "C13"),
    (f"{OUT} > Thôi việc, hết hạn HĐLĐ", "C24"),
    ("Nơi khác chuyển đến (ngoài tỉnh, TP)", "C14"),
    ("Chuyển ra ngoài tỉnh, TP", "C22"),
    ("Số ĐV chuyển ra ngoài địa bàn tỉnh", "C22"),
])  # fmt: skip
def test_nothing_is_warned_where_every_word_is_a_sign_of_it(
    tmp_path: Path, heading: str, code: str
) -> None:
    assert told(tmp_path, heading) == (code, "accepted")


@pytest.mark.parametrize(("heading", "code", "rule"), [
    (f"{IN} > Kết nạp tại CĐCS vừa ra mắt", "C12", "V44"),
    (f"{OUT} > Kết thúc HĐ CĐ (100% lương NSNN)", "C29", "V45"),
])  # fmt: skip
def test_only_a_rule_warns_of_what_begins_or_ends_a_union(
    tmp_path: Path, heading: str, code: str, rule: str
) -> None:
    assert told(tmp_path, heading) == (code, "warned")
    assert [one.split(":")[0] for one in row_of(tmp_path, heading).reasons] == [rule]


@pytest.mark.parametrize("heading", [
    f"{OUT} > Nghỉ hưu, thôi việc",
    f"{IN} > Kết nạp tại CĐCS đã có và CĐCS mới thành lập",
    f"{OUT} > Chuyển công tác, nghỉ việc",
    f"{OUT} > Nghỉ thai sản",
    f"{OUT} > Nghỉ không lương",
    f"{OUT} > Tinh giản biên chế",
    f"{OUT} > Chuyển đơn vị khác",
    f"{OUT} > Hỗ trợ ĐV nghỉ hưu",
    f"{IN} > Đề nghị kết nạp",
    "Lao động thôi việc",
    "Chuyển đến CĐCS khác trong tỉnh",
    "Chuyển ra khỏi xã",
    f"{OUT} > Giảm khác (nghỉ hưu, thôi việc)",
    f"{OUT} > Nghỉ theo NĐ 178/2024",
    f"{OUT} > Sẽ nghỉ hưu",
    f"{OUT} > Nghỉ việc (kể cả chuyển đi)",
    f"{OUT} > Quà nghỉ hưu",
    f"{IN} > Hồ sơ kết nạp",
])  # fmt: skip
def test_signs_of_several_movements_or_of_something_else_tell_none(
    tmp_path: Path, heading: str
) -> None:
    code, status = told(tmp_path, heading)
    assert (code, status) in {("", "warned"), ("", "refused")}


def test_unions_and_members_are_told_apart_by_what_stands_above(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path, "CĐCS giảm > Giải thể", "CĐCS giảm > Bàn giao", f"{IN} > Kết nạp",
        f"{OUT} > Giải thể CĐCS", f"{OUT} > Bàn giao CĐCS đi",
    ).rows  # fmt: skip
    values = {code: value for code, value in row.values.items() if value}
    assert values == {"B03": 1, "B08": 2, "C11": 3, "C28": 4, "C27": 5}


def test_women_of_a_column_told_by_its_signs_are_its_women(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path, f"{OUT} > Nghỉ ngang, bỏ việc", f"{OUT} > Nữ", f"{OUT} > Điều động đi tỉnh ngoài",
        f"{OUT} > Nữ",
    ).rows  # fmt: skip
    values = {code: value for code, value in row.values.items() if value}
    assert values == {"C24": 1, "C24N": 2, "C22": 3, "C22N": 4}


def test_a_table_of_unions_alone_is_not_taken_for_members(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "CĐCS thành lập mới", "CĐCS tiếp nhận", "CĐCS bàn giao").rows
    values = {code: value for code, value in row.values.items() if value}
    assert values == {"B01": 1, "B07": 2, "B08": 3}


@pytest.mark.parametrize("sides", [("", ""), ("Tăng > ", "Giảm > ")], ids=["flat", "in groups"])
def test_movements_between_stocks_of_unions_are_unions(
    tmp_path: Path, sides: tuple[str, str]
) -> None:
    up, down = sides
    (row,) = read(
        tmp_path, "Số CĐCS đầu kỳ", f"{up}Thành lập mới", f"{up}Nhận bàn giao từ đơn vị khác",
        f"{down}Giải thể", f"{down}Sáp nhập", f"{down}Bàn giao đi đơn vị khác", "Số CĐCS cuối kỳ",
    ).rows  # fmt: skip
    moved = {code: value for code, value in row.values.items() if value and code[0] in "BC"}
    assert moved == {"B01": 2, "B07": 3, "B03": 4, "B05": 5, "B08": 6}


def test_unions_and_their_members_stand_beside_each_other(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path, "Số CĐCS thành lập mới", "Số ĐV tại CĐCS mới thành lập", "CĐCS tiếp nhận",
        "CĐCS bàn giao", "ĐV giảm do nghỉ hưu", "ĐV giảm do bàn giao nguyên CĐCS",
        "ĐV kết nạp ở CĐCS mới", "ĐV tăng do tiếp nhận nguyên CĐCS",
    ).rows  # fmt: skip
    values = {code: value for code, value in row.values.items() if value}
    assert values == {"B01": 1, "B01M": 2, "B07": 3, "B08": 4, "C23": 5, "C27": 6, "C12": 7,
                      "C15": 8}  # fmt: skip


def test_movements_between_stocks_of_members_are_members(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "Đoàn viên đầu kỳ", "Giải thể", "Nhận bàn giao từ đơn vị khác",
                  "Bàn giao đi đơn vị khác", "Đoàn viên cuối kỳ").rows  # fmt: skip
    assert {code for code, value in row.values.items() if value} == {"C28", "C15", "C27"}


def test_both_sexes_are_all_of_them(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "Nghỉ hưu (nam + nữ)", "Nghỉ hưu (nữ)", "Thôi việc (cả nam và nữ)").rows
    values = {code: value for code, value in row.values.items() if value}
    assert values == {"C23": 1, "C23N": 2, "C24": 3}


def test_a_column_whose_words_are_a_telephone_and_whose_cells_are_counts_is_told(
    tmp_path: Path,
) -> None:
    (row,) = read(tmp_path, "ĐT", f"{IN} > Kết nạp").rows
    assert (row.status, row.reasons[-1][:3]) == ("warned", "C3:")


def test_moves_under_a_head_of_changes_are_moves(tmp_path: Path) -> None:
    above = "BIẾN ĐỘNG TRONG KỲ"
    (row,) = read(
        tmp_path, f"{above} > Kết nạp mới", f"{above} > Nghỉ hưu", f"{above} > Đến trong tỉnh"
    ).rows  # fmt: skip
    values = {code: value for code, value in row.values.items() if value}
    assert (values, row.status) == ({"C11": 1, "C23": 2, "C13": 3}, "accepted")


def test_a_union_ended_among_activities_is_no_movement_of_members(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    head = "TT|Đơn vị|Đối thoại định kỳ|CĐCS thành lập mới|Giải thể CĐCS|ĐV kết nạp mới"
    write_xlsx(path, [sheet(f"{head}\n1|{UNIT}|1|2|3|4")])
    register = tmp_path / "units.json"
    register.write_text(f'[{{"id": "u1", "name": "{UNIT}", "kind": "CDCS", "area": ""}}]')
    (row,) = preview_alone(path, "F4", "2026-10", register).rows
    taken = {code: value for code, value in row.values.items() if value}
    assert taken.pop("D12") == 1
    assert taken.keys() <= {"B01", "B03", "C11"}


def test_a_second_column_of_one_movement_is_told_at_the_first(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path, f"{IN} > Kết nạp", f"{OUT} > Buộc thôi việc, sa thải",
        f"{OUT} > Thôi việc theo nguyện vọng",
    ).rows  # fmt: skip
    assert row.status == "warned"
    assert any("“Buộc thôi việc, sa thải” đã đủ chưa" in reason for reason in row.reasons)


def test_women_who_are_told_in_the_words_of_those_before_them(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path, f"{IN} > Kết nạp CĐV mới", f"{IN} > Trong đó: nữ CĐV mới",
        f"{OUT} > Hết hợp đồng, thôi dạy", f"{OUT} > Trong đó: nữ thôi dạy",
    ).rows  # fmt: skip
    values = {code: value for code, value in row.values.items() if value}
    assert values == {"C11": 1, "C11N": 2, "C24": 3, "C24N": 4}


def test_what_was_left_over_and_running_numbers_call_for_no_look(tmp_path: Path) -> None:
    reading = read(tmp_path, "No.", "Tồn đầu", "Kết nạp", "Nghỉ hưu", "Tồn cuối")
    assert not any("chưa hiểu cột" in reason for row in reading.rows for reason in row.reasons)


@pytest.mark.parametrize("heading", [
    "Thôi việc từ 01/7/2025", "Hết hạn HĐ từ 01/6/2025", "Chấm dứt HĐ từ 01/7/2025",
    "Kết nạp từ 01/7/2025", "Số QĐ kết nạp",
])  # fmt: skip
def test_what_is_told_since_the_reform_or_numbers_a_paper_is_not_taken(
    tmp_path: Path, heading: str
) -> None:
    assert told(tmp_path, f"{OUT} > {heading}")[0] == ""


def test_some_of_those_admitted_are_not_taken_for_all_of_them(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path, "Kết nạp mới > Tổng số", "Kết nạp mới > Nữ", "Kết nạp mới > Dưới 35 tuổi",
        "Nghỉ hưu > Tổng số", "Nghỉ hưu > Nữ",
    ).rows  # fmt: skip
    values = {code: value for code, value in row.values.items() if value}
    assert values == {"C11": 1, "C11N": 2, "C23": 4, "C23N": 5}
