"""When an event may be written: who manages the unit that day, whether it stands, where it fits.

Every refusal is one sentence; nothing is changed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.text import short_date
from desktop.models.units.nearest import way_out
from desktop.models.units.scope import Scope
from desktop.models.units.unit_events import EVENTS, SUSPENDED, UnitEvent, events_of
from desktop.models.units.units import Tree, Unit, tree_on

FIRST_DAY, LAST_DAY = date(1945, 1, 1), date(2199, 12, 31)
_MOST_NAMED = 3


def missing(message: str, next_step: str, code: str) -> Refusal:
    """Return the refusal of an order that lacks something, with what to fill in."""
    return Refusal(message, next_step=next_step, code=code)


def check_day(day: date) -> None:
    """Refuse a day no union's paper can bear."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refusal(
            _("Ngày {day} không phải ngày của một quyết định.").format(day=f"{day:%d/%m/%Y}"),
            next_step=_("Ghi ngày quyết định có hiệu lực."), code="E_DAY",
        )  # fmt: skip


def standing(reader: Reader, code: str, day: date, *, before: bool = True) -> Unit:
    """Return the unit with this code or id as it stands on a day.

    With `before` it must have stood the day before too, so that something of it can change.
    Raises Refusal when it is not in the register, not founded yet, or ended by then.
    """
    tree = tree_on(reader, day)
    ever = tree_on(reader, LAST_DAY, ended_too=True)
    found = tree.find(code)
    if found is not None:
        found = tree.by_code(code)
    if found is None:
        known = ever.by_code(code) if ever.find(code) is not None else None
        if known is None:
            raise Refusal(
                _("Sổ đơn vị không có mã “{code}”.").format(code=code[:40]),
                next_step=way_out(code, tree.units.values()), code="E_UNIT",
            )  # fmt: skip
        if known.valid_from > day:
            raise _too_early(known)
        raise Refusal(
            _("{unit} đã kết thúc từ ngày {day}.").format(
                unit=known.name, day=_written(known.valid_to)
            ),
            next_step=_("Chọn ngày trước đó, hoặc chọn đơn vị khác."), code="E_ENDED",
        )  # fmt: skip
    if before and found.valid_from >= day:
        raise _too_early(found)
    return found


def odd_ending(reader: Reader, kind: str, units: Sequence[Unit]) -> str:
    """Say that an ending by policy is meant for types of ownership that were closed by it, ""
    where it is, or where nothing ends so."""
    known = [(one, reader.packs.ownerships.get(one.ownership)) for one in units]
    others = [f"{one.name} ({of.short})" for one, of in known if of and of.holds_on(LAST_DAY)]
    if kind != "end" or not others:
        return ""
    more = ", …" if len(others) > _MOST_NAMED else ""
    return _(
        "Kết thúc hoạt động dành cho khối 100% lương ngân sách; đơn vị khác thì chọn “Giải thể”:"
        " {units}."
    ).format(units=", ".join(others[:_MOST_NAMED]) + more)


def _too_early(unit: Unit) -> Refusal:
    return Refusal(
        _("{unit} có trong sổ từ ngày {day}, sự kiện phải sau ngày đó.").format(
            unit=unit.name, day=short_date(unit.valid_from)
        ),
        next_step=_("Kiểm tra lại ngày của quyết định."), code="E_BEFORE",
    )  # fmt: skip


def _written(last: date | None) -> str:
    return short_date(last + timedelta(1)) if last is not None else "?"


def check_several(units: Sequence[Unit]) -> None:
    """Refuse a new unit that one alone would become: of that only the name changes."""
    if len(units) == 1:
        raise missing(
            _("Hợp thành đơn vị mới cần từ hai đơn vị trở lên."),
            _("Chọn thêm đơn vị trong danh sách rồi ghi lại; chỉ thay tên thì chọn “Đổi tên”."),
            "E_INTO",
        )


def check_once_a_day(reader: Reader, kind: str, unit: Unit, day: date) -> None:
    """Refuse a second event of a kind on one day: the first would have held for no time at all,
    and what it moved would be lost without a word."""
    for event in events_of(reader, unit.id):
        if (event.kind, event.day) == (kind, day) and unit.id in event.units:
            raise Refusal(
                _("Ngày {day} {unit} đã có sự kiện “{event}”: {to}.").format(
                    day=short_date(day), unit=unit.name, event=EVENTS[kind],
                    to=_turned(reader, event),
                ),
                next_step=_("Ghi nhầm thì hoàn tác (Ctrl+Z); đổi tiếp thì ghi ngày sau đó."),
                code="E_SAME",
            )  # fmt: skip


def _turned(reader: Reader, event: UnitEvent) -> str:
    """Return what an event made of a unit: the ownership type in words."""
    known = reader.packs.ownerships.get(event.note)
    return known.name if known is not None else event.note


