"""The unit tree as of a day."""

from typing import Any

from desktop.cli.values import day
from desktop.cli.verb import Answer, Context, Verb, option
from desktop.i18n import _


def _list(context: Context) -> Answer:
    from desktop.models.units import Tree, tree_on

    with context.reading() as reader:
        tree: Tree = tree_on(reader, context.args.on or context.today())
    rows: list[dict[str, Any]] = []
    lines: list[str] = []

    def walk(unit_id: str, depth: int) -> None:
        unit = tree.units[unit_id]
        parent = tree.units.get(unit.parent or "")
        rows.append(
            {
                "id": unit.id, "code": unit.code, "name": unit.name, "kind": unit.kind,
                "ownership": unit.ownership or None, "parent": parent.code if parent else None,
                "from": unit.valid_from.isoformat(),
                "to": unit.valid_to.isoformat() if unit.valid_to else None,
            }
        )  # fmt: skip
        lines.append(f"{'  ' * depth}{unit.code}  {unit.name}")
        for child in tree.children(unit_id):
            walk(child.id, depth + 1)

    for root in tree.roots():
        walk(root.id, 0)
    return Answer({"units": rows}, tuple(lines or [_("Chưa có đơn vị nào.")]))


VERBS = (
    Verb(
        "units list", _("cây đơn vị vào một ngày"), _list,
        (option("--on", _("ngày cần xem; mặc định hôm nay"), day),),
    ),
)  # fmt: skip
