"""Many units to new parents at once: a pasted or opened list, read line by line, then one step.

The end of the districts on 1/7/2025 is such a list: every base union and the commune union it
goes to. Every line ends ready, asked about, skipped or refused with its reason.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register import event_rules as rules
from desktop.models.register.event_effects import Moved
from desktop.models.register.late import Late, locked_since
from desktop.models.register.later import Lost, lost_by
from desktop.models.register.parent_refusals import nothing_moves
from desktop.models.register.reorganise import (
    Order,
    Outcome,
    Plan,
    check,
    preview,
    told_of,
    write,
)
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import fold, nfc, short_date
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit, tree_on

LineState = Literal["ready", "asked", "skipped", "refused"]
_PREFIXES = (
    "cong doan co so", "cong doan", "nghiep doan co so", "nghiep doan", "cdcs", "ndcs", "cd",
    "lien doan lao dong", "ldld",
)  # fmt: skip
_UNIT_TITLES = ("ten", "ten don vi", "don vi", "cdcs", "ten cdcs", "cong doan co so", "ma",
                "ma don vi", "ten cong doan co so")  # fmt: skip
_PARENT_TITLES = ("cap quan ly", "quan ly moi", "chuyen ve", "truc thuoc", "don vi quan ly",
                  "cap tren", "don vi moi", "noi den", "don vi nhan")  # fmt: skip
_SUMS = ("tong cong", "cong", "tong", "tong so")
_MOST_CHOICES, _MOST_NAMED = 8, 3
_NUMBER_TITLES = ("stt", "tt", "so tt")


@dataclass(frozen=True, slots=True)
class ParentLine:
    """One line of the list: the unit and the parent it names, and what becomes of it.

    `unit` and `parent` are ids, "" where nothing was found or more than one fits; then
    `unit_choices` or `parent_choices` hold (name, id) to choose from, none where no name is like.
    """

    number: int
    source: str
    unit: str = ""
    unit_name: str = ""
    parent: str = ""
    parent_name: str = ""
    state: LineState = "ready"
    note: str = ""
    unit_choices: tuple[tuple[str, str], ...] = ()
    parent_choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What moving all of them did or would do; `ended` are the emptied units that end.

    `kept` says in a sentence each why an upper unit that gave some away does not; `lost` are later
    moves to the same parents, which move nobody any more.
    """

    events: tuple[str, ...]
    moved: Moved
    late: tuple[Late, ...]
    ended: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()


