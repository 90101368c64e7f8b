"""Making a bundle: what the receiver lacks, signed, with sheets for people beside it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from desktop import __version__
from desktop.i18n import _
from desktop.models.collector import without_collector
from desktop.models.figures.vetted import pass_on_older
from desktop.models.store.ops import Op, read_op
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.attachments import LIMITS, owed, split
from desktop.sync.container import Part, Written, blob_part, human_part, ops_part, write_bundle
from desktop.sync.files import write_atomic
from desktop.sync.human import cover_note
from desktop.sync.keys import KeyPair, Signer, Unsigned
from desktop.sync.layout import (
    FORMAT,
    KIND_DOWN,
    KIND_FULL,
    KIND_GRANT,
    KIND_SHEET,
    KIND_UP,
    VERSION,
)
from desktop.sync.lines import write_ops
from desktop.sync.manifest import Acks, Head, Manifest, Origin
from desktop.sync.messages import BundleRefusal
from desktop.sync.receipts import receipt_for
from desktop.sync.rotation import MEMBER, links_of
from desktop.sync.sealing import SUFFIX, is_recipient, recipient, seal, seal_by_phrase
from desktop.sync.selection import Selected, downward, is_disputed, texts_in, upward
from desktop.sync.totals import returns_in, standing_returns, totals_of
from desktop.sync.trust import (
    Trust,
    office_key,
    refuse_revoked,
    refuse_ungranted,
    tell_recipient,
)
from desktop.sync.vouching import vouch_for_earlier

_SHA256 = re.compile(r"[0-9a-f]{64}")
FULL_AFTER = timedelta(days=60)
"""Without a receipt for this long everything is sent again."""


@dataclass(frozen=True, slots=True)
class HumanSheet:
    """A sheet for people: an ASCII file name and its bytes; never imported by anybody."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """A bundle on disk; `sheets` lie beside it, `kept` is the office's own copy.

    `more` are bundles that carry only further attachments, where one file would be too large.
    """

    path: Path
    id: str
    kind: str
    to: str
    sheets: tuple[Path, ...]
    counts: Mapping[str, int]
    totals: Mapping[str, Mapping[str, int]]
    kept: Path
    more: "tuple[MadeBundle, ...]" = ()

    def as_json(self) -> dict[str, Any]:
        """Return the members the headless verb answers with."""
        parts = [{"path": str(one.path), "id": one.id} for one in self.more]
        return {
            "path": str(self.path), "id": self.id, "kind": self.kind,
            "sheets": [str(sheet) for sheet in self.sheets], "counts": dict(self.counts),
            "more": parts,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """A bundle decided on: for whom, with which operations and receipts."""

    kind: str
    to: str
    to_name: str
    selected: Selected
    acks: Acks
    full: bool
    file_name: str = ""
    attachments: bool = False
    seal: bool = False
    phrase: str = ""
    blobs: tuple[str, ...] | None = None


@without_collector()
def make_bundle(
    store: Store,
    out_dir: Path,
    to: str | None = None,
    sheets: Sequence[HumanSheet] = (),
    *,
    full: bool = False,
    attachments: bool = False,
    seal: bool = False,
    profile: str = "usb",
    pair: KeyPair | None = None,
) -> MadeBundle:
    """Make a bundle for the level above, or for the unit `to` (its code or id) below.

    `attachments` adds the evidence files the receiver has not acknowledged yet; without them
    the bundle stays small and says which it left out. What makes a file larger than `profile`
    allows (mail, zalo, usb) goes into further bundles. `seal` encrypts it for the receiver's
    machines, and attachments always are. A barrier step remembers it. Refuses E_NO_PARENT,
    E_NO_UNIT, E_BLOB_TOO_BIG,
    E_NOT_MANAGED, E_NOT_ENROLLED, E_NO_AGE, E_DISK_FULL, E_WRITE; then nothing is left behind.
    E_NOT_GRANTED of a restored copy. What the machine before it had not sent is vouched for.
    """
    refuse_revoked(store)
    refuse_ungranted(store)
    vouch_for_earlier(store)
    if to is None:
        pass_on_older(store)
    scope = Scope.of(store)
    trust = Trust.of(store, scope)
    if to is None:
        plan = _upward_plan(store, scope, trust, full=full)
    else:
        plan = _downward_plan(store, scope, trust, to, full=full)
    plan = replace(plan, attachments=attachments, seal=seal)
    pair = pair or office_key(store)
    if not attachments:
        return write_out(store, scope, plan, out_dir, sheets, pair, {})
    stores = trust.of_units(scope.subtree(store.own_unit)) | {store.store_id}
    sizes = owed(store, plan.to, stores)
    if to is not None:  # downwards only what the bundle itself speaks of
        named = {text for line in plan.selected.lines for text in texts_in(read_op(line).value)}
        sizes = {one: size for one, size in sizes.items() if one in named}
    before = sum(map(len, plan.selected.lines)) + sum(len(sheet.data) for sheet in sheets)
    chunks = split(sizes, LIMITS[profile], before)
    first = replace(plan, blobs=chunks[0])
    made = write_out(store, scope, first, out_dir, sheets, pair, _part(1, chunks))
    rest = replace(plan, selected=replace(plan.selected, lines=()))
    more = [
        write_out(store, scope, replace(rest, blobs=chunk), out_dir, (), pair, _part(n, chunks))
        for n, chunk in enumerate(chunks[1:], 2)
    ]
    return replace(made, more=tuple(more))


def _part(number: int, chunks: Sequence[object]) -> dict[str, Any]:
    return {"part": {"n": number, "of": len(chunks)}} if len(chunks) > 1 else {}


def make_unsigned(store: Store, out_dir: Path, sheets: Sequence[HumanSheet] = ()) -> MadeBundle:
    """Make a bundle for the level above of an office that nobody has enrolled yet.

    It says openly that it is unsigned; above it is taken by explicit choice only and its figures
    stay marked. Refuses E_ENROLLED where a signed bundle can be made instead.
    """
    refuse_ungranted(store)
    scope = Scope.of(store)
    trust = Trust.of(store, scope)
    try:
        parent_office(store, scope, trust)
    except BundleRefusal as refusal:
        if refusal.code == "E_TOPMOST":
            raise
    else:
        raise BundleRefusal("E_ENROLLED")
    name = next(
        (scope.label(unit) for unit in scope.path(store.own_unit) if unit != store.own_unit), ""
    )
    plan = Plan(KIND_UP, "", name or _("cấp trên"), upward(store, scope, trust, ()), Acks(), True)
    return write_out(store, scope, plan, out_dir, sheets, Unsigned(), {})


def write_out(
    store: Store,
    scope: Scope,
    plan: Plan,
    out_dir: Path,
    sheets: Sequence[HumanSheet],
    pair: Signer,
    extra: Mapping[str, Any],
) -> MadeBundle:
    """Write a planned bundle, its copy in the office and the sheets beside it."""
    made = store.clock.now()
    ops = [read_op(line) for line in plan.selected.lines]
    manifest = _manifest(store, scope, plan, ops, pair, made)
    blobs, missing = _blobs(store, ops, plan)
    manifest = msgspec.structs.replace(manifest, requires_blobs=missing)
    parts = [ops_part(write_ops(plan.selected.lines)), *blobs]
    parts.append(human_part("DOC_TRUOC.txt", cover_note(manifest, plan.to_name).encode()))
    parts += [human_part(sheet.name, sheet.data) for sheet in sheets]
    label = _("Tạo gói gửi {unit}").format(unit=plan.to_name)
    with ExitStack() as undoing:
        _make_folder(out_dir, undoing)
        with store.step(label, barrier="export") as step:
            members = dict(extra) | ({} if isinstance(pair, Unsigned) else _key_links(store))
            kept_in = store.folder / "bundles" / "out"
            closing = closer(store, scope, plan, pair, attached=bool(blobs))
            written = write_bundle(
                kept_in if closing else out_dir, manifest, parts, pair, made, extra=members,
                name=plan.file_name, to=_receiver_code(scope, plan),
            )  # fmt: skip
            undoing.callback(_remove, written.path)
            if closing:
                plain, target = written.path, out_dir / (written.path.name + SUFFIX)
                undoing.callback(_remove, target)
                closing(plain, target)
                plain.unlink()
                written = replace(written, path=target)
            beside = () if closing else _beside(written, sheets, undoing)
            kept = kept_in / f"{written.id}.zip{SUFFIX if closing else ''}"
            write_atomic(kept, written.path.read_bytes())
            if isinstance(pair, KeyPair):
                tell_recipient(store, step, pair)
            details: dict[str, Any] = {
                "returns": [[op.key, op.field] for op in standing_returns(ops)]
            }
            if plan.selected.moved:
                details["moved"] = plan.selected.moved
            if blobs:
                details["blobs"] = [part.path.removeprefix("blobs/") for part in blobs]
            place = records.place_told(store, written.path)
            records.write_made(step, written.manifest, written.id, place, details)
        undoing.pop_all()
    return MadeBundle(
        written.path, written.id, plan.kind, plan.to, beside, manifest.counts, manifest.totals, kept
    )


def _receiver_code(scope: Scope, plan: Plan) -> str:
    """Return the code a file is told apart by where one office writes to many, "" otherwise."""
    if plan.kind not in (KIND_DOWN, KIND_GRANT):
        return ""
    return str(scope.attribute(plan.to, "code") or "")


def parent_office(reader: Reader, scope: Scope, trust: Trust) -> str:
    """Return the nearest unit above that has an enrolled office.

    Refuses E_NO_PARENT, and E_TOPMOST where nobody can stand above.
    """
    alive = [one for one in trust.stores.values() if one.public and not one.revoked]
    offices = {enrolled.unit for enrolled in alive}
    for unit in scope.path(reader.own_unit):
        if unit != reader.own_unit and unit in offices:
            return unit
    kind = reader.packs.unit_kinds.get(str(scope.attribute(reader.own_unit, "kind")))
    topmost = kind is not None and kind.role in ("national", "province")
    if topmost and scope.parent(reader.own_unit) is None:
        raise BundleRefusal("E_TOPMOST")
    raise BundleRefusal("E_NO_PARENT")


def receiver_below(reader: Reader, scope: Scope, trust: Trust, to: str) -> str:
    """Return the id of an enrolled unit below.

    Refuses E_NO_UNIT, E_NOT_MANAGED, E_NOT_ENROLLED, and E_NONE_ALIVE where all its have ended.
    """
    unit = scope.only_by_code(to) or scope.resolve(to)
    if unit not in scope.units:
        raise BundleRefusal("E_NO_UNIT", unit=to)
    label = scope.label(unit)
    if not scope.is_below(unit, reader.own_unit):
        raise BundleRefusal("E_NOT_MANAGED", unit=label)
    if not trust.alive_of_units({unit}):
        ended = bool(trust.of_units({unit}))
        raise BundleRefusal("E_NONE_ALIVE" if ended else "E_NOT_ENROLLED", unit=label)
    return unit


def _upward_plan(store: Store, scope: Scope, trust: Trust, *, full: bool) -> Plan:
    unit = parent_office(store, scope, trust)
    acked, full = _acknowledged(store, unit, full)
    kind = KIND_FULL if full else KIND_UP
    selected = upward(store, scope, trust, () if full else acked)
    acks = receipt_for(store, scope, trust, unit)
    return Plan(kind, unit, scope.label(unit), selected, acks, full)


def _downward_plan(store: Store, scope: Scope, trust: Trust, to: str, *, full: bool) -> Plan:
    if scope.resolve(to) == store.own_unit:
        raise BundleRefusal("E_NOT_MANAGED", unit=scope.label(store.own_unit))
    unit = receiver_below(store, scope, trust, to)
    return plan_down(store, scope, trust, unit, full=full)


def plan_down(
    store: Store, scope: Scope, trust: Trust, unit: str, *, full: bool, kind: str = KIND_DOWN
) -> Plan:
    """Plan a bundle to an enrolled unit below.

    All of it where its figures are disputed here: it has to see every value to choose one.
    """
    full = full or is_disputed(store, scope, unit)
    acked = () if full else _acknowledged(store, unit, full)[0]
    held = records.moved_held(store, unit)
    selected = downward(store, scope, trust, unit, acked, full=full, held=held)
    acks = receipt_for(store, scope, trust, unit)
    return Plan(kind, unit, scope.label(unit), selected, acks, full)


def _acknowledged(store: Store, unit: str, full: bool) -> tuple[tuple[Head, ...], bool]:
    """Return the heads a unit acknowledged and whether to send everything all the same."""
    at, heads = records.acknowledged(store, unit)
    if not at:
        return (), full
    stale = store.clock.now() - datetime.fromisoformat(at) > FULL_AFTER
    return heads, full or stale


def _manifest(
    store: Store, scope: Scope, plan: Plan, ops: Sequence[Op], pair: Signer, made: datetime
) -> Manifest:
    earlier = records.made(store)
    before = [one for one in earlier if one.to == plan.to and one.kind != KIND_SHEET]
    own = store.own_unit
    code = str(scope.attribute(own, "code") or own[:8])
    returns = returns_in(ops)
    figures = sum(len(op.value["values"]) for op in returns if _has_values(op))
    return Manifest(
        format=FORMAT, v=VERSION, v_min_reader=VERSION, kind=plan.kind, app=__version__,
        bundle_seq=len(earlier) + 1, created=made.isoformat(timespec="milliseconds"),
        origin=Origin(own, code, scope.label(own), store.store_id, pair.id),
        audience=(plan.to,) if plan.to else (), audience_name=plan.to_name,
        prev_bundle=before[-1].id if before else None, full=plan.full,
        base_ack=plan.selected.base, heads=plan.selected.heads, acks=plan.acks,
        counts={"ops": len(ops), "submits": len(returns), "figures": figures,
                "receipts": len(plan.acks.bundles)},
        totals=totals_of(ops), files=(),
    )  # fmt: skip


def _has_values(op: Op) -> bool:
    return isinstance(op.value, dict) and isinstance(op.value.get("values"), dict)


def _blobs(store: Store, ops: Iterable[Op], plan: Plan) -> tuple[list[Part], tuple[str, ...]]:
    """Return the attachments to include, and the hashes of those named but left out."""
    named = {text for op in ops for text in texts_in(op.value) if _SHA256.fullmatch(text)}
    folder = store.folder / "blobs"
    chosen = sorted(named) if plan.blobs is None else plan.blobs
    held = [sha for sha in chosen if plan.attachments and (folder / sha).is_file()]
    return [blob_part(folder / sha, sha) for sha in held], tuple(sorted(named.difference(held)))


def closer(
    store: Store, scope: Scope, plan: Plan, pair: Signer, *, attached: bool
) -> Callable[[Path, Path], None] | None:
    """Return how to seal the bundle, (plain file, sealed file); None when it stays open.

    Attachments may name people, so with them it is sealed whatever was chosen: for the
    receiver's machines, this one, and those of the topmost office, who can always open it.
    """
    if plan.phrase:
        return lambda plain, out: seal_by_phrase(plain, out, plan.phrase)
    if not (plan.seal or attached):
        return None
    if plan.kind == KIND_FULL and plan.to == store.own_unit:
        raise BundleRefusal("E_NEED_PHRASE")
    trust = Trust.of(store, scope)
    ages = [trust.stores[one].age for one in trust.alive_of_units({plan.to} if plan.to else set())]
    good = [age for age in ages if age and is_recipient(age)]
    if not good or len(good) < len(ages):
        raise BundleRefusal("E_NO_AGE", unit=plan.to_name)
    *_between, top = scope.path(store.own_unit)
    beside = [trust.stores[one].age for one in trust.alive_of_units({top})]
    good += [age for age in beside if age and is_recipient(age)]
    if isinstance(pair, KeyPair):
        good.append(recipient(pair))
    return lambda plain, out: seal(plain, out, good)


def _key_links(store: Store) -> dict[str, Any]:
    links = links_of(store, store.store_id)
    return {MEMBER: links} if links else {}


def _beside(written: Written, sheets: Sequence[HumanSheet], undoing: ExitStack) -> tuple[Path, ...]:
    paths = []
    for sheet in sheets:
        path = written.path.with_name(f"{written.path.stem}_{sheet.name}")
        write_atomic(path, sheet.data)
        undoing.callback(_remove, path)
        paths.append(path)
    return tuple(paths)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _make_folder(folder: Path, undoing: ExitStack) -> None:
    for path in (folder, *folder.parents)[::-1]:
        if not path.exists():
            undoing.callback(_remove_empty, path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BundleRefusal("E_WRITE", str(error), folder=folder) from error


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
