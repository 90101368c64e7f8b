"""The numbering part of a Word file: one multilevel list, and one list per bullet."""

from desktop.formats.docx_xml import NAMESPACE, attribute, twips_mm
from desktop.formats.labels import MAX_LEVEL, Kind, Numbered, Plan
from desktop.formats.layout import Layout

OUTLINE_LIST = 1


def list_number(numbered: Numbered, plan: Plan) -> int:
    """Return the w:numId of an item's list."""
    if not numbered.bullet:
        return OUTLINE_LIST
    return OUTLINE_LIST + 1 + plan.bullets.index(numbered.bullet)


def item_numbering_xml(numbered: Numbered, plan: Plan) -> str:
    """Return the w:numPr of an item."""
    return (
        f'<w:numPr><w:ilvl w:val="{numbered.slot}"/>'
        f'<w:numId w:val="{list_number(numbered, plan)}"/></w:numPr>'
    )


def _level(level: int, kind: str, text: str, layout: Layout, extra: str = "") -> str:
    indent = twips_mm(layout.body.indent_mm)
    font = attribute(layout.font)
    # A bullet without a face of its own is drawn in a symbol face by older formats.
    face = f"<w:rPr><w:rFonts w:ascii={font} w:hAnsi={font} w:cs={font}/></w:rPr>"
    face *= kind == "bullet"
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}'
        f'<w:suff w:val="space"/><w:lvlText w:val={attribute(text)}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="{indent}"/></w:pPr>{face}</w:lvl>'
    )


def _kind_level(kind: Kind, slot: int, plan: Plan, layout: Layout) -> str:
    level, pattern = kind
    above = range(level - pattern.depth + 1, level)
    numbers = ".".join(f"%{at + 1}" for at in (*above, slot))
    extra = '<w:lvlRestart w:val="0"/>' if slot in plan.counting_through else ""
    kinds = {at: found for found, at in plan.slots.items()}
    other = any(kinds[at][1].kind != "decimal" for at in above if at in kinds)
    extra += "<w:isLgl/>" if other else ""
    text = f"{pattern.prefix}{numbers}{pattern.suffix}"
    return _level(slot, pattern.kind, text, layout, extra)


def numbering_xml(plan: Plan, layout: Layout) -> str:
    """Return the whole numbering part."""
    kinds = {slot: kind for kind, slot in plan.slots.items()}
    outline = "".join(
        _kind_level(kinds[slot], slot, plan, layout)
        if slot in kinds
        else _level(slot, "decimal", f"%{slot + 1}.", layout)
        for slot in range(MAX_LEVEL + 1)
    )
    lists = [outline] + [
        "".join(_level(level, "bullet", bullet, layout) for level in range(MAX_LEVEL + 1))
        for bullet in plan.bullets
    ]
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{levels}'
        f"</w:abstractNum>"
        for n, levels in enumerate(lists)
    )
    numbers = "".join(
        f'<w:num w:numId="{n + OUTLINE_LIST}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(len(lists))
    )
    return f"<w:numbering {NAMESPACE}>{abstract}{numbers}</w:numbering>"