def check_status(reader: Reader, unit: Unit, day: date, *, stops: bool) -> None:
    """Refuse that a union stops while it does not work, or resumes while it does.

    What is known of a later day counts too: it must not come to mean nothing.
    """
    if (unit.attributes.get("status") == SUSPENDED) == stops:
        told = _("Ngày {day} {unit} đang tạm dừng.") if stops else _(
            "Ngày {day} {unit} không tạm dừng.")  # fmt: skip
        raise Refusal(
            told.format(unit=unit.name, day=short_date(day)),
            next_step=_("Xem các sự kiện của đơn vị rồi kiểm tra lại ngày."), code="E_SAME",
        )  # fmt: skip
    later = _next_status(reader, unit, day)
    if later is not None and (later[1] == SUSPENDED) == stops:
        told = _("Đã ghi {unit} tạm dừng từ ngày {day}.") if stops else _(
            "Đã ghi {unit} hoạt động trở lại từ ngày {day}.")  # fmt: skip
        raise Refusal(
            told.format(unit=unit.name, day=short_date(later[0])),
            next_step=_("Muốn đổi ngày thì hoàn tác sự kiện đó trước."), code="E_SAME",
        )  # fmt: skip


def _next_status(reader: Reader, unit: Unit, day: date) -> tuple[date, object] | None:
    """Return when after a day a union next stopped or resumed, and which of both."""
    fields = Scope.of(reader).units.get(unit.id, {})
    dated = (
        (date.fromisoformat(begins), value) for key, value in fields.items()
        for name, _at, begins in [key.partition("@")] if name == "status" and begins and value
    )  # fmt: skip
    return min((one for one in dated if one[0] > day), default=None, key=lambda one: one[0])


def check_managed(reader: Reader, unit: Unit, day: date) -> None:
    """Refuse an event of a unit that this office does not stand above on the day.

    An office without anybody above it may write what concerns itself.
    """
    own, scope = reader.own_unit, Scope.of(reader)
    above = list(scope.path(unit.id, day.isoformat()))[1:]
    if own in above or (unit.id == own and not above):
        return
    if unit.id == own:
        raise Refusal(
            _("Sự kiện của {unit} do cấp trên quản lý ghi.").format(unit=unit.name),
            next_step=_("Gửi đề nghị kèm quyết định lên cấp trên."), code="E_SCOPE",
        )  # fmt: skip
    raise Refusal(
        _("Ngày {day} {unit} không thuộc quyền quản lý của đơn vị mình.").format(
            day=short_date(day), unit=unit.name
        ),
        next_step=_("Sự kiện do cấp trên quản lý trực tiếp hoặc cấp trên nữa ghi."),
        code="E_SCOPE",
    )  # fmt: skip


def check_place_for_new(reader: Reader, parent: Unit, day: date) -> None:
    """Refuse founding a unit outside our own tree."""
    if reader.own_unit not in Scope.of(reader).path(parent.id, day.isoformat()):
        raise Refusal(
            _("{unit} không thuộc quyền quản lý của đơn vị mình.").format(unit=parent.name),
            next_step=_("Chọn cấp quản lý là đơn vị mình hoặc đơn vị trực thuộc."),
            code="E_SCOPE",
        )  # fmt: skip


def check_fits(reader: Reader, unit: Unit, parent: Unit, day: date) -> None:
    """Refuse a parent that is below the unit, of a lower level, or gone later."""
    if unit.id == parent.id:
        raise missing(_("{unit} không thể trực thuộc chính mình.").format(unit=unit.name),
                      _("Chọn cấp quản lý khác."), "E_CYCLE")  # fmt: skip
    if _makes_cycle(reader, unit.id, parent.id, day):
        raise Refusal(
            _("{unit} không thể đứng dưới chính đơn vị trực thuộc mình là {parent}.").format(
                unit=unit.name, parent=parent.name
            ),
            next_step=_("Chọn cấp quản lý khác."), code="E_CYCLE",
        )  # fmt: skip
    check_level(reader, unit.kind, parent, day)
    if parent.valid_to is not None and (unit.valid_to is None or unit.valid_to > parent.valid_to):
        raise Refusal(
            _("{parent} kết thúc từ ngày {day}, không nhận được đơn vị.").format(
                parent=parent.name, day=_written(parent.valid_to)
            ),
            next_step=_("Chọn cấp quản lý khác."), code="E_ENDED",
        )  # fmt: skip


