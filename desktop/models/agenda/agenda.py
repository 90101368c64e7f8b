"""What an office has to do, what it follows and what is new: the first page as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from desktop.i18n import _
from desktop.models.agenda.agenda_openings import months_to_look_at
from desktop.models.agenda.agenda_returns import (
    OwnReturns,
    asks_now,
    longer_asked,
    owed_periods,
)
from desktop.models.agenda.agenda_words import days_named, waiting_for_review
from desktop.models.agenda.news import News, day_of, read_news, unit_name
from desktop.models.agenda.tracked import Tracked, read_tracked
from desktop.models.figures.returns.board import read_board
from desktop.models.figures.returns.board_units import Trees
from desktop.models.figures.too_late import count_of_own_unit
from desktop.models.packs.periods import Period, period_containing, period_of, previous
from desktop.models.plans import plan_head
from desktop.models.plans.plan_reading import list_plans
from desktop.models.resources import built_on
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.store.refusals import told_refused
from desktop.models.text import lowered
from desktop.models.units.open_conflicts import open_conflicts
from desktop.models.units.scope import Scope
from desktop.models.units.topmost import is_topmost
from desktop.models.units.units import Tree

Urgency = Literal["late", "soon", "later"]
MOST_RETURNED = 6
PROGRAMME_AHEAD = timedelta(days=60)
CLOCK_QUIET = timedelta(days=62)
"""An office writes at least so often; a longer silence may be a wrong clock."""


class Task(msgspec.Struct, frozen=True):
    """Something to do. `subject` names it (period, form, unit …) for whoever opens its place."""

    kind: str
    title: str
    detail: str
    urgency: Urgency
    due: date
    subject: Mapping[str, str] = msgspec.field(default_factory=dict)


class OfficesDone(msgspec.Struct, frozen=True):
    """How many units below have sent all of a period, and the names of those still asked for it.

    Of one that is closed nobody is, whoever has not sent.
    """

    period: Period
    sent: int
    of: int
    missing: tuple[str, ...]


class FirstSteps(msgspec.Struct, frozen=True):
    """Which of the three first steps are done."""

    units: bool
    plan: bool
    figures: bool


class Agenda(msgspec.Struct, frozen=True):
    """The whole first page; `first` is set until the office has figures or bundles.

    `offices` is of the last month, `longer` of the longer periods that somebody has to send now.
    """

    tasks: tuple[Task, ...]
    tracked: tuple[Tracked, ...]
    news: tuple[News, ...]
    offices: OfficesDone | None
    first: FirstSteps | None
    longer: tuple[OfficesDone, ...] = ()


def read_agenda(reader: Reader, today: date) -> Agenda:
    """Return what concerns the office on a day."""
    with reader.asking_once():
        return _agenda(reader, today)


def _agenda(reader: Reader, today: date) -> Agenda:
    trees = Trees(reader)
    month = last_month(reader, today)
    offices = _offices(reader, month, today, trees)
    asked = longer_asked(reader, today)
    longer = [done for one in asked if (done := _offices(reader, one, today, trees)) is not None]
    tasks = [
        *_own_returns(reader, today, trees),
        *_from_below(reader, month, [one for one in (offices, *longer) if one], today, trees),
        *_programme(reader, today),
        *_keyless(reader, today),
        *_bundles(reader, today),
        *_conflicts(reader, today),
        *_refused(reader, today),
        *_sheets(reader, today),
        *_clock(reader, today),
    ]
    order = {"late": 0, "soon": 1, "later": 2}
    # Without a key nothing that stands below it reaches anybody.
    tasks.sort(key=lambda task: (order[task.urgency], task.kind != "enrol", task.due))
    return Agenda(
        tuple(tasks),
        tuple(read_tracked(reader, today)),
        tuple(read_news(reader, today)),
        offices,
        _first_steps(reader, trees.on(today)),
        tuple(one for one in longer if one.missing),
    )


def last_month(reader: Reader, today: date) -> Period:
    """Return the last month that has ended."""
    schemes = reader.packs.schemes
    scheme = next(s for s in schemes if s.kind == "month" and s.holds_on(today))
    return previous(period_containing(today, scheme), schemes)


def _first_steps(reader: Reader, tree: Tree) -> FirstSteps | None:
    own = tree.units.get(reader.own_unit)
    units = own is not None and (tree.role(own) == "base" or bool(tree.children(own.id)))
    plan = bool(list_plans(reader, role=None))
    figures = _has(reader, "cell") or _has(reader, "submit")
    started = figures or _has(reader, "bundle")
    return None if started else FirstSteps(units, plan, figures)


def _has(reader: Reader, kind: str) -> bool:
    query = "SELECT 1 FROM leaf WHERE kind = ? AND winner = 1 AND value <> 'null' LIMIT 1"
    return bool(reader.rows(query, (kind,)))


# our own returns


def _own_returns(reader: Reader, today: date, trees: Trees) -> Iterator[Task]:
    somebody_above = not is_topmost(reader)
    owed = owed_periods(reader, today)
    for period in owed:
        found = OwnReturns.of(reader, period, trees)
        asked = asks_now(period, today)  # else only what was sent back is
        if found.waiting and asked:
            yield _to_lock(found, today)
        if found.estimates and asked:
            yield _task(
                found, "estimates", today,
                _("Xác nhận số ước tính {period}"),
                _("{n} số đoàn viên, lao động mang từ kỳ trước, chưa ai xác nhận.").format(
                    n=found.estimates
                ),
            )  # fmt: skip
        if found.unsent and somebody_above:
            yield _task(
                found, "send", today, _("Gửi lên cấp trên {period}"),
                _("{n} báo cáo đã chốt, chưa có trong gói nào.").format(n=found.unsent),
                dates=True,
            )  # fmt: skip
        if found.changed:
            yield _task(
                found, "changed", today, _("Chốt lại {period}"),
                _("{n} báo cáo có số sửa sau khi chốt.").format(n=found.changed),
            )  # fmt: skip
        if found.off:
            yield _off(found, today)
        yield from _returned(found, today)
        if found.out_of_reach:
            yield _to_reopen(found)
    for period in months_to_look_at(reader, today, {one.id for one in owed}):
        found = OwnReturns.of(reader, period, trees)
        if found.off:
            yield _off(found, today)


def _to_lock(found: OwnReturns, today: date) -> Task:
    names = ", ".join(form.label for form in found.forms_waiting)
    told = _("{names}: còn {n} trên {of} báo cáo chưa chốt.").format(
        names=names, n=len(found.waiting), of=found.owed
    )
    unit = found.waiting[0].unit.id if len(found.waiting) == 1 else ""
    return _task(
        found, "lock", today, _("Nhập và chốt số liệu {period}"), told, dates=True,
        form=found.forms_waiting[0].id, unit=unit,
    )  # fmt: skip


def _off(found: OwnReturns, today: date) -> Task:
    """Ask for a look at a locked period whose opening was corrected afterwards."""
    first = found.off[0]
    told = _(
        "{n} đơn vị có đầu kỳ đã đổi vì tháng trước sửa sau khi chốt, nên cuối kỳ không còn bằng"
        " đầu kỳ + tăng − giảm: sửa số rồi chốt lại."
    ).format(n=len(found.off))
    return _task(
        found, "opening", today, _("Xem lại {period} đã chốt"), told,
        form=first.form, unit=first.unit.id,
    )  # fmt: skip


def _returned(found: OwnReturns, today: date) -> Iterator[Task]:
    for one in found.returned[:MOST_RETURNED]:
        title = _("Sửa báo cáo bị trả lại: {unit}").format(unit=one.unit.name)
        told = _("{form} {period}. Lý do: {reason}").format(
            form=found.label(one.form), period=lowered(found.period.title),
            reason=one.reason or _("không ghi"),
        )  # fmt: skip
        subject = {"period": found.period.id, "form": one.form, "unit": one.unit.id}
        yield Task("returned", title, told, "late", found.period.due, subject)
    left = len(found.returned) - MOST_RETURNED
    if left > 0:
        title = _("Còn {n} báo cáo {period} bị trả lại").format(
            n=left, period=lowered(found.period.title)
        )
        subject = {"period": found.period.id}
        yield Task("returned", title, "", "late", found.period.due, subject)


def _to_reopen(found: OwnReturns) -> Task:
    """Ask for the one thing that can be done of returns of a closed period: to have it opened."""
    first = found.out_of_reach[0]
    title = _("Xin cấp trên mở lại {period} đã khóa sổ").format(period=lowered(found.period.title))
    count = len(found.out_of_reach)
    told = _(
        "{n} báo cáo bị trả lại hoặc có số sửa mà kỳ đã khóa sổ: chưa mở lại thì không sửa"
    ).format(n=count)
    told += _(" được, số tổng giữ như lúc khóa. Báo cáo {form} của {unit}").format(
        form=found.label(first.form), unit=first.unit.name
    )
    told += _(", lý do trả lại: {reason}.").format(reason=first.reason) if first.reason else "."
    subject = {"period": found.period.id, "form": first.form, "unit": first.unit.id}
    return Task("shut", title, told, "soon", found.period.due, subject)


def _task(
    found: OwnReturns,
    kind: str,
    today: date,
    title: str,
    told: str,
    *,
    dates: bool = False,
    form: str = "",
    unit: str = "",
) -> Task:
    period = found.period
    detail = f"{told} {days_named(period, today)}" if dates else told
    subject = {"period": period.id, "form": form, "unit": unit}
    return Task(
        kind, title.format(period=lowered(period.title)), detail, urgency(period, today),
        period.due, {name: value for name, value in subject.items() if value},
    )  # fmt: skip


def urgency(period: Period, today: date) -> Urgency:
    """Return how pressing a period's return is: past due, ended, or still running."""
    if today > period.due:
        return "late"
    return "soon" if today > period.data_to else "later"


