"""The reference library: what kept papers cite, and how it is cited in ours."""

from desktop.cli.values import day
from desktop.cli.verb import Answer, Context, Verb, given, option, switch
from desktop.i18n import _


def _list(context: Context) -> Answer:
    from desktop.tasks.papers.library import as_lines, list_references
    from desktop.tasks.papers.plan_verbs import resolve

    args = context.args
    with context.reading() as reader:
        plan = resolve(reader, args.plan) if args.plan else ""
        told = list_references(reader, args.search or "", plan)
    lines = as_lines(told["references"])
    return Answer(told, tuple(lines or [_("Chưa có văn bản nào được viện dẫn.")]))


def _cite(context: Context) -> Answer:
    from desktop.tasks.papers.library import find_reference

    args = context.args
    with context.reading() as reader:
        told = find_reference(reader, args.number)
    return Answer(told, (told["later"] if args.later else told["first"],))


def _set(context: Context) -> Answer:
    from desktop.models.plans.references import correct_reference
    from desktop.tasks.papers.library import find_reference

    args = context.args
    typed = {"number": args.set_number, "issuer": args.issuer, "subject": args.subject,
             "date": args.date.isoformat() if args.date else None}  # fmt: skip
    values = {name: text for name, text in typed.items() if text is not None}
    with context.writing() as store:
        change = correct_reference(store, find_reference(store, args.number)["key"], values)
    return Answer({"step": change.step}, (_("Đã sửa văn bản viện dẫn."),))


VERBS = (
    Verb(
        "references list", _("danh mục văn bản được viện dẫn trong các văn bản đã nhận"), _list,
        (
            option("--search", _("chữ cần tìm trong số, cơ quan, trích yếu"), str),
            option("--plan", _("chỉ những văn bản mà kế hoạch này viện dẫn"), str),
        ),
    ),
    Verb(
        "references cite", _("câu viện dẫn đúng thể thức của một văn bản trong danh mục"), _cite,
        (
            given("number", _("số, ký hiệu hoặc chữ đủ để tìm ra một văn bản"), str),
            switch("--later", _("dạng viện dẫn từ lần thứ hai")),
        ),
    ),
    Verb(
        "references set", _("sửa số, ngày, cơ quan, trích yếu của một văn bản trong danh mục"),
        _set,
        (
            given("number", _("số, ký hiệu hoặc chữ đủ để tìm ra một văn bản"), str),
            option("--number", _("số, ký hiệu đúng"), str, dest="set_number"),
            option("--date", _("ngày ban hành"), day),
            option("--issuer", _("cơ quan ban hành"), str),
            option("--subject", _("trích yếu"), str),
        ),
    ),
)  # fmt: skip
