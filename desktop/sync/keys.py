"""The office's signing key: made, kept in a file, read over the phone."""

import base64
import hashlib
import os
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from desktop.sync.files import replace_patiently, write_atomic
from desktop.sync.messages import BundleRefusal

FILE_NAME = "ky.json"
_NEXT_NAME = "ky-moi.json"
_OLD_NAMES = "ky-cu*.json"
_SERVICE = "socongdoan"
PHRASE_FILE = "SOCONGDOAN_PASSPHRASE_FILE"
"""Environment: a file whose first line is the passphrase, for verbs that cannot ask."""
LEAST_PHRASE = 8
MOST_PHRASE = 500
_LONGEST_LINE = 1_000
_FORMAT = "cd-key/1"
_MAX_FILE = 4096
_OPS_LIMIT, _MEM_LIMIT = 3, 64 * 1024 * 1024  # argon2id: under a second on a 4 GB office PC
_MAX_MEM, _MAX_OPS = 512 * 1024 * 1024, 16
_IN_KEYRING = "keyring"
_opened: dict[bytes, bytes] = {}
"""Public key → seed of wrapped keys whose passphrase was given to this process."""


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
    place: str = ""


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

    def save(self, pair: KeyPair, passphrase: str | None = None, *, keyring: bool = False) -> None:
        """Write the key: in the open, wrapped with a passphrase, or in the system's keyring.

        Only the owner may read the file. Refuses E_PHRASE_SHORT, E_KEYRING.
        """
        public = base64.b64encode(pair.public).decode()
        if keyring:
            _to_keyring(pair)
            stored = _Stored(_FORMAT, public, "", place=_IN_KEYRING)
        elif passphrase is None:
            stored = _Stored(_FORMAT, public, base64.b64encode(pair.seed).decode())
        else:
            if len(passphrase) < LEAST_PHRASE:
                raise BundleRefusal("E_PHRASE_SHORT", least=LEAST_PHRASE)
            stored = _wrapped(pair, public, passphrase)
            _opened[pair.public] = pair.seed
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomic(self.path, msgspec.json.encode(stored), private=True)

    def save_like(self, before: "KeyFile", pair: KeyPair, passphrase: str | None = None) -> None:
        """Write a key the way another one is kept. Refuses E_KEY_LOCKED without its passphrase."""
        kept = before.kept()
        phrase = (passphrase or _given_phrase()) if kept == "passphrase" else None
        if kept == "passphrase" and not phrase:
            raise BundleRefusal("E_KEY_LOCKED")
        self.save(pair, phrase, keyring=kept == _IN_KEYRING)

    def kept(self) -> str:
        """Return how the key is kept: "file", "passphrase" or "keyring"."""
        stored = self._read()
        return stored.place or ("passphrase" if stored.salt else "file")

    def keep(self, how: str, passphrase: str | None = None, new_phrase: str | None = None) -> None:
        """Keep the same key another way ("file", "passphrase", "keyring").

        `passphrase` opens it as it is kept now, `new_phrase` is the one it gets.
        """
        before, pair = self.kept(), self.load(passphrase)
        if how == "passphrase" and not new_phrase:
            raise BundleRefusal("E_PHRASE_SHORT", least=LEAST_PHRASE)
        phrase = new_phrase if how == "passphrase" else None
        self.save(pair, phrase, keyring=how == _IN_KEYRING)
        if before == _IN_KEYRING != how:
            _out_of_keyring(pair)

    def every(self) -> "list[KeyPair]":
        """Return this machine's keys that can be opened now: the present one, then earlier ones."""
        names = [self.name, *sorted(path.name for path in self.folder.glob(_OLD_NAMES))]
        pairs = []
        for name in names:
            try:
                pairs.append(KeyFile(self.folder, name).load())
            except BundleRefusal:
                continue
        return pairs

    def save_next(self, pair: KeyPair, passphrase: str | None = None) -> None:
        """Write the key that is to follow, beside the present one, until `promote`."""
        KeyFile(self.folder, _NEXT_NAME).save_like(self, pair, passphrase)

    def promote(self, public: bytes) -> None:
        """Put the key waiting beside in place, when it is the one the office now signs with."""
        waiting = KeyFile(self.folder, _NEXT_NAME)
        if waiting.exists() and waiting.public() == public:
            self.put_aside()  # what was sealed for it still has to be opened
            replace_patiently(waiting.path, self.path)

    def put_aside(self) -> None:
        """Keep a key that is of no more use under another name."""
        if self.exists():
            name = hashlib.sha256(self.path.read_bytes()).hexdigest()[:8]
            replace_patiently(self.path, self.folder / _OLD_NAMES.replace("*", f"-{name}"))

    def public(self) -> bytes:
        """Return the public part, b"" where the file cannot be read; asks for no passphrase."""
        try:
            return base64.b64decode(self._read().public, validate=True)
        except (BundleRefusal, ValueError):
            return b""

    def load(self, passphrase: str | None = None) -> KeyPair:
        """Return the key.

        A passphrase once given opens it for the rest of the process. Refuses E_KEY_MISSING,
        E_KEY_DAMAGED, E_KEY_LOCKED, E_PASSPHRASE or E_KEYRING.
        """
        stored = self._read()
        try:
            public = base64.b64decode(stored.public, validate=True)
            secret = base64.b64decode(stored.secret, validate=True)
            if stored.place:
                seed = _from_keyring(public)
            else:
                seed = _unwrap(stored, secret, passphrase, public) if stored.salt else secret
            pair = KeyPair.from_seed(seed)
        except (ValueError, TypeError) as error:
            raise BundleRefusal("E_KEY_DAMAGED", str(error)) from error
        if pair.public != public:
            raise BundleRefusal("E_KEY_DAMAGED", "public part does not belong to the secret")
        return pair

    def is_wrapped(self) -> bool:
        """Tell whether the key asks for a passphrase."""
        return bool(self._read().salt)

    def is_locked(self) -> bool:
        """Tell whether the key can be used only after its passphrase was given."""
        stored = self._read() if self.exists() else None
        return bool(stored and stored.salt) and self.public() not in _opened

    def load_or_create(self) -> KeyPair:
        """Return the office's key, made and saved now when there is none.

        Windows keeps it in its own keyring; elsewhere it is a file only the owner may read.
        """
        if not self.exists():
            self.save(KeyPair.generate(), keyring=os.name == "nt" and has_keyring())
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


