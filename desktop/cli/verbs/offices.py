"""Making offices: one's own, and the sample; who enters in one."""

from typing import Any

from desktop.cli.values import day, file, whole
from desktop.cli.verb import Answer, Context, Verb, given, needed, option
from desktop.i18n import _


def _new(context: Context) -> Answer:
    from desktop.tasks.offices.new_office import new_office

    args = context.args
    made = new_office(
        context.folder, args.name, args.kind, args.parent or "",
        parent_name=args.parent_name or "",
    )  # fmt: skip
    lines = (
        _("Đã lập sổ ở {folder}.").format(folder=context.folder),
        _("Mã đơn vị: {code}").format(code=made["unit"]),
    )
    return Answer(made, lines)


def _sample(context: Context) -> Answer:
    from desktop.tasks.sample.sample import make_sample

    made = make_sample(
        context.args.dir, seed=context.args.seed, today=context.args.today, progress=context.say
    )
    lines = [f"{name}: {path}" for name, path in made["offices"].items()]
    periods = made["periods"]
    lines.append(_("Số liệu mẫu từ {first} đến {last}.").format(first=periods[0], last=periods[-1]))
    return Answer(made, tuple(lines))


def _persons(context: Context) -> Answer:
    from desktop.models.units.persons import persons

    with context.reading() as reader:
        found = persons(reader)
    told = [
        {"id": one.id, "name": one.name or None, "current": one.current, "steps": one.steps}
        for one in found
    ]
    lines = (
        f"{one.id}  {one.name or _('chưa ghi tên')}" + (_("  (đang nhập)") if one.current else "")
        for one in found
    )
    return Answer({"people": told}, tuple(lines))


def _enter_as(context: Context) -> Answer:
    from desktop.models.units.persons import enter_as

    with context.writing() as store:
        person = enter_as(store, context.args.name)
    told: dict[str, Any] = {"id": person}
    return Answer(told, (_("Từ nay người nhập mang mã {id}.").format(id=person),))


def _name_person(context: Context) -> Answer:
    from desktop.models.units.persons import name_person

    with context.writing() as store:
        change = name_person(store, context.args.id, context.args.name)
    step = change.step if change.changes else None
    return Answer({"step": step}, (change.label if step else _("Không có gì thay đổi."),))


VERBS = (
    Verb(
        "sample", _("tạo tỉnh mẫu với các sổ đã được cấp phép cho nhau"), _sample,
        (
            given("dir", _("thư mục mới để chứa các sổ mẫu"), file),
            option("--seed", _("số gốc: cùng số thì cùng dữ liệu"), whole, default=1),
            option("--today", _("ngày coi là hôm nay"), day),
        ),
    ),
    Verb(
        "office new", _("lập sổ của đơn vị mình"), _new,
        (
            needed("--name", _("tên đầy đủ của đơn vị")),
            needed("--kind", _("loại đơn vị, như CDX, CDP, CDCS")),
            option("--parent", _("mã công đoàn cấp trên")),
            option("--parent-name", _("tên công đoàn cấp trên, đi cùng --parent")),
        ),
    ),
    Verb("person list", _("ai đã nhập ở máy này: mã và tên"), _persons),
    Verb(
        "person set", _("ai nhập từ nay ở máy này; tên không rời sổ, gói chỉ mang mã"), _enter_as,
        (needed("--name", _("họ và tên")),),
    ),
    Verb(
        "person name", _("sửa tên người nhập, hoặc đặt tên cho một mã; ghi trống để bỏ"),
        _name_person,
        (given("id", _("mã người nhập, như p-c29fc2b9546e")), needed("--name", _("họ và tên"))),
    ),
)  # fmt: skip
