"""Rows of a list that only those above them explain: sums below a heading, parts of a whole."""

from pathlib import Path

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet

HEAD = f"{UNITS[0].name}\n\nNội dung|Số lượng\n"


def read(folder: Path, rows: str, form: str = "F1") -> FiguresReading:
    case = Case("một đơn vị", [sheet(HEAD + rows)], form=form)
    return read_case(case, case.write(folder))


def told(reading: FiguresReading) -> dict[str, int | None]:
    return {code: n for row in reading.of("accepted", "warned") for code, n in row.values.items()
            if n is not None}  # fmt: skip


def test_a_sum_is_of_the_heading_it_stands_below(tmp_path: Path) -> None:
    reading = read(tmp_path, "I. LAO ĐỘNG|\nTổng số|46\nNữ|12\nBác sĩ|6\n"
                             "II. ĐOÀN VIÊN CÔNG ĐOÀN|\nTổng số|30\nTrong đó nữ|11")  # fmt: skip
    assert told(reading) == {"A01": 46, "A01N": 12, "A03": 30, "A03N": 11}
    assert {row.unit_id for row in reading.rows} == {"u01"}
    assert [row.reasons[0] for row in reading.of("refused")] == ["Không rõ chỉ tiêu “Bác sĩ”."]


def test_a_sum_below_a_figure_or_other_words_is_asked_about(tmp_path: Path) -> None:
    rows = "I. Lao động|46\nTổng số|47\nII. Tình hình chung|\nTổng số|30\nNữ|11\nĐoàn viên|30"
    reading = read(tmp_path, rows)
    assert told(reading) == {"A01": 46, "A03": 30}
    assert len(reading.of("refused")) == 3


def test_parts_of_a_whole_are_not_it(tmp_path: Path) -> None:
    rows = "Tổng số cán bộ, giáo viên, nhân viên|68\n- Trong đó nữ|50\n- Giáo viên|58\n" \
           "+ Nữ|44\n- Nhân viên|10\nĐoàn viên công đoàn|53"  # fmt: skip
    reading = read(tmp_path, rows)
    assert told(reading) == {"A01": 68, "A01N": 50, "A03": 53}
    assert "+ Nữ" in reading.of("refused")[0].reasons[0]
    said = [row.why for row in reading.ignored_rows if row.source_row in (6, 8)]
    assert said == ["số riêng của một phần ở dòng trên"] * 2


def test_a_part_larger_than_its_whole_is_another_answer(tmp_path: Path) -> None:
    reading = read(tmp_path, "Tổng số lao động|46\n- Giáo viên|50\nĐoàn viên|30")
    assert told(reading) == {"A03": 30}


def test_what_is_still_to_come_is_not_the_time_of_a_table(tmp_path: Path) -> None:
    title = "Kết quả tháng {} và dự kiến tháng {} năm 2026\n"
    rows = "Lao động|46\nĐoàn viên|30"
    assert read(tmp_path, rows).elsewhen == ""
    for first, second, other in ((10, 11, False), (9, 10, True)):
        text = HEAD.replace("\n\n", "\n" + title.format(first, second)) + rows
        case = Case("một đơn vị", [sheet(text)])
        assert bool(read_case(case, case.write(tmp_path)).elsewhen) == other


def test_money_of_repairs_is_that_of_the_shelter(tmp_path: Path) -> None:
    rows = f"{UNITS[0].name}\n\nNội dung|Số lượng|Số tiền\nThăm hỏi ốm đau, hiếu hỉ|6|3000000\n" \
           "Mái ấm công đoàn (sửa chữa)|1|30000000"  # fmt: skip
    case = Case("chăm lo", [sheet(rows)], form="F4")
    assert told(read_case(case, case.write(tmp_path))) == {
        "E07": 6, "E07D": 3_000_000, "E05S": 1, "E05D": 30_000_000,
    }  # fmt: skip
