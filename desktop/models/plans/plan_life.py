"""A paper's life after and before issue: out for comment, amended, replaced, withdrawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans import plan_head, plans
from desktop.models.plans.plan_head import AMEND, REPLACE, PlanHead
from desktop.models.plans.plan_reading import ISSUED_PLAN
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Step, Store
from desktop.models.text import short_date


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One thing that happened to a paper: when (ISO day), what, and the plan it concerns."""

    day: str
    what: str
    plan: str = ""


def send_for_comment(store: Store, plan_id: str, day: date, until: date | None = None) -> ChangeSet:
    """Say that a draft is out for comment, awaited back by a day; it can still be edited."""
    head = plans.read_plan(store, plan_id)
    plans.require_open(head)
    if until is not None and until < day:
        raise Refusal(
            _("Hạn góp ý trước ngày gửi."), next_step=_("Ghi hạn sau ngày gửi."), code="E_DATE"
        )
    with store.step(_("Gửi lấy ý kiến")) as step:
        step.put(plans.PLAN, plan_id, "asked_on", day.isoformat())
        step.put(plans.PLAN, plan_id, "asked_until", until.isoformat() if until else None)
    return step.change


def take_back(store: Store, plan_id: str) -> ChangeSet:
    """End the time of comments: the paper is a plain draft again."""
    plans.require_open(plans.read_plan(store, plan_id))
    with store.step(_("Kết thúc lấy ý kiến")) as step:
        step.put_fields(plans.PLAN, plan_id, {"asked_on": None, "asked_until": None})
    return step.change


def withdraw_plan(store: Store, plan_id: str, day: date, why: str = "") -> ChangeSet:
    """Say that an issued paper no longer holds; its number stays used and its text is kept.

    The paper it had replaced or amended holds again as it was before.
    """
    head = _issued(store, plan_id)
    if head.withdrawn:
        raise Refusal(
            _("Văn bản này đã thu hồi ngày {day}.").format(day=_short(head.withdrawn)),
            next_step=_("Xem lịch sử của văn bản."), code="E_WITHDRAWN",
        )  # fmt: skip
    if head.day is not None and day < head.day:
        raise Refusal(
            _("Ngày thu hồi trước ngày ban hành."),
            next_step=_("Ghi ngày từ {day} trở đi.").format(day=short_date(head.day)),
            code="E_DATE",
        )
    fields = {"withdrawn": day.isoformat(), "withdrawn_why": why.strip() or None}
    with store.step(_("Thu hồi văn bản")) as step:
        step.put_fields(plans.PLAN, plan_id, fields)
        step.put(ISSUED_PLAN, plan_id, "withdrawn", {"date": day.isoformat(), "why": why.strip()})
        _unmark_amended(store, step, head)
    return step.change


def restore_force(store: Store, plan_id: str) -> ChangeSet:
    """Take a withdrawal back; what the paper replaced or amended is marked so again.

    Refused when another paper in force has replaced the same one since.
    """
    head = _issued(store, plan_id)
    if not head.withdrawn:
        raise Refusal(
            _("Văn bản này chưa thu hồi."), next_step=_("Không cần làm gì."), code="E_NOT_WITHDRAWN"
        )
    with store.step(_("Bỏ thu hồi văn bản")) as step:
        step.put_fields(plans.PLAN, plan_id, {"withdrawn": None, "withdrawn_why": None})
        step.put(ISSUED_PLAN, plan_id, "withdrawn", None)
        if head.amends:
            mark_amended(store, step, head)
    return step.change


def mark_amended(store: Store, step: Step, issued: PlanHead) -> None:
    """Mark the paper that an issued one amends or replaces; one that is gone is passed over.

    Refuses to replace what another paper in force has replaced already.
    """
    old = _amended(store, issued)
    if old is None:
        return
    if issued.amends_how == AMEND:
        listed = [*(one for one in old.amended_by if one != issued.id), issued.id]
        step.put(plans.PLAN, old.id, "amended_by", listed)
    elif (by := _known(store, old.replaced_by)) and by.id != issued.id and not by.withdrawn:
        raise Refusal(
            _("{paper} đã được thay thế bởi {by}.").format(paper=_called(old), by=_called(by)),
            next_step=_("Thu hồi văn bản ấy trước, hoặc soạn văn bản thay thế nó."),
            code="E_REPLACED",
        )
    else:
        step.put(plans.PLAN, old.id, "replaced_by", issued.id)


def holds_again(reader: Reader, withdrawn: str) -> PlanHead | None:
    """Return the paper that is in force again since the one that had replaced it was withdrawn."""
    paper = plans.read_plan(reader, withdrawn)
    old = _amended(reader, paper) if paper.amends_how == REPLACE else None
    return old if old is not None and old.stage in (plan_head.ISSUED, plan_head.AMENDED) else None


