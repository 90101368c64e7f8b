"""Many units at once: a pasted list of names, kinds and ownership types, read line by line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import UnitKind
from desktop.models.packs.packs import Packs
from desktop.models.register.new_units import (
    add_many,
    check_new,
    fitting_kinds,
    kind_named,
    usual_kind,
)
from desktop.models.register.orders import Order
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import fold, nfc
from desktop.models.units.units import Tree, Unit, tree_on

LineOutcome = Literal["added", "doubtful", "asked", "skipped", "refused"]
Answer = Literal["", "add", "skip", "same"]
"""What becomes of a line that is asked about: "" not said yet; added all the same; left out; it is
the unit known already, which nothing is done to."""
Alike = Callable[[str], Sequence[Unit]]
"""Which units a name may already stand for, under the parent or elsewhere in the register."""
_HEADERS = ("ten", "ten don vi", "ten cdcs", "ten cong doan co so", "don vi", "ho ten")
_AREAS = ("dia ban", "cum", "cum, dia ban", "cum dia ban")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One pasted line: the unit it stands for, and what becomes of it.

    `known` are the units it is asked about, as they are called and where they stand.
    """

    number: int
    source: str
    name: str
    kind: str
    ownership: str
    outcome: LineOutcome
    note: str = ""
    area: str = ""
    known: tuple[str, ...] = ()
    answer: Answer = ""

    @property
    def is_added(self) -> bool:
        """Whether its unit is added."""
        return self.outcome in ("added", "doubtful") or (self.is_asked and self.answer == "add")

    @property
    def is_asked(self) -> bool:
        """Whether somebody has to say if its unit is known already."""
        return self.outcome == "asked"


def read_units(
    reader: Reader, block: Sequence[Sequence[str]], parent: str, since: date, kind: str = "",
    alike: Alike = lambda _name: (),
) -> list[UnitLine]:  # fmt: skip
    """Read lines "name, kind, ownership" (row numbers before are skipped; order is free after).

    A column a title names as the area (địa bàn, cụm) is taken as such.

    Where a line names no kind, it is the one its name begins with, else `kind`, else the usual one
    under the parent. Every line gets an outcome; a name that already stands under the parent is
    skipped, one that is `alike` asked about, a word that is neither kind nor ownership is
    doubtful, and what could not be added alone either (`new_units.check_new`) is refused.
    """
    packs, tree = reader.packs, tree_on(reader, since)
    there, above = tree.children(parent), tree.units.get(parent)
    taken = {fold(unit.name) for unit in there}
    fitting = fitting_kinds(reader, above, since) if above is not None else []
    kind = kind or usual_kind(
        [one.code for one in fitting], [unit.kind for unit in there], packs.unit_kinds
    )
    kinds = _words((k.code, (k.name, k.short)) for k in packs.unit_kinds.values())
    types = _words((o.code, (o.name, o.short, *o.aliases)) for o in packs.ownerships.values())
    found = []
    area_at = -1
    for number, row in enumerate(block, 1):
        cells = [nfc(c).strip() for c in row]
        titles = [fold(cell) for cell in cells]
        if not set(titles).isdisjoint(_HEADERS):
            area_at = next((at for at, title in enumerate(titles) if title in _AREAS), -1)
        area = cells.pop(area_at) if 0 <= area_at < len(cells) else ""
        line = _line(packs, number, cells, kinds, types, fitting, kind)
        if line.outcome in ("added", "doubtful") and fold(line.name) in taken:
            line = UnitLine(number, line.source, line.name, line.kind, line.ownership, "skipped",
                            _("Đã có đơn vị tên này."))  # fmt: skip
        elif line.outcome in ("added", "doubtful"):
            line = _asked(tree, parent, _checked(reader, line, parent, since), alike)
        if line.outcome in ("added", "doubtful", "asked"):
            taken.add(fold(line.name))
        found.append(replace(line, area=area))
    return found


