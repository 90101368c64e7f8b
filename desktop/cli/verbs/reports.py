"""Reports, totals and the upper level's workbook."""

from datetime import date
from typing import TYPE_CHECKING

from desktop.cli.usage import WrongUsage
from desktop.cli.values import codes, day, file
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _
from desktop.models.text import short_date, vi_value, with_counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.models.figures.sums.total import Total


def _report(context: Context) -> Answer:
    from desktop.reports.registry import find_report
    from desktop.tasks.figures.reports import make_report

    args = context.args
    _check_begun(context)
    if args.template is not None:
        return _own_form(context)
    if not args.form:
        raise WrongUsage(_("Ghi biểu (F1 … F7), hoặc --template tệp biểu của tỉnh."))
    with context.reading() as reader:
        path = make_report(
            reader,
            args.form,
            args.period,
            args.out,
            args.unit or "",
            args.as_known_on,
            both_sides=args.mirrored,
        )
    note = find_report(args.form).note
    told = {"path": str(path)} | ({"note": note} if note else {})
    return Answer(told, (str(path), note) if note else (str(path),))


def _check_begun(context: Context) -> None:
    from desktop.tasks.figures.reports import check_begun

    if not context.args.yes:
        with context.reading() as reader:
            check_begun(reader, context.args.period, context.today())


def _own_form(context: Context) -> Answer:
    from desktop.tasks.figures import own_forms

    args = context.args
    if args.mapping is not None:
        mapping = own_forms.load_mapping(args.mapping)
        with context.reading() as reader:
            if not args.yes:
                own_forms.check_still_fits(reader, args.template, mapping)
            done = own_forms.fill_form(
                reader, args.template, mapping, args.period, args.out, unit=args.unit or "",
                known_on=args.as_known_on,
            )  # fmt: skip
        with context.writing() as store:
            own_forms.remember_mapping(store, args.template, mapping)
    else:
        with context.reading() as reader:
            mapping = own_forms.mapping_for(reader, args.template)
            done = own_forms.fill_form(
                reader, args.template, mapping, args.period, args.out, unit=args.unit or "",
                known_on=args.as_known_on,
            )  # fmt: skip
    told = {
        "path": str(done.path),
        "cells": done.cells,
        "empty": done.filled.empty,
        "unmatched": done.filled.unmatched,
        "doubtful": done.filled.doubtful,
        "left_out": done.filled.left_out,
        "tentative": {sheet: list(texts) for sheet, texts in done.filled.tentative.items()},
        "written_below": dict(done.below),
    }
    lines = [str(done.path), _("{n} ô đã điền.").format(n=done.cells), *own_forms.told_of(done)]
    for text, found in (
        (_("Chưa có số liệu cho {n} ô: {list}"), done.filled.empty),
        (_("Tên không có trong sổ đơn vị ({n}): {list}"), done.filled.unmatched),
        (_("Tên chưa rõ là đơn vị nào, chưa điền ({n}): {list}"), done.filled.doubtful),
        (_("Đơn vị không có dòng trong biểu ({n}): {list}"), done.filled.left_out),
    ):
        if found:
            more = _("; và {n} nữa").format(n=len(found) - _NAMED) if found[_NAMED:] else ""
            named = "; ".join(found[:_NAMED]) + more
            lines.append(with_counts(text, n=len(found), list=named))
    return Answer(told, tuple(lines))


def _totals(context: Context) -> Answer:
    from desktop.models.figures.cells import name_with_part
    from desktop.models.figures.sums.rollup import totals
    from desktop.models.figures.sums.total import as_json
    from desktop.models.figures.sums.waiting import together
    from desktop.models.figures.sums.waiting_words import notes

    args = context.args
    if args.compare:
        return _compared(context)
    with context.reading() as reader:
        found = totals(reader, args.period, args.unit or "", known_on=args.as_known_on)
        packs = reader.packs
        names = {code: name_with_part(packs, code) for code in found}
    told = {code: as_json(total) for code, total in sorted(found.items())}
    lines = [_line(code, total, names) for code, total in sorted(found.items())]
    lines += _how_far(found.values())
    lines += notes(packs, together(w for one in found.values() for w in one.waiting), args.period)
    return Answer(told, tuple(lines) or (_nothing(args.period, args.as_known_on),))


def _how_far(found: "Iterable[Total]") -> list[str]:
    """Say of a longer period month by month who did not report, of stocks and of flows."""
    from desktop.models.figures.sums.months_told import lacking_words

    lines = {}
    for total in found:
        if total.told is not None:
            what = _("Số cuối kỳ: {said}") if total.told.stocks else _("Số phát sinh: {said}")
            rest = lacking_words(total.told, by_offices=total.by_offices)
            lines[what.format(said="; ".join((total.reported_words, *rest)))] = total.told.stocks
    return sorted(lines, key=lambda line: not lines[line])


