"""The work programme of a plan: list, add, out to Excel and in again, the year's events."""

from typing import Any

from desktop.cli.values import file, whole
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.work_views import VIEWS
from desktop.models.text import vi_number

_VERDICTS = {
    "accepted": _("nhận"), "doubtful": _("cần xem"), "refused": _("không nhận"),
    "passed": _("bỏ qua"),
}  # fmt: skip


def _list(context: Context) -> Answer:
    from desktop.tasks.papers.plan_verbs import resolve
    from desktop.tasks.papers.programme import list_programme

    with context.reading() as reader:
        told = list_programme(reader, resolve(reader, context.args.id), context.args.by)
    rows = {row["id"]: row for row in told["rows"]}
    lines: list[str] = []
    for group in told["groups"]:
        cost = f" ({vi_number(group['cost'])} đ)" if group["cost"] is not None else ""
        lines.append(f"{group['title']}{cost}")
        lines += [f"  {_told(rows[row])}" for row in group["rows"]]
    return Answer(told, tuple(lines or [_("Chưa có việc nào.")]))


def _told(row: dict[str, Any]) -> str:
    cost = vi_number(row["cost"]) + " đ" if row["cost"] is not None else ""
    parts = (row["task"], row["due"], row["lead"], row["partner"], cost)
    return " · ".join(part for part in parts if part)


def _add(context: Context) -> Answer:
    from desktop.models.plans import work_rows
    from desktop.models.plans.work_row import WorkRow
    from desktop.tasks.papers.plan_verbs import resolve
    from desktop.tasks.papers.programme import add_from_items

    args = context.args
    with context.writing() as store:
        plan = resolve(store, args.id)
        if args.month and args.quarter and (args.month + 2) // 3 != args.quarter:
            raise Refusal(
                _("Tháng {m} không thuộc quý {q}.").format(m=args.month, q=args.quarter),
                next_step=_("Chỉ ghi tháng hoặc chỉ ghi quý."), code="E_MONTH",
            )  # fmt: skip
        if args.from_items:
            ids = add_from_items(store, plan)
        else:
            row = WorkRow(
                task=args.task or "", month=args.month, quarter=args.quarter,
                due=args.due or "", lead=args.lead or "", partner=args.partner or "",
                cost=args.cost, note=args.note or "", group=args.group or "",
            )  # fmt: skip
            ids = work_rows.add_rows(store, plan, [row])
    return Answer({"ids": ids}, (_("Đã thêm {n} việc.").format(n=len(ids)),))


def _export(context: Context) -> Answer:
    from desktop.tasks.papers.plan_verbs import resolve
    from desktop.tasks.papers.print_plan import print_programme

    args = context.args
    with context.reading() as reader:
        path = print_programme(reader, resolve(reader, args.id), args.out, args.by)
    return Answer({"path": str(path)}, (str(path),))


def _import(context: Context) -> Answer:
    from desktop.tasks.papers import programme
    from desktop.tasks.papers.plan_verbs import resolve

    args = context.args
    chosen = dict(args.column or ())
    if args.dry_run:
        with context.reading() as reader:
            plan = resolve(reader, args.id)
            told = programme.read_table(
                reader, plan, args.file, replace_all=args.replace, chosen=chosen
            )
    else:
        with context.writing() as store:
            plan = resolve(store, args.id)
            told = programme.read_table(
                store, plan, args.file, replace_all=args.replace, chosen=chosen
            )
            chosen_merge = told.merge.taking() if args.theirs else told.merge
            programme.take_table(store, plan, chosen_merge)
    answer = programme.import_json(told)
    lines = [
        _("Dòng {n}: {verdict}. {why} {text}").format(
            n=line["line"], verdict=_VERDICTS[line["verdict"]], why=line["why"] or "",
            text="" if (line["why"] or "").endswith(line["text"]) else line["text"],
        )
        for line in answer["lines"]
        if line["verdict"] != "accepted"
    ]  # fmt: skip
    if args.dry_run:
        lines += [_("Cột {column}: {title} → {holds}").format(**head) for head in answer["heads"]]
    lines += [
        _("Cả hai bên cùng sửa “{task}”: ở đây “{here}”, trong tệp “{table}”.").format(**one)
        for one in answer["conflicts"]
    ]
    lines.append(
        _("Thêm {added}, sửa {changed}, giữ nguyên {same}, bỏ {removed} việc.").format(**answer)
    )
    return Answer(answer, tuple(lines))


