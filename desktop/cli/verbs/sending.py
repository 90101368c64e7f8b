"""Sending: the outbox, the channel this computer sends by, folders where bundles arrive."""

from argparse import ArgumentTypeError
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.values import file, whole, words
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.store.reader import Reader
    from desktop.sync.channels.channel import Channel
    from desktop.sync.queue import Queued

_KINDS = ("webdav", "smtp", "folder")


def _outbox(context: Context) -> Answer:
    from desktop.sync.outbox import outbox

    with context.reading() as reader:
        told = outbox(reader)
        lines = [line for bundle in told["bundles"] for line in _told(reader, bundle)]
    return Answer(told, tuple(lines or [_("Chưa tạo gói nào.")]))


def _told(reader: "Reader", bundle: dict[str, Any]) -> list[str]:
    from desktop.models.text import short_date
    from desktop.models.units.scope import Scope
    from desktop.tasks.exchange.exchange_view import overtaken_words

    names = {
        "made": _("đã tạo"), "sent": _("đã gửi"), "received": _("đã nhận"),
        "consolidated": _("đã tổng hợp"),
    }  # fmt: skip
    day = short_date(date.fromisoformat(bundle["since"][:10]))
    told = overtaken_words(bundle["overtaken"] or "")
    line = f"{bundle['id'][:8]}  {told or names[bundle['state']]} {day}"
    if bundle["to"]:
        scope = Scope.of(reader)
        line += _("  gửi {unit}").format(unit=scope.label(scope.resolve(bundle["to"])))
    row = bundle["queue"]
    if row is None or row["state"] == "sent":
        return [line]
    return [line, "  " + queue_words(row["tries"], row["next_try"], row["message"])]


def queue_words(tries: int, next_try: str | None, message: str | None) -> str:
    """Return how a bundle in the queue stands, in one line."""
    if not tries:
        return _("chờ gửi")
    at = f"{datetime.fromisoformat(next_try):%d/%m/%Y %H:%M}" if next_try else ""
    told = _("đã thử {n} lần, thử lại lúc {at}").format(n=tries, at=at)
    return f"{told}. {message}" if message else told


def _send(context: Context) -> Answer:
    from desktop.sync import queue
    from desktop.sync.outbox import as_json
    from desktop.tasks.exchange import outgoing

    args = context.args
    with context.writing() as store:
        outgoing.tidy(store)
        for told in args.ids:
            outgoing.put_in_queue(store, told, args.channel or "")
        rows = list(queue.queued(store).values())
        wanted = {outgoing.find_made(store, told).id for told in args.ids}
        rows = [
            one for one in rows
            if one.state != queue.HANDED_OVER and (not wanted or one.bundle in wanted)
        ]  # fmt: skip
        newest = outgoing.newest_unsent(store)
        if not rows and not wanted and newest is not None:
            rows = [outgoing.put_in_queue(store, newest.id, args.channel or "")]
        done = outgoing.send_rows(store, rows, _Percent(context.say).told)
    problem = " ".join(
        f"{one.bundle[:8]}: {one.message}" for one in done if one.state != queue.HANDED_OVER
    )
    lines = [_sent_words(one) for one in done if one.state == queue.HANDED_OVER]
    if not done:
        lines = [_("Không có gói nào chờ gửi.")]
    return Answer(
        {"bundles": [{"id": one.bundle, **as_json(one)} for one in done]}, tuple(lines), problem
    )