def _asked(tree: Tree, parent: str, line: UnitLine, alike: Alike) -> UnitLine:
    """Ask about a line whose unit is probably there, under another spelling or unit."""
    found = alike(line.name) if line.outcome != "refused" else ()
    if not found:
        return line
    known = tuple(_with_place(tree, unit, parent) for unit in found)
    told = _("Có lẽ đã có: {units}.").format(units=", ".join(known))
    note = " ".join(filter(None, (told, line.note)))
    return replace(line, outcome="asked", note=note, known=known)


def _with_place(tree: Tree, unit: Unit, parent: str) -> str:
    above = tree.units.get(unit.parent or "")
    if unit.parent == parent or above is None:
        return unit.name
    return _("{unit}, thuộc {above}").format(unit=unit.name, above=above.name)


def _checked(reader: Reader, line: UnitLine, parent: str, since: date) -> UnitLine:
    """Refuse a line that could not be added alone; the others can still be added."""
    try:
        check_new(reader, _order(line, parent, since))
    except Refusal as refusal:
        return replace(line, outcome="refused", note=str(refusal))
    named = kind_named(reader.packs.unit_kinds.values(), line.name)
    kind = reader.packs.unit_kinds[line.kind]
    if named is None or named.role == kind.role:
        return line
    odd = _("Tên là của một {named}, loại ghi “{kind}”: xem lại loại trước khi thêm.").format(
        named=named.short, kind=kind.name
    )
    return replace(line, outcome="doubtful", note=" ".join(filter(None, (line.note, odd))))


def _order(line: UnitLine, parent: str, since: date) -> Order:
    return Order(
        "found", since, (), to_parent=parent, name=line.name, unit_kind=line.kind,
        ownership=line.ownership, attributes={"area": line.area} if line.area else None,
    )  # fmt: skip


def _line(
    packs: Packs,
    number: int,
    cells: list[str],
    kinds: Mapping[str, str],
    types: Mapping[str, str],
    fitting: Sequence[UnitKind],
    usual: str,
) -> UnitLine:
    source = " | ".join(cell for cell in cells if cell)
    told = [cell for cell in cells if cell and not cell.rstrip(".").isdigit()]
    if not told:
        return UnitLine(number, source, "", "", "", "skipped", _("Dòng trống."))
    name, rest = told[0], told[1:]
    if any(fold(cell) in _HEADERS for cell in told):
        return UnitLine(number, source, name, "", "", "skipped", _("Dòng tiêu đề."))
    kind, ownership, strange = "", "", []
    for word in rest:
        if not kind and fold(word) in kinds:
            kind = kinds[fold(word)]
        elif not ownership and fold(word) in types:
            ownership = types[fold(word)]
        else:
            strange.append(word)
    named = kind_named(fitting, name)
    kind = kind or (named.code if named is not None else usual)
    if len(name) > 200:
        return UnitLine(number, source, name, kind, ownership, "refused", _("Tên quá dài."))
    if strange:
        note = _("Không rõ “{words}”, bỏ qua phần này.").format(words="; ".join(strange)[:60])
        return UnitLine(number, source, name, kind, ownership, "doubtful", note)
    return UnitLine(number, source, name, kind, ownership, "added")


def _words(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, words in pairs:
        for word in (code, *words):
            found.setdefault(fold(word), code)
    return found


def add_units(
    store: Store,
    lines: Sequence[UnitLine],
    parent: str,
    since: date,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Add the units of the lines that are to be added, as one step; return how many.

    Raises Refusal, with nothing changed, where one of them cannot be added alone either.
    """
    wanted = [line for line in lines if line.is_added]
    add_many(store, [_order(line, parent, since) for line in wanted], progress)
    return len(wanted)


def to_correct(block: Sequence[Sequence[str]], lines: Sequence[UnitLine]) -> str:
    """Return what is left of a pasted block once the others are added: titles, refused lines, and
    those nobody has answered.

    "" where there is none.
    """
    left = {line.number for line in lines
            if line.outcome == "refused" or (line.is_asked and not line.answer)}  # fmt: skip
    kept = [
        row for number, row in enumerate(block, 1)
        if number in left or not {fold(cell) for cell in row}.isdisjoint(_HEADERS)
    ]  # fmt: skip
    return "\n".join("\t".join(row) for row in kept) if left else ""
