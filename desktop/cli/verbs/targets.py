"""The year's targets of units: list, set, from a plan, split among the units below."""

import re
from argparse import ArgumentTypeError
from typing import Any

from desktop.cli.values import codes, whole, words, year
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _
from desktop.models.errors import Refusal


def _pair(text: str) -> tuple[str, str]:
    """Take C40=120, K05R=>=90% and, as one would write it, K05R>=90%."""
    name, sign, value = _parted(text)
    if not sign or not name:
        raise ArgumentTypeError(_("“{text}”: ghi như C40=120, K05R>=90%").format(text=text[:30]))
    return name, value


def _parted(text: str) -> tuple[str, str, str]:
    """Return the name, the sign behind it ("" for none) and what is wanted, with its own sign."""
    plain = words(text)
    of_types = _OF_TYPES.match(plain)
    found = _SIGN.search(plain, of_types.end() if of_types is not None else 0)
    if found is None:
        return plain, "", ""
    sign = found[0]
    wanted = plain[found.end() :] if sign == "=" else plain[found.start() :]
    return codes(plain[: found.start()].strip()), sign, wanted.strip()


_SIGN = re.compile("=|[<>]=?|[≥≤]")
_OF_TYPES = re.compile(r"\s*[^;=<>≥≤]+;\s*LH=\w+", re.IGNORECASE)


def _part(text: str) -> tuple[str, int]:
    name, equals, value = words(text).partition("=")
    if not equals or not name:
        told = _("“{text}”: ghi mã đơn vị và phần của nó, như P-A-01=20")
        raise ArgumentTypeError(told.format(text=text[:30]))
    return name, whole(value)


def _list(context: Context) -> Answer:
    from desktop.tasks.figures.target_lines import list_targets, unit_of_year

    args, today = context.args, context.today()
    year = args.year or today.year
    with context.reading() as reader:
        unit = unit_of_year(reader, year, args.unit, today) if args.unit else reader.own_unit
        told = list_targets(reader, year, unit, today)
    lines = [_line(one) for one in told["targets"]] or [_("Chưa có chỉ tiêu nào.")]
    unlike = [one["note"] for one in told["unlike_whole"]]
    return Answer(told, (*_counted(told), *lines, *told["left_by_ended"], *unlike))


def _counted(told: dict[str, Any]) -> list[str]:
    """Say which days were counted, where any were."""
    from datetime import date

    from desktop.models.plans.progress import days_words

    if told["data_to"] is None:
        return []
    first, last = (date.fromisoformat(told[side]) for side in ("data_from", "data_to"))
    days = days_words(first, last)
    head = _("Chỉ tiêu năm {year}, số đạt tính {days}").format(year=told["year"], days=days)
    return ["; ".join(filter(None, (head, told["longer"]))) + "."]


def _line(one: dict[str, Any]) -> str:
    from datetime import date

    from desktop.models.text import short_date

    parts = [one["unit"], one["indicator"], one["target"], one["title"], *_beside(one)]
    if one["done"] is not None:
        share = f" ({_shown(one['percent'])}%)" if one["percent"] is not None else ""
        parts.append(_("đạt {n}").format(n=one["grade"] or _shown(one["done"]) + share))
    if one["net_growth"] is not None:
        parts.append(_("thực tăng {n}").format(n=_shown(one["net_growth"])))
    if one["forecast"] is not None and one["forecast_by"]:
        parts.append(_("ước cả năm {n}").format(n=_shown(one["forecast"], 0)))
    if one["provisional"]:
        parts.append(one["provisional"])
    if one["ended"]:
        day = short_date(date.fromisoformat(one["ended"]))
        parts.append(_("đã thôi hoạt động từ {day}").format(day=day))
    if one["draft"]:
        parts.append(_("theo dự thảo"))
    return "  ".join(parts)


def _beside(one: dict[str, Any]) -> list[str]:
    """Say who set the target that counts, and what else was set beside it."""
    from desktop.models.outline.targets import format_target, target_of

    said = {
        "given": _("được giao"), "own": _("tự đặt"), "planned": _("trong kế hoạch"),
    }  # fmt: skip
    known = [(side, target_of(one[side])) for side in said if one[side] is not None]
    told = []
    for place, (side, target) in enumerate(known):
        if target is None:
            continue
        basis = f" ({target.basis})" if target.basis else ""
        number = f" {format_target(target)}" if place else ""
        if place or side == "given" or basis:
            told.append(f"{said[side]}{number}{basis}")
    return told


def _shown(number: int | str, decimals: int = 2) -> str:
    """Write a number of the answer as people do: 1.519, 81,48."""
    from decimal import Decimal

    from desktop.models.text import vi_number

    exact = Decimal(number)
    return vi_number(exact, 0 if exact == int(exact) else decimals)


def _set(context: Context) -> Answer:
    from msgspec.structs import replace

    from desktop.models.figures.kinds import measured_by
    from desktop.models.plans.unit_targets import both_targets, set_unit_targets
    from desktop.tasks.figures.target_lines import unit_of_year
    from desktop.tasks.figures.targets import set_words, target_of_text

    args, today = context.args, context.today()
    year = args.year or today.year
    with context.writing() as store:
        unit = unit_of_year(store, year, args.unit, today) if args.unit else store.own_unit
        wanted: dict[str, Any] = {}
        for code, text in args.values:
            known = measured_by(store.packs, code)
            target = target_of_text(text, known) if text else None
            wanted[code] = replace(target, basis=args.basis or "") if target else None
        before = both_targets(store, year, unit)
        change = set_unit_targets(store, year, {unit: wanted})
        told = set_words(store, unit, wanted, before)
    return Answer({"step": change.step}, tuple(told))