# the units below


def _offices(reader: Reader, month: Period, today: date, trees: Trees) -> OfficesDone | None:
    board = read_board(reader, [month], today, trees)
    sent, of = board.reported(month.id)
    nobody = _typed_for(reader)
    unasked = {
        row.unit.id for row in board.rows
        if not row.enrolled and row.unit.id in nobody and not row.cells[0].complete
    }  # fmt: skip
    of -= len(unasked)
    if not of:
        return None
    missing = (row.unit for row in board.missing(month.id) if row.unit.id not in unasked)
    return OfficesDone(month, sent, of, tuple(unit.name for unit in missing))


def _typed_for(reader: Reader) -> set[str]:
    """Return the units whose typing was taken back: of a month of before nobody can be asked."""
    assigned = Scope.of(reader).assigned
    return {unit for unit, words in assigned.items() if words and words[-1][1] != unit}


def _from_below(
    reader: Reader, month: Period, offices: Sequence[OfficesDone], today: date, trees: Trees
) -> Iterator[Task]:
    for done in offices:
        if done.missing:
            period = done.period
            told = _("{sent} trên {of} đơn vị đã gửi đủ. {dates}").format(
                sent=done.sent, of=done.of, dates=days_named(period, today)
            )
            head = _("Nhắc đơn vị chưa gửi đủ {period}").format(period=lowered(period.title))
            subject = {"period": period.id}
            yield Task("missing", head, told, urgency(period, today), period.due, subject)
    if not offices:
        return
    longer = [done.period for done in offices if done.period != month]
    for period, told in waiting_for_review(reader, month, today, trees, longer):
        head = _("Duyệt số liệu {period}").format(period=lowered(period.title))
        yield Task("review", head, told, "soon", period.closing, {"period": period.id})


