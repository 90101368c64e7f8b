"""The register of documents out, and the life of a paper after it is drafted."""

from typing import Any

from desktop.cli.values import day, file, paper_day, whole, year
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.plan_head import AMEND, REPLACE


def _list(context: Context) -> Answer:
    from desktop.models.plans.register_out import filtered, register_lines
    from desktop.tasks.papers.register_out import export_register, list_register

    args = context.args
    more = {"words": args.find or "", "stage": args.state or ""}
    with context.reading() as reader:
        told = list_register(reader, args.year, kind=args.type or "", **more)
        if args.out:
            shown = {one["id"] for one in told["documents"]}
            lines = [one for one in register_lines(reader, args.year) if one.id in shown]
            export_register(reader, filtered(lines), args.year, args.out, context.today())
            told["path"] = str(args.out)
    lines_told = [
        f"{one['number'] or '–'}  {one['date'] or '–'}  {one['type'] or '–'}  {one['subject']}"
        for one in told["documents"]
    ]
    return Answer(told, (*(lines_told or [_("Sổ chưa có văn bản nào.")]), *told["remarks"]))


def _add(context: Context) -> Answer:
    from desktop.models.plans.outgoing import Outgoing
    from desktop.tasks.papers.register_out import add_paper

    args = context.args
    entry = Outgoing(
        number=args.number, symbol=args.symbol or "", date=args.date.isoformat(),
        doc_type=args.type or "", subject=args.subject, signer=args.signer or "",
        recipients=tuple(args.to or ()), copies=args.copies, note=args.note or "",
    )  # fmt: skip
    with context.writing() as store:
        told = add_paper(store, entry)
    return Answer(told, (_("Đã ghi sổ số {number}.").format(**told), *told["remarks"]))


def _remove(context: Context) -> Answer:
    from desktop.models.plans.outgoing import delete_outgoing

    with context.writing() as store:
        delete_outgoing(store, context.args.id)
    return Answer({"id": context.args.id}, (_("Đã xóa khỏi sổ."),))


def _series(context: Context) -> Answer:
    from desktop.models.plans.plan_numbers import series_of, set_series

    if context.args.set:
        with context.writing() as store:
            set_series(store, context.args.set)
    with context.reading() as reader:
        told = {"series": series_of(reader)}
    names = {"one": _("một dãy số chung"), "type": _("mỗi loại văn bản một dãy số")}
    return Answer(told, (names[told["series"]],))


def _comment(context: Context) -> Answer:
    from desktop.tasks.papers.paper_verbs import comment_from
    from desktop.tasks.papers.plan_verbs import resolve
    from desktop.tasks.papers.returned_paper import write_for_comment

    args = context.args
    with context.writing() as store:
        told = comment_from(store, args.id, args.date or context.today(), args.until)
        told["path"] = str(write_for_comment(store, resolve(store, args.id), args.out))
    return Answer(told, (told["path"],))


def _returned(context: Context) -> Answer:
    from desktop.tasks.papers.plan_verbs import resolve
    from desktop.tasks.papers.returned_paper import read_returned, returned_json, take_returned

    args = context.args
    with context.reading() as reader:
        plan = resolve(reader, args.id)
        found = read_returned(reader, plan, args.file)
    told: dict[str, Any] = returned_json(found)
    wanted = [
        number
        for number, _one in enumerate(found.points, start=1)
        if args.accept_all or number in (args.accept or ())
    ]
    unknown = sorted(set(args.accept or ()) - set(range(1, len(found.points) + 1)))
    if unknown:
        raise Refusal(
            _("Không có chỗ số {n} trong bản gửi về.").format(n=unknown[0]),
            next_step=_("Chạy lệnh này không kèm --accept để xem các chỗ."), code="E_POINT",
        )  # fmt: skip
    told["taken"] = 0
    if wanted:
        with context.writing() as store:
            told["taken"] = take_returned(store, plan, [found.points[n - 1] for n in wanted])
    lines = [f"{one['number']:>3}  {one['kind']}  {one['label']} {one['text']}"
             for one in told["points"]]  # fmt: skip
    return Answer(told, tuple(lines or [_("Không có ý kiến hay chỗ sửa nào.")]))


