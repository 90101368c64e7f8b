"""Sums of groups that no word tells: what they add up does."""

from pathlib import Path

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case

NAMES = tuple(f"Công ty {name}" for name in ("An Bình", "Bảo Long", "Cát Tường", "Đại Phú"))
ROWS = [f"{n};{name};{n * 10};{n * 10 - 2}\n" for n, name in enumerate(NAMES, 1)]


def _read(tmp_path: Path, *lines: str) -> FiguresReading:
    path = tmp_path / "số liệu.csv"
    path.write_text("".join(("TT;Đơn vị;Lao động;Đoàn viên\n", *lines)), encoding="utf-8")
    reading = read_case(Case("sums", []), path, tuple(Known(name, name) for name in NAMES))
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        (name, "accepted") for name in NAMES
    ]
    return reading


def test_a_total_under_every_group_is_none_of_all(tmp_path: Path) -> None:
    groups = (";I. Phía Đông;;\n", *ROWS[:2], ";Cộng;30;26\n",
              ";II. Phía Tây;;\n", *ROWS[2:], ";Cộng;70;66\n")  # fmt: skip
    assert _read(tmp_path, *groups).control_totals == ()
    totals = _read(tmp_path, *groups, ";Tổng cộng;100;92\n").control_totals
    assert [(one.declared, one.match) for one in totals] == [(100, True), (92, True)]
    wrong = [*groups, ";Tổng cộng;100;92\n"]
    wrong[3] = ";Cộng;31;26\n"
    differing = [one for one in _read(tmp_path, *wrong).control_totals if not one.match]
    assert [(one.declared, one.computed) for one in differing] == [(31, 30)]


def test_the_same_total_twice_is_of_all(tmp_path: Path) -> None:
    total = ";Cộng;100;92\n"
    for lines in ((total, *ROWS, total), (*ROWS, total, total)):
        assert all(one.match for one in _read(tmp_path, *lines).control_totals)


def test_a_row_of_nobody_that_adds_up_those_beside_it_is_a_sum(tmp_path: Path) -> None:
    for over in ("1;Phía {};{};{}\n", ";{}. Phía nào;{};{}\n", ";Tuyến {};{};{}\n"):
        first, second = over.format(1, 30, 26), over.format(2, 70, 66)
        for lines in ((first, *ROWS[:2], second, *ROWS[2:]),
                      (*ROWS[:2], first, *ROWS[2:], second)):  # fmt: skip
            totals = _read(tmp_path, *lines, ";Tổng;100;92\n").control_totals
            assert [(one.declared, one.match) for one in totals] == [(100, True), (92, True)]


def test_small_numbers_agree_by_chance(tmp_path: Path) -> None:
    path = tmp_path / "số liệu.csv"
    rows = "".join(f"{n};{name};1;0\n" for n, name in enumerate(NAMES, 1))
    path.write_text(f"TT;Đơn vị;Lao động;Đoàn viên\n{rows}5;Công ty Ô Lâu;2;0\n", encoding="utf-8")
    reading = read_case(Case("sums", []), path, tuple(Known(name, name) for name in NAMES))
    assert [row.status for row in reading.rows][-1] == "refused"


def test_a_group_whose_sum_differs_is_told_on_its_own_rows(tmp_path: Path) -> None:
    ones = [f"CĐCS Trường THCS Số {at}" for at in (1, 2)]
    twos = [f"CĐCS Trường Tiểu học {name}" for name in ("Số 2", "Hải Quế")]
    rows = ["I. THCS;", *(f"{one};40" for one in ones), "Cộng I;81",
            "II. Tiểu học;", *(f"{one};30" for one in twos), "Cộng II;60"]  # fmt: skip
    for total in (140, 141):
        path = tmp_path / f"{total}.csv"
        path.write_text(
            "\n".join(["Đơn vị;Tổng số ĐV", *rows, f"TỔNG CỘNG;{total}"]), encoding="utf-8"
        )
        reading = read_case(Case("", []), path)
        said = "“Cộng I” ghi 81, cộng các dòng của nhóm được 80."
        told = (said,) if total == 141 else ()
        assert [row.reasons for row in reading.rows] == [told, told, (), ()]
        assert [(one.declared, one.computed) for one in reading.control_totals] == [
            (total, 140), (81, 80)]  # fmt: skip


def test_a_header_repeated_at_the_top_of_a_page_ends_no_group(tmp_path: Path) -> None:
    head = "TT;Đơn vị;Lao động;Đoàn viên\n"
    pages = (";I. Khối A;;\n", ROWS[0], head, ROWS[1], ";Cộng khối A;30;26\n",
             ";II. Khối B;;\n", *ROWS[2:], ";Cộng khối B;70;66\n",
             ";Tổng cộng;100;92\n")  # fmt: skip
    assert all(one.match for one in _read(tmp_path, *pages).control_totals)
    carried = (*ROWS[:2], ";Cộng chuyển trang;30;26\n", head, ";Mang sang;30;26\n", ROWS[2],
               ";Cộng chuyển trang;60;54\n", head, ";Mang sang;60;54\n", ROWS[3],
               ";Tổng cộng;100;92\n")  # fmt: skip
    totals = _read(tmp_path, *carried).control_totals
    assert [(one.declared, one.match) for one in totals] == [(100, True), (92, True)]


def test_who_is_in_a_group_is_unknown_where_no_name_says_one_of_its_kinds(tmp_path: Path) -> None:
    units = tuple(Known(name, name) for name in (
        "CĐCS Trạm Y tế Sao Mai", "CĐCS Trường Tiểu học Sao Mai", "CĐCS Trạm Y tế Tân Tiến",
    ))  # fmt: skip
    path = tmp_path / "nhóm.csv"
    for group, taken in (("Khối trường học, y tế", False), ("Khối y tế", True)):
        path.write_text(f"TT;Tên CĐCS;Tổng số ĐV\n;{group};\n1;Sao Mai;20\n", encoding="utf-8")
        (row,) = read_case(Case("", []), path, units).rows
        assert (row.unit_id == units[0].id) is taken
        assert (row.status == "refused") is not taken