# plans and conflicts


def _programme(reader: Reader, today: date) -> Iterator[Task]:
    schemes = [s for s in reader.packs.schemes if s.kind == "programme" and s.holds_on(today)]
    for scheme in schemes:
        for year in (today.year, today.year + 1):
            period = period_of(scheme, year)
            if not period.due - PROGRAMME_AHEAD <= today <= period.data_from:
                continue
            own = list_plans(reader, year=year)
            if any(head.state == plan_head.ISSUED for head in own):
                continue
            title = _("Soạn dự thảo chương trình công tác năm {year}").format(year=year)
            if own:
                title = _("Gửi dự thảo chương trình công tác năm {year}").format(year=year)
            subject = {"plan": own[0].id} if own else {"year": str(year)}
            detail = days_named(period, today, closing=False)
            late: Urgency = "late" if today > period.due else "soon"
            yield Task("programme", title, detail, late, period.due, subject)


def _keyless(reader: Reader, today: date) -> Iterator[Task]:
    """Yield that nobody believes this machine: its key has ended, or nobody has granted it one."""
    known = reader.records("enrol")
    own = reader.own_unit
    others = [store for store, fields in known.items()
              if fields.get("key") and reader.unit(str(fields.get("unit", ""))) == own]  # fmt: skip
    if known.get(reader.store_id, {}).get("revoked") is not None:
        title = _("Gọi cấp trên: khóa của máy này đã bị thu hồi")
        told = _("Số liệu nhập ở đây từ lúc đó không gửi lên được và không được tính.")
        yield Task("enrol", title, told, "late", today)
    elif others and reader.store_id not in others:
        title = _("Xin cấp phép cho máy này")
        told = _("Sổ khôi phục từ bản sao lưu: chưa được cấp phép thì không gửi được gói nào.")
        yield Task("enrol", title, told, "late", today)


