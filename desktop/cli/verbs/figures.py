"""Entering and asking for figures."""

from argparse import ArgumentTypeError
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.cli.values import codes, file, words
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.figures.cells import Cell, Entry
    from desktop.models.packs.packs import Packs
    from desktop.models.packs.periods import Period
    from desktop.models.store.reader import Reader


def assignment(text: str) -> tuple[str, str]:
    """Return (code, value text) of "A03=412" or "C11;LH=FDI=3"; "A03=" has an empty value."""
    code, equals, value = words(text).rpartition("=")
    if not equals or not code.strip():
        raise ArgumentTypeError(_("“{text}” phải có dạng CHỈTIÊU=GIÁTRỊ").format(text=text[:30]))
    return codes(code.strip()), value


def _set(context: Context) -> Answer:
    from desktop.models.figures.figures import set_cells
    from desktop.models.packs.periods import parse_period
    from desktop.models.store.store import refuse_unless
    from desktop.models.units.ceased import unit_within
    from desktop.tasks.figures.judged_again import judged_again

    args = context.args
    with context.writing() as store:
        period = parse_period(args.period, store.packs.schemes)
        unit = unit_within(store, period.data_from, period.data_to, args.unit)
        entries = {(unit.id, code): _entry(store, code, value) for code, value in args.values}
        refuse_unless(
            len(entries) == len(args.values),
            _("Có chỉ tiêu ghi hai lần trong một lệnh."),
            _("Ghi mỗi chỉ tiêu một lần."),
        )
        change = set_cells(store, period.id, entries, reason=args.reason or "")
        packs = store.packs
        again = judged_again(store, period, unit, {code for _id, code in entries})
    step = change.step if change.changes else None
    if step is None:
        return Answer({"step": None}, (_("Không có gì thay đổi."),))
    ahead = period.data_from > context.today()
    notes = [_("Lưu ý: kỳ này chưa bắt đầu.")] if ahead else []
    notes += _set_aside(packs, period, [code for (_id, code), one in entries.items()
                                        if one.state != "cleared"])  # fmt: skip
    notes += again
    return Answer({"step": step, **({"notes": notes} if notes else {})}, (change.label, *notes))


def _set_aside(packs: "Packs", period: "Period", codes: "Sequence[str]") -> list[str]:
    """Say what of the figures entered stands beside others that are counted otherwise."""
    from desktop.models.entry.entry_columns import held_by_months
    from desktop.models.figures.cells import split_code

    known = {code: packs.indicators[split_code(code)[0]] for code in sorted(codes)}
    openings = {
        equation.baseline for equation in packs.equations.values()
        if all(packs.indicators[stock].from_register for stock in equation.stocks)
    }  # fmt: skip
    counted = [code for code, one in known.items() if one.from_register or one.code in openings]
    monthly = [code for code, indicator in known.items()
               if code not in counted and held_by_months(packs, indicator, period)]  # fmt: skip
    told = (
        (counted,
         _("Lưu ý: {codes} đếm từ sổ đơn vị khi cộng lên; số vừa ghi không được cộng.")),
        (monthly,
         _("Lưu ý: {codes} ghi theo tháng; số vừa ghi cho cả kỳ thay cho số các tháng.")),
    )  # fmt: skip
    return [text.format(codes=", ".join(named)) for named, text in told if named]


def _from_activities(context: Context) -> Answer:
    from desktop.models.text import vi_number
    from desktop.tasks.figures.from_activities import differs_words, offer, take

    args = context.args
    asked = (args.period, args.unit or "", args.codes)
    step = None
    if args.dry_run:
        with context.reading() as reader:
            found = offer(reader, *asked)
    else:
        with context.writing() as store:
            found = offer(store, *asked)
            step = take(store, found, args.reason or "")
    taken = {code: one.value for code, one in sorted(found.proposals.items())}
    told: dict[str, Any] = {"step": step, "taken": taken, "activities": {
        code: list(one.activities) for code, one in sorted(found.proposals.items())
    }}  # fmt: skip
    if found.differs:
        told["differs"] = {code: {"value": one.held, "now": one.now, "changed": one.taken}
                           for code, one in found.differs.items()}  # fmt: skip
    if found.emptied:
        told["emptied"] = list(found.emptied)
    lines = [f"{code}: {vi_number(value)}" for code, value in taken.items()]
    lines += [_("{code}: để trống, vì không còn hoạt động nào cho số này.").format(code=code)
              for code in found.emptied]  # fmt: skip
    lines = lines or [_("Không có ô trống nào lấy được từ hoạt động.")]
    lines += [differs_words(code, one) for code, one in found.differs.items()]
    return Answer(told, tuple(lines))


