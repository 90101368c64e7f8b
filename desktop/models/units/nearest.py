"""Which unit may be meant by a code that no unit has."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from desktop.i18n import _
from desktop.models.text import fold

if TYPE_CHECKING:
    from desktop.models.units.units import Unit

_MOST: Final = 2
_CLOSE: Final = 0.75
_SHORT: Final = 3


def meant(code: str, units: Iterable["Unit"]) -> list["Unit"]:
    """Return the units whose code or name is nearest to what was typed, at most two.

    A name counts with its tone marks left out; what stands in it word for word counts most.
    """
    from difflib import SequenceMatcher  # only where something was mistyped

    from desktop.models.units.unit_search import named

    wanted = fold(code)
    if not wanted:
        return []

    matcher = SequenceMatcher(b=wanted)  # it remembers its second text

    def likeness(text: str) -> float:
        matcher.set_seq1(text)
        if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
            return 0.0
        return matcher.ratio()

    known = list(units)
    said = named(known, code) if len(wanted) > _SHORT else []
    if 0 < len(said) <= _MOST:
        return said
    found: list[tuple[float, str, Unit]] = []
    for unit in known:
        name = fold(unit.name)
        whole = len(wanted) > _SHORT and wanted in name
        like = 1.0 if whole else max(likeness(fold(unit.code)), likeness(name))
        if like >= _CLOSE:
            found.append((-like, unit.code, unit))
    return [unit for _like, _code, unit in sorted(found, key=lambda one: one[:2])[:_MOST]]


def way_out(code: str, units: Iterable["Unit"]) -> str:
    """Return what to do about a code that no unit has: the units it may mean, or where to look."""
    found = [f"{unit.code} ({unit.name})" for unit in meant(code, units)]
    if not found:
        return _("Xem mã đơn vị ở trang Đơn vị.")
    return _("Có phải là {units}?").format(units=_(" hay ").join(found))
