"""Logging activities, mending, deleting and listing them."""

from argparse import SUPPRESS, ArgumentTypeError
from datetime import date
from typing import Any

from desktop.cli.values import codes, day, file, whole
from desktop.cli.verb import Answer, Argument, Context, Verb, given, needed, option
from desktop.i18n import _


def _add(context: Context) -> Answer:
    from desktop.models.activities.activities import Activity
    from desktop.tasks.activity_verbs import add_activity, taking_part

    args = context.args
    with context.writing() as store:
        made = Activity(
            title=args.title, category=args.category, start=args.start, end=args.end or args.start,
            place=args.place or "", area=args.area or "",
            lead=taking_part(store, args.lead or ""),
            partners=tuple(taking_part(store, one) for one in args.partners or ()),
            people=args.people, women=args.women, attendances=args.attendances,
            union_money=args.union_money, social_money=args.social_money,
            result=args.result or "", plan_items=tuple(args.plan_items or ()),
            figures=dict(args.figures or ()), declined=tuple(args.declined or ()),
        )  # fmt: skip
        told = add_activity(store, made, args.evidence or ())
    return Answer(told, (_("Đã ghi hoạt động {id}.").format(id=told["id"]),))


def _edit(context: Context) -> Answer:
    from desktop.models.store.store import refuse_unless
    from desktop.tasks.activity_verbs import edit_activity, taking_part

    args = vars(context.args)
    changes = {name: args[name] for name in (*_WORDS, *_COUNTS, "start", "end") if name in args}
    changes |= {name: _listed(args[name]) for name in _LISTS if name in args}
    figures, evidence = dict(args.get("figures", ())), args.get("evidence", ())
    refuse_unless(
        changes or figures or evidence,
        _("Chưa ghi điều cần sửa của hoạt động."),
        _("Thêm ít nhất một tùy chọn, như --people 12; xem activity edit --help."),
    )
    with context.writing() as store:
        if "lead" in changes:
            changes["lead"] = taking_part(store, changes["lead"])
        if "partners" in changes:
            changes["partners"] = tuple(taking_part(store, one) for one in changes["partners"])
        told = edit_activity(store, args["id"], changes, figures, evidence)
    done = _("Đã sửa hoạt động {id}.").format(id=told["id"])
    return Answer(told, (done if told["step"] else _("Không có gì thay đổi."),))


def _delete(context: Context) -> Answer:
    from desktop.tasks.activity_verbs import delete_activity

    with context.writing() as store:
        told = delete_activity(store, context.args.id)
    done = _("Đã xóa hoạt động “{title}”. Lấy lại bằng lệnh activity restore {id}.")
    return Answer(told, (done.format(title=told["title"], id=told["id"]),))


def _restore(context: Context) -> Answer:
    from desktop.tasks.activity_verbs import restore_activity

    with context.writing() as store:
        told = restore_activity(store, context.args.id)
    return Answer(told, (_("Đã lấy lại hoạt động {id}.").format(id=told["id"]),))


_WORDS = ("title", "category", "place", "area", "lead", "result")
_COUNTS = ("people", "women", "attendances", "union_money", "social_money")
_LISTS = ("partners", "plan_items", "declined")


def _listed(texts: list[str]) -> tuple[str, ...]:
    """Return what an option given several times names; given empty alone it names nothing."""
    return tuple(text for text in texts if text.strip())


def _list(context: Context) -> Answer:
    from desktop.models.activities.activities import Filter
    from desktop.models.store.store import refuse_unless
    from desktop.models.text import short_date
    from desktop.models.units.units import tree_on
    from desktop.tasks.activity_verbs import export_activities, list_activities

    args = context.args
    refuse_unless(
        not (args.since and args.until and args.since > args.until),
        _("Ngày bắt đầu ở sau ngày kết thúc."),
        _("Đổi chỗ hai ngày rồi làm lại."),
    )
    with context.reading() as reader:
        known = reader.packs.activity_categories
        refuse_unless(
            not args.category or args.category in known,
            _("Không có loại hoạt động “{code}”.").format(code=(args.category or "")[:20]),
            _("Các loại: {codes}.").format(codes=", ".join(known)),
        )
        day = context.today()
        unit = tree_on(reader, day, ended_too=True).by_code(args.unit).id if args.unit else ""
        wanted = Filter(
            words=args.words or "", since=args.since, until=args.until, unit=unit,
            categories=frozenset([args.category] if args.category else []),
            plan_item=args.plan_item or "", lacking=args.lacking or "",
        )  # fmt: skip
        told = list_activities(reader, wanted)
        if args.out:
            told["path"] = str(export_activities(reader, wanted, args.out, day))
    lines = [
        f"{short_date(date.fromisoformat(one['from']))}  {one['title']}"
        + (f"  ({one['place']})" if one["place"] else "")
        + ("" if one["own"] else f"  – {one['office_name']}")
        for one in told["activities"]
    ]
    nothing = (
        _("Chưa có hoạt động nào.") if wanted == Filter() else _("Không có hoạt động nào khớp.")
    )
    return Answer(told, tuple(lines or [nothing]))


