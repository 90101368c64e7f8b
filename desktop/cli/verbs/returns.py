"""Locking returns, their states, accepting and sending back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.cli.values import file, whole
from desktop.cli.verb import Answer, Context, Verb, needed, option, switch
from desktop.i18n import _
from desktop.models.text import with_counts

if TYPE_CHECKING:
    from desktop.models.figures.checks.facts import Finding
    from desktop.models.figures.returns.return_history import RevisionTold, Version
    from desktop.models.figures.returns.returns import ReturnStatus
    from desktop.models.packs.periods import Period
    from desktop.models.store.reader import Reader
    from desktop.models.units.units import Unit


def _lock(context: Context) -> Answer:
    from desktop.models.figures.returns.returns import lock
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.units import tree_on

    args = context.args
    if args.dry_run:
        return _would_lock(context)
    with context.writing() as store:
        period = parse_period(args.period, store.packs.schemes)
        done = lock(store, args.form, period.id, args.unit or (), reason=args.reason or "")
        units = tree_on(store, period.data_to, ended_too=True).units
        stops = _stop_lines(store, units, done.blocked)
        notes = _moved_on(store, period, args.form, done.fresh)
        notes += _unended(period, context) if done.fresh else []
    codes = [unit.code for unit in done.locked]
    blocked = _stops(units, done.blocked)
    same = [unit.code for unit in done.unchanged]
    lines = [*_locked_words(len(done.fresh), len(same), len(blocked)), *stops, *notes]
    told: dict[str, Any] = {"locked": codes, "blocked": blocked}
    told |= {"notes": notes} if notes else {}
    told |= {"unchanged": same} if same else {}
    return Answer(told, tuple(lines))


def _unended(period: "Period", context: Context) -> list[str]:
    from desktop.models.figures.returns.unended import unended_words

    told = unended_words(period, context.today())
    return [_("Lưu ý: {told}.").format(told=told)] if told else []


def _moved_on(reader: "Reader", period: "Period", form: str, locked: "Sequence[Unit]") -> list[str]:
    """Say which locked cells were taken from activities that were changed since."""
    from desktop.models.figures.revisions import form_codes
    from desktop.tasks.figures.from_activities import differing, differs_words

    codes = form_codes(reader, form)
    return [
        _("Lưu ý: {unit}, {what}").format(unit=unit.code, what=differs_words(code, one))
        for unit in locked
        for code, one in differing(reader, period, unit).items()
        if code.partition(";")[0] in codes
    ]


def _stops(units: "Mapping[str, Unit]", found: "Sequence[Finding]") -> list[dict[str, Any]]:
    return [
        {"unit": units[f.unit].code if f.unit in units else f.unit, "rule": f.rule,
         "message": f.message}
        for f in found
    ]  # fmt: skip


def _stop_lines(
    reader: "Reader", units: "Mapping[str, Unit]", found: "Sequence[Finding]"
) -> list[str]:
    """Return what stands in the way, a line each, with the figures it speaks of."""
    from desktop.models.figures.returns.rule_words import finding_said

    return [
        f"{units[f.unit].code if f.unit in units else f.unit}  {f.rule}  "
        + finding_said(reader.packs, f.codes, f.message)
        for f in found
    ]


def _locked_words(fresh: int, same: int, blocked: int, *, only: bool = False) -> list[str]:
    """Return what locking did, `only` would do, of returns that nothing is locked for as well."""
    told = []
    if fresh:
        words = _("Chốt được {n} đơn vị; chưa ghi gì.") if only else _("Đã chốt {n} đơn vị.")
        told.append(with_counts(words, n=fresh))
    if same:
        words = _("{n} đơn vị đã chốt từ trước, không có số nào đổi nên không chốt lần nữa.")
        told.append(with_counts(words, n=same))
    if blocked and not fresh:
        told.append(_("Chưa chốt được đơn vị nào:"))
    return told or [_("Không có báo cáo nào để chốt.")]


def _would_lock(context: Context) -> Answer:
    """Tell what locking would do, and the quality card of what would be locked."""
    from desktop.models.figures.returns.quality import quality_card
    from desktop.models.figures.returns.returns import would_lock
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.units import tree_on

    args = context.args
    with context.reading() as reader:
        period = parse_period(args.period, reader.packs.schemes)
        units, reason = args.unit or (), args.reason or ""
        found = would_lock(reader, args.form, period.id, units, reason=reason)
        card = quality_card(
            reader, args.form, period.id, units, today=context.today(), reason=reason
        )
        known = tree_on(reader, period.data_to, ended_too=True).units
        stops = _stop_lines(reader, known, found.blocked)
    codes = [unit.code for unit in found.locked]
    same = [unit.code for unit in found.unchanged]
    blocked = _stops(known, found.blocked)
    lines = _locked_words(len(found.fresh), len(same), len(blocked), only=True)
    notes = _unended(period, context) if found.fresh else []
    lines += [*card.lines(), *stops, *notes]
    lines += [
        f"{one.unit or '–'}  {one.rule}  {one.message}"
        for one in card.look_at
        if one.severity == "I"
    ]
    answer = {"locked": codes, "blocked": blocked, "dry_run": True, "quality": card.as_json()}
    answer |= {"notes": notes} if notes else {}
    answer |= {"unchanged": same} if same else {}
    return Answer(answer, tuple(lines))


def _status(context: Context) -> Answer:
    args = context.args
    with context.reading() as reader:
        found = _statuses(reader, args.period, args.form or (), args.unit)
        if not args.form:
            found = _due(reader, args.period, found)
        marks = _marks(reader, found)
    return _told(found, marks)


def _marks(reader: "Reader", found: "list[ReturnStatus]") -> list[dict[str, Any]]:
    """Return what stands beside the states: changed, openings changed, shut, signed by nobody."""
    from desktop.models.figures.closure import shut_units
    from desktop.models.figures.returns.earlier import changed_openings
    from desktop.models.figures.returns.return_history import difference_json
    from desktop.models.figures.returns.supplements import returns_changed
    from desktop.models.figures.standing import unverified_returns
    from desktop.models.figures.views import period_views

    if not found:
        return []
    period, by_key = found[0].period, {(one.unit.id, one.form): one for one in found}
    marks = []
    changed = returns_changed(reader, period.id)
    for (unit, form), (rev, changes) in changed.items():
        if one := by_key.get((unit, form)):
            told = [difference_json(change) for change in changes]
            marks.append({"mark": "changed", "unit": one.unit.code, "form": form,
                          "accepted": rev, "rev": one.rev, "changes": told})  # fmt: skip
    for flag in changed_openings(reader, period):
        if one := by_key.get((flag.unit, flag.form)):
            marks.append({"mark": "opening", "unit": one.unit.code, "form": flag.form,
                          "equation": flag.equation, "was": flag.was, "is": flag.now})  # fmt: skip
    views = period_views(reader, period.id)
    for (unit, form), one in by_key.items():
        view = views.get(unit, {}).get(form)
        counts = view.rev if view is not None else 0
        told_already = (unit, form) in changed or one.state in ("locked", "returned")
        if one.rev and counts != one.rev and not told_already:
            marks.append({"mark": "waits", "unit": one.unit.code, "form": form,
                          "rev": one.rev, "counts": counts or None})  # fmt: skip
    for form in dict.fromkeys(one.form for one in found):
        units = [one.unit.id for one in found if one.form == form]
        for unit, why in shut_units(reader, form, period, units).items():
            marks.append({"mark": "closed", "unit": by_key[unit, form].unit.code, "form": form,
                          "why": why})  # fmt: skip
    for unit, forms in unverified_returns(reader, period).items():
        marks += [{"mark": "unverified", "unit": by_key[unit, form].unit.code, "form": form}
                  for form in sorted(forms) if (unit, form) in by_key]  # fmt: skip
    return marks


def _mark_line(mark: "dict[str, Any]") -> str:
    from desktop.models.figures.revisions import name_of

    match mark["mark"]:
        case "changed":
            told = _("{n} số đổi so với {what} đã duyệt").format(
                n=len(mark["changes"]), what=name_of(mark["accepted"])
            )
        case "opening":
            told = _("đầu kỳ đã đổi sau khi chốt: {was} → {now}").format(
                was=mark["was"], now=mark["is"]
            )
        case "waits":
            told = _("{what} chờ cấp trên duyệt, ").format(what=name_of(mark["rev"]))
            counted = _("đang tính {what}").format(what=name_of(mark["counts"] or 1))
            told += counted if mark["counts"] else _("chưa được tính")
        case "unverified":
            told = _("chưa xác thực người gửi")
        case _:
            told = mark["why"]
    return f"{mark['unit']}  {mark['form']}  {told}"


def _late(context: Context) -> Answer:
    from desktop.models.figures.returns.late import late_returns
    from desktop.models.figures.returns.late_words import changes_words, counts_words, why_words
    from desktop.models.figures.returns.return_history import difference_json
    from desktop.models.figures.revisions import name_of

    with context.reading() as reader:
        found = late_returns(reader)
    rows = [
        {"unit": one.code, "form": one.form, "period": one.period.id, "rev": one.rev,
         "why": one.why, "accepted": one.accepted or None, "counts": one.stands or None,
         "changes": [difference_json(change) for change in one.changes]}
        for one in found
    ]  # fmt: skip
    lines = [
        _("{unit}  {form} {period}, {what}: {why}; {changes}; {counts}  {name}").format(
            unit=one.code, form=one.form, period=one.period.id, name=one.name,
            what=name_of(one.rev),
            why=why_words(one), changes=changes_words(one), counts=counts_words(one),
        )
        for one in found
    ]  # fmt: skip
    nothing = _("Không có báo cáo nào vào kỳ đã duyệt hoặc đã khóa mà chờ duyệt.")
    return Answer({"returns": rows}, tuple(lines or [nothing]))


def _accept(context: Context) -> Answer:
    from desktop.models.figures.returns.verdicts import accept

    args = context.args
    with context.writing() as store:
        accept(store, args.form, args.period, args.unit)
        return _told(_statuses(store, args.period, (args.form,), args.unit, alone=True))


def _send_back(context: Context) -> Answer:
    from desktop.models.figures.returns.verdicts import send_back

    args = context.args
    with context.writing() as store:
        send_back(store, args.form, args.period, args.unit, args.reason)
        return _told(_statuses(store, args.period, (args.form,), args.unit, alone=True))


def _statuses(
    reader: "Reader", period_id: str, forms: Any, unit: str | None, *, alone: bool = False
) -> "list[ReturnStatus]":
    from desktop.models.figures.returns.returns import statuses
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.ceased import unit_within

    period = parse_period(period_id, reader.packs.schemes)
    top = unit_within(reader, period.data_from, period.data_to, unit).id if unit else ""
    found = statuses(reader, period.id, forms, top)
    return [one for one in found if not alone or one.unit.id == top]


def _due(reader: "Reader", period_id: str, found: "list[ReturnStatus]") -> "list[ReturnStatus]":
    from desktop.models.figures.returns.due import due_among
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.units import tree_on

    period = parse_period(period_id, reader.packs.schemes)
    return due_among(reader, tree_on(reader, period.data_to), period, found)


def _told(found: "list[ReturnStatus]", marks: "Sequence[dict[str, Any]]" = ()) -> Answer:
    rows = [
        {"unit": one.unit.code, "form": one.form, "period": one.period.id, "rev": one.rev,
         "state": one.state, "on_time": one.on_time}
        for one in found
    ]  # fmt: skip
    for row, one in zip(rows, found, strict=True):
        row |= {"reason": one.reason} if one.state == "returned" else {}
        row |= {"sent_back_by": one.back_at} if one.back_at else {}
        row |= {"counts": one.stands} if one.stands else {}
        row |= {"changed_since": True} if one.changed_since else {}
    names = _state_names()
    lines = [
        f"{one.unit.code}  {one.form}  {names[one.state]}  {one.unit.name}{_why(one)}"
        for one in found
    ]
    again = sum(one.changed_since for one in found)
    if again:
        told = _("{n} báo cáo đã sửa sau khi chốt, chưa chốt lại: số sửa chưa được tính.")
        lines.append(with_counts(told, n=again))
    answer: dict[str, Any] = {"returns": rows}
    if marks:
        answer["marks"] = list(marks)
    return Answer(answer, (*lines, *map(_mark_line, marks)))


def _why(one: "ReturnStatus") -> str:
    """Return why a return was sent back, and that it was corrected and not locked again."""
    told = ""
    if one.state == "returned":
        told = f"  {_back(one)}"
    return told + (_("  đã sửa sau khi chốt, chưa chốt lại") if one.changed_since else "")


def _back(one: "ReturnStatus") -> str:
    """Return who below sent a return back, why, and which earlier revision counts meanwhile."""
    from desktop.models.figures.revisions import name_of

    told = _("Lý do: {reason}").format(reason=one.reason or _("không ghi"))
    if one.back_at:
        told = _("{office} đã trả lại. {why}").format(office=one.back_at, why=told)
    if one.stands:
        told += _(" (đang tính {what})").format(what=name_of(one.stands))
    return told


def _reopen(context: Context) -> Answer:
    from desktop.models.figures.returns.verdicts import reopen

    args = context.args
    with context.writing() as store:
        reopen(store, args.form, args.period, args.unit, args.reason)
        return _told(_statuses(store, args.period, (args.form,), args.unit, alone=True))


def _reopen_month(context: Context) -> Answer:
    from desktop.models.figures.returns.closing import open_month

    args = context.args
    with context.writing() as store:
        change = open_month(store, args.period, args.reason, unit=args.unit or "")
    return Answer({"period": args.period, "step": change.label}, (f"{change.label}.",))


def _close(context: Context) -> Answer:
    from desktop.models.figures.returns.closing import close, outlook
    from desktop.models.figures.returns.closing_words import outlook_words
    from desktop.models.text import lowered

    args = context.args
    form, unit = args.form or "", args.unit or ""
    if args.dry_run:
        with context.reading() as reader:
            found = outlook(reader, args.period, form=form, unit=unit)
        head = _("Sẽ khóa sổ {period} cho {n} đơn vị; chưa ghi gì.")
    else:
        with context.writing() as store:
            found = outlook(store, args.period, form=form, unit=unit)
            close(store, args.period, form=form, unit=unit, reason=args.reason or "")
        head = _("Đã khóa sổ {period} cho {n} đơn vị; tạo gói trả lời để các đơn vị biết.")
    lines = [head.format(period=lowered(found.period.title), n=len(found.units))]
    lines += [f"{one.code}  {one.name}" for one in found.units]
    told: dict[str, Any] = {
        "closed": sorted(one.code for one in found.units),
        "lacking": [
            {"unit": one.unit.code, "came": one.came, "owed": one.owed} for one in found.lacking
        ],
        "sent_back": [{"unit": one.unit.code, "returns": one.count} for one in found.sent_back],
        "not_accepted": found.waiting, "returned": found.returned,
        "disputed": [{"unit": unit.code, "form": one} for unit, one in found.disputed],
    }  # fmt: skip
    told |= {"complete": found.complete, "owing": found.owing, "closed_before": found.shut}
    told |= {"dry_run": True} if args.dry_run else {}
    return Answer(told, (*lines, *outlook_words(found)))


def _history(context: Context) -> Answer:
    from desktop.models.figures.returns.return_history import as_json, return_history
    from desktop.models.figures.returns.supplements import value_words
    from desktop.models.figures.returns.words_said import said_words
    from desktop.models.figures.revisions import title_of

    args = context.args
    with context.reading() as reader:
        found = return_history(reader, args.form, args.period, args.unit)
    lines = []
    for one in found.revisions:
        when = _("đúng hạn") if one.on_time else _("muộn")
        by = _("  người chốt: {person}").format(person=one.person) if one.person else ""
        head = f"{one.rev}  {title_of(one.rev)}  {_moment(one.at)}  {when}{by}  {one.reason}"
        lines.append(head.rstrip())
        lines += [
            f"   {c.code}  {value_words(c.was)} → {value_words(c.now)}  {c.reason} {c.source}"
            for c in one.changes
        ]
        lines += [
            _("   Lý do của cảnh báo {rule}: {reason}").format(rule=rule, reason=reason)
            for rule, reason in sorted(one.explained.items())
        ]
        lines += [f"   {said_words(s)}{_of_version(one, s.op)}" for s in one.said]
        lines += [line for other in one.versions for line in _version_lines(other)]
    return Answer(as_json(found), tuple(lines))


def _moment(at: str) -> str:
    """Return a moment as people write it: 08:00 02/11/2026; "" where it is not known."""
    return f"{datetime.fromisoformat(at):%H:%M %d/%m/%Y}" if at else ""


def _of_version(one: "RevisionTold", op: str) -> str:
    """Return that another version than the one that stands was meant, "" where it is the same."""
    return _(" (bản {op})").format(op=op[:8]) if op not in ("", one.op) else ""


def _version_lines(one: "Version") -> list[str]:
    from desktop.models.figures.returns.supplements import value_words

    told = _("bản khác, chờ đơn vị chọn") if one.open else _("bản đã duyệt, sau đó bị ghi đè")
    head = f"   {one.op[:8]}  {told}  {one.origin}  {_moment(one.at)}".rstrip()
    return [head] + [
        f"      {c.code}  {value_words(c.was)} (bản trên: {value_words(c.now)})"
        for c in one.changes
    ]


def _supplement(context: Context) -> Answer:
    from desktop.tasks.figures.supplements import make_supplement

    args = context.args
    with context.reading() as reader:
        path = make_supplement(reader, args.form, args.period, args.unit, args.out, args.rev or 0)
    return Answer({"path": str(path)}, (str(path),))


def _state_names() -> dict[str, str]:
    return {
        "none": _("chưa nhập"), "entering": _("đang nhập"), "locked": _("đã chốt"),
        "sent": _("đã gửi"), "received": _("đã nhận"), "returned": _("bị trả lại"),
        "accepted": _("đã duyệt"),
    }  # fmt: skip


_FORM = needed("--form", _("biểu, như F1"))
_PERIOD = needed("--period", _("kỳ, như 2026-10"))
_UNIT = needed("--unit", _("mã đơn vị"))

VERBS = (
    Verb(
        "return lock", _("chốt báo cáo của các đơn vị trong phạm vi"), _lock,
        (_FORM, _PERIOD,
         option("--unit", _("chỉ đơn vị này; ghi nhiều lần được"), action="append"),
         option("--reason",
                _("lý do, khi có cảnh báo, lập bổ sung hoặc giữ nguyên số bị trả lại")),
         switch("--dry-run", _("chỉ xem chốt được gì, kèm phiếu chất lượng; không ghi gì"))),
    ),
    Verb(
        "return status", _("tình trạng các báo cáo của một kỳ"), _status,
        (_PERIOD, option("--form", _("chỉ biểu này"), action="append"),
         option("--unit", _("chỉ đơn vị này và dưới nó"))),
    ),
    Verb("return late", _("báo cáo gửi vào kỳ đã duyệt hoặc đã khóa, đang chờ duyệt"), _late),
    Verb("return accept", _("duyệt báo cáo của một đơn vị"), _accept, (_FORM, _PERIOD, _UNIT)),
    Verb(
        "return send-back", _("trả lại báo cáo kèm lý do"), _send_back,
        (_FORM, _PERIOD, _UNIT, needed("--reason", _("điều cần sửa"))),
    ),
    Verb(
        "return reopen", _("mở lại báo cáo của kỳ đã khóa, kèm lý do"), _reopen,
        (_FORM, _PERIOD, _UNIT, needed("--reason", _("vì sao mở lại"))),
    ),
    Verb(
        "return reopen-month", _("mở lại cả kỳ đã khóa sổ cho các đơn vị bên dưới, kèm lý do"),
        _reopen_month,
        (_PERIOD, option("--unit", _("chỉ đơn vị này")), needed("--reason", _("vì sao mở lại"))),
    ),
    Verb(
        "return close", _("khóa sổ một kỳ cho các đơn vị bên dưới"), _close,
        (_PERIOD, option("--form", _("chỉ biểu này")), option("--unit", _("chỉ đơn vị này")),
         option("--reason", _("ghi chú cho đơn vị")),
         switch("--dry-run", _("chỉ xem còn thiếu gì; không ghi gì"))),
    ),
    Verb(
        "return history", _("các lần chốt của một báo cáo và những gì đã đổi"), _history,
        (_FORM, _PERIOD, _UNIT),
    ),
    Verb(
        "return supplement", _("in báo cáo bổ sung lần n ra .xlsx, .pdf, .docx"), _supplement,
        (_FORM, _PERIOD, _UNIT, needed("--out", _("tệp sẽ ghi"), file),
         option("--rev", _("lần chốt; mặc định lần mới nhất"), whole)),
    ),
)  # fmt: skip