def _nothing(period: str, known_on: date | None) -> str:
    """Say that there are no totals, and what to ask for instead."""
    if known_on is None:
        return _("Chưa có số liệu nào của kỳ {period}. Chọn kỳ khác.").format(period=period)
    return _(
        "Đến hết ngày {day} sổ này chưa có số liệu nào của kỳ {period}. Chọn ngày muộn hơn."
    ).format(day=short_date(known_on), period=period)


def _compared(context: Context) -> Answer:
    """Answer with each total beside last year's, as both stood and for the same unions."""
    from desktop.models.figures.cells import name_with_part
    from desktop.models.figures.sums.compare import compare_year, moved_note
    from desktop.models.figures.sums.total import as_json

    args = context.args
    with context.reading() as reader:
        found = compare_year(reader, args.period, args.unit or "", known_on=args.as_known_on)
        known = {*found.now, *found.before}
        names = {code: name_with_part(reader.packs, code) for code in known}
    sides = {"now": found.now, "before": found.before, "same_now": found.same_now,
             "same_before": found.same_before}  # fmt: skip
    told = {
        code: {side: as_json(held[code]) for side, held in sides.items() if code in held}
        for code in sorted({*found.now, *found.before})
    }
    head = with_counts(
        _("So {period} với {earlier}; cùng phạm vi {n}/{of} CĐCS"),
        period=found.period,
        earlier=found.earlier,
        n=found.base,
        of=found.of,
    )
    note = moved_note(found.moved)
    lines = [head, *([note] if note else [])]
    for code in told:
        shown = [vi_value(held[code].value if code in held else None) for held in sides.values()]
        lines.append("  ".join([code, *shown, names[code]]))
    answer = {"period": found.period, "earlier": found.earlier, "same_units": found.base,
              "of": found.of, "totals": told}  # fmt: skip
    if found.moved:
        answer["moved"] = [
            {"from": one.source, "to": one.target, "members": one.members} for one in found.moved
        ]
    return Answer(answer, tuple(lines))


def _trace(context: Context) -> Answer:
    from msgspec.structs import replace

    from desktop.models.figures.sums.trace import Narrow, as_json
    from desktop.models.figures.sums.trace_words import lines_of
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.ceased import top_of
    from desktop.models.units.units import tree_on
    from desktop.reports.answering import answer
    from desktop.reports.asking import Question

    args = context.args
    with context.reading() as reader:
        period = parse_period(args.period, reader.packs.schemes)
        narrow = Narrow()
        if args.direct or args.only:
            tree = tree_on(reader, period.data_to)
            top = top_of(reader, tree, args.unit or "", period.data_from)
            narrow = Narrow(under=top.code, only=args.only or "")
        code, _sep, kind = args.indicator.partition(";LH=")
        if band := args.sector or args.ownership or kind:
            narrow = replace(narrow, band=band)
        asked = Question(
            code, period.id, narrow=narrow, beside=args.beside or "",
            since_year_began=args.cumulative or args.beside == "plan_percent",
        )  # fmt: skip
        found = answer(reader, asked, args.unit or "", args.as_known_on)
    return Answer(as_json(found), tuple(lines_of(found)))


def _line(code: str, total: "Total", names: dict[str, str]) -> str:
    from desktop.models.figures.sums.trace_words import awaited, period_words

    n, of = total.so_far
    told = f"{code}  {vi_value(total.value)}  {n}/{of}  {names[code]}"
    if total.until:
        told += _(" (tạm tính, đến {month})").format(month=total.until)
    elif total.missing_months:
        months = ", ".join(period_words(month) for month in total.missing_months)
        told += _(" (tạm tính, thiếu {months})").format(months=months)
    elif total.state in ("live", "carried", "missing"):
        told += _(" (tạm tính)")
    return f"{told} ({awaited(total)})" if total.waiting else told


def _consolidate(context: Context) -> Answer:
    from desktop.tasks.figures.reports import make_consolidated

    args = context.args
    _check_begun(context)
    with context.reading() as reader:
        done = make_consolidated(
            reader, args.period, args.out, args.unit or "", known_on=args.as_known_on
        )
    told = {
        "path": str(done.path), "missing": list(done.missing),
        "lacking": [
            {"unit": code, "name": name, "forms": list(forms)} for code, name, forms in done.lacking
        ],
        "waiting": [
            {"unit": code, "name": name, "forms": list(forms)} for code, name, forms in done.waiting
        ],
    }  # fmt: skip
    lines = [str(done.path)]
    if done.lacking:
        lines.append(_("Còn thiếu báo cáo của {n} đơn vị:").format(n=len(done.lacking)))
        lines += [f"  {code}  {name}: {', '.join(forms)}" for code, name, forms in done.lacking]
    if done.waiting:
        words = _("{n} đơn vị gửi sau khi khóa sổ, chưa được tính; xem bằng lệnh return late.")
        lines.append(with_counts(words, n=len(done.waiting)))
    return Answer(told, tuple(lines))