def _withdraw(context: Context) -> Answer:
    from desktop.tasks.papers.paper_verbs import withdraw

    args = context.args
    with context.writing() as store:
        told = withdraw(store, args.id, args.date, args.reason or "")
    lines = [_("Đã thu hồi.")]
    if told["in_force"]:
        lines.append(_("Văn bản {plan} có hiệu lực trở lại.").format(plan=told["in_force"]))
    return Answer(told, tuple(lines))


def _amend(context: Context) -> Answer:
    from desktop.tasks.papers.paper_verbs import successor

    args = context.args
    with context.writing() as store:
        told = successor(store, args.id, args.how, context.today())
    line = _("Bản dự thảo {plan} đã soạn từ trước.") if told["begun_before"] else _(
        "Đã soạn bản dự thảo {plan}.")  # fmt: skip
    return Answer(told, (line.format(**told),))


def _history(context: Context) -> Answer:
    from desktop.tasks.papers.paper_verbs import history

    with context.reading() as reader:
        told = history(reader, context.args.id)
    return Answer(told, tuple(f"{one['date'] or '–'}  {one['what']}" for one in told["events"]))


_ID = given("id", _("mã kế hoạch, phần cuối của mã, hoặc số văn bản"))

VERBS = (
    Verb(
        "documents list", _("sổ văn bản đi của một năm; ghi ra .xlsx, .pdf, .docx"), _list,
        (
            option("--year", _("năm; bỏ trống là mọi năm"), year),
            option("--type", _("loại văn bản: KH, CV, Quyết định…")),
            option("--find", _("chữ cần tìm trong số, trích yếu, người ký, nơi nhận")),
            option("--state", _("tình trạng"), str,
                   choices=("issued", "amended", "replaced", "withdrawn")),
            option("--out", _("tệp sẽ ghi"), file),
        ),
    ),
    Verb(
        "documents add", _("ghi vào sổ một văn bản đi làm ở nơi khác"), _add,
        (
            needed("--number", _("số, có thể kèm ký hiệu: 05/CV-CĐX")),
            option("--symbol", _("ký hiệu")), needed("--date", _("ngày ký"), paper_day),
            needed("--subject", _("trích yếu")), option("--type", _("loại văn bản")),
            option("--signer", _("người ký")),
            option("--to", _("nơi nhận, ghi nhiều lần được"), action="append"),
            option("--copies", _("số bản"), whole), option("--note", _("ghi chú")),
        ),
    ),
    Verb("documents remove", _("xóa một dòng đã ghi tay khỏi sổ"), _remove,
         (given("id", _("mã dòng trong sổ")),)),
    Verb(
        "documents series", _("cách đánh số: mỗi loại một dãy (type) hay một dãy chung (one)"),
        _series, (option("--set", _("type hoặc one"), str, choices=("type", "one")),),
    ),
    Verb(
        "plan comment", _("gửi lấy ý kiến: ghi bản Word kèm các ý kiến đang có"), _comment,
        (
            _ID, needed("--out", _("tệp .docx sẽ ghi"), file),
            option("--date", _("ngày gửi"), day), option("--until", _("hạn góp ý"), day),
        ),
    ),
    Verb(
        "plan returned", _("đọc bản Word gửi về: ý kiến và chỗ sửa, nhận những chỗ đã chọn"),
        _returned,
        (
            _ID, given("file", _("tệp .docx"), file),
            option("--accept", _("số thứ tự chỗ nhận, ghi nhiều lần được"), whole,
                   action="append"),
            switch("--accept-all", _("nhận mọi ý kiến và chỗ sửa")),
        ),
    ),
    Verb(
        "plan withdraw", _("thu hồi văn bản đã ban hành"), _withdraw,
        (_ID, needed("--date", _("ngày thu hồi"), day), option("--reason", _("lý do"))),
    ),
    Verb(
        "plan amend", _("soạn văn bản sửa đổi hoặc thay thế một văn bản đã ban hành"), _amend,
        (_ID, option("--how", _("amend: sửa đổi, bổ sung; replace: thay thế"), str,
                     choices=(AMEND, REPLACE), default=REPLACE)),
    ),
    Verb("plan history", _("những việc đã xảy ra với một văn bản"), _history, (_ID,)),
)  # fmt: skip
