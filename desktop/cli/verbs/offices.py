"""Making offices: one's own, and the sample."""

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
)  # fmt: skip