def _bundles(reader: Reader, today: date) -> Iterator[Task]:
    """Yield the newest bundle not marked as sent, and the units that wait for a receipt."""
    records = reader.known_records("bundle")
    made = [(fields["made"], fields, key) for key, fields in records.items() if "made" in fields]
    if reader.get("enrol", reader.store_id, "revoked") is None:  # nobody takes it from this one
        yield from _to_mark(reader, made, today)
    told_of = {bundle for record, _fields, _key in made for bundle in record.get("acks", ())}
    waiting = {
        reader.unit(fields["taken"]["unit"])
        for key, fields in records.items()
        if key not in told_of and fields.get("taken", {}).get("direction") == "up"
    }
    if waiting:
        title = _("Gửi trả lời cho {n} đơn vị").format(n=len(waiting))
        names = ", ".join(sorted(unit_name(reader, unit) for unit in waiting)[:3])
        more = "…" if len(waiting) > 3 else "."
        yield Task("reply", title, _("Đã nhận gói của {names}").format(names=names) + more,
                   "later", today)  # fmt: skip


def _to_mark(
    reader: Reader, made: Sequence[tuple[Any, Mapping[str, Any], str]], today: date
) -> Iterator[Task]:
    """Yield the newest bundle for the level above that brings returns nothing sent has brought.

    One holds all that was not acknowledged: those made before it need not be sent any more.
    Neither full saves of the office itself nor answers to units below count, nor anything where
    nobody stands above.
    """
    scope, own = Scope.of(reader), reader.own_unit
    above = {unit for unit in scope.path(own) if unit != own}
    up = [
        (record, fields, key) for record, fields, key in made
        if reader.unit(str(record.get("to", ""))) in above
        or (not record.get("to") and record.get("kind") == "baocao")
    ]  # fmt: skip
    if all(fields.get("sent") or fields.get("received") for _record, fields, _key in up):
        return  # as nearly always: the returns of years in them need not be gone through
    gone, waiting = set[tuple[str, str]](), []
    for record, fields, key in up:
        returns = {(str(name), str(rev)) for name, rev in record.get("returns", [])}
        if fields.get("sent") or fields.get("received"):
            gone |= returns
        else:
            waiting.append(((str(record.get("at", "")), record["seq"]), record, key, returns))
    waiting = [one for one in waiting if one[3] - gone]
    if waiting:
        _order, record, key, _returns = max(waiting, key=lambda one: one[0])
        title = _("Gửi gói số {n} lên cấp trên").format(n=record["seq"])
        told = _("Gói tạo ngày {day} chưa được đánh dấu đã gửi.").format(day=day_of(record))
        if len(waiting) > 1:
            told += " " + _("Gói này gồm cả {n} gói tạo trước mà chưa gửi.").format(
                n=len(waiting) - 1
            )
        yield Task("mark", title, told, "soon", today, {"bundle": key})


