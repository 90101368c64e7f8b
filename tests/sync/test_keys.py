"""The signing key: kept safe, recognised, read aloud."""

import os
import re
import stat
from pathlib import Path

import pytest

from desktop.sync.keys import KeyFile, KeyPair, verify
from desktop.sync.messages import BundleRefusal


def test_a_signature_holds_for_its_bytes_and_key_only() -> None:
    pair, other = KeyPair.generate(), KeyPair.generate()
    signature = pair.sign(b"m")
    assert verify(pair.public, b"m", signature)
    assert not verify(pair.public, b"n", signature)
    assert not verify(other.public, b"m", signature)
    assert not verify(pair.public, b"m", signature[:-1])
    assert not verify(b"short", b"m", signature)


def test_the_fingerprint_is_six_groups_of_five_digits() -> None:
    pair = KeyPair.derived(20261121, "province")
    assert re.fullmatch(r"\d{5}( \d{5}){5}", pair.fingerprint)
    assert re.fullmatch(r"ed25519:[0-9a-f]{16}", pair.id)
    assert pair.fingerprint != KeyPair.derived(20261121, "commune-1").fingerprint


def test_a_derived_key_never_changes() -> None:
    assert KeyPair.derived(7, "province").id == "ed25519:19ea0331fab11939"


def test_a_key_comes_back_from_its_file(tmp_path: Path) -> None:
    pair, file = KeyPair.generate(), KeyFile(tmp_path / "keys")
    assert not file.exists()
    file.save(pair)
    assert file.load() == pair
    assert file.load_or_create() == pair
    assert not file.is_wrapped()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_only_the_owner_may_read_the_key(tmp_path: Path) -> None:
    file = KeyFile(tmp_path)
    file.save(KeyPair.generate())
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_passphrase_wraps_the_key(tmp_path: Path) -> None:
    pair, file = KeyPair.generate(), KeyFile(tmp_path)
    file.save(pair, "mười hai con giáp")
    assert file.is_wrapped()
    assert file.load("mười hai con giáp") == pair
    for wrong in (None, "", "mười hai con Giáp"):
        with pytest.raises(BundleRefusal) as refused:
            file.load(wrong)
        assert refused.value.code == "E_PASSPHRASE"


def test_the_secret_is_never_shown() -> None:
    pair = KeyPair.generate()
    assert repr(pair.seed) not in repr(pair)


def test_no_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(BundleRefusal) as refused:
        KeyFile(tmp_path).load()
    assert refused.value.code == "E_KEY_MISSING"


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[" * 3000, b"\xff\xfe", b'{"format":"cd-key/9","public":"","secret":""}',
     b'{"format":"cd-key/1","public":"AAAA","secret":"AAAA"}',
     b'{"format":"cd-key/1","public":"!","secret":"!"}',
     b'{"format":"cd-key/1","public":"","secret":"AAAA","salt":"AA","ops":3,"mem":67108864}',
     b'{"format":"cd-key/1","public":"","secret":"","salt":"AAAA","ops":3,"mem":1e99}'],
)  # fmt: skip
def test_a_damaged_key_file_is_told(tmp_path: Path, content: bytes) -> None:
    file = KeyFile(tmp_path)
    file.path.write_bytes(content)
    with pytest.raises(BundleRefusal) as refused:
        file.load("x")
    assert refused.value.code in ("E_KEY_DAMAGED", "E_PASSPHRASE")


def test_a_key_of_another_secret_is_told(tmp_path: Path) -> None:
    one, two = KeyFile(tmp_path / "1"), KeyFile(tmp_path / "2")
    one.save(KeyPair.derived(1, "a"))
    two.save(KeyPair.derived(1, "b"))
    import json

    mixed = json.loads(one.path.read_text()) | {
        "public": json.loads(two.path.read_text())["public"]
    }
    one.path.write_text(json.dumps(mixed))
    with pytest.raises(BundleRefusal) as refused:
        one.load()
    assert refused.value.code == "E_KEY_DAMAGED"
