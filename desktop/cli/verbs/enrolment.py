"""Enrolment: request, grant, accept; people compare the fingerprint over the phone.

And what comes after: which machines are enrolled, a new key, an end for one that is lost.
"""

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

from desktop.cli.values import day, file
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.sync.revocation import Revoked


def _request(context: Context) -> Answer:
    from desktop.sync.enrol import request

    args = context.args
    with context.writing() as store:
        return _told(request(store, args.out, new_key=args.new_key), str(args.out))


def _grant(context: Context) -> Answer:
    from desktop.sync.enrol import grant

    args = context.args
    with context.writing() as store:
        done = grant(
            store, args.file, args.unit, args.out, since=args.since, lost_key=args.lost_key,
            replaces=args.replaces,
        )  # fmt: skip
    return _told(done.fingerprint, str(done.bundle.path))


def _accept(context: Context) -> Answer:
    from desktop.sync.enrol import accept

    with context.writing() as store:
        return _told(accept(store, context.args.file))


def _list(context: Context) -> Answer:
    import msgspec

    from desktop.tasks.exchange.machines import machines

    with context.reading() as reader:
        found = machines(reader)
    lines = []
    length = _telling([one.store for one in found])
    for one in found:
        state = _("thu hồi {day}").format(day=_day(one.revoked)) if one.revoked else ""
        if one.typist:
            state += _("; {office} nhập số liệu từ {day}").format(
                office=one.typist, day=_day(one.typed_from)
            )
        own = _("máy này") if one.own else state.removeprefix("; ")
        lines.append(
            f"{one.store[:length]}  {one.code}  {one.name}  {one.fingerprint}  {own}".rstrip()
        )
    told = [msgspec.structs.asdict(one) for one in found]
    return Answer({"machines": told}, tuple(lines or [_("Chưa có máy nào được cấp phép.")]))


def _telling(ids: list[str], least: int = 13) -> int:
    """Return how many characters tell every one of the ids from the others."""
    longest = max(map(len, ids), default=least)
    lengths = range(least, longest)
    return next((n for n in lengths if len({one[:n] for one in ids}) == len(set(ids))), longest)


def _revoke(context: Context) -> Answer:
    from desktop.sync.revocation import revoke

    args = context.args
    with context.writing() as store:
        if not context.is_agreed():
            would = revoke(store, args.machine, args.until, rehearse=True)
            context.refuse_unagreed(_revoked_words(would, rehearsed=True))
        done = revoke(store, args.machine, args.until)
    told = {"store": done.store, "on": done.on, "withdrawn": done.withdrawn}
    return Answer(told, tuple(_revoked_words(done)))


def _revoked_words(done: "Revoked", *, rehearsed: bool = False) -> list[str]:
    first = _("Đã thu hồi khóa của {unit}, tính từ {day}.")
    gone = _("{n} nội dung ghi sau đó đã ra khỏi số liệu.")
    if rehearsed:
        first = _("Sẽ thu hồi khóa máy {store} của {unit}, tính từ {day}.")
        gone = _("{n} nội dung ghi sau đó sẽ ra khỏi số liệu.")
    lines = [first.format(store=done.store[:13], unit=done.unit, day=_day(done.on))]
    return lines + ([gone.format(n=done.withdrawn)] if done.withdrawn else [])


def _take_back(context: Context) -> Answer:
    import dataclasses

    from desktop.sync.take_back import take_back

    args = context.args
    if not context.is_agreed():
        context.refuse_unagreed()
    with context.writing() as store:
        done = take_back(store, args.unit, since=args.since, revoking=args.revoke)
    lines = [_("{office} nhập số liệu của {unit} từ ngày {day}.").format(
        office=done.office, unit=done.unit, day=_day(done.since))]  # fmt: skip
    if done.withdrawn:
        lines.append(_("{n} nội dung ghi sau đó đã ra khỏi số liệu.").format(n=done.withdrawn))
    return Answer(dataclasses.asdict(done), tuple(lines))


def _rotate(context: Context) -> Answer:
    from desktop.sync.rotation import rotate

    with context.writing() as store:
        return _told(rotate(store))


def _key(context: Context) -> Answer:
    from desktop.sync.keys import KeyFile, read_phrase

    args = context.args
    with context.writing() as store:
        file = KeyFile(store.folder / "keys")
        new = read_phrase(args.passphrase_file) if args.passphrase_file else None
        if args.keep:
            file.keep(args.keep, new_phrase=new)
        kept = file.kept()
    places = {
        "file": _("trong tệp của sổ, chỉ tài khoản này đọc được"),
        "passphrase": _("trong tệp có cụm mật khẩu"),
        "keyring": _("trong kho khóa của hệ điều hành"),
    }  # fmt: skip
    return Answer({"kept": kept}, (_("Khóa ký: {place}.").format(place=places[kept]),))


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def _told(fingerprint: str, path: str = "") -> Answer:
    lines = [_("Dãy số khóa: {digits}").format(digits=fingerprint)]
    return Answer({"fingerprint": fingerprint}, tuple(lines + ([path] if path else [])))


def _way(text: str) -> str:
    if text not in ("file", "passphrase", "keyring"):
        raise ArgumentTypeError(_("Khóa cất được ở file, passphrase hoặc keyring."))
    return text


VERBS = (
    Verb(
        "enrol request", _("tạo tệp xin cấp trên cấp phép"), _request,
        (
            needed("--out", _("tệp sẽ ghi"), file),
            switch("--new-key", _("tạo khóa mới, bỏ khóa đang có")),
        ),
    ),
    Verb(
        "enrol grant", _("cấp phép cho đơn vị trực thuộc"), _grant,
        (
            given("file", _("tệp xin cấp phép"), file),
            needed("--unit", _("mã đơn vị được cấp")),
            needed("--out", _("tệp sẽ ghi"), file),
            option("--since", _("ngày đầu đơn vị tự quản số liệu"), day),
            switch("--replaces", _("máy này thay các máy cũ của đơn vị; khóa cũ bị thu hồi")),
            switch("--lost-key", _("máy này đã được cấp phép nhưng mất khóa cũ")),
        ),
    ),
    Verb(
        "enrol accept", _("nhận cấp phép của cấp trên"), _accept,
        (given("file", _("tệp cấp phép"), file),),
    ),
    Verb("enrol list", _("các máy đã được cấp phép"), _list),
    Verb(
        "enrol revoke", _("thu hồi khóa của một máy trực thuộc"), _revoke,
        (
            given("machine", _("mã máy trong enrol list, hoặc mã đơn vị")),
            option("--until", _("ngày cuối còn tin; nội dung nhận sau đó bị loại"), day),
            switch("--yes", _("đồng ý")),
        ),
    ),
    Verb(
        "enrol take-back", _("nhận lại việc nhập số liệu của đơn vị không còn máy nào"), _take_back,
        (
            given("unit", _("mã đơn vị")),
            option("--since", _("ngày đầu nhập thay; để trống: ngay sau kỳ đơn vị chốt cuối"), day),
            switch("--revoke", _("thu hồi luôn khóa các máy còn lại của đơn vị")),
            switch("--yes", _("đồng ý")),
        ),
    ),
    Verb(
        "enrol key", _("khóa ký của máy này được cất ở đâu, hoặc cất sang chỗ khác"), _key,
        (
            option("--keep", _("file, passphrase hoặc keyring"), _way),
            option("--passphrase-file", _("tệp có cụm mật khẩu mới ở dòng đầu"), file),
        ),
    ),
    Verb("enrol rotate", _("đổi khóa ký của máy này, không cần cấp phép lại"), _rotate),
)  # fmt: skip
