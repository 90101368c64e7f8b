"""How many members an event may be told to move: what is left must be able to stand."""

from collections.abc import Mapping
from datetime import date

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register.event_effects import held
from desktop.models.register.orders import Order
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.models.units.units import Unit

TOLD = frozenset({"found", "split"})
"""Events that are told a number of members; all others move whom the figures tell."""


def check_counts(order: Order) -> None:
    """Refuse numbers that cannot be, or that the event would not use."""
    members, women = order.members, order.women
    if (members is not None and members < 0) or (women is not None and women < 0):
        raise Refusal(_("Số đoàn viên không thể âm."),
                      next_step=_("Ghi số từ 0 trở lên, hoặc để trống."), code="V01")  # fmt: skip
    if members is None and women is None:
        return
    if order.kind not in TOLD:
        raise Refusal(
            _("Sự kiện này chuyển toàn bộ đoàn viên theo số liệu, không ghi số đoàn viên."),
            next_step=_("Bỏ số đoàn viên; chỉ chuyển một phần thì chọn “Chia tách”."),
            code="E_MEMBERS",
        )  # fmt: skip
    if members is None:
        raise Refusal(_("Mới ghi số nữ, chưa ghi số đoàn viên."),
                      next_step=_("Ghi số đoàn viên trước, hoặc để trống cả hai."),
                      code="V02")  # fmt: skip
    if women is not None and women > members:
        raise Refusal(
            _("Số đoàn viên nữ ({women}) lớn hơn số đoàn viên ({members}).").format(
                women=vi_number(women), members=vi_number(members)
            ),
            next_step=_("Sửa lại một trong hai số theo quyết định."), code="V02",
        )  # fmt: skip


def lacking_of(reader: Reader, order: Order) -> str:
    """Say what a founding or a split must still be told before its month can be locked (V13),
    "" else."""
    kind = reader.packs.unit_kinds.get(order.unit_kind)
    if order.kind == "split" and order.members is None and (kind is None or kind.role == "base"):
        return _(
            "Chưa ghi số đoàn viên tách sang: sổ lấy theo số liệu tháng đầu của đơn vị mới. Ghi"
            " ngay, hoặc ghi sau ở mục Diễn biến; chưa có số thì chưa chốt được Biểu F3 tháng đó"
            " của hai đơn vị."
        )
    if order.kind != "found" or kind is None or kind.role != "base":
        return ""
    lacking = [] if order.decision else [_("số quyết định")]
    lacking += [] if order.members else [_("số đoàn viên")]
    if not lacking:
        return ""
    return _(
        "Chưa ghi {what} khi thành lập: ghi sau được ở mục Diễn biến của đơn vị, trước khi chốt"
        " Biểu F3."
    ).format(what=_(" và ").join(lacking))


def check_parting(
    reader: Reader, source: Unit, order: Order, back: Mapping[str, int] | None = None
) -> None:
    """Refuse a split that takes more members than there are, or leaves more women than members.

    So for the men: of those who stay neither women nor men can be fewer than none. `back` are
    those who went already, by equation, where the split is told anew.
    """
    members, women, day = order.members, order.women, order.day
    if members is None:
        return
    had = members_on(reader, source, day)
    had |= {name: had[name] + number for name, number in (back or {}).items() if name in had}
    all_of, women_of = had.get("members"), had.get("members_women")
    if all_of is not None and members > all_of:
        raise Refusal(
            _("{unit} chỉ có {n} đoàn viên, không tách được {m}.").format(
                unit=source.name, n=vi_number(all_of), m=vi_number(members)
            ),
            next_step=_("Ghi nhiều nhất {n}, hoặc sửa số liệu tháng đó của đơn vị trước.").format(
                n=vi_number(all_of)
            ),
            code="E_MEMBERS",
        )  # fmt: skip
    if women_of is None or (all_of is not None and women_of > all_of):
        return  # what the figures say themselves cannot be
    least = max(women_of - (all_of - members), 0) if all_of is not None else 0
    most = min(women_of, members)
    if women is None and least == 0:
        return  # told by the first figures of the new union
    if women is None or not least <= women <= most:
        raise _women_off(source, order, had, least, most)


def members_on(reader: Reader, unit: Unit, day: date) -> dict[str, int]:
    """Return equation → members a unit has when an event of the day takes them."""
    return held(reader, [unit], day)[unit.id]


def _women_off(source: Unit, order: Order, had: dict[str, int], least: int, most: int) -> Refusal:
    women_of, all_of = had["members_women"], had.get("members")
    told = (
        _("{unit} có {n} đoàn viên, trong đó {w} nữ; tách {m} đoàn viên thì {bounds}.")
        if all_of is not None
        else _("{unit} có {w} đoàn viên nữ; tách {m} đoàn viên thì {bounds}.")
    )
    bounds = _("có đúng {least} nữ") if least == most else _(
        "có ít nhất {least}, nhiều nhất {most} nữ")  # fmt: skip
    numbers = {"least": vi_number(least), "most": vi_number(most)}
    step = (
        _("Ghi số nữ tách sang trong khoảng đó.") if order.women is None
        else _("Sửa số nữ hoặc số đoàn viên tách sang.")
    )  # fmt: skip
    return Refusal(
        told.format(
            unit=source.name, n=vi_number(all_of or 0), w=vi_number(women_of),
            m=vi_number(order.members or 0), bounds=bounds.format(**numbers),
        ),
        next_step=step, code="V02",
    )  # fmt: skip
