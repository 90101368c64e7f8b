"""A member's dues and the union fund, reckoned by the rates in force on a day."""

from desktop.cli.values import day, whole
from desktop.cli.verb import Answer, Context, Verb, option
from desktop.i18n import _
from desktop.models.errors import Refusal


def _dues(context: Context) -> Answer:
    from desktop.models.figures.dues import dues, fund
    from desktop.models.text import short_date, vi_number

    args = context.args
    if args.salary is None and args.payroll is None:
        raise Refusal(
            _("Chưa ghi tiền lương hay quỹ lương để tính."),
            next_step=_("Thêm --salary 6.000.000 hoặc --payroll 100.000.000."), code="E_ARGUMENT",
        )  # fmt: skip
    on = args.on or context.today()
    with context.reading() as reader:
        packs = reader.packs
    told: dict[str, object] = {"on": on.isoformat()}
    lines = [_("Theo mức ngày {day}:").format(day=short_date(on))]
    if args.salary is not None:
        one = dues(packs, args.salary, on)
        told["dues"] = {
            "amount": one.amount, "reckoned": one.reckoned, "rate": str(one.rate),
            "capped": one.capped,
        }  # fmt: skip
        line = _("Đoàn phí một tháng: {amount} đồng ({rate}% của {salary} đồng").format(
            amount=vi_number(one.amount), salary=vi_number(args.salary),
            rate=vi_number(one.rate, max(0, -int(one.rate.normalize().as_tuple().exponent))),
        )  # fmt: skip
        capped = _(" là {n} đồng, lấy mức cao nhất").format(n=vi_number(one.reckoned))
        lines.append(f"{line}{capped if one.capped else ''}).")
    if args.payroll is not None:
        whole_fund = fund(packs, args.payroll, on)
        told["fund"] = {
            "due": whole_fund.due, "kept": whole_fund.kept, "passed_on": whole_fund.passed_on,
        }  # fmt: skip
        lines.append(
            _("Kinh phí công đoàn: {due} đồng; CĐCS {kept} đồng, cấp trên {rest} đồng.").format(
                due=vi_number(whole_fund.due), kept=vi_number(whole_fund.kept),
                rest=vi_number(whole_fund.passed_on),
            )
        )  # fmt: skip
    return Answer(told, tuple(lines))


VERBS = (
    Verb(
        "dues", _("tính đoàn phí và kinh phí công đoàn theo mức đang áp dụng"), _dues,
        (option("--salary", _("tiền lương đóng BHXH của một đoàn viên, đồng/tháng"), whole),
         option("--payroll", _("quỹ lương đóng BHXH của đơn vị, đồng/tháng"), whole),
         option("--on", _("ngày áp dụng mức, không ghi là hôm nay"), day)),
    ),
)  # fmt: skip
