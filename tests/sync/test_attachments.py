"""Attachments: each travels once, and no file grows beyond what the way allows."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from desktop.models.activities.evidence import keep_file
from desktop.models.store.store import Store
from desktop.sync.attachments import LIMITS, sent_in, split
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.sync.messages import BundleRefusal
from tests.sync.offices import World, send, take, world

NAMES = "abcdefgh"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    take(made.province, send(made.commune, made.out))
    yield made
    made.close()


def attach(store: Store, folder: Path, name: str, size: int = 40) -> str:
    file = folder / f"{name}.pdf"
    file.write_bytes(b"%PDF-1.4 " + name.encode() * size)
    digest, title = keep_file(store.folder, file)
    with store.step("Ghi hoạt động") as step:
        step.put("activity", f"019a0000-0000-7000-8000-0000000000{ord(name):02x}", "evidence",
                 [[digest, title]])  # fmt: skip
    return digest


def receipt(w: World) -> None:
    take(w.commune, send(w.province, w.out, "P-A"))


def carried(store: Store, *ids: str) -> set[str]:
    return {one for bundle in ids for one in sent_in(store, bundle)}


def test_an_attachment_travels_until_it_is_received_and_then_no_more(
    w: World, tmp_path: Path
) -> None:
    first = attach(w.commune, tmp_path, "a")
    for _lost in range(2):
        made = make_bundle(w.commune, w.out, attachments=True)
        assert carried(w.commune, made.id) == {first}
    take(w.province, made.path)
    receipt(w)
    second = attach(w.commune, tmp_path, "b")
    made = make_bundle(w.commune, w.out, attachments=True)
    assert carried(w.commune, made.id) == {second}


def test_what_was_left_out_before_follows_when_attachments_are_wanted(
    w: World, tmp_path: Path
) -> None:
    digest = attach(w.commune, tmp_path, "a")
    take(w.province, send(w.commune, w.out))
    receipt(w)
    made = make_bundle(w.commune, w.out, attachments=True)
    assert take(w.province, made.path).status == "imported"
    assert (w.province.folder / "blobs" / digest).is_file()


def test_a_letter_stays_small_and_the_rest_follows_in_further_bundles(
    w: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast("dict[str, int]", LIMITS), "mail", 250_000)
    digests = {attach(w.commune, tmp_path, name, 60_000) for name in NAMES}
    made = make_bundle(w.commune, w.out, attachments=True, profile="mail")
    assert len(made.more) >= 2
    every = (made, *made.more)
    assert all(one.path.stat().st_size < 250_000 for one in every)
    assert carried(w.commune, *(one.id for one in every)) == digests
    assert sum(len(sent_in(w.commune, one.id)) for one in every) == len(digests)
    for one in reversed(every):
        result = import_bundle(w.province, one.path)
        assert result.status == "imported"
    assert all((w.province.folder / "blobs" / one).is_file() for one in digests)
    receipt(w)
    assert carried(w.commune, make_bundle(w.commune, w.out, attachments=True).id) == set()


def test_a_bundle_of_attachments_alone_says_so(
    w: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = dict.fromkeys(NAMES, 100_000)
    parts = split(sizes, 300_000, before=150_000)
    assert [len(part) for part in parts] == [0, 2, 2, 2, 2]
    attach(w.commune, tmp_path, "a", 4_000)
    monkeypatch.setitem(cast("dict[str, int]", LIMITS), "mail", 70_000)
    made = make_bundle(w.commune, w.out, attachments=True, profile="mail")
    assert len(made.more) == 1
    assert "chỉ có 1 tệp đính kèm" in take(w.province, made.more[0].path).message


def test_a_file_too_large_for_the_way_is_told(w: World, tmp_path: Path) -> None:
    with pytest.raises(BundleRefusal) as refused:
        split({"a": 25_000_000}, 18_000_000, 0)
    assert refused.value.code == "E_BLOB_TOO_BIG"
    assert "25 MB" in refused.value.message


def test_what_goes_down_carries_no_evidence_of_other_units(w: World, tmp_path: Path) -> None:
    attach(w.commune, tmp_path, "a")
    made = make_bundle(w.commune, w.out, "P-A-01", attachments=True)
    assert carried(w.commune, made.id) == set()
