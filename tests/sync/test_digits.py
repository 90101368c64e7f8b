"""The text of a sheet: typed by a scanner through whatever keyboard, whole or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.digits import HEAD, from_typed, missing, to_digits, typed_sheets
from desktop.sync.sheet_messages import SheetRefusal

DATA = bytes(range(7, 207))
VIETNAMESE_KEYS = dict(zip("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ", strict=True))


@given(st.binary(max_size=300))
def test_bytes_come_back(data) -> None:
    digits = to_digits(data)
    assert digits.isascii()
    assert digits.isdecimal()
    assert int(digits[5:HEAD]) == len(digits)
    assert from_typed(digits) == data


@pytest.mark.parametrize(
    "typed",
    [
        lambda digits: digits + "\r\n",
        lambda digits: "  " + "\n".join(digits[at : at + 60] for at in range(0, len(digits), 60)),
        lambda digits: digits + "\n" + digits,  # the trigger was pulled twice
        lambda digits: "".join(VIETNAMESE_KEYS[one] for one in digits),  # Windows' own layout
        lambda digits: "".join(chr(ord(one) - ord("0") + 0xFF10) for one in digits),  # full width
        lambda digits: "\ufeff" + digits,  # copied out of an editor
        lambda digits: "\x02" + digits + "\x03",  # a scanner on a serial line
        lambda digits: "]Q1" + digits,  # one that names the kind of code
    ],
)
def test_what_keyboards_do_to_digits_is_undone(typed) -> None:
    assert from_typed(typed(to_digits(DATA))) == DATA


def refusal(text: str) -> str:
    with pytest.raises(SheetRefusal) as told:
        from_typed(text)
    assert told.value.message.endswith(".")
    assert told.value.next_step
    return told.value.code


def test_what_is_no_sheet_or_not_whole_is_told() -> None:
    digits = to_digits(DATA)
    assert refusal("") == "E_QR_NONE"
    assert refusal("https://example.org") == "E_QR_NONE"
    assert refusal("2807" * 6_000) == "E_QR_NONE"
    assert refusal("28071") == "E_QR_SHORT"
    assert refusal(digits[:-1]) == "E_QR_SHORT"
    assert refusal(digits[:100] + digits[101:]) == "E_QR_SHORT"
    assert refusal(digits + "7") == "E_QR_SHORT"
    assert refusal(digits[:40] + "ẹ" + digits[41:]) == "E_QR_TYPED"
    assert refusal("28072" + digits[5:]) == "E_QR_NEWER"
    whole = digits[:HEAD] + "9" * 17 + digits[HEAD + 17 :]
    assert refusal(whole) == "E_QR_TYPED"


def test_how_much_is_missing_is_told() -> None:
    digits = to_digits(DATA)
    with pytest.raises(SheetRefusal, match=rf"{len(digits) - 3} trên {len(digits)}"):
        from_typed(digits[:-3])


def test_sheets_scanned_one_after_another_are_told_apart() -> None:
    one, two, three = (to_digits(bytes([n]) * 40) for n in (1, 2, 3))
    assert typed_sheets(f"{one}\r\n{two}\r\n{three}\r\n") == [one, two, three]
    assert typed_sheets(f"{one}\n{one}\n") == [one]
    wrapped = "\n".join(two[at : at + 30] for at in range(0, len(two), 30))
    assert typed_sheets(f"{one}\n{wrapped}\n{three}") == [one, two, three]
    short = one[:50]
    assert typed_sheets(f"{short}\n{two}\n") == [short, two]
    assert typed_sheets("  \n\n") == []
    keys = "".join(VIETNAMESE_KEYS[digit] for digit in two)
    assert typed_sheets(f"{one}\n{keys}") == [one, two]


def test_how_far_a_sheet_has_been_typed_is_known() -> None:
    digits = to_digits(DATA)
    assert missing(digits[:5]) == (5, 0)
    assert missing(digits[:50]) == (50, len(digits))
    assert missing(digits) == (len(digits), len(digits))
