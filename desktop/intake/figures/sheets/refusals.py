"""One sentence for each way a table holds no figures, and what to do next."""

from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Grid, Row, is_number, shown
from desktop.models.errors import Refusal

COLUMNS: Final = "E_COLUMNS"
_LOOKED_AT: Final = 20
_MOST: Final = 6
_LONGEST: Final = 40


def empty() -> Refusal:
    """The refusal of a workbook without a filled cell."""
    return Refusal(
        _("Tệp không có ô nào ghi số liệu."),
        next_step=_("Chọn tệp đã ghi số liệu."),
        code="E_EMPTY",
    )


def no_sheet(name: str, sheets: Sequence[str]) -> Refusal:
    """The refusal of a sheet the workbook does not have, with those it has."""
    told = ", ".join(f"“{one}”" for one in sheets if one)
    return Refusal(
        _("Tệp không có trang “{name}”.").format(name=name[:60]),
        next_step=_("Các trang: {sheets}.").format(sheets=told) if told
        else _("Tệp này không chia trang."),
        code="E_SHEET",
    )  # fmt: skip


def outside(form: str, told: str, grids: Sequence[Grid]) -> Refusal:
    """The refusal of a sheet none of whose numbers stands in a table of the form; `told` says how
    many there are and where."""
    return Refusal(
        _("Chưa đọc được dòng nào của biểu {form}. {told}").format(form=form, told=told),
        next_step=no_header(form, grids).next_step,
        code=COLUMNS,
    )


def no_header(form: str, grids: Sequence[Grid] = ()) -> Refusal:
    """The refusal of a table whose columns say nothing of the form, with what stands over them."""
    told = told_headings(grids)
    step = _("Kiểm tra dòng đầu bảng, hoặc chọn đúng biểu rồi nhận lại.")
    if told:
        step = _("Đầu bảng đang ghi: {headings}. Ghi rõ ở đầu mỗi cột số là số gì (mỗi ô chỉ một "
                 "số), hoặc chọn đúng biểu rồi nhận lại.").format(headings=told)  # fmt: skip
    elif labels := _labels(grids):
        step = _("Các dòng có số đang ghi: {labels}. Ghi tên chỉ tiêu như trong biểu {form}, hoặc "
                 "chọn đúng biểu rồi nhận lại.").format(labels=labels, form=form)  # fmt: skip
    return Refusal(
        _("Chưa hiểu được cột số liệu nào là của biểu {form}.").format(form=form),
        next_step=step,
        code=COLUMNS,
    )


def told_headings(grids: Sequence[Grid]) -> str:
    """Return a few of the headings of a table as a sentence lists them, "" for none."""
    return "; ".join(f"“{text[:_LONGEST]}”" for text in _headings(grids))


def _labels(grids: Sequence[Grid]) -> str:
    """Return what a few rows say before their number, of a slip without a head; "" for none."""
    told = [shown(row[at]) for grid in grids if not grid.hidden for row in grid.rows
            if (at := _label(row)) >= 0]  # fmt: skip
    more = "…" if len(told) > _MOST else ""
    return "; ".join(f"“{text[:_LONGEST].strip(' :')}”" for text in told[:_MOST]) + more


def _label(row: Row) -> int:
    """Return the place of the only words of a row that holds a number behind them, else -1."""
    words = [at for at, cell in enumerate(row) if isinstance(cell, str)
             and any(map(str.isalpha, cell))]  # fmt: skip
    told = len(words) == 1 and any(map(is_number, row[words[0] + 1 :]))
    return words[0] if told else -1


def _headings(grids: Sequence[Grid]) -> list[str]:
    """Return the texts of the row that looks most like the head of a table, a few of them."""
    rows = [[shown(cell) for cell in row if isinstance(cell, str) and any(map(str.isalpha, cell))]
            for grid in grids if not grid.hidden for row in grid.rows[:_LOOKED_AT]]  # fmt: skip
    best = max(rows, key=len, default=[])
    return best[:_MOST] if len(best) > 1 else []


def other_time(form: str, period: str) -> Refusal:
    """The refusal of a table all of whose columns of the form speak of another time."""
    return Refusal(
        _("Các cột số liệu biểu {form} của bảng đều ghi kỳ khác, không phải {period}.").format(
            form=form, period=period),
        next_step=_("Chọn đúng kỳ, hoặc chọn tệp ghi số của kỳ này."),
        code=COLUMNS,
    )  # fmt: skip


def strange_units() -> Refusal:
    """The refusal of a long list of which hardly any unit is in the register."""
    return Refusal(
        _("Bảng có hàng nghìn dòng mà hầu hết tên không có trong danh sách đơn vị."),
        next_step=_("Kiểm tra lại tệp; nếu đúng tệp, thêm các đơn vị vào danh sách trước."),
        code="E_UNITS",
    )
