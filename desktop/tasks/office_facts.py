"""What drafts must know of this office, looked up in its unit register."""

import re
from datetime import date
from typing import Final

from desktop.documents.office_facts import ROLES, OfficeFacts, Role
from desktop.models import units
from desktop.models.errors import Refusal
from desktop.models.reader import Reader
from desktop.models.units import Tree, Unit

_SETTINGS: Final = "plan"
"""Key of the office's own choices for papers (kind `setting`): symbol, place, collective …"""
_AREA: Final = re.compile(r"^(?:xã|phường|đặc khu)\s+(?=\D)", re.IGNORECASE)
_IN_NAME: Final = re.compile(r"\s(?:xã|phường|đặc khu|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)


def office_facts(reader: Reader, day: date) -> OfficeFacts:
    """Return the facts of the office's own unit on a day; bare ones where it has none yet."""
    try:
        unit = units.own_unit(reader, day)
    except Refusal:
        return OfficeFacts()
    tree = units.tree_on(reader, day)
    kind = reader.packs.unit_kinds.get(unit.kind)
    role = _role(tree.role(unit))
    chosen = {k: v for k, v in reader.fields("setting", _SETTINGS).items() if isinstance(v, str)}
    above = tree.units.get(unit.parent or "")
    return OfficeFacts(
        name=unit.name,
        role=role,
        kind=unit.kind,
        symbol=chosen.get("symbol") or (kind.symbol if kind else ""),
        parent=chosen.get("parent") or (above.name if above else ""),
        province=_province(tree, unit),
        place=chosen.get("place") or _place(tree, unit),
        collective=chosen.get("collective")
        or ("Ban Chấp hành" if role == "base" else "Ban Thường vụ"),
        signer_title=chosen.get("signer_title") or "CHỦ TỊCH",
        signer_name=chosen.get("signer_name") or unit.attributes.get("chair_name") or "",
    )


def _role(role: str) -> Role:
    return next((known for known in ROLES if known == role), "base")


def _province(tree: Tree, unit: Unit) -> str:
    at: Unit | None = unit
    for _hop in range(8):
        if at is None or tree.role(at) == "province":
            break
        at = tree.units.get(at.parent or "")
    return at.name if at is not None and tree.role(at) == "province" else ""


def _place(tree: Tree, unit: Unit) -> str:
    """Return where the unit's papers are signed: its commune, else that of its name or parent."""
    commune = unit.attributes.get("commune")
    if isinstance(commune, str) and commune:
        return _AREA.sub("", commune)
    at: Unit | None = unit
    while at is not None:
        found = _IN_NAME.search(at.name)
        if found:
            return found[1]
        at = tree.units.get(at.parent or "") if tree.role(at) == "base" else None
    return ""
