"""Plans: list, show, print, issue."""

from typing import Any

from desktop.cli.values import file, paper_day
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _


def _list(context: Context) -> Answer:
    from desktop.tasks.papers.plan_verbs import list_plans

    role = None if context.args.role == "all" else context.args.role
    with context.reading() as reader:
        told = list_plans(reader, role)
    lines = _lines(told["plans"], _("dự thảo"))
    for name, title in (
        ("parents", _("Văn bản cấp trên:")), ("templates", _("Mẫu của đơn vị:")),
    ):  # fmt: skip
        if told.get(name):
            lines += [title, *_lines(told[name], _("chưa rõ số"))]
    return Answer(told, tuple(lines or [_("Chưa có kế hoạch nào.")]))


def _lines(listed: list[dict[str, Any]], unnumbered: str) -> list[str]:
    return [
        f"{one['id']}  {one['year'] or '–'}  {one['number'] or unnumbered}  {one['title']}"
        + (_(" (đã có bản mới)") if one.get("replaced_by") else "")
        for one in listed
    ]


def _check(context: Context) -> Answer:
    from desktop.documents.plan_checks import kind_name
    from desktop.tasks.papers.checking import check_plan
    from desktop.tasks.papers.plan_checks import check_json
    from desktop.tasks.papers.plan_verbs import resolve

    with context.reading() as reader:
        plan = resolve(reader, context.args.id)
        told = check_json(reader, plan, context.today())
        told["departures"] = check_plan(reader, plan)
    lines = [f"{kind_name(f['kind'])} – {f['where']}: {f['text']}" for f in told["findings"]]
    lines += [
        _("Thể thức – {where}: {text}").format(where=one["where"], text=one["message"])
        for one in told["departures"]
    ]
    return Answer(told, tuple(lines or [_("Không có điểm nào cần xem.")]))


def _coverage(context: Context) -> Answer:
    from desktop.tasks.papers.plan_checks import matrix_json, write_matrix
    from desktop.tasks.papers.plan_verbs import resolve

    args, today = context.args, context.today()
    with context.reading() as reader:
        plan = resolve(reader, args.id)
        told = matrix_json(reader, plan, today)
        paths = [str(write_matrix(reader, plan, today, out)) for out in args.out or ()]
    if paths:
        told["paths"] = paths
    missing = ", ".join(told["missing"])
    lines = [_("{n}/{all} nhiệm vụ đã có").format(n=told["covered"], all=told["parent"])]
    lines += [_("Còn thiếu: {list}").format(list=missing)] if missing else []
    return Answer(told, (*lines, *paths))


def _update(context: Context) -> Answer:
    from desktop.tasks.papers import plan_update as updating
    from desktop.tasks.papers.office_facts import office_facts
    from desktop.tasks.papers.plan_verbs import resolve

    args, today = context.args, context.today()
    chosen = dict(args.choose or ())
    if args.all:
        chosen.setdefault("all", args.all)
    if args.dry_run:
        with context.reading() as reader:
            plan, facts = resolve(reader, args.id), office_facts(reader, today)
            draft = updating.read_version(reader, args.parent)
            paper = draft or updating.kept_paper(reader, resolve(reader, args.parent))
            planned = updating.plan_update(reader, plan, updating.as_paper(paper), facts)
            told = updating.to_json(reader, planned, applied=False)
    else:
        with context.writing() as store:
            plan, facts = resolve(store, args.id), office_facts(store, today)
            source = updating.read_version(store, args.parent) or resolve(store, args.parent)
            planned = updating.update_plan(store, plan, source, facts, chosen, sure=args.yes)
            told = updating.to_json(store, planned, applied=not planned.nothing)
    return Answer(told, tuple(_update_lines(told)))


def _update_lines(told: dict[str, Any]) -> list[str]:
    from desktop.documents.plan_update import action_name, change_name

    if not told["changes"] and not told["head"]:
        return [_("Bản mới không có gì khác; kế hoạch giữ nguyên.")]
    return [
        f"{one['n']}. {change_name(one['kind'])} {one['where']}: {one['new'] or one['old']}"
        f"  [{action_name(one['kind'], one['action'])}]"
        for one in told["changes"]
    ]


