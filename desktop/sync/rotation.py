"""A new key for the same machine: the old key signs the new one, so nobody has to telephone.

The statement of each change travels in the manifest of every later bundle; a receiver that
knows an earlier key of the store follows the statements to the one that signed.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.sync import manifest as manifests
from desktop.sync.keys import KeyFile, KeyPair, key_id, verify
from desktop.sync.reader import OpenedBundle
from desktop.sync.revocation import heads_until
from desktop.sync.sealing import recipient
from desktop.sync.trust import (
    AGE,
    ENDED,
    ENROL,
    Enrolled,
    Trust,
    decode_key,
    encode_key,
    ensure_self,
    office_key,
    refuse_ungranted,
)

MEMBER = "keys"
"""Manifest member: the statements by which the origin's key followed from earlier ones."""
_LINK = "link@"
_PREFIX = b"cd-key-rotation/1\n"
_MOST = 64


class Link(msgspec.Struct, frozen=True):
    """`key` (base64) follows the key named `after`, which signed this for one store."""

    store: manifests.Name
    after: manifests.KeyId
    key: manifests.Name
    signature: manifests.Name

    def holds(self, before: bytes) -> bool:
        """Tell whether the key before really signed this."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except ValueError:
            return False
        return key_id(before) == self.after and verify(before, _body(self), signature)


def _body(link: Link) -> bytes:
    words = {"store": link.store, "after": link.after, "key": link.key}
    return _PREFIX + msgspec.json.encode(words, order="sorted")


def rotate(store: Store, passphrase: str | None = None, new: KeyPair | None = None) -> str:
    """Give this machine a new signing key, vouched for by the old one; return its fingerprint.

    Needs no new enrolment: the next bundles carry the proof. The old key signs nothing new.
    Refuses E_NOT_GRANTED where nobody knows the present key.
    """
    refuse_ungranted(store)
    old, new = office_key(store, passphrase), new or KeyPair.generate()
    link = Link(store.store_id, old.id, encode_key(new.public), "")
    signature = base64.b64encode(old.sign(_body(link))).decode()
    ending = {
        "on": store.clock.now().date().isoformat(), "key": encode_key(old.public),
        "heads": heads_until(store, store.store_id),
    }  # fmt: skip
    file = KeyFile(store.folder / "keys")
    file.save_next(new, passphrase)
    with store.step(_("Đổi khóa ký của máy này"), barrier="enrol") as step:
        ensure_self(store, old)
        step.put(ENROL, store.store_id, ENDED + old.id, ending)
        step.put(ENROL, store.store_id, _LINK + new.id, {"after": old.id, "signature": signature})
        step.put(ENROL, store.store_id, "key", encode_key(new.public))
        step.put(ENROL, store.store_id, AGE, recipient(new))
    file.promote(new.public)  # cut off before this, the next use of the key does it
    return new.fingerprint


def links_of(reader: Reader, store: str) -> list[dict[str, str]]:
    """Return the statements about a store's keys as the manifest carries them."""
    fields = reader.fields(ENROL, store)
    keys = {name.removeprefix(ENDED): value for name, value in fields.items() if ENDED in name}
    public = {key: str(value.get("key")) for key, value in keys.items() if isinstance(value, dict)}
    present = decode_key(fields.get("key"))
    if present is not None:
        public[key_id(present)] = str(fields["key"])
    told = []
    for name, value in sorted(fields.items()):
        key = name.removeprefix(_LINK)
        if name.startswith(_LINK) and isinstance(value, dict) and key in public:
            told.append(
                {"store": store, "after": str(value.get("after")), "key": public[key],
                 "signature": str(value.get("signature"))}
            )  # fmt: skip
    return told


@dataclass(frozen=True, slots=True)
class Followed:
    """Finds the signer of a bundle through the statements its manifest carries."""

    trust: Trust

    def __call__(self, raw: Mapping[str, Any], wanted: str) -> bytes | None:
        """Return the public key of a key id that follows from one that signs now."""
        for link in _links(raw):
            public = decode_key(link.key)
            if public is not None and key_id(public) == wanted and self._leads(raw, link):
                return public
        return None

    def _leads(self, raw: Mapping[str, Any], last: Link) -> bool:
        links = _links(raw)
        for _turn in range(_MOST):
            if self.trust.is_alive(last.store, last.after):
                return last.holds(self.trust.stores[last.store].public)
            before = [one for one in links if _id(one) == last.after and one.store == last.store]
            if not before or not last.holds(decode_key(before[0].key) or b""):
                return False
            last = before[0]
        return False

    def signer(self, bundle: OpenedBundle) -> Enrolled | None:
        """Return the store that signed a bundle, by a key known or followed."""
        name = bundle.manifest.origin.store
        known = self.trust.signer(name, bundle.signer)
        if known is not None or name not in self.trust.stores:
            return known
        ours = [link for link in _links(bundle.raw) if link.store == name]
        public = self({MEMBER: [msgspec.to_builtins(link) for link in ours]}, bundle.signer)
        return replace(self.trust.stores[name], public=public) if public else None


def _links(raw: Mapping[str, Any]) -> list[Link]:
    listed = raw.get(MEMBER)
    found = []
    for one in listed[:_MOST] if isinstance(listed, list) else []:
        try:
            found.append(msgspec.convert(one, Link))
        except (msgspec.MsgspecError, ValueError):
            continue
    return found


def _id(link: Link) -> str:
    public = decode_key(link.key)
    return key_id(public) if public else ""
