"""RTF of the clipboard: numbers and looks that the bare text does not tell."""

from desktop.intake.documents import read_pasted
from desktop.intake.reading import Reading


def written(text: str) -> bytes:
    """RTF text: letters beyond ASCII as \\u words, line ends as paragraphs."""
    return b"".join(
        char.encode() if ord(char) < 128 else rf"\u{ord(char)}?".encode() for char in text
    )


def rtf(*paragraphs: bytes) -> bytes:
    return b"{\\rtf1\\ansi\\uc1 " + b"\\par\n".join(paragraphs) + b"\\par}"


TITLE = ("KẾ HOẠCH", "Chăm lo Tết năm 2027")
TEXT = "\n".join([*TITLE, "Mục đích của kế hoạch", "Chăm lo đoàn viên.", "Yêu cầu đặt ra"])
NUMBERED = rtf(
    *(b"\\pard\\qc{\\b " + written(one) + b"}" for one in TITLE),
    b"\\pard{\\listtext I.\\tab}\\b " + written("Mục đích của kế hoạch") + b"\\b0",
    b"\\pard{\\listtext 1.\\tab}" + written("Chăm lo đoàn viên."),
    b"\\pard{\\listtext II.\\tab}" + written("Yêu cầu đặt ra"),
)


def items(reading: Reading) -> list[tuple[int, str, str]]:
    return [(one.depth, one.label, one.text) for one in reading.outline]


def test_list_numbers_and_looks_come_with_the_rich_text() -> None:
    reading = read_pasted(TEXT, None, NUMBERED)
    assert items(reading) == [
        (0, "I.", "Mục đích của kế hoạch"),
        (1, "1.", "Chăm lo đoàn viên."),
        (0, "II.", "Yêu cầu đặt ra"),
    ]
    assert reading.outline[0].heading
    assert reading.value("subject") == "Chăm lo Tết năm 2027"
    assert items(read_pasted(TEXT)) == []


def test_rich_text_that_lacks_words_of_the_text_is_not_used() -> None:
    longer = f"{TEXT}\n" + "1. Tổ chức thực hiện kế hoạch chăm lo Tết ở cơ sở.\n" * 3
    assert len(items(read_pasted(longer, None, NUMBERED))) == 3


def test_letters_of_before_unicode_are_known_by_their_font() -> None:
    old = rb"{\rtf1\ansi{\fonttbl{\f0 .VnTime;}}\f0 1. Ch\'a8m lo \'ae\'eda s\'e8ng\par}"
    reading = read_pasted("1. Ch\xa8m lo", None, old)
    assert reading.outline[0].text.startswith("Chăm lo")


def test_soft_breaks_and_blank_lines_part_lines_of_a_letterhead() -> None:
    data = rtf(
        b"\\pard\\qc " + written("LĐLĐ TỈNH AN SƠN") + b"\\line " + written("CÔNG ĐOÀN PHƯỜNG A")
        + b"\\line " + written("Số: 05/KH-CĐP"),
        b"",
        written("KẾ HOẠCH"),
        written("Năm 2027"),
        b"",
        written("1. Chăm lo đoàn viên trong phường."),
    )  # fmt: skip
    reading = read_pasted("LĐLĐ TỈNH AN SƠN CÔNG ĐOÀN PHƯỜNG A", None, data)
    assert reading.value("parent") == "LĐLĐ TỈNH AN SƠN"
    assert reading.value("issuer") == "CÔNG ĐOÀN PHƯỜNG A"
    assert reading.value("number") == "05/KH-CĐP"


def test_what_is_no_rich_text_is_passed_over() -> None:
    assert items(read_pasted("1. Chăm lo đoàn viên.", None, b"\x00\x01")) == [
        (0, "1.", "Chăm lo đoàn viên.")
    ]
