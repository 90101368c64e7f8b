"""QR sheets: a locked return printed with its code, and taken from pictures or typed text."""

from desktop.cli.values import file, typed
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _


def _print(context: Context) -> Answer:
    from desktop.tasks.exchange.qr_sheet import print_sheet

    args = context.args
    with context.writing() as store:
        made = print_sheet(store, args.form, args.period, args.unit or "", args.out)
    lines = (
        str(made.path),
        _("Mã phiếu: {id}; mã QR ghi {n} chữ số.").format(id=made.id[:8], n=len(made.digits)),
    )
    return Answer(made.as_json(), lines)


def _scan(context: Context) -> Answer:
    from desktop.cli.verbs.bundles import told_of
    from desktop.models.errors import Refusal
    from desktop.sync.digits import typed_sheets
    from desktop.sync.sheet_import import import_sheets
    from desktop.tasks.exchange.scanning import receive_sheets

    args = context.args
    if not args.files and not args.text:
        raise Refusal(
            _("Chưa có tệp ảnh, PDF hay chữ của mã để nhận."),
            next_step=_("Ghi tên tệp, hoặc --text kèm chữ số của mã."), code="E_QR_NONE",
        )  # fmt: skip
    with context.writing() as store:
        results = receive_sheets(store, args.files, dry_run=args.dry_run)
        for number, text in enumerate(args.text or (), start=1):
            name = _("mã thứ {n}").format(n=number)
            sheets = typed_sheets(text) or [text]
            results += import_sheets(store, sheets, name, dry_run=args.dry_run)
    return told_of(results, dry_run=args.dry_run)


VERBS = (
    Verb(
        "return qr", _("in phiếu QR của báo cáo đã chốt ra .pdf"), _print,
        (
            needed("--form", _("biểu, như F1")),
            needed("--period", _("kỳ, như 2026-10")),
            option("--unit", _("mã đơn vị; mặc định đơn vị mình")),
            needed("--out", _("tệp .pdf sẽ ghi"), file),
        ),
    ),
    Verb(
        "bundle scan", _("nhận phiếu QR từ ảnh, tệp PDF hay chữ số của mã"), _scan,
        (
            given("files", _("ảnh .png, .jpg, tệp .pdf"), file, nargs="*", metavar="FILE"),
            option("--text", _("chữ số của mã, như máy quét gõ ra"), typed,
                   action="append"),
            switch("--dry-run", _("chỉ xem trước, không ghi")),
            switch("--yes", _("đồng ý")),
        ),
    ),
)  # fmt: skip
