"""Rows of an issued form that stand in it twice: copied within the sheet, or with the sheet.

A copy that says the same says nothing. Where two say different things nobody knows which is
meant: neither is taken, and both places are told.
"""

from collections.abc import Sequence
from dataclasses import replace

from desktop.i18n import _
from desktop.intake.issued_rows import IssuedCell, IssuedRow

_SHOWN = 40
"""Characters of what stands in a cell that are told beside its copy."""


def settle_copies(told: Sequence[tuple[str, IssuedRow]]) -> list[IssuedRow]:
    """Return the rows, each with its copies behind it but those that bring nothing of their own."""
    by_token: dict[str, list[IssuedRow]] = {}
    for token, row in told:
        by_token.setdefault(token, []).append(row)
    return [row for rows in by_token.values() for row in _settled(rows)]


def _settled(rows: list[IssuedRow]) -> list[IssuedRow]:
    first, *copies = rows
    if any(row.reasons for row in rows):  # what is refused whole is no match for anything
        same = _("Dòng này lặp lại mã của {place}.").format(place=first.place)
        return [first, *(replace(copy, reasons=(same, *copy.reasons)) for copy in copies)]
    if not copies:
        return rows
    originals = {cell.code: cell for cell in first.cells}
    kept: list[list[IssuedCell]] = [list(first.cells)]
    for copy in copies:
        left = []
        for cell in copy.cells:
            original = originals.get(cell.code)
            if not cell.source or (original is not None and _same(original, cell)):
                continue
            if original is None or not original.source:
                only = _("Số này chỉ có ở bản chép của dòng; xem có đúng không.")
                cell = replace(cell, note=" ".join(filter(None, (cell.note, only))))
                originals[cell.code] = cell
            else:
                why = _contrary(original, cell)
                cell = replace(cell, entry=None, note=why)
                kept = [_refusing(cells, original, why) for cells in kept]
            left.append(cell)
        kept.append(left)
    remark = first.remark
    found = [replace(first, cells=tuple(kept[0]))]
    for copy, left in zip(copies, kept[1:], strict=True):
        said = copy.remark
        if said is not None and remark is not None:
            why = _("Ghi chú khác với ghi chú ở {place}; giữ ghi chú ở đó.")
            other = replace(said, note=why.format(place=remark.place))
            said = other if said.source != remark.source else None
        if left or said is not None or copy.attributes != first.attributes:
            found.append(replace(copy, cells=tuple(left), remark=said))
    return found


def _same(one: IssuedCell, other: IssuedCell) -> bool:
    if one.entry is not None and other.entry is not None:
        return one.entry == other.entry
    return one.source == other.source


def _contrary(one: IssuedCell, other: IssuedCell) -> str:
    said = _("Biểu có hai bản của ô này ghi khác nhau: {one} ghi {a}, {other} ghi {b}; hỏi đơn vị"
             " số nào đúng rồi xóa bản kia.")  # fmt: skip
    return said.format(
        one=one.place, a=one.source[:_SHOWN], other=other.place, b=other.source[:_SHOWN]
    )


def _refusing(cells: list[IssuedCell], wrong: IssuedCell, why: str) -> list[IssuedCell]:
    return [replace(one, entry=None, note=why) if one.place == wrong.place else one
            for one in cells]  # fmt: skip
