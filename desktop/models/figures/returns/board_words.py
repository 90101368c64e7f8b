"""A cell of the board in words: what came, how much, and what is to be noticed of it."""

from desktop.i18n import _
from desktop.models.figures.returns.board import Board, BoardCell


def state_words() -> dict[str, str]:
    """Return the states in the order of the legend, with what each means."""
    return {
        "accepted": _("đã duyệt"),
        "received": _("đã nhận đủ, chờ duyệt"),
        "partial": _("mới nhận một phần"),
        "returned": _("trả lại để sửa"),
        "missing": _("chưa gửi, còn hạn"),
        "overdue": _("quá hạn chưa gửi"),
        "ahead": _("chưa đến kỳ"),
        "none": _("không phải nộp"),
    }


def closed_words(board: Board, period: str) -> str:
    """Return for how many of the units that owe anything a month is closed, "" for none."""
    at = board.column(period)
    owing = [row.cells[at] for row in board.rows if at >= 0 and row.cells[at].owed]
    shut = sum(cell.closed for cell in owing)
    if not shut:
        return ""
    if shut == len(owing):
        return _("Đã khóa sổ.")
    return _("Đã khóa sổ cho {n} trên {of} đơn vị.").format(n=shut, of=len(owing))


def cell_words(cell: BoardCell) -> str:
    """Return a cell's state in words, with how much came."""
    told = state_words()[cell.state]
    if cell.returned:
        told = _back_words(cell)
    if cell.owed and cell.state not in ("ahead", "none"):
        told = _("{told}, có {n} trên {of} báo cáo").format(
            told=told, n=cell.standing, of=cell.owed
        )
    counted = (
        (cell.kept, _(", {n} đang sửa, số đã nhận vẫn tính")),
        (cell.late, _(", {n} muộn")),
        (cell.after_closing, _(", {n} nộp sau khi khóa sổ, chưa được tính")),
        (cell.changed, _(", {n} sửa sau khi duyệt")),
        (cell.revised, _(", {n} bản bổ sung")),
        (cell.warned, _(", {n} có cảnh báo đã giải trình")),
        (cell.unverified, _(", {n} chưa xác thực")),
        (cell.vetted, _(", {n} cấp dưới đã duyệt")),
    )
    told += "".join(words.format(n=n) for n, words in counted if n)
    return _("{told}, đã khóa sổ").format(told=told) if cell.closed else told


def _back_words(cell: BoardCell) -> str:
    """Return how many returns were sent back, and how many of them by an office below."""
    if cell.below == cell.returned:
        return _("{n} báo cáo cấp dưới đã trả lại để sửa").format(n=cell.returned)
    told = _("{n} báo cáo trả lại để sửa").format(n=cell.returned)
    return told + (_(" ({n} do cấp dưới trả lại)").format(n=cell.below) if cell.below else "")