class _Percent:
    """Tells every tenth of a bundle once."""

    def __init__(self, say: Any) -> None:
        self._say, self._last = say, ("", -1)

    def told(self, row: "Queued", done: int, total: int) -> None:
        at = (row.bundle, done * 10 // max(total, 1))
        if at != self._last and total > 1024 * 1024:
            self._last = at
            self._say(_("{id}: {n}%").format(id=row.bundle[:8], n=at[1] * 10))


def _sent_words(row: "Queued") -> str:
    from desktop.sync.channels.channel import kind_label

    told = _("Đã gửi gói {id} qua {channel}.").format(
        id=row.bundle[:8], channel=kind_label(row.channel)
    )
    return f"{told} {row.note}".strip()


def _cancel(context: Context) -> Answer:
    from desktop.sync.outbox import outbox
    from desktop.sync.queue import take_out
    from desktop.tasks.exchange.outgoing import find_made

    with context.writing() as store:
        bundle = find_made(store, context.args.id).id
        take_out(store, bundle)
        told = next(one for one in outbox(store)["bundles"] if one["id"] == bundle)
    return Answer(
        {"bundles": [told]}, (_("Thôi gửi gói {id}; gói vẫn còn.").format(id=bundle[:8]),)
    )


def _letter(context: Context) -> Answer:
    from desktop.tasks.exchange.outgoing import write_letter

    args = context.args
    with context.reading() as reader:
        path = write_letter(reader, args.id, args.out, args.to or "")
    return Answer({"path": str(path)}, (str(path),))


def _channel(context: Context) -> Answer:
    from desktop.sync.channels import channel as channels

    with context.reading() as reader:
        return _channel_told(channels.chosen(reader))


def _channel_told(channel: "Channel | None") -> Answer:
    if channel is None:
        return Answer({"channel": None}, (_("Gửi bằng tay: USB, Zalo, thư."),))
    told = {name: getattr(channel, name) for name in channel.__struct_fields__ if name != "ca"}
    told["ca"] = bool(channel.ca)
    return Answer({"channel": told}, (_("Gửi qua {name}.").format(name=channel.label),))


def _channel_set(context: Context) -> Answer:
    from desktop.sync.channels import channel as channels
    from desktop.sync.channels.passwords import keep

    args = context.args
    with context.writing() as store:
        before = channels.channels(store).get(args.kind)
        channel = before or channels.Channel(kind=args.kind)
        given_values = {
            "address": args.address, "port": args.port, "user": args.user, "proxy": args.proxy,
            "security": args.security, "sender": args.sender, "to": args.to,
            "ca": channels.read_authority(args.ca) if args.ca else None,
            "auto": None if args.auto is None else args.auto == "on",
        }  # fmt: skip
        changed = {name: value for name, value in given_values.items() if value is not None}
        channel = channels.check(
            channels.Channel(**{
                **{name: getattr(channel, name) for name in channel.__struct_fields__}, **changed
            })
        )  # fmt: skip
        if args.password_file is not None:
            keep(store, channel, _password(args.password_file), in_file=args.keep_in_file)
        return _channel_told(channels.choose(store, channel))


def _password(path: Path) -> str:
    from desktop.models.errors import Refusal

    try:
        return path.read_text(encoding="utf-8-sig").splitlines()[0]
    except (OSError, UnicodeError, IndexError) as error:
        raise Refusal(
            _("Không đọc được mật khẩu ở {file}.").format(file=path),
            next_step=_("Ghi mật khẩu vào dòng đầu của tệp."), code="E_READ",
        ) from error  # fmt: skip


def _channel_take(context: Context) -> Answer:
    from desktop.tasks.exchange.connection import take_connection

    with context.writing() as store:
        channel = take_connection(store, context.args.file, in_file=context.args.keep_in_file)
    return _channel_told(channel)


def _channel_off(context: Context) -> Answer:
    from desktop.sync.channels import channel as channels

    with context.writing() as store:
        channels.use_none(store)
    return _channel_told(None)


def _channel_test(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.sync.channels import channel as channels
    from desktop.tasks.exchange.outgoing import try_out

    with context.reading() as reader:
        channel = channels.chosen(reader)
        if channel is None:
            raise Refusal(
                _("Máy này chưa đặt cách gửi qua mạng."),
                next_step=_("Đặt bằng lệnh channel set hoặc channel take."), code="E_NO_CHANNEL",
            )  # fmt: skip
        note = try_out(reader, channel).note
    told = _("Gửi thử được qua {name}.").format(name=channel.label)
    return Answer({"ok": True, "note": note or None}, (f"{told} {note}".strip(),))


def _inbox(context: Context) -> Answer:
    from desktop.sync.watch import Watcher, settings, watched_places

    with context.reading() as reader:
        places = [*context.args.folders] or watched_places(settings(reader))
        found = Watcher().look(reader, places)
    told = {
        "folders": [str(place) for place in places],
        "found": [
            {"path": one.path, "id": one.id, "kind": one.kind, "from": one.name,
             "created": one.created}
            for one in found
        ],
    }  # fmt: skip
    lines = [f"{one.id[:8]}  {one.name}  {one.path}" for one in found]
    return Answer(told, tuple(lines or [_("Không có gói mới.")]))


def _watch(context: Context) -> Answer:
    from desktop.sync import watch

    args = context.args
    with context.writing() as store:
        chosen = watch.settings(store)
        if args.folder is not None:
            chosen = (watch.unwatch if args.off else watch.watch)(store, args.folder)
        if args.ignore:
            chosen = watch.ignore(store, [args.ignore])
        if args.sticks is not None:
            chosen = watch.watch_sticks(store, args.sticks == "on")
    told = {"folders": list(chosen.folders), "sticks": chosen.sticks}
    return Answer(told, tuple(chosen.folders) or (_("Không theo dõi thư mục nào."),))


def _on_off(text: str) -> str:
    return _one_of(text, ("on", "off"))


def _kind(text: str) -> str:
    return _one_of(text, _KINDS)


def _security(text: str) -> str:
    return _one_of(text, ("tls", "starttls", "none"))


def _one_of(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ArgumentTypeError(_("chọn một trong: {names}").format(names=", ".join(known)))
    return text


_KEEP_IN_FILE = switch(
    "--keep-in-file", _("giữ mật khẩu trong tệp riêng của sổ khi máy không có kho mật khẩu")
)

VERBS = (
    Verb("outbox", _("các gói đã tạo và tình trạng"), _outbox),
    Verb(
        "outbox send", _("gửi ngay các gói đang chờ, hoặc các gói nêu tên"), _send,
        (
            given("ids", _("mã gói, từ 8 ký tự đầu"), nargs="*", metavar="ID"),
            option("--channel", _("gửi bằng: webdav, smtp, folder"), _kind),
        ),
    ),
    Verb(
        "outbox cancel", _("thôi gửi một gói đang chờ; gói vẫn còn"), _cancel,
        (given("id", _("mã gói, từ 8 ký tự đầu")),),
    ),
    Verb(
        "outbox letter", _("ghi một gói thành thư .eml để mở bằng chương trình thư"), _letter,
        (
            given("id", _("mã gói, từ 8 ký tự đầu")),
            needed("--out", _("tệp .eml hoặc thư mục sẽ ghi"), file),
            option("--to", _("địa chỉ thư người nhận")),
        ),
    ),
    Verb("channel", _("máy này gửi bằng gì"), _channel),
    Verb(
        "channel set", _("đặt cách gửi: webdav, smtp hoặc folder"), _channel_set,
        (
            given("kind", _("webdav, smtp, folder"), _kind),
            option("--address", _("địa chỉ https, máy chủ thư, hoặc thư mục")),
            option("--port", _("cổng của máy chủ thư"), whole),
            option("--user", _("tên đăng nhập")),
            option("--password-file", _("tệp có mật khẩu ở dòng đầu"), file),
            option("--ca", _("tệp chứng chỉ riêng của máy chủ cấp trên"), file),
            option("--proxy", _("http://máy:cổng, none, hoặc trống: theo máy tính"), words),
            option("--security", _("tls, starttls, none"), _security),
            option("--sender", _("địa chỉ thư của mình")),
            option("--to", _("địa chỉ thư người nhận")),
            option("--auto", _("on, off: tạo gói xong thì gửi luôn"), _on_off),
            _KEEP_IN_FILE,
        ),
    ),
    Verb(
        "channel take", _("nhận tệp kết nối của cấp trên"), _channel_take,
        (given("file", _("tệp kết nối .json"), file), _KEEP_IN_FILE),
    ),
    Verb("channel test", _("gửi thử vài byte bằng cách đang đặt"), _channel_test),
    Verb("channel off", _("trở lại gửi bằng tay"), _channel_off),
    Verb(
        "inbox", _("gói mới trong các thư mục theo dõi, chỉ đọc"), _inbox,
        (given("folders", _("thư mục, thay cho các thư mục theo dõi"), file, nargs="*"),),
    ),
    Verb(
        "inbox watch", _("theo dõi một thư mục, hoặc thôi theo dõi"), _watch,
        (
            option("--folder", _("thư mục"), file),
            switch("--off", _("thôi theo dõi thư mục này")),
            option("--sticks", _("on, off: xem cả USB đang cắm"), _on_off),
            option("--ignore", _("mã gói không báo nữa")),
        ),
    ),
)  # fmt: skip
