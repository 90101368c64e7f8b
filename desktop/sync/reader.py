"""The strict reader: a bundle is taken whole and genuine, or refused with one sentence.

The order of the checks is part of the design: nothing of an unknown sender is parsed beyond
the few members that name it, nothing is inflated beyond what was signed for.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.models.errors import Refusal
from desktop.models.plain_file import open_plain
from desktop.models.store.ops import Op
from desktop.sync import manifest as manifests
from desktop.sync.archive import Archive
from desktop.sync.keys import verify
from desktop.sync.layout import (
    HEAD_NAMES,
    MANIFEST_NAME,
    MAX_FILE,
    MAX_MANIFEST,
    MIMETYPE,
    MIMETYPE_NAME,
    OPS_NAME,
    SIGNATURE_BYTES,
    SIGNATURE_NAME,
    SIGNED_PREFIX,
    is_entry_name,
)
from desktop.sync.lines import parse_ops
from desktop.sync.manifest import FileEntry, Manifest
from desktop.sync.messages import BundleRefusal

KeyFor = Callable[[str], bytes | None]
"""Gives the public key (32 bytes) of a key id the office trusts, None of any other."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The signed part as it lies in the file: manifest bytes and the 64-byte signature."""

    manifest: bytes
    signature: bytes

    @property
    def id(self) -> str:
        """Return the identity of the bundle: SHA-256 of the manifest bytes, hex."""
        return hashlib.sha256(self.manifest).hexdigest()

    def is_signed_by(self, public: bytes) -> bool:
        """Tell whether this key signed exactly this manifest."""
        return verify(public, SIGNED_PREFIX + self.manifest, self.signature)


@dataclass(frozen=True, slots=True)
class Payload:
    """What the manifest vouches for: operations in file order, blobs as hash → size."""

    ops: list[Op]
    blobs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OpenedBundle:
    """A genuine bundle, read whole. `raw` keeps members a newer version added."""

    id: str
    path: Path
    manifest: Manifest
    raw: Mapping[str, Any]
    signer: str
    ops: list[Op]
    blobs: Mapping[str, int]
    evidence: Path | None = None

    def blob(self, sha256: str) -> Iterator[bytes]:
        """Yield an attachment in pieces. Refuses E_HASH when the file changed meanwhile."""
        digest = hashlib.sha256()
        with opened(self.path) as archive:
            for piece in archive.stream(f"blobs/{sha256}", self.blobs[sha256]):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != sha256:
            raise BundleRefusal("E_HASH", sha256)


Follow = Callable[[Mapping[str, Any], str], bytes | None]
"""Gives the public key of a key id that the manifest proves to follow from a trusted one."""


def read_bundle(
    path: Path,
    key_for: KeyFor,
    own_units: Collection[str] | None = None,
    follow: Follow = lambda _raw, _wanted: None,
) -> OpenedBundle:
    """Verify a bundle file and return its content.

    `own_units` are the ids this office answers to; None skips the audience check. Refuses
    with the codes of messages.py; nothing is written anywhere.
    """
    with opened(path) as archive:
        sealed = read_sealed(archive)
        raw = manifests.decode_raw(sealed.manifest)
        head = manifests.head_view(raw)
        public = key_for(head.origin.key_id) or follow(raw, head.origin.key_id)
        if public is None:
            raise BundleRefusal("E_UNKNOWN_SENDER", head.origin.key_id)
        if not sealed.is_signed_by(public):
            raise BundleRefusal("E_SIGNATURE", head.origin.key_id)
        manifests.refuse_newer(head)
        manifest = manifests.typed_view(raw)
        refuse_other_audience(manifest, own_units)
        payload = read_payload(archive, manifest)
    return OpenedBundle(
        sealed.id, path, manifest, raw, head.origin.key_id, payload.ops, payload.blobs
    )