def _unwrap(stored: _Stored, secret: bytes, passphrase: str | None, public: bytes) -> bytes:
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    if passphrase is None and public in _opened:
        return _opened[public]
    passphrase = passphrase if passphrase is not None else _given_phrase()
    if passphrase is None:
        raise BundleRefusal("E_KEY_LOCKED")
    if stored.mem > _MAX_MEM or stored.ops > _MAX_OPS:
        raise BundleRefusal("E_KEY_DAMAGED", "cost out of range")
    salt = base64.b64decode(stored.salt, validate=True)
    try:
        box = SecretBox(_stretched(passphrase, salt, stored.ops, stored.mem))
        _opened[public] = bytes(box.decrypt(secret))
    except CryptoError as error:
        raise BundleRefusal("E_PASSPHRASE") from error
    return _opened[public]


def _given_phrase() -> str | None:
    """Return the passphrase of the file the environment names, None without one."""
    name = os.environ.get(PHRASE_FILE)
    return read_phrase(Path(name)) if name else None


def read_phrase(path: Path) -> str:
    """Return the first line of a file, NFC. Refuses E_READ, E_PHRASE_FILE."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            phrase = lines.readline(_LONGEST_LINE).strip()
    except UnicodeDecodeError as error:
        raise BundleRefusal("E_PHRASE_FILE", str(error), file=path.name) from error
    except OSError as error:
        raise BundleRefusal("E_READ", str(error), file=path.name) from error
    if len(phrase) > MOST_PHRASE or not phrase.isprintable():
        raise BundleRefusal("E_PHRASE_FILE", "no line that can be typed", file=path.name)
    return unicodedata.normalize("NFC", phrase)


def forget_phrases() -> None:
    """Lock every wrapped key of this process again."""
    _opened.clear()


def has_keyring() -> bool:
    """Tell whether the system offers a keyring that keeps what it is given."""
    try:
        import keyring

        return float(keyring.get_keyring().priority) >= 1
    except Exception:  # backends raise whatever their system does
        return False


def _to_keyring(pair: KeyPair) -> None:
    try:
        import keyring

        keyring.set_password(_SERVICE, pair.id, base64.b64encode(pair.seed).decode())
    except Exception as error:
        raise BundleRefusal("E_KEYRING", str(error)) from error
    if _from_keyring(pair.public) != pair.seed:
        raise BundleRefusal("E_KEYRING", "not kept")


def _from_keyring(public: bytes) -> bytes:
    try:
        import keyring

        found = keyring.get_password(_SERVICE, key_id(public))
    except Exception as error:
        raise BundleRefusal("E_KEYRING", str(error)) from error
    if found is None:
        raise BundleRefusal("E_KEY_MISSING", "not in the keyring")
    return base64.b64decode(found, validate=True)


def _out_of_keyring(pair: KeyPair) -> None:
    import keyring

    with suppress(Exception):  # the file holds it already
        keyring.delete_password(_SERVICE, pair.id)


def _stretched(passphrase: str, salt: bytes, ops: int, mem: int) -> bytes:
    from nacl.pwhash import argon2id

    return bytes(argon2id.kdf(32, passphrase.encode(), salt, opslimit=ops, memlimit=mem))
