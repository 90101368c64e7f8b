"""Writing a plan: its spelling, comparison, milestones, comments, and the office's lists."""

from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _
from desktop.models.errors import Refusal


def _spell(context: Context) -> Answer:
    from desktop.tasks.papers.spelling import lines_of, spell_plan

    with context.reading() as reader:
        told = spell_plan(reader, context.args.id)
    return Answer(told, tuple(lines_of(told)))


def _compare(context: Context) -> Answer:
    from desktop.tasks.papers.compare import compare_plans, lines_of

    with context.reading() as reader:
        told = compare_plans(reader, context.args.id, context.args.other)
    return Answer(told, tuple(lines_of(told)))


def _milestone(context: Context) -> Answer:
    from desktop.models.plans.milestones import keep_milestone, list_milestones
    from desktop.models.text import one_line
    from desktop.tasks.papers.plan_verbs import resolve

    name = context.args.name
    with context.writing() as store:
        plan = resolve(store, context.args.id)
        known = {one.name for one in list_milestones(store, plan)}
        if name is not None and (not one_line(name) or one_line(name) in known):
            raise Refusal(
                _("Tên mốc bị bỏ trống hoặc đã có."),
                next_step=_("Ghi một tên khác."), code="E_NAME",
            )  # fmt: skip
        made = keep_milestone(store, plan, name or "")
    return Answer({"milestone": made}, (_("Đã lưu mốc {id}.").format(id=made),))


def _milestones(context: Context) -> Answer:
    from desktop.models.plans.milestones import list_milestones
    from desktop.tasks.papers.plan_verbs import resolve

    with context.reading() as reader:
        found = list_milestones(reader, resolve(reader, context.args.id))
    told = [{"id": one.id, "name": one.name, "at": one.at} for one in found]
    lines = [f"{one.id}  {one.at[:16]}  {one.name}" for one in found]
    return Answer({"milestones": told}, tuple(lines or [_("Chưa lưu mốc nào.")]))


def _comment(context: Context) -> Answer:
    from desktop.tasks.papers.plan_remarks import remark_on

    args = context.args
    with context.writing() as store:
        made = remark_on(store, args.id, args.item, args.text, args.author)
    return Answer({"comment": made}, (_("Đã ghi ý kiến."),))


def _change_comment(context: Context) -> Answer:
    from desktop.tasks.papers.plan_remarks import change_remark

    args = context.args
    with context.writing() as store:
        told = change_remark(
            store, args.id, args.comment, text=args.text, settled=args.settle, dropped=args.drop
        )
    said = _("Đã xóa ý kiến.") if args.drop else _("Đã sửa ý kiến.")
    return Answer(told, (said,))


def _comments(context: Context) -> Answer:
    from desktop.tasks.papers.plan_remarks import remarks_of

    with context.reading() as reader:
        found = remarks_of(reader, context.args.id)
    lines = [
        f"{'✓' if one['resolved'] else '•'} {one['label']}  "
        + (f"{one['author']}: " if one["author"] else "")
        + one["text"]
        for one in found
    ]
    return Answer({"comments": found}, tuple(lines or [_("Chưa có ý kiến nào.")]))


def _words(context: Context) -> Answer:
    from desktop.models.outline.spelling import add_word, drop_word, read_words

    args = context.args
    if args.add or args.drop:
        with context.writing() as store, store.step(_("Sửa từ riêng của đơn vị")):
            for word in args.add or ():
                add_word(store, word)
            for word in args.drop or ():
                drop_word(store, word)
    with context.reading() as reader:
        found = read_words(reader)
    return Answer({"words": found}, tuple(found or [_("Đơn vị chưa thêm từ nào.")]))


def _snippets(context: Context) -> Answer:
    from desktop.models.plans.snippets import drop_snippet, read_snippets, set_snippet

    args = context.args
    if args.set or args.drop:
        with context.writing() as store, store.step(_("Sửa chữ tắt")):
            for pair in args.set or ():
                name, _sign, text = pair.partition("=")
                set_snippet(store, name, text)
            for name in args.drop or ():
                drop_snippet(store, name)
    with context.reading() as reader:
        found = list(read_snippets(reader).values())
    told = [{"name": one.name, "text": one.text, "own": one.own} for one in found]
    return Answer({"snippets": told}, tuple(f"{one.name}  {one.text}" for one in found))


_ID = given("id", _("mã kế hoạch, phần cuối của mã, hoặc số văn bản"))

VERBS = (
    Verb("plan spell", _("các từ viết sai trong một kế hoạch, kèm gợi ý"), _spell, (_ID,)),
    Verb(
        "plan compare", _("chỗ khác của kế hoạch so với một mốc, văn bản cấp trên, kế hoạch khác"),
        _compare,
        (_ID, needed("--with", _("mã hoặc tên mốc, mã kế hoạch, hoặc parent"), dest="other")),
    ),
    Verb(
        "plan milestone", _("lưu một mốc của nội dung để so sánh về sau"), _milestone,
        (_ID, option("--name", _("tên mốc"), str)),
    ),
    Verb("plan milestones", _("các mốc đã lưu và các bản đã ban hành"), _milestones, (_ID,)),
    Verb(
        "plan remark", _("ghi ý kiến vào một mục"), _comment,
        (
            _ID, needed("--item", _("mã mục hoặc số mục, ví dụ II.2.3")),
            needed("--text", _("ý kiến")), option("--author", _("người góp ý"), str, default=""),
        ),
    ),
    Verb(
        "plan remark-change", _("sửa chữ, đánh dấu đã xử lý hoặc xóa một ý kiến"), _change_comment,
        (
            _ID, given("comment", _("mã ý kiến, xem bằng plan remarks")),
            option("--text", _("chữ mới của ý kiến"), str),
            option("--settle", _("yes: đã xử lý; no: mở lại"), str, choices=("yes", "no")),
            switch("--drop", _("xóa ý kiến")),
        ),
    ),
    Verb("plan remarks", _("các ý kiến về một kế hoạch"), _comments, (_ID,)),
    Verb(
        "words", _("từ riêng của đơn vị, không bị coi là sai chính tả"), _words,
        (
            option("--add", _("thêm từ"), str, action="append"),
            option("--drop", _("bỏ từ"), str, action="append"),
        ),
    ),
    Verb(
        "snippets", _("chữ tắt khi soạn văn bản"), _snippets,
        (
            option("--set", _("đặt chữ tắt: cđcs=công đoàn cơ sở"), str, action="append"),
            option("--drop", _("bỏ chữ tắt"), str, action="append"),
        ),
    ),
)  # fmt: skip
