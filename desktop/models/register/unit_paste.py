"""Many units at once: a pasted list of names, kinds and ownership types, read line by line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import fold, nfc
from desktop.models.units.units import check_ownership, found_unit, tree_on

LineOutcome = Literal["added", "doubtful", "skipped", "refused"]
_HEADERS = ("ten", "ten don vi", "ten cdcs", "ten cong doan co so", "don vi", "ho ten")
_AREAS = ("dia ban", "cum", "cum, dia ban", "cum dia ban")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One pasted line: the unit it stands for, and what becomes of it."""

    number: int
    source: str
    name: str
    kind: str
    ownership: str
    outcome: LineOutcome
    note: str = ""
    area: str = ""


def read_units(
    reader: Reader, block: Sequence[Sequence[str]], parent: str, since: date, kind: str = "CDCS"
) -> list[UnitLine]:
    """Read lines "name, kind, ownership" (row numbers before are skipped; order is free after).

    A column a title names as the area (địa bàn, cụm) is taken as such.

    `kind` is taken where a line names none. Every line gets an outcome; a name that already
    stands under the parent is skipped, a word that is neither kind nor ownership is doubtful.
    """
    packs = reader.packs
    taken = {fold(unit.name) for unit in tree_on(reader, since).children(parent)}
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
        line = _line(packs, number, cells, kinds, types, kind)
        if line.outcome in ("added", "doubtful") and fold(line.name) in taken:
            line = UnitLine(number, line.source, line.name, line.kind, line.ownership, "skipped",
                            _("Đã có đơn vị tên này."))  # fmt: skip
        elif line.outcome in ("added", "doubtful") and line.ownership:
            line = _checked(reader, line, since)
        taken.add(fold(line.name))
        found.append(replace(line, area=area))
    return found


def _checked(reader: Reader, line: UnitLine, since: date) -> UnitLine:
    """Refuse a line whose ownership type is closed by then; the others can still be added."""
    try:
        check_ownership(reader, line.ownership, since)
    except Refusal as refusal:
        return replace(line, outcome="refused", note=refusal.message)
    return line


def _line(
    packs: Packs,
    number: int,
    cells: list[str],
    kinds: Mapping[str, str],
    types: Mapping[str, str],
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
    kind = kind or _kind_of(name) or usual
    if len(name) > 200:
        return UnitLine(number, source, name, kind, ownership, "refused", _("Tên quá dài."))
    if strange:
        note = _("Không rõ “{words}”, bỏ qua phần này.").format(words="; ".join(strange)[:60])
        return UnitLine(number, source, name, kind, ownership, "doubtful", note)
    return UnitLine(number, source, name, kind, ownership, "added")


def _kind_of(name: str) -> str:
    return "NDCS" if fold(name).startswith("nghiep doan") else ""


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
) -> ChangeSet:
    """Found the units of the lines that may be added, as one step."""
    wanted = [line for line in lines if line.outcome in ("added", "doubtful")]
    with store.step(_("Thêm {n} đơn vị").format(n=len(wanted))) as step:
        for done, line in enumerate(wanted):
            told = {"ownership": line.ownership, "area": line.area}
            given = {name: value for name, value in told.items() if value}
            found_unit(store, name=line.name, kind=line.kind, parent=parent, since=since, **given)
            if progress is not None:
                progress(done, len(wanted))
    return step.change
