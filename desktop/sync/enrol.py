"""Enrolment: a request from below, a grant from above, and accepting it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import msgspec

from desktop.i18n import _
from desktop.models.figures.standing import is_unverified
from desktop.models.store.foreign import restate
from desktop.models.store.keys import LOCAL, split_return_key
from desktop.models.store.places import refuse_own_files
from desktop.models.store.store import Step, Store
from desktop.models.units.scope import Scope
from desktop.sync import manifest as manifests
from desktop.sync import records
from desktop.sync.absorb import absorb, absorb_rejected, settle, take_in_order
from desktop.sync.export import MadeBundle, plan_down, write_out
from desktop.sync.importer import check_sums, last_day_finder
from desktop.sync.keys import KeyFile, KeyPair, fingerprint, key_id
from desktop.sync.layout import KIND_GRANT
from desktop.sync.messages import BundleRefusal
from desktop.sync.ownership import TREE_KINDS, Direction, Sender
from desktop.sync.reader import OpenedBundle, opened, read_bundle, read_sealed
from desktop.sync.requests import EnrolRequest, read_request, request
from desktop.sync.reviews import number
from desktop.sync.revocation import heads_until, revoke
from desktop.sync.sealing import is_recipient
from desktop.sync.superseding import supersede_unverified
from desktop.sync.take_back import EVER, assign_from, is_own_office
from desktop.sync.totals import SUBMIT
from desktop.sync.trust import (
    AGE,
    ENDED,
    ENROL,
    Trust,
    decode_key,
    encode_key,
    ensure_self,
    office_key,
    refuse_revoked,
    refuse_ungranted,
)


class _GrantPart(msgspec.Struct, frozen=True):
    store: manifests.Name
    unit: manifests.Name
    key_id: manifests.KeyId
    public_key: manifests.Name
    since: manifests.Name


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant that was written; `fingerprint` is that of the applicant's key."""

    bundle: MadeBundle
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant file read: from whom, for which unit; `trusted` when its key was known."""

    bundle: OpenedBundle
    part: _GrantPart
    public: bytes
    trusted: bool

    @property
    def fingerprint(self) -> str:
        """Return the digits of the grantor's key."""
        return fingerprint(self.public)


def grant(
    store: Store,
    request_file: Path,
    unit_code: str,
    out: Path,
    *,
    since: date | None = None,
    pair: KeyPair | None = None,
    lost_key: bool = False,
    replaces: bool = False,
) -> Granted:
    """Enrol the applicant for a unit below; write the grant as the file, or into the folder, `out`.

    `since` is the first day whose figures it owns; by default the day after the last period
    somebody else locked in its scope, or the beginning. A unit that has its own office keeps the
    day it has unless one is given. `lost_key`: the same machine comes with
    a new key, having lost the old one. `replaces`: the machine stands in for those enrolled for
    the unit before, which are revoked as they stand here. The topmost office may give its own
    unit, for a further PC. The caller compared the fingerprint.
    """
    refuse_own_files(store.folder, out)
    wanted = read_request(request_file)
    if wanted.store == store.store_id:
        raise BundleRefusal("E_REQUEST", "of this very machine")
    refuse_revoked(store)
    scope = Scope.of(store)
    if scope.parent(store.own_unit) is not None:  # from the topmost office it begins anew
        refuse_ungranted(store)
    pair = pair or office_key(store)
    unit = _unit_within(store, scope, unit_code)
    trust = Trust.of(store, scope)
    _refuse_borrowed(trust, scope, wanted, unit, lost_key=lost_key)
    assigns = since is not None or not is_own_office(scope, unit)
    if since is None:
        since = _first_own_day(store, scope, unit) if assigns else _own_since(scope, unit)
    label = _("Cấp phép cho {unit}").format(unit=scope.label(unit))
    with store.step(label, barrier="enrol") as step:
        ensure_self(store, pair)
        if lost_key:
            _end_lost_key(store, step, trust, wanted)
        for old in sorted(trust.alive_of_units({unit}) - {wanted.store}) if replaces else ():
            revoke(store, old)
        _write_enrolment(store, step, wanted, unit, since, assigns=assigns)
        # What it wrote of figures that are its own by this word counts now.
        absorb_rejected(store, step, last_day_finder(store.packs.schemes))
        made = _write_grant(store, wanted, unit, since, out, pair)
    return Granted(made, wanted.fingerprint)


