"""The member list headless: on, off, take in, look, correct, delete, count, print, keep.

The passphrase comes from the first line of a file, so that it stands in no command's history.
"""

from argparse import ArgumentTypeError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desktop.cli.values import file, whole, words
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _
from desktop.models.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.tasks.members.person import Member
    from desktop.tasks.members.vault import Vault


def _passphrase(path: "Path") -> str:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return lines.readline(1_000).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            _("Không đọc được tệp mật khẩu {file}.").format(file=path.name),
            next_step=_("Ghi mật khẩu vào dòng đầu của một tệp văn bản."), code="E_READ",
        ) from error  # fmt: skip


def _now() -> Any:
    from desktop.models.clock import SystemClock

    return SystemClock().now()


@contextmanager
def _open(context: Context) -> "Iterator[Vault]":
    from desktop.tasks.members.vault import unlock

    with context.reading():
        pass  # there must be an office, and one this program can read
    vault = unlock(context.folder.resolve(), _passphrase(context.args.key), _now())
    try:
        yield vault
    finally:
        vault.lock()


def _status(context: Context) -> Answer:
    from desktop.tasks.members.vault import is_on

    with context.reading() as reader:
        on = is_on(reader.folder)
    return Answer({"on": on}, (_("Danh sách đang bật.") if on else _("Danh sách đang tắt."),))


def _on(context: Context) -> Answer:
    from desktop.models.resources import path as resource
    from desktop.tasks.members.vault import create

    if not context.args.yes:
        raise Refusal(
            _("Danh sách đoàn viên chứa thông tin cá nhân của từng người."),
            next_step=_("Đọc {file} rồi thêm --yes khi đơn vị đồng ý.").format(
                file=resource("help/du-lieu-ca-nhan.html").name
            ),
            code="E_CONSENT",
        )  # fmt: skip
    with context.writing() as store:
        create(store.folder, _passphrase(context.args.key), _now()).lock()
    return Answer({"on": True}, (_("Đã bật danh sách đoàn viên."),))


def _off(context: Context) -> Answer:
    from desktop.tasks.members.vault import destroy

    if not context.args.yes:
        raise Refusal(
            _("Hủy khóa thì không ai đọc lại được danh sách đoàn viên."),
            next_step=_("Thêm --yes khi chắc chắn."), code="E_CONSENT",
        )  # fmt: skip
    with context.writing() as store:
        destroy(store.folder)
    return Answer({"on": False}, (_("Đã hủy danh sách đoàn viên."),))


def _list(context: Context) -> Answer:
    from desktop.tasks.members.book import members_of

    with _open(context) as vault:
        found = members_of(vault, context.args.find or "")
        fields = vault.book.fields
    told = [_told(one, fields) for one in found]
    lines = [
        " · ".join(filter(None, (one.id, one.full_name, one.union_post, one.group)))
        for one in found
    ]
    return Answer({"members": told}, tuple(lines or [_("Không có ai.")]))


def _told(one: "Member", fields: tuple[str, ...]) -> dict[str, str]:
    return {"id": one.id, **{name: getattr(one, name) for name in fields if getattr(one, name)}}


def _add(context: Context) -> Answer:
    from desktop.tasks.members.book import add

    with _open(context) as vault:
        made = add(vault, dict(context.args.values), _now(), _unit(context))
    return Answer({"id": made.id}, (_("Đã thêm một đoàn viên."),))


def _correct(context: Context) -> Answer:
    from desktop.tasks.members.book import correct

    with _open(context) as vault:
        made = correct(vault, context.args.id, dict(context.args.values), _now())
    return Answer({"id": made.id}, (_("Đã sửa."),))


def _delete(context: Context) -> Answer:
    from desktop.tasks.members.book import delete

    with _open(context) as vault:
        count = delete(vault, context.args.ids, _now())
    return Answer({"deleted": count}, (_("Đã xóa hẳn {n} đoàn viên.").format(n=count),))