def _entry(reader: "Reader", code: str, text: str) -> "Entry":
    from desktop.models.figures.cells import CLEARED, parse_entry, split_code

    indicator = reader.packs.indicators.get(split_code(code)[0])
    money = indicator is None or indicator.money
    return parse_entry(text, money=money) or CLEARED


def _get(context: Context) -> Answer:
    from desktop.models.figures.cells import cells
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.units import tree_on
    from desktop.tasks.figures.from_activities import differing, differs_words

    args = context.args
    with context.reading() as reader:
        period = parse_period(args.period, reader.packs.schemes)
        unit = tree_on(reader, period.data_to, ended_too=True).by_code(args.unit)
        held = cells(reader, unit.id, period.id)
        moved = {}
        if args.states:
            held = _estimated(reader, unit.id, period) | held
            moved = differing(reader, period, unit)
    shown = dict(sorted(held.items()))
    lines = tuple(f"{code}: {_spoken(cell)}" for code, cell in shown.items())
    if not args.states:
        return Answer({c: _plain(cell) for c, cell in shown.items()}, lines or (_NOTHING,))
    told = {
        code: {"value": cell.value, "state": cell.state, "by": cell.by or None,
               "at": cell.at or None,
               **({"source": "activities"} if cell.source == "activities" else {}),
               **({"activities_now": moved[code].now} if code in moved else {})}
        for code, cell in shown.items()
    }  # fmt: skip
    lines += tuple(differs_words(code, one) for code, one in moved.items())
    return Answer(told, lines or (_NOTHING,))


def _estimated(reader: Any, unit: str, period: Any) -> "dict[str, Cell]":
    """Return the stocks nobody entered, as carried from before, over all entry forms."""
    from desktop.models.figures.cells import Cell, period_cells
    from desktop.models.figures.checks.estimates import estimated_stocks

    values = period_cells(reader, period.id)
    found: dict[str, Cell] = {}
    for form in reader.packs.forms.values():
        if form.entry and period.scheme in form.schemes:
            carried = estimated_stocks(reader, form, period, [unit], values).get(unit, {})
            found |= {code: Cell(value, "estimated") for code, value in carried.items()}
    return found


def _plain(cell: "Cell") -> int | str | None:
    return "na" if cell.state == "na" else cell.value


def _spoken(cell: "Cell") -> str:
    from desktop.models.text import vi_number

    if cell.value is not None:
        shown = vi_number(cell.value)
        return _("{value} (ước tính)").format(value=shown) if cell.state == "estimated" else shown
    return _("không phát sinh") if cell.state == "na" else _("đã xóa")


def _export(context: Context) -> Answer:
    from desktop.tasks.figures.reports import figures_export

    args = context.args
    with context.reading() as reader:
        path = figures_export(reader, args.form, args.period, args.out)
    return Answer({"path": str(path)}, (str(path),))


_NOTHING = _("Chưa nhập số liệu nào.")
_UNIT = needed("--unit", _("mã đơn vị"))
_PERIOD = needed("--period", _("kỳ, như 2026-10, 2026-Q3, 2026"))

VERBS = (
    Verb(
        "figures set", _("nhập số liệu của một đơn vị"), _set,
        (_UNIT, _PERIOD, option("--reason", _("lý do, khi báo cáo đã chốt")),
         given("values", _("như A03=412; A03= để xóa; A03=na khi không phát sinh"), assignment,
               nargs="+", metavar="CHỈTIÊU=GIÁTRỊ")),
    ),
    Verb(
        "figures from-activities", _("lấy số phát sinh từ các hoạt động của kỳ"), _from_activities,
        (_PERIOD, option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
         option("--reason", _("lý do, khi báo cáo đã chốt")),
         switch("--dry-run", _("chỉ xem, không ghi")),
         given("codes", _("mã chỉ tiêu thay số đã có; không ghi: mọi ô còn trống"),
               codes, nargs="*", metavar="CHỈTIÊU")),
    ),
    Verb(
        "figures get", _("số liệu đã nhập của một đơn vị"), _get,
        (_UNIT, _PERIOD, switch("--states", _("kèm trạng thái, người nhập, thời điểm"))),
    ),
    Verb(
        "figures export", _("xuất biểu nhập ra tệp Excel"), _export,
        (needed("--form", _("biểu, như F1")), _PERIOD, needed("--out", _("tệp .xlsx"), file)),
    ),
)  # fmt: skip