def _unit_within(store: Store, scope: Scope, code: str) -> str:
    unit = scope.only_by_code(code)
    if unit is None:
        raise BundleRefusal("E_NO_UNIT", unit=code)
    own_pc = unit == store.own_unit and scope.parent(unit) is None  # nobody above to ask
    if not own_pc and not scope.is_below(unit, store.own_unit):
        raise BundleRefusal("E_NOT_MANAGED", unit=scope.label(unit))
    return unit


def _refuse_borrowed(
    trust: Trust, scope: Scope, wanted: EnrolRequest, unit: str, *, lost_key: bool
) -> None:
    """Refuse a request that names somebody else's store or unit as its own."""
    known = trust.stores.get(wanted.store)
    if known is not None and known.public and (known.public != wanted.public or known.revoked):
        if known.unit != unit:
            raise _of_another(scope, known.unit, unit)
        if known.revoked:
            raise BundleRefusal("E_STORE_REVOKED", day=known.revoked.told)
        if not lost_key:
            raise BundleRefusal("E_OTHER_KEY", "store of another key", unit=scope.label(unit))
    named = scope.resolve(wanted.unit.id)
    if named in scope.units and named != unit:
        raise _of_another(scope, named, unit)


def _of_another(scope: Scope, named: str, unit: str) -> BundleRefusal:
    return BundleRefusal("E_REQUEST_OTHER", named=scope.label(named), unit=scope.label(unit))


def _end_lost_key(store: Store, step: Step, trust: Trust, wanted: EnrolRequest) -> None:
    """Write until where the key that was lost is believed: what this office holds by it."""
    known = trust.stores.get(wanted.store)
    if known is not None and known.public != wanted.public:
        ending = {
            "on": store.clock.now().date().isoformat(), "key": encode_key(known.public),
            "heads": heads_until(store, wanted.store),
        }  # fmt: skip
        step.put(ENROL, wanted.store, ENDED + key_id(known.public), ending)


def _write_grant(
    store: Store, wanted: EnrolRequest, unit: str, since: date, out: Path, pair: KeyPair
) -> MadeBundle:
    scope = Scope.of(store)
    plan = plan_down(store, scope, Trust.of(store, scope), unit, full=True, kind=KIND_GRANT)
    part = _GrantPart(
        wanted.store, unit, key_id(wanted.public), encode_key(pair.public), since.isoformat()
    )
    folder = out if out.is_dir() or not out.suffix else out.parent
    plan = replace(plan, file_name="" if folder == out else out.name)
    return write_out(store, scope, plan, folder, (), pair, {"grant": msgspec.to_builtins(part)})


def read_grant(store: Store, path: Path, pair: KeyPair | None = None) -> Grant:
    """Verify a grant file for this office without taking it in. Refuses E_GRANT and others.

    A key not known before is believed because the caller compares its fingerprint.
    """
    part = _grant_part(path)
    brought = decode_key(part.public_key) or b""
    known = Trust.of(store, Scope.of(store)).key_for(key_id(brought))
    own = pair.public if pair else KeyFile(store.folder / "keys").public()
    if part.store != store.store_id or part.key_id != key_id(own):
        raise BundleRefusal("E_GRANT", "for another store or key")
    bundle = read_bundle(path, lambda wanted: brought if wanted == key_id(brought) else None)
    check_sums(bundle)
    if bundle.manifest.kind != KIND_GRANT:
        raise BundleRefusal("E_GRANT", "kind")
    return Grant(bundle, part, brought, known is not None)


