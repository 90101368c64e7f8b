"""The manifest: who made a bundle, for whom, what it holds, and what it acknowledges."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import msgspec

from desktop.i18n import _
from desktop.sync.layout import FORMAT, MAX_FILE, VERSION
from desktop.sync.messages import BundleRefusal

Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
KeyId = Annotated[str, msgspec.Meta(pattern=r"\Aed25519:[0-9a-f]{16}\Z")]
Name = Annotated[str, msgspec.Meta(max_length=500)]
_T = TypeVar("_T")
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Version = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]


class Origin(msgspec.Struct, frozen=True):
    """The office that made the bundle: unit id, code, name, install and signing key."""

    unit: Name
    code: Name
    name: Name
    store: Name
    key_id: KeyId

    @property
    def claimed(self) -> str:
        """Whose the bundle says it is, in words; to be believed only behind a signature."""
        return self.name or self.code or _("đơn vị không ghi tên")


class Head(msgspec.Struct, frozen=True, order=True):
    """The end of one hash-linked chain: the op `id`, number `n` of its (store, stream)."""

    store: Name
    stream: Name
    n: Count
    id: Sha256


class Refused(msgspec.Struct, frozen=True, order=True):
    """An operation the maker holds outside its books, with the reason a person reads.

    `line` is the operation itself, of a machine of the receiver's unit that has ended.
    """

    id: Sha256
    reason: Name
    line: str | msgspec.UnsetType = msgspec.UNSET


class Acks(msgspec.Struct, frozen=True):
    """What the maker has received: heads of chains it holds, ids of bundles it took in.

    `rejected` are those of the operations it holds that do not count there; left out when none.
    """

    heads: tuple[Head, ...] = ()
    bundles: tuple[Sha256, ...] = ()
    rejected: tuple[Refused, ...] | msgspec.UnsetType = msgspec.UNSET


class FileEntry(msgspec.Struct, frozen=True):
    """One payload entry: its name, bytes, hash and what it is.

    `type` is ops, blob or human; `derived` entries are for people and never imported.
    """

    path: Name
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Sha256
    type: Name
    derived: bool = False


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The typed view of manifest.json; members of newer versions stay in the raw mapping."""

    format: str
    v: Version
    v_min_reader: Version
    kind: Name
    app: Name
    bundle_seq: Count
    created: Name
    origin: Origin
    audience: tuple[Name, ...] = ()
    audience_name: Name = ""
    prev_bundle: Sha256 | None = None
    full: bool = False
    base_ack: tuple[Head, ...] = ()
    heads: tuple[Head, ...] = ()
    acks: Acks = Acks()
    requires_blobs: tuple[Sha256, ...] = ()
    trust_version: Count = 0
    counts: dict[str, Count] = {}
    totals: dict[str, dict[str, int]] = {}
    files: tuple[FileEntry, ...]


class ManifestHead(msgspec.Struct, frozen=True):
    """The few members every version of the format promises to keep."""

    format: str
    v_min_reader: int
    origin: Origin
    app: str = ""


def encode(manifest: Manifest, extra: Mapping[str, Any] | None = None) -> bytes:
    """Return the canonical bytes: members sorted, UTF-8, no spaces; `extra` is added as is."""
    members = dict(extra or {}) | msgspec.to_builtins(manifest)
    return msgspec.json.encode(members, order="sorted")


def decode_raw(data: bytes) -> dict[str, Any]:
    """Return every member of the manifest. Refuses E_UNSAFE when it is not a JSON object."""
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BundleRefusal("E_UNSAFE", f"manifest: {error}") from error
    if not isinstance(raw, dict):
        raise BundleRefusal("E_UNSAFE", "manifest is not an object")
    return raw


def head_view(raw: Mapping[str, Any]) -> ManifestHead:
    """Return the part needed before anything is trusted: format, sender, reader version."""
    head = _convert(raw, ManifestHead)
    if head.format != FORMAT:
        raise BundleRefusal("E_NOT_BUNDLE", f"format {head.format[:40]!r}")
    return head


def refuse_newer(head: ManifestHead) -> None:
    """Refuse E_NEWER_FORMAT when the maker says that this reader is too old."""
    if head.v_min_reader > VERSION:
        raise BundleRefusal("E_NEWER_FORMAT", version=head.app[:40] or head.v_min_reader)


def typed_view(raw: Mapping[str, Any]) -> Manifest:
    """Return the typed manifest. Refuses E_UNSAFE when a member is missing or malformed."""
    manifest = _convert(raw, Manifest)
    if any(entry.size > MAX_FILE for entry in manifest.files):
        raise BundleRefusal("E_TOO_BIG", "declared size of an entry")
    return manifest


def _convert(raw: Mapping[str, Any], shape: type[_T]) -> _T:
    try:
        return msgspec.convert(raw, shape)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BundleRefusal("E_UNSAFE", f"manifest: {error}") from error
