"""The code of a sheet: made the same for ever, and no digit of it can change unseen."""

from pathlib import Path

import pytest

from desktop.models.store.ops import Op, make_op
from desktop.sync.digits import from_typed, to_digits
from desktop.sync.sheet import MOST_DIGITS, SIGNED_PREFIX, open_sheet, seal_sheet
from desktop.sync.sheet_messages import SheetRefusal
from tests.sync.building import OFFICE, OFFICE_UNIT, STRANGER, op_body, trust

GOLDEN = Path(__file__).parents[1] / "golden" / "sync"
V1 = GOLDEN / "phieu_v1.txt"
V1_ID = "e58101508fec69d0c431d48c9af13f7a1da0517aaaa72c55a815592cc1da5b0a"


def return_op(**changed: object) -> Op:
    """Return a locked return with every sort of value a figure can have."""
    values = {"A01": 120, "A01N": 0, "A03": 97, "A07": {"state": "na"}, "A10": {"state": "cleared"},
              "C11;LH=FDI": 12, "X-01": 5_000_000, "A12": 20}  # fmt: skip
    value = {
        "form": "F1",
        "version": "2026.1",
        "values": values,
        "opening": {"members": 95},
        "reason": "Đối chiếu lại với bảng lương.",
        "reasons": {"V10": "Nhận thêm tổ may."},
    }
    body = op_body(
        7, prev="ab" * 32, kind="submit", k=f"2026-10|F1|{OFFICE_UNIT}", f="1", v=value,
        step="019de633-12e9-7df2-92e1-bcf5fbd46bc1", store="019b7711-9687-76bc-be78-8ae41b38eefa",
        who="p-9cffb8004092", wall="2026-11-02T08:00:00.112+07:00", pack="core@2026.11",
    )  # fmt: skip
    return make_op(body | changed)


def sealed(op: Op | None = None) -> str:
    return seal_sheet(op or return_op(), OFFICE, "P-LeChan")[1]


def test_a_sheet_of_version_1_is_read_as_ever() -> None:
    sheet = open_sheet(V1.read_text(), trust)
    assert (sheet.id, sheet.key, sheet.code) == (V1_ID, OFFICE.id, "P-LeChan")
    assert sheet.op == return_op()


def test_the_writer_still_makes_the_sheet_of_version_1() -> None:
    assert seal_sheet(return_op(), OFFICE, "P-LeChan") == (V1_ID, V1.read_text())


def test_the_operation_comes_back_byte_for_byte() -> None:
    for op in (return_op(), return_op(base=["cd" * 32]), return_op(stranger="một thành viên mới")):
        assert open_sheet(sealed(op), trust).op.raw == op.raw


def code_of(text: str, key_for=trust) -> str:
    with pytest.raises(SheetRefusal) as told:
        open_sheet(text, key_for)
    return told.value.code


def test_no_single_digit_can_be_typed_wrong() -> None:
    digits = sealed()
    for at in range(0, len(digits), 7):
        wrong = str((int(digits[at]) + 3) % 10)
        code = code_of(digits[:at] + wrong + digits[at + 1 :])
        assert code in ("E_QR_TYPED", "E_QR_SHORT", "E_QR_NONE", "E_QR_NEWER"), at
    swapped = digits[:200] + digits[201] + digits[200] + digits[202:]
    assert swapped == digits or code_of(swapped) == "E_QR_TYPED"


def resealed(change) -> str:
    """Return the sheet with its bytes changed and its checksum made to fit again."""
    from zlib import crc32

    data = bytearray(from_typed(sealed())[:-4])
    change(data)
    return to_digits(bytes(data) + crc32(data).to_bytes(4))


def test_a_forged_sheet_is_refused_whatever_was_changed() -> None:
    size = len(from_typed(sealed())) - 4
    codes = set()
    for at in range(0, size, 3):

        def change(data: bytearray, at: int = at) -> None:
            data[at] ^= 0x01

        codes.add(code_of(resealed(change)))
    assert codes <= {"E_QR_SIGNATURE", "E_QR_UNKNOWN", "E_QR_TYPED", "E_QR_NEWER"}
    assert {"E_QR_SIGNATURE", "E_QR_UNKNOWN"} <= codes


def test_a_strangers_sheet_is_named_and_not_unpacked() -> None:
    digits = seal_sheet(return_op(), STRANGER, "P-XA")[1]
    with pytest.raises(SheetRefusal, match="P-XA") as told:
        open_sheet(digits, trust)
    assert told.value.code == "E_QR_UNKNOWN"
    borrowed = seal_sheet(return_op(), STRANGER, "P-LeChan")[1]
    assert code_of(borrowed, lambda _key: OFFICE.public) == "E_QR_SIGNATURE"


def test_a_newer_sheet_is_told_as_such() -> None:
    with pytest.raises(SheetRefusal) as told:
        open_sheet(resealed(lambda data: data.__setitem__(1, 2)), trust)
    assert told.value.code == "E_QR_NEWER"
    assert "(2)" in str(told.value)  # the version it takes to read it, not the one it is written in


def test_a_signed_sheet_of_anything_else_is_refused() -> None:
    """A dishonest office can sign what it likes; only a locked return is taken."""
    from zlib import crc32

    from desktop.sync.packed import pack

    good = return_op()
    for op in (
        return_op(kind="cell"), return_op(f="0"), return_op(v=None), return_op(v={"values": 3}),
        return_op(k="2026-10|F1"), return_op(stream="local"), return_op(hlc="f" * 16),
    ):  # fmt: skip
        assert code_of(seal_sheet(op, OFFICE, "P-LeChan")[1]) == "E_QR_CONTENT"
    for packed in (b"", b"\x05", pack({"a": 1}), pack({"v": 1})[:-1]):
        signed = from_typed(sealed())[:19] + bytes.fromhex(good.id)[:4] + packed
        data = signed + OFFICE.sign(SIGNED_PREFIX + signed)
        assert code_of(to_digits(data + crc32(data).to_bytes(4))) == "E_QR_CONTENT"


def test_a_return_too_long_for_one_code_is_told_with_both_numbers() -> None:
    long = return_op(v={"values": {}, "reason": "Lý do rất dài. " * 80})
    with pytest.raises(SheetRefusal, match=str(MOST_DIGITS)) as told:
        sealed(long)
    assert told.value.code == "E_QR_TOO_BIG"
    assert "gói" in told.value.next_step
