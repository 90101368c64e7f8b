"""What came in lately: receipts, verdicts, bundles, conflicts; newest first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.agenda.brought import Verdict, brought, verdicts_since
from desktop.models.errors import Refusal
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number
from desktop.models.units.scope import Scope

KEPT = timedelta(days=45)
MOST = 12


class News(msgspec.Struct, frozen=True):
    """Something that came; `at` is ISO, `subject` names what it is about."""

    kind: str
    at: str
    title: str
    detail: str = ""
    subject: Mapping[str, str] = msgspec.field(default_factory=dict)


def read_news(reader: Reader, today: date) -> list[News]:
    """Return what came in during the last weeks."""
    since = (today - KEPT).isoformat()
    records = reader.known_records("bundle")
    verdicts = verdicts_since(reader, since)
    lately = {
        bundle: taken
        for bundle, fields in records.items()
        if isinstance(taken := fields.get("taken"), dict) and taken["at"] >= since
    }
    found = [
        *_receipts(reader, records, since),
        *_verdicts(reader, verdicts),
        *_taken(reader, lately, brought(reader, lately, verdicts)),
    ]
    return sorted(found, key=lambda news: news.at, reverse=True)[:MOST]


def unit_name(reader: Reader, unit: str) -> str:
    """Return what a unit is called now."""
    return Scope.of(reader).label(reader.unit(unit))


def day_of(record: Mapping[str, Any]) -> str:
    """Return the day in a bundle's record as it is written in Vietnam."""
    return written_day(str(record["at"]))


def written_day(at: str) -> str:
    """Return an ISO moment's day as 05/11/2026."""
    return f"{at[8:10]}/{at[5:7]}/{at[:4]}"


def _receipts(
    reader: Reader, records: Mapping[str, Mapping[str, Any]], since: str
) -> Iterator[News]:
    for key, fields in records.items():
        came, made = fields.get("received"), fields.get("made")
        if isinstance(came, dict) and isinstance(made, dict) and came["at"] >= since:
            title = _("{unit} đã tiếp nhận gói số {n}").format(
                unit=unit_name(reader, came["by"]), n=made["seq"]
            )
            told = _("Gói tạo ngày {day}").format(day=day_of(made))
            yield News("receipt", came["at"], title, told, {"bundle": key})


def _verdicts(reader: Reader, verdicts: Sequence[Verdict]) -> Iterator[News]:
    """Yield what the level above said of our returns: accepted ones by bundle, others by period."""
    accepted: dict[str, list[Verdict]] = {}
    for one in verdicts:
        if one.accepted:
            accepted.setdefault(one.bundle, []).append(one)
    for listed in accepted.values():
        yield _accepted(reader, listed)
    for one in verdicts:
        if not one.accepted:
            title = _("{n} báo cáo {form} {period} bị trả lại để sửa").format(
                n=one.returns, form=one.form, period=lowered(_title(reader, one.period))
            )
            told = _("Lý do: {reason}").format(reason=one.reason) if one.reason else ""
            yield News("returned", one.at, title, told, {"period": one.period, "form": one.form})


def _accepted(reader: Reader, listed: Sequence[Verdict]) -> News:
    periods = sorted({one.period for one in listed})
    told = lowered(_title(reader, periods[-1]))
    if len(periods) > 1:
        told = _("{first} đến {last}").format(first=lowered(_title(reader, periods[0])), last=told)
    title = _("{n} báo cáo đã được duyệt").format(n=vi_number(sum(one.returns for one in listed)))
    return News("accepted", listed[-1].at, title, told[:1].upper() + told[1:],
                {"period": periods[-1]})  # fmt: skip


def _taken(
    reader: Reader,
    lately: Mapping[str, Mapping[str, Any]],
    contents: Mapping[str, str],
) -> Iterator[News]:
    for key, taken in lately.items():
        unit = unit_name(reader, taken["unit"])
        below = taken["direction"] == "up"
        title = _("Đã nhập gói của {unit}") if below else _("Đã nhận chỉ đạo của {unit}")
        told = contents.get(key) or _("chỉ có biên nhận")
        kind = "bundle" if below else "direction"
        told = told[:1].upper() + told[1:]
        yield News(kind, taken["at"], title.format(unit=unit), told, {"bundle": key})


def _title(reader: Reader, period: str) -> str:
    try:
        return parse_period(period, reader.packs.schemes).title
    except Refusal:
        return period
