"""What somebody must agree to before an event is written: it may be meant otherwise, or takes
the place or the meaning of something written before."""

from collections.abc import Container, Iterable, Iterator
from datetime import date

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.register.later import SETS, lost_sentence
from desktop.models.register.orders import Plan
from desktop.models.register.outcomes import BulkOutcome, Outcome
from desktop.models.store.reader import Reader
from desktop.models.text import nfc, short_date
from desktop.models.units.unit_events import events_of
from desktop.models.units.units import Unit, tree_on


def doubts(packs: Packs, done: Outcome | BulkOutcome) -> str:
    """Return what to agree to before an event is written, "" for nothing."""
    return " ".join(filter(None, (done.odd, done.again, lost_sentence(packs, done.lost))))


def check_agreed(packs: Packs, done: Outcome | BulkOutcome, *, sure: bool) -> None:
    """Refuse an event that leaves a doubt, until somebody agrees."""
    told = doubts(packs, done)
    if told and not sure:
        raise Refusal(
            told, code="E_LATER" if done.lost else "E_DOUBT",
            next_step=_("Kiểm tra lại quyết định; vẫn đúng thì ghi ở trang Đơn vị và xác nhận."),
        )  # fmt: skip


def said_already(reader: Reader, plan: Plan) -> str:
    """Name what units were already made on the same day and would no longer be, "" for nothing.

    An attribute has one value a day: a second name or managing unit takes the place of the first.
    """
    return " ".join((*_replaced(reader, plan), *_namesakes(reader, plan)))


def _namesakes(reader: Reader, plan: Plan) -> Iterator[str]:
    known = {unit.id for unit in plan.units}
    above = {plan.parent.id} if plan.parent else {unit.parent or "" for unit in plan.units}
    yield from namesakes(reader, plan.order.name, above, plan.order.day, known)


def namesakes(
    reader: Reader, name: str, above: Iterable[str], day: date, known: Container[str] = ()
) -> Iterator[str]:
    """Name the units under those `above` that are called so already: lists go by the name.

    `known` are the units that get the name themselves.
    """
    wanted, tree = nfc(name).strip().casefold(), tree_on(reader, day)
    below = (one for parent in sorted(filter(None, above)) for one in tree.children(parent))
    for one in below if wanted else ():
        ends = one.valid_to is not None and one.valid_to < day
        if one.id not in known and not ends and one.name.casefold() == wanted:
            yield _("Đã có đơn vị cùng tên {name}, mã {code}: danh sách gửi về ghi tên ấy sẽ không"
                    " rõ là đơn vị nào.").format(name=one.name, code=one.code)  # fmt: skip


def _replaced(reader: Reader, plan: Plan) -> Iterator[str]:
    order = plan.order
    if order.kind not in _AGAIN:
        return
    units = tree_on(reader, order.day).units
    for unit in plan.units:
        same = (one for one in events_of(reader, unit.id) if unit.id in one.units)
        if any((one.kind, one.day) == (order.kind, order.day) for one in same):
            above = units.get(unit.parent or "")
            had = {"name": unit.name, "parent": above.name if above is not None else "",
                   "area": _area(unit)}  # fmt: skip
            given = {"name": order.name, "parent": plan.parent.name if plan.parent else "",
                     "area": order.into}  # fmt: skip
            field = SETS[order.kind]
            yield _AGAIN[order.kind].format(
                day=short_date(order.day), unit=unit.name, had=had[field], now=given[field]
            )


def _area(unit: Unit) -> str:
    return str(unit.attributes.get("area") or "")


_AGAIN = {
    "rename": _("Ngày {day} đã ghi đổi tên thành “{had}”; ghi tiếp thì tên “{now}” thay cho tên"
                " đó, không phải đổi tên lần nữa."),
    "reparent": _("Ngày {day} đã ghi chuyển {unit} về {had}; ghi tiếp thì {now} thay cho {had}."),
    "area": _("Ngày {day} đã ghi địa bàn của {unit} là {had}; ghi tiếp thì {now} thay cho {had}."),
}  # fmt: skip