def _import(context: Context) -> Answer:
    from desktop.tasks.members.intake import read_file, take
    from desktop.tasks.members.person import field_names

    args = context.args
    with _open(context) as vault:
        found = read_file(vault, args.file, _unit(context))
        added = 0 if args.dry_run else take(vault, found, _now(), again=args.again)
        optional = vault.book.optional
    repeats = [one for one in found.lines if one.state != "refused" and one.why]
    told = {
        "rows": len(found.lines), "added": added,
        **{state: len(found.of(state)) for state in ("new", "known", "refused")},
        "fields": list(found.taken), "off": list(found.off), "never": list(found.never),
        "refusals": [{"row": one.row, "why": one.why} for one in found.of("refused")],
        "repeats": [{"row": one.row, "why": one.why} for one in repeats],
    }  # fmt: skip
    line = _("{rows} dòng: {new} mới, {known} đã có, {refused} không nhận.")
    lines = [line.format(**{k: told[k] for k in ("rows", "new", "known", "refused")})]
    lines += [_("Dòng {row}: {why}").format(row=o.row, why=o.why) for o in found.of("refused")]
    lines += [_("Dòng {row}: {why}").format(row=o.row, why=o.why) for o in repeats]
    if found.off:
        names = field_names()
        lines.append(
            _("Chưa bật nên bỏ qua cột: {names}. Muốn giữ thì bật bằng lệnh members fields --only"
              " {fields} rồi nhận lại tệp.").format(
                names=", ".join(names[one] for one in found.off),
                fields=",".join(dict.fromkeys((*optional, *found.off))),
            )
        )  # fmt: skip
    if found.never:
        lines.append(_("Không bao giờ nhận: {names}.").format(names=", ".join(found.never)))
    return Answer(told, tuple(lines))


def _unit(context: Context) -> str:
    code = context.args.unit
    if not code:
        return ""
    from desktop.models.units.units import tree_on

    with context.reading() as reader:
        found = tree_on(reader, context.today()).by_code(code).id
        return "" if found == reader.own_unit else found


def _count(context: Context) -> Answer:
    from desktop.models.units.scope import Scope
    from desktop.tasks.members.book import count

    with _open(context) as vault, context.reading() as reader:
        scope = Scope.of(reader)
        found = [
            {
                "unit": scope.label(one.unit or reader.own_unit), "A03": one.members,
                "A03N": one.women, "unknown_sex": one.unknown_sex,
                "typed": {"A03": one.typed_members, "A03N": one.typed_women},
            }
            for one in count(vault, reader, context.args.period)
        ]  # fmt: skip
    line = _("{unit}: {A03} đoàn viên, {A03N} nữ, {unknown_sex} người chưa ghi nam, nữ")
    return Answer({"proposals": found}, tuple(line.format(**one) for one in found))


def _export(context: Context) -> Answer:
    from desktop.tasks.members.paper import export

    with _open(context) as vault, context.reading() as reader:
        path = export(vault, reader, context.args.period, context.args.out, _now(), _unit(context))
    return Answer({"path": str(path)}, (str(path),))


def _fields(context: Context) -> Answer:
    from desktop.tasks.members.book import choose_fields

    with _open(context) as vault:
        if context.args.only is not None:
            wanted = tuple(filter(None, context.args.only.replace(" ", "").split(",")))
            choose_fields(vault, wanted, _now())
        fields = vault.book.fields
    return Answer({"fields": list(fields)}, (", ".join(fields),))


def _idle(context: Context) -> Answer:
    from desktop.tasks.members.book import choose_idle

    with _open(context) as vault:
        choose_idle(vault, context.args.minutes, _now())
        minutes = vault.book.idle_minutes
    return Answer({"minutes": minutes}, (_("Tự khóa sau {n} phút.").format(n=minutes),))


def _change(context: Context) -> Answer:
    with _open(context) as vault:
        vault.change_passphrase(_passphrase(context.args.new), _now())
    return Answer({"changed": True}, (_("Đã đổi mật khẩu."),))


def _backup(context: Context) -> Answer:
    with _open(context) as vault:
        path = vault.backup(context.args.out, _now())
    return Answer({"path": str(path)}, (str(path),))


