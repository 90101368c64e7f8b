"""One person's data headless: found, corrected, deleted, handed over; the log; what is old."""

from typing import TYPE_CHECKING, Any

from desktop.cli.values import file, whole
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.cli.verbs.members import _now, _passphrase
from desktop.i18n import _
from desktop.models.errors import Refusal

if TYPE_CHECKING:
    from desktop.models.store.store import Store
    from desktop.tasks.members.vault import Vault
    from desktop.tasks.offices.people import Place


def _vault(context: Context) -> "Vault | None":
    from desktop.tasks.members.vault import unlock

    key = context.args.key
    return unlock(context.folder.resolve(), _passphrase(key), _now()) if key else None


def _find(context: Context) -> Answer:
    from desktop.tasks.offices.people import find, note

    with context.writing() as store:
        places = find(store, context.args.name, _vault(context))
        note(store, "find", len(places), _now())
    told: dict[str, Any] = {"places": [_told(*one) for one in enumerate(places, 1)]}
    return _with_list(context, told, _lines(places))


def _with_list(context: Context, told: dict[str, Any], lines: tuple[str, ...]) -> Answer:
    """Answer, and say where the member list is on and was not looked into."""
    from desktop.tasks.members.vault import is_on

    if context.args.key or not is_on(context.folder.resolve()):
        return Answer(told, lines)
    said = _("Danh sách đoàn viên đang bật và chưa được tìm; thêm --key để tìm cả ở đó.")
    return Answer(told | {"unsearched": ["members"]}, (*lines, said))


def _told(number: int, one: "Place") -> dict[str, Any]:
    return {
        "row": number, "kind": one.kind, "key": one.key, "field": one.field, "value": one.value,
        "where": one.where, "about": one.about, "can_change": one.can_change,
    }  # fmt: skip


def _lines(places: "list[Place]") -> tuple[str, ...]:
    from desktop.tasks.offices.one_person import numbered

    lines = [
        line + ("" if one.can_change else _(" (sửa trong văn bản)"))
        for line, one in zip(numbered(places), places, strict=True)
    ]
    return tuple(lines or [_("Sổ không giữ thông tin nào của người này.")])


def _meant(
    context: Context, store: "Store", vault: "Vault | None"
) -> "tuple[list[Place], list[Place]]":
    """Return all places of the name, and those of the one person it is about."""
    from desktop.tasks.offices.one_person import chosen, surely
    from desktop.tasks.offices.people import find

    name, rows = context.args.name, context.args.row
    places = find(store, name, vault)
    return places, chosen(places, rows) if rows else surely(store, places, name)


def _correct(context: Context) -> Answer:
    from desktop.tasks.offices.people import correct

    with context.writing() as store:
        vault = _vault(context)
        _all, meant = _meant(context, store, vault)
        count = correct(store, meant, context.args.to, _now(), vault)
    return _with_list(context, {"changed": count}, (_("Đã sửa ở {n} chỗ.").format(n=count),))


def _delete(context: Context) -> Answer:
    from desktop.tasks.offices.people import delete

    if not context.args.yes:
        raise Refusal(
            _("Xóa khỏi danh sách đoàn viên thì không lấy lại được."),
            next_step=_("Thêm --yes khi chắc chắn."), code="E_CONSENT",
        )  # fmt: skip
    with context.writing() as store:
        vault = _vault(context)
        places, meant = _meant(context, store, vault)
        count = delete(store, meant, _now(), vault)
    gone = [one for one in meant if one.can_change]
    left = [_told(*one) for one in enumerate(places, 1) if one[1] not in gone]
    told = _("Đã xóa ở {n} chỗ; còn {left} chỗ khác có tên.").format(n=count, left=len(left))
    return _with_list(context, {"deleted": count, "left": left}, (told,))


def _export(context: Context) -> Answer:
    from desktop.tasks.offices.one_person import chosen, told_of
    from desktop.tasks.offices.people import find, hand_over

    name, rows = context.args.name, context.args.row
    with context.writing() as store:
        vault = _vault(context)
        places = find(store, name, vault)
        if places:
            places = chosen(places, rows) if rows else told_of(store, places, name)
        path = hand_over(store, places, context.args.out, _now(), vault)
    return _with_list(context, {"path": str(path)}, (str(path),))


def _log(context: Context) -> Answer:
    from desktop.tasks.members.deeds import log_line
    from desktop.tasks.offices.people import access_log

    with context.reading() as reader:
        found = access_log(reader)
    return Answer({"log": found}, tuple(log_line(o["at"], o["deed"], o["count"]) for o in found))


def _stale(context: Context) -> Answer:
    from desktop.tasks.offices.people import stale_contacts

    with context.reading() as reader:
        found = stale_contacts(reader, context.today())
    told = [{"where": one.place.where, "since": one.since.isoformat()} for one in found]
    lines = [f"{one.place.where} ({one.since:%d/%m/%Y})" for one in found]
    return Answer({"contacts": told}, tuple(lines or [_("Không có liên hệ nào để lâu.")]))


def _small(context: Context) -> Answer:
    from desktop.tasks.figures.small_cells import choose_when, when_hidden

    if context.args.set is None:
        with context.reading() as reader:
            return _hidden(when_hidden(reader))
    with context.writing() as store:
        choose_when(store, context.args.set)
        return _hidden(when_hidden(store))


def _hidden(when: str) -> Answer:
    told = {
        "sheets": _("Che số 1, 2 người ở cột nhạy cảm trong bảng kèm gói."),
        "all": _("Che số 1, 2 người ở cột nhạy cảm trong mọi tệp."),
        "off": _("Không che số nào."),
    }
    return Answer({"when": when}, (told.get(when, when),))


def _rows(text: str) -> list[int]:
    return [whole(part.strip()) for part in text.split(",")]


_NAME = given("name", _("họ tên hoặc số điện thoại"))
_KEY = option("--key", _("tệp mật khẩu của danh sách đoàn viên, để tìm cả ở đó"), file)
_ROW = option("--row", _("số các dòng của đúng người đó, theo people find, như 1,3"), _rows)

VERBS = (
    Verb("people find", _("mọi chỗ có tên một người"), _find, (_NAME, _KEY)),
    Verb("people correct", _("sửa tên, số điện thoại một người ở liên hệ và danh sách đoàn viên"),
         _correct, (_NAME, _KEY, _ROW, needed("--to", _("nội dung mới")))),
    Verb("people delete", _("xóa một người khỏi liên hệ và danh sách đoàn viên"), _delete,
         (_NAME, _KEY, _ROW, switch("--yes", _("đồng ý")))),
    Verb("people export", _("ghi dữ liệu của một người để đưa cho người ấy"), _export,
         (_NAME, _KEY, _ROW, needed("--out", _("tệp .txt"), file))),
    Verb("people log", _("nhật ký tìm, sửa, xuất dữ liệu cá nhân"), _log),
    Verb("people stale", _("liên hệ lâu không dùng, nên xem lại"), _stale),
    Verb("people small-cells", _("che số 1, 2 người ở cột nhạy cảm khi gửi đi"), _small,
         (option("--set", _("sheets: bảng kèm gói, all: mọi tệp, off: không che")),)),
)  # fmt: skip
