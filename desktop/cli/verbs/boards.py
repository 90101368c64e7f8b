"""The board of an upper office: who has sent what of which month, and reminding the others."""

from typing import TYPE_CHECKING, Any

from desktop.cli.values import day, year
from desktop.cli.verb import Answer, Context, Verb, needed, option, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.figures.returns.board import Board, BoardCell, BoardRow
    from desktop.models.packs.periods import Period
    from desktop.models.store.reader import Reader


def _board(context: Context) -> Answer:
    from desktop.models.figures.returns.board import longer_periods, read_board
    from desktop.models.figures.returns.board_words import cell_words

    args = context.args
    with context.reading() as reader:
        today = args.on or context.today()
        longer = longer_periods(reader, today) if args.longer else None
        board = read_board(reader, longer or _months(reader, args.year, today), today)
    rows = [_row(row) for row in board.rows]
    lines = []
    for row in board.rows:
        lines.append(f"{row.unit.code}  {row.unit.name}")
        lines += [
            f"   {month.title}: {cell_words(cell)}"
            for month, cell in zip(board.months, row.cells, strict=True)
            if cell.owed
        ]
    told = {"months": [month.id for month in board.months], "forms": list(board.forms),
            "rows": rows}  # fmt: skip
    return Answer(told, tuple(lines or [_("Chưa có đơn vị trực thuộc nào.")]))


def _months(reader: "Reader", wanted: int | None, today: Any) -> "list[Period]":
    from desktop.models.figures.returns.board import last_months
    from desktop.models.packs.periods import period_containing, period_of

    scheme = next(s for s in reader.packs.schemes if s.kind == "month" and s.holds_on(today))
    if wanted is not None:
        return [period_of(scheme, wanted, part) for part in range(1, scheme.parts + 1)]
    return last_months(reader, period_containing(today, scheme).id)


def _row(row: "BoardRow") -> dict[str, Any]:
    return {
        "unit": row.unit.code, "name": row.unit.name, "enrolled": row.enrolled,
        "last_bundle": row.last or None, "cells": [_cell(cell) for cell in row.cells],
    }  # fmt: skip


def _cell(cell: "BoardCell") -> dict[str, Any]:
    return {
        "period": cell.period, "state": cell.state, "owed": cell.owed, "reported": cell.reported,
        "accepted": cell.accepted, "returned": cell.returned, "late": cell.late,
        "changed": cell.changed, "revised": cell.revised, "warned": cell.warned,
        "unverified": cell.unverified, "vetted": cell.vetted,
        "closed": cell.closed, "kept": cell.kept, "below": cell.below,
    }  # fmt: skip


def _remind(context: Context) -> Answer:
    from desktop.models.figures.returns.board import read_board
    from desktop.models.figures.returns.reviewing import reminder
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.scope import Scope
    from desktop.models.units.units import tree_on

    args = context.args
    with context.reading() as reader:
        today = args.on or context.today()
        period = parse_period(args.period, reader.packs.schemes)
        _check_asked(reader, period)
        board: Board = read_board(reader, [period], today)
        unit = tree_on(reader, period.data_to).by_code(args.unit).id if args.unit else ""
        own = Scope.of(reader).label(reader.own_unit)
    if period.data_to >= today:  # as in the window: before its end nobody is late
        told = _("{period} chưa hết, chưa nhắc đơn vị nào.").format(period=period.title)
        return Answer({"text": "", "units": []}, (told,))
    text = reminder(board, period, own, today, unit, mail=args.mail)
    asked = [*board.missing(period.id), *board.awaited(period.id)]
    owing = [row.unit.code for row in asked if unit in ("", row.unit.id)]
    nothing = _("Không còn đơn vị nào phải nhắc.")
    return Answer({"text": text, "units": owing}, tuple((text or nothing).splitlines()))


def _check_asked(reader: "Reader", period: "Period") -> None:
    from desktop.models.errors import Refusal
    from desktop.models.text import lowered

    if reader.packs.scheme(period.scheme, period.data_from).kind == "programme":
        raise Refusal(
            _("Không nộp số liệu theo {period}.").format(period=lowered(period.title)),
            next_step=_("Ghi kỳ như 2026-10, 2026-H1, 2026."), code="E_PERIOD",
        )  # fmt: skip


VERBS = (
    Verb(
        "board", _("bảng theo dõi: đơn vị nào đã gửi tháng nào, đúng hạn hay muộn"), _board,
        (option("--year", _("năm; mặc định 12 tháng gần đây"), year),
         switch("--longer", _("các kỳ 6 tháng, 9 tháng, năm thay cho từng tháng")),
         option("--on", _("xem vào ngày này; mặc định hôm nay"), day)),
    ),
    Verb(
        "remind", _("lời nhắc đơn vị còn thiếu báo cáo, để dán vào Zalo hoặc thư"), _remind,
        (needed("--period", _("kỳ, như 2026-10, 2026-H1, 2026")),
         option("--unit", _("chỉ nhắc đơn vị này; mặc định mọi đơn vị còn thiếu")),
         switch("--mail", _("theo lối thư: có chủ đề và kính gửi")),
         option("--on", _("tính đến ngày này; mặc định hôm nay"), day)),
    ),
)  # fmt: skip