def _restore(context: Context) -> Answer:
    from desktop.tasks.members.vault import restore

    with context.writing() as store:
        key = _passphrase(context.args.key)
        vault = restore(store.folder, context.args.file, key, _now())
        count = len(vault.book.members)
        vault.lock()
    return Answer({"members": count}, (_("Đã lấy lại {n} đoàn viên.").format(n=count),))


def _log(context: Context) -> Answer:
    from desktop.tasks.members.deeds import log_line

    with _open(context) as vault:
        kept = vault.book.log
    told = [
        {"at": one.at, "deed": one.deed, "count": one.count, "who": one.who or None} for one in kept
    ]
    return Answer({"log": told}, tuple(log_line(one.at, one.deed, one.count) for one in kept))


def _value(text: str) -> tuple[str, str]:
    from desktop.tasks.members.person import FIELDS

    name, equals, value = words(text).partition("=")
    if not equals or name not in FIELDS:
        raise ArgumentTypeError(
            _("“{text}”: ghi như full_name=Nguyễn Thị A; các mục: {names}").format(
                text=name[:20], names=", ".join(FIELDS)
            )
        )
    return name, value


_KEY = needed("--key", _("tệp có mật khẩu ở dòng đầu"), file)
_YES = switch("--yes", _("đồng ý"))
_UNIT = option("--unit", _("mã công đoàn cơ sở, không ghi là đơn vị của mình"))
_VALUES = given("values", _("như full_name=Nguyễn Thị A, sex=Nữ"), _value, nargs="+",
                metavar="MỤC=NỘIDUNG")  # fmt: skip
_PERIOD = needed("--period", _("kỳ, như 2026-10"))

VERBS = (
    Verb("members status", _("danh sách đoàn viên đang bật hay tắt"), _status),
    Verb("members on", _("bật danh sách đoàn viên, niêm bằng mật khẩu"), _on, (_KEY, _YES)),
    Verb("members off", _("hủy khóa: không ai đọc lại được danh sách"), _off, (_YES,)),
    Verb("members list", _("đoàn viên trong danh sách"), _list,
         (_KEY, option("--find", _("chữ cần tìm")))),
    Verb("members add", _("thêm một đoàn viên"), _add, (_KEY, _UNIT, _VALUES)),
    Verb("members correct", _("sửa một đoàn viên"), _correct,
         (_KEY, given("id", _("mã đoàn viên trong danh sách")), _VALUES)),
    Verb("members delete", _("xóa hẳn đoàn viên khỏi danh sách"), _delete,
         (_KEY, given("ids", _("mã đoàn viên"), nargs="+"))),
    Verb("members import", _("nhận danh sách từ tệp Excel, CSV"), _import,
         (_KEY, _UNIT, given("file", _("tệp"), file), switch("--dry-run", _("chỉ xem")),
          switch("--again", _("nhận cả dòng trùng người đã có")))),
    Verb("members count", _("đếm để đề xuất số đoàn viên, đoàn viên nữ"), _count,
         (_KEY, _PERIOD)),
    Verb("members export", _("xuất biểu F7 ra Excel, Word hoặc PDF"), _export,
         (_KEY, _UNIT, _PERIOD, needed("--out", _("tệp .xlsx, .docx, .pdf"), file))),
    Verb("members fields", _("các mục được giữ; --only born,came… để chọn lại"), _fields,
         (_KEY, option("--only", _("mục thêm, cách nhau dấu phẩy; để trống là bỏ hết")))),
    Verb("members idle", _("số phút không dùng thì cửa sổ tự khóa danh sách"), _idle,
         (_KEY, needed("--minutes", _("số phút"), whole))),
    Verb("members passphrase", _("đổi mật khẩu"), _change,
         (_KEY, needed("--new", _("tệp có mật khẩu mới ở dòng đầu"), file))),
    Verb("members backup", _("chép danh sách ra tệp niêm bằng cùng mật khẩu"), _backup,
         (_KEY, needed("--out", _("tệp"), file))),
    Verb("members restore", _("lấy lại danh sách từ tệp đã chép"), _restore,
         (_KEY, given("file", _("tệp"), file))),
    Verb("members log", _("nhật ký xem, sửa, xuất danh sách"), _log, (_KEY,)),
)  # fmt: skip
