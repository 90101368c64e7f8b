"""What figures are told apart by: the two sectors, groups of ownership types, one type."""

from collections.abc import Mapping

from desktop.i18n import _
from desktop.models.errors import Refusal
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


def band_name(packs: Packs, band: str) -> str:
    """Return what a band, a group or a type is called; raises Refusal where no pack knows it."""
    if band in BANDS or band in _MORE:
        return BANDS.get(band) or _MORE[band]
    if band in packs.ownership_groups:
        return packs.ownership_groups[band].name
    if band not in packs.ownerships:
        raise Refusal(
            _("Không có loại hình mã “{code}”.").format(code=band[:20]),
            next_step=_("Các loại hình: {list}.").format(
                list=", ".join((*packs.ownerships, *packs.ownership_groups, *BANDS))
            ),
            code="E_OWNERSHIP",
        )
    return packs.ownerships[band].short


def type_words(packs: Packs, band: str) -> str:
    """Return what a band or a type is called within a sentence: types keep their capitals."""
    name = band_name(packs, band)
    return lowered(name) if band in BANDS else name


def types_of(packs: Packs, band: str) -> frozenset[str]:
    """Return the ownership types of a band or a group; of a type, that one alone."""
    group = packs.ownership_groups.get(band)
    if group is not None:
        return frozenset(group.types)
    if band in _MORE:
        return frozenset({"", *(packs.ownerships if band == EVERY else ())})
    known = packs.ownerships.values()
    return frozenset(one.code for one in known if band in (one.band, one.code))
