"""Verbs of an upper office over many returns of one unit and month, and the reminder it sends."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.returns import verdicts
from desktop.models.figures.returns.board import Board, BoardCell, BoardReturn, BoardRow
from desktop.models.figures.returns.late import Late
from desktop.models.figures.returns.reasons import reason_to_send_back
from desktop.models.listed import first_few
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import lowered

MOST_NAMED = 8
"""Unions a reminder names in a line before it counts the others."""


def accept_all(store: Store, period: str, returns: Iterable[BoardReturn]) -> ChangeSet:
    """Accept the newest revision of returns that came and wait for a word; one barrier step."""
    waiting = [one for one in returns if one.state == "received"]
    _require(store, waiting)
    return verdicts.accept_all(store, period, [(one.unit, one.form) for one in waiting])


def send_back_all(
    store: Store, period: str, returns: Iterable[BoardReturn], reason: str
) -> ChangeSet:
    """Send returns back for correction, whatever was said of them before; one barrier step."""
    reason = reason_to_send_back(reason)
    chosen = [one for one in returns if one.rev]
    _require(store, chosen)
    title = parse_period(period, store.packs.schemes).title
    told = chosen[0].name if len(chosen) == 1 else _("{n} báo cáo").format(n=len(chosen))
    label = _("Trả lại {period}: {told}").format(period=title, told=told)
    with store.step(label, barrier="review") as step:
        for one in chosen:
            verdicts.send_back(store, one.form, period, one.unit, reason)
    return step.change


def reopen_all(store: Store, period: str, returns: Iterable[BoardReturn], reason: str) -> ChangeSet:
    """Open returns of a closed period again for correction, with a reason; one barrier step."""
    chosen = list(returns)
    title = lowered(parse_period(period, store.packs.schemes).title)
    told = chosen[0].name if len(chosen) == 1 else _("{n} báo cáo").format(n=len(chosen))
    label = _("Mở lại {period}: {told}").format(period=title, told=told)
    with store.step(label, barrier="review") as step:
        for one in chosen:
            verdicts.reopen(store, one.form, period, one.unit, reason)
    return step.change


def accept_late(store: Store, returns: Iterable[Late]) -> ChangeSet:
    """Accept returns that came after their period was accepted or closed; one barrier step."""
    chosen = list(returns)
    label = _("Duyệt {told} đang chờ").format(told=_named_late(chosen))
    with store.step(label, barrier="review") as step:
        for period in sorted({one.period.id for one in chosen}):
            wanted = [(one.unit, one.form) for one in chosen if one.period.id == period]
            verdicts.accept_all(store, period, wanted)
    return step.change


def send_back_late(store: Store, returns: Iterable[Late], reason: str) -> ChangeSet:
    """Turn such returns back, with a reason; what was accepted before stands. One barrier step."""
    chosen = list(returns)
    label = _("Trả lại {told} đang chờ").format(told=_named_late(chosen))
    with store.step(label, barrier="review") as step:
        for one in chosen:
            verdicts.send_back(store, one.form, one.period.id, one.unit, reason)
    return step.change


def _named_late(chosen: Sequence[Late]) -> str:
    if not chosen:
        raise Refusal(
            _("Chưa chọn báo cáo nào."), next_step=_("Chọn các dòng trong danh sách chờ duyệt."),
            code="E_NO_RETURN",
        )  # fmt: skip
    return chosen[0].name if len(chosen) == 1 else _("{n} báo cáo").format(n=len(chosen))


def _require(store: Store, returns: Sequence[BoardReturn]) -> None:
    if not returns:
        raise Refusal(
            _("Không có báo cáo nào đang chờ."), next_step=_("Nhập gói của đơn vị trước."),
            code="E_NO_RETURN",
        )  # fmt: skip
    if any(one.unit == store.own_unit for one in returns):
        raise Refusal(_("Không tự duyệt báo cáo của chính đơn vị mình."))


def reminder(
    board: Board, period: Period, own: str, today: date, unit: str = "", *, mail: bool = False
) -> str:
    """Return a text to paste that asks for what is still owed of a month; "" when nothing is.

    For everybody (Zalo group), or for one unit (its id); `mail` puts a subject line and whom
    it is addressed to before it, as a letter begins. Corrections that were sent back while an
    earlier revision counts are asked for apart.
    """
    rows = [row for row in board.missing(period.id) if unit in ("", row.unit.id)]
    awaited = [row for row in board.awaited(period.id) if unit in ("", row.unit.id)]
    if not (rows or awaited):
        return ""
    place = board.column(period.id)
    lines = _owed_lines(board, rows, period, own, today, one=bool(unit)) if rows else []
    lines += _awaited_lines(awaited, period, own, place)
    lines.append(_ask(period, today, many=not unit) if rows else _ask_again(many=not unit))
    if not mail:
        return "\n".join(lines)
    named = (rows or awaited)[0].unit.name
    whom = named if unit else _("các công đoàn trực thuộc")
    subject = _("Chủ đề: Đôn đốc gửi số liệu {period}").format(period=lowered(period.title))
    greeting = _("Kính gửi: {unit}").format(unit=whom)
    return "\n".join([subject, "", greeting, "", *lines, "", own])


def _owed_lines(
    board: Board, rows: Sequence[BoardRow], period: Period, own: str, today: date, *, one: bool
) -> list[str]:
    place = board.column(period.id)
    if one:
        return [_for_one(board, rows[0], place, own, today)]
    return [
        _("Đến ngày {today}, {own} chưa nhận đủ số liệu {period} ({forms}) của:").format(
            today=f"{today:%d/%m/%Y}", own=own, period=lowered(period.title),
            forms=", ".join(board.forms),
        ),
        *(_line(n, row, place) for n, row in enumerate(rows, 1)),
    ]  # fmt: skip


def _awaited_lines(rows: Sequence[BoardRow], period: Period, own: str, place: int) -> Iterator[str]:
    """Yield whose corrections are awaited; what came before them counts, so nobody is late."""
    if rows:
        yield _(
            "{own} chờ nộp lại báo cáo bổ sung {period} đã trả lại (số đã nhận trước vẫn tính):"
        ).format(own=own, period=lowered(period.title))
    for number, row in enumerate(rows, 1):
        yield f"{number}. {row.unit.name}: " + _("{n} báo cáo").format(n=row.cells[place].kept)


def _ask_again(*, many: bool) -> str:
    whom = _("các đơn vị") if many else _("đơn vị")
    return _("Đề nghị {whom} sửa hoặc giải thích, chốt lại và gửi gói mới. Trân trọng.").format(
        whom=whom
    )


def _for_one(board: Board, row: BoardRow, place: int, own: str, today: date) -> str:
    """Return the sentence to one unit: what of it has not come."""
    cell, month = row.cells[place], board.months[place]
    told = _("Đến ngày {today}, {own} chưa nhận đủ số liệu {period} ({forms}) của {unit}:").format(
        today=f"{today:%d/%m/%Y}", own=own, period=lowered(month.title),
        forms=", ".join(board.forms), unit=row.unit.name,
    )  # fmt: skip
    last = row.last[:10].split("-")
    if row.enrolled and not cell.reported and len(last) == 3:
        came = _("gói gần nhất nhận ngày {day}").format(day="/".join(last[::-1]))
        return f"{told} {_state(cell)}, {came}."
    return f"{told} {_state(cell)}."


def _ask(period: Period, today: date, *, many: bool) -> str:
    late = (today - period.due).days
    due = _("Hạn nộp {due}").format(due=f"{period.due:%d/%m/%Y}")
    due += _(", đã quá {n} ngày").format(n=late) if late > 0 else ""
    whom = _("các đơn vị") if many else _("đơn vị")
    return _(
        "{due}, ngày khóa {closing}. Đề nghị {whom} chốt số liệu, tạo gói gửi lên và gửi về."
        " Nếu đã gửi mà vẫn có tên, xin gửi lại gói mới nhất. Trân trọng."
    ).format(due=due, closing=f"{period.closing:%d/%m/%Y}", whom=whom)


def _line(number: int, row: BoardRow, place: int) -> str:
    return f"{number}. {row.unit.name}: {_state(row.cells[place])}"


def _state(cell: BoardCell) -> str:
    """Return how much of a unit's month has come, and which forms of whom have not."""
    if cell.returned:
        told = _being_mended(cell)
        if cell.owed > cell.reported:
            told += _(", chưa gửi {n}").format(n=cell.owed - cell.reported)
    elif cell.reported:
        told = _("mới có {n} trên {of} báo cáo").format(n=cell.reported, of=cell.owed)
    else:
        told = _("chưa gửi")
    return told + (_lacking(cell) if cell.reported else "")


def _being_mended(cell: BoardCell) -> str:
    if cell.below == cell.returned:
        return _("đã trả lại {n} báo cáo cho cấp dưới sửa, chưa gửi lại").format(n=cell.returned)
    told = _("đang sửa {n} báo cáo được trả lại").format(n=cell.returned)
    return told + (_(" ({n} do cấp dưới trả lại)").format(n=cell.below) if cell.below else "")


def _lacking(cell: BoardCell) -> str:
    """Return which forms of whom have not come, unions that lack the same ones together."""
    by_forms: dict[tuple[str, ...], list[str]] = {}
    for name, forms in cell.lacking:
        by_forms.setdefault(forms, []).append(name)
    told = []
    for forms, names in by_forms.items():
        listed = first_few(names, MOST_NAMED)
        told.append(_("{forms} của {units}").format(forms=", ".join(forms), units=listed))
    return _("; còn thiếu {what}").format(what="; ".join(told)) if told else ""