def _unmark_amended(reader: Reader, step: Step, withdrawn: PlanHead) -> None:
    """Let the paper that one replaced or amended hold again; another's mark is left.

    One that is itself replaced by a paper in force keeps its mark, until that goes too.
    """
    old = _amended(reader, withdrawn)
    if old is None or withdrawn.replaced_by:
        return
    if withdrawn.id in old.amended_by:
        listed = [one for one in old.amended_by if one != withdrawn.id]
        step.put(plans.PLAN, old.id, "amended_by", listed or None)
    if old.replaced_by == withdrawn.id:
        step.put(plans.PLAN, old.id, "replaced_by", None)
        if old.withdrawn:
            _unmark_amended(reader, step, replace(old, replaced_by=""))


def _amended(reader: Reader, paper: PlanHead) -> PlanHead | None:
    """Return the paper that one amends or replaces, None where it is gone."""
    return _known(reader, paper.amends)


def _known(reader: Reader, plan_id: str) -> PlanHead | None:
    try:
        return plans.read_plan(reader, plan_id) if plan_id else None
    except Refusal:
        return None


def life_of(reader: Reader, plan_id: str) -> list[LifeEvent]:
    """Return what happened to a paper, in order of days."""
    head = plans.read_plan(reader, plan_id)
    known = {other.id: other for other in plans.list_plans(reader, role=None)}
    found: list[LifeEvent] = []
    if old := known.get(head.amends):
        how = _("Sửa đổi, bổ sung {paper}") if head.amends_how == AMEND else _("Thay thế {paper}")
        found.append(LifeEvent(head.date, how.format(paper=_called(old)), old.id))
    if head.asked_on:
        told = _("Gửi lấy ý kiến")
        if head.asked_until:
            told = _("Gửi lấy ý kiến, hạn {day}").format(day=_short(head.asked_until))
        found.append(LifeEvent(head.asked_on, told))
    for number, body in _revisions(reader, plan_id):
        day = str(body.get("head", {}).get("date") or "")
        told = _("Ban hành số {number}").format(number=_snapshot_number(body))
        found.append(LifeEvent(day, told if number == 1 else _("Ban hành lại, lần {n}").format(
            n=number)))  # fmt: skip
    for other in (*head.amended_by, head.replaced_by, *_once_amending(known, plan_id)):
        if new := known.pop(other, None):
            found += _changed_by(new, replaced=other == head.replaced_by)
    if head.withdrawn:
        told = _("Thu hồi: {why}").format(why=head.withdrawn_why) if head.withdrawn_why else _(
            "Thu hồi")  # fmt: skip
        found.append(LifeEvent(head.withdrawn, told))
    return sorted(found, key=lambda event: event.day or "9999")


def _once_amending(known: Mapping[str, PlanHead], plan_id: str) -> list[str]:
    """Return the papers that had amended or replaced one and were withdrawn since."""
    return [one.id for one in known.values() if one.amends == plan_id and one.withdrawn]


def _changed_by(new: PlanHead, *, replaced: bool) -> Iterator[LifeEvent]:
    replaces = replaced or new.amends_how == REPLACE
    told = _("Được thay thế bởi {paper}") if replaces else _("Được sửa đổi, bổ sung bởi {paper}")
    yield LifeEvent(new.date, told.format(paper=_called(new)), new.id)
    if new.withdrawn and not replaced:
        told = _("{paper} bị thu hồi, văn bản này có hiệu lực trở lại") if replaces else _(
            "{paper} bị thu hồi, không còn sửa đổi văn bản này")  # fmt: skip
        yield LifeEvent(new.withdrawn, told.format(paper=_called(new)), new.id)


def stage_names() -> dict[str, str]:
    """Return what the stages of a paper are called."""
    return {
        plan_head.DRAFT: _("Dự thảo"),
        plan_head.ASKED: _("Đang lấy ý kiến"),
        plan_head.ISSUED: _("Đã ban hành"),
        plan_head.AMENDED: _("Đã được sửa đổi"),
        plan_head.REPLACED: _("Đã được thay thế"),
        plan_head.WITHDRAWN: _("Đã thu hồi"),
    }


def _issued(reader: Reader, plan_id: str) -> PlanHead:
    head = plans.read_plan(reader, plan_id)
    if head.state != plan_head.ISSUED:
        raise Refusal(
            _("Văn bản này chưa ban hành."), next_step=_("Sửa hoặc xóa bản dự thảo."),
            code="E_NOT_ISSUED",
        )  # fmt: skip
    return head


def _revisions(reader: Reader, plan_id: str) -> list[tuple[int, dict[str, Any]]]:
    found = reader.fields(ISSUED_PLAN, plan_id)
    return sorted((int(name), body) for name, body in found.items() if name.isdigit())


def _snapshot_number(body: dict[str, Any]) -> str:
    head = body.get("head") or {}
    return "/".join(str(head[name]) for name in ("number", "symbol") if head.get(name))


def _called(head: PlanHead) -> str:
    return head.full_number or head.title or head.subject


def _short(day: str) -> str:
    return short_date(date.fromisoformat(day)) if day else ""