def accept(store: Store, path: Path, pair: KeyPair | None = None) -> str:
    """Take a grant in: the unit's identity, the register and whom to trust above.

    Returns the fingerprint of the grantor's key. Taking the same grant twice changes nothing.
    """
    found = read_grant(store, path, pair)
    bundle, origin = found.bundle, found.bundle.manifest.origin
    if records.was_taken(store, bundle.id) is not None:
        return found.fingerprint
    peer = origin.unit == found.part.unit
    sender = Sender(origin.unit, Direction.PEER if peer else Direction.DOWN, full=True)
    last_day = last_day_finder(store.packs.schemes)
    label = _("Nhận cấp phép của {unit}").format(unit=origin.name)
    with store.step(label, barrier="enrol") as step:
        # The words about the grantor, those above it and this unit are believed once.
        take_in_order(step, [op for op in bundle.ops if op.kind in TREE_KINDS], bundle.id)
        taken_in = absorb(store, step, bundle.ops, sender, bundle.id, last_day).taken
        taken = records.Taken(
            bundle.id, store.now(), origin.unit, origin.store, sender.direction.value, True
        )
        records.write_taken(step, taken)
        records.keep_told_lines(store, bundle.manifest)
        settle(store, step, taken_in, last_day)
        absorb_rejected(store, step, last_day)
        supersede_unverified(store, step, last_day)
        if not peer:
            step.put(records.PEER, "parent", "unit", origin.unit, stream=LOCAL)
        _forget_stand_in(store, step)
        if store.own_unit != found.part.unit or not _trusts(store, found):
            raise BundleRefusal("E_GRANT", "does not give what it says")
    return found.fingerprint


def _forget_stand_in(store: Store, step: Step) -> None:
    """Take away the unit that stood above before its own register came."""
    unit = store.get(records.PEER, "parent", records.STAND_IN)
    if isinstance(unit, str):
        for field in store.fields("unit", unit):
            step.put("unit", unit, field, None, stream=LOCAL)
        step.put(records.PEER, "parent", records.STAND_IN, None, stream=LOCAL)


def _trusts(store: Store, found: Grant) -> bool:
    origin = found.bundle.manifest.origin
    signer = Trust.of(store, Scope.of(store)).signer(origin.store, origin.key_id)
    return signer is not None and signer.unit == origin.unit


def _grant_part(path: Path) -> _GrantPart:
    with opened(path) as archive:
        raw = manifests.decode_raw(read_sealed(archive).manifest)
    manifests.refuse_newer(manifests.head_view(raw))
    try:
        return msgspec.convert(raw.get("grant"), _GrantPart)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BundleRefusal("E_GRANT", str(error)) from error


def _write_enrolment(
    store: Store, step: Step, wanted: EnrolRequest, unit: str, since: date, *, assigns: bool
) -> None:
    fields = {
        "unit": unit, "key": wanted.public_key, "role": "office", "from": since.isoformat(),
    }  # fmt: skip
    if is_recipient(wanted.age):
        fields[AGE] = wanted.age
    step.put_fields(ENROL, wanted.store, fields)
    if unit != store.own_unit and assigns:
        assign_from(store, step, unit, unit, since)
    if wanted.unit.id not in (unit, ""):
        step.put("alias", wanted.unit.id, "unit", unit)
    for field, replaced in wanted.replaces.items():
        restate(store, "unit", unit, field, store.get("unit", unit, field), replaced)


def _own_since(scope: Scope, unit: str) -> date:
    """Return the day from which a unit that has its own office owns its figures."""
    return date.fromisoformat(scope.assigned[unit][-1][0])


def _first_own_day(store: Store, scope: Scope, unit: str) -> date:
    """Return the day after the last period that others locked in the unit's scope.

    What was taken from a bundle nobody vouches for is no office's word: the unit itself will sign.
    """
    last_day, below = last_day_finder(store.packs.schemes), scope.subtree(unit)
    newest: dict[str, tuple[int, bool]] = {}
    for key, field, value in store.registers(SUBMIT):
        if value is not None:
            told = (number(field), is_unverified(value))
            newest[key] = max(newest.get(key, told), told)
    ended = set()
    for key in (key for key, (_rev, unsure) in newest.items() if not unsure):
        owner, _form, period = split_return_key(key)
        day = last_day(period)
        if scope.resolve(owner) in below and scope.owner(scope.resolve(owner), day) not in below:
            ended.add(day)
    ended.discard(date.max)
    return max(ended) + timedelta(days=1) if ended else EVER


__all__ = ["Grant", "Granted", "accept", "grant", "read_grant", "read_request", "request"]
