"""What drafts must know of this office, looked up in its unit register."""

import re
from datetime import date
from typing import Final

from desktop.documents.layout import DEFAULT_PRESET
from desktop.documents.office_facts import ROLES, OfficeFacts, Role, Share
from desktop.documents.wording import PARTS
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.units import units
from desktop.models.units.collective import collective_of, members_of
from desktop.models.units.units import Tree, Unit

_SETTINGS: Final = "plan"
"""Key of the office's own choices for papers (kind `setting`): symbol, place, collective …"""
_AREA: Final = re.compile(r"^(?:xã|phường|đặc khu)\s+(?=\D)", re.IGNORECASE)
_BELOW: Final = (
    ("Các liên đoàn lao động huyện, thị xã, thành phố", frozenset({"LDH"})),
    ("Các công đoàn xã, phường, đặc khu", frozenset({"CDX", "CDP", "CDDK", "LXP"})),
    ("Các công đoàn ngành, công đoàn viên chức tỉnh", frozenset({"CNDP"})),
    ("Công đoàn các khu công nghiệp", frozenset({"KCN"})),
    ("Các công đoàn cơ sở, nghiệp đoàn cơ sở trực thuộc", frozenset({"CDCS", "NDCS"})),
)
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
    wording = {part: chosen[f"wording_{part}"] for part in PARTS if f"wording_{part}" in chosen}
    return OfficeFacts(
        name=unit.name,
        role=role,
        kind=unit.kind,
        symbol=chosen.get("symbol") or (kind.symbol if kind else ""),
        parent=chosen.get("parent") or (above.printed if above else ""),
        province=_province(tree, unit),
        place=chosen.get("place") or _place(tree, unit),
        collective=chosen.get("collective")
        or collective_of(members_of(chosen.get("committee_size", "")), base=role == "base"),
        dispatch=chosen.get("dispatch_symbol") or "",
        body_size=13 if chosen.get("body_size") == "13" else 14,
        margin=chosen.get("margin") or DEFAULT_PRESET,
        signer_title=chosen.get("signer_title") or "CHỦ TỊCH",
        signer_name=chosen.get("signer_name") or unit.attributes.get("chair_name") or "",
        below=_below(tree, unit, role),
        wording=wording,
        share=share_of(chosen.get("share", "")) or _share(tree, unit),
    )


def share_of(text: str) -> Share | None:
    """Return the share of "1250/60000 đoàn viên", None where it is not one."""
    found = re.fullmatch(r"\s*([\d.]+)\s*/\s*([\d.]+)\s*(.*?)\s*", text)
    if found is None:
        return None
    part, whole = (int(found[n].replace(".", "") or 0) for n in (1, 2))
    return Share(part, whole, found[3] or "đoàn viên") if 0 < part <= whole else None


def _share(tree: Tree, unit: Unit) -> Share | None:
    """Return one of so many units the office above leads, where the register knows them."""
    siblings = [one for one in tree.children(unit.parent) if tree.role(one) == tree.role(unit)]
    return Share(1, len(siblings), "đơn vị") if unit.parent and len(siblings) > 1 else None


def _below(tree: Tree, unit: Unit, role: Role) -> tuple[str, ...]:
    """Return the bodies under an upper office as a letter names them, by the kinds it leads."""
    if role not in ("province", "upper"):
        return ()
    kinds = {one.kind for one in tree.children(unit.id)}
    lines = [words for words, wanted in _BELOW if kinds & wanted]
    return tuple(lines)


def _role(role: str) -> Role:
    return next((known for known in ROLES if known == role), "base")


def _province(tree: Tree, unit: Unit) -> str:
    at: Unit | None = unit
    for _hop in range(8):
        if at is None or tree.role(at) == "province":
            break
        at = tree.units.get(at.parent or "")
    return at.printed if at is not None and tree.role(at) == "province" else ""


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
