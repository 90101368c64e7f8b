"""The request for enrolment: a small signed file that says who asks, with which key."""

import base64
from pathlib import Path

import msgspec

from desktop.models.plain_file import open_plain
from desktop.models.store.places import refuse_own_files
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync import manifest as manifests
from desktop.sync.files import write_atomic
from desktop.sync.keys import KeyPair, fingerprint, verify
from desktop.sync.messages import BundleRefusal
from desktop.sync.sealing import recipient
from desktop.sync.trust import decode_key, encode_key, key_to_ask_with, refuse_revoked

_REQUEST = "cd-enrol-request"
_PREFIX = b"cd-enrol-request/1\n"
_MAX_REQUEST = 64 * 1024


class RequestUnit(msgspec.Struct, frozen=True):
    """The unit an applicant says it is; the id is the one in its own books."""

    id: manifests.Name
    code: manifests.Name
    name: manifests.Name
    kind: manifests.Name


class EnrolRequest(msgspec.Struct, frozen=True):
    """A request for enrolment, verified to be signed with the key it names."""

    format: str
    v: int
    created: manifests.Name
    unit: RequestUnit
    store: manifests.Name
    public_key: manifests.Name
    replaces: dict[manifests.Name, tuple[manifests.Sha256, ...]] = {}
    age: manifests.Name = ""

    @property
    def public(self) -> bytes:
        """Return the applicant's 32-byte public key."""
        return decode_key(self.public_key) or b""

    @property
    def fingerprint(self) -> str:
        """Return the digits to compare over the phone."""
        return fingerprint(self.public)


class _Envelope(msgspec.Struct, frozen=True):
    request: msgspec.Raw
    signature: str


def request(store: Store, out: Path, pair: KeyPair | None = None, *, new_key: bool = False) -> str:
    """Write the request file; return the fingerprint of the office's key.

    A key that is lost or damaged is replaced by a new one, and with `new_key` in any case; the
    level above then has to grant it as such. Refuses E_OWN_REVOKED: a machine whose key was
    ended asks again from a new office, into which the grant brings everything that was received.
    """
    refuse_own_files(store.folder, out)
    refuse_revoked(store)
    pair = pair or key_to_ask_with(store, None, anew=new_key)
    scope = Scope.of(store)
    own = store.meta("unit") or store.own_unit
    known = scope.resolve(own)
    unit = RequestUnit(
        own, *(str(scope.attribute(known, n) or "") for n in ("code", "name", "kind"))
    )
    wanted = EnrolRequest(
        _REQUEST, 1, store.clock.now().isoformat(timespec="seconds"), unit, store.store_id,
        encode_key(pair.public), _own_words(store, known), recipient(pair),
    )  # fmt: skip
    body = msgspec.json.encode(wanted, order="sorted")
    signature = base64.b64encode(pair.sign(_PREFIX + body)).decode()
    write_atomic(out, msgspec.json.encode(_Envelope(msgspec.Raw(body), signature)))
    return pair.fingerprint


def read_request(path: Path) -> EnrolRequest:
    """Return a request file's content. Refuses E_READ, or E_REQUEST when it is not genuine."""
    try:
        with open_plain(path) as file:
            data = file.read(_MAX_REQUEST + 1)
        envelope = msgspec.json.decode(data, type=_Envelope)
        wanted = msgspec.json.decode(envelope.request, type=EnrolRequest)
        signature = base64.b64decode(envelope.signature, validate=True)
    except OSError as error:
        raise BundleRefusal("E_READ", str(error), file=path.name) from error
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BundleRefusal("E_REQUEST", str(error)) from error
    signed = verify(wanted.public, _PREFIX + bytes(envelope.request), signature)
    if len(data) > _MAX_REQUEST or wanted.format != _REQUEST or not signed:
        raise BundleRefusal("E_REQUEST", "size, format or signature")
    return wanted


def _own_words(store: Store, own: str) -> dict[str, tuple[str, ...]]:
    """Return field → operations by which this office described its own unit itself."""
    rows = store.rows(
        "SELECT leaf.field, leaf.op FROM leaf WHERE kind = 'unit' AND key = ? AND store = ?"
        " ORDER BY leaf.field, leaf.op",
        (own, store.store_id),
    )
    words: dict[str, tuple[str, ...]] = {}
    for name, op in rows:
        words[name] = (*words.get(name, ()), op)
    return words
