"""Keeping the office safe: backups, restoring, checking."""

from collections.abc import Sequence

from desktop.cli.values import file
from desktop.cli.verb import Answer, Context, Verb, given, needed
from desktop.i18n import _


def _backup(context: Context) -> Answer:
    from desktop.models.store.backup import backup

    with context.reading() as reader:
        path = backup(reader, context.args.out)
    return _told((), str(path))


def _restore(context: Context) -> Answer:
    from desktop.models.store.backup import restore
    from desktop.models.store.doctor import examine
    from desktop.models.store.reader import Reader
    from desktop.tasks.offices.restoring import left_to_do

    args = context.args
    restore(args.file, args.out)
    with Reader.open_reader(args.out) as reader:
        found, more = examine(reader), left_to_do(reader)
    told = _("Đã khôi phục vào {folder}.").format(folder=args.out)
    return _told(found, f"{told} {more}".strip())


def _verify(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.models.store.backup import verify

    found = verify(context.args.file)
    if found:
        more = _(" Còn {n} điểm khác.").format(n=len(found) - 1) if len(found) > 1 else ""
        raise Refusal(found[0] + more, next_step=_("Chọn bản sao lưu khác."), code="E_HASH")
    return _told((), _("Bản sao lưu đọc lại được, đủ và đúng."))


def _doctor(context: Context) -> Answer:
    from desktop.models.store.doctor import examine
    from desktop.tasks.exchange.unread import unread_lines
    from desktop.tasks.offices import last_seen

    with context.reading() as reader:
        doubt = last_seen.doubt(reader)
        told = _told([*examine(reader), *([doubt] if doubt else [])], _("Sổ lành lặn."))
        aside = unread_lines(reader)
    # The book itself is whole: what others sent wrongly is told and does not make it ill.
    return Answer({**told.json, "aside": list(aside)}, told.lines + aside) if aside else told


def _told(findings: Sequence[str], good: str) -> Answer:
    return Answer(
        {"ok": not findings, "findings": list(findings)}, tuple(findings) if findings else (good,)
    )


VERBS = (
    Verb(
        "backup", _("sao lưu sổ ra một tệp đã kiểm tra"), _backup,
        (needed("--out", _("tệp .zip sẽ ghi"), file),),
    ),
    Verb(
        "restore", _("khôi phục bản sao lưu thành một sổ mới"), _restore,
        (given("file", _("tệp sao lưu"), file), needed("--out", _("thư mục mới"), file)),
    ),
    Verb("verify", _("kiểm tra một bản sao lưu"), _verify, (given("file", _("tệp"), file),)),
    Verb("doctor", _("kiểm tra sổ"), _doctor),
)  # fmt: skip
