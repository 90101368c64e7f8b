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

BANDS: Mapping[str, str] = {
    "state": _("Khu vực nhà nước"),
    "non_state": _("Khu vực ngoài nhà nước"),
}
"""The bands that are added up, with what they are called."""
_PART = "LH="


def band_name(packs: Packs, band: str) -> str:
    """Return what a band or a type is called; raises Refusal where no pack knows it."""
    if band in BANDS:
        return BANDS[band]
    if band not in packs.ownerships:
        raise Refusal(
            _("Không có loại hình mã “{code}”.").format(code=band[:20]),
            next_step=_("Các loại hình: {list}.").format(list=", ".join(packs.ownerships)),
            code="E_OWNERSHIP",
        )
    return packs.ownerships[band].short


def bands_of(whole: Rollup, packs: Packs) -> list[str]:
    """Return the bands any base union of a roll-up belongs to, in their order."""
    held = {packs.ownerships[unit.ownership].band for unit in whole.base
            if unit.ownership in packs.ownerships}  # fmt: skip
    return [band for band in BANDS if band in held]


def of_band(whole: Rollup, packs: Packs, band: str) -> Rollup:
    """Return the roll-up of what belongs to a band, or to one type alone ("FDI").

    Without movements of the tree.
    """
    kinds = {one.code for one in packs.ownerships.values() if band in (one.band, one.code)}
    units = {unit.id: unit for unit in (*whole.base, *whole.leavers)}
    split: dict[str, set[str]] = {}
    for code, parts in whole.parts.items():
        plain, part = split_code(code)
        if part.startswith(_PART):
            split.setdefault(plain, set()).update(one.unit for one in parts)
    kept: dict[str, list[Part]] = {}
    for code, parts in whole.parts.items():
        plain, part = split_code(code)
        told = part.removeprefix(_PART) if part.startswith(_PART) else ""
        for one in parts:
            typed = one.unit in split.get(plain, ())
            kind = told if typed else units[one.unit].ownership if one.unit in units else ""
            if kind in kinds and bool(told) == typed and (told or not part):
                kept.setdefault(plain, []).append(one)
    mine = {one.unit for parts in kept.values() for one in parts}
    mine |= {unit.id for unit in whole.base if unit.ownership in kinds}
    base = [unit for unit in whole.base if unit.id in mine]
    return replace(subset(whole, {*mine}, base), parts=kept, moves=[])
