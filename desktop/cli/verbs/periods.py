"""Ad-hoc periods with days of their own: list, set, take back."""

from typing import TYPE_CHECKING, Any

from desktop.cli.values import day, year
from desktop.cli.verb import Answer, Context, Verb, given, needed, option
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.figures.ad_hoc import AdHoc


def _list(context: Context) -> Answer:
    from desktop.models.figures.ad_hoc import ad_hoc_periods

    with context.reading() as reader:
        found = ad_hoc_periods(reader)
    lines = tuple(_line(one) for one in found)
    return Answer(
        {"periods": [_told(one) for one in found]}, lines or (_("Chưa có kỳ đột xuất nào."),)
    )


def _set(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.models.figures.ad_hoc import ad_hoc_periods, id_of_name, set_ad_hoc

    args = context.args
    if not args.period and not args.name:
        raise Refusal(
            _("Chưa có tên kỳ đột xuất."),
            next_step=_("Ghi --name, hoặc --period như 2026-X-bao-so-10."), code="E_PERIOD",
        )  # fmt: skip
    with context.writing() as store:
        wanted = args.period or id_of_name(store, args.name, args.year or args.to.year)
        change = set_ad_hoc(store, wanted, args.first, args.to, args.due, args.name or "")
        (one,) = [known for known in ad_hoc_periods(store) if known.period.id == wanted]
    step = change.step if change.changes else None
    told = (_line(one),) if step else (_("Không có gì thay đổi."),)
    return Answer({"step": step, **_told(one)}, told)


def _remove(context: Context) -> Answer:
    from desktop.models.figures.ad_hoc import remove_ad_hoc

    with context.writing() as store:
        change = remove_ad_hoc(store, context.args.period)
    return Answer({"step": change.step}, (change.label,))


def _told(one: "AdHoc") -> dict[str, Any]:
    period = one.period
    return {
        "id": period.id, "name": period.title, "scheme": period.scheme,
        "from": period.data_from.isoformat(), "to": period.data_to.isoformat(),
        "due": period.due.isoformat(), "closing": period.closing.isoformat(), "own": one.ours,
    }  # fmt: skip


def _line(one: "AdHoc") -> str:
    from desktop.models.text import short_date

    period = one.period
    told = _("{id}  {name}: từ {first} đến {last}, hạn nộp {due}, khóa sau {closing}").format(
        id=period.id, name=period.title, first=short_date(period.data_from),
        last=short_date(period.data_to), due=short_date(period.due),
        closing=short_date(period.closing),
    )  # fmt: skip
    return told if one.ours else told + _(" (cấp trên đặt)")


VERBS = (
    Verb("period list", _("các kỳ đột xuất đã đặt ngày"), _list),
    Verb(
        "period set", _("đặt ngày và hạn riêng cho một kỳ đột xuất, gửi xuống các đơn vị dưới"),
        _set,
        (option("--period", _("kỳ, như 2026-X-tet; bỏ trống thì lập kỳ mới theo tên")),
         option("--name", _("tên kỳ, như “Báo cáo nhanh bão số 10”")),
         option("--year", _("năm của kỳ mới, mặc định là năm của ngày cuối"), year),
         needed("--from", _("ngày đầu của số liệu"), day, dest="first"),
         needed("--to", _("ngày cuối của số liệu"), day),
         needed("--due", _("hạn nộp"), day)),
    ),
    Verb(
        "period remove", _("bỏ ngày riêng của một kỳ chưa có số liệu"), _remove,
        (given("period", _("kỳ, như 2026-X-bao-so-10")),),
    ),
)  # fmt: skip
