"""Ad-hoc periods with days of their own: setting them, taking them back, who may.

A register of kind `period` (own_windows.py) that travels down to every office below. Whoever is
above has the last word: a period set there is not changed here.
"""

import re
from datetime import date

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import Scheme
from desktop.models.packs.periods import Period, ad_hoc, is_free, parse_period, set_periods
from desktop.models.store.keys import DOWN_ALL, prefix_range
from desktop.models.store.own_windows import PERIOD, WINDOW
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import fold, one_line, short_date

LONGEST_NAME = 120
_LONGEST_SLUG = 48
_APART = 1
"""How many years the days may lie from the year the period is named by."""


class AdHoc(msgspec.Struct, frozen=True):
    """A period whose days were set; `ours` where this office set them, not one above."""

    period: Period
    ours: bool


def ad_hoc_periods(reader: Reader) -> list[AdHoc]:
    """Return the ad-hoc periods whose days were set, the newest first."""
    found = {
        period.id: AdHoc(period, _is_ours(reader, period.id))
        for scheme in reader.packs.schemes
        for period in set_periods(scheme)
    }
    return sorted(found.values(), key=lambda one: (one.period.data_to, one.period.id), reverse=True)


def ad_hoc_schemes(reader: Reader, on: date) -> list[Scheme]:
    """Return the schemes whose periods may be given days of their own."""
    return [one for one in reader.packs.schemes if one.kind == "ad_hoc" and one.holds_on(on)]


def id_of_name(reader: Reader, name: str, year: int) -> str:
    """Return the id of a free period of this name that nobody set yet: 2026-X-bao-so-10.

    Refuses a name without a letter or digit.
    """
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(one_line(name))))[:_LONGEST_SLUG].strip("-")
    if not slug:
        raise Refusal(
            _("Kỳ đột xuất chưa có tên."),
            next_step=_("Ghi tên, ví dụ “Báo cáo nhanh bão số 10”."), code="E_PERIOD",
        )  # fmt: skip
    schemes = reader.packs.schemes
    known = {one.period.id for one in ad_hoc_periods(reader)}
    for number in range(1, 1000):
        found = f"{year:04d}-X-{slug}" + (f"-{number}" if number > 1 else "")
        scheme = parse_period(found, schemes).scheme
        free = any(one.id == scheme and is_free(one) for one in schemes)
        if free and found not in known:
            return found
    raise AssertionError("a thousand periods of one name")


def set_ad_hoc(
    store: Store, period_id: str, data_from: date, data_to: date, due: date, name: str = ""
) -> ChangeSet:
    """Give an ad-hoc period its own days, and a free one its name; sent to all offices below.

    Refuses a period of another kind, days out of order or years away from the period's year, a
    free period without a name, and a period that an office above has set.
    """
    period = parse_period(period_id, store.packs.schemes)
    scheme = _scheme(store, period)
    _check_ours(store, period)
    if not name and (_known(store, period.id) or not is_free(scheme)):
        name = period.title
    name = one_line(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal(
            _("Tên kỳ đột xuất để trống hoặc quá dài."),
            next_step=_("Ghi tên ngắn, ví dụ “Báo cáo nhanh bão số 10”."), code="E_PERIOD",
        )  # fmt: skip
    ad_hoc(period, data_from, data_to, due)
    year = period.calendar_year
    if data_from.year < year - _APART or due.year > year + _APART:
        raise Refusal(
            _("Các ngày {first} – {due} cách xa năm {year} của kỳ.").format(
                first=short_date(data_from), due=short_date(due), year=year
            ),
            next_step=_("Xem lại năm của các ngày."), code="E_PERIOD",
        )  # fmt: skip
    value = {
        "name": name, "from": data_from.isoformat(), "to": data_to.isoformat(),
        "due": due.isoformat(),
    }  # fmt: skip
    with store.step(_("Đặt kỳ {name}").format(name=name)) as step:
        step.put(PERIOD, period.id, WINDOW, value, stream=DOWN_ALL)
    return step.change


def remove_ad_hoc(store: Store, period_id: str) -> ChangeSet:
    """Take the days of a period back. Refuses where figures were entered or an office above set
    it."""
    period = parse_period(period_id, store.packs.schemes)
    if not _known(store, period.id):
        raise Refusal(
            _("Kỳ “{id}” chưa được đặt ngày riêng.").format(id=period.id),
            next_step=_("Chọn một kỳ đột xuất trong danh sách."), code="E_PERIOD",
        )  # fmt: skip
    _check_ours(store, period)
    if store.rows(
        "SELECT 1 FROM leaf WHERE kind IN ('cell', 'submit') AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null' LIMIT 1",
        prefix_range(period.id + "|"),
    ):
        raise Refusal(
            _("{name} đã có số liệu nên không bỏ được.").format(name=period.title),
            next_step=_("Sửa ngày của kỳ, hoặc xóa số liệu trước."), code="E_PERIOD",
        )  # fmt: skip
    with store.step(_("Bỏ kỳ {name}").format(name=period.title)) as step:
        step.put(PERIOD, period.id, WINDOW, None, stream=DOWN_ALL)
    return step.change


def _scheme(reader: Reader, period: Period) -> Scheme:
    for scheme in reader.packs.schemes:
        if scheme.id == period.scheme and scheme.kind == "ad_hoc":
            return scheme
    raise Refusal(
        _("{title} không phải kỳ đột xuất: ngày và hạn do chế độ báo cáo quy định.").format(
            title=period.title
        ),
        next_step=_("Đặt ngày riêng cho kỳ như 2026-X-bao-so-10 hoặc 2026-X-tet."),
        code="E_PERIOD",
    )


def _known(reader: Reader, period: str) -> bool:
    return reader.get(PERIOD, period, WINDOW) is not None


def _check_ours(reader: Reader, period: Period) -> None:
    if not _is_ours(reader, period.id):
        raise Refusal(
            _("{title} do cấp trên đặt.").format(title=period.title),
            next_step=_("Báo cấp trên nếu ngày hoặc hạn chưa đúng."), code="E_PERIOD",
        )  # fmt: skip


def _is_ours(reader: Reader, period: str) -> bool:
    """Tell whether the word that holds is this office's own; also where nobody said anything."""
    leaves = reader.leaves(PERIOD, period, WINDOW)
    if not leaves or leaves[-1].value == "null" or leaves[-1].store == reader.store_id:
        return True
    return reader.unit(str(reader.get("enrol", leaves[-1].store, "unit") or "")) == reader.own_unit
