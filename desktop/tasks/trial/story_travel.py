"""The story's bundle: up to the province, taken in, accepted, and the receipt back."""

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.figures.returns.verdicts import accept_all
from desktop.models.figures.revisions import revisions
from desktop.models.store.digest import digest
from desktop.models.units.units import own_unit, tree_on
from desktop.sync.outbox import outbox
from desktop.sync.records import mark_sent
from desktop.tasks.exchange.receive import receive
from desktop.tasks.exchange.send import send
from desktop.tasks.figures.reports import make_consolidated

if TYPE_CHECKING:
    from desktop.tasks.trial.story import Story


def send_up(story: "Story") -> None:
    """Make the signed bundle with its readable sheets and hand it over."""
    made = send(story.commune, story.folder / "4-goi-gui" / "phuong-gui-tinh")
    mark_sent(story.commune, made.id, "usb")
    story.files += [made.path, *made.sheets]
    story.facts |= {"bundle": made.as_json()}
    story.tell(
        _("Tạo gói gửi tỉnh: {name}, {n} báo cáo, kèm {m} bảng đọc được.").format(
            name=made.path.name, n=made.counts["submits"], m=len(made.sheets)
        )
    )


def province_takes(story: "Story") -> None:
    """The province previews, imports, consolidates and accepts what came."""
    path = story.files[-1 - len(story.facts["bundle"]["sheets"])]
    store, month = story.province, story.month
    (preview,) = receive(store, [path], dry_run=True)
    (result,) = receive(store, [path])
    (again,) = receive(store, [path])
    story.facts |= {"import": result.as_json(), "again": again.status}
    story.tell(
        _(
            "Tỉnh xem trước {m} thay đổi, nhập gói: {n} báo cáo mới; nhập lần nữa không đổi gì."
        ).format(m=preview.new + preview.changed, n=len(result.returns))
    )
    told = make_consolidated(store, month.id, story.out(f"5-tinh/tong-hop-{month.id}.xlsx"))
    commune = own_unit(story.commune, month.data_to)
    tree = tree_on(store, month.data_to)
    below = {unit.id for unit in tree.walk(commune.id)}
    wanted = [key for key in revisions(store, month.id) if key[0] in below]
    accept_all(store, month.id, wanted)
    story.facts |= {"missing": list(told.missing), "accepted": len(wanted)}
    story.tell(
        _("Tỉnh tổng hợp (còn thiếu {missing} đơn vị) và duyệt {n} báo cáo.").format(
            missing=len(told.missing), n=len(wanted)
        )
    )


def receipt_comes(story: "Story") -> None:
    """The receipt travels down; the office sees its bundle received and consolidated."""
    commune = own_unit(story.commune, story.month.data_to)
    made = send(story.province, story.folder / "5-tinh", to=commune.code)
    story.files.append(made.path)
    (result,) = receive(story.commune, [made.path])
    state = {b["id"]: b["state"] for b in outbox(story.commune)["bundles"]}
    sent = story.facts["bundle"]["id"]
    told = digest(story.commune, "", story.month.id)
    story.facts |= {
        "receipt": result.as_json(), "state": state[sent], "digest": told["digest"],
    }  # fmt: skip
    names = {"received": _("đã nhận"), "consolidated": _("đã tổng hợp")}
    story.tell(
        _("Biên nhận của tỉnh về đến phường: gói {id} {state}.").format(
            id=sent[:8], state=names.get(state[sent], state[sent])
        )
    )