def _from_plan(context: Context) -> Answer:
    from desktop.tasks.figures.targets import write_offers
    from desktop.tasks.papers.plan_verbs import resolve

    args = context.args
    with context.writing() as store:
        change = write_offers(store, resolve(store, args.id), args.only)
    codes = sorted(one.field for one in change.changes)
    told = {"step": change.step, "indicators": codes}
    return Answer(told, (_("Đã ghi chỉ tiêu năm: {codes}.").format(codes=", ".join(codes)),))


def _split(context: Context) -> Answer:
    from desktop.models.figures.kinds import measured_by
    from desktop.models.units.units import tree_on
    from desktop.tasks.figures.target_shares import split_year
    from desktop.tasks.figures.targets import target_of_text

    args, today = context.args, context.today()
    with context.writing() as store:
        tree = tree_on(store, today)
        manual = {tree.by_code(code).id: value for code, value in args.part or ()}
        if len(manual) < len(args.part or ()):
            raise Refusal(
                _("Một đơn vị được ghi phần hai lần."),
                next_step=_("Ghi mỗi đơn vị một --part."), code="E_PART",
            )  # fmt: skip
        code, text = args.target
        known = measured_by(store.packs, code)
        told = split_year(
            store, args.year or today.year, code, "manual" if manual else args.by, today,
            target=target_of_text(text, known) if text else None,
            manual=manual, exact=not args.inexact, dry_run=args.dry_run,
        )  # fmt: skip
    return Answer(told, _parts_told(told))


def _formula(context: Context) -> Answer:
    from desktop.tasks.figures.target_shares import factor_of_text, give, plan_formula

    args, today = context.args, context.today()
    with context.writing() as store:
        code = args.indicator
        share = plan_formula(
            store, args.year or today.year, code, args.by, factor_of_text(args.factor), today,
            fit=args.fit,
        )  # fmt: skip
        told = share.json(None if args.dry_run else give(store, share).step)
    return Answer(told, _parts_told(told))


def _parts_told(told: dict[str, Any]) -> tuple[str, ...]:
    from desktop.models.plans.unit_targets import remainder_words

    percent = "%" if told["measure"] == "%" else ""
    lines = [
        f"{one['unit']}  {_dealt(one)}{percent}  {one['name']}"
        + (_(" (đã giao trước, giữ nguyên)") if one["kept"] else "")
        for one in told["parts"]
    ]
    if told["sum"] is None:  # shares of different wholes have no sum
        return tuple(lines)
    lines.append(_("Tổng {n}").format(n=_shown(told["sum"])))
    if told["total"] is not None:
        lines.append(remainder_words(told["total"], {"": told["sum"]}))
    if told["note"]:
        lines.append(told["note"])
    return tuple(lines)


def _dealt(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return "–"
    most = "" if one["value_max"] is None else f"–{_shown(one['value_max'])}"
    return _shown(one["value"]) + most


def _indicator(text: str) -> tuple[str, str]:
    name, _sign, value = _parted(text)
    return name, value


_DRY = switch("--dry-run", _("chỉ xem, không ghi"))
_YEAR = option("--year", _("năm, không ghi là năm nay"), year)

VERBS = (
    Verb(
        "targets list", _("chỉ tiêu năm của đơn vị và các đơn vị trực thuộc"), _list,
        (_YEAR, option("--unit", _("mã đơn vị"))),
    ),
    Verb(
        "targets set", _("ghi chỉ tiêu năm; C40= để bỏ"), _set,
        (_YEAR, option("--unit", _("mã đơn vị, không ghi là đơn vị của mình")),
         option("--basis", _("văn bản giao chỉ tiêu")),
         given("values", _("như C40=120, \"K05R>=90%%\", \"C40=từ 30 trở lên\","
                 " \"N02;LH=non_state>=60%%\" (có dấu >, dấu ; hay dấu cách thì"
                 " để trong ngoặc kép)"), _pair,
               nargs="+")),
    ),
    Verb(
        "targets from-plan", _("lấy chỉ tiêu của kế hoạch làm chỉ tiêu năm của đơn vị"),
        _from_plan,
        (given("id", _("mã kế hoạch hoặc số văn bản")),
         option("--only", _("chỉ ghi mã này"), action="append")),
    ),
    Verb(
        "targets split", _("phân bổ một chỉ tiêu cho các đơn vị trực thuộc"), _split,
        (_YEAR, given("target", _("mã chỉ tiêu đã ghi, hoặc C40=120"), _indicator),
         option("--by", _("members: theo đoàn viên, equal: chia đều, base_unions: theo số"
                          " công đoàn cơ sở, last_year: theo kết quả năm trước"), str,
                choices=("members", "equal", "base_unions", "last_year"), default="members"),
         option("--part", _("phần của một đơn vị, như MÃ=20; ghi nhiều lần"), _part,
                action="append"),
         switch("--inexact", _("chấp nhận tổng chưa khớp")), _DRY),
    ),
    Verb(
        "targets formula", _("giao chỉ tiêu cho các đơn vị trực thuộc theo công thức"), _formula,
        (_YEAR, given("indicator", _("mã chỉ tiêu, như C40"), codes),
         needed("--by", _("per_member: mỗi đoàn viên, per_union: mỗi công đoàn cơ sở,"
                          " per_unit: mỗi đơn vị, last_year: kết quả năm trước nhân hệ số"), str,
                choices=("per_member", "per_union", "per_unit", "last_year")),
         option("--factor", _("hệ số, như 2, 0,05, 5%%, 110%%"), default="1"),
         switch("--fit", _("chia cho khớp chỉ tiêu của đơn vị mình")), _DRY),
    ),
)  # fmt: skip
