"""One reading of a number, typed, given by a command or pasted; what is none says what to type."""

from pathlib import Path

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_money import parse_money
from desktop.models.entry.entry_numbers import read_number
from desktop.models.entry.entry_paste import read_paste
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry, parse_entry
from desktop.ui.typed import parse_number
from tests.models.entering import column, commune


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234", 1234),
        ("1\u00a0000\u00a0000", 1000000),
        ("１２０", 120),
        ("１.２３４", 1234),
        ("120 người", 120),
        ("1.234 NG.", 1234),
        ("15 đoàn viên", 15),
    ],
)
def test_a_number_is_the_same_typed_and_pasted(text: str, number: int) -> None:
    assert parse_entry(text, money=False) == read_number(text).entry == Entry(number)


@pytest.mark.parametrize("text", ["4 20", "1 2 3", "1  234", "0 123", "1.234 567", "4 20 người"])
def test_a_space_groups_thousands_and_nothing_else(text: str) -> None:
    with pytest.raises(Refusal, match="giữa các chữ số có khoảng trống") as refused:
        parse_entry(text, money=False)
    assert "Là một số thì gõ liền" in refused.value.next_step
    assert read_number(text).entry is None


def test_nor_does_it_in_amounts_and_fields() -> None:
    assert parse_money("1 500,5", 1000) == Entry(1_500_500)
    for read in (lambda: parse_money("4 20", 1000), lambda: parse_number("4 20")):
        with pytest.raises(Refusal, match="khoảng trống"):
            read()
    assert parse_number("1 234") == 1234


def test_digits_of_other_scripts_are_no_figures() -> None:
    with pytest.raises(Refusal):
        parse_entry("٣٤")


def test_a_word_of_counting_stands_behind_no_amount() -> None:
    with pytest.raises(Refusal):
        parse_money("5 người", 1_000_000)
    with pytest.raises(Refusal):
        parse_entry("12 đồng", money=False)


@pytest.mark.parametrize(
    ("text", "what", "instead"),
    [
        ("97;57;40", "“97;57;40” là 3 số trong một ô", "tách thành 3 cột"),
        ("97/57/40", "3 số trong một ô", "Mỗi ô một số"),
        ("1.234 - 57", "2 số trong một ô", "Mỗi ô một số"),
        ("97\n57", "2 số trong một ô", "Mỗi ô một số"),
        ("12/5", "có thể là ngày 12 tháng 5, hay hai số 12 và 5", "Mỗi ô gõ một số"),
        ("12/5/2026", "ngày 12 tháng 5", "Excel có thể đã đổi số thành ngày"),
        ("2026-05-12 00:00:00", "ngày 12 tháng 5", "gõ số vào ô"),
        ("12-May", "ngày 12 tháng 5", "gõ số vào ô"),
        ("05-Thg12", "ngày 5 tháng 12", "gõ số vào ô"),
        ("11,05 %", "là tỷ lệ", "tỷ lệ chương trình tự tính"),
        ("=SUM(A1:A3)", "là công thức", "Gõ kết quả"),
        ("#REF!", "ô báo lỗi", "bảng gốc"),
        ("12,5", "có phần lẻ", "số nguyên như 412"),
        ("-5", "là số âm", "cột giảm"),
        ("1,234", "dấu phẩy có thể ngăn hàng nghìn", "Gõ 1.234"),
    ],
)
def test_what_is_no_count_is_named_with_what_to_type(text: str, what: str, instead: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_entry(text, money=False)
    assert what in refused.value.message
    assert instead in refused.value.next_step
    read = read_number(text)
    assert read.note == str(refused.value) or read.outcome == "doubtful"


def test_a_first_figure_gone_wrong_is_no_heading(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, before="2026-09")
    with store:
        sheet = EntrySheet.load(store, "F3", "2026-10")
        at = [column(sheet, "C11")]
        read = read_paste(sheet, 0, [["4 20"], ["3"], ["7"], ["2"]], at)
        assert [(one.row, one.outcome) for one in read.cells][:2] == [(0, "refused"), (1, "lands")]