def _conflicts(reader: Reader, today: date) -> Iterator[Task]:
    count = len(open_conflicts(reader))
    if count:
        title = _("Xem {n} chỗ hai máy ghi khác nhau").format(n=count)
        told = _("Cả hai giá trị đều được giữ cho đến khi anh/chị chọn.")
        yield Task("conflicts", title, told, "soon", today)


def _refused(reader: Reader, today: date) -> Iterator[Task]:
    """Yield what this office wrote and another does not count, as the newest receipts say."""
    asked = "SELECT 1 FROM leaf WHERE op = ? AND winner = 1 AND value <> 'null'"
    count = sum(bool(reader.rows(asked, (op,))) for op in told_refused(reader))
    count += count_of_own_unit(reader)
    if count:
        title = _("Xem {n} nội dung cấp khác không tính").format(n=count)
        words = _("Lý do ghi ở từng nội dung; sửa hoặc bỏ ở nơi đã ghi.")
        yield Task("refused", title, words, "soon", today)


def _sheets(reader: Reader, today: date) -> Iterator[Task]:
    """Yield the QR sheets kept until a bundle brings the key they are signed with."""
    rows = reader.rows("SELECT value FROM machine WHERE name >= 'sheet/' AND name < 'sheet/~'")
    codes = sorted({str(load(value).get("code", "")) for (value,) in rows})
    if rows:
        title = _("Xin gói mới của đơn vị: {n} phiếu QR đang giữ").format(n=len(rows))
        told = _("Phiếu của {codes} ký bằng khóa sổ chưa biết; vào sổ khi nhận gói mới.")
        yield Task("sheets", title, told.format(codes=", ".join(codes)), "soon", today)


def _clock(reader: Reader, today: date) -> Iterator[Task]:
    """Yield a doubt about this computer's clock, judged by the newest step it wrote.

    Before anything was written, what the program is made of is all there is to go by.
    """
    rows = reader.rows("SELECT at FROM step ORDER BY seq DESC LIMIT 1")
    last = date.fromisoformat(rows[0][0][:10]) if rows else today
    if not last - timedelta(days=1) <= today <= last + CLOCK_QUIET:
        told = _("Lần ghi gần nhất là ngày {last}. Nếu ngày của máy sai, hãy chỉnh trước khi ghi.")
        yield _clock_task(today, told.format(last=f"{last:%d/%m/%Y}"))
        return
    built = built_on()
    if built is not None and today < built:
        told = _("Chương trình này có từ ngày {day}, sau ngày của máy. Hãy chỉnh ngày giờ của máy.")
        yield _clock_task(today, told.format(day=f"{built:%d/%m/%Y}"))


def _clock_task(today: date, told: str) -> Task:
    title = _("Xem lại đồng hồ máy: đang là ngày {today}").format(today=f"{today:%d/%m/%Y}")
    return Task("clock", title, told, "soon", today)
