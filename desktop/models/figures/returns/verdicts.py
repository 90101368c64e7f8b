"""Verdicts: the level above accepts a return or sends it back; the word travels down.

It is passed on upwards too, so that every office counts the same revision.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.closure import refuse_closed_above, shut_units, who_may
from desktop.models.figures.figures import set_cells
from desktop.models.figures.frozen import last_clock
from desktop.models.figures.last_words import last_words
from desktop.models.figures.returns.closing import office_below, say_open
from desktop.models.figures.returns.reasons import reason_to_reopen, reason_to_send_back
from desktop.models.figures.revisions import Revision, entry_form, name_of, revisions
from desktop.models.figures.vetted import pass_on
from desktop.models.figures.views import closed_below, decided_here
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import down, prefix_range, return_key
from desktop.models.store.machines import machine_units
from desktop.models.store.store import ChangeSet, Step, Store
from desktop.models.text import lowered
from desktop.models.units.ceased import unit_within
from desktop.models.units.scope import Scope


def accept(store: Store, form: str, period: str, unit: str) -> ChangeSet:
    """Accept the newest revision of a return from below; a barrier step."""
    return _review(store, form, period, unit, {"state": "accepted"}, _("Duyệt"))


def send_back(store: Store, form: str, period: str, unit: str, reason: str) -> ChangeSet:
    """Return a unit's report for correction, from any state; the reason travels down."""
    verdict = {"state": "returned", "reason": reason_to_send_back(reason)}
    return _review(store, form, period, unit, verdict, _("Trả lại"))


def reopen(store: Store, form: str, period: str, unit: str, reason: str) -> ChangeSet:
    """Open a unit's return of a closed period again, with a reason that travels down.

    A locked one counts as returned until it is locked anew; one that never was may be typed.
    The upper office may, and the topmost one for what it types itself; a barrier step.
    """
    told = reason_to_reopen(reason)
    when = parse_period(period, store.packs.schemes)
    known = unit_within(store, when.data_from, when.data_to, unit)
    entry_form(store, form)
    who_may(store, known.id, when.id)
    listed = revisions(store, when.id, form).get((known.id, form), [])
    label = _("Mở lại {form} {period}: {unit}").format(
        form=form, period=lowered(when.title), unit=known.name
    )
    with store.step(label, barrier="review") as step:
        say_open(store, step, when, {(known.id, form)}, told)
        if listed:
            verdict = {"state": "returned", "reason": told, "reopened": True}
            _Voice.of(store, step, when).say(listed[-1], verdict)
    return step.change


def reopen_and_set(
    store: Store, form: str, period: str, units: Iterable[str],
    values: Mapping[tuple[str, str], Entry], reason: str,
) -> ChangeSet:  # fmt: skip
    """Open returns of a closed period again and enter cells in them, as one step."""
    with store.step(_("Mở lại {form} và sửa số").format(form=form), barrier="review") as step:
        for unit in units:
            reopen(store, form, period, unit, reason)
        set_cells(store, period, values, reason=reason)
    return step.change


def _review(
    store: Store, form: str, period: str, unit_code: str, verdict: dict[str, Any], verb: str
) -> ChangeSet:
    entry_form(store, form)
    when = parse_period(period, store.packs.schemes)
    unit = unit_within(store, when.data_from, when.data_to, unit_code)
    listed = revisions(store, when.id, form).get((unit.id, form), [])
    if not listed:
        raise Refusal(
            _("{unit} chưa nộp {form} {period}.").format(
                unit=unit.name, form=form, period=lowered(when.title)
            ),
            next_step=_("Nhập gói của đơn vị trước."), code="E_NO_RETURN",
        )  # fmt: skip
    _refuse_own(Scope.of(store), store.own_unit, unit.id, when.data_to)
    refuse_closed_above(store, when)
    if verdict["state"] == "accepted" and disputed(store, listed[-1]):
        raise _two_of_one(unit.name, form, when, listed[-1].rev)
    office = sent_back_above(store, listed[-1])
    if verdict["state"] == "accepted" and office:
        raise _returned_above(office, unit.name, form, when)
    label = f"{verb} {form} {when.title}: {unit.name}"
    with store.step(label, barrier="review") as step:
        if verdict["state"] == "accepted":  # these very values, whoever writes over them
            verdict = verdict | {"op": listed[-1].op}
        else:
            verdict = verdict | _still_standing(store, unit.id, form, when, listed)
        if verdict["state"] == "returned" and _is_shut(store, form, when, unit.id):
            say_open(store, step, when, {(unit.id, form)}, verdict["reason"])
        _Voice.of(store, step, when).say(listed[-1], verdict)
    return step.change


class _Voice(msgspec.Struct):
    """Says words on returns of a period in an open step.

    They come after every word on the period that is held, whatever clock that was said by, and
    write over no other office's.
    """

    step: Step
    scope: Scope
    own: str
    period: Period
    seen: str
    others: Collection[str]

    @classmethod
    def of(cls, store: Store, step: Step, period: Period) -> "_Voice":
        seen, own = last_clock(store, period.id), store.own_unit
        others = {name for name, unit in machine_units(store).items() if unit != own}
        return cls(step, Scope.of(store), own, period, seen, others)

    def say(self, one: Revision, verdict: Mapping[str, Any]) -> None:
        """Write a word on a revision, down to its office and up to those above."""
        key, rev = return_key(one.unit, one.form, one.period), str(one.rev)
        stream = down(office_below(self.scope, self.own, one.unit, self.period.data_to))
        self.step.put(
            "review", key, rev, dict(verdict), stream=stream, seen=self.seen, beside=self.others
        )
        pass_on(self.step, self.scope, self.own, key, rev, verdict, seen=self.seen)


