"""Verdicts: the level above accepts a return or sends it back; the word travels down.

It is passed on upwards too, so that every office counts the same revision.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.closure import ALL_FORMS, CLOSING, said_of, shut_units, who_may
from desktop.models.figures.figures import set_cells
from desktop.models.figures.revisions import Revision, entry_form, reviews, revisions
from desktop.models.figures.vetted import pass_on
from desktop.models.figures.views import stands
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import cell_key, down, return_key
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import lowered
from desktop.models.units.scope import Scope
from desktop.models.units.units import tree_on


def accept(store: Store, form: str, period: str, unit: str) -> ChangeSet:
    """Accept the newest revision of a return from below; a barrier step."""
    return _review(store, form, period, unit, {"state": "accepted"}, _("Duyệt"))


def send_back(store: Store, form: str, period: str, unit: str, reason: str) -> ChangeSet:
    """Return a unit's report for correction, from any state; the reason travels down."""
    if not reason.strip():
        raise Refusal(_("Chưa ghi lý do trả lại."), next_step=_("Ghi điều cần sửa để đơn vị biết."))
    return _review(
        store, form, period, unit, {"state": "returned", "reason": reason.strip()}, _("Trả lại")
    )


def reopen(store: Store, form: str, period: str, unit: str, reason: str) -> ChangeSet:
    """Open a unit's return of a closed period again, with a reason that travels down.

    A locked one counts as returned until it is locked anew; one that never was may be typed.
    The upper office may, and the topmost one for what it types itself; a barrier step.
    """
    if not reason.strip():
        raise Refusal(
            _("Chưa ghi lý do mở lại."), next_step=_("Ghi vì sao cần sửa số liệu của kỳ đã khóa.")
        )
    when = parse_period(period, store.packs.schemes)
    known = tree_on(store, when.data_to).by_code(unit)
    entry_form(store, form)
    who_may(store, known.id, when.id)
    scope = Scope.of(store)
    stream = down(_office_below(scope, store.own_unit, known.id, when.data_to))
    listed = revisions(store, when.id, form).get((known.id, form), [])
    told = reason.strip()
    label = _("Mở lại {form} {period}: {unit}").format(
        form=form, period=lowered(when.title), unit=known.name
    )
    with store.step(label, barrier="review") as step:
        _open(store, known.id, form, when, told, stream)
        if listed:
            verdict = {"state": "returned", "reason": told, "reopened": True}
            key = return_key(known.id, form, when.id)
            step.put("review", key, str(listed[-1].rev), verdict, stream=stream)
            pass_on(step, scope, store.own_unit, key, str(listed[-1].rev), verdict)
    return step.change


def _open(
    store: Store, unit: str, form: str, period: Period, reason: str, stream: str
) -> None:  # fmt: skip
    # The moment makes it a new word each time: the newest one counts.
    word = {"state": "open", "reason": reason, "at": store.now()}
    step = store.require_step()
    step.put(CLOSING, cell_key(unit, period.id), form, word, stream=stream)


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


def close(
    store: Store, period: str, *, form: str = "", unit: str = "", reason: str = ""
) -> ChangeSet:
    """Close a period for a unit and what is below it (default: every one directly below).

    From then on nothing of it can be changed until it is reopened; a barrier step.
    """
    when = parse_period(period, store.packs.schemes)
    tree = tree_on(store, when.data_to)
    if form:
        entry_form(store, form)
    units = [tree.by_code(unit)] if unit else tree.children(store.own_unit)
    own = store.own_unit
    listed = [one for one in units if one.id != own and (unit or tree.role(one) != "part")]
    scope = Scope.of(store)
    mine = [one for one in listed if unit or scope.owner(one.id, when.data_to) != own]
    if scope.parent(own, when.data_to.isoformat()) is None:
        mine = listed
    if not mine:
        raise Refusal(
            _("Không có đơn vị nào để khóa sổ."),
            next_step=_("Khóa sổ là việc của cơ quan cấp trên của đơn vị."),
            code="E_NOTHING",
        )
    for one in mine:
        who_may(store, one.id, when.id)
    label = _("Khóa sổ {period}, {n} đơn vị").format(period=lowered(when.title), n=len(mine))
    with store.step(label, barrier="review") as step:
        for one in mine:
            stream = down(_office_below(scope, own, one.id, when.data_to))
            word = {"state": "closed", "at": store.now()}
            word |= {"reason": reason.strip()} if reason.strip() else {}
            step.put(CLOSING, cell_key(one.id, when.id), form or ALL_FORMS, word, stream=stream)
    return step.change