def _column(text: str) -> tuple[int, str]:
    """Return (place from 0, what it holds) of "2=task"."""
    from argparse import ArgumentTypeError

    from desktop.intake.work.work_columns import CHOICES

    number, equals, holds = text.partition("=")
    sound = equals and number.isascii() and number.isdigit() and 0 < int(number) <= 60
    if not sound or holds not in CHOICES:
        told = _("“{text}”: ghi như 2=task; chọn trong {list}")
        raise ArgumentTypeError(told.format(text=text[:20], list=", ".join(CHOICES)))
    return int(number) - 1, holds


def _calendar(context: Context) -> Answer:
    from desktop.tasks.papers import programme
    from desktop.tasks.papers.plan_verbs import resolve

    args = context.args
    with context.reading() as reader:
        offered = programme.offered_events(reader, resolve(reader, args.id))
    told = [
        {"number": number, "there": there, **programme.row_json(row)}
        for number, (row, there) in enumerate(offered, start=1)
    ]
    added: list[str] = []
    wanted = [
        row
        for number, (row, there) in enumerate(offered, start=1)
        if not there and (args.all or number in (args.pick or ()))
    ]
    if wanted:
        with context.writing() as store:
            added = programme.add_events(store, resolve(store, args.id), wanted)
    lines = [
        f"{one['number']:>3}  {one['due'] or one['month']}  {one['task']}"
        + (_("  (đã có)") if one["there"] else "")
        for one in told
    ]
    if added:
        lines.append(_("Đã thêm {n} việc.").format(n=len(added)))
    return Answer({"events": told, "added": added}, tuple(lines))


_ID = given("id", _("mã kế hoạch, phần cuối của mã, hoặc số văn bản"))
_BY = option("--by", _("month: tháng, quarter: quý, group: nhóm nhiệm vụ"), str, choices=VIEWS)


VERBS = (
    Verb(
        "programme list", _("bảng chương trình công tác theo tháng, quý hoặc nhóm"), _list,
        (_ID, option("--by", _("month, quarter hoặc group"), str, choices=VIEWS,
                     default="month")),
    ),
    Verb(
        "programme add", _("thêm một việc, hoặc các mục của kế hoạch đã ghi người làm, thời hạn"),
        _add,
        (
            _ID, option("--task", _("nội dung công việc")),
            option("--month", _("tháng 1 đến 12; bỏ trống là việc cả năm"), whole),
            option("--quarter", _("quý 1 đến 4, khi không ghi tháng"), whole),
            option("--due", _("thời gian")), option("--lead", _("chủ trì")),
            option("--partner", _("phối hợp")), option("--cost", _("kinh phí, đồng"), whole),
            option("--note", _("ghi chú")), option("--group", _("nhóm nhiệm vụ")),
            switch("--from-items", _("lấy từ nội dung kế hoạch")),
        ),
    ),
    Verb(
        "programme export", _("ghi bảng ra .xlsx, .pdf, .docx"), _export,
        (_ID, needed("--out", _("tệp sẽ ghi"), file), _BY),
    ),
    Verb(
        "programme import", _("nhận bảng đã sửa hoặc bảng của nơi khác: Excel, Word, CSV"), _import,
        (
            _ID, given("file", _("tệp .xlsx, .xls, .ods, .docx, .csv, .tsv"), file),
            option("--column", _("cột chứa gì, như 2=task; ghi nhiều lần được: task, month, due, "
                                 "lead, partner, cost, note, group, number, other (ghi sang ghi "
                                 "chú), skip (bỏ)"), _column, action="append"),
            switch("--dry-run", _("chỉ xem, không ghi")),
            switch("--theirs", _("chỗ cả hai bên cùng sửa từ khi ghi tệp: lấy số trong tệp")),
            switch("--replace", _("bỏ những việc không có trong tệp")),
        ),
    ),
    Verb(
        "programme calendar", _("các việc trở lại hằng năm; thêm vào chương trình"), _calendar,
        (
            _ID, option("--pick", _("số thứ tự việc muốn thêm"), whole, action="append"),
            switch("--all", _("thêm mọi việc chưa có")),
        ),
    ),
)  # fmt: skip
