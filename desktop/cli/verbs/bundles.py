"""Bundles: making, explaining and importing them, and where those sent have got to."""

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from desktop.cli.values import file
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from desktop.models.figures.returns.corrected import Corrected
    from desktop.sync.importer import ImportResult


def _export(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.models.figures.returns.corrected import corrected_returns, corrected_words
    from desktop.tasks.exchange.send import send, share

    args = context.args
    if args.passphrase_file and not args.save:  # who gives one believes the bundle is locked
        raise Refusal(
            _("Cụm mật khẩu chỉ khóa gói đầy đủ của cơ quan mình (--save)."),
            next_step=_("Các gói khác mã hóa bằng --seal."),
        )
    left: list[Corrected] = []
    with context.writing() as store:
        if args.peers or args.save:
            made = share(
                store, args.out, full=args.full, save=args.save, seal=args.seal,
                attachments=args.attachments, phrase=_phrase(args),
            )  # fmt: skip
        else:
            left = [] if args.to else corrected_returns(store)
            made = send(
                store, args.out, to=args.to, full=args.full, unsigned=args.unsigned,
                seal=args.seal, attachments=args.attachments, profile=args.profile,
            )  # fmt: skip
    told = made.as_json()
    lines = (
        told["path"], *(part["path"] for part in told["more"]), *told["sheets"],
        _("Mã gói: {id}").format(id=made.id[:8]),
        _("{ops} thay đổi, {submits} báo cáo, {receipts} biên nhận").format(
            ops=made.counts["ops"], submits=made.counts["submits"],
            receipts=made.counts["receipts"],
        ),
    )  # fmt: skip
    if left:  # what was typed since travels, and counts nowhere
        told |= {
            "not_locked_again": [
                {"unit": one.code, "form": one.form, "period": one.period.id} for one in left
            ]
        }
        lines += (corrected_words(left), _("Chốt lại rồi tạo gói nữa thì số sửa mới được tính."))
    return Answer(told, lines)


def _phrase(args: "Namespace") -> str:
    """Return the passphrase of the file named, "" where none is named. Refuses E_PHRASE_FILE."""
    from desktop.sync.keys import read_phrase
    from desktop.sync.messages import BundleRefusal

    phrase = read_phrase(args.passphrase_file) if args.passphrase_file else ""
    if args.passphrase_file and not phrase:  # nothing is left open for an empty file's sake
        raise BundleRefusal("E_PHRASE_FILE", "empty", file=args.passphrase_file.name)
    return phrase


def _inspect(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.tasks.exchange.inspecting import inspect

    path = context.args.file
    if context.has_office():
        with context.reading() as reader:
            told, lines = inspect(path, reader, phrase=_phrase(context.args))
    else:
        told, lines = inspect(path, phrase=_phrase(context.args))
    if told["id"] is None and told["origin"] is None:
        raise Refusal(told["problems"][0], code=told.get("code") or "E_NOT_BUNDLE")
    return Answer(told, tuple(lines))


def _import(context: Context) -> Answer:
    from desktop.tasks.exchange.receive import receive

    args = context.args
    with context.writing() as store:
        results = receive(
            store, args.files, dry_run=args.dry_run, unverified=args.unverified,
            unit=args.unit or "", phrase=_phrase(args), own_save=args.own_save,
        )  # fmt: skip
    return told_of(results, dry_run=args.dry_run)


def told_of(results: "Sequence[ImportResult]", *, dry_run: bool) -> Answer:
    """Return what became of each file; a problem only where nothing was taken."""
    rows = [_row(one) for one in results]
    refused = [one for one in results if one.status == "refused"]
    sentences = [f"{one.path}: {one.message} {_next_step(one)}".strip() for one in refused]
    problem = " ".join(sentences) if len(refused) == len(results) else ""
    # What the error says is not said on the screen as well.
    lines = [] if problem else [line for one in results for line in _lines(one)]
    if dry_run:
        lines.append(_("Đây là xem trước, chưa có gì thay đổi."))
    return Answer({"files": rows}, tuple(lines), problem)


_SWITCHES = {"E_OWN_ENDED": "--own-save", "E_UNSIGNED": "--unverified"}
"""Code → what to write where the window has a button."""


def _next_step(one: "ImportResult") -> str:
    switch = _SWITCHES.get(one.code or "")
    hint = _("Lệnh: thêm {switch}.").format(switch=switch)
    return f"{one.next_step} {hint}" if switch else one.next_step


def _row(one: "ImportResult") -> dict[str, Any]:
    """Return a file's answer; a code is told for refusals only."""
    told = one.as_json()
    return told | {"code": told["code"] if one.status == "refused" else None}


def _lines(one: "ImportResult") -> list[str]:
    if one.message:
        more = f" {_next_step(one)}" if one.status == "refused" and one.next_step else ""
        return [f"{one.path}: {one.message}{more}", *(f"  {warning}" for warning in one.warnings)]
    parts = (
        (_("mới {things}"), "new"), (_("thay đổi {things}"), "changed"),
        (_("không đổi {things}"), "unchanged"), (_("không tính {things}"), "skipped"),
    )  # fmt: skip
    told = [
        text.format(things=one.tally.told(what)) for text, what in parts if one.tally.total(what)
    ]
    if one.conflicts:
        told.append(_("{n} chỗ hai máy ghi khác nhau").format(n=one.conflicts))
    if one.settled:
        told.append(_("chọn xong {n} chỗ hai máy ghi khác nhau").format(n=one.settled))
    if one.pending > one.pending_first:
        words = _("{n} báo cáo sửa số đã duyệt hoặc đã khóa sổ, chờ duyệt")
        told.append(words.format(n=one.pending - one.pending_first))
    if one.pending_first:
        words = _("{n} báo cáo nộp sau khi khóa sổ, chờ duyệt")
        told.append(words.format(n=one.pending_first))
    return [f"{one.path}: {'; '.join(told)}", *(f"  {warning}" for warning in one.warnings)]


def _sent(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.sync.outbox import outbox
    from desktop.sync.records import mark_sent

    args = context.args
    with context.writing() as store:
        named = [b["id"] for b in outbox(store)["bundles"] if b["id"].startswith(args.id)]
        if len(named) != 1 or len(args.id) < 8:
            raise Refusal(
                _("Không có gói “{id}” trong các gói đã tạo.").format(id=args.id[:64]),
                next_step=_("Xem mã gói bằng lệnh outbox."), code="E_BUNDLE",
            )  # fmt: skip
        mark_sent(store, named[0], args.channel)
        told = next(b for b in outbox(store)["bundles"] if b["id"] == named[0])
    return Answer({"bundles": [told]}, (_("Đã ghi nhận gửi gói {id}.").format(id=named[0][:8]),))


def _profile(text: str) -> str:
    if text not in ("mail", "zalo", "usb"):
        raise ArgumentTypeError(_("Cách gửi là mail, zalo hoặc usb."))
    return text


_PHRASE = option("--passphrase-file", _("tệp có cụm mật khẩu khóa gói ở dòng đầu"), file)

VERBS = (
    Verb(
        "bundle sent", _("ghi nhận gói đã được chuyển đi"), _sent,
        (
            given("id", _("mã gói, từ 8 ký tự đầu")),
            option("--channel", _("gửi bằng gì: usb, zalo, email"), default="tay"),
        ),
    ),
    Verb(
        "bundle export", _("tạo gói gửi cấp trên, hoặc gửi xuống với --to"), _export,
        (
            needed("--out", _("thư mục để ghi gói"), file),
            option("--to", _("mã đơn vị trực thuộc sẽ nhận")),
            switch("--full", _("gửi lại tất cả, không chỉ phần chưa nhận")),
            switch("--peers", _("gói cho các máy khác của cơ quan mình")),
            switch("--save", _("gói đầy đủ của cơ quan mình, để máy khác của mình nhận lại")),
            switch("--seal", _("mã hóa gói cho nơi nhận")),
            option("--profile", _("cách gửi, để chia tệp: mail, zalo hoặc usb"), _profile,
                   default="usb"),
            switch("--attachments", _("kèm tệp minh chứng; gói khi đó luôn được mã hóa")),
            _PHRASE,
            switch("--unsigned", _("gói không chữ ký, khi chưa được cấp trên cấp phép")),
            switch("--yes", _("đồng ý")),
        ),
    ),
    Verb(
        "bundle inspect", _("xem gói nói gì, không nhập"), _inspect,
        (given("file", _("tệp gói .zip, hoặc ảnh, PDF, chữ số của phiếu QR"), file), _PHRASE),
    ),
    Verb(
        "bundle import", _("nhập các gói, mỗi gói độc lập"), _import,
        (
            given("files", _("các tệp gói .zip"), file, nargs="+", metavar="FILE"),
            switch("--dry-run", _("chỉ xem trước, không ghi")),
            _PHRASE,
            switch("--unverified", _("nhận cả gói chưa xác thực, đánh dấu trong mọi báo cáo")),
            option("--unit", _("với --unverified: mã đơn vị của gói")),
            switch("--own-save", _("nhận cả gói của máy cũ, đã thu hồi khóa, của cơ quan mình")),
            switch("--yes", _("đồng ý")),
        ),
    ),
)  # fmt: skip