def _figure(text: str) -> tuple[str, int]:
    code, _equals, number = text.partition("=")
    if not code.strip():
        raise ArgumentTypeError(_("ghi như F01=1"))
    return codes(code.strip()), whole(number)


def _changed_figure(text: str) -> tuple[str, int | None]:
    """Return (code, number) of "F01=1", and (code, None) of "F01=", which takes it away."""
    code, equals, number = text.partition("=")
    return (codes(code.strip()), None) if equals and code.strip() and not number else _figure(text)


def _count(text: str) -> int | None:
    """Return a whole number; nothing where it shall not be told any more."""
    return whole(text) if text.strip() else None


def _lacking(text: str) -> str:
    names = {"plan": "plan_items", "people": "people", "result": "result", "evidence": "evidence"}
    if text not in names:
        raise ArgumentTypeError(_("ghi một trong {names}").format(names=", ".join(names)))
    return names[text]


def _fields(*, editing: bool) -> tuple[Argument, ...]:
    """Return the options of an activity's fields; in editing what is left out stays."""
    more: dict[str, Any] = {"default": SUPPRESS} if editing else {}
    number = _count if editing else whole
    figure = _changed_figure if editing else _figure
    need = option if editing else needed
    again = {"action": "append", **more}
    figures = Argument(
        ("--figure", "--indicator"),
        {"metavar": "CODE=N", "type": figure, "dest": "figures", **again,
         "help": _("số liệu hoạt động cho, như F01=1; ghi nhiều lần được")
         + (_("; F01= để bỏ") if editing else "")},
    )  # fmt: skip
    return (
        need("--title", _("tên hoạt động"), **more),
        need("--category", _("mã loại hoạt động"), **more),
        need("--from", _("ngày bắt đầu"), day, dest="start", **more),
        option("--to", _("ngày kết thúc"), day, dest="end", **more),
        option("--place", _("địa điểm"), **more),
        option("--area", _("địa bàn"), **more),
        option("--lead", _("đơn vị chủ trì: mã, tên trong danh sách, hoặc lời"), **more),
        option("--partner", _("đơn vị phối hợp, như --lead; ghi nhiều lần được"),
               dest="partners", **again),
        option("--people", _("số người"), number, **more),
        option("--women", _("trong đó nữ"), number, **more),
        option("--turns", _("số lượt người"), number, dest="attendances", **more),
        option("--union-money", _("kinh phí công đoàn, đồng"), number, **more),
        option("--social-money", _("xã hội hóa, đồng"), number, **more),
        option("--result", _("kết quả"), **more),
        option("--plan-item", _("mã mục kế hoạch; ghi nhiều lần được"), dest="plan_items", **again),
        figures,
        option("--without", _("mã chỉ tiêu không để hoạt động tự đề nghị; ghi nhiều lần được"),
               dest="declined", **again),
        option("--evidence", _("tệp minh chứng, chép vào sổ; ghi nhiều lần được"), file, **again),
    )  # fmt: skip


VERBS = (
    Verb("activity add", _("ghi một hoạt động"), _add, _fields(editing=False)),
    Verb(
        "activity edit", _("sửa một hoạt động; điều không ghi thì giữ, ghi trống thì bỏ"), _edit,
        (given("id", _("mã hoạt động, xem activity list --json")), *_fields(editing=True)),
    ),
    Verb(
        "activity delete", _("xóa một hoạt động khỏi danh sách"), _delete,
        (given("id", _("mã hoạt động, xem activity list --json")),),
    ),
    Verb(
        "activity restore", _("lấy lại một hoạt động đã xóa"), _restore,
        (given("id", _("mã hoạt động đã xóa")),),
    ),
    Verb(
        "activity list", _("các hoạt động"), _list,
        (
            option("--from", _("từ ngày"), day, dest="since"),
            option("--to", _("đến ngày"), day, dest="until"),
            option("--words", _("có các chữ này, không cần dấu")),
            option("--category", _("mã loại hoạt động")),
            option("--unit", _("mã đơn vị chủ trì hoặc phối hợp")),
            option("--plan-item", _("mã mục kế hoạch")),
            option("--out", _("ghi danh sách ra tệp .xlsx, .pdf, .docx"), file),
            option("--lacking", _("còn thiếu: plan, people, result hoặc evidence"), _lacking),
        ),
    ),
)  # fmt: skip
