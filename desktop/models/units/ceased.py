"""Units that ended within a period: its last day knows them no more, its figures do.

They owe no stocks of a day they did not see; what moved until their last day still counts.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.as_known import KnownReader
from desktop.models.store.reader import Reader
from desktop.models.text import short_date
from desktop.models.units.units import Tree, Unit, tree_on


def ceased_within(reader: Reader, first: date, last: date) -> tuple[Unit, ...]:
    """Return the units whose last day lies within two days, but is not the last of them.

    Each as it stood on that day, in the order of their names.
    """

    def read() -> tuple[Unit, ...]:
        tree = tree_on(reader, last, ended_too=True)
        return tuple(
            unit for unit in _named(tree.units.values())
            if tree.role(unit) != "part" and ceased_before(unit, last)
            and unit.valid_to is not None and unit.valid_to >= first
        )  # fmt: skip

    return reader.remembered_of(("unit", "assign", "contact"), ("ceased", first, last), read)


def ceased_before(unit: Unit, last: date) -> bool:
    """Tell whether a unit ended before a day."""
    return unit.valid_to is not None and unit.valid_to < last


def ceased_in_scope(reader: Reader, first: date, last: date) -> list[Unit]:
    """Return those whose figures this office owned on their last day."""
    return _standing(reader, first, last, lambda tree: tree.scope(reader.own_unit))


def ceased_under(reader: Reader, first: date, last: date, top: str) -> list[Unit]:
    """Return those that stood at or below a unit on their last day."""
    return _standing(reader, first, last, lambda tree: tree.walk(top))


def _standing(
    reader: Reader, first: date, last: date, within: Callable[[Tree], Iterable[Unit]]
) -> list[Unit]:
    found, known = [], dict[date, frozenset[str]]()
    for unit in ceased_within(reader, first, last):
        day = unit.valid_to or last
        if day not in known:
            known[day] = frozenset(one.id for one in within(tree_on(reader, day)))
        if unit.id in known[day]:
            found.append(unit)
    return found


def unit_within(reader: Reader, first: date, last: date, code: str) -> Unit:
    """Return the unit of a code or id: as it stands on the last of two days, or ended between them.

    Raises Refusal when there is none, or when several bear the code.
    """
    tree = tree_on(reader, last)
    if tree.find(code) is not None:
        return tree.by_code(code)
    wanted = code.casefold()
    gone = [u for u in ceased_within(reader, first, last) if code == u.id]
    gone = gone or [
        u for u in ceased_within(reader, first, last) if u.code.casefold() == wanted
    ]  # fmt: skip
    if len(gone) == 1:
        return gone[0]
    ended = _ended(reader, last, code)
    if ended is not None and ended.valid_to is not None and ended.valid_to < first:
        raise _before(
            ended, _("Chọn kỳ có ngày hoạt động cuối cùng của đơn vị, hoặc kỳ trước nữa.")
        )
    return _known(reader, tree, code)


def top_of(reader: Reader, tree: Tree, unit: str = "", first: date | None = None) -> Unit:
    """Return the unit of this code or id, "" our own. Raises Refusal when it is not in the tree.

    With the `first` day of a window that ends on the tree's day, also one that ended within it or
    on its eve, as it last stood: whom it handed over, it handed over in that window.
    """
    own = reader.own_unit
    if isinstance(reader, KnownReader) and not reader.fields("unit", own):
        raise Refusal(
            _("Đến hết ngày {day} sổ này chưa ghi gì về đơn vị mình.").format(
                day=short_date(reader.known_on)
            ),
            next_step=_("Chọn ngày muộn hơn."), code="E_UNIT",
        )  # fmt: skip
    living = tree.find(unit or own)
    ended = None if living is not None else _ended(reader, tree.on, unit or own)
    if first is not None and ended is not None and ended.valid_to is not None:
        if ended.valid_to >= first - timedelta(1):
            return ended
        if unit and unit != own:
            raise _before(ended, _("Chọn kỳ đơn vị còn hoạt động, hoặc kỳ ngay sau đó."))
    if living is None and (unit or own) == own:
        raise Refusal(
            _("Ngày {day} đơn vị mình chưa có hoặc không còn hoạt động.").format(
                day=short_date(tree.on)
            ),
            next_step=_("Chọn kỳ báo cáo khác."), code="E_UNIT",
        )  # fmt: skip
    return _known(reader, tree, unit or own)


def _known(reader: Reader, tree: Tree, code: str) -> Unit:
    """Return the unit of a code or id; one that the office heard of only later is refused so."""
    if isinstance(reader, KnownReader) and tree.find(code) is None:
        unit = _ended(reader.now, tree.on, code)
        heard = None if unit is None else reader.heard_later("unit", unit.id)
        if unit is not None and heard is not None:
            raise Refusal(
                _("Đến hết ngày {day} sổ này chưa biết có đơn vị {unit}.").format(
                    day=short_date(reader.known_on), unit=unit.name
                ),
                next_step=_("Chọn từ ngày {day} trở đi.").format(day=short_date(heard)),
                code="E_UNIT",
            )  # fmt: skip
    return tree.by_code(code)


def _ended(reader: Reader, last: date, code: str) -> Unit | None:
    """Return the unit of a code or id as it stands on a day or, failing that, last stood."""
    return tree_on(reader, last, ended_too=True).find(code)


def _before(unit: Unit, next_step: str) -> Refusal:
    """Return the refusal of a unit that ended before a period began."""
    day = short_date((unit.valid_to or unit.valid_from) + timedelta(1))
    said = _("{unit} đã thôi hoạt động từ ngày {day}, trước kỳ này.")
    return Refusal(said.format(unit=unit.name, day=day), next_step=next_step, code="E_UNIT")


def _named(units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (unit.name, unit.code, unit.id))
