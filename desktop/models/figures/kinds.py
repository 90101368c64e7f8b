"""What a target is of: a whole indicator, or some ownership types of it ("N02;LH=non_state").

The key is that of a figure told by type (figures.md, 3.1), with a sector ("state", "non_state"),
a group of types of the packs ("DN") or one type ("FDI") behind the sign.
"""

from collections.abc import Iterable
from typing import Final

from desktop.i18n import _
from desktop.models.figures.cells import TREE_CAUSED, split_code
from desktop.models.figures.made_of import leaves
from desktop.models.packs.ownership_kinds import BANDS, band_name
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.text import lowered

_BY: Final = "LH"
_SIGN: Final = f"{_BY}="


def split_target(code: str) -> tuple[str, str]:
    """Return (indicator, kind) of a target's code; kind "" of a whole indicator."""
    bare, part = split_code(code)
    return bare, part.removeprefix(_SIGN)


def target_code(bare: str, kind: str) -> str:
    """Return the code of a target of an indicator, of one kind of it unless that is ""."""
    return f"{bare};{_SIGN}{kind}" if kind else bare


def measured_by(packs: Packs, code: str) -> Indicator | None:
    """Return the indicator a target is of; None where the packs know no such target."""
    bare, part = split_code(code)
    indicator = packs.indicators.get(bare)
    if indicator is None or not part:
        return indicator
    kind = part.removeprefix(_SIGN)
    known = part.startswith(_SIGN) and kind in _kinds(packs) and has_parts(packs, bare)
    return indicator if known else None


def has_parts(packs: Packs, bare: str) -> bool:
    """Tell whether an indicator may be aimed at by ownership type.

    All that it is made of is told by type, and none of it moved with whole unions.
    """
    indicator = packs.indicators.get(bare)
    if indicator is None or not indicator.additive:
        return False
    made = (packs.indicators[code] for code in leaves(packs, bare) if code in packs.indicators)
    return all(
        _BY in one.by and one.code not in TREE_CAUSED
        for one in made if not one.computed
    )  # fmt: skip


def target_title(packs: Packs, code: str) -> str:
    """Return what a target is of: "Tỷ lệ CĐCS …, riêng khu vực ngoài nhà nước"; an unknown code as
    it is.
    """
    bare, kind = split_target(code)
    indicator = packs.indicators.get(bare)
    if indicator is None:
        return code
    return f"{indicator.name}, {part_title(packs, kind)}" if kind else indicator.name


def part_title(packs: Packs, kind: str) -> str:
    """Return what a kind is called in a row of its own: "riêng khu vực ngoài nhà nước"."""
    return _("riêng {kind}").format(kind=_kinds(packs).get(kind, kind))


def is_part_title(packs: Packs, text: str) -> bool:
    """Tell whether a row is of some ownership types alone, as F4 names it."""
    bare = text.strip(" -–—").casefold()
    return bare in {part_title(packs, kind).casefold() for kind in _kinds(packs)}


def told_by_kind(packs: Packs, codes: Iterable[str]) -> dict[str, list[str]]:
    """Return indicator → the kinds an office has to tell it by for targets with these codes.

    Only what it counts itself: figures of base unions follow from the type of each.
    """
    found: dict[str, list[str]] = {}
    for code in codes:
        bare, kind = split_target(code)
        if not kind or measured_by(packs, code) is None:
            continue
        for made_of in leaves(packs, bare):
            own = packs.indicators[made_of].asked_of == "upper"
            if own and may_be_told(packs, made_of, kind):
                found.setdefault(made_of, []).append(kind)
    return found


def may_be_told(packs: Packs, bare: str, kind: str) -> bool:
    """Tell whether a figure may be entered for a kind: of one type each, of sectors and groups
    what an office counts of the unions below it.
    """
    indicator = packs.indicators.get(bare)
    if indicator is None or indicator.computed:
        return False
    if kind in packs.ownerships:
        return True
    return kind in _kinds(packs) and indicator.asked_of == "upper" and _BY in indicator.by


def part_choices(packs: Packs, bare: str) -> list[tuple[str, str]]:
    """Return (name, kind) of what an indicator may be aimed at, the whole first."""
    kinds = _kinds(packs) if has_parts(packs, bare) else {}
    return [(_("toàn bộ"), ""), *((name, kind) for kind, name in kinds.items())]


def _kinds(packs: Packs) -> dict[str, str]:
    """Return kind → what it is called within a sentence."""
    kinds = (*BANDS, *packs.ownership_groups, *packs.ownerships)
    return {kind: lowered(band_name(packs, kind)) for kind in kinds}
