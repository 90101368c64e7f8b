"""Why a cell of the sheet is not typed in here, in a sentence."""

from desktop.i18n import _
from desktop.models.entry.entry_columns import MONTHLY, EntryColumn, SheetFacts
from desktop.models.figures.cells import BY_TREE, TREE_CAUSED
from desktop.models.packs.periods import Period
from desktop.models.text import short_date
from desktop.models.units.ceased import ceased_before
from desktop.models.units.units import Unit

ELSEWHERE = _("Đơn vị tự nhập ở sổ của mình và gửi lên; ở đây chỉ xem.")


def ceased_note(unit: Unit, period: Period) -> str:
    """Return what is entered of a union that ended within the period, "" of any other."""
    if unit.valid_to is None or not ceased_before(unit, period.data_to):
        return ""
    return _(
        "Hoạt động đến hết ngày {day}: chỉ nhập biến động đến ngày đó; đoàn viên chuyển đi hay"
        " giảm theo đơn vị do sự kiện tổ chức tính."
    ).format(day=short_date(unit.valid_to))


def why_closed(facts: SheetFacts, column: EntryColumn) -> str:
    """Return why nothing is typed in a column, in a row of a unit of ours."""
    if column.kind == "attribute":
        return _("Thông tin của đơn vị sửa ở trang Đơn vị.")
    if column.kind == "opening":
        return _("Đầu kỳ lấy từ cuối kỳ trước.")
    if column.kind != "shown":
        return _("Chương trình tính từ các cột khác.")
    if column.code in TREE_CAUSED:
        return BY_TREE
    if facts.period.scheme != MONTHLY:
        return _("Lấy từ số liệu các tháng, sửa ở tháng.")
    return _("Nhập ở biểu {form}.").format(form=column.note)
