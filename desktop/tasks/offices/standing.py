"""Where the office stands with its backups and with the level above, a sentence each."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from desktop.i18n import _
from desktop.models.agenda.agenda import last_month
from desktop.models.agenda.agenda_returns import longer_asked
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
    """Return what the level above has of the last month; at the top, who below has sent it.

    Of a longer period asked about now the same, until all of it is there.
    """
    month = last_month(reader, today)
    with reader.asking_once():
        longer = longer_asked(reader, today)
        if reader.get(records.PEER, "parent", "unit") is not None:
            found = [_with_above(reader, month, today)]
            found += filter(None, (_longer_above(reader, one, today) for one in longer))
            return _together(found)
        return _of_units_below(reader, month, longer, today)


def _together(found: Sequence[Standing]) -> Standing:
    text = "; ".join([found[0].text, *(lowered(one.text) for one in found[1:])])
    return Standing(text, worry=any(one.worry for one in found))


def _longer_above(reader: Reader, period: Period, today: date) -> Standing | None:
    """Return what the level above has of a longer period, None where it has all or is owed none."""
    from desktop.models.agenda.agenda_returns import OwnReturns

    owed = OwnReturns.of(reader, period).all
    if all(one.state in ("received", "accepted") for one in owed):
        return None
    return _with_above(reader, period, today)


def _of_units_below(
    reader: Reader, month: Period, longer: Sequence[Period], today: date
) -> Standing:
    from desktop.models.figures.returns.board import read_board

    board = read_board(reader, [month, *longer], today)
    sent, of = board.reported(month.id)
    told = []
    if of:
        whole = _("{month}: {sent}/{of} đơn vị đã gửi đủ")
        told.append(with_counts(whole, month=month.title, sent=sent, of=of))
    for one in longer:
        sent, of = board.reported(one.id)
        if board.missing(one.id):
            part = (
                _("{period}: {sent}/{of}") if told else _("{period}: {sent}/{of} đơn vị đã gửi đủ")
            )
            told.append(with_counts(part, period=one.title, sent=sent, of=of))
    return Standing("; ".join(told) or _("Chưa nối với cấp trên"))


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
