"""What holds for every text: labels survive a round trip, nothing fails, nothing is lost."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.documents import read_pasted
from desktop.intake.structure.labels import ALPHABET, parse, roman, to_roman
from desktop.intake.words import plain, squeeze
from desktop.models.errors import Refusal
from desktop.models.text import nfc

VOCABULARY = "Tổ chức hội nghị; đoàn viên công đoàn. Kế hoạch 100% “năm 2027” (CĐCS): thực hiện, 5"
WORDS = st.sampled_from(VOCABULARY.split(" "))
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
STARTS = st.sampled_from(
    [
        "", "I. ", "II/ ", "1. ", "2.1 ", "a) ", "- ", "+ ", "* ", "(1) ", "Điều 1. ", "## ", "**",
        "Số: ", "KẾ HOẠCH ", "Nơi nhận: ", "TM. BAN THƯỜNG VỤ ", "Căn cứ ", "Kính gửi: ", "| ",
        "\t", "PHỤ LỤC ", "ngày 01 tháng 02 năm 2027 ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ", "V/v ",
    ]
)  # fmt: skip
LINES = st.tuples(STARTS, STARTS, SENTENCES).map("".join)
DOCUMENTS = st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=25).map("\n".join)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"[^\W_]+", nfc(text)))


@given(st.integers(1, 399))
def test_roman_numerals_round_trip(value: int) -> None:
    assert roman(to_roman(value)) == value
    assert roman(to_roman(value).lower()) == value


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
    st.sampled_from([".", "/", ")", "-", "/."]),
)
def test_decimal_labels_round_trip(numbers: list[int], mark: str) -> None:
    label = ".".join(map(str, numbers)) + mark
    found = parse(f"{label} Nội dung")[0]
    assert found.numbers == tuple(numbers)
    assert f"{label} Nội dung"[found.end :] == "Nội dung"


@given(st.integers(0, len(ALPHABET) - 1), st.sampled_from([")", ".", ",", "/", "()"]))
def test_letter_labels_round_trip(place: int, mark: str) -> None:
    letter = ALPHABET[place]
    label = f"({letter})" if mark == "()" else letter + mark
    values = {found.numbers for found in parse(f"{label} Nội dung") if found.family == "lower"}
    assert values == {(place + 1,)}


@given(st.integers(1, 49), st.sampled_from([".", "/", " -", ")", "-", "/."]))
def test_roman_labels_round_trip(value: int, mark: str) -> None:
    found = parse(f"{to_roman(value)}{mark} NỘI DUNG")
    assert any(label.family == "roman" and label.numbers == (value,) for label in found)


@given(st.sampled_from("-–—+*•"), st.booleans())
def test_bullets_are_labels_with_and_without_a_space(mark: str, spaced: bool) -> None:
    text = f"{mark}{' ' if spaced else ''}Nội dung"
    assert [label.is_bullet for label in parse(text)] == [True]
    assert text[parse(text)[0].end :] == "Nội dung"


@given(st.text(max_size=60))
def test_a_label_lies_within_its_line(text: str) -> None:
    for label in parse(squeeze(text)):
        assert 0 < label.end <= len(squeeze(text))


@given(st.text(max_size=200))
def test_plain_text_keeps_every_place(text: str) -> None:
    assert len(plain(nfc(text))) == len(nfc(text))


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = read_pasted(text)
    except Refusal:
        return
    assert all(block.span.last <= len(reading.source_lines) for block in reading.body)


@given(DOCUMENTS)
def test_any_document_keeps_all_its_words(text: str) -> None:
    try:
        reading = read_pasted(text)
    except Refusal:
        return
    shown = " ".join(f"{block.label} {block.text}" for block in reading.body)
    assert words(shown) == words(text)
    assert words(" ".join(reading.source_lines)) == words(text)


@given(DOCUMENTS)
def test_depth_never_jumps_by_more_than_one(text: str) -> None:
    try:
        outline = read_pasted(text).outline
    except Refusal:
        return
    for above, below in itertools.pairwise(outline):
        assert 0 <= below.depth <= above.depth + 2


@given(DOCUMENTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    try:
        assert read_pasted(text).to_json() == read_pasted(text).to_json()
    except Refusal:
        return


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Chỉ thị số 08-CT/TU ngày\n14/9/2027 của Tỉnh ủy; Hướng dẫn số 77/HD-TLĐ ngày\n"
        "01 tháng 10 năm 2027 của Tổng Liên đoàn. Ban Thường vụ Liên đoàn",
        "- Xét hỗ trợ xây “Mái ấm Công đoàn” cho ít nhất 03 đoàn viên có nhà ở dột nát, trong đó:\n"
        "số.\n208/KH-TLĐ ngày 15/12/2025 của Đoàn Chủ tịch Tổng Liên đoàn về tập hợp người lao\n"
        "4/Phối hợp với bảo hiểm xã hội thực hiện tốt Quy chế số 15/QCPH-LĐLĐ-BHXH ngày",
    ],
)
def test_dates_and_numbers_torn_within_the_opening_are_read_once(text: str) -> None:
    reading = read_pasted(text)
    assert words(" ".join(f"{one.label} {one.text}" for one in reading.body)) == words(text)
