"""What the ownership types of one band, a sector such as "khu vực nhà nước", come to.

A unit belongs to the band of its type on the period's last day; of a unit that holds a lump each
figure told by type ("A03;LH=FDI") goes to the band of that type (figures.md, 3.1).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import split_code
from desktop.models.figures.sums.direct import subset
from desktop.models.figures.sums.parts import Part
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.packs.packs import Packs
from desktop.models.text import lowered

BANDS: Mapping[str, str] = {
    "state": _("Khu vực nhà nước"),
    "non_state": _("Khu vực ngoài nhà nước"),
}
"""The bands that are added up, with what they are called."""
EVERY, UNSAID = "all", "?"
"""All types together, each with its own movement; the units of which nobody said any type."""
_MORE: Mapping[str, str] = {EVERY: _("cộng các loại hình"), UNSAID: _("chưa ghi loại hình")}
_PART = "LH="


def band_name(packs: Packs, band: str) -> str:
    """Return what a band or a type is called; raises Refusal where no pack knows it."""
    if band in BANDS or band in _MORE:
        return BANDS.get(band) or _MORE[band]
    if band not in packs.ownerships:
        raise Refusal(
            _("Không có loại hình mã “{code}”.").format(code=band[:20]),
            next_step=_("Các loại hình: {list}.").format(list=", ".join(packs.ownerships)),
            code="E_OWNERSHIP",
        )
    return packs.ownerships[band].short


def type_words(packs: Packs, band: str) -> str:
    """Return what a band or a type is called within a sentence: types keep their capitals."""
    name = band_name(packs, band)
    return name if band in packs.ownerships else lowered(name)


def kinds_of(packs: Packs, band: str) -> frozenset[str] | None:
    """Return the types of a band, or one type alone ("FDI"); None for every type."""
    if band == EVERY:
        return None
    if band == UNSAID:
        return frozenset({""})
    found = (one.code for one in packs.ownerships.values() if band in (one.band, one.code))
    return frozenset(found)


def bands_of(whole: Rollup, packs: Packs) -> list[str]:
    """Return the bands any base union of a roll-up belongs to, in their order."""
    held = {packs.ownerships[unit.ownership].band for unit in whole.base
            if unit.ownership in packs.ownerships}  # fmt: skip
    return [band for band in BANDS if band in held]


def of_band(whole: Rollup, packs: Packs, band: str) -> Rollup:
    """Return the roll-up of what belongs to a band, or to one type alone ("FDI").

    Without movements of the tree.
    """
    kinds = kinds_of(packs, band)
    units = {unit.id: unit for unit in (*whole.base, *whole.leavers)}
    split: dict[str, set[str]] = {}
    for code, parts in whole.parts.items():
        plain, part = split_code(code)
        if part.startswith(_PART):
            split.setdefault(plain, set()).update(one.unit for one in parts)
    # A lump's movements are those of its types, told or not, as its stock is.
    by_stock = {code: split.get(equation.stocks[0], set())
                for equation in packs.equations.values()
                for code in (*equation.increases, *equation.decreases)}  # fmt: skip
    kept: dict[str, list[Part]] = {}
    for code, parts in whole.parts.items():
        plain, part = split_code(code)
        told = part.removeprefix(_PART) if part.startswith(_PART) else ""
        for one in parts:
            typed = one.unit in split.get(plain, ()) or one.unit in by_stock.get(plain, ())
            own = units[one.unit].ownership if one.unit in units else ""
            kind = told if typed and (told or not one.event) else own
            asked = kinds is None or kind in kinds
            # What events moved is told for no type: it is of the unit's own.
            if asked and (bool(told) == typed or (one.event and not part)) and (told or not part):
                kept.setdefault(plain, []).append(one)
    mine = {one.unit for parts in kept.values() for one in parts}
    mine |= {unit.id for unit in whole.base if kinds is None or unit.ownership in kinds}
    base = [unit for unit in whole.base if unit.id in mine]
    return replace(subset(whole, {*mine}, base), parts=kept, moves=[])
