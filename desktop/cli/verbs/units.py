"""The unit tree as of a day, and the events that change it."""

from typing import TYPE_CHECKING, Any

from desktop.cli.values import codes, day, file, whole
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _
from desktop.models.text import vi_number, vi_signed, vi_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop.models.figures.sums.ownership_line import OwnershipLine
    from desktop.models.figures.sums.series import Point
    from desktop.models.figures.sums.total import Total
    from desktop.models.packs.packs import Packs
    from desktop.models.register.moved_words import MovedLine
    from desktop.models.register.orders import Order
    from desktop.models.register.outcomes import BulkOutcome, Outcome
    from desktop.models.store.reader import Reader


_KINDS = ("found", "dissolve", "end", "merge", "split", "rename", "reparent", "ownership",
          "area", "suspend", "resume")  # fmt: skip


def _list(context: Context) -> Answer:
    from desktop.models.register.unit_register import suspension
    from desktop.models.units.units import Tree, tree_on

    with context.reading() as reader:
        day = context.args.on or context.today()
        tree: Tree = tree_on(reader, day)
        paused = {
            one.id: told for one in tree.units.values() if (told := suspension(reader, one, day))
        }
    rows: list[dict[str, Any]] = []
    lines: list[str] = []

    def walk(unit_id: str, depth: int) -> None:
        unit = tree.units[unit_id]
        parent = tree.units.get(unit.parent or "")
        rows.append(
            {
                "id": unit.id, "code": unit.code, "name": unit.name, "kind": unit.kind,
                "ownership": unit.ownership or None, "parent": parent.code if parent else None,
                "from": unit.valid_from.isoformat(),
                "to": unit.valid_to.isoformat() if unit.valid_to else None,
            } | ({"suspended": True} if unit.id in paused else {})
        )  # fmt: skip
        mark = f"  ({paused[unit.id]})" if unit.id in paused else ""
        lines.append(f"{'  ' * depth}{unit.code}  {unit.name}{mark}")
        for child in tree.children(unit_id):
            walk(child.id, depth + 1)

    for root in tree.roots():
        walk(root.id, 0)
    return Answer({"units": rows}, tuple(lines or [_("Chưa có đơn vị nào.")]))


def _second(context: Context) -> Answer:
    from desktop.models.figures.sums.second_line import set_second

    args = context.args
    with context.writing() as store:
        change = set_second(store, args.unit, args.to, args.date)
    told = _("{what}, từ ngày {day}.").format(what=change.label, day=f"{args.date:%d/%m/%Y}")
    return Answer({"unit": args.unit, "to": args.to or None}, (told,))


def _coordinated(context: Context) -> Answer:
    from desktop.models.figures.sums.second_line import second_line
    from desktop.models.figures.sums.total import as_json

    args = context.args
    with context.reading() as reader:
        found = second_line(reader, args.period, args.unit or "")
    rows = [
        {"unit": one.unit.code, "name": one.unit.name, "by": one.by, "managed_by": one.managed_by,
         "figures": {code: as_json(total) for code, total in sorted(one.totals.items())}}
        for one in found
    ]  # fmt: skip
    lines = [
        "  ".join((one.unit.code, one.unit.name, f"({one.managed_by})", _short(one.totals)))
        for one in found
    ]
    if lines:
        lines.append(_("Chỉ để xem: số liệu cộng ở nơi quản lý, không cộng ở đây."))
    return Answer({"units": rows}, tuple(lines or [_("Không có đơn vị tuyến hai.")]))


def _short(totals: "Mapping[str, Total]") -> str:
    """Return "đoàn viên 55, CNVCLĐ 74" of a union; "–" for what it has not told."""

    def number(code: str) -> str:
        value = totals[code].value if code in totals else None
        return vi_number(int(value)) if value is not None else "–"

    told = _("đoàn viên {members}, CNVCLĐ {workers}")
    return told.format(members=number("A03"), workers=number("A01"))