def _differences(context: Context) -> Answer:
    from desktop.models.figures.sums.differences import as_json, differences
    from desktop.tasks.figures.difference_lists import differences_workbook, lines_of
    from desktop.tasks.figures.saved_totals import compare_saved

    args = context.args
    files = args.saved or []
    if len(files) > 2 or bool(files) == bool(args.since) or (files and args.until):
        raise WrongUsage(_("Ghi --from NGÀY [--to NGÀY], hoặc --saved TỆP một hay hai lần."))
    if not files and not args.period:
        raise WrongUsage(_("Ghi --period, kỳ cần so."))
    with context.reading() as reader:
        if files:
            found = compare_saved(reader, *files)
        else:
            found = differences(
                reader, args.period, args.unit or "", first=args.since, second=args.until
            )
        told = as_json(found)
        if args.out:
            told["path"] = str(differences_workbook(reader, found, args.out))
    return Answer(told, tuple(lines_of(found)))


_NAMED = 12
BESIDE = ("last_year", "change", "plan", "plan_percent")
_PERIOD = needed("--period", _("kỳ, như 2026-10"))

VERBS = (
    Verb(
        "report", _("lập báo cáo F1 … F7 ra .xlsx, .pdf, .docx"), _report,
        (given("form", _("biểu"), nargs="?"), _PERIOD, needed("--out", _("tệp sẽ ghi"), file),
         option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
         option("--as-known-on", _("như đã biết vào cuối ngày này"), day),
         option("--template", _("biểu .xlsx của tỉnh, điền vào một bản của tệp đó"), file),
         option("--mapping", _("tệp JSON: ô nào nhận số nào; ghi nhớ cho lần sau"), file),
         switch("--yes", _("các ô trong tệp --mapping vẫn đúng dù chữ trong biểu đã đổi; vẫn lập"
                          " biểu của kỳ chưa bắt đầu")),
         switch("--mirrored", _("in hai mặt: lề trái, phải đối xứng ở mặt sau"))),
    ),
    Verb(
        "totals", _("số tổng hợp theo cây đơn vị"), _totals,
        (_PERIOD, option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
         option("--as-known-on", _("như đã biết vào cuối ngày này"), day),
         switch("--compare", _("so với cùng kỳ năm trước, nguyên trạng và cùng phạm vi"))),
    ),
    Verb(
        "trace", _("một số từ đâu ra: đơn vị, bản báo cáo, người nhập, gói, hoạt động"), _trace,
        (_PERIOD, option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
         given("indicator", _("mã chỉ tiêu, như A03, C40, A04; số tính ra: opening:A03 (đầu kỳ),"
                              " closing:, net: (thực tăng), growth:, difference:, men:A01, hoặc"
                              " cộng nhiều mã E07D+E07X; một loại hình: C11;LH=FDI"), codes,
               metavar="CHỈTIÊU"),
         option("--as-known-on", _("như đã biết vào cuối ngày này"), day),
         switch("--cumulative", _("số lũy kế từ đầu năm")),
         switch("--direct", _("chỉ những CĐCS trực thuộc thẳng đơn vị, như dòng của nó ở biểu F3")),
         option("--only", _("chỉ phần cân trừ trong nội bộ (inside), hay phần đi cùng nguyên CĐCS"
                            " (moved), như hai dòng ấy ở biểu F3"), choices=("inside", "moved")),
         option("--sector", _("chỉ khu vực nhà nước (state) hay ngoài nhà nước (non_state), như hai"
                              " dòng cộng ấy ở biểu F1"), choices=("state", "non_state")),
         option("--ownership", _("chỉ một loại hình, như FDI, theo dòng của nó ở lệnh ownership; cả"
                                 " opening:A03 (đầu kỳ), turned:A03 (đổi loại hình)")),
         option("--beside", _("số đứng cạnh ở biểu F4: cùng kỳ năm trước, tăng giảm, chỉ tiêu năm,"
                              " phần trăm chỉ tiêu"), choices=BESIDE)),
    ),
    Verb(
        "consolidate", _("sổ tổng hợp của cấp trên ra Excel: F1 … F6, đơn vị thiếu, bản đã dùng"),
        _consolidate,
        (_PERIOD, needed("--out", _("tệp .xlsx"), file),
         option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
         option("--as-known-on", _("như đã biết vào cuối ngày này"), day),
         switch("--yes", _("vẫn lập sổ của kỳ chưa bắt đầu"))),
    ),
    Verb(
        "differences", _("hai lần tổng hợp khác nhau ở ô nào, từ mấy thành mấy, do gói nào"),
        _differences,
        (option("--period", _("kỳ, như 2026-10")),
         option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
         option("--from", _("như đã biết vào cuối ngày này"), day, dest="since"),
         option("--to", _("đến cuối ngày này; mặc định hiện nay"), day, dest="until"),
         option("--saved", _("bảng tổng hợp đã lưu; ghi một hoặc hai lần"), file,
                action="append"),
         option("--out", _("tệp .xlsx ghi danh sách khác nhau"), file)),
    ),
)  # fmt: skip
