"""Taking steps back and bringing them again; the digest of what is there."""

from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.cli.values import whole
from desktop.cli.verb import Answer, Context, Verb, option
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.store.history import PastStep


def _undo(context: Context) -> Answer:
    from desktop.models.store import history

    with context.writing() as store:
        last = history.next_undo(store)
        change = history.undo(store)
        found = [s for s in history.steps(store) if last and s.id == last.id]
    return Answer({"steps": [_row(step) for step in found]}, (change.label,))


def _redo(context: Context) -> Answer:
    from desktop.models.store import history

    with context.writing() as store:
        again = history.next_redo(store)
        change = history.redo(store)
        found = [s for s in history.steps(store) if again and s.id == again.id]
    return Answer({"steps": [_row(step) for step in found]}, (change.label,))


def _history(context: Context) -> Answer:
    from desktop.models.store import history
    from desktop.models.text import short_date

    with context.reading() as reader:
        found = history.steps(reader, context.args.limit)
    lines = [
        f"{short_date(date.fromisoformat(step.at[:10]))} {step.at[11:16]}  {step.label}"
        + (_("  (đã hoàn tác)") if step.undone else "")
        for step in found
    ]
    return Answer(
        {"steps": [_row(step) for step in found]}, tuple(lines or [_("Chưa có việc nào.")])
    )


def _row(step: "PastStep") -> dict[str, Any]:
    return {"id": step.id, "label": step.label, "at": step.at, "undone": step.undone}


def _digest(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.models.figures.returns.phone_check import as_json, phone_check
    from desktop.models.packs.periods import parse_period
    from desktop.models.store.digest import digest
    from desktop.models.units.scope import Scope

    args = context.args
    with context.reading() as reader:
        unit, period, below = "", "", frozenset[str]()
        if args.period:
            period = parse_period(args.period, reader.packs.schemes).id
        if args.unit:
            scope = Scope.of(reader)
            found = scope.only_by_code(args.unit)
            if found is None:
                raise Refusal(
                    _("Không có đơn vị mã “{code}”.").format(code=args.unit[:60]),
                    next_step=_("Xem mã đơn vị bằng lệnh units list."), code="E_UNIT",
                )  # fmt: skip
            unit, below = found, frozenset(scope.subtree(found))
        told = digest(reader, unit, period, below=below)
        lines = [told["digest"], _("{n} thay đổi").format(n=told["ops"])]
        if period:
            check = phone_check(reader, period, args.unit or "")
            told |= as_json(check)
            read_out = _("Đọc qua điện thoại: {digits} ({n} báo cáo)")
            lines.append(read_out.format(digits=check.digits, n=check.returns))
            lines += [f"{one.digits}  {one.unit}  {one.name}" for one in check.units]
    return Answer(told, tuple(lines))


VERBS = (
    Verb("undo", _("hoàn tác việc vừa làm"), _undo),
    Verb("redo", _("làm lại việc vừa hoàn tác"), _redo),
    Verb(
        "history", _("các việc đã làm, mới nhất trước"), _history,
        (option("--limit", _("số việc nhiều nhất"), whole, default=200),),
    ),
    Verb(
        "digest", _("dấu số để hai nơi đối chiếu"), _digest,
        (option("--unit", _("chỉ số liệu của đơn vị này")), option("--period", _("chỉ kỳ này"))),
    ),
)  # fmt: skip
