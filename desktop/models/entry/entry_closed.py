"""Why a cell of the sheet is not typed in here, and where its figure is changed, in a sentence."""

from collections.abc import Sequence

from desktop.i18n import _
from desktop.models.entry.entry_columns import MONTHLY, EntryColumn, SheetFacts
from desktop.models.figures.cells import BY_TREE, TREE_CAUSED
from desktop.models.packs.periods import Period
from desktop.models.text import short_date
from desktop.models.units.ceased import ceased_before
from desktop.models.units.units import Unit

ELSEWHERE = _("Đơn vị tự nhập ở sổ của mình và gửi lên; ở đây chỉ xem.")

SEND_BACK = _("Sai thì trả lại để sửa ở trang Gửi – nhận, hoặc nhắn đơn vị sửa.")


def ceased_note(unit: Unit, period: Period) -> str:
    """Return what is entered of a union that ended within the period, "" of any other."""
    if unit.valid_to is None or not ceased_before(unit, period.data_to):
        return ""
    return _(
        "Hoạt động đến hết ngày {day}: chỉ nhập biến động đến ngày đó; đoàn viên chuyển đi hay"
        " giảm theo đơn vị do sự kiện tổ chức tính."
    ).format(day=short_date(unit.valid_to))


def why_closed(facts: SheetFacts, column: EntryColumn) -> str:
    """Return why nothing is typed in a column, in a row of a unit of ours, and where it is."""
    if column.kind == "attribute":
        return _("Thông tin của đơn vị sửa ở trang Đơn vị.")
    if column.kind == "opening":
        return _("Đầu kỳ lấy từ cuối kỳ trước; sai thì chọn kỳ trước ở trên rồi sửa ở đó.")
    if column.kind != "shown":
        return _computed(facts, column)
    if column.code in TREE_CAUSED:
        return BY_TREE + " " + _("Sai thì sửa sự kiện ở trang Đơn vị, mục Diễn biến.")
    if facts.period.scheme != MONTHLY:
        return _("Lấy từ số liệu các tháng: chọn tháng ở trên rồi sửa ở đó.")
    return _("Nhập ở biểu {form}: chọn biểu đó ở trên.").format(form=column.note)


def _computed(facts: SheetFacts, column: EntryColumn) -> str:
    known = facts.packs.indicators.get(column.code)
    if column.formula == "sum" and known is not None:
        return _("Chương trình cộng từ {codes}; sửa ở các cột đó.").format(
            codes=_listed((*known.sum_of, *known.minus))
        )
    return _WAYS.get(column.formula, _("Chương trình tính từ các cột khác; sửa ở các cột đó."))


_MOVED = _("Chương trình tính từ các cột tăng, giảm; sửa ở các cột đó.")
_WAYS = {
    "men": _("Chương trình tính: tổng trừ nữ; sửa ô tổng hoặc ô nữ."),
    "closing": _("Chương trình tính: đầu kỳ + tăng − giảm; sửa ở các cột tăng, giảm."),
    "net": _MOVED,
    "growth": _MOVED,
    "difference": _(
        "Cuối kỳ theo biến động trừ số ở biểu F1, phải bằng 0; sửa cột tăng, giảm hoặc biểu F1."
    ),
}


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes) if len(codes) <= _SHORT else f"{codes[0]} … {codes[-1]}"


_SHORT = 4
