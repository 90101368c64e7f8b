"""Where the office stands with its backups and with the level above, a sentence each."""

from datetime import date, datetime

import msgspec

from desktop.i18n import _
from desktop.models.agenda.agenda import last_month
from desktop.models.packs.periods import Period
from desktop.models.store.keys import return_key
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, with_counts
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.tasks.offices.safekeeping import changed_since_backup, kept_backups


class Standing(msgspec.Struct, frozen=True):
    """One truth of the status line; `worry` when somebody should look."""

    text: str
    worry: bool = False


def backup_standing(reader: Reader, now: datetime) -> Standing:
    """Return when the office was last backed up."""
    kept = kept_backups(reader.folder)
    if not kept:
        return Standing(_("Chưa sao lưu"), worry=True)
    at = kept[0].at
    if at.date() == now.date():
        return Standing(_("Sao lưu hôm nay {time}").format(time=f"{at:%H:%M}"))
    old = (now - at).days >= 1 and changed_since_backup(reader)
    return Standing(_("Sao lưu {day}").format(day=f"{at:%d/%m/%Y}"), worry=old)


def exchange_standing(reader: Reader, today: date) -> Standing:
    """Return what the level above has of the last month; at the top, who below has sent it."""
    month = last_month(reader, today)
    if reader.get(records.PEER, "parent", "unit") is not None:
        return _with_above(reader, month, today)
    from desktop.models.figures.returns.board import read_board

    sent, of = read_board(reader, [month], today).reported(month.id)
    if of:
        told = _("{month}: {sent}/{of} đơn vị đã gửi đủ")
        return Standing(with_counts(told, month=month.title, sent=sent, of=of))
    return Standing(_("Chưa nối với cấp trên"))


def _of_returns(reader: Reader, month: Period, *, late: bool) -> Standing | None:
    """Return how many of the returns this office owes have come, None where none was sent."""
    from desktop.models.agenda.agenda_returns import OwnReturns

    states = [one.state for one in OwnReturns.of(reader, month).all]
    if refused := states.count("returned"):  # not sent back: its receipt says it does not count
        told = _("Cấp trên không tính {n} báo cáo {month}")
        return Standing(with_counts(told, n=refused, month=lowered(month.title)), worry=True)
    came = sum(state in ("received", "accepted") for state in states)
    gone, of = came + states.count("sent"), len(states)
    fields = {"month": lowered(month.title), "came": came, "gone": gone, "of": of}
    if not gone:
        return None
    if came == of:
        return Standing(_("Cấp trên đã nhận {month}").format(**fields))
    if gone == of:
        if not came:
            return Standing(_("Đã gửi {month}, chờ trả lời").format(**fields))
        told = _("Cấp trên đã nhận {came}/{of} báo cáo {month}, còn lại chờ trả lời")
        return Standing(with_counts(told, **fields))
    told = _("Cấp trên đã nhận {came}/{of} báo cáo {month}, chưa gửi {left}")
    if not came:
        told = _("Đã gửi {gone}/{of} báo cáo {month}, chưa gửi {left}")
    return Standing(with_counts(told, **fields, left=of - gone), worry=late)


def _with_above(reader: Reader, month: Period, today: date) -> Standing:
    from desktop.models.figures.returns.board import sent_back

    title = lowered(month.title)
    scope = Scope.of(reader)
    if other := scope.typed_by_other(reader.own_unit, month.data_to):
        told = _("Số liệu {month} do {office} nhập")
        return Standing(told.format(month=title, office=scope.label(other)))
    begins = return_key("", "", month.id).rstrip("|") + "|"
    packed = [
        bundle
        for bundle in records.made(reader)
        if any(key.startswith(begins) for key, _rev in bundle.returns)
    ]
    late = today > month.due
    if count := sent_back(reader, month):
        told = _("Cấp trên trả lại {n} báo cáo {month}").format(n=count, month=title)
        return Standing(told, worry=True)
    if (whole := _of_returns(reader, month, late=late)) is not None:
        return whole
    if any(bundle.received for bundle in packed):
        return Standing(_("Cấp trên đã nhận {month}").format(month=title))
    if any(bundle.sent for bundle in packed):
        return Standing(_("Đã gửi {month}, chờ trả lời").format(month=title))
    if packed:
        return Standing(_("Gói {month} chưa gửi").format(month=title), worry=late)
    return Standing(_("Chưa gửi {month}").format(month=title), worry=late)
