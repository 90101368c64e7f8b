"""Plans: list, show, print, issue."""

from desktop.cli.values import day, file
from desktop.cli.verb import Answer, Context, Verb, given, needed, option
from desktop.i18n import _


def _list(context: Context) -> Answer:
    from desktop.tasks.plan_verbs import list_plans

    role = None if context.args.role == "all" else context.args.role
    with context.reading() as reader:
        told = list_plans(reader, role)
    lines = [
        f"{plan['id']}  {plan['year'] or '–'}  {plan['number'] or _('dự thảo')}  {plan['title']}"
        for plan in told["plans"]
    ]
    return Answer(told, tuple(lines or [_("Chưa có kế hoạch nào.")]))


def _show(context: Context) -> Answer:
    from desktop.tasks.plan_verbs import show_plan

    with context.reading() as reader:
        told = show_plan(reader, context.args.id)
    lines = [told["title"]]
    for item in told["items"]:
        extra = [part for part in (item["owner"], item["due"], item["target"]) if part]
        tail = f"  [{'; '.join(extra)}]" if extra else ""
        lines.append(f"{'  ' * item['depth']}{item['label']} {item['text']}{tail}")
    return Answer(told, tuple(lines))


def _print(context: Context) -> Answer:
    from desktop.tasks.plan_verbs import resolve
    from desktop.tasks.print_plan import print_plan

    with context.reading() as reader:
        path = print_plan(reader, resolve(reader, context.args.id), context.args.out)
    return Answer({"path": str(path)}, (str(path),))


def _issue(context: Context) -> Answer:
    from desktop.tasks.plan_verbs import issue_plan

    args = context.args
    with context.writing() as store:
        told = issue_plan(store, args.id, args.number, args.date)
    lines = [_("Đã ban hành số {number}.").format(number=told["number"])]
    lines += [_("Còn chỗ để trống: {text}").format(text=text) for text in told["open"]]
    return Answer(told, tuple(lines))


def _take(context: Context) -> Answer:
    from desktop.intake.documents import read_document
    from desktop.tasks.draft import plan_from_reading

    args = context.args
    reading = read_document(args.file)
    with context.writing() as store:
        plan = plan_from_reading(store, reading, args.role)
    return Answer({"plan": plan}, (_("Đã giữ văn bản {id}.").format(id=plan),))


_ID = given("id", _("mã kế hoạch, phần cuối của mã, hoặc số văn bản"))

VERBS = (
    Verb(
        "plan list", _("các kế hoạch"), _list,
        (
            option(
                "--role", _("own: của mình, parent: của cấp trên, template: mẫu, all: tất cả"),
                str, choices=("own", "parent", "template", "all"), default="own",
            ),
        ),
    ),
    Verb(
        "plan take", _("giữ một văn bản đã đọc làm văn bản cấp trên hoặc làm mẫu"), _take,
        (
            given("file", _("tệp văn bản"), file),
            option(
                "--as", _("parent: của cấp trên, template: mẫu"), str, dest="role",
                choices=("parent", "template"), default="parent",
            ),
        ),
    ),
    Verb("plan show", _("đề cương của một kế hoạch"), _show, (_ID,)),
    Verb(
        "plan print", _("in kế hoạch ra .pdf, .docx, .txt; chương trình công tác ra .xlsx"),
        _print, (_ID, needed("--out", _("tệp sẽ ghi"), file)),
    ),
    Verb(
        "plan issue", _("ban hành: ghi số, ngày và giữ bản chính thức"), _issue,
        (_ID, needed("--number", _("số văn bản, không kèm ký hiệu")),
         needed("--date", _("ngày ban hành"), day)),
    ),
)  # fmt: skip
