"""What a plan can be compared with: its milestones, what was issued, the upper paper, others."""

from dataclasses import dataclass
from typing import Any, Literal

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_compare import Line, compare
from desktop.models.plans import milestones, plan_head, plans
from desktop.models.store.reader import Reader
from desktop.tasks.papers.plan_verbs import resolve


@dataclass(frozen=True, slots=True)
class Side:
    """The other side of a comparison; `bare` is its own name, `name` says what it is too."""

    id: str
    kind: Literal["milestone", "issued", "parent", "plan"]
    name: str
    bare: str


def sides(reader: Reader, plan_id: str) -> list[Side]:
    """Return what a plan can be compared with: milestones, the upper paper, other years'."""
    head = plans.read_plan(reader, plan_id)
    found: list[Side] = []
    for one in milestones.list_milestones(reader, plan_id):
        issued = one.id.startswith("issued:")
        name = one.name if issued else _("Mốc: {name}").format(name=one.name)
        found.append(Side(one.id, "issued" if issued else "milestone", name, one.name))
    listed = {other.id: other for other in plans.list_plans(reader, role=None)}
    parent = listed.get(head.source_plan)
    if parent is not None:
        title = parent.title or parent.subject
        found.append(Side(parent.id, "parent", _("Cấp trên: {name}").format(name=title), title))
    others = [p for p in listed.values() if p.role == head.role and p.id != head.id]
    # Last year's plan of the same kind is what one looks at first.
    others.sort(key=lambda p: (p.doc_type != head.doc_type, p.year != (head.year or 0) - 1,
                               -(p.year or 0), p.id))  # fmt: skip
    for other in others:
        title = other.title or other.subject
        year = f"{other.year}: " if other.year else ""
        found.append(Side(other.id, "plan", f"{year}{title}", title))
    return found


def other_outline(reader: Reader, plan_id: str, side: Side) -> Outline:
    """Return the outline of the other side."""
    if side.kind in ("milestone", "issued"):
        return milestones.read_milestone(reader, plan_id, side.id)
    return plans.read_outline(reader, side.id)


def compare_plans(reader: Reader, plan: str, other: str) -> dict[str, Any]:
    """Compare a plan with another one, its parent ("parent") or a milestone by id or name.

    Return {"with", "changed", "added", "removed", "moved", "lines": [{"fate", "label", "depth",
    "moved", "parts": [[kind, text]], "fields": [[name, before, after]]}]}.
    """
    plan_id = resolve(reader, plan)
    side = _named(reader, plan_id, other)
    found = compare(other_outline(reader, plan_id, side), plans.read_outline(reader, plan_id))
    return {
        "with": {"id": side.id, "kind": side.kind, "name": side.bare},
        **{fate: found.count(fate) for fate in ("changed", "added", "removed", "moved")},
        "lines": [_line(line) for line in found.lines if line.differs],
    }


def lines_of(found: dict[str, Any]) -> list[str]:
    """Return a comparison as lines for reading."""
    marks = {"same": "{}", "added": "[+{}+]", "removed": "[-{}-]"}
    names = {"changed": "~", "added": "+", "removed": "-", "moved": "↕"}
    return [
        f"{names[line['fate']]} {line['label']} "
        + "".join(marks[kind].format(text) for kind, text in line["parts"])
        for line in found["lines"]
    ] or [_("Không có chỗ nào khác.")]


def _line(line: Line) -> dict[str, Any]:
    return {
        "fate": line.fate,
        "label": line.label,
        "depth": line.depth,
        "moved": line.moved,
        "parts": [[part.kind, part.text] for part in line.parts],
        "fields": [list(field) for field in line.fields],
    }


def _named(reader: Reader, plan_id: str, other: str) -> Side:
    known = sides(reader, plan_id)
    if other == plan_head.PARENT:
        found = [side for side in known if side.kind == "parent"]
    else:
        exact = [side for side in known if other in (side.id, side.bare)]
        tails = [side for side in known if len(other) >= 4 and side.id.endswith(other)]
        found = exact or tails
    if len(found) == 1:
        return found[0]
    if not found:
        other_id = resolve(reader, other)
        title = plans.read_plan(reader, other_id).title
        return Side(other_id, "plan", title, title)
    raise Refusal(
        _("“{name}” chỉ nhiều văn bản hoặc mốc.").format(name=other[:40]),
        next_step=_("Ghi đủ mã của văn bản hoặc mốc."), code="E_PLAN",
    )  # fmt: skip
