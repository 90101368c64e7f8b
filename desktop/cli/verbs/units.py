"""The unit tree as of a day."""

from typing import Any

from desktop.cli.values import day
from desktop.cli.verb import Answer, Context, Verb, needed, option
from desktop.i18n import _


def _list(context: Context) -> Answer:
    from desktop.models.units.units import Tree, tree_on

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


def _add(context: Context) -> Answer:
    from desktop.models.units.units import found_unit, tree_on

    args = context.args
    with context.writing() as store:
        tree = tree_on(store, args.since)
        parent = tree.by_code(args.parent or store.own_unit)
        more = {"code": args.code} if args.code else {}
        if args.ownership:
            more["ownership"] = args.ownership
        unit = found_unit(
            store, name=args.name, kind=args.kind, parent=parent.id, since=args.since, **more
        )
        made = tree_on(store, args.since).units[unit]
    told = {"id": made.id, "code": made.code}
    return Answer(told, (_("Đã thêm {name}, mã {code}.").format(name=made.name, code=made.code),))


VERBS = (
    Verb(
        "units add", _("thêm một đơn vị trực thuộc từ một ngày"), _add,
        (
            needed("--name", _("tên đơn vị")),
            needed("--kind", _("loại đơn vị, như CDCS")),
            needed("--from", _("ngày đầu tiên"), day, dest="since"),
            option("--parent", _("mã đơn vị quản lý; mặc định đơn vị mình")),
            option("--code", _("mã; để trống thì chương trình đặt mã tạm")),
            option("--ownership", _("loại hình, như NQD")),
        ),
    ),
    Verb(
        "units list", _("cây đơn vị vào một ngày"), _list,
        (option("--on", _("ngày cần xem; mặc định hôm nay"), day),),
    ),
)  # fmt: skip