def _add(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.models.register.new_units import add_unit, preview_new
    from desktop.models.register.orders import Order
    from desktop.models.units.units import tree_on

    args = context.args
    order = Order("found", args.since, (args.code or "",), to_parent=args.parent or "",
                  name=args.name, unit_kind=args.kind, ownership=args.ownership or "")  # fmt: skip
    with context.reading() as reader:
        doubt = preview_new(reader, order, event=False).again
    if doubt and not args.yes:
        raise Refusal(doubt, next_step=_("Kiểm tra lại tên; vẫn đúng thì thêm --yes."),
                      code="E_DOUBT")  # fmt: skip
    with context.writing() as store:
        unit, _done = add_unit(store, order, sure=args.yes)
        made = tree_on(store, args.since).units[unit]
    told = {"id": made.id, "code": made.code}
    return Answer(told, (_("Đã thêm {name}, mã {code}.").format(name=made.name, code=made.code),))


def _event(context: Context) -> Answer:
    from desktop.models.register.doubts import doubts
    from desktop.models.register.moved_words import moved_lines
    from desktop.models.register.reorganise import carry_out, preview

    order, args = _order(context), context.args
    with context.reading() as reader:
        done, packs = preview(reader, order), reader.packs
        names = {**dict.fromkeys(done.moved, order.name), **_names(reader, order.day)}
        moved = moved_lines(packs, done.moved, names, done.stocks)
    doubt = doubts(packs, done)
    if doubt and not (args.dry_run or args.yes):
        raise _asked(doubt, done)
    if not args.dry_run:
        with context.writing() as store:
            done = carry_out(store, order, sure=args.yes)
    told: dict[str, Any] = {"event": done.event, "moved": done.moved}
    if done.lost:
        told["lost"] = [
            {"unit": one.code, "periods": list(one.periods),
             "events": [{"kind": e.kind, "date": e.day.isoformat()} for e in one.events]}
            for one in done.lost
        ]  # fmt: skip
    warning = " ".join(filter(None, (done.odd, done.again, done.lacks)))
    if warning:
        told["warning"] = warning
    if done.late:
        told["locked"] = [
            {"unit": one.unit, "form": one.form, "period": one.period} for one in done.late
        ]
    return Answer(told, tuple(_event_lines(packs, done, moved, doubt)))


def _asked(doubt: str, done: "Outcome | BulkOutcome") -> Exception:
    """Return the refusal of an event that leaves a doubt nobody has agreed to."""
    from desktop.models.errors import Refusal

    return Refusal(
        doubt, next_step=_("Kiểm tra lại quyết định; vẫn đúng thì thêm --yes."),
        code="E_LATER" if done.lost else "E_DOUBT",
    )  # fmt: skip


def _names(reader: "Reader", day: "date") -> dict[str, str]:
    from desktop.models.units.units import tree_on

    return {one.code: one.name for one in tree_on(reader, day).units.values()}


def _decision(context: Context) -> Answer:
    from desktop.models.register.decisions import Told, find_event, tell_event, tell_founding
    from desktop.models.register.later import late_sentence

    args = context.args
    told = Told(args.decision, args.members, args.women)
    with context.writing() as store:
        if args.kind == "found" and args.date is None:
            done = tell_founding(store, args.unit, told)
        else:
            event = find_event(store, args.unit, args.kind, args.date)
            done = tell_event(store, event.id, told)
    answer: dict[str, Any] = {"event": done.event, "step": done.change.step}
    lines = [done.change.label + "."]
    if done.late:
        answer["locked"] = [
            {"unit": one.unit, "form": one.form, "period": one.period} for one in done.late
        ]
        lines.append(late_sentence(store.packs, done.late))
    return Answer(answer, tuple(lines))


def _order(context: Context) -> "Order":
    from desktop.models.register.orders import Order

    args = context.args
    return Order(
        args.kind, args.date, tuple(args.unit), into=args.into or "",
        to_parent=args.to_parent or "", name=args.name or "", decision=args.decision or "",
        unit_kind=args.unit_kind or "", ownership=args.ownership or "", members=args.members,
        women=args.women,
    )  # fmt: skip


def _event_lines(
    packs: "Packs", done: "Outcome", moved: "Sequence[MovedLine]", doubt: str
) -> list[str]:
    from desktop.models.register.later import late_sentence, still_late

    lines = [_("Đã ghi sự kiện.") if done.event else _("Xem trước, chưa ghi gì.")]
    lines += _moved_lines(moved)
    lines += [one for one in (doubt, done.lacks) if one]
    said = late_sentence(packs, still_late(done.late, done.lost))
    return [*lines, said] if said else lines


def _moved_lines(moved: "Sequence[MovedLine]") -> list[str]:
    """Return what an event moves, a line for each unit: "CĐCS A: Giải thể 1; đoàn viên 9 → 0"."""
    units = dict.fromkeys(line.unit for line in moved)
    return [f"{unit}: " + "; ".join(_said(line) for line in moved if line.unit == unit)
            for unit in units]  # fmt: skip


def _said(line: "MovedLine") -> str:
    if line.number is None:
        return line.what
    return f"{line.what} ({line.bare_code}) {vi_number(line.number)}"


def _move(context: Context) -> Answer:
    from desktop.models.register.bulk_reparent import move_to_parents, preview_parents
    from desktop.models.register.doubts import doubts
    from desktop.models.register.moved_words import moved_lines
    from desktop.models.register.parent_proposals import answer_all, proposals
    from desktop.models.units.units import tree_on
    from desktop.tasks.figures.unit_lists import parents_in

    args = context.args
    with context.reading() as reader:
        parent = tree_on(reader, args.date).by_code(args.to_parent).id if args.to_parent else ""
        lines = parents_in(reader, args.file, args.date, parent)
        if args.take_proposals:
            lines = answer_all(reader, lines, args.date, proposals(lines))
        done = preview_parents(reader, lines, args.date, end_emptied=args.end_emptied)
        names = _names(reader, args.date)
        moved = moved_lines(reader.packs, done.moved, names, done.stocks)
        doubt = doubts(reader.packs, done)
    if doubt and not (args.dry_run or args.yes):
        raise _asked(doubt, done)
    if not args.dry_run:
        with context.writing() as store:
            done = move_to_parents(
                store, lines, args.date, decision=args.decision or "",
                end_emptied=args.end_emptied, sure=args.yes,
            )  # fmt: skip
    told = {
        "events": list(done.events), "moved": done.moved, "ended": list(done.ended),
        "kept": list(done.kept),
        "lines": [
            {"line": one.number, "unit": one.unit_name, "parent": one.parent_name,
             "state": one.state, "reason": one.note,
             "unit_choices": [name for name, _id in one.unit_choices],
             "parent_choices": [name for name, _id in one.parent_choices]}
            for one in lines
        ],
    }  # fmt: skip
    states = {"ready": _("chuyển"), "skipped": _("bỏ qua"), "asked": _("cần chọn"),
              "refused": _("không chuyển được")}  # fmt: skip
    said = [
        f"{one.number}: {one.unit_name} → {one.parent_name}  "
        f"{states[one.state]} {one.note}".rstrip()
        for one in lines
    ]
    if said:
        sentence = _("Sẽ chuyển {n} đơn vị.") if args.dry_run else _("Đã chuyển {n} đơn vị.")
        said.append(sentence.format(n=sum(one.state == "ready" for one in lines)))
        said += _moved_lines(moved)
        ending = _("Kết thúc: {unit}.") if not args.dry_run else _("Sẽ kết thúc: {unit}.")
        said += [ending.format(unit=names.get(code, code)) for code in done.ended]
        said += done.kept
        said += [doubt] if doubt else []
    return Answer(told, tuple(said or [_("Danh sách trống.")]))


def _series(context: Context) -> Answer:
    from desktop.models.figures.sums.series import as_json, periods_of, series
    from desktop.models.units.units import tree_on

    args = context.args
    with context.reading() as reader:
        periods = periods_of(reader, args.first, args.last or args.first)
        found = series(reader, args.unit or "", args.indicator, periods, args.map,
                       today=context.today())  # fmt: skip
        unit = tree_on(reader, context.today(), ended_too=True).units.get(found.unit)
        told = as_json(found, unit.code if unit is not None else found.unit)
    return Answer(told, tuple(_point(point) for point in found.points))


def _point(point: "Point") -> str:
    told = f"{point.period}: {vi_value(point.value)} ({vi_number(point.units)} CĐCS"
    if point.value is None or point.is_told:
        return told + ")"
    a, b = vi_number(point.reported), vi_number(point.of)
    told += _("; tạm tính, {a}/{b} đơn vị đã báo cáo").format(a=a, b=b)
    return told + (_(" đến {month})").format(month=point.until) if point.until else ")")


def _ownership(context: Context) -> Answer:
    from desktop.models.figures.sums.by_ownership import by_ownership
    from desktop.models.figures.sums.ownership_line import WHOLE_ALONE, by_band
    from desktop.models.packs.ownership_kinds import BANDS
    from desktop.models.units.scope import Scope

    args = context.args
    with context.reading() as reader:
        found = by_ownership(reader, args.period, args.unit or "", women=args.women)
        bands, scope = by_band(reader.packs, found), Scope.of(reader)
        names = {one.code: f"{one.code} {one.short}" for one in reader.packs.ownerships.values()}
        labels = {unit: scope.label(unit) for line in found.values() for unit in line.off}
        codes = {unit: scope.attribute(unit, "code") or unit for unit in labels}
    told = {code or "?": _line_json(line, codes) for code, line in found.items()}
    summed = {band: _line_json(line, codes) for band, line in bands.items()}
    lines = [_line_text(names.get(code, _("chưa ghi")), line, labels)
             for code, line in found.items()]  # fmt: skip
    lines += [_line_text(BANDS[band], line, {}) for band, line in bands.items()]
    whole = sorted({labels[unit] for line in found.values() for unit in line.whole})
    if whole:
        lines.append(WHOLE_ALONE.format(units=", ".join(whole)))
    answer = {"ownerships": told, "bands": summed}
    return Answer(answer, tuple(lines) or (_("Kỳ này chưa có số liệu đoàn viên."),))


def _line_json(line: "OwnershipLine", codes: "Mapping[str, str]") -> dict[str, object]:
    found: dict[str, object] = {
        "opening": line.opening, "came": line.came, "left": line.left,
        "turned_to": line.turned_to, "turned_from": line.turned_from,
        "closing": line.closing, "difference": line.closing - line.expected,
        "state": line.state, "reported": len(line.sent), "of": len(line.units),
    }  # fmt: skip
    if line.off:
        found["off"] = {codes[unit]: number for unit, number in line.off.items()}
    if line.whole:
        found["whole_alone"] = sorted(codes[unit] for unit in line.whole)
    return found


def _line_text(name: str, line: "OwnershipLine", labels: "Mapping[str, str]") -> str:
    """Say one line's movement; a difference with the unions it is in."""
    said = f"{name}: {vi_number(line.opening)} → {vi_number(line.closing)}"
    if not line.is_firm:
        said += _(" (tạm tính, {reported})").format(reported=line.reported_words)
    off = line.closing - line.expected
    told = ", ".join(
        f"{labels[unit]} {vi_signed(number)}" for unit, number in line.off.items() if unit in labels
    )
    if not off and not told:
        return said
    return said + _("; lệch {n}").format(n=vi_signed(off)) + (f" ({told})" if told else "")


VERBS = (
    Verb(
        "ownership", _("biến động đoàn viên của từng loại hình trong một kỳ"), _ownership,
        (
            needed("--period", _("kỳ, như 2026-10")),
            option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
            switch("--women", _("chỉ tính đoàn viên nữ")),
        ),
    ),
    Verb(
        "units move", _("chuyển nhiều đơn vị về cấp quản lý mới theo danh sách trong tệp"), _move,
        (
            given("file", _("tệp Excel hoặc văn bản: đơn vị, cấp quản lý mới"), file),
            needed("--date", _("ngày đầu tiên theo cấp quản lý mới"), day),
            option("--to-parent", _("cấp quản lý của dòng không ghi cấp nào")),
            option("--decision", _("số quyết định")),
            switch("--end-emptied", _("kết thúc luôn đơn vị cấp trên không còn ai trực thuộc")),
            switch("--yes", _("vẫn chuyển khi có điều phải xem lại")),
            switch("--take-proposals", _("nhận tên gần giống khi dòng chỉ còn một cách hiểu")),
            switch("--dry-run", _("chỉ xem trước, không ghi")),
        ),
    ),
    Verb(
        "series", _("một chỉ tiêu qua nhiều kỳ, theo đầu mối từng kỳ, hiện nay, hay cùng tập CĐCS"),
        _series,
        (
            given("indicator", _("mã chỉ tiêu, như A03"), codes),
            needed("--from", _("kỳ đầu"), dest="first"),
            option("--to", _("kỳ cuối; mặc định bằng kỳ đầu"), dest="last"),
            option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
            option("--map", _("then: đầu mối từng kỳ; today: đầu mối hiện nay, không kể tiếp nhận,"
                              " bàn giao, sáp nhập giữa các CĐCS ấy; same: CĐCS có mặt ở mọi kỳ"),
                   str, choices=("then", "today", "same"), default="then"),
        ),
    ),
    Verb(
        "units event", _("ghi một sự kiện tổ chức: thành lập, giải thể, sáp nhập, tách…"), _event,
        (
            given("kind", _("loại sự kiện: {kinds}").format(kinds=", ".join(_KINDS)),
                  choices=_KINDS),
            needed("--date", _("ngày đầu tiên theo trạng thái mới"), day),
            needed("--unit", _("mã đơn vị; ghi nhiều lần khi sáp nhập, chuyển nhiều đơn vị"),
                   action="append"),
            option("--into", _("đơn vị nhận, mã đơn vị mới, loại hình hoặc địa bàn mới")),
            option("--to-parent", _("cấp quản lý mới")),
            option("--name", _("tên mới, hoặc tên đơn vị mới")),
            option("--decision", _("số quyết định")),
            option("--unit-kind", _("loại đơn vị mới, như CDCS")),
            option("--ownership", _("loại hình, như NQD")),
            option("--members", _("số đoàn viên của đơn vị mới lập hay tách ra"), whole),
            option("--women", _("trong đó nữ"), whole),
            switch("--yes", _("vẫn ghi khi có điều phải xem lại, như sự kiện, số liệu của ngày sau"
                              " mất tác dụng")),
            switch("--dry-run", _("chỉ xem trước, không ghi")),
        ),
    ),
    Verb(
        "units decision",
        _("ghi, sửa số quyết định của một sự kiện đã ghi; khi thành lập, chia tách cả số đoàn"
          " viên (V13)"),
        _decision,
        (
            needed("--unit", _("mã đơn vị")),
            option("--decision", _("số quyết định")),
            option("--members", _("số đoàn viên khi thành lập, hoặc tách sang"), whole),
            option("--women", _("trong đó nữ"), whole),
            option("--kind", _("sự kiện nào; mặc định thành lập"), choices=_KINDS,
                   default="found"),
            option("--date", _("ngày của sự kiện, khi có nhiều sự kiện cùng loại"), day),
        ),
    ),
    Verb(
        "units second", _("tuyến hai: công đoàn ngành phối hợp; số liệu chỉ xem, không cộng"),
        _second,
        (
            needed("--unit", _("mã đơn vị")),
            needed("--to", _('mã công đoàn phối hợp; --to "" là thôi')),
            needed("--date", _("từ ngày"), day),
        ),
    ),
    Verb(
        "units coordinated", _("đơn vị tuyến hai của một công đoàn và số liệu của họ"),
        _coordinated,
        (
            needed("--period", _("kỳ, như 2026-10")),
            option("--unit", _("mã công đoàn phối hợp; mặc định đơn vị mình")),
        ),
    ),
    Verb(
        "units add", _("thêm một đơn vị trực thuộc từ một ngày"), _add,
        (
            needed("--name", _("tên đơn vị")),
            needed("--kind", _("loại đơn vị, như CDCS")),
            needed("--from", _("ngày đầu tiên"), day, dest="since"),
            option("--parent", _("mã đơn vị quản lý; mặc định đơn vị mình")),
            option("--code", _("mã; để trống thì chương trình đặt mã tạm")),
            option("--ownership", _("loại hình, như NQD")),
            switch("--yes", _("vẫn thêm khi cấp quản lý đã có đơn vị cùng tên")),
        ),
    ),
    Verb(
        "units list", _("cây đơn vị vào một ngày"), _list,
        (option("--on", _("ngày cần xem; mặc định hôm nay"), day),),
    ),
)  # fmt: skip
