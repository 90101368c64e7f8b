"""Rows of a file beside what the office may change: owners, locked returns, figures replaced."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.figures.form_codes import home_codes
from desktop.intake.figures.result import FiguresReading, ReadRow
from desktop.models.errors import Refusal
from desktop.models.figures.cell_words import is_dash
from desktop.models.figures.cells import TREE_CAUSED, number_of
from desktop.models.figures.closure import shut_units
from desktop.models.figures.figures import check_scope
from desktop.models.figures.revisions import closed_units
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number

_WAY_IN: Final = _("ghi lý do thì nhận được.")
LOCKED: Final = _("Báo cáo của đơn vị đã chốt; ghi lý do thì nhận được.")
"""What is said of a row of a locked return."""


def wants_reason(said: str) -> bool:
    """Whether what is said of a row tells that a reason would open it."""
    return said.endswith(_WAY_IN)


def within_office(
    reader: Reader, reading: FiguresReading, period: Period,
    held: Mapping[str, Mapping[str, Any]], reason: str,
) -> FiguresReading:  # fmt: skip
    """Refuse rows of other offices' units and of locked returns; remark what is replaced."""
    home = home_codes(reader.packs, reading.form)
    closed = frozenset() if reason else closed_units(reader, reading.form, period.id)
    known = {row.unit_id for row in reading.rows if row.unit_id}
    shut = shut_units(reader, reading.form, period, sorted(known))
    rows = []
    for row in reading.rows:
        refused = list(_refusals(reader, row, period, closed, shut)) if row.unit_id else []
        if refused:
            row = replace(row, status="refused", reasons=(*refused, *row.reasons))
        elif row.status != "refused":
            row = _beside_held(row, held.get(row.unit_id, {}), home - TREE_CAUSED)
            row = _by_tree(row, home & TREE_CAUSED)
        rows.append(row)
    return replace(reading, rows=tuple(rows))


def _refusals(
    reader: Reader, row: ReadRow, period: Period, closed: frozenset[str], shut: Mapping[str, str]
) -> Iterator[str]:
    try:
        check_scope(reader, [row.unit_id], period)
    except Refusal as refusal:
        yield " ".join(filter(None, (refusal.message, refusal.next_step)))
    if row.cells and all(cell.home for cell in row.cells):
        return  # nothing of it is of this form's return
    if row.unit_id in shut:
        yield _("Không sửa được: {why}.").format(why=shut[row.unit_id])
    elif row.unit_id in closed:
        yield LOCKED


def _beside_held(row: ReadRow, held: Mapping[str, Any], home: Collection[str]) -> ReadRow:
    """Say what a row's figures would replace, and where a dash leaves a figure as it is."""
    replaced = {
        code: (number, value) for code, value in row.values.items()
        if value is not None and code in home
        and (number := number_of(held.get(code))) is not None and number != value
    }  # fmt: skip
    kept = {
        cell.code: number for cell in row.cells
        if is_dash(cell.source) and cell.value is None and cell.code in home
        and (number := number_of(held.get(cell.code)))
    }  # fmt: skip
    left = {
        women: (number, value) for code, value in row.values.items()
        if value is not None and code in home and row.values.get(women := f"{code}N") is None
        and (number := number_of(held.get(women))) is not None and number > value
    }  # fmt: skip
    if not (replaced or kept or left):
        return row
    done = [code for code in replaced if isinstance(held[code], dict)]
    notes = [
        _("{code}: đang có {old}, nhận thì thành {new}.").format(
            code=code, old=vi_number(old), new=vi_number(new))
        for code, (old, new) in replaced.items() if code not in done
    ]  # fmt: skip
    notes += [
        _("{code}: dấu “-” đọc là ô trống, vẫn giữ số đang có {n}; là số 0 thì ghi 0.").format(
            code=code, n=vi_number(number))
        for code, number in kept.items()
    ]  # fmt: skip
    notes += [
        _("{code}: tệp không ghi, vẫn giữ số đang có {n}, lớn hơn tổng số {whole} trong tệp.")
        .format(code=code, n=vi_number(number), whole=vi_number(value))
        for code, (number, value) in left.items() if code not in kept
    ]  # fmt: skip
    if done:
        notes.append(_("{codes}: đang lấy từ hoạt động, nhận thì thay bằng số trong tệp.").format(
            codes=", ".join(done)))  # fmt: skip
    return replace(row, status="warned", reasons=(*row.reasons, *notes))


def _by_tree(row: ReadRow, codes: Collection[str]) -> ReadRow:
    """Members who moved with a whole union are told by the tree: the row's own are left out."""
    told = [code for code, value in row.values.items() if value and code in codes]
    if not told:
        return row
    note = _("{codes}: không nhận; ghi việc chuyển, sáp nhập ở trang Đơn vị để chương trình tính.")
    note = note.format(codes=", ".join(told))
    return replace(row, status="warned", reasons=(*row.reasons, note))