def read_unsigned(path: Path, own_units: Collection[str] | None = None) -> OpenedBundle:
    """Return the content of a bundle nobody vouches for; every check but the signature's.

    For an explicit choice of a person only: whatever it says of its sender is a claim.
    """
    with opened(path) as archive:
        sealed = read_sealed(archive)
        raw = manifests.decode_raw(sealed.manifest)
        head = manifests.head_view(raw)
        manifests.refuse_newer(head)
        manifest = manifests.typed_view(raw)
        refuse_other_audience(manifest, own_units)
        payload = read_payload(archive, manifest)
    return OpenedBundle(sealed.id, path, manifest, raw, "", payload.ops, payload.blobs)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a file as a strict archive; an operating system's error is refused as E_READ.

    A workbook, which is a zip too, is refused as what it is: E_WORKBOOK, or E_WORKBOOK_BESIDE.
    """
    try:
        with open_plain(path) as file:
            yield Archive(file)
    except OSError as error:
        raise BundleRefusal("E_READ", str(error), file=path.name) from error
    except BundleRefusal as refusal:
        raise told_as_workbook(path, refusal) from refusal


def told_as_workbook(path: Path, refusal: Refusal) -> Refusal:
    """Return the refusal of a file, where it is a workbook: E_WORKBOOK or E_WORKBOOK_BESIDE."""
    if path.suffix.lower() not in _WORKBOOKS or refusal.code == "E_READ":
        return refusal
    bundle = _bundle_beside(path)
    return BundleRefusal("E_WORKBOOK_BESIDE" if bundle else "E_WORKBOOK", bundle=bundle)


_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def _bundle_beside(path: Path) -> str:
    """Return the name of the bundle that a sheet for people lies beside, "" for none."""
    name, sheet, _rest = path.name.partition("_so-lieu")
    for end in (".zip", ".zip.age"):
        if sheet and path.with_name(name + end).is_file():
            return name + end
    return ""


def read_sealed(archive: Archive) -> Sealed:
    """Return the signed part; only its sizes and the mimetype are checked."""
    if archive.read(MIMETYPE_NAME, len(MIMETYPE)) != MIMETYPE:
        raise BundleRefusal("E_NOT_BUNDLE", "mimetype")
    signature = archive.read(SIGNATURE_NAME, SIGNATURE_BYTES)
    if len(signature) != SIGNATURE_BYTES:
        raise BundleRefusal("E_SIGNATURE", f"{len(signature)} bytes")
    return Sealed(archive.read(MANIFEST_NAME, MAX_MANIFEST), signature)


def refuse_other_audience(manifest: Manifest, own_units: Collection[str] | None) -> None:
    """Refuse E_AUDIENCE when the bundle names receivers and this office is none of them."""
    if own_units is None or not manifest.audience:
        return
    if set(manifest.audience).isdisjoint(own_units):
        raise BundleRefusal("E_AUDIENCE", unit=manifest.audience_name or manifest.audience[0])


def read_payload(archive: Archive, manifest: Manifest) -> Payload:
    """Compare every entry with what was signed for and decode the operations."""
    declared = {entry.path: entry for entry in manifest.files}
    if len(declared) != len(manifest.files):
        raise BundleRefusal("E_UNSAFE", "the manifest names an entry twice")
    present = set(archive.entries).difference(HEAD_NAMES)
    if present != set(declared) or OPS_NAME not in declared:
        raise BundleRefusal("E_UNSAFE", "entries differ from the manifest")
    refuse_entry_names(archive)
    for entry in manifest.files:
        _check_declared(archive, entry)
    data = {entry.path: _hashed(archive, entry) for entry in manifest.files}
    ops = parse_ops(data[OPS_NAME])
    if manifest.counts.get("ops", len(ops)) != len(ops):
        raise BundleRefusal("E_TOTALS", "number of operations")
    blobs = {e.sha256: e.size for e in manifest.files if e.path.startswith("blobs/")}
    return Payload(ops, blobs)


def refuse_entry_names(archive: Archive) -> None:
    """Refuse E_UNSAFE where an entry bears a name that no program writes, as one with a path."""
    if not all(is_entry_name(name) for name in set(archive.entries).difference(HEAD_NAMES)):
        raise BundleRefusal("E_UNSAFE", "name of an entry")


def _check_declared(archive: Archive, entry: FileEntry) -> None:
    if archive.entries[entry.path].size != entry.size:
        raise BundleRefusal("E_HASH", f"{entry.path}: size")
    if entry.path.startswith("blobs/") and entry.path != f"blobs/{entry.sha256}":
        raise BundleRefusal("E_UNSAFE", "an attachment is named by its hash")


def _hashed(archive: Archive, entry: FileEntry) -> bytes:
    """Hash an entry as it is inflated; only the operations are kept in memory."""
    digest, kept = hashlib.sha256(), []
    for piece in archive.stream(entry.path, min(entry.size, MAX_FILE)):
        digest.update(piece)
        if entry.path == OPS_NAME:
            kept.append(piece)
    if digest.hexdigest() != entry.sha256:
        raise BundleRefusal("E_HASH", entry.path)
    return b"".join(kept)
