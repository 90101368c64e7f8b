"""The page on the QR sheet is enough for another program: both read the same, refuse the same."""

import random

import pytest

from desktop.sync.digits import from_typed, to_digits
from desktop.sync.sheet import open_sheet, seal_sheet
from desktop.sync.sheet_messages import SheetRefusal
from desktop.sync.sheet_words import CODES, WORDS
from tests.sync import second_sheet
from tests.sync.building import OFFICE, trust
from tests.sync.test_sheet import V1, return_op


def test_the_lists_of_the_page_are_the_programs() -> None:
    assert (tuple(second_sheet.WORDS), tuple(second_sheet.CODES)) == (WORDS, CODES)


def test_the_kept_sheet_is_read_the_same() -> None:
    sheet = open_sheet(V1.read_text(), trust)
    assert second_sheet.read_sheet(V1.read_text(), OFFICE.public) == (
        sheet.id, sheet.code, sheet.op.raw,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_sheets_of_every_kind_of_return_are_read_the_same(seed: int) -> None:
    source = random.Random(seed)
    codes = source.sample(CODES, source.randint(0, 100))
    values = {code: source.choice((0, 7, 95, 96, 4191, 4192, 10**9)) for code in codes}
    if seed % 2:
        values |= {"C11;LH=FDI": 3, "A10": {"state": "na"}, "X-01": -4}  # type: ignore[dict-item]
    told = {"A01": {"was": 1, "is": 2, "at": "2026-11-06T09:00:00.084+07:00", "from": "số.xlsx",
                    "reason": "Đối chiếu", "role": "office"}}  # fmt: skip
    value = {"form": "F4", "version": "2026.1", "values": values, "changes": told,
             "reason": "Đối chiếu"}  # fmt: skip
    op = return_op(v=value, f=str(seed + 1), base=[f"{seed:064x}"] * (seed % 3))
    sheet_id, digits = seal_sheet(op, OFFICE, "P-A-01")
    assert second_sheet.read_sheet(digits, OFFICE.public) == (sheet_id, "P-A-01", op.raw)


def test_neither_takes_a_changed_sheet() -> None:
    data = from_typed(V1.read_text())
    source = random.Random(5)
    for _turn in range(300):
        changed = bytearray(data)
        changed[source.randrange(len(data))] ^= source.randrange(1, 256)
        digits = to_digits(bytes(changed))
        with pytest.raises(SheetRefusal):
            open_sheet(digits, trust)
        with pytest.raises(second_sheet.Refused):
            second_sheet.read_sheet(digits, OFFICE.public)
