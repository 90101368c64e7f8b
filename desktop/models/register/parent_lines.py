"""A list of units and their new parents, read line by line.

Every line ends ready, asked about, skipped or refused with its reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple, Protocol

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register.event_planning import check
from desktop.models.register.orders import Order
from desktop.models.store.reader import Reader
from desktop.models.text import fold, nfc
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
_MOST_CHOICES, _LOOKED_AT = 8, 20
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


class Names(Protocol):
    """Finds the units that a text in a list may mean."""

    def known(self, text: str) -> bool:
        """Tell at once whether a text is a code or name as the register has it."""

    def find(self, text: str) -> list[Unit]:
        """Return the units a text may mean: one, several, or none."""

    def near(self, text: str) -> list[Unit]:
        """Return the units to ask about where none was found."""

    def gone(self, text: str) -> str:
        """Say what became of a unit that does not stand under this name, "" where unknown."""


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

    def known(self, text: str) -> bool:
        """Tell whether a text is found."""
        return bool(NameFinder.find(self, text))

    def gone(self, text: str) -> str:
        """Know of no unit but those that stand."""
        return ""

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
    reader: Reader,
    block: Sequence[Sequence[str]],
    day: date,
    to_parent: str = "",
    *,
    finder: Callable[[Sequence[Unit]], Names] = NameFinder,
) -> list[ParentLine]:
    """Read lines "unit, new parent" in any order of columns; `to_parent` where none is named.

    `finder` finds names among the units that may move, and among those that may take them.
    """
    tree = tree_on(reader, day)
    below = _movable(reader, tree)
    uppers = [u for u in tree.walk(reader.own_unit) if tree.role(u) not in ("base", "part")]
    units, parents = finder(below), finder(uppers)
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
        elif line.state == "asked" and not line.unit and (told := units.gone(line.unit_name)):
            line = replace(line, note=told)
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


def _columns(rows: Sequence[Sequence[str]], units: Names, parents: Names) -> _Places:
    """Return which columns name the unit (by code, by name) and which its parent."""
    width = max((len(row) for row in rows), default=0)
    scores, also = [], []
    for at in range(width):
        cells = [row[at] for row in rows if at < len(row) and row[at] and not row[at].isdigit()]
        titles = {fold(cell) for cell in cells[:6]}
        named_parent = any(word in title for title in titles for word in _PARENT_TITLES)
        named_unit = not titles.isdisjoint(_UNIT_TITLES)
        as_unit, as_parent = _hits(units, cells), _hits(parents, cells)
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


def _hits(names: Names, cells: Sequence[str]) -> int:
    """Return in how many cells a unit is found; where none is as the register has it, in the first
    few (a shortened name takes long to find)."""
    known = sum(names.known(cell) for cell in cells)
    return known or sum(bool(names.find(cell)) for cell in cells[:_LOOKED_AT])


def _fullest(scores: Sequence[tuple[int, int, int]]) -> int:
    return max(range(len(scores)), key=lambda at: scores[at][2])


def _line(
    number: int, row: Sequence[str], places: _Places, units: Names, parents: Names,
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


def _with_unit(line: ParentLine, names: Sequence[str], units: Names) -> ParentLine:
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


def _with_parent(line: ParentLine, name: str, parents: Names) -> ParentLine:
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
