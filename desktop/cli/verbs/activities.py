"""Logging activities and listing them."""

from argparse import ArgumentTypeError
from datetime import date

from desktop.cli.values import day, whole
from desktop.cli.verb import Answer, Context, Verb, needed, option
from desktop.i18n import _


def _add(context: Context) -> Answer:
    from desktop.models.activities.activities import Activity
    from desktop.models.plans.plans import read_outline
    from desktop.models.store.keys import plan_of
    from desktop.models.store.store import refuse_unless
    from desktop.tasks.activity_verbs import add_activity

    args = context.args
    made = Activity(
        title=args.title, category=args.category, start=args.start, end=args.end or args.start,
        place=args.place or "", people=args.people, women=args.women,
        union_money=args.union_money, social_money=args.social_money,
        result=args.result or "", plan_items=tuple(args.plan_item or ()),
        figures=dict(args.figure or ()),
    )  # fmt: skip
    with context.writing() as store:
        for item in made.plan_items:
            refuse_unless(
                item in read_outline(store, plan_of(item)),
                _("Không có mục kế hoạch “{id}” trong sổ.").format(id=item[:60]),
                _("Xem mã mục bằng lệnh plan show."),
            )
        told = add_activity(store, made)
    return Answer(told, (_("Đã ghi hoạt động {id}.").format(id=told["id"]),))


def _list(context: Context) -> Answer:
    from desktop.models.activities.activities import Filter
    from desktop.models.store.store import refuse_unless
    from desktop.models.text import short_date
    from desktop.models.units.units import tree_on
    from desktop.tasks.activity_verbs import list_activities

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
    lines = [
        f"{short_date(date.fromisoformat(one['from']))}  {one['title']}"
        + (f"  ({one['place']})" if one["place"] else "")
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
    return code.strip(), whole(number)


def _lacking(text: str) -> str:
    names = {"plan": "plan_items", "people": "people", "result": "result", "evidence": "evidence"}
    if text not in names:
        raise ArgumentTypeError(_("ghi một trong {names}").format(names=", ".join(names)))
    return names[text]


VERBS = (
    Verb(
        "activity add", _("ghi một hoạt động"), _add,
        (
            needed("--title", _("tên hoạt động")),
            needed("--category", _("mã loại hoạt động")),
            needed("--from", _("ngày bắt đầu"), day, dest="start"),
            option("--to", _("ngày kết thúc"), day, dest="end"),
            option("--place", _("địa điểm")),
            option("--people", _("số người"), whole),
            option("--women", _("trong đó nữ"), whole),
            option("--union-money", _("kinh phí công đoàn, đồng"), whole),
            option("--social-money", _("xã hội hóa, đồng"), whole),
            option("--result", _("kết quả")),
            option("--plan-item", _("mã mục kế hoạch; ghi nhiều lần được"), action="append"),
            option("--figure", _("số liệu hoạt động cho, như F01=1; ghi nhiều lần được"), _figure,
                   action="append"),
        ),
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
            option("--lacking", _("còn thiếu: plan, people, result hoặc evidence"), _lacking),
        ),
    ),
)  # fmt: skip