def _still_standing(
    store: Store, unit: str, form: str, period: Period, listed: Sequence[Revision]
) -> dict[str, Any]:
    """Return what a word that turns the newest revision back says of what counted before it.

    What was accepted, or stood when the period was closed, goes on counting; where nothing had
    come by then, nothing does. Sending back what counts itself leaves nothing standing. Where
    nobody here or above said anything, a closing of an office below leaves what it named.
    """
    newest = listed[-1]
    word = decided_here(store, period, unit, form)
    if word is None:
        below = closed_below(store, period, unit, form)
        word = msgspec.structs.replace(below, accepted=False) if below is not None else None
    if word is None:
        return {}
    if not word.rev:
        return {"stands": 0, "closed": True}
    known = {one.rev: one.op for one in listed}
    op = word.op or known.get(word.rev, "")
    if not op or (word.rev == newest.rev and op == newest.op):
        return {}
    told: dict[str, Any] = {"stands": word.rev, "op": op}
    return told if word.accepted else told | {"closed": True}


def _is_shut(store: Store, form: str, period: Period, unit: str) -> bool:
    """Tell whether a return is shut for its office, by whatever office above it."""
    if shut_units(store, form, period, [unit]):
        return True
    return closed_below(store, period, unit, form) is not None


def _refuse_own(scope: Scope, own: str, unit: str, day: date) -> None:
    """The level above judges what this office typed; only the topmost has nobody above."""
    is_topmost = scope.parent(own, day.isoformat()) is None
    if unit == own or (scope.owner(unit, day) == own and not is_topmost):
        raise Refusal(
            _("Không tự duyệt báo cáo của chính đơn vị mình."),
            next_step=_("Gửi báo cáo lên để cấp trên duyệt."), code="E_OWN_RETURN",
        )  # fmt: skip


def sent_back_above(store: Store, one: Revision) -> str:
    """Return the name of the office above this one that sent a revision back, "" where none did.

    What an office below accepts of it counts nothing.
    """
    words = last_words(store, *prefix_range(return_key(one.unit, one.form, one.period)))
    offices = machine_units(store)
    for word in words:
        office = offices.get(word.store, "")
        back = word.rev == one.rev and word.said.get("state") == "returned"
        if back and office and Scope.of(store).is_below(store.own_unit, office):
            return Scope.of(store).label(office)
    return ""


def _returned_above(office: str, name: str, form: str, period: Period) -> Refusal:
    return Refusal(
        _("{office} đã trả lại {form} {period} của {unit} để sửa: chưa duyệt được.").format(
            office=office, form=form, period=lowered(period.title), unit=name
        ),
        next_step=_("Chờ đơn vị chốt lại và gửi báo cáo bổ sung rồi duyệt."),
        code="E_RETURNED_ABOVE",
    )  # fmt: skip


def disputed(store: Store, one: Revision) -> bool:
    """Tell whether two machines locked a revision differently and nobody has chosen yet."""
    leaves = store.leaves("submit", return_key(one.unit, one.form, one.period), str(one.rev))
    return len({leaf.value for leaf in leaves}) > 1


def _two_of_one(name: str, form: str, period: Period, rev: int) -> Refusal:
    return Refusal(
        _(
            "{unit} có hai bản {form} {period} ({what}) khác nhau, do hai máy chốt:"
            " chưa duyệt được."
        ).format(unit=name, form=form, period=lowered(period.title), what=name_of(rev)),
        next_step=_(
            "Xem hai bản ở phần Khác nhau (lệnh conflicts list): đơn vị chọn một bản rồi gửi gói"
            " mới, hoặc trả lại để đơn vị chốt lại."
        ),
        code="E_CONFLICT",
    )  # fmt: skip


def accept_all(store: Store, period_id: str, returns: Iterable[tuple[str, str]]) -> ChangeSet:
    """Accept the newest revisions of several returns, (unit id, form), as one barrier step.

    Of which two machines locked the newest one differently are passed over, and told in the
    step's name; so are those an office above has sent back. Raises Refusal where that leaves none.
    """
    period = parse_period(period_id, store.packs.schemes)
    wanted = list(returns)
    listed = revisions(store, period.id)
    refuse_closed_above(store, period)
    came = [listed[one][-1] for one in wanted if one in listed]
    newest = [one for one in came if not sent_back_above(store, one)]
    if came and not newest:
        first, scope = came[0], Scope.of(store)
        raise _returned_above(
            sent_back_above(store, first), scope.label(first.unit), first.form, period
        )
    chosen = [one for one in newest if not disputed(store, one)]
    if newest and not chosen:
        first, scope = newest[0], Scope.of(store)
        raise _two_of_one(scope.label(first.unit), first.form, period, first.rev)
    label = _("Duyệt {n} báo cáo {period}").format(n=len(chosen), period=lowered(period.title))
    if len(newest) < len(came):
        label += _("; {n} báo cáo cấp trên đã trả lại, chờ đơn vị sửa").format(
            n=len(came) - len(newest)
        )
    if len(chosen) < len(newest):
        label += _("; {n} báo cáo có hai bản khác nhau, chưa duyệt").format(
            n=len(newest) - len(chosen)
        )
    with store.step(label, barrier="review") as step:
        voice = _Voice.of(store, step, period)
        for one in chosen:
            _refuse_own(voice.scope, store.own_unit, one.unit, period.data_to)
            voice.say(one, {"state": "accepted", "op": one.op})
    return step.change