def _choice(text: str) -> tuple[str, str]:
    from argparse import ArgumentTypeError

    place, equals, action = text.partition("=")
    if not equals or not place.isdigit() or action not in ("keep", "take", "both"):
        raise ArgumentTypeError(_("“{text}”: ghi như 3=take").format(text=text[:20]))
    return place, action


def _show(context: Context) -> Answer:
    from desktop.tasks.papers.plan_verbs import show_plan

    with context.reading() as reader:
        told = show_plan(reader, context.args.id)
    lines = [told["title"]]
    for item in told["items"]:
        extra = [part for part in (item["owner"], item["due"], item["target"]) if part]
        tail = f"  [{'; '.join(extra)}]" if extra else ""
        lines.append(f"{'  ' * item['depth']}{item['label']} {item['text']}{tail}")
    return Answer(told, tuple(lines))


def _print(context: Context) -> Answer:
    from desktop.tasks.papers.plan_verbs import resolve
    from desktop.tasks.papers.print_plan import print_plan

    with context.reading() as reader:
        path = print_plan(reader, resolve(reader, context.args.id), context.args.out)
    return Answer({"path": str(path)}, (str(path),))


def _issue(context: Context) -> Answer:
    from desktop.tasks.papers.paper_verbs import signing_fields
    from desktop.tasks.papers.plan_verbs import issue_plan

    args = context.args
    with context.writing() as store:
        signing = signing_fields(
            store, args.sign or "", args.title or "", args.signer or "", args.date
        )
        told = issue_plan(store, args.id, args.number, args.date, signing=signing, repeat=args.yes)
    lines = [_("Đã ban hành số {number}.").format(number=told["number"])]
    lines += told["remarks"]
    lines += [_("Còn chỗ để trống: {text}").format(text=text) for text in told["open"]]
    return Answer(told, tuple(lines))


def _take(context: Context) -> Answer:
    from desktop.tasks.papers.draft import plan_from_reading
    from desktop.tasks.papers.review_told import review_file

    args = context.args
    reading = review_file(args.file, args.fix).result()
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
            option("--fix", _("tệp JSON các chỗ sửa khi soát (xem review)"), file),
        ),
    ),
    Verb(
        "plan check", _("những điểm cần xem trước khi ban hành: nội dung và thể thức"),
        _check, (_ID,),
    ),
    Verb(
        "plan coverage", _("bảng đối chiếu với văn bản cấp trên; ghi ra .pdf, .docx, .xlsx"),
        _coverage, (_ID, option("--out", _("tệp sẽ ghi"), file, action="append")),
    ),
    Verb(
        "plan update", _("cập nhật kế hoạch theo bản mới của văn bản cấp trên"), _update,
        (
            _ID,
            needed("--parent", _("tệp của bản mới, hoặc mã văn bản cấp trên đã nhận")),
            option("--choose", _("với thay đổi thứ n: n=keep, n=take hoặc n=both"), _choice,
                   action="append"),
            option("--all", _("với mọi thay đổi: keep, take hoặc both"), str,
                   choices=("keep", "take", "both")),
            switch("--dry-run", _("chỉ xem, không ghi")),
            switch("--yes", _("nhận cả bản rất khác bản đã nhận")),
        ),
    ),
    Verb("plan show", _("đề cương của một kế hoạch"), _show, (_ID,)),
    Verb(
        "plan print", _("in kế hoạch ra .pdf, .docx, .txt; chương trình công tác ra .xlsx"),
        _print, (_ID, needed("--out", _("tệp sẽ ghi"), file)),
    ),
    Verb(
        "plan issue", _("ban hành: ghi số, ngày và giữ bản chính thức"), _issue,
        (_ID, needed("--number", _("số văn bản, không kèm ký hiệu; next: số tiếp theo")),
         needed("--date", _("ngày ban hành"), paper_day),
         option("--sign", _("tm, tm-pho, tm-kt, dung-dau, kt, tl, tl-tap-the, tuq, q")),
         option("--title", _("chức vụ người ký")), option("--signer", _("họ tên người ký")),
         switch("--yes", _("dùng lại số đã có ở loại văn bản khác trong một dãy số chung"))),
    ),
)  # fmt: skip