class NameFinder:
    """Finds units by code, name, or name without its usual beginning; tone marks ignored."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._exact: dict[str, list[Unit]] = {}
        self._bare: dict[str, list[Unit]] = {}
        for unit in units:
            for word in {fold(unit.code), fold(unit.name), fold(unit.short)}:
                self._exact.setdefault(word, []).append(unit)
            for word in {bare(unit.name), bare(unit.short)} - {""}:
                self._bare.setdefault(word, []).append(unit)

    def find(self, text: str) -> list[Unit]:
        """Return the units a text may mean: one, several, or none."""
        wanted = fold(text)
        if not wanted:
            return []
        return self._exact.get(wanted) or self._bare.get(bare(text)) or []

    def near(self, text: str) -> list[Unit]:
        """Return units whose names share the words of a text, to ask about.

        Single letters count where they tell units apart: "Suối A".
        """
        words = bare(text).split()
        longer = [word for word in words if len(word) > 1 or word.isdigit()]
        return (self._holding(words) or self._holding(longer))[:_MOST_CHOICES]

    def _holding(self, words: Sequence[str]) -> list[Unit]:
        found = {
            unit.id: unit
            for name, units in self._bare.items()
            if words and set(words) <= set(name.split())
            for unit in units
        }
        return list(found.values())


def bare(name: str) -> str:
    """Return a name folded, without "CĐCS", "Công đoàn" and the like before it."""
    text = " ".join(fold(name).replace(".", " ").split())
    changed = True
    while changed:
        changed = False
        for prefix in _PREFIXES:
            if text.startswith(prefix + " "):
                text, changed = text[len(prefix) + 1 :], True
    return text


def read_parents(
    reader: Reader, block: Sequence[Sequence[str]], day: date, to_parent: str = ""
) -> list[ParentLine]:
    """Read lines "unit, new parent" in any order of columns; `to_parent` where none is named."""
    tree = tree_on(reader, day)
    below = _movable(reader, tree)
    uppers = [u for u in tree.walk(reader.own_unit) if tree.role(u) not in ("base", "part")]
    units, parents = NameFinder(below), NameFinder(uppers)
    ever = tree_on(reader, day, ended_too=True)
    gone = NameFinder([u for u in ever.units.values() if u.id not in tree.units])
    rows = [[nfc(str(cell)).strip() for cell in row] for row in block]
    places = _columns(rows, units, parents)
    default = tree.units.get(to_parent)
    found: list[ParentLine] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        line = _line(number, row, places, units, parents, default)
        if line.state == "ready":
            line = _judged(reader, tree, line, seen, day)
        elif line.state == "asked" and not line.unit and gone.find(line.unit_name):
            line = replace(line, state="refused", note=_("Đơn vị này đã kết thúc trước ngày đó."))
        if line.state == "asked" and len(line.unit_choices) > 1:
            line = _told_apart(tree, line)
        found.append(line)
    return found


def _told_apart(tree: Tree, line: ParentLine) -> ParentLine:
    """Name the managing unit of those called alike; one that is there already is not meant."""
    units = [tree.units[unit] for _name, unit in line.unit_choices]
    if len({fold(unit.name) for unit in units}) == len(units):
        return line
    others = [unit for unit in units if line.parent and unit.parent != line.parent] or units
    note = line.note
    if len(others) == 1:
        note = _("Nhiều đơn vị có tên này, chỉ một chưa thuộc cấp quản lý mới.")
    told = tuple((_with_parent_named(tree, unit), unit.id) for unit in others)
    return replace(line, note=note, unit_choices=told)


def _with_parent_named(tree: Tree, unit: Unit) -> str:
    above = tree.units.get(unit.parent or "")
    named = f"{unit.name} ({unit.code})"
    return named if above is None else f"{named}, {above.name}"


def _movable(reader: Reader, tree: Tree) -> list[Unit]:
    own = reader.own_unit
    return [u for u in tree.walk(own) if u.id != own and tree.role(u) != "part"]


class _Places(NamedTuple):
    """The columns of a list: those of the unit, the surest first, and that of the parent."""

    units: tuple[int, ...] = ()
    parent: int = -1


def _columns(rows: Sequence[Sequence[str]], units: NameFinder, parents: NameFinder) -> _Places:
    """Return which columns name the unit (by code, by name) and which its parent."""
    width = max((len(row) for row in rows), default=0)
    scores, also = [], []
    for at in range(width):
        cells = [row[at] for row in rows if at < len(row) and row[at] and not row[at].isdigit()]
        titles = {fold(cell) for cell in cells[:6]}
        named_parent = any(word in title for title in titles for word in _PARENT_TITLES)
        named_unit = not titles.isdisjoint(_UNIT_TITLES)
        as_unit = sum(bool(units.find(cell)) for cell in cells)
        as_parent = sum(bool(parents.find(cell)) for cell in cells)
        scores.append((2 * as_unit + named_unit, 2 * as_parent + 3 * named_parent, len(cells)))
        if not (named_parent or as_parent) and (named_unit or as_unit):
            also.append(at)
    if not scores:
        return _Places()
    best = max(range(width), key=lambda at: (scores[at][0] - scores[at][1], scores[at][2]))
    unit_at = best if scores[best][0] or width == 1 else _fullest(scores)
    told = {at: scores[at][1] for at in range(width) if at != unit_at and scores[at][1]}
    if not told:  # bare places: names that are like a parent's
        told = {
            at: sum(bool(parents.near(row[at])) for row in rows if at < len(row))
            for at in range(width) if at != unit_at
        }  # fmt: skip
    parent_at = max(told, key=lambda at: told[at], default=-1)
    parent_at = parent_at if told.get(parent_at) else -1
    others = [at for at in also if at not in (unit_at, parent_at)]
    return _Places((unit_at, *others), parent_at)


def _fullest(scores: Sequence[tuple[int, int, int]]) -> int:
    return max(range(len(scores)), key=lambda at: scores[at][2])


def _line(
    number: int, row: Sequence[str], places: _Places, units: NameFinder, parents: NameFinder,
    default: Unit | None,
) -> ParentLine:  # fmt: skip
    told = [cell for cell in row if cell]
    source = " | ".join(told)
    names = [row[at] for at in places.units if 0 <= at < len(row) and row[at]]
    name = names[0] if names else ""
    above = row[places.parent] if 0 <= places.parent < len(row) else ""
    line = ParentLine(number, source, unit_name=name, parent_name=above)
    if not told:
        return replace(line, state="skipped", note=_("Dòng trống."))
    if _is_title(told):
        return replace(line, state="skipped", note=_("Dòng tiêu đề."))
    if fold(name) in _SUMS:
        return replace(line, state="skipped", note=_("Dòng cộng."))
    if not name:
        return replace(line, state="refused", note=_("Dòng không ghi đơn vị."))
    line = _with_unit(line, names, units)
    if above:
        line = _with_parent(line, above, parents)
    elif default is not None:
        line = replace(line, parent=default.id, parent_name=default.name)
    elif line.state == "ready":
        line = _without_parent(line, row, places)
    return line


def _without_parent(line: ParentLine, row: Sequence[str], places: _Places) -> ParentLine:
    """Ask for the parent of a line in which nothing was taken for one: unwritten, or unknown."""
    others = [
        cell for at, cell in enumerate(row)
        if cell and at not in places.units and not _is_number(cell)
    ]  # fmt: skip
    if len(others) == 1:
        note = _("Không có cấp quản lý “{name}”, chọn một.").format(name=others[0])
        return replace(line, state="asked", parent_name=others[0], note=note)
    note = _("Không nhận ra cấp quản lý nào ở dòng này, chọn một.")
    return replace(line, state="asked", note=note if others else _("Chưa ghi cấp quản lý mới."))


def _is_number(cell: str) -> bool:
    return cell.rstrip(".").isdigit()


def _is_title(told: Sequence[str]) -> bool:
    folded = [fold(cell) for cell in told]
    return any(
        cell in _UNIT_TITLES or cell in _NUMBER_TITLES or any(w in cell for w in _PARENT_TITLES)
        for cell in folded
    ) and not any(cell.isdigit() for cell in folded)


def _with_unit(line: ParentLine, names: Sequence[str], units: NameFinder) -> ParentLine:
    """Find the unit by what the line calls it, a code or a name: the first that is known.

    Two that mean different units are asked about, and so is a name that several bear.
    """
    found = [fits for name in names if (fits := units.find(name))]
    meant = {unit.id: unit for fits in found if len(fits) == 1 for unit in fits}
    if len(meant) > 1:
        note = _("Mã và tên ở dòng này là của hai đơn vị khác nhau, chọn một.")
        return replace(line, state="asked", note=note, unit_choices=_choices(list(meant.values())))
    if meant:
        (unit,) = meant.values()
        return replace(line, unit=unit.id, unit_name=unit.name)
    fits = found[0] if found else []
    near = fits or next((like for name in names if (like := units.near(name))), [])
    note = _("Nhiều đơn vị có tên này, chọn một.") if fits else _("Chưa rõ đơn vị, chọn một.")
    if not near:
        note = _("Không có đơn vị tên này, chọn một.")
    return replace(line, state="asked", note=note, unit_choices=_choices(near))


def _with_parent(line: ParentLine, name: str, parents: NameFinder) -> ParentLine:
    fits = parents.find(name)
    if len(fits) == 1:
        return replace(line, parent=fits[0].id, parent_name=fits[0].name)
    near = fits or parents.near(name)
    if not near:
        return replace(line, state="asked", note=_("Không có cấp quản lý tên này, chọn một."))
    return replace(line, state="asked", note=_("Chưa rõ cấp quản lý, chọn một."),
                   parent_choices=_choices(near))  # fmt: skip


def _choices(units: Sequence[Unit]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{unit.name} ({unit.code})", unit.id) for unit in units)


def _judged(
    reader: Reader, tree: Tree, line: ParentLine, seen: dict[str, int], day: date
) -> ParentLine:
    if line.unit in seen:
        note = _("Đã có ở dòng {n}.").format(n=seen[line.unit])
        return replace(line, state="refused", note=note)
    seen[line.unit] = line.number
    if tree.units[line.unit].parent == line.parent:
        return replace(line, state="skipped", note=_("Đã trực thuộc cấp này."))
    try:
        check(reader, Order("reparent", day, (line.unit,), to_parent=line.parent))
    except Refusal as refusal:
        return replace(line, state="refused", note=refusal.message)
    return line


def answered(
    reader: Reader, line: ParentLine, day: date, *, unit: str = "", parent: str = ""
) -> ParentLine:
    """Return a line after somebody chose the unit or the parent it means."""
    tree = tree_on(reader, day)
    unit, parent = unit or line.unit, parent or line.parent
    known, above = tree.units.get(unit), tree.units.get(parent)
    line = replace(
        line, unit=unit, parent=parent,
        unit_name=known.name if known else line.unit_name,
        parent_name=above.name if above else line.parent_name,
    )  # fmt: skip
    if known is None or above is None:
        return line
    return _judged(reader, tree, replace(line, state="ready", note=""), {}, day)


def preview_parents(
    reader: Reader, lines: Sequence[ParentLine], day: date, *, end_emptied: bool = False
) -> BulkOutcome:
    """Tell what moving the ready lines would do, writing nothing; see `move_to_parents`."""
    told = [preview(reader, order) for order in _orders(lines, day, "")]
    if not end_emptied:
        return _joined(told)
    ending, kept = _emptied(reader, tree_on(reader, day), lines, day, "")
    return _joined(told, ending, kept)


def move_to_parents(
    store: Store,
    lines: Sequence[ParentLine],
    day: date,
    *,
    decision: str = "",
    end_emptied: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BulkOutcome:
    """Move the units of the ready lines as one step, one event for each new parent.

    With `end_emptied` the upper units that have nobody left under them end that day too; of the
    others that gave some away the outcome says why not.
    """
    orders = _orders(lines, day, decision)
    if not orders:
        raise nothing_moves(lines)
    before = tree_on(store, day)
    count = len(_ready(lines))
    plans = [check(store, order) for order in orders]
    ended, kept = _emptied(store, before, lines, day, decision) if end_emptied else ([], [])
    plans += ended
    known = [(plan, told_of(store, plan)) for plan in plans]
    with store.step(_("Chuyển cấp quản lý {n} đơn vị").format(n=count)):
        told = []
        for done, (plan, would) in enumerate(known):
            told.append(replace(would, event=write(store, plan, would.late)))
            if progress is not None:
                progress(done, len(known))
        _check_no_circle(store, before, lines, day)
    return _joined(told, ended, kept)


def _check_no_circle(store: Store, before: Tree, lines: Sequence[ParentLine], day: date) -> None:
    """Refuse lists that put two upper units under each other."""
    scope = Scope.of(store)
    for line in _ready(lines):
        unit = before.units[line.unit]
        if before.role(unit) == "base":
            continue
        if line.unit in scope.path(line.parent, day.isoformat()):
            raise Refusal(
                _("{unit} không thể đứng dưới chính đơn vị trực thuộc mình.").format(
                    unit=unit.name
                ),
                next_step=_("Sửa cấp quản lý mới trong danh sách."), code="E_CYCLE",
            )  # fmt: skip


def _emptied(
    reader: Reader, before: Tree, lines: Sequence[ParentLine], day: date, decision: str
) -> tuple[list[Plan], list[str]]:
    """Return the ends of the upper units under which nobody stands after the moves.

    And a sentence for each of the others that gave some away: why it does not end.
    """
    moved = {line.unit for line in _ready(lines)}
    taking = {line.parent for line in _ready(lines)}
    old = {before.units[unit].parent for unit in moved}
    found, kept = [], []
    for unit in sorted(
        (before.units[u] for u in old if u in before.units), key=lambda unit: unit.code
    ):
        left = [one for one in rules.children_from(reader, unit, day) if one.id not in moved]
        why = _why_kept(reader, before, unit, day, left, taking)
        if why:
            kept.append(_("{unit} không kết thúc: {why}.").format(unit=unit.name, why=why))
        else:
            order = Order("dissolve", day, (unit.id,), decision=decision)
            found.append(Plan(order, (unit,)))
    return found, kept


def _why_kept(
    reader: Reader, before: Tree, unit: Unit, day: date, left: Sequence[Unit],
    taking: Collection[str],
) -> str:  # fmt: skip
    """Return why an upper unit that gave some away does not end with the move, "" where it does."""
    if unit.id == reader.own_unit:
        return _("là đơn vị mình")
    if before.role(unit) != "upper":
        return _("không phải công đoàn cấp trên trực tiếp cơ sở")
    if unit.id in taking:
        return _("danh sách này chuyển đơn vị khác về đó")
    if unit.valid_to is not None:
        return _("đã ghi kết thúc từ ngày {day}").format(
            day=short_date(unit.valid_to + timedelta(1))
        )
    if unit.valid_from >= day:
        return _("mới có trong sổ từ ngày {day}").format(day=short_date(unit.valid_from))
    if left:
        names = ", ".join(one.name for one in left[:_MOST_NAMED])
        more = ", …" if len(left) > _MOST_NAMED else ""
        told = _("còn {n} đơn vị trực thuộc ({names}), chuyển nốt rồi ghi giải thể")
        return told.format(n=len(left), names=names + more)
    ending = Plan(Order("dissolve", day, (unit.id,)), (unit,))
    if lost_by(reader, ending, locked_since(reader, ending)):
        return _("còn số liệu hoặc sự kiện ghi cho sau ngày này, xem lại rồi ghi giải thể")
    return ""


def _ready(lines: Sequence[ParentLine]) -> list[ParentLine]:
    return [line for line in lines if line.state == "ready"]


def _orders(lines: Sequence[ParentLine], day: date, decision: str) -> list[Order]:
    groups: dict[str, list[str]] = {}
    for line in _ready(lines):
        groups.setdefault(line.parent, []).append(line.unit)
    return [
        Order("reparent", day, tuple(units), to_parent=parent, decision=decision)
        for parent, units in groups.items()
    ]


def _joined(
    told: Sequence[Outcome], ended: Sequence[Plan] = (), kept: Sequence[str] = ()
) -> BulkOutcome:
    moved: Moved = {}
    for outcome in told:
        for code, counts in outcome.moved.items():
            _add(moved.setdefault(code, {}), counts)
    events = tuple(outcome.event for outcome in told if outcome.event is not None)
    late = tuple(dict.fromkeys(one for outcome in told for one in outcome.late))
    codes = tuple(plan.units[0].code for plan in ended)
    lost = tuple(one for outcome in told for one in outcome.lost)
    return BulkOutcome(events, moved, late, codes, tuple(kept), lost)


def _add(into: dict[str, int], counts: Mapping[str, int]) -> None:
    for code, number in counts.items():
        into[code] = into.get(code, 0) + number
