"""Undoing a bundle: the books as if it had never been taken in; the log keeps what it brought.

What another bundle carries too stays. Receipts made from then on no longer claim what is out,
so the sender sends it again with its next bundle, beside whatever corrects it.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.store.fold import Change
from desktop.models.store.keys import LOCAL, OFFICE
from desktop.models.store.ops import Op, member
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Step, Store
from desktop.models.store.undone import (
    Lifted,
    brought_lines,
    carriers,
    lift,
    put_back_times,
    rebuild,
    refold,
    snapshot,
    take_out,
    tell_since,
)
from desktop.models.store.withdrawing import withdraw
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.absorb import absorb, absorb_rejected, senders_of
from desktop.sync.importer import last_day_finder
from desktop.sync.layout import KIND_FULL, KIND_SHEET, KIND_UP
from desktop.sync.messages import BundleRefusal
from desktop.sync.ownership import TREE_KINDS, Judge
from desktop.sync.records import BUNDLE, PEER
from desktop.sync.reviews import REVIEW
from desktop.sync.revocation import sweep
from desktop.sync.totals import SUBMIT
from desktop.sync.trust import Trust

_MOST_TOLD = 200


class BuiltUpon(msgspec.Struct, frozen=True):
    """Something that stays though it was made upon the bundle: its register and its id."""

    kind: str
    key: str
    field: str
    op: str


class Undone(msgspec.Struct, frozen=True):
    """What undoing a bundle did, or would do.

    `recomputed` counts the registers whose state differs now, `withdrawn` the operations that
    left the books, `kept` those another bundle carries too; `returns` are (key, revision) that
    are gone, `built` what was made upon them and stays, `later` the newer bundles of the sender.
    """

    bundle: str
    unit: str
    recomputed: int
    withdrawn: int
    kept: int
    returns: tuple[tuple[str, str], ...]
    built: tuple[BuiltUpon, ...]
    later: tuple[str, ...]
    change: ChangeSet

    def as_json(self) -> dict[str, Any]:
        """Return the members the headless verb answers with."""
        told = msgspec.structs.asdict(self) | {"built": [
            {"kind": one.kind, "key": one.key, "field": one.field, "op": one.op}
            for one in self.built
        ]}  # fmt: skip
        del told["change"]
        return told | {
            "returns": [list(pair) for pair in self.returns], "later": list(self.later),
        }  # fmt: skip


def undo_bundle(store: Store, name: str, *, dry_run: bool = False) -> Undone:
    """Undo a bundle that was taken in (its id or the first 8 digits of it); a barrier step.

    Refuses E_NO_BUNDLE, E_UNDONE, E_NOT_UNDONE (a grant, or our own work returned) and
    E_SENT_ON, when the level above has received it from here: then only a correction helps.
    """
    taken = _wanted(store, name)
    _refuse_what_lasts(store, taken)
    unit = Scope.of(store).label(store.unit(taken.unit))
    label = _("Hoàn tác gói của {unit}").format(unit=unit)
    later = [one.id for one in records.taken(store)
             if one.store == taken.store and (one.at, one.id) > (taken.at, taken.id)]  # fmt: skip
    before = store.rows("SELECT count(*) FROM op WHERE bundle = ?", (taken.id,))[0][0]
    ended = _ended(store)
    with store.step(label, barrier="undo_bundle", rehearse=dry_run) as step:
        gone = take_out(store, taken.id)
        if any(op.stream == OFFICE for op in gone):
            _refuse_sent_on(store, taken)
        last_day = last_day_finder(store.packs.schemes)
        lifted: list[Lifted] = []
        # What an ended store wrote counts by the links of its chain, of which some are gone now.
        vouches = any(op.kind in TREE_KINDS or op.store in ended for op in gone)
        before_all = snapshot(store) if vouches else None
        _note(store, step, taken)
        if before_all is not None:
            lifted = _judge_again(store, step, last_day)
        else:
            refold(store, gone)
        absorb_rejected(store, step, last_day)
        if before_all is not None:
            put_back_times(store, lifted)
            rebuild(store)
            tell_since(store, before_all)
        built = _built_upon(store, gone)
    changed = {change.register for change in _real(step)}
    return Undone(
        taken.id, unit, len(changed), len(gone), before - len(gone),
        tuple((op.key, op.field) for op in gone if op.kind == SUBMIT), tuple(built[:_MOST_TOLD]),
        tuple(later), step.change,
    )  # fmt: skip


def _ended(reader: Reader) -> set[str]:
    stores = Trust.of(reader, Scope.of(reader)).stores
    return {name for name, enrolled in stores.items() if enrolled.revoked is not None}


def _wanted(reader: Reader, name: str) -> records.Taken:
    known = records.taken(reader)
    found = [one for one in known if len(name) >= 8 and one.id.startswith(name)]
    if len(found) == 1:
        return found[0]
    if len(name) >= 8 and any(one.id.startswith(name) for one in records.undone(reader)):
        raise BundleRefusal("E_UNDONE")
    raise BundleRefusal("E_NO_BUNDLE", id=name[:64])


def _refuse_what_lasts(reader: Reader, taken: records.Taken) -> None:
    if taken.id in records.grants(reader):
        raise BundleRefusal("E_NOT_UNDONE", "a grant", why=_("đó là giấy cấp phép của máy này"))
    if not taken.verified:
        why = _("số liệu của gói chưa xác thực do chính cơ quan mình ghi vào sổ")
        raise BundleRefusal("E_NOT_UNDONE", "unverified", why=why)
    own = "SELECT 1 FROM op WHERE bundle = ? AND store = ? LIMIT 1"
    if reader.rows(own, (taken.id, reader.store_id)):
        why = _("gói đó trả lại số liệu của chính máy này")
        raise BundleRefusal("E_NOT_UNDONE", "own operations", why=why)


def _refuse_sent_on(reader: Reader, taken: records.Taken) -> None:
    for made in records.made(reader):
        if made.kind in (KIND_UP, KIND_FULL, KIND_SHEET) and made.at >= taken.at:
            raise BundleRefusal("E_SENT_ON", made.id)


def _note(store: Store, step: Step, taken: records.Taken) -> None:
    step.put(BUNDLE, taken.id, "taken", None, stream=LOCAL)
    record = {"at": store.now(), "taken": taken.at, "unit": taken.unit, "store": taken.store}
    step.put(BUNDLE, taken.id, "undone", record, stream=LOCAL)


def _judge_again(store: Store, step: Step, last_day: Callable[[str], date]) -> list[Lifted]:
    """Judge what every other bundle brought by the register as it is without this one.

    The register itself from the beginning, for its lines may vouch for each other; the rest as
    it stands. Grants were believed when they were accepted and still are.
    """
    senders, lasting = senders_of(store), records.grants(store)
    brought = {
        op.id: carriers(store, op) for _by, op in brought_lines(store) if op.kind in TREE_KINDS
    }
    lifted = lift(store, TREE_KINDS, lasting)
    for bundle, sender in senders.items():
        ops = [one.op for one in lifted if bundle in brought[one.op.id]]
        if ops:
            absorb(store, step, ops, sender, bundle, last_day)
    sweep(store)  # a line taken before the end of its machine was read hung on what is out now
    judge = Judge.of(store, last_day)
    judge.heeds_holders = False
    refused: dict[str, list[Op]] = {}
    for bundle, op in brought_lines(store):
        if op.kind in TREE_KINDS or bundle in lasting:
            continue
        by = [senders[one] for one in carriers(store, op) if one in senders]
        objections = [judge.objection(op, sender) for sender in by]
        if objections and all(objections):
            refused.setdefault(str(objections[0]), []).append(op)
    for reason, ops in refused.items():
        withdraw(store, ops, reason)
    return lifted


def _built_upon(reader: Reader, gone: Sequence[Op]) -> list[BuiltUpon]:
    """Return what stays and was made upon operations that are out: verdicts, later values."""
    out = {op.id for op in gone}
    found: dict[str, BuiltUpon] = {}
    for kind, key, field in sorted({op.register for op in gone}):
        for op_id, raw in reader.rows(
            "SELECT id, raw FROM op WHERE kind = ? AND key = ? AND field = ? ORDER BY seq",
            (kind, key, field),
        ):
            if out.intersection(member(raw, "base")):
                found[op_id] = BuiltUpon(kind, key, field, op_id)
        if kind == SUBMIT:
            for leaf in reader.leaves(REVIEW, "|".join(map(reader.unit, key.split("|"))), field):
                found[leaf.op] = BuiltUpon(REVIEW, key, field, leaf.op)
    return list(found.values())


def _real(step: Step) -> list[Change]:
    return [one for one in step.change.changes if one.kind not in (BUNDLE, PEER)]
