"""The office's signing key: made, kept in a file, read over the phone."""

import base64
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from desktop.sync.files import replace_patiently, write_atomic
from desktop.sync.messages import BundleRefusal

FILE_NAME = "ky.json"
_NEXT_NAME = "ky-moi.json"
_OLD_NAME = "ky-cu.json"
_FORMAT = "cd-key/1"
_MAX_FILE = 4096
_OPS_LIMIT, _MEM_LIMIT = 3, 64 * 1024 * 1024  # argon2id: under a second on a 4 GB office PC
_MAX_MEM, _MAX_OPS = 512 * 1024 * 1024, 16


def key_id(public: bytes) -> str:
    """Return the stable name of a public key: "ed25519:" + 16 hex digits."""
    return "ed25519:" + hashlib.sha256(public).hexdigest()[:16]


def fingerprint(public: bytes) -> str:
    """Return six groups of five digits, to be compared over the phone (about 100 bits)."""
    digest = hashlib.sha256(b"cd-fingerprint/1\n" + public).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**30:030d}"
    return " ".join(digits[i : i + 5] for i in range(0, 30, 5))


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the Ed25519 signature is the key's own over exactly these bytes."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(public).verify(message, signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An Ed25519 key pair; `seed` is the 32-byte secret and is never shown."""

    seed: bytes = field(repr=False)
    public: bytes

    @classmethod
    def generate(cls) -> "KeyPair":
        """Make a new random key."""
        return cls.from_seed(os.urandom(32))

    @classmethod
    def from_seed(cls, seed: bytes) -> "KeyPair":
        """Return the key of a 32-byte seed."""
        from nacl.signing import SigningKey

        return cls(seed, bytes(SigningKey(seed).verify_key))

    @classmethod
    def derived(cls, seed: int | str, label: str) -> "KeyPair":
        """Return the same key every time for the sample's seed and an office's label."""
        return cls.from_seed(hashlib.sha256(f"cd-sample-key\n{seed}\n{label}".encode()).digest())

    @property
    def id(self) -> str:
        """Return the name of the public key."""
        return key_id(self.public)

    @property
    def fingerprint(self) -> str:
        """Return the digits to read over the phone."""
        return fingerprint(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature over the message."""
        from nacl.signing import SigningKey

        return bytes(SigningKey(self.seed).sign(message).signature)


class Signer(Protocol):
    """What a bundle is written with."""

    @property
    def id(self) -> str:
        """The key id told in the manifest."""

    def sign(self, message: bytes) -> bytes:
        """Return 64 bytes."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Stands where a key would: a bundle that says openly that nobody signed it."""

    id: str = "ed25519:" + "0" * 16

    def sign(self, _message: bytes) -> bytes:
        """Return 64 zero bytes, which are no key's signature."""
        return bytes(64)


class _Stored(msgspec.Struct, frozen=True, omit_defaults=True):
    format: str
    public: str
    secret: str
    salt: str = ""
    ops: int = 0
    mem: int = 0


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file that holds the office's signing key, in OFFICE/keys/."""

    folder: Path
    name: str = FILE_NAME

    @property
    def path(self) -> Path:
        """Return where the key lies."""
        return self.folder / self.name

    def exists(self) -> bool:
        """Tell whether the office has a key."""
        return self.path.is_file()

    def save(self, pair: KeyPair, passphrase: str | None = None) -> None:
        """Write the key, wrapped when a passphrase is given; only the owner may read it."""
        public = base64.b64encode(pair.public).decode()
        if passphrase is None:
            stored = _Stored(_FORMAT, public, base64.b64encode(pair.seed).decode())
        else:
            stored = _wrapped(pair, public, passphrase)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomic(self.path, msgspec.json.encode(stored), private=True)

    def save_next(self, pair: KeyPair, passphrase: str | None = None) -> None:
        """Write the key that is to follow, beside the present one, until `promote`."""
        KeyFile(self.folder, _NEXT_NAME).save(pair, passphrase)

    def promote(self, public: bytes) -> None:
        """Put the key waiting beside in place, when it is the one the office now signs with."""
        waiting = KeyFile(self.folder, _NEXT_NAME)
        if waiting.exists() and waiting.public() == public:
            replace_patiently(waiting.path, self.path)

    def put_aside(self) -> None:
        """Keep a key that is of no more use under another name."""
        if self.exists():
            replace_patiently(self.path, self.folder / _OLD_NAME)

    def public(self) -> bytes:
        """Return the public part, b"" where the file cannot be read; asks for no passphrase."""
        try:
            return base64.b64decode(self._read().public, validate=True)
        except (BundleRefusal, ValueError):
            return b""

    def load(self, passphrase: str | None = None) -> KeyPair:
        """Return the key. Refuses E_KEY_MISSING, E_KEY_DAMAGED or E_PASSPHRASE."""
        stored = self._read()
        try:
            secret = base64.b64decode(stored.secret, validate=True)
            seed = _unwrap(stored, secret, passphrase) if stored.salt else secret
            pair = KeyPair.from_seed(seed)
            public = base64.b64decode(stored.public, validate=True)
        except (ValueError, TypeError) as error:
            raise BundleRefusal("E_KEY_DAMAGED", str(error)) from error
        if pair.public != public:
            raise BundleRefusal("E_KEY_DAMAGED", "public part does not belong to the secret")
        return pair

    def is_wrapped(self) -> bool:
        """Tell whether the key asks for a passphrase."""
        return bool(self._read().salt)

    def load_or_create(self) -> KeyPair:
        """Return the office's key, made and saved now when there is none."""
        if not self.exists():
            self.save(KeyPair.generate())
        return self.load()

    def _read(self) -> _Stored:
        try:
            with self.path.open("rb") as file:
                data = file.read(_MAX_FILE)
            stored = msgspec.json.decode(data, type=_Stored)
        except FileNotFoundError as error:
            raise BundleRefusal("E_KEY_MISSING") from error
        except OSError as error:
            raise BundleRefusal("E_READ", str(error), file=self.path.name) from error
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise BundleRefusal("E_KEY_DAMAGED", str(error)) from error
        if stored.format != _FORMAT:
            raise BundleRefusal("E_KEY_DAMAGED", "unknown format")
        return stored


def _wrapped(pair: KeyPair, public: str, passphrase: str) -> _Stored:
    from nacl.secret import SecretBox

    salt = os.urandom(16)
    box = SecretBox(_stretched(passphrase, salt, _OPS_LIMIT, _MEM_LIMIT))
    secret = base64.b64encode(bytes(box.encrypt(pair.seed))).decode()
    salted = base64.b64encode(salt).decode()
    return _Stored(_FORMAT, public, secret, salted, _OPS_LIMIT, _MEM_LIMIT)


def _unwrap(stored: _Stored, secret: bytes, passphrase: str | None) -> bytes:
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    if passphrase is None:
        raise BundleRefusal("E_PASSPHRASE")
    if stored.mem > _MAX_MEM or stored.ops > _MAX_OPS:
        raise BundleRefusal("E_KEY_DAMAGED", "cost out of range")
    salt = base64.b64decode(stored.salt, validate=True)
    try:
        box = SecretBox(_stretched(passphrase, salt, stored.ops, stored.mem))
        return bytes(box.decrypt(secret))
    except CryptoError as error:
        raise BundleRefusal("E_PASSPHRASE") from error


def _stretched(passphrase: str, salt: bytes, ops: int, mem: int) -> bytes:
    from nacl.pwhash import argon2id

    return bytes(argon2id.kdf(32, passphrase.encode(), salt, opslimit=ops, memlimit=mem))
