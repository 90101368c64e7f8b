"""What waits for a word, in words: in the row of a unit, and below a table."""

from collections.abc import Iterable, Sequence

from desktop.i18n import _
from desktop.models.figures.revisions import short_name
from desktop.models.figures.sums.waiting import Waiting
from desktop.models.listed import first_few
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import parse_period
from desktop.models.text import lowered, with_counts

MOST_NAMED = 3


def remark(packs: Packs, one: Waiting, period: str) -> str:
    """Return what stands in the row of a unit, in a report of a period (id)."""
    if not one.stands:
        told = _("nộp sau khi khóa sổ, chưa tính")
    elif one.rev > one.stands:
        told = _("chờ duyệt {what}").format(what=short_name(one.rev))
    else:
        told = _("chờ duyệt bản chốt lại")
    return told if one.period == period else f"{told} ({_month(packs, one)})"


def notes(packs: Packs, waiting: Iterable[Waiting], period: str) -> list[str]:
    """Return what stands below a table of a period (id): how many units wait, where to look."""
    listed = list(waiting)
    groups = [
        [one for one in listed if bool(one.stands) == stood and one.ours == ours]
        for stood in (True, False) for ours in (False, True)
    ]  # fmt: skip
    return [_note(packs, group, period) for group in groups if group]


def _note(packs: Packs, group: Sequence[Waiting], period: str) -> str:
    first = group[0]
    if not first.stands:
        told = _("Chưa tính báo cáo nộp sau khi khóa sổ, đang chờ duyệt: {whom}.")
    elif first.ours:
        told = _("Báo cáo bổ sung chưa duyệt: {whom}; {counted}.")
    else:
        told = _("Chờ cấp trên duyệt báo cáo bổ sung: {whom}; {counted}.")
    place = _("Xem và duyệt ở trang Gửi – nhận, mục Chờ duyệt.")
    if not first.ours:
        place = _("Xem số thay đổi ở trang Số liệu, dòng của đơn vị.")
    counted = _("số liệu ở đây là số đã duyệt")
    if not all(one.accepted for one in group):
        counted = _("số liệu ở đây là số của lần chốt trước")
    return f"{told.format(whom=_whom(packs, group, period), counted=counted)} {place}"


def _whom(packs: Packs, group: Sequence[Waiting], period: str) -> str:
    """Return "2 đơn vị (CĐCS A; CĐCS B, tháng 7/2026)"."""
    months: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for one in group:
        names[one.unit] = one.name
        held = months.setdefault(one.unit, [])
        month = _month(packs, one)
        if one.period != period and month not in held:
            held.append(month)
    named = [", ".join((names[unit], *months[unit])) for unit in names]
    told = first_few(named, MOST_NAMED, between="; ")
    return with_counts(_("{n} đơn vị ({names})"), n=len(names), names=told)


def _month(packs: Packs, one: Waiting) -> str:
    return lowered(parse_period(one.period, packs.schemes).title)
