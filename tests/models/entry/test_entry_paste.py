from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_numbers import read_number
from desktop.models.entry.entry_paste import TURN, read_paste, reading_paste
from desktop.models.errors import Refusal
from desktop.models.figures.cells import NOT_APPLICABLE, Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.text import vi_number
from tests.models.entering import column, commune, place, save

SEPTEMBER, OCTOBER = "2026-09", "2026-10"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EntrySheet]:
    """A sheet that no test changes."""
    store, _units = commune(tmp_path_factory.mktemp("shared"), before=SEPTEMBER)
    with store:
        yield EntrySheet.load(store, "F3", OCTOBER)


def targets(sheet: EntrySheet, code: str) -> list[int]:
    """The columns from this one on."""
    first = next(n for n, one in enumerate(sheet.columns) if one.code == code)
    return list(range(first, len(sheet.columns)))


@pytest.mark.parametrize(
    ("text", "outcome", "number"),
    [
        ("412", "lands", 412),
        ("1.234", "lands", 1234),
        ("475.962", "lands", 475962),
        ("1 234", "lands", 1234),
        ("1\u00a0234", "lands", 1234),
        ("0", "lands", 0),
        ("1,234", "doubtful", 1234),
        ("12,0", "doubtful", 12),
        ("1.234,00", "doubtful", 1234),
        ("0912345678", "doubtful", 912345678),
        ("1 2", "refused", None),
        ("4 20", "refused", None),
        ("1 234 567", "lands", 1234567),
        ("１２０", "lands", 120),
        ("007", "doubtful", 7),
        ("“120”", "lands", 120),
        ('"1.234"', "lands", 1234),
        ("120 người", "doubtful", 120),
        ("12,5 người", "refused", None),
        ('"', "refused", None),
        ("1,5", "refused", None),
        ("12/10", "refused", None),
        ("-5", "refused", None),
        ("(5)", "refused", None),
        ("12%", "refused", None),
        ("1e3", "refused", None),
        ("٣", "refused", None),
        ("không có", "lands", 0),
        ("KHÔNG", "lands", 0),
        ("chưa có", "refused", None),
        ("x", "lands", None),
        ("kps", "lands", None),
        ("Không phát sinh", "lands", None),
        ("không áp dụng", "lands", None),
        ("9" * 5000, "refused", None),
        ("", "skipped", None),
        ("  ", "skipped", None),
    ],
)
def test_readings(text: str, outcome: str, number: int | None) -> None:
    read = read_number(text)
    assert read.outcome == outcome
    assert (read.entry.value if read.entry else None) == number
    assert (outcome in ("lands", "skipped")) == (read.note == "")


def test_a_point_is_doubtful_where_the_column_holds_fractions() -> None:
    assert read_number("1.234", fractions_near=True).outcome == "doubtful"


@given(st.integers(0, 10**12))
def test_our_own_writing_is_always_read_back(number: int) -> None:
    assert read_number(vi_number(number)).entry == Entry(number)
    assert read_number(str(number)).entry == Entry(number)


@given(st.text(max_size=20))
def test_no_text_is_read_as_a_number_it_does_not_spell(text: str) -> None:
    read = read_number(text)
    if read.entry is not None and read.entry.value is not None:
        digits = "".join(c for c in text if c in "0123456789")
        assert str(read.entry.value) in digits


