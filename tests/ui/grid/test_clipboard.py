"""What other programs take from the grid's clipboard."""

import re

from PySide6.QtGui import QGuiApplication

from desktop.ui.grid.clipboard import as_table, put_block, taken_block


def test_a_copied_block_is_a_table_and_text() -> None:
    put_block([["1234", ""], ["–", "7"]])
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    assert data.text() == "1234\t\n–\t7"
    assert data.html().count("<tr>") == 2
    assert taken_block() == [["1234", ""], ["–", "7"]]


def test_numbers_of_the_table_carry_their_value() -> None:
    found = re.findall(
        r'x:num="(\S+)" sdval="(\S+)"[^>]*>([^<]*)', as_table([["1234", "11,05", "−3"]])
    )
    assert found == [("1234", "1234", "1234"), ("11.05", "11.05", "11,05"), ("-3", "-3", "-3")]


def test_words_of_the_table_stay_words() -> None:
    words = ["=2+3", "001", "31/10/2026", "<b>"]
    found = re.findall(r"<td style=\"mso-number-format:'\\@'\"[^>]*>([^<]*)", as_table([words]))
    assert found == ["=2+3", "001", "31/10/2026", "&lt;b&gt;"]
