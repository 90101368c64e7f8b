"""What an activity must say before it is kept, each departure told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.ops import SAFE_INTEGER
from desktop.models.text import nfc, one_line

if TYPE_CHECKING:
    from desktop.models.activities.activities import Activity
    from desktop.models.packs.pack_types import Indicator

YEARS = range(1930, 2200)


def check(activity: Activity, categories: Iterable[str], codes: Iterable[str]) -> Activity:
    """Return the activity with its texts trimmed, or refuse it."""
    clean = _trimmed(activity)
    _require(clean.title, _("Hoạt động chưa có tên."), _("Ghi tên hoạt động."))
    _check_days(clean)
    _check_counts(clean)
    _require(
        clean.category in set(categories),
        _("Không có loại hoạt động “{code}”.").format(code=clean.category),
        _("Chọn một loại trong danh sách."),
    )
    _check_figures(clean, set(codes))
    return clean


def _check_days(activity: Activity) -> None:
    _require(
        activity.start.year in YEARS and activity.end.year in YEARS,
        _("Năm của hoạt động không hợp lệ."),
        _("Kiểm tra lại ngày."),
    )
    _require(
        activity.start <= activity.end,
        _("Ngày kết thúc sớm hơn ngày bắt đầu."),
        _("Sửa lại một trong hai ngày."),
    )


def _check_counts(activity: Activity) -> None:
    counts = {
        _("Số người"): activity.people,
        _("Số nữ"): activity.women,
        _("Số lượt"): activity.attendances,
        _("Kinh phí công đoàn"): activity.union_money,
        _("Kinh phí xã hội hóa"): activity.social_money,
    }
    for name, count in counts.items():
        _require(
            count is None or (isinstance(count, int) and 0 <= count <= SAFE_INTEGER),
            _("{name} phải là số nguyên, không âm.").format(name=name),
            _("Nhập lại số đó; để trống nếu chưa biết."),
        )
    _require(
        activity.women is None or activity.people is None or activity.women <= activity.people,
        _("Số nữ nhiều hơn số người."),
        _("Sửa lại một trong hai số."),
    )


def _check_figures(activity: Activity, codes: set[str]) -> None:
    for code in (*activity.figures, *activity.declined):
        _require(
            not codes or code in codes,
            _("Không có chỉ tiêu mã “{code}”.").format(code=code),
            _("Chọn chỉ tiêu trong danh sách."),
        )
    for code, value in activity.figures.items():
        _require(
            isinstance(value, int) and 0 <= value <= SAFE_INTEGER,
            _("Số của chỉ tiêu {code} phải là số nguyên, không âm.").format(code=code),
            _("Nhập lại số đó."),
        )


def check_flows(indicators: Mapping[str, Indicator], codes: Iterable[str]) -> None:
    """Refuse figures written with an activity that no sheet would ever be offered from it."""
    for code in codes:
        wrong = not_a_flow(indicators[code]) if code in indicators else None
        if wrong is not None:
            raise wrong


def not_a_flow(indicator: Indicator) -> Refusal | None:
    """Return why no activity gives a figure: a stock is told at the period's end, a sum and a
    share are computed; None where one may."""
    code, after = indicator.code, _("Nhập số đó ở trang Số liệu.")
    if indicator.sum_of:
        message = _("“{code}” là số cộng, chương trình tự tính.")
        after = _("Ghi các chỉ tiêu thành phần: {codes}.").format(
            codes=", ".join((*indicator.sum_of, *indicator.minus))
        )
    elif indicator.type == "R":
        message = _("“{code}” là tỷ lệ, chương trình tự tính.")
        after = _("Ghi các chỉ tiêu thành phần: {codes}.").format(
            codes=", ".join((*indicator.numerator, *indicator.denominator))
        )
    elif indicator.type != "F":
        message = _("“{code}” là số có đến cuối kỳ, không lấy từ hoạt động.")
    else:
        return None
    return Refusal(message.format(code=code), next_step=after, code="E_ACTIVITY")


def _trimmed(activity: Activity) -> Activity:
    partners = tuple(name for text in activity.partners if (name := one_line(text)))
    return replace(
        activity,
        title=one_line(activity.title),
        place=one_line(activity.place),
        area=one_line(activity.area),
        lead=one_line(activity.lead),
        partners=partners,
        result=nfc(activity.result).strip(),
    )


def _require(condition: object, message: str, next_step: str) -> None:
    if not condition:
        raise Refusal(message, next_step=next_step, code="E_ACTIVITY")