def open_month(store: Store, period: str, reason: str) -> ChangeSet:
    """Open a closed period again for every unit directly below it was closed for; a barrier step.

    What was locked stays locked: it may be corrected again, or sent back.
    """
    if not reason.strip():
        raise Refusal(
            _("Chưa ghi lý do mở lại."), next_step=_("Ghi vì sao cần sửa số liệu của kỳ đã khóa.")
        )
    when = parse_period(period, store.packs.schemes)
    tree, scope, own = tree_on(store, when.data_to), Scope.of(store), store.own_unit
    shut = [
        (unit, form)
        for unit, words in said_of(store, when.id).items()
        for form, word in words.items()
        if word.closed and unit != own and unit in tree.units
        and own in scope.path(unit, when.data_to.isoformat())
    ]  # fmt: skip
    if not shut:
        raise Refusal(
            _("{period} không khóa sổ cho đơn vị nào.").format(period=when.title),
            next_step=_("Chọn kỳ đã khóa sổ."), code="E_NOTHING",
        )  # fmt: skip
    for unit, _form in shut:
        who_may(store, unit, when.id)
    label = _("Mở lại {period}, {n} đơn vị").format(
        period=lowered(when.title), n=len({unit for unit, _form in shut})
    )
    with store.step(label, barrier="review") as step:
        for unit, form in shut:
            stream = down(_office_below(scope, own, unit, when.data_to))
            word = {"state": "open", "reason": reason.strip(), "at": store.now()}
            step.put(CLOSING, cell_key(unit, when.id), form, word, stream=stream)
    return step.change


def _review(
    store: Store, form: str, period: str, unit_code: str, verdict: dict[str, Any], verb: str
) -> ChangeSet:
    when = parse_period(period, store.packs.schemes)
    unit = tree_on(store, when.data_to).by_code(unit_code)
    listed = revisions(store, when.id, form).get((unit.id, form), [])
    if not listed:
        raise Refusal(
            _("{unit} chưa nộp {form} {period}.").format(
                unit=unit.name, form=form, period=when.title
            ),
            next_step=_("Nhập gói của đơn vị trước."), code="E_NO_RETURN",
        )  # fmt: skip
    scope = Scope.of(store)
    _refuse_own(scope, store.own_unit, unit.id, when.data_to)
    receiver = _office_below(scope, store.own_unit, unit.id, when.data_to)
    label = f"{verb} {form} {when.title}: {unit.name}"
    with store.step(label, barrier="review") as step:
        key = return_key(unit.id, form, when.id)
        if verdict["state"] == "returned" and shut_units(store, form, when, [unit.id]):
            _open(store, unit.id, form, when, verdict["reason"], down(receiver))
        if verdict["state"] == "accepted":  # these very values, whoever writes over them
            verdict = verdict | {"op": listed[-1].op}
        else:
            verdict = verdict | _still_standing(store, unit.id, form, when.id, listed)
        step.put("review", key, str(listed[-1].rev), verdict, stream=down(receiver))
        pass_on(step, scope, store.own_unit, key, str(listed[-1].rev), verdict)
    return step.change


def _still_standing(
    store: Store, unit: str, form: str, period: str, listed: Sequence[Revision]
) -> dict[str, Any]:
    """Return what a word that turns the newest revision back says of the one accepted before.

    Sending back the accepted one itself leaves nothing standing.
    """
    words = reviews(store, period).get((unit, form), [])
    if not words:
        return {}
    _hlc, rev, said = words[-1]
    standing, op = stands(rev, said), said.get("op")
    newest = listed[-1]
    known = {one.rev: one.op for one in listed}
    if standing not in known or (standing == newest.rev and op in (None, newest.op)):
        return {}
    return {"stands": standing, "op": op or known[standing]}


def _refuse_own(scope: Scope, own: str, unit: str, day: date) -> None:
    """The level above judges what this office typed; only the topmost has nobody above."""
    is_topmost = scope.parent(own, day.isoformat()) is None
    if unit == own or (scope.owner(unit, day) == own and not is_topmost):
        raise Refusal(
            _("Không tự duyệt báo cáo của chính đơn vị mình."),
            next_step=_("Gửi báo cáo lên để cấp trên duyệt."), code="E_OWN_RETURN",
        )  # fmt: skip


def _office_below(scope: Scope, own: str, unit: str, day: date) -> str:
    """Return the unit whose office must hear about a return: the one just below us."""
    below = []
    for above in scope.path(unit, day.isoformat()):
        if above == own:
            break
        if above in scope.assigned:
            below.append(above)
    return below[-1] if below else unit


def accept_all(store: Store, period_id: str, returns: Iterable[tuple[str, str]]) -> ChangeSet:
    """Accept the newest revisions of several returns, (unit id, form), as one barrier step."""
    period = parse_period(period_id, store.packs.schemes)
    wanted = list(returns)
    listed = revisions(store, period.id)
    scope = Scope.of(store)
    label = _("Duyệt {n} báo cáo {period}").format(n=len(wanted), period=lowered(period.title))
    with store.step(label, barrier="review") as step:
        for unit, form in wanted:
            known = listed.get((unit, form))
            if known:
                _refuse_own(scope, store.own_unit, unit, period.data_to)
                key = return_key(unit, form, period.id)
                receiver = _office_below(scope, store.own_unit, unit, period.data_to)
                verdict = {"state": "accepted", "op": known[-1].op}
                step.put("review", key, str(known[-1].rev), verdict, stream=down(receiver))
                pass_on(step, scope, store.own_unit, key, str(known[-1].rev), verdict)
    return step.change