def check_kind(reader: Reader, kind: str, day: date) -> None:
    """Refuse a kind of unit that does not hold on a day."""
    kinds = reader.packs.unit_kinds
    if kind not in kinds or not kinds[kind].holds_on(day):
        raise Refusal(
            _("Không có loại đơn vị “{kind}” vào ngày {day}.").format(
                kind=kinds[kind].name if kind in kinds else kind[:20], day=short_date(day)
            ),
            next_step=_("Chọn loại đơn vị khác hoặc kiểm tra lại ngày."), code="E_KIND",
        )  # fmt: skip


def check_level(reader: Reader, kind: str, parent: Unit, day: date) -> None:
    """Refuse a managing unit under which the pack does not put the kind that day."""
    kinds = reader.packs.unit_kinds
    if not level_fits(reader, kind, parent.kind):
        raise Refusal(
            _("“{kind}” không thể trực thuộc {parent}.").format(
                kind=kinds[kind].name if kind in kinds else kind, parent=parent.name
            ),
            next_step=_("Chọn cấp quản lý khác."), code="E_LEVEL",
        )  # fmt: skip
    check_still(reader, parent, day)


def check_still(reader: Reader, unit: Unit, day: date) -> None:
    """Refuse that a unit takes others in after its kind came to an end."""
    if not kind_holds(reader, unit, day):
        raise Refusal(
            _("{unit} thuộc loại “{kind}”, ngày {day} không còn.").format(
                unit=unit.name, kind=reader.packs.unit_kinds[unit.kind].short,
                day=short_date(day),
            ),
            next_step=_("Chọn đơn vị khác hoặc kiểm tra lại ngày."), code="E_KIND",
        )  # fmt: skip


def kind_holds(reader: Reader, unit: Unit, day: date) -> bool:
    """Tell whether the kind of a unit still is one on a day."""
    kinds = reader.packs.unit_kinds
    return unit.kind not in kinds or kinds[unit.kind].holds_on(day)


def same_level(reader: Reader, kind: str, other: str) -> bool:
    """Tell whether units of two kinds may become one."""
    kinds = reader.packs.unit_kinds
    return kind not in kinds or other not in kinds or kinds[kind].role == kinds[other].role


def level_fits(reader: Reader, kind: str, above: str) -> bool:
    """Tell whether a kind may stand under another, as the pack has it."""
    kinds = reader.packs.unit_kinds
    return kind not in kinds or above not in kinds or above in kinds[kind].parents


def _makes_cycle(reader: Reader, unit: str, parent: str, day: date) -> bool:
    scope, later = Scope.of(reader), _parent_days(reader)
    days = {day.isoformat(), *(one for one in later if one > day.isoformat())}
    return any(unit in scope.path(parent, one) for one in days)


def _parent_days(reader: Reader) -> frozenset[str]:
    """Return every day on which some unit came under a parent."""
    return reader.remembered_of(("unit",), "parent days", lambda: frozenset(_days(reader)))


def _days(reader: Reader) -> Iterator[str]:
    for fields in Scope.of(reader).units.values():
        for name in fields:
            field, _sep, begins = name.partition("@")
            if field == "parent":
                yield begins


def check_ending(reader: Reader, unit: Unit, day: date) -> None:
    """Refuse ending a unit that ends already, or under which something stands from then on."""
    if unit.valid_to is not None:
        raise Refusal(
            _("{unit} đã có ngày kết thúc {day}.").format(
                unit=unit.name, day=_written(unit.valid_to)
            ),
            next_step=_("Hoàn tác sự kiện đó trước."), code="E_ENDED",
        )  # fmt: skip
    below = children_from(reader, unit, day)
    if below:
        raise Refusal(
            _("{unit} còn {n} đơn vị trực thuộc.").format(unit=unit.name, n=len(below)),
            next_step=_("Chuyển các đơn vị đó sang cấp quản lý khác trước."), code="E_CHILDREN",
        )  # fmt: skip
    if unit.id == reader.own_unit:
        raise Refusal(
            _("Không kết thúc được chính đơn vị của sổ này."),
            next_step=_("Sự kiện này do cấp trên ghi."), code="E_SCOPE",
        )  # fmt: skip


def children_from(reader: Reader, unit: Unit, day: date) -> list[Unit]:
    """Return the units that stand under one on a day or come under it later."""
    found = {child.id: child for child in tree_on(reader, day).children(unit.id)}
    for later in sorted(one for one in _parent_days(reader) if one > day.isoformat()):
        tree = tree_on(reader, date.fromisoformat(later))
        found |= {child.id: child for child in tree.children(unit.id)}
    return list(found.values())


def above(tree: Tree, unit: str | None) -> list[str]:
    """Return the ids above a unit on the tree's day, nearest first."""
    found: list[str] = []
    parent = tree.units[unit].parent if unit in tree.units else None
    while parent is not None and parent in tree.units and parent not in found:
        found.append(parent)
        parent = tree.units[parent].parent
    return found
