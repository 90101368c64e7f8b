"""What drafts must know of this office, looked up in its unit register."""

from datetime import date

from desktop.documents.office_facts import ROLES, OfficeFacts, Role
from desktop.models import units
from desktop.models.errors import Refusal
from desktop.models.reader import Reader
from desktop.models.units import Tree, Unit

_SETTINGS = "plan"
"""Key of the office's own choices for papers (kind `setting`): symbol, place, collective …"""


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
        place=chosen.get("place") or _place(unit),
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


def _place(unit: Unit) -> str:
    """Return where the unit's papers are signed: its commune, else the last of its name."""
    commune = unit.attributes.get("commune") or ""
    if isinstance(commune, str) and commune:
        return commune
    for word in ("xã", "phường", "đặc khu", "tỉnh", "thành phố"):
        _before, found, after = unit.name.partition(f" {word} ")
        if found and after:
            return after
    return ""
