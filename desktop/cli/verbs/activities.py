"""Logging activities and listing them."""

from typing import TYPE_CHECKING, Any

from desktop.cli.values import day, whole
from desktop.cli.verb import Answer, Context, Verb, needed, option
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.activities import Activity


def _add(context: Context) -> Answer:
    from desktop.models.activities import Activity, add_activity
    from desktop.models.plans import plan_of, read_outline
    from desktop.models.store import refuse_unless

    args = context.args
    made = Activity(
        title=args.title, category=args.category, start=args.start, end=args.end or args.start,
        place=args.place or "", people=args.people, women=args.women,
        union_money=args.union_money, social_money=args.social_money,
        result=args.result or "", plan_items=tuple(args.plan_item or ()),
    )  # fmt: skip
    with context.writing() as store:
        for item in made.plan_items:
            refuse_unless(
                item in read_outline(store, plan_of(item)),
                _("Không có mục kế hoạch “{id}” trong sổ.").format(id=item[:60]),
                _("Xem mã mục bằng lệnh plan show."),
            )
        key = add_activity(store, made, store.packs.activity_categories, store.packs.indicators)
    return Answer({"id": key}, (_("Đã ghi hoạt động {id}.").format(id=key),))


def _list(context: Context) -> Answer:
    from desktop.models.activities import Filter, list_activities
    from desktop.models.text import short_date

    args = context.args
    wanted = Filter(words=args.words or "", since=args.since, until=args.until)
    with context.reading() as reader:
        found = list_activities(reader, wanted)
    lines = [f"{short_date(one.start)}  {one.title}  ({one.place or '–'})" for one in found]
    return Answer(
        {"activities": [_row(one) for one in found]}, tuple(lines or [_("Chưa có hoạt động nào.")])
    )


def _row(one: "Activity") -> dict[str, Any]:
    return {
        "id": one.id, "title": one.title, "category": one.category,
        "from": one.start.isoformat(), "to": one.end.isoformat(), "place": one.place or None,
        "people": one.people, "women": one.women, "union_money": one.union_money,
        "social_money": one.social_money, "result": one.result or None,
        "plan_items": list(one.plan_items),
    }  # fmt: skip


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
        ),
    ),
    Verb(
        "activity list", _("các hoạt động"), _list,
        (
            option("--from", _("từ ngày"), day, dest="since"),
            option("--to", _("đến ngày"), day, dest="until"),
            option("--words", _("có các chữ này, không cần dấu")),
        ),
    ),
)  # fmt: skip
