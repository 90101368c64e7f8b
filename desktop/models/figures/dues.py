"""A member's dues and an employer's union fund, by the rates in force on a day (figures.md, 8).

Rates, the most a member pays and how the fund is shared are legal parameters of the packs, with
days: nothing of them is written here.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import LegalParameter
from desktop.models.packs.packs import Packs
from desktop.models.text import short_date


class Dues(msgspec.Struct, frozen=True):
    """A month's dues of one member, in đồng; `capped` where the most a member pays holds.

    `reckoned` is what the rate alone gives, `rate` in per cent.
    """

    amount: int
    reckoned: int
    rate: Decimal
    capped: bool


class Fund(msgspec.Struct, frozen=True):
    """The union fund on a payroll, in đồng: what is due, what the base union keeps, the rest."""

    due: int
    kept: int
    passed_on: int


def dues(packs: Packs, salary: int, on: date) -> Dues:
    """Return the dues on a month's salary that social insurance is paid on, in đồng."""
    rate = _in_force(packs, "doan_phi_ty_le", on)
    reckoned = _share(salary, rate)
    most = packs.parameter("doan_phi_tran", on)
    least = reckoned if most is None else min(reckoned, int(Decimal(most.value)))
    return Dues(least, reckoned, Decimal(rate.value), least < reckoned)


def fund(packs: Packs, payroll: int, on: date) -> Fund:
    """Return the fund on a payroll that social insurance is paid on, in đồng."""
    due = _share(payroll, _in_force(packs, "kpcd_ty_le", on))
    kept = _share(due, _in_force(packs, "kpcd_cdcs", on))
    return Fund(due, kept, due - kept)


def _share(whole: int, rate: LegalParameter) -> int:
    exact = Decimal(whole) * Decimal(rate.value) / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _in_force(packs: Packs, key: str, on: date) -> LegalParameter:
    found = packs.parameter(key, on)
    if found is None:
        raise Refusal(
            _("Ngày {day} bộ mẫu chưa có mức “{key}”.").format(day=short_date(on), key=key),
            next_step=_("Chọn ngày khác, hoặc bổ sung mức ấy vào gói mẫu của tỉnh."),
            code="E_PARAMETER",
        )  # fmt: skip
    return found
