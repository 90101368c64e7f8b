"""Columns that tell how many came or left in all, in a table that tells none of the reasons.

The book keeps the reasons and adds them up: such a number is taken nowhere, and must not be lost
without a word.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header

_PARTS: Final[Mapping[str, frozenset[str]]] = {
    "aside:C10": frozenset(f"C{n}" for n in range(11, 17)),
    "aside:C20": frozenset(f"C{n}" for n in range(21, 31)),
}
NO_REASON: Final = _(
    "Cột chỉ ghi cộng tăng hoặc cộng giảm, không có cột lý do nào; không được nhận."
)
IN_CELL: Final = _("{place}: cột “{name}” chỉ ghi cộng, không rõ lý do, số ở đó không được nhận; "
                   "nhập theo từng lý do.")  # fmt: skip


def sums_alone(header: Header) -> Iterator[Column]:
    """Yield the sums of movements beside which no single one of them is told, known or not."""
    told = {column.role.partition(":")[2] for column in header.columns
            if not column.role.startswith(("aside:", "men:"))}  # fmt: skip
    if header.with_role("moved"):
        return
    for column in header.columns:
        if column.role in _PARTS and _PARTS[column.role].isdisjoint(told):
            yield column