def test_a_block_lands_in_one_go_and_blanks_clear_nothing(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    save(store, sheet, sheet.edit(*place(sheet, units[0], "C12"), "5"))
    read = read_paste(sheet, 0, [["1", "", "3"], ["4", "5", ""]], targets(sheet, "C11"))
    assert read.certain
    assert read.assignments == {
        (units[0], "C11"): Entry(1), (units[0], "C13"): Entry(3),
        (units[1], "C11"): Entry(4), (units[1], "C12"): Entry(5),
    }  # fmt: skip
    assert len(read.of("skipped")) == 2
    store.close()


def test_text_is_refused_with_its_place_and_the_rest_can_still_land(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    read = read_paste(sheet, 0, [["1"], ["hai"]], targets(sheet, "C11"))
    assert not read.certain
    (bad,) = read.of("refused")
    assert (bad.line, bad.cell, bad.row) == (2, 1, 1)
    assert "“hai”" in bad.note
    assert read.assignments == {(units[0], "C11"): Entry(1)}
    store.close()


def test_a_count_beyond_that_of_any_union_is_refused_typed_and_pasted(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    (first, *_rest) = targets(sheet, "C11")
    read = read_paste(sheet, 0, [["1000000"], ["0912345678"]], [first])
    (bad,) = read.of("refused")
    assert (bad.line, bad.note) == (2, "Số quá lớn: số đếm nhiều nhất 1.000.000.")
    larger = read_paste(sheet, 0, [["9" * 14]], [first])
    assert [one.note for one in larger.of("refused")] == [bad.note]
    assert read.assignments == {(units[0], "C11"): Entry(10**6)}
    with pytest.raises(Refusal):
        sheet.read(0, first, "1.000.001")
    store.close()


def test_what_lies_outside_the_grid_is_refused_not_dropped(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F1", OCTOBER)
    read = read_paste(sheet, 2, [["1"], ["2"], ["9"]], targets(sheet, "A03N"))
    assert [cell.outcome for cell in read.cells] == ["lands", "refused", "refused"]
    wide = read_paste(sheet, 0, [["1", "2"]], [column(sheet, "A03N")])
    assert [cell.outcome for cell in wide.cells] == ["lands", "refused"]
    store.close()


def test_a_line_of_totals_is_a_control_sum(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    right = read_paste(sheet, 0, [["1"], ["2"], ["3"], ["6"]], targets(sheet, "C11"))
    assert right.certain
    wrong = read_paste(sheet, 0, [["1"], ["2"], ["3"], ["7"]], targets(sheet, "C11"))
    (doubt,) = wrong.of("doubtful")
    assert doubt.note == "Dòng cộng ghi 7, cộng các dòng được 6."
    store.close()


def test_a_block_with_unit_names_lands_by_name(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    block = [
        ["STT", "Tên đơn vị", "Kết nạp"],
        ["1", "cđcs trường 3", "3"],
        ["2", "CĐCS Trường 1", "1"],
        ["3", "CĐCS Trường 9", "9"],
        ["", "Tổng cộng", "4"],
    ]
    read = read_paste(sheet, 0, block, targets(sheet, "C11"))
    assert read.assignments == {(units[2], "C11"): Entry(3), (units[0], "C11"): Entry(1)}
    (bad,) = read.of("refused")
    assert "CĐCS Trường 9" in bad.note
    assert read.of("doubtful") == []
    store.close()


def test_numbers_over_computed_columns_are_compared(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F1", OCTOBER)
    right = read_paste(sheet, 0, [["100", "60", "40"]], targets(sheet, "A01"))
    assert right.certain
    assert set(right.assignments) == {(units[0], "A01"), (units[0], "A01N")}
    wrong = read_paste(sheet, 0, [["100", "61", "40"]], targets(sheet, "A01"))
    (doubt,) = wrong.of("doubtful")
    assert doubt.note == "Khối dán ghi 61, chương trình tính được 60."
    assert set(wrong.assignments) == {(units[0], "A01"), (units[0], "A01N")}
    store.close()


@given(
    block=st.lists(
        st.lists(
            st.sampled_from(["", "1", "2.000", "x", "sai", "1,5", "-"]), min_size=1, max_size=6
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_cell_of_any_block_ends_somewhere(shared: EntrySheet, block: list[list[str]]) -> None:
    sheet = shared
    read = read_paste(sheet, 1, block, targets(sheet, "C11"))
    below = block[1:] if read.headed else block  # words over numbers alone head them
    assert len(read.cells) == sum(len(line) for line in below)
    for cell in read.of("refused", "doubtful"):
        assert cell.note
    for unit, code in read.assignments:
        assert sheet.may_type(*place(sheet, unit, code))


def test_a_dash_of_others_lands_nowhere_and_our_own_is_the_state_it_shows(
    shared: EntrySheet,
) -> None:
    places = targets(shared, "C11")
    others = read_paste(shared, 0, [["3", "-"]], places)
    assert (others.certain, list(others.assignments.values())) == (True, [Entry(3)])
    assert "ô trống" in others.cells[1].note
    own = read_paste(shared, 0, [["3", "–"]], places, own=True)
    assert list(own.assignments.values()) == [Entry(3), NOT_APPLICABLE]


def test_a_block_is_read_a_few_lines_at_a_time(shared: EntrySheet) -> None:
    block = [["1", "2", "3", "4"]] * (10 * TURN)
    turns = sum(1 for _turn in reading_paste(shared, 0, block, targets(shared, "C11")))
    assert turns >= 10


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EntrySheet]:
    """The F1 of three unions, which no test changes."""
    store, _units = commune(tmp_path_factory.mktemp("listed"), before=SEPTEMBER)
    with store:
        yield EntrySheet.load(store, "F1", OCTOBER)


def test_a_line_of_titles_above_the_numbers_takes_no_row(listed: EntrySheet) -> None:
    read = read_paste(listed, 0, [["Tổng"], ["101"], ["102"]], targets(listed, "A01"))
    assert [(one.row, one.outcome) for one in read.cells] == [(0, "lands"), (1, "lands")]
    words = read_paste(listed, 0, [["nghỉ"], ["101"]], targets(listed, "A01"))
    assert [(one.row, one.outcome) for one in words.cells] == [(0, "refused"), (1, "lands")]


def test_numbers_under_the_title_of_another_column_are_doubted(listed: EntrySheet) -> None:
    first = listed.rows[0].unit.name
    block = [["Đơn vị", "Nữ", "Tổng"], [first, "40", "100"]]
    places = [one for one in targets(listed, "A01") if listed.columns[one].kind == "typed"]
    read = read_paste(listed, 0, block, places)
    assert not read.certain
    assert [one.outcome for one in read.cells] == ["doubtful", "doubtful"]
    assert read.cells[0].note.startswith(
        "Khối dán ghi cột “Nữ”, đang vào cột “Công nhân, viên chức, lao động – Tổng”."
    )
    right = read_paste(listed, 0, [["Đơn vị", "Tổng", "Nữ"], [first, "101", "41"]], places)
    assert right.certain


def test_a_number_over_a_column_nothing_is_computed_for_is_not_dropped_unseen(
    tmp_path: Path,
) -> None:
    store, _units = commune(tmp_path)
    sheet = EntrySheet.load(store, "F1", OCTOBER)
    read = read_paste(sheet, 0, [["100", "40"]], targets(sheet, "A01"))
    assert [one.outcome for one in read.cells] == ["lands", "doubtful"]
    assert "số 40 của khối dán không được nhận" in read.cells[1].note
    whole = read_paste(sheet, 0, [["100", "60", "40"]], targets(sheet, "A01"))
    assert whole.certain
    store.close()


@pytest.mark.parametrize(
    "head",
    [
        ["", "PHỤ LỤC", ""], ["STT", "Tên CĐCS", "Tổng số đoàn viên"],
        ["STT", "Tên CĐCS", "Trong đó: nữ"],
    ],
)  # fmt: skip
def test_words_over_named_units_that_are_another_column_are_doubted(
    listed: EntrySheet, head: list[str]
) -> None:
    over = [["", "PHỤ LỤC SỐ LIỆU", ""], ["", "", "Đoàn viên"], head]
    block = [*over, ["1", listed.rows[0].unit.name, "80"]]
    read = read_paste(listed, 0, block, targets(listed, "A01"))
    (cell,) = [one for one in read.cells if one.source == "80"]
    assert cell.outcome == "doubtful"
    assert "đang vào cột" in cell.note


def test_words_over_figures_take_no_row(listed: EntrySheet) -> None:
    block = [["Số lao động", "LĐ nữ"], ["80", "30"]]
    places = [one for one in targets(listed, "A01") if listed.columns[one].kind == "typed"]
    read = read_paste(listed, 0, block, places)
    assert [(one.row, one.outcome) for one in read.cells] == [(0, "doubtful"), (0, "doubtful")]


@pytest.mark.parametrize("text", ["0.137", "0,137"])
def test_a_part_of_one_is_no_count(text: str) -> None:
    assert read_number(text).outcome == "refused"


@pytest.mark.parametrize(
    ("label", "total"),
    [("Tổng cộng", True), ("TONG CONG", True), ("Cộng các đơn vị", True), ("Tổng số:", True),
     ("Công ty May An Bình", False), ("Tổng công ty Sông Thu", False), ("CONG TY MAY", False)],
)  # fmt: skip
def test_a_company_is_never_taken_for_a_line_of_totals(
    listed: EntrySheet, label: str, total: bool
) -> None:
    first = listed.rows[0].unit.name
    read = read_paste(listed, 0, [[first, "0"], [label, "0"]], targets(listed, "A01"))
    assert [one.outcome for one in read.cells] == ["lands", "skipped" if total else "refused"]


def test_a_label_of_totals_may_stand_in_the_column_of_line_numbers(listed: EntrySheet) -> None:
    first, second, *_others = (row.unit.name for row in listed.rows)
    block = [["1", first, "100"], ["2", second, "90"], ["Tổng cộng", "", "190"]]
    assert read_paste(listed, 0, block, targets(listed, "A01")).certain
    nameless = read_paste(listed, 0, [*block[:2], ["", "", "7"]], targets(listed, "A01"))
    assert [one.note for one in nameless.of("refused")] == ["Dòng 3 không ghi đơn vị nào."]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EntrySheet]:
    """The F1 of eight unions of unlike size, which no test changes."""
    store, units = commune(tmp_path_factory.mktemp("many"), 8)
    stocks = {
        (unit, code): Entry(size * part // 10)
        for unit, size in zip(units, SIZES, strict=True)
        for code, part in (("A01", 10), ("A03", 8))
    }
    with store.step("Kỳ trước"):
        set_cells(store, SEPTEMBER, stocks)
        lock(store, "F1", SEPTEMBER)
    with store:
        yield EntrySheet.load(store, "F1", OCTOBER)


SIZES = (420, 64, 150, 33, 260, 95, 510, 48)


def table(sizes: tuple[int, ...]) -> list[list[str]]:
    """A block of workers and members, each a little more than the period before."""
    return [[str(size + 2), str(size * 8 // 10 + 1)] for size in sizes]


def two(sheet: EntrySheet) -> list[int]:
    return [column(sheet, "A01"), column(sheet, "A03")]


@pytest.mark.parametrize(
    ("heads", "outcome"),
    [
        (["CNVCLĐ", "ĐV"], "lands"),
        (["Tổng CNVCLĐ", "Tổng số đoàn viên"], "lands"),
        (["Tổng số ĐV", "CNVCLĐ"], "doubtful"),
        (["Trong đó nữ", "ĐV nữ"], "doubtful"),
        (["Đảng viên", "Nữ CNVCLĐ"], "doubtful"),
    ],
)
def test_headings_may_be_shortened(many: EntrySheet, heads: list[str], outcome: str) -> None:
    read = read_paste(many, 0, [heads, *table(SIZES)], two(many))
    assert {one.outcome for one in read.cells} - {"skipped"} == {outcome}


def test_a_line_that_adds_the_others_up_is_no_unit(many: EntrySheet) -> None:
    right = read_paste(many, 0, [*table(SIZES[:5]), ["937", "746"]], two(many))
    doubts = right.of("doubtful")
    assert [(one.line, one.entry) for one in doubts] == [(6, None), (6, None)]
    assert doubts[0].note == "Bằng tổng các dòng trên: đọc là dòng cộng, không dán."
    assert len(right.assignments) == 10
    slip = read_paste(many, 0, [*table(SIZES[:5]), ["973", "746"]], two(many))
    assert slip.of("doubtful")[0].note == "Dòng cộng ghi 973, cộng các dòng được 937."
    assert read_paste(many, 0, table(SIZES[:6]), two(many)).certain


def test_cells_of_our_own_are_never_taken_for_totals(many: EntrySheet) -> None:
    block = [*table(SIZES[:5]), ["937", "746"]]
    assert len(read_paste(many, 0, block, two(many), own=True).assignments) == 12


def test_small_counts_that_happen_to_add_up_are_units_once_looked_at(many: EntrySheet) -> None:
    read = read_paste(many, 0, [["1"], ["0"], ["2"], ["3"]], two(many))
    assert len(read.assignments) == 4
    assert [(one.line, one.note) for one in read.of("doubtful")] == [
        (4, "Bằng tổng các dòng trên: có phải dòng cộng không?")
    ]
    assert read_paste(many, 0, [["3"], ["0"], ["0"], ["3"]], two(many)).certain


def test_lines_one_row_out_of_place_are_doubted(many: EntrySheet) -> None:
    names = [row.unit.name for row in many.rows]
    assert read_paste(many, 0, table(SIZES), two(many)).certain
    shifted = [*SIZES[:3], *SIZES[4:]]
    by_place = read_paste(many, 0, table(shifted), two(many))
    assert {one.line for one in by_place.of("doubtful")} == {4, 5, 6, 7}
    assert by_place.of("doubtful")[0].note.startswith("Giống số kỳ trước của “CĐCS Trường 5”")
    with_men = [[everybody, everybody, "0", members] for everybody, members in table(shifted)]
    beside = read_paste(many, 0, with_men, targets(many, "A01"))
    assert {one.line for one in beside.of("doubtful")} == {4, 5, 6, 7}
    by_name = [[name, *line] for name, line in zip(names[1:], table(SIZES), strict=False)]
    assert len(read_paste(many, 0, by_name, two(many)).of("doubtful")) == 14


def test_a_unit_written_twice_lands_once_or_not_at_all(many: EntrySheet) -> None:
    first, second, *_others = (row.unit.name for row in many.rows)
    unlike = [[first, "420"], [second, "64"], [first, "421"]]
    read = read_paste(many, 0, unlike, two(many))
    assert {one.line for one in read.of("refused")} == {1, 3}
    assert (
        read.of("refused")[0].note
        == f"“{first}” đứng ở các dòng 1, 3: để lại một dòng rồi dán lại."
    )
    alike = read_paste(many, 0, [*unlike[:2], unlike[0]], two(many))
    assert [(one.line, one.note) for one in alike.of("refused")] == [
        (3, "Trùng hẳn dòng 1, chỉ lấy một lần.")
    ]
    assert len(alike.assignments) == 2


def test_a_number_like_no_other_of_its_column_is_looked_at(
    many: EntrySheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = [[str(n)] for n in (3, 0, 46331, 7, 1)]
    read = read_paste(many, 0, joined, two(many))
    assert [(one.line, one.note) for one in read.of("doubtful")] == [
        (3, "Lớn gấp nhiều lần mọi dòng khác của cột; kiểm tra lại.")
    ]
    assert len(read.assignments) == 5
    monkeypatch.setattr(many.rows[2], "before", {"A01": 46000})
    assert read_paste(many, 0, joined, two(many)).certain  # so it was the period before


def test_flows_one_column_aside_are_looked_at_though_nothing_names_their_unit(
    tmp_path: Path,
) -> None:
    store, _units = commune(tmp_path, 6, before=SEPTEMBER)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    flows = [["3", "1", "0", "2"], ["1", "0", "0", "1"], ["2", "2", "1", "0"],
             ["4", "0", "0", "0"], ["0", "0", "1", "0"]]  # fmt: skip
    right = read_paste(sheet, 0, [*flows, ["", "5", "1", "0"]], targets(sheet, "C11"))
    assert {one.line for one in right.of("doubtful")} == {6}
    assert "lệch một cột" in right.of("doubtful")[0].note
    assert read_paste(sheet, 0, [*flows, ["5", "1", "0", "0"]], targets(sheet, "C11")).certain
    own = read_paste(sheet, 0, [*flows, ["", "5", "1", "0"]], targets(sheet, "C11"), own=True)
    assert own.certain
    store.close()


def test_a_number_unlike_the_units_own_month_before_is_looked_at(
    shared: EntrySheet, many: EntrySheet
) -> None:
    alone = read_paste(many, 0, [["475.962", "475.962"]], two(many))
    assert {one.outcome for one in alone.cells} == {"doubtful"}
    assert all("kỳ trước của đơn vị" in one.note for one in alone.cells)
    assert [entry.value for entry in alone.assignments.values()] == [475962, 475962]
    before = many.rows[0].before["A03"]
    near = read_paste(many, 0, [[str(before * 3)]], [column(many, "A03")])
    assert [one.note for one in near.of("doubtful")] == [
        f"Biến động quá 20% ({vi_number(before)} → {vi_number(before * 3)}) – ghi lý do."
    ]  # what is said after typing
    assert read_paste(many, 0, [[str(before)]], [column(many, "A03")]).certain
    flow = read_paste(shared, 0, [["475.962"]], targets(shared, "C11"))
    assert len(flow.of("doubtful")) == 1
