"""Enrolment: request, grant, accept; people compare the fingerprint over the phone."""

from desktop.cli.values import day, file
from desktop.cli.verb import Answer, Context, Verb, given, needed, option
from desktop.i18n import _


def _request(context: Context) -> Answer:
    from desktop.sync.enrol import request

    with context.writing() as store:
        return _told(request(store, context.args.out), str(context.args.out))


def _grant(context: Context) -> Answer:
    from desktop.sync.enrol import grant

    args = context.args
    with context.writing() as store:
        done = grant(store, args.file, args.unit, args.out, since=args.since)
    return _told(done.fingerprint, str(done.bundle.path))


def _accept(context: Context) -> Answer:
    from desktop.sync.enrol import accept

    with context.writing() as store:
        return _told(accept(store, context.args.file))


def _told(fingerprint: str, path: str = "") -> Answer:
    lines = [_("Vân tay khóa: {digits}").format(digits=fingerprint)]
    return Answer({"fingerprint": fingerprint}, tuple(lines + ([path] if path else [])))


VERBS = (
    Verb(
        "enrol request", _("tạo tệp xin cấp trên cấp phép"), _request,
        (needed("--out", _("tệp sẽ ghi"), file),),
    ),
    Verb(
        "enrol grant", _("cấp phép cho đơn vị trực thuộc"), _grant,
        (
            given("file", _("tệp xin cấp phép"), file),
            needed("--unit", _("mã đơn vị được cấp")),
            needed("--out", _("tệp sẽ ghi"), file),
            option("--since", _("ngày đầu đơn vị tự quản số liệu"), day),
        ),
    ),
    Verb(
        "enrol accept", _("nhận cấp phép của cấp trên"), _accept,
        (given("file", _("tệp cấp phép"), file),),
    ),
)  # fmt: skip
