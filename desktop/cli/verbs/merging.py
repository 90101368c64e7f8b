"""What merging leaves to people: undoing a bundle, choosing between values, what was refused."""

from typing import TYPE_CHECKING, Any

from desktop.cli.verb import Answer, Context, Verb, given, needed, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.sync.conflicts import Disagreement
    from desktop.sync.undo import Undone


def _undo(context: Context) -> Answer:
    from desktop.models.agenda.change_words import ChangeWords
    from desktop.sync.undo import undo_bundle

    args = context.args
    with context.writing() as store:
        only_told = args.dry_run or not context.is_agreed()
        done = undo_bundle(store, args.id, dry_run=only_told)
        words = ChangeWords.of(store)
        built = [words.subject(one.kind, one.key, one.field) for one in done.built]
    if only_told and not args.dry_run:
        context.refuse_unagreed(_undone(done, built, rehearsed=True))
    return Answer(done.as_json(), tuple(_undone(done, built, rehearsed=args.dry_run)))


def _undone(done: "Undone", built: list[str], *, rehearsed: bool) -> list[str]:
    lines = [
        _(
            "Gói {id} của {unit}: {gone} thay đổi ra khỏi sổ, {kept} còn vì gói khác cũng có."
        ).format(id=done.bundle[:8], unit=done.unit, gone=done.withdrawn, kept=done.kept),
        _("{n} chỗ được tính lại.").format(n=done.recomputed),
    ]
    if built:
        lines.append(_("Đã làm trên nội dung của gói, vẫn giữ và cần xem lại:"))
        lines += [f"  {subject}" for subject in built]
    if done.later:
        told = _("{n} gói nhận sau của cùng máy vẫn còn trong sổ.")
        lines.append(told.format(n=len(done.later)))
    if rehearsed:
        lines.append(_("Đây là xem trước, chưa có gì thay đổi."))
    return lines


def _list(context: Context) -> Answer:
    from desktop.models.agenda.change_words import ChangeWords
    from desktop.sync.conflicts import disagreements

    with context.reading() as reader:
        found = disagreements(reader)
        words = ChangeWords.of(reader)
        rows = [_conflict(words, one) for one in found]
        lines = [line for one in found for line in _conflict_lines(words, one)]
    told = lines or [_("Không có chỗ nào hai máy ghi khác nhau.")]
    return Answer({"conflicts": rows}, tuple(told))


def _conflict(words: Any, one: "Disagreement") -> dict[str, Any]:
    return {
        "key": one.name, "subject": words.subject(one.kind, one.key, one.field),
        "objection": one.objection,
        "values": [
            {
                "op": side.op, "value": side.value, "role": side.role, "at": side.at,
                "unit": side.unit, "ours": side.ours, "wins": side.wins,
                "store": side.store, "bundle": side.bundle or None,
            }
            for side in one.sides
        ],
    }  # fmt: skip


def _conflict_lines(words: Any, one: "Disagreement") -> list[str]:
    from desktop.models.figures.sums.trace_words import when
    from desktop.tasks.exchange.both_values import side_values, whose_words

    lines = [f"{one.name}  {words.subject(one.kind, one.key, one.field)}"]
    for side, value in zip(one.sides, side_values(words, one), strict=True):
        mark = "*" if side.wins else " "
        lines.append(f"  {mark} {side.op[:8]}  {value}  ({whose_words(side)}, {when(side.at)})")
    return [*lines, f"  {one.objection}"] if one.objection else lines


def _resolve(context: Context) -> Answer:
    from desktop.sync.conflicts import disagreements, find, resolve

    args = context.args
    with context.writing() as store:
        change = resolve(store, find(store, args.key), args.op)
        left = len(disagreements(store))
    line = _("Đã giữ giá trị đó; còn {n} chỗ khác nhau.").format(n=left)
    return Answer({"step": change.step, "conflicts": left}, (line,))


def _rejected(context: Context) -> Answer:
    from desktop.models.agenda.change_words import ChangeWords
    from desktop.sync.refused import not_counted
    from desktop.tasks.exchange.both_values import both_values

    with context.reading() as reader:
        found = not_counted(reader)
        words = ChangeWords.of(reader).naming(one.row for one in found)
        lines = []
        for one in found:
            value, stands = both_values(words, one)
            told = _("{value} (đang dùng {stands})")
            if one.by and value == stands:  # it stands here, and counts nowhere above
                told = "{value}"
            lines.append(
                _("{op}  {subject}: {told}. {where} không tính vì {reason}.").format(
                    op=one.op[:8], subject=words.subject(one.kind, one.key, one.field),
                    told=told.format(value=value, stands=stands), where=one.by or _("Máy này"),
                    reason=one.reason,
                )
            )  # fmt: skip
    rows = [
        {
            "op": one.op, "kind": one.kind, "key": one.key, "field": one.field,
            "value": one.value, "stands": one.stands, "reason": one.reason, "by": one.by,
            "writer": one.writer, "role": one.role, "at": one.at, "ours": one.ours,
            "kept": one.kept,
        }
        for one in found
    ]  # fmt: skip
    return Answer({"rejected": rows}, tuple(lines or [_("Không có nội dung nào không được tính.")]))


def _seen(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.models.figures.too_late import put_aside
    from desktop.sync.refused import not_counted

    told = context.args.ops
    with context.writing() as store:
        kept = [one.op for one in not_counted(store) if one.kept]
        wanted = {op for op in kept for one in told if len(one) >= 8 and op.startswith(one)}
        if len(wanted) != len(set(told)):
            raise Refusal(
                _("Không phải mã nào cũng là của số do máy đã thu hồi gửi."),
                next_step=_("Xem mã bằng lệnh rejected list; nội dung khác thì sửa ở nơi đã ghi."),
                code="E_NOTHING",
            )
        done = put_aside(store, wanted)
    line = _("Đã bỏ {n} nội dung khỏi danh sách; dòng gốc vẫn được giữ.")
    return Answer({"seen": done}, (line.format(n=done),))


VERBS = (
    Verb(
        "bundle undo", _("hoàn tác một gói đã nhập: sổ như chưa từng nhận gói đó"), _undo,
        (
            given("id", _("mã gói, từ 8 ký tự đầu")),
            switch("--dry-run", _("chỉ xem trước, không ghi")),
            switch("--yes", _("đồng ý")),
        ),
    ),
    Verb("rejected list", _("những gì đã ghi mà không được tính, ở đây hoặc ở trên"), _rejected),
    Verb(
        "rejected seen", _("bỏ khỏi danh sách số của máy đã thu hồi, sau khi đã đối chiếu"), _seen,
        (given("ops", _("mã ở đầu dòng của rejected list"), nargs="+", metavar="OP"),),
    ),
    Verb("conflicts list", _("những chỗ hai máy ghi khác nhau"), _list),
    Verb(
        "conflicts resolve", _("giữ một trong các giá trị"), _resolve,
        (
            given("key", _("tên của chỗ khác nhau, như conflicts list ghi")),
            needed("--op", _("mã của giá trị được giữ, từ 8 ký tự đầu")),
        ),
    ),
)  # fmt: skip
