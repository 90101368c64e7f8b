"""Sealing: the whole bundle inside an age file that only the receiver's machines open.

The X25519 key of a machine is derived from the seed of its signing key, so an office keeps one
secret only; the public half stands in the register of enrolments.
"""

import hashlib
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from desktop.models.plain_file import open_plain
from desktop.sync.bech32 import bech32
from desktop.sync.files import atomic_file, sweep
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.layout import MAX_BUNDLE
from desktop.sync.messages import BundleRefusal

SUFFIX = ".age"
_MAGIC = b"age-encryption.org/v1\n"
_BY_PHRASE = b"-> scrypt "
_HEAD = 400
_OVERHEAD = 1024 * 1024
_LEAST_PHRASE = 8


def recipient(pair: KeyPair) -> str:
    """Return the public key others seal for this machine with ("age1…")."""
    return str(_identity(pair).to_public())


def _identity(pair: KeyPair) -> Any:
    from pyrage import x25519

    secret = hashlib.sha256(b"cd-age/1\n" + pair.seed).digest()
    return x25519.Identity.from_str(bech32("age-secret-key-", secret).upper())


def is_recipient(text: str) -> bool:
    """Tell whether a register's text is a key one can seal for."""
    from pyrage import RecipientError, x25519

    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def sealed_by(path: Path) -> str:
    """Return "key" or "phrase" for a sealed file, "" for a plain one. Refuses E_READ."""
    try:
        with open_plain(path) as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise BundleRefusal("E_READ", str(error), file=path.name) from error
    if not head.startswith(_MAGIC):
        return ""
    return "phrase" if _BY_PHRASE in head else "key"


def seal(plain: Path, out: Path, recipients: Collection[str]) -> None:
    """Write the file sealed for these public keys, whole or not at all."""
    import pyrage

    known = [pyrage.x25519.Recipient.from_str(one) for one in sorted(set(recipients))]
    with plain.open("rb") as source, atomic_file(out) as target:
        pyrage.encrypt_io(source, target, known)


def seal_by_phrase(plain: Path, out: Path, phrase: str) -> None:
    """Write the file sealed by a passphrase. Refuses E_PHRASE_SHORT."""
    from pyrage import passphrase

    if len(phrase) < _LEAST_PHRASE:
        raise BundleRefusal("E_PHRASE_SHORT", least=_LEAST_PHRASE)
    with atomic_file(out) as target:
        target.write(passphrase.encrypt(plain.read_bytes(), phrase))


@contextmanager
def unsealed(office: Path | None, path: Path, phrase: str = "") -> Iterator[Path]:
    """Give the plain bundle of a file: itself, or a private copy that vanishes afterwards.

    A passphrase opens a file anywhere, a key only in its office. Refuses E_SEALED without an
    office, E_SEALED_OTHER when no key of it opens the file,
    E_SEALED_PHRASE when a passphrase is wanted, E_PHRASE when it is wrong, E_TRUNCATED.
    """
    how = sealed_by(path)
    if not how:
        yield path
        return
    if how == "phrase" and not phrase:
        raise BundleRefusal("E_SEALED_PHRASE")
    if office is None and how != "phrase":
        raise BundleRefusal("E_SEALED")
    if path.stat().st_size > MAX_BUNDLE + _OVERHEAD:
        raise BundleRefusal("E_TOO_BIG", "sealed")
    with _private_folder(office) as folder:
        copy = folder / f"{uuid4().hex}.tmp"
        try:
            with atomic_file(copy, private=True) as target:
                if how == "phrase" or office is None:
                    _open_by_phrase(path, target, phrase)
                else:
                    _open_by_key(path, target, _identities(office))
            yield copy
        finally:
            with suppress(OSError):
                copy.unlink()


@contextmanager
def _private_folder(office: Path | None) -> Iterator[Path]:
    """Give the folder for a plain copy: the office's, else one only this user may read."""
    if office is not None:
        folder = office / "bundles" / "in"
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        yield folder
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _open_by_phrase(path: Path, target: BinaryIO, phrase: str) -> None:
    from pyrage import DecryptError, passphrase

    try:
        target.write(passphrase.decrypt(path.read_bytes(), phrase))
    except DecryptError as error:
        wrong = str(error) == "Decryption failed"
        raise BundleRefusal("E_PHRASE" if wrong else "E_TRUNCATED", str(error)) from error


def _open_by_key(path: Path, target: BinaryIO, identities: Sequence[Any]) -> None:
    import pyrage

    if not identities:
        raise BundleRefusal("E_SEALED_OTHER", "no key")
    try:
        with open_plain(path) as source:
            pyrage.decrypt_io(source, target, identities)
    except pyrage.DecryptError as error:
        other = "no matching" in str(error).lower()
        raise BundleRefusal("E_SEALED_OTHER" if other else "E_TRUNCATED", str(error)) from error
    except OSError as error:
        if error.errno is not None:  # the disk's; a damaged file is told without a number
            raise
        raise BundleRefusal("E_TRUNCATED", str(error)) from error


def _identities(office: Path) -> list[Any]:
    """Return the keys of this machine, the present one first; earlier ones open older files."""
    return [_identity(pair) for pair in KeyFile(office / "keys").every()]
