"""The signing key: kept safe, recognised, read aloud."""

import base64
import os
import re
import stat
from pathlib import Path

import pytest

from desktop.sync.keys import PHRASE_FILE, KeyFile, KeyPair, forget_phrases, has_keyring, verify
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
    forget_phrases()
    for wrong, code in (
        (None, "E_KEY_LOCKED"), ("", "E_PASSPHRASE"), ("mười hai con Giáp", "E_PASSPHRASE")
    ):  # fmt: skip
        with pytest.raises(BundleRefusal) as refused:
            file.load(wrong)
        assert refused.value.code == code
    file.load("mười hai con giáp")
    assert file.load() == pair  # given once, it holds until the program ends


def test_a_passphrase_file_opens_the_key_where_nobody_can_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, file = KeyPair.generate(), KeyFile(tmp_path)
    file.save(pair, "mười hai con giáp")
    forget_phrases()
    (tmp_path / "cụm.txt").write_text("mười hai con giáp\nghi chú\n", encoding="utf-8-sig")
    monkeypatch.setenv(PHRASE_FILE, str(tmp_path / "cụm.txt"))
    assert file.load() == pair
    forget_phrases()
    monkeypatch.setenv(PHRASE_FILE, str(tmp_path / "không có"))
    with pytest.raises(BundleRefusal) as refused:
        file.load()
    assert refused.value.code == "E_READ"


class Chest:
    """A keyring in memory, as a system's own behaves."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.priority = 5

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "Chest":
        import keyring

        monkeypatch.setattr(keyring, "get_keyring", lambda: self)
        monkeypatch.setattr(keyring, "set_password", lambda s, u, p: self.held.update({(s, u): p}))
        monkeypatch.setattr(keyring, "get_password", lambda s, u: self.held.get((s, u)))
        monkeypatch.setattr(keyring, "delete_password", lambda s, u: self.held.pop((s, u)))
        return self


def test_the_keyring_keeps_the_secret_and_the_file_only_the_public_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chest, pair, file = Chest().install(monkeypatch), KeyPair.generate(), KeyFile(tmp_path)
    file.save(pair)
    file.keep("keyring")
    assert (file.kept(), file.load(), len(chest.held)) == ("keyring", pair, 1)
    secret = base64.b64encode(pair.seed)
    assert secret not in file.path.read_bytes()
    file.keep("passphrase", new_phrase="mười hai con giáp")
    assert (file.kept(), chest.held) == ("passphrase", {})
    assert secret not in file.path.read_bytes()
    file.keep("file")
    assert (file.kept(), file.load()) == ("file", pair)


def test_a_key_gone_from_the_keyring_is_a_lost_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chest, file = Chest().install(monkeypatch), KeyFile(tmp_path)
    file.save(KeyPair.generate(), keyring=True)
    chest.held.clear()
    with pytest.raises(BundleRefusal) as refused:
        file.load()
    assert refused.value.code == "E_KEY_MISSING"


def test_without_a_keyring_the_key_stays_where_it_was(tmp_path: Path) -> None:
    pair, file = KeyPair.generate(), KeyFile(tmp_path)
    file.save(pair)
    assert not has_keyring()
    with pytest.raises(BundleRefusal) as refused:
        file.keep("keyring")
    assert refused.value.code == "E_KEYRING"
    assert (file.kept(), file.load()) == ("file", pair)


def test_a_new_passphrase_has_to_be_long_enough(tmp_path: Path) -> None:
    file = KeyFile(tmp_path)
    file.save(KeyPair.generate())
    for phrase in (None, "", "bảy ký"):
        with pytest.raises(BundleRefusal) as refused:
            file.keep("passphrase", new_phrase=phrase)
        assert refused.value.code == "E_PHRASE_SHORT"
    assert file.kept() == "file"


def test_earlier_keys_are_found_again(tmp_path: Path) -> None:
    first, second, file = KeyPair.generate(), KeyPair.generate(), KeyFile(tmp_path)
    file.save(first)
    file.save_next(second)
    file.promote(second.public)
    assert file.every() == [second, first]


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
